"""Complaints about plain data that are not of a form, in both languages."""

from json import JSONDecodeError

from ...model.problem import NtmError
from ...model.text import Text, printable

_LONGEST = 300


class MisfitError(ValueError):
    """Raised for plain data that are not of a form, with the complaint in both languages; as a text it is the English.

    >>> str(MisfitError("3 không phải là một danh sách", "3 is not a list"))
    '3 is not a list'
    """

    def __init__(self, vi: str, en: str) -> None:
        super().__init__(vi, en)
        self.complaint = Text(vi, en)

    def __str__(self) -> str:
        return self.complaint.in_language("en")


def complaint_of(error: BaseException) -> Text:
    """The reason that plain data, or a line of them, cannot be read, from the error that reading them led to.

    >>> complaint_of(KeyError("unit")).vi, complaint_of(KeyError("unit")).en
    ("không đúng dạng (KeyError: 'unit')", "'unit'")
    """
    match error:
        case MisfitError():
            told = error.complaint
        case NtmError():
            said = [each.message for each in error.diagnostics]
            told = Text("; ".join(each.vi for each in said), "; ".join(each.in_language("en") for each in said))
        case JSONDecodeError():
            place = error.pos + 1
            told = Text(
                f"không phải JSON, hoặc bị cắt ngang, ở ký tự thứ {place}",
                f"it is not JSON, or is cut off, at character {place}",
            )
        case UnicodeDecodeError():
            told = Text("không phải UTF-8", "it is not UTF-8")
        case RecursionError():
            told = Text("các phần lồng vào nhau quá sâu", "its parts are nested too deeply")
        case KeyError() | IndexError():
            name = type(error).__name__
            told = Text(f"không đúng dạng ({name}: {error})", str(error) or name)
        case _:
            name = type(error).__name__
            told = Text(f"không đúng dạng ({name})", str(error) or name)
    return Text(printable(told.vi)[:_LONGEST], printable(told.in_language("en"))[:_LONGEST])

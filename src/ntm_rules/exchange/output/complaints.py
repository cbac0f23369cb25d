"""Complaints about plain data that a converter refuses, each with the field that it is about, in both languages."""

from collections.abc import Iterable
from functools import partial
from typing import Final

from cattrs import ForbiddenExtraKeysError, transform_error
from cattrs.errors import BaseValidationError
from cattrs.v import format_exception

from ...model.text import Language, Text
from .plain_values import complaint_of


def complaints(error: BaseValidationError, kind: str) -> list[Text]:
    """Every complaint about plain data, with the field that it is about; one of no details where a value cannot even be shown.

    >>> from ...model.fact import Fact
    >>> from .converter import CONVERTER
    >>> try:
    ...     CONVERTER.structure({"unit": "T", "measure": "m", "value": "5O", "as_of": "30/06/2026", 1: 2}, Fact)
    ... except BaseValidationError as error:
    ...     for complaint in complaints(error, "fact")[1:]:
    ...         print(complaint.en)
    '30/06/2026' is not a date: write year-month-day, such as 2024-03-31 @ fact.as_of
    extra fields found (1) @ fact
    """
    try:
        vi, en = (transform_error(error, kind, partial(_complaint, language=language)) for language in ("vi", "en"))
    except Exception as unable:  # noqa: BLE001 - the repr of a caller's own class may raise anything
        return [Text(f"{type(unable).__name__} @ {kind}")]
    return [Text(*both) for both in zip(vi, en, strict=True)]


def _complaint(error: BaseException, kind: type | None, language: Language) -> str:
    """The words of an error: of our own readers of values, which say what was written, else of cattrs."""
    match error:
        case ForbiddenExtraKeysError():
            words = extra_fields(map(str, error.extra_fields))
        case KeyError():
            words = Text("thiếu trường bắt buộc", "required field missing")
        case ValueError() if str(error):
            words = complaint_of(error)
        case _:
            words = Text(complaint_of(error).vi, format_exception(error, kind))
    return words.in_language(language)


def extra_fields(names: Iterable[str]) -> Text:
    """The complaint about fields that a form does not have."""
    listed = ", ".join(sorted(names))
    return Text(f"có trường thừa ({listed})", f"{EXTRA_FIELDS} ({listed})")


EXTRA_FIELDS: Final = "extra fields found"
"""Begins the English complaint about fields that a form does not have."""

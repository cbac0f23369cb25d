"""Single values as plain data and back, exactly and without rounding, and complaints about what is none."""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from json import JSONDecodeError
from typing import Any, TypeVar

from ...model.fact import Absence, Finding
from ...model.key import RuleKey
from ...model.outcome import Outcome
from ...model.problem import NtmError
from ...model.text import Text, printable, shortened
from ...model.values.day import Day
from ...model.values.frozen_mapping import FrozenMapping
from ...model.values.interval import Interval
from ...model.values.number import number_to_plain

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
            complaint = error.complaint
        case NtmError():
            messages = [diagnostic.message for diagnostic in error.diagnostics]
            complaint = Text(
                "; ".join(text.vi for text in messages), "; ".join(text.in_language("en") for text in messages)
            )
        case JSONDecodeError():
            place = error.pos + 1
            complaint = Text(
                f"không phải JSON, hoặc bị cắt ngang, ở ký tự thứ {place}",
                f"it is not JSON, or is cut off, at character {place}",
            )
        case UnicodeDecodeError():
            complaint = Text("không phải UTF-8", "it is not UTF-8")
        case RecursionError():
            complaint = Text("các phần lồng vào nhau quá sâu", "its parts are nested too deeply")
        case KeyError() | IndexError():
            name = type(error).__name__
            complaint = Text(f"không đúng dạng ({name}: {error})", str(error) or name)
        case _:
            name = type(error).__name__
            complaint = Text(f"không đúng dạng ({name})", str(error) or name)
    return Text(printable(complaint.vi)[:_LONGEST], printable(complaint.in_language("en"))[:_LONGEST])


_TAGS: Mapping[str, type[Enum]] = {"finding": Finding, "absence": Absence}
_DECIMAL = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
_FRACTION = re.compile(r"(-?[0-9]+)/([0-9]+)")
_MOST_CHARACTERS = 400

E = TypeVar("E", bound=Enum)


def value_to_plain(value: Any) -> Any:
    """A value of a fact, a reason or a bound as plain data."""
    match value:
        case None:
            return None
        case Day():
            return {"date": str(value)}
        case Decimal() | Fraction():
            return number_to_plain(value)
        case Finding():
            return {"finding": value.value}
        case Absence():
            return {"absence": value.value}
        case Interval(low, high, written):
            ends = {"low": low, "high": high}
            bounds = {name: number_to_plain(end) for name, end in ends.items() if end is not None}
            return {"interval": {**bounds, "written": written}}
        case tuple():
            return [value_to_plain(part) for part in value]
    return {"word": str(value)}


def value_from_plain(plain: Any, _: Any = None) -> Any:
    """The value of `value_to_plain`. Raises ValueError for what is none."""
    if isinstance(plain, str):
        if len(plain) <= _MOST_CHARACTERS and _DECIMAL.fullmatch(plain):
            return Decimal(plain)
        if len(plain) <= _MOST_CHARACTERS and (fraction := _FRACTION.fullmatch(plain)) and int(fraction[2]):
            return Fraction(int(fraction[1]), int(fraction[2]))
    elif isinstance(plain, dict) and len(plain) == 1:
        ((tag, word),) = plain.items()
        if tag == "word" and isinstance(word, str):
            return word
        if tag == "date":
            return Day.of(day_from_plain(word))
        if tag == "interval" and isinstance(word, dict) and set(word) <= {"low", "high", "written"}:
            low, high = (figure_from_plain(word.get(name)) for name in ("low", "high"))
            return Interval(low, high, of_type(str)(word.get("written", ""), None))
        if tag in _TAGS:
            return member_from_plain(_TAGS[tag], word)
    elif plain is None:
        return None
    others = ", ".join(f'{{"{tag}": …}}' for tag in ("word", *_TAGS, "date", "interval"))
    raise MisfitError(
        f'{shortened(plain)} không phải là một giá trị: viết số như "97.2", "1/3" hoặc một số; hoặc một trong {others}',
        f'{shortened(plain)} is not a value: write a figure as "97.2", "1/3" or a number, or one of {others}',
    )


def required_from_plain(plain: Any, _: Any = None) -> Any:
    """Requirement of a reason: a figure, a word, or a list of them."""
    values = tuple(map(value_from_plain, plain if isinstance(plain, list) else [plain]))
    if plain is None or all(isinstance(value, Decimal | Fraction | str) for value in values):
        return values if isinstance(plain, list) else values[0]
    raise MisfitError(f"{shortened(plain)} không phải là một yêu cầu", f"{shortened(plain)} is not a requirement")


def published_to_plain(value: Outcome | str) -> Any:
    return value.value if isinstance(value, Outcome) else {"status": str(value)}


def published_from_plain(plain: Any, _: Any = None) -> Outcome | str:
    if isinstance(plain, dict) and list(plain) == ["status"] and isinstance(plain["status"], str):
        return plain["status"]
    return member_from_plain(Outcome, plain)


def figure_from_plain(plain: Any, _: Any = None) -> Any:
    """The figure of `number_to_plain`, exactly; None of None. Raises ValueError for what is none."""
    value = value_from_plain(plain)
    if value is None or isinstance(value, Decimal | Fraction):
        return value
    raise MisfitError(f"{shortened(plain)} không phải là một số", f"{shortened(plain)} is not a figure")


def member_from_plain(kind: type[E], word: Any) -> E:
    for member in kind:
        if member.value == word:
            return member
    raise none_of(shortened(word), [str(member.value) for member in kind])


def none_of(what: str, words: Iterable[str]) -> MisfitError:
    """The error for what is none of several words."""
    known = ", ".join(words)
    return MisfitError(f"{what} không phải là một trong: {known}", f"{what} is none of {known}")


def day_from_plain(plain: Any, _: Any = None) -> date:
    try:
        if isinstance(plain, str) and (day := date.fromisoformat(plain)).isoformat() == plain:
            return day
    except ValueError:
        pass  # said below, as of what is not even text
    raise MisfitError(
        f"{shortened(plain)} không phải là một ngày: viết năm-tháng-ngày, ví dụ 2024-03-31",
        f"{shortened(plain)} is not a date: write year-month-day, such as 2024-03-31",
    )


def key_from_plain(plain: Any, _: Any = None) -> RuleKey:
    if not isinstance(plain, str):
        raise MisfitError(
            f"{shortened(plain)} không phải là khóa của một quy tắc", f"{shortened(plain)} is not a rule key"
        )
    return RuleKey.parse(plain)


def of_type(kind: type) -> Callable[[Any, Any], Any]:
    def structure(plain: Any, _: Any) -> Any:
        if type(plain) is not kind:
            raise MisfitError(
                f"{shortened(plain)} không thuộc kiểu {kind.__name__}",
                f"{shortened(plain)} is not of the type {kind.__name__}",
            )
        return plain

    return structure


def reported_from_plain(plain: Any, _: Any = None) -> Any:
    """The value of a fact, which may be a number of JSON as well; `Fact` takes it from there."""
    return plain if isinstance(plain, bool | int | float) else value_from_plain(plain)


def attributes_from_plain(plain: Any, _: Any = None) -> FrozenMapping[str, str]:
    if not isinstance(plain, dict) or not all(isinstance(part, str) for pair in plain.items() for part in pair):
        raise MisfitError(
            f"{shortened(plain)} không phải là {{tên: văn bản}}", f"{shortened(plain)} is not a mapping of texts"
        )
    return FrozenMapping(plain)

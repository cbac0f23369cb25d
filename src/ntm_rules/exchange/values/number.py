"""Figures as written in Vietnamese offices, read strictly: the only value that the text can have, or an error.

`97,2` is read as 97.2. `1.234` is one thousand two hundred and thirty-four to one reader and a little over one to
another: unless the file declares its convention, it is an error that shows both readings.
"""

import re
import unicodedata
from decimal import Decimal
from typing import Literal

from ...model.measure import Measure
from ...model.place import Place
from ...model.problem import Diagnostic, FactsError
from ...model.spelling import fold, trim
from ...model.values.interval import Interval, printed_interval
from ...model.values.number import NotAFigure, exact
from ..diagnostics.messages import diagnostic

Convention = Literal["vi", "en"]
"""Convention of writing figures: `vi` as 1.234,5, `en` as 1,234.5."""

_SPACE = " \u00a0\u2009\u202f"
_MINUS = "-\u2212"
_MOST_CHARACTERS = 80
_ONE = r"[0-9][0-9.,]*(?:\s*%)?"
_RANGE = re.compile(rf"(?:[<>≤≥~≈±]|<=|>=)\s*{_ONE}|{_ONE}\s*[-–—−~]\s*{_ONE}|{_ONE}\s*\+")
"""Figures as tables print them that are no single figure: `> 46`, `75-78`, `~49`."""


def _grammar(thousands: str, point: str) -> re.Pattern[str]:
    grouped = rf"[1-9][0-9]{{0,2}}(?P<by>[{thousands}{_SPACE}])[0-9]{{3}}(?:(?P=by)[0-9]{{3}})*"
    return re.compile(rf"(?P<whole>{grouped}|[0-9]+)(?:{point}(?P<fraction>[0-9]+))?")


_GRAMMARS: dict[Convention, re.Pattern[str]] = {"vi": _grammar(r"\.", ","), "en": _grammar(",", r"\.")}
_EXPONENT = re.compile(r"[0-9][0-9.,]*[eE][+\-\u2212]?[0-9]+")
_FIGURE_SIGNS = frozenset("0123456789.,+%" + _MINUS + _SPACE)


def read_number(
    text: str, convention: Convention | None = None, unit: str | None = None, *, place: Place | None = None
) -> Decimal:
    """The only figure that `text` can be, exactly.

    `convention` is what the file declares; None accepts what means the same in both conventions or is a figure in one of
    them alone. A percent sign is read where `unit` is `%`. Raises FactsError, with a diagnostic at `place`, for all else.

    >>> read_number("97,2"), read_number("1.234.567"), read_number("1.234", "vi"), read_number("85 %", unit="%")
    (Decimal('97.2'), Decimal('1234567'), Decimal('1234'), Decimal('85'))
    """
    body = trim(text)
    if len(body) > _MOST_CHARACTERS:
        raise FactsError(diagnostic("NTM539", place, text=body[:20] + "…"))
    if body.endswith("%"):
        if unit != "%":
            raise FactsError(diagnostic("NTM532", place, text=body, measured_in=unit or "–"))
        body = body[:-1].rstrip()
    negative = body[:1] in tuple(_MINUS)
    unsigned = body[1:] if body[:1] in (*_MINUS, "+") else body
    readings = {
        known: number
        for known, grammar in _GRAMMARS.items()
        if convention in (None, known) and (number := _reading(unsigned, grammar, negative, place)) is not None
    }
    values = set(readings.values())
    if len(values) == 1:
        return values.pop()
    if values:
        raise FactsError(_ambiguous(body, unsigned, place))
    raise FactsError(_unreadable(trim(text), unsigned, convention, unit, place))


def _reading(unsigned: str, grammar: re.Pattern[str], negative: bool, place: Place | None) -> Decimal | None:
    matched = grammar.fullmatch(unsigned)
    if not matched:
        return None
    whole = re.sub(r"[^0-9]", "", matched["whole"])
    fraction = f".{matched['fraction']}" if matched["fraction"] else ""
    try:
        number = exact(Decimal(f"{'-' if negative else ''}{whole}{fraction}"))
    except NotAFigure as error:
        raise FactsError(diagnostic("NTM539", place, text=unsigned)) from error
    assert isinstance(number, Decimal)
    return number


def _ambiguous(body: str, unsigned: str, place: Place | None) -> Diagnostic:
    left, right = re.split(r"[.,]", unsigned)
    left = f"-{left}" if body[:1] in tuple(_MINUS) else left
    vietnamese_is_whole = "." in unsigned
    return diagnostic(
        "NTM531",
        place,
        text=body,
        whole=left + right,
        left=left,
        right=right,
        whole_convention="vi" if vietnamese_is_whole else "en",
        point_convention="en" if vietnamese_is_whole else "vi",
    )


def _unreadable(
    shown: str, unsigned: str, convention: Convention | None, unit: str | None, place: Place | None
) -> Diagnostic:
    if _RANGE.fullmatch(shown):
        return diagnostic("NTM525", place, text=shown)
    if _EXPONENT.fullmatch(unsigned):
        return diagnostic("NTM534", place, text=shown)
    for character in shown:
        if not character.isascii() and unicodedata.decimal(character, None) is not None:
            return diagnostic("NTM533", place, text=shown, character=character)
    stranger = next((character for character in shown if character not in _FIGURE_SIGNS), None)
    if stranger is not None:
        named = stranger if stranger.isprintable() else f"U+{ord(stranger):04X}"
        return diagnostic("NTM530", place, text=shown, character=named, measured_in=unit or "–")
    if convention is not None:
        return diagnostic("NTM536" if convention == "vi" else "NTM537", place, text=shown)
    return diagnostic("NTM538", place, text=shown)


def read_interval(
    text: str, convention: Convention | None, measure: Measure, *, place: Place | None = None
) -> Interval | None:
    """The interval that a text prints for a measure (`printed_interval`); None for a text of no such form.

    Raises FactsError where an end is no figure, or can be read two ways.

    >>> from ...model.text import Text
    >>> read_interval("Trên 46,5", "vi", Measure("income", Text("Thu nhập"), decimals=1))
    Interval(low=Decimal('46.6'), high=None, written='Trên 46,5')
    """

    def end(written: str) -> Decimal:
        return read_number(written, convention, measure.unit, place=place)

    return printed_interval(fold(text), end, measure.decimals, measure.minimum, measure.maximum, written=trim(text))

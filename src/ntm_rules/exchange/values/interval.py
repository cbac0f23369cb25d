"""Figures that tables print as an interval: `> 46`, `trên 46`, `>= 46`, `75-78`, `~49`, each end read as any figure is."""

import re
from decimal import Decimal

from ...model.measure import Measure
from ...model.place import Place
from ...model.spelling import fold, trim
from ...model.values.interval import Interval
from .number import Convention, read_number

_ONE = r"(\d[\d.,]*(?:\s*%)?)"
_SIGNS = {
    **dict.fromkeys((">", "trên", "hơn", "over", "above", "more than"), ">"),
    **dict.fromkeys((">=", "≥", "từ", "ít nhất", "at least"), ">="),
    **dict.fromkeys(("<", "dưới", "under", "below", "less than"), "<"),
    **dict.fromkeys(("<=", "≤", "không quá", "tối đa", "at most"), "<="),
    **dict.fromkeys(("~", "≈", "khoảng", "about", "around"), "~"),
}
_SIGNED = re.compile(rf"({'|'.join(sorted(map(re.escape, _SIGNS), key=len, reverse=True))})\s*{_ONE}")
_MONTH = re.compile(r"(0\d|1[0-2]|\d)\s*[-–—−]\s*(19|20)\d\d")
"""Matches a possible month of a year: `12-2023` is read as no interval."""
_BETWEEN = re.compile(rf"{_ONE}\s*[-–—−]\s*{_ONE}")


def read_interval(
    text: str, convention: Convention | None, measure: Measure, *, place: Place | None = None
) -> Interval | None:
    """The interval that a text prints for a measure; None for a text of no such form.

    `> 46` begins one last decimal of the measure above 46; `~49` goes one unit of its last digit that is not 0 to either side.
    Raises FactsError where an end is no figure, or can be read two ways.

    >>> from ...model.text import Text
    >>> income = Measure("income", Text("Thu nhập"), decimals=1)
    >>> read_interval("> 46", "en", income), read_interval("~49", "en", income)
    (Interval(low=Decimal('46.1'), high=None, written='> 46'), Interval(low=Decimal('48'), high=Decimal('50'), written='~49'))
    """
    shown, folded = trim(text), fold(text)

    def end(written: str) -> Decimal:
        return read_number(written, convention, measure.unit, place=place)

    if (between := _BETWEEN.fullmatch(folded)) and not _MONTH.fullmatch(folded):
        return Interval(end(between[1]), end(between[2]), shown)
    if not (signed := _SIGNED.fullmatch(folded)):
        return None
    figure, last = end(signed[2]), Decimal(1).scaleb(-measure.decimals)
    match _SIGNS[signed[1]]:
        case ">":
            return Interval(figure + last, None, shown)
        case ">=":
            return Interval(figure, None, shown)
        case "<":
            return Interval(None, figure - last, shown)
        case "<=":
            return Interval(None, figure, shown)
    digits, exponent = figure.as_tuple().digits, figure.as_tuple().exponent
    assert isinstance(exponent, int)
    zeros = len(digits) - len("".join(map(str, digits)).rstrip("0")) if exponent == 0 else 0
    unit = Decimal(1).scaleb(exponent + zeros)
    low, high = figure - unit, figure + unit
    if measure.minimum is not None:
        low = max(low, measure.minimum)
    if measure.maximum is not None:
        high = min(high, measure.maximum)
    return Interval(low, high, shown)

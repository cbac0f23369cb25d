"""Figures that a source prints as an interval: `> 46`, `trên 46`, `>= 46`, `75-78`, `~49`."""

import re
from collections.abc import Callable
from decimal import Decimal

from attrs import field, frozen

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


@frozen
class Interval:
    """A figure of which only bounds are known, both of them among what it can be; None: no bound. `written` is as printed.

    >>> str(Interval(Decimal(75), Decimal(78), "75-78")), str(Interval(Decimal(46), None))
    ('75-78', '46…')
    """

    low: Decimal | None
    high: Decimal | None
    written: str = field(default="", eq=False)

    def __contains__(self, value: object) -> bool:
        """True if a number lies between the bounds."""
        if not isinstance(value, Decimal):
            return False
        return (self.low is None or self.low <= value) and (self.high is None or value <= self.high)

    def __str__(self) -> str:
        low, high = ("" if number is None else format(number, "f") for number in (self.low, self.high))
        return self.written or f"{low}…{high}"


def printed_interval(
    text: str,
    figure: Callable[[str], Decimal],
    decimals: int,
    minimum: Decimal | None = None,
    maximum: Decimal | None = None,
    *,
    written: str = "",
) -> Interval | None:
    """The interval that a text in small letters prints, each end read by `figure`; None for a text of no such form.

    `decimals` and the bounds are those of the measure: `> 46` begins one last decimal above 46; `~49` goes one unit of its
    last digit that is not 0 to either side. `written` is the text as printed, where it is another.

    >>> printed_interval("> 46", Decimal, 1), printed_interval("~49", Decimal, 1)
    (Interval(low=Decimal('46.1'), high=None, written='> 46'), Interval(low=Decimal('48'), high=Decimal('50'), written='~49'))
    """
    shown = written or text
    if (between := _BETWEEN.fullmatch(text)) and not _MONTH.fullmatch(text):
        return Interval(figure(between[1]), figure(between[2]), shown)
    if not (signed := _SIGNED.fullmatch(text)):
        return None
    end, last = figure(signed[2]), Decimal(1).scaleb(-decimals)
    match _SIGNS[signed[1]]:
        case ">":
            return Interval(end + last, None, shown)
        case ">=":
            return Interval(end, None, shown)
        case "<":
            return Interval(None, end - last, shown)
        case "<=":
            return Interval(None, end, shown)
    digits, exponent = end.as_tuple().digits, end.as_tuple().exponent
    assert isinstance(exponent, int)
    zeros = len(digits) - len("".join(map(str, digits)).rstrip("0")) if exponent == 0 else 0
    unit = Decimal(1).scaleb(exponent + zeros)
    low, high = end - unit, end + unit
    if minimum is not None:
        low = max(low, minimum)
    if maximum is not None:
        high = min(high, maximum)
    return Interval(low, high, shown)

"""Figures that a source prints as an interval: `> 46`, `75-78`, `~49`."""

from decimal import Decimal

from attrs import field, frozen


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
        low, high = ("" if one is None else format(one, "f") for one in (self.low, self.high))
        return self.written or f"{low}…{high}"

"""Days as exact numbers, so that a measure whose values are dates is compared, bounded and searched as any figure is."""

from datetime import date
from decimal import Decimal
from typing import Any


class Day(Decimal):
    """A date as the number of days since the first of the year 1, which it equals; it is written as its date.

    The difference of two is a plain number of days.

    >>> Day.of(date(2024, 3, 1)) - Day.of(date(2024, 2, 28))
    Decimal('2')
    >>> Day.of(date(2024, 3, 1)), str(Day.of(date(2024, 3, 1))), Day.of(date(2024, 3, 1)) == date(2024, 3, 1)
    (Day(2024-03-01), '2024-03-01', True)
    """

    __slots__ = ()

    @classmethod
    def of(cls, day: date) -> "Day":
        """The day of a date."""
        return cls(day.toordinal())

    @classmethod
    def is_one(cls, number: Decimal) -> bool:
        """True for the number of a day of the calendar: a whole one from 1, the first of the year 1, to the end of 9999.

        >>> [Day.is_one(Decimal(number)) for number in ("1", "0.5", "0", "3652059", "3652060")]
        [True, False, False, True, False]
        """
        return _FIRST <= number <= _LAST and number == number.to_integral_value()

    def later(self, days: int) -> "Day":
        """The day so many days later, earlier below 0; where the calendar ends before, its first or its last.

        >>> Day.of(date(2024, 2, 28)).later(2), Day.of(date(9999, 12, 1)).later(31)
        (Day(2024-03-01), Day(9999-12-31))
        """
        return Day(min(max(int(self) + days, _FIRST), _LAST))

    @property
    def date(self) -> date:
        """The date that it is."""
        return date.fromordinal(int(self))

    def __eq__(self, other: object) -> bool:
        return self.date == other if isinstance(other, date) else super().__eq__(other)

    def __hash__(self) -> int:
        return super().__hash__()

    def __str__(self) -> str:
        return self.date.isoformat()

    def __repr__(self) -> str:
        return f"Day({self})"

    def __format__(self, specification: str, /, *_: Any) -> str:
        return str(self)

    def __reduce__(self) -> tuple[Any, ...]:
        return Day, (int(self),)

    def __copy__(self) -> "Day":
        return self

    def __deepcopy__(self, memo: object) -> "Day":
        return self


_FIRST, _LAST = date.min.toordinal(), date.max.toordinal()
EARLIEST, LATEST = Day.of(date(1900, 1, 1)), Day.of(date(2199, 12, 31))
"""Between these days lie those that are read as values."""
DATE_UNIT = "date"
"""Stands for the unit of measurement of days: written as dates, and what is between two in days."""

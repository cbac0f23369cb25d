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


EARLIEST, LATEST = Day.of(date(1900, 1, 1)), Day.of(date(2199, 12, 31))
"""Between these days lie those that are read as values."""
DATE_UNIT = "date"
"""Stands for the unit of measurement of days: written as dates, and what is between two in days."""

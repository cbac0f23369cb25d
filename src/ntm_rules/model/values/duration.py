"""Lengths of time in years and months, as instruments state them."""

from calendar import monthrange
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from attrs import frozen

from .day import Day

LONGEST = 999
"""The most years or months of a length of time that an instrument can mean."""


@frozen(eq=False)
class Duration:
    """A length of time, such as how long a figure may be used: `{years: 1, months: 6}`. Twelve months are a year.

    Where the calendar ends before it has passed, its first or its last day is meant.

    >>> Duration(months=12) == Duration(1)
    True
    """

    years: int = 0
    months: int = 0

    def __eq__(self, other: object) -> bool:
        return self.in_months == other.in_months if isinstance(other, Duration) else NotImplemented

    def __hash__(self) -> int:
        return hash((Duration, self.in_months))

    @property
    def in_months(self) -> int:
        """The length in months."""
        return 12 * self.years + self.months

    def after(self, day: date) -> date:
        """The day on which this length of time has passed since `day`.

        It is the day of the month on which it began; where a month has no such day, its last.

        >>> Duration(years=1).after(date(2024, 2, 29)), Duration(months=1).after(date(2023, 1, 31))
        (datetime.date(2025, 2, 28), datetime.date(2023, 2, 28))
        """
        year, month = divmod(12 * day.year + day.month - 1 + self.in_months, 12)
        if year > date.max.year:
            return date.max
        return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))

    def last_passed(self, day: date) -> date:
        """The last day since which this length of time has passed on `day`.

        >>> Duration(years=2).last_passed(date(2024, 6, 30)), Duration(years=1).last_passed(date(2025, 2, 28))
        (datetime.date(2022, 6, 30), datetime.date(2024, 2, 29))
        """
        first = self.before(day)
        # Days that a month has not may have passed with its last one.
        return next(
            (one for later in range(3, -1, -1) if self.after(one := first + timedelta(later)) <= day),
            first if first == date.min else first - timedelta(1),
        )

    def before(self, day: date) -> date:
        """The first day from which this length of time has not passed on `day`.

        A length of months ends on the day of the month on which it began; where a month has no such day, with the month.

        >>> Duration(years=1).before(date(2024, 12, 31)), Duration(months=1).before(date(2023, 3, 31))
        (datetime.date(2023, 12, 31), datetime.date(2023, 3, 1))
        """
        months = 12 * day.year + day.month - 1 - self.in_months
        year, month = divmod(months, 12)
        if year < date.min.year:
            return date.min
        try:
            return date(year, month + 1, day.day)
        except ValueError:
            # The month has no such day: what began on its last day has passed.
            return date(year, month + 2, 1)


@frozen(cache_hash=True)
class TimeApart:
    """The day that lies so long before or after another: a number of days, or years and months.

    Where a month has no such day, a length of months has passed with its last. So of the days that are a length *before*
    another there may be several; the first of them, and with `is_first` false the last, after which it has not passed.

    >>> month = Duration(months=1)
    >>> TimeApart(month).of(date(2023, 1, 31)), TimeApart(month, is_before=True).of(date(2023, 2, 28))
    (datetime.date(2023, 2, 28), datetime.date(2023, 1, 31))
    >>> TimeApart(month, is_before=True, is_first=True).of(date(2023, 2, 28)), TimeApart(days=30).of(date(2023, 1, 1))
    (datetime.date(2023, 1, 28), datetime.date(2023, 1, 31))
    """

    length: Duration = Duration()
    days: int = 0
    is_before: bool = False
    is_first: bool = False

    def of(self, day: date) -> date:
        """The day that lies so long before or after `day`; where the calendar ends before, its first or its last."""
        if not self.length.in_months:
            return Day.of(day).later(-self.days if self.is_before else self.days).date
        if not self.is_before:
            return self.length.after(day)
        return self.length.before(day) if self.is_first else self.length.last_passed(day)

    def apply(self, number: Decimal | Fraction) -> Day:
        """The number of the day that lies so long before or after the day of a number; a later one of a later day."""
        return Day.of(self.of(Day(0).later(int(number // 1)).date))

    def undone(self, number: Decimal | Fraction) -> Day:
        """The last day of which `number` is what it comes to, or of which it nearly is."""
        turned = TimeApart(self.length, self.days, not self.is_before)
        return turned.apply(number)

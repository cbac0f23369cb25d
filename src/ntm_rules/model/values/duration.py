"""Lengths of time in years and months, as instruments state them."""

from calendar import monthrange
from datetime import date, timedelta

from attrs import frozen

LONGEST = 999
"""The most years or months of a length of time that an instrument can mean."""


@frozen
class Duration:
    """A length of time, such as how long a figure may be used: `{years: 1, months: 6}`.

    Where the calendar ends before it has passed, its first or its last day is meant.
    """

    years: int = 0
    months: int = 0

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

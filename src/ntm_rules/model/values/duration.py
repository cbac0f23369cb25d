"""Lengths of time in years and months, as instruments state them."""

from datetime import date

from attrs import frozen


@frozen
class Duration:
    """A length of time, such as how long a figure may be used: `{years: 1, months: 6}`."""

    years: int = 0
    months: int = 0

    @property
    def in_months(self) -> int:
        """The length in months."""
        return 12 * self.years + self.months

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

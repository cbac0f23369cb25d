"""Months and quarters that are reported on."""

import re
from datetime import date, timedelta

from attrs import frozen

from ...model.text import Text

_MONTHS_EN = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_QUARTERS_EN = ("first", "second", "third", "fourth")
_ROMAN = ("I", "II", "III", "IV")
_MONTH = re.compile(r"(?P<year>[0-9]{4})-(?P<number>[0-9]{1,2})|(?P<n>[0-9]{1,2})/(?P<y>[0-9]{4})")
_QUARTER = re.compile(r"(?P<year>[0-9]{4})-?Q(?P<number>[1-4])|(?:Q?(?P<n>[1-4]|I{1,3}|IV))/(?P<y>[0-9]{4})", re.I)


@frozen
class ReportPeriod:
    """A month or a quarter: its first and its last day, and its name within a sentence."""

    first: date
    last: date
    name: Text
    noun: Text

    @property
    def before(self) -> date:
        """The last day of the period before."""
        return self.first - timedelta(days=1)


def month_of(text: str) -> ReportPeriod | None:
    """The month that a text names, `2024-06` or `6/2024`; None for another text.

    >>> june = month_of("2024-06")
    >>> str(june.before), str(june.last), june.name.vi
    ('2024-05-31', '2024-06-30', 'tháng 6 năm 2024')
    """
    named = _MONTH.fullmatch(text.strip())
    if named is None or not 1 <= (number := int(named["number"] or named["n"])) <= 12:
        return None
    year = int(named["year"] or named["y"])
    name = Text(f"tháng {number} năm {year}", f"{_MONTHS_EN[number - 1]} {year}")
    return _period(year, number, 1, name, Text("tháng", "month"))


def quarter_of(text: str) -> ReportPeriod | None:
    """The quarter that a text names, `2024-Q2` or `II/2024`; None for another text.

    >>> second = quarter_of("2024-Q2")
    >>> str(second.before), str(second.last), second.name.en
    ('2024-03-31', '2024-06-30', 'the second quarter of 2024')
    """
    named = _QUARTER.fullmatch(text.strip())
    if named is None:
        return None
    numeral = (named["number"] or named["n"]).upper()
    number = _ROMAN.index(numeral) + 1 if numeral in _ROMAN else int(numeral)
    year = int(named["year"] or named["y"])
    name = Text(f"quý {_ROMAN[number - 1]} năm {year}", f"the {_QUARTERS_EN[number - 1]} quarter of {year}")
    return _period(year, 3 * number - 2, 3, name, Text("quý", "quarter"))


def _period(year: int, month: int, length: int, name: Text, noun: Text) -> ReportPeriod | None:
    if not 1900 <= year <= 2199:
        return None
    months = month - 1 + length
    last = date(year + months // 12, months % 12 + 1, 1) - timedelta(days=1)
    return ReportPeriod(date(year, month, 1), last, name, noun)

"""Dates that are values, as the numbers by which days are counted, and these as dates again, in any library of expressions."""

from .space import Expr, Space

_ISO = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
_BEFORE_MONTH = (0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334)
_IN_MONTH = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_MARCH_OF_YEAR_0 = 305
"""Days from the first of March of the year 0 to the first day of the year 1, by which days are counted."""


def number_of(day: Expr, space: Space) -> Expr:
    """The number of a column of dates (`Day`)."""
    whole = space.words.Int64
    return _before_year(day.dt.year().cast(whole)) + day.dt.ordinal_day().cast(whole)


def read_dates(text: Expr, space: Space) -> tuple[Expr, Expr]:
    """Columns that say which texts are dates such as 2024-06-30, and their numbers; null where they are none."""
    whole = space.words.Int64
    looks = text.str.contains(_ISO).fill_null(False)
    some = space.choose([(looks, text)], space.literal("0001-01-01"))
    year, month, day = (some.str.slice(at, size).cast(whole) for at, size in ((0, 4), (5, 2), (8, 2)))
    leap = ((year % 4 == 0) & (year % 100 != 0)) | (year % 400 == 0)
    last = space.choose(
        [(month == place, space.whole(days)) for place, days in enumerate(_IN_MONTH, 1)], space.whole(0)
    )
    last = space.choose([(leap & (month == 2), space.whole(29))], last)
    is_date = looks & (day >= 1) & (day <= last) & (year >= 1)
    before = space.choose(
        [(month == place, space.whole(days)) for place, days in enumerate(_BEFORE_MONTH, 1)], space.whole(0)
    )
    later = space.choose([(leap & (month > 2), space.whole(1))], space.whole(0))
    number = _before_year(year) + (before + later).cast(whole) + day
    return is_date, space.choose([(is_date, number)], space.nothing(whole))


def text_of(number: Expr, space: Space) -> Expr:
    """Numbers of days as texts such as 2024-06-30."""
    # By years that begin with March, so that a leap day is the last; in spans of 400 years.
    days = number.cast(space.words.Int64) + _MARCH_OF_YEAR_0
    era = days // 146_097
    of_era = days - era * 146_097
    of_400 = (of_era - of_era // 1460 + of_era // 36_524 - of_era // 146_096) // 365
    of_year = of_era - (of_400 * 365 + of_400 // 4 - of_400 // 100)
    since_march = (of_year * 5 + 2) // 153
    day = of_year - (since_march * 153 + 2) // 5 + 1
    month = space.choose([(since_march < 10, since_march + 3)], since_march - 9)
    year = of_400 + era * 400
    year = space.choose([(month <= 2, year + 1)], year)
    parts = (_digits(year, 4, space), space.literal("-"), _digits(month, 2, space), space.literal("-"))
    return space.words.concat_str([*parts, _digits(day, 2, space)])


def _before_year(year: Expr) -> Expr:
    past = year - 1
    return past * 365 + past // 4 - past // 100 + past // 400


def _digits(number: Expr, size: int, space: Space) -> Expr:
    text = number.cast(space.words.String)
    cases = [
        (number < 10**filled, space.words.concat_str([space.literal("0" * (size - filled)), text]))
        for filled in range(1, size)
    ]
    return space.choose(cases, text)

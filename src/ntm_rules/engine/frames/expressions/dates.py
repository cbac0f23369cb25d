"""Dates that are values, as the numbers by which days are counted, and these as dates again, in any library of expressions."""

from collections.abc import Callable

from ....model.values.duration import TimeApart
from .expression_library import Expr, ExpressionLibrary, Native

_ISO = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
_YEAR, _MONTH, _DAY, _LAST, _FROM_MARCH, _IS_YEAR = (
    f"ntm_rules:{name}" for name in ("year", "month", "day", "last", "from_march", "is_year")
)
_MARCH_OF_YEAR_0 = 305
"""Days from the first of March of the year 0 to the first day of the year 1, by which days are counted."""


def day_number(day: Expr, expressions: ExpressionLibrary) -> Expr:
    """The number of a column of dates (`Day`)."""
    whole = expressions.words.Int64
    return _before_year(day.dt.year().cast(whole)) + day.dt.ordinal_day().cast(whole)


def with_dates_read(frame: Native, text: str, expressions: ExpressionLibrary, date: str, number: str) -> Native:
    """A frame with two more columns: which texts are dates such as 2024-06-30, and their numbers; null where they are none.

    What a step reads several times is a column of the step before: in SQL an expression is written out wherever it stands.
    """
    whole, column = expressions.words.Int64, expressions.column
    own = column(text)
    looks = own.str.contains(_ISO).fill_null(False)
    parts = {
        name: expressions.choose([(looks, own.str.slice(at, size))], expressions.literal("0")).cast(whole)
        for name, at, size in ((_YEAR, 0, 4), (_MONTH, 5, 2), (_DAY, 8, 2))
    }
    read = frame.with_columns(**parts)
    year, month, day = (column(name) for name in parts)
    leap = ((year % 4 == 0) & (year % 100 != 0)) | (year % 400 == 0)
    read = read.with_columns(
        **{
            _LAST: expressions.choose(
                [
                    (leap & (month == 2), expressions.words.lit(29, dtype=whole)),
                    (month == 2, expressions.words.lit(28, dtype=whole)),
                ],
                _last_of(month),
            ),
            _FROM_MARCH: (month + 9) % 12,
            _YEAR: expressions.choose([(month <= 2, year - 1)], year),
            _IS_YEAR: year >= 1,
        }
    )
    is_date = column(_IS_YEAR) & (month >= 1) & (month <= 12) & (day >= 1) & (day <= column(_LAST))
    past = column(_YEAR)
    days = past * 365 + past // 4 - past // 100 + past // 400 + (column(_FROM_MARCH) * 153 + 2) // 5 + day
    read = read.with_columns(**{date: is_date, number: days - (_MARCH_OF_YEAR_0 + 1)})
    read = read.with_columns(**{number: expressions.choose([(column(date), column(number))], expressions.null(whole))})
    return read.drop(*parts, _LAST, _FROM_MARCH, _IS_YEAR)


def _last_of(month: Expr) -> Expr:
    """The last day of a month, but of February."""
    return (month + month // 8) % 2 + 30


def text_of(number: Expr, expressions: ExpressionLibrary) -> Expr:
    """Numbers of days as texts such as 2024-06-30."""
    past, since_march, day = _from_march(number, expressions, lambda column: column)
    month = expressions.choose([(since_march < 10, since_march + 3)], since_march - 9)
    year = expressions.choose([(month <= 2, past + 1)], past)
    parts = (
        _digits(year, 4, expressions),
        expressions.literal("-"),
        _digits(month, 2, expressions),
        expressions.literal("-"),
    )
    return expressions.words.concat_str([*parts, _digits(day, 2, expressions)])


def day_apart(
    number: Expr, apart: TimeApart, expressions: ExpressionLibrary, as_column: Callable[[Expr], Expr]
) -> Expr:
    """The numbers of the days that lie so long before or after others, as `TimeApart`; `as_column` makes a column of its own.

    The calendar does not end before: days that are values, and lengths of time, are of a few hundred years.
    """
    months = -apart.length.in_months if apart.is_before else apart.length.in_months
    if not months:
        return number + (-apart.days if apart.is_before else apart.days)
    past, since_march, day = _from_march(number, expressions, as_column)
    own = as_column(past * 12 + since_march)
    day, month = as_column(day), as_column(own + months)
    first = _first_of(month, as_column)
    last = _first_of(month + 1, as_column) - first
    if apart.is_before and apart.is_first:
        last = last + 1
    elif apart.is_before:
        # The last day of a month has seen the months pass that began on any later day of a longer one.
        day = expressions.choose([(day == _first_of(own + 1, as_column) - _first_of(own, as_column), last)], day)
    day, last = as_column(day), as_column(last)
    return as_column(first + expressions.choose([(day > last, last)], day) - 1)


def _from_march(
    number: Expr, expressions: ExpressionLibrary, as_column: Callable[[Expr], Expr]
) -> tuple[Expr, Expr, Expr]:
    """The year, the months since its March, and the day of the month: by years that begin with March, so that a leap day is
    the last; in spans of 400 years.
    """
    days = as_column(number.cast(expressions.words.Int64) + _MARCH_OF_YEAR_0)
    era = as_column(days // 146_097)
    of_era = as_column(days - era * 146_097)
    of_400 = as_column((of_era - of_era // 1460 + of_era // 36_524 - of_era // 146_096) // 365)
    of_year = as_column(of_era - (of_400 * 365 + of_400 // 4 - of_400 // 100))
    since_march = as_column((of_year * 5 + 2) // 153)
    return of_400 + era * 400, since_march, of_year - (since_march * 153 + 2) // 5 + 1


def _first_of(month: Expr, as_column: Callable[[Expr], Expr]) -> Expr:
    """The number of the first day of a month, which is counted from the March of the year 0."""
    past = as_column(month // 12)
    days = past * 365 + past // 4 - past // 100 + past // 400 + ((month - past * 12) * 153 + 2) // 5
    return as_column(days - _MARCH_OF_YEAR_0)


def _before_year(year: Expr) -> Expr:
    past = year - 1
    return past * 365 + past // 4 - past // 100 + past // 400


def _digits(number: Expr, size: int, expressions: ExpressionLibrary) -> Expr:
    text = number.cast(expressions.words.String)
    cases = [
        (number < 10**filled, expressions.words.concat_str([expressions.literal("0" * (size - filled)), text]))
        for filled in range(1, size)
    ]
    return expressions.choose(cases, text)

"""Figures and words that are too old to be used, by the columns that say of which day each is."""

from datetime import date, timedelta

from attrs import evolve

from ....model.values.duration import Duration
from ....program.terms import Reported
from ..expressions.expression_library import Expr, ExpressionLibrary
from ..input.columns import ABSENCE, AS_OF, DATED
from .table import Table


def in_window(table: Table, term: Reported, name: str) -> str:
    """The name of a column like `name` without what is too old for the term.

    Where no column says of which day its figures are, they are of the day that is decided, and none is too old.
    """
    if not term.is_windowed or table.has(name + DATED) is None:
        return name
    window_name: str = table.once(
        ("window", name, term.after, term.valid_for, term.on), lambda: _without_old(table, term, name)
    )
    return window_name


def _without_old(table: Table, term: Reported, name: str) -> str:
    expressions, new_name = table.expressions, table.name()
    recent = expressions.every(is_recent(table, name, term.after, term.valid_for, term.on))
    for end in ("", ABSENCE, DATED):
        column = table.columns.get(name + end)
        if column is not None:
            own = table.text(name + end)
            of_type = column.type if own is None else expressions.words.String
            value = own if own is not None else table.read(name) if not end else expressions.column(name + end)
            shown = expressions.choose([(recent, value)], expressions.null(of_type))
            table.add_column(shown, new_name + end)
            is_plain = own is not None or column.is_plain_text
            table.columns[new_name + end] = evolve(column.named(new_name + end), type=of_type, is_plain_text=is_plain)
    table.once(("older", new_name), lambda: ~recent)
    return new_name


def is_recent(
    table: Table, name: str, after: date | None, valid_for: Duration | None, on: date | None = None
) -> list[Expr]:
    """The truths that must hold of the day of what stands in a column; what has no day is of the day decided."""
    expressions, dated = table.expressions, table.expressions.column(name + DATED)
    conditions = []
    if after is not None:
        conditions.append(dated >= expressions.literal(after + timedelta(days=1)))
    day = on or table.on
    if valid_for is not None and day is not None:
        conditions.append(dated >= expressions.literal(valid_for.before(day)))
    elif valid_for is not None:
        conditions.append(
            _number(dated, expressions) + _MONTH * valid_for.in_months
            >= _number(expressions.column(AS_OF), expressions)
        )
    return [condition.fill_null(True) for condition in conditions]


_MONTH = 31


def _number(day: Expr, expressions: ExpressionLibrary) -> Expr:
    """A day as a number, in which every month has as many days (see `Duration.before`)."""
    year, month, of_month = (
        part.cast(expressions.words.Int64) for part in (day.dt.year(), day.dt.month(), day.dt.day())
    )
    return year * (12 * _MONTH) + month * _MONTH + of_month

"""Figures against what is required of them."""

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction

from ...model.condition import Operator
from ...model.measure import MeasureType
from ...model.threshold import ByAttribute, ByYear, Fixed, Relative, Threshold
from ...model.values.number import as_fraction
from .columns import AS_OF
from .derivation import closure
from .figures import Figure, edges
from .hierarchy import join_above
from .outcomes import holds
from .space import Expr
from .table import Table

Against = Callable[["Asked"], Expr]
"""What comes of one threshold: a truth, or a figure; null where it cannot be said."""
Asked = Decimal | str | Figure
"""A threshold: a figure, the id of a level, or a column of figures (of ranks, where levels are compared)."""


def against(threshold: Threshold, table: Table, compare: Against, nothing: Expr | None = None) -> Expr:
    """What comes of a threshold, whatever it depends on; null (`nothing`, of a type) where nothing is required or known."""
    space = table.space
    if nothing is None:
        nothing = space.truth(None)

    def within(inner: Threshold | None) -> Expr:
        return nothing if inner is None else against(inner, table, compare, nothing)

    match threshold:
        case Fixed(value):
            return compare(value)
        case ByAttribute(attribute, cases, otherwise):
            own = table.attribute(attribute)
            chosen = [(own == value, within(case)) for value, case in cases]
            return space.choose([(own.is_null(), nothing), *chosen], within(otherwise))
        case ByYear(years, otherwise):
            day = table.regimes.on if table.day is None else table.day
            if day is not None:
                return within(next((case for year, case in years if year == day.year), otherwise))
            year_of_row = space.column(AS_OF).dt.year()
            return space.choose([(year_of_row == year, within(case)) for year, case in years], within(otherwise))
        case Relative(measure, of):
            prefix = "" if of is None else join_above(table, of, closure(measure, table.library))
            if prefix is None:
                return nothing
            if table.library.measures[measure].type is MeasureType.LEVEL:
                return compare(Figure(table.rank(measure, prefix), 1))
            return compare(table.compared(measure, prefix))
    return nothing


def figure_holds(held: Figure, operator: Operator, asked: Asked, table: Table) -> Expr:
    """Whether a figure is as asked; null where it is not known."""
    space = table.space
    if isinstance(asked, Figure):
        return holds(held.numerator * asked.denominator, operator, asked.numerator * held.denominator)
    assert isinstance(asked, Decimal)
    if not held.is_fixed_point:
        exact = as_fraction(asked)
        return holds(held.numerator * exact.denominator, operator, held.denominator * exact.numerator)
    column = held.numerator if held.reported is None else held.reported
    return space.every(
        [column >= edge if sign == ">=" else column < edge for sign, edge in edges(held, operator.value, asked)]
    )


def scaled(asked: Asked) -> tuple[Expr | int, Expr | int]:
    """A threshold as a numerator and a denominator."""
    if isinstance(asked, Figure):
        return asked.numerator, asked.denominator
    assert not isinstance(asked, str)
    exact: Fraction = as_fraction(asked)
    return exact.numerator, exact.denominator

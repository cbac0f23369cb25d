"""Figures as the doubles nearest to them: what is observed, what is required, and the gap between."""

from decimal import Decimal
from fractions import Fraction
from math import gcd

from ....model.condition import Operator
from ....model.values.number import as_fraction
from ....model.values.number import decimals as decimals_of
from ..decide.figures import FigureColumns, difference
from ..decide.table import Table
from ..expressions.space import Expr

MOST_DECIMALS = 15
"""The largest number of decimals to which a double is rounded as an exact figure."""


def as_double(held: FigureColumns, table: Table) -> Expr:
    """A figure as the double nearest to it."""
    if held.reported is not None:
        # As it is read: at the decimals it is reported with.
        assert isinstance(held.denominator, int)
        return held.reported.round(_places(held.denominator) or 0)
    return _quotient(held.numerator, held.denominator, table)


def _quotient(top: Expr, bottom: Expr | int, table: Table) -> Expr:
    double = table.space.words.Float64
    if not isinstance(bottom, int):
        return top.cast(double) / bottom.cast(double)
    places = _places(bottom)
    if bottom == 1 or places is None:
        return top.cast(double) / float(bottom)
    # Polars divides by a number by multiplying with its inverse, which is not always the nearest double.
    return (top.cast(double) / float(bottom)).round(places)


def _places(denominator: int) -> int | None:
    """The decimals that a fraction with this denominator needs at most."""
    return decimals_of(Fraction(1, denominator))


def gap(held: FigureColumns, operator: Operator, asked: Decimal | FigureColumns, table: Table) -> Expr:
    """The amount by which a figure falls short of the one required, as the specification's `gap`."""
    if held.reported is not None and not isinstance(asked, FigureColumns):
        assert isinstance(held.denominator, int)
        places = max(_places(held.denominator) or 0, decimals_of(asked) or 0)
        if places <= MOST_DECIMALS and decimals_of(asked) is not None:
            # Doubles differ from the exact figures by far less than half of the last decimal.
            return _signed((float(asked) - held.reported).round(places), operator)
    return _signed(_quotient(*_difference(asked, held), table), operator)


def _signed(short: Expr, operator: Operator) -> Expr:
    if operator in (Operator.AT_LEAST, Operator.MORE_THAN):
        return short
    return -short if operator in (Operator.AT_MOST, Operator.LESS_THAN) else short.abs()


def _difference(asked: Decimal | Fraction | FigureColumns, held: FigureColumns) -> tuple[Expr, Expr | int]:
    """The required figure less the observed one, as a numerator and a denominator."""
    if isinstance(asked, FigureColumns):
        found = difference(asked, held)
        return found.numerator, found.denominator
    exact = as_fraction(asked)
    if not isinstance(held.denominator, int):
        top = held.denominator * exact.numerator - held.numerator * exact.denominator
        return top, held.denominator * exact.denominator
    common = held.denominator * exact.denominator // gcd(held.denominator, exact.denominator)
    return exact.numerator * (common // exact.denominator) - held.numerator * (common // held.denominator), common

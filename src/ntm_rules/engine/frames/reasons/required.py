"""Figures as the doubles nearest to them, and comparisons of figures with what is required of them, as columns."""

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from math import gcd

from attrs import frozen

from ....model.condition import Operator
from ....model.values.number import as_fraction
from ....model.values.number import decimals as decimals_of
from ....program.terms import Constant, Figure, Holds
from ..decide.figure_columns import FigureColumns, difference
from ..decide.outcomes import OutcomeColumn
from ..decide.table import Table
from ..decide.thresholds import required, threshold_of
from ..decide.truths import truth
from ..expressions.expression_library import Expr
from ..expressions.logic import Logic, certainly, negated
from ..expressions.ways import printed_in
from .missing import asks_a_measure, missing_measure, no_word, where, why_open

MOST_DECIMALS = 15
"""The largest number of decimals to which a double is rounded as an exact figure."""


def as_double(figure: FigureColumns, table: Table) -> Expr:
    """A figure as the double nearest to it."""
    if figure.reported is not None:
        # As it is read: at the decimals it is reported with.
        assert isinstance(figure.denominator, int)
        return figure.reported.round(_places(figure.denominator) or 0)
    return _quotient(figure.numerator, figure.denominator, table)


def _quotient(top: Expr, bottom: Expr | int, table: Table) -> Expr:
    double = table.expressions.words.Float64
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


def gap(figure: FigureColumns, operator: Operator, threshold: Decimal | FigureColumns, table: Table) -> Expr:
    """The amount by which a figure falls short of the one required, as the specification's `gap`."""
    if figure.reported is not None and not isinstance(threshold, FigureColumns):
        assert isinstance(figure.denominator, int)
        places = max(_places(figure.denominator) or 0, decimals_of(threshold) or 0)
        if places <= MOST_DECIMALS and decimals_of(threshold) is not None:
            # Doubles differ from the exact figures by far less than half of the last decimal.
            return _signed((float(threshold) - figure.reported).round(places), operator)
    return _signed(_quotient(*_difference(threshold, figure), table), operator)


def _signed(short: Expr, operator: Operator) -> Expr:
    if operator in (Operator.AT_LEAST, Operator.MORE_THAN):
        return short
    return -short if operator in (Operator.AT_MOST, Operator.LESS_THAN) else short.abs()


def _difference(threshold: Decimal | Fraction | FigureColumns, figure: FigureColumns) -> tuple[Expr, Expr | int]:
    """The required figure less the observed one, as a numerator and a denominator."""
    if isinstance(threshold, FigureColumns):
        shortfall = difference(threshold, figure)
        return shortfall.numerator, shortfall.denominator
    exact = as_fraction(threshold)
    if not isinstance(figure.denominator, int):
        top = figure.denominator * exact.numerator - figure.numerator * exact.denominator
        return top, figure.denominator * exact.denominator
    common = figure.denominator * exact.denominator // gcd(figure.denominator, exact.denominator)
    return exact.numerator * (common // exact.denominator) - figure.numerator * (common // figure.denominator), common


@frozen(eq=False)
class ComparisonColumns:
    """One comparison. `outcomes` are its own, or where the opposite is required, those of the opposite.

    `why` is the word of a ReasonKind, `measure` what it is about: the measure compared, or one required that is not known.
    Figures are the doubles nearest to the exact ones; null, like words, where there is none.
    """

    outcomes: OutcomeColumn
    why: Expr
    measure: Expr | None = None
    operator: Operator | None = None
    observed: Expr | None = None
    required: Expr | None = None
    gap: Expr | None = None
    observed_word: Expr | None = None
    required_word: Expr | None = None


def threshold_column(term: Holds, table: Table, show: Callable[[Figure], Expr], null: Expr) -> Expr:
    """The column of the required figure as `show` renders it; `null` where there is none."""
    column = null
    for rows, figures in reversed(required(term.required, table)):
        column = where(rows, _hardest(figures, term, table, show, null), column, table)
    return column


def _hardest(
    figures: tuple[Figure, ...], term: Holds, table: Table, show: Callable[[Figure], Expr], null: Expr
) -> Expr:
    """A required figure as `show` renders it; of several that agree, the hardest to hold or the easiest to fail."""
    if len(figures) == 1:
        return show(figures[0])
    numbers = printed_in(figures)
    least, most = (show(Constant(number)) for number in (min(numbers), max(numbers)))
    rising = term.operator in (Operator.AT_LEAST, Operator.MORE_THAN)
    hardest, easiest = (most, least) if rising else (least, most)
    holds = truth(table, term).truth
    return where(certainly(holds), hardest, where(certainly(negated(holds)), easiest, null, table), table)


def _required(term: Holds, table: Table) -> Expr:
    expressions = table.expressions

    def shown(figure: Figure) -> Expr:
        threshold = threshold_of(figure, table)
        if threshold is None:
            return expressions.null(expressions.words.Float64)
        if isinstance(threshold, Decimal):
            return expressions.words.lit(float(threshold), dtype=expressions.words.Float64)
        return as_double(threshold, table)

    return threshold_column(term, table, shown, expressions.null(expressions.words.Float64))


def _gap(term: Holds, observed: FigureColumns, table: Table) -> Expr:
    null = table.expressions.null(table.expressions.words.Float64)

    def short(figure: Figure) -> Expr:
        threshold = threshold_of(figure, table)
        return null if threshold is None else gap(observed, term.operator, threshold, table)

    return threshold_column(term, table, short, null)


def of_figures(
    term: Holds,
    table: Table,
    why: Expr,
    observed: FigureColumns,
    compared: FigureColumns,
    measure: str | None,
    is_missing: Logic = False,
) -> ComparisonColumns:
    """A comparison of figures; where none is required, why. `is_missing` are the rows with no figure, which `why` then says."""
    required_figure = _required(term, table)
    known = ~required_figure.is_null()
    if not isinstance(term.required, Constant):
        why = where(is_missing, why, where(known, why, why_open(term.required, table), table), table)
    about = measure_column(measure, table)
    if asks_a_measure(term.required):
        lacking = missing_measure(term.required, about, table)
        about = where(is_missing, about, where(known, about, lacking, table), table)
    return ComparisonColumns(
        truth(table, term),
        why,
        None if measure is None and not asks_a_measure(term.required) else about,
        term.operator,
        as_double(observed, table),
        required_figure,
        _gap(term, compared, table),
    )


def measure_column(measure: str | None, table: Table) -> Expr:
    """A column of the name of a measure; null of none."""
    return no_word(table) if measure is None else table.expressions.literal(measure)

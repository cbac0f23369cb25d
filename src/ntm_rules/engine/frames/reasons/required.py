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
from ..decide.figures import FigureColumns, difference
from ..decide.figures import FigureColumns as Held
from ..decide.outcomes import OutcomeColumn
from ..decide.table import Table
from ..decide.thresholds import asked_of, required
from ..decide.truths import truth
from ..expressions.logic import Logic, certainly, negated
from ..expressions.space import Expr
from ..expressions.ways import printed_in
from .missing import asks_a_measure, lacking_measure, no_word, where, why_open

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
        figure_columns = difference(asked, held)
        return figure_columns.numerator, figure_columns.denominator
    exact = as_fraction(asked)
    if not isinstance(held.denominator, int):
        top = held.denominator * exact.numerator - held.numerator * exact.denominator
        return top, held.denominator * exact.denominator
    common = held.denominator * exact.denominator // gcd(held.denominator, exact.denominator)
    return exact.numerator * (common // exact.denominator) - held.numerator * (common // held.denominator), common


@frozen(eq=False)
class Part:
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


def asked_as(term: Holds, table: Table, show: Callable[[Figure], Expr], nothing: Expr) -> Expr:
    """The column of the required figure as `show` renders it; `nothing` where there is none."""
    found = nothing
    for rows, figures in reversed(required(term.required, table)):
        found = where(rows, _hardest(figures, term, table, show, nothing), found, table)
    return found


def _hardest(
    figures: tuple[Figure, ...], term: Holds, table: Table, show: Callable[[Figure], Expr], nothing: Expr
) -> Expr:
    """A required figure as `show` renders it; of several that agree, the hardest to hold or the easiest to fail."""
    if len(figures) == 1:
        return show(figures[0])
    several = printed_in(figures)
    least, most = (show(Constant(number)) for number in (min(several), max(several)))
    rising = term.operator in (Operator.AT_LEAST, Operator.MORE_THAN)
    hardest, easiest = (most, least) if rising else (least, most)
    held = truth(table, term).truth
    return where(certainly(held), hardest, where(certainly(negated(held)), easiest, nothing, table), table)


def _required(term: Holds, table: Table) -> Expr:
    space = table.space

    def shown(figure: Figure) -> Expr:
        asked = asked_of(figure, table)
        if asked is None:
            return space.nothing(space.words.Float64)
        if isinstance(asked, Decimal):
            return space.words.lit(float(asked), dtype=space.words.Float64)
        return as_double(asked, table)

    return asked_as(term, table, shown, space.nothing(space.words.Float64))


def _gap(term: Holds, held: Held, table: Table) -> Expr:
    nothing = table.space.nothing(table.space.words.Float64)

    def short(figure: Figure) -> Expr:
        asked = asked_of(figure, table)
        return nothing if asked is None else gap(held, term.operator, asked, table)

    return asked_as(term, table, short, nothing)


def of_figures(
    term: Holds, table: Table, why: Expr, observed: Held, compared: Held, measure: str | None, lacks: Logic = False
) -> Part:
    """A comparison of figures; where none is required, why. `lacks` are the rows with no figure, which `why` then says."""
    asked = _required(term, table)
    known = ~asked.is_null()
    if not isinstance(term.required, Constant):
        why = where(lacks, why, where(known, why, why_open(term.required, table), table), table)
    about = measure_column(measure, table)
    if asks_a_measure(term.required):
        lacking = lacking_measure(term.required, about, table)
        about = where(lacks, about, where(known, about, lacking, table), table)
    return Part(
        truth(table, term),
        why,
        None if measure is None and not asks_a_measure(term.required) else about,
        term.operator,
        as_double(observed, table),
        asked,
        _gap(term, compared, table),
    )


def measure_column(measure: str | None, table: Table) -> Expr:
    """A column of the name of a measure; null of none."""
    return no_word(table) if measure is None else table.space.literal(measure)

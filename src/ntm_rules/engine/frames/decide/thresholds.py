"""Comparisons of figures with required ones: thresholds by case as masks, shared by all that choose alike."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import reduce
from typing import TypeVar, Union

from attrs import frozen

from ....model.condition import Operator
from ....model.values.number import as_fraction
from ....program.terms import AttributeOf, CaseChoice, Chosen, Constant, Figure, OpenFigure, YearOf
from ....program.verdict import COMPARISONS
from ..expressions.logic import Logic, chosen, every, is_constant, negated, some
from ..expressions.space import Expr
from ..input.columns import ABSENCE, AS_OF, DATED, Column, ColumnKind
from .figures import FigureColumns as Held
from .figures import edges
from .hierarchy import column_of
from .measures import figure_of
from .table import Table

T = TypeVar("T")
Way = Union["Branch", int]
"""The number of a figure, `_OPEN` where there is none, or what it depends on."""
_OPEN = -1


@frozen(cache_hash=True)
class Branch:
    """A case by which figures are chosen: the way of each of its keys and of what is none of them, and that of a blank."""

    case: CaseChoice
    places: tuple[Way, ...]
    blank: Way


def required(term: Figure, table: Table) -> list[tuple[Logic, Figure]]:
    """The figures that a required figure can come to, each with its rows; in the others it is open.

    A choice stands among them for the rows whose attribute is blank, where all that it can be is known.
    What can be told from the columns of the frame alone is left out.
    """
    found: list[tuple[Logic, Figure]] = table.once(("required", term), lambda: _required(term, table))
    return found


def _required(term: Figure, table: Table) -> list[tuple[Logic, Figure]]:
    numbers: dict[Figure, int] = {}
    way = _way(term, table, numbers)
    if isinstance(way, int):
        return [(True, figure) for figure, number in numbers.items() if number == way]
    # One column of the first layer for all that choose alike; never null.
    place: Expr = table.once(("place", way), lambda: table.at(0, _place(way, table))[0])
    return [(place == table.space.place(number), figure) for figure, number in numbers.items()]


def _way(term: Figure | None, table: Table, numbers: dict[Figure, int]) -> Way:
    """The way to the figures of a term, which are numbered as they are met."""
    if term is None or isinstance(term, OpenFigure):
        return _OPEN
    if not isinstance(term, Chosen):
        return numbers.setdefault(term, len(numbers))
    several = term.alternatives
    blank = _way(Constant(several[0]), table, numbers) if len(several) == 1 else _OPEN
    if len(several) > 1:
        blank = numbers.setdefault(term, len(numbers))
    if not table.is_text(case_column(term.case, table)):
        return blank
    places = tuple(_way(one, table, numbers) for one in (*term.figures, term.otherwise))
    return blank if {*places} == {blank} else Branch(term.case, places, blank)


def _place(way: Way, table: Table) -> Expr:
    """The number of the figure that each row comes to."""
    if isinstance(way, int):
        return table.space.place(way)
    name, (*figures, otherwise) = case_column(way.case, table), way.places
    keys: dict[Way, list[str]] = {}
    for key, one in by_key(way.case, figures).items():
        if one != otherwise:
            keys.setdefault(one, []).append(key)
    rows = [(table.says(name, *several), one) for one, several in keys.items()]
    if way.blank != otherwise:
        rows.append((table.is_blank(name), way.blank))
    kept = [(truth, _place(one, table)) for truth, one in rows if not is_constant(truth)]
    return table.space.choose(kept, _place(otherwise, table))


def case_column(case: CaseChoice, table: Table) -> str:
    """The name of the column of what a case goes by: an attribute, or the year of a figure."""
    by = case.by
    if isinstance(by, AttributeOf):
        return by.attribute
    found: str = table.once(("year", by), lambda: _year_column(by, table))
    return found


def _year_column(by: YearOf, table: Table) -> str:
    """A column of the year of each row's figure: that of its latest report; of its row's day, where no day is given."""
    space, whole, name = table.space, table.space.words.Int64, table.name()
    own = space.literal(table.on) if table.on is not None else space.column(AS_OF)
    found = []
    for report in by.reports:
        column = column_of(table, report)
        held = [] if column is None else [end for end in ("", ABSENCE) if table.has(column + end) is not None]
        if column is None or not held:
            continue
        there = space.some([~space.column(column + end).is_null() for end in held])
        day = own
        if table.has(column + DATED) is not None:
            day = space.choose([(space.column(column + DATED).is_null(), own)], space.column(column + DATED))
        found.append(space.choose([(there, day.dt.year().cast(whole))], space.nothing(whole)))
    assessed = own.dt.year().cast(whole)
    if table.on is not None:
        program = table.regimes.programs[0]
        assessed = space.words.lit(program.assessed if table.on == program.as_of else table.on.year, dtype=whole)
    latest = assessed
    if found:
        latest = reduce(lambda one, other: space.choose([(one.is_null() | (one < other), other)], one), found)
        latest = space.choose([(latest.is_null(), assessed)], latest)
    table.kept(latest.cast(space.words.String), name)
    table.columns[name] = Column(name, ColumnKind.TEXT, space.words.String)
    return name


def by_key(case: CaseChoice, several: Sequence[T]) -> dict[str, T]:
    """The one of `several` for each key of a case; of keys that are alike the first counts."""
    return dict(reversed([*zip(case.keys, several, strict=True)]))


def against(term: Figure, operator: Operator, table: Table, compare: Callable[[Figure], Logic]) -> tuple[Logic, int]:
    """The truth of a comparison with a required figure, whatever it depends on; null where none is required or known.

    Returns its level as well, the layer in which the masks are there.
    """
    ways, space = required(term, table), table.space

    def held(figure: Figure) -> Logic:
        if not isinstance(figure, Chosen):
            return compare(figure)
        # Where the attribute is not given, all that may be required must agree; the ends do where the others lie between.
        several = [compare(Constant(one)) for one in _decisive(figure.alternatives, operator)]
        return chosen([(every(several, space), True), (negated(some(several, space)), False)], None, space)

    truth = chosen([(rows, held(figure)) for rows, figure in ways], None, space)
    return truth, 0 if all(is_constant(rows) for rows, _ in ways) else 1


def _decisive(asked: Sequence[Decimal], operator: Operator) -> Sequence[Decimal]:
    """Those of several required numbers that tell whether a figure holds against all of them, or against none."""
    return asked if operator is Operator.EQUALS else sorted({min(asked), max(asked)})


def figure_holds(held: Held, operator: Operator, asked: Decimal | Fraction | Held, table: Table) -> Logic:
    """The truth of a figure against another, or a constant; null where either is not known."""
    space = table.space
    if isinstance(asked, Held):
        return holds(held.numerator * asked.denominator, operator, asked.numerator * held.denominator)
    if not held.is_fixed_point:
        exact = as_fraction(asked)
        return holds(held.numerator * exact.denominator, operator, held.denominator * exact.numerator)
    column = held.numerator if held.reported is None else held.reported
    return space.every(
        [column >= edge if sign == ">=" else column < edge for sign, edge in edges(held, operator.value, asked)]
    )


def asked_of(figure: Figure, table: Table) -> Decimal | Held | None:
    """A required figure that is no level: a number, a column, or None where there is none in any row."""
    if isinstance(figure, Constant):
        assert isinstance(figure.value, Decimal)
        return figure.value
    return figure_of(table, figure)


def holds(value: Expr, operator: Operator, threshold: Expr | int) -> Expr:
    """The truth of a comparison; null where either side is."""
    compared: Expr = COMPARISONS[operator](value, threshold)
    return compared


def between(low: Expr, high: Expr, threshold: Expr | int, operator: Operator, table: Table) -> Logic:
    """The truth of a figure between two bounds (null: none) against a threshold; null where the bounds do not agree."""
    worst, best = (low, high) if operator in (Operator.AT_LEAST, Operator.MORE_THAN) else (high, low)
    if operator is Operator.EQUALS:
        met: Logic = (low == threshold) & (high == threshold)
        missed: Logic = (low > threshold) | (high < threshold)
    else:
        met, missed = holds(worst, operator, threshold), ~holds(best, operator, threshold)
    return chosen([(met, True), (missed, False)], None, table.space)


def ratio(asked: Decimal | Held) -> tuple[Expr | int, Expr | int]:
    """A required figure as a numerator and a denominator."""
    if isinstance(asked, Held):
        return asked.numerator, asked.denominator
    exact = as_fraction(asked)
    return exact.numerator, exact.denominator

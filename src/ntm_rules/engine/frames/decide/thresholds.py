"""Comparisons of figures with required ones: thresholds by case as masks, shared by all that choose alike."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import reduce
from typing import TypeVar

from ....model.condition import Operator
from ....model.decision import ReasonKind
from ....model.values.number import as_fraction
from ....program.terms import AttributeOf, CaseChoice, Chosen, Constant, Figure, OpenFigure, YearOf
from ....program.verdict import COMPARISONS
from ..expressions.expression_library import Expr
from ..expressions.logic import Logic, chosen, every, is_constant, negated, some
from ..expressions.ways import (
    NOTHING_ASKED,
    Branch,
    Leaf,
    TooManyWays,
    Way,
    branch,
    factored,
    is_printed,
    leaves_of,
    merged,
    printed_in,
)
from ..input.columns import ABSENCE, AS_OF, DATED, Column, ColumnKind
from ..input.problems import frame_refused
from .figure_columns import FigureColumns, edges
from .hierarchy import report_column
from .measures import figure_of
from .table import Table

T = TypeVar("T")


def required(term: Figure, table: Table) -> list[tuple[Logic, tuple[Figure, ...]]]:
    """The figures that a required figure can come to, each with its rows; in the others it is open.

    Several together are for rows whose attribute is blank, where all that it can be is known: printed numbers.
    What can be told from the columns of the frame alone is left out.
    """
    cases: list[tuple[Logic, tuple[Figure, ...]]] = table.once(("required", term), lambda: _required(term, table))
    return cases


def _required(term: Figure, table: Table) -> list[tuple[Logic, tuple[Figure, ...]]]:
    numbers: dict[Figure, int] = {}
    try:
        way = _way(term, table, numbers)
    except TooManyWays as error:
        [name] = error.args
        vi = f"ngưỡng chọn theo quá nhiều thuộc tính lồng nhau ({name}, …): dùng evaluate"
        en = f"a threshold is chosen by too many attributes one within another ({name}, …): use evaluate"
        raise frame_refused(vi, en, attribute=name) from None
    figures = [*numbers]

    def among(leaf: Iterable[int]) -> tuple[Figure, ...]:
        return tuple(figures[number] for number in sorted(leaf))

    if not isinstance(way, Branch):
        return [(True, among(way))] if way else []
    # One column of the first layer for all that choose alike; never null.
    place, leaves = table.once(("place", way), lambda: _place_column(way, table))
    places_by_leaf: dict[frozenset[int], list[int]] = {}
    for number, leaf in leaves.items():
        if leaf:
            places_by_leaf.setdefault(leaf, []).append(number)
    return [
        (place == table.expressions.place(own[0]) if len(own) == 1 else place.is_in(own), among(leaf))
        for leaf, own in places_by_leaf.items()
    ]


def _way(term: Figure | None, table: Table, numbers: dict[Figure, int]) -> Way:
    """The way to the figures of a term, which are numbered as they are met."""
    if term is None or isinstance(term, OpenFigure):
        # Where nothing is asked, that is a truth beside the comparison.
        return NOTHING_ASKED if term is not None and term.why is ReasonKind.NO_LIMIT else None
    if not isinstance(term, Chosen):
        return frozenset([numbers.setdefault(term, len(numbers))])
    cases = by_key(term.case, term.figures)
    if isinstance(term.case.by, YearOf) and (year := _only_year(term.case.by, table)) is not None:
        return _way(cases.get(str(year), term.otherwise), table, numbers)
    ways = {key: _way(figure, table, numbers) for key, figure in cases.items()}
    otherwise = _way(term.otherwise, table, numbers)
    printed = {number for figure, number in numbers.items() if is_printed(figure)}
    blank = merged([*ways.values(), *([] if term.case.every else [otherwise])], printed)
    name = case_column(term.case, table)
    return branch(name, ways, otherwise, blank) if table.is_text(name) else blank


def _place_column(way: Branch, table: Table) -> tuple[Expr, dict[int, Leaf]]:
    """A column of numbers, and the figures that each of them stands for."""
    parts = factored(way)
    if parts is None:
        leaves = dict(enumerate(leaves_of(way)))
        place = _number(way, {leaf: number for number, leaf in leaves.items()}, table)
    else:
        (shape, slots), options = parts
        offsets = {option: number * len(slots) for number, option in enumerate(options)}
        leaves = {offsets[option] + slot: leaf for option, own in options.items() for slot, leaf in enumerate(own)}
        place = _number(way, offsets, table) + _number(shape, {leaf: slot for slot, leaf in enumerate(slots)}, table)
    return table.add_to_layer(0, place)[0], leaves


def _number(way: Way, numbers: Mapping[Way, int], table: Table) -> Expr:
    """The number of what each row comes to."""
    if way in numbers or not isinstance(way, Branch):
        return table.expressions.place(numbers[way])
    words: dict[Way, list[str]] = {}
    for word, place in zip(way.words, way.places, strict=True):
        words.setdefault(place, []).append(word)
    rows = [(table.says(way.name, *place_words), place) for place, place_words in words.items()]
    if way.blank != way.otherwise:
        rows.append((table.is_blank(way.name), way.blank))
    cases = [(truth, _number(place, numbers, table)) for truth, place in rows if not is_constant(truth)]
    return table.expressions.choose(cases, _number(way.otherwise, numbers, table))


def case_column(case: CaseChoice, table: Table) -> str:
    """The name of the column of what a case goes by: an attribute, or the year of a figure."""
    by = case.by
    if isinstance(by, AttributeOf):
        return by.attribute
    name: str = table.once(("year", by), lambda: _year_column(by, table))
    return name


def _only_year(by: YearOf, table: Table) -> int | None:
    """The year of every row's figure, where all are of the day that is decided; None where rows may differ."""
    if table.on is None:
        return None
    columns = (report_column(table, report) for report in by.reports)
    if any(column is not None and table.has(column + DATED) is not None for column in columns):
        return None
    assessed = _assessed(table)
    return assessed if assessed == table.on.year else None


def _assessed(table: Table) -> int:
    """The year assessed, where all rows are of one day."""
    program = table.versions.programs[0]
    assert table.on is not None
    return program.assessed if table.on == program.as_of else table.on.year


def _year_column(by: YearOf, table: Table) -> str:
    """A column of the year of each row's figure: that of its latest report; of its row's day, where no day is given."""
    expressions, whole, name = table.expressions, table.expressions.words.Int64, table.name()
    own = expressions.literal(table.on) if table.on is not None else expressions.column(AS_OF)
    years: list[Expr] = []
    read = [column for report in by.reports if (column := report_column(table, report)) is not None]
    for column in read:
        ends = [end for end in ("", ABSENCE) if table.has(column + end) is not None]
        if not ends:
            continue
        is_given = expressions.some([~expressions.column(column + end).is_null() for end in ends])
        day = own
        if table.has(column + DATED) is not None:
            day = expressions.choose(
                [(expressions.column(column + DATED).is_null(), own)], expressions.column(column + DATED)
            )
        years.append(expressions.choose([(is_given, day.dt.year().cast(whole))], expressions.null(whole)))
    assessed = own.dt.year().cast(whole)
    if table.on is not None:
        assessed = expressions.words.lit(_assessed(table), dtype=whole)
    latest = assessed
    if years:
        latest = reduce(
            lambda first, second: expressions.choose([(first.is_null() | (first < second), second)], first), years
        )
        latest = expressions.choose([(latest.is_null(), assessed)], latest)
    table.add_column(latest.cast(expressions.words.String), name, of=read)
    table.columns[name] = Column(name, ColumnKind.TEXT, expressions.words.String)
    return name


def by_key(case: CaseChoice, choices: Sequence[T]) -> dict[str, T]:
    """The one of `choices` for each key of a case; of keys that are alike the first counts."""
    return dict(reversed([*zip(case.keys, choices, strict=True)]))


def against(term: Figure, operator: Operator, table: Table, compare: Callable[[Figure], Logic]) -> tuple[Logic, int]:
    """The truth of a comparison with a required figure, whatever it depends on; null where none is required or known.

    Returns its level as well, the layer in which the masks are there.
    """
    ways, expressions = required(term, table), table.expressions

    def held(figures: tuple[Figure, ...]) -> Logic:
        if len(figures) == 1:
            return compare(figures[0])
        # Where the attribute is not given, all that may be required must agree; the ends do where the others lie between.
        truths = [compare(Constant(number)) for number in _decisive(printed_in(figures), operator)]
        return chosen(
            [(every(truths, expressions), True), (negated(some(truths, expressions)), False)], None, expressions
        )

    truth = chosen([(rows, held(figures)) for rows, figures in ways], None, expressions)
    return truth, 0 if all(is_constant(rows) for rows, _ in ways) else 1


def _decisive(numbers: Sequence[Decimal], operator: Operator) -> Sequence[Decimal]:
    """Those of several required numbers that tell whether a figure holds against all of them, or against none."""
    return numbers if operator is Operator.EQUALS else sorted({min(numbers), max(numbers)})


def figure_holds(
    figure: FigureColumns, operator: Operator, threshold: Decimal | Fraction | FigureColumns, table: Table
) -> Logic:
    """The truth of a figure against another, or a constant; null where either is not known."""
    expressions = table.expressions
    if isinstance(threshold, FigureColumns):
        return holds(figure.numerator * threshold.denominator, operator, threshold.numerator * figure.denominator)
    if not figure.is_fixed_point:
        exact = as_fraction(threshold)
        return holds(figure.numerator * exact.denominator, operator, figure.denominator * exact.numerator)
    column = figure.numerator if figure.reported is None else figure.reported
    return expressions.every(
        [column >= edge if sign == ">=" else column < edge for sign, edge in edges(figure, operator.value, threshold)]
    )


def threshold_of(figure: Figure, table: Table) -> Decimal | FigureColumns | None:
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
    return chosen([(met, True), (missed, False)], None, table.expressions)


def ratio(threshold: Decimal | FigureColumns) -> tuple[Expr | int, Expr | int]:
    """A required figure as a numerator and a denominator."""
    if isinstance(threshold, FigureColumns):
        return threshold.numerator, threshold.denominator
    exact = as_fraction(threshold)
    return exact.numerator, exact.denominator

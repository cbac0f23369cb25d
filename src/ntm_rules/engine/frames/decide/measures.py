"""Measures as columns: reported, derived, rounded, of the unit itself, of one above it, or of an earlier day."""

from collections.abc import Sequence
from decimal import Decimal

from attrs import evolve

from ....model.fact import Absence
from ....model.values.duration import TimeApart
from ....model.values.number import as_fraction
from ....program.terms import Always, Banded, Constant, Derived, Figure, OpenFigure, Reported, Rounded, Scaled, Total
from ....program.verdict import COMPARISONS
from ..expressions.dates import day_apart
from ..expressions.expression_library import Expr
from ..expressions.logic import is_constant
from ..input.columns import ABSENCE, IN_CONFLICT, Column, ColumnKind
from .figure_columns import (
    ABSENT,
    CONFLICT,
    GIVEN,
    MISSING,
    NOT_APPLICABLE,
    NOT_REPORTED,
    FigureColumns,
    NumberForm,
    computed,
    derived,
    difference,
    figure,
    scaled,
)
from .figure_columns import rounded as rounded_figure
from .hierarchy import report_column
from .table import Table

_STATUS = {
    Absence.NOT_REPORTED.value: NOT_REPORTED,
    Absence.NOT_APPLICABLE.value: NOT_APPLICABLE,
    Absence.NOT_YET_DUE.value: ABSENT,
    Absence.DISPUTED.value: ABSENT,
    IN_CONFLICT: CONFLICT,
}


def figure_of(table: Table, term: Figure) -> FigureColumns | None:
    """A figure as a column; None where none is in any row. The term is that of a measure, or a sum, rounded or a multiple."""
    figure: FigureColumns | None = table.once(("figure", term), lambda: _figure(table, term))
    return figure


def _figure(table: Table, term: Figure) -> FigureColumns | None:
    match term:
        case Always(inner):
            return figure_of(table, inner)
        case Rounded(inner, rounding):
            figure = figure_of(table, inner)
            return None if figure is None else _as_columns(table, rounded_figure(figure, rounding, table.expressions))
        case Scaled(inner, scaling):
            figure = figure_of(table, inner)
            if figure is None:
                return None
            if isinstance(scaling, TimeApart):
                day = day_apart(figure.numerator, scaling, table.expressions, table.add_column)
                return FigureColumns(day.cast(table.expressions.wide), 1, status=figure.status)
            return _as_columns(table, scaled(figure, scaling, table.expressions))
        case Total(figures):
            return _total(table, figures)
        case Banded():
            return _banded(table, term)
        case Constant(value):
            assert isinstance(value, Decimal)
            exact = as_fraction(value)
            return FigureColumns(table.expressions.whole(exact.numerator), exact.denominator)
        case OpenFigure():
            return None
        case Derived():
            return _derived(table, term)
        case Reported():
            return _reported(table, term)
    raise TypeError(f"{term} is no figure of a unit")


def _total(table: Table, figures: Sequence[Figure]) -> FigureColumns | None:
    """The sum of figures of measures, where all are given."""
    parts = [part for figure in figures if (part := figure_of(table, figure)) is not None]
    if len(parts) < len(figures):
        return None
    together = parts[0]
    for part in parts[1:]:
        together = difference(together, FigureColumns(0 - part.numerator, part.denominator))
    return _as_columns(table, FigureColumns(together.numerator, together.denominator))


def bands_held(term: Banded, own: FigureColumns) -> list[Expr]:
    """The rows in which a figure holds against the edge of each band."""
    edges = [as_fraction(edge) for edge in term.edges]
    return [
        COMPARISONS[operator](own.numerator * edge.denominator, own.denominator * edge.numerator)
        for operator, edge in zip(term.operators, edges, strict=True)
    ]


def _banded(table: Table, term: Banded) -> FigureColumns:
    """The figure of the band that a measure is in, of bands of figures that are no choices."""
    expressions = table.expressions
    null = FigureColumns(expressions.null(expressions.wide), 1)
    own = figure_of(table, term.figure) or null
    assert term.otherwise is not None
    bands = [figure_of(table, figure) or null for figure in (*term.figures, term.otherwise)]
    tops, bottoms = (
        [band.numerator for band in bands],
        [_column(band.denominator, table) for band in bands],
    )
    unknown, holding = ~own.is_given, bands_held(term, own)
    # Where the band is not known and all come to one figure, it is that.
    applies = isinstance(term.figure.figure if isinstance(term.figure, Rounded) else term.figure, Always)
    pairs = zip(tops[1:], bottoms[1:], strict=True)
    alike = expressions.every([tops[0] * bottom == top * bottoms[0] for top, bottom in pairs])
    cases = [unknown & alike.fill_null(False) & expressions.truth(applies), unknown]

    def chosen(ends: list[Expr], none: Expr) -> Expr:
        return expressions.choose(
            [*zip(cases, (ends[0], none), strict=True), *zip(holding, ends, strict=False)], ends[-1]
        )

    return _as_columns(
        table, FigureColumns(chosen(tops, expressions.null(expressions.wide)), chosen(bottoms, expressions.whole(1)))
    )


def _column(number: Expr | int, table: Table) -> Expr:
    return table.expressions.whole(number) if isinstance(number, int) else number


def _derived(table: Table, term: Derived) -> FigureColumns | None:
    own, parts = figure_of(table, term.reported), term.parts
    if own is not None and own.status is not None and not table.expressions.is_polars:
        own = evolve(own, status=table.add_column(own.status))
    if own is None and all(figure_of(table, part) is None for part in parts):
        return None
    null = FigureColumns(table.expressions.null(table.expressions.wide), 1)
    part_figures = [(isinstance(part, Always), figure_of(table, part) or null) for part in parts]
    whole = _as_columns(table, computed(term.how, part_figures, table.expressions, term.not_applicable))
    if own is None:
        return whole
    reports = table.expressions.some([is_reported(table, part) for part in parts])
    return _as_columns(table, derived(own, whole, reports, table.expressions))


def is_reported(table: Table, term: Figure) -> Expr:
    """The rows where anything is reported of a measure, or of what it is derived from."""
    known = []
    inner = term.figure if isinstance(term, Always) else term
    assert isinstance(inner, Reported | Derived)
    own = figure_of(table, inner if isinstance(inner, Reported) else inner.reported)
    if own is not None:
        known.append(own.is_given if own.status is None else own.status != MISSING)
    known += [is_reported(table, part) for part in inner.parts] if isinstance(inner, Derived) else []
    return table.expressions.some(known) if known else table.expressions.truth(False)


def _as_columns(table: Table, figure: FigureColumns) -> FigureColumns:
    numerator = table.add_column(figure.numerator)
    denominator = figure.denominator if isinstance(figure.denominator, int) else table.add_column(figure.denominator)
    return FigureColumns(
        numerator, denominator, status=None if figure.status is None else table.add_column(figure.status)
    )


def _reported(table: Table, term: Reported) -> FigureColumns | None:
    measure = table.library.measures[term.measure]
    name = report_column(table, term)
    if name is None:
        return None
    column = table.has(name)
    status = _status(table, name, column)
    if column is None:
        return (
            None if status is None else FigureColumns(table.expressions.null(table.expressions.wide), 1, status=status)
        )
    form = {ColumnKind.FLOAT: NumberForm.FLOAT, ColumnKind.DECIMAL: NumberForm.DECIMAL}.get(
        column.kind, NumberForm.WHOLE
    )
    if form is NumberForm.WHOLE and measure.id in table.inputs.scaled:
        form = NumberForm.SCALED
    return evolve(figure(table.read(name), form, measure.decimals, table.expressions), status=status)


def _status(table: Table, name: str, column: Column | None) -> Expr | None:
    """The code for why there is no figure, from the column that says so."""
    if not table.is_text(name + ABSENCE):
        return None
    codes = [(table.says(name + ABSENCE, word), table.expressions.code(code)) for word, code in _STATUS.items()]
    cases = [(rows, code) for rows, code in codes if not is_constant(rows)]
    if column is not None:
        cases.insert(0, (~table.read(name).is_null(), table.expressions.code(GIVEN)))
    return table.expressions.choose(cases, table.expressions.code(MISSING))

"""The causes of comparisons that cannot be made: the words of `ReasonKind`, and the words reported, as columns."""

from collections.abc import Callable

from ....model.decision import ReasonKind
from ....model.fact import Absence
from ....program import terms
from ..decide.figure_columns import CONFLICT, GIVEN, MISSING, NO_WHOLE, FigureColumns
from ..decide.hierarchy import joined_table, report_column
from ..decide.measures import bands_held, figure_of
from ..decide.reported import reported_of
from ..decide.table import Table
from ..decide.thresholds import by_key, case_column
from ..expressions.expression_library import Expr
from ..expressions.logic import Logic, certainly, every, is_constant, negated, some
from ..input.columns import ABSENCE, IN_CONFLICT


def reason_word(kind: ReasonKind, table: Table) -> Expr:
    """The word for a reason."""
    return table.expressions.literal(kind.value)


def where(condition: Logic, word: Expr, otherwise: Expr, table: Table) -> Expr:
    """The column `word` in the rows of a condition, `otherwise` in the others."""
    if is_constant(condition):
        return word if condition is True else otherwise
    return table.expressions.choose([(condition, word)], otherwise)


def no_word(table: Table) -> Expr:
    """A null in a column of words."""
    return table.expressions.null(table.expressions.words.String)


def figure_column(figure: terms.Figure, table: Table) -> FigureColumns:
    """A figure as a column, of nothing where none is reported of any unit."""
    return figure_of(table, figure) or FigureColumns(table.expressions.null(table.expressions.wide), 1)


def word_of(report: terms.Reported, known: list[str], table: Table) -> Expr:
    """The word that is reported, where it is one of those that are known."""
    expressions = table.expressions
    name = report_column(table, report)
    if name is None or table.has(name) is None:
        return no_word(table)
    own = finding_in(name, table)
    return own if table.text(name) is None else expressions.choose([(own.is_in(known), own)], no_word(table))


def finding_in(name: str, table: Table) -> Expr:
    """The word in a column; of one of yes and no, that for what is met and what is not."""
    expressions, met = table.expressions, table.expressions.column(name)
    own = table.text(name)
    if own is not None:
        return own
    return expressions.choose(
        [(met, expressions.literal("met")), (~met, expressions.literal("not_met"))], no_word(table)
    )


def why_no_figure(figure: terms.Figure, table: Table) -> Expr:
    """The word for why there is no figure."""
    expressions, inner = table.expressions, figure
    while isinstance(inner, terms.Rounded | terms.Scaled | terms.Always):
        inner = inner.figure
    if isinstance(inner, terms.Total):
        # That of the first that lacks.
        why = why_no_figure(inner.figures[-1], table)
        for part in reversed(inner.figures[:-1]):
            why = where(~figure_column(part, table).is_given, why_no_figure(part, table), why, table)
        return why
    observed = figure_of(table, figure)
    if observed is None or observed.status is None:
        return _missing(figure, table)
    cases = [
        (observed.status == MISSING, _missing(figure, table)),
        (observed.status == CONFLICT, reason_word(ReasonKind.CONFLICT, table)),
        (observed.status == NO_WHOLE, reason_word(ReasonKind.NO_WHOLE, table)),
        (observed.status == GIVEN, reason_word(ReasonKind.COMPARED, table)),
    ]
    return expressions.choose(cases, reason_word(ReasonKind.ABSENT, table))


def _missing(figure: terms.Figure, table: Table) -> Expr:
    """The word for a figure of which nothing is reported, or nothing that is not too old."""
    missing, outdated = reason_word(ReasonKind.MISSING, table), reason_word(ReasonKind.OUTDATED, table)
    return where(_is_outdated(figure, table), outdated, missing, table)


def _is_outdated(figure: terms.Figure, table: Table) -> Logic:
    """The rows in which what is reported of a figure, or of a part of it, is too old to be used."""
    match figure:
        case terms.Rounded(inner) | terms.Scaled(inner) | terms.Always(inner):
            return _is_outdated(inner, table)
        case terms.Derived(own, _, figures):
            return some([_is_outdated(part, table) for part in (own, *figures)], table.expressions)
        case terms.Reported() if figure.year is None:
            name, every_age = report_column(table, figure), report_column(table, figure.of_any_age)
            if name is None or every_age is None or name == every_age:
                return False
            columns = [column for column in (every_age, every_age + ABSENCE) if table.has(column) is not None]
            reported = [~table.expressions.column(column).is_null() for column in columns]
            blank = some([table.says(column, Absence.NOT_REPORTED.value) for column in columns], table.expressions)
            older: Expr = table.cached["older", name]
            return every([older, some(reported, table.expressions), negated(certainly(blank))], table.expressions)
    return False


def why_no_word(report: terms.Reported, table: Table) -> Expr:
    """The word for why there is no finding or level."""
    why = _missing(report, table)
    name = report_column(table, report)
    for column in () if name is None else (name, name + ABSENCE):
        why = where(
            table.says(column, *(word.value for word in Absence)), reason_word(ReasonKind.ABSENT, table), why, table
        )
        why = where(table.says(column, IN_CONFLICT), reason_word(ReasonKind.CONFLICT, table), why, table)
    return why


def why_open(term: terms.Figure | None, table: Table) -> Expr:
    """The word for why nothing is required."""

    def leaf(figure: terms.Figure | None) -> Expr:
        match figure:
            case None:
                return reason_word(ReasonKind.NO_THRESHOLD, table)
            case terms.OpenFigure(kind):
                return reason_word(kind, table)
            case terms.Constant():
                return reason_word(ReasonKind.COMPARED, table)
        report = reported_of(figure)
        is_figure = table.library.measures[report.measure].type.name == "NUMBER"
        why = why_no_figure(figure, table) if is_figure else why_no_word(report, table)
        return where(has_unit(report, table), why, reason_word(ReasonKind.NO_UNIT_ABOVE, table), table)

    return _by_case(term, table, leaf, reason_word(ReasonKind.NO_ATTRIBUTE, table))


def missing_measure(term: terms.Figure, own: Expr, table: Table) -> Expr:
    """The measure of the figure that is required, where it is that of a unit that is there; else `own`."""

    def leaf(figure: terms.Figure | None) -> Expr:
        if figure is None or isinstance(figure, terms.OpenFigure | terms.Constant):
            return own
        report = reported_of(figure)
        return where(has_unit(report, table), table.expressions.literal(report.measure), own, table)

    return _by_case(term, table, leaf, own)


def asks_a_measure(term: terms.Figure | None) -> bool:
    """True if a required figure can be one that is reported."""
    match term:
        case terms.Chosen(_, figures, otherwise):
            return any(asks_a_measure(figure) for figure in (*figures, otherwise))
    return not (term is None or isinstance(term, terms.OpenFigure | terms.Constant))


def has_unit(report: terms.Reported, table: Table) -> Logic:
    """The rows that have the unit above of which a figure is reported; True where it is that of the unit itself."""
    if report.above is None:
        return True
    joined = joined_table(table, report.above, report.on or table.day)
    if joined is None:
        return False
    name = f"{joined.unit_column}:there"
    joined.values[name] = table.expressions.truth(True)
    return ~table.expressions.column(name).is_null()


def _by_case(term: terms.Figure | None, table: Table, leaf: Callable[[terms.Figure | None], Expr], blank: Expr) -> Expr:
    """The column that `leaf` makes for the figure of each row's case; `blank` where the attribute is blank."""
    if isinstance(term, terms.Banded):
        own = figure_column(term.figure, table)
        column = _by_case(term.otherwise, table, leaf, blank)
        for rows, figure in reversed([*zip(bands_held(term, own), term.figures, strict=True)]):
            column = where(rows, _by_case(figure, table, leaf, blank), column, table)
        return where(own.is_given, column, leaf(term.figure), table)
    if not isinstance(term, terms.Chosen):
        return leaf(term)
    name = case_column(term.case, table)
    column = _by_case(term.otherwise, table, leaf, blank)
    for key, figure in by_key(term.case, term.figures).items():
        column = where(table.says(name, key), _by_case(figure, table, leaf, blank), column, table)
    return where(table.is_blank(name), blank, column, table)

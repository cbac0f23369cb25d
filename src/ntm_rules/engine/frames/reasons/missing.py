"""The causes of comparisons that cannot be made: the words of `ReasonKind`, and the words reported, as columns."""

from collections.abc import Callable

from ....model.decision import ReasonKind
from ....model.fact import Absence
from ....program import terms
from ..decide.figures import CONFLICT, GIVEN, MISSING, NO_WHOLE
from ..decide.figures import FigureColumns as Held
from ..decide.hierarchy import beside, column_of
from ..decide.measures import bands_held, figure_of
from ..decide.reported import reported_of
from ..decide.table import Table
from ..decide.thresholds import by_key, case_column
from ..expressions.logic import Logic, certainly, every, is_constant, negated, some
from ..expressions.space import Expr
from ..input.columns import ABSENCE, IN_CONFLICT


def said(kind: ReasonKind, table: Table) -> Expr:
    """The word for a reason."""
    return table.space.literal(kind.value)


def where(condition: Logic, word: Expr, otherwise: Expr, table: Table) -> Expr:
    """The column `word` in the rows of a condition, `otherwise` in the others."""
    if is_constant(condition):
        return word if condition is True else otherwise
    return table.space.choose([(condition, word)], otherwise)


def no_word(table: Table) -> Expr:
    """A null in a column of words."""
    return table.space.nothing(table.space.words.String)


def held_of(figure: terms.Figure, table: Table) -> Held:
    """A figure as a column, of nothing where none is reported of any unit."""
    return figure_of(table, figure) or Held(table.space.nothing(table.space.wide), 1)


def word_of(report: terms.Reported, known: list[str], table: Table) -> Expr:
    """The word that is reported, where it is one of those that are known."""
    space = table.space
    name = column_of(table, report)
    if name is None or table.has(name) is None:
        return no_word(table)
    own = finding_in(name, table)
    return own if table.text(name) is None else space.choose([(own.is_in(known), own)], no_word(table))


def finding_in(name: str, table: Table) -> Expr:
    """The word in a column; of one of yes and no, that for what is met and what is not."""
    space, met = table.space, table.space.column(name)
    own = table.text(name)
    if own is not None:
        return own
    return space.choose([(met, space.literal("met")), (~met, space.literal("not_met"))], no_word(table))


def why_no_figure(figure: terms.Figure, table: Table) -> Expr:
    """The word for why there is no figure."""
    space, inner = table.space, figure
    while isinstance(inner, terms.Rounded | terms.Scaled | terms.Always):
        inner = inner.figure
    if isinstance(inner, terms.Total):
        # That of the first that lacks.
        why = why_no_figure(inner.figures[-1], table)
        for part in reversed(inner.figures[:-1]):
            why = where(~held_of(part, table).given, why_no_figure(part, table), why, table)
        return why
    observed = figure_of(table, figure)
    if observed is None or observed.status is None:
        return _missing(figure, table)
    cases = [
        (observed.status == MISSING, _missing(figure, table)),
        (observed.status == CONFLICT, said(ReasonKind.CONFLICT, table)),
        (observed.status == NO_WHOLE, said(ReasonKind.NO_WHOLE, table)),
        (observed.status == GIVEN, said(ReasonKind.COMPARED, table)),
    ]
    return space.choose(cases, said(ReasonKind.ABSENT, table))


def _missing(figure: terms.Figure, table: Table) -> Expr:
    """The word for a figure of which nothing is reported, or nothing that is not too old."""
    missing, outdated = said(ReasonKind.MISSING, table), said(ReasonKind.OUTDATED, table)
    return where(_is_outdated(figure, table), outdated, missing, table)


def _is_outdated(figure: terms.Figure, table: Table) -> Logic:
    """The rows in which what is reported of a figure, or of a part of it, is too old to be used."""
    match figure:
        case terms.Rounded(inner) | terms.Scaled(inner) | terms.Always(inner):
            return _is_outdated(inner, table)
        case terms.Derived(own, _, figures):
            return some([_is_outdated(part, table) for part in (own, *figures)], table.space)
        case terms.Reported() if figure.year is None:
            name, every_age = column_of(table, figure), column_of(table, figure.of_any_age)
            if name is None or every_age is None or name == every_age:
                return False
            columns = [column for column in (every_age, every_age + ABSENCE) if table.has(column) is not None]
            reported = [~table.space.column(column).is_null() for column in columns]
            blank = some([table.says(column, Absence.NOT_REPORTED.value) for column in columns], table.space)
            older: Expr = table.found["older", name]
            return every([older, some(reported, table.space), negated(certainly(blank))], table.space)
    return False


def why_no_word(report: terms.Reported, table: Table) -> Expr:
    """The word for why there is no finding or level."""
    why = _missing(report, table)
    name = column_of(table, report)
    for column in () if name is None else (name, name + ABSENCE):
        why = where(table.says(column, *(word.value for word in Absence)), said(ReasonKind.ABSENT, table), why, table)
        why = where(table.says(column, IN_CONFLICT), said(ReasonKind.CONFLICT, table), why, table)
    return why


def why_open(term: terms.Figure | None, table: Table) -> Expr:
    """The word for why nothing is required."""

    def leaf(figure: terms.Figure | None) -> Expr:
        match figure:
            case None:
                return said(ReasonKind.NO_THRESHOLD, table)
            case terms.OpenFigure(kind):
                return said(kind, table)
            case terms.Constant():
                return said(ReasonKind.COMPARED, table)
        report = reported_of(figure)
        is_figure = table.library.measures[report.measure].type.name == "NUMBER"
        why = why_no_figure(figure, table) if is_figure else why_no_word(report, table)
        return where(has_unit(report, table), why, said(ReasonKind.NO_UNIT_ABOVE, table), table)

    return _by_case(term, table, leaf, said(ReasonKind.NO_ATTRIBUTE, table))


def lacking_measure(term: terms.Figure, own: Expr, table: Table) -> Expr:
    """The measure of the figure that is required, where it is that of a unit that is there; else `own`."""

    def leaf(figure: terms.Figure | None) -> Expr:
        if figure is None or isinstance(figure, terms.OpenFigure | terms.Constant):
            return own
        report = reported_of(figure)
        return where(has_unit(report, table), table.space.literal(report.measure), own, table)

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
    laid = beside(table, report.above, report.on or table.day)
    if laid is None:
        return False
    name = f"{laid.found}:there"
    laid.values[name] = table.space.truth(True)
    return ~table.space.column(name).is_null()


def _by_case(term: terms.Figure | None, table: Table, leaf: Callable[[terms.Figure | None], Expr], blank: Expr) -> Expr:
    """The column that `leaf` makes for the figure of each row's case; `blank` where the attribute is blank."""
    if isinstance(term, terms.Banded):
        own = held_of(term.figure, table)
        column = _by_case(term.otherwise, table, leaf, blank)
        for rows, figure in reversed([*zip(bands_held(term, own), term.figures, strict=True)]):
            column = where(rows, _by_case(figure, table, leaf, blank), column, table)
        return where(own.given, column, leaf(term.figure), table)
    if not isinstance(term, terms.Chosen):
        return leaf(term)
    name = case_column(term.case, table)
    column = _by_case(term.otherwise, table, leaf, blank)
    for key, figure in by_key(term.case, term.figures).items():
        column = where(table.says(name, key), _by_case(figure, table, leaf, blank), column, table)
    return where(table.is_blank(name), blank, column, table)

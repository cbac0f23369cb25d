"""Comparisons of the reports of a unit with the required values: figures, levels, findings and attributes."""

from collections.abc import Collection, Sequence
from decimal import Decimal

from attrs import evolve

from ....model.condition import Operator
from ....model.fact import Absence, Finding
from ....model.measure import MeasureType
from ....program.terms import (
    Always,
    Among,
    AttributeOf,
    Constant,
    Derived,
    Figure,
    Holds,
    IsOneOf,
    Reported,
    Rounded,
    Scaled,
    Total,
)
from ....program.verdict import ATTAINED, COMPARISONS, NOT_APPLICABLE, NOT_ATTAINED, OPEN, WIDE_OPEN
from ..expressions.expression_library import Expr
from ..expressions.logic import Logic, certainly, chosen, every, is_constant, negated, some
from ..input.columns import ABSENCE, ColumnKind
from .figure_columns import NOT_APPLICABLE as DOES_NOT_APPLY
from .figure_columns import FigureColumns
from .hierarchy import report_column
from .measures import figure_of
from .outcomes import OutcomeColumn, reach, settled
from .sums import SumEnds, ends_hold, sum_ends
from .table import Table
from .thresholds import against, holds, required, threshold_of
from .thresholds import figure_holds as compared


def figure_holds(term: Holds, table: Table) -> OutcomeColumn:
    """The outcomes of a figure of a measure held against the one required."""
    if always_applies(term.figure) and not required(term.required, table):
        # Whatever is reported, and what it is computed from, need not be read.
        return _missing(term.figure)
    observed = figure_of(table, term.figure)
    ends = sum_ends(table, term.figure)
    if observed is None:
        if ends is None:
            return _missing(term.figure)
        observed = FigureColumns(table.expressions.null(table.expressions.wide), 1)

    def compare(figure: Figure) -> Logic:
        threshold = threshold_of(figure, table)
        return None if threshold is None else compared(observed, term.operator, threshold, table)

    truth, level = against(term.required, term.operator, table, compare)
    if not is_constant(truth) and not (observed.is_fixed_point and observed.status is None):
        # Constants on both sides would have a truth without a figure.
        truth = chosen([(observed.is_given, truth)], None, table.expressions)
    never: Logic = False if observed.status is None else (observed.status == DOES_NOT_APPLY)
    if ends is not None:
        return _unless_settled(term, table, truth, never, observed, ends)
    return _unless_absent(truth, never, observed.is_given, term.figure, level)


def _unless_settled(
    term: Holds, table: Table, truth: Logic, never: Logic, observed: FigureColumns, ends: SumEnds
) -> OutcomeColumn:
    """The outcomes of a sum: where parts are missing, those of its bounds, as far as they agree."""
    expressions = table.expressions

    def compare(figure: Figure) -> Logic:
        threshold = threshold_of(figure, table)
        return None if threshold is None else ends_hold(ends, term.operator, threshold, table)

    settled_, level = against(term.required, term.operator, table, compare)
    blank = every([negated(observed.is_given), negated(certainly(never)), ends.blank], expressions)
    truth = chosen([(observed.is_given, truth), (blank, settled_)], None, expressions)
    outcomes = _unless_absent(truth, never, observed.is_given, term.figure, level)
    if always_applies(term.figure):
        return outcomes
    half = reach(ATTAINED | NOT_APPLICABLE, NOT_ATTAINED | NOT_APPLICABLE)
    return evolve(outcomes, reach=outcomes.reach | half)


def _missing(figure: Figure) -> OutcomeColumn:
    """The outcome where no figure is reported of any unit."""
    return OutcomeColumn(None, reach(OPEN)) if always_applies(figure) else settled(None)


def always_applies(figure: Figure) -> bool:
    """True for a figure of a measure that always applies, rounded or not, or for a multiple of one."""
    while isinstance(figure, Rounded | Scaled):
        figure = figure.figure
    return isinstance(figure, Always)


def _unless_absent(truth: Logic, never: Logic, is_given: Logic, figure: Figure, level: int = 0) -> OutcomeColumn:
    """The outcomes of a truth about a figure: one that is absent may not apply, unless its measure always does."""
    sure = 0 if truth is None else reach(ATTAINED, NOT_ATTAINED)
    if always_applies(figure):
        return OutcomeColumn(truth, sure | reach(OPEN), level=level)
    can_be_absent = reach(OPEN, WIDE_OPEN) | (0 if never is False else reach(NOT_APPLICABLE))
    return OutcomeColumn(truth, sure | can_be_absent, never, level, may_not_apply=lambda: negated(is_given))


def reported_of(figure: Figure) -> Reported:
    """The report that a figure of a measure is, or is held against."""
    match figure:
        case Reported():
            return figure
        case Derived(reported):
            return reported
        case Rounded(inner) | Scaled(inner) | Always(inner) | Among(inner):
            return reported_of(inner)
        case Total(figures):
            return reported_of(figures[0])
    raise TypeError(f"{figure} is of no measure")


def rank(figure: Figure, scale: tuple[str, ...], table: Table) -> Expr | None:
    """The place of a level on its scale; null where there is none. None where none is reported of any unit."""
    name = report_column(table, reported_of(figure))
    if name is None or not table.is_text(name):
        return None
    expressions = table.expressions

    def make() -> Expr:
        levels = [(table.says(name, level), expressions.rank(place)) for place, level in enumerate(scale)]
        cases = [(rows, place) for rows, place in levels if not is_constant(rows)]
        return table.add_column(expressions.choose(cases, expressions.null(expressions.words.Int8)), of=[name])

    ranks: Expr = table.once(("rank", name), make)
    return ranks


def rank_holds(term: Holds, table: Table) -> OutcomeColumn:
    """The outcomes of a level held against the one required, by their places on its scale."""
    name, level = report_column(table, reported_of(term.figure)), 0
    if name is None or not table.is_text(name):
        return _word_outcomes(None, term.figure, table)

    def compare(figure: Figure) -> Logic:
        nonlocal level
        if isinstance(figure, Constant):
            place = term.scale.index(str(figure.value)) if figure.value in term.scale else -1
            comparison = COMPARISONS[term.operator]
            return _among(
                table, name, term.scale, [word for at, word in enumerate(term.scale) if comparison(at, place)]
            )
        own, threshold = (rank(side, term.scale, table) for side in (term.figure, figure))
        if own is None or threshold is None:
            return None
        level = 1
        return chosen([(~own.is_null(), holds(own, term.operator, threshold))], None, table.expressions)

    truth, masked = against(term.required, term.operator, table, compare)
    return _word_outcomes(truth, term.figure, table, max(level, masked))


def _among(table: Table, name: str, words: Sequence[str], wanted: Collection[str]) -> Logic:
    """The truth that a column has one of the words `wanted`; null where it has none of all these words."""
    others = [word for word in words if word not in wanted]
    known = table.columns[name].categories
    if known is not None and known <= {*words}:
        # No other word can be there.
        own = table.says(name, *wanted)
        return chosen([(table.is_blank(name), None)], False, table.expressions) if own is False else own
    return chosen([(table.says(name, *wanted), True), (table.says(name, *others), False)], None, table.expressions)


def _word_outcomes(truth: Logic, figure: Figure, table: Table, level: int = 0) -> OutcomeColumn:
    name = report_column(table, reported_of(figure))
    if name is None:
        return _missing(figure)
    never = certainly(
        some(
            [table.says(column_name, Absence.NOT_APPLICABLE.value) for column_name in (name, name + ABSENCE)],
            table.expressions,
        )
    )
    known = [word.value for word in Finding]
    measure = table.library.measures[reported_of(figure).measure]
    if measure.type is MeasureType.LEVEL:
        known = [level.id for level in measure.levels]
    if table.is_text(name):
        is_given = certainly(table.says(name, *known))
    else:
        is_given = False if table.has(name) is None else ~table.expressions.column(name).is_null()
    return _unless_absent(truth, never, is_given, figure, level)


def is_one_of(term: IsOneOf, table: Table) -> OutcomeColumn:
    """The outcomes of a figure, level, finding or attribute that has to be one of several values."""
    expressions, values = table.expressions, term.values
    if isinstance(term.figure, AttributeOf):
        name = term.figure.attribute
        if not table.is_text(name):
            return OutcomeColumn(None, reach(OPEN))
        here = table.says(name, *(str(value) for value in values))
        return OutcomeColumn(
            chosen([(table.is_blank(name), None)], here, expressions), reach(ATTAINED, NOT_ATTAINED, OPEN)
        )
    if isinstance(values[0], Decimal):
        observed = figure_of(table, term.figure)
        if observed is None:
            return _missing(term.figure)
        figures = [value for value in values if isinstance(value, Decimal)]
        equal = some([compared(observed, Operator.EQUALS, value, table) for value in figures], expressions)
        if not (observed.is_fixed_point and observed.status is None):
            equal = chosen([(observed.is_given, equal)], None, expressions)
        never: Logic = False if observed.status is None else (observed.status == DOES_NOT_APPLY)
        return _unless_absent(equal, never, observed.is_given, term.figure)
    report = reported_of(term.figure)
    column = report_column(table, report)
    if column is None:
        return _missing(term.figure)
    measure = table.library.measures[report.measure]
    if measure.type is MeasureType.LEVEL:
        levels = [level.id for level in measure.levels]
        wanted = [level for level in levels if level in values]
        among = _among(table, column, levels, wanted) if table.is_text(column) else None
        return _word_outcomes(among, term.figure, table)
    met = {value for value in values if isinstance(value, Finding)}
    return _word_outcomes(finding(table, column, met, set(term.undecided)), term.figure, table)


def finding(table: Table, name: str, met: set[Finding], undecided: set[Finding]) -> Logic:
    """The truth of a finding: true for words in `met`, null for those in `undecided` and where there is none."""
    column = table.has(name)
    if column is None:
        return None
    if column.kind is ColumnKind.TRUTH:
        own = table.expressions.column(name)
        return own if Finding.MET in met else negated(own)
    known = [word.value for word in Finding if word not in undecided]
    return _among(table, name, known, [word.value for word in Finding if word in met])

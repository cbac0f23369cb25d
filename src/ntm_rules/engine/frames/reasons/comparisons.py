"""The comparisons that a rule rests on, as columns: what is observed, what is required, and the gap between them."""

from collections.abc import Iterator
from typing import assert_never

from attrs import evolve

from ....model.decision import ReasonKind
from ....model.fact import Finding
from ....model.measure import MeasureType
from ....program import terms
from ....program.computed import Computed
from ...specification.comparison_reason import is_relative
from ..decide.counts import Shares, share_ends
from ..decide.figure_columns import FigureColumns, difference
from ..decide.members import count_of, span_of, weighed_ends
from ..decide.outcomes import opposite
from ..decide.reported import rank, reported_of
from ..decide.table import Table
from ..decide.truths import truth
from ..expressions.dates import text_of
from ..expressions.expression_library import Expr
from ..expressions.logic import Logic, certainly, column_of, every, negated
from .missing import (
    asks_a_measure,
    figure_column,
    has_unit,
    missing_measure,
    no_word,
    reason_word,
    where,
    why_no_figure,
    why_no_word,
    why_open,
    word_of,
)
from .required import ComparisonColumns, as_double, measure_column, of_figures, threshold_column


def parts(term: terms.Truth, table: Table) -> Iterator[ComparisonColumns]:
    """The comparisons of a truth, in the order in which its reasons are told."""
    match term:
        case terms.AllHold(group) | terms.AnyHolds(group):
            for inner_term in group.truths if isinstance(group, terms.Listed) else ():
                yield from parts(inner_term, table)
        case terms.Not(terms.OutcomeOf()) | terms.OutcomeOf():
            yield ComparisonColumns(truth(table, term), reason_word(ReasonKind.OTHER_RULE, table))
        case terms.Not(inner):
            for part in parts(inner, table):
                yield evolve(part, outcomes=opposite(part.outcomes))
        case terms.Told(inner, by=None):
            yield from parts(inner, table)
        case terms.Told(
            terms.AnyHolds(terms.Listed((terms.Holds() as holds, terms.Where() as free))), by=ReasonKind.NO_LIMIT
        ):
            yield from parts(holds, table)
            yield from _without_limit(free, term.about.measure, table)
        case terms.Told(by=kind):
            assert kind is not None
            yield ComparisonColumns(
                truth(table, term), reason_word(kind, table), measure_column(term.about.measure, table)
            )
        case terms.OpenTruth():
            yield ComparisonColumns(truth(table, term), reason_word(ReasonKind.UNKNOWN_CONTENT, table))
        case terms.Holds():
            yield from _comparison(term, table)
        case terms.IsOneOf():
            yield _listed(term, table)
        case terms.Where(inner) | terms.Attested(inner):
            yield from parts(inner, table)
        case terms.Above(kind):
            is_there, nobody = has_unit(terms.Reported("", kind), table), reason_word(ReasonKind.NO_UNIT_ABOVE, table)
            yield ComparisonColumns(
                truth(table, term), where(is_there, reason_word(ReasonKind.OTHER_RULE, table), nobody, table)
            )
        case terms.Never():
            return
        case _:
            assert_never(term)


def _without_limit(free: terms.Where, measure: str | None, table: Table) -> Iterator[ComparisonColumns]:
    """That nothing is asked, where that is certain; elsewhere the comparisons that it depends on."""
    first, *others = parts(free.applies, table)
    certain = certainly(truth(table, free.applies).truth)
    own = no_word(table) if first.measure is None else first.measure
    why = where(certain, reason_word(ReasonKind.NO_LIMIT, table), first.why, table)
    yield evolve(
        first, outcomes=truth(table, free), why=why, measure=where(certain, measure_column(measure, table), own, table)
    )
    yield from others


def _comparison(term: terms.Holds, table: Table) -> Iterator[ComparisonColumns]:
    match term.figure:
        case terms.Counted(terms.Listed(truths)) if not all(
            isinstance(terms.bare(counted_truth), terms.OutcomeOf) for counted_truth in truths
        ):
            for inner_term in truths:
                yield from parts(inner_term, table)
        case terms.Counted():
            yield _tally(term, term.figure, table)
        case terms.WeighedShare(count, weight=weight):
            ends = weighed_ends(term.figure, table, truth)
            yield evolve(_tally(term, count, table, ends), measure=measure_column(weight, table))
        case terms.Difference(terms.Always(terms.Counted())):
            yield _bounded(term, ReasonKind.TALLY, table)
        case terms.Difference(terms.Counted(terms.Below()) as own, other):
            yield _counts(term, own, other, table)
        case figure if isinstance(figure, Computed):
            yield _bounded(term, ReasonKind.SCORE, table)
        case terms.Difference():
            yield _change(term, term.figure, table)
        case terms.Over() | terms.Rounded(terms.Over()):
            yield _over(term, table)
        case _:
            yield _level(term, table) if term.scale else _figure(term, table)


# What is known of the unit itself


def _figure(term: terms.Holds, table: Table) -> ComparisonColumns:
    observed = term.figure.figure if isinstance(term.figure, terms.Rounded) else term.figure
    figure = figure_column(observed, table)
    is_missing = ~figure.is_given
    why = where(is_missing, why_no_figure(observed, table), reason_word(ReasonKind.COMPARED, table), table)
    measure = reported_of(observed).measure
    part = of_figures(term, table, why, figure, figure_column(term.figure, table), measure, is_missing)
    if table.library.measures[measure].type is not MeasureType.DATE:
        return part
    own, threshold = (
        None if number is None else text_of(number, table.expressions) for number in (part.observed, part.required)
    )
    return evolve(part, observed=None, required=None, observed_word=own, required_word=threshold)


def _change(term: terms.Holds, figure: terms.Difference, table: Table) -> ComparisonColumns:
    of, less = figure_column(figure.of, table), figure_column(figure.less, table)
    both = of.is_given & less.is_given
    changed = difference(of, less)
    changed = FigureColumns(
        table.expressions.choose([(both, changed.numerator)], table.expressions.null(table.expressions.wide)),
        changed.denominator,
    )
    # What is lacking today is told first.
    of_day, less_day = reported_of(figure.of).on, reported_of(figure.less).on
    is_today_first = of_day is None or (less_day is not None and less_day < of_day)
    now, before = (figure.of, figure.less) if is_today_first else (figure.less, figure.of)
    absent = where(~figure_column(now, table).is_given, why_no_figure(now, table), why_no_figure(before, table), table)
    why = where(both, reason_word(ReasonKind.COMPARED, table), absent, table)
    part = of_figures(term, table, why, changed, changed, reported_of(now).measure, ~both)
    if not is_relative(term, before):
        return part
    whole = as_double(figure_column(before, table), table)

    def percent(amount: Expr | None) -> Expr | None:
        return None if amount is None else table.expressions.choose([(whole == 0, amount)], amount * 100 / whole)

    return evolve(part, observed=percent(part.observed), required=percent(part.required), gap=percent(part.gap))


def _level(term: terms.Holds, table: Table) -> ComparisonColumns:
    expressions, report = table.expressions, reported_of(term.figure)
    own = word_of(report, list(term.scale), table)

    def shown(figure: terms.Figure) -> Expr:
        if isinstance(figure, terms.Constant):
            return expressions.literal(str(figure.value))
        required_rank = rank(figure, term.scale, table)
        if required_rank is None:
            return no_word(table)
        cases = [(required_rank == place, expressions.literal(level)) for place, level in enumerate(term.scale)]
        return expressions.choose(cases, no_word(table))

    required_word = threshold_column(term, table, shown, no_word(table))
    known = ~required_word.is_null()
    why, about = reason_word(ReasonKind.COMPARED, table), expressions.literal(report.measure)
    if not isinstance(term.required, terms.Constant):
        why = where(known, why, why_open(term.required, table), table)
    why = where(own.is_null(), why_no_word(report, table), why, table)
    if asks_a_measure(term.required):
        about = where(own.is_null() | known, about, missing_measure(term.required, about, table), table)
    return ComparisonColumns(
        truth(table, term), why, about, term.operator, observed_word=own, required_word=required_word
    )


def _listed(term: terms.IsOneOf, table: Table) -> ComparisonColumns:
    expressions = table.expressions
    if isinstance(term.figure, terms.AttributeOf):
        name = term.figure.attribute
        own = table.text(name)
        own = no_word(table) if own is None else where(table.is_blank(name), no_word(table), own, table)
        why = where(
            own.is_null(), reason_word(ReasonKind.NO_ATTRIBUTE, table), reason_word(ReasonKind.COMPARED, table), table
        )
        return ComparisonColumns(truth(table, term), why, observed_word=own)
    report = reported_of(term.figure)
    measure, about = table.library.measures[report.measure], expressions.literal(report.measure)
    compared = reason_word(ReasonKind.COMPARED, table)
    if measure.type is MeasureType.NUMBER:
        observed = term.figure.figure if isinstance(term.figure, terms.Rounded) else term.figure
        figure = figure_column(observed, table)
        why = where(~figure.is_given, why_no_figure(observed, table), compared, table)
        return ComparisonColumns(truth(table, term), why, about, observed=as_double(figure, table))
    is_finding = measure.type is MeasureType.FINDING
    known = [finding.value for finding in Finding] if is_finding else [level.id for level in measure.levels]
    own = word_of(report, known, table)
    why = where(own.is_null(), why_no_word(report, table), compared, table)
    if term.undecided:
        basically = own.is_in([finding.value for finding in term.undecided])
        why = where(basically, reason_word(ReasonKind.BASICALLY_MET, table), why, table)
    first = term.values[0]
    required_word = expressions.literal(first.value) if isinstance(first, Finding) else None
    return ComparisonColumns(truth(table, term), why, about, observed_word=own, required_word=required_word)


# What is counted


def _tally(term: terms.Holds, figure: terms.Counted, table: Table, weighed: Shares | None = None) -> ComparisonColumns:
    expressions = table.expressions
    counted = count_of(figure, table, truth)
    whole = counted.whole
    why = where(
        not whole if isinstance(whole, int) else whole == 0,
        reason_word(ReasonKind.NO_MEMBERS, table),
        reason_word(ReasonKind.TALLY, table),
        table,
    )
    # A count is observed once its bounds agree and it surely applies.
    applies = negated(counted.may_not_apply()) if counted.can_not_apply else True
    some: Logic = whole > 0
    if figure.share or weighed is not None:
        low, high = share_ends(counted, table) if weighed is None else weighed
        known = every([low[0] * high[1] == high[0] * low[1], applies, some], expressions)
        observed = FigureColumns(_where_known(known, low[0], table), low[1])
    else:
        span = span_of(figure, table, truth)
        observed = FigureColumns(
            _where_known(every([span.low == span.high, applies, some], expressions), span.low, table), 1
        )
    return of_figures(term, table, why, observed, observed, None)


def _where_known(rows: Logic, number: Expr, table: Table) -> Expr:
    return table.expressions.choose(
        [(column_of(rows, table.expressions), number)], table.expressions.null(table.expressions.wide)
    )


def _bounded(term: terms.Holds, kind: ReasonKind, table: Table) -> ComparisonColumns:
    """The comparison of a figure between two bounds, observed once it is known."""
    figure = _known(term.figure, table)
    return of_figures(term, table, reason_word(kind, table), figure, figure, None)


def _known(figure: terms.Figure, table: Table) -> FigureColumns:
    """A figure between two bounds as a column, where they agree, it surely applies and is of something."""
    span = span_of(figure, table, truth)
    known = every([span.low == span.high, negated(span.perhaps_inapplicable), negated(span.none)], table.expressions)
    return FigureColumns(_where_known(known, span.low, table), span.denominator)


def _counts(term: terms.Holds, own: terms.Counted, other: terms.Figure, table: Table) -> ComparisonColumns:
    """A number of members held against that of others: both, each once it is known, and the gap between them."""
    nobody = count_of(own, table, truth).whole == 0
    why = where(nobody, reason_word(ReasonKind.NO_MEMBERS, table), reason_word(ReasonKind.TALLY, table), table)
    observed, required = (as_double(_known(counted, table), table) for counted in (own, other))
    return evolve(_bounded(term, ReasonKind.TALLY, table), why=why, observed=observed, required=required)


def _over(term: terms.Holds, table: Table) -> ComparisonColumns:
    over = term.figure.figure if isinstance(term.figure, terms.Rounded) else term.figure
    assert isinstance(over, terms.Over)
    span, observed = span_of(term.figure, table, truth), span_of(over, table, truth)
    assert observed.whole is not None
    is_among = isinstance(over.figure, terms.Among)
    figure = over.figure.figure if isinstance(over.figure, terms.Among) else over.figure
    measure = None if isinstance(figure, terms.Always) and isinstance(figure.figure, terms.Counted) else figure
    name = None if measure is None or isinstance(measure, terms.Difference) else reported_of(measure).measure
    nobody = column_of(observed.never, table.expressions)
    none = nobody | (observed.whole == 0)
    why = where(none, reason_word(ReasonKind.NO_MEMBERS, table), reason_word(ReasonKind.COMPARED, table), table)
    some = observed.whole > 0
    if is_among:
        # Where perhaps nobody is left, nothing is observed.
        some = some & column_of(negated(certainly(observed.perhaps_inapplicable)), table.expressions)
    observed_figure = FigureColumns(
        _where_known((observed.low == observed.high) & some, observed.low, table), observed.denominator
    )
    compared = FigureColumns(_where_known((span.low == span.high) & some, span.low, table), span.denominator)
    return of_figures(term, table, why, observed_figure, compared, name, nobody)

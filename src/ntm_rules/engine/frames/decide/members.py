"""The units below: their truths counted, their figures put together, gathered for the unit above."""

from collections.abc import Callable
from decimal import Decimal

from attrs import evolve

from ....model.condition import NoMembers
from ....model.values.number import Scaling, as_fraction
from ....program.terms import (
    Always,
    Among,
    Awarded,
    Banded,
    Below,
    Constant,
    Counted,
    Derived,
    Difference,
    Figure,
    Interpolated,
    Listed,
    Not,
    OpenFigure,
    Over,
    Reported,
    Rounded,
    Scaled,
    Total,
    Truth,
    WeighedShare,
    Within,
)
from ..expressions.expression_library import Expr
from ..expressions.logic import Logic, column_of, some
from ..input.problems import frame_refused
from . import computed
from .computed import SpanColumns as SpanColumns
from .counts import CountColumns, Shares, as_wide, count, least_of
from .figure_columns import NOT_APPLICABLE, FigureColumns, rounded
from .gathering import combined_span, member_counts, table_below
from .measures import figure_of
from .outcomes import OutcomeColumn
from .reported import always_applies, reported_of
from .table import Table

TruthOf = Callable[[Table, Truth], OutcomeColumn]


def count_of_members(table: Table, group: Below, truth_of: TruthOf) -> CountColumns:
    """The number of units below of which a truth holds."""
    members, under = group.members, table_below(table, group.members.kind)
    part = truth_of(under, group.truth)
    expressions = table.expressions
    truths: dict[str, Logic] = {
        "whole": True,
        "surely": part.surely(True, expressions),
        "surely_not": part.surely(False, expressions),
    }
    is_full = not part.can_not_apply or not (part.never is not False or part.is_half_settled)
    if not is_full:
        truths |= {"may_hold": part.perhaps(True, expressions), "may_fail": part.perhaps(False, expressions)}
        truths["applies"] = some([truths["may_hold"], truths["may_fail"]], expressions)
    numbers = member_counts(table, members, truths, part.level)
    whole = numbers["whole"]
    if is_full:
        numbers |= {"may_hold": whole - numbers["surely_not"], "may_fail": whole - numbers["surely"]}
    never: Logic = False if is_full else (whole > 0) & (numbers["applies"] == 0)

    def may_not_apply() -> Logic:
        apart = member_counts(table, members, {"apart": part.may_not_apply}, part.level)["apart"]
        return (whole > 0) & (apart == whole)

    return CountColumns(
        numbers["surely"],
        numbers["surely_not"],
        numbers["may_hold"],
        numbers["may_fail"],
        whole,
        never,
        is_full,
        part.can_not_apply,
        may_not_apply,
        0,
    )


def span_of(term: Figure, table: Table, truth_of: TruthOf) -> SpanColumns:
    """A figure that may lie between two bounds: a count, a difference, or a figure over the units below."""
    span: SpanColumns = table.once(("span", term), lambda: _span_of(term, table, truth_of))
    return span


def _span_of(term: Figure, table: Table, truth_of: TruthOf) -> SpanColumns:
    expressions = table.expressions
    match term:
        case Always(Counted() as inner):
            # As a figure a count is 0 where nothing that is counted applies.
            counted = count_of(inner, table, truth_of)
            low, high = (as_wide(number, expressions) for number in (counted.surely, counted.may_hold))
            return SpanColumns(low, high, 1, False, None, counted.level)
        case Always(inner):
            return evolve(span_of(inner, table, truth_of), never=False, may_not_apply=None, none=False)
        case Rounded(Over() as inner, rounding):
            span = span_of(inner, table, truth_of)
            least, most = (
                rounded(FigureColumns(end, span.denominator), rounding, expressions) for end in (span.low, span.high)
            )
            low_at, level = table.add_to_layer(span.level, least.numerator)
            high_at, _ = table.add_to_layer(span.level, most.numerator)
            exact = FigureColumns(
                expressions.choose([(span.low == span.high, span.low)], expressions.null(expressions.wide)),
                span.denominator,
            )
            return evolve(span, low=low_at, high=high_at, denominator=least.denominator, level=level, exact=exact)
        case Counted():
            counted = count_of(term, table, truth_of)
            low, high = (as_wide(number, expressions) for number in (least_of(counted, table), counted.may_hold))
            return _of_none(
                SpanColumns(low, high, 1, counted.never, counted.may_not_apply, counted.level),
                counted.whole == 0,
                term.if_none,
                table,
            )
        case Difference(of, less):
            return _difference(span_of(of, table, truth_of), span_of(less, table, truth_of), table)
        case Scaled(Counted() | Always(Counted()) as inner, Scaling() as scaling):
            span, factor = span_of(inner, table, truth_of), as_fraction(scaling.factor)
            low, high = (end * factor.numerator for end in (span.low, span.high))
            return evolve(span, low=low, high=high, denominator=factor.denominator, none=False)
        case Among(inner, condition):
            return computed.among(span_of(inner, table, truth_of), truth_of(table, condition), table)
        case Over():
            return _over(term, table, truth_of)
        case Constant(value):
            assert isinstance(value, Decimal)
            return computed.constant(value, expressions)
        case OpenFigure():
            return computed.constant(None, expressions)
        case Banded(inner, figures=figures, otherwise=otherwise):
            bands = [span_of(figure, table, truth_of) for figure in figures]
            last = computed.constant(None, expressions) if otherwise is None else span_of(otherwise, table, truth_of)
            return computed.banded(term, span_of(inner, table, truth_of), [*bands, last], table)
        case Interpolated(inner):
            return computed.interpolated(term, span_of(inner, table, truth_of), table)
        case Within(inner):
            return computed.within(term, span_of(inner, table, truth_of), table)
        case Awarded(truth, points):
            return computed.awarded(truth_of(table, truth), span_of(points, table, truth_of), table)
        case Total(figures):
            return computed.totalled([span_of(figure, table, truth_of) for figure in figures], table)
        case _:
            observed = figure_of(table, term)
            null = expressions.null(expressions.wide)
            if observed is None:
                return SpanColumns(null, null, 1, False, None if always_applies(term) else lambda: True)
            if always_applies(term):
                return SpanColumns(observed.numerator, observed.numerator, observed.denominator, False, None)
            never = False if observed.status is None else observed.status == NOT_APPLICABLE
            is_given = observed.is_given
            return SpanColumns(observed.numerator, observed.numerator, observed.denominator, never, lambda: ~is_given)


def _difference(of: SpanColumns, less: SpanColumns, table: Table) -> SpanColumns:
    expressions = table.expressions
    by: Expr | int
    first: Expr | int
    second: Expr | int
    if isinstance(of.denominator, int) and isinstance(less.denominator, int) and of.denominator == less.denominator:
        by, first, second = of.denominator, 1, 1
    else:
        by, first, second = of.denominator * less.denominator, less.denominator, of.denominator
    apart = [span.may_not_apply for span in (of, less) if span.may_not_apply is not None]
    return SpanColumns(
        of.low * first - less.high * second,
        of.high * first - less.low * second,
        by,
        some([of.never, less.never], expressions),
        (lambda: some([may_not_apply() for may_not_apply in apart], expressions)) if apart else None,
        max(of.level, less.level),
        none=of.none,
        if_none=of.if_none,
    )


def count_of(term: Counted, table: Table, truth_of: TruthOf) -> CountColumns:
    """A number of truths: about the unit itself, or one about each unit below."""

    def make() -> CountColumns:
        if isinstance(term.group, Listed):
            plain = [truth.truth for truth in term.group.truths if isinstance(truth, Not)]
            if plain and len(plain) == len(term.group.truths):
                return count_of(Counted(Listed(tuple(plain))), table, truth_of).opposites()
            return count([truth_of(table, truth) for truth in term.group.truths], table, term.group)
        return count_of_members(table, term.group, truth_of)

    counted: CountColumns = table.once(("count", term.group), make)
    return counted


def weighed_ends(term: WeighedShare, table: Table, truth_of: TruthOf) -> Shares:
    """The percentage by weights at the least and at the most; null where all weights are 0."""

    def make() -> Shares:
        expressions, whole = table.expressions, table.expressions.whole
        holding, failing = (span_of(side, table, truth_of) for side in (term.holding, term.failing))
        ends = [end * failing.denominator for end in (holding.low, holding.high)]
        least, most = ends
        least_other, most_other = (end * holding.denominator for end in (failing.low, failing.high))
        is_zero = expressions.choose(
            [((most == 0) & (most_other == 0), expressions.truth(True))], expressions.truth(False)
        )
        shares = []
        for top, other, none, without, of_none in (
            (least, most_other, most_other.is_null(), 0, 100),
            (most, least_other, most.is_null(), 100, 0),
        ):
            by = top + other
            share = expressions.choose([(none, whole(without)), (by == 0, whole(of_none))], top * 100)
            under = expressions.choose([(none | (by == 0), whole(1))], by)
            shares.append((expressions.choose([(is_zero, expressions.null(expressions.wide))], share), under))
        return shares[0], shares[1]

    weighed: Shares = table.once(("weighed", term), make)
    return weighed


def _over(term: Over, table: Table, truth_of: TruthOf) -> SpanColumns:
    """Figures of the units below put together, as far as each is known."""
    span = span_of(term.figure, table_below(table, term.members.kind), truth_of)
    if not isinstance(span.denominator, int):
        measure = reported_of(term.figure).measure
        raise frame_refused(
            f"{measure} là một tỷ lệ tính ra của từng đơn vị: khung dữ liệu không gộp được chính xác",
            f"{measure} is a derived share of each unit: a frame cannot add such figures up exactly",
            measure=measure,
        )
    core = term.figure
    while isinstance(core, Rounded | Scaled):
        core = core.figure
    # Of a measure, one that perhaps does not apply has no bounds.
    may_leave = span.may_not_apply is not None and not isinstance(core, Reported | Derived)
    over = combined_span(span, term, table, may_leave=may_leave)
    assert over.whole is not None
    return _of_none(over, over.whole == 0, term.if_none, table)


def _of_none(span: SpanColumns, none: Logic, if_none: NoMembers | None, table: Table) -> SpanColumns:
    """The figure, with what it is where it is of nothing: not known, one that does not apply, or 0."""
    if none is False:
        return span
    expressions, rows = table.expressions, column_of(none, table.expressions)
    value = expressions.whole(0) if if_none is NoMembers.ATTAINED else expressions.null(expressions.wide)
    low, high = (expressions.choose([(rows, value)], end) for end in (span.low, span.high))
    filled = evolve(span, low=low, high=high, if_none=if_none, none=none)
    if if_none is not NoMembers.NOT_APPLICABLE:
        return filled
    apart = span.may_not_apply
    never = some([span.never, none], expressions)
    return evolve(
        filled, never=never, may_not_apply=lambda: some([none, *([apart()] if apart is not None else [])], expressions)
    )

"""The comparisons that a rule rests on, as columns: what is observed, what is required, and the gap between them."""

from collections.abc import Iterator

from attrs import evolve, frozen

from ...model.condition import (
    Aggregate,
    AllOf,
    AnyOf,
    AtLeastN,
    Attained,
    AttributeIs,
    Basis,
    Bound,
    Change,
    Comparison,
    Condition,
    CriteriaChange,
    CriteriaCount,
    CriteriaState,
    Direction,
    MembersAttained,
    MembersMeasure,
    NoneOf,
    OneOf,
    Operator,
    OwnCriteria,
    Required,
    Unknown,
)
from ...model.decision import ReasonKind
from ...model.measure import MeasureType
from ...program.program import Program
from .doubles import as_double, gap, required
from .figures import Figure, difference
from .judge import criteria_change, criteria_counted, judge, rule
from .lacks import (
    asked_level,
    finding,
    lacking_measure,
    level,
    no_word,
    said,
    where,
    why_compared,
    why_no_figure,
    why_no_threshold,
    why_no_word,
)
from .members import count_of_members, measure_of_past, span_over_members
from .outcomes import Count, Outcomes, opposite
from .space import Expr
from .table import Table
from .tallies import bound_holds
from .thresholds import against


@frozen(eq=False)
class Part:
    """One comparison. `outcomes` is what it comes to by itself, or under a `none_of` the opposite.

    `why` is the word of a ReasonKind, `measure` what it is about: the measure compared, or one required that is not known.
    Figures are the doubles nearest to the exact ones; null, like words, where there is none.
    """

    outcomes: Outcomes
    why: Expr
    measure: Expr | str | None = None
    operator: Operator | None = None
    observed: Expr | None = None
    required: Expr | None = None
    gap: Expr | None = None
    observed_word: Expr | None = None
    required_word: Expr | None = None


def parts(condition: Condition, table: Table, program: Program) -> list[Part]:
    """The comparisons of a condition, in the order in which `evaluate` gives its reasons."""
    return list(_parts(condition, table, program))


def _parts(condition: Condition, table: Table, program: Program) -> Iterator[Part]:
    match condition:
        case AllOf(inner) | AnyOf(inner) | AtLeastN(parts=inner):
            for one in inner:
                yield from _parts(one, table, program)
        case NoneOf(inner):
            for one in inner:
                for part in _parts(one, table, program):
                    yield _negated(part, table)
        case Comparison():
            yield _comparison(condition, table, program)
        case OneOf(measure) | Required(measure):
            yield _listed(condition, measure, table, program)
        case AttributeIs(attribute):
            own = table.attribute(attribute)
            why = _word_where(own.is_null(), ReasonKind.NO_ATTRIBUTE, ReasonKind.COMPARED, table)
            yield Part(judge(condition, table, program), why, observed_word=own)
        case Change():
            yield _change(condition, table, program)
        case OwnCriteria():
            yield from _own_criteria(condition, table, program)
        case MembersAttained(kind, key, bounds, only):
            counted = count_of_members(table, kind, key, only, rule)
            for bound in bounds:
                yield _tally(bound, counted, table)
        case MembersMeasure():
            yield _members_measure(condition, table, program)
        case CriteriaChange():
            yield _criteria_change(condition, table, program)
        case Attained():
            yield Part(judge(condition, table, program), said(ReasonKind.OTHER_RULE, table))
        case Unknown():
            yield Part(judge(condition, table, program), said(ReasonKind.UNKNOWN_CONTENT, table))


def _negated(part: Part, table: Table) -> Part:
    return evolve(part, outcomes=opposite(part.outcomes, table.space))


def _word_where(condition: Expr, kind: ReasonKind, otherwise: ReasonKind, table: Table) -> Expr:
    return table.space.choose([(condition, said(kind, table))], said(otherwise, table))


# What is known of the unit itself


def _comparison(condition: Comparison, table: Table, program: Program) -> Part:
    measure, operator, threshold = condition.measure, condition.operator, condition.threshold
    outcomes = judge(condition, table, program)
    if table.library.measures[measure].type is MeasureType.LEVEL:
        own = level(measure, table)
        why = why_compared(own.is_null(), why_no_word(measure, table), threshold, table)
        asked = against(threshold, table, lambda one: asked_level(one, measure, table), no_word(table))
        about = lacking_measure(threshold, measure, own.is_null() | ~asked.is_null(), table)
        return Part(outcomes, why, about, operator, observed_word=own, required_word=asked)
    held = table.figure(measure)
    why = why_compared(~held.given, why_no_figure(held, table), threshold, table)
    asked = required(threshold, table)
    about = lacking_measure(threshold, measure, ~held.given | ~asked.is_null(), table)
    short = gap(table.compared(measure), operator, threshold, table)
    return Part(outcomes, why, about, operator, as_double(held, table), asked, short)


def _listed(condition: OneOf | Required, measure: str, table: Table, program: Program) -> Part:
    space = table.space
    outcomes = judge(condition, table, program)
    kind = table.library.measures[measure].type
    if kind is MeasureType.NUMBER:
        held = table.figure(measure)
        why = where(~held.given, why_no_figure(held, table), said(ReasonKind.COMPARED, table), table)
        return Part(outcomes, why, measure, observed=as_double(held, table))
    own = level(measure, table) if kind is MeasureType.LEVEL else finding(measure, table)
    why = where(own.is_null(), why_no_word(measure, table), said(ReasonKind.COMPARED, table), table)
    required = None
    if isinstance(condition, Required):
        required = space.literal("met" if condition.met else "not_met")
        if program.ruleset.basically_met is None:
            basically = own == "basically_met"
            why = where(basically, said(ReasonKind.BASICALLY_MET, table), why, table)
    return Part(outcomes, why, measure, observed_word=own, required_word=required)


def _change(condition: Change, table: Table, program: Program) -> Part:
    prefix = measure_of_past(table, condition.measure, condition.since)
    now, before = table.compared(condition.measure), table.compared(condition.measure, prefix)
    increased = condition.direction is Direction.INCREASED
    changed = difference(now, before) if increased else difference(before, now)
    both = now.given & before.given
    changed = Figure(
        table.space.choose([(both, changed.numerator)], table.space.nothing(table.space.wide)), changed.denominator
    )
    absent = where(~now.given, why_no_figure(now, table), why_no_figure(before, table), table)
    asked = required(condition.threshold, table)
    return Part(
        judge(condition, table, program),
        why_compared(~both, absent, condition.threshold, table),
        lacking_measure(condition.threshold, condition.measure, ~both | ~asked.is_null(), table),
        condition.operator,
        as_double(changed, table),
        asked,
        gap(changed, condition.operator, condition.threshold, table),
    )


# What is counted


def _own_criteria(condition: OwnCriteria, table: Table, program: Program) -> Iterator[Part]:
    of = program if condition.ruleset is None else program.references[condition.ruleset]
    if condition.state is CriteriaState.ALL or condition.including_any_of:
        without = condition if condition.state is CriteriaState.ALL else _without_bounds(condition)
        including = Part(judge(without, table, program), said(ReasonKind.TALLY, table))
        if condition.state is CriteriaState.ALL:
            yield including
            return
    for bound in condition.bounds:
        yield _tally(bound, criteria_counted(condition, of, table), table)
    if condition.including_any_of:
        yield including


def _without_bounds(condition: OwnCriteria) -> OwnCriteria:
    return OwnCriteria(
        condition.state, of=condition.of, including_any_of=condition.including_any_of, ruleset=condition.ruleset
    )


def _tally(bound: Bound, counted: Count, table: Table) -> Part:
    space = table.space
    is_share = bound.basis is Basis.SHARE
    settled = counted.undetermined == 0
    whole = counted.whole
    if is_share:
        top = space.choose([(settled & (counted.applicable > 0), counted.attained * 100)], space.nothing(space.wide))
        figure = Figure(top, space.choose([(counted.applicable > 0, counted.applicable)], space.whole(1)))
    else:
        some = counted.applicable > 0
        nobody = space.truth(whole == 0) if isinstance(whole, int) else whole == 0
        figure = Figure(space.choose([(settled & (some | nobody), counted.attained)], space.nothing(space.wide)), 1)
    why = said(ReasonKind.TALLY, table)
    none = ReasonKind.NO_MEMBERS
    if isinstance(whole, int):
        why = why if whole else said(none, table)
    else:
        why = where(whole == 0, said(none, table), why, table)
    known = required(bound.threshold, table)
    why = where(known.is_null(), why_no_threshold(bound.threshold, table), why, table)
    return Part(
        bound_holds(bound, counted, table),
        why,
        lacking_measure(bound.threshold, None, ~known.is_null(), table),
        bound.operator,
        as_double(figure, table),
        known,
        gap(figure, bound.operator, bound.threshold, table),
    )


def _members_measure(condition: MembersMeasure, table: Table, program: Program) -> Part:
    space = table.space
    span = span_over_members(condition, table, program, rule)
    measure = None if isinstance(condition.of, CriteriaCount) else condition.of
    empty = (span.applicable == 0) & (span.absent == 0)
    nobody = span.applicable == 0
    why = _word_where(empty, ReasonKind.NO_MEMBERS, ReasonKind.COMPARED, table)
    if condition.aggregate is Aggregate.SUM:
        nobody = nobody & (span.absent > 0)
    why = where(nobody, said(ReasonKind.NO_MEMBERS, table), why, table)
    asked = required(condition.threshold, table)
    why = where(asked.is_null() & ~nobody, why_no_threshold(condition.threshold, table), why, table)
    known = space.choose([(~span.figure.numerator.is_null(), span.least.numerator)], space.nothing(space.wide))
    compared = Figure(known, span.least.denominator)
    return Part(
        judge(condition, table, program),
        why,
        lacking_measure(condition.threshold, measure, ~asked.is_null(), table),
        condition.operator,
        as_double(span.figure, table),
        asked,
        gap(compared, condition.operator, condition.threshold, table),
    )


def _criteria_change(condition: CriteriaChange, table: Table, program: Program) -> Part:
    space = table.space
    low, high, _ = criteria_change(condition, table, program)
    figure = Figure(space.choose([(low == high, low)], space.nothing(space.wide)), 1)
    asked = required(condition.threshold, table)
    why = where(asked.is_null(), why_no_threshold(condition.threshold, table), said(ReasonKind.TALLY, table), table)
    return Part(
        judge(condition, table, program),
        why,
        lacking_measure(condition.threshold, None, ~asked.is_null(), table),
        condition.operator,
        as_double(figure, table),
        asked,
        gap(figure, condition.operator, condition.threshold, table),
    )

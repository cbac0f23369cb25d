"""The conditions on counts: of the ruleset's own criteria, and of the units below."""

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from attrs import evolve

from ..model.condition import (
    Aggregate,
    Basis,
    Bound,
    CriteriaChange,
    CriteriaCount,
    CriteriaState,
    Direction,
    MembersMeasure,
    OwnCriteria,
)
from ..model.decision import Decision, Reason, ReasonKind, Tally
from ..model.fact import Absence, Fact, Finding
from ..model.key import RuleKey
from ..model.measure import Measure
from ..model.outcome import Outcome
from ..model.units.unit import Unit
from ..model.values.number import Number, difference, mean, share, total
from . import kleene
from .compare import gap, without_threshold
from .judgement import Judgement, combine, tally, verdicts
from .kleene import NOT_APPLICABLE, OPEN, WIDE_OPEN, Verdict
from .observation import Observation
from .world import World, as_compared, lack, required


def own_criteria(
    condition: OwnCriteria, children: tuple[Decision, ...], listed: tuple[Decision, ...], unit: Unit, world: World
) -> Judgement:
    """`{criteria: not_attained, share_at_least: 30, including_any_of: ["10"]}`.

    `children` are the decisions on the criteria counted, `listed` those on `including_any_of`.
    """
    parts, count = verdicts(children), tally(children)
    if condition.state is CriteriaState.ALL:
        verdict = kleene.all_of(parts)
        return Judgement(verdict, (Reason(kind=ReasonKind.TALLY, outcome=verdict.outcome, tally=count),), children)
    failing = condition.state is CriteriaState.NOT_ATTAINED
    subject = condition.state.value
    found = [_bound(bound, _turned(parts, failing), count, unit, world) for bound in condition.bounds]
    if condition.including_any_of:
        # A criterion that does not apply is in neither state, so it is simply not among those found.
        verdict = kleene.any_of([kleene.NOT_ATTAINED, *_turned(verdicts(listed), failing)])
        why = Reason(
            kind=ReasonKind.TALLY, outcome=verdict.outcome, tally=tally(listed), required=condition.including_any_of
        )
        found.append(Judgement(verdict, (why,)))
    judged = combine(kleene.all_of, found)
    reasons = tuple(evolve(reason, subject=reason.subject or subject) for reason in judged.reasons)
    return Judgement(judged.verdict, reasons, children)


def _turned(parts: list[Verdict], failing: bool) -> list[Verdict]:
    return [kleene.opposite(part) for part in parts] if failing else parts


def members_attained(
    bounds: tuple[Bound, ...], kind: str, rule: RuleKey, children: tuple[Decision, ...], unit: Unit, world: World
) -> Judgement:
    """`{members: commune, attained: vn/commune-ntm, share_at_least: 100}`; `children` are the members' decisions."""
    parts, count = verdicts(children), tally(children)
    judged = combine(kleene.all_of, [_bound(bound, parts, count, unit, world) for bound in bounds])
    reasons = tuple(evolve(reason, rule=rule, members=kind) for reason in judged.reasons)
    return Judgement(judged.verdict, reasons, children)


def _bound(bound: Bound, counted: list[Verdict], count: Tally, unit: Unit, world: World) -> Judgement:
    """A bound on how many, or on what percentage of those to which the rule applies."""
    asked = required(bound.threshold, unit, world)
    if asked.value is None:
        why = without_threshold(asked.lacking, None, bound.operator).reasons[0]
        return Judgement(kleene.open_over(counted), (evolve(why, tally=count, basis=bound.basis),))
    assert not isinstance(asked.value, str)
    low, high = (Decimal(number) for number in kleene.count_range(counted))
    if bound.basis is Basis.SHARE and not counted:
        # A share of no members: "all of them" holds of none.
        why = Reason(
            kind=ReasonKind.NO_MEMBERS,
            outcome=Outcome.ATTAINED,
            operator=bound.operator,
            required=asked.value,
            basis=bound.basis,
            tally=count,
            facts=asked.facts,
        )
        return Judgement(kleene.ATTAINED, (why,))
    whole = Decimal(count.applicable)
    bounds = (share(low, whole), share(high, whole)) if bound.basis is Basis.SHARE and whole else (low, high)
    verdict = kleene.within(bounds, bound.operator, asked.value, counted)
    figure = bounds[0] if bounds[0] == bounds[1] and (whole or not counted) else None
    why = Reason(
        kind=ReasonKind.TALLY if counted else ReasonKind.NO_MEMBERS,
        outcome=verdict.outcome,
        operator=bound.operator,
        observed=figure,
        required=asked.value,
        gap=None if figure is None else gap(figure, bound.operator, asked.value),
        basis=bound.basis,
        tally=count,
        facts=asked.facts,
    )
    return Judgement(verdict, (why,))


class Span(NamedTuple):
    """Between which figures a member's figure lies (None: no bound), and whether it applies."""

    low: Number | None
    high: Number | None
    verdict: Verdict


def span_of_observation(observation: Observation, measure: Measure) -> Span:
    """A member's reported figure."""
    value = observation.value
    if value is None:
        if observation.absence is Absence.NOT_APPLICABLE and not measure.always_applies:
            return Span(None, None, NOT_APPLICABLE)
        return Span(None, None, OPEN if measure.always_applies else WIDE_OPEN)
    assert not isinstance(value, str | Finding)
    return Span(value, value, kleene.ATTAINED)


def span_of_criteria(decisions: Sequence[Decision]) -> Span:
    """How many criteria a member attains: a count always applies, also while it is open."""
    low, high = (Decimal(number) for number in kleene.count_range(verdicts(decisions)))
    return Span(low, high, kleene.ATTAINED)


def span_of_change(now: Span, then: Span) -> Span:
    """By how much more now than then."""
    assert now.low is not None
    assert now.high is not None
    assert then.low is not None
    assert then.high is not None
    low, high = difference(now.low, then.high), difference(now.high, then.low)
    return Span(low, high, kleene.ATTAINED)


def criteria_change(
    condition: CriteriaChange, now: tuple[Decision, ...], then: tuple[Decision, ...], unit: Unit, world: World
) -> Judgement:
    """`{criteria: attained, ruleset: vn/district-ntm, since: 2023-12-31, increased_by_at_least: 3}`."""
    asked = required(condition.threshold, unit, world)
    if asked.value is None:
        why = without_threshold(asked.lacking, None, condition.operator).reasons[0]
        return Judgement(OPEN, (evolve(why, since=condition.since, rule=RuleKey(condition.ruleset)),), now)
    assert not isinstance(asked.value, str)
    before, after = span_of_criteria(then), span_of_criteria(now)
    changed = (
        span_of_change(after, before) if condition.direction is Direction.INCREASED else span_of_change(before, after)
    )
    verdict = kleene.between(changed.low, changed.high, condition.operator, asked.value)
    figure = changed.low if changed.low == changed.high else None
    why = Reason(
        kind=ReasonKind.TALLY,
        outcome=verdict.outcome,
        operator=condition.operator,
        observed=figure,
        required=asked.value,
        gap=None if figure is None else gap(figure, condition.operator, asked.value),
        rule=RuleKey(condition.ruleset),
        subject=condition.direction.value,
        tally=tally(now),
        since=condition.since,
        facts=asked.facts,
    )
    return Judgement(verdict, (why,), now)


def members_measure(
    condition: MembersMeasure,
    members: list[Unit],
    criteria: list[tuple[Decision, ...]],
    earlier: list[tuple[Decision, ...]],
    unit: Unit,
    world: World,
) -> Judgement:
    """`{members: commune, mean: income, at_least: 39}`.

    `criteria` are the members' decisions where criteria are counted, `earlier` those of the date since which.
    """
    asked = required(condition.threshold, unit, world)
    measure, spans, lacks = None, [], []
    if isinstance(condition.of, CriteriaCount):
        spans = [span_of_criteria(decisions) for decisions in criteria]
        if condition.of.since is not None:
            spans = [span_of_change(now, span_of_criteria(then)) for now, then in zip(spans, earlier, strict=True)]
    else:
        measure = world.library.measures[condition.of]
        observations = [world.observe(member.code, measure.id) for member in members]
        spans = [span_of_observation(observation, measure) for observation in observations]
        lacks = [
            lack(observation, measure, member.code)
            for member, observation in zip(members, observations, strict=True)
            if observation.value is None
        ]
    children = tuple(decision for decisions in criteria for decision in decisions)
    about = Reason(
        kind=ReasonKind.COMPARED,
        outcome=Outcome.UNDETERMINED,
        measure=None if measure is None else measure.id,
        operator=condition.operator,
        required=asked.value,
        rule=RuleKey(condition.of.ruleset) if isinstance(condition.of, CriteriaCount) else None,
        members=condition.kind,
        aggregate=condition.aggregate,
        since=condition.of.since if isinstance(condition.of, CriteriaCount) else None,
        facts=(*(fact for member in members for fact in _facts(member, measure, world)), *asked.facts),
    )
    applicable = [span for span in spans if span.verdict.outcome is not Outcome.NOT_APPLICABLE]
    if not applicable and (members or condition.aggregate is not Aggregate.SUM):
        why = evolve(about, kind=ReasonKind.NO_MEMBERS, outcome=Outcome.NOT_APPLICABLE)
        return Judgement(NOT_APPLICABLE, (why, *lacks), children)
    if asked.value is None:
        why = without_threshold(asked.lacking, about.measure, condition.operator).reasons[0]
        why = evolve(why, members=condition.kind, aggregate=condition.aggregate, facts=(*about.facts, *why.facts))
        return Judgement(kleene.open_over([span.verdict for span in spans]), (why, *lacks), children)
    assert not isinstance(asked.value, str)
    low = aggregate(condition.aggregate, [span.low for span in applicable], lowest=True)
    high = aggregate(condition.aggregate, [span.high for span in applicable], lowest=False)
    figure = low if low is not None and low == high else None
    if measure is not None:
        low = None if low is None else as_compared(measure, low)
        high = None if high is None else as_compared(measure, high)
    verdict = kleene.between(low, high, condition.operator, asked.value)
    verdict = kleene.unless_all_may_not_apply(verdict, [span.verdict for span in applicable])
    compared = None if figure is None else low
    why = evolve(
        about,
        kind=ReasonKind.COMPARED if members else ReasonKind.NO_MEMBERS,
        outcome=verdict.outcome,
        observed=figure,
        compared=None if compared == figure else compared,
        gap=None if compared is None else gap(compared, condition.operator, asked.value),
    )
    return Judgement(verdict, (why, *lacks), children)


def _facts(member: Unit, measure: Measure | None, world: World) -> tuple[Fact, ...]:
    return () if measure is None else world.observe(member.code, measure.id).facts


def aggregate(kind: Aggregate, figures: list[Number | None], *, lowest: bool) -> Number | None:
    """The mean, sum, least or greatest of figures of which some have no bound (None); None when it has none either.

    `lowest` says that the figures are lower bounds, so that an open one leaves the least of them open, but not the greatest.
    """
    known = [figure for figure in figures if figure is not None]
    unbounded = len(known) < len(figures)
    if kind is Aggregate.MINIMUM:
        return None if not known or (unbounded and lowest) else min(known)
    if kind is Aggregate.MAXIMUM:
        return None if not known or (unbounded and not lowest) else max(known)
    if unbounded:
        return None
    return total(known) if kind is Aggregate.SUM else mean(known)

"""The conditions on what is known of the unit itself: its measures and its attributes."""

from attrs import evolve

from ..model.condition import AttributeIs, Change, Comparison, Direction, OneOf, Operator, Required
from ..model.decision import Reason, ReasonKind
from ..model.fact import Finding
from ..model.measure import Measure
from ..model.outcome import Outcome
from ..model.units.unit import Unit
from ..model.values.number import Number, difference
from ..program.program import Program
from . import kleene
from .judgement import Judgement
from .kleene import NOT_APPLICABLE, OPEN, WIDE_OPEN, settled
from .observation import Observation
from .world import Compared, World, as_compared, lack, required


def compare(condition: Comparison, unit: Unit, world: World) -> Judgement:
    """`{measure: m, at_least: 90}`."""
    measure = world.library.measures[condition.measure]
    observation = world.observe(unit.code, measure.id)
    asked = required(condition.threshold, unit, world)
    if observation.value is None:
        absent = lack(observation, measure)
        why = evolve(absent, operator=condition.operator, required=asked.value, facts=(*absent.facts, *asked.facts))
        return _without_value(measure, (why,), asked.lacking)
    if asked.value is None:
        return without_threshold(asked.lacking, measure.id, condition.operator, observation)
    compared = _compared(measure, observation)
    verdict = settled(_holds(measure, compared, condition.operator, asked.value))
    why = Reason(
        kind=ReasonKind.COMPARED,
        outcome=verdict.outcome,
        measure=measure.id,
        operator=condition.operator,
        observed=observation.value,
        compared=None if compared == observation.value else compared,
        required=asked.value,
        gap=gap(compared, condition.operator, asked.value),
        facts=(*observation.facts, *asked.facts),
    )
    return Judgement(verdict, (why,))


def one_of(condition: OneOf, unit: Unit, world: World) -> Judgement:
    """`{measure: m, one_of: [...]}`."""
    measure = world.library.measures[condition.measure]
    observation = world.observe(unit.code, measure.id)
    if observation.value is None:
        return _without_value(measure, (lack(observation, measure),), None)
    compared = _compared(measure, observation)
    verdict = settled(any(compared == value for value in condition.values))
    why = Reason(
        kind=ReasonKind.COMPARED,
        outcome=verdict.outcome,
        measure=measure.id,
        observed=observation.value,
        compared=None if compared == observation.value else compared,
        required=condition.values,
        facts=observation.facts,
    )
    return Judgement(verdict, (why,))


def finding_required(condition: Required, program: Program, unit: Unit, world: World) -> Judgement:
    """`{measure: m, required: yes}`."""
    measure = world.library.measures[condition.measure]
    observation = world.observe(unit.code, measure.id)
    if observation.value is None:
        return _without_value(measure, (lack(observation, measure),), None)
    assert isinstance(observation.value, Finding)
    met = finding_met(observation.value, program)
    verdict = OPEN if met is None else settled(met is condition.met)
    why = Reason(
        kind=ReasonKind.BASICALLY_MET if met is None else ReasonKind.COMPARED,
        outcome=verdict.outcome,
        measure=measure.id,
        observed=observation.value,
        required=(Finding.MET if condition.met else Finding.NOT_MET).value,
        facts=observation.facts,
    )
    return Judgement(verdict, (why,))


def finding_met(finding: Finding, program: Program) -> bool | None:
    """Whether a finding counts as met; whether *basically met* does is the ruleset's to say (None: it does not say)."""
    return program.ruleset.basically_met if finding is Finding.BASICALLY_MET else finding is Finding.MET


def attribute_is(condition: AttributeIs, unit: Unit) -> Judgement:
    """`{attribute: a, one_of: [...]}`."""
    own = unit.attributes.get(condition.attribute)
    if not own:
        verdict, kind = OPEN, ReasonKind.NO_ATTRIBUTE
    else:
        verdict, kind = settled(own in condition.values), ReasonKind.COMPARED
    why = Reason(
        kind=kind,
        outcome=verdict.outcome,
        subject=condition.attribute,
        observed=own or None,
        required=condition.values,
    )
    return Judgement(verdict, (why,))


def change(condition: Change, unit: Unit, world: World) -> Judgement:
    """`{measure: m, since: 2023-12-31, increased_by_at_least: 3}`."""
    measure = world.library.measures[condition.measure]
    now = world.observe(unit.code, measure.id)
    before = world.observe(unit.code, measure.id, condition.since)
    asked = required(condition.threshold, unit, world)
    absent = [lack(now, measure)] if now.value is None else []
    if before.value is None:
        absent.append(evolve(lack(before, measure), since=condition.since))
    if absent:
        # All that is known stands with the first reason, so that the decision can be made again from its record.
        facts = tuple(dict.fromkeys((*before.facts, *now.facts, *asked.facts)))
        absent[0] = evolve(absent[0], operator=condition.operator, required=asked.value, facts=facts)
        return _without_value(measure, tuple(absent), asked.lacking)
    if asked.value is None:
        why = without_threshold(asked.lacking, measure.id, condition.operator, now).reasons[0]
        return Judgement(OPEN, (evolve(why, since=condition.since, facts=(*before.facts, *why.facts)),))
    figure, base, threshold = _compared(measure, now), _compared(measure, before), asked.value
    assert not isinstance(figure, str)
    assert not isinstance(base, str)
    assert not isinstance(threshold, str)
    changed = difference(figure, base) if condition.direction is Direction.INCREASED else difference(base, figure)
    verdict = settled(kleene.holds(changed, condition.operator, threshold))
    why = Reason(
        kind=ReasonKind.COMPARED,
        outcome=verdict.outcome,
        measure=measure.id,
        operator=condition.operator,
        observed=changed,
        required=threshold,
        gap=gap(changed, condition.operator, threshold),
        subject=condition.direction.value,
        since=condition.since,
        facts=(*before.facts, *now.facts, *asked.facts),
    )
    return Judgement(verdict, (why,))


def _without_value(measure: Measure, why: tuple[Reason, ...], threshold: Reason | None) -> Judgement:
    """No value, so no comparison: not applicable where that is reported, else open."""
    reasons = why if threshold is None else (*why, evolve(threshold, outcome=Outcome.UNDETERMINED))
    if any(reason.outcome is Outcome.NOT_APPLICABLE for reason in why):
        return Judgement(NOT_APPLICABLE, reasons)
    return Judgement(OPEN if measure.always_applies else WIDE_OPEN, reasons)


def without_threshold(
    lacking: Reason | None, measure: str | None, operator: Operator, observation: Observation | None = None
) -> Judgement:
    """Nothing to compare with: open, whatever the figure."""
    assert lacking is not None
    own = () if observation is None else observation.facts
    why = evolve(
        lacking,
        outcome=Outcome.UNDETERMINED,
        measure=lacking.measure or measure,
        operator=operator,
        observed=lacking.observed if observation is None or lacking.measure else observation.value,
        facts=(*own, *lacking.facts),
    )
    return Judgement(OPEN, (why,))


def _compared(measure: Measure, observation: Observation) -> Compared:
    value = observation.value
    assert value is not None
    assert not isinstance(value, Finding)
    return value if isinstance(value, str) else as_compared(measure, value)


def _holds(measure: Measure, value: Compared, operator: Operator, threshold: Compared) -> bool:
    if isinstance(value, str) or isinstance(threshold, str):
        own, asked = measure.rank(str(value)), measure.rank(str(threshold))
        assert own is not None
        assert asked is not None
        return kleene.holds(own, operator, asked)
    return kleene.holds(value, operator, threshold)


def gap(value: Compared, operator: Operator, threshold: Compared) -> Number | None:
    """By how much a figure falls short of what is required; negative: how much it has to spare. Levels have no gap."""
    if isinstance(value, str) or isinstance(threshold, str):
        return None
    if operator in (Operator.AT_LEAST, Operator.MORE_THAN):
        return difference(threshold, value)
    if operator in (Operator.AT_MOST, Operator.LESS_THAN):
        return difference(value, threshold)
    # Not -difference: a decimal's minus rounds to the caller's context.
    return difference(value, threshold) if value >= threshold else difference(threshold, value)

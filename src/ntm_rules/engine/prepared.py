"""Decisions with every reason, quickly: for the common rules all but the figure is known when the program is compiled.

A figure against a fixed threshold, a finding, a combination of conditions, a criterion all of whose indicators must be
attained, and own criteria that must all be attained are most of every policy document. For these a judge is prepared, once
per program; the specification judges every other condition, and decides every rule that has `applies_when`, or on which there
are attestations or published decisions. The two must agree to the last field, and a test holds them together.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import partial
from operator import eq, ge, gt, le, lt

from ..model.condition import (
    AllOf,
    Attained,
    Comparison,
    Condition,
    CriteriaCount,
    CriteriaState,
    MembersAttained,
    MembersMeasure,
    Operator,
    OwnCriteria,
    Required,
)
from ..model.decision import Decision, Reason, ReasonKind
from ..model.fact import Absence, Fact, Finding
from ..model.measure import Measure, MeasureType
from ..model.outcome import Outcome
from ..model.threshold import ByYear, Fixed, Threshold
from ..model.units.unit import Unit
from ..model.values.number import EXACT, Number, difference
from ..program.compiling import parts_of
from ..program.program import Program, ProgramRule
from . import evaluate as specification
from . import kleene
from .draft import draft_decision, draft_reason
from .evidence import Reports
from .judgement import tally, verdicts
from .kleene import MAY_ATTAIN, MAY_FAIL, MAY_NOT_APPLY, POSSIBLE, Verdict
from .observation import NOTHING, Observation
from .world import World

Judged = tuple[Outcome, int, tuple[Reason, ...], tuple[Decision, ...]]
"""What a `Judgement` holds: the outcome, the sum of those possible, the reasons and the decisions it rests on."""
Judge = Callable[[Unit, World], Judged]
Maker = Callable[[Unit, World], Decision]

_ATTAINED, _NOT_ATTAINED = Outcome.ATTAINED, Outcome.NOT_ATTAINED
_UNDETERMINED, _NOT_APPLICABLE = Outcome.UNDETERMINED, Outcome.NOT_APPLICABLE
_COMPARED = ReasonKind.COMPARED
_OPEN, _WIDE_OPEN = kleene.OPEN.possible, kleene.WIDE_OPEN.possible
_NOTHING: Reports = {}


def decide(program: Program, unit: Unit, code: str, world: World) -> Decision:
    """The decision of one rule for one unit, made once per world, and equal to that of the specification.

    Raises KeyError when the program has no such rule.
    """
    key = (program.ruleset.id, unit.code, code)
    decision = world.decided.get(key)
    if decision is None:
        decision = world.decided[key] = _makers(program)[code](unit, world)
    return decision


def _makers(program: Program) -> dict[str, Maker]:
    found = program.cache.get("makers")
    if found is None:
        makers: dict[str, Maker] = {}
        program.cache["makers"] = makers
        for rule in program.rules:
            makers[rule.key.code] = _maker(rule, program)
        return makers
    assert isinstance(found, dict)
    return found


def _maker(rule: ProgramRule, program: Program) -> Maker:
    """What makes the decisions of a rule."""
    key, name, provenance, hashed = rule.key, rule.rule.name, rule.rule.provenance, rule.hash
    version, as_of = program.ruleset.version, program.as_of
    ahead = [*_ahead(rule.condition, program), *_ahead(rule.rule.applies_when, program)]
    children_of = _decided(rule.children, program)

    def specified(unit: Unit, world: World) -> Decision:
        children_of(unit, world)
        for make_ahead in ahead:
            make_ahead(unit, world)
        return specification.decide(program, unit, key.code, world)

    if rule.rule.applies_when is not None:
        return specified
    if rule.children:
        judge = _all_attained(rule.children, program)
    elif rule.condition is not None:
        judge = _judge(rule.condition, program)
    else:
        return specified

    def make(unit: Unit, world: World) -> Decision:
        own, attestations, published = unit.code, world.evidence.attestations, world.evidence.published
        if (attestations and key in attestations.get(own, ())) or (published and key in published.get(own, ())):
            return specified(unit, world)
        outcome, possible, reasons, children = judge(unit, world)
        return draft_decision(
            own, key, version, as_of, name, outcome, POSSIBLE[possible], reasons, children, provenance, hashed
        )

    return make


def _decided(codes: tuple[str, ...], program: Program) -> Callable[[Unit, World], tuple[Decision, ...]]:
    """`decide` for several rules of a unit."""
    makers, ruleset = _makers(program), program.ruleset.id

    def decisions(unit: Unit, world: World) -> tuple[Decision, ...]:
        own, decided = unit.code, world.decided
        found = []
        for code in codes:
            key = (ruleset, own, code)
            decision = decided.get(key)
            if decision is None:
                decision = decided[key] = makers[code](unit, world)
            found.append(decision)
        return tuple(found)

    return decisions


def _ahead(condition: Condition | None, program: Program) -> list[Callable[[Unit, World], None]]:
    """What makes the decisions that a condition asks for, so that the specification finds them made."""
    if condition is None:
        return []
    found: list[Callable[[Unit, World], None]] = []
    for part in parts_of(condition):
        match part:
            case OwnCriteria() if part.ruleset is None:
                codes = dict.fromkeys((*(part.of or program.criteria), *part.including_any_of))
                found.append(partial(_decide_ahead, program, None, tuple(codes)))
            case Attained(rule):
                found.append(partial(_decide_ahead, program.references[rule.ruleset], None, (rule.code,)))
            case MembersAttained(kind, rule):
                found.append(partial(_decide_ahead, program.references[rule.ruleset], kind, (rule.code,)))
            case MembersMeasure(kind, of=CriteriaCount(ruleset, since=None)):
                reference = program.references[ruleset]
                found.append(partial(_decide_ahead, reference, kind, reference.criteria))
    return found


def _decide_ahead(program: Program, kind: str | None, codes: tuple[str, ...], unit: Unit, world: World) -> None:
    """Decide rules for a unit, or for the units of a kind below it."""
    decisions = _decided(codes, program)
    for own in (unit,) if kind is None else world.units.members(unit.code, kind, program.as_of):
        decisions(own, world)


def _judge(condition: Condition, program: Program) -> Judge:
    """The judge of a condition: one of those below, or the specification."""
    match condition:
        case Comparison():
            limit = _limit(condition.threshold, program.as_of)
            measure = program.measures[condition.measure]
            if limit is not None and measure.type is MeasureType.NUMBER and measure.rounding is None:
                return _figure(condition, measure, limit)
        case Required():
            return _finding(condition, program)
        case OwnCriteria(state=CriteriaState.ALL, ruleset=None):
            return _own_criteria(condition.of or program.criteria, program)
        case AllOf(parts):
            return _all_of([_judge(part, program) for part in parts])
    ahead = _ahead(condition, program)

    def specified(unit: Unit, world: World) -> Judged:
        for make_ahead in ahead:
            make_ahead(unit, world)
        judged = specification.judge(condition, program, unit, world)
        return judged.verdict.outcome, judged.verdict.possible, judged.reasons, judged.children

    return specified


def _limit(threshold: Threshold, as_of: date) -> Decimal | None:
    """A threshold that is one figure for every unit on the day; None for any other."""
    match threshold:
        case Fixed(Decimal() as figure):
            return figure
        case ByYear(cases, otherwise):
            case_of = dict(reversed(cases)).get(as_of.year, otherwise)
            return None if case_of is None else _limit(case_of, as_of)
    return None


def _figure(condition: Comparison, measure: Measure, limit: Decimal) -> Judge:
    """A figure that is not rounded, against a figure."""
    name, operator, derived = measure.id, condition.operator, measure.derive is not None
    holds, subtract = _HOLDS[operator], EXACT.subtract
    at_least = operator in (Operator.AT_LEAST, Operator.MORE_THAN)
    equals = operator is Operator.EQUALS
    without = _without_value(measure, operator, limit)
    nothing = without(NOTHING)

    def judge(unit: Unit, world: World) -> Judged:
        evidence = world.evidence
        reports = evidence.facts.get(unit.code, _NOTHING).get(name)
        if reports is None and not derived:
            return nothing
        sole = None if derived or reports is None else evidence.sole(reports)
        facts: tuple[Fact, ...]
        if sole is not None:
            value, facts = sole.value, (sole,)
        else:
            observation = world.observe(unit.code, name)
            if observation.value is None:
                return without(observation)
            value, facts = observation.value, observation.facts
        if isinstance(value, Decimal):
            short = at_least or (equals and value < limit)
            gap: Number = subtract(limit, value) if short else subtract(value, limit)
        else:
            assert isinstance(value, Fraction)
            short = at_least or (equals and value < limit)
            gap = difference(limit, value) if short else difference(value, limit)
        if holds(value, limit):
            why = draft_reason(_COMPARED, _ATTAINED, name, operator, value, limit, gap, facts)
            return _ATTAINED, MAY_ATTAIN, (why,), ()
        why = draft_reason(_COMPARED, _NOT_ATTAINED, name, operator, value, limit, gap, facts)
        return _NOT_ATTAINED, MAY_FAIL, (why,), ()

    return judge


_HOLDS: Mapping[Operator, Callable[[Number, Number], bool]] = {
    Operator.AT_LEAST: ge,
    Operator.MORE_THAN: gt,
    Operator.AT_MOST: le,
    Operator.LESS_THAN: lt,
    Operator.EQUALS: eq,
}


def _finding(condition: Required, program: Program) -> Judge:
    """A finding that is required."""
    measure, basically = program.measures[condition.measure], program.ruleset.basically_met
    name, required = measure.id, (Finding.MET if condition.met else Finding.NOT_MET).value
    without = _without_value(measure, None, None)
    nothing = without(NOTHING)

    def judge(unit: Unit, world: World) -> Judged:
        evidence = world.evidence
        reports = evidence.facts.get(unit.code, _NOTHING).get(name)
        if reports is None:
            return nothing
        sole = evidence.sole(reports)
        facts: tuple[Fact, ...]
        if sole is not None:
            value, facts = sole.value, (sole,)
        else:
            observation = world.observe(unit.code, name)
            if observation.value is None:
                return without(observation)
            value, facts = observation.value, observation.facts
        if value is Finding.BASICALLY_MET and basically is None:
            why = draft_reason(ReasonKind.BASICALLY_MET, _UNDETERMINED, name, None, value, required, None, facts)
            return _UNDETERMINED, _OPEN, (why,), ()
        met = basically if value is Finding.BASICALLY_MET else value is Finding.MET
        outcome, possible = (_ATTAINED, MAY_ATTAIN) if met is condition.met else (_NOT_ATTAINED, MAY_FAIL)
        return outcome, possible, (draft_reason(_COMPARED, outcome, name, None, value, required, None, facts),), ()

    return judge


def _without_value(
    measure: Measure, operator: Operator | None, required: Decimal | None
) -> Callable[[Observation], Judged]:
    """What comes of an observation without a value."""
    open_ = _OPEN if measure.always_applies else _WIDE_OPEN

    def judged(observation: Observation) -> Judged:
        left_out = observation.absence is Absence.NOT_APPLICABLE and not measure.always_applies
        outcome, possible = (_NOT_APPLICABLE, MAY_NOT_APPLY) if left_out else (_UNDETERMINED, open_)
        why = draft_reason(
            observation.problem or ReasonKind.MISSING,
            outcome,
            measure.id,
            operator,
            observation.absence,
            required,
            None,
            observation.facts,
            observation.lacking,
        )
        return outcome, possible, (why,), ()

    return judged


def _all_of(judges: Sequence[Judge]) -> Judge:
    """Every part holds."""

    def judge(unit: Unit, world: World) -> Judged:
        parts = [judge(unit, world) for judge in judges]
        outcome, possible = kleene.all_of([Verdict(part[0], part[1]) for part in parts])
        reasons = tuple([reason for part in parts for reason in part[2]])
        return outcome, possible, reasons, tuple([child for part in parts for child in part[3]])

    return judge


def _all_attained(codes: tuple[str, ...], program: Program) -> Judge:
    """A criterion whose indicators must all be attained."""
    decided = _decided(codes, program)

    def judge(unit: Unit, world: World) -> Judged:
        children = decided(unit, world)
        outcome, possible = _every_decision(children)
        return outcome, possible, (), children

    return judge


def _own_criteria(codes: tuple[str, ...], program: Program) -> Judge:
    """Own criteria that must all be attained."""
    decided = _decided(codes, program)

    def judge(unit: Unit, world: World) -> Judged:
        children = decided(unit, world)
        outcome, possible = _every_decision(children)
        why = draft_reason(ReasonKind.TALLY, outcome, None, None, None, None, None, (), tally=tally(children))
        return outcome, possible, (why,), children

    return judge


def _every_decision(decisions: Sequence[Decision]) -> tuple[Outcome, int]:
    """`kleene.all_of` the verdicts on decisions."""
    outcomes = [decision.outcome for decision in decisions]
    if _NOT_ATTAINED in outcomes:
        return _NOT_ATTAINED, MAY_FAIL
    if _UNDETERMINED in outcomes:
        return kleene.all_of(verdicts(decisions))
    return (_ATTAINED, MAY_ATTAIN) if _ATTAINED in outcomes else (_NOT_APPLICABLE, MAY_NOT_APPLY)

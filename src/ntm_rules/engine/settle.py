"""What would settle a decision, and the least that would have to change for it to be attained.

Both are read off the rules and the world as they are, without trying figures: conditions are closed, so it is known what each
of them waits for.
"""

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from enum import Enum
from fractions import Fraction

from attrs import frozen

from ..model.condition import (
    AllOf,
    AnyOf,
    AtLeastN,
    Attained,
    Basis,
    Bound,
    Condition,
    CriteriaChange,
    CriteriaCount,
    CriteriaState,
    MembersAttained,
    MembersMeasure,
    NoneOf,
    Operator,
    OwnCriteria,
    Unknown,
)
from ..model.decision import Reason, ReasonKind
from ..model.key import RuleKey
from ..model.outcome import Outcome
from ..model.units.unit import Unit
from ..model.values.number import Number, share
from ..program.compiling import thresholds_of
from ..program.program import Program, ProgramRule
from . import kleene
from .evaluate import decide, judge
from .world import World, required


class StepKind(Enum):
    """What kind of thing a step asks for."""

    REPORT = "report"  # a figure or finding that is not reported
    RECONCILE = "reconcile"  # reports that differ or are disputed
    CHANGE = "change"  # a figure, finding or fact of life that has to become another
    ATTEST = "attest"  # an authority's finding on a rule whose content or threshold is not known


@frozen
class Step:
    """One thing to supply or to change: a measure of a unit, an attribute of it, or a finding on a rule.

    `gap` is by how much a figure has to change at least.
    """

    kind: StepKind
    unit: str
    rule: RuleKey
    measure: str | None = None
    attribute: str | None = None
    gap: Decimal | Fraction | None = None


Steps = tuple[Step, ...]


def to_settle(program: Program, unit: Unit, code: str, world: World) -> Steps:
    """The shortest list of what has to become known for the decision to be settled, whatever the figures turn out to be.

    Empty when it is settled already. What can no longer matter is not asked for.
    """
    return _open(program, unit, program.by_code[code], world)


def to_attain(program: Program, unit: Unit, code: str, world: World) -> Steps | None:
    """A shortest list of what has to be supplied and to change for the decision to be attained.

    Empty when it is attained; None when nothing that can be supplied or changed for the unit leads there.
    """
    return _rule_to(program, unit, program.by_code[code], world, True)


_KINDS = {
    ReasonKind.MISSING: StepKind.REPORT,
    ReasonKind.ABSENT: StepKind.REPORT,
    ReasonKind.NO_WHOLE: StepKind.CHANGE,
    ReasonKind.CONFLICT: StepKind.RECONCILE,
    ReasonKind.NO_ATTRIBUTE: StepKind.REPORT,
    ReasonKind.COMPARED: StepKind.CHANGE,
}


def _leaf(condition: Condition, program: Program, unit: Unit, rule: RuleKey, world: World) -> Steps:
    """What a condition on the unit itself, or on figures of others, waits for or would have to change."""
    judged = judge(condition, program, unit, world)
    found: list[Step] = []
    is_open = judged.verdict.outcome is Outcome.UNDETERMINED
    for reason in judged.reasons:
        # A figure over members that is open waits for what is missing of them, which has reasons of its own.
        if is_open and (reason.outcome is not Outcome.UNDETERMINED or reason.kind is ReasonKind.COMPARED):
            continue
        found += _steps_for(reason, unit, rule)
    return _unique(found) or (Step(StepKind.ATTEST, unit.code, rule),)


def _steps_for(reason: Reason, unit: Unit, rule: RuleKey) -> list[Step]:
    """What one reason calls for."""
    kind = _KINDS.get(reason.kind, StepKind.ATTEST)
    whose = reason.unit or unit.code
    if kind is StepKind.ATTEST:
        return [Step(kind, unit.code, rule)]
    if reason.measure is None or reason.kind is ReasonKind.NO_ATTRIBUTE:
        return [Step(kind, whose, rule, attribute=reason.subject)]
    gap = reason.gap if kind is StepKind.CHANGE and reason.gap is not None and reason.gap > 0 else None
    return [Step(kind, whose, rule, str(name), gap=gap) for name in reason.lacking or (reason.measure,)]


def _open_thresholds(condition: Condition, unit: Unit, rule: RuleKey, world: World) -> Iterable[Step]:
    """What the thresholds of a count wait for."""
    for threshold in thresholds_of(condition):
        lacking = required(threshold, unit, world).lacking
        if lacking is not None:
            yield from _steps_for(lacking, unit, rule)


def _open(program: Program, unit: Unit, rule: ProgramRule, world: World) -> Steps:
    if decide(program, unit, rule.key.code, world).outcome is not Outcome.UNDETERMINED:
        return ()
    # Where nothing that is read is open (a threshold is not known, attestations differ), only a finding settles the rule.
    return _unique(_open_below(program, unit, rule, world)) or (Step(StepKind.ATTEST, unit.code, rule.key),)


def _open_below(program: Program, unit: Unit, rule: ProgramRule, world: World) -> Iterable[Step]:
    if rule.rule.applies_when is not None:
        yield from _open_in(rule.rule.applies_when, program, unit, rule.key, world)
    for code in rule.children:
        yield from _open(program, unit, program.by_code[code], world)
    if not rule.children:
        yield from _open_in(rule.condition or Unknown(), program, unit, rule.key, world)


def _open_in(condition: Condition, program: Program, unit: Unit, rule: RuleKey, world: World) -> Iterable[Step]:
    if judge(condition, program, unit, world).verdict.outcome is not Outcome.UNDETERMINED:
        return
    if isinstance(condition, OwnCriteria | CriteriaChange | MembersAttained) or (
        isinstance(condition, MembersMeasure) and isinstance(condition.of, CriteriaCount)
    ):
        yield from _open_thresholds(condition, unit, rule, world)
    match condition:
        case AllOf(parts) | AnyOf(parts) | NoneOf(parts) | AtLeastN(_, parts):
            for part in parts:
                yield from _open_in(part, program, unit, rule, world)
        case OwnCriteria(ruleset=other_ruleset):
            of = program if other_ruleset is None else program.references[other_ruleset]
            for code in dict.fromkeys((*(condition.of or of.criteria), *condition.including_any_of)):
                yield from _open(of, unit, of.by_code[code], world)
        case Attained(other):
            reference = program.references[other.ruleset]
            yield from _open(reference, unit, reference.by_code[other.code], world)
        case CriteriaChange(ruleset):
            reference = program.references[ruleset]
            for code in reference.criteria:
                yield from _open(reference, unit, reference.by_code[code], world)
        case MembersMeasure(kind, of=CriteriaCount(ruleset), only=only):
            reference = program.references[ruleset]
            for member in world.members(unit.code, kind, only):
                for code in reference.criteria:
                    yield from _open(reference, member, reference.by_code[code], world)
        case MembersAttained(kind, other, only=only):
            reference = program.references[other.ruleset]
            for member in world.members(unit.code, kind, only):
                yield from _open(reference, member, reference.by_code[other.code], world)
        case _:
            yield from _leaf(condition, program, unit, rule, world)


def _rule_to(program: Program, unit: Unit, rule: ProgramRule, world: World, attained: bool) -> Steps | None:
    """The least that brings a rule to be attained, or not to be."""
    wanted = Outcome.ATTAINED if attained else Outcome.NOT_ATTAINED
    outcome = decide(program, unit, rule.key.code, world).outcome
    if outcome is wanted:
        return ()
    if outcome is Outcome.NOT_APPLICABLE:
        return None
    if rule.children:
        below = [
            _rule_to(program, unit, program.by_code[code], world, attained)
            for code in rule.children
            if decide(program, unit, code, world).outcome is not Outcome.NOT_APPLICABLE
        ]
        steps = _every(below) if attained else _least(below)
    else:
        steps = _condition_to(rule.condition or Unknown(), program, unit, rule.key, world, attained)
    if rule.rule.applies_when is not None:
        applies = _condition_to(rule.rule.applies_when, program, unit, rule.key, world, True)
        steps = _every([applies, steps])
    return (Step(StepKind.ATTEST, unit.code, rule.key),) if steps == () else steps


def _condition_to(
    condition: Condition, program: Program, unit: Unit, rule: RuleKey, world: World, holds: bool
) -> Steps | None:
    verdict = judge(condition, program, unit, world).verdict
    if verdict.outcome is (Outcome.ATTAINED if holds else Outcome.NOT_ATTAINED):
        return ()
    if verdict.outcome is Outcome.NOT_APPLICABLE:
        return None

    def parts_to(parts: Sequence[Condition], to: bool) -> list[Steps | None]:
        applicable = [
            part for part in parts if judge(part, program, unit, world).verdict.outcome is not Outcome.NOT_APPLICABLE
        ]
        return [_condition_to(part, program, unit, rule, world, to) for part in applicable]

    def rules_to(of: Program, whose: Sequence[Unit], codes: Sequence[str]) -> Callable[[bool], list[Steps | None]]:
        applicable = [
            (member, code)
            for member in whose
            for code in codes
            if decide(of, member, code, world).outcome is not Outcome.NOT_APPLICABLE
        ]
        return lambda to: [_rule_to(of, member, of.by_code[code], world, to) for member, code in applicable]

    match condition:
        case AllOf(parts):
            return _every(parts_to(parts, True)) if holds else _least(parts_to(parts, False))
        case AnyOf(parts):
            return _least(parts_to(parts, True)) if holds else _every(parts_to(parts, False))
        case NoneOf(parts):
            return _every(parts_to(parts, False)) if holds else _least(parts_to(parts, True))
        case AtLeastN(n, parts):
            steps = parts_to(parts, holds)
            return _cheapest(n if holds else len(steps) - n + 1, steps)
        case OwnCriteria(ruleset=other_ruleset):
            of_ruleset = program if other_ruleset is None else program.references[other_ruleset]
            own = rules_to(of_ruleset, [unit], condition.of or of_ruleset.criteria)
            if condition.state is CriteriaState.ALL:
                return _every(own(True)) if holds else _least(own(False))
            failing = condition.state is CriteriaState.NOT_ATTAINED
            needs = [_bound_to(bound, own, failing, unit, world, holds) for bound in condition.bounds]
            if condition.including_any_of:
                listed = rules_to(of_ruleset, [unit], condition.including_any_of)(holds is not failing)
                needs.append(_least(listed) if holds else _every(listed))
            return _every(needs) if holds else _least(needs)
        case Attained(other):
            reference = program.references[other.ruleset]
            return _rule_to(reference, unit, reference.by_code[other.code], world, holds)
        case MembersAttained(kind, other, bounds, only):
            reference = program.references[other.ruleset]
            members = world.members(unit.code, kind, only)
            theirs = rules_to(reference, members, [other.code])
            needs = [_bound_to(bound, theirs, False, unit, world, holds) for bound in bounds]
            return _every(needs) if holds else _least(needs)
        case _:
            return _leaf(condition, program, unit, rule, world)


def _bound_to(
    bound: Bound,
    rules: Callable[[bool], list[Steps | None]],
    failing: bool,
    unit: Unit,
    world: World,
    holds: bool,
) -> Steps | None:
    """The least that brings a count or a share of rules within (or out of) a bound: every count is tried, cheapest first."""
    asked = required(bound.threshold, unit, world).value
    if asked is None or isinstance(asked, str):
        return None
    into, out_of = rules(not failing), rules(failing)
    whole = len(into)
    order = sorted(range(whole), key=lambda index: _cost(into[index]) - _cost(out_of[index]))
    best: Steps | None = None
    for count in range(whole + 1):
        figure: Number = Decimal(count)
        if bound.basis is Basis.SHARE:
            if not whole:
                continue
            figure = share(figure, Decimal(whole))
        if kleene.holds(figure, bound.operator, asked) is not holds:
            continue
        chosen, others = order[:count], order[count:]
        steps = _every([*(into[index] for index in chosen), *(out_of[index] for index in others)])
        # What is already in place costs nothing, and what is undetermined has to be settled one way or the other only
        # where the bound depends on it; asking for the rest would not be the least.
        if bound.operator in (Operator.AT_LEAST, Operator.MORE_THAN) and holds:
            steps = _every([into[index] for index in chosen])
        elif bound.operator in (Operator.AT_MOST, Operator.LESS_THAN) and holds:
            steps = _every([out_of[index] for index in others])
        if steps is not None and (best is None or len(steps) < len(best)):
            best = steps
    return best


def _cost(steps: Steps | None) -> int:
    return 10**6 if steps is None else len(steps)


def _every(parts: Sequence[Steps | None]) -> Steps | None:
    return None if any(part is None for part in parts) else _unique(step for part in parts for step in part or ())


def _least(parts: Sequence[Steps | None]) -> Steps | None:
    return min((part for part in parts if part is not None), key=len, default=None)


def _cheapest(n: int, parts: Sequence[Steps | None]) -> Steps | None:
    possible = sorted((part for part in parts if part is not None), key=len)
    return _every(possible[:n]) if len(possible) >= n else None


def _unique(steps: Iterable[Step]) -> Steps:
    return tuple(dict.fromkeys(steps))

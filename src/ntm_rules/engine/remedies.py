"""Remedies: the steps that would settle a decision, and the least changes by which it would be attained.

Both are read off the terms and the world as they are, without trying figures: it is known what each truth waits for.
"""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from typing import assert_never

from attrs import frozen

from ..model.condition import Operator
from ..model.decision import Reason, ReasonKind
from ..model.fact import Finding
from ..model.key import RuleKey
from ..model.outcome import Outcome
from ..model.units.unit import Unit
from ..model.values.number import Number, share
from ..program.program import Program
from ..program.terms import (
    AllHold,
    Always,
    AnyHolds,
    Attested,
    Counted,
    Difference,
    Figure,
    Holds,
    IsOneOf,
    Never,
    Not,
    OpenTruth,
    OutcomeOf,
    Over,
    Rounded,
    Told,
    Truth,
    Where,
    walk,
)
from ..program.verdict import OUTCOME, holds
from .evidence.world import World
from .specification import decide, span_of, verdict
from .specification.assessed import Assessed
from .specification.figure_reasons import lacks_of
from .specification.meaning import truths_of
from .specification.reasons import reasons_of


class StepKind(Enum):
    """The kind of action that a step asks for."""

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
_About = tuple[Truth, Assessed]
"""A truth, and the unit that it is about."""


def to_settle(program: Program, unit: Unit, code: str, world: World) -> Steps:
    """The shortest list of what has to become known for the decision to be settled, whatever the figures turn out to be.

    Empty when it is settled already. What can no longer matter is not asked for.
    """
    return _open(Assessed(unit, program, world, decide), code)


def to_attain(program: Program, unit: Unit, code: str, world: World) -> Steps | None:
    """A shortest list of what has to be supplied and to change for the decision to be attained.

    Empty when it is attained; None when nothing that can be supplied or changed for the unit leads there.
    """
    return _rule_to(Assessed(unit, program, world, decide), code, True)


# ---- what one truth waits for, from its reasons

_KINDS = {
    ReasonKind.MISSING: StepKind.REPORT,
    ReasonKind.ABSENT: StepKind.REPORT,
    ReasonKind.NO_WHOLE: StepKind.CHANGE,
    ReasonKind.CONFLICT: StepKind.RECONCILE,
    ReasonKind.NO_ATTRIBUTE: StepKind.REPORT,
    ReasonKind.COMPARED: StepKind.CHANGE,
}


def _leaf(truth: Truth, at: Assessed, rule: RuleKey) -> Steps:
    """The steps for a truth that rests on no other: to settle it where it is undetermined, else to change it."""
    found: list[Step] = []
    is_open = _outcome(truth, at) is Outcome.UNDETERMINED
    for reason in reasons_of(truth, at):
        # A figure over members that is open waits for what is missing of them, which has reasons of its own.
        if is_open and (reason.outcome is not Outcome.UNDETERMINED or reason.kind is ReasonKind.COMPARED):
            continue
        found += _steps_for(reason, at, rule)
    return _unique(found) or (Step(StepKind.ATTEST, at.unit.code, rule),)


def _steps_for(reason: Reason, at: Assessed, rule: RuleKey) -> list[Step]:
    """The steps that one reason calls for."""
    kind = _KINDS.get(reason.kind, StepKind.ATTEST)
    whose = reason.unit or at.unit.code
    if kind is StepKind.ATTEST:
        return [Step(kind, at.unit.code, rule)]
    if reason.measure is None or reason.kind is ReasonKind.NO_ATTRIBUTE:
        return [Step(kind, whose, rule, attribute=reason.subject)]
    gap = reason.gap if kind is StepKind.CHANGE and reason.gap is not None and reason.gap > 0 else None
    return [Step(kind, whose, rule, str(name), gap=gap) for name in reason.lacking or (reason.measure,)]


# ---- what would settle


def _open(at: Assessed, code: str) -> Steps:
    """The steps that an undetermined rule waits for; none where the rule is settled."""
    rule = at.program.by_code[code]
    if at.decide(at.program, at.unit, code, at.world).outcome is not Outcome.UNDETERMINED:
        return ()
    # Where nothing that is read is open (a threshold is not known, attestations differ), only a finding settles the rule.
    return _unique(_open_in(rule.truth, at, rule.key)) or (Step(StepKind.ATTEST, at.unit.code, rule.key),)


def _open_in(truth: Truth, at: Assessed, rule: RuleKey) -> Iterator[Step]:
    """The steps that an undetermined truth waits for; none where it is settled."""
    if isinstance(truth, Told | Attested):
        # An authority's word may leave open what it rests on.
        yield from _open_in(truth.truth, at, rule)
        return
    if _outcome(truth, at) is not Outcome.UNDETERMINED:
        return
    match truth:
        case AllHold(group) | AnyHolds(group):
            for part, whose in truths_of(group, at):
                yield from _open_in(part, whose, rule)
        case Not(inside):
            yield from _open_in(inside, at, rule)
        case Where(inside, applies):
            yield from _open_in(applies, at, rule)
            yield from _open_in(inside, at, rule)
        case OutcomeOf(program, code):
            yield from _open(at.under(program), code)
        case Holds(figure, required=required) if _is_count(figure):
            for reason in lacks_of(required, at):
                yield from _steps_for(reason, at, rule)
            for part, whose in _counted(figure, at):
                yield from _open_in(part, whose, rule)
        case Holds() | IsOneOf() | OpenTruth() | Never():
            yield from _leaf(truth, at, rule)
        case _:
            assert_never(truth)


def _is_count(figure: Figure) -> bool:
    return any(isinstance(one, Counted) for one in walk(figure))


def _counted(figure: Figure, at: Assessed) -> Iterator[_About]:
    """The truths that a figure counts."""
    match figure:
        case Always(inside) | Rounded(inside):
            yield from _counted(inside, at)
        case Counted(group):
            yield from truths_of(group, at)
        case Difference(of, less):
            yield from _counted(of, at)
            yield from _counted(less, at)
        case Over(members, inside):
            for member in at.members(members):
                yield from _counted(inside, member)


# ---- what would attain


def _rule_to(at: Assessed, code: str, attained: bool) -> Steps | None:
    """The least that brings a rule to be attained, or not to be."""
    rule = at.program.by_code[code]
    outcome = at.decide(at.program, at.unit, code, at.world).outcome
    if outcome is _wanted(attained):
        return ()
    if outcome is Outcome.NOT_APPLICABLE:
        return None
    steps = _truth_to(rule.truth, at, rule.key, attained)
    return (Step(StepKind.ATTEST, at.unit.code, rule.key),) if steps == () else steps


def _truth_to(truth: Truth, at: Assessed, rule: RuleKey, to: bool) -> Steps | None:
    """The least that makes a truth hold, or not hold (`to`)."""
    if isinstance(truth, Told | Attested):
        return _truth_to(truth.truth, at, rule, to)
    outcome = _outcome(truth, at)
    if outcome is _wanted(to):
        return ()
    if outcome is Outcome.NOT_APPLICABLE:
        return None
    match truth:
        case AllHold(group) | AnyHolds(group):
            parts = [_truth_to(part, whose, rule, to) for part, whose in _applicable(truths_of(group, at))]
            return _every(parts) if to is isinstance(truth, AllHold) else _least(parts)
        case Not(inside):
            return _truth_to(inside, at, rule, not to)
        case Where(inside, applies):
            return _every([_truth_to(applies, at, rule, True), _truth_to(inside, at, rule, to)])
        case OutcomeOf(program, code):
            return _rule_to(at.under(program), code, to)
        case Holds(Counted() as count):
            return _bound_to(truth, count, at, rule, to)
        case Holds() | IsOneOf() | OpenTruth() | Never():
            return _leaf(truth, at, rule)
        case _:
            assert_never(truth)


def _bound_to(truth: Holds, figure: Counted, at: Assessed, rule: RuleKey, to: bool) -> Steps | None:
    """The least that brings a count or a share within (or out of) a bound: every count is tried, cheapest first."""
    asked = span_of(truth.required, at).value
    if asked is None or isinstance(asked, str | Finding):
        return None
    parts = _applicable(truths_of(figure.group, at))
    into = [_truth_to(part, whose, rule, True) for part, whose in parts]
    out_of = [_truth_to(part, whose, rule, False) for part, whose in parts]
    whole = len(parts)
    # Of a bound from below only what has to come in is asked for, and of one from above what has to go out; what is
    # undetermined has to be settled one way or the other only where the bound depends on it.
    from_below = truth.operator in (Operator.AT_LEAST, Operator.MORE_THAN)
    from_above = truth.operator in (Operator.AT_MOST, Operator.LESS_THAN)
    comes_in = not (from_above if to else from_below)
    goes_out = not (from_below if to else from_above)
    order = sorted(range(whole), key=lambda one: comes_in * _cost(into[one]) - goes_out * _cost(out_of[one]))
    best: Steps | None = None
    for count in range(whole + 1):
        value: Number = Decimal(count)
        if figure.share:
            if not whole:
                continue
            value = share(value, Decimal(whole))
        if holds(value, truth.operator, asked) is not to:
            continue
        coming = [into[one] for one in order[:count]] if comes_in else []
        going = [out_of[one] for one in order[count:]] if goes_out else []
        steps = _every([*coming, *going])
        if steps is not None and (best is None or len(steps) < len(best)):
            best = steps
    return best


def _applicable(parts: Iterable[_About]) -> list[_About]:
    return [(truth, whose) for truth, whose in parts if _outcome(truth, whose) is not Outcome.NOT_APPLICABLE]


def _outcome(truth: Truth, at: Assessed) -> Outcome:
    return OUTCOME[verdict(truth, at)]


def _wanted(to: bool) -> Outcome:
    return Outcome.ATTAINED if to else Outcome.NOT_ATTAINED


def _cost(steps: Steps | None) -> int:
    return 10**6 if steps is None else len(steps)


def _every(parts: Sequence[Steps | None]) -> Steps | None:
    return None if any(part is None for part in parts) else _unique(step for part in parts for step in part or ())


def _least(parts: Sequence[Steps | None]) -> Steps | None:
    return min((part for part in parts if part is not None), key=len, default=None)


def _unique(steps: Iterable[Step]) -> Steps:
    return tuple(dict.fromkeys(steps))

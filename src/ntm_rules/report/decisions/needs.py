"""Actions that would make a decision attained or determined, derived from its reasons or from the engine's steps."""

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from attrs import field, frozen

from ...engine.remedies import Step, StepKind
from ...language.contents.traversal import children
from ...model.condition import AllOf, Condition, OwnCriteria
from ...model.decision import Decision, Reason, ReasonKind
from ...model.outcome import Outcome
from ...model.values.identity import IdentityEnum
from ...model.values.kept import Kept
from ...model.values.number import Number
from ..phrasing.names import Names
from ..phrasing.reasons import deciding

T = TypeVar("T")


class NeedKind(IdentityEnum):
    """Kind of action."""

    CLOSE = "close"  # a figure has to change by so much
    BRING = "bring"  # a value has to become what is required
    SUPPLY = "supply"  # a figure is missing
    GIVE = "give"  # an attribute of the unit is missing
    RECONCILE = "reconcile"  # reports differ
    ATTEST = "attest"  # only an authority's finding can decide
    ESTABLISH = "establish"  # a threshold or the rule's scope is not settled
    BASICALLY_MET = "basically_met"  # whether "basically met" counts is not settled
    MEMBERS = "members"  # units below are not determined
    MEET = "meet"  # the rule has several ways of being met


@frozen
class Need:
    """Action on one rule: the reason or step it comes from, the distance a figure has to move (`by`), the unit concerned."""

    kind: NeedKind
    decision: Decision
    reason: Reason | None = None
    by: Number | None = None
    unit: str = field()
    step: Step | None = None

    @unit.default
    def _unit_observed(self) -> str:
        return self.reason.unit if self.reason is not None and self.reason.unit else self.decision.unit


CHANGES = (NeedKind.CLOSE, NeedKind.BRING, NeedKind.MEET)
_FOR_OPEN = {
    ReasonKind.MISSING: NeedKind.SUPPLY,
    ReasonKind.OUTDATED: NeedKind.SUPPLY,
    ReasonKind.NOT_ASSURED: NeedKind.SUPPLY,
    ReasonKind.ABSENT: NeedKind.SUPPLY,
    ReasonKind.NO_ATTRIBUTE: NeedKind.GIVE,
    ReasonKind.NO_WHOLE: NeedKind.SUPPLY,
    ReasonKind.CONFLICT: NeedKind.RECONCILE,
    ReasonKind.UNKNOWN_CONTENT: NeedKind.ATTEST,
    ReasonKind.NO_THRESHOLD: NeedKind.ESTABLISH,
    ReasonKind.DELEGATED: NeedKind.ESTABLISH,
    ReasonKind.UNKNOWN_THRESHOLD: NeedKind.ESTABLISH,
    ReasonKind.NO_UNIT_ABOVE: NeedKind.ESTABLISH,
    ReasonKind.NO_MEMBERS: NeedKind.ESTABLISH,
    ReasonKind.MAY_NOT_APPLY: NeedKind.ESTABLISH,
    ReasonKind.BASICALLY_MET: NeedKind.BASICALLY_MET,
}
"""Action for each kind of undetermined reason; a tally or another rule is settled by the decisions below it."""


def needs(decision: Decision, names: Names) -> tuple[Need, ...]:
    """Actions that would make a decision attained or determined, shortfalls before unknowns.

    Of decisions on other units only those that are open, and those on a rule that a unit above has to attain, are named.
    """
    known_needs: dict[int, tuple[Need, ...]] = {}

    def below(child: Decision) -> tuple[Need, ...]:
        if id(child) not in known_needs:
            known_needs[id(child)] = tuple(needs_here(child, names, below))
        return known_needs[id(child)]

    return tuple(sorted(below(decision), key=lambda need: need.kind not in CHANGES))


def needs_here(decision: Decision, names: Names, below: Callable[[Decision], Sequence[T]]) -> Iterator[Need | T]:
    """The needs of a decision in the order of its reasons, then those of the decisions `below` it, in whatever form."""
    if decision.outcome in (Outcome.ATTAINED, Outcome.NOT_APPLICABLE):
        return
    rule = names.rule(decision.rule, decision.version)
    condition = rule.condition if rule is not None else None
    if decision.outcome is Outcome.NOT_ATTAINED and condition is not None and _HAS_CHOICE.of(condition):
        short = [reason for reason in decision.reasons if reason.kind is ReasonKind.TALLY and _falls_short(reason)]
        if short:
            yield from (Need(NeedKind.CLOSE, decision, reason, reason.gap) for reason in short)
        else:
            yield Need(NeedKind.MEET, decision)
        return
    own = [child for child in decision.children if child.unit == decision.unit]
    is_open, reasons = decision.outcome is Outcome.UNDETERMINED, deciding(decision.reasons)
    needed = (_need(reason, decision, bool(own)) for reason in reasons)
    # While a rule is undetermined its shortfalls need no action: the missing figures may be enough.
    open_needs: list[Need | T] = [
        need for need in needed if need is not None and not (is_open and need.kind in CHANGES)
    ]
    for child in decision.children:
        if child.unit == decision.unit:
            open_needs += below(child)
        elif is_open and child.outcome is Outcome.UNDETERMINED:
            open_needs.append(Need(NeedKind.MEMBERS, child))
    # Points may be open where no rule below is, a figure of members because it is not known of whom it is, or their number
    # because what it is held against or weighted by is printed as an interval: nothing less than the whole can then be named.
    kinds = (ReasonKind.SCORE, ReasonKind.COMPARED, ReasonKind.PRINTED) if is_open else (ReasonKind.SCORE,)
    whole = [reason for reason in reasons if reason.kind in kinds and reason.standing is Outcome.UNDETERMINED]
    yield from open_needs or [Need(NeedKind.SUPPLY, decision, reason) for reason in whole]


def has_choice(condition: Condition) -> bool:
    """True when there are several ways to meet a condition, so that a list of gaps would be misleading.

    >>> from ...model.condition import AnyOf, AttributeIs
    >>> region = AttributeIs("region", ("south_east",))
    >>> [has_choice(condition) for condition in (region, AllOf((region, region)), AnyOf((region, region)))]
    [False, False, True]
    """
    parts = [part for part in children(condition) if isinstance(part, Condition)]
    if parts and not isinstance(condition, AllOf):
        return True
    if isinstance(condition, OwnCriteria):
        return bool(condition.bounds or condition.including_any_of)
    return any(map(has_choice, parts))


_HAS_CHOICE: Kept[Condition, bool] = Kept(has_choice)


def _falls_short(reason: Reason) -> bool:
    return reason.standing is Outcome.NOT_ATTAINED and reason.gap is not None and reason.gap > 0


def _need(reason: Reason, decision: Decision, has_below: bool) -> Need | None:
    if reason.standing is Outcome.UNDETERMINED:
        kind = _FOR_OPEN.get(reason.kind)
        return None if kind is None else Need(kind, decision, reason)
    if reason.standing is not Outcome.NOT_ATTAINED:
        return None
    if reason.kind is ReasonKind.COMPARED or (reason.kind is ReasonKind.TALLY and reason.members is not None):
        if _falls_short(reason) and not reason.negated:
            return Need(NeedKind.CLOSE, decision, reason, reason.gap)
        return Need(NeedKind.BRING, decision, reason) if reason.required is not None else None
    if reason.kind is ReasonKind.OTHER_RULE and not reason.negated:
        # A rule of a unit above: that unit has to attain it. One of the same unit is told by its own decision.
        other = next((child for child in decision.children if child.rule == reason.rule), None)
        if other is not None and other.unit != decision.unit:
            return Need(NeedKind.MEET, other)
    if reason.kind in (ReasonKind.OTHER_RULE, ReasonKind.ATTESTED) and not has_below:
        return Need(NeedKind.MEET, decision, reason)
    return None


_FOR_STEP = {
    StepKind.REPORT: NeedKind.SUPPLY,
    StepKind.RECONCILE: NeedKind.RECONCILE,
    StepKind.CHANGE: NeedKind.BRING,
    StepKind.ATTEST: NeedKind.ATTEST,
}


def needs_of_steps(steps: Sequence[Step], decision: Decision) -> tuple[Need, ...]:
    """Actions for the steps found by the engine (`settle`), attached to the decisions on the rules concerned.

    A step on a rule that the decision does not rest on is put down to the decision itself.

    >>> from ntm_rules.testing.basis.examples import example_decision
    >>> decision = example_decision()
    >>> needs_of_steps([], decision)
    ()
    """
    needs: list[Need] = []
    for step in steps:
        concerned = next(
            (walked for walked in decision.walk() if walked.rule == step.rule and walked.unit == step.unit),
            next((walked for walked in decision.walk() if walked.rule == step.rule), decision),
        )
        about_it = [
            reason
            for reason in deciding(concerned.reasons)
            if (step.measure is not None and step.measure in (reason.measure, *reason.lacking))
            or (step.attribute is not None and step.attribute == reason.subject)
        ]
        reason = next((reason for reason in about_it if reason.gap == step.gap), about_it[0] if about_it else None)
        kind = _kind_of(step, reason)
        needs.append(Need(kind, concerned, reason, step.gap if kind is NeedKind.CLOSE else None, step.unit, step))
    return tuple(sorted(needs, key=lambda need: need.kind not in CHANGES))


def _kind_of(step: Step, reason: Reason | None) -> NeedKind:
    kind = _FOR_STEP[step.kind]
    if kind is NeedKind.SUPPLY and step.attribute is not None:
        return NeedKind.GIVE
    if kind is not NeedKind.BRING:
        return kind
    if step.gap is not None and (step.becomes is not None or (reason is not None and not reason.negated)):
        return NeedKind.CLOSE
    if step.becomes is None and (reason is None or reason.required is None):
        return NeedKind.MEET if reason is None else NeedKind.SUPPLY
    return kind

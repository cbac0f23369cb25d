"""Comparison of one rule for one unit by the old and the new text: observed figure and both requirements."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from attrs import frozen

from ...model.condition import Aggregate, Basis, CriteriaState, Operator
from ...model.decision import BESIDE_DECISION, Decision, Reason, ReasonKind
from ...model.fact import Value
from ...model.key import RuleKey
from ...model.measure import Measure
from ...model.outcome import OPPOSITE, Outcome
from ...model.text import Text
from ...model.values.number import Number, as_fraction

Requirement = Decimal | Fraction | str | tuple[Decimal | str, ...] | None
Key = tuple[str, RuleKey]
"""A unit and a rule."""
Both = tuple[Decision | None, Decision | None]
"""Decisions by the old and by the new text; None where that text has no such rule."""


@frozen
class Clause:
    """One rule for one unit by the old and by the new text: the outcomes, and the reason that decides in each.

    An outcome is None where that text has no such rule; a reason where the rule has none of its own (a criterion rests on its
    indicators). `gap` is the new text's, in the measure's own unit: how much is short, or (negative) to spare. `code_before` is
    the code of the rule in the old text.
    """

    unit: str
    rule: RuleKey
    name: Text
    outcome_before: Outcome | None
    outcome_after: Outcome | None
    before: Reason | None = None
    after: Reason | None = None
    code_before: str | None = None

    @property
    def formerly(self) -> str | None:
        """The code that the rule had in the old text, where the new one gives it another."""
        return None if self.outcome_after is None or self.code_before == self.rule.code else self.code_before

    @property
    def observed(self) -> Value | None:
        """Reported value, as given."""
        reason = self.after or self.before
        return None if reason is None else reason.observed

    @property
    def required_before(self) -> Requirement:
        """Requirement of the old text for the unit."""
        return None if self.before is None else self.before.required

    @property
    def required_after(self) -> Requirement:
        """Requirement of the new text for the unit."""
        return None if self.after is None else self.after.required

    @property
    def gap(self) -> Number | None:
        """Distance of the unit from the new text's requirement, in the measure's own unit; negative: to spare."""
        return None if self.after is None else self.after.gap


def grounds(
    before: Decision | None, after: Decision | None, renamed: Mapping[RuleKey, RuleKey] | None = None
) -> tuple[Clause, ...]:
    """Causes of a change of outcome: the lowest rules whose outcome changed too, those of units below included.

    Each with its deciding reasons; a count of members stands before the members that changed. `renamed` gives rules of the old
    text by the keys that they have in the new one, where these are others.
    """
    return tuple(dict.fromkeys(_Grounds(renamed or {}).of(before, after)))


def clause(before: Decision | None, after: Decision | None) -> Clause:
    """Clause of a rule with its foremost deciding reason.

    For an attained rule that is the figure nearest to its threshold; otherwise reasons whose requirement changed come
    first.
    """
    decision = after or before
    assert decision is not None
    reasons = deciding_reasons(decision)
    changed = []
    if before is not None and after is not None and after.outcome is not Outcome.ATTAINED:
        changed = [reason for reason in reasons if _requires_another(reason, after, before)]
    return _clause(before, after, foremost(changed or reasons, decision.outcome))


def deciding_reasons(decision: Decision) -> tuple[Reason, ...]:
    """Reasons with the decision's outcome, without those on whether the rule applies; only attestations if any."""
    reasons = list(_without_scope(decision.reasons))
    attested = [reason for reason in reasons if reason.kind is ReasonKind.ATTESTED]
    return tuple(attested or [reason for reason in reasons if reason.standing is decision.outcome])


def nearness(reason: Reason) -> Fraction | None:
    """Distance of a figure from the requirement, as a fraction of it; None when there is no gap to measure."""
    if reason.gap is None or not isinstance(reason.required, Decimal | Fraction):
        return None
    return abs(as_fraction(reason.gap)) / (abs(as_fraction(reason.required)) or 1)


def can_have_more_to_spare(reason: Reason, measures: Mapping[str, Measure]) -> bool:
    """False where a figure that is good enough can only be the one figure: exactly so many, at most 0, all of them."""
    required, operator = reason.required, reason.operator
    if operator is Operator.EQUALS:
        return False
    if operator is None or reason.negated or reason.since is not None or not isinstance(required, Decimal | Fraction):
        return True
    low: Decimal | None = Decimal(0)
    high: Decimal | None = None
    step = Decimal(0)
    if reason.basis is Basis.SHARE:
        high = Decimal(100)
    elif reason.tally is not None:
        high, step = Decimal(reason.tally.applicable), Decimal(1)
    elif reason.measure is not None and reason.measure in measures and reason.aggregate is not Aggregate.SUM:
        measure = measures[reason.measure]
        low, high = measure.minimum, measure.maximum
        step = (
            Decimal(0) if measure.derive or reason.aggregate is Aggregate.MEAN else Decimal(1).scaleb(-measure.decimals)
        )
    match operator:
        case Operator.AT_LEAST:
            return high is None or high > required
        case Operator.MORE_THAN:
            return high is None or high - step > required
        case Operator.AT_MOST:
            return low is None or low < required
        case Operator.LESS_THAN:
            return low is None or low + step < required


def number_counted(reason: Reason) -> int:
    """Number of criteria or members in the state that a tally counts: attained, or not attained."""
    assert reason.tally is not None
    failing = reason.subject == CriteriaState.NOT_ATTAINED.value
    return reason.tally.not_attained if failing else reason.tally.attained


def _without_scope(reasons: Sequence[Reason]) -> Iterator[Reason]:
    scope = False
    for reason in reasons:
        scope = scope or reason.kind is ReasonKind.APPLIES
        if not scope and reason.kind not in BESIDE_DECISION:
            yield reason


def foremost(reasons: Sequence[Reason], outcome: Outcome) -> Reason | None:
    if len(reasons) < 2:
        return reasons[0] if reasons else None
    measured = [(distance, reason) for reason in reasons if (distance := nearness(reason)) is not None]
    if not measured:
        return next(iter(reasons), None)
    furthest = outcome is Outcome.NOT_ATTAINED
    return (max if furthest else min)(measured, key=lambda pair: pair[0])[1]


def _clause(before: Decision | None, after: Decision | None, chosen: Reason | None) -> Clause:
    decision = after or before
    assert decision is not None
    if after is None:
        old, new = chosen, None
    else:
        new = chosen
        old = (
            None
            if before is None
            else _twin(chosen, after, before) or foremost(deciding_reasons(before), before.outcome)
        )
    return Clause(
        decision.unit,
        decision.rule,
        decision.name,
        None if before is None else before.outcome,
        None if after is None else after.outcome,
        old,
        new,
        None if before is None else before.rule.code,
    )


def _about(reason: Reason) -> tuple[object, ...]:
    """Subject of a reason, without its outcome and figures, as a comparable key."""
    subject = reason.subject if reason.measure is None else None
    figure = (reason.members, reason.aggregate, reason.basis, reason.since, reason.years)
    return (reason.measure, reason.unit, *figure, reason.rule and reason.rule.code, subject)


def _twin(reason: Reason | None, decision: Decision, other: Decision) -> Reason | None:
    """The reason of another decision on the same rule that is about the same thing."""
    if reason is None:
        return None
    about = _about(reason)
    place = [candidate for candidate in decision.reasons if _about(candidate) == about].index(reason)
    alike = [candidate for candidate in other.reasons if _about(candidate) == about]
    return alike[place] if place < len(alike) else None


def _requires_another(reason: Reason, decision: Decision, other: Decision) -> bool:
    twin = _twin(reason, decision, other)
    return twin is None or (twin.operator, twin.required) != (reason.operator, reason.required)


def _explaining(decision: Decision) -> set[Outcome]:
    """Outcomes of rules below that explain a decision's own; the opposite ones when those not attained are counted."""
    outcomes = set()
    for reason in deciding_reasons(decision):
        if reason.tally is not None or reason.rule is not None:
            counts_failing = reason.subject == CriteriaState.NOT_ATTAINED.value
            outcomes.add(OPPOSITE.get(reason.outcome, reason.outcome) if counts_failing else reason.outcome)
    return outcomes or {decision.outcome}


def _asks_for_all(decision: Decision) -> bool:
    """True when everything that a decision rests on must be attained, so that one rule more helps no unit."""
    return all(reason.tally is not None and reason.required is None for reason in deciding_reasons(decision))


def _explains(before: Decision | None, after: Decision | None, wanted: set[Outcome], *, all_asked: bool) -> bool:
    """True when a rule below explains an outcome: it came to it, or it prevented it and is repealed."""
    if after is not None:
        added_for_nothing = before is None and all_asked and after.outcome is Outcome.ATTAINED
        return after.outcome in wanted and not added_for_nothing
    return before is not None and before.outcome not in (*wanted, Outcome.NOT_APPLICABLE)


class _Grounds:
    """Traversal of two trees of decisions that visits each pair of decisions once."""

    def __init__(self, renamed: Mapping[RuleKey, RuleKey]) -> None:
        self._renamed = renamed
        self._seen: set[Key] = set()

    def of(self, before: Decision | None, after: Decision | None) -> Iterator[Clause]:
        decision = after or before
        assert decision is not None
        key = self._key(decision, old=after is None)
        if key in self._seen:
            return
        self._seen.add(key)
        below = self._changed_below(before, after)
        members = any(
            decision_below.unit != decision.unit
            for pair in below
            for decision_below in pair
            if decision_below is not None
        )
        reasons = deciding_reasons(decision)
        for reason in reasons:
            own = before is None or after is None or _requires_another(reason, decision, before)
            counted = members and reason.members is not None
            if not below or counted or (own and reason.required is not None):
                yield _clause(before, after, reason)
        if not below and not reasons:
            yield _clause(before, after, None)
        for pair in below:
            yield from self.of(*pair)

    def _changed_below(self, before: Decision | None, after: Decision | None) -> list[Both]:
        if after is None:
            return []
        then = {} if before is None else {self._key(child, old=True): child for child in before.children}
        now = {self._key(child, old=False): child for child in after.children}
        pairs = [(then.get(key), now.get(key)) for key in dict.fromkeys((*now, *then))]
        changed = [(old, new) for old, new in pairs if old is None or new is None or old.outcome is not new.outcome]
        wanted, all_asked = _explaining(after), _asks_for_all(after)
        return [pair for pair in changed if _explains(*pair, wanted, all_asked=all_asked)] or changed

    def _key(self, decision: Decision, *, old: bool) -> Key:
        rule = decision.rule
        return decision.unit, self._renamed.get(rule, rule) if old else rule

"""Four outcomes put together: Kleene logic, in which what does not apply is left out.

Beside the outcome, every function here works out which outcomes are still *possible* once missing figures come in: a set,
kept as the sum of `ATTAINED`, `NOT_ATTAINED` and `NOT_APPLICABLE`.
"""

from collections.abc import Sequence
from typing import NamedTuple

from ..model.condition import Operator
from ..model.outcome import Outcome
from ..model.values.number import Number

MAY_ATTAIN, MAY_FAIL, MAY_NOT_APPLY = 1, 2, 4

_SINGLE = {
    Outcome.ATTAINED: MAY_ATTAIN,
    Outcome.NOT_ATTAINED: MAY_FAIL,
    Outcome.NOT_APPLICABLE: MAY_NOT_APPLY,
}

POSSIBLE: tuple[frozenset[Outcome], ...] = tuple(
    frozenset(outcome for outcome, bit in _SINGLE.items() if mask & bit) for mask in range(8)
)
"""The set of outcomes for each sum."""


class Verdict(NamedTuple):
    """An outcome, and what it can still become."""

    outcome: Outcome
    possible: int


ATTAINED = Verdict(Outcome.ATTAINED, MAY_ATTAIN)
NOT_ATTAINED = Verdict(Outcome.NOT_ATTAINED, MAY_FAIL)
NOT_APPLICABLE = Verdict(Outcome.NOT_APPLICABLE, MAY_NOT_APPLY)
OPEN = Verdict(Outcome.UNDETERMINED, MAY_ATTAIN | MAY_FAIL)
WIDE_OPEN = Verdict(Outcome.UNDETERMINED, MAY_ATTAIN | MAY_FAIL | MAY_NOT_APPLY)


def settled(attained: bool) -> Verdict:
    """Attained or not attained, for certain."""
    return ATTAINED if attained else NOT_ATTAINED


def all_of(parts: Sequence[Verdict]) -> Verdict:
    """Not attained as soon as one part is not; parts that do not apply are left out."""
    outcomes = [part.outcome for part in parts]
    possible = 0
    if any(part.possible & MAY_FAIL for part in parts):
        possible |= MAY_FAIL
    if all(part.possible & ~MAY_FAIL for part in parts) and any(part.possible & MAY_ATTAIN for part in parts):
        possible |= MAY_ATTAIN
    if all(part.possible & MAY_NOT_APPLY for part in parts):
        possible |= MAY_NOT_APPLY
    if Outcome.NOT_ATTAINED in outcomes:
        return NOT_ATTAINED
    if all(outcome is Outcome.NOT_APPLICABLE for outcome in outcomes):
        return NOT_APPLICABLE
    if Outcome.UNDETERMINED in outcomes:
        return Verdict(Outcome.UNDETERMINED, possible)
    return ATTAINED


def opposite(part: Verdict) -> Verdict:
    """Attained and not attained exchanged."""
    swapped = {Outcome.ATTAINED: Outcome.NOT_ATTAINED, Outcome.NOT_ATTAINED: Outcome.ATTAINED}
    possible = part.possible & MAY_NOT_APPLY
    possible |= MAY_FAIL if part.possible & MAY_ATTAIN else 0
    possible |= MAY_ATTAIN if part.possible & MAY_FAIL else 0
    return Verdict(swapped.get(part.outcome, part.outcome), possible)


def any_of(parts: Sequence[Verdict]) -> Verdict:
    """Attained as soon as one part is: the mirror of `all_of`."""
    return opposite(all_of([opposite(part) for part in parts]))


def none_of(parts: Sequence[Verdict]) -> Verdict:
    """Attained when no part is."""
    return all_of([opposite(part) for part in parts])


def at_least_n(n: int, parts: Sequence[Verdict]) -> Verdict:
    """Attained as soon as n parts are, not attained as soon as n can no longer be reached."""
    return within(count_range(parts), Operator.AT_LEAST, n, parts)


def count_range(parts: Sequence[Verdict]) -> tuple[int, int]:
    """How many parts are attained: at least, at most."""
    certain = sum(part.outcome is Outcome.ATTAINED for part in parts)
    return certain, certain + sum(part.outcome is Outcome.UNDETERMINED for part in parts)


def within(
    span: tuple[Number | int, Number | int], operator: Operator, threshold: Number | int, parts: Sequence[Verdict]
) -> Verdict:
    """A figure that is known to lie between two bounds, because `parts` are not all determined, against a threshold."""
    applicable = [part for part in parts if part.outcome is not Outcome.NOT_APPLICABLE]
    if parts and not applicable:
        return NOT_APPLICABLE
    return unless_all_may_not_apply(between(*span, operator, threshold), applicable)


def unless_all_may_not_apply(verdict: Verdict, applicable: Sequence[Verdict]) -> Verdict:
    """`verdict`, unless none of the parts it rests on is determined.

    Every part may then still turn out not to apply, and so may the whole: nothing is settled.
    """
    if not applicable or any(part.outcome is not Outcome.UNDETERMINED for part in applicable):
        return verdict
    may_not_apply = MAY_NOT_APPLY if all(part.possible & MAY_NOT_APPLY for part in applicable) else 0
    return Verdict(Outcome.UNDETERMINED, verdict.possible | may_not_apply)


def open_over(parts: Sequence[Verdict]) -> Verdict:
    """Open whatever the parts are, for what is asked is not known; not applicable only should none of them apply."""
    may_not_apply = bool(parts) and all(part.possible & MAY_NOT_APPLY for part in parts)
    return WIDE_OPEN if may_not_apply else OPEN


def between(
    low: Number | int | None, high: Number | int | None, operator: Operator, threshold: Number | int
) -> Verdict:
    """A figure between two bounds (None: no bound) against a threshold: attained or not where both bounds agree."""
    if operator is Operator.EQUALS:
        if low is not None and low == high == threshold:
            return ATTAINED
        outside = (low is not None and threshold < low) or (high is not None and threshold > high)
        return NOT_ATTAINED if outside else OPEN
    if operator in (Operator.AT_LEAST, Operator.MORE_THAN):
        worst, best = low, high
    else:
        worst, best = high, low
    if worst is not None and holds(worst, operator, threshold):
        return ATTAINED
    if best is not None and not holds(best, operator, threshold):
        return NOT_ATTAINED
    return OPEN


def holds(value: Number | int, operator: Operator, threshold: Number | int) -> bool:
    """Whether the comparison holds, exactly."""
    match operator:
        case Operator.AT_LEAST:
            return value >= threshold
        case Operator.AT_MOST:
            return value <= threshold
        case Operator.MORE_THAN:
            return value > threshold
        case Operator.LESS_THAN:
            return value < threshold
        case Operator.EQUALS:
            return value == threshold

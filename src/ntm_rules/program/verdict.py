"""A verdict: the set of outcomes still possible, and how verdicts are put together.

A verdict is the sum of `ATTAINED`, `NOT_ATTAINED` and `NOT_APPLICABLE`, one bit each, never 0; it is undetermined where there
are several. Each function is the pointwise lift of a plain rule on single outcomes (Kleene logic in which what does not apply
is left out), so the outcome is read off the set and never worked out beside it.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from functools import lru_cache
from operator import eq, ge, gt, le, lt
from typing import Any

from ..model.condition import Operator
from ..model.outcome import Outcome
from ..model.values.number import Number

Verdict = int
ATTAINED, NOT_ATTAINED, NOT_APPLICABLE = 1, 2, 4
OPEN = ATTAINED | NOT_ATTAINED
WIDE_OPEN = OPEN | NOT_APPLICABLE

BITS = {
    Outcome.ATTAINED: ATTAINED,
    Outcome.NOT_ATTAINED: NOT_ATTAINED,
    Outcome.NOT_APPLICABLE: NOT_APPLICABLE,
    Outcome.UNDETERMINED: WIDE_OPEN,
}
"""The verdict of an outcome of which nothing more is known."""

OUTCOME: tuple[Outcome, ...] = tuple(
    next((outcome for outcome, bit in BITS.items() if bit == verdict), Outcome.UNDETERMINED) for verdict in range(8)
)
"""The outcome of each verdict."""

POSSIBLE: tuple[frozenset[Outcome], ...] = tuple(
    frozenset(outcome for outcome, bit in BITS.items() if bit & verdict == bit and bit != WIDE_OPEN)
    for verdict in range(8)
)
"""The outcomes in each verdict."""


def _both(one: int, other: int) -> int:
    """Kleene and of two single outcomes: what does not apply is left out."""
    if NOT_ATTAINED in (one, other):
        return NOT_ATTAINED
    return ATTAINED if ATTAINED in (one, other) else NOT_APPLICABLE


def _singles(verdict: Verdict) -> tuple[int, ...]:
    return tuple(bit for bit in (ATTAINED, NOT_ATTAINED, NOT_APPLICABLE) if verdict & bit)


def _lifted(one: Verdict, other: Verdict) -> Verdict:
    verdict = 0
    for first in _singles(one):
        for second in _singles(other):
            verdict |= _both(first, second)
    return verdict


OPPOSITE: tuple[Verdict, ...] = tuple(
    verdict & NOT_APPLICABLE | (NOT_ATTAINED if verdict & ATTAINED else 0) | (ATTAINED if verdict & NOT_ATTAINED else 0)
    for verdict in range(8)
)
"""The opposite of each verdict."""

BOTH: tuple[tuple[Verdict, ...], ...] = tuple(tuple(_lifted(one, other) for other in range(8)) for one in range(8))
"""`BOTH[a][b]`: a and b. It is associative, and `NOT_APPLICABLE` changes nothing."""

EITHER: tuple[tuple[Verdict, ...], ...] = tuple(
    tuple(OPPOSITE[BOTH[OPPOSITE[one]][OPPOSITE[other]]] for other in range(8)) for one in range(8)
)
"""`EITHER[a][b]`: a or b."""


def settled(attained: bool) -> Verdict:
    """The verdict `ATTAINED` if true, else `NOT_ATTAINED`."""
    return ATTAINED if attained else NOT_ATTAINED


def all_hold(parts: Iterable[Verdict]) -> Verdict:
    """The verdict of a conjunction: every part that applies holds.

    >>> POSSIBLE[all_hold([ATTAINED, ATTAINED | NOT_APPLICABLE])] == {Outcome.ATTAINED}
    True
    """
    verdict = NOT_APPLICABLE
    for part in parts:
        verdict = BOTH[verdict][part]
    return verdict


def any_holds(parts: Iterable[Verdict]) -> Verdict:
    """The verdict of a disjunction: at least one part that applies holds."""
    verdict = NOT_APPLICABLE
    for part in parts:
        verdict = EITHER[verdict][part]
    return verdict


def where(truth: Verdict, applies: Verdict) -> Verdict:
    """The verdict on a truth where another is attained; elsewhere it does not apply."""
    return (truth if applies & ATTAINED else 0) | (NOT_APPLICABLE if applies & ~ATTAINED else 0)


def applies_to_some(parts: Sequence[Verdict]) -> Verdict:
    """The verdict on whether a count of `parts` applies: it does not where none of them does. Of no parts it applies."""
    if not parts:
        return ATTAINED
    some = ATTAINED if any(part & OPEN for part in parts) else 0
    return some | (NOT_APPLICABLE if all(part & NOT_APPLICABLE for part in parts) else 0)


def count_range(parts: Sequence[Verdict]) -> tuple[int, int]:
    """The number of parts that hold, at least and at most, given that one part applies.

    >>> count_range([ATTAINED, OPEN, NOT_APPLICABLE]), count_range([ATTAINED | NOT_APPLICABLE])
    ((1, 2), (1, 1))
    """
    low, high = parts.count(ATTAINED), sum(part & ATTAINED for part in parts)
    if low == 0 and high and not any(part & NOT_ATTAINED for part in parts):
        low = 1  # whichever part applies holds
    return low, high


def share_range(parts: Sequence[Verdict]) -> tuple[Fraction, Fraction]:
    """The percentage of the parts that apply which hold, at least and at most, given that one part applies.

    >>> share_range([ATTAINED, OPEN, NOT_APPLICABLE]), share_range([ATTAINED | NOT_APPLICABLE, NOT_APPLICABLE])
    ((Fraction(50, 1), Fraction(100, 1)), (Fraction(100, 1), Fraction(100, 1)))
    """
    surely, may_hold = parts.count(ATTAINED), sum(part & ATTAINED for part in parts)
    may_fail = sum(1 for part in parts if part & NOT_ATTAINED)
    surely_not = parts.count(NOT_ATTAINED)
    return _percentage(surely, surely + may_fail, 100), _percentage(may_hold, may_hold + surely_not, 0)


@lru_cache(4096)
def _percentage(part: int, whole: int, of_none: int) -> Fraction:
    return Fraction(100 * part, whole) if whole else Fraction(of_none)


def between(low: Number | int | None, high: Number | int | None, operator: Operator, required: Number | int) -> Verdict:
    """The verdict on a figure between two bounds (None: no bound) held against the one required."""
    if operator is Operator.EQUALS:
        if low is not None and low == high == required:
            return ATTAINED
        outside = (low is not None and required < low) or (high is not None and required > high)
        return NOT_ATTAINED if outside else OPEN
    worst, best = (low, high) if operator in (Operator.AT_LEAST, Operator.MORE_THAN) else (high, low)
    if worst is not None and holds(worst, operator, required):
        return ATTAINED
    if best is not None and not holds(best, operator, required):
        return NOT_ATTAINED
    return OPEN


COMPARISONS: Mapping[Operator, Callable[[Any, Any], Any]] = {
    Operator.AT_LEAST: ge,
    Operator.AT_MOST: le,
    Operator.MORE_THAN: gt,
    Operator.LESS_THAN: lt,
    Operator.EQUALS: eq,
}
"""The comparison of each operator, of numbers or of columns."""


def holds(value: Number | int, operator: Operator, required: Number | int) -> bool:
    """True if the comparison holds, exactly."""
    is_met: bool = COMPARISONS[operator](value, required)
    return is_met

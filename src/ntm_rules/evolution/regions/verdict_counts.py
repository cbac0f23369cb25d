"""Truths of a group as the number of them for each verdict, and what such numbers come to."""

from functools import lru_cache

from ...engine.specification import Span as Figures
from ...engine.specification.span import counted as span_of_parts
from ...engine.specification.span import of_none
from ...model.condition import NoMembers
from ...model.decision import Tally
from ...program.verdict import ATTAINED, NOT_APPLICABLE, NOT_ATTAINED, OPEN, OPPOSITE, WIDE_OPEN, Verdict
from .quantity import State, Verdicts

Parts = tuple[int, ...]
"""Number of truths of a group for each verdict; the verdict (0 to 7) is the index."""


def parts_of(state: State) -> Parts:
    """Number of each verdict in a tally; an undetermined outcome counts as WIDE_OPEN."""
    if isinstance(state, Verdicts):
        return state.numbers
    assert isinstance(state, Tally)
    parts = [0] * 8
    parts[ATTAINED], parts[NOT_ATTAINED] = state.attained, state.not_attained
    parts[WIDE_OPEN], parts[NOT_APPLICABLE] = state.undetermined, state.not_applicable
    return tuple(parts)


@lru_cache(maxsize=65536)
def shortened(parts: Parts, *, share: bool) -> Parts:
    """Parts of which the number that hold (or the share) is the same, also where more parts are added to them."""
    kinds = [verdict for verdict, number in enumerate(parts) if number]
    surely, surely_not = parts[ATTAINED], parts[NOT_ATTAINED]
    may_hold = sum(number for verdict, number in enumerate(parts) if verdict & ATTAINED) - surely
    may_fail = sum(number for verdict, number in enumerate(parts) if verdict & NOT_ATTAINED) - surely_not
    applies = any(not verdict & NOT_APPLICABLE for verdict in kinds)
    if not share:
        may_fail, surely_not = min(may_fail + surely_not, 1), 0
    found = [0] * 8
    found[ATTAINED], found[NOT_ATTAINED] = surely, surely_not
    if applies and not surely and not surely_not:
        # One of them applies in any case: it is open, or (of a number) it may as well fail.
        if share:
            found[OPEN], may_hold, may_fail = 1, may_hold - 1, may_fail - 1
        else:
            found[NOT_ATTAINED], may_fail = 1, 0
    found[ATTAINED | NOT_APPLICABLE], found[NOT_ATTAINED | NOT_APPLICABLE] = may_hold, may_fail
    found[NOT_APPLICABLE] = int(NOT_APPLICABLE in kinds)
    return tuple(found)


def alone(verdict: Verdict) -> Parts:
    """One truth of a verdict."""
    return tuple(int(number == verdict) for number in range(8))


def added(one: Parts, other: Parts) -> Parts:
    """The truths of two groups together."""
    return tuple(first + second for first, second in zip(one, other, strict=True))


def opposites(parts: Parts) -> Parts:
    """The opposite of every truth."""
    return tuple(parts[OPPOSITE[verdict]] for verdict in range(8))


def verdicts(parts: Parts) -> list[Verdict]:
    """Distinct verdicts among the parts, sufficient for `all_hold` and `any_holds`."""
    return [verdict for verdict, number in enumerate(parts) if number]


@lru_cache(maxsize=8192)
def counted_span(parts: Parts, share: bool, if_none: NoMembers | None) -> Figures:
    """The number of truths that hold, or their share; `if_none`: what it is of none."""
    several = [verdict for verdict, number in enumerate(parts) for _ in range(number)]
    return span_of_parts(several, share) if several else of_none(if_none)

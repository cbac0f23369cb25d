"""Ways: for each variable concerned, the values by which something comes to what is asked of it.

A goal is the set of outcomes that are asked for, one bit each. A way may leave a variable as it is (`AS_IT_IS` among its
values); what it does not name may be anything.
"""

from collections.abc import Iterable, Mapping
from enum import Enum
from itertools import chain, islice

from ...program.verdict import ATTAINED, NOT_APPLICABLE, NOT_ATTAINED, Verdict
from .supposed import Supposition, Variable

Goal = int
OPEN = 8
"""The bit of a goal for a verdict that is not settled; the others are those of verdicts."""


class Stay(Enum):
    """The mark of a variable that stays as it is."""

    AS_IT_IS = "as it is"

    __hash__ = object.__hash__  # an enum's own hash is worked out in Python, and costs ask for it everywhere


_STAYS = Stay.AS_IT_IS
Allowed = Supposition | Stay
Way = Mapping[Variable, frozenset[Allowed]]
Ways = list[Way]

ANYHOW: Ways = [{}]
MOST = 60
"""The number of ways that are followed at a time, those with the fewest changes first."""
_MOST_ORDERED = 2 * MOST
_LONG = 40
"""The number of variables beyond which hardly any other ways are followed."""


def outcome_bit(found: Verdict) -> Goal:
    """The bit of the outcome that a verdict is."""
    return found if found in (ATTAINED, NOT_ATTAINED, NOT_APPLICABLE) else OPEN


def cost(way: Way) -> int:
    """The number of variables that a way changes."""
    return len([values for values in way.values() if _STAYS not in values])


def every_of(several: Iterable[Ways]) -> Ways:
    """The ways that do all: for each, a way; where two name a variable, the values that both allow."""
    found = ANYHOW
    for ways in several:
        if ways == ANYHOW:
            continue
        if len(found[0]) > _LONG:
            found, ways = found[:2], ways[:2]
        found = _pairs(found, ways)
        if not found:
            return []
    return found


def _pairs(found: Ways, ways: Ways) -> Ways:
    """The best of all ways that do one of each.

    Where they name no variable in common, what a pair costs is known before it is put together, and only the cheapest are:
    of two such pairs none asks for no more than an earlier one, as none does among the ways of either side.
    """
    if not set().union(*found).isdisjoint(chain.from_iterable(ways)):
        return best([both for one in found for other in ways if (both := _both(one, other)) is not None])
    costs = [cost(one) for one in found]
    by_cost: dict[int, Ways] = {}
    for other in ways:
        by_cost.setdefault(cost(other), []).append(other)
    totals = sorted({own + more for own in costs for more in by_cost})
    pairs = (
        {**one, **other}
        for total in totals
        for own, one in zip(costs, found, strict=True)
        for other in by_cost.get(total - own, ())
    )
    return list(islice(pairs, MOST))


def _both(one: Way, other: Way) -> Way | None:
    if not one or not other:
        return one or other
    joined = dict(one)
    for variable, values in other.items():
        allowed = joined.get(variable, values) & values
        if not allowed:
            return None
        joined[variable] = allowed
    return joined


def best(ways: Ways) -> Ways:
    """The ways without those that ask for more than another, the cheapest first, no more than are followed."""
    if len(ways) < 2:
        return ways
    if {} in ways:
        return ANYHOW
    ordered = sorted(ways, key=cost)[:_MOST_ORDERED]
    kept: Ways = []
    for way in ordered:
        names = way.keys()
        for other in kept:
            # Whatever the way allows, the other allows too.
            if other.keys() <= names and all(values >= way[variable] for variable, values in other.items()):
                break
        else:
            kept.append(way)
            if len(kept) == MOST:
                break
    return kept


def opposite(goal: Goal) -> Goal:
    kept = goal & ~(ATTAINED | NOT_ATTAINED)
    return kept | (NOT_ATTAINED if goal & ATTAINED else 0) | (ATTAINED if goal & NOT_ATTAINED else 0)

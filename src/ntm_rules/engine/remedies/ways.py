"""Ways: for each variable concerned, the values by which something comes to what is asked of it.

A goal is the set of outcomes that are asked for, one bit each. A way may leave a variable as it is (`AS_IT_IS` among its
values); what it does not name may be anything.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import Enum
from itertools import chain, combinations, islice
from math import comb, prod

from attrs import frozen

from ...model.fact import Absence
from ...program.verdict import ATTAINED, NOT_APPLICABLE, NOT_ATTAINED, Verdict
from ..specification.meaning import verdict
from .candidates import Candidates
from .knowledge import Knowledge, Reader
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


def outcome_bit(judged: Verdict) -> Goal:
    """The bit of the outcome that a verdict is."""
    return judged if judged in (ATTAINED, NOT_ATTAINED, NOT_APPLICABLE) else OPEN


def cost(way: Way) -> int:
    """The number of variables that a way changes."""
    return len([values for values in way.values() if _STAYS not in values])


def every_of(parts: Iterable[Ways]) -> Ways:
    """The ways that do all: for each, a way; where two name a variable, the values that both allow."""
    joined = ANYHOW
    for ways in parts:
        if ways == ANYHOW:
            continue
        if len(joined[0]) > _LONG:
            joined, ways = joined[:2], ways[:2]
        joined = _pairs(joined, ways)
        if not joined:
            return []
    return joined


def _pairs(left: Ways, right: Ways) -> Ways:
    """The best of all ways that do one of each.

    Where they name no variable in common, what a pair costs is known before it is put together, and only the cheapest are:
    of two such pairs none asks for no more than an earlier one, as none does among the ways of either side.
    """
    if not set().union(*left).isdisjoint(chain.from_iterable(right)):
        return best([both for way in left for other in right if (both := _both(way, other)) is not None])
    costs = [cost(way) for way in left]
    by_cost: dict[int, Ways] = {}
    for other in right:
        by_cost.setdefault(cost(other), []).append(other)
    totals = sorted({own + more for own in costs for more in by_cost})
    pairs = (
        {**way, **other}
        for total in totals
        for own, way in zip(costs, left, strict=True)
        for other in by_cost.get(total - own, ())
    )
    return list(islice(pairs, MOST))


def _both(way: Way, other: Way) -> Way | None:
    if not way or not other:
        return way or other
    joined = dict(way)
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
    best_ways: Ways = []
    for way in ordered:
        names = way.keys()
        for other in best_ways:
            # Whatever the way allows, the other allows too.
            if other.keys() <= names and all(values >= way[variable] for variable, values in other.items()):
                break
        else:
            best_ways.append(way)
            if len(best_ways) == MOST:
                break
    return best_ways


def opposite(goal: Goal) -> Goal:
    rest = goal & ~(ATTAINED | NOT_ATTAINED)
    return rest | (NOT_ATTAINED if goal & ATTAINED else 0) | (ATTAINED if goal & NOT_ATTAINED else 0)


_TRIALS = 3_000
"""The number of combinations of values that are tried for a comparison of several variables."""
_COMBINATIONS = 80
"""The number of combinations of parts that are tried for a count."""
_TOGETHER = 3
"""The number of open variables of a comparison beyond which they are supplied all together."""


def ways_of(reader: Reader, goal: Goal, knowledge: Knowledge, candidates: Candidates) -> Iterator[Way]:
    """The ways by which a comparison comes to one of the outcomes of a goal, those with the fewest changes first."""
    search = _Values(knowledge, candidates)
    yield from search.of_one(reader, goal) if len(reader.variables) == 1 else search.of_several(reader, goal)


@frozen
class _Values:
    """The search among the values that are worth trying."""

    knowledge: Knowledge
    candidates: Candidates

    def of_one(self, reader: Reader, goal: Goal) -> Iterator[Way]:
        (variable,) = reader.variables
        if self.knowledge.is_open(variable) and not self.knowledge.is_shared(variable):
            values = (value for value in self.candidates.tried(variable) if _reaches(reader, {variable: value}, goal))
            if (reached := next(values, None)) is not None:
                yield {variable: frozenset({reached})}
            return
        choices: set[Allowed] = {
            value for value in self.candidates.of(variable) if _reaches(reader, {variable: value}, goal)
        }
        if _reaches(reader, {}, goal):
            choices.add(Stay.AS_IT_IS)
        if choices:
            yield {variable: frozenset(choices)}

    def of_several(self, reader: Reader, goal: Goal) -> Iterator[Way]:
        """The ways with as few changes as will do, and the next more."""
        if _reaches(reader, {}, goal):
            yield {variable: frozenset({Stay.AS_IT_IS}) for variable in reader.variables}
            return
        waits = [variable for variable in reader.variables if self.knowledge.is_open(variable)]
        if len(waits) > _TOGETHER:
            yield from self._of_all(reader, waits, goal)
            return
        trials = 0
        done: list[Sequence[Variable]] = []
        # A value for each will do, unless others read them too.
        is_sole = not any(map(self.knowledge.is_shared, waits))
        free = [variable for variable in reader.variables if variable not in reader.unchanged]
        for size in range(1, len(free) + 1):
            for changed in combinations(free, size):
                if any(set(fewer) <= set(changed) for fewer in done):
                    continue
                choices = [self.candidates.of(variable) for variable in changed]
                trials += prod(map(len, choices))
                if trials > _TRIALS:
                    choices = [values[: max(2, round(_TRIALS ** (1 / (size + 1))))] for values in choices]
                    if trials > 4 * _TRIALS:
                        return
                reaching = _reaching(reader, changed, choices, goal)
                # A figure that is there is to change as little as will do.
                reached = list(islice(reaching, 1 if is_sole and set(changed) <= set(waits) else None))
                if reached:
                    done.append(changed)
                    yield from self._together(reader, changed, reached)

    def _of_all(self, reader: Reader, waits: Sequence[Variable], goal: Goal) -> Iterator[Way]:
        """The way in which all that is open is supplied, with values of the same place among those to try."""
        choices = [self.candidates.of(variable) for variable in waits]
        for place in range(max(map(len, choices))):
            values = {
                variable: tried[place % len(tried)] for variable, tried in zip(waits, choices, strict=True) if tried
            }
            if _reaches(reader, values, goal):
                yield {variable: frozenset({values.get(variable, Stay.AS_IT_IS)}) for variable in reader.variables}
                return

    def _together(
        self, reader: Reader, changed: Sequence[Variable], reached: Sequence[tuple[Supposition, ...]]
    ) -> Iterator[Way]:
        """The combinations of values that were found, those of the first variable put together."""
        stay: dict[Variable, frozenset[Allowed]] = {
            variable: frozenset({Stay.AS_IT_IS}) for variable in reader.variables if variable not in changed
        }
        by_rest: dict[tuple[Supposition, ...], set[Allowed]] = {}
        for first, *rest in reached:
            by_rest.setdefault(tuple(rest), set()).add(first)
        for others, firsts in islice(by_rest.items(), MOST):
            rest_of: dict[Variable, frozenset[Allowed]] = {
                variable: frozenset({value}) for variable, value in zip(changed[1:], others, strict=True)
            }
            yield {**stay, changed[0]: frozenset(firsts), **rest_of}


def _reaching(
    reader: Reader,
    changed: Sequence[Variable],
    choices: Sequence[Sequence[Supposition]],
    goal: Goal,
    chosen: tuple[Supposition, ...] = (),
) -> Iterator[tuple[Supposition, ...]]:
    """The combinations of values, those `chosen` first, by which a comparison comes to the goal, in the order of `product`."""
    rest = changed[len(chosen) :]
    values = dict(zip(changed, chosen, strict=False))
    if not rest:
        if _reaches(reader, values, goal):
            yield chosen
    elif _may_reach(reader, values, rest, goal):
        for value in choices[len(chosen)]:
            yield from _reaching(reader, changed, choices, goal, (*chosen, value))


def _may_reach(reader: Reader, values: Mapping[Variable, Supposition], rest: Sequence[Variable], goal: Goal) -> bool:
    """False where no figures of the rest bring a comparison to the goal: even while they are missing, it cannot come to it."""
    if goal & OPEN or any(variable.measure is None for variable in rest):
        return True
    missing = dict.fromkeys(rest, Absence.NOT_REPORTED)
    return bool(verdict(reader.tried, reader.at.with_values({**values, **missing})) & goal)


def _reaches(reader: Reader, values: Mapping[Variable, Supposition], goal: Goal) -> bool:
    return bool(outcome_bit(verdict(reader.tried, reader.at.with_values(values))) & goal)


def chosen(into: Sequence[Ways], out_of: Sequence[Ways], count: int, falling: bool) -> Iterator[tuple[int, ...]]:
    """Choices of that many parts that are to hold, the cheapest first where there are too many to try them all."""
    whole = len(out_of)
    if comb(whole, count) <= _COMBINATIONS:
        yield from combinations(range(whole), count)
        return
    least = (
        [_least(out_of[index]) for index in range(whole)]
        if falling
        else [_least(into[index]) for index in range(whole)]
    )
    order = sorted(range(whole), key=least.__getitem__, reverse=falling)
    yield tuple(order[:count])
    for left_out in range(max(0, count - 4), count):
        for other in order[count : count + 4]:
            yield (*order[:left_out], *order[left_out + 1 : count], other)


def _least(ways: Ways) -> int:
    return min(map(cost, ways), default=10**6)

"""The ways of one comparison: values of the variables that it reads by which it comes to a goal."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations, islice, product
from math import prod

from attrs import frozen

from ..specification.meaning import verdict
from .candidates import Candidates
from .knowledge import Knowledge, Reader
from .supposed import Supposition, Variable
from .ways import MOST, Allowed, Goal, Stay, Way, outcome_bit

_TRIALS = 3_000
"""The number of combinations of values that are tried for a comparison of several variables."""
_TOGETHER = 3
"""The number of open variables of a comparison beyond which they are supplied all together."""


def ways_of(one: Reader, goal: Goal, knowledge: Knowledge, candidates: Candidates) -> Iterator[Way]:
    """The ways by which a comparison comes to one of the outcomes of a goal, those with the fewest changes first."""
    search = _Values(knowledge, candidates)
    yield from search.of_one(one, goal) if len(one.variables) == 1 else search.of_several(one, goal)


@frozen
class _Values:
    """The search among the values that are worth trying."""

    knowledge: Knowledge
    candidates: Candidates

    def of_one(self, one: Reader, goal: Goal) -> Iterator[Way]:
        (variable,) = one.variables
        if self.knowledge.is_open(variable) and not self.knowledge.is_shared(variable):
            values = (value for value in self.candidates.tried(variable) if _reaches(one, {variable: value}, goal))
            if (found := next(values, None)) is not None:
                yield {variable: frozenset({found})}
            return
        choices: set[Allowed] = {
            value for value in self.candidates.of(variable) if _reaches(one, {variable: value}, goal)
        }
        if _reaches(one, {}, goal):
            choices.add(Stay.AS_IT_IS)
        if choices:
            yield {variable: frozenset(choices)}

    def of_several(self, one: Reader, goal: Goal) -> Iterator[Way]:
        """The ways with as few changes as will do, and the next more."""
        if _reaches(one, {}, goal):
            yield {variable: frozenset({Stay.AS_IT_IS}) for variable in one.variables}
            return
        waits = [variable for variable in one.variables if self.knowledge.is_open(variable)]
        if len(waits) > _TOGETHER:
            yield from self._of_all(one, waits, goal)
            return
        trials = 0
        done: list[Sequence[Variable]] = []
        # A value for each will do, unless others read them too.
        is_sole = not any(map(self.knowledge.is_shared, waits))
        free = [variable for variable in one.variables if variable not in one.kept]
        for size in range(1, len(free) + 1):
            for changed in combinations(free, size):
                if any(set(fewer) <= set(changed) for fewer in done):
                    continue
                several = [self.candidates.of(variable) for variable in changed]
                trials += prod(map(len, several))
                if trials > _TRIALS:
                    several = [values[: max(2, round(_TRIALS ** (1 / (size + 1))))] for values in several]
                    if trials > 4 * _TRIALS:
                        return
                reaching = (
                    values
                    for values in product(*several)
                    if _reaches(one, dict(zip(changed, values, strict=True)), goal)
                )
                # A figure that is there is to change as little as will do.
                reached = list(islice(reaching, 1 if is_sole and set(changed) <= set(waits) else None))
                if reached:
                    done.append(changed)
                    yield from self._together(one, changed, reached)

    def _of_all(self, one: Reader, waits: Sequence[Variable], goal: Goal) -> Iterator[Way]:
        """The way in which all that is open is supplied, with values of the same place among those to try."""
        several = [self.candidates.of(variable) for variable in waits]
        for place in range(max(map(len, several))):
            values = {name: tried[place % len(tried)] for name, tried in zip(waits, several, strict=True) if tried}
            if _reaches(one, values, goal):
                yield {variable: frozenset({values.get(variable, Stay.AS_IT_IS)}) for variable in one.variables}
                return

    def _together(
        self, one: Reader, changed: Sequence[Variable], reached: Sequence[tuple[Supposition, ...]]
    ) -> Iterator[Way]:
        """The combinations of values that were found, those of the first variable put together."""
        stay: dict[Variable, frozenset[Allowed]] = {
            variable: frozenset({Stay.AS_IT_IS}) for variable in one.variables if variable not in changed
        }
        by_rest: dict[tuple[Supposition, ...], set[Allowed]] = {}
        for first, *rest in reached:
            by_rest.setdefault(tuple(rest), set()).add(first)
        for others, firsts in islice(by_rest.items(), MOST):
            rest_of: dict[Variable, frozenset[Allowed]] = {
                variable: frozenset({value}) for variable, value in zip(changed[1:], others, strict=True)
            }
            yield {**stay, changed[0]: frozenset(firsts), **rest_of}


def _reaches(one: Reader, values: Mapping[Variable, Supposition], goal: Goal) -> bool:
    return bool(outcome_bit(verdict(one.tried, one.at.with_values(values))) & goal)

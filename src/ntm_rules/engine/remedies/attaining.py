"""The least that has to be supplied and to change for a decision to be attained, and other ways that do."""

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction

from attrs import define, evolve

from ...model.fact import Absence
from ...model.outcome import Outcome
from ...model.units.unit import Unit
from ...model.values.interval import Interval
from ...model.values.number import Number, as_fraction, simplest
from ...program.program import Program
from ...program.terms import OutcomeOf
from ...program.verdict import ATTAINED, OUTCOME
from ..evidence.world import EvidenceWorld
from .candidates import Candidates
from .knowledge import Knowledge, step_for
from .search import WaySearch
from .steps import Step, StepKind, Steps
from .supposed import Supposed, Supposition, Variable, supposed
from .ways import Stay, Way

_SHOWN = 5
"""The number of ways that are found at most."""
_MOST_WORK = 60_000
"""Trials times what a rule reads. A trial decides the rule anew; for a district with all its communes that takes 0.2 s."""
_FEWEST_TRIALS = 20


def to_attain(program: Program, unit: Unit, code: str, world: EvidenceWorld) -> Steps | None:
    """A shortest list of what has to be supplied and to change for the decision to be attained.

    Empty when it is attained; None when nothing that can be supplied or changed leads there.
    """
    ways = ways_to_attain(program, unit, code, world)
    return ways[0] if ways else None


def ways_to_attain(program: Program, unit: Unit, code: str, world: EvidenceWorld) -> tuple[Steps, ...]:
    """The lists of steps by which the decision would be attained, the shortest first; none where nothing leads there.

    Each is held against the rules themselves: with all of its steps the decision is attained, with one of them left out it is
    not. That is tried so many times and no more: of a rule that reads thousands of figures, most of them not reported, long
    lists are not found.
    """
    at = supposed(unit, program, world)
    term = OutcomeOf(program.key, code)
    now = OUTCOME[at.outcomes_of(term)]
    if now is Outcome.ATTAINED:
        return ((),)
    if now is Outcome.NOT_APPLICABLE:
        return ()
    rule = program.by_code[code]
    knowledge = Knowledge(program.as_of, unit.code)
    knowledge.read(term, at, rule.key)
    candidates = Candidates(knowledge, program.library)
    for apart in (False, True):
        search = WaySearch(knowledge, candidates, apart)
        trials = Trials(term, at, max(_FEWEST_TRIALS, _MOST_WORK // max(1, len(knowledge.variables))))
        proven = list(_proven(search.ways(term, at, rule.key, ATTAINED), search, trials))
        if proven:
            return tuple(_steps(values, search, at) for values in proven)
    return ()


Values = dict[Variable, Supposition]


@define
class Trials:
    """Trials of changes against the rules; `left` of them are still to be had."""

    outcome_term: OutcomeOf
    at: Supposed
    left: int

    def attains(self, values: Values) -> bool:
        """True where the changes attain; False also where no trial is left."""
        self.left -= 1
        return self.left >= 0 and self.at.with_values(values).outcomes_of(self.outcome_term) == ATTAINED


def _proven(ways: Iterable[Way], search: WaySearch, trials: Trials) -> list[Values]:
    """The changes of each way that attain, none of which can be left out or be less; those that ask for more are dropped."""
    proven: list[Values] = []
    for values in _by_size(ways, search):
        if any(_asks_no_more(other, values, search) for other in proven) or not trials.attains(values):
            continue
        for variable in list(values):
            fewer = {other: value for other, value in values.items() if other != variable}
            if trials.attains(fewer):
                values = fewer
        if trials.left < 0:
            break
        if not any(_asks_no_more(other, values, search) for other in proven):
            proven.append(values)
        if len(proven) == _SHOWN:
            break
    return sorted(proven, key=len)


def _by_size(ways: Iterable[Way], search: WaySearch) -> list[Values]:
    """The changes of the ways, those of fewest variables first; of the same variables, those that change them least."""
    every = [
        {
            variable: search.nearest(variable, choices)
            for variable, choices in way.items()
            if Stay.AS_IT_IS not in choices
        }
        for way in ways
    ]
    groups: dict[frozenset[Variable], list[Values]] = {}
    for values in every:
        groups.setdefault(frozenset(values), []).append(values)
    ordered = sorted(groups.values(), key=lambda group: len(group[0]))
    return [
        values
        for group in ordered
        for values in sorted(group, key=lambda changes: sum(_sizes(changes, search).values()))
    ]


def _sizes(values: Values, search: WaySearch) -> dict[Variable, Fraction]:
    """The amount of each change of a number; 0 where it is none, or the number is yet to be reported."""
    return {
        variable: as_fraction(_gap(search.knowledge.variables[variable].value, value) or Fraction(0))
        for variable, value in values.items()
    }


def _asks_no_more(one: Values, other: Values, search: WaySearch) -> bool:
    """True where a change asks for nothing that another does not ask for as well, and for no larger amount."""
    if not one.keys() <= other.keys():
        return False
    own, others = _sizes(one, search), _sizes(other, search)
    return all(size <= others[variable] for variable, size in own.items())


def _steps(values: Values, search: WaySearch, at: Supposed) -> Steps:
    order = list(search.knowledge.variables)
    return tuple(_step(variable, values[variable], search, at) for variable in sorted(values, key=order.index))


def _step(variable: Variable, value: Supposition, search: WaySearch, at: Supposed) -> Step:
    known = search.knowledge.variables[variable]
    step = step_for(variable, search.knowledge, search.rules[variable], at.day)
    if step.kind is not StepKind.CHANGE or isinstance(value, Absence):
        return step
    now = None if isinstance(known.value, Absence | Interval) else known.value
    return evolve(step, gap=_gap(now, value), now=now, becomes=value)


def _gap(now: object, value: object) -> Number | None:
    """The amount of a change; None where it is not one of numbers."""
    if not isinstance(now, Decimal | Fraction) or not isinstance(value, Decimal | Fraction):
        return None
    return simplest(abs(as_fraction(value) - as_fraction(now)))

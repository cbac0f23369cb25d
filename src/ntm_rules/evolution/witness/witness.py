"""Construction of a concrete situation from states, for the engine to decide."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from itertools import islice, product

from attrs import evolve, frozen

from ...engine.evidence.evidence import Evidence
from ...engine.evidence.world import EvidenceWorld
from ...engine.specification import decide
from ...model.fact import Fact
from ...model.outcome import Outcome, Tally
from ...model.units.unit import Units
from ...model.values.day import Day
from ...program.admission.statements import statement_misfit
from ...program.inputs import NOTHING_USED
from ...program.program import Program
from ..cases.case import Situation
from ..regions.difference import HeldStates, Region
from ..regions.quantity import MembersDeciding, Quantity, Special, State, Year, YearIs
from ..regions.side import Side, common_years
from .added_members import Members, silent_members
from .build import SituationPlan, build
from .check import holds
from .figures import figures
from .goal import ChosenIntervals, DatedSides, Example, Sides, WitnessGoal
from .grid import Grids
from .members import members, tally_choices

_OTHER_YEARS = 60


def days(goal: WitnessGoal, reads: Sequence[HeldStates], sides: Sequence[Side]) -> Iterator[date]:
    """Days of a situation in the year sought; within a year, those on which all rulesets are in force first.

    A version may begin before the day since which something is to have changed: then it is judged on the day after that, if it
    is still in force.
    """
    newer, year = sides[-1].program, goal.year
    judging = max([newer.as_of, *(Day.of(since).later(1).date for since in goal.since)])
    if newer.ruleset.until is not None and judging > newer.ruleset.until:
        judging = newer.as_of
    if year is None:
        yield judging
        return
    for calendar_year in _years(year, reads, sides, judging.year):
        in_year = dict.fromkeys(_within(calendar_year, judging, sides))
        yield from sorted(in_year, key=lambda day: not _in_force(day, sides))


def _years(year: State, reads: Sequence[HeldStates], sides: Sequence[Side], judging: int) -> Iterator[int]:
    if isinstance(year, YearIs):
        yield year.year
    elif year is Special.OTHER_YEAR:
        named = {
            state.year
            for states in reads
            if states.quantity == Year()
            for state in states.every
            if isinstance(state, YearIs)
        }
        years = common_years(*(side.program.ruleset for side in sides))
        if judging in years and judging not in named:
            yield judging
        last = years.first + _OTHER_YEARS if years.last is None else years.last
        yield from (other for other in range(years.first, last + 1) if other not in named and other != judging)


def _within(year: int, judging: date, sides: Sequence[Side]) -> Iterator[date]:
    if judging.year == year:
        yield judging
    yield date(year, 12, 31)
    for side in sides:
        for day in (side.program.ruleset.until, side.program.ruleset.version):
            if day is not None and day.year == year:
                yield day
    yield date(year, 1, 1)


def _in_force(day: date, sides: Sequence[Side]) -> bool:
    rulesets = [side.program.ruleset for side in sides]
    return all(ruleset.version <= day and (ruleset.until is None or day <= ruleset.until) for ruleset in rulesets)


_MOST_EXAMPLES = 48
_MOST_OTHERS = 4
_MOST_DAYS = 3
_MOST_TALLIES = 6
_MOST_FIGURES = 6
_MOST_BUILT = 40
_GROUNDS = (Outcome.NOT_APPLICABLE, Outcome.NOT_ATTAINED, Outcome.ATTAINED)


@frozen
class Witnessed:
    """A region with a unit in it, which the engine decides on every side as the region says. The states of
    `region.example` that bound the region are those of the unit.
    """

    region: Region
    situation: Situation


def witnessed(
    region: Region, sides: DatedSides, reads: Sequence[HeldStates], codes: tuple[str, str]
) -> Witnessed | None:
    """The region with a unit for which the engine confirms both outcomes, by the rules of these codes; None without one."""
    # The outcomes are confirmed below: an undetermined rule may exclude some outcomes.
    for example, situation in _situations(region, sides, reads, most=_MOST_OTHERS, is_exact=False):
        on_day = sides.on(situation.as_of)
        assert on_day is not None
        if not all(_is_admitted(situation, side.program) for side in on_day.sides):
            continue
        came = tuple(confirmed(situation, side.program, code) for side, code in zip(on_day.sides, codes, strict=True))
        if came == (region.before, region.after):
            return Witnessed(evolve(region, example=example), situation)
    return None


def _is_admitted(situation: Situation, program: Program) -> bool:
    """True when everything that is reported of the measures of a program can be reported."""
    units = Units(situation.units)
    return all(
        statement_misfit(statement, units, program.library, NOTHING_USED) is None
        for statement in situation.statements
        if isinstance(statement, Fact) and statement.measure in program.measures
    )


def witness_of(region: Region, sides: DatedSides, reads: Sequence[HeldStates]) -> Situation | None:
    """Situation in a region: one with the states of its example, or else with other states of it; None without one."""
    return next((situation for _, situation in _situations(region, sides, reads)), None)


def _situations(
    region: Region,
    sides: DatedSides,
    reads: Sequence[HeldStates],
    *,
    most: int = _MOST_EXAMPLES,
    is_exact: bool = True,
) -> Iterator[tuple[tuple[tuple[Quantity, State], ...], Situation]]:
    """Situations in a region, each with the states that it is in of what bounds the region."""
    situation = situation_of(region.example, sides, reads, is_exact=is_exact)
    if situation is not None:
        yield region.example, situation
    needed = [states.quantity for states in region.where]
    for example in islice(_examples(region), most):
        situation = situation_of(example, sides, reads, needed, is_exact=is_exact)
        if situation is not None:
            yield tuple({**dict(region.example), **dict(example)}.items()), situation


def _examples(region: Region) -> Iterator[Example]:
    """Combinations of states in a region, those most similar to its example first."""
    own = dict(region.example)
    choices = [
        sorted(states.states, key=lambda state, states=states: state != own[states.quantity])  # type: ignore[misc]
        for states in region.where
    ]
    combinations = list(islice(product(*(range(len(choice)) for choice in choices)), 10 * _MOST_EXAMPLES))
    for chosen in sorted(combinations, key=lambda numbers: sum(number > 0 for number in numbers)):
        pairs = zip(region.where, choices, chosen, strict=True)
        yield tuple((states.quantity, choice[number]) for states, choice, number in pairs)


def situation_of(
    example: Example,
    sides: DatedSides,
    reads: Sequence[HeldStates],
    needed: Collection[Quantity] | None = None,
    *,
    is_exact: bool = True,
) -> Situation | None:
    """Situation that has the states of an example on every side; None when none is found.

    `sides` are the rulesets that read the quantities, `reads` all states that each can be in. Of quantities that are not among
    those `needed` (all if None) anything may come about. The engine has seen every state of what is returned.
    """
    wanted = [(quantity, state) for quantity, state in example if needed is None or quantity in needed]
    goal = WitnessGoal.of(wanted, reads, is_exact=is_exact)
    for day in islice(days(goal, reads, sides.sides), _MOST_DAYS):
        on_day = sides.on(day)
        if on_day is None:
            continue
        for plan in islice(_plans(goal, on_day), _MOST_BUILT):
            scene = build(plan, day, on_day)
            if scene is not None and all(holds(quantity, state, scene, goal) for quantity, state in wanted):
                return scene.situation()
    return None


def _plans(goal: WitnessGoal, sides: Sides) -> Iterator[SituationPlan]:
    """Plans to try in turn, the simplest first."""
    grids = Grids(sides)
    silent = silent_members(sides, goal)
    for through_parts in (False, True):
        for tallies in islice(tally_choices(goal, sides), _MOST_TALLIES):
            for chosen in islice(figures(goal, grids, tallies, through_parts=through_parts), _MOST_FIGURES):
                for below in _members(goal, chosen, tallies, sides):
                    yield SituationPlan(goal, chosen, below)
                    if silent:
                        yield SituationPlan(goal, chosen, below, silent)
                    for ground in _GROUNDS if goal.rules else ():
                        yield SituationPlan(goal, chosen, below, silent, ground)


def _members(
    goal: WitnessGoal, chosen: ChosenIntervals, tallies: Mapping[MembersDeciding, Tally], sides: Sides
) -> Iterator[Members]:
    of_kinds = [list(members(kind, goal, chosen, tallies, sides)) for kind in goal.kinds]
    for of_each_kind in product(*of_kinds):
        yield dict(zip(goal.kinds, of_each_kind, strict=True))


def confirmed(situation: Situation, program: Program, code: str) -> Outcome:
    """Outcome of a rule in a situation, by the engine. The program is one compiled for the situation's date."""
    units = Units(situation.units)
    world = EvidenceWorld(
        units, Evidence.of(situation.statements, situation.as_of, library=program.library), program.library
    )
    return decide(program, units[situation.unit], code, world).outcome


_MANY = 200
_MOST_TRIED = 20
_MOST_FAILED = 6


@frozen
class ShownRegions:
    """Regions in which a unit was found (`witnessed`), the others, which no unit is known to be in, and those, of very many,
    in which none was sought (`untried`).
    """

    witnessed: tuple[Witnessed, ...] = ()
    others: tuple[Region, ...] = ()
    untried: tuple[Region, ...] = ()

    @property
    def regions(self) -> tuple[Region, ...]:
        """The regions that are shown to occur."""
        return tuple(witness.region for witness in self.witnessed)


NOTHING_SHOWN = ShownRegions()


def shown(
    regions: Sequence[Region], reads: Sequence[HeldStates], sides: DatedSides, codes: tuple[str, str]
) -> ShownRegions:
    """Seek a unit in every region, for rules of these codes; of very many, in some of each pair of outcomes."""
    witnesses: list[Witnessed] = []
    others: list[Region] = []
    untried: list[Region] = []
    tried = Counter[tuple[Outcome, Outcome]]()
    for region in regions:
        pair = (region.before, region.after)
        tried[pair] += 1
        if len(others) >= _MOST_FAILED or (tried[pair] > _MOST_TRIED and len(regions) > _MANY):
            untried.append(region)
            continue
        witness = witnessed(region, sides, reads, codes)
        if witness is None:
            others.append(region)
        else:
            witnesses.append(witness)
    return ShownRegions(tuple(witnesses), tuple(others), tuple(untried))

"""Construction of a situation: units with attributes, reports about them, and attestations of rules."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from attrs import evolve, frozen

from ...model.fact import Absence, Finding
from ...model.key import RuleKey, is_conclusion
from ...model.outcome import Outcome
from ...model.units.unit import Unit
from ..cases.case import UNIT
from ..regions.quantity import Cell, LevelIs, MemberTruth, Special, State, ValueIs
from .added_members import Members, Silent, add_members, add_silent, satisfy
from .fit import of_years
from .goal import At, ChosenIntervals, Interval, Sides, WitnessGoal
from .grid import Grids, parts_of
from .members import Member
from .rules import Quota, attest_all, settle, settle_counts
from .scene import Scene


@frozen(eq=False)
class Reports:
    """Reports about one unit: the unit itself, or the one of a `kind` above."""

    scene: Scene
    unit: str
    kind: str | None
    goal: WitnessGoal
    chosen: ChosenIntervals

    def state(self) -> None:
        """Add all reports about the unit, the earliest date first, parts before the measures derived from them."""
        known = [at for at in self.chosen if isinstance(at, At) and at.kind == self.kind]
        others = [at for at in self._states() if at.kind == self.kind and at not in self.chosen]
        for at in sorted((*known, *others), key=lambda at: (self._day(at), self._depth(at.measure))):
            if at not in self.chosen:
                self._without_figure(at, self._states()[at])
            elif not self._is_computed(at):
                figure = self.chosen[at][0]
                assert figure is not None
                self.scene.report(self.unit, at.measure, figure, self._day(at))
        for mean, state in self.goal.means.items() if self.kind is None else ():
            if isinstance(state, Cell):
                today, _ = self.chosen.get(At(mean.measure), (None, None))
                for back, figure in enumerate(of_years(mean, state, today, Grids(self.scene.sides))):
                    self.scene.report(
                        self.unit, mean.measure, figure, At(mean.measure, back=back).day(self.scene.as_of)
                    )

    def _states(self) -> dict[At, State]:
        return {**self.goal.figures, **self.goal.changes}

    def _day(self, at: At) -> date:
        return at.day(self.scene.as_of)

    def _parts(self, measure: str) -> tuple[str, ...]:
        return parts_of(Grids(self.scene.sides)[measure].declared[0])

    def _depth(self, measure: str) -> int:
        return max((1 + self._depth(part) for part in self._parts(measure)), default=0)

    def _is_computed(self, at: At) -> bool:
        """True when a figure is computed from chosen figures of its parts."""
        parts = [evolve(at, measure=part) for part in self._parts(at.measure)]
        return bool(parts) and all(part in self.chosen for part in parts)

    def _without_figure(self, at: At, state: State) -> None:
        """Report a level, a finding or an absence; *disputed* makes an earlier report unknown."""
        match state:
            case LevelIs(level):
                self.scene.report(self.unit, at.measure, level, self._day(at))
            case Finding():
                self.scene.report(self.unit, at.measure, state, self._day(at))
            case Special.NOT_APPLICABLE:
                # A change does not apply where the measure no longer does, whatever it was before.
                if at.since is None or self.goal.figures.get(At(at.measure)) is not Special.NOT_APPLICABLE:
                    self.scene.report(self.unit, at.measure, Absence.NOT_APPLICABLE, self._day(at))
            case Special.NOT_KNOWN:
                last = self._day(at)
                first = date.min if at.back is None else date(last.year, 1, 1)
                if any(first <= day <= last for day in self._reported(at.measure)):
                    self.scene.report(self.unit, at.measure, Absence.DISPUTED, self._day(at))

    def _reported(self, measure: str) -> Iterator[date]:
        """Dates of the reports on a measure and on the measures it is derived from."""
        yield from (fact.as_of for fact in self.scene.facts_of(self.unit) if fact.measure == measure)
        for part in self._parts(measure):
            yield from self._reported(part)


_NEAREST_FIRST = ("village", "commune", "township", "ward", "district", "town", "city", "province", "country")
_OTHER = "other"


@frozen(eq=False)
class SituationPlan:
    """Plan of a situation: the states sought, the figures chosen, the members by kind.

    `silent` are further members without reports; `ground` is the outcome attested for the criteria of other
    rulesets for which nothing else is sought (None: nothing is attested).
    """

    goal: WitnessGoal
    chosen: ChosenIntervals
    members: Members
    silent: Silent = ()
    ground: Outcome | None = None


def build(plan: SituationPlan, as_of: date, sides: Sides) -> Scene | None:
    """Scene of a plan on a day; None when the outcomes sought cannot be produced."""
    scene = Scene(sides, as_of)
    above = _kinds_above(plan.goal)
    _add_units(scene, plan.goal, above)
    for kind, unit in ((None, UNIT), *((kind, f"A{number}") for number, kind in enumerate(above, 1))):
        Reports(scene, unit, kind, plan.goal, plan.chosen).state()
    below = add_members(scene, plan.members)
    if below is None:
        return None
    add_silent(scene, plan.silent)
    settled = all(_settle_member(scene, code, member) for code, member in below)
    return scene if settled and _settle_own(scene, plan) else None


def _kinds_above(goal: WitnessGoal) -> list[str]:
    """The kinds of units above about which something is known, nearest first."""
    known = {at.kind for at, state in goal.figures.items() if at.kind and not isinstance(state, Special)}
    order = {kind: number for number, kind in enumerate(_NEAREST_FIRST)}
    return sorted(known, key=lambda kind: (order.get(kind, len(order)), kind))


def _add_units(scene: Scene, goal: WitnessGoal, above: Sequence[str]) -> None:
    """Add the unit itself and the units above it."""
    for number, kind in enumerate(above, 1):
        code, parent = f"A{number}", f"A{number + 1}"
        scene.add(Unit(code, code, kind, parent if number < len(above) else None))
    attributes = {
        name: state.value if isinstance(state, ValueIs) else _another(goal.named.get(name, frozenset()))
        for name, state in goal.attributes.items()
        if state is not Special.NO_ATTRIBUTE
    }
    [kind, *_] = scene.sides.sides[-1].program.ruleset.applies_to
    scene.add(Unit(UNIT, UNIT, kind, "A1" if above else None, attributes))


def _another(named: frozenset[str]) -> str:
    """Attribute value that is not among those named."""
    return next(
        value for value in (_OTHER, *(f"{_OTHER}_{number}" for number in range(len(named)))) if value not in named
    )


def _settle_member(scene: Scene, code: str, member: Member) -> bool:
    counts: dict[str, dict[date | None, Interval]] = {}
    for of, interval in member.counts.items():
        counts.setdefault(of.ruleset, {})[of.since] = interval
    outcomes = member.outcomes.items()
    quotas = [Quota((rule,), {outcome: 1}) for rule, outcome in outcomes if not isinstance(rule, MemberTruth)]
    conditions = {rule: outcome for rule, outcome in outcomes if isinstance(rule, MemberTruth)}
    return _settle(scene, code, quotas, counts) and (not conditions or satisfy(scene, code, conditions, member.figures))


def _settle_own(scene: Scene, plan: SituationPlan) -> bool:
    goal = plan.goal
    if plan.ground is not None:
        spared = [rule for counts in goal.rules for rule in counts.rules]
        for increase in goal.increases:
            for program in scene.sides.programs(increase.ruleset):
                spared += [RuleKey(increase.ruleset, code) for code in program.criteria]
        attest_all(scene, UNIT, plan.ground, frozenset(spared))
    counts: dict[str, dict[date | None, Interval]] = {}
    for increase in goal.increases:
        counts.setdefault(increase.ruleset, {})[increase.since] = plan.chosen[increase]
    quotas = [
        Quota(rules.rules, dict(tally.counts), rules not in goal.uncounted) for rules, tally in goal.rules.items()
    ]
    return _settle(scene, UNIT, quotas, counts)


def _settle(
    scene: Scene, unit: str, quotas: Sequence[Quota], counts: Mapping[str, Mapping[date | None, Interval]]
) -> bool:
    """Settle lower rules, then the numbers of criteria attained, then conclusions; False when that is impossible."""
    upper = [quota for quota in quotas if is_conclusion(quota.rules[0].code)]
    open_ = settle(scene, unit, [quota for quota in quotas if quota not in upper])
    if open_ is None:
        return False
    for ruleset, spans in counts.items():
        # What is to be attained, or to stay open, must not fail for the criteria that are not counted as attained.
        failing = all(quota.counts.get(Outcome.NOT_ATTAINED) for quota in upper)
        rest = Outcome.NOT_ATTAINED if failing else Outcome.NOT_APPLICABLE
        if not settle_counts(scene, unit, ruleset, spans, open_, rest):
            return False
    return settle(scene, unit, upper) is not None

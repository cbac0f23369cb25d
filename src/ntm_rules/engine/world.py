"""What an evaluation sees of the world, and what a threshold comes to in it."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction

from attrs import evolve, field, frozen

from ..model.decision import Decision, Reason, ReasonKind
from ..model.fact import Absence, Fact, Finding
from ..model.library import Library
from ..model.measure import Measure, MeasureType
from ..model.outcome import Outcome
from ..model.threshold import ByAttribute, ByYear, Delegated, Fixed, Relative, Threshold, UnknownThreshold
from ..model.units.unit import Unit, Units
from ..model.values.number import Number
from .evidence import Evidence
from .observation import Observation

Compared = Decimal | Fraction | str
"""A figure, or the id of a level."""


@frozen(eq=False)
class World:
    """The units, the evidence about them, and the decisions already made in this run."""

    units: Units
    evidence: Evidence
    library: Library
    decided: dict[tuple[str, str, str], Decision] = field(factory=dict)
    observed: dict[str, dict[date | None, dict[str, Observation]]] = field(factory=dict)
    past: dict[date, "World"] = field(factory=dict)
    reports: dict[str, dict[date | None, dict[str, Observation]]] = field(factory=dict, init=False)

    def at(self, day: date) -> "World":
        """The same world seen from an earlier date, made once."""
        if day not in self.past:
            self.past[day] = World(self.units, evolve(self.evidence, as_of=day), self.library)
        return self.past[day]

    def and_past(self) -> Iterator["World"]:
        """This world and every earlier one that was looked at."""
        yield self
        for earlier in self.past.values():
            yield from earlier.and_past()

    def members(self, unit: str, kind: str, only: tuple[str, ...] = ()) -> list[Unit]:
        """The units of a kind below a unit that exist on the date; with `only`, those named or below one named."""
        found = self.units.members(unit, kind, self.evidence.as_of)
        if not only:
            return found
        return [
            member
            for member in found
            if member.code in only
            or any(above.code in only for above in self.units.ancestors(member.code, self.evidence.as_of))
        ]

    def observe(self, unit: str, measure: str, on: date | None = None) -> Observation:
        """The observation of a measure on a date (the evidence's own if None), made once."""
        of_unit = self.observed.setdefault(unit, {}).setdefault(on, {})
        if measure not in of_unit:
            of_unit[measure] = self.evidence.observe(unit, self.library.measures[measure], self.library, on)
        return of_unit[measure]

    def reported(self, unit: str, measure: str, on: date | None = None) -> Observation:
        """What the reports of a measure come to on a date (the evidence's own if None), made once. It derives nothing."""
        of_unit = self.reports.setdefault(unit, {}).setdefault(on, {})
        if measure not in of_unit:
            of_unit[measure] = self.evidence.reported(unit, measure, on)
        return of_unit[measure]

    def forget(self, unit: str) -> None:
        """Drop the observations of a unit, whose statements have changed."""
        if self.observed:
            self.observed.pop(unit, None)
        if self.reports:
            self.reports.pop(unit, None)
        for earlier in self.past.values():
            earlier.forget(unit)

    def forget_decisions(self) -> None:
        """Drop every decision made so far."""
        self.decided.clear()
        for earlier in self.past.values():
            earlier.forget_decisions()


def as_compared(measure: Measure, value: Number) -> Number:
    """A figure as it is compared: rounded if, and only if, its measure declares a rounding."""
    return value if measure.rounding is None else measure.rounding.apply(value)


@frozen
class Required:
    """What a threshold comes to for a unit: a value, or the reason why there is none.

    `fixed` is the threshold as printed, if it is that; `facts` are the reports that a relative one rests on.
    """

    value: Compared | None = None
    lacking: Reason | None = None
    fixed: Fixed | None = None
    facts: tuple[Fact, ...] = ()


def required(threshold: Threshold, unit: Unit, world: World) -> Required:
    """What `threshold` asks of `unit` on the date of the evaluation."""
    match threshold:
        case Fixed(value):
            return Required(value, fixed=threshold)
        case ByAttribute(attribute, cases, otherwise):
            own = unit.attributes.get(attribute)
            if own is None or own == "":
                return Required(lacking=_open(ReasonKind.NO_ATTRIBUTE, subject=attribute))
            for value, case in cases:
                if value == own:
                    return required(case, unit, world)
            if otherwise is not None:
                return required(otherwise, unit, world)
            return Required(lacking=_open(ReasonKind.NO_THRESHOLD, subject=f"{attribute} = {own}"))
        case ByYear(years, otherwise):
            for year, case in years:
                if year == world.evidence.as_of.year:
                    return required(case, unit, world)
            if otherwise is not None:
                return required(otherwise, unit, world)
            return Required(lacking=_open(ReasonKind.NO_THRESHOLD, subject=str(world.evidence.as_of.year)))
        case Relative(measure_id, of):
            return _relative(world.library.measures[measure_id], of, unit, world)
        case Delegated(to):
            return Required(lacking=_open(ReasonKind.DELEGATED, subject=to))
        case UnknownThreshold():
            return Required(lacking=_open(ReasonKind.UNKNOWN_THRESHOLD))


def _relative(measure: Measure, of: str | None, unit: Unit, world: World) -> Required:
    other = unit if of is None else world.units.ancestor(unit.code, of, world.evidence.as_of)
    if other is None:
        return Required(lacking=_open(ReasonKind.NO_UNIT_ABOVE, subject=of))
    observation = world.observe(other.code, measure.id)
    if observation.value is None or isinstance(observation.value, Finding):
        return Required(lacking=lack(observation, measure, None if other is unit else other.code))
    if measure.type is MeasureType.LEVEL or isinstance(observation.value, str):
        return Required(str(observation.value), facts=observation.facts)
    return Required(as_compared(measure, observation.value), facts=observation.facts)


def lack(observation: Observation, measure: Measure, unit: str | None = None) -> Reason:
    """The reason why a measure has no value; `unit` where it is not the decision's own."""
    return Reason(
        kind=observation.problem or ReasonKind.MISSING,
        outcome=Outcome.NOT_APPLICABLE
        if observation.absence is Absence.NOT_APPLICABLE and not measure.always_applies
        else Outcome.UNDETERMINED,
        measure=measure.id,
        unit=unit,
        observed=observation.absence,
        facts=observation.facts,
        lacking=observation.lacking,
    )


def _open(kind: ReasonKind, subject: str | None = None) -> Reason:
    return Reason(kind=kind, outcome=Outcome.UNDETERMINED, subject=subject)

"""The decisions of one program on many units: outcomes at once, reasons when they are read."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal

from attrs import define, field

from ..model.condition import Condition
from ..model.decision import Decision
from ..model.fact import Fact, Finding, Statement
from ..model.key import RECOGNITION, RuleKey
from ..model.outcome import Outcome
from ..model.problem import FactsError, UnitsError
from ..model.unit import Unit, Units
from . import evaluate as specification
from .evidence import Evidence, Reports
from .generate import CODES, Generated, generate, unattested
from .prepared import decide
from .program import Program
from .record import Record, record
from .settle import Steps, to_attain, to_settle
from .world import World, as_compared


@define(eq=False)
class Decisions:
    """What a program decides about units.

    Outcomes come from the generated form of the program, all rules of a unit at once and only when asked for; `decision`
    gives the whole tree with its reasons, from the specification.
    """

    program: Program
    units: tuple[Unit, ...]
    world: World
    _outcomes: dict[str, tuple[Outcome, ...]] = field(factory=dict)

    def outcomes(self, unit: str) -> "RuleOutcomes":
        """The outcome of every rule for a unit, by code, in the order of the program."""
        if unit not in self._outcomes:
            self._outcomes[unit] = self._decide(unit)
        return RuleOutcomes(self.program, self._outcomes[unit])

    def outcome(self, unit: str, code: str = RECOGNITION) -> Outcome:
        """The outcome of one rule for a unit. Raises KeyError when there is no such rule or unit."""
        return self.outcomes(unit)[code]

    def decision(self, unit: str, code: str = RECOGNITION) -> Decision:
        """The decision of one rule for a unit, with its reasons and all decisions below it."""
        return decide(self.program, self.world.units[unit], code, self.world)

    def to_attain(self, unit: str, code: str = RECOGNITION) -> Steps | None:
        """A shortest list of what has to be supplied and to change for a rule to be attained; None when nothing can do it."""
        return to_attain(self.program, self.world.units[unit], code, self.world)

    def to_settle(self, unit: str, code: str = RECOGNITION) -> Steps:
        """The shortest list of what has to become known for a decision to be settled, whatever the figures turn out to be."""
        return to_settle(self.program, self.world.units[unit], code, self.world)

    def steps(self, unit: str, code: str = RECOGNITION) -> Steps | None:
        """What a decision that is not attained needs: to be attained, or first to be settled where it is undetermined."""
        undetermined = self.outcome(unit, code) is Outcome.UNDETERMINED
        return self.to_settle(unit, code) if undetermined else self.to_attain(unit, code)

    def record(self, unit: str, code: str = RECOGNITION) -> Record:
        """A decision with all it rests on, to be kept and decided again (`replay`)."""
        return record(self.program, unit, code, self.world)

    def of(self, unit: str) -> tuple[Decision, ...]:
        """The topmost decisions about a unit: the conclusions, and every criterion that is not among what they count."""
        concluded = [self.decision(unit, conclusion.code) for conclusion in self.program.ruleset.conclusions]
        below = {one.rule for decision in concluded for one in _of_unit(decision)}
        others = (code for code in self.program.criteria if RuleKey(self.program.ruleset.id, code) not in below)
        return (*concluded, *(self.decision(unit, code) for code in others))

    def __iter__(self) -> Iterator[Decision]:
        return (decision for unit in self.units for decision in self.of(unit.code))

    def _decide(self, unit: str) -> tuple[Outcome, ...]:
        own, evidence = self.world.units[unit], self.world.evidence
        form = generated(self.program, unit in evidence.attestations)
        reports = evidence.facts.get(unit, _NOTHING)
        # Up to this day a fact that is the only one counts without a closer look.
        until = evidence.as_of if evidence.known_on is None else date.min
        figures: list[object] = [
            None
            if found is None
            else found.value
            if isinstance(found, Fact) and found.as_of <= until
            else self._figure(unit, name)
            for name, found in zip(form.measures, map(reports.get, form.measures), strict=True)
        ]
        for position in form.worked_out:
            figures[position] = self._figure(unit, form.measures[position])

        def plain(condition: Condition) -> int:
            return CODES[specification.judge(condition, self.program, own, self.world).verdict.outcome]

        def attested(code: str) -> int:
            return CODES[specification.attested_outcome(self.program, own, code, self.world)]

        return form.decide(figures, plain, attested)

    def _figure(self, unit: str, name: str) -> object:
        """A value as it is compared, or the observation that says why there is none."""
        measure, evidence = self.program.measures[name], self.world.evidence
        reports = evidence.facts.get(unit, _NOTHING).get(name)
        sole = None if reports is None or measure.derive is not None else evidence.sole(reports)
        if sole is not None and measure.rounding is None:
            return sole.value
        observation = self.world.observe(unit, name)
        value = observation.value
        if value is None:
            return observation
        return value if isinstance(value, str | Finding) else as_compared(measure, value)


_NOTHING: Reports = {}


def _of_unit(decision: Decision) -> Iterator[Decision]:
    """A decision and those below it that are about the same unit."""
    yield decision
    for child in decision.children:
        if child.unit == decision.unit:
            yield from _of_unit(child)


def evaluate(
    program: Program,
    units: Units | Iterable[Unit] | Unit,
    statements: Iterable[Statement],
    *,
    known_on: date | None = None,
) -> Decisions:
    """Decide every rule of `program` for every unit it applies to, on the program's date.

    `units` are the units to decide and those above and below them that rules ask about; `statements` the facts,
    attestations and published decisions about them. With `known_on`, what was recorded later is left out: what was known on
    that day.

    Raises FactsError with every statement that names an unknown unit, measure or rule or whose value does not fit its
    measure; UnitsError when a single unit is given to which the ruleset does not apply.
    """
    if isinstance(units, Unit):
        if units.kind != program.ruleset.applies_to:
            raise UnitsError(
                f"{program.ruleset.id} applies to a {program.ruleset.applies_to}; {units.code} is a {units.kind}"
            )
        units = Units([units])
    elif not isinstance(units, Units):
        units = Units(units)
    evidence = Evidence.checked(statements, units, program.library, program.as_of, known_on)
    own = tuple(units.of_kind(program.ruleset.applies_to, program.as_of))
    return Decisions(program, own, World(units, evidence, program.library))


def generated(program: Program, attestations: bool = False) -> Generated:
    """The generated form of a program, for units with attestations or for those without, made once."""
    name = "generated with attestations" if attestations else "generated"
    found = program.cache.get(name)
    if found is None:
        found = program.cache[name] = generate(program, attestations)
    assert isinstance(found, Generated)
    return found


def decide_values(program: Program, values: Mapping[str, object]) -> "RuleOutcomes":
    """The outcomes of a program for figures already chosen: measure id to Decimal, Finding or Absence.

    The quickest way for a caller that keeps its own figures. For programs of comparisons with fixed thresholds, findings,
    `all_of`, `any_of`, `none_of` and `criteria: all`; nothing is rounded.

    Raises FactsError for a value that is not finite or of another type and for a name that is no measure, UnitsError when a
    rule asks for more than figures.
    """
    form = generated(program)
    if not values.keys() <= program.measures.keys():
        unknown = ", ".join(sorted(values.keys() - program.measures.keys()))
        raise FactsError(f"there is no measure {unknown}")
    try:
        finite = all(map(Decimal.is_finite, values.values()))  # type: ignore[arg-type]
    except TypeError:
        finite = all(value.is_finite() for value in values.values() if isinstance(value, Decimal))
    if not finite:
        raise FactsError("a value is not finite: give a figure, or an Absence where there is none")
    return RuleOutcomes(program, form.decide(map(values.get, form.measures), _asks_for_more, unattested))


def _asks_for_more(condition: Condition) -> int:
    raise UnitsError(f"{type(condition).__name__} asks for more than figures: use evaluate")


class RuleOutcomes(Mapping[str, Outcome]):
    """The outcome of each rule of a program, by code, in the order of the program."""

    __slots__ = ("_outcomes", "_program")

    def __init__(self, program: Program, outcomes: tuple[Outcome, ...]) -> None:
        self._program = program
        self._outcomes = outcomes

    def __getitem__(self, code: str) -> Outcome:
        return self._outcomes[self._program.position[code]]

    def __iter__(self) -> Iterator[str]:
        return iter(self._program.position)

    def __len__(self) -> int:
        return len(self._outcomes)

    def __repr__(self) -> str:
        return f"RuleOutcomes({ {code: outcome.value for code, outcome in self.items()} })"

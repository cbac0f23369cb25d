"""The decisions of one program on many units: outcomes at once, reasons when they are read."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from attrs import define, field

from ..model.condition import Condition
from ..model.decision import Decision
from ..model.fact import Finding, Statement
from ..model.key import RECOGNITION
from ..model.outcome import Outcome
from ..model.problem import UnitsError
from ..model.unit import Unit, Units
from . import evaluate as specification
from .evidence import Evidence, check_statements
from .fingerprint import measures_read
from .generate import CODES, OUTCOMES, Generated, generate
from .prepared import decide_all
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
    _generated: Generated
    _measures: tuple[str, ...]
    _codes: dict[str, tuple[int, ...]] = field(factory=dict)

    def outcomes(self, unit: str) -> "RuleOutcomes":
        """The outcome of every rule for a unit, by code, in the order of the program."""
        return RuleOutcomes(self.program, self._outcome_codes(unit))

    def outcome(self, unit: str, code: str = RECOGNITION) -> Outcome:
        """The outcome of one rule for a unit. Raises KeyError when there is no such rule or unit."""
        return self.outcomes(unit)[code]

    def decision(self, unit: str, code: str = RECOGNITION) -> Decision:
        """The decision of one rule for a unit, with its reasons and all decisions below it."""
        key = (self.program.ruleset.id, unit, code)
        if key not in self.world.decided:
            if code not in self.program.by_code:
                raise KeyError(code)
            decide_all(self.program, self.world.units[unit], self.world)
        return self.world.decided[key]

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
        """The topmost decisions about a unit: the conclusions, or the criteria where a ruleset has none."""
        top = [conclusion.code for conclusion in self.program.ruleset.conclusions] or list(self.program.criteria)
        return tuple(self.decision(unit, code) for code in top)

    def __iter__(self) -> Iterator[Decision]:
        return (decision for unit in self.units for decision in self.of(unit.code))

    def _outcome_codes(self, unit: str) -> tuple[int, ...]:
        if unit not in self._codes:
            own = self.world.units[unit]
            evidence, known = self.world.evidence, self.program.measures

            def plain(condition: Condition) -> int:
                judged = specification.judge(condition, self.program, own, self.world)
                return CODES[judged.verdict.outcome]

            values: dict[str, object] = {}
            for name in self._measures:
                observation = self.world.observe(unit, name)
                value = observation.value
                if value is None:
                    values[name] = observation
                else:
                    values[name] = value if isinstance(value, str | Finding) else as_compared(known[name], value)

            def attested(code: str) -> int:
                return CODES[specification.attested_outcome(self.program, own, code, self.world)]

            self._codes[unit] = self._generated.outcomes(
                values, plain, attested if unit in evidence.attestations else None
            )
        return self._codes[unit]


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
    statements = tuple(statements)
    check_statements(statements, units, program.library)
    world = World(units, Evidence.of(statements, program.as_of, known_on), program.library)
    own = tuple(units.of_kind(program.ruleset.applies_to, program.as_of))
    return Decisions(program, own, world, generated(program), _measures(program))


def generated(program: Program) -> Generated:
    """The generated form of a program, made once."""
    if program.cache.get("generated") is None:
        program.cache["generated"] = generate(program)
    found = program.cache["generated"]
    assert isinstance(found, Generated)
    return found


def _measures(program: Program) -> tuple[str, ...]:
    if "measures" not in program.cache:
        program.cache["measures"] = _measures_read(program)
    found = program.cache["measures"]
    assert isinstance(found, tuple)
    return found


def _measures_read(program: Program) -> tuple[str, ...]:
    names: dict[str, None] = {}
    for rule in program.rules:
        for condition in (rule.condition, rule.rule.applies_when):
            names.update(dict.fromkeys(measures_read(condition, program.measures)))
    return tuple(names)


def decide_values(program: Program, values: dict[str, object]) -> "RuleOutcomes":
    """The outcomes of a program for figures already chosen: measure id to Decimal, Finding, level or Absence.

    For programs in which no rule asks about other units, other dates or attributes; the quickest way for a caller that
    keeps its own figures. Nothing is rounded and nothing is checked but the type.
    """

    figures = dict.fromkeys(_measures(program)) | values
    return RuleOutcomes(program, generated(program).outcomes(figures, _asks_for_more, None))


def _asks_for_more(condition: Condition) -> int:
    raise UnitsError(f"{type(condition).__name__} asks for more than figures: use evaluate")


class RuleOutcomes(Mapping[str, Outcome]):
    """The outcome of each rule of a program, by code, in the order of the program."""

    __slots__ = ("_codes", "_program")

    def __init__(self, program: Program, codes: tuple[int, ...]) -> None:
        self._program = program
        self._codes = codes

    def __getitem__(self, code: str) -> Outcome:
        return OUTCOMES[self._codes[self._program.position[code]]]

    def __iter__(self) -> Iterator[str]:
        return iter(self._program.position)

    def __len__(self) -> int:
        return len(self._codes)

    def __repr__(self) -> str:
        return f"RuleOutcomes({ {code: outcome.value for code, outcome in self.items()} })"

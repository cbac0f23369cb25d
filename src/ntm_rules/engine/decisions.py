"""The decisions of one program on many units: outcomes at once, reasons when they are read."""

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from attrs import define, evolve, field

from ..model.arguments import checks_arguments, refused
from ..model.decision import Decision, LevelFound, Points
from ..model.fact import Statement
from ..model.key import RECOGNITION, RuleKey
from ..model.outcome import Outcome
from ..model.place import PlacedText
from ..model.problem import Diagnostic
from ..model.spelling import composed
from ..model.units.unit import Unit, Units
from ..model.values.notebook import as_html
from ..model.values.spans import span
from ..program.admission.units import units_admitted, unused_kinds
from ..program.arguments import optional_day_of, statements_of
from ..program.inputs import days_of, uses_of
from ..program.program import Program
from ..program.terms import Total
from .compiled.deciding import decide, decision_alone, sight_of
from .compiled.sight import Sight
from .compiled.values import verdicts
from .evidence.evidence import Evidence
from .evidence.world import EvidenceWorld
from .frames.outcome_rows import FrameLibrary, outcome_rows
from .naming import code_of, unknown_name
from .remedies import Steps, to_attain, to_settle, ways_to_attain
from .rule_outcomes import RuleOutcomes
from .specification.assessed import Assessed
from .specification.deciding import level_found, points_in


@define(eq=False)
class Decisions:
    """The decisions of a program about units.

    Outcomes come from the function that is generated from the program, all rules of a unit at once and only when asked for;
    `decision` gives the whole tree with its reasons.
    """

    program: Program
    units: tuple[Unit, ...]
    world: EvidenceWorld
    _by_code: dict[str, Unit] | None = field(default=None, init=False)
    _last_sight: Sight | None = field(default=None, init=False, repr=False)

    def __repr__(self) -> str:
        whose = self.units[0].code if len(self.units) == 1 else f"{len(self.units)} units"
        return f"Decisions({self.program.ruleset.id}, {self.program.as_of}, {whose}, {len(self.program.rules)} rules)"

    def _repr_html_(self) -> str:
        return as_html(self)

    def __getstate__(self) -> tuple[Program, tuple[Unit, ...], EvidenceWorld]:
        return self.program, self.units, self.world

    def __setstate__(self, state: tuple[Program, tuple[Unit, ...], EvidenceWorld]) -> None:
        self.program, self.units, self.world = state
        self._by_code = self._last_sight = None

    def outcomes(self, unit: str) -> "RuleOutcomes":
        """The outcome of every rule for a unit, by code, in the order of the program.

        Raises UnknownNameError when the ruleset does not decide about such a unit on the day.
        """
        return RuleOutcomes(self.program, verdicts(self.program, self._decided(unit), self.world))

    def outcome(self, unit: str, rule: RuleKey | str = RECOGNITION) -> Outcome:
        """The outcome of one rule for a unit; the rule by its code, as `ruleset#code`, or as a RuleKey.

        Raises UnknownNameError, which is a KeyError as well, when there is no such rule or unit.
        """
        return self.outcomes(unit)[code_of(self.program, rule)]

    def level(self, unit: str) -> LevelFound | None:
        """The level of a unit, or those still possible; None where the ruleset has no levels. Raises as `outcomes` does."""
        return level_found(self.program.ruleset, self.outcomes(unit).possible)

    def points(self, unit: str) -> Points | None:
        """The points of a unit, of all criteria together; None where no rule gives any. Raises as `outcomes` does."""
        at = Assessed(self._decided(unit), self.program, self.world, decide)
        rules = [self.program.by_code[code] for code in self.program.criteria]
        scored = [rule for rule in rules if rule.points is not None]
        points = (
            points_in(Total(tuple(rule.points for rule in scored if rule.points is not None)), at) if scored else None
        )
        most = [rule.maximum for rule in scored]
        return points and evolve(points, maximum=None if None in most else sum(filter(None, most), Decimal(0)))

    def decision(self, unit: str, rule: RuleKey | str = RECOGNITION) -> Decision:
        """The decision of one rule for a unit, with its reasons and all decisions below it. Raises as `outcome` does."""
        sight, code = self._seen(unit, rule)
        return sight.decision(code)

    def alone(self, unit: str, rule: RuleKey | str = RECOGNITION) -> Decision:
        """The same decision without those below it, for who reads of many units what was asked and found.

        Its assurance is that of its own reasons. Raises as `outcome` does.
        """
        sight, code = self._seen(unit, rule)
        return decision_alone(sight, code)

    def _seen(self, unit: str, rule: RuleKey | str) -> tuple[Sight, str]:
        """The unit as makers of decisions see it, and the code of the rule."""
        sight = self._last_sight
        if (
            type(unit) is str
            and (type(rule) is PlacedText or type(rule) is str)
            and sight is not None
            and sight.unit.code == unit
            and rule in sight.makers
        ):
            return sight, rule  # one after the other, nearly always
        own, code = self._decided(unit), code_of(self.program, rule)
        if sight is None or sight.unit is not own:
            sight = self._last_sight = sight_of(self.program, own, self.world)
        return sight, code

    def to_attain(self, unit: str, rule: RuleKey | str = RECOGNITION) -> Steps | None:
        """A shortest list of what has to be supplied and to change for a rule to be attained; None when nothing can do it."""
        return to_attain(self.program, self._decided(unit), code_of(self.program, rule), self.world)

    def ways_to_attain(self, unit: str, rule: RuleKey | str = RECOGNITION) -> tuple[Steps, ...]:
        """The lists of steps by which a rule would be attained, the shortest first; none when nothing can do it."""
        return ways_to_attain(self.program, self._decided(unit), code_of(self.program, rule), self.world)

    def to_settle(self, unit: str, rule: RuleKey | str = RECOGNITION) -> Steps:
        """The shortest list of what has to become known for a decision to be settled, whatever the figures turn out to be."""
        return to_settle(self.program, self._decided(unit), code_of(self.program, rule), self.world)

    def steps(self, unit: str, rule: RuleKey | str = RECOGNITION) -> Steps | None:
        """The steps to be attained, or first to be settled where it is undetermined; None where nothing can do it."""
        undetermined = self.outcome(unit, rule) is Outcome.UNDETERMINED
        return self.to_settle(unit, rule) if undetermined else self.to_attain(unit, rule)

    def to_frame(self, library: FrameLibrary = "polars") -> Any:
        """A frame with a row for each unit and rule: `unit`, `ruleset`, `as_of`, `rule` and `outcome`.

        Needs `ntm-rules[frames]`. Raises EngineError where it, or the library asked for, is not installed.

        >>> from ntm_rules import Unit, compile, evaluate
        >>> program = compile("vn/civilised-township", date(2024, 6, 30))
        >>> decisions = evaluate(program, Unit("T", "Tam Đường", "township"), [])
        >>> decisions.to_frame().select("unit", "rule", "outcome").row(0)
        ('T', '1.a', 'undetermined')
        """
        verdicts_of_units = ((unit.code, verdicts(self.program, unit, self.world)) for unit in self.units)
        return outcome_rows(self.program, verdicts_of_units, library)

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """Warnings about what was handed in and decides nothing: units of kinds that no rule applies to or counts."""
        return tuple(unused_kinds(self.world.units, uses_of([self.program]), days_of(self.program)))

    def _decided(self, unit: str) -> Unit:
        """The unit of that code. Raises UnknownNameError where there is none to which the ruleset applies on the day."""
        if self._by_code is None:
            self._by_code = {decided.code: decided for decided in self.units}
        own = self._by_code.get(composed(unit)) if isinstance(unit, str) else None
        if own is None:
            raise unknown_name(unit, "đơn vị được quyết định", "unit that is decided about", self._by_code)
        return own

    def of(self, unit: str) -> tuple[Decision, ...]:
        """The topmost decisions about a unit: the conclusions, and every criterion that is not among what they count."""
        concluded = [self.decision(unit, conclusion.code) for conclusion in self.program.ruleset.conclusions]
        below = {inner.rule for decision in concluded for inner in _of_unit(decision)}
        others = (code for code in self.program.criteria if RuleKey(self.program.ruleset.id, code) not in below)
        return (*concluded, *(self.decision(unit, code) for code in others))

    def __iter__(self) -> Iterator[Decision]:
        return (decision for unit in self.units for decision in self.of(unit.code))

    @checks_arguments
    def narrowed(self, units: Iterable[str]) -> "Decisions":
        """The decisions about these units alone, in the order given. Raises UnknownNameError for one that is not decided."""
        return Decisions(self.program, tuple(map(self._decided, units)), self.world)

    def unit_by_unit(self) -> Iterator[Unit]:
        """Each unit in turn; what was decided about it is forgotten when the next is asked for, so that memory stays bounded.

        Where something was decided before, nothing is forgotten.
        """
        is_fresh = not self.world.decided
        for unit in self.units:
            yield unit
            if is_fresh:
                self.forget(unit.code)

    @checks_arguments
    def forget(self, unit: str) -> None:
        """Drop all decisions made so far and the observations of a unit: they can be made again."""
        self.world.forget_decisions()
        self.world.forget(unit)
        self._last_sight = None


def _of_unit(decision: Decision) -> Iterator[Decision]:
    """A decision and those below it that are about the same unit."""
    yield decision
    for child in decision.children:
        if child.unit == decision.unit:
            yield from _of_unit(child)


def evaluate(
    program: Program,
    units: Units | Iterable[Unit] | Unit,
    statements: Iterable[Statement] | Statement,
    *,
    known_on: date | None = None,
) -> Decisions:
    """Decide every rule of `program` for every unit it applies to, on the program's date.

    `units` are the units to decide and those above and below them that rules ask about; `statements` the facts,
    attestations and published decisions about them. With `known_on`, what was known later is left out: what was known on
    that day.

    Raises FactsError with every statement that names an unknown unit, measure or rule or whose value does not fit its
    measure; UnitsError with every unit whose attributes are not declared, or that is of a kind that rules count and has no
    parent, and when a single unit is given to which the ruleset does not apply; ArgumentError for an argument of another
    type.

    >>> from .. import Fact, compile
    >>> program = compile("vn/civilised-township", date(2024, 6, 30))
    >>> fact = Fact("T", "clean_water_households", 99.9, date(2024, 3, 31))
    >>> evaluate(program, Unit("T", "Tam Đường", "township"), [fact]).outcome("T", "3.3").value
    'not_attained'
    """
    if not isinstance(program, Program):
        raise refused("program", program, "một Program (compile)", "a Program (compile)")
    known_on = optional_day_of(known_on, "known_on")
    with span("evaluate", ruleset=program.ruleset.id, as_of=str(program.as_of)) as tell:
        units, uses = units_admitted(units, program), uses_of([program])
        evidence = Evidence.checked(statements_of(statements), units, program.library, program.as_of, known_on, uses)
        own = tuple(units.of_kind(program.ruleset.applies_to, program.as_of))
        tell(units=len(own))
        return Decisions(program, own, EvidenceWorld(units, evidence, program.library))


def same_input(runs: Decisions | Iterable[Decisions]) -> tuple[Decisions, ...]:
    """The decisions of several programs on one input. Raises ArgumentError where they are not about the same."""
    every_run = (runs,) if isinstance(runs, Decisions) else tuple(runs)
    if not every_run or not all(isinstance(run, Decisions) for run in every_run):
        raise refused("runs", every_run, "các kết quả của evaluate", "what evaluate gives")
    first = every_run[0]
    evidence, units = first.world.evidence, first.world.units
    statements = tuple(evidence.statements())
    for run in every_run[1:]:
        other = run.world.evidence
        if (
            tuple(run.world.units) != tuple(units)
            or tuple(other.statements()) != statements
            or (other.as_of, other.known_on, run.program.assessed)
            != (evidence.as_of, evidence.known_on, first.program.assessed)
            or run.program.library is not first.program.library
        ):
            raise refused("runs", run, "các kết quả về cùng đơn vị, số liệu và ngày", "runs about the same input")
    return every_run

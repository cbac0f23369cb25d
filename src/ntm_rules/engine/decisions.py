"""The decisions of one program on many units: outcomes at once, reasons when they are read."""

from collections.abc import Iterable, Iterator, Mapping, ValuesView
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from attrs import define, evolve, field

from ..model.arguments import checks_arguments, refused
from ..model.decision import Decision, LevelFound, Points
from ..model.fact import Statement, Value, as_value
from ..model.key import RECOGNITION, RuleKey
from ..model.outcome import Outcome
from ..model.problem import Diagnostic, FactsError, UnitsError
from ..model.spelling import composed, nearest
from ..model.units.unit import Unit, Units
from ..model.values.frozen_mapping import FrozenMapping
from ..model.values.notebook import as_html
from ..model.values.spans import span
from ..program.admission.misfit import PLAIN_VALUES, misfit
from ..program.admission.units import units_admitted, unused_kinds
from ..program.arguments import optional_day_of, statements_of
from ..program.inputs import days_of, uses_of
from ..program.messages import ADMISSION, COMPILING
from ..program.program import Program
from ..program.terms import Total
from ..program.verdict import OUTCOME, POSSIBLE, Verdict
from ..program.wording import hint, worded
from .compiled.deciding import decide, sight_of
from .compiled.sight import Sight
from .compiled.values import CODE, verdicts
from .evidence.evidence import Evidence
from .evidence.world import EvidenceWorld
from .frames.outcome_rows import FrameLibrary, outcome_rows
from .naming import code_of, unknown_name
from .remedies import Steps, to_attain, to_settle, ways_to_attain
from .specification.assessed import Assessed
from .specification.deciding import points_in
from .specification.levels import level_found


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
        given = [rule for rule in rules if rule.points is not None]
        found = points_in(Total(tuple(rule.points for rule in given if rule.points is not None)), at) if given else None
        most = [rule.maximum for rule in given]
        return found and evolve(found, maximum=None if None in most else sum(filter(None, most), Decimal(0)))

    def decision(self, unit: str, rule: RuleKey | str = RECOGNITION) -> Decision:
        """The decision of one rule for a unit, with its reasons and all decisions below it. Raises as `outcome` does."""
        sight = self._last_sight
        if sight is not None and sight.unit.code == unit and type(rule) is str and rule in sight.makers:
            return sight.decision(rule)  # one after the other, nearly always
        own, code = self._decided(unit), code_of(self.program, rule)
        if sight is None or sight.unit is not own:
            sight = self._last_sight = sight_of(self.program, own, self.world)
        return sight.decision(code)

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
        found = ((unit.code, verdicts(self.program, unit, self.world)) for unit in self.units)
        return outcome_rows(self.program, found, library)

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """Warnings about what was handed in and decides nothing: units of kinds that no rule applies to or counts."""
        return tuple(unused_kinds(self.world.units, uses_of([self.program]), days_of(self.program)))

    def _decided(self, unit: str) -> Unit:
        """The unit of that code. Raises UnknownNameError where there is none to which the ruleset applies on the day."""
        if self._by_code is None:
            self._by_code = {one.code: one for one in self.units}
        found = self._by_code.get(composed(unit)) if isinstance(unit, str) else None
        if found is None:
            raise unknown_name(unit, "đơn vị được quyết định", "unit that is decided about", self._by_code)
        return found

    def of(self, unit: str) -> tuple[Decision, ...]:
        """The topmost decisions about a unit: the conclusions, and every criterion that is not among what they count."""
        concluded = [self.decision(unit, conclusion.code) for conclusion in self.program.ruleset.conclusions]
        below = {one.rule for decision in concluded for one in _of_unit(decision)}
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
    several = (runs,) if isinstance(runs, Decisions) else tuple(runs)
    if not several or not all(isinstance(run, Decisions) for run in several):
        raise refused("runs", several, "các kết quả của evaluate", "what evaluate gives")
    first = several[0]
    evidence, units = first.world.evidence, first.world.units
    statements = tuple(evidence.statements())
    for run in several[1:]:
        other = run.world.evidence
        if (
            tuple(run.world.units) != tuple(units)
            or tuple(other.statements()) != statements
            or (other.as_of, other.known_on, run.program.assessed)
            != (evidence.as_of, evidence.known_on, first.program.assessed)
            or run.program.library is not first.program.library
        ):
            raise refused("runs", run, "các kết quả về cùng đơn vị, số liệu và ngày", "runs about the same input")
    return several


@checks_arguments
def decide_values(program: Program, values: Mapping[str, object]) -> "RuleOutcomes":
    """The outcomes of a program for figures already chosen: measure id to Decimal, Finding or Absence.

    The quickest way for a caller that keeps its own figures, of the day of the program. It is for programs that ask for no
    more than the figures of one unit on that day. An int, a float or a scalar of numpy is taken as `Fact` takes it.
    Raises FactsError for every value that does not fit its measure and every name that is no measure, UnitsError when a rule
    asks for more than figures.

    >>> import ntm_rules as ntm
    >>> library, day = ntm.load_library(), date(2024, 6, 30)
    >>> head = {"ruleset": "a/b", "version": day, "title": "B", "applies_to": "commune", "instrument": {"number": "1"}}
    >>> rule = {"code": "1", "name": "W", "measure": "income_per_capita", "at_least": 39, "provenance": {"status": "recalled"}}
    >>> ruleset = ntm.ruleset_from_mapping({**head, "criteria": [rule]}, library)
    >>> decide_values(ntm.compile(ruleset, day, library), {"income_per_capita": 39.5})["1"]
    <Outcome.ATTAINED: 'attained'>
    """
    form = CODE.of(program).form(attested=False)
    plain = PLAIN_VALUES.of(program.library)
    admitted: dict[str, object] = {}
    wrong: list[Diagnostic] = []
    for name, value in values.items():
        fitting = plain.get(name) if type(name) is str else None
        if fitting is not None:
            kind, minimum, maximum, last_decimal, _ = fitting
            # As `PlainValues.has`, without the call.
            if type(value) is Decimal and kind is Decimal:
                try:
                    if minimum <= value <= maximum and not value % last_decimal:
                        admitted[name] = value
                        continue
                except InvalidOperation:
                    pass
            elif fitting.has(value):
                admitted[name] = value
                continue
        found = admitted[name] = admitted_value(name, value, program)
        if isinstance(found, Diagnostic):
            wrong.append(found)
    if wrong:
        raise FactsError(wrong)
    if form.attributes or form.others:
        more = form.attributes[0] if form.attributes else type(form.others[0]).__name__
        details = {"ruleset": program.ruleset.id, "what": more}
        raise UnitsError(worded(COMPILING, "NTM653", None, details=details))
    return RuleOutcomes(program, form.decide([*map(admitted.get, form.measures)], {}))


def admitted_value(name: str, value: object, program: Program) -> Value | Diagnostic:
    """A value for a measure as it is admitted, or the reason why it is not."""
    measure = program.measures.get(name)
    if measure is None:
        advice = hint(nearest(str(name), program.measures), program.measures)
        return worded(ADMISSION, "NTM562", None, advice=advice, details={"text": str(name), "measure": str(name)})
    try:
        taken = as_value(value)
    except FactsError as error:
        return evolve(error.diagnostics[0], fields=FrozenMapping({**error.diagnostics[0].fields, "measure": name}))
    found = misfit(measure, taken)
    return taken if found is None else found.at()


class RuleOutcomes(Mapping[str, Outcome]):
    """The outcome of each rule of a program, by code, in the order of the program; an unknown one is an UnknownNameError.

    A rule may be named as `ruleset#code` and by a RuleKey as well.
    """

    __slots__ = ("_program", "_verdicts")

    def __init__(self, program: Program, verdicts: tuple[Verdict, ...]) -> None:
        self._program = program
        self._verdicts = verdicts

    def __getitem__(self, code: RuleKey | str) -> Outcome:
        return OUTCOME[self._verdict(code)]

    def possible(self, code: RuleKey | str) -> frozenset[Outcome]:
        """The outcomes of a rule that figures still to come can lead to; one when it is determined."""
        return POSSIBLE[self._verdict(code)]

    def _verdict(self, code: RuleKey | str) -> Verdict:
        position = self._program.position.get(code) if isinstance(code, str) else None
        return self._verdicts[self._program.position[code_of(self._program, code)] if position is None else position]

    def __iter__(self) -> Iterator[str]:
        return iter(self._program.position)

    def values(self) -> ValuesView[Outcome]:
        """The outcomes in the order of the program."""
        return _OutcomeValues(self)

    def __len__(self) -> int:
        return len(self._verdicts)

    def __repr__(self) -> str:
        return f"RuleOutcomes({ {code: outcome.value for code, outcome in self.items()} })"


class _OutcomeValues(ValuesView[Outcome]):
    """The outcomes of rules, without a look at each rule's name."""

    __slots__ = ()
    _mapping: RuleOutcomes

    def __iter__(self) -> Iterator[Outcome]:
        return map(OUTCOME.__getitem__, self._mapping._verdicts)

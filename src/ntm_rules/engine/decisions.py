"""The decisions of one program on many units: outcomes at once, reasons when they are read."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal

from attrs import define, evolve, field

from ..model.arguments import checks_arguments, refused
from ..model.condition import Condition
from ..model.decision import Decision
from ..model.fact import Fact, Finding, Statement, Value, as_value
from ..model.key import RECOGNITION, RuleKey
from ..model.outcome import Outcome
from ..model.problem import Diagnostic, FactsError, UnitsError
from ..model.spelling import composed, nearest
from ..model.units.unit import Unit, Units
from ..model.values.frozen_mapping import FrozenMapping
from ..program.admission import check_applies, check_units, unused_kinds
from ..program.arguments import optional_day_of, statements_of, units_of
from ..program.messages import ADMISSION
from ..program.misfit import misfit
from ..program.program import Program
from ..program.wording import hint, worded
from . import evaluate as specification
from .evidence import MOST_ACCEPTED, Evidence, Reports
from .generate import CODES, Generated, generate, unattested
from .naming import code_of, unknown_name
from .prepared import decide
from .record import Record, record
from .settle import Steps, to_attain, to_settle
from .uses import days_of, uses_of
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
    _by_code: dict[str, Unit] | None = None

    def outcomes(self, unit: str) -> "RuleOutcomes":
        """The outcome of every rule for a unit, by code, in the order of the program.

        Raises UnknownNameError when the ruleset does not decide about such a unit on the day.
        """
        outcomes = self._outcomes.get(unit) if isinstance(unit, str) else None
        if outcomes is None:
            outcomes = self._outcomes[unit] = self._decide(self._decided(unit).code)
        return RuleOutcomes(self.program, outcomes)

    def outcome(self, unit: str, rule: RuleKey | str = RECOGNITION) -> Outcome:
        """The outcome of one rule for a unit; the rule by its code, as `ruleset#code`, or as a RuleKey.

        Raises UnknownNameError, which is a KeyError as well, when there is no such rule or unit.
        """
        return self.outcomes(unit)[code_of(self.program, rule)]

    def decision(self, unit: str, rule: RuleKey | str = RECOGNITION) -> Decision:
        """The decision of one rule for a unit, with its reasons and all decisions below it. Raises as `outcome` does."""
        return decide(self.program, self._decided(unit), code_of(self.program, rule), self.world)

    def to_attain(self, unit: str, rule: RuleKey | str = RECOGNITION) -> Steps | None:
        """A shortest list of what has to be supplied and to change for a rule to be attained; None when nothing can do it."""
        return to_attain(self.program, self._decided(unit), code_of(self.program, rule), self.world)

    def to_settle(self, unit: str, rule: RuleKey | str = RECOGNITION) -> Steps:
        """The shortest list of what has to become known for a decision to be settled, whatever the figures turn out to be."""
        return to_settle(self.program, self._decided(unit), code_of(self.program, rule), self.world)

    def steps(self, unit: str, rule: RuleKey | str = RECOGNITION) -> Steps | None:
        """What a decision that is not attained needs: to be attained, or first to be settled where it is undetermined."""
        undetermined = self.outcome(unit, rule) is Outcome.UNDETERMINED
        return self.to_settle(unit, rule) if undetermined else self.to_attain(unit, rule)

    def record(self, unit: str, rule: RuleKey | str = RECOGNITION) -> Record:
        """A decision with all it rests on, to be kept and decided again (`replay`)."""
        return record(self.program, self._decided(unit).code, code_of(self.program, rule), self.world)

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
    statements: Iterable[Statement] | Statement,
    *,
    known_on: date | None = None,
) -> Decisions:
    """Decide every rule of `program` for every unit it applies to, on the program's date.

    `units` are the units to decide and those above and below them that rules ask about; `statements` the facts,
    attestations and published decisions about them. With `known_on`, what was recorded later is left out: what was known on
    that day.

    Raises FactsError with every statement that names an unknown unit, measure or rule or whose value does not fit its
    measure; UnitsError with every unit whose attributes are not declared, or that is of a kind that rules count and has no
    parent, and when a single unit is given to which the ruleset does not apply; ArgumentError for an argument of another
    type.
    """
    if not isinstance(program, Program):
        raise refused("program", program, "một Program (compile)", "a Program (compile)")
    known_on = optional_day_of(known_on, "known_on")
    is_alone = isinstance(units, Unit)
    units = units_of(units)
    uses = uses_of([program])
    check_units(units, program.library, uses, days_of(program))
    if is_alone:
        check_applies(next(iter(units)), uses, program.ruleset.id)
    evidence = Evidence.checked(statements_of(statements), units, program.library, program.as_of, known_on, uses)
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


@checks_arguments
def decide_values(program: Program, values: Mapping[str, object]) -> "RuleOutcomes":
    """The outcomes of a program for figures already chosen: measure id to Decimal, Finding or Absence.

    The quickest way for a caller that keeps its own figures. For programs of comparisons with fixed thresholds, findings,
    `all_of`, `any_of`, `none_of` and `criteria: all`; nothing is rounded.

    An int, a float or a scalar of numpy is taken as `Fact` takes it. Raises FactsError for every value that does not fit its
    measure and every name that is no measure, UnitsError when a rule asks for more than figures.
    """
    form = generated(program)
    admitted = {name: admitted_value(name, value, program) for name, value in values.items()}
    wrong = [found for found in admitted.values() if isinstance(found, Diagnostic)]
    if wrong:
        raise FactsError(wrong)
    return RuleOutcomes(program, form.decide(map(admitted.get, form.measures), _asks_for_more, unattested))


def admitted_value(name: str, value: object, program: Program) -> Value | Diagnostic:
    """A value for a measure as it is admitted, or the reason why it is not.

    A value that fitted its measure before is not looked at again; so many are remembered of each measure, and no more.
    """
    accepted = program.cache.setdefault("accepted values", {})
    assert isinstance(accepted, dict)
    fitting: set[object] = accepted.setdefault(name, set())
    if type(value) in (Decimal, Finding) and not _is_signaling(value) and value in fitting:
        return value  # type: ignore[return-value]
    measure = program.measures.get(name)
    if measure is None:
        advice = hint(nearest(str(name), program.measures), program.measures)
        return worded(ADMISSION, "NTM562", None, advice=advice, details={"text": str(name), "measure": str(name)})
    try:
        taken = as_value(value)
    except FactsError as error:
        return evolve(error.diagnostics[0], fields=FrozenMapping({**error.diagnostics[0].fields, "measure": name}))
    found = misfit(measure, taken)
    if found is not None:
        return found.at()
    if len(fitting) < MOST_ACCEPTED:
        fitting.add(taken)
    return taken


def _is_signaling(value: object) -> bool:
    """Whether a value is a signaling NaN, which cannot be looked up."""
    return type(value) is Decimal and value.is_snan()


def _asks_for_more(condition: Condition) -> int:
    raise UnitsError(f"{type(condition).__name__} asks for more than figures: use evaluate")


class RuleOutcomes(Mapping[str, Outcome]):
    """The outcome of each rule of a program, by code, in the order of the program; an unknown one is an UnknownNameError."""

    __slots__ = ("_outcomes", "_program")

    def __init__(self, program: Program, outcomes: tuple[Outcome, ...]) -> None:
        self._program = program
        self._outcomes = outcomes

    def __getitem__(self, code: str) -> Outcome:
        position = self._program.position.get(code) if isinstance(code, str) else None
        if position is None:
            raise unknown_name(code, "quy tắc", "rule", self._program.position)
        return self._outcomes[position]

    def __iter__(self) -> Iterator[str]:
        return iter(self._program.position)

    def __len__(self) -> int:
        return len(self._outcomes)

    def __repr__(self) -> str:
        return f"RuleOutcomes({ {code: outcome.value for code, outcome in self.items()} })"

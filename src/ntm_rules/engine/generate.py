"""The generated form of `evaluate`: straight-line Python source for the outcomes of one program, made once per program.

It covers the common forms itself (comparisons with a fixed threshold, findings, combinations, own criteria that must all be
attained) and asks the specification for every other one, so that there is one meaning and no second implementation of the
rare cases. Outcomes are small integers ordered so that `all_of` is a minimum.
"""

from collections.abc import Callable, Mapping
from decimal import Decimal
from fractions import Fraction

from attrs import frozen

from ..model.condition import (
    AllOf,
    AnyOf,
    Comparison,
    Condition,
    CriteriaState,
    NoneOf,
    Operator,
    OwnCriteria,
    Required,
    Unknown,
)
from ..model.fact import Absence, Finding
from ..model.measure import Measure, MeasureType
from ..model.outcome import Outcome
from ..model.problem import FactsError
from ..model.threshold import Fixed
from . import kleene
from .evidence import Observation
from .program import Program

NOT_ATTAINED, UNDETERMINED, ATTAINED, NOT_APPLICABLE = range(4)

OUTCOMES: tuple[Outcome, ...] = (
    Outcome.NOT_ATTAINED,
    Outcome.UNDETERMINED,
    Outcome.ATTAINED,
    Outcome.NOT_APPLICABLE,
)
"""The outcome for each code."""

CODES: Mapping[Outcome, int] = {outcome: code for code, outcome in enumerate(OUTCOMES)}

_SYMBOLS = {
    Operator.AT_LEAST: ">=",
    Operator.AT_MOST: "<=",
    Operator.MORE_THAN: ">",
    Operator.LESS_THAN: "<",
    Operator.EQUALS: "==",
}

Plain = Callable[[Condition], int]
Attested = Callable[[str], int]
Outcomes = Callable[[Mapping[str, object], Plain, Attested | None], tuple[int, ...]]


@frozen(eq=False)
class Generated:
    """The generated form of a program. `outcomes` gives a code for each rule, in the program's order; `source` is its text.

    `outcomes(values, plain, attested)`: `values` hold each measure's value as it is compared (or the Observation that says why
    there is none, or None where nothing is known), `plain` the code that the specification gives a condition, and `attested`
    (None when there are no attestations) the code of a rule, by its code, that is otherwise undetermined.
    """

    source: str
    outcomes: Outcomes


class _Writer:
    """Collects lines of source and the constants they use."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.lines: list[str] = []
        self.names: dict[str, object] = {
            "Decimal": Decimal,
            "MET": Finding.MET,
            "NOT_MET": Finding.NOT_MET,
        }
        self.rule_variable: dict[str, str] = {}
        self.count = 0

    def constant(self, value: object) -> str:
        name = f"k{len(self.names)}"
        self.names[name] = value
        return name

    def variable(self) -> str:
        self.count += 1
        return f"o{self.count}"

    def line(self, text: str) -> None:
        self.lines.append("    " + text)

    def least(self, target: str, parts: list[str]) -> None:
        self.line(f"{target} = {parts[0]}")
        for part in parts[1:]:
            self.line(f"if {part} < {target}: {target} = {part}")

    def condition(self, condition: Condition) -> str:
        """Write the lines that decide a condition; the name of the variable that holds its code."""
        target = self.variable()
        match condition:
            case Comparison(measure, operator, Fixed(Decimal() as threshold)):
                self._compare(target, self.program.measures[measure], operator, threshold)
            case Required(measure, met):
                otherwise = self.constant(_other_finding(condition, self.program))
                yes, no = ("MET", "NOT_MET") if met else ("NOT_MET", "MET")
                self.line(f"v = values[{str(measure)!r}]")
                self.line(f"{target} = 2 if v is {yes} else 0 if v is {no} else {otherwise}(v)")
            case AllOf(parts):
                self.least(target, [self.condition(part) for part in parts])
            case NoneOf(parts):
                self.least(target, [self._opposite(self.condition(part)) for part in parts])
            case AnyOf(parts):
                opposites = [self._opposite(self.condition(part)) for part in parts]
                self.least(target, opposites)
                self.line(f"if {target} != 3: {target} = 2 - {target}")
            case OwnCriteria(state=CriteriaState.ALL, of=of):
                self.least(target, [self.rule_variable[code] for code in of or self.program.criteria])
            case Unknown():
                self.line(f"{target} = 1")
            case _:
                self.line(f"{target} = plain({self.constant(condition)})")
        return target

    def _opposite(self, source: str) -> str:
        target = self.variable()
        self.line(f"{target} = 3 if {source} == 3 else 2 - {source}")
        return target

    def _compare(self, target: str, measure: Measure, operator: Operator, threshold: Decimal) -> None:
        otherwise = self.constant(_other_figure(measure, operator, threshold))
        limit = self.constant(threshold)
        self.line(f"v = values[{str(measure.id)!r}]")
        self.line(
            f"{target} = (2 if v {_SYMBOLS[operator]} {limit} else 0) if v.__class__ is Decimal else {otherwise}(v)"
        )

    def rule(self, code: str) -> None:
        """Write the lines that decide one rule, children and applicability included."""
        rule = self.program.by_code[code]
        if rule.children:
            target = self.variable()
            self.least(target, [self.rule_variable[child] for child in rule.children])
        elif rule.condition is not None:
            target = self.condition(rule.condition)
        else:
            target = self.variable()
            self.line(f"{target} = 1")
        if rule.rule.applies_when is not None:
            applies = self.condition(rule.rule.applies_when)
            self.line(f"if {applies} != 2 and {target} != 3: {target} = 1 if {applies} == 1 else 3")
        self.line(f"if {target} == 1 and attested: {target} = attested({code!r})")
        self.rule_variable[code] = target


def _no_value(measure: Measure, value: object) -> int:
    """The code for what is not a value: nothing known, or an observation that says why."""
    if value is None:
        return UNDETERMINED
    absence = value.absence if isinstance(value, Observation) else value
    if isinstance(value, Observation | Absence):
        not_applicable = absence is Absence.NOT_APPLICABLE and not measure.always_applies
        return NOT_APPLICABLE if not_applicable else UNDETERMINED
    raise FactsError(f"{value!r} is not a value of {measure.id}: give a Decimal, a Finding or an Absence")


def _other_figure(measure: Measure, operator: Operator, threshold: Decimal) -> Callable[[object], int]:
    def code(value: object) -> int:
        if isinstance(value, Fraction) and measure.type is MeasureType.NUMBER:
            return ATTAINED if kleene.holds(value, operator, threshold) else NOT_ATTAINED
        return _no_value(measure, value)

    return code


def _other_finding(condition: Required, program: Program) -> Callable[[object], int]:
    measure, counts = program.measures[condition.measure], program.ruleset.basically_met

    def code(value: object) -> int:
        if value is Finding.BASICALLY_MET:
            return UNDETERMINED if counts is None else ATTAINED if counts is condition.met else NOT_ATTAINED
        return _no_value(measure, value)

    return code


def generate(program: Program) -> Generated:
    """Write and load the generated form of `program`."""
    writer = _Writer(program)
    for rule in program.rules:
        writer.rule(rule.key.code)
    results = "".join(f"{writer.rule_variable[rule.key.code]}, " for rule in program.rules)
    # Constants come in as default arguments: a local is found faster than a global.
    constants = "".join(f", {name}={name}" for name in writer.names)
    head = f"def outcomes(values, plain, attested{constants}):"
    source = "\n".join([head, *writer.lines, f"    return ({results})", ""])
    # The source holds nothing from a rule file but measure ids and rule codes, both written with repr.
    exec(compile(source, f"<generated {program.ruleset.id} {program.as_of}>", "exec"), writer.names)
    outcomes = writer.names["outcomes"]
    assert callable(outcomes)
    return Generated(source, outcomes)

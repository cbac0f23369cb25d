"""The generated form of `evaluate`: straight-line Python source for the outcomes of one program, made once per program.

It covers the common forms itself (comparisons with a fixed threshold, findings, combinations, own criteria that must all be
attained) and asks the specification for every other one, so that there is one meaning and no second implementation of the
rare cases. Outcomes are small integers ordered so that `all_of` is a minimum.
"""

from collections.abc import Callable, Iterable, Mapping
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
from ..program.program import Program
from . import kleene
from .observation import Observation

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
Decide = Callable[[Iterable[object], Plain, Attested], tuple[Outcome, ...]]


@frozen(eq=False)
class Generated:
    """The generated form of a program; `source` is its text.

    `decide(figures, plain, attested)` gives the outcome of each rule, in the program's order. `figures` are the values, as they
    are compared, of the measures that `measures` lists (the Observation that says why there is none, or None where nothing is
    known); `plain` gives the code that the specification gives a condition, and `attested`, in a form generated with
    attestations, the code of a rule, by its code, that is otherwise undetermined. `worked_out` are the positions of the
    measures whose values may be other than reported: those that are derived or rounded.
    """

    source: str
    measures: tuple[str, ...]
    worked_out: tuple[int, ...]
    decide: Decide

    def outcomes(self, values: Mapping[str, object], plain: Plain, attested: Attested) -> tuple[Outcome, ...]:
        """`decide` for the values by measure; one that is not there is not known."""
        return self.decide(map(values.get, self.measures), plain, attested)


def unattested(code: str) -> int:
    """For the form generated without attestations, which never asks."""
    raise AssertionError(code)


class _Writer:
    """Collects lines of source and the constants they use."""

    def __init__(self, program: Program, attestations: bool) -> None:
        self.program = program
        self.attestations = attestations
        self.lines: list[str] = []
        self.names: dict[str, object] = {
            "Decimal": Decimal,
            "MET": Finding.MET,
            "NOT_MET": Finding.NOT_MET,
            "outcome": OUTCOMES,
            "type": type,
        }
        self.figures: dict[str, str] = {}
        self.rule_variable: dict[str, str] = {}
        self.count = 0

    def constant(self, value: object) -> str:
        name = f"k{len(self.names)}"
        self.names[name] = value
        return name

    def figure(self, measure: str) -> str:
        """The variable of a measure's value."""
        return self.figures.setdefault(str(measure), f"v{len(self.figures)}")

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
                value = self.figure(measure)
                self.line(f"{target} = 2 if {value} is {yes} else 0 if {value} is {no} else {otherwise}({value})")
            case AllOf(parts):
                self.least(target, [self.condition(part) for part in parts])
            case NoneOf(parts):
                self.least(target, [self._opposite(self.condition(part)) for part in parts])
            case AnyOf(parts):
                opposites = [self._opposite(self.condition(part)) for part in parts]
                self.least(target, opposites)
                self.line(f"if {target} != 3: {target} = 2 - {target}")
            case OwnCriteria(state=CriteriaState.ALL, ruleset=None, of=of):
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
        value = self.figure(measure.id)
        self.line(
            f"{target} = (2 if {value} {_SYMBOLS[operator]} {limit} else 0)"
            f" if type({value}) is Decimal else {otherwise}({value})"
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
        if self.attestations:
            self.line(f"if {target} == 1: {target} = attested({code!r})")
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


def generate(program: Program, attestations: bool) -> Generated:
    """Write and load the generated form of `program`, for units with attestations or for those without."""
    writer = _Writer(program, attestations)
    for rule in program.rules:
        writer.rule(rule.key.code)
    results = "".join(f"outcome[{writer.rule_variable[rule.key.code]}], " for rule in program.rules)
    # Constants come in as default arguments: a local is found faster than a global.
    constants = "".join(f", {name}={name}" for name in writer.names)
    head = f"def decide(figures, plain, attested{constants}):"
    figures = [f"    ({''.join(f'{name}, ' for name in writer.figures.values())}) = figures"]
    source = "\n".join([head, *figures, *writer.lines, f"    return ({results})", ""])
    # The source holds nothing from a rule file but rule codes, written with repr.
    exec(compile(source, f"<generated {program.ruleset.id} {program.as_of}>", "exec"), writer.names)
    decide = writer.names["decide"]
    assert callable(decide)
    measures = [program.measures[name] for name in writer.figures]
    worked_out = tuple(
        position
        for position, measure in enumerate(measures)
        if measure.derive is not None or measure.rounding is not None
    )
    return Generated(source, tuple(writer.figures), worked_out, decide)

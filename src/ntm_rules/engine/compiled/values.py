"""Values for generated functions, from units and evidence, and the functions' results: worked out once for a unit."""

from collections.abc import Mapping
from datetime import date
from typing import Any, assert_never

from attrs import define, field

from ...model.decision import ReasonKind
from ...model.fact import Absence, Fact
from ...model.key import LEVEL
from ...model.units.unit import Unit
from ...model.values.kept import Kept
from ...program.program import Program
from ...program.terms import Above, AttributeOf, Figure, OutcomeOf, ProgramKey, Reported, Truth, YearOf
from ...program.verdict import WIDE_OPEN, Verdict
from ..evidence.attested_text import attested_verdict, unchanged_since, unusable
from ..evidence.evidence import Evidence, Reports, has_levels
from ..evidence.observation import observe
from ..evidence.world import EvidenceWorld
from . import figures
from .form import GeneratedFunction, Input, OfMembers
from .generating import generate, part_of_rules

_NO_REPORTS: Reports = {}
_NOTHING_SAID: Mapping[int, Verdict] = {}


class Code:
    """The generated functions of the rules of a program, or of one term about its members, made when first asked for."""

    def __init__(self, key: ProgramKey, terms: tuple[Truth | Figure, ...], rules: Mapping[str, Truth]) -> None:
        self.key, self.terms, self.rules = key, terms, rules
        self._functions: dict[tuple[bool, bool], GeneratedFunction] = {}
        self._of_members: dict[Truth | Figure, Code] = {}
        self._parts: dict[str, GeneratedFunction | None] = {}

    def form(self, attested: bool, every: bool = False) -> GeneratedFunction:
        """The function for units of which something is attested, or nothing; of `every` term in these, or just of these."""
        function = self._functions.get((attested, every))
        if function is None:
            generated = generate(self.terms, self.rules, self.key, attested=attested, every=every)
            function = self._functions.setdefault((attested, every), generated)
        return function

    def part(self, code: str) -> GeneratedFunction | None:
        """The function of every term that the decision of a rule, and those that it shows, rest on; None for most of all."""
        if code in self._parts:
            return self._parts[code]
        # The level of a unit is told with the rule of each.
        codes = (
            [rule_code for rule_code in self.rules if rule_code.startswith(LEVEL)] if code.startswith(LEVEL) else [code]
        )
        part = part_of_rules(codes, self.rules, self.key, self.form(attested=True, every=True))
        return self._parts.setdefault(code, part)

    def of_member(self, term: Truth | Figure) -> "Code":
        """The functions of a term about members."""
        code = self._of_members.get(term)
        if code is None:
            code = self._of_members.setdefault(term, Code(self.key, (term,), {}))
        return code


def _code(program: Program) -> Code:
    rules = {rule.key.code: rule.truth for rule in program.rules}
    return Code(program.key, tuple(rules.values()), rules)


CODE: Kept[Program, Code] = Kept(_code)
"""The functions of each program."""


@define(eq=False)
class KnownResults:
    """The results of functions in one world, by function and unit, as long as its evidence stays as it is."""

    changes: int = 0
    verdicts: dict[Code, dict[str, tuple[Verdict, ...]]] = field(factory=dict)
    everything: dict[Code, dict[str, tuple[Any, ...]]] = field(factory=dict)

    def forget(self, unit: str) -> None:
        """Drop the verdicts on a unit."""
        for of_program in self.verdicts.values():
            of_program.pop(unit, None)

    def keep(self, changes: int) -> None:
        """Let the verdicts stand after a change of the evidence: those on units that it touches are forgotten."""
        self.everything.clear()
        self.changes = changes


KNOWN: Kept[EvidenceWorld, KnownResults] = Kept(lambda world: KnownResults(world.evidence.changes.count))
"""The results of each world."""


def known_in(world: EvidenceWorld) -> KnownResults:
    """The results kept for a world, emptied first if its evidence has changed since they were worked out."""
    known, changes = KNOWN.of(world), world.evidence.changes.count
    if known.changes != changes:
        known.verdicts.clear()
        known.everything.clear()
        known.changes = changes
    return known


def verdicts(program: Program, unit: Unit, world: EvidenceWorld) -> tuple[Verdict, ...]:
    """The verdict of every rule of a program on a unit, in the program's order; the world is seen from the program's day."""
    code = CODE.of(program)
    of_program = known_in(world).verdicts.setdefault(code, {})
    rule_verdicts = of_program.get(unit.code)
    if rule_verdicts is None:
        rule_verdicts = of_program[unit.code] = _results(code, program, unit, world, every=False)
    return rule_verdicts


def everything(code: Code, program: Program, unit: Unit, world: EvidenceWorld) -> tuple[Any, ...]:
    """The value of every term of a function for a unit, by the positions of `code.form(True, every=True)`."""
    of_code = known_in(world).everything.setdefault(code, {})
    values = of_code.get(unit.code)
    if values is None:
        values = of_code[unit.code] = _results(code, program, unit, world, every=True)
    return values


def values_for(code: str, program: Program, unit: Unit, world: EvidenceWorld) -> Mapping[int, Any] | tuple[Any, ...]:
    """The values of `everything` that the decision of one rule for a unit, and those that it shows, rest on."""
    functions = CODE.of(program)
    part = functions.part(code)
    if part is None:
        return everything(functions, program, unit, world)
    values: Mapping[int, Any] = _result(part, functions, program, unit, world)
    return values


def _results(code: Code, program: Program, unit: Unit, world: EvidenceWorld, *, every: bool) -> tuple[Any, ...]:
    form = code.form(every or unit.code in world.evidence.attestations, every)
    results: tuple[Any, ...] = _result(form, code, program, unit, world)
    return results


def _result(form: GeneratedFunction, code: Code, program: Program, unit: Unit, world: EvidenceWorld) -> Any:
    attested = _NOTHING_SAID
    if form.attested and unit.code in world.evidence.attestations:
        attested = _attested_verdicts(form, program, world.evidence, unit)
    return form.decide(_values(form, code, program, unit, world), attested)


def _values(form: GeneratedFunction, code: Code, program: Program, unit: Unit, world: EvidenceWorld) -> list[object]:
    """The values that a function takes."""
    evidence = world.evidence
    # Up to this day a fact that is the only one counts without a closer look.
    until = evidence.as_of if evidence.known_on is None else date.min
    values: list[object] = [
        None
        if report is None
        else report.value
        if type(report) is Fact and report.as_of <= until
        else _seen(report, evidence, evidence.as_of)
        for report in map(evidence.facts.get(unit.code, _NO_REPORTS).get, form.measures)
    ]
    if form.attributes:
        values += map(unit.attributes.get, form.attributes)
    if form.others:
        values += [_value(term, code, program, unit, world) for term in form.others]
    return values


def _value(term: Input, code: Code, program: Program, unit: Unit, world: EvidenceWorld) -> object:
    match term:
        case Reported(measure, above, on):
            whose = unit if above is None else world.units.ancestor(unit.code, above, program.as_of)
            if whose is None:
                return figures.NO_UNIT_ABOVE
            report = world.evidence.facts.get(whose.code, _NO_REPORTS).get(measure)
            return (
                None
                if report is None
                else _seen(report, world.evidence, on or program.as_of, term.first(program.as_of), term.assured)
            )
        case AttributeOf(attribute):
            return unit.attributes.get(attribute)
        case YearOf(reports):
            day = program.as_of
            standing = (world.reported(unit.code, reported, day).facts[:1] for reported in reports)
            return term.among((fact.as_of for facts in standing for fact in facts), program.assessed)
        case OutcomeOf(key, rule):
            other = program.asked(key)
            return verdicts(other, unit, world.at(key.as_of))[other.position[rule]]
        case Above(kind, inner):
            superior = world.units.ancestor(unit.code, kind, program.as_of)
            if superior is None:
                return WIDE_OPEN
            return _results(code.of_member(inner), program, superior, world, every=False)[0]
        case OfMembers(members, inner):
            units = world.members(unit.code, members.kind, members.only)
            if isinstance(inner, OutcomeOf):
                other, seen = program.asked(inner.program), world.at(inner.program.as_of)
                place = other.position[inner.code]
                return tuple([verdicts(other, member, seen)[place] for member in units])
            below = code.of_member(inner)
            return tuple([_results(below, program, member, world, every=False)[0] for member in units])
        case _:
            assert_never(term)


def _attested_verdicts(form: GeneratedFunction, program: Program, evidence: Evidence, unit: Unit) -> dict[int, Verdict]:
    """The verdicts of authorities on the terms that figures may leave open, by position."""
    attested: dict[int, Verdict] = {}
    day, known_on, since = evidence.as_of, evidence.known_on, unchanged_since(program)
    for key, words in evidence.attestations[unit.code].items():
        places = form.attested.get(key)
        if places is None or not words:
            continue
        # One word of the day or before, of the same text, stands by itself.
        first = words[0]
        is_sole = len(words) == 1 and since <= first.as_of <= day and first.version is None and known_on is None
        standing = words if is_sole else evidence.attested(unit.code, key, program)
        for place, term in places:
            by_words = None if unusable(term, standing, day) else attested_verdict(standing, term)
            if by_words is not None:
                attested[place] = by_words
    return attested


def _seen(
    report: Fact | list[Fact],
    evidence: Evidence,
    day: date,
    first: date | None = None,
    assured: tuple[str, ...] | None = None,
) -> object:
    """The value that reports come to on a day, or why there is none."""
    if evidence.known_on is None and assured is None:
        # The last of several on different days, where it is plain.
        last = report[-1] if isinstance(report, list) else report
        is_sole = not isinstance(report, list) or (
            report[-2].as_of != last.as_of and not (evidence.ranks and has_levels(report))
        )
        if is_sole and last.as_of <= day and type(last.value) is not Absence:
            return last.value if first is None or last.as_of >= first else None
    seen = observe(
        (report,) if isinstance(report, Fact) else report, day, evidence.known_on, first, evidence.ranks, assured
    )
    if seen.value is not None:
        return seen.value
    if seen.interval is not None:
        return seen.interval
    if seen.problem is ReasonKind.ABSENT:
        return seen.absence
    return figures.CONFLICT if seen.problem is ReasonKind.CONFLICT else None

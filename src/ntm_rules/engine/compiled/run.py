"""Values for generated functions, from units and evidence: each worked out once for a unit."""

from collections.abc import Iterable, Mapping
from typing import Any, assert_never

from attrs import define, field

from ...model.decision import ReasonKind
from ...model.fact import Absence, Attestation, Fact, Finding
from ...model.unit import Unit
from ...program.kept import Kept
from ...program.program import Program
from ...program.terms import Attested, AttributeOf, Figure, OutcomeOf, ProgramKey, Reported, Truth
from ...program.verdict import NOT_APPLICABLE, Verdict, settled
from ..evidence import Evidence, Reports
from ..observation import Observation, observe
from ..world import World
from . import figures
from .source import Form, Input, OfMembers, generate

_NO_REPORTS: Reports = {}
_NOTHING_SAID: Mapping[int, Verdict] = {}


class Code:
    """The generated functions of the rules of a program, or of one term about its members, made when first asked for."""

    def __init__(self, key: ProgramKey, terms: tuple[Truth | Figure, ...], rules: Mapping[str, Truth]) -> None:
        self.key, self.terms, self.rules = key, terms, rules
        self._made: dict[tuple[bool, bool], Form] = {}
        self._of_members: dict[Truth | Figure, Code] = {}

    def form(self, attested: bool, every: bool = False) -> Form:
        """The function for units of which something is attested, or nothing; of `every` term in these, or just of these."""
        found = self._made.get((attested, every))
        if found is None:
            made = generate(self.terms, self.rules, self.key if self.rules else None, attested=attested, every=every)
            found = self._made.setdefault((attested, every), made)
        return found

    def of_member(self, term: Truth | Figure) -> "Code":
        """The functions of a term about members."""
        found = self._of_members.get(term)
        if found is None:
            found = self._of_members.setdefault(term, Code(self.key, (term,), {}))
        return found


def _code(program: Program) -> Code:
    rules = {rule.key.code: rule.truth for rule in program.rules}
    return Code(program.key, tuple(rules.values()), rules)


CODE: Kept[Program, Code] = Kept(_code)
"""The functions of each program."""


@define(eq=False)
class Run:
    """The units and the evidence that programs decide on, and what was worked out of them.

    `programs` are those that may be asked, by ruleset and day; `world` is seen from the day of those asked first.
    """

    world: World
    programs: Mapping[ProgramKey, Program]
    _verdicts: dict[tuple[Code, str], tuple[Verdict, ...]] = field(factory=dict)

    def verdicts(self, program: Program, unit: Unit) -> tuple[Verdict, ...]:
        """The verdict of every rule of a program on a unit, in the program's order."""
        code = CODE.of(program)
        found = self._verdicts.get((code, unit.code))
        if found is None:
            found = self._verdicts[code, unit.code] = self.worked_out(code, unit, every=False)
        return found

    def worked_out(self, code: Code, unit: Unit, *, every: bool) -> tuple[Any, ...]:
        """The results of a function for a unit."""
        world = self.at(code.key)
        is_attested = unit.code in world.evidence.attestations
        form = code.form(is_attested, every)
        said = self._said(form, world.evidence, unit) if is_attested else _NOTHING_SAID
        return form.decide(self._values(form, code, world, unit), said)

    def at(self, key: ProgramKey) -> World:
        """The world seen from the day of a program."""
        world = self.world
        return world if key.as_of == world.evidence.as_of else world.at(key.as_of)

    def forget(self, unit: str) -> None:
        """Drop what was worked out of a unit."""
        for place in [place for place in self._verdicts if place[1] == unit]:
            del self._verdicts[place]

    def _values(self, form: Form, code: Code, world: World, unit: Unit) -> list[object]:
        """The values that a function takes."""
        evidence = world.evidence
        reports, day = evidence.facts.get(unit.code, _NO_REPORTS), evidence.as_of
        if evidence.known_on is None:
            values: list[object] = [
                None
                if report is None
                else report.value
                if type(report) is Fact and report.as_of <= day
                else _seen(report, evidence, day)
                for report in map(reports.get, form.measures)
            ]
        else:
            values = [None if one is None else _seen(one, evidence, day) for one in map(reports.get, form.measures)]
        if form.attributes:
            values += map(unit.attributes.get, form.attributes)
        if form.others:
            values += [self._value(term, code, world, unit) for term in form.others]
        return values

    def _value(self, term: Input, code: Code, world: World, unit: Unit) -> object:
        match term:
            case Reported(measure, above, on):
                whose = unit if above is None else world.units.ancestor(unit.code, above, code.key.as_of)
                if whose is None:
                    return figures.NO_UNIT_ABOVE
                report = world.evidence.facts.get(whose.code, _NO_REPORTS).get(measure)
                return None if report is None else _seen(report, world.evidence, on or code.key.as_of)
            case AttributeOf(attribute):
                return unit.attributes.get(attribute)
            case OutcomeOf(key, rule):
                program = self.programs[key]
                return self.verdicts(program, unit)[program.position[rule]]
            case OfMembers(members, inner):
                found = world.members(unit.code, members.kind, members.only)
                if isinstance(inner, OutcomeOf):
                    program = self.programs[inner.program]
                    place = program.position[inner.code]
                    return tuple([self.verdicts(program, one)[place] for one in found])
                below = code.of_member(inner)
                return tuple([self.worked_out(below, one, every=False)[0] for one in found])
            case _:
                assert_never(term)

    def _said(self, form: Form, evidence: Evidence, unit: Unit) -> dict[int, Verdict]:
        """What authorities decide of the terms that figures leave open, by their places."""
        own = evidence.attestations[unit.code]
        found: dict[int, Verdict] = {}
        for place, term in enumerate(form.attested):
            if term.rule in own:
                said = said_by(evidence.attested(unit.code, term.rule), term)
                if said is not None:
                    found[place] = said
        return found


def said_by(attestations: Iterable[Attestation], term: Attested) -> Verdict | None:
    """The verdict of an authority's word on a rule; None where it decides nothing, as where several differ."""
    words = {attestation.value for attestation in attestations}
    if len(words) != 1:
        return None
    (word,) = words
    if isinstance(word, Absence):
        return NOT_APPLICABLE if word is Absence.NOT_APPLICABLE else None
    met = term.basically if word is Finding.BASICALLY_MET else word is Finding.MET
    return None if met is None else settled(met)


def _seen(report: Fact | list[Fact], evidence: Evidence, day: Any) -> object:
    """The value that reports come to on a day, or why there is none."""
    return figure_of(observe((report,) if isinstance(report, Fact) else report, day, evidence.known_on))


def figure_of(seen: Observation) -> figures.Figure:
    """An observation as a figure."""
    if seen.value is not None:
        return seen.value
    if seen.problem is ReasonKind.ABSENT:
        return seen.absence
    return figures.CONFLICT if seen.problem is ReasonKind.CONFLICT else None

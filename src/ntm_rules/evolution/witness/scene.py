"""Situation under construction: its units, the statements so far, and the outcomes of rules on every side."""

from collections.abc import Collection, Hashable, Iterator, Mapping
from datetime import date
from fractions import Fraction
from functools import lru_cache

from attrs import define, evolve, field, frozen

from ...engine.evidence.evidence import Evidence
from ...engine.evidence.world import EvidenceWorld
from ...engine.specification import decide
from ...engine.specification.assessed import Assessed
from ...engine.specification.deciding import Judged
from ...engine.specification.meaning import verdict
from ...model.fact import (
    Absence,
    Attestation,
    Fact,
    Finding,
    Statement,
    Value,
)
from ...model.key import RuleKey
from ...model.outcome import Outcome
from ...model.units.unit import Unit, Units
from ...model.values.kept import Kept
from ...model.values.number import Number, simplest
from ...program.program import Program
from ...program.terms import Above, Attested, Below, OutcomeOf, Over, ProgramKey, Reported, walk
from ...program.verdict import OUTCOME, Verdict
from ..cases.case import UNIT, Situation
from .goal import Sides

_SAID: Mapping[Outcome, Finding | Absence] = {
    Outcome.ATTAINED: Finding.MET,
    Outcome.NOT_ATTAINED: Finding.NOT_MET,
    Outcome.NOT_APPLICABLE: Absence.NOT_APPLICABLE,
    Outcome.UNDETERMINED: Absence.DISPUTED,
}


_BETWEEN = ("city", "town", "ward", "district", "area")


def kind_between(read: Collection[str]) -> str:
    """A kind for units between the unit and its members, other than the kinds that are read."""
    return next(kind for kind in (*_BETWEEN, "between") if kind not in read)


@frozen
class _RestsOn:
    """The measures and rules on which a rule rests; `of_others`: also of other units than the one it is about."""

    subjects: frozenset[str]
    of_others: bool


_RestsOfRules = Mapping[tuple[ProgramKey, str], _RestsOn]


def _reads(program: Program) -> _RestsOfRules:
    rests: dict[tuple[ProgramKey, str], _RestsOn] = {}
    for asking, rule in ((referred, rule) for referred in program.programs() for rule in referred.rules):
        subjects, of_others = {str(rule.key)}, False
        for term in walk(rule.truth):
            match term:
                case OutcomeOf(key, code):
                    below = rests[key, code]
                    subjects |= below.subjects
                    of_others = of_others or below.of_others
                case Attested(rule=attested):
                    subjects.add(str(attested))
                case Reported(measure, above):
                    subjects.add(measure)
                    of_others = of_others or above is not None
                case Above() | Below() | Over():
                    of_others = True
        rests[asking.key, rule.key.code] = _RestsOn(frozenset(subjects), of_others)
    return rests


_READS: Kept[Program, _RestsOfRules] = Kept(_reads)
"""The reads of the rules of a program and of all that it refers to."""


@frozen(eq=False)
class _Judged(Judged):
    """A unit of a scene, which may have verdicts of others of the same sides."""

    scene: "Scene" = field(kw_only=True)
    reads: _RestsOfRules = field(kw_only=True)

    def outcomes_of(self, term: OutcomeOf) -> Verdict:
        """The verdict on a rule that is asked for, worked out once."""
        key = (term.program, self.unit.code, term.code)
        if key not in self.decided:
            reads = self.reads[term.program, term.code]
            self.decided[key] = self.scene.verdict_on(term.code, self.under(term.program), reads)
        return self.decided[key]


_unit = lru_cache(maxsize=4096)(Unit)
"""A unit without attributes, of which scenes have many alike."""


@define(eq=False)
class Scene:
    """Units (those above first, then the unit itself, then those below) and the statements about them."""

    sides: Sides
    as_of: date
    units: dict[str, Unit] = field(factory=dict)
    evidence: Evidence = field(init=False)
    _worlds: dict[int, EvidenceWorld] = field(factory=dict, init=False)
    _statement_numbers: dict[str, dict[str, int]] = field(factory=dict, init=False)
    """The statements about each unit, by the measure or the rule that they are about."""
    _verdicts: dict[int, tuple[_RestsOfRules, dict[tuple[ProgramKey, str, str], Verdict]]] = field(
        factory=dict, init=False
    )
    _together: Units | None = field(default=None, init=False)
    _shaped: int | None = field(default=None, init=False)
    _unnamed: set[str] = field(factory=set, init=False)

    def __attrs_post_init__(self) -> None:
        sides = self.sides.sides
        self.evidence = Evidence.of((), self.as_of, library=sides[0].program.library if sides else None)

    def add(self, unit: Unit) -> None:
        """Add a unit."""
        self.units[unit.code] = unit
        self._worlds.clear()
        self._verdicts.clear()
        self._together = self._shaped = None

    def member(self, kind: str, parent: str = UNIT, code: str | None = None) -> str:
        """Add a unit below another; return its code, the next free one if none is given."""
        if code is None:
            code = f"M{len(self._unnamed) + 1}"
            self._unnamed.add(code)
        self.add(_unit(code, code, kind, parent))
        return code

    def report(self, unit: str, measure: str, value: Fraction | Value, day: date | None = None) -> None:
        """State a fact about a unit, unless that is already stated."""
        declared = self.sides.sides[0].program.measures.get(measure)
        stated: Value = simplest(value) if isinstance(value, Fraction) else value
        if declared is not None and isinstance(stated, Number):
            stated = declared.value(stated)
        fact = Fact(unit, measure, stated, day or self.as_of, assurance=self.sides.assurance)
        if fact not in self.facts_of(unit):
            self._state(fact)

    def attest(self, unit: str, rule: RuleKey, outcome: Outcome, day: date | None = None) -> None:
        """Attest a rule's outcome for a unit on every side; *disputed* when it is to be undetermined."""
        for program, code in self.sides.rules(rule):
            self.attest_as(unit, RuleKey(program.ruleset.id, code), outcome, day)

    def attest_as(self, unit: str, rule: RuleKey, outcome: Outcome, day: date | None = None) -> None:
        """Attest the outcome of a rule by its own key, unless that is already attested."""
        finding = _SAID[outcome]
        attestation = Attestation(unit, rule, finding, day or self.as_of, assurance=self.sides.assurance)
        if attestation not in self.evidence.attestations.get(unit, {}).get(rule, ()):
            self._state(attestation)

    def _state(self, statement: Fact | Attestation) -> None:
        self.evidence.add(statement)
        subject = statement.measure if isinstance(statement, Fact) else str(statement.rule)
        known = self._statement_numbers.setdefault(statement.unit, {})
        stated = (known.get(subject), subject, statement.value, statement.as_of, statement.assurance)
        known[subject] = self.sides.numbered.setdefault(stated, len(self.sides.numbered))
        for reads, verdicts in self._verdicts.values():
            for key in [key for key in verdicts if subject in reads[key[0], key[2]].subjects]:
                del verdicts[key]
        for world in self._worlds.values():
            world.forget_decisions()
            if isinstance(statement, Fact):
                world.forget(statement.unit)

    def world(self, program: Program, since: date | None = None) -> EvidenceWorld:
        """World of a program, on an earlier date if one is given."""
        world = self._worlds.get(id(program))
        if world is None:
            self._together = self._together or Units(self.units.values())
            world = self._worlds[id(program)] = EvidenceWorld(self._together, self.evidence, program.library)
        return world if since is None else world.at(since)

    def judged(self, unit: str, program: Program, since: date | None = None) -> Judged:
        """A unit under a program, on an earlier date if one is given."""
        if id(program) not in self._verdicts:
            self._verdicts[id(program)] = _READS.of(program), {}
        reads, decided = self._verdicts[id(program)]
        own, world = self.units[unit], self.world(program, since)
        return _Judged(own, program, world, decide, decided, scene=self, reads=reads)

    def verdict_on(self, code: str, at: Assessed, reads: _RestsOn) -> Verdict:
        """The verdict on a rule for a unit; once for all scenes in which the same is stated of all that it rests on."""
        own: Hashable = at.unit.attributes
        seen = {at.unit.code: self._statement_numbers.get(at.unit.code, {})}
        if reads.of_others:
            own, seen = (at.unit.code, self._shape()), self._statement_numbers
        stated = frozenset(
            (None if unit == at.unit.code else unit, what)
            for unit, known in seen.items()
            for subject, what in known.items()
            if subject in reads.subjects
        )
        key = (id(at.program), code, own, stated)
        if key not in self.sides.verdicts:
            self.sides.verdicts[key] = verdict(at.program.by_code[code].truth, at)
        return self.sides.verdicts[key]

    def _shape(self) -> int:
        """Number of the units as they are, the same in every scene of the same sides that has such units."""
        if self._shaped is None:
            shape = tuple((unit.code, unit.kind, unit.parent, unit.attributes) for unit in self.units.values())
            self._shaped = self.sides.numbered.setdefault(shape, len(self.sides.numbered))
        return self._shaped

    def outcome(self, unit: str, program: Program, code: str, since: date | None = None) -> Outcome:
        """Outcome of a rule of a program for a unit, on an earlier date if one is given."""
        return OUTCOME[self.judged(unit, program, since).verdict_on(code)]

    def outcomes(self, unit: str, rule: RuleKey) -> set[Outcome]:
        """Outcomes of a rule for a unit, on every side that has the rule."""
        return {self.outcome(unit, program, code) for program, code in self.sides.rules(rule)}

    def situation(self) -> Situation:
        """Situation so far: the statements about each unit in turn, members numbered as in a case file."""
        below = self._below(UNIT)
        is_below = set(below)
        order = [*(code for code in self.units if code not in is_below), *below]
        numbers = iter(range(1, len(order)))
        named = {code: f"M{next(numbers)}" if code in self._unnamed else code for code in order}
        units = [
            evolve(unit, code=named[code], name=named[code], parent=None if unit.parent is None else named[unit.parent])
            for code, unit in ((code, self.units[code]) for code in order)
        ]
        statements = [evolve(statement, unit=named[code]) for code in order for statement in self._about(code)]
        return Situation(self.as_of, tuple(units), tuple(statements))

    def facts_of(self, unit: str) -> Iterator[Fact]:
        """The facts about a unit, measure by measure."""
        for reports in self.evidence.facts.get(unit, {}).values():
            yield from reports if isinstance(reports, list) else [reports]

    def _below(self, unit: str) -> list[str]:
        """The members of a unit, each followed by its own."""
        children: dict[str, list[str]] = {}
        for code, member in self.units.items():
            if member.parent is not None:
                children.setdefault(member.parent, []).append(code)

        def under(code: str) -> Iterator[str]:
            for child in children.get(code, ()):
                yield child
                yield from under(child)

        return list(under(unit))

    def _about(self, unit: str) -> list[Statement]:
        statements: list[Statement] = [*self.facts_of(unit)]
        for attested in self.evidence.attestations.get(unit, {}).values():
            statements += sorted(attested, key=lambda attestation: attestation.as_of)
        return statements

"""Cases prepared for repeated decisions: compiled once per date, their evidence sorted once."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from functools import cached_property

from attrs import evolve, frozen

from ...engine.evidence.evidence import Evidence
from ...engine.evidence.world import EvidenceWorld
from ...engine.specification import decide
from ...model.decision import Decision
from ...model.library import Library
from ...model.problem import CompileError, NtmError
from ...model.ruleset import Ruleset
from ...model.units.unit import Unit, Units
from ...model.values.kept import Kept
from ...program.program import Program
from ...program.terms import Above, Below, OutcomeOf, walk
from .case import Case, Expected
from .run import Programs, differences


@frozen(eq=False)
class Trial:
    """A case, the program of the ruleset on its date, and the world it describes, in which decisions are kept once made.

    `expected` are the expectations about rules of that ruleset, with their bare codes.
    """

    case: Case
    program: Program
    world: EvidenceWorld
    unit: Unit
    expected: tuple[Expected, ...]

    def decision(self, code: str) -> Decision:
        """The decision of a rule for the unit that the case is about."""
        return decide(self.program, self.unit, code, self.world)

    def met(self) -> tuple[Expected, ...]:
        """Expectations that are met."""
        known = self.program.by_code
        return tuple(
            expected
            for expected in self.expected
            if expected.code in known and meets(self.decision(expected.code), expected)
        )

    @cached_property
    def codes(self) -> frozenset[str]:
        """The codes of the rules that the case expects something of."""
        return frozenset(expected.code for expected in self.expected)

    @property
    def asks_itself(self) -> bool:
        """True when the ruleset asks about units below of its own kind, so that members are decided under it as well."""
        return _ASKS_ITSELF.of(self.program)

    @contextmanager
    def undecided(self, codes: Collection[str]) -> Iterator[Mapping[str, Decision]]:
        """The decisions of these rules are still to be made; afterwards all is as it was. Yields those made for the unit."""
        decided, id, own = self.world.decided, self.program.ruleset.id, self.unit.code
        units = {unit for ruleset, unit, _ in decided if ruleset == id} if self.asks_itself else (own,)
        keys = [(id, unit, code) for unit in units for code in codes]
        decisions = {key: decided.pop(key) for key in keys if key in decided}
        try:
            yield {code: decision for (_, unit, code), decision in decisions.items() if unit == own}
        finally:
            for key in keys:
                decided.pop(key, None)
            decided.update(decisions)


def meets(decision: Decision, expected: Expected) -> bool:
    """True when a decision is as expected; never for an unconfirmed expectation.

    >>> from ...model.key import RuleKey
    >>> from ...model.outcome import Outcome
    >>> from ...model.ruleset import Provenance, ProvenanceStatus
    >>> from ...model.text import Text
    >>> on = date(2024, 6, 30)
    >>> decision = Decision(
    ...     unit="C", rule=RuleKey("vn/a", "1"), version=on, as_of=on, name=Text("Đường"), outcome=Outcome.ATTAINED,
    ...     possible=frozenset({Outcome.ATTAINED}), reasons=(), children=(),
    ...     provenance=Provenance(ProvenanceStatus.RECALLED), rule_hash="",
    ... )
    >>> meets(decision, Expected("1", Outcome.ATTAINED)), meets(decision, Expected("1", None))
    (True, False)
    """
    return not any(differences(expected, decision))


def trials(
    ruleset: Ruleset, cases: Iterable[Case], library: Library, programs: Programs | None = None
) -> Iterator[Trial]:
    """The cases that expect something of this version of the ruleset, which the library holds.

    Cases of a date on which another version is in force, or none, are left out, and so is what the engine refuses.
    """
    programs = programs or Programs(library)
    for case in cases:
        expected = about(ruleset.id, case)
        if not expected:
            continue
        try:
            program = programs.of(ruleset.id, case.situation.as_of)
            if program.ruleset.version != ruleset.version:
                continue
            units = Units(case.situation.units)
            evidence = Evidence.checked(case.situation.statements, units, library, case.situation.as_of)
        except NtmError:
            continue
        unit = units[case.situation.unit]
        if unit.kind in ruleset.applies_to:
            yield Trial(case, program, EvidenceWorld(units, evidence, library), unit, expected)


def versions_tested(cases: Iterable[Case], library: Library) -> tuple[Ruleset, ...]:
    """The versions of rulesets that the cases are for, by id and date. Those of a day on which none is in force have none.

    >>> versions_tested([], Library())
    ()
    """
    versions: dict[tuple[str, date], Ruleset] = {}
    for case in cases:
        try:
            version = library.ruleset(case.ruleset, case.situation.as_of)
        except CompileError:
            continue
        versions[version.id, version.version] = version
    return tuple(versions[key] for key in sorted(versions))


def about(id: str, case: Case) -> tuple[Expected, ...]:
    """Expectations of a case about the rules of one ruleset, with their bare codes.

    >>> from ...model.text import Text
    >>> from .case import Situation
    >>> expected = (Expected("3.3", None), Expected("vn/commune-ntm#5", None))
    >>> case = Case(Text("?"), "vn/civilised-township", Situation(date(2024, 6, 30), ()), expected)
    >>> [expected.code for expected in about("vn/commune-ntm", case)]
    ['5']
    """
    keys = [(case.rule(expected), expected) for expected in case.expected]
    return tuple(evolve(expected, code=key.code) for key, expected in keys if key.ruleset == id)


_ASKS_ITSELF: Kept[Program, bool] = Kept(
    lambda program: any(
        isinstance(part, OutcomeOf) and part.program == program.key
        for rule in program.rules
        for term in walk(rule.truth)
        if isinstance(term, Above | Below)
        for part in walk(term.truth)
    )
)

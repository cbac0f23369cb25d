"""The contents of a record: all that is given to an assessment, and what the specification decides of it, as lines."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import chain

from attrs import field, frozen

from ...engine.evidence.evidence import Evidence
from ...engine.evidence.world import EvidenceWorld
from ...engine.population.batches import packed
from ...engine.population.kin import families
from ...engine.specification import decide
from ...language.contents.traversal import references
from ...model.decision import Decision
from ...model.fact import Fact, Statement
from ...model.library import Library
from ...model.units.unit import Units
from ...program.inputs import inputs_of
from ...program.program import Program
from ..output.converter import CONVERTER
from .lines import (
    FORMAT,
    Line,
    decision_line,
    key_of,
    measure_line,
    replaced,
    rule_line,
    sha,
    statement_line,
    unit_line,
)


@frozen(eq=False)
class AssessmentInput:
    """All that an assessment is made of but the statements: the rulesets asked for, on a day, and the units."""

    programs: tuple[Program, ...]
    units: Units
    as_of: date
    known_on: date | None
    library: Library = field(repr=False)


@frozen
class UnitGroup:
    """Units that are decided in one go, with those whose statements are needed for it.

    Every unit that something is stated about is one of the `members` of one part.
    """

    decided: tuple[str, ...]
    members: tuple[str, ...]
    needed: tuple[str, ...]


_AT_ONCE = 100
"""So many units, about, are decided in one go."""


def parts_of(given: AssessmentInput, stated: Iterable[str]) -> Iterator[UnitGroup]:
    """The parts that an assessment falls into; `stated` are the codes of the units that something is stated about."""
    left = dict.fromkeys(stated)
    for several in packed(families(given.programs, given.units), _AT_ONCE):
        decided, members = (
            tuple(chain.from_iterable(each))
            for each in zip(*((family.decided, family.members) for family in several), strict=True)
        )
        needed = dict.fromkeys((*members, *chain.from_iterable(family.shared for family in several)))
        for code in members:
            left.pop(code, None)
        yield UnitGroup(decided, members, tuple(needed))
    others = list(left)
    for first in range(0, len(others), _AT_ONCE):
        codes = tuple(others[first : first + _AT_ONCE])
        yield UnitGroup((), codes, codes)


def programs_of(given: AssessmentInput) -> dict[tuple[str, date], Program]:
    """Every program of an input, and every one that these ask, by ruleset and day; each once."""
    found: dict[tuple[str, date], Program] = {}
    for program in given.programs:
        for each in program.programs():
            found.setdefault((each.ruleset.id, each.as_of), each)
    return {key: found[key] for key in sorted(found)}


def header_line(given: AssessmentInput, stated: Iterable[str], counts: Mapping[str, int]) -> Line:
    """The first line; `stated` are the rules that something is stated about, `counts` how many lines of each sort follow."""
    from ... import __version__

    programs = programs_of(given)
    header: Line = {
        "line": "record",
        "format": FORMAT,
        "engine": __version__,
        "as_of": given.as_of.isoformat(),
        "assessed": given.programs[0].assessed,
        **({} if given.known_on is None else {"known_on": given.known_on.isoformat()}),
        "decided": [program.ruleset.id for program in given.programs],
        "rulesets": [_applied(program) for program in programs.values()],
        "versions": versions_known(given, stated),
        "counts": dict(sorted(counts.items())),
    }
    return header


def _applied(program: Program) -> Line:
    """A version of a ruleset as it was applied on a day, with the hash of what it means and that of its wording."""
    ruleset = program.ruleset
    counted = {status.id: status.counts_as and status.counts_as.value for status in ruleset.statuses}
    rules = [[rule.key.code, rule.meaning_hash] for rule in program.rules]
    told = {
        "title": CONVERTER.unstructure(ruleset.title),
        "instruments": [str(instrument.number) for instrument in ruleset.instruments],
    }
    return {
        "ruleset": ruleset.id,
        "as_of": program.as_of.isoformat(),
        "version": ruleset.version.isoformat(),
        "meaning": sha([rules, list(map(str, ruleset.applies_to)), ruleset.basically_met, counted]),
        "wording": sha([told, [rule.wording_hash for rule in program.rules]]),
        **told,
    }


def versions_known(given: AssessmentInput, stated: Iterable[str]) -> dict[str, list[str]]:
    """The versions known of each ruleset that was applied, or that those refer to: an attestation may be of an earlier one."""
    library, programs = given.library, programs_of(given).values()
    waiting = [program.ruleset.id for program in programs]
    waiting += {rule.partition("#")[0] for rule in stated} & library.versions.keys()
    found: dict[str, list[str]] = {}
    applied = {program.ruleset.id: program.ruleset for program in programs}
    while waiting:
        id = waiting.pop()
        if id in found:
            continue
        versions = {ruleset.version: ruleset for ruleset in library.versions.get(id, ())}
        if id in applied:
            versions.setdefault(applied[id].version, applied[id])
        found[str(id)] = [day.isoformat() for day in sorted(versions)]
        for version in versions.values():
            waiting += filter(None, (rule_reference.ruleset for _, _, rule_reference in references(version)))
            waiting += filter(None, (version.specialises,))
    return dict(sorted(found.items()))


def stated_by(statements: Iterable[Statement]) -> frozenset[str]:
    """The measures and the keys of rules that statements are about."""
    return frozenset(
        str(statement.measure if isinstance(statement, Fact) else statement.rule) for statement in statements
    )


def shared_lines(
    given: AssessmentInput, stated: Collection[str], statements: Iterable[Statement] = ()
) -> Iterator[Line]:
    """The lines of units, measures, statements and rules, in the order of the leaves.

    `stated` are the measures that something is stated about.
    """
    for number, unit in enumerate(given.units):
        yield unit_line(number, unit)
    measures = {name for program in given.programs for name in inputs_of(program).measures} | {*stated}
    for name in sorted(measures & given.library.measures.keys()):
        yield measure_line(given.library.measures[name])
    for number, statement in enumerate(statements):
        yield statement_line(number, statement)
    rules = [rule_line(rule) for program in programs_of(given).values() for rule in program.rules]
    yield from sorted(rules, key=key_of)


def decision_lines(
    given: AssessmentInput, part: UnitGroup, numbered: Sequence[tuple[int, Statement]]
) -> Iterator[Line]:
    """The lines of what the specification decides of a part, from the numbered statements about the units that it needs."""
    evidence = Evidence.of((one for _, one in numbered), given.as_of, given.known_on, given.library)
    world = EvidenceWorld(given.units, evidence, given.library)
    first: dict[Statement, int] = {}
    for number, statement in numbered:
        first.setdefault(statement, number)

    def numbers(statements: Iterable[Statement]) -> list[int]:
        # Of what is said twice the first is named: evidence keeps no order among equal statements.
        return [first[one] for one in statements]

    for decision in _decided(given.programs, part.decided, world):
        yield decision_line(decision, numbers, replaced(decision, evidence.reports))


def _decided(programs: Iterable[Program], codes: Sequence[str], world: EvidenceWorld) -> Iterable[Decision]:
    """Every decision of programs of one day about units, and every one that these rest on, made by the specification.

    A program decides about the units of its kinds. The world is one in which nothing was decided yet.
    """
    for program in programs:
        for unit in (world.units[code] for code in codes if world.units[code].kind in program.ruleset.applies_to):
            for rule in program.rules:
                decide(program, unit, rule.key.code, world)
    every = (decision for seen in world.and_past() for decision in seen.decided.values())
    return {(decision.unit, decision.rule, decision.as_of): decision for decision in every}.values()

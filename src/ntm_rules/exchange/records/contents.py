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


def parts_of(inputs: AssessmentInput, stated: Iterable[str]) -> Iterator[UnitGroup]:
    """The parts that an assessment falls into; `stated` are the codes of the units that something is stated about."""
    left = dict.fromkeys(stated)
    for group in packed(families(inputs.programs, inputs.units), _AT_ONCE):
        decided, members = (
            tuple(chain.from_iterable(codes))
            for codes in zip(*((family.decided, family.members) for family in group), strict=True)
        )
        needed = dict.fromkeys((*members, *chain.from_iterable(family.shared for family in group)))
        for code in members:
            left.pop(code, None)
        yield UnitGroup(decided, members, tuple(needed))
    others = list(left)
    for first in range(0, len(others), _AT_ONCE):
        codes = tuple(others[first : first + _AT_ONCE])
        yield UnitGroup((), codes, codes)


def programs_of(inputs: AssessmentInput) -> dict[tuple[str, date], Program]:
    """Every program of an input, and every one that these ask, by ruleset and day; each once."""
    programs: dict[tuple[str, date], Program] = {}
    for program in inputs.programs:
        for applied in program.programs():
            programs.setdefault((applied.ruleset.id, applied.as_of), applied)
    return {key: programs[key] for key in sorted(programs)}


def header_line(inputs: AssessmentInput, stated: Iterable[str], counts: Mapping[str, int]) -> Line:
    """The first line; `stated` are the rules that something is stated about, `counts` how many lines of each sort follow."""
    from ... import __version__

    programs = programs_of(inputs)
    header: Line = {
        "line": "record",
        "format": FORMAT,
        "engine": __version__,
        "as_of": inputs.as_of.isoformat(),
        "assessed": inputs.programs[0].assessed,
        **({} if inputs.known_on is None else {"known_on": inputs.known_on.isoformat()}),
        "decided": [program.ruleset.id for program in inputs.programs],
        "rulesets": [_applied(program) for program in programs.values()],
        "versions": versions_known(inputs, stated),
        "counts": dict(sorted(counts.items())),
    }
    return header


def _applied(program: Program) -> Line:
    """A version of a ruleset as it was applied on a day, with the hash of what it means and that of its wording."""
    ruleset = program.ruleset
    counted = {status.id: status.counts_as and status.counts_as.value for status in ruleset.statuses}
    rules = [[rule.key.code, rule.meaning_hash] for rule in program.rules]
    wording = {
        "title": CONVERTER.unstructure(ruleset.title),
        "instruments": [str(instrument.number) for instrument in ruleset.instruments],
    }
    return {
        "ruleset": ruleset.id,
        "as_of": program.as_of.isoformat(),
        "version": ruleset.version.isoformat(),
        "meaning": sha([rules, list(map(str, ruleset.applies_to)), ruleset.basically_met, counted]),
        "wording": sha([wording, [rule.wording_hash for rule in program.rules]]),
        **wording,
    }


def versions_known(inputs: AssessmentInput, stated: Iterable[str]) -> dict[str, list[str]]:
    """The versions known of each ruleset that was applied, or that those refer to: an attestation may be of an earlier one."""
    library, programs = inputs.library, programs_of(inputs).values()
    waiting = [program.ruleset.id for program in programs]
    waiting += {rule.partition("#")[0] for rule in stated} & library.versions.keys()
    known: dict[str, list[str]] = {}
    applied = {program.ruleset.id: program.ruleset for program in programs}
    while waiting:
        id = waiting.pop()
        if id in known:
            continue
        versions = {ruleset.version: ruleset for ruleset in library.versions.get(id, ())}
        if id in applied:
            versions.setdefault(applied[id].version, applied[id])
        known[str(id)] = [day.isoformat() for day in sorted(versions)]
        for version in versions.values():
            waiting += filter(None, (reference.ruleset for _, _, reference in references(version)))
            waiting += filter(None, (version.specialises,))
    return dict(sorted(known.items()))


def stated_by(statements: Iterable[Statement]) -> frozenset[str]:
    """The measures and the keys of rules that statements are about."""
    return frozenset(
        str(statement.measure if isinstance(statement, Fact) else statement.rule) for statement in statements
    )


def shared_lines(
    inputs: AssessmentInput, stated: Collection[str], statements: Iterable[Statement] = ()
) -> Iterator[Line]:
    """The lines of units, measures, statements and rules, in the order of the leaves.

    `stated` are the measures that something is stated about.
    """
    for number, unit in enumerate(inputs.units):
        yield unit_line(number, unit)
    measures = {name for program in inputs.programs for name in inputs_of(program).measures} | {*stated}
    for name in sorted(measures & inputs.library.measures.keys()):
        yield measure_line(inputs.library.measures[name])
    for number, statement in enumerate(statements):
        yield statement_line(number, statement)
    rules = [rule_line(rule) for program in programs_of(inputs).values() for rule in program.rules]
    yield from sorted(rules, key=key_of)


def decision_lines(
    inputs: AssessmentInput, part: UnitGroup, numbered: Sequence[tuple[int, Statement]]
) -> Iterator[Line]:
    """The lines of what the specification decides of a part, from the numbered statements about the units that it needs."""
    evidence = Evidence.of((statement for _, statement in numbered), inputs.as_of, inputs.known_on, inputs.library)
    world = EvidenceWorld(inputs.units, evidence, inputs.library)
    first: dict[Statement, int] = {}
    for number, statement in numbered:
        first.setdefault(statement, number)

    def numbers(statements: Iterable[Statement]) -> list[int]:
        # Of what is said twice the first is named: evidence keeps no order among equal statements.
        return [first[statement] for statement in statements]

    for decision in _decided(inputs.programs, part.decided, world):
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

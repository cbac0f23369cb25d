"""The contents of a record: all that is given to an assessment, and what the specification decides of it, as lines."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from attrs import field, frozen

from ...engine.evidence.evidence import Evidence
from ...engine.evidence.world import EvidenceWorld
from ...engine.record import decide_all
from ...language.contents.traversal import references
from ...model.fact import Attestation, Fact, PublishedDecision, Statement, is_known
from ...model.library import Library
from ...model.units.unit import Units
from ...program.inputs import inputs_of
from ...program.program import Program
from ..output.converter import CONVERTER
from .lines import (
    FORMAT,
    Line,
    decision_line,
    measure_line,
    replaced,
    rule_line,
    sha,
    statement_line,
    unit_line,
)


@frozen(eq=False)
class AssessmentInput:
    """All that an assessment is made of: the rulesets asked for, on a day, the units, and what was stated about them."""

    programs: tuple[Program, ...]
    units: Units
    statements: tuple[Statement, ...]
    as_of: date
    known_on: date | None
    library: Library = field(repr=False)


def assessment_lines(given: AssessmentInput, texts: Sequence[str] = ()) -> list[Line]:
    """The lines of what the specification decides of an input, the header first, none of them sealed."""
    lines = list(_lines(given))
    lines += ({"line": "text", "number": number, "content": text} for number, text in enumerate(texts))
    return [_header(given, lines), *lines]


def programs_of(given: AssessmentInput) -> dict[tuple[str, date], Program]:
    """Every program of an input, and every one that these ask, by ruleset and day; each once."""
    found: dict[tuple[str, date], Program] = {}
    for program in given.programs:
        for each in program.programs():
            found.setdefault((each.ruleset.id, each.as_of), each)
    return {key: found[key] for key in sorted(found)}


def _header(given: AssessmentInput, lines: Sequence[Line]) -> Line:
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
        "versions": versions_known(given, programs.values()),
        "counts": dict(sorted(Counter(line["line"] for line in lines).items())),
    }
    return header


def _applied(program: Program) -> Line:
    """A version of a ruleset as it was applied on a day, with the hash of what it means and that of its wording."""
    ruleset = program.ruleset
    counted = {status.id: status.counts_as and status.counts_as.value for status in ruleset.statuses}
    rules = [[rule.key.code, rule.meaning_hash] for rule in program.rules]
    told = {
        "title": CONVERTER.unstructure(ruleset.title),
        "instruments": [str(each.number) for each in ruleset.instruments],
    }
    return {
        "ruleset": ruleset.id,
        "as_of": program.as_of.isoformat(),
        "version": ruleset.version.isoformat(),
        "meaning": sha([rules, list(map(str, ruleset.applies_to)), ruleset.basically_met, counted]),
        "wording": sha([told, [rule.wording_hash for rule in program.rules]]),
        **told,
    }


def versions_known(given: AssessmentInput, programs: Iterable[Program]) -> dict[str, list[str]]:
    """The versions known of each ruleset that was applied, or that those refer to: an attestation may be of an earlier one."""
    library = given.library
    waiting = [program.ruleset.id for program in programs]
    waiting += [one.rule.ruleset for one in given.statements if isinstance(one, Attestation | PublishedDecision)]
    found: dict[str, list[str]] = {}
    applied = {program.ruleset.id: program.ruleset for program in programs}
    while waiting:
        id = waiting.pop()
        if id in found:
            continue
        versions = {each.version: each for each in library.versions.get(id, ())}
        if id in applied:
            versions.setdefault(applied[id].version, applied[id])
        found[str(id)] = [day.isoformat() for day in sorted(versions)]
        for version in versions.values():
            waiting += filter(None, (one.ruleset for _, _, one in references(version)))
            waiting += filter(None, (version.specialises,))
    return dict(sorted(found.items()))


def _lines(given: AssessmentInput) -> Iterator[Line]:
    evidence = Evidence.of(given.statements, given.as_of, given.known_on, given.library)
    world = EvidenceWorld(given.units, evidence, given.library)
    decisions = decide_all(given.programs, world)
    for number, unit in enumerate(given.units):
        yield unit_line(number, unit)
    measures = {name for program in given.programs for name in inputs_of(program).measures}
    measures |= {one.measure for one in given.statements if isinstance(one, Fact)}
    for name in sorted(measures & given.library.measures.keys()):
        yield measure_line(given.library.measures[name])
    place, equal = dict[int, int](), dict[Statement, int]()
    for number, statement in enumerate(given.statements):
        place[id(statement)] = number
        equal.setdefault(statement, number)
        yield statement_line(number, statement)
    for program in programs_of(given).values():
        for rule in program.rules:
            yield rule_line(rule)

    def numbers(statements: Iterable[Statement]) -> list[int]:
        return [place.get(id(one), equal[one]) for one in statements]

    def reports(unit: str, measure: str) -> Iterator[Fact]:
        reported = evidence.facts.get(unit, {}).get(measure, [])
        for fact in [reported] if isinstance(reported, Fact) else reported:
            if is_known(fact, given.known_on):
                yield fact

    for decision in decisions.values():
        yield decision_line(decision, numbers, replaced(decision, reports))

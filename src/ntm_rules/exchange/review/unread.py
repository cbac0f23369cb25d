"""Statements of a dossier that decide nothing: none of its rules reads them, or nothing allows what they say."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from ...engine.frames.reads import Reads
from ...model.fact import Absence, Fact, PublishedDecision, Statement
from ...model.library import Library
from ...model.place import Place
from ...model.problem import CompileError, Diagnostic, Severity
from ...model.units.unit import Unit
from ...program.compiling import compile as compiled
from ...program.inputs import uses_of
from ...program.program import Program
from ...program.terms import Reported, Where, walk
from ..diagnostics.messages import diagnostic
from .statements import subject_of

_SHOWN = 5
_KIND = ("loại đơn vị", "kind of unit")
_MEASURE = ("chỉ số", "measure")
_RULE = ("tiêu chí", "rule")
_ATTRIBUTE = ("thuộc tính của đơn vị", "attribute of units")


def programs_of(
    rulesets: Iterable[str], library: Library, as_of: date, days: Iterable[date] | None
) -> tuple[tuple[Program, ...], tuple[Program, ...]]:
    """The programs of the rulesets on `as_of`, and those of their other versions from the first of `days` on (None: no other).

    A figure that only an earlier or a later version reads is therefore not reported as unread.

    Empty where one of the rulesets cannot be compiled on `as_of`, which is reported when it is to be decided.
    """
    ids = tuple(dict.fromkeys(rulesets))
    try:
        now = tuple(compiled(id, as_of, library) for id in ids)
    except CompileError:
        return (), ()
    if days is None:
        return now, ()
    first = min(days, default=as_of)
    earlier = []
    for program in now:
        for version in library.versions[program.ruleset.id]:
            if version.version == program.ruleset.version:
                continue
            if version.until is not None and version.until < first:
                continue
            try:
                earlier.append(compiled(version, max(version.version, first), library))
            except CompileError:
                continue
    return now, tuple(earlier)


def unread(statements: Sequence[Statement], units: Sequence[Unit], programs: Sequence[Program]) -> Iterator[Diagnostic]:
    """Yield a note for each kind of unit, measure, attested rule and attribute that no rule of the programs reads."""
    if not programs:
        return
    reads, kinds = Reads.of(programs), uses_of(programs).kinds
    keys = {str(key) for key in reads.rules.values()}
    kind_of = {unit.code: unit.kind for unit in units}
    found: dict[tuple[tuple[str, str], str], list[Place | None]] = {}
    for statement in statements:
        if isinstance(statement, PublishedDecision):
            continue
        kind = kind_of.get(statement.unit, "")
        if kind not in kinds:
            found.setdefault((_KIND, kind), []).append(statement.place)
        elif isinstance(statement, Fact):
            if statement.measure not in reads.measures:
                found.setdefault((_MEASURE, statement.measure), []).append(statement.place)
        elif str(statement.rule) not in keys:
            found.setdefault((_RULE, subject_of(statement)), []).append(statement.place)
    for unit in units:
        attributes: Mapping[str, str] = unit.attributes
        for attribute in attributes:
            if attribute not in reads.attributes:
                found.setdefault((_ATTRIBUTE, attribute), []).append(unit.place)
    for ((what, what_en), name), places in found.items():
        noun = {"what": what, "what_en": what_en}
        yield diagnostic("NTM698", places[0], Severity.NOTE, advice=noun, name=name, count=len(places))


def not_allowed(statements: Iterable[Statement], programs: Sequence[Program], library: Library) -> Iterator[Diagnostic]:
    """Yield a warning for each measure reported as not applicable though it always applies: such a report decides nothing.

    A measure that is only asked by rules with `applies_when` is left out: that says where they apply.
    """
    rules = [[*walk(rule.truth)] for top in programs for program in top.programs() for rule in program.rules]
    closed = {
        term.measure
        for terms in rules
        if not any(isinstance(term, Where) for term in terms)
        for term in terms
        if isinstance(term, Reported) and not library.measures[term.measure].may_not_apply
    }
    found: dict[str, list[Fact]] = {}
    for each in statements:
        if isinstance(each, Fact) and each.value is Absence.NOT_APPLICABLE and each.measure in closed:
            found.setdefault(each.measure, []).append(each)
    for measure, facts in found.items():
        related = [each.place for each in facts[1:_SHOWN] if each.place is not None]
        name = library.measures[measure].name
        details = {"measure": measure, "unit": facts[0].unit, "count": len(facts)}
        advice = {"name": name.vi, "name_en": name.in_language("en")}
        yield diagnostic("NTM621", facts[0].place, Severity.WARNING, related, advice, **details)

"""Decision records: enough to decide again, and to prove that nothing was altered."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any, get_type_hints

from attrs import evolve, fields, frozen, has

from ..model.arguments import checks_arguments, fits
from ..model.decision import Decision
from ..model.fact import Fact, Statement, is_known
from ..model.key import RuleKey
from ..model.library import Library
from ..model.place import Place
from ..model.problem import Diagnostic, NtmError, ReplayError
from ..model.text import Text
from ..model.units.unit import Unit, Units
from ..model.values.kept import Kept
from ..program.admission import check_statements
from ..program.compiling import compile
from ..program.content_hash import digest
from ..program.program import Program
from ..program.terms import Below, OutcomeOf, ProgramKey, walk
from .evidence.evidence import Evidence
from .evidence.world import EvidenceWorld
from .specification import decide


@frozen
class Record:
    """A decision with everything that was read to make it: all that was known on what it asks about, and the units.

    `digest` is the SHA-256 of all the rest (`digest_of`), so that a change is found even in a figure that did not decide, and
    in where a figure was written. `known_on` is the day of what was known, None for all. `meanings` are the hashes of what the
    rules meant that decided, by rule and day: they tell a text that was mended from a rule that was changed.

    >>> from datetime import date
    >>> import ntm_rules as ntm
    >>> program = ntm.compile("vn/civilised-township", date(2024, 6, 30))
    >>> town, water = ntm.Unit("T", "Tam Đường", "township"), ntm.Fact("T", "clean_water_households", 99.9, date(2024, 3, 31))
    >>> ntm.evaluate(program, town, [water]).record("T", "3.3").statements[0].value
    Decimal('99.9')
    """

    decision: Decision
    statements: tuple[Statement, ...]
    units: tuple[Unit, ...]
    digest: str
    known_on: date | None = None
    meanings: tuple[tuple[RuleKey, date, str], ...] = ()

    def __repr__(self) -> str:
        held = f"{len(self.statements)} statements, {len(self.units)} units"
        return f"Record({self.decision!r}, {held}, {self.digest[:12]})"


def record(program: Program, unit: str, code: str, world: EvidenceWorld) -> Record:
    """The record of a decision: it is made once more by the specification; all that is said on what it asks about is kept."""
    traced = EvidenceWorld(world.units, world.evidence, world.library)
    decision = decide(program, world.units[unit], code, traced)
    codes, counted = {unit: None}, _COUNTED.of(program)
    asked: set[tuple[str, str | RuleKey]] = set()
    for seen in traced.and_past():
        asked.update((whose, measure) for whose, observed in seen.reports.items() for measure, *_ in observed)
        asked.update(seen.asked)
        asked.update((whose, RuleKey(ruleset, rule)) for ruleset, whose, rule in seen.decided)
        codes.update((whose, None) for whose, _ in sorted(asked, key=str))
        for whose in tuple(codes) if counted else ():
            codes.update((member.code, None) for kind in counted for member in seen.members(whose, kind))
    evidence = world.evidence
    statements = tuple(
        one
        for whose in codes
        for one in evidence.about(whose)
        if (whose, one.measure if isinstance(one, Fact) else one.rule) in asked
        and one.as_of <= evidence.as_of
        and is_known(one, evidence.known_on)
    )
    for below in list(codes):
        codes.update((above.code, None) for above in world.units.ever_above(below))
    units = tuple(each for each in world.units if each.code in codes)
    unsealed = Record(decision, statements, units, "", evidence.known_on, tuple(_meanings(decision, program)))
    return evolve(unsealed, digest=digest_of(unsealed))


DecisionKey = tuple[str, RuleKey, date]
"""The unit, the rule and the day of a decision."""


def decide_all(programs: Iterable[Program], units: Iterable[str], world: EvidenceWorld) -> dict[DecisionKey, Decision]:
    """Every decision of programs of one day about units, and every one that these rest on, made by the specification.

    A program decides about the units of its kinds. The world is one in which nothing was decided yet.
    """
    codes = tuple(units)
    for program in programs:
        for unit in (world.units[code] for code in codes if world.units[code].kind in program.ruleset.applies_to):
            for rule in program.rules:
                decide(program, unit, rule.key.code, world)
    every = (each for seen in world.and_past() for each in seen.decided.values())
    return {(each.unit, each.rule, each.as_of): each for each in every}


def _counted_by_condition(program: Program) -> frozenset[str]:
    """The kinds of members that rules count by a condition, of which nothing need have been read to count them."""
    every = (term for one in program.programs() for rule in one.rules for term in walk(rule.truth))
    return frozenset(
        term.members.kind for term in every if isinstance(term, Below) and not isinstance(term.truth, OutcomeOf)
    )


_COUNTED: Kept[Program, frozenset[str]] = Kept(_counted_by_condition)


def _meanings(decision: Decision, program: Program) -> Iterator[tuple[RuleKey, date, str]]:
    """Hashes of the meaning of each rule of a decision and of those below it."""
    programs = program.by_key()
    for rule, day in dict.fromkeys((one.rule, one.as_of) for one in decision.walk()):
        yield rule, day, programs[ProgramKey(rule.ruleset, day)].by_code[rule.code].meaning_hash


def digest_of(recorded: Record) -> str:
    """SHA-256 of every field of a record but the digest, and of the places where its statements and units were written."""
    decisions = [evolve(one, children=()) for one in recorded.decision.walk()]
    facts = [fact for one in decisions for reason in one.reasons for fact in reason.facts]
    return digest(
        decisions,
        [len(one.children) for one in recorded.decision.walk()],
        recorded.statements,
        recorded.units,
        [one.place for one in (*facts, *recorded.statements, *recorded.units)],
        recorded.known_on,
        recorded.meanings,
    )


@checks_arguments
def replay(recorded: Record, library: Library) -> Decision:
    """Decide again from a record alone, by the specification, and compare.

    The decision as decided again, which is equal to the recorded one, but for names and sources of rules that were mended
    since and mean the same. Raises ReplayError with every difference: an outcome or a figure that was altered, a rule that
    means something else, a version that is no longer the one in force; and for a record that holds what no record can.

    >>> import ntm_rules as ntm
    >>> program = ntm.compile("vn/civilised-township", date(2024, 6, 30))
    >>> fact = ntm.Fact("T", "clean_water_households", 99.9, date(2024, 3, 31))
    >>> kept = ntm.evaluate(program, ntm.Unit("T", "Tam Đường", "township"), [fact]).record("T", "3.3")
    >>> ntm.replay(kept, ntm.load_library()).outcome.value
    'not_attained'
    """
    wrong = _malformed(recorded)
    if wrong is not None:
        raise _no_record(f"{wrong} không phải loại giá trị cần có", f"{wrong} is of a wrong type")
    try:
        return _replayed(recorded, library)
    except ReplayError:
        raise
    except NtmError as error:
        raise ReplayError(error.diagnostics) from error
    except (ArithmeticError, ValueError, RecursionError) as error:
        raise _no_record(f"không tính lại được ({type(error).__name__})", str(error)) from error


def _no_record(vi: str, en: str) -> ReplayError:
    return ReplayError(
        Diagnostic("NTM803", None, Text(f"bản ghi không đúng dạng: {vi}", f"the record is malformed: {en}"))
    )


@lru_cache(64)
def _hints(kind: type) -> Mapping[str, Any]:
    """The types of the fields of a class."""
    hints = get_type_hints(kind)
    return {field.name: hints[field.name] for field in fields(kind)}


def _malformed(recorded: Record) -> str | None:
    """The field of a record, or of what it holds, whose value is of a wrong type; None where all are right."""
    waiting: list[tuple[str, object]] = [("record", recorded)]
    while waiting:
        name, value = waiting.pop()
        kind: type = type(value)
        if has(kind):
            for field, hint in _hints(kind).items():
                part = getattr(value, field, None)
                if not fits(part, hint):
                    return f"{name}.{field}"
                waiting.append((f"{name}.{field}", part))
        elif isinstance(value, tuple | frozenset):
            waiting += ((name, part) for part in value)
        elif isinstance(value, Mapping):
            if not all(isinstance(part, str) for pair in value.items() for part in pair):
                return name
        elif isinstance(value, Decimal) and not value.is_finite():
            return name
    return None


def _replayed(recorded: Record, library: Library) -> Decision:
    decision = recorded.decision
    if digest_of(recorded) != recorded.digest:
        found = Text(
            "bản ghi đã bị sửa (mã băm không khớp)",
            "the record was altered (the digest does not fit)",
        )
        raise ReplayError(Diagnostic("NTM802", None, found))
    units = Units(recorded.units)
    check_statements(recorded.statements, units, library)
    program = compile(decision.rule.ruleset, decision.as_of, library, decision.assessed)
    if decision.rule.code not in program.by_code:
        raise _no_record(f"không có quy tắc {decision.rule}", f"there is no rule {decision.rule}")
    own = [one for one in units.of_kind(program.ruleset.applies_to, decision.as_of) if one.code == decision.unit]
    if not own:
        raise _no_record(
            f"{decision.rule} không quyết định về {decision.unit!r} ngày {decision.as_of}",
            f"{decision.rule} does not decide about {decision.unit!r} on {decision.as_of}",
        )
    world = EvidenceWorld(units, Evidence.of(recorded.statements, decision.as_of, recorded.known_on, library), library)
    again = decide(program, own[0], decision.rule.code, world)
    same = set(recorded.meanings) & set(_meanings(again, program))
    unchanged = {(rule, day) for rule, day, _ in same}
    differing = [
        Diagnostic(
            "NTM801",
            _place(of),
            Text(
                f"{of.rule} của {of.unit}: {name} ghi là {_shown(was)}, tính lại là {_shown(now)}",
                f"{of.rule} for {of.unit}: {name} is recorded as {_shown(was)}, decided again it is {_shown(now)}",
            ),
        )
        for of, name, was, now in _differences(decision, again, unchanged)
    ]
    if differing:
        raise ReplayError(differing)
    return again


def _place(decision: Decision) -> Place | None:
    return next((fact.place for reason in decision.reasons for fact in reason.facts), None)


def _shown(value: object) -> str:
    text = str(value)
    return text if len(text) <= 200 else text[:197] + "..."


_WORDING = ("name", "provenance", "rule_hash")
"""The fields of a decision that a text mended in a rule file changes."""


def _differences(
    was: Decision, now: Decision, unchanged: Iterable[tuple[RuleKey, date]]
) -> Iterator[tuple[Decision, str, object, object]]:
    """Differences of two decisions and those below them, but for the wording of rules whose meaning is `unchanged`."""
    mended = _WORDING if (was.rule, was.as_of) in unchanged and was.rule_hash != now.rule_hash else ()
    for field in fields(Decision):
        if field.name not in ("children", *mended) and getattr(was, field.name) != getattr(now, field.name):
            yield was, field.name, getattr(was, field.name), getattr(now, field.name)
    if _names(was.children) != _names(now.children):
        yield was, "children", _names(was.children), _names(now.children)
        return
    for before, after in zip(was.children, now.children, strict=True):
        yield from _differences(before, after, unchanged)


def _names(decisions: Sequence[Decision]) -> list[str]:
    return [f"{decision.unit} {decision.rule}" for decision in decisions]

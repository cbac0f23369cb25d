"""Review of the statements of a dossier: repeated, contradictory, dated in the future, withdrawn, or read by no rule."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from enum import Enum

from attrs import frozen

from ...engine.frames.columns_read import ColumnsRead
from ...model.fact import Absence, Attestation, Fact, Finding, PublishedDecision, Statement, known_from
from ...model.key import RuleKey
from ...model.library import Library
from ...model.outcome import Outcome
from ...model.place import Place
from ...model.problem import CompileError, Diagnostic, Severity
from ...model.spelling import fold
from ...model.units.diagnostics import in_vietnamese
from ...model.units.unit import Unit
from ...model.values.day import Day
from ...program.admission.misfit import shown_value
from ...program.compiling import compile as compiled
from ...program.inputs import uses_of
from ...program.program import Program
from ...program.terms import Reported, Where, walk
from ..diagnostics.messages import diagnostic

_SHOWN = 5
_About = tuple[type, str, str]
_WORDS: Mapping[Enum, tuple[str, str]] = {
    Finding.MET: ("đạt", "met"),
    Finding.NOT_MET: ("chưa đạt", "not met"),
    Finding.BASICALLY_MET: ("cơ bản đạt", "basically met"),
    Absence.NOT_REPORTED: ("chưa có số liệu", "not reported"),
    Absence.NOT_APPLICABLE: ("không áp dụng", "not applicable"),
    Absence.NOT_YET_DUE: ("chưa đến hạn", "not yet due"),
    Absence.DISPUTED: ("đang xác minh", "under verification"),
    Outcome.ATTAINED: ("đạt", "attained"),
    Outcome.NOT_ATTAINED: ("chưa đạt", "not attained"),
    Outcome.NOT_APPLICABLE: ("không áp dụng", "not applicable"),
    Outcome.UNDETERMINED: ("chưa xác định", "undetermined"),
}
_MOST_OF_A_KIND = 50
"""Most contradictions that are listed one by one."""


@frozen
class Express:
    """A statement with the words, `text`, that there is no figure; with `rule` where it names its measure by one."""

    statement: Statement
    text: str
    rule: RuleKey | None = None

    def about(self) -> tuple[_About, ...]:
        """Subjects that are withdrawn: the figure of the measure, and where a rule is named the attestation of it."""
        own = _about(self.statement)
        return (own,) if self.rule is None else (own, (Attestation, self.statement.unit, str(self.rule)))


def review_statements(
    statements: Sequence[Statement],
    expressly: Sequence[Express],
    as_of: date,
    known_on: date | None,
) -> Iterator[Diagnostic]:
    """Yield warnings about the statements of a dossier assessed on `as_of`, each with the places.

    `expressly` are those with words that there is no figure.
    """
    yield from _repeated(statements)
    yield from _after(statements, as_of, known_on)
    yield from _taken_back(statements, expressly, as_of)


def subject_of(statement: Statement) -> str:
    """The measure or the rule that a statement is about."""
    return statement.measure if isinstance(statement, Fact) else str(statement.rule)


def _about(statement: Statement) -> _About:
    return type(statement), statement.unit, subject_of(statement)


def _repeated(statements: Iterable[Statement]) -> Iterator[Diagnostic]:
    """Statements of one source about one unit, subject and day: the same twice, or two that differ."""
    earlier_by_key: dict[tuple[object, ...], Statement | list[Statement]] = {}
    twice: dict[str, list[tuple[Statement, Statement]]] = {}
    folded: dict[str, str] = {}
    contradictions = 0
    for statement in statements:
        source = statement.reported_by or ""
        reporter = folded.get(source)
        if reporter is None:
            reporter = folded[source] = fold(source)
        subject = statement.measure if isinstance(statement, Fact) else statement.rule
        key = (type(statement), statement.unit, subject, statement.as_of, reporter)
        first = earlier_by_key.setdefault(key, statement)
        if first is statement:
            continue  # nearly all
        earlier = first if isinstance(first, list) else [first]
        earlier_by_key[key] = earlier
        same = next((former for former in earlier if former.value == statement.value), None)
        if same is not None:
            twice.setdefault(_file(statement), []).append((same, statement))
            continue
        other = next((former for former in earlier if former.recorded == statement.recorded), None)
        if other is not None and contradictions < _MOST_OF_A_KIND:
            contradictions += 1
            yield diagnostic(
                "NTM694",
                statement.place,
                Severity.WARNING,
                [other.place],
                unit=statement.unit,
                subject=subject_of(statement),
                day=statement.as_of,
                advice=_worded(value=other, other=statement),
                value=_value(other),
                other=_value(statement),
            )
        earlier.append(statement)
    for pairs in twice.values():
        (first, again), what = pairs[0], pairs[0][1]
        about, words = f"{what.unit}, {subject_of(what)}", _worded(what=what)
        advice = {
            "what": f"{about}, {in_vietnamese(what.as_of)}: {words['what']}",
            "what_en": f"{about}, {what.as_of}: {words['what_en']}",
        }
        related = [first.place, *(later.place for _, later in pairs[1:_SHOWN])]
        said_twice = f"{about}, {what.as_of}: {_value(what)}"
        yield diagnostic("NTM693", again.place, Severity.NOTE, related, advice, count=len(pairs), what=said_twice)


def _after(statements: Iterable[Statement], as_of: date, known_on: date | None) -> Iterator[Diagnostic]:
    """Yield warnings for statements dated after the assessment, or known after the day of `known_on`, by file."""
    dated: dict[str, list[Statement]] = {}
    recorded: dict[str, list[tuple[Statement, date]]] = {}
    for statement in statements:
        if statement.as_of > as_of:
            dated.setdefault(_file(statement), []).append(statement)
        elif known_on is not None and known_from(statement) > known_on:
            recorded.setdefault(_file(statement), []).append((statement, known_from(statement)))
    for some in dated.values():
        latest = max(statement.as_of for statement in some)
        related = [statement.place for statement in some[1:_SHOWN]]
        count = len(some)
        yield diagnostic("NTM695", some[0].place, Severity.WARNING, related, count=count, day=as_of, latest=latest)
    for pairs in recorded.values():
        latest, count = max(day for _, day in pairs), len(pairs)
        related = [statement.place for statement, _ in pairs[1:_SHOWN]]
        place = pairs[0][0].place
        yield diagnostic("NTM696", place, Severity.NOTE, related, count=count, day=known_on, latest=latest)


def _taken_back(statements: Sequence[Statement], expressly: Sequence[Express], as_of: date) -> Iterator[Diagnostic]:
    """Yield warnings for words that there is no figure, dated after a figure which remains in use all the same."""
    absences = {about for express in expressly if express.statement.as_of <= as_of for about in express.about()}
    if not absences:
        return
    latest: dict[_About, Statement] = {}
    for statement in statements:
        key = _about(statement)
        if key not in absences or statement.as_of > as_of or statement.value is Absence.NOT_REPORTED:
            continue
        if key not in latest or statement.as_of > latest[key].as_of:
            latest[key] = statement
    listed = 0
    for express, about in ((entry, about) for entry in expressly for about in entry.about()):
        absent, figure = express.statement, latest.get(about)
        if figure is None or absent.as_of > as_of or isinstance(figure.value, Absence):
            continue
        if absent.as_of > figure.as_of and listed < _MOST_OF_A_KIND:
            listed += 1
            yield diagnostic(
                "NTM697",
                absent.place,
                Severity.WARNING,
                [figure.place],
                unit=absent.unit,
                advice=_worded(value=figure),
                subject=subject_of(figure),
                day=absent.as_of,
                text=express.text,
                earlier=figure.as_of,
                value=_value(figure),
            )


def _file(statement: Statement) -> str:
    return statement.place.file if statement.place is not None else ""


def _worded(**statements: Statement) -> dict[str, str]:
    """The values of statements as reports word them, in Vietnamese by their names and in English by those with `_en`."""
    words: dict[str, str] = {}
    for name, statement in statements.items():
        value = statement.value
        plain = _value(statement)
        in_words = in_vietnamese(value.date) if isinstance(value, Day) else plain, plain
        vi, en = _WORDS.get(value, in_words) if isinstance(value, Enum) else in_words
        words |= {name: str(vi), f"{name}_en": en}
    return words


def _value(statement: Statement) -> str:
    value = statement.value
    return str(value.value) if isinstance(value, Enum) else shown_value(value)


_KIND = ("loại đơn vị", "kind of unit")
_MEASURE = ("chỉ số", "measure")
_RULE = ("tiêu chí", "rule")
_ATTRIBUTE = ("thuộc tính của đơn vị", "attribute of units")
_PUBLISHED = ("quyết định công bố theo bộ tiêu chí", "decisions published under the ruleset")


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
    """Yield a note for each kind of unit, measure, attested rule and attribute that no rule of the programs reads.

    Also for each ruleset that none of them is of, beside whose decisions published ones could stand.
    """
    if not programs:
        return
    columns_read, kinds = ColumnsRead.of(programs), uses_of(programs).kinds
    keys = {str(key) for key in columns_read.rules.values()}
    decided = {program.ruleset.id for top in programs for program in top.programs()}
    kind_of = {unit.code: unit.kind for unit in units}
    unread_places: dict[tuple[tuple[str, str], str], list[Place | None]] = {}
    for statement in statements:
        if isinstance(statement, PublishedDecision):
            if statement.rule.ruleset not in decided:
                unread_places.setdefault((_PUBLISHED, statement.rule.ruleset), []).append(statement.place)
            continue
        kind = kind_of.get(statement.unit, "")
        if kind not in kinds:
            unread_places.setdefault((_KIND, kind), []).append(statement.place)
        elif isinstance(statement, Fact):
            if statement.measure not in columns_read.measures:
                unread_places.setdefault((_MEASURE, statement.measure), []).append(statement.place)
        elif str(statement.rule) not in keys:
            unread_places.setdefault((_RULE, subject_of(statement)), []).append(statement.place)
    for unit in units:
        attributes: Mapping[str, str] = unit.attributes
        for attribute in attributes:
            if attribute not in columns_read.attributes:
                unread_places.setdefault((_ATTRIBUTE, attribute), []).append(unit.place)
    for ((what, what_en), name), places in unread_places.items():
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
    facts_by_measure: dict[str, list[Fact]] = {}
    for statement in statements:
        if isinstance(statement, Fact) and statement.value is Absence.NOT_APPLICABLE and statement.measure in closed:
            facts_by_measure.setdefault(statement.measure, []).append(statement)
    for measure, facts in facts_by_measure.items():
        related = [fact.place for fact in facts[1:_SHOWN]]
        name = library.measures[measure].name
        details = {"measure": measure, "unit": facts[0].unit, "count": len(facts)}
        advice = {"name": name.vi, "name_en": name.in_language("en")}
        yield diagnostic("NTM621", facts[0].place, Severity.WARNING, related, advice, **details)

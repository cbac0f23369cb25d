"""Makes a statement of a subject and a cell; one of a cell alike is made again for each unit."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from datetime import date
from enum import Enum

from attrs import field, frozen

from ...model.fact import Absence, Attestation, Fact, Finding, PublishedDecision, Statement
from ...model.library import Library
from ...model.measure import Measure, MeasureType
from ...model.outcome import Outcome
from ...model.place import Place
from ...model.problem import Diagnostic, FactsError
from ...model.spelling import fold, nearest
from ...model.values.draft import maker_of
from ...program.wording import near_prefix
from ..cells.cell import TableCell
from ..diagnostics.messages import diagnostic
from ..values.number import Convention
from ..values.value import ANSWERS, JUDGEMENTS, own_word, read_absence, read_value, refuse_error
from .subject import RuleSubject, Subject


class StatementKind(Enum):
    """Kind of statement of a row, from the column `record` where the file has one."""

    FIGURE = "figure"
    ATTESTATION = "attestation"
    PUBLISHED = "published"


STATEMENT_KINDS: Mapping[str, StatementKind] = {
    **dict.fromkeys(("figure", "fact", "số liệu"), StatementKind.FIGURE),
    **dict.fromkeys(("attestation", "xác nhận", "đánh giá"), StatementKind.ATTESTATION),
    **dict.fromkeys(("published", "công bố", "đã công bố"), StatementKind.PUBLISHED),
}

OUTCOMES: Mapping[str, Outcome] = {
    **dict.fromkeys(("đạt", "đạt chuẩn", "x", "attained", "met"), Outcome.ATTAINED),
    **dict.fromkeys(("chưa đạt", "không đạt", "not attained", "not_attained", "not met"), Outcome.NOT_ATTAINED),
    **dict.fromkeys(("kad", "không áp dụng", "not applicable", "not_applicable"), Outcome.NOT_APPLICABLE),
    **dict.fromkeys(("chưa xác định", "undetermined"), Outcome.UNDETERMINED),
}


@frozen
class Circumstances:
    """Unit and day of a statement, its source, its evidence, the day it was recorded, and how it was established."""

    unit: str
    as_of: date
    reported_by: str | None = None
    evidence: str | None = None
    recorded: date | None = None
    assurance: str | None = None

    @property
    def in_order(self) -> tuple[date, str | None, str | None, date | None]:
        """The day, the source, the evidence and the day of recording, in the order in which statements have them."""
        return self.as_of, self.reported_by, self.evidence, self.recorded


def read_assurance(text: str, library: Library, place: Place | None) -> str:
    """The level of assurance that a text names, by its id or a name. Raises FactsError for an unknown word."""
    known = {
        fold(word): str(level.id)
        for level in library.assurance
        for word in (level.id, level.name.vi, level.name.en)
        if word
    }
    level = known.get(fold(text))
    if level is None:
        advice = near_prefix(nearest(text, known))
        allowed = ", ".join(f"{level.id} ({level.name.vi})" for level in library.assurance) or "–"
        raise FactsError(diagnostic("NTM850", place, advice=advice, text=text, allowed=allowed))
    return level


def read_statement_kind(cell: TableCell | None) -> StatementKind | None:
    """The kind of statement a cell asks for; None for a blank one. Raises FactsError for an unknown word."""
    if cell is None or cell.blank:
        return None
    record = STATEMENT_KINDS.get(fold(cell.text))
    if record is None:
        raise FactsError(diagnostic("NTM572", cell.place, text=cell.text))
    return record


def read_statement(
    subject: Subject,
    cell: TableCell,
    circumstances: Circumstances,
    record: StatementKind | None,
    convention: Convention | None,
) -> Statement:
    """The statement that `cell` makes on `subject`.

    A figure under a rule's code is a fact of the measure it compares; *đạt* or *chưa đạt* there is an attestation on the
    rule. Raises FactsError at the cell when it is neither.
    """
    refuse_error(cell)
    if isinstance(subject, Measure):
        if record in (StatementKind.ATTESTATION, StatementKind.PUBLISHED):
            raise FactsError(_not_recordable(subject.id, cell, record, "chỉ số", "a measure"))
        return _fact(subject, cell, circumstances, convention)
    statement = _of_rule(subject, cell, circumstances, record, convention)
    if subject.version is not None and not isinstance(statement, Attestation):
        what = ("tiêu chí của một phiên bản nêu rõ", "a rule of a named version")
        is_published = isinstance(statement, PublishedDecision)
        recorded = StatementKind.PUBLISHED if is_published else StatementKind.FIGURE
        raise FactsError(_not_recordable(f"{subject.key}@{subject.version}", cell, recorded, *what))
    return statement


def _of_rule(
    subject: RuleSubject,
    cell: TableCell,
    circumstances: Circumstances,
    record: StatementKind | None,
    convention: Convention | None,
) -> Statement:
    if record is StatementKind.PUBLISHED:
        return _published(subject, cell, circumstances)
    if record is StatementKind.ATTESTATION:
        return _attestation(subject, cell, circumstances)
    if record is StatementKind.FIGURE:
        if subject.measure is None:
            what = ("tiêu chí chỉ nhận kết quả đánh giá", "a rule that takes a judgement only")
            raise FactsError(_not_recordable(str(subject.key), cell, record, *what))
        return _fact(subject.measure, cell, circumstances, convention)
    return _on_rule(subject, cell, circumstances, convention)


def _on_rule(
    subject: RuleSubject, cell: TableCell, circumstances: Circumstances, convention: Convention | None
) -> Statement:
    measure, word = subject.measure, _word(cell)
    if measure is None:
        return _attestation(subject, cell, circumstances)
    if measure.type is MeasureType.FINDING and not subject.negated:
        return _fact(measure, cell, circumstances, convention)
    if measure.type is MeasureType.LEVEL and _is_level(measure, word):
        return _fact(measure, cell, circumstances, convention)
    if own_word(cell, measure) is not None:
        return _fact(measure, cell, circumstances, convention)
    if word in JUDGEMENTS or word in ANSWERS:
        return _attestation(subject, cell, circumstances)
    return _fact(measure, cell, circumstances, convention)


def _word(cell: TableCell) -> str:
    return fold(cell.text) if isinstance(cell.content, str | bool) else ""


def _is_level(measure: Measure, word: str) -> bool:
    return any(word in (fold(level.id), fold(level.name.vi), fold(level.name.en or "")) for level in measure.levels)


def _fact(measure: Measure, cell: TableCell, circumstances: Circumstances, convention: Convention | None) -> Fact:
    value = read_value(cell, measure, convention)
    return Fact(
        circumstances.unit,
        measure.id,
        value,
        *circumstances.in_order,
        place=cell.place,
        assurance=circumstances.assurance,
    )


def _attestation(subject: RuleSubject, cell: TableCell, circumstances: Circumstances) -> Attestation:
    """An attestation. "Có" and "không" are refused: under "no violations" each would mean the opposite."""
    word = _word(cell)
    value: Finding | Absence | None = JUDGEMENTS.get(word) or read_absence(cell)
    if value is None and word in ANSWERS:
        named = f" ({subject.measure.id})" if subject.measure else ""
        raise FactsError(diagnostic("NTM571", cell.place, text=cell.text, rule=subject.key, measure_help=named))
    if value is None:
        near = nearest(cell.text, JUDGEMENTS) if word else None
        raise FactsError(diagnostic("NTM570", cell.place, advice=near_prefix(near), text=cell.text, rule=subject.key))
    version, assurance = subject.version, circumstances.assurance
    return Attestation(
        circumstances.unit,
        subject.key,
        value,
        *circumstances.in_order,
        place=cell.place,
        version=version,
        assurance=assurance,
    )


def _published(subject: RuleSubject, cell: TableCell, circumstances: Circumstances) -> PublishedDecision:
    known: dict[str, Outcome | str] = {
        fold(word): status.id
        for status in subject.statuses
        for word in (status.id, status.name.en or status.id, status.name.vi, status.name.vi.removesuffix(" chuẩn"))
    }
    known.update(OUTCOMES)
    outcome = known.get(_word(cell))
    if outcome is None:
        near = nearest(cell.text, known) if cell.text else None
        allowed = ", ".join(status.id for status in subject.statuses) or "–"
        raise FactsError(diagnostic("NTM576", cell.place, advice=near_prefix(near), text=cell.text, allowed=allowed))
    return PublishedDecision(circumstances.unit, subject.key, outcome, *circumstances.in_order, place=cell.place)


def _not_recordable(name: str, cell: TableCell, record: StatementKind, what: str, what_en: str) -> Diagnostic:
    advice = {
        "hint_vi": "để xác nhận hoặc công bố, ghi mã hoặc khóa của tiêu chí; để ghi số liệu, ghi mã chỉ số",
        "hint_en": "to attest or publish, name the rule by code or key; to report a figure, name the measure",
    }
    return diagnostic("NTM573", cell.place, advice=advice, text=name, what=what, what_en=what_en, record=record.value)


_TOLD = ("as_of", "reported_by", "evidence", "recorded", "place")
_fact_again = maker_of(Fact, "unit", "measure", "value", *_TOLD, "assurance")
_attestation_again = maker_of(Attestation, "unit", "rule", "value", *_TOLD, "version", "assurance")
MOST = 100_000
"""Maximum number of different cells of a table that are kept."""
Again = Callable[[Circumstances, Place | None], Statement]
"""Makes the statement of a cell alike for another unit, at another place."""


@frozen
class CellsAlike:
    """Statements of cells read before, by kind of unit, day and kind of statement, and then by column and content.

    `subjects` are what columns are about, by position, for a kind of unit on a day.
    """

    subjects: dict[tuple[int, str, date], Subject] = field(factory=dict)
    _known: dict[tuple[str, date, StatementKind | None], dict[int, dict[object, Again]]] = field(factory=dict)
    _keeping: list[None] = field(factory=list)

    def of(self, kind: str, day: date, record: StatementKind | None) -> dict[int, dict[object, Again]]:
        """Cells known in rows about such a unit, on such a day, that say such a kind of statement."""
        return self._known.setdefault((kind, day, record), defaultdict(dict))

    def keep(self, known: dict[object, Again], content: object, remake: Again | None) -> None:
        """Keep what makes the statement of a cell again, where there is such and not too many are kept."""
        if remake is not None and len(self._keeping) < MOST:
            self._keeping.append(None)
            known[content] = remake


def is_plain(cell: TableCell) -> bool:
    """True of a cell whose content alone says what is meant."""
    return (
        type(cell.content) in (str, int, float)
        and cell.shown_by is None
        and cell.merged is None
        and not cell.percentage
        and not cell.dash
        and cell.dated is None
    )


def again(statement: Statement, places: list[Place] | None) -> Again | None:
    """Makes statements like this one, whose places go to `places` too; None where each has to be read by itself."""
    if isinstance(statement, Attestation):
        rule, judgement, version = statement.rule, statement.value, statement.version

        def attest(of: Circumstances, place: Place | None) -> Statement:
            return _attestation_again(of.unit, rule, judgement, *of.in_order, place, version, of.assurance)

        return None if judgement is Absence.NOT_REPORTED else attest
    if not isinstance(statement, Fact) or statement.value is Absence.NOT_REPORTED:
        return None
    measure, value = statement.measure, statement.value

    def state(of: Circumstances, place: Place | None) -> Statement:
        if places is not None and place is not None:
            places.append(place)
        return _fact_again(of.unit, measure, value, *of.in_order, place, of.assurance)

    return state

"""Decisions of councils and committees: a table with a row for each, read as published decisions.

To recognise is a published *attained* of the ruleset's recognition, to refuse a *not attained*; to revoke is an *attained* of
its revocation, or where it has none a *not attained* of its recognition. A proposal is the ruleset's status `proposed`; its
other statuses are written by their names or ids.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from enum import Enum
from pathlib import Path

from ...model.fact import PublishedDecision
from ...model.key import PROPOSED, RECOGNITION, REVOCATION, RuleKey
from ...model.library import Library
from ...model.outcome import Outcome
from ...model.problem import Severity
from ...model.ruleset import Ruleset
from ...model.spelling import fold, nearest
from ...model.units.unit import Unit
from ...model.values.kept import Kept
from ...program.wording import hint, near_prefix
from ..cells.cell import TableCell, TableRow
from ..cells.columns import IGNORED, Columns
from ..cells.limits import FileLimits
from ..diagnostics.mistakes import Mistakes
from ..layouts.header import HeaderRule
from ..tables.header_mistakes import report_unknown_column
from ..tables.rows_as_shown import rows_as_shown
from ..tables.table import read_tables
from ..units.index import UnitIndex, unit_meant
from ..values.day import day_in
from ..values.number import Convention


class CouncilDecision(Enum):
    """Kind of decision in the column `decision`."""

    PROPOSED = "proposed"
    RECOGNISED = "recognised"
    REFUSED = "refused"
    REVOKED = "revoked"


WORDS: Mapping[str, CouncilDecision] = {
    **dict.fromkeys(("proposed", "đề nghị", "đề nghị công nhận", "đã đề nghị"), CouncilDecision.PROPOSED),
    **dict.fromkeys(
        ("recognised", "recognized", "renewed", "công nhận", "công nhận lại", "công nhận đạt chuẩn"),
        CouncilDecision.RECOGNISED,
    ),
    **dict.fromkeys(("refused", "không công nhận", "chưa công nhận"), CouncilDecision.REFUSED),
    **dict.fromkeys(("revoked", "thu hồi", "thu hồi quyết định"), CouncilDecision.REVOKED),
}
_SYNONYMS: Mapping[str, tuple[str, ...]] = {
    "unit": ("unit", "đơn vị", "mã", "mã đơn vị", "code"),
    "unit_name": ("unit_name", "name", "tên", "tên đơn vị"),
    "ruleset": ("ruleset", "bộ tiêu chí", "danh hiệu"),
    "decision": ("decision", "quyết định", "nội dung", "nội dung quyết định"),
    "number": ("number", "số", "số quyết định", "số văn bản", "số hiệu"),
    "day": ("day", "date", "as_of", "ngày", "ngày ký", "ngày quyết định"),
    "authority": ("authority", "cơ quan", "cơ quan ban hành", "cấp quyết định", "reported_by"),
    "recorded": ("recorded", "ngày ghi nhận", "ghi nhận"),
}
_ALL = tuple(word for words in _SYNONYMS.values() for word in words)
_HEADER = HeaderRule((_SYNONYMS["unit"], _SYNONYMS["decision"]), _ALL)


def council_from(
    path: Path,
    units: UnitIndex,
    library: Library,
    rulesets: Mapping[str, tuple[str, ...]],
    mistakes: Mistakes,
    convention: Convention | None = None,
    limits: FileLimits | None = None,
) -> Iterator[PublishedDecision]:
    """The published decisions of a file; mistakes are reported. `rulesets` are those that judge each kind of unit."""
    for table in read_tables(path, str(path), _HEADER, mistakes, limits):
        columns = Columns(table.header, _SYNONYMS, mistakes)
        fits = columns.require(("unit", "decision", "day"), table.header, mistakes)
        for cell in columns.rest.values():
            report_unknown_column(cell, (*_ALL, *IGNORED), mistakes)
        for row in rows_as_shown(table, (), mistakes):
            decision = _decided(row, columns, units, library, rulesets, mistakes, convention) if fits else None
            if decision is not None:
                yield decision


def _decided(
    row: TableRow,
    columns: Columns,
    units: UnitIndex,
    library: Library,
    rulesets: Mapping[str, tuple[str, ...]],
    mistakes: Mistakes,
    convention: Convention | None,
) -> PublishedDecision | None:
    cells = {role: columns.cell(row, role) for role in _SYNONYMS}
    needed = {role: cells[role] for role in ("unit", "decision", "day")}
    for role, cell in needed.items():
        if cell is None or cell.blank:
            mistakes.report("NTM554", (cell or row[0]).place, column=role)
    named, stated, dated = needed.values()
    if not (named and stated and dated and named.readable and stated.readable and dated.readable):
        return None
    day = day_in(dated, mistakes, convention)
    unit = unit_meant(named, cells["unit_name"], None, day, units, mistakes)
    kind: CouncilDecision | str | None = WORDS.get(fold(stated.text))
    if kind is None and fold(stated.text) in _STATUSES.of(library):
        kind = stated.text
    if kind is None:
        _report_unknown(stated, library, mistakes)
    if unit is None or day is None or kind is None:
        return None
    ruleset = _ruleset(cells["ruleset"], unit, day, library, rulesets.get(unit.kind, ()), mistakes)
    meant = None if ruleset is None else _published(kind, ruleset)
    if ruleset is None or meant is None:
        if ruleset is not None:
            mistakes.report("NTM855", stated.place, ruleset=ruleset.id, text=stated.text, day=day)
        return None
    if not unit.exists_on(day):
        mistakes.report("NTM575", row[0].place, Severity.WARNING, unit=unit.code, day=day)
    code, value = meant
    recorded = day_in(cells["recorded"], mistakes, convention)
    if recorded is not None and recorded < day:
        place = None if cells["recorded"] is None else cells["recorded"].place
        mistakes.report("NTM579", place, Severity.WARNING, recorded=recorded, day=day)
    return PublishedDecision(
        unit.code,
        RuleKey(ruleset.id, code),
        value,
        day,
        _text(cells["authority"]),
        _text(cells["number"]),
        recorded,
        stated.place,
    )


def _report_unknown(stated: TableCell, library: Library, mistakes: Mistakes) -> None:
    """Report a word that is no decision; a near one is proposed where it begins alike, so that none turns into another."""
    statuses = _STATUSES.of(library)
    known = ", ".join(dict.fromkeys((*(decision.value for decision in CouncilDecision), *statuses.values())))
    alike = [word for word in (*WORDS, *statuses) if word.split()[:1] == fold(stated.text).split()[:1]]
    mistakes.report(
        "NTM853", stated.place, advice=near_prefix(nearest(stated.text, alike)), text=stated.text, allowed=known
    )


def _published(kind: CouncilDecision | str, ruleset: Ruleset) -> tuple[str, Outcome | str] | None:
    """The rule of a ruleset that a decision is published of, and what of it; None where the ruleset has no such thing."""
    if ruleset.rule(RECOGNITION) is None:
        return None
    match kind:
        case str():
            status = _statuses([ruleset]).get(fold(kind))
            return None if status is None else (RECOGNITION, status)
        case CouncilDecision.PROPOSED:
            return (RECOGNITION, PROPOSED) if any(status.id == PROPOSED for status in ruleset.statuses) else None
        case CouncilDecision.RECOGNISED:
            return RECOGNITION, Outcome.ATTAINED
        case CouncilDecision.REVOKED if ruleset.rule(REVOCATION) is not None:
            return REVOCATION, Outcome.ATTAINED
    return RECOGNITION, Outcome.NOT_ATTAINED


def _ruleset(
    cell: TableCell | None, unit: Unit, day: date, library: Library, own: Sequence[str], mistakes: Mistakes
) -> Ruleset | None:
    """The ruleset that a cell names by its id or title, else the first of those that judge the unit, as in force on a day."""
    text = "" if cell is None else cell.text
    titles = _TITLES.of(library)
    id = titles.get(fold(text)) if text else next(iter(own), None)
    if id is None or id not in library.versions:
        near = hint(nearest(text, titles), own)
        mistakes.report(
            "NTM854", (cell or TableCell("", unit.place)).place, advice=near, text=text or "–", unit=unit.code
        )
        return None
    begun = [version for version in library.versions[id] if version.version <= day]
    version = begun[-1] if begun else library.versions[id][0]
    if cell is None or unit.kind in version.applies_to:
        return version
    mistakes.report("NTM854", cell.place, advice=hint(None, own), text=cell.text, unit=unit.code)
    return None


def _statuses(rulesets: Iterable[Ruleset]) -> dict[str, str]:
    """The ids of the statuses of rulesets, by what they are called, folded."""
    statuses = (status for ruleset in rulesets for status in ruleset.statuses)
    return {
        fold(word): status.id for status in statuses for word in (status.id, status.name.vi, status.name.en) if word
    }


_STATUSES: Kept[Library, dict[str, str]] = Kept(
    lambda library: _statuses(ruleset for versions in library.versions.values() for ruleset in versions)
)
"""The statuses of every ruleset of a library."""


def _titles(library: Library) -> dict[str, str]:
    return {
        fold(word): id
        for id, versions in library.versions.items()
        for ruleset in versions
        for word in _called(id, ruleset)
    }


_TITLES: Kept[Library, dict[str, str]] = Kept(_titles)
"""Ids of rulesets by what they are called, folded."""


def _called(id: str, ruleset: Ruleset) -> Iterator[str]:
    yield id
    yield ruleset.title.vi
    if ruleset.title.en:
        yield ruleset.title.en


def _text(cell: TableCell | None) -> str | None:
    return None if cell is None or cell.blank else cell.text

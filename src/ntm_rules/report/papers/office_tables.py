"""The tables that offices file, from a page: attainment by criterion, open rules by office, what is asked and actual."""

from collections.abc import Iterable, Sequence

from attrs import evolve

from ...model.outcome import Tally
from ...model.text import Text
from ..pages.blocks import FigureList, MatrixCell, NearestUnit, ReportPage, RuleList, UnitMatrix
from ..pages.two_languages import Badge, Linked, both_of, filled, joined, pair
from ..words import heads
from ..words import overview as overview_words
from . import paper_words as words
from .paper import CellValue, DataColumn, DataTable

OLD = "*"
"""Mark beside the sign of an outcome that rests on figures of an earlier year, or of before its unit."""
_KEY = (
    *zip("✓✗?–", overview_words.OUTCOME_WORDS, strict=True),
    ("◐", overview_words.STATUS_OF_COUNCIL),
)


def office_tables(page: ReportPage) -> tuple[DataTable, ...]:
    """The tables of a page; one of which there is nothing is left out."""
    attainment = [
        _matrix(table, number) if isinstance(table, UnitMatrix) else _rules(table, number)
        for number, table in enumerate(page.tables, 1)
    ]
    figures = [_figures(figure, number) for number, figure in enumerate(page.figures, 1)]
    tables = (
        _summary(page),
        *attainment,
        _nearest(page),
        _open(page),
        *figures,
        _notices(page),
        _changes(page),
        _timelines(page),
        _sources(page),
    )
    return tuple(table for table in tables if table.rows)


def signed(linked: Linked) -> Text:
    """A text with the sign of its outcome before it.

    >>> signed(Linked(Text("5 Trường học"))).vi
    '5 Trường học'
    """
    return linked.text if linked.badge is None else _after(linked.badge.sign, linked.text)


def least_text(nearest_unit: NearestUnit) -> Text:
    """The least that has to change for a unit to attain, and what has only to be supplied beside it."""
    supplied = (pair(words.SUPPLIED, joined(nearest_unit.data)),) if nearest_unit.data else ()
    return joined((*nearest_unit.changes, *supplied))


def _after(sign: str, text: Text) -> Text:
    """A text after a sign, a code or a number that is the same in both languages."""
    return both_of("{} {}".format, sign, text)


def _numbered(
    name: Text,
    title: Text,
    columns: Sequence[DataColumn],
    rows: Iterable[tuple[CellValue, ...]],
    *,
    notes: tuple[Text, ...] = (),
    first: int = 2,
) -> DataTable:
    """A table whose rows are numbered, in a column before the others."""
    numbered = tuple((number, *row) for number, row in enumerate(rows, 1))
    return DataTable(name, title, (DataColumn(words.NUMBER, 5), *columns), numbered, notes=notes, first=first)


def _name(word: Text, number: int) -> Text:
    return word if number == 1 else both_of("{} {}".format, word, str(number))


def _summary(page: ReportPage) -> DataTable:
    columns = (
        DataColumn(words.RULESET, 38),
        DataColumn(words.COUNTED, 20),
        *(DataColumn(word, 9) for word in overview_words.OUTCOME_WORDS),
        DataColumn(words.WHOLE, 9),
        DataColumn(words.CONCLUSION, 58),
    )
    rows: list[tuple[CellValue, ...]] = []
    for tile in page.tiles:
        tally = tile.tally
        counts = (tally.attained, tally.not_attained, tally.undetermined, tally.not_applicable, tally.applicable)
        verdict = () if tile.badge is None else (_badge_text(tile.badge),)
        rows.append((tile.title, tile.counted, *counts, joined((*verdict, *tile.lines))))
    return _numbered(heads.SUMMARY, words.SUMMARY_TITLE, columns, rows, notes=page.cautions)


def _badge_text(badge: Badge) -> Text:
    return _after(badge.sign, badge.word)


def _marked(badge: Badge, *, old: bool) -> Badge:
    """A badge, with the mark of old figures where the outcome rests on such."""
    return evolve(badge, sign=f"{badge.sign}{OLD}") if old else badge


def _sign(cell: MatrixCell) -> Badge:
    return _marked(evolve(cell.badge, word=Text("")), old=cell.old)


def key_of(*, old: bool) -> Text:
    """The key to the signs of outcomes."""
    signs = tuple(_after(sign, word) for sign, word in _KEY)
    return filled(words.KEY, signs=joined((*signs, words.OLD_MARK) if old else signs))


def _matrix(table: UnitMatrix, number: int) -> DataTable:
    header = [_after(f"{column.code}.", column.name) for column in table.columns]
    is_below = any(row.above is not None for row in table.rows)
    columns = (
        DataColumn(heads.UNIT, 24),
        *((DataColumn(words.ABOVE, 20),) if is_below else ()),
        *(DataColumn(head, 5, upright=True) for head in header),
        *(DataColumn(word, 8) for word in overview_words.OUTCOME_WORDS[:3]),
        *(DataColumn(end, 17) for end in table.ends),
    )
    rows: list[tuple[CellValue, ...]] = []
    for row in table.rows:
        ends: list[CellValue] = [end.badge or end.text for end in row.ends]
        counts = (row.tally.attained, row.tally.not_attained, row.tally.undetermined)
        above = (row.above,) if is_below else ()
        rows.append((row.unit, *above, *map(_sign, row.cells), *counts, *ends))
    attaining = tuple(_attaining(column.tally) for column in table.columns)
    blank = (None,) * (3 + len(table.ends))
    totals = (None, words.UNITS_ATTAINING, *((None,) if is_below else ()), *attaining, *blank) if len(rows) > 1 else ()
    old = any(cell.old for row in table.rows for cell in row.cells)
    title = filled(words.ATTAINMENT, title=table.title)
    notes = (key_of(old=old), *table.notes)
    matrix = _numbered(_tab(table, number), title, columns, rows, notes=notes, first=2 + is_below)
    return evolve(matrix, totals=totals)


def _attaining(tally: Tally) -> CellValue:
    """The units that attain a criterion: a number, or at least how many."""
    if not tally.undetermined:
        return tally.attained
    return Text("?" if tally.undetermined == tally.applicable else f"≥ {tally.attained}")


def _rules(table: RuleList, number: int) -> DataTable:
    columns = (
        DataColumn(heads.CODE, 8),
        DataColumn(heads.CRITERION, 44),
        DataColumn(heads.OUTCOME, 16),
        DataColumn(words.INDICATORS, 15),
        DataColumn(heads.WHAT_IS_OPEN, 60),
        DataColumn(heads.OFFICE, 26),
        DataColumn(heads.SOURCE, 22),
    )
    rows: list[tuple[CellValue, ...]] = []
    for row in table.rows:
        open_ = joined(pair(linked.text, linked.remark) if linked.remark else linked.text for linked in row.open)
        badge = _marked(row.badge, old=row.old)
        rows.append((row.code, row.name, badge, row.counted, open_, joined(row.offices), row.source))
    concluded = tuple(
        pair(conclusion.text, _badge_text(conclusion.badge) if conclusion.badge else conclusion.remark or Text(""))
        for conclusion in table.conclusions
    )
    title = filled(words.ATTAINMENT, title=table.title)
    subject = pair(table.unit, joined(concluded))
    notes = (
        *((subject,) if concluded else (table.unit,)),
        key_of(old=any(row.old for row in table.rows)),
        *table.notes,
    )
    return _numbered(_tab(table, number), title, columns, rows, notes=notes, first=3)


def _tab(table: UnitMatrix | RuleList, number: int) -> Text:
    """The name of a sheet: its number, and the title of the ruleset as far as there is room."""
    return _after(f"{number}.", table.title)


def _nearest(page: ReportPage) -> DataTable:
    columns = (
        DataColumn(heads.UNIT, 24),
        DataColumn(words.RULESET, 34),
        DataColumn(words.ATTAINED, 9),
        DataColumn(words.LACKS, 44),
        DataColumn(words.LEAST, 50),
    )
    rows = (
        (
            nearest_unit.unit.text,
            nearest_unit.ruleset,
            nearest_unit.count,
            joined((*map(signed, nearest_unit.missing), *nearest_unit.beside)),
            least_text(nearest_unit),
        )
        for nearest_unit in page.nearest
    )
    return _numbered(heads.NEAREST, words.NEAREST_TITLE, columns, rows, notes=page.nearest_notes)


def _open(page: ReportPage) -> DataTable:
    columns = (
        DataColumn(heads.OFFICE, 28),
        DataColumn(words.RULESET, 30),
        DataColumn(heads.ITEM, 40),
        DataColumn(heads.UNIT, 22),
        DataColumn(heads.OUTCOME, 16),
        DataColumn(heads.WHAT_IS_OPEN, 56),
    )
    rows = (
        (work.office, task.rule.remark, task.rule.text, unit.text, unit.badge, what)
        for work in page.work
        for folded in work.tasks
        for task in folded.each
        for what, units in task.groups
        for unit in units
    )
    return _numbered(words.OPEN, words.OPEN_TITLE, columns, rows)


def _figures(table: FigureList, number: int) -> DataTable:
    columns = (
        DataColumn(heads.CODE, 8),
        DataColumn(words.TARGET, 46),
        DataColumn(words.SECTION, 26),
        DataColumn(heads.MEASURED_IN, 14),
        DataColumn(words.COMPARED, 8),
        DataColumn(heads.ASKED, 14),
        DataColumn(heads.ACTUAL, 16),
        DataColumn(heads.GAP, 12),
        DataColumn(heads.OUTCOME, 15),
        DataColumn(heads.OFFICE, 28),
    )
    rows = (
        (
            *(row.code, row.name, row.section, row.measured_in, row.sign or None, row.required, row.actual),
            *(row.gap, row.badge, joined(row.offices)),
        )
        for row in table.rows
    )
    title = filled(words.FIGURES_TITLE, title=table.title)
    notes = (table.unit, key_of(old=False))
    return _numbered(_name(heads.ASKED_AND_ACTUAL, number), title, columns, rows, notes=notes, first=3)


def _notices(page: ReportPage) -> DataTable:
    columns = (
        DataColumn(words.NOTICE, 44),
        DataColumn(heads.COUNT, 10),
        DataColumn(words.OF_WHAT, 100),
    )
    rows = (  # a count stands once, so that a sum of the column is right
        (notice.title, None if place else notice.count, line)
        for notice in page.notices
        for place, line in enumerate(notice.lines)
    )
    return _numbered(words.NOTICES, heads.NOTICES, columns, rows)


def _changes(page: ReportPage) -> DataTable:
    columns = (DataColumn(words.RULESET, 40), DataColumn(words.CHANGE, 110))
    rows: list[tuple[CellValue, ...]] = []
    for change in page.changes:
        rows.append((change.title, change.summary))
        rows += ((change.title, joined((where, *what))) for where, what in change.units)
    return _numbered(heads.CHANGES, page.changes_title or heads.CHANGES, columns, rows)


def _timelines(page: ReportPage) -> DataTable:
    columns = (
        DataColumn(heads.UNIT, 26),
        DataColumn(words.RULESET, 42),
        DataColumn(words.AS_OF_DAY, 14),
        DataColumn(words.STATE, 44),
        DataColumn(words.DECIDED_BY, 60),
    )
    rows = (
        (timeline.unit, timeline.ruleset, event.day, event.state, joined(event.by))
        for timeline in page.timelines
        for event in timeline.events
    )
    return _numbered(heads.TIMELINES, heads.TIMELINES, columns, rows)


def _sources(page: ReportPage) -> DataTable:
    columns = (
        DataColumn(words.RULESET, 50),
        DataColumn(heads.INSTRUMENT, 24),
        DataColumn(heads.IN_FORCE, 14),
        DataColumn(words.VERSION, 32),
        DataColumn(heads.HOW_KNOWN, 56),
    )
    rows = ((source.title, source.instrument, source.since, source.key, source.known) for source in page.sources)
    return _numbered(words.SOURCES, heads.SOURCES, columns, rows)

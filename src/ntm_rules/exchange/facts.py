"""Facts in: a line for each figure (long form), or a row for each unit and a column for each figure (wide form)."""

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

from attrs import field, frozen

from ..model.fact import Statement
from ..model.library import Library
from ..model.measure import Measure
from ..model.problem import FactsError, Severity
from ..model.spelling import fold
from ..model.unit import Unit, Units
from .cell import Cell, Unusable
from .columns import IGNORED, Columns
from .day import read_day
from .findings import Findings
from .limits import Limits
from .number import Convention
from .percentages import Percentages
from .rows_as_shown import rows_as_shown
from .statement import Circumstances, Record, read_record, read_statement
from .subject import Subjects
from .table import HeaderRule, Table, read_tables, report_unknown_column
from .unit_index import UnitIndex
from .unit_reference import unit_meant
from .units import UNREADABLE

SYNONYMS: Mapping[str, tuple[str, ...]] = {
    "unit": ("unit", "đơn vị", "mã", "mã đơn vị", "code"),
    "unit_name": ("unit_name", "name", "tên", "tên đơn vị", "tên xã"),
    "parent": ("parent", "trực thuộc", "huyện", "tên huyện", "thuộc huyện", "đơn vị cấp trên", "cấp trên", "thuộc"),
    "measure": ("measure", "chỉ tiêu", "chỉ số", "tiêu chí", "mã chỉ tiêu", "mã tiêu chí", "rule"),
    "value": ("value", "giá trị", "kết quả", "số liệu"),
    "as_of": ("as_of", "ngày", "tính đến", "tính đến ngày", "ngày số liệu", "thời điểm"),
    "reported_by": ("reported_by", "đơn vị báo cáo", "người báo cáo", "cơ quan báo cáo", "nguồn"),
    "evidence": ("evidence", "minh chứng", "tài liệu minh chứng", "tài liệu", "bằng chứng", "căn cứ"),
    "recorded": ("recorded", "ngày ghi nhận", "ghi nhận"),
    "record": ("record", "loại số liệu", "loại"),
}
_WORDS = tuple(word for words in SYNONYMS.values() for word in words)
_HEADER = HeaderRule(((*SYNONYMS["unit"], *SYNONYMS["unit_name"]),), _WORDS)


@frozen
class Context:
    """What the words of a facts file are understood by. `units` is None where the units themselves could not be read."""

    units: UnitIndex | None
    subjects: Subjects
    as_of: date
    convention: Convention | None
    findings: Findings
    percentages: Percentages = field(factory=Percentages)


def read_facts(
    path: Path | str,
    units: Units,
    library: Library,
    rulesets: Mapping[str, str],
    as_of: date,
    *,
    convention: Convention | None = None,
    limits: Limits | None = None,
) -> tuple[Statement, ...]:
    """The statements of one facts file (CSV or workbook), each with its place.

    `rulesets` says whose codes a kind of unit uses; `as_of` is the day of figures in a table without an `as_of` column.
    Raises FactsError with everything that is wrong.
    """
    findings = Findings()
    context = Context(UnitIndex(units), Subjects(library, rulesets, as_of), as_of, convention, findings)
    statements = tuple(facts_from(Path(path), str(path), context, limits))
    if findings.errors:
        raise FactsError(findings.errors)
    return statements


def facts_from(path: Path, shown: str, context: Context, limits: Limits | None = None) -> Iterator[Statement]:
    """The statements of a file, known as `shown` in places; what is wrong goes to the context's findings."""
    for table in read_tables(path, shown, _HEADER, context.findings, limits):
        columns = Columns(table.header, SYNONYMS, context.findings)
        is_long = "measure" in columns or "value" in columns
        if is_long and not columns.require(("measure", "value"), table.header, context.findings):
            for _ in table.rows:  # read on: the table's own mistakes are still to be found
                pass
            continue
        if "as_of" not in columns:
            day = context.as_of
            context.findings.report("NTM577", table.header[0].place, Severity.NOTE, day=day)
        yield from _long(table, columns, context) if is_long else _wide(table, columns, context)
    context.percentages.report(context.findings)


def _long(table: Table, columns: Columns, context: Context) -> Iterator[Statement]:
    for cell in columns.rest.values():
        report_unknown_column(cell, (*_WORDS, *IGNORED), context.findings)
    values = {at for at, cell in enumerate(table.header) if cell is columns.cell(table.header, "value")}
    for row in rows_as_shown(table, values, _HEADER, context.findings):
        named, value = columns.cell(row, "measure"), columns.cell(row, "value")
        assert named is not None
        assert value is not None
        head = _head(row, columns, context)
        if named.blank:
            context.findings.report("NTM554", named.place, column=named_column(columns, table))
        elif head is None:
            _check_name(named, context)
        else:
            yield from _said(named, value, head, context)


def named_column(columns: Columns, table: Table) -> str:
    """The header of the column that names measures, as the file writes it."""
    cell = columns.cell(table.header, "measure")
    return cell.text if cell is not None else "measure"


def _wide(table: Table, columns: Columns, context: Context) -> Iterator[Statement]:
    known: dict[int, Cell] = {}
    first: dict[str, Cell] = {}
    for position, cell in columns.rest.items():
        try:
            subject = context.subjects.header(cell)
        except FactsError as error:
            context.findings.take(error)
            continue
        if isinstance(subject, Measure) and subject.id in first:
            if fold(first[subject.id].text) != fold(cell.text):
                place = first[subject.id].place
                context.findings.report("NTM578", cell.place, related=[place] if place else [], name=subject.id)
            continue
        if isinstance(subject, Measure):
            first[subject.id] = cell
        known[position] = cell
    for row in rows_as_shown(table, known, _HEADER, context.findings):
        head = _head(row, columns, context)
        if head is None:
            continue
        for position, named in known.items():
            if not row[position].blank:
                yield from _said(named, row[position], head, context)


@frozen
class _Head:
    """What a row says before any value: the unit and the circumstances."""

    unit: Unit
    said: Circumstances
    record: Record | None


def _head(row: tuple[Cell, ...], columns: Columns, context: Context) -> _Head | None:
    """The unit, day and source of a row; None, with all that is wrong reported, where one of them cannot be read."""
    findings, fine = context.findings, True
    day: date | None = context.as_of
    if (cell := columns.cell(row, "as_of")) is not None:
        if cell.blank:
            findings.report("NTM554", cell.place, column="as_of")
        day = _day(cell, context)
    unit = _unit(row, columns, day, context)
    recorded = None
    if (cell := columns.cell(row, "recorded")) is not None and not cell.blank:
        recorded = _day(cell, context)
        fine = recorded is not None
        if recorded is not None and day is not None and recorded < day:
            findings.report("NTM579", cell.place, Severity.WARNING, recorded=recorded, day=day)
    record = None
    try:
        record = read_record(columns.cell(row, "record"))
    except FactsError as error:
        findings.take(error)
        fine = False
    if unit is None or day is None or not fine:
        return None
    if not unit.exists_on(day):
        findings.report("NTM575", row[0].place, Severity.WARNING, unit=unit.code, day=day)
    reported_by, evidence = (
        cell.text or None if (cell := columns.cell(row, role)) is not None else None
        for role in ("reported_by", "evidence")
    )
    return _Head(unit, Circumstances(unit.code, day, reported_by, evidence, recorded), record)


def _unit(row: tuple[Cell, ...], columns: Columns, day: date | None, context: Context) -> Unit | None:
    """The unit by its code or name; where a row has both, they must be the same unit's."""
    coded, named = columns.cell(row, "unit"), columns.cell(row, "unit_name")
    cell = coded if coded is not None and not coded.blank else named
    if cell is None or cell.blank:
        place = (coded or named or row[0]).place
        context.findings.report("NTM554", place, column="unit")
        return None
    if isinstance(cell.content, Unusable) or context.units is None:
        return None
    beside = named if cell is coded else None
    return unit_meant(cell, beside, columns.cell(row, "parent"), day, context.units, context.findings)


def _day(cell: Cell, context: Context) -> date | None:
    if cell.blank or isinstance(cell.content, Unusable):
        return None
    try:
        return read_day(cell, context.convention)
    except FactsError as error:
        context.findings.take(error)
        return None


def _check_name(named: Cell, context: Context) -> None:
    """Look at what a line names though its unit cannot be read, so that both mistakes are found at once."""
    if isinstance(named.content, Unusable):
        return
    try:
        context.subjects.header(named)
    except FactsError as error:
        context.findings.take(error)


def _said(named: Cell, value: Cell, head: _Head, context: Context) -> Iterator[Statement]:
    """The statement of one cell, or nothing where what is wrong with it has been reported."""
    if isinstance(named.content, Unusable) or isinstance(value.content, Unusable):
        return
    try:
        subject = context.subjects.find(named, head.unit.kind, head.said.as_of)
    except FactsError as error:
        if head.unit.kind != UNREADABLE:  # a unit whose own kind cannot be read has been reported with the units
            context.findings.take(error)
        return
    try:
        statement = read_statement(subject, value, head.said, head.record, context.convention)
    except FactsError as error:
        context.findings.take(error)
        return
    context.percentages.take(subject, value, statement)
    yield statement

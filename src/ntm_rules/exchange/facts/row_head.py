"""The head of a row of facts: its unit, its day and source, and what kind of statement it makes."""

from datetime import date

from attrs import frozen

from ...model.problem import FactsError, Severity
from ...model.units.unit import Unit
from ..cells.cell import TableCell, Unusable
from ..cells.columns import Columns
from ..cells.row import TableRow
from ..units.reference import unit_meant
from ..values.day import read_day
from .forms import Context
from .statement import Circumstances, StatementKind, read_assurance, read_statement_kind


@frozen
class RowHead:
    """Unit and circumstances of a row, read before any value of it."""

    unit: Unit
    said: Circumstances
    record: StatementKind | None


def row_head(row: TableRow, columns: Columns, context: Context, unit: Unit | None = None) -> RowHead | None:
    """The unit, day and source of a row; None, with all that is wrong reported, where one of them cannot be read;
    None also where nothing is to be read about the unit.

    `unit` is the one that the row is about where that is known already.
    """
    mistakes, fine = context.mistakes, True
    day: date | None = context.as_of
    if (cell := columns.cell(row, "as_of")) is not None:
        if cell.blank:
            mistakes.report("NTM554", cell.place, column="as_of")
        day = _day(cell, context)
    unit = unit if unit is not None else _unit(row, columns, day, context)
    recorded = None
    if (cell := columns.cell(row, "recorded")) is not None and not cell.blank:
        recorded = _day(cell, context)
        fine = recorded is not None
        if recorded is not None and day is not None and recorded < day:
            mistakes.report("NTM579", cell.place, Severity.WARNING, recorded=recorded, day=day)
        if recorded is not None and recorded.year > date.today().year + 1:
            mistakes.report("NTM679", cell.place, Severity.WARNING, recorded=recorded)
    record = None
    try:
        record = read_statement_kind(columns.cell(row, "record"))
    except FactsError as error:
        mistakes.take(error)
        fine = False
    layout = context.layout.of_sheet(row[0].place.sheet if row[0].place else None)
    assurance, cell = None, columns.cell(row, "assurance")
    said, place = (cell.text, cell.place) if cell is not None and not cell.blank else (layout.assurance, None)
    if said and record is not StatementKind.PUBLISHED:
        try:
            assurance = read_assurance(said, context.subjects.library, place or layout.place("assurance"))
        except FactsError as error:
            mistakes.take(error)
            fine = False
    if unit is None or day is None or not fine or not context.reads(unit):
        return None
    if not unit.exists_on(day):
        mistakes.report("NTM575", row[0].place, Severity.WARNING, unit=unit.code, day=day)
    reported_by, evidence = (
        cell.text or None if (cell := columns.cell(row, role)) is not None else None
        for role in ("reported_by", "evidence")
    )
    reported_by = reported_by or layout.reported_by
    return RowHead(unit, Circumstances(unit.code, day, reported_by, evidence, recorded, assurance), record)


def _unit(row: TableRow, columns: Columns, day: date | None, context: Context) -> Unit | None:
    """The unit by its code or name; where a row has both, they must be the same unit's."""
    coded, named = columns.cell(row, "unit"), columns.cell(row, "unit_name")
    cell = coded if coded is not None and not coded.blank else named
    if cell is None or cell.blank:
        place = (coded or named or row[0]).place
        context.mistakes.report("NTM554", place, column="unit")
        return None
    if isinstance(cell.content, Unusable) or context.units is None:
        return None
    beside = named if cell is coded else None
    return unit_meant(cell, beside, columns.cell(row, "parent"), day, context.units, context.mistakes)


def _day(cell: TableCell, context: Context) -> date | None:
    if cell.blank or isinstance(cell.content, Unusable):
        return None
    try:
        return read_day(cell, context.convention, periods=True)
    except FactsError as error:
        context.mistakes.take(error)
        return None

"""The columns of a facts table that name measures, and the head of each row: its unit, day, source and kind of statement."""

from datetime import date

from attrs import evolve, frozen

from ...model.problem import Diagnostic, FactsError, Severity
from ...model.text import Text
from ...model.units.unit import Unit
from ..cells.cell import TableCell, TableRow, Unusable
from ..cells.columns import IGNORED, Columns
from ..diagnostics.mistakes import Mistakes
from ..layouts.header import is_planned
from ..layouts.layout import Orientation
from ..tables.header_mistakes import skipping
from ..tables.table import CellTable
from ..units.index import unit_meant
from ..values.day import day_in, read_day
from .forms import Context, synonyms_of
from .statement import Circumstances, StatementKind, read_assurance, read_statement_kind

_OF_DAYS = {
    "hint_vi": "mỗi dòng chỉ nói về một ngày: thêm cột ngày (as_of) và ghi mỗi ngày một dòng; "
    "hoặc chỉ đọc một cột, ghi as_of: và bỏ qua cột kia bằng skip_columns: trong dossier.yaml, ở tệp này",
    "hint_en": "a row is about one day: add a column as_of, with a row for each day; "
    "or read one of the columns, with as_of: and, for the other, skip_columns: in dossier.yaml, for this file",
}


def facts_columns(table: CellTable, mistakes: Mistakes) -> Columns:
    """The columns of a facts table by their roles."""
    orientation = table.layout.orientation
    ignored = () if orientation is Orientation.UNITS_ACROSS else IGNORED
    return Columns(table.header, synonyms_of(orientation), mistakes, ignored, ("value",))


def measure_role(columns: Columns) -> str:
    """The role of the column that names measures: by code or name, or by name alone."""
    return "measure_name" if "measure" not in columns and "measure_name" in columns else "measure"


def named_column(columns: Columns, table: CellTable) -> str:
    """The header of the column that names measures, as the file writes it."""
    cell = columns.cell(table.header, measure_role(columns))
    return cell.text if cell is not None else "measure"


def measure_cell(row: TableRow, columns: Columns, context: Context) -> TableCell:
    """The cell of a row that names its measure or rule: the code where there is one, else the name.

    A name beside the code that is another measure's is reported.
    """
    coded, named = columns.cell(row, "measure"), columns.cell(row, "measure_name")
    if coded is None or (coded.blank and named is not None):
        assert named is not None
        return named
    if named is not None and not coded.blank and not named.blank:
        by_code, by_name = (_meant(cell, context) for cell in (coded, named))
        if by_code is not None and by_name is not None and by_code != by_name and not _is_of_rule(by_code, by_name):
            why = {
                "why": f"không phải là tên của mã {coded.text}",
                "why_en": f"it is not the name of the code {coded.text}",
                "hint_vi": "sửa mã hoặc tên",
                "hint_en": "mend the code or the name",
            }
            context.mistakes.report("NTM699", named.place, advice=why, text=named.text)
    return coded


def _meant(cell: TableCell, context: Context) -> object:
    if isinstance(cell.content, Unusable):
        return None
    try:
        return context.subjects.header(cell)
    except FactsError:
        return None


def _is_of_rule(by_code: object, by_name: object) -> bool:
    """True where one is the measure that the other, a rule, compares."""
    return getattr(by_code, "measure", None) == by_name or getattr(by_name, "measure", None) == by_code


def take_unknown_heading(error: FactsError, cell: TableCell, above: tuple[str, ...], context: Context) -> None:
    """Report a heading that names no measure, with the remedies: pass over the column, or change the layout."""
    for diagnostic in error.diagnostics:
        if diagnostic.code not in ("NTM562", "NTM567"):
            context.mistakes.add(diagnostic)
        elif len(above) > 1 and any(_is_day(text) for text in above):
            context.mistakes.report("NTM516", cell.place, advice=_OF_DAYS, name=cell.text)
        elif context.units is not None and context.units.find(cell.text):
            advice = {
                "hint_vi": "cột mang tên đơn vị: nếu mỗi đơn vị một cột, ghi trong dossier.yaml, ở tệp này: "
                "orientation: units_across",
                "hint_en": "the column is called as a unit: if each unit has one, write in dossier.yaml, for this file: "
                "orientation: units_across",
            }
            context.mistakes.report("NTM516", cell.place, advice=advice, name=cell.text)
        else:
            context.mistakes.add(_with_skipping(diagnostic, cell, is_plan=any(map(is_planned, above))))


def _with_skipping(mistake: Diagnostic, cell: TableCell, *, is_plan: bool) -> Diagnostic:
    """The diagnostic with the setting that passes over the column; of a plan's column it is the only advice."""
    skip = skipping(cell)
    if is_plan or mistake.help is None:
        return evolve(mistake, help=skip)
    near = mistake.help
    both = ((near.vi, skip.vi), (near.in_language("en"), skip.in_language("en")))
    vi, en = ("; ".join(filter(None, texts)) for texts in both)
    return evolve(mistake, help=Text(vi, en))


def _is_day(text: str) -> bool:
    try:
        read_day(TableCell(text), "vi", periods=True)
    except FactsError:
        return False
    return True


@frozen
class RowHead:
    """Unit and circumstances of a row, read before any value of it."""

    unit: Unit
    circumstances: Circumstances
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
        day = day_in(cell, mistakes, context.convention, periods=True)
    unit = unit if unit is not None else _unit(row, columns, day, context)
    recorded = None
    if (cell := columns.cell(row, "recorded")) is not None and not cell.blank:
        recorded = day_in(cell, mistakes, context.convention, periods=True)
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
    level, place = (cell.text, cell.place) if cell is not None and not cell.blank else (layout.assurance, None)
    if level and record is not StatementKind.PUBLISHED:
        try:
            assurance = read_assurance(level, context.subjects.library, place or layout.place("assurance"))
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

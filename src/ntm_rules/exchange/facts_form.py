"""The forms that facts come in: the columns of a table, how its header is known, and whose a sheet or a column is."""

from collections.abc import Mapping
from datetime import date

from attrs import field, frozen

from ..model.fact import Statement
from ..model.place import Place
from ..model.unit import Unit
from ..program.wording import hint
from .columns import IGNORED, Columns, heading
from .findings import Findings
from .layouts.layout import PLAIN, Layout, Orientation
from .number import Convention
from .percentages import Percentages
from .subject import Subjects
from .table import HeaderRule, Table
from .unit_index import UnitIndex

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
    "measured_in": ("measured_in", "đơn vị tính", "đvt", "unit of measure"),
}
WORDS = tuple(word for words in SYNONYMS.values() for word in words)


@frozen
class Context:
    """What the words of a facts file are understood by. `units` is None where the units themselves could not be read.

    `expressly` gathers the statements that say in words that there is no figure.
    """

    units: UnitIndex | None
    subjects: Subjects
    as_of: date
    convention: Convention | None
    findings: Findings
    layout: Layout = PLAIN
    expressly: list[tuple[Statement, str]] = field(factory=list)
    percentages: Percentages = field(factory=Percentages)


def header_rule(context: Context, layout: Layout) -> HeaderRule:
    """How the header of a facts table is known, by how it is laid out."""
    units, subjects = context.units, context.subjects

    def names_unit(text: str) -> bool:
        return units is None or bool(units.find(text))

    match layout.orientation:
        case Orientation.UNITS_ACROSS:
            groups = (SYNONYMS["measure"],)
            return HeaderRule(groups, WORDS, knows=names_unit, names=subjects.knows, needs_known=True)
        case Orientation.SHEET_PER_UNIT:
            return HeaderRule((SYNONYMS["measure"], SYNONYMS["value"]), WORDS, names=subjects.knows)
    near = units.nearest if units is not None else None
    groups = ((*SYNONYMS["unit"], *SYNONYMS["unit_name"]),)
    return HeaderRule(groups, WORDS, knows=subjects.knows, names=names_unit, near=near)


def sheet_unit(table: Table, context: Context) -> Unit | None:
    """The unit that a sheet is about: by the cell that the layout names, else by the sheet's name."""
    cell, place = table.unit_cell, Place(table.file, sheet=table.sheet)
    if table.layout.unit_cell is not None:
        if cell is None or cell.blank:
            row, column = table.layout.unit_cell
            named = Place(table.file, row, column, sheet=table.sheet)
            why = {
                "why": "ô unit_cell trống hoặc không ở trên bảng",
                "why_en": "unit_cell is blank, or not above the table",
            }
            context.findings.report("NTM692", named, advice={**hint(None), **why})
            return None
        text, place = cell.text, cell.place or place
    elif table.sheet is None:
        why = {"why": "tệp văn bản không có tên trang tính", "why_en": "a text file has no sheet names"}
        more = {"hint_vi": "ghi unit_cell: trong dossier.yaml", "hint_en": "write unit_cell: in dossier.yaml"}
        context.findings.report("NTM692", place, advice={**more, **why})
        return None
    else:
        text = table.sheet
    if context.units is None:
        return None
    found = context.units.find(text) or context.units.find(text.rpartition(":")[2])
    if len(found) == 1:
        return found[0]
    if found:
        context.findings.add(context.units.several(text, found, place))
        return None
    why = {"why": f"'{text}' không phải là đơn vị nào", "why_en": f"'{text}' is no unit"}
    near = context.units.nearest(text)
    more = hint(near) if near is not None else {"hint_vi": _SHEETS[0], "hint_en": _SHEETS[1]}
    context.findings.report("NTM692", place, advice={**more, **why})
    return None


_SHEETS = (
    "nếu không cần đọc trang này, liệt kê các trang cần đọc: sheets: […] trong dossier.yaml",
    "if this sheet is not to be read, list those that are: sheets: […] in dossier.yaml",
)


def units_across(columns: Columns, context: Context) -> dict[int, Unit]:
    """The units that the columns of a table are about, by position; a column that is no unit's is reported."""
    units: dict[int, Unit] = {}
    if context.units is None:
        return units
    found = {position: context.units.find(cell.text) for position, cell in columns.rest.items()}
    for position, cell in columns.rest.items():
        is_note = heading(cell.text) in IGNORED and position < (columns.position("measure") or 0)
        match found[position]:
            case (unit,) if is_note:
                others = [each for at, some in found.items() if at != position for each in some]
                if unit not in others:  # where another column is that unit's, this one is a serial number or a note
                    context.findings.report("NTM699", cell.place, advice=_SERIAL_OR_UNIT, text=cell.text)
            case () if heading(cell.text) in IGNORED:
                continue
            case (unit,) if unit in units.values():
                context.findings.report("NTM578", cell.place, name=unit.code)
            case (unit,):
                units[position] = unit
            case ():
                near = context.units.nearest(cell.text)
                context.findings.report("NTM560", cell.place, advice=hint(near) if near else _SKIPPED, text=cell.text)
            case several:
                context.findings.add(context.units.several(cell.text, several, cell.place))
    return units


_SKIPPED = {
    "hint_vi": "nếu cột này không phải của một đơn vị, ghi trong dossier.yaml, ở tệp này: skip_columns: […]",
    "hint_en": "if the column is not a unit's, write in dossier.yaml, for this file: skip_columns: […]",
}
_SERIAL_OR_UNIT = {
    "why": "có thể là cột số thứ tự, hoặc là mã của một đơn vị",
    "why_en": "it can be a column of serial numbers, or the code of a unit",
    "hint_vi": "nếu là đơn vị, ghi tên đơn vị; nếu không, ghi trong dossier.yaml, ở tệp này: skip_columns: […]",
    "hint_en": "if it is the unit, write its name; if not, write in dossier.yaml, for this file: skip_columns: […]",
}

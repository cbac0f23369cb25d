"""Layouts of facts tables: the columns, the recognition of the header, and the unit of a sheet or column."""

from collections.abc import Mapping, Sequence
from datetime import date
from difflib import SequenceMatcher
from functools import partial

from attrs import field, frozen

from ...model.place import Place
from ...model.spelling import unaccented
from ...model.units.kind import prefixed
from ...model.units.unit import Unit
from ...program.wording import hint
from ..cells.cell import TableRow, text_at
from ..cells.columns import IGNORED, Columns, heading
from ..diagnostics.mistakes import Mistakes
from ..layouts.header import HeaderRule
from ..layouts.layout import PLAIN, Layout, Orientation
from ..tables.table import CellTable
from ..units.index import UnitIndex
from ..values.number import Convention
from .doubts import Percentages, Stated
from .review import Express
from .subject import Subjects

SYNONYMS: Mapping[str, tuple[str, ...]] = {
    "unit": ("unit", "đơn vị", "mã", "mã đơn vị", "code"),
    "unit_name": ("unit_name", "name", "tên", "tên đơn vị", "tên xã"),
    "parent": ("parent", "trực thuộc", "huyện", "tên huyện", "thuộc huyện", "đơn vị cấp trên", "cấp trên", "thuộc"),
    "measure": ("measure", "chỉ tiêu", "chỉ số", "tiêu chí", "mã chỉ tiêu", "mã tiêu chí", "mã chỉ số", "rule"),
    "measure_name": ("measure_name", "tên chỉ tiêu", "tên tiêu chí", "tên chỉ số", "nội dung", "nội dung chỉ tiêu"),
    "value": ("value", "giá trị", "kết quả", "số liệu", "thực hiện", "thực tế", "kết quả thực hiện"),
    "as_of": ("as_of", "ngày", "tính đến", "tính đến ngày", "ngày số liệu", "thời điểm"),
    "reported_by": ("reported_by", "đơn vị báo cáo", "người báo cáo", "cơ quan báo cáo", "nguồn"),
    "evidence": ("evidence", "minh chứng", "tài liệu minh chứng", "tài liệu", "bằng chứng", "căn cứ"),
    "recorded": ("recorded", "ngày ghi nhận", "ghi nhận"),
    "assurance": ("assurance", "mức kiểm chứng", "mức độ kiểm chứng"),
    "record": ("record", "loại số liệu", "loại"),
    "measured_in": ("measured_in", "đơn vị tính", "đvt", "unit of measure"),
}
WORDS = tuple(word for words in SYNONYMS.values() for word in words)
NOT_OF_UNITS: Mapping[str, tuple[str, ...]] = {
    **{role: words for role, words in SYNONYMS.items() if role not in ("unit", "unit_name", "parent")},
    "measure": (*SYNONYMS["measure"], "mã", "mã số", "code"),
    "measure_name": (*SYNONYMS["measure_name"], "tên", "name"),
    "measured_in": (*SYNONYMS["measured_in"], "đơn vị"),
}
"""The columns of a table whose units stand along its top, or in the names of sheets: codes and names are of measures."""
_NOT_OF_UNITS = tuple(word for words in NOT_OF_UNITS.values() for word in words)


def synonyms_of(orientation: Orientation) -> Mapping[str, tuple[str, ...]]:
    """The words for the columns of a table, by how it is laid out."""
    return SYNONYMS if orientation is Orientation.UNITS_DOWN else NOT_OF_UNITS


def known_words(orientation: Orientation) -> tuple[str, ...]:
    """All words for columns, by how the table is laid out."""
    return (*(WORDS if orientation is Orientation.UNITS_DOWN else _NOT_OF_UNITS), *IGNORED)


_MISSPELT = 0.85


@frozen
class Context:
    """Everything by which a facts file is read; `units` is None where the units themselves could not be read.

    `expressly` gathers the statements with words that there is no figure; `stated` holds the rows above the current
    table. Statements are read about the units `about` alone, by their codes (None: about all).
    """

    units: UnitIndex | None
    subjects: Subjects
    as_of: date
    convention: Convention | None
    mistakes: Mistakes
    layout: Layout = PLAIN
    expressly: list[Express] = field(factory=list)
    percentages: Percentages = field(factory=Percentages)
    stated: Stated | None = None
    about: frozenset[str] | None = None

    def reads(self, unit: Unit) -> bool:
        """True where what is said about a unit is to be read."""
        return self.about is None or unit.code in self.about

    def passes_over(self, row: TableRow, columns: Columns) -> bool:
        """True where the unit of a row, by its code and by its name, can only be one that nothing is to be read about.

        A row with a text that names no unit is read, so that it is reported.
        """
        if self.about is None or self.units is None:
            return False
        texts = (text_at(row, at) for role in ("unit", "unit_name") if (at := columns.position(role)) is not None)
        matches = [self.units.find(text) for text in texts if text]
        return bool(matches) and all(matches) and not any(self.reads(unit) for units in matches for unit in units)


def header_rule(context: Context, layout: Layout) -> HeaderRule:
    """Rule that recognises the header of a facts table, by its layout."""
    units, subjects = context.units, context.subjects.called(layout.names)

    def names_unit(text: str) -> bool:
        return units is None or bool(units.find(text))

    measures = (*NOT_OF_UNITS["measure"], *NOT_OF_UNITS["measure_name"])
    match layout.orientation:
        case Orientation.UNITS_ACROSS:
            return HeaderRule(
                (measures,), _NOT_OF_UNITS, knows=names_unit, names=subjects.knows, needs_known=True, corner=True
            )
        case Orientation.SHEET_PER_UNIT:
            return HeaderRule((measures, SYNONYMS["value"]), _NOT_OF_UNITS, names=subjects.knows)
    near, almost = (None, None) if units is None else (units.nearest, partial(almost_unit, units))
    groups = ((*SYNONYMS["unit"], *SYNONYMS["unit_name"]),)
    suggests = None if units is None else partial(_orientation, units, subjects)
    return HeaderRule(
        groups, WORDS, knows=subjects.knows, names=names_unit, near=near, almost=almost, suggests=suggests
    )


def almost_unit(units: UnitIndex, text: str) -> str | None:
    """The unit whose name a text must be a misspelling of, as messages name it: the same but for accents, or a letter."""
    wanted = _letters(text)
    for unit in units.near(text):
        ratio = SequenceMatcher(None, wanted, _letters(unit.name), autojunk=False).ratio()
        if ratio >= _MISSPELT or wanted == _letters(unit.code):
            return units.described(unit)
    return None


def _letters(text: str) -> str:
    own = prefixed(text)
    return unaccented(text if own is None else own.name)[:100]


def _orientation(
    units: UnitIndex, subjects: Subjects, rows: Sequence[TableRow], sheet: str | None
) -> tuple[str, str, str] | None:
    """Description of rows without a header, in both languages, and the setting that reads them; None if none does."""
    columns = next(
        (at for at, row in enumerate(rows) if any(units.find(cell.text) for cell in row[1:] if cell.text)), None
    )
    named = [row for row in rows if any(subjects.knows(cell.text) for cell in row[:3] if cell.text)]
    if columns is not None and any(row is not rows[columns] for row in named):
        return (
            "các cột là đơn vị, các dòng là chỉ tiêu",
            "units stand along the top and measures down the side",
            "orientation: units_across",
        )
    if named and sheet is not None and units.find(sheet):
        return (
            f"trang tính mang tên đơn vị '{sheet}'",
            f"the sheet is called as the unit '{sheet}'",
            "orientation: sheet_per_unit",
        )
    return None


def sheet_unit(table: CellTable, context: Context) -> Unit | None:
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
            context.mistakes.report("NTM692", named, advice={**hint(None), **why})
            return None
        text, place = cell.text, cell.place or place
    elif table.sheet is None:
        why = {"why": "tệp văn bản không có tên trang tính", "why_en": "a text file has no sheet names"}
        more = {"hint_vi": "ghi unit_cell: trong dossier.yaml", "hint_en": "write unit_cell: in dossier.yaml"}
        context.mistakes.report("NTM692", place, advice={**more, **why})
        return None
    else:
        text = table.sheet
    if context.units is None:
        return None
    units = context.units.find(text) or context.units.find(text.rpartition(":")[2])
    if len(units) == 1:
        return units[0]
    if units:
        context.mistakes.add(context.units.several(text, units, place))
        return None
    why = {"why": f"'{text}' không phải là đơn vị nào", "why_en": f"'{text}' is no unit"}
    near = almost_unit(context.units, text)
    more = hint(near)
    if table.layout.unit_cell is None:
        parts = {"hint_vi": _SHEETS[0], "hint_en": _SHEETS[1]}
        more = {name: "; ".join(filter(None, (more[name], part))) for name, part in parts.items()}
    context.mistakes.report("NTM692", place, advice={**more, **why})
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
    matches = {position: context.units.find(cell.text) for position, cell in columns.rest.items()}
    for position, cell in columns.rest.items():
        is_note = heading(cell.text) in IGNORED and position < (columns.position("measure") or 0)
        match matches[position]:
            case (unit,) if is_note:
                others = [other_unit for at, some in matches.items() if at != position for other_unit in some]
                if unit not in others:  # where another column is that unit's, this one is a serial number or a note
                    context.mistakes.report("NTM699", cell.place, advice=_SERIAL_OR_UNIT, text=cell.text)
            case () if heading(cell.text) in IGNORED:
                continue
            case (unit,) if unit in units.values():
                context.mistakes.report("NTM578", cell.place, name=unit.code)
            case (unit,):
                units[position] = unit
            case ():
                near = context.units.nearest(cell.text)
                context.mistakes.report("NTM560", cell.place, advice=hint(near) if near else _SKIPPED, text=cell.text)
            case candidates:
                context.mistakes.add(context.units.several(cell.text, candidates, cell.place))
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

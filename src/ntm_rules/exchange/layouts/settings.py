"""Settings of one file in `dossier.yaml`: its name and the layout of its tables."""

import re
from collections.abc import Callable
from typing import TypeVar

from attrs import evolve, frozen

from ...language.diagnostics.mistakes import collecting, diagnostics
from ...language.yaml.source import read_text
from ...language.yaml.tree import Node, PlacedMapping, PlacedSequence, Scalar
from ...model.place import Place
from ...model.problem import FactsError
from ...model.spelling import fold, nearest
from ...program.wording import hint
from ..cells.cell import TableCell
from ..diagnostics.mistakes import Mistakes
from ..values.day import read_day
from ..values.number import Convention
from .keys import FACTS_FILE
from .layout import MOST_HEADER_ROWS, PLAIN, Layout, Orientation, RowRange

_LAST_ROW = 1_048_576
_MOST_SETTINGS = 1_000
_RANGE = re.compile(r"([0-9]{1,7})(?:\s*[-–]\s*([0-9]{1,7}))?")
_CELL = re.compile(r"([A-Za-z]{1,3})([0-9]{1,7})")

_T = TypeVar("_T")


@frozen
class FileSettings:
    """A file as `dossier.yaml` lists it."""

    name: str
    place: Place | None
    layout: Layout = PLAIN


def file_settings(node: Node, keys: tuple[str, ...], setting: str, mistakes: Mistakes) -> FileSettings | None:
    """Settings of an entry: a file name, or a mapping with `file:` and the layout. None, reported, for any other."""
    if isinstance(node, Scalar):
        return FileSettings(str(node), node.place)
    if not isinstance(node, PlacedMapping):
        _wrong(setting, node, mistakes, "tên tệp, hoặc {file: …, …}", "a file name, or {file: …, …}")
        return None
    name = node.get(Scalar("file"))
    if name is None:
        for key in node:
            if key not in keys:
                mistakes.report("NTM582", key.place, advice=hint(nearest(key, keys), keys), name=key)
        mistakes.report("NTM583", node.place, name="file", example="file: facts.xlsx")
        return None
    layout = _LayoutReader(node, keys, mistakes).layout(PLAIN)
    if not isinstance(name, Scalar):
        _wrong("file", name, mistakes, "một tên tệp", "one file name")
        return None
    return FileSettings(str(name), name.place, layout)


def carried_layout(text: str, shown: str, mistakes: Mistakes) -> Layout | None:
    """The layout that a workbook carries as text, known as `shown` in places; None, reported, where it is no mapping."""
    with collecting() as found:
        source = read_text(text, shown)
    for each in diagnostics(found, {shown: source.lines}):
        mistakes.add(each)
    if not isinstance(source.root, PlacedMapping):
        if source.root is not None:
            _wrong(shown, source.root, mistakes, "các dòng “khóa: giá trị”", "'key: value' lines")
        return None
    keys = tuple(name for name in FACTS_FILE.names if name != "file")
    return _LayoutReader(source.root, keys, mistakes).layout(evolve(PLAIN, is_carried=True))


def _wrong(name: str, node: Node, mistakes: Mistakes, expected: str, expected_en: str) -> None:
    mistakes.report("NTM584", node.place, name=name, expected=expected, expected_en=expected_en)


@frozen
class _LayoutReader:
    """Reads the settings of one mapping; mistakes in them are reported."""

    node: PlacedMapping
    keys: tuple[str, ...]
    mistakes: Mistakes

    def layout(self, base: Layout) -> Layout:
        """Layout with the settings of the mapping, the others as in `base`."""
        for key in self.node:
            if key not in self.keys:
                self.mistakes.report("NTM582", key.place, advice=hint(nearest(key, self.keys), self.keys), name=key)
        skipped = self._said("skip_rows", self._skipped)
        orientation = self._said("orientation", self._orientation) or base.orientation
        layout = evolve(
            base,
            header_rows=self._said("header_rows", self._header_rows) or base.header_rows,
            first_row=self._said("first_row", self._row) or base.first_row,
            last_row=self._said("last_row", self._row) or base.last_row,
            skip_rows=base.skip_rows if skipped is None else skipped[0],
            skip_column_numbers=base.skip_column_numbers if skipped is None else skipped[1],
            skip_rows_that_begin=_or(self._said("skip_rows_that_begin", self._texts), base.skip_rows_that_begin),
            skip_columns=_or(self._said("skip_columns", self._texts), base.skip_columns),
            orientation=orientation,
            unit_cell=self._said("unit_cell", self._cell) or base.unit_cell,
            convention=self._said("numbers", self._convention) or base.convention,
            reported_by=self._said("reported_by", self._text) or base.reported_by,
            assurance=self._said("assurance", self._text) or base.assurance,
            names=self._said("names", self._names) or base.names,
            places={
                **base.places,
                **{str(key): node.place for key, node in self.node.items() if node.place is not None},
            },
        )
        layout = self._with_day(layout)
        self._check(layout)
        return self._with_sheets(layout)

    def _said(self, name: str, read: Callable[[str, Node], _T | None]) -> _T | None:
        if name not in self.keys:
            return None
        node = self.node.get(Scalar(name))
        return None if node is None else read(name, node)

    def _check(self, layout: Layout) -> None:
        """Report settings that do not go together."""
        first, last = layout.first_row, layout.last_row
        if first is not None and last is not None and last < first:
            why = {"why": f"nằm trước first_row {first}", "why_en": f"it is before first_row {first}"}
            self._report("last_row", f"last_row {last}", why)
        is_for_all = not isinstance(self.node.get(Scalar("sheets")), PlacedMapping)
        if layout.unit_cell is not None and layout.orientation is not Orientation.SHEET_PER_UNIT and is_for_all:
            why = {
                "why": "chỉ dùng với orientation: sheet_per_unit",
                "why_en": "it is for orientation: sheet_per_unit only",
            }
            self._report("unit_cell", "unit_cell", why)

    def _report(self, setting: str, shown: str, why: dict[str, str]) -> None:
        if setting in self.node:
            self.mistakes.report("NTM684", self.node.key(setting).place, advice={**hint(None), **why}, setting=shown)

    def _with_day(self, layout: Layout) -> Layout:
        node = self.node.get(Scalar("as_of")) if "as_of" in self.keys else None
        if node is None:
            return layout
        if not isinstance(node, Scalar):
            _wrong("as_of", node, self.mistakes, "một ngày (2024-06-30)", "a date (2024-06-30)")
            return layout
        try:
            return evolve(layout, as_of=read_day(TableCell(str(node), node.place), layout.convention, periods=True))
        except FactsError as error:
            self.mistakes.take(error)
            return layout

    def _with_sheets(self, layout: Layout) -> Layout:
        """The layout with the sheets to be read: a list of names, or a mapping of names to the settings of each."""
        node = self.node.get(Scalar("sheets")) if "sheets" in self.keys else None
        if node is None:
            return layout
        if not isinstance(node, PlacedMapping):
            names = self._texts("sheets", node)
            return layout if names is None else evolve(layout, sheets=names)
        own = tuple(key for key in self.keys if key not in ("file", "sheets"))
        of_sheets = {}
        for name, said in node.items():
            if isinstance(said, PlacedMapping):
                of_sheets[str(name)] = _LayoutReader(said, own, self.mistakes).layout(layout)
            elif isinstance(said, Scalar) and not said:
                of_sheets[str(name)] = layout
            else:
                _wrong(f"sheets.{name}", said, self.mistakes, "các dòng “khóa: giá trị”", "'key: value' lines")
        return evolve(layout, sheets=tuple(node), of_sheets=of_sheets)

    def _header_rows(self, name: str, node: Node) -> int | None:
        number = self._number(node)
        if number is None or number > MOST_HEADER_ROWS:
            expected = f"một số từ 1 đến {MOST_HEADER_ROWS}"
            _wrong(name, node, self.mistakes, expected, f"a whole number from 1 to {MOST_HEADER_ROWS}")
            return None
        return number

    def _row(self, name: str, node: Node) -> int | None:
        number = self._number(node)
        if number is None:
            _wrong(name, node, self.mistakes, "số của một dòng (từ 1)", "the number of a row (from 1)")
        return number

    def _number(self, node: Node) -> int | None:
        if not isinstance(node, Scalar) or not re.fullmatch(r"[0-9]{1,7}", node):
            return None
        number = int(node)
        return number if 1 <= number <= _LAST_ROW else None

    def _skipped(self, name: str, node: Node) -> tuple[tuple[RowRange, ...], bool] | None:
        ranges, numbers = [], False
        expected = (
            "số dòng, khoảng dòng (12-14) hoặc column_numbers",
            "row numbers, ranges of them (12-14), or column_numbers,",
        )
        listed: list[Node] = list(node) if isinstance(node, PlacedSequence) else [node]
        for each in listed[:_MOST_SETTINGS]:
            found = _RANGE.fullmatch(each) if isinstance(each, Scalar) else None
            first, last = (int(found[1]), int(found[2] or found[1])) if found else (0, 0)
            if each == "column_numbers":
                numbers = True
            elif 1 <= first <= last <= _LAST_ROW:
                ranges.append(RowRange(first, last, each.place))
            else:
                _wrong(name, each, self.mistakes, *expected)
        self._check_count(name, listed, node)
        return tuple(ranges), numbers

    def _texts(self, name: str, node: Node) -> tuple[str, ...] | None:
        listed: list[Node] = list(node) if isinstance(node, PlacedSequence) else [node]
        texts: dict[str, Scalar] = {}
        for each in listed[:_MOST_SETTINGS]:
            if isinstance(each, Scalar) and fold(each):
                texts.setdefault(fold(each), each)
            else:
                _wrong(name, each, self.mistakes, "danh sách văn bản", "a list of texts")
        self._check_count(name, listed, node)
        return tuple(texts.values())

    def _names(self, name: str, node: Node) -> dict[str, str] | None:
        if isinstance(node, PlacedMapping) and all(isinstance(each, Scalar) and fold(each) for each in node.values()):
            return {fold(heading): str(subject) for heading, subject in node.items()}
        _wrong(name, node, self.mistakes, "{chữ trong bảng: mã}", "{text in the table: measure or rule}")
        return None

    def _check_count(self, name: str, listed: list[Node], node: Node) -> None:
        if len(listed) > _MOST_SETTINGS:
            most = (f"tối đa {_MOST_SETTINGS} mục", f"at most {_MOST_SETTINGS} entries")
            _wrong(name, node, self.mistakes, *most)

    def _text(self, name: str, node: Node) -> str | None:
        if isinstance(node, Scalar) and fold(node):
            return str(node)
        _wrong(name, node, self.mistakes, "văn bản", "a text")
        return None

    def _orientation(self, name: str, node: Node) -> Orientation | None:
        known = [each.value for each in Orientation]
        if node in known:
            return Orientation(node)
        _wrong(name, node, self.mistakes, " hoặc ".join(known), " or ".join(known))
        return None

    def _convention(self, name: str, node: Node) -> Convention | None:
        if node == "vi":
            return "vi"
        if node == "en":
            return "en"
        _wrong(name, node, self.mistakes, "vi (1.234,5) hoặc en (1,234.5)", "vi (1.234,5) or en (1,234.5)")
        return None

    def _cell(self, name: str, node: Node) -> tuple[int, int] | None:
        found = _CELL.fullmatch(node) if isinstance(node, Scalar) else None
        if found is None or not 1 <= int(found[2]) <= _LAST_ROW:
            _wrong(name, node, self.mistakes, "tên một ô (B2)", "the name of a cell (B2)")
            return None
        column = 0
        for letter in found[1].upper():
            column = column * 26 + ord(letter) - 64
        return int(found[2]), column


def _or(said: tuple[str, ...] | None, base: tuple[str, ...]) -> tuple[str, ...]:
    return base if said is None else said

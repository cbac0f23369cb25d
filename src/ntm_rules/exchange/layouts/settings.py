"""Settings of one file in `dossier.yaml`: its name and the layout of its tables."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from attrs import evolve, frozen

from ...language.diagnostics.mistakes import collecting, diagnostics
from ...language.yaml.source import read_text
from ...language.yaml.tree import Node, PlacedMapping, Scalar
from ...model.place import Place
from ...model.spelling import fold
from ...program.wording import hint
from ..diagnostics.mistakes import Mistakes
from ..workbooks.sheet_xml import column_of
from .keys import FACTS_FILE
from .layout import LAST_ROW, MOST_HEADER_ROWS, PLAIN, Layout, Orientation, RowRange
from .nodes import check_keys, convention_at, day_at, entries, line_at, mapping_at, node_of, wrong

_MOST_SETTINGS = 1_000
_RANGE = re.compile(r"([0-9]{1,7})(?:\s*[-–]\s*([0-9]{1,7}))?")
_CELL = re.compile(r"([A-Za-z]{1,3})([0-9]{1,7})")


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
        wrong(setting, node, mistakes, "tên tệp, hoặc {file: …, …}", "a file name, or {file: …, …}")
        return None
    name = node_of(node, "file")
    if name is None:
        check_keys(node, keys, mistakes)
        mistakes.report("NTM583", node.place, name="file", example="file: facts.xlsx")
        return None
    layout = _layout(node, keys, PLAIN, mistakes)
    if not isinstance(name, Scalar):
        wrong("file", name, mistakes, "một tên tệp", "one file name")
        return None
    return FileSettings(str(name), name.place, layout)


def carried_layout(text: str, shown: str, mistakes: Mistakes) -> Layout | None:
    """The layout that a workbook carries as text, known as `shown` in places; None, reported, where it is no mapping."""
    with collecting() as problems:
        source = read_text(text, shown)
    for diagnostic in diagnostics(problems, {shown: source.lines}):
        mistakes.add(diagnostic)
    root = mapping_at(shown, source.root, mistakes)
    if root is None:
        return None
    keys = tuple(name for name in FACTS_FILE.names if name != "file")
    return _layout(root, keys, evolve(PLAIN, is_carried=True), mistakes)


def _layout(node: PlacedMapping, keys: tuple[str, ...], base: Layout, mistakes: Mistakes) -> Layout:
    """Layout with the settings of a mapping, the others as in `base`; mistakes in them are reported."""
    check_keys(node, keys, mistakes)
    nodes = {name: setting for name in keys if (setting := node_of(node, name)) is not None}
    read = {name: _READERS[name](name, setting, mistakes) for name, setting in nodes.items() if name in _READERS}
    values = {name: value for name, value in read.items() if value is not None}
    if "skip_rows" in values:
        values["skip_rows"], values["skip_column_numbers"] = values["skip_rows"]
    if "numbers" in values:
        values["convention"] = values.pop("numbers")
    places = {str(key): setting.place for key, setting in node.items() if setting.place is not None}
    layout = evolve(base, **values, places={**base.places, **places})
    as_of = day_at("as_of", nodes.get("as_of"), layout.convention, mistakes)
    layout = layout if as_of is None else evolve(layout, as_of=as_of)
    _check(node, layout, mistakes)
    return layout if "sheets" not in nodes else _with_sheets(nodes["sheets"], keys, layout, mistakes)


def _check(node: PlacedMapping, layout: Layout, mistakes: Mistakes) -> None:
    """Report settings that do not go together."""
    first, last = layout.first_row, layout.last_row
    if first is not None and last is not None and last < first and "last_row" in node:
        why = {"why": f"nằm trước first_row {first}", "why_en": f"it is before first_row {first}"}
        advice = {**hint(None), **why}
        mistakes.report("NTM684", node.key("last_row").place, advice=advice, setting=f"last_row {last}")
    is_for_all = not isinstance(node_of(node, "sheets"), PlacedMapping)
    if "unit_cell" in node and layout.unit_cell and layout.orientation is not Orientation.SHEET_PER_UNIT and is_for_all:
        why = {
            "why": "chỉ dùng với orientation: sheet_per_unit",
            "why_en": "it is for orientation: sheet_per_unit only",
        }
        mistakes.report("NTM684", node.key("unit_cell").place, advice={**hint(None), **why}, setting="unit_cell")


def _with_sheets(node: Node, keys: tuple[str, ...], layout: Layout, mistakes: Mistakes) -> Layout:
    """The layout with the sheets to be read: a list of names, or a mapping of names to the settings of each."""
    if not isinstance(node, PlacedMapping):
        return evolve(layout, sheets=_texts("sheets", node, mistakes))
    own = tuple(key for key in keys if key not in ("file", "sheets"))
    of_sheets = {}
    for name, sheet_node in node.items():
        if isinstance(sheet_node, Scalar) and not sheet_node:
            of_sheets[str(name)] = layout
        elif (settings := mapping_at(f"sheets.{name}", sheet_node, mistakes)) is not None:
            of_sheets[str(name)] = _layout(settings, own, layout, mistakes)
    return evolve(layout, sheets=tuple(node), of_sheets=of_sheets)


def _header_rows(name: str, node: Node, mistakes: Mistakes) -> int | None:
    number = _number(node)
    if number is not None and number <= MOST_HEADER_ROWS:
        return number
    expected = f"một số từ 1 đến {MOST_HEADER_ROWS}"
    wrong(name, node, mistakes, expected, f"a whole number from 1 to {MOST_HEADER_ROWS}")
    return None


def _row(name: str, node: Node, mistakes: Mistakes) -> int | None:
    number = _number(node)
    if number is None:
        wrong(name, node, mistakes, "số của một dòng (từ 1)", "the number of a row (from 1)")
    return number


def _number(node: Node) -> int | None:
    number = int(node) if isinstance(node, Scalar) and re.fullmatch(r"[0-9]{1,7}", node) else 0
    return number if 1 <= number <= LAST_ROW else None


def _skipped(name: str, node: Node, mistakes: Mistakes) -> tuple[tuple[RowRange, ...], bool]:
    ranges, numbers = [], False
    expected = (
        "số dòng, khoảng dòng (12-14) hoặc column_numbers",
        "row numbers, ranges of them (12-14), or column_numbers,",
    )
    for entry in _few(name, node, mistakes):
        matched = _RANGE.fullmatch(entry) if isinstance(entry, Scalar) else None
        first, last = (int(matched[1]), int(matched[2] or matched[1])) if matched else (0, 0)
        if entry == "column_numbers":
            numbers = True
        elif 1 <= first <= last <= LAST_ROW:
            ranges.append(RowRange(first, last, entry.place))
        else:
            wrong(name, entry, mistakes, *expected)
    return tuple(ranges), numbers


def _texts(name: str, node: Node, mistakes: Mistakes) -> tuple[str, ...]:
    texts: dict[str, Scalar] = {}
    for entry in _few(name, node, mistakes):
        if isinstance(entry, Scalar) and fold(entry):
            texts.setdefault(fold(entry), entry)
        else:
            wrong(name, entry, mistakes, "danh sách văn bản", "a list of texts")
    return tuple(texts.values())


def _few(name: str, node: Node, mistakes: Mistakes) -> list[Node]:
    """The entries of a list; where there are too many, which is reported, the first ones."""
    listed = entries(node)
    if len(listed) > _MOST_SETTINGS:
        wrong(name, node, mistakes, f"tối đa {_MOST_SETTINGS} mục", f"at most {_MOST_SETTINGS} entries")
    return listed[:_MOST_SETTINGS]


def _names(name: str, node: Node, mistakes: Mistakes) -> dict[str, str] | None:
    if isinstance(node, PlacedMapping) and all(isinstance(entry, Scalar) and fold(entry) for entry in node.values()):
        return {fold(heading): str(subject) for heading, subject in node.items()} or None
    wrong(name, node, mistakes, "{chữ trong bảng: mã}", "{text in the table: measure or rule}")
    return None


def _orientation(name: str, node: Node, mistakes: Mistakes) -> Orientation | None:
    known = [orientation.value for orientation in Orientation]
    if node in known:
        return Orientation(node)
    wrong(name, node, mistakes, " hoặc ".join(known), " or ".join(known))
    return None


def _cell(name: str, node: Node, mistakes: Mistakes) -> tuple[int, int] | None:
    matched = _CELL.fullmatch(node) if isinstance(node, Scalar) else None
    if matched is None or not 1 <= int(matched[2]) <= LAST_ROW:
        wrong(name, node, mistakes, "tên một ô (B2)", "the name of a cell (B2)")
        return None
    return int(matched[2]), column_of(matched[1].upper())


_READERS: Mapping[str, Callable[[str, Node, Mistakes], Any]] = {
    "header_rows": _header_rows,
    "first_row": _row,
    "last_row": _row,
    "skip_rows": _skipped,
    "skip_rows_that_begin": _texts,
    "skip_columns": _texts,
    "orientation": _orientation,
    "unit_cell": _cell,
    "numbers": convention_at,
    "reported_by": line_at,
    "assurance": line_at,
    "names": _names,
}
"""Readers of the settings that each stand for one of a layout, by their keys; those of sheets and of the day need others."""

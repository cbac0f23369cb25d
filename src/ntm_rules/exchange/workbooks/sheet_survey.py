"""Survey of a sheet beside its cells: merged ranges, hidden rows and columns, comments, text boxes, pictures, charts."""

import posixpath
import zipfile
from collections import Counter
from collections.abc import Iterable
from typing import IO

from attrs import define, field, frozen

from ...model.place import Place
from .sheet_xml import LAST_COLUMN, MAIN, OF_CHUNK, Addresses, Start, Text, address_of, parse

MOST_MERGES = 200_000
_SHOWN = 30
_UNSEEN = 0.5
"""Height in points of a row, or width in characters of a column, below which it cannot be seen."""
_TRUE = ("1", "true")


@frozen(order=True)
class CellRange:
    """A range of cells, by its first and last row and column, counted from 1."""

    top: int
    left: int
    bottom: int
    right: int

    def __str__(self) -> str:
        first, last = (
            Place("", row, column, sheet="").cell for row, column in ((self.top, self.left), (self.bottom, self.right))
        )
        return f"{first}:{last}"


@frozen
class Survey:
    """The merged ranges of a sheet, from top to bottom, and its hidden rows and columns that are not empty."""

    merges: tuple[CellRange, ...]
    hidden_rows: tuple[int, ...]
    hidden_columns: tuple[int, ...]


class _Surveyor:
    def __init__(self, addresses: Addresses) -> None:
        self.merges: list[CellRange] = []
        self.rows: set[int] = set()
        self.columns: set[int] = set()
        self._addresses = addresses
        self._hidden_columns: set[int] = set()
        self._shown_columns: set[int] = set()
        self._no_width = self._no_height = False
        self._row_hidden = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if not name.startswith(MAIN):
            return
        name = name[len(MAIN) :]
        if name == "c":
            if self._no_width or self._hidden_columns:
                self._addresses.next_cell(attributes.get("r"))
            else:
                self._addresses.walk(1)
        elif name in ("v", "is"):
            if self._row_hidden:
                self.rows.add(self._addresses.row)
            if (self._no_width or self._hidden_columns) and self._is_hidden(self._addresses.column):
                self.columns.add(self._addresses.column)
        elif name == "row":
            self._addresses.next_row(attributes.get("r"))
            height = attributes.get("ht")
            self._row_hidden = attributes.get("hidden") in _TRUE or (
                float(height) < _UNSEEN if height is not None else self._no_height
            )
        elif name == "col":
            columns = range(int(attributes["min"]), min(int(attributes["max"]), LAST_COLUMN) + 1)
            width = attributes.get("width")
            hidden = attributes.get("hidden") in _TRUE or (width is not None and float(width) < _UNSEEN)
            self._addresses.walk(1 + len(columns) // 64)
            (self._hidden_columns if hidden else self._shown_columns).update(columns)
        elif name == "sheetFormatPr":
            self._no_width = float(attributes.get("defaultColWidth", 1)) < _UNSEEN
            self._no_height = float(attributes.get("defaultRowHeight", 1)) < _UNSEEN
        elif name == "mergeCell":
            self._merge(attributes.get("ref", ""))

    def _is_hidden(self, column: int) -> bool:
        return column in self._hidden_columns or (self._no_width and column not in self._shown_columns)

    def _merge(self, written: str) -> None:
        first, _, last = written.replace("$", "").partition(":")
        self._addresses.walk(2)
        begin, end = address_of(first), address_of(last or first)
        if begin is None or end is None or len(self.merges) >= MOST_MERGES:
            why = f"vùng gộp '{written[:30]}' không hợp lệ", f"the merged range '{written[:30]}' is none"
            raise self._addresses.wrong(1, 1, *why)
        (top, left), (bottom, right) = begin, end
        merged = CellRange(min(top, bottom), min(left, right), max(top, bottom), max(left, right))
        if (merged.top, merged.left) != (merged.bottom, merged.right):
            self.merges.append(merged)


def survey(stream: IO[bytes], addresses: Addresses) -> Survey:
    """Survey a sheet without reading its cells.

    Raises FactsError for rows and cells out of their place, and for a merged range that is none.
    """
    surveyor = _Surveyor(addresses)
    for _ in parse(stream, surveyor.start):
        addresses.walk(OF_CHUNK)
    return Survey(tuple(sorted(surveyor.merges)), tuple(sorted(surveyor.rows)), tuple(sorted(surveyor.columns)))


def runs(numbers: Iterable[int]) -> list[tuple[int, int]]:
    """The numbers, which are in order, as first and last of each unbroken run.

    >>> runs([3, 7, 8, 9])
    [(3, 3), (7, 9)]
    """
    spans: list[tuple[int, int]] = []
    for number in numbers:
        if spans and spans[-1][1] == number - 1:
            spans[-1] = (spans[-1][0], number)
        else:
            spans.append((number, number))
    return spans


def row_names(rows: Iterable[int]) -> str:
    """Row numbers as read aloud: `3, 7-9`."""
    return _listed([str(first) if first == last else f"{first}-{last}" for first, last in runs(rows)])


def column_names(columns: Iterable[int]) -> str:
    """Column letters as read aloud: `C, E-G`."""

    def letters(column: int) -> str:
        return (Place("", 1, column, sheet="").cell or "")[:-1]

    return _listed(
        [letters(first) if first == last else f"{letters(first)}-{letters(last)}" for first, last in runs(columns)]
    )


def listed_ranges(ranges: Iterable[str]) -> str:
    """The ranges, those beyond the first thirty counted."""
    return _listed(list(ranges))


def _listed(names: list[str]) -> str:
    more = len(names) - _SHOWN
    return ", ".join(names[:_SHOWN]) + (f", … (+{more})" if more > 0 else "")


_SHAPES = {"pic": "pictures", "sp": "shapes", "graphicFrame": "charts"}
_COMMENT_PARTS = ("/comments", "/threadedComment")
MOST_COMMENTS = 100_000


@define
class Attachments:
    """Addresses of a sheet's comments, the numbers of its pictures, charts, objects and shapes, and their texts."""

    comments: set[str] = field(factory=set)
    counts: Counter[str] = field(factory=Counter)
    words: list[str] = field(factory=list)


def attachments_of(archive: zipfile.ZipFile, sheet_part: str, addresses: Addresses) -> Attachments:
    """Attachments of the sheet in that part; parts that are named but missing from the archive are ignored.

    Raises FactsError where they cost more work than is spent on a dossier.
    """
    folder, name = posixpath.split(sheet_part.lstrip("/"))
    attachments, names = Attachments(), set(archive.namelist())
    relations = posixpath.join(folder, "_rels", f"{name}.rels")
    if relations not in names:
        return attachments
    targets: dict[tuple[str, str], None] = {}

    def relation(name: str, attributes: dict[str, str]) -> None:
        if name.endswith(" Relationship") and attributes.get("TargetMode") != "External":
            target = attributes.get("Target", "")
            path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
            targets[attributes.get("Type", ""), path] = None

    _walk(archive, relations, relation)
    for kind, path in targets:
        if kind.endswith(("/oleObject", "/package")):
            attachments.counts["objects"] += 1
        if path not in names:
            continue
        addresses.walk(archive.getinfo(path).file_size // 16)
        if kind.endswith(_COMMENT_PARTS):
            _comments(archive, path, attachments)
        elif kind.endswith("/drawing"):
            _drawing(archive, path, attachments)
    return attachments


def _walk(archive: zipfile.ZipFile, path: str, start: Start, text: Text | None = None) -> None:
    with archive.open(path) as stream:
        for _ in parse(stream, start, None, text):
            pass


def _comments(archive: zipfile.ZipFile, path: str, attachments: Attachments) -> None:
    def comment(name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition(" ")[2]
        if local in ("comment", "threadedComment") and len(attachments.comments) < MOST_COMMENTS:
            attachments.comments.add(attributes.get("ref", "?")[:20])

    _walk(archive, path, comment)


def _drawing(archive: zipfile.ZipFile, path: str, attachments: Attachments) -> None:
    in_text = [False]

    def shape(name: str, _: dict[str, str]) -> None:
        namespace, local = name.rpartition(" ")[::2]
        if namespace.endswith("/spreadsheetDrawing") and local in _SHAPES:
            attachments.counts[_SHAPES[local]] += 1
        in_text[0] = namespace.endswith("/drawingml/2006/main") and local == "t"

    def text(words: str) -> None:
        if in_text[0] and words.strip() and len(attachments.words) < 20:
            attachments.words.append(words.strip()[:80])

    _walk(archive, path, shape, text)

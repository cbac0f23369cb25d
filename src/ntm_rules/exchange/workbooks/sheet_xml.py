"""The XML of a workbook's parts as a stream: rows and cells at the addresses that they give themselves.

openpyxl's reader of large sheets passes over rows that stand in the wrong order and cells given twice, and knows nothing
of merged or hidden ones. This one refuses what has no one address, and holds one row at a time.
"""

import re
from collections.abc import Callable, Iterator
from typing import IO
from xml.parsers.expat import ParserCreate, XMLParserType

from attrs import define, frozen

from ...model.place import Place
from ...model.problem import FactsError
from ..cells.limits import FileLimits
from ..diagnostics.messages import diagnostic
from ..diagnostics.mistakes import Mistakes

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main "
LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
_CHUNK = 1 << 16
_LONGEST_TAG = 1 << 20
OF_CHUNK = 256
"""Units of work for a piece of XML, beside those for what it holds."""
_ADDRESS = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,8})")
_NUMBER = re.compile(r"[1-9][0-9]{0,8}")
Start = Callable[[str, dict[str, str]], None]
End = Callable[[str], None]
Text = Callable[[str], None]


class DeclaresEntities(ValueError):
    """Raised where the XML has a document type declaration, which no workbook has."""


def parse(stream: IO[bytes], start: Start, end: End | None = None, text: Text | None = None) -> Iterator[None]:
    """Feed a part to the handlers, and come back after every piece of it. Names are `namespace name`.

    Raises ExpatError for XML that is not well formed, DeclaresEntities, ValueError for an endless tag, and what the handlers
    raise.
    """
    parser: XMLParserType = ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = start
    if end is not None:
        parser.EndElementHandler = end
    if text is not None:
        parser.CharacterDataHandler = text

    def refuse(*_: object) -> None:
        raise DeclaresEntities("it declares XML entities")

    parser.StartDoctypeDeclHandler = refuse
    fed = 0
    while chunk := stream.read(_CHUNK):
        parser.Parse(chunk, False)
        fed += len(chunk)
        if fed - parser.CurrentByteIndex > _LONGEST_TAG:
            raise ValueError("a tag without an end")
        yield
    parser.Parse(b"", True)
    yield


def column_of(letters: str) -> int:
    """The number of a column: 1 for A, 28 for AB."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def address_of(text: str) -> tuple[int, int] | None:
    """The row and column of an address such as `B7`; None for any other text.

    >>> address_of("AB7"), address_of("b7")
    ((7, 28), None)
    """
    matched = _ADDRESS.fullmatch(text)
    return (int(matched[2]), column_of(matched[1])) if matched else None


@frozen
class RawCell:
    """A cell of the XML that has a value or a formula: its type and style, and both as written.

    `size` is the number of characters of the value; `text` is cut off beyond what a cell may hold.
    """

    column: int
    type: str
    style: str
    text: str | None
    formula: str | None
    size: int


@define
class _OpenCell:
    """The cell being read."""

    column: int
    type: str
    style: str
    has_text: bool = False
    has_formula: bool = False
    size: int = 0


class Addresses:
    """Counts through the rows and cells of a sheet, and refuses those whose address is wrong or taken.

    Raises FactsError at the address.
    """

    def __init__(self, file: str, sheet: str, limits: FileLimits, mistakes: Mistakes) -> None:
        self.file, self.sheet, self.limits, self._mistakes = file, sheet, limits, mistakes
        self.row = self.column = 0
        self._columns: dict[str, int] = {}

    def place(self, row: int, column: int) -> Place:
        """The place of a cell of this sheet."""
        return Place(self.file, row, column, sheet=self.sheet)

    def wrong(self, row: int, column: int, why: str, why_en: str) -> FactsError:
        """Error for a row or cell with a wrong address."""
        return FactsError(diagnostic("NTM667", self.place(row, column), why=why, why_en=why_en))

    def walk(self, cells: int) -> None:
        """Count cells visited, so that a small file cannot cause unbounded work."""
        if self._mistakes.is_too_much(cells, self.limits.work):
            raise FactsError(diagnostic("NTM598", self.place(max(self.row, 1), 1)))

    def next_row(self, written: str | None) -> int:
        """The number of the row that begins."""
        before, self.column = self.row, 0
        if written is None:
            self.row = before + 1
        elif _NUMBER.fullmatch(written):
            self.row = int(written)
        else:
            shown = written[:20]
            raise self.wrong(before + 1, 1, f"số dòng '{shown}' không hợp lệ", f"the row number '{shown}' is none")
        if self.row > LAST_ROW:
            place = self.place(LAST_ROW, 1)
            raise FactsError(diagnostic("NTM507", place, what="dòng", what_en="rows", most=LAST_ROW))
        self.walk(1)
        if self.row == before:
            raise self.wrong(self.row, 1, f"dòng {before} có hai lần", f"the row {before} is given twice")
        if self.row < before:
            why = f"dòng {self.row} đứng sau dòng {before}", f"the row {self.row} comes after the row {before}"
            raise self.wrong(self.row, 1, *why)
        return self.row

    def next_cell(self, written: str | None) -> int:
        """The column of the cell that begins."""
        self.walk(1)
        if written is None:
            self.column += 1
            return self.column
        letters = written.rstrip("0123456789")
        column = self._columns.get(letters, 0)
        if not column:
            address = address_of(letters + "1")
            if address is None or address[1] > LAST_COLUMN:
                shown = written[:20]
                why = f"địa chỉ '{shown}' không hợp lệ", f"the address '{shown}' is none"
                raise self.wrong(self.row, self.column + 1, *why)
            column = self._columns[letters] = address[1]
        self.column = column
        if written[len(letters) :] != str(self.row):
            why = f"ô {written[:20]} nằm trong dòng {self.row}", f"the cell {written[:20]} stands in the row {self.row}"
            raise self.wrong(self.row, column, *why)
        return column


class _RowHandlers:
    """Handlers that gather the rows of a sheet."""

    def __init__(self, addresses: Addresses) -> None:
        self.rows: list[tuple[int, list[RawCell]]] = []
        self._addresses = addresses
        self._most = addresses.limits.cell_characters
        self._row: dict[int, RawCell] | None = None
        self._cell: _OpenCell | None = None
        self._texts: dict[str, list[str]] = {"v": [], "f": [], "t": []}
        self._into: str | None = None
        self._phonetic = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if not name.startswith(MAIN):
            return
        name = name[len(MAIN) :]
        if name == "row":
            self._addresses.next_row(attributes.get("r"))
            self._row = {}
        elif name == "c" and self._row is not None:
            column = self._addresses.next_cell(attributes.get("r"))
            self._cell = _OpenCell(column, attributes.get("t", "n"), attributes.get("s", "0"))
        elif self._cell is not None:
            if name in ("v", "f") or (name == "t" and not self._phonetic):
                self._into = name
                self._cell.has_formula = self._cell.has_formula or name == "f"
                self._cell.has_text = self._cell.has_text or name != "f"
            elif name == "rPh":
                self._phonetic = True

    def text(self, text: str) -> None:
        if self._into is None or self._cell is None:
            return
        if self._into == "f":
            if len(self._texts["f"]) < 2:  # enough of a formula to be shown
                self._texts["f"].append(text)
            return
        self._cell.size += len(text)
        if self._cell.size <= self._most + _CHUNK:
            self._texts[self._into].append(text)

    def end(self, name: str) -> None:
        if not name.startswith(MAIN):
            return
        name = name[len(MAIN) :]
        if name in ("v", "f", "t"):
            self._into = None
        elif name == "rPh":
            self._phonetic = False
        elif name == "c" and self._cell is not None:
            self._close(self._cell)
        elif name == "row" and self._row is not None:
            if self._row:
                self.rows.append((self._addresses.row, [self._row[column] for column in sorted(self._row)]))
            self._row = None

    def _close(self, cell: _OpenCell) -> None:
        assert self._row is not None
        if cell.has_text or cell.has_formula:
            text = "".join(self._texts["t" if cell.type == "inlineStr" else "v"]) if cell.has_text else None
            formula = "".join(self._texts["f"])[:200] if cell.has_formula else None
            if text or formula is not None:
                if cell.column in self._row:
                    address = self._addresses.place(self._addresses.row, cell.column).cell
                    why = f"ô {address} có hai lần", f"the cell {address} is given twice"
                    raise self._addresses.wrong(self._addresses.row, cell.column, *why)
                self._row[cell.column] = RawCell(cell.column, cell.type, cell.style, text, formula, cell.size)
            for texts in self._texts.values():
                texts.clear()
        self._cell = None


def raw_rows(stream: IO[bytes], addresses: Addresses) -> Iterator[tuple[int, list[RawCell]]]:
    """The rows of a sheet that hold anything, each with its number and its cells in the order of their columns.

    Raises FactsError at the address of a row or cell out of its place, or given twice.
    """
    reader = _RowHandlers(addresses)
    for _ in parse(stream, reader.start, reader.end, reader.text):
        addresses.walk(OF_CHUNK)
        yield from reader.rows
        reader.rows.clear()

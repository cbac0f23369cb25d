"""Rows of cells, and blocks of rows; the cells of a line of text are made when they are asked for."""

from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import overload

from attrs import frozen

from ...model.place import Place
from ...model.spelling import tidy
from ...model.values.draft import maker_of
from .cell import TableCell, is_blank

TableRow = Sequence[TableCell]
"""Cells of one row of a table, from the first column on."""
_place = maker_of(Place, "file", "line", "column", "end_column")


class TextRow(Sequence[TableCell]):
    """The cells of a line of text without quotes, each made when it is asked for.

    A table has very many cells: of most of them nothing is wanted but what they contain, which another cell of their column
    contained before, and their place.

    >>> row = TextRow(["T", "97,2"], "facts.csv", 2)
    >>> row[1] == TableCell("97,2", Place("facts.csv", 2, 3, 7)), row.place(1) == row[1].place
    (True, True)
    """

    __slots__ = ("_starts", "contents", "file", "line")

    def __init__(self, contents: list[str], file: str, line: int, starts: list[int] | None = None) -> None:
        self.contents, self.file, self.line, self._starts = contents, file, line, starts

    def __len__(self) -> int:
        return len(self.contents)

    @overload
    def __getitem__(self, at: int) -> TableCell: ...

    @overload
    def __getitem__(self, at: slice) -> tuple[TableCell, ...]: ...

    def __getitem__(self, at: int | slice) -> TableCell | tuple[TableCell, ...]:
        if isinstance(at, slice):
            return tuple(self[one] for one in range(*at.indices(len(self))))
        return TableCell(self.contents[at], self.place(at))

    def __iter__(self) -> Iterator[TableCell]:
        return map(self.__getitem__, range(len(self)))

    def place(self, at: int) -> Place:
        """The place of the cell at a position."""
        starts = self._starts
        if starts is None:
            # Each cell ends with the separator before the next.
            starts = [*accumulate(map(len, self.contents), lambda start, size: start + size + 1, initial=1)]
            self._starts = starts
            starts.pop()
        start = starts[at]
        return _place(self.file, self.line, start, start + (len(self.contents[at]) or 1))

    def kept(self, positions: Sequence[int]) -> "TextRow":
        """The cells at some positions alone."""
        self.place(0)
        assert self._starts is not None
        starts = self._starts
        return TextRow([self.contents[at] for at in positions], self.file, self.line, [starts[at] for at in positions])


def text_at(row: TableRow, at: int) -> str:
    """The text of the cell at a position, of a line of text without making the cell; empty beyond the last."""
    if at >= len(row):
        return ""
    return tidy(row.contents[at]) if isinstance(row, TextRow) else row[at].text


def is_blank_row(row: TableRow) -> bool:
    """True where no cell of a row has any content."""
    return all(map(is_blank, row.contents)) if isinstance(row, TextRow) else all(cell.blank for cell in row)


def texts_of(row: TableRow) -> list[str]:
    """The texts of the cells of a row, of a line of text without making its cells."""
    return [tidy(content) for content in row.contents] if isinstance(row, TextRow) else [cell.text for cell in row]


def filled(row: TableRow) -> int:
    """The number of cells of a row with more than spaces in them."""
    if isinstance(row, TextRow):
        return sum(map(bool, map(str.strip, row.contents)))
    return sum(not cell.blank for cell in row)


@frozen
class Block:
    """The records of a text file, or of one sheet of a workbook (`sheet`); they are read as they are asked for, once."""

    file: str
    sheet: str | None
    records: Iterator[TableRow]

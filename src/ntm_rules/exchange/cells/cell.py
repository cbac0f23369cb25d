"""Cells of a table, from a text file or a workbook, with rows and blocks of them."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from enum import Enum
from fractions import Fraction
from itertools import accumulate
from typing import Literal, Optional, overload

from attrs import frozen

from ...model.place import Place
from ...model.spelling import tidy
from ...model.values.draft import maker_of
from ...model.values.number import NotAFigure, exact


class Unusable(Enum):
    """Marks a cell whose content cannot be read and has been reported already."""

    REPORTED = "reported"


Content = str | int | float | bool | date | datetime | time | timedelta | Unusable | None


@frozen
class Dated:
    """A number that a workbook shows as a date, with the number format.

    `period`: the format shows only the month, or the year. `hides_part`: it hides a part of the date, so that the day is
    unknown to a reader.
    """

    format: str
    number: int | float
    period: Literal["month", "year"] | None = None
    hides_part: bool = False


def is_blank(text: str) -> bool:
    """True where a text is empty, or has only spaces and invisible marks."""
    return not text[:1].isalnum() and not tidy(text)


@frozen
class TableCell:
    """Content of a cell as the file has it, and its place.

    `percentage`: the workbook shows the number times 100 with a percent sign. `digits`: the workbook shows the whole
    number with leading zeros up to so many digits, as codes of units have them. `shown_by`: the number format by which
    the workbook shows something else than the content; where that is only a text beside the figure, `affix` is the text.
    `merged`: the merged range that the cell belongs to; all its cells but the first are blank, and what the range shows
    is `merged.cell`. `dash`: the workbook shows the zero that the cell holds as a dash, as formats of accounts do.
    `dated`: how the workbook shows a date that it keeps as a number.

    >>> TableCell("  97,2 ").text, TableCell(85.0).text, TableCell(3385, digits=5).text
    ('97,2', '85', '03385')
    """

    content: Content
    place: Place | None = None
    percentage: bool = False
    digits: int = 0
    shown_by: str | None = None
    affix: str = ""
    merged: Optional["Merge"] = None
    dash: bool = False
    dated: Dated | None = None

    @property
    def blank(self) -> bool:
        """True where the cell has no content, or only spaces and invisible marks."""
        content = self.content
        return content is None or (isinstance(content, str) and is_blank(content))

    @property
    def readable(self) -> bool:
        """True where the cell has content that was not found unusable before."""
        return not self.blank and not isinstance(self.content, Unusable)

    @property
    def text(self) -> str:
        """Content as tidy text; a number in plain digits with a point, a date as `2024-06-30` or its month or year."""
        content = self.content
        if isinstance(content, str):
            return tidy(content)
        if content is None or isinstance(content, Unusable):
            return ""
        if isinstance(content, bool):
            return "TRUE" if content else "FALSE"
        if isinstance(content, int | float):
            try:
                number = exact(content)
            except NotAFigure:
                return str(content)
            if isinstance(number, Fraction):
                return str(number)
            written = format(number, "f")
            return written.zfill(self.digits) if written.isdecimal() else written
        if isinstance(content, datetime) and content.time() == time():
            day = content.date().isoformat()
            period = self.dated.period if self.dated is not None else None
            return day if period is None else day[:7] if period == "month" else day[:4]
        return str(content)


@frozen
class Merge:
    """A range of cells merged into one, such as `B2:B4`, and its first cell, whose content the whole range shows."""

    range: str
    cell: TableCell


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
            return tuple(self[position] for position in range(*at.indices(len(self))))
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

    def only_columns(self, positions: Sequence[int]) -> "TextRow":
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


def first_place(*rows: TableRow) -> Place | None:
    """The place of the first cell of some rows that is not blank."""
    return next((cell.place for row in rows for cell in row if not cell.blank), None)


@frozen
class Block:
    """The records of a text file, or of one sheet of a workbook (`sheet`); they are read as they are asked for, once."""

    file: str
    sheet: str | None
    records: Iterator[TableRow]

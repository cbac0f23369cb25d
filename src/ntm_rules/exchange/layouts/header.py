"""Header rows: found among the titles above them, recognised, and the names of columns where they take several rows."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence, Set

from attrs import evolve, frozen

from ...model.spelling import fold, unaccented
from ..cells.cell import TableCell, TableRow, is_blank_row, text_at
from ..cells.columns import IGNORED, heading, without_year
from .layout import Layout
from .likeness import are_column_numbers

_NOT_REPORTED_YET = re.compile(
    r"(?:ke hoach|kh|muc tieu|chi tieu giao|giao|du kien|uoc|so voi|so sanh|cung ky|plan|target|forecast)\b"
)
"""Headings above or below the name of a measure that make its figures those of a plan, or of a comparison."""
_REPORTED = ("thực hiện", "thực tế", "kết quả", "kết quả thực hiện", "số liệu", "giá trị", "actual", "result")
"""Headings of observed figures, beside those of a plan, below the name of a measure."""


@frozen
class HeaderRule:
    """Recognises a header row: it has a word of every one of the `groups`. `words` are all words of headings.

    `knows` says whether a further heading names something, as a measure; `names` whether a cell below the first group's
    heading names what its row is about (None: whatever is written there does); `near` gives a name like a text.
    `needs_known`: one heading at least is such a further one. `corner`: a column without a heading may say what its rows are
    about, where all other headings are understood and two of them at least are further ones. `almost` gives the name
    that a text must be a misspelling of. `suggests` says of rows without a header, and the name of their sheet, how they
    look, in both languages, and the setting by which they would be read.
    """

    groups: tuple[tuple[str, ...], ...]
    words: tuple[str, ...]
    knows: Callable[[str], bool] | None = None
    names: Callable[[str], bool] | None = None
    near: Callable[[str], str | None] | None = None
    needs_known: bool = False
    corner: bool = False
    almost: Callable[[str], str | None] | None = None
    suggests: Callable[[Sequence[TableRow], str | None], tuple[str, str, str] | None] | None = None

    def holds(self, texts: Sequence[str]) -> bool:
        """True where cells with these texts are a header row."""
        headings = {heading(text) for text in texts} - {""}
        yearless = {without_year(word) for word in headings if word[-1].isdigit()}
        return (
            len(headings) > 1
            and (self.has_words(headings | yearless) or self.has_corner(texts))
            and not (self.needs_known and not any(self.further(text) for text in texts))
        )

    def has_words(self, headings: Set[str]) -> bool:
        """True where the headings have a word of every group."""
        return not any(map(headings.isdisjoint, self.groups))

    def has_corner(self, texts: Sequence[str]) -> bool:
        """True where a column before the known ones has no heading and, as all others are understood, may hold the subjects."""
        if not self.corner or (texts and heading(texts[0]) and heading(texts[0]) not in IGNORED):
            return False
        known = [at for at, text in enumerate(texts) if self.further(text)]
        return (
            len(known) > 1
            and any(not text for text in texts[: known[0]])
            and all(self.understands(text) for text in texts if text)
        )

    def further(self, text: str) -> bool:
        """True where a heading names a measure or unit, beyond the words of headings."""
        return bool(text) and self.knows is not None and self.knows(text)

    def names_column(self, text: str) -> bool:
        """True where the column of a heading is read."""
        return heading(text) in self.words or self.further(text)

    def understands(self, text: str) -> bool:
        """True where a heading is known, also as one whose column is passed over."""
        return heading(text) in IGNORED or self.names_column(text)

    def subject_columns(self, header: Sequence[TableCell]) -> tuple[int, ...]:
        """Positions of the columns with the subject of a row: of the first group; without `names`, one of every group."""
        if self.names is not None:
            return tuple(at for at, cell in enumerate(header) if heading(cell.text) in self.groups[0])
        positions = (
            next((at for at, cell in enumerate(header) if heading(cell.text) in group), None) for group in self.groups
        )
        return tuple(at for at in positions if at is not None)

    def named(self, row: Sequence[TableCell], columns: Sequence[int]) -> str | None:
        """Text of the subject columns that names something known; None where there is none."""
        texts = [text_at(row, at) for at in columns]
        if self.names is None:
            return texts[0] if texts and all(texts) else None
        return next((text for text in texts if text and self.names(text)), None)


@frozen
class Header:
    """The header of a table: a cell for each column, its rows as they stand, and the headings above each column."""

    cells: TableRow
    records: tuple[TableRow, ...]
    above: tuple[tuple[str, ...], ...]

    def filled(self) -> int:
        """Number of cells in its rows that are not blank."""
        return sum(not cell.blank for record in self.records for cell in record)


def header_of(records: Sequence[TableRow], rule: HeaderRule) -> Header:
    """The header that some rows make: of each column the lowest cell that names something, else all its texts joined.

    A cell above the last row stretches over the blank cells to its right, as a merged one does. Such a heading of a group
    does not name a column by itself.
    """
    width = max((at + 1 for record in records for at, cell in enumerate(record) if not cell.blank), default=0)
    grid = [[record[at] if at < len(record) else TableCell(None) for at in range(width)] for record in records]
    if len(grid) == 1:
        return Header(tuple(grid[0]), tuple(records), tuple((cell.text,) for cell in grid[0]))
    cells, above = [], []
    for at in range(width):
        texts = [_stretched(grid, row, at) for row in range(len(grid))]
        own = [row for row in range(len(grid)) if not grid[row][at].blank]
        distinct = tuple(dict.fromkeys(text for text in texts if text))
        above.append(distinct)
        lowest = grid[own[-1]][at] if own else grid[0][at]
        cells.append(evolve(lowest, content=_name(grid, at, own, distinct, rule)) if len(distinct) > 1 else lowest)
    return Header(tuple(cells), tuple(records), tuple(above))


def _stretched(grid: list[list[TableCell]], row: int, at: int) -> str:
    """The text of a cell; above the last row, for a blank one with something below it, that of the cell to its left."""
    if not grid[row][at].blank or row == len(grid) - 1 or all(grid[low][at].blank for low in range(row + 1, len(grid))):
        return grid[row][at].text
    return next((grid[row][left].text for left in range(at - 1, -1, -1) if not grid[row][left].blank), "")


def _name(grid: list[list[TableCell]], at: int, own: list[int], texts: tuple[str, ...], rule: HeaderRule) -> str:
    joined = " ".join(texts)
    if len(texts) > 1 and is_reported(texts[-1]):
        group = next((text for text in reversed(texts[:-1]) if rule.further(text)), None)
        if group is not None and not any(_NOT_REPORTED_YET.match(unaccented(text)) for text in texts):
            return group
    if any(_NOT_REPORTED_YET.match(unaccented(text)) for text in texts):
        return joined
    for means in (rule.names_column, rule.understands):
        for row in reversed(own):
            if means(grid[row][at].text) and not _heads_a_group(grid, row, at):
                return grid[row][at].text
    own_joined = " ".join(dict.fromkeys(grid[row][at].text for row in own))
    return own_joined if not rule.understands(joined) and rule.understands(own_joined) else joined


def is_reported(text: str) -> bool:
    """True where a heading says that the figures below it were observed, as *Thực hiện* does beside *Kế hoạch*."""
    return without_year(text) in _REPORTED


def is_planned(text: str) -> bool:
    """True where a heading says that the figures below it are planned, expected, or of another time."""
    return _NOT_REPORTED_YET.match(unaccented(text)) is not None


def with_corner(header: Header, below: Sequence[TableRow], rule: HeaderRule) -> Header | None:
    """The header with a heading for the column of subjects, where it has none.

    It is the first without a heading in which one of the rows `below` names something known. None where there is none.
    """
    if not rule.corner or rule.has_words({heading(cell.text) for cell in header.cells}):
        return header
    for at, cell in enumerate(header.cells):
        if cell.blank and any(at < len(row) and rule.names is not None and rule.names(row[at].text) for row in below):
            named = (evolve(cell, content=rule.groups[0][1]), *header.cells[at + 1 :])
            return evolve(header, cells=(*header.cells[:at], *named))
    return None


def _heads_a_group(grid: list[list[TableCell]], row: int, at: int) -> bool:
    """True where the cell also heads the next column."""
    beside = at + 1
    if row == len(grid) - 1 or beside >= len(grid[row]) or not grid[row][beside].blank:
        return False
    return any(not grid[low][beside].blank for low in range(row + 1, len(grid)))


def row_of_data(header: Header, rule: HeaderRule) -> tuple[TableRow, str] | None:
    """First row of a header of several rows that holds data, and its subject."""
    subjects = rule.subject_columns(header.cells)
    for record in header.records if len(header.records) > 1 else ():
        named = rule.named(record, subjects)
        if named is not None and not rule.names_column(named):
            return record, named
    return None


def best_header(windows: Mapping[int, Sequence[TableRow]], rule: HeaderRule) -> tuple[int, Header] | None:
    """The header with most known headings among windows of rows, and its key in `windows`; None if none is a header.

    One with a row of data or of column numbers in it is the last choice; of equals it is the lower one, which has no title
    in it.
    """
    candidates: list[tuple[tuple[bool, int, int, int, int], Header]] = []
    for start, records in windows.items():
        header = header_of(records, rule)
        texts = [cell.text for cell in header.cells]
        if rule.holds(texts):
            is_clean = not any(are_column_numbers(record) for record in header.records) and not row_of_data(
                header, rule
            )
            meant = sum(rule.understands(text) for text in texts if text)
            unknown = sum(bool(text) for text in texts) - meant
            candidates.append(((is_clean, meant, -unknown, header.filled(), start), header))
    if not candidates:
        return None
    score, header = max(candidates, key=lambda candidate: candidate[0])
    return score[-1], header


def same_headings(row: Sequence[TableCell], other: Sequence[TableCell]) -> bool:
    """True where two rows have the same texts."""
    first, second = ([fold(cell.text) for cell in cells] for cells in (row, other))
    longest = max(len(first), len(second))
    return first + [""] * (longest - len(first)) == second + [""] * (longest - len(second))


@frozen
class HeaderSearch:
    """The header, if there is one; the rows above it, or all rows searched; the rows below it that were read already.

    `unit_cell` is the cell with the name of the unit, where the layout has one.
    """

    header: Header | None
    above: list[TableRow]
    left: list[TableRow]
    unit_cell: TableCell | None


def is_comment(record: TableRow) -> bool:
    """True where a row above the header is a comment, or Excel's own `sep=;`."""
    first = next((cell.text for cell in record if cell.text), "")
    return first.startswith("#") or fold(first).startswith("sep=")


def find_header(records: Iterator[TableRow], rule: HeaderRule, layout: Layout, looked_through: int) -> HeaderSearch:
    """Find the header among the first rows of `records`, which afterwards holds the rows below it.

    It begins at the layout's first row, if it has one; else one row is the first that can be a header, and of several
    rows those are the header which name most columns. Blank rows count among the rows of a header.
    """
    count, first = layout.header_rows, layout.first_row
    above, waiting, rows = list[TableRow](), list[TableRow](), list[int]()
    unit_cell, looked = None, 0
    for index, record in enumerate(records):
        line = record[0].place.line if record and record[0].place else 0
        if layout.unit_cell is not None and layout.unit_cell[0] == line and len(record) >= layout.unit_cell[1]:
            unit_cell = record[layout.unit_cell[1] - 1]
        is_early = first is not None and line < first
        is_filled = not is_blank_row(record)
        if is_filled and not (is_comment(record) and count == 1):
            (above if is_early else waiting).append(record)
            if not is_early:
                rows.append(_row(record, index, layout))
        if is_early:
            continue
        looked += 1
        if first is not None:
            is_whole = bool(rows) and _row(record, index, layout) >= rows[0] + count - 1
        else:
            is_whole = count == 1 and is_filled and rule.holds([cell.text for cell in record])
        if is_whole or looked > looked_through:
            break
    if first is not None or count == 1:
        starts = [0] if first is not None else [len(waiting) - 1]
    else:
        starts = [at for at, record in enumerate(waiting) if not is_comment(record)]
    windows = {at: _window(waiting, rows, at, count) for at in starts if 0 <= at < len(waiting)}
    start, header = best_header(windows, rule) or (0, None)
    if header is None:
        looked_at = waiting or above if first is not None else waiting
        return HeaderSearch(None, [record for record in looked_at if not is_comment(record)], [], unit_cell)
    return HeaderSearch(header, [*above, *waiting[:start]], waiting[start + len(windows[start]) :], unit_cell)


def _row(record: TableRow, index: int, layout: Layout) -> int:
    """The number of a row among those that are not passed over: of a sheet its own, of a text file that of the record."""
    place = record[0].place if record else None
    if place is None or place.sheet is None:
        return index
    return place.line - sum(max(0, min(rows.last, place.line - 1) - rows.first + 1) for rows in layout.skip_rows)


def _window(records: list[TableRow], rows: list[int], start: int, count: int) -> list[TableRow]:
    """The records of `count` rows from `start`, blank ones left out."""
    end = next((at for at in range(start, len(rows)) if rows[at] >= rows[start] + count), len(rows))
    return records[start:end]

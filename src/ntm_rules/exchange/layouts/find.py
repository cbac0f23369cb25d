"""Finds the header of a table among the rows of titles above it."""

from collections.abc import Iterator

from attrs import frozen

from ...model.spelling import fold
from ..cells.cell import TableCell
from ..cells.row import TableRow
from .header import Header, HeaderRule, best_header
from .layout import Layout


@frozen
class Found:
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


def find_header(records: Iterator[TableRow], rule: HeaderRule, layout: Layout, looked_through: int) -> Found:
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
        is_filled = not all(cell.blank for cell in record)
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
        return Found(None, [each for each in looked_at if not is_comment(each)], [], unit_cell)
    return Found(header, [*above, *waiting[:start]], waiting[start + len(windows[start]) :], unit_cell)


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

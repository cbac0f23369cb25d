"""Finds the header of a table among the rows of titles above it."""

from collections.abc import Iterator

from attrs import frozen

from ...model.spelling import fold
from ..cell import Cell
from .header import Header, HeaderRule, best_header, header_of
from .layout import Layout

Record = tuple[Cell, ...]


@frozen
class Found:
    """The header, if there is one; the rows above it (else those looked through); the rows read beyond it already.

    `unit_cell` is the cell that the layout says names the unit.
    """

    header: Header | None
    above: list[Record]
    left: list[Record]
    unit_cell: Cell | None


def is_comment(record: Record) -> bool:
    """Whether a row above the header is a comment, or Excel's own `sep=;`."""
    first = next((cell.text for cell in record if cell.text), "")
    return first.startswith("#") or fold(first).startswith("sep=")


def find_header(records: Iterator[Record], rule: HeaderRule, layout: Layout, looked_through: int) -> Found:
    """The header among the first rows of `records`, which are left below it.

    It begins at the layout's first row, if it has one; else one row is the first that can be a header, and of several
    rows those are the header which name most columns.
    """
    count, first = layout.header_rows, layout.first_row
    above, waiting, unit_cell, looked = list[Record](), list[Record](), None, 0
    for record in records:
        line = record[0].place.line if record and record[0].place else 0
        if layout.unit_cell is not None and layout.unit_cell[0] == line and len(record) >= layout.unit_cell[1]:
            unit_cell = record[layout.unit_cell[1] - 1]
        is_early = first is not None and line < first
        is_filled = not all(cell.blank for cell in record)
        if is_filled and not (is_comment(record) and count == 1):
            (above if is_early else waiting).append(record)
        if is_early:
            continue
        looked += 1
        if first is not None:
            is_whole = sum(not is_comment(each) for each in waiting) == count
        else:
            is_whole = count == 1 and is_filled and rule.holds([cell.text for cell in record])
        if is_whole or looked > looked_through:
            break
    plain = [each for each in waiting if not is_comment(each)]
    start, header = _among(plain, rule, layout)
    if header is None:
        looked_at = waiting or above if first is not None else waiting
        return Found(None, [each for each in looked_at if not is_comment(each)], [], unit_cell)
    last = next(at for at, each in enumerate(waiting) if each is plain[start + count - 1])
    return Found(header, [*above, *plain[:start]], waiting[last + 1 :], unit_cell)


def _among(records: list[Record], rule: HeaderRule, layout: Layout) -> tuple[int, Header | None]:
    count = layout.header_rows
    if layout.first_row is not None:
        header = header_of(records[:count], rule)
        fits = len(records) >= count and rule.holds([cell.text for cell in header.cells])
        return 0, header if fits else None
    if count == 1:
        last = records[-1:]
        fits = bool(last) and rule.holds([cell.text for cell in last[0]])
        return len(records) - 1, header_of(last, rule) if fits else None
    return best_header(records, count, rule) or (0, None)

"""Rows of a table as a reader of the sheet sees them: each cell of a merged range with the content of the range.

What a merged cell says is spread over its rows where it classifies them (a unit, a parent, a day); a merged figure is
refused, since one total for three communes looks the same as one figure for each.
"""

from collections.abc import Collection, Iterator

from attrs import evolve

from ...model.problem import Severity
from ...model.spelling import fold
from ..cells.cell import Merge, TableCell, TableRow, TextRow, Unusable
from ..cells.columns import IGNORED
from ..diagnostics.mistakes import Mistakes
from ..workbooks.sheet_survey import listed_ranges
from .table import CellTable


def rows_as_shown(table: CellTable, figures: Collection[int], mistakes: Mistakes) -> Iterator[TableRow]:
    """The rows of `table`. `figures` are the positions of the columns that hold figures; all others classify rows.

    Reported: merged ranges, zeros shown as dashes, and a number format that shows something else than the cell holds.
    """
    merges = _MergedCells(table.header, figures, mistakes)
    for row in table.rows:
        if isinstance(row, TextRow) or not any(
            cell.merged is not None or cell.shown_by is not None or cell.dash for cell in row
        ):
            yield row
            continue
        settled = merges.settle(row)
        if settled is not None:
            yield settled
    merges.report()


class _MergedCells:
    """The merged ranges of a table, gathered for the diagnostics about them."""

    def __init__(self, header: TableRow, figures: Collection[int], mistakes: Mistakes) -> None:
        self._header, self._figures, self._mistakes = header, figures, mistakes
        self._named = {
            position for position, cell in enumerate(header) if not cell.blank and fold(cell.text) not in IGNORED
        } | set(figures)
        self._header_ends = max((_line(cell) for cell in header), default=0)
        self._dashes: dict[int, list[TableCell]] = {}
        self._merges: dict[tuple[str, int], dict[str, Merge]] = {}

    def settle(self, row: TableRow) -> TableRow | None:
        """The row with the content of its merged cells; None for a heading or signature merged across columns."""
        ranges: dict[str, list[int]] = {}
        for position, cell in enumerate(row):
            if cell.merged is not None and position in self._named and not cell.merged.cell.blank:
                ranges.setdefault(cell.merged.range, []).append(position)
        if self._is_heading(row, ranges):
            return None
        settled = list(row)
        for positions in ranges.values():
            merge = row[positions[0]].merged
            assert merge is not None
            across = _is_across(row, positions)
            for position in positions:
                settled[position] = self._cell(row[position], merge, position, across)
        for position, cell in enumerate(settled):
            if cell.dash and position in self._figures:
                self._dashes.setdefault(position, []).append(cell)
                settled[position] = evolve(cell, dash=False, shown_by=cell.shown_by if cell.affix else None)
            elif cell.shown_by is not None and position in self._named and position not in self._figures:
                place, text, shown_by = cell.place, cell.text, cell.shown_by
                self._mistakes.report("NTM668", place, text=text, format=shown_by)
                settled[position] = evolve(cell, content=Unusable.REPORTED, shown_by=None)
        return tuple(settled)

    def _is_heading(self, row: TableRow, ranges: dict[str, list[int]]) -> bool:
        """True where the only content of the row is text merged across columns, which is reported."""
        wide = [positions for positions in ranges.values() if _is_across(row, positions)]
        across = {position for positions in wide for position in positions}
        occupied = {position for position in self._named if not row[position].blank} | set().union(*ranges.values())
        firsts = {merge.cell.place for at in across if (merge := row[at].merged) is not None}
        filled = [cell for at, cell in enumerate(row) if not cell.blank and (at in occupied or cell.place in firsts)]
        if not filled or not occupied <= across or not all(isinstance(cell.content, str) for cell in filled):
            return False
        text = "; ".join(cell.text for cell in filled)
        self._mistakes.report("NTM678", filled[0].place, Severity.WARNING, text=text)
        return True

    def _cell(self, cell: TableCell, merge: Merge, position: int, across: bool) -> TableCell:
        if _line(merge.cell) <= self._header_ends:
            code = "NTM664"
        elif across:
            code = "NTM663"
        elif cell.place == merge.cell.place:
            return cell
        else:
            code = "NTM661" if position in self._figures else "NTM662"
        self._merges.setdefault((code, position), {})[merge.range] = merge
        if code == "NTM662":
            return evolve(merge.cell, place=cell.place, merged=merge)
        return TableCell(Unusable.REPORTED, cell.place, merged=merge)

    def report(self) -> None:
        """Report the merged ranges and the dashes that were met, one diagnostic for each column and kind."""
        across: set[str] = set()
        for (code, position), merges in self._merges.items():
            if code in ("NTM663", "NTM664"):
                merges = {range: merge for range, merge in merges.items() if range not in across}
                across.update(merges)
            if not merges:
                continue
            severity = Severity.NOTE if code == "NTM662" else Severity.ERROR
            column = self._header[position].text
            first = next(iter(merges.values()))
            ranges = listed_ranges(merges)
            advice = {"rows": str(max(map(_rows, merges)))} if code == "NTM664" else {}
            place, count = first.cell.place, len(merges)
            self._mistakes.report(code, place, severity, advice=advice, ranges=ranges, column=column, count=count)
        for position, cells in self._dashes.items():
            column, count = self._header[position].text, len(cells)
            shown = listed_ranges(place.cell or "?" for cell in cells if (place := cell.place) is not None)
            self._mistakes.report("NTM673", cells[0].place, Severity.NOTE, column=column, count=count, cells=shown)


def _line(cell: TableCell) -> int:
    return 0 if cell.place is None else cell.place.line or 0


def _rows(range: str) -> int:
    """Number of rows of a range such as `B2:B4`."""
    first, last = (int(cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")) for cell in range.split(":"))
    return last - first + 1


def _is_across(row: TableRow, positions: list[int]) -> bool:
    """True where a merged range covers several columns of a table: named ones, or also that of serial numbers."""
    merge, own = row[positions[0]].merged, row[positions[0]].place
    first = None if merge is None else merge.cell.place
    return len(positions) > 1 or (first is not None and own is not None and first.column != own.column)

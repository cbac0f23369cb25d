"""The rows of a table as a reader of the sheet sees them: with what their merged cells say.

What a merged cell says is spread over its rows where it classifies them (a unit, a parent, a day); a merged figure is
refused, since one total for three communes looks the same as one figure for each.
"""

from collections.abc import Collection, Iterator

from attrs import evolve

from ..model.problem import Severity
from ..model.spelling import fold
from .cell import Cell, Merge, Unusable
from .columns import IGNORED
from .findings import Findings
from .sheet_survey import listed_ranges
from .table import Table


def rows_as_shown(table: Table, figures: Collection[int], findings: Findings) -> Iterator[tuple[Cell, ...]]:
    """The rows of `table`. `figures` are the positions of the columns that hold figures; all others classify rows.

    Reported: merged ranges, and a number format that shows something else than the cell holds.
    """
    merges = _Merges(table.header, figures, findings)
    for row in table.rows:
        if any(cell.merged is not None or cell.shown_by is not None for cell in row):
            settled = merges.settle(row)
            if settled is not None:
                yield settled
        else:
            yield row
    merges.report()


class _Merges:
    """The merged ranges of a table, gathered by what is to be said of them."""

    def __init__(self, header: tuple[Cell, ...], figures: Collection[int], findings: Findings) -> None:
        self._header, self._figures, self._findings = header, figures, findings
        self._named = {
            position for position, cell in enumerate(header) if not cell.blank and fold(cell.text) not in IGNORED
        } | set(figures)
        self._begun: set[str] = set()
        self._found: dict[tuple[str, int], dict[str, Merge]] = {}

    def settle(self, row: tuple[Cell, ...]) -> tuple[Cell, ...] | None:
        """The row with what its merged cells say; None for a heading or signature that is one text across columns."""
        ranges: dict[str, list[int]] = {}
        for position, cell in enumerate(row):
            if cell.merged is not None and position in self._named and not cell.merged.cell.blank:
                ranges.setdefault(cell.merged.range, []).append(position)
        if self._is_heading(row, ranges):
            return None
        settled = list(row)
        for range, positions in ranges.items():
            merge = row[positions[0]].merged
            assert merge is not None
            for position in positions:
                settled[position] = self._cell(row[position], merge, position, len(positions) > 1)
            if any(row[position].place == merge.cell.place for position in positions):
                self._begun.add(range)
        for position, cell in enumerate(settled):
            if cell.shown_by is not None and position in self._named and position not in self._figures:
                place, text, shown_by = cell.place, cell.text, cell.shown_by
                self._findings.report("NTM668", place, text=text, format=shown_by)
                settled[position] = evolve(cell, content=Unusable.REPORTED, shown_by=None)
        return tuple(settled)

    def _is_heading(self, row: tuple[Cell, ...], ranges: dict[str, list[int]]) -> bool:
        """Whether all that the row says is text merged across columns; it is reported."""
        across = {position for positions in ranges.values() if len(positions) > 1 for position in positions}
        said = {position for position in self._named if not row[position].blank} | set().union(*ranges.values())
        filled = sorted(position for position in said if not row[position].blank)
        if not filled or not said <= across or not all(isinstance(row[at].content, str) for at in filled):
            return False
        text = "; ".join(row[position].text for position in filled)
        self._findings.report("NTM678", row[filled[0]].place, Severity.WARNING, text=text)
        return True

    def _cell(self, cell: Cell, merge: Merge, position: int, across: bool) -> Cell:
        first = cell.place == merge.cell.place
        if across:
            code = "NTM663"
        elif first:
            return cell
        elif merge.range not in self._begun:
            code = "NTM664"
        else:
            code = "NTM661" if position in self._figures else "NTM662"
        self._found.setdefault((code, position), {})[merge.range] = merge
        if code == "NTM662":
            return evolve(merge.cell, place=cell.place, merged=merge)
        return Cell(Unusable.REPORTED, cell.place, merged=merge)

    def report(self) -> None:
        """Report the merged ranges that were met, one diagnostic for each column and kind."""
        across: set[str] = set()
        for (code, position), merges in self._found.items():
            if code == "NTM663":
                merges = {range: merge for range, merge in merges.items() if range not in across}
                across.update(merges)
            if not merges:
                continue
            severity = Severity.NOTE if code == "NTM662" else Severity.ERROR
            column = self._header[position].text
            first = next(iter(merges.values()))
            ranges = listed_ranges(merges)
            self._findings.report(code, first.cell.place, severity, ranges=ranges, column=column, count=len(merges))

"""Rows below a header: data, rows passed over, and rows that look like no data."""

from collections.abc import Iterable, Iterator, Sequence

from attrs import frozen

from ...model.place import Place
from ...model.problem import Severity
from ..cells.cell import TableCell, TableRow, TextRow, filled, first_place, is_blank_row, texts_of
from ..cells.limits import OF_CELL, FileLimits
from ..diagnostics.mistakes import Mistakes
from ..workbooks.sheet_xml import address_of
from .header import Header, HeaderRule, is_planned, is_reported, same_headings
from .likeness import Likeness, are_column_numbers, likeness
from .passed import Passing


@frozen
class DataRows:
    """Reads the rows below a header. `columns_read` are the columns read, of those that the header has; `cells` their headings.

    `subjects` are the positions of the columns with the subject of a row.
    """

    file: str
    sheet: str | None
    header: Header
    cells: TableRow
    columns_read: tuple[int, ...]
    subjects: tuple[int, ...]
    rule: HeaderRule
    passing: Passing
    mistakes: Mistakes
    limits: FileLimits

    def rows(self, records: Iterable[TableRow]) -> Iterator[TableRow]:
        """Yield the rows of data, each as long as the header; any other row is reported."""
        count, unnamed = 0, [at for at, cell in enumerate(self.header.cells) if cell.blank]
        for record in records:
            if is_blank_row(record) or self.passing.by_words(record):
                continue
            named = self.rule.named(record, self.subjects)
            if (named is None or self.rule.names is None) and self._is_header(record):
                if not any(same_headings(record, header_row) for header_row in self.header.records):
                    self.mistakes.report("NTM687", first_place(record))
                    break
                self.mistakes.report("NTM686", first_place(record), Severity.NOTE)
                continue
            count += 1
            if count > self.limits.rows:
                self.mistakes.report("NTM507", record[0].place, what="dòng", what_en="rows", most=self.limits.rows)
                break
            like = self._likeness(record, named) if named is None or self.rule.names is None else None
            if like is not None:
                what = {"what": like.vi, "what_en": like.en}
                self.mistakes.report("NTM681", first_place(record), advice=what, text=like.text, setting=like.setting)
                continue
            if self._is_ragged(record):
                continue
            if self.mistakes.is_full:
                break
            row = self._row(record, unnamed)
            if self.mistakes.is_too_much(OF_CELL * filled(row), self.limits.work):
                self.mistakes.report("NTM598", first_place(record))
                break
            yield row
        if not count:
            why = {"why": "bảng có tiêu đề nhưng không có dòng nào", "why_en": "the table has a header, but no rows"}
            self.mistakes.report("NTM688", self.cells[0].place, Severity.WARNING, advice=why)
        self.passing.report()

    def _is_header(self, record: TableRow) -> bool:
        """True where a row repeats the header or one of its rows."""
        rows = self.header.records
        return self.rule.holds(texts_of(record)) or (len(rows) > 1 and any(same_headings(record, row) for row in rows))

    def _likeness(self, record: TableRow, named: str | None) -> Likeness | None:
        """Kind of office-form row that a row without a known subject resembles; None also for text merged across columns."""
        if all(cell.blank or (cell.merged is not None and isinstance(cell.content, str)) for cell in record):
            return None
        if named is not None:
            return likeness(record) if are_column_numbers(record) else None
        like, near = likeness(record), self.rule.near
        if like is None or like.is_sure or near is None:
            return like
        texts = [record[at].text for at in self.subjects if at < len(record)]
        return None if any(text and near(text) is not None for text in texts) else like

    def _is_ragged(self, record: TableRow) -> bool:
        """True where a line of a text file has too few or too many cells, which is reported."""
        width = len(self.header.cells)
        if self.sheet is not None or (len(record) >= width and all(cell.blank for cell in record[width:])):
            return False
        self.mistakes.report("NTM514", record[0].place, found=len(record), expected=width)
        return True

    def _row(self, record: TableRow, unnamed: Sequence[int]) -> TableRow:
        """The cells of the columns that are kept; what stands under no heading, `unnamed` or beyond the last, is reported."""
        width = len(self.header.cells)
        under_none = ((record[at], self.header.cells[at]) for at in unnamed if at < len(record))
        for cell, heading in (*under_none, *((cell, self.header.cells[-1]) for cell in record[width:])):
            if cell.readable:
                self.mistakes.report("NTM518", cell.place, advice=of_no_heading(heading, cell), text=cell.text)
        if isinstance(record, TextRow) and len(record) >= width:
            return record if len(self.columns_read) == len(record) else record.only_columns(self.columns_read)
        line = record[0].place.line if record[0].place else 1
        return tuple(
            record[at] if at < len(record) else TableCell(None, Place(self.file, line, at + 1, sheet=self.sheet))
            for at in self.columns_read
        )


def of_no_heading(heading: TableCell | None = None, cell: TableCell | None = None) -> dict[str, str]:
    """Advice on a column without a heading; a merged heading cell names only the first of its columns."""
    if heading is None or heading.merged is None or not _reaches(heading.merged.range, cell):
        return {
            "hint_vi": "đặt tiêu đề cho cột, hoặc xóa nội dung",
            "hint_en": "give the column a header, or clear the cell",
        }
    range = heading.merged.range
    return {
        "hint_vi": f"ô tiêu đề {range} được gộp (merge) qua nhiều cột: bỏ gộp và đặt tiêu đề cho từng cột",
        "hint_en": f"the header cell {range} is merged over several columns: unmerge it and name each column",
    }


def _reaches(range: str, cell: TableCell | None) -> bool:
    last = address_of(range.partition(":")[2])
    return last is not None and cell is not None and cell.place is not None and cell.place.column <= last[1]


def further_heading(record: TableRow, header: Header, subjects: Sequence[int], rule: HeaderRule) -> TableCell | None:
    """The first heading in the row below a header of one row, where that row is part of the header too.

    It is one when it is about no unit, and names something under a heading that means nothing, or under none.
    """
    if len(header.records) > 1 or are_column_numbers(record) or same_headings(record, header.records[0]):
        return None
    if any(at < len(record) and not record[at].blank for at in subjects):
        return None
    above = header.cells
    for at, cell in enumerate(record):
        if rule.further(cell.text) and not (at < len(above) and rule.understands(above[at].text)):
            return cell
    planned = [cell for cell in record if is_planned(cell.text)]
    return planned[0] if planned and any(is_reported(cell.text) for cell in record) else None


def heading_above(record: TableRow, header: Header, rule: HeaderRule) -> TableCell | None:
    """The first heading in the row above a header of one row that stands over a column without one."""
    if len(header.records) > 1:
        return None
    below = header.cells
    for at, cell in enumerate(record):
        if rule.further(cell.text) and (at >= len(below) or below[at].blank):
            return cell
    return None

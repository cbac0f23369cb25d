"""Workbooks: the cells of every visible sheet, as the workbook shows them."""

import warnings
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any
from xml.parsers.expat import ExpatError

from attrs import evolve
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from ...language.files.input_file import SETTINGS_SHEET
from ...model.place import Place
from ...model.problem import FactsError, Severity
from ...model.spelling import fold
from ..cells.cell import Block, Merge, TableCell, TableRow
from ..cells.limits import OF_MERGED, FileLimits
from ..diagnostics.mistakes import Mistakes
from .cells import CellReader
from .inspection import Inspected, inspect, not_opened, old_or_locked, why_not_opened
from .sheet_survey import CellRange, Survey, attachments_of, column_names, listed_ranges, row_names, survey
from .sheet_xml import Addresses, raw_rows

_BROKEN = (
    *(
        zipfile.BadZipFile,
        zlib.error,
        InvalidFileException,
        ExpatError,
        SyntaxError,
        LookupError,
        ValueError,
        TypeError,
    ),
    *(AttributeError, AssertionError, ArithmeticError, RuntimeError, EOFError, OSError),
)
"""Exceptions that openpyxl raises for files that are no workbook, or a damaged one."""

_OLD_OR_LOCKED = b"\xd0\xcf\x11\xe0"
_NOTES = ("#", "hướng dẫn", "ghi chú", "chú thích", "guide", "instructions", "notes", "readme", "read me")


def sheet_blocks(content: bytes, file: str, mistakes: Mistakes, limits: FileLimits) -> Iterator[Block]:
    """The records of each visible sheet of a workbook, in its order. Raises FactsError when it cannot be opened.

    The sheet of settings that a workbook carries is the first, hidden or not. Other hidden sheets, and sheets of instructions
    or notes, are reported and not read; hidden rows and columns are read and reported.
    """
    if content.startswith(_OLD_OR_LOCKED):
        raise FactsError(not_opened(Place(file), old_or_locked(content)))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl warns of parts that it does not need, such as drop-down lists
        try:
            inspected = inspect(content, file, limits)
            shown = load_workbook(inspected.book, read_only=True, data_only=True, keep_links=False)
            names = [sheet.title for sheet in shown.worksheets]
        except _BROKEN as error:
            raise FactsError(not_opened(Place(file), why_not_opened(error))) from error
    try:
        for name in inspected.sheets:
            if name not in names:
                mistakes.report("NTM677", Place(file, sheet=name), Severity.WARNING, sheet=name)
        # Settings that the workbook carries come before what is read by them.
        for sheet in sorted(shown.worksheets, key=lambda sheet: sheet.title != SETTINGS_SHEET):
            place = Place(file, sheet=sheet.title)
            if sheet.title == SETTINGS_SHEET:
                yield Block(file, sheet.title, _sheet_records(sheet, inspected, mistakes, limits))
            elif sheet.sheet_state != "visible":
                mistakes.report("NTM509", place, Severity.WARNING, sheet=sheet.title)
            elif fold(sheet.title).startswith(_NOTES):
                mistakes.report("NTM511", place, Severity.NOTE, sheet=sheet.title)
            else:
                yield Block(file, sheet.title, _sheet_records(sheet, inspected, mistakes, limits))
    finally:
        shown.close()


def _sheet_records(sheet: Any, inspected: Inspected, mistakes: Mistakes, limits: FileLimits) -> Iterator[TableRow]:
    """Yield the records of a sheet; an error in the sheet as a whole ends them and is reported."""
    file, archive, part = inspected.file, inspected.archive, sheet._worksheet_path
    try:
        with archive.open(part) as stream:
            surveyed = survey(stream, Addresses(file, sheet.title, limits, mistakes))
        _report_hidden(surveyed, file, sheet.title, mistakes)
        _report_attachments(archive, part, Addresses(file, sheet.title, limits, mistakes), mistakes)
        reader = CellReader(sheet, inspected.stale, mistakes, limits)
        with archive.open(part) as stream:
            addresses = Addresses(file, sheet.title, limits, mistakes)
            yield from _records(stream, addresses, reader, _Merges(surveyed, addresses), mistakes)
    except FactsError as error:
        mistakes.take(error)
    except _BROKEN as error:
        mistakes.add(not_opened(Place(file, sheet=sheet.title), why_not_opened(error)))


def _report_hidden(surveyed: Survey, file: str, sheet: str, mistakes: Mistakes) -> None:
    if not surveyed.hidden_rows and not surveyed.hidden_columns:
        return
    rows, columns = row_names(surveyed.hidden_rows), column_names(surveyed.hidden_columns)
    parts = [f"dòng {rows}"] * bool(rows) + [f"cột {columns}"] * bool(columns)
    parts_en = [f"row(s) {rows}"] * bool(rows) + [f"column(s) {columns}"] * bool(columns)
    place = Place(file, min(surveyed.hidden_rows, default=1), min(surveyed.hidden_columns, default=1), sheet=sheet)
    mistakes.report(
        "NTM666",
        place,
        Severity.WARNING,
        advice={"what": " và ".join(parts), "what_en": " and ".join(parts_en)},
        rows=rows,
        columns=columns,
    )


def _report_attachments(archive: zipfile.ZipFile, part: str, addresses: Addresses, mistakes: Mistakes) -> None:
    attachments = attachments_of(archive, part, addresses)
    vi, en = [], []
    if attachments.comments:
        cells = listed_ranges(sorted(attachments.comments, key=lambda cell: (len(cell), cell)))
        vi.append(f"{len(attachments.comments)} ghi chú của ô ({cells})")
        en.append(f"{len(attachments.comments)} cell comment{'s' * (len(attachments.comments) > 1)} ({cells})")
    for kind, word in (("pictures", "hình ảnh"), ("charts", "biểu đồ"), ("objects", "đối tượng nhúng")):
        if attachments.counts[kind]:
            vi.append(f"{attachments.counts[kind]} {word}")
            en.append(f"{attachments.counts[kind]} {kind if attachments.counts[kind] > 1 else kind[:-1]}")
    if attachments.counts["shapes"]:
        quoted = f" “{' '.join(attachments.words)[:200]}”" if attachments.words else ""
        vi.append(f"{attachments.counts['shapes']} hộp văn bản hoặc hình vẽ{quoted}")
        en.append(f"{attachments.counts['shapes']} text boxes or shapes{quoted}")
    if vi:
        advice = {"what": ", ".join(vi), "what_en": ", ".join(en)}
        place = Place(addresses.file, sheet=addresses.sheet)
        mistakes.report("NTM669", place, Severity.NOTE, advice=advice, comments=len(attachments.comments))


class _Merges:
    """The merged ranges that reach into the row at hand, column by column."""

    def __init__(self, surveyed: Survey, addresses: Addresses) -> None:
        self._addresses = addresses
        self._waiting = list(reversed(surveyed.merges))
        self._open: dict[int, tuple[CellRange, Merge]] = {}
        self.hidden_under: list[str] = []

    def into(self, row: int, cells: dict[int, TableCell]) -> None:
        """Set the merged range of every cell of a row that has one; the cells but the first of a range become blank."""
        for column in [column for column, (span, _) in self._open.items() if span.bottom < row]:
            del self._open[column]
        while self._waiting and self._waiting[-1].top <= row:
            span = self._waiting.pop()
            if span.bottom >= row:
                self._begin(span, row, cells)
        most = self._addresses.limits.columns
        self._addresses.walk(OF_MERGED * len(self._open))
        for column, (span, merge) in self._open.items():
            own = cells.get(column)
            first = (span.top, span.left) == (row, column)
            if own is not None and not own.blank and not first and own.content != merge.cell.content:
                self.hidden_under.append(f"{own.place.cell if own.place else '?'} ({span})")
            if column <= most:
                place = self._addresses.place(row, column)
                cells[column] = evolve(merge.cell, merged=merge) if first else TableCell(None, place, merged=merge)

    def _begin(self, span: CellRange, row: int, cells: dict[int, TableCell]) -> None:
        last = min(span.right, self._addresses.limits.columns)
        self._addresses.walk(max(last - span.left, 0))
        taken = next((column for column in range(span.left, last + 1) if column in self._open), None)
        if taken is not None:
            other = self._open[taken][0]
            why = f"vùng gộp {span} chồng lên {other}", f"the merged ranges {other} and {span} overlap"
            raise self._addresses.wrong(row, taken, *why)
        place = self._addresses.place(span.top, span.left)
        cell = cells.get(span.left) if span.top == row else None
        anchor = cell if cell is not None else TableCell(None, place)
        merge = Merge(str(span), anchor)
        for column in range(span.left, last + 1):
            self._open[column] = (span, merge)


def _records(
    stream: Any, addresses: Addresses, reader: CellReader, merges: _Merges, mistakes: Mistakes
) -> Iterator[TableRow]:
    most, beyond = addresses.limits.columns, False
    for number, raw in raw_rows(stream, addresses):
        cells: dict[int, TableCell] = {}
        for raw_cell in raw:
            place = addresses.place(number, raw_cell.column)
            if raw_cell.column > most:
                if not beyond:
                    mistakes.report("NTM507", place, what="cột", what_en="columns", most=most)
                beyond = True
                continue
            cells[raw_cell.column] = reader.read(raw_cell, place)
        if not any(not cell.blank for cell in cells.values()):
            continue
        merges.into(number, cells)
        last = max(cells)
        addresses.walk(OF_MERGED * (last - len(cells)))
        yield tuple(
            cell if (cell := cells.get(column)) is not None else TableCell(None, addresses.place(number, column))
            for column in range(1, last + 1)
        )
    if merges.hidden_under:
        first = merges.hidden_under[0]
        mistakes.report("NTM665", addresses.place(1, 1), cells=listed_ranges(merges.hidden_under), first=first)

"""Workbooks: the cells of every visible sheet, as the workbook shows them."""

import io
import re
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import islice, zip_longest
from typing import Any
from xml.etree.ElementTree import ParseError

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from ..model.place import Place
from ..model.problem import FactsError, Severity
from ..model.spelling import fold
from .cell import Cell, Content, Unusable
from .findings import Findings
from .limits import Limits
from .messages import diagnostic
from .records import Block

_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    InvalidFileException,
    ParseError,
    LookupError,
    ValueError,
    TypeError,
    AttributeError,
    AssertionError,
    ArithmeticError,
    NotImplementedError,
    RuntimeError,
    EOFError,
    OSError,
    SyntaxError,
)
"""What openpyxl is seen to raise for files that are no workbook, or a damaged one."""

_LAST_ROW = 1_048_576
_AT_ONCE = 200
_OLD_OR_LOCKED = b"\xd0\xcf\x11\xe0"
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s>/]")
_STALE = re.compile(rb"fullCalcOnLoad\s*=\s*[\"'](?:1|true)[\"']")
_DECLARATION = re.compile(rb"<!(?:DOCTYPE|ENTITY)|<\x00!\x00|\x00<\x00!")
_LITERAL = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')
_PADDED = re.compile(r"0{2,}")
_NOTES = ("#", "hướng dẫn", "ghi chú", "chú thích", "guide", "instructions", "notes", "readme", "read me")


def sheet_blocks(content: bytes, file: str, findings: Findings, limits: Limits) -> Iterator[Block]:
    """The records of each visible sheet of a workbook, in its order. Raises FactsError when it cannot be opened.

    Hidden sheets, and sheets of instructions or notes, are reported and not read.
    """
    if content.startswith(_OLD_OR_LOCKED):
        raise FactsError(diagnostic("NTM506", Place(file), why="an old .xls, or protected by a password"))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl warns of parts that it does not need, such as drop-down lists
        try:
            has_formulas, stale = _inspect(content, file, limits)
            shown = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
            formulas = load_workbook(io.BytesIO(content), read_only=True) if has_formulas else None
            names = [sheet.title for sheet in shown.worksheets]
        except _BROKEN as error:
            raise FactsError(_broken(error, file)) from error
    try:
        for index, name in enumerate(names):
            sheet = shown.worksheets[index]
            place = Place(file, sheet=name)
            if sheet.sheet_state != "visible":
                findings.report("NTM509", place, Severity.WARNING, sheet=name)
            elif fold(name).startswith(_NOTES):
                findings.report("NTM511", place, Severity.NOTE, sheet=name)
            else:
                behind = formulas.worksheets[index] if formulas is not None else None
                yield Block(file, name, _records(sheet, behind, stale, file, findings, limits))
    finally:
        shown.close()
        if formulas is not None:
            formulas.close()


def _broken(error: BaseException, file: str) -> Any:
    return diagnostic("NTM506", Place(file), why=f"{type(error).__name__}: {str(error)[:200]}")


def _inspect(content: bytes, file: str, limits: Limits) -> tuple[bool, bool]:
    """Whether a sheet has formulas, and whether the values beside them are only there to be calculated anew.

    Raises FactsError for a workbook that unpacks to too much, or declares entities.
    """
    has_formulas = stale = False
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        size = sum(part.file_size for part in archive.infolist())
        if size > limits.unzipped_bytes:
            raise FactsError(diagnostic("NTM503", Place(file), size=size, most=limits.unzipped_bytes))
        for part in archive.infolist():
            if not part.filename.lower().endswith((".xml", ".rels")):
                continue
            is_sheet = "worksheets/" in part.filename
            with archive.open(part) as stream:
                rest = b""
                while chunk := stream.read(1 << 20):
                    window = rest + chunk
                    if _DECLARATION.search(window):
                        raise FactsError(diagnostic("NTM506", Place(file), why="it declares XML entities"))
                    has_formulas = has_formulas or (is_sheet and _FORMULA.search(window) is not None)
                    stale = stale or (part.filename.endswith("workbook.xml") and _STALE.search(window) is not None)
                    rest = window[-32:]
    return has_formulas, stale


def _records(
    sheet: Any, behind: Any, stale: bool, file: str, findings: Findings, limits: Limits
) -> Iterator[tuple[Cell, ...]]:
    sheet.reset_dimensions()  # what a file says of its own size is often wrong
    rows = sheet.rows
    formula_rows: Iterator[Any] = iter(())
    if behind is not None:
        behind.reset_dimensions()
        formula_rows = behind.rows
    name, line, walked = sheet.title, 0, 0
    while True:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                some, formulas = list(islice(rows, _AT_ONCE)), list(islice(formula_rows, _AT_ONCE))
            except _BROKEN as error:
                findings.add(_broken(error, file))
                return
        if not some:
            return
        for row, formula_row in zip_longest(some, formulas[: len(some)], fillvalue=()):
            line += 1
            walked += len(row)
            if line > _LAST_ROW or walked > limits.walked_cells:
                place = Place(file, line, 1, sheet=name)
                findings.report("NTM507", place, what="ô", what_en="cells", most=limits.walked_cells)
                return
            record = tuple(
                _cell(cell, formula_row[index] if index < len(formula_row) else None, stale, place, findings, limits)
                for index, cell in enumerate(_without_blank_end(row, formula_row))
                for place in (Place(file, line, index + 1, sheet=name),)
            )
            if record:
                yield record


def _without_blank_end(row: tuple[Any, ...], formula_row: tuple[Any, ...]) -> tuple[Any, ...]:
    """The row without its last cells that hold nothing at all: a format on a whole row is 16,384 of them."""
    width = len(row)
    while width and row[width - 1].value is None:
        if width <= len(formula_row) and formula_row[width - 1].value is not None:
            break
        width -= 1
    return row[:width]


def _cell(cell: Any, behind: Any, stale: bool, place: Place, findings: Findings, limits: Limits) -> Cell:
    value = cell.value
    if behind is not None and behind.data_type == "f" and (stale or (value is None and cell.data_type != "str")):
        formula = behind.value if isinstance(behind.value, str) else getattr(behind.value, "text", "=…")
        findings.report("NTM512", place, formula=str(formula)[:100])
        return Cell(Unusable.REPORTED, place)
    if cell.data_type == "e":
        findings.report("NTM513", place, text=str(value))
        return Cell(Unusable.REPORTED, place)
    if isinstance(value, str):
        if len(value) > limits.cell_characters:
            findings.report("NTM524", place, size=len(value), most=limits.cell_characters)
            return Cell(Unusable.REPORTED, place)
        return Cell(value, place)
    if isinstance(value, bool) or not isinstance(value, int | float):
        content: Content = value if isinstance(value, bool | date | datetime | time | timedelta) else None
        return Cell(content, place)
    shown_as = cell.number_format or "General"
    plain = _LITERAL.sub("", shown_as)
    digits = len(shown_as) if _PADDED.fullmatch(shown_as) else 0
    return Cell(value, place, percentage="%" in plain, digits=digits)

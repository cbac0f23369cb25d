"""Rows above a header: figures, units of measure, days and periods in them."""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import pairwise

from ...model.problem import FactsError
from ...model.spelling import fold, tidy, unaccented
from ..cells.cell import TableCell
from ..cells.row import TableRow, TextRow
from ..values.day import FIRST_YEAR, LAST_YEAR, read_day
from .likeness import are_column_numbers, is_dated

_QUOTED, _LONGEST = 6, 60
_FIGURE = re.compile(r"[+\-−]?[0-9][0-9.,\s]*%?")
_DATE = re.compile(r"[0-9]{1,4}([./-])[0-9]{1,2}\1[0-9]{1,4}")
_NUMBER_OF_A_FORM = ("bieu", "mau", "phu luc", "so", "trang", "nam", "bang", "form", "page", "table", "year")
_STATED_UNIT = re.compile(r"(?:đơn vị tính|đvt|đơn vị|unit of measure|units?)\s*:\s*(.*)", re.IGNORECASE)
_SURELY = ("đơn vị tính", "đvt", "unit of measure")
_PARTS = re.compile(r"\s*[,;]\s*|\s+và\s+|\s+and\s+")
_PERIOD = re.compile(
    r"(?:(?:quý|quarter|q) ?(?:[0-9]|[ivx]+) ?(?:/|-| năm | of | )? ?(?:năm )?[0-9]{4}"
    r"|[0-9]{1,2} tháng (?:đầu|cuối) năm [0-9]{4}"
    r"|[0-9]{1,2} tháng [0-9]{1,2} năm [0-9]{4}"
    r"|[0-9]{4}-[0-9]{2}-[0-9]{2}"
    r"|[0-9]{1,2}([/.-])[0-9]{1,2}\1[0-9]{4}"
    r"|tháng [0-9]{1,2} ?(?:/|-| năm ) ?[0-9]{4}"
    r"|(?:cả )?năm [0-9]{4})(?![0-9/-])"
)
_YEAR_ALONE = re.compile(r"(?:cả )?năm [0-9]{4}")
_OF_OTHER_THINGS = re.compile(
    r"quyet dinh|nghi quyet|thong tu|cong van|nghi dinh|ke hoach|kem theo|ban hanh|giai doan|so [0-9]+/|decision|decree"
)
"""Words before a day above a table that make it the day of a document, or of a plan."""


def line_of(record: TableRow) -> int:
    """Number of the row; 0 for one without a place."""
    if isinstance(record, TextRow):
        return record.line
    return record[0].place.line if record and record[0].place is not None else 0


def quoted(records: Iterable[TableRow]) -> str:
    """The texts of the first of some rows, as messages quote them."""
    texts = [" | ".join(cell.text for cell in record if not cell.blank) for record in records]
    shown = [f"“{text[:_LONGEST]}…”" if len(text) > _LONGEST else f"“{text}”" for text in texts[:_QUOTED]]
    return ", ".join(shown) + (", …" if len(texts) > _QUOTED else "")


def figures_in(records: Iterable[TableRow]) -> list[TableCell]:
    """The cells of rows above a header that hold figures; a year, a day and the number of a form are none."""
    found = []
    for record in records:
        filled = [cell for cell in record if not cell.blank]
        if len(filled) < 2 or are_column_numbers(record):
            continue
        figures = [cell for cell in filled if _is_figure(cell)]
        if len(figures) == 1 and len(filled) == 2 and unaccented(filled[0].text).startswith(_NUMBER_OF_A_FORM):
            continue
        found += figures
    return found


def _is_figure(cell: TableCell) -> bool:
    text = cell.text
    if isinstance(cell.content, int | float):
        is_figure = not isinstance(cell.content, bool)
    else:
        is_figure = len(text) < 40 and _FIGURE.fullmatch(text) is not None and _DATE.fullmatch(text) is None
    return is_figure and not (len(text) == 4 and text.isdecimal() and FIRST_YEAR <= int(text) <= LAST_YEAR)


def is_prose(records: Sequence[TableRow]) -> bool:
    """True where the lines of a text file are sentences: of lines with several cells, no two in a row have the same number."""
    widths = [width for record in records if (width := sum(not cell.blank for cell in record)) > 1]
    return not any(first == second for first, second in pairwise(widths))


def stated_units(records: Iterable[TableRow]) -> Iterator[tuple[TableCell, tuple[str, ...], bool]]:
    """The units of measure that rows above a table state: the cell, the units, and whether it can be nothing else.

    `Đơn vị: …` names a unit of measure, or the unit that reports.
    """
    for record in records:
        filled = [cell for cell in record if not cell.blank]
        for at, cell in enumerate(filled):
            found = _STATED_UNIT.search(cell.text) if len(cell.text) < 400 else None
            if found is None:
                continue
            said = found[1].split(")")[0] or (filled[at + 1].text if at + 1 < len(filled) else "")
            parts = tuple(part for part in _PARTS.split(tidy(said).rstrip(".")) if part)
            if parts:
                yield cell, parts, fold(found[0]).startswith(_SURELY)


def stated_days(records: Iterable[TableRow]) -> Iterator[tuple[TableCell, str, date, bool]]:
    """The days and periods that rows above a table name: the cell, the words, the last day, whether it is a year alone.

    Left out are those of documents (*Quyết định số … ngày …*) and of signatures.
    """
    for record in records:
        for cell in record:
            text = fold(cell.text)[:400]
            plain = unaccented(text)
            if _OF_OTHER_THINGS.search(plain) or is_dated(plain):
                continue
            for found in _PERIOD.finditer(text):
                try:
                    day = read_day(TableCell(found[0]), "vi", periods=True)
                except FactsError:
                    continue
                yield cell, found[0], day, _YEAR_ALONE.fullmatch(found[0]) is not None

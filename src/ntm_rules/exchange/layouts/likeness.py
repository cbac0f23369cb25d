"""Rows of office forms that are no data: column numbers, totals, signatures, and what stands above a header."""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import pairwise

from attrs import frozen

from ...model.problem import FactsError
from ...model.spelling import fold, tidy, unaccented
from ...program.wording import some_of
from ..cells.cell import TableCell, TableRow, TextRow
from ..values.day import FIRST_YEAR, LAST_YEAR, read_day

_NUMBERED = re.compile(r"[(\[]?\s*([0-9]{1,3})\s*[)\]]?(?:\s*=.*)?")
_LETTER = re.compile(r"[(\[]?\s*([a-z])\s*[)\]]?")
_SERIAL = re.compile(r"(?:[0-9]{1,4}|[ivxlc]{1,6}|[a-z])?[.)]?")
_GROUP = re.compile(r"(?:[ivxlc]{1,6}|[a-z])[.)]?")
_TOTAL = ("tong", "cong", "chung", "total", "totals", "sum", "mean", "average")
_TOTALS = (
    *(
        "tong so",
        "tong cong",
        "cong toan",
        "toan huyen",
        "toan tinh",
        "toan xa",
        "toan thi tran",
        "toan quoc",
        "ca nuoc",
    ),
    *("binh quan", "trung binh", "luy ke", "total of", "grand total", "sum of", "average of", "mean of"),
)
"""Words that are a total alone, and those that a longer text of a total begins with: Cộng Hòa and Tổng Cọt are communes."""
_SIGNATURES = (
    *("nguoi lap", "lap bieu", "nguoi tong hop", "chu tich", "pho chu tich", "tm.", "kt.", "tl.", "tuq.", "thu truong"),
    *("noi nhan", "(ky", "ky ten", "ky,", "xac nhan", "truong phong", "pho truong phong", "giam doc", "ke toan"),
    *(
        "ghi chu",
        "luu y",
        "chu thich",
        "nguon:",
        "prepared by",
        "approved by",
        "signed",
        "signature",
        "note:",
        "notes:",
    ),
)
_DATED = re.compile(r"(?:^|.*, ?)ngay [.…0-9 ]+ ?thang [.…0-9 ]+ ?nam [.…0-9 ]+$")


@frozen
class Likeness:
    """Kind of row that a row resembles, in both languages, and the setting that would pass over it.

    `is_sure`: it looks like nothing else, such as a unit whose name is misspelt.
    """

    vi: str
    en: str
    setting: str
    text: str
    is_sure: bool = True


def begins_with(row: Sequence[TableCell], words: str) -> bool:
    """True where the first text of a row, after its serial number if it has one, begins with these words."""
    wanted = fold(words)
    for cell in row:
        text = fold(cell.text)
        if text and text.startswith(wanted) and not text[len(wanted) :][:1].isalnum():
            return True
        if text and not _SERIAL.fullmatch(text):
            return False
    return False


def are_column_numbers(row: Sequence[TableCell]) -> bool:
    """True where a row numbers its columns: `(1) (2) (3)`, `1 2 3`, `A B 1 2 3=1+2`; at least three, in sequence."""
    first = next((fold(cell.text) for cell in row if not cell.blank), "")
    if not (_LETTER.fullmatch(first) or _NUMBERED.fullmatch(first)):
        return False  # nearly every row of data
    texts = [fold(cell.text) for cell in row if not cell.blank]
    letters = 0
    for text, letter in zip(texts, "abcdefgh", strict=False):
        if (matched := _LETTER.fullmatch(text)) is None or matched[1] != letter:
            break
        letters += 1
    numbers = [matched[1] if (matched := _NUMBERED.fullmatch(text)) else "" for text in texts[letters:]]
    counted = numbers == [str(number) for number in range(1, len(numbers) + 1)]
    return len(texts) > 2 and counted and (bool(numbers) or letters > 2)


def is_dated(plain: str) -> bool:
    """True where a text without accents is the date of a signature: `Lai Châu, ngày 5 tháng 7 năm 2024`."""
    return _DATED.fullmatch(plain) is not None


def likeness(row: Sequence[TableCell]) -> Likeness | None:
    """Kind of office-form row that a row without a unit resembles; None where it resembles none."""
    filled = [cell for cell in row if not cell.blank]
    if not filled:
        return None
    if are_column_numbers(filled):
        return Likeness("dòng đánh số cột", "a row of column numbers", "skip_rows: [column_numbers]", filled[0].text)
    label = next((cell for cell in filled if not _SERIAL.fullmatch(fold(cell.text))), filled[0])
    plain = unaccented(label.text)
    setting = f'skip_rows_that_begin: ["{label.text}"]'
    bare = plain.rstrip(" :.").removesuffix(" so").removesuffix(" cong")
    if bare in _TOTAL or any(plain == word or plain.startswith((word + " ", word + ":")) for word in _TOTALS):
        return Likeness("dòng tổng hoặc bình quân", "a row of totals or means", setting, label.text)
    row_number = f"skip_rows: [{label.place.line}]" if label.place else "skip_rows: […]"
    if _DATED.fullmatch(plain):
        return Likeness("dòng ghi ngày ký", "the date of a signature", row_number, label.text)
    if any(plain.startswith(word) for word in _SIGNATURES):
        return Likeness("dòng chữ ký hoặc ghi chú", "a signature or a note", setting, label.text)
    if len(filled) == 1 and (" " in label.text or _GROUP.fullmatch(fold(label.text))):
        return Likeness(
            "dòng tên nhóm hoặc ghi chú", "the heading of a group, or a note", row_number, label.text, False
        )
    return None


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
    texts = (" | ".join(cell.text for cell in record if not cell.blank) for record in records)
    return some_of((f"“{text[:_LONGEST]}…”" if len(text) > _LONGEST else f"“{text}”" for text in texts), _QUOTED)


def figures_in(records: Iterable[TableRow]) -> list[TableCell]:
    """The cells of rows above a header that hold figures; a year, a day and the number of a form are none."""
    cells = []
    for record in records:
        filled = [cell for cell in record if not cell.blank]
        if len(filled) < 2 or are_column_numbers(record):
            continue
        figures = [cell for cell in filled if _is_figure(cell)]
        if len(figures) == 1 and len(filled) == 2 and unaccented(filled[0].text).startswith(_NUMBER_OF_A_FORM):
            continue
        cells += figures
    return cells


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
            stated = _STATED_UNIT.search(cell.text) if len(cell.text) < 400 else None
            if stated is None:
                continue
            text = stated[1].split(")")[0] or (filled[at + 1].text if at + 1 < len(filled) else "")
            parts = tuple(part for part in _PARTS.split(tidy(text).rstrip(".")) if part)
            if parts:
                yield cell, parts, fold(stated[0]).startswith(_SURELY)


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
            for period in _PERIOD.finditer(text):
                try:
                    day = read_day(TableCell(period[0]), "vi", periods=True)
                except FactsError:
                    continue
                yield cell, period[0], day, _YEAR_ALONE.fullmatch(period[0]) is not None

"""Tables as a workbook: a sheet each, real numbers and dates, set for A4; every text is a text, and nothing a formula."""

import re
from collections.abc import Sequence
from datetime import date, datetime, time
from decimal import Decimal
from io import BytesIO
from math import ceil
from textwrap import wrap
from typing import Any

import xlsxwriter
from attrs import field, frozen

from ...model.text import Language, Text, seen
from ..pages.blocks import ReportPage
from ..pages.two_languages import Badge, Look
from ..papers import paper_words as words
from ..papers.memo import writer_of
from ..papers.office_tables import office_tables
from ..papers.paper import CellValue, DataTable, cell_text
from ..words import heads
from ..words.common import say

FONT = "Times New Roman"
SIGNS = "Segoe UI Symbol"
"""Font of the signs of outcomes, which the other has not."""
LONGEST_NAME = 31
_NO_NAME = re.compile(r"[\[\]:*?/\\]")
_LINE, HIGHEST = 16.0, 409.0
_PAGE, _DIGIT = (762.0, 500.0), 5.8
"""Points of a page of A4 across within its margins, width and height; those of a digit of a column's width."""
_HEAD_ROWS = 5
"""Number of rows above the first row of data: who, title, day, heads, numbers of columns."""
_LOOKS: dict[Look, dict[str, object]] = {
    Look.ATTAINED: {"font_color": "#0A5B4B", "bg_color": "#D5ECE4"},
    Look.NOT_ATTAINED: {"font_color": "#FFFFFF", "bg_color": "#A82613", "bold": True, "border": 2},
    Look.UNDETERMINED: {
        "font_color": "#46535F",
        "bg_color": "#FFFFFF",
        "fg_color": "#D5DBE0",
        "pattern": 14,
        "border": 3,
        "bold": True,
    },
    Look.NOT_APPLICABLE: {"font_color": "#5B6873"},
    Look.WARNING: {"font_color": "#5F4300", "bg_color": "#FDEEBF", "bold": True, "border": 2},
    Look.NEUTRAL: {"font_color": "#46535F"},
}


@frozen
class SheetHead:
    """Texts above and below every sheet: the writer, the day in words, the day itself."""

    writer: Text
    when: Text
    day: date


def report_xlsx(page: ReportPage, language: Language) -> bytes:
    """The tables of a report that offices file, as a workbook."""
    return tables_xlsx(office_tables(page), SheetHead(writer_of(page.area), page.when, page.as_of), language)


def tables_xlsx(tables: Sequence[DataTable], head: SheetHead, language: Language) -> bytes:
    """The tables as a workbook, in one language.

    >>> tables_xlsx([], SheetHead(Text("UBND"), Text("Tính đến 31/12/2024"), date(2024, 12, 31)), "vi")[:2]
    b'PK'
    """
    stream = BytesIO()
    book = workbook_of(stream, head.day)
    book.set_calc_mode("auto")
    taken: set[str] = set()
    styles = Styles(book)
    for number, table in enumerate(tables, 1):
        sheet = book.add_worksheet(sheet_name(table.name.in_language(language), taken))
        _SheetWriter(sheet, table, head, styles, language).write(number)
    if not tables:
        book.add_worksheet()
    book.close()
    return stream.getvalue()


def workbook_of(stream: BytesIO, day: date) -> xlsxwriter.Workbook:
    """A workbook made on a day, in which every text is a text."""
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(stream, options)
    book.set_properties({"created": datetime.combine(day, time()), "comments": "ntm-rules"})
    return book


def sheet_name(text: str, taken: set[str]) -> str:
    """A name that a sheet may have, as like the text as can be, and none that is taken, to which it is added.

    >>> taken: set[str] = set()
    >>> sheet_name("Xã: [2024]", taken), sheet_name("xã  2024 ", taken)
    ('Xã 2024', 'xã 2024 2')
    """
    plain = " ".join(_NO_NAME.sub(" ", seen(text)).split()).strip("'")[:LONGEST_NAME].strip(" '") or "1"
    name, count = plain, 1
    while name.casefold() in taken or name.casefold() == "history":
        count += 1
        name = f"{plain[: LONGEST_NAME - len(str(count)) - 1]} {count}"
    taken.add(name.casefold())
    return name


class Styles:
    """The formats of a workbook, each made once."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._formats: dict[tuple[tuple[str, object], ...], Any] = {}

    def of(self, **properties: object) -> Any:
        """The format with these properties, in the font of the sheets."""
        properties = {"font_name": FONT, "font_size": 11, "valign": "vcenter", **properties}
        key = tuple(sorted(properties.items(), key=lambda item: item[0]))
        if key not in self._formats:
            self._formats[key] = self._book.add_format(properties)
        return self._formats[key]

    def cell(self, **properties: object) -> Any:
        """The format of a cell of a table."""
        return self.of(**{"border": 1, "border_color": "#7B8894", "text_wrap": True, **properties})


@frozen
class _SheetWriter:
    sheet: Any
    table: DataTable
    head: SheetHead
    styles: Styles
    language: Language
    heights: list[float] = field(factory=list)
    """Heights in points of the rows that are higher than a line."""

    def write(self, number: int) -> None:
        """Write the whole sheet."""
        table, sheet, last = self.table, self.sheet, len(self.table.columns) - 1
        for at, column in enumerate(table.columns):
            sheet.set_column(at, at, column.width)
        self._above(number, last)
        for place, row in enumerate(table.rows):
            self._row(_HEAD_ROWS + place, row)
        end = _HEAD_ROWS + len(table.rows)
        if table.totals:
            self._row(end, table.totals, bold=True)
        below = self._below(end + bool(table.totals), last)
        sheet.freeze_panes(_HEAD_ROWS, table.first)
        sheet.autofilter(_HEAD_ROWS - 1, 0, max(end - 1, _HEAD_ROWS), last)
        sheet.repeat_rows(_HEAD_ROWS - 2, _HEAD_ROWS - 1)
        sheet.print_area(0, 0, below, last)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, int(self._fits(below)))
        sheet.set_margins(left=0.6, right=0.5, top=0.6, bottom=0.7)
        day = say(Text("{day:%d/%m/%Y}", "{day:%d %b %Y}"), self.language, day=self.head.day)
        writer = self._text(self.head.writer).replace("&", "&&")[:120]
        sheet.set_footer(f"&L{writer}, {day}&R{self._text(words.PAGE)}")

    def _fits(self, rows: int) -> bool:
        """True where all rows fit on one page, made smaller by a quarter at most: no signature stands alone on a second one."""
        height = sum(self.heights) + _LINE * (rows + 1 - len(self.heights))
        scale = min(1.0, _PAGE[0] / (_DIGIT * sum(column.width for column in self.table.columns)))
        return height * scale <= _PAGE[1] * 1.25

    def _height(self, row: int, height: float) -> None:
        self.sheet.set_row(row, height)
        self.heights.append(height)

    def _above(self, number: int, last: int) -> None:
        styles, sheet, table = self.styles, self.sheet, self.table
        sheet.write_string(0, 0, self._text(self.head.writer).upper(), styles.of(bold=True))
        form = say(words.FORM, self.language, number=f"{number:02}")
        sheet.write_string(0, last, form, styles.of(italic=True, align="right"))
        width = sum(column.width for column in table.columns)
        title = self._text(table.title)
        self._wide(1, last, title, styles.of(bold=True, font_size=14, align="center", text_wrap=True))
        self._height(1, 20.0 * ceil(len(title) * 1.35 / width))
        self._wide(2, last, f"({self._text(self.head.when)})", styles.of(italic=True, align="center"))
        fill = {"bold": True, "align": "center", "bg_color": "#E8EDF1"}
        heights = [2 * _LINE]
        for at, column in enumerate(table.columns):
            head = self._text(column.head)
            if column.upright:
                heights.append(200.0)
            else:
                heights.append(_LINE * lines_of(head, column.width - 1))
            style = styles.cell(**fill, rotation=90) if column.upright else styles.cell(**fill)
            sheet.write_string(3, at, head, style)
            numbered = styles.cell(italic=True, align="center", font_size=9, text_wrap=False)
            sheet.write_string(4, at, f"({at + 1})", numbered)
        self._height(3, min(max(heights), 200.0))

    def _wide(self, row: int, last: int, text: str, style: Any) -> None:
        """Text across all columns."""
        if last > 0:
            self.sheet.merge_range(row, 0, row, last, "", style)
        self.sheet.write_string(row, 0, text, style)

    def _row(self, at: int, row: Sequence[CellValue], *, bold: bool = False) -> None:
        lines = 1
        for place, (value, column) in enumerate(zip(row, self.table.columns, strict=True)):
            self._cell(at, place, value, column.width, bold)
            lines = max(lines, lines_of(self._shown(value), column.width))
        self._height(at, min(HIGHEST, lines * _LINE + 3))

    def _shown(self, value: CellValue) -> str:
        """The text of a cell; empty for numbers and dates, which are written as such."""
        return seen(cell_text(value, self.language)) if isinstance(value, Text | Badge | str) else ""

    def _cell(self, at: int, place: int, value: CellValue, width: int, bold: bool) -> None:
        sheet, of = self.sheet, self.styles.cell
        strong: dict[str, object] = {"bold": True} if bold else {}
        match value:
            case None:
                sheet.write_blank(at, place, None, of(**strong))
            case Badge():
                look = {"align": "center", "font_name": SIGNS if not self._text(value.word) else FONT}
                sheet.write_string(at, place, self._shown(value), of(**look, **_LOOKS[value.look]))
            case int():
                sheet.write_number(at, place, value, of(align="center", num_format="0", **strong))
            case Decimal():
                decimals = max(0, -int(value.normalize().as_tuple().exponent))
                pattern = "#,##0" + (f".{'0' * decimals}" if decimals else "")
                sheet.write_number(at, place, float(value), of(align="right", num_format=pattern, **strong))
            case date():
                pattern = "dd/mm/yyyy" if self.language == "vi" else "d mmm yyyy"
                moment = datetime.combine(value, time())
                sheet.write_datetime(at, place, moment, of(align="center", num_format=pattern, **strong))
            case Text() | str():
                align = {"align": "center"} if width <= 10 else {}
                sheet.write_string(at, place, self._shown(value), of(**align, **strong))

    def _below(self, at: int, last: int) -> int:
        """Notes and signatures below the rows; the last row that is printed."""
        width = sum(column.width for column in self.table.columns)
        for note in self.table.notes:
            text = self._text(note)
            self._wide(at, last, text, self.styles.of(italic=True, text_wrap=True, font_size=10))
            self._height(at, min(HIGHEST, _LINE * lines_of(text, width)))
            at += 1
        at += 1
        middle = self._middle(width)
        for row, (maker, head) in enumerate(((heads.MAKER, heads.HEAD), (words.MAKER_SIGNS, words.HEAD_SIGNS))):
            style = self.styles.of(align="center", bold=row == 0, italic=row == 1)
            for first, end, label in ((0, middle, maker), (middle + 1, last, head)):
                if end > first:
                    self.sheet.merge_range(at + row, first, at + row, end, "", style)
                self.sheet.write_string(at + row, first, self._text(label), style)
        return at + 5

    def _middle(self, width: int) -> int:
        """The last column of the left half."""
        reached = 0
        for at, column in enumerate(self.table.columns):
            reached += column.width
            if reached * 2 >= width:
                return min(at, len(self.table.columns) - 2)
        return 0

    def _text(self, text: Text) -> str:
        return seen(text.in_language(self.language))


def lines_of(text: str, width: float) -> int:
    """Number of lines that a text takes in a column, whose width is in digits: letters of the font are narrower.

    Of Liberation Serif, whose letters are as wide as those of Times New Roman, a third more fit than digits of the width; a
    tenth of them is left for screens.
    """
    room = max(int(width * 1.2), 1)
    return 1 if len(text) <= room else len(wrap(text, room))

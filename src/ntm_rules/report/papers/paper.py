"""The parts of papers and workbooks: tables of real numbers, dates and outcomes, between headings and paragraphs."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from enum import Enum

from attrs import evolve, frozen

from ...model.text import Language, Text
from ..pages.blocks import Timeline
from ..pages.two_languages import Badge
from ..phrasing.numbers import day, figure

CellValue = Text | str | int | Decimal | date | Badge | None
"""The content of a cell: a text, a number, a day, an outcome, or nothing."""
NARROWEST, WIDEST = 8, 60
"""Bounds of the width of a column that is as wide as its texts, in characters."""


class InLines(Enum):
    """The manner in which a column is told where each row is told in lines."""

    HEADED = "headed"  # after its head
    BARE = "bare"  # by itself: its texts say what they are
    LEFT_OUT = "left_out"  # not at all: another column says it in words


@frozen
class DataColumn:
    """A column: its head, and its width in characters; the head of an `upright` one is set vertically.

    One `of_numbers` stands to the right also where a cell says more than a number.
    """

    head: Text
    width: int
    upright: bool = False
    of_numbers: bool = False
    in_lines: InLines = InLines.HEADED


@frozen
class DataTable:
    """A table of values; `name` is a short one, of a sheet. `totals` is its last row, `first` the columns kept in sight.

    `anchors` are names of its rows, by which pages link to them. Rows `in_lines` are told one below the other on a terminal.
    """

    name: Text
    title: Text
    columns: tuple[DataColumn, ...]
    rows: tuple[tuple[CellValue, ...], ...]
    totals: tuple[CellValue, ...] = ()
    notes: tuple[Text, ...] = ()
    first: int = 2
    anchors: tuple[str, ...] = ()
    in_lines: bool = False


@frozen
class Heading:
    """A heading within a paper."""

    text: Text


@frozen
class Paragraph:
    """A paragraph as runs of text, each bold or not; an `item` is one of a list, which may be numbered.

    A `badge` begins it with its sign, and `code` with that of a rule. Items of a higher `level` are below the one before them;
    `below` are lines of their own under an item.
    """

    runs: tuple[tuple[Text, bool], ...]
    item: bool = False
    number: int | None = None
    below: tuple[Text, ...] = ()
    level: int = 0
    badge: Badge | None = None
    code: str = ""

    @property
    def mark(self) -> str:
        """The mark before an item: a sign and a code, a number, or a dash; before a paragraph none, or its sign."""
        if self.badge is not None:
            return f"{self.badge.sign} {self.code} " if self.code else self.badge.sign
        if self.number is not None:
            return f"{self.number}."
        return "-" if self.item else ""


@frozen
class LinkList:
    """Links to other pages: the text and the address of each."""

    links: tuple[tuple[Text, str], ...]


@frozen
class Listing:
    """Lines to be copied as they are, such as a part of a rule file."""

    text: str


def plain(text: Text | str, *, item: bool = False, number: int | None = None) -> Paragraph:
    """A paragraph, or an item of a list, without anything bold; one with a number is an item.

    >>> plain("Không có đơn vị nào.").runs
    ((Text(vi='Không có đơn vị nào.', en=None), False),)
    """
    return Paragraph(((Text(text) if isinstance(text, str) else text, False),), item or number is not None, number)


def signed_item(badge: Badge, text: Text | str, level: int = 0, code: str = "") -> Paragraph:
    """An item that begins with a sign, and the code of a rule.

    >>> from ..pages.two_languages import Look
    >>> signed_item(Badge(Look.ATTAINED, "✓", Text("")), "Nước sạch", code="3.3").mark
    '✓ 3.3 '
    """
    wording = Text(text) if isinstance(text, str) else text
    return Paragraph(((wording, False),), True, level=level, badge=badge, code=code)


def strong(text: Text | str) -> Paragraph:
    """A paragraph that is bold as a whole."""
    return Paragraph(((Text(text) if isinstance(text, str) else text, True),))


def marked(phrase: str, *, item: bool = False, **fields: object) -> Paragraph:
    """A paragraph of a phrase in one language, whose parts between `**` are bold; marks in the fields are text.

    >>> marked("**{unit}**: {what}", unit="Xã **A**", what="đạt").runs[0]
    (Text(vi='Xã **A**', en=None), True)
    """
    parts = ((part.format(**fields), number % 2 == 1) for number, part in enumerate(phrase.split("**")))
    return Paragraph(tuple((Text(part), bold) for part, bold in parts if part), item)


def table_of(heads: Sequence[str], rows: Sequence[tuple[CellValue, ...]]) -> DataTable:
    """A table of one language, each column as wide as the longest of its texts, within bounds.

    >>> [column.width for column in table_of(["Xã", "Chỉ tiêu"], [("A", "Hộ sử dụng nước sạch")]).columns]
    [8, 20]
    """
    widths = (
        max(NARROWEST, *(len(str(cell.vi if isinstance(cell, Text) else cell)) for cell in (head, *column)))
        for head, *column in zip(heads, *rows, strict=True)
    )
    columns = tuple(DataColumn(Text(head), min(WIDEST, width)) for head, width in zip(heads, widths, strict=True))
    return DataTable(Text(""), Text(""), columns, tuple(rows))


PaperBlock = Heading | Paragraph | DataTable | LinkList | Listing | Timeline


@frozen
class Letterhead:
    """The heads of an administrative paper: who writes, from which place, and whether it ends with signatures."""

    writer: Text
    place: Text


@frozen
class Paper:
    """A paper: its kind (*BÁO CÁO*), what it is about, remarks beside the title, and its parts.

    One with a letterhead is laid out as an administrative paper, with a block for signatures.
    """

    kind: Text | None
    title: Text
    remarks: tuple[Text, ...]
    blocks: tuple[PaperBlock, ...]
    letterhead: Letterhead | None = None


def together(papers: Sequence[Paper]) -> Paper:
    """Several papers as one: the titles of the others are headings within the first. Raises IndexError where there is none.

    >>> together([Paper(None, Text("A"), (), ()), Paper(None, Text("B"), (), ())]).blocks
    (Heading(text=Text(vi='B', en=None)),)
    """
    first, *others = papers
    further = (block for paper in others for block in (Heading(paper.title), *map(plain, paper.remarks), *paper.blocks))
    return evolve(first, blocks=(*first.blocks, *further))


def cell_text(value: CellValue, language: Language) -> str:
    """The content of a cell as a text in one language.

    >>> cell_text(date(2024, 6, 30), "vi"), cell_text(1835, "vi"), cell_text(None, "vi")
    ('30/06/2024', '1.835', '')
    """
    match value:
        case None:
            return ""
        case Text():
            return value.in_language(language)
        case Badge(_, sign, word):
            return f"{sign} {word.in_language(language)}".strip()
        case str():
            return value
        case date():
            return day(value, language)
        case int():
            return figure(Decimal(value), language)
        case _:
            return figure(value, language)

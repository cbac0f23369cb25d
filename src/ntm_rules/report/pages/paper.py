"""The parts of papers and workbooks: tables of real numbers, dates and outcomes, between headings and paragraphs."""

from datetime import date
from decimal import Decimal

from attrs import frozen

from ...model.text import Text
from .blocks import Badge

CellValue = Text | str | int | Decimal | date | Badge | None
"""The content of a cell: a text, a number, a day, an outcome, or nothing."""


@frozen
class DataColumn:
    """A column: its head, and its width in characters; the head of an `upright` one is set vertically."""

    head: Text
    width: int
    upright: bool = False


@frozen
class DataTable:
    """A table of values; `name` is a short one, of a sheet. `totals` is its last row, `first` the columns kept in sight.

    `anchors` are names of its rows, by which pages link to them.
    """

    name: Text
    title: Text
    columns: tuple[DataColumn, ...]
    rows: tuple[tuple[CellValue, ...], ...]
    totals: tuple[CellValue, ...] = ()
    notes: tuple[Text, ...] = ()
    first: int = 2
    anchors: tuple[str, ...] = ()


@frozen
class Heading:
    """A heading within a paper."""

    text: Text


@frozen
class Paragraph:
    """A paragraph as runs of text, each bold or not; an `item` is one of a list."""

    runs: tuple[tuple[Text, bool], ...]
    item: bool = False


@frozen
class LinkList:
    """Links to other pages: the text and the address of each."""

    links: tuple[tuple[Text, str], ...]


PaperBlock = Heading | Paragraph | DataTable | LinkList


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

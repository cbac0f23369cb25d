"""Papers as a document of Word: administrative ones with their heads, places for a number and a date, and signatures."""

from datetime import date, datetime
from io import BytesIO
from typing import Any

from attrs import frozen
from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from ...model.text import Language, Text, seen
from ..pages.blocks import Timeline
from ..papers import paper_words as words
from ..papers.paper import DataTable, Heading, Letterhead, LinkList, Listing, Paper, Paragraph, cell_text, plain
from ..words import heads

FONT = "Times New Roman"
_CENTRE, _LEFT, _JUSTIFIED = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.JUSTIFY
_UNBROKEN = 40
"""A row is kept on one page as long as no cell has more text: points of its letters, one after another, a millimetre of width.

A letter is some 0.16 mm wide a point, so that these are about six lines.
"""


def paper_docx(paper: Paper, language: Language, day_made: date) -> bytes:
    """The paper as a document, in one language; `day_made` is the day that its properties name.

    >>> paper_docx(Paper(None, Text("Tiêu đề"), (), ()), "vi", date(2024, 12, 31))[:2]
    b'PK'
    """
    document = Document()
    properties = document.core_properties
    properties.author, properties.title = "ntm-rules", seen(paper.title.in_language(language))[:250]
    properties.created = properties.modified = datetime(day_made.year, day_made.month, day_made.day)
    writer = _PaperWriter(document, language)
    writer.set_up(landscape=any(_is_wide(block) for block in paper.blocks))
    writer.write(paper)
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


def _is_wide(block: object) -> bool:
    return isinstance(block, DataTable) and len(block.columns) > 6


@frozen
class _PaperWriter:
    document: Any
    language: Language

    def set_up(self, *, landscape: bool) -> None:
        """Paper, margins, font."""
        [section] = self.document.sections
        width, height = (297, 210) if landscape else (210, 297)
        section.orientation = 1 if landscape else 0
        section.page_width, section.page_height = Mm(width), Mm(height)
        section.left_margin, section.right_margin = Mm(30), Mm(15)
        section.top_margin, section.bottom_margin = Mm(20), Mm(20)
        normal = self.document.styles["Normal"]
        normal.font.name, normal.font.size = FONT, Pt(13)
        normal.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
        normal.paragraph_format.space_after = Pt(4)
        heading = self.document.styles["Heading 2"]
        heading.font.name, heading.font.size, heading.font.bold = FONT, Pt(13), True
        heading.font.color.rgb = None
        for name in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
            heading.element.rPr.rFonts.attrib.pop(qn(name), None)
        heading.paragraph_format.space_before, heading.paragraph_format.space_after = Pt(8), Pt(3)
        self._page_number(section.footer.paragraphs[0])

    def write(self, paper: Paper) -> None:
        """The whole paper."""
        if paper.letterhead is not None:
            self._heads(paper.letterhead)
        if paper.kind is not None:
            self._line(self._text(paper.kind), bold=True, size=14, align=_CENTRE)
        self._line(self._text(paper.title), bold=True, size=14, align=_CENTRE)
        for remark in paper.remarks:
            self._line(self._text(remark), italic=True, align=_CENTRE)
        for block in paper.blocks:
            match block:
                case Heading():
                    self.document.add_heading(self._text(block.text), 2)
                case Paragraph():
                    self._paragraph(block)
                case DataTable():
                    self._table(block)
                case Timeline():
                    self._timeline(block)
                case Listing():
                    for line in block.text.splitlines():
                        self._line(seen(line), size=10)
                case LinkList():
                    for text, _ in block.links:
                        self._paragraph(plain(text, item=True))
        if paper.letterhead is not None:
            self._signatures()

    def _text(self, text: Text) -> str:
        return seen(text.in_language(self.language))

    def _line(
        self,
        text: str,
        *,
        bold: bool = False,
        italic: bool = False,
        size: float = 13,
        align: Any = _LEFT,
        of: Any = None,
    ) -> Any:
        line = (of or self.document).add_paragraph()
        line.alignment = align
        line.paragraph_format.space_after = Pt(2)
        run = line.add_run(text)
        run.bold, run.italic, run.font.size = bold, italic, Pt(size)
        return line

    def _paragraph(self, block: Paragraph) -> None:
        plain_item = block.item and block.number is None and block.badge is None
        line = self.document.add_paragraph(style="List Bullet" if plain_item else None)
        line.alignment = _LEFT if block.item or block.badge is not None else _JUSTIFIED
        if not block.item and block.badge is None:
            line.paragraph_format.first_line_indent = Mm(10)
        if block.level or block.badge is not None:
            hanging = 6 if block.item else 0
            line.paragraph_format.left_indent = Mm(6 * block.level + hanging)
            line.paragraph_format.first_line_indent = Mm(-hanging)
        if block.number is not None or block.badge is not None:
            line.add_run(f"{seen(block.mark)} ")
        for text, bold in block.runs:
            line.add_run(self._text(text)).bold = bold
        for below in block.below:
            line.add_run().add_break()
            line.add_run(self._text(below))

    def _timeline(self, block: Timeline) -> None:
        for event in block.events:
            when, state = cell_text(event.day, self.language), cell_text(event.state, self.language)
            self._line(f"{when}  {seen(state)}", bold=True).paragraph_format.keep_with_next = bool(event.by)
            for text in event.by:
                self._paragraph(plain(text, item=True))

    def _table(self, block: DataTable) -> None:
        table = self.document.add_table(rows=1, cols=len(block.columns), style="Table Grid")
        table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
        [section] = self.document.sections
        room = (section.page_width - section.left_margin - section.right_margin) / 36000
        whole = sum(column.width for column in block.columns)
        widths = [Mm(room * column.width / whole) for column in block.columns]
        size = 12.0 if len(block.columns) <= 5 else 10.0
        for cell, column in zip(table.rows[0].cells, block.columns, strict=True):
            self._cell(cell, self._text(column.head), size, bold=True, align=_CENTRE)
        _repeated(table.rows[0])
        for row in (*block.rows, *((block.totals,) if block.totals else ())):
            cells = table.add_row().cells
            texts = [seen(cell_text(value, self.language)) for value in row]
            if all(len(text) * size < _UNBROKEN * width.mm for text, width in zip(texts, widths, strict=True)):
                _unbroken(table.rows[-1])
            for cell, value, text in zip(cells, row, texts, strict=True):
                is_number = isinstance(value, int | date)
                self._cell(cell, text, size, align=_CENTRE if is_number else _LEFT)
        for at, width in enumerate(widths):
            table.columns[at].width = width
            for cell in table.columns[at].cells:
                cell.width = width
        for note in block.notes:
            self._line(self._text(note), italic=True, size=11)
        self.document.add_paragraph().paragraph_format.space_after = Pt(0)

    def _cell(self, cell: Any, text: str, size: float, *, bold: bool = False, align: Any = _LEFT) -> None:
        [line] = cell.paragraphs
        line.alignment = align
        line.paragraph_format.space_after = Pt(0)
        run = line.add_run(text)
        run.bold, run.font.size = bold, Pt(size)

    def _heads(self, letterhead: Letterhead) -> None:
        """The writer and the number at the left; the nation, place and day at the right."""
        left, right = self._two_columns(0.42)
        left.paragraphs[0]._p.getparent().remove(left.paragraphs[0]._p)
        right.paragraphs[0]._p.getparent().remove(right.paragraphs[0]._p)
        self._line(self._text(letterhead.writer).upper(), bold=True, size=12, align=_CENTRE, of=left)
        self._line("_______", size=8, align=_CENTRE, of=left)
        self._line(self._text(words.PAPER_NUMBER), align=_CENTRE, of=left)
        self._line(self._text(words.NATION), bold=True, size=12, align=_CENTRE, of=right)
        self._line(self._text(words.MOTTO), bold=True, align=_CENTRE, of=right)
        self._line("_____________________", size=8, align=_CENTRE, of=right)
        self._line(self._text(letterhead.place), italic=True, align=_CENTRE, of=right)
        self.document.add_paragraph().paragraph_format.space_after = Pt(0)

    def _signatures(self) -> None:
        for line in self.document.paragraphs[-3:]:
            line.paragraph_format.keep_with_next = True
        left, right = self._two_columns(0.5)
        for cell in (left, right):
            cell.paragraphs[0]._p.getparent().remove(cell.paragraphs[0]._p)
        recipients = self._line(self._text(words.RECIPIENTS), bold=True, italic=True, size=12, of=left)
        lines = [self._line(self._text(line), size=11, of=left) for line in words.RECIPIENT_LINES]
        signed = [
            self._line(self._text(heads.HEAD), bold=True, align=_CENTRE, of=right),
            self._line(self._text(words.HEAD_SIGNS), italic=True, align=_CENTRE, of=right),
        ]
        for line in (recipients, *lines, *signed):
            line.paragraph_format.keep_with_next = True

    def _two_columns(self, share: float) -> tuple[Any, Any]:
        """Two cells without borders."""
        [section] = self.document.sections
        room = (section.page_width - section.left_margin - section.right_margin) / 36000
        table = self.document.add_table(rows=1, cols=2)
        table.autofit = False
        _unbroken(table.rows[0])
        for at, width in enumerate((share, 1 - share)):
            table.columns[at].width = table.rows[0].cells[at].width = Mm(room * width)
        return table.rows[0].cells[0], table.rows[0].cells[1]

    def _page_number(self, line: Any) -> None:
        line.alignment = _CENTRE
        run = line.add_run()
        for kind, text in (("begin", None), (None, "PAGE"), ("end", None)):
            part = OxmlElement("w:instrText" if kind is None else "w:fldChar")
            if kind is None:
                part.text = text
            else:
                part.set(qn("w:fldCharType"), kind)
            run._r.append(part)


def _repeated(row: Any) -> None:
    """Have a row repeated at the top of every page."""
    _unbroken(row)
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _unbroken(row: Any) -> None:
    """Keep a row on one page."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))

"""Papers for a terminal: headings, paragraphs set in lines, items with their signs, tables in columns."""

from collections.abc import Iterator
from itertools import pairwise

from attrs import frozen

from ...model.text import Language, printable
from ..layout.wrapped_table import in_lines_of, width_of
from ..pages.blocks import Timeline
from ..papers.paper import DataTable, Heading, LinkList, Listing, Paper, PaperBlock, Paragraph, cell_text
from ..phrasing.numbers import day
from .table_text import painted, table_lines

_NO_LIMIT = 1_000_000
_BOLD = "\x1b[1m{}\x1b[0m"


def paper_text(paper: Paper, language: Language, width: int | None = None, *, colour: bool = False) -> str:
    """The paper in one language, in lines of at most `width` terminal cells (None: of any length).

    A word that is longer stands on a line of its own, as an address does. Signs, verdicts and headings are in `colour` where it
    is asked for.

    >>> from ...model.text import Text
    >>> print(paper_text(Paper(None, Text("Xã A"), (), (Heading(Text("Ghi chú")),)), "vi"))
    Xã A
    <BLANKLINE>
    Ghi chú
    """
    page = _TextPage(language, _NO_LIMIT if width is None else width, colour)
    head = [text.in_language(language) for text in (paper.kind, paper.title, *paper.remarks) if text is not None]
    lines = [line for text in head if text for line in page.heading(text)]
    for before, block in pairwise((None, *paper.blocks)):
        assert block is not None
        if _is_apart(before, block) and lines:
            lines.append("")
        lines += page.lines(block)
    return "\n".join(lines)


def _is_apart(before: PaperBlock | None, block: PaperBlock) -> bool:
    """True where an empty line stands before a block: not within a list, nor right below a heading or a verdict."""
    if isinstance(block, Heading):
        return True
    if before is None:
        return not (isinstance(block, Paragraph) and block.badge is not None)
    goes_on = isinstance(block, Listing) or (isinstance(block, Paragraph) and bool(block.item or block.level))
    return not (goes_on or isinstance(before, Heading))


@frozen
class _TextPage:
    language: Language
    width: int
    colour: bool

    def lines(self, block: PaperBlock) -> Iterator[str]:
        match block:
            case Heading():
                yield from self.heading(block.text.in_language(self.language))
            case Paragraph():
                yield from self.paragraph(block)
            case LinkList():
                for text, to in block.links:
                    yield f"- {printable(text.in_language(self.language))}: {to}"
            case DataTable():
                yield from table_lines(block, self.language, self.width, colour=self.colour)
            case Listing():
                yield from (f"    {printable(line)}".rstrip() for line in block.text.splitlines())
            case Timeline():
                yield from self.events(block)

    def heading(self, text: str) -> Iterator[str]:
        for line in self.set(text, "  "):
            yield _BOLD.format(line) if self.colour else line

    def set(self, text: str, indent: str) -> list[str]:
        """A text in lines, those after the first indented."""
        if self.width == _NO_LIMIT:
            return [printable(text)]
        return in_lines_of(printable(text), self.width, indent)

    def paragraph(self, block: Paragraph) -> Iterator[str]:
        """A paragraph in lines: what goes on stands below where its text began."""
        texts = [(printable(text.in_language(self.language)), bold) for text, bold in block.runs]
        text, margin, mark = "".join(part for part, _ in texts), "  " * block.level, printable(block.mark)
        hanging = margin + " " * (width_of(mark) + 1 if block.item and mark else 0)
        begun = margin + (f"{mark} {text}" if mark else text)
        first, *others = self.set(begun, hanging if block.item else f"{margin}  ")
        if self.colour and block.badge is not None and first.startswith(margin + block.badge.sign):
            verdict = texts[0][0] if texts and texts[0][1] else ""
            length = len(margin) + len(mark) + 1 + len(verdict) if verdict else len(margin) + len(block.badge.sign)
            marked = first[len(margin) : length].rstrip()
            first = margin + painted(marked, block.badge.look) + first[len(margin) + len(marked) :]
        yield from (first, *others)
        for below in block.below:
            yield from self.set(hanging + printable(below.in_language(self.language)), hanging)

    def events(self, timeline: Timeline) -> Iterator[str]:
        """The days of a timeline, each with its state, and below that what led to it."""
        indent = " " * 12
        for event in timeline.events:
            yield from self.set(f"{day(event.day, self.language):<11} {cell_text(event.state, self.language)}", indent)
            for text in event.by:
                yield from self.set(f"{indent}{text.in_language(self.language)}", f"{indent}  ")

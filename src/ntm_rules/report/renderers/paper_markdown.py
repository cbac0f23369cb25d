"""Papers as a page of Markdown: headings, paragraphs, items, tables, links; what is written in them is text."""

from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal

from ...model.text import Language, printable
from ..layout.markdown import escaped, table_row
from ..pages.blocks import Timeline
from ..papers.paper import DataTable, Heading, LinkList, Listing, Paper, PaperBlock, Paragraph, cell_text
from ..phrasing.numbers import day


def paper_markdown(paper: Paper, language: Language, *, level: int = 1, escape: Callable[[str], str] = escaped) -> str:
    r"""The paper in one language, its title a heading of a level. Lines within a cell are parted by `<br>`.

    >>> from ...model.text import Text
    >>> print(paper_markdown(Paper(None, Text("Xã [A]"), (), (Heading(Text("Ghi chú")),)), "vi"))
    # Xã \[A\]
    <BLANKLINE>
    ## Ghi chú
    """
    head = (f"{'#' * level} {escape(paper.title.in_language(language))}",)
    remarks = (escape(remark.in_language(language)) for remark in paper.remarks)
    return "\n\n".join((*head, *remarks, *blocks_markdown(paper.blocks, language, level=level + 1, escape=escape)))


def blocks_markdown(
    blocks: Iterable[PaperBlock], language: Language, *, level: int = 2, escape: Callable[[str], str] = escaped
) -> Iterator[str]:
    """The parts of a paper, items that follow one another as one list, headings of a level."""
    items: list[str] = []
    top = 0
    for block in blocks:
        if isinstance(block, Paragraph) and block.item:
            if not items:
                top = block.level
            items.append(_item(block, max(0, block.level - top), language, escape))
            continue
        if items:
            yield "\n".join(items)
            items = []
        match block:
            case Heading():
                yield f"{'#' * level} {escape(block.text.in_language(language))}"
            case Paragraph():
                yield _runs(block, language, escape)
            case LinkList():
                yield "\n".join(f"- [{escape(text.in_language(language))}]({to})" for text, to in block.links)
            case DataTable():
                yield "\n".join(_rows(block, language, escape))
            case Listing():
                yield "\n".join(f"    {printable(line)}".rstrip() for line in block.text.splitlines())
            case Timeline():
                yield "\n".join(_events(block, language, escape))
    if items:
        yield "\n".join(items)


def _item(block: Paragraph, level: int, language: Language, escape: Callable[[str], str]) -> str:
    """An item of a list, below those of a lower level; the lines below it are in it."""
    mark, margin = "-" if block.number is None else block.mark, "  " * level
    indent = margin + " " * (len(mark) + 1)
    below = (f"  \n{indent}{escape(line.in_language(language))}" for line in block.below)
    return f"{margin}{mark} {_runs(block, language, escape)}{''.join(below)}"


def _runs(block: Paragraph, language: Language, escape: Callable[[str], str]) -> str:
    signed = f"{escape(block.mark)} " if block.badge is not None else ""
    texts = ((escape(text.in_language(language)), bold) for text, bold in block.runs)
    return signed + "".join(_bold(text) if bold else text for text, bold in texts)


def _bold(text: str) -> str:
    """A text as bold: the marks touch it, for beside a space they are no marks."""
    inner = text.strip()
    before, _, after = text.partition(inner) if inner else (text, "", "")
    return f"{before}**{inner}**{after}" if inner else text


def _events(timeline: Timeline, language: Language, escape: Callable[[str], str]) -> Iterator[str]:
    for event in timeline.events:
        state = escape(cell_text(event.state, language))
        yield f"- {day(event.day, language)}: **{state}**"
        yield from (f"  - {escape(text.in_language(language))}" for text in event.by)


def _rows(table: DataTable, language: Language, escape: Callable[[str], str]) -> Iterator[str]:
    yield table_row(escape(column.head.in_language(language)) for column in table.columns)
    columns = zip(*table.rows, strict=True) if table.rows else [()] * len(table.columns)
    are_numbers = (
        own.of_numbers or (bool(column) and all(isinstance(value, int | Decimal) for value in column))
        for own, column in zip(table.columns, columns, strict=True)
    )
    yield table_row("---:" if is_number else "---" for is_number in are_numbers)
    for row in (*table.rows, *((table.totals,) if table.totals else ())):
        texts = (cell_text(value, language) for value in row)
        yield table_row("<br>".join(map(escape, text.split("\n"))) for text in texts)
    for note in table.notes:
        yield f"\n{escape(note.in_language(language))}"

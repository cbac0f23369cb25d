"""Papers for a terminal: headings, paragraphs set in lines, items, tables in columns."""

from collections.abc import Iterator
from datetime import date

from ...model.text import Language, Text
from ..layout.cells import WIDTH, wrapped
from ..layout.wrapped_table import fitted
from ..pages.blocks import Timeline
from ..pages.signs import Badge
from ..papers.paper import CellValue, DataTable, Heading, LinkList, Paper, Paragraph
from ..phrasing.numbers import day, figure


def cell_text(value: CellValue, language: Language) -> str:
    """The content of a cell as a text in one language.

    >>> cell_text(date(2024, 6, 30), "vi"), cell_text(None, "vi")
    ('30/06/2024', '')
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
            return str(value)
        case _:
            return figure(value, language)


def paper_text(paper: Paper, language: Language) -> str:
    """The paper in one language, in lines for a terminal.

    >>> print(paper_text(Paper(None, Text("Xã A"), (), (Heading(Text("Ghi chú")),)), "vi"))
    Xã A
    <BLANKLINE>
    Ghi chú
    """
    head = [] if paper.kind is None else [paper.kind.in_language(language)]
    head += [text.in_language(language) for text in (paper.title, *paper.remarks)]
    return "\n\n".join(["\n".join(line for text in head for line in wrapped(text)), *_parts(paper, language)])


def _parts(paper: Paper, language: Language) -> Iterator[str]:
    items: list[str] = []
    for block in paper.blocks:
        is_item = isinstance(block, Paragraph) and block.item
        if items and not is_item:
            yield "\n".join(items)
            items = []
        match block:
            case Heading():
                yield block.text.in_language(language)
            case Paragraph():
                text = "".join(said.in_language(language) for said, _ in block.runs)
                if is_item:
                    indent = " " * (len(block.mark) + 1)
                    items += wrapped(f"{block.mark} {text}", indent=indent)
                    for line in block.below:
                        items += wrapped(f"{indent}{line.in_language(language)}", indent=indent)
                else:
                    yield "\n".join(wrapped(text, indent=""))
            case LinkList():
                yield "\n".join(f"- {text.in_language(language)}: {to}" for text, to in block.links)
            case DataTable():
                yield _table(block, language)
            case Timeline():
                yield "\n".join(_events(block, language))
    if items:
        yield "\n".join(items)


def _events(timeline: Timeline, language: Language) -> Iterator[str]:
    """The days of a timeline, each with its state, and below that what led to it."""
    indent = " " * 12
    for event in timeline.events:
        yield from wrapped(f"{day(event.day, language):<11} {cell_text(event.state, language)}", indent=indent)
        for text in event.by:
            yield from wrapped(f"{indent}{text.in_language(language)}", indent=f"{indent}  ")


def _table(table: DataTable, language: Language) -> str:
    head = [column.head.in_language(language) for column in table.columns]
    rows = [[cell_text(value, language) for value in row] for row in table.rows]
    lines = fitted(rows, head, WIDTH - 2)
    if lines is None:
        lines = [f"{name}: {text}" for row in rows for name, text in zip(head, row, strict=True)]
    return "\n".join([*(f"  {line}" for line in lines), *(note.in_language(language) for note in table.notes)])

"""Papers as a page of Markdown: headings, paragraphs, items, tables, links; what is written in them is text."""

from collections.abc import Iterator

from ...model.text import Language
from ..layout.markdown import escaped, table_row
from ..pages.paper import DataTable, Heading, LinkList, Paper, Paragraph
from .paper_text import cell_text


def paper_markdown(paper: Paper, language: Language) -> str:
    r"""The paper in one language. Lines within a cell are parted by `<br>`.

    >>> from ...model.text import Text
    >>> print(paper_markdown(Paper(None, Text("Xã [A]"), (), (Heading(Text("Ghi chú")),)), "vi"))
    # Xã \[A\]
    <BLANKLINE>
    ## Ghi chú
    """
    return "\n\n".join(_parts(paper, language))


def _parts(paper: Paper, language: Language) -> Iterator[str]:
    yield f"# {escaped(paper.title.in_language(language))}"
    for remark in paper.remarks:
        yield escaped(remark.in_language(language))
    items: list[str] = []
    for block in paper.blocks:
        if isinstance(block, Paragraph) and block.item:
            items.append(f"- {_runs(block, language)}")
            continue
        if items:
            yield "\n".join(items)
            items = []
        match block:
            case Heading():
                yield f"## {escaped(block.text.in_language(language))}"
            case Paragraph():
                yield _runs(block, language)
            case LinkList():
                yield "\n".join(f"- [{escaped(text.in_language(language))}]({to})" for text, to in block.links)
            case DataTable():
                yield "\n".join(_rows(block, language))
    if items:
        yield "\n".join(items)


def _runs(block: Paragraph, language: Language) -> str:
    texts = ((escaped(text.in_language(language)), bold) for text, bold in block.runs)
    return "".join(f"**{text}**" if bold and text else text for text, bold in texts)


def _rows(table: DataTable, language: Language) -> Iterator[str]:
    yield table_row(escaped(column.head.in_language(language)) for column in table.columns)
    yield "|" + " --- |" * len(table.columns)
    for row in table.rows:
        texts = (cell_text(one, language) for one in row)
        yield table_row("<br>".join(map(escaped, text.split("\n"))) for text in texts)

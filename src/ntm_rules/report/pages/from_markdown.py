"""Papers made from the Markdown of this package: its memos and comparisons as documents and pages."""

import re
from collections.abc import Iterator

from ...model.text import Text
from .paper import DataColumn, DataTable, Heading, Paper, PaperBlock, Paragraph

NARROWEST, WIDEST = 8, 60
"""Bounds of the width of a column, in characters."""
_HEADING = re.compile(r"#{1,3} ")
_CELLS = re.compile(r"(?<!\\)\|")
_RULE = re.compile(r"\|(?: ?:?-+:? ?\|)+")
_RUN = re.compile(r"(?<!\\)\*\*")
_ESCAPED = re.compile(r"\\([^A-Za-z0-9\s])|<!-- -->")


def paper_of_markdown(markdown: str) -> Paper:
    r"""The paper that a page of Markdown comes to: headings, items, tables and paragraphs, with what is bold in them.

    Marks that the page escapes are text.

    >>> paper = paper_of_markdown("# Tác động\n\n- **Xã A** (a\\_b)\n\n| a | b |\n| --- | ---: |\n| 1\\|2 | 3 |")
    >>> paper.title.vi, paper.blocks[0].runs[1][0].vi, paper.blocks[1].rows
    ('Tác động', ' (a_b)', ((Text(vi='1|2', en=None), Text(vi='3', en=None)),))
    """
    lines = markdown.splitlines()
    first = next((at for at, line in enumerate(lines) if _HEADING.match(line)), None)
    title = "" if first is None else _plain(_HEADING.sub("", lines[first], count=1))
    rest = lines if first is None else [*lines[:first], *lines[first + 1 :]]
    return Paper(None, Text(title), (), tuple(_blocks(rest)))


def _blocks(lines: list[str]) -> Iterator[PaperBlock]:
    at = 0
    while at < len(lines):
        line = lines[at]
        at += 1
        if not line.strip():
            continue
        if found := _HEADING.match(line):
            yield Heading(Text(_plain(line[found.end() :])))
        elif line.startswith("| ") and at < len(lines) and _RULE.fullmatch(lines[at]):
            rows = [_cells(line)]
            at += 1
            while at < len(lines) and lines[at].startswith("| "):
                rows.append(_cells(lines[at]))
                at += 1
            yield _table(rows)
        else:
            item = line.startswith("- ")
            yield Paragraph(tuple(_runs(line[2:] if item else line)), item)


def _cells(line: str) -> list[str]:
    return [_plain(cell.strip()) for cell in _CELLS.split(line)[1:-1]]


def _table(rows: list[list[str]]) -> DataTable:
    head, *data = rows
    widths = [min(WIDEST, max(NARROWEST, *(len(row[at]) for row in rows))) for at in range(len(head))]
    columns = tuple(DataColumn(Text(cell), width) for cell, width in zip(head, widths, strict=True))
    return DataTable(Text(""), Text(""), columns, tuple(tuple(Text(cell) for cell in row) for row in data))


def _runs(line: str) -> Iterator[tuple[Text, bool]]:
    for number, part in enumerate(_RUN.split(line)):
        if part:
            yield Text(_plain(part)), number % 2 == 1


def _plain(text: str) -> str:
    """Text without what marks it: escapes, and the comments that keep words from becoming links."""
    return _ESCAPED.sub(lambda found: found[1] or "", text.replace("**", ""))

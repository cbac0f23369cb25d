"""Tables whose cells are set in lines, so that they fit into a page."""

import re
from collections.abc import Sequence

from .cells import width_of, wrapped

_TOGETHER = re.compile(r"(?<=[0-9]) (?=%)|(?<=[✓✗?–→]) (?=\w)")
_NARROWEST = 12
_GAP = 2
KEPT = "\u00a0"
"""A space at which no line is broken, where it stands in a text that is to be set in lines."""


def in_lines_of(text: str, width: int, indent: str = "") -> list[str]:
    """A text in lines, no line broken between a figure and its `%` or after a sign.

    >>> in_lines_of("at least 90 %", 11)
    ['at least', '90 %']
    """
    kept = _TOGETHER.sub(KEPT, text)
    return [line.replace(KEPT, " ") for line in wrapped(kept, indent=indent, width=width)]


def fitted(rows: Sequence[Sequence[str]], header: Sequence[str], width: int) -> list[str] | None:
    """A table in lines of at most `width` cells, its cells wrapped; None where the columns would become too narrow to read.

    >>> for line in fitted([["all but the north", "under 90 %"]], ["Region", "Roads"], 24):
    ...     print(line)
    Region       Roads
    ───────────  ──────────
    all but the  under 90 %
    north
    """
    table = [list(header), *(list(row) for row in rows)]
    widths = _widths(table, width - _GAP * (len(header) - 1))
    if widths is None:
        return None
    lines: list[str] = []
    for number, row in enumerate(table):
        lines += _lines(row, widths)
        if number == 0:
            lines.append((" " * _GAP).join("─" * each for each in widths))
    return lines


def _widths(table: Sequence[Sequence[str]], room: int) -> list[int] | None:
    """As wide as the longest cell, the widest columns narrowed until all have room; never narrower than a word."""
    columns = list(zip(*table, strict=True))
    least = [
        max(_NARROWEST, *(width_of(word) for cell in column for word in _TOGETHER.sub(KEPT, cell).split(" ")))
        for column in columns
    ]
    found = [max(width_of(cell) for cell in column) for column in columns]
    least = [min(pair) for pair in zip(least, found, strict=True)]
    if sum(least) > room:
        return None
    while sum(found) > room:
        widest = max(
            (place for place in range(len(found)) if found[place] > least[place]), key=lambda place: found[place]
        )
        found[widest] -= 1
    return [
        max(width_of(line) for cell in column for line in in_lines_of(cell, width))
        for column, width in zip(columns, found, strict=True)
    ]


def _lines(row: Sequence[str], widths: Sequence[int]) -> list[str]:
    cells = [in_lines_of(cell, width) for cell, width in zip(row, widths, strict=True)]
    height = max(len(cell) for cell in cells)
    return [
        (" " * _GAP)
        .join(
            text + " " * (width - width_of(text))
            for text, width in zip((cell[line] if line < len(cell) else "" for cell in cells), widths, strict=True)
        )
        .rstrip()
        for line in range(height)
    ]

"""Texts fitted into terminal cells, measured, clipped or aligned, and tables whose cells are set in lines."""

import re
from bisect import bisect_left
from collections.abc import Sequence

from ...model.text import printable


def width_of(text: str) -> int:
    """Width of a text in terminal cells: 0 for a combining accent, 2 for a wide character.

    >>> width_of("Tam Đường")
    9
    """
    from rich.cells import cell_len  # rich is slow to import, and only overviews need it

    return cell_len(printable(text))


def clipped(text: str, width: int) -> str:
    """Text cut off with an ellipsis where it is wider than `width` cells: between words, unless less than half would be left.

    >>> clipped("Môi trường và an toàn thực phẩm", 20), clipped("Môi_trường_và_an_toàn_thực_phẩm", 12)
    ('Môi trường và an…', 'Môi_trường_…')
    """
    text = printable(text)
    if width_of(text) <= width:
        return text
    size = bisect_left(range(len(text)), width, key=lambda size: width_of(text[:size]))
    cut = text[: max(0, size - 1)]
    whole_words = text[: len(cut) + 1].rpartition(" ")[0]
    if 2 * len(whole_words) >= len(cut):
        cut = whole_words
    return cut.rstrip(" ,;(") + "…"


def right(text: str, width: int) -> str:
    """`text` moved to the right end of `width` cells.

    >>> right("5", 3)
    '  5'
    """
    return " " * (width - width_of(text)) + text


_TOGETHER = re.compile(
    r"(?<=[0-9]) (?=%)|(?<=[✓✗?–→≥≤≈]) (?=\w)|(?<=[0-9]) (?=[A-Z][a-z]{2} [0-9]{4})|(?<= [A-Z][a-z]{2}) (?=[0-9]{4}\b)"
)
_NARROWEST = 12
_LONGEST_WORD = 32
"""Words that are longer are broken, where there is no room for them."""
KEPT = "\u00a0"
"""A space at which no line is broken, where it stands in a text that is to be set in lines."""


def in_lines_of(text: str, width: int, indent: str = "", *, broken: bool = False) -> list[str]:
    """A text in lines, none broken between a figure and its `%`, after a sign such as `✗` or `≥`, or in a date.

    Words that are longer are `broken` or kept.

    >>> in_lines_of("at least 90 %", 11), in_lines_of("unbelievable", 8, broken=True)
    (['at least', '90 %'], ['unbeliev', 'able'])
    """
    words = _TOGETHER.sub(KEPT, text).split(" ")
    if broken:
        words = [part for word in words for part in _parts(word, max(1, width - width_of(indent)))]
    lines, (line, *others) = [], words
    for word in others:
        wider = f"{line} {word}"
        if line.strip() and width_of(wider) > width:
            lines.append(line.rstrip())
            wider = indent + word
        line = wider
    return [part.replace(KEPT, " ") for part in (*lines, line)]


def _parts(word: str, width: int) -> list[str]:
    """A word in parts of at most `width` cells."""
    parts = [""]
    for character in word:
        if parts[-1] and width_of(parts[-1] + character) > width:
            parts.append("")
        parts[-1] += character
    return parts


def in_rows(cells: Sequence[str], widths: Sequence[int]) -> list[list[str]]:
    """One row as several, so that no cell is wider than its column; what goes on stands under where it began.

    >>> in_rows(["1.1", "  a longer name"], [5, 10])
    [['1.1', '  a longer'], ['', '  name']]
    """
    lines = [
        [
            line
            for part in cell.split("\n")
            for line in in_lines_of(part, width, indent=" " * (len(part) - len(part.lstrip())), broken=True)
        ]
        for cell, width in zip(cells, widths, strict=True)
    ]
    height = max(len(line) for line in lines)
    return [[line[place] if place < len(line) else "" for line in lines] for place in range(height)]


def column_widths(table: Sequence[Sequence[str]], room: int) -> list[int] | None:
    """Widths of the columns of rows, in `room` cells in all: as wide as their longest line, the widest narrowed until all fit.

    The first row is the head. None is narrower than its longest word, up to a bound; None where they are too many for the room.

    >>> column_widths([["Xã", "Nội dung"], ["A", "Hộ sử dụng nước sạch"]], 16)
    [2, 10]
    """
    columns = [[line for cell in column for line in cell.split("\n")] for column in zip(*table, strict=True)]
    widths = [max(map(width_of, column)) for column in columns]
    if sum(widths) <= room:
        return widths
    least = []
    for own, column in zip(widths, columns, strict=True):
        words = [word for cell in column for word in _TOGETHER.sub(KEPT, cell).split(" ")]
        longest = min(max(map(width_of, words)), _LONGEST_WORD)
        # A column of single words or figures needs no room to set texts in lines.
        is_text = any(" " in cell for cell in column[1:])
        least.append(min(own, max(longest, _NARROWEST if is_text else 0)))
    if sum(least) > room:
        return None
    while sum(widths) > room:
        widest = max(
            (place for place in range(len(widths)) if widths[place] > least[place]), key=lambda place: widths[place]
        )
        widths[widest] -= 1
    return [
        max(width_of(line) for cell in column for line in in_lines_of(cell, width, broken=True))
        for column, width in zip(columns, widths, strict=True)
    ]

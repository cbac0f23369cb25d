"""Text fitted into terminal cells: clipped, aligned or wrapped."""

from bisect import bisect_left
from collections.abc import Sequence

from ...model.text import printable

WIDTH = 150
"""Maximum width of a line of an overview, in terminal cells."""


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
    kept = text[: max(0, size - 1)]
    whole_words = text[: len(kept) + 1].rpartition(" ")[0]
    if 2 * len(whole_words) >= len(kept):
        kept = whole_words
    return kept.rstrip(" ,;(") + "…"


def right(text: str, width: int) -> str:
    """`text` moved to the right end of `width` cells.

    >>> right("5", 3)
    '  5'
    """
    return " " * (width - width_of(text)) + text


def in_lines(items: Sequence[str], joint: str, *, first: str = "", indent: str = "", width: int = WIDTH) -> list[str]:
    """Items joined into as few lines as they need, broken between items only.

    >>> in_lines(["1", "2", "3"], ", ", first="Codes: ", indent="  ", width=11)
    ['Codes: 1, 2,', '  3']
    """
    lines, line, begun = [], first, False
    for item in items:
        wider = f"{line}{joint}{item}" if begun else line + item
        if begun and line.strip() and width_of(wider) > width:
            lines.append((line + joint).rstrip())
            wider = indent + item
        line, begun = wider, True
    return [*lines, line]


def wrapped(text: str, *, indent: str = "  ", width: int = WIDTH, broken: bool = False) -> list[str]:
    """A text in lines of at most `width` cells, those after the first indented; words that are longer are `broken` or kept.

    >>> wrapped("a longer sentence", width=10)
    ['a longer', '  sentence']
    >>> wrapped("unbelievable", indent="", width=8, broken=True)
    ['unbeliev', 'able']
    """
    words = text.split(" ")
    if broken:
        words = [part for word in words for part in _parts(word, max(1, width - width_of(indent)))]
    return in_lines(words, " ", indent=indent, width=width)


def _parts(word: str, width: int) -> list[str]:
    """A word in parts of at most `width` cells."""
    parts = [""]
    for character in word:
        if parts[-1] and width_of(parts[-1] + character) > width:
            parts.append("")
        parts[-1] += character
    return parts

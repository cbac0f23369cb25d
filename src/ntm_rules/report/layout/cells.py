"""Text fitted into terminal cells: measured, clipped or aligned."""

from bisect import bisect_left

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

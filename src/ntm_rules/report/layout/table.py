"""Plain-text tables with aligned columns, whatever letters are in them."""

from collections.abc import Sequence

from ...model.text import printable
from .wrapped_table import in_lines_of


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
    height = max(len(each) for each in lines)
    return [[each[place] if place < len(each) else "" for each in lines] for place in range(height)]


def aligned(rows: Sequence[Sequence[str]], header: Sequence[str] | None = None) -> str:
    """Rows in columns, two spaces apart, as wide as they are shown: an accent takes no room, a wide character two cells.

    Raises ValueError when rows differ in length.

    >>> print(aligned([["xã", "Bản Bo"], ["thị trấn", "Tam Đường"]]))
    xã        Bản Bo
    thị trấn  Tam Đường
    """
    from rich.cells import cell_len  # rich is slow to import, and only tables need it

    table = [[printable(cell) for cell in row] for row in ([header] if header else []) + list(rows)]
    if len({len(row) for row in table}) > 1:
        raise ValueError("the rows of a table must all have the same number of cells")
    widths = [max(cell_len(cell) for cell in column) for column in zip(*table, strict=True)]
    if header:
        table.insert(1, ["─" * width for width in widths])
    return "\n".join(
        "  ".join(cell + " " * (width - cell_len(cell)) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in table
    )

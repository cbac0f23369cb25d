"""Tables of papers for a terminal: columns as wide as there is room for, else several tables, or a paragraph for each row."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from ...model.text import Language, printable
from ..layout.wrapped_table import column_widths, in_lines_of, in_rows, right, width_of
from ..pages.two_languages import Badge, Look
from ..papers.paper import CellValue, DataColumn, DataTable, InLines, cell_text

_NARROWEST_FIRST = 32
"""So wide the first column stays at least, where the criteria beside it are broken into several tables."""
_TALLEST = 5
"""Rows of more lines than this are told one below the other, where there are several columns of texts."""
_COLOURS = {
    Look.ATTAINED: "32",
    Look.NOT_ATTAINED: "31",
    Look.UNDETERMINED: "33",
    Look.NOT_APPLICABLE: "2",
    Look.WARNING: "31",
}


def painted(text: str, look: Look) -> str:
    """A text in the colour of an outcome; one that is neither good nor bad is left.

    >>> painted("✓", Look.ATTAINED), painted("○", Look.NEUTRAL)
    ('\\x1b[32m✓\\x1b[0m', '○')
    """
    return f"\x1b[{_COLOURS[look]}m{text}\x1b[0m" if look in _COLOURS and text else text


def table_lines(table: DataTable, language: Language, width: int, *, colour: bool = False) -> Iterator[str]:
    """The lines of a table of at most `width` cells, and of its notes.

    >>> from ...model.text import Text
    >>> table = DataTable(Text(""), Text(""), (DataColumn(Text("Xã"), 8), DataColumn(Text("Số"), 8)), ((Text("A"), 5),))
    >>> list(table_lines(table, "vi", 80))
    ['Xã  Số', '──  ──', 'A    5']
    """
    rows = (*table.rows, table.totals) if table.totals else table.rows
    shown = [[_shown(value, language) for value in row] for row in rows]
    heads = [printable(column.head.in_language(language)) for column in table.columns]
    in_columns = None if table.in_lines else _blocks_in_columns(table.columns, heads, rows, shown, width, colour=colour)
    yield from _rows_in_lines(table, heads, shown, width) if in_columns is None else in_columns
    for note in table.notes:
        yield from in_lines_of(printable(note.in_language(language)), width, "  ")


def _shown(value: CellValue, language: Language) -> str:
    return "\n".join(map(printable, cell_text(value, language).split("\n")))


def _blocks_in_columns(
    columns: Sequence[DataColumn],
    heads: Sequence[str],
    rows: Sequence[Sequence[CellValue]],
    shown: Sequence[Sequence[str]],
    width: int,
    *,
    colour: bool,
) -> list[str] | None:
    """The tables below one another; None where the columns of any would become too narrow to read."""
    lines: list[str] = []
    for places in _blocks(columns, heads, shown, width):
        own, *cells = ([row[at] for at in places] for row in (heads, *shown))
        values = [[row[at] for at in places] for row in rows]
        block = _columns([columns[at] for at in places], own, values, cells, width, colour=colour)
        if block is None:
            return None
        lines += block
    return lines


def _blocks(
    columns: Sequence[DataColumn], heads: Sequence[str], shown: Sequence[Sequence[str]], width: int
) -> list[list[int]]:
    """The places of the columns of each table: all of them in one, unless upright ones are too many for the width."""
    upright = [at for at, column in enumerate(columns) if column.upright]
    natural = [max(width_of(row[at]) for row in (heads, *shown)) for at in range(len(columns))]
    whole = sum(natural) + sum(_gaps(columns))
    first, *others = range(len(columns))
    last = [at for at in others if at not in upright]
    if not upright or whole - natural[first] + min(natural[first], _NARROWEST_FIRST) <= width:
        return [[*range(len(columns))]]
    room = width - min(natural[first], _NARROWEST_FIRST) - 2
    blocks: list[list[int]] = [[]]
    for at in upright:
        if blocks[-1] and sum(natural[block] + 1 for block in (*blocks[-1], at)) - 1 > room:
            blocks.append([])
        blocks[-1].append(at)
    if sum(natural[block] + 1 for block in blocks[-1]) + sum(natural[at] + 2 for at in last) > room:
        blocks.append([])
    return [[first, *block, *(last if block is blocks[-1] else ())] for block in blocks if block or last]


def _gaps(columns: Sequence[DataColumn]) -> list[int]:
    """The spaces before each column: one between upright ones, two elsewhere."""
    before = [None, *columns[:-1]]
    return [
        0 if other is None else 1 if other.upright and own.upright else 2
        for other, own in zip(before, columns, strict=True)
    ]


def _columns(
    columns: Sequence[DataColumn],
    heads: Sequence[str],
    rows: Sequence[Sequence[CellValue]],
    shown: Sequence[Sequence[str]],
    width: int,
    *,
    colour: bool,
) -> list[str] | None:
    """Rows in columns; None where the columns would become too narrow to read."""
    gaps = _gaps(columns)
    widths = column_widths([heads, *shown], width - sum(gaps))
    if widths is None:
        return None
    set_right = [column.of_numbers or _is_of_numbers([row[at] for row in rows]) for at, column in enumerate(columns)]
    set_right = [own or column.upright for own, column in zip(set_right, columns, strict=True)]

    def joined(cells: Sequence[str], values: Sequence[CellValue] = ()) -> str:
        line = ""
        for at, cell in enumerate(cells):
            placed = right(cell, widths[at]) if set_right[at] else cell + " " * (widths[at] - width_of(cell))
            value = values[at] if values else None
            if colour and isinstance(value, Badge) and value.sign:
                placed = placed.replace(value.sign, painted(value.sign, value.look), 1)
            line += " " * gaps[at] + placed
        return line.rstrip()

    lines = [joined(cells) for cells in in_rows(heads, widths)] if any(heads) else []
    if lines:
        # Under columns with one space between them the rule goes through.
        lines.append(
            "".join((" " if gap == 2 else "─") * gap + "─" * own for gap, own in zip(gaps, widths, strict=True))
        )
    for texts, values in zip(shown, rows, strict=True):
        row_lines = in_rows(texts, widths)
        if len(row_lines) > _TALLEST and len(columns) > 3 and not any(column.upright for column in columns):
            return None
        lines += [joined(cells, () if place else values) for place, cells in enumerate(row_lines)]
    return lines


def _is_of_numbers(values: Sequence[CellValue]) -> bool:
    return any(isinstance(value, int | Decimal) for value in values) and all(
        value is None or isinstance(value, int | Decimal) for value in values
    )


def _rows_in_lines(table: DataTable, heads: Sequence[str], shown: Sequence[Sequence[str]], width: int) -> Iterator[str]:
    """A row as lines: the columns that are kept in sight together, each of the others below with its head."""
    for row in shown:
        yield from in_lines_of("  ".join(filter(None, row[: table.first])), width, "    ")
        for column, head, cell in list(zip(table.columns, heads, row, strict=True))[table.first :]:
            if not cell or column.in_lines is InLines.LEFT_OUT:
                continue
            text = f"{head}: {cell}" if head and column.in_lines is InLines.HEADED else cell
            for line in text.split("\n"):
                yield from in_lines_of(f"    {line}", width, "      ")

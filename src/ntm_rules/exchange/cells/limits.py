"""Limits on the size of a file and on the work that it costs; what goes beyond is refused before it costs memory or time."""

from attrs import frozen


@frozen
class FileLimits:
    """Limits of one file, in bytes, lines, rows, columns and characters, and of all files of a run together, in units of work.

    A unit of work is about two microseconds: what a cell costs that is looked at. A cell of a row of data costs `OF_CELL`
    more. The default is a few seconds: some 20,000 figures.
    """

    file_bytes: int = 64 * 1024 * 1024
    unzipped_bytes: int = 256 * 1024 * 1024
    lines: int = 1_100_000
    rows: int = 1_048_576
    columns: int = 2_000
    cell_characters: int = 32_767
    work: int = 1_000_000


OF_CELL, OF_LINE, OF_MERGED = 12, 2, 4
"""Units of work for a cell that is read as data, a line of text, a cell of a merged range in a row."""

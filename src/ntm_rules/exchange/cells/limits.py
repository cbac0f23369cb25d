"""Limits on the size of a file; a larger one is refused before it costs memory or time."""

from attrs import frozen


@frozen
class FileLimits:
    """Limits of one file, in bytes, rows, columns, cells and characters. The defaults hold a table of every commune."""

    file_bytes: int = 64 * 1024 * 1024
    unzipped_bytes: int = 1024 * 1024 * 1024
    rows: int = 1_048_576
    columns: int = 2_000
    cell_characters: int = 32_767
    walked_cells: int = 40_000_000

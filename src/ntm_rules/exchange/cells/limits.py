"""How much a file may hold. Beyond any of these it is refused with a clear message, before it costs memory or time."""

from attrs import frozen


@frozen
class Limits:
    """Sizes are in bytes, cells in characters. The defaults hold a long table of every commune of the country."""

    file_bytes: int = 64 * 1024 * 1024
    unzipped_bytes: int = 1024 * 1024 * 1024
    rows: int = 1_048_576
    columns: int = 2_000
    cell_characters: int = 32_767
    walked_cells: int = 40_000_000

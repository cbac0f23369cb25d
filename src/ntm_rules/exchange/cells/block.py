"""Blocks of rows: the common form of text files and workbooks before their header is looked for."""

from collections.abc import Iterator

from attrs import frozen

from .row import TableRow


@frozen
class Block:
    """The records of a text file, or of one sheet of a workbook (`sheet`); they are read as they are asked for, once."""

    file: str
    sheet: str | None
    records: Iterator[TableRow]

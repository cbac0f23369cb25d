"""Comma-, semicolon- or tab-separated text, with the position of every cell.

The standard library's reader gives no columns, and takes a misplaced quote for text; a position and a strict reading are
what an officer needs to find the mistake.
"""

import re
from collections.abc import Callable, Iterator, Sequence

from ...model.place import Place
from ...model.problem import FactsError
from ..cells.cell import Block, TableCell, TableRow, TextRow
from ..cells.limits import OF_LINE, FileLimits
from ..diagnostics.messages import diagnostic
from ..diagnostics.mistakes import Mistakes

DELIMITERS = (",", ";", "\t")
_BLANK_LINES_COUNT = 1_000
"""Below this line a blank one is no record: it cannot stand in a header."""
LINE_END = re.compile(r"\r\n|\n|\r")
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
MARKS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)


def delimited_records(
    content: bytes,
    file: str,
    is_header: Callable[[Sequence[str]], bool],
    looked_through: int,
    mistakes: Mistakes,
    limits: FileLimits,
) -> Iterator[Block]:
    """The records of a text file, as one block. The separator is the one with which a header row can be read.

    Raises FactsError when the text is in no known encoding, or the separator is not clear.
    """
    text = decode(content, file)
    if (count := text.count("\n") + text.count("\r")) > limits.lines and count - text.count("\r\n") > limits.lines:
        place = Place(file, limits.lines)
        raise FactsError(diagnostic("NTM507", place, what="dòng", what_en="lines", most=limits.lines))
    lines = LINE_END.split(text)
    mistakes.know_lines(file, lines)
    if stray := CONTROL.search(text):
        place = Place(file, *position_in(text, stray.start()))
        raise FactsError(diagnostic("NTM523", place, codepoint=ord(stray[0])))
    delimiter = delimiter_of(lines, file, is_header, looked_through, limits)
    del content, text  # the lines hold the same
    yield Block(file, None, split(lines, delimiter, file, mistakes, limits))


def decode(content: bytes, file: str) -> str:
    """The text of a file: UTF-8, or UTF-16 or UTF-32 where a byte order mark says so. Raises FactsError for any other."""
    mark, encoding = next(((mark, name) for mark, name in MARKS if content.startswith(mark)), (b"", "utf-8"))
    try:
        return content[len(mark) :].decode(encoding)
    except UnicodeDecodeError as error:
        before = content[len(mark) : len(mark) + error.start].decode(encoding, errors="replace")
        place = Place(file, *position_in(before, len(before)))
        raise FactsError(diagnostic("NTM505", place, byte=error.object[error.start])) from error


def position_in(text: str, at: int, first: int = 1) -> tuple[int, int]:
    """The line, of lines of which the `first` has that number, and the column, counted from 1, of a position in a text."""
    ends = [end.end() for end in LINE_END.finditer(text, 0, at)]
    return first + len(ends), at - (ends[-1] if ends else 0) + 1


def delimiter_of(
    lines: list[str], file: str, is_header: Callable[[Sequence[str]], bool], looked_through: int, limits: FileLimits
) -> str:
    """The separator with which a header row can be read. Raises FactsError where there are several."""
    filled = [line for line in lines if line.strip() and not line.startswith("#")]
    head = [line[: limits.cell_characters * 4] for line in filled[: looked_through + 1]]
    header_rows: dict[str, int] = {}
    for delimiter in DELIMITERS:
        unheard = Mistakes()
        for index, record in enumerate(split(head, delimiter, file, unheard, limits)):
            if is_header([cell.text for cell in record]):
                header_rows[delimiter] = index
                break
    if len(header_rows) > 1:
        raise FactsError(diagnostic("NTM522", Place(file, lines.index(filled[min(header_rows.values())]) + 1)))
    if header_rows:
        return next(iter(header_rows))
    return max(DELIMITERS, key=lambda delimiter: max((line.count(delimiter) for line in head), default=0))


def split(
    lines: Sequence[str], delimiter: str, file: str, mistakes: Mistakes, limits: FileLimits
) -> Iterator[TableRow]:
    """The records of `lines`, one after the other; one with a misplaced quote is reported and left out.

    A line that begins with `#` is a record of one cell for as long as only such lines and blank ones came before it; one of
    separators only is a record of one blank cell. After a line with too many cells, too many mistakes or too much work,
    the lines that follow are not read.
    """
    number, heading = 0, True
    nothing = delimiter + " \t"
    while number < len(lines):
        line = lines[number]
        number += 1
        if heading and line.startswith("#"):
            yield (TableCell(line, Place(file, number)),)
            continue
        heading = heading and not line.strip()
        if not line.strip(nothing):
            if number < _BLANK_LINES_COUNT:
                yield (TableCell("", Place(file, number)),)
            continue
        width = line.count(delimiter) + 1
        if width > limits.columns:
            mistakes.report("NTM507", Place(file, number), what="cột", what_en="columns", most=limits.columns)
            return
        if mistakes.is_too_much(OF_LINE + width, limits.work):
            mistakes.report("NTM598", Place(file, number))
            return
        if mistakes.is_full:
            return
        if '"' not in line:
            yield _unquoted(line, number, delimiter, file, mistakes, limits)
            continue
        try:
            record, number = quoted(lines, number, delimiter, file, limits)
        except FactsError as error:
            mistakes.take(error)
            # A quote that is never closed has been looked for in many lines.
            mistakes.is_too_much(limits.cell_characters // 4, limits.work)
            continue
        yield record


def _unquoted(line: str, number: int, delimiter: str, file: str, mistakes: Mistakes, limits: FileLimits) -> TableRow:
    row = TextRow(line.split(delimiter), file, number)
    if len(line) <= limits.cell_characters:
        return row
    cells = []
    for cell, content in zip(row, row.contents, strict=True):
        if len(content) > limits.cell_characters:
            mistakes.report("NTM524", cell.place, size=len(content), most=limits.cell_characters)
            cell = TableCell("", cell.place)
        cells.append(cell)
    return tuple(cells)


def quoted(lines: Sequence[str], number: int, delimiter: str, file: str, limits: FileLimits) -> tuple[TableRow, int]:
    """The record that begins on line `number` and has quotes in it, and the number of its last line."""
    cells: list[TableCell] = []
    line, at = lines[number - 1], 0
    while True:
        start_line, start = number, at
        if line[at : at + 1] == '"':
            parts, size, at = [], 0, at + 1
            while True:
                closing = line.find('"', at)
                if closing >= 0:
                    parts.append(line[at:closing])
                    size, at = size + closing - at + 1, closing + 1
                    if size > limits.cell_characters * 2:
                        raise _too_long(size, Place(file, start_line, start + 1), limits)
                    if line[at : at + 1] != '"':
                        break
                    parts.append('"')
                    at += 1
                else:
                    parts.append(line[at:] + "\n")
                    size += len(parts[-1])
                    if number >= len(lines) or size > limits.cell_characters:
                        raise FactsError(
                            diagnostic(
                                "NTM519",
                                Place(file, start_line, start + 1),
                                why="ô mở ngoặc kép nhưng không đóng",
                                why_en="the cell's opening quote is never closed",
                            )
                        )
                    line, at = lines[number], 0
                    number += 1
            content = "".join(parts)
            if line[at : at + 1] not in ("", delimiter):
                raise FactsError(
                    diagnostic(
                        "NTM519",
                        Place(file, number, at + 1),
                        why="còn văn bản sau ngoặc đóng",
                        why_en="there is text after the closing quote",
                    )
                )
        else:
            end = line.find(delimiter, at)
            at = len(line) if end < 0 else end
            content = line[start:at]
        if len(content) > limits.cell_characters:
            raise _too_long(len(content), Place(file, start_line, start + 1), limits)
        end_column = max(at + 1, start + 2) if start_line == number else None
        cells.append(TableCell(content, Place(file, start_line, start + 1, end_column)))
        if at >= len(line):
            return tuple(cells), number
        at += 1


def _too_long(size: int, place: Place, limits: FileLimits) -> FactsError:
    return FactsError(diagnostic("NTM524", place, size=size, most=limits.cell_characters))

"""Text files of any size, read line by line and record by record in bounded memory, with the results of `delimited`."""

import codecs
from collections.abc import Callable, Iterator
from pathlib import Path

from attrs import evolve, frozen

from ...language.files.input_file import NotAFileError, opened, why_not_read
from ...model.place import Place
from ...model.problem import FactsError
from ..cells.cell import TableCell, TableRow, TextRow
from ..cells.limits import FileLimits
from ..diagnostics.messages import diagnostic
from ..diagnostics.mistakes import Mistakes
from .delimited import CONTROL, MARKS, position_in, quoted

PIECE = 4 * 1024 * 1024
MOST_LINE = 8 * 1024 * 1024
"""A longer line, in bytes, is no row of a table."""
_CONTROL_BYTES = bytes(code for code in range(32) if code not in b"\t\n\r")
_NEVER_CLOSED = "NTM519"


@frozen
class Lines:
    """Some lines of a file, the first being number `first` (from 1)."""

    first: int
    lines: list[str]


def encoding_of(path: Path, shown: str) -> tuple[str, int]:
    """Encoding of a file and the size of its byte order mark. Raises FactsError for an empty file and for no file."""
    try:
        with opened(path) as stream:
            head = stream.read(4)
    except NotAFileError as error:
        raise FactsError(diagnostic("NTM501", Place(shown), file=shown, why=why_not_read(error))) from error
    if not head:
        raise FactsError(diagnostic("NTM521", Place(shown)))
    return next(((name, len(mark)) for mark, name in MARKS if head.startswith(mark)), ("utf-8", 0))


def lines_of(path: Path, shown: str) -> Iterator[Lines]:
    """The lines of a file, in pieces. Raises FactsError for bytes of another encoding, control characters and endless lines."""
    encoding, mark = encoding_of(path, shown)
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    number, rest = 1, ""
    is_bytes = encoding == "utf-8"
    with opened(path) as stream:
        stream.seek(mark)
        while True:
            piece = stream.read(PIECE)
            try:
                text = rest + decoder.decode(piece, final=not piece)
            except UnicodeDecodeError as error:
                before = rest + error.object[: error.start].decode(encoding, errors="replace")
                place = Place(shown, *position_in(before, len(before), number))
                raise FactsError(diagnostic("NTM505", place, byte=error.object[error.start])) from error
            # A carriage return at the end may be half of a line end.
            half_end = "\r" if piece and text.endswith("\r") else ""
            text = text[: len(text) - len(half_end)]
            if (not is_bytes or piece.translate(None, _CONTROL_BYTES) != piece) and (stray := CONTROL.search(text)):
                place = Place(shown, *position_in(text, stray.start(), number))
                raise FactsError(diagnostic("NTM523", place, codepoint=ord(stray[0])))
            if "\r" in text:
                text = text.replace("\r\n", "\n").replace("\r", "\n")
            lines = text.split("\n")
            rest = lines.pop() + half_end if piece else ""
            if len(rest) > MOST_LINE:
                raise FactsError(
                    diagnostic("NTM524", Place(shown, number + len(lines)), size=len(rest), most=MOST_LINE)
                )
            if not piece and lines[-1] == "":
                lines.pop()
            if lines:
                yield Lines(number, lines)
            number += len(lines)
            if not piece:
                return


def records_of(
    pieces: Iterator[Lines],
    delimiter: str,
    shown: str,
    mistakes: Mistakes,
    limits: FileLimits,
    passed_over: Callable[[list[str]], bool] = lambda lines: False,
) -> Iterator[TableRow]:
    """The records on some lines, quoted ones over several; one with a misplaced quote is reported, blank lines are left out.

    Lines of which `passed_over` holds are left out, where no record goes on from the lines before.
    """
    lines: list[str] = []
    first = 1
    ended = False
    while not ended:
        piece = next(pieces, None)
        if piece is None:
            ended = True
        else:
            if not lines:
                first = piece.first
                if passed_over(piece.lines):
                    continue
            lines = lines + piece.lines
        index = 0
        while index < len(lines):
            line = lines[index]
            if not line.strip(f"{delimiter} \t"):
                index += 1
                continue
            if '"' not in line:
                index += 1
                yield TextRow(line.split(delimiter), shown, first + index - 1)
                continue
            try:
                record, index_after = quoted(lines, index + 1, delimiter, shown, limits)
            except FactsError as error:
                size = sum(len(line) + 1 for line in lines[index:])
                if not ended and error.diagnostics[0].code == _NEVER_CLOSED and size <= limits.cell_characters * 4:
                    # The record may end in the lines to come.
                    break
                mistakes.take(_moved(error, first - 1))
                index += 1
                continue
            yield tuple(TableCell(cell.content, _down(cell.place, first - 1)) for cell in record)
            index = index_after
        first, lines = first + index, lines[index:]


def _down(place: Place | None, by: int) -> Place | None:
    return None if place is None else Place(place.file, place.line + by, place.column, place.end_column)


def _moved(error: FactsError, by: int) -> FactsError:
    return FactsError(evolve(mistake, place=_down(mistake.place, by)) for mistake in error.diagnostics)

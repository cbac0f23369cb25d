"""Scan of a large table of text before it is read: its form, and all mistakes in its lines.

The dialect and the refusals are those of the tables of a dossier; one pass goes over the file in bounded memory. Lines without
quotes are looked at many at a time, and only the others, and those that are odd, one by one.
"""

import csv
from collections.abc import Iterator, Sequence
from operator import methodcaller
from pathlib import Path

from attrs import evolve, field, frozen

from ...language.files.input_file import opened
from ...model.place import Place
from ...model.problem import Diagnostic, FactsError
from ...model.spelling import fold, nearest
from ...model.text import Text
from ...program.wording import hint
from ..cells.cell import TableCell, TableRow, is_blank_row
from ..cells.limits import FileLimits
from ..diagnostics.messages import diagnostic
from ..diagnostics.mistakes import Mistakes
from ..layouts.data_rows import of_no_heading
from .delimited import delimiter_of
from .stream import Lines, encoding_of, lines_of, records_of
from .table import LOOKED_THROUGH

_HEAD = 2_000_000
_MOST_DIAGNOSTICS = 200
_MOST_PLACES = 3


@frozen
class ScannedTable:
    """Form of a table of text. `skipped` counts the lines up to and with the header, which has the columns `header`.

    `is_plain` says that what follows can be read as it stands: UTF-8, line ends that all readers know, as many cells in every
    row, no blank rows. `named` are the positions of the columns that have a name.
    """

    path: Path
    shown: str
    delimiter: str
    header: tuple[str, ...]
    skipped: int
    is_plain: bool
    width: int
    named: tuple[int, ...] = field(factory=tuple)
    limits: FileLimits = field(factory=FileLimits)

    def records(self) -> Iterator[TableRow]:
        """The rows below the header that are not blank, cells of named columns only."""
        pieces = _after(lines_of(self.path, self.shown), self.skipped)
        for record in records_of(pieces, self.delimiter, self.shown, Mistakes(), self.limits):
            if not is_blank_row(record):
                yield tuple(record[at] for at in self.named)

    def place_of(self, row: int, column: str | None) -> Place:
        """Place of a cell in the file; `row` counts from 1."""
        for number, record in enumerate(self.records(), 1):
            if number == row:
                at = self.header.index(column) if column in self.header else 0
                return record[at].place or Place(self.shown)
        return Place(self.shown)

    def write_plain(self, path: Path) -> None:
        """Write the table as every reader of CSV reads it alike: UTF-8, commas, no blank rows, the header first."""
        with path.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream, lineterminator="\n")
            writer.writerow(self.header)
            for record in self.records():
                writer.writerow([cell.content for cell in record])


def scan_table(path: Path, shown: str, needed: str, limits: FileLimits | None = None) -> ScannedTable:
    """Look a table of text over: the header is the first row with a cell `needed`.

    Raises FactsError with everything that is wrong with its lines: their encoding, control characters, quotes, rows that are
    longer or shorter than the header, two columns of one name. OSError where it cannot be read.
    """
    limits = limits or FileLimits()
    encoding, _ = encoding_of(path, shown)
    head = _head(path, shown)

    def is_header(texts: Sequence[str]) -> bool:
        return needed in {fold(text) for text in texts}

    delimiter = "," if _is_alone(head, needed) else delimiter_of(head, shown, is_header, LOOKED_THROUGH, limits)
    header, skipped = _header(head, delimiter, shown, needed, limits)
    named = tuple(at for at, cell in enumerate(header) if not cell.blank)
    names = tuple(header[at].text for at in named)
    pass_over = _Pass(shown, delimiter, len(header), limits, frozenset(range(len(header))) - frozenset(named))
    pass_over.over(_after(lines_of(path, shown), skipped))
    is_odd = pass_over.is_odd or encoding != "utf-8" or len(named) < len(header) or _has_lone_returns(path)
    return ScannedTable(path, shown, delimiter, names, skipped, not is_odd, len(header), named, limits)


class _Pass:
    """One pass over the lines below a header. `is_odd`: not every reader would read them alike."""

    def __init__(self, shown: str, delimiter: str, width: int, limits: FileLimits, unnamed: frozenset[int]) -> None:
        self.shown, self.delimiter, self.width, self.limits, self.unnamed = shown, delimiter, width, limits, unnamed
        self.is_odd = False
        self.diagnostics: dict[str, list[Diagnostic]] = {}
        self.count = 0

    def over(self, pieces: Iterator[Lines]) -> None:
        """Check all lines. Raises FactsError with the mistakes in them."""
        mistakes = Mistakes()
        for record in records_of(pieces, self.delimiter, self.shown, mistakes, self.limits, self._is_even):
            self._look(record)
            if self.count > _MOST_DIAGNOSTICS * 100:
                break
        for error in mistakes.errors:
            self._report(error)
        if self.diagnostics:
            raise FactsError(_once(every) for every in self.diagnostics.values())

    def _is_even(self, lines: list[str]) -> bool:
        """True where lines are so regular that their records need no check one by one."""
        separator = self.delimiter
        filled = [line for line in lines if line[:1] not in ("", separator, " ", "\t") or line.strip(f"{separator} \t")]
        if len(filled) < len(lines):
            self.is_odd, lines = True, filled
        if not lines:
            return True
        if self.unnamed or max(map(len, lines)) > self.limits.cell_characters:
            return False
        if any(map(methodcaller("__contains__", '"'), lines)):
            return self._is_quoted_evenly(lines)
        return set(map(methodcaller("count", separator), lines)) == {self.width - 1}

    def _is_quoted_evenly(self, lines: list[str]) -> bool:
        try:
            rows = list(csv.reader(lines, delimiter=self.delimiter, strict=True))
        except csv.Error:
            return False
        if len(rows) != len(lines) or set(map(len, rows)) != {self.width}:
            return False
        # Quotes within a cell, and cells that are blank but for quotes, are for a closer look.
        return not any('"' in "".join(row) or not "".join(row).strip() for row in rows)

    def _look(self, record: TableRow) -> None:
        if is_blank_row(record):
            self.is_odd = True
            return
        place = record[0].place
        if len(record) < self.width or any(not cell.blank for cell in record[self.width :]):
            self._report(diagnostic("NTM514", place, found=len(record), expected=self.width))
            return
        if len(record) > self.width:
            self.is_odd = True
        for at, cell in enumerate(record):
            content = str(cell.content)
            if len(content) > self.limits.cell_characters:
                most = self.limits.cell_characters
                self._report(diagnostic("NTM524", cell.place, size=len(content), most=most))
            elif '"' in content or "\n" in content:
                self.is_odd = True
            elif at in self.unnamed and not cell.blank:
                self._report(diagnostic("NTM518", cell.place, advice=of_no_heading(), text=cell.text))

    def _report(self, mistake: Diagnostic) -> None:
        self.count += 1
        self.diagnostics.setdefault(mistake.code, []).append(mistake)
        if len(self.diagnostics[mistake.code]) > _MOST_DIAGNOSTICS * 100:
            self.diagnostics[mistake.code].pop()


def _once(every: list[Diagnostic]) -> Diagnostic:
    """The same mistake in many rows as one diagnostic: the first place, further ones, and how many there are."""
    first = every[0]
    if len(every) == 1:
        return first
    related = tuple(mistake.place for mistake in every[1 : _MOST_PLACES + 1] if mistake.place is not None)
    vi, en = first.message.vi, first.message.in_language("en")
    message = Text(f"{vi}; cả thảy {len(every)} chỗ", f"{en}; {len(every)} places in all")
    return evolve(first, message=message, related=related)


def _head(path: Path, shown: str) -> list[str]:
    """The first lines of a file, enough to look for a header in."""
    head: list[str] = []
    size = 0
    for piece in lines_of(path, shown):
        for line in piece.lines:
            head.append(line)
            size += len(line)
            if size > _HEAD:
                return head
        if len(head) > LOOKED_THROUGH * 20:
            return head
    return head


def _is_alone(head: list[str], needed: str) -> bool:
    """True where the header has one column only, so that there is no separator."""
    filled = [line for line in head if line.strip() and not line.startswith("#")]
    return any(fold(line.strip('"')) == needed for line in filled[: LOOKED_THROUGH + 1])


def _header(head: list[str], delimiter: str, shown: str, needed: str, limits: FileLimits) -> tuple[TableRow, int]:
    """The header without the blank cells at its end, and the number of its last line."""
    mistakes = Mistakes()
    above: list[TableRow] = []
    for looked, record in enumerate(records_of(iter([Lines(1, head)]), delimiter, shown, mistakes, limits)):
        if needed in {fold(cell.text) for cell in record}:
            width = max(at for at, cell in enumerate(record, 1) if not cell.blank)
            _check_header(record[:width], limits)
            last = max((cell.place.line if cell.place else 1) + str(cell.content).count("\n") for cell in record)
            return record[:width], last
        if not is_blank_row(record) and not str(record[0].content).startswith("#"):
            above.append(record)
        if looked >= LOOKED_THROUGH:
            break
    if mistakes.errors:
        raise FactsError(mistakes.errors)
    if not above:
        raise FactsError(diagnostic("NTM521", Place(shown)))
    likely = max(above, key=lambda record: sum(not cell.blank for cell in record))
    texts = [cell.text for cell in likely if not cell.blank]
    near = nearest(needed, texts)
    raise FactsError(diagnostic("NTM635", likely[0].place, advice=hint(near, texts), column=needed, near=near))


def _check_header(header: TableRow, limits: FileLimits) -> None:
    if len(header) > limits.columns:
        place = header[0].place
        raise FactsError(diagnostic("NTM507", place, what="cột", what_en="columns", most=limits.columns))
    first: dict[str, TableCell] = {}
    wrong = []
    for cell in header:
        name = fold(cell.text)
        if len(str(cell.content)) > limits.cell_characters:
            wrong.append(diagnostic("NTM524", cell.place, size=len(str(cell.content)), most=limits.cell_characters))
        if name and name in first:
            wrong.append(diagnostic("NTM515", cell.place, related=[first[name].place], name=cell.text))
        first.setdefault(name, cell)
    if wrong:
        raise FactsError(wrong)


def _after(pieces: Iterator[Lines], skipped: int) -> Iterator[Lines]:
    """The lines after the first `skipped` ones."""
    for piece in pieces:
        if piece.first > skipped:
            yield piece
        elif len(rest := piece.lines[skipped - piece.first + 1 :]):
            yield Lines(skipped + 1, rest)


def _has_lone_returns(path: Path) -> bool:
    """True where a carriage return ends a line by itself, as old Macs wrote."""
    with opened(path) as stream:
        last = b""
        while piece := stream.read(1 << 22):
            piece = last + piece
            last = b"\r" if piece.endswith(b"\r") else b""
            body = piece[: len(piece) - len(last)]
            if body.count(b"\r") != body.count(b"\r\n"):
                return True
    return bool(last)

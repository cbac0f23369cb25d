"""Tables: the one way that rows of cells are read, from CSV and from workbooks alike."""

import stat
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from attrs import frozen

from ..model.place import Place
from ..model.problem import Diagnostic, FactsError, Severity
from ..model.spelling import fold, nearest
from ..program.wording import hint
from .cell import Cell, Unusable
from .delimited import delimited_records
from .file_kind import misnamed
from .findings import Findings
from .limits import Limits
from .messages import diagnostic
from .records import Block
from .workbook import sheet_blocks

LOOKED_THROUGH = 30
"""The header row is looked for in so many rows from the top."""

TEXT_SUFFIXES = (".csv", ".tsv", ".txt")
WORKBOOK_SUFFIXES = (".xlsx", ".xlsm")


@frozen
class HeaderRule:
    """How a header row is known: it has one of the words of every group. `words` are all words that headers can have."""

    groups: tuple[tuple[str, ...], ...]
    words: tuple[str, ...]

    def holds(self, texts: Sequence[str]) -> bool:
        """Whether cells with these texts are a header row."""
        folded = {fold(text) for text in texts}
        return len(folded - {""}) > 1 and all(any(word in folded for word in group) for group in self.groups)


@frozen
class Table:
    """A header and, below it, rows of cells; every row is as long as the header, and no row is blank.

    `rows` are read as they are asked for, once.
    """

    file: str
    sheet: str | None
    header: tuple[Cell, ...]
    rows: Iterator[tuple[Cell, ...]]


def read_tables(
    path: Path, shown: str, rule: HeaderRule, findings: Findings, limits: Limits | None = None
) -> Iterator[Table]:
    """The tables of a CSV file (one) or a workbook (one for each visible sheet), as they are asked for.

    `shown` is the file's name in places. Everything wrong goes to `findings`; what can be read is still given. The rows of
    a table must be read before the next table is asked for.
    """
    limits = limits or Limits()
    try:
        blocks = _blocks(path, shown, rule, findings, limits)
        for block in blocks:
            table = _table(block, rule, findings, limits)
            if table is not None:
                yield table
    except FactsError as error:
        findings.take(error)


def _blocks(path: Path, shown: str, rule: HeaderRule, findings: Findings, limits: Limits) -> Iterator[Block]:
    suffix = path.suffix.lower()
    content = read_bytes(path, shown, limits)
    if not content:
        raise FactsError(diagnostic("NTM521", Place(shown)))
    if suffix in (*TEXT_SUFFIXES, *WORKBOOK_SUFFIXES):
        wrong = misnamed(content, shown, as_workbook=suffix in WORKBOOK_SUFFIXES)
        if wrong is not None:
            raise FactsError(wrong)
    if suffix in TEXT_SUFFIXES:
        return delimited_records(content, shown, rule.holds, LOOKED_THROUGH, findings, limits)
    if suffix in WORKBOOK_SUFFIXES:
        return sheet_blocks(content, shown, findings, limits)
    raise FactsError(diagnostic("NTM504", Place(shown), suffix=suffix or path.name))


def read_bytes(path: Path, shown: str, limits: Limits) -> bytes:
    """The content of a regular file that is not too large. Raises FactsError for any other."""
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise FactsError(_not_readable(shown, "đây không phải là một tệp", "it is not a file"))
        if status.st_size > limits.file_bytes:
            raise FactsError(diagnostic("NTM503", Place(shown), size=status.st_size, most=limits.file_bytes))
        return path.read_bytes()
    except FileNotFoundError as error:
        raise FactsError(_not_readable(shown, "không có tệp này", "there is no such file")) from error
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise FactsError(_not_readable(shown, why, why)) from error


def _not_readable(shown: str, why: str, why_en: str) -> Diagnostic:
    return diagnostic("NTM501", Place(shown), file=shown, why=why, why_en=why_en)


def _table(block: Block, rule: HeaderRule, findings: Findings, limits: Limits) -> Table | None:
    """The table in a block of records: what is above its header is a title, or a comment when it begins with `#`."""
    above: list[tuple[Cell, ...]] = []
    titles = 0
    for looked, record in enumerate(block.records):
        texts = [cell.text for cell in record]
        if rule.holds(texts):
            if titles:
                findings.report("NTM520", _first_filled(above).place, Severity.NOTE, count=titles)
            header = _header(record, findings, limits)
            rows = _rows(header, block, findings, limits)
            return Table(block.file, block.sheet, header, rows)
        if looked >= LOOKED_THROUGH:
            break
        if not all(cell.blank for cell in record):
            first = next(text for text in texts if text) if any(texts) else ""
            if not first.startswith("#") and not fold(first).startswith("sep="):
                above.append(record)
                titles += 1
    if not above:
        if block.sheet is None:
            findings.report("NTM521", Place(block.file))
        return None
    _report_no_header(block, above, rule, findings)
    return None


def _report_no_header(block: Block, above: list[tuple[Cell, ...]], rule: HeaderRule, findings: Findings) -> None:
    """Point at the row most like a header: the first of those with the most cells filled."""
    likely = max(above, key=lambda record: sum(1 for cell in record if not cell.blank))
    needed = ", ".join(group[0] for group in rule.groups)
    advice = {"hint_vi": "", "hint_en": ""}
    for group in rule.groups:
        for cell in likely:
            near = nearest(cell.text, group) if cell.text else None
            if near is not None and not any(fold(other.text) in group for other in likely):
                advice = {
                    "hint_vi": f"{cell.text!r}: gần nhất là {near}",
                    "hint_en": f"{cell.text!r}: nearest is {near}",
                }
                break
    findings.report("NTM508", _first_filled([likely]).place, advice=advice, needed=needed)


def _first_filled(records: Iterable[tuple[Cell, ...]]) -> Cell:
    return next(cell for record in records for cell in record if not cell.blank)


def _header(record: tuple[Cell, ...], findings: Findings, limits: Limits) -> tuple[Cell, ...]:
    """The header without the blank cells at its end; a name that stands twice is an error."""
    width = max(index for index, cell in enumerate(record, 1) if not cell.blank)
    header = record[:width]
    if width > limits.columns:
        raise FactsError(diagnostic("NTM507", record[0].place, what="cột", what_en="columns", most=limits.columns))
    first: dict[str, Cell] = {}
    for cell in header:
        name = fold(cell.text)
        if name and name in first:
            place = first[name].place
            findings.report("NTM515", cell.place, related=[place] if place else [], name=cell.text)
        first.setdefault(name, cell)
    return header


def _rows(header: tuple[Cell, ...], block: Block, findings: Findings, limits: Limits) -> Iterator[tuple[Cell, ...]]:
    width, count = len(header), 0
    unnamed = [index for index, cell in enumerate(header) if cell.blank]
    for record in block.records:
        if all(cell.blank for cell in record):
            continue
        count += 1
        if count > limits.rows:
            findings.report("NTM507", record[0].place, what="dòng", what_en="rows", most=limits.rows)
            return
        if block.sheet is None and (len(record) < width or any(not cell.blank for cell in record[width:])):
            findings.report("NTM514", record[0].place, found=len(record), expected=width)
            continue
        for cell in (*(record[index] for index in unnamed if index < len(record)), *record[width:]):
            if not cell.blank and not isinstance(cell.content, Unusable):
                findings.report("NTM518", cell.place, text=cell.text)
        missing = range(len(record), width)
        line = record[0].place.line if record[0].place else 1
        yield (
            *record[:width],
            *(Cell(None, Place(block.file, line, index + 1, sheet=block.sheet)) for index in missing),
        )


def report_unknown_column(cell: Cell, known: Iterable[str], findings: Findings) -> None:
    """Report a header that nobody knows, with the nearest one known."""
    words = list(known)
    findings.report("NTM516", cell.place, name=cell.text, advice=hint(nearest(cell.text, words), words))

"""Tables: the one way that rows of cells are read, from CSV and from workbooks alike."""

import stat
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path

from attrs import frozen

from ..model.place import Place
from ..model.problem import Diagnostic, FactsError, Severity
from ..model.spelling import fold, nearest
from ..program.wording import hint
from .cell import Cell
from .delimited import delimited_records
from .file_kind import misnamed
from .findings import Findings
from .layouts.below import Below, further_heading, heading_above
from .layouts.find import find_header, is_comment
from .layouts.header import Header, row_of_data
from .layouts.header import HeaderRule as HeaderRule
from .layouts.layout import PLAIN, Layout
from .layouts.passed import Passing, Usage
from .limits import Limits
from .messages import diagnostic
from .records import Block
from .workbook import sheet_blocks

LOOKED_THROUGH = 30
"""The header is looked for in so many rows from the top."""

TEXT_SUFFIXES = (".csv", ".tsv", ".txt")
WORKBOOK_SUFFIXES = (".xlsx", ".xlsm")


@frozen
class Table:
    """A header and, below it, rows of cells; every row is as long as the header, and no row is blank.

    `rows` are read as they are asked for, once. `layout` is how the table is laid out; `unit_cell` the cell that it says
    names the unit.
    """

    file: str
    sheet: str | None
    header: tuple[Cell, ...]
    rows: Iterator[tuple[Cell, ...]]
    layout: Layout = PLAIN
    unit_cell: Cell | None = None


def read_tables(
    path: Path,
    shown: str,
    rule: HeaderRule | Callable[[Layout], HeaderRule],
    findings: Findings,
    limits: Limits | None = None,
    layout: Layout = PLAIN,
) -> Iterator[Table]:
    """The tables of a CSV file (one) or a workbook (one for each visible sheet), as they are asked for.

    `shown` is the file's name in places; `rule` is how a header is known, in one layout or the other. Everything wrong goes
    to `findings`; what can be read is still given. The rows of a table must be read before the next table is asked for.
    """
    limits = limits or Limits()
    usage = Usage(shown, findings)
    try:
        for block in _blocks(path, shown, rule(layout) if callable(rule) else rule, findings, limits):
            usage.saw_sheet(block.sheet)
            if block.sheet is not None and not _asked_for(block.sheet, layout):
                if fold(block.sheet) not in {fold(sheet) for sheet in layout.elsewhere}:
                    findings.report("NTM685", Place(shown, sheet=block.sheet), Severity.NOTE, sheet=block.sheet)
                continue
            own = layout.of_sheet(block.sheet)
            table = _table(block, rule(own) if callable(rule) else rule, findings, limits, own, usage)
            if table is not None:
                yield table
    except FactsError as error:
        findings.take(error)
        return
    usage.report(layout)


def _asked_for(sheet: str, layout: Layout) -> bool:
    return layout.sheets is None or fold(sheet) in {fold(each) for each in layout.sheets}


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


def _table(
    block: Block, rule: HeaderRule, findings: Findings, limits: Limits, layout: Layout, usage: Usage
) -> Table | None:
    """The table in a block of records: what is above its header is a title, or a comment when it begins with `#`."""
    passing = Passing(layout, rule, usage, findings)
    records = passing.kept(block.records)
    found = find_header(records, rule, layout, LOOKED_THROUGH)
    header = found.header
    if header is None:
        if found.above:
            _report_no_header(found.above, block.sheet, rule, findings)
        elif block.sheet is None:
            findings.report("NTM521", Place(block.file))
        else:
            why = {"why": "trang tính trống", "why_en": "the sheet is empty"}
            findings.report("NTM688", Place(block.file, sheet=block.sheet), Severity.NOTE, advice=why)
        passing.report()
        return None
    titles = [record for record in found.above if not is_comment(record)]
    if titles:
        findings.report("NTM520", _first_filled(titles).place, Severity.NOTE, count=len(titles))
    kept = passing.columns(header.above)
    cells = _header(header, kept, findings, limits)
    subjects = rule.subject_columns(header.cells)
    passing.below(subjects)
    if _takes_in_data(header, rule, findings):
        return None
    if titles and (more := heading_above(titles[-1], header, rule)) is not None:
        findings.report("NTM680", more.place, advice={"where": "trên", "where_en": "above"}, text=more.text)
        return None
    rest = chain(found.left, records)
    first = next((record for record in rest if not all(cell.blank for cell in record)), None)
    if first is not None and (more := further_heading(first, header, subjects, rule)) is not None:
        where = {"where": "dưới", "where_en": "below"}
        findings.report("NTM680", more.place, advice=where, text=more.text)
        return None
    rest = rest if first is None else chain((first,), rest)
    below = Below(block.file, block.sheet, header, cells, kept, subjects, rule, passing, findings, limits)
    return Table(block.file, block.sheet, cells, below.rows(rest), layout, found.unit_cell)


def _takes_in_data(header: Header, rule: HeaderRule, findings: Findings) -> bool:
    """Whether a row of the header is one of data; it is reported."""
    found = row_of_data(header, rule)
    if found is None:
        return False
    place, named = found[0][0].place, found[1]
    row = place.line if place else 1
    why = {
        "why": f"dòng {row} là dòng số liệu của '{named}'",
        "why_en": f"row {row} is a row of data, of '{named}'",
    }
    findings.report("NTM684", place, advice={**hint(None), **why}, setting=f"header_rows {len(header.records)}")
    return True


def _report_no_header(above: list[tuple[Cell, ...]], sheet: str | None, rule: HeaderRule, findings: Findings) -> None:
    """Point at the row most like a header: the first of those with the most cells filled."""
    likely = max(above, key=lambda record: sum(1 for cell in record if not cell.blank))
    needed = ", ".join(group[0] for group in rule.groups)
    advice = {
        "hint_vi": "nếu tiêu đề có nhiều dòng, ghi header_rows: trong dossier.yaml, ở tệp này",
        "hint_en": "if the header takes several rows, write header_rows: in dossier.yaml, for this file",
    }
    if sheet is not None:
        advice["hint_vi"] += "; nếu không cần đọc trang này, liệt kê các trang cần đọc: sheets: […]"
        advice["hint_en"] += "; if this sheet is not to be read, list those that are: sheets: […]"
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


def _header(header: Header, kept: Sequence[int], findings: Findings, limits: Limits) -> tuple[Cell, ...]:
    """The header without the columns passed over; a name that stands twice is an error."""
    if len(header.cells) > limits.columns:
        place = header.cells[0].place
        raise FactsError(diagnostic("NTM507", place, what="cột", what_en="columns", most=limits.columns))
    cells = tuple(header.cells[at] for at in kept)
    first: dict[str, Cell] = {}
    for cell in cells:
        name = fold(cell.text)
        if name and name in first:
            before = first[name].place
            findings.report("NTM515", cell.place, related=[before] if before else [], name=cell.text)
        first.setdefault(name, cell)
    return cells


def report_unknown_column(cell: Cell, known: Iterable[str], findings: Findings) -> None:
    """Report a header that nobody knows, with the nearest one known."""
    words = list(known)
    findings.report("NTM516", cell.place, name=cell.text, advice=hint(nearest(cell.text, words), words))

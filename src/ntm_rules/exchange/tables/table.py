"""Tables: the one way that rows of cells are read, from CSV and from workbooks alike."""

from collections.abc import Callable, Iterator, Sequence
from itertools import chain, islice
from pathlib import Path

from attrs import evolve, frozen

from ...language.files.input_file import SETTINGS_SHEET, TooLargeError, content_of, why_not_read
from ...model.place import Place
from ...model.problem import FactsError, Severity
from ...model.spelling import fold
from ...program.wording import hint
from ..cells.cell import Block, TableCell, TableRow, first_place, is_blank_row
from ..cells.columns import heading
from ..cells.limits import FileLimits
from ..diagnostics.messages import diagnostic
from ..diagnostics.mistakes import Mistakes
from ..layouts.data_rows import DataRows, further_heading, heading_above
from ..layouts.header import Header, HeaderRule, find_header, is_comment, row_of_data, with_corner
from ..layouts.layout import PLAIN, Layout
from ..layouts.likeness import figures_in, line_of, quoted
from ..layouts.passed import Passing, Usage
from ..layouts.settings import carried_layout
from .delimited import delimited_records
from .file_kind import misnamed
from .header_mistakes import report_needed, report_no_header

LOOKED_THROUGH = 30
"""Number of rows from the top among which the header is looked for."""

TEXT_SUFFIXES = (".csv", ".tsv", ".txt")
WORKBOOK_SUFFIXES = (".xlsx", ".xlsm")


@frozen
class CellTable:
    """A header and, below it, rows of cells; every row is as long as the header, and no row is blank.

    `rows` are read as they are asked for, once. `layout` is how the table is laid out; `unit_cell` the cell that it says
    names the unit. `titles` are the rows above the header, comments among them; `headings` those above each column, from the
    top; `skipped` the headings of the columns passed over.
    """

    file: str
    sheet: str | None
    header: TableRow
    rows: Iterator[TableRow]
    layout: Layout = PLAIN
    unit_cell: TableCell | None = None
    titles: tuple[TableRow, ...] = ()
    headings: tuple[tuple[str, ...], ...] = ()
    skipped: TableRow = ()


def read_tables(
    path: Path,
    shown: str,
    rule: HeaderRule | Callable[[Layout], HeaderRule],
    mistakes: Mistakes,
    limits: FileLimits | None = None,
    layout: Layout = PLAIN,
) -> Iterator[CellTable]:
    """The tables of a CSV file (one) or a workbook (one for each visible sheet), as they are asked for.

    `shown` is the file's name in places; `rule` is how a header is known, in one layout or the other. Everything wrong goes
    to `mistakes`; what can be read is still given. The rows of a table must be read before the next table is asked for.
    """
    limits = limits or FileLimits()
    usage, read = Usage(shown, mistakes), 0
    try:
        for block in _blocks(path, shown, rule(layout) if callable(rule) else rule, mistakes, limits):
            if block.sheet == SETTINGS_SHEET:
                layout = _carried(block, layout, mistakes)
                continue
            usage.sheets += [] if block.sheet is None else [block.sheet]
            if block.sheet is not None and not _is_read(block.sheet, layout):
                if fold(block.sheet) not in {fold(sheet) for sheet in layout.elsewhere}:
                    mistakes.report("NTM685", Place(shown, sheet=block.sheet), Severity.NOTE, sheet=block.sheet)
                continue
            read += 1
            own = layout.of_sheet(block.sheet)
            table = _table(block, rule(own) if callable(rule) else rule, mistakes, limits, own, usage)
            if table is not None:
                yield table
    except FactsError as error:
        mistakes.take(error)
        return
    if not read:
        why = {"why": "không có trang tính nào được đọc", "why_en": "no sheet of the file is read"}
        mistakes.report("NTM688", layout.place("sheets") or Place(shown), Severity.WARNING, advice=why)
    elif usage.blank == read:
        whole = usage.blank == len(usage.sheets)
        why = {"why": "các trang tính được đọc đều trống", "why_en": "the sheets that are read are empty"}
        if whole:
            mistakes.report("NTM521", Place(shown))
        else:
            mistakes.report("NTM688", layout.place("sheets") or Place(shown), Severity.WARNING, advice=why)
    usage.report(layout)


def _carried(block: Block, layout: Layout, mistakes: Mistakes) -> Layout:
    """The layout that a workbook carries in its sheet of settings; `layout` where that has settings of its own."""
    text = "\n".join(str(row[0].content) for row in block.records if row and isinstance(row[0].content, str))
    if layout.places.keys() - {"file"}:
        return layout
    carried = carried_layout(text, f"{block.file}!{SETTINGS_SHEET}", mistakes)
    return layout if carried is None else evolve(carried, elsewhere=layout.elsewhere)


def _is_read(sheet: str, layout: Layout) -> bool:
    return layout.sheets is None or fold(sheet) in {fold(name) for name in layout.sheets}


def _blocks(path: Path, shown: str, rule: HeaderRule, mistakes: Mistakes, limits: FileLimits) -> Iterator[Block]:
    suffix = path.suffix.lower()
    content = read_bytes(path, shown, limits)
    if not content:
        raise FactsError(diagnostic("NTM521", Place(shown)))
    if suffix in (*TEXT_SUFFIXES, *WORKBOOK_SUFFIXES):
        wrong = misnamed(content, shown, as_workbook=suffix in WORKBOOK_SUFFIXES)
        if wrong is not None:
            raise FactsError(wrong)
    if suffix in TEXT_SUFFIXES:
        return delimited_records(content, shown, rule.holds, LOOKED_THROUGH, mistakes, limits)
    if suffix in WORKBOOK_SUFFIXES:
        from ..workbooks.workbook import sheet_blocks  # openpyxl takes a tenth of a second

        return sheet_blocks(content, shown, mistakes, limits)
    raise FactsError(diagnostic("NTM504", Place(shown), suffix=suffix or path.name))


def read_bytes(path: Path, shown: str, limits: FileLimits) -> bytes:
    """The content of a regular file that is not too large. Raises FactsError for any other."""
    try:
        return content_of(path, limits.file_bytes)
    except TooLargeError as error:
        raise FactsError(diagnostic("NTM503", Place(shown), size=error.size, most=error.most)) from error
    except (OSError, ValueError) as error:
        raise FactsError(diagnostic("NTM501", Place(shown), file=shown, why=why_not_read(error))) from error


def _table(
    block: Block, rule: HeaderRule, mistakes: Mistakes, limits: FileLimits, layout: Layout, usage: Usage
) -> CellTable | None:
    """The table in a block of records: rows above its header are titles, or comments where they begin with `#`."""
    passing = Passing(layout, rule, usage, mistakes)
    records = passing.without_passed_over(block.records)
    search = find_header(records, rule, layout, LOOKED_THROUGH)
    header, rest = search.header, chain(search.left, records)
    if header is not None and rule.corner:
        peeked = list(islice(rest, LOOKED_THROUGH))
        header, rest = with_corner(header, peeked, rule), chain(peeked, rest)
    if header is None:
        rows = search.above if search.header is None else [*search.header.records]
        if rows:
            report_no_header(rows, block, rule, mistakes)
        elif block.sheet is None:
            # A file of which nothing could be read is not empty; why has been reported.
            if not any(error.place is not None and error.place.file == block.file for error in mistakes.errors):
                mistakes.report("NTM521", Place(block.file))
        else:
            usage.blank += 1
            why = {"why": "trang tính trống", "why_en": "the sheet is empty"}
            mistakes.report("NTM688", Place(block.file, sheet=block.sheet), Severity.NOTE, advice=why)
        passing.report()
        return None
    above = [record for record in search.above if not passing.is_read_elsewhere(line_of(record))]
    titles = [record for record in above if not is_comment(record)]
    early = [record for record in titles if layout.first_row is not None and line_of(record) < layout.first_row]
    if titles and not layout.is_carried:
        mistakes.report("NTM520", first_place(*titles), Severity.NOTE, count=len(titles), rows=quoted(titles))
    if figures := figures_in(titles[len(early) :]):
        shown = quoted([(cell,) for cell in figures])
        mistakes.report("NTM528", figures[0].place, Severity.WARNING, cells=shown)
    positions = passing.columns(header)
    cells = _header(header, positions, mistakes, limits)
    subjects = rule.subject_columns(header.cells)
    passing.below(subjects, early)
    if _skips_what_is_needed(header, positions, rule, layout, mistakes):
        passing.report()
        return None
    if _takes_in_data(header, rule, mistakes):
        return None
    if titles and (more := heading_above(titles[-1], header, rule)) is not None:
        mistakes.report("NTM680", more.place, advice={"where": "trên", "where_en": "above"}, text=more.text)
        return None
    first = next((record for record in rest if not is_blank_row(record)), None)
    if first is not None and (more := further_heading(first, header, subjects, rule)) is not None:
        where = {"where": "dưới", "where_en": "below"}
        mistakes.report("NTM680", more.place, advice=where, text=more.text)
        return None
    rest = rest if first is None else chain((first,), rest)
    below = DataRows(block.file, block.sheet, header, cells, positions, subjects, rule, passing, mistakes, limits)
    return CellTable(
        block.file,
        block.sheet,
        cells,
        below.rows(rest),
        layout,
        search.unit_cell,
        tuple(above),
        tuple(header.above[at] for at in positions),
        tuple(cell for at, cell in enumerate(header.cells) if at not in positions),
    )


def _skips_what_is_needed(
    header: Header, positions: Sequence[int], rule: HeaderRule, layout: Layout, mistakes: Mistakes
) -> bool:
    """Report that all columns of a needed group are passed over; True where that is so."""
    for group in rule.groups:
        in_group = [at for at, cell in enumerate(header.cells) if heading(cell.text) in group]
        if in_group and not set(in_group) & set(positions):
            report_needed(header.cells[in_group[0]], layout, mistakes)
            return True
    return False


def _takes_in_data(header: Header, rule: HeaderRule, mistakes: Mistakes) -> bool:
    """Report a row of data inside the header; True where there is one."""
    data_row = row_of_data(header, rule)
    if data_row is None:
        return False
    place, named = data_row[0][0].place, data_row[1]
    row = place.line if place else 1
    why = {
        "why": f"dòng {row} là dòng số liệu của '{named}'",
        "why_en": f"row {row} is a row of data, of '{named}'",
    }
    mistakes.report("NTM684", place, advice={**hint(None), **why}, setting=f"header_rows {len(header.records)}")
    return True


def _header(header: Header, positions: Sequence[int], mistakes: Mistakes, limits: FileLimits) -> TableRow:
    """The header without the columns passed over; a name that stands twice is an error."""
    if len(header.cells) > limits.columns:
        place = header.cells[0].place
        raise FactsError(diagnostic("NTM507", place, what="cột", what_en="columns", most=limits.columns))
    cells = tuple(header.cells[at] for at in positions)
    first: dict[str, TableCell] = {}
    for cell in cells:
        name = fold(cell.text)
        if name and name in first:
            mistakes.report("NTM515", cell.place, related=[first[name].place], name=cell.text)
        first.setdefault(name, cell)
    return cells

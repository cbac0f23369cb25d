"""Facts from tables: a row for each figure (long form), or a row for each unit with a column for each figure."""

from collections.abc import Iterator, Mapping
from datetime import date
from functools import partial
from pathlib import Path

from attrs import evolve

from ...model.arguments import checks_arguments
from ...model.fact import Absence, Fact, Statement
from ...model.library import Library
from ...model.measure import Measure
from ...model.problem import FactsError, Severity
from ...model.spelling import fold
from ...model.units.unit import Unit, Units
from ...program.wording import hint
from ..cells.cell import TableCell, TextRow, Unusable
from ..cells.columns import Columns, heading
from ..cells.limits import FileLimits
from ..diagnostics.mistakes import Mistakes
from ..layouts.layout import PLAIN, Layout, Orientation
from ..tables.header_mistakes import report_needed, report_unknown_column
from ..tables.rows_as_shown import rows_as_shown
from ..tables.table import CellTable, read_tables
from ..units.index import UnitIndex
from ..units.periods import UNREADABLE
from ..values.number import Convention
from ..values.value import read_value
from .doubts import Stated
from .forms import Context, header_rule, known_words, sheet_unit, synonyms_of, units_across
from .review import Express
from .row_head import RowHead, facts_columns, measure_cell, measure_role, named_column, row_head, take_unknown_heading
from .statement import CellsAlike, again, is_plain, read_statement
from .subject import RuleSubject, Subject, Subjects, check_unit_of_measure


@checks_arguments
def read_facts(
    path: Path | str,
    units: Units,
    library: Library,
    rulesets: Mapping[str, str],
    as_of: date,
    *,
    convention: Convention | None = None,
    limits: FileLimits | None = None,
    layout: Layout = PLAIN,
) -> tuple[Statement, ...]:
    """Read the statements of one facts file (CSV or workbook), each with its place.

    `rulesets` maps a kind of unit to the ruleset whose bare codes its rows use; `as_of` is the day of figures in a table
    without an `as_of` column; `layout` is the layout of the table. Raises FactsError with every mistake.

    >>> from tempfile import TemporaryDirectory
    >>> from ...language.library import load_library
    >>> town, rulesets = Unit("T", "Thị trấn Tam Đường", "township"), {"township": "vn/civilised-township"}
    >>> with TemporaryDirectory() as folder:
    ...     table = Path(folder) / "facts.csv"
    ...     _ = table.write_text("đơn vị;chỉ số;giá trị\\nT;3.3;99,9\\n", encoding="utf-8")
    ...     [fact] = read_facts(table, Units([town]), load_library(), rulesets, date(2024, 6, 30))
    >>> fact.measure, fact.value
    ('clean_water_households', Decimal('99.9'))
    """
    mistakes = Mistakes()
    subjects = Subjects(library, rulesets, as_of)
    context = Context(UnitIndex(units), subjects, as_of, convention, mistakes, layout)
    statements = tuple(facts_from(Path(path), str(path), context, limits))
    if mistakes.errors:
        raise FactsError(mistakes.errors)
    return statements


def facts_from(path: Path, shown: str, context: Context, limits: FileLimits | None = None) -> Iterator[Statement]:
    """The statements of a file, known as `shown` in places; mistakes go to those of the context."""
    for table in read_tables(path, shown, partial(header_rule, context), context.mistakes, limits, context.layout):
        layout = table.layout
        own = evolve(
            context,
            as_of=layout.as_of or context.as_of,
            convention=layout.convention or context.convention,
            subjects=context.subjects.called(layout.names),
        )
        is_across = layout.orientation is Orientation.UNITS_ACROSS
        own = evolve(own, stated=Stated(table.titles, own.mistakes))
        columns = facts_columns(table, own.mistakes)
        is_down = layout.orientation is Orientation.UNITS_DOWN
        needed = (measure_role(columns),) if is_across else (measure_role(columns), "value")
        is_wide = is_down and not any(role in columns for role in ("measure", "measure_name", "value"))
        unit = sheet_unit(table, own) if layout.orientation is Orientation.SHEET_PER_UNIT else None
        fits = is_wide or (
            not _report_skipped(table, columns, needed, own.mistakes)
            and columns.require(needed, table.header, own.mistakes)
        )
        is_left_out = unit is not None and not own.reads(unit)
        if not fits or is_left_out or (unit is None and layout.orientation is Orientation.SHEET_PER_UNIT):
            for _ in table.rows:  # read on: the table's own mistakes are still to be found
                pass
            continue
        _report_days(table, columns, own)
        if is_wide:
            yield from _wide(table, columns, own)
        elif is_across:
            yield from _across(table, columns, own)
        else:
            yield from _long(table, columns, own, unit)
        if own.stated is not None:
            own.stated.report_units()
    context.percentages.report(context.mistakes)


def _report_days(table: CellTable, columns: Columns, context: Context) -> None:
    """Report the assumed day of figures where no column has one, or a setting that a column overrules."""
    layout = table.layout
    if "as_of" not in columns:
        if layout.as_of is None:
            context.mistakes.report("NTM577", table.header[0].place, Severity.NOTE, day=context.as_of)
        if context.stated is not None:
            value = columns.cell(table.header, "value")
            context.stated.report_days(context.as_of, () if value is None else (value,))
    elif layout.as_of is not None:
        why = {"why": "bảng có cột ngày, nên cột đó được dùng", "why_en": "the table has a column as_of, which is used"}
        at = layout.place("as_of") or table.header[0].place
        context.mistakes.report("NTM684", at, Severity.WARNING, advice={**hint(None), **why}, setting="as_of")


def _long(table: CellTable, columns: Columns, context: Context, unit: Unit | None = None) -> Iterator[Statement]:
    """The statements of a table with a row for each; `unit` is the one that they are all about, if it is one."""
    for cell in columns.rest.values():
        report_unknown_column(cell, known_words(table.layout.orientation), context.mistakes)
    values = {at for at, cell in enumerate(table.header) if cell is columns.cell(table.header, "value")}
    for row in rows_as_shown(table, values, context.mistakes):
        if unit is None and context.passes_over(row, columns):
            continue
        named, value = measure_cell(row, columns, context), columns.cell(row, "value")
        assert value is not None
        head = row_head(row, columns, context, unit)
        if named.blank:
            context.mistakes.report("NTM554", named.place, column=named_column(columns, table))
        elif head is None:
            _check_figure(_check_name(named, context), value, context)
        else:
            yield from _statements_of(named, value, head, context, columns.cell(row, "measured_in"))


def _wide(table: CellTable, columns: Columns, context: Context) -> Iterator[Statement]:
    known: dict[int, TableCell] = {}
    if (stranger := columns.cell(table.header, "measured_in")) is not None:  # it can be of one column only
        report_unknown_column(stranger, known_words(table.layout.orientation), context.mistakes)
    first: dict[str, TableCell] = {}
    measures: dict[int, Measure] = {}
    for position, cell in columns.rest.items():
        try:
            subject = context.subjects.header(cell)
        except FactsError as error:
            take_unknown_heading(error, cell, table.headings[position], context)
            continue
        if isinstance(subject, Measure) and subject.id in first:
            if fold(first[subject.id].text) != fold(cell.text):
                context.mistakes.report("NTM578", cell.place, related=[first[subject.id].place], name=subject.id)
            continue
        if isinstance(subject, Measure):
            first[subject.id] = cell
            measures[position] = subject
        known[position] = cell
    alike = CellsAlike()
    for row in rows_as_shown(table, known, context.mistakes):
        if context.passes_over(row, columns):
            continue
        head = row_head(row, columns, context)
        if head is None:
            for position, subject in measures.items():
                _check_figure(subject, row[position], context)
            continue
        circumstances, read = head.circumstances, alike.of(head.unit.kind, head.circumstances.as_of, head.record)
        contents = (
            row.contents if isinstance(row, TextRow) else [cell.content if is_plain(cell) else None for cell in row]
        )
        for position, named in known.items():
            content = contents[position]
            remake = read[position].get(content)
            if remake is not None:
                yield remake(circumstances, row.place(position) if isinstance(row, TextRow) else row[position].place)
                continue
            if content == "":
                continue
            cell = row[position]
            if cell.readable:
                subject_key = (position, head.unit.kind, circumstances.as_of)
                named_by = alike.subjects.get(subject_key) or _subject(named, head, context, None)
                if named_by is None:
                    continue
                alike.subjects[subject_key] = named_by
                statement = next(_stated(named_by, named, cell, head, context, None), None)
                if statement is None:
                    continue
                yield statement
                if content is not None:
                    alike.keep(read[position], content, again(statement, context.percentages.last))


def _check_name(named: TableCell, context: Context) -> Subject | None:
    """The measure or rule that a cell names; None for one that names nothing, which is reported.

    It is asked also where a row's unit cannot be read, so that both mistakes are found at once.
    """
    if isinstance(named.content, Unusable):
        return None
    try:
        return context.subjects.header(named)
    except FactsError as error:
        context.mistakes.take(error)
        return None


def _check_figure(named: Subject | None, value: TableCell, context: Context) -> None:
    """Report what is wrong with the figure of a row whose unit or day cannot be read: both mistakes are found at once."""
    if context.about is None and value.readable and isinstance(named, Measure):
        try:
            read_value(value, named, context.convention)
        except FactsError as error:
            context.mistakes.take(error)


def _report_skipped(table: CellTable, columns: Columns, needed: tuple[str, ...], mistakes: Mistakes) -> bool:
    """Report a needed column that the layout passes over; True where there is one."""
    words = synonyms_of(table.layout.orientation)
    for role in needed:
        skipped = next((cell for cell in table.skipped if heading(cell.text) in words[role]), None)
        if role not in columns and skipped is not None:
            report_needed(skipped, table.layout, mistakes)
            return True
    return False


def _statements_of(
    named: TableCell, value: TableCell, head: RowHead, context: Context, measured_in: TableCell | None = None
) -> Iterator[Statement]:
    """Yield the statement of one cell, or nothing where its mistakes have been reported."""
    if not isinstance(named.content, Unusable) and not isinstance(value.content, Unusable):
        subject = _subject(named, head, context, measured_in)
        if subject is not None:
            yield from _stated(subject, named, value, head, context, measured_in)


def _subject(named: TableCell, head: RowHead, context: Context, measured_in: TableCell | None) -> Subject | None:
    """Measure or rule that a cell names, for the unit of its row; None, reported, where it names nothing."""
    try:
        subject = context.subjects.find(named, head.unit.kind, head.circumstances.as_of)
        if measured_in is not None and not measured_in.blank:
            check_unit_of_measure(measured_in, subject)
    except FactsError as error:
        if head.unit.kind != UNREADABLE:  # a unit whose own kind cannot be read has been reported with the units
            context.mistakes.take(error)
        return None
    return subject


def _stated(
    subject: Subject, named: TableCell, value: TableCell, head: RowHead, context: Context, measured_in: TableCell | None
) -> Iterator[Statement]:
    try:
        statement = read_statement(subject, value, head.circumstances, head.record, context.convention)
    except FactsError as error:
        context.mistakes.take(error)
        return
    context.percentages.take(subject, value, statement)
    if statement.value is Absence.NOT_REPORTED and any(letter.isalpha() for letter in value.text):
        rule = subject.key if isinstance(subject, RuleSubject) and isinstance(statement, Fact) else None
        context.expressly.append(Express(statement, value.text, rule))
    if context.stated is not None:
        context.stated.take(subject, named, measured_in, statement)
    yield statement


def _across(table: CellTable, columns: Columns, context: Context) -> Iterator[Statement]:
    """The statements of a table with a row for each measure or rule, and a column for each unit."""
    units = {at: unit for at, unit in units_across(columns, context).items() if context.reads(unit)}
    for row in rows_as_shown(table, units, context.mistakes):
        named = measure_cell(row, columns, context)
        if named.blank:
            context.mistakes.report("NTM554", named.place, column=named_column(columns, table))
            continue
        about = _check_name(named, context)
        if about is None:
            continue
        measured_in = columns.cell(row, "measured_in")
        subjects: dict[str, Subject | None] = {}
        for position, unit in units.items():
            head = row_head(row, columns, context, unit)
            if head is None:
                for at in units:
                    _check_figure(about, row[at], context)
                break
            value = row[position]
            if not value.readable:
                continue
            if unit.kind not in subjects:  # once for each kind, so that a mistake in the name is reported once
                subjects[unit.kind] = _subject(named, head, context, measured_in)
            subject = subjects[unit.kind]
            if subject is not None:
                yield from _stated(subject, named, value, head, context, measured_in)

"""Rows and columns that a layout passes over, and settings of it that match nothing in the file."""

from collections.abc import Iterator, Mapping, Sequence

from attrs import define, field, frozen

from ...model.place import Place, place_of
from ...model.problem import Severity
from ...model.spelling import fold, nearest
from ...model.text import Text
from ...program.wording import hint, some_of
from ..cells.cell import TableCell, TableRow, first_place
from ..diagnostics.mistakes import Mistakes
from .header import Header, HeaderRule
from .layout import Layout, RowRange
from .likeness import are_column_numbers, begins_with, line_of

_SHOWN = 12
_MOST_WAITING = 1_000


_NOT_READ: Mapping[str, Text] = {
    "NTM509": Text(
        "trang tính '{sheet}' đang ẩn nên không được đọc; bỏ ẩn nếu cần đọc",
        "the sheet '{sheet}' is hidden and not read; unhide it to have it read",
    ),
    "NTM511": Text(
        "trang tính '{sheet}' được coi là trang hướng dẫn hoặc ghi chú; đổi tên nếu cần đọc",
        "the sheet '{sheet}' is taken for instructions or notes; rename it to have it read",
    ),
}
"""The reasons why a sheet is not read, by the codes of what was reported of it."""


@define
class Usage:
    """Records which settings of a file's layout matched something, over all its sheets.

    `sheets` are those that can be read, `blank` is the number of those read that hold nothing, `last_row` that of the last row.
    """

    file: str
    mistakes: Mistakes
    sheets: list[str] = field(factory=list)
    blank: int = 0
    last_row: int = 0
    _places: dict[tuple[str, object], Place | None] = field(factory=dict)
    _used: set[tuple[str, object]] = field(factory=set)

    def apply(self, layout: Layout) -> None:
        """Record that a table is read by this layout."""
        for setting in ("skip_rows", "skip_rows_that_begin", "skip_columns"):
            for value in getattr(layout, setting):
                self._places[setting, value] = place_of(value) or layout.place(setting)
        if layout.skip_column_numbers:
            self._places["skip_rows", "column_numbers"] = layout.place("skip_rows")
        for setting, row in (("first_row", layout.first_row), ("last_row", layout.last_row)):
            if row is not None:
                self._places[setting, row] = layout.place(setting)

    def used(self, setting: str, value: object) -> None:
        """Record that a setting matched something."""
        self._used.add((setting, value))

    def report(self, layout: Layout) -> None:
        """Report sheets and rows that are not there, and words that no row begins with."""
        self._report_sheets(layout)
        for (setting, value), place in self._places.items():
            if (setting, value) in self._used:
                continue
            at, last = place or Place(self.file), self.last_row
            if isinstance(value, RowRange | int):
                if (value if isinstance(value, int) else max(value.first, value.last)) > last:
                    why = Text(f"tệp chỉ có {last} dòng", f"the file has {last} rows only")
                    self._say(at, f"{setting} {value}", why)
                continue
            why = Text("không có dòng nào như vậy", "there is no such row")
            if setting == "skip_columns":
                why = Text("không có cột nào như vậy", "there is no such column")
            self._say(at, f"{setting} '{value}'", why, Severity.WARNING)

    def _report_sheets(self, layout: Layout) -> None:
        known = {fold(sheet) for sheet in self.sheets}
        for sheet in dict.fromkeys((*(layout.sheets or ()), *layout.of_sheets)):
            if fold(sheet) in known:
                continue
            at = place_of(sheet) or layout.place("sheets") or Place(self.file)
            reported = self.mistakes.about_sheet(tuple(_NOT_READ), sheet)
            if reported is not None:
                why = _NOT_READ[reported.code]
                self._say(at, "sheets", Text(why.vi.format(sheet=sheet), why.in_language("en").format(sheet=sheet)))
                continue
            why = Text("tệp văn bản không có trang tính", "a text file has no sheets")
            if self.sheets:
                why = Text(
                    f"không có trang tính '{sheet}' nào được đọc", f"there is no sheet '{sheet}' that can be read"
                )
            self._say(at, "sheets", why, advice=hint(nearest(sheet, self.sheets), self.sheets))

    def _say(
        self,
        place: Place,
        setting: str,
        why: Text,
        severity: Severity = Severity.ERROR,
        advice: dict[str, str] | None = None,
    ) -> None:
        self.mistakes.report("NTM684", place, severity, advice=advice or hint(None), setting=setting, why=why)


@frozen
class _Over:
    """A row that is passed over, the setting that does so, and the severity of the report if it names a unit."""

    record: TableRow
    setting: str
    severity: Severity | None
    by_number: bool = False
    words: bool = False


class Passing:
    """Passes over rows and columns of one table."""

    def __init__(self, layout: Layout, rule: HeaderRule, usage: Usage, mistakes: Mistakes) -> None:
        self._layout = layout
        self._rule = rule
        self._usage = usage
        self._mistakes = mistakes
        self._columns: tuple[int, ...] = ()
        self._rows: list[Place] = []
        self._waiting: list[_Over] | None = []
        usage.apply(layout)

    def below(self, columns: tuple[int, ...], early: Sequence[TableRow] = ()) -> None:
        """Record that the header has been found; `columns` are those with the subject of a row.

        `early` are the rows above the layout's first row.
        """
        self._columns = columns
        waiting, self._waiting = self._waiting or [], None
        for over in (*waiting, *(_Over(record, "first_row", Severity.WARNING) for record in early)):
            if not self._rule.holds([cell.text for cell in over.record]):
                self._report_named(over)

    def without_passed_over(self, records: Iterator[TableRow]) -> Iterator[TableRow]:
        """The records without the rows passed over by number, and those after the last row."""
        layout = self._layout
        for record in records:
            row = line_of(record)
            self._usage.last_row = max(self._usage.last_row, row)
            if layout.last_row is not None and row >= layout.last_row:
                self._usage.used("last_row", layout.last_row)
            if layout.first_row is not None and row >= layout.first_row:
                self._usage.used("first_row", layout.first_row)
            numbered = next((rows for rows in layout.skip_rows if row in rows), None)
            if numbered is not None:
                severity = Severity.NOTE if numbered.first == numbered.last else Severity.WARNING
                self._over(_Over(record, f"skip_rows {numbered}", severity, numbered.first == numbered.last))
            elif layout.last_row is not None and row > layout.last_row:
                if not self.is_read_elsewhere(row):
                    self._over(_Over(record, "last_row", Severity.WARNING))
            else:
                yield record

    def is_read_elsewhere(self, row: int) -> bool:
        """True where another entry for the same file reads that row."""
        return any(row in rows for rows in self._layout.rows_elsewhere)

    def by_words(self, record: TableRow) -> bool:
        """True where a row below the header is passed over by the words it begins with, or as column numbers."""
        for words in self._layout.skip_rows_that_begin:
            if begins_with(record, words):
                self._usage.used("skip_rows_that_begin", words)
                self._over(_Over(record, f"skip_rows_that_begin '{words}'", Severity.ERROR, words=True))
                return True
        if self._layout.skip_column_numbers and are_column_numbers(record):
            self._usage.used("skip_rows", "column_numbers")
            severity = Severity.ERROR if self._rule.names is not None else None
            self._over(_Over(record, "skip_rows column_numbers", severity))
            return True
        return False

    def columns(self, header: Header) -> tuple[int, ...]:
        """Positions of the columns that are kept; those passed over are counted, and reported where their name is known."""
        positions, over = [], list[TableCell]()
        for at, texts in enumerate(header.above):
            spelled = {fold(text) for text in (*texts, " ".join(texts))}
            skipped = [column for column in self._layout.skip_columns if fold(column) in spelled]
            for column in skipped:
                self._usage.used("skip_columns", column)
            if not skipped:
                positions.append(at)
                continue
            over.append(header.cells[at])
            if self._rule.names_column(header.cells[at].text) and not self._layout.is_carried:
                place, text = header.cells[at].place, header.cells[at].text
                self._mistakes.report(
                    "NTM588", place, Severity.WARNING, text=text, setting=f"skip_columns '{skipped[0]}'"
                )
        if over and not self._layout.is_carried:
            shown = some_of((cell.text for cell in over), _SHOWN)
            self._mistakes.report("NTM529", over[0].place, Severity.NOTE, count=len(over), columns=shown)
        return tuple(positions)

    def _over(self, over: _Over) -> None:
        """Pass over a row; one that names a unit is reported with its severity, as soon as the header is known."""
        place = first_place(over.record)
        if place is None:
            return
        self._rows.append(place)
        if self._waiting is None:
            self._report_named(over)
        elif len(self._waiting) < _MOST_WAITING:
            self._waiting.append(over)

    def _report_named(self, over: _Over) -> None:
        """Report a row passed over that names a unit, or nearly names one and is passed over by its words."""
        record, severity = over.record, over.severity
        place = first_place(record)
        if place is None or severity is None:
            return
        row, named = place.line, self._rule.named(record, self._columns)
        if named is None and over.setting == "first_row":
            named = self._named_anywhere(record)
        if named is not None:
            advice = hint(None) if over.by_number else _by_its_number(row)
            self._mistakes.report("NTM683", place, severity, advice=advice, setting=over.setting, text=named, row=row)
            return
        texts = [record[at].text for at in self._columns if at < len(record)] if over.words else []
        almost = self._rule.almost
        near = next(
            (near for text in texts if text and almost is not None and (near := almost(text)) is not None), None
        )
        if near is not None:
            text, setting = next(text for text in texts if text), over.setting
            self._mistakes.report("NTM581", place, Severity.WARNING, setting=setting, text=text, near=near, row=row)

    def _named_anywhere(self, record: TableRow) -> str | None:
        """First text in a row, of two filled cells or more, that names something known; None where there is none."""
        filled = [cell for cell in record if not cell.blank]
        if len(filled) < 2 or self._rule.names is None:
            return None
        return next(
            (cell.text for cell in filled if isinstance(cell.content, str) and self._rule.names(cell.text)), None
        )

    def report(self) -> None:
        """Report the number of rows passed over, and the rows."""
        if self._rows and not self._layout.is_carried:
            shown = some_of((str(place.line) for place in self._rows), _SHOWN)
            self._mistakes.report("NTM682", self._rows[0], Severity.NOTE, count=len(self._rows), rows=shown)


def _by_its_number(row: int) -> dict[str, str]:
    return {
        "hint_vi": f"kiểm tra lại; nếu đúng là dòng cần bỏ qua, ghi số dòng: skip_rows: [{row}]",
        "hint_en": f"look at it; if it is to be skipped, name its number: skip_rows: [{row}]",
    }

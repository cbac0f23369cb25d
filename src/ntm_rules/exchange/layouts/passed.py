"""The rows that are passed over as the layout says, and the settings that nothing in the file answers to."""

from collections.abc import Iterator, Sequence

from ...model.place import Place, place_of
from ...model.problem import Severity
from ...model.spelling import fold, nearest
from ...program.wording import hint
from ..cell import Cell
from ..findings import Findings
from .header import HeaderRule
from .layout import Layout, RowRange
from .likeness import are_column_numbers, begins_with

_SHOWN = 12


class Usage:
    """Which settings of a file's layout have found something, over all its sheets."""

    def __init__(self, file: str, findings: Findings) -> None:
        self._file = file
        self._findings = findings
        self._asked: dict[tuple[str, object], Place | None] = {}
        self._used: set[tuple[str, object]] = set()
        self._sheets: list[str] = []
        self._last_row = 0

    def apply(self, layout: Layout) -> None:
        """Take note that a table is read by this layout."""
        for rows in layout.skip_rows:
            self._asked["skip_rows", rows] = rows.place or layout.place("skip_rows")
        for words in layout.skip_rows_that_begin:
            self._asked["skip_rows_that_begin", words] = place_of(words) or layout.place("skip_rows_that_begin")
        for column in layout.skip_columns:
            self._asked["skip_columns", column] = place_of(column) or layout.place("skip_columns")
        if layout.skip_column_numbers:
            self._asked["skip_rows", "column_numbers"] = layout.place("skip_rows")
        for name, row in (("first_row", layout.first_row), ("last_row", layout.last_row)):
            if row is not None:
                self._asked[name, row] = layout.place(name)

    def used(self, setting: str, value: object) -> None:
        """Take note that a setting has found something."""
        self._used.add((setting, value))

    def saw_row(self, row: int) -> None:
        """Take note of a row that there is."""
        self._last_row = max(self._last_row, row)

    def saw_sheet(self, sheet: str | None) -> None:
        """Take note of a sheet that can be read."""
        if sheet is not None:
            self._sheets.append(sheet)

    def report(self, layout: Layout) -> None:
        """Report sheets and rows that are not there, and words that no row begins with."""
        self._report_sheets(layout)
        for (setting, value), place in self._asked.items():
            if (setting, value) in self._used:
                continue
            at = place or Place(self._file)
            last = {"why": f"tệp chỉ có {self._last_row} dòng", "why_en": f"the file has {self._last_row} rows only"}
            if isinstance(value, RowRange):
                if value.first > self._last_row or value.last > self._last_row:
                    self._say(at, f"skip_rows {value}", last["why"], last["why_en"])
            elif isinstance(value, int):
                if value > self._last_row:
                    self._say(at, f"{setting} {value}", last["why"], last["why_en"])
            else:
                what = ("cột", "column") if setting == "skip_columns" else ("dòng", "row")
                self._say(
                    at,
                    f"{setting} '{value}'",
                    f"không có {what[0]} nào như vậy",
                    f"there is no such {what[1]}",
                    Severity.WARNING,
                )

    def _report_sheets(self, layout: Layout) -> None:
        known = {fold(sheet) for sheet in self._sheets}
        for sheet in dict.fromkeys((*(layout.sheets or ()), *layout.of_sheets)):
            if fold(sheet) in known:
                continue
            at = place_of(sheet) or layout.place("sheets") or Place(self._file)
            if self._sheets:
                why = (f"không có trang tính '{sheet}' nào được đọc", f"there is no sheet '{sheet}' that can be read")
            else:
                why = ("tệp văn bản không có trang tính", "a text file has no sheets")
            self._say(at, "sheets", *why, advice=hint(nearest(sheet, self._sheets), self._sheets))

    def _say(
        self,
        place: Place,
        setting: str,
        why: str,
        why_en: str,
        severity: Severity = Severity.ERROR,
        advice: dict[str, str] | None = None,
    ) -> None:
        details = advice or hint(None)
        self._findings.report("NTM684", place, severity, advice=details, setting=setting, why=why, why_en=why_en)


class Passing:
    """Passes over rows of one table."""

    def __init__(self, layout: Layout, rule: HeaderRule, usage: Usage, findings: Findings) -> None:
        self._layout = layout
        self._rule = rule
        self._usage = usage
        self._findings = findings
        self._columns: tuple[int, ...] = ()
        self._rows: list[Place] = []
        usage.apply(layout)

    def below(self, columns: tuple[int, ...]) -> None:
        """Take note that the header has been found; `columns` say what a row is about."""
        self._columns = columns

    def kept(self, records: Iterator[tuple[Cell, ...]]) -> Iterator[tuple[Cell, ...]]:
        """The records without the rows passed over by number, and those after the last row."""
        layout = self._layout
        for record in records:
            place = record[0].place if record else None
            row = place.line if place else 0
            self._usage.saw_row(row)
            if layout.last_row is not None and row >= layout.last_row:
                self._usage.used("last_row", layout.last_row)
            if layout.first_row is not None and row >= layout.first_row:
                self._usage.used("first_row", layout.first_row)
            numbered = next((rows for rows in layout.skip_rows if row in rows), None)
            if numbered is not None:
                self._over(record, "skip_rows", Severity.WARNING)
            elif layout.last_row is not None and row > layout.last_row:
                self._over(record, "last_row", Severity.WARNING)
            else:
                yield record

    def by_words(self, record: tuple[Cell, ...]) -> bool:
        """Whether a row below the header is passed over for what it begins with, or as column numbers."""
        for words in self._layout.skip_rows_that_begin:
            if begins_with(record, words):
                self._usage.used("skip_rows_that_begin", words)
                self._over(record, f"skip_rows_that_begin '{words}'", Severity.ERROR)
                return True
        if self._layout.skip_column_numbers and are_column_numbers(record):
            self._usage.used("skip_rows", "column_numbers")
            self._over(record, "skip_rows column_numbers", Severity.ERROR if self._rule.names is not None else None)
            return True
        return False

    def columns(self, headings: Sequence[tuple[str, ...]]) -> tuple[int, ...]:
        """The columns that are kept, of those under these headings."""
        kept = []
        for at, said in enumerate(headings):
            spelled = {fold(text) for text in (*said, " ".join(said))}
            skipped = [column for column in self._layout.skip_columns if fold(column) in spelled]
            for column in skipped:
                self._usage.used("skip_columns", column)
            if not skipped:
                kept.append(at)
        return tuple(kept)

    def _over(self, record: tuple[Cell, ...], setting: str, severity: Severity | None) -> None:
        """Pass over a row; one that names a unit is reported, as `severity` says."""
        filled = next((cell for cell in record if not cell.blank), None)
        if filled is None or filled.place is None:
            return
        self._rows.append(filled.place)
        named = self._rule.named(record, self._columns)
        if named is not None and severity is not None:
            row = filled.place.line
            self._findings.report("NTM683", filled.place, severity, setting=setting, text=named, row=row)

    def report(self) -> None:
        """Report how many rows were passed over, and which."""
        if self._rows:
            shown = ", ".join(str(place.line) for place in self._rows[:_SHOWN])
            more = ", …" if len(self._rows) > _SHOWN else ""
            self._findings.report("NTM682", self._rows[0], Severity.NOTE, count=len(self._rows), rows=shown + more)

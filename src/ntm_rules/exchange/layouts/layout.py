"""Layout of a table, as `dossier.yaml` (or the caller) describes it."""

from collections.abc import Mapping
from datetime import date
from enum import Enum

from attrs import field, frozen

from ...model.place import Place
from ...model.spelling import fold
from ..values.number import Convention

MOST_HEADER_ROWS = 5
LAST_ROW = 1_048_576


class Orientation(Enum):
    """Arrangement of a table: units down the side, units across the top, or one sheet per unit."""

    UNITS_DOWN = "units_down"
    UNITS_ACROSS = "units_across"
    SHEET_PER_UNIT = "sheet_per_unit"


@frozen
class RowRange:
    """Rows to pass over, by number: the sheet's own, or the line of a text file."""

    first: int
    last: int
    place: Place | None = field(default=None, eq=False, repr=False)

    def __contains__(self, row: object) -> bool:
        return isinstance(row, int) and self.first <= row <= self.last

    def __str__(self) -> str:
        return str(self.first) if self.first == self.last else f"{self.first}-{self.last}"


@frozen
class Layout:
    """Layout of the tables of a file.

    `header_rows`: how many rows the header takes. `first_row` is the first row of the header, `last_row` the last row that
    is read. Passed over are `skip_rows`, rows whose first words are among `skip_rows_that_begin`, the row of column
    numbers where `skip_column_numbers` says so, and the columns headed by one of `skip_columns`. With one sheet per unit
    the unit is named by the sheet, or by the cell `unit_cell` (row, column).

    `sheets` are those to be read (None: all); `of_sheets` are the layouts of single sheets; `elsewhere` are
    sheets, and `rows_elsewhere` rows, that another entry for the same file reads. `as_of`, `reported_by`,
    `assurance` and `convention` hold where the table itself says nothing. `names` says what headings and rows are about: the
    measure or the rule of each. `is_carried`: the workbook carries the settings itself, and what they pass over is its own.
    `places` are those of the settings in `dossier.yaml`.

    >>> Layout(header_rows=2, skip_rows=(RowRange(5, 5),), skip_rows_that_begin=("Tổng cộng",)).header_rows
    2
    """

    header_rows: int = 1
    first_row: int | None = None
    last_row: int | None = None
    skip_rows: tuple[RowRange, ...] = ()
    skip_rows_that_begin: tuple[str, ...] = ()
    skip_column_numbers: bool = False
    skip_columns: tuple[str, ...] = ()
    orientation: Orientation = Orientation.UNITS_DOWN
    unit_cell: tuple[int, int] | None = None
    sheets: tuple[str, ...] | None = None
    of_sheets: Mapping[str, "Layout"] = field(factory=dict, hash=False)
    elsewhere: tuple[str, ...] = ()
    rows_elsewhere: tuple[RowRange, ...] = ()
    as_of: date | None = None
    reported_by: str | None = None
    assurance: str | None = None
    convention: Convention | None = None
    names: Mapping[str, str] = field(factory=dict, hash=False)
    is_carried: bool = False
    places: Mapping[str, Place] = field(factory=dict, eq=False, repr=False)

    def of_sheet(self, sheet: str | None) -> "Layout":
        """The layout of one sheet."""
        if sheet is None or not self.of_sheets:
            return self
        return next((own for name, own in self.of_sheets.items() if fold(name) == fold(sheet)), self)

    def rows(self) -> RowRange:
        """The rows that are read."""
        return RowRange(self.first_row or 1, self.last_row or LAST_ROW)

    def place(self, setting: str) -> Place | None:
        """Place of that setting in `dossier.yaml`."""
        return self.places.get(setting)


PLAIN = Layout()
"""One header row, units down, nothing passed over."""

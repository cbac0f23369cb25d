"""A cell of a table, from a text file or a workbook."""

from datetime import date, datetime, time, timedelta
from enum import Enum
from fractions import Fraction
from typing import Literal, Optional

from attrs import frozen

from ...model.place import Place
from ...model.spelling import tidy
from ...model.values.number import NotAFigure, exact


class Unusable(Enum):
    """Marks a cell whose content cannot be read and has been reported already."""

    REPORTED = "reported"


Content = str | int | float | bool | date | datetime | time | timedelta | Unusable | None


@frozen
class Dated:
    """A number that a workbook shows as a date, with the number format.

    `period`: the format shows only the month, or the year. `hides_part`: it hides a part of the date, so that the day is
    unknown to a reader.
    """

    format: str
    number: int | float
    period: Literal["month", "year"] | None = None
    hides_part: bool = False


def is_blank(text: str) -> bool:
    """True where a text is empty, or has only spaces and invisible marks."""
    return not text[:1].isalnum() and not tidy(text)


@frozen
class TableCell:
    """Content of a cell as the file has it, and its place.

    `percentage`: the workbook shows the number times 100 with a percent sign. `digits`: the workbook shows the whole
    number with leading zeros up to so many digits, as codes of units have them. `shown_by`: the number format by which
    the workbook shows something else than the content; where that is only a text beside the figure, `affix` is the text.
    `merged`: the merged range that the cell belongs to; all its cells but the first are blank, and what the range shows
    is `merged.cell`. `dash`: the workbook shows the zero that the cell holds as a dash, as formats of accounts do.
    `dated`: how the workbook shows a date that it keeps as a number.

    >>> TableCell("  97,2 ").text, TableCell(85.0).text, TableCell(3385, digits=5).text
    ('97,2', '85', '03385')
    """

    content: Content
    place: Place | None = None
    percentage: bool = False
    digits: int = 0
    shown_by: str | None = None
    affix: str = ""
    merged: Optional["Merge"] = None
    dash: bool = False
    dated: Dated | None = None

    @property
    def blank(self) -> bool:
        """True where the cell has no content, or only spaces and invisible marks."""
        content = self.content
        return content is None or (isinstance(content, str) and is_blank(content))

    @property
    def readable(self) -> bool:
        """True where the cell has content that was not found unusable before."""
        return not self.blank and not isinstance(self.content, Unusable)

    @property
    def text(self) -> str:
        """Content as tidy text; a number in plain digits with a point, a date as `2024-06-30` or its month or year."""
        content = self.content
        if isinstance(content, str):
            return tidy(content)
        if content is None or isinstance(content, Unusable):
            return ""
        if isinstance(content, bool):
            return "TRUE" if content else "FALSE"
        if isinstance(content, int | float):
            try:
                number = exact(content)
            except NotAFigure:
                return str(content)
            if isinstance(number, Fraction):
                return str(number)
            written = format(number, "f")
            return written.zfill(self.digits) if written.isdecimal() else written
        if isinstance(content, datetime) and content.time() == time():
            day = content.date().isoformat()
            period = self.dated.period if self.dated is not None else None
            return day if period is None else day[:7] if period == "month" else day[:4]
        return str(content)


@frozen
class Merge:
    """A range of cells merged into one, such as `B2:B4`, and its first cell, whose content the whole range shows."""

    range: str
    cell: TableCell

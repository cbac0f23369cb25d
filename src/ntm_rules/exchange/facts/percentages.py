"""Percentages kept as fractions: 0.15 for 15% is seen in a column of such figures, not in a single one."""

from decimal import Decimal

from attrs import define, field

from ...model.fact import Fact, Statement
from ...model.measure import Measure
from ...model.place import Place
from ...model.problem import Severity
from ..cells.cell import TableCell
from ..diagnostics.mistakes import Mistakes
from .subject import RuleSubject, Subject

_FEWEST = 2
"""Fewest figures for a warning where no cell of a workbook holds a fraction: a single `0,15` may be exactly that."""
_SHOWN = 5


@define
class _Column:
    measure: Measure
    formatted: list[Place] = field(factory=list)
    """Cells that the workbook shows as percentages."""
    plain: list[Place] = field(factory=list)
    kept_fraction: bool = False
    """True once a workbook keeps one of the plain figures as a number between 0 and 1."""
    above_zero: bool = False
    """True once one of the plain figures is not zero."""
    above: bool = False
    """True once one of the plain figures is outside 0 to 1."""


class Percentages:
    """Gathers the figures of measures in per cent, file by file, and warns where they look like fractions.

    Of so many figures of a measure at least (`fewest`): where part of a column is read, one can be of a column of fractions.
    """

    def __init__(self, fewest: int = _FEWEST) -> None:
        self._fewest = fewest
        self._columns: dict[tuple[str, str, str], _Column] = {}
        self.last: list[Place] | None = None
        """The list that the place of the figure taken in last went to: that of one alike goes there too."""

    def take(self, subject: Subject, cell: TableCell, said: Statement) -> None:
        """Take in a figure that has been read."""
        self.last = None
        measure = subject.measure if isinstance(subject, RuleSubject) else subject
        if measure is None or measure.unit != "%" or not isinstance(said, Fact) or cell.place is None:
            return
        number = said.value
        if not isinstance(number, Decimal):
            return
        key = cell.place.file, cell.place.sheet or "", measure.id
        column = self._columns.setdefault(key, _Column(measure))
        if cell.percentage:
            column.formatted.append(cell.place)
        elif not (isinstance(cell.content, str) and "%" in cell.content):
            column.plain.append(cell.place)
            self.last = column.plain
            column.kept_fraction = column.kept_fraction or (not isinstance(cell.content, str) and 0 < number < 1)
            column.above_zero = column.above_zero or number > 0
            column.above = column.above or not 0 <= number <= 1

    def report(self, mistakes: Mistakes) -> None:
        """Warn of every measure whose figures are all fractions, or part formatted as percentages and part not; begin anew."""
        for column in self._columns.values():
            plain, formatted, id = column.plain, column.formatted, column.measure.id
            if plain and formatted:
                first = formatted if len(formatted) <= len(plain) else plain
                mistakes.report(
                    "NTM671",
                    first[0],
                    Severity.WARNING,
                    measure=id,
                    plain=len(plain),
                    formatted=len(formatted),
                    cells=_cells(plain),
                    formatted_cells=_cells(formatted),
                )
            elif _looks_like_fractions(column, self._fewest):
                shown = _cells(plain)
                mistakes.report("NTM670", plain[0], Severity.WARNING, measure=id, count=len(plain), cells=shown)
        self._columns.clear()


def _looks_like_fractions(column: _Column, fewest: int) -> bool:
    if column.above or not column.above_zero or not (column.kept_fraction or len(column.plain) >= fewest):
        return False
    most = column.measure.maximum
    return most is None or most > 1


def _cells(places: list[Place]) -> str:
    shown = [place.cell or f"{place.line}:{place.column}" for place in places[:_SHOWN]]
    return ", ".join(shown) + (", …" if len(places) > _SHOWN else "")

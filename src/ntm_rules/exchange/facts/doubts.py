"""Doubts that a whole table gives: percentages kept as fractions, units of measure and days above it that are others."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from attrs import define, field, frozen

from ...model.fact import Fact, Statement
from ...model.measure import Measure, MeasureType
from ...model.place import Place
from ...model.problem import Severity
from ...model.spelling import fold
from ...program.wording import some_of
from ..cells.cell import TableCell, TableRow
from ..diagnostics.mistakes import Mistakes
from ..layouts.likeness import stated_days, stated_units
from .subject import RuleSubject, Subject, same_unit, unit_in_heading

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

    def take(self, subject: Subject, cell: TableCell, statement: Statement) -> None:
        """Take in a figure that has been read."""
        self.last = None
        measure = subject.measure if isinstance(subject, RuleSubject) else subject
        if measure is None or measure.unit != "%" or not isinstance(statement, Fact) or cell.place is None:
            return
        number = statement.value
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
    return some_of((place.cell or f"{place.line}:{place.column}" for place in places), _SHOWN)


_NAMED = 6


@frozen
class Stated:
    """The rows above one table, and the measures that its figures are read as: those that say no unit of their own."""

    titles: tuple[TableRow, ...]
    mistakes: Mistakes
    measures: dict[str, Measure] = field(factory=dict)

    def take(self, subject: Subject, named: TableCell, measured_in: TableCell | None, statement: Statement) -> None:
        """Take in a figure, read under `named`; `measured_in` is the cell beside it with its unit of measure."""
        if not self.titles or not isinstance(statement, Fact) or unit_in_heading(named.text):
            return
        if measured_in is not None and not measured_in.blank:
            return
        measure = subject if isinstance(subject, Measure) else subject.measure
        if measure is not None and measure.type is MeasureType.NUMBER and measure.unit is not None:
            self.measures[measure.id] = measure

    def report_units(self) -> None:
        """Report a unit of measure stated above the table that is not that of a measure read below it.

        Where other measures have it, the statement may be about them alone; but not where it is of the same kind: thousands
        for millions.
        """
        for cell, stated, is_sure in stated_units(self.titles):
            alike = {
                id
                for id, measure in self.measures.items()
                if any(same_unit(unit, measure.unit or "") for unit in stated)
            }
            unlike = {id: measure for id, measure in self.measures.items() if id not in alike}
            if not unlike or not (is_sure or alike or any(_is_scale(unit, unlike) for unit in stated)):
                continue
            of_a_kind = any(_is_scale(unit, unlike) for unit in stated)
            shown = some_of(unlike, _NAMED)
            units = ", ".join(dict.fromkeys(measure.unit or "" for measure in unlike.values()))
            self.mistakes.report(
                "NTM526",
                cell.place,
                Severity.ERROR if of_a_kind or not alike else Severity.WARNING,
                text=", ".join(stated),
                measure=shown,
                measured_in=units,
            )

    def report_days(self, day: date, more: TableRow = ()) -> None:
        """Report days stated above the table, or in the cells `more`, where none of them is the one assumed."""
        days = list(stated_days((*self.titles, more)))
        if not days or any(
            stated_day == day or (is_year and stated_day.year == day.year) for _, _, stated_day, is_year in days
        ):
            return
        cell, text, stated, _ = days[0]
        self.mistakes.report("NTM527", cell.place, Severity.WARNING, text=text, stated=stated, day=day)


def _is_scale(unit: str, unlike: Mapping[str, Measure]) -> bool:
    """True where a unit ends with the same word as that of a measure: *nghìn đồng*, *triệu đồng*."""
    last = fold(unit).partition("/")[0].split()[-1:]
    return any(last == fold(measure.unit or "").partition("/")[0].split()[-1:] for measure in unlike.values())

"""Units of measure and days written above a table, compared with those by which its figures were read."""

from collections.abc import Mapping
from datetime import date

from attrs import field, frozen

from ...model.fact import Fact, Statement
from ...model.measure import Measure, MeasureType
from ...model.problem import Severity
from ...model.spelling import fold
from ..cells.cell import TableCell
from ..cells.row import TableRow
from ..diagnostics.mistakes import Mistakes
from ..layouts.titles import stated_days, stated_units
from .subject import Subject, same_unit, unit_in_heading

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
        for cell, said, is_sure in stated_units(self.titles):
            alike = {id for id, each in self.measures.items() if any(same_unit(one, each.unit or "") for one in said)}
            unlike = {id: each for id, each in self.measures.items() if id not in alike}
            if not unlike or not (is_sure or alike or any(_is_scale(one, unlike) for one in said)):
                continue
            of_a_kind = any(_is_scale(one, unlike) for one in said)
            shown = ", ".join(list(unlike)[:_NAMED]) + (", …" if len(unlike) > _NAMED else "")
            units = ", ".join(dict.fromkeys(each.unit or "" for each in unlike.values()))
            self.mistakes.report(
                "NTM526",
                cell.place,
                Severity.ERROR if of_a_kind or not alike else Severity.WARNING,
                text=", ".join(said),
                measure=shown,
                measured_in=units,
            )

    def report_days(self, day: date, more: TableRow = ()) -> None:
        """Report days stated above the table, or in the cells `more`, where none of them is the one assumed."""
        said = list(stated_days((*self.titles, more)))
        if not said or any(each == day or (is_year and each.year == day.year) for _, _, each, is_year in said):
            return
        cell, text, stated, _ = said[0]
        self.mistakes.report("NTM527", cell.place, Severity.WARNING, text=text, stated=stated, day=day)


def _is_scale(said: str, unlike: Mapping[str, Measure]) -> bool:
    """True where a unit ends with the same word as that of a measure: *nghìn đồng*, *triệu đồng*."""
    last = fold(said).partition("/")[0].split()[-1:]
    return any(last == fold(each.unit or "").partition("/")[0].split()[-1:] for each in unlike.values())

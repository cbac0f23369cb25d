"""The parts that a report is made of: frozen values with their texts in both languages, and nothing of how they are drawn."""

from datetime import date
from decimal import Decimal

from attrs import frozen

from ...model.outcome import Tally
from ...model.text import Text
from .reason_graph import ReasonGraph
from .two_languages import Badge, Linked


@frozen
class SummaryTile:
    """One ruleset at a glance: what it comes to, counted with its unknowns, and what must be said beside it."""

    title: Text
    target: str
    count: Text
    counted: Text
    badge: Badge | None
    tally: Tally
    lines: tuple[Text, ...] = ()


@frozen
class CountedNotice:
    """Notices to be seen before use: how many there are, of what, and the sentences."""

    count: int
    title: Text
    lines: tuple[Text, ...]


@frozen
class MatrixColumn:
    """A criterion of a matrix: its code, its name, what its office and source are, and how the units stand on it."""

    code: str
    name: Text
    offices: tuple[Text, ...]
    source: Text
    tally: Tally


@frozen
class MatrixCell:
    """The outcome of one criterion for one unit, and where its reason stands; `old`: it rests on figures of before the year."""

    badge: Badge
    node: int
    old: bool = False


@frozen
class MatrixRow:
    """A unit of a matrix: its outcomes, its count, and what it comes to; `node` is the reason of its conclusion."""

    unit: Text
    above: Text | None
    node: int | None
    cells: tuple[MatrixCell, ...]
    tally: Tally
    ends: tuple[Linked, ...]

    @property
    def is_unknown(self) -> bool:
        """True where nothing is determined of what applies."""
        return self.tally.applicable > 0 and self.tally.undetermined == self.tally.applicable

    @property
    def is_whole(self) -> bool:
        """True where all that applies is attained."""
        return self.tally.applicable > 0 and self.tally.attained == self.tally.applicable

    @property
    def is_old(self) -> bool:
        """True where an outcome rests on figures of before the year assessed, or before the unit."""
        return any(cell.old for cell in self.cells)


@frozen
class UnitMatrix:
    """Units by the criteria of one ruleset; `ends` head the columns after the criteria and the count."""

    id: str
    title: Text
    columns: tuple[MatrixColumn, ...]
    rows: tuple[MatrixRow, ...]
    ends: tuple[Text, ...]
    notes: tuple[Text, ...] = ()

    @property
    def folds(self) -> tuple[tuple[MatrixRow, ...], ...]:
        """The rows that a page tells in one line: units of which all is attained, or nothing known, and concluded alike."""
        alike: dict[tuple[object, ...], list[MatrixRow]] = {}
        for row in self.rows:
            if row.is_whole or (row.is_unknown and len(self.columns) > 1):
                concluded = tuple((end.text, end.badge) for end in row.ends)
                alike.setdefault((row.is_whole, row.tally, row.is_old, concluded), []).append(row)
        return tuple(tuple(rows) for (whole, *_), rows in alike.items() if len(rows) > (15 if whole else 2))

    @property
    def unfolded(self) -> tuple[MatrixRow, ...]:
        """The rows that a page tells one by one."""
        folded = {id(row) for rows in self.folds for row in rows}
        return tuple(row for row in self.rows if id(row) not in folded)


@frozen
class RuleRow:
    """A criterion of a single unit: its outcome, what is below it, what is open in it."""

    code: str
    name: Text
    badge: Badge
    node: int
    counted: Text
    open: tuple[Linked, ...]
    offices: tuple[Text, ...]
    source: Text
    old: bool = False


@frozen
class RuleList:
    """The criteria of the only unit of a ruleset, as a list; `conclusions` stand above it."""

    id: str
    title: Text
    unit: Text
    conclusions: tuple[Linked, ...]
    rows: tuple[RuleRow, ...]
    notes: tuple[Text, ...] = ()


@frozen
class NearestUnit:
    """A unit that is not recognised yet: its count, what it lacks, and what else keeps it.

    `changes` are the least by which it would attain, each with its gap and its office, and `data` what has only to be supplied
    beside them; both are empty where the ways are not looked for (a ruleset about one unit) or none was found.
    """

    unit: Linked
    ruleset: Text
    count: Text
    missing: tuple[Linked, ...]
    beside: tuple[Text, ...]
    changes: tuple[Text, ...] = ()
    data: tuple[Text, ...] = ()


@frozen
class Bottleneck:
    """A criterion that several units do not attain, of how many."""

    rule: Text
    ruleset: Text
    tally: Tally


@frozen
class OfficeTask:
    """A rule that is open, with the units that it is open for, told alike: (what is open, the units).

    `parts` are the tasks of each rule, where several are open for the same units and the same reason; `recalled` rules are
    stated from memory.
    """

    rule: Linked
    groups: tuple[tuple[Text, tuple[Linked, ...]], ...]
    parts: "tuple[OfficeTask, ...]" = ()
    recalled: bool = False

    @property
    def each(self) -> "tuple[OfficeTask, ...]":
        """The tasks of single rules."""
        return self.parts or (self,)


@frozen
class OfficeWork:
    """Open rules under one office responsible, or under none."""

    office: Text
    count: int
    tasks: tuple[OfficeTask, ...]
    is_named: bool = True


@frozen
class ChartColumn:
    """One day of a chart, with its outcomes."""

    label: Text
    day: int
    tally: Tally


@frozen
class OutcomeChart:
    """Outcomes over several days: stacked columns, at true distances in time."""

    title: Text
    counted: Text
    columns: tuple[ChartColumn, ...]


@frozen
class ChangeList:
    """The changes under one ruleset since an earlier day; `units` each with where it stood and what changed."""

    title: Text
    summary: Text
    units: tuple[tuple[Text, tuple[Text, ...]], ...] = ()


@frozen
class TimelineEvent:
    """A day of a timeline: the state since then, and the authorities' decisions that led to it."""

    day: date
    state: Badge
    by: tuple[Text, ...] = ()


@frozen
class Timeline:
    """The recognition of a unit under a ruleset over time, the oldest day first."""

    unit: Text
    ruleset: Text
    events: tuple[TimelineEvent, ...]


@frozen
class SourceRow:
    """A ruleset that a report rests on: its title, instrument, version, and how its rules are known."""

    title: Text
    key: str
    instrument: str
    since: date
    known: Text


@frozen
class FigureRow:
    """A requirement on a unit beside the figure reported: numbers where they are, else in words.

    `sign` is that of the comparison; `gap` by how much the figure is above what is asked.
    """

    section: Text
    code: str
    name: Text
    measured_in: Text | None
    sign: str
    required: Decimal | Text | None
    actual: Decimal | Text | None
    gap: Decimal | None
    badge: Badge
    offices: tuple[Text, ...]


@frozen
class FigureList:
    """The requirements of a ruleset, or the targets of a plan, on its only unit beside the figures reported."""

    title: Text
    unit: Text
    rows: tuple[FigureRow, ...]


@frozen(eq=False)
class ReportPage:
    """A whole report. `area` is the unit above all others, where there is one alone."""

    title: Text
    as_of: date
    when: Text
    area: Text | None
    cautions: tuple[Text, ...]
    tiles: tuple[SummaryTile, ...]
    notices: tuple[CountedNotice, ...]
    nearest: tuple[NearestUnit, ...]
    unknown_units: tuple[Text, ...]
    bottlenecks: tuple[Bottleneck, ...]
    work: tuple[OfficeWork, ...]
    tables: tuple[UnitMatrix | RuleList, ...]
    figures: tuple[FigureList, ...]
    charts: tuple[OutcomeChart, ...]
    changes: tuple[ChangeList, ...]
    changes_title: Text | None
    sources: tuple[SourceRow, ...]
    reasons: ReasonGraph
    timelines: tuple[Timeline, ...] = ()
    nearest_notes: tuple[Text, ...] = ()

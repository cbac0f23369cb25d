"""Everything that is given to decide by: frames of units by kind, those of earlier days, and what is found in them."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date

from attrs import define, evolve, field, frozen

from ....model.library import Library
from ....model.text import Text
from ..expressions.space import Expr, Native, Space
from ..reads import Reads
from .columns import (
    ABSENCE,
    AS_OF,
    DATED,
    KIND,
    KNOWN_ON,
    NOTED,
    PARENT,
    UNIT,
    Column,
    ColumnKind,
    columns_of,
)
from .problems import frame_refused


@define(eq=False)
class Given:
    """Frames of units by kind, and those of earlier days.

    A frame under the name None holds units of several kinds, told apart by its column `kind`. `scaled` are the columns of
    whole numbers that hold units of the measure's last decimal. `is_at_hand` says that rows are in memory. `nan` are the
    columns of each frame in which there is NaN, once that has been looked for. `is_of_units`: the figures are elsewhere.
    What was known after `known_on`, or after the day in the column `known_on` of its row, is left out; `on` is the day that is
    decided where rows have none. `stage` makes a frame a stage of the query, told if several read it: see `query_text`.
    """

    space: Space
    library: Library
    reads: Reads
    frames: Mapping[str | None, Native]
    past: Mapping[date, Mapping[str | None, Native]]
    own_kind: str
    scaled: frozenset[str] = frozenset()
    has_days: bool = False
    is_at_hand: bool = True
    nan: dict[tuple[str | None, date | None], list[str]] = field(factory=dict)
    is_of_units: bool = False
    known_on: date | None = None
    on: date | None = None
    stage: Callable[[Native, bool], Native] = lambda frame, is_shared: frame
    _ready: dict[tuple[str, date | None], tuple[Native, dict[str, Column]]] = field(factory=dict)
    _listed: dict[date | None, list[str]] = field(factory=dict)

    def kinds(self, day: date | None) -> list[str]:
        """The kinds of units that are given on a day."""
        if day not in self._listed:
            self._listed[day] = self._kinds_on(day)
        return self._listed[day]

    def _kinds_on(self, day: date | None) -> list[str]:
        frames = self.frames if day is None else self.past.get(day, {})
        kinds = [kind for kind in frames if kind is not None]
        if None in frames:
            column = frames[None].select(**{KIND: self.space.column(KIND)}).unique().collect()[KIND]
            kinds += [str(kind) for kind in sorted(column.to_list(), key=str) if kind is not None and kind not in kinds]
        return kinds

    def of(self, kind: str, day: date | None) -> tuple[Native, dict[str, Column]]:
        """The frame of a kind of units, on an earlier day if one is named, with its columns.

        Keys are text. Raises FactsError where no such frame is given.
        """
        key = (kind, day)
        if key not in self._ready:
            self._ready[key] = self._made_ready(self._given(kind, day), kind, day)
        return self._ready[key]

    def each(self) -> Iterator[tuple[str | None, date | None, Native]]:
        """Every frame as it is given, with its kind (None: of several) and the earlier day that it is of."""
        for kind, frame in self.frames.items():
            yield kind, None, frame
        for day, frames in self.past.items():
            for kind, frame in frames.items():
                yield kind, day, frame

    def take_in(self, frames: Mapping[tuple[str | None, date | None], Native]) -> None:
        """Have some frames, by kind and earlier day, take the place of those that are given."""
        self.frames = {kind: frames[kind, None] for kind in self.frames}
        self.past = {day: {kind: frames[kind, day] for kind in of_day} for day, of_day in self.past.items()}
        self._listed.clear()

    def source(self, kind: str, day: date | None) -> Native:
        """The frame that holds the units of a kind, as it is given."""
        frames = self.frames if day is None else self.past[day]
        return frames[kind] if kind in frames else frames[None]

    @property
    def decides_none(self) -> bool:
        """True if the frame that is decided has no rows."""
        rows = self.source(self.own_kind, None).head(1).select(**{UNIT: self.space.column(UNIT)}).collect()
        return len(rows[UNIT]) == 0

    def called(self, kind: str | None, day: date | None) -> Text | None:
        """The name in messages of the frame of a kind; None for the main one, unless it is of units beside facts."""
        if day is None and (kind in (None, self.own_kind) or kind not in self.frames):
            return Text("khung đơn vị (units)", "frame of units") if self.is_of_units else None
        when = "" if day is None else f" ({day})"
        if kind is None:
            return Text(f"khung{when}", f"frame{when}")
        return Text(f"khung {kind!r}{when}", f"frame {kind!r}{when}")

    def _given(self, kind: str, day: date | None) -> Native:
        frames = self.frames if day is None else self.past.get(day, {})
        if kind in frames:
            return frames[kind]
        if None in frames:
            whole = frames[None]
            return whole.filter(self.space.column(KIND).cast(self.space.words.String) == kind)
        hint = f'others={{"{kind}": ...}}'
        when = ""
        if day is not None:
            hint = f'past={{date({day.year}, {day.month}, {day.day}): {{"{kind}": ...}}}}'
            when = f" ({day})"
        raise frame_refused(
            f"quy tắc hỏi về đơn vị loại {kind}{when}: cần {hint}, để trống nếu không có đơn vị nào",
            f"rules ask about units of kind {kind}{when}: give {hint}, empty if there are none",
            kind=kind,
            day=day,
        )

    def _made_ready(self, frame: Native, kind: str, day: date | None) -> tuple[Native, dict[str, Column]]:
        space = self.space
        columns = dict(columns_of(frame, space))
        keys = [UNIT, PARENT, *(name for name in self.kinds(day) if name != kind)]
        text = space.words.String
        cleaned = {}
        for name in dict.fromkeys(keys):
            column = columns.get(name)
            if column is None or (column.kind is ColumnKind.NOTHING and name != UNIT):
                continue
            if not (column.kind is ColumnKind.TEXT and column.is_plain_text):
                key = space.column(name)
                if column.kind is ColumnKind.FLOAT:
                    key = space.choose([(key.is_nan(), space.nothing(space.words.Float64))], key)
                cleaned[name] = key.cast(text)
                columns[name] = Column(name, ColumnKind.TEXT, text)
        frame = frame.with_columns(**cleaned) if cleaned else frame
        if self.has_days and day is None and AS_OF not in columns:
            # What is given without days is the same on each.
            own = self.frames[self.own_kind if self.own_kind in self.frames else None]
            frame = frame.join(own.select(**{AS_OF: space.column(AS_OF)}).unique(), how="cross")
            columns[AS_OF] = Column(AS_OF, ColumnKind.DAY, space.words.Date)
        return self._as_known(frame, columns, day), columns

    def _as_known(self, frame: Native, columns: Mapping[str, Column], day: date | None) -> Native:
        """The frame without the figures and words that were known later (`known_from`); no day said: all are known."""
        space, own_day = self.space, day or self.on
        if self.is_of_units or (KNOWN_ON not in columns and self.known_on is None):
            return frame
        known = space.column(KNOWN_ON) if KNOWN_ON in columns else space.literal(self.known_on)
        of_row = space.column(AS_OF) if own_day is None else space.literal(own_day)
        cleaned: dict[str, Expr] = {}
        for name in (*self.reads.measures, *self.reads.rules):
            names = [column_name for end in ("", ABSENCE, DATED) if (column_name := name + end) in columns]
            described = of_row
            if name + DATED in names:
                dated = space.column(name + DATED)
                described = space.choose([(dated.is_null(), of_row)], dated)
            late = (described > known).fill_null(False)
            if name + NOTED in columns:
                late = late | (space.column(name + NOTED) > known).fill_null(False)
            cleaned |= {
                space.spelled(column_name): space.choose(
                    [(late, space.nothing(columns[column_name].type))], space.column(column_name)
                )
                for column_name in names
                if columns[column_name].kind is not ColumnKind.NOTHING
            }
        return frame.with_columns(**cleaned) if cleaned else frame

    def may_hold_nan(self, kind: str, day: date | None, name: str) -> bool:
        """True if a column of floats may hold NaN: it was found there, or has not been looked for."""
        frames = self.frames if day is None else self.past.get(day, {})
        nan_columns = self.nan.get((kind if kind in frames else None, day))
        return nan_columns is None or name in nan_columns

    def over(
        self, frames: Mapping[tuple[str | None, date | None], Native], stage: Callable[[Native, bool], Native]
    ) -> "Given":
        """The same with other frames, by kind and earlier day, of the same kinds of units."""
        other = evolve(self, stage=stage, ready={}, listed={})
        other.take_in(frames)
        other._listed = {day: self.kinds(day) for day in (None, *self.past)}
        return other

    def written(self) -> tuple[object, ...]:
        """Everything beside `shape` that is written into the text of a query: the columns as given, and what was known when."""
        frames = [(kind, day, tuple(columns_of(frame, self.space).values())) for kind, day, frame in self.each()]
        return (self.known_on, self.on, tuple(frames))

    def shape(self) -> tuple[object, ...]:
        """Everything about the frames that a plan depends on: their columns, and where NaN can be."""
        frames = [
            (kind, day, tuple(self.of(kind, day)[1].values())) for day in (None, *self.past) for kind in self.kinds(day)
        ]
        nan = tuple((place, tuple(names)) for place, names in self.nan.items())
        return (self.own_kind, self.scaled, self.has_days, tuple(frames), nan)


Step = Callable[[Native, Given], Native]
"""A function from a frame to the next one; other frames that it needs are taken from `Given`."""


@frozen(eq=False)
class QueryPlan:
    """A frame to start from, and the steps that lead to what is shown. It holds expressions only, no frame and no program."""

    start: Callable[[Given], Native]
    steps: tuple[Step, ...] = ()

    def on(self, given: Given) -> Native:
        """The query over the frames that are given."""
        frame = self.start(given)
        for step in self.steps:
            frame = given.stage(step(frame, given), False)
        return frame

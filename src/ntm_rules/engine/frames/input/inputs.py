"""Everything that is given to decide by: frames of units by kind, those of earlier days, and what is found in them."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date

from attrs import define, evolve, field, frozen

from ....model.library import Library
from ....model.text import Text
from ..columns_read import ColumnsRead
from ..expressions.expression_library import Expr, ExpressionLibrary, Native
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
class FrameInputs:
    """Frames of units by kind, and those of earlier days.

    A frame under the name None holds units of several kinds, told apart by its column `kind`. `scaled` are the columns of
    whole numbers that hold units of the measure's last decimal. `is_at_hand` says that rows are in memory. `nan` are the
    columns of each frame in which there is NaN, once that has been looked for. `is_of_units`: the figures are elsewhere.
    What was known after `known_on`, or after the day in the column `known_on` of its row, is left out; `on` is the day that is
    decided where rows have none. `stage` makes a frame a stage of the query, told if several read it: see `query_text`.
    """

    expressions: ExpressionLibrary
    library: Library
    columns_read: ColumnsRead
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
            column = frames[None].select(**{KIND: self.expressions.column(KIND)}).unique().collect()[KIND]
            kinds += [str(kind) for kind in sorted(column.to_list(), key=str) if kind is not None and kind not in kinds]
        return kinds

    def of(self, kind: str, day: date | None) -> tuple[Native, dict[str, Column]]:
        """The frame of a kind of units, on an earlier day if one is named, with its columns.

        Keys are text. Raises FactsError where no such frame is given.
        """
        key = (kind, day)
        if key not in self._ready:
            self._ready[key] = self._cleaned(self._frame_given(kind, day), kind, day)
        return self._ready[key]

    def all_frames(self) -> Iterator[tuple[str | None, date | None, Native]]:
        """Every frame as it is given, with its kind (None: of several) and the earlier day that it is of."""
        for kind, frame in self.frames.items():
            yield kind, None, frame
        for day, frames in self.past.items():
            for kind, frame in frames.items():
                yield kind, day, frame

    def replace_frames(self, frames: Mapping[tuple[str | None, date | None], Native]) -> None:
        """Have some frames, by kind and earlier day, take the place of those that are given."""
        self.frames = {kind: frames[kind, None] for kind in self.frames}
        self.past = {day: {kind: frames[kind, day] for kind in of_day} for day, of_day in self.past.items()}
        self._listed.clear()

    def source(self, kind: str, day: date | None) -> Native:
        """The frame that holds the units of a kind, as it is given."""
        frames = self.frames if day is None else self.past[day]
        return frames[kind] if kind in frames else frames[None]

    @property
    def decides_no_rows(self) -> bool:
        """True if the frame that is decided has no rows."""
        rows = self.source(self.own_kind, None).head(1).select(**{UNIT: self.expressions.column(UNIT)}).collect()
        return len(rows[UNIT]) == 0

    def frame_name(self, kind: str | None, day: date | None) -> Text | None:
        """The name in messages of the frame of a kind; None for the main one, unless it is of units beside facts."""
        if day is None and (kind in (None, self.own_kind) or kind not in self.frames):
            return Text("khung đơn vị (units)", "frame of units") if self.is_of_units else None
        when = "" if day is None else f" ({day})"
        if kind is None:
            return Text(f"khung{when}", f"frame{when}")
        return Text(f"khung {kind!r}{when}", f"frame {kind!r}{when}")

    def _frame_given(self, kind: str, day: date | None) -> Native:
        frames = self.frames if day is None else self.past.get(day, {})
        if kind in frames:
            return frames[kind]
        if None in frames:
            whole = frames[None]
            return whole.filter(self.expressions.column(KIND).cast(self.expressions.words.String) == kind)
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

    def _cleaned(self, frame: Native, kind: str, day: date | None) -> tuple[Native, dict[str, Column]]:
        expressions = self.expressions
        columns = dict(columns_of(frame, expressions))
        keys = [UNIT, PARENT, *(name for name in self.kinds(day) if name != kind)]
        text = expressions.words.String
        cleaned = {}
        for name in dict.fromkeys(keys):
            column = columns.get(name)
            if column is None or (column.kind is ColumnKind.NOTHING and name != UNIT):
                continue
            if not (column.kind is ColumnKind.TEXT and column.is_plain_text):
                key = expressions.column(name)
                if column.kind is ColumnKind.FLOAT:
                    key = expressions.choose([(key.is_nan(), expressions.null(expressions.words.Float64))], key)
                cleaned[name] = key.cast(text)
                columns[name] = Column(name, ColumnKind.TEXT, text)
        frame = frame.with_columns(**cleaned) if cleaned else frame
        if self.has_days and day is None and AS_OF not in columns:
            # What is given without days is the same on each.
            own = self.frames[self.own_kind if self.own_kind in self.frames else None]
            frame = frame.join(own.select(**{AS_OF: expressions.column(AS_OF)}).unique(), how="cross")
            columns[AS_OF] = Column(AS_OF, ColumnKind.DAY, expressions.words.Date)
        return self._as_known(frame, columns, day), columns

    def _as_known(self, frame: Native, columns: Mapping[str, Column], day: date | None) -> Native:
        """The frame without the figures and words that were known later (`known_from`); no day said: all are known."""
        expressions, own_day = self.expressions, day or self.on
        if self.is_of_units or (KNOWN_ON not in columns and self.known_on is None):
            return frame
        known = expressions.column(KNOWN_ON) if KNOWN_ON in columns else expressions.literal(self.known_on)
        of_row = expressions.column(AS_OF) if own_day is None else expressions.literal(own_day)
        cleaned: dict[str, Expr] = {}
        for name in (*self.columns_read.measures, *self.columns_read.rules):
            names = [column_name for end in ("", ABSENCE, DATED) if (column_name := name + end) in columns]
            described = of_row
            if name + DATED in names:
                dated = expressions.column(name + DATED)
                described = expressions.choose([(dated.is_null(), of_row)], dated)
            late = (described > known).fill_null(False)
            if name + NOTED in columns:
                late = late | (expressions.column(name + NOTED) > known).fill_null(False)
            cleaned |= {
                expressions.spelled(column_name): expressions.choose(
                    [(late, expressions.null(columns[column_name].type))], expressions.column(column_name)
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

    def with_frames(
        self, frames: Mapping[tuple[str | None, date | None], Native], stage: Callable[[Native, bool], Native]
    ) -> "FrameInputs":
        """The same with other frames, by kind and earlier day, of the same kinds of units."""
        other = evolve(self, stage=stage, ready={}, listed={})
        other.replace_frames(frames)
        other._listed = {day: self.kinds(day) for day in (None, *self.past)}
        return other

    def query_key(self) -> tuple[object, ...]:
        """Everything beside `plan_key` that is written into the text of a query: the columns, and what was known when."""
        frames = [
            (kind, day, tuple(columns_of(frame, self.expressions).values())) for kind, day, frame in self.all_frames()
        ]
        return (self.known_on, self.on, tuple(frames))

    def plan_key(self) -> tuple[object, ...]:
        """Everything about the frames that a plan depends on: their columns, and where NaN can be."""
        frames = [
            (kind, day, tuple(self.of(kind, day)[1].values())) for day in (None, *self.past) for kind in self.kinds(day)
        ]
        nan = tuple((place, tuple(names)) for place, names in self.nan.items())
        return (self.own_kind, self.scaled, self.has_days, tuple(frames), nan)


Step = Callable[[Native, FrameInputs], Native]
"""A function from a frame to the next one; other frames that it needs are taken from `FrameInputs`."""


@frozen(eq=False)
class QueryPlan:
    """A frame to start from, and the steps that lead to what is shown. It holds expressions only, no frame and no program."""

    start: Callable[[FrameInputs], Native]
    steps: tuple[Step, ...] = ()

    def on(self, inputs: FrameInputs) -> Native:
        """The query over the frames that are given."""
        frame = self.start(inputs)
        for step in self.steps:
            frame = inputs.stage(step(frame, inputs), False)
        return frame

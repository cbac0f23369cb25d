"""Everything that is given to decide by: frames of units by kind, those of earlier days, and what is found in them."""

from collections.abc import Mapping
from datetime import date

from attrs import define, field

from ...model.library import Library
from ...model.text import Text
from .check import Frame, check, nan_columns
from .columns import AS_OF, KIND, PARENT, UNIT, Column, Kind, columns_of
from .problems import frame_error
from .reads import Reads
from .space import Native, Space


@define(eq=False)
class Given:
    """Frames of units by kind, and those of earlier days.

    A frame under the name None holds units of several kinds, told apart by its column `kind`. `scaled` are the columns of
    whole numbers that hold units of the measure's last decimal. `at_hand` are the frames whose rows are in memory.
    """

    space: Space
    library: Library
    reads: Reads
    frames: Mapping[str | None, Native]
    past: Mapping[date, Mapping[str | None, Native]]
    own_kind: str
    scaled: frozenset[str] = frozenset()
    has_days: bool = False
    is_checked: bool = False
    is_at_hand: bool = True
    _ready: dict[tuple[str, date | None], tuple[Native, dict[str, Column]]] = field(factory=dict)

    def kinds(self, day: date | None) -> list[str]:
        """The kinds of units that are given on a day."""
        frames = self.frames if day is None else self.past.get(day, {})
        found = [kind for kind in frames if kind is not None]
        if None in frames:
            column = frames[None].select(**{KIND: self.space.column(KIND)}).unique().collect()[KIND]
            found += [str(kind) for kind in sorted(column.to_list(), key=str) if kind is not None and kind not in found]
        return found

    def of(self, kind: str, day: date | None) -> tuple[Native, dict[str, Column]]:
        """The frame of a kind of units, on an earlier day if one is named, with its columns.

        Keys are text, nothing is NaN, and all that is read is as its measure allows. Raises FactsError where it is not, and
        where no such frame is given.
        """
        key = (kind, day)
        if key not in self._ready:
            self._ready[key] = self._made_ready(self._given(kind, day), kind, day)
        return self._ready[key]

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
        raise frame_error(
            Text(
                f"quy tắc hỏi về đơn vị cấp {kind}{when}: hãy đưa {hint}, để trống nếu không có đơn vị nào",
                f"rules ask about units of kind {kind}{when}: give {hint}, empty if there are none",
            )
        )

    def _made_ready(self, frame: Native, kind: str, day: date | None) -> tuple[Native, dict[str, Column]]:
        space = self.space
        columns = columns_of(frame, space)
        called = None
        if (kind, day) != (self.own_kind, None):
            when = "" if day is None else f" ({day})"
            called = Text(f"khung {kind!r}{when}", f"frame {kind!r}{when}")
        seen = Frame(frame, columns, space, called, self.is_at_hand)
        if self.is_checked:
            nan = nan_columns(seen, self.reads) if self.is_at_hand else self._floats(columns)
        else:
            nan = check(seen, self.reads, self.library, self.scaled)
            if called is not None:
                self._check_keys(frame, columns, called, day)
        keys = [UNIT, PARENT, *(name for name in self.kinds(day) if name != kind)]
        text = space.words.String
        cleaned = {}
        for name in dict.fromkeys(keys):
            column = columns.get(name)
            if column is not None and not (column.kind is Kind.TEXT and column.is_plain_text):
                cleaned[name] = space.column(name).cast(text)
                columns[name] = Column(name, Kind.TEXT, text)
        for name in nan:
            held = space.column(name)
            cleaned[name] = (
                held.fill_nan(None)
                if space.is_polars
                else space.choose([(held.is_nan(), space.nothing(space.words.Float64))], held)
            )
        frame = frame.with_columns(**cleaned) if cleaned else frame
        if self.has_days and day is None and AS_OF not in columns:
            # What is given without days is the same on each.
            own = self.frames.get(self.own_kind, self.frames.get(None))
            frame = frame.join(own.select(**{AS_OF: space.column(AS_OF)}).unique(), how="cross")
            columns[AS_OF] = Column(AS_OF, Kind.DAY, space.words.Date)
        return frame, columns

    def _floats(self, columns: Mapping[str, Column]) -> list[str]:
        return [name for name in self.reads.measures if name in columns and columns[name].kind is Kind.FLOAT]

    def _check_keys(self, frame: Native, columns: Mapping[str, Column], called: Text, day: date | None) -> None:
        """Raise FactsError where a unit has two rows: what is joined would be counted twice."""
        if UNIT not in columns:
            raise frame_error(
                Text(f"{called.vi}: không có cột '{UNIT}'", f"{called.in_language('en')}: there is no column '{UNIT}'")
            )
        space = self.space
        keys = [UNIT, AS_OF] if self.has_days and day is None and AS_OF in columns else [UNIT]
        counted = frame.select(*(space.column(key) for key in keys)).group_by(*keys).agg(n=space.words.len())
        twice = counted.filter(space.column("n") > 1).head(1).collect()
        if len(twice):
            unit = twice[UNIT].to_list()[0]
            raise frame_error(
                Text(
                    f"{called.vi}: đơn vị {unit!r} có hơn một dòng",
                    f"{called.in_language('en')}: unit {unit!r} has more than one row",
                )
            )

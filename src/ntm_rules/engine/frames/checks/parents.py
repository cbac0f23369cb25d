"""The check that a unit above finds every unit that rules count as a member; else it is decided as if it had fewer."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from ....model.problem import Diagnostic
from ....model.spelling import fold, nearest
from ....model.text import Text
from ....model.units.kind import is_administrative, stands_as_high
from ....program.wording import hint
from ..columns_read import Link
from ..expressions.expression_library import Expr, Native
from ..input.columns import AS_OF, EXISTS_FROM, EXISTS_UNTIL, PARENT, UNIT, Column, ColumnKind
from ..input.inputs import FrameInputs
from ..input.problems import FrameLocation, frame_diagnostic, located
from ..input.schema import missing
from .check import MOST_LOOKED_AT, MOST_ROWS_NAMED, ROW, rows_of
from .keys import perhaps_twice

UP, _OF = "ntm_rules:up", "ntm_rules:of"
_MOST_COMPARED = 200_000


class Hierarchy:
    """The units of an earlier day, or of the `days` from the first to the last that is decided, and those above them."""

    def __init__(self, inputs: FrameInputs, day: date | None, days: tuple[date, date]) -> None:
        self.inputs, self.day, self.days = inputs, day, days if day is None else (day, day)
        self.expressions = inputs.expressions
        self.kinds = inputs.kinds(day)
        self.twice_reported = False

    def frame(self, kind: str) -> Native:
        """The units of a kind."""
        return self.inputs.of(kind, self.day)[0]

    def columns(self, kind: str) -> Mapping[str, Column]:
        """The columns of the frame of a kind."""
        return self.inputs.of(kind, self.day)[1]

    def has_text(self, kind: str, name: str) -> bool:
        """True if the frame of a kind has a column of texts of this name."""
        columns = self.columns(kind)
        return name in columns and columns[name].kind is ColumnKind.TEXT

    def orphans(self, link: Link, rule: object) -> Iterator[Diagnostic]:
        """The members that exist and have no unit above that is given, by what is wrong; nothing where none are given."""
        below, above = link.below, link.above
        if below not in self.kinds or above not in self.kinds:
            return
        if self.has_none(above):
            return
        alive, columns = self._existing_units(below), self.columns(below)
        if link.only:
            alive = alive.filter(self.expressions.column(UNIT).is_in(list(link.only)))
        details: dict[str, object] = {"kind": below, "rule": str(rule)}
        named = [name for name in (PARENT, *self.kinds) if name != below and self.has_text(below, name)]
        if above in named or self.names_levels(below, above):
            # Whether each is counted is found from these columns together (`units_above_misfits`).
            for name in [above] if above in named else named:
                yield from self._by_column(link, name, alive, details)
        elif PARENT in named:
            yield from self._by_parent(link, alive, details)
        elif rows := self.first_rows(alive, None):
            if PARENT in columns or not is_administrative(above):
                yield self.row_diagnostic("NTM623", below, PARENT if PARENT in columns else UNIT, rows, details)
            else:
                yield missing(PARENT, nearest(PARENT, columns), columns, self._frame_name(below))

    def names_levels(self, kind: str, above: str) -> bool:
        """True if columns of the frame of a kind, named by other levels than `above`, say what is above its units."""
        levels = (level for level in self.kinds if level not in (kind, above) and is_administrative(level))
        return any(self.has_text(kind, level) for level in levels)

    def has_none(self, kind: str) -> bool:
        """True if no unit of a kind exists on a day that is decided: then nothing counts members."""
        return not self.first_rows(self._existing_units(kind), None)

    @property
    def is_one_frame(self) -> bool:
        """True if units of all kinds are in one frame, so that those above are there too."""
        return None in (self.inputs.frames if self.day is None else self.inputs.past[self.day])

    def unknown_parents(self, kind: str) -> Iterator[Diagnostic]:
        """The units of a kind that name a parent which is not given."""
        if self.has_text(kind, PARENT):
            named = self.frame(kind).filter(~self.is_blank(PARENT))
            yield from self._unknown_above(kind, None, named, PARENT, self.unit_codes(self.kinds))

    def _by_column(self, link: Link, name: str, alive: Native, details: dict[str, object]) -> Iterator[Diagnostic]:
        """The diagnostics for members that name a unit above that is not there, in a column named by a kind or in `parent`."""
        kinds = self.kinds if name == PARENT else [name]
        named = alive.filter(~self.is_blank(name))
        strange = list(
            self._unknown_above(link.below, None if name == PARENT else name, named, name, self.unit_codes(kinds))
        )
        yield from strange or self.missing_above(link, named, name, kinds, details)

    def _by_parent(self, link: Link, alive: Native, details: dict[str, object]) -> Iterator[Diagnostic]:
        """The diagnostics for members that name a `parent`: it must be given, and those above it up to the kind."""
        yield from self._twice_in_kinds()
        blank = self.is_blank(PARENT)
        if rows := self.first_rows(alive.filter(blank), PARENT):
            yield self.row_diagnostic("NTM623", link.below, PARENT, rows, details)
        tree = self.unit_codes(self.kinds)
        diagnostics = list(self._unknown_above(link.below, link.above, alive.filter(~blank), PARENT, tree))
        diagnostics = diagnostics or list(self.missing_above(link, alive.filter(~blank), PARENT, self.kinds, details))
        yield from diagnostics
        if not diagnostics:
            yield from self._chain(link, alive.filter(~blank), details)

    def _chain(self, link: Link, members: Native, details: dict[str, object]) -> Iterator[Diagnostic]:
        """The diagnostics for units between members and the kind above: no parent, one unknown or gone, a circle."""
        expressions = self.expressions
        between = [kind for kind in self.kinds if kind != link.above and not stands_as_high(kind, link.above)]
        waiting = members.select(**{UP: expressions.column(PARENT)}).unique()
        for _ in range(1 + len(self.kinds)):
            reached = []
            for kind in between:
                met = self.frame(kind).join(waiting, left_on=UNIT, right_on=UP, how="semi")
                if self.has_text(kind, link.above) or self.names_levels(kind, link.above):
                    continue
                if not self.has_text(kind, PARENT):
                    if rows := self.first_rows(met, None):
                        yield self.row_diagnostic("NTM623", kind, PARENT, rows, {**details, "kind": kind})
                        return
                    continue
                if rows := self.first_rows(met.filter(self.is_blank(PARENT)), PARENT):
                    yield self.row_diagnostic("NTM623", kind, PARENT, rows, {**details, "kind": kind})
                    return
                strange = list(self._unknown_above(kind, link.above, met, PARENT, self.unit_codes(self.kinds)))
                strange = strange or list(self.missing_above(Link(kind, link.above), met, PARENT, self.kinds, details))
                if strange:
                    yield from strange
                    return
                reached.append(met.select(**{UP: expressions.column(PARENT), _OF: expressions.column(UNIT)}))
            if not reached:
                return
            together = expressions.words.concat(reached, how="vertical")
            rows = rows_of(together.head(MOST_LOOKED_AT), expressions)
            if not rows:
                return
            waiting = together.select(UP).unique()
        cycle = rows[0]
        shown = {"code": cycle[_OF], "circle": f"{cycle[_OF]} → {cycle[UP]} → …"}
        yield frame_diagnostic("NTM553", FrameLocation(None, PARENT, (), cycle[_OF], len(rows)), details=shown)

    def _twice_in_kinds(self) -> Iterator[Diagnostic]:
        """The diagnostic for a code that units of two kinds have: which of them is the parent cannot be said."""
        if self.twice_reported or len(self.kinds) < 2:
            return
        self.twice_reported = True
        expressions = self.expressions
        parts = []
        for kind in self.kinds:
            own = self.frame(kind).select(
                **{UNIT: expressions.column(UNIT), _OF: expressions.literal(kind).cast(expressions.words.String)}
            )
            parts.append(own.unique() if self.inputs.has_days and AS_OF in self.columns(kind) else own)
        together = expressions.words.concat(parts, how="vertical")
        if not perhaps_twice(together, [UNIT], expressions):
            return
        counted = together.group_by(UNIT).agg(
            n=expressions.words.len(), a=expressions.column(_OF).min(), b=expressions.column(_OF).max()
        )
        for row in rows_of(
            counted.filter(expressions.column("a") != expressions.column("b")).sort(UNIT).head(1), expressions
        ):
            details = {"code": row[UNIT], "kinds": (row["a"], row["b"])}
            frame_name = Text(f"khung {row['a']!r} và {row['b']!r}", f"frames {row['a']!r} and {row['b']!r}")
            yield frame_diagnostic("NTM551", FrameLocation(frame_name, UNIT, has_row=False), details=details)

    def _unknown_above(
        self, below: str, above: str | None, rows: Native, name: str, units: Native
    ) -> Iterator[Diagnostic]:
        """The units above that are named and not given."""
        strange = rows.join(units, left_on=name, right_on=UP, how="anti")
        strange_rows = self.first_rows(strange, name)
        if not strange_rows:
            return
        kinds = self.kinds if above is None else [above]
        text = str(strange_rows[0]["value"])
        near = next((near for kind in kinds for near in [self.near(text, kind)] if near is not None), None)
        code = strange_rows[0]["unit"]
        details = {"code": code, "text": text, "near": near, "kind": below, "above": above}
        yield self.row_diagnostic("NTM552", below, name, strange_rows, details, hint(near))

    def missing_above(
        self, link: Link, rows: Native, name: str, kinds: list[str], details: dict[str, object]
    ) -> Iterator[Diagnostic]:
        """The units whose unit above does not exist on the day: that is not there to belong to."""
        if not any(_has_days(self.columns(kind)) for kind in kinds):
            return
        gone = rows.join(self.unit_codes(kinds, existing=True), left_on=name, right_on=UP, how="anti")
        if gone_rows := self.first_rows(gone, name):
            yield self.row_diagnostic("NTM623", link.below, name, gone_rows, details)

    def first_rows(self, rows: Native, name: str | None) -> list[dict[str, Any]]:
        """The first of the rows, with their unit and the value of a column."""
        expressions = self.expressions
        shown = {"unit": expressions.column(UNIT)}
        if name is not None:
            shown["value"] = expressions.column(name)
        return rows_of(rows.select(**shown).head(MOST_LOOKED_AT), expressions)

    def row_diagnostic(
        self,
        code: str,
        kind: str,
        column: str,
        rows: list[dict[str, Any]],
        details: dict[str, object],
        advice: dict[str, str] | None = None,
    ) -> Diagnostic:
        """A diagnostic about some rows of the frame of a kind."""
        unit = str(rows[0]["unit"])
        numbers = self._numbers(kind, rows[:MOST_ROWS_NAMED], column)
        location = FrameLocation(self._frame_name(kind), column, numbers, unit, len(rows))
        return located(location, frame_diagnostic(code, advice=advice, details={**details, "unit": unit}))

    def _numbers(self, kind: str, unit_rows: list[dict[str, Any]], column: str) -> tuple[int, ...]:
        """The numbers, from 0, of the given rows of some units with the same value in the column; Polars only."""
        if not self.expressions.is_polars:
            return ()
        frame = self.inputs.source(kind, self.day).with_row_index(ROW)
        text = self.expressions.column(UNIT).cast(self.expressions.words.String)
        rows = frame.filter(text.is_in([row["unit"] for row in unit_rows]))
        if all("value" in row for row in unit_rows):
            value = self.expressions.column(column).cast(self.expressions.words.String)
            values = [row["value"] for row in unit_rows if row["value"] is not None]
            rows = rows.filter(
                value.is_in(values).fill_null(False) | (value.is_null() & (len(values) < len(unit_rows)))
            )
        numbers = rows_of(rows.select(row=self.expressions.column(ROW)), self.expressions)
        return tuple(sorted(row["row"] for row in numbers))[: len(unit_rows)]

    def near(self, text: str, above: str) -> str | None:
        """The unit above that is written as `text` but for blanks, zeros, case, or the form of its accents."""
        units = self.frame(above).select(unit=self.expressions.column(UNIT)).head(_MOST_COMPARED)
        plain = _plain(text)
        return next((row["unit"] for row in rows_of(units, self.expressions) if _plain(row["unit"]) == plain), None)

    def unit_codes(self, kinds: list[str], *, existing: bool = False) -> Native:
        """The codes of all units of some kinds, or of those that exist on a day that is decided."""
        frames = [self._existing_units(kind) if existing else self.frame(kind) for kind in kinds]
        frames = [frame.select(**{UP: self.expressions.column(UNIT)}) for frame in frames]
        return self.expressions.words.concat(frames, how="vertical")

    def _existing_units(self, kind: str) -> Native:
        """The units of a kind that exist on a day that is decided."""
        return self.existing(kind, self.frame(kind))

    def is_blank(self, name: str) -> Expr:
        """The rows with nothing in a column of codes."""
        own = self.expressions.column(name)
        return (own.is_null() | (own == "")).fill_null(True)

    def existing(self, kind: str, rows: Native) -> Native:
        """Those of some rows of a kind that exist on a day that is decided."""
        columns = self.columns(kind)
        return rows.filter(_exists(columns, self.days, self.inputs)) if _has_days(columns) else rows

    def _frame_name(self, kind: str) -> Text | None:
        return self.inputs.frame_name(kind, self.day)


def _plain(code: object) -> str:
    folded = fold(str(code)).replace(" ", "")
    return folded.removesuffix(".0").lstrip("0") or folded


def _has_days(columns: Mapping[str, Column]) -> bool:
    return any(name in columns and columns[name].kind is ColumnKind.DAY for name in (EXISTS_FROM, EXISTS_UNTIL))


def _exists(columns: Mapping[str, Column], days: tuple[date, date], inputs: FrameInputs) -> Expr:
    """The units that exist on a day that is decided."""
    expressions = inputs.expressions
    first, last = (expressions.literal(day) for day in days)
    if inputs.has_days and AS_OF in columns:
        first = last = expressions.column(AS_OF)
    conditions = []
    if EXISTS_FROM in columns and columns[EXISTS_FROM].kind is ColumnKind.DAY:
        conditions.append((expressions.column(EXISTS_FROM) <= last).fill_null(True))
    if EXISTS_UNTIL in columns and columns[EXISTS_UNTIL].kind is ColumnKind.DAY:
        conditions.append((expressions.column(EXISTS_UNTIL) >= first).fill_null(True))
    return expressions.every(conditions)

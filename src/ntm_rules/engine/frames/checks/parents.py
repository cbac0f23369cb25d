"""The check that a unit above finds every unit that rules count as a member; else it is decided as if it had fewer."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from ....model.problem import Diagnostic
from ....model.spelling import fold, nearest
from ....model.text import Text
from ....model.units.kind import is_administrative, stands_as_high
from ....program.wording import hint
from ..expressions.space import Expr, Native
from ..input.columns import AS_OF, EXISTS_FROM, EXISTS_UNTIL, PARENT, UNIT, Column, ColumnKind
from ..input.given import Given
from ..input.problems import Spot, at, said
from ..input.schema import missing
from ..reads import Link
from .check import MOST_LOOKED_AT, MOST_ROWS_NAMED, ROW, rows_of
from .keys import perhaps_twice

UP, _OF = "ntm_rules:up", "ntm_rules:of"
_MOST_COMPARED = 200_000


class Hierarchy:
    """The units of an earlier day, or of the `days` from the first to the last that is decided, and those above them."""

    def __init__(self, given: Given, day: date | None, days: tuple[date, date]) -> None:
        self.given, self.day, self.days = given, day, days if day is None else (day, day)
        self.space = given.space
        self.kinds = given.kinds(day)
        self.seen_twice = False

    def frame(self, kind: str) -> Native:
        """The units of a kind."""
        return self.given.of(kind, self.day)[0]

    def columns(self, kind: str) -> Mapping[str, Column]:
        """The columns of the frame of a kind."""
        return self.given.of(kind, self.day)[1]

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
        alive, columns = self._there(below), self.columns(below)
        if link.only:
            alive = alive.filter(self.space.column(UNIT).is_in(list(link.only)))
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
                yield self.told("NTM623", below, PARENT if PARENT in columns else UNIT, rows, details)
            else:
                yield missing(PARENT, nearest(PARENT, columns), columns, self._called(below))

    def names_levels(self, kind: str, above: str) -> bool:
        """True if columns of the frame of a kind, named by other levels than `above`, say what is above its units."""
        levels = (level for level in self.kinds if level not in (kind, above) and is_administrative(level))
        return any(self.has_text(kind, level) for level in levels)

    def has_none(self, kind: str) -> bool:
        """True if no unit of a kind exists on a day that is decided: then nothing counts members."""
        return not self.first_rows(self._there(kind), None)

    @property
    def is_one_frame(self) -> bool:
        """True if units of all kinds are in one frame, so that those above are there too."""
        return None in (self.given.frames if self.day is None else self.given.past[self.day])

    def unknown_parents(self, kind: str) -> Iterator[Diagnostic]:
        """The units of a kind that name a parent which is not given."""
        if self.has_text(kind, PARENT):
            named = self.frame(kind).filter(~self.is_blank(PARENT))
            yield from self._strange(kind, None, named, PARENT, self.tree(self.kinds))

    def _by_column(self, link: Link, name: str, alive: Native, details: dict[str, object]) -> Iterator[Diagnostic]:
        """The diagnostics for members that name a unit above that is not there, in a column named by a kind or in `parent`."""
        kinds = self.kinds if name == PARENT else [name]
        named = alive.filter(~self.is_blank(name))
        strange = list(self._strange(link.below, None if name == PARENT else name, named, name, self.tree(kinds)))
        yield from strange or self.gone(link, named, name, kinds, details)

    def _by_parent(self, link: Link, alive: Native, details: dict[str, object]) -> Iterator[Diagnostic]:
        """The diagnostics for members that name a `parent`: it must be given, and those above it up to the kind."""
        yield from self._twice()
        blank = self.is_blank(PARENT)
        if rows := self.first_rows(alive.filter(blank), PARENT):
            yield self.told("NTM623", link.below, PARENT, rows, details)
        tree = self.tree(self.kinds)
        diagnostics = list(self._strange(link.below, link.above, alive.filter(~blank), PARENT, tree))
        diagnostics = diagnostics or list(self.gone(link, alive.filter(~blank), PARENT, self.kinds, details))
        yield from diagnostics
        if not diagnostics:
            yield from self._chain(link, alive.filter(~blank), details)

    def _chain(self, link: Link, members: Native, details: dict[str, object]) -> Iterator[Diagnostic]:
        """The diagnostics for units between members and the kind above: no parent, one unknown or gone, a circle."""
        space = self.space
        between = [kind for kind in self.kinds if kind != link.above and not stands_as_high(kind, link.above)]
        waiting = members.select(**{UP: space.column(PARENT)}).unique()
        for _ in range(1 + len(self.kinds)):
            reached = []
            for kind in between:
                met = self.frame(kind).join(waiting, left_on=UNIT, right_on=UP, how="semi")
                if self.has_text(kind, link.above) or self.names_levels(kind, link.above):
                    continue
                if not self.has_text(kind, PARENT):
                    if rows := self.first_rows(met, None):
                        yield self.told("NTM623", kind, PARENT, rows, {**details, "kind": kind})
                        return
                    continue
                if rows := self.first_rows(met.filter(self.is_blank(PARENT)), PARENT):
                    yield self.told("NTM623", kind, PARENT, rows, {**details, "kind": kind})
                    return
                strange = list(self._strange(kind, link.above, met, PARENT, self.tree(self.kinds)))
                strange = strange or list(self.gone(Link(kind, link.above), met, PARENT, self.kinds, details))
                if strange:
                    yield from strange
                    return
                reached.append(met.select(**{UP: space.column(PARENT), _OF: space.column(UNIT)}))
            if not reached:
                return
            together = space.words.concat(reached, how="vertical")
            rows = rows_of(together.head(MOST_LOOKED_AT), space)
            if not rows:
                return
            waiting = together.select(UP).unique()
        circle = rows[0]
        shown = {"code": circle[_OF], "circle": f"{circle[_OF]} → {circle[UP]} → …"}
        yield said("NTM553", Spot(None, PARENT, (), circle[_OF], len(rows)), details=shown)

    def _twice(self) -> Iterator[Diagnostic]:
        """The diagnostic for a code that units of two kinds have: which of them is the parent cannot be said."""
        if self.seen_twice or len(self.kinds) < 2:
            return
        self.seen_twice = True
        space = self.space
        parts = []
        for kind in self.kinds:
            own = self.frame(kind).select(
                **{UNIT: space.column(UNIT), _OF: space.literal(kind).cast(space.words.String)}
            )
            parts.append(own.unique() if self.given.has_days and AS_OF in self.columns(kind) else own)
        together = space.words.concat(parts, how="vertical")
        if not perhaps_twice(together, [UNIT], space):
            return
        counted = together.group_by(UNIT).agg(n=space.words.len(), a=space.column(_OF).min(), b=space.column(_OF).max())
        for row in rows_of(counted.filter(space.column("a") != space.column("b")).sort(UNIT).head(1), space):
            details = {"code": row[UNIT], "kinds": (row["a"], row["b"])}
            called = Text(f"khung {row['a']!r} và {row['b']!r}", f"frames {row['a']!r} and {row['b']!r}")
            yield said("NTM551", Spot(called, UNIT, has_row=False), details=details)

    def _strange(self, below: str, above: str | None, rows: Native, name: str, units: Native) -> Iterator[Diagnostic]:
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
        yield self.told("NTM552", below, name, strange_rows, details, hint(near))

    def gone(
        self, link: Link, rows: Native, name: str, kinds: list[str], details: dict[str, object]
    ) -> Iterator[Diagnostic]:
        """The units whose unit above does not exist on the day: that is not there to belong to."""
        if not any(_has_days(self.columns(kind)) for kind in kinds):
            return
        gone = rows.join(self.tree(kinds, existing=True), left_on=name, right_on=UP, how="anti")
        if gone_rows := self.first_rows(gone, name):
            yield self.told("NTM623", link.below, name, gone_rows, details)

    def first_rows(self, rows: Native, name: str | None) -> list[dict[str, Any]]:
        """The first of the rows, with their unit and the value of a column."""
        space = self.space
        shown = {"unit": space.column(UNIT)}
        if name is not None:
            shown["value"] = space.column(name)
        return rows_of(rows.select(**shown).head(MOST_LOOKED_AT), space)

    def told(
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
        spot = Spot(self._called(kind), column, numbers, unit, len(rows))
        return at(spot, said(code, advice=advice, details={**details, "unit": unit}))

    def _numbers(self, kind: str, unit_rows: list[dict[str, Any]], column: str) -> tuple[int, ...]:
        """The numbers, from 0, of the given rows of some units with the same value in the column; Polars only."""
        if not self.space.is_polars:
            return ()
        frame = self.given.source(kind, self.day).with_row_index(ROW)
        text = self.space.column(UNIT).cast(self.space.words.String)
        rows = frame.filter(text.is_in([row["unit"] for row in unit_rows]))
        if all("value" in row for row in unit_rows):
            value = self.space.column(column).cast(self.space.words.String)
            values = [row["value"] for row in unit_rows if row["value"] is not None]
            rows = rows.filter(
                value.is_in(values).fill_null(False) | (value.is_null() & (len(values) < len(unit_rows)))
            )
        numbers = rows_of(rows.select(row=self.space.column(ROW)), self.space)
        return tuple(sorted(row["row"] for row in numbers))[: len(unit_rows)]

    def near(self, text: str, above: str) -> str | None:
        """The unit above that is written as `text` but for blanks, zeros, case, or the form of its accents."""
        units = self.frame(above).select(unit=self.space.column(UNIT)).head(_MOST_COMPARED)
        plain = _plain(text)
        return next((row["unit"] for row in rows_of(units, self.space) if _plain(row["unit"]) == plain), None)

    def tree(self, kinds: list[str], *, existing: bool = False) -> Native:
        """The codes of all units of some kinds, or of those that exist on a day that is decided."""
        frames = [self._there(kind) if existing else self.frame(kind) for kind in kinds]
        frames = [frame.select(**{UP: self.space.column(UNIT)}) for frame in frames]
        return self.space.words.concat(frames, how="vertical")

    def _there(self, kind: str) -> Native:
        """The units of a kind that exist on a day that is decided."""
        return self.existing(kind, self.frame(kind))

    def is_blank(self, name: str) -> Expr:
        """The rows with nothing in a column of codes."""
        own = self.space.column(name)
        return (own.is_null() | (own == "")).fill_null(True)

    def existing(self, kind: str, rows: Native) -> Native:
        """Those of some rows of a kind that exist on a day that is decided."""
        columns = self.columns(kind)
        return rows.filter(_exists(columns, self.days, self.given)) if _has_days(columns) else rows

    def _called(self, kind: str) -> Text | None:
        return self.given.called(kind, self.day)


def _plain(code: object) -> str:
    folded = fold(str(code)).replace(" ", "")
    return folded.removesuffix(".0").lstrip("0") or folded


def _has_days(columns: Mapping[str, Column]) -> bool:
    return any(name in columns and columns[name].kind is ColumnKind.DAY for name in (EXISTS_FROM, EXISTS_UNTIL))


def _exists(columns: Mapping[str, Column], days: tuple[date, date], given: Given) -> Expr:
    """The units that exist on a day that is decided."""
    space = given.space
    first, last = (space.literal(day) for day in days)
    if given.has_days and AS_OF in columns:
        first = last = space.column(AS_OF)
    conditions = []
    if EXISTS_FROM in columns and columns[EXISTS_FROM].kind is ColumnKind.DAY:
        conditions.append((space.column(EXISTS_FROM) <= last).fill_null(True))
    if EXISTS_UNTIL in columns and columns[EXISTS_UNTIL].kind is ColumnKind.DAY:
        conditions.append((space.column(EXISTS_UNTIL) >= first).fill_null(True))
    return space.every(conditions)

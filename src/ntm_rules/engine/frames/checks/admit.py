"""Admission of frames: units and figures that `evaluate` refuses are refused here with the same code."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from attrs import frozen

from ....model.arguments import argument_misfit
from ....model.problem import Diagnostic, Severity
from ....model.spelling import visible
from ....model.text import Text
from ....model.units.kind import is_administrative
from ....model.values.kept import BoundedCache
from ..expressions.dates import day_number
from ..expressions.expression_library import Expr, Native
from ..input.columns import AS_OF, KIND, PARENT, UNIT, Column, ColumnKind, columns_of
from ..input.inputs import FrameInputs
from ..input.problems import FrameLocation, frame_diagnostic, frame_error, located
from ..input.schema import Schema, wrong_type
from .check import Frame, first_rows, misfits, once_each, rows_of, suspects
from .forms import formed, is_as_read
from .keys import (
    KnownCodes,
    code_misfits,
    is_in_order,
    kind_misfits,
    known_kinds,
    perhaps_no_codes,
    twice_misfits,
    unknown_kind,
)
from .memberships import counts_members, members_of_missing
from .misplaced import misplaced
from .parents import Hierarchy

_FITTING_COLUMNS: BoundedCache[bool] = BoundedCache(256)


@frozen(eq=False)
class Admission:
    """The check of everything that is given. `days` are the first and the last day that is decided."""

    inputs: FrameInputs
    schema: Schema
    days: tuple[date, date]

    def check_columns(self) -> None:
        """Raise FactsError for columns that are missing, of a wrong type, or near a known name and none."""
        wrong = list(self._names_known())
        admitted_frames: dict[tuple[str | None, date | None], Native] = {}
        for kind, day, lazy in self.inputs.all_frames():
            if self._is_known_to_fit(kind, lazy):
                admitted_frames[kind, day] = lazy
                continue
            wanted = self.schema.wanted(self._above(kind))
            read, no_codes = formed(self._frame(kind, day, lazy), wanted, self.schema.decimals())
            frame = self._frame(kind, day, read)
            wrong += no_codes
            wrong += self.schema.misfits(frame.columns, self._above(kind), frame.frame_name)
            wrong += unnamed_misfits(frame)
            admitted_frames[kind, day] = self._with_day_numbers(read, frame)
        if wrong:
            raise frame_error(*wrong)
        self.inputs.replace_frames(admitted_frames)

    def _is_known_to_fit(self, kind: str | None, lazy: Native) -> bool:
        """True if the columns of a frame are as they are read, whatever is in them; found once for all with the same ones."""
        schema, columns, above = self.schema, columns_of(lazy, self.inputs.expressions), self._above(kind)
        key = (
            schema.columns_read,
            schema.scaled,
            schema.strict,
            above,
            self.inputs.expressions.is_polars,
            tuple(columns.values()),
        )
        return _FITTING_COLUMNS.get(key, lambda: self._fits(columns, above))

    def _fits(self, columns: Mapping[str, Column], above: tuple[str, ...]) -> bool:
        wanted = self.schema.wanted(above)
        read = [(columns[name], kinds) for name, kinds in wanted.items() if name in columns]
        return (
            all(is_as_read(column, kinds, self.inputs.expressions) for column, kinds in read)
            and all(visible(name).strip() for name in columns)
            and not any(column.kind is ColumnKind.DAY for name in self.schema.dates() if (column := columns.get(name)))
            and next(self.schema.misfits(columns, above, None), None) is None
            and not any(next(wrong_type(column, kinds, None), None) for column, kinds in read)
        )

    def _with_day_numbers(self, read: Native, frame: Frame) -> Native:
        """The frame with dates that are values as numbers of days."""
        expressions, columns = frame.expressions, frame.columns
        dates = [name for name in self.schema.dates() if name in columns and columns[name].kind is ColumnKind.DAY]
        day_numbers = {expressions.spelled(name): day_number(expressions.column(name), expressions) for name in dates}
        return read.with_columns(**day_numbers) if day_numbers else read

    def check_cells(self) -> tuple[Diagnostic, ...]:
        """Raise FactsError for what is wrong in the rows; returns what is not wrong, but must be seen."""
        wrong: list[Diagnostic] = []
        remarks: list[Diagnostic] = []
        for kind, day, lazy in self.inputs.all_frames():
            frame = self._frame(kind, day, lazy)
            diagnostics, nan = self._cells(frame, kind, day)
            self.inputs.nan[kind, day] = nan
            if kind is None:
                seen = list(kind_misfits(frame, known_kinds(self.schema.library, self._kinds), self._kinds))
                remarks += [diagnostic for diagnostic in seen if diagnostic.severity is not Severity.ERROR]
                diagnostics += [diagnostic for diagnostic in seen if diagnostic.severity is Severity.ERROR]
            wrong += diagnostics
        if not wrong:
            hierarchies = [Hierarchy(self.inputs, day, self.days) for day in (None, *self.inputs.past)]
            wrong += [diagnostic for hierarchy in hierarchies for diagnostic in misplaced(hierarchy)] or self._orphans()
        if wrong:
            raise frame_error(*wrong)
        return tuple(remarks)

    @property
    def _kinds(self) -> frozenset[str]:
        return self.schema.columns_read.kinds

    def _frame(self, kind: str | None, day: date | None, lazy: Native) -> Frame:
        columns = columns_of(lazy, self.inputs.expressions)
        return Frame(lazy, columns, self.inputs.expressions, self.inputs.frame_name(kind, day), self.inputs.is_at_hand)

    def _cells(self, frame: Frame, kind: str | None, day: date | None) -> tuple[list[Diagnostic], list[str]]:
        """The diagnostics for the cells, codes and rows of a frame, looked at in one pass; and the columns with NaN."""
        expressions, inputs = frame.expressions, self.inputs
        has_own = inputs.has_days and day is None and AS_OF in frame.columns
        of_row = expressions.column(AS_OF) if has_own else expressions.literal(day or self.days[1])
        suspected = list(suspects(frame, self.schema.columns_read, self.schema.library, inputs.scaled, of_row))
        flags: dict[str, Expr] = {f"s{number}": suspect.wider_rows.any() for number, suspect in enumerate(suspected)}
        codes = [
            name
            for name in dict.fromkeys((UNIT, PARENT, *self._above(kind)))
            if name in frame.columns and frame.columns[name].kind is ColumnKind.TEXT
        ]
        flags |= {f"c{number}": self._perhaps_no_codes(name, frame).any() for number, name in enumerate(codes)}
        if UNIT not in codes:
            flags["blank"] = expressions.column(UNIT).is_null().any()
        keys = [UNIT, *([AS_OF] if inputs.has_days and day is None and AS_OF in frame.columns else [])]
        if kind is None:
            keys.append(KIND)
        column = frame.columns[UNIT]
        if expressions.is_polars and len(keys) == 1 and column.kind is ColumnKind.TEXT and column.is_plain_text:
            flags["order"] = is_in_order(expressions.column(UNIT))
        if kind is not None and KIND in frame.columns and frame.columns[KIND].kind is ColumnKind.TEXT:
            flags["kind"] = (expressions.column(KIND).cast(expressions.words.String) != kind).any()
        if inputs.has_days and day is None and AS_OF in frame.columns:
            flags["days"] = expressions.column(AS_OF).is_null().any()
        elif AS_OF in frame.columns and frame.columns[AS_OF].kind is ColumnKind.DAY:
            flags["other"] = self._other_day(frame, day).any()
        [flagged] = rows_of(frame.lazy.select(**flags), expressions, streaming=True)
        wrong, nan = misfits(suspected, {number: flagged[f"s{number}"] for number in range(len(suspected))}, frame)
        no_codes: list[Diagnostic] = []
        for number, name in enumerate(codes):
            if flagged[f"c{number}"]:
                no_codes += code_misfits(frame, name, self._known_codes(day))
        if flagged.get("blank"):
            no_codes += code_misfits(frame, UNIT, self._known_codes(day))
        wrong += no_codes
        if not no_codes and not flagged.get("order"):
            wrong += twice_misfits(frame, keys)
        if kind is not None and flagged.get("kind"):
            wrong.append(_other_kind(frame, kind))
        if flagged.get("other"):
            wrong += once_each(frame, AS_OF, list(self._of_another_day(frame, day)), self._other_day(frame, day))
        if flagged.get("days"):
            vi, en = "có ô trống", "there are blank cells"
            wrong.append(
                frame_diagnostic(
                    "NTM636", FrameLocation(frame.frame_name, AS_OF, has_row=False), details={"why": vi, "why_en": en}
                )
            )
        return wrong, nan

    def _other_day(self, frame: Frame, day: date | None) -> Expr:
        """The rows of another day than the one that their frame is decided, or given, for."""
        return (frame.expressions.column(AS_OF) != frame.expressions.literal(day or self.days[1])).fill_null(False)

    def _of_another_day(self, frame: Frame, day: date | None) -> Iterator[tuple[dict[str, Any], Diagnostic]]:
        on = day or self.days[1]
        for row in first_rows(frame, self._other_day(frame, day), {"value": frame.expressions.column(AS_OF)}):
            why = f"dòng này của ngày {row['value']}, mà khung được dùng cho ngày {on}"
            why_en = f"this row is of {row['value']}, but the frame is taken for {on}"
            yield (
                row,
                frame_diagnostic("NTM636", details={"why": why, "why_en": why_en, "value": row["value"], "day": on}),
            )

    def _perhaps_no_codes(self, name: str, frame: Frame) -> Expr:
        perhaps = perhaps_no_codes(frame.columns[name], frame)
        if name == UNIT:
            return perhaps
        # That nothing is above a unit is looked at where rules count it.
        return perhaps & (~frame.expressions.column(name).is_null())

    def _known_codes(self, day: date | None) -> KnownCodes:
        return KnownCodes(
            [self._frame(kind, other, lazy) for kind, other, lazy in self.inputs.all_frames() if other == day]
        )

    def _orphans(self) -> list[Diagnostic]:
        """Diagnostics for the units above members, of each unit once, whatever rules count it; none where none is decided."""
        links = self.schema.columns_read.links
        hierarchies = {day: Hierarchy(self.inputs, day, self.days) for day in dict.fromkeys(link.day for link in links)}
        wrong: dict[object, Diagnostic] = {}
        for link, rule in links.items():
            hierarchy = hierarchies[link.day]
            is_free = counts_members(hierarchy, link.above)
            for orphan in members_of_missing(hierarchy, link, rule) if is_free else hierarchy.orphans(link, rule):
                wrong.setdefault((orphan.code, *map(orphan.fields.get, ("frame", "column", "unit"))), orphan)
        return [] if wrong and self.inputs.decides_no_rows else [*wrong.values()]

    def _above(self, kind: str | None) -> tuple[str, ...]:
        """The kinds whose codes stand in columns named by them, in the frame of a kind."""
        counting = {link.above for link in self.schema.columns_read.links if kind in (None, link.below)}
        return tuple(
            sorted(
                counting
                | {other_kind for other_kind in self._kinds if not is_administrative(other_kind) and other_kind != kind}
            )
        )

    def _names_known(self) -> Iterator[Diagnostic]:
        """The diagnostics for frames of kinds that there are not, and for scaled columns of no measure."""
        known = known_kinds(self.schema.library, self._kinds)
        for kind, day, _ in self.inputs.all_frames():
            if kind is not None and kind not in known:
                where = "others" if day is None else f"past[{day}]"
                frame_name = Text(where, where)
                yield located(FrameLocation(frame_name, has_row=False), unknown_kind(kind, known))
        for name in sorted(self.inputs.scaled - set(self.schema.library.measures)):
            expected = Text("mã của chỉ số có cột số nguyên", "the ids of measures with columns of whole numbers")
            yield argument_misfit("scaled", name, expected)


def _other_kind(frame: Frame, kind: str) -> Diagnostic:
    expressions = frame.expressions
    word = expressions.column(KIND).cast(expressions.words.String)
    row = rows_of(frame.lazy.filter(word != kind).select(kind=word).head(1), expressions)[0]
    vi = f"bảng dữ liệu này là của đơn vị loại {kind}, mà có dòng ghi loại {row['kind']!r}"
    en = f"this frame is of units of the kind {kind}, but has a row of the kind {row['kind']!r}"
    return frame_diagnostic(
        "NTM636", FrameLocation(frame.frame_name, KIND, has_row=False), details={"why": vi, "why_en": en, "kind": kind}
    )


def unnamed_misfits(frame: Frame) -> Iterator[Diagnostic]:
    """The columns that have cells and no name."""
    names = list(frame.columns)
    blank = [name for name in names if not visible(name).strip()]
    if not blank:
        return
    flags = {f"b{number}": (~frame.expressions.column(name).is_null()).any() for number, name in enumerate(blank)}
    [flagged] = rows_of(frame.lazy.select(**flags), frame.expressions, streaming=True)
    for number, name in enumerate(blank):
        if flagged[f"b{number}"]:
            details = {"column": name, "position": names.index(name) + 1}
            yield frame_diagnostic("NTM640", FrameLocation(frame.frame_name, has_row=False), details=details)

"""A kind of units being decided: the figures of its frame, what is laid beside them, and its rules, layer upon layer.

Everything is worked out from the columns that frames have; no frame is touched before the plan is applied to it.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from attrs import define, evolve, field

from ....model.library import Library
from ..expressions.expression_library import Expr, ExpressionLibrary, Native
from ..expressions.logic import Logic, is_constant, some
from ..input.columns import AS_OF, EXISTS_FROM, EXISTS_UNTIL, UNIT, Column, ColumnKind
from ..input.inputs import FrameInputs, QueryPlan, Step
from .outcomes import OutcomeColumn
from .versions import DecidingVersions

OWN = "ntm_rules:"
"""The prefix of the names of columns made here."""


@define(eq=False)
class JoinedTable:
    """The columns of another table joined to one; `values` are expressions there, by the name that they have here."""

    table: "Table"
    link: str
    unit_column: str
    values: dict[str, Expr] = field(factory=dict)


@define(eq=False)
class Gathering:
    """The columns gathered of the units below, by the column with their unit above: all in one, to be decided once.

    `values` are columns below, and how they are put together, by the name that comes of them above.
    """

    below: "Table"
    link: str
    values: dict[str, tuple[Expr, str]] = field(factory=dict)


@define(eq=False)
class Table:
    """The units of a kind, as decided under `versions`; `day` where they are those of an earlier day."""

    inputs: FrameInputs
    kind: str
    versions: DecidingVersions
    day: date | None = None
    columns: dict[str, Column] = field(factory=dict)
    layers: dict[int, dict[str, Expr]] = field(factory=dict)
    link_steps: list[Step] = field(factory=list)
    first_columns: dict[str, Expr] = field(factory=dict)
    later_steps: list[Step] = field(factory=list)
    joined_tables: dict[object, JoinedTable] = field(factory=dict)
    gatherings: dict[str, Gathering] = field(factory=dict)
    cached: dict[object, Any] = field(factory=dict)
    _without_nan: dict[str, Expr] = field(factory=dict)
    _name_count: int = 0

    @classmethod
    def of(cls, inputs: FrameInputs, kind: str, versions: DecidingVersions, day: date | None = None) -> "Table":
        """The table of the frame that is given."""
        _, columns = inputs.of(kind, day)
        return cls(inputs, kind, versions, day, dict(columns))

    @property
    def expressions(self) -> ExpressionLibrary:
        """The library in which expressions are written."""
        return self.inputs.expressions

    @property
    def library(self) -> Library:
        """The library in which measures are declared."""
        return self.inputs.library

    @property
    def on(self) -> date | None:
        """The day that all rows are of; None where each has its own."""
        return self.versions.on if self.day is None else self.day

    def once(self, key: object, make: Callable[[], Any]) -> Any:
        """The value that `make` returns for a key of the table, made once."""
        if key not in self.cached:
            self.cached[key] = make()
        return self.cached[key]

    # Columns that are made

    def name(self) -> str:
        """A name for a column, not used yet."""
        self._name_count += 1
        return f"{OWN}{self._name_count}"

    def add_column(self, expression: Expr, name: str | None = None, *, of: Iterable[str] = (OWN,)) -> Expr:
        """An expression as a column, made of those that are there before any layer: the frame's, and what is laid beside it.

        All that are made `of` the frame's columns alone are one step; by default it may be made of others kept before.
        """
        name = name or self.name()
        if any(column_name.startswith(OWN) for column_name in of):
            self.later_steps.append(adding({name: expression}))
        else:
            self.first_columns[name] = expression
        return self.expressions.column(name)

    def add_to_layer(self, level: int, expression: Expr) -> tuple[Expr, int]:
        """An expression as a column of a layer, and the level of what is made of it."""
        name = self.name()
        self.layers.setdefault(level, {})[name] = expression
        return self.expressions.column(name), level + 1

    def keep(self, outcomes: OutcomeColumn) -> OutcomeColumn:
        """The outcomes, kept as columns of their layer unless constant or already kept."""
        if outcomes.is_named or (is_constant(outcomes.truth) and is_constant(outcomes.never)):
            return outcomes
        level = outcomes.level

        def named(truth: Logic) -> Logic:
            return truth if is_constant(truth) else self.add_to_layer(level, truth)[0]

        return evolve(
            outcomes,
            truth=named(outcomes.truth),
            never=named(outcomes.never),
            level=level + 1,
            is_named=True,
            may_not_apply=lambda: named(outcomes.may_not_apply),
        )

    def plan(self, last: Mapping[str, Expr] | None = None) -> QueryPlan:
        """The plan that ends with the frame with all that is laid beside it and gathered, all layers, and columns `last`."""
        steps: list[Step] = [adding(self._without_nan), *self.link_steps]
        for joined in self.joined_tables.values():
            steps.append(self._join(joined))
        for kind, gathering in self.gatherings.items():
            steps.append(self._grouped(kind, gathering))
        steps += [adding(self.first_columns), *self.later_steps]
        *layers, top = [layer for _, layer in sorted(self.layers.items())] or [{}]
        steps += [adding(layer) for layer in (*layers, {**top, **(last or {})})]
        kind, day = self.kind, self.day
        return QueryPlan(
            lambda inputs: inputs.of(kind, day)[0], tuple(step for step in steps if step is not _NO_CHANGE)
        )

    def row_key(self) -> list[str]:
        """The columns that identify a row."""
        return [UNIT, *self.days()]

    def days(self) -> list[str]:
        """The column of days, where rows have their own."""
        return [AS_OF] if self.inputs.has_days and self.day is None else []

    @property
    def is_joined(self) -> bool:
        """True if anything is joined to the rows or gathered for them."""
        return bool(self.link_steps or self.joined_tables or self.gatherings)

    def _join(self, joined: JoinedTable) -> Step:
        other, expressions = joined.table, self.expressions
        days = [day for day in other.days() if day in self.row_key()]
        keys = {joined.unit_column: expressions.column(UNIT)} | {
            f"{joined.unit_column}{day}": expressions.column(day) for day in days
        }
        values = dict(joined.values)
        return joining(_showing(other.plan(), keys | values), [joined.link, *days], list(keys), expressions)

    def _grouped(self, kind: str, gathering: Gathering) -> Step:
        below, expressions = gathering.below, self.expressions
        keys = {
            f"{OWN}{kind}:{name}": expressions.column(gathering.link if name == UNIT else name)
            for name in self.row_key()
        }
        alive = below.exists()
        linked = ~expressions.column(gathering.link).is_null()
        shown = keys | {name: column for name, (column, _) in gathering.values.items()}
        put_together = {name: getattr(expressions.column(name), how)() for name, (_, how) in gathering.values.items()}
        names = list(keys)
        rows = linked if alive is None else linked & alive
        plan = below.plan()

        def grouped(frame: Native, inputs: FrameInputs) -> Native:
            return frame.filter(rows).select(**shown).group_by(*names).agg(**put_together)

        return joining(QueryPlan(plan.start, (*plan.steps, grouped)), self.row_key(), names, expressions)

    def exists(self) -> Expr | None:
        """The rows whose unit exists on its day; None where nothing is said of that."""
        day = self.expressions.column(AS_OF) if self.days() else self.expressions.literal(self.on)
        conditions = []
        for name, first in ((EXISTS_FROM, True), (EXISTS_UNTIL, False)):
            if self.has(name) is None:
                continue
            limit = self.expressions.column(name)
            conditions.append((limit <= day if first else limit >= day).fill_null(True))
        return self.expressions.every(conditions) if conditions else None

    # Words

    def has(self, name: str) -> Column | None:
        """A column of the frame; None where there is none, or it holds nothing."""
        column = self.columns.get(name)
        return None if column is None or column.kind is ColumnKind.NOTHING else column

    def read(self, name: str) -> Expr:
        """A column of figures or words; NaN is no figure."""
        own = self.expressions.column(name)
        is_made = name.startswith(OWN) or any(name in joined.values for joined in self.joined_tables.values())
        if is_made or name in self._without_nan or self.columns[name].kind is not ColumnKind.FLOAT:
            return own
        if not self.inputs.may_hold_nan(self.kind, self.day, name):
            return own
        self._without_nan[name] = (
            own.fill_nan(None)
            if self.expressions.is_polars
            else self.expressions.choose([(own.is_nan(), self.expressions.null(self.expressions.words.Float64))], own)
        )
        return own

    def is_text(self, name: str) -> bool:
        """True if there is a column of that name, and it holds text."""
        column = self.columns.get(name)
        return column is not None and column.kind is ColumnKind.TEXT

    def text(self, name: str) -> Expr | None:
        """A column of words as text; None where there is none."""
        if not self.is_text(name):
            return None
        own = self.expressions.column(name)
        return own if self.columns[name].is_plain_text else own.cast(self.expressions.words.String)

    def says(self, name: str, *words: str) -> Logic:
        """The rows in which a column has one of some words; categories are compared as they are."""
        if not self.is_text(name):
            return False
        known = self.columns[name].categories
        own = self.expressions.column(name)
        return some([own == word for word in dict.fromkeys(words) if known is None or word in known], self.expressions)

    def is_blank(self, name: str) -> Logic:
        """The rows in which a column has no word."""
        if not self.is_text(name):
            return True
        return some([self.expressions.column(name).is_null(), self.says(name, "")], self.expressions)


def _same(frame: Native, inputs: FrameInputs) -> Native:
    return frame


_NO_CHANGE: Step = _same


def adding(columns: Mapping[str, Expr]) -> Step:
    named = [expression.alias(name) for name, expression in columns.items()]
    return (lambda frame, inputs: frame.with_columns(named)) if named else _NO_CHANGE


def _showing(plan: QueryPlan, columns: Mapping[str, Expr]) -> QueryPlan:
    shown = [expression.alias(name) for name, expression in columns.items()]
    return QueryPlan(plan.start, (*plan.steps, lambda frame, inputs: frame.select(shown)))


def joining(plan: QueryPlan, left: list[str], right: list[str], expressions: ExpressionLibrary) -> Step:
    """The step that lays the columns of another plan beside a frame, row by row."""

    def joined(frame: Native, inputs: FrameInputs) -> Native:
        other = inputs.stage(plan.on(inputs), True)
        if expressions.is_polars:
            return frame.join(other, left_on=left, right_on=right, how="left", maintain_order="left")
        return frame.join(other, left_on=left, right_on=right, how="left")

    return joined

"""A kind of units being decided: the figures of its frame, what is laid beside them, and its rules, layer upon layer.

Everything is worked out from the columns that frames have; no frame is touched before the plan is applied to it.
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from attrs import define, evolve, field

from ....model.fact import Absence
from ....model.key import RuleKey
from ....model.library import Library
from ....program.terms import Always, Derived, Figure, Reported, Rounded
from ..columns import ABSENCE, AS_OF, IN_CONFLICT, UNIT, Column, Kind
from ..given import Given
from ..space import Expr, Native, Space
from .figures import ABSENT, CONFLICT, GIVEN, MISSING, NOT_APPLICABLE, NOT_REPORTED, Form, computed, derived, figure
from .figures import Figure as Held
from .figures import rounded as rounded_figure
from .logic import Logic, is_constant, some
from .outcomes import Outcomes
from .plan import Plan, Step
from .versions import Regimes

_OWN = "ntm_rules:"
"""Begins the names of the columns made here."""
_STATUS = {
    Absence.NOT_REPORTED.value: NOT_REPORTED,
    Absence.NOT_APPLICABLE.value: NOT_APPLICABLE,
    Absence.NOT_YET_DUE.value: ABSENT,
    Absence.DISPUTED.value: ABSENT,
    IN_CONFLICT: CONFLICT,
}


@define(eq=False)
class Beside:
    """Another table's columns laid beside one, row by row: `values` are made there, by the name that they have here."""

    table: "Table"
    link: str
    found: str
    values: dict[str, Expr] = field(factory=dict)


@define(eq=False)
class Gathering:
    """What is gathered of the units below by the column with their unit above: all in one, so that they are decided once.

    `values` are columns below, and how they are put together, by the name that comes of them above.
    """

    below: "Table"
    link: str
    values: dict[str, tuple[Expr, str]] = field(factory=dict)


@define(eq=False)
class Table:
    """The units of a kind, as decided under `regimes`; `day` where they are those of an earlier day."""

    given: Given
    kind: str
    regimes: Regimes
    day: date | None = None
    columns: dict[str, Column] = field(factory=dict)
    layers: dict[int, dict[str, Expr]] = field(factory=dict)
    before: list[Step] = field(factory=list)
    made: list[Step] = field(factory=list)
    beside: dict[object, Beside] = field(factory=dict)
    gatherings: dict[str, Gathering] = field(factory=dict)
    found: dict[object, Any] = field(factory=dict)
    measured: dict[RuleKey, list[Outcomes]] = field(factory=dict)
    _read: dict[str, Expr] = field(factory=dict)
    _named: int = 0

    @classmethod
    def of(cls, given: Given, kind: str, regimes: Regimes, day: date | None = None) -> "Table":
        """The table of the frame that is given."""
        _, columns = given.of(kind, day)
        return cls(given, kind, regimes, day, dict(columns))

    @property
    def space(self) -> Space:
        """The library in which expressions are written."""
        return self.given.space

    @property
    def library(self) -> Library:
        """The library in which measures are declared."""
        return self.given.library

    @property
    def on(self) -> date | None:
        """The day that all rows are of; None where each has its own."""
        return self.regimes.on if self.day is None else self.day

    def once(self, key: object, make: Callable[[], Any]) -> Any:
        """Something about the table, made once."""
        if key not in self.found:
            self.found[key] = make()
        return self.found[key]

    # Columns that are made

    def name(self) -> str:
        """A name for a column, not used yet."""
        self._named += 1
        return f"{_OWN}{self._named}"

    def kept(self, expression: Expr) -> Expr:
        """An expression as a column, made of those that are there before any layer: the frame's, and what is laid beside it."""
        name = self.name()
        self.made.append(_adding({name: expression}))
        return self.space.column(name)

    def at(self, level: int, expression: Expr) -> tuple[Expr, int]:
        """An expression as a column of a layer, and the level of what is made of it."""
        name = self.name()
        self.layers.setdefault(level, {})[name] = expression
        return self.space.column(name), level + 1

    def keep(self, outcomes: Outcomes) -> Outcomes:
        """Outcomes as columns of their layer."""
        if is_constant(outcomes.truth) and is_constant(outcomes.never):
            return outcomes
        level = outcomes.level

        def named(one: Logic) -> Logic:
            return one if is_constant(one) else self.at(level, one)[0]

        return evolve(
            outcomes,
            truth=named(outcomes.truth),
            never=named(outcomes.never),
            level=level + 1,
            may_not_apply=lambda: named(outcomes.may_not_apply),
        )

    def plan(self) -> Plan:
        """The plan that ends with the frame with all that is laid beside it and gathered, and all layers."""
        steps: list[Step] = [_adding(self._read), *self.before]
        for one in self.beside.values():
            steps.append(self._join(one))
        for kind, gathering in self.gatherings.items():
            steps.append(self._grouped(kind, gathering))
        steps += self.made
        steps += [_adding(layer) for _, layer in sorted(self.layers.items())]
        kind, day = self.kind, self.day
        return Plan(lambda given: given.of(kind, day)[0], tuple(step for step in steps if step is not _NOTHING))

    def row_key(self) -> list[str]:
        """The columns that say which row is meant."""
        return [UNIT, *self.days()]

    def days(self) -> list[str]:
        """The column of days, where rows have their own."""
        return [AS_OF] if self.given.has_days and self.day is None else []

    @property
    def is_joined(self) -> bool:
        """Whether anything is laid beside the rows or gathered for them."""
        return bool(self.before or self.beside or self.gatherings)

    def _join(self, one: Beside) -> Step:
        other, space = one.table, self.space
        days = [day for day in other.days() if day in self.row_key()]
        keys = {one.found: space.column(UNIT)} | {f"{one.found}{day}": space.column(day) for day in days}
        values = dict(one.values)
        return joining(_showing(other.plan(), keys | values), [one.link, *days], list(keys), space)

    def _grouped(self, kind: str, gathering: Gathering) -> Step:
        from .hierarchy import exists

        below, space = gathering.below, self.space
        keys = {
            f"{_OWN}{kind}:{name}": space.column(gathering.link if name == UNIT else name) for name in self.row_key()
        }
        alive = exists(below)
        linked = ~space.column(gathering.link).is_null()
        shown = keys | {name: column for name, (column, _) in gathering.values.items()}
        put_together = {name: getattr(space.column(name), how)() for name, (_, how) in gathering.values.items()}
        names = list(keys)
        rows = linked if alive is None else linked & alive
        plan = below.plan()

        def grouped(frame: Native, given: Given) -> Native:
            return frame.filter(rows).select(**shown).group_by(*names).agg(**put_together)

        return joining(Plan(plan.start, (*plan.steps, grouped)), self.row_key(), names, space)

    # Words

    def has(self, name: str) -> Column | None:
        """A column of the frame; None where there is none, or it holds nothing."""
        column = self.columns.get(name)
        return None if column is None or column.kind is Kind.NOTHING else column

    def read(self, name: str) -> Expr:
        """A column of figures or words; NaN is no figure."""
        own = self.space.column(name)
        is_joined = any(name in one.values for one in self.beside.values())
        if is_joined or name in self._read or self.columns[name].kind is not Kind.FLOAT:
            return own
        if not self.given.may_hold_nan(self.kind, self.day, name):
            return own
        self._read[name] = (
            own.fill_nan(None)
            if self.space.is_polars
            else self.space.choose([(own.is_nan(), self.space.nothing(self.space.words.Float64))], own)
        )
        return own

    def is_text(self, name: str) -> bool:
        """Whether there is a column of words."""
        column = self.columns.get(name)
        return column is not None and column.kind is Kind.TEXT

    def text(self, name: str) -> Expr | None:
        """A column of words as text; None where there is none."""
        if not self.is_text(name):
            return None
        own = self.space.column(name)
        return own if self.columns[name].is_plain_text else own.cast(self.space.words.String)

    def says(self, name: str, *words: str) -> Logic:
        """The rows in which a column has one of some words; categories are compared as they are."""
        if not self.is_text(name):
            return False
        known = self.columns[name].categories
        own = self.space.column(name)
        return some([own == word for word in dict.fromkeys(words) if known is None or word in known], self.space)

    def is_blank(self, name: str) -> Logic:
        """The rows in which a column has no word."""
        if not self.is_text(name):
            return True
        return some([self.space.column(name).is_null(), self.says(name, "")], self.space)

    # Figures

    def figure(self, term: Figure) -> Held | None:
        """A figure as a column; None where none is in any row. The term is reported, derived, rounded or always applies."""
        found: Held | None = self.once(("figure", term), lambda: self._figure(term))
        return found

    def _figure(self, term: Figure) -> Held | None:
        match term:
            case Always(inner):
                return self.figure(inner)
            case Rounded(inner, rounding):
                held = self.figure(inner)
                return None if held is None else self._as_columns(rounded_figure(held, rounding, self.space))
            case Derived(reported, is_share, parts):
                return self._derived(reported, is_share, parts)
            case Reported():
                return self._reported(term)
        raise TypeError(f"{term} is no figure of a unit")

    def _derived(self, reported: Reported, is_share: bool, parts: tuple[Figure, ...]) -> Held | None:
        own = self.figure(reported)
        if own is not None and own.status is not None and not self.space.is_polars:
            own = evolve(own, status=self.kept(own.status))
        if own is None and all(self.figure(part) is None for part in parts):
            return None
        nothing = Held(self.space.nothing(self.space.wide), 1)
        held = [(isinstance(part, Always), self.figure(part) or nothing) for part in parts]
        found = self._as_columns(computed(is_share, held, self.space))
        if own is None:
            return found
        reports = self.space.some([self._is_reported(part) for part in parts])
        return self._as_columns(derived(own, found, reports, self.space))

    def _is_reported(self, term: Figure) -> Expr:
        """The rows where anything is reported of a measure, or of what it is derived from."""
        known = []
        inner = term.figure if isinstance(term, Always) else term
        assert isinstance(inner, Reported | Derived)
        own = self.figure(inner if isinstance(inner, Reported) else inner.reported)
        if own is not None:
            known.append(own.given if own.status is None else own.status != MISSING)
        known += [self._is_reported(part) for part in inner.parts] if isinstance(inner, Derived) else []
        return self.space.some(known) if known else self.space.truth(False)

    def _as_columns(self, held: Held) -> Held:
        numerator = self.kept(held.numerator)
        denominator = held.denominator if isinstance(held.denominator, int) else self.kept(held.denominator)
        return Held(numerator, denominator, status=None if held.status is None else self.kept(held.status))

    def _reported(self, term: Reported) -> Held | None:
        from .hierarchy import column_of

        measure = self.library.measures[term.measure]
        name = column_of(self, term)
        if name is None:
            return None
        column = self.has(name)
        status = self._status(name, column)
        if column is None:
            return None if status is None else Held(self.space.nothing(self.space.wide), 1, status=status)
        form = {Kind.FLOAT: Form.FLOAT, Kind.DECIMAL: Form.DECIMAL}.get(column.kind, Form.WHOLE)
        if form is Form.WHOLE and measure.id in self.given.scaled:
            form = Form.SCALED
        return evolve(figure(self.read(name), form, measure.decimals, self.space), status=status)

    def _status(self, name: str, column: Column | None) -> Expr | None:
        """The code for why there is no figure, from the column that says so."""
        if not self.is_text(name + ABSENCE):
            return None
        said = [(self.says(name + ABSENCE, word), self.space.code(code)) for word, code in _STATUS.items()]
        cases = [(rows, code) for rows, code in said if not is_constant(rows)]
        if column is not None:
            cases.insert(0, (~self.read(name).is_null(), self.space.code(GIVEN)))
        return self.space.choose(cases, self.space.code(MISSING))


def _same(frame: Native, given: Given) -> Native:
    return frame


_NOTHING: Step = _same


def _adding(columns: Mapping[str, Expr]) -> Step:
    made = dict(columns)
    return (lambda frame, given: frame.with_columns(**made)) if made else _NOTHING


def _showing(plan: Plan, columns: Mapping[str, Expr]) -> Plan:
    shown = dict(columns)
    return Plan(plan.start, (*plan.steps, lambda frame, given: frame.select(**shown)))


def joining(plan: Plan, left: list[str], right: list[str], space: Space) -> Step:
    """The step that lays the columns of another plan beside a frame, row by row."""

    def joined(frame: Native, given: Given) -> Native:
        other = plan.on(given)
        if space.is_polars:
            return frame.join(other, left_on=left, right_on=right, how="left", maintain_order="left")
        return frame.join(other, left_on=left, right_on=right, how="left")

    return joined

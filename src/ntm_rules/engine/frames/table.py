"""A frame of units being decided: its figures, what is joined to it, and its rules, layer upon layer."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from attrs import define, evolve, field

from ...model.fact import Absence
from ...model.key import RuleKey
from ...model.library import Library
from ...model.measure import Measure, MeasureType
from .columns import ABSENCE, AS_OF, IN_CONFLICT, UNIT, Column, Kind
from .derivation import parts_of
from .figures import (
    ABSENT,
    CONFLICT,
    GIVEN,
    MISSING,
    NOT_APPLICABLE,
    NOT_REPORTED,
    Figure,
    Form,
    computed,
    derived,
    figure,
    rounded,
)
from .given import Given
from .outcomes import Outcomes
from .regimes import Regimes
from .space import Expr, Native, Space

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
class Table:
    """The units of a kind, as decided under `regimes`; `day` where they are those of an earlier day."""

    given: Given
    kind: str
    regimes: Regimes
    day: date | None = None
    frame: Native = None
    columns: dict[str, Column] = field(factory=dict)
    figures: dict[tuple[str, str], Figure] = field(factory=dict)
    layers: dict[int, dict[str, Expr]] = field(factory=dict)
    rules: dict[tuple[str, str], Outcomes] = field(factory=dict)
    measured: dict[tuple[RuleKey, date], Outcomes] = field(factory=dict)
    joined: dict[object, Any] = field(factory=dict)
    made: list[Mapping[str, Expr]] = field(factory=list)
    gatherings: dict[str, "Gathering"] = field(factory=dict)
    is_joined: bool = False
    _named: int = 0

    @classmethod
    def of(cls, given: Given, kind: str, regimes: Regimes, day: date | None = None) -> "Table":
        """The table of the frame that is given."""
        frame, columns = given.of(kind, day)
        return cls(given, kind, regimes, day, frame, dict(columns))

    @property
    def space(self) -> Space:
        """In which expressions are written."""
        return self.given.space

    @property
    def library(self) -> Library:
        """Where measures are declared."""
        return self.given.library

    def name(self) -> str:
        """A name for a column, not used yet."""
        self._named += 1
        return f"{_OWN}{self._named}"

    def add(self, expressions: Mapping[str, Expr]) -> None:
        """Columns made of those that the frame has."""
        self.made.append(expressions)
        self.frame = self.frame.with_columns(**expressions)

    def kept(self, expression: Expr) -> Expr:
        """An expression as a column of the frame."""
        name = self.name()
        self.add({name: expression})
        return self.space.column(name)

    def at(self, level: int, expression: Expr) -> tuple[Expr, int]:
        """An expression as a column of a layer, and the level of what is made of it."""
        name = self.name()
        self.layers.setdefault(level, {})[name] = expression
        return self.space.column(name), level + 1

    def keep(self, outcomes: Outcomes) -> Outcomes:
        """Outcomes as a column of their layer."""
        if outcomes.truth is not None:
            column, level = self.at(outcomes.level, outcomes.truth)
            return Outcomes(truth=column, level=level)
        column, level = self.at(outcomes.level, outcomes.code)
        return Outcomes(code=column, level=level)

    def finished(self) -> Native:
        """The frame with all that is gathered, and all layers made."""
        frame = self.frame
        for kind, gathering in self.gatherings.items():
            grouped, keys = gathering.grouped(f"{_OWN}{kind}", self.row_key())
            frame = self._beside(frame, grouped, self.row_key(), keys)
        for layer in self.in_layers():
            frame = frame.with_columns(**layer)
        return frame

    def in_layers(self) -> list[Mapping[str, Expr]]:
        """The columns of outcomes, each layer made of those before."""
        return [self.layers[level] for level in sorted(self.layers)]

    def row_key(self) -> list[str]:
        """The columns that say which row is meant."""
        days = [AS_OF] if self.given.has_days and self.day is None else []
        return [UNIT, *days]

    # Attributes and words

    def text(self, name: str) -> Expr | None:
        """A column of words; None where there is none."""
        column = self.columns.get(name)
        if column is None or column.kind in (Kind.NOTHING, Kind.TRUTH):
            return None
        expression = self.space.column(name)
        return expression if column.is_plain_text else expression.cast(self.space.words.String)

    def attribute(self, name: str) -> Expr:
        """An attribute of the units; null where they have none."""
        own = self.text(name)
        if own is None:
            return self.space.nothing(self.space.words.String)
        return self.space.choose([(own == "", self.space.nothing(self.space.words.String))], own)

    # Figures

    def compared(self, measure: str, prefix: str = "") -> Figure:
        """A figure as it is compared."""
        declared = self.library.measures[measure]
        held = self.figure(measure, prefix)
        if declared.rounding is None:
            return held
        key = (measure, prefix + "rounded")
        if key not in self.figures:
            self.figures[key] = self._as_columns(rounded(held, declared.rounding, self.space))
        return self.figures[key]

    def figure(self, measure: str, prefix: str = "") -> Figure:
        """A figure as reported, or derived. With a prefix, that of another unit or day, which has been joined."""
        key = (measure, prefix)
        if key not in self.figures:
            self.figures[key] = self._figure(self.library.measures[measure], prefix)
        return self.figures[key]

    def _figure(self, measure: Measure, prefix: str) -> Figure:
        reported = self._reported(measure, prefix)
        if reported is not None and reported.status is not None and not self.space.is_polars:
            reported = evolve(reported, status=self.kept(reported.status))
        if measure.derive is None:
            return reported or Figure(self.space.nothing(self.space.wide), 1)
        parts = [(self.library.measures[part], self.figure(part, prefix)) for part in parts_of(measure)]
        found = self._as_columns(computed(measure, parts, self.space))
        if reported is None:
            return found
        reports = self.space.some([self._is_reported(part.id, prefix) for part, _ in parts])
        return self._as_columns(derived(reported, found, reports, self.space))

    def _is_reported(self, measure: str, prefix: str) -> Expr:
        """Where anything is reported of a measure, or of what it is derived from."""
        declared = self.library.measures[measure]
        known = []
        own = self._reported(declared, prefix)
        if own is not None:
            known.append(own.given if own.status is None else own.status != MISSING)
        known += [self._is_reported(part, prefix) for part in parts_of(declared)]
        return self.space.some(known) if known else self.space.truth(False)

    def _as_columns(self, held: Figure) -> Figure:
        numerator = self.kept(held.numerator)
        denominator = held.denominator if isinstance(held.denominator, int) else self.kept(held.denominator)
        return Figure(numerator, denominator, status=None if held.status is None else self.kept(held.status))

    def _reported(self, measure: Measure, prefix: str) -> Figure | None:
        name = prefix + measure.id
        column = self.columns.get(name)
        status = self._status(name, column)
        if column is None or column.kind is Kind.NOTHING:
            if status is None:
                return None
            return Figure(self.space.nothing(self.space.wide), 1, status=status)
        form = {Kind.FLOAT: Form.FLOAT, Kind.DECIMAL: Form.DECIMAL}.get(column.kind, Form.WHOLE)
        if form is Form.WHOLE and measure.id in self.given.scaled:
            form = Form.SCALED
        held = figure(self.space.column(name), form, measure.decimals, self.space)
        return evolve(held, status=status)

    def _status(self, name: str, column: Column | None) -> Expr | None:
        """Why there is no figure, from the column that says so."""
        why = self.text(name + ABSENCE)
        if why is None:
            return None
        cases = [(why == word, self.space.code(code)) for word, code in _STATUS.items()]
        if column is not None and column.kind is not Kind.NOTHING:
            cases.insert(0, (~self.space.column(name).is_null(), self.space.code(GIVEN)))
        return self.space.choose(cases, self.space.code(MISSING))

    def not_applicable(self, measure: str, prefix: str = "") -> Expr | None:
        """Where a measure is reported as not applicable; None where that cannot be."""
        declared = self.library.measures[measure]
        if declared.always_applies:
            return None
        if declared.type is MeasureType.NUMBER:
            status = self.figure(measure, prefix).status
            return None if status is None else status == NOT_APPLICABLE
        name = prefix + measure
        said = [
            word == Absence.NOT_APPLICABLE.value
            for word in (self.text(name) if self.is_text(name) else None, self.text(name + ABSENCE))
            if word is not None
        ]
        return self.space.some(said) if said else None

    def is_text(self, name: str) -> bool:
        """Whether there is a column of words."""
        column = self.columns.get(name)
        return column is not None and column.kind is Kind.TEXT

    def finding(self, name: str, basically_met: bool | None, prefix: str = "") -> Expr:
        """A finding as a truth: whether *basically met* counts is the ruleset's to say."""
        column = self.columns.get(prefix + name)
        if column is None or column.kind is Kind.NOTHING:
            return self.space.truth(None)
        if column.kind is Kind.TRUTH:
            return self.space.column(prefix + name)
        word = self.text(prefix + name)
        assert word is not None
        cases = [(word == "met", self.space.truth(True)), (word == "not_met", self.space.truth(False))]
        if basically_met is not None:
            cases.append((word == "basically_met", self.space.truth(basically_met)))
        return self.space.choose(cases, self.space.truth(None))

    def rank(self, measure: str, prefix: str = "") -> Expr:
        """The position of a level in its scale; null where there is none."""
        declared = self.library.measures[measure]
        word = self.text(prefix + measure)
        if word is None:
            return self.space.nothing(self.space.words.Int8)
        cases = [(word == level.id, self.space.rank(rank)) for rank, level in enumerate(declared.levels)]
        return self.space.choose(cases, self.space.nothing(self.space.words.Int8))

    # What is joined

    def once(self, key: object, join: Callable[[], Any]) -> Any:
        """What a join brings, made once."""
        if key not in self.joined:
            self.joined[key] = join()
        return self.joined[key]

    def join(self, other: Native, left: list[str], right: list[str]) -> None:
        """Lay the columns of another frame beside this one, row by row."""
        self.is_joined = True
        self.frame = self._beside(self.frame, other, left, right)

    def _beside(self, frame: Native, other: Native, left: list[str], right: list[str]) -> Native:
        if self.space.is_polars:
            return frame.join(other, left_on=left, right_on=right, how="left", maintain_order="left")
        return frame.join(other, left_on=left, right_on=right, how="left")

    def with_figures_of(self, other: "Table", measures: Iterable[str], prefix: str, link: str) -> None:
        """The figures of another table's units, joined by `link`, as columns that begin with `prefix`."""
        names = [
            name
            for measure in measures
            for name in (measure, measure + ABSENCE)
            if name in other.columns and prefix + name not in self.columns
        ]
        key = self.name()
        days = [name for name in other.row_key() if name != UNIT]
        chosen = {key: self.space.column(UNIT)} | {f"{key}{day}": self.space.column(day) for day in days}
        chosen |= {prefix + name: self.space.column(name) for name in names}
        if not names:
            return
        self.join(other.frame.select(**chosen), [link, *days], [key, *(f"{key}{day}" for day in days)])
        self.columns |= {prefix + name: evolve(other.columns[name], name=prefix + name) for name in names}


@define(eq=False)
class Gathering:
    """What is gathered of the units below by the column with their unit above: all in one, so that they are decided once.

    `values` are columns below, and how they are put together, by the name that comes of them above.
    """

    below: Table
    link: str
    kept: Expr
    values: dict[str, tuple[Expr, str]] = field(factory=dict)

    def grouped(self, key: str, row_key: list[str]) -> tuple[Native, list[str]]:
        """A row for each unit above, and the names of the columns that say which, in the order of `row_key`."""
        space = self.below.space
        keys = {f"{key}:{name}": space.column(self.link if name == UNIT else name) for name in row_key}
        columns = {name: column for name, (column, _) in self.values.items()}
        frame = self.below.finished().filter(self.kept).select(**keys, **columns)
        put_together = {name: getattr(space.column(name), how)() for name, (_, how) in self.values.items()}
        return frame.group_by(*keys).agg(**put_together), list(keys)

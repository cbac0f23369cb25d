"""Constraints among the figures chosen: changes, derived figures, comparisons of two figures."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from math import ceil, floor
from typing import Protocol

from attrs import frozen

from ...model.condition import Basis
from ...model.outcome import Tally
from ...model.values.number import as_fraction, simplest
from ...program.computed import Rising
from ..regions.leaf import change_of, is_in
from ..regions.partition import as_compared, contains
from ..regions.quantity import (
    Against,
    Cell,
    CountOf,
    CriteriaIncrease,
    MeasureChange,
    MeasureMean,
    MembersDeciding,
    MembersFigure,
    Order,
    OwnMeasure,
    Special,
    State,
)
from .goal import At, Interval, IntervalsByKey, Key, WitnessGoal, own_at
from .grid import ANY, ChosenMeasures, Grids, part_for, through_parts

_HALF = Fraction(1, 2)


class Fit(Protocol):
    """Constraint among some figures (`keys`)."""

    @property
    def keys(self) -> tuple[Key, ...]:
        """Keys of the figures constrained."""

    def holds(self, chosen: IntervalsByKey) -> bool:
        """True when the constraint holds; all its figures are given."""

    def suggest(self, key: Key, chosen: IntervalsByKey) -> Iterator[Fraction]:
        """Suggest values for one figure from the others that are given."""


def fits(goal: WitnessGoal, known: ChosenMeasures, tallies: Mapping[MembersDeciding, Tally]) -> Iterator[Fit]:
    """Constraints among the figures sought."""
    grids = known.grids
    for then, state in goal.changes.items():
        if isinstance(state, Cell) and then in known.cells and At(then.measure) in known.cells:
            yield Changed(At(then.measure), then, state, grids)
    for then, state in goal.in_percent.items():
        if then in known.cells and At(then.measure) in known.cells:
            yield ChangedInPercent(At(then.measure), then, state, grids)
    for mean, state in goal.means.items():
        if isinstance(state, Cell) and At(mean.measure) in known.cells:
            yield OneOfYears(mean, state, grids)
    for at in known.computed:
        yield DerivedParts(at, known.parts(at), known.cells[at], grids)
    for against, order in goal.orders.items():
        other = own_at(against.other)
        figure = _figure(against, goal, known, tallies)
        if figure is not None and other in known.cells:
            yield Stands(figure, other, order, against.turned, against.scaling, grids)


def compared(value: Interval, at: At | str, grids: Grids) -> Fraction:
    """Figure of a measure as it is compared: rounded where the measure declares it."""
    figure = value[0]
    assert figure is not None
    measure = at if isinstance(at, str) else at.measure
    return as_fraction(as_compared(grids[measure].declared[0], simplest(figure)))


@frozen
class Changed:
    """Constraint that the figure of today less that of an earlier date lies in a cell."""

    now: At
    then: At
    cell: Cell
    grids: Grids

    @property
    def keys(self) -> tuple[Key, ...]:
        return self.now, self.then

    def holds(self, chosen: IntervalsByKey) -> bool:
        return contains(self.cell, _changed(self.now, self.then, chosen, self.grids))

    def suggest(self, key: Key, chosen: IntervalsByKey) -> Iterator[Fraction]:
        other, sign = (self.now, -1) if key == self.then else (self.then, 1)
        figure = chosen[other][0] if other in chosen else None
        if figure is None:
            return
        unit = self.grids[self.now.measure].unit
        ends = [end for end in (self.cell.low, self.cell.high) if end is not None]
        near = [end + more for end in ends for more in (0, unit, -unit, 2 * unit, -2 * unit)]
        yield from (figure + sign * change for change in (self.cell.point, *near) if contains(self.cell, change))


@frozen
class OneOfYears:
    """Constraint that there are figures of the years before with which that of today has a mean in a cell."""

    mean: MeasureMean
    cell: Cell
    grids: Grids

    @property
    def keys(self) -> tuple[Key, ...]:
        return (At(self.mean.measure),)

    def holds(self, chosen: IntervalsByKey) -> bool:
        today, _ = chosen[At(self.mean.measure)]
        figures = of_years(self.mean, self.cell, today, self.grids)
        return bool(figures) and all(map(self.grids[self.mean.measure].domain.holds, figures))

    def suggest(self, key: Key, chosen: IntervalsByKey) -> Iterator[Fraction]:
        yield self.cell.point


def of_years(mean: MeasureMean, cell: Cell, today: Fraction | None, grids: Grids) -> list[Fraction]:
    """Figures of so many years whose mean lies in a cell, the latest first: that of today where it is chosen, and the others
    as near to one another as can be. Where there are no such figures there is none.
    """
    unit = grids[mean.measure].unit
    chosen = [] if today is None else [today]
    others, sum_of = mean.years - len(chosen), cell.point * mean.years / unit
    for whole in (floor(sum_of), ceil(sum_of)):
        if others and contains(cell, whole * unit / mean.years):
            share, rest = divmod(whole - sum(chosen) / unit, others)
            return [*chosen, *((share + (number < rest)) * unit for number in range(others))]
    return chosen if not others and contains(cell, sum(chosen, Fraction(0))) else []


@frozen
class ChangedInPercent:
    """Constraint that a figure changed by so many per cent of the earlier one, or from 0."""

    now: At
    then: At
    state: State
    grids: Grids

    @property
    def keys(self) -> tuple[Key, ...]:
        return self.now, self.then

    def holds(self, chosen: IntervalsByKey) -> bool:
        now, then = (compared(chosen[at], at, self.grids) for at in (self.now, self.then))
        return is_in(change_of(now, then), self.state)

    def suggest(self, key: Key, chosen: IntervalsByKey) -> Iterator[Fraction]:
        if not isinstance(self.state, Cell):
            yield from (Fraction(0), Fraction(1)) if key == self.now else (Fraction(0),)
            return
        figure = chosen.get(self.then if key == self.now else self.now, (None, None))[0]
        if figure is None:
            return
        ends = [end for end in (self.state.low, self.state.high) if end is not None]
        near = [end + more for end in ends for more in (0, 1, -1, _HALF, -_HALF)]
        for percent in (self.state.point, *near):
            if contains(self.state, percent):
                factor = 1 + percent / 100
                if key == self.now:
                    yield figure * factor
                elif factor:
                    yield figure / factor


def _changed(now: At, then: At, chosen: IntervalsByKey, grids: Grids) -> Fraction:
    return compared(chosen[now], now, grids) - compared(chosen[then], then, grids)


@frozen
class DerivedParts:
    """Suggestion of parts for which the derived figure lies in its cell; always holds: the search checks the cell."""

    at: At
    parts: tuple[At, ...]
    cell: Cell
    grids: Grids

    @property
    def keys(self) -> tuple[Key, ...]:
        return self.at, *self.parts

    def holds(self, chosen: IntervalsByKey) -> bool:
        return True

    def suggest(self, key: Key, chosen: IntervalsByKey) -> Iterator[Fraction]:
        if key not in self.parts or self.cell == ANY:
            return
        figures = [chosen[part][0] if part in chosen and part != key else None for part in self.parts]
        grid = self.grids[self.at.measure]
        for target in (*grid.figures(self.cell), self.cell.point):
            number = part_for(grid.declared[0], target, self.parts.index(key), figures)
            if number is None and isinstance(key, At):
                # Nothing is given yet that the part could follow from: parts that make up the figure together.
                number = (through_parts(self.at.measure, target, self.grids) or {}).get(key.measure)
            if number is not None:
                yield number


@frozen
class FigureRange:
    """Left side of a comparison of figures: made of chosen figures (`keys`), or a count between two `counts`."""

    keys: tuple[Key, ...]
    grids: Grids
    counts: Interval | None = None

    def of(self, chosen: IntervalsByKey) -> Interval:
        """Interval of the figure, from the figures given."""
        if self.counts is not None:
            return self.counts
        first = self.keys[0]
        if isinstance(first, At):
            then = self.keys[-1]
            assert isinstance(then, At)
            both = len(self.keys) > 1
            number = _changed(first, then, chosen, self.grids) if both else compared(chosen[first], first, self.grids)
            return number, number
        low, high = chosen[first]
        of = first.of if isinstance(first, MembersFigure) else None
        if not isinstance(of, str):
            return low, high
        return _end(low, of, self.grids), _end(high, of, self.grids)


def _end(end: Fraction | None, of: str, grids: Grids) -> Fraction | None:
    return None if end is None else compared((end, end), of, grids)


def _figure(
    against: Against, goal: WitnessGoal, known: ChosenMeasures, tallies: Mapping[MembersDeciding, Tally]
) -> FigureRange | None:
    """Left side of a comparison of figures; None when it is not known or has no figures."""
    keys: tuple[Key, ...]
    match against.quantity:
        case CountOf() as count:
            counts = _counts(count, goal, tallies)
            return None if counts is None else FigureRange((), known.grids, counts)
        case MeasureMean():
            return None
        case OwnMeasure() as own:
            keys = (own_at(own),)
        case MeasureChange(measure, since):
            keys = At(measure), At(measure, since=since)
            if not isinstance(goal.changes.get(At(measure, since=since)), Cell):
                return None
        case MembersFigure() | CriteriaIncrease() as whole:
            keys = (whole,)
    settled = goal.settled
    has_figures = all(
        key in known.cells if isinstance(key, At) else not isinstance(settled.get(key), Special | None) for key in keys
    )
    return FigureRange(keys, known.grids) if has_figures else None


@frozen
class Stands:
    """Constraint that one figure has an order to another, or to a multiple of it; `turned` negates the one (a decrease)."""

    figure: FigureRange
    other: At
    order: Order
    turned: bool
    scaling: Rising | None
    grids: Grids

    @property
    def keys(self) -> tuple[Key, ...]:
        return *self.figure.keys, self.other

    def holds(self, chosen: IntervalsByKey) -> bool:
        low, high = self._turned(self.figure.of(chosen))
        required = self._required(chosen)
        return sign(low, required) == self.order.low and sign(high, required) == self.order.high

    def _required(self, chosen: IntervalsByKey) -> Fraction:
        required = compared(chosen[self.other], self.other, self.grids)
        return required if self.scaling is None else as_fraction(self.scaling.apply(simplest(required)))

    def _turned(self, value: Interval) -> Interval:
        return turned(value) if self.turned else value

    def suggest(self, key: Key, chosen: IntervalsByKey) -> Iterator[Fraction]:
        unit = self.grids[self.other.measure].unit
        if key == self.other:
            if all(at in chosen for at in self.figure.keys):
                ends = [end for end in self._turned(self.figure.of(chosen)) if end is not None]
                if self.scaling is not None:
                    ends = [as_fraction(self.scaling.undone(end)) for end in ends]
                yield from (end + more for end in ends for more in (0, unit, -unit, _HALF))
            return
        required = self._required(chosen) if self.other in chosen else None
        if required is None:
            return
        required = -required if self.turned else required
        if len(self.figure.keys) > 1:
            now, then = self.figure.keys
            rest = chosen.get(then if key == now else now, (None, None))[0]
            if rest is None:
                return
            required = rest + required if key == now else rest - required
        yield from (required, required + unit, required - unit)


def turned(value: Interval) -> Interval:
    """Negated interval: a decrease from an increase."""
    low, high = value
    return None if high is None else -high, None if low is None else -low


def sign(one: Fraction | int | None, other: Fraction | int | None) -> int | None:
    """Order of two figures: -1 (less), 0 (equal) or 1 (greater); None when either has no bound."""
    return None if one is None or other is None else Order.of(one, other).low


def _counts(count: CountOf, goal: WitnessGoal, tallies: Mapping[MembersDeciding, Tally]) -> Interval | None:
    """Interval of a count or share of rules or members; None when it cannot matter (see `count_in`)."""
    if isinstance(count.of, MembersDeciding):
        counted = [tallies[count.of]] if count.of in tallies else []
    else:
        counted = [tally for rules, tally in goal.rules.items() if set(rules.rules) <= set(count.of)]
    return count_in(Tally.together(counted), count)


def count_in(tally: Tally, count: CountOf) -> Interval | None:
    """Interval of the count or share (in percent) in a tally; None when no comparison with it can matter."""
    open_ = not tally.attained and not tally.not_attained
    if open_ and (tally.applicable or tally.not_applicable or count.basis is Basis.SHARE):
        return None
    low, high = map(Fraction, tally.ends(failing=count.failing))
    return (low, high) if count.basis is Basis.COUNT else (100 * low / tally.applicable, 100 * high / tally.applicable)

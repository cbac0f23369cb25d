"""Figures chosen together: each in its cell, and all consistent with one another."""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import combinations

from attrs import define, field

from ...model.outcome import Tally
from ..regions.partition import contains
from ..regions.quantity import (
    Cell,
    CellSpan,
    CriteriaIncrease,
    MembersDeciding,
    MembersFigure,
    State,
)
from .fit import Fit, fits
from .goal import (
    At,
    ChosenIntervals,
    Interval,
    IntervalsByKey,
    Key,
    WitnessGoal,
)
from .grid import ANY, ChosenMeasures, Grids, derived

_MOST_TRIED = 4_000
_MOST_ENDS = 6


def figures(
    goal: WitnessGoal, grids: Grids, tallies: Mapping[MembersDeciding, Tally], *, through_parts: bool
) -> Iterator[ChosenIntervals]:
    """Choices of figures that are consistent with one another, the simplest first.

    Derived figures are reported themselves, or with `through_parts` where that can be, and always where all their parts are
    sought as well, by reporting their parts. What is not sought to be known is left out, and so is what has levels.
    """
    known = ChosenMeasures.of(goal, grids, through_parts=through_parts)
    intervals = {key: state for key, state in goal.settled.items() if isinstance(state, Cell | CellSpan)}
    order = (*known.cells, *intervals)
    yield from _Search(known, intervals, order, tuple(fits(goal, known, tallies))).solutions(0, {})


@define(eq=False)
class _Search:
    """Backtracking search over the figures that each key can have."""

    known: ChosenMeasures
    intervals: Mapping[MembersFigure | CriteriaIncrease, Cell | CellSpan]
    order: tuple[Key, ...]
    fits: tuple[Fit, ...]
    tried: int = field(default=0, init=False)

    def solutions(self, number: int, chosen: ChosenIntervals) -> Iterator[ChosenIntervals]:
        if number == len(self.order):
            yield dict(chosen)
            return
        key = self.order[number]
        done = set(self.order[: number + 1])
        concerned = [fit for fit in self.fits if key in fit.keys and done.issuperset(fit.keys)]
        for value in dict.fromkeys(self._candidates(key, chosen)):
            self.tried += 1
            if self.tried > _MOST_TRIED:
                return
            chosen[key] = value
            if all(fit.holds(chosen) for fit in concerned):
                yield from self.solutions(number + 1, chosen)
            del chosen[key]

    def _candidates(self, key: Key, chosen: IntervalsByKey) -> Iterator[Interval]:
        if isinstance(key, At) and key in self.known.computed:
            yield from self._computed(key, chosen)
            return
        suggested = [figure for fit in self.fits if key in fit.keys for figure in fit.suggest(key, chosen)]
        if not isinstance(key, At):
            yield from self._between(key, suggested)
            return
        grid, cell = self.known.grids[key.measure], self.known.cells[key]
        plain = list(grid.figures(cell))
        near = grid.among((near for figure in suggested for near in grid.near(figure)), cell)
        # Where any figure will do, what another asks for comes first.
        for figure in (*near, *plain) if cell == ANY else (*plain[:2], *near, *plain[2:]):
            yield figure, figure

    def _computed(self, key: At, chosen: IntervalsByKey) -> Iterator[Interval]:
        """Figure computed from those of the parts, when it lies in the cell sought."""
        parts = [chosen[part][0] for part in self.known.parts(key)]
        declared = self.known.grids[key.measure].declared[0]
        figure = derived(declared, [part for part in parts if part is not None])
        if figure is not None and contains(self.known.cells[key], figure):
            yield figure, figure

    def _between(self, key: MembersFigure | CriteriaIncrease, suggested: Sequence[Fraction]) -> Iterator[Interval]:
        state: State = self.intervals[key]
        of = key.of if isinstance(key, MembersFigure) and isinstance(key.of, str) else None
        if isinstance(state, Cell):
            inside = self._within(state, of, suggested)
            yield from ((figure, figure) for figure in inside)
            if of is None:
                # A number of criteria may lie between two figures that no rule can tell apart.
                yield from combinations(sorted(inside[:_MOST_ENDS]), 2)
        elif isinstance(state, CellSpan):
            lows, highs = (
                [None] if cell is None else self._within(cell, of, suggested)[:_MOST_ENDS]
                for cell in (state.low, state.high)
            )
            yield from ((low, high) for low in lows for high in highs)

    def _within(self, cell: Cell, of: str | None, suggested: Sequence[Fraction]) -> list[Fraction]:
        """Figures over members in a cell, in order of preference: of a measure (`of`), or numbers of criteria."""
        unit = Fraction(1) if of is None else self.known.grids[of].unit
        near = [figure + more for figure in suggested for more in (0, unit, -unit, 1, -1)]
        plain = [*(_whole_in(cell) if of is None else self.known.grids[of].figures(cell)), cell.point]
        candidates = [*plain[:2], *(number for number in near if contains(cell, number)), *plain[2:]]
        return list(dict.fromkeys(candidates))


def _whole_in(cell: Cell) -> Iterator[Fraction]:
    """Whole numbers in a cell, those nearest to zero and to the ends of the cell first."""
    ends = [int(end) for end in (cell.low, cell.high) if end is not None] or [0]
    near = sorted({0, *(end + more for end in ends for more in range(-4, 5))}, key=abs)
    return (Fraction(number) for number in near if contains(cell, Fraction(number)))

"""Reportable figures that a person would write, and the measures for which one is chosen."""

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from math import ceil, floor

from attrs import define, evolve, field, frozen

from ...model.measure import Measure, MeasureType
from ...model.values.number import Quotient, WeightedSum, as_fraction, simplest
from ...program.admission.misfit import misfit
from ..regions.partition import Domain, contains, ends_inside
from ..regions.quantity import Cell, OwnMeasure, Special, State
from ..regions.side import declared_on
from .goal import At, Sides, WitnessGoal, own_at

ANY = Cell(None, None, Fraction(0))
_STEPS = 20
"""As many steps of a part are tried as weights of two decimals turn round in."""
_ROUND = (100, 10, 1, 0, 50, 200, 1000, 10_000, 100_000)
_WHOLES = (100, 200, 300, 400, 500, 600, 700, 800, 900, 1000, 2000, 3000, 7000, 10_000, 100_000, 1_000_000)


@frozen
class Grid:
    """Reportable figures of a measure, by the declarations of all sides (`declared`)."""

    declared: tuple[Measure, ...]

    @property
    def unit(self) -> Fraction:
        """One unit of the last decimal, in the measure's own unit."""
        return Fraction(1, 10 ** min(measure.decimals for measure in self.declared))

    @property
    def domain(self) -> Domain:
        """The figures within the bounds of all declarations; of a derived measure, those of a direct report."""
        least = [Fraction(measure.minimum) for measure in self.declared if measure.minimum is not None]
        most = [Fraction(measure.maximum) for measure in self.declared if measure.maximum is not None]
        return Domain(max(least, default=None), min(most, default=None), self.unit)

    def holds(self, figure: Fraction) -> bool:
        """True when a figure can be reported."""
        return all(misfit(measure, measure.value(simplest(figure))) is None for measure in self.declared)

    def figures(self, cell: Cell) -> Iterator[Fraction]:
        """Some reportable figures of a cell, the preferred one first."""
        yield from self.among(_figures(cell, self), cell)

    def near(self, figure: Fraction) -> Iterator[Fraction]:
        """Multiples of the unit nearest to a figure, then those one unit further."""
        unit = self.unit
        below, above = floor(figure / unit) * unit, ceil(figure / unit) * unit
        yield from dict.fromkeys((below, above, below - unit, above + unit))

    def among(self, figures: Iterable[Fraction], cell: Cell) -> Iterator[Fraction]:
        """Figures among those given that lie in a cell and can be reported, each once."""
        yield from dict.fromkeys(figure for figure in figures if contains(cell, figure) and self.holds(figure))


def _figures(cell: Cell, grid: Grid) -> Iterator[Fraction]:
    if cell.is_point:
        yield cell.point
        return
    unit, domain = grid.unit, grid.domain
    low, high = ends_inside(cell, unit)
    yield from (end for end in (low, high) if end is not None)
    if low is None and high is None:
        yield from map(Fraction, _ROUND)
    yield from grid.near(cell.point)
    for step in (unit, 2 * unit, 10 * unit, 100 * unit, Fraction(1), Fraction(10), Fraction(1000)):
        if low is not None:
            yield floor((low + step) / unit) * unit
        if high is not None:
            yield ceil((high - step) / unit) * unit
    for end, inwards in ((domain.least, unit), (domain.most, -unit)):
        if end is not None:
            yield from (end, end + inwards)


@frozen
class Grids:
    """Reportable figures of every measure, by its id."""

    sides: Sides

    def __getitem__(self, measure: str) -> Grid:
        return Grid(tuple(declared_on(self.sides.sides, measure)))


def parts_of(measure: Measure) -> tuple[str, ...]:
    """Ids of the measures that a measure is derived from; empty when it is not derived."""
    return () if measure.derive is None else measure.derive.parts


def derived(measure: Measure, parts: Sequence[Fraction]) -> Fraction | None:
    """Figure of a derived measure from those of its parts; None for a share of a zero whole."""
    assert measure.derive is not None
    figure = measure.derive.how.of(parts)
    return None if figure is None else as_fraction(figure)


def part_for(measure: Measure, figure: Fraction, number: int, parts: Sequence[Fraction | None]) -> Fraction | None:
    """Figure of one part (by number) for which a derived measure has a figure; None when it cannot be computed."""
    others = [part for place, part in enumerate(parts) if place != number]
    if any(part is None for part in others):
        return None
    known = [part for part in others if part is not None]
    assert measure.derive is not None
    match measure.derive.how:
        case Quotient(factor):
            if number == 0:
                return figure * known[0] / as_fraction(factor)
            return as_fraction(factor) * known[0] / figure if figure else None
        case WeightedSum(weights) as how:
            known.insert(number, Fraction(0))
            return (figure - as_fraction(how.of(known))) / as_fraction(weights[number])


def through_parts(measure: str, figure: Fraction, grids: Grids) -> dict[str, Fraction] | None:
    """Figures to report, by measure, from which a figure of a measure follows; None when none are found."""
    grid = grids[measure]
    if grid.declared[0].derive is None:
        return {measure: figure} if grid.holds(figure) else None
    derive = grid.declared[0].derive
    parts, chosen = derive.parts, list[tuple[Fraction, ...]]()
    if isinstance(how := derive.how, Quotient):
        wholes = {*_WHOLES, 100 * figure.denominator, figure.denominator}
        for whole in sorted(wholes, key=lambda whole: (whole < 100, whole)):
            chosen.append((figure * whole / as_fraction(how.factor), Fraction(whole)))
    else:
        rest = [next(grids[part].figures(ANY), Fraction(0)) for part in parts[1:]]
        tried = [[Fraction(0)] * len(rest), rest]
        if set(how.weights) != {1}:
            # Weights add up to a figure only with some of what the others can be.
            tried += [
                [number + grids[parts[1]].unit * more, *rest[1:]] for number in rest[:1] for more in range(1, _STEPS)
            ]
            tried.append([figure] * len(rest))
        for others in tried:
            first = part_for(grid.declared[0], figure, 0, [None, *others])
            assert first is not None
            chosen.append((first, *others))
    for figures in chosen:
        figures_by_measure: dict[str, Fraction] = {}
        for part, part_figure in zip(parts, figures, strict=True):
            below = through_parts(part, part_figure, grids)
            if below is None or any(figures_by_measure.get(name, number) != number for name, number in below.items()):
                break
            figures_by_measure |= below
        else:
            return figures_by_measure
    return None


@define(eq=False)
class ChosenMeasures:
    """Measures for which a figure is chosen, each with its cell, parts before the measures derived from them.

    `computed` are those that are not reported themselves, but by their parts.
    """

    goal: WitnessGoal
    grids: Grids
    through_parts: bool
    cells: dict[At, Cell] = field(factory=dict)
    computed: set[At] = field(factory=set)

    @classmethod
    def of(cls, goal: WitnessGoal, grids: Grids, *, through_parts: bool) -> "ChosenMeasures":
        """Collect the measures sought; derived ones by parts when necessary, and if `through_parts` when possible."""
        known = cls(goal, grids, through_parts)
        for at, state in (*goal.figures.items(), *goal.changes.items()):
            if isinstance(state, Cell):
                known._add(at, ANY if at.since else state)
        for at in goal.in_percent:
            known._add(at, ANY)
        for at in known._compared_measures():
            is_number = grids[at.measure].declared[0].type is MeasureType.NUMBER
            if is_number and at not in goal.figures and at not in goal.changes:
                known._add(at, ANY)
        return known

    def parts(self, at: At) -> tuple[At, ...]:
        """Parts of a derived measure, for the same unit on the same date."""
        return tuple(evolve(at, measure=part) for part in parts_of(self.grids[at.measure].declared[0]))

    def _add(self, at: At, cell: Cell) -> None:
        parts = self.parts(at)
        if parts and at not in self.cells:
            # A report of an earlier date would stand against parts that are reported since.
            through_parts = self.through_parts or evolve(at, since=None) in self.computed
            possible = through_parts and all(self._can_be_known(part) for part in parts)
            if possible or all(self._is_known(part) for part in parts):
                for part in parts:
                    state = self._state(part)
                    self._add(part, state if isinstance(state, Cell) and part.since is None else ANY)
                self.computed.add(at)
        if at not in self.cells or self.cells[at] == ANY:
            self.cells[at] = cell

    def _state(self, at: At) -> State | None:
        return (self.goal.changes if at.since else self.goal.figures).get(at)

    def _is_known(self, at: At) -> bool:
        """True when a figure is sought, or follows from parts whose figures are sought."""
        state = self._state(at)
        if state is not None:
            return isinstance(state, Cell)
        parts = self.parts(at)
        return bool(parts) and all(self._is_known(part) for part in parts)

    def _can_be_known(self, at: At) -> bool:
        state = self._state(at)
        return (state is None or isinstance(state, Cell)) and all(self._can_be_known(part) for part in self.parts(at))

    def _compared_measures(self) -> Iterator[At]:
        """Measures that take part in a change or in a comparison of two figures."""
        for then, state in (*self.goal.changes.items(), *self.goal.in_percent.items()):
            if not isinstance(state, Special):
                yield At(then.measure)
        for against in self.goal.orders:
            yield own_at(against.other)
            if isinstance(against.quantity, OwnMeasure):
                yield own_at(against.quantity)

"""Reports about a unit that bring each measure, on each date, into the state sought."""

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from math import ceil, floor

from attrs import evolve, frozen

from ...model.fact import Absence, Finding
from ..regions.partition import contains
from ..regions.quantity import Cell, LevelIs, MeasureMean, Special, State
from .grid import Grids, parts_of
from .scene import Scene
from .sought import At, Chosen, Sought


@frozen(eq=False)
class Reports:
    """Reports about one unit: the unit itself, or the one of a `kind` above."""

    scene: Scene
    unit: str
    kind: str | None
    sought: Sought
    chosen: Chosen

    def state(self) -> None:
        """Add all reports about the unit, the earliest date first, parts before the measures derived from them."""
        known = [at for at in self.chosen if isinstance(at, At) and at.kind == self.kind]
        others = [at for at in self._states() if at.kind == self.kind and at not in self.chosen]
        for at in sorted((*known, *others), key=lambda one: (self._day(one), self._depth(one.measure))):
            if at not in self.chosen:
                self._without_figure(at, self._states()[at])
            elif not self._is_computed(at):
                figure = self.chosen[at][0]
                assert figure is not None
                self.scene.report(self.unit, at.measure, figure, self._day(at))
        for mean, state in self.sought.means.items() if self.kind is None else ():
            if isinstance(state, Cell):
                for back, figure in enumerate(self._with_mean(mean, state)):
                    self.scene.report(
                        self.unit, mean.measure, figure, At(mean.measure, back=back).day(self.scene.as_of)
                    )

    def _with_mean(self, mean: MeasureMean, cell: Cell) -> Iterator[Fraction]:
        """Figures of so many years whose mean lies in a cell, one as near to another as can be; none where there are none."""
        unit = Fraction(1, 10 ** Grids(self.scene.sides)[mean.measure].declared[0].decimals)
        sum_of = cell.point * mean.years / unit
        for whole in (floor(sum_of), ceil(sum_of)):
            if contains(cell, whole * unit / mean.years):
                each, rest = divmod(whole, mean.years)
                yield from ((each + (number < rest)) * unit for number in range(mean.years))
                return

    def _states(self) -> dict[At, State]:
        return {**self.sought.figures, **self.sought.changes}

    def _day(self, at: At) -> date:
        return at.day(self.scene.as_of)

    def _parts(self, measure: str) -> tuple[str, ...]:
        return parts_of(Grids(self.scene.sides)[measure].declared[0])

    def _depth(self, measure: str) -> int:
        return max((1 + self._depth(part) for part in self._parts(measure)), default=0)

    def _is_computed(self, at: At) -> bool:
        """True when a figure is computed from chosen figures of its parts."""
        parts = [evolve(at, measure=part) for part in self._parts(at.measure)]
        return bool(parts) and all(part in self.chosen for part in parts)

    def _without_figure(self, at: At, state: State) -> None:
        """Report a level, a finding or an absence; *disputed* makes an earlier report unknown."""
        match state:
            case LevelIs(level):
                self.scene.report(self.unit, at.measure, level, self._day(at))
            case Finding():
                self.scene.report(self.unit, at.measure, state, self._day(at))
            case Special.NOT_APPLICABLE:
                # A change does not apply where the measure no longer does, whatever it was before.
                if at.since is None or self.sought.figures.get(At(at.measure)) is not Special.NOT_APPLICABLE:
                    self.scene.report(self.unit, at.measure, Absence.NOT_APPLICABLE, self._day(at))
            case Special.NOT_KNOWN:
                last = self._day(at)
                first = date.min if at.back is None else date(last.year, 1, 1)
                if any(first <= day <= last for day in self._reported(at.measure)):
                    self.scene.report(self.unit, at.measure, Absence.DISPUTED, self._day(at))

    def _reported(self, measure: str) -> Iterator[date]:
        """Dates of the reports on a measure and on the measures it is derived from."""
        reports = self.scene.evidence.facts.get(self.unit, {}).get(measure, [])
        yield from (one.as_of for one in (reports if isinstance(reports, list) else [reports]))
        for part in self._parts(measure):
            yield from self._reported(part)

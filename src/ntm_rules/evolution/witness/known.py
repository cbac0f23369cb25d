"""Measures for which figures are chosen: those sought, and those they are derived from or compared with."""

from collections.abc import Iterator

from attrs import define, evolve, field

from ...model.measure import MeasureType
from ..regions.quantity import Cell, OwnMeasure, Special, State
from .grid import ANY, Grids, parts_of
from .sought import At, Sought, own_at


@define(eq=False)
class ChosenMeasures:
    """Measures for which a figure is chosen, each with its cell, parts before the measures derived from them.

    `computed` are those that are not reported themselves, but by their parts.
    """

    sought: Sought
    grids: Grids
    through_parts: bool
    cells: dict[At, Cell] = field(factory=dict)
    computed: set[At] = field(factory=set)

    @classmethod
    def of(cls, sought: Sought, grids: Grids, *, through_parts: bool) -> "ChosenMeasures":
        """Collect the measures sought; derived ones by parts when necessary, and if `through_parts` when possible."""
        known = cls(sought, grids, through_parts)
        for at, state in (*sought.figures.items(), *sought.changes.items()):
            if isinstance(state, Cell):
                known._add(at, ANY if at.since else state)
        for at in sought.in_percent:
            known._add(at, ANY)
        for at in known._held_against():
            is_number = grids[at.measure].declared[0].type is MeasureType.NUMBER
            if is_number and at not in sought.figures and at not in sought.changes:
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
        return (self.sought.changes if at.since else self.sought.figures).get(at)

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

    def _held_against(self) -> Iterator[At]:
        """Measures that take part in a change or in a comparison of two figures."""
        for then, state in (*self.sought.changes.items(), *self.sought.in_percent.items()):
            if not isinstance(state, Special):
                yield At(then.measure)
        for against in self.sought.orders:
            yield own_at(against.other)
            if isinstance(against.quantity, OwnMeasure):
                yield own_at(against.quantity)

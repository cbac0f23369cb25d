"""Regions as the rows of a table: few rows, each as wide as possible."""

from collections.abc import Iterable, Iterator, Sequence

from attrs import frozen

from ...model.outcome import Outcome
from ..regions.difference import HeldStates, Region
from ..regions.quantity import OwnAttribute, Quantity, State, Year
from .counted import CountRanges, Joint, Present
from .cover import Box, cover, fewest

Where = HeldStates | CountRanges | Present


@frozen
class Row:
    """Set of states in which one outcome becomes another everywhere, and no other change occurs. Rows may overlap."""

    where: tuple[Where, ...]
    before: Outcome
    after: Outcome


def rows(regions: Sequence[Region], counted: Joint | None = None) -> tuple[Row, ...]:
    """Rows of the regions, few for each pair of outcomes, in the order of the regions.

    The rows of a pair of outcomes have exactly the same union as its regions. With `counted`, rules counted together
    are described by the counts and shares that conditions compare.
    """
    pairs = dict.fromkeys((region.before, region.after) for region in regions)
    return tuple(
        Row(where, *pair)
        for pair in pairs
        for where in _where_rows([region for region in regions if (region.before, region.after) == pair], counted)
    )


def is_scope(quantity: Quantity) -> bool:
    """True for an attribute or the year: it only restricts the units and the time."""
    return isinstance(quantity, OwnAttribute | Year)


def _where_rows(regions: Sequence[Region], counted: Joint | None) -> Iterator[tuple[Where, ...]]:
    """The regions of two outcomes as rows."""
    every = {states.quantity: states.every for region in regions for states in region.where}
    together = None if counted is None else _together(regions, counted)
    if counted is None or together is None:
        boxes = [_box(region.where, every) for region in regions]
        for box in fewest(boxes, [len(states) for states in every.values()], [*map(is_scope, every)]):
            yield tuple(_bounded_states(box, every))
        return
    every = {quantity: states for quantity, states in every.items() if quantity not in counted.classes}
    sizes = [*(len(states) for states in every.values()), len(counted.points)]
    boxes = [(*_box(rest, every), points) for rest, points in together]
    for box in fewest(boxes, sizes, [*map(is_scope, every), False]):
        chosen = {place for place in range(len(counted.points)) if box[-1] >> place & 1}
        rest = tuple(_bounded_states(box[:-1], every))
        if len(chosen) == len(counted.points):
            yield rest
            continue
        for row in cover(counted.points, chosen):
            yield (*rest, *counted.ranges_of(row))


def _together(regions: Sequence[Region], counted: Joint) -> list[tuple[tuple[HeldStates, ...], int]] | None:
    """Regions with all rules counted as one quantity, a mask of points; None when they split a point."""
    by_rest: dict[tuple[HeldStates, ...], list[Region]] = {}
    for region in regions:
        rest = tuple(states for states in region.where if states.quantity not in counted.classes)
        by_rest.setdefault(rest, []).append(region)
    masked: list[tuple[tuple[HeldStates, ...], int]] = []
    for rest, own in by_rest.items():
        points = counted.points_in(own)
        if points is None:
            return None
        masked.append((rest, _mask(point in points for point in counted.points)))
    return masked


_Every = dict[Quantity, tuple[State, ...]]


def _box(where: Iterable[HeldStates], every: _Every) -> Box:
    chosen = {states.quantity: frozenset(states.states) for states in where}
    return tuple(
        _mask(quantity not in chosen or state in chosen[quantity] for state in states)
        for quantity, states in every.items()
    )


def _mask(chosen: Iterable[bool]) -> int:
    return sum(1 << place for place, is_chosen in enumerate(chosen) if is_chosen)


def _bounded_states(box: Box, every: _Every) -> Iterator[HeldStates]:
    """States of each quantity that a box bounds."""
    for mask, (quantity, states) in zip(box, every.items(), strict=True):
        chosen = tuple(state for place, state in enumerate(states) if mask >> place & 1)
        if len(chosen) < len(states):
            yield HeldStates(quantity, chosen, states)

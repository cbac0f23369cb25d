"""Sets of points or of boxes, covered by few rows of ranges, or by fewer and wider boxes."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from fractions import Fraction
from itertools import accumulate, combinations
from operator import or_

from attrs import frozen

_MOST_IN_PAIRS = 1_000
Point = tuple[Fraction | int, ...]


@frozen
class Range:
    """The values of one coordinate from `low` to `high` (None: no end), both included.

    `under` is the greatest value that occurs below it and `over` the least above it: any end between says the same.
    """

    low: Fraction | int | None = None
    high: Fraction | int | None = None
    under: Fraction | int | None = None
    over: Fraction | int | None = None

    @property
    def is_free(self) -> bool:
        """True when the range has no bounds."""
        return self.low is None and self.high is None

    def holds(self, value: Fraction | int) -> bool:
        """True when a value lies in the range."""
        return (self.low is None or value >= self.low) and (self.high is None or value <= self.high)


Row = tuple[Range, ...]
"""A range for each coordinate."""
_Span = tuple[int, int]


def cover(points: Sequence[Point], chosen: Collection[int]) -> tuple[Row, ...]:
    """Rows of ranges that hold every point chosen (by its place) and no other; they may overlap.

    Earlier coordinates are bounded in preference to later ones. The cover is exact, not always the shortest. The points
    must be distinct.

    >>> rows = cover([(0, 0), (0, 1), (1, 0), (1, 1)], {2, 3})
    >>> [[(span.low, span.high) for span in row] for row in rows]
    [[(1, None), (None, None)]]
    """
    coordinates = [_Coordinate.of(column) for column in zip(*points, strict=True)]
    left = sum(1 << place for place in chosen)
    outside = (1 << len(points)) - 1 - left
    rows: list[Row] = []
    while left:
        seed = points[(left & -left).bit_length() - 1]
        spans = _widest(seed, coordinates, left, outside, len(points))
        rows.append(tuple(coordinate.range(*span) for coordinate, span in zip(coordinates, spans, strict=True)))
        left &= ~_covered_points(spans, coordinates)
    return tuple(rows)


@frozen
class _Coordinate:
    """The values that one coordinate has, in order; `up_to` are the points below each value and, last, all of them."""

    values: tuple[Fraction | int, ...]
    up_to: tuple[int, ...]

    @classmethod
    def of(cls, column: Sequence[Fraction | int]) -> "_Coordinate":
        values = tuple(sorted(set(column)))
        at = dict.fromkeys(values, 0)
        for place, value in enumerate(column):
            at[value] |= 1 << place
        return cls(values, tuple(accumulate(at.values(), or_, initial=0)))

    def points(self, first: int, last: int) -> int:
        """The points whose value is among those from one place to another."""
        return self.up_to[last + 1] & ~self.up_to[first]

    def widened(self, start: int, near: int) -> _Span:
        """Widest span of places around `start` that reaches none of the points `near`."""
        first = last = start
        while first > 0 and not self.points(first - 1, first - 1) & near:
            first -= 1
        while last < len(self.values) - 1 and not self.points(last + 1, last + 1) & near:
            last += 1
        return first, last

    def range(self, first: int, last: int) -> Range:
        """Range of the values from one place to another; the first and the last value of all are no bounds."""
        low = None if first == 0 else self.values[first]
        high = None if last == len(self.values) - 1 else self.values[last]
        under = None if low is None else self.values[first - 1]
        return Range(low, high, under, None if high is None else self.values[last + 1])


def _covered_points(spans: Sequence[_Span], coordinates: Sequence[_Coordinate]) -> int:
    mask = -1
    for span, coordinate in zip(spans, coordinates, strict=True):
        mask &= coordinate.points(*span)
    return mask


def _widest(seed: Point, coordinates: Sequence[_Coordinate], left: int, outside: int, points: int) -> Sequence[_Span]:
    """Row grown around `seed` that contains the most points of `left`; among equals, the one with the fewest bounds."""
    start = [coordinate.values.index(value) for coordinate, value in zip(coordinates, seed, strict=True)]
    best: Sequence[_Span] = ()
    best_score = (0, 0)
    for order in _orders(len(seed), points):
        spans = _grown(start, coordinates, outside, order)
        ends = sum(
            (first > 0) + (last < len(coordinate.values) - 1)
            for (first, last), coordinate in zip(spans, coordinates, strict=True)
        )
        score = ((_covered_points(spans, coordinates) & left).bit_count(), -ends)
        if not best or score > best_score:
            best, best_score = spans, score
        if best_score[0] == left.bit_count() and ends <= 1:
            break
    return best


def _orders(size: int, points: int) -> Iterator[tuple[int, ...]]:
    """Coordinates to bound first: each alone, then pairs when there are few points, then all in order."""
    yield from ((place,) for place in range(size))
    if points <= _MOST_IN_PAIRS:
        yield from combinations(range(size), 2)
    yield tuple(range(size))


def _grown(
    start: Sequence[int], coordinates: Sequence[_Coordinate], outside: int, bounded_first: tuple[int, ...]
) -> list[_Span]:
    """The row around a point that holds none outside it, widened first in the coordinates that are not kept."""
    order = [*reversed([place for place in range(len(start)) if place not in bounded_first]), *reversed(bounded_first)]
    spans = [(place, place) for place in start]
    masks = [coordinate.points(*span) for coordinate, span in zip(coordinates, spans, strict=True)]
    for place in order:
        near = outside
        for other, mask in enumerate(masks):
            if other != place:
                near &= mask
        spans[place] = coordinates[place].widened(start[place], near)
        masks[place] = coordinates[place].points(*spans[place])
    return spans


Box = tuple[int, ...]
"""Bit mask for each quantity: the states that it may be in."""

_MOST_WIDENED = 80
_MOST_PIECES = 300


def fewest(boxes: Sequence[Box], sizes: Sequence[int], scope: Sequence[bool]) -> list[Box]:
    """Few boxes with the same union, each with few conditions. `sizes` are the numbers of states.

    Wide boxes overlap and are harder to read. Quantities that only restrict the units (`scope`) are therefore widened
    among boxes that are otherwise the same, and others only when that makes some boxes redundant.

    >>> fewest([(0b01, 0b01), (0b01, 0b10), (0b10, 0b10)], [2, 2], [False, False])
    [(1, 3), (3, 2)]
    """
    if len(boxes) > _MOST_WIDENED:
        return list(boxes)
    full = tuple((1 << size) - 1 for size in sizes)
    plain = _needed([_with_wider_scope(_with_fewer_conditions(box, boxes, full), boxes, scope) for box in boxes])
    if len(plain) == 1:
        return plain
    wide = _needed([_wider(box, boxes, range(len(full))) for box in plain])
    return wide if len(wide) < len(plain) else plain


def _with_fewer_conditions(box: Box, boxes: Sequence[Box], full: Box) -> Box:
    for place, states in enumerate(full):
        without = _with(box, place, states)
        if without != box and _covered(without, boxes):
            box = without
    return box


def _with_wider_scope(box: Box, boxes: Sequence[Box], scope: Sequence[bool]) -> Box:
    alike = [
        other
        for other in boxes
        if all(is_scope or theirs == own for theirs, own, is_scope in zip(other, box, scope, strict=True))
    ]
    return _wider(box, alike, [place for place, is_scope in enumerate(scope) if is_scope])


def _wider(box: Box, boxes: Sequence[Box], places: Collection[int]) -> Box:
    """The box widened by every state of the quantities at `places` that keeps it within the union of all boxes."""
    for place in places:
        possible = 0
        for other in boxes:
            possible |= other[place]
        for state in _bits(possible & ~box[place]):
            wider = _with(box, place, box[place] | state)
            # The rest is covered already.
            if _covered(_with(box, place, state), boxes):
                box = wider
    return box


def _with(box: Box, place: int, states: int) -> Box:
    return (*box[:place], states, *box[place + 1 :])


def _bits(mask: int) -> Iterator[int]:
    while mask:
        lowest = mask & -mask
        yield lowest
        mask ^= lowest


def _needed(boxes: Iterable[Box]) -> list[Box]:
    """Boxes without those that lie in the union of the others."""
    needed = list(dict.fromkeys(boxes))
    for box in reversed(list(needed)):
        others = [other for other in needed if other != box]
        if others and _covered(box, others):
            needed = others
    return needed


def _covered(box: Box, boxes: Iterable[Box]) -> bool:
    """True when a box lies in the union of others; False also when that takes too long to determine."""
    left = [box]
    for other in boxes:
        left = [piece for uncovered in left for piece in _less(uncovered, other)]
        if not left:
            return True
        if len(left) > _MOST_PIECES:
            return False
    return False


def _less(box: Box, other: Box) -> Iterator[Box]:
    """The pieces of a box that lie outside another."""
    if any(not own & states for own, states in zip(box, other, strict=True)):
        yield box
        return
    for place, states in enumerate(other):
        beyond = box[place] & ~states
        if beyond:
            yield _with(box, place, beyond)
            box = _with(box, place, box[place] & states)

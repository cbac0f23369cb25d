"""Boxes over finitely many states, rewritten as fewer and wider boxes with exactly the same union."""

from collections.abc import Collection, Iterable, Iterator, Sequence

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
        if all(is_scope or one == own for one, own, is_scope in zip(other, box, scope, strict=True))
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
    kept = list(dict.fromkeys(boxes))
    for box in reversed(list(kept)):
        others = [other for other in kept if other != box]
        if others and _covered(box, others):
            kept = others
    return kept


def _covered(box: Box, boxes: Iterable[Box]) -> bool:
    """True when a box lies in the union of others; False also when that takes too long to determine."""
    left = [box]
    for other in boxes:
        left = [piece for one in left for piece in _less(one, other)]
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

"""Counts of truths in figures, and which of the truths are to hold for a count."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import combinations
from math import comb

from ...program.terms import (
    Always,
    Among,
    Counted,
    Difference,
    Figure,
    OutcomeOf,
    Over,
    Rounded,
    Scaled,
    Truth,
    WeighedShare,
    parts,
    walk,
)
from ..specification.meaning import truths_of
from .supposed import Supposed, supposed_of
from .ways import Ways, cost

_COMBINATIONS = 80
"""The number of combinations of parts that are tried for a count."""


def counted(figure: Figure) -> tuple[Counted, bool, Figure | None] | None:
    """The count in a figure, whether it is taken away, and the figure beside it; None for other figures."""
    match figure:
        case Counted():
            return figure, False, None
        case Always(inside) | Rounded(inside):
            return counted(inside)
        case Difference(Counted() as own, other):
            # Those that are counted are to meet their condition; how many are asked for stays as it is.
            return own, False, other
        case Difference(Always(Counted() as of), Always(Counted() as less)):
            # Only the later of the two can change.
            earlier_first = _day(of) < _day(less)
            return (less, True, figure.of) if earlier_first else (of, False, figure.less)
    return None


def is_count(figure: object) -> bool:
    """True where a figure counts truths of the unit or of its members, whatever says which of these are considered."""
    if isinstance(figure, Counted):
        return True
    inside = (figure.figure,) if isinstance(figure, Among) else parts(figure)
    return any(map(is_count, inside))


def counted_in(figure: Figure, at: Supposed) -> Iterator[tuple[Truth, Supposed]]:
    """The truths that a figure counts, each with the unit that it is about."""
    match figure:
        case Always(inside) | Rounded(inside) | Scaled(inside):
            yield from counted_in(inside, at)
        case Counted(group) | WeighedShare(Counted(group)):
            for truth, whose in truths_of(group, at):
                yield truth, supposed_of(whose)
        case Difference(of, less):
            yield from counted_in(of, at)
            yield from counted_in(less, at)
        case Among(inside, truth):
            yield truth, at
            yield from counted_in(inside, at)
        case Over(members, inside):
            for member in at.members(members):
                yield from counted_in(inside, supposed_of(member))


def _day(figure: Counted) -> date:
    return max(one.program.as_of for one in walk(figure) if isinstance(one, OutcomeOf))


def chosen(into: Sequence[Ways], out_of: Sequence[Ways], count: int, falling: bool) -> Iterator[tuple[int, ...]]:
    """Choices of that many parts that are to hold, the cheapest first where there are too many to try them all."""
    whole = len(out_of)
    if comb(whole, count) <= _COMBINATIONS:
        yield from combinations(range(whole), count)
        return
    least = [_least(out_of[one]) for one in range(whole)] if falling else [_least(into[one]) for one in range(whole)]
    order = sorted(range(whole), key=least.__getitem__, reverse=falling)
    yield tuple(order[:count])
    for left_out in range(max(0, count - 4), count):
        for other in order[count : count + 4]:
            yield (*order[:left_out], *order[left_out + 1 : count], other)


def _least(ways: Ways) -> int:
    return min(map(cost, ways), default=10**6)

"""Counts of truths in figures, and the truths that are counted."""

from collections.abc import Iterator
from datetime import date

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

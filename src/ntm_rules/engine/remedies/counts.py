"""Counts of truths in figures, and the truths that are counted."""

from collections.abc import Iterator
from datetime import date

from ...program import terms
from ..specification.meaning import truths_of
from .supposed import Supposed, supposed_of


def counted(figure: terms.Figure) -> tuple[terms.Counted, bool, terms.Figure | None] | None:
    """The count in a figure, whether it is taken away, and the figure beside it; None for other figures."""
    match figure:
        case terms.Counted():
            return figure, False, None
        case terms.Always(inside) | terms.Rounded(inside):
            return counted(inside)
        case terms.Difference(terms.Counted() as own, other):
            # Those that are counted are to meet their condition; how many are asked for stays as it is.
            return own, False, other
        case terms.Difference(terms.Always(terms.Counted() as of), terms.Always(terms.Counted() as less)):
            # Only the later of the two can change.
            earlier_first = _day(of) < _day(less)
            return (less, True, figure.of) if earlier_first else (of, False, figure.less)
    return None


def is_count(figure: object) -> bool:
    """True where a figure counts truths of the unit or of its members, whatever says which of these are considered."""
    if isinstance(figure, terms.Counted):
        return True
    inside = (figure.figure,) if isinstance(figure, terms.Among) else terms.parts(figure)
    return any(map(is_count, inside))


def counted_in(figure: terms.Figure, at: Supposed) -> Iterator[tuple[terms.Truth, Supposed]]:
    """The truths that a figure counts, each with the unit that it is about."""
    match figure:
        case terms.Always(inside) | terms.Rounded(inside) | terms.Scaled(inside):
            yield from counted_in(inside, at)
        case terms.Counted(group) | terms.WeighedShare(terms.Counted(group)):
            for truth, whose in truths_of(group, at):
                yield truth, supposed_of(whose)
        case terms.Difference(of, less):
            yield from counted_in(of, at)
            yield from counted_in(less, at)
        case terms.Among(inside, truth):
            yield truth, at
            yield from counted_in(inside, at)
        case terms.Over(members, inside):
            for member in at.members(members):
                yield from counted_in(inside, supposed_of(member))


def _day(figure: terms.Counted) -> date:
    return max(term.program.as_of for term in terms.walk(figure) if isinstance(term, terms.OutcomeOf))

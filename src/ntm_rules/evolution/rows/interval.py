"""Neighbouring cells merged into intervals of figures."""

from collections.abc import Collection, Iterator, Sequence
from fractions import Fraction

from attrs import frozen

from ..regions.quantity import Cell


@frozen
class FigureInterval:
    """The figures between two ends (None: no end), each end included or not."""

    low: Fraction | None = None
    high: Fraction | None = None
    low_included: bool = False
    high_included: bool = False

    @property
    def is_point(self) -> bool:
        """True when the interval is a single figure."""
        return self.low is not None and self.low == self.high


def intervals(chosen: Collection[Cell], every: Sequence[Cell]) -> tuple[FigureInterval, ...]:
    """Intervals of the chosen cells among `every`, lowest first, adjacent cells merged.

    An interval that begins with the lowest cell of all has no lower end, one that ends with the highest no upper.

    >>> low, at = Cell(None, Fraction(90), Fraction(0)), Cell(Fraction(90), Fraction(90), Fraction(90))
    >>> high = Cell(Fraction(90), None, Fraction(100))
    >>> intervals([at, high], [low, at, high])
    (FigureInterval(low=Fraction(90, 1), high=None, low_included=True, high_included=False),)
    """
    places = [place for place, cell in enumerate(every) if cell in chosen]
    return tuple(interval(every, first, last) for first, last in _runs(places))


def interval(every: Sequence[Cell], first: int, last: int) -> FigureInterval:
    """The cells from place `first` to place `last`, as one interval."""
    low, high = every[first], every[last]
    alone = first == last and low.is_point
    bottom = low.low if first > 0 or alone else None
    top = high.high if last < len(every) - 1 or alone else None
    return FigureInterval(bottom, top, low.is_point and bottom is not None, high.is_point and top is not None)


def _runs(places: Sequence[int]) -> Iterator[tuple[int, int]]:
    """The first and the last of each run of places that follow one another."""
    starts = [place for place in places if place - 1 not in places]
    ends = [place for place in places if place + 1 not in places]
    return zip(starts, ends, strict=True)

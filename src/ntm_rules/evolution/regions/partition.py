"""Values divided at thresholds into finitely many cells; no rule can tell apart two values of one cell."""

from collections.abc import Iterable, Iterator
from fractions import Fraction
from itertools import pairwise
from math import ceil, floor, lcm

from attrs import frozen

from ...model.measure import Measure
from ...model.outcome import Tally
from ...model.values.number import Number, Rounding, as_fraction
from .quantity import Cell, CellSpan

_FEW = 10


@frozen
class Domain:
    """Possible figures: from `least` to `most` (None: no bound), in steps of `step` (None: any figure between)."""

    least: Fraction | None = None
    most: Fraction | None = None
    step: Fraction | None = None

    def holds(self, value: Fraction) -> bool:
        """True when a figure is in the domain."""
        return (
            (self.least is None or value >= self.least)
            and (self.most is None or value <= self.most)
            and (self.step is None or (value / self.step).denominator == 1)
        )

    def between(self, low: Fraction | None, high: Fraction | None) -> Fraction | None:
        """A figure strictly between two others (None: no end); None where there is none."""
        for candidate in self._candidates(low, high):
            if (low is None or low < candidate) and (high is None or candidate < high) and self.holds(candidate):
                return candidate
        return None

    def _candidates(self, low: Fraction | None, high: Fraction | None) -> Iterator[Fraction]:
        """Figures to try between two others; one of them is in the domain and between them wherever any figure is.

        The first is an end of the domain where nothing bounds that side, then a figure far from both ends; the last are
        the lowest and the highest figure there can be.
        """
        lowest = max((end for end in (low, self.least) if end is not None), default=None)
        highest = min((end for end in (high, self.most) if end is not None), default=None)
        step = self.step or Fraction(1)
        if low is None and self.least is not None:
            yield self._up(self.least)
        if high is None and self.most is not None:
            yield self._down(self.most)
        if lowest is None and highest is None:
            yield Fraction(0)
        if lowest is not None and highest is not None:
            middle = (lowest + highest) / 2
            yield middle if self.step is None else round(middle / self.step) * self.step
        if lowest is not None:
            yield self._up(lowest)
            yield self._down(lowest) + step
        if highest is not None:
            yield self._down(highest)
            yield self._up(highest) - step

    def _up(self, value: Fraction) -> Fraction:
        return value if self.step is None else ceil(value / self.step) * self.step

    def _down(self, value: Fraction) -> Fraction:
        return value if self.step is None else floor(value / self.step) * self.step


def domain_of(measures: Iterable[Measure]) -> Domain:
    """Figures that a measure can have by any of its declarations.

    A derived measure is computed from its parts, and so is not held to bounds; a sum has the decimals of its parts at most,
    which are not looked up here: any figure is taken to be possible.
    """
    least: list[Fraction | None] = []
    most: list[Fraction | None] = []
    steps: list[Fraction | None] = []
    for measure in measures:
        derived = measure.derive is not None
        least.append(None if derived or measure.minimum is None else as_fraction(measure.minimum))
        most.append(None if derived or measure.maximum is None else as_fraction(measure.maximum))
        steps.append(None if derived else Fraction(1, 10**measure.decimals))
    return Domain(
        None if None in least else min(number for number in least if number is not None),
        None if None in most else max(number for number in most if number is not None),
        None if None in steps else min(step for step in steps if step is not None),
    )


def as_compared(measure: Measure, figure: Number) -> Number:
    """A figure of a measure as it is compared: rounded where the measure declares it."""
    return figure if measure.rounding is None else measure.rounding.apply(figure)


def reported_cuts(rounding: Rounding | None, threshold: Fraction) -> Iterator[Fraction]:
    """The reported figures at which a comparison with a threshold can change.

    Where the figure is rounded first, these are figures around the threshold; one too many does no harm.
    """
    if rounding is None:
        yield threshold
        return
    unit = Fraction(1, 10**rounding.to)
    for whole in {floor(threshold / unit), ceil(threshold / unit)}:
        for halves in range(-2, 3):
            yield whole * unit + halves * unit / 2


def contains(cell: Cell, figure: Fraction) -> bool:
    """True when a figure lies in a cell."""
    if cell.is_point:
        return figure == cell.point
    return (cell.low is None or cell.low < figure) and (cell.high is None or figure < cell.high)


Bounds = tuple[Fraction | None, Fraction | None]
"""Least and greatest figure (None: no bound)."""


def ends_inside(cell: Cell, step: Fraction | None) -> Bounds:
    """Least and greatest figure of a cell; the ends themselves, which it may not contain, where figures have no step."""
    if cell.is_point or step is None:
        return cell.low, cell.high
    return (
        None if cell.low is None else (floor(cell.low / step) + 1) * step,
        None if cell.high is None else (ceil(cell.high / step) - 1) * step,
    )


def cells(cuts: Iterable[Fraction], domain: Domain) -> tuple[Cell, ...]:
    """The figures of a domain divided at the cuts, lowest first: each cut by itself, and the figures between two of them.

    >>> [str(cell.point) for cell in cells([Fraction(90), Fraction(95)], Domain(Fraction(0), Fraction(100), Fraction(1)))]
    ['0', '90', '92', '95', '100']
    """
    ordered = sorted(set(cuts))
    parts: list[Cell] = []
    for low, high in pairwise((None, *ordered, None)):
        if low is not None and domain.holds(low):
            parts.append(Cell(low, low, low))
        inside = domain.between(low, high)
        if inside is not None:
            parts.append(Cell(low, high, inside))
    return tuple(parts)


def spans(of: tuple[Cell, ...]) -> tuple[Cell | CellSpan, ...]:
    """Every cell, and the span from each cell to each higher one."""
    wide = [CellSpan(low, high) for number, low in enumerate(of) for high in of[number + 1 :]]
    return (*of, *wide)


def one_sided(of: tuple[Cell, ...], *, low: bool) -> tuple[CellSpan, ...]:
    """Spans with one bound: from each cell upwards (`low`), or up to each cell."""
    return tuple(CellSpan(cell, None) if low else CellSpan(None, cell) for cell in of)


def tallies(size: int, *, counted: bool) -> tuple[Tally, ...]:
    """Tallies that `size` rules can have together.

    Unless `counted`, when conditions read only the presence of outcomes, there is one tally for each set of outcomes.

    >>> len(tallies(1, counted=True)), len(tallies(19, counted=False))
    (4, 15)
    """
    if counted:
        return tuple(
            Tally(attained, failed, open_, size - attained - failed - open_)
            for attained in range(size, -1, -1)
            for failed in range(size - attained, -1, -1)
            for open_ in range(size - attained - failed, -1, -1)
        )
    representatives = []
    for present in range(15, 0, -1):
        bits = [present >> place & 1 for place in (3, 2, 1, 0)]
        if sum(bits) <= size:
            bits[bits.index(1)] += size - sum(bits)
            representatives.append(Tally(*bits))
    return tuple(representatives)


def member_tallies(counts: Iterable[Fraction], shares: Iterable[Fraction]) -> tuple[Tally, ...]:
    """Tallies of any number of members, one for each class that bounds on count and share (in percent) tell apart.

    Tallies of one class are on the same side of every threshold, at the least and at the most attained.

    >>> [tally.attained for tally in member_tallies([], [Fraction(100)]) if not tally.undetermined]
    [0, 0, 1, 0]
    """
    of_counts, of_shares = sorted(set(counts)), sorted(set(shares))
    by_signature: dict[object, Tally] = {}
    for candidate in _candidates(of_counts, of_shares):
        by_signature.setdefault(signature(candidate, of_counts, of_shares), candidate)
    return tuple(by_signature.values())


def _candidates(counts: list[Fraction], shares: list[Fraction]) -> Iterator[Tally]:
    """Candidate tallies that include every possible position relative to the thresholds."""
    yield Tally(0, 0, 0, 0)
    yield Tally(0, 0, 0, 1)
    # What a few members can come to is tried first, so that the tally that stands for others is a small one where it can be.
    for whole in range(1, _FEW + 1):
        for attained in range(whole, -1, -1):
            for open_ in range(whole - attained + 1):
                yield Tally(attained, whole - attained - open_, open_, 0)
    near = sorted({0, 1, *(max(0, floor(cut) + more) for cut in counts for more in (-1, 0, 1, 2))})
    if not shares:
        for attained in near:
            for reached in (number for number in near if number >= attained):
                yield from (Tally(attained, failed, reached - attained, 0) for failed in (1, 0))
        return
    # Of a whole of this size, every share at a threshold and between two is a whole number.
    size = 2 * lcm(100, *(cut.denominator * 100 for cut in shares))
    ends = sorted({Fraction(0), Fraction(100), *(cut for cut in shares if 0 < cut < 100)})
    points = sorted({*ends, *((low + high) / 2 for low, high in pairwise(ends))})
    if not counts:
        for low in reversed(points):
            for high in (point for point in points if point >= low):
                attained, reached = int(low * size / 100), int(high * size / 100)
                yield Tally(attained, size - reached, reached - attained, 0)
        return
    # Where both are bounded a small whole may have no such share: wholes of every size that can matter are tried.
    meeting = {
        floor(100 * cut / share) + more for cut in counts for share in shares if share > 0 for more in range(-2, 4)
    }
    for whole in sorted({*range(1, 121), *meeting, size, size * (near[-1] + 1)}):
        at = {floor(share * whole / 100) + more for share in shares for more in (-1, 0, 1, 2)}
        within = sorted(number for number in {*near, *at, whole, whole - 1} if 0 <= number <= whole)
        for attained in within:
            for reached in (number for number in within if number >= attained):
                yield Tally(attained, whole - reached, reached - attained, 0)


def signature(tally: Tally, counts: list[Fraction], shares: list[Fraction]) -> tuple[object, ...]:
    """Everything that bounds on a count and on a share can tell of a tally, as a hashable key."""
    whole = tally.applicable
    all_open = not tally.attained and not tally.not_attained
    sides: list[int] = []
    for figure in tally.ends():
        sides += [sign(Fraction(figure), cut) for cut in counts]
        if whole:
            sides += [sign(Fraction(100 * figure, whole), cut) for cut in shares]
    return bool(whole), not whole and bool(tally.not_applicable), all_open, tally.undetermined > 0, *sides


def sign(one: Number | int, other: Number | int = 0) -> int:
    """Order of two figures: -1 (less), 0 (equal) or 1 (greater)."""
    return (one > other) - (one < other)

"""Rules counted together in several ways, described by the counts and shares that conditions compare.

A condition on the number of criteria attained reads tallies. Its thresholds decide which tallies it can tell apart, and
give the terms to print: a share from 25% to under 30%, one of three criteria not attained.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import product
from math import prod

from attrs import field, frozen

from ...model.condition import Basis
from ...model.decision import Tally
from ...model.key import RuleKey
from ..regions.difference import HeldStates, Region, StateDifference
from ..regions.partition import Domain, cells
from ..regions.quantity import Cell, OutcomeCounts, State
from .cover import Point, Range, Row
from .interval import FigureInterval, interval

_MOST_COMBINATIONS = 60_000
ALL_OPEN, NONE_APPLIES = 1, 2
"""Last coordinate of `Counting.places`: nothing is determined yet, no rule counted applies."""


@frozen
class Counting:
    """Rules whose number attained (`failing`: not attained) is compared with thresholds, and the cells between."""

    rules: tuple[RuleKey, ...]
    failing: bool
    counts: tuple[Cell, ...]
    shares: tuple[Cell, ...]

    def interval(self, basis: Basis, first: int, last: int) -> FigureInterval:
        """The cells of the number or of the share, from one place to another, as an interval."""
        return interval(self.shares if basis is Basis.SHARE else self.counts, first, last)

    def places(self, tally: Tally) -> Point:
        """Places of the least and greatest share and number; last 0, ALL_OPEN or NONE_APPLIES (then shares are -1)."""
        low = tally.not_attained if self.failing else tally.attained
        high, whole = low + tally.undetermined, tally.applicable
        numbers = (place_of(self.counts, Fraction(low)), place_of(self.counts, Fraction(high)))
        if not whole:
            return (-1, -1, *numbers, NONE_APPLIES)
        shares = (place_of(self.shares, Fraction(100 * low, whole)), place_of(self.shares, Fraction(100 * high, whole)))
        return (*shares, *numbers, 0 if tally.attained or tally.not_attained else ALL_OPEN)


@frozen
class CountRanges:
    """Count in a row: a range for each coordinate of `Counting.places`."""

    counting: Counting
    ranges: tuple[Range, ...]


@frozen
class Present:
    """Outcomes that occur among rules in a row: not attained, undetermined, not applicable, attained (0 or 1 each)."""

    rules: tuple[RuleKey, ...]
    ranges: tuple[Range, ...]


@frozen(eq=False)
class Joint:
    """All ways in which two rules count others, and the point that each combination of tallies is for them."""

    countings: tuple[Counting, ...]
    groups: tuple[tuple[RuleKey, ...], ...]
    classes: tuple[OutcomeCounts, ...]
    states: tuple[tuple[State, ...], ...]
    points: tuple[Point, ...]
    holding: Mapping[Point, int] = field(repr=False)
    of_tallies: Mapping[tuple[State, ...], Point] = field(repr=False)

    def points_in(self, regions: Sequence[Region]) -> frozenset[Point] | None:
        """Points that regions contain; None when they contain only part of a point."""
        held: set[tuple[State, ...]] = set()
        for region in regions:
            chosen = {one.quantity: one.states for one in region.where}
            held.update(
                product(*(chosen.get(each, every) for each, every in zip(self.classes, self.states, strict=True)))
            )
        found = frozenset(self.of_tallies[tallies] for tallies in held)
        return found if sum(self.holding[point] for point in found) == len(held) else None

    def said(self, row: Row) -> Iterator[CountRanges | Present]:
        """Counts and groups of rules that a row of ranges bounds."""
        place = 0
        for counting in self.countings:
            ranges = row[place : place + 5]
            place += 5
            if not all(one.is_free for one in ranges):
                yield CountRanges(counting, ranges)
        for group in self.groups:
            ranges = row[place : place + 4]
            place += 4
            if not all(one.is_free for one in ranges):
                yield Present(group, ranges)


def joint(difference: StateDifference) -> Joint | None:
    """Rules that the conditions of two rules count; None when they count nothing or have too many combinations."""
    bounds, groups = difference.demands.counts, tuple(difference.demands.present)
    classes = [held for held in difference.reads if isinstance(held.quantity, OutcomeCounts)]
    read = {key for held in classes if isinstance(held.quantity, OutcomeCounts) for key in held.quantity.rules}
    counted = {key for keys, _ in bounds for key in keys}
    of_class = [
        held for held in classes if isinstance(held.quantity, OutcomeCounts) and counted & {*held.quantity.rules}
    ]
    apart = read - {key for held in of_class if isinstance(held.quantity, OutcomeCounts) for key in held.quantity.rules}
    combinations = prod(len(held.every) for held in of_class)
    if not bounds or any({*group} & apart for group in groups) or combinations > _MOST_COMBINATIONS:
        return None
    countings = tuple(
        Counting(
            keys,
            failing,
            cells(counts, Domain(Fraction(0), Fraction(len(keys)), Fraction(1))),
            cells(shares, Domain(Fraction(0), Fraction(100))),
        )
        for (keys, failing), (counts, shares) in bounds.items()
    )
    return _joined(countings, groups, of_class)


def _joined(
    countings: tuple[Counting, ...], groups: tuple[tuple[RuleKey, ...], ...], classes: Sequence[HeldStates]
) -> Joint:
    quantities = tuple(held.quantity for held in classes if isinstance(held.quantity, OutcomeCounts))
    places: list[Callable[[Tally], Point]] = [*(counting.places for counting in countings), *([_present] * len(groups))]
    # Every class lies in a counted set, or outside it: of each, which classes are summed.
    inside = [
        [number for number, quantity in enumerate(quantities) if {*quantity.rules} <= {*keys}]
        for keys in (*(counting.rules for counting in countings), *groups)
    ]
    of_tallies: dict[tuple[State, ...], Point] = {}
    holding: dict[Point, int] = {}
    known: dict[tuple[int, tuple[State, ...]], Point] = {}
    for tallies in product(*(held.every for held in classes)):
        point: list[Fraction | int] = []
        for number, members in enumerate(inside):
            own = number, tuple(tallies[member] for member in members)
            if own not in known:
                known[own] = places[number](_sum(own[1]))
            point += known[own]
        found = tuple(point)
        of_tallies[tallies] = found
        holding[found] = holding.get(found, 0) + 1
    return Joint(
        countings, groups, quantities, tuple(held.every for held in classes), tuple(holding), holding, of_tallies
    )


def _sum(tallies: Iterable[State]) -> Tally:
    of = [tally for tally in tallies if isinstance(tally, Tally)]
    return Tally(
        sum(tally.attained for tally in of),
        sum(tally.not_attained for tally in of),
        sum(tally.undetermined for tally in of),
        sum(tally.not_applicable for tally in of),
    )


def _present(tally: Tally) -> Point:
    return tuple(
        int(count > 0) for count in (tally.not_attained, tally.undetermined, tally.not_applicable, tally.attained)
    )


def place_of(among: Sequence[Cell], figure: Fraction) -> int:
    """Index of the cell that contains a figure."""
    for place, cell in enumerate(among):
        if figure == cell.low == cell.high or cell.high is None or figure < cell.high:
            return place
    return len(among) - 1

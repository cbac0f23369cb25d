"""Rules counted together in several ways, described by the counts and shares that conditions compare.

A condition on the number of criteria attained reads tallies. Its thresholds decide which tallies it can tell apart, and
give the terms to print: a share from 25% to under 30%, one of three criteria not attained.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from enum import Enum
from fractions import Fraction
from itertools import product
from math import prod
from typing import Self

from attrs import field, frozen

from ...model.condition import Basis
from ...model.key import RuleKey
from ...model.outcome import Tally
from ..regions.difference import HeldStates, Region, StateDifference
from ..regions.partition import Domain, cells
from ..regions.quantity import Cell, MembersDeciding, OutcomeCounts, State
from .cover import Point, Range, Row


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


_MOST_COMBINATIONS = 60_000
ALL_OPEN, NONE_APPLIES = 1, 2
"""Last coordinate of `Counting.point`: nothing is determined yet, no rule counted applies."""
_Places = tuple[int, int]


class Nobody(Enum):
    """State of members among whom no outcome is settled."""

    NONE = "none"
    """There are no members."""
    NOT_APPLICABLE = "not_applicable"
    """The rule applies to none of them."""
    UNDETERMINED = "undetermined"
    """The rule is undetermined for all members to which it may apply."""


@frozen
class Standing:
    """Places of the least and greatest possible number (`count`) and share (`share`) of members attained.

    A place is the index of a cell among those of the thresholds; both are the same when nothing is undetermined (not
    `open`).
    """

    open: bool
    count: tuple[int, int]
    share: tuple[int, int]


@frozen
class CountThresholds:
    """Cells into which thresholds divide the number, and the share in percent, of rules or members attained."""

    counts: tuple[Cell, ...]
    shares: tuple[Cell, ...]

    @classmethod
    def of(cls, counts: Iterable[Fraction], shares: Iterable[Fraction], most: int | None = None) -> Self:
        """The cells between figures that a number up to `most`, and a share, are compared with."""
        numbers = Domain(Fraction(0), None if most is None else Fraction(most), Fraction(1))
        return cls(cells(counts, numbers), cells(shares, Domain(Fraction(0), Fraction(100))))

    def cells(self, basis: Basis) -> tuple[Cell, ...]:
        """The cells of the number, or of the share in percent."""
        return self.shares if basis is Basis.SHARE else self.counts

    def interval(self, basis: Basis, first: int, last: int) -> FigureInterval:
        """The cells from one place to another as an interval."""
        return interval(self.cells(basis), first, last)

    def places(self, tally: Tally, *, failing: bool = False) -> tuple[_Places, _Places]:
        """Places of the least and greatest number and share attained (`failing`: not); a share of nothing is at -1."""
        low, high = tally.ends(failing=failing)
        counts = place_of(self.counts, Fraction(low)), place_of(self.counts, Fraction(high))
        if not tally.applicable:
            return counts, (-1, -1)
        least, most = (Fraction(100 * end, tally.applicable) for end in (low, high))
        return counts, (place_of(self.shares, least), place_of(self.shares, most))

    def standing(self, tally: Tally) -> Standing | Nobody:
        """Standing of a tally of members; Nobody when no outcome in it is settled."""
        if not tally.applicable:
            return Nobody.NOT_APPLICABLE if tally.not_applicable else Nobody.NONE
        if not tally.attained and not tally.not_attained:
            return Nobody.UNDETERMINED
        return Standing(tally.undetermined > 0, *self.places(tally))


@frozen
class Counting:
    """Rules whose number attained (`failing`: not attained) is compared with thresholds, and the cells between."""

    rules: tuple[RuleKey, ...]
    failing: bool
    thresholds: CountThresholds

    def point(self, tally: Tally) -> Point:
        """Places of the least and greatest share and number; last 0, ALL_OPEN or NONE_APPLIES (then shares are -1)."""
        counts, shares = self.thresholds.places(tally, failing=self.failing)
        settled = 0 if tally.attained or tally.not_attained else ALL_OPEN
        return (*shares, *counts, settled if tally.applicable else NONE_APPLIES)


@frozen
class CountRanges:
    """Count in a row: a range for each coordinate of `Counting.point`."""

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
        combinations: set[tuple[State, ...]] = set()
        for region in regions:
            chosen = {states.quantity: states.states for states in region.where}
            combinations.update(
                product(*(chosen.get(counts, every) for counts, every in zip(self.classes, self.states, strict=True)))
            )
        points = frozenset(self.of_tallies[tallies] for tallies in combinations)
        return points if sum(self.holding[point] for point in points) == len(combinations) else None

    def ranges_of(self, row: Row) -> Iterator[CountRanges | Present]:
        """Counts and groups of rules that a row of ranges bounds."""
        place = 0
        for counting in self.countings:
            ranges = row[place : place + 5]
            place += 5
            if not all(span.is_free for span in ranges):
                yield CountRanges(counting, ranges)
        for group in self.groups:
            ranges = row[place : place + 4]
            place += 4
            if not all(span.is_free for span in ranges):
                yield Present(group, ranges)


def joint(difference: StateDifference) -> Joint | None:
    """Rules that the conditions of two rules count; None when they count nothing or have too many combinations."""
    bounds, groups = difference.demands.counts, tuple(difference.demands.present)
    classes = [states for states in difference.reads if isinstance(states.quantity, OutcomeCounts)]
    read = {key for states in classes if isinstance(states.quantity, OutcomeCounts) for key in states.quantity.rules}
    counted = {key for keys, _ in bounds for key in keys}
    of_class = [
        states
        for states in classes
        if isinstance(states.quantity, OutcomeCounts) and counted & {*states.quantity.rules}
    ]
    apart = read - {
        key for states in of_class if isinstance(states.quantity, OutcomeCounts) for key in states.quantity.rules
    }
    combinations = prod(len(states.every) for states in of_class)
    if not bounds or any({*group} & apart for group in groups) or combinations > _MOST_COMBINATIONS:
        return None
    countings = tuple(
        Counting(keys, failing, CountThresholds.of(counts, shares, len(keys)))
        for (keys, failing), (counts, shares) in bounds.items()
    )
    return _joined(countings, groups, of_class)


def _joined(
    countings: tuple[Counting, ...], groups: tuple[tuple[RuleKey, ...], ...], classes: Sequence[HeldStates]
) -> Joint:
    quantities = tuple(states.quantity for states in classes if isinstance(states.quantity, OutcomeCounts))
    places: list[Callable[[Tally], Point]] = [*(counting.point for counting in countings), *([_present] * len(groups))]
    # Every class lies in a counted set, or outside it: of each, which classes are summed.
    inside = [
        [number for number, quantity in enumerate(quantities) if {*quantity.rules} <= {*keys}]
        for keys in (*(counting.rules for counting in countings), *groups)
    ]
    of_tallies: dict[tuple[State, ...], Point] = {}
    holding: dict[Point, int] = {}
    known: dict[tuple[int, tuple[State, ...]], Point] = {}
    for tallies in product(*(states.every for states in classes)):
        point: list[Fraction | int] = []
        for number, members in enumerate(inside):
            own = number, tuple(tallies[member] for member in members)
            if own not in known:
                known[own] = places[number](Tally.together(tally for tally in own[1] if isinstance(tally, Tally)))
            point += known[own]
        joint_point = tuple(point)
        of_tallies[tallies] = joint_point
        holding[joint_point] = holding.get(joint_point, 0) + 1
    return Joint(
        countings,
        groups,
        quantities,
        tuple(states.every for states in classes),
        tuple(holding),
        holding,
        of_tallies,
    )


def _present(tally: Tally) -> Point:
    return tuple(
        int(count > 0) for count in (tally.not_attained, tally.undetermined, tally.not_applicable, tally.attained)
    )


def member_thresholds(quantity: MembersDeciding, every: Sequence[State]) -> CountThresholds:
    """Thresholds that rules compare members with; every figure that occurs, when these do not tell all states apart."""
    thresholds = CountThresholds.of(quantity.counts, quantity.shares)
    tallies = [state for state in every if isinstance(state, Tally)]
    standings = [standing for tally in tallies if isinstance(standing := thresholds.standing(tally), Standing)]
    if len({*standings}) == len(standings):
        return thresholds
    # Bounded by something else as well: every figure that occurs is told apart.
    settled = [tally for tally in tallies if tally.applicable]
    ends = [(tally, end) for tally in settled for end in tally.ends()]
    return CountThresholds.of(
        {Fraction(figure) for _, figure in ends}, {Fraction(100 * figure, tally.applicable) for tally, figure in ends}
    )


def place_of(among: Sequence[Cell], figure: Fraction) -> int:
    """Index of the cell that contains a figure."""
    for place, cell in enumerate(among):
        if figure == cell.low == cell.high or cell.high is None or figure < cell.high:
            return place
    return len(among) - 1

"""Member units sought: their number, and the outcomes and figures of each.

Quantities over members of one kind share the same members. Those over some members only (`only`) take members of their own
where there are enough, else the first of all.
"""

from collections.abc import Iterator, Mapping, Sequence, Set
from fractions import Fraction
from functools import lru_cache
from itertools import islice, product

from attrs import frozen

from ...model.condition import Aggregate, CriteriaCount
from ...model.key import RuleKey
from ...model.outcome import Outcome, Tally
from ..regions.partition import signature
from ..regions.quantity import (
    MayApply,
    MembersAgainst,
    MembersDeciding,
    MembersFigure,
    MembersWeighed,
    MemberTruth,
    Special,
)
from .aggregate import Limits, Value, hold_against, shared_out, weigh
from .aggregate import Member as Member
from .goal import ChosenIntervals, Interval, Sides, WitnessGoal
from .grid import Grids

Only = tuple[str, ...]
_SIZES = (*range(9), 10, 20)
_MOST_ALTERNATIVES = 12
_MOST_SIZES = 60
_MOST_OF_SIZE = 4


def tally_choices(goal: WitnessGoal, sides: Sides) -> Iterator[Mapping[MembersDeciding, Tally]]:
    """Tallies that no rule can tell from those sought; those of one kind and list have the same number of members."""
    groups: dict[tuple[str, Only], list[MembersDeciding]] = {}
    for quantity in goal.deciding:
        groups.setdefault((quantity.kind, quantity.only), []).append(quantity)
    choices: list[list[dict[MembersDeciding, Tally]]] = []
    for quantities in groups.values():
        alike = [_alike(goal.deciding[quantity], *map(frozenset, sides.bounds[quantity])) for quantity in quantities]
        sizes = [dict.fromkeys(tally.size for tally in alternatives) for alternatives in alike]
        common = [size for size in sizes[0] if all(size in other for other in sizes[1:])]
        choices.append(
            [
                dict(zip(quantities, tallies, strict=True))
                for size in common
                for tallies in product(*(_of_size(size, alternatives) for alternatives in alike))
            ]
        )
    every = (
        {quantity: choice[quantity] for choice in chosen for quantity in choice}
        for chosen in islice(product(*choices), 10 * _MOST_SIZES)
    )
    yield from islice(filter(_fit_in_their_kind, every), _MOST_SIZES)


def _of_size(size: int, tallies: Sequence[Tally]) -> list[Tally]:
    """Some tallies of so many members: the first of those with as many to which nothing applies."""
    by_inapplicable: dict[int, Tally] = {}
    for tally in tallies:
        if tally.size == size:
            by_inapplicable.setdefault(tally.not_applicable, tally)
    return list(by_inapplicable.values())[:_MOST_OF_SIZE]


def _fit_in_their_kind(chosen: Mapping[MembersDeciding, Tally]) -> bool:
    """True where no list has more members than there are of its kind."""
    whole = {quantity.kind: tally.size for quantity, tally in chosen.items() if not quantity.only}
    return all(tally.size <= whole.get(quantity.kind, tally.size) for quantity, tally in chosen.items())


@lru_cache(maxsize=512)
def _alike(tally: Tally, counts: frozenset[Fraction], shares: frozenset[Fraction]) -> tuple[Tally, ...]:
    """The tally, then small ones, the smallest first, that no bound can tell from it."""
    goal = standing(tally, counts, shares)
    small = (
        Tally(attained, failed, open_, without)
        for size in range(_MOST_ALTERNATIVES + 1)
        for without in range(size + 1)
        for open_ in range(size - without + 1)
        for failed in range(size - without - open_ + 1)
        for attained in [size - without - open_ - failed]
    )
    tallies = (candidate for candidate in small if standing(candidate, counts, shares) == goal)
    return tuple(dict.fromkeys((tally, *tallies)))


def standing(tally: Tally, counts: Set[Fraction], shares: Set[Fraction]) -> tuple[object, ...]:
    """Everything that bounds on a count and on a share (in percent) can tell of a tally, as a hashable key."""
    return signature(tally, sorted(counts), sorted(shares))


def members(
    kind: str, goal: WitnessGoal, chosen: ChosenIntervals, tallies: Mapping[MembersDeciding, Tally], sides: Sides
) -> Iterator[list[Member]]:
    """Up to three choices of the members of a kind; nothing when none are found."""
    yield from islice(_Members(kind, goal, chosen, tallies, sides).selections(), 3)


@frozen(eq=False)
class _Members:
    kind: str
    goal: WitnessGoal
    chosen: ChosenIntervals
    tallies: Mapping[MembersDeciding, Tally]
    sides: Sides

    def selections(self) -> Iterator[list[Member]]:
        deciding = [tally for tally in self.tallies if tally.kind == self.kind]
        figures = [aggregate for aggregate in self.goal.aggregates if aggregate.kind == self.kind]
        weighed = [quantity for quantity in self.goal.weighed if quantity.kind == self.kind]
        fixed: dict[Only, int] = {quantity.only: self.tallies[quantity].size for quantity in deciding}
        against = [quantity for quantity in self.goal.against if self.kind in (quantity.kind, quantity.against.kind)]
        listed = [
            of
            for quantity in against
            for of in (
                MembersDeciding(quantity.kind, quantity.rule, quantity.only),
                quantity.against,
            )
        ]
        of_both = [of for of in listed if of.kind == self.kind]
        over: tuple[MembersDeciding | MembersFigure | MembersWeighed, ...] = (*deciding, *figures, *weighed, *of_both)
        every = list(dict.fromkeys(quantity.only for quantity in over))
        free = [only for only in every if only not in fixed]
        sizes = sorted(product(_SIZES, repeat=len(free)), key=lambda numbers: (sum(numbers), numbers))
        for chosen in sizes[: 10 * _MOST_SIZES]:
            of = {**fixed, **dict(zip(free, chosen, strict=True))}
            for layout in _layouts(of):
                members = [Member(frozenset(mask)) for mask in layout]
                if self._fill(
                    members, sorted(every, key=lambda only: (only == (), of[only])), deciding, figures, weighed, against
                ):
                    yield members

    def _fill(
        self,
        members: list[Member],
        every: Sequence[Only],
        deciding: Sequence[MembersDeciding],
        figures: Sequence[MembersFigure],
        weighed: Sequence[MembersWeighed],
        against: Sequence[MembersAgainst],
    ) -> bool:
        """Assign outcomes and figures to members, those of the smallest list first; False when that is impossible."""
        for only in every:
            inside = [member for member in members if not only or only in member.only]
            for quantity in deciding:
                if quantity.only == only and not _tally(inside, quantity.rule, self.tallies[quantity]):
                    return False
            for numbers in against:
                if not hold_against(inside, only, self.kind, numbers, self.goal.against[numbers]):
                    return False
            for share in weighed:
                grid = Grids(self.sides)[share.weight]
                if share.only == only and not weigh(inside, share, self.goal.weighed[share], grid):
                    return False
            if not self._figures(inside, [figure for figure in figures if figure.only == only]):
                return False
        return True

    def _figures(self, inside: list[Member], figures: Sequence[MembersFigure]) -> bool:
        """Assign figures to members, first those among whom a condition holds; False when that is impossible."""
        if any((self.goal.aggregates[figure] is Special.NO_MEMBERS) is bool(inside) for figure in figures):
            return False
        if not inside:
            return True
        if any(isinstance(self.goal.aggregates[figure], MayApply) for figure in figures):
            return False
        over_all = {figure.of for figure in figures if figure.among is None}
        for of, among in sorted(
            dict.fromkeys((figure.of, figure.among) for figure in figures), key=lambda pair: pair[1] is None
        ):
            wanted = {
                figure.aggregate: self._wanted(figure) for figure in figures if (figure.of, figure.among) == (of, among)
            }
            holding = inside
            if among is not None:
                none = {*wanted.values()} == {Special.NOT_APPLICABLE}
                holding = [] if none else inside[: (len(inside) + 1) // 2] if of in over_all else inside
                for number, member in enumerate(inside):
                    outcome = Outcome.ATTAINED if number < len(holding) else Outcome.NOT_ATTAINED
                    if member.outcomes.setdefault(among, outcome) is not outcome:
                        return False
            if not holding:
                continue
            filled = (
                self._count(holding, of, wanted)
                if isinstance(of, CriteriaCount)
                else self._measure(holding, of, wanted)
            )
            if not filled:
                return False
        return True

    def _wanted(self, figure: MembersFigure) -> Interval | Special:
        if figure in self.chosen:
            return self.chosen[figure]
        state = self.goal.aggregates[figure]
        assert isinstance(state, Special)
        return state

    def _measure(self, inside: list[Member], of: str, wanted: Mapping[Aggregate, Interval | Special]) -> bool:
        grids = Grids(self.sides)
        limits = Limits.of_measure(grids[of])
        present = [member.figures.get(of) for member in inside]
        values = shared_out(wanted, present, limits)
        if values is None:
            return False
        for member, value in zip(inside, values, strict=True):
            member.figures[of] = value
        return True

    def _count(self, inside: list[Member], of: CriteriaCount, wanted: Mapping[Aggregate, Interval | Special]) -> bool:
        now = [len(program.criteria) for program in self.sides.programs(of.ruleset)]
        then = [] if of.since is None else [len(program.criteria) for program in self.sides.past(of.ruleset, of.since)]
        limits = Limits.of_count(min(now, default=0), -min(then, default=0))
        if any(of in member.counts for member in inside):
            return all(of in member.counts for member in inside)
        low, high = (_whole(shared_out(_ends(wanted, end), [None] * len(inside), limits)) for end in (0, 1))
        if low is None or high is None or any(least > most for least, most in zip(low, high, strict=True)):
            return False
        for member, least, most in zip(inside, low, high, strict=True):
            member.counts[of] = (least, most)
        return True


def _ends(wanted: Mapping[Aggregate, Interval | Special], end: int) -> dict[Aggregate, Interval | Special]:
    """Lower (`end` 0) or upper (1) bounds of the intervals wanted, each as a single figure."""
    return {kind: (interval[end], interval[end]) for kind, interval in wanted.items() if isinstance(interval, tuple)}


def _whole(values: Sequence[Value] | None) -> list[Fraction] | None:
    """Figures in ascending order; None where one is not known, or there are none."""
    figures = [value for value in values or () if isinstance(value, Fraction)]
    return sorted(figures) if values and len(figures) == len(values) else None


def _layouts(of: Mapping[Only, int]) -> Iterator[list[set[Only]]]:
    """Lists that each member is in: first with disjoint lists, then with all lists beginning at the first member."""
    parts = {only: size for only, size in of.items() if only}
    apart = sum(parts.values())
    whole = of.get((), apart)
    if apart <= whole:
        yield [*({only} for only, size in parts.items() for _ in range(size)), *(set() for _ in range(whole - apart))]
    most = max(parts.values(), default=0)
    whole = of.get((), most)
    if len(parts) > 1 and most <= whole:
        yield [{only for only, size in parts.items() if number < size} for number in range(whole)]


def _tally(inside: Sequence[Member], rule: RuleKey | MemberTruth, tally: Tally) -> bool:
    """Assign the outcomes of a tally to members; False when their number or existing outcomes contradict it."""
    if tally.size != len(inside):
        return False
    left = dict(tally.counts)
    for member in inside:
        if rule in member.outcomes:
            left[member.outcomes[rule]] -= 1
    if any(count < 0 for count in left.values()):
        return False
    rest = iter([outcome for outcome, count in left.items() for _ in range(count)])
    for member in inside:
        if rule not in member.outcomes:
            member.outcomes[rule] = next(rest)
    return True

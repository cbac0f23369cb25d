"""Search for situations in which a rule comes to an outcome, or in which a figure at a point beside a threshold decides it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import partial
from itertools import islice
from math import ceil, floor
from typing import Self

from attrs import frozen

from ...language.contents.traversal import choices
from ...model.condition import Basis
from ...model.outcome import Outcome, Tally
from ...model.threshold import Fixed, Threshold
from ...model.values.number import as_fraction
from ..cases.case import Situation
from ..coverage.scale import Point, Scale
from ..coverage.threshold_points import ThresholdOccurrence
from ..in_force import Years
from ..regions.diagram import Box, Diagrams, Node
from ..regions.difference import HeldStates, Pair, Region, every_state
from ..regions.leaf import compared_quantity, core_of, is_turned
from ..regions.partition import contains
from ..regions.quantity import (
    Cell,
    CountOf,
    LevelIs,
    MembersDeciding,
    OutcomeCounts,
    OwnAttribute,
    Quantity,
    Special,
    State,
    ValueIs,
    Year,
    YearIs,
)
from ..regions.reading import Reading, read
from ..regions.side import Side
from ..witness.goal import DatedSides, Sides
from ..witness.members import standing
from ..witness.witness import witness_of

_STEPS = {Point.BELOW: -1, Point.AT: 0, Point.ABOVE: 1}
_MOST_WHOLES = 4
States = Mapping[Quantity, State]


@frozen
class Target:
    """The quantities that bring a figure to a point: as states of a reading, and as exactly as they are to be."""

    read: States
    exact: States


def routes(threshold: Threshold, fixed: Fixed, reading: Reading) -> Iterator[States]:
    """Attributes and year with which a threshold takes one of the figures written in it."""
    if threshold is fixed:
        yield {}
        return
    cases = choices(threshold)
    listed = {case.value for case in cases}
    for case in cases:
        quantity = Year() if case.attribute is None else OwnAttribute(str(case.attribute))
        below = partial(routes, case.threshold, fixed, reading)
        if case.value is not None:
            chosen = YearIs(case.value) if isinstance(case.value, int) else ValueIs(str(case.value))
            yield from _with(quantity, chosen, below(), reading)
            continue
        for state in reading.states[reading.level[quantity]]:
            own = getattr(state, "year" if case.attribute is None else "value", None)
            if state is not Special.NO_ATTRIBUTE and own not in listed - {None}:
                yield from _with(quantity, state, below(), reading)


def _with(quantity: Quantity, state: State, so_far: Iterator[States], reading: Reading) -> Iterator[States]:
    if state in reading.states[reading.level[quantity]]:
        yield from ({**states, quantity: state} for states in so_far if states.get(quantity, state) == state)


def targets(
    occurrence: ThresholdOccurrence, fixed: Fixed, point: Point, side: Side, reading: Reading
) -> Iterator[Target]:
    """States in which the figure of a condition lies at a point beside a threshold, the simplest first; none for a score,
    which is no single quantity.
    """
    figure = core_of(occurrence.term.figure)[0]
    quantity = compared_quantity(occurrence.term, side)
    if isinstance(quantity, CountOf):
        assert isinstance(fixed.value, Decimal)
        counted = _of_members if isinstance(quantity.of, MembersDeciding) else _of_rules
        yield from counted(quantity, fixed.value, point, side, reading)
        return
    if quantity is None:
        return
    turned = is_turned(figure)
    for state in _exact(fixed, point, occurrence.scale(side.program), turned=turned):
        state_read = _read(quantity, state, reading)
        if state_read is not None:
            yield Target({quantity: state_read}, {quantity: state})


def _exact(fixed: Fixed, point: Point, scale: Scale, *, turned: bool) -> Iterator[State]:
    """States one step from the threshold, and nearer ones where figures can have them."""
    if isinstance(fixed.value, str):
        rank = scale.levels.index(fixed.value) + _STEPS[point]
        if 0 <= rank < len(scale.levels):
            yield LevelIs(scale.levels[rank])
        return
    for part in (1,) if scale.whole or point is Point.AT else (1, 2, 10):
        figure = as_fraction(fixed.value) + _STEPS[point] * as_fraction(scale.step) / part
        figure = -figure if turned else figure
        yield Cell(figure, figure, figure)


def _read(quantity: Quantity, state: State, reading: Reading) -> State | None:
    """The state of a reading in which another one lies."""
    for candidate in reading.states[reading.level[quantity]]:
        if candidate == state or (
            isinstance(candidate, Cell) and isinstance(state, Cell) and contains(candidate, state.point)
        ):
            return candidate
    return None


def _numbers(basis: Basis, threshold: Decimal, point: Point, wholes: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Pairs of a number and a whole at a point beside a threshold."""
    for whole in wholes:
        number_at = as_fraction(threshold) if basis is Basis.COUNT else as_fraction(threshold) * whole / 100
        number = {
            Point.BELOW: Fraction(ceil(number_at) - 1),
            Point.AT: number_at,
            Point.ABOVE: Fraction(floor(number_at) + 1),
        }[point]
        if number.denominator == 1 and 0 <= number <= whole:
            yield int(number), whole


def _of_rules(quantity: CountOf, threshold: Decimal, point: Point, side: Side, reading: Reading) -> Iterator[Target]:
    """So many of the criteria, the first or the last ones; where not all are to apply, the last do not."""
    assert isinstance(quantity.of, tuple)
    classes = list(dict.fromkeys(reading.classes[rule] for rule in quantity.of))
    size = sum(len(counts.rules) for counts in classes)
    wholes = range(size, 0, -1)
    for number, whole in islice(_numbers(quantity.basis, threshold, point, wholes), _MOST_WHOLES):
        for ordered in (classes, classes[::-1]):
            tallies = _shared(ordered, number, whole, failing=quantity.failing)
            if all(tally in reading.states[reading.level[counts]] for counts, tally in tallies.items()):
                yield Target(tallies, tallies)


def _shared(classes: Sequence[OutcomeCounts], number: int, whole: int, *, failing: bool) -> dict[Quantity, State]:
    """Tallies with the first `number` of the rules in the counted state, the rest up to `whole` in the other one."""
    tallies: dict[Quantity, State] = {}
    for counts in classes:
        size = len(counts.rules)
        counted = min(number, size)
        others = min(whole - number, size - counted)
        number, whole = number - counted, whole - counted - others
        of_state = (others, counted) if failing else (counted, others)
        tallies[counts] = Tally(*of_state, 0, size - counted - others)
    return tallies


def _of_members(quantity: CountOf, threshold: Decimal, point: Point, side: Side, reading: Reading) -> Iterator[Target]:
    assert isinstance(quantity.of, MembersDeciding)
    counts, shares = Sides((side,)).bounds[quantity.of]
    states = {
        standing(state, counts, shares): state
        for state in reading.states[reading.level[quantity.of]]
        if isinstance(state, Tally)
    }
    least = int(threshold) + 2 if quantity.basis is Basis.COUNT else 2
    wholes = (*range(least, 101), 1)
    for number, whole in islice(_numbers(quantity.basis, threshold, point, wholes), 2 * _MOST_WHOLES):
        exact = Tally(number, whole - number, 0, 0)
        read = states.get(standing(exact, counts, shares))
        if read is not None:
            yield Target({quantity.of: read}, {quantity.of: exact})


_MOST_BOXES = 12


@frozen(eq=False)
class Search:
    """One rule of one ruleset, and its outcome as a function of all that it reads."""

    dated: DatedSides
    pair: Pair
    possible: Node

    @property
    def side(self) -> Side:
        """The ruleset that the rule is of."""
        return self.dated.sides[0]

    @classmethod
    def of(cls, side: Side, code: str, years: Years) -> Self:
        """The rule of a code. Raises TooManyCombinations."""
        rule = (side, side.program.by_code[code])
        pair = Pair.of(rule, rule, read([rule], years))
        return cls(DatedSides((side,)), pair, pair.possible)

    def of_outcome(self, outcome: Outcome) -> Iterator[Situation]:
        """Situations in which the rule has an outcome; an undetermined one preferably for missing figures."""
        boxes = self.pair.diagrams.boxes(self.pair.both, lambda pair: pair[0] is outcome)
        for box in islice(boxes, _MOST_BOXES):
            if outcome is Outcome.UNDETERMINED:
                yield from self._situations(
                    [(level, self._unknown(level, inside)) for level, inside in box.where], {}, {}
                )
            yield from self._situations(box.where, {}, {})

    def _unknown(self, level: int, inside: frozenset[int]) -> frozenset[int]:
        """Of some states of a quantity that in which nothing is known, if it is among them."""
        states = self.pair.reading.states[level]
        return frozenset(number for number in inside if states[number] is Special.NOT_KNOWN) or inside

    def at(self, target: Target, others: Sequence[Target], route: States) -> Iterator[Situation]:
        """Situations in which a target is met on a route, first those with another outcome than at the other targets."""
        diagrams, both = self.pair.diagrams, self.pair.both
        fixed = self._levels({**route, **target.read})
        own_node = _restricted(diagrams, both, fixed)
        for other in others:
            other_node = _restricted(diagrams, both, self._levels({**route, **other.read}))
            differing = diagrams.combine(lambda first, second: (first, second), own_node, other_node)
            for box in islice(diagrams.boxes(differing, lambda pair: pair[0] != pair[1]), _MOST_BOXES):
                yield from self._situations(box.where, fixed, target.exact)
        yield from self._situations((), fixed, target.exact)

    def _levels(self, states: States) -> dict[int, int]:
        reading = self.pair.reading
        levels = {reading.level[quantity]: state for quantity, state in states.items()}
        return {level: reading.states[level].index(state) for level, state in levels.items()}

    def _situations(
        self, where: Sequence[tuple[int, frozenset[int]]], fixed: Mapping[int, int], exact: States
    ) -> Iterator[Situation]:
        """The situation with states in a box, those fixed as they are, and exact where they are to be."""
        reading = self.pair.reading
        inside = {**dict(where), **{level: frozenset((state,)) for level, state in fixed.items()}}
        state_numbers = self.pair.example(Box(tuple(sorted(inside.items())), None), self.possible)
        if state_numbers is None:
            return

        def states(level: int, numbers: Iterable[int]) -> tuple[State, ...]:
            quantity = reading.quantities[level]
            of_level = reading.states[level]
            return (exact[quantity],) if quantity in exact else tuple(of_level[number] for number in sorted(numbers))

        every = every_state(reading)
        example = tuple(
            (held_states.quantity, states(level, [state_numbers[level]])[0]) for level, held_states in enumerate(every)
        )
        needed = tuple(
            HeldStates(reading.quantities[level], states(level, numbers), reading.states[level])
            for level, numbers in inside.items()
        )
        situation = witness_of(Region(needed, Outcome.UNDETERMINED, Outcome.UNDETERMINED, example), self.dated, every)
        if situation is not None:
            yield situation


def _restricted(diagrams: Diagrams, node: Node, fixed: Mapping[int, int]) -> Node:
    """A function where some quantities are in given states, as a function of the others."""
    done: dict[Node, Node] = {}

    def walk(inner: Node) -> Node:
        if inner not in done:
            if diagrams.is_leaf(inner):
                done[inner] = inner
            elif diagrams.level(inner) in fixed:
                done[inner] = walk(diagrams.branches(inner)[fixed[diagrams.level(inner)]])
            else:
                branches = tuple([walk(branch) for branch in diagrams.branches(inner)])
                done[inner] = diagrams.choice(diagrams.level(inner), branches)
        return done[inner]

    return walk(node)

"""Regions in which two rules differ, with the outcome of each; none is a proof that they never do."""

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from itertools import permutations
from math import prod

from attrs import evolve, field, frozen

from ...model.outcome import Outcome
from ...program.program import ProgramRule
from ..in_force import Years
from .demand import Demands
from .diagram import Box, Diagrams, Node
from .feasible import feasible, simplest_examples
from .formula import Formulas
from .quantity import Quantity, Special, State
from .reading import Reading, read
from .side import RuleOfSide, Side, meant

MOST_REGIONS = 2_000
"""Maximum number of regions listed for one pair of rules; `Difference.unlisted` says that there are more."""
_MOST_REORDERED = 4
_MOST_MERGED = 400


@frozen
class HeldStates:
    """Quantity and the states it is in, among all states that the rules compared can tell apart (`every`)."""

    quantity: Quantity
    states: tuple[State, ...]
    every: tuple[State, ...]


@frozen
class Region:
    """Region in which the outcome differs: the quantities that bound it, and the outcome of each rule everywhere in it.

    `example` is one combination of states in it, of all that the rules read.
    """

    where: tuple[HeldStates, ...]
    before: Outcome
    after: Outcome
    example: tuple[tuple[Quantity, State], ...]


@frozen
class StateDifference:
    """Two rules compared on every combination of states: `regions` are those in which their outcomes differ, all of them
    unless `unlisted` is set. `combinations` is the number of combinations, `reads` the quantities with all their
    states, and `demands` the demands of the rules on these.
    """

    regions: tuple[Region, ...]
    combinations: int
    reads: tuple[HeldStates, ...] = ()
    unlisted: bool = False
    demands: Demands = field(factory=lambda: Demands([]), eq=False, repr=False)

    @property
    def is_none(self) -> bool:
        """True when the outcomes are the same everywhere."""
        return not self.regions


@frozen(eq=False)
class Pair:
    """Two rules over one reading: the diagram of both outcomes, and that of the possible combinations of states."""

    reading: Reading
    diagrams: Diagrams
    both: Node
    side: Side

    @classmethod
    def of(
        cls,
        before: RuleOfSide,
        after: RuleOfSide,
        reading: Reading,
        write: Callable[[Formulas, ProgramRule], Node] = Formulas.rule,
    ) -> "Pair":
        """Write both rules, or with `Formulas.verdict` their verdicts, over a reading. Raises TooManyCombinations."""
        diagrams = Diagrams([len(states) for states in reading.states])
        nodes = [write(Formulas(side, reading, diagrams), rule) for side, rule in (before, after)]
        return cls(reading, diagrams, diagrams.combine(lambda old, new: (old, new), *nodes), after[0])

    @cached_property
    def possible(self) -> Node:
        """The combinations that are not known to be impossible. Raises TooManyCombinations."""
        return feasible(self.reading, self.diagrams, self.side)

    @cached_property
    def simplest(self) -> Node:
        """Those of the possible combinations that examples are taken from first. Raises TooManyCombinations."""
        return simplest_examples(self.reading, self.diagrams, self.possible)

    @property
    def differs(self) -> bool:
        """True when the two differ in some possible combination. Raises TooManyCombinations."""
        return any(self.example(box) is not None for box in self._different())

    def _different(self) -> Iterator[Box]:
        return self.diagrams.boxes(self.both, lambda pair: pair[0] != pair[1])

    @cached_property
    def boxes(self) -> tuple[list[Box], bool]:
        """Regions as boxes, and True when there are more than MOST_REGIONS."""
        boxes: list[Box] = []
        for box in self._different():
            if len(boxes) >= MOST_REGIONS:
                return boxes, True
            if self.example(box) is not None:
                boxes.append(box)
        return (_merged(boxes) if len(boxes) <= _MOST_MERGED else boxes), False

    def example(self, box: Box, among: Node | None = None) -> tuple[int, ...] | None:
        """Combination of states in a box that can occur together, simple states preferred; None when there is none."""
        diagrams, allowed = self.diagrams, dict(box.where)

        def walk(level: int, node: Node) -> tuple[int, ...] | None:
            if diagrams.is_leaf(node) and not diagrams.value(node):
                return None
            if level == len(diagrams.sizes):
                return ()
            order = sorted(allowed[level]) if level in allowed else self._plainest(level)
            asks = diagrams.level(node) == level
            for state in order:
                rest = walk(level + 1, diagrams.branches(node)[state] if asks else node)
                if rest is not None:
                    return (state, *rest)
                if not asks:
                    break
            return None

        return walk(0, self.possible if among is None else among)

    def _plainest(self, level: int) -> list[int]:
        """State numbers of a quantity that the box leaves free: unknown first, then undetermined, then all others."""
        states = self.reading.states[level]

        def takes(number: int) -> int:
            state = states[number]
            if state in (Special.NOT_KNOWN, Special.NO_ATTRIBUTE):
                return 0
            undetermined = getattr(state, "undetermined", None)
            return 1 if undetermined else 2

        return sorted(range(len(states)), key=takes)

    def regions(self) -> Iterator[Region]:
        """Regions with their quantities and states, independent of the diagrams."""
        states = self.reading.states
        for box in self.boxes[0]:
            numbers = self.example(box, self.simplest) or self.example(box)
            assert numbers is not None
            where = tuple(
                HeldStates(
                    self.reading.quantities[level],
                    tuple(states[level][number] for number in sorted(inside)),
                    states[level],
                )
                for level, inside in box.where
                if len(inside) < len(states[level])
            )
            example = tuple(
                (quantity, states[level][numbers[level]]) for level, quantity in enumerate(self.reading.quantities)
            )
            yield Region(where, box.value[0], box.value[1], example)


def difference(before: RuleOfSide, after: RuleOfSide, years: Years) -> StateDifference:
    """Every region in which two rules come to different outcomes, by their conditions alone.

    Raises TooManyCombinations where there are more combinations than the analysis holds.
    """
    reading = read((before, after), years)
    pair = Pair.of(before, after, reading)
    levels = sorted(pair.diagrams.levels_below(pair.both))
    differing = pair.boxes[0]
    if len(differing) > 1 and 1 < len(levels) <= _MOST_REORDERED:
        # Which quantity is asked first decides how many rows the table has: every order is tried.
        for order in permutations(levels):
            rest = [level for level in range(len(reading.quantities)) if level not in levels]
            other = Pair.of(before, after, reading.reordered([*order, *rest]))
            if _size(other.boxes[0]) < _size(pair.boxes[0]):
                pair = other
    reads = every_state(reading)
    combinations = prod(len(states) for states in reading.states)
    return StateDifference(tuple(pair.regions()), combinations, reads, pair.boxes[1], reading.demands)


def every_state(reading: Reading) -> tuple[HeldStates, ...]:
    """The quantities of a reading, each in any of its states."""
    return tuple(
        HeldStates(quantity, states, states)
        for quantity, states in zip(reading.quantities, reading.states, strict=True)
    )


def _size(boxes: Sequence[Box]) -> tuple[int, int]:
    return len(boxes), sum(len(box.where) for box in boxes)


def _merged(boxes: Sequence[Box]) -> list[Box]:
    """Merge boxes of the same value that differ in the states of one quantity only."""
    merged = list(boxes)
    merging = True
    while merging:
        merging = False
        for level in {level for box in merged for level, _ in box.where}:
            together: dict[object, list[Box]] = {}
            for box in merged:
                rest = tuple(bound for bound in box.where if bound[0] != level)
                together.setdefault((box.value, rest, len(rest) == len(box.where)), []).append(box)
            for same in together.values():
                if len(same) < 2 or all(box.where == same[0].where for box in same):
                    continue
                states = frozenset(state for box in same for of, inside in box.where if of == level for state in inside)
                where = tuple((of, states if of == level else inside) for of, inside in same[0].where)
                merged = [evolve(same[0], where=where), *(box for box in merged if box not in same)]
                merging = True
                break
    return merged


def same_words(before: RuleOfSide, after: RuleOfSide) -> bool:
    """True when two rules have the same conditions and the same meaning, so that no comparison is needed."""
    words = [(rule.rule.condition, rule.rule.applies_when) for _, rule in (before, after)]
    return words[0] == words[1] and same_meaning(before, after)


def same_meaning(before: RuleOfSide, after: RuleOfSide) -> bool:
    """True when two rules come to the same terms, as 12 months and a year do."""
    (old_side, left), (new_side, right) = before, after
    return meant(left.truth, old_side) == meant(right.truth, new_side)

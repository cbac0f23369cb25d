"""Search for situations in which a rule comes to an outcome, or in which one figure decides its outcome."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Self

from attrs import frozen

from ...model.outcome import Outcome
from ..cases.case import Situation
from ..in_force import Years
from ..regions.diagram import Box, Diagrams, Node
from ..regions.difference import HeldStates, Pair, Region
from ..regions.quantity import Special, State
from ..regions.reading import read
from ..regions.side import Side
from ..witness.sought import DatedSides
from ..witness.witness import witness_of
from .targets import States, Target

_MOST_BOXES = 12


@frozen(eq=False)
class Search:
    """One rule of one ruleset, and its outcome as a function of all that it reads."""

    dated: DatedSides
    pair: Pair

    @property
    def side(self) -> Side:
        """The ruleset that the rule is of."""
        return self.dated.sides[0]

    @classmethod
    def of(cls, side: Side, code: str, years: Years) -> Self:
        """The rule of a code. Raises TooManyCombinations."""
        rule = (side, side.program.by_code[code])
        return cls(DatedSides((side,)), Pair.of(rule, rule, read([rule], years)))

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
        """Situations in which a target is met on a route, first those in which the outcome differs from that at the
        other targets.
        """
        diagrams, both = self.pair.diagrams, self.pair.both
        fixed = self._levels({**route, **target.read})
        here = _restricted(diagrams, both, fixed)
        for other in others:
            there = _restricted(diagrams, both, self._levels({**route, **other.read}))
            differing = diagrams.combine(lambda one, two: (one, two), here, there)
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
        found = self.pair.example(Box(tuple(sorted(inside.items())), None))
        if found is None:
            return

        def states(level: int, numbers: Iterable[int]) -> tuple[State, ...]:
            quantity = reading.quantities[level]
            of_level = reading.states[level]
            return (exact[quantity],) if quantity in exact else tuple(of_level[number] for number in sorted(numbers))

        every = [HeldStates(quantity, of, of) for quantity, of in zip(reading.quantities, reading.states, strict=True)]
        example = tuple((held.quantity, states(level, [found[level]])[0]) for level, held in enumerate(every))
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

    def walk(one: Node) -> Node:
        if one not in done:
            if diagrams.is_leaf(one):
                done[one] = one
            elif diagrams.level(one) in fixed:
                done[one] = walk(diagrams.branches(one)[fixed[diagrams.level(one)]])
            else:
                branches = tuple([walk(branch) for branch in diagrams.branches(one)])
                done[one] = diagrams.choice(diagrams.level(one), branches)
        return done[one]

    return walk(node)

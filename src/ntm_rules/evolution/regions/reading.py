"""Quantities that rules read, each divided into states at the thresholds of all of these rules."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import get_args

from attrs import evolve, field, frozen

from ...model.key import RuleKey
from ..in_force import Years
from .demand import Demands
from .quantity import OutcomeCounts, Quantity, State
from .side import RuleOfSide
from .states import states_of


@frozen(eq=False)
class Reading:
    """The quantities that some rules read, in the order in which diagrams ask them, and the states of each.

    `demands` is what the rules ask of them.
    """

    quantities: tuple[Quantity, ...]
    states: tuple[tuple[State, ...], ...]
    demands: Demands = field(factory=lambda: Demands([]), repr=False)

    @cached_property
    def level(self) -> Mapping[Quantity, int]:
        """The place of each quantity in the order."""
        return {quantity: level for level, quantity in enumerate(self.quantities)}

    @cached_property
    def classes(self) -> Mapping[RuleKey, OutcomeCounts]:
        """Group of rules counted together, for each rule whose outcome is read."""
        return {
            rule: quantity
            for quantity in self.quantities
            if isinstance(quantity, OutcomeCounts)
            for rule in quantity.rules
        }

    def reordered(self, order: Sequence[int]) -> "Reading":
        """The same quantities in another order."""
        return evolve(
            self,
            quantities=tuple(self.quantities[level] for level in order),
            states=tuple(self.states[level] for level in order),
        )


def read(rules: Iterable[RuleOfSide], years: Years) -> Reading:
    """Quantities that the rules read, with their states. Raises TooManyCombinations when they cannot be compared."""
    rules = list(rules)
    demands = Demands([side for side, _ in rules])
    for side, rule in rules:
        demands.rule(side, rule)
    states = states_of(demands, years)
    order = get_args(Quantity)
    ordered = sorted(states, key=lambda quantity: order.index(type(quantity)))
    return Reading(tuple(ordered), tuple(states[quantity] for quantity in ordered), demands)

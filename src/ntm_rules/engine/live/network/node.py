"""Nodes and what they hold for a unit: a node for each distinct truth, and for figures that are counted or read of members.

A truth's value is its verdict, a figure's its span. Most truths are judged by the matcher: the node makes an event of integers
from what the unit's state holds, and the pattern that fires is the verdict. The others pass on what another node holds.
"""

from collections.abc import Callable, Sequence
from typing import Any, Protocol

from attrs import define, field

from ....model.fact import Finding
from ....model.key import RuleKey
from ....model.units.unit import Unit
from ....model.values.number import Number
from ....program.program import Program
from ....program.span_arithmetic import Ends
from ....program.terms import ProgramKey
from ....program.verdict import Verdict
from ...evidence.evidence import Reports
from ...evidence.world import EvidenceWorld
from ...specification.assessed import Assessed
from ..matching.matcher import Event

Bound = Number | int | str | Finding
NodeValue = Any
"""The value that a node holds for a unit: a verdict, or the ends of a figure (one known value is a span of itself)."""


class Surroundings(Protocol):
    """The sources that nodes read beside their unit's own state: the program's other units, and the other programs."""

    level: int
    program: Program
    world: EvidenceWorld
    states: "dict[str, State]"

    def about(self, unit: Unit) -> Assessed:
        """The unit under the program, as the specification takes it."""
        ...

    def verdict_elsewhere(self, program: ProgramKey, unit: str, code: str) -> Verdict:
        """The verdict of a rule of another program."""
        ...


@define(eq=False)
class State:
    """One unit under one program: what every node holds, and the reports on the unit, as they stand at any time.

    `kind` is that of its nodes.
    """

    unit: Unit
    kind: str
    values: list[NodeValue]
    reports: Reports
    around: Surroundings


@define(eq=False)
class Node:
    """A distinct term of a program for the units of a kind: its number among them, and who reads it.

    `event` makes the event that the matcher judges; where it is None, `hold` gives what the node holds.

    `level` grows with the distance from the facts, so that nodes settled level by level are settled once. `readers` are nodes
    of the same unit, `readers_above` nodes of units above, `readers_below` of those below; those of `shown_by` do not go by
    it, but the decisions made of them show it. `rule` is the key of the rule decided here, if it is one.
    """

    kind: str
    index: int
    level: int
    event: Callable[[State], Event] | None
    hold: Callable[[State], NodeValue]
    rule: RuleKey | None = None
    readers: "list[Node]" = field(factory=list)
    readers_above: "list[Node]" = field(factory=list)
    readers_below: "list[Node]" = field(factory=list)
    shown_by: "list[Node]" = field(factory=list)

    @property
    def is_read_by_others(self) -> bool:
        """True if nodes of other units read it."""
        return bool(self.readers_above or self.readers_below)


Spans = Callable[[State], Ends]
"""A function from the state of a unit to the span of a figure."""
Verdicts = Callable[[State], Sequence[Verdict]]
"""A function from the state of a unit to the verdicts of a group of truths."""

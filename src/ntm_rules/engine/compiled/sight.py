"""The input of makers of reasons: a unit under a program, and the value of each of the program's terms for it."""

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any

from attrs import define, field

from ...model.decision import Decision, Reason
from ...model.fact import Fact
from ...model.outcome import Tally
from ...model.units.unit import Unit
from ...program.program import Program
from ...program.terms import OutcomeOf, Reported
from ..evidence.evidence import Reports
from ..evidence.world import EvidenceWorld
from ..specification.assessed import Assessed, Decide

Reasons = tuple[Reason, ...]
Decisions = tuple[Decision, ...]


@define(eq=False)
class Sight:
    """A unit under a program. `known` is what every term comes to, by its position, `reports` are the unit's own facts.

    For the decision of one rule it has the terms that this one and those that it shows rest on.

    `decide` makes decisions of other rules, and `makers` those of the program itself; `tallies` are worked out once.
    """

    program: Program
    unit: Unit
    world: EvidenceWorld
    known: Mapping[int, Any] | tuple[Any, ...]
    reports: Reports
    makers: "Mapping[str, Callable[[Sight], Decision]]"
    decide: Decide
    tallies: dict[object, Tally] = field(factory=dict)

    @cached_property
    def assessed(self) -> Assessed:
        """The unit as the specification is told of it."""
        return Assessed(self.unit, self.program, self.world, self.decide)

    def decision(self, code: str) -> Decision:
        """The decision of a rule of the program, made once."""
        key = (self.program.ruleset.id, self.unit.code, code)
        decided = self.world.decided
        found = decided.get(key)
        if found is None:
            found = decided[key] = self.makers[code](self)
        return found

    def other(self, asked: OutcomeOf, unit: Unit) -> Decision:
        """The decision of a rule of another program, or about another unit."""
        program = self.program.asked(asked.program)
        return self.decide(program, unit, asked.code, self.world.at(program.as_of))

    def facts(self, figure: Reported) -> tuple[Fact, ...]:
        """The facts that a figure of the unit's own on the day rests on, where it has a value."""
        report = self.reports.get(figure.measure)
        sole = None if report is None else self.world.evidence.sole(report)
        return self.assessed.reported(figure).facts if sole is None else (sole,)


Tell = Callable[[Sight], Reasons]
Show = Callable[[Sight], Decisions]

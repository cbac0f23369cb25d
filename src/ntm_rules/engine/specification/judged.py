"""A unit of whose rules the verdicts alone are wanted: the specification's meaning, without reasons and decisions."""

from attrs import evolve, field, frozen

from ...program.terms import Members, OutcomeOf, ProgramKey
from ...program.verdict import Verdict
from .assessed import VERDICT, Assessed
from .deciding import DEEP
from .meaning import verdict


@frozen(eq=False)
class Judged(Assessed):
    """A unit that terms are about, where the verdict on every rule is worked out once, as long as `decided` is kept."""

    decided: dict[tuple[ProgramKey, str, str], Verdict] = field(factory=dict)

    def members(self, members: Members) -> list[Assessed]:
        """The members of this unit, under the same assessment."""
        return [evolve(self, unit=one.unit) for one in super().members(members)]

    def above(self, kind: str) -> Assessed | None:
        """The nearest unit of a kind above, under the same assessment; None where there is none."""
        found = super().above(kind)
        return None if found is None else evolve(self, unit=found.unit)

    def under(self, key: ProgramKey) -> Assessed:
        """The same unit under a program that this one asks, or itself. Raises KeyError for others."""
        found = super().under(key)
        return found if found is self else evolve(self, program=found.program, world=found.world)

    def outcomes_of(self, asked: OutcomeOf) -> Verdict:
        """The verdict on a rule that is asked for, worked out once."""
        key = (asked.program, self.unit.code, asked.code)
        if key not in self.decided:
            there = self.under(asked.program)
            self.decided[key] = verdict(there.program.by_code[asked.code].truth, there)
        return self.decided[key]

    def verdict_on(self, code: str) -> Verdict:
        """The verdict on a rule of the program. Raises KeyError when it has no such rule."""
        if self.program.depth > DEEP:
            # Calls that nest so deep would not end well; decisions are made from the bottom.
            return VERDICT[self.decide(self.program, self.unit, code, self.world).possible]
        return self.outcomes_of(OutcomeOf(self.program.key, code))

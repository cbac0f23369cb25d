"""A unit under assessment: what terms are about."""

from collections.abc import Callable
from datetime import date

from attrs import field, frozen

from ...model.decision import Decision
from ...model.fact import Attestation
from ...model.key import RuleKey
from ...model.outcome import Outcome
from ...model.units.unit import Unit
from ...program.program import Program
from ...program.terms import Figure, Members, OutcomeOf, Over, ProgramKey, Reported, Truth
from ...program.verdict import POSSIBLE, Verdict
from ..evidence.observation import Observation
from ..evidence.world import EvidenceWorld
from .span import Span

VERDICT: dict[frozenset[Outcome], Verdict] = {possible: verdict for verdict, possible in enumerate(POSSIBLE)}
"""The verdict of each set of outcomes."""

Decide = Callable[[Program, Unit, str, EvidenceWorld], Decision]


@frozen(eq=False)
class Assessed:
    """A unit that terms are about, under the program that they are of, in a world seen from that program's day.

    `decide` makes the decisions that they ask for. `verdicts`, `spans` and `below` are what was found so far: a truth and its
    reasons ask for the same.
    """

    unit: Unit
    program: Program
    world: EvidenceWorld
    decide: Decide
    verdicts: dict[Truth, Verdict] = field(factory=dict, init=False, repr=False)
    spans: dict[tuple[Figure, bool], Span] = field(factory=dict, init=False, repr=False)
    below: "dict[Members, list[Assessed]]" = field(factory=dict, init=False, repr=False)

    @property
    def day(self) -> date:
        """The day of the program."""
        return self.program.as_of

    def members(self, members: Members) -> list["Assessed"]:
        """The members of this unit, each under the same assessment."""
        if members not in self.below:
            units = self.world.members(self.unit.code, members.kind, members.only)
            self.below[members] = [Assessed(unit, self.program, self.world, self.decide) for unit in units]
        return self.below[members]

    def above(self, kind: str) -> "Assessed | None":
        """The nearest unit of a kind above, under the same assessment; None where there is none."""
        unit = self.world.units.ancestor(self.unit.code, kind, self.day)
        return None if unit is None else Assessed(unit, self.program, self.world, self.decide)

    def whose(self, figure: Reported) -> Unit | None:
        """The unit of which a figure is reported: this one, or the nearest above of a kind; None where there is none."""
        if figure.above is None:
            return self.unit
        return self.world.units.ancestor(self.unit.code, figure.above, self.day)

    def reported(self, figure: Reported) -> Observation:
        """The observation from the reports of a figure. Raises LookupError where there is no unit above."""
        unit = self.whose(figure)
        if unit is None:
            raise LookupError(figure.above)
        return self.world.reported(unit.code, figure, self.day)

    def under(self, key: ProgramKey) -> "Assessed":
        """The same unit under a program that this one asks, or itself, seen from its day. Raises ArgumentError for others."""
        program = self.program.asked(key)
        if program is self.program:
            return self
        return Assessed(self.unit, program, self.world.at(key.as_of), self.decide)

    def decision(self, term: OutcomeOf) -> Decision:
        """The decision of a rule that is asked for."""
        under = self.under(term.program)
        return self.decide(under.program, under.unit, term.code, under.world)

    def outcomes_of(self, term: OutcomeOf) -> Verdict:
        """The verdict on a rule that is asked for."""
        return VERDICT[self.decision(term).possible]

    def attribute(self, name: str) -> str | None:
        """An attribute of the unit; None where it is blank or not given."""
        return self.unit.attributes.get(name) or None

    def attested(self, rule: RuleKey) -> tuple[Attestation, ...]:
        """The attestations of a rule for the unit that stand on the day and attest what it means in the program."""
        return self.world.attested(self.unit.code, rule, self.program)

    def taken_for(self, whole: Over) -> Span | None:
        """The span that a figure over members is taken to be; None: the one that theirs come to."""
        return None

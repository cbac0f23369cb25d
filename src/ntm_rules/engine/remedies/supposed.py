"""A unit under assessment with some of what is known of it taken to be otherwise: the specification's own meaning decides."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import NamedTuple

from attrs import define, field, frozen

from ...model.fact import Absence, Attestation, Finding
from ...model.key import RuleKey
from ...model.units.unit import Unit
from ...program.program import Program
from ...program.terms import OutcomeOf, Over, ProgramKey, Reported
from ...program.verdict import Verdict
from ..evidence.observation import NOTHING, Observation
from ..evidence.world import EvidenceWorld
from ..specification.deciding import Judged, decide
from ..specification.meaning import verdict
from ..specification.span import Span


class Variable(NamedTuple):
    """A thing that can be supplied or can change: a measure of a unit on a day, an attribute, an authority's finding on a rule,
    or a figure over all members (`whole`).
    """

    unit: str
    day: date
    measure: str | None = None
    attribute: str | None = None
    rule: str | None = None
    whole: Over | None = None


Supposition = Decimal | Fraction | Finding | str | Absence
"""A value that a variable is taken to have; `NOT_REPORTED`: none."""


_Read = dict[Variable, None]
"""Variables, in the order in which they were read; what is added to a dictionary from another is not hashed again."""
RuleOfUnit = tuple[ProgramKey, str, str]
"""A rule that is asked for: its program, the unit, and its code."""
_Taken = tuple[tuple[Variable, Supposition], ...]
_MOST_WAYS = 16
"""Maximum number of sets of variables, of those that one rule was seen to read, by which its verdicts are kept."""


@define(eq=False)
class _WorkedOut:
    """Verdicts on rules by the values of the variables that were read to come to them, whatever the others are taken to be.

    `reading` are the variables read so far by the rules that are being worked out, the innermost last.
    """

    verdicts: dict[RuleOfUnit, list[tuple[_Read, dict[_Taken, Verdict]]]] = field(factory=dict)
    reading: list[_Read] = field(factory=list)

    def read(self, variables: _Read) -> None:
        """Note that these variables are read."""
        if self.reading:
            self.reading[-1].update(variables)


@frozen(eq=False)
class Supposed(Judged):
    """A unit that terms are about, where some variables are taken to have other `values`.

    A rule is worked out again under other values only where it read one that is another (`worked_out`). `own_verdicts` are the
    verdicts on rules under these values, each with the variables read; `other` is what the values were changed from.
    """

    values: Mapping[Variable, Supposition] = field(factory=dict)
    worked_out: _WorkedOut = field(factory=_WorkedOut, repr=False)
    own_verdicts: dict[RuleOfUnit, tuple[Verdict, _Read]] = field(factory=dict, repr=False)
    other: "Supposed | None" = field(default=None, repr=False)

    def with_values(self, values: Mapping[Variable, Supposition]) -> "Supposed":
        """The same unit under other values."""
        of = self.unit, self.program, self.world, self.decide
        return Supposed(*of, values=values, worked_out=self.worked_out, other=self)

    def outcomes_of(self, term: OutcomeOf) -> Verdict:
        """The verdict on a rule that is asked for, worked out once for the values that it reads."""
        key = (term.program, self.unit.code, term.code)
        known = self.own_verdicts.get(key) or self._verdict_unchanged(key) or self._verdict_worked_out(key)
        if known is None:
            under = self.under(term.program)
            self.worked_out.reading.append({})
            # Here, and not in a call of its own: rules that rest on one another in a row go as deep as Python's stack.
            try:
                judged = verdict(under.program.by_code[term.code].truth, under)
            finally:
                read = self.worked_out.reading.pop()
            known = judged, read
            self._keep(key, *known)
        self.own_verdicts[key] = known
        self.worked_out.read(known[1])
        return known[0]

    def _verdict_unchanged(self, key: RuleOfUnit) -> tuple[Verdict, _Read] | None:
        """The verdict under the values that these were changed from, where none that differs was read."""
        known = None if self.other is None else self.other.own_verdicts.get(key)
        return known if known is not None and known[1].keys().isdisjoint(self._differing) else None

    @cached_property
    def _differing(self) -> frozenset[Variable]:
        """The variables that have another value than where these values were changed from."""
        others = {} if self.other is None else self.other.values
        return frozenset(
            variable for variable in {**others, **self.values} if others.get(variable) != self.values.get(variable)
        )

    def _verdict_worked_out(self, key: RuleOfUnit) -> tuple[Verdict, _Read] | None:
        """The verdict on a rule under the same values of what was read to come to it, with what was."""
        for read, verdicts in self.worked_out.verdicts.get(key, ()):
            judged = verdicts.get(self._taken_of(read))
            if judged is not None:
                return judged, read
        return None

    def _keep(self, key: RuleOfUnit, judged: Verdict, read: _Read) -> None:
        known = self.worked_out.verdicts.setdefault(key, [])
        known_verdicts = next((verdicts for other, verdicts in known if other == read), None)
        if known_verdicts is None:
            known_verdicts = {}
            if len(known) < _MOST_WAYS:
                known.append((read, known_verdicts))
        known_verdicts[self._taken_of(read)] = judged

    def _taken_of(self, read: _Read) -> _Taken:
        """The values that some of these variables are taken to have."""
        return tuple([pair for pair in self.values.items() if pair[0] in read])

    def _taken(
        self,
        unit: str,
        day: date,
        measure: str | None = None,
        attribute: str | None = None,
        rule: RuleKey | None = None,
        whole: Over | None = None,
    ) -> Supposition | None:
        """The value that a variable is taken to have; None where it is as it is."""
        reading = self.worked_out.reading
        if not self.values and not reading:
            return None
        variable = Variable(unit, day, measure, attribute, None if rule is None else str(rule), whole)
        if reading:
            reading[-1][variable] = None
        return self.values.get(variable)

    def reported(self, figure: Reported) -> Observation:
        """The observation of a figure, or the value that it is taken to have. Raises LookupError without a unit above."""
        unit = self.whose(figure)
        if unit is not None:
            value = self._taken(unit.code, figure.on or self.day, figure.measure)
            if isinstance(value, Absence):
                return NOTHING
            if value is not None:
                return Observation(value)
        return super().reported(figure)

    def attribute(self, name: str) -> str | None:
        """An attribute of the unit, or the value that it is taken to have."""
        value = self._taken(self.unit.code, self.day, attribute=name)
        return value if isinstance(value, str) else super().attribute(name)

    def attested(self, rule: RuleKey) -> tuple[Attestation, ...]:
        """The attestations of a rule, or the finding that it is taken to have."""
        value = self._taken(self.unit.code, self.day, rule=rule)
        if isinstance(value, Finding):
            return (Attestation(self.unit.code, rule, value, self.day),)
        return super().attested(rule)

    def taken_for(self, whole: Over) -> Span | None:
        """The value that a figure over members is taken to have."""
        value = self._taken(self.unit.code, self.day, whole=whole)
        return Span(value, value) if isinstance(value, Decimal | Fraction) else None


def supposed(unit: Unit, program: Program, world: EvidenceWorld) -> Supposed:
    """A unit under assessment as it is, ready to be supposed otherwise."""
    return Supposed(unit, program, world, decide)


def supposed_of(at: object) -> Supposed:
    """A unit that is told of as supposed. Raises TypeError for any other."""
    if not isinstance(at, Supposed):
        raise TypeError(f"{type(at).__name__} is not supposed")
    return at

"""A unit under assessment with some of what is known of it taken to be otherwise: the specification's own meaning decides."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from attrs import evolve, field, frozen

from ...model.fact import Absence, Attestation, Finding
from ...model.key import RuleKey
from ...program.terms import Over, Reported
from ..evidence.observation import NOTHING, Observation
from ..specification.assessed import Assessed
from ..specification.judged import Judged
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


@frozen(eq=False)
class Supposed(Judged):
    """A unit that terms are about, where some variables are taken to have other `values`."""

    values: Mapping[Variable, Supposition] = field(factory=dict)

    def with_values(self, values: Mapping[Variable, Supposition]) -> "Supposed":
        """The same unit under other values."""
        return evolve(self, values=values, decided={})

    def reported(self, figure: Reported) -> Observation:
        """The observation of a figure, or the value that it is taken to have. Raises LookupError without a unit above."""
        if self.values:
            unit = self.whose(figure)
            if unit is not None:
                value = self.values.get(Variable(unit.code, figure.on or self.day, figure.measure))
                if isinstance(value, Absence):
                    return NOTHING
                if value is not None:
                    return Observation(value)
        return super().reported(figure)

    def attribute(self, name: str) -> str | None:
        """An attribute of the unit, or the value that it is taken to have."""
        found = self.values.get(Variable(self.unit.code, self.day, attribute=name))
        return found if isinstance(found, str) else super().attribute(name)

    def attested(self, rule: RuleKey) -> tuple[Attestation, ...]:
        """The attestations of a rule, or the finding that it is taken to have."""
        found = self.values.get(Variable(self.unit.code, self.day, rule=str(rule)))
        if isinstance(found, Finding):
            return (Attestation(self.unit.code, rule, found, self.day),)
        return super().attested(rule)

    def taken_for(self, whole: Over) -> Span | None:
        """The value that a figure over members is taken to have."""
        found = self.values.get(Variable(self.unit.code, self.day, whole=whole))
        return Span(found, found) if isinstance(found, Decimal | Fraction) else None


def supposed(at: Assessed) -> Supposed:
    """A unit under assessment as it is, ready to be supposed otherwise."""
    return Supposed(at.unit, at.program, at.world, at.decide)

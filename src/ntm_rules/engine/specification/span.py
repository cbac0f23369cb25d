"""What a figure comes to, and the one rule by which it is held against what is required."""

from decimal import Decimal
from enum import Enum
from fractions import Fraction

from attrs import frozen

from ...model.fact import Finding
from ...model.outcome import Outcome
from ...program.terms import Counted, Holds
from .. import kleene
from ..kleene import MAY_NOT_APPLY, NOT_APPLICABLE, OPEN, WIDE_OPEN, Verdict

Amount = Decimal | Fraction | Finding | str
"""A figure, a finding, or the id of a level."""


class Applies(Enum):
    SURE, UNSETTLED, MAY_NOT, NOT = range(4)


@frozen
class Span:
    low: Amount | None = None
    high: Amount | None = None
    applies: Applies = Applies.SURE
    of_none: bool = False

    @property
    def value(self) -> Amount | None:
        surely = self.applies is not Applies.NOT and self.low is not None and self.low == self.high
        return None if self.of_none or not surely else self.low


def verdict_of(term: Holds, figure: Span, required: Span) -> Verdict:
    asked = required.value
    if figure.of_none:
        return OPEN if asked is None else kleene.ATTAINED
    if figure.applies is Applies.NOT and not (isinstance(term.figure, Counted) and asked is None):
        return NOT_APPLICABLE
    if asked is None:
        return WIDE_OPEN if figure.applies in (Applies.NOT, Applies.MAY_NOT) else OPEN
    low, high, least = figure.low, figure.high, asked
    if term.scale:
        low, high, least = (None if one is None else term.scale.index(one) for one in (low, high, least))
    verdict = kleene.between(low, high, term.operator, least)
    if figure.applies is Applies.SURE:
        return verdict
    return Verdict(Outcome.UNDETERMINED, verdict.possible | (MAY_NOT_APPLY if figure.applies is Applies.MAY_NOT else 0))

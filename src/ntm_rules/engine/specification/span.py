"""The span of a figure, and the one rule by which it is held against the one required."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from attrs import frozen

from ...model.fact import Finding
from ...model.values.number import Number
from ...program.terms import Holds
from ...program.verdict import ATTAINED, OPEN, Verdict, between, where

Amount = Decimal | Fraction | Finding | str
"""A figure, a finding, or the id of a level."""


@frozen
class Span:
    """The range of a figure, from at least to at most (None: no bound), and whether it applies.

    `applies` is a verdict: `ATTAINED`, it applies; `NOT_APPLICABLE`, it does not; or both. `of_none` marks one of no
    truths or members at all that satisfies any bound; where it is a part of another figure it counts as 0.

    >>> Span(Decimal(3), Decimal(5)).value, Span(Decimal(3), Decimal(3)).value
    (None, Decimal('3'))
    """

    low: Amount | None = None
    high: Amount | None = None
    applies: Verdict = ATTAINED
    of_none: bool = False

    @property
    def value(self) -> Amount | None:
        """The one value that it can be; None where there are several, or none, or it may not apply."""
        is_known = self.applies == ATTAINED and not self.of_none and self.low == self.high
        return self.low if is_known else None


def verdict_of(truth: Holds, figure: Span, required: Span) -> Verdict:
    """The verdict on a figure held against the one required.

    Whether it applies comes from the figure alone. Without one required figure, it is open wherever the figure applies.

    >>> from ...model.condition import Operator
    >>> from ...model.outcome import Outcome
    >>> from ...program.terms import Constant, Reported
    >>> from ...program.verdict import OUTCOME
    >>> ninety = Span(Decimal(90), Decimal(90))
    >>> bound = Holds(Reported("water"), Operator.AT_LEAST, Constant(Decimal(90)))
    >>> OUTCOME[verdict_of(bound, Span(Decimal(91), None), ninety)]
    <Outcome.ATTAINED: 'attained'>
    """
    asked = required.value
    if asked is None:
        return where(OPEN, figure.applies)
    if figure.of_none:
        return ATTAINED
    low, high, least = (_compared(one, truth.scale) for one in (figure.low, figure.high, asked))
    assert least is not None
    return where(between(low, high, truth.operator, least), figure.applies)


def _compared(value: Amount | None, scale: Sequence[str]) -> Number | int | None:
    """A figure, or the place of a level on its scale."""
    if isinstance(value, str):
        return scale.index(value)
    assert not isinstance(value, Finding)
    return value

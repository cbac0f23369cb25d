"""The span of a figure, those of several truths made one, and the one rule by which it is held against the one required."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from attrs import frozen

from ...model.condition import NoMembers
from ...model.fact import Finding
from ...model.values.number import Number, simplest
from ...program.span_arithmetic import OF_NONE, Ends, less_span
from ...program.terms import Holds
from ...program.verdict import ATTAINED, OPEN, Verdict, applies_to_some, between, count_range, share_range, where

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

    @property
    def ends(self) -> Ends:
        """The span as a part of another figure."""
        return self.low, self.high, self.applies


def bounds_of(span: Span) -> tuple[Number | None, Number | None]:
    """The bounds of a figure that is a number."""
    assert not isinstance(span.low, Finding | str)
    assert not isinstance(span.high, Finding | str)
    return span.low, span.high


def difference_of(one: Span, other: Span) -> Span:
    """The difference of two spans; one that is taken from a figure of none that satisfies any bound is such a figure itself."""
    return one if one.of_none else Span(*less_span(one.ends, other.ends))


def of_none(if_none: NoMembers | None) -> Span:
    """The span of a figure of no truths or members at all."""
    return Span(*OF_NONE[if_none], of_none=if_none is NoMembers.ATTAINED)


def counted(parts: Sequence[Verdict], is_share: bool) -> Span:
    """The number of the parts that hold, or (`is_share`) the percentage of those that apply, as a span."""
    if is_share:
        low, high = map(simplest, share_range(parts))
    else:
        low, high = map(Decimal, count_range(parts))
    return Span(low, high, applies_to_some(parts))


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
    bound = required.value
    if bound is None:
        return where(OPEN, figure.applies)
    if figure.of_none:
        return ATTAINED
    low, high, least = (_compared(end, truth.scale) for end in (figure.low, figure.high, bound))
    assert least is not None
    return where(between(low, high, truth.operator, least), figure.applies)


def _compared(value: Amount | None, scale: Sequence[str]) -> Number | int | None:
    """A figure, or the place of a level on its scale."""
    if isinstance(value, str):
        return scale.index(value)
    assert not isinstance(value, Finding)
    return value

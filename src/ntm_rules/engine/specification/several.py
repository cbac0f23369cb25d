"""The spans of several truths or figures, made one: counts and shares, figures of members, differences."""

from collections.abc import Sequence
from decimal import Decimal

from ...model.condition import NoMembers
from ...model.fact import Finding
from ...model.values.number import Number, difference, simplest
from ...program.verdict import ATTAINED, NOT_APPLICABLE, Verdict, applies_to_some, count_range, share_range
from .span import Span


def bounds_of(span: Span) -> tuple[Number | None, Number | None]:
    """The bounds of a figure that is a number."""
    assert not isinstance(span.low, Finding | str)
    assert not isinstance(span.high, Finding | str)
    return span.low, span.high


def difference_of(one: Span, other: Span) -> Span:
    """The difference of two spans. It does not apply where one of the two does not; one that is taken from a figure of none
    that satisfies any bound is such a figure itself.
    """
    if one.of_none:
        return one
    (low, high), (other_low, other_high) = bounds_of(one), bounds_of(other)
    return Span(
        None if low is None or other_high is None else difference(low, other_high),
        None if high is None or other_low is None else difference(high, other_low),
        (one.applies | other.applies) & NOT_APPLICABLE | (one.applies & other.applies & ATTAINED),
    )


def of_none(if_none: NoMembers | None) -> Span:
    """The span of a figure of no truths or members at all."""
    match if_none:
        case NoMembers.ATTAINED:
            return Span(Decimal(0), Decimal(0), of_none=True)
        case NoMembers.NOT_APPLICABLE:
            return Span(applies=NOT_APPLICABLE)
    return Span()


def counted(parts: Sequence[Verdict], is_share: bool) -> Span:
    """The number of the parts that hold, or (`is_share`) the percentage of those that apply, as a span."""
    applies = applies_to_some(parts)
    if is_share:
        low, high = share_range(parts)
        return Span(simplest(low), simplest(high), applies)
    least, most = count_range(parts)
    return Span(Decimal(least), Decimal(most), applies)


def always_counted(parts: Sequence[Verdict], is_share: bool) -> Span:
    """A count or a share as a figure: 0 where none of the parts applies."""
    none = Decimal(0)
    if not parts:
        return Span(none, none)
    found = counted(parts, is_share)
    if found.applies == ATTAINED:
        return found
    return Span(none, none if found.applies == NOT_APPLICABLE else found.high)

"""Arithmetic of the spans of figures: counts, figures of members, differences, bands, points for what is attained, sums.

A span is a low and a high bound (None: no bound) and whether it applies: out of `ATTAINED` and `NOT_APPLICABLE`.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Any

from ..model.values.condition_words import Aggregate, NoMembers
from ..model.values.number import Number, Rounding, as_fraction, difference, simplest, total
from .computed import Banded, Interpolated, Rising, Within
from .verdict import (
    ATTAINED,
    NOT_APPLICABLE,
    NOT_ATTAINED,
    Verdict,
    applies_to_some,
    between,
    count_range,
    share_range,
)

Ends = tuple[Any, Any, Verdict]
"""Bounds are numbers; in figures of levels, the ids of levels."""
ZERO = Decimal(0)
NO_TRUTHS: Ends = (ZERO, ZERO, ATTAINED)
"""The span of a figure of no truths or members at all that satisfies any bound. It is told by identity: in another it is 0."""
OF_NONE: Mapping[NoMembers | None, Ends] = {
    None: (None, None, ATTAINED),
    NoMembers.ATTAINED: NO_TRUTHS,
    NoMembers.NOT_APPLICABLE: (None, None, NOT_APPLICABLE),
}
"""The span of a figure of no truths or members at all, by `if_none`."""


def counted(parts: Sequence[Verdict], if_none: NoMembers | None) -> Ends:
    """The span of the number of truths that hold."""
    return (*count_range(parts), applies_to_some(parts)) if parts else OF_NONE[if_none]


def counted_share(parts: Sequence[Verdict], if_none: NoMembers | None) -> Ends:
    """The span of the percentage that holds of the truths that apply."""
    return (*share_range(parts), applies_to_some(parts)) if parts else OF_NONE[if_none]


def always_span(span: Ends) -> Ends:
    """The span as one that always applies."""
    return span[0], span[1], ATTAINED


def always_counted(span: Ends) -> Ends:
    """The span of a count or a share as of a figure that always applies: 0 where none of what is counted applies.

    >>> always_counted((Decimal(2), Decimal(3), ATTAINED | NOT_APPLICABLE))
    (Decimal('0'), Decimal('3'), 1)
    """
    low, high, applies = span
    if low is None:
        return ZERO, ZERO, ATTAINED
    if applies == ATTAINED:
        return low, high, ATTAINED
    return ZERO, ZERO if applies == NOT_APPLICABLE else high, ATTAINED


def rounded_span(span: Ends, rounding: Rounding) -> Ends:
    """The span with both bounds rounded by a measure's rounding; the share of no truths is returned unchanged."""
    low, high, applies = span
    if span is NO_TRUTHS:
        return span
    return None if low is None else rounding.apply(low), None if high is None else rounding.apply(high), applies


def scaled_span(span: Ends, scaling: Rising) -> Ends:
    """The span with the multiples of both bounds."""
    low, high, applies = span
    return None if low is None else scaling.apply(low), None if high is None else scaling.apply(high), applies


def less_span(of: Ends, other: Ends) -> Ends:
    """The span of the difference of two figures, bounds against bounds. It applies where both do; one that is taken from a
    figure of no truths that satisfies any bound is such a figure itself.

    >>> less_span((Decimal(5), Decimal(6), ATTAINED), (Decimal(1), Decimal(3), ATTAINED | NOT_APPLICABLE))
    (Decimal('2'), Decimal('5'), 5)
    """
    if of is NO_TRUTHS:
        return of
    (low, high, applies), (other_low, other_high, other_applies) = of, other
    return (
        None if low is None or other_high is None else difference(low, other_high),
        None if high is None or other_low is None else difference(high, other_low),
        (applies & other_applies & ATTAINED) | ((applies | other_applies) & NOT_APPLICABLE),
    )


def banded(term: Banded, own: Ends, figures: Sequence[Ends]) -> Ends:
    """The span of the bands that a figure can fall in; `figures` are those of the bands, and of `otherwise` if there is one.

    >>> from ..model.condition import Operator
    >>> from .terms import Constant, Reported
    >>> ten, five = Constant(Decimal(10)), Constant(Decimal(5))
    >>> term = Banded(Reported("water"), (Operator.AT_LEAST,), (Decimal(90),), (ten,), five)
    >>> banded(term, (Decimal(80), Decimal(95), 1), [(Decimal(10), Decimal(10), 1), (Decimal(5), Decimal(5), 1)])
    (Decimal('5'), Decimal('10'), 1)
    """
    low, high, applies = own
    spans: list[Ends] = []
    # A band holds for both ends of a span only if it does for all between.
    for operator, edge, figure in zip(term.operators, term.edges, figures, strict=False):
        verdict = between(low, high, operator, edge)
        if verdict & ATTAINED:
            spans.append(figure)
        if verdict == ATTAINED:
            break
    else:
        spans.append((None, None, ATTAINED) if term.otherwise is None else figures[-1])
    return _hull([span[0] for span in spans], min), _hull([span[1] for span in spans], max), applies


def _hull(bounds: Sequence[Any], outermost: Any) -> Any:
    if all(bound == bounds[0] for bound in bounds):
        return bounds[0]
    return outermost(bounds) if all(isinstance(bound, Decimal | Fraction | int) for bound in bounds) else None


def interpolated(term: Interpolated, own: Ends) -> Ends:
    """The span of a line through nodes over a span.

    >>> from .terms import Reported
    >>> line = Interpolated(Reported("roads"), ((Decimal(50), Decimal(6)), (Decimal(80), Decimal(8))))
    >>> interpolated(line, (Decimal(65), None, 1))
    (Decimal('7'), Decimal('8'), 1)
    """
    low, high, applies = own
    first, last = term.nodes[0], term.nodes[-1]
    least = first[0] if low is None else low
    most = last[0] if high is None else high
    values = [on_line(term, least), on_line(term, most)]
    values += [points for at, points in term.nodes if least < at < most]
    return min(values), max(values), applies


def on_line(term: Interpolated, figure: Number) -> Number:
    """The figure on a line through nodes, exactly."""
    if figure <= term.nodes[0][0]:
        return term.nodes[0][1]
    for (left, low), (right, other) in pairwise(term.nodes):
        if figure <= right:
            part = (as_fraction(figure) - as_fraction(left)) / (as_fraction(right) - as_fraction(left))
            return simplest(as_fraction(low) + part * (as_fraction(other) - as_fraction(low)))
    return term.nodes[-1][1]


def awarded(truth: Verdict, points: Ends) -> Ends:
    """The span of points that are awarded where a truth holds.

    >>> awarded(ATTAINED | NOT_ATTAINED, (Decimal(5), Decimal(5), 1)), awarded(NOT_APPLICABLE, (Decimal(5), Decimal(5), 1))
    ((Decimal('0'), Decimal('5'), 1), (None, None, 4))
    """
    low, high, applies = points
    verdict = (
        (applies if truth & ATTAINED else 0) | (ATTAINED if truth & NOT_ATTAINED else 0) | (truth & NOT_APPLICABLE)
    )
    if not truth & ATTAINED:
        return (ZERO, ZERO, verdict) if truth & NOT_ATTAINED else (None, None, verdict)
    if truth & NOT_ATTAINED:
        low, high = None if low is None else min(low, ZERO), None if high is None else max(high, ZERO)
    return low, high, verdict


def bounded_within(term: Within, own: Ends) -> Ends:
    """The span of a figure with bounds where it has none of its own."""
    low, high, applies = own
    return (term.low if low is None else low), (term.high if high is None else high), applies


def totalled(parts: Iterable[Ends]) -> Ends:
    """The span of a sum. A part that may not apply may be left out.

    >>> totalled([(Decimal(5), Decimal(5), 1), (Decimal(0), Decimal(3), 1), (None, None, 4)])
    (Decimal('5'), Decimal('8'), 1)
    """
    spans = list(parts)
    applies = applies_to_some([span[2] for span in spans])
    if applies == NOT_APPLICABLE:
        return None, None, applies
    return _sum(spans, 0, min), _sum(spans, 1, max), applies


def _sum(parts: Sequence[Ends], end: int, outermost: Any) -> Number | None:
    ends: list[Any] = []
    for part in parts:
        if part[2] == NOT_APPLICABLE:
            continue
        if part[end] is None:
            return None
        ends.append(outermost(part[end], ZERO) if part[2] & NOT_APPLICABLE else part[end])
    return total(ends)


def weighed_share(count: Ends, holding: Ends, failing: Ends) -> Ends:
    """The span of the percentage that one sum, of figures that are not below 0, has of it and another together.

    >>> sixty, forty, few = (Decimal(60), Decimal(60), 1), (Decimal(40), Decimal(40), 1), (Decimal(0), Decimal(15), 1)
    >>> weighed_share((1, 1, 1), sixty, forty), weighed_share((1, 1, 1), sixty, few)
    ((Decimal('60'), Decimal('60'), 1), (Decimal('80'), Decimal('100'), 1))
    """
    if count is NO_TRUTHS:
        return count
    (least, most, _), (least_other, most_other, _), applies = holding, failing, count[2]
    if count[0] is None or most == 0 == most_other:
        return None, None, applies
    low = ZERO if most_other is None else _part(least or ZERO, most_other, Decimal(100))
    high = Decimal(100) if most is None else _part(most, least_other or ZERO, ZERO)
    return low, high, applies


def _part(figure: Number, other: Number, of_none: Decimal) -> Number:
    """The percentage of one figure in the sum of both."""
    whole = as_fraction(figure) + as_fraction(other)
    return simplest(100 * as_fraction(figure) / whole) if whole else of_none


def among(figure: Ends, truth: Verdict) -> Ends:
    """The span of a figure that applies where a truth holds.

    >>> among((Decimal(5), Decimal(5), ATTAINED), ATTAINED | NOT_ATTAINED), among((Decimal(5), None, ATTAINED), NOT_ATTAINED)
    ((Decimal('5'), Decimal('5'), 5), (None, None, 4))
    """
    low, high, applies = figure
    if not truth & ATTAINED:
        return None, None, NOT_APPLICABLE
    return low, high, applies | (0 if truth == ATTAINED else NOT_APPLICABLE)


def together(parts: Sequence[Ends], how: Aggregate, if_none: NoMembers | None = None) -> Ends:
    """The span of the figures of some members, made one: of every set of them that can be left, as some may not apply.

    It does not apply where none of them does. Of no members at all it is what `if_none` says.

    >>> five, perhaps_nine = (Decimal(5), Decimal(5), ATTAINED), (Decimal(9), Decimal(9), ATTAINED | NOT_APPLICABLE)
    >>> together([five, perhaps_nine], Aggregate.MEAN), together([five, perhaps_nine], Aggregate.MINIMUM)
    ((Decimal('5'), Decimal('7'), 1), (Decimal('5'), Decimal('5'), 1))
    """
    if not parts:
        return OF_NONE[if_none]
    sure = [part for part in parts if part[2] == ATTAINED]
    perhaps = [part for part in parts if part[2] & ATTAINED and part[2] != ATTAINED]
    if not sure and not perhaps:
        return None, None, NOT_APPLICABLE
    least = _outermost([low for low, _, _ in sure], [low for low, _, _ in perhaps], how, is_least=True)
    most = _outermost([high for _, high, _ in sure], [high for _, high, _ in perhaps], how, is_least=False)
    return least, most, applies_to_some([part[2] for part in parts])


def _outermost(
    sure: Sequence[Number | None], perhaps: Sequence[Number | None], how: Aggregate, *, is_least: bool
) -> Number | None:
    """The least or the most that figures come to together, whichever of those that perhaps apply do."""
    outer: Callable[..., Number] = min if is_least else max
    known, others = ([bound for bound in bounds if bound is not None] for bounds in (sure, perhaps))
    is_open = len(known) < len(sure), len(others) < len(perhaps)
    if how in (Aggregate.MINIMUM, Aggregate.MAXIMUM):
        if is_least is (how is Aggregate.MINIMUM):
            return None if any(is_open) else outer([*known, *others])
        # Those that perhaps do not apply are left out, as long as another is there.
        inner: Callable[..., Number] = max if is_least else min
        return (inner(known) if known else None) if sure else None if is_open[1] else outer(others)
    if any(is_open):
        return None
    taken = [as_fraction(bound) for bound in known]
    whole = sum(taken, Fraction(0))
    for number in sorted(map(as_fraction, others), reverse=not is_least):
        # One moves a sum by itself, and a mean as far as it lies beyond that of the others.
        beyond = number if how is Aggregate.SUM else number * len(taken) - whole
        if taken and (beyond >= 0 if is_least else beyond <= 0):
            break
        taken.append(number)
        whole += number
    return simplest(whole if how is Aggregate.SUM else whole / len(taken))

"""Figures and groups as seen in one state: spans, the number of truths for each verdict, and what these come to."""

from decimal import Decimal
from functools import lru_cache, reduce
from operator import or_

from attrs import evolve, frozen

from ...engine.specification import Span as Figures
from ...engine.specification import verdict_of
from ...engine.specification.span import counted as span_of_parts
from ...engine.specification.span import of_none
from ...model.condition import NoMembers
from ...model.fact import Finding
from ...model.outcome import Tally
from ...model.values.number import Number, Rounding
from ...program.computed import Rising
from ...program.span_arithmetic import Ends
from ...program.terms import Always, Counted, Difference, Figure, Holds, Over, Rounded, WeighedShare
from ...program.verdict import (
    ATTAINED,
    NOT_APPLICABLE,
    NOT_ATTAINED,
    OPEN,
    OPPOSITE,
    WIDE_OPEN,
    Verdict,
    settled,
    where,
)
from .quantity import Cell, CellSpan, LevelIs, MayApply, Order, Quantity, Special, State, ValueIs, Verdicts

_OTHER = "\0"
"""Attribute value that no rule names."""
_NOTHING = Figures(Decimal(0), Decimal(0))


@frozen(cache_hash=True)
class Seen:
    """Span of a figure in one state, or the numbers it is one of.

    `of`: the quantity whose cell represents a required one, or a multiple of it (`scaling`).
    """

    span: Figures
    of: Quantity | None = None
    alternatives: tuple[Decimal, ...] = ()
    scaling: Rising | None = None


def seen_in(state: State, of: Quantity | None) -> Seen:
    """A figure, level, finding or attribute in a state."""
    match state:
        case Cell(point=point):
            return Seen(Figures(point, point), of)
        case CellSpan(low, high):
            return Seen(Figures(None if low is None else low.point, None if high is None else high.point))
        case MayApply(figure):
            seen = seen_in(figure, None)
            return evolve(seen, span=evolve(seen.span, applies=ATTAINED | NOT_APPLICABLE))
        case LevelIs(value) | ValueIs(value):
            return Seen(Figures(value, value), of)
        case Finding():
            return Seen(Figures(state, state))
        case Special.OTHER_VALUE:
            return Seen(Figures(_OTHER, _OTHER))
        case Special.NOT_APPLICABLE:
            return Seen(Figures(applies=NOT_APPLICABLE))
        case Special.NO_ATTRIBUTE:
            return Seen(Figures())
        case Special.NOT_KNOWN:
            return Seen(Figures(applies=ATTAINED | NOT_APPLICABLE))
        case Special.APPLIES:
            return Seen(Figures(applies=ATTAINED))
    raise TypeError(f"{state} is no state of a figure")


def if_none_of(figure: Figure) -> NoMembers | None:
    """The form of a figure over members where there are none."""
    if isinstance(figure, Difference):
        figure = figure.of
    counted = figure.count if isinstance(figure, WeighedShare) else figure
    assert isinstance(counted, Counted | Over)
    return counted.if_none


def always_applies(change: Difference) -> bool:
    """True of a change in a figure that always applies."""
    of, less = (part.figure if isinstance(part, Rounded) else part for part in (change.of, change.less))
    return isinstance(of, Always) and isinstance(less, Always)


def applied(span: Figures, how: Rounding | Rising) -> Figures:
    """Span of a figure that is rounded or scaled."""
    low, high = (how.apply(end) if isinstance(end, Number) else end for end in (span.low, span.high))
    return evolve(span, low=low, high=high)


def ends_of(seen: Seen) -> Ends:
    return seen.span.low, seen.span.high, seen.span.applies


def span_seen(ends: Ends) -> Seen:
    return Seen(Figures(*ends))


def always_seen(seen: Seen) -> Seen:
    return evolve(seen, span=evolve(seen.span, applies=ATTAINED, of_none=False))


def changed(span: Figures, *, turned: bool, always: bool) -> Figures:
    """Span of a change as required: `turned` negates it (a decrease), `always` makes it apply."""
    low, high = (-end if turned and isinstance(end, Number) else end for end in (span.low, span.high))
    low, high = (high, low) if turned else (low, high)
    return Figures(low, high, ATTAINED if always else span.applies)


def compared(truth: Holds, seen: Seen, against: Seen, order: Order | None) -> Verdict:
    """Verdict of a figure against the one required; `order` decides where both are quantities."""
    span, required = seen.span, against.span
    if against.alternatives:
        return reduce(
            or_, (verdict_of(truth, span, Figures(alternative, alternative)) for alternative in against.alternatives)
        )
    if order is None or required.value is None or (span.low is None and span.high is None):
        return verdict_of(truth, span, required)
    low, high = (None if end is None else Decimal(end) for end in (order.low, order.high))
    return verdict_of(evolve(truth, scale=()), evolve(span, low=low, high=high), _NOTHING)


def is_one_of(span: Figures, values: tuple[object, ...], undecided: tuple[Finding, ...]) -> Verdict:
    is_open = span.value is None or span.value in undecided
    return where(OPEN if is_open else settled(span.value in values), span.applies)


Parts = tuple[int, ...]
"""Number of truths of a group for each verdict; the verdict (0 to 7) is the index."""


def parts_of(state: State) -> Parts:
    """Number of each verdict in a tally; an undetermined outcome counts as WIDE_OPEN."""
    if isinstance(state, Verdicts):
        return state.numbers
    assert isinstance(state, Tally)
    parts = [0] * 8
    parts[ATTAINED], parts[NOT_ATTAINED] = state.attained, state.not_attained
    parts[WIDE_OPEN], parts[NOT_APPLICABLE] = state.undetermined, state.not_applicable
    return tuple(parts)


@lru_cache(maxsize=65536)
def shortened(parts: Parts, *, share: bool) -> Parts:
    """Parts of which the number that hold (or the share) is the same, also where more parts are added to them."""
    kinds = [verdict for verdict, number in enumerate(parts) if number]
    surely, surely_not = parts[ATTAINED], parts[NOT_ATTAINED]
    may_hold = sum(number for verdict, number in enumerate(parts) if verdict & ATTAINED) - surely
    may_fail = sum(number for verdict, number in enumerate(parts) if verdict & NOT_ATTAINED) - surely_not
    applies = any(not verdict & NOT_APPLICABLE for verdict in kinds)
    if not share:
        may_fail, surely_not = min(may_fail + surely_not, 1), 0
    short = [0] * 8
    short[ATTAINED], short[NOT_ATTAINED] = surely, surely_not
    if applies and not surely and not surely_not:
        # One of them applies in any case: it is open, or (of a number) it may as well fail.
        if share:
            short[OPEN], may_hold, may_fail = 1, may_hold - 1, may_fail - 1
        else:
            short[NOT_ATTAINED], may_fail = 1, 0
    short[ATTAINED | NOT_APPLICABLE], short[NOT_ATTAINED | NOT_APPLICABLE] = may_hold, may_fail
    short[NOT_APPLICABLE] = int(NOT_APPLICABLE in kinds)
    return tuple(short)


def alone(verdict: Verdict) -> Parts:
    """One truth of a verdict."""
    return tuple(int(number == verdict) for number in range(8))


def added(one: Parts, other: Parts) -> Parts:
    """The truths of two groups together."""
    return tuple(first + second for first, second in zip(one, other, strict=True))


def opposites(parts: Parts) -> Parts:
    """The opposite of every truth."""
    return tuple(parts[OPPOSITE[verdict]] for verdict in range(8))


def verdicts(parts: Parts) -> list[Verdict]:
    """Distinct verdicts among the parts, sufficient for `all_hold` and `any_holds`."""
    return [verdict for verdict, number in enumerate(parts) if number]


@lru_cache(maxsize=8192)
def counted_span(parts: Parts, share: bool, if_none: NoMembers | None) -> Figures:
    """The number of truths that hold, or their share; `if_none`: what it is of none."""
    listed = [verdict for verdict, number in enumerate(parts) for _ in range(number)]
    return span_of_parts(listed, share) if listed else of_none(if_none)

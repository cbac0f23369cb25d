"""Events of the nodes that count: bounds on criteria and members, figures over members, changes in a count."""

from collections.abc import Callable, Sequence
from fractions import Fraction

from ..model.condition import (
    Aggregate,
    Basis,
    Bound,
    CriteriaChange,
    CriteriaCount,
    Direction,
    MembersMeasure,
)
from ..model.threshold import Threshold
from ..model.units.unit import Unit
from ..model.values.number import Number, share
from . import kleene
from .count import Span, aggregate, span_of_change, span_of_observation
from .event import Codes
from .generate import ATTAINED, NOT_ATTAINED, UNDETERMINED
from .node import Event, Making, State, margins
from .world import World, as_compared, required


def bound(symbol: str, bounded: Bound, codes: Codes, world: World) -> Making:
    """A bound on how many of the codes are attained, or on what share of those that apply."""
    low, high, by_share = symbol + "l", symbol + "h", bounded.basis is Basis.SHARE
    asks = _asks(bounded.threshold, world)

    def event(state: State) -> Event:
        threshold = asks(state)
        if threshold is None:
            return {symbol + "u": 1}
        found = codes(state)
        attained, failed, open_ = found.count(ATTAINED), found.count(NOT_ATTAINED), found.count(UNDETERMINED)
        whole = attained + failed + open_
        if not whole and found:
            return {symbol + "x": 1}
        if not whole and by_share:
            return {low: 0, high: 0}
        if open_ and not attained and not failed:
            return {low: -1, high: 0}
        least: Number = Fraction(attained)
        most: Number = Fraction(attained + open_)
        if by_share:
            least, most = share(least, Fraction(whole)), share(most, Fraction(whole))
        worst, best = margins(least, most, bounded.operator, threshold)
        return {low: worst, high: best}

    return event


def _asks(threshold: Threshold, world: World) -> Callable[[State], Number | None]:
    def asked(state: State) -> Number | None:
        value = required(threshold, world.units[state.unit], world).value
        assert not isinstance(value, str)
        return value

    return asked


def _criteria_span(codes: Sequence[int]) -> Span:
    certain, open_ = codes.count(ATTAINED), codes.count(UNDETERMINED)
    return Span(Fraction(certain), Fraction(certain + open_), kleene.ATTAINED)


def criteria_change(symbol: str, condition: CriteriaChange, now: Codes, before: Codes, world: World) -> Making:
    """How many more criteria of another ruleset are attained than on an earlier date."""
    asks = _asks(condition.threshold, world)

    def event(state: State) -> Event:
        threshold = asks(state)
        if threshold is None:
            return {symbol + "u": 1}
        pair = _criteria_span(now(state)), _criteria_span(before(state))
        changed = span_of_change(*(pair if condition.direction is Direction.INCREASED else reversed(pair)))
        worst, best = margins(changed.low, changed.high, condition.operator, threshold)
        return {symbol + "l": worst, symbol + "h": best}

    return event


def members_measure(
    symbol: str,
    condition: MembersMeasure,
    members: Callable[[str], list[Unit]],
    criteria: Callable[[Unit], tuple[Sequence[int], Sequence[int] | None]],
    world: World,
) -> Making:
    """A figure over members.

    Where criteria are counted, `criteria` gives the codes of a member's, and those of the date since which, if there is one.
    """
    measure = None if isinstance(condition.of, CriteriaCount) else world.library.measures[condition.of]
    asks = _asks(condition.threshold, world)

    def span(member: Unit) -> Span:
        if measure is not None:
            return span_of_observation(world.observe(member.code, measure.id), measure)
        now, before = criteria(member)
        counted = _criteria_span(now)
        return counted if before is None else span_of_change(counted, _criteria_span(before))

    def event(state: State) -> Event:
        every = [span(member) for member in members(state.unit)]
        applicable = [one for one in every if one.verdict is not kleene.NOT_APPLICABLE]
        if not applicable and (every or condition.aggregate is not Aggregate.SUM):
            return {symbol + "x": 1}
        threshold = asks(state)
        if threshold is None:
            return {symbol + "u": 1}
        if applicable and all(one.verdict is not kleene.ATTAINED for one in applicable):
            return {symbol + "l": -1, symbol + "h": 0}
        low = aggregate(condition.aggregate, [one.low for one in applicable], lowest=True)
        high = aggregate(condition.aggregate, [one.high for one in applicable], lowest=False)
        if measure is not None:
            low = None if low is None else as_compared(measure, low)
            high = None if high is None else as_compared(measure, high)
        worst, best = margins(low, high, condition.operator, threshold)
        return {symbol + "l": worst, symbol + "h": best}

    return event

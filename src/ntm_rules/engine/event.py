"""From working memory to events: one function for each form of node, made once per program and called per unit.

Each maker takes the symbol of the node (the beginning of its attributes) and what the node reads, and gives the function from
the state of a unit to the event. The patterns of the node are added by the network.
"""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from ..model.condition import (
    Aggregate,
    Basis,
    Bound,
    Change,
    Comparison,
    CriteriaChange,
    CriteriaCount,
    Direction,
    MembersMeasure,
    OneOf,
    Required,
)
from ..model.fact import Absence, Finding
from ..model.measure import Measure
from ..model.number import Number, difference, share
from ..model.threshold import Fixed, Threshold
from ..model.unit import Unit
from . import kleene
from .compare import finding_met
from .count import Span, aggregate, span_of_change, span_of_observation
from .evidence import Observation
from .generate import ATTAINED, NOT_APPLICABLE, NOT_ATTAINED, UNDETERMINED
from .node import Event, Making, State, margins, scaled, scaling
from .program import Program
from .world import World, as_compared, required

Value = Number | str | Observation
"""A figure as it is compared, a level, or the observation that says why there is neither."""
Codes = Callable[[State], Sequence[int]]
"""From the state of a unit to the outcome codes that a node counts."""


def unknown(symbol: str) -> Making:
    """A rule whose content is not known."""
    event = {symbol + "u": 1}
    return lambda state: event


def own_value(measure: Measure, world: World) -> Callable[[str], Value]:
    """The figure or level of a unit."""

    def value(unit: str) -> Value:
        observation = world.observe(unit, measure.id)
        found = observation.value
        if found is None or isinstance(found, Finding):
            return observation
        return found if isinstance(found, str) or measure.rounding is None else as_compared(measure, found)

    return value


def changed_value(condition: Change, measure: Measure, world: World) -> Callable[[str], Value]:
    """The change of a unit's figure since an earlier date."""
    own = own_value(measure, world)

    def value(unit: str) -> Value:
        observation = world.observe(unit, measure.id, condition.since)
        now, then = own(unit), observation.value
        absent = [one for one in (now, observation) if isinstance(one, Observation) and one.value is None]
        if absent:
            return next((one for one in absent if _does_not_apply(one, measure)), absent[0])
        assert not isinstance(now, str | Observation)
        assert then is not None
        assert not isinstance(then, str | Finding)
        before = as_compared(measure, then)
        return difference(now, before) if condition.direction is Direction.INCREASED else difference(before, now)

    return value


def _does_not_apply(observation: Observation, measure: Measure) -> bool:
    return observation.absence is Absence.NOT_APPLICABLE and not measure.always_applies


def figure(
    symbol: str,
    condition: Comparison | Change,
    measure: Measure,
    attributes: Mapping[int, tuple[str, int]],
    world: World,
) -> Making:
    """A figure or level against a threshold; `attributes` tell for each fixed threshold (by id) its attribute and scale."""
    ranks = {level.id: rank for rank, level in enumerate(measure.levels)}
    is_change = isinstance(condition, Change)
    value = changed_value(condition, measure, world) if isinstance(condition, Change) else own_value(measure, world)
    absent = {True: {symbol + "x": 1}, False: {symbol + "u": 1}}
    low, high, units, threshold = symbol + "l", symbol + "h", world.units, condition.threshold

    def number(found: Number | str) -> Number:
        return Fraction(ranks[found]) if isinstance(found, str) else found

    def event(state: State) -> Event:
        found = value(state.unit)
        if isinstance(found, Observation):
            return absent[_does_not_apply(found, measure)]
        asked = required(threshold, units[state.unit], world)
        if asked.value is None:
            return absent[False]
        if asked.fixed is not None and id(asked.fixed) in attributes:
            attribute, scale = attributes[id(asked.fixed)]
            return {attribute: scaled(number(found), scale)}
        figure = number(found)
        worst, best = margins(figure, figure, condition.operator, number(asked.value))
        return {low: worst, high: best}

    if ranks or is_change or not isinstance(threshold, Fixed) or id(threshold) not in attributes:
        return event
    only, scale = attributes[id(threshold)]
    if measure.derive is not None or measure.rounding is not None:

        def worked_out(state: State) -> Event:
            found = value(state.unit)
            if isinstance(found, Observation):
                return absent[_does_not_apply(found, measure)]
            return {only: scaled(found, scale)}  # type: ignore[arg-type]

        return worked_out
    name, sole, by_scale, nothing = measure.id, world.evidence.sole, scaling(scale), absent[False]

    def usual(state: State) -> Event:
        reports = state.reports.get(name)
        if reports is None:
            return nothing
        fact = sole(reports)
        if fact is None:
            found = value(state.unit)
            if isinstance(found, Observation):
                return absent[_does_not_apply(found, measure)]
        else:
            found = fact.value  # type: ignore[assignment]
        return {only: by_scale(found) if isinstance(found, Decimal) else scaled(found, scale)}  # type: ignore[arg-type]

    return usual


def finding(symbol: str, condition: Required, program: Program, world: World) -> Making:
    """A finding that is required."""
    measure = program.measures[condition.measure]
    absent = {True: {symbol + "x": 1}, False: {symbol + "u": 1}}
    said = {True: {symbol + "f": 1}, False: {symbol + "f": 0}}

    def event(state: State) -> Event:
        observation = world.observe(state.unit, measure.id)
        if not isinstance(observation.value, Finding):
            return absent[_does_not_apply(observation, measure)]
        met = finding_met(observation.value, program)
        return absent[False] if met is None else said[met]

    return event


def listed(symbol: str, condition: OneOf, measure: Measure, world: World) -> Making:
    """The place of a figure or level in a list; -1 where it is not in it."""
    value = own_value(measure, world)
    absent = {True: {symbol + "x": 1}, False: {symbol + "u": 1}}

    def event(state: State) -> Event:
        found = value(state.unit)
        if isinstance(found, Observation):
            return absent[_does_not_apply(found, measure)]
        return {symbol + "i": condition.values.index(found) if found in condition.values else -1}

    return event


def attribute(symbol: str, name: str, values: tuple[str, ...], world: World) -> Making:
    """The place of a unit's attribute in a list."""

    def event(state: State) -> Event:
        own = world.units[state.unit].attributes.get(name)
        if not own:
            return {symbol + "u": 1}
        return {symbol + "i": values.index(own) if own in values else -1}

    return event


def combination(symbol: str, form: str, codes: Codes, n: int = 0) -> Making:
    """`all_of`, `any_of`, `none_of`, `at_least_n` and `including` (any_of in which what does not apply is not found)."""
    low, high, not_applicable = symbol + "l", symbol + "h", {symbol + "x": 1}

    def all_of(state: State) -> Event:
        found = codes(state)
        failed, open_ = found.count(NOT_ATTAINED), found.count(UNDETERMINED)
        if not failed and not open_ and ATTAINED not in found:
            return not_applicable
        return {low: -failed - open_, high: -failed}

    def event(state: State) -> Event:
        found = codes(state)
        attained, failed, open_ = found.count(ATTAINED), found.count(NOT_ATTAINED), found.count(UNDETERMINED)
        if form == "including":
            return {low: attained - 1, high: attained + open_ - 1}
        if not attained and not failed and not open_:
            return not_applicable
        if form == "any_of":
            return {low: attained - 1, high: attained + open_ - 1}
        if form == "none_of":
            return {low: -attained - open_, high: -attained}
        if not attained and not failed:
            # Each part may still turn out not to apply, and then so does the whole.
            return {low: -1, high: 0}
        return {low: attained - n, high: attained + open_ - n}

    return all_of if form == "all_of" else event


def gate(symbol: str, condition: int, applies: int) -> Making:
    """A rule with `applies_when`."""
    low, high = symbol + "l", symbol + "h"
    events: dict[int, Event] = {
        ATTAINED: {low: 0, high: 0},
        NOT_ATTAINED: {low: -1, high: -1},
        UNDETERMINED: {low: -1, high: 0},
        NOT_APPLICABLE: {symbol + "x": 1},
    }

    def event(state: State) -> Event:
        code, applicable = state.codes[condition], state.codes[applies]
        if applicable != ATTAINED and code != NOT_APPLICABLE:
            code = UNDETERMINED if applicable == UNDETERMINED else NOT_APPLICABLE
        return events[code]

    return event


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

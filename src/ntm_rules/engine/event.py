"""From working memory to events: one function for each form of node, made once per program and called per unit.

Each maker takes the symbol of the node (the beginning of its attributes) and what the node reads, and gives the function from
the state of a unit to the event. The patterns of the node are added by the network.
"""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from ..model.condition import (
    Change,
    Comparison,
    Direction,
    OneOf,
    Required,
)
from ..model.fact import Absence, Finding
from ..model.measure import Measure
from ..model.threshold import Fixed
from ..model.values.number import Number, difference
from ..program.program import Program
from .compare import finding_met
from .generate import ATTAINED, NOT_APPLICABLE, NOT_ATTAINED, UNDETERMINED
from .node import Event, Making, State, margins, scaled, scaling
from .observation import Observation
from .world import World, as_compared, required

Value = Number | str | Observation
"""A figure as it is compared, a level, or the observation that says why there is neither."""
Codes = Callable[[State], Sequence[int]]
"""From the state of a unit to the outcome codes that a node counts."""
MOST_EVENTS_KEPT = 128
"""So many events of a node are made once; equal events that are one object are fired once (`Settling`)."""


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
    made: dict[Number, Event] = {}

    def usual(state: State) -> Event:
        reports = state.reports.get(name)
        if reports is None:
            return nothing
        fact = sole(reports)
        found = value(state.unit) if fact is None else fact.value
        if isinstance(found, Observation):
            return absent[_does_not_apply(found, measure)]
        event = made.get(found)  # type: ignore[arg-type]
        if event is None:
            event = {only: by_scale(found) if isinstance(found, Decimal) else scaled(found, scale)}  # type: ignore[arg-type]
            if len(made) < MOST_EVENTS_KEPT:
                made[found] = event  # type: ignore[index]
        return event

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


DECIDING: Mapping[str, tuple[int, int, int]] = {
    "all_of": (NOT_ATTAINED, NOT_ATTAINED, ATTAINED),
    "any_of": (ATTAINED, ATTAINED, NOT_ATTAINED),
    "none_of": (ATTAINED, NOT_ATTAINED, ATTAINED),
}
"""For each combination that one part can decide: the outcome of such a part, that of the whole with one, and with none."""


def weighed(symbol: str, form: str, codes: Codes, parts: int) -> Making:
    """`all_of`, `any_of` and `none_of`: each deciding part weighs more than all parts that are open."""
    attribute, not_applicable, weight = symbol + "w", {symbol + "x": 1}, parts + 1
    deciding, _, _ = DECIDING[form]
    made: dict[int, Event] = {}

    def event(state: State) -> Event:
        found = codes(state)
        weights = found.count(deciding) * weight + found.count(UNDETERMINED)
        if not weights and found.count(NOT_APPLICABLE) == parts:
            return not_applicable
        event = made.get(weights)
        if event is None:
            event = {attribute: weights}
            if len(made) < MOST_EVENTS_KEPT:
                made[weights] = event
        return event

    return event


def combination(symbol: str, form: str, codes: Codes, n: int = 0) -> Making:
    """`at_least_n`, and `including` (any_of in which what does not apply is not found)."""
    low, high, not_applicable = symbol + "l", symbol + "h", {symbol + "x": 1}

    def event(state: State) -> Event:
        found = codes(state)
        attained, failed, open_ = found.count(ATTAINED), found.count(NOT_ATTAINED), found.count(UNDETERMINED)
        if form == "including":
            return {low: attained - 1, high: attained + open_ - 1}
        if not attained and not failed and not open_:
            return not_applicable
        if not attained and not failed:
            # Each part may still turn out not to apply, and then so does the whole.
            return {low: -1, high: 0}
        return {low: attained - n, high: attained + open_ - n}

    return event


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

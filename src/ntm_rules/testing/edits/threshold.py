"""Edits of thresholds: moved, split, opened, set."""

from collections.abc import Callable
from decimal import Decimal

from hypothesis import strategies as st

from ...model import threshold as limit
from ...model.measure import Measure, MeasureType
from ...model.ruleset import Ruleset
from ...program.admission.misfit import misfit
from ..basis.boundary import usual_thresholds
from ..basis.choosing import chance, pick
from ..basis.edit import EditContext, Edits
from .locations import ThresholdLocation, thresholds

Value = Decimal | str


def next_values(scale: Measure, value: Value) -> tuple[Value, ...]:
    """The values one unit of the scale's last decimal (one level) above and below, where there are such.

    >>> from ntm_rules.model.text import Text
    >>> next_values(Measure("m", Text("m"), decimals=1, maximum=Decimal(100)), Decimal(100))
    (Decimal('99.9'),)
    """
    if isinstance(value, str):
        rank = scale.rank(value)
        assert rank is not None
        return tuple(level.id for position, level in enumerate(scale.levels) if abs(position - rank) == 1)
    unit = Decimal(1).scaleb(-scale.decimals)
    return tuple(near for near in (value + unit, value - unit) if misfit(scale, near) is None)


def _other_values(scale: Measure, value: Value) -> tuple[Value, ...]:
    """Values further away than the next ones."""
    near = (value, *next_values(scale, value))
    further: tuple[Value, ...] = usual_thresholds(scale)
    if isinstance(value, Decimal):
        further += (value + 5, value - 5, value + 2, value - 2)
    return tuple(other for other in dict.fromkeys(further) if other not in near and misfit(scale, other) is None)


def _fixed(context: EditContext) -> list[ThresholdLocation]:
    locations = thresholds(context.ruleset, context.scope.library)
    return [location for location in locations if isinstance(location.part, limit.Fixed)]


def _value(location: ThresholdLocation) -> Value:
    assert isinstance(location.part, limit.Fixed)
    return location.part.value


def _moved(
    draw: st.DrawFn, context: EditContext, to: Callable[[Measure, Value], tuple[Value, ...]]
) -> tuple[Ruleset, str] | None:
    locations = [(location, values) for location in _fixed(context) if (values := to(location.scale, _value(location)))]
    if not locations:
        return None
    location, values = pick(draw, locations)
    value = pick(draw, values)
    return location.put(limit.Fixed(value)), f"{location.code}, {_value(location)} → {value}"


def _moved_by_one(draw: st.DrawFn, context: EditContext) -> tuple[Ruleset, str] | None:
    return _moved(draw, context, next_values)


def _moved_by_more(draw: st.DrawFn, context: EditContext) -> tuple[Ruleset, str] | None:
    return _moved(draw, context, _other_values)


def _near(scale: Measure, value: Value) -> tuple[Value, ...]:
    return (*next_values(scale, value), *_other_values(scale, value))


def _split_by_attribute(draw: st.DrawFn, context: EditContext) -> tuple[Ruleset, str] | None:
    attributes = [attribute for attribute in context.scope.library.attributes.values() if attribute.values]
    locations = [
        (location, values) for location in _fixed(context) if (values := _near(location.scale, _value(location)))
    ]
    if not locations or not attributes:
        return None
    location, values = pick(draw, locations)
    attribute = pick(draw, attributes)
    chosen, other = pick(draw, attribute.value_ids), limit.Fixed(pick(draw, values))
    if chance(draw, 5):
        split = limit.ByAttribute(attribute.id, ((chosen, other),), location.part)
    else:
        cases = tuple((value, other if value == chosen else location.part) for value in attribute.value_ids)
        split = limit.ByAttribute(attribute.id, cases)
    return location.put(split), f"{location.code}, {_value(location)} → {other.value} for {attribute.id} {chosen}"


def _split_by_year(draw: st.DrawFn, context: EditContext) -> tuple[Ruleset, str] | None:
    locations = [
        (location, values) for location in _fixed(context) if (values := _near(location.scale, _value(location)))
    ]
    if not locations:
        return None
    location, values = pick(draw, locations)
    year, other = context.scope.as_of.year - pick(draw, (0, 1)), limit.Fixed(pick(draw, values))
    otherwise = None if chance(draw, 2) else location.part
    split = limit.ByYear(((year, other),), otherwise)
    return location.put(split), f"{location.code}, {_value(location)} → {other.value} in {year}"


def _made_unknown(draw: st.DrawFn, context: EditContext) -> tuple[Ruleset, str] | None:
    locations = _fixed(context)
    if not locations:
        return None
    location = pick(draw, locations)
    return location.put(limit.UnknownThreshold()), f"{location.code}, {_value(location)}"


def _delegated(draw: st.DrawFn, context: EditContext) -> tuple[Ruleset, str] | None:
    locations = _fixed(context)
    if not locations:
        return None
    location = pick(draw, locations)
    return location.put(limit.Delegated("province")), f"{location.code}, {_value(location)}"


def _set(draw: st.DrawFn, context: EditContext) -> tuple[Ruleset, str] | None:
    """One figure or level in place of an open, relative or split threshold."""
    every = thresholds(context.ruleset, context.scope.library)
    locations = [
        (location, _settable(location.scale)) for location in every if not isinstance(location.part, limit.Fixed)
    ]
    locations = [(location, values) for location, values in locations if values]
    if not locations:
        return None
    location, values = pick(draw, locations)
    value = pick(draw, values)
    return location.put(limit.Fixed(value)), f"{location.code}, {value}"


def _settable(scale: Measure) -> tuple[Value, ...]:
    usual = usual_thresholds(scale) if scale.type is not MeasureType.FINDING else ()
    return tuple(value for value in usual if misfit(scale, value) is None)


THRESHOLD_EDITS: Edits = {
    "threshold moved by one unit": _moved_by_one,
    "threshold moved by more": _moved_by_more,
    "threshold split by attribute": _split_by_attribute,
    "threshold split by year": _split_by_year,
    "threshold made unknown": _made_unknown,
    "threshold delegated": _delegated,
    "threshold set": _set,
}

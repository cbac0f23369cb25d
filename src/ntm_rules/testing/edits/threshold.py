"""Edits of thresholds: moved, split, left open, set."""

from collections.abc import Callable
from decimal import Decimal

from hypothesis import strategies as st

from ...model import threshold as limit
from ...model.measure import Measure, MeasureType
from ...model.ruleset import Ruleset
from ...program.misfit import misfit
from ..basis.boundary import usual_thresholds
from ..basis.choosing import chance, pick
from ..basis.edit import Draft, Edits
from .locations import ThresholdSpot, thresholds

Value = Decimal | str


def next_values(scale: Measure, value: Value) -> tuple[Value, ...]:
    """The values one unit of the scale's last decimal (one level) above and below, where there are such."""
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


def _fixed(draft: Draft) -> list[ThresholdSpot]:
    found = thresholds(draft.ruleset, draft.scope.library)
    return [spot for spot in found if isinstance(spot.what, limit.Fixed)]


def _value(spot: ThresholdSpot) -> Value:
    assert isinstance(spot.what, limit.Fixed)
    return spot.what.value


def _moved(
    draw: st.DrawFn, draft: Draft, to: Callable[[Measure, Value], tuple[Value, ...]]
) -> tuple[Ruleset, str] | None:
    spots = [(spot, values) for spot in _fixed(draft) if (values := to(spot.scale, _value(spot)))]
    if not spots:
        return None
    spot, values = pick(draw, spots)
    value = pick(draw, values)
    return spot.put(limit.Fixed(value)), f"{spot.code}, {_value(spot)} → {value}"


def _moved_by_one(draw: st.DrawFn, draft: Draft) -> tuple[Ruleset, str] | None:
    return _moved(draw, draft, next_values)


def _moved_by_more(draw: st.DrawFn, draft: Draft) -> tuple[Ruleset, str] | None:
    return _moved(draw, draft, _other_values)


def _near(scale: Measure, value: Value) -> tuple[Value, ...]:
    return (*next_values(scale, value), *_other_values(scale, value))


def _split_by_attribute(draw: st.DrawFn, draft: Draft) -> tuple[Ruleset, str] | None:
    attributes = [attribute for attribute in draft.scope.library.attributes.values() if attribute.values]
    spots = [(spot, values) for spot in _fixed(draft) if (values := _near(spot.scale, _value(spot)))]
    if not spots or not attributes:
        return None
    spot, values = pick(draw, spots)
    attribute = pick(draw, attributes)
    chosen, other = pick(draw, attribute.value_ids), limit.Fixed(pick(draw, values))
    if chance(draw, 5):
        split = limit.ByAttribute(attribute.id, ((chosen, other),), spot.what)
    else:
        cases = tuple((value, other if value == chosen else spot.what) for value in attribute.value_ids)
        split = limit.ByAttribute(attribute.id, cases)
    return spot.put(split), f"{spot.code}, {_value(spot)} → {other.value} for {attribute.id} {chosen}"


def _split_by_year(draw: st.DrawFn, draft: Draft) -> tuple[Ruleset, str] | None:
    spots = [(spot, values) for spot in _fixed(draft) if (values := _near(spot.scale, _value(spot)))]
    if not spots:
        return None
    spot, values = pick(draw, spots)
    year, other = draft.scope.as_of.year - pick(draw, (0, 1)), limit.Fixed(pick(draw, values))
    otherwise = None if chance(draw, 2) else spot.what
    return spot.put(limit.ByYear(((year, other),), otherwise)), f"{spot.code}, {_value(spot)} → {other.value} in {year}"


def _made_unknown(draw: st.DrawFn, draft: Draft) -> tuple[Ruleset, str] | None:
    spots = _fixed(draft)
    if not spots:
        return None
    spot = pick(draw, spots)
    return spot.put(limit.UnknownThreshold()), f"{spot.code}, {_value(spot)}"


def _delegated(draw: st.DrawFn, draft: Draft) -> tuple[Ruleset, str] | None:
    spots = _fixed(draft)
    if not spots:
        return None
    spot = pick(draw, spots)
    return spot.put(limit.Delegated("province")), f"{spot.code}, {_value(spot)}"


def _set(draw: st.DrawFn, draft: Draft) -> tuple[Ruleset, str] | None:
    """What was open, relative or split becomes one figure or level."""
    every = thresholds(draft.ruleset, draft.scope.library)
    spots = [(spot, _settable(spot.scale)) for spot in every if not isinstance(spot.what, limit.Fixed)]
    spots = [(spot, values) for spot, values in spots if values]
    if not spots:
        return None
    spot, values = pick(draw, spots)
    value = pick(draw, values)
    return spot.put(limit.Fixed(value)), f"{spot.code}, {value}"


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

"""Checks of measures and attributes: declared once, with the keys of their type, derived from measures that allow it."""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

from ...model.measure import Measure, MeasureType, RatioOf, ShareOf, SumOf
from ...model.place import Place, place_of
from ...model.spelling import fold
from ...model.text import Text
from ...model.values.day import Day
from ...model.values.graph import cycles
from ...model.values.number import without_zeros
from ..contents.known_names import TYPES, NameScope, with_name
from ..diagnostics.mistakes import Mistake, of_cycle
from ..structuring.catalogues import CatalogueDraft
from .names import unknown_measure
from .thresholds import has_too_many_decimals, otherwise_written, read_two_ways

_FOR_NUMBERS = ("unit", "decimals", "minimum", "maximum", "round", "better")
_ALSO_OF_OTHERS = {(MeasureType.FINDING, "better"), (MeasureType.DATE, "minimum"), (MeasureType.DATE, "maximum")}


def check_declared_once(drafts: Iterable[CatalogueDraft]) -> Iterator[Mistake]:
    """Yield mistakes for measures, attributes and levels of assurance that two files declare."""
    measures: dict[str, Place | None] = {}
    attributes: dict[str, Place | None] = {}
    levels: Place | None = None
    for draft in drafts:
        if draft.assurance and levels is not None:
            yield Mistake("NTM462", draft.assurance_place, related=(levels,))
        levels = levels or draft.assurance_place
        for declared, code, first in ((draft.measures, "NTM310", measures), (draft.attributes, "NTM311", attributes)):
            for declaration in declared:
                if declaration.id in first:
                    yield Mistake(code, declaration.place, {"name": declaration.id}, related=(first[declaration.id],))
                else:
                    first[declaration.id] = declaration.place


def check_catalogue(draft: CatalogueDraft, scope: NameScope) -> Iterator[Mistake]:
    """Yield mistakes for measures that contradict themselves or cannot be derived as declared."""
    for measure in draft.measures:
        places = draft.places.get(measure.id, {})
        if measure.type is MeasureType.NUMBER:
            yield from _number(measure, places)
        elif measure.type is MeasureType.DATE:
            yield from _date(measure, places)
        for key in () if measure.type is MeasureType.NUMBER else _FOR_NUMBERS:
            if key in places and (measure.type, key) not in _ALSO_OF_OTHERS:
                yield Mistake("NTM422", places[key], {"key": key, "type": TYPES[measure.type]})
        yield from _levels(measure, places)
        if measure.labels is not None:
            if measure.type is not MeasureType.FINDING:
                yield Mistake("NTM482", places.get("labels"), {"type": TYPES[measure.type]})
            met, not_met = measure.labels.met, measure.labels.not_met
            if fold(met.vi) == fold(not_met.vi) or (met.en and fold(met.en) == fold(not_met.en or "")):
                yield Mistake("NTM483", places.get("labels"), {"label": met})
        if measure.derive is not None:
            yield from _derived(measure, places.get("derive"), scope)


def _date(measure: Measure, places: Mapping[str, Place | None]) -> Iterator[Mistake]:
    for key in ("minimum", "maximum"):
        value = getattr(measure, key)
        if not isinstance(value, Day):
            yield Mistake("NTM454", places.get(key), {"measure": with_name(measure), "value": value})
    yield from _in_order(measure, places)


def _in_order(measure: Measure, places: Mapping[str, Place | None]) -> Iterator[Mistake]:
    if measure.minimum is not None and measure.maximum is not None and measure.minimum > measure.maximum:
        params = {"minimum": measure.minimum, "maximum": measure.maximum}
        yield Mistake("NTM421", places.get("minimum"), params)


def _number(measure: Measure, places: Mapping[str, Place | None]) -> Iterator[Mistake]:
    for key in ("minimum", "maximum"):
        value: Decimal | None = getattr(measure, key)
        if value is None:
            continue
        if isinstance(value, Day):
            yield Mistake("NTM405", places.get(key), {"measure": with_name(measure), "value": value})
            continue
        if has_too_many_decimals(value, measure.decimals):
            hint, details = otherwise_written(value, measure.decimals)
            params = {"key": key, "value": value, "most": measure.decimals, **details}
            yield Mistake("NTM427", places.get(key), params, hint=hint)
        else:
            yield from read_two_ways(value, places.get(key), measure.decimals)
    if measure.unit == "%" and measure.maximum is not None and 0 < measure.maximum <= 1:
        in_full = {
            "value": measure.maximum,
            "what": with_name(measure),
            "instead": without_zeros(measure.maximum * 100),
        }
        yield Mistake("NTM446", places.get("maximum"), in_full)
    yield from _in_order(measure, places)


def _levels(measure: Measure, places: Mapping[str, Place | None]) -> Iterator[Mistake]:
    if measure.type is MeasureType.LEVEL:
        if len(measure.levels) < 2:
            yield Mistake("NTM423", places.get("levels") or measure.place)
    elif "levels" in places:
        yield Mistake("NTM424", places["levels"], {"type": TYPES[measure.type]})


def _derived(measure: Measure, place: Place | None, scope: NameScope) -> Iterator[Mistake]:
    if measure.type is not MeasureType.NUMBER:
        yield Mistake("NTM419", place, {"type": TYPES[measure.type]})
        return
    derive = measure.derive
    assert derive is not None
    names = derive.parts
    parts: list[Measure] = []
    # Weights may turn one unit into another.
    adds = isinstance(derive, SumOf) and {abs(weight) for weight in derive.how.weights} == {1}
    for name in names:
        yield from unknown_measure(name, scope)
        part = scope.library.measures.get(name)
        if part is None:
            continue
        if part.type is not MeasureType.NUMBER:
            difference = Text(
                f"đó là {TYPES[part.type].vi}, không phải con số", f"it is {TYPES[part.type].en}, not a number"
            )
            yield _underivable(measure, part, name, difference)
            continue
        parts.append(part)
        if adds and _units_differ(part, measure):
            vi = f"đơn vị tính khác nhau ({measure.unit or '–'}; {part.unit or '–'})"
            en = f"their units of measurement differ ({measure.unit or '–'}; {part.unit or '–'})"
            yield _underivable(measure, part, name, Text(vi, en))
    if isinstance(derive, SumOf) and derive.not_applicable is None:
        for name in names:
            part = scope.library.measures.get(name)
            if part is not None and part.may_not_apply:
                yield Mistake("NTM450", place_of(name), {"what": with_name(measure), "part": with_name(part)})
    if isinstance(derive, RatioOf):
        if measure.unit == "%":
            yield Mistake("NTM174", place, {"what": with_name(measure), "part": names[0], "whole": names[1]})
    elif isinstance(derive, ShareOf) and len(parts) == 2 and _units_differ(*parts):
        params = {"part": f"{parts[0].id} ({parts[0].unit or '–'})", "whole": f"{parts[1].id} ({parts[1].unit or '–'})"}
        yield Mistake("NTM428", place_of(derive.part), params)


def _units_differ(one: Measure, other: Measure) -> bool:
    """True when two measures have other units of measurement; a unit with a mistake is none that could differ."""
    return one.unit != other.unit and "?" not in (one.unit, other.unit)


def _underivable(measure: Measure, part: Measure, name: str, difference: Text) -> Mistake:
    params = {"what": with_name(measure), "part": with_name(part), "difference": difference}
    return Mistake("NTM420", place_of(name), params)


def check_derivations(measures: Iterable[Measure]) -> Iterator[Mistake]:
    """Yield mistakes for measures that are derived from themselves, directly or through others."""
    parts: dict[str, tuple[str, ...]] = {}
    places: dict[str, Place | None] = {}
    for measure in measures:
        places[measure.id] = measure.place
        if measure.derive is not None:
            parts[measure.id] = measure.derive.parts
    for cycle in cycles(parts):
        yield of_cycle("NTM313", cycle, [places.get(id) for id in cycle])

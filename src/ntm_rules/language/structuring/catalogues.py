"""A measures catalogue: measures and attributes by id."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from attrs import evolve, frozen

from ...model import measure as model
from ...model.place import Place, PlacedText
from ...model.text import Text
from ...model.values.day import Day
from ...model.values.number import Rounding, RoundingMode
from ..diagnostics.mistakes import KnownNames, Mistake, StructuringError, report
from ..grammar.catalogues import ATTRIBUTE, CATALOGUE, LABELS, LEVEL, MEASURE, ROUND
from ..grammar.conditions import NO_LIMIT, RESERVED_VALUES, UNKNOWN, YEAR, MappingForm
from ..grammar.derivations import DERIVATIONS
from ..yaml.source import Source
from ..yaml.tree import Node, PlacedMapping, Scalar
from .converter import ABSENT, after_mistake, made_from, make
from .figures import figure, whole_up_to
from .nodes import KEY_NOUN, each, found, keys_of, mapping, sequence
from .scalars import (
    chosen_enum,
    day,
    identifier,
    is_yes_or_no,
    like_a_day,
    text,
    unique,
    value_identifier,
    word,
    yes_no,
)

MEASURE_ID = Text("mã chỉ số", "a measure's id")
GROUP_ID = Text("mã của một nhóm", "a group's id")
ATTRIBUTE_ID = Text("mã thuộc tính", "an attribute's id")
LEVEL_ID = Text("mã của một mức", "a level's id")
VALUE_ID = Text("mã của một giá trị", "a value's id")
LEVELS = Text("các mức hoặc giá trị", "levels or values")
TWO_MEASURES = Text(
    "hai chỉ số: [phần, toàn thể] của share, [một chỉ số, chỉ số kia] của ratio hay difference",
    "two measures: [part, whole] of a share, [one, another] of a ratio or difference",
)
WEIGHTS = Text("các trọng số", "weights")
MEASURES = Text("các chỉ số", "measures")
DERIVE = Text(
    "share: [phần, toàn thể], ratio: […], sum: […], difference: […] hoặc weights: {…}",
    "share: [part, whole], ratio: […], sum: […], difference: […] or weights: {…}",
)
NO_NAME = Text("?")
MOST_DECIMALS = 15


@frozen
class CatalogueDraft:
    """Measures, attributes and levels of assurance as structured, before the checks, with the place of every key of each
    measure.
    """

    measures: tuple[model.Measure, ...]
    attributes: tuple[model.Attribute, ...]
    source: Source
    places: Mapping[str, Mapping[str, Place | None]]
    assurance: tuple[model.Level, ...] = ()
    assurance_place: Place | None = None


def catalogue_draft(source: Source, root: PlacedMapping) -> CatalogueDraft:
    """The measures and attributes that a file holds; mistakes are reported."""
    values = keys_of(root, CATALOGUE)
    places: dict[str, dict[str, Place | None]] = {}
    measures: list[model.Measure] = []
    for id, node in _entries(values.get("measures"), MEASURE_ID, (), MEASURE):
        for measure in _in_groups(_measure(id, node), node):
            measures.append(measure)
            places[measure.id] = {str(key): value.place for key, value in node.items()}
    attributes = [
        _attribute(id, node) for id, node in _entries(values.get("attributes"), ATTRIBUTE_ID, (YEAR,), ATTRIBUTE)
    ]
    levels = values.get("assurance")
    assurance = () if levels is None else after_mistake(_levels(LEVEL_ID, ()), levels, ())
    return CatalogueDraft(
        tuple(measures), tuple(attributes), source, places, assurance, None if levels is None else levels.place
    )


def _entries(
    node: Node | None, what: Text, reserved: tuple[str, ...], form: MappingForm
) -> list[tuple[PlacedText, PlacedMapping]]:
    """The ids declared under a heading, with the mapping of each."""
    if node is None:
        return []
    entries: list[tuple[PlacedText, PlacedMapping]] = []
    try:
        placed_mapping = mapping(node, CATALOGUE)
    except StructuringError as error:
        report(error.mistake)
        return []
    for key, value in placed_mapping.items():
        id = after_mistake(identifier(what), key, None)
        own = after_mistake(lambda each_node: mapping(each_node, form), value, None)
        if id is None or own is None:
            continue
        if id in reserved:
            report(Mistake("NTM319", id.place, {"name": id, "what": what}))
            continue
        entries.append((id, own))
    return entries


def _measure(id: PlacedText, node: PlacedMapping) -> model.Measure:
    values: dict[str, Any] = keys_of(node, MEASURE)
    type_ = model.MeasureType.LEVEL if "levels" in values else model.MeasureType.NUMBER
    if "type" in values:
        type_ = after_mistake(_type, values["type"], type_)
    fields = {"rounding": values.get("round"), "type": type_, "id": id, "place": id.place}
    return make(model.Measure, {**values, **fields})


def _in_groups(measure: model.Measure, node: PlacedMapping) -> list[model.Measure]:
    """A measure that is the sum of those of its groups, which are measures of their own, and these; else the measure alone."""
    groups = next((value for key, value in node.items() if key == "groups"), None)
    if groups is None:
        return [measure]
    is_number = measure.type is model.MeasureType.NUMBER and measure.derive is None
    if not isinstance(groups, PlacedMapping) or len(groups) < 2 or not is_number:
        report(Mistake("NTM491", node.key("groups").place, {"name": measure.id}))
        return [measure]
    measures: list[model.Measure] = []
    for key, value in groups.items():
        id, name = after_mistake(identifier(GROUP_ID), key, None), after_mistake(text, value, NO_NAME)
        if id is not None:
            in_english = f"{measure.name.in_language('en')}: {name.in_language('en')}"
            named = Text(f"{measure.name.vi}: {name.vi}", in_english)
            own = PlacedText.at(f"{measure.id}_{id}", id.place)
            measures.append(evolve(measure, id=own, name=named, rounding=None, place=id.place))
    # Of a group that does not apply there is nothing.
    counts_as = model.InapplicablePart.ZERO if measure.may_not_apply else None
    return [evolve(measure, derive=model.SumOf(tuple(part.id for part in measures), counts_as)), *measures]


def _attribute(id: PlacedText, node: PlacedMapping) -> model.Attribute:
    return make(model.Attribute, {**keys_of(node, ATTRIBUTE), "id": id, "place": id.place})


_INAPPLICABLE = chosen_enum(model.InapplicablePart, Text("not_applicable", "not_applicable"))
_type = chosen_enum(model.MeasureType, Text("type", "type"))


def _levels(what: Text, reserved: tuple[str, ...]) -> Any:
    identified = value_identifier(what)

    def level(node: Node) -> model.Level:
        if isinstance(node, Scalar):
            id, name = identified(node), None
        else:
            values = keys_of(node, LEVEL)
            structured = None if values["id"] is ABSENT else after_mistake(identified, values["id"], None)
            if structured is None:
                return model.Level("?", NO_NAME)
            id, name = structured, values.get("name")
        if id in reserved:
            report(Mistake("NTM319", id.place, {"name": id, "what": what}))
        return model.Level(id, Text(str(id)) if name is None else after_mistake(text, name, NO_NAME))

    def hook(node: Node) -> tuple[model.Level, ...]:
        levels = each(node, level, LEVELS)
        unique((each_level.id, getattr(each_level.id, "place", None)) for each_level in levels if each_level.id != "?")
        return levels

    return hook


def _derivation(node: Node) -> model.Derivation:
    if not isinstance(node, PlacedMapping):
        raise StructuringError(Mistake("NTM201", node.place, {"what": DERIVE, "found": found(node)}))
    name = next((name for name in DERIVATIONS if name in node), None)
    if name is None:
        for key in node:
            known = KnownNames.words(KEY_NOUN, tuple(DERIVATIONS))
            report(Mistake("NTM205", key.place, {"key": key, "form": Text("derive", "derive")}, word=key, known=known))
        raise StructuringError(Mistake("NTM203", node.place, {"what": DERIVE, "found": found(node)}))
    values = keys_of(node, DERIVATIONS[name])
    not_applicable = values.get("not_applicable")
    counts_as = None if not_applicable is None else after_mistake(_INAPPLICABLE, not_applicable, None)
    match name:
        case "sum":
            return model.SumOf(unique((part, part.place) for part in each(values[name], word, MEASURES)), counts_as)
        case "weights":
            return _weighted(values[name], counts_as)
    first, other = _two(values[name])
    match name:
        case "difference":
            return model.WeightedSumOf(
                unique((part, part.place) for part in (first, other)), counts_as, weights=_DIFFERENCE
            )
        case "ratio":
            return model.RatioOf(first, other)
    return model.ShareOf(first, other)


_DIFFERENCE = Decimal(1), Decimal(-1)


def _two(node: Node) -> tuple[PlacedText, PlacedText]:
    two = sequence(node, TWO_MEASURES)
    if len(two) != 2:
        length = Text(f"một danh sách có {len(two)} mục", f"a list of {len(two)}")
        raise StructuringError(Mistake("NTM203", two.place, {"what": TWO_MEASURES, "found": length}))
    return word(two[0]), word(two[1])


def _weighted(node: Node, counts_as: model.InapplicablePart | None) -> model.WeightedSumOf:
    if not isinstance(node, PlacedMapping) or not node:
        raise StructuringError(Mistake("NTM201", node.place, {"what": WEIGHTS, "found": found(node)}))
    weights = [after_mistake(_weight, value, Decimal(1)) for value in node.values()]
    return model.WeightedSumOf(tuple(PlacedText.at(key, key.place) for key in node), counts_as, weights=tuple(weights))


def _weight(node: Node) -> Decimal:
    number = figure(node)
    if not number:
        raise StructuringError(Mistake("NTM659", node.place, {}))
    return number


def _may_not_apply(node: Node) -> Text | bool:
    """Yes, no, or the text that says who allows it."""
    return yes_no(node) if is_yes_or_no(node) else text(node)


def _rounding(node: Node) -> Rounding:
    return make(Rounding, keys_of(node, ROUND))


def _bound(node: Node) -> Decimal:
    """The least or the greatest value: a figure, or a date."""
    return Day.of(day(node)) if isinstance(node, Scalar) and like_a_day(node) else figure(node)


_decimals = whole_up_to(MOST_DECIMALS)


made_from(
    Rounding,
    to=(_decimals, 0),
    mode=(chosen_enum(RoundingMode, Text("mode", "mode")), RoundingMode.HALF_UP),
)
made_from(model.FindingLabels)
made_from(
    model.Measure,
    decimals=(_decimals, MOST_DECIMALS),
    minimum=(_bound, None),
    maximum=(_bound, None),
    levels=(_levels(LEVEL_ID, (UNKNOWN, NO_LIMIT)), ()),
    derive=(_derivation, None),
    rounding=(_rounding, None),
    may_not_apply=(_may_not_apply, False),
    better=(chosen_enum(model.Better, Text("better", "better")), None),
    labels=(lambda node: make(model.FindingLabels, keys_of(node, LABELS)), None),
)
made_from(model.Attribute, values=(_levels(VALUE_ID, RESERVED_VALUES), ()))

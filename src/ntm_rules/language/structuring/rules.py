"""A rule of a ruleset file: criteria, indicators, contents, conclusions and levels, with their provenance and points."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from itertools import pairwise
from typing import Any

from ...model import ruleset as model
from ...model.condition import Condition
from ...model.key import LEVEL
from ...model.place import PlacedText, place_of
from ...model.text import Text
from ...model.threshold import Award, Band, BandedPoints, FixedPoints, PointsAlongLine, ReportedPoints, UnknownPoints
from ..diagnostics.mistakes import Mistake, StructuringError, report
from ..grammar.awards import AWARD, BAND, NODE
from ..grammar.conditions import COMMITMENTS, CONDITION_KEYS, CONDITIONS, CONFIDENCES, OPERATORS, UNKNOWN, MappingForm
from ..grammar.files import CONCLUSION, CONCLUSION_NAMES, CONTENT, CRITERION, INDICATOR, PROVENANCE, RULE_LEVEL
from ..yaml.tree import Node, PlacedMapping, Scalar
from .condition_keys import NO_CONDITION
from .conditions import BesideKey, condition_beside
from .converter import ABSENT, after_mistake, made_from, make, usual_hook
from .figures import figure
from .nodes import first_place, keys_of, known_keys, list_of, mapping, unknown_keys
from .scalars import chosen, chosen_enum, code, level_id, text, value_identifier, wording


def award(node: Node) -> Award:
    """The points that a rule gives."""
    if not isinstance(node, PlacedMapping):
        if isinstance(node, Scalar) and node == UNKNOWN:
            return UnknownPoints(node.place)
        return FixedPoints(figure(node), node.place)
    values = keys_of(node, AWARD)
    if "bands" in values and "line" in values:
        report(Mistake("NTM169", node.key("line").place))
    kind: type[BandedPoints | PointsAlongLine | ReportedPoints] = ReportedPoints
    if "bands" in values or "line" in values:
        kind = BandedPoints if "bands" in values else PointsAlongLine
    return make(kind, {**values, "place": place_of(values["measure"]) or first_place(node)})


def points_alone(node: Node) -> None:
    """Report a fixed number of points of a rule that says nothing else: they need a condition."""
    if isinstance(node, Scalar) and node != UNKNOWN:
        report(Mistake("NTM166", node.place))


def _band(node: Node) -> Band:
    own = mapping(node, BAND)
    values = keys_of(own, BAND)
    bounds = [key for key in own if key in OPERATORS]
    if len(bounds) != 1:
        raise StructuringError(Mistake("NTM168", (bounds[1] if bounds else own).place))
    [bound] = bounds
    return make(Band, {**values, "operator": OPERATORS[bound], "edge": own[bound], "place": bound.place})


def _node(node: Node) -> tuple[Decimal, Decimal]:
    values = keys_of(node, NODE)
    at, points = (
        Decimal(0) if values[name] is ABSENT else after_mistake(figure, values[name], Decimal(0))
        for name in ("at", "points")
    )
    return at, points


_nodes = list_of(_node, "các mốc điểm", "nodes of points")


def _line(node: Node) -> tuple[tuple[Decimal, Decimal], ...]:
    nodes: tuple[tuple[Decimal, Decimal], ...] = _nodes(node)
    if any(before[0] >= other[0] for before, other in pairwise(nodes)):
        raise StructuringError(Mistake("NTM167", node.place))
    return nodes


made_from(Band, ReportedPoints)
made_from(BandedPoints, bands=(list_of(_band, "các khung điểm", "bands of points"), ()))
made_from(PointsAlongLine, line=(_line, ((Decimal(0), Decimal(0)),)))


NO_NAME = Text("?")
NO_PROVENANCE = model.Provenance(model.ProvenanceStatus.READ, url="?")


def provenance(node: Node) -> model.Provenance:
    """Structure the provenance of a rule."""
    values = keys_of(node, PROVENANCE)
    status = values["status"]
    known = isinstance(status, Scalar) and status in {
        provenance_status.value for provenance_status in model.ProvenanceStatus
    }
    return make(model.Provenance, {**values, "place": status.place if known else None})


def _number(node: Node) -> PlacedText:
    return PlacedText.at(wording(node), node.place)


def _rule(kind: type[model.Rule], form: MappingForm, parts: str = "") -> Callable[[Node], Any]:
    """A hook for a rule that has a code: with rules below it, under the key `parts`, or with a condition of its own."""

    def hook(node: Node) -> model.Rule:
        own = mapping(node, form)
        values, beside = rule_keys(own, form)
        if parts == "indicators" or parts in values or ("points" in values and not beside.keys):
            condition = condition_or_parts(own, values, beside, parts)
        else:
            condition = after_mistake(condition_beside, beside, NO_CONDITION)
        place = place_of(own.get("code")) or first_place(own)  # type: ignore[call-overload]
        return make(kind, {**values, "condition": condition, "place": place})

    return hook


content = _rule(model.Content, CONTENT)
"""A rule below an indicator."""
indicator = _rule(model.Indicator, INDICATOR, "contents")
"""A rule below a criterion: with contents, or with a condition of its own."""
criterion = _rule(model.Criterion, CRITERION, "indicators")
"""A criterion: with indicators, or with a condition of its own."""


def condition_or_parts(
    node: PlacedMapping, values: Mapping[str, Any], beside: BesideKey, parts: str
) -> Condition | None:
    """Condition of a rule; None where it has parts, under the key `parts`. Neither, or both, is a mistake."""
    if parts in values and not ("score" in beside.keys and "points" not in values):
        if beside.keys:
            report(Mistake("NTM222", beside.keys[0].place, {"key": beside.keys[0], "parts": parts}))
        return None
    if not beside.keys and "points" in values:
        points_alone(values["points"])
        return None
    if not beside.keys:
        report(Mistake("NTM223", first_place(node), {"parts": parts}))
        return None
    condition: Condition = after_mistake(condition_beside, beside, NO_CONDITION)
    return condition


def conclusion(name: str) -> Any:
    """A hook for the conclusion of that name."""

    def hook(node: Node) -> model.Conclusion:
        own = mapping(node, CONCLUSION)
        values, beside = rule_keys(own, CONCLUSION)
        condition = after_mistake(condition_beside, beside, NO_CONDITION)
        values = {"name": CONCLUSION_NAMES[name], **values}
        return make(model.Conclusion, {**values, "code": name, "condition": condition, "place": first_place(own)})

    return hook


def rule_level(node: Node) -> model.Conclusion:
    """A level that units are classed in: a conclusion with the level's id in its code."""
    own = mapping(node, RULE_LEVEL)
    values, beside = rule_keys(own, RULE_LEVEL)
    condition = after_mistake(condition_beside, beside, NO_CONDITION)
    named = values.pop("level")
    id = "?" if named is ABSENT else after_mistake(level_id, named, "?")
    place = place_of(named) or first_place(own)
    return make(
        model.Conclusion, {**values, "code": PlacedText.at(LEVEL + id, place), "condition": condition, "place": place}
    )


def rule_keys(node: PlacedMapping, form: MappingForm) -> tuple[dict[str, Any], BesideKey]:
    """A rule's own keys, and those of the condition beside them."""
    unknown_keys(node, form.title, form.names + CONDITION_KEYS, listed=(*form.names, *CONDITIONS))
    keys = tuple(key for key in node if key in CONDITION_KEYS)
    values = known_keys(node, form)
    cited, source = values.pop("instrument", None), values.get("provenance")
    if cited is not None and isinstance(source, PlacedMapping):
        if "instrument" in source:
            report(
                Mistake("NTM176", node.key("instrument").place, {"key": "instrument", "other": "provenance.instrument"})
            )
        else:
            values["provenance"] = with_key(source, node.key("instrument"), cited)
    return values, BesideKey(node, keys, form.title)


def with_key(node: PlacedMapping, key: Scalar, value: Node) -> PlacedMapping:
    """The mapping with one more key."""
    more = PlacedMapping()
    more.place = node.place
    for each_key, each_value in (*node.items(), (key, value)):
        more.write(each_key, each_value)
    return more


indicators = list_of(indicator, "các chỉ tiêu", "indicators")
"""The rules below a criterion."""
contents = list_of(content, "các nội dung", "contents")
"""The rules below an indicator."""


def _commitment(node: Node) -> model.Commitment:
    if isinstance(node, Scalar) and (meant := _MEANT.get(node.strip().lower())) is not None:
        params = {"text": node, "what": "commitment", "instead": meant.value}
        raise StructuringError(Mistake("NTM215", node.place, params, hint="typed"))
    return _chosen_commitment(node)


_chosen_commitment = chosen_enum(model.Commitment, Text("commitment", "commitment"))
_MEANT = {called.vi: commitment for commitment, called in COMMITMENTS.items()}
"""Commitments by the words of plans, for suggestions."""


PARTS = ("indicators", "contents")
"""Keys of the rules below a rule."""
RULE_HOOKS: Mapping[type[model.Rule], Any] = {
    model.Criterion: criterion,
    model.Indicator: indicator,
    model.Content: content,
}
"""Hooks of the rules that have codes."""
assurance_level = value_identifier(Text("mã của một mức kiểm chứng", "the id of a level of assurance"))
ASIDE: dict[str, Any] = {
    "commitment": (_commitment, None),
    "responsible": (list_of(text, "các cơ quan", "offices"), ()),
    "requires_assurance": (assurance_level, None),
}
"""Hooks and stand-ins of the keys that any rule may have, beside those that go by their type."""

made_from(
    model.Provenance,
    status=(chosen_enum(model.ProvenanceStatus, Text("status", "status")), model.ProvenanceStatus.READ),
    **dict.fromkeys(("cite", "url", "article", "page"), (wording, "?")),
    source=(chosen_enum(model.SourceKind, Text("source", "source")), model.SourceKind.OFFICIAL),
    confidence=(chosen(CONFIDENCES, Text("confidence", "confidence")), None),
    instrument=(_number, None),
)
usual_hook(model.Provenance, provenance, NO_PROVENANCE)
usual_hook(Award, award, None)
usual_hook(tuple[model.Indicator, ...], indicators, ())
usual_hook(tuple[model.Content, ...], contents, ())
made_from(model.Indicator, model.Content, model.Criterion, code=(code, "?"), **ASIDE)
made_from(model.Conclusion, **ASIDE)

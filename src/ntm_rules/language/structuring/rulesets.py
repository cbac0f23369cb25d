"""A ruleset file: its heading, criteria with their indicators, and its conclusions."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from attrs import field, frozen

from ...model.condition import Condition
from ...model.key import CONCLUSIONS, LEVEL
from ...model.place import Place, PlacedText
from ...model.ruleset import (
    Commitment,
    Conclusion,
    Content,
    Criterion,
    Indicator,
    Instrument,
    Provenance,
    ProvenanceStatus,
    Rule,
    Ruleset,
    SourceKind,
)
from ...model.text import Text
from ..diagnostics.mistakes import Mistake, StructuringError, report
from ..grammar.conditions import COMMITMENTS, CONDITION_KEYS, CONDITIONS, CONFIDENCES, MappingForm
from ..grammar.files import (
    CONCLUSION,
    CONCLUSION_NAMES,
    CONTENT,
    CRITERION,
    INDICATOR,
    PROVENANCE,
    RULE_LEVEL,
    RULESET,
)
from ..yaml.source import Source
from ..yaml.tree import Node, PlacedMapping, PlacedSequence, Scalar
from .condition_keys import NO_CONDITION
from .conditions import BesideKey, condition, condition_beside
from .converter import (
    ABSENT,
    after_mistake,
    each,
    first_place,
    keys_of,
    known_keys,
    made_from,
    make,
    mapping,
    unknown_keys,
)
from .durations import duration
from .figures import figure
from .headings import further_instruments, groups, instrument, places_of, statuses, with_groups, with_instruments
from .points import award, points_alone
from .scalars import chosen, chosen_enum, code, day, level_id, ruleset_id, text, value_identifier, wording, yes_no
from .thresholds import kind

NO_NAME = Text("?")
NO_PROVENANCE = Provenance(ProvenanceStatus.READ, url="?")
NO_ID = "?/?"
NO_DAY = date.min
"""Stand-in for a date with a mistake."""
CRITERIA = Text("các tiêu chí", "criteria")
INDICATORS = Text("các chỉ tiêu", "indicators")
CONTENTS = Text("các nội dung", "contents")
KINDS = Text("các loại đơn vị", "the kinds of unit")
LEVELS = Text("các mức", "levels")
NOTES = Text("các ghi chú", "notes")
OFFICES = Text("các cơ quan", "offices")


@frozen
class RulesetDraft:
    """A ruleset as structured, before the checks, with the places of the keys that the model does not keep.

    A version made by an amendment or a specialising file has the `base` that it starts from, and the places of repeals.
    """

    ruleset: Ruleset
    source: Source
    places: Mapping[str, Place | None]
    base: "RulesetDraft | None" = None
    repealed: Mapping[str, Place | None] = field(factory=dict)
    nodes: Mapping[str, PlacedMapping] = field(factory=dict, eq=False, repr=False)
    """Rules as written, by code: a partial change is laid over them."""

    @property
    def amends(self) -> bool:
        """True where it is a version of the ruleset that it starts from; False for a specialising ruleset."""
        return self.base is not None and self.base.ruleset.id == self.ruleset.id


def ruleset_draft(source: Source, root: PlacedMapping) -> RulesetDraft:
    """The ruleset that a file holds; mistakes are reported."""
    values = keys_of(root, RULESET)
    places = places_of(root)
    conclusions = [
        made
        for name in CONCLUSIONS
        if name in values and (made := after_mistake(conclusion(name), values.pop(name), None)) is not None
    ]
    if "levels" in values:
        conclusions += after_mistake(_rule_levels, values.pop("levels"), ())
    id = values.pop("ruleset")
    parts = {
        **with_instruments(values, root, RULESET),
        "id": id,
        "conclusions": tuple(conclusions),
        "place": getattr(id, "place", None),
    }
    return RulesetDraft(with_groups(make(Ruleset, parts)), source, places, nodes=rule_nodes(root))


def rule_nodes(root: PlacedMapping) -> dict[str, PlacedMapping]:
    """The mappings of the rules below a heading or a rule, by code; conclusions by name."""
    found: dict[str, PlacedMapping] = {}
    for key, value in root.items():
        if key in CONCLUSIONS and isinstance(value, PlacedMapping):
            found[str(key)] = value
        elif isinstance(value, PlacedSequence):
            for each_node in value:
                if isinstance(each_node, PlacedMapping):
                    found |= rule_nodes(each_node)
                    if isinstance(named := each_node.get("code"), Scalar):  # type: ignore[call-overload]
                        found[str(named)] = each_node
                    elif key == "levels" and isinstance(named := each_node.get("level"), Scalar):  # type: ignore[call-overload]
                        found[LEVEL + named] = each_node
    return found


def provenance(node: Node) -> Provenance:
    """Structure the provenance of a rule."""
    values = keys_of(mapping(node, PROVENANCE), PROVENANCE)
    status = values["status"]
    known = isinstance(status, Scalar) and status in {each.value for each in ProvenanceStatus}
    return make(Provenance, {**values, "place": status.place if known else None})


def _number(node: Node) -> PlacedText:
    return PlacedText.at(wording(node), node.place)


def indicator(node: Node) -> Indicator:
    """A rule below a criterion: with contents, or with a condition of its own."""
    own = mapping(node, INDICATOR)
    values, beside = rule_keys(own, INDICATOR)
    if "contents" in values:
        made = condition_or_parts(own, values, beside, "contents")
    elif not beside.keys and "points" in values:
        points_alone(values["points"])
        made = None
    else:
        made = after_mistake(condition_beside, beside, NO_CONDITION)
    return make(Indicator, {**values, "condition": made, "place": _rule_place(own)})


def content(node: Node) -> Content:
    """A rule below an indicator."""
    own = mapping(node, CONTENT)
    values, beside = rule_keys(own, CONTENT)
    made = after_mistake(condition_beside, beside, NO_CONDITION)
    return make(Content, {**values, "condition": made, "place": _rule_place(own)})


def criterion(node: Node) -> Criterion:
    """A criterion: with indicators, or with a condition of its own."""
    own = mapping(node, CRITERION)
    values, beside = rule_keys(own, CRITERION)
    made = condition_or_parts(own, values, beside, "indicators")
    return make(Criterion, {**values, "condition": made, "place": _rule_place(own)})


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
    made: Condition = after_mistake(condition_beside, beside, NO_CONDITION)
    return made


def conclusion(name: str) -> Any:
    """A hook for the conclusion of that name."""

    def hook(node: Node) -> Conclusion:
        own = mapping(node, CONCLUSION)
        values, beside = rule_keys(own, CONCLUSION)
        made = after_mistake(condition_beside, beside, NO_CONDITION)
        # The default name is no node: it is added once the rest is made from nodes.
        named = values.pop("name", None)
        title = CONCLUSION_NAMES[name] if named is None else after_mistake(text, named, NO_NAME)
        return make(Conclusion, {**values, "name": title, "code": name, "condition": made, "place": first_place(own)})

    return hook


def rule_level(node: Node) -> Conclusion:
    """A level that units are classed in: a conclusion with the level's id in its code."""
    own = mapping(node, RULE_LEVEL)
    values, beside = rule_keys(own, RULE_LEVEL)
    made = after_mistake(condition_beside, beside, NO_CONDITION)
    named = values.pop("level")
    id = "?" if named is ABSENT else after_mistake(level_id, named, "?")
    place = getattr(named, "place", None) or first_place(own)
    return make(Conclusion, {**values, "code": PlacedText.at(LEVEL + id, place), "condition": made, "place": place})


def _rule_levels(node: Node) -> tuple[Conclusion, ...]:
    return each(node, rule_level, LEVELS)


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
    for each_key, held in (*node.items(), (key, value)):
        more.write(each_key, held)
    return more


def _rule_place(node: PlacedMapping) -> Place:
    held = node.get("code")  # type: ignore[call-overload]
    return getattr(held, "place", None) or first_place(node)


def _title(node: Any) -> Text:
    return node if isinstance(node, Text) else text(node)


def _kinds(node: Node) -> tuple[str, ...]:
    made = each(node, kind, KINDS) if isinstance(node, PlacedSequence) else (kind(node),)
    return tuple(dict.fromkeys(made)) or ("?",)


def _criteria(node: Node) -> tuple[Criterion, ...]:
    return each(node, criterion, CRITERIA)


def indicators(node: Node) -> tuple[Indicator, ...]:
    """The rules below a criterion."""
    return each(node, indicator, INDICATORS)


def contents(node: Node) -> tuple[Content, ...]:
    """The rules below an indicator."""
    return each(node, content, CONTENTS)


def notes(node: Node) -> tuple[Text, ...]:
    """Remarks on a ruleset."""
    return each(node, text, NOTES)


def _responsible(node: Node) -> tuple[Text, ...]:
    return each(node, text, OFFICES)


def _commitment(node: Node) -> Commitment:
    if isinstance(node, Scalar) and (meant := _MEANT.get(node.strip().lower())) is not None:
        params = {"text": node, "what": "commitment", "instead": meant.value}
        raise StructuringError(Mistake("NTM215", node.place, params, hint="typed"))
    return _chosen_commitment(node)


_chosen_commitment = chosen_enum(Commitment, Text("commitment", "commitment"))
_MEANT = {called.vi: commitment for commitment, called in COMMITMENTS.items()}
"""Commitments by the words of plans, for suggestions."""


PARTS = ("indicators", "contents")
"""Keys of the rules below a rule."""
RULE_HOOKS: Mapping[type[Rule], Any] = {Criterion: criterion, Indicator: indicator, Content: content}
"""Hooks of the rules that have codes."""
_assurance_level = value_identifier(Text("mã của một mức kiểm chứng", "the id of a level of assurance"))
ASIDE: dict[str, Any] = {
    "provenance": (provenance, NO_PROVENANCE),
    "applies_when": (condition, NO_CONDITION),
    "commitment": (_commitment, None),
    "responsible": (_responsible, ()),
    "valid_for": (duration, None),
    "requires_assurance": (_assurance_level, None),
}
"""Hooks and stand-ins of the keys that any rule may have."""
POINTS: dict[str, Any] = {"points": (award, None), "maximum": (figure, None)}
"""Hooks and stand-ins of the keys about points."""
_A_RULE: dict[str, Any] = {"name": (text, NO_NAME), **ASIDE}
made_from(
    Provenance,
    status=(chosen_enum(ProvenanceStatus, Text("status", "status")), ProvenanceStatus.READ),
    cite=(wording, "?"),
    url=(wording, "?"),
    article=(wording, "?"),
    page=(wording, "?"),
    source=(chosen_enum(SourceKind, Text("source", "source")), SourceKind.OFFICIAL),
    confidence=(chosen(CONFIDENCES, Text("confidence", "confidence")), None),
    note=(text, None),
    instrument=(_number, None),
)
_SHORT: dict[str, Any] = {"short": (text, None)}
made_from(Indicator, code=(code, "?"), contents=(contents, ()), **_A_RULE, **_SHORT, **POINTS)
made_from(Content, code=(code, "?"), **_A_RULE, **_SHORT)
made_from(Criterion, code=(code, "?"), indicators=(indicators, ()), **_A_RULE, **_SHORT, **POINTS)
made_from(Conclusion, **(_A_RULE | {"name": (_title, NO_NAME)}))
made_from(
    Ruleset,
    id=(ruleset_id, NO_ID),
    version=(day, NO_DAY),
    until=(day, None),
    title=(text, NO_NAME),
    applies_to=(_kinds, ("?",)),
    instrument=(instrument, Instrument("?")),
    further_instruments=(further_instruments, ()),
    groups=(groups, ()),
    applies_where=(condition, NO_CONDITION),
    criteria=(_criteria, ()),
    basically_met=(yes_no, None),
    requires_assurance=(_assurance_level, None),
    classifies=(yes_no, False),
    statuses=(statuses, ()),
    notes=(notes, ()),
)

"""A ruleset file: its heading, criteria with their indicators, and its conclusions."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from attrs import frozen

from ..model.condition import Condition
from ..model.key import CONCLUSIONS
from ..model.place import Place
from ..model.ruleset import (
    Conclusion,
    Criterion,
    Indicator,
    Instrument,
    Provenance,
    ProvenanceStatus,
    Ruleset,
)
from ..model.text import Text
from .diagnose import Finding, report
from .forms import (
    CONCLUSION,
    CONCLUSION_NAMES,
    CONDITION_KEYS,
    CONDITIONS,
    CONFIDENCES,
    CRITERION,
    INDICATOR,
    INSTRUMENT,
    PROVENANCE,
    RULESET,
    Form,
)
from .source import Source
from .structure import (
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
from .structure_condition import NO_CONDITION, Beside, condition, condition_beside
from .structure_scalar import chosen, chosen_enum, code, day, ruleset_id, text, wording, yes_no
from .structure_threshold import kind
from .tree import Node, PlacedMapping, Scalar

NO_NAME = Text("?")
NO_PROVENANCE = Provenance(ProvenanceStatus.READ, url="?")
NO_ID = "?/?"
NO_DAY = date.min
"""For a date with a mistake."""
CRITERIA = Text("các tiêu chí", "criteria")
INDICATORS = Text("các chỉ tiêu", "indicators")
NOTES = Text("các ghi chú", "notes")


@frozen
class RulesetDraft:
    """A ruleset as structured, before the checks, with the places of what the model keeps none of."""

    ruleset: Ruleset
    source: Source
    places: Mapping[str, Place | None]


def ruleset_draft(source: Source, root: PlacedMapping) -> RulesetDraft:
    """The ruleset that a file holds; mistakes are reported."""
    values = keys_of(root, RULESET)
    places = {str(key): value.place for key, value in root.items()}
    conclusions = [
        made
        for name in CONCLUSIONS
        if name in values and (made := after_mistake(_conclusion(name), values.pop(name), None)) is not None
    ]
    id = values.pop("ruleset")
    parts = {**values, "id": id, "conclusions": tuple(conclusions), "place": getattr(id, "place", None)}
    return RulesetDraft(make(Ruleset, parts), source, places)


def provenance(node: Node) -> Provenance:
    """How a rule is known."""
    values = keys_of(mapping(node, PROVENANCE), PROVENANCE)
    status = values["status"]
    known = isinstance(status, Scalar) and status in {each.value for each in ProvenanceStatus}
    return make(Provenance, {**values, "place": status.place if known else None})


def instrument(node: Node) -> Instrument:
    """The decision a version comes from."""
    return make(Instrument, keys_of(mapping(node, INSTRUMENT), INSTRUMENT))


def indicator(node: Node) -> Indicator:
    """A rule below a criterion."""
    own = mapping(node, INDICATOR)
    values, beside = _rule(own, INDICATOR)
    made = after_mistake(condition_beside, beside, NO_CONDITION)
    return make(Indicator, {**values, "condition": made, "place": _rule_place(own)})


def criterion(node: Node) -> Criterion:
    """A criterion: with indicators, or with a condition of its own."""
    own = mapping(node, CRITERION)
    values, beside = _rule(own, CRITERION)
    made: Condition | None = None
    if "indicators" in values:
        if beside.keys:
            report(Finding("NTM222", beside.keys[0].place, {"key": beside.keys[0]}))
    elif beside.keys:
        made = after_mistake(condition_beside, beside, NO_CONDITION)
    else:
        report(Finding("NTM223", first_place(own)))
    return make(Criterion, {**values, "condition": made, "place": _rule_place(own)})


def _conclusion(name: str) -> Any:
    def hook(node: Node) -> Conclusion:
        own = mapping(node, CONCLUSION)
        values, beside = _rule(own, CONCLUSION)
        made = after_mistake(condition_beside, beside, NO_CONDITION)
        # The default name is no node: it is added once the rest is made from nodes.
        named = values.pop("name", None)
        title = CONCLUSION_NAMES[name] if named is None else after_mistake(text, named, NO_NAME)
        return make(Conclusion, {**values, "name": title, "code": name, "condition": made, "place": first_place(own)})

    return hook


def _rule(node: PlacedMapping, form: Form) -> tuple[dict[str, Any], Beside]:
    """A rule's own keys, and those of the condition beside them."""
    unknown_keys(node, form.title, form.names + CONDITION_KEYS, listed=(*form.names, *CONDITIONS))
    keys = tuple(key for key in node if key in CONDITION_KEYS)
    return known_keys(node, form), Beside(node, keys, form.title)


def _rule_place(node: PlacedMapping) -> Place:
    held = node.get("code")  # type: ignore[call-overload]
    return getattr(held, "place", None) or first_place(node)


def _title(node: Any) -> Text:
    return node if isinstance(node, Text) else text(node)


def _criteria(node: Node) -> tuple[Criterion, ...]:
    return each(node, criterion, CRITERIA)


def _indicators(node: Node) -> tuple[Indicator, ...]:
    return each(node, indicator, INDICATORS)


def _notes(node: Node) -> tuple[Text, ...]:
    return each(node, text, NOTES)


_A_RULE: dict[str, Any] = {
    "name": (text, NO_NAME),
    "provenance": (provenance, NO_PROVENANCE),
    "applies_when": (condition, NO_CONDITION),
}
made_from(
    Provenance,
    status=(chosen_enum(ProvenanceStatus, Text("status", "status")), ProvenanceStatus.READ),
    cite=(wording, "?"),
    url=(wording, "?"),
    confidence=(chosen(CONFIDENCES, Text("confidence", "confidence")), None),
    note=(text, None),
)
made_from(Instrument, number=(wording, "?"), issuer=(wording, None), signed=(day, None), url=(wording, None))
made_from(Indicator, code=(code, "?"), **_A_RULE)
made_from(Criterion, code=(code, "?"), indicators=(_indicators, ()), **_A_RULE)
made_from(Conclusion, **(_A_RULE | {"name": (_title, NO_NAME)}))
made_from(
    Ruleset,
    id=(ruleset_id, NO_ID),
    version=(day, NO_DAY),
    until=(day, None),
    title=(text, NO_NAME),
    applies_to=(kind, "?"),
    instrument=(instrument, Instrument("?")),
    criteria=(_criteria, ()),
    basically_met=(yes_no, None),
    notes=(_notes, ()),
)

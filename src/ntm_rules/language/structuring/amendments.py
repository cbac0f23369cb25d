"""Amending and specialising files: the heading, and the changes to the rules of the version that it starts from."""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from attrs import field, frozen

from ...model import ruleset as model
from ...model.condition import Condition
from ...model.key import CONCLUSIONS, is_conclusion
from ...model.place import Place, PlacedText, place_of
from ...model.text import Text
from ...model.threshold import Award
from ...model.values.duration import Duration
from ..diagnostics.mistakes import KnownNames, Mistake, StructuringError, report
from ..grammar.conditions import CONDITION_KEYS, CONDITIONS, MappingForm
from ..grammar.files import AMENDMENT, CHANGE_KEYS, REPLACEMENT, REVISION, SPECIALISATION, VERBS
from ..yaml.source import Source
from ..yaml.tree import Node, PlacedMapping, Scalar
from .condition_keys import NO_CONDITION, first_of
from .converter import ABSENT, after_mistake, made_from, make
from .nodes import each, first_place, found, keys_of, known_keys, list_of, mapping, unknown_keys
from .rules import (
    ASIDE,
    conclusion,
    condition_or_parts,
    criterion,
    indicator,
    rule_keys,
    rule_level,
)
from .rulesets import HEADING, NO_ID, places_of, with_instruments
from .scalars import code, ruleset_id, scalar, word

CHANGES = Text("các thay đổi", "changes")
CHANGE = Text("một thay đổi", "a change")
VERB = Text("việc", "verb")
RULE = Text("một quy tắc", "a rule")


@frozen
class Replacement:
    """New content of a replaced rule, which keeps its code, and its name where no other is given.

    `below` is the key `indicators` or `contents`, where it is written; only a criterion, or an indicator, may have it.
    """

    provenance: model.Provenance
    name: Text | None = None
    condition: Condition | None = None
    indicators: tuple[model.Indicator, ...] = ()
    applies_when: Condition | None = None
    commitment: model.Commitment | None = None
    responsible: tuple[Text, ...] = ()
    below: PlacedText | None = field(default=None, eq=False, repr=False)
    contents: tuple[model.Content, ...] = ()
    valid_for: Duration | None = None
    requires_assurance: str | None = None
    points: Award | None = None
    maximum: Decimal | None = None
    short: Text | None = None
    node: PlacedMapping = field(factory=PlacedMapping, eq=False, repr=False)


@frozen
class Replace:
    """`replace: "13.2"`, `with: {...}`."""

    code: PlacedText
    by: Replacement


@frozen
class Revise:
    """`set: "13.2"`, `to: {...}`, `drop: [...]`; or `correct: "13.2"`, `to: {...}`, which `corrects` words and sources only."""

    code: PlacedText
    to: PlacedMapping = field(factory=PlacedMapping)
    drop: tuple[PlacedText, ...] = ()
    corrects: bool = False


@frozen
class Insert:
    """`insert: {...}`, `in: "13"`, `after: "13.1"`."""

    rule: model.Criterion | model.Indicator | model.Conclusion
    into: PlacedText | None = None
    after: PlacedText | None = None
    node: PlacedMapping = field(factory=PlacedMapping, eq=False, repr=False)


@frozen
class Repeal:
    """`repeal: "7.1"`."""

    code: PlacedText


RuleChange = Replace | Revise | Insert | Repeal


@frozen
class AmendmentDraft:
    """An amending or specialising file as structured. `start` is the ruleset whose rules it starts from.

    An amendment has the id of the ruleset that it amends; its fields are None where they stay as they are there.
    """

    start: str
    id: str
    version: date
    instrument: model.Instrument
    changes: tuple[RuleChange, ...]
    source: Source
    places: Mapping[str, Place | None]
    specialises: bool
    title: Text | None = None
    until: date | None = None
    basically_met: bool | None = None
    requires_assurance: str | None = None
    notes: tuple[Text, ...] = ()
    further_instruments: tuple[model.Instrument, ...] = ()
    groups: tuple[model.CriteriaGroup, ...] = ()
    adds: tuple[str, ...] = ()
    applies_where: Condition | None = None

    @property
    def place(self) -> Place | None:
        """Place where the ruleset that it starts from is named."""
        return place_of(self.start)


def amendment_draft(source: Source, root: PlacedMapping) -> AmendmentDraft:
    """The amendment or specialising ruleset that a file holds; mistakes are reported."""
    specialises = "specialises" in root
    values = keys_of(root, SPECIALISATION if specialises else AMENDMENT)
    start = values["specialises" if specialises else "amends"]
    # An amendment is a version of what it amends.
    named = {"start": start, "id": values["ruleset"] if specialises else start, "specialises": specialises}
    values = with_instruments(values, root, SPECIALISATION if specialises else AMENDMENT)
    return make(AmendmentDraft, {**values, **named, "source": source, "places": places_of(root)})


def _changes(node: Node) -> tuple[RuleChange, ...]:
    changes = each(node, _change, CHANGES)
    return tuple(change for change in changes if change is not None)


def _change(node: Node) -> RuleChange | None:
    if not isinstance(node, PlacedMapping):
        raise StructuringError(Mistake("NTM203", node.place, {"what": CHANGE, "found": found(node)}))
    verbs = [key for key in node if key in VERBS]
    if not verbs:
        first = next(iter(node), None)
        known = KnownNames.words(VERB, VERBS) if first is not None else None
        raise StructuringError(Mistake("NTM240", first_place(node), {"verbs": tuple(VERBS)}, word=first, known=known))
    verb = first_of(verbs, "NTM241")
    form = VERBS[verb]
    unknown_keys(node, form.title, CHANGE_KEYS, listed=form.names)
    for key in node:
        if key in CHANGE_KEYS and key not in form.names and key not in verbs:
            report(_does_not_go(key, verb, form))
    values = known_keys(node, form)
    match str(verb):
        case "replace":
            return _replace(values)
        case "insert":
            return _insert(values, node)
        case "set" | "correct":
            return _revise(values, verb)
        case _:
            return Repeal(rule_code(values["repeal"]))


def _does_not_go(key: Scalar, verb: Scalar, form: MappingForm) -> Mistake:
    allowed = tuple(name for name in form.names if name != verb) or ("–",)
    return Mistake("NTM207", key.place, {"key": key, "primary": verb, "allowed": allowed})


def _replace(values: Mapping[str, Any]) -> RuleChange | None:
    named = after_mistake(rule_code, values["replace"], None)
    by = None if values["with"] is ABSENT else after_mistake(_replacement, values["with"], None)
    return None if named is None or by is None else Replace(named, by)


def _replacement(node: Node) -> Replacement:
    own = mapping(node, REPLACEMENT)
    values, beside = rule_keys(own, REPLACEMENT)
    parts = next((name for name in ("indicators", "contents") if name in values), None)
    if beside.keys or parts is not None:
        condition = condition_or_parts(own, values, beside, parts or "indicators")
    else:
        report(Mistake("NTM242", first_place(own)))
        condition = NO_CONDITION
    below = None if parts is None else PlacedText.at(parts, own.key(parts).place)
    return make(Replacement, {**values, "condition": condition, "below": below, "node": own})


def _revise(values: Mapping[str, Any], verb: Scalar) -> RuleChange | None:
    named = after_mistake(rule_code, values[verb], None)
    if "to" not in values and "drop" not in values:
        report(Mistake("NTM206", verb.place, {"key": "to", "form": VERBS["set"].title, "title": REVISION.title}))
    to = after_mistake(_revision, values["to"], None) if values.get("to", ABSENT) is not ABSENT else PlacedMapping()
    drop = after_mistake(list_of(word, "các khóa", "keys"), values["drop"], ()) if "drop" in values else ()
    return None if named is None or to is None else Revise(named, to, drop, verb == "correct")


def _revision(node: Node) -> PlacedMapping:
    """The keys of a rule that change; those that no rule has are reported and left out."""
    own = mapping(node, REVISION)
    allowed = REVISION.names + CONDITION_KEYS
    unknown_keys(own, REVISION.title, allowed, listed=(*REVISION.names, *CONDITIONS))
    return without(own, lambda key: key not in allowed)


def _insert(values: Mapping[str, Any], node: PlacedMapping) -> RuleChange | None:
    own = values["insert"]
    named = own.get("code") if isinstance(own, PlacedMapping) else None  # type: ignore[call-overload]
    into = after_mistake(code, values["in"], None) if "in" in values else None
    after = after_mistake(rule_code, values["after"], None) if "after" in values else None
    if isinstance(named, Scalar) and named in CONCLUSIONS:
        for key in ("in", "after"):
            if key in values:
                report(_does_not_go(node.key(key), named, VERBS["repeal"]))
        own = without(own, lambda key: key == "code")
        structured = after_mistake(conclusion(str(named)), own, None)
        return None if structured is None else Insert(structured, node=own)
    is_level = isinstance(own, PlacedMapping) and "level" in own and "code" not in own
    hook = rule_level if is_level else indicator if "in" in values else criterion
    structured = after_mistake(hook, own, None)
    if structured is None or ("in" in values and into is None):
        return None
    return Insert(structured, into, after, own)


def without(node: PlacedMapping, gone: Callable[[Scalar], bool]) -> PlacedMapping:
    """The mapping without some of its keys."""
    rest = PlacedMapping()
    rest.place = node.place
    for key, value in node.items():
        if not gone(key):
            rest.write(key, value)
    return rest


def rule_code(node: Node) -> PlacedText:
    """The code of any rule; for a conclusion, its name."""
    value = scalar(node, RULE)
    if is_conclusion(value):
        return PlacedText.at(str(value), value.place)
    return code(node)


made_from(Replacement, **ASIDE)
made_from(
    AmendmentDraft,
    start=(ruleset_id, NO_ID),
    id=(ruleset_id, NO_ID),
    adds=(list_of(code, "các tiêu chí bổ sung", "the criteria added"), ()),
    changes=(_changes, ()),
    **HEADING,
)

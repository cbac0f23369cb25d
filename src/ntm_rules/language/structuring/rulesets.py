"""A ruleset file: its heading (instruments, groups of criteria, statuses), criteria with their indicators, conclusions."""

from collections.abc import Mapping
from typing import Any

from attrs import evolve, field, frozen

from ...model.condition import Condition, OwnCriteria
from ...model.key import CONCLUSIONS, LEVEL
from ...model.outcome import Outcome
from ...model.place import Place
from ...model.ruleset import CriteriaGroup, Instrument, Ruleset, Status
from ...model.text import Text
from ..contents.rewriting import conditions_at, replaced, rules_at
from ..diagnostics.mistakes import Mistake, report
from ..grammar.conditions import MappingForm, form
from ..grammar.files import GROUP, INSTRUMENT, RULESET, SETTLED_OUTCOMES, STATUS
from ..yaml.source import Source
from ..yaml.tree import Node, PlacedMapping, PlacedSequence, Scalar
from .converter import ABSENT, after_mistake, made_from, make, usual_hook
from .nodes import each, first_place, keys_of, list_of, mapping, sequence
from .rules import assurance_level, conclusion, criterion, rule_level
from .scalars import chosen, code, identifier, ruleset_id, text, unique, value_identifier
from .thresholds import kind

INSTRUMENTS = Text("các văn bản", "the instruments")
GROUPS = form("các nhóm tiêu chí (groups)", "groups of criteria (groups)")
STATUSES = Text("các trạng thái", "statuses")
STATUS_ID = Text("mã của một trạng thái", "a status's id")
_group_id = identifier(Text("mã nhóm", "a group id"))


def with_instruments(values: Mapping[str, Any], root: PlacedMapping, heading: MappingForm) -> dict[str, Any]:
    """The values of a heading with its `instrument` and the further ones, of which one key or the other names the first."""
    rest = dict(values)
    instruments = rest.pop("instruments", None)
    if instruments is not None and "instrument" in rest:
        report(Mistake("NTM176", root.key("instruments").place, {"key": "instruments", "other": "instrument"}))
    if instruments is not None:
        nodes = after_mistake(lambda node: sequence(node, INSTRUMENTS), instruments, (ABSENT,))
        rest["instrument"], rest["further_instruments"] = (
            nodes[0],
            tuple(after_mistake(instrument, node, Instrument("?")) for node in nodes[1:]),
        )
    elif "instrument" not in rest:
        params = {
            "key": "instrument",
            "form": heading.title,
            "title": heading.keys[heading.names.index("instrument")].title,
        }
        report(Mistake("NTM206", first_place(root), params))
        rest["instrument"] = ABSENT
    return rest


def with_groups(ruleset: Ruleset) -> Ruleset:
    """The ruleset with the codes of their criteria in the conditions that name a group; those that are not there left out."""
    present = {criterion.code for criterion in ruleset.criteria}
    groups = {group.id: tuple(code for code in group.criteria if code in present) for group in ruleset.groups}
    for path, rule in tuple(rules_at(ruleset)):
        for name in ("condition", "applies_when"):
            whole: Condition | None = getattr(rule, name)
            for at, part in () if whole is None else conditions_at(whole, (*path, name)):
                if isinstance(part, OwnCriteria) and part.group is not None and part.of != groups.get(part.group, ()):
                    ruleset = replaced(ruleset, at, evolve(part, of=groups.get(part.group, ())))
    return ruleset


def groups(node: Node) -> tuple[CriteriaGroup, ...]:
    """The named groups of criteria."""
    instruments = []
    for key, value in mapping(node, GROUPS).items():
        id = after_mistake(_group_id, key, None)
        own = after_mistake(lambda each_node: keys_of(each_node, GROUP), value, None)
        if id is not None and own is not None:
            instruments.append(make(CriteriaGroup, {**own, "id": id}))
    return tuple(instruments)


def places_of(root: PlacedMapping) -> dict[str, Place | None]:
    """The places of the keys of a heading, and of the day on which its instrument was signed."""
    instruments = root.get("instruments")  # type: ignore[call-overload]
    first = instruments[0] if isinstance(instruments, PlacedSequence) and instruments else None
    instrument_node = root.get("instrument") or first  # type: ignore[call-overload]
    signed = instrument_node.get("signed") if isinstance(instrument_node, PlacedMapping) else None  # type: ignore[call-overload]
    places: dict[str, Place | None] = {str(key): value.place for key, value in root.items()}
    return places if signed is None else {**places, "signed": signed.place}


def instrument(node: Node) -> Instrument:
    """The decision a version comes from."""
    return make(Instrument, keys_of(node, INSTRUMENT))


def statuses(node: Node) -> tuple[Status, ...]:
    """The statuses that a council may give."""

    def status(item: Node) -> Status:
        own = mapping(item, STATUS)
        return make(Status, {**keys_of(own, STATUS), "place": first_place(own)})

    statuses = each(node, status, STATUSES)
    unique((declared.id, getattr(declared.id, "place", None)) for declared in statuses if declared.id != "?")
    for declared in statuses:
        if declared.id in {outcome.value for outcome in Outcome}:
            report(Mistake("NTM319", declared.place, {"name": declared.id, "what": STATUS_ID}))
    return statuses


_settled = chosen(tuple(outcome.value for outcome in SETTLED_OUTCOMES), Text("counts_as", "counts_as"))

made_from(Status, id=(value_identifier(STATUS_ID), "?"), counts_as=(lambda node: Outcome(_settled(node)), None))
made_from(CriteriaGroup, criteria=(list_of(code, "các mã tiêu chí", "criterion codes"), ()))
made_from(Instrument)
usual_hook(Instrument, instrument, Instrument("?"))


NO_ID = "?/?"
KINDS = Text("các loại đơn vị", "the kinds of unit")


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
        structured
        for name in CONCLUSIONS
        if name in values and (structured := after_mistake(conclusion(name), values.pop(name), None)) is not None
    ]
    if "levels" in values:
        conclusions += after_mistake(list_of(rule_level, "các mức", "levels"), values.pop("levels"), ())
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
    by_name: dict[str, PlacedMapping] = {}
    for key, value in root.items():
        if key in CONCLUSIONS and isinstance(value, PlacedMapping):
            by_name[str(key)] = value
        elif isinstance(value, PlacedSequence):
            for each_node in value:
                if isinstance(each_node, PlacedMapping):
                    by_name |= rule_nodes(each_node)
                    if isinstance(named := each_node.get("code"), Scalar):  # type: ignore[call-overload]
                        by_name[str(named)] = each_node
                    elif key == "levels" and isinstance(named := each_node.get("level"), Scalar):  # type: ignore[call-overload]
                        by_name[LEVEL + named] = each_node
    return by_name


def _kinds(node: Node) -> tuple[str, ...]:
    kinds = each(node, kind, KINDS) if isinstance(node, PlacedSequence) else (kind(node),)
    return tuple(dict.fromkeys(kinds)) or ("?",)


usual_hook(tuple[CriteriaGroup, ...], groups, ())
HEADING: dict[str, Any] = {
    "requires_assurance": (assurance_level, None),
    "notes": (list_of(text, "các ghi chú", "notes"), ()),
}
"""Hooks and stand-ins of the keys at the head of any file with rules, beside those that go by their type."""
made_from(
    Ruleset,
    id=(ruleset_id, NO_ID),
    applies_to=(_kinds, ("?",)),
    criteria=(list_of(criterion, "các tiêu chí", "criteria"), ()),
    statuses=(statuses, ()),
    **HEADING,
)

"""The heading of a ruleset file: its instruments, the groups of its criteria, the statuses that a council may give."""

from collections.abc import Mapping
from typing import Any

from attrs import evolve

from ...model.condition import Condition, OwnCriteria
from ...model.outcome import Outcome
from ...model.place import Place
from ...model.ruleset import CriteriaGroup, Instrument, Ruleset, Status
from ...model.text import Text
from ..contents.rewriting import conditions_at, replaced, rules_at
from ..diagnostics.mistakes import Mistake, report
from ..grammar.conditions import MappingForm, form
from ..grammar.files import GROUP, INSTRUMENT, SETTLED_OUTCOMES, STATUS
from ..yaml.tree import Node, PlacedMapping, PlacedSequence
from .converter import ABSENT, after_mistake, each, first_place, keys_of, made_from, make, mapping, sequence
from .scalars import chosen, code, day, identifier, text, unique, value_identifier, wording

INSTRUMENTS = Text("các văn bản", "the instruments")
GROUPS = form("các nhóm tiêu chí (groups)", "groups of criteria (groups)")
STATUSES = Text("các trạng thái", "statuses")
STATUS_ID = Text("mã của một trạng thái", "a status's id")
GROUP_CODES = Text("các mã tiêu chí", "criterion codes")
_group_id = identifier(Text("mã nhóm", "a group id"))


def with_instruments(values: Mapping[str, Any], root: PlacedMapping, heading: MappingForm) -> dict[str, Any]:
    """The values of a heading with its `instrument` and the further ones, of which one key or the other names the first."""
    rest = dict(values)
    several = rest.pop("instruments", None)
    if several is not None and "instrument" in rest:
        report(Mistake("NTM176", root.key("instruments").place, {"key": "instruments", "other": "instrument"}))
    if several is not None:
        nodes = after_mistake(lambda node: sequence(node, INSTRUMENTS), several, (ABSENT,))
        rest["instrument"], rest["further_instruments"] = nodes[0], tuple(nodes[1:])
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
    made = []
    for key, value in mapping(node, GROUPS).items():
        id = after_mistake(_group_id, key, None)
        own = after_mistake(lambda each_node: keys_of(mapping(each_node, GROUP), GROUP), value, None)
        if id is not None and own is not None:
            made.append(make(CriteriaGroup, {**own, "id": id}))
    return tuple(made)


def places_of(root: PlacedMapping) -> dict[str, Place | None]:
    """The places of the keys of a heading, and of the day on which its instrument was signed."""
    several = root.get("instruments")  # type: ignore[call-overload]
    first = several[0] if isinstance(several, PlacedSequence) and several else None
    instrument_node = root.get("instrument") or first  # type: ignore[call-overload]
    signed = instrument_node.get("signed") if isinstance(instrument_node, PlacedMapping) else None  # type: ignore[call-overload]
    places: dict[str, Place | None] = {str(key): value.place for key, value in root.items()}
    return places if signed is None else {**places, "signed": signed.place}


def instrument(node: Node) -> Instrument:
    """The decision a version comes from."""
    return make(Instrument, keys_of(mapping(node, INSTRUMENT), INSTRUMENT))


def further_instruments(nodes: tuple[Node, ...]) -> tuple[Instrument, ...]:
    """The decisions beside the main one."""
    return tuple(after_mistake(instrument, node, Instrument("?")) for node in nodes)


def statuses(node: Node) -> tuple[Status, ...]:
    """The statuses that a council may give."""

    def status(one: Node) -> Status:
        own = mapping(one, STATUS)
        return make(Status, {**keys_of(own, STATUS), "place": first_place(own)})

    found = each(node, status, STATUSES)
    unique((one.id, getattr(one.id, "place", None)) for one in found if one.id != "?")
    for one in found:
        if one.id in {outcome.value for outcome in Outcome}:
            report(Mistake("NTM319", one.place, {"name": one.id, "what": STATUS_ID}))
    return found


def _counts_as(node: Node) -> Outcome:
    return Outcome(_settled(node))


_settled = chosen(tuple(outcome.value for outcome in SETTLED_OUTCOMES), Text("counts_as", "counts_as"))
made_from(Status, id=(value_identifier(STATUS_ID), "?"), name=(text, Text("?")), counts_as=(_counts_as, None))
made_from(CriteriaGroup, name=(text, Text("?")), criteria=(lambda node: each(node, code, GROUP_CODES), ()))
made_from(Instrument, number=(wording, "?"), issuer=(wording, None), signed=(day, None), url=(wording, None))

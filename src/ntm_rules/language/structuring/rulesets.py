"""A ruleset file: its heading, criteria with their indicators, and its conclusions."""

from collections.abc import Mapping
from datetime import date

from attrs import field, frozen

from ...model.key import CONCLUSIONS, LEVEL
from ...model.place import Place
from ...model.ruleset import (
    Conclusion,
    Criterion,
    Instrument,
    Ruleset,
)
from ...model.text import Text
from ..grammar.files import (
    RULESET,
)
from ..yaml.source import Source
from ..yaml.tree import Node, PlacedMapping, PlacedSequence, Scalar
from .condition_keys import NO_CONDITION
from .conditions import condition
from .converter import (
    after_mistake,
    each,
    keys_of,
    made_from,
    make,
)
from .headings import further_instruments, groups, instrument, places_of, statuses, with_groups, with_instruments
from .rules import NO_NAME, assurance_level, conclusion, criterion, rule_level
from .scalars import day, ruleset_id, text, yes_no
from .thresholds import kind

NO_ID = "?/?"
NO_DAY = date.min
"""Stand-in for a date with a mistake."""
CRITERIA = Text("các tiêu chí", "criteria")
KINDS = Text("các loại đơn vị", "the kinds of unit")
LEVELS = Text("các mức", "levels")
NOTES = Text("các ghi chú", "notes")


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


def _kinds(node: Node) -> tuple[str, ...]:
    made = each(node, kind, KINDS) if isinstance(node, PlacedSequence) else (kind(node),)
    return tuple(dict.fromkeys(made)) or ("?",)


def _rule_levels(node: Node) -> tuple[Conclusion, ...]:
    return each(node, rule_level, LEVELS)


def _criteria(node: Node) -> tuple[Criterion, ...]:
    return each(node, criterion, CRITERIA)


def notes(node: Node) -> tuple[Text, ...]:
    """Remarks on a ruleset."""
    return each(node, text, NOTES)


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
    requires_assurance=(assurance_level, None),
    classifies=(yes_no, False),
    statuses=(statuses, ()),
    notes=(notes, ()),
)

"""Names of measures, attributes, their values and kinds of units that nothing in the library has."""

from collections.abc import Iterator

from ..model.condition import CriteriaCount
from ..model.named import Named, named
from ..model.place import place_of
from ..model.ruleset import Ruleset
from .diagnose import Finding, Known, nearest
from .forms import KINDS as USUAL_KINDS
from .scope import KINDS, VALUES, Scope, known_levels
from .walk import Node, children, conditions, thresholds


def check_names(ruleset: Ruleset, scope: Scope) -> Iterator[Finding]:
    """What a ruleset names and the library does not know."""
    yield from _kind(ruleset.applies_to)
    for _, condition in conditions(ruleset):
        counts = (part for part in children(condition) if isinstance(part, CriteriaCount))
        for node in (condition, *counts, *thresholds(condition)):
            yield from _in_node(node, scope)


def _in_node(node: Node, scope: Scope) -> Iterator[Finding]:
    """The names in the fields of a condition or threshold itself."""
    for kind in named(node, Named.KIND):
        yield from _kind(kind)
    for measure in named(node, Named.MEASURE):
        yield from unknown_measure(measure, scope)
    for attribute in named(node, Named.ATTRIBUTE):
        yield from unknown_attribute(attribute, scope)
        for value in named(node, Named.ATTRIBUTE_VALUE):
            yield from unknown_value(attribute, value, scope)


def unknown_measure(name: str, scope: Scope) -> Iterator[Finding]:
    """Whether there is a measure of this name."""
    place = place_of(name)
    if place is not None and name not in scope.library.measures and not scope.may_declare(name):
        yield Finding("NTM301", place, {"name": name}, word=name, known=scope.measures)


def unknown_attribute(name: str, scope: Scope) -> Iterator[Finding]:
    """Whether there is an attribute of this name."""
    place = place_of(name)
    if place is not None and name not in scope.library.attributes and not scope.may_declare(name):
        yield Finding("NTM302", place, {"name": name}, word=name, known=scope.attributes)


def unknown_value(attribute: str, value: str, scope: Scope) -> Iterator[Finding]:
    """Whether an attribute has this value; of one with an open list any text is a value."""
    declared = scope.library.attributes.get(attribute)
    place = place_of(value)
    if declared is not None and declared.values and place is not None and value not in declared.value_ids:
        params = {"attribute": attribute, "name": value}
        yield Finding("NTM303", place, params, word=value, known=known_levels(declared.values, VALUES))


def _kind(name: str) -> Iterator[Finding]:
    """A kind of unit is any word; one that is much like a usual one is probably a slip."""
    place = place_of(name)
    if place is not None and unfamiliar(name):
        yield Finding("NTM317", place, {"name": name}, word=name, known=Known(KINDS, USUAL_KINDS))


def unfamiliar(kind: str) -> bool:
    """Whether a kind of unit looks like a slip of a usual one."""
    return kind not in USUAL_KINDS and nearest(kind, tuple(USUAL_KINDS)) is not None

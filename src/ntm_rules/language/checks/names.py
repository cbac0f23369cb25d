"""Names of measures, attributes, their values and kinds of units that nothing in the library has."""

from collections.abc import Iterator

from ...model.condition import (
    AttributeIs,
    Change,
    Comparison,
    Condition,
    MembersAttained,
    MembersMeasure,
    OneOf,
    Required,
)
from ...model.place import place_of
from ...model.ruleset import Ruleset
from ...model.threshold import ByAttribute, Delegated, Relative, Threshold
from ..contents.known_names import KINDS, VALUES, Scope, known_levels
from ..contents.traversal import conditions, thresholds
from ..diagnostics.mistakes import Finding, Known, nearest
from ..grammar.conditions import KINDS as USUAL_KINDS


def check_names(ruleset: Ruleset, scope: Scope) -> Iterator[Finding]:
    """What a ruleset names and the library does not know."""
    yield from _kind(ruleset.applies_to)
    for _, condition in conditions(ruleset):
        yield from _in_condition(condition, scope)
        for threshold in thresholds(condition):
            yield from _in_threshold(threshold, scope)


def _in_condition(condition: Condition, scope: Scope) -> Iterator[Finding]:
    match condition:
        case Comparison() | OneOf() | Required() | Change():
            yield from unknown_measure(condition.measure, scope)
        case MembersMeasure():
            yield from _kind(condition.kind)
            if isinstance(condition.of, str):
                yield from unknown_measure(condition.of, scope)
        case MembersAttained():
            yield from _kind(condition.kind)
        case AttributeIs():
            yield from unknown_attribute(condition.attribute, scope)
            for value in condition.values:
                yield from unknown_value(condition.attribute, value, scope)


def _in_threshold(threshold: Threshold, scope: Scope) -> Iterator[Finding]:
    match threshold:
        case ByAttribute():
            yield from unknown_attribute(threshold.attribute, scope)
            for value, _ in threshold.cases:
                yield from unknown_value(threshold.attribute, value, scope)
        case Relative():
            yield from unknown_measure(threshold.measure, scope)
            if threshold.of is not None:
                yield from _kind(threshold.of)
        case Delegated():
            yield from _kind(threshold.to)


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

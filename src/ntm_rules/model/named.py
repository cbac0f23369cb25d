"""Fields of conditions and thresholds that name something else, so that one traversal finds the names in every form."""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

import attrs

from .measure import MeasureType
from .values.identity import IdentityEnum


class ReferenceKind(IdentityEnum):
    """Sort of thing that a name refers to."""

    MEASURE = "measure"
    MEASURE_VALUE = "measure value"
    ATTRIBUTE = "attribute"
    ATTRIBUTE_VALUE = "attribute value"
    KIND = "kind"
    AUTHORITY = "kind of the unit whose authority decides"
    RULE = "rule"
    RULESET = "ruleset"
    CRITERION = "criterion"
    INCLUDED = "criterion, one of which must be among those counted"


_NAMED, _TYPES = "named", "types"


def naming(what: ReferenceKind, *types: MeasureType) -> Mapping[str, object]:
    """Metadata of a field that names something; a measure must be of one of the `types`."""
    return {_NAMED: what, _TYPES: types}


FIGURE = naming(ReferenceKind.MEASURE, MeasureType.NUMBER, MeasureType.LEVEL)
COMPARED = naming(ReferenceKind.MEASURE, MeasureType.NUMBER, MeasureType.LEVEL, MeasureType.DATE)
FINDING = naming(ReferenceKind.MEASURE, MeasureType.FINDING)
NUMBER = naming(ReferenceKind.MEASURE, MeasureType.NUMBER)
ANY_MEASURE = naming(ReferenceKind.MEASURE, *MeasureType)


def reference_of(field: "attrs.Attribute[Any]") -> ReferenceKind | None:
    """The sort of thing that a field of a class names, if it names any."""
    reference_kind: ReferenceKind | None = field.metadata.get(_NAMED)
    return reference_kind


def fields_naming(node: object, what: ReferenceKind) -> Iterator[object]:
    """The values of the fields of a node that name something of a sort, one for each field."""
    for name in _fields(type(node), what):  # type: ignore[arg-type]
        yield getattr(node, name)


@cache
def _fields(kind: type, what: ReferenceKind) -> tuple[str, ...]:
    return tuple(field.name for field in attrs.fields(kind) if field.metadata.get(_NAMED) is what)


def named(node: object, what: ReferenceKind) -> Iterator[str]:
    """The names of a sort that stand in the fields of a node itself; of a pair, its first element."""
    for value in fields_naming(node, what):
        for element in value if isinstance(value, tuple) else (value,):
            name = element[0] if isinstance(element, tuple) else element
            if isinstance(name, str):
                yield name


def measures_named(node: object) -> Iterator[tuple[str, tuple[MeasureType, ...]]]:
    """The measures that a node itself names, each with the types that it may have there."""
    for field in attrs.fields(type(node)):  # type: ignore[arg-type]
        name = getattr(node, field.name)
        if field.metadata.get(_NAMED) is ReferenceKind.MEASURE and isinstance(name, str):
            yield name, field.metadata[_TYPES]

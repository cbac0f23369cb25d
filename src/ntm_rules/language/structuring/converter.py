"""The way from the tree to the model: one cattrs converter, and its recovery after a mistake.

Every class of the model is made by a function that cattrs generates for it. Each of its fields is structured by the hook
of its type; a hook that cannot go on raises StructuringError, the field reports it and takes its stand-in, so that one run
finds everything. A stand-in has no place, and the checks pass over whatever has no place.
"""

from collections.abc import Callable, Mapping
from types import NoneType, UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

import attrs
from cattrs import Converter
from cattrs.gen import make_dict_structure_fn, override

from ...model.named import ReferenceKind, reference_of
from ..diagnostics.mistakes import StructuringError, report
from ..yaml.tree import PlacedMapping, PlacedSequence, Scalar

T = TypeVar("T")
Hook = Callable[[Any], Any]

CONVERTER = Converter(detailed_validation=True)
"""The registry of all hooks; the structure modules fill it."""


class _Absent:
    """A key that must be there and is not: reported already."""


ABSENT = _Absent()

_USUAL: dict[object, tuple[Hook, object, bool]] = {}
"""Hooks of fields by what they name, or by the types of their values; see `usual_hook`."""


def usual_hook(of: object, hook: Hook, instead: object, *, always: bool = False) -> None:
    """Register the hook of all fields that name a thing of a sort (a ReferenceKind), or have a type.

    After a mistake a field has its default, and where it has none, or `always`, it has the stand-in.
    """
    _USUAL[of if isinstance(of, ReferenceKind) else _types_in(of)] = hook, instead, always


def _types_in(hint: object) -> frozenset[object]:
    types = get_args(hint) if get_origin(hint) in (Union, UnionType) else (hint,)
    return frozenset(types) - {NoneType}


def made_from(*kinds: type, **fields: tuple[Hook, object]) -> None:
    """Register how classes are made: each of their fields by the hook of what it names, or else of its type.

    `fields` are those that have another hook, with the stand-in used after a mistake. What is no node is taken as it is.
    """
    for kind in kinds:
        hints, overrides = get_type_hints(kind), {}
        for attribute in attrs.fields(kind):
            hook, instead = fields.get(attribute.name) or _usual(attribute, hints[attribute.name])
            overrides[attribute.name] = override(struct_hook=_going_on(hook, instead))
        CONVERTER.register_structure_hook(kind, make_dict_structure_fn(kind, CONVERTER, **overrides))  # type: ignore[arg-type]


def _usual(attribute: "attrs.Attribute[Any]", hint: object) -> tuple[Hook, object]:
    found = _USUAL.get(reference_of(attribute)) or _USUAL.get(_types_in(hint))
    hook, instead, always = found or (_as_given, None, True)
    has_default = attribute.default is not attrs.NOTHING and not isinstance(attribute.default, attrs.Factory)  # type: ignore[arg-type]
    return hook, attribute.default if has_default and not always else instead


def make(cls: type[T], parts: Mapping[Any, object]) -> T:
    """`cls` from the nodes of its fields; other keys are left alone."""
    return CONVERTER.structure(parts, cls)


def _as_given(value: object) -> object:
    return value


def _going_on(hook: Hook, instead: object) -> Callable[[Any, Any], Any]:
    def structured(node: Any, _: Any) -> Any:
        if isinstance(node, Scalar | PlacedMapping | PlacedSequence):
            return after_mistake(hook, node, instead)
        return instead if node is ABSENT else node

    return structured


def after_mistake(hook: Hook, node: Any, instead: Any) -> Any:
    """Result of `hook` for `node`; after a mistake, which is reported, `instead`."""
    try:
        return hook(node)
    except StructuringError as error:
        report(error.mistake)
        return instead

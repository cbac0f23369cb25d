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
from ...model.place import Place
from ...model.text import Text
from ..diagnostics.mistakes import KnownNames, Mistake, StructuringError, report
from ..grammar.catalogues import RETIRED
from ..grammar.conditions import MappingForm
from ..yaml.complaints import WIDE, code_point, usual
from ..yaml.tree import Node, PlacedMapping, PlacedSequence, Scalar

T = TypeVar("T")
Hook = Callable[[Any], Any]

CONVERTER = Converter(detailed_validation=True)
"""The registry of all hooks; the structure modules fill it."""


class _Absent:
    """A key that must be there and is not: reported already."""


ABSENT = _Absent()

FOUND = {
    PlacedMapping: Text("các dòng “khóa: giá trị”", "'key: value' lines"),
    PlacedSequence: Text("một danh sách", "a list"),
    Scalar: Text("một giá trị đơn", "a single value"),
}
KEY_NOUN = Text("khóa", "key")
WORD_NOUN = Text("từ", "word")


_USUAL: dict[object, tuple[Hook, object, bool]] = {}
"""Hooks of fields by what they name, or by the types of their values; see `usual_hook`."""


def usual_hook(of: object, hook: Hook, instead: object, *, always: bool = False) -> None:
    """Register the hook of all fields that name a thing of a sort (a ReferenceKind), or have a type.

    After a mistake a field has its default, and where it has none, or `always`, it has the stand-in.
    """
    _USUAL[of if isinstance(of, ReferenceKind) else _types_in(of)] = hook, instead, always


def _types_in(hint: object) -> frozenset[object]:
    several = get_args(hint) if get_origin(hint) in (Union, UnionType) else (hint,)
    return frozenset(several) - {NoneType}


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


def make(cls: type[T], parts: Mapping[str, object]) -> T:
    """`cls` from the nodes of its fields."""
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


def mapping(node: Node, form: MappingForm) -> PlacedMapping:
    """`node` as a mapping; raises StructuringError for anything else."""
    if not isinstance(node, PlacedMapping):
        raise StructuringError(Mistake("NTM201", node.place, {"what": form.title, "found": found(node)}))
    return node


def sequence(node: Node, what: Text) -> PlacedSequence:
    """`node` as a list that is not empty; raises StructuringError for anything else."""
    if not isinstance(node, PlacedSequence):
        raise StructuringError(Mistake("NTM202", node.place, {"what": what, "found": found(node)}))
    if not node:
        raise StructuringError(Mistake("NTM219", node.place, {"what": what}))
    return node


def found(node: Node) -> Text:
    """Description of a node, for a message about the node that is expected in its place."""
    if isinstance(node, Scalar):
        return Text("ô trống", "an empty value") if node.plain and not node else Text(f'"{node}"', f"'{node}'")
    return FOUND[type(node)]


def each(node: Node, hook: Hook, what: Text) -> tuple[Any, ...]:
    """Every item of a list by `hook`; an item with a mistake is reported and left out."""
    missing = object()
    made = (after_mistake(hook, item, missing) for item in sequence(node, what))
    return tuple(item for item in made if item is not missing)


def keys_of(node: PlacedMapping, form: MappingForm) -> dict[str, Any]:
    """The values by key. Unknown and missing keys are reported; a missing one that must be there becomes ABSENT."""
    unknown_keys(node, form.title, form.names)
    return known_keys(node, form)


def unknown_keys(node: PlacedMapping, form: Text, names: tuple[str, ...], listed: tuple[str, ...] = ()) -> None:
    """Report the keys that are not among `names`; `listed`: those to be shown where none of them is near."""
    before: Node | None = None
    for key, value in node.items():
        if key not in names:
            report(_unknown_key(key, value, before, form, KnownNames.words(KEY_NOUN, names, listed)))
        before = value


def _unknown_key(key: Scalar, value: Node, before: Node | None, form: Text, known: KnownNames) -> Mistake:
    params: dict[str, object] = {"key": key, "form": form}
    if key in RETIRED:
        return Mistake(RETIRED[key], key.place)
    cut = cut_by_comma(key, value, before, form)
    if cut is not None:
        return cut
    if (wide := wide_key(key)) is not None:
        return wide
    if _is_nothing(value) and value.place == key.place:
        # A comma inside { } has made a key of what follows it: {vi: nhà tạm, nhà dột nát}.
        return Mistake("NTM205", key.place, params, hint="comma_in_text")
    return Mistake("NTM205", key.place, params, word=key, known=known)


def wide_key(key: Scalar) -> Mistake | None:
    """Mistake of a key with characters that look like usual ones and are not, such as a full-width colon."""
    wide = WIDE.search(key)
    return wide and Mistake("NTM126", key.place, {"character": code_point(wide[0]), "instead": usual(key)})


def cut_by_comma(key: Scalar, value: Node, before: Node | None, form: Text) -> Mistake | None:
    """Mistake of a decimal comma inside { }, which makes a key of the decimals: {at_least: 3,5}. None for any other key."""
    if not (_is_nothing(value) and value.place == key.place):
        return None
    if not (key.isdigit() and isinstance(before, Scalar) and before.isdigit()):
        return None
    params: dict[str, object] = {"key": key, "form": form}
    if len(key) == 3 and len(before) <= 3 and not before.startswith("0"):
        point = f"{before}.{key}".rstrip("0").rstrip(".")
        params |= {"whole": before + key, "point": f"{point}0" if point.endswith(key) else point}
        return Mistake("NTM205", key.place, params, hint="two_readings")
    return Mistake("NTM205", key.place, {**params, "instead": f"{before}.{key}"}, hint="comma")


def _is_nothing(value: Node) -> bool:
    return isinstance(value, Scalar) and value.plain and not value


def known_keys(node: PlacedMapping, form: MappingForm) -> dict[str, Any]:
    """The values of the form's own keys, as by `keys_of`; other keys are not reported."""
    values: dict[str, Any] = {str(key): value for key, value in node.items() if key in form.names}
    for key in form.keys:
        if key.required and key.name not in node:
            params = {"key": key.name, "form": form.title, "title": key.title}
            report(Mistake("NTM206", first_place(node), params))
            values[key.name] = ABSENT
    return values


def first_place(node: PlacedMapping) -> Place:
    """Place of the first key of a mapping, for a mistake about a key that is missing."""
    return next((key.place for key in node if key.place is not None), node.place)

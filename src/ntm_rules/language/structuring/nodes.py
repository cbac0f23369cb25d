"""Nodes of a tree as what is expected in their place: mappings of a form, by key, and lists; and what is found instead."""

from typing import Any

from ...model.place import Place
from ...model.text import Text
from ..diagnostics.mistakes import KnownNames, Mistake, StructuringError, report
from ..grammar.catalogues import RETIRED
from ..grammar.conditions import MappingForm
from ..yaml.source import WIDE, code_point, usual
from ..yaml.tree import Node, PlacedMapping, PlacedSequence, Scalar
from .converter import ABSENT, Hook, after_mistake

FOUND = {
    PlacedMapping: Text("các dòng “khóa: giá trị”", "'key: value' lines"),
    PlacedSequence: Text("một danh sách", "a list"),
    Scalar: Text("một giá trị đơn", "a single value"),
}
KEY_NOUN = Text("khóa", "key")
WORD_NOUN = Text("từ", "word")


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
    items = (after_mistake(hook, item, missing) for item in sequence(node, what))
    return tuple(item for item in items if item is not missing)


def list_of(hook: Hook, vi: str, en: str) -> Hook:
    """A hook for a list, named for messages, of what another hook structures; see `each`."""
    return lambda node: each(node, hook, Text(vi, en))


def keys_of(node: Node, form: MappingForm) -> dict[str, Any]:
    """The values by key; raises StructuringError for what is no mapping.

    Unknown and missing keys are reported; a missing one that must be there becomes ABSENT.
    """
    own = mapping(node, form)
    unknown_keys(own, form.title, form.names)
    return known_keys(own, form)


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

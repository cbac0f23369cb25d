"""Conditions, all forms of them. The key that names the form decides it; there is no other way to say one."""

from collections.abc import Callable, Iterable
from datetime import date

from attrs import frozen

from ...model import condition as surface
from ...model.condition import Condition
from ...model.place import Place
from ...model.text import Text
from ..diagnostics.mistakes import KnownNames, Mistake, StructuringError, report
from ..grammar.conditions import (
    CHANGES,
    CONDITION_KEYS,
    CONDITIONS,
    DAY_OPERATORS,
    LAST_YEARS,
    NUMBER_OF,
    OPERATORS,
    PREVIOUS_YEAR,
    RELATIVE_CHANGES,
)
from ..grammar.synonyms import synonym
from ..yaml.tree import Node, PlacedMapping, PlacedSequence, Scalar
from .condition_keys import NO_CONDITION, Own, changed, first_of, get, not_beside, together, without_a_change
from .converter import after_mistake, made_from, make, usual_hook
from .figures import whole
from .nodes import KEY_NOUN, each, first_place, found, keys_of, sequence, unknown_keys
from .scalars import day, scalar, unique, unique_list, unknown, word
from .tallies import AGGREGATED, ONLY, asked_rule, on_criteria, on_members, on_score
from .thresholds import THRESHOLD, figure_or_word

_OPERATORS = {**OPERATORS, **DAY_OPERATORS}
_YEARLY = tuple(yearly.value for yearly in surface.Yearly)
CONDITION = Text("một điều kiện", "a condition")
PARTS = Text("các điều kiện", "conditions")
VALUES = Text("các giá trị", "values")


Maker = Callable[[Own, Scalar], Condition]
"""Makes a condition of its keys, of which one names its form."""


@frozen
class BesideKey:
    """A condition whose keys stand beside other keys (a rule's code and name): its keys, and the mapping with all."""

    node: PlacedMapping
    keys: tuple[Scalar, ...]
    form: Text


def condition(node: Node) -> Condition:
    """A condition that stands by itself."""
    if not isinstance(node, PlacedMapping):
        raise StructuringError(Mistake("NTM201", node.place, {"what": CONDITION, "found": found(node)}))
    primary = next((key for key in node if key in CONDITIONS), None)
    own = CONDITIONS[primary].names if primary is not None else tuple(CONDITIONS)
    unknown_keys(node, CONDITION, CONDITION_KEYS, listed=own)
    return condition_beside(BesideKey(node, tuple(key for key in node if key in CONDITION_KEYS), CONDITION))


def condition_beside(beside: BesideKey) -> Condition:
    """The condition that these keys say."""
    primaries = [key for key in beside.keys if key in CONDITIONS]
    if "members" in primaries:
        primaries = [key for key in primaries if key != "attained"]
    if not primaries:
        params = {"form": beside.form, "primaries": tuple(CONDITIONS)}
        raise StructuringError(Mistake("NTM209", first_place(beside.node), params))
    primary = first_of(primaries)
    form = CONDITIONS[primary]
    for key in beside.keys:
        if key not in form.names and key not in primaries:
            allowed = tuple(name for name in form.names if name != primary)
            params = {"key": key, "primary": primary, "allowed": allowed or ("–",)}
            word = str(key) if synonym(key, allowed) else None
            known = KnownNames.words(KEY_NOUN, allowed)
            report(Mistake("NTM207", key.place, params, word=word, known=known))
    own = {key: beside.node[key] for key in beside.keys if key in form.names}
    return _MAKERS[str(primary)](own, primary)


def _on_measure(own: Own, primary: Scalar) -> Condition:
    measure, since, over = own[primary], get(own, "since"), _over(own)
    parts: list[Condition] = []
    changes = False
    for key, value in own.items():
        at = {"measure": measure, "place": key.place}
        if key in _OPERATORS:
            parts.append(
                make(surface.Comparison, {**at, "operator": _OPERATORS[key], "threshold": value, "over": over})
            )
        elif key == "one_of":
            parts.append(
                make(surface.OneOf, {**at, "values": value, "named_by": get(own, "or_named_by"), "over": over})
            )
        elif key == "required":
            parts.append(make(surface.Required, {**at, "met": value, "over": over}))
        elif key in CHANGES or key in RELATIVE_CHANGES:
            changes = True
            basis, ways = (
                (surface.Basis.SHARE, RELATIVE_CHANGES) if key in RELATIVE_CHANGES else (surface.Basis.COUNT, CHANGES)
            )
            parts.append(make(surface.Change, {**at, "basis": basis, **changed(key, own, ways)}))
    if since is not None and not changes:
        return without_a_change(own)
    _only_beside_a_list(own)
    return together(parts, primary, measure, ("required", "one_of", *_OPERATORS))


def _over(own: Own) -> surface.LastYears | None:
    """The years that a condition is about, if it names any: with one key, beside keys that it goes with."""
    yearly = [key for key in own if key in _YEARLY]
    for key in yearly[1:]:
        report(Mistake("NTM161", key.place, {"key": key, "other": yearly[0]}))
    if not yearly:
        return None
    goes_with: Iterable[str] = (
        OPERATORS if yearly[0] == surface.Yearly.MEAN.value else (*OPERATORS, "one_of", "required")
    )
    for key in own:
        if key in ("one_of", "required", "since", *DAY_OPERATORS, *CHANGES, *RELATIVE_CHANGES) and key not in goes_with:
            report(Mistake("NTM161", key.place, {"key": key, "other": yearly[0]}))
    how = surface.Yearly(str(yearly[0]))
    return make(surface.LastYears, {"how": how, **keys_of(own[yearly[0]], LAST_YEARS)})


def _years(node: Node) -> int:
    """A number of years. Raises StructuringError for none, and for more than any instrument means."""
    number = whole(node)
    if not 1 <= number <= surface.MOST_YEARS:
        raise StructuringError(Mistake("NTM160", node.place, {"number": number, "most": surface.MOST_YEARS}))
    return number


def _on_attribute(own: Own, primary: Scalar) -> Condition:
    parts: list[Condition] = []
    for key, value in own.items():
        if key == "equals":
            single = PlacedSequence([value])
            single.place = value.place or Place("")
            parts.append(make(surface.AttributeIs, {"attribute": own[primary], "values": single, "place": key.place}))
        elif key == "one_of":
            parts.append(
                make(
                    surface.AttributeIs,
                    {
                        "attribute": own[primary],
                        "values": value,
                        "place": key.place,
                        "named_by": get(own, "or_named_by"),
                    },
                )
            )
    _only_beside_a_list(own)
    return together(parts, primary, own[primary], ("one_of", "equals"))


def _only_beside_a_list(own: Own) -> None:
    if get(own, "one_of") is None:
        not_beside(own, ("or_named_by",), "one_of", ("one_of",))


def _on_parts(kind: type[surface.AllOf | surface.AnyOf | surface.NoneOf]) -> Maker:
    """The maker of a condition whose parts are listed."""
    return lambda own, primary: make(kind, {"parts": own[primary], "place": primary.place})


def _on_number(kind: type[surface.AtLeastN | surface.AtMostN]) -> Maker:
    """The maker of a condition on how many of its parts hold."""

    def maker(own: Own, primary: Scalar) -> Condition:
        node = own[primary]
        if not isinstance(node, PlacedMapping):
            raise StructuringError(Mistake("NTM201", node.place, {"what": NUMBER_OF.title, "found": found(node)}))
        values = keys_of(node, NUMBER_OF)
        n = values["n"]
        place = n.place if isinstance(n, Scalar) else primary.place
        return make(kind, {"n": n, "parts": values["of"], "place": place})

    return maker


def _attained(own: Own, primary: Scalar) -> Condition:
    return make(surface.Attained, {**own, "rule": asked_rule(own, primary), "place": own[primary].place})


def _content(own: Own, primary: Scalar) -> Condition:
    unknown(own[primary])
    return surface.Unknown(primary.place)


_MAKERS: dict[str, Maker] = {
    "measure": _on_measure,
    "attribute": _on_attribute,
    "all_of": _on_parts(surface.AllOf),
    "any_of": _on_parts(surface.AnyOf),
    "none_of": _on_parts(surface.NoneOf),
    "at_least_n": _on_number(surface.AtLeastN),
    "at_most_n": _on_number(surface.AtMostN),
    "criteria": on_criteria,
    "score": on_score,
    "members": on_members,
    "attained": _attained,
    "content": _content,
}


def _parts(node: Node) -> tuple[Condition, ...]:
    return tuple(after_mistake(condition, part, NO_CONDITION) for part in sequence(node, PARTS))


def _earlier(node: Node) -> date | None:
    """The day since which a figure changes; None for the year before the one assessed."""
    is_year = isinstance(node, Scalar) and node == PREVIOUS_YEAR
    return None if is_year else day(node)


def _values(node: Node) -> tuple[object, ...]:
    def value(item: Node) -> tuple[object, Place | None]:
        written = scalar(item, THRESHOLD)
        return figure_or_word(written), written.place

    return unique(each(node, value, VALUES))


usual_hook(Condition, condition, NO_CONDITION, always=True)
usual_hook(tuple[Condition, ...], _parts, (NO_CONDITION,))
made_from(surface.LastYears, years=(_years, 1))
made_from(surface.OneOf, values=(_values, ()))
made_from(surface.AttributeIs, values=(unique_list(word, VALUES.vi, VALUES.en or ""), ()))
made_from(surface.Change, since=(_earlier, None))
made_from(surface.MembersMeasure, of=AGGREGATED, **ONLY)
made_from(surface.MembersAttained, surface.MembersMeeting, **ONLY)
made_from(surface.Comparison, surface.Required, surface.Attained)
made_from(surface.AllOf, surface.AnyOf, surface.NoneOf, surface.AtLeastN, surface.AtMostN)

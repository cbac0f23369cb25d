"""Conditions, all forms of them. The key that names the form decides it; there is no other way to say one."""

from collections.abc import Callable, Sequence

from attrs import frozen

from ..model.condition import (
    AllOf,
    AnyOf,
    AtLeastN,
    Attained,
    AttributeIs,
    Bound,
    Change,
    Comparison,
    Condition,
    CriteriaCount,
    CriteriaState,
    MembersAttained,
    MembersMeasure,
    NoneOf,
    OneOf,
    OwnCriteria,
    Required,
    Unknown,
)
from ..model.key import RuleKey
from ..model.place import Place, PlacedText
from ..model.text import Text
from .diagnose import Finding, Mistake, report
from .forms import AGGREGATES, AT_LEAST_N, BOUNDS, CHANGES, CONDITION_KEYS, CONDITIONS, CRITERIA_COUNT, OPERATORS
from .structure import (
    ABSENT,
    CONVERTER,
    after_mistake,
    each,
    first_place,
    found,
    keys_of,
    made_from,
    make,
    sequence,
    unknown_keys,
)
from .structure_scalar import chosen_enum, code, day, rule_key, ruleset_id, scalar, unique, unknown, whole, word, yes_no
from .structure_threshold import STAND_IN, THRESHOLD, figure_or_word, kind, threshold
from .tree import Node, PlacedMapping, PlacedSequence, Scalar

CONDITION = Text("một điều kiện", "a condition")
PARTS = Text("các điều kiện", "conditions")
VALUES = Text("các giá trị", "values")
CODES = Text("các mã tiêu chí", "criterion codes")
NO_CONDITION = Unknown()
"""For a condition with a mistake."""
_NO_KEY = RuleKey("?/?")


@frozen
class Beside:
    """A condition whose keys stand beside other keys (a rule's code and name): those keys, and what holds them."""

    node: PlacedMapping
    keys: tuple[Scalar, ...]
    form: Text


def condition(node: Node) -> Condition:
    """A condition that stands by itself."""
    if not isinstance(node, PlacedMapping):
        raise Mistake(Finding("NTM201", node.place, {"what": CONDITION, "found": found(node)}))
    primary = next((key for key in node if key in CONDITIONS), None)
    own = CONDITIONS[primary].names if primary is not None else tuple(CONDITIONS)
    unknown_keys(node, CONDITION, CONDITION_KEYS, listed=own)
    return condition_beside(Beside(node, tuple(key for key in node if key in CONDITION_KEYS), CONDITION))


def condition_beside(beside: Beside) -> Condition:
    """The condition that these keys say."""
    primaries = [key for key in beside.keys if key in CONDITIONS]
    if "members" in primaries:
        primaries = [key for key in primaries if key != "attained"]
    if not primaries:
        params = {"form": beside.form, "primaries": tuple(CONDITIONS)}
        raise Mistake(Finding("NTM209", first_place(beside.node), params))
    primary = primaries[0]
    for second in primaries[1:]:
        related = (primary.place,) if primary.place else ()
        report(Finding("NTM208", second.place, {"first": primary, "second": second}, related=related))
    form = CONDITIONS[primary]
    for key in beside.keys:
        if key not in form.names and key not in primaries:
            allowed = tuple(name for name in form.names if name != primary)
            params = {"key": key, "primary": primary, "allowed": allowed or ("–",)}
            report(Finding("NTM207", key.place, params))
    own = {key: beside.node[key] for key in beside.keys if key in form.names}
    return _MAKERS[str(primary)](own, primary)


Own = dict[Scalar, Node]
"""The keys of one condition, as written, with their values."""


def _get(own: Own, name: str) -> Node | None:
    return next((value for key, value in own.items() if key == name), None)


def _on_measure(own: Own, primary: Scalar) -> Condition:
    measure, since = own[primary], _get(own, "since")
    parts: list[Condition] = []
    changes = False
    for key, value in own.items():
        at = {"measure": measure, "place": key.place}
        if key in OPERATORS:
            parts.append(make(Comparison, {**at, "operator": OPERATORS[key], "threshold": value}))
        elif key == "one_of":
            parts.append(make(OneOf, {**at, "values": value}))
        elif key == "required":
            parts.append(make(Required, {**at, "met": value}))
        elif key in CHANGES:
            changes = True
            direction, operator = CHANGES[key]
            if since is None:
                report(Finding("NTM234", key.place, {"key": key}))
            change = {"since": ABSENT if since is None else since, "direction": direction, "operator": operator}
            parts.append(make(Change, {**at, **change, "threshold": value}))
    if since is not None and not changes:
        place = next(key.place for key in own if key == "since")
        report(Finding("NTM234", place, {"key": "increased_by_…"}))
        return NO_CONDITION
    return _together(parts, primary, measure, ("required", "one_of", *OPERATORS))


def _quoted(subject: Node) -> Text:
    return Text(f'"{subject}"', f"'{subject}'") if isinstance(subject, Scalar) else Text("nó", "it")


def _together(parts: Sequence[Condition], primary: Scalar, subject: Node, allowed: tuple[str, ...]) -> Condition:
    """Several operators beside one subject must all hold."""
    if not parts:
        raise Mistake(Finding("NTM224", primary.place, {"subject": _quoted(subject), "allowed": allowed}))
    return parts[0] if len(parts) == 1 else AllOf(tuple(parts), primary.place)


def _on_attribute(own: Own, primary: Scalar) -> Condition:
    parts: list[Condition] = []
    for key, value in own.items():
        if key == "equals":
            single = PlacedSequence([value])
            single.place = value.place or Place("")
            parts.append(make(AttributeIs, {"attribute": own[primary], "values": single, "place": key.place}))
        elif key == "one_of":
            parts.append(make(AttributeIs, {"attribute": own[primary], "values": value, "place": key.place}))
    return _together(parts, primary, own[primary], ("one_of", "equals"))


def _all_of(own: Own, primary: Scalar) -> Condition:
    return make(AllOf, {"parts": own[primary], "place": primary.place})


def _any_of(own: Own, primary: Scalar) -> Condition:
    return make(AnyOf, {"parts": own[primary], "place": primary.place})


def _none_of(own: Own, primary: Scalar) -> Condition:
    return make(NoneOf, {"parts": own[primary], "place": primary.place})


def _at_least_n(own: Own, primary: Scalar) -> Condition:
    node = own[primary]
    if not isinstance(node, PlacedMapping):
        raise Mistake(
            Finding("NTM201", node.place, {"what": Text("n: …, of: […]", "n: …, of: […]"), "found": found(node)})
        )
    values = keys_of(node, AT_LEAST_N)
    n = values["n"]
    place = n.place if isinstance(n, Scalar) else primary.place
    return make(AtLeastN, {"n": n, "parts": values["of"], "place": place})


def _criteria(own: Own, primary: Scalar) -> Condition:
    state = after_mistake(_state, own[primary], None)
    bounds = _bounds(own)
    others = {str(key): value for key, value in own.items() if key in ("of", "including_any_of")}
    if state is CriteriaState.ALL:
        for key in own:
            if key in BOUNDS or key == "including_any_of":
                report(Finding("NTM235", key.place, {"key": key}))
    elif state is not None and not bounds and "including_any_of" not in others:
        report(Finding("NTM231", primary.place))
    if state is None:
        return NO_CONDITION
    return make(OwnCriteria, {"state": state, "bounds": bounds, "place": own[primary].place, **others})


def _bounds(own: Own) -> tuple[Bound, ...]:
    bounds = []
    for key, value in own.items():
        if key in BOUNDS:
            basis, operator = BOUNDS[key]
            parts = {"basis": basis, "operator": operator, "threshold": value, "place": key.place}
            bounds.append(make(Bound, parts))
    return tuple(bounds)


def _members(own: Own, primary: Scalar) -> Condition:
    aggregates = [key for key in own if key in AGGREGATES]
    attained = next((key for key in own if key == "attained"), None)
    subjects = [*aggregates, *([attained] if attained else [])]
    if not subjects:
        params = {"subject": _quoted(own[primary]), "allowed": ("attained", *AGGREGATES)}
        raise Mistake(Finding("NTM224", primary.place, params))
    for second in subjects[1:]:
        related = (subjects[0].place,) if subjects[0].place else ()
        report(Finding("NTM208", second.place, {"first": subjects[0], "second": second}, related=related))
    goes_with = BOUNDS if subjects[0] == attained else OPERATORS
    for key in own:
        if (key in BOUNDS or key in OPERATORS) and key not in goes_with:
            report(Finding("NTM207", key.place, {"key": key, "primary": subjects[0], "allowed": tuple(goes_with)}))
    if subjects[0] == attained:
        bounds = _bounds(own)
        if not bounds and not any(key in OPERATORS for key in own):
            report(Finding("NTM231", attained.place))
        parts = {"kind": own[primary], "rule": own[attained], "bounds": bounds, "place": own[attained].place}
        return make(MembersAttained, parts)
    return _on_members_measure(own, primary, subjects[0])


def _on_members_measure(own: Own, primary: Scalar, aggregate: Scalar) -> Condition:
    parts: list[Condition] = []
    for key, value in own.items():
        if key in OPERATORS:
            made = {"kind": own[primary], "aggregate": AGGREGATES[aggregate], "of": own[aggregate]}
            made |= {"operator": OPERATORS[key], "threshold": value, "place": aggregate.place}  # type: ignore[dict-item]
            parts.append(make(MembersMeasure, made))
    return _together(parts, aggregate, own[aggregate], tuple(OPERATORS))


def _attained(own: Own, primary: Scalar) -> Condition:
    return make(Attained, {"rule": own[primary], "place": own[primary].place})


def _content(own: Own, primary: Scalar) -> Condition:
    unknown(own[primary])
    return Unknown(primary.place)


_MAKERS: dict[str, Callable[[Own, Scalar], Condition]] = {
    "measure": _on_measure,
    "attribute": _on_attribute,
    "all_of": _all_of,
    "any_of": _any_of,
    "none_of": _none_of,
    "at_least_n": _at_least_n,
    "criteria": _criteria,
    "members": _members,
    "attained": _attained,
    "content": _content,
}

_state = chosen_enum(CriteriaState, Text("criteria", "criteria"))


def _parts(node: Node) -> tuple[Condition, ...]:
    return tuple(after_mistake(condition, part, NO_CONDITION) for part in sequence(node, PARTS))


def _values(node: Node) -> tuple[object, ...]:
    def value(item: Node) -> tuple[object, Place | None]:
        written = scalar(item, THRESHOLD)
        return figure_or_word(written), written.place

    return unique(each(node, value, VALUES))


def _words(node: Node) -> tuple[PlacedText, ...]:
    return unique((item, item.place) for item in each(node, word, VALUES))


def _codes(node: Node) -> tuple[PlacedText, ...]:
    return unique((item, item.place) for item in each(node, code, CODES))


def _aggregated(node: Node) -> str | CriteriaCount:
    if isinstance(node, PlacedMapping):
        values = keys_of(node, CRITERIA_COUNT)
        ruleset = values["criteria_attained"]
        return make(CriteriaCount, {"ruleset": ruleset, "place": getattr(ruleset, "place", None)})
    return word(node)


_A_MEASURE = (word, "?")
_A_THRESHOLD = (threshold, STAND_IN)
_NO_PARTS = (_parts, (NO_CONDITION,))
made_from(Comparison, measure=_A_MEASURE, threshold=_A_THRESHOLD)
made_from(OneOf, measure=_A_MEASURE, values=(_values, ()))
made_from(Required, measure=_A_MEASURE, met=(yes_no, True))
made_from(AttributeIs, attribute=(word, "?"), values=(_words, ()))
made_from(AllOf, parts=_NO_PARTS)
made_from(AnyOf, parts=_NO_PARTS)
made_from(NoneOf, parts=_NO_PARTS)
made_from(AtLeastN, n=(whole, 1), parts=_NO_PARTS)
made_from(Bound, threshold=_A_THRESHOLD)
made_from(OwnCriteria, of=(_codes, ()), including_any_of=(_codes, ()))
made_from(MembersAttained, kind=(kind, "?"), rule=(rule_key, _NO_KEY))
made_from(CriteriaCount, ruleset=(ruleset_id, "?"))
made_from(MembersMeasure, kind=(kind, "?"), of=(_aggregated, "?"), threshold=_A_THRESHOLD)
made_from(Attained, rule=(rule_key, _NO_KEY))
made_from(Change, measure=_A_MEASURE, since=(day, None), threshold=_A_THRESHOLD)
CONVERTER.register_structure_hook(Condition, lambda node, _: condition(node))

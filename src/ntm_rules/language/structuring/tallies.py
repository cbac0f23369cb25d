"""Conditions that count: the criteria of a ruleset, and what members attain or report."""

from decimal import Decimal
from typing import Any

from attrs import evolve

from ...model import condition as surface
from ...model.condition import Condition
from ...model.key import LEVEL, RECOGNITION, RuleKey
from ...model.named import ReferenceKind
from ...model.place import PlacedText
from ...model.text import Text
from ..diagnostics.mistakes import Mistake, StructuringError, report
from ..grammar.conditions import AGGREGATES, BOUNDS, CHANGES, CONDITIONS, CRITERIA_COUNT, OPERATORS, ZERO
from ..grammar.thresholds import THRESHOLDS
from ..yaml.tree import Node, PlacedMapping, PlacedSequence, Scalar
from .condition_keys import NO_CONDITION, Own, changed, first_of, get, not_beside, quoted, together, without_a_change
from .converter import ABSENT, after_mistake, made_from, make, usual_hook
from .nodes import keys_of
from .scalars import chosen_enum, code, level_id, rule_key, unique_list, word
from .thresholds import NO_KEY, above_nothing

WEIGHTED_BY = "weighted_by"
AMONG = "among"
_BESIDE_COUNTED = (WEIGHTED_BY, AMONG)


def on_criteria(own: Own, primary: Scalar) -> Condition:
    """Structure a count of the criteria attained, or of their change since a date."""
    state = after_mistake(_state, own[primary], None)
    if any(key in CHANGES or key == "since" for key in own):
        return _criteria_change(own, primary, state)
    bounds = _bounds(own)
    group, any_of = get(own, "of_group"), get(own, "including_any_of")
    if group is not None:
        not_beside(own, ("of", "ruleset"), "of_group", ("criteria", *BOUNDS))
    if state is surface.CriteriaState.ALL:
        for key in own:
            if key in BOUNDS or key == "including_any_of":
                report(Mistake("NTM235", key.place, {"key": key}))
    elif state is not None and not bounds and any_of is None:
        report(Mistake("NTM231", primary.place))
    if state is None:
        return NO_CONDITION
    fields = {"state": state, "bounds": bounds, "group": group, "place": own[primary].place}
    return make(surface.OwnCriteria, {**own, **fields})


def on_score(own: Own, primary: Scalar) -> Condition:
    """Structure a bound on the points of criteria, or on their percentage of the maximum."""
    state, of = after_mistake(_scored, own[primary], (surface.Scored.ALL, ()))
    parts: list[Condition] = []
    shares = {key: operator for key, (basis, operator) in BOUNDS.items() if basis is surface.Basis.SHARE}
    for key, value in own.items():
        if key in OPERATORS or key in shares:
            basis, operator = (
                (surface.Basis.SHARE, shares[key]) if key in shares else (surface.Basis.COUNT, OPERATORS[key])
            )
            fields = {"state": state, "of": of, "basis": basis, "operator": operator, "threshold": value}
            parts.append(make(surface.Score, {**own, **fields, "place": key.place}))
    return together(parts, primary, own[primary], (*OPERATORS, *shares))


def _scored(node: Node) -> tuple[surface.Scored, tuple[PlacedText, ...]]:
    if isinstance(node, PlacedSequence):
        return surface.Scored.LISTED, _codes(node)
    return _score_state(node), ()


_score_state = chosen_enum(surface.Scored, Text("score", "score"))


def _criteria_change(own: Own, primary: Scalar, state: surface.CriteriaState | None) -> Condition:
    """Structure a change in the number of criteria attained since a date; a bound on the number itself is a mistake."""
    ruleset, allowed = get(own, "ruleset"), ("ruleset", "since", *CHANGES)
    not_beside(own, [key for key in own if key not in (*allowed, primary)], "since", allowed)
    if ruleset is None:
        form = CONDITIONS["criteria"]
        title = next(key.title for key in form.keys if key.name == "ruleset")
        report(Mistake("NTM206", primary.place, {"key": "ruleset", "form": form.title, "title": title}))
    if state is not None and state is not surface.CriteriaState.ATTAINED:
        report(Mistake("NTM236", own[primary].place, {"state": state.value}))
    of = {"ruleset": ABSENT if ruleset is None else ruleset}
    parts = [make(surface.CriteriaChange, {**of, **changed(key, own, CHANGES)}) for key in own if key in CHANGES]
    if not parts:
        return without_a_change(own)
    return together(parts, primary, own[primary], tuple(CHANGES))


def _bounds(own: Own) -> tuple[surface.Bound, ...]:
    bounds = []
    for key, value in own.items():
        if key in BOUNDS:
            basis, operator = BOUNDS[key]
            parts = {"basis": basis, "operator": operator, "threshold": value, "place": key.place}
            bounds.append(make(surface.Bound, parts))
    return tuple(bounds)


def on_members(own: Own, primary: Scalar) -> Condition:
    """Structure a count of members that attain a rule, or a figure over the members."""
    aggregates = [key for key in own if key in AGGREGATES]
    counted = [key for key in own if key in ("attained", "meeting")]
    subjects = [*aggregates, *counted]
    if not subjects:
        params = {"subject": quoted(own[primary]), "allowed": ("attained", "meeting", *AGGREGATES)}
        raise StructuringError(Mistake("NTM224", primary.place, params))
    subject = first_of(subjects)
    goes_with = (*BOUNDS, *_BESIDE_COUNTED) if subject in counted else (*OPERATORS, AMONG)
    others = {*BOUNDS, *OPERATORS, *_BESIDE_COUNTED}.difference(goes_with)
    not_beside(own, others, subject, goes_with)
    if subject not in counted:
        return _on_members_measure(own, primary, subject)
    compared = {key: value for key, value in own.items() if key in BOUNDS and _members_asked(value) is not None}
    bounds = _bounds({key: value for key, value in own.items() if key not in compared})
    if not bounds and not compared and not any(key in OPERATORS for key in own):
        report(Mistake("NTM231", subject.place))
    weight = next((key for key in own if key == WEIGHTED_BY), None)
    if weight is not None and not any(bound.basis is surface.Basis.SHARE for bound in bounds):
        report(Mistake("NTM489", weight.place))
    whole = _members_counted(own, primary, subject, bounds)
    parts: list[Condition] = [] if compared and not bounds else [whole]
    unbounded = evolve(whole, bounds=(), weighted_by=None)
    parts += [_compared_with(unbounded, key, value) for key, value in compared.items()]
    return together(parts, subject, own[subject], tuple(BOUNDS))


def _members_counted(
    own: Own, primary: Scalar, subject: Scalar, bounds: tuple[surface.Bound, ...]
) -> surface.MembersAttained | surface.MembersMeeting:
    parts: dict[Any, object] = {**own, "kind": own[primary], "bounds": bounds}
    if subject == "meeting":
        return make(surface.MembersMeeting, {**parts, "condition": own[subject], "place": subject.place})
    return make(surface.MembersAttained, {**parts, "rule": asked_rule(own, subject), "place": own[subject].place})


def _members_asked(node: Node) -> PlacedMapping | None:
    """The members of whom another number is held against, where a bound names them, itself or within a multiple."""
    if not isinstance(node, PlacedMapping):
        return None
    of = next((value for key, value in node.items() if key == "of"), None)
    inside = of if "times" in node and isinstance(of, PlacedMapping) else node
    return inside if "members" in inside else None


def _compared_with(counted: surface.MembersAttained | surface.MembersMeeting, key: Scalar, node: Node) -> Condition:
    """Structure a number of members that is held against that of others."""
    members = _members_asked(node)
    assert members is not None
    basis, operator = BOUNDS[key]
    if basis is surface.Basis.SHARE:
        raise StructuringError(Mistake("NTM492", key.place, {"key": key, "instead": f"count_{operator.value}"}))
    factor = ABSENT if members is node else keys_of(node, THRESHOLDS["times"])["times"]
    form = THRESHOLDS["members"]
    values = keys_of(members, form)
    none = values.get("if_none")
    own = {name: value for name, value in members.items() if name in form.names and name != "if_none"}
    subjects = [name for name in own if name in ("attained", "meeting")]
    primary = members.key("members")
    if not subjects:
        params = {"subject": quoted(own[primary]), "allowed": ("attained", "meeting")}
        raise StructuringError(Mistake("NTM224", primary.place, params))
    return make(
        surface.MembersCompared,
        {
            "counted": counted,
            "operator": operator,
            "against": _members_counted(own, primary, first_of(subjects), ()),
            "factor": factor,
            "none_is_zero": False if none is None else after_mistake(_zero, none, False),
            "place": key.place,
        },
    )


def _zero(node: Node) -> bool:
    """True of `zero`. Raises StructuringError for anything else."""
    written = word(node)
    if written != ZERO:
        raise StructuringError(Mistake("NTM494", node.place, {"value": written}))
    return True


def asked_rule(own: Own, attained: Scalar) -> RuleKey:
    """The rule that is to be attained; with `at_level`, that of a level of the ruleset named."""
    rule: RuleKey = after_mistake(rule_key, own[attained], NO_KEY)
    level = get(own, "at_level")
    if level is None:
        return rule
    id = after_mistake(level_id, level, None)
    if rule.code != RECOGNITION:
        key = next(scalar for scalar in own if scalar == "at_level")
        report(Mistake("NTM165", key.place, {"rule": str(rule)}))
        return rule
    return rule if id is None else RuleKey(rule.ruleset, LEVEL + id)


def _on_members_measure(own: Own, primary: Scalar, aggregate: Scalar) -> Condition:
    parts: list[Condition] = []
    for key, value in own.items():
        if key in OPERATORS:
            figure_fields = {"kind": own[primary], "aggregate": AGGREGATES[aggregate], "of": own[aggregate]}
            bound_fields = {"operator": OPERATORS[key], "threshold": value, "place": aggregate.place}
            parts.append(make(surface.MembersMeasure, {**own, **figure_fields, **bound_fields}))
    return together(parts, aggregate, own[aggregate], tuple(OPERATORS))


_state = chosen_enum(surface.CriteriaState, Text("criteria", "criteria"))


_codes = unique_list(code, "các mã tiêu chí", "criterion codes")


def _aggregated(node: Node) -> str | surface.CriteriaCount:
    if isinstance(node, PlacedMapping):
        values = keys_of(node, CRITERIA_COUNT)
        ruleset = values.pop("criteria_attained")
        return make(surface.CriteriaCount, {**values, "ruleset": ruleset, "place": getattr(ruleset, "place", None)})
    return word(node)


usual_hook(ReferenceKind.CRITERION, _codes, ())
usual_hook(ReferenceKind.INCLUDED, _codes, ())
usual_hook(surface.NoMembers, chosen_enum(surface.NoMembers, Text("if_none", "if_none")), None)
made_from(surface.Bound, surface.Score, surface.CriteriaCount, surface.CriteriaChange)
made_from(surface.OwnCriteria, group=(word, "?"))
made_from(surface.MembersCompared, factor=(above_nothing, Decimal(1)))
ONLY = {"only": (unique_list(code, "các mã đơn vị", "unit codes"), ())}
"""The field that narrows the members."""
AGGREGATED = (_aggregated, "?")
"""The figure over members: a measure, or a number of criteria."""

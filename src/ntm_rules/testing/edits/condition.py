"""Edits of conditions: comparators, parts, bounds, lists, applicability."""

from collections.abc import Callable, Iterator
from decimal import Decimal

from attrs import evolve
from hypothesis import strategies as st

from ...model import condition as form
from ...model import threshold as limit
from ...model.ruleset import Ruleset
from ..basis.boundary import usual_thresholds
from ..basis.choosing import pick
from ..basis.edit import Draft, Edits
from ..strategies.condition import draw_condition
from .locations import Spot, bounds, conditions, contents, scale_of, with_rule
from .threshold import next_values

Values = tuple[Decimal | str, ...]
Found = tuple[Ruleset, str] | None
_COMPARING = form.Comparison | form.MembersMeasure | form.Change | form.CriteriaChange


def _comparator_changed(draw: st.DrawFn, draft: Draft) -> Found:
    spots = [spot for spot in conditions(draft.ruleset) if isinstance(spot.what, _COMPARING | form.Required)]
    if not spots:
        return None
    spot = pick(draw, spots)
    if isinstance(spot.what, form.Required):
        return spot.put(evolve(spot.what, met=not spot.what.met)), f"{spot.code}, required {not spot.what.met}"
    assert isinstance(spot.what, _COMPARING)
    own = spot.what.operator
    other = pick(draw, [operator for operator in form.Operator if operator is not own])
    return spot.put(evolve(spot.what, operator=other)), f"{spot.code}, {own.value} → {other.value}"


def _condition_added(draw: st.DrawFn, draft: Draft) -> Found:
    spots = list(conditions(draft.ruleset))
    if not spots:
        return None
    spot = pick(draw, spots)
    new = draw_condition(draw, draft.scope_of(spot.code), 1)
    if isinstance(spot.what, form.Combination):
        return spot.put(evolve(spot.what, parts=(*spot.what.parts, new))), spot.code
    return spot.put(form.AllOf((spot.what, new))), spot.code


def _condition_dropped(draw: st.DrawFn, draft: Draft) -> Found:
    spots = [spot for spot in _combinations(draft.ruleset) if len(spot.what.parts) > 1]
    if not spots:
        return None
    spot = pick(draw, spots)
    gone = pick(draw, range(len(spot.what.parts)))
    parts = tuple(part for position, part in enumerate(spot.what.parts) if position != gone)
    rest = evolve(spot.what, parts=parts)
    if isinstance(rest, form.AtLeastN):
        rest = evolve(rest, n=min(rest.n, len(parts)))
    return spot.put(rest), spot.code


def _exchanged(draw: st.DrawFn, draft: Draft) -> Found:
    spots = [spot for spot in _combinations(draft.ruleset) if isinstance(spot.what, form.AllOf | form.AnyOf)]
    spots = [spot for spot in spots if len(spot.what.parts) > 1] or spots
    if not spots:
        return None
    spot = pick(draw, spots)
    other = form.AnyOf if isinstance(spot.what, form.AllOf) else form.AllOf
    return spot.put(other(spot.what.parts)), spot.code


def _combinations(ruleset: Ruleset) -> list[Spot[form.Combination]]:
    return [
        Spot(spot.code, spot.what, spot.put) for spot in conditions(ruleset) if isinstance(spot.what, form.Combination)
    ]


def _list_changed(draw: st.DrawFn, draft: Draft) -> Found:
    """The values of `one_of`."""
    spots = [(spot, changes) for spot, known in _lists(draft) if (changes := _changed_lists(spot.what, known))]
    if not spots:
        return None
    spot, changes = pick(draw, spots)
    listed = pick(draw, changes)
    return spot.put(listed), f"{spot.code}, {', '.join(map(str, listed))}"


def _lists(draft: Draft) -> Iterator[tuple[Spot[Values], Values]]:
    """Every list of values, and all that could be in it."""
    library = draft.scope.library
    for spot in conditions(draft.ruleset):
        if isinstance(spot.what, form.OneOf):
            yield (
                Spot(spot.code, spot.what.values, _put_values(spot)),
                usual_thresholds(library.measures[spot.what.measure]),
            )
        elif isinstance(spot.what, form.AttributeIs):
            yield (
                Spot(spot.code, spot.what.values, _put_values(spot)),
                library.attributes[spot.what.attribute].value_ids,
            )


def _put_values(spot: Spot[form.Condition]) -> Callable[[Values], Ruleset]:
    def put(values: Values) -> Ruleset:
        if isinstance(spot.what, form.AttributeIs):
            return spot.put(evolve(spot.what, values=tuple(map(str, values))))
        assert isinstance(spot.what, form.OneOf)
        return spot.put(evolve(spot.what, values=values))

    return put


def _changed_lists(values: Values, known: Values) -> list[Values]:
    longer: list[Values] = [(*values, value) for value in known if value not in values]
    shorter = [tuple(value for value in values if value != gone) for gone in values]
    return longer + [listed for listed in shorter if listed]


def _bound_changed(draw: st.DrawFn, draft: Draft) -> Found:
    """One bound of a tally: its threshold or its comparator; or one more, or one less."""
    spots = list(bounds(draft.ruleset))
    if not spots:
        return None
    spot = pick(draw, spots)
    position = pick(draw, range(len(spot.what)))
    bound, others = spot.what[position], (*spot.what[:position], *spot.what[position + 1 :])
    changes = [others] if others else []
    if isinstance(bound.threshold, limit.Fixed):
        values = next_values(scale_of(bound), bound.threshold.value)
        changes += [
            (*spot.what[:position], evolve(bound, threshold=limit.Fixed(value)), *spot.what[position + 1 :])
            for value in values
        ]
    # As in a file, where each is a key, no bound comes twice.
    taken = {(one.basis, one.operator) for one in spot.what}
    free = [operator for operator in form.Operator if (bound.basis, operator) not in taken]
    if free:
        operator = pick(draw, free)
        changes.append((*spot.what[:position], evolve(bound, operator=operator), *spot.what[position + 1 :]))
        changes.append((*spot.what, evolve(bound, operator=operator)))
    return spot.put(pick(draw, changes)), spot.code


def _including_changed(draw: st.DrawFn, draft: Draft) -> Found:
    """Which criteria at least one must be among."""
    found: list[tuple[Spot[form.Condition], form.OwnCriteria, list[tuple[str, ...]]]] = []
    for spot in conditions(draft.ruleset):
        match spot.what:
            case form.OwnCriteria(state=state) as own if state is not form.CriteriaState.ALL:
                changes = [codes for codes in _included(draft, own) if codes != own.including_any_of]
                if changes:
                    found.append((spot, own, changes))
    if not found:
        return None
    spot, own, changes = pick(draw, found)
    codes = pick(draw, changes)
    return spot.put(evolve(own, including_any_of=codes)), f"{spot.code}, {', '.join(codes) or 'none'}"


def _included(draft: Draft, own: form.OwnCriteria) -> list[tuple[str, ...]]:
    if own.ruleset is None:
        counted = draft.ruleset
    elif own.ruleset in draft.scope.library.versions:
        counted = draft.scope.library.ruleset(own.ruleset, draft.scope.as_of)
    else:
        return []
    known = own.of or tuple(criterion.code for criterion in counted.criteria)
    return [(), *((code,) for code in known), known[:2]]


def _applies_when_added(draw: st.DrawFn, draft: Draft) -> Found:
    rules = [rule for rule in draft.ruleset.rules() if rule.applies_when is None]
    if not rules:
        return None
    rule = pick(draw, rules)
    when = draw_condition(draw, draft.scope_of(rule.code), 1)
    return with_rule(draft.ruleset, rule.code, evolve(rule, applies_when=when)), rule.code


def _applies_when_dropped(draw: st.DrawFn, draft: Draft) -> Found:
    rules = [rule for rule in draft.ruleset.rules() if rule.applies_when is not None]
    if not rules:
        return None
    rule = pick(draw, rules)
    return with_rule(draft.ruleset, rule.code, evolve(rule, applies_when=None)), rule.code


def _applies_when_changed(draw: st.DrawFn, draft: Draft) -> Found:
    rules = [(rule, rule.applies_when) for rule in draft.ruleset.rules() if rule.applies_when is not None]
    if not rules:
        return None
    rule, own = pick(draw, rules)
    when = draw_condition(draw, draft.scope_of(rule.code), 1)
    when = form.NoneOf((own,)) if when == own else when
    return with_rule(draft.ruleset, rule.code, evolve(rule, applies_when=when)), rule.code


def _made_unknown(draw: st.DrawFn, draft: Draft) -> Found:
    spots = [spot for spot in contents(draft.ruleset) if spot.what != form.Unknown()]
    if not spots:
        return None
    spot = pick(draw, spots)
    return spot.put(form.Unknown()), spot.code


CONDITION_EDITS: Edits = {
    "comparator changed": _comparator_changed,
    "condition added": _condition_added,
    "condition dropped": _condition_dropped,
    "all_of and any_of exchanged": _exchanged,
    "values listed changed": _list_changed,
    "bound changed": _bound_changed,
    "including_any_of changed": _including_changed,
    "applies_when added": _applies_when_added,
    "applies_when dropped": _applies_when_dropped,
    "applies_when changed": _applies_when_changed,
    "content made unknown": _made_unknown,
}

"""Edits of conditions: comparators, parts, bounds, lists, applicability."""

from collections.abc import Iterator
from decimal import Decimal

from attrs import evolve
from hypothesis import strategies as st

from ...language.contents.rewriting import replaced, without
from ...model import condition as form
from ...model import threshold as limit
from ...model.ruleset import Ruleset
from ..basis.boundary import usual_thresholds
from ..basis.choosing import pick
from ..basis.edit import EditContext, Edits
from ..strategies.condition import draw_condition
from .locations import Location, bounds, conditions, contents, scale_of, with_rule
from .threshold import next_values

Values = tuple[Decimal | str, ...]
EditedRuleset = tuple[Ruleset, str] | None
_COMPARING = form.Comparison | form.MembersMeasure | form.Change | form.CriteriaChange


def _comparator_changed(draw: st.DrawFn, context: EditContext) -> EditedRuleset:
    locations = [
        location for location in conditions(context.ruleset) if isinstance(location.part, _COMPARING | form.Required)
    ]
    if not locations:
        return None
    location = pick(draw, locations)
    part = location.part
    if isinstance(part, form.Required):
        return location.put(evolve(part, met=not part.met)), f"{location.code}, required {not part.met}"
    assert isinstance(part, _COMPARING)
    own = part.operator
    other = pick(draw, [operator for operator in form.Operator if operator is not own])
    return location.put(evolve(part, operator=other)), f"{location.code}, {own.value} → {other.value}"


def _condition_added(draw: st.DrawFn, context: EditContext) -> EditedRuleset:
    locations = list(conditions(context.ruleset))
    if not locations:
        return None
    location = pick(draw, locations)
    new = draw_condition(draw, context.scope_of(location.code), 1)
    if isinstance(location.part, form.Combination):
        return location.put(evolve(location.part, parts=(*location.part.parts, new))), location.code
    return location.put(form.AllOf((location.part, new))), location.code


def _condition_dropped(draw: st.DrawFn, context: EditContext) -> EditedRuleset:
    locations = [location for location in _combinations(context.ruleset) if len(location.part.parts) > 1]
    if not locations:
        return None
    location = pick(draw, locations)
    gone = pick(draw, range(len(location.part.parts)))
    rest = without(location.part, ("parts", gone))
    if isinstance(rest, form.AtLeastN | form.AtMostN):
        rest = evolve(rest, n=min(rest.n, len(rest.parts)))
    return location.put(rest), location.code


def _exchanged(draw: st.DrawFn, context: EditContext) -> EditedRuleset:
    locations = [
        location for location in _combinations(context.ruleset) if isinstance(location.part, form.AllOf | form.AnyOf)
    ]
    locations = [location for location in locations if len(location.part.parts) > 1] or locations
    if not locations:
        return None
    location = pick(draw, locations)
    other = form.AnyOf if isinstance(location.part, form.AllOf) else form.AllOf
    return location.put(other(location.part.parts)), location.code


def _combinations(ruleset: Ruleset) -> list[Location[form.Combination]]:
    return [
        location.inner((), location.part)
        for location in conditions(ruleset)
        if isinstance(location.part, form.Combination)
    ]


def _list_changed(draw: st.DrawFn, context: EditContext) -> EditedRuleset:
    """Change of the values listed in a condition."""
    locations = [
        (location, changes) for location, known in _lists(context) if (changes := _changed_lists(location.part, known))
    ]
    if not locations:
        return None
    location, changes = pick(draw, locations)
    listed = pick(draw, changes)
    return location.put(listed), f"{location.code}, {', '.join(map(str, listed))}"


def _lists(context: EditContext) -> Iterator[tuple[Location[Values], Values]]:
    """Locations of all lists of values, each with all values that could be in it."""
    library = context.scope.library
    for location in conditions(context.ruleset):
        listing = location.part
        if isinstance(listing, form.OneOf):
            yield location.inner(("values",), listing.values), usual_thresholds(library.measures[listing.measure])
        elif isinstance(listing, form.AttributeIs):
            yield location.inner(("values",), listing.values), library.attributes[listing.attribute].value_ids


def _changed_lists(values: Values, known: Values) -> list[Values]:
    longer: list[Values] = [(*values, value) for value in known if value not in values]
    shorter = [tuple(value for value in values if value != gone) for gone in values]
    return longer + [listed for listed in shorter if listed]


def _bound_changed(draw: st.DrawFn, context: EditContext) -> EditedRuleset:
    """Change of one bound of a tally, of its threshold or operator; or one bound more, or one less."""
    locations = list(bounds(context.ruleset))
    if not locations:
        return None
    location = pick(draw, locations)
    bounds_here = location.part
    position = pick(draw, range(len(bounds_here)))
    bound, others = bounds_here[position], without(bounds_here, (position,))
    changes = [others] if others else []
    if isinstance(bound.threshold, limit.Fixed):
        values = next_values(scale_of(bound), bound.threshold.value)
        changes += [replaced(bounds_here, (position, "threshold"), limit.Fixed(value)) for value in values]
    # A bound is a key in a file, so none occurs twice.
    taken = {(bound.basis, bound.operator) for bound in bounds_here}
    free = [operator for operator in form.Operator if (bound.basis, operator) not in taken]
    if free:
        operator = pick(draw, free)
        changes.append(replaced(bounds_here, (position, "operator"), operator))
        changes.append((*bounds_here, evolve(bound, operator=operator)))
    return location.put(pick(draw, changes)), location.code


def _including_changed(draw: st.DrawFn, context: EditContext) -> EditedRuleset:
    """Change of the criteria of which at least one must be included."""
    possible: list[tuple[Location[form.Condition], form.OwnCriteria, list[tuple[str, ...]]]] = []
    for location in conditions(context.ruleset):
        match location.part:
            case form.OwnCriteria(state=state) as own if state is not form.CriteriaState.ALL:
                changes = [codes for codes in _included(context, own) if codes != own.including_any_of]
                if changes:
                    possible.append((location, own, changes))
    if not possible:
        return None
    location, own, changes = pick(draw, possible)
    codes = pick(draw, changes)
    return location.put(evolve(own, including_any_of=codes)), f"{location.code}, {', '.join(codes) or 'none'}"


def _included(context: EditContext, own: form.OwnCriteria) -> list[tuple[str, ...]]:
    if own.ruleset is None:
        counted = context.ruleset
    elif own.ruleset in context.scope.library.versions:
        counted = context.scope.library.ruleset(own.ruleset, context.scope.as_of)
    else:
        return []
    known = own.of or tuple(criterion.code for criterion in counted.criteria)
    return [(), *((code,) for code in known), known[:2]]


def _applies_when_added(draw: st.DrawFn, context: EditContext) -> EditedRuleset:
    rules = [rule for rule in context.ruleset.rules() if rule.applies_when is None]
    if not rules:
        return None
    rule = pick(draw, rules)
    when = draw_condition(draw, context.scope_of(rule.code), 1)
    return with_rule(context.ruleset, rule.code, evolve(rule, applies_when=when)), rule.code


def _applies_when_dropped(draw: st.DrawFn, context: EditContext) -> EditedRuleset:
    rules = [rule for rule in context.ruleset.rules() if rule.applies_when is not None]
    if not rules:
        return None
    rule = pick(draw, rules)
    return with_rule(context.ruleset, rule.code, evolve(rule, applies_when=None)), rule.code


def _applies_when_changed(draw: st.DrawFn, context: EditContext) -> EditedRuleset:
    rules = [(rule, rule.applies_when) for rule in context.ruleset.rules() if rule.applies_when is not None]
    if not rules:
        return None
    rule, own = pick(draw, rules)
    when = draw_condition(draw, context.scope_of(rule.code), 1)
    when = form.NoneOf((own,)) if when == own else when
    return with_rule(context.ruleset, rule.code, evolve(rule, applies_when=when)), rule.code


def _made_unknown(draw: st.DrawFn, context: EditContext) -> EditedRuleset:
    locations = [location for location in contents(context.ruleset) if location.part != form.Unknown()]
    if not locations:
        return None
    location = pick(draw, locations)
    return location.put(form.Unknown()), location.code


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

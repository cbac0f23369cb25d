"""Strategies for conditions: every form of the language."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from attrs import evolve
from hypothesis import strategies as st

from ...model import condition as form
from ...model.library import Library
from ...model.measure import ShareOf
from ...model.ruleset import Ruleset
from ..basis.boundary import usual_means, usual_thresholds
from ..basis.choosing import branch, chance, optional, pick, some
from ..basis.scope import EARLIER, NAMED, RuleScope, keys_of
from .catalogue import libraries
from .threshold import COUNTS, SHARES, draw_threshold, figures_like, relatives, set_elsewhere, sometimes_without_limit

_OPERATORS = tuple(form.Operator)
_STEPS = (Decimal(1), Decimal(0), Decimal(2), Decimal("0.5"))
_HALF = Decimal("0.5")
_MORE = (Decimal(1), Decimal(0), Decimal(-1), Decimal(2))
_BOUNDS = tuple((basis, operator) for basis in form.Basis for operator in form.Operator)

Builder = Callable[[st.DrawFn, RuleScope], form.Condition]


def _comparison(draw: st.DrawFn, scope: RuleScope) -> form.Condition:
    measure = pick(draw, scope.numbers + scope.scales)
    others = relatives(scope, measure) + set_elsewhere(scope, measure)
    threshold = sometimes_without_limit(draw, draw_threshold(draw, scope, usual_thresholds(measure), others))
    over = _over(draw, *form.Yearly) if measure in scope.numbers else _over(draw, form.Yearly.EACH)
    return form.Comparison(measure.id, pick(draw, _OPERATORS), threshold, over=over)


def _over(draw: st.DrawFn, *ways: form.Yearly) -> form.LastYears | None:
    """Now and then several years. Reports are of two before (see `EARLIER`), so that all may be known."""
    return form.LastYears(pick(draw, ways), pick(draw, (2, 1, 3))) if chance(draw, 1) else None


def _one_of(draw: st.DrawFn, scope: RuleScope) -> form.Condition:
    measure = pick(draw, scope.numbers + scope.scales)
    named_by = "province" if chance(draw, 2) else None
    return form.OneOf(
        measure.id, some(draw, usual_thresholds(measure)), named_by=named_by, over=_over(draw, form.Yearly.EACH)
    )


def _required(draw: st.DrawFn, scope: RuleScope) -> form.Condition:
    return form.Required(pick(draw, scope.findings).id, not chance(draw, 3), over=_over(draw, form.Yearly.EACH))


def _attribute_is(draw: st.DrawFn, scope: RuleScope) -> form.Condition:
    attribute = pick(draw, tuple(scope.library.attributes.values()))
    named_by = "province" if chance(draw, 1) else None
    return form.AttributeIs(attribute.id, some(draw, attribute.value_ids, 2), named_by=named_by)


def _bounds(draw: st.DrawFn, scope: RuleScope) -> tuple[form.Bound, ...]:
    # A bound is a key in a file, so none occurs twice.
    chosen = [pick(draw, _BOUNDS)] + ([pick(draw, _BOUNDS)] if chance(draw, 2) else [])
    return tuple(
        form.Bound(
            basis,
            operator,
            draw_threshold(draw, scope, COUNTS if basis is form.Basis.COUNT else SHARES, relatives(scope, None), 1),
        )
        for basis, operator in dict.fromkeys(chosen)
    )


def _criteria(draw: st.DrawFn, scope: RuleScope, codes: tuple[str, ...], ruleset: str | None) -> form.Condition:
    state = pick(draw, tuple(form.CriteriaState))
    if state is form.CriteriaState.ALL:
        return form.OwnCriteria(state, ruleset=ruleset)
    bounds = _bounds(draw, scope)
    of = some(draw, codes) if chance(draw, 3) else ()
    including = some(draw, of or codes, 2) if chance(draw, 3) else ()
    return form.OwnCriteria(state, bounds, of, including, ruleset)


def _own_criteria(draw: st.DrawFn, scope: RuleScope) -> form.Condition:
    return _criteria(draw, scope, scope.criteria, None)


def _other_criteria(draw: st.DrawFn, scope: RuleScope) -> form.Condition:
    other = pick(draw, scope.same_kind)
    return _criteria(draw, scope, tuple(criterion.code for criterion in other.criteria), other.id)


def _criteria_change(draw: st.DrawFn, scope: RuleScope) -> form.Condition:
    other = pick(draw, scope.changing)
    threshold = draw_threshold(draw, scope, _MORE, relatives(scope, None), 1)
    direction, operator = pick(draw, tuple(form.Direction)), pick(draw, _OPERATORS)
    return form.CriteriaChange(other.id, pick(draw, scope.since[other.id]), direction, operator, threshold)


def _only(draw: st.DrawFn, kind: str) -> tuple[str, ...]:
    return some(draw, NAMED[kind], 2) if chance(draw, 3) else ()


def _if_none(draw: st.DrawFn) -> form.NoMembers | None:
    choices: tuple[form.NoMembers | None, ...] = (None, *form.NoMembers)
    return pick(draw, choices)


def _kind_below(draw: st.DrawFn, scope: RuleScope, ruleset: Ruleset) -> str:
    return pick(draw, tuple(kind for kind in ruleset.applies_to if kind in scope.below))


def _members_attained(draw: st.DrawFn, scope: RuleScope) -> form.Condition:
    ruleset = pick(draw, scope.for_members)
    key, bounds, kind = pick(draw, keys_of(ruleset)), _bounds(draw, scope), _kind_below(draw, scope, ruleset)
    weight = _weight(draw, scope, bounds)
    only, if_none, among = _only(draw, kind), _if_none(draw), _among(draw, scope, kind)
    return form.MembersAttained(kind, key, bounds, only, if_none, weighted_by=weight, among=among)


def _members_meeting(draw: st.DrawFn, scope: RuleScope) -> form.Condition:
    kind = pick(draw, (*scope.below, scope.below[-1]))
    below = RuleScope(scope.library, kind, as_of=scope.as_of)
    met = draw_condition(draw, below, 1)
    bounds = _bounds(draw, scope)
    weight = _weight(draw, scope, bounds)
    only, if_none, among = _only(draw, kind), _if_none(draw), _among(draw, scope, kind)
    return form.MembersMeeting(kind, met, bounds, only, if_none, weighted_by=weight, among=among)


def _members_compared(draw: st.DrawFn, scope: RuleScope) -> form.Condition:
    own, other = (_unbounded(draw, scope) for _ in range(2))
    other = evolve(other, if_none=None, among=None)
    factor = pick(draw, (Decimal(1), Decimal(1), Decimal("0.7"), Decimal(2)))
    return form.MembersCompared(own, pick(draw, _OPERATORS), other, factor, chance(draw, 3))


def _unbounded(draw: st.DrawFn, scope: RuleScope) -> form.MembersAttained | form.MembersMeeting:
    """Members that are counted, without a bound on their number."""
    make = _members_attained if scope.for_members and chance(draw, 3) else _members_meeting
    counted = make(draw, scope)
    assert isinstance(counted, form.MembersAttained | form.MembersMeeting)
    return evolve(counted, bounds=(), weighted_by=None)


def _among(draw: st.DrawFn, scope: RuleScope, kind: str) -> form.Condition | None:
    """Now and then a condition that narrows the members of a kind that are counted."""
    return optional(draw, 2, lambda: draw_condition(draw, RuleScope(scope.library, kind, as_of=scope.as_of), 0))


def _weight(draw: st.DrawFn, scope: RuleScope, bounds: tuple[form.Bound, ...]) -> str | None:
    """Now and then what members are weighted by, where a share of them is bounded."""
    weights = [
        measure.id
        for measure in scope.numbers
        if measure.minimum is not None and measure.minimum >= 0 and not isinstance(measure.derive, ShareOf)
    ]
    has_share = any(bound.basis is form.Basis.SHARE for bound in bounds)
    return pick(draw, weights) if weights and has_share and chance(draw, 4) else None


def _members_measure(draw: st.DrawFn, scope: RuleScope) -> form.Condition:
    aggregate, operator = pick(draw, tuple(form.Aggregate)), pick(draw, _OPERATORS)
    if scope.for_members and chance(draw, 6):
        ruleset = pick(draw, scope.for_members)
        days = scope.since.get(ruleset.id, ())
        count = form.CriteriaCount(ruleset.id, pick(draw, days) if days and chance(draw, 7) else None)
        whole = COUNTS if count.since is None else _MORE
        counts = (*whole, _HALF) if aggregate is form.Aggregate.MEAN else whole
        threshold = draw_threshold(draw, scope, counts, relatives(scope, None), 1)
        kind = _kind_below(draw, scope, ruleset)
        among = _among(draw, scope, kind)
        only, if_none = _only(draw, kind), _if_none(draw)
        return form.MembersMeasure(kind, aggregate, count, operator, threshold, only, if_none, among=among)
    measure = pick(draw, scope.numbers)
    figures = usual_means(measure) if aggregate is form.Aggregate.MEAN else usual_thresholds(measure)
    threshold = draw_threshold(draw, scope, figures, figures_like(scope, measure) + set_elsewhere(scope, measure), 1)
    kind = pick(draw, (*scope.below, scope.below[-1]))
    only, if_none, among = _only(draw, kind), _if_none(draw), _among(draw, scope, kind)
    return form.MembersMeasure(kind, aggregate, measure.id, operator, threshold, only, if_none, among=among)


def _attained(draw: st.DrawFn, scope: RuleScope) -> form.Condition:
    return form.Attained(pick(draw, keys_of(pick(draw, scope.same_kind))))


def _attained_above(draw: st.DrawFn, scope: RuleScope) -> form.Condition:
    ruleset = pick(draw, scope.for_above)
    kind = pick(draw, tuple(kind for kind in ruleset.applies_to if kind in scope.above))
    return form.Attained(pick(draw, keys_of(ruleset)), kind)


def _change(draw: st.DrawFn, scope: RuleScope) -> form.Condition:
    measure = pick(draw, scope.numbers)
    days: tuple[date | None, ...] = (*EARLIER, None)
    since, direction, operator = pick(draw, days), pick(draw, tuple(form.Direction)), pick(draw, _OPERATORS)
    if measure.minimum is not None and measure.minimum >= 0 and chance(draw, 3):
        # Of printed figures alone.
        printed = RuleScope(Library({}, scope.library.attributes), scope.kind)
        percentage = draw_threshold(draw, printed, SHARES, (), 1)
        return form.Change(measure.id, since, direction, operator, percentage, basis=form.Basis.SHARE)
    steps = _STEPS if measure.decimals else _STEPS[:3]
    threshold = draw_threshold(draw, scope, steps, figures_like(scope, measure) + set_elsewhere(scope, measure), 1)
    return form.Change(measure.id, since, direction, operator, threshold)


def _of_date(draw: st.DrawFn, scope: RuleScope) -> form.Condition:
    measure, operator = pick(draw, scope.dates), pick(draw, _OPERATORS)
    threshold = draw_threshold(draw, scope, usual_thresholds(measure), relatives(scope, measure), 1)
    return form.Comparison(measure.id, operator, sometimes_without_limit(draw, threshold))


def _unknown(draw: st.DrawFn, scope: RuleScope) -> form.Condition:
    return form.Unknown()


def _leaves(scope: RuleScope) -> list[Builder]:
    """The forms without parts that the scope has names for, each as often as it shall come; the simplest first."""
    return [
        *[_comparison] * (6 if scope.numbers or scope.scales else 0),
        *[_own_criteria] * (8 if scope.criteria else 0),
        *[_required] * (2 if scope.findings else 0),
        *[_one_of] * (1 if scope.numbers or scope.scales else 0),
        *[_attribute_is] * (1 if scope.library.attributes else 0),
        *[_members_attained] * (4 if scope.for_members else 0),
        *[_members_measure] * ((4 if scope.since else 2) if scope.below and scope.numbers else 0),
        *[_members_meeting] * (2 if scope.below else 0),
        *[_members_compared] * (1 if scope.below else 0),
        *[_attained] * (3 if scope.same_kind else 0),
        *[_attained_above] * (4 if scope.for_above else 0),
        *[_other_criteria] * (5 if scope.same_kind else 0),
        *[_criteria_change] * (7 if scope.changing else 0),
        *[_change] * (1 if scope.numbers else 0),
        *[_of_date] * (3 if scope.dates else 0),
        _unknown,
    ]


def draw_condition(draw: st.DrawFn, scope: RuleScope, depth: int) -> form.Condition:
    """A condition of any form; combinations nest to `depth` (0: none)."""
    combined = optional(draw, 3, lambda: _combination(draw, scope, depth)) if depth else None
    return combined or branch(draw, _leaves(scope), lambda leaf: leaf(draw, scope))


def _combination(draw: st.DrawFn, scope: RuleScope, depth: int) -> form.Condition:
    parts = tuple(draw_condition(draw, scope, depth - 1) for _ in range(pick(draw, (1, 2, 3, 2))))
    match pick(draw, ("all", "any", "none", "n", "most")):
        case "all":
            return form.AllOf(parts)
        case "any":
            return form.AnyOf(parts)
        case "none":
            return form.NoneOf(parts)
        case "most":
            return form.AtMostN(pick(draw, range(1, len(parts) + 1)), parts)
        case _:
            return form.AtLeastN(pick(draw, range(1, len(parts) + 1)), parts)


@st.composite
def conditions(draw: st.DrawFn, scope: RuleScope | None = None, depth: int = 3) -> form.Condition:
    """Every form of condition for which `scope` has names, combinations nested to `depth`.

    Without a scope, the names are those of a generated library without rulesets. Own criteria occur when the scope lists
    them, members, `attained` and another ruleset's criteria when its library holds rulesets for them, and changes of these
    since an earlier date when the rulesets are in force then.

    >>> from hypothesis import given, settings
    >>> @settings(max_examples=10, database=None)
    ... @given(conditions(depth=0))
    ... def has_no_parts(condition):
    ...     assert not isinstance(condition, form.Combination)
    >>> has_no_parts()
    """
    return draw_condition(draw, scope or RuleScope(draw(libraries())), depth)

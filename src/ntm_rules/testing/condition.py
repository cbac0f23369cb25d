"""Strategies for conditions: every form of the language."""

from collections.abc import Callable
from decimal import Decimal

from hypothesis import strategies as st

from ..model import condition as form
from .boundary import usual_means, usual_thresholds
from .catalogue import libraries
from .choosing import chance, pick, some
from .scope import EARLIER, Scope, keys_of
from .threshold import COUNTS, SHARES, draw_threshold, relatives

_OPERATORS = tuple(form.Operator)
_STEPS = (Decimal(1), Decimal(0), Decimal(2), Decimal("0.5"))
_HALF = Decimal("0.5")
_BOUNDS = tuple((basis, operator) for basis in form.Basis for operator in form.Operator)

Builder = Callable[[st.DrawFn, Scope], form.Condition]


def _comparison(draw: st.DrawFn, scope: Scope) -> form.Condition:
    measure = pick(draw, scope.numbers + scope.scales)
    threshold = draw_threshold(draw, scope, usual_thresholds(measure), relatives(scope, measure))
    return form.Comparison(measure.id, pick(draw, _OPERATORS), threshold)


def _one_of(draw: st.DrawFn, scope: Scope) -> form.Condition:
    measure = pick(draw, scope.numbers + scope.scales)
    return form.OneOf(measure.id, some(draw, usual_thresholds(measure)))


def _required(draw: st.DrawFn, scope: Scope) -> form.Condition:
    return form.Required(pick(draw, scope.findings).id, not chance(draw, 3))


def _attribute_is(draw: st.DrawFn, scope: Scope) -> form.Condition:
    attribute = pick(draw, tuple(scope.library.attributes.values()))
    return form.AttributeIs(attribute.id, some(draw, attribute.value_ids, 2))


def _bounds(draw: st.DrawFn, scope: Scope) -> tuple[form.Bound, ...]:
    # As in a file, where each is a key, no bound comes twice.
    chosen = [pick(draw, _BOUNDS)] + ([pick(draw, _BOUNDS)] if chance(draw, 2) else [])
    return tuple(
        form.Bound(
            basis,
            operator,
            draw_threshold(draw, scope, COUNTS if basis is form.Basis.COUNT else SHARES, relatives(scope, None), 1),
        )
        for basis, operator in dict.fromkeys(chosen)
    )


def _own_criteria(draw: st.DrawFn, scope: Scope) -> form.Condition:
    state = pick(draw, tuple(form.CriteriaState))
    if state is form.CriteriaState.ALL:
        return form.OwnCriteria(state)
    bounds = _bounds(draw, scope)
    of = some(draw, scope.criteria) if chance(draw, 3) else ()
    including = some(draw, of or scope.criteria, 2) if chance(draw, 3) else ()
    return form.OwnCriteria(state, bounds, of, including)


def _members_attained(draw: st.DrawFn, scope: Scope) -> form.Condition:
    ruleset = pick(draw, scope.for_members)
    return form.MembersAttained(ruleset.applies_to, pick(draw, keys_of(ruleset)), _bounds(draw, scope))


def _members_measure(draw: st.DrawFn, scope: Scope) -> form.Condition:
    aggregate, operator = pick(draw, tuple(form.Aggregate)), pick(draw, _OPERATORS)
    if scope.for_members and chance(draw, 4):
        ruleset = pick(draw, scope.for_members)
        counts = (*COUNTS, _HALF) if aggregate is form.Aggregate.MEAN else COUNTS
        threshold = draw_threshold(draw, scope, counts, relatives(scope, None), 1)
        return form.MembersMeasure(ruleset.applies_to, aggregate, form.CriteriaCount(ruleset.id), operator, threshold)
    measure = pick(draw, scope.numbers)
    values = usual_means(measure) if aggregate is form.Aggregate.MEAN else usual_thresholds(measure)
    threshold = draw_threshold(draw, scope, values, relatives(scope, None), 1)
    return form.MembersMeasure(pick(draw, scope.below), aggregate, measure.id, operator, threshold)


def _attained(draw: st.DrawFn, scope: Scope) -> form.Condition:
    return form.Attained(pick(draw, keys_of(pick(draw, scope.same_kind))))


def _change(draw: st.DrawFn, scope: Scope) -> form.Condition:
    measure = pick(draw, scope.numbers)
    steps = _STEPS if measure.decimals else _STEPS[:3]
    threshold = draw_threshold(draw, scope, steps, relatives(scope, None), 1)
    direction = pick(draw, tuple(form.Direction))
    return form.Change(measure.id, pick(draw, EARLIER), direction, pick(draw, _OPERATORS), threshold)


def _unknown(draw: st.DrawFn, scope: Scope) -> form.Condition:
    return form.Unknown()


def _leaves(scope: Scope) -> list[Builder]:
    """The forms without parts that the scope has names for, each as often as it shall come; the simplest first."""
    return [
        *[_comparison] * (6 if scope.numbers or scope.scales else 0),
        *[_own_criteria] * (8 if scope.criteria else 0),
        *[_required] * (2 if scope.findings else 0),
        *[_one_of] * (1 if scope.numbers or scope.scales else 0),
        *[_attribute_is] * (1 if scope.library.attributes else 0),
        *[_members_attained] * (4 if scope.for_members else 0),
        *[_members_measure] * (2 if scope.below and scope.numbers else 0),
        *[_attained] * (3 if scope.same_kind else 0),
        *[_change] * (1 if scope.numbers else 0),
        _unknown,
    ]


def draw_condition(draw: st.DrawFn, scope: Scope, depth: int) -> form.Condition:
    """A condition of any form; combinations nest to `depth` (0: none)."""
    leaves = _leaves(scope)
    if not depth or not chance(draw, 3):
        return pick(draw, leaves)(draw, scope)
    parts = tuple(draw_condition(draw, scope, depth - 1) for _ in range(pick(draw, (1, 2, 3, 2))))
    match pick(draw, ("all", "any", "none", "n")):
        case "all":
            return form.AllOf(parts)
        case "any":
            return form.AnyOf(parts)
        case "none":
            return form.NoneOf(parts)
        case _:
            return form.AtLeastN(pick(draw, range(1, len(parts) + 1)), parts)


@st.composite
def conditions(draw: st.DrawFn, scope: Scope | None = None, depth: int = 3) -> form.Condition:
    """Every form of condition for which `scope` has names, combinations nested to `depth`.

    Without a scope, the names are those of a generated library without rulesets. Own criteria occur when the scope lists
    them, members and `attained` when its library holds rulesets for them.

    >>> from hypothesis import given, settings
    >>> @settings(max_examples=10, database=None)
    ... @given(conditions(depth=0))
    ... def has_no_parts(condition):
    ...     assert not isinstance(condition, form.Combination)
    >>> has_no_parts()
    """
    return draw_condition(draw, scope or Scope(draw(libraries())), depth)

"""Where conditions and thresholds stand in a ruleset, and the ruleset with another in their place."""

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Generic, TypeVar

from attrs import evolve, frozen

from ...model import condition as form
from ...model import threshold as limit
from ...model.library import Library
from ...model.measure import Measure
from ...model.ruleset import Conclusion, Criterion, Indicator, Rule, Ruleset
from ...model.text import Text
from ..strategies.ruleset import with_fitting_provenance

T = TypeVar("T")
V = TypeVar("V", str, int)
_COUNT = Measure("count", Text("Số lượng", "Count"), minimum=Decimal(0))
_MORE = Measure("more", Text("Tăng thêm", "Increase"))
_SHARE = Measure("share", Text("Tỷ lệ", "Share"), decimals=1, minimum=Decimal(0), maximum=Decimal(100))


@frozen
class Spot(Generic[T]):
    """Something in a rule: the rule's code, what stands there, and the ruleset with another in its place."""

    code: str
    what: T
    put: Callable[[T], Ruleset]


@frozen
class ThresholdSpot(Spot[limit.Threshold]):
    """A threshold in a rule, and a measure whose values are those that the threshold can have."""

    scale: Measure


def with_rule(ruleset: Ruleset, code: str, rule: Rule | None) -> Ruleset:
    """The ruleset with `rule` in place of the rule with this code; without it if None."""

    def below(of: tuple[Indicator, ...]) -> tuple[Indicator, ...]:
        found = ((rule if one.code == code else one) for one in of)
        return tuple(one for one in found if isinstance(one, Indicator))

    rule = None if rule is None else with_fitting_provenance(rule)
    criteria = (
        (rule if one.code == code else evolve(one, indicators=below(one.indicators))) for one in ruleset.criteria
    )
    conclusions = ((rule if one.code == code else one) for one in ruleset.conclusions)
    return evolve(
        ruleset,
        criteria=tuple(one for one in criteria if isinstance(one, Criterion)),
        conclusions=tuple(one for one in conclusions if isinstance(one, Conclusion)),
    )


def contents(ruleset: Ruleset) -> Iterator[Spot[form.Condition]]:
    """What each rule says, as a whole."""
    for rule in ruleset.rules():
        if rule.condition is not None:
            yield Spot(rule.code, rule.condition, _put(ruleset, rule, "condition"))


def conditions(ruleset: Ruleset) -> Iterator[Spot[form.Condition]]:
    """Every condition, also in `applies_when`, and those inside it."""
    for spot in contents(ruleset):
        yield from _within(spot)
    for rule in ruleset.rules():
        if rule.applies_when is not None:
            yield from _within(Spot(rule.code, rule.applies_when, _put(ruleset, rule, "applies_when")))


def _put(ruleset: Ruleset, rule: Rule, name: str) -> Callable[[form.Condition], Ruleset]:
    return lambda condition: with_rule(ruleset, rule.code, evolve(rule, **{name: condition}))  # type: ignore[arg-type]


def _within(spot: Spot[form.Condition]) -> Iterator[Spot[form.Condition]]:
    yield spot
    whole = spot.what
    if isinstance(whole, form.Combination):
        for position, part in enumerate(whole.parts):
            yield from _within(Spot(spot.code, part, _put_part(spot, whole, position)))


def _put_part(
    spot: Spot[form.Condition], whole: form.Combination, position: int
) -> Callable[[form.Condition], Ruleset]:
    def put(part: form.Condition) -> Ruleset:
        return spot.put(evolve(whole, parts=(*whole.parts[:position], part, *whole.parts[position + 1 :])))

    return put


def bounds(ruleset: Ruleset) -> Iterator[Spot[tuple[form.Bound, ...]]]:
    """The bounds of every tally."""
    for spot in conditions(ruleset):
        if isinstance(spot.what, form.OwnCriteria | form.MembersAttained) and spot.what.bounds:
            yield Spot(spot.code, spot.what.bounds, _put_bounds(spot, spot.what))


def _put_bounds(
    spot: Spot[form.Condition], tally: form.OwnCriteria | form.MembersAttained
) -> Callable[[tuple[form.Bound, ...]], Ruleset]:
    return lambda changed: spot.put(evolve(tally, bounds=changed))


def scale_of(bound: form.Bound) -> Measure:
    """The values that the threshold of a bound can have."""
    return _COUNT if bound.basis is form.Basis.COUNT else _SHARE


def thresholds(ruleset: Ruleset, library: Library) -> Iterator[ThresholdSpot]:
    """Every threshold, and those that it chooses from."""
    for spot in conditions(ruleset):
        condition = spot.what
        if isinstance(condition, form.Comparison | form.Change | form.MembersMeasure | form.CriteriaChange):
            yield from _cases(
                ThresholdSpot(
                    spot.code, condition.threshold, _put_threshold(spot, condition), _scale(condition, library)
                )
            )
    for held in bounds(ruleset):
        for position, bound in enumerate(held.what):
            yield from _cases(ThresholdSpot(held.code, bound.threshold, _put_bound(held, position), scale_of(bound)))


def _put_threshold(
    spot: Spot[form.Condition],
    condition: form.Comparison | form.Change | form.MembersMeasure | form.CriteriaChange,
) -> Callable[[limit.Threshold], Ruleset]:
    return lambda threshold: spot.put(evolve(condition, threshold=threshold))


def _put_bound(spot: Spot[tuple[form.Bound, ...]], position: int) -> Callable[[limit.Threshold], Ruleset]:
    def put(threshold: limit.Threshold) -> Ruleset:
        changed = evolve(spot.what[position], threshold=threshold)
        return spot.put((*spot.what[:position], changed, *spot.what[position + 1 :]))

    return put


def _cases(spot: ThresholdSpot) -> Iterator[ThresholdSpot]:
    yield spot
    whole = spot.what
    if not isinstance(whole, limit.ByAttribute | limit.ByYear):
        return
    for position, (_, case) in enumerate(whole.cases):
        yield from _cases(ThresholdSpot(spot.code, case, _put_case(spot, whole, position), spot.scale))
    if whole.otherwise is not None:
        yield from _cases(ThresholdSpot(spot.code, whole.otherwise, _put_otherwise(spot, whole), spot.scale))


def _put_case(
    spot: ThresholdSpot, whole: limit.ByAttribute | limit.ByYear, position: int
) -> Callable[[limit.Threshold], Ruleset]:
    def put(case: limit.Threshold) -> Ruleset:
        if isinstance(whole, limit.ByYear):
            return spot.put(evolve(whole, cases=_with_case(whole.cases, position, case)))
        return spot.put(evolve(whole, cases=_with_case(whole.cases, position, case)))

    return put


def _with_case(
    cases: tuple[tuple[V, limit.Threshold], ...], position: int, case: limit.Threshold
) -> tuple[tuple[V, limit.Threshold], ...]:
    changed = list(cases)
    changed[position] = (cases[position][0], case)
    return tuple(changed)


def _put_otherwise(
    spot: ThresholdSpot, whole: limit.ByAttribute | limit.ByYear
) -> Callable[[limit.Threshold], Ruleset]:
    return lambda otherwise: spot.put(evolve(whole, otherwise=otherwise))


def _scale(
    condition: form.Comparison | form.Change | form.MembersMeasure | form.CriteriaChange, library: Library
) -> Measure:
    match condition:
        case form.Comparison(measure=id):
            return library.measures[id]
        case form.Change(measure=id):
            return evolve(_MORE, decimals=library.measures[id].decimals)
        case form.CriteriaChange():
            return _MORE
        case form.MembersMeasure(of=form.CriteriaCount(since=since)):
            scale = _COUNT if since is None else _MORE
        case form.MembersMeasure(of=str(id)):
            scale = library.measures[id]
    if condition.aggregate is form.Aggregate.SUM:
        return evolve(scale, minimum=None, maximum=None)
    return evolve(scale, decimals=max(1, scale.decimals)) if condition.aggregate is form.Aggregate.MEAN else scale

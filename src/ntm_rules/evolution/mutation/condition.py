"""Conditions with one thing changed, at any depth."""

from collections.abc import Iterator, Mapping, Sequence

from attrs import evolve, frozen

from ...language.contents.rewriting import Path, conditions_at, replaced, without
from ...model import condition as form
from ...model.library import Library
from ...model.measure import Measure, MeasureType
from ...model.place import Place, place_of
from ..in_force import Years
from .kind import MutantKind
from .threshold import changed_thresholds, near, says_something

_Compared = form.Comparison | form.Change | form.MembersMeasure | form.CriteriaChange | form.Score
_Tally = form.OwnCriteria | form.MembersAttained | form.MembersMeeting

_OPERATORS: Mapping[form.Operator, tuple[tuple[MutantKind, form.Operator], ...]] = {
    form.Operator.AT_LEAST: (
        (MutantKind.STRICTNESS, form.Operator.MORE_THAN),
        (MutantKind.OPPOSITE, form.Operator.AT_MOST),
    ),
    form.Operator.MORE_THAN: (
        (MutantKind.STRICTNESS, form.Operator.AT_LEAST),
        (MutantKind.OPPOSITE, form.Operator.LESS_THAN),
    ),
    form.Operator.AT_MOST: (
        (MutantKind.STRICTNESS, form.Operator.LESS_THAN),
        (MutantKind.OPPOSITE, form.Operator.AT_LEAST),
    ),
    form.Operator.LESS_THAN: (
        (MutantKind.STRICTNESS, form.Operator.AT_MOST),
        (MutantKind.OPPOSITE, form.Operator.MORE_THAN),
    ),
    form.Operator.EQUALS: ((MutantKind.LOOSENED, form.Operator.AT_LEAST), (MutantKind.LOOSENED, form.Operator.AT_MOST)),
}
_AGGREGATES: Mapping[form.Aggregate, form.Aggregate] = {
    form.Aggregate.MEAN: form.Aggregate.MINIMUM,
    form.Aggregate.SUM: form.Aggregate.MEAN,
    form.Aggregate.MINIMUM: form.Aggregate.MEAN,
    form.Aggregate.MAXIMUM: form.Aggregate.MEAN,
}
_DIRECTIONS: Mapping[form.Direction, form.Direction] = {
    form.Direction.INCREASED: form.Direction.DECREASED,
    form.Direction.DECREASED: form.Direction.INCREASED,
}
_STATES: Mapping[form.CriteriaState, form.CriteriaState] = {
    form.CriteriaState.ATTAINED: form.CriteriaState.NOT_ATTAINED,
    form.CriteriaState.NOT_ATTAINED: form.CriteriaState.ATTAINED,
}


@frozen
class ChangedCondition:
    """Condition after a change: the part `before` and `after` it (None: left out), and the `whole` condition."""

    kind: MutantKind
    place: Place | None
    before: form.Condition
    after: form.Condition | None
    whole: form.Condition


def changed_conditions(condition: form.Condition, library: Library, years: Years) -> Iterator[ChangedCondition]:
    """Every way of changing one thing about a condition, at any depth. None leaves a combination or a list empty.

    A combination of one part is not exchanged for another, for it means the same; what is not known is left as it is.

    >>> [change.kind.value for change in changed_conditions(form.Required("safe_water"), Library(), Years(2022))]
    ['finding']
    """
    parts = dict(conditions_at(condition))
    for path, part in parts.items():
        if path and isinstance(path[-1], int):
            yield from _left_out(condition, path, part, parts[path[:-2]])
        for kind, place, after in _changed(part, library, years):
            yield ChangedCondition(kind, place or part.place, part, after, replaced(condition, path, after))


def _left_out(
    condition: form.Condition, path: Path, part: form.Condition, above: form.Condition
) -> Iterator[ChangedCondition]:
    """The condition without one part of the combination `above` it, where enough other parts remain."""
    assert isinstance(above, form.Combination)
    rest = len(above.parts) - 1
    if rest >= getattr(above, "n", 1):
        place = part.place or above.place
        yield ChangedCondition(MutantKind.PART, place, part, None, without(condition, path))


_Changed = Iterator[tuple[MutantKind, Place | None, form.Condition]]


def _changed(condition: form.Condition, library: Library, years: Years) -> _Changed:
    """The changes to a condition itself, not to its parts."""
    if isinstance(condition, form.Comparison | form.OneOf | form.Required) and condition.over is not None:
        yield from _over_years(condition, condition.over, library)
    match condition:
        case form.Comparison() | form.Change() | form.MembersMeasure() | form.CriteriaChange() | form.Score():
            yield from _compared(condition, library, years)
        case form.OneOf(values=values) | form.AttributeIs(values=values):
            yield from _shorter(condition, "values", values)
        case form.Required(met=met):
            yield MutantKind.FINDING, None, evolve(condition, met=not met)
        case form.AllOf(parts) if len(parts) > 1:
            yield MutantKind.COMBINATION, None, form.AnyOf(parts, condition.place)
        case form.AnyOf(parts) if len(parts) > 1:
            yield MutantKind.COMBINATION, None, form.AllOf(parts, condition.place)
        case form.NoneOf(parts):
            yield MutantKind.COMBINATION, None, form.AnyOf(parts, condition.place)
        case form.AtLeastN(n, parts) | form.AtMostN(n, parts):
            for other in (n - 1, n + 1):
                if 1 <= other <= len(parts):
                    yield MutantKind.NUMBER, None, evolve(condition, n=other)
        case form.OwnCriteria() | form.MembersAttained() | form.MembersMeeting():
            yield from _tally(condition, years)
        case form.MembersCompared():
            for kind, operator in _OPERATORS[condition.operator]:
                yield kind, None, evolve(condition, operator=operator)
            for kind, factor in near(condition.factor):
                if factor > 0:
                    yield kind, None, evolve(condition, factor=factor)
            if condition.none_is_zero:
                yield MutantKind.IF_NONE, condition.against.place, evolve(condition, none_is_zero=False)


def _over_years(
    condition: form.Comparison | form.OneOf | form.Required, over: form.LastYears, library: Library
) -> _Changed:
    for years in (over.years - 1, over.years + 1):
        if years:
            yield MutantKind.YEARS, None, evolve(condition, over=evolve(over, years=years))
    # Levels and dates have no mean.
    measure = library.measures.get(condition.measure)
    has_mean = measure is None or measure.type is MeasureType.NUMBER
    if has_mean and isinstance(condition, form.Comparison) and over.years > 1 and says_something(condition.threshold):
        how = form.Yearly.EACH if over.how is form.Yearly.MEAN else form.Yearly.MEAN
        yield MutantKind.YEARS, None, evolve(condition, over=evolve(over, how=how))


def _compared(condition: _Compared, library: Library, years: Years) -> _Changed:
    if says_something(condition.threshold):
        for kind, operator in _OPERATORS[condition.operator]:
            yield kind, None, evolve(condition, operator=operator)
    for change in changed_thresholds(condition.threshold, _measure(condition, library), years):
        yield change.kind, change.place, evolve(condition, threshold=change.threshold)
    match condition:
        case form.Change() | form.CriteriaChange() if says_something(condition.threshold):
            yield MutantKind.CHANGE, None, evolve(condition, direction=_DIRECTIONS[condition.direction])
            if isinstance(condition, form.Change) and condition.basis is form.Basis.SHARE:
                yield MutantKind.CHANGE, None, evolve(condition, basis=form.Basis.COUNT)
        case form.MembersMeasure(aggregate=aggregate):
            if says_something(condition.threshold):
                yield MutantKind.AGGREGATE, None, evolve(condition, aggregate=_AGGREGATES[aggregate])
            yield from _narrowed(condition)


def _measure(condition: _Compared, library: Library) -> Measure | None:
    """The measure that a threshold is held against; None where it is a number of criteria, or a percentage."""
    match condition:
        case form.Change(basis=form.Basis.SHARE):
            return None
        case form.Comparison(measure) | form.Change(measure) | form.MembersMeasure(of=str() as measure):
            return library.measures[measure]
    return None


def _tally(condition: _Tally, years: Years) -> _Changed:
    bounds = condition.bounds
    for position, bound in enumerate(bounds):
        path = ("bounds", position)
        for kind, place, other in _bound(bound, years):
            yield kind, place or bound.place, replaced(condition, path, other)
        if len(bounds) > 1 or (isinstance(condition, form.OwnCriteria) and condition.including_any_of):
            yield MutantKind.BOUND, bound.place, without(condition, path)
    if isinstance(condition, form.MembersAttained | form.MembersMeeting):
        yield from _narrowed(condition)
        if condition.weighted_by is not None:
            yield MutantKind.AGGREGATE, place_of(condition.weighted_by), evolve(condition, weighted_by=None)
        return
    if condition.state in _STATES:
        yield MutantKind.STATE, None, evolve(condition, state=_STATES[condition.state])
    including = condition.including_any_of
    if including and bounds:
        yield MutantKind.INCLUDING, place_of(including[0]), evolve(condition, including_any_of=())
    yield from _shorter(condition, "including_any_of", including)
    if condition.of:
        yield MutantKind.NARROWING, place_of(condition.of[0]), evolve(condition, of=())
    yield from _shorter(condition, "of", condition.of)


def _bound(bound: form.Bound, years: Years) -> Iterator[tuple[MutantKind, Place | None, form.Bound]]:
    if says_something(bound.threshold):
        for kind, operator in _OPERATORS[bound.operator]:
            yield kind, None, evolve(bound, operator=operator)
    for change in changed_thresholds(bound.threshold, None, years):
        yield change.kind, change.place, evolve(bound, threshold=change.threshold)


def _narrowed(condition: form.MembersAttained | form.MembersMeeting | form.MembersMeasure) -> _Changed:
    only = condition.only
    if only:
        yield MutantKind.NARROWING, place_of(only[0]), evolve(condition, only=())
    yield from _shorter(condition, "only", only)
    if condition.if_none is not None:
        yield MutantKind.IF_NONE, None, evolve(condition, if_none=None)
    if condition.among is not None:
        yield MutantKind.NARROWING, condition.among.place, evolve(condition, among=None)


def _shorter(condition: form.Condition, name: str, values: Sequence[object]) -> _Changed:
    """The condition without one of the values in the field `name`, where it has several; the place is that of the value."""
    if len(values) > 1:
        for position, value in enumerate(values):
            yield MutantKind.VALUE, place_of(value), without(condition, (name, position))

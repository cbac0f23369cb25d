"""The one lowering: conditions, as an officer wrote them, to terms. No executor and no analysis looks at a condition."""

from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal
from typing import assert_never

from ..model import condition as surface
from ..model.condition import Basis, CriteriaState, Direction, NoMembers, Operator
from ..model.decision import ReasonKind
from ..model.fact import Finding
from ..model.key import RuleKey
from ..model.measure import MeasureType
from ..model.ruleset import Rule
from .lowering_figure import Scope, as_compared, figure_of, held_against, lower_threshold, year_of
from .terms import (
    About,
    AllHold,
    Always,
    AnyHolds,
    Attested,
    AttributeOf,
    Below,
    Constant,
    Counted,
    Difference,
    Figure,
    Group,
    Holds,
    IsOneOf,
    Listed,
    Members,
    Never,
    Not,
    OpenTruth,
    Over,
    Told,
    Truth,
    Where,
)


def lower_rule(rule: Rule, scope: Scope) -> Truth:
    """The term of a rule: its condition, or that all rules below it are attained, where it applies, with what is attested."""
    if rule.below:
        below = scope.outcomes(scope.key(), (each.code for each in rule.below))
        truth: Truth = Told(AllHold(below), (below,))
    elif rule.condition is not None:
        truth = lower(rule.condition, scope)
    else:
        truth = OpenTruth()
    if rule.applies_when is not None:
        truth = Where(truth, lower(rule.applies_when, scope))
    if scope.ruleset.applies_where is not None:
        truth = Where(truth, lower(scope.ruleset.applies_where, scope))
    return Attested(truth, RuleKey(scope.ruleset.id, rule.code), scope.ruleset.basically_met, rule.valid_for)


def lower(condition: surface.Condition, scope: Scope) -> Truth:
    """The term of a condition, whose names are all known (`compile` checks them)."""
    match condition:
        case surface.Comparison(name, operator, threshold):
            measure = scope.library.measures[name]
            scale = tuple(level.id for level in measure.levels) if measure.type is MeasureType.LEVEL else ()
            own = _own(name, scope)
            required = lower_threshold(threshold, scope, name, year_of(own))
            return Holds(held_against(own, required), operator, required, scale, origin=condition)
        case surface.OneOf(name, values):
            return _listed_so_far(IsOneOf(_own(name, scope), values, origin=condition), condition)
        case surface.Required(name, met):
            return _found(condition, name, met, scope)
        case surface.AttributeIs(attribute, values):
            return _listed_so_far(IsOneOf(AttributeOf(attribute), values, origin=condition), condition)
        case surface.AllOf(parts):
            return AllHold(_listed(parts, scope), origin=condition)
        case surface.AnyOf(parts):
            return AnyHolds(_listed(parts, scope), origin=condition)
        case surface.NoneOf(parts):
            return AllHold(_listed(parts, scope, Not), origin=condition)
        case surface.AtLeastN(n, parts):
            count = Counted(_listed(parts, scope))
            return Holds(count, Operator.AT_LEAST, Constant(Decimal(n)), origin=condition)
        case surface.AtMostN(n, parts):
            # As the opposite of more than n, so that a part that holds is told as one that counts against the unit.
            count = Counted(_listed(parts, scope))
            return Not(Holds(count, Operator.MORE_THAN, Constant(Decimal(n)), origin=condition))
        case surface.Change(name, since, direction, operator, threshold):
            now = _own(name, scope, after=since)
            difference = _change(now, _own(name, scope, since), direction)
            required = lower_threshold(threshold, scope, name, year_of(now))
            truth = Holds(difference, operator, required, origin=condition)
            return Told(truth, about=About(subject=direction.value, since=since), now=now, origin=condition)
        case surface.OwnCriteria():
            return _own_criteria(condition, scope)
        case surface.CriteriaChange(ruleset, since, direction, operator, threshold):
            shown = scope.outcomes(scope.key(ruleset))
            today, then = (Always(Counted(scope.outcomes(scope.key(ruleset, day)))) for day in (None, since))
            truth = Holds(
                _change(today, then, direction), operator, lower_threshold(threshold, scope), origin=condition
            )
            about = About(subject=direction.value, since=since, rule=RuleKey(ruleset))
            return Told(truth, (shown,), about=about, now=today, origin=condition)
        case surface.Attained(rule):
            attained, shown = scope.attained(rule)
            return Told(attained, (shown,), ReasonKind.OTHER_RULE, About(rule=rule), origin=condition)
        case surface.MembersAttained(kind, rule, bounds, only, if_none):
            outcome, _ = scope.attained(rule)
            below = Below(Members(kind, only), outcome)
            every = AllHold(Listed(tuple(_bounded(bounds, below, scope, if_none))))
            return Told(every, (below,), about=About(rule=rule, members=kind), origin=condition)
        case surface.MembersMeasure():
            return _members_measure(condition, scope)
        case surface.Unknown():
            return OpenTruth(origin=condition)
        case _:
            assert_never(condition)


def _own(name: str, scope: Scope, on: date | None = None, after: date | None = None) -> Figure:
    measure = scope.library.measures[name]
    return as_compared(measure, figure_of(measure, scope.library, on=on, after=after))


def _listed(
    parts: Iterable[surface.Condition], scope: Scope, wrap: Callable[[Truth], Truth] = lambda truth: truth
) -> Listed:
    return Listed(tuple(wrap(lower(part, scope)) for part in parts))


def _change(now: Figure, then: Figure, direction: Direction) -> Figure:
    return Difference(now, then) if direction is Direction.INCREASED else Difference(then, now)


def _bounded(
    bounds: Iterable[surface.Bound], group: Group, scope: Scope, if_none: NoMembers | None = None
) -> list[Truth]:
    return [
        Holds(
            Counted(group, bound.basis is Basis.SHARE, if_none),
            bound.operator,
            lower_threshold(bound.threshold, scope),
            origin=bound,
        )
        for bound in bounds
    ]


def _found(condition: surface.Required, name: str, met: bool, scope: Scope) -> Truth:
    counts_as = scope.ruleset.basically_met
    asked: tuple[Finding, ...] = (Finding.MET if met else Finding.NOT_MET,)
    if counts_as is not None and counts_as is met:
        asked = (*asked, Finding.BASICALLY_MET)
    undecided = (Finding.BASICALLY_MET,) if counts_as is None else ()
    return IsOneOf(figure_of(scope.library.measures[name], scope.library), asked, undecided, origin=condition)


def _listed_so_far(found: IsOneOf, condition: surface.OneOf | surface.AttributeIs) -> Truth:
    """A value of a list; of an open one, any other value leaves it open, as an authority may name it."""
    if condition.named_by is None:
        return found
    return AnyHolds(Listed((found, OpenTruth(origin=condition))), origin=condition)


def _own_criteria(condition: surface.OwnCriteria, scope: Scope) -> Truth:
    key, failing = scope.key(condition.ruleset), condition.state is CriteriaState.NOT_ATTAINED
    shown = scope.outcomes(key, condition.of)
    if condition.state is CriteriaState.ALL:
        return Told(AllHold(shown), (shown,), ReasonKind.TALLY, origin=condition)
    parts = _bounded(condition.bounds, scope.outcomes(key, condition.of, failing), scope)
    if condition.including_any_of:
        of_these = condition.including_any_of
        # Those that do not apply are not among the criteria that came to the state asked for.
        some = AnyHolds(Listed((Never(), *scope.outcomes(key, of_these, failing).truths)))
        parts.append(Told(some, (scope.outcomes(key, of_these),), ReasonKind.TALLY, About(required=of_these)))
    about = About(subject=condition.state.value)
    return Told(AllHold(Listed(tuple(parts))), (shown,), about=about, origin=condition)


def _members_measure(condition: surface.MembersMeasure, scope: Scope) -> Truth:
    members, of = Members(condition.kind, condition.only), condition.of
    shown: tuple[Group, ...] = ()
    if isinstance(of, surface.CriteriaCount):
        counted = scope.outcomes(scope.key(of.ruleset))
        figure: Figure = Always(Counted(counted))
        if of.since is not None:
            figure = Difference(figure, Always(Counted(scope.outcomes(scope.key(of.ruleset, of.since)))))
        whole: Figure = Over(members, figure, condition.aggregate, condition.if_none)
        about = About(members=condition.kind, aggregate=condition.aggregate, rule=RuleKey(of.ruleset), since=of.since)
        shown = (Below(members, AllHold(counted)),)
    else:
        measure = scope.library.measures[of]
        whole = as_compared(
            measure, Over(members, figure_of(measure, scope.library), condition.aggregate, condition.if_none)
        )
        about = About(members=condition.kind, aggregate=condition.aggregate, measure=measure.id)
    required = lower_threshold(condition.threshold, scope, of if isinstance(of, str) else None)
    truth = Holds(whole, condition.operator, required, origin=condition)
    return Told(truth, shown, about=about, origin=condition)

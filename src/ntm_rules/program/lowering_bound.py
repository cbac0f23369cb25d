"""The lowering of bounds: on criteria and members that are counted or put together, and those without a limit in some cases."""

from collections.abc import Iterable

from attrs import evolve

from ..model import condition as surface
from ..model.condition import Basis, CriteriaState, Direction, NoMembers
from ..model.decision import ReasonKind
from ..model.key import RuleKey
from ..model.measure import Measure
from .lowering_figure import Scope, as_compared, figure_of, lower_threshold
from .terms import (
    About,
    AllHold,
    Always,
    Among,
    AnyHolds,
    AttributeOf,
    Awarded,
    Banded,
    Below,
    CaseChoice,
    Chosen,
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
    OpenFigure,
    Over,
    Reported,
    Told,
    Truth,
    WeighedShare,
    Where,
    Within,
    walk,
)


def change(now: Figure, then: Figure, direction: Direction) -> Figure:
    """The difference of a figure and an earlier one, the way that is counted."""
    return Difference(now, then) if direction is Direction.INCREASED else Difference(then, now)


def bounded(
    bounds: Iterable[surface.Bound],
    group: Group,
    scope: Scope,
    if_none: NoMembers | None = None,
    weighted_by: str | None = None,
) -> list[Truth]:
    """The bounds on a number of truths, or on their share; on that of members by the sum of a figure of theirs."""
    found: list[Truth] = []
    for bound in bounds:
        figure: Figure = Counted(group, bound.basis is Basis.SHARE, if_none)
        if bound.basis is Basis.SHARE and weighted_by is not None:
            assert isinstance(group, Below)
            figure = weighed(group, scope.library.measures[weighted_by], scope.figure(weighted_by), if_none)
        found.append(Holds(figure, bound.operator, lower_threshold(bound.threshold, scope), origin=bound))
    return found


def weighed(group: Below, weight: Measure, figure: Figure, if_none: NoMembers | None = None) -> WeighedShare:
    """The share of the members of which a truth holds, by the sums of a measure's figure; without one, by its bounds."""
    figure = Within(Always(figure), weight.minimum, weight.maximum)

    def summed(truth: Truth) -> Over:
        # One that does not apply to a member is neither.
        is_so = AnyHolds(Listed((Never(), truth)))
        return Over(group.members, Awarded(is_so, figure), surface.Aggregate.SUM, if_none)

    return WeighedShare(Counted(group, False, if_none), summed(group.truth), summed(Not(group.truth)), weight.id)


def own_criteria(condition: surface.OwnCriteria, scope: Scope) -> Truth:
    """A condition on the criteria of a ruleset."""
    key, failing = scope.key(condition.ruleset), condition.state is CriteriaState.NOT_ATTAINED
    shown = scope.outcomes(key, condition.of)
    if condition.state is CriteriaState.ALL:
        return Told(AllHold(shown), (shown,), ReasonKind.TALLY, origin=condition)
    parts = bounded(condition.bounds, scope.outcomes(key, condition.of, failing), scope)
    if condition.including_any_of:
        of_these = condition.including_any_of
        # Those that do not apply are not among the criteria that came to the state asked for.
        some = AnyHolds(Listed((Never(), *scope.outcomes(key, of_these, failing).truths)))
        parts.append(Told(some, (scope.outcomes(key, of_these),), ReasonKind.TALLY, About(required=of_these)))
    about = About(subject=condition.state.value)
    return Told(AllHold(Listed(tuple(parts))), (shown,), about=about, origin=condition)


def members_measure(condition: surface.MembersMeasure, scope: Scope, among: Truth | None) -> Truth:
    """A figure over the members against a threshold: of all of them, or of those of which a truth holds."""
    members, of = Members(condition.kind, condition.only), condition.of
    shown: tuple[Group, ...] = ()

    def considered(figure: Figure) -> Figure:
        return figure if among is None else Among(figure, among)

    if isinstance(of, surface.CriteriaCount):
        counted = scope.outcomes(scope.key(of.ruleset))
        figure: Figure = Always(Counted(counted))
        if of.since is not None:
            figure = Difference(figure, Always(Counted(scope.outcomes(scope.key(of.ruleset, of.since)))))
        whole: Figure = Over(members, considered(figure), condition.aggregate, condition.if_none)
        about = About(members=condition.kind, aggregate=condition.aggregate, rule=RuleKey(of.ruleset), since=of.since)
        shown = (Below(members, AllHold(counted)),)
    else:
        measure = scope.library.measures[of]
        whole = as_compared(
            measure,
            Over(
                members,
                considered(figure_of(measure, scope.library, assured=scope.assured)),
                condition.aggregate,
                condition.if_none,
            ),
        )
        about = About(members=condition.kind, aggregate=condition.aggregate, measure=measure.id)
    required = lower_threshold(condition.threshold, scope, of if isinstance(of, str) else None)
    truth = Holds(whole, condition.operator, required, origin=condition)
    return Told(truth, shown, about=about, origin=condition)


def where_limited(truth: Holds, measure: str, condition: surface.Condition) -> Truth:
    """A comparison with a figure required, or that nothing is required of the unit, where that can be."""
    exempt = without_limit(truth.required)
    if exempt is None:
        return truth
    about = About(measure=measure)
    if exempt == Not(Never()):
        return Told(exempt, by=ReasonKind.NO_LIMIT, about=about, origin=condition)
    if isinstance(truth.required, Chosen | Banded):
        by = next(one for one in walk(truth.required) if isinstance(one, AttributeOf | Reported))
        about = evolve(about, subject=by.attribute if isinstance(by, AttributeOf) else by.measure)
    either = AnyHolds(Listed((truth, Where(Not(Never()), exempt))))
    return Told(either, by=ReasonKind.NO_LIMIT, about=about, origin=condition)


def without_limit(required: Figure) -> Truth | None:
    """The truth that nothing is required, of a figure that is; None where that cannot be."""
    match required:
        case OpenFigure(ReasonKind.NO_LIMIT):
            return Not(Never())
        case Chosen(CaseChoice(AttributeOf() as by, keys), figures, otherwise):
            cases: list[tuple[Truth, Figure | None]] = [
                (IsOneOf(by, (one,)), figure) for one, figure in zip(keys, figures, strict=True)
            ]
            cases.append((Not(IsOneOf(by, keys)), otherwise))
        case Banded(figure, operators, edges, figures, otherwise):
            held: list[Truth] = [
                Holds(figure, operator, Constant(edge)) for operator, edge in zip(operators, edges, strict=True)
            ]
            before = [tuple(Not(one) for one in held[:place]) for place in range(len(held) + 1)]
            first = [AllHold(Listed((*earlier, one))) for earlier, one in zip(before, held, strict=False)]
            cases = [*zip(first, figures, strict=True), (AllHold(Listed(before[-1])), otherwise)]
        case _:
            return None
    found: list[Truth] = []
    for case, one in cases:
        inside = None if one is None else without_limit(one)
        if inside is not None:
            found.append(case if inside == Not(Never()) else AllHold(Listed((case, inside))))
    if len(found) < 2:
        return found[0] if found else None
    listed = [one.values[0] for one in found if isinstance(one, IsOneOf)]
    if isinstance(required, Chosen) and isinstance(required.case.by, AttributeOf) and len(listed) == len(found):
        return IsOneOf(required.case.by, tuple(listed))
    return AnyHolds(Listed(tuple(found)))

"""The lowering of bounds: on criteria and members that are counted or put together, and those without a limit in some cases."""

from collections.abc import Iterable

from attrs import evolve

from ..model import condition as surface
from ..model.condition import Basis, CriteriaState, Direction, NoMembers
from ..model.decision import ReasonKind
from ..model.key import RuleKey
from ..model.measure import Measure
from . import terms
from .lowering_figure import Scope, as_compared, figure_of, lower_threshold
from .terms import Figure, Truth


def change(now: Figure, then: Figure, direction: Direction) -> Figure:
    """The difference of a figure and an earlier one, the way that is counted."""
    return terms.Difference(now, then) if direction is Direction.INCREASED else terms.Difference(then, now)


def bounded(
    bounds: Iterable[surface.Bound],
    group: terms.Group,
    scope: Scope,
    if_none: NoMembers | None = None,
    weighted_by: str | None = None,
) -> list[Truth]:
    """The bounds on a number of truths, or on their share; on that of members by the sum of a figure of theirs."""
    truths: list[Truth] = []
    for bound in bounds:
        figure: Figure = terms.Counted(group, bound.basis is Basis.SHARE, if_none)
        if bound.basis is Basis.SHARE and weighted_by is not None:
            assert isinstance(group, terms.Below)
            figure = weighed(group, scope.library.measures[weighted_by], scope.figure(weighted_by), if_none)
        truths.append(terms.Holds(figure, bound.operator, lower_threshold(bound.threshold, scope), origin=bound))
    return truths


def weighed(
    group: terms.Below, weight: Measure, figure: Figure, if_none: NoMembers | None = None
) -> terms.WeighedShare:
    """The share of the members of which a truth holds, by the sums of a measure's figure; without one, by its bounds."""
    figure = terms.Within(terms.Always(figure), weight.minimum, weight.maximum)

    def summed(truth: Truth) -> terms.Over:
        # One that does not apply to a member is neither.
        is_so = terms.AnyHolds(terms.Listed((terms.Never(), truth)))
        return terms.Over(group.members, terms.Awarded(is_so, figure), surface.Aggregate.SUM, if_none)

    return terms.WeighedShare(
        terms.Counted(group, False, if_none), summed(group.truth), summed(terms.Not(group.truth)), weight.id
    )


def own_criteria(condition: surface.OwnCriteria, scope: Scope) -> Truth:
    """A condition on the criteria of a ruleset."""
    key, failing = scope.key(condition.ruleset), condition.state is CriteriaState.NOT_ATTAINED
    shown = scope.outcomes(key, condition.of)
    if condition.state is CriteriaState.ALL:
        return terms.Told(terms.AllHold(shown), (shown,), ReasonKind.TALLY, origin=condition)
    parts = bounded(condition.bounds, scope.outcomes(key, condition.of, failing), scope)
    if condition.including_any_of:
        of_these = condition.including_any_of
        # Those that do not apply are not among the criteria that came to the state asked for.
        some = terms.AnyHolds(terms.Listed((terms.Never(), *scope.outcomes(key, of_these, failing).truths)))
        parts.append(
            terms.Told(some, (scope.outcomes(key, of_these),), ReasonKind.TALLY, terms.About(required=of_these))
        )
    about = terms.About(subject=condition.state.value)
    return terms.Told(terms.AllHold(terms.Listed(tuple(parts))), (shown,), about=about, origin=condition)


def members_measure(condition: surface.MembersMeasure, scope: Scope, among: Truth | None) -> Truth:
    """A figure over the members against a threshold: of all of them, or of those of which a truth holds."""
    members, of = terms.Members(condition.kind, condition.only), condition.of
    shown: tuple[terms.Group, ...] = ()

    def considered(figure: Figure) -> Figure:
        return figure if among is None else terms.Among(figure, among)

    if isinstance(of, surface.CriteriaCount):
        counted = scope.outcomes(scope.key(of.ruleset))
        figure: Figure = terms.Always(terms.Counted(counted))
        if of.since is not None:
            figure = terms.Difference(
                figure, terms.Always(terms.Counted(scope.outcomes(scope.key(of.ruleset, of.since))))
            )
        whole: Figure = terms.Over(members, considered(figure), condition.aggregate, condition.if_none)
        about = terms.About(
            members=condition.kind, aggregate=condition.aggregate, rule=RuleKey(of.ruleset), since=of.since
        )
        shown = (terms.Below(members, terms.AllHold(counted)),)
    else:
        measure = scope.library.measures[of]
        whole = as_compared(
            measure,
            terms.Over(
                members,
                considered(figure_of(measure, scope.library, assured=scope.assured)),
                condition.aggregate,
                condition.if_none,
            ),
        )
        about = terms.About(members=condition.kind, aggregate=condition.aggregate, measure=measure.id)
    required = lower_threshold(condition.threshold, scope, of if isinstance(of, str) else None)
    truth = terms.Holds(whole, condition.operator, required, origin=condition)
    return terms.Told(truth, shown, about=about, origin=condition)


def where_limited(truth: terms.Holds, measure: str, condition: surface.Condition) -> Truth:
    """A comparison with a figure required, or that nothing is required of the unit, where that can be."""
    exempt = without_limit(truth.required)
    if exempt is None:
        return truth
    about = terms.About(measure=measure)
    if exempt == terms.Not(terms.Never()):
        return terms.Told(exempt, by=ReasonKind.NO_LIMIT, about=about, origin=condition)
    if isinstance(truth.required, terms.Chosen | terms.Banded):
        by = next(
            figure for figure in terms.walk(truth.required) if isinstance(figure, terms.AttributeOf | terms.Reported)
        )
        about = evolve(about, subject=by.attribute if isinstance(by, terms.AttributeOf) else by.measure)
    either = terms.AnyHolds(terms.Listed((truth, terms.Where(terms.Not(terms.Never()), exempt))))
    return terms.Told(either, by=ReasonKind.NO_LIMIT, about=about, origin=condition)


def without_limit(required: Figure) -> Truth | None:
    """The truth that nothing is required, of a figure that is; None where that cannot be."""
    match required:
        case terms.OpenFigure(ReasonKind.NO_LIMIT):
            return terms.Not(terms.Never())
        case terms.Chosen(terms.CaseChoice(terms.AttributeOf() as by, keys), figures, otherwise):
            cases: list[tuple[Truth, Figure | None]] = [
                (terms.IsOneOf(by, (key,)), figure) for key, figure in zip(keys, figures, strict=True)
            ]
            cases.append((terms.Not(terms.IsOneOf(by, keys)), otherwise))
        case terms.Banded(figure, operators, edges, figures, otherwise):
            in_band: list[Truth] = [
                terms.Holds(figure, operator, terms.Constant(edge))
                for operator, edge in zip(operators, edges, strict=True)
            ]
            before = [tuple(terms.Not(term) for term in in_band[:place]) for place in range(len(in_band) + 1)]
            first = [
                terms.AllHold(terms.Listed((*earlier, term))) for earlier, term in zip(before, in_band, strict=False)
            ]
            cases = [*zip(first, figures, strict=True), (terms.AllHold(terms.Listed(before[-1])), otherwise)]
        case _:
            return None
    truths: list[Truth] = []
    for case, required_there in cases:
        inside = None if required_there is None else without_limit(required_there)
        if inside is not None:
            truths.append(case if inside == terms.Not(terms.Never()) else terms.AllHold(terms.Listed((case, inside))))
    if len(truths) < 2:
        return truths[0] if truths else None
    listed = [term.values[0] for term in truths if isinstance(term, terms.IsOneOf)]
    if (
        isinstance(required, terms.Chosen)
        and isinstance(required.case.by, terms.AttributeOf)
        and len(listed) == len(truths)
    ):
        return terms.IsOneOf(required.case.by, tuple(listed))
    return terms.AnyHolds(terms.Listed(tuple(truths)))

"""The one lowering: conditions, as an officer wrote them, to terms. No executor and no analysis looks at a condition."""

from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import assert_never

from attrs import evolve

from ..language.contents.traversal import references_in
from ..model import condition as surface
from ..model.condition import Basis, LastYears, Operator, Scored, Yearly
from ..model.decision import Points, ReasonKind
from ..model.fact import Finding
from ..model.key import RuleKey
from ..model.measure import MeasureType
from ..model.ruleset import Conclusion, Criterion, Indicator, Rule, Ruleset, awards, most_of
from ..model.threshold import (
    Award,
    BandedPoints,
    FixedPoints,
    PointsAlongLine,
    ReportedPoints,
    UnknownPoints,
)
from ..model.values.number import EXACT, Scaling
from .lowering_bound import bounded, change, members_measure, own_criteria, where_limited
from .lowering_figure import (
    Scope,
    as_compared,
    figure_of,
    held_against,
    lower_threshold,
    multiple_of,
    percentage_of,
    year_of,
)
from .terms import (
    About,
    Above,
    AllHold,
    Always,
    AnyHolds,
    Attested,
    AttributeOf,
    Awarded,
    Banded,
    Below,
    Constant,
    Counted,
    Difference,
    Figure,
    Holds,
    Interpolated,
    IsOneOf,
    Listed,
    Members,
    Never,
    Not,
    OpenFigure,
    OpenTruth,
    OutcomeOf,
    Scaled,
    Told,
    Total,
    Truth,
    Where,
    Within,
)


def points_asked(ruleset: str | None, codes: Iterable[str], scope: Scope) -> "list[tuple[str, Figure, Decimal | None]]":
    """The criteria named, or all, that give points, each with its points and the most that there are to be had."""
    if ruleset in (None, scope.ruleset.id):
        of = {one.code: (points_of(one, scope), most_of(one)) for one in scope.ruleset.criteria}
    else:
        of = dict(scope.points[scope.key(ruleset)])
    found = [(code, *of[code]) for code in tuple(codes) or of]
    return [(code, points, maximum) for code, points, maximum in found if points is not None]


def points_of(rule: Rule, scope: Scope) -> Figure | None:
    """The points that a rule gives, of a criterion the sum of those of its indicators; None where it gives none."""
    if isinstance(rule, Conclusion) or not awards(rule):
        return None
    scope = scope.of_rule(rule)
    if rule.points is not None:
        figure = _awarded(rule.points, rule, scope)
    else:
        below = [points_of(one, scope) for one in rule.below]
        figure = Total(tuple(one for one in below if one is not None))
    if rule.applies_when is None or isinstance(rule.points, FixedPoints):
        return figure
    return Awarded(Where(Not(Never()), lower(rule.applies_when, scope)), figure)


def points_from(codes: Iterable[str], ruleset: Ruleset) -> set[str]:
    """The rules of a ruleset whose outcomes the points of some of its rules come from."""
    found: set[str] = set()
    for code in codes:
        rule = ruleset.rule(code)
        if isinstance(rule, Criterion) and rule.points is None:
            found |= points_from((one.code for one in rule.indicators), ruleset)
        elif isinstance(rule, Criterion | Indicator) and isinstance(rule.points, FixedPoints):
            found.add(code)
        if rule is not None and rule.applies_when is not None:
            asked = [one for _, one in references_in(rule.applies_when)]
            found.update(code for one in asked if one.ruleset in (None, ruleset.id) for code in one.codes)
    return found


def _awarded(award: Award, rule: Criterion | Indicator, scope: Scope) -> Figure:
    match award:
        case FixedPoints(points):
            return Awarded(OutcomeOf(scope.key(), rule.code), Constant(points))
        case BandedPoints(name, bands, otherwise):
            operators, edges = tuple(one.operator for one in bands), tuple(one.edge for one in bands)
            figures = tuple(Constant(one.points) for one in bands)
            return Banded(scope.figure(name), operators, edges, figures, Constant(otherwise))
        case PointsAlongLine(name, line, below):
            figure = Interpolated(scope.figure(name), line)
            if below is None:
                return figure
            first = line[0][0]
            return Banded(figure.figure, (Operator.LESS_THAN,), (first,), (Constant(below),), figure)
        case ReportedPoints(name):
            measure = scope.library.measures[name]
            high = measure.maximum if measure.maximum is not None else rule.maximum
            return Within(scope.figure(name), measure.minimum, high)
        case UnknownPoints():
            return Within(OpenFigure(ReasonKind.UNKNOWN_THRESHOLD), Decimal(0), rule.maximum)
        case _:
            assert_never(award)


def lower_rule(rule: Rule, scope: Scope) -> Truth:
    """The term of a rule: its condition, or that all rules below it are attained, where it applies, with what is attested."""
    scope = scope.of_rule(rule)
    if rule.below:
        below = scope.outcomes(scope.key(), (each.code for each in rule.below))
        truth: Truth = Told(AllHold(below), (below,))
        if rule.condition is not None:
            truth = Told(lower(rule.condition, scope), (below,))
    elif rule.condition is not None:
        truth = lower(rule.condition, scope)
    elif (points := points_of(rule, scope)) is not None:
        about = About(points=Points(None, None, most_of(rule)))
        truth = Told(Holds(points, Operator.MORE_THAN, Constant(Decimal(0))), about=about)
    else:
        truth = OpenTruth()
    if rule.applies_when is not None:
        truth = Where(truth, lower(rule.applies_when, scope))
    if scope.ruleset.applies_where is not None:
        truth = Where(truth, lower(scope.ruleset.applies_where, scope))
    key = RuleKey(scope.ruleset.id, rule.code)
    return Attested(truth, key, scope.ruleset.basically_met, rule.valid_for, scope.assured)


def lower(condition: surface.Condition, scope: Scope) -> Truth:
    """The term of a condition, whose names are all known (`compile` checks them)."""
    match condition:
        case (
            surface.Comparison(over=LastYears() as over)
            | surface.OneOf(over=LastYears() as over)
            | surface.Required(over=LastYears() as over)
        ) if scope.window.back is None:
            return _over_years(condition, over, scope)
        case surface.Comparison(name, operator, threshold):
            measure = scope.library.measures[name]
            scale = tuple(level.id for level in measure.levels) if measure.type is MeasureType.LEVEL else ()
            own = scope.figure(name)
            required = lower_threshold(threshold, evolve(scope, operator=operator), name, year_of(own))
            return where_limited(
                Holds(held_against(own, required), operator, required, scale, origin=condition), name, condition
            )
        case surface.OneOf(name, values):
            return _listed_so_far(IsOneOf(scope.figure(name), values, origin=condition), condition)
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
            if since is None:
                now, then = (scope.in_year(back).figure(name) for back in (0, 1))
                since = date(scope.assessed - 1, 12, 31)
            else:
                now, then = scope.figure(name, after=since), scope.figure(name, on=since)
            difference = change(now, then, direction)
            required = lower_threshold(threshold, scope, name, year_of(now))
            if condition.basis is Basis.SHARE:
                required = percentage_of(then, required)
            truth = Holds(difference, operator, required, origin=condition)
            return Told(truth, about=About(subject=direction.value, since=since), now=now, origin=condition)
        case surface.OwnCriteria():
            return own_criteria(condition, scope)
        case surface.Score():
            return _score(condition, scope)
        case surface.CriteriaChange(ruleset, since, direction, operator, threshold):
            shown = scope.outcomes(scope.key(ruleset))
            today, then = (Always(Counted(scope.outcomes(scope.key(ruleset, day)))) for day in (None, since))
            truth = Holds(change(today, then, direction), operator, lower_threshold(threshold, scope), origin=condition)
            about = About(subject=direction.value, since=since, rule=RuleKey(ruleset))
            return Told(truth, (shown,), about=about, now=today, origin=condition)
        case surface.Attained(rule, of):
            attained, shown = scope.attained(rule)
            told = Told(attained, (shown,), ReasonKind.OTHER_RULE, About(rule=rule), origin=condition)
            return told if of is None else Above(of, told)
        case surface.MembersAttained(kind, rule, bounds, if_none=if_none, weighted_by=weight):
            below = _members(condition, scope)
            every = AllHold(Listed(tuple(bounded(bounds, below, scope, if_none, weight))))
            return Told(every, (below,), about=About(rule=rule, members=kind), origin=condition)
        case surface.MembersMeeting(kind, bounds=bounds, if_none=if_none, weighted_by=weight):
            meeting = _members(condition, scope)
            every = AllHold(Listed(tuple(bounded(bounds, meeting, scope, if_none, weight))))
            return Told(every, about=About(members=kind), origin=condition)
        case surface.MembersCompared():
            return _members_compared(condition, scope)
        case surface.MembersMeasure():
            return members_measure(condition, scope, None if condition.among is None else lower(condition.among, scope))
        case surface.Unknown():
            return OpenTruth(origin=condition)
        case _:
            assert_never(condition)


def _members(condition: surface.MembersAttained | surface.MembersMeeting, scope: Scope) -> Below:
    """The group of members that are counted; of one that is not among those considered, it does not apply."""
    if isinstance(condition, surface.MembersAttained):
        truth, _ = scope.attained(condition.rule)
    else:
        truth = lower(condition.condition, scope)
    if condition.among is not None:
        truth = Where(truth, lower(condition.among, scope))
    return Below(Members(condition.kind, condition.only), truth)


def _members_compared(condition: surface.MembersCompared, scope: Scope) -> Truth:
    """A number of members less that of others, or a multiple of it, held against 0."""
    counted, asked = condition.counted, _members(condition.against, scope)
    own = Counted(_members(counted, scope), False, counted.if_none)
    # A member to which the condition does not apply is none that meets it.
    number = Counted(Below(asked.members, AnyHolds(Listed((Never(), asked.truth)))))
    other: Figure = Always(number) if condition.none_is_zero else number
    if condition.factor != 1:
        other = Scaled(other, Scaling(condition.factor))
    truth = Holds(Difference(own, other), condition.operator, Constant(Decimal(0)), origin=condition)
    rule = counted.rule if isinstance(counted, surface.MembersAttained) else None
    return Told(truth, (own.group, asked), about=About(rule=rule, members=counted.kind), origin=condition)


def _over_years(
    condition: surface.Comparison | surface.OneOf | surface.Required, over: LastYears, scope: Scope
) -> Truth:
    """A condition on the figure of each of the last years, or on their mean: a sum divided by their number.

    A year in which there is no figure, or in which the measure does not apply, leaves the mean open.
    """
    if over.how is Yearly.EACH:
        each = tuple(lower(condition, scope.in_year(back)) for back in range(over.years))
        return AllHold(Listed(each), origin=condition)
    assert isinstance(condition, surface.Comparison)
    measure, library = scope.library.measures[condition.measure], scope.library
    parts = [
        figure_of(measure, library, window=scope.in_year(back).window, assured=scope.assured)
        for back in range(over.years)
    ]
    several = Total(tuple(one if isinstance(one, Always) else Always(one) for one in parts))
    mean = as_compared(measure, Always(Scaled(several, Scaling(Fraction(1, over.years)))))
    years = tuple(range(scope.assessed - over.years + 1, scope.assessed + 1))
    truth = Holds(mean, condition.operator, lower_threshold(condition.threshold, scope, measure.id), origin=condition)
    about = About(measure=measure.id, aggregate=surface.Aggregate.MEAN, years=years)
    return Told(where_limited(truth, measure.id, condition), about=about, origin=condition)


def _listed(
    parts: Iterable[surface.Condition], scope: Scope, wrap: Callable[[Truth], Truth] = lambda truth: truth
) -> Listed:
    return Listed(tuple(wrap(lower(part, scope)) for part in parts))


def _found(condition: surface.Required, name: str, met: bool, scope: Scope) -> Truth:
    counts_as = scope.ruleset.basically_met
    asked: tuple[Finding, ...] = (Finding.MET if met else Finding.NOT_MET,)
    if counts_as is not None and counts_as is met:
        asked = (*asked, Finding.BASICALLY_MET)
    undecided = (Finding.BASICALLY_MET,) if counts_as is None else ()
    figure = figure_of(scope.library.measures[name], scope.library, window=scope.window, assured=scope.assured)
    return IsOneOf(figure, asked, undecided, origin=condition)


def _listed_so_far(found: IsOneOf, condition: surface.OneOf | surface.AttributeIs) -> Truth:
    """A value of a list; of an open one, any other value leaves it open, as an authority may name it."""
    if condition.named_by is None:
        return found
    return AnyHolds(Listed((found, OpenTruth(origin=condition))), origin=condition)


def _score(condition: surface.Score, scope: Scope) -> Truth:
    """The points of criteria together, or of each, against the bound; a share is one of their maximum."""
    several = points_asked(condition.ruleset, condition.of, scope)
    each = [[one] for one in several] if condition.state is Scored.EACH else [several]
    rule = None if condition.ruleset in (None, scope.ruleset.id) else RuleKey(str(condition.ruleset))
    found: list[Truth] = []
    for group in each:
        most = [maximum for _, _, maximum in group]
        maximum = None if None in most else sum((one for one in most if one is not None), Decimal(0))
        required = lower_threshold(condition.threshold, scope)
        if condition.basis is Basis.SHARE:
            required = (
                OpenFigure(ReasonKind.UNKNOWN_THRESHOLD)
                if maximum is None
                else multiple_of(required, EXACT.divide(maximum, Decimal(100)))
            )
        figure = group[0][1] if len(group) == 1 else Total(tuple(points for _, points, _ in group))
        subject = None if condition.state is Scored.ALL else ", ".join(code for code, _, _ in group)
        about = About(subject=subject, points=Points(None, None, maximum), rule=rule)
        found.append(Told(Holds(figure, condition.operator, required, origin=condition), about=about, origin=condition))
    if not found or not several:
        return OpenTruth(origin=condition)
    return found[0] if len(found) == 1 else AllHold(Listed(tuple(found)), origin=condition)

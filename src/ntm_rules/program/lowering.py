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
from ..model.threshold import Award, BandedPoints, FixedPoints, PointsAlongLine, ReportedPoints, UnknownPoints
from ..model.values.number import EXACT, Scaling
from . import terms
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
from .terms import Figure, Truth


def points_asked(ruleset: str | None, codes: Iterable[str], scope: Scope) -> "list[tuple[str, Figure, Decimal | None]]":
    """The criteria named, or all, that give points, each with its points and the most that there are to be had."""
    if ruleset in (None, scope.ruleset.id):
        of = {criterion.code: (points_of(criterion, scope), most_of(criterion)) for criterion in scope.ruleset.criteria}
    else:
        of = dict(scope.points[scope.key(ruleset)])
    of_codes = [(code, *of[code]) for code in tuple(codes) or of]
    return [(code, points, maximum) for code, points, maximum in of_codes if points is not None]


def points_of(rule: Rule, scope: Scope) -> Figure | None:
    """The points that a rule gives, of a criterion the sum of those of its indicators; None where it gives none."""
    if isinstance(rule, Conclusion) or not awards(rule):
        return None
    scope = scope.of_rule(rule)
    if rule.points is not None:
        figure = _awarded(rule.points, rule, scope)
    else:
        below = [points_of(indicator, scope) for indicator in rule.below]
        figure = terms.Total(tuple(figure_below for figure_below in below if figure_below is not None))
    if rule.applies_when is None or isinstance(rule.points, FixedPoints):
        return figure
    return terms.Awarded(terms.Where(terms.Not(terms.Never()), lower(rule.applies_when, scope)), figure)


def points_from(codes: Iterable[str], ruleset: Ruleset) -> set[str]:
    """The rules of a ruleset whose outcomes the points of some of its rules come from."""
    giving: set[str] = set()
    for code in codes:
        rule = ruleset.rule(code)
        if isinstance(rule, Criterion) and rule.points is None:
            giving |= points_from((indicator.code for indicator in rule.indicators), ruleset)
        elif isinstance(rule, Criterion | Indicator) and isinstance(rule.points, FixedPoints):
            giving.add(code)
        if rule is not None and rule.applies_when is not None:
            rule_references = [rule_reference for _, rule_reference in references_in(rule.applies_when)]
            giving.update(
                code
                for rule_reference in rule_references
                if rule_reference.ruleset in (None, ruleset.id)
                for code in rule_reference.codes
            )
    return giving


def _awarded(award: Award, rule: Criterion | Indicator, scope: Scope) -> Figure:
    match award:
        case FixedPoints(points):
            return terms.Awarded(terms.OutcomeOf(scope.key(), rule.code), terms.Constant(points))
        case BandedPoints(name, bands, otherwise):
            operators, edges = tuple(band.operator for band in bands), tuple(band.edge for band in bands)
            figures = tuple(terms.Constant(band.points) for band in bands)
            return terms.Banded(scope.figure(name), operators, edges, figures, terms.Constant(otherwise))
        case PointsAlongLine(name, line, below):
            figure = terms.Interpolated(scope.figure(name), line)
            if below is None:
                return figure
            first = line[0][0]
            return terms.Banded(figure.figure, (Operator.LESS_THAN,), (first,), (terms.Constant(below),), figure)
        case ReportedPoints(name):
            measure = scope.library.measures[name]
            high = measure.maximum if measure.maximum is not None else rule.maximum
            return terms.Within(scope.figure(name), measure.minimum, high)
        case UnknownPoints():
            return terms.Within(terms.OpenFigure(ReasonKind.UNKNOWN_THRESHOLD), Decimal(0), rule.maximum)
        case _:
            assert_never(award)


def lower_rule(rule: Rule, scope: Scope) -> Truth:
    """The term of a rule: its condition, or that all rules below it are attained, where it applies, with what is attested."""
    scope = scope.of_rule(rule)
    if rule.below:
        below = scope.outcomes(scope.key(), (indicator.code for indicator in rule.below))
        truth: Truth = terms.Told(terms.AllHold(below), (below,))
        if rule.condition is not None:
            truth = terms.Told(lower(rule.condition, scope), (below,))
    elif rule.condition is not None:
        truth = lower(rule.condition, scope)
    elif (points := points_of(rule, scope)) is not None:
        about = terms.About(points=Points(None, None, most_of(rule)))
        truth = terms.Told(terms.Holds(points, Operator.MORE_THAN, terms.Constant(Decimal(0))), about=about)
    else:
        truth = terms.OpenTruth()
    if rule.applies_when is not None:
        truth = terms.Where(truth, lower(rule.applies_when, scope))
    if scope.ruleset.applies_where is not None:
        truth = terms.Where(truth, lower(scope.ruleset.applies_where, scope))
    key = RuleKey(scope.ruleset.id, rule.code)
    return terms.Attested(truth, key, scope.ruleset.basically_met, rule.valid_for, scope.assured)


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
                terms.Holds(held_against(own, required), operator, required, scale, origin=condition), name, condition
            )
        case surface.OneOf(name, values):
            return _listed_so_far(terms.IsOneOf(scope.figure(name), values, origin=condition), condition)
        case surface.Required(name, met):
            return _required_finding(condition, name, met, scope)
        case surface.AttributeIs(attribute, values):
            return _listed_so_far(terms.IsOneOf(terms.AttributeOf(attribute), values, origin=condition), condition)
        case surface.AllOf(parts):
            return terms.AllHold(_listed(parts, scope), origin=condition)
        case surface.AnyOf(parts):
            return terms.AnyHolds(_listed(parts, scope), origin=condition)
        case surface.NoneOf(parts):
            return terms.AllHold(_listed(parts, scope, terms.Not), origin=condition)
        case surface.AtLeastN(n, parts):
            count = terms.Counted(_listed(parts, scope))
            return terms.Holds(count, Operator.AT_LEAST, terms.Constant(Decimal(n)), origin=condition)
        case surface.AtMostN(n, parts):
            # As the opposite of more than n, so that a part that holds is told as one that counts against the unit.
            count = terms.Counted(_listed(parts, scope))
            return terms.Not(terms.Holds(count, Operator.MORE_THAN, terms.Constant(Decimal(n)), origin=condition))
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
            truth = terms.Holds(difference, operator, required, origin=condition)
            return terms.Told(truth, about=terms.About(subject=direction.value, since=since), now=now, origin=condition)
        case surface.OwnCriteria():
            return own_criteria(condition, scope)
        case surface.Score():
            return _score(condition, scope)
        case surface.CriteriaChange(ruleset, since, direction, operator, threshold):
            shown = scope.outcomes(scope.key(ruleset))
            today, then = (
                terms.Always(terms.Counted(scope.outcomes(scope.key(ruleset, day)))) for day in (None, since)
            )
            truth = terms.Holds(
                change(today, then, direction), operator, lower_threshold(threshold, scope), origin=condition
            )
            about = terms.About(subject=direction.value, since=since, rule=RuleKey(ruleset))
            return terms.Told(truth, (shown,), about=about, now=today, origin=condition)
        case surface.Attained(rule, of):
            attained, shown = scope.attained(rule)
            other_rule = terms.Told(attained, (shown,), ReasonKind.OTHER_RULE, terms.About(rule=rule), origin=condition)
            return other_rule if of is None else terms.Above(of, other_rule)
        case surface.MembersAttained(kind, rule, bounds, if_none=if_none, weighted_by=weight):
            below = _members(condition, scope)
            every = terms.AllHold(terms.Listed(tuple(bounded(bounds, below, scope, if_none, weight))))
            return terms.Told(every, (below,), about=terms.About(rule=rule, members=kind), origin=condition)
        case surface.MembersMeeting(kind, bounds=bounds, if_none=if_none, weighted_by=weight):
            meeting = _members(condition, scope)
            every = terms.AllHold(terms.Listed(tuple(bounded(bounds, meeting, scope, if_none, weight))))
            return terms.Told(every, about=terms.About(members=kind), origin=condition)
        case surface.MembersCompared():
            return _members_compared(condition, scope)
        case surface.MembersMeasure():
            return members_measure(condition, scope, None if condition.among is None else lower(condition.among, scope))
        case surface.Unknown():
            return terms.OpenTruth(origin=condition)
        case _:
            assert_never(condition)


def _members(condition: surface.MembersAttained | surface.MembersMeeting, scope: Scope) -> terms.Below:
    """The group of members that are counted; of one that is not among those considered, it does not apply."""
    if isinstance(condition, surface.MembersAttained):
        truth, _ = scope.attained(condition.rule)
    else:
        truth = lower(condition.condition, scope)
    if condition.among is not None:
        truth = terms.Where(truth, lower(condition.among, scope))
    return terms.Below(terms.Members(condition.kind, condition.only), truth)


def _members_compared(condition: surface.MembersCompared, scope: Scope) -> Truth:
    """A number of members less that of others, or a multiple of it, held against 0."""
    counted, against = condition.counted, _members(condition.against, scope)
    own = terms.Counted(_members(counted, scope), False, counted.if_none)
    # A member to which the condition does not apply is none that meets it.
    number = terms.Counted(terms.Below(against.members, terms.AnyHolds(terms.Listed((terms.Never(), against.truth)))))
    other: Figure = terms.Always(number) if condition.none_is_zero else number
    if condition.factor != 1:
        other = terms.Scaled(other, Scaling(condition.factor))
    truth = terms.Holds(terms.Difference(own, other), condition.operator, terms.Constant(Decimal(0)), origin=condition)
    rule = counted.rule if isinstance(counted, surface.MembersAttained) else None
    return terms.Told(truth, (own.group, against), about=terms.About(rule=rule, members=counted.kind), origin=condition)


def _over_years(
    condition: surface.Comparison | surface.OneOf | surface.Required, over: LastYears, scope: Scope
) -> Truth:
    """A condition on the figure of each of the last years, or on their mean: a sum divided by their number.

    A year in which there is no figure, or in which the measure does not apply, leaves the mean open.
    """
    if over.how is Yearly.EACH:
        of_years = tuple(lower(condition, scope.in_year(back)) for back in range(over.years))
        return terms.AllHold(terms.Listed(of_years), origin=condition)
    assert isinstance(condition, surface.Comparison)
    measure, library = scope.library.measures[condition.measure], scope.library
    parts = [
        figure_of(measure, library, window=scope.in_year(back).window, assured=scope.assured)
        for back in range(over.years)
    ]
    whole = terms.Total(tuple(part if isinstance(part, terms.Always) else terms.Always(part) for part in parts))
    mean = as_compared(measure, terms.Always(terms.Scaled(whole, Scaling(Fraction(1, over.years)))))
    years = tuple(range(scope.assessed - over.years + 1, scope.assessed + 1))
    truth = terms.Holds(
        mean, condition.operator, lower_threshold(condition.threshold, scope, measure.id), origin=condition
    )
    about = terms.About(measure=measure.id, aggregate=surface.Aggregate.MEAN, years=years)
    return terms.Told(where_limited(truth, measure.id, condition), about=about, origin=condition)


def _listed(
    parts: Iterable[surface.Condition], scope: Scope, wrap: Callable[[Truth], Truth] = lambda truth: truth
) -> terms.Listed:
    return terms.Listed(tuple(wrap(lower(part, scope)) for part in parts))


def _required_finding(condition: surface.Required, name: str, met: bool, scope: Scope) -> Truth:
    counts_as = scope.ruleset.basically_met
    findings: tuple[Finding, ...] = (Finding.MET if met else Finding.NOT_MET,)
    if counts_as is not None and counts_as is met:
        findings = (*findings, Finding.BASICALLY_MET)
    undecided = (Finding.BASICALLY_MET,) if counts_as is None else ()
    figure = figure_of(scope.library.measures[name], scope.library, window=scope.window, assured=scope.assured)
    return terms.IsOneOf(figure, findings, undecided, origin=condition)


def _listed_so_far(listed: terms.IsOneOf, condition: surface.OneOf | surface.AttributeIs) -> Truth:
    """A value of a list; of an open one, any other value leaves it open, as an authority may name it."""
    if condition.named_by is None:
        return listed
    return terms.AnyHolds(terms.Listed((listed, terms.OpenTruth(origin=condition))), origin=condition)


def _score(condition: surface.Score, scope: Scope) -> Truth:
    """The points of criteria together, or of each, against the bound; a share is one of their maximum."""
    criteria = points_asked(condition.ruleset, condition.of, scope)
    groups = [[criterion] for criterion in criteria] if condition.state is Scored.EACH else [criteria]
    rule = None if condition.ruleset in (None, scope.ruleset.id) else RuleKey(str(condition.ruleset))
    truths: list[Truth] = []
    for group in groups:
        most = [maximum for _, _, maximum in group]
        maximum = None if None in most else sum((number for number in most if number is not None), Decimal(0))
        required = lower_threshold(condition.threshold, scope)
        if condition.basis is Basis.SHARE:
            required = (
                terms.OpenFigure(ReasonKind.UNKNOWN_THRESHOLD)
                if maximum is None
                else multiple_of(required, EXACT.divide(maximum, Decimal(100)))
            )
        figure = group[0][1] if len(group) == 1 else terms.Total(tuple(points for _, points, _ in group))
        subject = None if condition.state is Scored.ALL else ", ".join(code for code, _, _ in group)
        about = terms.About(subject=subject, points=Points(None, None, maximum), rule=rule)
        truths.append(
            terms.Told(
                terms.Holds(figure, condition.operator, required, origin=condition), about=about, origin=condition
            )
        )
    if not truths or not criteria:
        return terms.OpenTruth(origin=condition)
    return truths[0] if len(truths) == 1 else terms.AllHold(terms.Listed(tuple(truths)), origin=condition)

"""Conditions, thresholds and points as the mappings that a rule file has for them.

A figure is a Decimal there, a date a date, a finding that is required a bool.
"""

from collections.abc import Mapping, Sequence
from operator import itemgetter
from typing import Any, assert_never

from ...model import condition as surface
from ...model import threshold as thresholds
from ...model.condition import Condition
from ...model.key import LEVEL, RuleKey
from ...model.threshold import Award, Threshold, is_day
from ...model.values.day import Day
from ..contents.traversal import cases
from ..grammar.conditions import ASSESSED_YEAR, ASSESSMENT, DAY_OPERATORS, NO_LIMIT, PREVIOUS_YEAR, UNKNOWN, YEAR, ZERO

Written = dict[str, Any]


def condition_written(condition: Condition) -> Written:
    """A condition as the mapping of a rule file.

    >>> from ...model.values.condition_words import Operator
    >>> condition_written(surface.Comparison("clean_water", Operator.AT_LEAST, thresholds.UnknownThreshold()))
    {'measure': 'clean_water', 'at_least': 'unknown'}
    """
    match condition:
        case surface.Comparison(measure, operator, threshold, over=over):
            name = next(
                (
                    key
                    for key, day_operator in DAY_OPERATORS.items()
                    if day_operator is operator and any(map(is_day, cases(threshold)))
                ),
                None,
            )
            return {"measure": measure, name or operator.value: threshold_written(threshold), **_over(over)}
        case surface.OneOf(measure, values, named_by=named_by, over=over):
            return {"measure": measure, "one_of": [*values], **_said(or_named_by=named_by), **_over(over)}
        case surface.Required(measure, met, over=over):
            return {"measure": measure, "required": met, **_over(over)}
        case surface.AttributeIs(attribute, values, named_by=named_by):
            return {"attribute": attribute, "one_of": [*values], **_said(or_named_by=named_by)}
        case surface.AllOf(parts):
            return {"all_of": _parts(parts)}
        case surface.AnyOf(parts):
            return {"any_of": _parts(parts)}
        case surface.NoneOf(parts):
            return {"none_of": _parts(parts)}
        case surface.AtLeastN(n, parts):
            return {"at_least_n": {"n": n, "of": _parts(parts)}}
        case surface.AtMostN(n, parts):
            return {"at_most_n": {"n": n, "of": _parts(parts)}}
        case surface.OwnCriteria():
            return _criteria(condition)
        case surface.Score(state, basis, operator, threshold, of, ruleset):
            name = operator.value if basis is surface.Basis.COUNT else f"{basis.value}_{operator.value}"
            score = [*of] if state is surface.Scored.LISTED else state.value
            return {"score": score, name: threshold_written(threshold), **_said(ruleset=ruleset)}
        case surface.MembersAttained() | surface.MembersMeeting():
            return _counted(condition)
        case surface.MembersCompared(counted, operator, against, factor, none_is_zero):
            members = {**_counted(against), **({"if_none": ZERO} if none_is_zero else {})}
            asked = members if factor == 1 else {"times": factor, "of": members}
            return {**_counted(counted), f"{surface.Basis.COUNT.value}_{operator.value}": asked}
        case surface.MembersMeasure(kind, aggregate, figure, operator, threshold, only, if_none, among=among):
            bound = {aggregate.value: _aggregated(figure), operator.value: threshold_written(threshold)}
            narrowed = None if among is None else condition_written(among)
            return {"members": kind, **bound, **_members(only, if_none), **_said(among=narrowed)}
        case surface.Attained(rule, of_kind):
            return {**_attained(rule), **_said(of=of_kind)}
        case surface.Change(measure, since, direction, operator, threshold, basis=basis):
            name = operator.value if basis is surface.Basis.COUNT else f"{basis.value}_{operator.value}"
            by = {f"{direction.value}_by_{name}": threshold_written(threshold)}
            return {"measure": measure, "since": since or PREVIOUS_YEAR, **by}
        case surface.CriteriaChange(ruleset, since, direction, operator, threshold):
            by = {f"{direction.value}_by_{operator.value}": threshold_written(threshold)}
            return {"criteria": "attained", "ruleset": ruleset, "since": since, **by}
        case surface.Unknown():
            return {"content": UNKNOWN}
        case _:
            assert_never(condition)


def threshold_written(threshold: Threshold) -> Any:
    """A threshold as a rule file has it: a figure, a word, or a mapping.

    >>> threshold_written(thresholds.Delegated("province"))
    {'delegated': 'province'}
    """
    match threshold:
        case thresholds.Fixed(value):
            return value.date if isinstance(value, Day) else value
        case thresholds.DayFrom(years, months, days, is_before, measure):
            length = {name: number for name, number in (("years", years), ("months", months), ("days", days)) if number}
            return {**length, "before" if is_before else "after": measure or ASSESSMENT} if length else ASSESSMENT
        case thresholds.UnknownThreshold():
            return UNKNOWN
        case thresholds.NoLimit():
            return NO_LIMIT
        case thresholds.ByAttribute(attribute, cases, otherwise):
            return {"by": attribute, **_cases(cases, otherwise)}
        case thresholds.ByYear(years, otherwise, assessed):
            named = [(str(year), threshold) for year, threshold in sorted(years, key=itemgetter(0))]
            return {"by": ASSESSED_YEAR if assessed else YEAR, **_cases(named, otherwise)}
        case thresholds.ByBand(measure, bands, otherwise):
            listed = [
                {operator.value: edge, "require": threshold_written(threshold)} for (operator, edge), threshold in bands
            ]
            return {"by": {"measure": measure, "bands": listed}, **_cases((), otherwise)}
        case thresholds.Relative(measure, of):
            return {"measure": measure, **_said(of=of)}
        case thresholds.ThresholdOf(rule):
            return {"threshold": str(rule)}
        case thresholds.Multiple(factor, thresholds.Relative(measure, of)):
            return {"times": factor, "measure": measure, **_said(of=of)}
        case thresholds.Multiple(factor, another):
            return {"times": factor, "of": threshold_written(another)}
        case thresholds.ForEach(measure, base, plus, beyond):
            return {"for_each": measure, "base": base, "plus": plus, **({"beyond": beyond} if beyond else {})}
        case thresholds.Delegated(to):
            return {"delegated": to}
        case _:
            assert_never(threshold)


def award_written(award: Award) -> Any:
    """The points of a rule as a rule file has them.

    >>> award_written(thresholds.ReportedPoints("quality_points"))
    {'measure': 'quality_points'}
    """
    match award:
        case thresholds.FixedPoints(points):
            return points
        case thresholds.UnknownPoints():
            return UNKNOWN
        case thresholds.BandedPoints(measure, bands, otherwise):
            listed = [{band.operator.value: band.edge, "points": band.points} for band in bands]
            return {"measure": measure, "bands": listed, **({"otherwise": otherwise} if otherwise else {})}
        case thresholds.PointsAlongLine(measure, line, below):
            nodes = [{"at": at, "points": points} for at, points in line]
            return {"measure": measure, "line": nodes, **_said(below=below)}
        case thresholds.ReportedPoints(measure):
            return {"measure": measure}
        case _:
            assert_never(award)


def _said(**values: object) -> Written:
    return {name: value for name, value in values.items() if value is not None}


def _over(over: surface.LastYears | None) -> Written:
    return {} if over is None else {over.how.value: {"years": over.years}}


def _parts(parts: Sequence[Condition]) -> list[Written]:
    return [condition_written(part) for part in parts]


def _bounds(bounds: Sequence[surface.Bound]) -> Written:
    return {f"{bound.basis.value}_{bound.operator.value}": threshold_written(bound.threshold) for bound in bounds}


def _criteria(condition: surface.OwnCriteria) -> Written:
    narrowed = {"of_group": condition.group} if condition.group is not None else {"of": [*condition.of] or None}
    including = [*condition.including_any_of] or None
    members = _said(**narrowed, including_any_of=including, ruleset=condition.ruleset)
    return {"criteria": condition.state.value, **_bounds(condition.bounds), **members}


def _attained(rule: RuleKey) -> Written:
    if rule.code.startswith(LEVEL):
        return {"attained": rule.ruleset, "at_level": rule.code.removeprefix(LEVEL)}
    return {"attained": str(rule)}


def _members(only: Sequence[str], if_none: surface.NoMembers | None) -> Written:
    return _said(only=[*only] or None, if_none=None if if_none is None else if_none.value)


def _counted(condition: surface.MembersAttained | surface.MembersMeeting) -> Written:
    """Members that are counted."""
    if isinstance(condition, surface.MembersAttained):
        subject = _attained(condition.rule)
    else:
        subject = {"meeting": condition_written(condition.condition)}
    among = None if condition.among is None else condition_written(condition.among)
    fields = {**_said(among=among), **_bounds(condition.bounds), **_said(weighted_by=condition.weighted_by)}
    return {"members": condition.kind, **subject, **fields, **_members(condition.only, condition.if_none)}


def _aggregated(figure: str | surface.CriteriaCount) -> Any:
    return figure if isinstance(figure, str) else {"criteria_attained": figure.ruleset, **_said(since=figure.since)}


def _cases(cases: Sequence[tuple[str, Threshold]] | tuple[()], otherwise: Threshold | None) -> Mapping[str, Any]:
    named = {name: threshold_written(threshold) for name, threshold in cases}
    return named if otherwise is None else {**named, "otherwise": threshold_written(otherwise)}

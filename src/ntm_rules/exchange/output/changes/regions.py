"""Regions as plain data: the quantities that a rule depends on, and their states, figures as exact texts."""

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from typing import Any, assert_never

from ....evolution.regions.difference import HeldStates, Region
from ....evolution.regions.quantity import (
    OWN,
    YEAR_BEFORE,
    Against,
    Cell,
    CellSpan,
    CountOf,
    CriteriaIncrease,
    LevelIs,
    MayApply,
    MeasureAbove,
    MeasureChange,
    MeasureMean,
    MembersAgainst,
    MembersDeciding,
    MembersFigure,
    MembersWeighed,
    MemberTruth,
    Order,
    OutcomeCounts,
    OwnAttribute,
    OwnMeasure,
    Quantity,
    RelativeChange,
    Special,
    State,
    ValueIs,
    Verdicts,
    Year,
    YearIs,
)
from ....evolution.regions.side import condition_of
from ....evolution.rows.counted import CountThresholds, FigureInterval, Nobody, interval, intervals, member_thresholds
from ....language.grammar.conditions import PREVIOUS_YEAR
from ....language.writing.conditions import condition_written
from ....model.condition import Basis, CriteriaCount
from ....model.fact import Finding
from ....model.key import RuleKey
from ....model.outcome import Tally
from ....model.text import builtins_of
from ....model.values.duration import TimeApart
from ....model.values.number import number_to_plain, simplest
from ....program.terms import OutcomeOf, Truth, Where


def region_to_plain(region: Region) -> dict[str, Any]:
    """A region: what every quantity in it is, the outcome before and after, and one combination of states as an example."""
    return {
        "before": region.before.value,
        "after": region.after.value,
        "where": [
            {
                "quantity": quantity_to_plain(states.quantity),
                "states": _members(states, member_thresholds(states.quantity, states.every))
                if isinstance(states.quantity, MembersDeciding)
                else list(_states(states)),
            }
            for states in region.where
        ],
        "example": [
            {"quantity": quantity_to_plain(quantity), "state": _state(state)} for quantity, state in region.example
        ],
    }


def quantity_to_plain(quantity: Quantity | CountOf) -> dict[str, Any]:
    """A quantity: its `kind` and its subject. Rules of the rulesets compared are named by their codes alone."""
    match quantity:
        case OwnMeasure(measure, back):
            return {"kind": "measure", "measure": measure, **({} if back is None else {"years_back": back})}
        case MeasureMean(measure, years):
            return {"kind": "measure_mean", "measure": measure, "years": years}
        case OwnAttribute(attribute):
            return {"kind": "attribute", "attribute": attribute}
        case Year():
            return {"kind": "year"}
        case MeasureAbove(kind, measure):
            return {"kind": "measure_above", "unit": kind, "measure": measure}
        case OutcomeCounts(rules):
            return {"kind": "outcomes", "rules": list(map(_rule, rules))}
        case MembersDeciding(kind, rule, only):
            return {"kind": "members", "unit": kind, **_of_members(rule), **_only(only)}
        case MembersAgainst(kind, rule, against, only, times, zero):
            own = {"kind": "members_against", "unit": kind, **_of_members(rule), **_only(only)}
            multiple: dict[str, Any] = {} if times == 1 else {"times": _figure(times)}
            return {**own, "other": quantity_to_plain(against), **multiple, **({"none_is_zero": True} if zero else {})}
        case MembersWeighed(kind, rule, weight, only):
            return {"kind": "members_weighed", "unit": kind, **_of_members(rule), "weighted_by": weight, **_only(only)}
        case MembersFigure(kind, aggregate, of, only, among):
            plain: dict[str, Any] = {"kind": "members_figure", "unit": kind, "aggregate": aggregate.value}
            if among is not None:
                plain["among"] = _condition(among.truth)
            return {**plain, **(_criteria(of) if isinstance(of, CriteriaCount) else {"measure": of}), **_only(only)}
        case MeasureChange(measure, since):
            return {"kind": "measure_change", "measure": measure, "since": _earlier(since)}
        case RelativeChange(measure, since):
            return {"kind": "relative_change", "measure": measure, "since": _earlier(since)}
        case CriteriaIncrease(ruleset, since):
            return {"kind": "criteria_increase", "ruleset": ruleset, "since": since.isoformat()}
        case CountOf(of, failing, basis):
            counted = quantity_to_plain(of if isinstance(of, MembersDeciding) else OutcomeCounts(of))
            return {"kind": "count", "of": counted, "failing": failing, "basis": basis.value}
        case Against(compared, other, turned, scaling):
            more: dict[str, Any] = {"decrease": True} if turned else {}
            if isinstance(scaling, TimeApart):
                apart = {"years": scaling.length.years, "months": scaling.length.months, "days": scaling.days}
                more["before" if scaling.is_before else "after"] = {
                    name: count for name, count in apart.items() if count
                }
            elif scaling is not None:
                more["times"] = str(scaling.factor)
                if scaling.beyond is not None:
                    more |= {"base": str(scaling.base), "beyond": str(scaling.beyond)}
            return {"kind": "against", "of": quantity_to_plain(compared), "other": quantity_to_plain(other), **more}
    assert_never(quantity)


def _earlier(since: date) -> str:
    return PREVIOUS_YEAR if since == YEAR_BEFORE else since.isoformat()


def _rule(rule: RuleKey) -> str:
    return rule.code if rule.ruleset == OWN else str(rule)


def _of_members(rule: RuleKey | MemberTruth) -> dict[str, Any]:
    """The rule that members are held to, or the condition, as it is written first of all that mean the same."""
    if isinstance(rule, RuleKey):
        return {"rule": _rule(rule)}
    among = rule.truth.applies if isinstance(rule.truth, Where) else None
    met = rule.truth.truth if isinstance(rule.truth, Where) else rule.truth
    plain: dict[str, Any] = {} if among is None else {"among": _condition(among)}
    if isinstance(met, OutcomeOf):
        return {"rule": f"{met.program.ruleset}#{met.code}", **plain}
    return {"condition": _condition(met), **plain}


def _condition(truth: Truth) -> Any:
    """The condition as a rule file has it, its figures and days as texts."""
    return builtins_of(condition_written(condition_of(truth)))


def _only(only: tuple[str, ...]) -> dict[str, Any]:
    return {"only": list(only)} if only else {}


def _criteria(of: CriteriaCount) -> dict[str, Any]:
    return {"criteria_attained": of.ruleset, **({"since": of.since.isoformat()} if of.since else {})}


def _states(states: HeldStates) -> Iterator[dict[str, Any]]:
    """The states, neighbouring cells made one interval."""
    every = [state for state in states.every if isinstance(state, Cell)]
    chosen = [state for state in states.states if isinstance(state, Cell)]
    for figure_interval in intervals(chosen, every):
        yield {"interval": _interval(figure_interval)}
    for state in states.states:
        if isinstance(state, CellSpan):
            low, high = (
                None if cell is None else interval(every, *2 * (every.index(cell),)) for cell in (state.low, state.high)
            )
            yield {
                "from": None if low is None else _interval(low),
                "to": None if high is None else _interval(high),
            }
        elif not isinstance(state, Cell):
            yield _state(state)


def _interval(figure_interval: FigureInterval) -> dict[str, Any]:
    return {
        "low": _figure(figure_interval.low),
        "low_included": figure_interval.low_included,
        "high": _figure(figure_interval.high),
        "high_included": figure_interval.high_included,
    }


def _figure(figure: Fraction | None) -> str | None:
    return None if figure is None else number_to_plain(simplest(figure))


def _state(state: State) -> dict[str, Any]:
    match state:
        case Cell(point=point):
            return {"figure": _figure(point)}
        case CellSpan(low, high):
            ends = [None if cell is None else _figure(cell.point) for cell in (low, high)]
            return {"from": ends[0], "to": ends[1]}
        case LevelIs(level):
            return {"level": level}
        case ValueIs(value):
            return {"value": value}
        case YearIs(year):
            return {"year": year}
        case Order(low, high):
            return {"order": [low, high]}
        case MayApply(figure):
            return {**_state(figure), "may_not_apply": True}
        case Special():
            return {"state": state.value}
        case Finding():
            return {"finding": state.value}
        case Tally(attained, not_attained, undetermined, not_applicable):
            return {"tally": [attained, not_attained, undetermined, not_applicable]}
        case Verdicts(numbers):
            return {"verdicts": list(numbers)}
    assert_never(state)


def _members(states: HeldStates, thresholds: CountThresholds) -> list[dict[str, Any]]:
    """Plain data of tallies of members: the share and the number attained, at the least and at the most."""
    plain: list[dict[str, Any]] = []
    for state in states.states:
        assert isinstance(state, Tally)
        standing = thresholds.standing(state)
        if isinstance(standing, Nobody):
            if {"members": standing.value} not in plain:
                plain.append({"members": standing.value})
            continue
        ends = {}
        for basis, places in ((Basis.SHARE, standing.share), (Basis.COUNT, standing.count)):
            if len(thresholds.cells(basis)) > 1:
                least, most = (_interval(thresholds.interval(basis, place, place)) for place in places)
                ends[basis.value] = {"least": least, "most": most}
        plain.append({"undetermined": standing.open, **ends})
    return plain

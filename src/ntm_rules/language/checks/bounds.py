"""Checks of bounds on criteria or members, and of points: percentages from 0 to 100, no more than there are to be had."""

from collections.abc import Iterator
from decimal import Decimal

from attrs import evolve

from ...model.condition import Aggregate, Basis, Bound, Condition, Operator, Score, Scored
from ...model.measure import MeasureType
from ...model.named import measures_named
from ...model.place import place_of
from ...model.ruleset import Conclusion, Criterion, Indicator, Ruleset, awards, most_of
from ...model.text import Text
from ...model.threshold import Award, Fixed, Relative, Threshold, is_day
from ...model.values.number import Quotient, without_zeros
from ..contents.known_names import NameScope, with_name
from ..contents.traversal import cases, compared_thresholds, conditions, rule_references, thresholds
from ..diagnostics.mistakes import Mistake
from .names import no_number, unknown_measure
from .thresholds import counted, fraction, read_two_ways

_SHARE = Text("một tỷ lệ", "a share")
_TALLY = Text("số lượng hay tỷ lệ", "count or share")


def check_weights(ruleset: Ruleset, scope: NameScope) -> Iterator[Mistake]:
    """Yield mistakes for members weighted by what may be below 0, or is computed for each of them by itself."""
    for _, condition in conditions(ruleset):
        name = getattr(condition, "weighted_by", None)
        measure = None if name is None else scope.library.measures.get(name)
        if measure is not None and measure.type is MeasureType.NUMBER:
            is_quotient = measure.derive is not None and isinstance(measure.derive.how, Quotient)
            if is_quotient or measure.minimum is None or measure.minimum < 0:
                yield Mistake("NTM490", place_of(name), {"measure": with_name(measure)})


def check_bounds(ruleset: Ruleset, scope: NameScope) -> Iterator[Mistake]:
    """Yield mistakes for bounds that no tally can satisfy: a share above 100%, a count that is no whole number."""
    for _, condition in conditions(ruleset):
        yield from _counted(condition, scope)
        most = None
        for asking in rule_references(condition):
            if asking.criteria and asking.kind is None:
                counted_in = [ruleset] if asking.ruleset is None else scope.library.versions.get(asking.ruleset, ())
                most = (
                    len(asking.codes)
                    or max((len(asked_ruleset.criteria) for asked_ruleset in counted_in), default=0)
                    or None
                )
        for compared_threshold in compared_thresholds(condition):
            if compared_threshold.bound is not None:
                for threshold in cases(compared_threshold.threshold):
                    yield from _bound(compared_threshold.bound, threshold, most, scope)


def _counted(condition: Condition, scope: NameScope) -> Iterator[Mistake]:
    """Yield mistakes in thresholds of a number of criteria or of members, also of its change since a date."""
    if not any(reference.criteria for reference in rule_references(condition)):
        return
    for compared in compared_thresholds(condition):
        if compared.bound is None:
            for threshold in cases(compared.threshold):
                if isinstance(threshold, Relative):
                    yield from no_number(threshold.measure, place_of(threshold.measure), scope, _TALLY)
                whole = compared.aggregate is not Aggregate.MEAN and not isinstance(condition, Score)
                yield from counted(threshold, whole=whole, least=None if compared.change else 0)


def _bound(bound: Bound, threshold: Threshold, most: int | None, scope: NameScope) -> Iterator[Mistake]:
    if isinstance(threshold, Relative):
        yield from no_number(threshold.measure, place_of(threshold.measure), scope, _TALLY)
        return
    if is_day(threshold):
        yield from counted(threshold)
    if is_day(threshold) or not isinstance(threshold, Fixed):
        return
    value = threshold.value
    if bound.basis is Basis.COUNT:
        wrong = list(counted(threshold))
    else:
        fine = not isinstance(value, str) and 0 <= value <= 100
        wrong = [] if fine else [Mistake("NTM408", threshold.place, {"value": value})]
        if fine and isinstance(value, Decimal):
            # No share is a thousand: 66.667 can only be a decimal, but nobody writes one as 50.000.
            wrong += read_two_ways(value, threshold.place, None)
    yield from wrong
    if bound.basis is Basis.SHARE and isinstance(value, Decimal):
        yield from fraction(value, threshold.place, _SHARE)
    if wrong or isinstance(value, str):
        return
    highest = 100 if bound.basis is Basis.SHARE else most
    never = {
        Operator.MORE_THAN: highest is not None and value >= highest,
        Operator.AT_LEAST: highest is not None and value > highest,
        Operator.EQUALS: highest is not None and value > highest,
        Operator.LESS_THAN: value <= 0,
        Operator.AT_MOST: False,
    }[bound.operator]
    if never:
        key = f"{bound.basis.value}_{bound.operator.value}"
        there_are = Text(f"(nhiều nhất là {highest})", f"(there are at most {highest})")
        below_none = Text("(không có số nào nhỏ hơn 0)", "(nothing is below 0)")
        why = below_none if bound.operator is Operator.LESS_THAN else there_are
        what = Text(f"{key}: {value} {why.vi}", f"{key}: {value} {why.in_language('en')}")
        yield Mistake("NTM418", threshold.place, {"what": what})


def check_points(ruleset: Ruleset, scope: NameScope) -> Iterator[Mistake]:
    """Yield mistakes for points that nothing gives, or more of them than there are to be had."""
    for rule in ruleset.rules():
        if not isinstance(rule, Conclusion):
            if rule.points is not None:
                yield from _measured(rule.points, scope)
            if rule.maximum is not None:
                yield from _too_many(rule, rule.maximum)
    for _, condition in conditions(ruleset):
        if isinstance(condition, Score) and condition.ruleset in (None, ruleset.id):
            yield from _scored(condition, ruleset)


def _measured(award: Award, scope: NameScope) -> Iterator[Mistake]:
    for name, types in measures_named(award):
        yield from unknown_measure(name, scope)
        measure = scope.library.measures.get(name)
        if measure is not None and measure.type not in types:
            yield Mistake("NTM469", award.place, {"measure": with_name(measure)})


def _too_many(rule: Criterion | Indicator, maximum: Decimal) -> Iterator[Mistake]:
    most = most_of(evolve(rule, maximum=None))
    if most is not None and most > maximum:
        shown = {"most": without_zeros(most), "maximum": without_zeros(maximum)}
        yield Mistake("NTM466", rule.place, {"name": rule.code, **shown})


def _scored(condition: Score, ruleset: Ruleset) -> Iterator[Mistake]:
    named = [criterion for criterion in ruleset.criteria if not condition.of or criterion.code in condition.of]
    giving = [criterion for criterion in named if awards(criterion)]
    none = tuple(criterion.code for criterion in named if not awards(criterion))
    if none and (condition.state is Scored.LISTED or not giving):
        yield Mistake("NTM467", condition.place, {"names": none})
    if condition.basis is Basis.SHARE:
        yield from (
            Mistake("NTM465", condition.place, {"name": criterion.code})
            for criterion in giving
            if most_of(criterion) is None
        )
        if any(isinstance(threshold, Relative) for threshold in thresholds(condition)):
            yield Mistake("NTM468", condition.place)

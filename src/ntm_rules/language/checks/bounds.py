"""Checks of bounds on criteria or members: percentages from 0 to 100, whole numbers, and no more than there are."""

from collections.abc import Iterator
from decimal import Decimal

from ...model.condition import Aggregate, Basis, Bound, Condition, Operator, Score
from ...model.measure import MeasureType
from ...model.place import place_of
from ...model.ruleset import Ruleset
from ...model.text import Text
from ...model.threshold import Fixed, Relative, Threshold, is_day
from ...model.values.number import Quotient
from ..contents.known_names import TYPES, NameScope, with_name
from ..contents.traversal import cases, compared_thresholds, conditions, rule_references
from ..diagnostics.mistakes import Mistake
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
                most = len(asking.codes) or max((len(each.criteria) for each in counted_in), default=0) or None
        for one in compared_thresholds(condition):
            if one.bound is not None:
                for threshold in cases(one.threshold):
                    yield from _bound(one.bound, threshold, most, scope)


def _counted(condition: Condition, scope: NameScope) -> Iterator[Mistake]:
    """Yield mistakes in thresholds of a number of criteria or of members, also of its change since a date."""
    if not any(reference.criteria for reference in rule_references(condition)):
        return
    for compared in compared_thresholds(condition):
        if compared.bound is None:
            for threshold in cases(compared.threshold):
                if isinstance(threshold, Relative):
                    yield from no_number(threshold, scope)
                whole = compared.aggregate is not Aggregate.MEAN and not isinstance(condition, Score)
                yield from counted(threshold, whole=whole, least=None if compared.change else 0)


def no_number(threshold: Relative, scope: NameScope) -> Iterator[Mistake]:
    """Yield a mistake where a tally is compared with a measure that is not a number."""
    measure = scope.library.measures.get(threshold.measure)
    if measure is not None and measure.type is not MeasureType.NUMBER:
        params = {"measure": with_name(measure), "type": TYPES[measure.type], "what": _TALLY}
        yield Mistake("NTM412", place_of(threshold.measure), params)


def _bound(bound: Bound, threshold: Threshold, most: int | None, scope: NameScope) -> Iterator[Mistake]:
    if isinstance(threshold, Relative):
        yield from no_number(threshold, scope)
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

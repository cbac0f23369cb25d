"""Checks of conditions against their subject: no comparison of a finding, sum of levels, or criteria of a criterion."""

from collections.abc import Iterator

from ...model.condition import Condition, Operator, OwnCriteria, is_mean, kind_asked_above, last_years
from ...model.measure import Measure, MeasureType
from ...model.named import ReferenceKind, measures_named, named
from ...model.place import place_of
from ...model.ruleset import Conclusion, Ruleset
from ...model.text import Text
from ...model.threshold import Fixed
from ...model.units.kind import stands_lower
from ..contents.known_names import TYPES, NameScope, with_name
from ..contents.traversal import about, children, compared_thresholds, whole_conditions
from ..diagnostics.mistakes import Mistake

_CHANGE = Text("thay đổi theo thời gian", "change over time")
_OVER_MEMBERS = Text("trung bình, tổng, nhỏ nhất hay lớn nhất", "mean, sum, least or greatest")
_YES = {
    "yes": "yes",
    "true": "yes",
    "met": "yes",
    "đạt": "yes",
    "no": "no",
    "false": "no",
    "not_met": "no",
    "chưa đạt": "no",
}


def check_conditions(ruleset: Ruleset, scope: NameScope) -> Iterator[Mistake]:
    """Yield mistakes for conditions whose form does not fit the measure, or the rule they belong to."""
    for rule, top in whole_conditions(ruleset):
        for condition, of_members in about(top):
            if isinstance(condition, OwnCriteria) and condition.ruleset is None and not isinstance(rule, Conclusion):
                yield Mistake("NTM413", condition.place)
            above = kind_asked_above(condition)
            if above is not None:
                kinds = ruleset.applies_to if of_members is None else (of_members,)
                below = next((kind for kind in kinds if kind == above or stands_lower(above, kind)), None)
                if below is not None:
                    yield Mistake("NTM451", place_of(above), {"kind": above, "own": below})
            yield from _of_too_few(condition)
            yield from _on_measure(condition, scope)


def _of_too_few(condition: Condition) -> Iterator[Mistake]:
    """Yield a mistake for a required number of parts that is zero or more than there are."""
    n, parts = getattr(condition, "n", None), tuple(children(condition))
    if n is not None and condition.place is not None and not 1 <= n <= len(parts):
        yield Mistake("NTM410", condition.place, {"n": n, "count": len(parts)})


def _on_measure(condition: Condition, scope: NameScope) -> Iterator[Mistake]:
    for name, types in measures_named(condition):
        measure = scope.library.measures.get(name)
        if measure is not None and measure.type is MeasureType.LEVEL and is_mean(condition):
            yield Mistake("NTM162", condition.place, {"measure": with_name(measure)})
        if measure is not None and measure.type is MeasureType.DATE and last_years(condition) is not None:
            yield Mistake("NTM455", condition.place, {"measure": with_name(measure)})
        if measure is None or measure.type in types:
            continue
        subject = {"measure": with_name(measure), "type": TYPES[measure.type]}
        if MeasureType.FINDING in types:
            yield Mistake("NTM404", condition.place, subject)
        elif MeasureType.LEVEL in types:
            yield _compared(condition, measure)
        elif any(named(condition, ReferenceKind.KIND)):
            yield Mistake("NTM412", place_of(name), {**subject, "what": _OVER_MEMBERS})
        else:
            yield Mistake("NTM412", condition.place, {**subject, "what": _CHANGE})


def _compared(condition: Condition, measure: Measure) -> Mistake:
    operator = getattr(condition, "operator", None)
    params = {"measure": with_name(measure), "key": operator.value if isinstance(operator, Operator) else "one_of"}
    for compared in compared_thresholds(condition):
        if isinstance(compared.threshold, Fixed):
            meant = _YES.get(str(compared.threshold.value).lower())
            if meant:
                return Mistake("NTM403", condition.place, {**params, "instead": meant}, hint="finding_level")
    return Mistake("NTM403", condition.place, params)

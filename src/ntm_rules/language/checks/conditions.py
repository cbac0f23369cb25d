"""Conditions that do not fit what they are about: a comparison of a finding, a sum of levels, criteria of a criterion."""

from collections.abc import Iterator

from ...model.condition import AtLeastN, Change, Comparison, Condition, MembersMeasure, OneOf, OwnCriteria, Required
from ...model.measure import Measure, MeasureType
from ...model.place import place_of
from ...model.ruleset import Conclusion, Ruleset
from ...model.text import Text
from ...model.threshold import Fixed
from ..contents.known_names import TYPES, Scope, with_name
from ..contents.traversal import conditions
from ..diagnostics.mistakes import Finding

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


def check_conditions(ruleset: Ruleset, scope: Scope) -> Iterator[Finding]:
    """Conditions whose form does not go with the measure, or with the rule they stand in."""
    for rule, condition in conditions(ruleset):
        if isinstance(condition, OwnCriteria):
            if condition.ruleset is None and not isinstance(rule, Conclusion):
                yield Finding("NTM413", condition.place)
        elif isinstance(condition, AtLeastN):
            if condition.place is not None and not 1 <= condition.n <= len(condition.parts):
                yield Finding("NTM410", condition.place, {"n": condition.n, "count": len(condition.parts)})
        else:
            yield from _on_measure(condition, scope)


def _on_measure(condition: Condition, scope: Scope) -> Iterator[Finding]:
    name = condition.of if isinstance(condition, MembersMeasure) else getattr(condition, "measure", None)
    measure = scope.library.measures.get(name) if isinstance(name, str) else None
    if measure is None:
        return
    subject = {"measure": with_name(measure), "type": TYPES[measure.type]}
    match condition:
        case Comparison() | OneOf() if measure.type is MeasureType.FINDING:
            yield _compared(condition, measure)
        case Required() if measure.type is not MeasureType.FINDING:
            yield Finding("NTM404", condition.place, subject)
        case Change() if measure.type is not MeasureType.NUMBER:
            yield Finding("NTM412", condition.place, {**subject, "what": _CHANGE})
        case MembersMeasure() if measure.type is not MeasureType.NUMBER:
            yield Finding("NTM412", place_of(condition.of), {**subject, "what": _OVER_MEMBERS})


def _compared(condition: Comparison | OneOf, measure: Measure) -> Finding:
    key = condition.operator.value if isinstance(condition, Comparison) else "one_of"
    params = {"measure": with_name(measure), "key": key}
    if isinstance(condition, Comparison) and isinstance(condition.threshold, Fixed):
        meant = _YES.get(str(condition.threshold.value).lower())
        if meant:
            return Finding("NTM403", condition.place, {**params, "instead": meant}, hint="finding_level")
    return Finding("NTM403", condition.place, params)

"""What can be compared with what. Rule files are checked for it when they are read; this is for rulesets made in Python."""

from collections.abc import Iterable, Iterator
from decimal import Decimal

from ..model.condition import (
    AttributeIs,
    Change,
    Comparison,
    Condition,
    CriteriaChange,
    MembersAttained,
    MembersMeasure,
    OneOf,
    OwnCriteria,
    Required,
)
from ..model.library import Library
from ..model.measure import Measure, MeasureType
from ..model.threshold import ByAttribute, ByYear, Fixed, Relative, Threshold


def incomparable(condition: Condition, library: Library) -> str | None:
    """What is wrong with the values and thresholds written directly in a condition, whose measures are known; None: nothing."""
    return next(_wrong(condition, library), None)


def _wrong(condition: Condition, library: Library) -> Iterator[str]:
    match condition:
        case Comparison(name, threshold=threshold):
            measure = library.measures[name]
            if measure.type is MeasureType.FINDING:
                yield f"{measure.id} is a finding, which is required, not compared"
            yield from _thresholds([threshold], measure, library)
        case Change(name, threshold=threshold) | MembersMeasure(of=str() as name, threshold=threshold):
            if library.measures[name].type is not MeasureType.NUMBER:
                yield f"{name} is not a figure"
            yield from _thresholds([threshold], None, library)
        case MembersMeasure(threshold=threshold) | CriteriaChange(threshold=threshold):
            yield from _thresholds([threshold], None, library)
        case OwnCriteria(bounds=bounds) | MembersAttained(bounds=bounds):
            yield from _thresholds((bound.threshold for bound in bounds), None, library)
        case OneOf(name, values):
            measure = library.measures[name]
            if measure.type is MeasureType.FINDING:
                yield f"{measure.id} is a finding, which is required, not listed"
            for value in values:
                yield from _value(value, measure)
        case Required(name):
            if library.measures[name].type is not MeasureType.FINDING:
                yield f"{name} is not a finding, so it cannot be required"
        case AttributeIs(attribute):
            yield from _attribute(attribute, library)


def _thresholds(thresholds: Iterable[Threshold], measure: Measure | None, library: Library) -> Iterator[str]:
    """`measure` is what the thresholds are for; None: any figure."""
    for threshold in thresholds:
        match threshold:
            case Fixed(value):
                yield from _value(value, measure)
            case ByAttribute(attribute, cases, otherwise):
                yield from _attribute(attribute, library)
                below = [case for _, case in cases] + ([] if otherwise is None else [otherwise])
                yield from _thresholds(below, measure, library)
            case ByYear(cases=years, otherwise=otherwise):
                below = [case for _, case in years] + ([] if otherwise is None else [otherwise])
                yield from _thresholds(below, measure, library)
            case Relative(name):
                other = library.measures[name]
                levels = () if measure is None else measure.levels
                if other.type is MeasureType.FINDING or other.levels != levels:
                    yield f"{name} cannot be compared with {'a figure' if measure is None else measure.id}"


def _value(value: Decimal | str, measure: Measure | None) -> Iterator[str]:
    if measure is not None and measure.type is MeasureType.LEVEL:
        if not isinstance(value, str) or measure.rank(value) is None:
            yield f"{value} is not a level of {measure.id}"
    elif not isinstance(value, Decimal) or not value.is_finite():
        yield f"{value!r} is not a figure: write a Decimal"


def _attribute(attribute: str, library: Library) -> Iterator[str]:
    if attribute not in library.attributes:
        yield f"there is no attribute {str(attribute)!r}"

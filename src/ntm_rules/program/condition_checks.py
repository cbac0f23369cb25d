"""Checks of conditions made in Python: nesting, measures, and values that can be compared; files are checked on reading."""

from collections.abc import Iterator
from decimal import Decimal

from ..language.contents.traversal import (
    ComparedThreshold,
    cases,
    children,
    compared_thresholds,
    depth_of,
    thresholds,
    within,
)
from ..model.condition import MOST_YEARS, Comparison, Condition, is_mean, last_years
from ..model.library import Library
from ..model.measure import Measure, MeasureType
from ..model.named import ReferenceKind, fields_naming, measures_named, named
from ..model.place import Place
from ..model.problem import CompileError
from ..model.ruleset import Rule, Ruleset
from ..model.text import Text
from ..model.threshold import MOST_DAYS, Fixed, factor_of, is_counted_wrongly, is_day, is_too_far
from ..model.values.day import Day
from ..model.values.duration import LONGEST
from .messages import COMPILING
from .wording import worded

MOST_DEPTH = 40
"""The maximum nesting of conditions, and of rulesets that ask one another, within Python's stack."""


def compile_error(code: str, place: Place | None = None, **details: object) -> CompileError:
    """The error of that code, with the details of its message."""
    return CompileError(worded(COMPILING, code, place, details=details))


def check_depth(condition: Condition) -> None:
    """Raise CompileError when conditions or thresholds are nested deeper than the engine takes."""
    if depth_of(condition) > MOST_DEPTH:
        raise compile_error("NTM644", condition.place, what="điều kiện", what_en="conditions", most=MOST_DEPTH)
    for part in within(condition):
        for compared_threshold in compared_thresholds(part):
            if depth_of(compared_threshold.threshold) > MOST_DEPTH:
                raise compile_error(
                    "NTM644", compared_threshold.threshold.place, what="ngưỡng", what_en="thresholds", most=MOST_DEPTH
                )


def check_condition(condition: Condition, ruleset: Ruleset, library: Library) -> None:
    """Check the parts and measures of a condition, for rulesets made in Python. Raises CompileError."""
    n, parts = getattr(condition, "n", None), [part for part in children(condition) if isinstance(part, Condition)]
    if n is not None and not 1 <= n <= len(parts):
        raise compile_error("NTM645", condition.place, n=n, count=len(parts))
    if n is None and not parts and hasattr(condition, "parts"):
        raise compile_error("NTM646", condition.place)
    for node in (condition, *thresholds(condition)):
        for name, _ in measures_named(node):
            check_measure(name, library, condition, ())
    wrong = next(_wrong(condition, library), None)
    if wrong is not None:
        raise compile_error("NTM647", condition.place, ruleset=ruleset.id, why=wrong)


def check_measure(name: str, library: Library, condition: Condition | Rule, above: tuple[str, ...]) -> None:
    """Raise CompileError for a measure that is not in the library, or is derived from itself."""
    measure = library.measures.get(name)
    if measure is None:
        raise compile_error("NTM648", condition.place, measure=str(name))
    if name in above:
        raise compile_error("NTM649", circle=" → ".join((*above, name)))
    for part in () if measure.derive is None else measure.derive.parts:
        check_measure(part, library, condition, (*above, name))


def _wrong(condition: Condition, library: Library) -> Iterator[Text]:
    """The mistakes in the values and thresholds in a condition whose measures are all known."""
    over = last_years(condition)
    if over is not None and not 1 <= over.years <= MOST_YEARS:
        yield Text(f"{over.years} không phải là số năm", f"{over.years} is no number of years")
    if is_mean(condition) and not isinstance(condition, Comparison):
        yield Text("chỉ so sánh được số trung bình", "a mean can only be compared")
    for name, types in measures_named(condition):
        measure = library.measures[name]
        if measure.type is MeasureType.LEVEL and is_mean(condition):
            yield Text(f"{measure.id} có các mức, không có trung bình", f"{measure.id} has levels, which have no mean")
        if measure.type is MeasureType.DATE and over is not None:
            yield Text(f"{measure.id} là một ngày, không theo năm", f"{measure.id} is a date, not a figure of years")
        if measure.type not in types:
            yield _of_wrong_type(measure, types, listed=not any(compared_thresholds(condition)))
        for listed in fields_naming(condition, ReferenceKind.MEASURE_VALUE):
            for value in listed if isinstance(listed, tuple) else ():
                yield from _value(value, measure)
    yield from _attributes(condition, library)
    for compared_threshold in compared_thresholds(condition):
        yield from _threshold(compared_threshold, library)


def _of_wrong_type(measure: Measure, types: tuple[MeasureType, ...], listed: bool) -> Text:
    if MeasureType.FINDING in types:
        vi = f"{measure.id} không phải là kết luận đạt/chưa đạt nên không dùng required được"
        return Text(vi, f"{measure.id} is not a finding, so it cannot be required")
    if MeasureType.LEVEL in types:
        vi = f"{measure.id} là kết luận đạt/chưa đạt: dùng required, không {'liệt kê' if listed else 'so sánh'}"
        return Text(vi, f"{measure.id} is a finding, which is required, not {'listed' if listed else 'compared'}")
    return Text(f"{measure.id} không phải là con số", f"{measure.id} is not a figure")


def _threshold(compared: ComparedThreshold, library: Library) -> Iterator[Text]:
    # A change, a count and a figure of members are figures, of whatever measure they are.
    own = compared.measure is not None and not compared.change and compared.aggregate is None
    measure = library.measures[compared.measure] if own and compared.measure is not None else None
    for threshold in cases(compared.threshold):
        if isinstance(threshold, Fixed):
            yield from _value(threshold.value, measure)
        if is_day(threshold) and (measure is None or measure.type is not MeasureType.DATE):
            yield Text("chỉ ngày so sánh được với một ngày", "only a date is compared with a day")
        if is_counted_wrongly(threshold):
            yield Text("ngày không đi cùng năm, tháng", "days do not go with years or months")
        if is_too_far(threshold):
            vi = f"một ngày chỉ cách ngày khác nhiều nhất {LONGEST} năm hoặc tháng, hay {MOST_DAYS} ngày"
            yield Text(vi, f"a date is at most {LONGEST} years or months, or {MOST_DAYS} days, from another")
        yield from _attributes(threshold, library)
        factor = factor_of(threshold)
        if factor is not None:
            if measure is not None and measure.type is not MeasureType.NUMBER:
                yield Text(f"{measure.id} không nhân lên được", f"{measure.id} has no multiple")
            if not factor.is_finite() or factor <= 0:
                yield Text(f"{factor} phải lớn hơn 0", f"{factor} is not above 0")
        for name in named(threshold, ReferenceKind.MEASURE):
            other, levels = library.measures[name], () if measure is None else measure.levels
            is_date = measure is not None and measure.type is MeasureType.DATE
            differs = (other.type is MeasureType.DATE) is not is_date or other.levels != levels
            if other.type is MeasureType.FINDING or differs:
                vi = f"không so sánh {name} với {'một con số' if measure is None else measure.id} được"
                yield Text(vi, f"{name} cannot be compared with {'a figure' if measure is None else measure.id}")


def _value(value: object, measure: Measure | None) -> Iterator[Text]:
    if measure is not None and measure.type is MeasureType.LEVEL:
        if not isinstance(value, str) or measure.rank(value) is None:
            yield Text(f"{value} không phải là một mức của {measure.id}", f"{value} is not a level of {measure.id}")
    elif measure is not None and measure.type is MeasureType.DATE:
        if not isinstance(value, Day):
            yield Text(f"{value!r} không phải là một ngày: viết Day", f"{value!r} is not a date: write a Day")
    elif not isinstance(value, Decimal) or isinstance(value, Day) or not value.is_finite():
        yield Text(f"{value!r} không phải là con số: viết Decimal", f"{value!r} is not a figure: write a Decimal")


def _attributes(node: object, library: Library) -> Iterator[Text]:
    for attribute in named(node, ReferenceKind.ATTRIBUTE):
        if attribute not in library.attributes:
            yield Text(f"không có thuộc tính '{attribute}'", f"there is no attribute '{attribute}'")

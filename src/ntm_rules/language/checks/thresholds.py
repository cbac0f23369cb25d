"""Checks of thresholds against their measure: its bounds, its decimals, its levels, and no region left out."""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from attrs import frozen

from ...model.condition import Aggregate, Basis, Condition, Operator
from ...model.measure import Better, Measure, MeasureType, with_unit
from ...model.named import ReferenceKind, fields_naming, measures_named, named
from ...model.place import Place, place_of
from ...model.ruleset import Ruleset
from ...model.text import Text
from ...model.threshold import Fixed, Relative, Threshold, factor_of, is_day
from ...model.values.day import Day
from ...model.values.number import decimals, decimals_written, may_be_thousands, without_zeros
from ..contents.known_names import LEVELS, MEASURES, TYPES, NameScope, known_levels, with_name
from ..contents.traversal import ComparedThreshold, cases, children, compared_thresholds, conditions, thresholds
from ..diagnostics.mistakes import KnownNames, Mistake
from ..grammar.conditions import ASSESSMENT, NO_LIMIT, UNKNOWN
from ..grammar.synonyms import synonym
from ..structuring.figures import meant_figure, readings
from .periods import values_asked

PERCENTAGE = Text("tỷ lệ % tăng, giảm", "the percentage of a change")
_NOT_BELOW = Text("từ 0 trở lên", "0 or more")


@frozen
class _Comparing:
    """A measure, and the operator and strictness by which thresholds are compared with it."""

    measure: Measure
    operator: Operator | None
    bounded: bool = True
    exact: bool = True


def check_thresholds(ruleset: Ruleset, scope: NameScope) -> Iterator[Mistake]:
    """Yield mistakes for thresholds that cannot be compared with their measure, or that leave units without one."""
    for rule, condition in conditions(ruleset):
        for threshold in thresholds(condition):
            yield from _left_out(threshold, values_asked(rule), scope)
        yield from _in_condition(condition, scope)


def _in_condition(condition: Condition, scope: NameScope) -> Iterator[Mistake]:
    for name, types in measures_named(condition):
        measure = scope.library.measures.get(name)
        if measure is None or measure.type is MeasureType.FINDING or measure.type not in types:
            continue
        yield from _values(condition, _Comparing(measure, Operator.EQUALS))
        for compared_threshold in compared_thresholds(condition):
            if compared_threshold.bound is not None:
                continue  # it is held against a number, whatever members are weighted by
            if compared_threshold.change and compared_threshold.basis is Basis.SHARE:
                yield from _relative_change(compared_threshold, measure)
                continue
            operator = None if compared_threshold.change else compared_threshold.operator
            bounded = not compared_threshold.change and compared_threshold.aggregate is not Aggregate.SUM
            comparing = _Comparing(measure, operator, bounded, compared_threshold.aggregate is not Aggregate.MEAN)
            for threshold in cases(compared_threshold.threshold):
                if isinstance(threshold, Fixed):
                    yield from _fixed(threshold.value, threshold.place, comparing)
                elif is_day(threshold) and measure.type is not MeasureType.DATE:
                    yield from no_date(measure, threshold.place, _day_named(threshold))
            yield from _relatives(compared_threshold.threshold, measure, scope)


def _relative_change(compared: ComparedThreshold, measure: Measure) -> Iterator[Mistake]:
    """Yield mistakes in a change in per cent: of what may be below 0, or with a percentage that is no printed number."""
    if measure.minimum is None or measure.minimum < 0:
        yield Mistake("NTM487", compared.threshold.place, {"measure": with_name(measure)})
    for threshold in cases(compared.threshold):
        if not isinstance(threshold, Fixed):
            if any(measures_named(threshold)) or any(fields_naming(threshold, ReferenceKind.RULE)):
                yield Mistake("NTM488", threshold.place)
        elif isinstance(threshold.value, str):
            yield from _fixed(threshold.value, threshold.place, _Comparing(measure, None))
        elif threshold.value < 0:
            yield Mistake(
                "NTM401", threshold.place, {"value": threshold.value, "measure": PERCENTAGE, "bounds": _NOT_BELOW}
            )
        else:
            yield from fraction(threshold.value, threshold.place, PERCENTAGE)


def _values(condition: Condition, comparing: _Comparing) -> Iterator[Mistake]:
    """Yield mistakes in the values that a condition lists for its measure."""
    for listed in fields_naming(condition, ReferenceKind.MEASURE_VALUE):
        for value in listed if isinstance(listed, tuple) else ():
            yield from _fixed(value, place_of(value) or condition.place, comparing)


def _fixed(value: Decimal | str, place: Place | None, comparing: _Comparing) -> Iterator[Mistake]:
    measure = comparing.measure
    if (measure.type is MeasureType.DATE) is not isinstance(value, Day):
        if measure.type is not MeasureType.DATE:
            yield from no_date(measure, place, value)
        else:
            yield Mistake("NTM454", place, {"measure": with_name(measure), "value": value})
    elif measure.type is MeasureType.LEVEL:
        yield from _level(value, place, comparing)
    elif isinstance(value, str):
        params = {"measure": with_name(measure), "value": value}
        if (meant := meant_figure(value)) is not None:
            yield Mistake("NTM405", place, {**params, **meant[1]}, hint=meant[0])
        else:
            known = KnownNames(
                MEASURES, {UNKNOWN: Text("chưa biết", "not known"), NO_LIMIT: Text("không yêu cầu", "no limit")}
            )
            is_meant = synonym(value, (UNKNOWN, NO_LIMIT)) or (len(value) >= 4 and value[0] in "un")
            near = known if is_meant else None
            yield Mistake("NTM405", place, params, word=value, known=near)
    else:
        yield from _figure(value, place, comparing)


def _day_named(threshold: Threshold) -> object:
    """The date that a threshold prints, or the name of the one that it is counted from."""
    return threshold.value if isinstance(threshold, Fixed) else getattr(threshold, "measure", None) or ASSESSMENT


def no_date(measure: Measure, place: Place | None, value: object) -> Iterator[Mistake]:
    """Yield a mistake for what is compared with a date and is none."""
    code = "NTM406" if measure.type is MeasureType.LEVEL else "NTM405"
    levels = {"levels": tuple(level.id for level in measure.levels)} if measure.levels else {}
    yield Mistake(code, place, {"measure": with_name(measure), "value": str(value), **levels})


def _level(value: Decimal | str, place: Place | None, comparing: _Comparing) -> Iterator[Mistake]:
    measure = comparing.measure
    if not measure.levels:
        return
    if not isinstance(value, str):
        levels = tuple(level.id for level in measure.levels)
        yield Mistake("NTM406", place, {"measure": with_name(measure), "value": value, "levels": levels})
    elif measure.rank(value) is None:
        known = known_levels(measure.levels, LEVELS)
        yield Mistake("NTM304", place, {"measure": measure.id, "name": value}, word=value, known=known)
    elif (comparing.operator is Operator.MORE_THAN and value == measure.levels[-1].id) or (
        comparing.operator is Operator.LESS_THAN and value == measure.levels[0].id
    ):
        yield _never(measure, value, comparing.operator, place)


def _figure(value: Decimal, place: Place | None, comparing: _Comparing) -> Iterator[Mistake]:
    measure, operator = comparing.measure, comparing.operator
    if comparing.exact and has_too_many_decimals(value, measure.decimals):
        written = decimals_written(value)
        params = {"value": value, "count": written, "measure": with_name(measure), "most": measure.decimals}
        hint, details = otherwise_written(value, measure.decimals)
        yield Mistake("NTM402", place, {**params, **details}, hint=hint)
    else:
        yield from read_two_ways(value, place, measure.decimals)
    if not comparing.bounded:
        return
    # An upper bound of half a per cent is ordinary where less is better; one of 0.12 rather means 12.
    upper = operator in (Operator.AT_MOST, Operator.LESS_THAN)
    small = measure.better is Better.LOWER and upper and (decimals(value) or 0) <= 1
    if operator is not None and measure.unit == "%" and not small and (measure.maximum is None or measure.maximum > 1):
        yield from fraction(value, place, with_name(measure))
    below = measure.minimum is not None and value < measure.minimum
    above = measure.maximum is not None and value > measure.maximum
    if below or above:
        yield Mistake("NTM401", place, {"value": value, "measure": with_name(measure), "bounds": _bounds(measure)})
    elif (operator is Operator.MORE_THAN and value == measure.maximum) or (
        operator is Operator.LESS_THAN and value == measure.minimum
    ):
        yield _never(measure, value, operator, place)


def has_too_many_decimals(value: Decimal, most: int) -> bool:
    """True where more decimals are written than `most`; the zero by which 3.0010 is no number of thousands counts as none."""
    clear = decimals(value) == most and str(value) == f"{without_zeros(value)}0" and may_be_thousands(value.normalize())
    return decimals_written(value) > most and not clear


def otherwise_written(value: Decimal, most: int) -> tuple[str | None, dict[str, str]]:
    """Hint, and its details, with the probable meaning of a figure that is written with more than `most` decimals."""
    fits = (decimals(value) or 0) <= most
    if may_be_thousands(value):
        whole = readings(value)["whole"]
        return ("two_readings", readings(value)) if fits else ("thousands", {"instead": whole})
    return ("zeros", {"instead": without_zeros(value)}) if fits else (None, {})


def read_two_ways(value: Decimal, place: Place | None, most: int | None) -> Iterator[Mistake]:
    """A figure that could be thousands, grouped by a point: `1.000`, `12.500`.

    One of what has three decimals (`most`; None: any number of them) is a plain decimal, unless it ends with a zero: nobody
    needs that zero for a decimal.
    """
    plain = (most is None or most >= 3) and decimals(value) == 3
    if may_be_thousands(value) and not plain:
        yield Mistake("NTM243", place, {"text": value, **readings(value)}, hint="two_readings")


def fraction(value: Decimal, place: Place | None, what: Text) -> Iterator[Mistake]:
    """A figure between 0 and 1 for something in per cent: 0.9 where 90 is probably meant."""
    if 0 < value < 1:
        yield Mistake("NTM446", place, {"value": value, "what": what, "instead": without_zeros(value * 100)})


def _never(measure: Measure, value: Decimal | str, operator: Operator, place: Place | None) -> Mistake:
    sign = ">" if operator is Operator.MORE_THAN else "<"
    named = with_name(measure)
    what = Text(f"{named.vi} {sign} {value}", f"{named.in_language('en')} {sign} {value}")
    return Mistake("NTM418", place, {"what": what, "measure": measure.id, "bounds": f"{sign} {value}"})


def _bounds(measure: Measure) -> Text:
    """Least and greatest value of a measure, as text for a message."""
    low, high = (with_unit(str(number), measure.unit) for number in (measure.minimum, measure.maximum))
    if measure.minimum is not None and measure.maximum is not None:
        return Text(f"từ {measure.minimum} đến {high}", f"{measure.minimum} to {high}")
    if measure.minimum is not None:
        return Text(f"từ {low} trở lên", f"{low} or more")
    return Text(f"nhiều nhất {high}", f"at most {high}")


def _relatives(threshold: Threshold, measure: Measure, scope: NameScope, multiple: bool = False) -> Iterator[Mistake]:
    is_compared = isinstance(threshold, Relative) or (is_day(threshold) and measure.type is MeasureType.DATE)
    other = getattr(threshold, "measure", None) if is_compared else None
    if other is not None:
        yield from _relative(other, measure, scope, multiple)
    for part in children(threshold):
        if isinstance(part, Threshold):
            yield from _relatives(part, measure, scope, multiple or factor_of(threshold) is not None)


def _relative(name: str, measure: Measure, scope: NameScope, multiple: bool) -> Iterator[Mistake]:
    other = scope.library.measures.get(name)
    if other is None:
        return
    difference: Text | None = None
    if other.type is not measure.type:
        vi = f"một bên là {TYPES[measure.type].vi}, một bên là {TYPES[other.type].vi}"
        difference = Text(vi, f"one is {TYPES[measure.type].en}, the other {TYPES[other.type].en}")
    elif measure.type is MeasureType.LEVEL and [level.id for level in measure.levels] != [
        level.id for level in other.levels
    ]:
        difference = Text("các mức khác nhau", "their levels differ")
    elif measure.unit != other.unit and not multiple:
        # A factor may make one of another unit of measurement: 35 pupils for each class.
        none = Text("không có đơn vị tính", "no unit of measurement")
        vi = f"đơn vị tính khác nhau ({measure.unit or none.vi}; {other.unit or none.vi})"
        difference = Text(vi, f"their units of measurement differ ({measure.unit or none.en}; {other.unit or none.en})")
    if difference is not None:
        params = {"measure": with_name(measure), "other": with_name(other), "difference": difference}
        yield Mistake("NTM411", place_of(name), params)


def _left_out(threshold: Threshold, applies_to: Mapping[str, tuple[str, ...]], scope: NameScope) -> Iterator[Mistake]:
    """Values of a closed attribute for which nothing is set, of those to which the rule applies."""
    name, listed = (
        next(named(threshold, ReferenceKind.ATTRIBUTE), None),
        set(named(threshold, ReferenceKind.ATTRIBUTE_VALUE)),
    )
    attribute = None if name is None else scope.library.attributes.get(name)
    if attribute is None or getattr(threshold, "otherwise", None) is not None or not listed:
        return
    missing = tuple(
        Text(f"{value.id} ({value.name.vi})", f"{value.id} ({value.name.in_language('en')})")
        for value in attribute.values
        if value.id not in listed and value.id in applies_to.get(attribute.id, (value.id,))
    )
    if missing:
        yield Mistake("NTM407", threshold.place, {"attribute": with_name(attribute), "missing": missing})


def counted(threshold: Threshold, *, whole: bool = True, least: int | None = 0) -> Iterator[Mistake]:
    """Yield a mistake for the threshold of a count that is no whole number (of a mean: no number) or is below `least`."""
    if is_day(threshold):
        yield Mistake("NTM409", threshold.place, {"value": _day_named(threshold)})
        return
    if isinstance(threshold, Fixed):
        value = threshold.value
        if isinstance(value, str) or (least is not None and value < least) or (whole and decimals_written(value) != 0):
            hint, details = (None, {}) if isinstance(value, str) or not whole else otherwise_written(value, 0)
            yield Mistake("NTM409", threshold.place, {"value": value, **details}, hint=hint)
        elif not whole:
            yield from read_two_ways(value, threshold.place, 0)

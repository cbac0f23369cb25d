"""Whether a value fits the measure it is reported for."""

from decimal import Decimal

from .fact import Absence, Finding, Value
from .measure import Measure, MeasureType
from .number import decimals
from .text import Text


def objection(measure: Measure, value: Value) -> Text | None:
    """What speaks against `value` as a value of `measure`; None when it fits. An absence fits every measure.

    >>> objection(Measure("m", Text("Tỷ lệ"), decimals=1), Decimal("99.95")).en
    '99.95 has 2 decimals; m is reported with at most 1'
    """
    if isinstance(value, Absence):
        return None
    if measure.type is MeasureType.FINDING:
        if isinstance(value, Finding):
            return None
        return Text(
            f"{measure.id} là một kết luận (đạt / chưa đạt), không phải {value}",
            f"{measure.id} is a finding (met / not met), not {value}",
        )
    if measure.type is MeasureType.LEVEL:
        if isinstance(value, str) and measure.rank(value) is not None:
            return None
        known = ", ".join(level.id for level in measure.levels)
        return Text(
            f"{value!r} không phải là một mức của {measure.id}; các mức: {known}",
            f"{value!r} is not a level of {measure.id}; the levels are: {known}",
        )
    if isinstance(value, str | Finding):
        shown = repr(value) if isinstance(value, str) else value.value
        return Text(f"{measure.id} là một con số, không phải {shown}", f"{measure.id} is a figure, not {shown}")
    exponent = value.as_tuple().exponent if isinstance(value, Decimal) else None
    places = -exponent if isinstance(exponent, int) and -exponent <= measure.decimals else decimals(value)
    if places is None or places > measure.decimals:
        count = "∞" if places is None else places
        return Text(
            f"{value} có {count} chữ số thập phân; {measure.id} được báo cáo với nhiều nhất {measure.decimals}",
            f"{value} has {count} decimals; {measure.id} is reported with at most {measure.decimals}",
        )
    if measure.minimum is not None and value < measure.minimum:
        return Text(
            f"{value} nhỏ hơn giá trị nhỏ nhất của {measure.id}, {measure.minimum}",
            f"{value} is below the least value of {measure.id}, {measure.minimum}",
        )
    if measure.maximum is not None and value > measure.maximum:
        return Text(
            f"{value} lớn hơn giá trị lớn nhất của {measure.id}, {measure.maximum}",
            f"{value} is above the greatest value of {measure.id}, {measure.maximum}",
        )
    return None

"""The check of a value against the measure it is reported for: the one table of checks, used by every executor."""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation

from attrs import frozen

from ...model.fact import Absence, Finding, Value
from ...model.library import Library
from ...model.measure import Measure, MeasureType
from ...model.place import Place
from ...model.problem import Diagnostic
from ...model.spelling import nearest
from ...model.values.day import Day
from ...model.values.frozen_mapping import FrozenMapping
from ...model.values.interval import Interval
from ...model.values.kept import Kept
from ...model.values.number import decimals
from ..messages import ADMISSION
from ..wording import near_prefix, worded


@frozen
class Misfit:
    """A reason why a value cannot be one of its measure: the code of the diagnostic, and its details."""

    code: str
    details: Mapping[str, object]
    near: str | None = None

    def at(self, place: Place | None = None, **more: object) -> Diagnostic:
        """The diagnostic at a place, with further fields such as the unit."""
        advice = near_prefix(self.near)
        return worded(ADMISSION, self.code, place, advice=advice, details={**self.details, **more})


def misfit(measure: Measure, value: Value) -> Misfit | None:
    """The reason why `value` is no value of `measure`; None when it fits. An absence fits every measure.

    Decimals are those that the number needs: 97.20 has one. Where a figure is read from text, those written are counted by
    the reader before.

    >>> from ntm_rules.model.text import Text
    >>> misfit(Measure("m", Text("Tỷ lệ"), decimals=1), Decimal("99.95")).at().message.en
    '99.95 has more decimals (2) than the measure m takes (1)'
    """
    if isinstance(value, Absence):
        return None
    if isinstance(value, Interval) and measure.type is MeasureType.NUMBER:
        ends = [number for number in (value.low, value.high) if number is not None]
        if not ends or ends != sorted(ends):
            return _misfit("NTM559", measure, value, text=str(value))
        return next((wrong for end in ends if (wrong := misfit(measure, end)) is not None), None)
    if measure.type is MeasureType.FINDING:
        return None if isinstance(value, Finding) else _misfit("NTM544", measure, value, text=shown_value(value))
    if measure.type is MeasureType.LEVEL:
        if isinstance(value, str) and measure.rank(value) is not None:
            return None
        levels = ", ".join(f"{level.id} ({level.name.vi})" for level in measure.levels)
        near = nearest(value, [level.id for level in measure.levels]) if isinstance(value, str) else None
        return _misfit("NTM545", measure, value, near, text=shown_value(value), levels=levels)
    if (measure.type is MeasureType.DATE) is not isinstance(value, Day):
        code = "NTM452" if measure.type is MeasureType.DATE else "NTM541"
        return _misfit(code, measure, value, text=shown_value(value))
    if isinstance(value, str | Finding | Interval):
        return _misfit("NTM541", measure, value, text=shown_value(value))
    exponent = value.as_tuple().exponent if isinstance(value, Decimal) else None
    places = -exponent if isinstance(exponent, int) and -exponent <= measure.decimals else decimals(value)
    if places is None or places > measure.decimals:
        shown_places = "∞" if places is None else places
        return _misfit("NTM535", measure, shown_value(value), found=shown_places, most=measure.decimals)
    if (measure.minimum is not None and value < measure.minimum) or (
        measure.maximum is not None and value > measure.maximum
    ):
        return _misfit("NTM540", measure, shown_value(value), **bounds_of(measure))
    return None


def bounds_of(measure: Measure) -> dict[str, str]:
    """The details `bounds` and `bounds_en`: the least and the greatest figure of a measure, as text."""
    low, high = ("…" if bound is None else format(bound, "f") for bound in (measure.minimum, measure.maximum))
    return {"bounds": f"{low} – {high}", "bounds_en": f"{low} – {high}"}


def shown_value(value: Value) -> str:
    """A value as text: a figure without an exponent, the word of a finding or an absence, the id of a level."""
    if isinstance(value, Decimal):
        return format(value, "f")
    return str(value.value) if isinstance(value, Finding | Absence) else str(value)


def _misfit(code: str, measure: Measure, value: object, near: str | None = None, **details: object) -> Misfit:
    return Misfit(code, FrozenMapping({"measure": measure.id, "value": value, **details}), near)


# ---- a quick look at values that are plain

_PLAIN_TYPES: Mapping[MeasureType, type] = {
    MeasureType.NUMBER: Decimal,
    MeasureType.FINDING: Finding,
    MeasureType.LEVEL: str,
    MeasureType.DATE: Absence,
}
"""The type of plain values of each type of measure; a date is of none, so that `misfit` judges it."""

_LEAST, _MOST = Decimal("-Infinity"), Decimal("Infinity")


PlainValues = tuple[type, Decimal, Decimal, Decimal, frozenset[str] | None]
"""The values of one measure that are plain: of a type of Python, from a least to a greatest, multiples of the last decimal, or
words. A bare tuple, for Python takes it apart in a tenth of the time that one with names takes.
"""


def plain_values(measure: Measure) -> PlainValues:
    """The plain values of a measure."""
    least = _LEAST if measure.minimum is None else measure.minimum
    most = _MOST if measure.maximum is None else measure.maximum
    kind = _PLAIN_TYPES[measure.type]
    words = frozenset(level.id for level in measure.levels) if kind is str else None
    return kind, least, most, Decimal(1).scaleb(-measure.decimals), words


def is_plain(value: object, plain: PlainValues) -> bool:
    """True if a value surely fits; one for which it is False may still fit (`misfit` decides).

    >>> from ntm_rules.model.text import Text
    >>> share = plain_values(Measure("m", Text("Tỷ lệ"), decimals=1, maximum=Decimal(100)))
    >>> [is_plain(Decimal(text), share) for text in ("99.9", "99.95", "100.1")]
    [True, False, False]
    """
    kind, minimum, maximum, last_decimal, words = plain
    kind_of_value = type(value)
    if kind_of_value is Decimal and kind is Decimal:
        try:
            # A figure of more digits than the caller's context has is no plain one.
            return minimum <= value <= maximum and not value % last_decimal  # type: ignore[operator]
        except InvalidOperation:
            return False
    if kind_of_value is kind:
        return words is None or value in words
    return kind_of_value is Absence


def _of_library(library: Library) -> Mapping[str, PlainValues]:
    return {str(id): plain_values(measure) for id, measure in library.measures.items()}


PLAIN_VALUES: Kept[Library, Mapping[str, PlainValues]] = Kept(_of_library)
"""The plain values of each measure of a library: those that need no judgement (`misfit`) that says why one does not fit."""

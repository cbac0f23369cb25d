"""Strategies for measures, attributes and the catalogues they make."""

from decimal import Decimal

from attrs import evolve
from hypothesis import strategies as st

from ...model.library import Library
from ...model.measure import (
    Attribute,
    Derivation,
    FindingLabels,
    InapplicablePart,
    Level,
    Measure,
    MeasureType,
    RatioOf,
    ShareOf,
    SumOf,
    WeightedSumOf,
)
from ...model.text import Text
from ...model.values.day import DATE_UNIT, EARLIEST, LATEST
from ...model.values.duration import Duration
from ...model.values.number import Rounding, RoundingMode
from ..basis.choosing import chance, optional, pick, several

_HUNDRED = Decimal(100)
_BASIS = Text("Nếu có: Thông tư 1/2024", "If there is any: Circular 1/2024")
_BOUNDS: tuple[tuple[Decimal | None, Decimal | None], ...] = (
    (None, None),
    (Decimal(0), _HUNDRED),
    (Decimal(0), None),
    (Decimal(-10), Decimal(10)),
    (None, _HUNDRED),
)
_LEVELS = (
    Level("weak", Text("Yếu", "Weak")),
    Level("fair", Text("Khá", "Fair")),
    Level("good", Text("Tốt", "Good")),
    Level("excellent", Text("Xuất sắc", "Excellent")),
)
_REGION = Attribute(
    "region",
    Text("Vùng", "Region"),
    (
        Level("north_midlands_mountains", Text("Trung du miền núi phía Bắc", "Northern midlands and mountains")),
        Level("red_river_delta", Text("Đồng bằng sông Hồng", "Red River delta")),
        Level("south_east", Text("Đông Nam Bộ", "South-East")),
    ),
)
_AREA_CLASS = Attribute(
    "area_class",
    Text("Khu vực", "Area class"),
    (Level("i", Text("Khu vực I", "Area I")), Level("iii", Text("Khu vực III", "Area III"))),
)
_ATTRIBUTES: tuple[tuple[Attribute, ...], ...] = ((_REGION,), (_REGION, _AREA_CLASS), (_AREA_CLASS,), ())
VALIDITY = (Duration(1), Duration(months=3), Duration(2, 6))
"""Lengths of time for which figures and attestations may be used."""
_TYPES = (MeasureType.NUMBER, MeasureType.FINDING, MeasureType.LEVEL)
_NAMES = {
    MeasureType.NUMBER: Text("Số liệu", "Figure"),
    MeasureType.FINDING: Text("Nhận định", "Finding"),
    MeasureType.LEVEL: Text("Mức", "Level"),
    MeasureType.DATE: Text("Ngày", "Date"),
}


_WEIGHTS = (Decimal(1), Decimal(-1), Decimal("0.6"), Decimal(1))
"""Weights of the parts of a sum after the first."""


@st.composite
def measures(draw: st.DrawFn, id: str = "measure_1", type: MeasureType | None = None) -> Measure:
    """A measure that is reported, not derived: a figure, a finding or an ordered level (or only those of `type`).

    Figures have 0 to 3 decimals, both bounds, one or none, and sometimes a declared rounding. Some measures always apply.

    >>> from hypothesis import given, settings
    >>> @settings(max_examples=5, database=None)
    ... @given(measures("clean_water", MeasureType.NUMBER))
    ... def has_few_decimals(measure):
    ...     assert measure.id == "clean_water" and 0 <= measure.decimals <= 3
    >>> has_few_decimals()
    """
    return _measure(draw, id, pick(draw, _TYPES) if type is None else type)


def _measure(draw: st.DrawFn, id: str, kind: MeasureType) -> Measure:
    basis: tuple[Text | bool, ...] = (True, _BASIS)
    may_not = chance(draw, 8) and pick(draw, basis)
    measure = Measure(id, _NAMES[kind], kind, may_not_apply=may_not, valid_for=draw_validity(draw))
    if kind is MeasureType.FINDING:
        return (
            evolve(measure, labels=FindingLabels(Text("Có", "Yes"), Text("Không", "No")))
            if chance(draw, 3)
            else measure
        )
    if kind is MeasureType.DATE:
        return evolve(measure, unit=DATE_UNIT, minimum=EARLIEST, maximum=LATEST)
    if kind is MeasureType.LEVEL:
        return evolve(measure, levels=_LEVELS[: pick(draw, (2, 3, 4))])
    decimals = pick(draw, (0, 1, 2, 3))
    minimum, maximum = pick(draw, _BOUNDS)
    rounding = _rounding(draw, decimals - 1) if decimals and chance(draw, 2) else None
    return evolve(measure, unit="%", decimals=decimals, minimum=minimum, maximum=maximum, rounding=rounding)


def draw_validity(draw: st.DrawFn) -> Duration | None:
    """Draw the time for which a figure or an attestation may be used, seldom limited."""
    return pick(draw, VALIDITY) if chance(draw, 1) else None


def _rounding(draw: st.DrawFn, most: int) -> Rounding:
    return Rounding(pick(draw, range(most + 1)), pick(draw, tuple(RoundingMode)), "Thông tư 1/2024")


@st.composite
def libraries(draw: st.DrawFn) -> Library:
    """A catalogue without rulesets: one to three figures, up to one finding, one level, two dates, one sum and two shares
    derived.

    A measure is derived only from those before it (a share may be one of a sum), and attributes have closed lists of
    values. Ids say what a measure is: `number_1`, `finding_1`, `level_1`, `date_1`, `sum_1`, `share_1`.

    >>> from hypothesis import given, settings
    >>> @settings(max_examples=5, database=None)
    ... @given(libraries())
    ... def starts_with_a_figure(library):
    ...     assert library.measures["number_1"].type is MeasureType.NUMBER and not library.versions
    >>> starts_with_a_figure()
    """
    return draw_library(draw)


def draw_library(draw: st.DrawFn) -> Library:
    """A catalogue without rulesets: see `libraries`."""
    bases = several(draw, lambda: _measure(draw, "", MeasureType.NUMBER), 1, 3, 7)
    measures = [evolve(measure, id=f"number_{number}") for number, measure in enumerate(bases, 1)]
    figures, makes = [measure.id for measure in measures], bases[0].decimals
    more = [
        optional(draw, 6, lambda: _measure(draw, "finding_1", MeasureType.FINDING)),
        optional(draw, 5, lambda: _measure(draw, "level_1", MeasureType.LEVEL)),
    ]
    if len(bases) > 1:
        counts_as = (None, *InapplicablePart)
        total = optional(
            draw, 3, lambda: _derived(draw, "sum_1", _sum_of(tuple(figures), pick(draw, counts_as), makes))
        )
        figures += ["sum_1"] if total else []
        more += [total, *(optional(draw, 6, lambda: _shares(draw, figures, len(bases), makes)) or ())]
    measures += [measure for measure in more if measure]
    dates = optional(draw, 3, lambda: several(draw, lambda: _measure(draw, "", MeasureType.DATE), 1, 2)) or ()
    measures += [evolve(measure, id=f"date_{number}") for number, measure in enumerate(dates, 1)]
    return Library(
        {measure.id: measure for measure in measures},
        {attribute.id: attribute for attribute in pick(draw, _ATTRIBUTES)},
    )


def _shares(draw: st.DrawFn, figures: list[str], bases: int, makes: int) -> list[Measure]:
    """A share of two of the figures, of which the first are no sums, and now and then the other way round."""
    part = pick(draw, figures[:bases])
    whole = pick(draw, [id for id in figures if id != part])
    shares = [_derived(draw, "share_1", ShareOf(part, whole))]
    if chance(draw, 2):
        shares.append(_derived(draw, "share_2", RatioOf(whole, part) if makes % 2 else ShareOf(whole, part)))
    return shares


def _sum_of(parts: tuple[str, ...], counts_as: InapplicablePart | None, makes: int) -> SumOf:
    """A sum, a difference or a weighted sum. One draw more would move all that follow: it goes by one already made."""
    weights = (Decimal(1), *([_WEIGHTS[makes]] * (len(parts) - 1)))
    return SumOf(parts, counts_as) if set(weights) == {1} else WeightedSumOf(parts, counts_as, weights=weights)


def _derived(draw: st.DrawFn, id: str, derivation: Derivation) -> Measure:
    return Measure(
        id,
        Text("Số liệu tính ra", "Derived figure"),
        unit=None if isinstance(derivation, RatioOf) else "%",
        decimals=pick(draw, (1, 0, 2)),
        derive=derivation,
        rounding=_rounding(draw, 1) if chance(draw, 4) else None,
        may_not_apply=chance(draw, 9),
        valid_for=draw_validity(draw),
    )

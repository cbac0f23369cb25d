"""The lowering of measures and thresholds to figures."""

from datetime import date
from decimal import Decimal
from typing import assert_never

from ..model.decision import ReasonKind
from ..model.library import Library
from ..model.measure import InapplicablePart, Measure, ShareOf, SumOf
from ..model.threshold import ByAttribute, ByYear, Delegated, Fixed, Relative, Threshold, UnknownThreshold
from ..model.values.duration import Duration
from .terms import (
    Always,
    AttributeOf,
    CaseChoice,
    Chosen,
    Constant,
    Derived,
    Figure,
    OpenFigure,
    Reported,
    Rounded,
)


def figure_of(
    measure: Measure,
    library: Library,
    above: str | None = None,
    on: date | None = None,
    after: date | None = None,
    valid_for: Duration | None = None,
) -> Figure:
    """A measure's figure before rounding: reported, or derived from its parts and held against its own report.

    `valid_for` is that of a measure derived from this one: the shorter of the two counts.
    """
    lengths = [one for one in (valid_for, measure.valid_for) if one is not None]
    valid = min(lengths, key=lambda one: one.in_months, default=None)
    figure: Figure = (reported := Reported(measure.id, above, on, after, valid))
    if measure.derive is not None:
        is_share = isinstance(measure.derive, ShareOf)
        names = (
            (measure.derive.part, measure.derive.whole) if isinstance(measure.derive, ShareOf) else measure.derive.parts
        )
        parts = tuple(figure_of(library.measures[name], library, above, on, after, valid) for name in names)
        counts_as = measure.derive.not_applicable if isinstance(measure.derive, SumOf) else None
        if not is_share and counts_as is None:
            # A part that does not apply leaves the sum open, so that it never leaves out what is asked of the sum.
            parts = tuple(part if isinstance(part, Always) else Always(part) for part in parts)
        of = [library.measures[name] for name in names]
        is_bounded = not is_share and all(one.derive is None for one in of)
        within = tuple(_bounds(one, counts_as) for one in of) if is_bounded else ()
        figure = Derived(reported, is_share, parts, within, counts_as)
    return figure if measure.may_not_apply else Always(figure)


def _bounds(part: Measure, counts_as: InapplicablePart | None) -> tuple[Decimal | None, Decimal | None]:
    """The bounds of a part of a sum: of one that may not apply, with the 0 that it then counts as."""
    if counts_as is None or not part.may_not_apply:
        return part.minimum, part.maximum
    least, most = part.minimum, part.maximum
    return None if least is None else min(least, Decimal(0)), None if most is None else max(most, Decimal(0))


def as_compared(measure: Measure, figure: Figure) -> Figure:
    """A figure of a measure, rounded where the measure declares it."""
    return figure if measure.rounding is None else Rounded(figure, measure.rounding)


def lower_threshold(threshold: Threshold, library: Library, as_of: date) -> Figure:
    """The figure that a threshold requires. The year of the assessment is known here, so a choice by year is made here."""
    match threshold:
        case Fixed(value):
            return Constant(value)
        case ByAttribute(attribute, cases, otherwise):
            figures = tuple(lower_threshold(case, library, as_of) for _, case in cases)
            other = None if otherwise is None else lower_threshold(otherwise, library, as_of)
            keys = tuple(str(value) for value, _ in cases)
            declared = library.attributes[attribute].value_ids if attribute in library.attributes else ()
            every = bool(declared) and set(declared) <= set(keys)
            return Chosen(CaseChoice(AttributeOf(attribute), keys, every), figures, other)
        case ByYear(years, otherwise):
            chosen = next((case for year, case in years if year == as_of.year), otherwise)
            if chosen is None:
                return OpenFigure(ReasonKind.NO_THRESHOLD, str(as_of.year))
            return lower_threshold(chosen, library, as_of)
        case Relative(name, of):
            measure = library.measures[name]
            return as_compared(measure, figure_of(measure, library, of))
        case Delegated(to):
            return OpenFigure(ReasonKind.DELEGATED, to)
        case UnknownThreshold():
            return OpenFigure(ReasonKind.UNKNOWN_THRESHOLD)
        case _:
            assert_never(threshold)

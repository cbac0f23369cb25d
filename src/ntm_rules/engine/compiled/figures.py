"""Figures in generated code, and the functions that generated lines call beside Python's own comparisons.

A figure that is one value is the value itself: a number, a finding, the id of a level. Where there is none it is a `Nothing`
that says why; None stands for nothing reported, an `Absence` for itself. A figure that is a span (a count, a figure over
members) is a tuple `(low, high, applies)`, None meaning no bound; `applies` is a set of `ATTAINED` (may apply) and
`NOT_APPLICABLE` (may not apply).
"""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from attrs import evolve, frozen

from ...model.condition import Aggregate, NoMembers, Operator
from ...model.decision import ReasonKind
from ...model.fact import Absence, Finding
from ...model.measure import InapplicablePart
from ...model.values.interval import Interval
from ...model.values.number import Combination, Number, Rounding, WeightedSum, difference, total_of
from ...program import verdict
from ...program.computed import Rising
from ...program.span_arithmetic import NO_TRUTHS, Ends, less_span, rounded_span, scaled_span, together
from ...program.verdict import ATTAINED, NOT_APPLICABLE, OPEN, Verdict

EITHER_WAY = ATTAINED | NOT_APPLICABLE


@frozen(eq=False)
class Nothing:
    """The cause why there is no value. `kind`, `absence` and `lacking` are those of its reason, `applies` as in a span.

    `is_reported` says that something is reported of it, though no value; `of_parts` that the cause lies in the parts of a
    derived measure, not in its own report. `cases` are the numbers that a required figure can be where it is not known which.
    A sum whose parts are missing is compared as one between `low` and `high`.
    """

    kind: ReasonKind
    absence: Absence | None = None
    lacking: tuple[str, ...] = ()
    applies: int = EITHER_WAY
    is_reported: bool = True
    of_parts: bool = False
    cases: tuple[Decimal, ...] = ()
    low: Number | None = None
    high: Number | None = None


CONFLICT = Nothing(ReasonKind.CONFLICT)
NO_UNIT_ABOVE = Nothing(ReasonKind.NO_UNIT_ABOVE, applies=ATTAINED, is_reported=False)
MISSING = Nothing(ReasonKind.MISSING, is_reported=False)
ALWAYS_MISSING = Nothing(ReasonKind.MISSING, applies=ATTAINED, is_reported=False)
ABSENT = {
    absence: Nothing(
        ReasonKind.ABSENT, absence, applies=NOT_APPLICABLE if absence is Absence.NOT_APPLICABLE else EITHER_WAY
    )
    for absence in Absence
}

FoundFigure = Number | Finding | str | Absence | Interval | Nothing | None

Within = tuple[tuple[Decimal | None, Decimal | None], ...]


def cause_of(figure: FoundFigure) -> Nothing | None:
    """The cause why a figure has no value; None where it has one."""
    if figure is None:
        return MISSING
    if type(figure) is Nothing:
        return figure
    if type(figure) is Interval:
        return Nothing(ReasonKind.PRINTED, applies=ATTAINED, low=figure.low, high=figure.high)
    return ABSENT[figure] if type(figure) is Absence else None


def without(figure: FoundFigure) -> Verdict:
    """The verdict on a figure without a value: open where it may apply."""
    cause = cause_of(figure)
    assert cause is not None
    return (OPEN if cause.applies & ATTAINED else 0) | (cause.applies & NOT_APPLICABLE)


def compared(figure: FoundFigure, operator: Operator, required: FoundFigure) -> Verdict:
    """The verdict on any figure against any other."""
    missing = cause_of(figure)
    if missing is not None:
        if missing.low is None and missing.high is None:
            return without(figure)
        return bounded((missing.low, missing.high, missing.applies), operator, required)
    cause = cause_of(required)
    if cause is None:
        return verdict.settled(verdict.holds(figure, operator, required))  # type: ignore[arg-type]
    judged = 0
    for number in cause.cases:
        judged |= verdict.settled(verdict.holds(figure, operator, number))  # type: ignore[arg-type]
    return judged or OPEN


def bounded(span: Ends, operator: Operator, required: FoundFigure) -> Verdict:
    """The verdict on a span against a figure."""
    low, high, applies = span
    cause = cause_of(required)
    if cause is not None and not cause.cases:
        judged = OPEN
    elif span is NO_TRUTHS:
        judged = ATTAINED
    elif cause is not None:
        judged = 0
        for number in cause.cases:
            judged |= verdict.between(low, high, operator, number)
    else:
        judged = verdict.between(low, high, operator, required)  # type: ignore[arg-type]
    return (judged if applies & ATTAINED else 0) | (applies & NOT_APPLICABLE)


def span_one_of(span: Ends, values: tuple[object, ...]) -> Verdict:
    """The verdict on whether a span is one of several values."""
    value = single(span)
    return verdict.where(OPEN if value is None else verdict.settled(value in values), span[2])


def always(figure: FoundFigure) -> FoundFigure:
    """The figure as one that always applies: *not applicable* becomes *not reported*."""
    cause = cause_of(figure)
    if cause is MISSING:
        return ALWAYS_MISSING
    if cause is None or cause.applies == ATTAINED:
        return figure
    absence = Absence.NOT_REPORTED if cause.absence is Absence.NOT_APPLICABLE else cause.absence
    low, high = (cause.low, cause.high) if cause.applies & ATTAINED else (None, None)
    return Nothing(cause.kind, absence, cause.lacking, ATTAINED, cause.is_reported, cause.of_parts, low=low, high=high)


def rounded(figure: FoundFigure, rounding: Rounding) -> FoundFigure:
    """The figure rounded by a measure's rounding; one that is no number is returned unchanged."""
    if type(figure) is Interval:
        figure = cause_of(figure)
    if type(figure) is Nothing and (figure.low is not None or figure.high is not None):
        low, high, _ = rounded_span((figure.low, figure.high, figure.applies), rounding)
        return evolve(figure, low=low, high=high)
    return rounding.apply(figure) if type(figure) in (Decimal, Fraction) else figure  # type: ignore[arg-type]


def scaled(figure: FoundFigure, scaling: Rising) -> FoundFigure:
    """The multiple of a figure; one that is no number is returned as one of which nothing else is known."""
    cause = cause_of(figure) if type(figure) is Interval else figure
    if type(cause) is Nothing:
        if cause.kind is not ReasonKind.PRINTED:
            return evolve(cause, low=None, high=None, cases=())
        low, high, _ = scaled_span((cause.low, cause.high, cause.applies), scaling)
        return low if low is not None and low == high else evolve(cause, low=low, high=high)
    return scaling.apply(figure) if isinstance(figure, Decimal | Fraction) else figure


def less(of: FoundFigure, other: FoundFigure) -> FoundFigure:
    """The difference of two figures; it applies where both do."""
    causes = [cause for cause in (cause_of(of), cause_of(other)) if cause is not None]
    if not causes:
        return difference(of, other)  # type: ignore[arg-type]
    low, high, applies = less_span(as_span(of), as_span(other))
    return Nothing(ReasonKind.MISSING, applies=applies, low=low, high=high)


def single(span: Ends) -> Number | None:
    """The one figure that a span is; None where it may be several or may not apply."""
    low, high, applies = span
    if low is None or low != high or span is NO_TRUTHS or applies != ATTAINED:
        return None
    return Decimal(low) if type(low) is int else low


def derived(
    names: tuple[str, ...],
    how: Combination,
    within: Within,
    counts_as: InapplicablePart | None,
    own: FoundFigure,
    *parts: FoundFigure,
) -> FoundFigure:
    """A quotient or a sum of parts, held against its own report; `within` are the bounds of each part of a sum."""
    if counts_as is not None:
        causes = [cause_of(part) for part in parts]
        without = [cause is not None and cause.absence is Absence.NOT_APPLICABLE for cause in causes]
        if counts_as is InapplicablePart.ZERO or not all(without):
            parts = tuple(Decimal(0) if none else part for part, none in zip(parts, without, strict=True))
    figure = _derived(names, own, parts, how)
    if type(figure) is not Nothing or not figure.of_parts or not within or not figure.applies & ATTAINED:
        return figure
    assert isinstance(how, WeightedSum)
    known = [how.bounds_of(position, *_part_ends(parts[position], *bounds)) for position, bounds in enumerate(within)]
    low, high = map(total_of, zip(*known, strict=True))
    return evolve(figure, low=low, high=high)


def _part_ends(part: FoundFigure, low: Number | None, high: Number | None) -> tuple[Number | None, Number | None]:
    """The bounds of a part of a sum: its own where it is known or printed as an interval, else those declared."""
    cause = cause_of(part)
    if cause is None:
        return part, part  # type: ignore[return-value]
    return low if cause.low is None else cause.low, high if cause.high is None else cause.high


_NO_WHOLE = Nothing(ReasonKind.NO_WHOLE, of_parts=True)
_AGAINST_PARTS = Nothing(ReasonKind.CONFLICT)


def _derived(
    names: tuple[str, ...],
    own: FoundFigure,
    parts: tuple[FoundFigure, ...],
    how: Combination,
) -> FoundFigure:
    if own is NO_UNIT_ABOVE:
        return own
    causes = [_without_bounds(cause_of(part)) for part in parts]
    is_reported = any(cause is None or cause.is_reported for cause in causes)
    is_blank = own is None or (own is Absence.NOT_REPORTED and is_reported)
    # The report stands where it gives no value, and while parts lack.
    if not is_blank and (cause_of(own) is not None or any(causes)):
        return own
    for kind in (ReasonKind.CONFLICT, ReasonKind.ABSENT, ReasonKind.NO_WHOLE, ReasonKind.MISSING):
        absences = {cause.absence for cause in causes if cause is not None and cause.kind is kind}
        if absences:
            return _without_parts(kind, absences, names, causes, is_reported)
    value = how.of(parts)  # type: ignore[arg-type]
    if is_blank:
        return _NO_WHOLE if value is None else value
    return own if value is None or own == value else _AGAINST_PARTS


def _without_bounds(cause: Nothing | None) -> Nothing | None:
    """A part that is printed as an interval, as one that is missing: nothing exact comes of it."""
    return Nothing(ReasonKind.MISSING) if cause is not None and cause.kind is ReasonKind.PRINTED else cause


def _without_parts(
    kind: ReasonKind,
    absences: set[Absence | None],
    names: tuple[str, ...],
    causes: list[Nothing | None],
    is_reported: bool,
) -> Nothing:
    missing = (
        name
        for own, cause in zip(names, causes, strict=True)
        if cause is not None
        for name in (cause.lacking or (own,))
    )
    only = next(iter(absences)) if len(absences) == 1 else None
    absence = only or (Absence.NOT_REPORTED if absences - {None} else None)
    applies = NOT_APPLICABLE if absence is Absence.NOT_APPLICABLE else EITHER_WAY
    return Nothing(kind, absence, tuple(dict.fromkeys(missing)), applies, is_reported, of_parts=True)


def over(figures: Sequence["FoundFigure | Ends"], how: Aggregate, if_none: NoMembers | None) -> Ends:
    """The figures of the members made one."""
    return together([as_span(figure) for figure in figures], how, if_none)


def as_span(figure: "FoundFigure | Ends") -> Ends:
    """A figure as a span: one value is a span of itself."""
    if type(figure) is tuple:
        return figure
    cause = cause_of(figure)  # type: ignore[arg-type]
    if cause is None:
        return figure, figure, ATTAINED
    return (cause.low, cause.high, cause.applies) if cause.kind is ReasonKind.PRINTED else (None, None, cause.applies)

"""The meaning of terms: the span that a figure comes to, and the set of outcomes that a truth can come to.

Nothing else is needed to know what a rule means. `reasons` tells why, `deciding` puts both together.
"""

from decimal import Decimal
from functools import reduce
from operator import or_
from typing import assert_never

from attrs import evolve

from ...model.decision import ReasonKind
from ...model.fact import Absence, Attestation
from ...model.outcome import Outcome
from ...model.values.number import Number, WeightedSum, total_of
from ...program import terms
from ...program.span_arithmetic import (
    OF_NONE,
    always_counted,
    among,
    awarded,
    banded,
    bounded_within,
    interpolated,
    rounded_span,
    scaled_span,
    together,
    totalled,
    weighed_share,
)
from ...program.verdict import (
    ATTAINED,
    NOT_APPLICABLE,
    NOT_ATTAINED,
    OPEN,
    OPPOSITE,
    OUTCOME,
    WIDE_OPEN,
    Verdict,
    all_hold,
    any_holds,
    holds,
    settled,
    where,
)
from ..evidence.attested_text import attested_verdict, unusable
from ..evidence.observation import Observation, Part, as_part, held_against
from .assessed import Assessed
from .span import Span, bounds_of, counted, difference_of, of_none, verdict_of

MAY_NOT_APPLY = ATTAINED | NOT_APPLICABLE
"""The applicability of a figure of which it is not known whether it applies."""


def span_of(figure: terms.Figure, at: Assessed, *, compared: bool = False) -> Span:
    """The span of a figure for a unit. A sum that is `compared` lies between the bounds of the parts that are missing."""
    if type(at) is not Assessed:
        # Whoever supposes something has an eye on what is read.
        return _span_of(figure, at, compared)
    key = figure, compared
    span = at.spans.get(key)
    if span is None:
        span = at.spans[key] = _span_of(figure, at, compared)
    return span


def _span_of(figure: terms.Figure, at: Assessed, compared: bool) -> Span:
    match figure:
        case terms.Derived(_, WeightedSum() as how, within=within) if compared and within:
            return _bounded(figure, how, at)
        case terms.Reported() | terms.Derived():
            return _observed(figure, at)
        case terms.Rounded(inside, rounding):
            span = span_of(inside, at, compared=compared)
            return Span(*rounded_span(span.ends, rounding), of_none=span.of_none)
        case terms.Scaled(inside, scaling):
            return Span(*scaled_span(span_of(inside, at).ends, scaling))
        case terms.Always(terms.Counted(group, is_share)):
            parts = verdicts_of(group, at)
            return Span(*always_counted(counted(parts, is_share).ends if parts else OF_NONE[None]))
        case terms.Always(inside):
            span = span_of(inside, at, compared=compared)
            return Span(span.low, span.high)
        case terms.AttributeOf(attribute):
            own = at.attribute(attribute)
            return Span(own, own)
        case terms.Constant(value):
            return Span(value, value)
        case terms.OpenFigure():
            return Span()
        case terms.Chosen():
            return span_of(chosen(figure, at), at)
        case terms.Difference(of, less):
            return difference_of(span_of(of, at), span_of(less, at))
        case terms.Counted(group, is_share, if_none):
            parts = verdicts_of(group, at)
            return counted(parts, is_share) if parts else of_none(if_none)
        case terms.Among(inside, truth):
            return Span(*among(span_of(inside, at).ends, verdict(truth, at)))
        case terms.Over(members, inside, how, if_none):
            ends = [span_of(inside, member).ends for member in at.members(members)]
            return at.taken_for(figure) or (Span(*together(ends, how)) if ends else of_none(if_none))
        case terms.WeighedShare(count, holding, failing, _):
            span = span_of(count, at)
            shares = weighed_share(*(span_of(term, at).ends for term in (count, holding, failing)))
            return span if span.of_none else Span(*shares)
        case terms.Banded(inside, figures=figures, otherwise=otherwise):
            bands = figures if otherwise is None else (*figures, otherwise)
            return Span(*banded(figure, span_of(inside, at).ends, [span_of(band, at).ends for band in bands]))
        case terms.Interpolated(inside):
            return Span(*interpolated(figure, span_of(inside, at).ends))
        case terms.Awarded(truth, points):
            return Span(*awarded(verdict(truth, at), span_of(points, at).ends))
        case terms.Within(inside):
            return Span(*bounded_within(figure, span_of(inside, at).ends))
        case terms.Total(figures):
            return Span(*totalled(span_of(part, at).ends for part in figures))
        case _:
            assert_never(figure)


def band_of(figure: terms.Banded, at: Assessed) -> terms.Figure | None:
    """The figure of the band that another is in; None where it is not known which."""
    own = span_of(figure.figure, at).value
    if not isinstance(own, Number):
        return None
    bands = zip(figure.operators, figure.edges, figure.figures, strict=True)
    return next((band for operator, edge, band in bands if holds(own, operator, edge)), figure.otherwise)


def chosen(figure: terms.Chosen, at: Assessed) -> terms.Figure:
    """The figure of the case that the unit is in; an open one where there is none."""
    return chosen_for(figure, case_of(figure.case, at))


def chosen_for(figure: terms.Chosen, own: str | None) -> terms.Figure:
    """The figure of a case; an open one where there is none."""
    by = figure.case.by
    attribute = by.attribute if isinstance(by, terms.AttributeOf) else None
    if not own:
        return terms.OpenFigure(ReasonKind.NO_ATTRIBUTE, attribute)
    if own in figure.case.keys:
        return figure.figures[figure.case.keys.index(own)]
    return figure.otherwise or terms.OpenFigure(
        ReasonKind.NO_THRESHOLD, own if attribute is None else f"{attribute} = {own}"
    )


def case_of(case: terms.CaseChoice, at: Assessed) -> str | None:
    """The value that a case goes by: of an attribute, None where it is not given, or the year of a figure."""
    if isinstance(case.by, terms.AttributeOf):
        return at.attribute(case.by.attribute)
    standing = (at.reported(report).facts[:1] for report in case.by.reports)
    return case.by.among((fact.as_of for facts in standing for fact in facts), at.program.assessed)


def required_of(figure: terms.Figure, at: Assessed) -> list[Span]:
    """The spans that a required figure can be: several where the attribute that it is chosen by is not given."""
    if not isinstance(figure, terms.Chosen):
        return [span_of(figure, at)]
    if own := case_of(figure.case, at):
        return required_of(chosen_for(figure, own), at)
    return [Span(number, number) for number in terms.printed_numbers(figure, lambda case: case_of(case, at)) or ()] or [
        Span()
    ]


def observation_of(figure: terms.Reported | terms.Derived, at: Assessed) -> Observation:
    """The observation of a measure: as reported, or derived and held against its report."""
    if isinstance(figure, terms.Reported):
        return at.reported(figure)
    parts: list[Part] = []
    for part in figure.parts:
        core = part.figure if isinstance(part, terms.Always) else part
        assert isinstance(core, terms.Reported | terms.Derived)
        observation = observation_of(core, at)
        parts.append(
            (reported_of(core).measure, as_part(observation) if isinstance(part, terms.Always) else observation)
        )
    return held_against(at.reported(figure.reported), parts, figure.how, figure.not_applicable)


def reported_of(figure: terms.Reported | terms.Derived) -> terms.Reported:
    """A measure as it is reported."""
    return figure.reported if isinstance(figure, terms.Derived) else figure


def _observed(figure: terms.Reported | terms.Derived, at: Assessed) -> Span:
    """The span of a measure; as long as nothing is reported of it, it may turn out not to apply."""
    if at.whose(reported_of(figure)) is None:
        return Span()
    observation = observation_of(figure, at)
    if observation.absence is Absence.NOT_APPLICABLE:
        return Span(applies=NOT_APPLICABLE)
    if observation.interval is not None:
        return Span(observation.interval.low, observation.interval.high)
    return Span(observation.value, observation.value, ATTAINED if observation.problem is None else MAY_NOT_APPLY)


def _bounded(figure: terms.Derived, how: WeightedSum, at: Assessed) -> Span:
    """The span of a sum: where parts are missing, from the least that they can be to the greatest."""
    observed = _observed(figure, at)
    own = None if at.whose(figure.reported) is None else at.reported(figure.reported)
    blank = own is not None and (own.problem is ReasonKind.MISSING or own.absence is Absence.NOT_REPORTED)
    if observed.value is not None or observed.applies == NOT_APPLICABLE or not blank:
        return observed
    low: list[Number | None] = []
    high: list[Number | None] = []
    for number, (part, (least, most)) in enumerate(zip(figure.parts, figure.within, strict=True)):
        span = span_of(part, at)
        own_low, own_high = bounds_of(span)
        if span.applies == NOT_APPLICABLE and figure.not_applicable is not None:
            own_low = own_high = Decimal(0)
        ends = least if own_low is None else own_low, most if own_high is None else own_high
        for bounds, end in zip((low, high), how.bounds_of(number, *ends), strict=True):
            bounds.append(end)
    return evolve(observed, low=total_of(low), high=total_of(high))


def verdict(truth: terms.Truth, at: Assessed) -> Verdict:
    """The verdict on a truth for a unit."""
    if type(at) is not Assessed:
        # Whoever supposes something has an eye on what is read.
        return _verdict(truth, at)
    if truth not in at.verdicts:
        at.verdicts[truth] = _verdict(truth, at)
    return at.verdicts[truth]


def _verdict(truth: terms.Truth, at: Assessed) -> Verdict:
    match truth:
        case terms.Holds(figure, required=required):
            span = span_of(figure, at, compared=True)
            return reduce(or_, (verdict_of(truth, span, bound) for bound in required_of(required, at)))
        case terms.IsOneOf(figure, values, undecided):
            observed = span_of(figure, at)
            is_open = observed.value is None or observed.value in undecided
            return where(OPEN if is_open else settled(observed.value in values), observed.applies)
        case terms.AllHold(group):
            return all_hold(verdicts_of(group, at))
        case terms.AnyHolds(group):
            return any_holds(verdicts_of(group, at))
        case terms.Not(inside):
            return OPPOSITE[verdict(inside, at)]
        case terms.Never():
            return NOT_ATTAINED
        case terms.OutcomeOf():
            return at.outcomes_of(truth)
        case terms.Above(kind, inside):
            whose = at.above(kind)
            return WIDE_OPEN if whose is None else verdict(inside, whose)
        case terms.OpenTruth():
            return WIDE_OPEN
        case terms.Where(inside, applies):
            return where(verdict(inside, at), verdict(applies, at))
        case terms.Attested(inside):
            by_figures = verdict(inside, at)
            by_words = attested_verdict(attestations_of(truth, at), truth)
            return by_words if by_words is not None and OUTCOME[by_figures] is Outcome.UNDETERMINED else by_figures
        case terms.Told(inside):
            return verdict(inside, at)
        case _:
            assert_never(truth)


def verdicts_of(group: terms.Group, at: Assessed) -> list[Verdict]:
    """The verdict on each truth of a group, in order."""
    return [verdict(truth, about) for truth, about in truths_of(group, at)]


def truths_of(group: terms.Group, at: Assessed) -> list[tuple[terms.Truth, Assessed]]:
    """Each truth of a group, and the unit that it is about."""
    match group:
        case terms.Listed(truths):
            return [(truth, at) for truth in truths]
        case terms.Below(members, truth):
            return [(truth, member) for member in at.members(members)]
        case _:
            assert_never(group)


def attestations_of(truth: terms.Attested, at: Assessed) -> tuple[Attestation, ...]:
    """The attestations of a truth's rule that stand on the day and are not too old."""
    attestations = at.attested(truth.rule)
    return () if unusable(truth, attestations, at.day) else attestations

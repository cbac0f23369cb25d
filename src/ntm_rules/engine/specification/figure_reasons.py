"""Reasons and facts of figures: their measure, the facts that they rest on, and the causes of missing ones."""

from typing import assert_never

from attrs import evolve

from ...model.decision import Reason, ReasonKind
from ...model.fact import Absence, Fact
from ...model.outcome import Outcome
from ...program import terms
from ...program.verdict import ATTAINED
from .assessed import Assessed
from .meaning import band_of, chosen, observation_of, reported_of, span_of, verdict

Reasons = tuple[Reason, ...]


def core_of(figure: terms.Figure) -> terms.Figure:
    """A figure without its rounding, whether or not it always applies."""
    while isinstance(figure, terms.Rounded | terms.Always):
        figure = figure.figure
    return figure


def measure_of(figure: terms.Figure) -> str | None:
    """The measure that a figure, a figure over members or a change is of."""
    match core_of(figure):
        case terms.Reported(measure) | terms.Derived(terms.Reported(measure)):
            return measure
        case terms.Over(_, inside) | terms.Difference(inside) | terms.Scaled(inside) | terms.Among(inside):
            return measure_of(inside)
    return None


def years_of(figure: terms.Figure) -> tuple[int, ...] | None:
    """The year that a figure is asked for; None where it is that of the day."""
    match core_of(figure):
        case (terms.Reported() as reported) | terms.Derived(terms.Reported() as reported) if reported.year is not None:
            return (reported.year,)
    return None


def facts_of(figure: terms.Figure, at: Assessed) -> tuple[Fact, ...]:
    """The facts that a figure rests on."""
    match figure:
        case terms.Reported() | terms.Derived():
            return () if at.whose(reported_of(figure)) is None else observation_of(figure, at).facts
        case terms.Rounded(inside) | terms.Scaled(inside) | terms.Always(inside):
            return facts_of(inside, at)
        case terms.Chosen():
            return facts_of(chosen(figure, at), at)
        case terms.Difference(of, less):
            return (*facts_of(less, at), *facts_of(of, at))
        case terms.Among(inside, truth):
            return facts_of(inside, at) if verdict(truth, at) & ATTAINED else ()
        case terms.Over(members, inside):
            return tuple(fact for member in at.members(members) for fact in facts_of(inside, member))
        case terms.Banded(inside):
            band = band_of(figure, at)
            return (*facts_of(inside, at), *(() if band is None else facts_of(band, at)))
        case terms.Interpolated(inside) | terms.Within(inside) | terms.Awarded(points=inside):
            return facts_of(inside, at)
        case terms.Total(figures):
            return tuple(dict.fromkeys(fact for part in figures for fact in facts_of(part, at)))
        case terms.WeighedShare(holding=holding, failing=failing):
            return tuple(dict.fromkeys((*facts_of(holding, at), *facts_of(failing, at))))
        case terms.AttributeOf() | terms.Constant() | terms.OpenFigure() | terms.Counted():
            return ()
        case _:
            assert_never(figure)


def reasons_for_missing(figure: terms.Figure, at: Assessed) -> Reasons:
    """The reasons why a figure is missing or not known; empty where it is known. Each member has its own."""
    match figure:
        case terms.Reported() | terms.Derived():
            return _of_measure(figure, at)
        case terms.Rounded(inside) | terms.Scaled(inside):
            return reasons_for_missing(inside, at)
        case terms.Always(inside):
            return tuple(evolve(why, outcome=Outcome.UNDETERMINED) for why in reasons_for_missing(inside, at))
        case terms.Chosen():
            return reasons_for_missing(chosen(figure, at), at)
        case terms.OpenFigure(why, subject):
            return (_open(why, subject),)
        case terms.AttributeOf(attribute):
            return (_open(ReasonKind.NO_ATTRIBUTE, attribute),) if span_of(figure, at).value is None else ()
        case terms.Difference(of, less):
            return (*reasons_for_missing(of, at), *reasons_for_missing(less, at))
        case terms.Among(inside, truth):
            # Whether a unit is among them is asked only where there is more to know of it.
            return reasons_for_missing(inside, at) if verdict(truth, at) & ATTAINED else ()
        case terms.Over(members, inside):
            return tuple(
                evolve(why, unit=why.unit or member.unit.code)
                for member in at.members(members)
                for why in reasons_for_missing(inside, member)
            )
        case terms.Banded(inside) if span_of(figure, at).value is None:
            band = band_of(figure, at)
            return reasons_for_missing(inside, at) if band is None else reasons_for_missing(band, at)
        case terms.Banded():
            return ()
        case terms.Interpolated(inside) | terms.Within(inside) | terms.Awarded(points=inside):
            return reasons_for_missing(inside, at) if span_of(figure, at).value is None else ()
        case terms.Total(figures):
            return tuple(dict.fromkeys(why for part in figures for why in reasons_for_missing(part, at)))
        case terms.WeighedShare(holding=holding, failing=failing):
            return tuple(dict.fromkeys((*reasons_for_missing(holding, at), *reasons_for_missing(failing, at))))
        case terms.Constant() | terms.Counted():
            return ()
        case _:
            assert_never(figure)


def _of_measure(figure: terms.Reported | terms.Derived, at: Assessed) -> Reasons:
    reported = reported_of(figure)
    unit = at.whose(reported)
    if unit is None:
        return (_open(ReasonKind.NO_UNIT_ABOVE, reported.above),)
    observation = observation_of(figure, at)
    if observation.problem is None:
        return ()
    # Of a figure that is told as too old nothing else is wrong.
    unassured = observation.unassured if observation.problem is ReasonKind.MISSING and not observation.outdated else ()
    inapplicable = observation.absence is Absence.NOT_APPLICABLE
    # Of a year of which there is no figure, an older one is none that is too old.
    outdated = observation.outdated if observation.problem is ReasonKind.MISSING and reported.year is None else ()
    why = Reason(
        kind=ReasonKind.OUTDATED if outdated else ReasonKind.NOT_ASSURED if unassured else observation.problem,
        outcome=Outcome.NOT_APPLICABLE if inapplicable else Outcome.UNDETERMINED,
        measure=reported.measure,
        unit=None if unit is at.unit else unit.code,
        observed=observation.absence if observation.interval is None else observation.interval,
        subject=reported.assured[0] if reported.assured and unassured else None,
        facts=(*observation.facts, *outdated, *unassured),
        lacking=observation.lacking,
        years=years_of(figure),
    )
    return (why,)


def _open(kind: ReasonKind, subject: str | None) -> Reason:
    return Reason(kind=kind, outcome=Outcome.UNDETERMINED, subject=subject)

"""The meaning of terms: what a figure comes to, and the verdict of a truth."""

from collections.abc import Sequence
from decimal import Decimal
from typing import assert_never

from attrs import evolve

from ...model.condition import Aggregate
from ...model.decision import ReasonKind
from ...model.fact import Absence, Attestation, Finding
from ...model.number import Number, difference, mean, share, total
from ...model.outcome import Outcome
from ...program.terms import (
    AllHold,
    Always,
    AnyHolds,
    Attested,
    AttributeOf,
    Below,
    Chosen,
    Constant,
    Counted,
    Derived,
    Difference,
    Figure,
    Group,
    Holds,
    IsOneOf,
    Listed,
    Never,
    Not,
    OpenFigure,
    OpenTruth,
    OutcomeOf,
    Over,
    Reported,
    Rounded,
    Told,
    Truth,
    Where,
)
from .. import kleene
from ..judgement import verdicts as of_decisions
from ..kleene import MAY_NOT_APPLY, NOT_APPLICABLE, OPEN, WIDE_OPEN, Verdict, settled
from ..observation import Observation, Part, as_part, held_against
from .assessed import Assessed
from .span import Applies, Span, verdict_of


def span_of(figure: Figure, at: Assessed) -> Span:
    """What a figure comes to."""
    match figure:
        case Reported() | Derived():
            if at.whose(reported_of(figure)) is None:
                return Span(applies=Applies.UNSETTLED)
            found = observation_of(figure, at)
            if found.value is not None:
                return Span(found.value, found.value)
            return Span(applies=Applies.NOT if found.absence is Absence.NOT_APPLICABLE else Applies.MAY_NOT)
        case Rounded(inside, rounding):
            found = span_of(inside, at)
            low, high = (None if one is None else rounding.apply(one) for one in (found.low, found.high))
            return evolve(found, low=low, high=high)
        case Always(inside):
            found = span_of(inside, at)
            return Span(found.low, found.high, Applies.UNSETTLED if found.low is None else Applies.SURE)
        case AttributeOf(attribute):
            own = at.unit.attributes.get(attribute) or None
            return Span(own, own)
        case Constant(value):
            return Span(value, value)
        case OpenFigure():
            return Span()
        case Chosen():
            return span_of(chosen(figure, at), at)
        case Difference(of, less):
            one, other = span_of(of, at), span_of(less, at)
            states = {one.applies, other.applies}
            worst = next(
                (each for each in (Applies.NOT, Applies.MAY_NOT, Applies.UNSETTLED) if each in states), Applies.SURE
            )
            return Span(_difference(one.low, other.high), _difference(one.high, other.low), worst)
        case Counted(group, is_share):
            return _counted(verdicts_of(group, at), is_share)
        case Over(members, inside, how):
            return _over([span_of(inside, member) for member in at.members(members)], how)
        case _:
            assert_never(figure)


def chosen(figure: Chosen, at: Assessed) -> Figure:
    """The figure of the case that the unit is in; an open one where there is none."""
    attribute = figure.case.by.attribute
    own = at.unit.attributes.get(attribute)
    if not own:
        return OpenFigure(ReasonKind.NO_ATTRIBUTE, attribute)
    if own in figure.case.keys:
        return figure.figures[figure.case.keys.index(own)]
    return figure.otherwise or OpenFigure(ReasonKind.NO_THRESHOLD, f"{attribute} = {own}")


def observation_of(figure: Reported | Derived, at: Assessed) -> Observation:
    """What is known of a measure."""
    if isinstance(figure, Reported):
        return at.reported(figure)
    parts: list[Part] = []
    for part in figure.parts:
        core = part.figure if isinstance(part, Always) else part
        assert isinstance(core, Reported | Derived)
        found = observation_of(core, at)
        parts.append((reported_of(core).measure, as_part(found) if isinstance(part, Always) else found))
    return held_against(at.reported(figure.reported), parts, figure.share)


def reported_of(figure: Reported | Derived) -> Reported:
    """A measure as it is reported."""
    return figure.reported if isinstance(figure, Derived) else figure


def _difference(one, other):
    return None if one is None or other is None else difference(one, other)


def _counted(parts: Sequence[Verdict], is_share: bool) -> Span:
    """How many of the parts hold, or what percentage of those that apply."""
    low, high = (Decimal(number) for number in kleene.count_range(parts))
    if is_share and not parts:
        return Span(low, high, of_none=True)
    applicable = [part for part in parts if part.outcome is not Outcome.NOT_APPLICABLE]
    if parts and not applicable:
        return Span(low, high, Applies.NOT)
    whole = Decimal(len(applicable))
    low, high = (share(low, whole), share(high, whole)) if is_share else (low, high)
    if not applicable or any(part.outcome is not Outcome.UNDETERMINED for part in applicable):
        return Span(low, high)
    may_not = all(part.possible & MAY_NOT_APPLY for part in applicable)
    return Span(low, high, Applies.MAY_NOT if may_not else Applies.UNSETTLED)


def _over(parts: Sequence[Span], how: Aggregate) -> Span:
    """The figures of members, made one."""
    applicable = [part for part in parts if part.applies is not Applies.NOT]
    if not applicable and (parts or how is not Aggregate.SUM):
        return Span(applies=Applies.NOT)
    states = {part.applies for part in applicable}
    unsettled = Applies.MAY_NOT if states == {Applies.MAY_NOT} else Applies.UNSETTLED
    return Span(
        aggregate(how, [part.low for part in applicable], lowest=True),
        aggregate(how, [part.high for part in applicable], lowest=False),
        Applies.SURE if not states or Applies.SURE in states else unsettled,
    )


def aggregate(how: Aggregate, bounds: Sequence[Number | None], *, lowest: bool) -> Number | None:
    """The mean, sum, least or greatest of bounds of which some are open (None); None where that leaves it open too.

    `lowest` says that they are lower bounds, so that an open one leaves the least of them open, but not the greatest.
    """
    known = [bound for bound in bounds if bound is not None]
    is_open = len(known) < len(bounds)
    match how:
        case Aggregate.MINIMUM:
            return None if not known or (is_open and lowest) else min(known)
        case Aggregate.MAXIMUM:
            return None if not known or (is_open and not lowest) else max(known)
        case Aggregate.SUM:
            return None if is_open else total(known)
        case Aggregate.MEAN:
            return None if is_open else mean(known)
        case _:
            assert_never(how)


def verdict(truth: Truth, at: Assessed) -> Verdict:
    """What a truth comes to."""
    match truth:
        case Holds(figure, required=required):
            return verdict_of(truth, span_of(figure, at), span_of(required, at))
        case IsOneOf(figure, values, undecided):
            found = span_of(figure, at)
            if found.value is None or found.value in undecided:
                return {Applies.NOT: NOT_APPLICABLE, Applies.MAY_NOT: WIDE_OPEN}.get(found.applies, OPEN)
            return settled(found.value in values)
        case AllHold(group):
            return kleene.all_of(verdicts_of(group, at))
        case AnyHolds(group):
            return kleene.any_of(verdicts_of(group, at))
        case Not(inside):
            return kleene.opposite(verdict(inside, at))
        case Never():
            return kleene.NOT_ATTAINED
        case OutcomeOf():
            return of_decisions([at.decision(truth)])[0]
        case OpenTruth():
            return WIDE_OPEN
        case Where(inside, applies):
            return _where(verdict(inside, at), verdict(applies, at))
        case Attested(inside):
            by_figures = verdict(inside, at)
            said = said_by(attestations_of(truth, at), truth.basically)
            return said if said is not None and by_figures.outcome is Outcome.UNDETERMINED else by_figures
        case Told(inside):
            return verdict(inside, at)
        case _:
            assert_never(truth)


def verdicts_of(group: Group, at: Assessed) -> list[Verdict]:
    """What each truth of a group comes to."""
    return [verdict(truth, about) for truth, about in truths_of(group, at)]


def truths_of(group: Group, at: Assessed) -> list[tuple[Truth, Assessed]]:
    """Each truth of a group, and the unit that it is about."""
    match group:
        case Listed(truths):
            return [(truth, at) for truth in truths]
        case Below(members, truth):
            return [(truth, member) for member in at.members(members)]
        case _:
            assert_never(group)


def _where(inside: Verdict, applies: Verdict) -> Verdict:
    if applies.outcome is Outcome.ATTAINED:
        return inside
    if applies.outcome is not Outcome.UNDETERMINED or inside.outcome is Outcome.NOT_APPLICABLE:
        return NOT_APPLICABLE
    return Verdict(Outcome.UNDETERMINED, inside.possible | MAY_NOT_APPLY)


def attestations_of(truth: Attested, at: Assessed) -> tuple[Attestation, ...]:
    """What authorities say of a rule."""
    return at.world.evidence.attested(at.unit.code, truth.rule)


def said_by(attestations: Sequence[Attestation], basically: bool | None) -> Verdict | None:
    """What attestations decide; None: nothing, as where they differ. `basically`: what *basically met* counts as."""
    words = {attestation.value for attestation in attestations}
    if len(words) != 1:
        return None
    (word,) = words
    if isinstance(word, Absence):
        return NOT_APPLICABLE if word is Absence.NOT_APPLICABLE else None
    met = basically if word is Finding.BASICALLY_MET else word is Finding.MET
    return None if met is None else settled(met)

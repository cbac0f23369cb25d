"""Reasons for the verdict on a truth, from its term and the values of the figures in it."""

from collections.abc import Sequence
from typing import assert_never

from attrs import evolve

from ...model.condition import Basis
from ...model.decision import Points, Reason, ReasonKind
from ...model.fact import Fact, Finding
from ...model.outcome import Outcome, Tally
from ...program import terms
from ...program.computed import Computed
from ...program.verdict import NOT_APPLICABLE
from .assessed import Assessed
from .attestation_reasons import of_attestation
from .comparison_reason import (
    added,
    compared_reason,
    facts_required,
    in_percent,
    is_relative,
    observed_value,
    outcome_of,
    same_lack,
    value_required,
)
from .figure_reasons import Reasons, core_of, facts_of, measure_of, reasons_for_missing, years_of
from .meaning import case_of, span_of, truths_of
from .span import Amount, bounds_of

NOTHING = terms.About()


def reasons_of(
    truth: terms.Truth, at: Assessed, about: terms.About = NOTHING, now: terms.Figure | None = None
) -> Reasons:
    """The reasons for what a truth comes to.

    `about` is what comparisons in it are about, and `now` the one of two figures that is today's, as said by the `Told`
    around it.
    """
    match truth:
        case terms.Holds():
            return _of_comparison(truth, at, about, now)
        case terms.IsOneOf():
            return _of_choice(truth, at)
        case terms.AllHold(group) | terms.AnyHolds(group):
            return _of_group(group, at, about)
        case terms.Not(inside):
            return tuple(evolve(why, negated=not why.negated) for why in reasons_of(inside, at, about))
        case terms.Never() | terms.OutcomeOf():
            return ()
        case terms.Above(kind, inside):
            whose = at.above(kind)
            if whose is None:
                return (Reason(kind=ReasonKind.NO_UNIT_ABOVE, outcome=Outcome.UNDETERMINED, subject=kind),)
            reasons = reasons_of(inside, whose, about)
            return tuple(evolve(why, unit=why.unit or whose.unit.code) for why in reasons)
        case terms.OpenTruth():
            return (Reason(kind=ReasonKind.UNKNOWN_CONTENT, outcome=Outcome.UNDETERMINED),)
        case terms.Where():
            return _of_applicability(truth, at)
        case terms.Attested():
            inner_reasons, by_figures = reasons_of(truth.truth, at), outcome_of(truth.truth, at)
            return of_attestation(truth, inner_reasons, by_figures, at.unit.code, at.program, at.world.evidence)
        case terms.Told(
            terms.AnyHolds(terms.Listed((terms.Holds() as holds, terms.Where(applies=exempt)))), by=ReasonKind.NO_LIMIT
        ):
            return _of_limit(truth, holds, exempt, at, about)
        case terms.Told():
            return _told(truth, at, added(truth.about, about))
        case _:
            assert_never(truth)


def tally_of(group: terms.Group, at: Assessed) -> Tally:
    """The number of truths of a group by outcome. Where opposites are counted, it tells of their originals."""
    return Tally.of(outcome_of(terms.bare(term), whose) for term, whose in truths_of(group, at))


def _of_group(group: terms.Group, at: Assessed, about: terms.About) -> Reasons:
    return tuple(why for truth, whose in truths_of(group, at) for why in reasons_of(truth, whose, about))


def _of_limit(term: terms.Told, holds: terms.Holds, exempt: terms.Truth, at: Assessed, about: terms.About) -> Reasons:
    """The reasons of a comparison, unless nothing is asked of the unit; also those why that is not known."""
    is_free = outcome_of(exempt, at)
    if is_free is Outcome.ATTAINED:
        required = holds.required
        observed: Amount | None = case_of(required.case, at) if isinstance(required, terms.Chosen) else None
        if isinstance(required, terms.Banded):
            observed = span_of(required.figure, at).value
        why = Reason(kind=ReasonKind.NO_LIMIT, outcome=Outcome.ATTAINED, observed=observed)
        return (added(added(why, term.about), about),)
    inside = reasons_of(holds, at, about)
    is_open = is_free is Outcome.UNDETERMINED and outcome_of(holds, at) is Outcome.NOT_ATTAINED
    return (*inside, *reasons_of(exempt, at)) if is_open else inside


def _told(truth: terms.Told, at: Assessed, about: terms.About) -> Reasons:
    if truth.by is None:
        return reasons_of(truth.truth, at, about, truth.now)
    why = Reason(kind=truth.by, outcome=outcome_of(truth, at))
    if truth.by is ReasonKind.TALLY:
        (shown,) = truth.decisions
        why = evolve(why, tally=tally_of(shown, at))
    return (added(why, about),)


def _of_applicability(truth: terms.Where, at: Assessed) -> Reasons:
    inside, applies = reasons_of(truth.truth, at), reasons_of(truth.applies, at)
    match outcome_of(truth.applies, at):
        case Outcome.ATTAINED:
            return (*inside, Reason(kind=ReasonKind.APPLIES, outcome=Outcome.ATTAINED), *applies)
        case Outcome.UNDETERMINED:
            if outcome_of(truth.truth, at) is Outcome.NOT_APPLICABLE:
                return inside
            return (Reason(kind=ReasonKind.MAY_NOT_APPLY, outcome=Outcome.UNDETERMINED), *applies, *inside)
        case Outcome.NOT_ATTAINED | Outcome.NOT_APPLICABLE:
            return (Reason(kind=ReasonKind.DOES_NOT_APPLY, outcome=Outcome.NOT_APPLICABLE), *applies)


def _of_choice(truth: terms.IsOneOf, at: Assessed) -> Reasons:
    figure = truth.figure
    observed, compared = observed_value(figure, at), span_of(figure, at).value
    subject = figure.attribute if isinstance(figure, terms.AttributeOf) else None
    first = truth.values[0]
    required = (
        first.value
        if isinstance(first, Finding)
        else tuple(value for value in truth.values if not isinstance(value, Finding))
    )
    if observed is None and subject is None:
        return reasons_for_missing(figure, at)
    kind = ReasonKind.COMPARED
    if observed is None or compared in truth.undecided:
        kind = ReasonKind.NO_ATTRIBUTE if observed is None else ReasonKind.BASICALLY_MET
    why = Reason(
        kind=kind,
        outcome=outcome_of(truth, at),
        measure=measure_of(figure),
        subject=subject,
        observed=observed,
        compared=None if compared == observed else compared,
        required=required,
        facts=facts_of(figure, at),
        years=years_of(figure),
    )
    return (why,)


# ---- comparisons


def _of_comparison(truth: terms.Holds, at: Assessed, about: terms.About, now: terms.Figure | None) -> Reasons:
    core = core_of(truth.figure)
    match core:
        case terms.Counted(terms.Listed(truths) as group) if not all(
            isinstance(terms.bare(term), terms.OutcomeOf) for term in truths
        ):
            return _of_group(group, at, about)
        case terms.Counted(group, is_share):
            basis = Basis.SHARE if is_share else Basis.COUNT
            counted = truths_of(group, at)
            why = compared_reason(truth, at, about, tally=tally_of(group, at), basis=basis, members=len(counted))
            return (why, *(reason for term, whose in counted for reason in _of_member(term, whose, at)))
        case terms.WeighedShare(terms.Counted(group)):
            weighed, weight = truths_of(group, at), evolve(about, measure=core.weight)
            why = compared_reason(
                truth,
                at,
                weight,
                facts=facts_of(core, at),
                tally=tally_of(group, at),
                basis=Basis.SHARE,
                members=len(weighed),
            )
            of_members = (reason for term, whose in weighed for reason in _of_member(term, whose, at))
            return (why, *of_members, *reasons_for_missing(core, at))
        case terms.Difference(terms.Counted(terms.Below()) as own, other):
            return _of_counts(own, other, truth, at, about)
        case terms.Difference():
            return _of_change(core, truth, at, about, now)
        case terms.Over(members):
            why = compared_reason(truth, at, about, facts=facts_of(core, at), members=len(at.members(members)))
            return (why, *reasons_for_missing(core, at), *_whether_among(core, at))
    if isinstance(core, Computed):
        span = span_of(truth.figure, at)
        most = None if about.points is None else about.points.maximum
        scored = None if span.applies == NOT_APPLICABLE else Points(*bounds_of(span), most)
        why = compared_reason(truth, at, evolve(about, points=scored), facts=facts_of(core, at))
        is_told = why.kind is ReasonKind.COMPARED
        return (evolve(why, kind=ReasonKind.SCORE) if is_told else why,)
    missing = reasons_for_missing(truth.figure, at)
    if missing:
        return _without_figure(missing, (*facts_of(core, at), *facts_required(truth, at)), truth, at)
    return (compared_reason(truth, at, about, facts=facts_of(core, at)),)


def _whether_among(over: terms.Over, at: Assessed) -> Reasons:
    """The reasons why it is not known of some members whether they are among those considered."""
    if not isinstance(over.figure, terms.Among):
        return ()
    truth = over.figure.truth
    reasons = (why for member in at.members(over.members) for why in _of_member(truth, member, at))
    # That one of them is among these is not asked for.
    return tuple(
        evolve(why, operator=None, required=None, gap=None) for why in reasons if why.outcome is Outcome.UNDETERMINED
    )


def _of_counts(
    own: terms.Counted, other: terms.Figure, truth: terms.Holds, at: Assessed, about: terms.About
) -> Reasons:
    """The reasons of a number of members that is held against that of others: both, who of the first is not counted, and of
    whom of the second that is open.
    """
    counted = truths_of(own.group, at)
    why = compared_reason(truth, at, about, tally=tally_of(own.group, at), basis=Basis.COUNT, members=len(counted))
    observed, required = span_of(own, at).value, span_of(other, at).value
    assert not isinstance(required, Finding)
    reasons = [evolve(why, observed=observed, required=required)]
    reasons += [reason for term, whose in counted for reason in _of_member(term, whose, at)]
    group = next(term for term in terms.walk(other) if isinstance(term, terms.Below))
    asked_of = truths_of(group, at)
    is_told = not counted and isinstance(own.group, terms.Below) and group.members == own.group.members
    if not asked_of and required is None and not is_told:
        none = Reason(kind=ReasonKind.NO_MEMBERS, outcome=Outcome.UNDETERMINED, members=group.members.kind)
        reasons.append(none)
    for condition, whose in asked_of:
        if outcome_of(condition, whose) is Outcome.UNDETERMINED:
            # That one of these meets its condition is not asked for: it is only counted.
            open_reasons = _of_member(condition, whose, at)
            reasons += (evolve(reason, operator=None, required=None, gap=None) for reason in open_reasons)
    return tuple(reasons)


def _of_change(
    core: terms.Difference, truth: terms.Holds, at: Assessed, about: terms.About, now: terms.Figure | None
) -> Reasons:
    now, before = (core.less, core.of) if core.less == now else (core.of, core.less)
    counted = core_of(now)
    if isinstance(counted, terms.Counted):
        return (compared_reason(truth, at, about, tally=tally_of(counted.group, at)),)
    facts = (*facts_of(before, at), *facts_of(now, at))
    missing = (
        *reasons_for_missing(now, at),
        *(evolve(why, since=about.since) for why in reasons_for_missing(before, at)),
    )
    if not missing:
        return (in_percent(compared_reason(truth, at, about, facts=facts), truth, before, at),)
    first, *others = _without_figure(missing, tuple(dict.fromkeys((*facts, *facts_required(truth, at)))), truth, at)
    if is_relative(truth, before):
        # What is required is a part of the earlier figure, of which it is already said why it is not there.
        known, count = reasons_for_missing(before, at), len(missing) - 1
        others = [
            *others[:count],
            *(why for why in others[count:] if not any(same_lack(why, reason) for reason in known)),
        ]
    return (in_percent(first, truth, before, at), *others)


def _of_member(truth: terms.Truth, whose: Assessed, at: Assessed) -> Reasons:
    """The reasons for which a member is not among those counted; none where it is counted by a decision of its own."""
    is_told = whose is at or isinstance(terms.bare(truth), terms.OutcomeOf)
    if is_told or outcome_of(truth, whose) in (Outcome.ATTAINED, Outcome.NOT_APPLICABLE):
        return ()
    reasons = (why for why in reasons_of(truth, whose) if why.standing is not Outcome.ATTAINED)
    return tuple(evolve(why, unit=why.unit or whose.unit.code) for why in reasons)


def _without_figure(missing: Reasons, facts: Sequence[Fact], truth: terms.Holds, at: Assessed) -> Reasons:
    """The reasons for a missing figure; the first carries all that is known. A conflict has its parties and no other."""
    required = value_required(truth, at)
    own = missing[0].facts
    rests_on = own if missing[0].kind is ReasonKind.CONFLICT else tuple(facts)
    if missing[0].kind in (ReasonKind.OUTDATED, ReasonKind.NOT_ASSURED):
        rests_on = tuple(dict.fromkeys((*own, *facts)))
    first = evolve(missing[0], operator=truth.operator, required=required, facts=rests_on)
    settled = outcome_of(truth, at)
    is_open = first.outcome is Outcome.UNDETERMINED and settled in (Outcome.ATTAINED, Outcome.NOT_ATTAINED)
    if first.kind is ReasonKind.PRINTED or is_open:
        # The bounds of what is not known decide where both agree.
        first = evolve(first, outcome=settled)
    open_ = (evolve(why, outcome=Outcome.UNDETERMINED) for why in reasons_for_missing(truth.required, at))
    return (first, *missing[1:], *open_)

"""Reasons for the verdict on a truth, from its term and the values of the figures in it."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import TypeVar, assert_never

import attrs
from attrs import evolve

from ...model.condition import Basis, Operator
from ...model.decision import Points, Reason, ReasonKind, Tally
from ...model.fact import Fact, Finding
from ...model.outcome import Outcome
from ...model.values.number import Number, difference
from ...program.computed import Computed
from ...program.terms import (
    About,
    Above,
    AllHold,
    AnyHolds,
    Attested,
    AttributeOf,
    Banded,
    Chosen,
    Counted,
    Difference,
    Figure,
    Group,
    Holds,
    IsOneOf,
    Listed,
    Never,
    Not,
    OpenTruth,
    OutcomeOf,
    Over,
    Rounded,
    Told,
    Truth,
    WeighedShare,
    Where,
)
from ...program.verdict import NOT_APPLICABLE, OUTCOME
from .assessed import Assessed
from .attestation_reasons import of_attestation
from .figure_reasons import Reasons, core_of, facts_of, lacks_of, measure_of, years_of
from .meaning import case_of, required_of, span_of, truths_of, verdict
from .relative_change import in_percent, is_relative, same_lack
from .several import bounds_of
from .span import Amount

NOTHING = About()


def reasons_of(truth: Truth, at: Assessed, about: About = NOTHING, now: Figure | None = None) -> Reasons:
    """The reasons for what a truth comes to.

    `about` is what comparisons in it are about, and `now` the one of two figures that is today's, as said by the `Told`
    around it.
    """
    match truth:
        case Holds():
            return _of_comparison(truth, at, about, now)
        case IsOneOf():
            return _of_choice(truth, at)
        case AllHold(group) | AnyHolds(group):
            return _of_group(group, at, about)
        case Not(inside):
            return tuple(evolve(why, negated=not why.negated) for why in reasons_of(inside, at, about))
        case Never() | OutcomeOf():
            return ()
        case Above(kind, inside):
            whose = at.above(kind)
            if whose is None:
                return (Reason(kind=ReasonKind.NO_UNIT_ABOVE, outcome=Outcome.UNDETERMINED, subject=kind),)
            several = reasons_of(inside, whose, about)
            return tuple(evolve(why, unit=why.unit or whose.unit.code) for why in several)
        case OpenTruth():
            return (Reason(kind=ReasonKind.UNKNOWN_CONTENT, outcome=Outcome.UNDETERMINED),)
        case Where():
            return _of_applicability(truth, at)
        case Attested():
            return of_attestation(truth, reasons_of(truth.truth, at), at)
        case Told(AnyHolds(Listed((Holds() as held, Where(applies=exempt)))), by=ReasonKind.NO_LIMIT):
            return _of_limit(truth, held, exempt, at, about)
        case Told():
            return _told(truth, at, _added(truth.about, about))
        case _:
            assert_never(truth)


def outcome_of(truth: Truth, at: Assessed) -> Outcome:
    """The outcome of a truth."""
    return OUTCOME[verdict(truth, at)]


def tally_of(group: Group, at: Assessed) -> Tally:
    """The number of truths of a group by outcome. Where opposites are counted, it tells of their originals."""
    outcomes = [outcome_of(one.truth if isinstance(one, Not) else one, whose) for one, whose in truths_of(group, at)]
    return Tally(
        attained=outcomes.count(Outcome.ATTAINED),
        not_attained=outcomes.count(Outcome.NOT_ATTAINED),
        undetermined=outcomes.count(Outcome.UNDETERMINED),
        not_applicable=outcomes.count(Outcome.NOT_APPLICABLE),
    )


def _of_group(group: Group, at: Assessed, about: About) -> Reasons:
    return tuple(why for truth, whose in truths_of(group, at) for why in reasons_of(truth, whose, about))


def _of_limit(told: Told, held: Holds, exempt: Truth, at: Assessed, about: About) -> Reasons:
    """The reasons of a comparison, unless nothing is asked of the unit; also those why that is not known."""
    is_free = outcome_of(exempt, at)
    if is_free is Outcome.ATTAINED:
        asked = held.required
        observed: Amount | None = case_of(asked.case, at) if isinstance(asked, Chosen) else None
        if isinstance(asked, Banded):
            observed = span_of(asked.figure, at).value
        why = Reason(kind=ReasonKind.NO_LIMIT, outcome=Outcome.ATTAINED, observed=observed)
        return (_added(_added(why, told.about), about),)
    inside = reasons_of(held, at, about)
    is_open = is_free is Outcome.UNDETERMINED and outcome_of(held, at) is Outcome.NOT_ATTAINED
    return (*inside, *reasons_of(exempt, at)) if is_open else inside


def _told(truth: Told, at: Assessed, about: About) -> Reasons:
    if truth.by is None:
        return reasons_of(truth.truth, at, about, truth.now)
    why = Reason(kind=truth.by, outcome=outcome_of(truth, at))
    if truth.by is ReasonKind.TALLY:
        (shown,) = truth.decisions
        why = evolve(why, tally=tally_of(shown, at))
    return (_added(why, about),)


def _of_applicability(truth: Where, at: Assessed) -> Reasons:
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


def _of_choice(truth: IsOneOf, at: Assessed) -> Reasons:
    figure = truth.figure
    observed, compared = _observed(figure, at), span_of(figure, at).value
    subject = figure.attribute if isinstance(figure, AttributeOf) else None
    asked = truth.values[0]
    required = (
        asked.value if isinstance(asked, Finding) else tuple(v for v in truth.values if not isinstance(v, Finding))
    )
    if observed is None and subject is None:
        return lacks_of(figure, at)
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


def _of_comparison(truth: Holds, at: Assessed, about: About, now: Figure | None) -> Reasons:
    core = core_of(truth.figure)
    match core:
        case Counted(Listed(truths) as group) if not all(map(_is_decision, truths)):
            return _of_group(group, at, about)
        case Counted(group, is_share):
            basis = Basis.SHARE if is_share else Basis.COUNT
            counted = truths_of(group, at)
            why = _held(truth, at, about, tally=tally_of(group, at), basis=basis, members=len(counted))
            return (why, *(each for one, whose in counted for each in _of_member(one, whose, at)))
        case WeighedShare(Counted(group)):
            several, weight = truths_of(group, at), evolve(about, measure=core.weight)
            why = _held(
                truth,
                at,
                weight,
                facts=facts_of(core, at),
                tally=tally_of(group, at),
                basis=Basis.SHARE,
                members=len(several),
            )
            of_members = (each for one, whose in several for each in _of_member(one, whose, at))
            return (why, *of_members, *lacks_of(core, at))
        case Difference():
            return _of_change(core, truth, at, about, now)
        case Over(members):
            why = _held(truth, at, about, facts=facts_of(core, at), members=len(at.members(members)))
            return (why, *lacks_of(core, at))
    if isinstance(core, Computed):
        found = span_of(truth.figure, at)
        most = None if about.points is None else about.points.maximum
        scored = None if found.applies == NOT_APPLICABLE else Points(*bounds_of(found), most)
        why = _held(truth, at, evolve(about, points=scored), facts=facts_of(core, at))
        is_told = why.kind is ReasonKind.COMPARED
        return (evolve(why, kind=ReasonKind.SCORE) if is_told else why,)
    lacks = lacks_of(truth.figure, at)
    if lacks:
        return _without_figure(lacks, (*facts_of(core, at), *_facts_required(truth, at)), truth, at)
    return (_held(truth, at, about, facts=facts_of(core, at)),)


def _of_change(core: Difference, truth: Holds, at: Assessed, about: About, now: Figure | None) -> Reasons:
    now, before = (core.less, core.of) if core.less == now else (core.of, core.less)
    counted = core_of(now)
    if isinstance(counted, Counted):
        return (_held(truth, at, about, tally=tally_of(counted.group, at)),)
    facts = (*facts_of(before, at), *facts_of(now, at))
    lacks = (*lacks_of(now, at), *(evolve(why, since=about.since) for why in lacks_of(before, at)))
    if not lacks:
        return (in_percent(_held(truth, at, about, facts=facts), truth, before, at),)
    first, *others = _without_figure(lacks, tuple(dict.fromkeys((*facts, *_facts_required(truth, at)))), truth, at)
    if is_relative(truth, before):
        # What is required is a part of the earlier figure, of which it is already said why it is not there.
        known, told = lacks_of(before, at), len(lacks) - 1
        others = [*others[:told], *(why for why in others[told:] if not any(same_lack(why, one) for one in known))]
    return (in_percent(first, truth, before, at), *others)


def _of_member(truth: Truth, whose: Assessed, at: Assessed) -> Reasons:
    """The reasons for which a member is not among those counted; none where it is counted by a decision of its own."""
    if whose is at or _is_decision(truth) or outcome_of(truth, whose) in (Outcome.ATTAINED, Outcome.NOT_APPLICABLE):
        return ()
    several = (why for why in reasons_of(truth, whose) if why.standing is not Outcome.ATTAINED)
    return tuple(evolve(why, unit=why.unit or whose.unit.code) for why in several)


def _is_decision(truth: Truth) -> bool:
    return isinstance(truth.truth if isinstance(truth, Not) else truth, OutcomeOf)


def _without_figure(lacks: Reasons, facts: Sequence[Fact], truth: Holds, at: Assessed) -> Reasons:
    """The reasons for a missing figure; the first carries all that is known. A conflict has its parties and no other."""
    asked = _asked(truth, at)
    own = lacks[0].facts
    rests_on = own if lacks[0].kind is ReasonKind.CONFLICT else tuple(facts)
    if lacks[0].kind in (ReasonKind.OUTDATED, ReasonKind.NOT_ASSURED):
        rests_on = tuple(dict.fromkeys((*own, *facts)))
    first = evolve(lacks[0], operator=truth.operator, required=asked, facts=rests_on)
    settled = outcome_of(truth, at)
    is_open = first.outcome is Outcome.UNDETERMINED and settled in (Outcome.ATTAINED, Outcome.NOT_ATTAINED)
    if first.kind is ReasonKind.PRINTED or is_open:
        # The bounds of what is not known decide where both agree.
        first = evolve(first, outcome=settled)
    open_ = (evolve(why, outcome=Outcome.UNDETERMINED) for why in lacks_of(truth.required, at))
    return (first, *lacks[1:], *open_)


def _asked(truth: Holds, at: Assessed) -> Decimal | Fraction | str | None:
    """The value required; of several that come to one outcome, the one that is the hardest to hold, or the easiest to fail."""
    several = [span.value for span in required_of(truth.required, at)]
    numbers = [one for one in several if isinstance(one, Decimal)]
    if len(several) > 1 and len(numbers) == len(several):
        outcome = outcome_of(truth, at)
        if outcome in (Outcome.ATTAINED, Outcome.NOT_ATTAINED):
            rising = truth.operator in (Operator.AT_LEAST, Operator.MORE_THAN)
            return max(numbers) if rising is (outcome is Outcome.ATTAINED) else min(numbers)
        return None
    asked = several[0]
    assert not isinstance(asked, Finding)
    return asked


def _held(
    truth: Holds,
    at: Assessed,
    about: About,
    *,
    facts: tuple[Fact, ...] = (),
    tally: Tally | None = None,
    basis: Basis | None = None,
    members: int | None = None,
) -> Reason:
    """The reason for a comparison; where what is required is not known, why it is not."""
    figure, observed, asked = span_of(truth.figure, at), _observed(truth.figure, at), _asked(truth, at)
    lacks = lacks_of(truth.required, at) if asked is None and figure.applies != NOT_APPLICABLE else ()
    if lacks:
        why = lacks[0]
    else:
        is_over = isinstance(core_of(truth.figure), Over)
        compared = ReasonKind.COMPARED if tally is None else ReasonKind.TALLY
        of_none = members == 0 or (is_over and figure.applies == NOT_APPLICABLE)
        why = Reason(
            kind=ReasonKind.NO_MEMBERS if of_none else compared,
            outcome=Outcome.UNDETERMINED,
            required=asked,
            gap=gap(figure.value, truth.operator, asked),
            facts=_facts_required(truth, at),
        )
    if why.measure is None:
        # Else it is about the measure that is required, and so is what is observed.
        used = None if figure.value == observed else figure.value
        years = years_of(truth.figure)
        why = evolve(why, measure=measure_of(truth.figure), observed=observed, compared=used, years=years)
    why = evolve(
        why,
        outcome=outcome_of(truth, at),
        operator=truth.operator,
        tally=tally,
        basis=basis,
        facts=(*facts, *why.facts),
    )
    return _added(why, about)


def _facts_required(truth: Holds, at: Assessed) -> tuple[Fact, ...]:
    """The facts that what is required rests on; where it is not known they stand with the reason why."""
    return () if span_of(truth.required, at).value is None else facts_of(truth.required, at)


def _observed(figure: Figure, at: Assessed) -> Amount | None:
    """A figure as it is observed, before it is rounded."""
    return span_of(figure.figure if isinstance(figure, Rounded) else figure, at).value


def gap(value: Amount | None, operator: Operator, required: Amount | None) -> Number | None:
    """The amount by which a figure falls short of the one required; negative: to spare. Levels have no gap."""
    if not isinstance(value, Decimal | Fraction) or not isinstance(required, Decimal | Fraction):
        return None
    if operator in (Operator.AT_LEAST, Operator.MORE_THAN):
        return difference(required, value)
    if operator in (Operator.AT_MOST, Operator.LESS_THAN):
        return difference(value, required)
    # Not -difference: a decimal's minus rounds to the caller's context.
    return difference(value, required) if value >= required else difference(required, value)


_Told = TypeVar("_Told", Reason, About)


def _added(told: _Told, about: About) -> _Told:
    """The reason, or the fields of reasons, completed with the fields of `about` that it does not have by itself."""
    fields = {one.name: getattr(about, one.name) for one in attrs.fields(About)}
    return evolve(told, **{name: value for name, value in fields.items() if getattr(told, name) is None})

"""The reason of a figure that is held against another: what is observed and required, and the gap; of a change, in per cent."""

from decimal import Decimal
from fractions import Fraction
from typing import TypeVar

import attrs
from attrs import evolve

from ...model.condition import Basis, Operator
from ...model.decision import Reason, ReasonKind
from ...model.fact import Absence, Fact, Finding
from ...model.outcome import Outcome, Tally
from ...model.values.number import Number, as_fraction, difference, simplest
from ...program.terms import About, Figure, Holds, Over, Rounded, Scaled, Truth, walk
from ...program.verdict import NOT_APPLICABLE, OUTCOME
from .assessed import Assessed
from .figure_reasons import core_of, facts_of, measure_of, reasons_for_missing, years_of
from .meaning import required_of, span_of, verdict
from .span import Amount


def outcome_of(truth: Truth, at: Assessed) -> Outcome:
    """The outcome of a truth."""
    return OUTCOME[verdict(truth, at)]


def value_required(truth: Holds, at: Assessed) -> Decimal | Fraction | str | None:
    """The value required; of several that come to one outcome, the one that is the hardest to hold, or the easiest to fail."""
    values = [span.value for span in required_of(truth.required, at)]
    numbers = [value for value in values if isinstance(value, Decimal)]
    if len(values) > 1 and len(numbers) == len(values):
        outcome = outcome_of(truth, at)
        if outcome in (Outcome.ATTAINED, Outcome.NOT_ATTAINED):
            rising = truth.operator in (Operator.AT_LEAST, Operator.MORE_THAN)
            return max(numbers) if rising is (outcome is Outcome.ATTAINED) else min(numbers)
        return None
    only = values[0]
    assert not isinstance(only, Finding)
    return only


def compared_reason(
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
    figure, observed, required = span_of(truth.figure, at), observed_value(truth.figure, at), value_required(truth, at)
    missing = reasons_for_missing(truth.required, at) if required is None and figure.applies != NOT_APPLICABLE else ()
    if missing:
        why = missing[0]
    else:
        is_over = isinstance(core_of(truth.figure), Over)
        compared = ReasonKind.COMPARED if tally is None else ReasonKind.TALLY
        none_applies = is_over and figure.applies == NOT_APPLICABLE and bool(members)
        why = Reason(
            kind=ReasonKind.NO_MEMBERS if none_applies or members == 0 else compared,
            outcome=Outcome.UNDETERMINED,
            observed=Absence.NOT_APPLICABLE if none_applies else None,
            required=required,
            gap=gap(figure.value, truth.operator, required),
            facts=facts_required(truth, at),
        )
    if why.measure is None:
        # Else it is about the measure that is required, and so is what is observed.
        used = None if figure.value == observed else figure.value
        seen = observed if why.observed is None else why.observed
        years = years_of(truth.figure)
        why = evolve(why, measure=measure_of(truth.figure), observed=seen, compared=used, years=years)
    why = evolve(
        why,
        outcome=outcome_of(truth, at),
        operator=truth.operator,
        tally=tally,
        basis=basis,
        facts=(*facts, *why.facts),
    )
    return added(why, about)


def facts_required(truth: Holds, at: Assessed) -> tuple[Fact, ...]:
    """The facts that what is required rests on; where it is not known they stand with the reason why."""
    return () if span_of(truth.required, at).value is None else facts_of(truth.required, at)


def observed_value(figure: Figure, at: Assessed) -> Amount | None:
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


def added(told: _Told, about: About) -> _Told:
    """The reason, or the fields of reasons, completed with the fields of `about` that it does not have by itself."""
    fields = {field.name: getattr(about, field.name) for field in attrs.fields(About)}
    return evolve(told, **{name: value for name, value in fields.items() if getattr(told, name) is None})


V = TypeVar("V")


def is_relative(truth: Holds, before: Figure) -> bool:
    """True of a change that is held against a part of the earlier figure."""
    return any(isinstance(term, Scaled) and term.figure == before for term in walk(truth.required))


def same_lack(why: Reason, other: Reason) -> bool:
    """True of two reasons for which one figure is missing, whatever it is needed for."""
    return (why.kind, why.measure, why.subject, why.facts) == (other.kind, other.measure, other.subject, other.facts)


def in_percent(why: Reason, truth: Holds, before: Figure, at: Assessed) -> Reason:
    """The reason of a change, in per cent of the earlier figure where it is held against a part of that; of 0 it is none."""
    whole = span_of(before, at).value
    if not is_relative(truth, before):
        return why
    why = evolve(why, facts=tuple(dict.fromkeys(why.facts)))
    if whole == 0:
        return why

    def percent(value: V) -> V | Number:
        if not isinstance(value, Decimal | Fraction) or not isinstance(whole, Decimal | Fraction):
            return value
        return simplest(100 * as_fraction(value) / as_fraction(whole))

    return evolve(
        why,
        basis=Basis.SHARE,
        observed=percent(why.observed),
        compared=percent(why.compared),
        required=percent(why.required),
        gap=percent(why.gap),
    )

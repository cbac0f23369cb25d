"""Changes in per cent of the earlier figure: a difference that is held against a part of it."""

from decimal import Decimal
from fractions import Fraction
from typing import TypeVar

from attrs import evolve

from ...model.condition import Basis
from ...model.decision import Reason
from ...model.values.number import Number, as_fraction, simplest
from ...program.terms import Figure, Holds, Scaled, walk
from .assessed import Assessed
from .meaning import span_of

V = TypeVar("V")


def is_relative(truth: Holds, before: Figure) -> bool:
    """True of a change that is held against a part of the earlier figure."""
    return any(isinstance(one, Scaled) and one.figure == before for one in walk(truth.required))


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

"""What the simplest conditions come to, state by state, and how what parts come to is put together: on the engine's codes."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from ...engine import kleene
from ...engine.generate import ATTAINED, CODES, NOT_APPLICABLE, NOT_ATTAINED, UNDETERMINED
from ...engine.world import as_compared
from ...model.condition import Basis, Operator
from ...model.decision import Tally
from ...model.fact import Finding
from ...model.measure import Measure
from .quantity import Cell, LevelIs, Order, Other, Span, Special, State, ValueIs


class Asked(NamedTuple):
    """What a threshold comes to: a figure or level, the figure of another quantity, or nothing."""

    value: Decimal | str | None = None
    other: Other | None = None


Decide = Callable[[State, Asked, State | None], int]
LACKING = Asked()
"""Nothing to compare with."""


def comparing(
    measure: Measure | None, operator: Operator, *, applies: bool | None = None, turned: bool = False
) -> Decide:
    """What a figure or level comes to against a threshold."""
    may_not_apply = applies if applies is not None else measure is None or not measure.always_applies

    def compared(cell: Cell | None) -> Fraction | Decimal | None:
        if cell is None:
            return None
        point = -cell.point if turned else cell.point
        return point if measure is None or measure.rounding is None else as_compared(measure, point)

    def decide(state: State, asked: Asked, order: State | None) -> int:
        if state is Special.NOT_APPLICABLE:
            return NOT_APPLICABLE if may_not_apply else UNDETERMINED
        if state is Special.NOT_KNOWN:
            return UNDETERMINED
        if order is not None:
            return ordered(order, operator)
        if asked.value is None:
            return UNDETERMINED
        if isinstance(state, LevelIs):
            assert measure is not None
            own, rank = measure.rank(state.level), measure.rank(str(asked.value))
            assert own is not None
            assert rank is not None
            return CODES[kleene.between(own, own, operator, rank).outcome]
        assert not isinstance(asked.value, str)
        span = Span(state, state) if isinstance(state, Cell) else state
        assert isinstance(span, Span)
        low, high = compared(span.low), compared(span.high)
        if turned:
            low, high = high, low
        return CODES[kleene.between(low, high, operator, asked.value).outcome]

    return decide


def one_of(state: State, values: Sequence[Decimal | str], measure: Measure) -> int:
    if state is Special.NOT_APPLICABLE:
        return UNDETERMINED if measure.always_applies else NOT_APPLICABLE
    if state is Special.NOT_KNOWN:
        return UNDETERMINED
    if isinstance(state, LevelIs):
        return ATTAINED if state.level in values else NOT_ATTAINED
    assert isinstance(state, Cell)
    compared = as_compared(measure, state.point)
    return ATTAINED if any(compared == value for value in values) else NOT_ATTAINED


def finding(state: State, met: bool, basically: bool | None, measure: Measure) -> int:
    if state is Special.NOT_APPLICABLE:
        return UNDETERMINED if measure.always_applies else NOT_APPLICABLE
    if not isinstance(state, Finding):
        return UNDETERMINED
    said = basically if state is Finding.BASICALLY_MET else state is Finding.MET
    return UNDETERMINED if said is None else ATTAINED if said is met else NOT_ATTAINED


def attribute_is(state: State, values: Sequence[str]) -> int:
    if state is Special.NO_ATTRIBUTE:
        return UNDETERMINED
    return ATTAINED if isinstance(state, ValueIs) and state.value in values else NOT_ATTAINED


def opposite(code: int) -> int:
    return code if code == NOT_APPLICABLE else 2 - code


def where_it_applies(code: int, applies: int) -> int:
    if applies == ATTAINED or code == NOT_APPLICABLE:
        return code
    return UNDETERMINED if applies == UNDETERMINED else NOT_APPLICABLE


_ONE = {
    ATTAINED: Tally(1, 0, 0, 0),
    NOT_ATTAINED: Tally(0, 1, 0, 0),
    UNDETERMINED: Tally(0, 0, 1, 0),
    NOT_APPLICABLE: Tally(0, 0, 0, 1),
}


def alone(code: int) -> Tally:
    return _ONE[code]


def added(one: Tally, other: Tally) -> Tally:
    return Tally(
        one.attained + other.attained,
        one.not_attained + other.not_attained,
        one.undetermined + other.undetermined,
        one.not_applicable + other.not_applicable,
    )


def every(tally: Tally) -> int:
    """`all_of` what was counted."""
    if tally.not_attained:
        return NOT_ATTAINED
    if tally.undetermined:
        return UNDETERMINED
    return ATTAINED if tally.attained else NOT_APPLICABLE


def any_of_them(tally: Tally, *, failing: bool) -> int:
    """Whether one at least is in the state counted; one that does not apply is in neither."""
    if tally.not_attained if failing else tally.attained:
        return ATTAINED
    return UNDETERMINED if tally.undetermined else NOT_ATTAINED


def unbounded(tally: Tally, basis: Basis) -> int | None:
    """What a tally comes to whatever the bound on it; None where that depends on the bound."""
    if tally.applicable:
        return None if tally.attained or tally.not_attained else UNDETERMINED
    if tally.not_applicable:
        return NOT_APPLICABLE
    return ATTAINED if basis is Basis.SHARE else None


def bounded(tally: Tally, basis: Basis, operator: Operator, threshold: Decimal, *, failing: bool) -> int:
    """A bound on how many are attained (with `failing`, are not), or on what share of those that apply."""
    special = unbounded(tally, basis)
    if special is not None:
        return special
    low = Fraction(tally.not_attained if failing else tally.attained)
    high = low + tally.undetermined
    if basis is Basis.SHARE:
        low, high = 100 * low / tally.applicable, 100 * high / tally.applicable
    return CODES[kleene.between(low, high, operator, threshold).outcome]


def ordered(order: State, operator: Operator) -> int:
    """A comparison whose sides are known only by how they stand to each other."""
    assert isinstance(order, Order)
    return CODES[kleene.between(order.low, order.high, operator, 0).outcome]

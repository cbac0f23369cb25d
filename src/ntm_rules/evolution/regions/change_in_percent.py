"""Changes in per cent of the earlier figure; where that is 0, the order of today's figure to it."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

from ...engine.specification import Span as Figures
from ...model.measure import Measure
from ...model.values.number import Number, Quotient, Scaling, as_fraction, simplest
from ...program.program import Program
from ...program.terms import Derived, Difference, Figure, Holds, Reported, Scaled, walk
from .leaf import Leaf, core_of, earlier_of, is_turned, leaf_of
from .partition import contains
from .quantity import Cell, MeasureChange, Order, RelativeChange, State
from .seen import Seen, always_applies, changed, seen_in
from .side import Side

_NOTHING = Figures(Decimal(0), Decimal(0))


def compared_quantity(truth: Holds, side: Side) -> Leaf | RelativeChange | None:
    """The quantity that a comparison is about: a change in per cent where parts of the earlier figure are required of it."""
    quantity = leaf_of(truth.figure, side)
    change = core_of(truth.figure)[0]
    if isinstance(quantity, MeasureChange) and isinstance(change, Difference):
        then = earlier_of(change)
        if any(isinstance(one, Scaled) and one.figure == then for one in walk(truth.required)):
            return RelativeChange(quantity.measure, quantity.since)
    return quantity


def is_earlier(figure: Figure) -> bool:
    """True for a measure on an earlier day."""
    match core_of(figure)[0]:
        case Reported(on=date()) | Derived(Reported(on=date())):
            return True
    return False


def percentage(scaling: object) -> Number:
    """The percentage that a part of a figure is of it."""
    assert isinstance(scaling, Scaling)
    assert scaling.beyond is None
    return simplest(100 * as_fraction(scaling.factor))


def in_state(state: State, figure: Figure) -> tuple[Seen, Order | None]:
    """A change in per cent in a state. Of an earlier figure of 0 it is ordered to 0, as any percentage of that is."""
    assert isinstance(figure, Difference)
    turned, always = is_turned(figure), always_applies(figure)
    if not isinstance(state, Order):
        return Seen(changed(seen_in(state, None).span, turned=turned, always=always)), None
    assert state.low is not None
    sign = -state.low if turned else state.low
    return Seen(changed(_NOTHING, turned=False, always=always)), Order(sign, sign)


def change_of(now: Fraction, then: Fraction) -> Fraction | Order:
    """A change in per cent of an earlier figure that is not below 0; of 0, the order of today's figure to it.

    >>> change_of(Fraction(50), Fraction(40)), change_of(Fraction(50), Fraction(0))
    (Fraction(25, 1), Order(low=1, high=1))
    """
    if then:
        return 100 * (now - then) / then
    sign = (now > 0) - (now < 0)
    return Order(sign, sign)


def is_in(change: Fraction | Order, state: State) -> bool:
    """True when a change in per cent is in a state of one that is known."""
    if isinstance(change, Fraction):
        return isinstance(state, Cell) and contains(state, change)
    return change == state


def never_below_0(measure: Measure, program: Program) -> bool:
    """True when no figure of a measure can be below 0, however it is reported or computed."""
    if measure.minimum is None or measure.minimum < 0:
        return False
    if measure.derive is None:
        return True
    how = measure.derive.how
    weights = (how.factor,) if isinstance(how, Quotient) else how.weights
    return all(weight >= 0 for weight in weights) and all(
        never_below_0(program.measures[part], program) for part in measure.derive.parts
    )

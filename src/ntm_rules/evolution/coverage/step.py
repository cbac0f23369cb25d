"""Step between two adjacent figures: one unit of the last decimal, or one level."""

from decimal import Decimal

from ...model.measure import Measure, MeasureType
from ...model.values.day import Day
from ...model.values.number import EXACT

ONE = Decimal(1)
"""The step of counts, and of shares in percent."""


def step_of(measure: Measure) -> Decimal:
    """One unit of the last decimal of a measure's figures as they are compared, that is after any declared rounding.

    >>> from ...model.text import Text
    >>> step_of(Measure("water", Text("Nước sạch"), decimals=2))
    Decimal('0.01')
    """
    places = measure.decimals
    if measure.rounding is not None:
        places = measure.rounding.to if measure.derive else min(measure.decimals, measure.rounding.to)
    return ONE.scaleb(-places)


def moved(value: Decimal | str, steps: int, measure: Measure | None) -> Decimal | str | None:
    """Threshold moved by `steps` steps of the measure (None: a count or a share); None past the last level.

    >>> moved(Decimal(90), -1, None)
    Decimal('89')
    """
    if measure is not None and measure.type is MeasureType.LEVEL:
        rank = measure.rank(str(value))
        if rank is None or not 0 <= rank + steps < len(measure.levels):
            return None
        return measure.levels[rank + steps].id
    if isinstance(value, str):
        return None
    if isinstance(value, Day):
        return value.later(steps)
    return EXACT.add(value, steps * (ONE if measure is None else step_of(measure)))

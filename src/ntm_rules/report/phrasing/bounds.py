"""Bounds of a figure in words, and the least and the greatest that it can be."""

from decimal import Decimal
from fractions import Fraction
from typing import TypeGuard

from ...model.condition import Aggregate, Basis, Operator
from ...model.decision import Reason, ReasonKind
from ...model.measure import Measure
from ...model.values.day import DATE_UNIT
from ...model.values.number import Number
from ..words import common as words
from ..words import rules as rule_words
from ..words.grades import THINGS
from .names import Names
from .numbers import measurement, quantities

Extremes = tuple[Decimal | None, Decimal | None]
"""The least and the greatest figure that there can be; None where there is no end."""

SHARES: Extremes = (Decimal(0), Decimal(100))
COUNTS: Extremes = (Decimal(0), None)


def bound_text(
    operator: Operator,
    required: Number,
    unit: str | None,
    extremes: Extremes,
    names: Names,
    *,
    points: bool = False,
) -> str:
    """A bound in words; at the end of its scale the figure alone, and none at all where that is 0.

    >>> from ...model.library import Library
    >>> names = Names(Library(), None, "vi")
    >>> bound_text(Operator.AT_LEAST, Decimal(100), "%", SHARES, names)
    '100%'
    >>> bound_text(Operator.EQUALS, Decimal(0), "nhà", COUNTS, names)
    'không còn nhà nào (0 nhà)'
    """
    shown = quantities([required], unit, names.language, points=points)[0]
    if unit == DATE_UNIT and not points:
        the_day = names.say(rule_words.THE_DAY, day=shown)
        return names.say(rule_words.DAY_REQUIREMENTS[operator], threshold=the_day)
    if points or not is_end(operator, required, extremes):
        return names.say(words.REQUIREMENTS[operator], threshold=shown)
    if required == 0 and unit is not None and unit.strip() in THINGS:
        noun = measurement(unit, names.language, Decimal(2))
        return names.say(words.NONE_LEFT, noun=noun, threshold=shown)
    return shown


def is_end(operator: Operator, required: Number, extremes: Extremes) -> bool:
    """True where only the end of the scale itself meets a bound.

    >>> is_end(Operator.AT_LEAST, Decimal(100), SHARES), is_end(Operator.AT_LEAST, Decimal(90), SHARES)
    (True, False)
    """
    least, greatest = extremes
    at_top = operator in (Operator.AT_LEAST, Operator.EQUALS) and greatest is not None and required == greatest
    return at_top or (operator in (Operator.AT_MOST, Operator.EQUALS) and least is not None and required == least)


def extremes_of(reason: Reason, names: Names) -> Extremes:
    """The least and the greatest figure that a reason can be about.

    >>> from ...model.library import Library
    >>> from ...model.outcome import Outcome
    >>> extremes_of(
    ...     Reason(kind=ReasonKind.TALLY, outcome=Outcome.ATTAINED, basis=Basis.SHARE), Names(Library(), None, "vi")
    ... )
    (Decimal('0'), Decimal('100'))
    """
    if reason.since is not None:
        return (None, None)
    if reason.kind is ReasonKind.TALLY or reason.basis is not None:
        return SHARES if reason.basis is Basis.SHARE else COUNTS
    return extremes_of_measure(names.measure(reason.measure), reason.aggregate)


def extremes_of_measure(measure: Measure | None, aggregate: Aggregate | None = None) -> Extremes:
    """The least and the greatest figure of a measure, or of an aggregate of it.

    >>> extremes_of_measure(None)
    (None, None)
    """
    if measure is None or aggregate is Aggregate.SUM:
        return (None, None)
    return (measure.minimum, measure.maximum)


def is_number(value: object) -> TypeGuard[Number]:
    """True of a figure, and not of a level, a finding or an absence.

    >>> is_number(Decimal(3)), is_number("good")
    (True, False)
    """
    return isinstance(value, (Decimal, Fraction))

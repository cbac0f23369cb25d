"""Which values a comparison lets through, as sets: so that one comparison can be held against another."""

from collections.abc import Iterable
from fractions import Fraction
from math import ceil, floor

from attrs import frozen

from ...model.condition import Operator

_MOST_LISTED = 1000


@frozen
class Domain:
    """The values there can be: from `least` to `most`, in steps of `step` (None: no bound, no step)."""

    least: Fraction | None = None
    most: Fraction | None = None
    step: Fraction | None = None


@frozen
class Range:
    """Every value from `low` to `high`; `open_low` and `open_high` leave the ends out, None is without end."""

    low: Fraction | None = None
    high: Fraction | None = None
    open_low: bool = False
    open_high: bool = False


Values = Range | frozenset[Fraction]


def let_through(operator: Operator, threshold: Fraction, domain: Domain) -> Range:
    """The values of a domain that a comparison lets through.

    >>> let_through(Operator.MORE_THAN, Fraction(89), Domain(step=Fraction(1)))
    Range(low=Fraction(90, 1), high=None, open_low=False, open_high=False)
    """
    made = {
        Operator.AT_LEAST: Range(low=threshold),
        Operator.MORE_THAN: Range(low=threshold, open_low=True),
        Operator.AT_MOST: Range(high=threshold),
        Operator.LESS_THAN: Range(high=threshold, open_high=True),
        Operator.EQUALS: Range(threshold, threshold),
    }[operator]
    return _in_domain(made, domain)


def _in_domain(values: Range, domain: Domain) -> Range:
    low, open_low, high, open_high = values.low, values.open_low, values.high, values.open_high
    if domain.step is not None:
        if low is not None:
            low = (floor(low / domain.step) + 1 if open_low else ceil(low / domain.step)) * domain.step
            open_low = False
        if high is not None:
            high = (ceil(high / domain.step) - 1 if open_high else floor(high / domain.step)) * domain.step
            open_high = False
    if domain.least is not None and (low is None or low < domain.least):
        low, open_low = domain.least, False
    if domain.most is not None and (high is None or high > domain.most):
        high, open_high = domain.most, False
    return Range(low, high, open_low, open_high)


def within(inner: Values, outer: Values, domain: Domain) -> bool:
    """Whether every value of `inner` is one of `outer`.

    >>> percent = Domain(Fraction(0), Fraction(100))
    >>> ninety = let_through(Operator.AT_LEAST, Fraction(90), percent)
    >>> within(let_through(Operator.EQUALS, Fraction(100), percent), ninety, percent)
    True
    >>> within(ninety, let_through(Operator.EQUALS, Fraction(100), percent), percent)
    False
    """
    if isinstance(inner, Range):
        listed = _listed(inner, domain)
        if listed is None:
            return isinstance(outer, Range) and _reaches(outer, inner)
        inner = frozenset(listed)
    return all(value in outer if isinstance(outer, frozenset) else _holds(outer, value) for value in inner)


def _listed(values: Range, domain: Domain) -> Iterable[Fraction] | None:
    """The values one by one, where they are few; none where the range is empty."""
    low, high = values.low, values.high
    if low is None or high is None:
        return None
    if low > high or (low == high and (values.open_low or values.open_high)):
        return ()
    if low == high:
        return (low,)
    if domain.step is None or (high - low) / domain.step >= _MOST_LISTED:
        return None
    return (low + domain.step * count for count in range(int((high - low) / domain.step) + 1))


def _reaches(outer: Range, inner: Range) -> bool:
    below = outer.low is None or (
        inner.low is not None
        and (inner.low > outer.low or (inner.low == outer.low and (inner.open_low or not outer.open_low)))
    )
    above = outer.high is None or (
        inner.high is not None
        and (inner.high < outer.high or (inner.high == outer.high and (inner.open_high or not outer.open_high)))
    )
    return below and above


def _holds(values: Range, value: Fraction) -> bool:
    return _reaches(values, Range(value, value))

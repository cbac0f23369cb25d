"""The smallest binary floats read as a figure or more: thresholds for columns of floats, exact without a conversion."""

import math
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from ....model.values.number import as_fraction


def read(value: float) -> Decimal:
    """A float as it is read everywhere: at 15 significant digits."""
    return Decimal(f"{value:.15g}")


@lru_cache(maxsize=65536)
def first_at_least(threshold: Decimal | Fraction) -> float:
    """The smallest float that is read as `threshold` or more.

    Reading a float at 15 digits keeps the order, so `value >= first_at_least(threshold)` is `read(value) >= threshold`.

    >>> first_at_least(Decimal("0.3")) <= 0.1 + 0.2 < first_at_least(Decimal("0.300000000000001"))
    True
    """
    exact = as_fraction(threshold)
    edge = float(exact)
    while Fraction(read(edge)) >= exact:
        edge = math.nextafter(edge, -math.inf)
    while Fraction(read(edge)) < exact:
        edge = math.nextafter(edge, math.inf)
    return edge


@lru_cache(maxsize=65536)
def first_more_than(threshold: Decimal | Fraction) -> float:
    """The smallest float that is read as more than `threshold`."""
    exact = as_fraction(threshold)
    edge = first_at_least(threshold)
    while Fraction(read(edge)) <= exact:
        edge = math.nextafter(edge, math.inf)
    return edge

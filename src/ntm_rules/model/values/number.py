"""Exact numbers: decimals as written, fractions where a division is exact only as one.

Nothing here rounds unless a measure's declared `Rounding` says so.
"""

import math
from collections.abc import Sequence
from decimal import Context, Decimal, Inexact
from decimal import InvalidOperation as DecimalInvalid
from enum import Enum
from fractions import Fraction

from attrs import evolve, frozen

Number = Decimal | Fraction

MOST_DIGITS = 30
"""A figure with more digits before or after the point than this is refused: no statistic has them."""

EXACT = Context(prec=400, traps=[Inexact, DecimalInvalid])


class NotAFigure(ValueError):
    """Raised for an object that cannot be used as a figure."""


def exact(value: int | float | Decimal | Fraction) -> Number:
    """`value` as an exact number; a binary float is read at 15 significant digits and then is a decimal.

    Raises NotAFigure for NaN, infinities, booleans, text and anything with more than 30 digits a side.

    >>> exact(0.1 + 0.2)
    Decimal('0.3')
    >>> exact(89.995)
    Decimal('89.995')
    """
    if isinstance(value, bool):
        raise NotAFigure("a yes/no is not a figure")
    number: Decimal
    if isinstance(value, int):
        number = _bounded(value)
    elif isinstance(value, float):
        if not math.isfinite(value):
            raise NotAFigure(f"{value!r} is not a figure")
        number = Decimal(f"{value:.15g}")
        number = (
            number.quantize(Decimal(1), context=EXACT)
            if number == number.to_integral_value() and abs(number) < 10**15
            else number
        )
    elif isinstance(value, Decimal):
        if not value.is_finite():
            raise NotAFigure(f"{value} is not a figure")
        number = value
    elif isinstance(value, Fraction):
        if max(value.numerator.bit_length(), value.denominator.bit_length()) > 256:
            raise NotAFigure("the fraction has too many digits")
        return value
    else:
        raise NotAFigure(f"{_shown(value)} is not a figure")
    exponent = number.as_tuple().exponent
    assert isinstance(exponent, int)
    if number and not (number.adjusted() < MOST_DIGITS and -exponent <= MOST_DIGITS):
        raise NotAFigure(f"{value} has more than {MOST_DIGITS} digits before or after the point")
    if exponent > 0:
        # In a context of our own: the caller's may have too few digits.
        number = number.quantize(Decimal(1), context=EXACT)
    return number if number else number.copy_abs()


def _bounded(value: int) -> Decimal:
    if value.bit_length() > 4 * MOST_DIGITS:
        raise NotAFigure(f"a whole number of {value.bit_length()} bits has more than {MOST_DIGITS} digits")
    return Decimal(value)


def decimals(number: Number) -> int | None:
    """Number of decimals that `number` needs; None for a fraction without a finite decimal.

    >>> decimals(Decimal("97.20"))
    1
    """
    if isinstance(number, Fraction):
        denominator, places = number.denominator, 0
        twos = (denominator & -denominator).bit_length() - 1
        denominator >>= twos
        fives = 0
        while denominator % 5 == 0:
            denominator //= 5
            fives += 1
        places = max(twos, fives)
        return places if denominator == 1 else None
    exponent = number.normalize(EXACT).as_tuple().exponent
    assert isinstance(exponent, int)
    return max(0, -exponent)


def _shown(value: object) -> str:
    try:
        return repr(value)
    except Exception:  # noqa: BLE001 - the repr of a caller's own class may raise anything
        return type(value).__name__


def decimals_written(number: Decimal) -> int:
    """Number of decimals in the text that `number` was read from: zeros at the end count.

    >>> decimals_written(Decimal("97.20"))
    2
    """
    exponent = number.as_tuple().exponent
    assert isinstance(exponent, int)
    return max(0, -exponent)


def may_be_thousands(number: Decimal) -> bool:
    """True where `number` may be grouped thousands: one to three digits, a point, exactly three more.

    >>> may_be_thousands(Decimal("1.000")), may_be_thousands(Decimal("0.125")), may_be_thousands(Decimal("1.0000"))
    (True, False, False)
    """
    return decimals_written(number) == 3 and 1 <= abs(number) < 1000


def without_zeros(number: Decimal) -> str:
    """`number` in digits, without zeros at the end of its decimals.

    >>> without_zeros(Decimal("90.50")), without_zeros(Decimal("100"))
    ('90.5', '100')
    """
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def as_fraction(number: Number) -> Fraction:
    """`number` as a fraction, exactly."""
    return number if isinstance(number, Fraction) else Fraction(number)


def simplest(number: Fraction) -> Number:
    """The decimal that equals `number`, where there is one; else the fraction itself.

    >>> simplest(Fraction(1, 4)), simplest(Fraction(1, 3))
    (Decimal('0.25'), Fraction(1, 3))
    """
    places = decimals(number)
    if places is None or places > MOST_DIGITS:
        return number
    return Decimal(number.numerator * 10**places // number.denominator).scaleb(-places, EXACT)


def difference(left: Number, right: Number) -> Number:
    """`left - right`, exactly."""
    if isinstance(left, Decimal) and isinstance(right, Decimal):
        return EXACT.subtract(left, right)
    return simplest(as_fraction(left) - as_fraction(right))


@frozen
class Quotient:
    """The first of two figures divided by the second, `factor` times: 100 for a percentage."""

    factor: Decimal = Decimal(1)

    def of(self, figures: Sequence[Number]) -> Number | None:
        """The figure that these come to, exactly; None where the second is 0.

        >>> Quotient(Decimal(100)).of([Decimal(1), Decimal(3)]), Quotient().of([Decimal(1), Decimal(0)])
        (Fraction(100, 3), None)
        """
        first, second = map(as_fraction, figures)
        return simplest(first * as_fraction(self.factor) / second) if second else None


@frozen
class WeightedSum:
    """The sum of figures, each multiplied by its weight (never 0)."""

    weights: tuple[Decimal, ...]

    def of(self, figures: Sequence[Number]) -> Number:
        """The figure that these come to, exactly.

        >>> WeightedSum((Decimal("0.4"), Decimal("-1"))).of([Decimal(50), Decimal(3)])
        Decimal('17')
        """
        return total([weighted(figure, weight) for figure, weight in zip(figures, self.weights, strict=True)])

    def bounds_of(self, part: int, low: Number | None, high: Number | None) -> tuple[Number | None, Number | None]:
        """The bounds of what a part, by its number, adds to the sum: turned round where its weight is below 0."""
        weight = self.weights[part]
        low, high = (None if end is None else weighted(end, weight) for end in (low, high))
        return (low, high) if weight > 0 else (high, low)


Combination = Quotient | WeightedSum
"""Way of computing a figure from others."""


def weighted(number: Number, weight: Decimal) -> Number:
    """The product of a figure and a weight, exactly.

    >>> weighted(Decimal("2.5"), Decimal("0.4"))
    Decimal('1')
    """
    return number if weight == 1 else simplest(as_fraction(number) * as_fraction(weight))


def total(numbers: list[Number]) -> Number:
    """The sum, exactly; 0 of nothing."""
    return simplest(sum((as_fraction(number) for number in numbers), Fraction(0)))


def total_of(numbers: Sequence[Number | None]) -> Number | None:
    """The sum of bounds, exactly; none where one of them has none."""
    known = [number for number in numbers if number is not None]
    return total(known) if len(known) == len(numbers) else None


def share(part: Number, whole: Number) -> Number:
    """`part` as a percentage of `whole`, exactly. Raises ZeroDivisionError when the whole is 0.

    >>> share(Decimal(1), Decimal(3))
    Fraction(100, 3)
    """
    return simplest(as_fraction(part) * 100 / as_fraction(whole))


def mean(numbers: list[Number]) -> Number:
    """The arithmetic mean, exactly. Raises ZeroDivisionError of nothing."""
    return simplest(as_fraction(total(numbers)) / len(numbers))


class RoundingMode(Enum):
    """Rounding of a figure, where its measure declares one."""

    HALF_UP = "half_up"
    HALF_EVEN = "half_even"
    DOWN = "down"
    UP = "up"


@frozen
class Rounding:
    """A declared rounding: the number of decimals, the mode, and the source.

    >>> Rounding(1).apply(Decimal("79.95"))
    Decimal('80.0')
    """

    to: int
    mode: RoundingMode = RoundingMode.HALF_UP
    source: str | None = None

    def apply(self, number: Number) -> Decimal:
        """`number` rounded as declared; halves are judged exactly, also for fractions."""
        scaled = as_fraction(number) * 10**self.to
        whole, rest = divmod(abs(scaled.numerator), scaled.denominator)
        twice = 2 * rest
        up = {
            RoundingMode.HALF_UP: twice >= scaled.denominator,
            RoundingMode.HALF_EVEN: twice > scaled.denominator or (twice == scaled.denominator and whole % 2 == 1),
            RoundingMode.DOWN: False,
            RoundingMode.UP: rest > 0,
        }[self.mode]
        magnitude = whole + up
        return Decimal(-magnitude if scaled < 0 else magnitude).scaleb(-self.to, EXACT)


@frozen
class Scaling:
    """A multiple of a figure: `base` and `factor` (above 0) times what of it is beyond `beyond` (None: all of it).

    A part of a figure, as a mean is one of a sum, has a fraction as its factor.

    >>> Scaling(Decimal("1.10")).apply(Decimal(48)), Scaling(Decimal(557), Decimal(1), Decimal(1580)).apply(Decimal(3))
    (Decimal('52.8'), Decimal('2694'))
    """

    factor: Decimal | Fraction
    beyond: Decimal | None = None
    base: Decimal = Decimal(0)

    def apply(self, number: Number) -> Number:
        """The multiple of a figure, exactly."""
        counted = number if self.beyond is None else max(difference(number, self.beyond), Decimal(0))
        if isinstance(counted, Decimal) and isinstance(self.factor, Decimal):
            return Decimal(without_zeros(EXACT.fma(self.factor, counted, self.base)))
        return simplest(as_fraction(self.base) + as_fraction(self.factor) * as_fraction(counted))

    def times(self, factor: Decimal) -> "Scaling":
        """The scaling to `factor` times as much.

        >>> Scaling(Decimal(10), Decimal(1), Decimal(5)).times(Decimal(2)).apply(Decimal(3))
        Decimal('50')
        """
        assert isinstance(self.factor, Decimal)
        return evolve(self, factor=EXACT.multiply(factor, self.factor), base=EXACT.multiply(factor, self.base))

    def undone(self, number: Number) -> Number:
        """The figure of which `number` is the multiple, if there is one."""
        counted = (as_fraction(number) - as_fraction(self.base)) / as_fraction(self.factor)
        return simplest(counted + as_fraction(self.beyond or Decimal(0)))


def number_to_plain(number: Decimal | Fraction) -> str:
    """A figure as text, exactly.

    >>> number_to_plain(Decimal("97.20")), number_to_plain(Fraction(1, 3))
    ('97.20', '1/3')
    """
    if isinstance(number, Fraction):
        return f"{number.numerator}/{number.denominator}"
    return format(number, "f")

"""Exact numbers: what is read, what is refused, and what rounding does."""

from decimal import Decimal, localcontext
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ntm_rules.model.values.number import (
    MOST_DIGITS,
    NotAFigure,
    Number,
    Rounding,
    RoundingMode,
    decimals,
    difference,
    exact,
    mean,
    share,
    simplest,
    total,
)

FIGURES = st.decimals(allow_nan=False, allow_infinity=False, places=6, min_value=-(10**12), max_value=10**12)
FRACTIONS = st.fractions(max_denominator=10**6, min_value=-(10**9), max_value=10**9)
NUMBERS: st.SearchStrategy[Number] = st.one_of(FIGURES, FRACTIONS)


@pytest.mark.parametrize(
    ("given", "read"),
    [
        (0.1 + 0.2, "0.3"),
        (89.995, "89.995"),
        (1.1 * 3, "3.3"),
        (99.9, "99.9"),
        (-0.0, "0"),
        (1e-9, "0.000000001"),
        (97.0, "97"),
        (123456789012345.0, "123456789012345"),
        (9007199254740993.0, "9007199254740990"),  # 16 digits: the sixteenth is not the figure's own
        (1e20, "100000000000000000000"),
        (1e28, "10000000000000000000000000000"),
        (9.5e28, "95000000000000000000000000000"),
        (2**53 + 1, "9007199254740993"),
        (2**63, "9223372036854775808"),
        (-(2**63) - 1, "-9223372036854775809"),
        (10**30 - 1, "9" * 30),
        (Decimal("1E+29"), "1" + "0" * 29),
        (Decimal("12.50"), "12.50"),
        (Decimal("-0.0"), "0.0"),
        (Decimal("-0E+5"), "0"),
        (Decimal("1E-30"), "0." + "0" * 29 + "1"),
    ],
)
def test_what_a_figure_is_read_as(given: float | Decimal, read: str) -> None:
    for precision in (28, 5):
        with localcontext() as context:
            context.prec = precision  # the caller's context is none of our business
            found = exact(given)
        assert isinstance(found, Decimal)
        assert f"{found:f}" == read


@pytest.mark.parametrize(
    "given",
    [
        float("nan"),
        float("inf"),
        float("-inf"),
        Decimal("NaN"),
        Decimal("sNaN"),
        Decimal("Infinity"),
        True,
        False,
        "3",
        "3,5",
        "",
        None,
        [],
        1j,
        b"3",
        10**30,
        10**5000,
        -(10**30),
        Decimal("1E+30"),
        Decimal("1E-31"),
        Decimal("1E+1000000"),
        1e30,
        1e-31,
        Fraction(1, 2**300),
        object(),
    ],
    ids=lambda given: type(given).__name__,
)
def test_what_is_no_figure(given: Any) -> None:
    with pytest.raises(NotAFigure):
        exact(given)


@given(st.floats(allow_nan=False, allow_infinity=False, min_value=-1e14, max_value=1e14))
def test_a_float_is_the_decimal_of_its_15_digits(figure: float) -> None:
    if figure and abs(figure) < 1e-15:
        return
    assert exact(figure) == Decimal(f"{figure:.15g}")


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**9), max_value=10**9, places=5))
def test_a_decimal_written_as_a_float_is_read_back(figure: Decimal) -> None:
    assert exact(float(figure)) == figure


@given(st.integers(-(10**30) + 1, 10**30 - 1))
def test_a_whole_number_is_itself(number: int) -> None:
    assert exact(number) == number
    assert f"{exact(number):f}" == str(number)


@given(NUMBERS, NUMBERS)
def test_difference_total_and_mean_are_exact(left: Number, right: Number) -> None:
    assert Fraction(difference(left, right)) == Fraction(left) - Fraction(right)
    assert Fraction(total([left, right])) == Fraction(left) + Fraction(right)
    assert Fraction(mean([left, right])) == (Fraction(left) + Fraction(right)) / 2


@given(NUMBERS, NUMBERS.filter(bool))
def test_a_share_is_exact(part: Number, whole: Number) -> None:
    assert Fraction(share(part, whole)) == Fraction(part) * 100 / Fraction(whole)


def test_a_share_of_nothing_and_a_mean_of_none() -> None:
    with pytest.raises(ZeroDivisionError):
        share(Decimal(1), Decimal(0))
    with pytest.raises(ZeroDivisionError):
        mean([])
    assert total([]) == 0


def test_thirty_digits_are_kept_whatever_the_callers_context() -> None:
    with localcontext() as context:
        context.prec = 3
        assert difference(Decimal("9" * 30), Decimal("0." + "0" * 29 + "1")) == Fraction("9" * 30) - Fraction(1, 10**30)
        assert total([Decimal("9" * 30), Decimal(1)]) == 10**30


@given(FRACTIONS)
def test_simplest_is_the_same_number(number: Fraction) -> None:
    found = simplest(number)
    assert Fraction(found) == number
    places = decimals(number)
    assert isinstance(found, Decimal) is (places is not None and places <= MOST_DIGITS)


@pytest.mark.parametrize(
    ("given", "places"),
    [
        (Decimal("97.20"), 1),
        (Decimal("97"), 0),
        (Decimal("100"), 0),
        (Decimal("0.00"), 0),
        (Fraction(1, 8), 3),
        (Fraction(1, 50), 2),
        (Fraction(7), 0),
        (Fraction(1, 3), None),
        (Decimal("0." + "0" * 29 + "1"), 30),
    ],
)
def test_how_many_decimals_a_number_needs(given: Number, places: int | None) -> None:
    assert decimals(given) == places


HALVES = [
    # number, to, half_up, half_even, down, up
    ("79.95", 1, "80.0", "80.0", "79.9", "80.0"),
    ("79.85", 1, "79.9", "79.8", "79.8", "79.9"),
    ("79.949", 1, "79.9", "79.9", "79.9", "80.0"),
    ("0.5", 0, "1", "0", "0", "1"),
    ("1.5", 0, "2", "2", "1", "2"),
    ("2.5", 0, "3", "2", "2", "3"),
    ("-0.5", 0, "-1", "0", "0", "-1"),
    ("-2.5", 0, "-3", "-2", "-2", "-3"),
    ("-79.95", 1, "-80.0", "-80.0", "-79.9", "-80.0"),
    ("-79.85", 1, "-79.9", "-79.8", "-79.8", "-79.9"),
    ("79.9", 1, "79.9", "79.9", "79.9", "79.9"),
    ("80", 1, "80.0", "80.0", "80.0", "80.0"),
    ("2.4999999999999999999999999999", 0, "2", "2", "2", "3"),
    ("2.5000000000000000000000000001", 0, "3", "3", "2", "3"),
    ("0", 2, "0", "0", "0", "0"),
]


@pytest.mark.parametrize("mode", list(RoundingMode))
@pytest.mark.parametrize("row", HALVES, ids=[f"{row[0]} to {row[1]}" for row in HALVES])
def test_rounding_exactly(row: tuple[str, int, str, str, str, str], mode: RoundingMode) -> None:
    number, to, *expected = row
    wanted = Decimal(expected[list(RoundingMode).index(mode)])
    assert Rounding(to, mode).apply(Decimal(number)) == wanted
    assert Rounding(to, mode).apply(Fraction(number)) == wanted


@pytest.mark.parametrize(
    ("number", "mode", "rounded"),
    [
        (Fraction(200, 3), RoundingMode.HALF_UP, "66.7"),
        (Fraction(100, 3), RoundingMode.UP, "33.4"),
        (Fraction(100, 3), RoundingMode.DOWN, "33.3"),
        (Fraction(-100, 3), RoundingMode.UP, "-33.4"),
        (Fraction(-100, 3), RoundingMode.HALF_EVEN, "-33.3"),
    ],
)
def test_a_fraction_is_rounded_exactly(number: Fraction, mode: RoundingMode, rounded: str) -> None:
    assert Rounding(1, mode).apply(number) == Decimal(rounded)


@given(NUMBERS, st.integers(0, 6), st.sampled_from(RoundingMode))
def test_rounding_moves_a_figure_by_less_than_one_step(number: Number, to: int, mode: RoundingMode) -> None:
    moved = Fraction(Rounding(to, mode).apply(number)) - Fraction(number)
    step = Fraction(1, 10**to)
    half = mode in (RoundingMode.HALF_UP, RoundingMode.HALF_EVEN)
    assert abs(moved) <= step / 2 if half else abs(moved) < step
    if mode is RoundingMode.DOWN:
        assert moved * Fraction(number) <= 0
    if mode is RoundingMode.UP:
        assert moved * Fraction(number) >= 0


@given(NUMBERS, NUMBERS, st.integers(0, 4), st.sampled_from(RoundingMode))
def test_rounding_never_turns_two_figures_round(one: Number, other: Number, to: int, mode: RoundingMode) -> None:
    low, high = sorted((Fraction(one), Fraction(other)))
    assert Rounding(to, mode).apply(low) <= Rounding(to, mode).apply(high)

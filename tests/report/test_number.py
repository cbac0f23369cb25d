"""Figures as printed never lie: an exact one is printed in full, an approximation never changes sides."""

from datetime import date
from decimal import Decimal, localcontext
from fractions import Fraction

import pytest
from babel import Locale
from babel.numbers import format_decimal, parse_decimal
from hypothesis import given
from hypothesis import strategies as st

from ntm_rules.model.fact import Absence, Finding
from ntm_rules.model.measure import Level, Measure, MeasureType
from ntm_rules.model.text import Language, Text
from ntm_rules.report.phrasing.numbers import (
    counted,
    day,
    difference,
    figure,
    figures,
    listed,
    measurement,
    quantity,
    value_of,
)
from ntm_rules.report.words.common import CRITERION, INDICATOR

languages = st.sampled_from(["vi", "en"])
decimals = st.builds(
    lambda digits, places: Decimal(digits).scaleb(-places), st.integers(-(10**25), 10**25), st.integers(0, 20)
)
fractions = st.fractions(min_value=-1000, max_value=1000, max_denominator=10**9)


def read(text: str, language: str) -> Decimal:
    with localcontext(prec=200):
        return parse_decimal(text.removeprefix("≈ ").replace("−", "-"), locale=language)


@given(decimals, languages)
def test_an_exact_figure_is_printed_in_full(number: Decimal, language: Language) -> None:
    text = figure(number, language)
    assert "≈" not in text
    assert read(text, language) == number


@given(decimals, languages)
def test_figures_and_nouns_are_as_the_rules_of_their_languages_say(number: Decimal, language: Language) -> None:
    """Those of Unicode, by which Babel writes, but for the sign of a negative figure."""
    with localcontext(prec=200):
        plain = Decimal(format(number, "f")) if number else Decimal(0)
        written = format_decimal(plain, locale=language, decimal_quantization=False)
        form = Locale("en").plural_form(Decimal(format(number.normalize(), "f")))
    assert figure(number, language) == written.replace("-", "−")
    for one, its_form in ((number, form), (Decimal(1), "one"), (Decimal("-1.0"), "one"), (Decimal("1.5"), "other")):
        assert measurement("năm", "en", one) == measurement("năm", "en", Decimal(1 if its_form == "one" else 2))


@given(decimals)
def test_both_languages_print_the_same_figure(number: Decimal) -> None:
    assert read(figure(number, "vi"), "vi") == read(figure(number, "en"), "en")


@given(st.lists(st.one_of(fractions, decimals), min_size=2, max_size=4), languages)
def test_figures_side_by_side_keep_their_order(numbers: list[Decimal | Fraction], language: Language) -> None:
    shown = [read(text, language) for text in figures(numbers, language)]
    for i, left in enumerate(numbers):
        for j, right in enumerate(numbers):
            assert (Fraction(left) < Fraction(right)) == (shown[i] < shown[j])


@given(st.integers(3, 10**12), st.sampled_from([1, -1]), languages)
def test_a_fraction_near_its_threshold_never_looks_equal_to_it(denominator: int, side: int, language: Language) -> None:
    near = 90 + side * Fraction(1, denominator * 3)
    text = figure(near, language, beside=[Decimal(90)])
    assert (read(text, language) > 90) == (side > 0)
    assert read(text, language) != 90


@given(st.fractions(min_value=0, max_value=1, max_denominator=10**12).filter(bool), languages)
def test_a_difference_is_never_printed_as_nothing(gap: Fraction, language: Language) -> None:
    text = difference(gap, None, language)
    assert read(text, language) != 0
    assert text.startswith("≈") == (Fraction(read(text, language)) != gap)


@pytest.mark.parametrize(
    ("number", "vi", "en"),
    [
        (Decimal("97.2"), "97,2", "97.2"),
        (Decimal("97.20"), "97,2", "97.2"),
        (Decimal("1234567.5"), "1.234.567,5", "1,234,567.5"),
        (Decimal("-0.0"), "0", "0"),
        (Decimal("-3.5"), "−3,5", "−3.5"),
        (Decimal("1E+3"), "1.000", "1,000"),
        (Decimal("0.000000000000000000000000000001"), "0,000000000000000000000000000001", f"0.{29 * '0'}1"),
        (Fraction(1, 4), "0,25", "0.25"),
        (Fraction(100, 3), "≈ 33,33", "≈ 33.33"),
    ],
)
def test_known_figures(number: Decimal | Fraction, vi: str, en: str) -> None:
    assert (figure(number, "vi"), figure(number, "en")) == (vi, en)


def test_the_callers_decimal_context_does_not_shorten_a_figure() -> None:
    with localcontext(prec=3):
        assert figure(Decimal("89.9951"), "vi") == "89,9951"


def test_quantities_with_their_units() -> None:
    assert quantity(Decimal("97.2"), "%", "vi") == "97,2%"
    assert quantity(Decimal("42.5"), "triệu đồng/người/năm", "vi") == "42,5 triệu đồng/người/năm"
    assert quantity(Decimal("42.5"), "triệu đồng/người/năm", "en") == "42.5 million VND/person/year"
    assert quantity(Decimal(1), "hộ", "en") == "1 household"
    assert quantity(Decimal(2), "hộ", "en") == "2 households"
    assert quantity(Decimal(2), "tấn\x1b[31m", "en") == "2 tấn�[31m"
    assert quantity(Decimal(2), None, "en") == "2"


def test_percentages_differ_by_percentage_points() -> None:
    assert difference(Decimal("2.8"), "%", "vi") == "2,8 điểm phần trăm"
    assert difference(Decimal("2.8"), "%", "en") == "2.8 percentage points"
    assert difference(Decimal(1), "%", "en") == "1 percentage point"
    assert difference(Fraction(1, 3), "%", "en") == "≈ 0.33 percentage points"
    assert difference(Decimal(3), "hộ", "vi") == "3 hộ"


def test_dates_and_counts() -> None:
    assert (day(date(2024, 6, 30), "vi"), day(date(2024, 6, 30), "en")) == ("30/06/2024", "30 Jun 2024")
    assert day(date(2024, 3, 1), "en") == "1 Mar 2024"
    assert [counted(count, CRITERION, "en") for count in (0, 1, 2)] == ["0 criteria", "1 criterion", "2 criteria"]
    assert counted(Decimal("1.5"), INDICATOR, "en") == "1.5 indicators"
    assert counted(Decimal("1.0"), INDICATOR, "en") == "1 indicator"
    assert counted(1, INDICATOR, "vi") == "1 chỉ tiêu"
    assert listed(["1", "2", "3"], "vi", alternative=True) == "1, 2 hoặc 3"
    assert listed([], "vi") == ""


def test_values_of_every_type() -> None:
    scale = Measure("m", Text("Xếp loại"), MeasureType.LEVEL, levels=(Level("good", Text("Tốt", "Good")),))
    assert value_of("good", scale, "vi") == "Tốt"
    assert value_of("good", scale, "en") == "Good"
    assert value_of("excellent", scale, "en") == "excellent"
    assert [value_of(finding, None, "vi") for finding in Finding] == ["Đạt", "Chưa đạt", "Cơ bản đạt"]
    assert [value_of(finding, None, "en") for finding in Finding] == ["Met", "Not met", "Basically met"]
    assert len({value_of(absence, None, "vi") for absence in Absence}) == len(Absence)


def test_a_unit_of_measurement_nobody_translated_stays_as_printed() -> None:
    assert (measurement("tấn/ha", "en"), measurement("tạ/sào", "en")) == ("tonnes/ha", "tạ/sào")

"""Figures as written are read exactly or not at all."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ntm_rules.exchange.number import Convention, read_number
from ntm_rules.model.place import Place
from ntm_rules.model.problem import FactsError


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("97,2", "97.2"),
        ("97.2", "97.2"),
        ("1.234.567", "1234567"),
        ("1,234,567", "1234567"),
        ("1.234,5", "1234.5"),
        ("1,234.5", "1234.5"),
        ("0.125", "0.125"),
        ("0,125", "0.125"),
        ("1234,567", "1234.567"),
        ("05", "5"),
        ("12 345", "12345"),
        ("12\u00a0345,6", "12345.6"),
        ("12\u202f345\u202f678", "12345678"),
        (" 85 ", "85"),
        ("\ufeff85\u200b", "85"),
        ("\u221285", "-85"),
        ("-3,5", "-3.5"),
        ("+3", "3"),
        ("89.9950", "89.995"),
        ("-0", "0"),
        ("1.0000", "1"),
        ("000", "0"),
    ],
)
def test_only_reading_is_taken(text: str, expected: str) -> None:
    assert read_number(text) == Decimal(expected)


@pytest.mark.parametrize("text", ["1.234", "1,234", "-12.000", "999,999"])
def test_two_readings_are_refused_and_shown(text: str) -> None:
    with pytest.raises(FactsError) as caught:
        read_number(text, place=Place("f.csv", 3, 5))
    (found,) = caught.value.diagnostics
    assert found.code == "NTM531"
    assert str(found.place) == "f.csv:3:5"
    assert found.help is not None
    for language in ("vi", "en"):
        assert "numbers: vi" in found.help.in_language(language)
        assert text.lstrip("-").replace(".", "").replace(",", "") in found.message.in_language(language)


@pytest.mark.parametrize(
    ("text", "convention", "expected"),
    [
        ("1.234", "vi", "1234"),
        ("1,234", "vi", "1.234"),
        ("1.234", "en", "1.234"),
        ("1,234", "en", "1234"),
        ("1.234.567,89", "vi", "1234567.89"),
        ("1,234,567.89", "en", "1234567.89"),
        ("3,5", "vi", "3.5"),
    ],
)
def test_declared_convention(text: str, convention: Convention, expected: str) -> None:
    assert read_number(text, convention) == Decimal(expected)


@pytest.mark.parametrize(
    ("text", "convention", "code"),
    [
        ("97.2", "vi", "NTM536"),
        ("97,2", "en", "NTM537"),
        ("12.34.567", None, "NTM538"),
        ("1.234,567.8", None, "NTM538"),
        ("1  234", None, "NTM538"),
        ("12 34", None, "NTM538"),
        ("1 234.567.890", None, "NTM538"),
        (".5", None, "NTM538"),
        ("5,", None, "NTM538"),
        ("--5", None, "NTM538"),
        ("", None, "NTM538"),
        ("%", None, "NTM532"),
        ("85%", None, "NTM532"),
        ("1e5", None, "NTM534"),
        ("1,5E+3", None, "NTM534"),
        ("８５", None, "NTM533"),
        ("٣٫٥", None, "NTM533"),
        ("97 ha", None, "NTM530"),
        ("khoảng 5", None, "NTM530"),
        ("=1+1", None, "NTM530"),
        ("5\u200b6", None, "NTM530"),
        ("½", None, "NTM530"),
        ("5²", None, "NTM530"),
        ("inf", None, "NTM530"),
        ("0x10", None, "NTM530"),
        ("1_000", None, "NTM530"),
        ("9" * 31, None, "NTM539"),
        ("9" * 5000, None, "NTM539"),
        ("–5", None, "NTM530"),
    ],
)
def test_what_is_no_figure(text: str, convention: Convention | None, code: str) -> None:
    with pytest.raises(FactsError) as caught:
        read_number(text, convention)
    assert [found.code for found in caught.value.diagnostics] == [code]


def test_percent_sign_belongs_to_percentages() -> None:
    assert read_number("85%", unit="%") == read_number("85 %", unit="%") == 85
    assert read_number("97,25\u00a0%", "vi", "%") == Decimal("97.25")
    for text in ("85%%", "%85", "8%5"):
        with pytest.raises(FactsError):
            read_number(text, unit="%")


figures = st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**15), max_value=10**15, places=4)


def read_or_refused(text: str, convention: Convention | None, unit: str | None = None) -> Decimal | FactsError:
    try:
        return read_number(text, convention, unit)
    except FactsError as error:
        return error


def written(number: Decimal, convention: Convention, grouped: bool) -> str:
    text = f"{number:,f}" if grouped else f"{number:f}"
    return text.translate(str.maketrans(",.", ".,")) if convention == "vi" else text


@given(figures, st.sampled_from(["vi", "en"]), st.booleans())
def test_a_figure_reads_back_under_its_convention(number: Decimal, convention: Convention, grouped: bool) -> None:
    assert read_number(written(number, convention, grouped), convention) == number


@given(
    st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**9), max_value=10**9, places=3) | figures,
    st.sampled_from(["vi", "en"]),
    st.booleans(),
    st.integers(0, 4),
)
def test_undeclared_figure_is_right_or_refused(
    number: Decimal, convention: Convention, grouped: bool, drop: int
) -> None:
    text = written(number, convention, grouped)
    text = text[: len(text) - drop] or "0"
    try:
        meant = read_number(text, convention)
    except FactsError:
        return
    read = read_or_refused(text, None)
    assert read == meant or isinstance(read, FactsError)
    if isinstance(read, FactsError):
        assert read.diagnostics[0].code == "NTM531"


@given(st.text(alphabet="0123456789.,+-−% \u00a0eE", max_size=12), st.sampled_from(["vi", "en", None]))
def test_any_text_is_a_figure_or_an_error_of_ours(text: str, convention: Convention | None) -> None:
    read = read_or_refused(text, convention, "%")
    if isinstance(read, FactsError):
        assert len(read.diagnostics) == 1
    else:
        digits = "".join(character for character in text if character.isdigit())
        shown = format(abs(read), "f").replace(".", "")
        assert shown.lstrip("0") == digits.lstrip("0")

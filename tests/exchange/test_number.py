"""Figures as written are read exactly or not at all."""

from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ntm_rules.exchange.cells.cell import TableCell
from ntm_rules.exchange.values.number import Convention, read_number
from ntm_rules.exchange.values.value import read_value
from ntm_rules.model.measure import Measure
from ntm_rules.model.place import Place
from ntm_rules.model.problem import FactsError
from ntm_rules.model.text import Text


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


@pytest.mark.parametrize("text", ["> 46", "≥ 90", "<=5", "75-78", "75 – 78,5", "~49", "≈ 49 %", "5+", "12.000-13.000"])
def test_a_range_or_bound_is_named_as_one(text: str) -> None:
    for convention in ("vi", "en", None):
        with pytest.raises(FactsError) as caught:
            read_number(text, convention, "%")
        assert [found.code for found in caught.value.diagnostics] == ["NTM525"]


def test_the_sign_stands_in_both_readings() -> None:
    with pytest.raises(FactsError) as caught:
        read_number("-1.000")
    assert "-1000" in caught.value.diagnostics[0].message.vi


def readings_of(text: str) -> set[Decimal]:
    """Every number that somebody could mean by digits with points, commas and spaces, by trying each sign in each part."""
    negative, body = text[:1] in "-−", text.lstrip("-−+").removesuffix("%").rstrip()
    found = set()
    for point in ("", ".", ","):
        for group in ("", ".", ",", " ", "\u00a0"):
            whole, _, fraction = body.rpartition(point) if point and point in body else (body, "", "")
            if point == group or body.count(point or "\0") > 1 or (point and point not in body):
                continue
            parts = whole.split(group) if group else [whole]
            grouped = len(parts) == 1 or (1 <= len(parts[0]) <= 3 and all(len(part) == 3 for part in parts[1:]))
            if grouped and all(part.isdigit() for part in (*parts, fraction or "0")):
                found.add(Decimal(f"{'-' if negative else ''}{''.join(parts)}.{fraction or 0}"))
    return found


@given(
    st.integers(-(10**10), 10**10),
    st.integers(0, 4),
    st.sampled_from(["vi", "en"]),
    st.sampled_from([None, "", " ", "\u00a0"]),
    st.booleans(),
    st.sampled_from(["vi", "en", None]),
    st.integers(0, 4),
)
def test_a_value_is_the_figure_meant_or_refused(
    digits: int,
    places: int,
    writing: Convention,
    group: str | None,
    percent: bool,
    declared: Convention | None,
    most: int,
) -> None:
    """However a figure is written, and whatever is declared: what is read is the figure, or it is refused."""
    meant = Decimal(digits).scaleb(-places)
    text = written(meant, writing, grouped=group is not None)
    text = text if not group else text.replace("." if writing == "vi" else ",", group)
    text += " %" if percent else ""
    measure, read = Measure("m", Text("m"), unit="%", decimals=most), None
    with suppress(FactsError):
        read = read_value(TableCell(text), measure, declared)
    if read is None:
        return
    assert read in readings_of(text)
    if declared in (None, writing):
        assert read == meant
        assert places <= most
    elif places <= most < 3:
        assert read == meant  # what is declared is not how it is written, and the figure fits its measure


@pytest.mark.parametrize(
    ("text", "convention", "most", "vi", "en"),
    [
        ("1,000", "vi", 0, "nếu dấu “,” ngăn hàng nghìn, viết 1000; nếu là số thập phân, viết 1;", "write 1000"),
        ("-1,250", "vi", 2, "viết -1250; nếu là số thập phân, viết -1,25;", "if it is a decimal, write -1,25"),
        ("1,234", "vi", 2, "viết 1234; ghi số", "write 1234; report"),
        ("12.500", "en", 1, "nếu dấu “.” ngăn hàng nghìn, viết 12500; nếu là số thập phân, viết 12.5;", "12500"),
        ("95.0", None, 0, "viết 95;", "if it is a decimal, write 95;"),
        ("90,50", "vi", 1, "viết 90,5;", "write 90,5;"),
        ("0,500", "vi", 1, "viết 0,5;", "write 0,5;"),
        ("1.0000", None, 2, "viết 1;", "write 1;"),
    ],
)
def test_decimals_are_counted_as_written(text: str, convention: Convention | None, most: int, vi: str, en: str) -> None:
    with pytest.raises(FactsError) as caught:
        read_value(TableCell(text, Place("f.csv", 3, 5)), Measure("m", Text("m"), decimals=most), convention)
    (found,) = caught.value.diagnostics
    assert (found.code, str(found.place)) == ("NTM535", "f.csv:3:5")
    assert found.help is not None
    assert vi in found.help.vi
    assert en in found.help.in_language("en")


@pytest.mark.parametrize(
    ("text", "convention", "most", "expected"),
    [
        ("1,234", "vi", 3, "1.234"),
        ("1.234", "vi", 0, "1234"),
        ("1.234", "vi", 3, "1234"),
        ("1 000", None, 0, "1000"),
        ("12.500.000", None, 0, "12500000"),
        ("0,500", None, 3, "0.5"),
        ("95.0", "en", 1, "95"),
    ],
)
def test_what_can_only_be_one_figure_stands(text: str, convention: Convention | None, most: int, expected: str) -> None:
    assert read_value(TableCell(text), Measure("m", Text("m"), decimals=most), convention) == Decimal(expected)


def test_a_number_of_a_workbook_has_no_writing() -> None:
    whole = Measure("m", Text("m"))
    assert read_value(TableCell(95.0), whole) == 95
    assert read_value(TableCell(1000), whole) == 1000

"""Number formats: what an officer sees in a cell is what is read, or the cell is refused."""

import io
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.styles.numbers import BUILTIN_FORMATS

from ntm_rules.exchange.units.reading import read_units
from ntm_rules.exchange.workbooks.number_format import Shown, hides_text, shown
from ntm_rules.model.fact import Statement
from ntm_rules.model.problem import UnitsError

ReadFacts = Callable[..., tuple[Statement, ...]]
WrongIn = Callable[[Callable[[], object]], list[tuple[str, str]]]

AS_IT_IS = [
    *("General", "@", "0", "0.00", "#,##0", "#,##0.00", "0.00E+00", "##0.0E+0", "# ##0", "000.0", "0_);(0)"),
    *("[Red]0.0", "[Color10]0", "#,##0;[Red]-#,##0", "[>=1000]#,##0;0.0", "[$-42A]0.0", "0.0 ", "* 0", "?0.0"),
    *("_-* #,##0.00\\ _₫_-;\\-* #,##0.00\\ _₫_-;_-* \"-\"??\\ _₫_-;_-@_-", "General;General", "0;;;@", "#.##"),
]  # fmt: skip
OTHERWISE = [
    *("#,##0,", "0.0,", "0,.0", "#,##0,,", "0.0,,", '0.0,"k"'),
    *("# ?/?", "# ??/??", "0/100", "0.0.0", "-0", "(0)", "0*-", "0%%", '0%"%"'),
    *(";;;", '"Đạt"', '"Đạt";"Chưa đạt"', "", ";0", "[<5]0;", "[DBNum1]0", "[>100]0"),
]


@pytest.mark.parametrize("number_format", AS_IT_IS)
def test_formats_that_show_the_number(number_format: str) -> None:
    assert shown(number_format, 85.5) == Shown()


@pytest.mark.parametrize("number_format", OTHERWISE)
def test_formats_that_show_something_else(number_format: str) -> None:
    assert shown(number_format, 85.5).misleading


@pytest.mark.parametrize(
    ("number_format", "affix"),
    [
        *(('0"%"', "%"), ("0\\%", "%"), ('0.0"k"', "k"), ('0" triệu đồng"', "triệu đồng"), ('"$"#,##0', "$")),
        *(("[$₫-42A]#,##0", "₫"), ("0 đ", "đ"), ('"~"0', "~"), ("0+", "+"), ("##\\.##", "."), ("0\\,0", ",")),
    ],
)
def test_words_beside_the_figure(number_format: str, affix: str) -> None:
    assert shown(number_format, 85) == Shown(affix=affix)


@pytest.mark.parametrize(
    ("number_format", "number", "misleading"),
    [
        ("0;0", -5, True),
        ("0;[Red]0", -5, True),
        ("0;(0)", -5, False),
        ("0;-0", -5, False),
        ("0", -5, False),
        ("#", 0, True),
        ("#,###", 0, True),
        ("#.#", 0.04, True),
        ("#%", 0.004, True),
        ("0;-0;;@", 0, True),
        ('_(* #,##0_);_(* (#,##0);_(* "-"_);_(@_)', 0, False),
        ('_(* #,##0_);_(* (#,##0)_);_(* "-"??_);_(@_)', -5, False),
        ('0;-0;"không"', 0, True),
        ('0;-0;"- -"', 0, True),
        ('"-"', 7, True),
        ("[=1]\"có\";0", 1, True),
        ("[=1]\"có\";0", 2, False),
        ("[<1]0.0,;0", 0.5, True),
    ],
)  # fmt: skip
def test_the_section_of_the_number_counts(number_format: str, number: float, misleading: bool) -> None:
    assert shown(number_format, number).misleading is misleading


@pytest.mark.parametrize(
    "number_format", ["d/m/yyyy", "mm-dd-yy", "[h]:mm", "h:mm AM/PM", "[$-F800]dddd, mmmm dd", "mm:ss.0"]
)
def test_dates(number_format: str) -> None:
    assert shown(number_format, 45000).is_date


@pytest.mark.parametrize("number_format", ["0%", "0.00%", "0 %", "[Red]0%;-0%", "#,##0%"])
def test_percentages(number_format: str) -> None:
    assert shown(number_format, 0.85) == Shown(percentage=True)


def test_every_format_that_comes_with_a_workbook_is_known() -> None:
    misleading = {id for id, each in BUILTIN_FORMATS.items() if shown(each, 85).misleading}
    assert misleading == {12, 13, 44}  # the fractions, and one that openpyxl gives without its semicolons
    assert {shown(each, 85).affix for id, each in BUILTIN_FORMATS.items() if id != 44} == {"", "$"}


@given(st.text(st.sampled_from('0#?.,;%@"\\_*[]<>=-+()/dmyhsEe$ đxG'), max_size=20), st.floats(-1e6, 1e6))
def test_any_format_has_a_reading(number_format: str, number: float) -> None:
    assert shown(number_format, number).digits >= 0
    assert hides_text(number_format) in (True, False)


def workbook(header: list[object], row: list[object], number_format: str, cell: str) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "S"
    sheet.append(header)
    sheet.append(row)
    sheet[cell].number_format = number_format
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("measure", "number_format", "expected"),
    [
        ("poverty", '0.0"%"', Decimal(85)),
        ("population", '#,##0" người"', Decimal(85)),
        ("income", '0" Triệu đồng"', Decimal(85)),
        ("population", '0"%"', "NTM668"),
        ("income", "0 ₫", "NTM668"),
        ("income", '0" đồng"', "NTM668"),
        ("population", "#,##0,", "NTM668"),
        ("poverty", "# ?/?", "NTM668"),
        ("poverty", ";;;", "NTM668"),
        ("population", "0%", "NTM543"),
        ("registered", '"Đạt"', "NTM668"),
        ("4.3", '"Đạt"', "NTM668"),
        ("3.1", "0.0,", "NTM668"),
    ],
)
def test_figures_in_workbooks(
    facts_of: ReadFacts, wrong_in: WrongIn, measure: str, number_format: str, expected: Decimal | str
) -> None:
    content = workbook(["unit", measure], ["TT", 85], number_format, "B2")
    if isinstance(expected, str):
        assert wrong_in(lambda: facts_of(content, name="facts.xlsx")) == [(expected, "facts.xlsx › S!B2")]
    else:
        assert [each.value for each in facts_of(content, name="facts.xlsx")] == [expected]


@pytest.mark.parametrize("number_format", ['@" chuẩn"', ";;;", '0;0;0;"x"@'])
def test_texts_shown_otherwise_are_refused(facts_of: ReadFacts, wrong_in: WrongIn, number_format: str) -> None:
    content = workbook(["unit", "registered"], ["TT", "Đạt"], number_format, "B2")
    assert wrong_in(lambda: facts_of(content, name="facts.xlsx")) == [("NTM668", "facts.xlsx › S!B2")]


def test_a_code_shown_otherwise_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "units.xlsx"
    path.write_bytes(workbook(["code", "name", "kind"], [3385, "A", "commune"], '0"/ĐB"', "A2"))
    with pytest.raises(UnitsError) as caught:
        read_units(path)
    assert [each.code for each in caught.value.diagnostics] == ["NTM668"]


@pytest.mark.parametrize(
    ("number_format", "dash"),
    [
        ('_(* #,##0_);_(* (#,##0)_);_(* "-"??_);_(@_)', True),
        ('_-* #,##0_-;-* #,##0_-;_-* "-"??_-;_-@_-', True),
        ("0;-0;–", True),
        ('[=0]"-";0', True),
        ("0;-0;-0", False),
        ("0", False),
    ],
)
def test_a_zero_shown_as_a_dash(number_format: str, dash: bool) -> None:
    assert shown(number_format, 0).dash is dash
    assert not shown(number_format, 3).dash


@pytest.mark.parametrize(
    ("number_format", "parts"),
    [
        ("dd/mm/yyyy", "dmy"),
        ("[$-F800]dddd\\, mmmm dd\\, yyyy", "mdy"),
        ("mmm-yy", "my"),
        ("[$-42A]mmmm yyyy;@", "my"),
        ('"Tháng" mm/yyyy', "my"),
        ("yyyy", "y"),
        ("d-mmm", "dm"),
        ("dddd", ""),
        ("h:mm", "t"),
        ("mm:ss", "t"),
        ("m/d/yyyy h:mm", "mdyt"),
    ],
)
def test_what_is_shown_of_a_date(number_format: str, parts: str) -> None:
    assert shown(number_format, 45657).parts == parts

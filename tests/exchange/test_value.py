"""Cells become values by the type of the measure; words for absence are never figures."""

import re
import unicodedata
from datetime import date, datetime, time
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ntm_rules.exchange.cells.cell import Content, TableCell
from ntm_rules.exchange.values.value import read_value
from ntm_rules.model.fact import Absence, Finding
from ntm_rules.model.library import Library
from ntm_rules.model.measure import Measure
from ntm_rules.model.problem import FactsError
from ntm_rules.model.text import Text

ABSENT = [
    ("", Absence.NOT_REPORTED),
    ("   ", Absence.NOT_REPORTED),
    ("\u00a0", Absence.NOT_REPORTED),
    ("-", Absence.NOT_REPORTED),
    ("–", Absence.NOT_REPORTED),
    ("NaN", Absence.NOT_REPORTED),
    ("null", Absence.NOT_REPORTED),
    ("Chưa báo cáo", Absence.NOT_REPORTED),
    ("chưa  có số liệu", Absence.NOT_REPORTED),
    ("N/A", Absence.NOT_REPORTED),
    ("KAD", Absence.NOT_APPLICABLE),
    ("Không áp dụng", Absence.NOT_APPLICABLE),
    ("not applicable", Absence.NOT_APPLICABLE),
    ("chưa đến hạn", Absence.NOT_YET_DUE),
    ("ĐANG XÁC MINH", Absence.DISPUTED),
    ("disputed", Absence.DISPUTED),
    (None, Absence.NOT_REPORTED),
]


@pytest.mark.parametrize("measure", ["clean_water", "registered", "security"])
@pytest.mark.parametrize(("content", "absence"), ABSENT)
def test_absences_for_every_type(library: Library, measure: str, content: Content, absence: Absence) -> None:
    assert read_value(TableCell(content), library.measures[measure]) is absence


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize(
    ("text", "finding"),
    [
        ("Đạt", Finding.MET),
        ("x", Finding.MET),
        ("X", Finding.MET),
        ("có", Finding.MET),
        ("Yes", Finding.MET),
        ("met", Finding.MET),
        ("Chưa đạt", Finding.NOT_MET),
        ("KHÔNG ĐẠT", Finding.NOT_MET),
        ("không", Finding.NOT_MET),
        ("no", Finding.NOT_MET),
        ("not met", Finding.NOT_MET),
        (" cơ  bản đạt ", Finding.BASICALLY_MET),
        ("Basically met", Finding.BASICALLY_MET),
    ],
)
def test_findings(library: Library, form: str, text: str, finding: Finding) -> None:
    assert read_value(TableCell(unicodedata.normalize(form, text)), library.measures["registered"]) is finding  # type: ignore[arg-type]


@pytest.mark.parametrize("text", ["good", "GOOD", "Khá", "khá", unicodedata.normalize("NFD", "KHÁ"), "Good"])
def test_levels_by_id_and_by_name(library: Library, text: str) -> None:
    assert read_value(TableCell(text), library.measures["security"]) == "good"


def test_a_levels_own_word_comes_before_all_others(library: Library) -> None:
    assert read_value(TableCell("Đạt"), library.measures["security"]) == "best"


@pytest.mark.parametrize(
    ("content", "measure", "expected"),
    [
        (97.2, "clean_water", "97.2"),
        (85, "clean_water", "85"),
        (0.1 + 0.2, "clean_water", "0.3"),
        ("85%", "clean_water", "85"),
        ("3,5", "poverty", "3.5"),
        ("3", "poverty", "3"),
        (89.99, "poverty", "89.99"),
        (0, "poverty", "0"),
        ("0", "poverty", "0"),
        (4.1 * 3, "income", "12.3"),
    ],
)
def test_figures(library: Library, content: Content, measure: str, expected: str) -> None:
    value = read_value(TableCell(content), library.measures[measure])
    assert isinstance(value, Decimal)
    assert value == Decimal(expected)


@pytest.mark.parametrize(("stored", "shown"), [(0.85, "85"), (1, "100"), (0.972, "97.2"), (0.9995, "99.95"), (0, "0")])
def test_percentage_format_is_what_is_shown(library: Library, stored: float, shown: str) -> None:
    assert read_value(TableCell(stored, percentage=True), library.measures["poverty"]) == Decimal(shown)


@pytest.mark.parametrize(
    ("cell", "measure", "code"),
    [
        (TableCell("97,25"), "clean_water", "NTM535"),
        (TableCell(33.3333333333333), "poverty", "NTM535"),
        (TableCell("100,1"), "clean_water", "NTM540"),
        (TableCell("-1"), "poverty", "NTM540"),
        (TableCell(1.2, percentage=True), "clean_water", "NTM540"),
        (TableCell("Đạt"), "poverty", "NTM541"),
        (TableCell(True), "poverty", "NTM541"),
        (TableCell(datetime(2024, 5, 3)), "poverty", "NTM542"),
        (TableCell(time(3, 5)), "poverty", "NTM542"),
        (TableCell(date(2024, 5, 3)), "registered", "NTM544"),
        (TableCell(0.85, percentage=True), "population", "NTM543"),
        (TableCell(1e300), "population", "NTM539"),
        (TableCell(float("inf")), "population", "NTM539"),
        (TableCell(10**40), "population", "NTM539"),
        (TableCell("Dat"), "registered", "NTM544"),
        (TableCell(1), "registered", "NTM544"),
        (TableCell("0"), "registered", "NTM544"),
        (TableCell("tốt"), "security", "NTM545"),
        (TableCell(True), "security", "NTM545"),
        (TableCell("#N/A"), "poverty", "NTM513"),
        (TableCell("#DIV/0!"), "registered", "NTM513"),
        (TableCell("####"), "security", "NTM513"),
        (TableCell("85%"), "population", "NTM532"),
        (TableCell("không có"), "population", "NTM530"),
    ],
)
def test_what_is_no_value(library: Library, cell: TableCell, measure: str, code: str) -> None:
    with pytest.raises(FactsError) as caught:
        read_value(cell, library.measures[measure])
    assert [found.code for found in caught.value.diagnostics] == [code]


@pytest.mark.parametrize(
    ("text", "measure", "near"),
    [("chưa đat", "registered", "Chưa đạt"), ("cơ bản dạt", "registered", "Cơ bản đạt"), ("goood", "security", "good")],
)
def test_the_nearest_known_word_is_named(library: Library, text: str, measure: str, near: str) -> None:
    with pytest.raises(FactsError) as caught:
        read_value(TableCell(text), library.measures[measure])
    advice = caught.value.diagnostics[0].help
    assert advice is not None
    assert near in advice.vi
    assert near in (advice.en or "")


@given(
    st.integers(1, 999),
    st.integers(0, 999),
    st.sampled_from(".,"),
    st.integers(0, 4),
    st.sampled_from([None, 100, 5000]),
)
@example(99, 987, ".", 3, 100)
def test_what_is_proposed_for_a_figure_of_two_readings_is_taken(
    left: int, right: int, separator: str, places: int, highest: int | None
) -> None:
    most = None if highest is None else Decimal(highest)
    measure = Measure("m", Text("M"), decimals=places, minimum=Decimal(0), maximum=most)
    written = f"{left}{separator}{right:03}"
    with pytest.raises(FactsError) as caught:
        read_value(TableCell(written), measure)
    [found] = caught.value.diagnostics
    assert found.help is not None
    help = found.help.in_language("en")
    if (asked := re.search(r"write ([0-9]+)", help)) is not None:
        assert read_value(TableCell(asked[1]), measure) == Decimal(f"{left}{right:03}")
    for convention in re.findall(r"`numbers: (vi|en)`", help):
        read_value(TableCell(written), measure, convention)
    assert asked is not None or "`numbers:" in help or "neither reading" in help

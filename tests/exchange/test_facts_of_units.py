"""Which unit a row of figures is about: by code or name, by the day of the figure, by the unit above."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from ntm_rules.engine.decisions import evaluate
from ntm_rules.exchange.dossier.dossier import read_dossier
from ntm_rules.model.library import Library
from ntm_rules.model.problem import FactsError, NtmError, UnitsError
from ntm_rules.program.compiling import compile

UNITS = """code,name,kind,parent,exists_from,exists_until
D1,Huyện Một,district,,,
D2,Huyện Hai,district,,,
A,Thị trấn Tân Thành,TT,D1,,
B,Thị trấn Tân Thành,TT,D2,,
C,Thị trấn Hòa Đông,TT,D2,,
02917,Thị trấn Cũ,TT,D1,,2024-03-31
02917,Thị trấn Mới,TT,D2,2024-04-01,
"""
YAML = "as_of: 2024-06-30\nrulesets: {township: vn/town}\n"

About = Callable[[str], list[tuple[str, date]]]


@pytest.fixture
def about(tmp_path: Path, library: Library) -> About:
    """The unit and day of each figure of a facts file that is given as text."""

    def read(facts: str) -> list[tuple[str, date]]:
        for name, text in (("dossier.yaml", YAML), ("units.csv", UNITS), ("facts.csv", facts)):
            (tmp_path / name).write_text(text, encoding="utf-8")
        return [(one.unit, one.as_of) for one in read_dossier(tmp_path, library).statements]

    return read


HEAD = "unit,parent,measure,value,as_of\n"


@pytest.mark.parametrize(
    ("unit", "parent", "code"),
    [
        ("Thị trấn Tân Thành", "Huyện Một", "A"),
        ("TT. Tân Thành", "H. Hai", "B"),
        ("tân thành", "D2", "B"),
        ("TT Hoà Ðông", "", "C"),
        ("C", "Hai", "C"),
        ("D1", "D1", "D1"),
    ],
)
def test_a_unit_by_name_and_the_unit_above(about: About, unit: str, parent: str, code: str) -> None:
    assert about(HEAD + f"{unit},{parent},poverty,1,2024-06-30\n") == [(code, date(2024, 6, 30))]


@pytest.mark.parametrize("head", ["huyện", "Trực thuộc", "Đơn vị cấp trên"])
def test_the_column_of_the_unit_above_in_a_wide_table(about: About, head: str) -> None:
    assert about(f"tên,{head},poverty\nTT Tân Thành,Huyện Hai,1\n") == [("B", date(2024, 6, 30))]


@pytest.mark.parametrize(
    ("day", "code"), [("2024-03-31", "02917@2024-03-31"), ("2024-04-01", "02917"), ("2024-06-30", "02917")]
)
def test_a_code_used_again_is_that_of_the_day_of_the_figure(about: About, day: str, code: str) -> None:
    assert about(HEAD + f"02917,,poverty,1,{day}\n") == [(code, date.fromisoformat(day))]


def wrong(about: About, facts: str) -> list[tuple[str, str, str]]:
    with pytest.raises(NtmError) as caught:
        about(facts)
    assert isinstance(caught.value, FactsError)
    assert not isinstance(caught.value, UnitsError)
    return [
        (found.code, str(found.place).rsplit("facts.csv:")[1], f"{found.message.en} {found.help and found.help.en}")
        for found in caught.value.diagnostics
    ]


@pytest.mark.parametrize(
    ("row", "code", "place", "said"),
    [
        ("TT Tân Thành,,", "NTM561", "2:1", "A (Thị trấn Tân Thành, Huyện Một), B (Thị trấn Tân Thành, Huyện Hai)"),
        ("TT Tân Thành,Huyện Ba,", "NTM560", "2:14", "unknown unit 'Huyện Ba'"),
        ("C,Huyện Một,", "NTM593", "2:3", "C (Thị trấn Hòa Đông, Huyện Hai)"),
        ("TT Hòа Đông,,", "NTM560", "2:1", "'а' (U+0430)"),
        ("2917,,", "NTM560", "2:1", "zeros at the beginning are missing"),
        ("TT Hòa Đồng,,", "NTM560", "2:1", "'ồ' where 'ô' is expected, at letter 9"),
    ],
)
def test_rows_whose_unit_is_not_clear(about: About, row: str, code: str, place: str, said: str) -> None:
    ((found, at, text),) = wrong(about, HEAD + row + "poverty,1,2024-06-30\n")
    assert (found, at) == (code, place)
    assert said in text


def test_a_code_and_the_name_beside_it(about: About) -> None:
    head = "mã,tên,measure,value\n"
    assert about(head + "C,TT. Hoà Đông,poverty,1\n") == [("C", date(2024, 6, 30))]
    ((code, place, _),) = wrong(about, head + "C,TT Tân Thành,poverty,1\n")
    assert (code, place) == ("NTM574", "2:3")


def test_figures_before_and_after_a_code_was_used_again_are_of_two_units(
    about: About, tmp_path: Path, library: Library
) -> None:
    about(HEAD + "02917,,poverty,9,2024-03-31\n02917,,poverty,1,2024-06-30\n")
    read = read_dossier(tmp_path, library)
    for day, code, outcome in (
        (date(2024, 3, 31), "02917@2024-03-31", "not_attained"),
        (date(2024, 6, 30), "02917", "attained"),
    ):
        decisions = evaluate(compile("vn/town", day, library), read.units, read.statements)
        assert decisions.outcome(code, "3.1").value == outcome
        assert {unit.code for unit in decisions.units} == {"A", "B", "C", code}

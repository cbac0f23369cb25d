"""PEERS section 3 through files: absent, null, NaN, blank, "3,5", "85%", text figures; never a wrong answer."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from ntm_rules.model.fact import Absence, Fact, Statement, Value

ReadFacts = Callable[..., tuple[Statement, ...]]
WrongIn = Callable[[Callable[[], object]], list[tuple[str, str]]]

CELLS: list[tuple[str, str, Value | None]] = [
    ("absent", "", None),
    ("null", "null", Absence.NOT_REPORTED),
    ("NaN", "NaN", Absence.NOT_REPORTED),
    ("dash", "-", Absence.NOT_REPORTED),
    ("comma", '"3,5"', Decimal("3.5")),
    ("percent", "85%", Decimal(85)),
    ("text figure", '"85"', Decimal(85)),
    ("zero", "0", Decimal(0)),
]


@pytest.mark.parametrize(("_", "cell", "expected"), CELLS)
def test_cell_in_the_wide_form(facts_of: ReadFacts, _: str, cell: str, expected: Value | None) -> None:
    statements = facts_of(f"unit,as_of,poverty\nTT,2024-03-31,{cell}\n")
    assert [fact.value for fact in statements] == ([] if expected is None else [expected])


@pytest.mark.parametrize(("_", "cell", "expected"), CELLS)
def test_cell_in_the_long_form(facts_of: ReadFacts, _: str, cell: str, expected: Value | None) -> None:
    (fact,) = facts_of(f"unit,measure,value,as_of\nTT,poverty,{cell},2024-03-31\n")
    assert fact.value == (Absence.NOT_REPORTED if expected is None else expected)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (None, None),
        ("", None),
        ("NaN", Absence.NOT_REPORTED),
        ("-", Absence.NOT_REPORTED),
        ("3,5", Decimal("3.5")),
        ("85%", Decimal(85)),
        ("85", Decimal(85)),
        (3.5, Decimal("3.5")),
        (0, Decimal(0)),
        (0.1 + 0.2, Decimal("0.3")),
    ],
)
def test_cell_of_a_workbook(facts_of: ReadFacts, tmp_path: Path, content: object, expected: Value | None) -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.append(["unit", "as_of", "poverty"])
    book.active.append(["TT", "2024-03-31", content])
    book.save(tmp_path / "made.xlsx")
    statements = facts_of((tmp_path / "made.xlsx").read_bytes(), name="facts.xlsx")
    assert [fact.value for fact in statements] == ([] if expected is None else [expected])


@pytest.mark.parametrize("cell", ["1.234", "ba", "3;5", "3.5.1", "1e3", "#N/A", "８５", "true"])
def test_what_can_be_misread_is_an_error_with_its_cell(facts_of: ReadFacts, wrong_in: WrongIn, cell: str) -> None:
    found = wrong_in(lambda: facts_of(f"unit,as_of,poverty\nTT,2024-03-31,{cell}\n"))
    assert [place for _, place in found] == ["facts.csv:2:15"]


def test_facts_made_in_python_read_no_text() -> None:
    assert Fact("TT", "poverty", float("nan"), date(2024, 1, 1)).value is Absence.NOT_REPORTED

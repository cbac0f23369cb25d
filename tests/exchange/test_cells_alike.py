"""Cells that hold what another of their column held are read once, and mean the same as if each was read by itself."""

from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ntm_rules.exchange.facts.reading import read_facts
from ntm_rules.language.library import load_library
from ntm_rules.model.fact import Absence, Attestation, Fact, Finding
from ntm_rules.model.problem import FactsError
from ntm_rules.model.units.unit import Unit, Units

from ..profiles import tried

UNITS = Units([Unit(code, code, "township") for code in ("A", "B", "C")])
RULESETS = {"township": "vn/civilised-township"}
HEAD = "unit,as_of,reported_by,clean_water_households,vn/civilised-township#9\n"


def read(tmp_path: Path, rows: str) -> tuple[object, ...]:
    table = tmp_path / "facts.csv"
    table.write_text(HEAD + rows, encoding="utf-8")
    return read_facts(table, UNITS, load_library(), RULESETS, date(2024, 6, 30))


@pytest.mark.slow
def test_each_statement_has_its_own_unit_day_source_and_place(tmp_path: Path) -> None:
    rows = (
        "A,2024-03-31,X,97.2,met\nB,2024-06-30,Y,97.2,met\nC,2024-06-30,Z,97.2,met\nA,2024-06-30,,97.2,not reported\n"
    )
    found = read(tmp_path, rows)
    facts = [one for one in found if isinstance(one, Fact)]
    assert [(one.unit, one.as_of.month, one.reported_by, str(one.value)) for one in facts] == [
        ("A", 3, "X", "97.2"),
        ("B", 6, "Y", "97.2"),
        ("C", 6, "Z", "97.2"),
        ("A", 6, None, "97.2"),
    ]
    assert [one.place and (one.place.line, one.place.column) for one in facts] == [(2, 16), (3, 16), (4, 16), (5, 15)]
    assert facts[2] == Fact("C", "clean_water_households", facts[0].value, date(2024, 6, 30), "Z")
    said = [(one.unit, one.value) for one in found if isinstance(one, Attestation)]
    assert said == [("A", Finding.MET), ("B", Finding.MET), ("C", Finding.MET), ("A", Absence.NOT_REPORTED)]


def test_a_mistake_is_reported_in_each_cell_that_has_it(tmp_path: Path) -> None:
    with pytest.raises(FactsError) as raised:
        read(tmp_path, "A,2024-06-30,X,97.2555,met\nB,2024-06-30,X,97.2555,met\nC,2024-06-30,X,101,met\n")
    assert [(one.code, one.place and one.place.line) for one in raised.value.diagnostics] == [
        ("NTM535", 2),
        ("NTM535", 3),
        ("NTM540", 4),
    ]


cells = st.sampled_from(["", " ", "97.2", "97.25", "101", "-1", "đạt", "met", "#N/A", "###", "95%", "75-78", "x", "có"])
days = st.sampled_from(["2024-06-30", "30/06/2024", "Q2/2024", "2024", "03/04/2024", "tomorrow", ""])
rows = st.tuples(st.sampled_from(["A", "B", "C", "Z", ""]), days, st.sampled_from(["X", ""]), cells, cells)


@settings(max_examples=tried(0.3))
@given(st.lists(rows, min_size=1, max_size=8))
def test_cells_without_quotes_are_read_as_those_with_quotes(rows: list[tuple[str, ...]]) -> None:
    """Lines without quotes have no cells but those that are looked at closely; lines with quotes have all of them."""
    with TemporaryDirectory() as folder:
        plain, quoted = (said(Path(folder), rows, mark) for mark in ("", '"'))
    assert plain == quoted


def said(folder: Path, rows: list[tuple[str, ...]], mark: str) -> list[object]:
    """What is read in rows, or what is wrong with them, by line."""
    try:
        found = read(folder, "".join(",".join(f"{mark}{cell}{mark}" for cell in row) + "\n" for row in rows))
    except FactsError as error:
        return [(one.code, one.message, one.place and one.place.line) for one in error.diagnostics]
    return [(one, one.place and one.place.line) for one in found if isinstance(one, Fact | Attestation)]

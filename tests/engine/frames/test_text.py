"""Tables read as text: figures, absences and days, and the cells that are none."""

import random
from collections.abc import Mapping, Sequence
from datetime import date

import polars as pl
import pytest
from attrs import evolve

from ntm_rules import load_library
from ntm_rules.engine.frames.assessing.text import figures_from_text
from ntm_rules.model.library import Library
from ntm_rules.model.problem import FactsError

LIBRARY = load_library()
Columns = Mapping[str, Sequence[str | None]]
WATER, STREETS = "clean_water_households", "paved_lit_streets"


def read(columns: Columns, decimal_comma: bool = False, library: Library = LIBRARY) -> pl.DataFrame:
    frame = pl.LazyFrame(dict(columns), schema=dict.fromkeys(columns, pl.String))
    return figures_from_text(frame, library, decimal_comma).collect()


def refused(columns: Columns, decimal_comma: bool = False) -> list[str]:
    with pytest.raises(FactsError) as error:
        read(columns, decimal_comma)
    return [one.message.in_language("en") for one in error.value.diagnostics]


def test_figures_absences_and_blank_cells() -> None:
    found = read(
        {"unit": ["A", "B", "C", "D"], WATER: ["99.9", "", " ", "not_applicable"], STREETS: ["-1", "007", None, "0.50"]}
    )
    assert found[WATER].to_list() == [99.9, None, None, None]
    assert found[f"{WATER}:absence"].to_list() == [None, None, None, "not_applicable"]
    assert found[STREETS].to_list() == [-1.0, 7.0, None, 0.5]
    assert f"{STREETS}:absence" not in found.columns


def test_a_reason_may_be_in_the_column_beside() -> None:
    columns: dict[str, Sequence[str | None]] = {
        "unit": ["A", "B", "C"],
        WATER: ["disputed", None, "1"],
        f"{WATER}:absence": ["", "not_reported", None],
    }
    assert read(columns)[f"{WATER}:absence"].to_list() == ["disputed", "not_reported", None]
    [text] = refused({**columns, f"{WATER}:absence": ["not_reported", None, None]})
    assert text == f"column '{WATER}', row 1 (A): 'disputed', but column '{WATER}:absence' gives another reason"


def test_a_decimal_comma_is_read_where_it_is_asked_for() -> None:
    assert read({"unit": ["A", "B"], WATER: ["85,5", "-3"]}, True)[WATER].to_list() == [85.5, -3.0]
    assert "'85.5' is not a figure written as 85,5" in refused({"unit": ["A"], WATER: ["85.5"]}, True)[0]


@pytest.mark.parametrize(
    "cell",
    [
        "85%",
        "3,5",
        "x",
        "1e5",
        "nan",
        "inf",
        ".5",
        "5.",
        "+5",
        " 5",
        "5 ",
        "5\n",
        "1_0",
        "٣",
        "−5",
        "--5",
        "-",
        "1.2.3",
    ],
)
def test_anything_else_is_refused_with_its_row(cell: str) -> None:
    [text] = refused({"unit": ["A", "B", "C"], WATER: ["1", cell, "y"]})
    assert text.startswith(f"column '{WATER}', row 2 (B): {cell!r} is not a figure written as 85.5")


def test_every_column_that_is_wrong_is_named_at_once() -> None:
    texts = refused(
        {
            "unit": ["A", None],
            "as_of": ["2024-06-30", "2024-6-30"],
            "exists_from": ["2024-02-30", None],
            WATER: ["1", "85%"],
            STREETS: ["x", "y"],
        }
    )
    assert [text.split(":")[0] for text in texts] == [
        "column 'unit', row 2",
        "column 'as_of', row 2",
        "column 'exists_from', row 1 (A)",
        f"column '{WATER}', row 2",
        f"column '{STREETS}', row 1 (A)",
    ]


FINE = Library(measures={WATER: evolve(LIBRARY.measures[WATER], decimals=18)})
"""A measure that may be written with as many decimals as anybody writes."""


@pytest.mark.parametrize(
    "cell", ["123456789012345", "0.000123456789012345", "-12345678901234.5", "0000000000000000000"]
)
def test_fifteen_significant_digits_are_read(cell: str) -> None:
    assert read({"unit": ["A"], WATER: [cell]}, library=FINE)[WATER].to_list() == [float(cell)]


@pytest.mark.parametrize(("cell", "found"), [("95.000", 3), ("0.125", 3), ("1.0000", 4)])
def test_decimals_are_counted_as_they_are_written(cell: str, found: int) -> None:
    with pytest.raises(FactsError) as error:
        read({"unit": ["A", "B"], WATER: ["1", cell]})
    [one] = error.value.diagnostics
    assert (one.code, one.fields["found"], one.fields["most"], one.fields["row"]) == ("NTM535", found, 2, 2)
    assert read({"unit": ["A"], WATER: ["95.00"]})[WATER].to_list() == [95.0]


@pytest.mark.parametrize("cell", ["1234567890123456", "0.1234567890123456", "-1.000000000000000"])
def test_sixteen_are_refused(cell: str) -> None:
    assert refused({"unit": ["A"], WATER: [cell]}) == [
        f"column '{WATER}', row 1 (A): {cell!r} has more than 15 significant digits"
    ]


def test_figures_are_the_floats_nearest_to_them() -> None:
    chosen = random.Random(1)
    cells = []
    for _ in range(20_000):
        digits = str(chosen.randrange(10 ** chosen.randint(1, 15)))
        places = chosen.randrange(len(digits))
        # Three digits after the point, the last a zero, may be thousands.
        places = 0 if places == 3 and digits.endswith("0") else places
        cells.append(f"{digits[: len(digits) - places]}.{digits[len(digits) - places :]}" if places else digits)
    assert read({"unit": ["A"] * len(cells), WATER: [*cells]}, library=FINE)[WATER].to_list() == [
        float(cell) for cell in cells
    ]


def test_days_and_other_columns() -> None:
    found = read({"unit": ["A"], "as_of": ["2024-02-29"], "exists_until": [""], "region": [""], "name": ["1"]})
    assert found.rows() == [("A", date(2024, 2, 29), None, None, "1")]


def test_columns_that_are_no_text_stay_as_they_are() -> None:
    frame = pl.LazyFrame({"unit": [1], WATER: [99.9]})
    assert figures_from_text(frame, LIBRARY).collect().rows() == [(1, 99.9)]

"""Figures of measures in per cent that look like fractions are warned of, and none is changed."""

import io
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from ntm_rules.exchange.diagnostics.mistakes import Mistakes
from ntm_rules.exchange.facts.forms import Context
from ntm_rules.exchange.facts.reading import facts_from
from ntm_rules.exchange.facts.subject import Subjects
from ntm_rules.exchange.units.index import UnitIndex
from ntm_rules.model.library import Library
from ntm_rules.model.units.unit import Units

AS_OF = date(2024, 6, 30)


def remarks(path: Path, library: Library, units: Units) -> list[tuple[str, str]]:
    mistakes = Mistakes()
    context = Context(UnitIndex(units), Subjects(library, {"township": "vn/town"}, AS_OF), AS_OF, None, mistakes)
    assert list(facts_from(path, path.name, context))
    return [
        (each.code, str(each.place).rsplit("!", 1)[-1])
        for each in (*mistakes.errors, *mistakes.remarks)
        if each.code != "NTM577"
    ]


def workbook(lines: list[list[Any]], percent: tuple[str, ...] = ()) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for line in lines:
        sheet.append(line)
    for cell in percent:
        sheet[cell].number_format = "0%"
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


HEAD = ["unit", "clean_water", "population"]
LONG = ["unit", "measure", "value"]


@pytest.mark.parametrize(
    ("lines", "percent", "expected"),
    [
        ([HEAD, ["TT", 0.9, 1], ["T2", 1, 1], ["BB", 0.8, 1]], (), [("NTM670", "B2")]),
        ([HEAD, ["TT", 0.9, 1]], (), [("NTM670", "B2")]),
        ([HEAD, ["TT", "0,9", 1], ["T2", "0,8", 1], ["BB", "0,7", 1]], (), [("NTM670", "B2")]),
        ([HEAD, ["TT", "0,9", 1], ["T2", "0,8", 1]], (), [("NTM670", "B2")]),
        ([HEAD, ["TT", "0,9", 1]], (), []),
        ([HEAD, ["TT", "0,9", 1], ["T2", 1, 1]], (), [("NTM670", "B2")]),
        ([HEAD, ["TT", 1, 1], ["T2", 1, 1]], (), [("NTM670", "B2")]),
        ([HEAD, ["TT", 1, 1]], (), []),
        ([HEAD, ["TT", 0, 1], ["T2", 0, 1]], (), []),
        ([HEAD, ["TT", "0,9 %", 1], ["T2", "0,8%", 1], ["BB", "0,7%", 1]], (), []),
        ([HEAD, ["TT", 0.9, 1], ["T2", 97.2, 1], ["BB", "KAD", 1]], (), []),
        ([HEAD, ["TT", 0, 1], ["T2", 1, 1], ["BB", 1, 1]], (), [("NTM670", "B2")]),
        ([HEAD, ["TT", 0.9, 1], ["T2", 0.8, 1]], ("B2", "B3"), []),
        ([HEAD, ["TT", 0.9, 1], ["T2", 85, 1], ["BB", 88, 1]], ("B2",), [("NTM671", "B2")]),
        (
            [LONG, ["TT", "clean_water", 0.9], ["TT", "population", 5], ["T2", "clean_water", 0.2]],
            (),
            [("NTM670", "C2")],
        ),
        ([LONG, ["TT", "clean_water", 0.9], ["T2", "clean_water", 20]], ("C2",), [("NTM671", "C2")]),
        ([LONG, ["TT", "3.3", 0.9]], (), [("NTM670", "C2")]),
        ([HEAD, ["TT", None, 0]], (), []),
    ],
)
def test_workbooks(
    tmp_path: Path, library: Library, units: Units, lines: list[list[Any]], percent: tuple[str, ...],
    expected: list[tuple[str, str]],
) -> None:  # fmt: skip
    (tmp_path / "facts.xlsx").write_bytes(workbook(lines, percent))
    assert remarks(tmp_path / "facts.xlsx", library, units) == expected


@pytest.mark.parametrize(
    ("figures", "warned"),
    [
        ("0.9 0.15 0.1", True),
        ("0.9 1", True),
        ("1 1", True),
        ("1 0", True),
        ("0 0", False),
        ("0.9", False),
        ("0.9 2", False),
    ],
)
def test_text_files(tmp_path: Path, library: Library, units: Units, figures: str, warned: bool) -> None:
    lines = [f"{unit},{figure}" for unit, figure in zip(("TT", "T2", "BB"), figures.split(), strict=False)]
    (tmp_path / "facts.csv").write_text("\n".join(["unit,poverty", *lines, ""]))
    assert [code for code, _ in remarks(tmp_path / "facts.csv", library, units)] == ["NTM670"] * warned

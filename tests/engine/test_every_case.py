"""What is not known decides where every case agrees, alike in every executor and in frames."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

import ntm_rules as ntm
from ntm_rules.model.fact import Fact
from ntm_rules.model.units.unit import Unit, Units
from ntm_rules.testing.properties.executors import agrees

DAY = date(2024, 6, 30)
MEASURES = """measures:
  open: {name: Số liệu a, decimals: 3}
  full: {name: Số liệu b, minimum: 0, maximum: 100}
  sum: {name: Tổng, decimals: 3, derive: {sum: [open, full]}}
attributes:
  area: {name: Khu vực, values: [{id: one, name: Một}, {id: two, name: Hai}]}
"""
RULES = """ruleset: t/commune
applies_to: commune
version: 2024-01-01
title: T
instrument: {number: x}
criteria:
  - {code: '1', name: n, measure: sum, at_least: 3, provenance: {status: recalled}}
  - {code: '2', name: n, measure: open, equals: {by: area, one: 3, two: 3, otherwise: {measure: open, of: province}},
     provenance: {status: recalled}}
recognition: {all_of: [{criteria: all}, {measure: open, at_least: 3}], provenance: {status: recalled}}
"""


@pytest.mark.parametrize("value", ["3", "2.999", "-97", "-97.001"])
@pytest.mark.parametrize("area", [None, "one"])
def test_parts_and_attributes_not_given(tmp_path: Path, value: str, area: str | None) -> None:
    (tmp_path / "m.yaml").write_text(MEASURES, encoding="utf-8")
    (tmp_path / "t" / "commune").mkdir(parents=True)
    (tmp_path / "t" / "commune" / "2024-01-01.yaml").write_text(RULES, encoding="utf-8")
    library = ntm.load_library(tmp_path)
    program = ntm.compile("t/commune", DAY, library)
    units = Units([Unit("C", "C", "commune", None, attributes={} if area is None else {"area": area})])
    facts = [Fact("C", "open", Decimal(value), DAY)]
    agrees(program, units, facts)
    decided = ntm.evaluate(program, units, facts)
    frame = pl.DataFrame({"unit": ["C"], "area": [area], "open": [float(value)]}, schema_overrides={"area": pl.String})
    (row,) = ntm.assess_frame(program, frame).to_dicts()
    assert {code: row[code] for code in program.by_code} == {
        code: decided.outcome("C", code).value for code in program.by_code
    }
    # The other part may be from 0 to 100: enough by the first alone, or never enough.
    possible = {one.value for one in decided.decision("C", "1").possible}
    assert ("not_attained" in possible) == (Decimal(value) < 3)
    assert ("attained" in possible) == (Decimal(value) >= -97)
    assert decided.outcome("C", "2").value == ("attained" if value == "3" else "not_attained")


NESTED = """ruleset: t/commune
applies_to: commune
version: 2024-01-01
title: T
instrument: {number: x}
criteria:
  - code: '1'
    name: n
    measure: open
    at_most: {by: area, one: 24, two: {by: zone, near: 20, otherwise: 16.5}}
    provenance: {status: recalled}
recognition: {criteria: all, provenance: {status: recalled}}
"""
ZONE = "  zone: {name: Vùng, values: [{id: near, name: Gần}, {id: far, name: Xa}]}\n"


@pytest.mark.parametrize(
    ("value", "zone", "expected"),
    [
        ("16.5", None, "attained"),
        ("16.501", None, "undetermined"),
        ("24", None, "undetermined"),
        ("24.001", None, "not_attained"),
        ("24.001", "far", "not_attained"),
        ("16.5", "far", "attained"),
    ],
)
def test_a_case_within_a_case_not_given(tmp_path: Path, value: str, zone: str | None, expected: str) -> None:
    (tmp_path / "m.yaml").write_text(MEASURES + ZONE, encoding="utf-8")
    (tmp_path / "t" / "commune").mkdir(parents=True)
    (tmp_path / "t" / "commune" / "2024-01-01.yaml").write_text(NESTED, encoding="utf-8")
    program = ntm.compile("t/commune", DAY, ntm.load_library(tmp_path))
    units = Units([Unit("C", "C", "commune", None, attributes={} if zone is None else {"zone": zone})])
    facts = [Fact("C", "open", Decimal(value), DAY)]
    agrees(program, units, facts)
    decided = ntm.evaluate(program, units, facts)
    assert decided.outcome("C", "1").value == expected
    texts = {"area": pl.String, "zone": pl.String}
    frame = pl.DataFrame(
        {"unit": ["C"], "area": [None], "zone": [zone], "open": [float(value)]}, schema_overrides=texts
    )
    (row,) = ntm.assess_frame(program, frame).to_dicts()
    assert row["1"] == expected

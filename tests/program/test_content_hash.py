"""The order of keys in a file is no part of what a rule means."""

from datetime import date
from pathlib import Path

import pytest

import ntm_rules as ntm

MEASURES = """measures:
  a: {{name: A}}
  b: {{name: B}}
  c: {{name: C, decimals: 3, derive: {{weights: {weights}}}}}
attributes:
  area: {{name: K, values: [{{id: one, name: Một}}, {{id: two, name: Hai}}]}}
"""
RULES = """ruleset: t/commune
applies_to: commune
version: 2024-01-01
title: T
instrument: {{number: x}}
criteria:
  - {{code: '1', name: n, measure: c, at_least: {cases}, provenance: {{status: recalled}}}}
recognition: {{criteria: all, provenance: {{status: recalled}}}}
"""
WEIGHTS, CASES = "{a: 0.4, b: 0.6}", "{by: area, one: 1, two: 2}"


def meaning(folder: Path, weights: str, cases: str) -> str:
    (folder / "t" / "commune").mkdir(parents=True)
    (folder / "m.yaml").write_text(MEASURES.format(weights=weights), encoding="utf-8")
    (folder / "t" / "commune" / "2024-01-01.yaml").write_text(RULES.format(cases=cases), encoding="utf-8")
    return ntm.compile("t/commune", date(2024, 6, 30), ntm.load_library(folder)).by_code["1"].meaning_hash


@pytest.mark.parametrize(
    ("weights", "cases", "is_same"),
    [
        ("{b: 0.6, a: 0.4}", CASES, True),
        (WEIGHTS, "{two: 2, by: area, one: 1}", True),
        ("{a: 0.6, b: 0.4}", CASES, False),
        (WEIGHTS, "{by: area, one: 2, two: 1}", False),
        (WEIGHTS, "{by: area, one: 1, otherwise: 2}", False),
    ],
)
def test_only_another_order_of_keys_means_the_same(tmp_path: Path, weights: str, cases: str, is_same: bool) -> None:
    assert (meaning(tmp_path / "x", weights, cases) == meaning(tmp_path / "y", WEIGHTS, CASES)) is is_same

"""Specialising rulesets: criteria that a province adds, and sets for a zone of it."""

from datetime import date
from pathlib import Path

import pytest

import ntm_rules as ntm
from ntm_rules.evolution.comparison.conform import conform
from ntm_rules.evolution.comparison.strictness import check_paths
from ntm_rules.exchange.output.changes.comparison import conformity_to_plain
from ntm_rules.language.library import load_library

from ..printed import show_ruleset

DAY = date(2024, 6, 30)
CATALOGUE = """\
measures:
  roads: {name: {vi: Đường, en: Roads}, unit: "%", minimum: 0, maximum: 100}
  trees: {name: {vi: Cây xanh, en: Trees}, unit: "%", minimum: 0, maximum: 100}
attributes:
  zone: {name: {vi: Vùng, en: Zone}, values: [{id: high, name: Vùng cao}, {id: low, name: Vùng thấp}]}
"""
NATIONAL = """\
ruleset: t/commune
version: 2022-01-01
title: {vi: Xã, en: Commune}
applies_to: commune
instrument: {number: 318/QĐ-TTg}
recognition: {COUNTED, provenance: {status: recalled}}
criteria:
  - {code: "1", name: Đường, measure: roads, at_least: 80, provenance: {status: recalled}}
"""
PROVINCE = """\
specialises: t/commune
ruleset: p/commune
version: 2022-06-01
title: {vi: Xã của tỉnh, en: The province's commune}
instrument: {number: 1/QĐ-UBND}
adds: ["20"]
applies_where: {attribute: zone, one_of: [high]}
changes:
  - insert: {code: "20", name: Cây xanh, measure: trees, at_least: 50, provenance: {status: recalled}}
  - replace: "1"
    with: {measure: roads, at_least: {by: zone, high: 85, otherwise: 90}, provenance: {status: recalled}}
"""


def write(folder: Path, province: str = PROVINCE, counted: str = "criteria: all") -> Path:
    for name, text in {
        "measures/m.yaml": CATALOGUE,
        "t/commune/2022-01-01.yaml": NATIONAL.replace("COUNTED", counted),
        "p/commune/2022-06-01.yaml": province,
    }.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def codes(folder: Path) -> list[str]:
    return [each.code for each in check_paths([folder], shipped=folder)]


def test_a_set_for_a_zone_applies_to_the_units_of_it(tmp_path: Path) -> None:
    folder = write(tmp_path)
    assert codes(folder) == []
    library = load_library(folder)
    program = ntm.compile("p/commune", DAY, library)
    for zone, outcome in (("high", "attained"), ("low", "not_applicable"), ("", "undetermined")):
        unit = ntm.Unit("C", "Xã C", "commune", attributes={"zone": zone} if zone else {})
        facts = [ntm.Fact("C", "roads", 86, DAY), ntm.Fact("C", "trees", 60, DAY)]
        decided = ntm.evaluate(program, unit, facts)
        assert {one.value for one in decided.outcomes("C").values()} == {outcome}
        with ntm.Session(program, unit, facts) as session:
            assert session.outcome("C", "recognition").value == outcome
    shown = show_ruleset(program.ruleset, library, "vi")
    assert "Vùng cao" in shown
    assert "Bổ sung so với bộ của cấp trên: 20" in shown


def test_conformity_holds_inside_the_zone_and_names_what_is_added(tmp_path: Path) -> None:
    library = load_library(write(tmp_path))
    lower, higher = library.versions["p/commune"][0], library.versions["t/commune"][0]
    found = conform(lower=lower, higher=higher, library=library)
    assert found.conforms
    assert [rule.code for rule in found.added] == ["20"]
    assert conformity_to_plain(found)["added"] == ["20"]
    less = load_library(write(tmp_path / "less", PROVINCE.replace("high: 85", "high: 80")))
    assert conform(lower=less.versions["p/commune"][0], higher=higher, library=less).conforms


def test_a_share_that_counts_more_criteria_is_not_proved_by_its_words(tmp_path: Path) -> None:
    counted = "criteria: attained, share_at_least: 50"
    folder = write(tmp_path, counted=counted)
    # Of two criteria one is enough, be it the one added: the unit may fail the only national one.
    assert "NTM430" in codes(folder)


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ('adds: ["20"]\n', "", "NTM478"),
        ('adds: ["20"]', 'adds: ["20", "1"]', "NTM479"),
        ('adds: ["20"]', 'adds: ["20", "21"]', "NTM479"),
        ("attribute: zone, one_of: [high]", "attribute: zoen, one_of: [high]", "NTM302"),
        ("one_of: [high]}\nchanges", "one_of: [hihg]}\nchanges", "NTM303"),
        ("high: 85", "high: 79", "NTM430"),
    ],
)
def test_mistakes_of_a_province_are_told_once(tmp_path: Path, old: str, new: str, code: str) -> None:
    assert old in PROVINCE
    assert codes(write(tmp_path, PROVINCE.replace(old, new))) == [code]

"""Levels as the outcome of a ruleset: the first whose condition holds, for every reader of decisions."""

import json
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings

import ntm_rules as ntm
from ntm_rules.engine.frames.assessing.assess import assessment_of
from ntm_rules.evolution.cases.reading.cases import cases_from_text
from ntm_rules.evolution.comparison.diff import diff
from ntm_rules.evolution.impact.deciding import impact
from ntm_rules.exchange.output.changes.impact import impacts_to_json
from ntm_rules.exchange.output.decisions import decision_from_plain, decision_to_plain
from ntm_rules.exchange.output.files import decisions_to_csv
from ntm_rules.language.library import load_library
from ntm_rules.model.decision import NO_LEVEL
from ntm_rules.model.outcome import Outcome
from ntm_rules.report.phrasing.names import Names
from ntm_rules.testing import World, worlds

from ..printed import impact_text, overview
from ..profiles import tried

ON = date(2024, 6, 30)
MEASURES = """
measures:
  total: {name: {vi: Tổng điểm, en: Total}, type: number, unit: điểm, decimals: 1, minimum: 0, maximum: 100}
  safe: {name: {vi: An toàn, en: Safe}, type: finding}
"""
RULESET = """
ruleset: vn/stars
version: 2024-01-01
title: {vi: Xếp hạng sao, en: Stars}
applies_to: commune
instrument: {number: 1/QĐ}
levels:
  - level: four_stars
    name: {vi: 4 sao, en: 4 stars}
    all_of:
      - {measure: total, at_least: 70}
      - {measure: safe, required: yes}
    provenance: {status: plan, cite: "1"}
  - level: three_stars
    name: {vi: 3 sao, en: 3 stars}
    measure: total
    at_least: FIFTY
    provenance: {status: plan, cite: "1"}
criteria:
  - code: "1"
    name: {vi: An toàn, en: Safe}
    measure: safe
    required: yes
    provenance: {status: plan, cite: "1"}
"""
ASKING = """
ruleset: vn/asking
version: 2024-01-01
title: {vi: Xã nông thôn, en: Communes}
applies_to: KIND
instrument: {number: 2/QĐ}
recognition:
  CONDITION
  provenance: {status: plan, cite: "1"}
criteria:
  - {code: "1", name: Một, measure: safe, required: yes, provenance: {status: plan, cite: "1"}}
"""


def library(folder: Path, *rulesets: str) -> ntm.Library:
    (folder / "measures").mkdir(parents=True)
    (folder / "measures" / "m.yaml").write_text(MEASURES, "utf-8")
    for number, text in enumerate(rulesets):
        (folder / f"{number}.yaml").write_text(text, "utf-8")
    return load_library(folder)


def stars(folder: Path, fifty: str = "50") -> ntm.Library:
    return library(folder, RULESET.replace("FIFTY", fifty))


UNITS = [ntm.Unit(code, code, "commune") for code in ("A", "B", "C", "D", "E")]
FACTS = [
    ntm.Fact("A", "total", 75, ON),
    ntm.Fact("A", "safe", ntm.Finding.MET, ON),
    ntm.Fact("B", "total", 75, ON),
    ntm.Fact("B", "safe", ntm.Finding.NOT_MET, ON),
    ntm.Fact("C", "total", 20, ON),
    ntm.Fact("E", "total", 75, ON),
]
POSSIBLE = {
    "A": ("four_stars",),
    "B": ("three_stars",),
    "C": (None,),
    "D": ("four_stars", "three_stars", None),
    "E": ("four_stars", "three_stars"),
}


def decided(folder: Path) -> ntm.Decisions:
    return ntm.evaluate(ntm.compile("vn/stars", ON, stars(folder)), UNITS, FACTS)


def test_a_unit_has_the_first_level_whose_condition_holds(tmp_path: Path) -> None:
    decisions = decided(tmp_path)
    for unit, possible in POSSIBLE.items():
        found = decisions.level(unit)
        assert found is not None
        assert found.possible == possible
        assert (found.level, found.is_settled) == (possible[0] if len(possible) == 1 else None, len(possible) == 1)
        decision = decisions.decision(unit, "level:three_stars")
        assert decision.level == found
        assert decision_from_plain(json.loads(json.dumps(decision_to_plain(decision)))) == decision


def test_the_record_of_a_level_keeps_what_attests_another(tmp_path: Path) -> None:
    known = stars(tmp_path)
    attested = ntm.Attestation("E", ntm.RuleKey("vn/stars", "level:four_stars"), ntm.Finding.MET, ON)
    decisions = ntm.evaluate(ntm.compile("vn/stars", ON, known), UNITS, [*FACTS, attested])
    decision = decisions.decision("E", "level:three_stars")
    assert decision.level is not None
    assert decision.level.level == "four_stars"
    assert ntm.verify_record(ntm.record_assessment(decisions), known).is_sound


def test_a_ruleset_without_levels_has_none() -> None:
    town = ntm.Unit("T", "T", "township")
    assert ntm.evaluate(ntm.compile("vn/civilised-township", ON), town, []).level("T") is None


def test_frames_have_a_column_of_levels(tmp_path: Path) -> None:
    frame = pl.DataFrame(
        {
            "unit": list(POSSIBLE),
            "total": [75.0, 75.0, 20.0, None, 75.0],
            "safe": ["met", "not_met", None, None, None],
        }
    )
    found = assessment_of(ntm.compile("vn/stars", ON, stars(tmp_path)), frame).outcomes()
    expected = [one[0] or NO_LEVEL if len(one) == 1 else Outcome.UNDETERMINED.value for one in POSSIBLE.values()]
    assert found["level"].to_list() == expected


def test_the_overview_and_the_table_for_spreadsheets_name_levels(tmp_path: Path) -> None:
    decisions = decided(tmp_path)
    page = overview([decisions], Names(decisions.program.library, ntm.Units(UNITS), "vi"))
    assert "chưa xác định (4 sao hoặc 3 sao)" in page
    assert "Xếp hạng: 4 sao: 1; 3 sao: 1; không xếp hạng: 1; chưa xác định: 2" in page
    lines = "".join(decisions_to_csv(decisions)).splitlines()
    assert lines[0].endswith(",level")
    assert any(line.endswith(",four_stars | three_stars") for line in lines if line.startswith("E,"))


@pytest.mark.parametrize(("asked", "attained"), [("three_stars", "AB"), ("four_stars", "A")])
def test_another_ruleset_asks_for_a_level_or_a_better_one(tmp_path: Path, asked: str, attained: str) -> None:
    asking = ASKING.replace("CONDITION", f"{{attained: vn/stars, at_level: {asked}}}"[1:-1].replace(", ", "\n  "))
    known = library(tmp_path, RULESET.replace("FIFTY", "50"), asking.replace("KIND", "commune"))
    found = ntm.evaluate(ntm.compile("vn/asking", ON, known), UNITS, FACTS)
    assert [unit.code for unit in UNITS if found.outcome(unit.code) is Outcome.ATTAINED] == list(
        attained + ("E" if asked == "three_stars" else "")
    )


def test_members_are_counted_by_their_level(tmp_path: Path) -> None:
    counted = "members: commune\n  attained: vn/stars\n  at_level: three_stars\n  count_at_least: 3"
    asking = ASKING.replace("CONDITION", counted).replace("KIND", "district")
    known = library(tmp_path, RULESET.replace("FIFTY", "50"), asking)
    units = [ntm.Unit("X", "X", "district"), *(ntm.Unit(one.code, one.name, "commune", "X") for one in UNITS)]
    assert ntm.evaluate(ntm.compile("vn/asking", ON, known), units, FACTS).outcome("X") is Outcome.ATTAINED


def test_a_level_of_a_single_rule_is_a_mistake(tmp_path: Path) -> None:
    asking = ASKING.replace("CONDITION", 'attained: "vn/stars#1"\n  at_level: three_stars').replace("KIND", "commune")
    with pytest.raises(ntm.RulesetError) as error:
        library(tmp_path, RULESET.replace("FIFTY", "50"), asking)
    assert "NTM165" in [one.code for one in error.value.diagnostics]


def test_a_difference_and_its_impact_name_the_levels(tmp_path: Path) -> None:
    old, new = stars(tmp_path / "old"), stars(tmp_path / "new", "80")
    [change] = diff(old.ruleset("vn/stars", ON), new.ruleset("vn/stars", ON), library=old, after_library=new).changes
    assert change.code == "level:three_stars"
    found = impact(ntm.compile("vn/stars", ON, old), ntm.compile("vn/stars", ON, new), units=UNITS, statements=FACTS)
    assert {one.unit for one in found.levels} == {"B", "E"}
    page = impact_text([found], Names(old, ntm.Units(UNITS), "vi"))
    assert "B: 3 sao → không xếp hạng" in page
    assert '"levels"' in "".join(impacts_to_json([found]))


def test_a_case_expects_a_level(tmp_path: Path) -> None:
    case = """
cases_for: vn/stars
as_of: 2024-06-30
cases:
  - name: {vi: Hai, en: Two}
    given: {facts: {total: 75, safe: not_met}}
    expect: {level: LEVEL}
"""
    known = stars(tmp_path)
    for level, expected in (("three_stars", True), ("four_stars", False), ("none", False), ('"?"', False)):
        report = ntm.run_cases(cases_from_text(case.replace("LEVEL", level), known), known)
        assert all(one.passed for found in report for one in found.results) is expected
    with pytest.raises(ntm.CasesError) as error:
        cases_from_text(case.replace("LEVEL", "three_star"), known)
    assert "three_stars" in error.value.diagnostics[0].render("en")


def test_an_amendment_inserts_changes_and_repeals_levels(tmp_path: Path) -> None:
    amending = """
amends: vn/stars
version: 2024-06-01
instrument: {number: 3/QĐ}
changes:
  - repeal: "level:four_stars"
  - set: "level:three_stars"
    to: {at_least: 60, provenance: {status: plan, cite: "2"}}
  - insert:
      level: one_star
      name: 1 sao
      measure: total
      at_least: 10
      provenance: {status: plan, cite: "2"}
    after: "level:three_stars"
"""
    found = library(tmp_path, RULESET.replace("FIFTY", "50"), amending).ruleset("vn/stars", ON)
    assert [one.code for one in found.levels] == ["level:three_stars", "level:one_star"]


@pytest.mark.slow
@settings(max_examples=tried(1), deadline=None)
@given(worlds())
def test_the_level_is_the_first_that_is_attained(world: World) -> None:
    for program in world.programs():
        decisions = ntm.evaluate(program, world.units, world.statements)
        for unit in decisions.units:
            found, outcomes = decisions.level(unit.code), decisions.outcomes(unit.code)
            codes = [one.code for one in program.ruleset.levels]
            if not codes:
                assert found is None
                continue
            assert found is not None
            attained = [code for code in codes if outcomes[code] is Outcome.ATTAINED]
            if found.is_settled:
                assert found.level == (attained[0].removeprefix("level:") if attained else None)
            else:
                assert any(outcomes[code] is Outcome.UNDETERMINED for code in codes)


AMENDMENT = """
amends: vn/stars
version: 2024-06-01
instrument: {number: 3/QĐ}
changes:
  - set: "level:four_stars"
    to: {name: {vi: Bốn sao, en: Four stars}, provenance: {status: plan, cite: "3"}}
  - set: "level:three_stars"
    to: {at_least: 60, provenance: {status: plan, cite: "3"}}
  - set: "1"
    to: {points: 5, maximum: 10, provenance: {status: plan, cite: "3"}}
"""


def test_an_amendment_sets_keys_of_levels_and_of_points(tmp_path: Path) -> None:
    known = library(tmp_path, RULESET.replace("FIFTY", "50"), AMENDMENT)
    before, after = (known.ruleset("vn/stars", day) for day in (date(2024, 5, 1), ON))
    assert [one.name.vi for one in after.levels] == ["Bốn sao", "3 sao"]
    assert after.levels[0].condition == before.levels[0].condition
    assert (after.levels[1].condition.threshold.value, after.levels[1].name) == (60, before.levels[1].name)  # type: ignore[union-attr]
    assert str(after.criteria[0].maximum) == "10"
    assert after.criteria[0].condition == before.criteria[0].condition

"""`ntm-rules test --coverage --mutate`: exit codes, what is printed, and the JSON."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from ntm_rules.cli import main

CATALOGUE = 'measures:\n  tested_water: {name: Nước, unit: "%", minimum: 0, maximum: 100, may_not_apply: yes}\n'
RULES = """\
ruleset: vn/tested
version: 2022-01-01
title: Bộ tiêu chí thử
applies_to: commune
instrument: {number: 1/QĐ}
criteria:
  - {code: "1", name: Nước, measure: tested_water, at_least: 90, provenance: {status: recalled}}
"""
WEAK = """\
cases_for: vn/tested
as_of: 2022-01-01
cases:
  - {name: Đúng ngưỡng, given: {facts: {tested_water: 90}}, expect: {"1": attained}}
"""
COMPLETE = (
    WEAK
    + """\
  - {name: Ngay dưới, given: {facts: {tested_water: 89}}, expect: {"1": not_attained}}
  - {name: Ngay trên, given: {facts: {tested_water: 91}}, expect: {"1": attained}}
  - {name: Chưa có, expect: {"1": undetermined}}
  - {name: Không có, given: {facts: {tested_water: not_applicable}}, expect: {"1": not_applicable}}
"""
)


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    folder = tmp_path / "rulesets"
    version = folder / "vn" / "tested" / "2022-01-01.yaml"
    (version.parent / "cases").mkdir(parents=True)
    (folder / "measures.yaml").write_text(CATALOGUE, encoding="utf-8")
    version.write_text(RULES, encoding="utf-8")
    return folder


def run(rules: Path, cases: str, *options: str) -> Result:
    path = rules / "vn" / "tested" / "cases" / "1.yaml"
    path.write_text(cases, encoding="utf-8")
    return CliRunner().invoke(main, ["test", str(path), *options])


@pytest.mark.slow
def test_gaps_and_survivors_are_findings(rules: Path) -> None:
    assert run(rules, WEAK).exit_code == 0
    gaps = run(rules, WEAK, "--coverage", "--lang", "en")
    assert gaps.exit_code == 1
    assert "2022-01-01.yaml:7:62: 1: threshold 90%: a figure just below it or just above it" in " ".join(
        gaps.output.split()
    )
    survivors = run(rules, WEAK, "--mutate")
    assert survivors.exit_code == 1
    assert "2022-01-01.yaml:7:62: 1: giảm ngưỡng một bậc: 90% → 89%" in " ".join(survivors.output.split())
    assert "tăng ngưỡng" not in survivors.output


def test_complete_cases_leave_nothing(rules: Path) -> None:
    result = run(rules, COMPLETE, "--coverage", "--mutate", "--lang", "en")
    assert result.exit_code == 0, result.output
    assert "5/5 (100%)" in result.output
    assert "Every mutant is detected." in result.output
    assert "Cases decide every outcome and threshold." in result.output


def test_json_holds_both(rules: Path) -> None:
    plain = json.loads(run(rules, WEAK, "--coverage", "--mutate", "--format", "json").output)
    [mutation], [coverage] = plain["mutation"], plain["coverage"]
    assert (mutation["killed"], mutation["able"], mutation["share"]) == (3, 5, "3/5")
    assert [(one["kind"], one["place"]["line"]) for one in mutation["survivors"]] == [
        ("opposite", 7),
        ("threshold_down", 7),
    ]
    assert {gap["missing"] for gap in coverage["gaps"]} == {
        "not_attained",
        "undetermined",
        "not_applicable",
        "below",
        "above",
    }
    assert "coverage" not in json.loads(run(rules, WEAK, "--format", "json").output)


def test_no_figure_is_drafted_for_a_score_and_its_rules_are_named(rules: Path) -> None:
    version = rules / "vn" / "tested" / "2022-01-01.yaml"
    score = "recognition: {score: each_criterion, more_than: 2.5, provenance: {status: recalled}}\n"
    version.write_text(RULES.replace("at_least: 90,", "at_least: 90, points: 3,") + score, encoding="utf-8")
    result = CliRunner().invoke(main, ["cases", "vn/tested", "--rulesets", str(rules), "--lang", "en"])
    assert result.exit_code == 0, result.output
    assert "just above the threshold 90" in result.stdout
    assert "are to be written (see test --coverage): recognition" in result.stderr


def test_what_cannot_be_drafted_is_named(rules: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """That nothing could be drafted is not that nothing is missing."""
    command = ["cases", "vn/tested", "--rulesets", str(rules), "--lang", "en"]
    monkeypatch.setattr("ntm_rules.evolution.drafts.draft_cases.draft_cases", lambda *_: ())
    result = CliRunner().invoke(main, command)
    assert (result.exit_code, result.stdout) == (0, "")
    assert (
        result.stderr == "cases are missing that could not be drafted and are to be written (see test --coverage): 1\n"
    )
    (rules / "vn" / "tested" / "cases" / "1.yaml").write_text(COMPLETE, encoding="utf-8")
    result = CliRunner().invoke(main, command)
    assert (result.stdout, result.stderr) == ("", "no case is missing\n")

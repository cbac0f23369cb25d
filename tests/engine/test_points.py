"""Points: fixed, by bands, along a line, reported or unknown; scores and levels decide where all cases agree."""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings

import ntm_rules as ntm
from ntm_rules.engine.frames.assessing.assess import assessment_of
from ntm_rules.evolution.comparison.diff import ChangeKind, diff
from ntm_rules.exchange.output.decisions import decision_from_plain, decision_to_plain
from ntm_rules.language.library import load_library
from ntm_rules.model.decision import Points
from ntm_rules.model.outcome import Outcome
from ntm_rules.testing import World, worlds

from ..profiles import tried

DOCUMENTS = Path(__file__).parents[2] / "examples" / "documents"
ON = date(2024, 6, 30)
MEASURES = """
measures:
  water: {name: {vi: Nước sạch, en: Water}, type: number, unit: "%", minimum: 0, maximum: 100, decimals: 1}
  roads: {name: {vi: Đường, en: Roads}, type: number, unit: "%", minimum: 0, maximum: 100, decimals: 1}
  jury: {name: {vi: Hội đồng chấm, en: Jury}, type: number, unit: điểm, minimum: 0, maximum: 10}
  safe: {name: {vi: An toàn, en: Safe}, type: finding}
"""
RULESET = """
ruleset: vn/scored
version: 2024-01-01
title: {vi: Chấm điểm, en: Scores}
applies_to: commune
instrument: {number: 1/QĐ}
recognition:
  all_of:
    - {score: all, at_least: 20}
    - {score: each_criterion, share_at_least: 50}
  provenance: {status: plan, cite: "1"}
criteria:
  - code: "1"
    name: Môi trường
    maximum: 20
    score: ["1"]
    more_than: 0
    provenance: {status: plan, cite: "1"}
    indicators:
      - code: "1.1"
        name: Nước
        points: {measure: water, bands: [{at_least: 90, points: 10}, {at_least: 80, points: 6}], otherwise: 1}
        provenance: {status: plan, cite: "1"}
      - code: "1.2"
        name: Đường
        points: {measure: roads, line: [{at: 50, points: 4}, {at: 80, points: 10}], below: 0}
        provenance: {status: plan, cite: "1"}
  - {code: "2", name: An toàn, measure: safe, required: yes, points: 5, maximum: 5, provenance: {status: plan, cite: "1"}}
  - {code: "3", name: Hội đồng, points: {measure: jury}, maximum: 10, provenance: {status: plan, cite: "1"}}
"""


def library(folder: Path, text: str = RULESET) -> ntm.Library:
    path = folder / "vn" / "scored" / "2024-01-01.yaml"
    path.parent.mkdir(parents=True)
    (folder / "measures").mkdir()
    (folder / "measures" / "m.yaml").write_text(MEASURES, "utf-8")
    path.write_text(text, "utf-8")
    return load_library(folder)


def decided(folder: Path, **figures: object) -> ntm.Decisions:
    known = library(folder)
    facts = [ntm.Fact("A", name, value, ON) for name, value in figures.items()]
    return ntm.evaluate(ntm.compile("vn/scored", ON, known), ntm.Unit("A", "A", "commune"), facts)


def test_points_follow_bands_lines_and_what_is_attained(tmp_path: Path) -> None:
    found = decided(tmp_path, water=85, roads=60, safe=ntm.Finding.MET, jury=5)
    expected = {"1.1": 6, "1.2": 6, "1": 12, "2": 5, "3": 5}
    for code, number in expected.items():
        points = found.decision("A", code).points
        assert points is not None
        assert points.low == points.high == number
    assert found.points("A") == Points(Decimal(22), Decimal(22), Decimal(35))
    assert found.outcome("A") is Outcome.ATTAINED
    decision = found.decision("A")
    assert decision_from_plain(json.loads(json.dumps(decision_to_plain(decision)))) == decision


def test_a_score_decides_where_all_cases_agree(tmp_path: Path) -> None:
    found = decided(tmp_path / "a", water=85, roads=80)
    assert found.points("A") == Points(Decimal(16), Decimal(31), Decimal(35))
    assert found.outcome("A") is Outcome.UNDETERMINED
    found = decided(tmp_path / "b", water=85, roads=80, safe=ntm.Finding.NOT_MET)
    # Half of the points of criterion 2 can no longer be had, whatever the jury gives.
    assert found.outcome("A") is Outcome.NOT_ATTAINED
    score = next(one for one in found.decision("A").reasons if one.points is not None and one.subject is None)
    assert score.points == Points(Decimal(16), Decimal(26), Decimal(35))


@pytest.mark.parametrize(
    "share",
    [
        "{by: {measure: roads, bands: [{less_than: 60, require: 40}]}, otherwise: 50}",
        "{base: 20, plus: 1, for_each: roads, beyond: 30}",
    ],
)
def test_a_share_of_the_maximum_may_be_any_threshold_of_printed_figures(tmp_path: Path, share: str) -> None:
    text = RULESET.replace("{score: all, at_least: 20}", f"{{score: all, share_at_least: {share}}}")
    known = library(tmp_path, text)
    for roads, outcome in ((50, Outcome.ATTAINED), (70, Outcome.NOT_ATTAINED)):
        # 40% or 50% of 35 points: 14 or more, 17.5 or more. Water gives 1, roads 4 or 8, safety 5, the jury the rest.
        jury = 5 if roads == 50 else 3
        facts = [ntm.Fact("A", name, value, ON) for name, value in (("water", 10), ("roads", roads), ("jury", jury))]
        facts.append(ntm.Fact("A", "safe", ntm.Finding.MET, ON))
        decisions = ntm.evaluate(ntm.compile("vn/scored", ON, known), ntm.Unit("A", "A", "commune"), facts)
        by_score = next(
            one for one in decisions.decision("A").reasons if one.points is not None and one.subject is None
        )
        assert by_score.outcome is outcome


def test_the_shortest_way_goes_by_points(tmp_path: Path) -> None:
    found = decided(tmp_path, water=80, roads=50, safe=ntm.Finding.MET, jury=4)
    assert found.outcome("A") is Outcome.NOT_ATTAINED
    steps = found.to_attain("A")
    assert steps
    assert {step.measure for step in steps} <= {"water", "roads", "jury"}


def test_frames_have_columns_of_points(tmp_path: Path) -> None:
    known = library(tmp_path)
    frame = pl.DataFrame(
        {"unit": ["A", "B"], "water": [85.0, None], "roads": [60.0, 80.0], "safe": ["met", None], "jury": [5, None]}
    )
    found = assessment_of(ntm.compile("vn/scored", ON, known), frame).outcomes()
    assert found["points"].to_list() == [22.0, 11.0]
    assert found["points_most"].to_list() == [22.0, 35.0]
    assert found["recognition"].to_list() == ["attained", "undetermined"]


def test_a_score_asked_for_need_not_be_a_whole_number(tmp_path: Path) -> None:
    known = library(tmp_path, RULESET.replace("{score: all, at_least: 20}", '{score: ["2", "3"], at_least: 12.5}'))
    assert known.ruleset("vn/scored", ON)


MISTAKES = {
    "NTM166": ("points: {measure: jury}, maximum: 10", "points: 5"),
    "NTM167": ("{at: 50, points: 4}", "{at: 90, points: 4}"),
    "NTM168": ("{at_least: 90, points: 10}", "{at_least: 90, at_most: 95, points: 10}"),
    "NTM169": ("], below: 0}", "], bands: [{at_least: 1, points: 1}]}"),
    "NTM301": ("{measure: jury}", "{measure: jurry}"),
    "NTM465": ("{measure: jury}, maximum: 10", "{measure: jury}"),
    "NTM466": ("maximum: 20", "maximum: 12"),
    "NTM467": ("{score: all, at_least: 20}", '{score: ["4"], at_least: 20}'),
    "NTM468": ("share_at_least: 50", "share_at_least: {measure: roads}"),
    "NTM469": ("{measure: jury}", "{measure: safe}"),
}
MORE = '\n  - {code: "4", name: Khác, measure: safe, required: yes, provenance: {status: plan, cite: "1"}}\n'


@pytest.mark.parametrize("code", MISTAKES)
def test_mistakes_about_points_are_told(tmp_path: Path, code: str) -> None:
    before, after = MISTAKES[code]
    assert before in RULESET
    with pytest.raises(ntm.RulesetError) as error:
        library(tmp_path, RULESET.replace(before, after).rstrip("\n") + MORE)
    assert code in [one.code for one in error.value.diagnostics]


def test_a_rule_asking_for_points_from_itself_is_a_circle(tmp_path: Path) -> None:
    text = RULESET.replace("measure: safe, required: yes, points: 5", 'score: ["2"], at_least: 1, points: 5')
    with pytest.raises(ntm.CompileError):
        ntm.compile("vn/scored", ON, library(tmp_path, text))


def test_other_points_are_a_difference(tmp_path: Path) -> None:
    old = library(tmp_path / "old")
    new = library(tmp_path / "new", RULESET.replace("points: 5, maximum: 5", "points: 4, maximum: 5"))
    found = {
        one.code: one.changes
        for one in diff(
            old.ruleset("vn/scored", ON), new.ruleset("vn/scored", ON), library=old, after_library=new
        ).changes
    }
    assert found["2"] == {ChangeKind.POINTS}
    # Points along a line come to any number: the score is said not to be compared, never to be the same.
    assert ChangeKind.NOT_COMPARED in found["recognition"]
    steps = RULESET.replace(
        "line: [{at: 50, points: 4}, {at: 80, points: 10}], below: 0", "bands: [{at_least: 50, points: 4}]"
    )
    steps = steps.replace("points: {measure: jury}", "measure: jury, at_least: 5, points: 10")
    steps = steps.replace("{score: all, at_least: 20}", "{score: all, at_least: 29}")
    old = library(tmp_path / "a", steps)
    new = library(tmp_path / "b", steps.replace("points: 5, maximum", "points: 4, maximum"))
    found = {
        one.code: one.changes
        for one in diff(
            old.ruleset("vn/scored", ON), new.ruleset("vn/scored", ON), library=old, after_library=new
        ).changes
    }
    assert ChangeKind.OUTCOME in found["recognition"]


@pytest.mark.parametrize("folder", sorted(one.name for one in DOCUMENTS.iterdir() if (one / "rulesets").is_dir()))
def test_a_document_is_without_mistakes_and_its_cases_pass(folder: str) -> None:
    known = load_library(DOCUMENTS / folder / "rulesets")
    results = ntm.run_cases(ntm.cases_in([DOCUMENTS / folder / "rulesets"], known), known)
    assert results
    assert [one.expected.code for found in results for one in found.results if not one.passed] == []


@pytest.mark.slow
@settings(max_examples=tried(1), deadline=None)
@given(worlds())
def test_points_lie_within_their_maximum_and_agree_with_the_total(world: World) -> None:
    for program in world.programs():
        decisions = ntm.evaluate(program, world.units, world.statements)
        for unit in decisions.units:
            several = [decisions.decision(unit.code, code).points for code in program.criteria]
            if not program.ruleset.is_scored:
                assert several == [None] * len(several)
                continue
            for one in several:
                if one is not None and one.low is not None and one.high is not None:
                    assert one.low <= one.high


_SOURCE = 'provenance: {status: plan, cite: "1"}'
SHOWN = f"""
levels:
  - {{level: four_stars, name: 4 sao, measure: roads, at_least: 70, {_SOURCE}}}
  - {{level: three_stars, name: 3 sao, measure: water, at_least: 70, {_SOURCE}}}
criteria:
  - code: "1"
    name: Môi trường
    score: ["1"]
    more_than: 0
    {_SOURCE}
    indicators:
      - {{code: "1.1", name: Đường, points: {{measure: roads}}, maximum: 100, {_SOURCE}}}
      - {{code: "1.2", name: Hội đồng, measure: jury, at_least: 8, {_SOURCE}}}
  - {{code: "2", name: An toàn, measure: safe, required: yes, points: {{measure: jury}}, maximum: 10, {_SOURCE}}}
"""


def test_a_session_follows_what_its_decisions_show_and_no_outcome_goes_by(tmp_path: Path) -> None:
    # Points of another figure than the outcome, an indicator without points in a criterion that goes by them, levels.
    head, _, _ = RULESET.partition("recognition:")
    program = ntm.compile("vn/scored", ON, library(tmp_path, head + SHOWN.lstrip("\n")))
    unit = ntm.Unit("A", "A", "commune")
    values = {"water": (85, 60), "roads": (60, 90), "jury": (5, 9), "safe": (ntm.Finding.MET, ntm.Finding.NOT_MET)}
    standing = {name: ntm.Fact("A", name, first, ON) for name, (first, _) in values.items()}
    with ntm.Session(program, unit, standing.values()) as session:
        for name, (_, second) in values.items():
            for rule in program.rules:
                session.decision("A", rule.key)
            new = ntm.Fact("A", name, second, ON)
            session.correct(standing[name], new)
            standing[name] = new
            expected = ntm.evaluate(program, unit, standing.values())
            differing = [
                rule.key.code
                for rule in program.rules
                if session.decision("A", rule.key) != expected.decision("A", rule.key.code)
            ]
            assert not differing, name

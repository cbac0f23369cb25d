"""Coverage: which outcomes and which points at thresholds no case decides, with their lines."""

from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ntm_rules.evolution.cases.reading.cases import cases_from_text
from ntm_rules.evolution.comparison.proof import reachable_outcomes
from ntm_rules.evolution.coverage.cover import Coverage, coverage
from ntm_rules.evolution.coverage.scale import Point, Scale, step_of
from ntm_rules.language.library import load_library
from ntm_rules.model.library import Library
from ntm_rules.model.outcome import Outcome
from ntm_rules.program.program import Program
from ntm_rules.report.papers.paper import DataTable
from ntm_rules.report.renderers.paper_text import paper_text
from ntm_rules.report.testing.coverage import coverage_paper, plain_coverage
from ntm_rules.testing import World, worlds

from ..profiles import tried

CATALOGUE = """\
measures:
  water: {name: {vi: Hộ dùng nước sạch, en: Clean water}, unit: "%", decimals: 1, minimum: 0, maximum: 100, may_not_apply: yes}
  poor: {name: Hộ nghèo, unit: hộ, minimum: 0, may_not_apply: yes}
  households: {name: Số hộ, unit: hộ, minimum: 0, may_not_apply: yes}
  poverty: {name: Tỷ lệ hộ nghèo, unit: "%", decimals: 1, derive: {share: [poor, households]}, may_not_apply: yes}
  income: {name: Thu nhập, unit: triệu đồng, decimals: 3, minimum: 0, may_not_apply: yes,
    round: {to: 1, mode: half_up, source: Thông tư 1/2024}}
  road: {name: Đường, levels: [weak, fair, good], may_not_apply: yes}
attributes:
  region: {name: Vùng, values: [mountains, delta]}
"""
COMMUNE = """\
ruleset: vn/commune
version: 2022-01-01
until: 2025-12-31
title: Xã nông thôn mới
applies_to: commune
instrument: {number: 1/QĐ}
recognition: {criteria: attained, count_at_least: 2, provenance: {status: recalled}}
criteria:
  - code: "1"
    name: Nước sạch
    provenance: {status: recalled}
    measure: water
    at_least: {by: region, mountains: 80, delta: 100}
  - {code: "2", name: Nghèo, measure: poverty, at_most: 4, provenance: {status: recalled}}
  - {code: "3", name: Đường, measure: road, at_least: good, provenance: {status: recalled}}
  - code: "4"
    name: Thu nhập
    provenance: {status: recalled}
    measure: income
    at_least: {by: year, 2021: 30, 2024: 40, otherwise: 41}
  - code: "5"
    name: Thu nhập tăng
    provenance: {status: recalled}
    measure: income
    since: 2023-12-31
    increased_by_at_least: 3
"""
DISTRICT = """\
ruleset: vn/district
version: 2022-01-01
title: Huyện nông thôn mới
applies_to: district
instrument: {number: 2/QĐ}
recognition: {criteria: all, provenance: {status: recalled}}
criteria:
  - code: "1"
    name: Các xã đạt
    provenance: {status: recalled}
    members: commune
    attained: vn/commune
    share_at_least: 75
  - code: "2"
    name: Thu nhập bình quân
    provenance: {status: recalled}
    members: commune
    mean: income
    at_least: 40
  - code: "3"
    name: Thu nhập bình quân các xã nghèo
    provenance: {status: recalled}
    members: commune
    mean: income
    at_least: 30
    among: {measure: poverty, more_than: 10}
"""
SOME = settings(max_examples=tried(0.25), suppress_health_check=list(HealthCheck))
BELOW, AT, ABOVE = Point.BELOW, Point.AT, Point.ABOVE


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    folder = tmp_path_factory.mktemp("rulesets")
    (folder / "measures.yaml").write_text(CATALOGUE, encoding="utf-8")
    for id, text in (("commune", COMMUNE), ("district", DISTRICT)):
        path: Path = folder / "vn" / id / "2022-01-01.yaml"
        path.parent.mkdir(parents=True)
        path.write_text(text, encoding="utf-8")
    return load_library(folder)


def covered(library: Library, *cases: str, id: str = "vn/commune", as_of: str = "2024-06-30") -> Coverage:
    """The coverage of cases, each given as `facts -> rule: outcome` in the words of a case file."""
    lines = [f"cases_for: {id}", f"as_of: {as_of}", "cases:"]
    for number, case in enumerate(cases):
        given, _, expect = case.partition(" -> ")
        lines.append(f"  - {{name: Trường hợp {number}, given: {{{given}}}, expect: {{{expect}}}}}")
    read = cases_from_text("\n".join(lines) + "\n", library) if cases else ()
    return coverage(library.versions[id][0], read, library)


def points(found: Coverage, code: str) -> list[tuple[object, set[Point], set[Point]]]:
    """Of every threshold of a rule: its figure, the points tried and those missing."""
    [rule] = [each for each in found.rules if each.rule.code == code]
    return [(one.fixed.value, set(one.tried), set(one.missing)) for one in rule.thresholds]


def test_without_cases_everything_is_a_gap_with_its_line(library: Library) -> None:
    gaps = covered(library).gaps
    lines = [(gap.rule, gap.missing, gap.place.line, gap.place.column) for gap in gaps if gap.place is not None]
    assert lines[:9] == [
        *(("1", outcome, 9, 11) for outcome in Outcome),
        ("1", BELOW, 13, 39),
        ("1", AT, 13, 39),
        ("1", ABOVE, 13, 39),
        ("1", BELOW, 13, 50),
        ("1", AT, 13, 50),  # nothing is above 100%
    ]
    assert len(lines) == len(gaps)


def test_gaps_disappear_when_the_case_is_added(library: Library) -> None:
    assert points(covered(library), "1") == [
        (Decimal(80), set(), {BELOW, AT, ABOVE}),
        (Decimal(100), set(), {BELOW, AT}),
    ]
    exactly = 'attributes: {region: mountains}, facts: {water: 80} -> "1": attained'
    found = covered(library, exactly)
    assert points(found, "1")[0] == (Decimal(80), {AT}, {BELOW, ABOVE})
    assert found.rules[0].decided == {Outcome.ATTAINED}
    below = 'attributes: {region: mountains}, facts: {water: 79.9} -> "1": not_attained'
    above = 'attributes: {region: mountains}, facts: {water: 80.1} -> "1": attained'
    delta = [
        f'attributes: {{region: delta}}, facts: {{water: {each}}} -> "1": {to}'
        for each, to in ((99.9, "not_attained"), (100, "attained"))
    ]
    absent = ['facts: {water: not_applicable} -> "1": not_applicable', 'facts: {} -> "1": undetermined']
    found = covered(library, exactly, below, above, *delta, *absent)
    assert not [gap for gap in found.gaps if gap.rule == "1"]


def test_a_figure_further_away_or_expected_wrongly_or_not_confirmed_covers_nothing(library: Library) -> None:
    far = 'attributes: {region: mountains}, facts: {water: 79.8} -> "1": not_attained'
    wrong = 'attributes: {region: mountains}, facts: {water: 80} -> "1": not_attained'
    open_ = 'attributes: {region: mountains}, facts: {water: 80.1} -> "1": "?"'
    found = covered(library, far, wrong, open_)
    assert points(found, "1")[0] == (Decimal(80), set(), {BELOW, AT, ABOVE})
    assert found.rules[0].decided == {Outcome.NOT_ATTAINED}


def test_a_case_tries_only_what_it_expects(library: Library) -> None:
    found = covered(library, 'attributes: {region: mountains}, facts: {water: 80, road: good} -> "3": attained')
    assert points(found, "1")[0][1] == set()
    assert points(found, "3") == [("good", {AT}, {BELOW})]


def test_derived_figures_are_near_within_one_step(library: Library) -> None:
    # 41 of 1,025 is 4% exactly; 39 of 1,000 is 3.9%; 161 of 4,000 is 4.025%, within a tenth above.
    cases = [
        f'facts: {{poor: {poor}, households: {of}}} -> "2": {outcome}'
        for poor, of, outcome in ((41, 1025, "attained"), (39, 1000, "attained"), (161, 4000, "not_attained"))
    ]
    assert points(covered(library, *cases), "2") == [(Decimal(4), {BELOW, AT, ABOVE}, set())]
    far = 'facts: {poor: 38, households: 1000} -> "2": attained'
    assert points(covered(library, far), "2") == [(Decimal(4), set(), {BELOW, AT, ABOVE})]


def test_rounded_figures_are_tried_as_they_are_compared(library: Library) -> None:
    # 39.949 counts as 39.9 and 39.951 as 40.0.
    cases = ['facts: {income: 39.949} -> "4": not_attained', 'facts: {income: 39.951} -> "4": attained']
    assert points(covered(library, *cases), "4")[0] == (Decimal(40), {BELOW, AT}, {ABOVE})


def test_thresholds_of_years_out_of_force_are_not_asked_for(library: Library) -> None:
    assert [figure for figure, _, _ in points(covered(library), "4")] == [Decimal(40), Decimal(41)]
    found = covered(library, 'facts: {income: 41} -> "4": attained', as_of="2025-06-30")
    assert [tried for _, tried, _ in points(found, "4")] == [set(), {AT}]


def test_changes_over_time_are_tried_by_how_much_they_change(library: Library) -> None:
    case = 'facts: {income: {2023-12-31: 40, 2024-06-30: 42.9}} -> "5": not_attained'
    assert points(covered(library, case), "5") == [(Decimal(3), {BELOW}, {AT, ABOVE})]


def test_counts_are_tried_by_one_criterion_and_never_above_all(library: Library) -> None:
    none, one, two, three = (
        "attributes: {region: mountains}, "
        f"facts: {{water: {water}, road: {road}, poor: {poor}, households: 100, income: 1}} -> recognition: {outcome}"
        for water, road, poor, outcome in (
            (0, "weak", 9, "not_attained"),
            (0, "good", 9, "not_attained"),
            (0, "good", 0, "attained"),
            (99, "good", 0, "attained"),
        )
    )
    attested = [case.replace("facts:", 'attestations: {"5": not_met}, facts:') for case in (none, one, two, three)]
    assert points(covered(library, attested[0]), "recognition") == [(Decimal(2), set(), {BELOW, AT, ABOVE})]
    assert points(covered(library, *attested[1:]), "recognition") == [(Decimal(2), {BELOW, AT, ABOVE}, set())]


def test_shares_are_tried_by_one_member(library: Library) -> None:
    def of(attained: int, whole: int, outcome: str) -> str:
        members = [
            f"{{kind: commune, count: {count}, attestations: {{vn/commune: {finding}}}}}"
            for count, finding in ((attained, "met"), (whole - attained, "not_met"))
            if count
        ]
        return f'members: [{", ".join(members)}] -> "1": {outcome}'

    # Of four communes the share goes by 25: 50 and 100 are next to 75. Of ten, 60 is not next to it, 70 and 80 are.
    found = covered(library, of(2, 4, "not_attained"), of(4, 4, "attained"), id="vn/district")
    assert points(found, "1") == [(Decimal(75), {BELOW, ABOVE}, {AT})]
    assert points(covered(library, of(3, 4, "attained"), id="vn/district"), "1")[0][1] == {AT}
    assert points(covered(library, of(6, 10, "not_attained"), id="vn/district"), "1")[0][1] == set()
    assert points(covered(library, of(7, 10, "not_attained"), id="vn/district"), "1")[0][1] == {BELOW}


def test_means_over_members_are_tried_as_they_come_out(library: Library) -> None:
    def of(one: str, other: str, outcome: str) -> str:
        members = ", ".join(f"{{kind: commune, facts: {{income: {each}}}}}" for each in (one, other))
        return f'members: [{members}] -> "2": {outcome}'

    # The mean of 39 and 40.9 is 39.95, which counts as 40.0; that of 39 and 40.8 is 39.9.
    assert points(covered(library, of("39", "40.9", "attained"), id="vn/district"), "2")[0][1] == {AT}
    assert points(covered(library, of("39", "40.8", "not_attained"), id="vn/district"), "2")[0][1] == {BELOW}


def test_a_mean_of_those_alone_of_which_a_condition_holds_is_tried_as_any_other(library: Library) -> None:
    def of(income: str, outcome: str) -> str:
        of_the_poor = f"{{kind: commune, facts: {{income: {income}, poverty: 12.5}}}}"
        return f'members: [{of_the_poor}, {{kind: commune, facts: {{income: 90, poverty: 2}}}}] -> "3": {outcome}'

    found = covered(library, of("30", "attained"), of("29.9", "not_attained"), id="vn/district")
    assert points(found, "3") == [(Decimal(30), {AT, BELOW}, {ABOVE})]


def test_only_outcomes_that_a_rule_can_come_to_are_missed(library: Library) -> None:
    ruleset = library.versions["vn/commune"][0]

    def only_two(program: Program, code: str) -> frozenset[Outcome]:
        return frozenset({Outcome.ATTAINED, Outcome.NOT_ATTAINED})

    found = coverage(ruleset, (), library, only_two)
    assert all(each.missing == (Outcome.ATTAINED, Outcome.NOT_ATTAINED) for each in found.rules)
    proved = {each.rule.code: set(each.missing) for each in coverage(ruleset, (), library, reachable_outcomes).rules}
    assert proved["1"] == set(Outcome)


def test_the_report_has_a_row_for_each_rule_and_a_line_for_each_gap(library: Library) -> None:
    exactly = 'attributes: {region: mountains}, facts: {water: 80} -> "1": attained'
    found = covered(library, exactly)
    [table] = [one for one in coverage_paper([found], library, "en").blocks if isinstance(one, DataTable)]
    assert [row[0] for row in table.rows] == ["1", "2", "3", "4", "5", "Recognition"]
    assert table.rows[0][1:] == ("✓", "·", "·", "·", "1/5")
    report = paper_text(coverage_paper([found], library, "vi"), "vi")
    assert "2022-01-01.yaml:13:39: 1: ngưỡng 80%: số liệu ngay dưới ngưỡng hoặc ngay trên ngưỡng" in report
    assert "2022-01-01.yaml:9:11: 1: kết quả “Chưa đạt”, “Không áp dụng” hoặc “Chưa xác định”" in report
    english = paper_text(coverage_paper([found], library, "en"), "en")
    assert "2022-01-01.yaml:15:55: 3: threshold “good”: a figure just below it or exactly at it" in english
    plain = plain_coverage(found, library)
    assert isinstance(plain["gaps"], list)
    assert len(plain["gaps"]) == len(found.gaps)


@given(st.integers(-30, 1030), st.integers(0, 1000))
def test_a_point_is_on_its_side_and_no_further_than_a_step(tenths: int, limit: int) -> None:
    scale = Scale(Decimal("0.1"), Decimal(0), Decimal(100))
    figure, threshold = Fraction(tenths, 10), Decimal(limit).scaleb(-1)
    point = scale.point(figure, threshold)
    away = figure - Fraction(threshold)
    assert point is (AT if away == 0 else None if abs(away) > Fraction(1, 10) else BELOW if away < 0 else ABOVE)
    if 0 <= figure <= 100 and point is not None:
        assert point in scale.points(threshold)


@SOME
@given(worlds())
def test_every_gap_of_a_generated_ruleset_has_a_rule_and_disjoint_points(world: World) -> None:
    for program in world.programs():
        found = coverage(program.ruleset, (), world.library)
        assert [each.rule.code for each in found.rules] == [rule.code for rule in program.ruleset.rules()]
        for rule in found.rules:
            assert rule.decided == frozenset()
            for threshold in rule.thresholds:
                assert threshold.tried == frozenset()
                assert len(set(threshold.missing)) == len(threshold.missing)


def test_a_step_is_one_unit_of_the_last_decimal(library: Library) -> None:
    measures = library.measures
    steps = {id: step_of(measure) for id, measure in measures.items() if id != "road"}
    tenth = Decimal("0.1")
    assert steps == {"water": tenth, "poor": Decimal(1), "households": Decimal(1), "poverty": tenth, "income": tenth}

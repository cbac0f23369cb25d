"""Mutation: what no case notices is named with its line, and nothing is called killed or the same that is not."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from attrs import evolve
from hypothesis import HealthCheck, given, settings

from ntm_rules.engine.decisions import evaluate
from ntm_rules.evolution.cases.case import Case, Expected, Situation
from ntm_rules.evolution.cases.reading.cases import cases_from_text
from ntm_rules.evolution.cases.run import passes
from ntm_rules.evolution.comparison.proof import prover
from ntm_rules.evolution.in_force import in_place_of
from ntm_rules.evolution.mutation.mutant import Mutant, MutantKind, mutants
from ntm_rules.evolution.mutation.run import Fate, MutationResult, run_mutants
from ntm_rules.language.library import load_library
from ntm_rules.model.condition import Comparison
from ntm_rules.model.key import CONCLUSIONS, RuleKey
from ntm_rules.model.library import Library
from ntm_rules.model.ruleset import Ruleset
from ntm_rules.model.text import Text
from ntm_rules.model.threshold import Fixed
from ntm_rules.program.compiling import compile
from ntm_rules.report.renderers.paper_text import paper_text
from ntm_rules.report.testing.mutation import mutation_paper, plain_mutation, share_killed
from ntm_rules.testing import World, worlds

from ..profiles import tried

pytestmark = pytest.mark.slow

CATALOGUE = """\
measures:
  clean_water: {name: {vi: Hộ dùng nước sạch, en: Clean water}, unit: "%", decimals: 1, minimum: 0, maximum: 100}
  school: {name: {vi: Trường đạt chuẩn, en: Schools up to standard}, type: finding}
  road: {name: {vi: Đường, en: Roads}, levels: [weak, fair, good]}
attributes:
  region: {name: {vi: Vùng, en: Region}, values: [mountains, delta]}
"""
COMMUNE = """\
ruleset: vn/commune
version: 2022-01-01
title: {vi: Xã nông thôn mới, en: New rural commune}
applies_to: commune
instrument: {number: 1/QĐ}
recognition: {criteria: attained, count_at_least: 2, provenance: {status: recalled}}
criteria:
  - code: "1"
    name: Nước sạch
    provenance: {status: recalled}
    measure: clean_water
    at_least: {by: region, mountains: 80, delta: 100}
  - code: "2"
    name: Trường học và đường
    provenance: {status: recalled}
    indicators:
      - {code: "2.1", name: Trường, measure: school, required: yes, provenance: {status: recalled}}
      - {code: "2.2", name: Đường, measure: road, one_of: [fair, good], provenance: {status: recalled}}
"""
WEAK = """\
cases_for: vn/commune
as_of: 2024-06-30
cases:
  - name: Vùng núi, nước sạch khá cao
    given: {attributes: {region: mountains}, facts: {clean_water: 85}}
    expect: {"1": attained}
  - name: Trường đạt
    given: {facts: {school: met}}
    expect: {"2.1": attained}
"""
COMPLETE = """\
cases_for: vn/commune
as_of: 2024-06-30
given:
  facts: {clean_water: 80, school: met, road: fair}
  attributes: {region: mountains}
cases:
  - name: Vừa đủ
    expect: {"1": attained, "2": attained, recognition: attained}
  - {name: Hiệu lực ngay ngày đầu, as_of: 2022-01-01, given: {facts: {clean_water: 80}}, expect: {"1": attained}}
  - name: Vừa hụt
    given: {facts: {clean_water: 79.9}}
    expect: {"1": not_attained, recognition: not_attained}
  - {name: Đồng bằng đủ, given: {attributes: {region: delta}, facts: {clean_water: 100}}, expect: {"1": attained}}
  - {name: Đồng bằng hụt, given: {attributes: {region: delta}, facts: {clean_water: 99.9}}, expect: {"1": not_attained}}
  - name: Trường chưa đạt
    given: {facts: {school: not_met}}
    expect: {"2": not_attained, recognition: not_attained}
  - {name: Đường tốt, given: {facts: {road: good}}, expect: {"2": attained}}
  - {name: Đường yếu, given: {facts: {road: weak}}, expect: {"2": not_attained}}
"""
HEAD = "cases_for: vn/commune\nas_of: 2024-06-30\ncases:\n"
SOME = settings(max_examples=tried(0.25), suppress_health_check=list(HealthCheck))


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    folder = tmp_path_factory.mktemp("rulesets")
    (folder / "measures.yaml").write_text(CATALOGUE, encoding="utf-8")
    path = folder / "vn" / "commune" / "2022-01-01.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(COMMUNE, encoding="utf-8")
    return load_library(folder)


def run(cases: str, library: Library) -> MutationResult:
    """The result for the ruleset of these tests, with the proofs of the region analysis."""
    return run_mutants(library.versions["vn/commune"][0], cases_from_text(cases, library), library, prover(library))


def named(mutants: tuple[Mutant, ...]) -> list[tuple[str, str | None, int]]:
    """Mutants by kind, rule and line."""
    return [(one.kind.value, one.rule, one.place.line) for one in mutants if one.place is not None]


def test_a_weak_case_file_leaves_survivors_each_with_its_line(library: Library) -> None:
    result = run(WEAK, library)
    assert named(result.survivors) == [
        ("strictness", "1", 12),
        ("threshold_up", "1", 12),  # 80 to 80.1: 85 is attained either way
        ("threshold_down", "1", 12),
        ("threshold_up", "1", 12),  # 100 of the delta
        ("threshold_down", "1", 12),
        ("criterion", "1", 8),
        ("indicator", "2.1", 17),
        ("value", "2.2", 18),
        ("value", "2.2", 18),
        ("indicator", "2.2", 18),
        ("criterion", "2", 13),
        ("strictness", "recognition", 6),
        ("opposite", "recognition", 6),
        ("threshold_up", "recognition", 6),
        ("threshold_down", "recognition", 6),
        ("state", "recognition", 6),
        ("later", None, 1),
    ]
    assert named(result.of(Fate.KILLED)) == [("opposite", "1", 12), ("cases", "1", 12), ("finding", "2.1", 17)]
    assert result.share == Fraction(3, 20)
    assert share_killed(result, "en") == "3/20 (15%)"


def test_a_complete_case_file_kills_them_all(library: Library) -> None:
    result = run(COMPLETE, library)
    assert named(result.survivors) == []
    assert (result.killed, result.able) == (20, 20)
    assert result.share == 1


def test_cases_that_do_not_pass_kill_nothing(library: Library) -> None:
    wrong = COMPLETE.replace("recognition: attained", "recognition: undetermined").replace(": not_attained", ': "?"')
    killed = {(one.kind.value, one.rule) for one in run(wrong, library).of(Fate.KILLED)}
    assert killed == {
        ("strictness", "1"),
        ("threshold_up", "1"),
        ("cases", "1"),
        ("finding", "2.1"),
        ("value", "2.2"),
        ("later", None),
    }


def test_the_want_of_a_rule_that_a_case_names_is_not_enough(library: Library) -> None:
    text = HEAD + '  - {name: Một, given: {facts: {road: weak}}, expect: {"2.2": not_attained}}\n'
    fates = {(one.mutant.kind, one.mutant.rule): one.fate for one in run(text, library).results}
    assert fates[MutantKind.INDICATOR, "2.2"] is Fate.SURVIVES
    also = text.replace('"2.2": not_attained', '"2.2": not_attained, "2": not_attained')
    fates = {(one.mutant.kind, one.mutant.rule): one.fate for one in run(also, library).results}
    assert fates[MutantKind.INDICATOR, "2.2"] is Fate.KILLED


def test_a_gap_or_a_reason_that_is_expected_kills_too(library: Library) -> None:
    given = "{attributes: {region: delta}, facts: {clean_water: 40}}"

    def moved(expected: str) -> set[Fate]:
        found = run(f'{HEAD}  - {{name: Hụt xa, given: {given}, expect: {{"1": {expected}}}}}\n', library).results
        return {one.fate for one in found if one.mutant.kind is MutantKind.THRESHOLD_UP and one.mutant.rule == "1"}

    assert moved("not_attained") == {Fate.SURVIVES}
    assert moved("{outcome: not_attained, gap: 60}") == {Fate.SURVIVES, Fate.KILLED}  # the delta's, not the mountains'


def test_what_is_proved_the_same_everywhere_does_not_count(library: Library, tmp_path: Path) -> None:
    path = tmp_path / "2022-01-01.yaml"
    equals = COMMUNE.replace("at_least: {by: region, mountains: 80, delta: 100}", "equals: 100")
    (tmp_path / "measures.yaml").write_text(CATALOGUE, encoding="utf-8")
    path = tmp_path / "vn" / "commune" / "2022-01-01.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(equals, encoding="utf-8")
    exact = load_library(tmp_path)
    result = run(COMPLETE.replace("clean_water: 80", "clean_water: 100").replace("mountains", "delta"), exact)
    # Nothing is above 100%, so `equals: 100` and `at_least: 100` are one.
    assert named(result.of(Fate.EQUIVALENT)) == [("loosened", "1", 12)]
    assert named(result.survivors) == []
    assert result.able == len(result.results) - 1
    unproved = run_mutants(exact.versions["vn/commune"][0], [], exact)
    assert not unproved.of(Fate.EQUIVALENT)


def test_a_version_a_day_late_or_early_is_told_by_cases_of_that_day(library: Library) -> None:
    before = library.versions["vn/commune"][0]
    [water, schools] = before.criteria
    assert isinstance(water.condition, Comparison)
    harder = evolve(water, condition=evolve(water.condition, threshold=Fixed(Decimal(90))))
    after = evolve(before, version=date(2024, 1, 1), criteria=(harder, schools))
    both = evolve(library, versions={"vn/commune": (before, after)})
    text = (
        "cases_for: vn/commune\ngiven: {attributes: {region: mountains}, facts: {clean_water: 85}}\ncases:\n"
        '  - {name: Hôm trước, as_of: 2023-12-31, expect: {"1": attained}}\n'
        '  - {name: Hôm sau, as_of: 2024-01-01, expect: {"1": not_attained}}\n'
    )
    eve, day = cases_from_text(text, both)

    def fates(*cases: Case) -> list[tuple[MutantKind, Fate, Case | None]]:
        found = run_mutants(after, cases, both, prover(both)).results
        return [(one.mutant.kind, one.fate, one.by) for one in found if one.mutant.rule is None]

    assert fates(eve, day) == [(MutantKind.LATER, Fate.KILLED, day), (MutantKind.EARLIER, Fate.KILLED, eve)]
    assert fates(eve) == [(MutantKind.LATER, Fate.SURVIVES, None), (MutantKind.EARLIER, Fate.KILLED, eve)]
    # Where a version decides all as the one before it did, the day does not matter.
    same = evolve(before, version=date(2024, 1, 1))
    twice = evolve(library, versions={"vn/commune": (before, same)})
    found = run_mutants(same, [], twice, prover(twice)).results
    assert {one.fate for one in found if one.mutant.rule is None} == {Fate.EQUIVALENT}


def test_the_report_names_each_survivor(library: Library) -> None:
    result = run(WEAK, library)
    report = paper_text(mutation_paper([result], library, "vi"), "vi")
    assert "vn/commune" in report
    assert "2022-01-01.yaml:12:39: 1: tăng ngưỡng một bậc: 80% → 80,1%" in report
    assert "2022-01-01.yaml:6:35: Công nhận: đổi chiều so sánh: từ 2 trở lên → không quá 2" in report
    assert "3/20 (15%)" in report
    english = paper_text(mutation_paper([result], library, "en"), "en")
    assert "2022-01-01.yaml:17:16: 2.1: the indicator left out: Trường" in english
    plain = plain_mutation(result, library)
    assert (plain["killed"], plain["able"], plain["share"]) == (3, 20, "3/20")
    assert isinstance(plain["survivors"], list)
    assert len(plain["survivors"]) == 17


def cases_of(world: World) -> Iterator[Case]:
    """For every unit assessed, a case that expects every outcome that came; now and then only the conclusions."""
    for program in world.programs():
        decisions = evaluate(program, world.units, world.statements)
        for number, unit in enumerate(decisions.units):
            outcomes = decisions.outcomes(unit.code)
            wanted = [code for code in outcomes if number % 2 == 0 or code in CONCLUSIONS]
            expected = tuple(Expected(code, outcomes[code]) for code in wanted)
            situation = Situation(world.as_of, tuple(world.units), world.statements, unit.code)
            yield Case(Text(unit.code), program.ruleset.id, situation, expected)


@SOME
@given(worlds())
def test_fates_are_those_of_running_every_case_on_every_mutant(world: World) -> None:
    cases = tuple(cases_of(world))
    for program in world.programs():
        ruleset = program.ruleset
        own = [case for case in cases if case.ruleset == ruleset.id]
        for one in run_mutants(ruleset, own, world.library).results:
            if one.mutant.rule is not None:
                assert (one.fate is Fate.KILLED) == _is_killed(one.mutant, ruleset, own, world.library)


def _is_killed(mutant: Mutant, ruleset: Ruleset, cases: list[Case], library: Library) -> bool:
    """The same, the long way: the whole library with the mutant in it, what is about rules that are gone left out."""
    changed = in_place_of(ruleset, mutant.ruleset, library)
    gone = {rule.code for rule in ruleset.rules()} - {rule.code for rule in mutant.ruleset.rules()}

    def still(case: Case) -> Case:
        keys = {RuleKey(ruleset.id, code) for code in gone}
        statements = tuple(one for one in case.situation.statements if getattr(one, "rule", None) not in keys)
        expected = tuple(one for one in case.expected if one.code not in gone)
        return evolve(case, situation=evolve(case.situation, statements=statements), expected=expected)

    return not all(passes(still(case), changed) for case in cases)


@SOME
@given(worlds())
def test_what_is_proved_the_same_decides_the_same(world: World) -> None:
    proved = prover(world.library)
    for program in world.programs():
        decided = evaluate(program, world.units, world.statements)
        for mutant in mutants(program.ruleset, world.library):
            same = [code for code in mutant.changed if proved(program.ruleset, mutant.ruleset, code)]
            if not same:
                continue
            other = evaluate(compile(mutant.ruleset, world.as_of, world.library), world.units, world.statements)
            for unit in decided.units:
                for code in same:
                    assert other.outcome(unit.code, code) is decided.outcome(unit.code, code)


def test_dates_are_the_day_before_and_the_day_after(library: Library) -> None:
    ruleset = library.versions["vn/commune"][0]
    [later] = [one for one in mutants(ruleset, library) if one.rule is None]
    assert later.ruleset == evolve(ruleset, version=ruleset.version + timedelta(days=1))

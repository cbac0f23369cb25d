"""Cases run: what came of every expectation, and what is said of those that were not met."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from attrs import evolve

from ntm_rules.evolution.cases.case import Case, Expected, Situation
from ntm_rules.evolution.cases.reading.cases import cases_from_text
from ntm_rules.evolution.cases.run import (
    CaseResult,
    ExpectationResult,
    Mismatch,
    Programs,
    Totals,
    passes,
    run_case,
    run_cases,
    totals,
)
from ntm_rules.model.decision import ReasonKind
from ntm_rules.model.fact import Fact
from ntm_rules.model.library import Library
from ntm_rules.model.outcome import Outcome
from ntm_rules.model.problem import CompileError
from ntm_rules.model.text import Language, Text
from ntm_rules.model.units.unit import Unit
from ntm_rules.report.renderers.paper_text import paper_text
from ntm_rules.report.testing.cases import case_paper

from ..printed import cases_text

HEAD = "cases_for: vn/district\nas_of: 2024-12-31\ncases:\n"


def _case(given: str, expect: str, library: Library, ruleset: str = "vn/district", day: str = "2024-12-31") -> Case:
    text = f"cases_for: {ruleset}\nas_of: {day}\ncases:\n  - {{name: Một, given: {given}, expect: {expect}}}\n"
    [case] = cases_from_text(text, library, "f.yaml")
    return case


def _result(given: str, expected: str, library: Library) -> ExpectationResult:
    result = run_case(_case(given, f"{{{expected}}}", library), library)
    assert not result.diagnostics
    [one] = result.results
    return one


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        # Every commune, one that falls short, one that is not known, none at all.
        ("{members: [{kind: commune, count: 9, attestations: {vn/commune: met}}]}", '"1": attained'),
        ("{members: [{kind: commune, count: 2, facts: {water: 90}}, {kind: commune, facts: {water: 89.99}}]}", '"1": chưa đạt'),
        ("{members: [{kind: commune, count: 2, facts: {water: 90}}, {kind: commune}]}", '"1": undetermined'),
        ("{}", '"1": {outcome: chưa xác định, reason: no_members}'),
        # A change since a date needs a figure of that date.
        ("{facts: {income: {2023-12-31: 41, 2024-12-31: 44}}}", '"2": {outcome: attained, gap: 0}'),
        ("{facts: {income: {2023-12-31: 41, 2024-12-31: 43.5}}}", '"2": {outcome: not_attained, gap: 0.5, reason: compared}'),
        ("{facts: {income: 44}}", '"2": {outcome: undetermined, reason: missing}'),
        # Only the commune that the rule names.
        ("{members: [{kind: commune, facts: {income: 5}}, {kind: commune, code: BB, facts: {income: 30}}]}", '"3": attained'),
        ("{members: [{kind: commune, facts: {income: 50}}, {kind: commune, code: BB, facts: {income: 29.999}}]}",
         '"3": {outcome: not_attained, gap: 0.001}'),
        # The figure of the province above, whatever stands between.
        ("{facts: {income: 50}, above: [{kind: province, facts: {income: 50}}]}", '"4": attained'),
        ("{facts: {income: 50}, above: [{kind: city, facts: {income: 90}}, {kind: province, facts: {income: 50.5}}]}",
         '"4": {outcome: not_attained, gap: 0.5}'),
        ("{facts: {income: 50}}", '"4": {outcome: undetermined, reason: no_unit_above}'),
        # Derived, with a gap that no decimal equals.
        ("{facts: {poor: 1, households: 3}}", '"5": {outcome: not_attained, gap: 70/3}'),
        ("{facts: {poor: 1, households: 0}}", '"5": {outcome: undetermined, reason: no_whole}'),
        ("{facts: {poor: [1, 2], households: 30}}", '"5": {outcome: undetermined, reason: conflict}'),
        ("{facts: {poor: not_applicable, households: 30}}", '"5": {outcome: not_applicable, reason: absent}'),
        # Levels, and where a rule applies.
        ("{attributes: {region: delta}, facts: {order: fair}}", '"6": attained'),
        ("{attributes: {region: delta}, facts: {order: weak}}", '"6": {outcome: not_attained, reason: compared}'),
        ("{attributes: {region: mountains}, facts: {order: weak}}", '"6": {outcome: not_applicable, reason: does_not_apply}'),
        ("{facts: {order: weak}}", '"6": {outcome: undetermined, reason: may_not_apply}'),
        # A rule with rules below it has the reasons of those that came to the same outcome.
        ('{attestations: {"1": met, "2": met, "3": met, "4": met, "6": met}, facts: {poor: 1, households: 4}}',
         "recognition: {outcome: not_attained, gap: 15, reason: compared}"),
        ('{attestations: {"1": met, "2": met, "3": met, "4": met, "5": met, "6": met}}',
         "recognition: {outcome: attained, reason: attested}"),
    ],
)  # fmt: skip
def test_what_comes_as_expected(given: str, expected: str, case_library: Library) -> None:
    assert _result(given, expected, case_library).differences == ()
    [case] = [_case(given, f"{{{expected}}}", case_library)]
    assert passes(case, case_library)


SHORT = "{facts: {income: {2023-12-31: 41, 2024-12-31: 43.5}}}"


@pytest.mark.parametrize(
    ("expected", "differences"),
    [
        ('"2": attained', (Mismatch.OUTCOME,)),
        ('"2": undetermined', (Mismatch.OUTCOME,)),
        ('"2": "?"', (Mismatch.NOT_CONFIRMED,)),
        ('"2": {outcome: not_attained, gap: 0.4}', (Mismatch.GAP,)),
        ('"2": {outcome: not_attained, gap: -0.5}', (Mismatch.GAP,)),
        ('"2": {outcome: not_attained, reason: missing}', (Mismatch.REASON,)),
        ('"2": {outcome: attained, gap: 1, reason: tally}', (Mismatch.OUTCOME, Mismatch.GAP, Mismatch.REASON)),
        ('"2": {outcome: "?", gap: 0.5}', (Mismatch.NOT_CONFIRMED,)),
        ('"4": {outcome: undetermined, gap: 1}', (Mismatch.GAP,)),
    ],
)
def test_what_does_not(expected: str, differences: tuple[Mismatch, ...], case_library: Library) -> None:
    one = _result(SHORT, expected, case_library)
    assert one.differences == differences
    assert not one.passed
    assert one.confirmed == ("?" not in expected)
    assert not passes(_case(SHORT, f"{{{expected}}}", case_library), case_library)


def test_what_came_is_told(case_library: Library) -> None:
    one = _result(SHORT, '"2": attained', case_library)
    assert (one.outcome, one.gap, one.reason_kinds) == (Outcome.NOT_ATTAINED, Decimal("0.5"), (ReasonKind.COMPARED,))
    assert one.decision.rule == one.rule
    share = _result("{facts: {poor: 1, households: 3}}", '"5": "?"', case_library)
    assert share.gap == Fraction(70, 3)


def test_a_rule_of_another_ruleset(case_library: Library) -> None:
    commune = case_library.versions["vn/commune"][0]
    strict = evolve(commune, id="vn/strict")
    library = evolve(case_library, versions={**case_library.versions, "vn/strict": (strict,)})
    case = _case(
        "{facts: {water: 90}}", '{"1": attained, vn/strict: attained, "vn/strict#1": attained}', library, "vn/commune"
    )
    result = run_case(case, library)
    assert [str(one.rule) for one in result.results] == ["vn/commune#1", "vn/strict", "vn/strict#1"]
    assert result.passed


def test_each_program_is_compiled_once(case_library: Library) -> None:
    programs = Programs(case_library)
    case = _case("{}", '{"1": attained}', case_library)
    assert run_case(case, case_library, programs) == run_case(case, case_library, programs)
    day = date(2024, 12, 31)
    assert programs.of("vn/district", day) is programs.of("vn/district", day)
    with pytest.raises(CompileError):
        programs.of("vn/nothing", day)


def _made(situation: Situation, ruleset: str = "vn/district") -> Case:
    return Case(Text("Một"), ruleset, situation, (Expected("1", Outcome.ATTAINED), Expected("2", None)))


DAY = date(2024, 12, 31)
UNIT = Unit("U", "U", "district")


@pytest.mark.parametrize(
    ("case", "code"),
    [
        (_made(Situation(DAY, (UNIT,)), "vn/nothing"), "NTM601"),
        (_made(Situation(date(2019, 1, 1), (UNIT,))), "NTM602"),
        (_made(Situation(DAY, (UNIT, UNIT))), "NTM551"),
        (_made(Situation(DAY, (UNIT,), (Fact("U", "nothing", 1, DAY),))), "NTM562"),
    ],
)
def test_what_the_engine_refuses_fails_with_the_reason(case: Case, code: str, case_library: Library) -> None:
    result = run_case(case, case_library)
    assert [one.code for one in result.diagnostics] == [code]
    assert not result.passed
    assert not passes(case, case_library)
    assert totals([result]) == Totals(1, 2, 2, 0)
    said: dict[Language, str] = {"vi": "không đánh giá được trường hợp này", "en": "this case could not be decided"}
    for language, text in said.items():
        lines = paper_text(case_paper(result, case_library, language), language).splitlines()
        assert lines[1] == f"✗ {text}"
        assert f"[{code}]" in lines[2]


def test_rules_that_ask_one_another_in_a_circle_are_a_failed_case(case_library: Library) -> None:
    district = case_library.versions["vn/district"][0]
    wrong = evolve(district, criteria=(*district.criteria, district.criteria[0]))
    library = evolve(case_library, versions={**case_library.versions, "vn/district": (wrong,)})
    result = run_case(_made(Situation(DAY, (UNIT,))), library)
    assert result.diagnostics[0].code == "NTM605"


@pytest.fixture
def results(case_library: Library) -> tuple[CaseResult, ...]:
    text = f"""{HEAD}  - name: {{vi: Được, en: Fine}}
    expect: {{"1": undetermined}}
  - name: {{vi: Thu nhập tăng ít, en: Income grows little}}
    given: {SHORT}
    expect:
      "2": attained
      "4": {{outcome: not_attained, gap: 2, reason: missing}}
      "5": "?"
      "1": undetermined
"""
    return run_cases(cases_from_text(text, case_library, "f.yaml"), case_library)


def test_totals(results: tuple[CaseResult, ...]) -> None:
    assert totals(results) == Totals(2, 5, 2, 1)
    assert totals([]) == Totals(0, 0, 0, 0)


def test_the_report_in_english(results: tuple[CaseResult, ...], case_library: Library) -> None:
    assert (
        cases_text(results, case_library, "en")
        == """\
5 expectations in 2 cases: 2 as expected, 2 not, 1 to be confirmed

f.yaml:6: Income grows little (as of 31 Dec 2024)
✗ 2  Income grows (line 9)
     expected: Attained
     got: Not attained
     Increase in income since 31 Dec 2023: 2.5 million VND/person/year < 3 million VND/person/year,
     short by 0.5 million VND/person/year
✗ 4  As the province (line 10)
     expected: Not attained, gap 2, reason: not reported
     got: Undetermined, no gap, reason: no unit above
     Income: the dossier has no province to compare with
? 5  Poverty (line 11)
     expected: not confirmed by a person yet (?)
     got: Undetermined
     Poverty: no figure reported (poor households; households), required: at most 10%
     if that is right, write undetermined in place of ?"""
    )


def test_the_report_in_vietnamese(results: tuple[CaseResult, ...], case_library: Library) -> None:
    lines = cases_text(results, case_library, "vi").splitlines()
    assert lines[0] == "5 kết quả mong đợi của 2 trường hợp: 2 khớp, 2 không khớp, 1 chưa xác nhận"
    assert lines[2] == "f.yaml:6: Thu nhập tăng ít (tính đến 31/12/2024)"
    assert "✗ 2  Thu nhập tăng (dòng 9)" in lines
    assert "     mong đợi: Chưa đạt, cách ngưỡng 2, lý do: chưa có số liệu" in lines
    assert "     mong đợi: chưa có người xác nhận (?)" in lines
    assert "     nếu đúng, thay ? bằng undetermined" in lines


def test_only_so_many_reasons_are_shown(case_library: Library) -> None:
    given = "{members: [{kind: commune, count: 9}], facts: {income: 1}}"
    case = _case(given, "{recognition: attained}", case_library)
    shown = cases_text([run_case(case, case_library)], case_library, "en").splitlines()
    assert any(" more" in line for line in shown)
    assert len(shown) < 20


def test_names_that_would_change_the_terminal_are_shown_harmless(case_library: Library) -> None:
    case = evolve(_case("{}", '{"1": not_attained}', case_library), name=Text("a\x1b[31m\nb"))
    text = cases_text([run_case(case, case_library)], case_library, "vi")
    assert "\x1b" not in text
    assert "a�[31m b" in text

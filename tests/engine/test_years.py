"""Conditions on several years up to the one assessed: on the figure of each, and on the mean of them."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from fractions import Fraction

import polars as pl
import pytest

from ntm_rules.engine.decisions import evaluate
from ntm_rules.engine.frames.assessing.assess import assess_frame, reasons_frame
from ntm_rules.exchange.output.decisions import decision_from_plain, decision_to_plain
from ntm_rules.model.condition import Comparison, Condition, LastYears, NoneOf, Operator, Required, Yearly
from ntm_rules.model.decision import Decision, ReasonKind
from ntm_rules.model.fact import Absence, Attestation, Fact, Finding, Value
from ntm_rules.model.key import RuleKey
from ntm_rules.model.library import Library
from ntm_rules.model.outcome import Outcome
from ntm_rules.model.problem import CompileError
from ntm_rules.model.ruleset import Ruleset
from ntm_rules.model.threshold import ByYear, Fixed, Relative, Threshold
from ntm_rules.model.units.unit import Unit
from ntm_rules.program.compiling import compile
from ntm_rules.report.renderers.explain import explain

Decide = Callable[..., Decision]
TOWN = Unit("T", "Tam Đường", "township", attributes={"region": "mountains"})
A, F, U, N = Outcome.ATTAINED, Outcome.NOT_ATTAINED, Outcome.UNDETERMINED, Outcome.NOT_APPLICABLE
TEN = Fixed(Decimal(10))


def poor(of: Value | int, year: int) -> Fact:
    return Fact("T", "poor", of, date(year, 12, 31) if year < 2024 else date(2024, 3, 31), "UBND")


def asked(how: Yearly, years: int = 3, threshold: Threshold = TEN, operator: Operator = Operator.AT_MOST) -> Comparison:
    return Comparison("poor", operator, threshold, over=LastYears(how, years))


EACH, MEAN = asked(Yearly.EACH), asked(Yearly.MEAN)


@pytest.mark.parametrize(
    ("figures", "each", "mean"),
    [
        ({2022: 9, 2023: 10, 2024: 8}, A, A),
        ({2022: 9, 2023: 11, 2024: 8}, F, A),
        ({2022: 12, 2023: 10, 2024: 9}, F, F),
        ({2023: 9, 2024: 9}, U, U),  # a missing year leaves it open
        ({2023: 11, 2024: 9}, F, U),  # unless another year decides
        ({2021: 11, 2022: 9, 2023: 9, 2024: 9}, A, A),  # years before are not asked
        ({2022: 9, 2023: Absence.DISPUTED, 2024: 9}, U, U),
        ({2022: 9, 2023: Absence.NOT_APPLICABLE, 2024: 9}, A, U),
        ({}, U, U),
    ],
)
def test_each_of_three_years_and_their_mean(
    decide: Decide, figures: dict[int, Value | int], each: Outcome, mean: Outcome
) -> None:
    facts = [poor(value, year) for year, value in figures.items()]
    assert decide(EACH, *facts).outcome is each
    assert decide(MEAN, *facts).outcome is mean


def test_the_latest_figure_of_a_year_counts_and_a_mean_is_exact(decide: Decide) -> None:
    in_june = Fact("T", "poor", 30, date(2023, 6, 30), "UBND")
    assert decide(EACH, poor(9, 2022), in_june, poor(9, 2023), poor(9, 2024)).outcome is A
    third = asked(Yearly.MEAN, threshold=Fixed(Decimal("3.333")))
    decision = decide(third, poor(3, 2022), poor(3, 2023), poor(4, 2024))
    assert decision.outcome is F
    [why] = decision.reasons
    assert (why.observed, why.years, why.measure) == (Fraction(10, 3), (2022, 2023, 2024), "poor")


def test_years_are_counted_from_the_one_assessed(
    make_ruleset: Callable[..., Ruleset], make_library: Callable[..., Library]
) -> None:
    library = make_library(make_ruleset(EACH, MEAN))
    facts = [poor(9, 2021), poor(9, 2022), poor(9, 2023), poor(99, 2024)]
    for year, outcome in ((2023, A), (2024, F)):
        found = evaluate(compile("vn/town", date(2024, 6, 30), library, year), TOWN, facts)
        assert [found.decision("T", code).outcome for code in "12"] == [outcome, outcome]


def test_thresholds_are_those_of_each_year(decide: Decide) -> None:
    limits = ByYear(((2022, Fixed(Decimal(20))), (2023, Fixed(Decimal(15)))), TEN)
    condition = asked(Yearly.EACH, threshold=limits)
    assert decide(condition, poor(20, 2022), poor(15, 2023), poor(10, 2024)).outcome is A
    assert decide(condition, poor(20, 2022), poor(16, 2023), poor(10, 2024)).outcome is F
    other = asked(Yearly.EACH, 2, Relative("income"))
    of_2023, of_2024 = (
        Fact("T", "income", value, poor(0, year).as_of, "UBND") for year, value in ((2023, 5), (2024, 9))
    )
    assert decide(other, poor(5, 2023), poor(9, 2024), of_2023, of_2024).outcome is A
    assert decide(other, poor(6, 2023), poor(9, 2024), of_2023, of_2024).outcome is F


def test_findings_of_each_year_and_the_opposite(decide: Decide) -> None:
    condition = Required("registered", over=LastYears(Yearly.EACH, 2))
    before, today = (Fact("T", "registered", Finding.MET, day) for day in (date(2023, 5, 1), date(2024, 5, 1)))
    assert decide(condition, before, today).outcome is A
    assert decide(condition, before).outcome is U
    assert decide(NoneOf((EACH,)), poor(12, 2023)).outcome is A


def test_reasons_name_the_year(decide: Decide) -> None:
    decision = decide(EACH, poor(9, 2022), poor(11, 2024))
    assert [(why.kind, why.years) for why in decision.reasons] == [
        (ReasonKind.COMPARED, (2024,)),
        (ReasonKind.MISSING, (2023,)),
        (ReasonKind.COMPARED, (2022,)),
    ]
    assert not decision.notices  # figures of these years are as old as they have to be
    assert decision_from_plain(decision_to_plain(decision)) == decision
    vi, en = (explain(decision, Library(), TOWN, language) for language in ("vi", "en"))
    assert "poor năm 2024: 11" in vi
    assert "poor năm 2023: chưa có số liệu" in vi
    assert "poor in 2024: 11" in en
    assert "poor in 2023: no figure reported" in en
    of_mean = decide(MEAN, poor(9, 2022), poor(9, 2023), poor(9, 2024))
    assert "Trung bình poor các năm 2022–2024: 9" in explain(of_mean, Library(), TOWN, "vi")


def test_a_word_on_such_a_rule_attests_the_same_text_in_a_later_year(
    make_ruleset: Callable[..., Ruleset], make_library: Callable[..., Library]
) -> None:
    library = make_library(make_ruleset(EACH, MEAN))
    programs = [compile("vn/town", date(year, 6, 30), library) for year in (2023, 2024)]
    first, second = ([rule.meaning_hash for rule in program.rules[:2]] for program in programs)
    assert first == second
    said = [Attestation("T", RuleKey("vn/town", code), Finding.MET, date(2023, 6, 30)) for code in "12"]
    found = evaluate(programs[1], TOWN, said)
    assert [found.decision("T", code).outcome for code in "12"] == [A, A]


def test_frames_take_the_facts_of_several_years(
    make_ruleset: Callable[..., Ruleset], make_library: Callable[..., Library]
) -> None:
    library = make_library(make_ruleset(EACH, MEAN))
    rows = [("T", year, value) for year, value in ((2022, 9.0), (2023, 11.0), (2024, 9.0))] + [("V", 2024, 9.0)]
    facts = pl.DataFrame(
        {
            "unit": [unit for unit, _, _ in rows],
            "measure": ["poor"] * len(rows),
            "value": [value for *_, value in rows],
            "as_of": [poor(0, year).as_of for _, year, _ in rows],
        }
    )
    units = pl.DataFrame({"unit": ["T", "V"], "kind": ["township", "township"]})
    found = assess_frame("vn/town", facts, date(2024, 6, 30), library=library, units=units).sort("unit")
    assert found["1"].to_list() == ["not_attained", "undetermined"]
    assert found["2"].to_list() == ["attained", "undetermined"]
    why = reasons_frame("vn/town", facts, date(2024, 6, 30), library=library, units=units)
    assert ("V", "missing") in why.select("unit", "why").rows()
    both = assess_frame("vn/town", facts, [date(2023, 12, 31), date(2024, 6, 30)], library=library, units=units)
    assert both.filter(unit="T").sort("as_of")["1"].to_list() == ["not_attained", "not_attained"]


@pytest.mark.parametrize(
    "condition",
    [
        Comparison("order", Operator.AT_LEAST, Fixed("fair"), over=LastYears(Yearly.MEAN, 2)),
        Required("registered", over=LastYears(Yearly.MEAN, 2)),
        asked(Yearly.EACH, 0),
        asked(Yearly.MEAN, 31),
    ],
)
def test_what_no_file_can_say_is_refused(
    make_ruleset: Callable[..., Ruleset], make_library: Callable[..., Library], condition: Condition
) -> None:
    with pytest.raises(CompileError, match="NTM647"):
        compile("vn/town", date(2024, 6, 30), make_library(make_ruleset(condition)))

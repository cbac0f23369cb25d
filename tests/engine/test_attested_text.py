"""An attestation attests a text: it decides while the rule means what it meant, in every executor, and else is a notice."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ntm_rules.engine.decisions import Decisions, evaluate
from ntm_rules.engine.frames.assessing.assess import assess_frame
from ntm_rules.engine.live.session import Session
from ntm_rules.exchange.records.making import record_assessment
from ntm_rules.exchange.records.verifying import verify_record
from ntm_rules.model.condition import Comparison, CriteriaState, Operator, OwnCriteria, Unknown
from ntm_rules.model.decision import ReasonKind
from ntm_rules.model.fact import Attestation, Finding
from ntm_rules.model.library import Library
from ntm_rules.model.outcome import Outcome
from ntm_rules.model.problem import FactsError
from ntm_rules.model.ruleset import Criterion, Provenance, ProvenanceStatus, Ruleset
from ntm_rules.model.text import Text
from ntm_rules.model.threshold import ByYear, Fixed
from ntm_rules.model.units.unit import Unit
from ntm_rules.program.compiling import compile
from ntm_rules.report.renderers.explain import explain
from tests.profiles import tried

A, F, U = Outcome.ATTAINED, Outcome.NOT_ATTAINED, Outcome.UNDETERMINED
FIRST, SECOND, TODAY = date(2022, 4, 15), date(2024, 3, 1), date(2024, 6, 30)
TOWN = Unit("T", "Tam Đường", "township")
MakeRuleset = Callable[..., Ruleset]
MakeLibrary = Callable[..., Library]


def water(percent: int) -> Comparison:
    return Comparison("water", Operator.AT_LEAST, Fixed(Decimal(percent)))


@pytest.fixture(scope="session")
def in_two_texts(make_ruleset: MakeRuleset, make_library: MakeLibrary) -> Callable[..., Library]:
    """Criterion 1 with one indicator under a first text and under a second one, and recognition by all criteria."""

    def make(before: object, after: object) -> Library:
        all_of_them = OwnCriteria(CriteriaState.ALL)
        return make_library(
            make_ruleset([before], recognition=all_of_them, version=FIRST, until=SECOND - timedelta(days=1)),
            make_ruleset([after], recognition=all_of_them, version=SECOND),
        )

    return make


def said(day: date, met: bool = True, rule: str = "vn/town#1.1") -> Attestation:
    return Attestation("T", rule, met, day, "UBND tỉnh")


def decided(library: Library, *attestations: Attestation) -> Decisions:
    return evaluate(compile("vn/town", TODAY, library), TOWN, attestations)


PERCENTS = st.integers(0, 100)


@pytest.mark.slow
@settings(max_examples=tried())
@given(PERCENTS, PERCENTS, st.booleans(), st.dates(FIRST, TODAY), st.sampled_from(("1.1", "1", "recognition")))
def test_every_executor_lets_an_attestation_decide_while_the_rule_means_the_same(
    in_two_texts: Callable[..., Library], before: int, after: int, met: bool, day: date, code: str
) -> None:
    """Also of a rule that rests on the one that has changed."""
    library = in_two_texts(water(before), water(after))
    rule = "vn/town" if code == "recognition" else f"vn/town#{code}"
    attestation = said(day, met, rule)
    holds = before == after or day >= SECOND
    expected = (A if met else F) if holds else U
    program = compile("vn/town", TODAY, library)
    found = evaluate(program, TOWN, attestation)
    assert found.outcome("T", code) is expected
    assert verify_record(record_assessment(found), library).is_sound
    with Session(program, TOWN, matcher="plain") as session:
        session.assert_fact(attestation)
        assert session.outcome("T", rule) is expected
        assert session.decision("T", rule) == found.decision("T", code)
    facts = pl.DataFrame({"unit": ["T"], "measure": [rule], "value": ["met" if met else "not_met"], "as_of": [day]})
    assert assess_frame("vn/town", facts, TODAY, library=library)[code][0] == expected.value
    notices = [one for one in found.decision("T", code).reasons if one.kind is ReasonKind.OTHER_TEXT]
    assert [one.facts for one in notices] == ([] if holds else [(attestation,)])
    assert not notices or notices[0].observed is (Finding.MET if met else Finding.NOT_MET)


def test_an_adverse_attestation_of_an_earlier_text_is_told(in_two_texts: Callable[..., Library]) -> None:
    library = in_two_texts(water(50), water(95))
    decision = decided(library, said(date(2023, 6, 30), met=False)).decision("T", "1.1")
    assert "attested as “Not met” under 04/2022/QĐ-TTg" in explain(decision, library, [TOWN], "en")
    assert "đã được xác nhận là “Chưa đạt” theo 04/2022/QĐ-TTg" in explain(decision, library, [TOWN], "vi")


def test_an_attestation_may_name_the_text_that_it_attests(in_two_texts: Callable[..., Library]) -> None:
    library = in_two_texts(water(50), water(95))
    before = date(2024, 2, 20)
    assert decided(library, said(before, rule=f"vn/town#1.1@{SECOND}")).outcome("T", "1.1") is A
    assert decided(library, said(TODAY, rule=f"vn/town#1.1@{FIRST}")).outcome("T", "1.1") is U
    assert said(before, rule=f"vn/town#1.1@{SECOND}") != said(before)
    with pytest.raises(FactsError, match="NTM616"):
        decided(library, said(before, rule="vn/town#1.1@2023-01-01"))


def test_what_is_attested_today_stands_beside_what_was_before(in_two_texts: Callable[..., Library]) -> None:
    """An older text's word does not stand in the way of today's; one of a text that came back holds again."""
    library = in_two_texts(water(50), water(95))
    found = decided(library, said(date(2023, 6, 30), met=False), said(SECOND))
    assert found.outcome("T", "1.1") is A
    assert ReasonKind.OTHER_TEXT not in {one.kind for one in found.decision("T", "1.1").reasons}


def test_no_text_is_attested_before_the_first_is_in_force(in_two_texts: Callable[..., Library]) -> None:
    found = decided(in_two_texts(water(95), water(95)), said(date(2021, 12, 31)))
    assert found.outcome("T", "1.1") is U
    (notice,) = (one for one in found.decision("T", "1.1").reasons if one.kind is ReasonKind.OTHER_TEXT)
    assert notice.subject is None


def test_a_threshold_by_assessed_year_is_another_text_in_another_year(in_two_texts: Callable[..., Library]) -> None:
    """By the figure's year it is the same text: a figure of 2023 is held against the threshold of 2023 in any year."""

    def rising(last: int, assessed: bool) -> Comparison:
        years = ((2022, 50), (2023, 60), (2024, last))
        each = tuple((year, Fixed(Decimal(percent))) for year, percent in years)
        return Comparison("water", Operator.AT_LEAST, ByYear(each, assessed=assessed))

    for last, assessed, expected in ((60, True, A), (70, True, U), (60, False, A), (70, False, A)):
        library = in_two_texts(rising(last, assessed), rising(last, assessed))
        assert decided(library, said(date(2023, 6, 30))).outcome("T", "1.1") is expected


def test_of_a_rule_that_nobody_can_read_the_name_tells_the_text(
    make_ruleset: MakeRuleset, make_library: MakeLibrary
) -> None:
    """Codes that were exchanged are two other rules, though nothing is known of either."""

    def named(*names: str) -> list[Criterion]:
        plan = Provenance(ProvenanceStatus.PLAN)
        return [Criterion(str(code), Text(name), plan, (), Unknown()) for code, name in enumerate(names, 1)]

    before = make_ruleset(*named("Đường", "Điện"), version=FIRST)
    for names, expected in ((("Đường", "Điện"), A), (("Điện", "Đường"), U)):
        library = make_library(before, make_ruleset(*named(*names), version=SECOND))
        assert decided(library, said(FIRST, rule="vn/town#1")).outcome("T", "1") is expected

"""The age of figures and attestations: what is too old is not used, what is old is told, a change needs a newer figure."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl
import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

from ntm_rules.engine.decisions import evaluate
from ntm_rules.engine.frames.assessing.assess import assess_frame, reasons_frame
from ntm_rules.exchange.output.decisions import decision_from_plain, decision_to_plain
from ntm_rules.exchange.records.making import record_assessment
from ntm_rules.exchange.records.verifying import verify_record
from ntm_rules.model.condition import Change, Comparison, Condition, Direction, Operator, Unknown
from ntm_rules.model.decision import Decision, NoticeKind, ReasonKind
from ntm_rules.model.fact import Attestation, Fact, Finding
from ntm_rules.model.key import RuleKey
from ntm_rules.model.library import Library
from ntm_rules.model.measure import Measure, ShareOf, SumOf
from ntm_rules.model.outcome import Outcome
from ntm_rules.model.problem import ArgumentError, FactsError
from ntm_rules.model.ruleset import Criterion, Ruleset
from ntm_rules.model.text import Text
from ntm_rules.model.threshold import ByYear, Fixed
from ntm_rules.model.units.unit import Unit
from ntm_rules.model.values.duration import Duration
from ntm_rules.program.compiling import compile
from ntm_rules.report.overview.notes import notes
from ntm_rules.report.pages.notices import notices_of
from ntm_rules.report.pages.page_words import REMARKS
from ntm_rules.report.pages.two_languages import TwoNames
from ntm_rules.report.renderers.explain import explain

from ..profiles import tried

Decide = Callable[..., Decision]
TOWN = Unit("T", "Tam Đường", "township", attributes={"region": "mountains"})
DAY = date(2024, 6, 30)
A, F, U = Outcome.ATTAINED, Outcome.NOT_ATTAINED, Outcome.UNDETERMINED
YEAR = Duration(years=1)
INCOME = Measure("income", Text("Thu nhập", "Income"), unit="%", decimals=1, valid_for=YEAR)
ASKED = Comparison("income", Operator.AT_LEAST, Fixed(Decimal(45)))


def income(value: int, as_of: date) -> Fact:
    return Fact("T", "income", value, as_of, "UBND")


@given(st.dates(date(1950, 1, 1), date(2090, 1, 1)), st.integers(0, 40), st.integers(0, 11), st.integers(-40, 40))
@settings(max_examples=tried(1))
def test_a_length_of_time_has_passed_the_day_after_it_ends(day: date, years: int, months: int, apart: int) -> None:
    length = Duration(years, months)
    first = length.before(day)
    assert first <= day

    # By months and days of the month alone: 31 days to each month, so that one without the day ends it.
    def number(one: date) -> int:
        return 372 * one.year + 31 * one.month + one.day

    for near in (date.fromordinal(first.toordinal() + apart), first, date.fromordinal(first.toordinal() - 1)):
        assert (near >= first) is (number(near) + 31 * length.in_months >= number(day))


@pytest.mark.parametrize(("as_of", "outcome"), [(date(2023, 6, 30), A), (date(2023, 6, 29), U)])
def test_an_older_figure_is_not_used_and_the_reason_says_so(decide: Decide, as_of: date, outcome: Outcome) -> None:
    decision = decide(ASKED, income(46, as_of), measures=[INCOME])
    assert decision.outcome is outcome
    [why] = decision.reasons
    assert (why.kind is ReasonKind.OUTDATED) is (outcome is U)
    assert why.facts == (income(46, as_of),)
    if outcome is U:
        library = Library({"income": INCOME})
        assert "số liệu 46% ngày 29/06/2023 quá cũ, không được dùng" in explain(decision, library, TOWN)
        assert "the figure 46% of 29 Jun 2023 is too old to be used" in explain(decision, library, TOWN, "en")


def test_an_outdated_figure_is_part_of_the_record(
    make_ruleset: Callable[..., Ruleset], make_library: Callable[..., Library]
) -> None:
    library = make_library(make_ruleset(ASKED), measures=[INCOME])
    old = income(46, date(2012, 12, 31))
    decisions = evaluate(compile("vn/town", DAY, library), TOWN, [old])
    assert decisions.decision("T", "1").reasons[0].facts == (old,)
    assert verify_record(record_assessment(decisions), library).is_sound


def test_parts_are_no_older_than_the_whole_may_be(decide: Decide) -> None:
    parts = [Measure("one", Text("Một")), Measure("other", Text("Hai"))]
    for derive, valid in (
        (SumOf(("one", "other")), YEAR),
        (ShareOf("one", "other"), YEAR),
        (SumOf(("one", "other")), None),
    ):
        whole = Measure("whole", Text("Tổng"), derive=derive, valid_for=valid)
        asked = Comparison("whole", Operator.AT_LEAST, Fixed(Decimal(1)))
        facts = [Fact("T", "one", 3, DAY), Fact("T", "other", 4, date(2012, 12, 31))]
        decision = decide(asked, *facts, measures=[*parts, whole])
        assert decision.outcome is (A if valid is None else U)
        assert (decision.reasons[0].kind is ReasonKind.OUTDATED) is (valid is not None)


@pytest.mark.parametrize(("as_of", "notices"), [(date(2012, 12, 31), 1), (date(2024, 1, 1), 0)])
def test_without_a_limit_an_old_figure_decides_with_a_notice(decide: Decide, as_of: date, notices: int) -> None:
    measure = evolve(INCOME, valid_for=None)
    decision = decide(ASKED, income(46, as_of), measures=[measure])
    assert decision.outcome is A
    assert len(decision.notices) == notices
    plain = decision_to_plain(decision)
    assert len(plain.get("notices", ())) == notices
    assert decision_from_plain(plain) == decision
    if notices:
        [notice] = decision.notices
        assert (notice.kind, notice.facts) == (NoticeKind.OLD_FIGURE, (income(46, as_of),))
        library = Library({"income": measure})
        assert "[số liệu ngày 31/12/2012]" in explain(decision, library, TOWN, everything=True)
        assert "[figure of 31 Dec 2012]" in explain(decision, library, TOWN, "en", everything=True)


SINCE = date(2023, 12, 31)


@pytest.mark.parametrize("direction", Direction)
@pytest.mark.parametrize("operator", [Operator.AT_LEAST, Operator.AT_MOST])
def test_a_change_needs_a_figure_newer_than_its_day(decide: Decide, direction: Direction, operator: Operator) -> None:
    asked = Change("income", SINCE, direction, operator, Fixed(Decimal(0)))
    measure = evolve(INCOME, valid_for=None)
    decision = decide(asked, income(46, SINCE), measures=[measure])
    assert decision.outcome is U
    assert decision.reasons[0].kind is ReasonKind.OUTDATED
    newer = decide(asked, income(46, SINCE), income(46, date(2024, 1, 1)), measures=[measure])
    assert newer.outcome is A
    assert not newer.notices


def attested(as_of: date, value: Finding = Finding.MET) -> Attestation:
    return Attestation("T", "vn/town#1", value, as_of, "Sở")


@pytest.mark.parametrize(("as_of", "outcome"), [(date(2023, 6, 30), A), (date(2023, 6, 29), U)])
def test_an_older_attestation_decides_nothing(
    decide: Decide, make_ruleset: Callable[..., Ruleset], as_of: date, outcome: Outcome
) -> None:
    base = make_ruleset(Unknown())
    ruleset = evolve(base, criteria=(evolve(base.criteria[0], valid_for=YEAR),))
    decision = decide(ruleset, attested(as_of))
    assert decision.outcome is outcome
    if outcome is U:
        why = decision.reasons[0]
        assert (why.kind, why.rule, why.facts) == (ReasonKind.OUTDATED, RuleKey("vn/town", "1"), (attested(as_of),))
        text = explain(decision, Library(versions={"vn/town": (ruleset,)}), TOWN)
        assert "xác nhận Đạt ngày 29/06/2023 quá cũ, không được dùng" in text
    else:
        assert [one.kind for one in decision.notices] == [NoticeKind.OLD_FIGURE]


def ruled(condition: Condition, make_ruleset: Callable[..., Ruleset]) -> Ruleset:
    base = make_ruleset(condition)
    criterion = base.criteria[0]
    assert isinstance(criterion, Criterion)
    return evolve(base, criteria=(evolve(criterion, valid_for=YEAR),))


def test_frames_know_how_old_by_a_column_of_dates(
    make_ruleset: Callable[..., Ruleset], make_library: Callable[..., Library]
) -> None:
    library = make_library(ruled(ASKED, make_ruleset), measures=[INCOME])
    frame = pl.DataFrame(
        {
            "unit": ["A", "B", "C", "D", "E"],
            "income": [46.0, 46.0, 46.0, None, None],
            "income:as_of": [date(2023, 6, 30), date(2023, 6, 29), None, None, None],
            "vn/town#1": [None, None, None, "met", "met"],
            "vn/town#1:as_of": [None, None, None, date(2023, 6, 30), date(2023, 6, 29)],
        }
    )
    asked = ("vn/town", frame, DAY)
    assert assess_frame(*asked, library=library)["1"].to_list() == [
        "attained",
        "undetermined",
        *["attained"] * 2,
        "undetermined",
    ]
    assert reasons_frame(*asked, library=library).select("unit", "why").rows() == [("B", "outdated"), ("E", "outdated")]
    days = frame.select(
        "unit", "income", "income:as_of", as_of=pl.Series([date(2024, 6, day) for day in (30, 29, 1, 1, 1)])
    )
    assert assess_frame("vn/town", days, library=library)["1"].to_list()[:3] == ["attained"] * 3
    later = days.with_columns(as_of=pl.Series([date(2024, 7, 1)] * 5))
    assert assess_frame("vn/town", later, library=library)["1"].to_list()[:3] == ["undetermined"] * 2 + ["attained"]


def test_a_row_holds_nothing_of_later_than_its_day(
    make_ruleset: Callable[..., Ruleset], make_library: Callable[..., Library]
) -> None:
    library = make_library(make_ruleset(ASKED), measures=[INCOME])
    frame = pl.DataFrame({"unit": ["A"], "income": [46.0], "income:as_of": [date(2024, 7, 1)]})
    with pytest.raises(FactsError) as raised:
        assess_frame("vn/town", frame, DAY, library=library)
    assert [one.code for one in raised.value.diagnostics] == ["NTM459"]


BY_YEAR = ByYear(((2023, Fixed(Decimal(42))), (2024, Fixed(Decimal(45)))))
MAY = date(2024, 5, 31)


@pytest.mark.parametrize(
    ("assessed_year", "as_of", "outcome"),
    [
        (False, date(2023, 12, 31), A),
        (False, date(2024, 3, 31), F),
        (True, date(2023, 12, 31), F),
        (True, date(2024, 3, 31), F),
    ],
)
def test_the_year_is_that_of_the_figure_or_of_the_assessment(
    decide: Decide, assessed_year: bool, as_of: date, outcome: Outcome
) -> None:
    asked = Comparison("income", Operator.AT_LEAST, evolve(BY_YEAR, assessed=assessed_year))
    decision = decide(asked, income(43, as_of), measures=[evolve(INCOME, valid_for=None)], as_of=MAY)
    assert decision.outcome is outcome
    assert bool(decision.notices) is (as_of.year != 2024)


@pytest.mark.parametrize(("assessed", "outcome"), [(2023, A), (2024, F), (None, F)])
def test_the_year_assessed_is_part_of_decisions_and_records(
    make_ruleset: Callable[..., Ruleset],
    make_library: Callable[..., Library],
    assessed: int | None,
    outcome: Outcome,
) -> None:
    asked = Comparison("income", Operator.AT_LEAST, evolve(BY_YEAR, assessed=True))
    library = make_library(make_ruleset(asked), measures=[INCOME])
    decisions = evaluate(compile("vn/town", MAY, library, assessed), TOWN, [income(43, date(2023, 12, 31))])
    decision = decisions.decision("T", "1")
    assert decision.outcome is outcome
    assert decision.assessed == (assessed or 2024)
    assert decision_from_plain(decision_to_plain(decision)) == decision
    assert verify_record(record_assessment(decisions), library).is_sound
    later = evaluate(compile("vn/town", MAY, library, assessed), TOWN, [income(43, MAY)]).decision("T", "1")
    assert [one.kind for one in later.notices] == [NoticeKind.LATER_FIGURE] * (assessed == 2023)


@pytest.mark.parametrize("assessed", [2025, "2023", True, date(2023, 1, 1)])
def test_no_year_after_the_day_is_assessed(
    make_ruleset: Callable[..., Ruleset], make_library: Callable[..., Library], assessed: Any
) -> None:
    with pytest.raises(ArgumentError):
        compile("vn/town", MAY, make_library(make_ruleset(ASKED), measures=[INCOME]), assessed)


def test_frames_go_by_the_year_of_the_figure(
    make_ruleset: Callable[..., Ruleset], make_library: Callable[..., Library]
) -> None:
    library = make_library(
        make_ruleset(Comparison("income", Operator.AT_LEAST, BY_YEAR)), measures=[evolve(INCOME, valid_for=None)]
    )
    frame = pl.DataFrame(
        {
            "unit": ["A", "B", "C"],
            "income": [43.0, 43.0, 43.0],
            "income:as_of": [date(2023, 12, 31), date(2024, 3, 31), None],
        }
    )
    expected = ["attained", "not_attained", "not_attained"]
    assert assess_frame("vn/town", frame, MAY, library=library)["1"].to_list() == expected
    facts = pl.DataFrame(
        {"unit": ["A", "B"], "measure": "income", "value": [43.0, 43.0], "as_of": frame["income:as_of"][:2]}
    )
    units = pl.DataFrame({"unit": ["A", "B"]})
    assert assess_frame("vn/town", facts, MAY, library=library, units=units)["1"].to_list() == expected[:2]


@pytest.mark.parametrize("limit", ["exists_from", "exists_until"])
@given(apart=st.integers(-400, 400))
@settings(max_examples=tried(1))
def test_a_figure_of_a_day_without_its_unit_decides_with_a_notice(decide: Decide, limit: str, apart: int) -> None:
    """Of a member, or of the unit itself; told wherever old figures are told."""
    limited = date.fromordinal(DAY.toordinal() + (-400 if limit == "exists_from" else 400))
    dated = min(date.fromordinal(limited.toordinal() + apart), DAY)
    unit = evolve(TOWN, exists_from=limited) if limit == "exists_from" else evolve(TOWN, exists_until=limited)
    said = income(46, dated)
    decision = decide(ASKED, said, units=[unit], measures=[evolve(INCOME, valid_for=None)])
    told = [one for one in decision.notices if one.kind is NoticeKind.OUTSIDE_PERIOD]
    assert [one.facts for one in told] == ([] if unit.exists_on(dated) else [(said,)])
    assert decision_from_plain(decision_to_plain(decision)) == decision
    text = explain(decision, Library({"income": INCOME}), unit, everything=True)
    assert ("khi đơn vị chưa được thành lập hoặc đã sắp xếp]" in text) is bool(told)


def test_an_attestation_of_before_its_unit_is_told_in_every_overview(make_ruleset: Callable[..., Ruleset]) -> None:
    ruleset = make_ruleset(Unknown())
    library = Library(versions={"vn/town": (ruleset,)})
    unit = evolve(TOWN, attributes={}, exists_from=date(2024, 3, 1))
    said = attested(date(2024, 2, 1))
    run = evaluate(compile("vn/town", DAY, library), unit, [said])
    assert [one.kind for one in run.decision("T", "1").notices] == [NoticeKind.OUTSIDE_PERIOD]
    assert verify_record(record_assessment(run), library).is_sound
    decision = run.decision("T", "1")
    assert "xác nhận ngày 01/02/2024, khi đơn vị chưa được" in explain(decision, library, unit, everything=True)
    assert "attestation of 1 Feb 2024, when the unit did" in explain(decision, library, unit, "en", everything=True)
    names = TwoNames.of(library, run.world.units)
    assert "of a day when the unit did not exist" in " ".join(notes([run], names.en, lambda _: False))
    assert next((one.count, one.title) for one in notices_of([run], names)) == (1, REMARKS[NoticeKind.OUTSIDE_PERIOD])

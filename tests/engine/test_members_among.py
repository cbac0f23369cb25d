"""Members that are counted only among those of which another condition holds, by every executor."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

import pytest
from attrs import evolve

from ntm_rules.model.condition import (
    AttributeIs,
    Basis,
    Bound,
    Comparison,
    Condition,
    MembersAttained,
    MembersMeeting,
    NoMembers,
    Operator,
    Required,
)
from ntm_rules.model.decision import Decision, ReasonKind, Tally
from ntm_rules.model.fact import Absence, Fact, Finding, Value
from ntm_rules.model.key import RuleKey
from ntm_rules.model.outcome import Outcome
from ntm_rules.model.threshold import Fixed
from ntm_rules.model.units.unit import Unit
from ntm_rules.report.phrasing.conditions import describe

from .conftest import AS_OF, Decide

A, F, X, U = Outcome.ATTAINED, Outcome.NOT_ATTAINED, Outcome.NOT_APPLICABLE, Outcome.UNDETERMINED
MET, NOT, NA = Finding.MET, Finding.NOT_MET, Absence.NOT_APPLICABLE
DISTRICT = Unit("H", "Tam Đường", "district")
CLEAN = Comparison("water", Operator.AT_LEAST, Fixed(Decimal(90)))
POOR = Required("registered")
SEVENTY = (Bound(Basis.SHARE, Operator.AT_LEAST, Fixed(Decimal(70))),)
OF_THE_POOR = MembersMeeting("commune", CLEAN, SEVENTY, among=POOR)
Commune = tuple[int | Absence | None, Value | None]


def told(communes: Sequence[Commune]) -> list[Fact]:
    """The clean water of communes, and whether they are poor (None: not reported)."""
    return [
        Fact(f"C{place}", measure, Decimal(value) if isinstance(value, int) else value, AS_OF, "UBND")
        for place, values in enumerate(communes)
        for measure, value in zip(("water", "registered"), values, strict=True)
        if value is not None
    ]


@pytest.fixture
def judge(decide: Decide, make_ruleset: Callable[..., Any]) -> Callable[..., Decision]:
    """The decision on a district, of whose communes clean water is given, and whether they are poor."""

    def judged(communes: Sequence[Commune], condition: Condition = OF_THE_POOR, **given: Any) -> Decision:
        units = [Unit(f"C{place}", f"Xã {place}", "commune", "H", **given) for place in range(len(communes))]
        clean = make_ruleset(CLEAN, id="vn/commune", applies_to="commune")
        district = make_ruleset(condition, id="vn/district", applies_to="district")
        return decide(district, *told(communes), others=[clean], units=[DISTRICT, *units])

    return judged


@pytest.mark.parametrize(
    ("communes", "outcome"),
    [
        ([(95, MET), (95, MET), (95, MET), (80, MET), (80, NOT)], A),
        ([(95, MET), (80, MET), (95, NOT), (95, NOT)], F),
        ([(95, MET), (None, NOT)], A),
        ([(95, MET), (None, MET)], U),
        ([(95, MET), (95, None)], A),
        ([(95, MET), (80, None)], U),
        ([(95, MET), (80, NA)], A),
        ([(80, MET), (80, None)], F),
        ([(95, NOT), (95, NOT)], X),
        ([(95, NOT), (95, None)], U),
        ([(NA, MET), (80, NOT)], X),
        ([], U),
    ],
)
def test_a_share_of_the_poor(judge: Callable[..., Decision], communes: list[Commune], outcome: Outcome) -> None:
    decision = judge(communes)
    assert decision.outcome is outcome
    if (95, None) in communes and outcome is U:
        assert decision.possible == {A, X}
    by_rule = MembersAttained("commune", RuleKey("vn/commune", "1"), SEVENTY, among=POOR)
    assert judge(communes, by_rule).outcome is outcome


def test_of_no_members_the_text_decides_and_of_none_among_them_it_does_not_apply(
    judge: Callable[..., Decision],
) -> None:
    for if_none, outcome in ((NoMembers.ATTAINED, A), (NoMembers.NOT_APPLICABLE, X), (None, U)):
        asked = evolve(OF_THE_POOR, if_none=if_none)
        assert judge([], asked).outcome is outcome
        assert judge([(80, NOT)], asked).outcome is X


def test_an_attribute_that_is_blank_leaves_it_open_who_is_among_them(judge: Callable[..., Decision]) -> None:
    mountains = evolve(OF_THE_POOR, among=AttributeIs("region", ("mountains",)))
    communes = [(80, None), (95, None)]
    assert judge(communes, mountains, attributes={"region": "mountains"}).outcome is F
    assert judge(communes, mountains, attributes={"region": "delta"}).outcome is X
    blank = judge(communes, mountains)
    assert blank.outcome is U
    assert blank.possible == {A, F, X}
    assert {(one.kind, one.unit) for one in blank.reasons if one.kind is ReasonKind.NO_ATTRIBUTE} == {
        (ReasonKind.NO_ATTRIBUTE, "C0"),
        (ReasonKind.NO_ATTRIBUTE, "C1"),
    }


def test_only_decisions_of_those_among_them_are_shown(judge: Callable[..., Decision]) -> None:
    by_rule = MembersAttained("commune", RuleKey("vn/commune", "1"), SEVENTY, among=POOR)
    decision = judge([(95, MET), (80, NOT), (80, None)], by_rule)
    assert [one.unit for one in decision.children] == ["C0", "C2"]
    assert decision.reasons[0].tally == Tally(1, 0, 1, 1)


def test_reasons_name_those_among_them_that_fail_and_no_other(judge: Callable[..., Decision]) -> None:
    first, *others = judge([(95, MET), (80, MET), (80, NOT)]).reasons
    assert (first.tally, first.observed, first.gap) == (Tally(1, 1, 0, 1), Decimal(50), Decimal(20))
    assert {one.unit for one in others} == {"C1"}


def test_it_is_said_in_both_languages(make_library: Any) -> None:
    english = describe(OF_THE_POOR, make_library(), "en")
    assert english == (
        "Share of its communes meeting the condition: at least 70 % (condition: water: at least 90 %)"
        " (only those communes of which: registered: the finding is “Met”)"
    )
    assert "chỉ xét xã thuộc diện: registered" in describe(OF_THE_POOR, make_library(), "vi")

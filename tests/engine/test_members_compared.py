"""A number of members held against that of others, of the same or another kind, by every executor."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

import pytest
from attrs import evolve

from ntm_rules.engine import specification
from ntm_rules.engine.evidence.evidence import Evidence
from ntm_rules.engine.evidence.world import EvidenceWorld
from ntm_rules.engine.remedies.attaining import to_attain
from ntm_rules.model.condition import (
    Comparison,
    Condition,
    MembersAttained,
    MembersCompared,
    MembersMeeting,
    NoMembers,
    Operator,
    Required,
)
from ntm_rules.model.decision import Decision, ReasonKind
from ntm_rules.model.fact import Absence, Fact, Finding, Value
from ntm_rules.model.key import RuleKey
from ntm_rules.model.outcome import Outcome, Tally
from ntm_rules.model.threshold import Fixed
from ntm_rules.model.units.unit import Unit, Units
from ntm_rules.program.compiling import compile
from ntm_rules.report.phrasing.conditions import describe
from ntm_rules.report.phrasing.names import Names
from ntm_rules.report.phrasing.reasons import reason_text

from .conftest import AS_OF, Decide

A, F, X, U = Outcome.ATTAINED, Outcome.NOT_ATTAINED, Outcome.NOT_APPLICABLE, Outcome.UNDETERMINED
MET, NOT, NA = Finding.MET, Finding.NOT_MET, Absence.NOT_APPLICABLE
DISTRICT = Unit("H", "Tam Đường", "district")
CLINIC = MembersMeeting("village", Required("registered"), ())
LARGE = MembersMeeting("village", Comparison("income", Operator.MORE_THAN, Fixed(Decimal(500))), ())
AS_MANY = MembersCompared(CLINIC, Operator.AT_LEAST, LARGE)
Village = tuple[Value | None, int | Absence | None]
"""Whether a village has a clinic, and how many people live in it (None: not reported)."""


def told(villages: Sequence[Village]) -> list[Fact]:
    return [
        Fact(f"V{place}", measure, Decimal(value) if isinstance(value, int) else value, AS_OF, "UBND")
        for place, values in enumerate(villages)
        for measure, value in zip(("registered", "income"), values, strict=True)
        if value is not None
    ]


def units(villages: Sequence[Village], towns: int = 0) -> list[Unit]:
    return [
        DISTRICT,
        *(Unit(f"V{place}", f"Bản {place}", "village", "H") for place in range(len(villages))),
        *(Unit(f"T{place}", f"Thị trấn {place}", "township", "H") for place in range(towns)),
    ]


@pytest.fixture
def judge(decide: Decide, make_ruleset: Callable[..., Any]) -> Callable[..., Decision]:
    def judged(villages: Sequence[Village], condition: Condition = AS_MANY, *more: Fact, towns: int = 0) -> Decision:
        district = make_ruleset(condition, id="vn/district", applies_to="district")
        town = make_ruleset(Required("registered"), id="vn/town")
        return decide(district, *told(villages), *more, others=[town], units=units(villages, towns))

    return judged


@pytest.mark.parametrize(
    ("villages", "outcome"),
    [
        ([(MET, 600), (NOT, 400)], A),
        ([(NOT, 600), (MET, 400)], A),
        ([(NOT, 600), (MET, 501)], F),
        ([(NOT, 600), (MET, 500)], A),
        ([(NOT, 100), (NOT, 100)], A),
        ([(None, 600), (MET, 100)], A),
        ([(None, 600), (NOT, 100)], U),
        ([(MET, None), (MET, None)], A),
        ([(MET, None), (NOT, None)], U),
        ([(NOT, 600), (NOT, None)], F),
        ([(MET, NA), (MET, 600)], A),
        ([(NOT, NA), (NOT, NA)], A),
        ([(NA, 600), (NOT, 100)], F),
        ([(NA, 600), (NA, 100)], X),
        ([], U),
    ],
)
def test_as_many_clinics_as_large_villages(
    judge: Callable[..., Decision], villages: list[Village], outcome: Outcome
) -> None:
    decision = judge(villages)
    assert decision.outcome is outcome
    if outcome is not U:
        assert decision.possible == {outcome}


@pytest.mark.parametrize(
    ("operator", "clinics", "outcome"),
    [
        (Operator.AT_LEAST, 2, A),
        (Operator.MORE_THAN, 2, F),
        (Operator.EQUALS, 2, A),
        (Operator.AT_MOST, 3, F),
        (Operator.LESS_THAN, 1, A),
    ],
)
def test_every_operator(judge: Callable[..., Decision], operator: Operator, clinics: int, outcome: Outcome) -> None:
    villages = [(MET if place < clinics else NOT, 600 if place < 2 else 100) for place in range(4)]
    assert judge(villages, evolve(AS_MANY, operator=operator)).outcome is outcome


def test_a_part_of_the_number(judge: Callable[..., Decision]) -> None:
    most = evolve(AS_MANY, factor=Decimal("0.7"))
    for clinics, outcome in ((7, A), (6, F)):
        assert judge([(MET if place < clinics else NOT, 600) for place in range(10)], most).outcome is outcome
    reason = judge([(MET, 600), (NOT, 600), (NOT, 600)], most).reasons[0]
    assert (reason.observed, reason.required, reason.gap) == (Decimal(1), Decimal("2.1"), Decimal("1.1"))


def test_of_another_kind(judge: Callable[..., Decision]) -> None:
    towns = MembersAttained("township", RuleKey("vn/town", "1"), ())
    asked = MembersCompared(CLINIC, Operator.AT_LEAST, towns)
    met = [Fact(f"T{place}", "registered", MET, AS_OF) for place in range(2)]
    assert judge([(MET, 1)], asked, *met, towns=2).outcome is F
    assert judge([(MET, 1), (MET, 1)], asked, *met, towns=2).outcome is A
    open_ = judge([(MET, 1)], asked, met[0], towns=2)
    assert open_.outcome is U
    assert [one.unit for one in open_.children] == ["T0", "T1"]
    none = judge([(MET, 1)], asked)
    assert none.outcome is U
    assert (ReasonKind.NO_MEMBERS, "township") in {(one.kind, one.members) for one in none.reasons}
    assert judge([(MET, 1)], evolve(asked, none_is_zero=True)).outcome is A


@pytest.mark.parametrize("operator", Operator)
def test_where_there_are_no_members_the_text_decides(judge: Callable[..., Decision], operator: Operator) -> None:
    for if_none, outcome in ((NoMembers.ATTAINED, A), (NoMembers.NOT_APPLICABLE, X), (None, U)):
        asked = MembersCompared(evolve(CLINIC, if_none=if_none), operator, LARGE)
        decision = judge([], asked)
        assert decision.outcome is outcome
        assert decision.reasons[0].kind is ReasonKind.NO_MEMBERS


def test_both_numbers_are_told_with_who_is_not_counted(judge: Callable[..., Decision], make_library: Any) -> None:
    decision = judge([(MET, 600), (NOT, 700), (NOT, 800)])
    why, *others = decision.reasons
    assert (why.observed, why.required, why.gap, why.tally) == (Decimal(1), Decimal(3), Decimal(2), Tally(1, 2, 0, 0))
    assert [one.unit for one in others] == ["V1", "V2"]
    open_ = judge([(NOT, None), (NOT, None), (MET, 600)]).reasons
    assert [(one.measure, one.unit) for one in open_ if one.kind is ReasonKind.MISSING] == [
        ("income", "V0"),
        ("income", "V1"),
    ]
    # That a village is large is not asked for.
    assert {one.required for one in open_ if one.kind is ReasonKind.MISSING} == {None}
    assert [one.kind for one in judge([]).reasons] == [ReasonKind.NO_MEMBERS]
    library = make_library()
    text = reason_text(why, decision, Names(library, None, "vi"))
    assert (text.about, text.body) == (
        "Số thôn (bản) trên địa bàn đáp ứng điều kiện",
        "1 < 3, thiếu 2 (1 đạt, 2 chưa đạt)",
    )


def test_it_is_said_in_both_languages(make_library: Any) -> None:
    half = evolve(AS_MANY, factor=Decimal("0.5"), none_is_zero=True)
    assert describe(half, make_library(), "en") == (
        "Number of its villages meeting the condition (condition: registered: the finding is “Met”): at least 50% of"
        " the number of its villages meeting the condition (condition: income: more than 500)"
        " (0 where there is no village)"
    )
    assert describe(AS_MANY, make_library(), "vi") == (
        "Số thôn (bản) trên địa bàn đáp ứng điều kiện (điều kiện: registered: kết luận là “Đạt”) không ít hơn"
        " số thôn (bản) trên địa bàn đáp ứng điều kiện (điều kiện: income trên 500)"
    )


def test_what_it_would_take_is_found(make_ruleset: Callable[..., Any], make_library: Any) -> None:
    villages: list[Village] = [(MET, 600), (NOT, 700), (NOT, 100)]
    ruleset = make_ruleset(AS_MANY, id="vn/district", applies_to="district")
    library = make_library(ruleset)
    program = compile("vn/district", AS_OF, library)
    world = EvidenceWorld(Units(units(villages)), Evidence.of(told(villages), AS_OF), library)
    assert specification.decide(program, DISTRICT, "1", world).outcome is F
    steps = to_attain(program, DISTRICT, "1", world)
    assert steps is not None
    assert len(steps) == 1

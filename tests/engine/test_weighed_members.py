"""Shares of members weighted by a figure of theirs, by every executor."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

import pytest
from attrs import evolve

from ntm_rules.model.condition import Basis, Bound, Comparison, MembersMeeting, NoMembers, Operator, Required
from ntm_rules.model.decision import Decision, ReasonKind
from ntm_rules.model.fact import Absence, Fact
from ntm_rules.model.outcome import Outcome, Tally
from ntm_rules.model.threshold import ByAttribute, Fixed
from ntm_rules.model.units.unit import Unit
from ntm_rules.report.phrasing.conditions import describe
from ntm_rules.report.phrasing.names import Names
from ntm_rules.report.phrasing.reasons import reason_text

from .conftest import AS_OF, Decide

A, F, X, U = Outcome.ATTAINED, Outcome.NOT_ATTAINED, Outcome.NOT_APPLICABLE, Outcome.UNDETERMINED
NA = Absence.NOT_APPLICABLE
DISTRICT = Unit("H", "Tam Đường", "district", attributes={"region": "mountains"})
CLEAN = Comparison("water", Operator.AT_LEAST, Fixed(Decimal(90)))
EIGHTY = MembersMeeting(
    "commune", CLEAN, (Bound(Basis.SHARE, Operator.AT_LEAST, Fixed(Decimal(80))),), weighted_by="people"
)


@pytest.fixture
def judge(decide: Decide, make_ruleset: Callable[..., Any], people: Any) -> Callable[..., Decision]:
    """The decision on a district, of whose communes clean water and people are given (None: not reported)."""

    def judged(communes: Sequence[tuple[Any, Any]], condition: MembersMeeting = EIGHTY) -> Decision:
        units = [Unit(f"C{place}", f"Xã {place}", "commune", "H") for place in range(len(communes))]
        given = [
            Fact(unit.code, measure, Decimal(value) if isinstance(value, int) else value, AS_OF, "UBND")
            for unit, values in zip(units, communes, strict=True)
            for measure, value in zip(("water", "people"), values, strict=True)
            if value is not None
        ]
        district = make_ruleset(condition, id="vn/district", applies_to="district")
        return decide(district, *given, units=[DISTRICT, *units], measures=[people])

    return judged


@pytest.fixture
def people() -> Any:
    from ntm_rules.model.measure import Measure
    from ntm_rules.model.text import Text

    return Measure("people", Text("Dân số", "Population"), unit="người", minimum=Decimal(0))


@pytest.mark.parametrize(
    ("communes", "outcome"),
    [
        ([(95, 800), (80, 200)], A),
        ([(95, 799), (80, 201)], F),
        ([(95, 800), (95, 100), (None, 100)], A),
        ([(95, 700), (95, 100), (None, 300)], U),
        ([(95, 100), (None, 700), (80, 200)], U),
        ([(95, 100), (None, 200), (80, 700)], F),
        ([(95, 800), (NA, 5000), (80, 200)], A),
        ([(95, None), (80, 200)], U),
        ([(95, None), (95, None)], A),
        ([(95, NA), (80, 200)], U),
        ([(95, 0), (80, 0)], U),
        ([(NA, 10), (NA, 20)], X),
        ([], U),
    ],
)
def test_a_share_of_people(judge: Callable[..., Decision], communes: list[tuple[Any, Any]], outcome: Outcome) -> None:
    assert judge(communes).outcome is outcome


def test_of_no_members_the_text_decides(judge: Callable[..., Decision]) -> None:
    assert judge([], evolve(EIGHTY, if_none=NoMembers.ATTAINED)).outcome is A
    assert judge([], evolve(EIGHTY, if_none=NoMembers.NOT_APPLICABLE)).outcome is X


def test_bounds_on_numbers_are_not_weighted_and_shares_may_go_by_region(judge: Callable[..., Decision]) -> None:
    one = Bound(Basis.COUNT, Operator.AT_LEAST, Fixed(Decimal(2)))
    both = evolve(EIGHTY, bounds=(*EIGHTY.bounds, one))
    assert [judge([(95, 900), (other, 100)], both).outcome for other in (80, 95)] == [F, A]
    by_region = ByAttribute("region", (("delta", Fixed(Decimal(80))), ("mountains", Fixed(Decimal(60)))))
    region = evolve(EIGHTY, bounds=(Bound(Basis.SHARE, Operator.AT_LEAST, by_region),))
    assert judge([(95, 600), (80, 400)], region).outcome is A


def test_the_reason_says_the_share_and_what_it_is_weighted_by(
    judge: Callable[..., Decision], make_library: Any, people: Any
) -> None:
    decision = judge([(95, 700), (80, 300)])
    why, other = decision.reasons
    assert (why.kind, why.observed, why.required, why.gap) == (ReasonKind.TALLY, Decimal(70), Decimal(80), Decimal(10))
    assert (why.measure, why.tally, other.unit) == ("people", Tally(1, 1, 0, 0), "C1")
    missing = judge([(95, None), (80, 300)]).reasons
    assert [(one.kind.value, one.measure, one.unit) for one in missing] == [
        ("tally", "people", None),
        ("compared", "water", "C1"),
        ("missing", "people", "C0"),
    ]
    library = make_library(measures=[people])
    told = reason_text(why, decision, Names(library, None, "vi"))
    assert told.about == "Tỷ lệ xã trên địa bàn đáp ứng điều kiện, tính theo dân số"
    assert told.body == "70% < 80%, thiếu 10 điểm phần trăm (1 đạt, 1 chưa đạt)"
    assert describe(EIGHTY, library, "en").startswith(
        "Share of its communes meeting the condition, weighted by population"
    )


def test_it_is_required_of_the_rule(judge: Callable[..., Decision]) -> None:
    assert isinstance(EIGHTY.condition, Comparison)
    assert judge([(95, 10)], evolve(EIGHTY, condition=Required("registered"))).outcome is U

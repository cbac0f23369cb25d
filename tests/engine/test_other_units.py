"""Rules that ask other units: members that meet a condition, the unit above, counts held against counts."""

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from ntm_rules.model.condition import (
    AllOf,
    Attained,
    Basis,
    Bound,
    Comparison,
    Condition,
    MembersMeeting,
    NoMembers,
    Operator,
    Required,
)
from ntm_rules.model.decision import Decision, ReasonKind, Tally
from ntm_rules.model.fact import Absence, Fact, Finding
from ntm_rules.model.key import RuleKey
from ntm_rules.model.outcome import Outcome
from ntm_rules.model.threshold import Fixed
from ntm_rules.model.units.unit import Unit

Decide = Callable[..., Decision]
A, F, X, U = Outcome.ATTAINED, Outcome.NOT_ATTAINED, Outcome.NOT_APPLICABLE, Outcome.UNDETERMINED
JUNE = date(2024, 6, 30)
DISTRICT = Unit("H", "Tam Đường", "district")
CLEAN = Comparison("water", Operator.AT_LEAST, Fixed(Decimal(90)))


def bound(basis: Basis, operator: Operator, value: int) -> Bound:
    return Bound(basis, operator, Fixed(Decimal(value)))


HALF = (bound(Basis.SHARE, Operator.AT_LEAST, 50),)


@pytest.fixture
def judge(decide: Decide, make_ruleset: Callable[..., Any]) -> Decide:
    """The decision on a district, of whose communes the shares of clean water are given (None: not reported)."""

    def judged(condition: Condition, water: Sequence[int | Absence | None], *more: Fact) -> Decision:
        communes = [Unit(f"C{place}", f"Xã {place}", "commune", "H") for place in range(len(water))]
        given = [
            Fact(f"C{place}", "water", value if isinstance(value, Absence) else Decimal(value), JUNE, "UBND")
            for place, value in enumerate(water)
            if value is not None
        ]
        commune = make_ruleset(Required("registered"), id="vn/commune", applies_to="commune")
        return decide(
            make_ruleset(condition, id="vn/district", applies_to="district"),
            *given,
            *more,
            others=[commune],
            units=[DISTRICT, *communes],
        )

    return judged


NA = Absence.NOT_APPLICABLE


@pytest.mark.parametrize(
    ("water", "outcome", "tally"),
    [
        ([95, 80], A, (1, 1, 0, 0)),
        ([95, 80, 80], F, (1, 2, 0, 0)),
        ([95, 80, None], U, (1, 1, 1, 0)),
        ([95, 95, 80, None], A, (2, 1, 1, 0)),
        ([95, 80, NA], A, (1, 1, 0, 1)),
        ([NA, NA], X, (0, 0, 0, 2)),
        ([], U, (0, 0, 0, 0)),
    ],
)
def test_members_that_meet_a_condition(judge: Decide, water: list[Any], outcome: Outcome, tally: tuple[int, ...]) -> None:
    decision = judge(MembersMeeting("commune", CLEAN, HALF), water)
    assert decision.outcome is outcome
    first, *of_members = decision.reasons
    assert (first.tally, first.members, first.rule) == (Tally(*tally), "commune", None)
    lacking = {f"C{place}" for place, value in enumerate(water) if value in (None, 80)}
    assert {why.unit for why in of_members} == lacking, "those that are not among them, each with why"
    assert decision.children == ()


def test_what_members_meet_may_ask_a_rule_and_of_none_the_text_decides(judge: Decide) -> None:
    both = AllOf((CLEAN, Attained(RuleKey("vn/commune", "1"))))
    registered = [Fact(f"C{place}", "registered", Finding.MET, JUNE) for place in (0, 1)]
    asked = MembersMeeting("commune", both, HALF, if_none=NoMembers.ATTAINED)
    assert judge(asked, [95, 80, 95], *registered).outcome is U
    assert judge(asked, [95, 80, 95], *registered, Fact("C2", "registered", Finding.NOT_MET, JUNE)).outcome is F
    assert judge(asked, []).outcome is A
    narrow = MembersMeeting("commune", CLEAN, HALF, only=("C1",))
    assert judge(narrow, [95, 80]).outcome is F
    assert judge(narrow, [95, 80]).reasons[0].kind is ReasonKind.TALLY

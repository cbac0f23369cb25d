"""Rules that ask other units: members that meet a condition, the unit above, counts held against counts."""

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from ntm_rules.engine.decisions import evaluate
from ntm_rules.engine.live.session import Session
from ntm_rules.exchange.records.making import record_assessment
from ntm_rules.exchange.records.verifying import verify_record
from ntm_rules.model.condition import (
    AllOf,
    Attained,
    AttributeIs,
    Basis,
    Bound,
    Comparison,
    Condition,
    MembersMeeting,
    NoMembers,
    Operator,
    Required,
)
from ntm_rules.model.decision import Decision, ReasonKind
from ntm_rules.model.fact import Absence, Fact, Finding
from ntm_rules.model.key import RuleKey
from ntm_rules.model.outcome import Outcome, Tally
from ntm_rules.model.problem import CompileError
from ntm_rules.model.threshold import Fixed
from ntm_rules.model.units.unit import Unit, Units
from ntm_rules.program.compiling import compile

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
def test_members_that_meet_a_condition(
    judge: Decide, water: list[Any], outcome: Outcome, tally: tuple[int, ...]
) -> None:
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


# The unit above.

VILLAGE = Unit("V1", "Bản 1", "village", "C0")
ASKED = Attained(RuleKey("vn/commune", "1"), "commune")


@pytest.mark.parametrize(("found", "outcome"), [(Finding.MET, A), (Finding.NOT_MET, F), (NA, X), (None, U)])
def test_a_village_asks_its_commune(
    decide: Decide, make_ruleset: Callable[..., Any], found: Finding | Absence | None, outcome: Outcome
) -> None:
    def of(*units: Unit) -> Decision:
        given = [] if found is None else [Fact("C0", "registered", found, JUNE, "UBND")]
        return decide(
            make_ruleset(ASKED, id="vn/village", applies_to="village"),
            *(one for one in given if any(unit.code == "C0" for unit in units)),
            others=[make_ruleset(Required("registered"), id="vn/commune", applies_to="commune")],
            units=[*units],
        )

    decision = of(VILLAGE, Unit("C0", "Xã 0", "commune"))
    assert (decision.outcome, decision.reasons[0].kind) == (outcome, ReasonKind.OTHER_RULE)
    assert (decision.reasons[0].unit, decision.children[0].unit) == ("C0", "C0")
    alone = of(Unit("V1", "Bản 1", "village"))
    assert (alone.outcome, alone.reasons[0].kind, alone.children) == (U, ReasonKind.NO_UNIT_ABOVE, ())


def test_units_that_ask_one_another_are_a_circle(
    make_ruleset: Callable[..., Any], make_library: Callable[..., Any]
) -> None:
    village = make_ruleset(ASKED, id="vn/village", applies_to="village")
    met = MembersMeeting("village", Attained(RuleKey("vn/village", "1")), HALF)
    commune = make_ruleset(met, id="vn/commune", applies_to="commune")
    with pytest.raises(CompileError, match="vn/village → vn/commune → vn/village"):
        compile("vn/village", JUNE, make_library(village, commune))


def test_a_session_follows_what_the_unit_above_comes_to(
    make_ruleset: Callable[..., Any], make_library: Callable[..., Any]
) -> None:
    known = make_library(
        make_ruleset(ASKED, id="vn/village", applies_to="village"),
        make_ruleset(Required("registered"), id="vn/commune", applies_to="commune"),
    )
    units = Units([Unit("C0", "Xã 0", "commune"), Unit("C1", "Xã 1", "commune"), VILLAGE])
    with Session(compile("vn/village", JUNE, known), units) as session:
        assert session.outcome("V1", "1") is U
        (told, *_) = [one for one in session.assert_fact(Fact("C0", "registered", True, JUNE)) if one.unit == "V1"]
        assert (told.rule.code, told.after) == ("1", A)
        assert session.assert_fact(Fact("C1", "registered", False, JUNE)) != ()
        assert session.outcome("V1", "1") is A


def test_a_record_keeps_members_of_which_nothing_is_read_but_an_attribute(
    make_ruleset: Callable[..., Any], make_library: Callable[..., Any]
) -> None:
    met = MembersMeeting("commune", AttributeIs("region", ("delta",)), HALF)
    known = make_library(make_ruleset(met, id="vn/district", applies_to="district"))
    communes = [Unit(f"C{place}", f"Xã {place}", "commune", "H", attributes={"region": "delta"}) for place in (0, 1)]
    decisions = evaluate(compile("vn/district", JUNE, known), Units([DISTRICT, *communes]), [])
    assert decisions.outcome("H", "1") is A
    assert verify_record(record_assessment(decisions), known).is_sound

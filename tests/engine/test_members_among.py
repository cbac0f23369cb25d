"""Members that are counted only among those of which another condition holds, by every executor."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import product
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from ntm_rules.model.condition import (
    Aggregate,
    AttributeIs,
    Basis,
    Bound,
    Comparison,
    Condition,
    MembersAttained,
    MembersMeasure,
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
from ntm_rules.model.units.unit import Unit
from ntm_rules.program.span_arithmetic import together
from ntm_rules.report.decisions.told import no_members_in_short
from ntm_rules.report.phrasing.conditions import describe
from ntm_rules.report.phrasing.names import Names
from ntm_rules.report.phrasing.reasons import reason_text

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


OF_ALL_POOR = MembersMeasure("commune", Aggregate.MEAN, "water", Operator.AT_LEAST, Fixed(Decimal(50)), among=POOR)


@pytest.mark.parametrize(
    ("how", "communes", "outcome"),
    [
        (Aggregate.MEAN, [(60, MET), (40, MET), (0, NOT)], A),
        (Aggregate.MEAN, [(60, MET), (39, MET), (100, NOT)], F),
        # Whoever is left of those of whom it is not known: the mean is of 45 to 60, or of 50 to 60.
        (Aggregate.MEAN, [(60, MET), (30, None), (70, NOT)], U),
        (Aggregate.MEAN, [(60, MET), (40, None), (40, NOT)], A),
        (Aggregate.MEAN, [(60, None), (50, None)], U),
        (Aggregate.MEAN, [(10, None), (49, MET), (50, None)], F),
        (Aggregate.MEAN, [(60, MET), (None, NOT)], A),
        (Aggregate.MEAN, [(60, MET), (None, None)], U),
        (Aggregate.MEAN, [(60, MET), (NA, None)], A),
        (Aggregate.MEAN, [(60, NOT), (NA, MET)], X),
        (Aggregate.MEAN, [], U),
        (Aggregate.SUM, [(30, MET), (20, MET), (90, NOT)], A),
        (Aggregate.SUM, [(50, MET), (20, None)], A),
        (Aggregate.SUM, [(30, MET), (20, None)], U),
        (Aggregate.SUM, [(30, MET), (19, None)], F),
        (Aggregate.MINIMUM, [(50, MET), (10, NOT)], A),
        (Aggregate.MINIMUM, [(50, MET), (60, None)], A),
        (Aggregate.MINIMUM, [(50, MET), (40, None)], U),
        (Aggregate.MINIMUM, [(40, MET), (60, None)], F),
        (Aggregate.MAXIMUM, [(40, MET), (50, None)], U),
        (Aggregate.MAXIMUM, [(50, MET), (None, None)], A),
        (Aggregate.MAXIMUM, [(40, MET), (50, NOT)], F),
    ],
)
def test_a_figure_of_the_poor_alone(
    judge: Callable[..., Decision], how: Aggregate, communes: list[Commune], outcome: Outcome
) -> None:
    decision = judge(communes, evolve(OF_ALL_POOR, aggregate=how))
    assert decision.outcome is outcome
    if outcome is U and communes:
        # What could settle it is told of those who may be among them, and of no other.
        assert {one.unit for one in decision.reasons[1:]} == {
            f"C{n}" for n, (_, poor) in enumerate(communes) if not poor
        }


def test_that_none_is_left_is_not_told_as_if_there_were_none(judge: Callable[..., Decision], make_library: Any) -> None:
    for communes, asked, told in (
        ([(60, NOT)], OF_ALL_POOR, "quy tắc không áp dụng với xã nào thuộc H"),
        ([(NA, MET)], OF_ALL_POOR, "quy tắc không áp dụng với xã nào thuộc H"),
        ([], evolve(OF_ALL_POOR, if_none=NoMembers.NOT_APPLICABLE), "không có xã nào thuộc H"),
    ):
        decision = judge(communes, asked)
        assert decision.outcome is X
        assert (decision.reasons[0].kind, decision.reasons[0].observed) == (
            ReasonKind.NO_MEMBERS,
            NA if communes else None,
        )
        names = Names(make_library(), None, "vi")
        assert reason_text(decision.reasons[0], decision, names).body == told
        assert no_members_in_short([decision], names) == ("" if communes else "không có xã nào (1)")


@given(st.data(), st.sampled_from(Aggregate))
def test_bounds_are_those_of_every_set_that_can_be_left(data: st.DataObject, how: Aggregate) -> None:
    """Held against every set of those that perhaps apply, and both ends of each."""
    far = 10**6
    numbers = st.integers(-4, 4)
    drawn = data.draw(
        st.lists(st.tuples(st.none() | numbers, st.none() | numbers, st.sampled_from((1, 1, 5, 5, 4))), max_size=5)
    )
    ordered = [
        (*((low, high) if None in (low, high) else sorted((low, high))), applies)  # type: ignore[type-var]
        for low, high, applies in drawn
    ]
    parts = [(*(None if end is None else Decimal(end) for end in ends), applies) for *ends, applies in ordered]
    found = together(parts, how) if parts else (None, None, 4)
    ends: list[Fraction] = []
    may_be_none = False
    for left in product(*[{1: (True,), 5: (True, False), 4: (False,)}[applies] for *_, applies in ordered]):
        there = [(low, high) for (low, high, _), is_left in zip(ordered, left, strict=True) if is_left]
        may_be_none = may_be_none or not there
        lows, highs = ([-far if low is None else low for low, _ in there], [far if b is None else b for _, b in there])
        for several in (lows, highs) if there else ():
            by = {Aggregate.MINIMUM: min, Aggregate.MAXIMUM: max}.get(how, sum)
            ends.append(Fraction(by(several), len(several) if how is Aggregate.MEAN else 1))
    low, high = (min(ends), max(ends)) if ends else (None, None)
    assert found[0] == (None if low is None or low < -far / 100 else low)
    assert found[1] == (None if high is None or high > far / 100 else high)
    assert found[2] == (4 if not ends else 5 if may_be_none else 1)


def test_it_is_said_in_both_languages(make_library: Any) -> None:
    english = describe(OF_THE_POOR, make_library(), "en")
    assert english == (
        "Share of its communes meeting the condition: at least 70% (condition: water: at least 90%)"
        " (only those communes of which: registered: the finding is “Met”)"
    )
    assert "chỉ xét xã thuộc diện: registered" in describe(OF_THE_POOR, make_library(), "vi")
    of_the_mean = describe(OF_ALL_POOR, make_library(), "en")
    assert of_the_mean == (
        "Mean water of its communes: at least 50% (only those communes of which: registered: the finding is “Met”)"
    )
    assert "(chỉ xét xã thuộc diện: registered" in describe(OF_ALL_POOR, make_library(), "vi")

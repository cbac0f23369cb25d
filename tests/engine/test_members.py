"""Rules about the units below and about a ruleset's own criteria: counts, shares, means, sums, least and greatest."""

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from attrs import evolve

from ntm_rules.model.condition import (
    Aggregate,
    AllOf,
    Attained,
    Basis,
    Bound,
    Comparison,
    Condition,
    CriteriaCount,
    CriteriaState,
    MembersAttained,
    MembersMeasure,
    NoMembers,
    Operator,
    OwnCriteria,
    Required,
    Unknown,
)
from ntm_rules.model.decision import Decision, ReasonKind
from ntm_rules.model.fact import Absence, Attestation, Fact, Finding, Statement, Value
from ntm_rules.model.key import RuleKey
from ntm_rules.model.outcome import Outcome, Tally
from ntm_rules.model.threshold import Delegated, Fixed, Relative, Threshold, UnknownThreshold
from ntm_rules.model.units.unit import Unit
from ntm_rules.report.phrasing.names import Names
from ntm_rules.report.phrasing.reasons import reason_text

Decide = Callable[..., Decision]
A, F, X, U = Outcome.ATTAINED, Outcome.NOT_ATTAINED, Outcome.NOT_APPLICABLE, Outcome.UNDETERMINED
EITHER, ANY = frozenset({A, F}), frozenset({A, F, X})
JUNE = date(2024, 6, 30)
DISTRICT = Unit("H", "Tam Đường", "district")
OTHER = Unit("K", "Huyện khác", "district")
MET_RULE = RuleKey("vn/commune", "1")

# A commune is what it is reported to be: attained, not attained, not applicable, or open.
REPORTS: dict[Outcome, Value] = {A: Finding.MET, F: Finding.NOT_MET, X: Absence.NOT_APPLICABLE, U: Absence.NOT_YET_DUE}


def communes(number: int, **given: Any) -> list[Unit]:
    return [Unit(f"C{place}", f"Xã {place}", "commune", "H", **given) for place in range(number)]


def members(outcomes: Sequence[Outcome]) -> list[Statement]:
    return [Fact(f"C{place}", "registered", REPORTS[outcome], JUNE, "UBND") for place, outcome in enumerate(outcomes)]


def threshold(given: float | str | Threshold) -> Threshold:
    return Fixed(Decimal(str(given))) if isinstance(given, int | float | str) else given


def bound(basis: Basis, operator: Operator, given: float | str | Threshold) -> Bound:
    return Bound(basis, operator, threshold(given))


@pytest.fixture
def judge(decide: Decide, make_ruleset: Callable[..., Any]) -> Decide:
    """The decision on a district, of whose communes the outcomes are given."""

    def judged(
        condition: Condition, outcomes: Sequence[Outcome], *more: Statement, units: Sequence[Unit] = ()
    ) -> Decision:
        return decide(
            make_ruleset(condition, id="vn/district", applies_to="district"),
            *members(outcomes),
            *more,
            others=[make_ruleset(Required("registered"), id="vn/commune", applies_to="commune")],
            units=[DISTRICT, *communes(len(outcomes)), *units],
        )

    return judged


COUNT, SHARE = Basis.COUNT, Basis.SHARE
AT_LEAST, AT_MOST, MORE, LESS, EQUALS = (
    Operator.AT_LEAST,
    Operator.AT_MOST,
    Operator.MORE_THAN,
    Operator.LESS_THAN,
    Operator.EQUALS,
)
BOUNDS: list[tuple[Basis, Operator, float | str, str, Outcome]] = [
    # members: A attained, F not, X not applicable, U open
    (COUNT, AT_LEAST, 2, "AA", A),
    (COUNT, AT_LEAST, 2, "AAU", A),
    (COUNT, AT_LEAST, 2, "AFU", U),
    (COUNT, AT_LEAST, 2, "AFX", F),
    (COUNT, AT_LEAST, 3, "AFU", F),
    (COUNT, AT_LEAST, 1, "XX", X),
    (COUNT, AT_LEAST, 1, "UU", U),
    (COUNT, AT_LEAST, 3, "UU", U),  # both may turn out not to apply
    (COUNT, AT_LEAST, 3, "UUF", F),
    (COUNT, AT_LEAST, 0, "F", A),
    (COUNT, AT_LEAST, 0, "X", X),
    (COUNT, AT_LEAST, 0, "U", U),
    (COUNT, AT_MOST, 1, "AF", A),
    (COUNT, AT_MOST, 1, "AA", F),
    (COUNT, AT_MOST, 1, "AU", U),
    (COUNT, AT_MOST, 2, "AUF", A),
    (COUNT, MORE, 1, "AF", F),
    (COUNT, LESS, 1, "FX", A),
    (COUNT, EQUALS, 1, "AF", A),
    (COUNT, EQUALS, 1, "AAU", F),
    (COUNT, EQUALS, 1, "AUF", U),
    (SHARE, AT_LEAST, 100, "AAA", A),
    (SHARE, AT_LEAST, 100, "AAX", A),
    (SHARE, AT_LEAST, 100, "AAU", U),
    (SHARE, AT_LEAST, 100, "AFU", F),
    (SHARE, AT_LEAST, "66.7", "AAF", F),
    (SHARE, AT_LEAST, "66.6", "AAF", A),
    (SHARE, MORE, "66.6", "AAF", A),
    (SHARE, AT_LEAST, "33.3", "AFF", A),
    (SHARE, AT_LEAST, "33.4", "AFF", F),
    (SHARE, LESS, "33.4", "AFF", A),
    (SHARE, AT_LEAST, 50, "AF", A),
    (SHARE, MORE, 50, "AF", F),
    (SHARE, AT_LEAST, 50, "AFU", U),
    (SHARE, AT_LEAST, 50, "AAU", A),  # 2 of 3 at worst, 2 of 2 if the third does not apply
    (SHARE, AT_LEAST, 50, "AFFU", U),
    (SHARE, AT_LEAST, 60, "AFFU", F),
    (SHARE, EQUALS, 50, "AFX", A),
    (SHARE, AT_LEAST, 1, "XX", X),
    (SHARE, AT_LEAST, 1, "UX", U),
]


@pytest.mark.parametrize(("basis", "operator", "limit", "given", "outcome"), BOUNDS)
def test_counts_and_shares_of_members(
    judge: Decide, basis: Basis, operator: Operator, limit: float | str, given: str, outcome: Outcome
) -> None:
    outcomes = [{"A": A, "F": F, "X": X, "U": U}[letter] for letter in given]
    decision = judge(MembersAttained("commune", MET_RULE, (bound(basis, operator, limit),)), outcomes)
    assert decision.outcome is outcome
    (reason,) = decision.reasons
    assert reason.tally == Tally(*(outcomes.count(one) for one in (A, F, U, X)))
    assert (reason.basis, reason.members, reason.rule) == (basis, "commune", MET_RULE)
    assert [child.outcome for child in decision.children] == outcomes
    if outcome is U:
        assert decision.possible > {F} or decision.possible > {A}
        assert (X in decision.possible) is (set(outcomes) <= {U, X})
    else:
        assert decision.possible == {outcome}


def test_a_share_is_exact_in_the_reason(judge: Decide) -> None:
    decision = judge(MembersAttained("commune", MET_RULE, (bound(SHARE, AT_LEAST, "33.4"),)), [A, F, F])
    assert decision.reasons[0].observed == Fraction(100, 3)
    assert decision.reasons[0].gap == Fraction(334, 10) - Fraction(100, 3)


def test_every_bound_must_hold(judge: Decide) -> None:
    two = MembersAttained("commune", MET_RULE, (bound(SHARE, AT_LEAST, 50), bound(COUNT, AT_LEAST, 3)))
    assert judge(two, [A, A, F]).outcome is F
    assert judge(two, [A, A, A, F]).outcome is A
    assert judge(two, [A, A, U]).outcome is U
    assert len(judge(two, [A, A, F]).reasons) == 2


OF_NONE = [(None, U, EITHER), (NoMembers.ATTAINED, A, {A}), (NoMembers.NOT_APPLICABLE, X, {X})]


@pytest.mark.parametrize(("if_none", "outcome", "possible"), OF_NONE)
@pytest.mark.parametrize("basis", [SHARE, COUNT])
@pytest.mark.parametrize(("operator", "limit"), [(AT_LEAST, 100), (AT_LEAST, 0), (AT_MOST, 0), (EQUALS, 0), (LESS, 1)])
def test_of_no_members_the_rule_says_what_it_comes_to_or_it_is_open(
    judge: Decide,
    if_none: NoMembers | None,
    outcome: Outcome,
    possible: set[Outcome],
    basis: Basis,
    operator: Operator,
    limit: int,
) -> None:
    asked = (bound(basis, operator, limit),)
    decision = judge(MembersAttained("commune", MET_RULE, asked, if_none=if_none), [])
    assert (decision.outcome, set(decision.possible)) == (outcome, set(possible))
    assert [reason.kind for reason in decision.reasons] == [ReasonKind.NO_MEMBERS]
    assert decision.children == ()
    # Members to none of which it applies are another thing.
    assert judge(MembersAttained("commune", MET_RULE, asked, if_none=if_none), [X, X]).outcome is X


@pytest.mark.parametrize("limit", [UnknownThreshold(), Delegated("province"), Relative("poor", "province")])
@pytest.mark.parametrize(("given", "possible"), [([A, F], EITHER), ([U, X], ANY), ([X, X], {X}), ([], EITHER)])
def test_a_bound_whose_threshold_is_not_known(
    judge: Decide, limit: Threshold, given: list[Outcome], possible: set[Outcome]
) -> None:
    """Where no member applies, the rule does not, whatever the threshold is; where none may, nor may the rule."""
    decision = judge(MembersAttained("commune", MET_RULE, (bound(SHARE, AT_LEAST, limit),)), given)
    assert decision.outcome is (X if possible == {X} else U)
    assert decision.possible == possible


def test_members_are_those_that_exist_on_the_day(judge: Decide) -> None:
    every = MembersAttained("commune", MET_RULE, (bound(SHARE, AT_LEAST, 100),))
    gone = Unit("G", "Xã đã nhập", "commune", "H", exists_until=date(2024, 6, 29))
    coming = Unit("N", "Xã mới", "commune", "H", exists_from=date(2024, 7, 1))
    last_day = Unit("L", "Xã còn một ngày", "commune", "H", exists_until=JUNE)
    elsewhere = Unit("E", "Xã khác", "commune", "K")
    failing = [Fact(code, "registered", Finding.NOT_MET, date(2024, 3, 31)) for code in "GNEL"]
    decision = judge(every, [A], *failing, units=[gone, coming, last_day, OTHER, elsewhere])
    assert [child.unit for child in decision.children] == ["C0", "L"]
    assert decision.outcome is F
    assert judge(every, [A], *failing[:3], units=[gone, coming, OTHER, elsewhere]).outcome is A


def test_members_at_any_depth(judge: Decide) -> None:
    area = Unit("K", "Thành phố", "city", "H")
    inside = Unit("I", "Xã trong cụm", "commune", "K")
    every = MembersAttained("commune", MET_RULE, (bound(SHARE, AT_LEAST, 100),))
    assert judge(every, [A], Fact("I", "registered", Finding.NOT_MET, JUNE), units=[area, inside]).outcome is F


def test_a_member_attested_counts_as_attested(judge: Decide) -> None:
    every = MembersAttained("commune", MET_RULE, (bound(SHARE, AT_LEAST, 100),))
    assert judge(every, [A, U], Attestation("C1", MET_RULE, Finding.MET, JUNE)).outcome is A
    assert judge(every, [A, U], Attestation("C1", MET_RULE, Finding.NOT_MET, JUNE)).outcome is F


def test_another_ruleset_for_the_same_unit(decide: Decide, make_ruleset: Callable[..., Any]) -> None:
    base = make_ruleset(Required("registered"), id="vn/base", recognition=OwnCriteria(CriteriaState.ALL))
    for value, outcome in ((True, A), (False, F), (Absence.NOT_APPLICABLE, X), (None, U)):
        decision = decide(
            Attained(RuleKey("vn/base")),
            Fact("T", "registered", value, JUNE),
            others=[base],
        )
        assert decision.outcome is outcome
        assert decision.reasons[0].kind is ReasonKind.OTHER_RULE
        assert decision.children[0].rule == RuleKey("vn/base")


# Figures over members.


def over(
    aggregate: Aggregate, operator: Operator, limit: float | str | Threshold, of: str = "income"
) -> MembersMeasure:
    return MembersMeasure("commune", aggregate, of, operator, threshold(limit))


def incomes(values: Sequence[object], measure: str = "income") -> list[Statement]:
    return [Fact(f"C{place}", measure, value, JUNE, "UBND") for place, value in enumerate(values) if value != "?"]


NA = Absence.NOT_APPLICABLE
MEAN, SUM, LEAST, MOST = Aggregate.MEAN, Aggregate.SUM, Aggregate.MINIMUM, Aggregate.MAXIMUM
FIGURES: list[tuple[Aggregate, Operator, float | str, list[object], Outcome]] = [
    (MEAN, AT_LEAST, 39, [38, 40], A),
    (MEAN, AT_LEAST, 39, [38, Decimal("39.9999999999")], F),
    (MEAN, AT_LEAST, "33.4", [100, 0, 0], F),
    (MEAN, MORE, "33.3", [100, 0, 0], A),
    (MEAN, AT_LEAST, 39, [39, "?"], U),
    (MEAN, AT_LEAST, 39, [39, NA], A),
    (MEAN, AT_LEAST, 39, [NA, NA], X),
    (MEAN, AT_LEAST, 39, [NA, "?"], U),
    (SUM, AT_LEAST, 100, [60, 40], A),
    (SUM, AT_LEAST, 100, [60, Decimal("39.999")], F),
    (SUM, AT_LEAST, 100, [60, 40, "?"], U),  # a figure can be below zero
    (SUM, AT_LEAST, 60, [60, NA], A),
    (LEAST, AT_LEAST, 39, [39, 40], A),
    (LEAST, AT_LEAST, 39, [38, "?"], F),  # whatever the other is
    (LEAST, AT_LEAST, 39, [40, "?"], U),
    (LEAST, AT_MOST, 39, [38, "?"], A),
    (LEAST, EQUALS, 38, [37, "?"], F),
    (MOST, AT_MOST, 4, [3, 4], A),
    (MOST, AT_MOST, 4, [5, "?"], F),
    (MOST, AT_MOST, 4, [3, "?"], U),
    (MOST, AT_LEAST, 4, [5, "?"], A),
    (MOST, LESS, 4, [4, "?"], F),
    (MOST, AT_MOST, 4, ["?", "?"], U),
]


@pytest.mark.parametrize(("aggregate", "operator", "limit", "values", "outcome"), FIGURES)
def test_a_figure_over_members(
    decide: Decide,
    make_ruleset: Callable[..., Any],
    aggregate: Aggregate,
    operator: Operator,
    limit: float | str,
    values: list[object],
    outcome: Outcome,
) -> None:
    given = incomes(values)
    ruleset = make_ruleset(over(aggregate, operator, limit), id="vn/district", applies_to="district")
    decision = decide(ruleset, *given, units=[DISTRICT, *communes(len(values))])
    assert decision.outcome is outcome
    assert {one for reason in decision.reasons for one in reason.facts} == set(given)
    missing = [f"C{place}" for place, value in enumerate(values) if value == "?"]
    assert [reason.unit for reason in decision.reasons if reason.kind is ReasonKind.MISSING] == missing
    if outcome is U:
        assert decision.possible == (ANY if all(value in ("?", NA) for value in values) else EITHER)
    else:
        assert decision.possible == {outcome}
    if not missing and outcome is not X:
        numbers = [Fraction(str(value)) for value in values if value is not NA]
        figure = {MEAN: sum(numbers) / len(numbers), SUM: sum(numbers), LEAST: min(numbers), MOST: max(numbers)}
        assert decision.reasons[0].observed == figure[aggregate]


@pytest.mark.parametrize(("if_none", "outcome", "possible"), OF_NONE)
@pytest.mark.parametrize("aggregate", [MEAN, LEAST, MOST, SUM])
def test_a_figure_over_no_members(
    decide: Decide,
    make_ruleset: Callable[..., Any],
    if_none: NoMembers | None,
    outcome: Outcome,
    possible: set[Outcome],
    aggregate: Aggregate,
) -> None:
    condition = evolve(over(aggregate, AT_LEAST, 0), if_none=if_none)
    ruleset = make_ruleset(condition, id="vn/district", applies_to="district")
    decision = decide(ruleset, units=[DISTRICT])
    assert (decision.outcome, set(decision.possible)) == (outcome, set(possible))
    assert decision.reasons[0].kind is ReasonKind.NO_MEMBERS


@pytest.mark.parametrize("values", [["?", "?"], [NA, "?"]])
def test_a_mean_whose_threshold_is_not_known_may_still_not_apply(
    decide: Decide, make_ruleset: Callable[..., Any], values: list[object]
) -> None:
    ruleset = make_ruleset(over(MEAN, AT_LEAST, UnknownThreshold()), id="vn/district", applies_to="district")
    decision = decide(ruleset, *incomes(values), units=[DISTRICT, *communes(2)])
    assert (decision.outcome, decision.possible) == (U, ANY)
    known = decide(ruleset, *incomes([39, "?"]), units=[DISTRICT, *communes(2)])
    assert (known.outcome, known.possible) == (U, EITHER)


def test_a_mean_is_rounded_only_as_its_measure_declares(decide: Decide, make_ruleset: Callable[..., Any]) -> None:
    for measure, outcome, compared in (("roads", A, Decimal("80.0")), ("water", F, None)):
        ruleset = make_ruleset(over(MEAN, AT_LEAST, 80, measure), id="vn/district", applies_to="district")
        given = incomes([Decimal("79.9"), 80], measure)
        decision = decide(ruleset, *given, units=[DISTRICT, *communes(2)])
        assert decision.outcome is outcome
        assert (decision.reasons[0].observed, decision.reasons[0].compared) == (Decimal("79.95"), compared)


def test_a_conflict_in_one_member_leaves_the_mean_open(decide: Decide, make_ruleset: Callable[..., Any]) -> None:
    ruleset = make_ruleset(over(MEAN, AT_LEAST, 39), id="vn/district", applies_to="district")
    second = Fact("C0", "income", Decimal(41), JUNE, "Sở")
    decision = decide(ruleset, *incomes([40, 40]), second, units=[DISTRICT, *communes(2)])
    assert decision.outcome is U
    conflict = [reason for reason in decision.reasons if reason.kind is ReasonKind.CONFLICT]
    assert [(reason.unit, len(reason.facts)) for reason in conflict] == [("C0", 2)]


@pytest.mark.parametrize(
    ("aggregate", "operator", "limit", "first", "second", "outcome"),
    [
        (MEAN, AT_LEAST, "2.5", "AAA", "AAF", A),
        (MEAN, AT_LEAST, "2.6", "AAA", "AAF", F),
        (MEAN, AT_LEAST, 2, "AAA", "AUU", A),
        (MEAN, AT_LEAST, "2.5", "AAA", "AUU", U),
        (LEAST, AT_LEAST, 2, "AAA", "AAU", A),
        (LEAST, AT_LEAST, 2, "AAU", "AAU", A),  # whatever the open ones come to
        (LEAST, AT_LEAST, 3, "AFU", "AAU", F),
        (MOST, AT_LEAST, 3, "AFU", "UFF", F),
        (SUM, AT_MOST, 3, "AAU", "AAU", F),
        (SUM, AT_LEAST, 0, "UUU", "UUU", A),
        (LEAST, AT_LEAST, 0, "XXX", "XXX", A),
        (SUM, EQUALS, 2, "AXX", "AFF", A),
    ],
)
def test_how_many_criteria_members_attain(
    decide: Decide,
    make_ruleset: Callable[..., Any],
    aggregate: Aggregate,
    operator: Operator,
    limit: float | str,
    first: str,
    second: str,
    outcome: Outcome,
) -> None:
    """A count of criteria always applies, so it is settled as soon as its least and its greatest agree."""
    commune = make_ruleset(Unknown(), Unknown(), Unknown(), id="vn/commune", applies_to="commune")
    words: dict[str, Finding | Absence] = {"A": Finding.MET, "F": Finding.NOT_MET, "X": NA}
    given = [
        Attestation(f"C{place}", f"vn/commune#{code}", words[letter], JUNE)
        for place, letters in enumerate((first, second))
        for code, letter in enumerate(letters, 1)
        if letter in words
    ]
    condition = MembersMeasure("commune", aggregate, CriteriaCount("vn/commune"), operator, threshold(limit))
    ruleset = make_ruleset(condition, id="vn/district", applies_to="district")
    decision = decide(ruleset, *given, others=[commune], units=[DISTRICT, *communes(2)])
    assert decision.outcome is outcome
    assert decision.possible == (EITHER if outcome is U else {outcome})
    assert len(decision.children) == 6


def test_how_many_criteria_more_members_attain_is_told_as_an_increase(
    decide: Decide, make_ruleset: Callable[..., Any], make_library: Any
) -> None:
    commune = make_ruleset(Required("registered"), id="vn/commune", applies_to="commune")
    condition = MembersMeasure("commune", SUM, CriteriaCount("vn/commune", date(2023, 12, 31)), AT_LEAST, threshold(1))
    ruleset = make_ruleset(condition, id="vn/district", applies_to="district")
    given = [Fact("C0", "registered", Finding.NOT_MET, date(2023, 6, 30)), Fact("C0", "registered", Finding.MET, JUNE)]
    decision = decide(ruleset, *given, others=[commune], units=[DISTRICT, *communes(1)])
    assert decision.outcome is A
    text = reason_text(decision.reasons[0], decision, Names(make_library(commune, ruleset), None, "en"))
    assert text.about == "Total increase in criteria attained of “Town” since 31 Dec 2023 of its communes"


# Own criteria.

ALL = OwnCriteria(CriteriaState.ALL)


def counted(state: CriteriaState, *bounds: Bound, **given: Any) -> OwnCriteria:
    return OwnCriteria(state, bounds, **given)


MET, FAILED = CriteriaState.ATTAINED, CriteriaState.NOT_ATTAINED


@pytest.mark.parametrize(
    ("condition", "given", "outcome"),
    [
        (ALL, "AAA", A),
        (ALL, "AAX", A),
        (ALL, "XXX", X),
        (ALL, "AUF", F),
        (ALL, "AAU", U),
        (OwnCriteria(CriteriaState.ALL, of=("1", "2")), "AAF", A),
        (counted(MET, bound(COUNT, AT_LEAST, 2)), "AAF", A),
        (counted(MET, bound(COUNT, AT_LEAST, 2)), "AUF", U),
        (counted(MET, bound(COUNT, AT_LEAST, 2), of=("2", "3")), "AAF", F),
        (counted(MET, bound(SHARE, AT_LEAST, 100)), "AXX", A),
        (counted(FAILED, bound(SHARE, AT_LEAST, 30)), "AFF", A),
        (counted(FAILED, bound(SHARE, AT_LEAST, "33.3")), "AAF", A),
        (counted(FAILED, bound(SHARE, AT_LEAST, "33.4")), "AAF", F),
        (counted(FAILED, bound(SHARE, AT_LEAST, "33.4")), "AUF", U),
        (counted(FAILED, bound(COUNT, AT_LEAST, 1), including_any_of=("1",)), "AFF", F),
        (counted(FAILED, bound(COUNT, AT_LEAST, 1), including_any_of=("1",)), "FAA", A),
        (counted(FAILED, bound(COUNT, AT_LEAST, 1), including_any_of=("1",)), "UFA", U),
        (counted(FAILED, bound(COUNT, AT_LEAST, 1), including_any_of=("1",)), "XFA", F),
        (counted(FAILED, bound(COUNT, AT_LEAST, 1), including_any_of=("1", "2")), "XFA", A),
        (counted(MET, including_any_of=("2",)), "FAF", A),
        (counted(MET, including_any_of=("2",)), "AFA", F),
    ],
)
def test_own_criteria(
    decide: Decide, make_ruleset: Callable[..., Any], condition: OwnCriteria, given: str, outcome: Outcome
) -> None:
    ruleset = make_ruleset(Unknown(), Unknown(), Unknown(), recognition=condition)
    words: dict[str, Finding | Absence] = {"A": Finding.MET, "F": Finding.NOT_MET, "X": NA}
    statements = [
        Attestation("T", f"vn/town#{code}", words[letter], JUNE)
        for code, letter in enumerate(given, 1)
        if letter in words
    ]
    decision = decide(ruleset, *statements, code="recognition")
    assert decision.outcome is outcome
    if outcome is not U:
        assert decision.possible == {outcome}
    assert [child.rule.code for child in decision.children] == list(condition.of or ("1", "2", "3"))


def test_units_of_another_kind_are_no_members(decide: Decide, make_ruleset: Callable[..., Any]) -> None:
    town = Unit("T1", "Thị trấn", "township", "H")
    ruleset = make_ruleset(
        AllOf((over(SUM, AT_MOST, 10), Comparison("income", AT_LEAST, Fixed(Decimal(1))))),
        id="vn/district",
        applies_to="district",
    )
    given = [Fact("T1", "income", Decimal(99), JUNE), Fact("H", "income", Decimal(5), JUNE), *incomes([7])]
    decision = decide(ruleset, *given, units=[DISTRICT, town, *communes(1)])
    assert decision.outcome is A
    assert decision.reasons[0].observed == 7

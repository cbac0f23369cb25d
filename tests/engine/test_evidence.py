"""What reports come to: dates, revisions, conflicts, absences, derived figures, thresholds, attestations, votes."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

import ntm_rules as ntm
from ntm_rules.engine.decisions import evaluate
from ntm_rules.model.condition import (
    AllOf,
    AttributeIs,
    Change,
    Comparison,
    Condition,
    Direction,
    OneOf,
    Operator,
    Required,
    Unknown,
)
from ntm_rules.model.decision import Decision, ReasonKind
from ntm_rules.model.fact import Absence, Attestation, Fact, Finding, PublishedDecision, Statement, Value
from ntm_rules.model.key import RuleKey
from ntm_rules.model.outcome import Outcome
from ntm_rules.model.problem import FactsError
from ntm_rules.model.threshold import ByAttribute, ByYear, Delegated, Fixed, Relative, Threshold, UnknownThreshold
from ntm_rules.model.units.unit import Unit, Units
from ntm_rules.program.compiling import compile

Decide = Callable[..., Decision]
A, F, X, U = Outcome.ATTAINED, Outcome.NOT_ATTAINED, Outcome.NOT_APPLICABLE, Outcome.UNDETERMINED
EITHER, ANY = frozenset({A, F}), frozenset({A, F, X})
JUNE, MARCH, DECEMBER = date(2024, 6, 30), date(2024, 3, 31), date(2023, 12, 31)
RULE = RuleKey("vn/town", "1")


def at_least(measure: str, threshold: Threshold | int | str) -> Comparison:
    if not isinstance(threshold, int | str):
        return Comparison(measure, Operator.AT_LEAST, threshold)
    value = threshold if threshold in ("weak", "fair", "good") else Decimal(threshold)
    return Comparison(measure, Operator.AT_LEAST, Fixed(value))


WATER = at_least("water", 90)


def fact(
    measure: str, value: object, as_of: date = JUNE, by: str | None = "UBND", recorded: date | None = None
) -> Fact:
    return Fact("T", measure, value, as_of, by, "Báo cáo", recorded)


def water(value: object, as_of: date = JUNE, by: str | None = "UBND", recorded: date | None = None) -> Fact:
    return fact("water", value, as_of, by, recorded)


def kinds(decision: Decision) -> list[ReasonKind]:
    return [reason.kind for reason in decision.reasons]


def facts(decision: Decision) -> set[object]:
    return {one for reason in decision.reasons for one in reason.facts}


# Dates, revisions and conflicts.

EARLY, LATE = date(2024, 7, 5), date(2024, 8, 5)
STANDING: list[tuple[str, list[Fact], Outcome, list[Fact]]] = [
    ("one report", [water(95)], A, [water(95)]),
    ("the latest date counts", [water(80, MARCH), water(95)], A, [water(95)]),
    ("the latest date counts also when it is worse", [water(95, MARCH), water(80)], F, [water(80)]),
    ("a later date of another reporter", [water(80, MARCH), water(95, by="Sở")], A, [water(95, by="Sở")]),
    ("the day itself is included", [water(95, JUNE)], A, [water(95, JUNE)]),
    ("the future is not known", [water(95, date(2024, 7, 1)), water(80, MARCH)], F, [water(80, MARCH)]),
    (
        "a revision of the same reporter",
        [water(80, recorded=EARLY), water(95, recorded=LATE)],
        A,
        [water(95, recorded=LATE)],
    ),
    ("undated recording is the oldest", [water(80), water(95, recorded=EARLY)], A, [water(95, recorded=EARLY)]),
    (
        "equal figures agree",
        [water(95), water(Decimal("95.0"), by="Sở")],
        A,
        [water(95), water(Decimal("95.0"), by="Sở")],
    ),
    ("equal figures, one a fraction", [water(95), water(Fraction(95), by="Sở")], A, [water(95), water(95, by="Sở")]),
    ("not reported does not override", [water(95, MARCH), water(None)], A, [water(95, MARCH)]),
    ("nor beside a figure", [water(95), water(None, by="Sở")], A, [water(95)]),
    ("nor as a revision", [water(95, recorded=EARLY), water(None, recorded=LATE)], A, [water(95, recorded=EARLY)]),
]


@pytest.mark.parametrize("reverse", [False, True])
@pytest.mark.parametrize(
    ("given", "outcome", "standing"), [row[1:] for row in STANDING], ids=[row[0] for row in STANDING]
)
def test_the_report_that_counts(
    decide: Decide, given: list[Fact], outcome: Outcome, standing: list[Fact], reverse: bool
) -> None:
    decision = decide(WATER, *(given[::-1] if reverse else given))
    assert decision.outcome is outcome
    assert decision.possible == {outcome}
    assert kinds(decision) == [ReasonKind.COMPARED]
    later = {fact for fact in given if fact.value is Absence.NOT_REPORTED and fact.as_of > standing[0].as_of}
    assert facts(decision) == {*standing, *later}


CONFLICTS: list[tuple[str, list[Fact]]] = [
    ("two reporters", [water(95), water(80, by="Sở")]),
    ("two reporters on the same side of the threshold", [water(95), water(96, by="Sở")]),
    ("one reporter twice, no saying which is later", [water(95), water(80)]),
    ("recorded on one day", [water(95, recorded=EARLY), water(80, recorded=EARLY)]),
    ("nobody knows who", [water(95, by=None), water(80, by="Sở")]),
    ("a figure and a dispute", [water(95), water(Absence.DISPUTED, by="Sở")]),
    ("a figure and not applicable", [water(95), water(Absence.NOT_APPLICABLE, by="Sở")]),
    ("two kinds of absence", [water(Absence.NOT_YET_DUE), water(Absence.NOT_APPLICABLE, by="Sở")]),
]


@pytest.mark.parametrize("given", [row[1] for row in CONFLICTS], ids=[row[0] for row in CONFLICTS])
def test_reports_that_differ_are_a_conflict_that_names_both(decide: Decide, given: list[Fact]) -> None:
    for order in (given, given[::-1]):
        decision = decide(WATER, *order, water(99, MARCH))
        assert decision.outcome is U
        assert decision.possible == ANY
        assert kinds(decision) == [ReasonKind.CONFLICT]
        assert facts(decision) == set(given)


def test_of_three_reporters_each_has_its_last_word(decide: Decide) -> None:
    first, second, third = water(80), water(95, by="Sở"), water(95, by="Cục")
    assert decide(WATER, first, second, third).outcome is U
    revised = water(95, recorded=EARLY)
    settled = decide(WATER, first, second, third, revised)
    assert settled.outcome is A
    assert facts(settled) == {revised, second, third}


def test_what_was_recorded_later_is_not_known_yet(decide: Decide) -> None:
    first, revised = water(80, recorded=EARLY), water(95, recorded=LATE)
    assert decide(WATER, first, revised).outcome is A
    before = decide(WATER, first, revised, known_on=date(2024, 8, 4))
    assert before.outcome is F
    assert facts(before) == {first}
    assert kinds(decide(WATER, first, revised, known_on=date(2024, 7, 4))) == [ReasonKind.MISSING]
    assert decide(WATER, first, revised, known_on=LATE).outcome is A


def test_missing_names_what_is_missing(decide: Decide) -> None:
    decision = decide(WATER, fact("poor", 3))
    assert (decision.outcome, decision.possible) == (U, ANY)
    (reason,) = decision.reasons
    assert (reason.kind, reason.measure, reason.observed, reason.facts) == (ReasonKind.MISSING, "water", None, ())
    assert reason.required == 90


# Absences.


@pytest.mark.parametrize(
    ("absence", "outcome", "possible"),
    [
        (Absence.NOT_REPORTED, U, ANY),
        (Absence.NOT_YET_DUE, U, ANY),
        (Absence.DISPUTED, U, ANY),
        (Absence.NOT_APPLICABLE, X, {X}),
    ],
)
def test_each_kind_of_absence_is_its_own_reason(
    decide: Decide, absence: Absence, outcome: Outcome, possible: set[Outcome]
) -> None:
    decision = decide(WATER, water(absence))
    assert decision.outcome is outcome
    assert decision.possible == possible
    (reason,) = decision.reasons
    assert (reason.kind, reason.observed, reason.facts) == (ReasonKind.ABSENT, absence, (water(absence),))


@pytest.mark.parametrize("absence", [Absence.NOT_YET_DUE, Absence.DISPUTED, Absence.NOT_APPLICABLE])
def test_a_later_absence_other_than_not_reported_stands_for_its_date(decide: Decide, absence: Absence) -> None:
    decision = decide(WATER, water(95, MARCH), water(absence))
    assert decision.outcome is (X if absence is Absence.NOT_APPLICABLE else U)
    assert facts(decision) == {water(absence)}


def test_what_always_applies_cannot_be_reported_as_not_applicable(decide: Decide) -> None:
    given = fact("houses", Absence.NOT_APPLICABLE)
    decision = decide(at_least("houses", 0), given)
    assert (decision.outcome, decision.possible) == (U, EITHER)
    assert kinds(decision) == [ReasonKind.ABSENT]
    assert decision.reasons[0].observed is Absence.NOT_APPLICABLE


def test_a_part_that_always_applies_makes_nothing_not_applicable(decide: Decide) -> None:
    """Else leaving out an inconvenient part would leave out the rule."""
    decision = decide(at_least("houses_share", 90), fact("houses", Absence.NOT_APPLICABLE), fact("households", 100))
    assert decision.outcome is U
    assert A in decision.possible
    assert F in decision.possible


@pytest.mark.parametrize(
    ("sum_of", "without", "outcome"),
    [
        ("all_clean", 1, U),
        ("all_clean", 3, U),
        ("clean_or_zero", 1, A),
        ("clean_or_zero", 3, F),
        ("clean_or_less", 1, A),
        ("clean_or_less", 3, X),
    ],
)
def test_a_part_of_a_sum_that_does_not_apply_counts_as_its_measure_says(
    decide: Decide, sum_of: str, without: int, outcome: Outcome
) -> None:
    """It never leaves out what is asked of the sum, unless every part is declared to be left out and is."""
    parts = ("clean", "households", "poor")
    given = [fact(part, Absence.NOT_APPLICABLE if place < without else 40) for place, part in enumerate(parts)]
    assert decide(at_least(sum_of, 80), *given).outcome is outcome
    held = decide(at_least(sum_of, 80), *given, fact(sum_of, 90))
    assert held.reasons[0].kind is (
        ReasonKind.CONFLICT if outcome is not U and outcome is not X else ReasonKind.COMPARED
    )


# Derived figures.

CLEAN_SHARE = at_least("clean_share", 95)
PART, WHOLE = fact("clean", 95), fact("households", 100)


def test_a_share_is_computed_from_its_parts(decide: Decide) -> None:
    decision = decide(CLEAN_SHARE, PART, WHOLE)
    assert decision.outcome is A
    assert decision.reasons[0].observed == 95
    assert facts(decision) == {PART, WHOLE}
    assert decide(CLEAN_SHARE, fact("clean", 94), WHOLE).reasons[0].gap == 1


@pytest.mark.parametrize(
    ("given", "kind", "lacking", "outcome"),
    [
        ([], ReasonKind.MISSING, ("clean", "households"), U),
        ([PART], ReasonKind.MISSING, ("households",), U),
        ([WHOLE], ReasonKind.MISSING, ("clean",), U),
        ([PART, fact("households", 0)], ReasonKind.NO_WHOLE, (), U),
        ([fact("clean", 0), fact("households", 0)], ReasonKind.NO_WHOLE, (), U),
        ([PART, fact("households", Absence.DISPUTED)], ReasonKind.ABSENT, ("households",), U),
        ([PART, fact("households", Absence.NOT_APPLICABLE)], ReasonKind.ABSENT, ("households",), X),
        (
            [fact("clean", Absence.NOT_YET_DUE), fact("households", Absence.NOT_APPLICABLE)],
            ReasonKind.ABSENT,
            ("clean", "households"),
            U,
        ),
        ([PART, WHOLE, fact("households", 99, by="Sở")], ReasonKind.CONFLICT, ("households",), U),
    ],
)
def test_a_share_with_a_part_in_trouble(
    decide: Decide, given: list[Fact], kind: ReasonKind, lacking: tuple[str, ...], outcome: Outcome
) -> None:
    decision = decide(CLEAN_SHARE, *given)
    assert decision.outcome is outcome
    (reason,) = decision.reasons
    assert (reason.kind, reason.measure, reason.lacking) == (kind, "clean_share", lacking)
    assert facts(decision) == {one for one in given if kind is not ReasonKind.CONFLICT or one.measure in lacking}


def test_a_share_reported_beside_its_parts(decide: Decide) -> None:
    same, other = fact("clean_share", Decimal("95.0")), fact("clean_share", 96)
    assert decide(CLEAN_SHARE, PART, WHOLE, same).outcome is A
    conflict = decide(CLEAN_SHARE, PART, WHOLE, other)
    assert (conflict.outcome, kinds(conflict)) == (U, [ReasonKind.CONFLICT])
    assert facts(conflict) == {PART, WHOLE, other}
    alone = decide(CLEAN_SHARE, PART, other)
    assert (alone.outcome, facts(alone)) == (A, {other})


def test_a_blank_cell_for_a_share_does_not_stand_against_its_parts(decide: Decide) -> None:
    blank = fact("clean_share", "")
    decision = decide(CLEAN_SHARE, PART, WHOLE, blank)
    assert decision.outcome is A
    assert decision.reasons[0].observed == 95
    missing = decide(CLEAN_SHARE, PART, blank)
    assert (missing.outcome, kinds(missing)) == (U, [ReasonKind.MISSING])
    assert missing.reasons[0].lacking == ("households",)
    assert decide(CLEAN_SHARE, blank).outcome is U


def test_a_sum_with_parts_missing_is_not_the_sum_of_the_rest(decide: Decide) -> None:
    rule = at_least("all_clean", 100)
    parts = [fact("clean", 60), fact("households", 60), fact("poor", 0)]
    assert decide(rule, *parts).outcome is A
    assert decide(rule, *parts).reasons[0].observed == 120
    for left_out in parts:
        decision = decide(rule, *(one for one in parts if one is not left_out))
        assert decision.outcome is U
        assert decision.reasons[0].lacking == (left_out.measure,)


def test_a_reason_that_the_bounds_of_what_is_missing_settle_says_so() -> None:
    part = {"name": "Điểm", "unit": "điểm", "minimum": 0, "maximum": 35}
    total = {"name": "Tổng", "unit": "điểm", "derive": {"sum": ["own", "other"]}}
    known = {"status": "plan", "cite": "x"}
    catalogue = ntm.catalogue_from_mapping({"measures": {"own": part, "other": part, "total": total}})
    asked = {"1": {"measure": "total", "at_least": 30}, "2": {"measure": "total", "at_least": 70}}
    given = {
        "ruleset": "t/a",
        "version": "2024-01-01",
        "title": "A",
        "applies_to": "commune",
        "instrument": {"number": "1"},
        "recognition": {"criteria": "all", "provenance": known},
        "criteria": [{"code": code, "name": "N", **one, "provenance": known} for code, one in asked.items()],
    }
    library = catalogue.including(ntm.ruleset_from_mapping(given, catalogue))
    decisions = evaluate(compile("t/a", JUNE, library), Unit("C", "C", "commune"), [Fact("C", "own", 34, JUNE)])
    found = [decisions.decision("C", code) for code in asked]
    assert [(one.outcome, one.reasons[0].kind, one.reasons[0].outcome) for one in found] == [
        (A, ReasonKind.MISSING, A),
        (F, ReasonKind.MISSING, F),
    ]
    said = ntm.explain(found[0], library, Units([Unit("C", "C", "commune")]), "en")
    assert "no figure reported (điểm), which cannot change this, required: at least 30" in said


# Thresholds that depend on the unit, the year or another unit.

MOUNTAINS = Unit("T", "Tam Đường", "township", "H", attributes={"region": "mountains"})
DELTA = Unit("T", "Tam Đường", "township", "H", attributes={"region": "delta"})
NOWHERE = Unit("T", "Tam Đường", "township", "H")
DISTRICT, PROVINCE = Unit("H", "Tam Đường", "district", "P"), Unit("P", "Lai Châu", "province")
ABOVE = (DISTRICT, PROVINCE)
BY_REGION = ByAttribute("region", (("mountains", Fixed(Decimal(90))),), Fixed(Decimal(97)))
BY_REGION_ALONE = ByAttribute("region", (("mountains", Fixed(Decimal(90))),))
BY_YEAR = ByYear(((2022, Fixed(Decimal(99))), (2024, Fixed(Decimal(90)))))
OF_PROVINCE = Relative("water", "province")
NESTED = ByAttribute("region", (("mountains", ByYear(((2024, Fixed(Decimal(95))),))),), UnknownThreshold())


@pytest.mark.parametrize(
    ("threshold", "unit", "required", "outcome"),
    [
        (BY_REGION, MOUNTAINS, 90, A),
        (BY_REGION, DELTA, 97, F),
        (BY_YEAR, MOUNTAINS, 90, A),
        (NESTED, MOUNTAINS, 95, A),
        (Relative("poor"), MOUNTAINS, 94, A),
        (Relative("poor", "province"), MOUNTAINS, 96, F),
    ],
)
def test_the_threshold_that_applies(
    decide: Decide, threshold: Threshold, unit: Unit, required: int, outcome: Outcome
) -> None:
    given = water(95), fact("poor", 94), Fact("P", "poor", Decimal(96), JUNE, "Cục")
    decision = decide(at_least("water", threshold), *given, units=(unit, *ABOVE))
    assert decision.outcome is outcome
    assert decision.reasons[0].required == required
    below: set[Fact] = set()
    if isinstance(threshold, Relative):
        below = {given[1] if threshold.of is None else given[2]}
    assert facts(decision) == {given[0]} | below


@pytest.mark.parametrize(
    ("threshold", "unit", "kind", "subject"),
    [
        (BY_REGION, NOWHERE, ReasonKind.NO_ATTRIBUTE, "region"),
        (BY_REGION_ALONE, DELTA, ReasonKind.NO_THRESHOLD, "region = delta"),
        (ByYear(((2022, Fixed(Decimal(90))),)), DELTA, ReasonKind.NO_THRESHOLD, "2024"),
        (OF_PROVINCE, MOUNTAINS, ReasonKind.MISSING, None),
        (Relative("water", "region"), MOUNTAINS, ReasonKind.NO_UNIT_ABOVE, "region"),
        (Delegated("province"), MOUNTAINS, ReasonKind.DELEGATED, "province"),
        (UnknownThreshold(), MOUNTAINS, ReasonKind.UNKNOWN_THRESHOLD, None),
        (NESTED, DELTA, ReasonKind.UNKNOWN_THRESHOLD, None),
    ],
)
@pytest.mark.parametrize("value", [95, 0, None])
def test_a_threshold_that_is_not_there(
    decide: Decide, threshold: Threshold, unit: Unit, kind: ReasonKind, subject: str | None, value: int | None
) -> None:
    given = [] if value is None else [water(value)]
    decision = decide(at_least("water", threshold), *given, units=(unit, *ABOVE))
    if value == 0 and kind is ReasonKind.NO_ATTRIBUTE:
        # Less than is asked for in any region.
        assert decision.outcome is F
        return
    assert decision.outcome is U
    assert decision.possible == (ANY if value is None else EITHER)
    found = [reason for reason in decision.reasons if reason.kind is kind and reason.subject == subject]
    assert len(found) == (2 if value is None and kind is ReasonKind.MISSING else 1)
    assert facts(decision) == set(given)
    if kind is ReasonKind.MISSING:
        assert found[-1].unit == "P"


@pytest.mark.parametrize(
    ("of_province", "kind"),
    [
        ([Fact("P", "water", Absence.DISPUTED, JUNE)], ReasonKind.ABSENT),
        ([Fact("P", "water", Absence.NOT_APPLICABLE, JUNE)], ReasonKind.ABSENT),
        ([Fact("P", "water", Decimal(90), JUNE, "A"), Fact("P", "water", Decimal(91), JUNE, "B")], ReasonKind.CONFLICT),
    ],
)
def test_a_relative_threshold_in_trouble_is_not_the_towns_own(
    decide: Decide, of_province: list[Fact], kind: ReasonKind
) -> None:
    """Not applicable for the province does not make the rule inapplicable for the town."""
    decision = decide(at_least("water", OF_PROVINCE), water(95), *of_province, units=(MOUNTAINS, *ABOVE))
    assert decision.outcome is U
    assert kinds(decision) == [kind]
    assert facts(decision) == {water(95), *of_province}
    assert decision.reasons[0].unit == "P"


# Attributes, levels, findings, lists, changes.


def test_attributes(decide: Decide) -> None:
    rule = AttributeIs("region", ("mountains",))
    for unit, outcome, kind in (
        (MOUNTAINS, A, ReasonKind.COMPARED),
        (DELTA, F, ReasonKind.COMPARED),
        (NOWHERE, U, ReasonKind.NO_ATTRIBUTE),
        (Unit("T", "T", "township", "H", attributes={"region": ""}), U, ReasonKind.NO_ATTRIBUTE),
    ):
        decision = decide(rule, units=(unit, *ABOVE))
        assert (decision.outcome, kinds(decision)) == (outcome, [kind])
        assert decision.possible == (EITHER if outcome is U else {outcome})
        assert decision.reasons[0].subject == "region"


@pytest.mark.parametrize(("level", "outcome"), [("weak", F), ("fair", A), ("good", A)])
def test_levels_are_ordered_by_their_scale_not_by_their_names(decide: Decide, level: str, outcome: Outcome) -> None:
    decision = decide(at_least("order", "fair"), fact("order", level))
    assert decision.outcome is outcome
    assert (decision.reasons[0].observed, decision.reasons[0].gap) == (level, None)


@pytest.mark.parametrize(
    ("condition", "value", "outcome"),
    [
        (Required("registered"), True, A),
        (Required("registered"), Finding.NOT_MET, F),
        (Required("registered", met=False), False, A),
        (Required("registered", met=False), Finding.MET, F),
        (OneOf("order", ("weak", "good")), "fair", F),
        (OneOf("order", ("weak", "good")), "good", A),
        (OneOf("water", (Decimal(90), Decimal("95.50"))), Decimal("95.5"), A),
        (OneOf("water", (Decimal(90), Decimal(95))), Decimal("95.001"), F),
        (OneOf("roads", (Decimal("80.0"),)), Decimal("79.95"), A),
    ],
)
def test_findings_and_lists(decide: Decide, condition: Required | OneOf, value: object, outcome: Outcome) -> None:
    decision = decide(condition, fact(condition.measure, value))
    assert (decision.outcome, kinds(decision)) == (outcome, [ReasonKind.COMPARED])


@pytest.mark.parametrize(
    ("counts", "met", "outcome", "kind"),
    [
        (True, True, A, ReasonKind.COMPARED),
        (True, False, F, ReasonKind.COMPARED),
        (False, True, F, ReasonKind.COMPARED),
        (False, False, A, ReasonKind.COMPARED),
        (None, True, U, ReasonKind.BASICALLY_MET),
        (None, False, U, ReasonKind.BASICALLY_MET),
    ],
)
def test_whether_basically_met_counts_is_the_rulesets_to_say(
    decide: Decide, counts: bool | None, met: bool, outcome: Outcome, kind: ReasonKind
) -> None:
    given = fact("registered", Finding.BASICALLY_MET)
    decision = decide(Required("registered", met), given, basically_met=counts)
    assert (decision.outcome, kinds(decision), facts(decision)) == (outcome, [kind], {given})


def grown(operator: Operator, by: int, direction: Direction = Direction.INCREASED) -> Change:
    return Change("water", DECEMBER, direction, operator, Fixed(Decimal(by)))


@pytest.mark.parametrize(
    ("before", "now", "condition", "outcome", "observed"),
    [
        (Decimal(90), Decimal(93), grown(Operator.AT_LEAST, 3), A, 3),
        (Decimal(90), Decimal("92.999"), grown(Operator.AT_LEAST, 3), F, Decimal("2.999")),
        (Decimal(93), Decimal(90), grown(Operator.AT_LEAST, 3, Direction.DECREASED), A, 3),
        (Decimal(93), Decimal(90), grown(Operator.AT_LEAST, 0), F, -3),
        (Decimal(90), Decimal(90), grown(Operator.MORE_THAN, 0), F, 0),
    ],
)
def test_change_over_time(
    decide: Decide, before: Decimal, now: Decimal, condition: Change, outcome: Outcome, observed: Decimal
) -> None:
    given = water(before, DECEMBER), water(now)
    decision = decide(condition, *given)
    assert (decision.outcome, decision.reasons[0].observed) == (outcome, observed)
    assert facts(decision) == set(given)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ([], [(ReasonKind.MISSING, None), (ReasonKind.MISSING, DECEMBER)]),
        ([water(93)], [(ReasonKind.MISSING, DECEMBER)]),
        ([water(Absence.DISPUTED, DECEMBER), water(93)], [(ReasonKind.ABSENT, DECEMBER)]),
        ([water(90, DECEMBER), water(Absence.NOT_YET_DUE)], [(ReasonKind.ABSENT, None)]),
        ([water(90, DECEMBER), water(91, DECEMBER, "Sở"), water(95)], [(ReasonKind.CONFLICT, DECEMBER)]),
    ],
)
def test_change_since_a_date_without_a_figure(
    decide: Decide, given: list[Fact], expected: list[tuple[ReasonKind, date | None]]
) -> None:
    decision = decide(grown(Operator.AT_LEAST, 3), *given)
    assert decision.outcome is U
    assert [(reason.kind, reason.since) for reason in decision.reasons] == expected
    # A conflict has its parties and no other.
    parties = [one for one in given if one.as_of == DECEMBER] if expected[0][0] is ReasonKind.CONFLICT else given
    assert facts(decision) == set(parties)


# Attestations and published decisions.


def attested(
    value: Finding | Absence, by: str = "Huyện", as_of: date = JUNE, recorded: date | None = None
) -> Attestation:
    return Attestation("T", RULE, value, as_of, by, "Biên bản", recorded)


@pytest.mark.parametrize("condition", [Unknown(), WATER, at_least("water", UnknownThreshold())])
@pytest.mark.parametrize(
    ("value", "counts", "outcome", "kind"),
    [
        (Finding.MET, None, A, ReasonKind.ATTESTED),
        (Finding.NOT_MET, None, F, ReasonKind.ATTESTED),
        (Finding.BASICALLY_MET, True, A, ReasonKind.ATTESTED),
        (Finding.BASICALLY_MET, False, F, ReasonKind.ATTESTED),
        (Finding.BASICALLY_MET, None, U, ReasonKind.BASICALLY_MET),
        (Absence.NOT_APPLICABLE, None, X, ReasonKind.ATTESTED),
        (Absence.NOT_YET_DUE, None, U, ReasonKind.ABSENT),
        (Absence.DISPUTED, None, U, ReasonKind.ABSENT),
    ],
)
def test_an_attestation_decides_what_is_otherwise_open(
    decide: Decide,
    condition: Condition,
    value: Finding | Absence,
    counts: bool | None,
    outcome: Outcome,
    kind: ReasonKind,
) -> None:
    given = attested(value)
    decision = decide(condition, given, basically_met=counts)
    assert decision.outcome is outcome
    assert decision.reasons[0].kind is kind
    assert decision.reasons[0].facts == (given,)
    assert decision.reasons[0].observed is value
    assert len(decision.reasons) > 1, "why it was open stays visible"
    if outcome is not U:
        assert decision.possible == {outcome}


@pytest.mark.parametrize(
    ("measured", "value", "computed", "said"),
    [
        (95, Finding.NOT_MET, A, F),
        (80, Finding.MET, F, A),
        (95, Absence.NOT_APPLICABLE, A, X),
        (Absence.NOT_APPLICABLE, Finding.MET, X, A),
    ],
)
def test_measured_facts_decide_and_the_disagreement_is_reported(
    decide: Decide, measured: object, value: Finding | Absence, computed: Outcome, said: Outcome
) -> None:
    given = attested(value)
    decision = decide(WATER, water(measured), given)
    assert (decision.outcome, set(decision.possible)) == (computed, {computed})
    assert decision.reasons[-1].kind is ReasonKind.ATTESTATION_DISAGREES
    assert (decision.reasons[-1].outcome, decision.reasons[-1].facts) == (said, (given,))


@pytest.mark.parametrize(
    "given",
    [
        [attested(Finding.MET)],
        [attested(Finding.BASICALLY_MET)],
        [attested(Absence.DISPUTED)],
        [attested(Absence.NOT_REPORTED)],
        [attested(Finding.NOT_MET, as_of=date(2024, 7, 1))],
    ],
)
def test_an_attestation_that_does_not_disagree_adds_nothing(decide: Decide, given: list[Attestation]) -> None:
    decision = decide(WATER, water(95), *given)
    assert (decision.outcome, kinds(decision)) == (A, [ReasonKind.COMPARED])


def test_attestations_have_dates_reporters_and_revisions(decide: Decide) -> None:
    met, failed = attested(Finding.MET), attested(Finding.NOT_MET, "Tỉnh")
    conflict = decide(Unknown(), met, failed)
    assert (conflict.outcome, conflict.reasons[0].kind) == (U, ReasonKind.CONFLICT)
    assert set(conflict.reasons[0].facts) == {met, failed}
    agreed = decide(Unknown(), met, attested(Finding.MET, "Tỉnh"))
    assert (agreed.outcome, len(agreed.reasons[0].facts)) == (A, 2)
    assert decide(Unknown(), attested(Finding.NOT_MET, as_of=MARCH), met).outcome is A
    revised = attested(Finding.NOT_MET, recorded=EARLY)
    assert decide(Unknown(), met, revised).outcome is F
    assert decide(Unknown(), met, revised, known_on=date(2024, 7, 4)).outcome is A
    assert decide(Unknown(), met, attested(Absence.NOT_REPORTED, as_of=JUNE, by="Tỉnh")).outcome is A
    assert decide(Unknown(), attested(Finding.MET, as_of=MARCH), attested(Absence.NOT_REPORTED)).outcome is A


def test_differing_attestations_do_not_touch_what_is_measured(decide: Decide) -> None:
    decision = decide(WATER, water(95), attested(Finding.MET), attested(Finding.NOT_MET, "Tỉnh"))
    assert (decision.outcome, set(decision.possible)) == (A, {A})
    assert ReasonKind.CONFLICT in kinds(decision)


def test_an_attestation_of_a_criterion_stands_above_its_indicators(
    decide: Decide, make_ruleset: Callable[..., Any]
) -> None:
    ruleset = make_ruleset([WATER, Unknown()])
    open_ = decide(ruleset, water(95), attested(Finding.MET))
    assert (open_.outcome, [child.outcome for child in open_.children]) == (A, [A, U])
    failing = decide(ruleset, water(80), attested(Finding.MET))
    assert failing.outcome is F
    assert kinds(failing) == [ReasonKind.ATTESTATION_DISAGREES]
    below = Attestation("T", "vn/town#1.2", Finding.NOT_MET, JUNE)
    assert decide(ruleset, water(95), below).outcome is F
    assert kinds(decide(ruleset, water(95), below, attested(Finding.MET))) == [ReasonKind.ATTESTATION_DISAGREES]


def voted(value: Outcome, by: str = "HĐND", as_of: date = JUNE) -> PublishedDecision:
    return PublishedDecision("T", RULE, value, as_of, by, "Nghị quyết")


def test_a_published_decision_that_differs_is_reported_and_decides_nothing(decide: Decide) -> None:
    vote = voted(A)
    decision = decide(WATER, water(80), vote)
    assert (decision.outcome, kinds(decision)) == (F, [ReasonKind.COMPARED, ReasonKind.PUBLISHED_DIFFERS])
    assert (decision.reasons[-1].outcome, decision.reasons[-1].facts) == (A, (vote,))
    assert kinds(decide(WATER, water(95), vote)) == [ReasonKind.COMPARED]
    assert kinds(decide(WATER, vote)) == [ReasonKind.MISSING, ReasonKind.PUBLISHED_DIFFERS]
    assert kinds(decide(WATER, water(80), voted(A, as_of=date(2024, 7, 1)))) == [ReasonKind.COMPARED]


def test_of_several_published_decisions_the_reason_shows_one_that_differs(decide: Decide) -> None:
    agreeing, differing = voted(F, "A"), voted(A, "B")
    decision = decide(WATER, water(80), agreeing, differing)
    assert decision.reasons[-1].kind is ReasonKind.PUBLISHED_DIFFERS
    assert decision.reasons[-1].outcome is A
    assert differing in decision.reasons[-1].facts


# Applicability.


@pytest.mark.parametrize(
    ("applies", "own", "outcome", "possible", "kind"),
    [
        (Decimal(5), Decimal(95), A, {A}, ReasonKind.APPLIES),
        (Decimal(5), Decimal(80), F, {F}, ReasonKind.APPLIES),
        (Decimal(5), None, U, ANY, ReasonKind.APPLIES),
        (Decimal(1), Decimal(95), X, {X}, ReasonKind.DOES_NOT_APPLY),
        (Decimal(1), None, X, {X}, ReasonKind.DOES_NOT_APPLY),
        (Absence.NOT_APPLICABLE, Decimal(95), X, {X}, ReasonKind.DOES_NOT_APPLY),
        (None, Decimal(95), U, {A, X}, ReasonKind.MAY_NOT_APPLY),
        (None, Decimal(80), U, {F, X}, ReasonKind.MAY_NOT_APPLY),
        (None, None, U, ANY, ReasonKind.MAY_NOT_APPLY),
        (None, Absence.NOT_APPLICABLE, X, {X}, ReasonKind.ABSENT),
    ],
)
def test_applies_when(
    decide: Decide, applies: Value | None, own: Value | None, outcome: Outcome, possible: set[Outcome], kind: ReasonKind
) -> None:
    given = [one for one in (fact("poor", applies), fact("water", own)) if one.value is not Absence.NOT_REPORTED]
    decision = decide(WATER, *given, applies_when=at_least("poor", 3))
    assert (decision.outcome, set(decision.possible)) == (outcome, possible)
    assert kind in kinds(decision)


def test_rules_left_out_make_their_criterion_not_applicable(decide: Decide, make_ruleset: Callable[..., Any]) -> None:
    ruleset = make_ruleset([WATER, WATER], applies_when=at_least("poor", 3))
    decision = decide(ruleset, fact("poor", 1), water(80))
    assert (decision.outcome, [child.outcome for child in decision.children]) == (X, [X, X])


# What is asserted must be a statement about something known.


@pytest.mark.parametrize("day", ["2024-06-30", None, 20240630, datetime(2024, 6, 30, 12)])
@pytest.mark.parametrize("field", ["as_of", "recorded"])
def test_a_date_that_is_none_is_a_facts_error(
    make_ruleset: Callable[..., Any], make_library: Callable[..., Any], day: Any, field: str
) -> None:
    if field == "recorded" and day is None:
        return
    program = compile("vn/town", JUNE, make_library(make_ruleset(WATER)))
    dates: dict[str, Any] = {"as_of": JUNE, field: day}
    statements: list[Statement] = [
        Fact("T", "water", Decimal(95), **dates),
        Attestation("T", RULE, Finding.MET, **dates),
        PublishedDecision("T", RULE, A, **dates),
    ]
    for statement in statements:
        with pytest.raises(FactsError, match="date"):
            evaluate(program, Units([MOUNTAINS, *ABOVE]), [statement]).outcome("T", "1")


def test_every_statement_that_does_not_fit_is_named(
    make_ruleset: Callable[..., Any], make_library: Callable[..., Any]
) -> None:
    program = compile("vn/town", JUNE, make_library(make_ruleset(AllOf((WATER, Required("registered"))))))
    bad: list[Statement] = [
        Fact("X", "water", Decimal(95), JUNE),
        Fact("T", "watr", Decimal(95), JUNE),
        Fact("T", "water", Decimal("95.0001"), JUNE),
        Fact("T", "water", Decimal(101), JUNE),
        Fact("T", "registered", Decimal(1), JUNE),
        Fact("T", "order", "excellent", JUNE),
        Attestation("T", "vn/town#9", Finding.MET, JUNE),
        PublishedDecision("X", RULE, A, JUNE),
    ]
    with pytest.raises(FactsError) as error:
        evaluate(program, Units([MOUNTAINS, *ABOVE]), [water(95), *bad])
    assert len(error.value.diagnostics) == len(bad)
    for diagnostic, word in zip(
        error.value.diagnostics,
        ["'X'", "'watr'", "95.0001", "101", "registered", "excellent", "'9'", "'X'"],
        strict=True,
    ):
        assert word in diagnostic.message.vi
        assert word in (diagnostic.message.en or "")

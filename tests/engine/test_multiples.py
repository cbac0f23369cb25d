"""Thresholds that are multiples of another figure or threshold, or a base with an amount for each more; by every executor."""

from datetime import date
from decimal import Decimal

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from ntm_rules.language.contents.traversal import thresholds_set
from ntm_rules.model.condition import AllOf, Comparison, Operator, Unknown
from ntm_rules.model.decision import ReasonKind
from ntm_rules.model.fact import Fact
from ntm_rules.model.key import RuleKey
from ntm_rules.model.outcome import Outcome
from ntm_rules.model.problem import CompileError
from ntm_rules.model.ruleset import Content, Criterion, Indicator, Provenance, ProvenanceStatus
from ntm_rules.model.text import Text
from ntm_rules.model.threshold import (
    ByAttribute,
    ByBand,
    ByYear,
    Fixed,
    ForEach,
    Multiple,
    Relative,
    Threshold,
    ThresholdOf,
    UnknownThreshold,
)
from ntm_rules.model.units.unit import Unit
from ntm_rules.model.values.number import Scaling

from .conftest import Decide, MakeRuleset

A, F, U = Outcome.ATTAINED, Outcome.NOT_ATTAINED, Outcome.UNDETERMINED
DAY = date(2024, 6, 30)
DELTA = Unit("T", "Tam Đường", "township", "P", attributes={"region": "delta"})
PROVINCE = Unit("P", "Lai Châu", "province")
PLAN = Provenance(ProvenanceStatus.PLAN)
ADVANCED = RuleKey("vn/advanced", "1")
LEVELS = ByAttribute(
    "region",
    (
        ("delta", ByYear(((2023, Fixed(Decimal(60))), (2024, Fixed(Decimal("64.5")))))),
        ("mountains", Fixed(Decimal(40))),
    ),
)


def income(value: object, unit: str = "T", measure: str = "income") -> Fact:
    return Fact(unit, measure, Decimal(str(value)), DAY, "UBND")


def at_least(threshold: Threshold, measure: str = "income") -> Comparison:
    return Comparison(measure, Operator.AT_LEAST, threshold)


@pytest.mark.parametrize(
    ("threshold", "required", "fewer"),
    [
        (Multiple(Decimal("1.10"), Fixed(Decimal(48))), "52.8", "52.79"),
        (Multiple(Decimal("1.10"), LEVELS), "70.95", "70.94"),
        (Multiple(Decimal("1.10"), ThresholdOf(ADVANCED)), "70.95", "70.94"),
        (ThresholdOf(ADVANCED), "64.5", "64.49"),
        (Multiple(Decimal("0.75"), Relative("income", "province")), "75", "74.99"),
        (Multiple(Decimal(3), Relative("houses")), "21", "20.9"),
        (Multiple(Decimal("0.5"), Multiple(Decimal("1.5"), Relative("houses"))), "5.25", "5.24"),
        (ForEach("houses", Decimal(1580), Decimal(557), Decimal(1)), "4922", "4921.99"),
        (ForEach("houses", Decimal(1580), Decimal(557), Decimal(9)), "1580", "1579"),
        (ForEach("houses", Decimal("0.5"), Decimal(2)), "14.5", "14.4"),
        (Multiple(Decimal(2), ForEach("houses", Decimal(1580), Decimal(557), Decimal(1))), "9844", "9843.99"),
    ],
)
def test_the_multiple_that_is_required(
    decide: Decide, make_ruleset: MakeRuleset, threshold: Threshold, required: str, fewer: str
) -> None:
    others = [make_ruleset(at_least(LEVELS), id="vn/advanced")]
    for value, outcome in ((required, A), (fewer, F)):
        given = income(value), income(100, "P"), income(7, measure="houses")
        decision = decide(at_least(threshold), *given, units=(DELTA, PROVINCE), others=others)
        assert decision.outcome is outcome
        (reason,) = decision.reasons
        assert reason.required == Decimal(required)
        assert reason.gap == Decimal(required) - Decimal(value)
        rests_on = {Relative: {given[1]}, ForEach: {given[2]}}
        inside = threshold
        while isinstance(inside, Multiple):
            inside = inside.of
        own = {given[2]} if inside == Relative("houses") else rests_on.get(type(inside), set())
        assert set(reason.facts) == {given[0], *own}


@pytest.mark.parametrize(
    ("threshold", "kind"),
    [
        (Multiple(Decimal("1.10"), Relative("poor")), ReasonKind.MISSING),
        (Multiple(Decimal("1.10"), UnknownThreshold()), ReasonKind.UNKNOWN_THRESHOLD),
        (ThresholdOf(RuleKey("vn/advanced", "2")), ReasonKind.UNKNOWN_THRESHOLD),
        (Multiple(Decimal(2), Relative("income", "district")), ReasonKind.NO_UNIT_ABOVE),
        (ForEach("houses", Decimal(10), Decimal(1)), ReasonKind.MISSING),
    ],
)
def test_a_multiple_of_what_is_not_there(
    decide: Decide, make_ruleset: MakeRuleset, threshold: Threshold, kind: ReasonKind
) -> None:
    others = [make_ruleset(at_least(LEVELS), Unknown(), id="vn/advanced")]
    decision = decide(at_least(threshold), income(10), units=(DELTA, PROVINCE), others=others)
    assert decision.outcome is U
    assert kind in {reason.kind for reason in decision.reasons}


def test_the_threshold_of_another_rule_is_that_of_the_version_in_force(
    decide: Decide, make_ruleset: MakeRuleset
) -> None:
    others = [
        make_ruleset(at_least(Fixed(Decimal(40))), id="vn/advanced", until=date(2024, 2, 29)),
        make_ruleset(at_least(Fixed(Decimal(50))), id="vn/advanced", version=date(2024, 3, 1)),
    ]
    asked = at_least(Multiple(Decimal(2), ThresholdOf(ADVANCED)))
    hashes = set()
    for day, required in ((date(2024, 2, 29), 80), (date(2024, 3, 1), 100)):
        known = Fact("T", "income", Decimal(90), date(2023, 12, 31), "UBND")
        decision = decide(asked, known, units=(DELTA, PROVINCE), others=others, as_of=day)
        assert decision.reasons[0].required == required
        hashes.add(decision.rule_hash)
    assert len(hashes) == 2


def test_the_threshold_of_a_content_is_found_too(make_ruleset: MakeRuleset) -> None:
    indicator = Indicator(
        "1.1",
        Text("Thu nhập"),
        None,
        PLAN,
        contents=(Content("1.1a", Text("Thu nhập"), at_least(Fixed(Decimal(40))), PLAN),),
    )
    ruleset = evolve(make_ruleset(), criteria=(Criterion("1", Text("Thu nhập"), PLAN, indicators=(indicator,)),))
    for code in ("1", "1.1", "1.1a"):
        assert thresholds_set(ruleset, code, "income") == [Fixed(Decimal(40))]


@pytest.mark.parametrize(
    "conditions",
    [
        [at_least(Fixed(Decimal(90)), "water")],
        [AllOf((at_least(Fixed(Decimal(40))), Comparison("income", Operator.AT_MOST, Fixed(Decimal(90)))))],
    ],
    ids=["none", "two"],
)
def test_a_rule_that_sets_no_threshold_or_two_is_none_to_take_it_from(
    decide: Decide, make_ruleset: MakeRuleset, conditions: list[Comparison]
) -> None:
    others = [make_ruleset(*conditions, id="vn/advanced")]
    with pytest.raises(CompileError, match="NTM647"):
        decide(at_least(ThresholdOf(ADVANCED)), units=(DELTA, PROVINCE), others=others)


@pytest.mark.parametrize(
    "threshold", [Multiple(Decimal(0), Fixed(Decimal(1))), ForEach("houses", Decimal(1), Decimal(-1))]
)
def test_what_is_not_multiplied_is_refused(decide: Decide, threshold: Threshold) -> None:
    with pytest.raises(CompileError, match="NTM647"):
        decide(at_least(threshold), units=(DELTA, PROVINCE))


BANDS = ByBand(
    "houses",
    (
        ((Operator.LESS_THAN, Decimal(5)), Fixed(Decimal(20))),
        ((Operator.LESS_THAN, Decimal(10)), LEVELS),
        ((Operator.AT_MOST, Decimal(20)), Relative("poor", "province")),
        ((Operator.AT_MOST, Decimal(30)), ForEach("houses", Decimal(100), Decimal(5), Decimal(20))),
    ),
)


@pytest.mark.parametrize(
    ("houses", "required"),
    [(0, "20"), (4, "20"), (5, "64.5"), (9, "64.5"), (10, "33"), (20, "33"), (21, "105"), (30, "150")],
)
@pytest.mark.parametrize("factor", [None, Decimal(2)])
def test_the_band_that_the_figure_is_in(decide: Decide, houses: int, required: str, factor: Decimal | None) -> None:
    threshold = BANDS if factor is None else Multiple(factor, BANDS)
    asked = Decimal(required) * (factor or 1)
    given = income(houses, measure="houses"), income(33, "P", "poor")
    for value, outcome in ((asked, A), (asked - Decimal("0.01"), F)):
        decision = decide(at_least(threshold), income(value), *given, units=(DELTA, PROVINCE))
        assert decision.outcome is outcome
        assert decision.reasons[0].required == asked
        assert given[0] in decision.reasons[0].facts


@pytest.mark.parametrize(
    ("given", "kind"),
    [
        ([], ReasonKind.MISSING),
        ([income(31, measure="houses")], ReasonKind.NO_THRESHOLD),
        ([income(15, measure="houses")], ReasonKind.MISSING),
    ],
)
def test_a_band_that_is_not_known_or_has_no_figure(decide: Decide, given: list[Fact], kind: ReasonKind) -> None:
    decision = decide(at_least(BANDS), income(50), *given, units=(DELTA, PROVINCE))
    assert decision.outcome is U
    assert kind in {reason.kind for reason in decision.reasons}


SMALL = st.decimals(-99, 99, places=2, allow_nan=False, allow_infinity=False)


@given(SMALL.filter(lambda one: one > 0), st.none() | SMALL, SMALL, SMALL, SMALL)
def test_the_multiple_of_more_is_no_less(
    factor: Decimal, beyond: Decimal | None, base: Decimal, one: Decimal, other: Decimal
) -> None:
    scaling = Scaling(factor, beyond, base)
    less, more = sorted((one, other))
    assert scaling.apply(less) <= scaling.apply(more)
    if beyond is None or one >= beyond:
        assert scaling.undone(scaling.apply(one)) == one

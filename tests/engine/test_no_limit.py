"""Thresholds that ask for nothing in some cases, by every executor."""

from decimal import Decimal

import pytest

from ntm_rules.model.condition import Comparison, LastYears, NoneOf, Operator, Yearly
from ntm_rules.model.decision import ReasonKind
from ntm_rules.model.fact import Absence, Fact
from ntm_rules.model.key import RuleKey
from ntm_rules.model.library import Library
from ntm_rules.model.outcome import Outcome
from ntm_rules.model.threshold import ByAttribute, ByBand, ByYear, Fixed, Multiple, NoLimit, Threshold, ThresholdOf
from ntm_rules.model.units.unit import Unit
from ntm_rules.report.phrasing.conditions import describe
from ntm_rules.report.phrasing.names import Names
from ntm_rules.report.phrasing.reasons import reason_text

from .conftest import AS_OF, Decide, MakeRuleset

A, F, X, U = Outcome.ATTAINED, Outcome.NOT_ATTAINED, Outcome.NOT_APPLICABLE, Outcome.UNDETERMINED
DELTA, MOUNTAINS, NOWHERE = (
    Unit("T", "Tam Đường", "township", attributes=given) for given in ({"region": "delta"}, {"region": "mountains"}, {})
)
BY_REGION = ByAttribute("region", (("delta", Fixed(Decimal(90))), ("mountains", NoLimit())))


def water(value: object) -> tuple[Fact, ...]:
    return () if value is None else (Fact("T", "water", value, AS_OF, "UBND"),)


def asked(threshold: Threshold, over: LastYears | None = None) -> Comparison:
    return Comparison("water", Operator.AT_LEAST, threshold, over=over)


@pytest.mark.parametrize(
    ("unit", "value", "outcome", "kinds"),
    [
        (MOUNTAINS, None, A, ["no_limit"]),
        (MOUNTAINS, Decimal(5), A, ["no_limit"]),
        (MOUNTAINS, Absence.NOT_APPLICABLE, A, ["no_limit"]),
        (DELTA, None, U, ["missing"]),
        (DELTA, Decimal(5), F, ["compared"]),
        (DELTA, Decimal(95), A, ["compared"]),
        (DELTA, Absence.NOT_APPLICABLE, X, ["absent"]),
        (NOWHERE, Decimal(95), A, ["compared"]),
        (NOWHERE, Decimal(5), U, ["compared", "no_attribute"]),
    ],
)
def test_by_region(decide: Decide, unit: Unit, value: object, outcome: Outcome, kinds: list[str]) -> None:
    decision = decide(asked(BY_REGION), *water(value), units=[unit])
    assert decision.outcome is outcome
    assert [why.kind.value for why in decision.reasons] == kinds
    opposite = decide(NoneOf((asked(BY_REGION),)), *water(value), units=[unit]).outcome
    assert opposite is {A: F, F: A}.get(outcome, outcome)


def test_the_other_ways_to_choose(decide: Decide, make_ruleset: MakeRuleset) -> None:
    houses = ByBand(
        "houses", (((Operator.LESS_THAN, Decimal(50)), NoLimit()), ((Operator.LESS_THAN, Decimal(90)), BY_REGION)), None
    )

    def of(threshold: Threshold, *facts: Fact, **more: object) -> Outcome:
        return decide(asked(threshold), *facts, **{"units": [DELTA], **more}).outcome

    def count(value: int) -> Fact:
        return Fact("T", "houses", Decimal(value), AS_OF)

    assert [of(houses, count(one)) for one in (49, 50, 95)] == [A, U, U]
    assert of(houses, count(60), *water(Decimal(5))) is F
    assert of(houses, count(60), *water(Decimal(5)), units=[MOUNTAINS]) is A
    assert of(Multiple(Decimal("0.5"), BY_REGION), *water(Decimal(45))) is A
    assert of(Multiple(Decimal("0.5"), BY_REGION), units=[MOUNTAINS]) is A
    other = make_ruleset(asked(BY_REGION), id="vn/other")
    assert of(ThresholdOf(RuleKey("vn/other", "1")), units=[MOUNTAINS], others=[other]) is A
    assessed = ByYear(((2024, NoLimit()), (2025, Fixed(Decimal(90)))), assessed=True)
    assert of(assessed) is A
    for how in Yearly:
        over = asked(ByYear(((2024, BY_REGION),), Fixed(Decimal(90))), LastYears(how, 1))
        assert [decide(over, units=[unit]).outcome for unit in (MOUNTAINS, DELTA)] == [A, U]


def test_in_words(decide: Decide, make_library: object) -> None:
    library: Library = make_library()  # type: ignore[operator]
    assert describe(asked(BY_REGION), library, "vi") == (
        "water từ mức quy định theo vùng trở lên "
        "(Đồng bằng: 90%; Miền núi: không yêu cầu; các trường hợp khác: tệp chưa có)"
    )
    decision = decide(asked(BY_REGION), units=[MOUNTAINS])
    (why,) = decision.reasons
    assert why.kind is ReasonKind.NO_LIMIT
    told = [reason_text(why, decision, Names(library, None, lang)) for lang in ("vi", "en")]
    assert [(one.about, one.body) for one in told] == [
        ("water", "không yêu cầu mức đối với vùng: Miền núi"),
        ("water", "no limit is set for vùng: Miền núi"),
    ]

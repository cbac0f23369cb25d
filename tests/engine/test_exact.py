"""Numbers stay exact from the fact to the reason, by every executor: `89.995` is not 90."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal, localcontext
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ntm_rules.engine import specification
from ntm_rules.engine.decisions import evaluate
from ntm_rules.engine.evidence.evidence import Evidence
from ntm_rules.engine.evidence.world import EvidenceWorld
from ntm_rules.engine.live.matching.pattern import LIMIT
from ntm_rules.engine.live.session import Session
from ntm_rules.model.condition import Change, Comparison, Direction, Operator
from ntm_rules.model.decision import Decision
from ntm_rules.model.fact import Fact
from ntm_rules.model.library import Library
from ntm_rules.model.measure import Attribute, Measure, ShareOf
from ntm_rules.model.outcome import Outcome
from ntm_rules.model.text import Text
from ntm_rules.model.threshold import ByAttribute, Fixed, Relative, Threshold
from ntm_rules.model.units.unit import Unit, Units
from ntm_rules.model.values.number import Number, Rounding, RoundingMode
from ntm_rules.program.compiling import compile

from ..profiles import tried

Decide = Callable[..., Decision]
A, F = Outcome.ATTAINED, Outcome.NOT_ATTAINED
JUNE = date(2024, 6, 30)
AT_LEAST = Operator.AT_LEAST
HOLDS: dict[Operator, Callable[[Fraction, Fraction], bool]] = {
    Operator.AT_LEAST: Fraction.__ge__,
    Operator.AT_MOST: Fraction.__le__,
    Operator.MORE_THAN: Fraction.__gt__,
    Operator.LESS_THAN: Fraction.__lt__,
    Operator.EQUALS: Fraction.__eq__,
}


def fact(measure: str, value: float | Number, unit: str = "T", as_of: date = JUNE) -> Fact:
    return Fact(unit, measure, value, as_of)


def asks(measure: str, operator: Operator, value: str | int | Threshold) -> Comparison:
    threshold = Fixed(Decimal(value)) if isinstance(value, str | int) else value
    return Comparison(measure, operator, threshold)


NEAR: list[tuple[str, Operator, str, float | Number, Outcome]] = [
    ("water", AT_LEAST, "90", Decimal("89.995"), F),
    ("water", AT_LEAST, "90", 89.995, F),
    ("water", AT_LEAST, "89.995", 89.995, A),
    ("water", Operator.AT_MOST, "89.995", 89.995, A),
    ("water", Operator.EQUALS, "89.995", 89.995, A),
    ("water", AT_LEAST, "100", Decimal("99.999"), F),
    ("income", AT_LEAST, "0.3", 0.1 + 0.2, A),
    ("income", Operator.AT_MOST, "0.3", 0.1 + 0.2, A),
    ("income", Operator.EQUALS, "0.3", 0.1 + 0.2, A),
    ("income", Operator.MORE_THAN, "0.3", 0.1 + 0.2, F),
    ("income", AT_LEAST, "0.3", sum([0.1] * 3), A),
    ("income", Operator.EQUALS, "4.35", 4.35 * 100 / 100, A),
    ("income", AT_LEAST, "1", 0.1 * 3 + 0.7, A),
    ("income", Operator.EQUALS, "1", sum([0.1] * 10), A),
    ("income", AT_LEAST, "2.675", 2.675, A),
    ("income", Operator.MORE_THAN, "1.1", Decimal("1.1000000000000000000000000001"), A),
    ("income", AT_LEAST, "1", Decimal("0." + "9" * 30), F),
    ("income", Operator.EQUALS, "95", Decimal("95.000"), A),
]


@pytest.mark.parametrize(("measure", "operator", "threshold", "value", "outcome"), NEAR)
def test_near_a_threshold(
    decide: Decide, measure: str, operator: Operator, threshold: str, value: float | Number, outcome: Outcome
) -> None:
    decision = decide(asks(measure, operator, threshold), fact(measure, value))
    assert decision.outcome is outcome
    assert decision.reasons[0].compared is None


EDGES = [
    0,
    1,
    -1,
    2**31,
    2**53 - 1,
    2**53,
    2**53 + 1,
    2**61 - 1,
    2**61,
    2**61 + 1,
    2**62 - 1,
    2**62,
    2**62 + 1,
    2**63 - 1,
    2**63,
    2**63 + 1,
    2**64,
    10**18,
    10**30 - 1,
    -(2**61) - 1,
    -(2**63),
    1 - 10**30,
]


@pytest.mark.parametrize("operator", list(Operator))
@pytest.mark.parametrize("edge", EDGES)
def test_at_the_edges_of_64_bits(decide: Decide, edge: int, operator: Operator) -> None:
    for value in (edge - 1, edge, edge + 1):
        if abs(value) >= 10**30:
            continue
        decision = decide(asks("income", operator, edge), fact("income", value))
        expected = HOLDS[operator](Fraction(value), Fraction(edge))
        assert (decision.outcome is A) is expected
        reason = decision.reasons[0]
        assert reason.observed == value
        assert reason.required == edge
        gap = {AT_LEAST: edge - value, Operator.MORE_THAN: edge - value, Operator.EQUALS: abs(edge - value)}
        assert reason.gap == gap.get(operator, value - edge)


DIGITS = st.integers(1 - 10**30, 10**30 - 1)
FIGURES = st.builds(
    lambda number, places: Decimal((number < 0, tuple(map(int, str(abs(number)))), -places)),
    st.one_of(DIGITS, st.sampled_from([value + step for value in EDGES for step in (-1, 0, 1) if abs(value) < 10**29])),
    st.integers(0, 30),
)


class Bench:
    """One unit, two programs: `x op threshold` with the threshold fixed, and the same with a share for x."""

    def __init__(self, operator: Operator, threshold: Decimal, make_ruleset: Any) -> None:
        measures = {
            "x": Measure("x", Text("x"), decimals=30),
            "limit": Measure("limit", Text("limit"), decimals=30),
            "part": Measure("part", Text("part"), decimals=30),
            "whole": Measure("whole", Text("whole"), decimals=30),
            "share": Measure("share", Text("share"), derive=ShareOf("part", "whole")),
        }
        self.ruleset = make_ruleset(
            asks("x", operator, Fixed(threshold)),
            asks("x", operator, Relative("limit")),
            asks("share", operator, Fixed(threshold)),
            Change("x", date(2023, 12, 31), Direction.INCREASED, operator, Fixed(threshold)),
            asks("x", operator, ByAttribute("region", (("a", Fixed(threshold)),), Fixed(Decimal(0)))),
        )
        region = Attribute("region", Text("Vùng"))
        self.library = Library(measures, {"region": region}, {self.ruleset.id: (self.ruleset,)})
        self.units = Units([Unit("T", "T", "township", attributes={"region": "a"})])

    def outcomes(self, facts: list[Fact], matcher: Any) -> list[Outcome]:
        program = compile(self.ruleset, JUNE, self.library)
        decisions = evaluate(program, self.units, facts)
        world = EvidenceWorld(self.units, Evidence.of(facts, JUNE), self.library)
        specified = [specification.decide(program, self.units["T"], str(code), world) for code in range(1, 6)]
        assert [decisions.decision("T", str(code)) for code in range(1, 6)] == specified
        found = [decision.outcome for decision in specified]
        assert [decisions.outcome("T", str(code)) for code in range(1, 6)] == found
        with Session(program, self.units, facts, matcher=matcher) as session:
            assert [session.outcome("T", f"vn/town#{code}") for code in range(1, 6)] == found
        return found


@pytest.mark.slow
def test_any_figure_against_any_threshold(make_ruleset: Any, matcher: Any) -> None:
    """Up to 30 digits before and after the point, against Python's fractions."""

    @settings(max_examples=tried(1.5))
    @given(FIGURES, FIGURES, st.sampled_from([0, 0, 1, -1]), FIGURES, st.sampled_from(list(Operator)))
    def holds(value: Decimal, near: Decimal, step: int, whole: Decimal, operator: Operator) -> None:
        exact, places = Fraction(value), -int(value.as_tuple().exponent)
        threshold = near
        if step or near == 0:  # otherwise right on it, or one in the last place beside it
            moved = int(exact * 10**places) + step
            if abs(moved) >= 10**30:
                return
            threshold = Decimal((moved < 0, tuple(map(int, str(abs(moved)))), -places))
        facts = [fact("x", value), fact("limit", threshold), fact("part", value), fact("whole", whole)]
        facts.append(fact("x", whole, as_of=date(2023, 12, 31)))
        asked = Fraction(threshold)
        expected = [HOLDS[operator](exact, asked)] * 5
        if whole:
            expected[2] = HOLDS[operator](exact * 100 / Fraction(whole), asked)
        expected[3] = HOLDS[operator](exact - Fraction(whole), asked)
        found = Bench(operator, threshold, make_ruleset).outcomes(facts, matcher)
        if not whole:
            assert found.pop(2) is Outcome.UNDETERMINED
            expected.pop(2)
        assert [outcome is A for outcome in found] == expected
        assert Outcome.UNDETERMINED not in found

    holds()


@pytest.mark.parametrize(
    ("operator", "threshold", "outcome"),
    [
        (AT_LEAST, "33.3", A),
        (AT_LEAST, "33.4", F),
        (AT_LEAST, "33." + "3" * 28, A),
        (AT_LEAST, "33." + "3" * 27 + "4", F),
        (Operator.AT_MOST, "33.3", F),
        (Operator.AT_MOST, "33.4", A),
        (Operator.MORE_THAN, "33.3", A),
        (Operator.LESS_THAN, "33.4", A),
        (Operator.EQUALS, "33.3", F),
        (Operator.EQUALS, "33." + "3" * 28, F),
    ],
)
def test_a_third_is_neither_of_its_neighbours(
    decide: Decide, operator: Operator, threshold: str, outcome: Outcome
) -> None:
    for part, whole in ((1, 3), (33_333_333, 99_999_999)):
        decision = decide(asks("clean_share", operator, threshold), fact("clean", part), fact("households", whole))
        assert decision.outcome is outcome
        assert decision.reasons[0].observed == Fraction(100, 3)


@pytest.mark.parametrize(
    ("part", "whole", "percent", "outcome"),
    [(9, 10, 90, A), (899, 1000, "89.9", F), (2, 3, "66.67", F), (2, 3, "66.66", A), (7, 7, 100, A), (0, 5, 0, A)],
)
def test_shares(decide: Decide, part: int, whole: int, percent: str | int, outcome: Outcome) -> None:
    rule = asks("clean_share", AT_LEAST, "90" if whole in (10, 1000) else percent)
    assert decide(rule, fact("clean", part), fact("households", whole)).outcome is outcome


def rounded(mode: RoundingMode, to: int = 1) -> Measure:
    return Measure("figure", Text("figure"), decimals=3, rounding=Rounding(to, mode, "Thông tư 1"))


UP, EVEN, DOWN, AWAY = RoundingMode.HALF_UP, RoundingMode.HALF_EVEN, RoundingMode.DOWN, RoundingMode.UP


@pytest.mark.parametrize(
    ("mode", "value", "threshold", "outcome", "compared"),
    [
        (UP, "79.95", "80", A, "80.0"),
        (UP, "79.949", "80", F, "79.9"),
        (EVEN, "79.85", "79.9", F, "79.8"),
        (EVEN, "79.95", "80", A, "80.0"),
        (DOWN, "79.999", "80", F, "79.9"),
        (AWAY, "79.901", "80", A, "80.0"),
        (UP, "-0.05", "0", F, "-0.1"),
        (EVEN, "-0.05", "0", A, "0"),
        (DOWN, "-0.05", "0", A, "0"),
        (UP, "80.0", "80", A, None),
        (UP, "80", "80", A, None),
    ],
)
def test_a_declared_rounding_is_shown(
    decide: Decide, mode: RoundingMode, value: str, threshold: str, outcome: Outcome, compared: str | None
) -> None:
    decision = decide(asks("figure", AT_LEAST, threshold), fact("figure", Decimal(value)), measures=[rounded(mode)])
    reason = decision.reasons[0]
    assert decision.outcome is outcome
    assert reason.observed == Decimal(value), "as given"
    assert reason.compared == (None if compared is None else Decimal(compared)), "as compared"
    assert reason.gap == Decimal(threshold) - Decimal(compared or value)


def test_without_a_declared_rounding_nothing_is_rounded(decide: Decide) -> None:
    decision = decide(asks("water", AT_LEAST, "80"), fact("water", Decimal("79.95")))
    assert decision.outcome is F
    assert (decision.reasons[0].compared, decision.reasons[0].gap) == (None, Decimal("0.05"))


def test_a_share_is_rounded_as_its_measure_declares(decide: Decide) -> None:
    """1999 of 2500 are 79.96%: an 80% for one measure, and none for the other."""
    given = fact("clean", 1999), fact("households", 2500)
    assert decide(asks("rounded_share", AT_LEAST, "80"), *given).outcome is A
    assert decide(asks("clean_share", AT_LEAST, "80"), *given).outcome is F
    third = decide(asks("rounded_share", Operator.EQUALS, "33.3"), fact("clean", 1), fact("households", 3))
    assert (third.outcome, third.reasons[0].observed, third.reasons[0].compared) == (
        A,
        Fraction(100, 3),
        Decimal("33.3"),
    )


def test_a_relative_threshold_is_compared_as_its_own_measure_is(decide: Decide) -> None:
    province = Unit("P", "Lai Châu", "province")
    town = Unit("T", "T", "township", "P")
    decision = decide(
        asks("roads", AT_LEAST, Relative("roads", "province")),
        fact("roads", Decimal("79.95")),
        fact("roads", Decimal("80.04"), "P"),
        units=[town, province],
    )
    assert (decision.outcome, decision.reasons[0].required) == (A, Decimal("80.0"))


@pytest.mark.parametrize("operator", list(Operator))
def test_the_callers_decimal_context_changes_nothing(decide: Decide, operator: Operator) -> None:
    """Gaps, differences and shares of thirty digits stay exact while the caller computes with five."""
    long = 123456789012345678901234567891
    expected = decide(asks("income", operator, 0), fact("income", -long))
    assert abs(Fraction(expected.reasons[0].gap or 0)) == long
    with localcontext() as context:
        context.prec = 5
        assert decide(asks("income", operator, 0), fact("income", -long)) == expected
        assert decide(asks("clean_share", AT_LEAST, "33.3"), fact("clean", 1), fact("households", 3)).outcome is A
        assert decide(asks("roads", AT_LEAST, "80"), fact("roads", Decimal("79.95"))).outcome is A


def test_the_limit_of_the_matcher_is_no_limit_of_figures(decide: Decide) -> None:
    for threshold in (LIMIT // 2 - 1, LIMIT // 2, LIMIT // 2 + 1, LIMIT - 1, LIMIT, LIMIT + 1):
        for value, outcome in ((threshold - 1, F), (threshold, A), (threshold + 1, A), (-LIMIT - 1, F)):
            assert decide(asks("income", AT_LEAST, threshold), fact("income", value)).outcome is outcome

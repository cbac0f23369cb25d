"""The specification: outcomes are read off the set of those still possible, and rules in a row need little of the stack."""

import inspect
import sys
from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest

import ntm_rules as ntm
from ntm_rules.engine.evidence.evidence import Evidence
from ntm_rules.engine.evidence.world import EvidenceWorld as Evaluated
from ntm_rules.engine.specification import decide
from ntm_rules.model.condition import (
    AnyOf,
    AtLeastN,
    Attained,
    Basis,
    Bound,
    Comparison,
    Condition,
    CriteriaState,
    Operator,
    OwnCriteria,
)
from ntm_rules.model.fact import Absence, Fact
from ntm_rules.model.key import RuleKey
from ntm_rules.model.library import Library
from ntm_rules.model.measure import Measure
from ntm_rules.model.outcome import Outcome
from ntm_rules.model.ruleset import (
    Conclusion,
    Criterion,
    Indicator,
    Instrument,
    Provenance,
    ProvenanceStatus,
    Ruleset,
)
from ntm_rules.model.text import Text
from ntm_rules.model.threshold import Fixed, UnknownThreshold
from ntm_rules.model.units.unit import Unit, Units
from ntm_rules.program.compiling import MOST_IN_A_ROW

# ---- the outcome is read off the set of outcomes still possible

JUNE = date(2024, 6, 30)
PLAN = Provenance(ProvenanceStatus.PLAN, "II.1")
WATER = Measure("water", Text("Nước"))
OTHER = Measure("other", Text("Khác"), may_not_apply=True)
LITTLE_WATER = Fact("U", "water", 10, date(2024, 3, 31))
NO_OTHER = Fact("U", "other", Absence.NOT_APPLICABLE, date(2024, 3, 31))


def at_least(measure: str, least: int) -> Comparison:
    return Comparison(measure, Operator.AT_LEAST, Fixed(Decimal(least)))


def attained(operator: Operator, required: int | None) -> OwnCriteria:
    threshold = UnknownThreshold() if required is None else Fixed(Decimal(required))
    return OwnCriteria(CriteriaState.ATTAINED, (Bound(Basis.COUNT, operator, threshold),))


def indicator(code: str, condition: Condition, applies_when: Condition | None = None) -> Indicator:
    return Indicator(code, Text(code), condition, PLAN, applies_when)


def two(measure: str, applies_when: Condition | None = None) -> tuple[Criterion, ...]:
    """Two criteria that ask at least 90 of a measure."""
    return tuple(
        Criterion(code, Text(code), PLAN, condition=at_least(measure, 90), applies_when=applies_when)
        for code in ("1", "2")
    )


MAY_NOT_APPLY = two("water", at_least("other", 1))
OF_INDICATORS = Criterion(
    "1",
    Text("1"),
    PLAN,
    indicators=(indicator("1.1", at_least("water", 5)), indicator("1.2", at_least("water", 8), at_least("other", 1))),
)
ANY_CRITERION = AnyOf((Attained(RuleKey("x/y", "1")), Attained(RuleKey("x/y", "2"))))
A, F, X = Outcome.ATTAINED, Outcome.NOT_ATTAINED, Outcome.NOT_APPLICABLE


@pytest.mark.parametrize(
    ("criteria", "concluded", "facts", "code", "possible"),
    [
        pytest.param(two("water"), attained(Operator.AT_MOST, 5), (), "c", {A}, id="no count of two exceeds five"),
        pytest.param(two("water"), AtLeastN(1, (at_least("water", 90),)), (), "c", {A, F}, id="one of one open part"),
        pytest.param(two("other"), attained(Operator.AT_LEAST, 1), (NO_OTHER,), "c", {X}, id="no criterion applies"),
        pytest.param(
            two("other"),
            attained(Operator.AT_LEAST, None),
            (NO_OTHER,),
            "c",
            {X},
            id="none applies, whatever is required",
        ),
        pytest.param(MAY_NOT_APPLY, None, (LITTLE_WATER,), "1", {F, X}, id="not attained wherever it applies"),
        pytest.param(
            MAY_NOT_APPLY, attained(Operator.AT_LEAST, 1), (LITTLE_WATER,), "c", {F, X}, id="no part can be attained"
        ),
        pytest.param(MAY_NOT_APPLY, ANY_CRITERION, (LITTLE_WATER,), "c", {F, X}, id="the same in other words"),
        pytest.param((OF_INDICATORS,), None, (LITTLE_WATER,), "1.1", {A}, id="attained"),
        pytest.param((OF_INDICATORS,), None, (LITTLE_WATER,), "1.2", {A, X}, id="attained wherever it applies"),
        pytest.param((OF_INDICATORS,), None, (LITTLE_WATER,), "1", {A}, id="all that applies is attained"),
    ],
)
def test_a_decision_is_undetermined_only_where_several_outcomes_are_possible(
    criteria: tuple[Criterion, ...],
    concluded: Condition | None,
    facts: tuple[Fact, ...],
    code: str,
    possible: set[Outcome],
) -> None:
    conclusions = () if concluded is None else (Conclusion("c", Text("c"), concluded, PLAN),)
    rules = Ruleset("x/y", date(2022, 1, 1), Text("x"), "commune", Instrument("1"), criteria, conclusions)
    library = Library({"water": WATER, "other": OTHER}, {}, {"x/y": (rules,)})
    units = Units([Unit("U", "U", "commune")])
    world = Evaluated(units, Evidence.of(facts, JUNE), library)
    decision = decide(ntm.compile("x/y", JUNE, library), units["U"], code, world)
    assert decision.possible == possible
    assert decision.outcome is (next(iter(possible)) if len(possible) == 1 else Outcome.UNDETERMINED)


# ---- rules that rest on many others


def nested(condition: Condition, times: int) -> Condition:
    for _ in range(times):
        condition = AnyOf((condition,))
    return condition


@pytest.mark.parametrize("first", [True, False], ids=["each asks the next", "each asks the one before"])
@pytest.mark.parametrize("nesting", [0, 38], ids=["plain", "nested"])
def test_rules_in_a_row_need_little_of_the_stack(
    make_ruleset: Callable[..., Ruleset], make_library: Callable[..., Library], first: bool, nesting: int
) -> None:
    """As many rules and conditions in a row as are taken, asked for the last, with a stack of a third of what Python has."""
    length = MOST_IN_A_ROW // (nesting + 1)
    asks = [nested(Attained(RuleKey("vn/town", str(n))), nesting) for n in range(1 + first, length + first)]
    bottom = at_least("water", 90)
    rules = make_ruleset(*((*asks, bottom) if first else (bottom, *asks)))
    program = ntm.compile(rules, JUNE, make_library(rules))
    units = Units([Unit("T", "T", "township")])
    world = Evaluated(units, Evidence.of([Fact("T", "water", 95, JUNE)], JUNE), program.library)
    before, used = sys.getrecursionlimit(), len(inspect.stack(0))
    sys.setrecursionlimit(used + before // 3)
    try:
        decision = decide(program, units["T"], "1" if first else str(length), world)
    finally:
        sys.setrecursionlimit(before)
    assert decision.outcome is Outcome.ATTAINED
    assert len({(one.rule) for one in decision.walk()}) == length

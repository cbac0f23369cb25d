"""The specification from terms, held against the one from conditions while that is there."""

import os
from datetime import date
from decimal import Decimal
from typing import Any

import attrs
import pytest
from hypothesis import HealthCheck, Phase, given, settings

import ntm_rules as ntm
from ntm_rules.engine import evaluate as before
from ntm_rules.engine.evidence import Evidence
from ntm_rules.engine.specification import decide
from ntm_rules.engine.world import World as Evaluated
from ntm_rules.language.library import shipped_rulesets
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
from ntm_rules.model.fact import Absence, Attestation, Fact, Statement
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
from ntm_rules.program.program import Program
from ntm_rules.testing import World, worlds
from ntm_rules.testing.properties.executors import every_program

EXAMPLES = int(os.environ.get("NTM_EXAMPLES", "300"))
EVERY_NTH_CASE = int(os.environ.get("NTM_EVERY_NTH_CASE", "40"))


def difference_of(one: object, other: object, path: str = "") -> str:
    """Where two decisions first differ."""
    kind: Any = type(one)
    if attrs.has(kind) and kind is type(other):
        names = [each.name for each in attrs.fields(kind) if getattr(one, each.name) != getattr(other, each.name)]
        return "; ".join(difference_of(getattr(one, n), getattr(other, n), f"{path}.{n}") for n in names)
    if isinstance(one, tuple) and isinstance(other, tuple) and len(one) == len(other):
        pairs = enumerate(zip(one, other, strict=True))
        return "; ".join(difference_of(a, b, f"{path}[{n}]") for n, (a, b) in pairs if a != b)
    return f"{path}: {one!r:.300}, before {other!r:.300}"


def hold_against_before(programs: tuple[Program, ...], units: Units, statements: tuple[Statement, ...]) -> None:
    """Decisions are those of before, or fewer outcomes are possible; attestations decide what is open."""
    evidence = Evidence.of(statements, programs[0].as_of)
    now, then = (Evaluated(units, evidence, programs[0].library) for _ in range(2))
    is_attested = any(isinstance(one, Attestation) for one in statements)
    for program in every_program(programs):
        for unit in units.of_kind(program.ruleset.applies_to, program.as_of):
            for rule in program.rules:
                decision = decide(program, unit, rule.key.code, now)
                expected = before.decide(program, unit, rule.key.code, then)
                told = f"{unit.code} {rule.key} {difference_of(decision, expected)}"
                assert decision.possible <= expected.possible or is_attested, told
                if len(expected.possible) > 1 and decision.possible == expected.possible:
                    assert decision.outcome is expected.outcome, told


@settings(
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
@given(worlds())
def test_decisions_on_generated_worlds_are_those_of_before(world: World) -> None:
    hold_against_before(world.programs(), world.units, world.statements)


def test_decisions_on_shipped_cases_are_those_of_before() -> None:
    library = ntm.load_library()
    for case in ntm.cases_in([shipped_rulesets()], library)[::EVERY_NTH_CASE]:
        results = ntm.run_cases([case], library)
        rules = sorted({result.rule.ruleset for one in results for result in one.results})
        programs = tuple(ntm.compile(id, case.situation.as_of, library) for id in rules)
        if programs:
            hold_against_before(programs, Units(case.situation.units), case.situation.statements)


# ---- the outcome is read off the set of outcomes still possible

JUNE = date(2024, 6, 30)
PLAN = Provenance(ProvenanceStatus.PLAN, "II.1")
WATER = Measure("water", Text("Nước"), always_applies=True)
OTHER = Measure("other", Text("Khác"))
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

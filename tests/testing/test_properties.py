"""Every ready property holds of what is right, and fails, saying where, of what is deliberately wrong."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from attrs import evolve
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ntm_rules.engine import specification
from ntm_rules.engine.decisions import Decisions, evaluate
from ntm_rules.engine.evidence.evidence import Evidence
from ntm_rules.engine.live.session import Session
from ntm_rules.language.library import load_library
from ntm_rules.model import condition as form
from ntm_rules.model.condition import Operator
from ntm_rules.model.decision import Decision
from ntm_rules.model.fact import Attestation, Fact, Finding, Statement
from ntm_rules.model.key import RuleKey
from ntm_rules.model.library import Library
from ntm_rules.model.measure import Attribute, Level, Measure
from ntm_rules.model.outcome import Outcome
from ntm_rules.model.ruleset import Conclusion, Criterion, Instrument, Provenance, ProvenanceStatus, Ruleset
from ntm_rules.model.text import Text
from ntm_rules.model.threshold import ByAttribute, Fixed, Threshold
from ntm_rules.model.units.unit import Unit, Units
from ntm_rules.program.compiling import compile
from ntm_rules.testing import (
    AS_OF,
    Assert,
    Correct,
    History,
    Retract,
    World,
    agrees,
    facts_for,
    follows,
    histories,
    is_total,
    matchers,
    never_easier,
    order_does_not_matter,
    replays,
    retraction_undoes,
    says_what_is_possible,
    units_for,
    worlds,
)
from ntm_rules.testing.properties import executors as properties
from ntm_rules.testing.properties import rules as property_of_rules

from ..profiles import tried

PLAN = Provenance(ProvenanceStatus.PLAN, "I")
WATER = Measure("water", Text("Nước sạch"), decimals=1, minimum=Decimal(0), maximum=Decimal(100))
ROADS = Measure("roads", Text("Đường"))
REGION = Attribute("region", Text("Vùng"), (Level("delta", Text("Đồng bằng")), Level("mountains", Text("Miền núi"))))


def ruleset(water: Threshold | None = None, operator: Operator = Operator.AT_LEAST, id: str = "vn/commune") -> Ruleset:
    """Criterion 1 asks for water, criterion 2 for roads, recognition for both."""
    conditions = [
        form.Comparison("water", operator, water or Fixed(Decimal(90))),
        form.Comparison("roads", Operator.AT_LEAST, Fixed(Decimal(3))),
    ]
    criteria = tuple(Criterion(str(code), Text("T"), PLAN, (), one) for code, one in enumerate(conditions, 1))
    recognised = Conclusion("recognition", Text("Công nhận"), form.OwnCriteria(form.CriteriaState.ALL), PLAN)
    return Ruleset(id, date(2022, 1, 1), Text("Xã"), "commune", Instrument("1/QĐ"), criteria, (recognised,))


def library(*rulesets: Ruleset) -> Library:
    versions = {one.id: (one,) for one in rulesets}
    return Library({"water": WATER, "roads": ROADS}, {"region": REGION}, versions)


PROGRAM = compile("vn/commune", AS_OF, library(ruleset()))
UNITS = Units([Unit("C", "Bản Bo", "commune"), Unit("E", "Sơn Bình", "commune")])
POOR, GOOD, BUILT = Fact("C", "water", 80, AS_OF), Fact("C", "water", 95, AS_OF, "Sở"), Fact("C", "roads", 5, AS_OF)
ATTESTED = Attestation("E", "vn/commune#1", Finding.MET, AS_OF)
STATEMENTS: tuple[Statement, ...] = (POOR, BUILT, ATTESTED)
HISTORY = History((Assert(GOOD), Assert(BUILT), Correct(GOOD, POOR), Assert(ATTESTED)), STATEMENTS)


class Turned(Decisions):
    """Decides the opposite of criterion 1 of C."""

    def outcomes(self, unit: str) -> Any:
        found = dict(super().outcomes(unit))
        return {**found, "1": Outcome.ATTAINED} if unit == "C" else found


class WithoutReasons(Decisions):
    def decision(self, unit: str, rule: RuleKey | str = "recognition") -> Decision:
        return evolve(super().decision(unit, rule), reasons=())


def deciding_as(kind: type[Decisions]) -> Any:
    def wrong(*given: Any, **named: Any) -> Decisions:
        found = evaluate(*given, **named)
        return kind(found.program, found.units, found.world)

    return wrong


class TurnedSession(Session):
    def outcomes(self) -> Any:
        found = super().outcomes()
        return {key: Outcome.ATTAINED if key[1].code == "1" else outcome for key, outcome in found.items()}


class SilentSession(Session):
    """Says nothing of what changes."""

    def assert_fact(self, *statements: Statement) -> Any:
        super().assert_fact(*statements)
        return ()


class ForgetfulSession(Session):
    """Keeps what is retracted, and what is corrected."""

    def retract(self, *statements: Statement) -> Any:
        return ()

    def correct(self, old: Statement, new: Statement) -> Any:
        return ()


class WithoutReasonsSession(Session):
    def decision(self, unit: str, rule: RuleKey | str = "recognition") -> Decision:
        return evolve(super().decision(unit, rule), reasons=())


class LossySession(Session):
    """Loses what it is told after two facts."""

    def assert_fact(self, *statements: Statement) -> Any:
        return super().assert_fact(*statements) if len(self.statements()) < 2 else ()


class FirstWordsOnly:
    """Evidence in which only what came first counts."""

    @staticmethod
    def of(statements: Iterable[Statement], *given: Any) -> Evidence:
        return Evidence.of(tuple(statements)[:1], *given)


def test_everything_holds_of_what_is_right() -> None:
    agrees(PROGRAM, UNITS, STATEMENTS)
    agrees(PROGRAM, UNITS, STATEMENTS, known_on=date(2024, 1, 1), sessions=())
    for matcher in matchers():
        follows(PROGRAM, UNITS, HISTORY, matcher=matcher)
        order_does_not_matter(PROGRAM, UNITS, STATEMENTS, STATEMENTS[::-1], matcher=matcher)
        for extra in (*STATEMENTS, GOOD):
            retraction_undoes(PROGRAM, UNITS, STATEMENTS, extra, matcher=matcher)
    says_what_is_possible([PROGRAM], UNITS, iter(STATEMENTS))
    replays([PROGRAM], UNITS, iter(STATEMENTS))
    is_total(ruleset(), library(ruleset()))
    never_easier(ruleset(), ruleset(), library(ruleset()))


WRONG_EXECUTORS: list[tuple[str, Any, str]] = [
    ("evaluate", deciding_as(Turned), r"vn/commune#1 for C: evaluate says attained, the specification not_attained"),
    ("evaluate", deciding_as(WithoutReasons), r"for C: evaluate gives other reasons"),
    (
        "evaluate",
        lambda *given, **named: SimpleNamespace(units=()),
        r"evaluate decides .*vn/commune#1 for C.* where the specification does",
    ),
    ("Session", TurnedSession, r"vn/commune#1 for C: not_attained by the specification, attained by the session on"),
    ("Session", WithoutReasonsSession, r"the session on (plain|durable_rules) gives other reasons"),
]


@pytest.mark.parametrize(("name", "wrong", "message"), WRONG_EXECUTORS)
def test_a_wrong_executor_does_not_agree(name: str, wrong: Any, message: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(properties, name, wrong)
    with pytest.raises(AssertionError, match=message):
        agrees(PROGRAM, UNITS, STATEMENTS)


def test_without_sessions_none_is_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(properties, "Session", TurnedSession)
    agrees(PROGRAM, UNITS, STATEMENTS, sessions=())


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (SilentSession, r"step 1, Assert\(.*told of nothing, but vn/commune#1 for C changed"),
        (ForgetfulSession, r"vn/commune#1 for C: not_attained by the specification, attained by the session"),
        (TurnedSession, r"step 1, .* told of vn/commune#1 for C, but nothing changed"),
        (WithoutReasonsSession, r"gives other reasons"),
    ],
)
def test_a_wrong_session_does_not_follow(wrong: Any, message: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(properties, "Session", wrong)
    with pytest.raises(AssertionError, match=message):
        follows(PROGRAM, UNITS, HISTORY)


def test_a_session_on_another_matcher_does_not_follow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(properties, "Session", lambda *given, matcher: Session(*given, matcher="plain"))
    with pytest.raises(AssertionError, match="on plain, not on durable_rules"):
        follows(PROGRAM, UNITS, HISTORY, matcher="durable_rules")


@pytest.mark.parametrize(
    ("name", "wrong", "message"),
    [
        ("Session", LossySession, r"vn/commune#1 for C: not_attained all at once, undetermined one by one"),
        ("Evidence", FirstWordsOnly, r"vn/commune#1 for C: in another order the specification says undetermined"),
    ],
)
def test_where_order_matters_it_is_said(name: str, wrong: Any, message: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(properties, name, wrong)
    with pytest.raises(AssertionError, match=message):
        order_does_not_matter(PROGRAM, UNITS, STATEMENTS, STATEMENTS[::-1])


@pytest.mark.parametrize(
    ("extra", "message"), [(GOOD, "vn/commune#1 for C: undetermined before"), (POOR, "vn/commune#1")]
)
def test_what_stays_after_it_is_retracted_is_found(extra: Fact, message: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(properties, "Session", ForgetfulSession)
    with pytest.raises(AssertionError, match=message):
        retraction_undoes(PROGRAM, UNITS, (BUILT, extra) if extra is POOR else (BUILT,), extra)
    decides_nothing = evolve(BUILT, value=4, as_of=date(2020, 1, 1))
    with pytest.raises(AssertionError, match="the working memory is another"):
        retraction_undoes(PROGRAM, UNITS, (BUILT,), decides_nothing)


@pytest.mark.parametrize(
    ("statements", "possible", "message"),
    [
        (STATEMENTS, (), "vn/commune#1 for C is not_attained and can be nothing"),
        (STATEMENTS, Outcome, "vn/commune#1 for C is not_attained and can be attained, "),
        ((), (), "vn/commune#1 for C is undetermined and can be nothing"),
        ((), (Outcome.ATTAINED,), "vn/commune#1 for C is undetermined and can be attained"),
    ],
)
def test_impossible_possibilities_are_found(
    statements: tuple[Statement, ...], possible: Iterable[Outcome], message: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def wrong(*given: Any) -> Decision:
        return evolve(specification.decide(*given), possible=frozenset(possible))

    monkeypatch.setattr(properties, "specification", SimpleNamespace(decide=wrong))
    with pytest.raises(AssertionError, match=message):
        says_what_is_possible(PROGRAM, UNITS, statements)


def test_a_program_of_another_version_does_not_replay() -> None:
    """Deliberately wrong: compiled from a ruleset that is not the one in the library."""
    other = compile(ruleset(Fixed(Decimal(70))), AS_OF, library(ruleset()))
    with pytest.raises(AssertionError, match=r"its record does not replay: .*\[NTM827\]"):
        replays(other, UNITS, STATEMENTS)


def test_a_point_that_is_not_decided_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuses(program: Any, units: Any, facts: Iterable[Fact]) -> Decisions:
        if any(fact.value == Decimal("89.9") for fact in facts):
            raise ZeroDivisionError
        return evaluate(program, units, facts)

    monkeypatch.setattr(property_of_rules, "evaluate", refuses)
    with pytest.raises(AssertionError, match=r"vn/commune#1 at U \(commune\); U water = 89.9 .*ZeroDivisionError"):
        is_total(ruleset(), library(ruleset()))


def test_a_point_that_is_decided_otherwise_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    def turned(*given: Any) -> Any:
        return SimpleNamespace(outcome=lambda unit, code: Outcome.ATTAINED)

    monkeypatch.setattr(property_of_rules, "evaluate", turned)
    with pytest.raises(AssertionError, match=r"vn/commune#1 at U \(commune\): evaluate says .*ATTAINED"):
        is_total(ruleset(), library(ruleset()))


def split(delta: str, mountains: str) -> ByAttribute:
    return ByAttribute("region", (("delta", Fixed(Decimal(delta))), ("mountains", Fixed(Decimal(mountains)))))


@pytest.mark.parametrize(
    ("water", "operator", "point"),
    [
        (Fixed(Decimal("89.9")), Operator.AT_LEAST, "water = 89.9"),
        (Fixed(Decimal(89)), Operator.MORE_THAN, "water = 89.1"),
        (split("90", "89.9"), Operator.AT_LEAST, r"'region': 'mountains'.*water = 89.9"),
        (Fixed(Decimal(90)), Operator.AT_MOST, "water = 89.9"),
    ],
)
def test_an_easier_ruleset_is_found(water: Threshold, operator: Operator, point: str) -> None:
    lower, higher = ruleset(water, operator, "lai-chau/commune"), ruleset()
    with pytest.raises(
        AssertionError, match=f"lai-chau/commune#1 is attained where vn/commune#1 is not_attained: .*{point}"
    ):
        never_easier(lower, higher, library(lower, higher))


@pytest.mark.parametrize("water", [Fixed(Decimal(90)), Fixed(Decimal("90.1")), split("90", "95")])
def test_one_that_asks_as_much_or_more_is_not_easier(water: Threshold) -> None:
    lower, higher = ruleset(water, id="lai-chau/commune"), ruleset()
    never_easier(lower, higher, library(lower, higher))


def test_revocation_is_easier_where_it_is_harder_to_be_revoked() -> None:
    def revoking(id: str, below: int) -> Ruleset:
        less = form.Comparison("water", Operator.LESS_THAN, Fixed(Decimal(below)))
        return evolve(ruleset(id=id), conclusions=(Conclusion("revocation", Text("Thu hồi"), less, PLAN),))

    strict, lenient = revoking("a/strict", 60), revoking("a/lenient", 50)
    never_easier(strict, lenient, library(strict, lenient))
    with pytest.raises(
        AssertionError, match="a/lenient#revocation is not_attained where a/strict#revocation is attained"
    ):
        never_easier(lenient, strict, library(strict, lenient))


@pytest.mark.slow
@settings(max_examples=tried(0.4), suppress_health_check=list(HealthCheck))
@given(worlds(), st.data())
def test_the_properties_hold_of_generated_worlds(world: World, data: st.DataObject) -> None:
    """What `tests/engine` holds the executors to on many worlds, here all at once on a few."""
    programs, units = world.programs(), world.units
    agrees(programs, units, world.statements)
    follows(programs, units, data.draw(histories(world)))
    order_does_not_matter(programs, units, world.statements, data.draw(st.permutations(world.statements)))
    says_what_is_possible(programs, units, world.statements)
    for program in programs:
        is_total(program.ruleset, world.library, as_of=world.as_of, most=5)
        never_easier(program.ruleset, program.ruleset, world.library, as_of=world.as_of, most=5)


def test_retract_is_a_step_of_its_own() -> None:
    history = History((Assert(GOOD), Retract(GOOD), Assert(POOR)), (POOR,))
    follows(PROGRAM, UNITS, history)


LIBRARY = load_library()
ASKED = ["vn/civilised-township", "vn/commune-ntm", "lai-chau/district-ntm", "lai-chau/village-ntm"]


@pytest.mark.slow
@pytest.mark.parametrize("id", ASKED)
def test_shipped_rule_files_are_total_and_decided_alike(id: str) -> None:
    """As a project with rule files of its own would test them."""
    own = LIBRARY.ruleset(id, AS_OF)
    program = compile(own, AS_OF, LIBRARY)
    is_total(own, LIBRARY, most=10)

    @settings(max_examples=tried(0.1), suppress_health_check=list(HealthCheck))
    @given(units_for(own, LIBRARY), facts_for(own, LIBRARY))
    def holds(units: Units, facts: tuple[Statement, ...]) -> None:
        agrees(program, units, facts)

    holds()

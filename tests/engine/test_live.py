"""The network of a program: a node for each distinct term, shared by sessions, and the same verdicts as the specification."""

import gc
import random
import tracemalloc
import weakref
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import example, given, reject
from hypothesis import strategies as st

from ntm_rules.engine.compiled.values import CODE, KNOWN
from ntm_rules.engine.decisions import evaluate
from ntm_rules.engine.live.matching.durable_rules import unavailable
from ntm_rules.engine.live.matching.matcher import Choice, Event
from ntm_rules.engine.live.network.build import NETWORK
from ntm_rules.engine.live.network.events import margins, scaled
from ntm_rules.engine.live.session import Session
from ntm_rules.language.library import load_library
from ntm_rules.model.condition import AllOf, Basis, Bound, Comparison, MembersAttained, Operator
from ntm_rules.model.fact import Fact, Statement
from ntm_rules.model.key import RuleKey
from ntm_rules.model.library import Library
from ntm_rules.model.outcome import Outcome
from ntm_rules.model.problem import EngineError, FactsError, UnitsError
from ntm_rules.model.threshold import Fixed
from ntm_rules.model.units.unit import Unit, Units
from ntm_rules.program.compiling import compile
from ntm_rules.program.program import Program
from ntm_rules.program.verdict import ATTAINED, NOT_ATTAINED, OPEN, between
from ntm_rules.testing import World, detailed_worlds

from .test_terms import composed, decided, some

JUNE = date(2024, 6, 30)
TOWN = Units([Unit("T", "Thị trấn", "township")])
MakeRuleset = Callable[..., Any]
MakeLibrary = Callable[..., Library]
WATER, POOR = (Comparison(name, Operator.AT_LEAST, Fixed(Decimal(90))) for name in ("water", "poor"))


@some
@given(detailed_worlds(), st.integers(0, 2**32))
def test_random_terms_come_to_the_verdicts_of_the_specification_as_statements_come_and_go(
    world: World, seed: int
) -> None:
    program, rng = composed(world, seed), random.Random(seed)
    taken_back = rng.sample(world.statements, min(4, len(world.statements)))
    remaining = [one for one in world.statements if one not in taken_back]
    try:
        session = Session(program, world.units, world.statements, matcher="plain")
    except (FactsError, UnitsError):
        reject()  # random terms count units that the world does not place
    with session:
        _same(session, program, world, list(world.statements))
        for statement in taken_back:
            session.retract(statement)
        _same(session, program, world, remaining)
        for statement in taken_back:
            session.assert_fact(statement)
        _same(session, program, world, list(world.statements))


def _same(session: Session, program: Program, world: World, standing: list[Statement]) -> None:
    for (unit, code), expected in decided(program, world, standing).items():
        found = session.decision(unit, RuleKey(program.ruleset.id, code))
        assert (found.outcome, found.possible) == (expected.outcome, expected.possible), program.by_code[code].truth


numbers = st.one_of(st.integers(-3, 3), st.decimals(-3, 3, places=2), st.fractions(-3, 3, max_denominator=7))
bounds = st.none() | numbers


@given(bounds, bounds, st.sampled_from(Operator), numbers)
@example(None, Decimal(1), Operator.EQUALS, Fraction(1))
def test_margins_say_what_the_bounds_come_to(low: Any, high: Any, operator: Operator, required: Any) -> None:
    if low is not None and high is not None and low > high:
        low, high = high, low
    worst, best = margins(low, high, operator, required)
    assert between(low, high, operator, required) == (ATTAINED if worst >= 0 else NOT_ATTAINED if best < 0 else OPEN)


@given(numbers, st.decimals(-3, 3, places=2), st.integers(2, 4))
def test_scaled_figures_compare_as_the_figures_do(figure: Any, constant: Decimal, scale: int) -> None:
    one, other = scaled(figure, scale), scaled(constant, scale)
    assert ((one > other) - (one < other)) == (figure > constant) - (figure < constant)


def test_equal_terms_are_one_node_and_equal_comparisons_one_pair_of_patterns(
    make_ruleset: MakeRuleset, make_library: MakeLibrary
) -> None:
    program = compile("vn/town", JUNE, make_library(make_ruleset(WATER, WATER, AllOf((WATER, POOR)))))
    network = NETWORK.of(program)
    # Water, poor, both, and each of the three rules with what is attested.
    assert len(network.nodes["township"]) == 6
    assert len(network.patterns.compared) == 1


def test_a_change_that_keeps_the_verdict_stops_there(
    make_ruleset: MakeRuleset, make_library: MakeLibrary, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = compile("vn/town", JUNE, make_library(make_ruleset([WATER, POOR])))
    figures = [Fact("T", "water", value, JUNE) for value in (80, 85, 95)]
    with Session(program, TOWN, [figures[0], Fact("T", "poor", 95, JUNE)], matcher="plain") as session:
        fired: list[Event] = []
        matcher = NETWORK.of(program).matcher("plain")
        fire_one = matcher.fire_one

        def noting(event: Event) -> int:
            fired.append(event)
            return fire_one(event)

        monkeypatch.setattr(matcher, "fire_one", noting)
        assert session.correct(figures[0], figures[1]) == ()
        assert len(fired) == 1
        assert len(session.correct(figures[1], figures[2])) == 2
        assert len(fired) == 3


@pytest.mark.slow
def test_sessions_of_a_program_share_its_network_and_matcher_which_go_with_it(
    make_ruleset: MakeRuleset, make_library: MakeLibrary, matcher: Choice
) -> None:
    program = compile("vn/town", JUNE, make_library(make_ruleset(WATER)))
    with Session(program, TOWN, matcher=matcher), Session(program, TOWN, matcher=matcher):
        shared = NETWORK.of(program).matcher(matcher)
    with Session(program, TOWN, [Fact("T", "water", 95, JUNE)], matcher=matcher) as session:
        assert NETWORK.of(program).matcher(matcher) is shared
        assert session.outcome("T", "1") is Outcome.ATTAINED
    gone = weakref.ref(NETWORK.of(program)), weakref.ref(shared)
    del program, shared, session
    gc.collect()
    assert [one() for one in gone] == [None, None]


def test_a_matcher_that_fails_spoils_one_session_only(
    make_ruleset: MakeRuleset, make_library: MakeLibrary, matcher: Choice, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = compile("vn/town", JUNE, make_library(make_ruleset(WATER)))
    water = Fact("T", "water", 95, JUNE)
    with Session(program, TOWN, matcher=matcher) as one, Session(program, TOWN, matcher=matcher) as other:
        shared = NETWORK.of(program).matcher(matcher)

        def failing(event: object) -> int:
            shared._out_of_use = "poisoned"
            raise EngineError("the matcher failed")

        monkeypatch.setattr(shared, "fire_one", failing)
        with pytest.raises(EngineError, match="the matcher failed"):
            one.assert_fact(water)
        with pytest.raises(EngineError, match="not to be used"):
            one.outcome("T", "1")
        assert len(other.assert_fact(water)) == 1
        assert other.outcome("T", "1") is Outcome.ATTAINED


def test_a_unit_above_waits_until_all_below_it_is_settled(make_ruleset: MakeRuleset, make_library: MakeLibrary) -> None:
    """One batch about many communes changes the district once."""
    commune = make_ruleset(WATER, id="vn/commune", applies_to="commune")
    every = Bound(Basis.SHARE, Operator.AT_LEAST, Fixed(Decimal(100)))
    district = make_ruleset(
        MembersAttained("commune", RuleKey("vn/commune", "1"), (every,)), id="vn/district", applies_to="district"
    )
    codes = [f"C{number}" for number in range(30)]
    units = Units([Unit("D", "D", "district"), *(Unit(code, code, "commune", "D") for code in codes)])
    program = compile("vn/district", JUNE, make_library(commune, district))
    with Session(program, units) as session:
        changes = session.assert_fact(*(Fact(code, "water", 95, JUNE) for code in codes))
        assert len(changes) == 31
        assert session.outcome("D", "1") is Outcome.ATTAINED


def test_what_a_correction_does_not_touch_is_not_worked_out_again_for_the_unit_above(
    make_ruleset: MakeRuleset, make_library: MakeLibrary
) -> None:
    commune = make_ruleset(WATER, POOR, id="vn/commune", applies_to="commune")
    every = Bound(Basis.COUNT, Operator.AT_LEAST, Fixed(Decimal(3)))
    district = make_ruleset(
        *(MembersAttained("commune", RuleKey("vn/commune", code), (every,)) for code in "12"),
        id="vn/district",
        applies_to="district",
    )
    codes = ["C1", "C2", "C3"]
    units = Units([Unit("D", "D", "district"), *(Unit(code, code, "commune", "D") for code in codes)])
    program = compile("vn/district", JUNE, make_library(commune, district))
    facts = [Fact(code, measure, 95, JUNE) for code in codes for measure in ("water", "poor")]
    with Session(program, units, facts) as session:
        for value in (80, 95):
            session.decision("D", "1")
            known = KNOWN.of(session._world).verdicts[CODE.of(program.references["vn/commune"])]
            before, corrected = dict(known), Fact("C2", "water", value, JUNE)
            facts[2], old = corrected, facts[2]
            assert len(session.correct(old, corrected)) == 2
            assert known == {code: before[code] for code in ("C1", "C3")}
            assert session.decision("D", "1") == evaluate(program, units, facts).decision("D", "1")


@pytest.mark.slow
@pytest.mark.skipif(unavailable() is not None, reason=f"durable_rules: {unavailable()}")
def test_an_open_session_takes_little_memory() -> None:
    """Its own states and statements; network and matcher are there once for the program."""
    program = compile("vn/commune-ntm", JUNE, load_library())
    units = Units([Unit("C", "C", "commune", attributes={"region": "north_midlands_mountains"})])
    kept = [Session(program, units)]
    tracemalloc.start()
    try:
        kept += [Session(program, units) for _ in range(10)]
        taken, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert taken / 10 < 400_000
    for session in kept:
        session.close()

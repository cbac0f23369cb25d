"""The heart of the suite: every executor gives the decisions of the specification, on every input."""

import os
import random

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from ntm_rules.engine import evaluate as specification
from ntm_rules.engine.decisions import evaluate
from ntm_rules.engine.evidence import Evidence
from ntm_rules.engine.program import Program, compile
from ntm_rules.engine.session import Session
from ntm_rules.engine.world import World as Evaluated
from ntm_rules.model.decision import Decision
from ntm_rules.model.fact import Statement
from ntm_rules.model.key import RuleKey
from ntm_rules.model.outcome import Outcome
from ntm_rules.testing import Assert, Correct, Retract, World, histories, worlds

EXAMPLES = int(os.environ.get("NTM_EXAMPLES", "300"))
thorough = settings(
    # A failure is told by its seed; shrinking worlds takes minutes.
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
)


def programs(world: World) -> list[Program]:
    return [compile(id, world.as_of, world.library) for id in world.rulesets.values()]


def every_program(world: World) -> list[Program]:
    """The programs of the world's rulesets and of those they refer to; those of earlier dates are part of these."""
    found = {
        program.ruleset.id: program
        for root in programs(world)
        for program in root.programs()
        if program.as_of == world.as_of
    }
    return list(found.values())


def specified(world: World, statements: tuple[Statement, ...]) -> dict[tuple[str, RuleKey], Decision]:
    """Every decision by the specification alone."""
    found = {}
    evaluated = Evaluated(world.units, Evidence.of(statements, world.as_of), world.library)
    for program in every_program(world):
        for unit in world.units.of_kind(program.ruleset.applies_to, world.as_of):
            for rule in program.rules:
                found[unit.code, rule.key] = specification.decide(program, unit, rule.key.code, evaluated)
    return found


def outcomes(decisions: dict[tuple[str, RuleKey], Decision]) -> dict[tuple[str, RuleKey], Outcome]:
    return {key: decision.outcome for key, decision in decisions.items()}


@thorough
@given(worlds())
def test_evaluate_agrees_with_the_specification_in_outcomes_and_reasons(world: World) -> None:
    expected = specified(world, world.statements)
    for program in every_program(world):
        decisions = evaluate(program, world.units, world.statements)
        for unit in decisions.units:
            for code, outcome in decisions.outcomes(unit.code).items():
                decision = expected[unit.code, RuleKey(program.ruleset.id, code)]
                assert outcome is decision.outcome
                assert decisions.decision(unit.code, code) == decision


@pytest.mark.parametrize("choice", ["durable_rules", "plain"])
def test_session_agrees_with_the_specification_after_every_step(choice: str) -> None:
    if choice == "durable_rules":
        pytest.importorskip("durable_rules_engine", reason="durable_rules is not installed")

    @thorough
    @given(st.data())
    def holds(data: st.DataObject) -> None:
        world = data.draw(worlds())
        history = data.draw(histories(world))
        with Session(programs(world), world.units, matcher=choice) as session:  # type: ignore[arg-type]
            assert session.matcher == choice
            before = session.outcomes()
            for step in history.steps:
                match step:
                    case Assert(statement):
                        changes = session.assert_fact(statement)
                    case Retract(statement):
                        changes = session.retract(statement)
                    case Correct(old, new):
                        changes = session.correct(old, new)
                after = session.outcomes()
                changed = {key for key in after if after[key] is not before[key]}
                assert {(change.unit, change.rule) for change in changes} == changed
                before = after
            expected = specified(world, history.final)
            assert session.outcomes() == outcomes(expected)
            for (unit, rule), decision in expected.items():
                assert session.decision(unit, rule) == decision

    holds()


@thorough
@given(worlds(), st.randoms(use_true_random=False))
def test_order_of_assertion_does_not_matter(world: World, shuffling: random.Random) -> None:
    shuffled = list(world.statements)
    shuffling.shuffle(shuffled)
    assert specified(world, tuple(shuffled)) == specified(world, world.statements)
    with (
        Session(programs(world), world.units, world.statements) as at_once,
        Session(programs(world), world.units) as one_by_one,
    ):
        for statement in shuffled:
            one_by_one.assert_fact(statement)
        assert one_by_one.outcomes() == at_once.outcomes()


@thorough
@given(worlds(), st.data())
def test_retract_undoes_assert(world: World, data: st.DataObject) -> None:
    if not world.statements:
        return
    extra = data.draw(st.sampled_from(world.statements))
    rest = tuple(statement for statement in world.statements if statement != extra)
    with Session(programs(world), world.units, rest) as session:
        before = session.outcomes()
        session.assert_fact(extra)
        session.retract(extra)
        assert session.outcomes() == before
        assert set(session.statements()) == set(rest)


@thorough
@given(worlds())
def test_possible_outcomes_include_the_outcome_and_are_single_when_determined(world: World) -> None:
    for decision in specified(world, world.statements).values():
        if decision.outcome is Outcome.UNDETERMINED:
            assert decision.possible
        else:
            assert decision.possible == {decision.outcome}

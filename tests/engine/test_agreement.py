"""The heart of the suite: every executor gives the decisions of the specification, on every input."""

import random

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from ntm_rules.engine.live.matching.matcher import Choice
from ntm_rules.testing import (
    World,
    agrees,
    detailed_worlds,
    follows,
    histories,
    order_does_not_matter,
    retraction_undoes,
    says_what_is_possible,
)

from ..profiles import tried
from ..smallest import holds_in

thorough = settings(
    # `holds_in` tells the smallest world in which a failure occurs, in seconds; to draw worlds anew for it takes minutes.
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    max_examples=tried(2),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
)


@thorough
@given(detailed_worlds())
def test_evaluate_agrees_with_the_specification_in_outcomes_and_reasons(world: World) -> None:
    holds_in(world, lambda one: agrees(one.programs(), one.units, one.statements, sessions=()))


@pytest.mark.parametrize("choice", [pytest.param("durable_rules", marks=pytest.mark.slow), "plain"])
def test_session_agrees_with_the_specification_after_every_step(choice: Choice) -> None:
    if choice == "durable_rules":
        pytest.importorskip("durable_rules_engine", reason="durable_rules is not installed")

    @thorough
    @given(st.data())
    def holds(data: st.DataObject) -> None:
        world = data.draw(detailed_worlds())
        follows(world.programs(), world.units, data.draw(histories(world)), matcher=choice)

    holds()


@pytest.mark.slow
@thorough
@given(detailed_worlds(), st.randoms(use_true_random=False))
def test_order_of_assertion_does_not_matter(world: World, shuffling: random.Random) -> None:
    shuffled = list(world.statements)
    shuffling.shuffle(shuffled)
    order_does_not_matter(world.programs(), world.units, world.statements, shuffled)


@pytest.mark.slow
@thorough
@given(detailed_worlds(), st.data())
def test_retract_undoes_assert(world: World, data: st.DataObject) -> None:
    if not world.statements:
        return
    extra = data.draw(st.sampled_from(world.statements))
    retraction_undoes(world.programs(), world.units, world.statements, extra)


@pytest.mark.slow
@thorough
@given(detailed_worlds())
def test_possible_outcomes_include_the_outcome_and_are_single_when_determined(world: World) -> None:
    holds_in(world, lambda one: says_what_is_possible(one.programs(), one.units, one.statements))

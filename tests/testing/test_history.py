"""Histories are valid step by step and end where they say."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ntm_rules.model.fact import Attestation, Fact, Statement
from ntm_rules.testing import Assert, Correct, History, Retract, World, histories, worlds

from ..profiles import sampled, tried


def matter(statement: Statement) -> tuple[type, str, object]:
    about = statement.measure if isinstance(statement, Fact) else statement.rule
    return type(statement), statement.unit, about


@pytest.mark.slow
@settings(max_examples=tried(2))
@given(st.data(), worlds())
def test_only_what_stands_is_taken_back_and_only_what_does_not_is_made(data: st.DataObject, world: World) -> None:
    history = data.draw(histories(world))
    standing: list[Statement] = []
    for step, shown in zip(history.steps, history.standing(), strict=True):
        match step:
            case Assert(statement):
                assert statement not in standing
                standing.append(statement)
            case Retract(statement):
                standing.remove(statement)
            case Correct(old, new):
                standing.remove(old)
                assert new not in standing
                assert new != old
                assert matter(old) == matter(new)
                standing.append(new)
        assert list(shown) == standing
    assert len(standing) == len(history.final)
    assert set(standing) == set(history.final) == set(world.statements)


@pytest.mark.slow
def test_steps_of_every_kind_on_facts_and_attestations_in_any_order_occur() -> None:
    seen = set[object]()

    @sampled(150)
    @given(st.data(), worlds())
    def collect(data: st.DataObject, world: World) -> None:
        history = data.draw(histories(world))
        for step in history.steps:
            statement = step.new if isinstance(step, Correct) else step.statement
            seen.add((type(step), type(statement)))
        arrived = [*history.standing()][-1] if history.steps else ()
        seen.add(arrived == history.final)

    collect()
    steps = {(step, statement) for step in (Assert, Retract, Correct) for statement in (Fact, Attestation)}
    assert steps <= seen
    assert {True, False} <= seen


def test_an_invalid_history_does_not_replay() -> None:
    fact = Fact("C", "income", 39, date(2024, 6, 30))
    with pytest.raises(KeyError):
        list(History((Retract(fact),), ()).standing())

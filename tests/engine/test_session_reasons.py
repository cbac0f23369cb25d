"""What a session keeps of decisions already read never outlives the statements that they rest on."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ntm_rules.engine import specification
from ntm_rules.engine.evidence.evidence import Evidence
from ntm_rules.engine.evidence.world import EvidenceWorld as Evaluated
from ntm_rules.engine.live import session as of_session
from ntm_rules.engine.live.session import Session
from ntm_rules.model.fact import Statement
from ntm_rules.program.compiling import compile
from ntm_rules.program.program import Program
from ntm_rules.testing import Assert, Correct, Retract, World, detailed_worlds, histories

from ..profiles import tried

pytestmark = pytest.mark.slow

thorough = settings(
    max_examples=tried(0.3),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
)


def assert_decisions_are_those_specified(
    sessions: list[Session], world: World, programs: list[Program], standing: tuple[Statement, ...]
) -> None:
    evaluated = Evaluated(world.units, Evidence.of(standing, world.as_of, library=world.library), world.library)
    specified = [
        (unit.code, rule.key, specification.decide(program, unit, rule.key.code, evaluated))
        for root in programs
        for program in root.programs()
        if program.as_of == world.as_of
        for unit in world.units.of_kind(program.ruleset.applies_to, world.as_of)
        for rule in program.rules
    ]
    for session, kept in zip(sessions, (of_session.MOST_DECISIONS_KEPT, 4), strict=True):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(of_session, "MOST_DECISIONS_KEPT", kept)
            for unit, rule, expected in specified:
                assert session.decision(unit, rule) == expected


@thorough
@given(st.data())
def test_every_decision_read_after_every_step_is_that_of_the_specification(data: st.DataObject) -> None:
    """The second of two sessions forgets them again and again."""
    world = data.draw(detailed_worlds())
    history = data.draw(histories(world))
    programs = [compile(id, world.as_of, world.library) for id in world.rulesets.values()]
    sessions = [Session(programs, world.units, matcher="plain") for _ in range(2)]
    assert_decisions_are_those_specified(sessions, world, programs, ())
    for step, standing in zip(history.steps, history.standing(), strict=True):
        for session in sessions:
            match step:
                case Assert(statement):
                    session.assert_fact(statement)
                case Retract(statement):
                    session.retract(statement)
                case Correct(old, new):
                    session.correct(old, new)
        assert_decisions_are_those_specified(sessions, world, programs, standing)

"""Every region that a comparison tells as a fact has a unit that is decided so, also with admission and the fast engine."""

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from ntm_rules.engine.decisions import evaluate
from ntm_rules.evolution.comparison.diff import diff
from ntm_rules.evolution.in_force import in_place_of
from ntm_rules.model.fact import Attestation
from ntm_rules.model.problem import CompileError
from ntm_rules.model.units.unit import Units
from ntm_rules.program.compiling import compile
from ntm_rules.testing import AmendedWorld, amended_worlds

from ..profiles import tried


@pytest.mark.slow
@settings(max_examples=tried(0.2), phases=[Phase.generate], suppress_health_check=list(HealthCheck))
@given(amended_worlds())
def test_every_region_told_as_a_fact_has_a_unit_that_evaluate_decides_so(one: AmendedWorld) -> None:
    """By the public way, with admission, apart from the functions that the witness was made with."""
    before, after, library = one.amended.before, one.amended.after, one.world.library
    try:
        found = diff(before, after, library=library)
    except CompileError:
        return
    for change in found.changes:
        for each in change.shown.witnessed[:3]:
            situation, region = each.situation, each.region
            assert change.before is not None
            assert change.after is not None
            for ruleset, code, outcome in (
                (before, change.before.code, region.before),
                (after, change.after.code, region.after),
            ):
                program = compile(ruleset, situation.as_of, in_place_of(before, ruleset, library))
                # What is attested under the number that a rule has in the other version only is no statement here.
                said = [
                    statement
                    for statement in situation.statements
                    if not isinstance(statement, Attestation)
                    or statement.rule.ruleset != ruleset.id
                    or statement.rule.code in program.by_code
                ]
                assert evaluate(program, Units(situation.units), said).outcomes(situation.unit)[code] is outcome

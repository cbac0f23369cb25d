"""A world in which something fails shrinks to a small one, after few tries."""

from collections.abc import Callable, Iterator

import pytest
from hypothesis import find, settings

from ntm_rules.engine.decisions import evaluate
from ntm_rules.engine.program import Program
from ntm_rules.model.condition import MembersAttained
from ntm_rules.model.outcome import Outcome
from ntm_rules.testing import World, worlds

MOST_TRIES = 1500
"""How many worlds may be looked at before nothing simpler is found: at a few milliseconds each, seconds."""


def decided(world: World) -> Iterator[tuple[Program, str, Outcome]]:
    for program in world.programs():
        decisions = evaluate(program, world.units, world.statements)
        for unit in decisions.units:
            for code, outcome in decisions.outcomes(unit.code).items():
                yield program, code, outcome


def does_not_apply(world: World) -> bool:
    return any(outcome is Outcome.NOT_APPLICABLE for _, _, outcome in decided(world))


def is_attained_by_members(world: World) -> bool:
    return any(
        outcome is Outcome.ATTAINED and isinstance(program.by_code[code].condition, MembersAttained)
        for program, code, outcome in decided(world)
    )


@pytest.mark.parametrize(
    ("fails", "rulesets", "rules", "statements"), [(does_not_apply, 1, 3, 1), (is_attained_by_members, 2, 6, 3)]
)
def test_a_failure_shrinks_to_a_small_world_in_few_tries(
    fails: Callable[[World], bool], rulesets: int, rules: int, statements: int
) -> None:
    tried = 0

    def counted(world: World) -> bool:
        nonlocal tried
        tried += 1
        return fails(world)

    smallest = find(worlds(), counted, settings=settings(max_examples=1000, database=None, derandomize=True))
    assert tried <= MOST_TRIES
    versions = [version for each in smallest.library.versions.values() for version in each]
    assert len(versions) <= rulesets
    assert sum(1 for version in versions for _ in version.rules()) <= rules
    assert len(smallest.statements) <= statements

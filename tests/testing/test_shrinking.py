"""A world in which something fails shrinks to a small one, after few tries."""

from hypothesis import find, settings

from ntm_rules.engine.decisions import evaluate
from ntm_rules.model.outcome import Outcome
from ntm_rules.testing import World, worlds

MOST_TRIES = 600
"""How many worlds may be looked at, from the first that fails, before nothing simpler is found: some seconds."""


def does_not_apply(world: World) -> bool:
    every = (evaluate(program, world.units, world.statements) for program in world.programs())
    return any(Outcome.NOT_APPLICABLE in each.outcomes(unit.code).values() for each in every for unit in each.units)


def test_a_failure_shrinks_to_a_small_world_in_few_tries() -> None:
    tried = 0

    def counted(world: World) -> bool:
        nonlocal tried
        failed = does_not_apply(world)
        tried += bool(tried or failed)
        return failed

    smallest = find(worlds(), counted, settings=settings(max_examples=1000, database=None, derandomize=True))
    assert tried <= MOST_TRIES
    versions = [version for each in smallest.library.versions.values() for version in each]
    # What fails first in a second ruleset does not become the first: that one is left, as simple as there is any.
    assert len(smallest.library.versions) == len(versions) <= 2
    rules = sorted(len(list(version.rules())) for version in versions)
    assert rules[-1] <= 5
    assert rules[:-1] in ([], [3])
    assert len(smallest.statements) <= 1

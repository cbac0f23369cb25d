"""A world in which something fails shrinks to a small one, after few tries."""

import pytest
from hypothesis import find, settings
from hypothesis.internal.conjecture import engine

from ntm_rules.engine.decisions import evaluate
from ntm_rules.model.outcome import Outcome
from ntm_rules.testing import World, worlds

from ..profiles import CHOSEN, FULL

MOST_TRIES = 900
"""How many worlds may be looked at, from the first that fails, before nothing simpler is found: a minute."""


class TooManyTries(BaseException):
    """Ends a search at once; Hypothesis takes an Exception for another failure, and shrinks on."""


def does_not_apply(world: World) -> bool:
    every = (evaluate(program, world.units, world.statements) for program in world.programs())
    return any(Outcome.NOT_APPLICABLE in each.outcomes(unit.code).values() for each in every for unit in each.units)


@pytest.mark.slow
@pytest.mark.skipif(CHOSEN != FULL, reason="takes a minute: NTM_PROFILE=full")
def test_a_failure_shrinks_to_a_small_world_in_few_tries(monkeypatch: pytest.MonkeyPatch) -> None:
    # Counted in tries alone: how far five minutes go says more about the machine.
    monkeypatch.setattr(engine, "MAX_SHRINKING_SECONDS", 3600)
    tried = 0

    def counted(world: World) -> bool:
        nonlocal tried
        failed = does_not_apply(world)
        tried += bool(tried or failed)
        if tried > MOST_TRIES:
            raise TooManyTries
        return failed

    smallest = find(worlds(), counted, settings=settings(max_examples=1000, database=None, derandomize=True))
    versions = [version for each in smallest.library.versions.values() for version in each]
    # What fails in a second or third ruleset cannot become the first, which is left as simple as there is any.
    assert len(versions) <= 3
    assert sum(1 for version in versions for _ in version.rules()) <= 5 + 3 * (len(versions) - 1)
    assert len(smallest.statements) <= 3

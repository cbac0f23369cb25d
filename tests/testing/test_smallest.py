"""The smallest world in which something fails is found in few tries, and the same fails in it."""

from collections.abc import Callable

import pytest
from hypothesis import Phase, find, settings

from ntm_rules.engine.decisions import evaluate
from ntm_rules.language.contents.traversal import conditions, thresholds
from ntm_rules.model.condition import MembersAttained
from ntm_rules.model.outcome import Outcome
from ntm_rules.model.threshold import ByAttribute
from ntm_rules.testing import World, agrees, detailed_worlds, smallest_world, worlds

from ..profiles import CHOSEN, FULL
from ..smallest import holds_in, told

MOST_TRIES = 400
"""How many worlds may be tried before nothing smaller is found: a few seconds."""
MOST_RULES = 7
"""How many rules may be left of some thirty: a rule that is counted is not left out without the count."""


def comes_to(outcome: Outcome) -> Callable[[World], bool]:
    def found(world: World) -> bool:
        every = (evaluate(program, world.units, world.statements) for program in world.programs())
        return any(outcome in each.outcomes(unit.code).values() for each in every for unit in each.units)

    return found


def counts_members(world: World) -> bool:
    return any(
        isinstance(one, MembersAttained) for program in world.programs() for _, one in conditions(program.ruleset)
    )


def asks_by_region(world: World) -> bool:
    return any(
        isinstance(each, ByAttribute)
        for program in world.programs()
        for _, one in conditions(program.ruleset)
        for each in thresholds(one)
    ) and comes_to(Outcome.ATTAINED)(world)


@pytest.mark.slow
@pytest.mark.parametrize(
    "fails",
    [comes_to(Outcome.NOT_APPLICABLE), comes_to(Outcome.ATTAINED), counts_members, asks_by_region],
    ids=["not applicable", "attained", "members", "region"],
)
def test_the_smallest_world_is_small_and_found_in_few_tries(fails: Callable[[World], bool]) -> None:
    asked = settings(max_examples=1000, database=None, derandomize=True, phases=[Phase.generate])
    world = find(detailed_worlds(), fails, settings=asked)
    tries = 0

    def counted(one: World) -> bool:
        nonlocal tries
        tries += 1
        agrees(one.programs(), one.units, one.statements, sessions=())
        return fails(one)

    smallest = smallest_world(world, counted)
    assert fails(smallest)
    assert tries <= MOST_TRIES
    assert (
        sum(1 for versions in smallest.library.versions.values() for each in versions for _ in each.rules())
        <= MOST_RULES
    )
    # A change that attains compares two reports.
    assert len(smallest.statements) <= 2
    assert smallest_world(smallest, fails) is smallest


@pytest.mark.slow
@pytest.mark.skipif(
    CHOSEN != FULL, reason="a thousand worlds, and of an amended one in every profile: NTM_PROFILE=full"
)
def test_hypothesis_itself_shrinks_a_failing_world_to_few_parts() -> None:
    fails, asked = comes_to(Outcome.NOT_ATTAINED), settings(max_examples=500, database=None, derandomize=True)
    smallest = find(worlds(), fails, settings=asked)
    [version] = [each for versions in smallest.library.versions.values() for each in versions]
    assert len(list(version.rules())) <= 3
    assert len(smallest.statements) <= 1
    assert len(smallest.units) <= 4


def test_what_does_not_fail_is_returned_as_it_is() -> None:
    world = find(detailed_worlds(), lambda _: True, settings=settings(database=None, phases=[Phase.generate]))
    assert smallest_world(world, lambda _: False) is world
    assert smallest_world(world, lambda _: True, most_tries=0) is world


def test_a_failed_check_is_told_with_the_smallest_world() -> None:
    world = find(detailed_worlds(), counts_members, settings=settings(database=None, phases=[Phase.generate]))

    def check(one: World) -> None:
        assert not counts_members(one), "members"

    with pytest.raises(AssertionError, match="members") as raised:
        holds_in(world, check)
    [note] = raised.value.__notes__
    assert note == told(smallest_world(world, counts_members))
    assert "members" in note
    assert len(note) < len(told(world))

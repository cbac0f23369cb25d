"""A failure in a generated world, told with the smallest world in which the same fails."""

from collections.abc import Callable

from ntm_rules.language.writing.text import rule_file_text
from ntm_rules.testing import World, smallest_world


def holds_in(world: World, check: Callable[[World], object]) -> None:
    """Check a world. What is raised has the smallest world in which the same is raised as a note, found in seconds."""
    try:
        check(world)
    except Exception as error:
        kind = type(error)

        def fails(candidate: World) -> bool:
            try:
                check(candidate)
            except kind as other:
                return type(other) is kind
            return False

        error.add_note(told(smallest_world(world, fails)))
        raise


def told(world: World) -> str:
    """A world as text: the rule files, the units, the statements."""
    files = [rule_file_text(each) for versions in world.library.versions.values() for each in versions]
    assessed = f"{dict(world.rulesets)} as of {world.as_of}"
    return "\n".join([assessed, *files, *map(repr, world.units), *map(repr, world.statements)])

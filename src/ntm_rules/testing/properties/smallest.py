"""The smallest world in which something still fails, found in seconds: parts are left out as the world is built of them."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from attrs import evolve

from ...language.contents.rewriting import cases_at, conditions_at, nodes_at, replaced, rules_at, without
from ...model.problem import NtmError
from ...model.ruleset import Rule, Ruleset
from ...model.threshold import Threshold
from ...model.units.unit import Unit, Units
from ..edits.amended import with_version
from ..strategies.world import World

Cut = Callable[[], World]
"""Makes a world that has less in it."""


def smallest_world(world: World, fails: Callable[[World], bool], *, most_tries: int = 2000) -> World:
    """The world with all left out without which `fails` holds as well: reports, rulesets, units, rules, parts of conditions.

    Hypothesis shrinks what was drawn, choice by choice, which takes minutes for a world; this leaves out what a reader would.
    A world that cannot be assessed any more (NtmError) does not count as one that fails. At most `most_tries` worlds are
    tried; the smallest so far is returned then. The world itself where `fails` does not hold of it.

    >>> from hypothesis import find, settings
    >>> from ntm_rules.engine.decisions import evaluate
    >>> from ntm_rules.testing import worlds
    >>> def attains(world):
    ...     return any("attained" in {o.value for o in evaluate(p, world.units, world.statements).outcomes(u.code).values()}
    ...                for p in world.programs() for u in world.units.of_kind(p.ruleset.applies_to, world.as_of))
    >>> world = find(worlds(), attains, settings=settings(database=None, derandomize=True, phases=["generate"]))
    >>> small = smallest_world(world, attains)
    >>> len(world.statements) > 10, len(small.statements) <= 1
    (True, True)
    """
    left = most_tries

    def failing(cut: Cut) -> World | None:
        nonlocal left
        left -= 1
        try:
            candidate = cut()
            return candidate if fails(candidate) else None
        except NtmError:
            return None

    while left > 0 and failing(partial(evolve, world)) is not None:
        before = world
        for cuts in _CUTS:
            position = 0
            while left > 0 and position < len(candidates := list(cuts(world))):
                smaller = failing(candidates[position])
                # What follows stands at the same position of the smaller world.
                if smaller is not None:
                    world = smaller
                else:
                    position += 1
        if world is before:
            break
    return world


def _statements(world: World) -> Iterator[Cut]:
    """Without the statements, without half of them, a quarter, and so on down to each alone."""
    every, size = world.statements, len(world.statements)
    while size:
        for start in range(0, len(every), size):
            yield partial(evolve, world, statements=(*every[:start], *every[start + size :]))
        size //= 2


def _rulesets(world: World) -> Iterator[Cut]:
    """With one ruleset less to assess by, and with one version, or one ruleset, less in the library."""
    if len(world.rulesets) > 1:
        for kind in world.rulesets:
            rest = {other: id for other, id in world.rulesets.items() if other != kind}
            yield partial(evolve, world, rulesets=rest)
    for id, versions in world.library.versions.items():
        for version in versions:
            rest_of = tuple(ruleset for ruleset in versions if ruleset is not version)
            known = {other: own for other, own in world.library.versions.items() if other != id}
            if rest_of or id not in world.rulesets.values():
                library = evolve(world.library, versions={**known, id: rest_of} if rest_of else known)
                yield partial(evolve, world, library=library)


def _units(world: World) -> Iterator[Cut]:
    """Without a unit that none belongs to or became, and what is said of it; with an attribute, period or membership less."""
    named = {successor for unit in world.units for successor in (*unit.every_superior(), *unit.successors)}
    for unit in world.units:
        if unit.code not in named and len(world.units) > 1:
            yield partial(_with_units, world, [other for other in world.units if other is not unit])
    for unit in world.units:
        simpler = [
            evolve(unit, attributes={name: value for name, value in unit.attributes.items() if name != left_out})
            for left_out in unit.attributes
        ]
        if unit.exists_from is not None or unit.exists_until is not None or unit.successors:
            simpler.append(evolve(unit, exists_from=None, exists_until=None, successors=()))
        for membership in unit.memberships:
            simpler.append(evolve(unit, memberships=[other for other in unit.memberships if other is not membership]))
        for simpler_unit in simpler:
            yield partial(_with_units, world, [simpler_unit if other is unit else other for other in world.units])


def _with_units(world: World, units: Sequence[Unit]) -> World:
    codes = {unit.code for unit in units}
    return evolve(
        world,
        units=Units(units),
        statements=tuple(statement for statement in world.statements if statement.unit in codes),
    )


def _rules(world: World) -> Iterator[Cut]:
    """Without one of the rules, or without the condition under which it applies."""
    for ruleset in _every_version(world):
        for path, rule in rules_at(ruleset):
            yield partial(_with_ruleset, world, partial(without, ruleset, path))
            if rule.applies_when is not None:
                yield partial(_with_ruleset, world, partial(replaced, ruleset, path, evolve(rule, applies_when=None)))


def _parts(world: World) -> Iterator[Cut]:
    """With a part of a condition less, with a part in place of the whole, or with one case in place of a threshold."""
    for ruleset in _every_version(world):
        for path, rule in rules_at(ruleset):
            for simpler in _simpler_conditions(rule):
                yield partial(_with_ruleset, world, partial(replaced, ruleset, (*path, "condition"), simpler))


def _simpler_conditions(rule: Rule) -> Iterator[object]:
    if rule.condition is None:
        return
    for path, condition in conditions_at(rule.condition):
        if path:
            yield condition
            if isinstance(path[-1], int):
                yield without(rule.condition, path)
        for below, node in nodes_at(condition, path):
            for at, threshold in cases_at(node, below) if isinstance(node, Threshold) else ():
                if at != below:
                    yield replaced(rule.condition, below, threshold)


def _every_version(world: World) -> Iterator[Ruleset]:
    for versions in world.library.versions.values():
        yield from versions


def _with_ruleset(world: World, make: Callable[[], Ruleset]) -> World:
    return evolve(world, library=with_version(world.library, make()))


_CUTS = (_statements, _rulesets, _units, _rules, _parts)

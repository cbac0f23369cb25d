"""Worlds in which statements say how they were established, and rules ask for it."""

import random

from attrs import evolve
from hypothesis import strategies as st

from ...model.fact import PublishedDecision, Statement
from ...model.measure import Level
from ...model.ruleset import Criterion, Ruleset
from ...model.text import Text
from .world import World, worlds

LEVELS = tuple(Level(id, Text(id)) for id in ("told", "checked", "appraised"))
_SAID = (None, *(level.id for level in LEVELS))
_ASKED = (None, None, None, *(level.id for level in LEVELS))


@st.composite
def assured_worlds(draw: st.DrawFn) -> World:
    """A world of which some statements say their level of assurance, and some rulesets and rules ask for one."""
    world, chance = draw(worlds()), random.Random(draw(st.integers(0, 2**32)))

    def said(statement: Statement) -> Statement:
        return (
            statement if isinstance(statement, PublishedDecision) else evolve(statement, assurance=chance.choice(_SAID))
        )

    def asking(criterion: Criterion) -> Criterion:
        below = tuple(evolve(one, requires_assurance=chance.choice(_ASKED)) for one in criterion.indicators)
        return evolve(criterion, indicators=below, requires_assurance=chance.choice(_ASKED))

    def asked(ruleset: Ruleset) -> Ruleset:
        criteria = tuple(map(asking, ruleset.criteria))
        return evolve(ruleset, criteria=criteria, requires_assurance=chance.choice(_ASKED))

    versions = {id: tuple(map(asked, several)) for id, several in world.library.versions.items()}
    return evolve(
        world,
        library=evolve(world.library, versions=versions, assurance=LEVELS),
        statements=tuple(dict.fromkeys(map(said, world.statements))),
    )

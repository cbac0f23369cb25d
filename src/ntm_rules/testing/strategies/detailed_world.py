"""Worlds in which reports have every detail: how it was established, figures printed as intervals, figures of groups."""

import random
from decimal import Decimal

from attrs import evolve
from hypothesis import strategies as st

from ...model.fact import Fact, PublishedDecision, Statement
from ...model.library import Library
from ...model.measure import InapplicablePart, Level, MeasureType, SumOf
from ...model.ruleset import Criterion, Ruleset
from ...model.text import Text
from ...model.values.interval import Interval
from .catalogue import draw_library
from .statement import Reportable, draw_statements
from .world import World, draw_setting

LEVELS = tuple(Level(id, Text(id)) for id in ("told", "checked", "appraised"))
GROUPS = ("men", "women")
_SAID = (None, *(level.id for level in LEVELS))
_ASKED = (None, None, None, *(level.id for level in LEVELS))


@st.composite
def detailed_worlds(draw: st.DrawFn, *, for_frames: bool = False) -> World:
    """A world of which a figure is the total of groups, some reports print an interval or say their level of assurance, and
    some rulesets and rules ask for such a level; each of these is left out now and then. With `for_frames` only what frames
    take: groups.

    >>> from hypothesis import given, settings
    >>> @settings(max_examples=5, database=None)
    ... @given(detailed_worlds())
    ... def may_have_levels(world):
    ...     assert world.library.assurance in ((), LEVELS)
    >>> may_have_levels()
    """
    chance = random.Random(draw(st.integers(0, 2**32)))
    world = draw_setting(draw, _grouped(draw_library(draw), chance))
    statements, library = draw_statements(draw, Reportable.of(world.library, world.units, world.as_of)), world.library
    if not for_frames and chance.random() < 0.7:
        statements = tuple(_printed(statement, library, chance) for statement in statements)
    if not for_frames and chance.random() < 0.7:
        statements = tuple(_established(statement, chance) for statement in statements)
        versions = {
            id: tuple(_asking(ruleset, chance) for ruleset in rulesets) for id, rulesets in library.versions.items()
        }
        library = evolve(library, versions=versions, assurance=LEVELS)
    return evolve(world, library=library, statements=tuple(dict.fromkeys(statements)))


def _grouped(library: Library, chance: random.Random) -> Library:
    """The catalogue, mostly with one figure as the sum of those of groups, as `groups:` of a measure declares it."""
    total = chance.choice([id for id, measure in library.measures.items() if measure.type is MeasureType.NUMBER])
    measure = library.measures[total]
    if measure.derive is not None or chance.random() < 0.3:
        return library
    of = [evolve(measure, id=f"{total}_{group}", rounding=None) for group in GROUPS]
    counts_as = InapplicablePart.ZERO if measure.may_not_apply else None
    derived = evolve(measure, derive=SumOf(tuple(part.id for part in of), counts_as))
    return evolve(library, measures={**library.measures, total: derived, **{part.id: part for part in of}})


def _printed(statement: Statement, library: Library, chance: random.Random) -> Statement:
    """A figure now and then as an interval around it, within the bounds of its measure."""
    if not isinstance(statement, Fact) or type(statement.value) is not Decimal or chance.random() < 0.7:
        return statement
    measure, width = library.measures[statement.measure], chance.choice((0, 1, 2, 3))
    low, high = statement.value - width, statement.value + width
    low = low if measure.minimum is None else max(low, measure.minimum)
    high = high if measure.maximum is None else min(high, measure.maximum)
    return evolve(statement, value=Interval(*chance.choice(((low, high), (low, None), (None, high)))))


def _established(statement: Statement, chance: random.Random) -> Statement:
    if isinstance(statement, PublishedDecision):
        return statement
    return evolve(statement, assurance=chance.choice(_SAID))


def _asking(ruleset: Ruleset, chance: random.Random) -> Ruleset:
    """The ruleset, asking for levels of assurance as a whole, of criteria, or of indicators."""

    def asking(criterion: Criterion) -> Criterion:
        below = tuple(evolve(indicator, requires_assurance=chance.choice(_ASKED)) for indicator in criterion.indicators)
        return evolve(criterion, indicators=below, requires_assurance=chance.choice(_ASKED))

    criteria = tuple(map(asking, ruleset.criteria))
    return evolve(ruleset, criteria=criteria, requires_assurance=chance.choice(_ASKED))

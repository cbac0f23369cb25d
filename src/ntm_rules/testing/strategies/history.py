"""Strategies for histories of statements: asserted, retracted, corrected, in any order."""

from collections.abc import Iterator

from attrs import frozen
from hypothesis import strategies as st

from ...model.fact import Statement
from ..basis.choosing import pick
from .statement import Reportable, draw_second
from .world import World


@frozen
class Assert:
    """Assertion of a statement that does not stand."""

    statement: Statement


@frozen
class Retract:
    """Retraction of a statement that stands."""

    statement: Statement


@frozen
class Correct:
    """Replacement of a statement that stands by another one, on the same unit and measure or rule, that does not."""

    old: Statement
    new: Statement


Step = Assert | Retract | Correct
"""Step in the history of a working memory."""


@frozen
class History:
    """Steps that lead from an empty working memory to the statements `final`.

    A working memory is a set: no step asserts a statement that stands, or one equal to it (figures of 95 and 95.0 are
    equal), and only what stands is retracted or corrected.

    >>> from datetime import date
    >>> from ntm_rules.model.fact import Fact
    >>> wrong, right = (Fact("C", "income", value, date(2024, 6, 30)) for value in (93, 39))
    >>> history = History((Assert(wrong), Correct(wrong, right)), (right,))
    >>> [[fact.value for fact in standing] for standing in history.standing()]
    [[Decimal('93')], [Decimal('39')]]
    """

    steps: tuple[Step, ...]
    final: tuple[Statement, ...]

    def standing(self) -> Iterator[tuple[Statement, ...]]:
        """Statements that stand after each step, in the order in which they came."""
        memory: dict[Statement, None] = {}
        for step in self.steps:
            match step:
                case Assert(statement):
                    memory[statement] = None
                case Retract(statement):
                    del memory[statement]
                case Correct(old, new):
                    del memory[old]
                    memory[new] = None
            yield tuple(memory)


def _life(draw: st.DrawFn, target: Statement, decoy: Statement | None) -> list[Step]:
    """Steps by which one statement comes to stand, by way of another one that does not stay."""
    if decoy is None:
        return [Assert(target)]
    match pick(draw, range(4)):
        case 0:
            return [Assert(decoy), Correct(decoy, target)]
        case 1:
            return [Assert(decoy), Assert(target), Retract(decoy)]
        case 2:
            return [Assert(target), Retract(target), Assert(decoy), Retract(decoy), Assert(target)]
        case _:
            return [Assert(target), Correct(target, decoy), Correct(decoy, target)]


@st.composite
def histories(draw: st.DrawFn, world: World) -> History:
    """Steps that end in `world.statements`, in any order, many by way of statements that do not stay.

    A statement that does not stay is a second report on the same matter (another value, reporter or date, an absence, or
    the same figure written otherwise), so that conflicts and revisions come and go on the way.

    >>> from hypothesis import given, settings, strategies as st
    >>> from ntm_rules.testing.strategies.world import worlds
    >>> @settings(max_examples=5, database=None)
    ... @given(st.data())
    ... def ends_in_the_world(data):
    ...     world = data.draw(worlds())
    ...     *_, last = [(), *data.draw(histories(world)).standing()]
    ...     assert set(last) == set(world.statements)
    >>> ends_in_the_world()
    """
    reportable = Reportable.of(world.library, world.units, world.as_of)
    used = set(world.statements)
    lives: list[list[Step]] = []
    for target in world.statements:
        decoy: Statement | None = None
        if pick(draw, (False, False, True)):
            decoy = draw_second(draw, reportable, target)
            decoy = None if decoy in used else decoy
            used |= {decoy} if decoy is not None else set()
        lives.append(_life(draw, target, decoy)[::-1])
    steps: list[Step] = []
    while lives:
        chosen = pick(draw, range(len(lives)))
        steps.append(lives[chosen].pop())
        if not lives[chosen]:
            lives.pop(chosen)
    return History(tuple(steps), world.statements)

"""Computed figures, put together as no form does yet: frames come to what the specification comes to."""

import random

import pytest
from attrs import evolve
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st

from ntm_rules.model.condition import Operator
from ntm_rules.model.fact import Fact
from ntm_rules.model.key import RuleKey
from ntm_rules.model.measure import MeasureType
from ntm_rules.model.units.kind import stands_as_high
from ntm_rules.program.lowering_figure import as_compared, figure_of
from ntm_rules.program.program import Program
from ntm_rules.program.terms import Attested, Below, Constant, Figure, Group, Holds, Total
from ntm_rules.testing import World, worlds

from ...profiles import tried
from ..test_terms import CONSTANTS, Composer
from .from_world import FORMS
from .test_agreement import check_program, is_small

pytestmark = pytest.mark.slow


class OwnFigures(Composer):
    """Terms over the figures that a unit has by itself on the day."""

    def reported(self) -> Figure:
        measure = self.measure(MeasureType.NUMBER)
        if measure is None:
            return Constant(self.rng.choice(CONSTANTS))
        return as_compared(measure, figure_of(measure, self.library))

    def group(self, depth: int, kind: str) -> Group:
        """A group without members of a kind that cannot stand below: frames refuse members that nothing counts."""
        made = super().group(depth, kind)
        while isinstance(made, Below) and stands_as_high(made.members.kind, kind):
            made = super().group(depth, kind)
        return made


def computed(world: World, seed: int) -> Program:
    """A program of a world in which every rule holds a computed figure against a constant."""
    rng = random.Random(seed)
    base = rng.choice(world.programs())
    composer, kind, rules = OwnFigures(rng, base), base.ruleset.applies_to[0], []
    for number in range(6):
        key = RuleKey(base.ruleset.id, str(number))
        points = tuple(composer.points(0, kind) for _ in range(rng.randint(1, 3)))
        figure = points[0] if len(points) == 1 else Total(points)
        truth = Holds(figure, rng.choice(list(Operator)), Constant(rng.choice(CONSTANTS)))
        rules.append(evolve(base.rules[0], key=key, children=(), truth=Attested(truth, key, None), points=None))
    return evolve(base, rules=tuple(rules))


@settings(
    max_examples=tried(1),
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
@given(worlds(), st.integers(0, 2**32), st.sampled_from(FORMS))
def test_computed_figures_agree_with_the_specification(world: World, seed: int, form: str) -> None:
    assume(is_small(world))
    facts = [one for one in world.statements if isinstance(one, Fact)]
    check_program(computed(world, seed), world.units, facts, form, reasons_too=False)

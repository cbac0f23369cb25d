"""The meaning of a rule as a diagram, against the specification, on generated worlds: every form of condition there is."""

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, Phase, event, given, settings

from ntm_rules.engine import specification
from ntm_rules.engine.evidence.evidence import Evidence
from ntm_rules.engine.evidence.world import EvidenceWorld as Evaluated
from ntm_rules.evolution.regions.diagram import Diagrams, TooManyCombinations
from ntm_rules.evolution.regions.feasible import feasible
from ntm_rules.evolution.regions.formula import Formulas
from ntm_rules.evolution.regions.reading import read
from ntm_rules.evolution.regions.side import Side, common_years
from ntm_rules.program.compiling import compile
from ntm_rules.program.computed import Computed
from ntm_rules.program.program import Program
from ntm_rules.program.terms import Above, Reported, Scaled, walk
from ntm_rules.testing import World, worlds

from ..profiles import tried
from .locate import PartlyOpen, locate, thresholds_on_members


def programs(world: World) -> Iterator[Program]:
    """The programs of the world's rulesets and of those they ask."""
    seen = set()
    for id in world.rulesets.values():
        for program in compile(id, world.as_of, world.library).programs():
            if program.as_of == world.as_of and program.ruleset.id not in seen:
                seen.add(program.ruleset.id)
                yield program


def asks_a_day(term: Scaled) -> bool:
    """True where a figure of an earlier day is scaled."""
    return any(isinstance(one, Reported) and one.on is not None for one in walk(term))


@pytest.mark.slow
@settings(
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    max_examples=tried(2),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
)
@given(worlds())
def test_a_rule_as_a_diagram_comes_to_what_the_specification_says(world: World) -> None:
    """For every rule and unit without an attestation on it, at the states that the unit is in, which are then possible."""
    evaluated = Evaluated(world.units, Evidence.of(world.statements, world.as_of), world.library)
    for program in programs(world):
        side = Side(program)
        for rule in program.rules:
            try:
                reading = read([(side, rule)], common_years(program.ruleset))
            except TooManyCombinations:
                # Points along a line, members that meet conditions, are weighted or among others, a figure against one of an
                # earlier day, what a unit above comes to and its figures in several years are refused, not gone through.
                terms = list(walk(rule.truth))
                years_above = any(isinstance(one, Reported) and one.above and one.back is not None for one in terms)
                in_per_cent = any(isinstance(one, Scaled) and asks_a_day(one) for one in terms)
                refused = any(isinstance(one, Above | Computed) for one in terms)
                assert years_above or in_per_cent or refused
                event("refused")
                continue
            diagrams = Diagrams([len(states) for states in reading.states])
            node = Formulas(side, reading, diagrams).rule(rule)
            possible = feasible(reading, diagrams, side)
            for unit in world.units.of_kind(program.ruleset.applies_to, world.as_of):
                if evaluated.evidence.attested(unit.code, rule.key, program):
                    continue
                try:
                    states = locate(reading, side, unit, evaluated, thresholds_on_members([(side, rule)]))
                except PartlyOpen:
                    continue
                expected = specification.decide(program, unit, rule.key.code, evaluated).outcome
                assert diagrams.at(node, states) is expected
                assert diagrams.at(possible, states)

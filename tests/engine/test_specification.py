"""The specification from terms, held against the one from conditions while that is there."""

import os
from typing import Any

import attrs
from hypothesis import HealthCheck, Phase, given, settings

import ntm_rules as ntm
from ntm_rules.engine import evaluate as before
from ntm_rules.engine.evidence import Evidence
from ntm_rules.engine.specification import decide
from ntm_rules.engine.world import World as Evaluated
from ntm_rules.language.library import shipped_rulesets
from ntm_rules.model.fact import Statement
from ntm_rules.model.unit import Units
from ntm_rules.program.program import Program
from ntm_rules.testing import World, worlds
from ntm_rules.testing.properties import every_program

EXAMPLES = int(os.environ.get("NTM_EXAMPLES", "300"))
EVERY_NTH_CASE = int(os.environ.get("NTM_EVERY_NTH_CASE", "40"))


def difference_of(one: object, other: object, path: str = "") -> str:
    """Where two decisions first differ."""
    kind: Any = type(one)
    if attrs.has(kind) and kind is type(other):
        names = [each.name for each in attrs.fields(kind) if getattr(one, each.name) != getattr(other, each.name)]
        return "; ".join(difference_of(getattr(one, n), getattr(other, n), f"{path}.{n}") for n in names)
    if isinstance(one, tuple) and isinstance(other, tuple) and len(one) == len(other):
        pairs = enumerate(zip(one, other, strict=True))
        return "; ".join(difference_of(a, b, f"{path}[{n}]") for n, (a, b) in pairs if a != b)
    return f"{path}: {one!r:.300}, before {other!r:.300}"


def hold_against_before(programs: tuple[Program, ...], units: Units, statements: tuple[Statement, ...]) -> None:
    evidence = Evidence.of(statements, programs[0].as_of)
    now, then = (Evaluated(units, evidence, programs[0].library) for _ in range(2))
    for program in every_program(programs):
        for unit in units.of_kind(program.ruleset.applies_to, program.as_of):
            for rule in program.rules:
                decision = decide(program, unit, rule.key.code, now)
                expected = before.decide(program, unit, rule.key.code, then)
                assert decision == expected, f"{unit.code} {rule.key} {difference_of(decision, expected)}"


@settings(
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
@given(worlds())
def test_decisions_on_generated_worlds_are_those_of_before(world: World) -> None:
    hold_against_before(world.programs(), world.units, world.statements)


def test_decisions_on_shipped_cases_are_those_of_before() -> None:
    library = ntm.load_library()
    for case in ntm.cases_in([shipped_rulesets()], library)[::EVERY_NTH_CASE]:
        results = ntm.run_cases([case], library)
        rules = sorted({result.rule.ruleset for one in results for result in one.results})
        programs = tuple(ntm.compile(id, case.situation.as_of, library) for id in rules)
        if programs:
            hold_against_before(programs, Units(case.situation.units), case.situation.statements)

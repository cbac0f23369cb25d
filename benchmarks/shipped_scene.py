"""The shipped rulesets as scenes: units with all that their rules ask for, and facts and attestations about them."""

import random
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from attrs import frozen

from ntm_rules.language.library import load_library
from ntm_rules.model.fact import Attestation, Fact, Finding, Statement, Value
from ntm_rules.model.key import RuleKey
from ntm_rules.model.measure import Measure, MeasureType
from ntm_rules.model.units.unit import Unit, Units
from ntm_rules.program.compiling import compile
from ntm_rules.program.program import Program
from ntm_rules.program.terms import Members, OpenTruth, Reported, walk

DAY, EARLIER = date(2024, 6, 30), date(2024, 3, 31)
SHIPPED = ("vn/commune-ntm", "lai-chau/commune-ntm", "vn/district-ntm", "vn/civilised-township")
MEMBERS = {"commune": 9, "township": 1}
"""So many units of a kind are below one whose rules count them."""


@frozen(eq=False)
class ShippedScene:
    """A program, its units with those that they count, and what is stated of them; `decided` are the units in question."""

    program: Program
    units: Units
    statements: list[Statement]
    decided: tuple[str, ...]


def make_shipped(name: str, units: int, *, is_varied: bool = False, seed: int = 11) -> ShippedScene:
    """The scene of a ruleset: of each measure a figure that mostly suffices, one in fifty not reported, a quarter reported
    for an earlier day as well; one rule of unknown content in three is attested. Where it `is_varied` no figure is like
    another.
    """
    library = load_library()
    program = compile(name, DAY, library)
    chance = random.Random(seed)
    kind = program.ruleset.applies_to[0]
    counted = {term.kind for rule in program.rules for term in walk(rule.truth) if isinstance(term, Members)}
    made: list[Unit] = []
    for number in range(units):
        top = _unit(f"{kind[0].upper()}{number:05}", kind, None, program, chance)
        made.append(top)
        for below in sorted(counted):
            made += [
                _unit(f"{top.code}-{below[0]}{place}", below, top.code, program, chance)
                for place in range(MEMBERS[below])
            ]
    read = {one: measures_read(program, one) for one in {kind, *counted}}
    statements: list[Statement] = []
    for unit in made:
        for measure in read[unit.kind]:
            if chance.random() < 0.02:
                continue
            if chance.random() < 0.25:
                statements.append(
                    Fact(unit.code, str(measure.id), random_value(measure, chance, is_varied), EARLIER, "UBND")
                )
            statements.append(Fact(unit.code, str(measure.id), random_value(measure, chance, is_varied), DAY, "UBND"))
        statements += _attested(program, unit, chance)
    return ShippedScene(program, Units(made), statements, tuple(unit.code for unit in made if unit.kind == kind))


def _unit(code: str, kind: str, parent: str | None, program: Program, chance: random.Random) -> Unit:
    attributes = {
        attribute.id: chance.choice(attribute.value_ids)
        for attribute in program.library.attributes.values()
        if attribute.values and chance.random() < 0.9
    }
    return Unit(code, code, kind, parent, attributes)


def _programs(program: Program, kind: str) -> Iterator[Program]:
    return (one for one in program.programs() if kind in one.ruleset.applies_to)


def measures_read(program: Program, kind: str) -> list[Measure]:
    """The measures that are read of units of a kind."""
    found: dict[str, None] = {}
    for one in _programs(program, kind):
        for rule in one.rules:
            found.update((term.measure, None) for term in walk(rule.truth) if isinstance(term, Reported))
    for rule in program.rules:
        for term in walk(rule.truth):
            if kind not in program.ruleset.applies_to and getattr(term, "members", None) == Members(kind):
                found.update((part.measure, None) for part in walk(term) if isinstance(part, Reported))
    return [program.measures[name] for name in found]


def random_value(measure: Measure, chance: random.Random, is_varied: bool) -> Value:
    """A value of a measure that mostly suffices."""
    if measure.type is MeasureType.FINDING:
        return Finding.NOT_MET if chance.random() < 0.1 else Finding.MET
    if measure.type is MeasureType.LEVEL:
        return chance.choice(measure.levels[-2:]).id
    least = Decimal(0) if measure.minimum is None else measure.minimum
    most = Decimal(200) if measure.maximum is None else measure.maximum
    steps = 10_000_000 if is_varied else 20
    share = Decimal(chance.randrange(steps * 8 // 10, steps + 1)) / steps
    return (least + (most - least) * share).quantize(Decimal(1).scaleb(-measure.decimals))


def _attested(program: Program, unit: Unit, chance: random.Random) -> Iterator[Attestation]:
    for one in _programs(program, unit.kind):
        for rule in one.rules:
            is_open = any(isinstance(term, OpenTruth) for term in walk(rule.truth))
            if is_open and not rule.children and chance.random() < 0.34:
                met = Finding.MET if chance.random() < 0.9 else Finding.NOT_MET
                yield Attestation(unit.code, RuleKey(one.ruleset.id, rule.key.code), met, DAY, "UBND huyện")

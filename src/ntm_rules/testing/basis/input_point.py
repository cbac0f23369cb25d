"""Input points at which rules can decide differently: values at thresholds, attributes, missing reports, units."""

import random
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from itertools import product
from math import prod
from typing import Self

from attrs import evolve, frozen

from ...engine import specification
from ...engine.evidence.evidence import Evidence
from ...engine.evidence.world import EvidenceWorld as Evaluated
from ...model.decision import Decision
from ...model.fact import Absence, Fact, Value
from ...model.library import Library
from ...model.measure import Measure
from ...model.ruleset import Ruleset
from ...model.units.unit import Unit, Units
from ...program.admission.misfit import misfit
from ...program.program import Program
from .boundary import reportable_values
from .rule_inputs import RuleInputs, inputs_of, steps_of, together
from .scope import ABOVE, places_above

UNIT = "U"
"""The code of the unit that is decided."""

_ABSENT: tuple[Value | None, ...] = (None, Absence.NOT_APPLICABLE, Absence.DISPUTED)


@frozen(eq=False)
class InputPoint:
    """Input point: units, of which `U` is decided, and all facts about them."""

    units: Units
    facts: tuple[Fact, ...]

    def decide(self, program: Program, code: str) -> Decision:
        """The decision of a rule at this point, by the specification."""
        world = Evaluated(self.units, Evidence.of(self.facts, program.as_of, library=program.library), program.library)
        return specification.decide(program, self.units[UNIT], code, world)

    def __str__(self) -> str:
        units = [f"{unit.code} ({unit.kind}) {dict(unit.attributes) or ''}".strip() for unit in self.units]
        facts = [f"{fact.unit} {fact.measure} = {_shown(fact.value)} ({fact.as_of})" for fact in self.facts]
        return "; ".join((*units, *facts))


def _shown(value: Value) -> str:
    return str(getattr(value, "value", value))


Rule = tuple[Program, str]
"""A program, and the code of one of its rules."""


def points_of(programs: Sequence[Program], code: str, most: int = 2000) -> Iterator[InputPoint]:
    """Input points at which one rule of these programs (versions of one ruleset, on one day) can decide differently.

    All combinations of the values on and around the thresholds of all of them, of what is not reported, of attributes, and
    of units above and below that there are or are not. Where these are more than `most`, so many of them, spread at random
    but the same every time. A program without the rule has no part in it.

    >>> from ntm_rules.program.compiling import compile
    >>> from ntm_rules.language.library import load_library
    >>> program = compile("vn/civilised-township", date(2024, 6, 30), load_library())
    >>> for point in points_of([program], "3.3"):
    ...     print(*(fact.value for fact in point.facts), point.decide(program, "3.3").outcome.value)
    undetermined
    Absence.NOT_APPLICABLE undetermined
    Absence.DISPUTED undetermined
    100 attained
    99.99 not_attained
    99.00 not_attained
    0 not_attained
    """
    yield from points_between([(program, code) for program in programs if code in program.by_code], most)


def points_between(rules: Sequence[Rule], most: int = 2000) -> Iterator[InputPoint]:
    """`points_of` rules of different codes, for units of one kind on one day."""
    space = _Space.of([program for program, _ in rules], [inputs_of(program, code) for program, code in rules])
    choices = [*space.there.values(), *space.attributes.values(), *space.figures.values()]
    for chosen in _combinations(choices, most):
        yield space.point(chosen)


@frozen(eq=False)
class _Space:
    """Units that there can be, and for each the choices of attributes and figures."""

    kind: str
    kinds: Mapping[str, str]
    there: Mapping[str, Sequence[object]]
    attributes: Mapping[tuple[str, str], Sequence[object]]
    figures: Mapping[tuple[str, str, date], Sequence[object]]

    @classmethod
    def of(cls, programs: Sequence[Program], reads: Sequence[RuleInputs]) -> Self:
        """All that any of the programs looks at."""
        kind, library = programs[0].ruleset.applies_to[0], programs[0].library
        whole = together(reads)
        kinds = {UNIT: kind}
        for other in sorted(whole.kinds - {kind}):
            # One unit or none of each kind above, up to two of each kind below, at most one of them named by a rule.
            named = sorted(code for of, code in whole.named if of == other and code not in kinds)[:1]
            below = [*named, *(f"{other} {number}" for number in (1, 2))][:2]
            kinds |= dict.fromkeys((other,) if other in ABOVE.get(kind, ()) else below, other)
        read_library = _rulesets_in(programs, reads)
        values = {
            id: tuple(
                dict.fromkeys((*near, *_rounded_away(library.measures[id], near), *_changed(id, near, read_library)))
            )
            for id, near in reportable_values(read_library).items()
        }
        return cls(
            kind,
            kinds,
            {code: (True, False) for code in kinds if code != UNIT},
            {
                (code, attribute): (None, *library.attributes[attribute].value_ids)
                for of, attribute in sorted(whole.attributes)
                for code in kinds
                if kinds[code] == of
            },
            {
                (code, measure, day): (*_ABSENT, *values[measure])
                for of, measure, day in sorted(whole.figures)
                for code in kinds
                if kinds[code] == of
            },
        )

    def point(self, chosen: Sequence[object]) -> InputPoint:
        """The point at which each choice fell as given, in the order of `there`, `attributes` and `figures`."""
        rest = iter(chosen)
        existing = {UNIT, *(code for code, is_there in zip(self.there, rest, strict=False) if is_there)}
        attributes = dict(zip(self.attributes, rest, strict=False))
        figures = dict(zip(self.figures, rest, strict=False))
        kinds = {code: kind for code, kind in self.kinds.items() if code in existing}
        units = []
        for code, kind in kinds.items():
            parents, groups = places_above(kind, kinds)
            own = {name: str(value) for (of, name), value in attributes.items() if of == code and value is not None}
            units.append(Unit(code, code, kind, next(iter(parents), None), own, memberships=groups))
        facts = tuple(
            Fact(code, measure, value, day)
            for (code, measure, day), value in figures.items()
            if code in existing and value is not None
        )
        return InputPoint(Units(units), facts)


def _rounded_away(measure: Measure, values: Sequence[Value]) -> Iterator[Value]:
    """Of a figure that is rounded before it is compared: those that are just rounded to one of the values, or just not."""
    if measure.rounding is None:
        return
    half, unit = Decimal("0.5").scaleb(-measure.rounding.to), Decimal(1).scaleb(-measure.decimals)
    for value in values:
        if isinstance(value, Decimal):
            for beside in (half, -half, 2 * half, -2 * half):
                for more in (-unit, 0, unit):
                    if misfit(measure, value + beside + more) is None:
                        yield value + beside + more


def _changed(id: str, values: Sequence[Value], library: Library) -> Iterator[Value]:
    """Figures from which some of the values have changed by as much as rules ask, or by one unit more or less."""
    measure = library.measures[id]
    unit = Decimal(1).scaleb(-measure.decimals)
    for ruleset in (ruleset for versions in library.versions.values() for ruleset in versions):
        for step in steps_of(ruleset).get(id, ()):
            for value in values[:3]:
                for change in (step - unit, step, step + unit):
                    if isinstance(value, Decimal) and misfit(measure, value + change) is None:
                        yield value + change


def _rulesets_in(programs: Sequence[Program], reads: Sequence[RuleInputs]) -> Library:
    """The library of one of the programs with no rules but those read, whose thresholds matter."""
    rulesets_by_id: dict[str, list[Ruleset]] = {}
    for program, read in zip(programs, reads, strict=True):
        for referred in program.programs():
            codes = {code for id, day, code in read.rules if (id, day) == (referred.ruleset.id, referred.as_of)}
            if codes:
                rulesets_by_id.setdefault(referred.ruleset.id, []).append(_only(referred.ruleset, codes))
    return evolve(programs[0].library, versions={id: tuple(rulesets) for id, rulesets in rulesets_by_id.items()})


def _only(ruleset: Ruleset, codes: set[str]) -> Ruleset:
    criteria = tuple(
        evolve(
            criterion,
            condition=criterion.condition if criterion.code in codes else None,
            applies_when=criterion.applies_when if criterion.code in codes else None,
            indicators=tuple(
                evolve(below, contents=tuple(content for content in below.contents if content.code in codes))
                for below in criterion.indicators
                if below.code in codes
            ),
        )
        for criterion in ruleset.criteria
    )
    return evolve(
        ruleset,
        criteria=criteria,
        conclusions=tuple(conclusion for conclusion in ruleset.conclusions if conclusion.code in codes),
    )


def _combinations(choices: Sequence[Sequence[object]], most: int) -> Iterator[Sequence[object]]:
    """All combinations of choices, or `most` random ones, the same every time."""
    if prod(map(len, choices)) <= most:
        yield from product(*choices)
        return
    chance = random.Random(0)  # the same points every time
    for _ in range(most):
        yield [chance.choice(options) for options in choices]

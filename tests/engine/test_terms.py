"""Terms put together as no form of condition does yet: they mean something all the same, and every executor agrees on it."""

import random
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from attrs import evolve, frozen
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st

from ntm_rules.engine import specification
from ntm_rules.engine.evidence.evidence import Evidence
from ntm_rules.engine.evidence.world import EvidenceWorld as Evaluated
from ntm_rules.model.condition import Aggregate, NoMembers, Operator
from ntm_rules.model.decision import Decision, ReasonKind
from ntm_rules.model.fact import Absence, Fact, Finding, Statement
from ntm_rules.model.key import RuleKey
from ntm_rules.model.library import Library
from ntm_rules.model.measure import Measure, MeasureType, ShareOf
from ntm_rules.model.outcome import Outcome
from ntm_rules.model.values.number import Scaling
from ntm_rules.program.lowering_bound import weighed
from ntm_rules.program.lowering_figure import NO_WINDOW, Window, as_compared, figure_of, held_against, year_of
from ntm_rules.program.program import Program
from ntm_rules.program.terms import (
    Above,
    AllHold,
    Always,
    Among,
    AnyHolds,
    Attested,
    AttributeOf,
    Awarded,
    Banded,
    Below,
    CaseChoice,
    Chosen,
    Constant,
    Counted,
    Difference,
    Figure,
    Group,
    Holds,
    Interpolated,
    IsOneOf,
    Listed,
    Members,
    Never,
    Not,
    OpenFigure,
    OpenTruth,
    OutcomeOf,
    Over,
    Reported,
    Scaled,
    Total,
    Truth,
    Where,
    Within,
)
from ntm_rules.testing import World, detailed_worlds, reportable_values

from ..profiles import tried

RULES = 8
"""So many rules has a program that is put together."""
KINDS = ("commune", "village", "district")
CONSTANTS = tuple(map(Decimal, ("0", "1", "2", "2.5", "3", "50", "90", "100")))
SCALINGS = (Scaling(Decimal("1.1")), Scaling(Decimal("0.3")), Scaling(Decimal(3), Decimal(1), Decimal("2.5")))
some = settings(
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    max_examples=tried(1),
    deadline=None,
    suppress_health_check=list(HealthCheck),
)


@frozen
class Composer:
    """Random terms over what a program knows. A plain random function: strategies nested as deep take minutes to build."""

    rng: random.Random
    program: Program

    @property
    def library(self) -> Library:
        return self.program.library

    def measure(self, type: MeasureType) -> Measure | None:
        found = [one for one in self.library.measures.values() if one.type is type]
        return self.rng.choice(found) if found else None

    def reported(self) -> Figure:
        measure = self.measure(MeasureType.NUMBER)
        if measure is None:
            return Constant(self.rng.choice(CONSTANTS))
        if self.rng.random() < 0.2:
            return Scaled(self.of_measure(measure), self.rng.choice(SCALINGS))
        if self.rng.random() < 0.15:
            years = tuple(Always(self.of_measure(measure)) for _ in range(3))
            return as_compared(measure, Always(Scaled(Total(years), Scaling(Fraction(1, 3)))))
        return self.of_measure(measure)

    def of_measure(self, measure: Measure) -> Figure:
        whose, back = self.rng.choice([None, None, "district"]), self.rng.randint(0, 2)
        years = [Window(date(2023 - one, 12, 31), date(2024 - one, 12, 31) if one else None, one) for one in (0, 1, 2)]
        window = self.rng.choice([NO_WINDOW, NO_WINDOW, Window(None, date(2023, 6, 30)), years[back]])
        return as_compared(measure, figure_of(measure, self.library, whose, window))

    def if_none(self) -> NoMembers | None:
        several: list[NoMembers | None] = [None, *NoMembers]
        return self.rng.choice(several)

    def members(self, kind: str) -> Members:
        return Members(kind, self.rng.choice([(), (), ("C1", "V2")]))

    def figure(self, depth: int, kind: str) -> Figure:
        match self.rng.randrange(13 if depth > 0 else 4):
            case 9 | 10:
                return Total(tuple(self.points(depth - 1, kind) for _ in range(self.rng.randint(1, 4))))
            case 11 | 12:
                return self.points(depth - 1, kind)
            case 2:
                return Always(self.reported())
            case 3:
                return Difference(self.reported(), self.reported())
            case 4 | 5:
                return Counted(self.group(depth - 1, kind), self.rng.random() < 0.5, self.if_none())
            case 6 | 7:
                below = self.rng.choice(KINDS)
                figure = self.figure(depth - 1, below)
                if self.rng.random() < 0.4:
                    figure = Among(figure, self.truth(depth - 1, below))
                return Over(self.members(below), figure, self.rng.choice(list(Aggregate)), self.if_none())
            case 8 if self.rng.random() < 0.5:
                return self.counts(depth - 1)
            case 8:
                one, other = (Always(Counted(self.group(depth - 1, kind))) for _ in range(2))
                return Difference(one, other)
        return self.reported()

    def counts(self, depth: int) -> Figure:
        """A number of members less that of others, or a multiple of it."""
        own, kind = self.rng.choice(KINDS), self.rng.choice(KINDS)
        of = Counted(Below(self.members(own), self.truth(depth, own)), False, self.if_none())
        less: Figure = Counted(Below(self.members(kind), self.truth(depth, kind)), False, self.if_none())
        less = self.rng.choice([less, Always(less)])
        return Difference(of, self.rng.choice([less, Scaled(less, Scaling(Decimal("0.7")))]))

    def points(self, depth: int, kind: str) -> Figure:
        """A computed figure: points by bands or a line, for what is attained, or reported within bounds."""
        match self.rng.randrange(4):
            case 0:
                edges = self.rng.sample(CONSTANTS, self.rng.randint(1, 3))
                operators = tuple(self.rng.choice(list(Operator)) for _ in edges)
                figures = tuple(Constant(self.rng.choice(CONSTANTS)) for _ in edges)
                line = self.line(depth, kind)
                otherwise = self.rng.choice([None, Constant(Decimal(0)), line])
                return Banded(line.figure, operators, tuple(edges), figures, otherwise)
            case 1:
                return self.line(depth, kind)
            case 2:
                points = self.rng.choice([Constant(self.rng.choice(CONSTANTS)), self.reported()])
                return Awarded(self.truth(depth, kind), points)
        figure = self.reported()
        measures = [self.library.measures[one.measure] for one in [figure] if isinstance(one, Reported)]
        within = [(one.minimum, one.maximum) for one in measures if one.derive is None] or [(None, None)]
        return self.rng.choice(
            [Within(figure, *within[0]), Within(OpenFigure(ReasonKind.MISSING), Decimal(0), Decimal(5))]
        )

    def line(self, depth: int, kind: str) -> Interpolated:
        figure = self.rng.choice([self.reported(), Counted(self.group(max(depth, 0), kind))])
        places = sorted(self.rng.sample(CONSTANTS, self.rng.randint(1, 3)))
        return Interpolated(figure, tuple((one, self.rng.choice(CONSTANTS)) for one in places))

    def required(self) -> Figure:
        match self.rng.randrange(6):
            case 0:
                return OpenFigure(ReasonKind.UNKNOWN_THRESHOLD)
            case 1:
                return self.reported()
            case 2 if self.library.attributes:
                attribute = self.rng.choice(list(self.library.attributes.values()))
                keys = attribute.value_ids[:2]
                figures = tuple(self.required() for _ in keys)
                return Chosen(
                    CaseChoice(AttributeOf(attribute.id), keys), figures, self.rng.choice([None, self.required()])
                )
        return Constant(self.rng.choice(CONSTANTS))

    def by_year(self, figure: Figure) -> Figure:
        """What is required of a figure, by its year."""
        keys = ("2022", "2023", "2024")[: self.rng.randint(1, 3)]
        figures = tuple(self.required() for _ in keys)
        return Chosen(CaseChoice(year_of(figure), keys), figures, self.rng.choice([None, self.required()]))

    def group(self, depth: int, kind: str) -> Group:
        if self.rng.random() < 0.4:
            below = self.rng.choice(KINDS)
            return Below(self.members(below), self.truth(depth, below))
        return Listed(tuple(self.truth(depth, kind) for _ in range(self.rng.randint(1, 3))))

    def asked(self, kind: str) -> Truth:
        """The outcome of a rule about units of that kind, of another ruleset that the program asks."""
        found = [
            OutcomeOf(other.key, rule.key.code)
            for other in self.program.references.values()
            if other.ruleset.id != self.program.ruleset.id and kind in other.ruleset.applies_to
            for rule in other.rules
        ]
        return self.rng.choice(found) if found else OpenTruth()

    def truth(self, depth: int, kind: str) -> Truth:
        match self.rng.randrange(15 if depth > 0 else 8):
            case 0:
                return Never() if self.rng.random() < 0.5 else OpenTruth()
            case 1 | 2:
                finding = self.measure(MeasureType.FINDING)
                if finding is not None:
                    undecided = self.rng.choice([(), (Finding.BASICALLY_MET,)])
                    return IsOneOf(figure_of(finding, self.library), (Finding.MET,), undecided)
            case 3:
                return self.asked(kind)
            case 4 if depth > 0 and self.rng.random() < 0.3:
                above = self.rng.choice(KINDS)
                return Above(above, self.truth(depth - 1, above))
            case 8 | 9:
                return AllHold(self.group(depth - 1, kind))
            case 10 | 11:
                return AnyHolds(self.group(depth - 1, kind))
            case 12 | 13:
                return Not(self.truth(depth - 1, kind))
            case 14:
                return Where(self.truth(depth - 1, kind), self.truth(depth - 1, kind))
        operator = self.rng.choice(list(Operator))
        if depth > 0 and self.rng.random() < 0.2:
            measure, below = self.measure(MeasureType.NUMBER), self.rng.choice(KINDS)
            if measure is not None and not isinstance(measure.derive, ShareOf) and (measure.minimum or -1) >= 0:
                group = Below(self.members(below), self.truth(depth - 1, below))
                figure = as_compared(measure, figure_of(measure, self.library))
                return Holds(weighed(group, measure, figure, self.if_none()), operator, self.required())
        if self.rng.random() < 0.2:
            measure = self.measure(MeasureType.NUMBER)
            if measure is not None:
                own = as_compared(measure, figure_of(measure, self.library))
                required = self.by_year(own)
                return Holds(held_against(own, required), operator, required)
        return Holds(self.figure(depth, kind), operator, self.required())


def composed(world: World, seed: int) -> Program:
    """A program of a world in which every rule is a random term, the same for the same seed."""
    rng = random.Random(seed)
    base = rng.choice(world.programs())
    # Terms about members of one of several kinds that are judged are for the specification alone.
    base = evolve(base, ruleset=evolve(base.ruleset, applies_to=base.ruleset.applies_to[0]))
    composer, rules = Composer(rng, base), []
    for number in range(RULES):
        key = RuleKey(base.ruleset.id, str(number))
        truth = Attested(composer.truth(3, base.ruleset.applies_to[0]), key, rng.choice([None, True]))
        rules.append(evolve(base.rules[0], key=key, children=(), truth=truth, points=None))
    return evolve(base, rules=tuple(rules))


def _parts(measure: Measure) -> tuple[str, ...]:
    return () if measure.derive is None else measure.derive.parts


def decided(program: Program, world: World, statements: Sequence[Statement]) -> dict[tuple[str, str], Decision]:
    """Every decision of a program, by the specification."""
    evaluated = Evaluated(world.units, Evidence.of(statements, world.as_of, library=world.library), world.library)
    return {
        (unit.code, rule.key.code): specification.decide(program, unit, rule.key.code, evaluated)
        for unit in world.units.of_kind(program.ruleset.applies_to, world.as_of)
        for rule in program.rules
    }


@pytest.mark.slow
@some
@given(detailed_worlds(), st.integers(0, 2**32))
def test_a_figure_where_none_was_only_narrows_what_is_possible(world: World, seed: int) -> None:
    program, rng = composed(world, seed), random.Random(seed)
    statements = tuple(one for one in world.statements if isinstance(one, Fact))
    reported = {(one.unit, one.measure) for one in statements}
    # One that is derived, or that others are derived from, could contradict what is reported.
    apart = {
        part for measure in world.library.measures.values() if measure.derive for part in (measure.id, *_parts(measure))
    }
    free = [
        (unit.code, name)
        for unit in world.units
        for name in world.library.measures
        if name not in apart and (unit.code, name) not in reported
    ]
    assume(free)
    values = reportable_values(world.library)
    added = [
        Fact(
            unit,
            name,
            rng.choice([*values[name], Absence.NOT_APPLICABLE]),
            rng.choice([world.as_of, date(2023, 6, 30)]),
        )
        for unit, name in rng.sample(free, min(len(free), 3))
    ]
    before, after = decided(program, world, statements), decided(program, world, (*statements, *added))
    for key, decision in before.items():
        assert after[key].possible <= decision.possible, f"{key}: {program.by_code[key[1]].truth} {added}"
        assert (decision.outcome is Outcome.UNDETERMINED) is (len(decision.possible) > 1)

"""More knowledge never unsettles, better figures never cost attainment, and what was not known yet has no influence."""

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal

import pytest
from attrs import evolve
from hypothesis import HealthCheck, assume, event, given, settings
from hypothesis import strategies as st

from ntm_rules.engine import specification
from ntm_rules.engine.decisions import evaluate
from ntm_rules.engine.evidence.evidence import Evidence
from ntm_rules.engine.evidence.world import EvidenceWorld as Evaluated
from ntm_rules.engine.live.session import Session
from ntm_rules.model import condition as form
from ntm_rules.model import threshold as limit
from ntm_rules.model.condition import Condition, Operator
from ntm_rules.model.decision import Decision
from ntm_rules.model.fact import Absence, Fact, Statement, Value, known_from
from ntm_rules.model.key import RuleKey
from ntm_rules.model.library import Library
from ntm_rules.model.measure import MeasureType, ShareOf, SumOf
from ntm_rules.model.outcome import Outcome
from ntm_rules.model.ruleset import Content, Criterion, Ruleset
from ntm_rules.model.threshold import Threshold
from ntm_rules.model.values.number import WeightedSum
from ntm_rules.program.compiling import compile
from ntm_rules.program.program import Program
from ntm_rules.program.terms import Reported
from ntm_rules.testing import World, reportable_values, worlds

from ..profiles import tried

some = settings(
    max_examples=tried(0.8),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)
Decisions = dict[tuple[str, RuleKey], Decision]


def decided(world: World, statements: Iterable[Statement], known_on: date | None = None) -> Decisions:
    """Every decision in a world, by the specification."""
    evaluated = Evaluated(world.units, Evidence.of(statements, world.as_of, known_on), world.library)
    found: Decisions = {}
    for id in world.rulesets.values():
        for program in compile(id, world.as_of, world.library).programs():
            if program.as_of != world.as_of:
                continue  # of the date since which something changed
            for unit in world.units.of_kind(program.ruleset.applies_to, world.as_of):
                for rule in program.rules:
                    found[unit.code, rule.key] = specification.decide(program, unit, rule.key.code, evaluated)
    return found


def as_if_all_known(decision: Decision) -> Decision:
    """A decision that does not say by what was known on which day it was made."""
    return evolve(decision, known_on=None, children=tuple(as_if_all_known(one) for one in decision.children))


def parts_of_derived(library: Library, measure: str) -> set[str]:
    """The measures a measure is derived from, at any depth."""
    match library.measures[measure].derive:
        case ShareOf(part, whole):
            below = {part, whole}
        case SumOf(parts):
            below = set(parts)
        case None:
            return set()
    return below.union(*(parts_of_derived(library, name) for name in below))


def kin(library: Library, measure: str) -> set[str]:
    """The measures whose reports can contradict one of this measure: itself, its parts, and those derived from it."""
    derived = {name for name in library.measures if measure in parts_of_derived(library, name)}
    return {measure, *derived}.union(*(parts_of_derived(library, name) for name in (measure, *derived)))


@pytest.mark.slow
@some
@given(worlds(), st.data())
def test_a_figure_where_none_was_never_unsettles_a_decision(world: World, data: st.DataObject) -> None:
    """Neither to undetermined, nor to another outcome; and it can only become what was said to be possible."""
    statements = tuple(one for one in world.statements if isinstance(one, Fact))
    reported = {(one.unit, one.measure) for one in statements}
    free = [
        (unit.code, name)
        for unit in world.units
        for name in world.library.measures
        # Nothing that could contradict the new figure: it would be a conflict, and those do unsettle.
        if not any(
            (unit.code, other) in reported
            for other in kin(world.library, name)
            if _contradicts(world.library, name, other)
        )
    ]
    assume(free)
    unit, measure = data.draw(st.sampled_from(free))
    values: list[Value] = [*reportable_values(world.library)[measure], Absence.NOT_APPLICABLE]
    added = Fact(unit, measure, data.draw(st.sampled_from(values)), world.as_of)
    before, after = decided(world, statements), decided(world, (*statements, added))
    for key, decision in before.items():
        now = after[key]
        if decision.outcome is not Outcome.UNDETERMINED:
            assert now.outcome is decision.outcome
        elif now.outcome is not Outcome.UNDETERMINED:
            event(f"settled as {now.outcome.value}")
            assert now.outcome in decision.possible
        assert now.possible <= decision.possible


def _contradicts(library: Library, measure: str, other: str) -> bool:
    """Whether reports on both can differ: one figure for each, or one derived from the other."""
    below, above = parts_of_derived(library, measure), parts_of_derived(library, other)
    return measure == other or other in below or measure in above or bool(above & (below | {measure}))


def better(condition: Condition, rising: bool) -> Condition:
    """The condition rewritten so that more (or, unless `rising`, less) of every figure can only help."""
    operators = (Operator.AT_LEAST, Operator.MORE_THAN) if rising else (Operator.AT_MOST, Operator.LESS_THAN)
    strict = (Operator.MORE_THAN, Operator.LESS_THAN)

    def turned(operator: Operator) -> Operator:
        return operators[operator in strict]

    def parts(of: form.Combination) -> tuple[Condition, ...]:
        return tuple(better(part, rising) for part in of.parts)

    def bounds(of: tuple[form.Bound, ...]) -> tuple[form.Bound, ...]:
        up = {Operator.MORE_THAN: Operator.MORE_THAN, Operator.LESS_THAN: Operator.MORE_THAN}
        return tuple(
            evolve(bound, operator=up.get(bound.operator, Operator.AT_LEAST), threshold=above_none(bound.threshold))
            for bound in of
        )

    match condition:
        case form.Comparison():
            return evolve(condition, operator=turned(condition.operator), threshold=fixed(condition.threshold))
        case form.OneOf() | form.CriteriaChange() | form.MembersCompared():
            # A report can stand for both dates: then it betters what was attained on the earlier one too.
            return form.Unknown()
        case form.Change():
            way = form.Direction.INCREASED if rising else form.Direction.DECREASED
            asked = Operator.MORE_THAN if condition.operator in strict else Operator.AT_LEAST
            return evolve(condition, direction=way, operator=asked, threshold=fixed(condition.threshold))
        case form.NoneOf() | form.AtMostN():
            return form.AnyOf(parts(condition))
        case form.AllOf() | form.AnyOf() | form.AtLeastN():
            return evolve(condition, parts=parts(condition))
        case form.OwnCriteria():
            states = {form.CriteriaState.NOT_ATTAINED: form.CriteriaState.ATTAINED}
            return evolve(
                condition, state=states.get(condition.state, condition.state), bounds=bounds(condition.bounds)
            )
        case form.MembersAttained():
            return evolve(condition, bounds=bounds(condition.bounds), weighted_by=None, among=None)
        case form.MembersMeeting(condition=met):
            # A better figure that is a weight counts for more, or for less; a better member may no longer be among them.
            narrowed = evolve(condition, weighted_by=None, among=None)
            return evolve(narrowed, condition=better(met, rising), bounds=bounds(condition.bounds))
        case form.MembersMeasure():
            wanted = turned(condition.operator)
            if isinstance(condition.of, form.CriteriaCount):
                wanted = Operator.MORE_THAN if condition.operator in strict else Operator.AT_LEAST
                count = evolve(condition.of, since=None)
                return evolve(condition, of=count, operator=wanted, threshold=above_none(condition.threshold))
            return evolve(condition, operator=wanted, threshold=fixed(condition.threshold))
    return condition


def fixed(threshold: Threshold) -> Threshold:
    """Without thresholds relative to a figure, which would move with it."""
    match threshold:
        case limit.Relative() | limit.ByBand() | limit.ForEach():
            return limit.UnknownThreshold()
        case limit.Multiple(of=another):
            return evolve(threshold, of=fixed(another))
        case limit.ByAttribute(cases=cases, otherwise=otherwise):
            every = tuple((value, fixed(case)) for value, case in cases)
            return evolve(threshold, cases=every, otherwise=None if otherwise is None else fixed(otherwise))
        case limit.ByYear(cases=years, otherwise=otherwise):
            yearly = tuple((year, fixed(case)) for year, case in years)
            return evolve(threshold, cases=yearly, otherwise=None if otherwise is None else fixed(otherwise))
    return threshold


def above_none(threshold: Threshold) -> Threshold:
    """The same for a count or a share, never 0: "at least none" is attained by any member that is known to count.

    With a better figure its outcome can become open, and with it whether it counts.
    """
    match fixed(threshold):
        case limit.Fixed(Decimal() as number) if number <= 0:
            return limit.Fixed(Decimal(1))
        case limit.ByAttribute(cases=cases, otherwise=otherwise) as found:
            raised = tuple((value, above_none(case)) for value, case in cases)
            return evolve(found, cases=raised, otherwise=None if otherwise is None else above_none(otherwise))
        case limit.ByYear(cases=years, otherwise=otherwise) as found:
            every = tuple((year, above_none(case)) for year, case in years)
            return evolve(found, cases=every, otherwise=None if otherwise is None else above_none(otherwise))
        case other:
            return other


def better_ruleset(ruleset: Ruleset, rising: bool) -> Ruleset:
    def content(rule: Content) -> Content:
        return evolve(rule, condition=rule.condition and better(rule.condition, rising), applies_when=None)

    def criterion(one: Criterion) -> Criterion:
        below = tuple(
            evolve(
                rule,
                condition=rule.condition and better(rule.condition, rising),
                contents=tuple(map(content, rule.contents)),
                points=None,
                applies_when=None,
            )
            for rule in one.indicators
        )
        own = None if one.condition is None else better(one.condition, rising)
        return evolve(one, indicators=below, condition=own, applies_when=None)

    conclusions = tuple(
        evolve(rule, condition=better(rule.condition, rising), applies_when=None) for rule in ruleset.conclusions
    )
    return evolve(ruleset, criteria=tuple(criterion(one) for one in ruleset.criteria), conclusions=conclusions)


@pytest.mark.parametrize("rising", [True, False], ids=["raised under at_least", "lowered under at_most"])
def test_a_better_figure_never_loses_attainment(rising: bool) -> None:
    @some
    @given(worlds(), st.data())
    def holds(world: World, data: st.DataObject) -> None:
        versions = {
            id: tuple(better_ruleset(one, rising) for one in several) for id, several in world.library.versions.items()
        }
        library = evolve(world.library, versions=versions)
        ways = [one.derive for one in library.measures.values() if one.derive is not None]
        wholes = {derive.whole for derive in ways if isinstance(derive, ShareOf)}
        # More of what is taken away is less as well.
        wholes |= {
            part
            for derive in ways
            if isinstance(derive.how, WeightedSum)
            for part, weight in zip(derive.parts, derive.how.weights, strict=True)
            if weight < 0
        }
        wholes.update(*(parts_of_derived(library, whole) for whole in wholes))
        derived = {name for name, one in library.measures.items() if one.derive}
        statements = tuple(
            one
            for one in world.statements
            # A derived figure that is reported itself would contradict its parts once these change, and of a whole below
            # zero more is less.
            if not isinstance(one, Fact)
            or (one.measure not in derived and not (isinstance(one.value, Decimal) and one.value < 0))
        )
        evidence = Evidence.of(statements, world.as_of)
        chances = []
        for unit in world.units:
            for name, measure in library.measures.items():
                if measure.type is not MeasureType.NUMBER or name in wholes | derived:
                    continue
                seen = evidence.reported(unit.code, Reported(name), world.as_of)
                if seen.value is not None:
                    chances.append((measure, seen))
        assume(chances)
        measure, seen = data.draw(st.sampled_from(chances))
        step = data.draw(st.sampled_from([Decimal(1).scaleb(-measure.decimals), Decimal(1), Decimal(7), Decimal(60)]))
        assert isinstance(seen.value, Decimal)
        value = seen.value + step if rising else seen.value - step
        improved = tuple(
            evolve(one, value=value) if isinstance(one, Fact) and any(one is fact for fact in seen.facts) else one
            for one in statements
        )
        world = World(library, world.units, world.rulesets, world.as_of, statements)
        before, after = decided(world, statements), decided(world, improved)
        for key, decision in before.items():
            if decision.outcome is Outcome.ATTAINED:
                assert after[key].outcome is Outcome.ATTAINED
            elif after[key].outcome is Outcome.ATTAINED:
                event("gained")

    holds()


@pytest.mark.slow
@some
@given(worlds(), st.integers(-120, 120))
def test_what_was_recorded_later_has_no_influence(world: World, days: int) -> None:
    known_on = world.as_of + timedelta(days=days)
    known = tuple(one for one in world.statements if known_from(one) <= known_on)
    then_decided = decided(world, known, known_on)
    assert decided(world, world.statements, known_on) == then_decided
    assert {key: as_if_all_known(one) for key, one in then_decided.items()} == decided(world, known)
    for id in world.rulesets.values():
        program: Program = compile(id, world.as_of, world.library)
        looking_back = evaluate(program, world.units, world.statements, known_on=known_on)
        then = evaluate(program, world.units, known)
        for unit in then.units:
            assert dict(looking_back.outcomes(unit.code)) == dict(then.outcomes(unit.code))
        with (
            Session(program, world.units, world.statements, known_on=known_on, matcher="plain") as session,
            Session(program, world.units, known, matcher="plain") as of_then,
        ):
            assert session.outcomes() == of_then.outcomes()


@pytest.mark.slow
@some
@given(worlds(), st.data())
def test_what_describes_a_later_date_has_no_influence(world: World, data: st.DataObject) -> None:
    """A fact of tomorrow decides nothing today."""
    statements = tuple(one for one in world.statements if isinstance(one, Fact))
    assume(statements)
    shifted = data.draw(st.sampled_from(statements))
    later = evolve(shifted, as_of=world.as_of + timedelta(days=data.draw(st.integers(1, 400))), reported_by="Sở")
    assert decided(world, (*statements, later)) == decided(world, statements)


@pytest.mark.slow
@some
@given(worlds(), st.data())
def test_not_reported_never_overrides_a_report(world: World, data: st.DataObject) -> None:
    """A blank cell beside, or after, what is reported changes no outcome."""
    statements = tuple(one for one in world.statements if isinstance(one, Fact))
    reported = [one for one in statements if one.as_of <= world.as_of and one.value is not Absence.NOT_REPORTED]
    assume(reported)
    fact = data.draw(st.sampled_from(reported))
    day = data.draw(st.sampled_from([fact.as_of, world.as_of]))
    reporter = data.draw(st.sampled_from([fact.reported_by, "Sở"]))
    blank = evolve(fact, value=None, as_of=day, recorded=world.as_of, reported_by=reporter)
    before, after = decided(world, statements), decided(world, (*statements, blank))
    assert {key: one.outcome for key, one in after.items()} == {key: one.outcome for key, one in before.items()}


@pytest.mark.slow
@some
@given(worlds(), st.data())
def test_a_blank_cell_is_the_same_as_no_cell(world: World, data: st.DataObject) -> None:
    """Also for a measure that is derived: its parts count although its own cell is blank."""
    statements = tuple(one for one in world.statements if isinstance(one, Fact))
    unit = data.draw(st.sampled_from(list(world.units)))
    measure = data.draw(st.sampled_from(list(world.library.measures)))
    blank = Fact(unit.code, measure, None, world.as_of)
    before, after = decided(world, statements), decided(world, (*statements, blank))
    assert {key: one.outcome for key, one in after.items()} == {key: one.outcome for key, one in before.items()}

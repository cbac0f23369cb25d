"""What is asked for settles the decision whatever comes, nothing less does; and what is asked to change attains it."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from itertools import combinations, product
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, event, given, settings
from hypothesis import strategies as st

from ntm_rules.engine.decisions import Decisions, evaluate
from ntm_rules.engine.remedies import Step, StepKind, Steps
from ntm_rules.engine.remedies.candidates import Candidates
from ntm_rules.engine.remedies.knowledge import Knowledge
from ntm_rules.engine.remedies.supposed import Variable, supposed
from ntm_rules.engine.specification import decide
from ntm_rules.engine.specification.assessed import Assessed
from ntm_rules.model.condition import (
    Aggregate,
    AllOf,
    AnyOf,
    AtLeastN,
    AttributeIs,
    Basis,
    Bound,
    Combination,
    Comparison,
    Condition,
    CriteriaState,
    MembersAttained,
    MembersMeasure,
    NoneOf,
    Operator,
    OwnCriteria,
    Required,
    Unknown,
)
from ntm_rules.model.fact import Absence, Attestation, Fact, Finding
from ntm_rules.model.key import RuleKey
from ntm_rules.model.library import Library
from ntm_rules.model.measure import Measure
from ntm_rules.model.outcome import Outcome
from ntm_rules.model.text import Text
from ntm_rules.model.threshold import ByAttribute, Delegated, Fixed, Relative, UnknownThreshold
from ntm_rules.model.units.unit import Unit, Units
from ntm_rules.model.values.interval import Interval
from ntm_rules.program.compiling import compile
from ntm_rules.program.terms import OutcomeOf
from ntm_rules.program.verdict import OUTCOME, holds
from ntm_rules.testing import World, detailed_worlds, reportable_values

from ..profiles import tried

JUNE = date(2024, 6, 30)
A, F, X, U = Outcome.ATTAINED, Outcome.NOT_ATTAINED, Outcome.NOT_APPLICABLE, Outcome.UNDETERMINED
TOWN = Unit("T", "Tam Đường", "township")
MakeRuleset = Callable[..., Any]

# Every leaf asks for a measure of its own, so that what one is found to be says nothing about another.
NAMES = [f"m{number}" for number in range(12)]
MEASURES = {name: Measure(name, Text(name), minimum=Decimal(0), maximum=Decimal(9)) for name in NAMES}


def leaf(name: str, operator: Operator = Operator.AT_LEAST, value: int = 5) -> Comparison:
    return Comparison(name, operator, Fixed(Decimal(value)))


@st.composite
def trees(draw: st.DrawFn, names: list[str], depth: int = 2) -> Condition:
    """A condition over measures taken from `names`, each used once."""
    form = draw(st.sampled_from(["leaf", "leaf", "all", "any", "none", "n"])) if depth and len(names) > 1 else "leaf"
    if form == "leaf":
        operator = draw(st.sampled_from([Operator.AT_LEAST, Operator.AT_MOST, Operator.MORE_THAN]))
        return leaf(names.pop(), operator)
    parts = [draw(trees(names, depth - 1))]
    while len(parts) < draw(st.integers(2, 3)) and names:
        parts.append(draw(trees(names, depth - 1)))
    if form == "n":
        return AtLeastN(draw(st.integers(1, len(parts))), tuple(parts))
    forms: dict[str, Callable[..., Condition]] = {"all": AllOf, "any": AnyOf, "none": NoneOf}
    return forms[form](tuple(parts))


Figures = dict[str, int]


def measures_in(condition: Condition) -> Iterator[str]:
    if isinstance(condition, Comparison):
        yield condition.measure
    elif isinstance(condition, Combination):
        for part in condition.parts:
            yield from measures_in(part)


def facts(figures: Figures) -> list[Fact]:
    return [Fact("T", name, Decimal(value), JUNE) for name, value in figures.items()]


class Bench:
    """A ruleset over one town, and its recognition for given figures."""

    def __init__(self, ruleset: Any) -> None:
        self.program = compile(ruleset, JUNE, Library(MEASURES))

    def decided(self, figures: Figures) -> Decisions:
        return evaluate(self.program, TOWN, facts(figures))

    def outcome(self, figures: Figures) -> Outcome:
        return self.decided(figures).outcome("T")


def _says_nothing(bound: Bound, whole: int) -> bool:
    assert isinstance(bound.threshold, Fixed)
    limit = bound.threshold.value
    assert isinstance(limit, Decimal)
    figures = [Decimal(100 * n) / whole if bound.basis is Basis.SHARE else Decimal(n) for n in range(whole + 1)]
    return len({holds(figure, bound.operator, limit) for figure in figures}) == 1


@st.composite
def cases(draw: st.DrawFn) -> tuple[list[Condition], Condition, Figures]:
    """Criteria, a recognition over them, and some of the figures."""
    names = NAMES[: draw(st.integers(2, 6))]
    free = list(names)
    criteria = [draw(trees(free))]
    while free and len(criteria) < 3 and draw(st.booleans()):
        criteria.append(draw(trees(free)))
    count = st.integers(1, len(criteria)).map(Decimal)
    operator = st.sampled_from([Operator.AT_LEAST, Operator.MORE_THAN, Operator.AT_MOST])
    bound = st.builds(lambda op, n: Bound(Basis.COUNT, op, Fixed(n)), operator, count)
    share = st.builds(
        lambda op, n: Bound(Basis.SHARE, op, Fixed(n)),
        operator,
        st.sampled_from([Decimal(50), Decimal("66.6"), Decimal(1)]),
    )
    state = st.sampled_from([CriteriaState.ATTAINED, CriteriaState.NOT_ATTAINED])
    counted = st.builds(lambda which, one: OwnCriteria(which, (one,)), state, st.one_of(bound, share))
    recognition = draw(st.one_of(st.just(OwnCriteria(CriteriaState.ALL)), counted))
    # A bound that any number of criteria keeps says nothing but that one of them applies.
    assume(not recognition.bounds or not _says_nothing(recognition.bounds[0], len(criteria)))
    used = [name for condition in criteria for name in measures_in(condition)]
    figures = draw(st.dictionaries(st.sampled_from(used), st.sampled_from([4, 5, 6])))
    return criteria, recognition, figures


def supplied(bench: Bench, figures: Figures, steps: Iterable[str]) -> set[Outcome]:
    """What the recognition comes to when these measures are reported, over all they can turn out to be."""
    names = list(steps)
    return {
        bench.outcome(figures | dict(zip(names, values, strict=True)))
        for values in product((4, 5, 6), repeat=len(names))
    }


def test_what_settles_is_enough_and_every_part_of_it_needed(make_ruleset: MakeRuleset) -> None:
    @settings(max_examples=tried(0.8), suppress_health_check=[HealthCheck.too_slow])
    @given(cases())
    def check(case: tuple[list[Condition], Condition, Figures]) -> None:
        criteria, recognition, figures = case
        bench = Bench(make_ruleset(*criteria, recognition=recognition))
        decided = bench.decided(figures)
        steps = decided.to_settle("T")
        assert bool(steps) is (decided.outcome("T") is U)
        assert {step.kind for step in steps} <= {StepKind.REPORT}
        names = [step.measure or "" for step in steps]
        assert len(names) == len(set(names)) <= 6
        assert not set(names) & figures.keys(), "what is known is not asked for"
        assert U not in supplied(bench, figures, names)
        for left_out in names:
            assert U in supplied(bench, figures, (name for name in names if name != left_out))
        event(f"{len(names)} steps")

    check()


def carried_out(figures: Figures, steps: Steps) -> Iterator[Figures]:
    """The figures after the steps: each on either side of its threshold."""
    names = sorted({step.measure or "" for step in steps})
    for values in product((4, 5, 6), repeat=len(names)):
        yield figures | dict(zip(names, values, strict=True))


def least_changes(bench: Bench, figures: Figures, names: Sequence[str]) -> int | None:
    """By brute force: how many figures must at least be set for the recognition to be attained."""
    for size in range(len(names) + 1):
        for chosen in combinations(names, size):
            for values in product((4, 5, 6), repeat=size):
                if bench.outcome(figures | dict(zip(chosen, values, strict=True))) is A:
                    return size
    return None


def test_what_attains_can_be_carried_out_and_nothing_shorter_does(make_ruleset: MakeRuleset) -> None:
    @settings(max_examples=tried(0.8), suppress_health_check=[HealthCheck.too_slow])
    @given(cases())
    def check(case: tuple[list[Condition], Condition, Figures]) -> None:
        criteria, recognition, figures = case
        used = [name for condition in criteria for name in measures_in(condition)]
        assume(len(used) <= 5)
        bench = Bench(make_ruleset(*criteria, recognition=recognition))
        steps = bench.decided(figures).to_attain("T")
        least = least_changes(bench, figures, used)
        if steps is None:
            assert least is None
            return
        names = [step.measure or "" for step in steps]
        assert len(names) == len(set(names))
        assert {step.kind for step in steps if step.measure in figures} <= {StepKind.CHANGE}
        assert {step.kind for step in steps if step.measure not in figures} <= {StepKind.REPORT}
        assert any(bench.outcome(after) is A for after in carried_out(figures, steps))
        assert len(names) == least
        event(f"{least} steps")

    check()


def test_the_gap_is_what_is_lacking(make_ruleset: MakeRuleset) -> None:
    bench = Bench(make_ruleset(leaf("m0"), leaf("m1", Operator.AT_MOST, 3), recognition=OwnCriteria(CriteriaState.ALL)))
    steps = bench.decided({"m0": 2, "m1": 7}).to_attain("T")
    assert steps is not None
    assert {(step.kind, step.measure, step.gap) for step in steps} == {
        (StepKind.CHANGE, "m0", Decimal(3)),
        (StepKind.CHANGE, "m1", Decimal(4)),
    }
    assert bench.outcome({"m0": 2 + 3, "m1": 7 - 4}) is A


def test_one_figure_asked_by_several_rules_is_supplied_once(make_ruleset: MakeRuleset) -> None:
    """The list names what is needed and no more, for every rule that waits for it."""
    bench = Bench(make_ruleset(leaf("m0"), leaf("m0", value=7), leaf("m1"), recognition=OwnCriteria(CriteriaState.ALL)))
    for figures in ({}, {"m1": 6}):
        settled, attained = bench.decided(figures).to_settle("T"), bench.decided(figures).to_attain("T")
        wanted = ["m0"] if figures else ["m0", "m1"]
        assert sorted({step.measure or "" for step in settled}) == wanted
        assert attained is not None
        assert sorted({step.measure or "" for step in attained}) == wanted


@pytest.mark.slow
@settings(max_examples=tried(0.8), suppress_health_check=list(HealthCheck))
@given(detailed_worlds(), st.data())
def test_in_any_world_what_is_reported_as_asked_leaves_nothing_to_report(world: World, data: st.DataObject) -> None:
    """Once everything asked for is reported, a decision is determined, or waits for something other than reports."""
    values = reportable_values(world.library)
    statements = tuple(one for one in world.statements if isinstance(one, Fact) and not isinstance(one.value, Absence))
    id = data.draw(st.sampled_from(sorted(world.rulesets.values())))
    program = compile(id, world.as_of, world.library)
    decisions = evaluate(program, world.units, statements)
    open_ = [
        (unit.code, code)
        for unit in decisions.units
        for code in program.by_code
        if decisions.outcome(unit.code, code) is U
    ]
    assume(open_)
    unit, code = data.draw(st.sampled_from(open_))
    steps = decisions.to_settle(unit, code)
    assume(all(step.kind is StepKind.REPORT and step.measure is not None for step in steps))
    # A change over time also waits for the figure of the earlier date, a rule over several years for that of each.
    days = [world.as_of, date(2022, 1, 1), *(date(world.as_of.year - back, 12, 31) for back in range(1, 6))]
    days += sorted({step.as_of for step in steps if step.as_of is not None and step.as_of not in days})
    derived = {name for name, measure in world.library.measures.items() if measure.derive}
    reported = {(step.unit, str(step.measure)) for step in steps}
    assume(not any(name in derived for _, name in reported))
    surest = next((level.id for level in world.library.assurance[::-1]), None)
    # What was printed as an interval is replaced, also on its own day.
    kept = [one for one in statements if not isinstance(one.value, Interval) or (one.unit, one.measure) not in reported]
    added = [
        Fact(whose, name, data.draw(st.sampled_from(values[name])), day, assurance=surest)
        for whose, name in sorted(reported)
        for day in days
        if surest or not any((one.unit, one.measure, one.as_of) == (whose, name, day) for one in kept)
    ]
    after = evaluate(program, world.units, (*kept, *added))
    remaining = after.to_settle(unit, code)
    assert not any(step.kind is StepKind.REPORT and (step.unit, step.measure) in reported for step in remaining)
    assert bool(remaining) is (after.outcome(unit, code) is U)
    event(f"then {after.outcome(unit, code).value}")


def test_a_rule_that_asks_what_another_asked_before_is_worked_out_again(make_ruleset: MakeRuleset) -> None:
    bench = Bench(make_ruleset(leaf("m0"), leaf("m0"), recognition=OwnCriteria(CriteriaState.ALL)))
    kept = supposed(TOWN, bench.program, bench.decided({}).world)
    found = []
    for value in (9, 1):
        under = kept.with_values({Variable("T", JUNE, "m0"): Decimal(value)})
        found.append(
            [OUTCOME[under.outcomes_of(OutcomeOf(bench.program.key, code))] for code in ("recognition", "1", "2")]
        )
    assert found == [[A, A, A], [F, F, F]]


@settings(max_examples=tried(0.4), suppress_health_check=list(HealthCheck))
@given(detailed_worlds(), st.data())
def test_what_is_worked_out_under_other_values_is_as_if_nothing_had_been_kept(
    world: World, data: st.DataObject
) -> None:
    program = compile(data.draw(st.sampled_from(sorted(world.rulesets.values()))), world.as_of, world.library)
    decisions = evaluate(program, world.units, world.statements)
    assume(decisions.units)
    own = Assessed(data.draw(st.sampled_from(decisions.units)), program, decisions.world, decide)
    asked = OutcomeOf(program.key, data.draw(st.sampled_from(list(program.by_code))))
    kept, knowledge = supposed(own.unit, own.program, own.world), Knowledge(program.as_of, own.unit.code)
    knowledge.read(asked, kept, RuleKey(program.ruleset.id, asked.code))
    candidates = Candidates(knowledge, program.library)
    several = {variable: found for variable in knowledge.readers if (found := candidates.of(variable))}
    supposing = st.fixed_dictionaries({}, optional={one: st.sampled_from(found) for one, found in several.items()})
    for values in data.draw(st.lists(supposing, min_size=2, max_size=5)):
        kept = kept.with_values(values)
        assert kept.outcomes_of(asked) == supposed(own.unit, own.program, own.world).with_values(values).outcomes_of(
            asked
        )


def one(
    make_ruleset: MakeRuleset, make_library: Callable[..., Any], condition: Condition, *stated: Any, **more: Any
) -> Decisions:
    units = more.pop("units", [Unit("T", "Tam Đường", "township")])
    library = make_library(make_ruleset(condition, **more))
    return evaluate(compile("vn/town", JUNE, library), Units(units), stated)


RULE = RuleKey("vn/town", "1")
WATER = Comparison("water", Operator.AT_LEAST, Fixed(Decimal(90)))


def test_what_each_kind_of_opening_asks_for(make_ruleset: MakeRuleset, make_library: Callable[..., Any]) -> None:
    def fact(measure: str, value: object, by: str = "UBND") -> Fact:
        return Fact("T", measure, value, JUNE, by)

    share = Comparison("clean_share", Operator.AT_LEAST, Fixed(Decimal(90)))
    rows: list[tuple[Condition, list[Fact], list[tuple[StepKind, str | None]]]] = [
        (WATER, [], [(StepKind.REPORT, "water")]),
        (WATER, [fact("water", Absence.NOT_YET_DUE)], [(StepKind.REPORT, "water")]),
        (WATER, [fact("water", 95), fact("water", 80, "Sở")], [(StepKind.RECONCILE, "water")]),
        (share, [fact("clean", 1)], [(StepKind.REPORT, "households")]),
        (share, [], [(StepKind.REPORT, "clean"), (StepKind.REPORT, "households")]),
        (share, [fact("clean", 1), fact("households", 0)], [(StepKind.CHANGE, "households")]),
        (Unknown(), [], [(StepKind.ATTEST, None)]),
        (AttributeIs("region", ("delta",)), [], [(StepKind.REPORT, None)]),
        (
            Comparison("water", Operator.AT_LEAST, Delegated("province")),
            [fact("water", 95)],
            [(StepKind.ATTEST, None)],
        ),
        (
            Comparison("water", Operator.AT_LEAST, UnknownThreshold()),
            [fact("water", 95)],
            [(StepKind.ATTEST, None)],
        ),
        (Required("registered"), [fact("registered", Finding.BASICALLY_MET)], [(StepKind.ATTEST, None)]),
        (AllOf((WATER, Unknown())), [fact("water", 80)], []),
        (AllOf((WATER, Unknown())), [fact("water", 95)], [(StepKind.ATTEST, None)]),
    ]
    for condition, stated, expected in rows:
        steps = one(make_ruleset, make_library, condition, *stated).to_settle("T", "1")
        assert [(step.kind, step.measure) for step in steps] == expected, condition
        assert {step.rule for step in steps} <= {RULE}


def test_what_is_asked_of_another_unit_names_it(make_ruleset: MakeRuleset, make_library: Callable[..., Any]) -> None:
    units = [Unit("T", "T", "township", "P"), Unit("P", "Lai Châu", "province")]
    condition = Comparison("water", Operator.AT_LEAST, Relative("poor", "province"))
    given = Fact("T", "water", Decimal(95), JUNE)
    steps = one(make_ruleset, make_library, condition, given, units=units).to_settle("T", "1")
    assert steps == (Step(StepKind.REPORT, "P", RULE, "poor"),)


def test_a_missing_threshold_of_a_count_is_asked_for(
    make_ruleset: MakeRuleset, make_library: Callable[..., Any]
) -> None:
    units = [Unit("T", "T", "township", "P"), Unit("P", "Lai Châu", "province")]
    limit = Bound(Basis.COUNT, Operator.AT_LEAST, Relative("poor", "province"))
    recognition = OwnCriteria(CriteriaState.ATTAINED, (limit,))
    given = Fact("T", "water", Decimal(95), JUNE)
    decisions = one(make_ruleset, make_library, WATER, given, units=units, recognition=recognition)
    assert decisions.to_settle("T") == (Step(StepKind.REPORT, "P", RuleKey("vn/town"), "poor"),)


def test_a_missing_attribute_is_asked_for_not_the_figure_that_is_there(
    make_ruleset: MakeRuleset, make_library: Callable[..., Any]
) -> None:
    by_region = ByAttribute("region", (("delta", Fixed(Decimal(90))),), Fixed(Decimal(80)))
    condition = Comparison("water", Operator.AT_LEAST, by_region)
    given = Fact("T", "water", Decimal(85), JUNE)
    steps = one(make_ruleset, make_library, condition, given).to_settle("T", "1")
    assert steps == (Step(StepKind.REPORT, "T", RULE, attribute="region"),)


def test_a_mean_waits_for_the_members_that_are_missing(
    make_ruleset: MakeRuleset, make_library: Callable[..., Any]
) -> None:
    mean = MembersMeasure("village", Aggregate.MEAN, "income", Operator.AT_LEAST, Fixed(Decimal(39)))
    units = [Unit("T", "T", "township"), *(Unit(f"C{n}", f"C{n}", "village", "T") for n in range(3))]
    given = Fact("C0", "income", Decimal(40), JUNE)
    steps = one(make_ruleset, make_library, mean, given, units=units).to_settle("T", "1")
    assert [(step.kind, step.unit, step.measure) for step in steps] == [
        (StepKind.REPORT, "C1", "income"),
        (StepKind.REPORT, "C2", "income"),
    ]


def test_members_are_asked_for_what_is_open_in_them(
    make_ruleset: MakeRuleset, make_library: Callable[..., Any]
) -> None:
    commune = make_ruleset(WATER, id="vn/commune", applies_to="commune")
    all_of_them = MembersAttained(
        "commune", RuleKey("vn/commune", "1"), (Bound(Basis.SHARE, Operator.AT_LEAST, Fixed(Decimal(100))),)
    )
    district = make_ruleset(all_of_them, id="vn/district", applies_to="district")
    units = Units([Unit("H", "H", "district"), *(Unit(f"C{n}", f"C{n}", "commune", "H") for n in range(3))])
    program = compile("vn/district", JUNE, make_library(commune, district))
    given = [Fact("C0", "water", Decimal(95), JUNE), Fact("C1", "water", Decimal(80), JUNE)]
    assert evaluate(program, units, given).to_settle("H", "1") == (), "one commune fails, so nothing is open"
    attain = evaluate(program, units, given).to_attain("H", "1")
    asked = {(step.kind, step.unit, step.measure, step.gap) for step in attain or ()}
    assert asked == {(StepKind.CHANGE, "C1", "water", Decimal(10)), (StepKind.REPORT, "C2", "water", None)}
    settle = evaluate(program, units, given[:1]).to_settle("H", "1")
    assert {(step.kind, step.unit, step.measure) for step in settle} == {
        (StepKind.REPORT, "C1", "water"),
        (StepKind.REPORT, "C2", "water"),
    }


def test_an_attestation_settles_and_nothing_more_is_asked(
    make_ruleset: MakeRuleset, make_library: Callable[..., Any]
) -> None:
    met = Attestation("T", RULE, Finding.MET, JUNE)
    decisions = one(make_ruleset, make_library, AllOf((WATER, Unknown())), met)
    assert decisions.to_settle("T", "1") == ()
    assert decisions.to_attain("T", "1") == ()


@pytest.mark.parametrize("condition", [WATER, NoneOf((WATER,)), AnyOf((WATER,)), AllOf((WATER,))])
def test_what_does_not_apply_cannot_be_attained(
    make_ruleset: MakeRuleset, make_library: Callable[..., Any], condition: Condition
) -> None:
    decisions = one(make_ruleset, make_library, condition, Fact("T", "water", Absence.NOT_APPLICABLE, JUNE))
    assert decisions.to_settle("T", "1") == ()
    assert decisions.to_attain("T", "1") is None


def test_a_bound_that_cannot_be_reached_has_no_way_there(make_ruleset: MakeRuleset) -> None:
    three = Bound(Basis.COUNT, Operator.AT_LEAST, Fixed(Decimal(3)))
    bench = Bench(make_ruleset(leaf("m0"), leaf("m1"), recognition=OwnCriteria(CriteriaState.ATTAINED, (three,))))
    assert bench.decided({"m0": 4, "m1": 4}).to_attain("T") is None

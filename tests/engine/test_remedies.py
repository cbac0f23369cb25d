"""Steps held against brute force where rules read the same measures: applying them attains, leaving one out does not."""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from itertools import combinations, product
from typing import Any

import pytest
from attrs import evolve
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from ntm_rules.engine.decisions import Decisions, evaluate
from ntm_rules.engine.live.session import Session
from ntm_rules.engine.remedies import Step, StepKind, Steps, to_attain, to_settle
from ntm_rules.engine.specification import decide
from ntm_rules.model.condition import (
    AllOf,
    AnyOf,
    AtLeastN,
    AtMostN,
    AttributeIs,
    Basis,
    Bound,
    Change,
    Comparison,
    Condition,
    CriteriaState,
    Direction,
    NoneOf,
    Operator,
    OwnCriteria,
    Unknown,
)
from ntm_rules.model.decision import ReasonKind
from ntm_rules.model.fact import Attestation, Fact, Finding
from ntm_rules.model.key import RuleKey
from ntm_rules.model.library import Library
from ntm_rules.model.measure import Attribute, Measure, ShareOf, SumOf
from ntm_rules.model.outcome import Outcome
from ntm_rules.model.text import Text
from ntm_rules.model.threshold import ByAttribute, Fixed, Relative, UnknownThreshold
from ntm_rules.model.units.unit import Unit, Units
from ntm_rules.model.values.number import Rounding, RoundingMode
from ntm_rules.program.compiling import compile
from ntm_rules.testing import World, detailed_worlds

from ..profiles import tried

JUNE = date(2024, 6, 30)
TOWN = Unit("T", "Tam Đường", "township")
NAMES = ("m0", "m1", "m2")
VALUES = range(9)
MEASURES = {name: Measure(name, Text(name), minimum=Decimal(0), maximum=Decimal(8)) for name in NAMES}
LIBRARY = Library(MEASURES)
ALL = OwnCriteria(CriteriaState.ALL)
MakeRuleset = Callable[..., Any]
Figures = Mapping[str, int]

leaves = st.builds(
    lambda name, operator, value: Comparison(name, operator, Fixed(Decimal(value))),
    st.sampled_from(NAMES),
    st.sampled_from(Operator),
    st.sampled_from([1, 3, 5, 7]),
)


def _grouped(inner: st.SearchStrategy[Condition]) -> st.SearchStrategy[Condition]:
    parts = st.lists(inner, min_size=1, max_size=3).map(tuple)
    counted = parts.flatmap(
        lambda several: st.builds(
            lambda form, n: form(n, several), st.sampled_from([AtLeastN, AtMostN]), st.integers(1, len(several))
        )
    )
    return st.one_of(*(st.builds(form, parts) for form in (AllOf, AnyOf, NoneOf)), counted)


conditions: st.SearchStrategy[Condition] = st.recursive(leaves, _grouped, max_leaves=5)
figures_reported = st.dictionaries(st.sampled_from(NAMES), st.sampled_from(VALUES))


@st.composite
def recognitions(draw: st.DrawFn, number: int) -> OwnCriteria:
    """All criteria, or a number or a share of them."""
    if draw(st.booleans()):
        return ALL
    state = draw(st.sampled_from([CriteriaState.ATTAINED, CriteriaState.NOT_ATTAINED]))
    operator = draw(st.sampled_from([Operator.AT_LEAST, Operator.AT_MOST, Operator.EQUALS]))
    if draw(st.booleans()):
        bound = Bound(Basis.COUNT, operator, Fixed(Decimal(draw(st.integers(1, number)))))
    else:
        bound = Bound(Basis.SHARE, operator, Fixed(draw(st.sampled_from([Decimal(50), Decimal(100)]))))
    return OwnCriteria(state, (bound,))


@st.composite
def cases(draw: st.DrawFn) -> tuple[list[Condition], OwnCriteria, dict[str, int]]:
    criteria = draw(st.lists(conditions, min_size=1, max_size=3))
    return criteria, draw(recognitions(len(criteria))), draw(figures_reported)


class Trial:
    """A ruleset about one town, decided on figures; each outcome is worked out once."""

    def __init__(self, ruleset: Any, library: Library = LIBRARY) -> None:
        self.program = compile(ruleset, JUNE, library)
        self._outcomes: dict[tuple[tuple[str, int], ...], Outcome] = {}

    def decided(self, figures: Mapping[str, Any]) -> Decisions:
        return evaluate(self.program, TOWN, [Fact("T", name, value, JUNE) for name, value in figures.items()])

    def outcome(self, figures: Figures) -> Outcome:
        key = tuple(sorted(figures.items()))
        if key not in self._outcomes:
            self._outcomes[key] = self.decided(figures).outcome("T")
        return self._outcomes[key]

    def outcomes(self, figures: Figures, names: tuple[str, ...]) -> set[Outcome]:
        """The outcomes for all that these measures can turn out to be."""
        return {self.outcome({**figures, **dict(zip(names, found, strict=True))}) for found in _every(names)}


def _every(names: tuple[str, ...]) -> Any:
    return product(VALUES, repeat=len(names))


def least_changes(trial: Trial, figures: Figures) -> int | None:
    """By brute force: the number of figures that must be set at least to attain; None where nothing does."""
    for size in range(len(NAMES) + 1):
        for chosen in combinations(NAMES, size):
            if Outcome.ATTAINED in trial.outcomes(figures, chosen):
                return size
    return None


def check_way(steps: Steps, trial: Trial, figures: dict[str, int]) -> None:
    """The steps attain, and none of them can be left out."""
    names = tuple(str(step.measure) for step in steps)
    assert len(set(names)) == len(names), "nothing is listed twice"
    assert all((step.kind is StepKind.CHANGE) is (step.measure in figures) for step in steps)
    fixed = {str(step.measure): int(step.becomes) for step in steps if isinstance(step.becomes, Decimal)}
    assert fixed.keys() == set(names) & figures.keys()
    for step in steps:
        if step.kind is StepKind.CHANGE:
            assert step.gap == abs(fixed[str(step.measure)] - figures[str(step.measure)])
    supplied = tuple(name for name in names if name not in fixed)
    after = {**figures, **fixed}
    attaining = [
        {**after, **dict(zip(supplied, found, strict=True))}
        for found in _every(supplied)
        if trial.outcome({**after, **dict(zip(supplied, found, strict=True))}) is Outcome.ATTAINED
    ]
    assert attaining
    for left_out in names:
        as_was = {left_out: figures[left_out]} if left_out in figures else {}
        assert any(
            trial.outcome({**{name: one for name, one in found.items() if name != left_out}, **as_was})
            is not Outcome.ATTAINED
            for found in attaining
        )


def test_to_attain_is_possible_minimal_and_shortest_where_measures_are_shared(make_ruleset: MakeRuleset) -> None:
    @settings(max_examples=tried(0.4), suppress_health_check=list(HealthCheck))
    @given(cases())
    def check(case: tuple[list[Condition], OwnCriteria, dict[str, int]]) -> None:
        criteria, recognition, figures = case
        trial = Trial(make_ruleset(*criteria, recognition=recognition))
        decided = trial.decided(figures)
        least, ways = least_changes(trial, figures), decided.ways_to_attain("T")
        steps = decided.to_attain("T")
        event(f"{least} steps, {len(ways)} ways")
        if least is None:
            assert steps is None
            assert ways == ()
            return
        assert steps is not None
        assert len(steps) == least
        assert ways[0] == steps
        for way in ways:
            check_way(way, trial, figures)
        sets = [{step.measure for step in way} for way in ways]
        assert not any(one < other for one in sets for other in sets), "no way only adds to another"

    check()


def test_to_settle_settles_and_every_part_of_it_is_needed_where_measures_are_shared(make_ruleset: MakeRuleset) -> None:
    @settings(max_examples=tried(0.4), suppress_health_check=list(HealthCheck))
    @given(cases())
    def check(case: tuple[list[Condition], OwnCriteria, dict[str, int]]) -> None:
        criteria, recognition, figures = case
        trial = Trial(make_ruleset(*criteria, recognition=recognition))
        steps = trial.decided(figures).to_settle("T")
        names = tuple(str(step.measure) for step in steps)
        assert bool(steps) is (trial.outcome(figures) is Outcome.UNDETERMINED)
        assert not set(names) & figures.keys()
        assert {step.kind for step in steps} <= {StepKind.REPORT}
        assert Outcome.UNDETERMINED not in trial.outcomes(figures, names)
        for left_out in names:
            others = tuple(name for name in names if name != left_out)
            assert Outcome.UNDETERMINED in trial.outcomes(figures, others)
        event(f"{len(names)} steps")

    check()


# ---- single kinds of step


def town(make_ruleset: MakeRuleset, *criteria: Condition, measures: Mapping[str, Measure], **more: Any) -> Trial:
    return Trial(make_ruleset(*criteria, recognition=ALL, **more), Library(measures))


def test_a_gap_counts_the_rounding_and_the_smallest_step(make_ruleset: MakeRuleset) -> None:
    half_up = Rounding(0, RoundingMode.HALF_UP, "Thông tư 1")
    measures = {
        "rounded": Measure("rounded", Text("Tỷ lệ"), decimals=2, rounding=half_up),
        "plain": Measure("plain", Text("Tỷ lệ"), decimals=1),
    }
    rounded = Comparison("rounded", Operator.AT_LEAST, Fixed(Decimal(80)))
    more_than = Comparison("plain", Operator.MORE_THAN, Fixed(Decimal(80)))
    trial = town(make_ruleset, rounded, more_than, measures=measures)
    figures = {"rounded": Decimal("79.49"), "plain": Decimal(80)}
    steps = trial.decided(figures).to_attain("T")
    assert steps is not None
    assert [(step.measure, step.gap, step.becomes) for step in steps] == [
        ("rounded", Decimal("0.01"), Decimal("79.5")),
        ("plain", Decimal("0.1"), Decimal("80.1")),
    ]


def test_a_share_is_changed_by_its_part_in_whole_numbers(make_ruleset: MakeRuleset) -> None:
    measures = {
        "part": Measure("part", Text("Hộ có nước"), minimum=Decimal(0)),
        "whole": Measure("whole", Text("Số hộ"), minimum=Decimal(0)),
        "share": Measure("share", Text("Tỷ lệ"), decimals=2, derive=ShareOf("part", "whole")),
    }
    trial = town(make_ruleset, Comparison("share", Operator.AT_LEAST, Fixed(Decimal("33.34"))), measures=measures)
    steps = trial.decided({"part": Decimal(1), "whole": Decimal(3)}).to_attain("T")
    assert steps == (
        Step(StepKind.CHANGE, "T", RuleKey("vn/town", "1"), "part", gap=Decimal(1), now=Decimal(1), becomes=Decimal(2)),
    )


def test_one_part_of_a_sum_will_do_and_each_is_a_way(make_ruleset: MakeRuleset) -> None:
    measures = {
        "a": Measure("a", Text("A"), maximum=Decimal(40)),
        "b": Measure("b", Text("B"), maximum=Decimal(25)),
        "sum": Measure("sum", Text("Tổng"), derive=SumOf(("a", "b"))),
    }
    trial = town(make_ruleset, Comparison("sum", Operator.AT_LEAST, Fixed(Decimal(50))), measures=measures)
    ways = trial.decided({"a": Decimal(20), "b": Decimal(20)}).ways_to_attain("T")
    # B can be 25 at most: by itself it does not reach 30.
    assert [[(step.measure, step.gap) for step in way] for way in ways] == [[("a", Decimal(10))]]
    ways = trial.decided({"a": Decimal(30), "b": Decimal(16)}).ways_to_attain("T")
    assert sorted((step.measure, step.gap) for way in ways for step in way) == [("a", Decimal(4)), ("b", Decimal(4))]


def test_requirements_that_exclude_one_another_have_no_way(make_ruleset: MakeRuleset) -> None:
    """Nor does an authority's finding help, as no figure lets both be left open."""
    measures = {"m": Measure("m", Text("m"), maximum=Decimal(100))}
    low, high = (Comparison("m", operator, Fixed(Decimal(value))) for operator, value in _EXCLUSIVE)
    for criteria in ((low, high), (AllOf((low, high)),)):
        trial = town(make_ruleset, *criteria, measures=measures)
        for figures in ({"m": Decimal(60)}, {}):
            assert trial.decided(figures).to_attain("T") is None
            assert trial.decided(figures).ways_to_attain("T") == ()


_EXCLUSIVE = ((Operator.AT_MOST, 40), (Operator.AT_LEAST, 50))


def test_a_figure_is_not_asked_for_where_its_threshold_is_not_known(make_ruleset: MakeRuleset) -> None:
    unknown = Comparison("m0", Operator.AT_LEAST, UnknownThreshold())
    program = compile(make_ruleset(unknown, AllOf((leaf_of("m1"), Unknown())), recognition=ALL), JUNE, LIBRARY)
    not_met = Attestation("T", RuleKey("vn/town", "1"), Finding.NOT_MET, JUNE)
    decided = evaluate(program, TOWN, [not_met])
    attest = Step(StepKind.ATTEST, "T", RuleKey("vn/town", "1"))
    assert decided.to_attain("T", "1") == (attest,)
    assert evaluate(program, TOWN, []).to_settle("T", "1") == (attest,)
    assert evaluate(program, TOWN, []).to_settle("T", "2") == (Step(StepKind.ATTEST, "T", RuleKey("vn/town", "2")),)
    met = Attestation("T", RuleKey("vn/town", "1"), Finding.MET, JUNE)
    assert evaluate(program, TOWN, [met]).outcome("T", "1") is Outcome.ATTAINED


def leaf_of(name: str) -> Comparison:
    return Comparison(name, Operator.AT_LEAST, Fixed(Decimal(5)))


def test_a_step_says_the_day_that_a_figure_is_missing_for(make_ruleset: MakeRuleset) -> None:
    since = date(2022, 12, 31)
    change = Change("m0", since, Direction.INCREASED, Operator.AT_LEAST, Fixed(Decimal(2)))
    program = compile(make_ruleset(change, recognition=ALL), JUNE, LIBRARY)
    decided = evaluate(program, TOWN, [Fact("T", "m0", Decimal(5), JUNE)])
    step = Step(StepKind.REPORT, "T", RuleKey("vn/town", "1"), "m0", as_of=since)
    assert decided.to_settle("T") == (step,)
    assert decided.to_attain("T") == (step,)
    # What was reported of a past day can no longer change: today's figure can.
    known = [Fact("T", "m0", Decimal(5), JUNE), Fact("T", "m0", Decimal(4), since)]
    (changed,) = evaluate(program, TOWN, known).to_attain("T") or ()
    assert (changed.kind, changed.gap, changed.as_of) == (StepKind.CHANGE, Decimal(1), None)


def test_a_threshold_whose_cases_agree_is_settled_without_the_attribute(make_ruleset: MakeRuleset) -> None:
    by_region = ByAttribute("region", (("delta", Fixed(Decimal(3))),), Fixed(Decimal(5)))
    program = compile(
        make_ruleset(Comparison("m0", Operator.AT_LEAST, by_region), recognition=ALL),
        JUNE,
        Library(MEASURES, {"region": Attribute("region", Text("Vùng"))}),
    )
    outcomes = [
        evaluate(program, TOWN, [Fact("T", "m0", Decimal(value), JUNE)]).outcome("T", "1") for value in (2, 3, 4, 5)
    ]
    assert outcomes == [Outcome.NOT_ATTAINED, Outcome.UNDETERMINED, Outcome.UNDETERMINED, Outcome.ATTAINED]
    between = evaluate(program, TOWN, [Fact("T", "m0", Decimal(4), JUNE)])
    assert between.to_settle("T") == (Step(StepKind.REPORT, "T", RuleKey("vn/town", "1"), attribute="region"),)
    below = evaluate(program, TOWN, [Fact("T", "m0", Decimal(2), JUNE)])
    assert [(step.measure, step.becomes) for step in below.to_attain("T", "1") or ()] == [("m0", Decimal(5))]


def test_a_conflict_has_its_parties_and_no_other(make_ruleset: MakeRuleset) -> None:
    """Neither the figure that is required, nor a part of a share on which all agree."""
    measures = {
        **MEASURES,
        "share": Measure("share", Text("Tỷ lệ"), decimals=2, derive=ShareOf("m0", "m1")),
    }
    relative = Comparison("m2", Operator.AT_LEAST, Relative("m2", "province"))
    derived = Comparison("share", Operator.AT_LEAST, Fixed(Decimal(50)))
    program = compile(make_ruleset(relative, derived, recognition=ALL), JUNE, Library(measures))
    units = Units([evolve(TOWN, parent="P"), Unit("P", "P", "province")])
    facts = [
        Fact("P", "m2", Decimal(8), JUNE, "Cục"),
        *(Fact("T", "m2", Decimal(value), JUNE, by) for value, by in ((4, "b"), (5, "c"))),
        *(Fact("T", "m0", Decimal(value), JUNE, by) for value, by in ((1, "b"), (2, "c"))),
        Fact("T", "m1", Decimal(8), JUNE, "d"),
    ]
    decided = evaluate(program, units, facts)
    for code, measure in (("1", "m2"), ("2", "m0")):
        (reason,) = decided.decision("T", code).reasons
        assert reason.kind is ReasonKind.CONFLICT
        assert {(fact.unit, fact.measure) for fact in reason.facts if isinstance(fact, Fact)} == {("T", measure)}
        assert len(reason.facts) == 2


def test_a_sum_of_which_a_part_is_missing_is_compared_between_its_bounds(make_ruleset: MakeRuleset) -> None:
    measures = {
        "a": Measure("a", Text("A"), minimum=Decimal(0), maximum=Decimal(40)),
        "b": Measure("b", Text("B"), minimum=Decimal(0), maximum=Decimal(25)),
        "sum": Measure("sum", Text("Tổng"), derive=SumOf(("a", "b"))),
    }
    trial = town(make_ruleset, Comparison("sum", Operator.AT_LEAST, Fixed(Decimal(30))), measures=measures)
    for known, expected in ((4, Outcome.NOT_ATTAINED), (20, Outcome.UNDETERMINED), (30, Outcome.ATTAINED)):
        decided = trial.decided({"a": Decimal(known)})
        assert decided.outcome("T", "1") is decided.decision("T", "1").outcome is expected
        assert decide(trial.program, TOWN, "1", decided.world).outcome is expected
        session = Session(trial.program, TOWN)
        session.assert_fact(Fact("T", "a", Decimal(known), JUNE))
        assert session.outcome("T", "1") is expected
    assert trial.decided({"a": Decimal(30)}).to_settle("T", "1") == ()
    assert [step.measure for step in trial.decided({"a": Decimal(20)}).to_settle("T", "1")] == ["b"]


def test_of_two_ways_through_one_figure_the_smaller_change_is_named(make_ruleset: MakeRuleset) -> None:
    """Whichever stands first in the file; and a way that asks for less of the figure and for more besides is another way."""
    met = Comparison("m1", Operator.AT_LEAST, Fixed(Decimal(3)))
    less = AllOf((Comparison("m0", Operator.AT_LEAST, Fixed(Decimal(4))), met))
    more = Comparison("m0", Operator.AT_LEAST, Fixed(Decimal(7)))
    for parts in ((less, more), (more, less)):
        program = compile(make_ruleset(AnyOf(parts), recognition=ALL), JUNE, LIBRARY)
        facts = [Fact("T", "m0", Decimal(2), JUNE), Fact("T", "m1", Decimal(3), JUNE)]
        ways = evaluate(program, TOWN, facts).ways_to_attain("T", "1")
        assert [[(step.measure, step.becomes) for step in way] for way in ways] == [[("m0", Decimal(4))]]
        facts[1] = Fact("T", "m1", Decimal(0), JUNE)
        ways = evaluate(program, TOWN, facts).ways_to_attain("T", "1")
        assert [[(step.measure, step.becomes) for step in way] for way in ways] == [
            [("m0", Decimal(7))],
            [("m0", Decimal(4)), ("m1", Decimal(3))],
        ]


def test_no_step_asks_a_unit_to_be_of_another_region(make_ruleset: MakeRuleset) -> None:
    region = {"region": Attribute("region", Text("Vùng"))}
    program = compile(make_ruleset(AttributeIs("region", ("delta",)), recognition=ALL), JUNE, Library(MEASURES, region))
    assert evaluate(program, evolve(TOWN, attributes={"region": "hills"}), []).to_attain("T", "1") is None
    (step,) = evaluate(program, TOWN, []).to_attain("T", "1") or ()
    assert (step.kind, step.attribute) == (StepKind.REPORT, "region")


@pytest.mark.slow
@settings(suppress_health_check=list(HealthCheck))
@given(detailed_worlds())
def test_what_is_asked_for_is_nothing_exactly_when_nothing_is_open(world: World) -> None:
    for id in world.rulesets.values():
        program = compile(id, world.as_of, world.library)
        decisions = evaluate(program, world.units, world.statements)
        for unit in decisions.units:
            for rule in program.rules:
                outcome = decisions.outcome(unit.code, rule.key.code)
                open_ = to_settle(program, unit, rule.key.code, decisions.world)
                assert bool(open_) is (outcome is Outcome.UNDETERMINED)
                assert (to_attain(program, unit, rule.key.code, decisions.world) == ()) is (outcome is Outcome.ATTAINED)

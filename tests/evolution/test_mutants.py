"""Mutants: each is a ruleset that compiles, says one thing otherwise, and tells where."""

from decimal import Decimal

import pytest
from attrs import evolve
from hypothesis import HealthCheck, given, settings

from ntm_rules.engine.decisions import evaluate
from ntm_rules.evolution.in_force import Years, in_place_of, years_in_force
from ntm_rules.evolution.mutation.condition import changed_conditions
from ntm_rules.evolution.mutation.mutant import Mutant, MutantKind, mutants
from ntm_rules.evolution.mutation.run import revised
from ntm_rules.evolution.mutation.threshold import changed_thresholds
from ntm_rules.language.library import load_library
from ntm_rules.model.condition import (
    Aggregate,
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
    LastYears,
    MembersAttained,
    MembersCompared,
    MembersMeasure,
    MembersMeeting,
    NoMembers,
    NoneOf,
    OneOf,
    Operator,
    OwnCriteria,
    Required,
    Unknown,
    Yearly,
)
from ntm_rules.model.key import RuleKey
from ntm_rules.model.library import Library
from ntm_rules.model.measure import Level, Measure, MeasureType
from ntm_rules.model.ruleset import Ruleset
from ntm_rules.model.text import Text
from ntm_rules.model.threshold import ByAttribute, ByYear, Delegated, Fixed, Threshold, UnknownThreshold
from ntm_rules.model.values.number import Rounding
from ntm_rules.program.compiling import compile
from ntm_rules.testing import World, worlds

from ..profiles import tried

K = MutantKind
NAME = Text("Số liệu")
WATER = Measure("water", NAME, decimals=1, minimum=Decimal(0), maximum=Decimal(100))
ROUNDED = Measure("rounded", NAME, decimals=3, rounding=Rounding(1))
HOUSES = Measure("houses", NAME)
SCHOOL = Measure("school", NAME, MeasureType.FINDING)
ROAD = Measure("road", NAME, MeasureType.LEVEL, levels=tuple(Level(id, NAME) for id in ("weak", "fair", "good")))
LIBRARY = Library({one.id: one for one in (WATER, ROUNDED, HOUSES, SCHOOL, ROAD)})
NINETY = Fixed(Decimal(90))
SOME = settings(max_examples=tried(0.4), suppress_health_check=list(HealthCheck))


def changes(condition: Condition) -> list[tuple[MutantKind, Condition]]:
    """The conditions that one becomes, with the kind of each change."""
    return [(one.kind, one.whole) for one in changed_conditions(condition, LIBRARY, Years(2024))]


def thresholds(threshold: Threshold, measure: Measure | None, years: Years) -> list[tuple[MutantKind, Threshold]]:
    return [(one.kind, one.threshold) for one in changed_thresholds(threshold, measure, years)]


def test_a_comparison_is_flipped_and_its_threshold_moved() -> None:
    water = Comparison("water", Operator.AT_LEAST, NINETY)
    assert changes(water) == [
        (K.STRICTNESS, evolve(water, operator=Operator.MORE_THAN)),
        (K.OPPOSITE, evolve(water, operator=Operator.AT_MOST)),
        (K.THRESHOLD_UP, evolve(water, threshold=Fixed(Decimal("90.1")))),
        (K.THRESHOLD_DOWN, evolve(water, threshold=Fixed(Decimal("89.9")))),
    ]
    assert [kind for kind, _ in changes(evolve(water, operator=Operator.EQUALS))][:2] == [K.LOOSENED] * 2


def test_a_threshold_moves_by_what_is_compared_with_it() -> None:
    def moved(threshold: Threshold, measure: Measure | None) -> list[Threshold]:
        return [each for _, each in thresholds(threshold, measure, Years(2024))]

    assert moved(NINETY, ROUNDED) == [Fixed(Decimal("90.1")), Fixed(Decimal("89.9"))]
    assert moved(NINETY, HOUSES) == [Fixed(Decimal(91)), Fixed(Decimal(89))]
    assert moved(NINETY, None) == [Fixed(Decimal(91)), Fixed(Decimal(89))]
    assert moved(Fixed("fair"), ROAD) == [Fixed("good"), Fixed("weak")]
    assert moved(Fixed("good"), ROAD) == [Fixed("fair")]


def test_every_case_of_a_threshold_is_moved_and_cases_are_exchanged_and_left_out() -> None:
    own = ByAttribute("region", (("delta", NINETY), ("coast", NINETY), ("hills", Fixed(Decimal(80)))), NINETY)
    found = thresholds(own, HOUSES, Years(2024))
    assert [kind for kind, _ in found] == [K.THRESHOLD_UP, K.THRESHOLD_DOWN] * 4 + [K.CASES, K.CASE]
    # Delta and coast ask the same, so delta is exchanged with the hills; only the hills differ from `otherwise`.
    exchanged = ByAttribute("region", (("delta", Fixed(Decimal(80))), ("coast", NINETY), ("hills", NINETY)), NINETY)
    assert found[-2:] == [(K.CASES, exchanged), (K.CASE, evolve(own, cases=own.cases[:2]))]


def test_thresholds_of_years_in_which_the_version_is_not_in_force_are_left_alone() -> None:
    by_year = ByYear(((2021, NINETY), (2023, NINETY)), NINETY)
    moved = thresholds(by_year, HOUSES, Years(2022, 2023))
    assert len(moved) == 4  # those of 2023 and of other years, which 2022 is
    assert all(isinstance(each, ByYear) and each.cases[0] == (2021, NINETY) for _, each in moved)
    assert len(thresholds(by_year, HOUSES, Years(2023, 2023))) == 2


def test_what_is_not_known_is_left_as_it_is() -> None:
    for threshold in (UnknownThreshold(), Delegated("province"), ByAttribute("a", (("b", UnknownThreshold()),))):
        assert changes(Comparison("water", Operator.AT_LEAST, threshold)) == []
    assert changes(Unknown()) == []


def test_combinations_lose_a_part_or_are_exchanged_and_are_never_empty() -> None:
    one, other = Required("school"), OneOf("road", ("fair", "good"))
    both = changes(AllOf((one, other)))
    assert both[0] == (K.COMBINATION, AnyOf((one, other)))
    assert (K.PART, AllOf((other,))) in both
    assert (K.PART, AllOf((one,))) in both
    assert (K.FINDING, AllOf((Required("school", met=False), other))) in both
    assert (K.VALUE, AllOf((one, OneOf("road", ("good",))))) in both
    assert len(both) == 6
    assert changes(AllOf((one,))) == [(K.FINDING, AllOf((Required("school", met=False),)))]
    assert changes(NoneOf((one,)))[0] == (K.COMBINATION, AnyOf((one,)))
    two = [change for change in changes(AtLeastN(2, (one, one, one))) if change[0] in (K.NUMBER, K.PART)]
    assert two == [
        (K.NUMBER, AtLeastN(1, (one, one, one))),
        (K.NUMBER, AtLeastN(3, (one, one, one))),
        *[(K.PART, AtLeastN(2, (one, one)))] * 3,
    ]
    assert not [kind for kind, _ in changes(AtLeastN(2, (one, one))) if kind is K.PART]
    assert not [kind for kind, _ in changes(AtMostN(2, (one, one))) if kind is K.PART]


def test_lists_lose_a_value_but_not_the_last() -> None:
    assert changes(AttributeIs("region", ("a", "b"))) == [
        (K.VALUE, AttributeIs("region", ("b",))),
        (K.VALUE, AttributeIs("region", ("a",))),
    ]
    assert changes(AttributeIs("region", ("a",))) == []


def test_tallies_lose_a_bound_their_list_or_their_narrowing() -> None:
    bound = Bound(Basis.SHARE, Operator.AT_LEAST, Fixed(Decimal(30)))
    own = OwnCriteria(CriteriaState.NOT_ATTAINED, (bound,), ("1", "2"), ("1",))
    found = [change for change in changes(own) if change[0] not in (K.STRICTNESS, K.OPPOSITE)]
    assert found == [
        (K.THRESHOLD_UP, evolve(own, bounds=(evolve(bound, threshold=Fixed(Decimal(31))),))),
        (K.THRESHOLD_DOWN, evolve(own, bounds=(evolve(bound, threshold=Fixed(Decimal(29))),))),
        (K.BOUND, evolve(own, bounds=())),
        (K.STATE, evolve(own, state=CriteriaState.ATTAINED)),
        (K.INCLUDING, evolve(own, including_any_of=())),
        (K.NARROWING, evolve(own, of=())),
        (K.VALUE, evolve(own, of=("2",))),
        (K.VALUE, evolve(own, of=("1",))),
    ]
    members = MembersAttained("village", RuleKey("vn/village"), (bound,), ("V1",))
    kinds = [kind for kind, _ in changes(members)]
    assert kinds == [K.STRICTNESS, K.OPPOSITE, K.THRESHOLD_UP, K.THRESHOLD_DOWN, K.NARROWING]
    meeting = MembersMeeting("village", AllOf((Required("a"), Required("b"))), (bound,), if_none=NoMembers.ATTAINED)
    inside = [kind for kind, change in changes(meeting) if getattr(change, "condition", None) != meeting.condition]
    assert inside == [K.COMBINATION, K.PART, K.FINDING, K.PART, K.FINDING]
    assert (K.IF_NONE, evolve(meeting, if_none=None)) in changes(meeting)
    without = evolve(members, only=(), if_none=NoMembers.ATTAINED)
    assert changes(without)[-1] == (K.IF_NONE, evolve(without, if_none=None))
    assert changes(OwnCriteria(CriteriaState.ALL)) == []
    among = evolve(without, among=Required("a"), if_none=None)
    assert (K.NARROWING, evolve(among, among=None)) in changes(among)


def test_numbers_of_members_are_compared_otherwise() -> None:
    own, other = (MembersMeeting("village", Required(name), ()) for name in ("a", "b"))
    compared = MembersCompared(own, Operator.AT_LEAST, other, Decimal("0.7"), none_is_zero=True)
    assert changes(compared) == [
        (K.STRICTNESS, evolve(compared, operator=Operator.MORE_THAN)),
        (K.OPPOSITE, evolve(compared, operator=Operator.AT_MOST)),
        (K.THRESHOLD_UP, evolve(compared, factor=Decimal("0.8"))),
        (K.THRESHOLD_DOWN, evolve(compared, factor=Decimal("0.6"))),
        (K.IF_NONE, evolve(compared, none_is_zero=False)),
        (K.FINDING, evolve(compared, counted=evolve(own, condition=Required("a", False)))),
        (K.FINDING, evolve(compared, against=evolve(other, condition=Required("b", False)))),
    ]


def test_figures_over_members_and_over_time_are_turned() -> None:
    mean = MembersMeasure("village", Aggregate.MEAN, "houses", Operator.AT_MOST, NINETY, ("V1", "V2"))
    assert (K.AGGREGATE, evolve(mean, aggregate=Aggregate.MINIMUM)) in changes(mean)
    assert (K.NARROWING, evolve(mean, only=())) in changes(mean)
    assert (K.VALUE, evolve(mean, only=("V2",))) in changes(mean)
    growth = Change(
        "houses", load_library().versions["vn/commune-ntm"][0].version, Direction.INCREASED, Operator.AT_LEAST, NINETY
    )
    assert (K.CHANGE, evolve(growth, direction=Direction.DECREASED)) in changes(growth)


def test_years_are_one_more_or_less_or_taken_together() -> None:
    each = Comparison("houses", Operator.AT_MOST, NINETY, over=LastYears(Yearly.EACH, 2))
    others = [LastYears(Yearly.EACH, 1), LastYears(Yearly.EACH, 3), LastYears(Yearly.MEAN, 2)]
    assert [change for kind, change in changes(each) if kind is K.YEARS] == [evolve(each, over=one) for one in others]
    single = Required("safe_water", over=LastYears(Yearly.EACH, 1))
    longer = evolve(single, over=LastYears(Yearly.EACH, 2))
    assert [change for kind, change in changes(single) if kind is K.YEARS] == [longer]


def of_shipped(id: str, index: int = -1) -> tuple[list[Mutant], Ruleset, Library]:
    library = load_library()
    ruleset = library.versions[id][index]
    return list(mutants(ruleset, library)), ruleset, library


def test_rules_are_left_out_where_another_asks_for_them() -> None:
    found, ruleset, _ = of_shipped("vn/civilised-township")
    left_out = {one.rule: one for one in found if one.after is None and one.kind in (K.INDICATOR, K.CRITERION)}
    below = {
        each.code for criterion in ruleset.criteria for each in criterion.indicators if len(criterion.indicators) > 1
    }
    assert left_out.keys() == below | {criterion.code for criterion in ruleset.criteria}
    assert left_out["3.3"].changed == ("3",)
    assert left_out["3"].changed == ("recognition",)


def test_a_mutant_says_where_it_stands_in_whichever_file_the_rule_does() -> None:
    found, _, _ = of_shipped("vn/commune-ntm")
    assert len(load_library().versions["vn/commune-ntm"]) == 4
    files = {one.place.file.rsplit("/", 1)[-1] for one in found if one.place is not None}
    assert files == {"2022-03-08.yaml", "2024-03-01.yaml", "2024-03-07.yaml"}
    assert all(one.place is not None for one in found)
    assert {one.kind for one in found if one.rule is None} == {K.EARLIER, K.LATER}


def test_a_version_moves_only_over_days_on_which_something_can_be_decided() -> None:
    found, ruleset, library = of_shipped("vn/commune-ntm", 0)
    assert [one.kind for one in found if one.rule is None] == [K.LATER]
    assert years_in_force(ruleset, library) == Years(2022, 2022)
    # It asks a ruleset that begins a month later, so on its first day nothing can be decided under it.
    assert not [one for one in of_shipped("vn/district-ntm", 0)[0] if one.rule is None]


@pytest.mark.slow
@SOME
@given(worlds())
def test_every_mutant_compiles_and_is_another_ruleset(world: World) -> None:
    for id in world.library.versions:
        ruleset = world.library.ruleset(id, world.as_of)
        for mutant in mutants(ruleset, world.library):
            assert mutant.ruleset != ruleset
            assert mutant.before != mutant.after
            library = in_place_of(ruleset, mutant.ruleset, world.library)
            program = compile(mutant.ruleset, world.as_of, library)
            assert set(mutant.changed) <= program.by_code.keys()


@pytest.mark.slow
@SOME
@given(worlds())
def test_a_revised_program_decides_as_one_that_is_compiled(world: World) -> None:
    for program in world.programs():
        for mutant in [each for each in mutants(program.ruleset, world.library) if each.rule is not None][:12]:
            quick, full = revised(program, mutant.ruleset), compile(mutant.ruleset, world.as_of, world.library)
            ours, theirs = (evaluate(each, world.units, world.statements) for each in (quick, full))
            for unit in theirs.units:
                assert list(ours.of(unit.code)) == list(theirs.of(unit.code))
                assert dict(ours.outcomes(unit.code)) == dict(theirs.outcomes(unit.code))

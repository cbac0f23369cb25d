"""Compiling: names that are not there, circles, versions, limits; and what a program is."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from attrs import evolve

from ntm_rules.engine.decisions import evaluate
from ntm_rules.engine.live.session import Session
from ntm_rules.model.condition import (
    Aggregate,
    AllOf,
    AnyOf,
    AtLeastN,
    AtMostN,
    Attained,
    AttributeIs,
    Basis,
    Bound,
    Change,
    Comparison,
    Condition,
    CriteriaCount,
    CriteriaState,
    Direction,
    MembersAttained,
    MembersMeasure,
    NoneOf,
    OneOf,
    Operator,
    OwnCriteria,
    Required,
    Unknown,
)
from ntm_rules.model.fact import Fact
from ntm_rules.model.key import RuleKey
from ntm_rules.model.library import Library
from ntm_rules.model.measure import Measure, ShareOf, SumOf
from ntm_rules.model.outcome import Outcome
from ntm_rules.model.problem import CompileError
from ntm_rules.model.ruleset import Criterion, Indicator, Provenance, ProvenanceStatus
from ntm_rules.model.text import Text
from ntm_rules.model.threshold import ByAttribute, ByYear, Fixed, Relative, Threshold
from ntm_rules.model.units.unit import Unit, Units
from ntm_rules.program.compiling import MOST_IN_A_ROW, MOST_RULES, compile
from ntm_rules.program.condition_checks import MOST_DEPTH
from ntm_rules.program.messages import COMPILING

JUNE = date(2024, 6, 30)
PLAN = Provenance(ProvenanceStatus.PLAN, "II.12")
NINETY = Fixed(Decimal(90))
MakeRuleset = Callable[..., Any]
MakeLibrary = Callable[..., Library]


def at_least(measure: str, threshold: Threshold = NINETY) -> Comparison:
    return Comparison(measure, Operator.AT_LEAST, threshold)


BOUND = (Bound(Basis.COUNT, Operator.AT_LEAST, Fixed(Decimal(1))),)
DEEP_NAME = ByAttribute("region", (("delta", ByYear(((2024, Relative("nobody", "province")),))),), NINETY)
UNKNOWN_NAMES: list[tuple[Condition, str]] = [
    (at_least("nobody"), "nobody"),
    (OneOf("nobody", (Decimal(1),)), "nobody"),
    (Required("nobody"), "nobody"),
    (Change("nobody", date(2023, 1, 1), Direction.INCREASED, Operator.AT_LEAST, NINETY), "nobody"),
    (MembersMeasure("commune", Aggregate.MEAN, "nobody", Operator.AT_LEAST, NINETY), "nobody"),
    (at_least("water", Relative("nobody", "province")), "nobody"),
    (at_least("water", DEEP_NAME), "nobody"),
    (OwnCriteria(CriteriaState.ATTAINED, (Bound(Basis.COUNT, Operator.AT_LEAST, Relative("nobody")),)), "nobody"),
    (OwnCriteria(CriteriaState.ATTAINED, BOUND, of=("9",)), "'9'"),
    (OwnCriteria(CriteriaState.ATTAINED, BOUND, including_any_of=("1.1",)), "'1.1'"),
    (Attained(RuleKey("vn/nothing")), "vn/nothing"),
    (Attained(RuleKey("vn/other", "77")), "vn/other#77"),
    (Attained(RuleKey("vn/other")), "vn/other"),  # it has no recognition
    (MembersAttained("commune", RuleKey("vn/nothing"), BOUND), "vn/nothing"),
    (MembersMeasure("commune", Aggregate.MEAN, CriteriaCount("vn/nothing"), Operator.AT_LEAST, NINETY), "vn/nothing"),
    (AllOf((Unknown(), NoneOf((AnyOf((at_least("nobody"),)),)))), "nobody"),
    (OwnCriteria(CriteriaState.ATTAINED, BOUND, of=("9",), ruleset="vn/other"), "'9'"),
    (OwnCriteria(CriteriaState.ALL, ruleset="vn/nothing"), "vn/nothing"),
    (AllOf(()), "at least one condition"),
    (AnyOf(()), "at least one condition"),
    (NoneOf(()), "at least one condition"),
    (AtLeastN(0, (Unknown(),)), "0 of 1"),
    (AtLeastN(2, (Unknown(),)), "2 of 1"),
    (AtMostN(2, (Unknown(),)), "2 of 1"),
]


@pytest.mark.parametrize("place", ["condition", "applies_when"])
@pytest.mark.parametrize(("condition", "named"), UNKNOWN_NAMES)
def test_a_name_that_is_not_there(
    make_ruleset: MakeRuleset, make_library: MakeLibrary, condition: Condition, named: str, place: str
) -> None:
    other = make_ruleset(Unknown(), id="vn/other", applies_to="township")
    criterion = Criterion("1", Text("Một"), PLAN, condition=Unknown())
    changed: dict[str, Any] = {place: condition}
    library = make_library(other, make_ruleset(evolve(criterion, **changed)))
    with pytest.raises(CompileError) as error:
        compile("vn/town", JUNE, library)
    assert named in str(error.value)
    [found] = error.value.diagnostics
    assert found.code in {"NTM601", *COMPILING}
    assert found.message.vi != found.message.en


def test_an_attribute_that_is_not_there(make_ruleset: MakeRuleset, make_library: MakeLibrary) -> None:
    for condition in (AttributeIs("regoin", ("delta",)), at_least("water", ByAttribute("regoin", (), NINETY))):
        with pytest.raises(CompileError, match="regoin"):
            compile("vn/town", JUNE, make_library(make_ruleset(condition)))


@pytest.mark.parametrize(
    ("condition", "named"),
    [
        (at_least("registered"), "registered"),
        (at_least("order"), "order"),
        (at_least("order", Fixed("excellent")), "excellent"),
        (at_least("water", Fixed("good")), "good"),
        (at_least("water", Fixed(89.995)), "89.995"),  # type: ignore[arg-type]
        (Required("water"), "water"),
        (Required("order"), "order"),
        (Change("order", date(2023, 1, 1), Direction.INCREASED, Operator.AT_LEAST, NINETY), "order"),
        (MembersMeasure("commune", Aggregate.MEAN, "registered", Operator.AT_LEAST, NINETY), "registered"),
        (at_least("water", Relative("registered", "province")), "registered"),
        (at_least("water", ByYear(((2024, Fixed("good")),))), "good"),
    ],
)
def test_a_comparison_of_things_that_cannot_be_compared(
    make_ruleset: MakeRuleset, make_library: MakeLibrary, condition: Condition, named: str
) -> None:
    """A rule file is checked for this; so is a ruleset made in Python, before it meets a fact."""
    with pytest.raises(CompileError, match=named):
        compile("vn/town", JUNE, make_library(make_ruleset(condition)))


def test_rulesets_in_a_circle(make_ruleset: MakeRuleset, make_library: MakeLibrary) -> None:
    def asks(id: str, other: str) -> Any:
        return make_ruleset(Attained(RuleKey(other, "1")), id=id, applies_to="township")

    library = make_library(asks("vn/a", "vn/b"), asks("vn/b", "vn/c"), asks("vn/c", "vn/a"), asks("vn/d", "vn/a"))
    for start in ("vn/a", "vn/b", "vn/c", "vn/d"):
        with pytest.raises(CompileError, match=r"circle: .*vn/a"):
            compile(start, JUNE, library)


@pytest.mark.parametrize("length", [1, 2, 3])
def test_measures_in_a_circle(make_ruleset: MakeRuleset, length: int) -> None:
    names = [f"m{number}" for number in range(length)]
    measures = {
        name: Measure(name, Text(name), derive=SumOf((names[(place + 1) % length],)))
        for place, name in enumerate(names)
    }
    with pytest.raises(CompileError, match="circle: m0"):
        compile(make_ruleset(at_least("m0")), JUNE, Library(measures))


def test_a_derived_measure_whose_part_is_not_there(make_ruleset: MakeRuleset) -> None:
    measures = {"share": Measure("share", Text("share"), derive=ShareOf("part", "share_of_nothing"))}
    with pytest.raises(CompileError, match="'part'"):
        compile(make_ruleset(at_least("share")), JUNE, Library(measures))


def test_no_version_in_force(make_ruleset: MakeRuleset, make_library: MakeLibrary) -> None:
    old = make_ruleset(at_least("water"), version=date(2020, 1, 1), until=date(2021, 12, 31))
    library = make_library(old, make_ruleset(at_least("water", Fixed(Decimal(95))), version=date(2024, 1, 1)))
    for day in (date(2019, 12, 31), date(2022, 1, 1), date(2023, 12, 31)):
        with pytest.raises(CompileError, match=r"no version of .*vn/town.* is in force"):
            compile("vn/town", day, library)
    for day, version in (
        (date(2020, 1, 1), date(2020, 1, 1)),
        (date(2021, 12, 31), date(2020, 1, 1)),
        (date(2024, 1, 1), date(2024, 1, 1)),
    ):
        assert compile("vn/town", day, library).ruleset.version == version


def test_a_reference_needs_a_version_in_force_on_the_same_day(
    make_ruleset: MakeRuleset, make_library: MakeLibrary
) -> None:
    base = make_ruleset(Unknown(), id="vn/base", version=date(2024, 1, 1))
    library = make_library(base, make_ruleset(Attained(RuleKey("vn/base", "1")), version=date(2020, 1, 1)))
    assert compile("vn/town", JUNE, library).references["vn/base"].ruleset == base
    with pytest.raises(CompileError, match=r"no version of .*vn/base"):
        compile("vn/town", date(2023, 6, 30), library)


def test_two_rules_with_one_code(make_ruleset: MakeRuleset, make_library: MakeLibrary) -> None:
    one = Criterion("1", Text("Một"), PLAN, condition=Unknown())
    below = Criterion("2", Text("Hai"), PLAN, (Indicator("1", Text("Một"), Unknown(), PLAN),))
    for criteria in ((one, one), (one, below)):
        with pytest.raises(CompileError, match="'1'"):
            compile(make_ruleset(*criteria), JUNE, make_library())


@pytest.mark.slow
def test_as_many_rules_as_the_engine_takes_and_one_more(make_ruleset: MakeRuleset, make_library: MakeLibrary) -> None:
    most = make_ruleset([at_least("water")] * (MOST_RULES - 1))
    program = compile(most, JUNE, make_library())
    assert len(program.rules) == MOST_RULES == 4000
    with pytest.raises(CompileError, match="4001"):
        compile(make_ruleset([at_least("water")] * MOST_RULES), JUNE, make_library())


def nested(depth: int) -> Condition:
    condition: Condition = at_least("water")
    for level in range(depth):
        condition = (AllOf, AnyOf)[level % 2]((condition,))
    return condition


def test_as_deep_as_the_engine_takes_and_one_more(
    make_ruleset: MakeRuleset, make_library: MakeLibrary, decide: Callable[..., Any]
) -> None:
    facts = Fact("T", "water", Decimal(95), JUNE)
    assert decide(nested(MOST_DEPTH), facts).outcome is Outcome.ATTAINED
    for depth in (MOST_DEPTH + 1, 100, 5000):
        with pytest.raises(CompileError, match="nested"):
            compile(make_ruleset(nested(depth)), JUNE, make_library())


@pytest.mark.parametrize("depth", [50, 5000])
def test_thresholds_nested_too_deep(make_ruleset: MakeRuleset, make_library: MakeLibrary, depth: int) -> None:
    threshold: Threshold = NINETY
    for _ in range(depth):
        threshold = ByYear(((2024, threshold),))
    with pytest.raises(CompileError, match="nested"):
        compile(make_ruleset(at_least("water", threshold)), JUNE, make_library())


def test_a_program_and_those_it_refers_to(make_ruleset: MakeRuleset, make_library: MakeLibrary) -> None:
    base = make_ruleset(Unknown(), id="vn/base")
    middle = make_ruleset(Attained(RuleKey("vn/base", "1")), id="vn/middle")
    top = make_ruleset(
        [Attained(RuleKey("vn/middle", "1")), Attained(RuleKey("vn/base", "1"))],
        recognition=OwnCriteria(CriteriaState.ALL),
    )
    program = compile("vn/town", JUNE, make_library(base, middle, top))
    assert [one.ruleset.id for one in program.programs()] == ["vn/base", "vn/middle", "vn/town"]
    assert program.references["vn/base"] is program.references["vn/middle"].references["vn/base"]
    assert [rule.key.code for rule in program.rules] == ["1.1", "1.2", "1", "recognition"]
    assert program.by_code["1"].children == ("1.1", "1.2")
    assert program.criteria == ("1",)
    assert len({rule.hash for rule in program.rules}) == 4


def test_a_hash_changes_with_the_rule_and_with_nothing_else(
    make_ruleset: MakeRuleset, make_library: MakeLibrary
) -> None:
    def hashed(*conditions: Condition, measures: Any = (), **given: Any) -> list[str]:
        library = make_library(measures=measures)
        return [rule.hash for rule in compile(make_ruleset(*conditions, **given), JUNE, library).rules]

    first = hashed(at_least("water"), at_least("poor"))
    assert hashed(at_least("water"), at_least("poor")) == first
    assert hashed(at_least("water", Fixed(Decimal("90.0"))), at_least("poor")) == first, "90.0 is 90"
    assert hashed(at_least("water"), at_least("poor", Fixed(Decimal(91))))[0] == first[0]
    assert hashed(at_least("water"), at_least("poor", Fixed(Decimal(91))))[1] != first[1]
    assert hashed(Comparison("water", Operator.MORE_THAN, NINETY))[0] != first[0]
    changed = Measure("water", Text("water"), decimals=3)
    assert hashed(at_least("water"), at_least("poor"), measures=[changed])[0] != first[0], "without its bounds"
    assert hashed(at_least("water"), at_least("poor"), measures=[changed])[1] == first[1]
    assert set(hashed(at_least("water"), at_least("poor"), basically_met=True)).isdisjoint(first)


def test_five_hundred_indicators_agree_on_every_matcher(
    make_ruleset: MakeRuleset, make_library: MakeLibrary, matcher: Any
) -> None:
    """More rules than one handle of the matcher holds: none may be lost, and none may answer for another."""
    names = [f"m{number}" for number in range(500)]
    measures = [Measure(name, Text(name), decimals=1) for name in names]
    criteria = [
        [
            at_least(name, Fixed(Decimal(number % 97) / 10))
            for number, name in enumerate(names[start : start + 25], start)
        ]
        for start in range(0, 500, 25)
    ]
    count = Bound(Basis.COUNT, Operator.AT_LEAST, Fixed(Decimal(15)))
    ruleset = make_ruleset(*criteria, recognition=OwnCriteria(CriteriaState.ATTAINED, (count,)))
    program = compile(ruleset, JUNE, make_library(measures=measures))
    units = Units([Unit("T", "T", "township")])
    facts = {
        name: Fact("T", name, Decimal(number % 97 - (number % 7 == 3)) / 10, JUNE)
        for number, name in enumerate(names)
        if number % 11 != 5
    }
    with Session(program, units, facts.values(), matcher=matcher) as session:

        def check() -> None:
            decisions = evaluate(program, units, session.statements())
            expected = dict(decisions.outcomes("T"))
            assert {key.code: outcome for (_, key), outcome in session.outcomes().items()} == expected
            for number, name in enumerate(names):
                outcome = Outcome.UNDETERMINED
                if name in facts:
                    value = facts[name].value
                    assert isinstance(value, Decimal)
                    outcome = Outcome.ATTAINED if value * 10 >= number % 97 else Outcome.NOT_ATTAINED
                assert expected[f"{number // 25 + 1}.{number % 25 + 1}"] is outcome

        check()
        for number in range(0, 500, 3):
            name = names[number]
            new = Fact("T", name, Decimal(number % 97 + (number % 2) - (number % 5 == 0)) / 10, JUNE)
            if name in facts:
                session.correct(facts[name], new)
            else:
                session.assert_fact(new)
            facts[name] = new
        check()
        session.retract(*facts.values())
        assert set(session.outcomes().values()) == {Outcome.UNDETERMINED}


@pytest.mark.parametrize("first", [True, False], ids=["each asks the next", "each asks the one before"])
def test_rules_that_rest_on_one_another_in_a_row(
    make_ruleset: MakeRuleset, make_library: MakeLibrary, decide: Callable[..., Any], first: bool
) -> None:
    """As many as are taken work in every executor; more are refused before Python's stack ends."""

    def chain(length: int) -> Any:
        asks = [Attained(RuleKey("vn/town", str(number))) for number in range(2 if first else 1, length + first)]
        return make_ruleset(*((*asks, at_least("water")) if first else (at_least("water"), *asks)))

    last = "1" if first else str(MOST_IN_A_ROW)
    fact = Fact("T", "water", Decimal(95), JUNE)
    assert decide(chain(MOST_IN_A_ROW), fact, code=last).outcome is Outcome.ATTAINED
    decisions = evaluate(compile(chain(MOST_IN_A_ROW), JUNE, make_library()), Unit("T", "T", "township"), [])
    assert [step.measure for step in decisions.to_settle("T", last)] == ["water"]
    assert [step.measure for step in decisions.to_attain("T", last) or ()] == ["water"]
    for length in (MOST_IN_A_ROW + 1, 300, 2000):
        with pytest.raises(CompileError, match="in a row"):
            compile(chain(length), JUNE, make_library())


def test_nesting_counts_too(make_ruleset: MakeRuleset, make_library: MakeLibrary) -> None:
    """Four rules in a row, each with conditions nested thirty deep, go as deep as 124 rules."""

    def asks(number: int) -> Condition:
        condition: Condition = Attained(RuleKey("vn/town", str(number)))
        for _ in range(30):
            condition = AnyOf((condition,))
        return condition

    compile(make_ruleset(at_least("water"), *(asks(number) for number in range(1, 4))), JUNE, make_library())
    with pytest.raises(CompileError, match="in a row"):
        compile(make_ruleset(at_least("water"), *(asks(number) for number in range(1, 5))), JUNE, make_library())


def test_rulesets_that_rest_on_one_another_in_a_row(
    make_ruleset: MakeRuleset, make_library: MakeLibrary, decide: Callable[..., Any]
) -> None:
    def chain(length: int) -> list[Any]:
        first = make_ruleset(at_least("water"), id="vn/r1")
        return [first, *(make_ruleset(Attained(RuleKey(f"vn/r{n}", "1")), id=f"vn/r{n + 1}") for n in range(1, length))]

    *others, last = chain(MOST_DEPTH)
    fact = Fact("T", "water", Decimal(95), JUNE)
    assert decide(last, fact, others=others).outcome is Outcome.ATTAINED
    for length in (MOST_DEPTH + 2, 500):
        with pytest.raises(CompileError, match="in a row"):
            compile(f"vn/r{length}", JUNE, make_library(*chain(length)))


def test_rules_of_one_ruleset_in_a_circle(make_ruleset: MakeRuleset, make_library: MakeLibrary) -> None:
    def asks(code: str) -> Condition:
        return AllOf((at_least("water"), Attained(RuleKey("vn/town", code))))

    for conditions in ([asks("1")], [asks("2"), asks("1")], [asks("2"), asks("3"), asks("1")]):
        with pytest.raises(CompileError, match="circle: vn/town#1"):
            compile(make_ruleset(*conditions), JUNE, make_library())
    with pytest.raises(CompileError, match="circle"):
        compile(make_ruleset([OwnCriteria(CriteriaState.ALL)]), JUNE, make_library())

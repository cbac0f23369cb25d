"""Units and facts for a ruleset of one's own: valid, dense around its thresholds, and with everything that may be missing."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from functools import cache

import pytest
from attrs import evolve
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ntm_rules.language.library import load_library
from ntm_rules.model import condition as form
from ntm_rules.model.condition import Condition, Operator
from ntm_rules.model.fact import Absence, Attestation, Fact, Statement
from ntm_rules.model.library import Library
from ntm_rules.model.measure import Attribute, Level, Measure, ShareOf
from ntm_rules.model.outcome import Outcome
from ntm_rules.model.ruleset import Criterion, Instrument, Provenance, ProvenanceStatus, Ruleset
from ntm_rules.model.text import Text
from ntm_rules.model.threshold import ByAttribute, Fixed, Relative
from ntm_rules.model.units.unit import Unit, Units
from ntm_rules.program.admission.statements import check_statements
from ntm_rules.program.compiling import compile
from ntm_rules.testing import AS_OF, World, facts_for, points_of, units_for, worlds

from ..profiles import sampled, tried

PLAN = Provenance(ProvenanceStatus.PLAN, "I")
SINCE = date(2023, 6, 30)
WATER = Measure("water", Text("Nước sạch"), decimals=1, minimum=Decimal(0), maximum=Decimal(100))
MEASURES = [
    WATER,
    *(Measure(id, Text(id)) for id in ("income", "part", "whole")),
    Measure("share", Text("share"), derive=ShareOf("part", "whole")),
]
REGION = Attribute("region", Text("Vùng"), (Level("delta", Text("Đồng bằng")), Level("mountains", Text("Miền núi"))))
OPEN = Attribute("class", Text("Loại"))


def made(*conditions: Condition, may_not_apply: bool = False) -> tuple[Ruleset, Library]:
    criteria = tuple(Criterion(str(code), Text("T"), PLAN, (), one) for code, one in enumerate(conditions, 1))
    ruleset = Ruleset("vn/commune", date(2022, 1, 1), Text("Xã"), "commune", Instrument("1/QĐ"), criteria)
    measures = {one.id: evolve(one, may_not_apply=may_not_apply) for one in MEASURES}
    library = Library(measures, {"region": REGION, "class": OPEN}, {"vn/commune": (ruleset,)})
    return ruleset, library


AT_90 = form.Comparison("water", Operator.AT_LEAST, Fixed(Decimal(90)))
BY_CLASS = form.Comparison("water", Operator.AT_LEAST, ByAttribute("class", (("II", Fixed(Decimal(50))),)))
IN_DELTA = form.AttributeIs("region", ("delta",))
OF_PROVINCE = form.Comparison("income", Operator.AT_LEAST, Relative("income", "province"))
OF_VILLAGES = form.MembersMeasure(
    "village", form.Aggregate.MEAN, "income", Operator.AT_LEAST, Fixed(Decimal(3)), ("V7",)
)
RISEN = form.Change("income", SINCE, form.Direction.INCREASED, Operator.AT_LEAST, Fixed(Decimal(30)))
SHARE = form.Comparison("share", Operator.AT_LEAST, Fixed(Decimal(50)))
RULESET, LIBRARY = made(AT_90, BY_CLASS, IN_DELTA, OF_PROVINCE, OF_VILLAGES, RISEN, SHARE, form.Unknown())


@cache
def collected() -> tuple[list[Units], list[tuple[Statement, ...]]]:
    units: list[Units] = []
    facts: list[tuple[Statement, ...]] = []

    @sampled(1500)
    @given(units_for(RULESET, LIBRARY), facts_for(RULESET, LIBRARY))
    def collect(some_units: Units, some_facts: tuple[Statement, ...]) -> None:
        check_statements(some_facts, some_units, LIBRARY)
        units.append(some_units)
        facts.append(some_facts)

    collect()
    return units, facts


@pytest.mark.slow
def test_the_unit_has_the_attributes_asked_for_or_not() -> None:
    assert all(units["U"].kind == "commune" for units in collected()[0])
    assert {units["U"].attributes.get("region") for units in collected()[0]} == {"delta", "mountains", None}
    # Of an attribute with no closed list, what a rule names and something else.
    assert {units["U"].attributes.get("class") for units in collected()[0]} == {"II", "other", None}


def test_units_above_and_below_that_are_asked_for_are_there_or_not() -> None:
    above = [units.ancestor("U", "province") for units in collected()[0]]
    assert {unit.code if unit else None for unit in above} == {"A1", None}
    assert {len(units.members("U", "village")) for units in collected()[0]} == {0, 1, 2, 3}
    assert any("V7" in units for units in collected()[0])
    assert {unit.kind for units in collected()[0] for unit in units} == {"province", "commune", "village"}


def facts() -> Iterator[Fact]:
    return (one for found in collected()[1] for one in found if isinstance(one, Fact))


def test_facts_lie_on_and_next_to_the_thresholds_or_are_missing() -> None:
    water = {fact.value for fact in facts() if fact.measure == "water"}
    assert {Decimal(number) for number in ("90", "89.9", "90.1", "50", "49.9", "50.1")} <= water
    assert set(Absence) <= water
    assert any(all(one.measure != "water" for one in found if isinstance(one, Fact)) for found in collected()[1])
    assert {fact.unit for fact in facts()} == {"U"}
    assert {fact.measure for fact in facts()} == {measure.id for measure in MEASURES}


def test_what_changes_is_reported_for_both_dates_around_the_change_asked_for() -> None:
    changes = set()
    for found in collected()[1]:
        of = {one.as_of: one.value for one in found if isinstance(one, Fact) and one.measure == "income"}
        now, then = of.get(AS_OF), of.get(SINCE)
        if isinstance(now, Decimal) and isinstance(then, Decimal):
            changes.add(now - then)
    assert {Decimal(29), Decimal(30), Decimal(31), Decimal(-30)} <= changes


def test_what_only_an_authority_can_say_is_attested_more_often_than_not() -> None:
    attested = [{one.rule.code for one in found if isinstance(one, Attestation)} for found in collected()[1]]
    assert sum("8" in codes for codes in attested) > len(collected()[1]) / 2
    assert 0 < sum("1" in codes for codes in attested) < len(collected()[1]) / 3


def test_facts_of_another_unit_are_those_that_rules_look_at_there() -> None:
    seen = set[tuple[str, str]]()

    @sampled(60)
    @given(facts_for(RULESET, LIBRARY, unit=Unit("A1", "Lai Châu", "province")))
    def collect(found: tuple[Statement, ...]) -> None:
        seen.update((one.unit, one.measure) for one in found if isinstance(one, Fact))
        assert not any(isinstance(one, Attestation) for one in found)

    collect()
    assert seen == {("A1", "income")}


SHIPPED = load_library()


@settings(max_examples=tried(0.6), suppress_health_check=list(HealthCheck))
@given(st.data(), st.sampled_from(sorted(SHIPPED.versions)))
def test_units_and_facts_for_every_shipped_ruleset_fit(data: st.DataObject, id: str) -> None:
    ruleset = SHIPPED.versions[id][-1]
    as_of = max(ruleset.version, AS_OF)
    if any(not any(one.version <= as_of for one in versions) for versions in SHIPPED.versions.values()):
        as_of = max(versions[0].version for versions in SHIPPED.versions.values())
    if ruleset.until is not None and ruleset.until < as_of:
        as_of = ruleset.until
    units = data.draw(units_for(ruleset, SHIPPED, as_of=as_of))
    found = data.draw(facts_for(ruleset, SHIPPED, as_of=as_of))
    check_statements(found, units, SHIPPED)


def outcomes(condition: Condition, most: int = 2000, *, may_not_apply: bool = False) -> list[tuple[Outcome, str]]:
    ruleset, library = made(condition, may_not_apply=may_not_apply)
    program = compile(ruleset, AS_OF, library)
    return [(point.decide(program, "1").outcome, str(point)) for point in points_of([program], "1", most)]


DECIDED = {Outcome.ATTAINED, Outcome.NOT_ATTAINED, Outcome.UNDETERMINED}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("condition", "expected", "where_open"),
    [
        (AT_90, DECIDED, set(Outcome)),
        (IN_DELTA, DECIDED, DECIDED),
        (OF_PROVINCE, DECIDED, set(Outcome)),
        (OF_VILLAGES, DECIDED, set(Outcome)),
        (RISEN, DECIDED, set(Outcome)),
        (SHARE, DECIDED, set(Outcome)),
        (form.Unknown(), {Outcome.UNDETERMINED}, {Outcome.UNDETERMINED}),
    ],
)
def test_points_reach_every_outcome(condition: Condition, expected: set[Outcome], where_open: set[Outcome]) -> None:
    # A figure reported as not applicable decides nothing, unless its measure may not apply.
    for may_not_apply, reached in ((False, expected), (True, where_open)):
        assert {outcome for outcome, _ in outcomes(condition, may_not_apply=may_not_apply)} == reached


def test_points_are_every_combination_or_as_many_as_asked_for_and_always_the_same() -> None:
    two = form.AllOf((AT_90, IN_DELTA))
    found = [where for _, where in outcomes(two)]
    assert len(found) == len(set(found)) == 3 * (3 + 7)
    assert len(outcomes(two, 7)) == 7
    assert outcomes(two, 7) == outcomes(two, 7)


def test_points_of_two_versions_lie_around_the_thresholds_of_both() -> None:
    (first, library), (second, _) = made(AT_90), made(form.Comparison("water", Operator.AT_LEAST, Fixed(Decimal(95))))
    programs = [compile(one, AS_OF, library) for one in (first, second)]
    differing = [
        str(point)
        for point in points_of(programs, "1")
        if point.decide(programs[0], "1").outcome is not point.decide(programs[1], "1").outcome
    ]
    assert [where.split(" = ")[1].split()[0] for where in differing] == ["90", "90.1", "91.0", "94.9", "94.0"]


@pytest.mark.slow
@settings(max_examples=tried(0.4), suppress_health_check=list(HealthCheck))
@given(worlds())
def test_points_of_generated_rulesets_are_valid(world: World) -> None:
    for program in world.programs():
        for rule in program.rules:
            for point in points_of([program], rule.key.code, 5):
                check_statements(point.facts, point.units, world.library)
                assert point.decide(program, rule.key.code).outcome in Outcome

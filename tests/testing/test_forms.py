"""Every form of the language and every kind of report really occurs in generated worlds."""

import typing
from collections.abc import Callable, Iterator
from datetime import date
from enum import Enum
from functools import cache

import pytest
from attrs import fields, has
from hypothesis import given

from ntm_rules.model import condition as form
from ntm_rules.model import threshold as limit
from ntm_rules.model.fact import Absence, Attestation, Fact, Finding, PublishedDecision
from ntm_rules.model.key import RECOGNITION
from ntm_rules.model.measure import MeasureType, RatioOf, ShareOf, SumOf, WeightedSumOf
from ntm_rules.model.outcome import Outcome
from ntm_rules.model.ruleset import Conclusion, Criterion, Indicator, ProvenanceStatus, Rule
from ntm_rules.model.text import Text
from ntm_rules.model.units.unit import Unit
from ntm_rules.testing import World, worlds

from ..profiles import rare, sampled

pytestmark = pytest.mark.slow


@cache
def generated() -> tuple[World, ...]:
    found: list[World] = []

    @sampled(1500)
    @given(worlds())
    def collect(world: World) -> None:
        found.append(world)

    collect()
    return tuple(found)


def rules() -> Iterator[Rule]:
    for world in generated():
        for versions in world.library.versions.values():
            for version in versions:
                yield from version.rules()


def inside(value: object) -> Iterator[object]:
    """The value and everything in it, whatever its class."""
    yield value
    if isinstance(value, tuple):
        for part in value:
            yield from inside(part)
    elif has(of := type(value)):
        for field in fields(of):
            yield from inside(getattr(value, field.name))


@cache
def written() -> tuple[object, ...]:
    """Everything in the conditions of every rule."""
    return tuple(part for rule in rules() for part in inside((rule.condition, rule.applies_when)))


def depth(condition: object) -> int:
    return 1 + max(map(depth, condition.parts)) if isinstance(condition, form.Combination) else 0


@pytest.mark.parametrize("wanted", [*typing.get_args(form.Condition), *typing.get_args(limit.Threshold)])
def test_every_form_of_condition_and_threshold_occurs(wanted: type) -> None:
    assert sum(isinstance(part, wanted) for part in written()) >= 3


WORDS = [form.Operator, form.Basis, form.CriteriaState, form.Aggregate, form.Direction]


@pytest.mark.parametrize("wanted", [word for words in WORDS for word in words], ids=str)
def test_every_word_of_the_conditions_occurs(wanted: Enum) -> None:
    assert wanted in written()


@pytest.mark.parametrize("operator", form.Operator)
@pytest.mark.parametrize("kind", [form.Comparison, form.Bound, form.MembersMeasure, form.Change, form.CriteriaChange])
def test_every_operator_occurs_wherever_one_stands(kind: type, operator: form.Operator) -> None:
    assert any(isinstance(part, kind) and getattr(part, "operator", None) is operator for part in written())


HOLDERS: dict[str, Callable[[object], object]] = {
    "comparison": lambda part: isinstance(part, form.Comparison) and part.threshold,
    "bound": lambda part: isinstance(part, form.Bound) and part.threshold,
    "members": lambda part: isinstance(part, form.MembersMeasure) and part.threshold,
    "change": lambda part: isinstance(part, form.Change) and part.threshold,
    "change of criteria": lambda part: isinstance(part, form.CriteriaChange) and part.threshold,
}


COUNTING = ("bound", "change of criteria")
"""Holders whose figure is counted: no other rule sets a threshold for it."""
RARE = (("change", limit.ThresholdOf), ("members", limit.ThresholdOf), ("change of criteria", limit.ForEach))


@pytest.mark.parametrize(
    ("holder", "wanted"),
    [
        pytest.param(holder, wanted, marks=rare if (holder, wanted) in RARE else ())
        for holder in HOLDERS
        for wanted in typing.get_args(limit.Threshold)
        if wanted is not limit.NoLimit
        and (wanted is not limit.DayFrom or holder == "comparison")
        and (wanted is not limit.ThresholdOf or holder not in COUNTING)
    ],
)
def test_every_threshold_occurs_wherever_one_stands(holder: str, wanted: type) -> None:
    assert any(isinstance(HOLDERS[holder](part), wanted) for part in written())


PLACES: dict[str, Callable[[object], bool]] = {
    "relative to a unit above": lambda part: isinstance(part, limit.Relative) and part.of is not None,
    "relative to the unit itself": lambda part: isinstance(part, limit.Relative) and part.of is None,
    "by attribute without otherwise": lambda part: isinstance(part, limit.ByAttribute) and part.otherwise is None,
    "by attribute with otherwise": lambda part: isinstance(part, limit.ByAttribute) and part.otherwise is not None,
    "by year within by attribute": lambda part: (
        isinstance(part, limit.ByAttribute) and any(isinstance(case, limit.ByYear) for _, case in part.cases)
    ),
    "a level": lambda part: isinstance(part, limit.Fixed) and isinstance(part.value, str),
    "a finding not to be met": lambda part: isinstance(part, form.Required) and not part.met,
    "criteria, some of them": lambda part: isinstance(part, form.OwnCriteria) and bool(part.of),
    "criteria, including any of": lambda part: isinstance(part, form.OwnCriteria) and bool(part.including_any_of),
    "two bounds": lambda part: isinstance(part, form.MembersAttained) and len(part.bounds) > 1,
    "a member's recognition": lambda part: isinstance(part, form.MembersAttained) and part.rule.code == RECOGNITION,
    "a member's rule": lambda part: isinstance(part, form.MembersAttained) and part.rule.code != RECOGNITION,
    "a rule of the unit above": lambda part: isinstance(part, form.Attained) and part.of is not None,
    "members' criteria": lambda part: isinstance(part, form.CriteriaCount) and part.since is None,
    "members' criteria since an earlier date": lambda part: isinstance(part, form.CriteriaCount) and bool(part.since),
    "members' criteria since, of named members": lambda part: (
        isinstance(part, form.MembersMeasure)
        and isinstance(part.of, form.CriteriaCount)
        and part.of.since is not None
        and bool(part.only)
    ),
    "members' criteria, of named members": lambda part: (
        isinstance(part, form.MembersMeasure) and isinstance(part.of, form.CriteriaCount) and bool(part.only)
    ),
    "members' figures, of named members": lambda part: (
        isinstance(part, form.MembersMeasure) and isinstance(part.of, str) and bool(part.only)
    ),
    "one named member": lambda part: isinstance(part, form.MembersAttained) and len(part.only) == 1,
    "two named members": lambda part: isinstance(part, form.MembersAttained) and len(part.only) == 2,
    "another ruleset's criteria, some of them": lambda part: (
        isinstance(part, form.OwnCriteria) and part.ruleset is not None and bool(part.of)
    ),
    "another ruleset's criteria, including any of": lambda part: (
        isinstance(part, form.OwnCriteria) and part.ruleset is not None and bool(part.including_any_of)
    ),
    "another ruleset's criteria, within two bounds": lambda part: (
        isinstance(part, form.OwnCriteria) and part.ruleset is not None and len(part.bounds) > 1
    ),
    "members' figures": lambda part: isinstance(part, form.MembersMeasure) and isinstance(part.of, str),
    "members weighted": lambda part: getattr(part, "weighted_by", None) is not None,
    "numbers of members, of two kinds": lambda part: (
        isinstance(part, form.MembersCompared) and part.counted.kind != part.against.kind
    ),
    "a multiple of a number of members": lambda part: isinstance(part, form.MembersCompared) and part.factor != 1,
    "members among others": lambda part: getattr(part, "among", None) is not None,
    "a change in per cent": lambda part: isinstance(part, form.Change) and part.basis is form.Basis.SHARE,
    "no limit in a band": lambda part: (
        isinstance(part, limit.ByBand) and any(isinstance(one, limit.NoLimit) for _, one in part.bands)
    ),
    "two of three": lambda part: isinstance(part, form.AtLeastN) and part.n == 2 and len(part.parts) == 3,
    "nested three deep": lambda part: depth(part) == 3,
    "criteria counted in a combination": lambda part: (
        isinstance(part, form.Combination) and any(isinstance(below, form.OwnCriteria) for below in part.parts)
    ),
}


@pytest.mark.parametrize("place", PLACES)
def test_every_way_to_write_a_form_occurs(place: str) -> None:
    assert any(PLACES[place](part) for part in written())


@pytest.mark.parametrize("direction", form.Direction)
@pytest.mark.parametrize("operator", form.Operator)
def test_changes_of_criteria_go_every_way(operator: form.Operator, direction: form.Direction) -> None:
    changes = [part for part in written() if isinstance(part, form.CriteriaChange)]
    assert any((part.operator, part.direction) == (operator, direction) for part in changes)


ACROSS: dict[str, Callable[[object], bool]] = {
    **{
        f"another ruleset's criteria, {state.value}": lambda part, state=state: (  # type: ignore[misc]
            isinstance(part, form.OwnCriteria) and part.ruleset is not None and part.state is state
        )
        for state in form.CriteriaState
    },
    "a change of criteria": lambda part: isinstance(part, form.CriteriaChange),
    "members' criteria since an earlier date": lambda part: isinstance(part, form.CriteriaCount) and bool(part.since),
    "named members": lambda part: isinstance(part, form.MembersAttained) and bool(part.only),
}


@pytest.mark.parametrize("kind", [Indicator, pytest.param(Criterion, marks=rare), Conclusion])
@pytest.mark.parametrize("wanted", ACROSS)
def test_what_is_asked_across_rulesets_and_units_occurs_on_every_kind_of_rule(wanted: str, kind: type) -> None:
    assert any(isinstance(rule, kind) and any(map(ACROSS[wanted], inside(rule.condition))) for rule in rules())
    assert any(any(map(ACROSS[wanted], inside(rule.applies_when))) for rule in rules())


def test_no_ruleset_counts_its_own_criteria_as_anothers() -> None:
    for world in generated():
        for id, versions in world.library.versions.items():
            for part in inside(tuple(rule.condition for version in versions for rule in version.rules())):
                assert not (isinstance(part, form.OwnCriteria | form.CriteriaChange) and part.ruleset == id)


@pytest.mark.parametrize("kind", [Indicator, Criterion, Conclusion])
def test_applicability_and_conditions_of_their_own_occur_on_every_kind_of_rule(kind: type) -> None:
    assert any(isinstance(rule, kind) and rule.applies_when is not None for rule in rules())
    assert any(isinstance(rule, kind) and rule.condition is not None for rule in rules())


def test_every_provenance_and_every_word_on_basically_met_occurs() -> None:
    assert {rule.provenance.status for rule in rules()} == set(ProvenanceStatus)
    assert {
        version.basically_met
        for world in generated()
        for versions in world.library.versions.values()
        for version in versions
    } == {None, True, False}


@rare
def test_ratios_occur() -> None:
    assert any(type(measure.derive) is RatioOf for world in generated() for measure in world.library.measures.values())


def test_measures_of_every_make_occur() -> None:
    measures = [measure for world in generated() for measure in world.library.measures.values()]
    assert {measure.type for measure in measures} == set(MeasureType)
    assert {type(measure.derive) for measure in measures} - {RatioOf} == {type(None), ShareOf, SumOf, WeightedSumOf}
    assert {measure.decimals for measure in measures} == {0, 1, 2, 3}
    assert {measure.rounding is None for measure in measures} == {True, False}
    assert {type(measure.may_not_apply) for measure in measures} == {bool, Text}
    assert {(measure.minimum is None, measure.maximum is None) for measure in measures} >= {
        (True, True),
        (True, False),
        (False, True),
        (False, False),
    }


def test_reports_of_every_kind_occur() -> None:
    facts = [found for world in generated() for found in world.statements if isinstance(found, Fact)]
    assert {found.value for found in facts} >= {*Absence, *Finding}
    assert {found.recorded is None for found in facts} == {True, False}
    assert len({found.reported_by for found in facts}) == 3
    attested = [found for world in generated() for found in world.statements if isinstance(found, Attestation)]
    assert {found.value for found in attested} == {*Absence, *Finding}
    published = [found for world in generated() for found in world.statements if isinstance(found, PublishedDecision)]
    statuses = {
        status.id for world in generated() for one in world.library.versions.values() for status in one[0].statuses
    }
    assert {found.value for found in published} == {*Outcome, *statuses}


@pytest.mark.parametrize("kind", [Indicator, Criterion, Conclusion])
def test_attestations_on_every_kind_of_rule_occur(kind: type) -> None:
    assert any(
        isinstance(world.library.ruleset(found.rule.ruleset, world.as_of).rule(found.rule.code), kind)
        for world in generated()
        for found in world.statements
        if isinstance(found, Attestation)
    )


def pairs() -> Iterator[tuple[World, Fact | Attestation, Fact | Attestation]]:
    for world in generated():
        first: dict[object, Fact | Attestation] = {}
        for found in world.statements:
            if isinstance(found, PublishedDecision):
                continue
            matter = (found.unit, found.measure if isinstance(found, Fact) else found.rule)
            if matter in first:
                yield world, first[matter], found
            first.setdefault(matter, found)


SECONDS: dict[str, Callable[[World, Fact | Attestation, Fact | Attestation], bool]] = {
    "conflict": lambda world, one, two: (
        isinstance(one, Fact)
        and (one.as_of, one.recorded) == (two.as_of, two.recorded)
        and one.value != two.value
        and one.reported_by != two.reported_by
    ),
    "conflicting attestations": lambda world, one, two: (
        isinstance(one, Attestation) and one.as_of == two.as_of and one.value != two.value
    ),
    "revision": lambda world, one, two: (
        (one.as_of, one.reported_by) == (two.as_of, two.reported_by)
        and two.recorded is not None
        and one.value != two.value
    ),
    "the same figure written otherwise": lambda world, one, two: (
        one.as_of == two.as_of and one.value == two.value and str(one.value) != str(two.value)
    ),
    "before and on the day": lambda world, one, two: two.as_of < one.as_of == world.as_of,
    "after the day": lambda world, one, two: one.as_of <= world.as_of < two.as_of,
    "recorded after the day": lambda world, one, two: two.recorded is not None and two.recorded > world.as_of,
}


@pytest.mark.parametrize("second", SECONDS)
def test_second_reports_of_every_kind_occur(second: str) -> None:
    assert any(SECONDS[second](*pair) for pair in pairs())


def test_figures_meet_thresholds() -> None:
    """In many worlds a figure lies exactly on a threshold that its measure is compared with, and in many just beside."""
    on = beside = 0
    for world in generated():
        asked = {
            (part.measure, part.threshold.value)
            for versions in world.library.versions.values()
            for part in inside(tuple(rule.condition for rule in versions[0].rules()))
            if isinstance(part, form.Comparison) and isinstance(part.threshold, limit.Fixed)
        }
        figures = {(found.measure, found.value) for found in world.statements if isinstance(found, Fact)}
        on += bool(asked & figures)
        beside += any(
            (id, value + step) in figures
            for id, value in asked
            if not isinstance(value, str)
            for tiny in [10 ** -world.library.measures[id].decimals]
            for step in (type(value)(str(tiny)), -type(value)(str(tiny)))
        )
    assert on > len(generated()) / 4
    assert beside > len(generated()) / 6


def asked_earlier(world: World, day: date | None = None, id: str | None = None) -> Iterator[tuple[str, date]]:
    """The rulesets that those assessed (or the one in force on the day) ask for on an earlier date, and that date."""
    for own in (id,) if id is not None else world.rulesets.values():
        ruleset = world.library.ruleset(own, day or world.as_of)
        for part in inside(tuple((rule.condition, rule.applies_when) for rule in ruleset.rules())):
            if isinstance(part, form.CriteriaChange | form.CriteriaCount) and part.since is not None:
                yield part.ruleset, part.since


def narrowed(world: World) -> Iterator[tuple[set[str], set[str], set[str]]]:
    """For each condition on named members, and each unit that it is asked of: those named, the members, those between."""
    for id in world.rulesets.values():
        ruleset = world.library.ruleset(id, world.as_of)
        for part in inside(tuple((rule.condition, rule.applies_when) for rule in ruleset.rules())):
            if isinstance(part, form.MembersAttained | form.MembersMeasure) and part.only:
                for unit in world.units.of_kind(ruleset.applies_to, world.as_of):
                    members = {member.code for member in world.units.members(unit.code, part.kind, world.as_of)}
                    above = {one.code for code in members for one in world.units.ancestors(code)}
                    yield set(part.only), members, above & {one.code for one in below(world, unit.code)}


def below(world: World, unit: str) -> list[Unit]:
    return [one for one in world.units if unit in {above.code for above in world.units.ancestors(one.code)}]


EARLIER: dict[str, Callable[[World], bool]] = {
    "an earlier date": lambda world: any(True for _ in asked_earlier(world)),
    "two earlier dates": lambda world: len({day for _, day in asked_earlier(world)}) > 1,
    "the first day of a version": lambda world: any(
        world.library.ruleset(id, day).version == day for id, day in asked_earlier(world)
    ),
    "another version than today's": lambda world: any(
        world.library.ruleset(id, day) is not world.library.ruleset(id, world.as_of) for id, day in asked_earlier(world)
    ),
    "a version with other criteria than today's": lambda world: any(
        len(world.library.ruleset(id, day).criteria) != len(world.library.ruleset(id, world.as_of).criteria)
        for id, day in asked_earlier(world)
    ),
    "a version that has ended and asked others": lambda world: any(
        isinstance(part, form.Attained | form.MembersAttained | form.CriteriaCount | form.CriteriaChange)
        for versions in world.library.versions.values()
        if versions[-1].version <= world.as_of
        for version in versions[:-1]
        for part in inside(tuple(rule.condition for rule in version.rules()))
    ),
    "an earlier date of an earlier date": lambda world: any(
        then < day for id, day in asked_earlier(world) for _, then in asked_earlier(world, day, id)
    ),
    "facts on both sides": lambda world: any(
        {found.as_of <= day for found in world.statements if isinstance(found, Fact) and found.unit == unit.code}
        == {True, False}
        for id, day in asked_earlier(world)
        for unit in world.units.of_kind(world.library.ruleset(id, day).applies_to)
    ),
    **{
        f"attestations {word} the date": lambda world, before=before: any(  # type: ignore[misc]
            isinstance(found, Attestation) and found.rule.ruleset == id and (found.as_of <= day) is before
            for id, day in asked_earlier(world)
            for found in world.statements
        )
        for word, before in (("before", True), ("after", False))
    },
    "an attestation on a rule that is no more": lambda world: any(
        isinstance(found, Attestation)
        and world.library.ruleset(found.rule.ruleset, world.as_of).rule(found.rule.code) is None
        for found in world.statements
    ),
    "named: some members of more": lambda world: any(
        set[str]() < named & members < members for named, members, _ in narrowed(world)
    ),
    "named: a unit between": lambda world: any(named & between for named, _, between in narrowed(world)),
    "named: none of the members, nor any above": lambda world: any(
        members and not named & (members | between) for named, members, between in narrowed(world)
    ),
    "named: no unit at all": lambda world: any(
        code not in world.units for named, _, _ in narrowed(world) for code in named
    ),
}


SELDOM = ("a version with other criteria than today's", "an earlier date of an earlier date", "named: a unit between")


@pytest.mark.parametrize("wanted", [pytest.param(each, marks=rare if each in SELDOM else ()) for each in EARLIER])
def test_earlier_dates_and_named_members_of_every_make_occur(wanted: str) -> None:
    assert sum(map(EARLIER[wanted], generated())) >= 1


UNITS: dict[str, Callable[[World], bool]] = {
    "no province": lambda world: not world.units.of_kind("province"),
    "a district without members": lambda world: not world.units.members("D1", "village"),
    "four communes": lambda world: len(world.units.members("D1", "commune")) == 4,
    "a township": lambda world: bool(world.units.of_kind("township")),
    "a missing attribute": lambda world: (
        any(not unit.attributes for unit in world.units) and bool(world.library.attributes)
    ),
    "a unit that has ended": lambda world: any(not unit.exists_on(world.as_of) for unit in world.units),
    "two versions": lambda world: any(len(versions) > 1 for versions in world.library.versions.values()),
    "three rulesets": lambda world: len(world.library.versions) == 3,
    "two rulesets for communes": lambda world: "vn/commune-advanced-ntm" in world.library.versions,
    "three rulesets for communes": lambda world: "vn/commune-exemplary-ntm" in world.library.versions,
    "a ruleset for townships": lambda world: "township" in world.rulesets,
    "a ruleset for villages": lambda world: "village" in world.rulesets,
}


@pytest.mark.parametrize("wanted", UNITS)
def test_worlds_of_every_make_occur(wanted: str) -> None:
    assert any(map(UNITS[wanted], generated()))

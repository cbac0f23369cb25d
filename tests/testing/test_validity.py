"""Everything the strategies generate is valid, by a small checker that shares nothing with them."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import assert_never

import pytest
from attrs import evolve
from hypothesis import given, settings

from ntm_rules.language.contents.traversal import cases, thresholds_set
from ntm_rules.model import condition as form
from ntm_rules.model import threshold as limit
from ntm_rules.model.fact import Absence, Fact, Finding, PublishedDecision, Statement, Value
from ntm_rules.model.key import CONCLUSIONS, LEVEL, RuleKey
from ntm_rules.model.library import Library
from ntm_rules.model.measure import Measure, MeasureType
from ntm_rules.model.outcome import Outcome
from ntm_rules.model.ruleset import Conclusion, Criterion, Instrument, Provenance, ProvenanceStatus, Rule, Ruleset
from ntm_rules.model.text import Text
from ntm_rules.model.units.unit import Unit, Units
from ntm_rules.model.values.day import Day
from ntm_rules.testing import AmendedWorld, World, amended_worlds, libraries, measures, rulesets, statements, worlds

from ..profiles import sampled, tried

BELOW = {
    "province": {"zone", "district", "commune", "township", "village"},
    "zone": {"district", "commune", "township", "village"},
    "district": {"commune", "township", "village"},
    "commune": {"village"},
    "township": {"village"},
    "village": set[str](),
}


def misfit(measure: Measure, value: object) -> bool:
    """Whether a value is not one of the measure: its type, its bounds, its decimals."""
    if isinstance(value, Absence):
        return False
    if measure.type is MeasureType.FINDING:
        return not isinstance(value, Finding)
    if measure.type is MeasureType.LEVEL:
        return value not in [level.id for level in measure.levels]
    if not isinstance(value, Decimal) or isinstance(value, Day) is not (measure.type is MeasureType.DATE):
        return True
    return (
        value != round(value, measure.decimals)
        or (measure.minimum is not None and value < measure.minimum)
        or (measure.maximum is not None and value > measure.maximum)
    )


class Checker:
    """Collects what is wrong with a ruleset of a library, reached on a day in an assessment as of another (or the same)."""

    def __init__(self, library: Library, ruleset: Ruleset, as_of: date, day: date | None = None) -> None:
        self.library, self.ruleset, self.as_of, self.wrong = library, ruleset, as_of, list[str]()
        self.day = day or as_of
        self.asks = set[str]()
        self.earlier = set[tuple[str, date]]()
        self.gap = False

    def expect(self, holds: object, what: str) -> None:
        if not holds:
            self.wrong.append(f"{self.ruleset.id}: {what}")

    def check(self) -> list[str]:
        rules = list(self.ruleset.rules())
        codes = [rule.code for rule in rules]
        self.expect(len(codes) == len(set(codes)), "codes are unique")
        self.expect("recognition" in codes, "there is a recognition")
        self.expect(self.ruleset.until is None or self.ruleset.version <= self.ruleset.until, "ends after it begins")
        for rule in rules:
            self.rule(rule)
        return self.wrong

    def rule(self, rule: Rule) -> None:
        top = isinstance(rule, Conclusion)
        self.expect(
            (rule.code in CONCLUSIONS or rule.code.startswith(LEVEL)) == top, "a conclusion has its word for a code"
        )
        if isinstance(rule, Criterion):
            self.expect((rule.condition is None) == bool(rule.indicators), "either indicators or a condition")
            self.expect(all(below.code.startswith(f"{rule.code}.") for below in rule.indicators), "codes nest")
        self.gap = False
        if rule.condition is not None:
            self.condition(rule.condition, top)
        self.provenance(rule.provenance)
        if rule.applies_when is not None:
            self.condition(rule.applies_when, top)

    def provenance(self, found: Provenance) -> None:
        status = found.status
        self.expect(status is not ProvenanceStatus.PLAN or found.cite, "a plan is cited")
        self.expect(status is not ProvenanceStatus.READ or found.url, "what is read has an address")
        self.expect(status is not ProvenanceStatus.UNKNOWN or self.gap, "unknown has no content")
        self.expect(status is not ProvenanceStatus.RECALLED or not self.gap, "recalled has content")

    def measure(self, id: str, *types: MeasureType) -> Measure | None:
        measure = self.library.measures.get(id)
        self.expect(measure is not None and measure.type in types, f"{id} is a measure of {types}")
        return measure

    def key(self, key: RuleKey, kinds: set[str]) -> None:
        self.expect(self.asked(key.ruleset, kinds, self.day).rule(key.code), f"{key} exists")

    def asked(self, id: str, kinds: set[str], day: date) -> Ruleset:
        """The ruleset as in force on the day; raises when it is not."""
        self.expect(id != self.ruleset.id, "asks another ruleset")
        self.asks.add(id)
        found = self.library.ruleset(id, day)
        self.expect(found.version <= day, f"{id} has begun on {day}")
        self.expect(found.until is None or day <= found.until, f"{id} has not ended on {day}")
        self.expect({*found.applies_to} >= kinds, f"{id} applies to {kinds}")
        return found

    def since(self, id: str, kinds: set[str], since: date) -> None:
        """Asked for on an earlier date, with all that the version in force then asks for itself."""
        self.expect(since < self.as_of, "a change is since an earlier date")
        self.asked(id, kinds, since)
        self.earlier.add((id, since))

    def condition(self, condition: form.Condition, top: bool) -> None:
        number, level = MeasureType.NUMBER, MeasureType.LEVEL
        match condition:
            case form.Comparison(measure=id, threshold=threshold):
                self.threshold(threshold, self.measure(id, number, level, MeasureType.DATE))
            case form.OneOf(measure=id, values=values):
                measure = self.measure(id, number, level)
                self.expect(values, "one of something")
                self.expect(measure and not any(misfit(measure, value) for value in values), f"{values} fit {id}")
            case form.Required(measure=id):
                self.measure(id, MeasureType.FINDING)
            case form.AttributeIs(attribute=id, values=values):
                known = self.library.attributes[id].value_ids
                self.expect(values and set(values) <= set(known), f"{values} are values of {id}")
            case form.AllOf(parts=parts) | form.AnyOf(parts=parts) | form.NoneOf(parts=parts):
                self.parts(parts, top)
            case form.AtLeastN(n=n, parts=parts) | form.AtMostN(n=n, parts=parts):
                self.expect(1 <= n <= len(parts), f"{n} of {len(parts)}")
                self.parts(parts, top)
            case form.OwnCriteria(ruleset=None):
                self.expect(top, "a ruleset's own criteria are counted in conclusions only")
                self.criteria(condition, self.ruleset)
            case form.OwnCriteria(ruleset=str(other)):
                self.criteria(condition, self.asked(other, {*self.ruleset.applies_to}, self.day))
            case form.CriteriaChange(ruleset=other, since=since, threshold=threshold):
                self.asked(other, {*self.ruleset.applies_to}, self.day)
                self.since(other, {*self.ruleset.applies_to}, since)
                self.threshold(threshold, None)
                for value in map(Decimal, self.fixed(threshold)):
                    self.expect(value == int(value), "by a whole number of criteria")
            case form.MembersAttained(kind=kind, rule=key, bounds=bounds, only=only, weighted_by=weight, among=among):
                self.weighed(weight, bounds)
                self.expect(all(kind in BELOW[own] for own in self.ruleset.applies_to), f"{kind} is below")
                self.expect(len(only) <= 2 and len(only) == len(set(only)), "one or two units are named")
                self.key(key, {kind})
                self.bounds(bounds)
                self.of_members(kind, among)
            case form.MembersMeeting(kind=kind, condition=met, bounds=bounds, only=only, weighted_by=weight):
                self.weighed(weight, bounds)
                self.expect(all(kind in BELOW[own] for own in self.ruleset.applies_to), f"{kind} is below")
                self.expect(len(only) <= 2 and len(only) == len(set(only)), "one or two units are named")
                self.bounds(bounds)
                self.of_members(kind, met)
                self.of_members(kind, condition.among)
            case form.MembersCompared(counted=counted, against=against):
                self.expect(against.among is None and against.if_none is None, "the other members are just counted")
                some = (form.Bound(form.Basis.COUNT, condition.operator, limit.Fixed(Decimal(1))),)
                self.expect(
                    not counted.bounds and not against.bounds, "their numbers are compared with each other only"
                )
                self.condition(evolve(counted, bounds=some), False)
                self.condition(evolve(against, bounds=some), False)
            case form.MembersMeasure(kind=kind, of=of, threshold=threshold, only=only):
                self.expect(all(kind in BELOW[own] for own in self.ruleset.applies_to), f"{kind} is below")
                self.expect(len(only) <= 2 and len(only) == len(set(only)), "one or two units are named")
                self.of_members(kind, condition.among)
                self.threshold(threshold, None, of if isinstance(of, str) else None)
                if isinstance(of, form.CriteriaCount):
                    self.asked(of.ruleset, {kind}, self.day)
                    figure: Measure | None = Measure("count", Text("count"), minimum=Decimal(0))
                    if of.since is not None:
                        # A member may attain fewer than before.
                        self.since(of.ruleset, {kind}, of.since)
                        figure = Measure("count", Text("count"))
                else:
                    figure = self.measure(of, number)
                for value in map(Decimal, self.fixed(threshold)):
                    self.aggregate(condition.aggregate, figure, value)
            case form.Attained(rule=key, of=above):
                self.expect(above is None or all(own in BELOW[above] for own in self.ruleset.applies_to), "it is above")
                self.key(key, {*self.ruleset.applies_to} if above is None else {above})
            case form.Change(measure=id, since=since, threshold=threshold, basis=form.Basis.SHARE):
                measure = self.measure(id, number)
                self.expect(since is None or since < self.as_of, "a change is since an earlier date")
                self.expect(measure and measure.minimum is not None and measure.minimum >= 0, "it has no sign")
                self.percentage(threshold)
            case form.Change(measure=id, since=since, threshold=threshold):
                measure = self.measure(id, number)
                self.expect(since is None or since < self.as_of, "a change is since an earlier date")
                self.threshold(threshold, None, id)
                for value in map(Decimal, self.fixed(threshold)):
                    self.expect(measure and value == round(value, measure.decimals), f"{value} fits {id}")
            case form.Score(threshold=threshold):
                self.threshold(threshold, None)
            case form.Unknown():
                self.gap = True

    def of_members(self, kind: str, condition: form.Condition | None) -> None:
        """A condition about the units of a kind below."""
        if condition is not None:
            own, self.ruleset = self.ruleset, evolve(self.ruleset, applies_to=kind)
            self.condition(condition, False)
            self.ruleset = own

    def aggregate(self, aggregate: form.Aggregate, measure: Measure | None, value: Decimal) -> None:
        """A mean lies between figures, a sum beyond their bounds; other figures over members are figures of theirs."""
        assert measure is not None
        if aggregate is form.Aggregate.MEAN:
            measure = evolve(measure, decimals=3)
        if aggregate is form.Aggregate.SUM:
            measure = evolve(measure, minimum=None, maximum=None)
        self.expect(not misfit(measure, value), f"{value} fits the {aggregate.value} of {measure.id}")

    def parts(self, parts: tuple[form.Condition, ...], top: bool) -> None:
        self.expect(parts, "a combination has parts")
        for part in parts:
            self.condition(part, top)

    def criteria(self, condition: form.OwnCriteria, of_ruleset: Ruleset) -> None:
        codes = {criterion.code for criterion in of_ruleset.criteria}
        if condition.state is form.CriteriaState.ALL:
            self.expect(not (condition.bounds or condition.of or condition.including_any_of), "all means all")
        else:
            self.bounds(condition.bounds)
        of = set(condition.of) or codes
        self.expect(of <= codes and set(condition.including_any_of) <= of, "criteria named exist")

    def bounds(self, bounds: tuple[form.Bound, ...]) -> None:
        self.expect(bounds, "a count has a bound")
        keys = [(bound.basis, bound.operator) for bound in bounds]
        self.expect(len(keys) == len(set(keys)), "no bound twice")
        for bound in bounds:
            self.threshold(bound.threshold, None)
            for value in self.fixed(bound.threshold):
                self.expect(isinstance(value, Decimal) and value >= 0, "a count or share is no less than 0")
                if bound.basis is form.Basis.SHARE:
                    self.expect(isinstance(value, Decimal) and value <= 100, "a share is no more than 100")
                else:
                    self.expect(value == int(value), "a count is a whole number")

    def fixed(self, threshold: limit.Threshold | None) -> Iterator[Decimal | str]:
        if isinstance(threshold, limit.Fixed):
            yield threshold.value
        elif isinstance(threshold, limit.ByAttribute | limit.ByYear):
            for part in (*(case for _, case in threshold.cases), threshold.otherwise):
                yield from self.fixed(part)

    def weighed(self, weight: str | None, bounds: tuple[form.Bound, ...]) -> None:
        if weight is not None:
            measure = self.measure(weight, MeasureType.NUMBER)
            self.expect(measure and measure.minimum is not None and measure.minimum >= 0, "it has no sign")
            self.expect(any(bound.basis is form.Basis.SHARE for bound in bounds), "a share is weighted")

    def percentage(self, threshold: limit.Threshold) -> None:
        """Of printed figures alone, as a change is held against a part of the earlier figure."""
        self.threshold(threshold, None)
        for one in cases(threshold):
            printed = limit.Fixed | limit.ByAttribute | limit.ByYear | limit.Multiple
            self.expect(isinstance(one, printed | limit.Delegated | limit.UnknownThreshold), "a printed percentage")

    def threshold(self, threshold: limit.Threshold, measure: Measure | None, of: str | None = None) -> None:
        """`measure`: what it is the threshold of; None where that is another figure (a count, a sum, a difference).

        Such a sum or difference is `of` a measure.
        """
        compared = measure.id if measure else of
        match threshold:
            case limit.Fixed(value=value):
                if measure is None:
                    self.expect(isinstance(value, Decimal), "a figure is compared with a figure")
                else:
                    self.expect(not misfit(measure, value), f"{value} fits {measure.id}")
            case limit.ByAttribute(attribute=id, cases=cases, otherwise=otherwise):
                known, listed = self.library.attributes[id].value_ids, [value for value, _ in cases]
                self.expect(cases and len(listed) == len(set(listed)) and set(listed) <= set(known), "cases are values")
                self.expect(otherwise is not None or set(listed) == set(known), "no value is left out")
                for part in (*(case for _, case in cases), *([otherwise] if otherwise else [])):
                    self.threshold(part, measure, of)
            case limit.ByYear(cases=years, otherwise=otherwise):
                self.expect(years and len(dict(years)) == len(years), "years are listed once")
                for part in (*(case for _, case in years), *([otherwise] if otherwise else [])):
                    self.threshold(part, measure, of)
            case limit.Relative(measure=id, of=kind):
                other = self.measure(id, measure.type if measure else MeasureType.NUMBER)
                self.expect(kind is None or {*self.ruleset.applies_to} <= {*BELOW[kind]}, f"{kind} is above")
                if measure and other and measure.type is MeasureType.LEVEL:
                    self.expect(measure.levels == other.levels, "levels of one scale")
            case limit.ByBand(measure=id, bands=bands, otherwise=otherwise):
                self.measure(id, MeasureType.NUMBER)
                self.expect(bands, "there are bands")
                for part in (*(band for _, band in bands), *([otherwise] if otherwise else [])):
                    self.threshold(part, measure, of)
            case limit.Multiple(of=of_another):
                # A multiple need not be a value of the measure.
                self.threshold(of_another, measure, of)
            case limit.ForEach(measure=id):
                self.measure(id, MeasureType.NUMBER)
            case limit.ThresholdOf(rule=key):
                there = self.asked(key.ruleset, {*self.ruleset.applies_to}, self.day)
                self.expect(
                    compared and len(thresholds_set(there, key.code, compared)) == 1, f"{key} sets one threshold"
                )
            case limit.DayFrom():
                self.expect(measure is not None and measure.type is MeasureType.DATE, "a day is compared with a date")
            case limit.NoLimit():
                self.expect(measure is not None, "nothing is asked only of the unit's own measure")
            case limit.UnknownThreshold():
                self.gap = True
            case limit.Delegated():
                pass
            case _:
                assert_never(threshold)


def wrong_measures(library: Library) -> Iterator[str]:
    seen: list[str] = []
    for id, measure in library.measures.items():
        parts: tuple[str, ...] = () if measure.derive is None else measure.derive.parts
        if id != measure.id or not set(parts) <= set(seen) or len(parts) != len(set(parts)):
            yield f"{id}: derived from {parts} after {seen}"
        if not 0 <= measure.decimals <= 3 or (measure.type is MeasureType.LEVEL) != (len(measure.levels) > 1):
            yield f"{id}: decimals, levels"
        seen.append(id)


def wrong_statements(found: tuple[Statement, ...], library: Library, units: Units, as_of: date) -> Iterator[str]:
    if len(set(found)) != len(found):
        yield "equal statements"
    for statement in found:
        unit = units[statement.unit]
        if not unit.exists_on(statement.as_of):
            yield f"{unit.code} does not exist on {statement.as_of}"
        if statement.recorded is not None and statement.recorded < statement.as_of:
            yield f"{statement}: recorded before its date"
        if isinstance(statement, Fact):
            if misfit(library.measures[statement.measure], statement.value):
                yield f"{statement.value} is no value of {statement.measure}"
            continue
        # Of a version that has ended the rules can still be asked for, on an earlier date.
        begun = [version for version in library.versions[statement.rule.ruleset] if version.version <= as_of]
        if not any(unit.kind in version.applies_to and version.rule(statement.rule.code) for version in begun):
            yield f"{statement.rule} is no rule for {unit.code}"
        values: tuple[object, ...] = (*Finding, *Absence)
        if isinstance(statement, PublishedDecision):
            values = (*Outcome, *(status.id for version in begun for status in version.statuses))
        if statement.value not in values:
            yield f"{statement.value}"


def in_force(version: Ruleset, world: World) -> date:
    """The day of the assessment; for a version that had ended by then, the last day on which it was asked for."""
    if world.library.ruleset(version.id, world.as_of) is version or version.version > world.as_of:
        return world.as_of
    days = [date(2023, 6, 30), date(2023, 1, 1)]
    return next((day for day in days if world.library.ruleset(version.id, day) is version), world.as_of)


def wrong_ruleset(checker: Checker, earlier: set[str]) -> Iterator[str]:
    """What is wrong with a ruleset, and with those it asks for, on whatever day it asks for them."""
    yield from checker.check()
    if not checker.asks <= earlier:
        yield f"{checker.ruleset.id} asks {checker.asks}"
        return
    # Those before it, of which it asks nothing, cannot lead back to it.
    order = list(checker.library.versions)
    for id, day in (*((id, checker.day) for id in checker.asks), *checker.earlier):
        asked = Checker(checker.library, checker.library.ruleset(id, day), checker.as_of, day)
        yield from wrong_ruleset(asked, set(order[: order.index(id)]))


def wrong_world(world: World) -> Iterator[str]:
    yield from wrong_measures(world.library)
    earlier = set[str]()
    for id, versions in world.library.versions.items():
        dates = [version.version for version in versions]
        if dates != sorted(set(dates)) or {version.id for version in versions} != {id}:
            yield f"{id}: versions"
        for version in versions:
            yield from wrong_ruleset(Checker(world.library, version, world.as_of, in_force(version, world)), earlier)
        earlier.add(id)
    for kind, id in world.rulesets.items():
        if world.library.ruleset(id, world.as_of).applies_to[0] != kind:
            yield f"{id} is not for a {kind}"
    for unit in world.units:
        for attribute, value in unit.attributes.items():
            if value not in world.library.attributes[attribute].value_ids:
                yield f"{unit.code}: {attribute} {value}"
        if unit.parent is not None and unit.kind not in BELOW[world.units[unit.parent].kind]:
            yield f"{unit.code} below {unit.parent}"
        for one in unit.memberships:
            if unit.kind not in BELOW[world.units[one.of].kind]:
                yield f"{unit.code} in {one.of}"
    yield from wrong_statements(world.statements, world.library, world.units, world.as_of)


@pytest.mark.slow
@settings(max_examples=tried(3))
@given(worlds())
def test_a_world_is_valid(world: World) -> None:
    assert not list(wrong_world(world))


@pytest.mark.slow
@settings(max_examples=tried(3))
@given(amended_worlds())
def test_an_amended_world_is_valid(one: AmendedWorld) -> None:
    assert not list(wrong_world(one.world))
    world, after = one.world_after, one.amended.after
    others = set(world.library.versions) - {after.id}
    assert not list(wrong_ruleset(Checker(world.library, after, world.as_of), others)), one.amended.edits
    assert not list(wrong_statements(world.statements, world.library, world.units, world.as_of))


@given(libraries())
def test_a_library_is_valid_and_has_no_rulesets(library: Library) -> None:
    assert not list(wrong_measures(library))
    assert not library.versions
    assert all(attribute.value_ids for attribute in library.attributes.values())


@given(rulesets(id="x/province", applies_to="province", as_of=date(2025, 3, 31)))
def test_a_ruleset_is_in_force_on_the_day(ruleset: Ruleset) -> None:
    library = Library(versions={ruleset.id: (ruleset,)})
    assert library.ruleset("x/province", date(2025, 3, 31)) is ruleset
    assert ruleset.applies_to == ("province",)


@pytest.mark.parametrize("type", MeasureType)
def test_measures_are_of_the_type_asked_for(type: MeasureType) -> None:
    @settings(max_examples=tried(0.2))
    @given(measures("asked", type))
    def of_the_type(measure: Measure) -> None:
        assert (measure.id, measure.type) == ("asked", type)
        assert not list(wrong_measures(Library({"asked": measure})))

    of_the_type()


VALUES: list[Value] = [Decimal("89.9"), Decimal(90), Decimal("90.1"), Decimal(89), Decimal(91), Decimal(100)]


def test_statements_of_a_library_of_ones_own_meet_its_thresholds() -> None:
    water = Measure("water", Text("Nước sạch"), decimals=1, maximum=Decimal(100))
    condition = form.AnyOf((form.Comparison("water", form.Operator.AT_LEAST, limit.Fixed(Decimal(90))),))
    plan = Provenance(ProvenanceStatus.PLAN, "I")
    criterion = Criterion("1", Text("Nước"), plan, condition=condition)
    text = Text("Xã")
    ruleset = Ruleset("a/b", date(2020, 1, 1), text, "commune", Instrument("1/QĐ"), (criterion,))
    library = Library({"water": water}, versions={"a/b": (ruleset,)})
    units = Units([Unit("C", "Bản Bo", "commune")])
    seen = set[object]()

    @sampled(100)
    @given(statements(library, units, date(2024, 6, 30)))
    def meet(found: tuple[Statement, ...]) -> None:
        assert not list(wrong_statements(found, library, units, date(2024, 6, 30)))
        for statement in found:
            if isinstance(statement, Fact):
                seen.add(statement.value)
            else:
                assert statement.rule == RuleKey("a/b", "1")

    meet()
    assert {value for value in seen if not isinstance(value, Absence)} == set(VALUES)

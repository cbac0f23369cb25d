"""The heart of the comparison: two versions, decided one by one at every point there is, differ just where `diff` says.

Nothing of the analysis is taken on trust. At each point both versions are decided by the specification; `locate` says, by the
engine, in which states the point is; and there, and only there, must a region be that says what the two come to.
"""

import random
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache

import pytest
from attrs import evolve, frozen
from hypothesis import HealthCheck, Phase, event, given, settings
from hypothesis import strategies as st

from ntm_rules.engine import specification
from ntm_rules.engine.evidence.evidence import Evidence
from ntm_rules.engine.evidence.world import EvidenceWorld as Evaluated
from ntm_rules.engine.specification.deciding import Judged
from ntm_rules.evolution.comparison.diff import ChangeKind, RuleChange, RulesetDiff, Setting, diff
from ntm_rules.evolution.regions.diagram import TooManyCombinations
from ntm_rules.evolution.regions.difference import Region
from ntm_rules.evolution.regions.quantity import (
    Against,
    CountOf,
    MeasureAbove,
    MeasureChange,
    MeasureMean,
    MembersDeciding,
    MembersFigure,
    OutcomeCounts,
    OwnAttribute,
    OwnMeasure,
    Quantity,
    RelativeChange,
    State,
    Year,
)
from ntm_rules.evolution.regions.reading import Reading, read
from ntm_rules.evolution.regions.side import Side
from ntm_rules.evolution.witness.goal import DatedSides
from ntm_rules.evolution.witness.witness import confirmed, witness_of
from ntm_rules.language.contents.traversal import conditions
from ntm_rules.model.condition import Bound, Condition, MembersAttained, MembersCompared, MembersMeeting
from ntm_rules.model.fact import Absence, Attestation, Fact, Finding, Statement
from ntm_rules.model.key import RuleKey
from ntm_rules.model.library import Library
from ntm_rules.model.outcome import Outcome
from ntm_rules.model.ruleset import Rule, Ruleset
from ntm_rules.model.units.unit import Unit, Units
from ntm_rules.program.compiling import compile
from ntm_rules.program.program import ProgramRule
from ntm_rules.program.verdict import OUTCOME
from ntm_rules.testing import WRITING, AmendedWorld, amended, amended_worlds
from ntm_rules.testing.basis.input_point import UNIT, InputPoint, points_between
from ntm_rules.testing.basis.rule_inputs import inputs_of
from ntm_rules.testing.strategies.world import draw_setting

from ..profiles import CHOSEN, FULL, tried
from .locate import Cuts, PartlyOpen, decide, locate, thresholds_on_members

PAIRS = 2
"""The share of pairs that are tried at points, and again in worlds."""
MOST_POINTS = 40
"""All points of a rule where there are fewer than these, else so many."""
MOST_REGIONS = 6
"""For so many regions of a rule a witness is sought."""

DECIDING = {ChangeKind.OUTCOME, ChangeKind.REWRITTEN}
_WORDS = (Finding.MET, Finding.NOT_MET, Finding.BASICALLY_MET, Absence.NOT_APPLICABLE, Absence.DISPUTED)


def thorough(share: float) -> settings:
    return settings(
        # A failure is told by its seed; shrinking worlds takes minutes.
        phases=[Phase.explicit, Phase.reuse, Phase.generate],
        max_examples=tried(share),
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
    )


@frozen(eq=False)
class Versions:
    """Two versions compared, with the programs that decide under each."""

    found: RulesetDiff
    sides: tuple[Side, Side]

    @classmethod
    def of(cls, one: AmendedWorld) -> "Versions":
        return _compared(one.amended.before, one.amended.after, one.world.library, one.world.as_of)

    def rules(self) -> Iterator[tuple[Rule, Rule, RuleChange | None]]:
        """The rules that both versions have, and what is said of each."""
        said = {change.after.code: change for change in self.found.changes if change.after is not None}
        for before, after in self.found.matched.pairs:
            yield before, after, said.get(after.code)

    def under_new_codes(self, statements: Iterable[Statement]) -> Iterator[Statement]:
        """The statements as they are made under the newer version: what is attested of a rule, under the code it has there."""
        matched, id = self.found.matched, self.found.before.id
        codes = {before.code: after.code for before, after in matched.pairs}
        repealed = {rule.code for rule in matched.repealed}
        codes |= {rule.code: rule.code for rule in matched.added if rule.code not in {*codes, *repealed}}
        for one in statements:
            if isinstance(one, Fact) or one.rule.ruleset != id:
                yield one
            elif one.rule.code in codes:
                yield evolve(one, rule=RuleKey(id, codes[one.rule.code]))

    def reading(self, before: Rule, after: Rule) -> Reading:
        """The quantities that the rule reads in either version."""
        return read(self.pair(before, after), self.found.years)

    def pair(self, before: Rule, after: Rule) -> list[tuple[Side, ProgramRule]]:
        old, new = self.sides
        return [(old, old.program.by_code[before.code]), (new, new.program.by_code[after.code])]


@lru_cache(maxsize=16)
def _compared(before: Ruleset, after: Ruleset, library: Library, day: date) -> Versions:
    """Two versions compared once: worlds of one pair are drawn one after another."""
    found = diff(before, after, library=library, on=day)
    return Versions(
        found, (Side(compile(before, day, library)), Side(compile(after, day, library), found.matched.renamed))
    )


@frozen(eq=False)
class Seen:
    """A unit at a point, as each version sees it."""

    versions: Versions
    unit: Unit
    worlds: tuple[Evaluated, Evaluated]
    judged: tuple[Judged, Judged]

    @classmethod
    def of(cls, versions: Versions, units: Units, unit: str, statements: Iterable[Statement]) -> "Seen":
        program, given = versions.sides[0].program, tuple(statements)
        old, new = (
            Evaluated(units, Evidence.of(one, program.as_of, library=program.library), program.library)
            for one in (given, versions.under_new_codes(given))
        )
        first, second = (
            Judged(units[unit], side.program, world, specification.decide)
            for side, world in zip(versions.sides, (old, new), strict=True)
        )
        return cls(versions, units[unit], (old, new), (first, second))

    def outcomes(self, before: Rule, after: Rule) -> tuple[Outcome, Outcome] | None:
        """The outcome in each version; None where an authority has attested the rule itself."""
        found = []
        for judged, rule in zip(self.judged, (before, after), strict=True):
            program = judged.program
            if judged.world.evidence.attested(self.unit.code, program.by_code[rule.code].key, program):
                return None
            found.append(OUTCOME[judged.verdict_on(rule.code)])
        return found[0], found[1]

    def states(self, reading: Reading, cuts: Cuts) -> tuple[int, ...] | None:
        """In which states all that is read is; None where the versions differ on that, because rules below differ, and where a
        rule below is open between two outcomes only.
        """
        found: list[int] = []
        for quantity, states in zip(reading.quantities, reading.states, strict=True):
            one = Reading((quantity,), (states,))
            try:
                numbers = {self._number(one, number, cuts) for number in (0, 1)} - {None}
            except PartlyOpen:
                event("a rule below is partly open")
                return None
            if len(numbers) != 1:
                return None
            found += [number for number in numbers if number is not None]
        return tuple(found)

    def same_below(self, reading: Reading) -> bool:
        """True when all rules read are open between the same outcomes in both versions."""
        try:
            return all(
                self._possible(rule, 0) == self._possible(rule, 1)
                for quantity in reading.quantities
                if isinstance(quantity, OutcomeCounts)
                for rule in quantity.rules
            )
        except KeyError:
            return False

    def _possible(self, rule: RuleKey, which: int) -> frozenset[Outcome]:
        return decide(self.versions.sides[which], self.unit, rule, self.worlds[which]).possible

    def _number(self, one: Reading, which: int, cuts: Cuts) -> int | None:
        """The state of one quantity; None where a version does not have the rules that are counted."""
        try:
            [number] = locate(one, self.versions.sides[which], self.unit, self.worlds[which], cuts)
        except KeyError:
            return None
        return number


def holds(region: Region, states: Mapping[Quantity, State]) -> bool:
    return all(states[held.quantity] in held.states for held in region.where)


def check_rule(seen: Seen, before: Rule, after: Rule, said: RuleChange | None, reading: Reading, cuts: Cuts) -> bool:
    """At a point, the regions of a rule against the specification. Whether the two could be held against each other."""
    outcomes = seen.outcomes(before, after)
    states = seen.states(reading, cuts)
    read_elsewhere = any(isinstance(each, MembersDeciding | MembersFigure) for each in reading.quantities)
    if outcomes is not None and outcomes[0] is not outcomes[1] and not read_elsewhere and seen.same_below(reading):
        # Also where a rule below is open between some outcomes only.
        assert said is not None, f"{before.code} → {after.code}: {outcomes}, and nothing is said of it"
        assert said.decides_differently, f"{before.code} → {after.code}: {outcomes}, and {said.changes} is said"
    if outcomes is None or states is None:
        return False
    regions = said.difference.regions if said is not None and said.difference is not None else ()
    at = {
        quantity: every[number]
        for quantity, every, number in zip(reading.quantities, reading.states, states, strict=True)
    }
    found = [(region.before, region.after) for region in regions if holds(region, at)]
    expected = [outcomes] if outcomes[0] is not outcomes[1] else []
    where = f"{before.code} → {after.code} at {at}: {outcomes}, but the regions say {found}"
    if said is not None and said.difference is not None and said.difference.unlisted:
        assert found in (expected, []), where
    else:
        assert found == expected, where
    return True


def check_ruleset(seen: Seen) -> None:
    """A rule comes to another outcome only where it, or a rule that it rests on, is said to decide differently."""
    found = seen.versions.found
    reached = {code for change in found.changes if change.decides_differently for code in (change.code, *change.above)}
    for before, after in found.matched.pairs:
        outcomes = seen.outcomes(before, after)
        if outcomes is not None and outcomes[0] is not outcomes[1]:
            explained = {before.code, after.code} & reached or Setting.BASICALLY_MET in found.settings
            assert explained, f"{before.code} → {after.code}: {outcomes}, and nothing is said of what it rests on"
            assert not found.same_everywhere


def judged(versions: Versions) -> Iterator[tuple[Rule, Rule, RuleChange | None, Reading, Cuts]]:
    """The rules that can be compared exactly."""
    for before, after, said in versions.rules():
        if said is not None and ChangeKind.NOT_COMPARED in said.changes:
            event("not compared")
            continue
        try:
            reading = versions.reading(before, after)
        except TooManyCombinations:
            event("not compared")
            continue
        if any(isinstance(one, MeasureMean) or getattr(one, "back", None) is not None for one in reading.quantities):
            # That such a rule is said to differ is held by `check_ruleset`; not yet its regions, point by point.
            event("over several years")
            continue
        yield before, after, said, reading, thresholds_on_members(versions.pair(before, after))


def attested(
    point: InputPoint, below: Sequence[tuple[str, str]], own: set[str], one: AmendedWorld, chance: random.Random
) -> tuple[Statement, ...]:
    """Some of what is reported at a point, and attestations on rules below, with which these come to any outcome."""
    day, id = one.world.as_of, one.amended.before.id
    facts = [fact for fact in point.facts if chance.random() < 0.5]
    rules = [RuleKey(ruleset, code) for ruleset, code in below if not (ruleset == id and code in own)]
    said = [Attestation(UNIT, rule, chance.choice(_WORDS), day) for rule in rules if chance.random() < 0.8]
    return (*facts, *said)


@pytest.mark.slow
@thorough(PAIRS)
@given(amended_worlds(), st.randoms(use_true_random=False))
def test_at_every_point_the_versions_differ_just_where_it_is_said(one: AmendedWorld, chance: random.Random) -> None:
    versions = Versions.of(one)
    rules = list(judged(versions))
    for before, after, said, reading, cuts in rules:
        # A rule that reads the same in both versions is tried at a few points.
        most = MOST_POINTS if said is not None and said.changes & DECIDING else 3
        programs = [(side.program, rule.code) for side, rule in zip(versions.sides, (before, after), strict=True)]
        below = sorted(
            {(id, code) for each in programs for id, day, code in inputs_of(*each).rules if day == one.world.as_of}
        )
        for point in points_between(programs, most):
            for statements in (point.facts, attested(point, below, {before.code, after.code}, one, chance)):
                seen = Seen.of(versions, point.units, UNIT, statements)
                held = check_rule(seen, before, after, said, reading, cuts)
                event("held" if held else "the rules below differ")
            check_ruleset(seen)


@pytest.mark.slow
@thorough(PAIRS)
@given(amended_worlds())
def test_in_every_world_the_versions_differ_just_where_it_is_said(one: AmendedWorld) -> None:
    versions = Versions.of(one)
    rules = list(judged(versions))
    for unit in one.world.units.of_kind(one.amended.before.applies_to, one.world.as_of):
        seen = Seen.of(versions, one.world.units, unit.code, one.world.statements)
        for before, after, said, reading, cuts in rules:
            check_rule(seen, before, after, said, reading, cuts)
        check_ruleset(seen)


def quantities(region: Region) -> Iterator[Quantity | CountOf]:
    """The quantities of a region, also those held against something else."""
    for held in region.where:
        yield held.quantity
        if isinstance(held.quantity, Against):
            yield from (held.quantity.quantity, held.quantity.other)


# Any figures and attributes can come together. Outcomes of other rules cannot always: that is for those rules to say.
FREE = (OwnMeasure, OwnAttribute, Year, MeasureAbove, MeasureChange, RelativeChange, Against)


@pytest.mark.slow
def test_a_region_has_a_witness_that_the_engine_confirms() -> None:
    found = Counter[bool]()

    # A witness is looked for in seconds, so few pairs are taken.
    @thorough(0.2)
    @given(amended_worlds(), st.randoms(use_true_random=False))
    def confirm(one: AmendedWorld, chance: random.Random) -> None:
        versions = Versions.of(one)
        for change in versions.found.changes:
            if change.difference is None or change.before is None or change.after is None:
                continue
            regions = change.difference.regions
            sides = DatedSides(versions.sides)
            for region in chance.sample(regions, min(len(regions), MOST_REGIONS)):
                situation = witness_of(region, sides, change.difference.reads)
                if all(isinstance(each, FREE) for each in quantities(region)):
                    found[situation is not None] += 1
                if situation is None:
                    continue
                came = tuple(
                    confirmed(situation, compile(ruleset, situation.as_of, one.world.library), rule.code)
                    for ruleset, rule in ((versions.found.before, change.before), (versions.found.after, change.after))
                )
                assert came == (region.before, region.after), f"{change.code}: {region.where}, {situation}"

    confirm()
    # Not all: a year may lie outside the days on which everything that is asked is in force, and of a multiple it is a witness
    # that shows whether it can be. Few regions are drawn under `ci`: so many more than half would say little.
    assert found[True] >= (0.95 if CHOSEN == FULL else 0.5) * found.total() > 0, found


def single(kinds: Sequence[str]) -> st.SearchStrategy[AmendedWorld]:
    """One edit of these kinds, of one ruleset of a world."""

    @st.composite
    def drawn(draw: st.DrawFn) -> AmendedWorld:
        world = draw_setting(draw)
        ruleset = world.library.ruleset(draw(st.sampled_from(sorted(world.rulesets.values()))), world.as_of)
        return AmendedWorld(world, draw(amended(ruleset, world.library, as_of=world.as_of, kinds=kinds, most=1)))

    return drawn()


@pytest.mark.slow
@pytest.mark.parametrize("kind", WRITING)
def test_what_is_only_written_otherwise_is_proved_to_be_the_same(kind: str) -> None:
    @settings(thorough(0.6), suppress_health_check=list(HealthCheck))
    @given(single([kind]))
    def holds(one: AmendedWorld) -> None:
        found = Versions.of(one).found
        changes = {change for rule in found.changes for change in rule.changes}
        # Nothing is claimed of rules that are too large, or for which the years of several figures matter.
        unproved = {ChangeKind.NOT_COMPARED, ChangeKind.OTHER_YEARS}
        if any(len({bound.basis for bound in _bounds(part)}) > 1 for _, part in conditions(one.amended.before)):
            # Of members that are counted and shared at once, nothing is claimed of what is open between some outcomes only.
            unproved.add(ChangeKind.PARTLY_OPEN)
        if any(_is_of_some_members(part) for _, part in conditions(one.amended.before)):
            # What is asked of some members is a quantity by how it is written: of two that mean the same nothing is shown.
            unproved.add(ChangeKind.NOT_SHOWN)
        assert found.same_everywhere or unproved & changes
        assert ChangeKind.NOT_SHOWN in changes or not any(
            rule.difference.regions for rule in found.changes if rule.difference is not None
        )
        assert changes <= SAID[kind] | unproved
        assert changes or Setting.TITLE in found.settings or one.amended.before.criteria == one.amended.after.criteria

    holds()


def _is_of_some_members(part: Condition) -> bool:
    return isinstance(part, MembersMeeting | MembersCompared) or getattr(part, "among", None) is not None


def _bounds(part: Condition) -> tuple[Bound, ...]:
    return part.bounds if isinstance(part, MembersAttained | MembersMeeting) else ()


SAID = {
    "text changed": {ChangeKind.NAME},
    "provenance changed": {ChangeKind.PROVENANCE},
    "written otherwise": {ChangeKind.REWRITTEN},
    "indicators in another order": {ChangeKind.REWRITTEN},
}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("indicator added", ChangeKind.ADDED),
        ("criterion added", ChangeKind.ADDED),
        ("conclusion added", ChangeKind.ADDED),
        ("indicator repealed", ChangeKind.REPEALED),
        ("criterion repealed", ChangeKind.REPEALED),
        ("conclusion repealed", ChangeKind.REPEALED),
        ("indicator renumbered", ChangeKind.RENUMBERED),
        ("criterion renumbered", ChangeKind.RENUMBERED),
        ("indicator moved", ChangeKind.MOVED),
    ],
)
def test_rules_that_come_go_and_move_are_named_so(kind: str, expected: ChangeKind) -> None:
    @settings(thorough(0.3), suppress_health_check=list(HealthCheck))
    @given(single([kind]))
    def holds(one: AmendedWorld) -> None:
        [said] = one.amended.edits
        codes = said.removeprefix(f"{kind}: ").split(" → ")
        changes = {change.code: change for change in Versions.of(one).found.changes}
        named = changes[codes[-1]]
        assert expected in named.changes
        old = None if named.before is None else named.before.code
        assert old == (None if expected is ChangeKind.ADDED else codes[0])
        if expected is not ChangeKind.RENUMBERED:
            # Nothing else is said to have come or gone, but the indicators of a criterion, and the contents of an indicator.
            others = {
                code for code, change in changes.items() if change.changes & {ChangeKind.ADDED, ChangeKind.REPEALED}
            }
            rules = [rule for rule in (named.before, named.after) if rule is not None]
            parts = {each.code for rule in rules for part in (rule, *rule.below) for each in (part, *part.below)}
            assert others <= parts

    holds()

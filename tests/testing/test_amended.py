"""Every way to amend a ruleset occurs, says what it did, and leaves a ruleset that is valid."""

from collections import Counter
from collections.abc import Callable
from decimal import Decimal
from functools import cache

import pytest
from attrs import evolve
from hypothesis import HealthCheck, find, given, settings
from hypothesis import strategies as st

from ntm_rules.language.library import load_library
from ntm_rules.model import condition as form
from ntm_rules.model import threshold as limit
from ntm_rules.model.outcome import Outcome
from ntm_rules.model.ruleset import Conclusion, Criterion, Rule, Ruleset
from ntm_rules.program.compiling import compile
from ntm_rules.testing import (
    AS_OF,
    EDITS,
    WRITING,
    Amended,
    AmendedWorld,
    World,
    amended,
    amended_worlds,
    specified,
    with_version,
    worlds,
)

from ..profiles import rare, sampled, tried

pytestmark = pytest.mark.slow

LIBRARY = load_library()
TOWNSHIP = LIBRARY.ruleset("vn/civilised-township", AS_OF)
REAL = [
    version.id
    for versions in LIBRARY.versions.values()
    for version in versions
    if version.version <= AS_OF and (version.until is None or version.until >= AS_OF)
]


@cache
def generated() -> tuple[AmendedWorld, ...]:
    found: list[AmendedWorld] = []

    @sampled(1500)
    @given(amended_worlds())
    def collect(one: AmendedWorld) -> None:
        found.append(one)

    collect()
    return tuple(found)


def kind_of(edit: str) -> str:
    return edit.split(":")[0]


# Few worlds have two contents below one indicator; `test_an_edit_does_what_it_says` looks for them.
EVERY = [*(kind for kind in EDITS if kind != "content repealed"), "another ruleset"]


@rare
@pytest.mark.parametrize("kind", EVERY)
def test_every_edit_occurs(kind: str) -> None:
    occurs = Counter(kind_of(edit) for one in generated() for edit in one.amended.edits)
    assert occurs[kind] >= 3


def test_most_edits_occur() -> None:
    occurs = {kind_of(edit) for one in generated() for edit in one.amended.edits}
    missing = set(EVERY) - occurs
    assert len(missing) <= len(EVERY) // 8, missing


def test_versions_are_of_the_same_day_or_later_and_one_to_three_edits() -> None:
    seen = Counter(
        (one.amended.after.version > one.amended.before.version, len(one.amended.edits)) for one in generated()
    )
    assert {(later, count) for later in (True, False) for count in (1, 2, 3)} <= seen.keys()
    for one in generated():
        assert one.amended.before.version <= one.amended.after.version <= one.world.as_of
        assert one.amended.before.id == one.amended.after.id


@given(amended_worlds())
def test_the_result_compiles_and_so_does_every_ruleset_that_asks_it(one: AmendedWorld) -> None:
    after, world = one.amended.after, one.world_after
    assert compile(after.id, world.as_of, world.library).ruleset is after
    codes = [rule.code for rule in after.rules()]
    assert len(codes) == len(set(codes))
    for program in (*one.world.programs(), *world.programs()):
        assert program.rules
    # Statements fit either version: neither raises. There may be no unit left to decide.
    assert specified(one.world.programs(), world.units, world.statements) is not None
    assert specified(world.programs(), world.units, world.statements) is not None


@given(st.data(), st.sampled_from(REAL))
def test_real_rule_files_can_be_amended(data: st.DataObject, id: str) -> None:
    before = LIBRARY.ruleset(id, AS_OF)
    one = data.draw(amended(before, LIBRARY))
    assert one.before is before
    assert 1 <= len(one.edits) <= 3
    changed = with_version(LIBRARY, one.after)
    for other in asking(id):
        assert compile(other, AS_OF, changed)


@cache
def asking(id: str) -> list[str]:
    """A real ruleset, and those that ask it, at any remove."""
    return [other for other in REAL if any(each.ruleset.id == id for each in compile(other, AS_OF, LIBRARY).programs())]


def single(kind: str) -> st.SearchStrategy[tuple[World, Amended]]:
    """One edit of a kind, of one ruleset of a world."""

    @st.composite
    def drawn(draw: st.DrawFn) -> tuple[World, Amended]:
        world = draw(worlds())
        ruleset = world.library.ruleset(draw(st.sampled_from(sorted(world.rulesets.values()))), world.as_of)
        return world, draw(amended(ruleset, world.library, as_of=world.as_of, kinds=[kind], most=1))

    return drawn()


def rules(ruleset: Ruleset) -> dict[str, Rule]:
    """The rules by code, criteria without their indicators."""
    return {rule.code: evolve(rule, indicators=()) if isinstance(rule, Criterion) else rule for rule in ruleset.rules()}


def under(ruleset: Ruleset) -> dict[str, str]:
    return {indicator.code: criterion.code for criterion in ruleset.criteria for indicator in criterion.indicators}


def contents(ruleset: Ruleset) -> Counter[str]:
    """The number of contents of each indicator that has any."""
    every = (indicator for criterion in ruleset.criteria for indicator in criterion.indicators)
    return Counter({each.code: len(each.contents) for each in every if each.contents})


def conditions(ruleset: Ruleset) -> list[object]:
    return [(rule.condition, rule.applies_when) for rule in ruleset.rules()]


def thresholds(value: object) -> Counter[type]:
    """How many of each form of threshold are written."""
    found: Counter[type] = Counter()
    text = repr(value)
    for kind in (limit.Fixed, limit.ByAttribute, limit.ByYear, limit.Relative, limit.Delegated, limit.UnknownThreshold):
        found[kind] = text.count(f"{kind.__name__}(")
    return found


def same_rules(before: Ruleset, after: Ruleset) -> bool:
    return rules(before).keys() == rules(after).keys()


def grew(kind: type) -> Callable[[Ruleset, Ruleset], bool]:
    return lambda before, after: thresholds(conditions(after))[kind] > thresholds(conditions(before))[kind]


def one_more(before: Ruleset, after: Ruleset, *, level: type) -> bool:
    more = rules(after).keys() - rules(before).keys()
    return any(isinstance(after.rule(code), level) for code in more) and rules(before).keys() <= rules(after).keys()


def applies(ruleset: Ruleset) -> int:
    return sum(rule.applies_when is not None for rule in ruleset.rules())


def without(ruleset: Ruleset, *names: str) -> list[Rule]:
    blank = {name: getattr(TOWNSHIP.criteria[0], name) for name in names}
    return [evolve(rule, **blank) for rule in rules(ruleset).values()]


# For each edit by itself, what must hold of the ruleset before and after.
HOLDS: dict[str, Callable[[Ruleset, Ruleset], bool]] = {
    "threshold moved by one unit": lambda before, after: (
        conditions(before) != conditions(after)
        and thresholds(conditions(before)) == thresholds(conditions(after))
        and same_rules(before, after)
    ),
    "threshold moved by more": lambda before, after: (
        conditions(before) != conditions(after) and thresholds(conditions(before)) == thresholds(conditions(after))
    ),
    "threshold split by attribute": grew(limit.ByAttribute),
    "threshold split by year": grew(limit.ByYear),
    "threshold made unknown": grew(limit.UnknownThreshold),
    "threshold delegated": grew(limit.Delegated),
    "threshold set": lambda before, after: conditions(before) != conditions(after),
    "comparator changed": lambda before, after: (
        conditions(before) != conditions(after) and thresholds(conditions(before)) == thresholds(conditions(after))
    ),
    "condition added": lambda before, after: len(repr(conditions(after))) > len(repr(conditions(before))),
    "condition dropped": lambda before, after: len(repr(conditions(after))) < len(repr(conditions(before))),
    "all_of and any_of exchanged": lambda before, after: (
        repr(conditions(before)).replace("AllOf", "AnyOf") == repr(conditions(after)).replace("AllOf", "AnyOf")
        and conditions(before) != conditions(after)
    ),
    "values listed changed": lambda before, after: conditions(before) != conditions(after),
    "bound changed": lambda before, after: conditions(before) != conditions(after),
    "including_any_of changed": lambda before, after: conditions(before) != conditions(after),
    "applies_when added": lambda before, after: applies(after) == applies(before) + 1,
    "applies_when dropped": lambda before, after: applies(after) == applies(before) - 1,
    "applies_when changed": lambda before, after: (
        applies(after) == applies(before) and conditions(before) != conditions(after)
    ),
    "content made unknown": lambda before, after: form.Unknown() in [one.condition for one in after.rules()],
    "indicator added": lambda before, after: len(under(after)) == len(under(before)) + 1,
    "indicator repealed": lambda before, after: (
        len(under(after)) == len(under(before)) - 1
        and [*rules(after)] == [c for c in rules(before) if c in rules(after)]
    ),
    "content repealed": lambda before, after: (
        under(after) == under(before)
        and contents(after).keys() == contents(before).keys()
        and (contents(before) - contents(after)).total() == contents(before).total() - contents(after).total() == 1
        and [*rules(after)] == [c for c in rules(before) if c in rules(after)]
    ),
    "indicator renumbered": lambda before, after: (
        len(under(after)) == len(under(before))
        and len(under(after).keys() - under(before).keys()) == 1
        and Counter(under(after).values()) == Counter(under(before).values())
        and without(before, "code") == without(after, "code")
    ),
    "indicator moved": lambda before, after: (
        len(under(after)) == len(under(before)) and Counter(under(after).values()) != Counter(under(before).values())
    ),
    "criterion added": lambda before, after: len(after.criteria) == len(before.criteria) + 1,
    "criterion repealed": lambda before, after: len(after.criteria) == len(before.criteria) - 1,
    "criterion renumbered": lambda before, after: (
        len(after.criteria) == len(before.criteria)
        and sum(one.code != other.code for one, other in zip(before.criteria, after.criteria, strict=True)) == 1
    ),
    "conclusion changed": lambda before, after: before.criteria == after.criteria,
    "conclusion added": lambda before, after: len(after.conclusions) == len(before.conclusions) + 1,
    "conclusion repealed": lambda before, after: len(after.conclusions) == len(before.conclusions) - 1,
    "basically_met changed": lambda before, after: (
        before.basically_met is not after.basically_met and rules(before) == rules(after)
    ),
    "text changed": lambda before, after: (
        conditions(before) == conditions(after)
        and ([one.name for one in before.rules()], before.title) != ([one.name for one in after.rules()], after.title)
    ),
    "provenance changed": lambda before, after: (
        rules(before) != rules(after) and without(before, "provenance") == without(after, "provenance")
    ),
    "written otherwise": lambda before, after: repr(conditions(before)) != repr(conditions(after)),
    "indicators in another order": lambda before, after: (
        rules(before) == rules(after) and [*rules(before)] != [*rules(after)]
    ),
}


def test_something_is_expected_of_every_edit() -> None:
    assert HOLDS.keys() == set(EDITS)


@pytest.mark.parametrize("kind", EDITS)
def test_an_edit_does_what_it_says(kind: str) -> None:
    @settings(max_examples=tried(0.12), derandomize=True, suppress_health_check=list(HealthCheck))
    @given(single(kind))
    def holds(drawn: tuple[World, Amended]) -> None:
        _, one = drawn
        [said] = one.edits
        assert kind_of(said) == kind
        assert HOLDS[kind](one.before, one.after), said
        named = said.removeprefix(f"{kind}: ").split(",")[0].split(" → ")[-1]
        assert kind in ("text changed", "basically_met changed") or one.before.rule(named) or one.after.rule(named)

    holds()


@pytest.mark.parametrize("kind", WRITING)
def test_what_only_writes_otherwise_changes_no_outcome(kind: str) -> None:
    @settings(max_examples=tried(0.4), suppress_health_check=list(HealthCheck))
    @given(single(kind))
    def holds(drawn: tuple[World, Amended]) -> None:
        world, one = drawn
        after = evolve(one.after, version=one.before.version)
        changed = evolve(world, library=with_version(world.library, after))
        outcomes: list[dict[object, Outcome]] = [
            {key: found.outcome for key, found in specified(each.programs(), world.units, world.statements).items()}
            for each in (world, changed)
        ]
        assert outcomes[0] == outcomes[1], one.edits

    holds()


@pytest.mark.parametrize("kind", ["criterion repealed", "criterion renumbered"])
def test_the_points_of_listed_criteria_follow_their_codes(kind: str) -> None:
    first = TOWNSHIP.criteria[0]
    share = form.Score(
        form.Scored.LISTED, form.Basis.SHARE, form.Operator.AT_LEAST, limit.Fixed(Decimal(50)), ("1", "2")
    )
    criteria = (
        Criterion("1", first.name, first.provenance, points=limit.FixedPoints(Decimal(5)), condition=form.Unknown()),
        Criterion("2", first.name, first.provenance, points=limit.FixedPoints(Decimal(5)), condition=form.Unknown()),
    )
    recognition = Conclusion("recognition", first.name, share, first.provenance)
    scored = evolve(TOWNSHIP, criteria=criteria, conclusions=(recognition,))

    @settings(max_examples=5)
    @given(amended(scored, with_version(LIBRARY, scored), kinds=[kind], most=1))
    def holds(one: Amended) -> None:
        [conclusion] = compile(one.after, AS_OF, LIBRARY).ruleset.conclusions
        assert isinstance(conclusion.condition, form.Score)
        assert set(conclusion.condition.of) == {rule.code for rule in one.after.criteria}

    holds()


def test_a_ruleset_of_another_day_is_kept_beside() -> None:
    later = evolve(TOWNSHIP, version=AS_OF)
    library = with_version(LIBRARY, later)
    assert library.versions[TOWNSHIP.id] == (TOWNSHIP, later)
    replaced = evolve(TOWNSHIP, basically_met=True)
    assert with_version(library, replaced).versions[TOWNSHIP.id] == (replaced, later)


def test_a_failure_shrinks_to_one_edit_of_a_small_ruleset() -> None:
    smallest = find(
        amended_worlds(),
        lambda one: any(kind_of(edit) == "threshold moved by one unit" for edit in one.amended.edits),
        settings=settings(max_examples=2000, database=None, derandomize=True),
    )
    assert [kind_of(edit) for edit in smallest.amended.edits] == ["threshold moved by one unit"]
    assert len(list(smallest.amended.before.rules())) <= 3
    assert [len(versions) for versions in smallest.world.library.versions.values()] == [1]
    assert not smallest.world.statements

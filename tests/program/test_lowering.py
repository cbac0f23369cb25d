"""Everything that is shipped, and generated rulesets, as terms: all names resolved, each program once."""

import pickle
from collections.abc import Iterator
from datetime import date

import pytest
from hypothesis import given

import ntm_rules as ntm
from ntm_rules.model.condition import Bound
from ntm_rules.program.program import Program
from ntm_rules.program.terms import (
    Attested,
    Below,
    Holds,
    IsOneOf,
    OutcomeOf,
    Over,
    Reported,
    Term,
    Told,
    walk,
)
from ntm_rules.testing import World, worlds

LIBRARY = ntm.load_library()
SHIPPED = [
    (ruleset.id, ruleset.until or max(ruleset.version, date(2024, 6, 30)))
    for versions in LIBRARY.versions.values()
    for ruleset in versions
]


def every_term(program: Program) -> Iterator[Term]:
    for one in program.programs():
        for rule in one.rules:
            yield from walk(rule.truth)


def hold_together(program: Program) -> None:
    """Every name in the terms of a program is one of its library, and every rule asked for is there."""
    known = program.by_key()
    for term in every_term(program):
        match term:
            case OutcomeOf(key, code):
                assert code in known[key].by_code
            case Reported(measure):
                assert measure in program.measures
            case _:
                pass
    for rule in (rule for one in known.values() for rule in one.rules):
        assert isinstance(rule.truth, Attested)
        assert rule.truth.rule == rule.key


@pytest.mark.parametrize(("id", "day"), SHIPPED)
def test_every_shipped_version_is_lowered(id: str, day: date) -> None:
    program = ntm.compile(id, day, LIBRARY)
    hold_together(program)
    kept = pickle.loads(pickle.dumps(program))
    assert [rule.truth for rule in kept.rules] == [rule.truth for rule in program.rules]


@given(worlds())
def test_generated_rulesets_are_lowered(world: World) -> None:
    for program in world.programs():
        hold_together(program)


def test_a_program_of_a_ruleset_and_a_day_is_compiled_once() -> None:
    """The plan asks other rulesets, today and at the start of the year, in several rules and through one another."""
    program = ntm.compile("tam-duong/plan-2024", date(2024, 6, 30), LIBRARY)
    held: dict[object, set[int]] = {}
    waiting, seen = [program], set()
    while waiting:
        one = waiting.pop()
        held.setdefault(one.key, set()).add(id(one))
        for other in (*one.references.values(), *one.past.values()):
            if id(other) not in seen:
                seen.add(id(other))
                waiting.append(other)
    assert len({key for key in held if key[1] < program.as_of}) > 1  # type: ignore[index]
    assert {len(objects) for objects in held.values()} == {1}


def test_an_occurrence_knows_what_it_was_lowered_from_and_equal_terms_are_equal_nonetheless() -> None:
    """Two bounds that say the same in two rules are one term, with two places."""
    program = ntm.compile("vn/district-advanced", date(2024, 6, 30), LIBRARY)
    bounds = [term for term in every_term(program) if isinstance(term, Holds) and isinstance(term.origin, Bound)]
    assert len(set(bounds)) < len(bounds)
    for term in every_term(program):
        if isinstance(term, Holds | IsOneOf) and term.origin is not None:
            assert term.origin.place is not None


def test_how_a_rule_is_told_is_no_part_of_the_walk_through_its_meaning() -> None:
    program = ntm.compile("vn/district-ntm", date(2024, 6, 30), LIBRARY)
    told = [term for term in every_term(program) if isinstance(term, Told)]
    assert told
    for term in told:
        inside = list(walk(term.truth))
        assert list(walk(term))[1:] == inside
    assert any(isinstance(term, Below | Over) for term in every_term(program))

"""Compiled outcomes and decisions: equal to the specification's, from any terms, in any thread, and nothing in the source."""

import pickle
import random
import re
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal
from functools import cache
from itertools import pairwise
from typing import Any

import pytest
from attrs import evolve
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

import ntm_rules as ntm
from ntm_rules.engine.compiled.deciding import decide, decision_alone, sight_of
from ntm_rules.engine.compiled.generating import generate
from ntm_rules.engine.compiled.values import CODE, Code, everything, verdicts
from ntm_rules.engine.decisions import Decisions, evaluate
from ntm_rules.engine.evidence.evidence import Evidence
from ntm_rules.engine.evidence.world import EvidenceWorld as Seen
from ntm_rules.engine.live.session import Session
from ntm_rules.engine.specification import decide as specified
from ntm_rules.language.library import shipped_rulesets
from ntm_rules.model.condition import Operator
from ntm_rules.model.fact import Absence, Fact, Finding, Statement
from ntm_rules.model.units.unit import Unit, Units
from ntm_rules.program.program import Program
from ntm_rules.program.terms import (
    AttributeOf,
    CaseChoice,
    Chosen,
    Constant,
    Figure,
    Holds,
    IsOneOf,
    OutcomeOf,
    ProgramKey,
    Reported,
    Truth,
    walk,
)
from ntm_rules.program.verdict import ATTAINED, NOT_ATTAINED, POSSIBLE
from ntm_rules.testing import World, detailed_worlds
from ntm_rules.testing.properties.executors import every_program

from .test_terms import composed

pytestmark = pytest.mark.slow

DAY = date(2024, 6, 30)
SHIPPED = ("vn/commune-ntm", "lai-chau/commune-ntm", "vn/district-ntm", "vn/civilised-township")
thorough = settings(
    phases=[Phase.explicit, Phase.reuse, Phase.generate], deadline=None, suppress_health_check=list(HealthCheck)
)


def hold_together(programs: tuple[Program, ...], units: Units, statements: tuple[Statement, ...]) -> None:
    """Every outcome, with those still possible, and every decision are the specification's.

    Decisions are made from what the rule rests on, those that show others before these, and from all terms of the program.
    """
    evidence, library = Evidence.of(statements, programs[0].as_of, library=programs[0].library), programs[0].library
    own, whole, other = (Seen(units, evidence, library) for _ in range(3))
    for program in every_program(programs):
        for unit in units.of_kind(program.ruleset.applies_to, program.as_of):
            found, sight = verdicts(program, unit, own), sight_of(program, unit, whole)
            for rule, verdict in reversed([*zip(program.rules, found, strict=True)]):
                expected = specified(program, unit, rule.key.code, other)
                assert POSSIBLE[verdict] == expected.possible, f"{rule.key} for {unit.code}"
                assert decide(program, unit, rule.key.code, own) == expected, f"{rule.key} for {unit.code}"
                assert sight.decision(rule.key.code) == expected, f"{rule.key} for {unit.code}"
                alone = evolve(decision_alone(sight, rule.key.code), assurance_levels=expected.assurance_levels)
                assert alone == evolve(expected, children=()), f"{rule.key} for {unit.code}"


@thorough
@given(detailed_worlds())
def test_generated_worlds_are_decided_as_the_specification_decides(world: World) -> None:
    hold_together(world.programs(), world.units, world.statements)


@thorough
@given(detailed_worlds(), st.integers(0, 2**32))
def test_terms_that_no_form_makes_yet_are_decided_as_the_specification_decides(world: World, seed: int) -> None:
    program = composed(world, seed)
    evidence = Evidence.of(world.statements, world.as_of, library=world.library)
    own, other = (Seen(world.units, evidence, world.library) for _ in range(2))
    for unit in world.units.of_kind(program.ruleset.applies_to, program.as_of):
        found = verdicts(program, unit, own)
        for rule, verdict in zip(program.rules, found, strict=True):
            expected = specified(program, unit, rule.key.code, other)
            assert POSSIBLE[verdict] == expected.possible, rule.truth
            assert decide(program, unit, rule.key.code, own) == expected, rule.truth
            own.forget_decisions()


@pytest.mark.slow
def test_shipped_cases_are_decided_as_the_specification_decides() -> None:
    library = ntm.load_library()
    program = cache(lambda id, as_of: ntm.compile(id, as_of, library))
    for found in ntm.run_cases(ntm.cases_in([shipped_rulesets()], library)[::60], library):
        case = found.case
        programs = tuple(
            program(id, case.situation.as_of) for id in sorted({one.rule.ruleset for one in found.results})
        )
        if programs:
            hold_together(programs, Units(case.situation.units), case.situation.statements)


@thorough
@given(detailed_worlds(), st.data())
def test_what_is_worked_out_does_not_outlive_the_evidence(world: World, data: st.DataObject) -> None:
    """A session takes statements in and out of one evidence: what was known before is known to be old."""
    programs = world.programs()
    evidence = Evidence.of(world.statements, world.as_of, library=world.library)
    seen = Seen(world.units, evidence, world.library)
    removed = data.draw(st.sampled_from(world.statements)) if world.statements else None
    for program in programs:
        for unit in world.units.of_kind(program.ruleset.applies_to, program.as_of):
            verdicts(program, unit, seen)
            everything(CODE.of(program), program, unit, seen)
    if removed is None:
        return
    evidence.remove(removed)
    rest = tuple(evidence.statements())
    again = Seen(world.units, Evidence.of(rest, world.as_of, library=world.library), world.library)
    for program in programs:
        for unit in world.units.of_kind(program.ruleset.applies_to, program.as_of):
            assert verdicts(program, unit, seen) == verdicts(program, unit, again)


def facts_of(program: Program, chance: random.Random) -> list[Fact]:
    made = []
    for measure in sorted(program.inputs().measures):
        declared = program.measures[measure]
        value: Any = Finding.MET
        if declared.levels:
            value = chance.choice(declared.levels).id
        elif declared.type.value == "number":
            value = Decimal(chance.randrange(0, 100))
            value = max(declared.minimum or value, min(declared.maximum or value, value))
        made.append(Fact("U", measure, value, DAY))
    return made


@pytest.fixture
def smallest_switch_interval() -> Iterator[None]:
    """Threads take turns as often as they can."""
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(interval)


@pytest.mark.parametrize("name", SHIPPED)
def test_a_program_and_its_decisions_are_read_from_many_threads(name: str, smallest_switch_interval: None) -> None:
    """Nothing is read that is half made: the first to ask are many."""
    library = ntm.load_library()
    expected: list[Any] = []
    for is_first in (True, False):
        program = ntm.compile(name, DAY, library)
        unit, facts = Unit("U", "U", program.ruleset.applies_to[0]), facts_of(program, random.Random(5))
        shared = evaluate(program, unit, facts)

        def read(
            number: int,
            program: Program = program,
            unit: Unit = unit,
            facts: list[Fact] = facts,
            shared: Decisions = shared,
        ) -> Any:
            found: list[object] = [program.inputs()]
            with Session(program, unit, facts) as session:
                found.append({rule.key: session.outcome("U", rule.key) for rule in program.rules})
                found.append(session.decision("U", program.rules[0].key))
            for decisions in (evaluate(program, unit, facts), shared):
                # Each begins with another rule.
                keys = [rule.key for rule in program.rules]
                keys = keys[number % len(keys) :] + keys[: number % len(keys)]
                made = {key: decisions.decision("U", key) for key in keys}
                found += [list(decisions.outcomes("U").values()), made, decisions.to_settle("U", program.rules[0].key)]
            return found

        if is_first:
            expected = [read(0)]
        else:
            with ThreadPoolExecutor(16) as pool:
                assert list(pool.map(read, range(32))) == expected * 32


@pytest.mark.parametrize("name", SHIPPED)
def test_programs_decisions_and_libraries_are_pickled_before_and_after_they_were_read(name: str) -> None:
    library = ntm.load_library()
    program = ntm.compile(name, DAY, library)
    unit, facts = Unit("U", "U", program.ruleset.applies_to[0]), facts_of(program, random.Random(7))
    decisions = evaluate(program, unit, facts)
    unread = pickle.loads(pickle.dumps((library, program, decisions)))
    before = [decisions.decision("U", rule.key) for rule in program.rules]
    assert program.rules[0].meaning_hash
    assert ntm.verify_record(ntm.record_assessment(decisions), library).is_sound
    with Session(program, unit, facts) as session:
        assert session.decision("U", program.rules[0].key) == before[0]
    assert decisions.steps("U", program.rules[0].key) == unread[2].steps("U", program.rules[0].key)
    assert [unread[2].decision("U", rule.key) for rule in unread[1].rules] == before
    assert pickle.loads(pickle.dumps(library)) == library == unread[0]
    again = pickle.loads(pickle.dumps(decisions))
    assert [again.decision("U", rule.key) for rule in program.rules] == before
    assert dict(again.outcomes("U")) == dict(decisions.outcomes("U"))
    kept = pickle.loads(pickle.dumps(program))
    assert [evaluate(kept, unit, facts).decision("U", rule.key) for rule in kept.rules] == before


def test_a_program_is_not_held_by_what_is_worked_out_of_it() -> None:
    import gc
    import weakref

    program = ntm.compile("vn/district-ntm", DAY)
    unit = Unit("U", "U", "district")
    evaluate(program, unit, facts_of(program, random.Random(3))).decision("U")
    program.inputs()
    gone = weakref.ref(program)
    del program
    gc.collect()
    assert gone() is None


NASTY = '\'; import os #\n"""\\'


def test_texts_of_rule_files_never_stand_in_the_source() -> None:
    key = ProgramKey(NASTY, DAY)
    rules: dict[str, Truth] = {
        NASTY: IsOneOf(Reported(NASTY), (NASTY,)),
        "other": Holds(Reported("m"), Operator.AT_LEAST, Constant(NASTY), (NASTY, "b")),
        "asks": OutcomeOf(ProgramKey("elsewhere", DAY), NASTY),
    }
    form = generate(tuple(rules.values()), rules, key, attested=True)
    assert "import os" not in form.source
    assert form.decide([NASTY, "b", 2], {}) == (1, 1, 2)
    assert form.decide([None, Absence.NOT_APPLICABLE, 7], {}) == (7, 4, 7)


def test_equal_terms_are_worked_out_once() -> None:
    """Twenty-five thresholds by region choose their case once."""
    program = ntm.compile("vn/commune-ntm", DAY)
    occurrences = [term for rule in program.rules for term in walk(rule.truth) if isinstance(term, CaseChoice)]
    assert len(occurrences) > 50
    source = CODE.of(program).form(attested=False).source
    assert len(re.findall(r"\.get\(v\d+, \d+\) if v", source)) == len(set(occurrences))


def nested_in(depth: int) -> Chosen:
    """A threshold by an attribute, otherwise by the next, and so on."""
    figure: Figure = Constant(Decimal(0))
    for number in range(1, depth + 1):
        case = CaseChoice(AttributeOf(f"a{number}"), ("x",), True)
        figure = Chosen(case, (Constant(Decimal(number)),), figure)
    assert isinstance(figure, Chosen)
    return figure


def test_thresholds_one_within_another_are_written_once_at_each_that_may_be_blank() -> None:
    """What a blank leaves possible is written for each choice: the text grows with the square, and not twofold with each."""
    sizes = []
    for depth in (4, 8, 16, 32):
        form = generate([Holds(Reported("m"), Operator.AT_LEAST, nested_in(depth))], {}, None, attested=False)
        sizes.append(len(form.source))
        blank = dict.fromkeys(form.attributes)
        for known in ({}, {"a1": "x"}, {f"a{depth}": "x"}, {f"a{depth}": "y", f"a{depth - 1}": "x"}):
            values = [*(blank | known).values()]
            for observed, number in ((depth, ATTAINED), (-1, NOT_ATTAINED)):
                assert form.decide([Decimal(observed), *values], {}) == (number,)
    assert all(after < 5 * before for before, after in pairwise(sizes)), sizes


def test_a_function_is_made_once() -> None:
    code: Callable[[], Code] = lambda: CODE.of(program)  # noqa: E731
    program = ntm.compile("vn/commune-ntm", DAY)
    assert code() is code()
    assert code().form(attested=True) is code().form(attested=True)


def test_possible_outcomes_come_with_the_outcomes() -> None:
    program = ntm.compile("vn/commune-ntm", DAY)
    decisions = evaluate(program, Unit("U", "U", "commune"), facts_of(program, random.Random(1)))
    outcomes = decisions.outcomes("U")
    for rule in program.rules:
        assert outcomes.possible(rule.key.code) == decisions.decision("U", rule.key).possible

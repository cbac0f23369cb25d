"""A decision can be decided again from its record alone, and an altered figure is found."""

import pickle
from collections.abc import Iterator, Mapping
from contextlib import suppress
from copy import copy
from datetime import date, timedelta
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve, fields, has
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from ntm_rules.engine.decisions import evaluate
from ntm_rules.engine.record import Record, digest_of, replay
from ntm_rules.engine.remedies import to_attain, to_settle
from ntm_rules.language.library import load_library
from ntm_rules.model.fact import Attestation, Fact, PublishedDecision, Statement
from ntm_rules.model.key import RuleKey
from ntm_rules.model.library import Library
from ntm_rules.model.measure import Attribute
from ntm_rules.model.outcome import Outcome
from ntm_rules.model.place import Place
from ntm_rules.model.problem import ReplayError
from ntm_rules.model.text import Text
from ntm_rules.model.units.unit import Unit, Units
from ntm_rules.model.values.frozen_mapping import FrozenMapping
from ntm_rules.program.compiling import compile
from ntm_rules.testing import World, detailed_worlds

pytestmark = pytest.mark.slow


@settings(suppress_health_check=list(HealthCheck))
@given(detailed_worlds())
def test_every_decision_replays_from_its_record_alone(world: World) -> None:
    for id in world.rulesets.values():
        program = compile(id, world.as_of, world.library)
        decisions = evaluate(program, world.units, world.statements)
        for unit in decisions.units:
            for rule in program.rules:
                decision = decisions.decision(unit.code, rule.key.code)
                kept = decisions.record(unit.code, rule.key.code)
                assert kept.decision == decision
                assert replay(kept, world.library) == decision
                assert replay(pickle.loads(pickle.dumps(kept)), world.library) == decision


@settings(suppress_health_check=list(HealthCheck))
@given(detailed_worlds(), st.data())
def test_statements_made_twice_replay(world: World, data: st.DataObject) -> None:
    """A row that stands twice in a table, in any order, and with what was known on a day."""
    assume(world.statements)
    again = data.draw(st.lists(st.sampled_from(world.statements), min_size=1, max_size=6))
    statements = data.draw(st.permutations([*world.statements, *again]))
    known_on = data.draw(st.sampled_from([None, world.as_of, date(2023, 12, 31)]))
    for program in world.programs():
        decisions = evaluate(program, world.units, statements, known_on=known_on)
        for unit in decisions.units:
            kept = decisions.record(unit.code)
            assert kept.known_on == known_on
            assert replay(kept, world.library) == decisions.decision(unit.code)


@settings(suppress_health_check=list(HealthCheck))
@given(detailed_worlds(), st.data())
def test_an_altered_figure_is_found(world: World, data: st.DataObject) -> None:
    id = data.draw(st.sampled_from(sorted(world.rulesets.values())))
    decisions = evaluate(compile(id, world.as_of, world.library), world.units, world.statements)
    found = [decision for decision in decisions if decision.outcome is not Outcome.NOT_APPLICABLE]
    assume(found)
    chosen_decision = data.draw(st.sampled_from(found))
    kept = decisions.record(chosen_decision.unit, chosen_decision.rule.code)
    figures = [one for one in kept.statements if isinstance(one, Fact) and type(one.value) is Decimal]
    assume(figures)
    chosen = data.draw(st.sampled_from(figures))
    measure = world.library.measures[chosen.measure]
    value = chosen.value
    assert isinstance(value, Decimal)
    altered = evolve(chosen, value=value + 1 if measure.maximum is None or value < measure.maximum else value - 1)
    statements = tuple(altered if one == chosen else one for one in kept.statements)
    with pytest.raises(ReplayError, match="NTM802"):
        replay(evolve(kept, statements=statements), world.library)
    mended = evolve(kept, statements=statements)
    decided = {fact for decision in kept.decision.walk() for reason in decision.reasons for fact in reason.facts}
    if chosen in decided:
        # Whoever mends the digest as well still cannot make the figure fit the decision.
        with pytest.raises(ReplayError):
            replay(evolve(mended, digest=digest_of(mended)), world.library)


# What stands in a record


DAY = date(2024, 6, 30)
RULESET = """
ruleset: t/town
version: 2024-01-01
title: Thị trấn
applies_to: township
instrument: {number: "1"}
recognition: {criteria: all, provenance: {status: recalled}}
criteria:
- {code: "1", name: Nước, measure: water, at_least: 90, provenance: {status: recalled}}
- {code: "2", name: Đường, measure: roads, at_least: 50, provenance: {status: recalled}}
"""
MEASURES = (
    "measures:\n  water: {name: Nước sạch, type: number, unit: percent}\n"
    "  roads: {name: Đường, type: number, unit: percent}\n"
)


def library_of(folder: Path, ruleset: str = RULESET, measures: str = MEASURES) -> Library:
    (folder / "m.yaml").write_text(measures, encoding="utf-8")
    (folder / "2024-01-01.yaml").write_text(ruleset, encoding="utf-8")
    return load_library(folder)


def kept_record(library: Library) -> Record:
    place = Place("facts.csv", 2, 3)
    units = [
        Unit("T", "Thị trấn", "township", "H", {"region": "delta"}, date(2000, 1, 1), place=place),
        Unit("H", "Tam Đường", "district"),
    ]
    statements: list[Statement] = [
        Fact("T", "water", 92, DAY, "UBND", "số 5", DAY, place),
        Attestation("T", "t/town#2", True, DAY, "Sở", place=place),
        PublishedDecision("T", "t/town#1", Outcome.NOT_ATTAINED, DAY, "Tỉnh"),
    ]
    library = evolve(library, attributes={"region": Attribute("region", Text("Vùng"), ())})
    return evaluate(compile("t/town", DAY, library), Units(units), statements, known_on=DAY).record("T")


def parts_of(value: Any, path: tuple[object, ...] = ()) -> Iterator[tuple[tuple[object, ...], Any]]:
    """Every field of a record and of what it holds, with the way to it."""
    if has(type(value)):
        for field in fields(type(value)):
            yield (*path, field.name), getattr(value, field.name)
            yield from parts_of(getattr(value, field.name), (*path, field.name))
    elif isinstance(value, tuple):
        for number, part in enumerate(value):
            yield from parts_of(part, (*path, number))


def put(value: Any, path: tuple[object, ...], part: object) -> Any:
    """A copy of a record with another part at the end of a way, whatever that part is."""
    if not path:
        return part
    name, *rest = path
    if isinstance(value, tuple):
        return tuple(put(one, tuple(rest), part) if number == name else one for number, one in enumerate(value))
    changed = copy(value)
    object.__setattr__(changed, str(name), put(getattr(value, str(name)), tuple(rest), part))
    return changed


def other(value: object) -> object:
    """Another value of the same type."""
    match value:
        case bool():
            return not value
        case Enum():
            return next(one for one in type(value) if one is not value)
        case str():
            return value + "x"
        case int() | Decimal() | Fraction():
            return value + 1
        case date():
            return value - timedelta(days=1)
        case frozenset():
            return frozenset()
        case tuple():
            return value[1:]
        case Mapping():
            return FrozenMapping({**value, "area": "x"})
    return value


def test_a_record_keeps_the_reports_that_others_stand_in_the_place_of(tmp_path: Path) -> None:
    library = library_of(tmp_path)
    first, later = (Fact("T", "water", 80 + 12 * n, DAY, "UBND", recorded=date(2024, 7, 1 + n)) for n in (0, 1))
    others = [Fact("T", "roads", 70, DAY), Fact("T", "water", 60, DAY, recorded=date(2024, 8, 1))]
    run = evaluate(
        compile("t/town", DAY, library), Unit("T", "T", "township"), [first, later, *others], known_on=date(2024, 7, 5)
    )
    kept = run.record("T", "1")
    assert kept.statements == (first, later)
    assert replay(kept, library) == kept.decision


def test_every_field_of_a_record_is_in_its_digest(tmp_path: Path) -> None:
    """Of the decision, its reasons, the statements and units; a rule's own place in its file says nothing of a decision."""
    library = library_of(tmp_path)
    library = evolve(library, attributes={"region": Attribute("region", Text("Vùng"), ())})
    kept = kept_record(library)
    replay(kept, library)
    tried = 0
    for path, value in parts_of(kept):
        changed = other(value)
        if changed == value or {"provenance", "place"} <= set(path):
            continue
        tried += 1
        with pytest.raises(ReplayError, match="NTM802"):
            replay(put(kept, path, changed), library)
    assert tried > 100


def test_whoever_mends_the_digest_still_cannot_change_what_decides(tmp_path: Path) -> None:
    library = library_of(tmp_path)
    library = evolve(library, attributes={"region": Attribute("region", Text("Vùng"), ())})
    kept = kept_record(library)
    unit, above = kept.units
    forged: list[Record] = [
        evolve(kept, units=(evolve(unit, kind="commune"), above)),
        evolve(kept, units=(evolve(unit, exists_from=date(2030, 1, 1)), above)),
        evolve(kept, units=(evolve(unit, exists_until=date(2020, 1, 1)), above)),
        evolve(kept, units=(above,)),
        evolve(kept, statements=kept.statements[1:]),
        evolve(kept, statements=(*kept.statements, evolve(kept.statements[0], reported_by="B"))),
        evolve(kept, decision=evolve(kept.decision, as_of=date(2024, 3, 31))),
        evolve(kept, decision=evolve(kept.decision, rule=RuleKey("t/town", "1"))),
        evolve(kept, decision=evolve(kept.decision, rule=RuleKey("t/town", "9"))),
        evolve(kept, decision=evolve(kept.decision, name=Text("Tên khác"))),
        evolve(kept, decision=evolve(kept.decision, outcome=Outcome.NOT_ATTAINED)),
    ]
    for one in forged:
        with pytest.raises(ReplayError):
            replay(evolve(one, digest=digest_of(one)), library)


def test_a_malformed_record_is_a_replay_error(tmp_path: Path) -> None:
    """Whatever stands in its fields, and whoever mended its digest."""
    library = library_of(tmp_path)
    library = evolve(library, attributes={"region": Attribute("region", Text("Vùng"), ())})
    kept = kept_record(library)
    for path, value in parts_of(kept):
        for garbage in (None, "", 7, (), object(), Decimal("NaN"), date.min):
            if garbage == value or {"provenance", "place"} <= set(path):
                continue
            broken = put(kept, path, garbage)
            with pytest.raises(ReplayError):
                replay(broken, library)
            try:
                mended = evolve(broken, digest=digest_of(broken))
            except Exception:  # noqa: BLE001 (it has no digest that could be mended)
                continue
            with suppress(ReplayError):
                replay(mended, library)


@pytest.mark.parametrize(
    ("was", "now", "replays"),
    [
        ("name: Nước,", "name: Nước sạch,", True),
        ("at_least: 90, provenance: {status: recalled}", "at_least: 90, provenance: {status: plan, cite: II.3}", True),
        ("at_least: 90", "at_least: 91", False),
        ("at_least: 90", "more_than: 90", False),
        ("measure: roads", "measure: water", False),
        ("version: 2024-01-01", "version: 2024-02-01", False),
    ],
)
def test_a_text_that_is_mended_replays_and_a_rule_that_is_changed_does_not(
    tmp_path: Path, was: str, now: str, replays: bool
) -> None:
    """Also where the figure leaves the outcome as it was."""
    kept = evaluate(compile("t/town", DAY, library_of(tmp_path)), Unit("T", "T", "township"), []).record("T")
    changed = library_of(tmp_path, RULESET.replace(was, now))
    if replays:
        assert replay(kept, changed).outcome is kept.decision.outcome
    else:
        with pytest.raises(ReplayError, match="NTM801"):
            replay(kept, changed)


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

"""A population decided in batches, here or in processes, is decided as `evaluate` decides it, and refuses what that refuses."""

import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import ntm_rules as ntm
from ntm_rules.engine.population.kin import families
from ntm_rules.testing import World, detailed_worlds

from ..profiles import tried

JUNE = date(2024, 6, 30)
SPRING = date(2024, 3, 31)
PROGRAM = ntm.compile("vn/civilised-township", JUNE)
TOWNS = [ntm.Unit(f"T{number}", f"Town {number}", "township") for number in range(6)]


def water(unit: str, value: float = 100) -> ntm.Fact:
    return ntm.Fact(unit, "clean_water_households", value, SPRING)


def fetch(units: Sequence[ntm.Unit]) -> list[ntm.Fact]:
    """The figures of some towns, as a query would give them."""
    return [water(unit.code, 99 if unit.code == "T1" else 100) for unit in units]


def outcomes(decisions: ntm.Decisions) -> dict[str, str]:
    return {unit.code: decisions.outcome(unit.code, "3.3").value for unit in decisions.units}


def decided(several: Iterable[ntm.Decisions]) -> dict[str, list[ntm.Decision]]:
    return {unit.code: list(one.of(unit.code)) for one in several for unit in one.units}


def in_order(program: ntm.Program, world: World) -> Iterator[ntm.Statement]:
    """The statements as a stream must have them: about units above first, then family after family."""
    parts = families([program], world.units)
    place: dict[str, int] = {}
    for number, family in enumerate(parts):
        place |= dict.fromkeys(family.members, number)
        place |= dict.fromkeys(family.shared, -1)
    return iter(sorted(world.statements, key=lambda one: place.get(one.unit, -1)))


@settings(max_examples=tried(0.6))
@given(detailed_worlds(), st.integers(1, 4))
def test_batches_are_decided_as_the_whole(world: World, at_once: int) -> None:
    of: dict[str, list[ntm.Statement]] = {}
    for one in world.statements:
        of.setdefault(one.unit, []).append(one)
    for program in world.programs():
        expected = decided([ntm.evaluate(program, world.units, world.statements)])
        forms: list[Any] = [world.statements, of, in_order(program, world)]
        forms.append(lambda units: [one for unit in units for one in of.get(unit.code, ())])
        for facts in forms:
            found = ntm.evaluate_many(program, world.units, facts, at_once=at_once)
            assert decided(found) == expected


def test_batches_are_of_the_size_asked_for_and_progress_is_told() -> None:
    told: list[tuple[int, int]] = []
    taken: list[str] = []

    def stream() -> Iterator[ntm.Fact]:
        for town in TOWNS[:4]:
            taken.append(town.code)
            yield water(town.code)

    found = ntm.evaluate_many(PROGRAM, TOWNS, stream(), at_once=2, progress=lambda *both: told.append(both))
    assert taken == []
    assert outcomes(next(found)) == {"T0": "attained", "T1": "attained"}
    # No more was read than shows that the batch is complete.
    assert taken == ["T0", "T1", "T2"]
    assert [list(outcomes(one)) for one in found] == [["T2", "T3"], ["T4", "T5"]]
    assert told == [(2, 6), (4, 6), (6, 6)]
    assert list(ntm.evaluate_many(PROGRAM, TOWNS, fetch, each=outcomes, at_once=4)) == [
        {"T0": "attained", "T1": "not_attained", "T2": "attained", "T3": "attained"},
        {"T4": "attained", "T5": "attained"},
    ]


WRONG = [water("T0"), water("T1", 101), water("T9"), water("T2"), "water", water("T5", 99.12345)]


@pytest.mark.parametrize("processes", [0, pytest.param(2, marks=pytest.mark.slow)])
@pytest.mark.parametrize("form", [list, iter])
def test_all_that_does_not_fit_is_told_once_and_nothing_given_after(form: Any, processes: int) -> None:
    with pytest.raises(ntm.FactsError) as whole:
        ntm.evaluate(PROGRAM, TOWNS, WRONG)  # type: ignore[arg-type]
    found = ntm.evaluate_many(PROGRAM, TOWNS, form(WRONG), at_once=1, each=outcomes, processes=processes)
    given: list[dict[str, str]] = []
    with pytest.raises(ntm.FactsError) as error:
        given.extend(found)
    assert given in ([], [{"T0": "attained"}])
    expected = {one.fields["index"]: (one.code, one.fields.get("unit")) for one in whole.value.diagnostics}
    assert {one.fields["index"]: (one.code, one.fields.get("unit")) for one in error.value.diagnostics} == expected
    assert set(expected) == {1, 2, 4, 5}


@pytest.mark.parametrize(
    ("facts", "codes"),
    [
        ({"T1": [water("T1")], "T0": [water("T2")], "T9": water("T9")}, ["NTM730", "NTM560"]),
        (iter([water("T0"), water("T1"), water("T0"), water("T0")]), ["NTM732"]),
        (lambda units: [water("T3")], ["NTM731"] * 5),
    ],
)
def test_statements_out_of_place_are_refused(facts: Any, codes: list[str]) -> None:
    with pytest.raises(ntm.FactsError) as error:
        list(ntm.evaluate_many(PROGRAM, TOWNS, facts, at_once=1))
    assert sorted(one.code for one in error.value.diagnostics) == sorted(codes)
    assert all(one.message.en and "{" not in one.message.en for one in error.value.diagnostics)


@pytest.mark.parametrize(
    "wrong",
    [
        {"program": "vn/civilised-township"},
        {"facts": 3},
        {"facts": lambda units: 3},
        {"processes": -1},
        {"at_once": 0},
        {"each": 3},
        {"progress": 3},
        {"start_method": "fast"},
        {"each": lambda decisions: decisions, "processes": 2},
        {"known_on": "2024-06-30"},
    ],
)
def test_arguments_are_refused_by_their_names(wrong: dict[str, Any]) -> None:
    arguments: dict[str, Any] = {"program": PROGRAM, "units": TOWNS, "facts": [], **wrong}
    with pytest.raises(ntm.ArgumentError) as error:
        list(ntm.evaluate_many(arguments.pop("program"), arguments.pop("units"), arguments.pop("facts"), **arguments))
    assert error.value.diagnostics[0].fields["argument"] in wrong


def test_a_unit_that_the_rules_do_not_apply_to_is_refused_at_once() -> None:
    with pytest.raises(ntm.UnitsError):
        ntm.evaluate_many(PROGRAM, ntm.Unit("C", "Bản Bo", "commune"), [])


METHODS = ["fork", "spawn"] if hasattr(os, "fork") else ["spawn"]


@pytest.mark.slow
@pytest.mark.parametrize("method", METHODS)
def test_processes_decide_the_same(method: Any) -> None:
    facts = {town.code: fetch([town]) for town in TOWNS}
    expected = ntm.evaluate(PROGRAM, TOWNS, [one for several in facts.values() for one in several])
    many: dict[str, Any] = {"at_once": 2, "processes": 2 if method == "fork" else 1, "start_method": method}
    assert decided(ntm.evaluate_many(PROGRAM, TOWNS, facts, **many)) == decided([expected])
    if method == "fork":
        plain = list(ntm.evaluate_many(PROGRAM, TOWNS, facts, each=ntm.to_plain, **many))
        assert [one for each in plain for one in each["decisions"]] == ntm.to_plain(expected)["decisions"]
        assert decided(ntm.evaluate_many(PROGRAM, TOWNS, fetch, **many)) == decided([expected])


def end(decisions: ntm.Decisions) -> None:
    os._exit(3)


def fail(decisions: ntm.Decisions) -> None:
    raise LookupError(decisions.units[0].code)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork here")
def test_what_goes_wrong_in_a_process_comes_back() -> None:
    with pytest.raises(ntm.EngineError) as ended:
        list(ntm.evaluate_many(PROGRAM, TOWNS, [], each=end, processes=1, start_method="fork"))
    assert ended.value.diagnostics[0].code == "NTM733"
    with pytest.raises(LookupError, match="T0"):
        list(ntm.evaluate_many(PROGRAM, TOWNS, [], each=fail, processes=1, start_method="fork"))


@pytest.mark.skipif(sys.platform != "linux", reason="memory is measured as Linux says it")
def test_memory_does_not_grow_with_the_population() -> None:
    """Each of a thousand towns has its own figures; of all batches but one nothing is left."""
    import weakref

    towns = [ntm.Unit(f"T{number}", f"Town {number}", "township") for number in range(1000)]
    facts = (water(town.code) for town in towns)
    alive: list[weakref.ref[ntm.Decisions]] = []
    for decisions in ntm.evaluate_many(PROGRAM, towns, facts, at_once=100):
        decisions.outcome(decisions.units[0].code)
        alive.append(weakref.ref(decisions))
        del decisions
        assert sum(one() is not None for one in alive) <= 1
    assert len(alive) == 10


@pytest.mark.parametrize("library", ["polars", "pandas", "pyarrow"])
def test_outcomes_are_a_frame(library: Any) -> None:
    pl = pytest.importorskip("polars")
    pytest.importorskip(library)
    frame = ntm.evaluate(PROGRAM, TOWNS, fetch(TOWNS)).to_frame(library)
    assert type(frame).__module__.split(".")[0] == library
    rows = pl.DataFrame(frame)
    assert rows.columns == ["unit", "ruleset", "as_of", "rule", "outcome"]
    assert len(rows) == len(TOWNS) * len(PROGRAM.rules)
    assert rows.filter(rule="3.3")["outcome"].to_list() == ["attained", "not_attained", *["attained"] * 4]


def test_what_a_frame_needs_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    decisions = ntm.evaluate(PROGRAM, TOWNS[0], [])
    with pytest.raises(ntm.ArgumentError):
        decisions.to_frame("dask")  # type: ignore[arg-type]
    monkeypatch.setitem(sys.modules, "narwhals", None)
    with pytest.raises(ntm.EngineError, match=r"ntm-rules\[frames\]") as error:
        decisions.to_frame()
    assert error.value.diagnostics[0].code == "NTM734"

"""Frames of every library are decided as the specification decides: generated worlds, and the rulesets that are shipped."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from itertools import combinations_with_replacement, product
from typing import Any

import pytest
from attrs import evolve
from hypothesis import Phase, assume, given, seed, settings
from hypothesis import strategies as st

from ntm_rules import load_library
from ntm_rules.model.fact import Fact, Finding, Statement
from ntm_rules.model.library import Library
from ntm_rules.model.problem import CompileError
from ntm_rules.model.ruleset import Ruleset
from ntm_rules.model.units.unit import Unit, Units
from ntm_rules.program.compiling import compile
from ntm_rules.program.program import Program
from ntm_rules.program.terms import walk
from ntm_rules.testing import World, facts_for, units_for, worlds

from ...profiles import CHOSEN, FULL, tried
from .frame_library import FrameLibrary, in_every_library
from .from_world import FORMS, LAYOUTS, district_rules, program_of
from .test_agreement import SUPPRESSED, check_program, check_world, is_small
from .test_long import check_facts, contested, is_readable

pytestmark = pytest.mark.slow

few = settings(max_examples=tried(0.2), derandomize=True, suppress_health_check=SUPPRESSED)
fewer = settings(max_examples=tried(0.1), suppress_health_check=SUPPRESSED, phases=[Phase.generate], database=None)
"""Where a query of SQL is planned anew for each, which takes seconds."""


@contextmanager
def names_told_apart() -> Iterator[None]:
    """No two columns that are made in one step have names that differ in case only: SQL takes these for one."""
    import narwhals as nw
    from narwhals.group_by import LazyGroupBy

    def watched(method: Callable[..., Any]) -> Callable[..., Any]:
        def call(frame: Any, *given: Any, **named: Any) -> Any:
            assert len({name.lower() for name in named}) == len(named)
            return method(frame, *given, **named)

        return call

    with pytest.MonkeyPatch.context() as patch:
        for owner, name in ((nw.LazyFrame, "select"), (nw.LazyFrame, "with_columns"), (LazyGroupBy, "agg")):
            patch.setattr(owner, name, watched(getattr(owner, name)))
        yield


def of_one_unit(world: World) -> list[Program]:
    """The programs that ask for nothing but what is said of the unit itself today: others are minutes of planning in SQL."""
    found = [one for one in world.programs() if not (one.inputs().members or one.inputs().above or one.past)]
    assume(found)
    return found


def terms_in(program: Program) -> int:
    return len({term for rule in program.rules for term in walk(rule.truth)})


@few
@given(contested(), st.booleans())
def test_pandas_agrees_on_facts_a_row(pandas_frames: FrameLibrary, world: World, as_text: bool) -> None:
    assume(is_readable(world))
    check_facts(world, as_text, pandas_frames)


@few
@given(contested(), st.booleans())
def test_pyarrow_agrees_on_facts_a_row(pyarrow_frames: FrameLibrary, world: World, as_text: bool) -> None:
    assume(is_readable(world))
    check_facts(world, as_text, pyarrow_frames)


@seed(20240630)
@fewer
@given(contested(), st.booleans())
def test_duckdb_agrees_on_facts_a_row(duckdb_frames: FrameLibrary, world: World, as_text: bool) -> None:
    assume(is_readable(world))
    with names_told_apart():
        check_facts(world, as_text, duckdb_frames, of_one_unit(world))


@seed(20240630)
@settings(fewer, max_examples=tried(0.025))
@given(contested(), st.booleans())
def test_pyspark_agrees_on_facts_a_row(pyspark_frames: FrameLibrary, world: World, as_text: bool) -> None:
    assume(is_readable(world))
    # Every step is a query that Spark plans anew: the smallest program says as much of the library.
    check_facts(world, as_text, pyspark_frames, [min(of_one_unit(world), key=terms_in)])


@few
@given(worlds(), st.sampled_from(FORMS), st.sampled_from(LAYOUTS))
def test_pandas_agrees_with_evaluate(pandas_frames: FrameLibrary, world: World, form: str, layout: str) -> None:
    assume(is_small(world))
    check_world(world, form, frame_library=pandas_frames, layout=layout)


@few
@given(worlds(), st.sampled_from(FORMS), st.sampled_from(LAYOUTS))
def test_pyarrow_agrees_with_evaluate(pyarrow_frames: FrameLibrary, world: World, form: str, layout: str) -> None:
    assume(is_small(world))
    check_world(world, form, frame_library=pyarrow_frames, layout=layout)


@seed(20240630)
@fewer
@given(worlds(), st.sampled_from(FORMS), st.sampled_from(LAYOUTS))
def test_duckdb_agrees_with_evaluate(duckdb_frames: FrameLibrary, world: World, form: str, layout: str) -> None:
    assume(is_small(world))
    with names_told_apart():
        check_world(world, form, reasons_too=False, frame_library=duckdb_frames, layout=layout)


@seed(20240630)
@settings(fewer, max_examples=tried(0.05))
@given(worlds(), st.sampled_from(FORMS))
def test_pyspark_agrees_with_evaluate(pyspark_frames: FrameLibrary, world: World, form: str) -> None:
    assume(is_small(world))
    check_world(world, form, reasons_too=False, frame_library=pyspark_frames)


VERSIONS = [version for versions in load_library().versions.values() for version in versions]
NEWEST = VERSIONS if CHOSEN == FULL else [versions[-1] for versions in load_library().versions.values()]
"""For libraries in which a version takes seconds to plan: amendments change figures, and seldom the forms that are planned."""
WITHOUT_ALL_IT_REFERS_TO = {
    ("vn/district-ntm", date(2022, 3, 8)): "vn/civilised-township",
    ("vn/district-advanced", date(2022, 3, 8)): "vn/civilised-township",
}
"""Versions that refer to a ruleset which was not in force yet on their own first day."""


@st.composite
def stated(draw: st.DrawFn, ruleset: Ruleset, library: Library) -> tuple[Units, list[Statement]]:
    """A handful of units that a ruleset applies to, with those around them, and what is reported about each."""
    units = draw(units_for(ruleset, library, as_of=ruleset.version))
    more = [evolve(units["U"], code=f"U{number}") for number in range(1, 4)]
    together = Units([*units, *more])
    facts = [draw(facts_for(ruleset, library, unit=unit, as_of=ruleset.version)) for unit in together]
    return together, [one for about_one in facts for one in about_one]


def check_shipped(ruleset: Ruleset, frame_library: FrameLibrary, share: float, reasons_too: bool) -> None:
    library = load_library()
    lacking = WITHOUT_ALL_IT_REFERS_TO.get((ruleset.id, ruleset.version))
    if lacking is not None:
        with pytest.raises(CompileError, match=lacking):
            compile(ruleset, ruleset.version, library)
        pytest.skip(f"refers to {lacking}, of which no version was in force yet")
    program = compile(ruleset, ruleset.version, library)

    @seed(20240630)
    @settings(fewer, max_examples=tried(share))
    @given(stated(ruleset, library), st.sampled_from(FORMS))
    def agrees(known: tuple[Units, list[Statement]], form: str) -> None:
        check_program(program, *known, form, reasons_too=reasons_too, frame_library=frame_library)

    agrees()


def name_of(ruleset: Ruleset) -> str:
    return f"{ruleset.id} {ruleset.version}"


@pytest.mark.parametrize("ruleset", VERSIONS, ids=name_of)
def test_polars_decides_what_is_shipped(polars_frames: FrameLibrary, ruleset: Ruleset) -> None:
    check_shipped(ruleset, polars_frames, 0.02, reasons_too=True)


@pytest.mark.parametrize("ruleset", NEWEST, ids=name_of)
def test_pandas_decides_what_is_shipped(pandas_frames: FrameLibrary, ruleset: Ruleset) -> None:
    check_shipped(ruleset, pandas_frames, 0.01, reasons_too=True)


@pytest.mark.parametrize("ruleset", NEWEST, ids=name_of)
def test_duckdb_decides_what_is_shipped(duckdb_frames: FrameLibrary, ruleset: Ruleset) -> None:
    if ruleset.id == "tam-duong/plan-2024" and CHOSEN != FULL:
        pytest.skip("DuckDB plans the queries of its 152 rules for five minutes: NTM_PROFILE=full")
    check_shipped(ruleset, duckdb_frames, 0.01, reasons_too=False)


@pytest.mark.parametrize("id", ["vn/commune-2026", "vn/civilised-township"])
def test_pyspark_decides_what_is_shipped(pyspark_frames: FrameLibrary, id: str) -> None:
    check_shipped(load_library().versions[id][-1], pyspark_frames, 0.001, reasons_too=False)


BETWEEN_DATES = """
ruleset: x/dates
version: 2020-01-01
title: Xã
applies_to: commune
instrument: {number: 1/QĐ}
criteria:
  - {code: "1", name: Một, provenance: {status: recalled}, measure: done, not_after: {months: 13, after: begun}}
  - {code: "2", name: Hai, provenance: {status: recalled}, measure: done, not_before: {years: 1, after: begun}}
  - {code: "3", name: Ba, provenance: {status: recalled}, measure: begun, not_after: {months: 12, before: done}}
  - {code: "4", name: Bốn, provenance: {status: recalled}, measure: begun, not_before: {months: 12, before: done}}
recognition: {criteria: all, provenance: {status: recalled}}
"""


@in_every_library
def test_months_between_two_dates_in_every_library(frame_library: FrameLibrary) -> None:
    names = "{name: {vi: Ngày, en: Day}, type: date}"
    program = program_of(BETWEEN_DATES, f"measures: {{begun: {names}, done: {names}}}")
    ends = [date(2023, 1, 28), date(2023, 1, 31), date(2023, 2, 28), date(2024, 2, 28), date(2024, 2, 29)]
    ends += [date(2024, 3, 1), date(2022, 12, 31), date(1900, 3, 1), date(2199, 12, 31)]
    pairs = list(product(ends, repeat=2))
    units = Units([Unit(f"C{place}", "Xã", "commune") for place in range(len(pairs))])
    facts = [
        Fact(unit.code, measure, day, program.as_of)
        for unit, days in zip(units, pairs, strict=True)
        for measure, day in zip(("begun", "done"), days, strict=True)
    ]
    # What SQL plans for reasons takes minutes.
    check_program(program, units, facts, FORMS[0], frame_library.name not in ("duckdb", "pyspark"), frame_library)


BOUNDS = (
    "mean: water, at_least: 50",
    "sum: water, at_most: 60",
    "min: water, more_than: 20",
    "max: water, less_than: 70",
)


@in_every_library
def test_figures_of_some_members_in_every_library(frame_library: FrameLibrary) -> None:
    rules = district_rules(f"members: commune, among: {{measure: poor, required: yes}}, {bound}" for bound in BOUNDS)
    program = program_of(
        rules,
        "measures: {water: {name: {vi: Nước, en: Water}, decimals: 1}, poor: {name: {vi: Nghèo, en: Poor}, type: finding}}",
    )
    figures = (None, Decimal(-10), Decimal("20.5"), Decimal(70), Decimal("49.5"))
    words = (None, Finding.MET, Finding.NOT_MET)
    kinds = list(product(figures, words))
    units, facts = [Unit("P", "Tỉnh", "province")], []
    for number, several in enumerate(combinations_with_replacement(range(len(kinds)), 2)):
        units.append(Unit(f"D{number}", "Huyện", "district", "P"))
        for place, kind in enumerate((*several, number % len(kinds))):
            code = f"D{number}C{place}"
            units.append(Unit(code, "Xã", "commune", f"D{number}"))
            for measure, value in zip(("water", "poor"), kinds[kind], strict=True):
                facts += [] if value is None else [Fact(code, measure, value, program.as_of)]
    check_program(
        program, Units(units), facts, FORMS[0], frame_library.name not in ("duckdb", "pyspark"), frame_library
    )

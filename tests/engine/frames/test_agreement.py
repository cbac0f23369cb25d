"""Frames decide as the specification does, cell by cell."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from itertools import combinations_with_replacement, product
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, assume, event, given, settings
from hypothesis import strategies as st

from ntm_rules.engine.decisions import evaluate
from ntm_rules.engine.frames.assessing import backend
from ntm_rules.engine.frames.assessing.assess import assessment_of
from ntm_rules.model.fact import Absence, Fact, Finding, Statement
from ntm_rules.model.problem import FactsError
from ntm_rules.model.units.unit import Unit, Units
from ntm_rules.program.program import Program
from ntm_rules.testing import World, detailed_worlds

from ...profiles import tried
from ...smallest import holds_in
from .check_reasons import check_reasons
from .frame_library import POLARS, FrameLibrary
from .from_world import FORMS, LAYOUTS, district_rules, frames_of, judged_in, program_of
from .specified import Specified

pytestmark = pytest.mark.slow

KINDS = ("village", "commune", "township", "district", "zone", "province")
NO_UNITS = pl.DataFrame(schema={"unit": pl.String, "parent": pl.String})
SUPPRESSED = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example]


def is_small(world: World) -> bool:
    return all(
        abs(one.value) < 10**11 for one in world.statements if isinstance(one, Fact) and isinstance(one.value, Decimal)
    )


def check_world(
    world: World,
    form: str,
    reasons_too: bool = True,
    frame_library: FrameLibrary = POLARS,
    layout: str = LAYOUTS[0],
) -> Counter[str]:
    seen: Counter[str] = Counter()
    for program in world.programs():
        seen += check_program(program, world.units, world.statements, form, reasons_too, frame_library, layout)
    return seen


def check_program(
    program: Program,
    units: Units,
    statements: Sequence[Statement],
    form: str,
    reasons_too: bool = True,
    frame_library: FrameLibrary = POLARS,
    layout: str = LAYOUTS[0],
) -> Counter[str]:
    """Decide the units as frames of a library, and compare every cell; returns how often there was each outcome."""
    seen: Counter[str] = Counter()
    kinds = program.ruleset.applies_to
    frames = frames_of(units, statements, program, form, layout)
    whole = judged_in(frames.now, kinds)
    if whole is None:
        return seen
    given = frame_library.given
    frame = given(whole)
    others = {name: given(frames.now.get(name, NO_UNITS)) for name in KINDS if name not in kinds}
    past = {
        day: {name: given(each.get(name, NO_UNITS)) for name in (*kinds, *others) if name in each or name not in kinds}
        for day, each in frames.past.items()
    }
    try:
        assessment = assessment_of(program, frame, others=others, past=past, scaled=frames.scaled)
        found = assessment.outcomes(gaps=reasons_too)
        reasons = assessment.reasons() if reasons_too else None
    except FactsError as error:
        if "derived share of each unit" in str(error) or "judges several kinds" in str(error):
            event("shares over members")
            return seen
        if _has_ended(error, units, [program.as_of, *frames.past]):
            event("memberships that have all ended")
            return seen
        raise
    assert type(found) is type(frame)
    decisions = Specified(evaluate(program, units, statements))
    rows: dict[str, dict[str, Any]] = {row["unit"]: row for row in frame_library.read(found).to_dicts()}
    assert len(rows) == len(whole)
    decided = {unit.code for unit in decisions.units}
    for unit in rows:
        if unit not in decided:
            assert all(rows[unit][code] is None for code in program.by_code)
    for unit in decided:
        for code, outcome in decisions.outcomes(unit).items():
            assert rows[unit][code] == outcome.value, f"{unit} {code}: {rows[unit][code]}, not {outcome.value}"
            seen[outcome.value] += 1
        attained = sum(decisions.outcome(unit, code).value == "attained" for code in program.criteria)
        assert rows[unit]["criteria_attained"] == attained
    if reasons_too:
        assert type(reasons) is type(frame)
        conclusions = {one.code for one in program.ruleset.conclusions}
        leaves = [code for code, rule in program.by_code.items() if not rule.children and code not in conclusions]
        seen["reasons"] += check_reasons(frame_library.read(reasons).to_dicts(), decisions, leaves)
    return seen


def _has_ended(error: FactsError, units: Units, days: Sequence[date]) -> bool:
    """True where no unit is in a zone on any of the days: the frames do not show that some were before."""
    said = {(one.code, one.fields.get("column")) for one in error.diagnostics}
    return said == {("NTM623", "zone")} and not any(one.member_of("zone", day) for one in units for day in days)


@settings(max_examples=tried(1), suppress_health_check=SUPPRESSED)
@given(detailed_worlds(for_frames=True), st.sampled_from(FORMS), st.sampled_from(LAYOUTS))
def test_polars_agrees_with_evaluate(world: World, form: str, layout: str) -> None:
    assume(is_small(world))
    holds_in(world, lambda one: check_world(one, form, reasons_too=False, layout=layout))


@pytest.mark.slow
@settings(max_examples=tried(1), suppress_health_check=SUPPRESSED)
@given(detailed_worlds(for_frames=True), st.sampled_from(FORMS), st.sampled_from(LAYOUTS))
def test_polars_agrees_with_evaluate_again(world: World, form: str, layout: str) -> None:
    """As the query of a large frame is run, where the other half runs that of a small one."""
    assume(is_small(world))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(backend, "MOST_AT_ONCE", -1)
        holds_in(world, lambda one: check_world(one, form, reasons_too=False, layout=layout))


@pytest.mark.slow
@settings(max_examples=tried(0.5), derandomize=True, suppress_health_check=SUPPRESSED)
@given(detailed_worlds(for_frames=True), st.sampled_from(FORMS))
def test_reasons_agree_with_evaluate(world: World, form: str) -> None:
    assume(is_small(world))
    check_world(world, form)


PARTS = """[{members: commune, meeting: {measure: poor, required: yes}, count_at_least: 1},
 {members: commune, meeting: {measure: clean, required: yes}, count_at_most: 0},
 {members: commune, meeting: {measure: poor, required: yes},
  count_at_least: {members: commune, meeting: {measure: clean, required: yes}}}]"""


def test_reasons_of_counts_in_counts_agree_whatever_of_them_applies() -> None:
    """Several counts of members, among them such as do not apply, of which so many are to hold: every state of two communes."""
    finding = "{name: {vi: Kết luận, en: Finding}, type: finding, may_not_apply: {vi: Nếu có, en: If any}}"
    asked = [f"{key}: {{n: {n}, of: {PARTS}}}" for key in ("at_least_n", "at_most_n") for n in (1, 2, 3)]
    asked += [f"none_of: [{{{one}}}]" for one in asked]
    program = program_of(district_rules(asked), f"measures: {{poor: {finding}, clean: {finding}}}")
    states = list(product((None, Finding.MET, Finding.NOT_MET, Absence.NOT_APPLICABLE), repeat=2))
    units, facts = [Unit("D", "Huyện", "district")], list[Statement]()
    for number, several in enumerate(combinations_with_replacement(states, 2)):
        units.append(Unit(f"D{number}", "Huyện", "district"))
        for place, values in enumerate(several):
            code = f"D{number}C{place}"
            units.append(Unit(code, "Xã", "commune", f"D{number}"))
            for measure, value in zip(("poor", "clean"), values, strict=True):
                facts += [] if value is None else [Fact(code, measure, value, program.as_of)]
    seen = check_program(program, Units(units), facts, FORMS[0])
    assert {"attained", "not_attained", "undetermined", "not_applicable"} <= set(seen)

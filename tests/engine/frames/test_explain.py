"""One unit of a frame explained in full, as `evaluate` does."""

from datetime import date
from pathlib import Path

import polars as pl
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import ntm_rules as ntm
from ntm_rules.engine.frames.assessing.assess import assessment_of
from ntm_rules.model.fact import Fact
from ntm_rules.model.problem import FactsError
from ntm_rules.testing import World, worlds

from ...profiles import tried
from .from_world import FORMS, LAYOUTS, frames_of, judged_in
from .specified import Specified
from .test_agreement import SUPPRESSED, is_small

KINDS = ("village", "commune", "township", "district", "zone", "province")
NO_UNITS = pl.DataFrame(schema={"unit": pl.String, "parent": pl.String})


@pytest.mark.slow
@settings(max_examples=tried(0.4), suppress_health_check=SUPPRESSED)
@given(worlds(), st.sampled_from(FORMS), st.sampled_from(LAYOUTS))
def test_the_tree_of_a_unit_comes_to_what_the_frame_says(world: World, form: str, layout: str) -> None:
    assume(is_small(world))
    for program in world.programs():
        kinds = program.ruleset.applies_to
        frames = frames_of(world.units, world.statements, program, form, layout)
        whole = judged_in(frames.now, kinds)
        if whole is None:
            continue
        others = {name: frames.now.get(name, NO_UNITS) for name in KINDS if name not in kinds}
        past = {day: {name: each.get(name, NO_UNITS) for name in KINDS} for day, each in frames.past.items()}
        try:
            assessment = assessment_of(program, whole, others=others, past=past, scaled=frames.scaled)
            rows = assessment.outcomes().to_dicts()
        except FactsError as error:
            if "derived share of each unit" in str(error) or "judges several kinds" in str(error):
                continue
            raise
        for row in rows:
            if row["criteria_attained"] is None or all(row[code] is None for code in program.by_code):
                continue
            decisions = Specified(assessment.decisions(row["unit"]))
            for code in program.by_code:
                assert decisions.decision(row["unit"], code).outcome.value == row[code]


def test_the_tree_is_that_of_evaluate() -> None:
    day = date(2024, 6, 30)
    program = ntm.compile("vn/civilised-township", day, ntm.load_library())
    frame = pl.DataFrame(
        {"unit": ["T", "U"], "clean_water_households": [99.9, None], "residents_satisfied": [91.0, 80.0]}
    )
    facts = [
        Fact("T", "clean_water_households", 99.9, day),
        Fact("T", "residents_satisfied", 91, day),
        Fact("U", "residents_satisfied", 80, day),
    ]
    units = [ntm.Unit(code, code, "township") for code in ("T", "U")]
    decisions = ntm.evaluate(program, units, facts)
    assessment = assessment_of(program, frame)
    for code in ("T", "U"):
        assert assessment.explain(code) == decisions.decision(code)


CHANGES = """\
ruleset: td/{name}
version: 2022-01-01
title: Thử
applies_to: commune
instrument: {{number: "{name}"}}
criteria:
  - code: "1"
    name: Tăng
    provenance: {{status: recalled}}
    {condition}
"""


def test_a_day_looked_at_from_a_day_looked_at(tmp_path: Path) -> None:
    conditions = {
        "water": "{measure: water, at_least: 90}",
        "more": "{criteria: attained, ruleset: td/water, since: 2022-12-31, increased_by_at_least: 1}",
        "most": "{criteria: attained, ruleset: td/more, since: 2023-06-30, increased_by_at_least: 0}",
    }
    (tmp_path / "measures").mkdir()
    (tmp_path / "measures" / "water.yaml").write_text("measures:\n  water: {name: Nước, decimals: 1}\n", "utf-8")
    for name, condition in conditions.items():
        (tmp_path / f"{name}.yaml").write_text(
            CHANGES.format(name=name, condition=condition.strip("{}").replace(", ", "\n    ")), "utf-8"
        )
    library = ntm.load_library(tmp_path)
    days = (date(2022, 12, 31), date(2023, 6, 30), date(2024, 6, 30))
    frames = {
        day: pl.DataFrame({"unit": ["A", "B"], "water": water})
        for day, water in zip(days, ([80.0, 95.0], [80.0, 95.0], [91.0, 91.0]), strict=True)
    }
    program = ntm.compile("td/most", days[-1], library)
    past = {day: {"commune": frames[day]} for day in days[:-1]}
    assessment = assessment_of(program, frames[days[-1]], past=past)
    facts = [Fact(unit, "water", water, day) for day, frame in frames.items() for unit, water in frame.rows()]
    decisions = ntm.evaluate(program, [ntm.Unit(code, code, "commune") for code in ("A", "B")], facts)
    outcomes = dict(assessment.outcomes().select("unit", "1").rows())
    for unit in ("A", "B"):
        assert outcomes[unit] == decisions.outcome(unit, "1").value == "attained"
        assert assessment.explain(unit, "1") == decisions.decision(unit, "1")

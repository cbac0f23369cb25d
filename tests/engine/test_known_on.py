"""What was known on a day: in every executor, in the decision, its record and JSON, and on the command line."""

import json
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from ntm_rules.cli import main
from ntm_rules.engine.decisions import evaluate
from ntm_rules.engine.frames.assessing.assess import assess_frame
from ntm_rules.engine.live.session import Session
from ntm_rules.exchange.output.decisions import decision_from_plain, decision_to_plain
from ntm_rules.exchange.records.making import record_assessment
from ntm_rules.exchange.records.verifying import verify_record
from ntm_rules.model.condition import Comparison, Operator
from ntm_rules.model.fact import Fact
from ntm_rules.model.library import Library
from ntm_rules.model.ruleset import Ruleset
from ntm_rules.model.threshold import Fixed
from ntm_rules.model.units.unit import Unit
from ntm_rules.program.compiling import compile
from tests.profiles import tried

TODAY = date(2024, 6, 30)
TOWN = Unit("T", "Tam Đường", "township")
DAYS = st.dates(date(2024, 1, 1), date(2024, 12, 31))


@pytest.mark.slow
@settings(max_examples=tried(2))
@given(DAYS, st.none() | DAYS, DAYS)
def test_nothing_is_known_before_it_is_recorded_nor_before_the_day_it_describes(
    make_ruleset: Callable[..., Ruleset],
    make_library: Callable[..., Library],
    described: date,
    recorded: date | None,
    known_on: date,
) -> None:
    library = make_library(make_ruleset(Comparison("water", Operator.AT_LEAST, Fixed(Decimal(90)))))
    program = compile("vn/town", TODAY, library)
    fact = Fact("T", "water", 95, described, recorded=recorded)
    counts = described <= TODAY and max(described, recorded or described) <= known_on
    expected = "attained" if counts else "undetermined"
    found = evaluate(program, TOWN, fact, known_on=known_on)
    decision = found.decision("T", "1")
    assert found.outcome("T", "1").value == decision.outcome.value == expected
    assert decision.known_on == known_on
    assert verify_record(record_assessment(found), library).is_sound
    assert decision_from_plain(json.loads(json.dumps(decision_to_plain(decision)))) == decision
    with Session(program, TOWN, fact, known_on=known_on, matcher="plain") as session:
        assert session.outcome("T", "vn/town#1").value == expected
        assert session.decision("T", "vn/town#1") == decision
    columns = {"unit": ["T"], "measure": ["water"], "value": [95.0], "as_of": [described]}
    frame = pl.DataFrame({**columns, "recorded": pl.Series([recorded], dtype=pl.Date)})
    for one in (frame, frame.drop("recorded")) if recorded is None else (frame,):
        assert assess_frame("vn/town", one, TODAY, library=library, known_on=known_on)["1"][0] == expected


def test_the_command_line_asks_what_was_known(tmp_path: Path) -> None:
    (tmp_path / "dossier.yaml").write_text("as_of: 2024-06-30\nrulesets: {township: vn/civilised-township}\n")
    (tmp_path / "units.csv").write_text("code,name,kind\nT,Tam Duong,township\n")
    rows = "unit,measure,value,as_of,recorded\nT,clean_water_households,80,2024-06-30,2024-07-01\n"
    (tmp_path / "facts.csv").write_text(rows + "T,clean_water_households,100,2024-06-30,2024-08-01\n")
    found = CliRunner().invoke(main, ["explain", str(tmp_path), "T", "3.3", "--known-on", "2024-07-15", "--lang", "en"])
    assert "as known on 15 Jul 2024" in found.output
    assert "NOT ATTAINED" in found.output
    assert "NTM696" in found.output

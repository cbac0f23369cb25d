"""Section 3 of PEERS, for every executor: a bad cell is undetermined or an error that names it, never met and never not met."""

from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl
import pytest

from ntm_rules.engine.decisions import evaluate
from ntm_rules.engine.frames.assessing.assess import assess_frame
from ntm_rules.engine.live.matching.matcher import Choice
from ntm_rules.engine.live.session import Session
from ntm_rules.model.condition import Comparison, Operator
from ntm_rules.model.fact import Fact
from ntm_rules.model.outcome import Outcome
from ntm_rules.model.problem import FactsError
from ntm_rules.model.threshold import Fixed
from ntm_rules.model.units.unit import Unit, Units
from ntm_rules.program.compiling import compile
from ntm_rules.program.program import Program

from .frame_library import FrameLibrary, in_every_library

JUNE = date(2024, 6, 30)
UNITS = Units([Unit("T", "Tam Đường", "township")])
RULES = {"poor": Comparison("poor", Operator.AT_MOST, Fixed(Decimal(4)))} | {
    "water": Comparison("water", Operator.AT_LEAST, Fixed(Decimal(80)))
}
CODES = dict(zip(RULES, ("1", "2"), strict=True))
GOOD = {"poor": 3.0, "water": 85.0}
NAN = float("nan")
ABSENT = "absent"
BLANK = [ABSENT, None, NAN]
TEXT = ["", "3,5", "85%", "3", "85"]


@pytest.fixture(scope="module")
def program(make_ruleset: Callable[..., Any], make_library: Callable[..., Any]) -> Program:
    return compile("vn/town", JUNE, make_library(make_ruleset(*RULES.values())))


def frame_of(cells: Iterable[Any], measure: str) -> pl.DataFrame:
    """A good row and rows with such cells of one measure, all else good."""
    values = [GOOD[measure], *cells]
    columns: dict[str, Any] = {"unit": [f"U{number}" for number in range(len(values))]}
    columns |= {other: [value] * len(values) for other, value in GOOD.items() if other != measure}
    if ABSENT not in values:
        columns[measure] = pl.Series(values, dtype=pl.String if isinstance(values[-1], str) else pl.Float64)
    return pl.DataFrame(columns)


@pytest.mark.parametrize("measure", GOOD)
@pytest.mark.parametrize("cell", [*BLANK, *TEXT], ids=repr)
def test_evaluate_and_a_session(program: Program, matcher: Choice, measure: str, cell: Any) -> None:
    facts = [] if cell is ABSENT else [Fact("T", measure, cell, JUNE)]
    if cell in TEXT[1:]:
        with pytest.raises(FactsError, match=measure):
            evaluate(program, UNITS, facts)
        with pytest.raises(FactsError, match=measure):
            Session(program, UNITS, facts, matcher=matcher)
        return
    assert evaluate(program, UNITS, facts).outcome("T", CODES[measure]) is Outcome.UNDETERMINED
    with Session(program, UNITS, facts, matcher=matcher) as session:
        assert session.outcome("T", f"vn/town#{CODES[measure]}") is Outcome.UNDETERMINED


@in_every_library
@pytest.mark.parametrize("checked", [False, True])
@pytest.mark.parametrize("measure", GOOD)
def test_no_figure_in_a_frame(frame_library: FrameLibrary, program: Program, measure: str, checked: bool) -> None:
    found = assess_frame(program, frame_library.given(frame_of([None, NAN], measure)), checked=checked)
    rows = frame_library.read(found).sort("unit").to_dicts()
    assert [row[CODES[measure]] for row in rows] == ["attained", "undetermined", "undetermined"]
    (other,) = CODES.keys() - {measure}
    assert {row[CODES[other]] for row in rows} == {"attained"}


@in_every_library
@pytest.mark.parametrize("measure", GOOD)
def test_no_column_in_a_frame(frame_library: FrameLibrary, program: Program, measure: str) -> None:
    rows = frame_library.read(assess_frame(program, frame_library.given(frame_of([ABSENT], measure)))).to_dicts()
    assert {row[CODES[measure]] for row in rows} == {"undetermined"}


@in_every_library
@pytest.mark.parametrize("measure", GOOD)
@pytest.mark.parametrize("cell", TEXT, ids=repr)
def test_text_in_a_frame(frame_library: FrameLibrary, program: Program, measure: str, cell: str) -> None:
    """A column of figures is never one of text: it is not read, not even where all of it looks like figures."""
    frame = pl.DataFrame({"unit": ["T"], **GOOD}).with_columns(pl.lit(cell).alias(measure))
    with pytest.raises(FactsError, match=measure):
        assess_frame(program, frame_library.given(frame))


@pytest.mark.parametrize("measure", GOOD)
def test_text_among_figures_in_pandas(pandas_frames: FrameLibrary, program: Program, measure: str) -> None:
    """A column of pandas may hold both."""
    import pandas as pd

    frame = pd.DataFrame({"unit": ["T", "V"], **{name: [value] * 2 for name, value in GOOD.items()}})
    for cell in TEXT:
        mixed = frame.assign(**{measure: pd.Series([GOOD[measure], cell], dtype=object)})
        with pytest.raises(FactsError, match=measure):
            assess_frame(program, mixed)

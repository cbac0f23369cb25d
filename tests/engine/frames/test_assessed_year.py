"""The year assessed in frames: thresholds by it are those of `evaluate`, and it is for one day alone."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import polars as pl
import pytest

from ntm_rules.engine.decisions import evaluate
from ntm_rules.engine.frames.assessing.assess import assess_frame, reasons_frame
from ntm_rules.model.condition import Comparison, Operator
from ntm_rules.model.fact import Fact
from ntm_rules.model.library import Library
from ntm_rules.model.problem import FactsError, NtmError
from ntm_rules.model.ruleset import Ruleset
from ntm_rules.model.threshold import ByYear, Fixed
from ntm_rules.model.units.unit import Unit
from ntm_rules.program.compiling import compile

MAY = date(2024, 5, 31)
FRAME = pl.DataFrame({"unit": ["T"], "water": [42.0]})


@pytest.fixture
def library(make_ruleset: Callable[..., Ruleset], make_library: Callable[..., Library]) -> Library:
    each = ((2023, Fixed(Decimal(40))), (2024, Fixed(Decimal(45))))
    return make_library(make_ruleset(Comparison("water", Operator.AT_LEAST, ByYear(each, assessed=True))))


@pytest.mark.parametrize("assessed", [2023, 2024, None])
def test_it_chooses_the_threshold(library: Library, assessed: int | None) -> None:
    program = compile("vn/town", MAY, library, assessed)
    expected = evaluate(program, Unit("T", "T", "township"), Fact("T", "water", 42, MAY)).outcome("T", "1").value
    found = assess_frame("vn/town", FRAME, MAY, library=library, assessed=assessed)
    assert found["1"].to_list() == [expected] == [{2023: "attained"}.get(assessed or 2024, "not_attained")]
    assert assess_frame(program, FRAME)["1"].to_list() == [expected]
    assert len(reasons_frame("vn/town", FRAME, MAY, library=library, assessed=assessed)) == (expected != "attained")


def test_it_is_for_one_day(library: Library) -> None:
    for given in (
        {"frame": FRAME.with_columns(as_of=pl.lit(MAY))},
        {"frame": FRAME, "ruleset": compile("vn/town", MAY, library)},
    ):
        with pytest.raises(FactsError, match="assessed is for one day"):
            assess_frame(**{"ruleset": "vn/town", **given}, library=library, assessed=2023)  # type: ignore[arg-type]
    years: tuple[object, ...] = (2025, "2023", [])
    for year in years:
        with pytest.raises(NtmError, match="a year, not after 2024"):
            assess_frame("vn/town", FRAME, MAY, library=library, assessed=year)  # type: ignore[arg-type]

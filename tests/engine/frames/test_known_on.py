"""What was known on a day, in frames: an argument, or a column of dates; and attestations that name their text."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl
import pytest
from attrs import evolve

from ntm_rules.engine.decisions import evaluate
from ntm_rules.engine.frames.assessing.assess import assess_frame, assessment_of
from ntm_rules.engine.frames.assessing.text import figures_from_text
from ntm_rules.model.condition import Comparison, Operator
from ntm_rules.model.fact import Attestation, Fact, Finding, Statement
from ntm_rules.model.library import Library
from ntm_rules.model.problem import FactsError
from ntm_rules.model.ruleset import Ruleset
from ntm_rules.model.threshold import Fixed
from ntm_rules.model.units.unit import Unit, Units
from ntm_rules.program.compiling import compile

from .frame_library import LIBRARIES

DAY = date(2024, 6, 30)
DAYS = (date(2024, 1, 31), date(2024, 3, 31), date(2024, 5, 31), None)


def at_least(number: int) -> Comparison:
    return Comparison("water", Operator.AT_LEAST, Fixed(Decimal(number)))


@pytest.fixture
def library(make_ruleset: Callable[..., Ruleset], make_library: Callable[..., Library]) -> Library:
    """A ruleset whose only criterion asks 90, and since March 95."""
    first = make_ruleset(at_least(90))
    later = evolve(make_ruleset(at_least(95)), version=date(2024, 3, 1))
    made = make_library(first)
    return evolve(made, versions={"vn/town": (first, later)})


def in_library(frame: pl.DataFrame, name: str) -> Any:
    """The frame in another library; one that is not installed skips the test."""
    if name == "polars":
        return frame
    pytest.importorskip(name)
    if name == "pandas":
        return frame.to_pandas(use_pyarrow_extension_array=True)
    table = frame.to_arrow()
    return table if name == "pyarrow" else pytest.importorskip("duckdb").from_arrow(table)


def outcomes(frame: Any) -> dict[str, str]:
    if isinstance(frame, pl.DataFrame):
        found: pl.DataFrame | pl.Series = frame
    elif hasattr(frame, "to_arrow_table"):
        found = pl.from_arrow(frame.to_arrow_table())
    elif hasattr(frame, "fetch_arrow_table"):
        found = pl.from_arrow(frame.fetch_arrow_table())
    else:
        found = pl.from_pandas(frame) if hasattr(frame, "iloc") else pl.from_arrow(frame)
    assert isinstance(found, pl.DataFrame)
    return dict(zip(found["unit"].to_list(), found["1"].cast(pl.String).to_list(), strict=True))


def rows() -> pl.DataFrame:
    """A unit for each day that a figure is of, and each on which it was recorded."""
    pairs = [(described, recorded) for described in DAYS for recorded in DAYS]
    return pl.DataFrame(
        {
            "unit": [f"T{number}" for number in range(len(pairs))],
            "water": [96.0] * len(pairs),
            "water:as_of": [described for described, _ in pairs],
            "water:recorded": [recorded for _, recorded in pairs],
        },
        schema_overrides={"water:as_of": pl.Date, "water:recorded": pl.Date},
    )


def expected(frame: pl.DataFrame, library: Library, known_on: dict[str, date | None]) -> dict[str, str]:
    program, found = compile("vn/town", DAY, library), {}
    for row in frame.to_dicts():
        fact = Fact(row["unit"], "water", 96, row["water:as_of"] or DAY, recorded=row["water:recorded"])
        unit = Unit(row["unit"], row["unit"], "township")
        found[row["unit"]] = evaluate(program, unit, fact, known_on=known_on[row["unit"]]).outcome(unit.code, "1").value
    return found


@pytest.mark.parametrize("name", LIBRARIES)
@pytest.mark.parametrize("known_on", [date(2024, 4, 15), date(2024, 12, 31)])
def test_columns_of_dates_say_what_was_known(library: Library, known_on: date, name: str) -> None:
    frame = rows()
    found = outcomes(assess_frame("vn/town", in_library(frame, name), DAY, library=library, known_on=known_on))
    assert found == expected(frame, library, dict.fromkeys(frame["unit"], known_on))
    assert "undetermined" in found.values() or known_on > DAY


@pytest.mark.parametrize("name", LIBRARIES)
def test_a_column_says_it_of_each_row(library: Library, name: str) -> None:
    frame = rows()
    days = [DAYS[number % len(DAYS)] for number in range(frame.height)]
    frame = frame.with_columns(known_on=pl.Series(days, dtype=pl.Date))
    assert outcomes(assess_frame("vn/town", in_library(frame, name), DAY, library=library)) == expected(
        frame, library, dict(zip(frame["unit"], days, strict=True))
    )


def test_what_is_explained_was_known_as_well(library: Library) -> None:
    frame = rows()
    assessment = assessment_of("vn/town", frame, DAY, library=library, known_on=date(2024, 4, 15))
    for unit, outcome in outcomes(assessment.outcomes()).items():
        decision = assessment.explain(unit, "1")
        assert (decision.outcome.value, decision.known_on) == (outcome, date(2024, 4, 15))


def test_it_is_said_in_one_way(library: Library) -> None:
    frame = rows().with_columns(known_on=pl.lit(DAY))
    with pytest.raises(FactsError, match="in every frame or in none"):
        assess_frame("vn/town", frame, DAY, library=library, known_on=DAY)
    facts = pl.DataFrame({"unit": ["T"], "measure": ["water"], "value": [96.0], "as_of": [DAY]})
    units = pl.DataFrame({"unit": ["T"], "known_on": [DAY]})
    with pytest.raises(FactsError, match="give it or the argument"):
        assess_frame("vn/town", facts, DAY, library=library, units=units, known_on=DAY)


@pytest.mark.parametrize("name", LIBRARIES)
def test_facts_a_row_by_units_that_say_it(library: Library, name: str) -> None:
    wide = rows()
    facts = wide.select(
        "unit",
        pl.lit("water").alias("measure"),
        pl.col("water").alias("value"),
        pl.col("water:as_of").fill_null(DAY).alias("as_of"),
        pl.col("water:recorded").alias("recorded"),
    )
    days = [DAYS[number % len(DAYS)] for number in range(wide.height)]
    units = wide.select("unit").with_columns(known_on=pl.Series(days, dtype=pl.Date))
    assessment = assessment_of("vn/town", in_library(facts, name), DAY, library=library, units=in_library(units, name))
    found = outcomes(assessment.outcomes())
    assert found == expected(wide, library, dict(zip(wide["unit"], days, strict=True)))
    if name == "polars":
        assert {unit: assessment.explain(unit, "1").outcome.value for unit in found} == found


@pytest.mark.parametrize("name", LIBRARIES)
def test_an_attestation_may_name_its_text(library: Library, name: str) -> None:
    days = (date(2024, 2, 1), date(2024, 5, 1))
    program = compile("vn/town", DAY, library)
    texts = ["vn/town#1", *(f"vn/town#1@{one.version}" for one in library.versions["vn/town"])]
    said: list[Statement] = []
    for text in texts:
        for day in days:
            said.append(Attestation(f"T{len(said)}", text, Finding.MET, day))
    # Both at once: that of the text of today is the one that counts.
    said += [Attestation("B", texts[1], Finding.NOT_MET, days[1]), Attestation("B", texts[2], Finding.MET, days[0])]
    units = Units([Unit(code, code, "township") for code in dict.fromkeys(one.unit for one in said)])
    wanted = evaluate(program, units, said)
    facts = pl.DataFrame(
        [
            (one.unit, f"{one.rule}@{one.version}" if one.version else str(one.rule), one.value.value, one.as_of)
            for one in said
            if isinstance(one, Attestation)
        ],
        schema=["unit", "measure", "value", "as_of"],
        orient="row",
    )
    facts = facts.with_columns(pl.col("measure"))
    found = outcomes(assess_frame("vn/town", in_library(facts, name), DAY, library=library))
    assert found == {unit.code: wanted.outcome(unit.code, "1").value for unit in units}
    assert set(found.values()) == {"attained", "undetermined"}


def test_texts_and_intervals_that_a_frame_does_not_hold(library: Library) -> None:
    long = {"unit": ["T"], "measure": ["vn/town#1@2024-03-02"], "value": ["met"], "as_of": [DAY]}
    for frame, code in (
        (pl.DataFrame(long), "NTM616"),
        (pl.DataFrame(long | {"measure": ["water"], "value": ["75-78"]}), "NTM177"),
        (pl.DataFrame({"unit": ["T"], "vn/town#1@2024-03-01": ["met"]}), "NTM178"),
        (pl.DataFrame({"unit": ["T"], "1@2024-03-01": ["met"]}), "NTM178"),
    ):
        with pytest.raises(FactsError, match=code):
            assess_frame("vn/town", frame, DAY, library=library)
    with pytest.raises(FactsError, match="NTM177"):
        figures_from_text(pl.LazyFrame({"unit": ["T"], "water": ["> 46"]}), library)

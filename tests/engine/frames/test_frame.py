"""Frames as callers give them: days, keys, types, and what is wrong with them."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, cast

import polars as pl
import pytest
from attrs import evolve

import ntm_rules as ntm
from ntm_rules.model.condition import OwnCriteria
from ntm_rules.model.problem import FactsError
from ntm_rules.model.threshold import Fixed

from .from_world import program_of

DAY = date(2024, 6, 30)
TOWN = "vn/civilised-township"
LIBRARY = ntm.load_library()
PROGRAM = ntm.compile(TOWN, DAY, LIBRARY)


def assess(frame: pl.DataFrame, **more: Any) -> pl.DataFrame:
    found: pl.DataFrame = ntm.assess_frame(PROGRAM, frame, **more)
    return found


def test_each_row_is_decided_by_the_version_in_force_on_its_day() -> None:
    """318 until the day before 211 is in force, 211 from then on, as `evaluate` has it on each day."""
    days = [date(2023, 12, 31), date(2024, 2, 29), date(2024, 3, 1), date(2024, 12, 31)]
    ruleset = "vn/commune-ntm"
    first, last = (ntm.compile(ruleset, day, LIBRARY) for day in (days[0], days[-1]))
    assert first.ruleset.version != last.ruleset.version
    measures = sorted(
        {
            name
            for program in (first, last)
            for name in ("clean_water_households", "poverty_multidimensional", "income_per_capita")
            if name in program.measures
        }
    )
    frame = pl.DataFrame({"unit": ["A"] * len(days), "as_of": days, **{name: [50.0] * len(days) for name in measures}})
    others = {kind: pl.DataFrame(schema={"unit": pl.String}) for kind in ("village", "district", "province")}
    found = ntm.assess_frame(ruleset, frame, library=LIBRARY, others=others)
    assert found["as_of"].to_list() == days
    for row in found.to_dicts():
        program = ntm.compile(ruleset, row["as_of"], LIBRARY)
        facts = [ntm.Fact("A", name, 50, row["as_of"]) for name in measures]
        decisions = ntm.evaluate(program, ntm.Unit("A", "A", "commune"), facts)
        for code, outcome in decisions.outcomes("A").items():
            assert row[code] == outcome.value
        for code in set(found.columns) - {"unit", "as_of", "criteria_attained", *program.by_code}:
            assert row[code] is None


@pytest.mark.parametrize("given", [pl.Int64, pl.Categorical, pl.String])
def test_the_key_comes_out_as_it_went_in(given: Any) -> None:
    frame = pl.DataFrame({"unit": ["1", "2"], "clean_water_households": [100.0, 1.0]}).with_columns(
        pl.col("unit").cast(given)
    )
    found = assess(frame)
    assert found["unit"].dtype == frame["unit"].dtype
    assert found["3.3"].to_list() == ["attained", "not_attained"]


def test_outcomes_sort_and_codes_are_kleene() -> None:
    frame = pl.DataFrame({"unit": ["A", "B", "C"], "clean_water_households": [100.0, None, 1.0]})
    found = assess(frame).sort("3.3")
    assert found["unit"].to_list() == ["C", "B", "A"]
    coded = assess(frame, as_codes=True)
    assert coded["3.3"].to_list() == [2, 1, 0]


@pytest.mark.parametrize(
    "column",
    [
        pl.Series([99.9], dtype=pl.Float64),
        pl.Series([Decimal("99.9")], dtype=pl.Decimal(38, 1)),
        pl.Series([Decimal("99.90")], dtype=pl.Decimal(38, 2)),
    ],
)
def test_figures_are_read_exactly(column: pl.Series) -> None:
    found = assess(pl.DataFrame({"unit": ["A"], "clean_water_households": column}), gaps=True)
    assert found.select("3.3", "gap:3.3").rows() == [("not_attained", 0.1)]


def test_scaled_whole_numbers_are_units_of_the_last_decimal() -> None:
    decimals = LIBRARY.measures["clean_water_households"].decimals
    frame = pl.DataFrame({"unit": ["A"], "clean_water_households": [999 * 10 ** (decimals - 1)]})
    found = assess(frame, scaled=["clean_water_households"], gaps=True)
    assert found.select("3.3", "gap:3.3").rows() == [("not_attained", 0.1)]


def test_a_sum_of_floats_is_read_at_fifteen_digits() -> None:
    figures = [99.9 + 0.1, 0.1 + 0.2]
    found = assess(pl.DataFrame({"unit": ["A", "B"], "clean_water_households": figures}))
    assert found["3.3"].to_list() == ["attained", "not_attained"]


@pytest.mark.parametrize("checked", [False, True])
@pytest.mark.parametrize("lazy", [False, True])
def test_nan_is_no_figure(checked: bool, lazy: bool) -> None:
    frame = pl.DataFrame({"unit": ["A", "B"], "clean_water_households": [float("nan"), 100.0]})
    found = ntm.assess_frame(PROGRAM, frame.lazy() if lazy else frame, checked=checked)
    assert isinstance(found, pl.LazyFrame if lazy else pl.DataFrame)
    assert found.lazy().collect()["3.3"].to_list() == ["undetermined", "attained"]


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ([100.0, 99.12345], "column 'clean_water_households', row 2 (B): 99.12345 has more decimals (5)"),
        ([100.0, 100.5], "row 2 (B): 100.5 is outside the bounds"),
        ([-1.0, 100.5], "row 1 (A): -1 is outside the bounds"),
        ([100.0, float("inf")], "row 2 (B): inf is not a figure"),
        (["100", "3,5"], "column 'clean_water_households' is String; it must be figures"),
        ([True, False], "column 'clean_water_households' is Boolean; it must be figures"),
    ],
)
def test_a_wrong_cell_is_named(cells: list[Any], said: str) -> None:
    with pytest.raises(FactsError) as caught:
        assess(pl.DataFrame({"unit": ["A", "B"], "clean_water_households": cells}))
    assert said in str(caught.value)


def test_every_wrong_column_is_named_at_once() -> None:
    frame = pl.DataFrame({"unit": ["A"], "clean_water_households": [101.0], "residents_satisfied": ["no"]})
    with pytest.raises(FactsError) as caught:
        assess(frame.with_columns(pl.lit(-5.0).alias("residents_satisfied")))
    assert "clean_water_households" in str(caught.value)
    assert "residents_satisfied" in str(caught.value)


def test_two_rows_of_a_unit_that_is_joined_are_an_error() -> None:
    frame = pl.DataFrame({"unit": ["D"], "clean_water_households": [1.0]})
    communes = pl.DataFrame({"unit": ["C", "C"], "parent": ["D", "D"]})
    program = ntm.compile("vn/district-ntm", DAY, LIBRARY)
    others = {"commune": communes, "township": communes.head(1), "province": communes.head(0)}
    with pytest.raises(FactsError, match="unit 'C' has more than one row"):
        ntm.assess_frame(program, frame.select("unit"), others=others)


def test_what_rules_ask_about_must_be_given() -> None:
    program = ntm.compile("vn/district-ntm", DAY, LIBRARY)
    with pytest.raises(FactsError, match="rules ask about units of kind"):
        ntm.assess_frame(program, pl.DataFrame({"unit": ["D"]}))


def test_anything_else_is_no_frame() -> None:
    with pytest.raises(FactsError, match="dict is not a frame"):
        ntm.assess_frame(PROGRAM, {"unit": ["A"]})


def test_a_rounded_figure_that_always_applies_is_never_left_out(tmp_path: Path) -> None:
    """Its change is not known, but it surely applies: so three of one criterion is not attained, whatever comes."""
    (tmp_path / "measures.yaml").write_text(
        "measures:\n"
        "  income: {name: Thu nhập, type: number, unit: '%', decimals: 2,\n"
        "    round: {to: 0, mode: half_up, source: Thông tư}}\n",
        encoding="utf-8",
    )
    (tmp_path / "village.yaml").write_text(
        "ruleset: x/village\nversion: 2023-01-01\ntitle: Thử\napplies_to: village\ninstrument: {number: 1/QĐ}\n"
        "recognition: {criteria: not_attained, count_at_least: 1, provenance: {status: recalled}}\n"
        "criteria:\n"
        "  - {code: '1', name: Một, measure: income, since: 2023-06-30, decreased_by_less_than: {measure: income},\n"
        "     provenance: {status: recalled}}\n",
        encoding="utf-8",
    )
    library = ntm.load_library(tmp_path)
    ruleset = library.versions["x/village"][0]
    asked = cast("OwnCriteria", ruleset.conclusions[0].condition)
    # A rule file cannot ask for three of one.
    three = evolve(asked, bounds=(evolve(asked.bounds[0], threshold=Fixed(Decimal(3))),))
    ruleset = evolve(ruleset, conclusions=(evolve(ruleset.conclusions[0], condition=three),))
    program = ntm.compile(ruleset, DAY, library)
    frame = pl.DataFrame({"unit": ["V"], "income": [50.0]})
    past = pl.DataFrame({"unit": ["V"], "income": pl.Series([None], dtype=pl.Float64)})
    found = ntm.assess_frame(program, frame, past={date(2023, 6, 30): {"village": past}})
    unit = ntm.Unit("V", "V", "village")
    decisions = ntm.evaluate(program, ntm.Units([unit]), [ntm.Fact("V", "income", Decimal(50), DAY)])
    assert found["recognition"].to_list() == [decisions.outcome("V", "recognition").value] == ["not_attained"]


def nested(depth: int, tmp_path: Path) -> ntm.Program:
    """A threshold by so many attributes, each in place of the one before."""
    attributes = ", ".join(f"a{number}: {{name: A, values: [x, y]}}" for number in range(depth))
    (tmp_path / "m.yaml").write_text(
        f"measures: {{water: {{name: W, unit: '%'}}}}\nattributes: {{{attributes}}}\n", encoding="utf-8"
    )
    threshold = "5"
    for number in range(depth):
        threshold = f"{{by: a{number}, x: {number + 6}, otherwise: {threshold}}}"
    (tmp_path / "commune.yaml").write_text(
        "ruleset: x/commune\nversion: 2023-01-01\ntitle: T\napplies_to: commune\ninstrument: {number: 1/QĐ}\n"
        f"criteria:\n  - {{code: '1', name: N, measure: water, at_least: {threshold}, provenance: {{status: recalled}}}}\n",
        encoding="utf-8",
    )
    return ntm.compile("x/commune", DAY, ntm.load_library(tmp_path))


@pytest.mark.slow
def test_thresholds_by_many_attributes_in_turn_are_decided_or_refused(tmp_path: Path) -> None:
    """Up to as many as a query can be planned of; `evaluate` takes more."""
    for depth in (7, 8):
        program = nested(depth, tmp_path)
        words: dict[str, list[str | None]] = {"a0": [None, "y", "y"], "a1": [None, "x", "x"]}
        frame = pl.DataFrame({"unit": ["U", "V", "W"], "water": [50.0, 8.0, 3.0], **words})
        units, facts = [], []
        for row in frame.to_dicts():
            attributes = {name: row[name] for name in words if row[name] is not None}
            units.append(ntm.Unit(row["unit"], "Xã", "commune", attributes=attributes))
            facts.append(ntm.Fact(row["unit"], "water", row["water"], DAY))
        decisions = ntm.evaluate(program, units, facts)
        found = [decisions.outcome(unit.code, "1").value for unit in units]
        assert found == ["attained", "undetermined", "not_attained"]
        frame = frame.with_columns(pl.lit(None, dtype=pl.String).alias(f"a{number}") for number in range(2, depth))
        if depth == 7:
            assert ntm.assess_frame(program, frame)["1"].to_list() == found
            continue
        with pytest.raises(FactsError, match=r"too many attributes one within another \(a\d, …\): use evaluate"):
            ntm.assess_frame(program, frame)


def test_the_reason_of_a_rule_within_a_ruleset_that_applies_to_some_units_says_on_what_it_depends_whether_it_applies() -> (
    None
):
    rule = "code: '1', name: n, measure: water, at_least: 90, provenance: {status: recalled}"
    program = program_of(
        "ruleset: x/r\nversion: 2020-01-01\ntitle: T\napplies_to: commune\ninstrument: {number: x}\n"
        "applies_where: {measure: rural, required: yes}\n"
        f"criteria:\n  - {{{rule}, applies_when: {{measure: poor, required: no}}}}\n",
        "measures: {water: {name: W}, rural: {name: R, type: finding}, poor: {name: P, type: finding}}\n",
    )
    frame = pl.DataFrame({"unit": ["A", "B"], "water": [95, 95], "rural": ["met", None], "poor": [None, "not_met"]})
    found = ntm.reasons_frame(program, frame).select("unit", "outcome", "why", "measure").rows()
    assert found == [("A", "undetermined", "missing", "poor"), ("B", "undetermined", "missing", "rural")]

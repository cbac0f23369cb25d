"""What is kept between calls: the shipped library, programs by name, plans by columns, queries as text."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from functools import partial
from typing import Any

import polars as pl
import pytest

import ntm_rules as ntm
from ntm_rules.engine.frames.assessing import assessment, deciding
from ntm_rules.engine.frames.assessing.assess import assess_frame, assessment_of
from ntm_rules.engine.frames.assessing.query_text import QueryText, as_sql
from ntm_rules.model.values.kept import BoundedCache

from .frame_library import POLARS, FrameLibrary

DAY = date(2024, 6, 30)
TOWN, DISTRICT = "vn/civilised-township", "vn/district-ntm"
WORDS = ["met", "not_met", "basically_met", "not_reported", None]


def towns(*figures: float | None) -> pl.DataFrame:
    return pl.DataFrame({"unit": [f"T{number}" for number in range(len(figures))], "clean_water_households": figures})


def district(figure: float) -> dict[str, Any]:
    none = pl.DataFrame(schema={"unit": pl.String})
    communes = pl.DataFrame({"unit": ["C"], "parent": ["D"], "income_per_capita": [figure]})
    others = {"commune": communes, "township": none, "province": none, "village": none}
    return {"frame": pl.DataFrame({"unit": ["D"]}), "others": others}


def fails(*_: Any, **__: Any) -> Any:
    raise AssertionError("asked again")


def test_by_name_the_library_is_read_and_the_ruleset_compiled_once(monkeypatch: pytest.MonkeyPatch) -> None:
    first = assess_frame(TOWN, towns(99.9, 100.0), DAY)
    monkeypatch.setattr(deciding, "load_library", fails)
    monkeypatch.setattr(deciding, "compile", fails)
    assert assess_frame(TOWN, towns(99.9, 100.0), DAY).equals(first)


@pytest.mark.parametrize("is_joined", [False, True])
def test_frames_with_the_same_columns_have_one_plan(monkeypatch: pytest.MonkeyPatch, is_joined: bool) -> None:
    name = DISTRICT if is_joined else TOWN
    given = [district(figure) if is_joined else {"frame": towns(figure)} for figure in (1.0, 100.0)]
    program = ntm.compile(name, DAY)
    expected = [assess_frame(ntm.compile(name, DAY), **one) for one in given]
    assess_frame(program, **given[0])
    monkeypatch.setattr(assessment, "rule", fails)
    for one, found in zip(given, expected, strict=True):
        assert assess_frame(program, **one).equals(found)


def test_other_columns_have_another_plan() -> None:
    whole = towns(100.0).with_columns(pl.col("clean_water_households").cast(pl.Int64))
    frames = {"not_attained": towns(99.9), "attained": whole, "undetermined": whole.select("unit")}
    for outcome, frame in frames.items():
        assert assess_frame(TOWN, frame, DAY)["3.3"].to_list() == [outcome]


def test_nan_is_no_figure_in_a_plan_made_for_frames_without() -> None:
    program = ntm.compile(TOWN, DAY)
    for figure, outcome in ((100.0, "attained"), (float("nan"), "undetermined"), (100.0, "attained")):
        for checked in (False, True):
            assert assess_frame(program, towns(figure), checked=checked)["3.3"].to_list() == [outcome]


@pytest.mark.parametrize("kind", [pl.Categorical, pl.Enum(["met", "not_met", "basically_met", "not_reported"])])
@pytest.mark.parametrize("checked", [False, True])
def test_categories_are_compared_as_they_are(kind: Any, checked: bool) -> None:
    """As text is, in every column of words, and never as text."""
    program = ntm.compile(TOWN, DAY)
    found = [one.id for one in program.measures.values() if one.type.value == "finding"]
    text = pl.DataFrame({"unit": list("ABCDE")}).with_columns(pl.Series(name, WORDS, dtype=pl.String) for name in found)
    frame = text.with_columns(pl.col(found).cast(kind))
    assert assess_frame(program, frame, checked=checked).equals(assess_frame(program, text, checked=checked))
    plan = assess_frame(program, frame.lazy(), checked=True).explain()
    assert "String" not in plan


def test_a_query_of_duckdb_kept_as_text_reads_its_own_relation(duckdb_frames: FrameLibrary) -> None:
    program = ntm.compile(TOWN, DAY)
    found = [assess_frame(program, duckdb_frames.given(towns(figure))) for figure in (99.9, 100.0, None)]
    seen = [duckdb_frames.read(one)["3.3"].to_list() for one in found]
    assert seen == [["not_attained"], ["attained"], ["undetermined"]]


def test_the_text_of_a_query_is_of_the_day_on_which_figures_were_known(duckdb_frames: FrameLibrary) -> None:
    days = {"as_of": date(2024, 3, 1), "recorded": date(2024, 5, 1)}
    frame = towns(100.0).with_columns(pl.lit(day).alias(f"clean_water_households:{end}") for end, day in days.items())
    for known_on, outcome in ((date(2024, 4, 1), "undetermined"), (date(2024, 6, 1), "attained"), (None, "attained")):
        found = duckdb_frames.read(assess_frame(TOWN, duckdb_frames.given(frame), DAY, known_on=known_on))
        assert found["3.3"].to_list() == [outcome]


def test_columns_of_any_name_stand_beside_those_that_a_query_of_duckdb_reads(duckdb_frames: FrameLibrary) -> None:
    odd = [
        'a"b, (c',
        "it's ELSE (CASE WHEN 1 END) END",
        "main.x",
        "__duckdb_s0",
        '"7"',
        "SELECT * FROM t",
    ]
    frame = towns(99.9).with_columns(pl.lit("x").alias(name) for name in odd)
    found = assess_frame(TOWN, duckdb_frames.given(frame).filter("true").select("*"), DAY)
    assert duckdb_frames.read(found).rows() == assess_frame(TOWN, frame, DAY).rows()


@pytest.mark.parametrize("name", ["*", "ntm_rules_source_0", "NTM_rules_stage_0"])
def test_a_column_whose_name_the_text_of_a_query_would_misread_is_left_alone(
    duckdb_frames: FrameLibrary, name: str
) -> None:
    frame = towns(99.9).with_columns(pl.lit("x").alias(name))
    for ask in (assess_frame, ntm.reasons_frame):
        found = duckdb_frames.read(ask("vn/commune-ntm", duckdb_frames.given(frame), DAY))
        assert found.rows() == ask("vn/commune-ntm", frame, DAY).rows()


@pytest.mark.parametrize("is_looking", [True, False])
def test_frames_that_are_joined_in_duckdb_are_one_text_with_a_stage_each(
    monkeypatch: pytest.MonkeyPatch, duckdb_frames: FrameLibrary, is_looking: bool
) -> None:
    import duckdb

    def decided(given: dict[str, Any], library: FrameLibrary) -> list[tuple[Any, ...]]:
        others = {kind: library.given(frame) for kind, frame in given["others"].items()}
        found = [
            make(DISTRICT, library.given(given["frame"]), DAY, others=others)
            for make in (assess_frame, ntm.reasons_frame)
        ]
        return [row for one in found for row in library.read(one).sort(pl.all()).rows()]

    made: list[QueryText | None] = []

    def written(*asked: Any) -> QueryText | None:
        made.append(as_sql(*asked))
        return made[-1]

    monkeypatch.setattr(assessment, "_TEXTS", BoundedCache(8))
    monkeypatch.setattr(assessment, "as_sql", written)
    # The second has other columns: what is written of the first is not for it.
    several = [district(1.0), district(100.0)]
    several[1]["frame"] = pl.DataFrame({"unit": [7]})
    several[1]["others"]["commune"] = several[1]["others"]["commune"].with_columns(parent=pl.lit(7))
    duckdb.execute(f"SET python_enable_replacements = {is_looking}")
    try:
        for given in several:
            assert decided(given, duckdb_frames) == decided(given, POLARS)
    finally:
        duckdb.execute("RESET python_enable_replacements")
    assert len(made) == 4
    assert all(text is not None and " AS MATERIALIZED" in str(text.statement) for text in made)


def test_what_is_kept_is_bounded_and_whole() -> None:
    kept: BoundedCache[int] = BoundedCache(3)
    with pytest.raises(ZeroDivisionError):
        kept.get("key", lambda: 1 // 0)
    assert kept.get("key", lambda: 1) == 1
    assert kept.get("key", fails) == 1
    for number in range(3):
        kept.get(number, partial(int, number))
    assert kept.get("key", lambda: 2) == 2


def test_many_threads_decide_at_once() -> None:
    figures = [float(number) for number in range(90, 101)]

    def decided(figure: float) -> str:
        found: str = assess_frame(TOWN, towns(figure), DAY)["3.3"][0]
        return found

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(decided, figures)) == ["not_attained"] * 10 + ["attained"]


RULES = """\
ruleset: td/{name}
version: 2022-01-01
title: Thử
applies_to: commune
instrument: {{number: "1"}}
criteria:
  - code: "1"
    name: Nước
    provenance: {{status: recalled}}
    measure: water
    at_least: {{by: year, 2023: 80, 2024: 90}}
"""


def test_thresholds_by_year_change_with_the_year_of_each_row(tmp_path: Any) -> None:
    (tmp_path / "measures").mkdir()
    (tmp_path / "measures" / "water.yaml").write_text("measures:\n  water: {name: Nước, decimals: 1}\n", "utf-8")
    (tmp_path / "rules.yaml").write_text(RULES.format(name="water"), "utf-8")
    library = ntm.load_library(tmp_path)
    days = [date(2023, 6, 30), date(2023, 12, 31), date(2024, 1, 1), date(2025, 1, 1)]
    frame = pl.DataFrame({"unit": ["A"] * 4, "as_of": days, "water": [85.0] * 4})
    found = assessment_of("td/water", frame, library=library).outcomes()
    assert found["1"].to_list() == ["attained", "attained", "not_attained", "undetermined"]

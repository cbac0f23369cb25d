"""What comes in by frames is refused as `evaluate` refuses it: with the same codes, and with fields that say where."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import ntm_rules as ntm
from ntm_rules.model.library import Library
from ntm_rules.model.problem import Diagnostic, FactsError
from ntm_rules.program.admission.misfit import misfit

from ...profiles import tried
from .frame_library import FrameLibrary

DAY = date(2024, 6, 30)
HEAD = "version: 2024-01-01\ntitle: T\ninstrument: {number: x}\nrecognition: {criteria: all, provenance: {status: recalled}}\n"
COMMUNE = (
    "ruleset: t/commune\napplies_to: commune\n"
    + HEAD
    + """criteria:
  - {code: '1', name: n, measure: water, at_least: 90, provenance: {status: recalled}}
  - {code: '2', name: n, measure: safe, required: yes, provenance: {status: recalled}}
  - {code: '3', name: n, measure: rank, at_least: good, provenance: {status: recalled}}
  - {code: '4', name: n, measure: fund, at_least: {by: area, one: 1, otherwise: 2}, provenance: {status: recalled}}
"""
)
DISTRICT = (
    "ruleset: t/district\napplies_to: district\n"
    + HEAD
    + """criteria:
  - {code: '1', name: n, members: commune, attained: 't/commune#1', share_at_least: 100, provenance: {status: recalled}}
  - {code: '2', name: n, members: commune, mean: water, at_least: 90, provenance: {status: recalled}}
"""
)
CLUSTER = (
    "ruleset: t/cluster\napplies_to: cluster\n"
    + HEAD
    + "criteria:\n  - {code: '1', name: n, measure: water, at_least: 90, provenance: {status: recalled}}\n"
)
"""Applies to a kind of no certain height."""
MEASURES = """measures:
  water: {name: Nước, unit: '%', decimals: 2, minimum: 0, maximum: 100}
  safe: {name: An toàn, type: finding}
  rank: {name: Hạng, type: level, levels: [{id: poor, name: Kém}, {id: good, name: Tốt}]}
  fund: {name: Quỹ, decimals: 6}
  whole: {name: Số nguyên, decimals: 0}
attributes:
  area: {name: Khu vực, values: [{id: one, name: Một}, {id: two, name: Hai}]}
"""


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    folder: Path = tmp_path_factory.mktemp("rules")
    texts = {"t/commune/a.yaml": COMMUNE, "t/district/a.yaml": DISTRICT, "t/cluster/a.yaml": CLUSTER}
    for name, text in {"m.yaml": MEASURES, **texts}.items():
        path = folder / name.replace("a.yaml", "2024-01-01.yaml")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return ntm.load_library(folder)


def refused(assess: Callable[[], Any]) -> list[Diagnostic]:
    with pytest.raises(FactsError) as caught:
        assess()
    found = list(caught.value.diagnostics)
    assert all(one.code != "NTM590" and one.fields for one in found)
    return found


def district_refused(
    library: Library, districts: pl.DataFrame, communes: pl.DataFrame, frames: FrameLibrary | None = None, **more: Any
) -> list[Diagnostic]:
    given = frames.given if frames is not None else (lambda frame: frame)
    others = {"commune": given(communes)}
    return refused(
        lambda: ntm.assess_frame("t/district", given(districts), DAY, library=library, others=others, **more)
    )


D = pl.DataFrame({"unit": ["D", "E"]})
C = pl.DataFrame({"unit": ["C1", "C2", "C3"], "parent": ["D", "D", "E"], "water": [95.0, 95.0, 20.0]})


# Units above


def test_members_with_a_unit_above_are_counted(library: Library, frame_library: FrameLibrary) -> None:
    others = {"commune": frame_library.given(C)}
    found = ntm.assess_frame("t/district", frame_library.given(D), DAY, library=library, others=others)
    rows = frame_library.read(found).sort("unit")
    assert rows.select("1", "2").rows() == [("attained", "attained"), ("not_attained", "not_attained")]


@pytest.mark.parametrize(
    ("parent", "code", "near"),
    [
        ("D ", "NTM624", "D"),
        (" D", "NTM624", "D"),
        ("d", "NTM552", "D"),
        ("0D", "NTM552", "D"),
        ("ZZ", "NTM552", None),
        ("", "NTM623", None),
        (None, "NTM623", None),
    ],
)
def test_a_member_without_a_unit_above(
    library: Library, frame_library: FrameLibrary, parent: str | None, code: str, near: str | None
) -> None:
    communes = C.with_columns(parent=pl.Series(["D", parent, "E"], dtype=pl.String))
    [found] = district_refused(library, D, communes, frame_library)
    assert found.code == code
    assert (found.fields["frame"], found.fields["column"], found.fields["unit"]) == ("frame 'commune'", "parent", "C2")
    assert found.fields.get("near") == near
    if frame_library.name != "duckdb":
        assert found.fields["row"] == 2


@pytest.mark.parametrize(
    ("districts", "parents", "near"),
    [
        (["01"], ["1", "1", "1"], "01"),
        ([1], ["01", "01", "01"], "1"),
        (["01"], [1.0, 1.0, 1.0], "01"),
    ],
)
def test_a_code_written_otherwise(library: Library, districts: list[Any], parents: list[Any], near: str) -> None:
    communes = C.with_columns(parent=pl.Series(parents))
    [found] = district_refused(library, pl.DataFrame({"unit": districts}), communes)
    assert (found.code, found.fields["near"], found.fields["count"]) == ("NTM552", near, 3)


@pytest.mark.parametrize("name", ["Parent", "parnt", None])
def test_no_column_says_which_unit_is_above(library: Library, frame_library: FrameLibrary, name: str | None) -> None:
    communes = C.drop("parent") if name is None else C.rename({"parent": name})
    codes = {one.code for one in district_refused(library, D, communes, frame_library)}
    assert codes == ({"NTM635"} if name is None else {"NTM630"})


def test_a_column_named_by_the_kind_above(library: Library, frame_library: FrameLibrary) -> None:
    communes = C.rename({"parent": "district"})
    given = frame_library.given
    found = ntm.assess_frame("t/district", given(D), DAY, library=library, others={"commune": given(communes)})
    assert frame_library.read(found).sort("unit")["1"].to_list() == ["attained", "not_attained"]
    for wrong, code in (("D ", "NTM624"), ("d", "NTM552"), (None, "NTM623")):
        column = pl.Series(["D", wrong, "E"], dtype=pl.String)
        [one] = district_refused(library, D, communes.with_columns(district=column), frame_library)
        assert (one.code, one.fields["column"], one.fields["unit"]) == (code, "district", "C2")


def test_units_between_must_be_below_a_unit_as_well(library: Library) -> None:
    clusters = pl.DataFrame({"unit": ["K"], "parent": ["d"]})
    communes = C.with_columns(parent=pl.Series(["K", "D", "E"]))
    others = {"commune": communes, "cluster": clusters}
    [found] = refused(lambda: ntm.assess_frame("t/district", D, DAY, library=library, others=others))
    assert (found.code, found.fields["unit"], found.fields["frame"]) == ("NTM552", "K", "frame 'cluster'")
    others["cluster"] = clusters.with_columns(parent=pl.lit("D"))
    assert ntm.assess_frame("t/district", D, DAY, library=library, others=others)["1"][0] == "attained"
    others["cluster"] = clusters.with_columns(parent=pl.lit("K"))
    both = refused(lambda: ntm.assess_frame("t/district", D, DAY, library=library, others=others))
    assert {one.code for one in both} == {"NTM553", "NTM689"}


def test_the_code_of_a_member_and_of_a_unit_above(library: Library) -> None:
    communes = C.with_columns(unit=pl.Series(["D", "C2", "C3"]), parent=pl.lit("E"))
    [found] = district_refused(library, D, communes)
    assert (found.code, found.fields["unit"]) == ("NTM551", "D")


def test_units_that_no_longer_exist_need_no_unit_above(library: Library) -> None:
    gone = pl.Series([None, date(2023, 12, 31), None], dtype=pl.Date)
    communes = C.with_columns(exists_until=gone, parent=pl.Series(["D", None, "E"], dtype=pl.String))
    others = {"commune": communes}
    assert ntm.assess_frame("t/district", D, DAY, library=library, others=others)["1"][0] == "attained"


def test_no_members_at_all_is_an_answer(library: Library) -> None:
    others = {"commune": pl.DataFrame(schema={"unit": pl.String})}
    found = ntm.assess_frame("t/district", D, DAY, library=library, others=others)
    assert found.height == 2


def test_one_frame_with_several_kinds(library: Library, frame_library: FrameLibrary) -> None:
    frame = pl.DataFrame(
        {
            "unit": ["D", "C1", "C2"],
            "kind": ["district", "commune", "commune"],
            "parent": [None, "D", "D"],
            "water": [None, 95.0, 95.0],
        }
    )
    given = frame_library.given
    found = ntm.assess_frame("t/district", given(frame), DAY, library=library)
    assert frame_library.read(found)["1"].to_list() == ["attained"]
    padded = frame.with_columns(parent=pl.Series([None, "D", "D "]))
    [one] = refused(lambda: ntm.assess_frame("t/district", given(padded), DAY, library=library))
    assert (one.code, one.fields["unit"], one.fields["near"]) == ("NTM624", "C2", "D")


@pytest.mark.parametrize(
    ("kind", "code"),
    [("Commune", "NTM550"), ("xa", "NTM550"), ("comune", "NTM550"), ("quarter", "NTM550"), (None, "NTM710")],
)
def test_a_kind_that_is_none(library: Library, kind: str | None, code: str) -> None:
    frame = pl.DataFrame({"unit": ["D", "C1"], "kind": ["district", kind], "parent": [None, "D"]})
    [found] = refused(lambda: ntm.assess_frame("t/district", frame, DAY, library=library))
    assert (found.code, found.fields["row"]) == (code, 2)


def test_a_kind_that_no_rule_is_about_is_remarked(library: Library) -> None:
    frame = pl.DataFrame({"unit": ["D", "V"], "kind": ["district", "village"], "parent": [None, "D"]})
    [found] = ntm.assessment_of("t/district", frame, DAY, library=library).remarks
    assert (found.code, found.severity.value, found.fields["count"]) == ("NTM622", "warning", 1)


def test_frames_under_no_kind(library: Library) -> None:
    [found] = refused(lambda: ntm.assess_frame("t/district", D, DAY, library=library, others={"xã": C}))
    assert (found.code, found.fields["near"]) == ("NTM550", "commune")


# Units themselves


@pytest.mark.parametrize(
    ("units", "code", "row"),
    [
        (["A", None, "B"], "NTM624", 2),
        (["A", "", "B"], "NTM624", 2),
        (["A", "B", " "], "NTM624", 3),
        (["A", "B ", "C"], "NTM624", 2),
        (["A", "B", "A"], "NTM551", 1),
    ],
)
def test_codes_of_units(
    library: Library, frame_library: FrameLibrary, units: list[str | None], code: str, row: int
) -> None:
    frame = frame_library.given(pl.DataFrame({"unit": pl.Series(units, dtype=pl.String), "water": [1.0] * 3}))
    [found] = refused(lambda: ntm.assess_frame("t/commune", frame, DAY, library=library))
    assert found.code == code
    if frame_library.name != "duckdb":
        assert found.fields["row"] == row
        if code == "NTM551":
            assert found.fields["rows"] == (1, 3)


def test_a_unit_once_a_day(library: Library) -> None:
    days = [date(2024, 3, 31), date(2024, 6, 30)]
    frame = pl.DataFrame({"unit": ["A", "A"], "as_of": days, "water": [95.0, 1.0]})
    assert ntm.assess_frame("t/commune", frame, library=library)["1"].to_list() == ["attained", "not_attained"]
    twice = pl.concat([frame, frame.head(1)])
    [found] = refused(lambda: ntm.assess_frame("t/commune", twice, library=library))
    assert (found.code, found.fields["rows"]) == ("NTM551", (1, 3))


# Columns


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("waterr", "water"),
        ("Water", "water"),
        ("water ", "water"),
        ("water:absense", "water:absence"),
        ("water_absence", "water:absence"),
        ("Nước", "water"),
        ("areas", "area"),
        ("exist_from", "exists_from"),
        ("t/commune#1 ", "t/commune#1"),
        ("t/commune#19", "t/commune#1"),
    ],
)
def test_a_column_near_a_known_name(library: Library, frame_library: FrameLibrary, name: str, near: str) -> None:
    frame = frame_library.given(pl.DataFrame({"unit": ["A"], name: ["x"]}))
    [found] = refused(lambda: ntm.assess_frame("t/commune", frame, DAY, library=library))
    assert (found.code, found.fields["column"], found.fields["near"]) == ("NTM630", name, near)
    refused(lambda: ntm.assess_frame("t/commune", frame, DAY, library=library, checked=True))


def test_other_columns_are_left_alone_unless_strict(library: Library) -> None:
    names = ("note", "water_2023", "population", "code", "x", "district", "Ghi chú")
    frame = pl.DataFrame({"unit": ["A"], "water": [95.0], "name": ["A"], **{key: ["?"] for key in names}})
    for assess in (ntm.assess_frame, ntm.assessment_of, ntm.reasons_frame):
        assess("t/commune", frame, DAY, library=library)
        found = refused(partial(assess, "t/commune", frame, DAY, library=library, strict=True))
        assert {one.code for one in found} == {"NTM631"}
        assert {one.fields["column"] for one in found} == set(names)
    ntm.assess_frame("t/commune", frame.select("unit", "water", "name"), DAY, library=library, strict=True)


@pytest.mark.parametrize("value", ["One", "one ", "three"])
def test_values_of_attributes(library: Library, frame_library: FrameLibrary, value: str) -> None:
    frame = frame_library.given(pl.DataFrame({"unit": ["A", "B"], "area": ["one", value]}))
    [found] = refused(lambda: ntm.assess_frame("t/commune", frame, DAY, library=library))
    assert (found.code, found.fields["unit"]) == ("NTM555", "B")
    assert (found.fields["attribute"], found.fields["text"]) == ("area", value)


@pytest.mark.parametrize(
    "column",
    [
        pl.Series([True]),
        pl.Series([date(2024, 1, 1)]),
        pl.Series([[1]]),
        pl.Series([{"a": 1}]),
        pl.Series([b"1"]),
        pl.Series(["1"]),
    ],
)
@pytest.mark.parametrize("checked", [False, True])
def test_columns_that_hold_no_figures(
    library: Library, frame_library: FrameLibrary, column: pl.Series, checked: bool
) -> None:
    if frame_library.name == "pandas" and column.dtype == pl.Date:
        column = column.cast(pl.Datetime)
    frame = frame_library.given(pl.DataFrame({"unit": ["A"], "water": column}))
    [found] = refused(lambda: ntm.assess_frame("t/commune", frame, DAY, library=library, checked=checked))
    assert (found.code, found.fields["column"]) == ("NTM632", "water")


@pytest.mark.parametrize("kind", ["'101'::bit", "uuid()", "interval 1 day", "'x'::blob", "1::decimal(38, 30)"])
def test_types_of_duckdb_that_are_no_figures(library: Library, duckdb_frames: FrameLibrary, kind: str) -> None:
    import duckdb

    frame = duckdb.sql(f"select 'A' as unit, {kind} as water")
    [found] = refused(lambda: ntm.assess_frame("t/commune", frame, DAY, library=library))
    assert (found.code, found.fields["column"]) == ("NTM632", "water")


@pytest.mark.parametrize("kind", [pl.Int128, pl.UInt128, pl.UInt64, pl.Int8, pl.Decimal(38, 0), pl.Decimal(38, 20)])
def test_wide_numbers_are_read_exactly(library: Library, kind: Any) -> None:
    frame = pl.DataFrame({"unit": ["A", "B"], "water": [90, 89]}).with_columns(pl.col("water").cast(kind))
    assert ntm.assess_frame("t/commune", frame, DAY, library=library)["1"].to_list() == ["attained", "not_attained"]


@pytest.mark.parametrize(
    "frame",
    [None, {"unit": ["A"]}, [{"unit": "A"}], pl.Series([1]), "A", pl.DataFrame(), pl.DataFrame({"x": [1]})],
    ids=str,
)
def test_what_is_no_frame_of_units(library: Library, frame: Any) -> None:
    [found] = refused(lambda: ntm.assess_frame("t/commune", frame, DAY, library=library))
    assert found.code == ("NTM635" if isinstance(frame, pl.DataFrame) else "NTM636")


@pytest.mark.parametrize(
    "more",
    [{"others": [1]}, {"others": {1: D}}, {"past": {"2023": {}}}, {"past": []}, {"scaled": "water"}, {"scaled": ["x"]}],
    ids=str,
)
def test_arguments_of_another_form(library: Library, more: dict[str, Any]) -> None:
    [found] = refused(lambda: ntm.assess_frame("t/commune", C.drop("parent"), DAY, library=library, **more))
    assert found.code == "NTM627"


# Figures and words: the codes of the one table of checks

FIGURES = st.decimals(-200, 200, places=4) | st.sampled_from(
    [Decimal(10) ** 9, Decimal(-(10**9)), Decimal(100), Decimal(0)]
)
WORDS = st.sampled_from(
    ["met", "not_met", "met ", "Đạt", "đạt", "poor", "good", "Good", "x", "not_reported", "disputed"]
)


@pytest.mark.slow
@settings(max_examples=tried(0.6), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(FIGURES, min_size=1, max_size=4),
    st.sampled_from(["water", "fund"]),
    st.sampled_from(["float", "decimal", "long"]),
)
def test_figures_are_refused_with_the_codes_of_one_table(
    library: Library, figures: list[Decimal], name: str, form: str
) -> None:
    measure = library.measures[name]
    wanted = {
        wrong.code if wrong is not None else "NTM633"
        for figure in figures
        if (wrong := misfit(measure, figure)) is not None or abs(figure) * 10**measure.decimals >= 10**15
    }
    units = [f"U{number}" for number in range(len(figures))]
    column = (
        pl.Series(figures, dtype=pl.Decimal(38, 4)) if form == "decimal" else pl.Series([float(one) for one in figures])
    )
    frame = pl.DataFrame({"unit": units, name: column})
    if form == "long":
        frame = pl.DataFrame(
            {"unit": units, "measure": [name] * len(units), "value": column, "as_of": [DAY] * len(units)}
        )
    try:
        ntm.assess_frame("t/commune", frame, DAY, library=library)
        found: dict[str, Any] = {}
    except FactsError as error:
        found = {one.code: one.fields for one in error.diagnostics}
    assert set(found) == wanted
    assert all(fields["measure"] == name and "value" in fields and fields["row"] for fields in found.values())


@settings(max_examples=tried(0.6), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(WORDS, st.sampled_from(["water", "safe", "rank"]), st.booleans())
def test_words_are_refused_with_the_codes_of_one_table(library: Library, word: str, name: str, is_long: bool) -> None:
    absences = {one.value: one for one in ntm.Absence}
    findings = {one.value: one for one in ntm.Finding}
    measure = library.measures[name]
    value: Any = absences.get(word) or (findings.get(word, word) if name == "safe" else word)
    wrong = misfit(measure, value)
    wanted = None if wrong is None else wrong.code
    frame = pl.DataFrame({"unit": ["A"], name: [word]})
    if is_long:
        frame = pl.DataFrame({"unit": ["A"], "measure": [name], "value": [word], "as_of": [DAY]})
    elif name == "water":
        wanted = "NTM632"
    try:
        ntm.assess_frame("t/commune", frame, DAY, library=library)
        found = None
    except FactsError as error:
        [one] = error.diagnostics
        found = one.code
    assert found == wanted


def test_a_figure_too_large_for_a_frame(library: Library) -> None:
    frame = pl.DataFrame({"unit": ["A"], "fund": [1234567890.5]})
    [found] = refused(lambda: ntm.assess_frame("t/commune", frame, DAY, library=library))
    assert (found.code, found.fields["measure"], found.fields["decimals"]) == ("NTM633", "fund", 6)
    assert found.fields["limit"] == "1000000000"


def test_the_same_mistake_in_many_rows_is_told_once(library: Library) -> None:
    units = [f"U{number}" for number in range(3000)]
    [found] = refused(
        lambda: ntm.assess_frame(
            "t/commune", pl.DataFrame({"unit": units, "water": [101.0] * 3000}), DAY, library=library
        )
    )
    assert (found.code, found.fields["count"], found.fields["rows"]) == ("NTM540", 3000, (1, 2, 3))


# A fact a row


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"measure": "watr"}, "NTM562"),
        ({"measure": "t/commune#9", "value": "met"}, "NTM628"),
        ({"measure": "t/comune#1", "value": "met"}, "NTM565"),
        ({"measure": "t/commune#1", "value": "good"}, "NTM639"),
        ({"unit": "ZZ"}, "NTM560"),
        ({"unit": None}, "NTM624"),
        ({"as_of": None}, "NTM626"),
        ({"value": "1,5"}, "NTM541"),
        ({"value": "95.0000"}, "NTM535"),
        ({"value": "1234567890123456.7"}, "NTM637"),
    ],
)
def test_facts_that_do_not_fit(library: Library, wrong: dict[str, Any], code: str) -> None:
    row = {"unit": "A", "measure": "water", "value": "95", "as_of": DAY, **wrong}
    schema = {"unit": pl.String, "measure": pl.String, "value": pl.String, "as_of": pl.Date}
    frame = pl.DataFrame([row], schema=schema)
    units = pl.DataFrame({"unit": ["A"]})
    found = refused(lambda: ntm.assess_frame("t/commune", frame, DAY, library=library, units=units))
    assert [one.code for one in found] == [code]


def test_the_frame_of_units_is_admitted_too(library: Library) -> None:
    facts = pl.DataFrame({"unit": ["C1"], "measure": ["water"], "value": [95.0], "as_of": [DAY]})
    units = pl.DataFrame({"unit": ["D", "C1"], "kind": ["district", "commune"], "parent": [None, "D "]})

    def codes(given: pl.DataFrame) -> list[str]:
        return [
            one.code
            for one in refused(lambda: ntm.assess_frame("t/district", facts, DAY, library=library, units=given))
        ]

    assert codes(units) == ["NTM624"]
    assert codes(pl.concat([units, units.tail(1)]).with_columns(parent=pl.lit("D"))) == ["NTM551"]
    assert codes(units.rename({"parent": "Parent"})) == ["NTM630"]
    assert codes(units.with_columns(water=1.0, parent=pl.lit("D"))) == ["NTM636"]
    assert codes(units.with_columns(area=pl.lit("ONE"), parent=pl.lit("D"))) == ["NTM555"]

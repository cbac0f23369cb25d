"""Frames as other tools leave them: what holds the same in another form is read, and what only looks alike is refused."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from typing import Any

import polars as pl
import pytest

import ntm_rules as ntm
from ntm_rules.engine.frames.input.schema import near_name
from ntm_rules.model.library import Library
from ntm_rules.model.problem import FactsError, UnknownNameError

from .frame_library import FrameLibrary
from .test_admission import DAY, C, D, district_refused, library, refused

pytestmark = pytest.mark.slow

__all__ = ["library"]
TOWN = "vn/civilised-township"
MIDNIGHT = datetime(2024, 6, 30)


def district(
    library: Library, districts: Any, communes: Any, frames: FrameLibrary, **more: Any
) -> list[tuple[Any, ...]]:
    others = {"commune": frames.given(communes)}
    found = ntm.assess_frame("t/district", frames.given(districts), DAY, library=library, others=others, **more)
    return frames.read(found).sort("unit").select("unit", "1").rows()


# Where units belong


@pytest.mark.parametrize(
    ("districts", "communes", "codes"),
    [
        # A district below a district, whatever is below it.
        ([("D", None), ("E", "D")], [("C1", "E")], {"NTM689"}),
        ([("D", "D")], [("C1", "D")], {"NTM689", "NTM553"}),
        ([("D", "C1")], [("C1", "D")], {"NTM689", "NTM553"}),
        ([("D", "E"), ("E", "D")], [("C1", "D")], {"NTM689", "NTM553"}),
        # A district below a commune that is below another district.
        ([("D", "C1"), ("E", None)], [("C1", "E")], {"NTM689"}),
        ([("D", None)], [("C1", "D"), ("C2", "C1")], {"NTM689"}),
    ],
)
@pytest.mark.parametrize("is_one_frame", [False, True])
def test_units_below_their_own_kind_or_themselves(
    library: Library,
    frame_library: FrameLibrary,
    districts: list[tuple[str, str | None]],
    communes: list[tuple[str, str | None]],
    codes: set[str],
    is_one_frame: bool,
) -> None:
    schema = {"unit": pl.String, "parent": pl.String}
    above, below = (pl.DataFrame(rows, schema=schema, orient="row") for rows in (districts, communes))
    if is_one_frame:
        both = pl.concat([above.with_columns(kind=pl.lit("district")), below.with_columns(kind=pl.lit("commune"))])
        given = frame_library.given(both)
        found = refused(lambda: ntm.assess_frame("t/district", given, DAY, library=library))
    else:
        found = district_refused(library, above, below, frame_library)
    assert {one.code for one in found} == codes
    assert all(one.fields["column"] == "parent" and one.fields["unit"] for one in found)


def test_own_kind_further_up(library: Library) -> None:
    """The kinds between are of no certain height."""
    units = [("D", "district", None), ("K", "cluster", "D"), ("E", "district", "K"), ("C1", "commune", "E")]
    frame = pl.DataFrame(units, schema=["unit", "kind", "parent"], orient="row")
    [found] = refused(lambda: ntm.assess_frame("t/district", frame, DAY, library=library))
    assert (found.code, found.fields["unit"], found.fields["parent"]) == ("NTM689", "E", "D")
    several = ntm.Units([ntm.Unit(code, code, kind, parent) for code, kind, parent in units])
    with pytest.raises(ntm.UnitsError, match=r"'E' \(district\) belongs to 'D'"):
        ntm.evaluate(ntm.compile("t/district", DAY, library), several, [])
    below = frame.with_columns(parent=pl.Series([None, "D", None, "K"]))
    assert ntm.assess_frame("t/district", below, DAY, library=library).height == 2


def test_a_column_named_by_a_kind_that_stands_lower(library: Library) -> None:
    districts = D.with_columns(commune=pl.Series(["C1", None]))
    [found] = district_refused(library, districts, C)
    assert (found.code, found.fields["column"], found.fields["unit"]) == ("NTM689", "commune", "D")


def test_units_of_a_frame_of_units_and_of_earlier_days(library: Library) -> None:
    facts = pl.DataFrame({"unit": ["C1"], "measure": ["water"], "value": [95.0], "as_of": [DAY]})
    units = pl.DataFrame({"unit": ["D", "E", "C1"], "kind": ["district"] * 2 + ["commune"], "parent": [None, "D", "E"]})
    [found] = refused(lambda: ntm.assess_frame("t/district", facts, DAY, library=library, units=units))
    assert found.code == "NTM689"


def test_a_town_stands_at_the_height_of_a_district(library: Library, frame_library: FrameLibrary) -> None:
    """As for `evaluate`: its communes belong to it, and are no district's."""
    towns = pl.DataFrame({"unit": ["T"]})
    communes = C.with_columns(parent=pl.Series(["D", "D", "T"]))
    others = {"commune": frame_library.given(communes), "town": frame_library.given(towns)}
    found = ntm.assess_frame("t/district", frame_library.given(D), DAY, library=library, others=others)
    assert frame_library.read(found).sort("unit")["1"].to_list()[0] == "attained"


def test_a_unit_above_that_no_longer_exists(library: Library, frame_library: FrameLibrary) -> None:
    districts = D.with_columns(exists_until=pl.Series([None, date(2023, 12, 31)], dtype=pl.Date))
    [found] = district_refused(library, districts, C, frame_library)
    assert (found.code, found.fields["unit"]) == ("NTM623", "C3")


# Codes

NO_CODES = [
    "C\u200b",
    "C\0",
    "\u200bC",
    "C\u00ad",
    "C\x7f",
    "Ha\u0300",
    "C\u00a0",
    "\u3000C",
    "C\u2028D",
    "\u1112\u1161",
]


@pytest.mark.parametrize("code", NO_CODES, ids=ascii)
@pytest.mark.parametrize("column", ["unit", "parent", "district"])
def test_codes_that_are_not_seen_as_they_are(
    library: Library, frame_library: FrameLibrary, code: str, column: str
) -> None:
    communes = C if column != "district" else C.rename({"parent": "district"})
    communes = communes.with_columns(pl.Series(column, ["C1" if column == "unit" else "D", code, "E"]))
    if "\0" in code and frame_library.name == "duckdb":
        pytest.skip("DuckDB takes no such text")
    [found] = district_refused(library, D, communes, frame_library)
    assert (found.code, found.fields["column"]) == ("NTM624", column)
    assert found.fields["value"] == code
    assert "\u200b" not in str(found)
    if frame_library.name != "duckdb":
        assert found.fields["row"] == 2


@pytest.mark.parametrize("codes", [["Hà", "Hòa Bình", "A B", "Ж-1"], ["ก1", "中", "ð", "हि"]])
def test_codes_in_other_letters(library: Library, frame_library: FrameLibrary, codes: list[str]) -> None:
    frame = pl.DataFrame({"unit": codes, "water": [95.0] * 4})
    found = ntm.assess_frame("t/commune", frame_library.given(frame), DAY, library=library)
    assert sorted(frame_library.read(found)["unit"].to_list()) == sorted(codes)


@pytest.mark.parametrize(
    ("units", "said", "not_said"),
    [([None], "blank", "None"), ([""], "blank", "''"), (["  "], "blank", "''"), (["C\u200b"], "U+200B", "\u200b")],
)
def test_what_is_said_of_a_code(library: Library, units: list[Any], said: str, not_said: str) -> None:
    frame = pl.DataFrame({"unit": units}, schema={"unit": pl.String})
    [found] = refused(lambda: ntm.assess_frame("t/commune", frame, DAY, library=library))
    assert said in found.message.in_language("en")
    assert not_said not in found.message.in_language("en")
    assert "  " not in found.message.in_language("en")
    assert ("trống" in found.message.vi) == (said == "blank")


@pytest.mark.parametrize("kind", [None, "", " ", "commune ", "commune\u200b", "quarter", "xã", "quarter "])
def test_kinds_that_are_none(library: Library, frame_library: FrameLibrary, kind: str | None) -> None:
    frame = pl.DataFrame({"unit": ["D", "C1"], "kind": ["district", kind], "parent": [None, "D"]})
    given = frame_library.given(frame)
    [found] = refused(lambda: ntm.assess_frame("t/district", given, DAY, library=library))
    is_written_well = kind is not None and kind.strip() == kind and kind.isprintable() and bool(kind)
    assert found.code == ("NTM550" if is_written_well else "NTM710")
    assert (found.fields["column"], found.fields["unit"]) == ("kind", "C1")


# Columns


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("regoin", "region"),
        ("parnet", "parent"),
        ("perent", "parent"),
        ("uint", "unit"),
        ("knid", "kind"),
        ("watre", "water"),
        ("exists_form", "exists_from"),
        ("10.", "10"),
        ("1O", "10"),
        ("l0", "10"),
        ("1０", "10"),
        ("010", "10"),
        ("1,2", "1.2"),
        ("1_2", "1.2"),
        ("1.Z", None),
        ("t/commune#1O", "t/commune#10"),
        ("note", None),
        ("name", None),
        ("population", None),
        ("ward_name", None),
        ("find", None),
        ("unit_code", None),
        ("water_2023", None),
        ("oil", None),
        ("2023", None),
        ("water2023", None),
        ("region_year", None),
        ("O", None),
    ],
)
def test_names_that_are_a_slip(name: str, near: str | None) -> None:
    known = frozenset({"unit", "kind", "parent", "region", "water", "exists_from", "10", "1.2", "1", "t/commune#10"})
    assert near_name(name, known) == near


def test_no_honest_column_of_the_library_is_a_slip() -> None:
    library = ntm.load_library()
    names = [
        "note",
        "population",
        "ward_name",
        "code",
        "district_name",
        "Ghi chú",
        "stt",
        "tt",
        "area",
        *library.measures,
    ]
    for ruleset in ("vn/commune-ntm", TOWN):
        frame = pl.DataFrame({"unit": ["A"], **{name: [None] for name in names}})
        others = {kind: pl.DataFrame(schema={"unit": pl.String}) for kind in ("village", "district", "province")}
        assert ntm.assess_frame(ruleset, frame, date(2024, 6, 30), library=library, others=others).height == 1


def test_a_column_without_a_name(library: Library) -> None:
    for name in ("", " ", "\u200b"):
        frame = pl.DataFrame({"unit": ["A"], name: [1]})
        [found] = refused(partial(ntm.assess_frame, "t/commune", frame, DAY, library=library))
        assert (found.code, found.fields["position"]) == ("NTM640", 2)
        nothing = pl.DataFrame({"unit": ["A"], name: [None]})
        assert ntm.assess_frame("t/commune", nothing, DAY, library=library).height == 1


# Other forms of the same

NOTHING = [pl.Null, pl.String, pl.Float64, pl.Boolean, pl.Date, pl.Int64]


@pytest.mark.parametrize("kind", NOTHING, ids=str)
@pytest.mark.parametrize("checked", [False, True])
def test_a_column_without_a_value_is_of_any_type(
    library: Library, frame_library: FrameLibrary, kind: Any, checked: bool
) -> None:
    names = ("water", "safe", "rank", "area", "fund", "water:absence", "exists_until", "t/commune#1")
    frame = pl.DataFrame({"unit": ["A", "B"], **{name: pl.Series([None, None], dtype=kind) for name in names}})
    given = frame_library.given(frame)
    found = ntm.assess_frame("t/commune", given, DAY, library=library, checked=checked)
    assert frame_library.read(found)["1"].to_list() == ["undetermined"] * 2
    [one] = district_refused(library, D, C.with_columns(parent=pl.lit(None, dtype=kind)), frame_library)
    assert (one.code, one.fields["column"]) == ("NTM623", "parent")


def test_columns_of_pandas_without_a_value(library: Library, pandas_frames: FrameLibrary) -> None:
    import pandas as pd

    assert pandas_frames.name == "pandas"
    nothing = {"safe": [None, None], "rank": [float("nan")] * 2, "area": pd.Series([pd.NaT] * 2), "water": ["", ""]}
    frame = pd.DataFrame({"unit": ["A", "B"], **nothing})
    frame["water"] = pd.Series([None, None], dtype="string")
    found = ntm.assess_frame("t/commune", frame, DAY, library=library)
    assert found["2"].tolist() == ["undetermined"] * 2
    for empty in (pd.DataFrame({"unit": []}), pd.DataFrame(columns=["unit", "water", "safe"]), frame.head(0)):
        assert len(ntm.assess_frame("t/commune", empty, DAY, library=library)) == 0
        found = ntm.assess_frame(
            "t/district", pd.DataFrame({"unit": ["D"]}), DAY, library=library, others={"commune": empty}
        )
        assert len(found) == 1


@pytest.mark.parametrize("kind", [pl.String, pl.Null], ids=str)
def test_where_no_unit_is_decided_nothing_comes_out(
    library: Library, frame_library: FrameLibrary, kind: pl.DataType
) -> None:
    assert district(library, pl.DataFrame({"unit": pl.Series([], dtype=kind)}), C, frame_library) == []


FORMS = [
    lambda codes: pl.Series([None if code is None else float(code) for code in codes], dtype=pl.Float64),
    lambda codes: pl.Series([float("nan") if code is None else float(code) for code in codes], dtype=pl.Float64),
    lambda codes: pl.Series([None if code is None else Decimal(code) for code in codes], dtype=pl.Decimal(10, 2)),
    lambda codes: pl.Series(codes, dtype=pl.Int32),
]


@pytest.mark.parametrize("column", ["parent", "district"])
@pytest.mark.parametrize("form", FORMS)
def test_whole_figures_are_codes(
    library: Library, frame_library: FrameLibrary, form: Callable[[list[int | None]], pl.Series], column: str
) -> None:
    communes = C.rename({"parent": column}).with_columns(unit=form([11, 12, 13]), **{column: form([1, 1, 2])})
    districts = pl.DataFrame({"unit": form([1, 2]), "parent": form([None, None])})
    assert [outcome for _, outcome in district(library, districts, communes, frame_library)] == [
        "attained",
        "not_attained",
    ]
    texts = districts.with_columns(unit=pl.Series(["1", "2"]))
    assert [outcome for _, outcome in district(library, texts, communes, frame_library)] == ["attained", "not_attained"]


@pytest.mark.parametrize("value", [1.5, 2.0**60, float("inf")])
@pytest.mark.parametrize("column", ["unit", "parent"])
@pytest.mark.parametrize("checked", [False, True])
def test_other_figures_are_no_codes(
    library: Library, frame_library: FrameLibrary, value: float, column: str, checked: bool
) -> None:
    communes = C.with_columns(pl.Series(column, [1.0, value, 3.0]))
    [found] = [
        one
        for one in district_refused(library, D, communes, frame_library, checked=checked)
        if one.fields["column"] == column
    ]
    assert found.code == "NTM624"


@pytest.mark.parametrize("zone", [None, "Asia/Ho_Chi_Minh"])
def test_midnights_are_days(library: Library, frame_library: FrameLibrary, zone: str | None) -> None:
    if zone is not None and frame_library.name == "duckdb":
        pytest.skip("of which zone the clocks are, a query of DuckDB does not say")
    kind = pl.Datetime("us", zone)

    def times(days: list[datetime | None]) -> pl.Series:
        return pl.Series(days, dtype=pl.Datetime("us")).dt.replace_time_zone(zone).cast(kind)

    frame = pl.DataFrame(
        {
            "unit": ["A", "B"],
            "as_of": times([MIDNIGHT] * 2),
            "exists_from": times([None, datetime(2024, 7, 1)]),
            "water": [95.0, 95.0],
        }
    )
    found = frame_library.read(ntm.assess_frame("t/commune", frame_library.given(frame), library=library)).sort("unit")
    assert found["1"].to_list() == ["attained", None]
    assert found["as_of"].dtype.base_type() == (pl.Datetime if frame_library.name != "x" else pl.Date)
    for name in ("as_of", "exists_from"):
        noon = frame.with_columns(pl.Series(name, times([MIDNIGHT, datetime(2024, 6, 30, 12)])))
        given = frame_library.given(noon)
        wrong = refused(partial(ntm.assess_frame, "t/commune", given, library=library))
        assert {one.code for one in wrong} <= {"NTM632", "NTM636"}


def test_midnights_of_facts(library: Library, frame_library: FrameLibrary) -> None:
    row = {"unit": 1.0, "measure": "water", "value": 95.0, "as_of": MIDNIGHT, "recorded": MIDNIGHT}
    frame = frame_library.given(pl.DataFrame([row]))
    found = ntm.assess_frame("t/commune", frame, DAY, library=library, known_on=DAY)
    assert frame_library.read(found).select("unit", "1").rows() == [("1", "attained")]
    for name in ("as_of", "recorded"):
        noon = pl.DataFrame([row | {name: datetime(2024, 6, 30, 12)}])
        given = frame_library.given(noon)
        found = refused(partial(ntm.assess_frame, "t/commune", given, DAY, library=library))
        assert [(one.code, one.fields["column"]) for one in found] == [("NTM632", name)]


@pytest.mark.parametrize(("figure", "outcome"), [(90.0, "attained"), (89.99, "not_attained"), (45.1, "not_attained")])
def test_floats_of_32_bits(library: Library, frame_library: FrameLibrary, figure: float, outcome: str) -> None:
    short = pl.Series([figure], dtype=pl.Float32)
    wide = pl.DataFrame({"unit": ["A"], "water": short})
    long = pl.DataFrame({"unit": ["A"], "measure": ["water"], "value": short, "as_of": [DAY]})
    for frame in (wide, long):
        assessment = ntm.assessment_of("t/commune", frame_library.given(frame), DAY, library=library)
        assert frame_library.read(assessment.outcomes())["1"].to_list() == [outcome]
        [reason] = assessment.explain("A", "1").reasons
        assert reason.observed == Decimal(str(figure))
    fine = pl.DataFrame({"unit": ["A"], "water": pl.Series([45.123], dtype=pl.Float32)})
    [found] = refused(lambda: ntm.assess_frame("t/commune", frame_library.given(fine), DAY, library=library))
    assert found.code == "NTM535"


def test_thresholds_met_exactly_by_floats_of_32_bits(frame_library: FrameLibrary) -> None:
    frame = pl.DataFrame({"unit": ["A", "B"], "clean_water_households": pl.Series([99.9, 100.0], dtype=pl.Float32)})
    found = ntm.assess_frame(TOWN, frame_library.given(frame), DAY, gaps=True)
    assert frame_library.read(found).sort("unit").select("3.3", "gap:3.3").rows() == [
        ("not_attained", 0.1),
        ("attained", 0.0),
    ]


def test_the_second_library_of_spark(library: Library, pyspark_frames: FrameLibrary) -> None:
    """All forms at once, as Spark has them."""
    codes = {"unit": pl.Series([11.0, 12.0, 13.0]), "parent": pl.Series([1.0, 1.0, 2.0])}
    communes = C.with_columns(**codes, safe=pl.lit(None, dtype=pl.Float64))
    districts = pl.DataFrame({"unit": ["1", "2"]})
    assert [found for _, found in district(library, districts, communes, pyspark_frames)] == [
        "attained",
        "not_attained",
    ]
    for wrong, code in (("D\u200b", "NTM624"), ("Ha\u0300", "NTM624")):
        [one] = district_refused(library, D, C.with_columns(parent=pl.Series(["D", wrong, "E"])), pyspark_frames)
        assert one.code == code
    [one] = district_refused(library, D.with_columns(parent=pl.Series(["E", None])), C, pyspark_frames)
    assert one.code == "NTM689"


# What contradicts itself


def test_a_column_named_by_a_kind_and_parent_that_differ(library: Library, frame_library: FrameLibrary) -> None:
    communes = C.with_columns(district=pl.Series(["D", "E", "E"]))
    [found] = district_refused(library, D, communes, frame_library)
    assert (found.code, found.fields["unit"]) == ("NTM636", "C2")
    assert (found.fields["value"], found.fields["parent"]) == ("E", "D")
    same = C.with_columns(district=pl.col("parent"))
    assert district(library, D, same, frame_library) == [("D", "attained"), ("E", "not_attained")]


def test_two_columns_of_one_rule(library: Library) -> None:
    frame = pl.DataFrame({"unit": ["A"], "1": ["met"], "t/commune#1": ["not_met"]})
    [found] = refused(lambda: ntm.assess_frame("t/commune", frame, DAY, library=library))
    assert (found.code, found.fields["rule"]) == ("NTM636", "t/commune#1")


@pytest.mark.parametrize("value", [True, False])
def test_attested_by_a_truth(library: Library, frame_library: FrameLibrary, value: bool) -> None:
    frame = frame_library.given(pl.DataFrame({"unit": ["A"], "t/commune#1": [value]}))
    assessment = ntm.assessment_of("t/commune", frame, DAY, library=library)
    outcome = "attained" if value else "not_attained"
    assert frame_library.read(assessment.outcomes())["1"].to_list() == [outcome]
    assert ("attested" in frame_library.read(assessment.reasons())["why"].to_list()) is not value


def test_rows_of_another_day(library: Library, frame_library: FrameLibrary) -> None:
    frame = pl.DataFrame({"unit": ["A", "B"], "as_of": [DAY, date(2023, 6, 30)], "water": [95.0, 95.0]})
    [found] = refused(lambda: ntm.assess_frame("t/commune", frame_library.given(frame), DAY, library=library))
    assert (found.code, found.fields["unit"], found.fields["column"]) == ("NTM636", "B", "as_of")


def test_parents_that_are_not_in_the_frame(library: Library, frame_library: FrameLibrary) -> None:
    """A frame with several kinds has the units above as well, as those that `evaluate` is given."""
    frame = C.with_columns(kind=pl.lit("commune"))
    [found] = refused(lambda: ntm.assess_frame("t/commune", frame_library.given(frame), DAY, library=library))
    assert (found.code, found.fields["count"]) == ("NTM552", 3)
    assert ntm.assess_frame("t/commune", C, DAY, library=library).height == 3


@pytest.mark.parametrize(
    ("name", "near"),
    [("valu", "value"), ("Value", "value"), ("measures", "measure"), ("as_off", "as_of"), ("date", None)],
)
def test_a_frame_of_facts_with_a_column_misspelt(library: Library, name: str, near: str | None) -> None:
    row = {"unit": "A", "measure": "water", "value": 95.0, "as_of": DAY}
    wrong = near or "as_of"
    frame = pl.DataFrame([{name if key == wrong else key: value for key, value in row.items()}])
    [found] = refused(lambda: ntm.assess_frame("t/commune", frame, DAY, library=library))
    assert (found.code, found.fields["column"]) == ("NTM635", wrong)
    assert found.fields["near"] == (name if near else found.fields["near"])


@pytest.mark.parametrize(
    ("measure", "text", "code"),
    [
        ("water", "39.000", "NTM535"),
        ("water", "39.00", None),
        ("water", "39.0", None),
        ("fund", "12.500", "NTM531"),
        ("fund", "12.501", None),
        ("fund", "1234.500", None),
        ("fund", "12.5", None),
        ("whole", "39.0", None),
        ("whole", "39.00", "NTM535"),
    ],
)
def test_figures_as_text_are_counted_as_they_are_written(
    library: Library, frame_library: FrameLibrary, measure: str, text: str, code: str | None
) -> None:
    from ntm_rules.engine.frames.assessing.text import figures_from_text

    row = {"unit": "A", "measure": measure, "value": text, "as_of": DAY}
    frame = frame_library.given(pl.DataFrame([row]))
    for read in (
        lambda: ntm.assess_frame("t/commune", frame, DAY, library=library),
        lambda: figures_from_text(pl.LazyFrame({"unit": ["A"], measure: [text]}), library),
    ):
        assert [one.code for one in refused(read)] == [code] if code else read() is not None


@pytest.mark.parametrize(("figure", "code"), [(1e300, "NTM633"), (float("inf"), "NTM541")])
def test_figures_without_an_end(library: Library, figure: float, code: str) -> None:
    frame = pl.DataFrame({"unit": ["A"], "water": [figure]})
    found = refused(lambda: ntm.assess_frame("t/commune", frame, DAY, library=library))
    assert [one.code for one in found] in ([code], ["NTM540"])


# Arguments, and what is asked of an assessment


class Strange:
    def __bool__(self) -> bool:
        raise TypeError("ambiguous")


def test_arguments_that_are_not_what_they_must_be(library: Library) -> None:
    import numpy as np
    import pandas as pd

    def codes(**more: Any) -> list[str]:
        as_of = more.pop("as_of", DAY)
        ruleset = more.pop("ruleset", "t/commune")
        return [
            str(one.fields["argument"])
            for one in refused(
                lambda: ntm.assess_frame(ruleset, C.drop("parent"), as_of, **{"library": library, **more})
            )
            if one.code == "NTM627"
        ]

    for name in ("gaps", "as_codes", "checked", "strict"):
        strangers: list[Any] = [[1], {}, "x", pd.NA, None, 1, np.True_, Strange()]
        for value in strangers:
            assert codes(**{name: value}) == [name]
    days = ["2024-06-30", np.datetime64("2024-06-30"), pd.Timestamp("2024-06-30"), MIDNIGHT, 2024, [], ["2024-06-30"]]
    for day in [*days, [DAY, MIDNIGHT], {DAY}, pd.NaT, np.int64(1)]:
        assert codes(as_of=day) == ["as_of"]
    text: Any = "2024-06-30"
    [found] = refused(lambda: ntm.assess_frame("t/commune", C, text, library=library))
    assert "text" in found.render("en")
    program = ntm.compile("t/commune", DAY, library)
    for value in ("x", 1, {}):
        assert codes(library=value) == ["library"]
        assert codes(ruleset=program, as_of=None, library=value) == ["library"]
    for value in (None, 1, b"t/commune", ["t/commune"]):
        assert codes(ruleset=value) == ["ruleset"]
    with pytest.raises(TypeError, match=r"reasons_frame\(\) got an unexpected keyword argument 'gaps'"):
        ntm.reasons_frame(program, C, gaps=True)  # type: ignore[call-arg]
    for method in ({"gaps": 1}, {"as_codes": "x"}):
        with pytest.raises(FactsError):
            ntm.assessment_of(program, C.drop("parent")).outcomes(**method)


@pytest.mark.parametrize("unit", ["Z", "c1", "", 7, 1.5, None, True, Decimal("sNaN"), ["C1"], b"C1"], ids=repr)
@pytest.mark.parametrize("is_long", [False, True])
def test_asking_about_a_unit_that_is_not_there(
    library: Library, frame_library: FrameLibrary, unit: Any, is_long: bool
) -> None:
    frame = C.select("unit", "water")
    if is_long:
        frame = frame.unpivot(index="unit", variable_name="measure", value_name="value").with_columns(as_of=pl.lit(DAY))
    assessment = ntm.assessment_of("t/commune", frame_library.given(frame), DAY, library=library)
    for ask in (lambda: assessment.explain(unit, "1"), lambda: assessment.decisions(unit)):
        with pytest.raises(UnknownNameError) as caught:
            ask()
        [found] = caught.value.diagnostics
        assert found.code == "NTM629"
    assert found.fields["near"] == ("C1" if unit == "c1" else found.fields["near"])


def test_asking_about_a_day_and_a_rule_that_is_not_there(library: Library) -> None:
    frame = pl.DataFrame({"unit": [1, 2], "as_of": [DAY] * 2, "water": [95.0, 1.0]})
    assessment = ntm.assessment_of("t/commune", frame, library=library)
    assert assessment.explain(1, "1", DAY).outcome.value == "attained"  # type: ignore[arg-type]
    assert assessment.explain("1", "1", DAY).outcome.value == "attained"
    for unit, code, day in (("3", "1", DAY), ("1", "9", DAY), ("1", "1", date(2024, 7, 1))):
        with pytest.raises(UnknownNameError):
            assessment.explain(unit, code, day)
    of_a_day = ntm.assessment_of("t/commune", frame.drop("as_of"), DAY, library=library)
    others: list[Any] = [date(2024, 7, 1), "2024-06-30", MIDNIGHT]
    for other in others:
        with pytest.raises(FactsError):
            of_a_day.explain("1", "1", other)

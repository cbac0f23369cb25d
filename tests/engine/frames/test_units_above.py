"""The units above a row, in whatever columns of whatever frames they stand: frames find those that `evaluate` finds."""

from collections.abc import Mapping
from datetime import date
from itertools import product
from pathlib import Path
from typing import Any

import polars as pl
import pytest

import ntm_rules as ntm
from ntm_rules.model.library import Library
from ntm_rules.model.problem import FactsError

from .frame_library import POLARS, FrameLibrary

DAY = date(2024, 6, 30)
RULES = """
ruleset: t/{kind}
applies_to: {kind}
version: 2024-01-01
title: T
instrument: {{number: x}}
criteria: [{criteria}]
"""
ASKED = "attained: 't/{kind}#1', of: {kind}"
OWN = ["measure: quota, at_least: 5", "members: commune, mean: water, at_least: 90, if_none: not_applicable"]
ABOVE = {"zone": "Z", "district": "D", "province": "P"}


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """Rules of zones, districts and provinces that count communes, and of communes that ask each of these."""
    folder: Path = tmp_path_factory.mktemp("rules")
    (folder / "m.yaml").write_text("measures: {water: {name: W, decimals: 1}, quota: {name: Q}}\n", encoding="utf-8")
    only = "members: commune, max: water, at_most: 50, only: [P], if_none: attained"
    rules = {"district": OWN, "province": OWN, "zone": [*OWN, only]}
    rules["commune"] = [ASKED.format(kind=kind) for kind in ABOVE]
    for kind, conditions in rules.items():
        criteria = ", ".join(
            f"{{code: '{code}', name: n, {condition}, provenance: {{status: recalled}}}}"
            for code, condition in enumerate(conditions, 1)
        )
        text = RULES.format(kind=kind, criteria=criteria)
        (folder / f"{kind}.yaml").write_text(text, encoding="utf-8")
    return ntm.load_library(folder)


Named = Mapping[str, str | None]


def frames_with(
    commune: Named, district: Named | None = None, province: Named | None = None
) -> dict[str, pl.DataFrame]:
    """A commune, its district, its province and a zone, with the columns that say what is above each."""
    frames = {}
    for kind, code, named in (
        ("commune", "C", commune),
        ("district", "D", district or {}),
        ("province", "P", province or {}),
        ("zone", "Z", {}),
    ):
        columns = {name: pl.Series([value], dtype=pl.String) for name, value in named.items()}
        frames[kind] = pl.DataFrame({"unit": [code], "quota": [9.0], "water": [95.0], **columns})
    return frames


def assessed(library: Library, frames: Mapping[str, pl.DataFrame], kind: str, frame_library: FrameLibrary) -> Any:
    given = {name: frame_library.given(frame) for name, frame in frames.items()}
    return ntm.assessment_of(f"t/{kind}", given.pop(kind), DAY, library=library, others=given)


LAYOUTS = {
    "parents": frames_with({"parent": "D"}, {"parent": "P", "zone": "Z"}),
    "columns": frames_with({"district": "D"}, {"province": "P", "zone": "Z"}),
    "a column, then a parent": frames_with({"district": "D"}, {"parent": "P", "zone": "Z"}),
    "every level of the commune": frames_with({"district": "D", "province": "P"}, {"zone": "Z"}),
    "in the zone of the province": frames_with({"district": "D", "province": "P"}, {}, {"zone": "Z"}),
    "the parent is the province": frames_with({"parent": "P", "district": "D"}, {"zone": "Z"}),
    "the parent is the district": frames_with({"parent": "D", "province": "P"}, {"zone": "Z"}),
    "a blank column": frames_with({"parent": "D", "province": None}, {"province": "P", "zone": "Z"}),
    "a blank column of the parent": frames_with({"parent": "D", "district": ""}, {"province": "P", "zone": "Z"}),
}


MIXED = ("columns", "the parent is the province", "a blank column")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("layout", "frame_library"),
    [*product(LAYOUTS, ["polars"]), *product(MIXED, ["pandas", "pyarrow", "duckdb"])],
    indirect=["frame_library"],
)
def test_every_unit_above_is_found(library: Library, frame_library: FrameLibrary, layout: str) -> None:
    for kind, code, rules in (
        ("commune", "C", "123"),
        ("zone", "Z", "2"),
        ("district", "D", "2"),
        ("province", "P", "2"),
    ):
        assessment = assessed(library, LAYOUTS[layout], kind, frame_library)
        [row] = frame_library.read(assessment.outcomes()).to_dicts()
        assert {rule: row[rule] for rule in rules} == dict.fromkeys(rules, "attained"), kind
        assert {assessment.explain(code, rule).outcome.value for rule in rules} == {"attained"}, kind


@pytest.mark.parametrize("layout", LAYOUTS)
def test_members_of_a_unit_that_is_named_are_found_through_every_column(library: Library, layout: str) -> None:
    # The commune belongs to the one province that is counted, and is above what is allowed.
    [row] = assessed(library, LAYOUTS[layout], "zone", POLARS).outcomes().to_dicts()
    assert row["3"] == "not_attained"


def test_the_nearest_unit_above_says_the_zone(library: Library) -> None:
    zones = pl.DataFrame({"unit": ["Z", "Y"], "quota": [9.0, 1.0]})
    for commune in (
        {"district": "D", "province": "P"},
        {"parent": "P", "district": "D"},
        {"parent": "D", "province": "P"},
    ):
        frames = frames_with(commune, {"zone": "Z"}, {"zone": "Y"}) | {"zone": zones}
        assessment = assessed(library, frames, "commune", POLARS)
        assert assessment.outcomes()["1"].to_list() == ["attained"]
        assert assessment.explain("C", "1").children[0].unit == "Z"


def test_a_commune_of_a_town_needs_no_district(library: Library) -> None:
    """Of a level and of one as high, what stands in `parent` may be either."""
    communes = {"unit": ["C", "B"], "parent": ["D", "T"], "water": [95.0, 20.0]}
    frames = frames_with({}) | {"commune": pl.DataFrame(communes), "town": pl.DataFrame({"unit": ["T"]})}
    for name, codes in (("district", ["D", None]), ("district", ["D", ""]), ("province", ["P", "P"])):
        changed = frames | {"commune": frames["commune"].with_columns(pl.Series(name, codes, dtype=pl.String))}
        assert assessed(library, changed, "district", POLARS).outcomes()["2"].to_list() == ["attained"]


def test_a_unit_between_says_itself_what_is_above_it_where_rules_ask_it() -> None:
    """`explain` would decide the commune by the district that its village names, of which its outcome knows nothing."""
    rules = ntm.catalogue_from_text("measures: {quota: {name: Q}}")
    for kind, condition in (("district", OWN[0]), ("commune", ASKED.format(kind="district"))):
        criterion = f"{{code: '1', name: n, {condition}, provenance: {{status: recalled}}}}"
        rules = rules.including(ntm.ruleset_from_text(RULES.format(kind=kind, criteria=criterion), rules))
    villages = pl.DataFrame({"unit": ["V"], "commune": ["C"], "district": ["D"]})
    for commune in ({"district": "D"}, {}, {"district": None}, {"district": ""}):
        frames = {kind: frame for kind, frame in frames_with(commune).items() if kind in ("commune", "district")}
        if commune.get("district"):
            assert assessed(rules, frames | {"village": villages}, "commune", POLARS).outcomes()["1"][0] == "attained"
            continue
        with pytest.raises(FactsError, match="the row of 'C' between says none") as caught:
            assessed(rules, frames | {"village": villages}, "commune", POLARS)
        [found] = caught.value.diagnostics
        assert (found.code, found.fields["column"], found.fields["unit"]) == ("NTM636", "district", "V")


GONE = pl.DataFrame({"unit": ["D"], "province": ["P"], "quota": [9.0], "exists_until": [date(2023, 1, 1)]})
NO_COLUMN = {kind: frame.drop("zone", strict=False) for kind, frame in LAYOUTS["columns"].items()}


def with_another(frames: Mapping[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
    """The same with a second province."""
    provinces = [frames["province"], frames["province"].with_columns(unit=pl.lit("Q"))]
    return {**frames, "province": pl.concat(provinces)}


@pytest.mark.parametrize(
    ("kind", "frames", "code", "column"),
    [
        ("province", frames_with({"parent": "D"}, {"province": None}), "NTM623", "parent"),
        ("province", frames_with({"district": "D"}, {"province": ""}), "NTM623", "district"),
        ("province", frames_with({"district": "D", "province": None}), "NTM623", "province"),
        ("province", frames_with({"district": "d"}, {"province": "P"}), "NTM552", "district"),
        ("province", frames_with({"district": "D", "parent": "d"}, {"province": "P"}), "NTM552", "parent"),
        ("province", LAYOUTS["columns"] | {"district": GONE}, "NTM623", "district"),
        ("province", LAYOUTS["a blank column"] | {"district": GONE}, "NTM623", "parent"),
        ("province", frames_with({}), "NTM635", "parent"),
        (
            "province",
            with_another(frames_with({"district": "D", "province": "P"}, {"province": "Q"})),
            "NTM636",
            "province",
        ),
        (
            "province",
            with_another(frames_with({"parent": "D", "province": "P"}, {"parent": "Q"})),
            "NTM636",
            "province",
        ),
        ("zone", frames_with({}), "NTM623", "unit"),
        ("zone", NO_COLUMN, "NTM623", "district"),
    ],
)
def test_a_member_that_nothing_counts_is_refused(
    library: Library, kind: str, frames: Mapping[str, pl.DataFrame], code: str, column: str
) -> None:
    with pytest.raises(FactsError) as caught:
        assessed(library, frames, kind, POLARS)
    [found] = caught.value.diagnostics
    assert (found.code, found.fields["column"]) == (code, column)


def test_a_commune_below_a_zone_below_a_village_is_refused_as_evaluate_does(library: Library) -> None:
    frames = frames_with({"parent": "Z"}) | {
        "zone": pl.DataFrame({"unit": ["Z"], "parent": ["V"], "quota": [9.0]}),
        "village": pl.DataFrame({"unit": ["V"], "parent": ["D"]}),
    }
    kinds = {"D": "district", "V": "village", "Z": "zone", "C": "commune"}
    units = [
        ntm.Unit(code, code, kind, above)
        for (code, kind), above in zip(kinds.items(), (None, "D", "V", "Z"), strict=True)
    ]
    with pytest.raises(FactsError) as by_frames:
        assessed(library, frames, "commune", POLARS)
    with pytest.raises(ntm.UnitsError) as by_evaluate:
        ntm.evaluate(ntm.compile("t/commune", DAY, library), ntm.Units(units), [])
    for caught in (by_frames, by_evaluate):
        [found] = caught.value.diagnostics
        assert [found.code, *map(found.fields.get, ("unit", "parent"))] == ["NTM689", "C", "V"]


def test_what_belongs_to_a_unit_as_high_needs_nothing_further_up() -> None:
    """Villages of a commune that lies in a zone are none of a township, whatever is above the zone."""
    rules = ntm.catalogue_from_text("measures: {water: {name: W}}")
    condition = "members: village, mean: water, at_least: 5, if_none: attained"
    criterion = f"{{code: '1', name: n, {condition}, provenance: {{status: recalled}}}}"
    program = ntm.compile(ntm.ruleset_from_text(RULES.format(kind="township", criteria=criterion), rules), DAY, rules)
    above = {"Z": ("zone", None), "T": ("township", None), "C": ("commune", "Z"), "V": ("village", "C")}
    units = [ntm.Unit(code, code, kind, parent) for code, (kind, parent) in above.items()]
    assert ntm.evaluate(program, ntm.Units(units), []).outcome("T", "1").value == "attained"
    frames = {
        kind: pl.DataFrame({"unit": [code], "parent": [up]}, schema={"unit": pl.String, "parent": pl.String})
        for code, (kind, up) in above.items()
    }
    found = ntm.assess_frame(program, frames.pop("township"), DAY, others=frames)
    assert found["1"].to_list() == ["attained"]


def test_of_units_that_are_not_there_nothing_is_missed() -> None:
    """No township is given: that a village belongs to none, which a rule about townships counts, decides nothing."""
    provenance = "provenance: {status: recalled}"
    catalogue = ntm.catalogue_from_text("measures: {water: {name: W, decimals: 1}}\n")
    for kind, below, asked in (
        ("township", "village", "meeting: {measure: water, at_least: 90}"),
        ("province", "township", "attained: 't/township#1'"),
    ):
        criteria = f"{{code: '1', name: n, members: {below}, {asked}, count_at_least: 1, {provenance}}}"
        catalogue = catalogue.including(ntm.ruleset_from_text(RULES.format(kind=kind, criteria=criteria), catalogue))
    program = ntm.compile("t/province", DAY, catalogue)
    units = [ntm.Unit("P", "P", "province"), ntm.Unit("V", "V", "village")]
    frames = {
        "village": pl.DataFrame({"unit": ["V"]}),
        "township": pl.DataFrame({"unit": []}, schema={"unit": pl.String}),
    }
    found = ntm.assess_frame(program, pl.DataFrame({"unit": ["P"]}), others=frames)
    assert found["1"].to_list() == [ntm.evaluate(program, units, []).outcome("P", "1").value]

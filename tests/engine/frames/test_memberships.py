"""Units in a second hierarchy, in frames: a column named by the kind says what a unit is a member of."""

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest

import ntm_rules as ntm
from ntm_rules.model.library import Library
from ntm_rules.model.problem import FactsError

from .frame_library import FrameLibrary

DAY = date(2024, 6, 30)
LIBRARIES = ("polars", "pandas", "pyarrow", "duckdb")
HEAD = "version: 2024-01-01\ntitle: T\ninstrument: {number: x}\n"
COMMUNE = (
    "ruleset: t/commune\napplies_to: commune\n"
    + HEAD
    + """criteria:
  - {code: '1', name: n, measure: water, at_least: 90, provenance: {status: recalled}}
  - {code: '2', name: n, attained: 't/zone#1', of: zone, provenance: {status: recalled}}
"""
)
ZONE = (
    "ruleset: t/zone\napplies_to: zone\n"
    + HEAD
    + """criteria:
  - {code: '1', name: n, measure: quota, at_least: 5, provenance: {status: recalled}}
  - {code: '2', name: n, members: commune, mean: water, at_least: 90, provenance: {status: recalled}}
  - {code: '3', name: n, members: village, meeting: {measure: water, at_least: 90}, count_at_least: 2,
     provenance: {status: recalled}}
"""
)
MEASURES = "measures: {water: {name: Nước, unit: '%', minimum: 0, maximum: 100}, quota: {name: Q}}\n"


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    folder: Path = tmp_path_factory.mktemp("rules")
    for name, text in {
        "m.yaml": MEASURES,
        "t/commune/2024-01-01.yaml": COMMUNE,
        "t/zone/2024-01-01.yaml": ZONE,
    }.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return ntm.load_library(folder)


@pytest.fixture(scope="module", params=LIBRARIES)
def frame_library(request: pytest.FixtureRequest) -> FrameLibrary:
    found = request.getfixturevalue(f"{request.param}_frames")
    assert isinstance(found, FrameLibrary)
    return found


Z = pl.DataFrame({"unit": ["Z1", "Z2"], "quota": [5, 4]})
C = pl.DataFrame(
    {
        "unit": ["C1", "C2", "C3", "C4"],
        "parent": ["D1", "D2", "D1", "D1"],
        "zone": ["Z1", "Z1", "Z2", None],
        "water": [95, 90, 20, 99],
    }
)
V = pl.DataFrame(
    {"unit": ["V1", "V2", "V3"], "parent": ["C1", "C3", "C1"], "zone": [None, "Z1", "Z2"], "water": [90, 90, 90]}
)
D = pl.DataFrame({"unit": ["D1", "D2"]})


def assessment(
    library: Library, frames: Mapping[str, Any], own: str, made: Callable[[Any], Any] = lambda one: one
) -> Any:
    others = {kind: made(frame) for kind, frame in frames.items() if kind != own}
    return ntm.assessment_of(f"t/{own}", made(frames[own]), DAY, library=library, others=others)


FRAMES = {"zone": Z, "commune": C, "village": V, "district": D}


def test_members_are_counted_and_zones_are_asked(library: Library, frame_library: FrameLibrary) -> None:
    zones = frame_library.read(assessment(library, FRAMES, "zone", frame_library.given).outcomes()).sort("unit")
    # Of the villages, V1 is in the zone of its commune, the others in one of their own.
    expected = [("attained", "attained", "attained"), ("not_attained", "not_attained", "not_attained")]
    assert zones.select("1", "2", "3").rows() == expected
    communes = frame_library.read(assessment(library, FRAMES, "commune", frame_library.given).outcomes()).sort("unit")
    assert communes["2"].to_list() == ["attained", "attained", "not_attained", "undetermined"]


def test_one_unit_is_explained_as_evaluate_does(library: Library) -> None:
    tallies = [why.tally for why in assessment(library, FRAMES, "zone").explain("Z1", "3").reasons if why.tally]
    assert [(tally.attained, tally.not_attained) for tally in tallies] == [(2, 0)]
    assert assessment(library, FRAMES, "commune").explain("C3", "2").children[0].unit == "Z2"


K = pl.DataFrame({"unit": ["K"], "zone": ["Z1"]})


@pytest.mark.parametrize(
    ("changed", "code", "unit"),
    [
        ({"commune": C.with_columns(zone=pl.lit("z1"))}, "NTM724", "C1"),
        ({"commune": C.with_columns(zone=pl.lit("D1"))}, "NTM725", "C1"),
        ({"zone": Z.with_columns(zone=pl.Series([None, "Z1"]))}, "NTM726", "Z2"),
        ({"commune": C.with_columns(parent=pl.Series(["D1", "Z1", "D1", "D1"]))}, "NTM727", "C2"),
        ({"cluster": K, "commune": C.with_columns(cluster=pl.Series(["K", None, "K", None]))}, "NTM728", "C3"),
        ({"zone": Z.with_columns(parent=pl.Series([None, "C3"]))}, "NTM553", "C3"),
        ({"commune": C.with_columns(zone=pl.Series(["Z1 ", None, None, None]))}, "NTM624", "C1"),
        ({"zone": Z.with_columns(exists_until=pl.Series([None, date(2023, 1, 1)]))}, "NTM623", "C3"),
        ({"commune": C.drop("zone"), "village": V.drop("zone")}, "NTM623", "C1"),
    ],
)
def test_what_does_not_hold_together_is_refused(
    library: Library, frame_library: FrameLibrary, changed: Mapping[str, Any], code: str, unit: str
) -> None:
    frames = {**FRAMES, **changed}
    if code == "NTM623" and "commune" in changed:
        frames["commune"] = frames["commune"].with_columns(parent=pl.Series([None] * 4, dtype=pl.String))
    with pytest.raises(FactsError) as caught:
        assessment(library, frames, "zone", frame_library.given)
    found = caught.value.diagnostics[0]
    assert (found.code, found.fields["unit"]) == (code, unit)


def test_numbers_of_zones_are_codes(library: Library) -> None:
    frames = {**FRAMES, "zone": Z.with_columns(unit=pl.Series([1, 2]))}
    frames |= {"commune": C.with_columns(zone=pl.Series([1, 1, 2, None])), "village": V.drop("zone")}
    zones = assessment(library, frames, "zone").outcomes().sort("unit")
    assert zones["2"].to_list() == ["attained", "not_attained"]

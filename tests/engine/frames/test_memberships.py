"""Units in a second hierarchy, in frames: a column named by the kind says what a unit is a member of."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import polars as pl
import pytest

import ntm_rules as ntm
from ntm_rules.model.library import Library
from ntm_rules.model.problem import FactsError

from .frame_library import FrameLibrary
from .from_world import program_of

DAY = date(2024, 6, 30)
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
def library() -> Library:
    found = ntm.catalogue_from_text(MEASURES)
    for text in (ZONE, COMMUNE):
        found = found.including(ntm.ruleset_from_text(text, found))
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
    told = [(found.code, found.fields.get("frame"), found.fields["unit"]) for found in caught.value.diagnostics]
    assert (told[0][0], told[0][2]) == (code, unit)
    # Zones count communes and villages: what is wrong is told of each frame once, and not for each of these.
    assert len(told) == len({*told})


def test_numbers_of_zones_are_codes(library: Library) -> None:
    frames = {**FRAMES, "zone": Z.with_columns(unit=pl.Series([1, 2]))}
    frames |= {"commune": C.with_columns(zone=pl.Series([1, 1, 2, None])), "village": V.drop("zone")}
    zones = assessment(library, frames, "zone").outcomes().sort("unit")
    assert zones["2"].to_list() == ["attained", "not_attained"]


COUNT = (
    "ruleset: t/count\napplies_to: zone\n"
    + HEAD
    + """criteria:
  - {code: '1', name: n, members: commune, meeting: {measure: water, at_least: 90}, count_at_least: 2,
     provenance: {status: recalled}}
"""
)
SOON, LONG_AGO = date(2025, 1, 1), date(2023, 1, 1)


@pytest.mark.parametrize(
    ("zones", "period", "found"),
    [
        ((None, None), (None, None), "NTM623"),
        (("", ""), (None, None), "NTM623"),
        (("Z1", "Z1"), (None, None), {"Z1": "attained"}),
        (("Z1", None), (None, None), {"Z1": "not_attained"}),
        # Where no zone exists on the day, nothing is decided, and nothing is left uncounted.
        (("Z1", "Z1"), (None, LONG_AGO), {}),
        (("Z1", "Z1"), (SOON, None), {}),
    ],
)
def test_memberships_that_are_blank_or_of_another_time_are_taken_as_evaluate_does(
    zones: tuple[str | None, ...], period: tuple[date | None, date | None], found: object
) -> None:
    program, codes = program_of(COUNT, MEASURES), ("C1", "C2")
    communes = {"unit": codes, "parent": ["D1"] * 2, "zone": pl.Series(zones, dtype=pl.String), "water": [95, 95]}
    days = {
        name: pl.Series([day], dtype=pl.Date) for name, day in zip(("exists_from", "exists_until"), period, strict=True)
    }
    units = [
        ntm.Unit("D1", "D1", "district"),
        ntm.Unit("Z1", "Z1", "zone", exists_from=period[0], exists_until=period[1]),
        *(
            ntm.Unit(code, code, "commune", "D1", memberships={"zone": of} if of else {})
            for code, of in zip(codes, zones, strict=True)
        ),
    ]

    def by_frames() -> object:
        others = {"commune": pl.DataFrame(communes), "district": pl.DataFrame({"unit": ["D1"]})}
        rows = ntm.assess_frame(program, pl.DataFrame({"unit": ["Z1"], **days}), DAY, others=others).select("unit", "1")
        return {unit: outcome for unit, outcome in rows.rows() if outcome is not None}

    def by_evaluate() -> object:
        decisions = ntm.evaluate(program, ntm.Units(units), [ntm.Fact(code, "water", 95, DAY) for code in codes])
        return {unit.code: decisions.outcome(unit.code, "1").value for unit in decisions.units}

    for decided in (by_frames, by_evaluate):
        if isinstance(found, str):
            with pytest.raises(ntm.NtmError) as caught:
                decided()
            assert (caught.value.diagnostics[0].code, caught.value.diagnostics[0].fields["kind"]) == (found, "commune")
        else:
            assert decided() == found


def test_memberships_that_an_earlier_day_shows_may_have_ended() -> None:
    count = COUNT.replace("2024-01-01", "2020-01-01")
    catalogue = ntm.catalogue_from_text(MEASURES)
    catalogue = catalogue.including(ntm.ruleset_from_text(count, catalogue))
    more = count.replace("t/count", "t/more").partition("criteria:")[0] + (
        "criteria:\n  - {code: '1', name: n, criteria: attained, ruleset: t/count, since: 2023-12-31, "
        "increased_by_at_least: 0, provenance: {status: recalled}}\n"
    )
    ruleset = ntm.ruleset_from_text(more, catalogue)
    program = ntm.compile(ruleset, DAY, catalogue.including(ruleset))
    zones, communes = pl.DataFrame({"unit": ["Z1"]}), C.head(2).with_columns(zone=pl.lit("Z1"))
    now = communes.with_columns(zone=pl.lit(None, dtype=pl.String), parent=pl.lit(None, dtype=pl.String))
    past = {date(2023, 12, 31): {"zone": zones, "commune": communes}}
    rows = ntm.assess_frame(program, zones, others={"commune": now}, past=past)
    ended = [ntm.Membership("zone", "Z1", until=date(2024, 1, 1))]
    units = ntm.Units(
        [ntm.Unit("Z1", "Z1", "zone"), *(ntm.Unit(one, one, "commune", memberships=ended) for one in ("C1", "C2"))]
    )
    facts = [ntm.Fact(one, "water", 95, date(2023, 12, 31)) for one in ("C1", "C2")]
    assert rows["1"].to_list() == [ntm.evaluate(program, units, facts).outcome("Z1", "1").value] == ["undetermined"]


@pytest.mark.parametrize("column", ["zone", None])
def test_a_zone_beside_a_district_that_both_count_communes_is_left_to_evaluate(column: str | None) -> None:
    program = program_of(COUNT.replace("applies_to: zone", "applies_to: [district, zone]"), MEASURES)
    own = pl.DataFrame({"unit": ["D1", "Z1"], "kind": ["district", "zone"]})
    communes = C if column else C.drop("zone")
    with pytest.raises(FactsError, match=r"several kinds, of which zone has members of its own: use evaluate"):
        ntm.assess_frame(program, own, DAY, others={"commune": communes})
    units = [
        ntm.Unit("D1", "D1", "district"),
        ntm.Unit("Z1", "Z1", "zone"),
        ntm.Unit("C1", "C1", "commune", "D1", memberships={"zone": "Z1"}),
        ntm.Unit("C2", "C2", "commune", "D1"),
    ]
    decisions = ntm.evaluate(program, ntm.Units(units), [ntm.Fact(code, "water", 95, DAY) for code in ("C1", "C2")])
    assert [decisions.outcome(code, "1").value for code in ("D1", "Z1")] == ["attained", "not_attained"]


@pytest.mark.parametrize(("named", "outcome"), [("D1", "not_attained"), ("P", "not_attained"), ("D2", "attained")])
def test_members_of_units_that_are_named_are_found_for_one_zone_too(named: str, outcome: str) -> None:
    rule = f"members: commune, max: water, at_most: 50, only: [{named}], if_none: attained"
    criterion = f"criteria:\n  - {{code: '1', name: n, {rule}, provenance: {{status: recalled}}}}\n"
    program = program_of(COUNT[: COUNT.index("criteria:")] + criterion, MEASURES)
    units: dict[str, list[str | None]] = {
        "unit": ["P", "D1", "D2", "C1", "C2", "Z1"],
        "kind": ["province", *["district"] * 2, *["commune"] * 2, "zone"],
    }
    units |= {"parent": [None, "P", None, "D1", "D2", None], "zone": [None, None, None, "Z1", "Z1", None]}
    facts = pl.DataFrame({"unit": ["C1", "C2"], "measure": ["water"] * 2, "value": [60, 40], "as_of": [DAY] * 2})
    whole = ntm.assessment_of(program, facts, units=pl.DataFrame(units))
    assert whole.outcomes().filter(pl.col("unit") == "Z1")["1"].to_list() == [outcome]
    assert whole.explain("Z1", "1").outcome.value == outcome


def test_of_two_zones_one_below_a_member_of_the_other_the_nearer_counts() -> None:
    program = program_of(COUNT, MEASURES)
    units = [
        ntm.Unit("Z1", "Z1", "zone"),
        ntm.Unit("P", "P", "province", memberships={"zone": "Z1"}),
        ntm.Unit("Z3", "Z3", "zone", "P"),
        *(ntm.Unit(code, code, "commune", "Z3") for code in ("C1", "C2")),
        *(ntm.Unit(code, code, "commune", "P") for code in ("C3", "C4")),
    ]
    decisions = ntm.evaluate(
        program, ntm.Units(units), [ntm.Fact(unit.code, "water", 95, DAY) for unit in units if unit.code != "C4"]
    )
    by_evaluate = {unit.code: decisions.outcome(unit.code, "1").value for unit in decisions.units}
    assert by_evaluate == {"Z1": "undetermined", "Z3": "attained"}
    zones = pl.DataFrame({"unit": ["Z1", "Z3"], "parent": [None, "P"]})
    communes = {"unit": ["C1", "C2", "C3", "C4"], "parent": ["Z3", "Z3", "P", "P"], "water": [95, 95, 95, None]}
    others = {"province": pl.DataFrame({"unit": ["P"], "zone": ["Z1"]}), "commune": pl.DataFrame(communes)}
    assert dict(ntm.assess_frame(program, zones, DAY, others=others).select("unit", "1").rows()) == by_evaluate

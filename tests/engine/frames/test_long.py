"""Facts one to a row: the latest on or before the day, each reporter's last word, conflicts; as `evaluate` has it."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from attrs import evolve
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from ntm_rules.engine.decisions import evaluate
from ntm_rules.engine.frames.assessing.assess import assess_frame, assessment_of
from ntm_rules.language.library import load_library
from ntm_rules.model.fact import Absence, Attestation, Fact, Finding, PublishedDecision, Statement
from ntm_rules.model.library import Library
from ntm_rules.model.problem import FactsError
from ntm_rules.model.units.unit import Unit, Units
from ntm_rules.model.values.day import Day
from ntm_rules.program.program import Program
from ntm_rules.testing import World, worlds

from ...profiles import tried
from .frame_library import POLARS, FrameLibrary, in_every_library
from .specified import Specified
from .test_agreement import SUPPRESSED, is_small

pytestmark = pytest.mark.slow

DAY = date(2024, 6, 30)


def facts_frame(statements: list[Statement], as_text: bool) -> pl.DataFrame:
    rows: list[dict[str, Any]] = []
    for one in statements:
        if isinstance(one, PublishedDecision):
            continue
        # A date is a word of its own in a column of figures.
        value = str(one.value) if isinstance(one.value, Day) else one.value
        number = float(value) if isinstance(value, Decimal) else None
        word = value.value if isinstance(value, Absence | Finding) else value if isinstance(value, str) else None
        # Zeros at the end may be meant as thousands, and are refused in text.
        text = f"{value.normalize():f}" if isinstance(value, Decimal) else word
        rows.append(
            {
                "unit": one.unit,
                "measure": one.measure if isinstance(one, Fact) else str(one.rule),
                "value": text if as_text else number,
                "word": None if as_text else word,
                "as_of": one.as_of,
                "reported_by": one.reported_by,
                "recorded": one.recorded,
                "evidence": one.evidence,
            }
        )
    text_type = pl.String
    schema = {
        "unit": text_type,
        "measure": text_type,
        "value": text_type if as_text else pl.Float64,
        "word": text_type,
        "as_of": pl.Date,
        "reported_by": text_type,
        "recorded": pl.Date,
        "evidence": text_type,
    }
    return pl.DataFrame(rows, schema=schema)


def units_frame(units: Units, library: Library) -> pl.DataFrame:
    text = ["unit", "kind", "parent", "zone", *library.attributes]
    rows = [
        {
            "unit": one.code,
            "kind": one.kind,
            "parent": one.parent,
            "zone": one.member_of("zone", None),
            "exists_from": one.exists_from,
            "exists_until": one.exists_until,
            **{name: one.attributes.get(name) for name in library.attributes},
        }
        for one in units
    ]
    dates = {"exists_from": pl.Date, "exists_until": pl.Date}
    return pl.DataFrame(rows, schema={**dict.fromkeys(text, pl.String), **dates})


def is_readable(world: World) -> bool:
    """Frames read figures of 15 digits."""
    figures = [one.value for one in world.statements if isinstance(one, Fact) and type(one.value) is Decimal]
    return is_small(world) and all(len(f"{value:f}") <= 15 for value in figures)


@st.composite
def contested(draw: st.DrawFn) -> World:
    """A world in which some statements are made again, with another value or none, by another authority or the same.

    A frame of units says what each is a member of on whatever day.
    """
    world = draw(worlds().filter(lambda world: bool(world.statements)))
    lasting = (
        evolve(one, memberships=[evolve(each, since=None, until=None) for each in one.memberships[:1]])
        for one in world.units
    )
    world = evolve(world, units=Units(lasting))
    made = list(world.statements)
    for one in draw(st.lists(st.sampled_from(world.statements), min_size=1, max_size=4)):
        if isinstance(one, PublishedDecision):
            continue
        values: list[object] = [one.value, Absence.NOT_YET_DUE, Absence.DISPUTED, Absence.NOT_REPORTED]
        if isinstance(one.value, Finding):
            values += Finding
        if isinstance(one, Fact):
            measure = world.library.measures[one.measure]
            values += [level.id for level in measure.levels]
            values += [
                limit for limit in (measure.minimum, measure.maximum) if limit is not None and abs(limit) < 10**11
            ]
        by = draw(st.sampled_from([one.reported_by, "another authority"]))
        made.append(evolve(one, value=draw(st.sampled_from(values)), reported_by=by))
    return evolve(world, statements=tuple(dict.fromkeys(made)))


def check_facts(
    world: World, as_text: bool, frame_library: FrameLibrary = POLARS, programs: Sequence[Program] | None = None
) -> None:
    """Decide the facts as a frame of a library, a fact a row, and compare every outcome with that of `evaluate`."""
    facts = frame_library.given(facts_frame(list(world.statements), as_text))
    units = frame_library.given(units_frame(world.units, world.library))
    kinds = {unit.kind for unit in world.units}
    for program in world.programs() if programs is None else programs:
        if not {*program.ruleset.applies_to} & kinds:
            continue
        try:
            assessment = assessment_of(program, facts, units=units)
            rows = frame_library.read(assessment.outcomes()).to_dicts()
        except FactsError as error:
            if "derived share of each unit" in str(error) or "judges several kinds" in str(error):
                continue
            raise
        decisions = Specified(evaluate(program, world.units, world.statements))
        found = {row["unit"]: row for row in rows}
        for unit in decisions.units:
            for code, outcome in decisions.outcomes(unit.code).items():
                assert found[unit.code][code] == outcome.value
        for unit in decisions.units[:1]:
            told = Specified(assessment.decisions(unit.code))
            for code in program.by_code:
                assert told.decision(unit.code, code).outcome.value == found[unit.code][code]


@pytest.mark.slow
@settings(max_examples=tried(0.4), suppress_health_check=SUPPRESSED)
@given(contested(), st.booleans())
def test_facts_a_row_agree_with_evaluate(world: World, as_text: bool) -> None:
    assume(is_readable(world))
    check_facts(world, as_text)


TOWN = Unit("T", "Thị trấn", "township")
SAID: dict[str, tuple[tuple[Any, ...], ...]] = {
    "figures": ((100, 80), (80, 100), (100, 100), (Absence.NOT_YET_DUE, 100), (100, Absence.NOT_REPORTED)),
    "findings": tuple((one, other) for one in (*Finding, Absence.DISPUTED) for other in Finding),
    "attestations": tuple((one, other) for one in (*Finding, Absence.NOT_APPLICABLE) for other in Finding),
}


@in_every_library
def test_what_two_say_decides_the_same_in_every_library(frame_library: FrameLibrary) -> None:
    """Conflicts, absences and attestations, whoever says it: a town for each two that speak of it."""
    authorities = (("a", "b"), ("a", None), (None, "a"), (None, None))
    pairs = [(said, values, both) for said in SAID for values in SAID[said] for both in authorities]
    units = Units([evolve(TOWN, code=f"T{number}") for number in range(len(pairs))])
    statements: list[Statement] = []
    for unit, (said, values, both) in zip(units, pairs, strict=True):
        for value, by in zip(values, both, strict=True):
            if said == "attestations":
                statements.append(Attestation(unit.code, "vn/civilised-township#1", value, DAY, by))
            else:
                measure = "clean_water_households" if said == "figures" else "environmental_hygiene_met"
                statements.append(Fact(unit.code, measure, value, DAY, by))
    world = World(load_library(), units, {"township": "vn/civilised-township"}, DAY, tuple(statements))
    check_facts(world, as_text=False, frame_library=frame_library)


@in_every_library
def test_codes_that_differ_in_case_are_told_apart_or_refused(frame_library: FrameLibrary, tmp_path: Path) -> None:
    """A query of SQL takes names that differ in case for one."""
    source = "provenance: {status: recalled}"
    (tmp_path / "m.yaml").write_text(
        "measures:\n  water: {name: Nước, type: number, unit: percent}\n", encoding="utf-8"
    )
    (tmp_path / "2024-01-01.yaml").write_text(
        "ruleset: t/town\nversion: 2024-01-01\ntitle: Thị trấn\napplies_to: township\ninstrument: {number: '1'}\n"
        f"recognition: {{criteria: all, {source}}}\ncriteria:\n"
        f"- {{code: 1a, name: Một, measure: water, at_least: 90, {source}}}\n"
        f"- {{code: 1A, name: Hai, measure: water, at_least: 95, {source}}}\n",
        encoding="utf-8",
    )
    facts = facts_frame([Fact("T", "water", 92, DAY)], as_text=False)
    wide = pl.DataFrame({"unit": ["T"], "water": [92.0]})
    for frame in (facts, wide):

        def assess(frame: pl.DataFrame = frame) -> pl.DataFrame:
            library = load_library(tmp_path)
            return frame_library.read(assess_frame("t/town", frame_library.given(frame), DAY, library=library))

        if frame_library.name in ("duckdb", "pyspark"):
            with pytest.raises(FactsError, match=r"1a' and .*1A' differ in case only"):
                assess()
        else:
            assert assess().select("1a", "1A").rows() == [("attained", "not_attained")]


def one_fact(**more: Any) -> dict[str, Any]:
    return {
        "unit": "T",
        "measure": "clean_water_households",
        "value": 100.0,
        "as_of": date(2024, 3, 31),
        "reported_by": "A",
        "recorded": None,
        **more,
    }


def outcome(*rows: dict[str, Any], **more: Any) -> str:
    schema = {"unit": pl.String, "measure": pl.String, "as_of": pl.Date, "reported_by": pl.String, "recorded": pl.Date}
    frame = pl.DataFrame(list(rows), schema_overrides=schema)
    found = assess_frame("vn/civilised-township", frame, DAY, **more)
    return str(found["3.3"][0])


def test_the_latest_on_or_before_the_day_counts() -> None:
    earlier = one_fact(value=50.0, as_of=date(2023, 12, 31))
    later = one_fact(value=50.0, as_of=date(2024, 7, 1))
    assert outcome(earlier, one_fact(), later) == "attained"


def test_reports_that_differ_are_a_conflict() -> None:
    assert outcome(one_fact(), one_fact(value=99.0, reported_by="B")) == "undetermined"
    assert outcome(one_fact(), one_fact(value=100.0, reported_by="B")) == "attained"


def test_the_last_word_of_a_reporter_counts_as_known_on_the_day() -> None:
    rows = (
        one_fact(value=50.0, recorded=date(2024, 4, 1)),
        one_fact(value=100.0, recorded=date(2024, 5, 1)),
    )
    assert outcome(*rows) == "attained"
    assert outcome(*rows, known_on=date(2024, 4, 2)) == "not_attained"


def test_not_reported_never_replaces_a_figure() -> None:
    assert outcome(one_fact(), one_fact(value=float("nan"), as_of=date(2024, 6, 1))) == "attained"
    assert outcome(one_fact(), one_fact(value=None, as_of=date(2024, 6, 1))) == "attained"


def test_several_days_in_one_pass() -> None:
    frame = pl.DataFrame([one_fact(value=90.0), one_fact(value=100.0, as_of=date(2024, 5, 31))])
    days = [date(2024, 2, 29), date(2024, 4, 30), date(2024, 6, 30)]
    found = assess_frame("vn/civilised-township", frame, days)
    assert found.select("as_of", "3.3").rows() == list(
        zip(days, ("undetermined", "not_attained", "attained"), strict=True)
    )


def test_the_tree_has_the_reports() -> None:
    frame = pl.DataFrame([one_fact(value=99.9)])
    assessment = assessment_of("vn/civilised-township", frame, DAY)
    [why] = assessment.explain("T", "3.3").reasons
    assert why.facts == (Fact("T", "clean_water_households", 99.9, date(2024, 3, 31), "A"),)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"measure": "clean_watr"}, "unknown measure or rule 'clean_watr'"),
        ({"value": 99.12345}, "99.12345 has more decimals (5)"),
        ({"value": 120.0}, "120 is outside the bounds"),
        ({"value": "99,9"}, "takes a figure, not '99,9'"),
        ({"value": "85%"}, "takes a figure, not '85%'"),
        ({"value": "99.9000000000000001"}, "has more than 15 significant digits"),
        ({"as_of": None}, "is not a date"),
        ({"unit": "?"}, "unknown unit '?'"),
    ],
)
def test_what_is_wrong_is_named(wrong: dict[str, Any], said: str) -> None:
    schema = {"as_of": pl.Date, "reported_by": pl.String}
    frame = pl.DataFrame([one_fact(**wrong)], schema_overrides=schema)
    units = pl.DataFrame({"unit": ["T"]})
    with pytest.raises(FactsError) as caught:
        assess_frame("vn/civilised-township", frame, DAY, units=units, library=load_library())
    assert said in str(caught.value)

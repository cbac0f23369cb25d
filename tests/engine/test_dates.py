"""Dates as values: what *two years before the assessment* means, in every executor and every way in and out."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import pairwise, product
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from attrs import evolve
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from ntm_rules import (
    Absence,
    Fact,
    Outcome,
    Session,
    Unit,
    Units,
    assess_frame,
    compile,
    diff,
    evaluate,
    explain,
    from_plain,
    reasons_frame,
    ruleset_from_text,
    to_plain,
)
from ntm_rules.cli import main
from ntm_rules.engine.nearness import share_of
from ntm_rules.evolution.comparison.diff import ChangeKind
from ntm_rules.exchange.cells.cell import TableCell
from ntm_rules.exchange.values.value import read_value
from ntm_rules.language.reading import catalogue_from_text
from ntm_rules.language.writing.text import catalogue_text, rule_file_text
from ntm_rules.model.condition import Comparison
from ntm_rules.model.library import Library
from ntm_rules.model.problem import CompileError, FactsError, RulesetError
from ntm_rules.model.text import Language
from ntm_rules.model.threshold import DayFrom
from ntm_rules.model.values.day import Day
from ntm_rules.model.values.duration import Duration, TimeApart
from ntm_rules.program.program import Program
from ntm_rules.report.phrasing.conditions import describe

CATALOGUE = """
measures:
  founded: {name: {vi: Ngày thành lập, en: Date of founding}, type: date, minimum: 1990-01-01}
  licence: {name: {vi: Ngày cấp phép, en: Licence issued}, type: date, may_not_apply: yes}
  households: {name: {vi: Số hộ, en: Households}}
"""
TEXT = """
ruleset: x/coop
version: {version}
title: Hợp tác xã
applies_to: commune
instrument: {{number: 1/QĐ}}
criteria:
  - {{code: "1", name: Một, provenance: {{status: recalled}}, measure: founded, {first}}}
  - {{code: "2", name: Hai, provenance: {{status: recalled}}, measure: licence, not_before: {{months: 36, before: assessment}}}}
  - {{code: "3", name: Ba, provenance: {{status: recalled}}, measure: licence, not_after: {{days: 30, after: founded}}}}
recognition: {{criteria: all, provenance: {{status: recalled}}}}
"""
TWO_YEARS = "not_after: {years: 2, before: assessment}"
UNITS = Units([Unit("C", "Bản Bo", "commune")])
TODAY = date(2024, 6, 30)


@pytest.fixture(scope="module")
def library() -> Library:
    return catalogue_from_text(CATALOGUE)


def program_of(library: Library, first: str = TWO_YEARS, day: date = TODAY, version: str = "2020-01-01") -> Program:
    ruleset = ruleset_from_text(TEXT.format(first=first, version=version), library)
    return compile(ruleset, day, library.including(ruleset))


def facts(founded: Any, licence: Any, day: date = TODAY) -> list[Fact]:
    return [Fact("C", "founded", founded, day), Fact("C", "licence", licence, day)]


def outcomes(program: Program, statements: list[Fact]) -> dict[str, Outcome]:
    found = evaluate(program, UNITS, statements)
    session = Session(program, UNITS)
    for statement in statements:
        session.assert_fact(statement)
    own = {code: session.decision("C", code).outcome for code in "123"}
    session.close()
    assert own == {code: found.decision("C", code).outcome for code in "123"}
    return own


@pytest.mark.parametrize(
    ("key", "day", "founded", "holds"),
    [
        # An anniversary is reached on its day.
        (TWO_YEARS, date(2024, 6, 30), date(2022, 6, 30), True),
        (TWO_YEARS, date(2024, 6, 30), date(2022, 7, 1), False),
        # A year from 29 February is over on 28 February.
        ("not_after: {years: 1, before: assessment}", date(2025, 2, 28), date(2024, 2, 29), True),
        ("not_after: {years: 1, before: assessment}", date(2025, 2, 27), date(2024, 2, 29), False),
        ("before: {years: 1, before: assessment}", date(2025, 2, 28), date(2024, 2, 28), False),
        ("before: {years: 1, before: assessment}", date(2025, 3, 1), date(2024, 2, 29), True),
        # Within a month of the last day of a shorter one.
        ("not_before: {months: 1, before: assessment}", date(2023, 3, 31), date(2023, 3, 1), True),
        ("not_before: {months: 1, before: assessment}", date(2023, 3, 31), date(2023, 2, 28), False),
        ("not_after: {months: 1, before: assessment}", date(2023, 3, 31), date(2023, 2, 28), True),
        ("after: {months: 1, before: assessment}", date(2023, 3, 28), date(2023, 2, 28), False),
        ("not_after: assessment", date(2024, 6, 30), date(2024, 6, 30), True),
        ("before: assessment", date(2024, 6, 30), date(2024, 6, 30), False),
        ("not_before: {years: 1, after: assessment}", date(2024, 2, 29), date(2025, 2, 28), True),
        ("equals: 2020-05-01", date(2024, 6, 30), date(2020, 5, 1), True),
    ],
)
def test_what_lengths_of_time_mean(library: Library, key: str, day: date, founded: date, holds: bool) -> None:
    wanted = Outcome.ATTAINED if holds else Outcome.NOT_ATTAINED
    assert outcomes(program_of(library, key, day), facts(founded, Absence.NOT_REPORTED, day))["1"] is wanted


def test_a_date_against_another_and_what_does_not_apply(library: Library) -> None:
    program = program_of(library)
    found = outcomes(program, facts(date(2022, 1, 1), date(2022, 1, 31)))
    assert found == {"1": Outcome.ATTAINED, "2": Outcome.ATTAINED, "3": Outcome.ATTAINED}
    assert outcomes(program, facts(date(2022, 1, 1), date(2022, 2, 1)))["3"] is Outcome.NOT_ATTAINED
    assert outcomes(program, facts(date(2022, 1, 1), Absence.NOT_APPLICABLE))["3"] is Outcome.NOT_APPLICABLE
    assert outcomes(program, facts(Absence.NOT_REPORTED, date(2022, 2, 1)))["3"] is Outcome.UNDETERMINED


@pytest.mark.parametrize(
    ("key", "licence", "founded", "holds"),
    [
        # At least two years from one to the other.
        ("not_before: {years: 2, after: licence}", date(2022, 3, 15), date(2024, 3, 15), True),
        ("not_before: {years: 2, after: licence}", date(2022, 3, 15), date(2024, 3, 14), False),
        ("not_before: {years: 1, after: licence}", date(2024, 2, 29), date(2025, 2, 28), True),
        ("not_before: {years: 1, after: licence}", date(2024, 2, 29), date(2025, 2, 27), False),
        # Not more than twelve months from one to the other.
        ("not_after: {months: 12, after: licence}", date(2023, 2, 28), date(2024, 2, 28), True),
        ("not_after: {months: 12, after: licence}", date(2023, 2, 28), date(2024, 2, 29), False),
        ("not_after: {months: 1, after: licence}", date(2023, 1, 31), date(2023, 2, 28), True),
        ("not_after: {months: 1, after: licence}", date(2023, 1, 31), date(2023, 3, 1), False),
        # The same asked of the earlier of the two.
        ("not_after: {months: 1, before: licence}", date(2023, 2, 28), date(2023, 1, 31), True),
        ("not_after: {months: 1, before: licence}", date(2023, 2, 28), date(2023, 2, 1), False),
        ("not_before: {months: 1, before: licence}", date(2023, 2, 28), date(2023, 1, 28), True),
        ("not_before: {months: 1, before: licence}", date(2023, 2, 28), date(2023, 1, 27), False),
        ("before: {years: 1, months: 6, before: licence}", date(2024, 6, 30), date(2022, 12, 29), True),
        ("before: {years: 1, months: 6, before: licence}", date(2024, 6, 30), date(2022, 12, 30), False),
        ("after: {months: 6, before: licence}", date(2024, 8, 31), date(2024, 2, 29), False),
        ("after: {months: 6, before: licence}", date(2024, 8, 30), date(2024, 2, 29), False),
        ("after: {months: 6, before: licence}", date(2024, 8, 28), date(2024, 2, 29), True),
    ],
)
def test_months_and_years_between_two_dates(
    library: Library, key: str, licence: date, founded: date, holds: bool
) -> None:
    program, wanted = program_of(library, key), Outcome.ATTAINED if holds else Outcome.NOT_ATTAINED
    assert outcomes(program, facts(founded, licence))["1"] is wanted
    units = pl.DataFrame({"unit": ["C"], "founded": [founded], "licence": [licence]})
    assert assess_frame(program, units)["1"].to_list() == [wanted.value]
    assert outcomes(program, facts(founded, Absence.NOT_REPORTED))["1"] is Outcome.UNDETERMINED


@given(
    st.dates(date(1900, 1, 1), date(2199, 12, 31)),
    st.dates(date(1900, 1, 1), date(2199, 12, 31)),
    st.integers(1, 999),
    st.integers(-3, 3),
)
def test_counted_forwards_and_backwards_the_same_time_has_passed(
    first: date, other: date, months: int, near: int
) -> None:
    """Whichever of two dates is compared, and whatever is asked of it, one length of time is meant."""
    length = Duration(months=months)
    for later in (other, length.after(first) + timedelta(near)):
        passed = length.after(first) <= later
        assert (first <= TimeApart(length, is_before=True).of(later)) is passed
        assert (first >= TimeApart(length, is_before=True, is_first=True).of(later)) is (length.after(first) >= later)


def test_reasons_have_dates_and_a_gap_in_days(library: Library) -> None:
    program = program_of(library)
    found = evaluate(program, UNITS, facts(date(2022, 7, 15), date(2021, 1, 1)))
    [why] = found.decision("C", "1").reasons
    assert (why.observed, why.required) == (Day.of(date(2022, 7, 15)), Day.of(date(2022, 6, 30)))
    assert why.gap == Decimal(15)
    plain = to_plain(found.decision("C", "1"))
    assert plain["reasons"][0]["observed"] == {"date": "2022-07-15"}
    assert from_plain("decision", plain) == found.decision("C", "1")
    text = explain(found.decision("C", "1"), program.library, UNITS)
    assert "15/07/2022, yêu cầu không sau ngày 30/06/2022, muộn 15 ngày" in text
    [way] = found.ways_to_attain("C", "1")[:1]
    assert [step.becomes for step in way] == [Day.of(date(2022, 6, 30))]
    assert share_of(way[0]) is None


def test_what_is_to_be_done_about_a_date_is_said_of_days(library: Library) -> None:
    program = program_of(library, "equals: 2022-01-01")
    found = evaluate(program, UNITS, facts(date(2022, 7, 15), date(2020, 1, 1)))

    def told(code: str, language: Language) -> str:
        decision = found.decision("C", code)
        return explain(decision, program.library, UNITS, language, steps=found.steps("C", code))

    assert "Để đạt: “Ngày thành lập”: cần 01/01/2022" in told("1", "vi")
    assert "Để đạt: ngày cấp phép muộn hơn 546 ngày" in told("2", "vi")
    assert "To attain: licence issued later by 546 days" in told("2", "en")


def test_frames_say_the_same(library: Library) -> None:
    program = program_of(library)
    days = [date(2022, 6, 30), date(2022, 7, 1), None]
    units = pl.DataFrame({"unit": ["A", "B", "C"], "founded": days, "licence": [date(2022, 7, 1)] * 3})
    found = assess_frame(program, units)
    assert found.sort("unit")["1"].to_list() == ["attained", "not_attained", "undetermined"]
    row = reasons_frame(program, units).filter((pl.col("unit") == "B") & (pl.col("rule") == "1")).row(0, named=True)
    assert (row["observed_word"], row["required_word"], row["gap"]) == ("2022-07-01", "2022-06-30", 1)
    long = pl.DataFrame(
        {
            "unit": ["A", "B", "B"],
            "measure": ["founded", "founded", "licence"],
            "value": ["2022-06-30", "2022-07-01", "not_applicable"],
            "as_of": [TODAY] * 3,
        }
    )
    own = assess_frame(program, long, units=pl.DataFrame({"unit": ["A", "B"]}))
    assert own.sort("unit")["1"].to_list() == ["attained", "not_attained"]
    with pytest.raises(FactsError, match="NTM452"):
        assess_frame(program, long.with_columns(value=pl.lit("45000")), units=pl.DataFrame({"unit": ["A", "B"]}))
    # Rows of several days: each is held against its own.
    each = pl.DataFrame({"unit": ["A", "B"], "as_of": [date(2024, 6, 30), date(2024, 7, 1)]})
    each = each.with_columns(founded=pl.lit(date(2022, 7, 1)), licence=pl.lit(date(2022, 7, 1)))
    found = assess_frame("x/coop", each, library=program.library)
    assert found.sort("unit")["1"].to_list() == ["not_attained", "attained"]


def test_values_are_refused_by_name(library: Library) -> None:
    program = program_of(library)
    for value, code in (("2022-06-30", "NTM452"), (738000, "NTM452"), (date(1989, 1, 1), "NTM540")):
        with pytest.raises(FactsError, match=code):
            evaluate(program, UNITS, [Fact("C", "founded", value, TODAY)])
    assert Fact("C", "founded", datetime(2022, 6, 30), TODAY).value == date(2022, 6, 30)
    with pytest.raises(FactsError, match="NTM617"):
        Fact("C", "founded", datetime(2022, 6, 30, 12), TODAY)
    founded = library.measures["founded"]
    assert read_value(TableCell("30/6/2022"), founded) == read_value(TableCell(date(2022, 6, 30)), founded)
    for text in ("quý II/2022", "44742", "30/02/2022", "> 30/6/2022"):
        with pytest.raises(FactsError, match="NTM54") as refused:
            read_value(TableCell(text), founded)
        # A period is no date: none is proposed.
        assert "Q2/2024" not in str(refused.value)


def test_a_case_that_gives_a_month_for_a_date_is_refused_by_name(library: Library, tmp_path: Path) -> None:
    (tmp_path / "m.yaml").write_text(CATALOGUE, "utf-8")
    (tmp_path / "x.yaml").write_text(TEXT.format(first=TWO_YEARS, version="2020-01-01"), "utf-8")
    (tmp_path / "cases").mkdir()
    case = "{name: A, given: {facts: {founded: tháng 2/2024}}, expect: {'1': đạt}}"
    (tmp_path / "cases" / "a.yaml").write_text(f"cases_for: x/coop\nas_of: 2024-06-30\ncases: [{case}]\n", "utf-8")
    told = CliRunner().invoke(main, ["test", str(tmp_path / "cases"), "--rulesets", str(tmp_path)]).output
    assert "NTM452" in told


@pytest.mark.parametrize(
    ("condition", "code"),
    [
        ("at_least: 90", "NTM454"),
        ("not_after: {years: 2, days: 3, before: assessment}", "NTM453"),
        ("not_after: {before: assessment}", "NTM453"),
        ("not_after: {months: 2, days: 3, after: licence}", "NTM453"),
        ("at_most: {times: 2, of: 2020-01-01}", "NTM412"),
        ("not_after: 2020-01-01, in_each_of: {years: 2}", "NTM161"),
        ("at_least: 2020-01-01, in_each_of: {years: 2}", "NTM455"),
        ("since: 2020-01-01, increased_by_at_least: 2", "NTM412"),
        ("not_after: 30/06/2020", "NTM213"),
        ("not_after: 1899-12-31", "NTM213"),
        ("not_after: 9999-12-31", "NTM213"),
        ("not_after: {years: 3000, before: assessment}", "NTM211"),
        ("not_after: {months: 99999999, before: assessment}", "NTM211"),
        ("not_after: {days: 99999999, before: assessment}", "NTM211"),
        ("not_after: {days: 99999999, after: licence}", "NTM211"),
        ("not_after: {months: 12, after: households}", r"8:\d+: \[NTM411\]"),
        ("not_after: {by: assessed_year, 2024: {days: 3, after: households}}", "NTM411"),
    ],
)
def test_mistakes_in_rules(library: Library, condition: str, code: str) -> None:
    with pytest.raises(RulesetError, match=code):
        program_of(library, condition)


def test_a_number_held_against_a_date_that_is_counted_from_another_names_that_one(library: Library) -> None:
    text = TEXT.format(first="at_most: {months: 12, after: licence}", version="2020-01-01")
    with pytest.raises(RulesetError, match=r"NTM405\].*cannot be compared with 'licence'"):
        ruleset_from_text(text.replace("measure: founded, at_most", "measure: households, at_most"), library)


@pytest.mark.parametrize(
    "length", [DayFrom(years=3000), DayFrom(months=99999999), DayFrom(days=99999999), DayFrom(days=-1)]
)
@pytest.mark.parametrize("measure", [None, "licence"])
def test_a_day_too_far_from_another_is_refused_also_of_rulesets_made_in_python(
    library: Library, length: DayFrom, measure: str | None
) -> None:
    ruleset = program_of(library).ruleset
    first = ruleset.criteria[0]
    assert isinstance(first.condition, Comparison)
    condition = evolve(first.condition, threshold=evolve(length, measure=measure))
    changed = evolve(ruleset, criteria=(evolve(first, condition=condition), *ruleset.criteria[1:]))
    with pytest.raises(CompileError, match="NTM647"):
        compile(changed, TODAY, library.including(changed))


LONGEST = ("{years: 999, %s: assessment}", "{months: 999, %s: assessment}", "{days: 99999, %s: assessment}")


@pytest.mark.parametrize("length", [*LONGEST, "{days: 99999, %s: licence}", "{years: 999, %s: licence}"])
@pytest.mark.parametrize("way", ["before", "after"])
@pytest.mark.parametrize("day", [date(1, 1, 1), TODAY, date(9999, 12, 31)])
def test_the_longest_times_are_counted_to_the_ends_of_the_calendar(
    library: Library, length: str, way: str, day: date
) -> None:
    ruleset = ruleset_from_text(TEXT.format(first=f"not_after: {length % way}", version="2020-01-01"), library)
    program = compile(evolve(ruleset, version=date(1, 1, 1)), day, library.including(ruleset))
    for founded, licence in product((date(1990, 1, 1), date(2199, 12, 31)), repeat=2):
        found = evaluate(program, UNITS, facts(founded, licence, day))
        assert explain(found.decision("C", "1"), program.library, UNITS)


def test_versions_that_compare_dates_are_compared() -> None:
    """Figures that are no day of the calendar are no dates: they are left out where a situation is sought."""
    catalogue = catalogue_from_text(CATALOGUE)
    conditions = (
        "measure: founded, equals: 2020-05-01",
        "measure: licence, before: {measure: founded}",
        "measure: licence, not_after: {measure: founded, of: province}",
        "measure: licence, not_after: {days: 99999, after: founded}",
        "measure: licence, not_after: {months: 13, after: founded}",
        "measure: licence, not_after: {years: 1, after: founded}",
        "measure: licence, not_before: {years: 1, after: founded}",
        "measure: licence, not_before: {years: 1, before: founded}",
        "measure: founded, not_after: {years: 999, before: assessment}",
    )
    head = TEXT.split("  - {{code")[0].format(version="2020-01-01")
    rule = '  - {{code: "1", name: Một, provenance: {{status: recalled}}, {}}}\n'
    rulesets = [ruleset_from_text(head + rule.format(one), catalogue) for one in conditions]
    for before, after in pairwise(rulesets):
        [change] = diff(before, evolve(after, version=date(2021, 1, 1)), library=catalogue).changes
        assert change.decides_differently
        assert change.shown.witnessed


def test_files_are_written_as_they_are_read(library: Library) -> None:
    text = TEXT.format(first="after: {measure: licence}", version="2020-01-01")
    ruleset = ruleset_from_text(text, library)
    assert ruleset_from_text(rule_file_text(ruleset), library).criteria == ruleset.criteria
    assert catalogue_from_text(catalogue_text(library.measures.values())).measures == library.measures
    condition = ruleset_from_text(TEXT.format(first=TWO_YEARS, version="2020-01-01"), library).criteria[0].condition
    assert condition is not None
    assert describe(condition, library, "vi") == "Ngày thành lập ít nhất 2 năm trước ngày đánh giá"
    between = ruleset_from_text(
        TEXT.format(first="not_after: {years: 1, months: 6, after: licence}", version="2020-01-01"), library
    )
    assert ruleset_from_text(rule_file_text(between), library).criteria == between.criteria
    condition = between.criteria[0].condition
    assert condition is not None
    assert describe(condition, library, "vi") == "Ngày thành lập không quá 1 năm 6 tháng sau ngày cấp phép"
    assert describe(condition, library, "en") == "Date of founding: at most 1 year 6 months after licence issued"


def test_an_attestation_holds_from_day_to_day_and_versions_are_compared(library: Library) -> None:
    before, after = (program_of(library, day=day) for day in (TODAY, date(2024, 9, 30)))
    assert before.by_code["1"].meaning_hash == after.by_code["1"].meaning_hash
    old, new = (
        ruleset_from_text(TEXT.format(first=first, version=version), library)
        for first, version in ((TWO_YEARS, "2020-01-01"), (TWO_YEARS.replace("2", "3", 1), "2024-01-01"))
    )
    found = diff(old, new, library=library.including(old, new))
    assert [(change.code, change.decides_differently) for change in found.changes] == [("1", True)]
    assert found.changes[0].shown.witnessed
    # On the day compared both ask the same; on others they do not.
    fixed = ruleset_from_text(TEXT.format(first="not_after: 2022-01-01", version="2024-01-01"), library)
    assert not diff(old, fixed, library=library.including(old, fixed)).same_everywhere


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("not_after: {months: 12, before: assessment}", "not_after: {years: 1, before: assessment}"),
        ("not_before: {years: 1, months: 3, after: licence}", "not_before: {months: 15, after: licence}"),
    ],
)
def test_twelve_months_are_a_year_wherever_versions_are_compared(library: Library, one: str, other: str) -> None:
    old, new = (
        ruleset_from_text(TEXT.format(first=first, version=version), library)
        for first, version in ((one, "2020-01-01"), (other, "2024-01-01"))
    )
    found = diff(old, new, library=library.including(old, new))
    assert [change.changes for change in found.changes] == [{ChangeKind.REWRITTEN}]
    assert found.same_everywhere
    before, after = (program_of(library, first).by_code["1"] for first in (one, other))
    assert before.meaning_hash == after.meaning_hash
    assert old.criteria[0].condition != new.criteria[0].condition


PREVIOUS = """
measures:
  income: {name: {vi: Thu nhập, en: Income}, minimum: 0}
"""


def test_a_change_since_the_previous_year() -> None:
    catalogue = catalogue_from_text(PREVIOUS)
    text = TEXT.split("  - {{code")[0].format(version="2020-01-01") + (
        '  - {code: "1", name: Một, provenance: {status: recalled}, measure: income, since: previous_year, '
        "increased_by_share_at_least: 10}\n"
    )
    ruleset = ruleset_from_text(text, catalogue)
    condition = ruleset.criteria[0].condition
    assert condition is not None
    assert describe(condition, catalogue, "vi") == "Tỷ lệ tăng thu nhập so với năm trước từ 10% trở lên"
    assert ruleset_from_text(rule_file_text(ruleset), catalogue).criteria == ruleset.criteria
    library = catalogue.including(ruleset)
    for day, now, outcome in (
        (TODAY, 110, Outcome.ATTAINED),
        (TODAY, 109, Outcome.NOT_ATTAINED),
        # The day moves: in another year the figure of 2023 is no longer that of the year before.
        (date(2025, 6, 30), 110, Outcome.UNDETERMINED),
    ):
        statements = [Fact("C", "income", 100, date(2023, 6, 30)), Fact("C", "income", now, day)]
        assert evaluate(compile(ruleset, day, library), UNITS, statements).decision("C", "1").outcome is outcome
    late = [Fact("C", "income", 100, date(2022, 12, 31)), Fact("C", "income", 120, TODAY)]
    [why] = evaluate(compile(ruleset, TODAY, library), UNITS, late).decision("C", "1").reasons
    assert (why.outcome, why.years) == (Outcome.UNDETERMINED, (2023,))
    # What is asked is asked of the change, not of the figure that is lacking.
    by_amount = ruleset_from_text(text.replace("by_share_at_least", "by_at_least"), catalogue)
    decision = evaluate(compile(by_amount, TODAY, catalogue.including(by_amount)), UNITS, late).decision("C", "1")
    told = explain(decision, catalogue.including(by_amount), UNITS)
    assert "chưa có số liệu, yêu cầu mức tăng thu nhập so với ngày 31/12/2023 từ 10 trở lên" in told
    fixed = ruleset_from_text(
        text.replace("previous_year", "2023-12-31").replace("2020-01-01", "2024-01-01"), catalogue
    )
    assert not diff(ruleset, fixed, library=library.including(fixed)).same_everywhere

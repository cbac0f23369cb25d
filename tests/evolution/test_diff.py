"""Two versions compared: what changes, and exactly where units come to another outcome."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from ntm_rules.evolution.comparison.diff import ChangeKind, RuleChange, RulesetDiff, Setting, diff
from ntm_rules.evolution.regions.quantity import (
    Cell,
    Order,
    OutcomeCounts,
    OwnAttribute,
    OwnMeasure,
    RelativeChange,
    Special,
    ValueIs,
)
from ntm_rules.language.library import load_library
from ntm_rules.language.reading import ruleset_from_text
from ntm_rules.model.fact import Fact
from ntm_rules.model.library import Library
from ntm_rules.model.outcome import Outcome
from ntm_rules.model.text import Language

from ..printed import diff_text
from .conftest import CATALOGUE

SINCE = date(2021, 12, 31)
KNOWN = "provenance: {status: recalled}"
WORKS = f'{{code: "1.2", name: Công trình, measure: works, required: yes, {KNOWN}}}'
POOR = f'{{code: "1.3", name: Mới, measure: poor, at_most: 5, {KNOWN}}}'
BEFORE = f"""\
ruleset: vn/xa
version: 2022-01-01
title: {{vi: Xã, en: Commune}}
applies_to: commune
instrument: {{number: 1/QĐ}}
recognition: {{criteria: all, {KNOWN}}}
criteria:
  - code: "1"
    name: Nước
    {KNOWN}
    indicators:
      - {{code: "1.1", name: Nước sạch, measure: water, at_least: 90, {KNOWN}}}
      - {WORKS}
  - {{code: "2", name: Thu nhập, measure: income, at_least: {{by: year, 2022: 39, 2023: 42}}, {KNOWN}}}
  - {{code: "3", name: Nhà tạm, measure: houses, equals: 0, {KNOWN}}}
"""


def changed(library: Library, *edits: tuple[str, str], text: str = BEFORE) -> RulesetDiff:
    """The difference that edits of the text make."""
    after = text
    for old, new in edits:
        assert old in after
        after = after.replace(old, new)
    return diff(ruleset_from_text(text, library), ruleset_from_text(after, library), library=library)


def regions(change: RuleChange) -> list[tuple[Outcome, Outcome, dict[object, object]]]:
    assert change.difference is not None
    return [
        (region.before, region.after, {held.quantity: held.states for held in region.where})
        for region in change.difference.regions
    ]


def only(found: RulesetDiff) -> RuleChange:
    [change] = found.changes
    return change


def test_a_threshold_raised_makes_those_between_fall_out(case_library: Library) -> None:
    change = only(changed(case_library, ("at_least: 90", "at_least: 95")))
    [(before, after, where)] = regions(change)
    assert (before, after) == (Outcome.ATTAINED, Outcome.NOT_ATTAINED)
    [cells] = where.values()
    assert isinstance(cells, tuple)
    ninety, between = cells
    assert (ninety.low, ninety.high) == (90, 90)
    assert (between.low, between.high) == (90, 95)
    assert change.above == ("1", "recognition")


@pytest.mark.parametrize(
    "edits",
    [
        [("at_least: 90,", "more_than: 89.99,")],  # figures have two decimals
        [("equals: 0", "at_most: 0")],  # of a number that is never below 0
        [("measure: water, at_least: 90", "all_of: [{measure: water, at_least: 90}, {measure: water, more_than: 50}]")],
        [("measure: works, required: yes", "none_of: [{measure: works, required: no}]")],
        [("criteria: all", 'all_of: [{criteria: all}, {criteria: attained, of: ["1"], count_at_least: 1}]')],
    ],
)
def test_what_is_written_otherwise_and_decides_the_same_is_proved_to(
    case_library: Library, edits: list[tuple[str, str]]
) -> None:
    found = changed(case_library, *edits)
    if "of:" not in edits[0][1]:
        assert only(found).changes == {ChangeKind.REWRITTEN}
        assert found.same_everywhere
        assert only(found).difference.combinations > 1  # type: ignore[union-attr]


def test_a_criterion_that_may_not_apply_is_not_the_same_as_one_counted(case_library: Library) -> None:
    edit = ("criteria: all", 'all_of: [{criteria: all}, {criteria: attained, of: ["1"], count_at_least: 1}]')
    # Where every criterion but the first is not applicable, both say the same: so is it proved, whatever it looks like.
    found = changed(case_library, edit)
    for before, after, where in regions(only(found)):
        assert before is not after
        assert all(isinstance(quantity, OutcomeCounts) for quantity in where)


def test_a_threshold_split_by_region_differs_in_those_regions_only(case_library: Library) -> None:
    change = only(changed(case_library, ("at_least: 90", "at_least: {by: region, mountains: 80, otherwise: 90}")))
    found = {(before, after): where for before, after, where in regions(change)}
    gained = found[Outcome.NOT_ATTAINED, Outcome.ATTAINED]
    assert gained[OwnAttribute("region")] == (ValueIs("mountains"),)
    # Where a unit's region is not stated the new rule cannot decide what the old one could.
    assert {where[OwnAttribute("region")] for pair, where in found.items() if pair[1] is Outcome.UNDETERMINED} == {
        (Special.NO_ATTRIBUTE,)
    }


def test_years_are_compared_only_while_both_can_be_in_force(case_library: Library) -> None:
    later = (("version: 2022-01-01", "version: 2023-06-01"),)
    assessed = ("by: year", "by: assessed_year")
    before = BEFORE.replace(*assessed)
    assert changed(case_library, *later, ("2022: 39, ", "2022: 10, "), text=before).same_everywhere
    assert not changed(case_library, *later, ("2023: 42", "2023: 43")).same_everywhere
    assert changed(case_library, *later, ("2023: 42", "2023: 43")).years.first == 2023


def test_figures_of_a_year_before_both_are_in_force_are_not_claimed_to_decide_alike(case_library: Library) -> None:
    """An income of 2022 may be assessed in 2023, and is held against the threshold of 2022."""
    later = ("version: 2022-01-01", "version: 2023-06-01")
    found = changed(case_library, later, ("2022: 39, ", "2022: 10, "))
    assert only(found).changes == {ChangeKind.OTHER_YEARS}
    assert only(found).above == ("recognition",)
    assert not found.same_everywhere
    assert not found.same_by_figures
    # Written otherwise it is the same in every year, which is proved where one figure's year matters.
    otherwise = "at_least: {by: year, 2023: 42, 2022: {by: region, mountains: 39, otherwise: 39}}"
    assert changed(case_library, later, ("at_least: {by: year, 2022: 39, 2023: 42}", otherwise)).same_everywhere
    for language, said in (("en", "by figures of another year"), ("vi", "với số liệu của năm khác")):
        assert said in " ".join(diff_text(found, case_library, language).split())  # type: ignore[arg-type]


def test_an_indicator_added_or_repealed_is_said_and_so_is_its_criterion(case_library: Library) -> None:
    added = changed(case_library, (WORKS, f"{WORKS}\n      - {POOR}"))
    assert [(change.code, change.changes) for change in added.changes] == [
        ("1.3", frozenset({ChangeKind.ADDED})),
        ("1", frozenset({ChangeKind.OUTCOME})),
    ]
    pairs = {(before, after) for before, after, _ in regions(added.changes[1])}
    assert (Outcome.ATTAINED, Outcome.NOT_ATTAINED) in pairs
    assert (Outcome.NOT_ATTAINED, Outcome.ATTAINED) not in pairs
    repealed = changed(case_library, (f"      - {WORKS}\n", ""))
    assert [(change.code, change.changes) for change in repealed.changes] == [
        ("1", frozenset({ChangeKind.OUTCOME})),
        ("1.2", frozenset({ChangeKind.REPEALED})),
    ]


def test_a_rule_renumbered_is_the_same_rule(case_library: Library) -> None:
    found = changed(case_library, ('code: "1.2"', 'code: "1.5"'))
    [change] = found.changes
    assert change.changes == {ChangeKind.RENUMBERED}
    assert change.before is not None
    assert (change.before.code, change.code) == ("1.2", "1.5")
    assert found.same_by_figures
    assert not found.same_everywhere  # what was attested of 1.2 is attested of no rule


def test_two_rules_that_change_their_numbers_are_not_taken_for_each_other(case_library: Library) -> None:
    codes = [('code: "1.1"', 'code: "1.x"'), ('code: "1.2"', 'code: "1.1"'), ('code: "1.x"', 'code: "1.2"')]
    found = changed(case_library, *codes)
    assert {(change.before.code, change.code) for change in found.changes if change.before} == {
        ("1.1", "1.2"),
        ("1.2", "1.1"),
    }
    assert found.same_by_figures
    assert not found.same_everywhere


def test_a_new_rule_with_the_number_of_one_that_went_is_not_that_rule(case_library: Library) -> None:
    old = f'code: "1.2", name: Công trình, measure: works, required: yes, {KNOWN}'
    new = f'code: "1.1", name: Nghèo, measure: poor, at_most: 5, {KNOWN}'
    found = changed(case_library, ('code: "1.1", name: Nước sạch', 'code: "1.4", name: Nước sạch'), (old, new))
    kinds = {change.code: change.changes for change in found.changes}
    assert kinds["1.4"] == {ChangeKind.RENUMBERED}
    assert kinds["1.1"] == {ChangeKind.ADDED}
    assert kinds["1.2"] == {ChangeKind.REPEALED}
    assert ChangeKind.OUTCOME in kinds["1"]


def test_wording_and_provenance_are_told_apart_from_what_decides(case_library: Library) -> None:
    name = ("name: Nước sạch", "name: Nước hợp vệ sinh")
    source = (f"equals: 0, {KNOWN}", "equals: 0, provenance: {status: plan, cite: x}")
    found = changed(case_library, name, source)
    assert [(change.code, change.changes) for change in found.changes] == [
        ("1.1", frozenset({ChangeKind.NAME})),
        ("3", frozenset({ChangeKind.PROVENANCE})),
    ]
    assert found.same_everywhere
    assert not changed(case_library).changes


def test_settings_are_compared(case_library: Library) -> None:
    basically = ("applies_to: commune", "applies_to: commune\nbasically_met: yes")
    found = changed(case_library, ("number: 1/QĐ", "number: 2/QĐ"), basically)
    assert found.settings == (Setting.INSTRUMENT, Setting.BASICALLY_MET)
    # What is basically met now counts, for findings and for attestations.
    assert not found.same_everywhere
    assert [change.code for change in found.changes] == ["1.2"]


def test_a_measure_declared_otherwise_changes_what_decides(
    case_library: Library, case_rules: Path, tmp_path: Path
) -> None:
    for path in case_rules.rglob("*.yaml"):
        target = tmp_path / path.relative_to(case_rules)
        target.parent.mkdir(parents=True, exist_ok=True)
        text = path.read_text(encoding="utf-8")
        target.write_text(
            text.replace("maximum: 100, may", "maximum: 100, round: {to: 0, mode: half_up}, may"),
            encoding="utf-8",
        )
    rounded = load_library(tmp_path)
    [before] = case_library.versions["vn/commune"]
    [after] = rounded.versions["vn/commune"]
    found = diff(before, after, library=case_library, after_library=rounded)
    assert found.measures == ("water",)
    [(was, now, where)] = regions(only(found))
    assert (was, now) == (Outcome.NOT_ATTAINED, Outcome.ATTAINED)
    cells = where[OwnMeasure("water")]
    assert isinstance(cells, tuple)
    assert all(isinstance(cell, Cell) for cell in cells)
    # 89.5 is rounded to 90.
    assert (min(cell.point for cell in cells), max(cell.high for cell in cells)) == (89.5, 90)


@pytest.mark.slow
@pytest.mark.parametrize("id", sorted(load_library().versions))
def test_every_shipped_version_is_the_same_as_itself(id: str) -> None:
    library = load_library()
    for version in library.versions[id]:
        found = diff(version, version, library=library)
        assert not found.changes
        assert found.same_everywhere
        assert found.same == len(list(version.rules()))


@pytest.mark.slow
def test_211_changes_thresholds_by_region_elsewhere_than_in_the_north_and_three_rows_everywhere() -> None:
    library = load_library()
    _, first, second, _ = library.versions["vn/commune-ntm"]
    found = diff(first, second, library=library)
    differing = [change for change in found.changes if ChangeKind.OUTCOME in change.changes]
    assert {"13.1", "15.4", "18.4"} < {change.code for change in differing}
    for change in differing:
        for _, _, where in regions(change) if change.code not in ("13.1", "15.4", "18.4") else ():
            assert ValueIs("north_midlands_mountains") not in where[OwnAttribute("region")]  # type: ignore[operator]


def test_a_diff_is_judged_on_a_day_on_which_both_are_in_force(case_library: Library) -> None:
    found = diff(
        ruleset_from_text(BEFORE, case_library),
        ruleset_from_text(BEFORE.replace("version: 2022-01-01", "version: 2023-01-01"), case_library),
        library=case_library,
        on=date(2023, 5, 1),
    )
    assert found.same_everywhere


def test_changes_in_per_cent_are_compared_also_where_there_was_nothing(case_library: Library) -> None:
    """Of an earlier figure of 0 any percentage is 0: held up to it, today's figure is more, or the same."""
    since = "measure: houses, since: 2021-12-31"
    edit = f"{since}, decreased_by_share_at_least: 10", f"{since}, decreased_by_share_more_than: 10"
    found = changed(case_library, edit, text=BEFORE.replace("measure: houses, equals: 0", edit[0]))
    compared = only(found)
    assert compared.changes == {ChangeKind.OUTCOME}
    quantity = RelativeChange("houses", SINCE)
    ten_less = Cell(Fraction(-10), Fraction(-10), Fraction(-10))
    assert regions(compared) == [
        (Outcome.ATTAINED, Outcome.NOT_ATTAINED, {quantity: (ten_less, Order(0, 0))}),
    ]
    [shown] = compared.shown.witnessed
    now, then = (
        next(
            fact.value
            for fact in shown.situation.statements
            if isinstance(fact, Fact) and (fact.as_of > SINCE) is later
        )
        for later in (True, False)
    )
    assert isinstance(now, Decimal)
    assert isinstance(then, Decimal)
    assert now == then * Decimal("0.9")
    languages: tuple[tuple[Language, str], ...] = (
        ("vi", "đúng −10% hoặc trước và nay đều bằng 0"),
        ("en", "exactly −10% or 0 both then and now"),
    )
    for language, words in languages:
        assert words in " ".join(diff_text(found, case_library, language).split())


def test_a_change_in_per_cent_and_the_same_in_points_go_together(case_library: Library) -> None:
    """Only what can be is shown, each with figures of which both are true."""
    since = "measure: income, since: 2021-12-31"
    edit = f"{since}, increased_by_share_at_least: 10", f"{since}, increased_by_at_least: 5"
    compared = only(changed(case_library, edit, text=BEFORE.replace("measure: houses, equals: 0", edit[0])))
    came = {(one.region.before, one.region.after) for one in compared.shown.witnessed}
    assert came == {(Outcome.ATTAINED, Outcome.NOT_ATTAINED), (Outcome.NOT_ATTAINED, Outcome.ATTAINED)}
    alike = f"{since}, increased_by_share_more_than: 0", f"{since}, increased_by_more_than: 0"
    assert changed(case_library, alike, text=BEFORE.replace("measure: houses, equals: 0", alike[0])).same_everywhere


def test_members_weighed_are_compared_with_members_counted(case_library: Library) -> None:
    """Few large villages weigh more than many small ones: both ways have villages that the engine decides so."""
    rule = "members: village, meeting: {measure: water, at_least: 90}, share_at_least: 70"
    edit = f"{rule}, weighted_by: houses", rule
    found = changed(case_library, edit, text=BEFORE.replace("measure: houses, equals: 0", edit[0]))
    compared = only(found)
    assert compared.changes == {ChangeKind.OUTCOME}
    came = {(one.region.before, one.region.after) for one in compared.shown.witnessed}
    assert {(Outcome.ATTAINED, Outcome.NOT_ATTAINED), (Outcome.NOT_ATTAINED, Outcome.ATTAINED)} <= came
    assert not compared.shown.others
    languages: tuple[tuple[Language, str], ...] = (("vi", "tính theo nhà tạm"), ("en", "weighted by temporary houses"))
    for language, words in languages:
        head = diff_text(found, case_library, language).split("\n3 ")[1]
        assert words in " ".join(head.split())


@pytest.mark.slow
def test_figures_of_members_among_others_are_compared_with_those_of_all(case_library: Library) -> None:
    rule = "members: village, mean: income, at_least: 30"
    edit = rule, f"{rule}, among: {{measure: works, required: yes}}"
    found = changed(case_library, edit, text=BEFORE.replace("measure: houses, equals: 0", edit[0]))
    came = {(one.region.before, one.region.after) for one in only(found).shown.witnessed}
    assert {(Outcome.ATTAINED, Outcome.NOT_ATTAINED), (Outcome.NOT_ATTAINED, Outcome.ATTAINED)} <= came
    for language, words in (("vi", "chỉ xét thôn (bản) thuộc diện"), ("en", "only those villages of which")):
        assert words in " ".join(diff_text(found, case_library, language).split())  # type: ignore[arg-type]


def test_numbers_of_members_against_others_are_compared_by_their_difference(case_library: Library) -> None:
    rule = "members: village, meeting: {measure: water, at_least: 90}, count_"
    asked = "{members: village, meeting: {measure: works, required: yes}}"
    edit = f"{rule}at_least: {asked}", f"{rule}more_than: {asked}"
    found = changed(case_library, edit, text=BEFORE.replace("measure: houses, equals: 0", edit[0]))
    came = {(one.region.before, one.region.after) for one in only(found).shown.witnessed}
    assert (Outcome.ATTAINED, Outcome.NOT_ATTAINED) in came
    for language, words in (("vi", "đúng 0"), ("en", "exactly 0")):
        assert words in " ".join(diff_text(found, case_library, language).split())  # type: ignore[arg-type]


def test_members_among_others_are_compared_with_all_members(case_library: Library) -> None:
    rule = "members: village, meeting: {measure: water, at_least: 90}, count_at_least: 3"
    edit = rule, f"{rule}, among: {{measure: works, required: yes}}"
    compared = only(changed(case_library, edit, text=BEFORE.replace("measure: houses, equals: 0", edit[0])))
    came = {(one.region.before, one.region.after) for one in compared.shown.witnessed}
    assert (Outcome.ATTAINED, Outcome.NOT_ATTAINED) in came


@pytest.mark.parametrize(
    ("rule", "more"),
    [
        (
            "members: village, meeting: {measure: water, at_least: 90}, share_at_most: 70, weighted_by: houses",
            "maximum: 10",
        ),
        ("measure: houses, since: 2021-12-31, increased_by_share_at_least: 10", "round: {to: 0, mode: half_up}"),
    ],
)
def test_nothing_is_claimed_where_catalogues_make_other_figures_of_the_same_reports(
    tmp_path: Path, rule: str, more: str
) -> None:
    libraries = []
    for number, catalogue in enumerate((CATALOGUE, CATALOGUE.replace("nhà, ", f"nhà, {more}, "))):
        (tmp_path / str(number)).mkdir()
        (tmp_path / str(number) / "measures.yaml").write_text(catalogue)
        libraries.append(load_library(tmp_path / str(number)))
    first, second = (ruleset_from_text(BEFORE.replace("measure: houses, equals: 0", rule), each) for each in libraries)
    found = diff(first, second, library=libraries[0], after_library=libraries[1])
    assert not found.same_everywhere
    assert [change.code for change in found.changes if ChangeKind.NOT_COMPARED in change.changes] == ["3"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "attained: vn/district, of: district",
            "any_of: [{attained: vn/district, of: district}, {measure: houses, equals: 0}]",
        ),
    ],
)
def test_what_is_not_compared_exactly_is_said_in_both_languages_and_nothing_is_claimed(
    case_library: Library, before: str, after: str
) -> None:
    text = BEFORE.replace("measure: houses, equals: 0", before)
    found = changed(case_library, (before, after), text=text)
    compared = only(found)
    assert compared.changes == {ChangeKind.NOT_COMPARED}
    assert not found.same_everywhere
    assert compared.problem is not None
    assert compared.problem.vi != compared.problem.en
    languages: tuple[tuple[Language, str], ...] = (("vi", "KHÔNG SO SÁNH ĐƯỢC"), ("en", "NOT COMPARED"))
    for language, word in languages:
        told = " ".join(diff_text(found, case_library, language).split())
        assert word in told
        assert compared.problem.in_language(language) in told

"""Names of a version, and what is said of a name that names none."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from ntm_rules.evolution.version import named_version, names_file
from ntm_rules.language.library import load_library
from ntm_rules.model.condition import Comparison
from ntm_rules.model.library import Library
from ntm_rules.model.problem import CompileError, NtmError, RulesetError
from ntm_rules.model.ruleset import Ruleset
from ntm_rules.model.threshold import Fixed

CATALOGUE = "measures:\n  water: {name: Nước sạch, unit: '%', decimals: 1}\n"
BASE = """\
ruleset: vn/xa
version: 2022-01-01
title: Xã
applies_to: commune
instrument: {number: 1/QĐ}
criteria:
  - {code: "1", name: Nước, measure: water, at_least: 90, provenance: {status: recalled}}
"""
PROVINCE = """\
specialises: vn/xa
ruleset: lai-chau/xa
version: 2023-01-01
title: Xã của tỉnh
instrument: {number: 2/QĐ}
changes:
  - insert: {code: "2", name: Rác, content: unknown, provenance: {status: unknown}}
"""
AMENDMENT = """\
amends: vn/xa
version: 2025-01-01
instrument: {number: 3/QĐ}
changes:
  - replace: "1"
    with: {measure: water, at_least: 95, provenance: {status: recalled}}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in {
        "rules/measures/m.yaml": CATALOGUE,
        "rules/vn/xa/2022-01-01.yaml": BASE,
        "rules/lai-chau/xa/2023-01-01.yaml": PROVINCE,
        "amendment.yaml": AMENDMENT,
        "edited.yaml": BASE.replace("90", "92"),
    }.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path


@pytest.fixture
def library(folder: Path) -> Library:
    return load_library(folder / "rules")


def threshold(ruleset: Ruleset) -> object:
    rule = ruleset.rule("1")
    assert rule is not None
    assert isinstance(rule.condition, Comparison)
    assert isinstance(rule.condition.threshold, Fixed)
    return rule.condition.threshold.value


@pytest.mark.slow
def test_an_id_is_the_version_in_force_on_the_day_or_the_newest() -> None:
    shipped = load_library()
    named = [named_version("vn/commune-ntm", shipped, on=on)[0] for on in (date(2023, 6, 30), date(2024, 6, 30), None)]
    assert [str(ruleset.version) for ruleset in named] == ["2022-08-02", "2024-03-07", "2024-03-07"]


def test_a_date_is_a_day_on_which_the_version_is_in_force() -> None:
    shipped = load_library()
    ruleset, library = named_version("vn/commune-ntm@2023-06-30", shipped, on=date(2024, 6, 30))
    assert str(ruleset.version) == "2022-08-02"
    assert library is shipped


def test_an_edited_file_stands_in_place_of_the_version_of_its_date(folder: Path, library: Library) -> None:
    ruleset, after = named_version(str(folder / "edited.yaml"), library)
    assert threshold(ruleset) == Decimal(92)
    assert after.versions["vn/xa"] == (ruleset,)
    assert threshold(library.versions["vn/xa"][0]) == Decimal(90)


def test_with_the_folders_what_specialises_the_file_is_made_anew(folder: Path, library: Library) -> None:
    edited = str(folder / "edited.yaml")
    as_it_was = named_version(edited, library)[1].versions["lai-chau/xa"][0]
    anew = named_version(edited, library, folders=[folder / "rules"])[1].versions["lai-chau/xa"][0]
    assert (threshold(as_it_was), threshold(anew)) == (90, 92)
    assert anew.rule("2") is not None


@pytest.mark.parametrize("with_folders", [False, True])
def test_an_amendment_is_the_version_that_results_from_it(folder: Path, library: Library, with_folders: bool) -> None:
    folders = [folder / "rules"] if with_folders else None
    ruleset, after = named_version(str(folder / "amendment.yaml"), library, folders=folders)
    assert (ruleset.id, ruleset.version, threshold(ruleset)) == ("vn/xa", date(2025, 1, 1), Decimal(95))
    assert [version.version.year for version in after.versions["vn/xa"]] == [2022, 2025]


@pytest.mark.parametrize(
    ("name", "code", "vi", "en"),
    [
        ("vn/commune-ntn", "NTM612", "gần đúng nhất: vn/commune-ntm", "nearest: vn/commune-ntm"),
        ("vn/khac-han", "NTM612", "đã có:", "known:"),
        ("commune", "NTM610", "ID@", "ID@DATE"),
        ("vn/commune-ntm@", "NTM611", "'' không phải là một ngày", "'' is not a date"),
        ("vn/commune-ntm@2024-13-01", "NTM611", "NĂM-THÁNG-NGÀY", "YEAR-MONTH-DAY"),
        ("vn/commune-ntm@2019-01-01", "NTM602", "không có phiên bản nào", "no version"),
        ("", "NTM610", "không phải", "names no version"),
    ],
)
def test_what_names_no_version_is_said_in_both_languages(name: str, code: str, vi: str, en: str) -> None:
    with pytest.raises(CompileError) as raised:
        named_version(name, load_library())
    [found] = raised.value.diagnostics
    assert found.code == code
    assert vi.replace("ID@", "MÃ@NGÀY") in raised.value.render("vi")
    assert en in raised.value.render("en")


@pytest.mark.parametrize("with_folders", [False, True])
@pytest.mark.parametrize("content", [None, "", "measures: {}\n", CATALOGUE, BASE.replace("water", "wter"), "a: [\n"])
def test_a_file_that_is_no_right_rule_file_is_refused_at_its_place(
    folder: Path, library: Library, content: str | None, with_folders: bool
) -> None:
    path = folder / "draft.yaml"
    if content is not None:
        path.write_text(content, encoding="utf-8")
    with pytest.raises(RulesetError) as raised:
        named_version(str(path), library, folders=[folder / "rules"] if with_folders else None)
    assert isinstance(raised.value, NtmError)
    assert all(found.place and found.place.file == str(path) for found in raised.value.diagnostics)


def test_what_ends_as_a_file_is_a_file() -> None:
    assert names_file("a/b.yaml")
    assert names_file("b.yml")
    assert not names_file("vn/commune-ntm@2024-06-30")

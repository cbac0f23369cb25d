"""A change since the year before, beside thresholds by year: compared and drafted for years that no threshold names, too."""

from pathlib import Path

import pytest

import ntm_rules as ntm
from ntm_rules.evolution.comparison.diff import ChangeKind, diff
from ntm_rules.evolution.drafts.draft_cases import draft_cases
from ntm_rules.report.comparison.paper import diff_markdown

MEASURES = "measures:\n  income: {name: {vi: Thu nhập, en: Income}, unit: triệu đồng, decimals: 3, minimum: 0}\n"
RULES = """ruleset: vn/a
version: {version}
title: {{vi: Xã, en: Commune}}
applies_to: commune
instrument: {{number: 1/QĐ}}
criteria:
  - code: "1"
    name: {{vi: Thu nhập, en: Income}}
    measure: income
    since: previous_year
    {change}: {{by: year, {named}: 5, otherwise: {other}}}
    provenance: {{status: recalled}}
"""


@pytest.mark.parametrize("change", ["increased_by_at_least", "decreased_by_at_most", "increased_by_share_at_least"])
@pytest.mark.parametrize("named", [2023, 2024])
def test_years_that_no_threshold_names_have_a_year_before_them(tmp_path: Path, change: str, named: int) -> None:
    (tmp_path / "measures.yaml").write_text(MEASURES, encoding="utf-8")
    folder = tmp_path / "vn" / "a"
    folder.mkdir(parents=True)
    for version, other in (("2020-01-01", 3), ("2023-01-01", 4)):
        text = RULES.format(version=version, change=change, named=named, other=other)
        (folder / f"{version}.yaml").write_text(text, encoding="utf-8")
    library = ntm.load_library(tmp_path)
    before, after = library.versions["vn/a"]
    found = diff(before, after, library=library)
    (changed,) = found.changes
    assert changed.changes == {ChangeKind.OUTCOME}, "a unit was found that is decided otherwise"
    for language in ("vi", "en"):
        assert "0999" not in diff_markdown(found, library, language)
    for ruleset in (before, after):
        drafts = draft_cases(ruleset, (), library)
        assert drafts
        assert all(fact.as_of.year >= 2019 for case in drafts for fact in case.situation.statements)


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (
            "{by: year, 2024: 5, otherwise: 3}",
            "{by: year, 2023: 4, otherwise: 3}",
            {("2023", "3 million VND to under 4 million VND"), ("2024", "3 million VND to under 5 million VND")},
        ),
        (
            "3",
            "{by: year, 2023: 4, 2024: 4, 2026: 5, otherwise: 3}",
            {("2023–2024", "3 million VND to under 4 million VND"), ("2026", "3 million VND to under 5 million VND")},
        ),
        ("{by: year, 2023: 3, otherwise: 3}", "{by: year, 2026: 3, otherwise: 3}", set()),
    ],
)
def test_versions_that_name_different_years_are_compared_by_one_change(
    tmp_path: Path, before: str, after: str, expected: set[tuple[str, str]]
) -> None:
    (tmp_path / "measures.yaml").write_text(MEASURES, encoding="utf-8")
    folder = tmp_path / "vn" / "a"
    folder.mkdir(parents=True)
    for version, asked in (("2020-01-01", before), ("2023-01-01", after)):
        text = RULES.replace("{{", "{").replace("}}", "}").replace("{version}", version)
        text = text.replace("{change}: {by: year, {named}: 5, otherwise: {other}}", f"increased_by_at_least: {asked}")
        (folder / f"{version}.yaml").write_text(text, encoding="utf-8")
    library = ntm.load_library(tmp_path)
    found = diff(*library.versions["vn/a"], library=library)
    (changed,) = found.changes
    assert not changed.shown.others, "no region that cannot occur is told"
    assert not changed.shown.untried
    page = diff_markdown(found, library, "en")
    rows = {tuple(cell.strip() for cell in line.split("|")[1:3]) for line in page.splitlines() if "| 20" in line}
    assert rows == expected
    assert "since 31 Dec" not in page


@pytest.mark.parametrize("over", ["in_each_of: {years: 2}", "mean_over: {years: 2}"])
def test_figures_of_several_years_are_found_for_years_that_thresholds_name(tmp_path: Path, over: str) -> None:
    (tmp_path / "measures.yaml").write_text(MEASURES, encoding="utf-8")
    folder = tmp_path / "vn" / "a"
    folder.mkdir(parents=True)
    for version, least in (("2020-01-01", 3), ("2023-01-01", 4)):
        text = RULES.replace("{{", "{").replace("}}", "}").replace("{version}", version)
        asked = "all_of: [{measure: income, at_most: {by: year, 2022: 50, 2025: 60, otherwise: 70}}, "
        asked += f"{{measure: income, at_least: {least}, {over}}}]"
        start, end = text.index("measure: income\n"), text.index("    provenance")
        (folder / f"{version}.yaml").write_text(f"{text[:start]}{asked}\n{text[end:]}", encoding="utf-8")
    library = ntm.load_library(tmp_path)
    before, after = library.versions["vn/a"]
    (changed,) = diff(before, after, library=library).changes
    assert changed.changes == {ChangeKind.OUTCOME}, "a unit was found that is decided otherwise"
    drafts = draft_cases(after, (), library)
    assert any("4" in case.name.vi for case in drafts), "a case at the threshold of several years is drafted"
    for case in drafts:
        said = [(fact.measure, fact.as_of) for fact in case.situation.statements if isinstance(fact, ntm.Fact)]
        assert len(said) == len(set(said)), "nothing is reported twice of one day"

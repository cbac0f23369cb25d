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

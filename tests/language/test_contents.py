"""A third level of rules: contents of an indicator, with codes as printed (18.4a)."""

from datetime import date
from pathlib import Path

import pytest

import ntm_rules as ntm
from ntm_rules.evolution.comparison.diff import ChangeKind, diff
from ntm_rules.evolution.comparison.strictness import check_paths
from ntm_rules.evolution.mutation.mutant import mutants
from ntm_rules.language.library import load_library
from ntm_rules.model.library import Library
from ntm_rules.model.problem import Severity
from ntm_rules.model.ruleset import Content

from ..printed import show_ruleset

DAY = date(2024, 6, 30)
CATALOGUE = """\
measures:
  offices: {name: {vi: Trụ sở, en: Offices}, type: finding}
  access: {name: {vi: Tiếp cận pháp luật, en: Access to law}, type: finding}
  safe: {name: {vi: Hộ an toàn, en: Safe households}, unit: "%", minimum: 0, maximum: 100}
"""
RULES = """\
ruleset: t/commune
version: 2024-01-01
title: {vi: Xã, en: Commune}
applies_to: commune
instrument: {number: 1/QĐ}
recognition: {criteria: all, provenance: {status: recalled}}
criteria:
  - code: "18"
    name: Hệ thống chính trị
    provenance: {status: recalled}
    indicators:
      - {code: "18.1", name: Trụ sở, measure: offices, required: yes, provenance: {status: recalled}}
      - code: "18.4"
        name: {vi: Tiếp cận pháp luật, en: Access to law}
        provenance: {status: recalled}
        contents:
          - {code: 18.4a, name: Tiếp cận, measure: access, required: yes, provenance: {status: recalled}}
          - {code: 18.4b, name: An toàn, measure: safe, at_least: 90, provenance: {status: recalled}}
"""
NEW = "{code: x, name: X, content: unknown, provenance: {status: unknown}}"
AMENDMENT = """\
amends: t/commune
version: 2024-03-01
instrument: {number: 2/QĐ}
changes:
"""


def library(folder: Path, rules: str = RULES, changes: str = "") -> Library:
    write(folder, rules, changes)
    return load_library(folder)


def write(folder: Path, rules: str, changes: str) -> None:
    files = {"measures/m.yaml": CATALOGUE, "t/commune/2024-01-01.yaml": rules}
    if changes:
        files["t/commune/2024-03-01.yaml"] = AMENDMENT + changes
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def found(folder: Path, rules: str = RULES, changes: str = "") -> list[str]:
    write(folder, rules, changes)
    return [each.code for each in check_paths([folder], shipped=folder) if each.severity is not Severity.NOTE]


def test_an_indicator_is_attained_where_all_its_contents_are(tmp_path: Path) -> None:
    program = ntm.compile("t/commune", DAY, library(tmp_path))
    unit = ntm.Unit("C", "Xã C", "commune")
    facts = [
        ntm.Fact("C", name, value, DAY)
        for name, value in (("offices", ntm.Finding.MET), ("access", ntm.Finding.MET), ("safe", 89))
    ]
    decided = ntm.evaluate(program, unit, facts)
    assert {code: outcome.value for code, outcome in decided.outcomes("C").items()} == {
        "18.1": "attained",
        "18.4a": "attained",
        "18.4b": "not_attained",
        "18.4": "not_attained",
        "18": "not_attained",
        "recognition": "not_attained",
    }
    told = ntm.explain(decided.decision("C", "recognition"), program.library, unit, "vi")
    assert "18.4b" in told
    assert [child.rule.code for child in decided.decision("C", "18.4").children] == ["18.4a", "18.4b"]
    # An authority can attest the indicator whole.
    attested = [ntm.Attestation("C", ntm.RuleKey("t/commune", "18.4"), ntm.Finding.MET, DAY)]
    assert ntm.evaluate(program, unit, [facts[0], *attested]).outcome("C", "18").value == "attained"


def test_contents_are_shown_below_their_indicator_and_counted_apart(tmp_path: Path) -> None:
    known = library(tmp_path)
    text = show_ruleset(known.versions["t/commune"][0], known, "vi")
    assert "đạt tất cả các nội dung: 18.4a và 18.4b" in text
    assert "2 nội dung" in text
    assert "2 chỉ tiêu" in text
    assert "all its contents are attained: 18.4a and 18.4b" in show_ruleset(known.versions["t/commune"][0], known, "en")


def test_contents_have_mutants(tmp_path: Path) -> None:
    known = library(tmp_path)
    made = [one.rule for one in mutants(known.versions["t/commune"][0], known) if one.kind.value == "indicator"]
    assert made == ["18.4a", "18.4b", "18.1", "18.4"] or set(made) == {"18.4a", "18.4b", "18.1", "18.4"}


@pytest.mark.parametrize(
    ("changes", "codes"),
    [
        ('  - repeal: "18.4a"\n', ["18.1", "18.4b", "18.4", "18"]),
        ('  - repeal: "18.4"\n', ["18.1", "18"]),
        (
            '  - insert: {code: 18.4c, name: Mới, content: unknown, provenance: {status: unknown}}\n    in: "18.4"\n'
            '    after: "18.4a"\n',
            ["18.1", "18.4a", "18.4c", "18.4b", "18.4", "18"],
        ),
        (
            '  - replace: "18.4"\n    with: {measure: access, required: yes, provenance: {status: recalled}}\n',
            ["18.1", "18.4", "18"],
        ),
        (
            '  - replace: "18.1"\n    with:\n      provenance: {status: unknown}\n      contents:\n'
            "        - {code: 18.1a, name: Mới, content: unknown, provenance: {status: unknown}}\n",
            ["18.1a", "18.1", "18.4a", "18.4b", "18.4", "18"],
        ),
        (
            '  - set: "18.4b"\n    to: {at_least: 95, provenance: {status: recalled}}\n',
            ["18.1", "18.4a", "18.4b", "18.4", "18"],
        ),
    ],
)
def test_an_amendment_changes_contents(tmp_path: Path, changes: str, codes: list[str]) -> None:
    known = library(tmp_path, changes=changes)
    before, after = known.versions["t/commune"]
    assert [rule.code for rule in after.rules()] == [*codes, "recognition"]
    assert all(type(content) is Content for one in after.criteria[0].indicators for content in one.contents)
    changed = {change.code: change.changes for change in diff(before, after, library=known).changes}
    assert not {"18.1", "18.4a"} & set(changed) or "18.1a" in codes or "18.4a" not in codes
    if "18.4a" not in codes and "18.4" in codes and "18.4b" in codes:
        assert ChangeKind.REPEALED in changed["18.4a"]


@pytest.mark.parametrize(
    ("rules", "changes", "code"),
    [
        (RULES.replace("18.4a", "17.4a"), "", "NTM175"),
        (RULES.replace("18.4b", "18.4a"), "", "NTM308"),
        (RULES.replace("        contents:", "        measure: safe\n        contents:"), "", "NTM222"),
        (RULES.replace("criteria: all", "criteria: all, of: [18.4a]"), "", "NTM307"),
        (RULES.split("        contents:")[0], "", "NTM209"),
        (RULES, '  - repeal: "18.4a"\n  - repeal: "18.4b"\n', "NTM336"),
        (
            RULES,
            '  - replace: "18.4a"\n    with: {contents: [' + NEW + "], provenance: {status: unknown}}\n",
            "NTM340",
        ),
        (
            RULES,
            '  - replace: "18"\n    with: {contents: [' + NEW + "], provenance: {status: unknown}}\n",
            "NTM340",
        ),
        (
            RULES,
            '  - insert: {code: 18.5, name: X, content: unknown, provenance: {status: unknown}}\n    in: "18.4a"\n',
            "NTM332",
        ),
    ],
)
def test_mistakes_about_contents_are_told(tmp_path: Path, rules: str, changes: str, code: str) -> None:
    assert code in found(tmp_path, rules, changes)

"""How rules are known, and a finding's own words: read, checked, said and counted."""

import json
from datetime import date
from pathlib import Path

import pytest

import ntm_rules as ntm
from ntm_rules.evolution.comparison.strictness import check_paths
from ntm_rules.exchange.cells.cell import TableCell
from ntm_rules.exchange.values.value import read_value
from ntm_rules.model.library import Library
from ntm_rules.model.ruleset import Provenance, ProvenanceStatus, SourceKind
from ntm_rules.model.text import Language
from ntm_rules.report.phrasing.names import Names
from ntm_rules.report.phrasing.rules import provenance_of

from ..printed import overview, show_rule

ON = date(2024, 6, 30)
MEASURES = """\
measures:
  jobs: {name: {vi: Thiếu hụt việc làm, en: Lack of work}, type: finding, better: lower,
    labels: {met: {vi: Có, en: "Yes"}, not_met: {vi: Không, en: "No"}}}
  roads: {name: Đường, unit: "%", minimum: 0, maximum: 100}
"""
RULES = """\
ruleset: vn/a
version: 2024-01-01
title: {vi: Hộ, en: Household}
applies_to: commune
instrument: {number: 1/QĐ}
recognition: {criteria: all, provenance: {status: text, article: Điều 3, page: "2"}}
criteria:
  - {code: "1", name: Việc làm, measure: jobs, required: no, provenance: {status: read, url: "https://a.vn", source: summary}}
  - {code: "2", name: Đường, measure: roads, at_least: 80, provenance: {status: read, url: "https://b.vn", source: official}}
  - {code: "3", name: Khác, content: unknown, provenance: {status: unknown}}
"""


def _library(folder: Path, measures: str = MEASURES, rules: str = RULES) -> Library:
    (folder / "measures.yaml").write_text(measures, encoding="utf-8")
    path = folder / "vn" / "a" / "2024-01-01.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(rules, encoding="utf-8")
    return ntm.load_library(folder)


@pytest.mark.parametrize(
    ("language", "told", "line"),
    [
        ("vi", "Có", "Lưu ý: 2 quy định làm căn cứ không đọc từ văn bản chính thức"),
        ("en", "Yes", "Note: 2 rules that this rests on were not read in an official text"),
    ],
)
def test_a_deprivation_reads_right_and_the_overview_counts_what_is_not_official(
    tmp_path: Path, language: Language, told: str, line: str
) -> None:
    library = _library(tmp_path)
    unit = ntm.Unit("A", "Xã A", "commune")
    facts = [ntm.Fact("A", "jobs", True, ON), ntm.Fact("A", "roads", 90, ON)]
    decisions = ntm.evaluate(ntm.compile("vn/a", ON, library), unit, facts)
    assert decisions.outcome("A", "1") is ntm.Outcome.NOT_ATTAINED
    page = ntm.explain(decisions.decision("A", "1"), library, unit, lang=language)
    assert told in page
    assert not {"Đạt", "Met", "Chưa đạt: "} & set(page.replace(",", " ").split())
    shown = overview([decisions], Names(library, ntm.Units([unit]), language))
    assert line in shown.replace("\n  ", " ")
    recognition = decisions.decision("A", "recognition")
    assert recognition.not_official() == {"read": 1, "unknown": 1}
    plain = ntm.decision_to_plain(recognition)
    assert plain["not_official"] == {"read": 1, "unknown": 1}
    assert ntm.decision_from_plain(json.loads(json.dumps(plain))) == recognition
    assert "not_official" not in ntm.decision_to_plain(decisions.decision("A", "2"))


def test_a_cell_says_a_finding_in_the_words_of_its_measure(tmp_path: Path) -> None:
    other = MEASURES.replace("vi: Có,", "vi: Không,").replace("not_met: {vi: Không,", "not_met: {vi: Có,")
    for text, word, meant in (
        (MEASURES, "có", True),
        (MEASURES, "No", False),
        (other, "Không", True),
        (other, "có", False),
    ):
        measure = _library(tmp_path, text).measures["jobs"]
        assert read_value(TableCell(word), measure) is (ntm.Finding.MET if meant else ntm.Finding.NOT_MET)
        assert read_value(TableCell("đạt"), measure) is ntm.Finding.MET


def test_a_rule_that_asks_for_the_worse_finding_is_told(tmp_path: Path) -> None:
    _library(tmp_path, rules=RULES.replace("required: no", "required: yes"))
    assert [each.code for each in check_paths([tmp_path], shipped=tmp_path)] == ["NTM445"]
    _library(tmp_path)
    assert check_paths([tmp_path], shipped=tmp_path) == []


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        (', page: "2"', "", "NTM480"),
        ("article: Điều 3, ", "", "NTM480"),
        ("status: text,", "status: text, source: official,", "NTM481"),
        ("source: summary", "source: newspaper", "NTM215"),
        ("not_met: {vi: Không,", "not_met: {vi: CÓ,", "NTM483"),
        ("type: finding, better: lower,", "better: lower,", "NTM482"),
    ],
)
def test_mistakes_are_told(tmp_path: Path, old: str, new: str, code: str) -> None:
    assert (MEASURES + RULES).count(old) == 1
    _library_of(tmp_path, old, new)
    assert code in [each.code for each in check_paths([tmp_path], shipped=tmp_path)]


def _library_of(folder: Path, old: str, new: str) -> None:
    (folder / "measures.yaml").write_text(MEASURES.replace(old, new), encoding="utf-8")
    path = folder / "vn" / "a" / "2024-01-01.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(RULES.replace(old, new), encoding="utf-8")


def test_sources_in_words() -> None:
    text = Provenance(ProvenanceStatus.TEXT, article="Điều 4", page="12")
    read = Provenance(ProvenanceStatus.READ, url="https://a.vn", source=SourceKind.SUMMARY)
    assert provenance_of(text, "vi") == "Điều 4, trang 12 (theo chính văn bản)"
    assert provenance_of(text, "en", full=False) == "Điều 4, page 12"
    assert provenance_of(read, "vi", full=False) == "đọc từ bài tóm tắt, trích đăng tại https://a.vn"
    assert text.is_official
    assert not read.is_official


def test_the_page_of_a_rule_says_which_finding_is_good(tmp_path: Path) -> None:
    library = _library(tmp_path)
    ruleset = library.ruleset("vn/a", ON)
    rule = ruleset.rule("1")
    assert rule is not None
    assert "Thiếu hụt việc làm: “Không” là tốt" in show_rule(rule, ruleset, library, "vi")

"""Several instruments of a ruleset, and the one that each rule stands in."""

import json
from datetime import date
from pathlib import Path

import pytest

import ntm_rules as ntm
from ntm_rules.evolution.comparison.strictness import check_paths
from ntm_rules.exchange.output.decisions import decision_to_plain
from ntm_rules.language.library import load_library
from ntm_rules.model.ruleset import Ruleset

from ..printed import provenance_table, show_ruleset

DAY = date(2024, 6, 30)
CATALOGUE = """\
measures:
  roads: {name: {vi: Đường, en: Roads}, unit: "%", minimum: 0, maximum: 100}
"""
SEVERAL = """\
instruments:
  - {number: 318/QĐ-TTg, issuer: Thủ tướng Chính phủ, signed: 2022-03-08}
  - {number: 18/2022/QĐ-TTg, signed: 2022-08-02}
"""
RULES = (
    """\
ruleset: t/commune
version: 2022-09-20
title: {vi: Xã, en: Commune}
applies_to: commune
"""
    + SEVERAL
    + """\
recognition: {criteria: all, instrument: 18/2022/QĐ-TTg, provenance: {status: recalled, cite: Điều 4}}
criteria:
  - {code: "1", name: Đường, measure: roads, at_least: 90, provenance: {status: recalled, cite: Phụ lục}}
  - {code: "2", name: Hai, content: unknown, provenance: {status: unknown, instrument: 18/2022/QĐ-TTg}}
"""
)
AMENDMENT = """\
amends: t/commune
version: 2024-03-01
instrument: {number: 211/QĐ-TTg}
changes:
  - replace: "1"
    with: {measure: roads, at_least: 95, provenance: {status: recalled, cite: Điều 1}}
  - correct: "2"
    to: {name: Tiêu chí hai}
"""


def write(folder: Path, rules: str = RULES, amendment: str = AMENDMENT) -> Path:
    for name, text in {
        "measures/m.yaml": CATALOGUE,
        "t/commune/2022-09-20.yaml": rules,
        "t/commune/2024-03-01.yaml": amendment,
    }.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def cited(ruleset: Ruleset) -> dict[str, str]:
    return {rule.code: ruleset.instrument_of(rule).number for rule in ruleset.rules()}


def test_each_rule_has_the_instrument_that_it_cites_or_was_enacted_by(tmp_path: Path) -> None:
    before, after = load_library(write(tmp_path)).versions["t/commune"]
    assert before.instrument.number == "318/QĐ-TTg"
    assert cited(before) == {"1": "318/QĐ-TTg", "2": "18/2022/QĐ-TTg", "recognition": "18/2022/QĐ-TTg"}
    assert [one.number for one in after.instruments] == ["211/QĐ-TTg", "318/QĐ-TTg", "18/2022/QĐ-TTg"]
    assert cited(after) == {"1": "211/QĐ-TTg", "2": "18/2022/QĐ-TTg", "recognition": "18/2022/QĐ-TTg"}


def test_a_rule_replaced_with_a_source_in_the_same_words_is_of_the_new_instrument(tmp_path: Path) -> None:
    rules = RULES.replace(", instrument: 18/2022/QĐ-TTg", "")
    amendment = AMENDMENT.replace("cite: Điều 1", "cite: Phụ lục")
    after = load_library(write(tmp_path, rules, amendment)).versions["t/commune"][1]
    assert cited(after) == {"1": "211/QĐ-TTg", "2": "318/QĐ-TTg", "recognition": "318/QĐ-TTg"}


def test_a_rule_taken_over_stays_of_the_instrument_that_enacted_it(tmp_path: Path) -> None:
    rules = RULES.replace(SEVERAL, "instrument: {number: 318/QĐ-TTg}\n").replace("instrument: 18/2022/QĐ-TTg, ", "")
    rules = rules.replace(", instrument: 18/2022/QĐ-TTg", "")
    before, after = load_library(write(tmp_path, rules)).versions["t/commune"]
    assert before.provenance_of(before.criteria[0]).instrument is None
    assert cited(after) == {"1": "211/QĐ-TTg", "2": "318/QĐ-TTg", "recognition": "318/QĐ-TTg"}


def test_the_instrument_is_shown_with_what_is_decided(tmp_path: Path) -> None:
    library = load_library(write(tmp_path))
    program = ntm.compile("t/commune", DAY, library)
    unit = ntm.Unit("C", "Xã C", "commune")
    decided = ntm.evaluate(program, unit, [ntm.Fact("C", "roads", 80, DAY)])
    decision = decided.decision("C", "recognition")
    assert decision.provenance.instrument == "18/2022/QĐ-TTg"
    told = ntm.explain(decision, library, unit, "vi", everything=True)
    assert "Điều 1, 211/QĐ-TTg" in told
    assert json.loads(json.dumps(decision_to_plain(decision)))["provenance"]["instrument"] == "18/2022/QĐ-TTg"
    shown = show_ruleset(program.ruleset, library, "vi")
    assert "Điều 4, 18/2022/QĐ-TTg" in shown
    assert "Văn bản: 211/QĐ-TTg; 318/QĐ-TTg, Thủ tướng Chính phủ" in shown
    table = provenance_table([program.ruleset], "vi")
    assert [line.split()[0] for line in table.splitlines()[3:6]] == ["211/QĐ-TTg", "318/QĐ-TTg", "18/2022/QĐ-TTg"]


@pytest.mark.parametrize(
    ("rules", "code"),
    [
        (RULES.replace("instrument: 18/2022/QĐ-TTg, ", "instrument: 18/2022/QĐ-TT, "), "NTM475"),
        (
            RULES.replace(
                "provenance: {status: unknown, instrument: 18",
                "instrument: 9, provenance: {status: unknown, instrument: 18",
            ),
            "NTM176",
        ),
        (RULES.replace(SEVERAL, SEVERAL + "instrument: {number: 9}\n"), "NTM176"),
        (RULES.replace(SEVERAL, ""), "NTM206"),
        (RULES.replace(SEVERAL, "instruments: []\n"), "NTM219"),
        (RULES.replace(SEVERAL, "instruments: {number: 318/QĐ-TTg}\n"), "NTM202"),
        (RULES.replace("{number: 18/2022/QĐ-TTg, signed", "{signed"), "NTM206"),
    ],
)
def test_mistakes_about_instruments_are_told(tmp_path: Path, rules: str, code: str) -> None:
    folder = write(tmp_path, rules)
    assert code in [each.code for each in check_paths([folder], shipped=folder)]

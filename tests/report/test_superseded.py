"""Decisions of a specialising ruleset name the superseded text of its superior that they rest on."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from ntm_rules.engine.decisions import Decisions, evaluate
from ntm_rules.language.library import load_library
from ntm_rules.model.fact import Fact
from ntm_rules.model.library import Library
from ntm_rules.model.units.unit import Unit, Units
from ntm_rules.program.compiling import compile
from ntm_rules.report.phrasing.names import Names
from ntm_rules.report.renderers.explain import explain

from ..printed import overview

KNOWN = "provenance: {status: plan, cite: T}"
MEASURES = """\
measures:
  pct: {name: {vi: Tỷ lệ, en: Share}, unit: "%", minimum: 0, maximum: 100}
  cnt: {name: {vi: Số đếm, en: Count}, minimum: 0}
"""
NATIONAL = f"""\
ruleset: t/xa
version: 2024-01-01
title: {{vi: Bộ quốc gia, en: National set}}
applies_to: commune
instrument: {{number: T-1}}
recognition: {{criteria: all, {KNOWN}}}
criteria:
  - {{code: "1", name: A, measure: pct, at_least: 90, {KNOWN}}}
  - {{code: "2", name: B, measure: cnt, at_most: 5, {KNOWN}}}
"""
LATER = f"""\
amends: t/xa
version: 2024-07-01
instrument: {{number: T-1b}}
changes: [{{replace: "2", with: {{measure: cnt, at_most: 2, {KNOWN}}}}}]
"""
PROVINCE = f"""\
ruleset: l/xa
specialises: t/xa
version: 2024-02-01
title: {{vi: Bộ tỉnh, en: Province set}}
instrument: {{number: L-1}}
changes: [{{replace: "1", with: {{measure: pct, at_least: 92, {KNOWN}}}}}]
"""


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    folder: Path = tmp_path_factory.mktemp("superseded")
    files = {"m": MEASURES, "t/xa/2024-01-01": NATIONAL, "t/xa/2024-07-01": LATER, "l/xa/2024-02-01": PROVINCE}
    for name, text in files.items():
        path = folder / f"{name}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return load_library(folder)


UNITS = Units([Unit("X1", "Xã A", "commune"), Unit("X2", "Xã B", "commune")])


def decided(library: Library, on: date, ruleset: str = "l/xa") -> Decisions:
    facts = [Fact("X1", "pct", Decimal(93), on), Fact("X1", "cnt", Decimal(5), on)]
    return evaluate(compile(ruleset, on, library), UNITS, facts)


NOTICES = {
    "en": "Note: “Province set” specialises T-1 [t/xa@2024-01-01], which T-1b has replaced since 1 Jul 2024; other there: 2.",
    "vi": "Lưu ý: “Bộ tỉnh” cụ thể hóa T-1 [t/xa@2024-01-01], đã có T-1b thay từ 01/07/2024; ở đó khác đi: 2.",
}


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_superseded_text_is_named_where_the_decision_rests_on_it(library: Library, language: str) -> None:
    notice = NOTICES[language]
    for on, said in ((date(2024, 6, 30), False), (date(2024, 7, 1), True), (date(2025, 12, 31), True)):
        run = decided(library, on)
        for code, rests in (("recognition", True), ("2", True), ("1", False)):
            text = explain(run.decision("X1", code), library, UNITS, language)  # type: ignore[arg-type]
            assert (notice in text) == (said and rests), text
        text = " ".join(overview([run], Names(library, UNITS, language)).split())  # type: ignore[arg-type]
        assert (notice in text) == said
    national = decided(library, date(2024, 12, 31), "t/xa")
    text = explain(national.decision("X1", "recognition"), library, UNITS, language)  # type: ignore[arg-type]
    assert "T-1b" in text
    assert "[t/xa@2024-01-01]" not in text

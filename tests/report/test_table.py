"""Columns stand straight whatever letters are in them; counts carry what is not known."""

import re
import unicodedata
from datetime import date

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from ntm_rules.engine.decisions import evaluate
from ntm_rules.model.condition import CriteriaState, OwnCriteria, Unknown
from ntm_rules.model.decision import Decision
from ntm_rules.model.fact import Attestation, Finding
from ntm_rules.model.key import RuleKey
from ntm_rules.model.library import Library
from ntm_rules.model.outcome import Outcome
from ntm_rules.model.ruleset import (
    Conclusion,
    Criterion,
    Instrument,
    Provenance,
    ProvenanceStatus,
    Ruleset,
)
from ntm_rules.model.text import Text
from ntm_rules.model.units.unit import Unit, Units
from ntm_rules.program.compiling import compile
from ntm_rules.report.book.lists import rulesets_paper
from ntm_rules.report.pages.report import report_page
from ntm_rules.report.papers.paper import table_of
from ntm_rules.report.phrasing.names import Names
from ntm_rules.report.renderers.explain import explain
from ntm_rules.report.renderers.html import report_html
from ntm_rules.report.renderers.paper_text import paper_text
from ntm_rules.report.renderers.table_text import table_lines

from ..printed import decision_table, overview

PLAN = Provenance(ProvenanceStatus.PLAN, "Kế hoạch")
RULESET = Ruleset(
    "vn/civilised-township",
    date(2022, 4, 15),
    Text("Đô thị văn minh", "Civilised township"),
    "township",
    Instrument("04/2022/QĐ-TTg"),
    (Criterion("1", Text("Quy hoạch"), PLAN),),
    (Conclusion("recognition", Text("Công nhận"), OwnCriteria(CriteriaState.ALL), PLAN),),
    until=date(2025, 12, 31),
)
DAY = date(2024, 6, 30)
FINDINGS = {Outcome.ATTAINED: Finding.MET, Outcome.NOT_ATTAINED: Finding.NOT_MET}
LIBRARY = Library({}, {}, {RULESET.id: (RULESET,)})


def aligned(*rows: tuple[str, str]) -> list[str]:
    return list(table_lines(table_of(("", ""), rows), "vi", 100))


@given(st.lists(st.tuples(st.text("Đườngấ漢 ́x", max_size=6), st.just("|")), min_size=1, max_size=5))
def test_the_second_column_starts_in_the_same_cell_in_every_row(rows: list[tuple[str, str]]) -> None:
    starts = {cell_len(line[: line.index("|")]) for line in aligned(*rows)}
    assert len(starts) == 1


def test_composed_and_decomposed_letters_take_the_same_room() -> None:
    name = "Thị trấn Tam Đường"
    assert (
        len(
            {cell_len(line) for line in aligned(*((unicodedata.normalize(form, name), "x") for form in ("NFC", "NFD")))}
        )
        == 1
    )


def test_a_cell_is_harmless() -> None:
    assert aligned(("a b\x1b[31m", "x")) == ["a b�[31m  x"]


def test_the_list_of_rulesets() -> None:
    assert paper_text(rulesets_paper([RULESET]), "en").splitlines()[2:] == [
        "- vn/civilised-township  Civilised township",
        "  - 15 Apr 2022 – 31 Dec 2025: 1 criterion, 0 indicators; 04/2022/QĐ-TTg",
    ]


def made(code: str, outcome: Outcome, children: tuple[Decision, ...] = (), unit: str = "T") -> Decision:
    return Decision(
        unit=unit,
        rule=RuleKey(RULESET.id, code),
        version=RULESET.version,
        as_of=date(2024, 6, 30),
        name=Text(code),
        outcome=outcome,
        possible=frozenset(),
        reasons=(),
        children=children,
        provenance=PLAN,
        rule_hash="",
    )


def test_a_row_for_each_decision() -> None:
    below = (
        made("1", Outcome.ATTAINED),
        made("2", Outcome.UNDETERMINED),
        made("3", Outcome.NOT_ATTAINED),
        made("4", Outcome.NOT_APPLICABLE),
    )
    units = Units([Unit("T", "Thị trấn Tam Đường", "township"), Unit("C", "Xã Bản Bo", "commune")])
    decided = [made("recognition", Outcome.NOT_ATTAINED, below), made("recognition", Outcome.UNDETERMINED, unit="C")]
    assert decision_table(decided, LIBRARY, units, "vi") == (
        "Đơn vị              Bộ tiêu chí        Kết quả              Số đạt  Chưa đạt, chưa xác định\n"
        "──────────────────  ─────────────────  ───────────────────  ──────  ───────────────────────\n"
        "Thị trấn Tam Đường  “Đô thị văn minh”  ✗ Chưa đủ điều kiện  ≥ 1/3   ✗ 3; ? 2\n"
        "Xã Bản Bo           “Đô thị văn minh”  ? Chưa xác định"
    )


@pytest.mark.slow
@given(st.lists(st.sampled_from(Outcome), min_size=3, max_size=9))
def test_a_count_of_what_is_attained_carries_what_is_not_known(outcomes: list[Outcome]) -> None:
    """Of one unit and of several, on the screen, in a notebook, in a page and in a table of decisions."""
    criteria = tuple(Criterion(str(n), Text(f"C{n}"), PLAN, (), Unknown()) for n, _ in enumerate(outcomes, 1))
    ruleset = evolve(RULESET, criteria=criteria)
    library = Library({}, {}, {ruleset.id: (ruleset,)})
    units = Units([Unit("T", "T", "township"), Unit("S", "S", "township")])
    said = [
        Attestation(unit.code, RuleKey(ruleset.id, one.code), FINDINGS[outcome], DAY)
        for unit in units
        for one, outcome in zip(criteria, outcomes, strict=True)
        if outcome in FINDINGS
    ]
    run = evaluate(compile(ruleset.id, DAY, library), units, said)
    decision = run.decision("T")
    texts = [
        explain(decision, library, units),
        decision_table([decision], library, units, "vi"),
        overview([run], Names(library, units, "vi")),
        overview([evaluate(run.program, units["T"], said[: len(said) // 2])], Names(library, units, "vi")),
        run._repr_html_(),
        report_html(report_page([run], library, units)),
    ]
    is_open = any(outcome not in FINDINGS for outcome in outcomes)
    for text in texts:
        bare = re.search(rf"(?<![≥\d] )(?<!\d)\d+/{len(outcomes)}\b(?!/)", text)
        assert (bare is None) or not is_open, bare

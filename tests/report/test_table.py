"""Columns stand straight whatever letters are in them."""

import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from ntm_rules.model.condition import CriteriaState, OwnCriteria
from ntm_rules.model.decision import Decision
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
from ntm_rules.report.decisions.table import decision_table
from ntm_rules.report.layout.table import aligned
from ntm_rules.report.rules.rulesets import ruleset_table

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
LIBRARY = Library({}, {}, {RULESET.id: (RULESET,)})


@pytest.mark.slow
@given(st.lists(st.tuples(st.text("Đườngấ漢 ́x", max_size=6), st.just("|")), min_size=1, max_size=5))
def test_the_second_column_starts_in_the_same_cell_in_every_row(rows: list[tuple[str, str]]) -> None:
    starts = {cell_len(line[: line.index("|")]) for line in aligned(rows).splitlines()}
    assert len(starts) == 1


def test_composed_and_decomposed_letters_take_the_same_room() -> None:
    name = "Thị trấn Tam Đường"
    table = aligned([[unicodedata.normalize(form, name), "x"] for form in ("NFC", "NFD")])
    assert len(set(table.splitlines())) == 1


def test_a_cell_cannot_break_its_row() -> None:
    assert aligned([["a\nb\x1b[31m", "x"]]) == "a b�[31m  x"


def test_no_rows_and_uneven_rows() -> None:
    assert aligned([]) == ""
    assert aligned([], ["A", "B"]) == "A  B\n─  ─"
    with pytest.raises(ValueError, match="same number"):
        aligned([["a"], ["a", "b"]])


def test_the_list_of_rulesets() -> None:
    header, _, row = ruleset_table([RULESET], "en").splitlines()
    assert header.split() == [
        "Ruleset",
        "In",
        "force",
        "from",
        "Until",
        "Instrument",
        "Criteria",
        "Indicators",
        "Title",
    ]
    assert row.split("  ")[0] == "vn/civilised-township"
    for part in ("15 Apr 2022", "31 Dec 2025", "04/2022/QĐ-TTg", "Civilised township"):
        assert part in row


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
        "Thị trấn Tam Đường  “Đô thị văn minh”  ✗ Chưa đủ điều kiện  1/3     ✗ 3; ? 2\n"
        "Xã Bản Bo           “Đô thị văn minh”  ? Chưa xác định"
    )

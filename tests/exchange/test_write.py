"""Decisions go out whole or not at all, exact, and harmless to a spreadsheet."""

import csv
import io
import json
import os
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from ntm_rules.exchange.output.decisions import decision_from_plain
from ntm_rules.exchange.output.files import COLUMNS, decisions_to_csv, decisions_to_json, harmless
from ntm_rules.exchange.output.output_file import write_whole
from ntm_rules.exchange.values.number import Convention, read_number
from ntm_rules.model.condition import Operator
from ntm_rules.model.decision import Decision, Reason, ReasonKind
from ntm_rules.model.fact import Absence, Fact
from ntm_rules.model.key import RuleKey
from ntm_rules.model.outcome import Outcome
from ntm_rules.model.ruleset import Provenance, ProvenanceStatus
from ntm_rules.model.text import Text, seen
from ntm_rules.model.units.unit import Units

DANGEROUS = ("=", "+", "-", "@", "\t", "\r")


def reason(observed: object = Decimal("99.9"), **more: object) -> Reason:
    fact = Fact("TT", "clean_water", Decimal("99.9"), date(2024, 3, 31), "=cmd|' /C calc'!A0", "BC; 12")
    filled: dict[str, object] = {
        "measure": "clean_water",
        "operator": Operator.AT_LEAST,
        "observed": observed,
        "facts": (fact,),
        **more,
    }
    return Reason(kind=ReasonKind.COMPARED, outcome=Outcome.NOT_ATTAINED, **filled)  # type: ignore[arg-type]


def decision(*reasons: Reason, name: str = "Nước sạch", children: tuple[Decision, ...] = ()) -> Decision:
    return Decision(
        unit="TT",
        rule=RuleKey("vn/town", "3.10"),
        version=date(2022, 4, 15),
        as_of=date(2024, 6, 30),
        name=Text(name),
        outcome=Outcome.NOT_ATTAINED,
        possible=frozenset({Outcome.NOT_ATTAINED}),
        reasons=reasons,
        children=children,
        provenance=Provenance(ProvenanceStatus.PLAN, "II.12 (3.3)"),
        rule_hash="ab",
    )


def table(text: str, separator: str = ",") -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=separator))


def test_json_is_an_array_with_a_decision_a_line() -> None:
    made = [decision(reason()), decision(children=(decision(reason()),))]
    text = "".join(decisions_to_json(iter(made)))
    assert len(text.splitlines()) == 4
    assert [decision_from_plain(each) for each in json.loads(text)] == made
    assert json.loads("".join(decisions_to_json([]))) == []


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    (tmp_path / "d.json").write_text("before")

    def failing() -> Iterator[Decision]:
        yield decision()
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_whole(tmp_path / "d.json", (piece.encode() for piece in decisions_to_json(failing())))
    assert (tmp_path / "d.json").read_text() == "before"
    assert [each.name for each in tmp_path.iterdir()] == ["d.json"]
    with pytest.raises(OSError, match="none"):
        write_whole(tmp_path / "none" / "d.json", [b""])


def test_a_pipe_is_written_to_and_not_replaced(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reading = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        write_whole(pipe, [b"Tam ", b"Duong"])
        assert os.read(reading, 100) == b"Tam Duong"
    finally:
        os.close(reading)
    assert pipe.is_fifo()


def test_the_csv_has_a_row_for_each_reason(units: Units) -> None:
    tree = decision(
        children=(decision(reason(), reason(Absence.NOT_REPORTED, gap=Decimal("-2.5"), required=Decimal(100))),)
    )
    content = "".join(decisions_to_csv([tree], units))
    assert content.startswith("unit,unit_name,")
    rows = table(content)
    assert [row["reason"] for row in rows] == ["", "compared", "compared"]
    assert rows[1] == {
        "unit": "TT",
        "unit_name": "Thị trấn Tam Đường",
        "rule": "vn/town#3.10",
        "version": "2022-04-15",
        "as_of": "2024-06-30",
        "name": "Nước sạch",
        "outcome": "not_attained",
        "reason": "compared",
        "reason_outcome": "not_attained",
        "measure": "clean_water",
        "observed": "99.9",
        "operator": "at_least",
        "required": "",
        "gap": "",
        "reported_by": "'=cmd|' /C calc'!A0",
        "evidence": "BC; 12",
        "cite": "II.12 (3.3)",
        "points": "",
        "points_most": "",
        "points_maximum": "",
        "level": "",
    }
    assert (rows[2]["observed"], rows[2]["gap"], rows[2]["required"]) == ("not_reported", "-2.5", "100")


def test_vietnamese_figures_come_with_semicolons() -> None:
    itself = Provenance(ProvenanceStatus.TEXT, article="Điều 3", page="2")
    (row,) = table("".join(decisions_to_csv([evolve(decision(), provenance=itself)])))
    assert row["cite"] == "Điều 3, 2"
    (row,) = table("".join(decisions_to_csv([decision(reason(gap=Fraction(1, 3)))], numbers="vi")), ";")
    assert (row["observed"], row["gap"], row["evidence"]) == ("99,9", "≈ 0,333333", "BC; 12")


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_no_text_cell_begins_a_formula(text: str) -> None:
    assert not harmless(text).startswith(DANGEROUS)
    made = evolve(decision(reason(text, measure=text)), unit=text or "TT")
    (row,) = table("".join(decisions_to_csv([evolve(made, name=Text(text))])))
    assert not any(cell.startswith(DANGEROUS) for cell in row.values())
    assert row["name"].removeprefix("'") == seen(text).removeprefix("'") or row["name"] == seen(text)
    assert list(row) == list(COLUMNS)


@given(
    st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=-(10**9), max_value=10**9),
    st.sampled_from(["vi", "en"]),
)
def test_written_figures_read_back(number: Decimal, convention: Convention) -> None:
    text = "".join(decisions_to_csv([decision(reason(number))], numbers=convention))
    (row,) = table(text, ";" if convention == "vi" else ",")
    assert read_number(row["observed"], convention) == number

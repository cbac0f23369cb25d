"""Statuses that a council gives and no rule computes: declared by a ruleset, published beside what is computed."""

import json
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from attrs import evolve
from click.testing import CliRunner

from ntm_rules.cli import main
from ntm_rules.engine.decisions import evaluate
from ntm_rules.engine.live.session import Session
from ntm_rules.exchange.output.decisions import decision_from_plain, decision_to_plain
from ntm_rules.exchange.records.making import record_assessment
from ntm_rules.exchange.records.verifying import verify_record
from ntm_rules.language.library import load_library
from ntm_rules.model.condition import Comparison, Operator
from ntm_rules.model.decision import ReasonKind
from ntm_rules.model.fact import Fact, PublishedDecision
from ntm_rules.model.library import Library
from ntm_rules.model.outcome import Outcome
from ntm_rules.model.problem import FactsError, RulesetError
from ntm_rules.model.ruleset import Ruleset, Status
from ntm_rules.model.text import Text
from ntm_rules.model.threshold import Fixed
from ntm_rules.model.units.unit import Unit
from ntm_rules.program.compiling import compile

TODAY = date(2024, 6, 30)
TOWN = Unit("T", "Tam Đường", "township")


@pytest.mark.parametrize(
    ("counts_as", "water", "differs"),
    [(None, 95, False), (None, 80, False), (Outcome.ATTAINED, 95, False), (Outcome.ATTAINED, 80, True)],
)
def test_a_status_stands_beside_the_computed_outcome_and_differs_by_what_it_counts_as(
    make_ruleset: Callable[..., Ruleset],
    make_library: Callable[..., Library],
    counts_as: Outcome | None,
    water: int,
    differs: bool,
) -> None:
    declared = evolve(
        make_ruleset(Comparison("water", Operator.AT_LEAST, Fixed(Decimal(90)))),
        statuses=(Status("basically", Text("Cơ bản đạt"), counts_as),),
    )
    library = make_library(declared)
    program = compile("vn/town", TODAY, library)
    published = PublishedDecision("T", "vn/town#1", "basically", TODAY, "Hội đồng")
    found = evaluate(program, TOWN, [published, Fact("T", "water", water, TODAY)])
    decision = found.decision("T", "1")
    assert decision.published == (published,)
    assert (ReasonKind.PUBLISHED_DIFFERS in {reason.kind for reason in decision.reasons}) is differs
    assert verify_record(record_assessment(found), library).is_sound
    assert decision_from_plain(json.loads(json.dumps(decision_to_plain(decision)))) == decision
    with Session(program, TOWN, [published, Fact("T", "water", water, TODAY)], matcher="plain") as session:
        assert session.decision("T", "vn/town#1") == decision
    with pytest.raises(FactsError, match="NTM576"):
        evaluate(program, TOWN, PublishedDecision("T", "vn/town#1", "nearly", TODAY))


@pytest.mark.slow
def test_a_table_takes_a_status_by_its_name_and_the_overview_counts_it(tmp_path: Path) -> None:
    (tmp_path / "dossier.yaml").write_text("as_of: 2024-12-31\nrulesets: {commune: vn/commune-ntm}\n")
    units = ["code,name,kind,area_class", *(f"{code},Xã {code},commune,I" for code in "ABC")]
    (tmp_path / "units.csv").write_text("\n".join(units))
    said = (("A", "Cơ bản đạt"), ("B", "Đạt"), ("C", "basically_attained"))
    rows = [f"{code},vn/commune-ntm,{word},2024-12-31,council,published" for code, word in said]
    (tmp_path / "facts.csv").write_text("\n".join(["unit,measure,value,as_of,reported_by,record", *rows]))
    shown = CliRunner().invoke(main, ["assess", str(tmp_path)]).output
    assert shown.count("◐ Cơ bản đạt chuẩn") == 3
    assert "2 ◐ Cơ bản đạt chuẩn; 1 ✓" in shown
    (tmp_path / "facts.csv").write_text(
        "\n".join(["unit,measure,value,as_of,reported_by,record", rows[0].replace("Cơ", "Gần")])
    )
    assert "NTM576" in CliRunner().invoke(main, ["assess", str(tmp_path)]).output


@pytest.mark.parametrize(
    ("statuses", "code"),
    [
        ("[{id: near, name: Gần đạt, counts_as: undetermined}]", "NTM"),
        ("[{id: attained, name: Gần đạt}]", "NTM319"),
        ("[{id: near, name: A}, {id: near, name: B}]", "NTM"),
        ("[{id: near}]", "NTM206"),
    ],
)
def test_a_status_that_cannot_be_is_refused(tmp_path: Path, statuses: str, code: str) -> None:
    (tmp_path / "vn/a").mkdir(parents=True)
    (tmp_path / "vn/a/2024-01-01.yaml").write_text(
        "ruleset: vn/a\nversion: 2024-01-01\ntitle: A\napplies_to: commune\ninstrument: {number: '1'}\n"
        f"statuses: {statuses}\n"
        "criteria:\n  - {code: '1', name: A, content: unknown, provenance: {status: unknown}}\n"
    )
    with pytest.raises(RulesetError, match=code):
        load_library(tmp_path)

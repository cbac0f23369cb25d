"""The example dossier tells the story it says it tells, at each of its three dates."""

from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from ntm_rules.engine.decisions import Decisions, evaluate
from ntm_rules.exchange.dossier.dossier import Dossier, read_dossier
from ntm_rules.language.library import load_library
from ntm_rules.model.decision import Decision, ReasonKind
from ntm_rules.model.fact import PublishedDecision
from ntm_rules.model.library import Library
from ntm_rules.model.outcome import Outcome
from ntm_rules.program.compiling import compile as compile_ruleset

FOLDER = Path(__file__).parents[2] / "examples" / "tam-duong-2024"
TOWN = "TD-TAMDUONG"
FIRST, SECOND, LAST = date(2024, 3, 31), date(2024, 6, 30), date(2024, 12, 31)


@pytest.fixture(scope="module")
def library() -> Library:
    return load_library()


@pytest.fixture(scope="module")
def dossier(library: Library) -> Dossier:
    return read_dossier(FOLDER, library)


def decided(dossier: Dossier, library: Library, on: date) -> Decisions:
    return evaluate(compile_ruleset("vn/civilised-township", on, library), dossier.units, dossier.statements)


def test_every_file_says_first_that_it_is_illustrative() -> None:
    files = sorted(file for file in FOLDER.rglob("*.*") if file.suffix in (".yaml", ".csv", ".xlsx"))
    assert len(files) == 19
    for file in files:
        if file.suffix == ".xlsx":
            first = str(load_workbook(file).worksheets[0]["A1"].value)
        else:
            first = file.read_text(encoding="utf-8").splitlines()[0]
        assert first.startswith("#"), file.name
        assert "MINH HỌA" in first, file.name
        assert "ILLUSTRATIVE" in first, file.name


def test_the_dossier_is_read_and_says_what_is_not_assessed(dossier: Dossier) -> None:
    # The communes and their region are there for the district; only the township is assessed.
    assert [(each.code, each.fields.get("kind", each.fields.get("name"))) for each in dossier.diagnostics] == [
        ("NTM698", "region"),
        ("NTM622", "commune"),
    ]
    assert dossier.as_of == LAST


def test_the_units_of_the_district(dossier: Dossier) -> None:
    assert len(dossier.units.members("TD", "commune", LAST)) == 12
    assert [unit.code for unit in dossier.units.members("LC", "township", LAST)] == [TOWN]
    assert dossier.units.of_kind("township", date(2025, 7, 1)) == []
    assert all(code in dossier.units for unit in dossier.units for code in unit.successors)


def test_31_march_has_one_of_each_kind(dossier: Dossier, library: Library) -> None:
    town = decided(dossier, library, FIRST)
    assert town.outcome(TOWN) is Outcome.NOT_ATTAINED
    assert town.outcome(TOWN, "8.2") is Outcome.ATTAINED
    assert town.outcome(TOWN, "3.2") is Outcome.UNDETERMINED
    assert town.outcome(TOWN, "4.a") is Outcome.ATTAINED
    assert ReasonKind.ATTESTED in {reason.kind for reason in town.decision(TOWN, "4.a").reasons}
    water = town.decision(TOWN, "3.3")
    assert water.outcome is Outcome.NOT_ATTAINED
    assert [str(reason.observed) for reason in water.reasons] == ["99.9"]


def test_30_june_lacks_criterion_3_alone(dossier: Dossier, library: Library) -> None:
    recognition = decided(dossier, library, SECOND).decision(TOWN)
    assert recognition.outcome is Outcome.NOT_ATTAINED
    assert [child.rule.code for child in recognition.children if child.outcome is not Outcome.ATTAINED] == ["3"]


def test_31_december_attains_and_rests_on_recalled_rules(dossier: Dossier, library: Library) -> None:
    recognition: Decision = decided(dossier, library, LAST).decision(TOWN)
    assert {decision.outcome for decision in recognition.walk()} == {Outcome.ATTAINED}
    assert recognition.rests_on_recalled
    published = [each for each in dossier.statements if isinstance(each, PublishedDecision)]
    assert [each.value for each in published] == [Outcome.ATTAINED]
    assert ReasonKind.PUBLISHED_DIFFERS not in {reason.kind for each in recognition.walk() for reason in each.reasons}

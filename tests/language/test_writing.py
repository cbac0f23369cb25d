"""Rulesets and catalogues as data: written as a rule file, or as plain data, they are read as the same again."""

import json
import zipfile
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from ntm_rules.evolution.comparison.strictness import check_paths
from ntm_rules.language.library import load_library, shipped_rulesets
from ntm_rules.language.reading import (
    catalogue_from_mapping,
    catalogue_from_text,
    catalogue_unchecked,
    read_catalogue,
    read_ruleset,
    ruleset_from_mapping,
    ruleset_from_text,
    ruleset_unchecked,
)
from ntm_rules.language.writing.files import catalogue_written, plain_ruleset
from ntm_rules.language.writing.text import catalogue_text, rule_file_text, yaml_text
from ntm_rules.model.library import Library
from ntm_rules.model.problem import ArgumentError, RulesetError
from ntm_rules.model.ruleset import Ruleset
from ntm_rules.program.compiling import compile
from ntm_rules.testing import libraries, rulesets

from ..plain_values import types_in
from ..profiles import tried

LIBRARY = load_library()
NEWEST = [versions[-1] for versions in LIBRARY.versions.values()]


def meanings(ruleset: Ruleset, library: Library) -> list[str]:
    return [rule.meaning_hash for rule in compile(ruleset, ruleset.version, library).rules]


@pytest.mark.parametrize("ruleset", NEWEST, ids=lambda one: f"{one.id}@{one.version}")
def test_a_shipped_version_is_the_same_as_plain_data(ruleset: Ruleset) -> None:
    plain = plain_ruleset(ruleset)
    assert set(types_in(plain)) <= {dict, list, str, int, float, bool}
    assert ruleset_unchecked(json.loads(json.dumps(plain))) == ruleset


@pytest.mark.parametrize("id", ["vn/commune-ntm", "lai-chau/commune-advanced"])
def test_a_shipped_version_means_the_same_as_a_file_of_its_own(id: str) -> None:
    ruleset = LIBRARY.versions[id][-1]
    written = ruleset_from_text(rule_file_text(ruleset), LIBRARY)
    assert meanings(written, LIBRARY) == meanings(ruleset, LIBRARY)


def test_the_catalogue_is_the_same_when_it_is_written() -> None:
    text = catalogue_text(LIBRARY.measures.values(), LIBRARY.attributes.values())
    again = catalogue_from_text(text)
    assert (again.measures, again.attributes) == (LIBRARY.measures, LIBRARY.attributes)


@settings(max_examples=tried(0.25))
@given(libraries().flatmap(lambda library: rulesets(library).map(lambda ruleset: (library, ruleset))))
def test_a_generated_ruleset_is_the_same_when_it_is_written(drawn: tuple[Library, Ruleset]) -> None:
    library, ruleset = drawn
    plain = plain_ruleset(ruleset)
    # The years of a threshold stand in order once they are written.
    assert plain_ruleset(ruleset_unchecked(json.loads(json.dumps(plain)))) == plain
    catalogue = catalogue_unchecked(catalogue_written(library.measures.values(), library.attributes.values()))
    assert (catalogue.measures, catalogue.attributes) == (library.measures, library.attributes)


def test_check_accepts_what_is_written(tmp_path: Path, shipped: Path) -> None:
    library = load_library(shipped)
    ruleset = library.versions["vn/commune-ntm"][0]
    path = tmp_path / "vn" / "commune-ntm" / f"{ruleset.version}.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(rule_file_text(ruleset), encoding="utf-8")
    assert [found.code for found in check_paths([path], shipped=shipped) if found.severity.value == "error"] == []
    assert read_ruleset(str(path), library) == ruleset == ruleset_from_mapping(plain_ruleset(ruleset), library)


def test_an_archive_on_the_path_has_its_rulesets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own = {path: path.read_bytes() for path in shipped_rulesets().rglob("*.yaml")}
    with zipfile.ZipFile(tmp_path / "wheel.zip", "w") as zipped:
        for path, content in own.items():
            zipped.writestr(f"ntm_rules/rulesets/{path.relative_to(shipped_rulesets()).as_posix()}", content)
    here = shipped_rulesets()
    monkeypatch.setattr("importlib.resources.files", lambda name: zipfile.Path(tmp_path / "wheel.zip", f"{name}/"))
    unpacked = shipped_rulesets()
    assert unpacked == shipped_rulesets() != here
    held = {path.relative_to(unpacked): path.read_bytes() for path in unpacked.rglob("*.yaml")}
    assert held == {path.relative_to(here): content for path, content in own.items()}


PLAN = {"status": "plan", "cite": "Terms 2026"}
MAPPING = {
    "ruleset": "shop/gold-customer",
    "version": date(2026, 1, 1),
    "title": "Gold customer",
    "applies_to": "customer",
    "instrument": {"number": "Terms 2026"},
    "recognition": {"criteria": "all", "provenance": PLAN},
    "criteria": [
        {"code": "1", "name": "Turnover", "measure": "turnover", "at_least": 1.234, "provenance": PLAN},
        {"code": "2", "name": "No debts", "measure": "debts", "required": False, "provenance": PLAN},
    ],
}


def test_rules_that_are_data_of_python() -> None:
    library = catalogue_from_mapping(
        {"measures": {"turnover": {"name": "Turnover", "decimals": 4}, "debts": {"name": "Debts", "type": "finding"}}}
    )
    ruleset = ruleset_from_mapping(MAPPING, library)
    assert ruleset.criteria[0].condition.threshold.value == Decimal("1.234")  # type: ignore[union-attr]
    whole = library.including(ruleset)
    assert compile("shop/gold-customer", date(2026, 2, 1), whole).ruleset is ruleset
    assert whole.including(ruleset).versions == whole.versions


def test_a_mistake_in_a_mapping_is_told_where_it_stands() -> None:
    with pytest.raises(RulesetError) as error:
        ruleset_from_mapping({**MAPPING, "applis_to": "customer"}, LIBRARY)
    found = {one.code: one.source_line for one in error.value.diagnostics}
    assert found["NTM205"] == "applis_to: customer"
    for strange in ({1.5: 2}, {"a": object()}, {"a": {True: 1}}):
        with pytest.raises(ArgumentError):
            ruleset_from_mapping(strange, LIBRARY)  # type: ignore[arg-type]
    deep: Any = {}
    for _ in range(200):
        deep = {"all_of": [deep]}
    with pytest.raises(ArgumentError):
        ruleset_from_mapping(deep, LIBRARY)


@pytest.mark.parametrize("text", ["3.10", "yes", "a, b", "x: y", "# no", "", " a", "2024-01-01", "1e5", "Nước\u200b"])
def test_a_text_stays_a_text(text: str) -> None:
    assert f"name: {text}\n" != yaml_text({"name": text}) or text == "a, b"


def test_catalogues_are_read_beside_others(tmp_path: Path) -> None:
    assert read_catalogue(shipped_rulesets() / "measures" / "common.yaml", Library()).measures
    with pytest.raises(RulesetError):
        catalogue_from_text("ruleset: vn/a\n")

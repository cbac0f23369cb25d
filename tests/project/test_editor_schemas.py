"""The schemas with a library's names: what is shipped is valid, other names are refused, all that is offered is explained."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner

from ntm_rules.cli import main
from ntm_rules.cli.init import FILES, schema_text
from ntm_rules.evolution.cases.locations import case_files
from ntm_rules.language.grammar.words import EXPLANATIONS
from ntm_rules.language.library import load_library, rule_files, shipped_rulesets

jsonschema = pytest.importorskip("jsonschema")
EXAMPLES = Path(__file__).parents[2] / "examples"
SCHEMAS = {each: json.loads(schema_text(each, load_library())) for each in FILES}


class _Reader(yaml.CSafeLoader):
    """A reader of YAML as editors have it: dates are texts, yes and no too."""


_Reader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in held if tag.rpartition(":")[2] not in ("timestamp", "bool")]
    for first, held in yaml.CSafeLoader.yaml_implicit_resolvers.items()
}


def read(text: str) -> Any:
    return json.loads(json.dumps(yaml.load(text, Loader=_Reader)))  # names of keys as JSON has them


def errors(file: str, text: str) -> list[str]:
    return [each.message for each in jsonschema.Draft202012Validator(SCHEMAS[file]).iter_errors(read(text))]


def files_of(kind: str) -> list[Path]:
    if kind == "cases":
        return list(case_files([shipped_rulesets()])[0])
    if kind == "dossier":
        # Those with rulesets of their own are of another library.
        every = sorted(EXAMPLES.rglob("dossier.yaml"))
        return [path for path in every if "rulesets_in" not in read(path.read_text(encoding="utf-8"))]
    if kind == "offices":
        return sorted(EXAMPLES.rglob("offices.yaml"))
    rules = {path: read(path.read_text(encoding="utf-8")) for path in rule_files(shipped_rulesets())}
    if kind == "measures":
        return [path for path, held in rules.items() if {"measures", "attributes"} & set(held)]
    key = {"ruleset": {"ruleset", "amends"}, "amendment": {"amends", "specialises"}}[kind]
    return [path for path, held in rules.items() if key & set(held)]


@pytest.mark.slow
@pytest.mark.parametrize("kind", FILES)
def test_what_is_shipped_is_valid_with_the_names_of_the_library(kind: str) -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMAS[kind])
    paths = files_of(kind)
    assert paths
    found = {path.name: errors(kind, path.read_text(encoding="utf-8"))[:2] for path in paths}
    assert {name: each for name, each in found.items() if each} == {}


RULES = """\
ruleset: vi-du/xa
version: 2024-01-01
title: Xã
applies_to: commune
instrument: {number: 1/QĐ}
criteria:
  - code: "1"
    name: Một
    applies_when: {attribute: area_class, one_of: [II, III]}
    measure: clean_water_households
    at_least: {by: region, red_river_delta: 90, otherwise: 80}
    provenance: {status: recalled}
  - {code: "2", name: Hai, measure: coach_station_class, at_least: class_ii, provenance: {status: recalled}}
  - {code: "3", name: Ba, attained: vn/commune-ntm, provenance: {status: recalled}}
"""


@pytest.mark.parametrize(
    ("written", "other"),
    [
        ("measure: clean_water_households", "measure: clean_watr_households"),
        ("attribute: area_class", "attribute: area_clas"),
        ("[II, III]", "[II, IV]"),
        ("red_river_delta:", "red_rivr_delta:"),
        ("by: region", "by: regoin"),
        ("at_least: class_ii", "at_least: class_nine"),
        ("attained: vn/commune-ntm", "attained: vn/comune-ntm"),
        ("applies_to: commune", "applies_to: comune"),
    ],
)
def test_a_name_that_the_library_does_not_have_is_refused(written: str, other: str) -> None:
    assert written in RULES
    assert errors("ruleset", RULES) == []
    assert errors("ruleset", RULES.replace(written, other))


def test_a_new_measure_and_a_new_ruleset_may_have_any_name() -> None:
    assert errors("measures", "measures: {moi: {name: Mới, derive: {sum: [khac, clean_water_households]}}}") == []
    assert errors("ruleset", RULES.replace("vi-du/xa", "vi-du/khac")) == []


CASES = """\
cases_for: vn/civilised-township
cases:
  - name: Một
    given: {attributes: {area_class: II}, facts: {clean_water_households: 99.9}}
    expect: {"3.3": not_attained}
"""


@pytest.mark.parametrize(("written", "other"), [("clean_water", "clean_watr"), ("area_class: II", "area_class: IV")])
def test_cases_name_what_the_library_has(written: str, other: str) -> None:
    assert errors("cases", CASES) == []
    assert errors("cases", CASES.replace(written, other))


def test_a_dossier_names_what_the_library_has() -> None:
    dossier = "as_of: 2024-06-30\nrulesets: {commune: vn/commune-ntm}\n"
    assert errors("dossier", dossier) == []
    assert errors("dossier", dossier.replace("{commune", "{comune"))
    assert errors("dossier", dossier.replace("vn/commune-ntm", "vn/comune-ntm"))


def explained(schema: Any) -> Iterator[tuple[str, str]]:
    """Every key and every name in a schema, with what is said of it."""
    if isinstance(schema, list):
        for each in schema:
            yield from explained(each)
    if not isinstance(schema, dict):
        return
    if isinstance(held := schema.get("properties"), dict) and not set(schema) <= {"properties", "required"}:
        yield from ((name, each.get("description", "")) for name, each in held.items())
    yield from zip(schema.get("enum", ()), schema.get("enumDescriptions", ()), strict=False)
    for name, each in schema.items():
        if name != "if":
            yield from explained(each)


@pytest.mark.parametrize("kind", FILES)
def test_every_key_and_every_name_is_explained_in_both_languages(kind: str) -> None:
    found = list(explained(SCHEMAS[kind]))
    assert len(found) > 200
    assert {name for name, said in found if not all(part.strip() for part in said.partition(" / "))} == set()


def test_every_word_of_the_grammar_is_explained() -> None:
    assert {each for word in EXPLANATIONS for each in type(word)} == set(EXPLANATIONS)


def test_the_command_writes_a_schema_or_several_into_a_folder(tmp_path: Path) -> None:
    run = CliRunner().invoke
    assert json.loads(run(main, ["schema", "dossier"]).stdout) == SCHEMAS["dossier"]
    assert run(main, ["schema", "cases", "-o", str(tmp_path / "c.json")]).exit_code == 0
    assert json.loads((tmp_path / "c.json").read_text(encoding="utf-8")) == SCHEMAS["cases"]
    assert run(main, ["schema", *FILES, "-o", str(tmp_path)]).exit_code == 0
    assert {f"{each}.schema.json" for each in FILES} <= {path.name for path in tmp_path.iterdir()}
    assert run(main, ["schema", *FILES]).exit_code == 2
    assert run(main, ["schema", "rules"]).exit_code == 2

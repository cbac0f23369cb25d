"""The JSON Schema agrees with the structuring: what loads is valid, what the schema must refuse it refuses."""

import re
from pathlib import Path
from typing import Any

import pytest

from ntm_rules.language.diagnostics.mistakes import collecting
from ntm_rules.language.grammar.catalogues import CATALOGUE
from ntm_rules.language.grammar.conditions import COMMITMENTS, CONDITIONS
from ntm_rules.language.grammar.files import AMENDMENT, RULESET, SPECIALISATION
from ntm_rules.language.grammar.json_schema import catalogue_schema, json_schema
from ntm_rules.language.library import shipped_rulesets
from ntm_rules.language.yaml.source import read_file, read_text
from ntm_rules.language.yaml.tree import Node, PlacedMapping, PlacedSequence
from ntm_rules.model.ruleset import Commitment

jsonschema = pytest.importorskip("jsonschema")

HEAD = """\
ruleset: vn/test
version: 2024-01-01
title: Thử
applies_to: commune
instrument: {number: 1/QĐ}
"""
RULE = '{code: "1", name: Một, provenance: {status: recalled}, '


def _as_editors_read(node: Node | None) -> Any:
    """The tree as a reader of YAML 1.2, which editors use, gives it."""
    if isinstance(node, PlacedMapping):
        return {str(key): _as_editors_read(value) for key, value in node.items()}
    if isinstance(node, PlacedSequence):
        return [_as_editors_read(item) for item in node]
    if node is None or not node.plain:
        return node
    if node in ("true", "false"):
        return node == "true"
    if re.fullmatch(r"-?\d+", node):
        return int(node)
    return float(node) if re.fullmatch(r"-?\d+\.\d+", node) else str(node)


def _valid(schema: dict[str, Any], value: Any) -> bool:
    return bool(jsonschema.Draft202012Validator(schema).is_valid(value))


def _text(text: str) -> Any:
    with collecting() as mistakes:
        read = read_text(text, "f")
    assert not mistakes
    return _as_editors_read(read.root)


@pytest.mark.slow
@pytest.mark.parametrize("schema", [json_schema(), catalogue_schema()], ids=["ruleset", "catalogue"])
def test_it_is_a_schema(schema: dict[str, Any]) -> None:
    jsonschema.Draft202012Validator.check_schema(schema)
    named = set(re.findall(r"#/\$defs/(\w+)", str(schema)))
    assert named <= set(schema["$defs"])


def test_the_shipped_files_are_valid() -> None:
    paths = [path for path in sorted(shipped_rulesets().rglob("*.yaml")) if path.parent.name != "cases"]
    assert paths
    for path in paths:
        with collecting():
            value = _as_editors_read(read_file(path).root)
        schema = catalogue_schema() if {"measures", "attributes", "assurance"} & set(value) else json_schema()
        errors = [error.message for error in jsonschema.Draft202012Validator(schema).iter_errors(value)]
        assert not errors, f"{path}: {errors[:3]}"


@pytest.mark.parametrize(
    "condition",
    [
        "measure: m, at_least: 90",
        "measure: m, at_least: {by: region, north: 80, otherwise: unknown}",
        "measure: m, at_least: {by: year, 2024: 80}",
        "measure: m, at_least: {measure: m, of: province}",
        "measure: m, at_least: {delegated: province}",
        "measure: m, one_of: [1, 2]",
        "measure: m, required: yes",
        "measure: m, since: 2023-12-31, increased_by_at_least: 3",
        "attribute: region, equals: north",
        "all_of: [{criteria: all}]",
        "at_least_n: {n: 1, of: [{content: unknown}]}",
        "at_most_n: {n: 1, of: [{content: unknown}, {content: unknown}]}",
        'criteria: not_attained, share_at_least: 30, including_any_of: ["10"]',
        "members: commune, attained: vn/commune-ntm, share_at_least: 100",
        "members: commune, mean: {criteria_attained: vn/commune-ntm}, at_least: 3",
        'attained: "vn/commune-ntm#17.1"',
        "content: unknown",
        "criteria: attained, ruleset: vn/commune-ntm, since: 2023-12-31, increased_by_at_least: 3",
        "members: commune, only: [TD-BANBO], sum: {criteria_attained: vn/a, since: 2023-12-31}, at_least: 16",
        "measure: m, equals: {measure: other}",
    ],
)
def test_good_conditions(condition: str) -> None:
    assert _valid(json_schema(), _text(f"{HEAD}criteria:\n  - {RULE}{condition}}}\n"))
    assert _valid(json_schema(), _text(f"{HEAD}criteria:\n  - {RULE}any_of: [{{{condition}}}]}}\n"))


@pytest.mark.parametrize(
    "rule",
    [
        RULE + "measure: m, at_leest: 90}",
        RULE + "any_of: [{measure: m, at_leest: 90}]}",
        RULE + "any_of: [{measure: m, count_at_least: 90}]}",
        RULE + "any_of: []}",
        RULE + "content: something}",
        RULE.replace("recalled", "recaled") + "content: unknown}",
        RULE.replace('"1"', "1") + "content: unknown}",
        '{code: "1", name: Một, content: unknown}',
        RULE.rstrip(", ") + "}",
    ],
)
def test_bad_rules(rule: str) -> None:
    assert not _valid(json_schema(), _text(f"{HEAD}criteria:\n  - {rule}\n"))


AMENDMENT_HEAD = "amends: vn/test\nversion: 2024-03-01\ninstrument: {number: 2/QĐ}\n"
ASKED = "measure: m, at_least: 90, provenance: {status: recalled}"


@pytest.mark.parametrize(
    ("change", "good"),
    [
        (f'{{replace: "1.1", with: {{{ASKED}, commitment: strive, responsible: [Phòng]}}}}', True),
        (f"{{replace: recognition, with: {{{ASKED}}}}}", True),
        (f'{{insert: {RULE}indicators: [{{code: "1.1", name: x, {ASKED}}}]}}, after: "0"}}', True),
        (f'{{insert: {{code: "1.1", name: x, {ASKED}}}, in: "1"}}', True),
        (f"{{insert: {{code: maintenance, {ASKED}}}}}", True),
        ('{repeal: "1.1"}', True),
        ('{repeal: "1.1", in: "1"}', False),
        ('{replace: "1.1"}', False),
        (f'{{replace: "1.1", with: {{code: "1.1", {ASKED}}}}}', False),
        (f'{{replace: "1.1", with: {{{ASKED}, commitment: promise}}}}', False),
        (f'{{remove: "1.1", with: {{{ASKED}}}}}', False),
    ],
)
def test_changes(change: str, good: bool) -> None:
    assert _valid(json_schema(), _text(f"{AMENDMENT_HEAD}changes:\n  - {change}\n")) is good
    lower = AMENDMENT_HEAD.replace("amends: vn/test", "specialises: vn/test\nruleset: lai-chau/a\ntitle: A")
    assert _valid(json_schema(), _text(f"{lower}changes:\n  - {change}\n")) is good
    assert not _valid(json_schema(), _text(f"{AMENDMENT_HEAD}criteria: []\nchanges:\n  - {change}\n"))


def test_every_key_is_offered_and_described_in_both_languages() -> None:
    ruleset, catalogue = json_schema(), catalogue_schema()
    offered = {*RULESET.names, *AMENDMENT.names, *SPECIALISATION.names}
    assert set(ruleset["properties"]) == offered
    for name, form in (("ruleset", RULESET), ("amendment", AMENDMENT), ("specialisation", SPECIALISATION)):
        assert set(ruleset["$defs"][name]["properties"]) == set(form.names)
    assert set(ruleset["$defs"]["commitment"]["enum"]) == {each.value for each in Commitment}
    assert set(COMMITMENTS) == set(Commitment)
    assert set(catalogue["properties"]) == set(CATALOGUE.names)
    indicator = ruleset["$defs"]["indicator"]["properties"]
    assert {name for form in CONDITIONS.values() for name in form.names} <= set(indicator)
    for name, held in indicator.items():
        assert " / " in held["description"], name


def test_reading_a_rule_file_needs_nothing_heavy() -> None:
    import subprocess
    import sys

    code = "import sys; import ntm_rules.language.library; print(*sorted(sys.modules))"
    src = str(Path(__file__).parents[2] / "src")
    env = {"PYTHONPATH": src, "PATH": ""}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=env)
    loaded = {name.partition(".")[0] for name in done.stdout.split()}
    assert {"yaml", "cattrs"} <= loaded
    assert not loaded & {"babel", "openpyxl", "rich", "click", "polars", "pandas", "durable_rules_engine", "hypothesis"}

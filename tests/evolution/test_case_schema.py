"""The JSON Schema of case files agrees with the reading: what is read is valid, what is not a case file is not."""

import re
from pathlib import Path
from typing import Any

import pytest

import ntm_rules
from ntm_rules.evolution.cases.grammar import ABOVE, CASE, CASE_FILE, EXPECTED, GIVEN, MEMBER
from ntm_rules.evolution.cases.json_schema import case_schema
from ntm_rules.evolution.cases.locations import case_files
from ntm_rules.evolution.cases.reading.cases import cases_from_text
from ntm_rules.language.diagnostics.mistakes import collecting
from ntm_rules.language.library import shipped_rulesets
from ntm_rules.language.yaml.source import read_file, read_text
from ntm_rules.language.yaml.tree import Node, PlacedMapping, PlacedSequence
from ntm_rules.model.library import Library
from ntm_rules.model.problem import CasesError

jsonschema = pytest.importorskip("jsonschema")
SHIPPED = case_files([shipped_rulesets()])[0]


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


def _errors(text: str) -> list[str]:
    with collecting() as mistakes:
        value = _as_editors_read(read_text(text, "f").root)
    assert not mistakes
    return [error.message for error in jsonschema.Draft202012Validator(case_schema()).iter_errors(value)]


def test_it_is_a_schema_and_public() -> None:
    schema = ntm_rules.case_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    assert set(re.findall(r"#/\$defs/(\w+)", str(schema))) <= set(schema["$defs"])


def test_every_key_is_in_it() -> None:
    text = str(case_schema())
    for form in (CASE_FILE, CASE, GIVEN, MEMBER, ABOVE, EXPECTED):
        for name in form.names:
            assert f"'{name}': {{'description'" in text


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: f"{path.parts[-3]}/{path.name}")
def test_the_shipped_files_are_valid(path: Path) -> None:
    with collecting():
        value = _as_editors_read(read_file(path).root)
    assert [error.message for error in jsonschema.Draft202012Validator(case_schema()).iter_errors(value)] == []


GOOD = """\
cases_for: vn/district
as_of: 2024-12-31
given: {attributes: {region: delta}}
cases:
  - name: {vi: Một, en: One}
    as_of: 2024-12-31
    given:
      facts: {income: {2023-12-31: 41, 2024-12-31: [44, 44.5]}, works: met, houses: [0, 1], order: không áp dụng}
      attestations: {"1": met, "2": {2023-12-31: not_met}}
      above: [{kind: province, facts: {income: 50}, attributes: {language: x}}]
      members:
        - {kind: commune, count: 3, facts: {water: 3}, members: [{kind: village}]}
        - {kind: commune, code: BB}
    expect:
      "1": attained
      "2": {outcome: đạt, gap: 1.5, reason: compared}
      "3": {outcome: "?", gap: 100/3}
      recognition: "?"
"""


def test_what_is_read_is_valid(case_library: Library) -> None:
    assert len(cases_from_text(GOOD, case_library)) == 1
    assert _errors(GOOD) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("cases_for: vn/district\n", ""),
        ("vn/district", "Huyện"),
        ("as_of: 2024-12-31\ng", "as_of: 31/12/2024\ng"),
        ("\ngiven:", "\ngivne:"),
        ("attributes: {region: delta}", "attributes: {region: [delta]}"),
        ("{vi: Một, en: One}", "{en: One}"),
        ("2023-12-31: 41", "hôm qua: 41"),
        ("[44, 44.5]", "[]"),
        ("{kind: village}", "{knd: village}"),
        ("count: 3", "count: 0"),
        ("count: 3", "count: ba"),
        ('"1": attained', '"1": atained'),
        ("reason: compared", "reason: comparred"),
        ("gap: 1.5", "gap: much"),
        ("outcome: đạt, ", ""),
        ("{kind: province, ", "{kind: province, count: 2, "),
    ],
)
def test_what_is_wrong_is_wrong_to_both(old: str, new: str, case_library: Library) -> None:
    assert old in GOOD
    text = GOOD.replace(old, new, 1)
    with pytest.raises(CasesError):
        cases_from_text(text, case_library)
    assert _errors(text)

"""The examples of `docs/language.md` pass `check`, and between them have every key of every form."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from language_document import EXAMPLES, DocumentedForm, documented_forms, families

from ntm_rules.evolution.cases.reading.cases import check_cases
from ntm_rules.exchange.diagnostics.mistakes import Mistakes
from ntm_rules.exchange.dossier.rulesets import dossier_rulesets
from ntm_rules.exchange.dossier.settings import read_settings
from ntm_rules.language.diagnostics.mistakes import collecting
from ntm_rules.language.grammar.conditions import CONDITION_KEYS
from ntm_rules.language.grammar.files import CHANGE_KEYS, CRITERION, RULESET
from ntm_rules.language.library import load_library, overlaid
from ntm_rules.language.yaml.source import read_text
from ntm_rules.language.yaml.tree import Node, PlacedMapping, PlacedSequence
from ntm_rules.model.problem import Diagnostic, Severity

FORMS = documented_forms()
OF_RULES = [each for each in FORMS if each.group not in ("case_files", "dossiers")]
OF_CASES = [each for each in FORMS if each.group == "case_files"]
OF_DOSSIERS = [each for each in FORMS if each.group == "dossiers"]
"""The forms of one kind of file each."""
INSTRUMENT = "instrument: {number: 01/2024/QĐ-UBND}\n"
HEAD = "ruleset: vi-du/{}\nversion: 2024-01-01\ntitle: Ví dụ\napplies_to: district\n"
CRITERIA = "criteria:\n" + "".join(
    f'  - {{code: "{code}", name: Tiêu chí, content: unknown, provenance: {{status: unknown}}}}\n' for code in "34567"
)
AMENDED = f"""{CRITERIA}\
  - code: "9"
    name: An ninh
    provenance: {{status: unknown}}
    indicators:
      - {{code: "9.1", name: Một, content: unknown, provenance: {{status: unknown}}}}
      - {{code: "9.2", name: Hai, content: unknown, provenance: {{status: unknown}}}}
      - {{code: "9.3", name: Ba, content: unknown, provenance: {{status: unknown}}}}
"""


def ids(forms: list[DocumentedForm]) -> list[str]:
    return [f"{each.group}-{each.name}" for each in forms]


def parsed(text: str) -> Node:
    with collecting() as mistakes:
        root = read_text(text, "example.yaml").root
    assert not mistakes
    assert root is not None
    return root


def keys_in(node: Node | None) -> Iterator[str]:
    match node:
        case PlacedMapping():
            for key, value in node.items():
                yield str(key)
                yield from keys_in(value)
        case PlacedSequence():
            for each in node:
                yield from keys_in(each)


def indented(text: str, first: str) -> str:
    return first + text.rstrip("\n").replace("\n", "\n" + " " * len(first)) + "\n"


OF_RULESETS = {*RULESET.names} - {*CRITERION.names, *CONDITION_KEYS}
"""Keys that stand beside the criteria, and in no rule."""


def whole(text: str, name: str) -> str:
    """The rule file that an example is, or is a part of: a ruleset for districts, or an amendment of one."""
    root = parsed(text)
    assert isinstance(root, PlacedMapping)
    own = {str(key) for key in root}
    if own & {"amends", "specialises", "measures", "attributes"} or {"ruleset", "version"} <= own:
        return text
    if own & set(CHANGE_KEYS) - set(CONDITION_KEYS):
        return f"amends: vi-du/{name}\nversion: 2024-07-01\n{INSTRUMENT}changes:\n" + indented(text, "  - ")
    # A rule that cites an instrument is not the heading that declares it.
    declares = "instrument" in own and "code" not in own
    head = HEAD.format(name) + ("" if declares else INSTRUMENT)
    if declares or ("code" not in own and own & OF_RULESETS):
        return head + text + ("" if "criteria" in own else CRITERIA)
    known = "unknown" if "content" in own else "recalled"
    missing = {"code": '"8"', "name": "Ví dụ", "provenance": f"{{status: {known}}}"}
    rule = "".join(f"{key}: {value}\n" for key, value in missing.items() if key not in own) + text
    if "contents" in own:
        above = '  - code: "8"\n    name: Ví dụ\n    provenance: {status: recalled}\n    indicators:\n'
        return head + CRITERIA + above + indented(rule, "      - ")
    return head + CRITERIA + indented(rule, "  - ")


def with_other_operators(each: DocumentedForm) -> Iterator[tuple[str, str]]:
    """The example with each operator that its keys know, in place of the one that it has."""
    text = each.example.read_text(encoding="utf-8")
    used = set(keys_in(parsed(text)))
    for family in families(each.form.keys):
        names = [key.name for key in family]
        there = next((name for name in names if name in used), "")
        for name in names:
            if there and name != there:
                yield f"{name}-", re.sub(rf"\b{there}:", f"{name}:", text, count=1)


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Diagnostic]]:
    """What `check` finds in all rule files that the examples make, by their name: read together, for reading takes a second."""
    folder, found = tmp_path_factory.mktemp("examples"), dict[str, list[Diagnostic]]()
    for each in OF_RULES:
        for prefix, text in (("", each.example.read_text(encoding="utf-8")), *with_other_operators(each)):
            name = f"{prefix}{each.group}-{each.name}"
            found[name] = []
            own = name.replace("_", "-")
            made = whole(text, own)
            (folder / f"{name}.yaml").write_text(made, encoding="utf-8")
            if made.startswith("amends: vi-du/"):
                (folder / f"{name}-before.yaml").write_text(HEAD.format(own) + INSTRUMENT + AMENDED, encoding="utf-8")
    for one in overlaid(sorted(folder.iterdir())).diagnostics:
        assert one.place is not None
        found.setdefault(Path(one.place.file).stem, []).append(one)
    return found


@pytest.mark.parametrize("each", OF_RULES, ids=ids(OF_RULES))
def test_an_example_of_a_rule_file_is_without_findings(
    each: DocumentedForm, found: dict[str, list[Diagnostic]]
) -> None:
    name = f"{each.group}-{each.name}"
    assert [one.render("en") for one in found[name]] == []
    others = [one for other in found if other.endswith(f"--{name}") for one in found[other]]
    assert [one.render("en") for one in others if one.severity is Severity.ERROR] == []


@pytest.mark.slow
@pytest.mark.parametrize("each", OF_CASES, ids=ids(OF_CASES))
def test_an_example_of_cases_is_without_findings(each: DocumentedForm) -> None:
    assert check_cases([each.example], load_library()) == []


@pytest.mark.slow
@pytest.mark.parametrize("each", OF_DOSSIERS, ids=ids(OF_DOSSIERS))
def test_an_example_of_a_dossier_is_without_findings(each: DocumentedForm, tmp_path: Path) -> None:
    text = each.example.read_text(encoding="utf-8")
    (tmp_path / "dossier.yaml").write_text(text, encoding="utf-8")
    for name in re.findall(r"[\w-]+\.(?:csv|xlsx)", text):
        (tmp_path / name).touch()
    rules = EXAMPLES / "files" / "ruleset.yaml"
    (tmp_path / "rulesets").mkdir()
    (tmp_path / "rulesets" / "huyen.yaml").write_text(rules.read_text(encoding="utf-8"), encoding="utf-8")
    mistakes = Mistakes()
    assert read_settings(tmp_path, load_library(over=dossier_rulesets(tmp_path)), mistakes) is not None
    assert (mistakes.errors, mistakes.remarks) == ((), ())


@pytest.mark.parametrize("each", FORMS, ids=ids(FORMS))
def test_an_example_has_every_key_or_one_that_differs_by_its_operator(each: DocumentedForm) -> None:
    used = set(keys_in(parsed(each.example.read_text(encoding="utf-8"))))
    # A heading has one of the two.
    used |= {"instrument", "instruments"} if used & {"instrument", "instruments"} and "version" in used else set()
    assert [names for family in families(each.form.keys) if not used & (names := {key.name for key in family})] == []

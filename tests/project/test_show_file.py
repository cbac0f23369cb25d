"""`show` takes a file: a version of a ruleset, what an amendment results in, a catalogue; other files are told."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from ntm_rules.cli import main
from ntm_rules.language.library import load_library, rule_files, shipped_rulesets
from ntm_rules.model.measure import Attribute, Measure
from ntm_rules.model.text import Language

RULESETS = shipped_rulesets()
COMMUNE = RULESETS / "vn" / "commune-ntm"


def call(*words: str) -> Result:
    return CliRunner().invoke(main, ["show", *words], catch_exceptions=False)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("file", "name"),
    [("2022-03-08.yaml", "vn/commune-ntm@2022-06-01"), ("2024-03-01.yaml", "vn/commune-ntm@2024-03-03")],
)
def test_a_rule_file_is_shown_as_its_version_is(file: str, name: str) -> None:
    shown = call(str(COMMUNE / file), "--lang", "vi")
    assert (shown.exit_code, shown.stdout) == (0, call(name, "--lang", "vi").stdout)
    assert call(f"{COMMUNE / file}#17.1").stdout == call(f"{name}#17.1").stdout


@pytest.mark.slow
def test_a_draft_that_names_measures_of_its_project_is_shown_with_them(tmp_path: Path) -> None:
    rules = tmp_path / "rulesets" / "vi-du" / "xa" / "2024-01-01.yaml"
    rules.parent.mkdir(parents=True)
    measures = tmp_path / "rulesets" / "measures" / "a.yaml"
    measures.parent.mkdir()
    measures.write_text("measures: {vi_du_nuoc: {name: {vi: Nước, en: Water}, maximum: 100}}\n", encoding="utf-8")
    rules.write_text(
        "ruleset: vi-du/xa\nversion: 2024-01-01\ntitle: Xã\napplies_to: commune\ninstrument: {number: 1/QĐ}\ncriteria:\n"
        '  - {code: "1", name: Một, measure: vi_du_nuoc, at_least: 90, provenance: {status: recalled}}\n',
        encoding="utf-8",
    )
    assert "Water: at least 90" in call(str(rules), "--lang", "en").stdout
    assert call(str(measures), "--lang", "en").stdout.splitlines()[2] == "vi_du_nuoc  Water"
    both = call(str(tmp_path / "rulesets"), "--lang", "en")
    assert "vi_du_nuoc  Water" in both.stdout
    assert "Water: at least 90" in both.stdout
    rules.write_text(rules.read_text(encoding="utf-8").replace("vi_du_nuoc", "vi_du_nuocc"), encoding="utf-8")
    refused = call(str(rules))
    assert refused.exit_code == 2
    assert "vi_du_nuoc" in refused.stderr


@pytest.mark.slow
@pytest.mark.parametrize(
    "path", [each for each in rule_files(RULESETS) if each.parent.name == "measures" and each.stem != "assurance"]
)
def test_a_catalogue_is_shown_with_every_measure_and_attribute(path: Path) -> None:
    library = load_library()
    entries: list[Measure | Attribute] = [*library.measures.values(), *library.attributes.values()]
    own = [each for each in entries if each.place is not None and each.place.file == str(path)]
    assert own
    languages: tuple[Language, ...] = ("vi", "en")
    for language in languages:
        shown = call(str(path), "--lang", language)
        assert shown.exit_code == 0
        assert all(
            f"{each.id}  {each.name.in_language(language)}" in " ".join(shown.stdout.split("\n  ")) for each in own
        )


@pytest.mark.parametrize(
    ("named", "said"),
    [
        (str(COMMUNE / "cases" / "recognition.yaml"), "ntm-rules test"),
        (str(Path(__file__).parents[2] / "examples" / "tam-duong-2024" / "dossier.yaml"), "ntm-rules assess"),
        ("nosuch.yaml", "no such file: nosuch.yaml"),
        ("nosuch.yaml#1", "no such file: nosuch.yaml"),
        (f"{COMMUNE / '2022-03-08.yaml'}#99", "there is no rule '99'"),
        ("vn/nosuch", "there is no ruleset"),
        ("vn/commune-ntm@soon", "RULESET[@DATE][#CODE]"),
    ],
)
def test_what_cannot_be_shown_is_told(named: str, said: str) -> None:
    refused = call(named, "--lang", "en")
    assert refused.exit_code == 2
    assert said in refused.stderr

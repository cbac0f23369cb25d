"""A dossier says where its rulesets are: every command that takes it finds them, and what is no such folder is told."""

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import ntm_rules as ntm
from ntm_rules.cli import main

RULES = """\
ruleset: vi-du/xa
version: 2024-01-01
title: Xã ví dụ
applies_to: commune
instrument: {number: 1/QĐ}
recognition: {criteria: all, provenance: {status: recalled}}
criteria:
  - {code: "1", name: Nước, measure: vi_du_nuoc, at_least: 90, provenance: {status: recalled}}
"""
MEASURES = 'measures: {vi_du_nuoc: {name: Nước, unit: "%", maximum: 100}}\n'
WHOLE = "rulesets: ../rulesets"


@pytest.fixture
def dossier(tmp_path: Path) -> Path:
    """The folder of a dossier beside one of rule files."""
    for name, text in {
        "rulesets/vi-du/xa/2024-01-01.yaml": RULES,
        "rulesets/measures/vi-du.yaml": MEASURES,
        "ho-so/units.csv": "code,name,kind\nA,Xã A,commune\n",
        "ho-so/facts.csv": "unit,measure,value,as_of\nA,vi_du_nuoc,95,2024-05-31\n",
    }.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return settled(tmp_path / "ho-so", WHOLE)


def settled(folder: Path, rulesets: str) -> Path:
    (folder / "dossier.yaml").write_text(f"as_of: 2024-06-30\n{rulesets}\n", encoding="utf-8")
    return folder


def call(*words: str) -> Result:
    return CliRunner().invoke(main, list(words), catch_exceptions=False)


@pytest.mark.slow
@pytest.mark.parametrize(
    "written",
    [
        WHOLE,
        "rulesets: [../rulesets]",
        "rulesets: {commune: vi-du/xa}\nrulesets_in: ../rulesets",
        "rulesets: {commune: [vi-du/xa]}\nrulesets_in: [../rulesets/vi-du, ../rulesets/measures]",
    ],
)
def test_every_command_that_takes_a_dossier_finds_its_rulesets(written: str, dossier: Path) -> None:
    folder = str(settled(dossier, written))
    changed = dossier.parent / "moi.yaml"
    changed.write_text(RULES.replace("at_least: 90", "at_least: 99"), encoding="utf-8")
    for words, code, said in (
        (("assess", folder), 0, "Xã ví dụ"),
        (("explain", folder, "A", "1"), 0, "95%"),
        (("check", folder), 0, ""),
        (("snapshot", folder), 0, "vi-du/xa"),
        (("impact", "vi-du/xa", str(changed), folder), 1, "Xã A"),
    ):
        done = call(*words)
        assert (done.exit_code, words) == (code, words), done.output
        assert said in done.output


@pytest.mark.slow
@pytest.mark.parametrize("written", [WHOLE, "rulesets: ../rulesets/vi-du"])
def test_rulesets_laid_over_those_of_a_dossier_judge_in_their_place(written: str, dossier: Path) -> None:
    """An officer copies the folder, changes a threshold, and asks what would be: nothing of the folder itself is left."""
    copy = dossier.parent / "thu"
    shutil.copytree(dossier.parent / "rulesets", copy)
    (copy / "vi-du/xa/2024-01-01.yaml").write_text(RULES.replace("at_least: 90", "at_least: 99"), encoding="utf-8")
    done = call("assess", str(settled(dossier, written)), "--with", str(copy))
    assert (done.exit_code, "Chưa đủ điều kiện" in done.output) == (0, True)


def test_mistakes_in_its_rulesets_are_found_with_it(dossier: Path) -> None:
    rules = dossier.parent / "rulesets" / "vi-du" / "xa" / "2024-01-01.yaml"
    rules.write_text(RULES.replace("vi_du_nuoc", "vi_du_nuocc"), encoding="utf-8")
    for words in (("check", str(dossier)), ("assess", str(dossier))):
        done = call(*words)
        assert done.exit_code in (1, 2)
        assert "vi_du_nuocc" in done.output


@pytest.mark.parametrize(
    ("written", "code", "said"),
    [
        ("rulesets: ../ruleset", "NTM654", "tương đối từ hồ sơ"),
        ("rulesets: vn/commune-ntm", "NTM654", "rulesets: {commune: vn/commune-ntm}"),
        ("rulesets: /etc", "NTM654", "/etc"),
        ("rulesets: C:\\rules", "NTM654", "rules"),
        ("rulesets: [[a]]", "NTM584", "thư mục"),
        ("rulesets: []", "NTM584", "thư mục"),
        ("rulesets: .", "NTM655", "load_library"),
        ("rulesets: {commune: vn/commune-ntm}\nrulesets_in: {a: b}", "NTM584", "rulesets_in"),
        ("rulesets: {commune: vn/commune-ntm}\nrulesets_in: a/b", "NTM654", "a/b"),
        ("rulesets: {commune: vi-du/xa}", "NTM565", "vi-du/xa"),
    ],
)
def test_what_is_no_folder_of_rulesets_is_told(written: str, code: str, said: str, dossier: Path) -> None:
    settled(dossier, written)
    with pytest.raises(ntm.FactsError) as caught:
        ntm.read_dossier(dossier, ntm.load_library())
    [found] = [each for each in caught.value.diagnostics if each.code == code]
    assert said in found.render("vi")


@pytest.mark.slow
def test_in_python_they_are_laid_over_the_library(dossier: Path) -> None:
    with pytest.raises(ntm.FactsError, match="NTM655"):
        ntm.read_dossier(dossier, ntm.load_library())
    library = ntm.load_library(over=ntm.dossier_rulesets(dossier))
    read = ntm.read_dossier(dossier, library)
    assert dict(read.rulesets) == {"commune": ("vi-du/xa",)}
    assert ntm.dossier_rulesets(dossier / "dossier.yaml") == ntm.dossier_rulesets(dossier)
    assert ntm.dossier_rulesets(dossier.parent) == ()


def test_a_ruleset_that_is_not_in_force_judges_nothing(dossier: Path) -> None:
    (dossier / "dossier.yaml").write_text("as_of: 2023-06-30\nrulesets: ../rulesets\n", encoding="utf-8")
    assert call("assess", str(dossier)).exit_code == 2

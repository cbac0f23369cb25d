"""The command `check` on one file, on a part of a folder of rules, and on tables with one mistake in hundreds of rows."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from ntm_rules.cli import main
from ntm_rules.diagnostic_codes import REGISTRY

ROOT = Path(__file__).parents[2]

pytestmark = pytest.mark.slow

MEASURES = "measures:\n  duong: {name: Đường, unit: '%', decimals: 1, minimum: 0, maximum: 100}\n"
RULES = """\
ruleset: t/xa
version: 2024-01-01
title: Xã
applies_to: commune
instrument: {number: 1/QĐ}
recognition: {criteria: all, provenance: {status: recalled}}
criteria: [{code: "1", name: Đường, measure: duong, at_least: 80, provenance: {status: recalled}}]
"""
AMENDMENT = """\
amends: t/xa
version: 2025-01-01
instrument: {number: 2/QĐ}
changes: [{replace: "1", with: {measure: duong, at_least: 90, provenance: {status: recalled}}}]
"""
CASES = """\
cases_for: t/xa
as_of: 2024-03-31
cases: [{name: Đạt, given: {facts: {duong: 85}}, expect: {"1": đạt}}]
"""
WRONG = RULES.replace("measure: duong", "measure: duongg")


def call(*words: str) -> Result:
    return CliRunner().invoke(main, list(words), catch_exceptions=False)


def _project(folder: Path, name: str = "rulesets", rules: str = RULES) -> Path:
    home = folder / name
    for path, text in {
        "measures/m.yaml": MEASURES,
        "t/xa/2024-01-01.yaml": rules,
        "t/xa/2025-01-01.yaml": AMENDMENT,
        "t/xa/cases/a.yaml": CASES,
    }.items():
        (home / path).parent.mkdir(parents=True, exist_ok=True)
        (home / path).write_text(text, encoding="utf-8")
    return home


@pytest.mark.parametrize("name", ["rulesets", "quy-tac"])
@pytest.mark.parametrize(
    "part", ["", "t", "t/xa", "t/xa/2024-01-01.yaml", "t/xa/2025-01-01.yaml", "measures/m.yaml", "t/xa/cases"]
)
def test_a_part_is_checked_with_what_it_belongs_to(name: str, part: str, tmp_path: Path) -> None:
    home = _project(tmp_path, name)
    if name != "rulesets" and part == "t/xa/cases":
        pytest.skip("cases alone find their rules by a folder named rulesets")
    done = call("check", str(home / part), "--lang", "en")
    assert (done.exit_code, done.stdout, done.stderr) == (0, "No errors or warnings\n", "")


@pytest.mark.parametrize("part", ["t/xa", "t/xa/2024-01-01.yaml", ""])
def test_a_mistake_in_a_part_is_told_once(part: str, tmp_path: Path) -> None:
    home = _project(tmp_path, rules=WRONG)
    done = call("check", str(home / part), "--lang", "en")
    assert done.exit_code == 1
    assert done.stdout.count("[NTM301]") == 1
    assert "nearest known measure: duong" in done.stdout


def test_a_mistake_beside_the_part_is_not_told(tmp_path: Path) -> None:
    home = _project(tmp_path)
    (home / "t/xa/2023-01-01.yaml").write_text(WRONG.replace("2024-01-01", "2023-01-01"), encoding="utf-8")
    assert call("check", str(home / "t/xa/2024-01-01.yaml")).exit_code == 0
    assert call("check", str(home / "t/xa")).exit_code == 1


def _dossier(folder: Path, rows: list[str]) -> Path:
    folder.mkdir()
    units = "".join(f"X{number},Xã {number},commune\n" for number in range(300))
    (folder / "dossier.yaml").write_text("as_of: 2024-06-30\nrulesets: {commune: t/xa}\n", encoding="utf-8")
    (folder / "units.csv").write_text(f"code,name,kind\n{units}", encoding="utf-8")
    (folder / "facts.csv").write_text("\n".join(["unit,measure,value,as_of", *rows]) + "\n", encoding="utf-8")
    return folder


def test_the_same_mistake_in_hundreds_of_rows_is_one(tmp_path: Path) -> None:
    dossier = _dossier(tmp_path / "d", [f"X{number},duongg,85,2024-03-31" for number in range(300)])
    done = call("check", str(_project(tmp_path)), str(dossier), "--lang", "en")
    assert done.exit_code == 1
    assert done.stdout.count("[NTM") == 1
    assert "(300 times, first in lines 2, 3, 4)" in done.stdout
    assert done.stdout.startswith("1 error\n")


def test_different_mistakes_are_all_told(tmp_path: Path) -> None:
    rows = [f"X{number},{'duong' if number % 7 else f'khac_{number}'},85,2024-03-31" for number in range(30)]
    done = call("check", str(_project(tmp_path)), str(_dossier(tmp_path / "d", rows)), "--lang", "en")
    assert done.stdout.count("[NTM562]") == 5


@pytest.mark.parametrize(
    ("form", "name", "told"),
    [
        ("csv", "o.xlsx", ".csv"),
        ("text", "o.xlsx", ".txt"),
        ("text", "O.XLSX", ".txt"),
        ("json", "o.csv", "--format csv"),
        ("text", "o.pdf", ".txt"),
        ("csv", "o.csv", ""),
        ("text", "o.txt", ""),
        ("text", "o", ""),
        ("json", "o.json", ""),
    ],
)
def test_a_name_says_what_is_written(form: str, name: str, told: str, tmp_path: Path) -> None:
    home, output = _project(tmp_path), tmp_path / name
    dossier = _dossier(tmp_path / "d", ["X1,duong,85,2024-03-31"])
    done = call("assess", str(dossier), "--with", str(home), "--format", form, "-o", str(output))
    assert done.exit_code == (2 if told else 0)
    assert output.exists() is not bool(told)
    assert told in done.stderr


def test_diagnostic_says_what_a_code_means() -> None:
    for asked in ("NTM301", "ntm301", "301", "[NTM301]"):
        done = CliRunner().invoke(main, ["diagnostic", asked], catch_exceptions=False)
        assert done.exit_code == 0
        assert "không có chỉ số" in done.output
        assert "unknown measure" in done.output
        assert "Đúng / right" in done.output
    assert "unknown" not in CliRunner().invoke(main, ["diagnostic", "NTM301", "--lang", "vi"]).output
    every = json.loads(CliRunner().invoke(main, ["diagnostic", "--format", "json"]).output)
    assert [each["code"] for each in every] == list(REGISTRY)
    wrong = CliRunner().invoke(main, ["diagnostic", "NTM3O1"])
    assert wrong.exit_code == 2
    assert "there is no code" in wrong.stderr


def test_json_has_what_a_finding_is_made_of(tmp_path: Path) -> None:
    """A tool needs no words: the rule, the measure by its id, the value, and the suggestion; the words in both languages."""
    rules = ROOT / "rulesets" / "vn" / "civilised-township" / "2022-04-15.yaml"
    text = rules.read_text("utf-8")
    place = text.index("clean_water_households")
    text = text[:place] + text[place:].replace("at_least: 100", "at_least: 120", 1)
    path = tmp_path / "rules.yaml"
    path.write_text(text.replace("residents_satisfied", "residents_satisfed", 1), "utf-8")
    found = {
        one["code"]: one
        for one in json.loads(CliRunner().invoke(main, ["check", str(path), "--format", "json"]).output)
    }
    assert found["NTM401"]["fields"] == {
        "rule": "vn/civilised-township#3.3",
        "value": "120",
        "measure": "clean_water_households",
        "bounds": {"vi": "từ 0 đến 100%", "en": "0 to 100%"},
    }
    assert found["NTM301"]["fields"]["rule"] == "vn/civilised-township#recognition"
    assert found["NTM301"]["fields"]["suggestion"] == "residents_satisfied"
    assert all(one["message"]["vi"] and one["message"]["en"] for one in found.values())

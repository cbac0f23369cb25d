"""The command line: what it prints, and how it exits."""

import csv
import io
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from ntm_rules.cli import main

ROOT = Path(__file__).parents[2]
DOSSIER = str(ROOT / "examples" / "tam-duong-2024")
TOWN = "Thị trấn Tam Đường"


def call(*words: str) -> Result:
    return CliRunner().invoke(main, list(words), catch_exceptions=False)


def test_list_names_each_version() -> None:
    done = call("list")
    assert done.exit_code == 0
    assert "vn/civilised-township" in done.stdout
    assert "15/04/2022" in done.stdout


def test_show_speaks_both_languages() -> None:
    done = call("show", "vn/civilised-township#3.3")
    assert done.exit_code == 0
    assert "từ 100 % trở lên" in done.stdout
    assert "at least 100 %" in done.stdout
    assert "Kế hoạch 2024, II.12 (3.3)" in done.stdout


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ("vn/civilised-townshp", "Ý bạn là vn/civilised-township?"),
        ("vn/civilised-township@2020-01-01", "2022-04-15"),
        ("vn/civilised-township#99", "'99'"),
        ("vn/civilised-township@2024-13-45", "YYYY-MM-DD"),
    ],
)
def test_show_of_what_is_not_there_exits_with_2(rule: str, said: str) -> None:
    done = call("show", rule, "--lang", "vi")
    assert done.exit_code == 2
    assert said in done.stderr
    assert done.stdout == ""


@pytest.mark.parametrize(
    ("day", "verdict", "count"),
    [("2024-03-31", "CHƯA ĐẠT", "2/9"), ("2024-06-30", "CHƯA ĐẠT", "8/9"), ("2024-12-31", "ĐẠT", "9/9")],
)
def test_assess_at_three_dates(day: str, verdict: str, count: str) -> None:
    done = call("assess", DOSSIER, "--as-of", day)
    assert done.exit_code == 0
    assert f"{verdict}: {count} tiêu chí" in done.stdout


def test_assess_as_json_has_an_object_for_each_decision() -> None:
    done = call("assess", DOSSIER, "--as-of", "2024-03-31", "--format", "json")
    [decision] = json.loads(done.stdout)
    assert {"unit", "rule", "version", "as_of", "outcome", "reasons", "children"} <= decision.keys()
    assert decision["outcome"] == "not_attained"
    assert decision["version"] == "2022-04-15"
    assert len(decision["children"]) == 9
    [water] = [
        indicator
        for criterion in decision["children"]
        for indicator in criterion["children"]
        if indicator["rule"] == "vn/civilised-township#3.3"
    ]
    [reason] = water["reasons"]
    assert (reason["observed"], reason["required"], reason["gap"]) == ("99.9", "100", "0.1")


def test_assess_as_csv_has_a_row_for_each_reason(tmp_path: Path) -> None:
    target = tmp_path / "out.csv"
    done = call("assess", DOSSIER, "--as-of", "2024-03-31", "--format", "csv", "--lang", "en", "-o", str(target))
    assert done.exit_code == 0
    assert target.read_bytes().startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(target.read_text(encoding="utf-8-sig"))))
    assert any("99.9" in row.values() and "0.1" in row.values() for row in rows)


def test_explain_takes_a_code_or_a_rule_key() -> None:
    by_code = call("explain", DOSSIER, TOWN, "3.3", "--as-of", "2024-03-31", "--lang", "en")
    by_key = call("explain", DOSSIER, TOWN, "vn/civilised-township#3.3", "--as-of", "2024-03-31", "--lang", "en")
    assert by_code.exit_code == by_key.exit_code == 0
    assert by_code.stdout == by_key.stdout
    assert "short by 0.1 percentage points" in by_code.stdout


@pytest.mark.parametrize(
    "words",
    [
        ("assess", "no-such-folder"),
        ("assess", DOSSIER, "--as-of", "2020-01-01"),
        ("assess", DOSSIER, "--as-of", "hôm nay"),
        ("assess", DOSSIER, "--unit", "Xã Không Có"),
        ("explain", DOSSIER, TOWN, "99"),
        ("explain", DOSSIER, "Tỉnh Lai Châu", "3.3"),
        ("explain", DOSSIER, TOWN, "vn/khong-co#1"),
        ("check", "no-such-file.yaml"),
    ],
)
def test_unusable_input_exits_with_2_and_says_so_on_stderr(words: tuple[str, ...]) -> None:
    done = call(*words)
    assert done.exit_code == 2
    assert done.stderr.strip()
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


BAD = """\
ruleset: vn/sai
version: 2024-01-01
title: Sai
applies_to: township
instrument: {number: "1"}
criteria:
  - code: 3.10
    name: Một
    provenance: {status: plan, cite: x}
    measure: clean_water_houshold
    at_least: 100
"""


def test_check_reports_everything_at_once_with_places(tmp_path: Path) -> None:
    path = tmp_path / "bad.yaml"
    path.write_text(BAD, encoding="utf-8")
    done = call("check", str(path), "--lang", "vi")
    assert done.exit_code == 1
    assert f"{path}:7:11" in done.stdout
    assert f"{path}:10:14" in done.stdout
    assert "clean_water_households" in done.stdout


@pytest.mark.parametrize("form", ["json", "sarif", "github"])
def test_check_in_the_forms_of_tools(tmp_path: Path, form: str) -> None:
    path = tmp_path / "bad.yaml"
    path.write_text(BAD, encoding="utf-8")
    done = call("check", str(path), "--format", form)
    assert done.exit_code == 1
    if form == "github":
        assert done.stdout.startswith("::error file=")
    elif form == "json":
        assert {one["place"]["line"] for one in json.loads(done.stdout)} == {7, 10}
    else:
        assert len(json.loads(done.stdout)["runs"][0]["results"]) == 2


def test_check_of_a_dossier_reports_its_errors(tmp_path: Path) -> None:
    (tmp_path / "dossier.yaml").write_text(
        "as_of: 2024-03-31\nrulesets: {township: vn/civilised-township}\n", encoding="utf-8"
    )
    (tmp_path / "units.csv").write_text("code,name,kind\nT,Thị trấn,township\n", encoding="utf-8")
    (tmp_path / "facts.csv").write_text(
        "unit,measure,value,as_of\nT,clean_water_households,1.234,2024-03-31\nT,clean_water,90,2024-03-31\n",
        encoding="utf-8",
    )
    done = call("check", str(tmp_path))
    assert done.exit_code == 1
    assert "facts.csv:2:" in done.stdout
    assert "facts.csv:3:" in done.stdout


def test_the_shipped_rulesets_have_no_findings() -> None:
    done = call("check")
    assert done.exit_code == 0
    assert done.stdout == ""

"""The command line: what it prints, and how it exits."""

import csv
import io
import json
import subprocess
import sys
from contextlib import chdir
from pathlib import Path
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner, Result

from ntm_rules.cli import main
from ntm_rules.cli.common.console import page_width
from ntm_rules.language.library import shipped_rulesets

pytestmark = pytest.mark.slow

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


@pytest.mark.parametrize("columns", ["9" * 5000, "9" * 7, "-80", "²", ""])
def test_what_is_no_width_leaves_pages_as_wide_as_files_are(columns: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    assert page_width(Path("page.txt")) == 100
    monkeypatch.setenv("COLUMNS", "999999")
    assert page_width(Path("page.txt")) == 999999


def test_the_package_is_the_command() -> None:
    asked = [sys.executable, "-m", "ntm_rules", "assess", "nowhere", "--lang", "en"]
    done = subprocess.run(asked, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, "NTM580" in done.stderr, done.stdout) == (2, True, "")
    usage = subprocess.run([*asked[:3], "list", "--nothing"], capture_output=True, text=True, timeout=60, check=False)
    assert "Usage: ntm-rules list" in usage.stderr


def test_show_speaks_both_languages() -> None:
    done = call("show", "vn/civilised-township#3.3")
    assert done.exit_code == 0
    assert "sử dụng nước sạch theo quy định: 100%" in done.stdout
    assert "Share of households using clean water: 100%" in done.stdout
    assert "Kế hoạch 2024, II.12 (3.3)" in done.stdout


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ("vn/civilised-townshp", "Gần đúng nhất: vn/civilised-township"),
        ("vn/civilised-township@2020-01-01", "15/04/2022"),
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
    [
        ("2024-03-31", "CHƯA ĐỦ ĐIỀU KIỆN ĐỀ NGHỊ CÔNG NHẬN", "≥ 2/9"),
        ("2024-06-30", "CHƯA ĐỦ ĐIỀU KIỆN ĐỀ NGHỊ CÔNG NHẬN", "8/9"),
        ("2024-12-31", "ĐỦ ĐIỀU KIỆN ĐỀ NGHỊ CÔNG NHẬN", "9/9"),
    ],
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
    assert done.stdout.startswith("2 lỗi\n")
    assert f"{path}:7:11" in done.stdout
    assert f"{path}:10:14" in done.stdout
    assert "clean_water_households" in done.stdout


@pytest.mark.parametrize("name", ["found.md", "found.html", "found.docx", "found.sarif", "found.json"])
def test_check_writes_what_the_name_of_a_file_says(tmp_path: Path, name: str) -> None:
    (tmp_path / "bad.yaml").write_text(BAD, encoding="utf-8")
    done = call("check", str(tmp_path / "bad.yaml"), "-o", str(tmp_path / name))
    assert (done.exit_code, done.stdout) == (1, "")
    written = (tmp_path / name).read_bytes()
    begins = {
        ".md": b"# 2 l",
        ".html": b"<!doctype html>",
        ".docx": b"PK",
        ".sarif": b'{\n  "$schema"',
        ".json": b"[\n",
    }
    assert written.startswith(begins[Path(name).suffix])


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
    assert (done.exit_code, done.stdout) == (0, "Không có lỗi, cảnh báo nào\n")


COMMUNES = """\
ruleset: vn/commune-small
version: 2022-01-01
until: 2025-12-31
title: {vi: Xã nhỏ, en: Small commune}
applies_to: commune
instrument: {number: "1"}
recognition:
  criteria: all
  provenance: {status: plan, cite: x}
criteria:
  - code: "1"
    name: {vi: Quy hoạch, en: Planning}
    provenance: {status: plan, cite: x}
    measure: works
    at_least: 2
  - code: "2"
    name: {vi: Nước sạch, en: Clean water}
    provenance: {status: plan, cite: x}
    responsible: [{vi: Phòng Nông nghiệp, en: Agriculture office}]
    measure: water
    at_least: 90
"""
PLAN = """\
ruleset: td/plan-small
version: 2024-01-01
title: {vi: Kế hoạch, en: Plan}
applies_to: district
instrument: {number: "2"}
criteria:
  - code: "A"
    name: {vi: Mọi xã đạt, en: Every commune attains}
    provenance: {status: recalled}
    members: commune
    attained: vn/commune-small
    share_at_least: 100
"""
MEASURES = """\
measures:
  works: {name: Công trình}
  water: {name: Nước, unit: "%", decimals: 1}
"""
UNITS = """\
code,name,kind,parent,exists_from,exists_until,successors
D,Huyện Tam Đường,district,,,,
A,Xã Bản Bo,commune,D,,2025-06-30,N
B,Xã Bình Lư,commune,D,,2025-06-30,
N,Xã Bản Bo,commune,D,2027-01-01,,
"""
FACTS = """\
unit,measure,value,as_of
A,works,2,2023-12-31
A,water,95,2023-12-31
A,water,89.5,2024-12-31
B,works,1,2023-12-31
B,works,3,2024-12-31
B,water,90,2024-12-31
"""


@pytest.fixture
def district(tmp_path: Path) -> tuple[str, ...]:
    """A dossier of a district with two communes, and the option that names its rulesets."""
    files = {
        "rules/vn/commune-small/2022-01-01.yaml": COMMUNES,
        "rules/td/plan-small/2024-01-01.yaml": PLAN,
        "rules/measures/small.yaml": MEASURES,
        "dossier/dossier.yaml": "as_of: 2024-12-31\nnumbers: en\n"
        "rulesets: {commune: vn/commune-small, district: [td/plan-small]}\n",
        "dossier/units.csv": UNITS,
        "dossier/facts.csv": FACTS,
    }
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return str(tmp_path / "dossier"), "--rulesets", str(tmp_path / "rules")


def test_assess_of_a_district_is_a_table_for_each_ruleset(district: tuple[str, ...]) -> None:
    done = call("assess", *district)
    assert done.exit_code == 0
    lines = done.stdout.splitlines()
    assert lines[0] == "Kết quả đánh giá · tính đến 31/12/2024"
    assert lines[2] == "Xã nhỏ (1, có hiệu lực từ 01/01/2022)"
    assert "Xã Bản Bo   ✓ ✗  1/2  ✗ Chưa đủ điều kiện" in lines
    assert "- Chưa đạt, chưa xác định: Xã Bản Bo: ✗ 2 (thiếu 0,5 điểm phần trăm)" in lines
    assert "Xã Bình Lư  ✓ ✓  2/2  ✓ Đủ điều kiện" in lines
    assert "Số tiêu chí đạt bình quân: 1,5" in done.stdout
    assert "Kế hoạch (2, có hiệu lực từ 01/01/2024)" in lines
    assert any(line.startswith("Ký hiệu: ✓ đạt") for line in lines)
    assert "--everything" in lines[-1]
    assert "chưa được thành lập tại ngày 31/12/2024 nên không đánh giá: Xã Bản Bo (N), thành lập từ " in done.stderr


def test_assess_by_office(district: tuple[str, ...]) -> None:
    done = call("assess", *district, "--by", "office", "--lang", "en")
    assert done.exit_code == 0
    assert "Agriculture office: 1 item\n- 2 Clean water (Small commune)\n  ✗ Xã Bản Bo: 89.5% < 90%" in done.stdout
    assert "No office named as responsible: 1 item (--everything lists them)" in done.stdout
    assert "\n- A Mọi xã đạt* (Kế hoạch)\n" in call("assess", *district, "--by", "office", "--everything").stdout


def test_assess_since_a_date_goes_on_with_what_was_gained_and_lost(district: tuple[str, ...]) -> None:
    done = call("assess", *district, "--since", "2023-12-31")
    assert done.exit_code == 0
    table, changes = done.stdout.split("Thay đổi từ 31/12/2023 đến 31/12/2024")
    assert "Số tiêu chí đạt bình quân" in table
    assert "Xã nhỏ: tiêu chí +2 (1 trước đó chưa xác định) −1; công nhận +1 −1" in changes
    assert "    − 2, Công nhận (✓ → ✗)" in changes
    why = "“Kế hoạch” (td/plan-small) không có phiên bản nào có hiệu lực; các phiên bản: từ 01/01/2024"
    assert why in " ".join(changes.split())


def test_a_unit_named_with_since_is_explained_with_its_changes_only(district: tuple[str, ...]) -> None:
    done = call("assess", *district, "--since", "2023-12-31", "--unit", "Xã Bản Bo", "--lang", "en")
    assert done.exit_code == 0
    assert "✗ DOES NOT QUALIFY FOR RECOGNITION: 1/2 criteria" in done.stdout
    assert "Small commune: criteria −1; recognition −1" in done.stdout
    assert "Bình Lư" not in done.stdout


@pytest.mark.parametrize("option", [("--by", "office"), ("--since", "2023-12-31")])
@pytest.mark.parametrize("form", ["json", "csv"])
def test_offices_and_changes_are_for_people(district: tuple[str, ...], option: tuple[str, str], form: str) -> None:
    done = call("assess", *district, *option, "--format", form, "--lang", "en")
    assert done.exit_code == 2
    assert done.stderr == f"--by and --since are not for --format {form}\n"
    assert done.stdout == ""


@pytest.mark.parametrize("day", ["2024-12-31", "2025-01-01", "yesterday"])
def test_since_is_a_date_before_the_assessment(district: tuple[str, ...], day: str) -> None:
    done = call("assess", *district, "--since", day)
    assert done.exit_code == 2
    assert done.stderr.strip()
    assert done.stdout == ""


def test_units_that_are_gone_are_reported_with_their_successors(district: tuple[str, ...]) -> None:
    done = call("assess", *district, "--as-of", "2025-07-01")
    assert done.exit_code == 0
    assert (
        "Xã Bản Bo đã sắp xếp hoặc giải thể trước ngày 01/07/2025; đơn vị hành chính mới sau sắp xếp: Xã Bản Bo (N)"
        in (done.stderr)
    )
    assert "hồ sơ chưa ghi đơn vị mới; số liệu cũ không được dùng tiếp: Xã Bình Lư (B)." in done.stderr
    assert "“Xã nhỏ” (vn/commune-small): không có xã nào để đánh giá vào ngày 01/07/2025" in done.stderr
    assert "Huyện Tam Đường" in done.stdout


def test_nothing_left_to_assess_exits_with_2(district: tuple[str, ...]) -> None:
    dossier = Path(district[0]) / "dossier.yaml"
    dossier.write_text("as_of: 2025-07-01\nnumbers: en\nrulesets: {commune: vn/commune-small}\n", encoding="utf-8")
    done = call("assess", *district, "--lang", "en")
    assert done.exit_code == 2
    assert done.stderr.endswith("there is nothing to assess on 1 Jul 2025\n")
    assert done.stdout == ""


def test_a_unit_that_is_gone_cannot_be_explained(district: tuple[str, ...]) -> None:
    done = call("explain", *district[:1], "A", *district[1:], "--as-of", "2025-07-01", "--lang", "en")
    assert done.exit_code == 2
    assert "Xã Bản Bo was reorganised or dissolved before 1 Jul 2025; successor: Xã Bản Bo (N)" in done.stderr


def test_a_period_that_has_ended_is_named(district: tuple[str, ...]) -> None:
    done = call("assess", *district, "--as-of", "2026-03-01", "--lang", "en")
    assert done.exit_code == 2
    assert "no version of “Small commune” (vn/commune-small) is in force on 2026-03-01" in done.stderr
    assert "from 2022-01-01 to 2025-12-31" in done.stderr
    assert done.stdout == ""


def test_a_ruleset_that_has_ended_does_not_stand_in_the_way_of_a_unit_of_another_kind(
    district: tuple[str, ...],
) -> None:
    done = call("assess", *district, "--as-of", "2023-06-30", "--unit", "B")
    assert done.exit_code == 0
    assert "Xã Bình Lư" in done.stdout


def test_list_counts_rules_by_provenance(district: tuple[str, ...]) -> None:
    done = call("list", "--provenance", *district[1:], "--lang", "en")
    assert done.exit_code == 0
    rows = {line.split()[0]: line.split()[-7:] for line in done.stdout.splitlines()[2:]}
    assert rows["vn/commune-small"] == ["0", "3", "0", "0", "0", "0", "3"]
    assert rows["td/plan-small"] == ["0", "0", "0", "0", "1", "0", "1"]
    assert rows["All"] == ["0", "3", "0", "0", "1", "0", "4"]


WATER = """\
cases_for: vn/civilised-township
as_of: 2024-06-30
cases:
  - name: {vi: Nước sạch đủ, en: Clean water is met}
    given: {facts: {clean_water_households: 100}}
    expect: {"3.3": attained}
  - name: {vi: Nước sạch thiếu, en: Clean water is short}
    given: {facts: {clean_water_households: 99.9}}
    expect: {"3.3": attained, "3.4": "?"}
"""
SMALL_CASES = """\
cases_for: vn/commune-small
as_of: 2024-12-31
cases: [{name: Vừa đủ, given: {facts: {works: 2, water: 90}}, expect: {recognition: attained}}]
"""


def _written(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


@pytest.mark.slow
def test_test_of_cases_that_pass_says_one_line() -> None:
    # All that is shipped is run in tests/rulesets/test_cases.py.
    done = call("test", str(shipped_rulesets() / "vn" / "civilised-township"))
    assert done.exit_code == 0
    assert done.stdout.endswith(" khớp, 0 không khớp, 0 chưa xác nhận\n")
    assert done.stdout.count("\n") == 1


def test_test_tells_what_failed_and_exits_with_1(tmp_path: Path) -> None:
    path = _written(tmp_path, {"water.yaml": WATER}) / "water.yaml"
    done = call("test", str(path), "--lang", "en")
    assert done.exit_code == 1
    lines = done.stdout.splitlines()
    assert lines[0] == "3 expectations in 2 cases: 1 as expected, 1 not, 1 to be confirmed"
    assert f"{path}:7: Clean water is short (as of 30 Jun 2024)" in " ".join(done.stdout.split())
    assert "✗ 3.3  Households using clean water (line 9)" in lines
    assert "       got: Not attained" in lines
    assert any(line.endswith("99.9% < 100%, short by 0.1 percentage points") for line in lines)
    assert "       if that is right, write undetermined in place of ?" in lines


def test_test_as_json_and_junit(tmp_path: Path) -> None:
    path = _written(tmp_path, {"cases/water.yaml": WATER})
    done = call("test", str(path), "--format", "json", "--junit", str(tmp_path / "junit.xml"))
    assert done.exit_code == 1
    assert json.loads(done.stdout)["totals"] == {"cases": 2, "expectations": 3, "failed": 1, "not_confirmed": 1}
    root = ElementTree.parse(tmp_path / "junit.xml").getroot()
    assert root.attrib == {"tests": "2", "failures": "1", "errors": "0", "skipped": "0"}
    assert [one.get("line") for one in root.iter("testcase")] == ["4", "7"]


@pytest.mark.slow
def test_test_takes_the_rule_files_of_a_project(tmp_path: Path) -> None:
    """A version edited in a project stands in place of the shipped one, wherever below its folder one starts."""
    home = "rulesets/vn/civilised-township"
    shipped = (ROOT / home / "2022-04-15.yaml").read_text(encoding="utf-8")
    edited = shipped.replace("measure: clean_water_households\n        at_least: 100", "measure: clean_water_households\n"
                             "        at_least: 99.9")  # fmt: skip
    assert edited != shipped
    cases = WATER.replace(', "3.4": "?"', "")
    _written(tmp_path, {f"{home}/2022-04-15.yaml": edited, f"{home}/cases/water.yaml": cases, "compose.yaml": "a: b\n"})
    for path in ("rulesets", home, f"{home}/cases", f"{home}/cases/water.yaml", "."):
        assert call("test", str(tmp_path / path)).exit_code == 0, path
    assert call("test", str(_written(tmp_path / "other", {"water.yaml": cases}) / "water.yaml")).exit_code == 1


@pytest.mark.slow
def test_test_takes_new_rulesets_and_measures_of_a_project(tmp_path: Path) -> None:
    home = "rulesets/vn/commune-small"
    files = {
        f"{home}/2022-01-01.yaml": COMMUNES,
        "rulesets/m/small.yaml": MEASURES,
        f"{home}/cases/a.yaml": SMALL_CASES,
    }
    _written(tmp_path, files)
    assert call("test", str(tmp_path / home)).exit_code == 0
    assert call("check", str(tmp_path / "rulesets")).exit_code == 0
    assert call("check", str(tmp_path / home / "cases" / "a.yaml")).exit_code == 0


def test_test_with_other_rulesets_in_place_of_the_shipped_ones(tmp_path: Path) -> None:
    files = {
        "vn/commune-small/2022-01-01.yaml": COMMUNES,
        "small.yaml": MEASURES,
        "vn/commune-small/cases/a.yaml": SMALL_CASES,
    }
    folder = str(_written(tmp_path / "law", files))
    done = call("test", "--rulesets", folder, "--lang", "en")
    assert (done.exit_code, done.stdout) == (0, "1 expectation in 1 case: 1 as expected, 0 not, 0 to be confirmed\n")
    water = str(_written(tmp_path, {"water.yaml": WATER}) / "water.yaml")
    assert "NTM305" in call("test", water, "--rulesets", folder).stderr


@pytest.mark.parametrize(
    ("files", "path", "said"),
    [
        ({}, "nothing.yaml", "không có tệp"),
        ({"a.txt": ""}, ".", "NTM930"),
        ({"cases/a.yaml": WATER.replace("99.9", "99,9,9")}, ".", "NTM"),
        ({"cases/a.yaml": "cases_for: vn/civilised-township\n"}, "cases", "NTM206"),
        ({"rulesets/vn/sai/2024-01-01.yaml": BAD, "rulesets/vn/sai/cases/a.yaml": WATER}, "rulesets", "NTM301"),
    ],
)
def test_test_of_what_cannot_be_used_exits_with_2(tmp_path: Path, files: dict[str, str], path: str, said: str) -> None:
    done = call("test", str(_written(tmp_path, files) / path))
    assert done.exit_code == 2
    assert said in done.stderr
    assert done.stdout == ""


def test_two_files_of_one_command_are_not_the_same(tmp_path: Path) -> None:
    path = _written(tmp_path, {"cases/water.yaml": WATER})
    both = tmp_path / "told.xml"
    done = call("test", str(path), "--junit", str(both), "--format", "json", "-o", str(both))
    assert (done.exit_code, both.exists()) == (2, False)
    assert "told.xml: " in done.stderr


def test_test_where_junit_cannot_be_written(tmp_path: Path) -> None:
    path = _written(tmp_path, {"cases/water.yaml": WATER})
    done = call("test", str(path), "--junit", str(tmp_path / "no" / "such" / "folder.xml"))
    assert done.exit_code == 2
    assert "folder.xml" in done.stderr


@pytest.mark.slow
def test_check_reads_the_case_files_with_the_rule_files(tmp_path: Path) -> None:
    wrong = WATER.replace("clean_water_households: 99.9", "clean_water_houshold: 99.9")
    _written(tmp_path, {"rulesets/vn/sai/2024-01-01.yaml": BAD, "rulesets/vn/sai/cases/a.yaml": wrong})
    done = call("check", str(tmp_path / "rulesets"))
    assert done.exit_code == 1
    assert "2024-01-01.yaml:7:11" in done.stdout
    assert "2024-01-01.yaml:10:14" in done.stdout
    assert "a.yaml:8:21" in done.stdout
    only = call("check", str(tmp_path / "rulesets" / "vn" / "sai" / "cases"), "--format", "json")
    assert [(one["place"]["line"], one["code"]) for one in json.loads(only.stdout)] == [(8, "NTM301")]


def test_check_of_cases_for_a_ruleset_that_cannot_be_read_tells_of_the_rule_file(tmp_path: Path) -> None:
    home = "rulesets/vn/commune-small"
    files = {
        f"{home}/2022-01-01.yaml": COMMUNES.replace("criteria: all", "criteria: [all"),
        f"{home}/cases/a.yaml": SMALL_CASES,
    }
    _written(tmp_path, {**files, "rulesets/small.yaml": MEASURES})
    done = call("check", str(tmp_path / "rulesets"), "--format", "json")
    assert {Path(one["place"]["file"]).name for one in json.loads(done.stdout)} == {"2022-01-01.yaml"}


@pytest.mark.parametrize(
    ("language", "said"), [("vi", "thư mục đang dùng không còn"), ("en", "the current folder is no longer there")]
)
def test_a_folder_that_is_gone_is_a_line(tmp_path: Path, language: str, said: str) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    with chdir(gone):
        gone.rmdir()
        done = CliRunner().invoke(main, ["assess", DOSSIER, "--lang", language])
    assert (done.exit_code, done.output) == (2, said + "\n")


@pytest.mark.parametrize("command", ["check", "test", "assess"])
def test_a_path_that_the_system_refuses_is_a_line(command: str) -> None:
    done = CliRunner().invoke(main, [command, "x" * 5000])
    assert done.exit_code == 2
    assert "Traceback" not in done.output
    assert done.output.strip()

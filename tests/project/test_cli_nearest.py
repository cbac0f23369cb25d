"""The command `nearest`: what a recognition still takes, and what is nearly lost."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from ntm_rules.cli import main

from .trial import write_trial

pytestmark = pytest.mark.slow


@pytest.fixture
def trial(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write_trial(tmp_path)
    rules = Path("rules/vn/commune-trial/2022-03-08.yaml")
    text = rules.read_text("utf-8")
    assert "        measure: clean_water\n" in text
    office = '        responsible: ["Sở Nông nghiệp"]\n        measure: clean_water\n'
    rules.write_text(text.replace("        measure: clean_water\n", office), encoding="utf-8")


def nearest(*words: str) -> Result:
    asked = ["nearest", "dossier", "--rulesets", "rules", *words]
    wide = "240" if "--at-risk" in words else "100"
    return CliRunner().invoke(main, asked, catch_exceptions=False, env={"COLUMNS": wide})


def test_units_are_told_with_gap_share_and_office(trial: None) -> None:
    done = nearest()
    assert done.stdout == (
        "Huyện Minh Họa năm 2024 · tính đến 31/12/2024\n\n"
        "Xã đạt chuẩn nông thôn mới (bộ tiêu chí minh họa): gần đủ điều kiện nhất xếp trước\n"
        "1. ✗ Xã Cao Sơn: còn 1 tiêu chí (17)\n"
        "  - Tăng tỷ lệ hộ sử dụng nước sạch thêm 5,5 điểm phần trăm (bằng 6,1% mức phải đạt) · Sở Nông\n"
        "    nghiệp\n"
        "  - “Mai táng, hỏa táng phù hợp với quy định”: cần Đạt\n"
    )
    assert "--ruleset vn/district-trial" in done.stderr
    [one] = json.loads(nearest("--format", "json", "--under", "Huyện Minh Họa").stdout)
    assert (one["unit"], one["changes"][0]["gap"], one["changes"][0]["share"]) == ("C", "5.5", "6.1")
    assert one["changes"][0]["offices"] == ["Sở Nông nghiệp"]
    assert "every unit qualifies" in nearest("--ruleset", "vn/commune-trial", "--under", "C", "--lang", "en").stdout
    assert nearest("--ruleset", "vn/none").exit_code == 2


def test_a_dossier_names_the_offices_that_its_rulesets_do_not(trial: None) -> None:
    Path("dossier/offices.yaml").write_text("vn/commune-trial: Sở Nội vụ\n", encoding="utf-8")
    told = nearest().stdout
    assert "· Sở Nông nghiệp" in " ".join(told.split())
    assert "“Mai táng, hỏa táng phù hợp với quy định”: cần Đạt · Sở Nội vụ\n" in told
    run = CliRunner().invoke
    by_office = run(main, ["assess", "dossier", "--rulesets", "rules", "--by", "office"], catch_exceptions=False)
    assert "Sở Nội vụ: " in by_office.stdout
    assert run(main, ["report", "dossier", "--rulesets", "rules"], catch_exceptions=False).exit_code == 0
    assert "Sở Nội vụ" in Path("report.html").read_text(encoding="utf-8")


def test_no_output_names_the_folders_above(trial: None) -> None:
    folder = str(Path("dossier").resolve())
    told = CliRunner().invoke(main, ["assess", folder, "--format", "json", "--rulesets", "rules"]).stdout
    assert '"file": "dossier/facts.csv"' in told
    CliRunner().invoke(main, ["report", folder, "-o", "r.html", "--rulesets", "rules"], catch_exceptions=False)
    for page in (told, Path("r.html").read_text(encoding="utf-8")):
        assert str(Path.cwd()) not in page


def test_what_is_nearly_lost_is_told_with_what_goes_with_it(trial: None) -> None:
    done = nearest("--at-risk", "--margin", "3", "--lang", "en")
    rows = [line.split("  ") for line in done.stdout.splitlines() if line.startswith("Xã")]
    assert [(row[0], row[-1].strip()) for row in rows] == [
        ("Xã Cao Sơn", "this rule alone"),
        ("Xã Bản Hon", "“New rural commune (illustrative set)”"),
    ]
    found = json.loads(nearest("--at-risk", "--margin", "3", "--format", "json").stdout)
    assert [(one["spare"], one["lost"][-1]) for one in found] == [
        ("0", "vn/commune-trial#10"),
        ("2.4", "vn/commune-trial"),
    ]
    assert "không có số liệu nào" in nearest("--at-risk", "--margin", "0", "--under", "B").stdout

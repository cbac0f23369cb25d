"""`ntm-rules diff` and `ntm-rules conform`: what they print, and how they exit."""

import json
from pathlib import Path
from shutil import copytree

import pytest
from click.testing import CliRunner, Result

from ntm_rules.cli import main

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
FILE = ROOT / "rulesets" / "vn" / "civilised-township" / "2022-04-15.yaml"
OLD, NEW = "vn/commune-ntm@2023-01-01", "vn/commune-ntm@2024-06-30"
TOWNSHIP = "vn/civilised-township"


def call(*words: str) -> Result:
    return CliRunner().invoke(main, list(words), catch_exceptions=False)


@pytest.fixture
def edited(tmp_path: Path) -> str:
    """The rule file in force with the threshold of 3.3 lowered from 100 to 98."""
    text = FILE.read_text("utf-8")
    place = text.index('code: "3.3"')
    path = tmp_path / "moi.yaml"
    path.write_text(text[:place] + text[place:].replace("at_least: 100", "at_least: 98", 1), "utf-8")
    return str(path)


def test_an_amendment_that_changes_outcomes_exits_with_1() -> None:
    done = call("diff", OLD, NEW)
    assert done.exit_code == 1
    assert "CÓ THAY ĐỔI: 26 quy tắc" in done.stdout
    assert done.stderr == ""


def test_the_same_version_exits_with_0() -> None:
    done = call("diff", OLD, OLD, "--lang", "en")
    assert done.exit_code == 0
    assert "THE SAME EVERYWHERE" in done.stdout


def test_an_edited_file_against_the_one_in_force(edited: str) -> None:
    done = call("diff", TOWNSHIP, edited, "--lang", "en")
    assert done.exit_code == 1
    assert "98% to under 100% ✗ Not attained → ✓ Attained" in " ".join(done.stdout.split())
    assert edited in done.stdout.replace("\n  ", "")


@pytest.mark.parametrize(
    ("only", "code", "said"),
    [("3.3", 0, "PROVED: besides 3.3"), ("3.2", 1, "NOT AS DECLARED: besides 3.2"), ("3.2, 3.3", 0, "PROVED")],
)
def test_only_what_is_declared_may_differ(edited: str, only: str, code: int, said: str) -> None:
    done = call("diff", TOWNSHIP, edited, "--only", only, "--lang", "en")
    assert done.exit_code == code
    assert done.stdout.split("\n")[2].startswith(said)
    if code:
        assert "3.3" in done.stdout.splitlines()[3]


def test_json_says_what_was_proved(edited: str) -> None:
    done = call("diff", TOWNSHIP, edited, "--only", "3.3", "--format", "json")
    plain = json.loads(done.stdout)
    assert plain["declared"]["proved"] is True
    assert plain["same_everywhere"] is False
    assert [change["code"] for change in plain["changes"]] == ["3.3"]


def test_markdown_into_a_file(edited: str, tmp_path: Path) -> None:
    target = tmp_path / "nhan-xet.md"
    done = call("diff", TOWNSHIP, edited, "--format", "markdown", "-o", str(target))
    assert done.exit_code == 1
    assert done.stdout == ""
    assert "| từ 98% đến dưới 100% | ✗ Chưa đạt → ✓ Đạt |" in target.read_text("utf-8")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["vn/commune-ntmm", OLD], "vn/commune-ntm"),
        ([OLD, "khong-co.yaml"], "khong-co.yaml"),
        ([OLD, "vn/commune-ntm@2024-13-01"], "2024-13-01"),
        ([OLD, NEW, "--only", "99.9"], "99.9"),
        ([OLD, NEW, "--only", " , "], "--only"),
    ],
)
def test_what_cannot_be_compared_exits_with_2(words: list[str], said: str) -> None:
    done = call("diff", *words)
    assert done.exit_code == 2
    assert said in done.stderr
    assert done.stdout == ""


def test_an_output_that_cannot_be_written_exits_with_2(edited: str, tmp_path: Path) -> None:
    done = call("diff", TOWNSHIP, edited, "-o", str(tmp_path / "khong" / "co.txt"))
    assert done.exit_code == 2
    assert "co.txt" in done.stderr


def test_a_provincial_set_conforms_as_far_as_both_are_known() -> None:
    done = call("conform", "lai-chau/district-ntm", "vn/district-ntm", "--on", "2023-01-01")
    # Three rules have a threshold that is not known: that the set conforms is not proved, and must not read as if it were.
    assert done.exit_code == 1
    assert "PHÙ HỢP:" not in done.stdout
    assert "CHƯA KẾT LUẬN ĐƯỢC: 46 quy tắc so được đều không yêu cầu thấp hơn, 3 quy tắc chưa so được." in done.stdout
    assert "Kết luận này giả định rằng" in done.stdout


def test_a_set_of_which_everything_is_known_is_proved_to_conform() -> None:
    done = call("conform", "tinh-vi-du/xa", "vi-du/xa", "--with", str(ROOT / "examples" / "amendment" / "rulesets"))
    assert done.exit_code == 0
    assert "PHÙ HỢP: không đơn vị nào" in done.stdout


def test_a_set_that_asks_less_does_not_conform(edited: str) -> None:
    done = call("conform", edited, TOWNSHIP, "--lang", "en")
    assert done.exit_code == 1
    assert "DOES NOT CONFORM: in 1 rule" in done.stdout
    assert "98% to under 100%" in done.stdout
    plain = json.loads(call("conform", edited, TOWNSHIP, "--format", "json").stdout)
    assert plain["conforms"] is False
    assert plain["shortfalls"][0]["lower"]["code"] == "3.3"
    assert plain["proved"] is False
    assert "clean_water_households: 98" in plain["shortfalls"][0]["example"]
    stricter = json.loads(call("conform", TOWNSHIP, edited, "--format", "json").stdout)
    assert stricter["conforms"] is True


def test_sets_for_different_kinds_of_unit_are_unusable() -> None:
    done = call("conform", "lai-chau/district-ntm", "vn/commune-ntm")
    assert done.exit_code == 2
    assert "lai-chau/district-ntm" in done.stderr


def test_each_ruleset_is_held_by_the_library_of_its_own_folder(tmp_path: Path) -> None:
    """The lower folder declares a measure that the higher one does not know, and another place of the two would show."""
    for name, more in (("higher", ""), ("lower", "  visits: {name: Visits}\n")):
        copytree(ROOT / "examples" / "own_rules" / "rules", tmp_path / name)
        measures = tmp_path / name / "measures.yaml"
        measures.write_text(measures.read_text("utf-8").replace("attributes:", f"{more}attributes:"), "utf-8")
    files = {name: tmp_path / name / "shop" / "gold-customer" / "2026-01-01.yaml" for name in ("higher", "lower")}
    files["lower"].write_text(
        f'{files["lower"].read_text("utf-8")}  - code: "4"\n    name: Visits\n    measure: visits\n    at_least: 1\n'
        "    provenance: {status: plan, cite: Terms 1.4}\n",
        "utf-8",
    )
    done = call("conform", str(files["lower"]), str(files["higher"]), "--lang", "en")
    assert done.exit_code == 0, done.output
    assert call("conform", str(files["higher"]), str(files["lower"])).exit_code == 1

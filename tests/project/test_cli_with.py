"""Rules laid over others (`--with`), rules and dossiers checked together, and outputs that cannot be written."""

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from ntm_rules.cli import main

from .trial import write_trial

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "examples" / "amendment"
LAID = ("--with", str(EXAMPLE / "rulesets"))
DOSSIER = str(EXAMPLE / "dossier")
DRAFT = str(EXAMPLE / "2025-01-01.yaml")


def call(*words: str) -> Result:
    return CliRunner().invoke(main, list(words), catch_exceptions=False)


@pytest.fixture
def trial(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with rules, a draft and a dossier, as the working folder."""
    monkeypatch.chdir(tmp_path)
    return write_trial(tmp_path)


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("list",), 0, "tinh-vi-du/xa"),
        (("show", "vi-du/xa#3.1"), 0, "từ 90% trở lên"),
        (("assess", DOSSIER), 0, "Xã Núi Bốn"),
        (("explain", DOSSIER, "Xã Núi Bốn"), 0, "5/5 tiêu chí"),
        (("diff", "vi-du/xa", DRAFT), 1, "từ 95% trở lên"),
        (("conform", "tinh-vi-du/xa", "vi-du/xa"), 0, "PHÙ HỢP"),
        (("impact", "vi-du/xa", DRAFT, DOSSIER), 1, "thiếu 0,01 điểm phần trăm"),
        (("snapshot", DOSSIER, "--check", f"{DOSSIER}/decisions.snapshot"), 0, "272 kết quả"),
        (("test", str(EXAMPLE / "rulesets")), 0, "0 không khớp"),
        (("cases", DRAFT), 0, "cases_for: vi-du/xa"),
    ],
    ids=lambda value: value[0] if isinstance(value, tuple) else "",
)
def test_every_command_with_rules_takes_rules_laid_over_the_shipped_ones(
    words: tuple[str, ...], code: int, said: str
) -> None:
    done = call(*words, *LAID)
    assert done.exit_code == code, done.stderr
    assert said in " ".join(done.stdout.split())


@pytest.mark.parametrize("name", sorted(main.commands))
def test_no_command_takes_rulesets_without_taking_others_laid_over_them(name: str) -> None:
    options = {option for parameter in main.commands[name].params for option in parameter.opts}
    assert ("--rulesets" in options) is ("--with" in options)


def _threshold(folder: Path, threshold: int) -> str:
    """A folder that holds the trial's commune set alone, with another threshold for health insurance."""
    path = folder / "vn" / "commune-trial" / "2022-03-08.yaml"
    path.parent.mkdir(parents=True)
    text = Path("rules/vn/commune-trial/2022-03-08.yaml").read_text("utf-8")
    path.write_text(
        text.replace(
            "measure: health_insurance\n        at_least: 90",
            f"measure: health_insurance\n        at_least: {threshold}",
        ),
        encoding="utf-8",
    )
    return str(folder)


def test_each_folder_is_laid_over_those_before_it(trial: Path) -> None:
    one, other = _threshold(trial / "one", 91), _threshold(trial / "other", 92)
    show = ("show", "vn/commune-trial#15.1", "--lang", "vi", "--rulesets", "rules")
    assert "từ 90% trở lên" in call(*show).stdout
    assert "từ 92% trở lên" in call(*show, "--with", one, "--with", other).stdout
    assert "từ 91% trở lên" in call(*show, "--with", other, "--with", one).stdout


def test_a_rule_file_is_compared_with_the_rules_laid_over(trial: Path) -> None:
    """The file is read over all folders, and what it does not declare comes from them: the district that asks the communes."""
    one = _threshold(trial / "one", 91)
    draft = Path(one, "vn", "commune-trial", "2022-03-08.yaml")
    shutil.copy(draft, "edited.yaml")
    shutil.rmtree(trial / "rules" / "vn" / "commune-trial")
    same = call("impact", "vn/commune-trial", "edited.yaml", "dossier", "--rulesets", "rules", "--with", one)
    assert "Hai văn bản xét mọi nội dung như nhau" in same.stdout
    done = call("impact", "vn/commune-trial", "draft.yaml", "dossier", "--rulesets", "rules", "--with", one)
    assert done.exit_code == 1
    assert "từ 91% trở lên → từ 95% trở lên" in done.stdout
    assert "Huyện Minh Họa" in done.stdout


@pytest.mark.parametrize("command", [("list",), ("test", "rules")])
def test_what_is_wrong_with_rules_laid_over_is_said(trial: Path, command: tuple[str, ...]) -> None:
    path = Path(_threshold(trial / "one", 91), "vn", "commune-trial", "2022-03-08.yaml")
    path.write_text(path.read_text("utf-8").replace("measure: clean_water", "measure: clean_watr"), encoding="utf-8")
    shutil.copytree("rules/measures", "other/measures")
    done = call(*command, "--rulesets", "rules", "--with", "one", "--with", "other")
    assert done.exit_code == 2
    assert "clean_watr" in done.stderr
    assert "NTM101" in call(*command, "--with", "nowhere").stderr


def test_a_dossier_is_checked_with_the_rules_given(trial: Path) -> None:
    alone = call("check", "dossier")
    assert alone.exit_code == 1
    assert "NTM565" in alone.stdout
    assert call("check", "rules", "dossier").exit_code == 0
    assert call("check", "dossier/dossier.yaml", "rules").exit_code == 0
    facts = trial / "dossier" / "facts.csv"
    facts.write_text(facts.read_text("utf-8").replace("clean_water", "clean_watr"), encoding="utf-8")
    both = call("check", "rules", "dossier")
    assert both.exit_code == 1
    assert "facts.csv:4:" in both.stdout


def test_a_folder_with_rules_and_a_dossier_is_checked_as_both(trial: Path) -> None:
    (trial / "draft.yaml").unlink()
    whole = call("check", ".", "--lang", "en")
    assert whole.exit_code == 0
    assert {line.split("[")[1][:6] for line in whole.stdout.splitlines() if "[NTM" in line} <= {"NTM342", "NTM698"}
    facts = trial / "dossier" / "facts.csv"
    facts.write_text(facts.read_text("utf-8").replace("A,clean_water", "A,clean_watr"), encoding="utf-8")
    measures = trial / "rules" / "measures" / "trial.yaml"
    measures.write_text(measures.read_text("utf-8").replace("decimals: 2", "decimal: 2"), encoding="utf-8")
    found = call("check", ".")
    assert "NTM220" not in found.stdout
    assert "trial.yaml:9:" in found.stdout
    assert "facts.csv:4:" in found.stdout


@pytest.mark.slow
@pytest.mark.parametrize(
    "words",
    [
        ("assess", DOSSIER, *LAID),
        ("diff", "vi-du/xa", DRAFT, *LAID),
        ("conform", "tinh-vi-du/xa", "vi-du/xa", *LAID),
        ("impact", "vi-du/xa", DRAFT, DOSSIER, *LAID),
        ("snapshot", DOSSIER, *LAID),
        ("cases", DRAFT, *LAID),
    ],
    ids=lambda words: words[0],
)
def test_an_output_that_cannot_be_written_is_said_in_a_line(tmp_path: Path, words: tuple[str, ...]) -> None:
    target = tmp_path / "none" / "out.txt"
    for lang, said in (("vi", "không có thư mục để ghi vào"), ("en", "there is no such folder to write into")):
        done = call(*words, "-o", str(target), "--lang", lang)
        assert done.exit_code == 2
        assert done.stderr.splitlines()[-1] == f"{target}: {said}"
        assert done.stdout == ""
    folder = call(*words, "-o", str(tmp_path), "--lang", "en")
    assert (folder.exit_code, folder.stderr.splitlines()[-1]) == (
        2,
        f"{tmp_path}: is a folder and cannot be written over",
    )


def test_an_output_without_permission_is_said_in_a_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("ntm_rules.exchange.output.output_file.write_whole", refuse)
    done = call("assess", DOSSIER, *LAID, "-o", str(tmp_path / "out.txt"))
    assert (done.exit_code, done.stderr) == (2, f"{tmp_path / 'out.txt'}: không có quyền ghi\n")

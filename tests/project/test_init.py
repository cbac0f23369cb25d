"""`init` writes a project that passes `check`, `test` and `assess`, from options or answers, and never over what is there."""

import json
import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st

from ntm_rules.cli import main
from ntm_rules.cli.init import FILES
from ntm_rules.language.library import load_library

from ..profiles import tried

jsonschema = pytest.importorskip("jsonschema")
CHECKED = ("check", "test", "assess")


def call(*words: str) -> Result:
    return CliRunner().invoke(main, list(words), catch_exceptions=False)


def files_below(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.mark.slow
@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("kind", ["commune", "huyện", "thôn", "hop_tac-xa2"])
def test_what_it_writes_passes_every_command(kind: str, language: str, tmp_path: Path) -> None:
    folder = tmp_path / "du-an"
    written = call("init", str(folder), "--id", "x/y", "--kind", kind, "--title", 'Tên: "A"', "--language", language)
    assert written.exit_code == 0, written.output
    for command in CHECKED:
        done = call(command, str(folder), "--lang", "en")
        assert done.exit_code == 0, done.output
        if command == "check":
            assert (done.stdout, done.stderr) == ("No errors or warnings\n", "")
    assert 'Tên: "A"' in done.stdout
    assert call("test", str(folder), "--coverage", "--mutate").exit_code == 0, "nothing is left for the author to guess"
    assert call("explain", str(folder), "B", "2.1").exit_code == 0
    assert call("show", str(next((folder / "rulesets" / "x" / "y").glob("*.yaml")))).exit_code == 0


@pytest.mark.slow
def test_comments_are_in_the_language_of_the_author_and_editors_find_the_schemas(tmp_path: Path) -> None:
    for language, words in (("vi", "Ngày bắt đầu có hiệu lực"), ("en", "The day this version takes effect")):
        folder = tmp_path / language
        assert (
            call("init", str(folder), "--id", "x/y", "--language", language, "--version", "2024-01-01").exit_code == 0
        )
        texts = {name: text for name, text in files_below(folder).items() if name.endswith(".yaml")}
        assert words in texts["rulesets/x/y/2024-01-01.yaml"]
        assert not [name for name, text in texts.items() if "#?" in text]
        for name, text in texts.items():
            named = re.match(r"# yaml-language-server: \$schema=(\S+)\n", text)
            assert named is not None
            schema = json.loads((folder / name).parent.joinpath(named[1]).read_text(encoding="utf-8"))
            jsonschema.Draft202012Validator.check_schema(schema)
    assert {f".schemas/{each}.schema.json" for each in FILES} <= set(files_below(folder))
    assert '"const": "y_plan_approved"' in (folder / ".schemas" / "ruleset.schema.json").read_text(encoding="utf-8")


@pytest.mark.slow
def test_a_changed_threshold_is_noticed_by_the_cases(tmp_path: Path) -> None:
    assert call("init", str(tmp_path), "--id", "x/y", "--version", "2024-01-01").exit_code == 0
    rules = tmp_path / "rulesets" / "x" / "y" / "2024-01-01.yaml"
    rules.write_text(rules.read_text(encoding="utf-8").replace("at_least: 80", "at_least: 85"), encoding="utf-8")
    failed = call("test", str(tmp_path), "--lang", "en")
    assert failed.exit_code == 1
    assert "2.1" in failed.output
    rules.write_text(rules.read_text(encoding="utf-8").replace("at_least: 85", "at_lest: 85"), encoding="utf-8")
    wrong = call("check", str(tmp_path), "--lang", "en")
    assert wrong.exit_code == 1
    assert "at_least" in wrong.output


@pytest.mark.slow
@pytest.mark.parametrize(
    "name", ["rulesets/x/y/2024-01-01.yaml", "dossier.yaml", "units.csv", ".schemas/cases.schema.json"]
)
def test_nothing_is_written_over_nor_beside_what_is_there(name: str, tmp_path: Path) -> None:
    kept = tmp_path / name
    kept.parent.mkdir(parents=True, exist_ok=True)
    kept.write_text("mine", encoding="utf-8")
    refused = call("init", str(tmp_path), "--id", "x/y", "--version", "2024-01-01")
    assert refused.exit_code == 2
    assert kept.name in refused.stderr
    assert files_below(tmp_path) == {name: "mine"}


def test_nothing_is_written_outside_the_folder(tmp_path: Path) -> None:
    folder, other = tmp_path / "du-an", tmp_path / "other"
    folder.mkdir()
    other.mkdir()
    (folder / "rulesets").symlink_to(other)
    refused = call("init", str(folder), "--id", "x/y")
    assert refused.exit_code == 2
    assert files_below(tmp_path) == {}
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    assert call("init", str(tmp_path / "file"), "--id", "x/y").exit_code == 2


@pytest.mark.parametrize(
    ("option", "value"),
    [
        *(
            ("--id", each)
            for each in ("../../x", "/etc/x", "x", "X/Y", "x/y z", "x//y", "x/..", "", "x\\y/z", "a/" + "b" * 300)
        ),
        ("--id", "vn/commune-ntm"),
        *(("--kind", each) for each in ("", "xã hội", "a/b", "../x", "a_", "a__b", "-a")),
        *(("--version", each) for each in ("2024", "01/01/2024", "2024-02-30", "")),
        *(("--title", each) for each in ("", " ", "a\x00b", "x" * 300)),
        ("--instrument", ""),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_written(option: str, value: str, tmp_path: Path) -> None:
    refused = call("init", str(tmp_path), option, value)
    assert refused.exit_code == 2
    assert refused.stderr.strip()
    assert files_below(tmp_path) == {}


@pytest.mark.slow
@settings(max_examples=tried(0.2), deadline=None)
@given(
    id=st.from_regex(r"[a-z0-9]{1,4}(-[a-z0-9]{1,3})?/[a-z0-9]{1,4}(-[a-z0-9]{1,3})?", fullmatch=True),
    title=st.text(st.characters(categories=("L", "N", "P", "S"), include_characters=" "), min_size=1, max_size=30),
    instrument=st.sampled_from(["1/QĐ", "12: {a}", "#1", "- x", '"q"', "{0}", "yes", "2024-01-01"]),
)
def test_any_id_and_words_make_a_library_that_loads(
    id: str, title: str, instrument: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("init")
    done = call(
        "init", str(folder), "--id", id, f"--title={title}", f"--instrument={instrument}", "--version", "2024-01-01"
    )
    if done.exit_code == 0:
        ruleset = load_library(over=[folder / "rulesets"]).versions[id][-1]
        assert (ruleset.title.vi, ruleset.instrument.number) == (" ".join(title.split()), instrument)
    else:
        assert done.exit_code == 2
        assert files_below(folder) == {}


@pytest.mark.slow
def test_on_a_terminal_it_asks_and_asks_again(tmp_path: Path) -> None:
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "ntm_rules.cli", "init", "du-an", "--kind", "xã"]
    answers = "Duong/X\nlai-chau/duong\nĐường giao thông\n\n2024-02-01\n"
    with subprocess.Popen(command, cwd=tmp_path, stdin=theirs, stdout=theirs, stderr=theirs, close_fds=True) as process:
        os.close(theirs)
        os.write(ours, answers.encode())
        shown = b""
        try:
            while piece := os.read(ours, 4096):
                shown += piece
        except OSError:  # the other end is closed
            pass
    os.close(ours)
    said = shown.decode()
    assert process.returncode == 0, said
    assert "Mã bộ tiêu chí" in said
    assert "Duong/X" in said
    assert "Loại đơn vị" not in said
    text = (tmp_path / "du-an" / "rulesets" / "lai-chau" / "duong" / "2024-02-01.yaml").read_text(encoding="utf-8")
    assert "Đường giao thông" in text
    assert "applies_to: commune" in text

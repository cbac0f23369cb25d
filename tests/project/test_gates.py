"""The gates of the command line: files that are read, files that are written, the console, and how a command ends."""

import json
import os
import shutil
import signal
import socket
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from ntm_rules.cli import main
from ntm_rules.exchange.cells.limits import FileLimits
from ntm_rules.exchange.dossier.dossier import Dossier, read_dossier
from ntm_rules.model.library import Library

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "examples" / "tam-duong-2024"
RULES = ROOT / "rulesets"
TOWNSHIP = "vn/civilised-township"
PIPES = hasattr(os, "mkfifo")


def call(*words: object) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


def run(*words: object, **environment: str) -> "subprocess.CompletedProcess[bytes]":
    return subprocess.run(
        [sys.executable, "-m", "ntm_rules.cli", *map(str, words)],
        env={**os.environ, "PYTHONPATH": str(ROOT / "src"), **environment},
        capture_output=True,
        check=False,
    )


@pytest.fixture
def dossier(tmp_path: Path) -> Path:
    folder = tmp_path / "d"
    folder.mkdir()
    for name in ("dossier.yaml", "units.csv", "facts-2024-12-31.csv"):
        shutil.copy(EXAMPLE / name, folder)
    return folder


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    shutil.copytree(RULES, tmp_path / "rs")
    return tmp_path / "rs"


def contents(*folders: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for folder in folders for path in folder.rglob("*") if path.is_file()}


# Out


def writers(dossier: Path, rules: Path) -> Iterator[tuple[tuple[object, ...], tuple[Path, ...]]]:
    """Every command that writes a file, without the name of the file, and files that it has read by then."""
    facts, rule = dossier / "facts-2024-12-31.csv", rules / "vn" / "commune-model" / "2024-03-07.yaml"
    of_dossier = (dossier / "dossier.yaml", dossier / "units.csv", facts)
    settings = ("--rulesets", rules)
    yield ("snapshot", dossier, *settings, "-o"), (*of_dossier, rule)
    yield ("assess", dossier, *settings, "-o"), of_dossier
    yield ("assess", dossier, "--format", "csv", "-o"), of_dossier
    versions = ("vn/commune-model@2023-12-31", "vn/commune-model@2024-06-30", *settings)
    yield ("diff", *versions, "-o"), (rule,)
    yield ("conform", *versions, "-o"), (rule,)
    yield ("impact", *versions[:2], dossier, *settings, "-o"), (*of_dossier, rule)
    own = rules / "vn" / "civilised-township"
    cases = sorted((own / "cases").glob("*.yaml"))[0]
    yield ("test", own, "--junit"), (own / "2022-04-15.yaml", cases)


@pytest.mark.slow
def test_no_command_writes_over_what_it_reads(tmp_path: Path, dossier: Path, rules: Path) -> None:
    before = contents(dossier, rules)
    for number, (words, read) in enumerate(writers(dossier, rules)):
        for path in read:
            soft, hard = tmp_path / f"soft{number}-{path.name}", tmp_path / f"hard{number}-{path.name}"
            soft.symlink_to(path)
            hard.hardlink_to(path)
            for out in (path, soft, hard) if path == read[0] else (path,):
                done = call(*words, out, "--lang", "en")
                assert (done.exit_code, "is not written over" in done.stderr) == (2, True), (words, out, done.output)
    assert contents(dossier, rules) == before


def test_a_snapshot_over_the_units_is_refused(dossier: Path) -> None:
    before = contents(dossier)
    done = call("snapshot", dossier, "-o", dossier / "units.csv", "--lang", "en")
    assert done.exit_code == 2
    assert "units.csv: is in use in this command already" in done.stderr
    assert contents(dossier) == before
    assert call("snapshot", dossier, "-o", dossier / "kept.snapshot").exit_code == 0


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o664, 0o644])
def test_the_permissions_of_a_former_file_stay(dossier: Path, tmp_path: Path, mode: int) -> None:
    out = tmp_path / "out.json"
    out.write_text("former")
    out.chmod(mode)
    assert call("assess", dossier, "--format", "json", "-o", out).exit_code == 0
    assert stat.S_IMODE(out.stat().st_mode) == mode
    assert json.loads(out.read_text("utf-8"))


def test_a_new_file_has_the_permissions_of_new_files(dossier: Path, tmp_path: Path) -> None:
    former = os.umask(0o027)
    try:
        out = tmp_path / ("x" * 250 + ".csv")  # no name of a file is longer
        assert call("assess", dossier, "--format", "csv", "-o", out).exit_code == 0
    finally:
        os.umask(former)
    assert stat.S_IMODE(out.stat().st_mode) == 0o640


def test_a_link_stays_a_link(dossier: Path, tmp_path: Path) -> None:
    target, link = tmp_path / "target.json", tmp_path / "link.json"
    target.write_text("former")
    link.symlink_to(target)
    assert call("assess", dossier, "--format", "json", "-o", link).exit_code == 0
    assert link.is_symlink()
    assert json.loads(target.read_text("utf-8"))


@pytest.mark.slow
def test_a_link_in_a_circle_is_neither_read_nor_written(dossier: Path, tmp_path: Path) -> None:
    loop, table = tmp_path / "loop.csv", tmp_path / "in.csv"
    loop.symlink_to(loop)
    table.write_text("unit\nA\n", encoding="utf-8")
    day = ("--as-of", "2024-06-30")
    for words in (
        ("check", loop),
        ("test", loop),
        ("diff", loop, TOWNSHIP),
        ("list", "--with", loop),
        ("snapshot", dossier, "--check", loop),
        ("verify", loop),
        ("assess-frame", TOWNSHIP, loop, "-o", tmp_path / "out.csv", *day),
        ("assess-frame", TOWNSHIP, table, "-o", loop, *day),
        ("snapshot", dossier, "-o", loop),
        ("init", loop),
    ):
        done = call(*words, "--lang", "en")
        assert (done.exit_code, "circle" in done.stderr) == (2, True), (words, done.output)
    assert loop.is_symlink()


def test_a_device_is_written_to() -> None:
    done = run("list", "--lang", "en")
    assert done.returncode == 0
    for device in ("/dev/stdout", "/dev/null"):
        if Path(device).exists():
            done = run("diff", TOWNSHIP, TOWNSHIP, "-o", device)
            assert done.returncode == 0, done.stderr
            assert bool(done.stdout) is (device == "/dev/stdout")


SLOW_WRITER = """
import signal, sys, time
from ntm_rules.exchange.output import output_file
from ntm_rules.cli import main

def pieces(whole):
    yield b"half"
    print("writing", flush=True)
    time.sleep(60)

# As in a terminal, also where the tests run without one, or in the background of a shell.
signal.signal(signal.SIGHUP, signal.SIG_DFL)
signal.signal(signal.SIGINT, signal.default_int_handler)
write = output_file.write_whole
output_file.write_whole = lambda path, whole: write(path, pieces(whole))
main(sys.argv[1:])
"""


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_signal_leaves_no_remains(dossier: Path, tmp_path: Path, number: signal.Signals) -> None:
    out = tmp_path / "out" / "a.json"
    out.parent.mkdir()
    out.write_text("former")
    words = [sys.executable, "-c", SLOW_WRITER, "assess", str(dossier), "--format", "json", "-o", str(out)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == b"writing\n"
        assert len(list(out.parent.iterdir())) == 2
        child.send_signal(number)
        child.communicate(timeout=60)
    assert child.returncode == 128 + number
    assert [path.name for path in out.parent.iterdir()] == ["a.json"]
    assert out.read_text() == "former"


@pytest.mark.slow
def test_a_signal_ends_what_runs_without_python(tmp_path: Path) -> None:
    pl = pytest.importorskip("polars")
    table, out = tmp_path / "in.parquet", tmp_path / "out.csv"
    units = [f"U{number}" for number in range(1_000_000)]
    pl.DataFrame({"unit": units, "clean_water_households": [99.0] * len(units)}).write_parquet(table)
    words = [sys.executable, "-m", "ntm_rules.cli", "assess-frame", TOWNSHIP, str(table), "-o", str(out), "--as-of"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    with subprocess.Popen([*words, "2024-06-30"], stderr=subprocess.PIPE, env=environment) as child:
        for _ in range(600):
            if len(list(tmp_path.iterdir())) > 1 or child.poll() is not None:
                break
            time.sleep(0.1)
        child.send_signal(signal.SIGTERM)
        child.communicate(timeout=300)
    assert child.returncode == 128 + signal.SIGTERM
    assert [path.name for path in tmp_path.iterdir()] == ["in.parquet"]


# In


@pytest.mark.skipif(not PIPES, reason="this system has no named pipes")
@pytest.mark.parametrize(
    ("name", "what"),
    [
        ("dossier.yaml", "pipe"),
        ("units.csv", "pipe"),
        ("facts.xlsx", "pipe"),
        ("facts.csv", "device"),
        ("facts.csv", "folder"),
        ("facts.csv", "socket"),
    ],
)
def test_what_is_no_file_is_not_read(monkeypatch: pytest.MonkeyPatch, dossier: Path, name: str, what: str) -> None:
    path = dossier / name
    path.unlink(missing_ok=True)
    if what == "pipe":
        os.mkfifo(path)
    elif what == "device":
        path.symlink_to("/dev/zero")
    elif what == "folder":
        path.mkdir()
    else:
        monkeypatch.chdir(dossier)  # the path of a socket is short
        with socket.socket(socket.AF_UNIX) as listening:
            listening.bind(name)
    done = call("assess", dossier, "--lang", "en")
    assert done.exit_code == 2
    assert "it is not a file" in done.stderr or "outside" in done.stderr


@pytest.mark.skipif(not PIPES, reason="this system has no named pipes")
def test_no_command_waits_at_a_pipe(dossier: Path, tmp_path: Path) -> None:
    for suffix in (".yaml", ".csv", ".parquet", ".snapshot"):
        os.mkfifo(tmp_path / f"pipe{suffix}")
    yaml, out = tmp_path / "pipe.yaml", tmp_path / "out.csv"
    for words in (
        ("check", yaml),
        ("test", yaml),
        ("diff", yaml, TOWNSHIP),
        ("list", "--with", yaml),
        ("snapshot", dossier, "--check", tmp_path / "pipe.snapshot"),
        ("assess-frame", TOWNSHIP, tmp_path / "pipe.csv", "-o", out, "--as-of", "2024-06-30"),
        ("assess-frame", TOWNSHIP, tmp_path / "pipe.parquet", "-o", out, "--as-of", "2024-06-30"),
    ):
        done = call(*words, "--lang", "en")
        assert done.exit_code in (1, 2), (words, done.output)
        assert "not a file" in done.output or "no such file" in done.output, (words, done.output)


# The console

ENCODINGS = (
    {"PYTHONIOENCODING": "cp1252", "PYTHONUTF8": "0"},
    {"PYTHONIOENCODING": "cp1258", "PYTHONUTF8": "0"},
    {"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"},
    {"PYTHONIOENCODING": "utf-16", "PYTHONUTF8": "0"},
    {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
)


@pytest.mark.parametrize("environment", ENCODINGS, ids=str)
def test_redirected_output_is_utf_8(environment: dict[str, str]) -> None:
    for words, said in (
        (("--help",), "bộ tiêu chí"),
        (("list", "--lang", "en"), "QĐ-TTg"),
        (("show", "vn/nothing"), "không có bộ tiêu chí"),
        (("nothing-ộ",), "nothing-"),
    ):
        done = run(*words, **environment)
        written = (done.stdout + done.stderr).decode("utf-8")
        assert said in written, (words, written)
        assert "Traceback" not in written


UNSEEN = "\x1b\x07\x9b\u202e\u2066\u200b\u00ad\ufeff\u034f"


@pytest.mark.parametrize("name", ["A\u202eB", "A\u200bB", "A\x9b2JB", "A\x1b]0;x\x07B"])
def test_a_path_that_is_shown_is_harmless(tmp_path: Path, name: str) -> None:
    done = call("check", tmp_path / name)
    assert done.exit_code == 2
    assert not any(letter in done.output for letter in name if not letter.isprintable())
    done = call(name)
    assert done.exit_code == 2
    assert not any(letter in done.output for letter in name if not letter.isprintable())


def test_names_in_every_form_of_output(dossier: Path, tmp_path: Path) -> None:
    """A title and the people who report are free text, and so is the name of a file."""
    named = tmp_path / "d\u202e\x9b\u200b"
    dossier.rename(named)
    rows = (named / "facts-2024-12-31.csv").read_text("utf-8-sig")
    assert "reported_by" in rows.splitlines()[next(at for at, row in enumerate(rows.splitlines()) if "unit" in row)]
    for words in (
        ("check", named),
        ("check", named, "--format", "github"),
        ("assess", named),
        ("assess", named, "--format", "csv"),
        ("assess", named, "--format", "json"),
        ("check", named, "--format", "json"),
        ("check", named, "--format", "sarif"),
        ("assess", named, "--unit", "nobody\u202e\x9b"),
    ):
        done = call(*words)
        assert not any(letter in UNSEEN for letter in done.output), words
        if "json" in words and words[0] == "check":
            files = {one["place"]["file"] for one in json.loads(done.stdout) if one["place"]}
            assert all("d\u202e\x9b\u200b" in file for file in files), "JSON stays exact"


# How a command ends


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_a_mistake_of_ours_has_an_exit_code_and_a_line(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, lang: str
) -> None:
    def fail(*_: object) -> None:
        raise KeyError("nobody\u202e expected this")

    monkeypatch.setattr(import_module("ntm_rules.cli.rules"), "library_of", fail)
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    done = call("list", "--lang", lang)
    assert done.exit_code == 3
    [line] = done.stderr.splitlines()
    [kept] = tmp_path.iterdir()
    assert str(kept) in line
    assert "report" in line if lang == "en" else "xin báo" in line
    assert "\u202e" not in line
    assert "Traceback" in kept.read_text("utf-8")
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600


@pytest.mark.parametrize(("error", "code"), [(MemoryError(), 2), (KeyboardInterrupt(), 130), (OSError(5, "no"), 2)])
def test_other_ends_are_lines(monkeypatch: pytest.MonkeyPatch, error: BaseException, code: int) -> None:
    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr(import_module("ntm_rules.cli.rules"), "library_of", fail)
    done = call("list")
    assert (done.exit_code, len(done.stderr.splitlines())) == (code, 1)


def test_exit_codes_are_documented() -> None:
    said = call("--help").output
    assert all(f"{code} " in said for code in (0, 1, 2, 3)), said
    assert "130" in said


@pytest.mark.parametrize("options", [[], ["--large"]])
def test_a_very_large_dossier_is_read_whole_when_asked(options: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def noted(path: Path, library: Library, *, limits: FileLimits, **others: Any) -> Dossier:
        asked.append(limits.work)
        return read_dossier(path, library, limits=limits, **others)

    monkeypatch.setattr("ntm_rules.exchange.dossier.dossier.read_dossier", noted)
    folder = EXAMPLE / "plan-met"
    for command in (["check", folder], ["assess", folder], ["explain", folder, "Bản Bo", "18"], ["snapshot", folder]):
        assert call(*command, *options).exit_code in (0, 1)
    assert len(asked) == 4
    assert all((work > FileLimits().work) is bool(options) for work in asked)

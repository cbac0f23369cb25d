"""The commands of the README and of docs run as written, the examples run, and an installed wheel works elsewhere."""

import json
import os
import re
import shlex
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ntm_rules.cli import main
from ntm_rules.cli.common.opened import OUTCOMES
from ntm_rules.model.outcome import Outcome

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
PAGES = {
    path.name: path.read_text(encoding="utf-8") for path in (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")))
}
BLOCKS = [block for page in PAGES.values() for block in re.findall(r"```sh\n(.*?)```", page, re.S)]
COMMANDS = list(dict.fromkeys(line for block in BLOCKS for line in block.splitlines() if line))
PLAYED = ("tutorial.en.md", "tutorial.vi.md")
"""Pages whose commands are run one after another, with what they print (test_tutorial.py)."""
CONSOLE = [
    block
    for name, page in PAGES.items()
    if name not in PLAYED
    for block in re.findall(r"```console\n(.*?)```", page, re.S)
]
DIALOGUES = [block for block in CONSOLE if not any(block in other and block != other for other in CONSOLE)]
"""Commands in the order in which they are run, in a folder that is written into."""
MOST_LINES = 80
"""Lines of the README: a page that one can read."""


def run(command: list[str], folder: Path = ROOT, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command,
        cwd=folder,
        env={**os.environ, "PYTHONUTF8": "1", **environment},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )


def call(line: str) -> Result:
    """What a command comes to in this process: most of the time of a process of its own goes into reading the rulesets."""
    program, *words = shlex.split(line)
    assert program == "ntm-rules"
    return CliRunner().invoke(main, words, catch_exceptions=False)


def test_the_readme_is_a_page_and_its_links_lead_somewhere() -> None:
    assert len(COMMANDS) >= 15
    assert len(DIALOGUES) >= 5
    assert len(PAGES["README.md"].splitlines()) <= MOST_LINES
    for name, page in PAGES.items():
        folder = ROOT if name == "README.md" else ROOT / "docs"
        anchors = set(re.findall(r'<a id="([^"]+)">', page))
        for target in re.findall(r"\]\(([^)\s]+)\)", page):
            if target.startswith("#"):
                assert target[1:] in anchors, f"{name}: {target}"
            elif not target.startswith("http"):
                assert (folder / target.partition("#")[0]).exists(), f"{name}: {target}"


@pytest.mark.slow
@pytest.mark.parametrize("line", COMMANDS)
def test_documented_command_runs_as_written(monkeypatch: pytest.MonkeyPatch, line: str) -> None:
    monkeypatch.chdir(ROOT)
    done = call(line)
    assert done.exit_code == 0, done.stderr
    assert done.output.strip() or " check " in line


@pytest.mark.slow
@pytest.mark.parametrize("block", DIALOGUES, ids=lambda block: block.splitlines()[0])
def test_documented_commands_that_write_run_as_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, block: str
) -> None:
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    (tmp_path / "office.pem").write_bytes(private_key())
    monkeypatch.chdir(tmp_path)
    lines = [line.removeprefix("$ ") for line in block.splitlines() if line.startswith("$ ")]
    assert lines
    for line in lines:
        words = shlex.split(line)
        # What a reader puts in: the root that the paper names.
        root = json.loads((tmp_path / words[2]).open().readline())["root"] if "HEX" in words else ""
        done = call(line.replace("HEX", root))
        assert done.exit_code in ((0, 1) if "nearest" in words else (0,)), done.stderr
        for word in (words[words.index(option) + 1] for option in ("-o", "--reasons", "--record") if option in words):
            assert (tmp_path / word).stat().st_size > 100


def private_key() -> bytes:
    """A key of an office, as `openssl genpkey -algorithm ed25519` writes it."""
    return Ed25519PrivateKey.generate().private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def yaml_block(page: str, first_key: str) -> str:
    text: str
    [text] = [
        block for block in re.findall(r"```yaml\n(.*?)```", PAGES[page], re.S) if block.startswith(first_key + ":")
    ]
    return text


@pytest.mark.parametrize(
    ("page", "first_key", "file"),
    [("concepts.md", "ruleset", "rules.yaml"), ("changes.md", "cases_for", "cases/cases.yaml")],
)
def test_the_files_in_the_documents_are_right(tmp_path: Path, page: str, first_key: str, file: str) -> None:
    path = tmp_path / file
    path.parent.mkdir(exist_ok=True)
    path.write_text(yaml_block(page, first_key), encoding="utf-8")
    done = call(f"ntm-rules check {shlex.quote(str(path))}")
    assert done.exit_code == 0, done.output


def test_embed_example_is_short_and_shows_the_correction() -> None:
    source = (ROOT / "examples" / "embed.py").read_text(encoding="utf-8")
    body = [line for line in source.splitlines() if line.strip() and not line.startswith(('"""', "import", "from"))]
    assert len(body) < 20
    done = run([sys.executable, "examples/embed.py"])
    assert done.returncode == 0, done.stderr
    assert "vn/civilised-township#3.3 not_attained -> attained" in done.stdout


@pytest.mark.slow
def test_wheel_holds_the_rulesets_and_works_in_another_folder(tmp_path: Path) -> None:
    built = run(
        [
            sys.executable,
            "-m",
            "pip",
            "wheel",
            "--no-deps",
            "--no-build-isolation",
            "-q",
            "-w",
            str(tmp_path),
            str(ROOT),
        ]
    )
    assert built.returncode == 0, built.stderr
    [wheel] = tmp_path.glob("*.whl")
    installed = tmp_path / "installed"
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        archive.extractall(installed)
    assert "ntm_rules/py.typed" in names
    assert any(name.startswith("ntm_rules/rulesets/vn/") for name in names)
    assert any(name.startswith("ntm_rules/rulesets/measures/") for name in names)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    source = "import ntm_rules as n, sys; print(n.__file__); print(sorted(n.load_library().versions))"
    done = run([sys.executable, "-c", source], elsewhere, PYTHONPATH=str(installed))
    assert done.returncode == 0, done.stderr
    where, rulesets = done.stdout.splitlines()
    assert Path(where).is_relative_to(installed)
    assert "vn/civilised-township" in rulesets
    listed = run([sys.executable, "-m", "ntm_rules.cli", "list"], elsewhere, PYTHONPATH=str(installed))
    assert "04/2022/QĐ-TTg" in listed.stdout


def test_the_words_of_only_are_those_of_outcomes() -> None:
    assert tuple(one.value for one in Outcome) == OUTCOMES


def test_help_loads_nothing_heavy() -> None:
    source = (
        "import sys\n"
        "from click.testing import CliRunner\n"
        "from ntm_rules.cli import main\n"
        "assert CliRunner().invoke(main, ['--help']).exit_code == 0\n"
        "print(sorted({'yaml', 'cattrs', 'babel', 'openpyxl', 'rich', 'attr', 'durable_rules_engine'} & set(sys.modules)))"
    )
    done = run([sys.executable, "-c", source])
    assert done.stdout.strip() == "[]", done.stdout + done.stderr

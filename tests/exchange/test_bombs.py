"""Nothing small costs much: every kind of bomb is refused, or read, within the memory and time of a small program."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from .bombs import ALL

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "examples" / "tam-duong-2024"
READER = Path(__file__).parent / "bounded_reader.py"
QUICK = {"csv: twenty million commas", "csv: a million columns", "xlsx: cells in the last column", "yaml: deep"}

pytestmark = pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="memory is limited by what Linux counts")


@pytest.fixture(scope="module")
def read_bounded() -> Iterator[Callable[[Path], str]]:
    """Read a dossier in a program with little memory and time; what it says, "" where it was ended."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    children: list[subprocess.Popen[str]] = []

    def read(folder: Path) -> str:
        if not children or children[-1].poll() is not None:
            words = [sys.executable, str(READER)]
            children.append(
                subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment)
            )
        given, said = children[-1].stdin, children[-1].stdout
        assert given is not None
        assert said is not None
        given.write(f"{folder}\n")
        given.flush()
        answer = said.readline().rstrip()
        if not answer:
            children[-1].wait()
        return answer

    yield read
    for child in children:
        child.kill()
        child.communicate()


@pytest.mark.parametrize(
    "name", [name if name in QUICK else pytest.param(name, marks=pytest.mark.slow) for name in ALL]
)
def test_a_bomb_costs_little(tmp_path: Path, read_bounded: Callable[[Path], str], name: str) -> None:
    for file in ("dossier.yaml", "units.csv"):
        shutil.copy(EXAMPLE / file, tmp_path)
    file, made = ALL[name]
    (tmp_path / file).write_bytes(made())
    assert (tmp_path / file).stat().st_size < 21_000_000
    answer = read_bounded(tmp_path)
    shutil.rmtree(tmp_path)
    assert answer.startswith(("NTM", "read")), answer or "ended by the system"
    assert len(answer.split()) == 1 or int(answer.split()[2]) < 3_000_000, "what is said of it is short"

"""Set-up says in one line what is missing."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[2] / "scripts" / "set-up.sh"


def set_up(tools: Path, python: str = "python3") -> subprocess.CompletedProcess[str]:
    shell = shutil.which("sh")
    assert shell is not None
    return subprocess.run(
        [shell, str(SCRIPT), python, str(tools / "venv"), ".[dev]"],
        env={"PATH": str(tools)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.skipif(sys.version_info >= (3, 13), reason="durable_rules is not built on Python 3.13 and later")
def test_a_missing_compiler_is_one_clear_line(tmp_path: Path) -> None:
    (tmp_path / "python3").symlink_to(sys.executable)
    done = set_up(tmp_path)
    assert done.returncode == 1
    [line] = done.stderr.splitlines()
    assert "a C compiler is missing: apt install build-essential" in line
    assert not (tmp_path / "venv").exists()


def test_a_missing_python_is_one_clear_line(tmp_path: Path) -> None:
    done = set_up(tmp_path, "python9")
    assert done.returncode == 1
    [line] = done.stderr.splitlines()
    assert "install python3 3.11 or later" in line


def test_an_old_python_is_one_clear_line(tmp_path: Path) -> None:
    old = tmp_path / "python3"
    old.write_text('#!/bin/sh\nif [ "$1" = --version ]; then echo "Python 3.8.10"; exit 0; fi\nexit 1\n')
    old.chmod(0o755)
    (tmp_path / "sh").symlink_to(shutil.which("sh") or "/bin/sh")
    done = set_up(tmp_path)
    assert done.returncode == 1
    [line] = done.stderr.splitlines()
    assert "Python 3.8.10 is too old: 3.11 or later is needed" in line

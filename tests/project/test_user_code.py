"""What users write is clean under type checkers: mypy checks it with the tests, Pyright where it is installed."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from .user_program import main

PROGRAM = Path(__file__).with_name("user_program.py")


def test_the_program_runs() -> None:
    told = main()
    assert "3.3 not_attained" in told
    assert "clean_water_households 0.1" in told
    assert "True" in told


@pytest.mark.slow
def test_pyright_finds_nothing_in_it() -> None:
    pyright = shutil.which("pyright")
    if pyright is None:
        pytest.skip("Pyright is not installed: npm install --global pyright")
    run = subprocess.run(
        [pyright, "--pythonpath", sys.executable, "--outputjson", str(PROGRAM)],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    found = json.loads(run.stdout)["generalDiagnostics"]
    assert [
        f"{one['range']['start']['line'] + 1}: {one['message']}" for one in found if one["severity"] == "error"
    ] == []

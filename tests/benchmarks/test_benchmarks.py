"""The benchmarks work, and time nothing before both sides give the same."""

import os
import re
import subprocess
import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]


def load(name: str) -> ModuleType:
    spec = spec_from_file_location(f"benchmarks_{name}", ROOT / "benchmarks" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_a_quick_run_finds_both_sides_equal_and_prints_every_table(tmp_path: Path) -> None:
    written = tmp_path / "report.md"
    run = subprocess.run(
        [sys.executable, str(ROOT / "benchmarks" / "run.py"), "--quick", "--write", str(written)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src"), "PYTHONIOENCODING": "utf-8"},
        timeout=300,
    )
    assert run.returncode == 0, run.stderr
    equal = re.findall(r"^equal: (\d+) units, (.*)$", run.stdout, re.MULTILINE)
    compared = " / ".join(what for _, what in equal)
    assert "every outcome, from figures" in compared
    assert "every decision with every reason" in compared
    assert all(int(count) > 0 for count, _ in equal)
    # What could not be compared is said, not passed over.
    assert ("every outcome in a session" in compared) is not ("skipped: the rows against the prototype" in run.stdout)
    for package in ("zen-engine", "rule-engine"):
        assert f"every outcome, by {package}" in compared or f"skipped: {package} is not installed" in run.stdout
    report = written.read_text(encoding="utf-8")
    assert "| outcomes, generated code alone |" in report
    assert "| every reason |" in report
    assert "opened and closed" in report or "skipped: memory" in run.stdout


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ({"C1": ["attained"]}, {"C1": ["not_attained"]}),
        ({"C1": ["attained"]}, {"C1": ["attained"], "C2": ["attained"]}),
        ({"C1": ["attained"]}, {"C2": ["attained"]}),
        ({}, {}),
    ],
)
def test_a_difference_stops_a_benchmark(ours: dict[str, object], theirs: dict[str, object]) -> None:
    check = load("check")
    assert check.same("outcomes", {"C1": 1, "C2": 2}, {"C1": 1, "C2": 2}) == 2
    with pytest.raises(check.Different, match="outcomes"):
        check.same("outcomes", ours, theirs)

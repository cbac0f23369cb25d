"""The benchmarks work, and time nothing before both sides give the same."""

import os
import re
import subprocess
import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[2]


def load(name: str) -> ModuleType:
    spec = spec_from_file_location(f"benchmarks_{name}", ROOT / "benchmarks" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def shipped_of(printed: str) -> dict[str, set[int]]:
    """How many units of each shipped ruleset were compared."""
    found: dict[str, set[int]] = {}
    for count, name in re.findall(r"^equal: (\d+) units under (\S+), every outcome", printed, re.MULTILINE):
        found.setdefault(name, set()).add(int(count))
    return found


@pytest.mark.slow
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
    # With few units the shipped rulesets and the loops by hand could differ unnoticed.
    assert shipped_of(run.stdout) == {
        "vn/commune-ntm": {60},
        "lai-chau/commune-ntm": {60},
        "vn/district-ntm": {6},
        "vn/civilised-township": {60},
    }
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


def test_shipped_rulesets_in_frames_decide_what_queries_by_hand_do() -> None:
    pytest.importorskip("polars")
    pytest.importorskip("duckdb")
    run = subprocess.run(
        [sys.executable, str(ROOT / "benchmarks" / "shipped_frames.py"), "--quick"],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src"), "PYTHONIOENCODING": "utf-8"},
        timeout=300,
    )
    assert run.returncode == 0, run.stderr
    equal = re.findall(r"^equal: ([\d,]+) units, (.*)$", run.stdout, re.MULTILINE)
    alone = ("vn/civilised-township", "lai-chau/commune-ntm", "vn/commune-ntm")
    assert equal == [
        *(
            ("2,000", f"{name}, {kind}, by {way}")
            for name in alone
            for kind in ("text", "Enum", "Categorical")
            for way in ("program", "name")
        ),
        ("100", "vn/district-ntm with 2,000 communes"),
        ("2,000", "vn/civilised-township, DuckDB"),
        ("2,000", "vn/commune-ntm, DuckDB"),
    ]


@pytest.mark.slow
def test_a_quick_run_over_frames_puts_its_section_into_the_report(tmp_path: Path) -> None:
    pytest.importorskip("polars")
    written = tmp_path / "report.md"
    written.write_text("# Benchmarks\n\n<!-- frames -->\nof before\n<!-- /frames -->\n", encoding="utf-8")
    run = subprocess.run(
        [sys.executable, str(ROOT / "benchmarks" / "frames.py"), "--quick", "--write", str(written)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src"), "PYTHONIOENCODING": "utf-8"},
        timeout=300,
    )
    assert run.returncode == 0, run.stderr
    equal = re.findall(r"^equal: (\d+) units, (.*)$", run.stdout, re.MULTILINE)
    compared = [what for _, what in equal]
    for what in ("four outcomes", "codes", "four outcomes and exact gaps", "four outcomes, checked", "codes, NumPy"):
        assert what in compared
    for what in ("two versions, each alone", "every outcome, frame and evaluate", "four outcomes, duckdb"):
        assert what in compared
    assert all(int(count) > 0 for count, _ in equal)
    # What could not be compared is said, not passed over.
    for package in ("OpenFisca-core", "zen-engine"):
        assert any(package in what for what in compared) or f"skipped: {package}" in run.stdout
    report = written.read_text(encoding="utf-8")
    assert report.startswith("# Benchmarks\n\n<!-- frames -->\n## Frames\n")
    assert report.endswith("<!-- /frames -->\n")
    assert "of before" not in report
    assert "| Parquet to Parquet |" in report


def test_sections_are_kept_when_the_rest_is_written_anew() -> None:
    sections = load("sections")
    before = "old\n\n<!-- frames -->\nours\n<!-- /frames -->\n"
    assert sections.section_of(before, "frames") == "<!-- frames -->\nours\n<!-- /frames -->\n"
    assert sections.section_of(before, "shipped frames") == ""
    assert sections.renewed(before, "new\n") == "new\n\n<!-- frames -->\nours\n<!-- /frames -->\n"
    assert sections.with_section(before, "frames", "theirs") == before.replace("ours", "theirs")
    both = sections.with_section(before, "shipped frames", "more\n")
    assert both == before + "\n<!-- shipped frames -->\nmore\n<!-- /shipped frames -->\n"
    kept = sections.renewed(both, "new\n")
    assert all(sections.section_of(kept, name) == sections.section_of(both, name) for name in sections.NAMES)


def test_what_is_written_by_hand_between_sections_is_kept() -> None:
    sections = load("sections")
    report = sections.with_section(sections.with_section("old\n", "shipped frames", "a"), "frames", "b")
    tried = report.replace("<!-- frames -->", "What was tried.\n\n<!-- frames -->")
    assert sections.renewed(tried, "new\n") == tried.replace("old\n", "new\n")


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

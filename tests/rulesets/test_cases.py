"""The cases shipped beside the rulesets: each file is read, and every expectation in it is met and confirmed."""

from pathlib import Path

import pytest

from ntm_rules.evolution.cases.locations import case_files
from ntm_rules.evolution.cases.reading.cases import read_cases
from ntm_rules.evolution.cases.run import run_cases
from ntm_rules.language.library import load_library, shipped_rulesets
from ntm_rules.model.library import Library
from ntm_rules.report.testing.cases import case_report

FILES = case_files([shipped_rulesets()])[0]


@pytest.fixture(scope="module")
def library() -> Library:
    return load_library()


def test_there_are_some() -> None:
    assert FILES


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(shipped_rulesets()).as_posix())
def test_every_expectation_is_met(path: Path, library: Library) -> None:
    results = run_cases(read_cases(path, library), library)
    assert all(result.passed for result in results), "\n" + case_report(results, library, "en")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(shipped_rulesets()).as_posix())
def test_they_lie_beside_the_ruleset_that_they_are_for(path: Path, library: Library) -> None:
    for case in read_cases(path, library):
        assert path.parent == shipped_rulesets() / case.ruleset / "cases"
        assert case.name.en is not None

"""The cases shipped beside the rulesets: each file is read, and every expectation in it is met and confirmed."""

from pathlib import Path

import pytest

from ntm_rules.evolution.cases.locations import case_files
from ntm_rules.evolution.cases.reading.cases import read_cases
from ntm_rules.evolution.cases.run import run_cases
from ntm_rules.language.library import load_library, shipped_rulesets
from ntm_rules.model.library import Library

from ..printed import cases_text

pytestmark = pytest.mark.slow

FILES = case_files([shipped_rulesets()])[0]
FOLDERS = sorted({path.parent for path in FILES})
"""The cases of one ruleset are run together: its versions, and those that they refer to, are compiled once for all of them."""


@pytest.fixture(scope="module")
def library() -> Library:
    return load_library()


def test_there_are_some() -> None:
    assert FILES


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: path.parent.relative_to(shipped_rulesets()).as_posix())
def test_every_expectation_is_met(folder: Path, library: Library) -> None:
    cases = [case for path in FILES if path.parent == folder for case in read_cases(path, library)]
    assert cases
    for case in cases:
        assert folder == shipped_rulesets() / case.ruleset / "cases", "they lie beside the ruleset that they are for"
        assert case.name.en is not None
    results = run_cases(cases, library)
    assert all(result.passed for result in results), "\n" + cases_text(results, library, "en")

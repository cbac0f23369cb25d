"""The small library of the examples of diagnostics, which the tests of rule files are checked against."""

from pathlib import Path

import pytest
from diagnostic_examples import SMALL


@pytest.fixture(scope="session")
def shipped() -> Path:
    """A folder that stands for the shipped rulesets."""
    return SMALL

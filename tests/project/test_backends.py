"""What the tests compare is there: where `NTM_BACKENDS=required`, a backend that is missing fails instead of being skipped."""

import os
import shutil
import sys
from importlib import import_module

import pytest

BACKENDS = ("polars", "narwhals", "pandas", "pyarrow", "duckdb", "pyspark", "durable_rules_engine")
BUILT_BEFORE = (3, 13)
"""The first version of Python on which durable_rules is no dependency."""


def missing(backend: str) -> str | None:
    """The reason why a backend cannot be tried here; None where it can."""
    if backend == "durable_rules_engine" and sys.version_info >= BUILT_BEFORE:
        return None
    try:
        import_module(backend)
    except Exception as error:  # noqa: BLE001 (whatever is wrong with it is told)
        return f"{type(error).__name__}: {error}"
    if backend == "pyspark" and shutil.which("java") is None:
        return "Spark needs a Java runtime, and none is on the PATH"
    return None


@pytest.mark.parametrize("backend", BACKENDS)
def test_a_backend_is_there_to_be_tried(backend: str) -> None:
    """`.ci/run` requires all: its tests pass only where every executor was compared with the specification."""
    reason = missing(backend)
    if reason is not None and os.environ.get("NTM_BACKENDS") != "required":
        pytest.skip(reason)
    assert reason is None


def test_a_backend_that_is_missing_or_broken_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "duckdb", None)
    assert missing("duckdb") is not None
    monkeypatch.setenv("PATH", "")
    assert "Java" in (missing("pyspark") or "")

"""What every test stands on: the profile that says how thorough the properties are, and the mark of what is slow."""

import gc
import os

import pytest

from .profiles import register_profiles

register_profiles()
# Processes of pytest-xdist are told 80 columns: what commands print is then as wide as in no pipe.
os.environ.pop("COLUMNS", None)

# A third of the processor time of the suite went to the collector, which looked again and again through thousands of tests and
# the library that they share. It looks less often, and not at all at what was there when the tests began.
gc.set_threshold(100_000, 20, 20)


def pytest_collection_finish() -> None:
    """Leave all that has been collected to the end of the process."""
    gc.collect()
    gc.freeze()


_SLOW_FIXTURES = ("duckdb_frames", "pandas_frames", "pyarrow_frames", "pyspark_frames")
"""Libraries of frames beside Polars: that they decide alike is for the whole suite to say."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark as slow every test that asks for another library of frames than Polars, by name or as its parameter."""
    for item in items:
        asked = set(getattr(item, "fixturenames", ()))
        if "frame_library" in asked:
            asked.add(f"{item.callspec.params['frame_library']}_frames")  # type: ignore[attr-defined]
        if not asked.isdisjoint(_SLOW_FIXTURES):
            item.add_marker(pytest.mark.slow)

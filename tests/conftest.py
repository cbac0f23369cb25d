"""What every test stands on: the profile that says how thorough the properties are, and the mark of what is slow."""

import pytest

from .profiles import register_profiles

register_profiles()

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

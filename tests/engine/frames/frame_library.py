"""The same frame as each of the libraries has it."""

from collections.abc import Callable
from typing import Any

import polars as pl
import pytest
from attrs import frozen

LIBRARIES = ("polars", "pandas", "pyarrow", "duckdb")
"""Those that the fixture `frame_library` stands for."""
in_every_library = pytest.mark.parametrize("frame_library", [*LIBRARIES, "pyspark"], indirect=True)
"""In Spark too, where every step takes a second."""


@frozen
class FrameLibrary:
    """A library of frames: `given` makes one of its own, `read` reads one that comes out."""

    name: str
    given: Callable[[pl.DataFrame], Any]
    read: Callable[[Any], pl.DataFrame]


def as_they_are(frame: pl.DataFrame) -> pl.DataFrame:
    return frame


POLARS = FrameLibrary("polars", as_they_are, as_they_are)


def pandas_library() -> FrameLibrary:
    """pandas with its own nulls: NaN for floats and text, NA for whole numbers."""

    def given(frame: pl.DataFrame) -> Any:
        whole = [name for name, kind in frame.schema.items() if kind.is_integer()]
        return frame.to_pandas().astype(dict.fromkeys(whole, "Int64"))

    return FrameLibrary("pandas", given, pl.from_pandas)


def pyarrow_library() -> FrameLibrary:
    return FrameLibrary("pyarrow", pl.DataFrame.to_arrow, _read_arrow)


def duckdb_library() -> FrameLibrary:
    import duckdb

    def given(frame: pl.DataFrame) -> Any:
        return duckdb.from_arrow(frame.to_arrow())

    return FrameLibrary("duckdb", given, lambda found: found.pl())


def pyspark_library(session: Any) -> FrameLibrary:
    """Spark, with the rows on several partitions."""

    def given(frame: pl.DataFrame) -> Any:
        return session.createDataFrame(frame.to_arrow()).repartition(3)

    return FrameLibrary("pyspark", given, lambda found: _read_arrow(found.toArrow()))


def _read_arrow(found: Any) -> pl.DataFrame:
    read = pl.from_arrow(found)
    assert isinstance(read, pl.DataFrame)
    return read

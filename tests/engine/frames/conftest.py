"""Libraries of frames, each skipped where it is not installed."""

import os
import shutil
from collections.abc import Iterator

import pytest

from .frame_library import (
    LIBRARIES,
    POLARS,
    FrameLibrary,
    duckdb_library,
    pandas_library,
    pyarrow_library,
    pyspark_library,
)


@pytest.fixture(scope="module", params=LIBRARIES)
def frame_library(request: pytest.FixtureRequest) -> FrameLibrary:
    found = request.getfixturevalue(f"{request.param}_frames")
    assert isinstance(found, FrameLibrary)
    return found


@pytest.fixture(scope="session")
def polars_frames() -> FrameLibrary:
    return POLARS


@pytest.fixture(scope="session")
def pandas_frames() -> FrameLibrary:
    pytest.importorskip("pandas", reason="pandas is not installed: pip install pandas")
    pytest.importorskip("pyarrow", reason="pandas' text is read by PyArrow, which is not installed")
    return pandas_library()


@pytest.fixture(scope="session")
def pyarrow_frames() -> FrameLibrary:
    pytest.importorskip("pyarrow", reason="PyArrow is not installed: pip install pyarrow")
    return pyarrow_library()


@pytest.fixture(scope="session")
def duckdb_frames() -> FrameLibrary:
    pytest.importorskip("duckdb", reason="DuckDB is not installed: pip install duckdb")
    pytest.importorskip("narwhals", reason="Narwhals is not installed: pip install ntm-rules[frames]")
    pytest.importorskip("pyarrow", reason="frames go into DuckDB by PyArrow, which is not installed")
    return duckdb_library()


@pytest.fixture(scope="session")
def pyspark_frames() -> Iterator[FrameLibrary]:
    """A session of Spark on this machine."""
    pytest.importorskip("pyspark", reason="PySpark is not installed: pip install ntm-rules[spark]")
    pytest.importorskip("narwhals", reason="Narwhals is not installed: pip install ntm-rules[spark]")
    pytest.importorskip("pyarrow", reason="frames go into Spark by PyArrow, which is not installed")
    if shutil.which("java") is None:
        pytest.skip("Spark needs a Java runtime, and none is on the PATH")
    from pyspark.sql import SparkSession

    os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    session = (
        SparkSession.builder.master("local[2]")
        .appName("ntm-rules")
        # Its time goes into starting: quick compiling by the JVM is worth more than quick code.
        .config("spark.driver.extraJavaOptions", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.shuffle.partitions", "2")
        .config("spark.sql.execution.arrow.pyspark.enabled", "true")
        .config("spark.sql.session.timeZone", "UTC")
        .config("spark.log.level", "ERROR")
        .getOrCreate()
    )
    yield pyspark_library(session)
    session.stop()

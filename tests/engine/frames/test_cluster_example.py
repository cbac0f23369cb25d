"""The example for a cluster runs as written, on one machine."""

import runpy
import sys
from datetime import date
from pathlib import Path

import polars as pl
import pytest

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[3]


@pytest.mark.usefixtures("pyspark_frames")
def test_the_example_for_a_cluster(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from pyspark.sql import SparkSession

    days = [date(2023, 12, 31), date(2024, 6, 30)]
    towns = pl.DataFrame(
        {
            "unit": ["A", "A", "B", "B"],
            "as_of": days * 2,
            "clean_water_households": [99.9, 100.0, None, 100.0],
        }
    )
    towns.write_parquet(tmp_path / "towns.parquet")
    script = ROOT / "examples" / "cluster" / "assess_country.py"
    files = [str(tmp_path / name) for name in ("towns.parquet", "outcomes.parquet", "reasons.parquet")]
    # The session of the other tests, which takes its time to start, is there already and goes on after the script.
    monkeypatch.setattr(SparkSession, "stop", lambda session: None)
    monkeypatch.setattr(sys, "argv", [str(script), *files, "--master", "local[2]"])
    runpy.run_path(str(script), run_name="__main__")
    outcomes = pl.read_parquet(tmp_path / "outcomes.parquet" / "*.parquet").sort("unit", "as_of")
    assert outcomes["3.3"].to_list() == ["not_attained", "attained", "undetermined", "attained"]
    reasons = pl.read_parquet(tmp_path / "reasons.parquet" / "*.parquet").filter(pl.col("rule") == "3.3")
    assert sorted(reasons.select("unit", "why", "gap").rows()) == [("A", "compared", 0.1), ("B", "missing", None)]

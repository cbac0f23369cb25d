"""The example for a cluster runs as written, on one machine."""

import os
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import polars as pl
import pytest

pytestmark = pytest.mark.slow

pytest.importorskip("pyspark", reason="PySpark is not installed: pip install ntm-rules[spark]")
ROOT = Path(__file__).parents[3]


@pytest.mark.skipif(shutil.which("java") is None, reason="Spark needs a Java runtime, and none is on the PATH")
def test_the_example_for_a_cluster(tmp_path: Path) -> None:
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
    command = [sys.executable, str(script), *files, "--master", "local[2]"]
    environment = {**os.environ, "PYTHONUTF8": "1", "SPARK_LOCAL_IP": "127.0.0.1"}
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False, env=environment)
    assert done.returncode == 0, done.stderr[-2000:]
    outcomes = pl.read_parquet(tmp_path / "outcomes.parquet" / "*.parquet").sort("unit", "as_of")
    assert outcomes["3.3"].to_list() == ["not_attained", "attained", "undetermined", "attained"]
    reasons = pl.read_parquet(tmp_path / "reasons.parquet" / "*.parquet").filter(pl.col("rule") == "3.3")
    assert sorted(reasons.select("unit", "why", "gap").rows()) == [("A", "compared", 0.1), ("B", "missing", None)]

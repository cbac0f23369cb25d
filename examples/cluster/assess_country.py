"""Decide every commune of a country, every month, on a Spark cluster: one call on the frame that Spark has.

    spark-submit --master yarn --archives ntm-rules.tar.gz#environment assess_country.py COMMUNES OUTCOMES REASONS

`COMMUNES` is Parquet with a row for each commune and month: `unit`, `as_of`, and a column for each measure. On one machine:

    python assess_country.py communes.parquet outcomes.parquet reasons.parquet --master "local[2]"
"""

import sys

from pyspark.sql import SparkSession

import ntm_rules as ntm

RULESET = "vn/civilised-township"


def main(source: str, outcomes: str, reasons: str, master: str | None = None) -> None:
    """Read, decide, write; the cluster's own way, nothing is collected here but the days and what is wrong."""
    builder = SparkSession.builder.appName("ntm-rules")
    if master is not None:
        builder = builder.master(master).config("spark.ui.enabled", "false")
    spark = builder.getOrCreate()
    communes = spark.read.parquet(source)
    assessment = ntm.assessment_of(RULESET, communes)
    assessment.outcomes(gaps=True).write.mode("overwrite").parquet(outcomes)
    assessment.reasons().write.mode("overwrite").parquet(reasons)
    spark.stop()


if __name__ == "__main__":
    arguments = sys.argv[1:]
    chosen = None
    if "--master" in arguments:
        position = arguments.index("--master")
        chosen = arguments[position + 1]
        del arguments[position : position + 2]
    main(arguments[0], arguments[1], arguments[2], chosen)

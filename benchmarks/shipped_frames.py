"""Time shipped rulesets in frames against fair queries by hand over the same columns, every cell checked equal first.

`python benchmarks/shipped_frames.py [UNITS ...]` prints a Markdown table of ratios within one run, which `--write FILE` puts
into its section of a file; `--quick` does each once on 2,000 units. By hand the same rules are decided: thresholds by region
and class of commune, findings, levels, criteria, recognition, maintenance and revocation with their counts, in words of one
enum; a finding is met, not met or unknown, and NaN is no figure.
"""

import argparse
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
from attrs import frozen
from check import Different
from run import machine
from sections import with_section
from shipped_rules import by_members, by_polars, by_sql
from timing import Way, best_of

import ntm_rules as ntm
from ntm_rules.engine.frames.columns_read import ColumnsRead
from ntm_rules.model.library import Library
from ntm_rules.model.measure import MeasureType
from ntm_rules.program.program import Program

DAY = date(2024, 6, 30)
FAIR, JOINED, SQL = 1.25, 1.5, 1.5
"""What part of the time by hand ours may cost at the most: a query, one with members, and one of DuckDB."""
WORDS: Mapping[str, Any] = {"text": pl.String, "Enum": pl.Enum(["met", "not_met"]), "Categorical": pl.Categorical}
ALONE = ("vn/civilised-township", "lai-chau/commune-ntm", "vn/commune-ntm")
LESS = {
    "temporary_houses",
    "multidimensional_poverty",
    "stunted_children_under_five",
    "commune_construction_debt",
    "domestic_waste_landfilled",
}
"""Measures of which less is better."""
FEW, MOST = (2_000,), (1_000, 100_000, 1_000_000)
"""With fewer than two thousand units a difference could go unnoticed; they take little longer."""


@frozen
class Ratio:
    """One result: seconds of both sides, and the ratio aimed at."""

    what: str
    units: int
    ours: float
    by_hand: float
    aim: float

    @property
    def line(self) -> str:
        """A row of the table."""
        ratio = self.ours / self.by_hand
        met = "met" if ratio <= self.aim else "**missed**"
        return (
            f"| {self.what} | {self.units:,} | {self.ours * 1e3:,.1f} | {self.by_hand * 1e3:,.1f} | {ratio:.2f} "
            f"| ≤ {self.aim:.2f}: {met} |"
        )


def units_of(name: str, units: int, library: Library, prefix: str = "", districts: int = 0) -> pl.DataFrame:
    """Units with the columns that a ruleset reads, at random: of one third of them nearly everything suffices, of one third
    most, of the others about one half; of `districts` all units of one are alike. Regions are known; one class in ten is not,
    nor is one figure, finding or level in fifty.
    """
    rng = np.random.default_rng(3)
    likely = np.resize(rng.choice([0.9995, 0.98, 0.5], districts or units), units)
    columns: dict[str, Any] = {
        "unit": pl.select((pl.lit(prefix) + pl.int_range(units).cast(pl.String)).alias("unit"))["unit"],
        "region": pl.Series("region", rng.choice(library.attributes["region"].value_ids, units)),
    }
    columns_read = ColumnsRead.of([ntm.compile(name, DAY, library)])
    for attribute in sorted(columns_read.attributes - {"region"}):
        classes, classified = (
            pl.Series(rng.choice(library.attributes[attribute].value_ids, units)),
            rng.random(units) < 0.9,
        )
        columns[attribute] = classes.zip_with(pl.Series(classified), pl.Series([None], dtype=pl.String))
    for measure_id in sorted(columns_read.measures):
        measure = library.measures[measure_id]
        suffices, reported = rng.random(units) < likely, pl.Series(rng.random(units) >= 0.02)
        if measure.derive is not None:
            continue
        if measure.type is MeasureType.NUMBER:
            low, high = float(measure.minimum or 0), float(100 if measure.maximum is None else measure.maximum)
            figures = np.round(rng.uniform(low, high, units), int(measure.decimals))
            values = pl.Series(np.where(suffices, low if measure_id in LESS else high, figures))
        elif measure.type is MeasureType.FINDING:
            values = pl.Series(np.where(suffices, "met", "not_met"))
        else:
            levels = [level.id for level in measure.levels]
            values = pl.Series(np.where(suffices, levels[-1], rng.choice(levels, units)))
        columns[measure_id] = values.zip_with(reported, pl.Series([None], dtype=values.dtype))
    return pl.DataFrame(columns).rechunk()


def same(what: str, ours: pl.DataFrame, by_hand: pl.DataFrame) -> None:
    """Raise Different unless both have the same columns and say the same in every cell."""
    if {*ours.columns} != {*by_hand.columns}:
        raise Different(f"{what}: columns {sorted({*ours.columns} ^ {*by_hand.columns})}")
    for name in by_hand.columns:
        if not ours[name].cast(pl.String).equals(by_hand[name].cast(pl.String)):
            raise Different(f"{what}: {name}")
    print(f"equal: {len(ours):,} units, {what}")


def timed(ways: Mapping[str, Callable[[], object]], rounds: int) -> dict[str, float]:
    """Seconds of the processor of each way, the shortest of several rounds in turns."""
    return best_of(rounds, {name: Way(lambda _, run=run: run()) for name, run in ways.items()})  # type: ignore[misc]


def ways_alone(name: str, program: Program, frame: pl.DataFrame) -> dict[str, Callable[[], Any]]:
    """The ways of deciding a frame of one kind of units."""
    query = by_polars(name)
    return {
        "by hand": lambda: query(frame).collect(),
        "by program": lambda: ntm.assess_frame(program, frame, checked=True),
        "by name": lambda: ntm.assess_frame(name, frame, DAY, checked=True),
    }


def alone(sizes: tuple[int, ...], rounds: int, library: Library) -> Iterator[Ratio]:
    """Frames of one kind of units, by program and by name, with findings as text and as categories."""
    for name in ALONE:
        program = ntm.compile(name, DAY, library)
        for units in sizes:
            frame = units_of(name, units, library)
            findings = [
                one
                for one in frame.columns
                if one in library.measures and library.measures[one].type is MeasureType.FINDING
            ]
            for kind, dtype in WORDS.items():
                ways = ways_alone(name, program, frame.with_columns(pl.col(findings).cast(dtype)))
                found = {way: run() for way, run in ways.items()}
                for way in ("by program", "by name"):
                    same(f"{name}, {kind}, {way}", found[way], found["by hand"])
                best = timed(ways, rounds)
                for way in ("by program", "by name") if kind == "text" else ("by program",):
                    yield Ratio(f"{name}, findings as {kind}, {way}", units, best[way], best["by hand"], FAIR)


def members(sizes: tuple[int, ...], rounds: int, library: Library) -> Iterator[Ratio]:
    """Districts with their communes and townships, against both decided by hand, counted and joined."""
    name = "vn/district-ntm"
    program: Program = ntm.compile(name, DAY, library)
    for units in sizes:
        above = max(units // 20, 1)
        frames = {
            kind: units_of(ruleset, count, library, kind[0], above).with_columns(
                parent="d" + (pl.int_range(count) % above).cast(pl.String)
            )
            for ruleset, kind, count in (
                ("vn/commune-ntm", "commune", units),
                ("vn/civilised-township", "township", max(units // 10, 1)),
            )
        }
        provinces = pl.DataFrame({"unit": [f"p{number}" for number in range(63)]})
        districts = units_of(name, above, library, "d", above).with_columns(
            parent="p" + (pl.int_range(above) % 63).cast(pl.String)
        )
        given = {**frames, "province": provinces}

        ways: dict[str, Callable[[], Any]] = {
            "ours": lambda districts=districts, given=given: ntm.assess_frame(  # type: ignore[misc]
                program, districts, others=given, checked=True
            ),
            "by hand": lambda districts=districts, frames=frames: by_members(  # type: ignore[misc]
                districts, frames["commune"], frames["township"]
            ).collect(),
        }
        found = {way: run() for way, run in ways.items()}
        same(f"{name} with {units:,} communes", found["ours"], found["by hand"])
        best = timed(ways, rounds)
        yield Ratio(f"{name} with {units:,} communes, by program", above, best["ours"], best["by hand"], JOINED)


def ways_in_duckdb(name: str, program: Program, frame: pl.DataFrame) -> dict[str, Callable[[], Any]]:
    """The ways of deciding a table of DuckDB."""
    import duckdb

    connection = duckdb.connect()
    connection.register("given", frame.to_arrow())
    connection.execute("create table units as select * from given")
    sql = by_sql(name, "units")
    return {
        "ours": lambda: ntm.assess_frame(program, connection.table("units"), checked=True).to_arrow_table(),
        "by hand": lambda: connection.sql(sql).to_arrow_table(),
    }


def duckdb_queries(sizes: tuple[int, ...], rounds: int, library: Library) -> Iterator[Ratio]:
    """Relations of DuckDB, against SQL by hand."""
    for name in ("vn/civilised-township", "vn/commune-ntm"):
        program = ntm.compile(name, DAY, library)
        for units in sizes:
            ways = ways_in_duckdb(name, program, units_of(name, units, library))
            found = {way: pl.DataFrame(run()).sort("unit") for way, run in ways.items()}
            same(f"{name}, DuckDB", found["ours"], found["by hand"])
            best = timed(ways, rounds)
            yield Ratio(f"{name}, DuckDB", units, best["ours"], best["by hand"], SQL)


def section(rows: list[Ratio], is_quick: bool) -> str:
    """The section of the report."""
    missed = sum(row.ours > row.aim * row.by_hand for row in rows)
    verdict = f"{len(rows) - missed} of {len(rows)} aims met."
    if is_quick:
        verdict = "A quick run: that it works is all it says; its figures mean nothing."
    head = "| what | units | ours, ms | by hand, ms | ratio | aim |\n|---|---:|---:|---:|---:|---|"
    return "\n".join(
        [
            "## Shipped rulesets in frames",
            "",
            "Outcomes of every rule, figures not checked, against a query written by hand for each ruleset over the same",
            "columns: thresholds by region and class, findings, levels, criteria, counts, recognition, maintenance and",
            "revocation. Every cell is checked equal first. Times are of the processor, of all threads, the shortest of",
            "several rounds in turns.",
            "",
            "    python benchmarks/shipped_frames.py --write BENCHMARKS.md",
            "",
            *machine(("ntm-rules", "polars", "duckdb", "narwhals")),
            "",
            verdict,
            "",
            head,
            *(row.line for row in rows),
        ]
    )


def main() -> None:
    """Read the arguments, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("units", type=int, nargs="*", help="numbers of units")
    parser.add_argument("--quick", action="store_true", help="everything once and small, to see that it works")
    parser.add_argument("--only", choices=["alone", "members", "duckdb"], help="one group of scenes")
    parser.add_argument("--write", type=Path, metavar="FILE", help="put the report into its section of a file too")
    arguments = parser.parse_args()
    sizes = tuple(arguments.units) or (FEW if arguments.quick else MOST)
    rounds = 1 if arguments.quick else 5
    library = ntm.load_library()
    scenes = {"alone": alone, "members": members, "duckdb": duckdb_queries}
    rows = [
        row for name, scene in scenes.items() if arguments.only in (None, name) for row in scene(sizes, rounds, library)
    ]
    text = section(rows, arguments.quick)
    print(f"\n{text}")
    if arguments.write is not None:
        before = arguments.write.read_text(encoding="utf-8") if arguments.write.exists() else ""
        arguments.write.write_text(with_section(before, "shipped frames", text), encoding="utf-8")


if __name__ == "__main__":
    main()

"""Time whole populations in frames against the same written by hand, and print the results as Markdown.

`python benchmarks/frames.py`; `--quick` does each once on few units, to see that it works; `--write FILE` puts the report into
its section of a file; `--sizes 1000 100000` names other numbers of units; `--openfisca PYTHON` (or the environment variable
NTM_OPENFISCA) names the interpreter of an environment with OpenFisca-core, if it is not installed in this one.
"""

import argparse
import os
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

import frames_by_hand as by_hand
import polars as pl
from attrs import frozen
from check import Different
from frames_memory import Peak, peak_of
from frames_others import against_evaluate, against_openfisca, against_zen
from frames_scene import SECOND, Given, make_given, two_versions, with_days, write_pieces
from frames_table import FrameRow, SizeRow, figure, rows_table, sizes_table, verdicts
from frames_ways import WAYS
from run import machine
from scene import CRITERIA, INDICATORS
from sections import with_section
from timing import Way, best_of

from ntm_rules.engine.frames.assessing.assess import assess_frame
from ntm_rules.program.compiling import compile

HAND, DAYS = 0.8, 1 / 1.5
"""What part of the other side's speed is aimed at: of what is written by hand, and of one version where two are in force."""
MOST_RESIDENT = 8 * 1024
"""MiB that may be resident at the most with the greatest number of units."""
PACKAGES = ("ntm-rules", "polars", "narwhals", "numpy", "pandas", "pyarrow", "duckdb", "zen-engine")
PAIRS = (
    ("outcomes", "`assess_frame(…, checked=True)`", "outcomes by hand", "four outcomes by hand, Polars", HAND),
    ("codes", "`…, checked=True, as_codes=True`", "codes by hand", "codes by hand, Polars", HAND),
    ("gaps", "`…, checked=True, gaps=True`", "exact gaps by hand", "outcomes and exact gaps by hand, Polars", HAND),
    ("gaps", "`…, checked=True, gaps=True`", "plain gaps by hand", "outcomes and float gaps by hand, Polars", None),
    (
        "checks",
        "`assess_frame(…)`, every figure checked",
        "checks by hand",
        "checks and outcomes by hand, Polars",
        HAND,
    ),
    ("outcomes", "`assess_frame(…, checked=True)`", "booleans by hand", "true and false by hand, Polars", None),
    ("codes", "`…, checked=True, as_codes=True`", "numpy by hand", "codes by hand, NumPy", None),
    ("days", "two versions by a column `as_of`", "one day", "one version, compiled before", DAYS),
    ("days", "two versions by a column `as_of`", "one day, named", "one version, compiled in the call", None),
)
"""What is held against what: our way and its name, the other way and its name, and the part of its speed that is aimed at."""
FOREIGN = ("pandas", "pyarrow", "duckdb")


@frozen
class Size:
    """How much is done."""

    units: tuple[int, ...]
    rounds: int
    foreign: int
    few: int
    streamed: tuple[int, ...]


FULL = Size((1_000, 100_000, 1_000_000), 7, 100_000, 1_000, (10_000, 100_000, 1_000_000, 10_000_000))
QUICK = Size((200,), 1, 200, 20, (500,))


def same_frames(what: str, ours: Any, theirs: pl.DataFrame) -> None:
    """Raise Different unless both frames are equal, cell by cell; say so if they are."""
    if len(ours) == 0 or not ours.equals(theirs):
        raise Different(f"{what}: {ours} against {theirs}")
    print(f"equal: {len(ours)} units, {what}")


def check(given: Given) -> None:
    """Raise Different unless every way gives what the way by hand gives."""
    frame = given.frame
    found = {
        name: WAYS[name].run(WAYS[name].prepare(given)) for name in ("outcomes", "codes", "gaps", "checks", "days")
    }
    expected = by_hand.codes(frame)
    same_frames("four outcomes", found["outcomes"], by_hand.outcomes(frame))
    same_frames("codes", found["codes"], expected)
    same_frames("four outcomes and exact gaps", found["gaps"], by_hand.outcomes_and_exact_gaps(frame))
    same_frames("four outcomes, checked", found["checks"], by_hand.checked_outcomes(frame))
    # The gaps as floats subtract differ by less than the last decimal.
    plain = by_hand.outcomes_and_plain_gaps(frame).select(pl.col("^gap:.*$").round(2))
    same_frames("gaps, once rounded", found["gaps"].select(plain.columns), plain)
    booleans = by_hand.booleans(frame).select(by_hand.RULES)
    reached = expected.select(
        pl.when(pl.col(code) != by_hand.UNDETERMINED).then(pl.col(code) == by_hand.ATTAINED).alias(code)
        for code in by_hand.RULES
    )
    same_frames("true and false", reached, booleans)
    numbers = WAYS["numpy by hand"].run(WAYS["numpy by hand"].prepare(given))
    in_numpy = pl.DataFrame(dict(zip((*by_hand.RULES, "criteria_attained"), numbers, strict=True)))
    same_frames("codes, NumPy", expected.drop("unit").cast(pl.Int16), in_numpy.cast(pl.Int16))
    dated = with_days(frame)
    library = two_versions(given.program)
    by_day = []
    for day, own in (
        (given.program.as_of.replace(2023), pl.col("as_of") < SECOND),
        (SECOND, pl.col("as_of") >= SECOND),
    ):
        program = compile(given.program.ruleset.id, day, library)
        by_day.append(assess_frame(program, dated.filter(own), checked=True))
    alone = pl.concat(by_day).sort("unit")
    same_frames("two versions, each alone", found["days"].drop("as_of").sort("unit"), alone)
    if found["days"].drop("as_of").equals(found["outcomes"]):
        raise Different("the second version decides as the first")


def pairs(size: int, rounds: int, folder: Path) -> Iterator[FrameRow]:
    """Every pair over so many units."""
    given = make_given(size)
    source = folder / f"{size}.parquet"
    given.frame.write_parquet(source)
    check(given)
    names = list(dict.fromkeys(name for ours, _, other, _, _ in PAIRS for name in (ours, other)))
    best = timed(names, given, rounds)
    # A quick run starts no more processes than show that it works.
    peaks = {name: peak_of(name, source).growth for name in (names if rounds > 1 else names[:1])}
    for ours, what, other, against, aim in PAIRS:
        yield FrameRow(what, size, best[ours], against, best[other], aim, peaks.get(ours), peaks.get(other))


def timed(names: Sequence[str], given: Given, rounds: int) -> dict[str, float]:
    """Nanoseconds for a unit of each way."""
    ways = {}
    for name in names:
        prepared = WAYS[name].prepare(given)
        ways[name] = Way(WAYS[name].run, lambda prepared=prepared: prepared)  # type: ignore[misc]
    best = best_of(rounds, ways, clock=perf_counter)
    return {name: seconds / given.units * 1e9 for name, seconds in best.items()}


def others(size: Size, openfisca: str | None, found: list[str]) -> Iterator[FrameRow]:
    """Other engines and `evaluate`; `found` is told the versions that are not those of this environment."""
    given = make_given(size.foreign)
    per = 1e9 / given.units
    fisca = against_openfisca(given, size.rounds, openfisca)
    if fisca is not None:
        (ours, theirs), version = fisca
        found.append(f"openfisca-core {version}")
        what = "`…, checked=True, as_codes=True`"
        yield FrameRow(what, given.units, ours * per, "OpenFisca-core, true and false", theirs * per)
    few = make_given(size.few)
    per = 1e9 / few.units
    for against, run in (("zen-engine, a unit at a time", against_zen), ("`evaluate`, outcomes", against_evaluate)):
        seconds = run(few, min(size.rounds, 3))
        if seconds is not None:
            what = "`assess_frame(…)`, every figure checked"
            yield FrameRow(what, few.units, seconds[0] * per, against, seconds[1] * per)


def foreign(size: Size, folder: Path) -> Iterator[FrameRow]:
    """Frames of other libraries in and out, against Polars in and out."""
    given = make_given(size.foreign)
    source = folder / "foreign.parquet"
    given.frame.write_parquet(source)
    expected = WAYS["outcomes"].run(given)
    for name in FOREIGN:
        made = WAYS[name].run(WAYS[name].prepare(given))
        frame = (
            pl.DataFrame(made)
            if name == "pyarrow"
            else pl.from_pandas(made)
            if name == "pandas"
            else pl.from_arrow(made)
        )
        assert isinstance(frame, pl.DataFrame)
        words = frame.with_columns(pl.col(by_hand.RULES).cast(pl.String), pl.col("criteria_attained").cast(pl.Int16))
        words = words.select(expected.columns).sort("unit")
        same_frames(
            f"four outcomes, {name}", words, expected.with_columns(pl.col(by_hand.RULES).cast(pl.String)).sort("unit")
        )
    best = timed(["outcomes", *FOREIGN], given, min(size.rounds, 5))
    peaks = {name: peak_of(name, source).growth for name in (["outcomes", *FOREIGN] if size.rounds > 1 else [])}
    for name in FOREIGN:
        yield FrameRow(
            f"{name} in and out, `checked=True`",
            given.units,
            best[name],
            "Polars in and out",
            best["outcomes"],
            None,
            peaks.get(name),
            peaks.get("outcomes"),
        )


def growth(size: Size, folder: Path) -> Iterator[SizeRow]:
    """Times by size, each in a process of its own: a frame in memory, and from Parquet to Parquet a part at a time."""
    for units in size.streamed:
        own = folder / str(units)
        own.mkdir()
        source = write_pieces(units, own)
        rounds = 1 if units > 1_000_000 else min(2, size.rounds)
        for what, name in (
            ("in memory", "outcomes"),
            ("Parquet to Parquet", "stream"),
            ("the same by hand", "stream by hand"),
        ):
            best = _least([peak_of(name, source) for _ in range(rounds)])
            yield SizeRow(what, units, best.seconds / units * 1e9, best.most, best.growth)
        for piece in own.iterdir():
            piece.unlink()


def _least(peaks: Sequence[Peak]) -> Peak:
    return min(peaks, key=lambda peak: peak.seconds)


def size_verdicts(rows: Sequence[SizeRow]) -> list[str]:
    """Whether time grows no faster than units, and whether the most units fit in memory."""
    said = []
    for what in dict.fromkeys(row.what for row in rows):
        own = [row for row in rows if row.what == what]
        steps = ", ".join(f"{after.nanoseconds / before.nanoseconds:.2f}" for before, after in pairwise(own))
        said.append(
            f"Time for a unit from size to size, {what}: times {steps}." if steps else f"One size only, {what}."
        )
        last = own[-1]
        if last.most is not None:
            met = "met" if last.most < MOST_RESIDENT else "**missed**"
            said.append(
                f"{last.units:,} units, {what}: {figure(last.most)} MiB resident at the most (aim < 8 GiB: {met})."
            )
    return said


def section(rows: list[FrameRow], sizes: list[SizeRow], is_quick: bool, more: list[str]) -> str:
    """The section of the report."""
    platform, packages = machine(PACKAGES)
    verdict = [*verdicts(rows), *size_verdicts(sizes)]
    if is_quick:
        verdict = ["A quick run: that it works is all it says; its figures mean nothing."]
    return "\n".join(
        [
            "## Frames",
            "",
            f"{INDICATORS} indicators, {CRITERIA} criteria and the recognition over columns of floats, of which 2% are null.",
            "Times are of the clock, the shortest of several rounds in which the ways take turns in one process; answers are",
            "checked equal, cell by cell, before anything is timed. Speed is ours as a part of the other's: 1 is as quick,",
            "2 twice as quick. MiB are what was resident at the most beyond what was given, in a process for each way alone.",
            "",
            "    python benchmarks/frames.py --write BENCHMARKS.md --openfisca PYTHON",
            "",
            platform,
            ", ".join([packages, *more]),
            "",
            *(f"- {line}" for line in verdict),
            "",
            rows_table(rows),
            "",
            "By size, each in a process of its own that runs it once; resident at the most, the interpreter, libraries and",
            "what is given included:",
            "",
            sizes_table(sizes),
            "",
            NOTES,
        ]
    )


NOTES = """\
What is compared:

- *By hand*: the same outcomes in the same columns, codes as `UInt8`, then `.cat.to` an enum. It knows this ruleset and
  figures that may be null, and nothing else: no NaN, no other type of column, no unit kind, no day. `checked=True` still looks
  for NaN, which is no figure.
- *Exact gaps* are rounded to the measure's two decimals, as ours are exact; *float gaps* are what binary floats subtract to.
- *Checks by hand*: more than two decimals, below 0, above 100, NaN. Ours also look at the type of the columns, and name the
  first wrong row of each column.
- *True and false* is what most do by hand. It costs less, and tells no rule that is undetermined from one that does not apply;
  OpenFisca-core even takes a figure that is not there for one that is not enough.
- *OpenFisca-core* runs in its own environment, not in turns; its figures are set, untimed, in a new simulation each round.
- *zen-engine* and `evaluate` decide a unit at a time from figures that are in dictionaries and facts already. `evaluate` keeps
  what it needs to explain; a frame explains a unit when asked.
- *Two versions*: rows are of any month of four years, and the second version asks more of every third indicator. Which versions
  are in force is found in the rows, so that they are compiled in the call; the one version is held ready, or is compiled too.
- *By size*: in memory, one run in a new process, with all that is done but once; Parquet is read, decided and written.
"""


def main() -> None:
    """Read the arguments, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="everything once and small, to see that it works")
    parser.add_argument("--write", type=Path, metavar="FILE", help="put the report into its section of a file too")
    parser.add_argument("--sizes", type=int, nargs="+", metavar="UNITS", help="numbers of units")
    parser.add_argument("--openfisca", metavar="PYTHON", default=os.environ.get("NTM_OPENFISCA"))
    arguments = parser.parse_args()
    size = QUICK if arguments.quick else FULL
    more: list[str] = []
    with TemporaryDirectory(prefix="ntm-rules-") as folder:
        rows = [row for units in arguments.sizes or size.units for row in pairs(units, size.rounds, Path(folder))]
        rows += others(size, arguments.openfisca, more)
        rows += foreign(size, Path(folder))
        sizes = list(growth(size, Path(folder)))
    text = section(rows, sizes, arguments.quick, more)
    print(f"\n{text}")
    if arguments.write is not None:
        before = arguments.write.read_text(encoding="utf-8") if arguments.write.exists() else ""
        arguments.write.write_text(with_section(before, "frames", text), encoding="utf-8")


if __name__ == "__main__":
    main()

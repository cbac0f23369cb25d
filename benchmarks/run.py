"""Run every benchmark in one process and print the results as Markdown: `python benchmarks/run.py`.

`--quick` does each but once, in a few seconds, to see that it works; `--write FILE` also writes the report.
"""

import argparse
import platform
from collections.abc import Iterable
from datetime import date
from importlib.metadata import PackageNotFoundError, version
from os import cpu_count
from pathlib import Path

import memory
import others
import outcomes
import reasons
import sessions
import shipped
from attrs import frozen
from scene import CRITERIA, INDICATORS, make_scene
from sections import renewed
from table import Growth, Row, growth_table, time_table


@frozen
class Size:
    """How much is done."""

    units: int
    rounds: int
    slow_rounds: int
    updates: int
    memory_updates: int
    memory_sessions: int
    shipped_units: int


FULL = Size(
    units=1000,
    rounds=15,
    slow_rounds=5,
    updates=10_000,
    memory_updates=1_000_000,
    memory_sessions=1000,
    shipped_units=300,
)
QUICK = Size(units=20, rounds=1, slow_rounds=1, updates=200, memory_updates=400, memory_sessions=10, shipped_units=60)


def measure(size: Size) -> tuple[list[Row], list[Growth]]:
    """Every row of times, and every row of memory."""
    # Memory first, while little has been freed that growth could hide in.
    small = make_scene(10, missing=0, earlier=0)
    growths = list(memory.measured(small, size.memory_updates, size.memory_sessions))
    scene = make_scene(size.units)
    whole = make_scene(size.units, missing=0, earlier=0)
    rows = [
        *outcomes.bare(scene, size.rounds),
        *outcomes.from_facts(scene, size.rounds),
        *reasons.measured(scene, size.slow_rounds),
        *shipped.measured(size.shipped_units, size.rounds),
        *sessions.measured(whole, size.slow_rounds, size.updates),
        *sessions.varied(make_scene(size.units, missing=0, earlier=0, varied=1), size.slow_rounds),
        *others.measured(make_scene(max(1, size.units // 10)), size.slow_rounds),
    ]
    return rows, growths


def report(size: Size, rows: list[Row], growths: list[Growth]) -> str:
    """The report in Markdown."""
    aims = [row for row in rows if row.aim is not None]
    missed = [row for row in aims if row.aim is not None and row.ratio > row.aim]
    verdict = [f"{len(aims) - len(missed)} of {len(aims)} aims met."]
    verdict += [f"Missed: {row.what}, against {row.against}: {row.ratio:.2f} (aim {row.aim:g})." for row in missed]
    if size is QUICK:
        verdict = ["A quick run: that it works is all it says; its figures mean nothing."]
    return "\n".join(
        [
            "# Benchmarks",
            "",
            f"A scene of its own ({INDICATORS} indicators, {CRITERIA} criteria and the recognition; {size.units} units), and",
            f"the rulesets that are shipped (their rows; {size.shipped_units} units). Both sides of a row run in the same",
            "process, in turns, and give equal answers, which is checked before anything is timed. Times are of the",
            "processor, the shortest of several rounds, with the garbage collector on. What matters is the ratio: the",
            "machine is shared, and its microseconds are not those of another.",
            "",
            "A table that showed the scene of its own alone had hidden that the quick path knew fixed thresholds only: under",
            "`vn/commune-ntm` 41 % of the conditions went the slow way, and outcomes cost 49 times the loop by hand, more",
            "than every reason together, while the scene's own row said 1.1.",
            "",
            "    python benchmarks/run.py --write BENCHMARKS.md",
            "",
            *machine(),
            "",
            *verdict,
            "",
            time_table(rows),
            "",
            "Memory resident in the process, after a beginning that fills what is kept:",
            "",
            growth_table(growths),
            "",
            NOTES,
        ]
    )


NOTES = """\
What is compared:

- *Outcomes*: all 77 outcomes of a unit as `Outcome` members, one of four values each; the engine's come with those still
  possible. The loop by hand goes over a table of
  measures and thresholds and knows missing figures, but no other form of condition, no date, no unit kind.
- *From facts*: the list holds a second, earlier fact for every fourth figure. The loop that checks knows the unit and the
  measure and tests type, bounds and decimals, as `evaluate` does; the other trusts what it is given.
- *Shipped rulesets*: of each measure that is read a figure that mostly suffices, one in fifty not reported, a quarter
  reported for an earlier day too; attributes, one in ten blank; one rule of unknown content in three attested; districts with
  nine communes and a township each, which they count. The loop by hand has a table of thresholds for each combination of
  attributes, checks each fact, takes the latest, and goes through findings, levels, counts, shares, members, attestations and
  the recognition. It goes over rows; a loop written out for one ruleset line by line would be quicker still. *Every value new*:
  no figure is like another. The rows against every reason hold the engine against itself.
- *Every reason*: the tree of 77 decisions and 58 reasons of each unit, kept for all units on both sides. By hand the same
  classes are filled by their constructors; the engine fills them in a shorter way (`engine/compiled/sight.py`).
- `decide_values` refuses names of no measure and figures of another type, outside the bounds or with more decimals, as the
  loop that checks does.
- *Sessions*: one fact for every measure of every unit. The prototype always makes its reasons, plain dictionaries; the
  engine makes `Decision` objects, when they are read. An update takes two `Fact` objects, and puts one in the place of the
  other. In a batch an event that several units share is fired once. Nine figures of ten are 98, as in the prototype's own
  measurement, so that many are shared; the row with figures seldom the same shows how much that is worth.
- Memory is measured first, in a process that has done nothing else yet.
- zen-engine and rule-engine decide the same figures; rule-engine's criteria are put together in Python. They have no
  reasons, and a missing figure had to be handled by hand.

What was tried where an aim is missed:

- *Outcomes*: the generated function takes 3.0 µs a unit, less than the loop (4.1); what makes it dearer in the row is that the
  figures are put in order before (1.1) and the outcomes made members after (1.5). To test all figures at once for being
  decimals costs more than to test each. Checks of 57 figures (type, bounds, decimals) take 5.8 µs of `decide_values`, more
  than the whole loop that checks nothing; most of that are two comparisons and a remainder of Decimals, so that
  narrower tuples of limits gained nothing.
- *From facts*: admission was two thirds and is half. A bare tuple is taken apart in a tenth of the time of one with names;
  the second report of a figure is put beside the first without a call. What is left is what evidence keeps and the loop does
  not: every report, for reasons, corrections and earlier days, and five more fields of each fact are checked.
- *One figure corrected, reasons read*: all terms of the unit were worked out again for each decision (12 µs); now those that
  the rule rests on are (1.5). A decision with its reason takes 5 µs to make and to hold against the patterns that fired,
  where the prototype fills a dictionary; the update before it takes 4 µs where the same figure is corrected again and again,
  and three times that over hundreds of units on a busy machine (it may be that their facts are then far from the processor).
  Decisions kept by unit, in place of one table of all, gained 3 %, no more than runs differ.
"""


PACKAGES = ("ntm-rules", "attrs", "durable_rules", "zen-engine", "rule-engine")


def machine(names: Iterable[str] = PACKAGES) -> list[str]:
    """What it ran on, with the versions of packages."""
    packages = [f"{name} {found}" for name in names if (found := _version(name)) is not None]
    return [
        f"- {date.today().isoformat()}, {platform.system()} {platform.machine()}, {_processor()}, {cpu_count()} cores (shared)",
        f"- {platform.python_implementation()} {platform.python_version()}; {', '.join(packages)}",
    ]


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None


def _processor() -> str:
    information = Path("/proc/cpuinfo")
    if information.exists():
        for line in information.read_text().splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or "processor unknown"


def main() -> None:
    """Read the arguments, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="everything once and small, to see that it works")
    parser.add_argument("--write", type=Path, metavar="FILE", help="write the report to a file too")
    arguments = parser.parse_args()
    size = QUICK if arguments.quick else FULL
    text = report(size, *measure(size))
    print(f"\n{text}")
    if arguments.write is not None:
        before = arguments.write.read_text(encoding="utf-8") if arguments.write.exists() else ""
        arguments.write.write_text(renewed(before, text), encoding="utf-8")


if __name__ == "__main__":
    main()

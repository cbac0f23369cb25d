"""Decides every commune of a database by night: facts from SQLite or DuckDB, outcomes and open figures back into it.

    python nightly.py communes.sqlite 2024-06-30
    python nightly.py communes.duckdb 2024-06-30

Reads `units (code, name, region)` and `facts (unit, measure, value, word, as_of)`, where `value` is a number and `word` a
finding or a level; writes `outcomes`, `open_figures` and, against the night before, `changes`. Communes are decided some
hundred at a time, so that a country needs no more memory than a district, and all is written, or nothing.
"""

import sqlite3
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import date
from functools import partial
from typing import Any

import ntm_rules as ntm

RULESET = "vn/commune-ntm"
TABLES = (
    "CREATE TABLE IF NOT EXISTS outcomes (day TEXT, unit TEXT, rule TEXT, outcome TEXT)",
    "CREATE TABLE IF NOT EXISTS open_figures (day TEXT, unit TEXT, measure TEXT)",
    "CREATE TABLE IF NOT EXISTS changes (day TEXT, unit TEXT, rule TEXT, before TEXT, after TEXT)",
)
CHANGES = """
INSERT INTO changes
SELECT tonight.day, tonight.unit, tonight.rule, earlier.outcome, tonight.outcome
FROM outcomes AS tonight JOIN outcomes AS earlier USING (unit, rule)
WHERE tonight.day = ? AND earlier.outcome <> tonight.outcome
  AND earlier.day = (SELECT max(day) FROM outcomes WHERE day < ?)
"""


def opened(path: str) -> Any:
    """The connection to a database; statements are committed one by one where there is no BEGIN."""
    if path.endswith(".duckdb"):
        import duckdb

        return duckdb.connect(path)
    return sqlite3.connect(path, isolation_level=None)


def communes(database: Any) -> Iterator[ntm.Unit]:
    """Every commune."""
    for code, name, region in database.execute("SELECT code, name, region FROM units ORDER BY code").fetchall():
        yield ntm.Unit(code, name, "commune", attributes={} if region is None else {"region": region})


def facts(database: Any, units: Sequence[ntm.Unit]) -> Iterator[ntm.Fact]:
    """The figures of some units. A number is read at 15 digits; where there is neither number nor word, none is reported."""
    marks = ", ".join("?" * len(units))
    query = f"SELECT unit, measure, value, word, as_of FROM facts WHERE unit IN ({marks})"
    findings: dict[str, ntm.Finding] = {one.value: one for one in ntm.Finding}
    for unit, measure, value, word, as_of in database.cursor().execute(query, [one.code for one in units]).fetchall():
        held = value if word is None else findings.get(word, word)
        yield ntm.Fact(unit, measure, held, date.fromisoformat(str(as_of)))


def missing(decision: ntm.Decision) -> list[str]:
    """The measures that nothing is reported of and that the decision, or one below it, asks for."""
    reasons = (reason for one in decision.walk() for reason in one.reasons)
    return sorted({str(one.measure) for one in reasons if one.kind is ntm.ReasonKind.MISSING and one.measure})


def insert(database: Any, table: str, rows: list[tuple[str, ...]]) -> None:
    """Write rows of texts into a table: SQLite takes them one by one, DuckDB as a frame."""
    if isinstance(database, sqlite3.Connection):
        database.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * len(rows[0]))})", rows)
    else:
        import polars as pl

        database.register("rows", pl.DataFrame(rows, orient="row"))
        database.execute(f"INSERT INTO {table} SELECT * FROM rows")


def save(database: Any, decisions: ntm.Decisions, day: str) -> None:
    """Write the outcomes and the open figures of some communes."""
    found: dict[str, list[tuple[str, ...]]] = {"outcomes": [], "open_figures": []}
    for unit in decisions.units:
        outcomes = decisions.outcomes(unit.code).items()
        found["outcomes"] += [(day, unit.code, rule, outcome.value) for rule, outcome in outcomes]
        found["open_figures"] += [(day, unit.code, one) for one in missing(decisions.decision(unit.code))]
    for table, rows in found.items():
        if rows:
            insert(database, table, rows)


def decide(database: Any, day: date) -> int:
    """Decide every commune on a day, in one transaction; return how many there were."""
    program, night, count = ntm.compile(RULESET, day), day.isoformat(), 0
    for table in TABLES:
        database.execute(table)
    database.execute("BEGIN")
    try:
        for table in ("outcomes", "open_figures", "changes"):
            database.execute(f"DELETE FROM {table} WHERE day = ?", [night])
        for decisions in ntm.evaluate_many(program, communes(database), partial(facts, database)):
            save(database, decisions, night)
            count += len(decisions.units)
        database.execute(CHANGES, [night, night])
        database.execute("COMMIT")
    except BaseException:
        database.execute("ROLLBACK")
        raise
    return count


def main(arguments: list[str]) -> int:
    """Run for a database and a day; the exit code is 2 where something in it cannot be used, and nothing is written then."""
    if len(arguments) != 2:
        print("usage: nightly.py DATABASE YYYY-MM-DD", file=sys.stderr)
        return 2
    path, day = arguments
    with closing(opened(path)) as database:
        try:
            print(f"{decide(database, date.fromisoformat(day))} communes")
        except ntm.NtmError as error:
            print(error.render("en"), file=sys.stderr)
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""Decides every commune of a database by night: facts from SQLite, outcomes and open figures back into it.

    python nightly.py communes.sqlite 2024-06-30

Reads `units (code, name, region)` and `facts (unit, measure, value, as_of)`; writes `outcomes`, `open_figures` and, against the
night before, `changes`. Communes are taken a thousand at a time, so that a country needs no more memory than a province.
"""

import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from itertools import islice

import ntm_rules as ntm

RULESET = "vn/commune-ntm"
AT_ONCE = 1000
TABLES = """
CREATE TABLE IF NOT EXISTS outcomes (day TEXT, unit TEXT, rule TEXT, outcome TEXT, PRIMARY KEY (day, unit, rule));
CREATE TABLE IF NOT EXISTS open_figures (day TEXT, unit TEXT, measure TEXT, PRIMARY KEY (day, unit, measure));
CREATE TABLE IF NOT EXISTS changes (day TEXT, unit TEXT, rule TEXT, before TEXT, after TEXT);
"""


def communes(database: sqlite3.Connection) -> Iterator[list[ntm.Unit]]:
    """The communes, a number at a time."""
    rows = iter(database.execute("SELECT code, name, region FROM units ORDER BY code").fetchall())
    while batch := list(islice(rows, AT_ONCE)):
        yield [
            ntm.Unit(code, name, "commune", attributes={} if region is None else {"region": region})
            for code, name, region in batch
        ]


def facts(database: sqlite3.Connection, units: list[ntm.Unit]) -> Iterator[ntm.Fact]:
    """The figures of some communes. A number that SQLite keeps is read at 15 digits; NULL is not reported."""
    query = "SELECT unit, measure, value, as_of FROM facts WHERE unit BETWEEN ? AND ?"
    for unit, measure, value, as_of in database.execute(query, (units[0].code, units[-1].code)):
        yield ntm.Fact(unit, measure, value, date.fromisoformat(as_of))


def missing(decision: ntm.Decision) -> set[str]:
    """The measures that nothing is reported of and that the decision, or one below it, asks for."""
    reasons = (reason for one in decision.walk() for reason in one.reasons)
    return {str(one.measure) for one in reasons if one.kind is ntm.ReasonKind.MISSING and one.measure is not None}


def decide(database: sqlite3.Connection, day: date) -> int:
    """Decide every commune on a day, in one transaction; return how many there were."""
    program = ntm.compile(RULESET, day)
    night, count = day.isoformat(), 0
    with database:
        database.executescript(TABLES)
        database.execute("BEGIN")
        for table in ("outcomes", "open_figures", "changes"):
            database.execute(f"DELETE FROM {table} WHERE day = ?", (night,))
        for units in communes(database):
            decisions = ntm.evaluate(program, units, facts(database, units))
            count += len(units)
            for unit in decisions.units:
                found = [(night, unit.code, code, one.value) for code, one in decisions.outcomes(unit.code).items()]
                database.executemany("INSERT INTO outcomes VALUES (?, ?, ?, ?)", found)
                rows = [(night, unit.code, measure) for measure in sorted(missing(decisions.decision(unit.code)))]
                database.executemany("INSERT INTO open_figures VALUES (?, ?, ?)", rows)
        database.execute(
            """
            INSERT INTO changes
            SELECT now.day, now.unit, now.rule, was.outcome, now.outcome
            FROM outcomes AS now JOIN outcomes AS was USING (unit, rule)
            WHERE now.day = ? AND was.outcome <> now.outcome
              AND was.day = (SELECT max(day) FROM outcomes WHERE day < now.day)
            """,
            (night,),
        )
    return count


def main(arguments: list[str]) -> int:
    """Run for a database and a day; the exit code is 2 where something in it cannot be used, and nothing is written then."""
    path, day = arguments
    with closing(sqlite3.connect(path)) as database:
        try:
            print(f"{decide(database, date.fromisoformat(day))} communes")
        except ntm.NtmError as error:
            print(error.render("en"), file=sys.stderr)
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""One unit of a frame in full: the tree of decisions that `evaluate` gives for it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from attrs import evolve

from ...model.library import Library
from ...model.unit import Units
from ..decisions import Decisions, evaluate
from ..evidence import Evidence
from ..observation import Observation
from ..program import Program
from ..world import World
from .columns import AS_OF, UNIT
from .given import Given
from .hierarchy import link
from .long import Facts
from .reads import Reads
from .regimes import Regimes
from .rows import Row, statements_of, units_of
from .table import Table


def decisions_on(given: Given, program: Program, unit: str) -> Decisions:
    """What a program decides about a unit of the frames that are given. Raises KeyError where there is no such unit."""
    rows = rows_about(given, program, unit, None)
    units = Units(units_of(rows, given.reads))
    library, reads, day = given.library, given.reads, program.as_of
    own = [row for of_kind in rows.values() for row in of_kind]
    evidence = Evidence.checked(statements_of(own, day, reads, library, given.scaled), units, library, day)
    past = {}
    for earlier in given.past:
        then = [row for of_kind in rows_about(given, program, unit, earlier).values() for row in of_kind]
        said = [one for one in statements_of(then, earlier, reads, library, given.scaled) if one.unit in units]
        past[earlier] = World(units, Evidence.checked(said, units, library, earlier), library)
    world = World(units, evidence, library, observed=_observed_then(past, units, reads, library), past=past)
    return Decisions(program, (units[unit],), world)


def decisions_of_facts(given: Given, facts: Facts, program: Program, unit: str) -> Decisions:
    """What a program decides about a unit from the facts about it, and about those above and below, as they were reported."""
    units = Units(units_of(rows_about(given, program, unit, None), given.reads))
    statements = facts.statements([one.code for one in units])
    decisions = evaluate(program, units, statements, known_on=facts.known_on)
    return evolve(decisions, units=(units[unit],))


def _observed_then(
    past: Mapping[date, World], units: Units, reads: Reads, library: Library
) -> dict[str, dict[date | None, dict[str, Observation]]]:
    """What is given for earlier days counts there, and there only: a frame holds what stands on its day."""
    found: dict[str, dict[date | None, dict[str, Observation]]] = {}
    for day, world in past.items():
        for unit in units:
            of_day = found.setdefault(unit.code, {}).setdefault(day, {})
            for name in reads.measures:
                of_day[name] = world.evidence.observe(unit.code, library.measures[name], library)
    return found


def rows_about(given: Given, program: Program, unit: str, day: date | None) -> dict[str, list[Row]]:
    """The rows of a unit, of those above it and of those below it, by kind. Raises KeyError where the unit has none."""
    regimes = Regimes.single(program)
    own = Table.of(given, given.own_kind, regimes, day)
    links = {kind: found for kind in given.kinds(day) if kind != given.own_kind and (found := link(own, kind))}
    found_rows = _rows(own, UNIT, unit, program.as_of)
    if not found_rows and day is None:
        raise KeyError(unit)
    rows: dict[str, list[Row]] = {given.own_kind: found_rows[:1]}
    for kind in given.kinds(day):
        if kind == given.own_kind:
            continue
        other = Table.of(given, kind, regimes, day)
        below = link(other, given.own_kind)
        rows[kind] = _rows(other, below, unit, program.as_of) if below is not None else []
        above = links.get(kind)
        if above is not None and found_rows and found_rows[0][above] is not None:
            rows[kind] += _rows(other, UNIT, found_rows[0][above], program.as_of)
    return rows


def _rows(table: Table, name: str, value: Any, on: date) -> list[Row]:
    space = table.space
    frame = table.frame.filter(space.column(name) == value)
    if AS_OF in table.row_key():
        frame = frame.filter(space.column(AS_OF) == space.literal(on))
    found = frame.collect()
    rows: list[Row] = found.to_dicts() if space.is_polars else list(found.rows(named=True))
    return rows

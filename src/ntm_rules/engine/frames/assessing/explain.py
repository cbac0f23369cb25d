"""One unit of a frame in full: the tree of decisions that `evaluate` gives for it."""

from collections.abc import Mapping
from datetime import date
from itertools import chain
from typing import Any

from attrs import evolve, field, frozen

from ....model.problem import UnknownNameError
from ....model.units.unit import Units
from ....program.inputs import KINDS_READ, inputs_of
from ....program.program import Program
from ....program.terms import Reported
from ...decisions import Decisions, evaluate
from ...evidence.evidence import Evidence
from ...evidence.observation import Observation
from ...evidence.world import EvidenceWorld
from ...naming import unknown_name
from ..checks.check import rows_of
from ..decide.hierarchy import link
from ..decide.table import Table
from ..decide.versions import DecidingVersions
from ..input.columns import AS_OF, KNOWN_ON, PARENT, UNIT, ColumnKind, columns_of
from ..input.inputs import FrameInputs
from ..input.rows import Row, statements_of, units_of
from .fact_frame import FactFrame

_MOST_COMPARED = 2000


@frozen(eq=False)
class _World(EvidenceWorld):
    """A world of which each earlier day is as it is given, seen from whatever day."""

    evidence_by_day: Mapping[date, Evidence] = field(factory=dict)

    def at(self, day: date) -> EvidenceWorld:
        if day != self.evidence.as_of and day not in self.past and day in self.evidence_by_day:
            self.past[day] = _World(self.units, self.evidence_by_day[day], self.library, {}, {}, self.evidence_by_day)
        return super().at(day)

    def reported(self, unit: str, figure: Reported, today: date) -> Observation:
        evidence = self.evidence if figure.on is None else self.evidence_by_day.get(figure.on)
        return super().reported(unit, figure, today) if evidence is None else evidence.reported(unit, figure, today)


def code_asked(inputs: FrameInputs, unit: object) -> str:
    """The code that is asked about, as the frame has it: where its codes are whole numbers, also as such.

    Raises UnknownNameError for what is no text.
    """
    frame = inputs.frames.get(inputs.own_kind, inputs.frames.get(None))
    is_whole = isinstance(unit, int) and not isinstance(unit, bool)
    if is_whole and columns_of(frame, inputs.expressions)[UNIT].kind is ColumnKind.WHOLE:
        return str(unit)
    if isinstance(unit, str):
        return unit
    raise _unknown(inputs, unit)


def _unknown(inputs: FrameInputs, unit: object) -> UnknownNameError:
    """The error for a unit that is not among those decided, with the nearest that is."""
    frame, _ = inputs.of(inputs.own_kind, None)
    some = frame.select(**{UNIT: inputs.expressions.column(UNIT)}).unique().head(_MOST_COMPARED + 1)
    codes = [row[UNIT] for row in rows_of(some, inputs.expressions)]
    return unknown_name(unit, "đơn vị", "unit", sorted(codes))


def decisions_on(inputs: FrameInputs, program: Program, unit: str) -> Decisions:
    """The decisions of a program about a unit in the frames. Raises UnknownNameError where there is no such unit."""
    rows = rows_about(inputs, program, unit, None)
    units = Units(units_of(rows, inputs.columns_read))
    library, columns_read = inputs.library, inputs.columns_read

    def evidence_on(about: Mapping[str, list[Row]], day: date) -> Evidence:
        own = _all_rows(about)
        statements = statements_of(own, day, columns_read, library, inputs.scaled)
        known = {inputs.known_on or row.get(KNOWN_ON) for row in own}
        known_on = known.pop() if len(known) == 1 else None
        return Evidence.checked(
            [statement for statement in statements if statement.unit in units], units, library, day, known_on
        )

    past = {earlier: evidence_on(rows_about(inputs, program, unit, earlier), earlier) for earlier in inputs.past}
    world = _World(units, evidence_on(rows, program.as_of), library, {}, {}, past)
    return Decisions(program, (units[unit],), world)


def decisions_of_facts(inputs: FrameInputs, facts: FactFrame, program: Program, unit: str) -> Decisions:
    """The decisions of a program about a unit, from the reported facts about it and about those above and below."""
    units = Units(units_of(rows_about(inputs, program, unit, None), inputs.columns_read))
    statements = facts.statements([known_unit.code for known_unit in units])
    decisions = evaluate(program, units, statements, known_on=facts.known_on)
    return evolve(decisions, units=(units[unit],))


def rows_about(inputs: FrameInputs, program: Program, unit: str, day: date | None) -> dict[str, list[Row]]:
    """The rows of a unit, of those above it and of those below it, by kind. Raises UnknownNameError where the unit has none."""
    versions = DecidingVersions.single(program)
    kinds = [kind for kind in inputs.kinds(day) if kind != inputs.own_kind]
    own_rows = _rows(inputs, inputs.own_kind, versions, day, UNIT, unit, kinds)
    if not own_rows and day is None:
        raise _unknown(inputs, unit)
    rows: dict[str, list[Row]] = {inputs.own_kind: [row for row, _ in own_rows[:1]]}
    for kind in kinds:
        rows[kind] = [row for row, _ in _rows(inputs, kind, versions, day, inputs.own_kind, unit, [])]
        above = own_rows[0][1][kind] if own_rows else None
        if above is not None:
            rows[kind] += [row for row, _ in _rows(inputs, kind, versions, day, UNIT, above, [])]
    read = KINDS_READ.of(program)
    for kind, above in (own_rows[0][1] if own_rows else {}).items():
        # A rule of a unit above counts all that is below it, not the unit in question alone.
        for counted in read.below.get(kind, ()) if above is not None else ():
            known = {row[UNIT] for row in rows.get(counted, ())}
            beside = [row for row, _ in _rows(inputs, counted, versions, day, kind, above, [])]
            rows.setdefault(counted, []).extend(row for row in beside if row[UNIT] not in known)
    if any(use.only for uses in inputs_of(program).uses.counted.values() for use in uses):
        _add_above(inputs, versions, day, rows)
    return rows


def _all_rows(rows: Mapping[str, list[Row]]) -> list[Row]:
    """The rows of all kinds."""
    return [*chain.from_iterable(rows.values())]


def _add_above(inputs: FrameInputs, versions: DecidingVersions, day: date | None, rows: dict[str, list[Row]]) -> None:
    """Add the units above those found: a rule may count only members of the units that it names."""
    waiting = _all_rows(rows)
    known = {row[UNIT] for row in waiting}
    while waiting:
        codes = {code for row in waiting for code in _named_above(inputs, row, day) if code not in known}
        known |= codes
        waiting = []
        for kind in inputs.kinds(day):
            rows_of_kind = [
                row for code in sorted(codes) for row, _ in _rows(inputs, kind, versions, day, UNIT, code, [])
            ]
            rows.setdefault(kind, []).extend(rows_of_kind)
            waiting += rows_of_kind


def _named_above(inputs: FrameInputs, row: Row, day: date | None) -> list[str]:
    """The codes that a row gives as those of units above, or that the unit is a member of."""
    return [str(code) for name in (PARENT, *inputs.kinds(day)) if (code := row.get(name)) is not None and code != ""]


def _rows(
    inputs: FrameInputs,
    kind: str,
    versions: DecidingVersions,
    day: date | None,
    name: str,
    value: Any,
    above: list[str],
) -> list[tuple[Row, dict[str, Any]]]:
    """The rows of a kind with a value in a column, or below one of the kind `name`; each with the units of kinds above it."""
    table, expressions = Table.of(inputs, kind, versions, day), inputs.expressions
    links = {upper_kind: link(table, upper_kind) for upper_kind in above}
    own = UNIT if name == UNIT else link(table, name)
    if own is None:
        return []
    frame = table.plan().on(inputs).filter(expressions.column(own) == value)
    if table.days():
        frame = frame.filter(expressions.column(AS_OF) == expressions.literal(versions.programs[0].as_of))
    rows = rows_of(frame, expressions)
    return [(row, {upper_kind: None if at is None else row[at] for upper_kind, at in links.items()}) for row in rows]

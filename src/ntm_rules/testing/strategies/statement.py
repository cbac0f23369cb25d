"""Strategies for what is reported about units: facts, attestations, published decisions, and second reports."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from typing import Self

from attrs import evolve, frozen
from hypothesis import strategies as st

from ...model.fact import Absence, Attestation, Fact, Finding, PublishedDecision, Statement, Value
from ...model.key import RuleKey
from ...model.library import Library
from ...model.outcome import Outcome
from ...model.units.unit import Unit, Units
from ..basis.boundary import reportable_values
from ..basis.choosing import branch, chance, optional, pick, several
from ..basis.scope import AS_OF, EARLIER, keys_of, version_on

_REPORTERS = ("UBND xã", "Chi cục Thống kê", None)
_DELAYS = (timedelta(0), timedelta(days=20), timedelta(days=90))
_ABSENCES = tuple(Absence)
_WORDS = (Finding.MET, Finding.NOT_MET, Finding.BASICALLY_MET, Finding.MET, Finding.NOT_MET, *_ABSENCES)
_ASPECTS = ("value", "reporter", "revision", "date", "absence", "writing")


@frozen
class Reportable:
    """Statements that can be made about units: values of each measure, days, and rules of each kind of unit on each day."""

    units: Units
    values: Mapping[str, tuple[Value, ...]]
    derived: frozenset[str]
    keys: Mapping[tuple[str, date], tuple[RuleKey, ...]]
    as_of: date
    statuses: Mapping[str, tuple[str, ...]]

    @classmethod
    def of(cls, library: Library, units: Units, as_of: date) -> Self:
        """Statements that the library's measures, and its rulesets as they stand on the day of each, ask of these units."""
        derived = frozenset(measure.id for measure in library.measures.values() if measure.derive)
        statuses = {
            id: tuple({status.id: None for version in versions for status in version.statuses})
            for id, versions in library.versions.items()
        }
        return cls(units, reportable_values(library), derived, _keys(library, as_of), as_of, statuses)

    def dates(self, unit: Unit) -> tuple[date, ...]:
        """The dates that reports on the unit describe: most on or before the assessment, none outside its existence."""
        return tuple(day for day in _days(self.as_of) if unit.exists_on(day))


def _days(as_of: date) -> tuple[date, ...]:
    """The days that reports describe, each as often as it shall come."""
    return (as_of, as_of - timedelta(days=91), as_of, as_of, *EARLIER, as_of, as_of + timedelta(days=30))


def _keys(library: Library, as_of: date) -> Mapping[tuple[str, date], tuple[RuleKey, ...]]:
    """The rules of each kind of unit on each day: of the version then in force, else of that on the day of the assessment."""
    keys: dict[tuple[str, date], tuple[RuleKey, ...]] = {}
    for id in library.versions:
        for day in dict.fromkeys(_days(as_of)):
            version = version_on(library, id, day) or library.ruleset(id, as_of)
            for kind in version.applies_to:
                keys[kind, day] = (*keys.get((kind, day), ()), *keys_of(version))
    return keys


def _recorded(draw: st.DrawFn, day: date) -> date | None:
    return day + pick(draw, _DELAYS) if chance(draw, 3) else None


def _cell(reportable: Reportable, measure: str, sparse: bool, complete: bool) -> tuple[Value | None, ...]:
    """Options for one cell of the table of units and measures; None: no report at all."""
    values = reportable.values[measure]
    values *= -(-4 // len(values))
    # A figure that is also derived is seldom reported: most reports would contradict the derivation.
    derived = measure in reportable.derived
    missing = 3 * len(values) if derived else max(1, len(values) // (2 if sparse else 16))
    # A complete table differs from another in these places alone, so that a failure can shrink from one to the other.
    first = values[:1] if complete and not derived else (None,)
    return (*first * missing, *values, *(_ABSENCES if sparse else _ABSENCES[1:2]))


def _table(draw: st.DrawFn, reportable: Reportable) -> list[Statement]:
    """For every unit and measure at most one report, and sometimes an earlier one: what most offices have."""
    sparse, complete = chance(draw, 3), chance(draw, 5)
    cells = {measure: _cell(reportable, measure, sparse, complete) for measure in reportable.values}
    statements: list[Statement] = []
    for unit in reportable.units:
        if reportable.dates(unit):
            row = optional(draw, 10 if complete else 9, partial(_row, draw, reportable, unit, cells))
            statements += row or ()
    return statements


def _row(
    draw: st.DrawFn, reportable: Reportable, unit: Unit, cells: Mapping[str, tuple[Value | None, ...]]
) -> list[Statement]:
    dates, before = reportable.dates(unit), [day for day in EARLIER if unit.exists_on(day)]
    statements: list[Statement] = []

    def report(measure: str, value: Value | None) -> None:
        if value is None:
            return
        day = pick(draw, dates)
        statements.append(Fact(unit.code, measure, value, day, _REPORTERS[0]))
        if before and day not in before and chance(draw, 7):
            earlier = pick(draw, reportable.values[measure])
            # Mostly on the earliest day: a change is known only with a figure from before its date.
            statements.append(Fact(unit.code, measure, earlier, pick(draw, (*before, before[-1])), _REPORTERS[0]))

    for measure, cell in cells.items():
        branch(draw, cell, partial(report, measure))
    return statements


def _finding(draw: st.DrawFn, reportable: Reportable, units: Sequence[Unit], published: bool) -> Statement:
    """An attestation, or a published decision, on any rule for one of the units."""
    unit = pick(draw, units)
    day = pick(draw, reportable.dates(unit))
    rule = pick(draw, reportable.keys[unit.kind, day])
    reporter, recorded = pick(draw, _REPORTERS), _recorded(draw, day)
    if published:
        outcomes = (*Outcome, *reportable.statuses.get(rule.ruleset, ()))
        return PublishedDecision(unit.code, rule, pick(draw, outcomes), day, reporter, "Nghị quyết", recorded)
    return Attestation(unit.code, rule, pick(draw, _WORDS), day, reporter, "Biên bản thẩm định", recorded)


def _other_value(draw: st.DrawFn, reportable: Reportable, statement: Statement) -> Statement:
    match statement:
        case Fact(measure=measure):
            return evolve(statement, value=pick(draw, reportable.values[measure]))
        case Attestation():
            return evolve(statement, value=pick(draw, _WORDS))
        case PublishedDecision():
            return evolve(statement, value=pick(draw, tuple(Outcome)))


def draw_second(draw: st.DrawFn, reportable: Reportable, statement: Statement) -> Statement:
    """Another report on the same matter: contradicting, revising, dated otherwise, an absence, or the same figure
    written with one more zero. It may come out equal to `statement`."""
    match pick(draw, _ASPECTS):
        case "value":
            return _other_value(draw, reportable, statement)
        case "reporter":
            other = evolve(statement, reported_by=pick(draw, _REPORTERS[1:]))
            return _other_value(draw, reportable, other) if chance(draw, 6) else other
        case "revision":
            revised = evolve(statement, recorded=statement.as_of + pick(draw, _DELAYS))
            return _other_value(draw, reportable, revised)
        case "date":
            day = pick(draw, _other_days(reportable, statement))
            recorded = statement.recorded and day + timedelta(days=20)
            return _other_value(draw, reportable, evolve(statement, as_of=day, recorded=recorded))
        case "absence" if not isinstance(statement, PublishedDecision):
            return evolve(statement, value=pick(draw, _ABSENCES))
        case "writing" if isinstance(statement, Fact) and type(statement.value) is Decimal:
            return evolve(statement, value=_longer(statement.value), reported_by=_REPORTERS[1])
    return _other_value(draw, reportable, statement)


def _other_days(reportable: Reportable, statement: Statement) -> tuple[date, ...]:
    unit = reportable.units[statement.unit]
    days = reportable.dates(unit)
    if isinstance(statement, Fact):
        return days
    return tuple(day for day in days if statement.rule in reportable.keys[unit.kind, day])


def _longer(value: Decimal) -> Decimal:
    """The same figure with one more zero: 95 as 95.0."""
    exponent = value.as_tuple().exponent
    return value.quantize(Decimal(1).scaleb(int(exponent) - 1))


def draw_statements(draw: st.DrawFn, reportable: Reportable) -> tuple[Statement, ...]:
    """Reports on the units, no two of them equal."""
    statements = _table(draw, reportable)
    kinds = {kind for kind, _ in reportable.keys}
    judged = [unit for unit in reportable.units if unit.kind in kinds and reportable.dates(unit)]
    if judged:
        statements += several(draw, lambda: _finding(draw, reportable, judged, False), 0, 6)
        statements += (
            optional(draw, 3, lambda: several(draw, lambda: _finding(draw, reportable, judged, True), 1, 2)) or ()
        )
    if statements:
        firsts = tuple(statements)
        statements += several(draw, lambda: draw_second(draw, reportable, pick(draw, firsts)), 0, 8)
    return tuple(dict.fromkeys(statements))


@st.composite
def statements(draw: st.DrawFn, library: Library, units: Units, as_of: date = AS_OF) -> tuple[Statement, ...]:
    """Statements about `units` on the measures and rules of `library`: facts, attestations, published decisions.

    Figures lie on and around the thresholds of the library's rulesets, on dates before, on and after `as_of`; a few are
    contradicted, revised, disputed, or written differently (95 and 95.0) by another office. Works as well with the
    library of real rule files. No two statements are equal; 95 and 95.0 are equal figures.

    >>> from hypothesis import given, settings
    >>> from ntm_rules.model.measure import Measure
    >>> from ntm_rules.model.text import Text
    >>> library = Library({"m": Measure("m", Text("m"))})
    >>> @settings(max_examples=5, database=None)
    ... @given(statements(library, Units([Unit("C", "Bản Bo", "commune")])))
    ... def speaks_of_the_unit(drawn):
    ...     assert all(statement.unit == "C" for statement in drawn)
    >>> speaks_of_the_unit()
    """
    return draw_statements(draw, Reportable.of(library, units, as_of))

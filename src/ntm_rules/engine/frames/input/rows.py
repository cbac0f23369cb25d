"""Rows of frames as units and statements: what `evaluate` takes, so that one unit can be explained in full."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from ....model.fact import Absence, Attestation, Fact, Finding, Statement, Value
from ....model.library import Library
from ....model.measure import MeasureType
from ....model.units.kind import is_administrative
from ....model.units.unit import Unit
from ....model.values.day import Day
from ..reads import Reads
from .columns import ABSENCE, DATED, EXISTS_FROM, EXISTS_UNTIL, IN_CONFLICT, NOTED, PARENT, UNIT

Row = Mapping[str, Any]
_FINDINGS = {finding.value: finding for finding in Finding}
_ABSENCES: dict[str, Absence] = {absence.value: absence for absence in Absence} | {IN_CONFLICT: Absence.DISPUTED}
"""Absences by their word; reports that differ count as disputed, since the reports themselves are not at hand."""


def units_of(rows: Mapping[str, Iterable[Row]], reads: Reads) -> list[Unit]:
    """The units that rows by kind are about, each below the nearest unit above it that there is."""
    codes = {str(row[UNIT]): row for of_kind in rows.values() for row in of_kind}
    kinds = tuple(rows)
    return [
        Unit(
            str(row[UNIT]),
            str(row.get("name") or row[UNIT]),
            kind,
            _nearest(row, kind, kinds, codes),
            {name: str(row[name]) for name in reads.attributes if row.get(name)},
            row.get(EXISTS_FROM),
            row.get(EXISTS_UNTIL),
            memberships=_memberships(row, kind, kinds, codes),
        )
        for kind, of_kind in rows.items()
        for row in of_kind
    ]


def _memberships(row: Row, kind: str, kinds: tuple[str, ...], codes: Mapping[str, Row]) -> dict[str, str]:
    """The units, of those that there are, that a row says its unit is a member of."""
    joined = (name for name in kinds if name != kind and not is_administrative(name))
    return {name: str(row[name]) for name in joined if row.get(name) is not None and str(row[name]) in codes}


def _nearest(row: Row, kind: str, kinds: tuple[str, ...], codes: Mapping[str, Row]) -> str | None:
    parent = row.get(PARENT)
    if parent is not None and str(parent) in codes:
        return str(parent)
    levels = [name for name in kinds if name != kind and is_administrative(name)]
    above = [str(row[name]) for name in levels if row.get(name) is not None and str(row[name]) in codes]
    # The nearest is the one that is itself below the most of the others.
    return max(above, key=lambda code: sum(codes[code].get(name) is not None for name in kinds), default=None)


def statements_of(
    rows: Iterable[Row], day: date, reads: Reads, library: Library, scaled: frozenset[str]
) -> list[Statement]:
    """The statements that rows make, as of `day`."""
    return [one for row in rows for one in _statements(row, day, reads, library, scaled)]


def _statements(row: Row, day: date, reads: Reads, library: Library, scaled: frozenset[str]) -> Iterator[Statement]:
    unit = str(row[UNIT])
    for name in sorted(reads.measures):
        value = row.get(name)
        if value is None or value != value:
            value = row.get(name + ABSENCE)
        if value is None:
            continue
        if name in scaled and isinstance(value, int):
            value = Decimal(value).scaleb(-library.measures[name].decimals)
        read = as_value(value, library.measures[name].type)
        yield Fact(unit, name, read, row.get(name + DATED) or day, recorded=row.get(name + NOTED))
    for name, key in reads.rules.items():
        value = row.get(name)
        if value is not None:
            read = as_value(value, MeasureType.FINDING)
            yield Attestation(unit, key, read, row.get(name + DATED) or day, recorded=row.get(name + NOTED))


def as_value(value: Any, kind: MeasureType) -> Value:
    """A cell as the value of a fact: words by what they stand for, figures as they are."""
    if isinstance(value, str):
        if value in _ABSENCES:
            return _ABSENCES[value]
        if kind is MeasureType.DATE:
            return Day.of(date.fromisoformat(value))
        return _FINDINGS.get(value, value) if kind is MeasureType.FINDING else value
    if kind is MeasureType.DATE and not isinstance(value, date):
        return Day(int(value))
    found: Value = value
    return found

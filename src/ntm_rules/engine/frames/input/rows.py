"""Rows of frames as units and statements: what `evaluate` takes, so that one unit can be explained in full."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Any

from ....model.fact import Absence, Attestation, Fact, Finding, Statement, Value
from ....model.library import Library
from ....model.measure import MeasureType
from ....model.units.kind import height_of, is_administrative
from ....model.units.unit import Unit
from ....model.values.day import Day
from ..columns_read import ColumnsRead
from .columns import ABSENCE, DATED, EXISTS_FROM, EXISTS_UNTIL, IN_CONFLICT, NOTED, PARENT, UNIT

Row = Mapping[str, Any]
_FINDINGS = {finding.value: finding for finding in Finding}
_ABSENCES: dict[str, Absence] = {absence.value: absence for absence in Absence} | {IN_CONFLICT: Absence.DISPUTED}
"""Absences by their word; reports that differ count as disputed, since the reports themselves are not at hand."""


def units_of(rows: Mapping[str, Iterable[Row]], columns_read: ColumnsRead) -> list[Unit]:
    """The units that rows by kind are about, each below the nearest unit above it that there is.

    What a row says of several levels is said of the units between as well, where these say nothing themselves.
    """
    kinds = {str(row[UNIT]): kind for kind, of_kind in rows.items() for row in of_kind}
    above = {str(row[UNIT]): _above(row, kind, kinds) for kind, of_kind in rows.items() for row in of_kind}
    parents: dict[str, str] = {}
    for of_kind in rows.values():
        for row in of_kind:
            code, parent = str(row[UNIT]), str(row.get(PARENT))
            nearest = next(iter(_levels(above[code])), parent if parent in kinds else None)
            if nearest is not None:
                parents[code] = nearest
    for named in above.values():
        for lower, upper in pairwise(_levels(named)):
            parents.setdefault(lower, upper)
    return [
        Unit(
            code,
            str(row.get("name") or code),
            kind,
            parents.get(code),
            {name: str(row[name]) for name in columns_read.attributes if row.get(name)},
            row.get(EXISTS_FROM),
            row.get(EXISTS_UNTIL),
            memberships=_memberships(above[code], parents.get(code)),
        )
        for kind, of_kind in rows.items()
        for row in of_kind
        for code in [str(row[UNIT])]
    ]


def _above(row: Row, kind: str, kinds: Mapping[str, str]) -> dict[str, str]:
    """The units above that a row names, of those that there are, by kind; `kinds` are those of all units, by code."""
    parent = str(row.get(PARENT))
    own = {kinds[parent]: parent} if parent in kinds else {}
    named = {name: str(row.get(name)) for name in dict.fromkeys(kinds.values()) if name != kind}
    return own | {name: code for name, code in named.items() if kinds.get(code) == name}


def _levels(above: Mapping[str, str]) -> list[str]:
    """The units above of administrative kinds, the nearest first."""
    return [above[kind] for kind in sorted(filter(is_administrative, above), key=height_of)]


def _memberships(above: Mapping[str, str], parent: str | None) -> dict[str, str]:
    """The units that a unit is a member of; that which is its parent is no such."""
    return {kind: code for kind, code in above.items() if not is_administrative(kind) and code != parent}


def statements_of(
    rows: Iterable[Row], day: date, columns_read: ColumnsRead, library: Library, scaled: frozenset[str]
) -> list[Statement]:
    """The statements that rows make, as of `day`."""
    return [statement for row in rows for statement in _statements(row, day, columns_read, library, scaled)]


def _statements(
    row: Row, day: date, columns_read: ColumnsRead, library: Library, scaled: frozenset[str]
) -> Iterator[Statement]:
    unit = str(row[UNIT])
    for name in sorted(columns_read.measures):
        value = row.get(name)
        if value is None or value != value:
            value = row.get(name + ABSENCE)
        if value is None:
            continue
        if name in scaled and isinstance(value, int):
            value = Decimal(value).scaleb(-library.measures[name].decimals)
        read = as_value(value, library.measures[name].type)
        yield Fact(unit, name, read, row.get(name + DATED) or day, recorded=row.get(name + NOTED))
    for name, key in columns_read.rules.items():
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
    fact_value: Value = value
    return fact_value

"""Units that are above themselves on some day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .unit import Unit


def cycles(units: Mapping[str, Unit]) -> Iterator[tuple[str, ...]]:
    """Cycles of parents, each once, as codes from one of its units back to itself.

    A cycle stands from a day on which one of its units came below another: so the first day of every period is looked at,
    and on it only the units whose parent is new.
    """
    seen: set[frozenset[str]] = set()
    # Before any period begins: the parents that have no first day.
    yield from _on(units, list(units), date.min, seen)
    begun: dict[date, list[str]] = {}
    for unit in units.values():
        for held in unit.parents:
            if held.since is not None:
                begun.setdefault(held.since, []).append(unit.code)
    for day in sorted(begun):
        yield from _on(units, begun[day], day, seen)


def _on(units: Mapping[str, Unit], of: list[str], day: date, seen: set[frozenset[str]]) -> Iterator[tuple[str, ...]]:
    settled: set[str] = set()
    for start in of:
        path: dict[str, int] = {}
        at: str | None = start
        while at is not None and at in units and at not in settled and at not in path:
            path[at] = len(path)
            at = units[at].parent_on(day)
        if at is not None and at in path:
            cycle = (*list(path)[path[at] :], at)
            if frozenset(cycle) not in seen:
                seen.add(frozenset(cycle))
                yield cycle
        settled.update(path)

"""Units that are above themselves on some day."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .unit import Unit


def cycles(units: Mapping[str, Unit]) -> Iterator[tuple[str, ...]]:
    """Circles of parents and memberships, each once, as codes from one of its units back to itself.

    A circle stands from a day on which one of its units came below another: so the first day of every period is looked at,
    and on it only the units that belong somewhere new.
    """
    seen: set[frozenset[str]] = set()
    # Before any period begins: what has no first day.
    yield from _on(units, list(units), date.min, seen)
    begun: dict[date, list[str]] = {}
    for unit in units.values():
        for since in (*(held.since for held in unit.parents), *(one.since for one in unit.memberships)):
            if since is not None:
                begun.setdefault(since, []).append(unit.code)
    for day in sorted(begun):
        yield from _on(units, begun[day], day, seen)


def _on(units: Mapping[str, Unit], of: list[str], day: date, seen: set[frozenset[str]]) -> Iterator[tuple[str, ...]]:
    for circle in circles(of, lambda code: _above(units, code, day)):
        if frozenset(circle) not in seen:
            seen.add(frozenset(circle))
            yield circle


def circles(codes: Iterable[str], above: Callable[[str], Iterator[str]]) -> Iterator[tuple[str, ...]]:
    """The circles that are met on the ways up from some codes; `above` gives the codes directly above each.

    >>> list(circles("AC", lambda code: iter({"A": "B", "B": "A", "C": "A"}[code])))
    [('A', 'B', 'A')]
    """
    settled = set[str]()
    for start in codes:
        path = {start: above(start)}
        while path and start not in settled:
            at = next(reversed(path))
            upper = next(path[at], None)
            if upper is None:
                settled.add(at)
                path.popitem()
            elif upper in path:
                way = list(path)
                yield (*way[way.index(upper) :], upper)
            elif upper not in settled:
                path[upper] = above(upper)


def _above(units: Mapping[str, Unit], code: str, day: date) -> Iterator[str]:
    """The codes of the units that one belongs to directly on a day, among those given."""
    unit = units[code]
    parent = unit.parent_on(day)
    if parent is not None and parent in units:
        yield parent
    yield from (one.of for one in unit.memberships if one.holds_on(day) and one.of in units)

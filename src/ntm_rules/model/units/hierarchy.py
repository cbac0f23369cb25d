"""The hierarchy of units: those that are above themselves on some day, and memberships that do not hold together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING

from ..problem import Diagnostic
from ..values.graph import cycles_above
from .diagnostics import unit_problem
from .kind import is_administrative
from .near import nearest_unit

if TYPE_CHECKING:
    from .belonging import Belonging, Membership
    from .unit import Unit, Units


def cycles_of_units(units: Mapping[str, Unit]) -> Iterator[tuple[str, ...]]:
    """Circles of parents and memberships, each once, as codes from one of its units back to itself.

    A cycle stands from a day on which one of its units came below another: so the first day of every period is looked at,
    and on it only the units that belong somewhere new.
    """
    seen: set[frozenset[str]] = set()
    # Before any period begins: what has no first day.
    yield from _on(units, list(units), date.min, seen)
    begun: dict[date, list[str]] = {}
    for unit in units.values():
        for since in (
            *(parent.since for parent in unit.parents),
            *(membership.since for membership in unit.memberships),
        ):
            if since is not None:
                begun.setdefault(since, []).append(unit.code)
    for day in sorted(begun):
        yield from _on(units, begun[day], day, seen)


def _on(units: Mapping[str, Unit], of: list[str], day: date, seen: set[frozenset[str]]) -> Iterator[tuple[str, ...]]:
    for cycle in cycles_above(of, lambda code: _above(units, code, day)):
        if frozenset(cycle) not in seen:
            seen.add(frozenset(cycle))
            yield cycle


def _above(units: Mapping[str, Unit], code: str, day: date) -> Iterator[str]:
    """The codes of the units that one belongs to directly on a day, among those given."""
    unit = units[code]
    parent = unit.parent_on(day)
    if parent is not None and parent in units:
        yield parent
    yield from (membership.of for membership in unit.memberships if membership.holds_on(day) and membership.of in units)


def membership_misfits(units: Mapping[str, Unit]) -> Iterator[Diagnostic]:
    """The memberships in units that are not given, or are of another kind than is said; and those of a kind of which the unit
    itself is, or its parent: then it would belong to two units of that kind.
    """
    for unit in units.values():
        for membership in unit.memberships:
            if membership.of not in units:
                yield _misfit("NTM724", unit, membership, advice=nearest_unit(membership.of, units))
            elif (containing := units[membership.of]).kind != membership.kind:
                yield _misfit("NTM725", unit, membership, found=containing.kind)
            elif unit.kind == membership.kind:
                yield _misfit("NTM726", unit, membership)
            else:
                for above in unit.every_parent():
                    if above in units and units[above].kind == membership.kind:
                        yield _misfit("NTM727", unit, membership, above=above)


def _misfit(
    problem: str, unit: Unit, membership: Membership, /, advice: Mapping[str, str] | None = None, **details: object
) -> Diagnostic:
    return unit_problem(
        problem, unit.place, advice=advice, code=unit.code, kind=membership.kind, text=membership.of, **details
    )


def not_passed_on(units: Units) -> Iterator[Diagnostic]:
    """The members of a unit that itself belongs to a unit beside the administrative levels (a cluster in a zone), to which they
    do not belong themselves: a rule of the zone would not count them. Of two zones, one below the other, they belong to the
    nearer alone.
    """
    for unit in units:
        for of in dict.fromkeys(membership.of for membership in unit.memberships):
            above = units.ever_above(of)
            kinds = {
                upper.kind for upper in above if upper.kind != units[of].kind and not is_administrative(upper.kind)
            }
            if kinds:
                days = {date.min}
                for each in (units[of], *above, unit, *units.ever_above(unit.code)):
                    periods: tuple[Belonging | Membership, ...] = (*each.parents, *each.memberships)
                    for period in periods:
                        days.update(_days_of_change(period))
                for own in unit.memberships:
                    if own.of == of:
                        yield from _astray(unit, own, kinds, sorted(filter(own.holds_on, days)), units)


def _days_of_change(period: Belonging | Membership) -> Iterator[date]:
    """Yield the first day of a period, and the day after its last, as far as it has them."""
    if period.since is not None:
        yield period.since
    if period.until is not None and period.until < date.max:
        yield period.until + timedelta(days=1)


def _astray(
    unit: Unit, membership: Membership, kinds: set[str], days: list[date], units: Units
) -> Iterator[Diagnostic]:
    for kind in sorted(kinds):
        for day in days:
            through, own = units.ancestor(membership.of, kind, day), units.ancestor(unit.code, kind, day)
            if through is not None and through != own:
                details: dict[str, object] = {"of": membership.of, "kind": kind, "through": through.code, "day": day}
                yield unit_problem("NTM728", unit.place, advice=None, code=unit.code, **details)
                break

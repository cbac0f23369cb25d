"""Members of a unit that itself belongs to a zone or the like, to which they do not belong themselves."""

from collections.abc import Iterator

from ....model.problem import Diagnostic
from ....model.units.kind import is_administrative
from ..decide.hierarchy import link
from ..decide.table import Table
from ..decide.versions import Regimes
from ..input.columns import UNIT
from ..input.given import Given
from .check import MOST_LOOKED_AT, rows_of
from .memberships import joined
from .parents import Hierarchy


def not_passed_on(given: Given, regimes: Regimes) -> Iterator[Diagnostic]:
    """The members of a unit that belongs to a unit of a kind with members, where they do not belong to that one themselves."""
    for day in (None, *given.past):
        groups = [kind for kind in given.kinds(day) if not is_administrative(kind)]
        hierarchy = Hierarchy(given, day, (regimes.starts[0], regimes.last))
        for kind, of in joined(hierarchy) if len(groups) > 1 else ():
            for group in groups:
                if len({kind, of, group}) == 3:
                    yield from _astray(hierarchy, kind, of, group, regimes)


def _astray(hierarchy: Hierarchy, kind: str, of: str, group: str, regimes: Regimes) -> Iterator[Diagnostic]:
    given, space = hierarchy.given, hierarchy.space
    upper, lower = (Table.of(given, one, regimes, hierarchy.day) for one in (of, kind))
    through = link(upper, group)
    if through is None:
        return
    own = link(lower, group)
    days = {f"d{number}": space.column(name) for number, name in enumerate(lower.days())}
    at_days = {f"u{number}": space.column(name) for number, name in enumerate(upper.days())}
    nothing = space.nothing(space.words.String)
    members = lower.plan().on(given)
    members = members.select(
        unit=space.column(UNIT), value=space.column(of), own=nothing if own is None else space.column(own), **days
    )
    units = upper.plan().on(given).select(of=space.column(UNIT), through=space.column(through), **at_days)
    found = members.join(units, left_on=["value", *days], right_on=["of", *at_days], how="inner")
    passed, held = space.column("through"), space.column("own")
    there = ~(passed.is_null() | (passed == ""))
    astray = found.filter(there & ~(held == passed).fill_null(False))
    rows = rows_of(astray.select("unit", "value", "through").head(MOST_LOOKED_AT), space)
    if rows:
        details = {"code": rows[0]["unit"], "of": rows[0]["value"], "through": rows[0]["through"], "kind": group}
        yield hierarchy.told("NTM728", kind, of, rows, details)

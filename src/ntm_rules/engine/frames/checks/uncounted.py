"""The members that rules count and that nothing counts, in whatever columns of whatever frames the units above stand."""

from collections.abc import Iterator

from ....model.problem import Diagnostic
from ....model.units.kind import height_of, is_administrative, stands_as_high
from ..decide.hierarchy import link as link_to
from ..decide.table import Table
from ..decide.versions import Regimes
from ..input.columns import PARENT, UNIT
from ..input.given import Given
from ..reads import Link
from .memberships import counts_members, has_text
from .parents import UP, Hierarchy


def uncounted(given: Given, regimes: Regimes) -> Iterator[Diagnostic]:
    """The members that exist and belong to no unit of the kind that counts them, nor to one of that height or above.

    Where nothing but `parent` says what is above, that has been looked at (`Hierarchy.orphans`).
    """
    for link, rule in given.reads.links.items():
        hierarchy = Hierarchy(given, link.day, (regimes.starts[0], regimes.last))
        if not {link.below, link.above} <= {*hierarchy.kinds} or hierarchy.has_none(link.above):
            continue
        by_columns = has_text(hierarchy, link.below, link.above) or any(
            _levels(hierarchy, one) for one in hierarchy.kinds
        )
        if by_columns and not counts_members(hierarchy, link.above):
            yield from _uncounted(hierarchy, regimes, link, {"kind": link.below, "rule": str(rule)})


def _levels(hierarchy: Hierarchy, kind: str) -> list[str]:
    """The administrative kinds in whose columns the units of a kind name those above them, the lowest first."""
    named = (
        one for one in hierarchy.kinds if one != kind and is_administrative(one) and has_text(hierarchy, kind, one)
    )
    return sorted(named, key=height_of)


def _uncounted(hierarchy: Hierarchy, regimes: Regimes, link: Link, details: dict[str, object]) -> Iterator[Diagnostic]:
    """The diagnostics for units that nothing counts, and for those that a unit which is gone leads to what counts them."""
    below, above, space = link.below, link.above, hierarchy.space
    table = Table.of(hierarchy.given, below, regimes, link.day)
    # What belongs to a unit of that height, or higher up, needs none of this kind.
    higher = [one for one in hierarchy.kinds if one not in (above, below) and stands_as_high(one, above)]
    counting = {own: kind for kind in (above, *higher) if (own := link_to(table, kind)) is not None}
    rows = hierarchy.existing(below, table.plan().on(hierarchy.given))
    if link.only:
        rows = rows.filter(space.column(UNIT).is_in(list(link.only)))
    without = rows
    for own, kind in counting.items():
        without = without.join(hierarchy.tree([kind], existing=True), left_on=own, right_on=UP, how="anti")
    names = [name for name in (above, PARENT) if has_text(hierarchy, below, name)]
    levels = _levels(hierarchy, below)
    column = next(iter((*names, *levels)), UNIT)
    if found := hierarchy.first_rows(without, column):
        yield hierarchy.told("NTM623", below, column, found, details)
        return
    # Without such a column of its own, every other one has been looked at (`Hierarchy.orphans`).
    for name in dict.fromkeys((*names, *levels)) if above in names else ():
        if name != above:
            named = rows.filter(hierarchy.is_blank(above) & ~hierarchy.is_blank(name))
            yield from hierarchy.gone(link, named, name, hierarchy.kinds if name == PARENT else [name], details)

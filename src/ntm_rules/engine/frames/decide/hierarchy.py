"""Units above and below: the joins between the rows of one frame and those of another.

The unit of a kind above each row is found once, from a small table of the frames between: a unit, and its own unit of that
kind. Where no other kind can stand between, `parent` names it. A unit that rows are members of stands in a column named by its
kind; where that is blank, it is the one of the unit above.
"""

from collections.abc import Sequence
from datetime import date

from ....model.units.kind import is_administrative, stands_lower
from ....program.terms import Reported
from ..expressions.space import Expr, Native
from ..input.columns import ABSENCE, DATED, PARENT, UNIT
from ..input.given import Given
from ..input.plan import QueryPlan
from .table import Beside, Table, adding, joining
from .windows import in_window


def column_of(table: Table, term: Reported) -> str | None:
    """The name of the column with what is reported, laid beside the table where it is of another unit or day.

    None where there is no such column, nor one that says why there is no figure.
    """
    if term.above is None and term.on is None:
        known = {term.measure, term.measure + ABSENCE} & set(table.columns)
        return in_window(table, term, term.measure) if known else None
    day = term.on or table.day
    other = beside(table, term.above, day)
    if other is None:
        return None
    prefix = f"{term.above or ''}:{day or ''}:"
    found = False
    for name in (term.measure, term.measure + ABSENCE, term.measure + DATED):
        if name in other.table.columns:
            found = found or name != term.measure + DATED
            if prefix + name not in other.values:
                other.values[prefix + name] = (
                    other.table.read(name) if other.table.has(name) else table.space.column(name)
                )
                table.columns[prefix + name] = other.table.columns[name].named(prefix + name)
    return in_window(table, term, prefix + term.measure) if found else None


def beside(table: Table, above: str | None, day: date | None) -> Beside | None:
    """A table joined to this one: of the unit above of a kind, or of the unit itself on an earlier day.

    None where no unit has one above of the kind.
    """
    key = (above, day)
    if key not in table.beside:
        own = UNIT if above is None else link(table, above)
        if own is None:
            return None
        kind = table.kind if above is None else above
        table.beside[key] = Beside(Table.of(table.given, kind, table.regimes, day), own, table.name())
    return table.beside[key]


def link(table: Table, kind: str) -> str | None:
    """The name of a column with the nearest unit of a kind above, or that units are members of; None where no unit has one.

    It is the column named as the kind, where there is one; else it is found by `parent`.
    """
    found: str | None = table.once(("link", kind), lambda: _link(table, kind))
    return found


def _link(table: Table, kind: str) -> str | None:
    own = kind if table.is_text(kind) and kind != table.kind else None
    if own is not None and is_administrative(kind):
        return own
    above = _by_parent(table, kind)
    if own is None or above is None:
        return own or above
    space, name = table.space, table.name()
    is_member = ~(space.column(own).is_null() | (space.column(own) == ""))
    table.before.append(adding({name: space.choose([(is_member, space.column(own))], space.column(above))}))
    return name


def _by_parent(table: Table, kind: str) -> str | None:
    """The name of a column with the nearest unit of a kind that the parents of units lead to."""
    if table.has(PARENT) is None:
        return None
    between = [one for one in _others(table) if one != kind and not stands_lower(kind, one)]
    if not between:
        return PARENT
    name = table.name()
    parts = []
    for one in (kind, *between) if kind in table.given.kinds(table.day) else between:
        other = _further(table, one)
        own = UNIT if one == kind else link(other, kind)
        if own is not None:
            parts.append(_columns(other, f"{name}u", {name: table.space.column(own)}))
    if not parts:
        return None
    days = table.days()
    table.before.append(
        joining(_stacked(parts, table), [PARENT, *days], [f"{name}u", *(f"{name}u{day}" for day in days)], table.space)
    )
    return name


def _others(table: Table) -> list[str]:
    """The kinds that are given and may stand above this one, or are not known not to."""
    seen: frozenset[str] = table.found.get("below", frozenset())
    return [
        kind
        for kind in table.given.kinds(table.day)
        if kind != table.kind and kind not in seen and not stands_lower(kind, table.kind)
    ]


def _further(table: Table, kind: str) -> Table:
    """The table of a kind above, that looks further up from there."""
    other = Table.of(table.given, kind, table.regimes, table.day)
    other.found["below"] = table.found.get("below", frozenset()) | {table.kind}
    return other


def _columns(table: Table, unit: str, values: dict[str, Expr]) -> QueryPlan:
    """The units of a table, with what is to be known of them."""
    shown = {unit: table.space.column(UNIT), **values} | {
        f"{unit}{day}": table.space.column(day) for day in table.days()
    }
    plan = table.plan()
    return QueryPlan(plan.start, (*plan.steps, lambda frame, given: frame.select(**shown)))


def _stacked(plans: Sequence[QueryPlan], table: Table) -> QueryPlan:
    """One plan's rows below another's."""
    concat = table.space.words.concat

    def start(given: Given) -> Native:
        return concat([plan.on(given) for plan in plans], how="vertical")

    return plans[0] if len(plans) == 1 else QueryPlan(start)


def is_among(table: Table, only: Sequence[str]) -> Expr:
    """The units with these codes, and those that belong to them."""
    space = table.space
    joined = [kind for kind in table.given.kinds(table.day) if not is_administrative(kind) and kind != table.kind]
    members = [space.column(own).is_in(list(only)) for kind in joined if (own := link(table, kind)) is not None]
    return space.some([_is_below(table, only), *(one.fill_null(False) for one in members)])


def _is_below(table: Table, only: Sequence[str]) -> Expr:
    """The units with these codes, or that their parents put below them."""
    space, codes = table.space, list(only)
    found: list[Expr] = [space.column(UNIT).is_in(codes)]
    levels = [kind for kind in table.given.kinds(table.day) if is_administrative(kind)]
    found += [space.column(kind).is_in(codes) for kind in levels if table.is_text(kind)]
    if table.has(PARENT) is not None:
        found.append(space.column(PARENT).is_in(codes))
        parts = [_further(table, kind) for kind in _others(table)]
        if parts:
            name, days = table.name(), table.days()
            plans = [_columns(other, f"{name}u", {name: _is_below(other, only)}) for other in parts]
            right = [f"{name}u", *(f"{name}u{day}" for day in days)]
            table.before.append(joining(_stacked(plans, table), [PARENT, *days], right, space))
            found.append(space.column(name))
    return space.some([one.fill_null(False) for one in found])

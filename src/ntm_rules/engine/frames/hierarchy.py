"""Units above and below: which row of one frame belongs to which of another."""

from collections.abc import Iterable, Sequence
from functools import reduce

from .columns import AS_OF, EXISTS_FROM, EXISTS_UNTIL, PARENT, UNIT, Kind
from .space import Expr, Native, Space
from .table import Table

_MOST_LEVELS = 8
"""So far up parents are followed."""
_UP, _UP_KIND = "ntm_rules:up", "ntm_rules:kind"


def link(table: Table, kind: str) -> str | None:
    """The name of a column with the nearest unit of a kind above; None where no unit has one.

    It is the column named as the kind, where there is one; else `parent` is followed from frame to frame.
    """
    if kind in table.columns and table.columns[kind].kind is Kind.TEXT:
        return kind
    if PARENT not in table.columns or table.columns[PARENT].kind is Kind.NOTHING:
        return None
    space = table.space
    levels = table.once("ancestors", lambda: _join_ancestors(table))

    def find() -> str:
        name = table.name()
        cases = [
            (space.column(f"{_UP_KIND}{level}") == kind, space.column(f"{_UP}{level}"))
            for level in range(1, levels + 1)
        ]
        table.add({name: space.choose(cases, space.nothing(space.words.String))})
        return name

    found = table.once(("link", kind), find)
    assert isinstance(found, str)
    return found


def _join_ancestors(table: Table) -> int:
    """Join the units above, nearest first, with their kinds; returns how many levels."""
    space = table.space
    tree = _tree(table)
    levels = min(_MOST_LEVELS, 1 + len(_frames(table)))
    days = [name for name in table.row_key() if name != UNIT]
    before: Expr = space.column(PARENT)
    for level in range(1, levels + 1):
        names = {
            f"{_UP}{level}": before.cast(space.words.String),
        }
        table.add(names)
        above = tree.select(
            **{
                f"{_UP}{level}:unit": space.column(UNIT),
                f"{_UP_KIND}{level}": space.column(_UP_KIND),
                f"{_UP}{level}:parent": space.column(PARENT),
            }
            | {f"{_UP}{level}:{day}": space.column(day) for day in days}
        )
        table.join(above, [f"{_UP}{level}", *days], [f"{_UP}{level}:unit", *(f"{_UP}{level}:{day}" for day in days)])
        before = space.column(f"{_UP}{level}:parent")
    return levels


def _frames(table: Table) -> dict[str, Native]:
    """The frames that are given, by kind."""
    return {kind: table.given.of(kind, table.day)[0] for kind in table.given.kinds(table.day)}


def _tree(table: Table) -> Native:
    """Every unit that is given, with its parent and kind."""
    space = table.space
    parts = []
    for kind, frame in _frames(table).items():
        names = frame.collect_schema().names()
        if UNIT not in names:
            continue
        text = space.words.String
        parent = space.column(PARENT).cast(text) if PARENT in names else space.nothing(text)
        days = {AS_OF: space.column(AS_OF)} if AS_OF in table.row_key() else {}
        parts.append(
            frame.select(
                **{UNIT: space.column(UNIT).cast(text), PARENT: parent, _UP_KIND: space.literal(kind).cast(text)} | days
            )
        )
    return space.words.concat(parts, how="vertical")


def join_above(table: Table, kind: str, measures: Iterable[str]) -> str | None:
    """Join figures of the nearest unit of a kind above; returns what their columns begin with, None where there is no unit."""
    own = link(table, kind)
    if own is None:
        return None
    above = table.once(("above", kind), lambda: Table.of(table.given, kind, table.regimes, table.day))
    prefix = f"{kind}:"
    table.with_figures_of(above, list(measures), prefix, own)
    return prefix


def is_among(table: Table, only: Sequence[str]) -> Expr:
    """The units with these codes, or below them."""
    space = table.space
    own = space.column(UNIT).cast(space.words.String)
    found = [own.is_in(list(only))]
    names = [kind for kind in _frames(table) if kind in table.columns and table.columns[kind].kind is Kind.TEXT]
    found += [space.column(name).cast(space.words.String).is_in(list(only)) for name in names]
    if PARENT in table.columns and table.columns[PARENT].kind is not Kind.NOTHING:
        levels = table.once("ancestors", lambda: _join_ancestors(table))
        found += [space.column(f"{_UP}{level}").is_in(list(only)) for level in range(1, levels + 1)]
    return reduce(lambda left, right: left | right, [one.fill_null(False) for one in found])


def exists(table: Table) -> Expr | None:
    """The rows whose unit exists on its day; None where nothing is said of that."""
    space: Space = table.space
    day = space.column(AS_OF) if AS_OF in table.row_key() else space.literal(table.day or table.regimes.on)
    found = []
    for name, first in ((EXISTS_FROM, True), (EXISTS_UNTIL, False)):
        column = table.columns.get(name)
        if column is None or column.kind is Kind.NOTHING:
            continue
        limit = space.column(name)
        found.append((limit <= day if first else limit >= day).fill_null(True))
    return space.every(found) if found else None

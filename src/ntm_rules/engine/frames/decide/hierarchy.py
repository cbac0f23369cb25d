"""Units above and below: the joins between the rows of one frame and those of another.

The unit of a kind above each row is found once. It stands in a column named by its kind; where there is none, or it is blank,
it is the one of the nearest unit above, from a small table of the frames between: a unit, and its own unit of that kind. Where
no other kind can stand between, `parent` names it.
"""

from collections.abc import Sequence
from datetime import date

from ....model.units.kind import height_of, is_administrative, stands_lower
from ....program.terms import Reported
from ..expressions.expression_library import Expr, Native
from ..input.columns import ABSENCE, DATED, PARENT, UNIT
from ..input.inputs import FrameInputs, QueryPlan
from .table import JoinedTable, Table, adding, joining
from .windows import in_window


def report_column(table: Table, term: Reported) -> str | None:
    """The name of the column with what is reported, laid beside the table where it is of another unit or day.

    None where there is no such column, nor one that says why there is no figure.
    """
    if term.above is None and term.on is None:
        known = {term.measure, term.measure + ABSENCE} & set(table.columns)
        return in_window(table, term, term.measure) if known else None
    day = term.on or table.day
    other = joined_table(table, term.above, day)
    if other is None:
        return None
    prefix = f"{term.above or ''}:{day or ''}:"
    has_column = False
    for name in (term.measure, term.measure + ABSENCE, term.measure + DATED):
        if name in other.table.columns:
            has_column = has_column or name != term.measure + DATED
            if prefix + name not in other.values:
                other.values[prefix + name] = (
                    other.table.read(name) if other.table.has(name) else table.expressions.column(name)
                )
                table.columns[prefix + name] = other.table.columns[name].named(prefix + name)
    return in_window(table, term, prefix + term.measure) if has_column else None


def joined_table(table: Table, above: str | None, day: date | None) -> JoinedTable | None:
    """A table joined to this one: of the unit above of a kind, or of the unit itself on an earlier day.

    None where no unit has one above of the kind.
    """
    key = (above, day)
    if key not in table.joined_tables:
        own = UNIT if above is None else link(table, above)
        if own is None:
            return None
        kind = table.kind if above is None else above
        table.joined_tables[key] = JoinedTable(Table.of(table.inputs, kind, table.versions, day), own, table.name())
    return table.joined_tables[key]


def link(table: Table, kind: str) -> str | None:
    """The name of a column with the nearest unit of a kind above, or that units are members of; None where no unit has one.

    It is what the column named as the kind says; else it is found through the units above, the nearest first: those in the
    columns named by their kinds, and `parent`.
    """
    name: str | None = table.once(("link", kind), lambda: _link(table, kind))
    return name


def link_of_others(table: Table, kind: str) -> str | None:
    """The name of a column as that of `link`, found as if there were no column named as the kind."""
    return _first(table, _links_of_others(table, kind))


def _link(table: Table, kind: str) -> str | None:
    own: list[tuple[Expr | None, str]] = [(None, kind)] if kind != table.kind and table.is_text(kind) else []
    return _first(table, own + _links_of_others(table, kind))


def _links_of_others(table: Table, kind: str) -> list[tuple[Expr | None, str]]:
    """The columns with a unit of a kind that the units above lead to, the nearest first; each with the rows that it is for."""
    parent, height = _by_parent(table, kind)
    links: list[tuple[Expr | None, str]] = []
    for level in _named_between(table, kind):
        through = _through(table, level, kind)
        if through is not None:
            if height is not None:
                links.append((table.expressions.column(height) < height_of(level), str(parent)))
            links.append((None, through))
    if parent is not None:
        links.append((None, parent))
    return links


def _first(table: Table, links: Sequence[tuple[Expr | None, str]]) -> str | None:
    """The name of a column with the first of several that is not blank, of those whose condition holds."""
    if len(links) < 2:
        return links[0][1] if links else None
    expressions, name = table.expressions, table.name()
    cases = []
    for condition, column_name in links:
        own = expressions.column(column_name)
        is_named = ~(own.is_null() | (own == ""))
        cases.append((is_named if condition is None else is_named & condition, own))
    table.link_steps.append(adding({name: expressions.choose(cases, None)}))
    return name


def _named_between(table: Table, kind: str) -> list[str]:
    """The administrative kinds, lowest first, in whose columns stand units through which one of a kind may be above."""
    between = [
        level
        for level in _others(table)
        if level != kind and is_administrative(level) and not stands_lower(kind, level)
    ]
    return sorted(filter(table.is_text, between), key=height_of)


def _through(table: Table, level: str, kind: str) -> str | None:
    """The name of a column with the unit of a kind above the unit of a level that stands in the column of that name."""
    other = _further(table, level)
    own = link(other, kind)
    if own is None:
        return None
    name, days = table.name(), table.days()
    plan = _columns(other, f"{name}u", {name: table.expressions.column(own)})
    table.link_steps.append(
        joining(plan, [level, *days], [f"{name}u", *(f"{name}u{day}" for day in days)], table.expressions)
    )
    return name


def _by_parent(table: Table, kind: str) -> tuple[str | None, str | None]:
    """The names of a column with the nearest unit of a kind that parents lead to, and of one with the height of the parent;
    no such height where no other kind can stand between.
    """
    if table.has(PARENT) is None:
        return None, None
    between = [upper_kind for upper_kind in _others(table) if upper_kind != kind and not stands_lower(kind, upper_kind)]
    if not between:
        return PARENT, None
    expressions, name = table.expressions, table.name()
    parts = []
    for level in (kind, *between) if kind in table.inputs.kinds(table.day) else between:
        other = _further(table, level)
        own = UNIT if level == kind else link(other, kind)
        if own is not None:
            values = {name: expressions.column(own), f"{name}h": expressions.whole(height_of(level))}
            parts.append(_columns(other, f"{name}u", values))
    if not parts:
        return None, None
    days = table.days()
    table.link_steps.append(
        joining(_stacked(parts, table), [PARENT, *days], [f"{name}u", *(f"{name}u{day}" for day in days)], expressions)
    )
    return name, f"{name}h"


def _others(table: Table) -> list[str]:
    """The kinds that are given and may stand above this one and all from which it was reached, or are not known not to."""
    seen: frozenset[str] = table.cached.get("below", frozenset()) | {table.kind}
    return [
        kind
        for kind in table.inputs.kinds(table.day)
        if kind not in seen and not any(stands_lower(kind, lower) for lower in seen)
    ]


def _further(table: Table, kind: str) -> Table:
    """The table of a kind above, that looks further up from there."""
    other = Table.of(table.inputs, kind, table.versions, table.day)
    other.cached["below"] = table.cached.get("below", frozenset()) | {table.kind}
    return other


def _columns(table: Table, unit: str, values: dict[str, Expr]) -> QueryPlan:
    """The units of a table, with what is to be known of them."""
    shown = {unit: table.expressions.column(UNIT), **values} | {
        f"{unit}{day}": table.expressions.column(day) for day in table.days()
    }
    plan = table.plan()
    return QueryPlan(plan.start, (*plan.steps, lambda frame, inputs: frame.select(**shown)))


def _stacked(plans: Sequence[QueryPlan], table: Table) -> QueryPlan:
    """One plan's rows below another's."""
    concat = table.expressions.words.concat

    def start(inputs: FrameInputs) -> Native:
        return concat([plan.on(inputs) for plan in plans], how="vertical")

    return plans[0] if len(plans) == 1 else QueryPlan(start)


def is_among(table: Table, only: Sequence[str]) -> Expr:
    """The units with these codes, and those that belong to them."""
    expressions = table.expressions
    above = [link(table, kind) for kind in table.inputs.kinds(table.day) if kind != table.kind]
    named = dict.fromkeys([UNIT, *([PARENT] if table.has(PARENT) else []), *filter(None, above)])
    return expressions.some([expressions.column(name).is_in(list(only)).fill_null(False) for name in named])

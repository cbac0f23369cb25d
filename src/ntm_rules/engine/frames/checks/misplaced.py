"""Units below one of their own kind, of a kind that stands lower, or of themselves: where they belong is not certain."""

from collections.abc import Iterable, Iterator
from typing import Any

from ....model.problem import Diagnostic
from ....model.units.kind import stands_lower
from ....model.values.graph import cycles_above
from ..input.columns import PARENT, UNIT
from .check import MOST_LOOKED_AT, rows_of
from .memberships import membership_columns, membership_misfits
from .parents import UP, Hierarchy

_OF, _ABOVE = "ntm_rules:of", "ntm_rules:above"
Pair = tuple[str, str]
"""A kind, and the kind of some parents of its units."""


def misplaced(hierarchy: Hierarchy) -> Iterator[Diagnostic]:
    """The units whose parent, or any unit above, is of their own kind or known to stand lower; and cycles.

    Which kinds belong to which is few, and looked at first: where no kind is above itself, no unit is.
    """
    pairs = _pairs(hierarchy)
    for below, above in sorted(pairs):
        if below == above or stands_lower(above, below):
            yield from _wrong_pair(hierarchy, below, PARENT, above)
    for below, name in _named(hierarchy):
        yield from _wrong_pair(hierarchy, below, name, name)
    for below in hierarchy.kinds:
        if hierarchy.is_one_frame:
            yield from hierarchy.unknown_parents(below)
    yield from membership_misfits(hierarchy)
    circular = _circular_kinds(pairs)
    if circular:
        yield from _above_themselves(hierarchy, circular)
    groups = list(membership_columns(hierarchy))
    if _circular_kinds({*pairs, *groups}) - circular:
        yield from _cycles_of_members(hierarchy, groups)


def _pairs(hierarchy: Hierarchy) -> set[Pair]:
    """Every kind with the kinds of the parents that its units have."""
    expressions, text = hierarchy.expressions, hierarchy.expressions.words.String
    parents, units = [], []
    for kind in hierarchy.kinds:
        word = expressions.literal(kind).cast(text)
        units.append(hierarchy.frame(kind).select(**{UP: expressions.column(UNIT), _ABOVE: word}))
        if hierarchy.has_text(kind, PARENT):
            named = hierarchy.frame(kind).select(**{UP: expressions.column(PARENT)}).unique()
            parents.append(named.with_columns(**{_OF: word}))
    if not parents:
        return set()
    together = expressions.words.concat(units, how="vertical")
    met = together.join(expressions.words.concat(parents, how="vertical"), on=UP, how="inner")
    pairs = rows_of(met.select(_OF, _ABOVE).unique(), expressions, streaming=True)
    return {(row[_OF], row[_ABOVE]) for row in pairs}


def _named(hierarchy: Hierarchy) -> Iterator[Pair]:
    """The kinds whose frame has a column named by a kind that stands lower and is given."""
    for below in hierarchy.kinds:
        for name in hierarchy.kinds:
            if name != below and stands_lower(name, below) and hierarchy.has_text(below, name):
                yield below, name


def _wrong_pair(hierarchy: Hierarchy, below: str, name: str, above: str) -> Iterator[Diagnostic]:
    """The units of a kind that say in a column that they belong to a unit of a kind that is not above theirs."""
    expressions = hierarchy.expressions
    units = hierarchy.frame(above).select(**{UP: expressions.column(UNIT)})
    rows = hierarchy.first_rows(hierarchy.frame(below).join(units, left_on=name, right_on=UP, how="semi"), name)
    if rows:
        details = {"kind": below, "parent": rows[0]["value"], "parent_kind": above}
        yield hierarchy.row_diagnostic("NTM689", below, name, rows, details)


def _circular_kinds(pairs: Iterable[Pair]) -> set[str]:
    """The kinds from which the way up leads to themselves, or to one that stands lower."""
    above: dict[str, set[str]] = {}
    for below, kind in pairs:
        above.setdefault(below, set()).add(kind)
    circular_kinds = set()
    for start in above:
        seen: set[str] = set()
        waiting = list(above[start])
        while waiting:
            kind = waiting.pop()
            if kind not in seen:
                seen.add(kind)
                waiting += above.get(kind, ())
        if start in seen or any(stands_lower(kind, start) for kind in seen):
            circular_kinds.add(start)
    return circular_kinds


def _above_themselves(hierarchy: Hierarchy, kinds: set[str]) -> Iterator[Diagnostic]:
    """The units of some kinds that are above themselves, and those with one of their own kind, or a lower one, further up."""
    expressions = hierarchy.expressions
    parents: dict[str, tuple[str, str | None]] = {}
    for kind in sorted(hierarchy.kinds):
        if hierarchy.has_text(kind, PARENT):
            frame = hierarchy.frame(kind).select(unit=expressions.column(UNIT), value=expressions.column(PARENT))
            parents |= {row["unit"]: (kind, row["value"]) for row in rows_of(frame, expressions)}
        else:
            frame = hierarchy.frame(kind).select(unit=expressions.column(UNIT))
            parents |= {row["unit"]: (kind, None) for row in rows_of(frame, expressions)}
    cycles: dict[str, list[dict[str, Any]]] = {}
    below_wrong: dict[Pair, list[dict[str, Any]]] = {}
    shown: dict[str, str] = {}
    for unit, (kind, _) in parents.items():
        if kind not in kinds:
            continue
        path = _path_up(unit, parents)
        if len(path) > 1 and path[-1] == unit:
            cycles.setdefault(kind, []).append({"unit": unit})
            shown.setdefault(kind, " → ".join(path))
        further_up = ((code, parents[code][0]) for code in path[2:] if code != unit)
        wrong = next((upper for upper in further_up if upper[1] == kind or stands_lower(upper[1], kind)), None)
        if wrong:
            below_wrong.setdefault((kind, wrong[1]), []).append({"unit": unit, "value": wrong[0]})
    for kind, rows in sorted(cycles.items()):
        details = {"code": rows[0]["unit"], "circle": shown[kind]}
        yield hierarchy.row_diagnostic("NTM553", kind, PARENT, rows[:MOST_LOOKED_AT], details)
    for (kind, above), rows in sorted(below_wrong.items()):
        details = {"kind": kind, "parent": rows[0]["value"], "parent_kind": above}
        yield hierarchy.row_diagnostic("NTM689", kind, PARENT, rows[:MOST_LOOKED_AT], details)


def _cycles_of_members(hierarchy: Hierarchy, groups: list[Pair]) -> Iterator[Diagnostic]:
    """The cycles that memberships and parents form together."""
    expressions = hierarchy.expressions
    above: dict[str, tuple[str, list[str]]] = {}
    for kind in hierarchy.kinds:
        columns = [PARENT] if hierarchy.has_text(kind, PARENT) else []
        columns += [group for of, group in groups if of == kind]
        shown = {f"c{number}": expressions.column(column) for number, column in enumerate(columns)}
        for row in rows_of(hierarchy.frame(kind).select(unit=expressions.column(UNIT), **shown), expressions):
            above[row["unit"]] = kind, [code for name in shown if (code := row[name])]
    for cycle in cycles_above(above, lambda code: filter(above.__contains__, above[code][1])):
        kind = above[cycle[-1]][0]
        details: dict[str, object] = {"code": cycle[-1], "circle": " → ".join(cycle)}
        yield hierarchy.row_diagnostic("NTM553", kind, UNIT, [{"unit": cycle[-1]}], details)


def _path_up(unit: str, parents: dict[str, tuple[str, str | None]]) -> list[str]:
    """The codes from a unit upwards, until it is met again, the top is reached, or `_MOST_STEPS` are passed."""
    path = [unit]
    while len(path) <= _MOST_STEPS:
        above = parents[path[-1]][1]
        if above is None or above not in parents:
            break
        path.append(above)
        if above == unit:
            break
    return path


_MOST_STEPS = 64
"""The maximum number of steps upwards; on a longer way a kind is met again, which is reported by itself."""

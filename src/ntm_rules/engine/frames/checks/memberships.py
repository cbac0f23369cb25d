"""Members of zones and the like: what they name is given, of the kind that the column says, and they belong to it alone."""

from collections.abc import Iterator

from ....model.problem import Diagnostic
from ....model.units.kind import is_administrative
from ....program.wording import hint
from ..columns_read import Link
from ..decide.hierarchy import link
from ..decide.table import Table
from ..decide.versions import DecidingVersions
from ..expressions.expression_library import Native
from ..input.columns import PARENT, UNIT
from ..input.inputs import FrameInputs
from .check import MOST_LOOKED_AT, rows_of
from .parents import UP, Hierarchy

MembershipColumn = tuple[str, str]
"""The kind of a frame, and the kind of which a column says what its units are members of."""


def membership_columns(hierarchy: Hierarchy) -> Iterator[MembershipColumn]:
    """The frames with a column named by a kind of units that have members, of which units are given."""
    for group in hierarchy.kinds:
        if not is_administrative(group):
            yield from ((kind, group) for kind in hierarchy.kinds if hierarchy.has_text(kind, group))


def membership_misfits(hierarchy: Hierarchy) -> Iterator[Diagnostic]:
    """The memberships in units that are not given, or are of another kind than the column says; and those of a kind of which
    the unit itself is, or its parent.
    """
    for kind, group in membership_columns(hierarchy):
        named = members(hierarchy, kind, group)
        if kind == group:
            if rows := hierarchy.first_rows(named, group):
                yield hierarchy.row_diagnostic("NTM726", kind, group, rows, _details(rows, group))
            continue
        strange = named.join(hierarchy.unit_codes([group]), left_on=group, right_on=UP, how="anti")
        if rows := hierarchy.first_rows(strange, group):
            yield _unknown(hierarchy, kind, group, strange, rows)
        if hierarchy.has_text(kind, PARENT):
            doubled = named.join(hierarchy.unit_codes([group]), left_on=PARENT, right_on=UP, how="semi")
            if rows := hierarchy.first_rows(doubled, group):
                above = rows_of(
                    doubled.select(parent=hierarchy.expressions.column(PARENT)).head(1), hierarchy.expressions
                )
                details = {**_details(rows, group), "above": above[0]["parent"]}
                yield hierarchy.row_diagnostic("NTM727", kind, group, rows, details)


def _details(rows: list[dict[str, object]], group: str) -> dict[str, object]:
    return {"code": rows[0]["unit"], "text": str(rows[0]["value"]), "kind": group}


def _unknown(hierarchy: Hierarchy, kind: str, group: str, strange: Native, rows: list[dict[str, object]]) -> Diagnostic:
    """The diagnostic for memberships in what is no unit of the kind; the first may be one of another kind."""
    code = str(rows[0]["value"])
    for other in hierarchy.kinds:
        if other != group and rows_of(
            hierarchy.unit_codes([other]).filter(hierarchy.expressions.column(UP) == code).head(1),
            hierarchy.expressions,
        ):
            return hierarchy.row_diagnostic("NTM725", kind, group, rows, {**_details(rows, group), "found": other})
    near = hierarchy.near(code, group)
    return hierarchy.row_diagnostic("NTM724", kind, group, rows, {**_details(rows, group), "near": near}, hint(near))


def members(hierarchy: Hierarchy, kind: str, group: str) -> Native:
    """The rows of a frame that say what they are members of."""
    return hierarchy.frame(kind).filter(~hierarchy.is_blank(group))


def counts_members(hierarchy: Hierarchy, group: str) -> bool:
    """True if some unit says, on any day, what unit of a kind it is a member of: then those that say none belong to none."""
    hierarchies = (Hierarchy(hierarchy.inputs, day, hierarchy.days) for day in (None, *hierarchy.inputs.past))
    return any(
        day_hierarchy.first_rows(members(day_hierarchy, kind, group), group)
        for day_hierarchy in hierarchies
        for kind, named_group in membership_columns(day_hierarchy)
        if named_group == group
    )


def members_of_missing(hierarchy: Hierarchy, link: Link, rule: object) -> Iterator[Diagnostic]:
    """The members of units that do not exist on the day, where a rule counts members of that kind and there is one."""
    if hierarchy.has_none(link.above):
        return
    for kind, group in membership_columns(hierarchy):
        if group == link.above:
            named = hierarchy.existing(kind, members(hierarchy, kind, group))
            details: dict[str, object] = {"kind": kind, "rule": str(rule)}
            yield from hierarchy.missing_above(Link(kind, group), named, group, [group], details)


def not_passed_on(inputs: FrameInputs, versions: DecidingVersions) -> Iterator[Diagnostic]:
    """The members of a unit that belongs to a unit of a kind with members, where they do not belong to that one themselves."""
    for day in (None, *inputs.past):
        groups = [kind for kind in inputs.kinds(day) if not is_administrative(kind)]
        hierarchy = Hierarchy(inputs, day, (versions.starts[0], versions.last))
        for kind, of in membership_columns(hierarchy) if len(groups) > 1 else ():
            for group in groups:
                if len({kind, of, group}) == 3:
                    yield from _astray(hierarchy, kind, of, group, versions)


def _astray(hierarchy: Hierarchy, kind: str, of: str, group: str, versions: DecidingVersions) -> Iterator[Diagnostic]:
    inputs, expressions = hierarchy.inputs, hierarchy.expressions
    upper, lower = (Table.of(inputs, unit_kind, versions, hierarchy.day) for unit_kind in (of, kind))
    through = link(upper, group)
    if through is None:
        return
    own = link(lower, group)
    days = {f"d{number}": expressions.column(name) for number, name in enumerate(lower.days())}
    at_days = {f"u{number}": expressions.column(name) for number, name in enumerate(upper.days())}
    null = expressions.null(expressions.words.String)
    members = lower.plan().on(inputs)
    members = members.select(
        unit=expressions.column(UNIT),
        value=expressions.column(of),
        own=null if own is None else expressions.column(own),
        **days,
    )
    units = upper.plan().on(inputs).select(of=expressions.column(UNIT), through=expressions.column(through), **at_days)
    memberships = members.join(units, left_on=["value", *days], right_on=["of", *at_days], how="inner")
    passed, own_group = expressions.column("through"), expressions.column("own")
    is_passed = ~(passed.is_null() | (passed == ""))
    astray = memberships.filter(is_passed & ~(own_group == passed).fill_null(False))
    rows = rows_of(astray.select("unit", "value", "through").head(MOST_LOOKED_AT), expressions)
    if rows:
        details = {"code": rows[0]["unit"], "of": rows[0]["value"], "through": rows[0]["through"], "kind": group}
        yield hierarchy.row_diagnostic("NTM728", kind, of, rows, details)

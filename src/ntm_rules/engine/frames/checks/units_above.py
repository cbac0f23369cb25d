"""The units above, in whatever columns of whatever frames they stand: members that nothing counts, and what contradicts."""

from collections.abc import Iterator
from itertools import product

from ....model.problem import Diagnostic
from ....model.units.kind import height_of, is_administrative, stands_as_high
from ....program.inputs import KINDS_READ
from ..columns_read import Link
from ..decide.hierarchy import link as link_to
from ..decide.hierarchy import link_of_others
from ..decide.table import Table
from ..decide.versions import DecidingVersions
from ..input.columns import PARENT, UNIT
from ..input.inputs import FrameInputs
from .check import MOST_LOOKED_AT, rows_of
from .memberships import counts_members
from .parents import UP, Hierarchy


def units_above_misfits(inputs: FrameInputs, versions: DecidingVersions) -> Iterator[Diagnostic]:
    """The columns of levels that the other columns contradict, or that a unit between would have to have as well; where there
    are none, the members that nothing counts, unless nothing is decided.
    """
    hierarchies = [Hierarchy(inputs, day, (versions.starts[0], versions.last)) for day in (None, *inputs.past)]
    wrong = [
        diagnostic
        for check in (_contradicting, _unnamed_between)
        for hierarchy in hierarchies
        for diagnostic in check(hierarchy, versions)
    ]
    wrong = wrong or [*_uncounted_members(inputs, versions)]
    yield from [] if wrong and inputs.decides_no_rows else wrong


def _contradicting(hierarchy: Hierarchy, versions: DecidingVersions) -> Iterator[Diagnostic]:
    """The units that a column puts below one unit of a level, and `parent`, or a column of another level, below another."""
    expressions = hierarchy.expressions
    for kind in hierarchy.kinds:
        for level in _levels(hierarchy, kind):
            table = Table.of(hierarchy.inputs, kind, versions, hierarchy.day)
            other_link = link_of_others(table, level)
            if other_link is None:
                continue
            own, other = expressions.column(level), expressions.column(other_link)
            differ = table.plan().on(hierarchy.inputs).filter(((own != other) & (own != "")).fill_null(False))
            differ = differ.join(hierarchy.unit_codes([level]), left_on=other_link, right_on=UP, how="semi")
            rows = rows_of(
                differ.select(unit=expressions.column(UNIT), value=own, other=other).head(MOST_LOOKED_AT), expressions
            )
            if rows:
                value, others = rows[0]["value"], rows[0]["other"]
                why = f"cột {level!r} ghi {value!r}, mà theo parent hoặc cột khác thì thuộc {others!r}"
                why_en = (
                    f"the column {level!r} says {value!r}, but by parent or another column it belongs to {others!r}"
                )
                details = {"why": why, "why_en": why_en, "value": value, "parent": others, "kind": kind}
                yield hierarchy.row_diagnostic("NTM636", kind, level, rows, details)


def _unnamed_between(hierarchy: Hierarchy, versions: DecidingVersions) -> Iterator[Diagnostic]:
    """The units that a column puts below one of a level, where a unit between, of which rules ask for that level, does not say
    that it is below any: it would be decided as if it were below none.
    """
    expressions = hierarchy.expressions
    reading = [KINDS_READ.of(program).above for program in versions.programs]
    asking = sorted({(between, level) for above in reading for between in above for level in above[between]})
    for kind, (between, level) in product(hierarchy.kinds, asking):
        if kind == between or between not in hierarchy.kinds or level not in _levels(hierarchy, kind):
            continue
        lower, upper = (Table.of(hierarchy.inputs, unit_kind, versions, hierarchy.day) for unit_kind in (kind, between))
        through, own = link_to(lower, between), link_to(upper, level)
        if through is None or height_of(level) < height_of(between):
            continue
        silent = upper.plan().on(hierarchy.inputs)
        silent = silent if own is None else silent.filter(hierarchy.is_blank(own))
        days = {f"{UP}{day}": expressions.column(day) for day in upper.days()}
        silent = silent.select(**{UP: expressions.column(UNIT), **days})
        rows = lower.plan().on(hierarchy.inputs).filter(~hierarchy.is_blank(level))
        rows = rows.join(silent, left_on=[through, *lower.days()], right_on=[UP, *days], how="semi")
        shown = {
            "unit": expressions.column(UNIT),
            "value": expressions.column(level),
            "between": expressions.column(through),
        }
        if wrong_rows := rows_of(rows.select(**shown).head(MOST_LOOKED_AT), expressions):
            value, unit = wrong_rows[0]["value"], wrong_rows[0]["between"]
            why = f"cột {level!r} ghi {value!r}, mà dòng của đơn vị trung gian {unit!r} không ghi: ghi cả ở dòng đó"
            why_en = f"the column {level!r} says {value!r}, but the row of {unit!r} between says none: say it there too"
            details = {"why": why, "why_en": why_en, "value": value, "between": unit, "kind": kind}
            yield hierarchy.row_diagnostic("NTM636", kind, level, wrong_rows, details)


def _uncounted_members(inputs: FrameInputs, versions: DecidingVersions) -> Iterator[Diagnostic]:
    """The members that exist and belong to no unit of the kind that counts them, nor to one of that height or above.

    Where nothing but `parent` says what is above, that has been looked at (`Hierarchy.orphans`).
    """
    for link, rule in inputs.columns_read.links.items():
        hierarchy = Hierarchy(inputs, link.day, (versions.starts[0], versions.last))
        if not {link.below, link.above} <= {*hierarchy.kinds} or hierarchy.has_none(link.above):
            continue
        by_columns = hierarchy.has_text(link.below, link.above) or any(
            _levels(hierarchy, kind) for kind in hierarchy.kinds
        )
        if by_columns and not counts_members(hierarchy, link.above):
            yield from _uncounted(hierarchy, versions, link, {"kind": link.below, "rule": str(rule)})


def _levels(hierarchy: Hierarchy, kind: str) -> list[str]:
    """The administrative kinds in whose columns the units of a kind name those above them, the lowest first."""
    named = (
        level
        for level in hierarchy.kinds
        if level != kind and is_administrative(level) and hierarchy.has_text(kind, level)
    )
    return sorted(named, key=height_of)


def _uncounted(
    hierarchy: Hierarchy, versions: DecidingVersions, link: Link, details: dict[str, object]
) -> Iterator[Diagnostic]:
    """The diagnostics for units that nothing counts, and for those that a unit which is gone leads to what counts them."""
    below, above, expressions = link.below, link.above, hierarchy.expressions
    table = Table.of(hierarchy.inputs, below, versions, link.day)
    # What belongs to a unit of that height, or higher up, needs none of this kind.
    higher = [
        higher_kind
        for higher_kind in hierarchy.kinds
        if higher_kind not in (above, below) and stands_as_high(higher_kind, above)
    ]
    counting = [(kind, own) for kind in (above, *higher) if (own := link_to(table, kind)) is not None]
    rows = hierarchy.existing(below, table.plan().on(hierarchy.inputs))
    if link.only:
        rows = rows.filter(expressions.column(UNIT).is_in(list(link.only)))
    without = rows
    for kind, own in counting:
        without = without.join(hierarchy.unit_codes([kind], existing=True), left_on=own, right_on=UP, how="anti")
    names = [name for name in (above, PARENT) if hierarchy.has_text(below, name)]
    levels = _levels(hierarchy, below)
    column = next(iter((*names, *levels)), UNIT)
    if uncounted := hierarchy.first_rows(without, column):
        yield hierarchy.row_diagnostic("NTM623", below, column, uncounted, details)
        return
    # Without such a column of its own, every other one has been looked at (`Hierarchy.orphans`).
    for name in dict.fromkeys((*names, *levels)) if above in names else ():
        if name != above:
            named = rows.filter(hierarchy.is_blank(above) & ~hierarchy.is_blank(name))
            yield from hierarchy.missing_above(
                link, named, name, hierarchy.kinds if name == PARENT else [name], details
            )

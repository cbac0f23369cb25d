"""Units over time: a code that is used again for another unit, a unit that comes below another parent or into another zone."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from itertools import pairwise

from attrs import evolve, field, frozen

from ...model.place import Place
from ...model.problem import Severity, UnitsError
from ...model.text import Text
from ...model.units.belonging import Belonging, Membership
from ...model.units.hierarchy import cycles_of_units, membership_misfits
from ...model.units.unit import Unit, Units
from ...model.values.draft import maker_of
from ..cells.cell import TableCell
from ..diagnostics.mistakes import Mistakes
from .index import UnitIndex
from .names import name_key

_DAY = timedelta(days=1)
UNREADABLE = "?"
"""Stands in for the kind of a unit whose kind cannot be read, which has been reported."""


@frozen
class UnitRow:
    """A row as written, its parent and successors not yet looked up. `unit` exists for the period of the row.

    `members` are the cells that say what it is a member of, by kind.
    """

    unit: Unit
    code: TableCell
    parent: TableCell | None
    successors: tuple[str, ...]
    successors_place: Place | None
    members: Mapping[str, TableCell] = field(factory=dict)


Spell = list[UnitRow]
"""The rows of one unit, in order of time; all but one differ in the parent and in memberships alone."""


def units_over_time(rows: Iterable[UnitRow], mistakes: Mistakes) -> tuple[Unit, ...]:
    """Units of the rows, with parents and successors looked up; rows that contradict one another are reported.

    Rows of one code hold one after the other. Those of one name and kind that follow on each other are one unit, whose
    parents have dates. Other ones are several units: the last has the code, an earlier one a code with its last day
    (`02917@2024-12-31`), and the code of the rows as its official code.
    """
    by_code: dict[str, list[UnitRow]] = {}
    for row in rows:
        by_code.setdefault(row.unit.code, []).append(row)
    overlapping: list[UnitRow] = []
    spells: list[Spell] = []
    taken: dict[str, Place | None] = {}
    for spell in (spell for same_code in by_code.values() for spell in _spells(same_code, overlapping, mistakes)):
        unit = spell[-1].unit
        if unit.code in taken:  # a file that writes 02917@2024-12-31 itself
            mistakes.report("NTM551", unit.place, related=[taken[unit.code]], code=unit.code)
            continue
        taken[unit.code] = unit.place
        spells.append(spell)
    above = {
        row.unit.code: row.parent.text for row in (spell[-1] for spell in spells) if row.parent and row.parent.readable
    }
    index = UnitIndex([_whole(spell, mistakes) for spell in spells], above)
    units = {spell[-1].unit.code: _related(spell, index, mistakes) for spell in spells}
    for row in overlapping:  # reported; other mistakes in them are reported in the same run
        list(_belongings(row, index, mistakes))
    cycles = list(cycles_of_units(units))
    for cycle in cycles:
        mistakes.report("NTM553", units[cycle[-1]].place, code=cycle[-1], circle=" → ".join(cycle))
    for misfit in membership_misfits(units):
        mistakes.add(misfit)
    if not mistakes.errors and any(unit.memberships for unit in units.values()):
        try:
            Units(units.values())
        except UnitsError as error:  # memberships that are not passed on
            mistakes.take(error)
    return tuple(units.values())


def _spells(rows: list[UnitRow], overlapping: list[UnitRow], mistakes: Mistakes) -> Iterator[Spell]:
    """The rows of one code as units, each with the code that is its identity. Rows that overlap are reported and gathered."""
    rows.sort(key=lambda row: row.unit.exists_from or date.min)
    spells: list[Spell] = [[rows[0]]]
    for row in rows[1:]:
        before = spells[-1][-1]
        if _overlap(before.unit, row.unit):
            _report_overlap(before, row, mistakes)
            overlapping.append(row)
        elif _goes_on(before.unit, row.unit):
            spells[-1].append(row)
        else:
            spells.append([row])
    for spell in spells[:-1]:
        code = spell[0].unit.code
        own = f"{code}@{spell[-1].unit.exists_until}"
        yield [evolve(row, unit=evolve(row.unit, code=own, official_code=code)) for row in spell]
    yield spells[-1]


def _overlap(one: Unit, other: Unit) -> bool:
    return (one.exists_until is None or other.exists_from is None or other.exists_from <= one.exists_until) and (
        other.exists_until is None or one.exists_from is None or one.exists_from <= other.exists_until
    )


def _goes_on(before: Unit, after: Unit) -> bool:
    """True where it is the same unit, from the next day on."""
    if before.exists_until is None or after.exists_from is None or before.exists_until + _DAY != after.exists_from:
        return False
    return before.kind == after.kind and name_key(before.name) == name_key(after.name)


def _report_overlap(before: UnitRow, row: UnitRow, mistakes: Mistakes) -> None:
    one, other = before.unit, row.unit
    if (one.exists_from, one.exists_until) == (other.exists_from, other.exists_until) == (None, None):
        mistakes.report("NTM551", other.place, related=[one.place], code=other.code)
        return
    start = max(one.exists_from or date.min, other.exists_from or date.min)
    end = min(one.exists_until or date.max, other.exists_until or date.max)
    shown = ("…" if start == date.min else start, "…" if end == date.max else end)
    mistakes.report("NTM592", other.place, related=[one.place], code=other.code, start=shown[0], end=shown[1])


def _whole(spell: Spell, mistakes: Mistakes) -> Unit:
    """The unit of several rows, for their joint period and with their attributes; without its parents."""
    first, last = spell[0].unit, spell[-1].unit
    if first is last:
        return last
    attributes: dict[str, str] = {}
    for row in spell:
        for name, value in row.unit.attributes.items():
            known = attributes.setdefault(name, value)
            if known != value:
                mistakes.report(
                    "NTM597",
                    row.unit.place,
                    related=[first.place],
                    code=row.code.text,
                    attribute=name,
                    first=known,
                    second=value,
                )
    return evolve(last, attributes=attributes, exists_from=first.exists_from)


def _related(spell: Spell, index: UnitIndex, mistakes: Mistakes) -> Unit:
    """The unit of a spell, with its parents and successors."""
    unit = index.unit(spell[-1].unit.code)
    belongings = [belonging for row in spell for belonging in _belongings(row, index, mistakes)]
    if members := [membership for row in spell for membership in _memberships(row, index, mistakes)]:
        unit = evolve(unit, memberships=members)
    successors = tuple(dict.fromkeys(code for row in spell for code in _successors(row, unit.code, index, mistakes)))
    if not belongings and not successors:
        return unit
    if len(spell) == len(belongings) == 1:
        if not successors and not members:
            return _below(unit, belongings[0].parent)
        return evolve(unit, parent=belongings[0].parent, successors=successors)
    return evolve(unit, parents=tuple(belongings), successors=successors)


_plain_unit = maker_of(
    Unit, "code", "name", "kind", "parent", "attributes", "exists_from", "exists_until", "place", "official_code"
)


def _below(unit: Unit, parent: str) -> Unit:
    """A unit without parents and successors as it is below another: what was looked through once is taken as it is."""
    days = unit.exists_from, unit.exists_until
    return _plain_unit(unit.code, unit.name, unit.kind, parent, unit.attributes, *days, unit.place, unit.official_code)


def _belongings(row: UnitRow, index: UnitIndex, mistakes: Mistakes) -> Iterator[Belonging]:
    """Parents of the unit of a row while the row holds: units one after the other where a code is used again."""
    cell, unit = row.parent, row.unit
    if cell is None or not cell.readable:
        return
    units = index.find(cell.text, during=lambda other: _overlap(unit, other))
    if len(units) > 1:
        ordered = sorted(units, key=lambda other: other.exists_from or date.min)
        if any(_overlap(one, other) for one, other in pairwise(ordered)):
            mistakes.add(index.several(cell.text, units, cell.place))
            return
        for other in ordered:
            since = max(filter(None, (unit.exists_from, other.exists_from)), default=None)
            until = min(filter(None, (unit.exists_until, other.exists_until)), default=None)
            yield Belonging(other.code, since, until)
    elif units:
        yield Belonging(units[0].code, unit.exists_from, unit.exists_until)
    else:
        mistakes.report("NTM552", cell.place, advice=index.advice(cell.text), text=cell.text, code=row.code.text)


def _memberships(row: UnitRow, index: UnitIndex, mistakes: Mistakes) -> Iterator[Membership]:
    """The memberships of the unit of a row while the row holds, in units of the kind that each column says."""
    unit = row.unit
    for kind, cell in row.members.items():
        if not cell.readable:
            continue
        every = index.find(cell.text, during=lambda other: _overlap(unit, other))
        containing = [other for other in every if other.kind == kind]
        if len(containing) > 1:
            mistakes.add(index.several(cell.text, containing, cell.place))
        elif containing:
            yield Membership(kind, containing[0].code, unit.exists_from, unit.exists_until)
        elif every and every[0].kind != UNREADABLE:
            other = every[0].kind
            mistakes.report("NTM725", cell.place, code=row.code.text, kind=kind, text=cell.text, found=other)
        elif not every:
            advice = index.advice(cell.text)
            mistakes.report("NTM724", cell.place, advice=advice, text=cell.text, code=row.code.text, kind=kind)


def _successors(row: UnitRow, own: str, index: UnitIndex, mistakes: Mistakes) -> Iterator[str]:
    """The codes of the units that took the place of a row's, whose code is `own`, on the day after its last."""
    end = row.unit.exists_until
    day = None if end is None or end == date.max else end + _DAY
    for text in row.successors:
        units = index.find(text, day)
        if len(units) == 1:
            if units[0].code == own:
                why = {"why": "là chính đơn vị đó", "why_en": "is the unit itself"}
                advice = {"hint_vi": "ghi đơn vị khác, hoặc để trống", "hint_en": "name another unit, or none"}
                mistakes.report(
                    "NTM557", row.successors_place, Severity.WARNING, advice={**advice, **why}, text=text, code=own
                )
            else:
                yield units[0].code
            continue
        if units:
            mistakes.add(index.several(text, units, row.successors_place, day))
        else:
            why = {"why": "không có trong danh sách", "why_en": "is not among the units"}
            place, advice = row.successors_place, {**index.advice(text), **why}
            mistakes.report("NTM557", place, Severity.WARNING, advice=advice, text=text, code=row.code.text)
        yield text


def report_codes_kept_as_numbers(rows: Iterable[UnitRow], mistakes: Mistakes) -> None:
    """Report codes that a workbook keeps as numbers or dates, where zeros may be lost or it is no code at all."""
    all_rows = list(rows)
    as_written: dict[str, set[str]] = {}
    for row in all_rows:
        if isinstance(row.code.content, str) or row.code.digits:
            as_written.setdefault(row.unit.kind, set()).add(row.code.text)
    with_zeros = [code for codes in as_written.values() for code in codes if code.isdecimal() and code[0] == "0"]
    for row in all_rows:
        cell = row.code
        if isinstance(cell.content, str) or cell.digits:
            continue
        why = _why_no_code(cell, as_written.get(row.unit.kind, ()), with_zeros)
        if why is not None:
            what = _NUMBER if _is_number(cell) else _NO_NUMBER
            mistakes.report("NTM596", cell.place, text=cell.text, what=what, why=why)


_NUMBER = Text("số", "a number")
_NO_NUMBER = Text("ngày, giờ, phần trăm hoặc đúng/sai", "a date, a time, a percentage or a truth")


def _is_number(cell: TableCell) -> bool:
    return isinstance(cell.content, int | float) and not isinstance(cell.content, bool) and not cell.percentage


def _why_no_code(cell: TableCell, of_kind: Iterable[str], with_zeros: Iterable[str]) -> Text | None:
    if not _is_number(cell):
        return Text("đó không phải là mã", "that is no code")
    if not cell.text.isdecimal():
        return Text("mã không có dấu hay phần lẻ", "a code has no sign and no fraction")
    longer = next((code for code in with_zeros if len(code) > len(cell.text)), None)
    if longer is None:
        longer = next((code for code in of_kind if code.isdecimal() and len(code) > len(cell.text)), None)
    if longer is None:
        return None
    return Text(
        f"có thể mất số 0 ở đầu; mã khác trong tệp là {longer}",
        f"zeros at the beginning may be lost; another code of the file is {longer}",
    )

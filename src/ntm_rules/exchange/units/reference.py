"""The unit that a row of figures names, with all mistakes reported."""

from datetime import date

from ...model.units.unit import Unit
from ..cells.cell import TableCell
from ..diagnostics.mistakes import Mistakes
from .index import UnitIndex


def unit_meant(
    cell: TableCell,
    named: TableCell | None,
    parent: TableCell | None,
    day: date | None,
    units: UnitIndex,
    mistakes: Mistakes,
) -> Unit | None:
    """The unit that a cell names by code or name, on the day of its figures; None, reported, for none or several.

    `named` is a cell with the name where `cell` has the code, `parent` one with the unit above: both tell units of one name
    apart, and what they say against the unit found is an error.
    """
    found = units.find(cell.text, day)
    if named is not None and not named.blank and len(found) > 1:
        found = tuple(unit for unit in found if units.is_called(unit, named.text)) or found
    if not found:
        mistakes.report("NTM560", cell.place, advice=units.advice(cell.text), text=cell.text)
        return None
    if parent is not None and not parent.blank:
        below = units.find(cell.text, day, parent.text)
        if not below:
            _report_parent(cell, parent, found, day, units, mistakes)
            return None
        found = tuple(unit for unit in found if unit in below) or below
    if len(found) > 1:
        mistakes.add(units.several(cell.text, found, cell.place, day))
        return None
    if named is not None and not named.blank and not units.is_called(found[0], named.text):
        mistakes.report("NTM574", named.place, code=cell.text, text=named.text, name=found[0].name)
        return None
    return found[0]


def _report_parent(
    cell: TableCell, parent: TableCell, found: tuple[Unit, ...], day: date | None, units: UnitIndex, mistakes: Mistakes
) -> None:
    if not units.find(parent.text, day):
        mistakes.report("NTM560", parent.place, advice=units.advice(parent.text), text=parent.text)
    else:
        known = units.listed(found, day)
        mistakes.report("NTM593", parent.place, text=cell.text, parent=parent.text, units=known)

"""The unit that a wrong code most likely means."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from ..spelling import fold, nearest
from ..text import Text
from .spelling_difference import as_latin, difference

if TYPE_CHECKING:
    from .unit import Unit

_SEARCHED = 2_000


def nearest_unit(code: str, units: Mapping[str, Unit]) -> dict[str, str]:
    """Advice that names the unit which a wrong code most likely means, and the difference."""
    return _hint(_near(code, units))


def _near(code: str, units: Mapping[str, Unit]) -> Text | None:
    """The unit that a wrong code most likely means, and the difference; None where none is near."""
    wanted = as_latin(fold(code)).lstrip("0")
    for unit in units.values():
        if fold(unit.code).lstrip("0") == wanted:
            return _shown(unit, difference(code, unit.code))
    for unit in units.values():
        if fold(unit.name).lstrip("0") == wanted:
            return _shown(unit, Text("đã ghi tên, cần ghi mã", "this is its name; give the code"))
    near = nearest(code, units) if len(units) <= _SEARCHED else None
    return None if near is None else _shown(units[near], difference(code, near))


def _shown(unit: Unit, why: Text | None) -> Text:
    named = f"{unit.code} ({unit.name})"
    return Text(named) if why is None else Text(f"{named}: {why.vi}", f"{named}: {why.in_language('en')}")


def _hint(near: Text | None) -> dict[str, str]:
    if near is None:
        return {"hint_vi": "", "hint_en": ""}
    return {"hint_vi": f"gần nhất: {near.vi}", "hint_en": f"nearest known: {near.in_language('en')}"}

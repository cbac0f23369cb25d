"""Finds the unit that a file means."""

from collections.abc import Iterable

from ..model.spelling import fold, nearest, tidy
from ..model.unit import Unit


class UnitIndex:
    """Finds units by code or by exact name, whatever its case and composition."""

    _SUGGESTIONS = 200

    def __init__(self, units: Iterable[Unit]) -> None:
        self._by_code: dict[str, Unit] = {}
        self._by_name: dict[str, list[Unit]] = {}
        for unit in units:
            self._by_code.setdefault(tidy(unit.code), unit)
            self._by_name.setdefault(fold(unit.name), []).append(unit)
        self._near: dict[str, str | None] = {}

    def find(self, text: str) -> tuple[Unit, ...]:
        """The unit with this code, else all those with this name."""
        unit = self._by_code.get(tidy(text))
        return (unit,) if unit is not None else tuple(self._by_name.get(fold(text), ()))

    def nearest(self, text: str) -> str | None:
        """The unit most like `text`, as `code (name)`. Looked for a limited number of times: it is slow among thousands."""
        if text not in self._near and len(self._near) < self._SUGGESTIONS:
            near_name = nearest(text, self._by_name)
            near_code = nearest(text, self._by_code)
            unit = self._by_name[near_name][0] if near_name is not None else self._by_code.get(near_code or "")
            self._near[text] = f"{unit.code} ({unit.name})" if unit is not None else None
        return self._near.get(text)

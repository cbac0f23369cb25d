"""Administrative units, and how they stand to one another."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from attrs import field, frozen

from .place import Place
from .problem import UnitsError


@frozen
class Unit:
    """An administrative unit.

    `code` is its identity; `kind` is a word such as `village`, `commune`, `township`, `district`, `province`;
    `parent` is the code of the unit it belongs to. `attributes` hold what rules ask of it (`region`, `area_class`).
    It exists from `exists_from` up to and including `exists_until` (None: no limit known); `successors` are the codes of
    the units that took its place.
    """

    code: str
    name: str
    kind: str
    parent: str | None = None
    attributes: Mapping[str, str] = field(factory=dict, hash=False)
    exists_from: date | None = None
    exists_until: date | None = None
    successors: tuple[str, ...] = ()
    place: Place | None = field(default=None, eq=False, repr=False)

    def exists_on(self, day: date) -> bool:
        """Whether the unit exists on `day`."""
        return (self.exists_from is None or self.exists_from <= day) and (
            self.exists_until is None or day <= self.exists_until
        )


class Units:
    """A set of units with their hierarchy: who belongs to whom, at any distance.

    Raises UnitsError when two units share a code, a parent is not among the units, or parents form a circle.

    >>> units = Units([Unit("D", "Tam Đường", "district"), Unit("C", "Bản Bo", "commune", "D")])
    >>> [unit.name for unit in units.members("D", "commune")]
    ['Bản Bo']
    """

    def __init__(self, units: Iterable[Unit]) -> None:
        self._units: dict[str, Unit] = {}
        for unit in units:
            if unit.code in self._units:
                raise UnitsError(f"two units have the code {unit.code!r}", unit.place)
            self._units[unit.code] = unit
        self._children: dict[str, list[Unit]] = {}
        for unit in self._units.values():
            if unit.parent is None:
                continue
            if unit.parent not in self._units:
                raise UnitsError(f"unit {unit.code!r}: its parent {unit.parent!r} is not among the units", unit.place)
            self._children.setdefault(unit.parent, []).append(unit)
        for unit in self._units.values():
            seen = {unit.code}
            above = unit.parent
            while above is not None:
                if above in seen:
                    raise UnitsError(f"unit {unit.code!r} is above itself", unit.place)
                seen.add(above)
                above = self._units[above].parent

    def __getitem__(self, code: str) -> Unit:
        return self._units[code]

    def __contains__(self, code: object) -> bool:
        return code in self._units

    def __iter__(self) -> Iterator[Unit]:
        return iter(self._units.values())

    def __len__(self) -> int:
        return len(self._units)

    def __repr__(self) -> str:
        return f"Units({list(self)!r})"

    def of_kind(self, kind: str, on: date | None = None) -> list[Unit]:
        """All units of that kind, those that exist on the day if one is given, in the order given."""
        return [unit for unit in self if unit.kind == kind and (on is None or unit.exists_on(on))]

    def ancestors(self, code: str) -> Iterator[Unit]:
        """The units above, nearest first."""
        above = self._units[code].parent
        while above is not None:
            yield self._units[above]
            above = self._units[above].parent

    def ancestor(self, code: str, kind: str) -> Unit | None:
        """The nearest unit of `kind` above, if there is one."""
        return next((unit for unit in self.ancestors(code) if unit.kind == kind), None)

    def members(self, code: str, kind: str, on: date | None = None) -> list[Unit]:
        """The units of `kind` below, at any depth, that exist on the day (if one is given), in the order given."""
        found, waiting = [], list(reversed(self._children.get(code, ())))
        while waiting:
            unit = waiting.pop()
            if unit.kind == kind and (on is None or unit.exists_on(on)):
                found.append(unit)
            waiting.extend(reversed(self._children.get(unit.code, ())))
        return found

"""Administrative units, and their hierarchy on every day."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import date, timedelta
from itertools import pairwise

from attrs import field, frozen

from ..arguments import fits, refused
from ..place import Place
from ..problem import Diagnostic, UnitsError, UnknownUnitError
from ..spelling import composed, fold, nearest
from ..text import Text, shortened
from ..values.frozen_mapping import FrozenMapping
from .cycles import cycles
from .diagnostics import unit_problem
from .fields import UnitFieldReader
from .spelling_difference import as_latin, difference


@frozen
class Belonging:
    """The unit that a unit belongs to from one day up to and including another (None: no limit known).

    >>> Belonging("D", since=date(2020, 1, 1)).holds_on(date(2019, 12, 31))
    False
    """

    parent: str
    since: date | None = None
    until: date | None = None

    def holds_on(self, day: date) -> bool:
        """True where the unit belongs there on `day`."""
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


@frozen(init=False)
class Unit:
    """An administrative unit.

    `code` is its identity; `kind` is a word such as `village`, `commune`, `township`, `district`, `province`;
    `parent` is the code of the unit it belongs to. `attributes` hold what rules ask of it (`region`, `area_class`).
    It exists from `exists_from` up to and including `exists_until` (None: no limit known); `successors` are the codes of
    the units that took its place.

    A unit that came below another parent on some day has `parents`, each with its period; `parent` is then the last of
    them. A code that was given to another unit later is the code of the later one: the earlier has one of its own
    (`02917@2024-12-31`) and the code that it had as `official_code`.

    Texts are taken in composed form (NFC) and everything is copied: what the caller changes later changes nothing here.
    Raises UnitsError with all that is wrong: a code, name or kind that is no text, blank, with spaces around it or with
    characters that cannot be seen; attributes that are no mapping of texts; days with a time; a period that ends before it
    begins.

    >>> Unit("C", "Bản Bo", "commune", "D", {"region": "mountains"}).attributes["region"]
    'mountains'
    """

    code: str
    name: str
    kind: str
    parent: str | None = None
    attributes: Mapping[str, str] = FrozenMapping()
    exists_from: date | None = None
    exists_until: date | None = None
    successors: tuple[str, ...] = ()
    place: Place | None = field(default=None, eq=False, repr=False)
    parents: tuple[Belonging, ...] = field(default=(), kw_only=True)
    official_code: str | None = field(default=None, kw_only=True)

    def __init__(
        self,
        code: str,
        name: str,
        kind: str,
        parent: str | None = None,
        attributes: Mapping[str, str] = FrozenMapping(),
        exists_from: date | None = None,
        exists_until: date | None = None,
        successors: Iterable[str] = (),
        place: Place | None = None,
        *,
        parents: Iterable[Belonging] = (),
        official_code: str | None = None,
    ) -> None:
        found: list[Diagnostic] = []
        taken = UnitFieldReader(code, place, found)
        start, end = taken.day(exists_from, "exists_from"), taken.day(exists_until, "exists_until")
        taken.period(start, end, "exists_until")
        own, above = taken.code(code, "code"), taken.optional_code(parent, "parent")
        held = _belongings(parents, taken)
        if held:
            if above is not None and above != held[-1].parent:
                taken.report("NTM716", field="parent", parent=above, last=held[-1].parent)
            above = held[-1].parent
        self.__attrs_init__(
            own,
            taken.word(name, "name", Text("tên", "name")),
            taken.word(kind, "kind", Text("loại đơn vị", "kind")),
            above,
            taken.attributes(attributes),
            start,
            end,
            taken.codes(successors, "successors"),
            place,
            parents=held,
            official_code=taken.optional_code(official_code, "official_code"),
        )
        if found:
            raise UnitsError(found)

    def exists_on(self, day: date) -> bool:
        """True where the unit exists on `day`."""
        return (self.exists_from is None or self.exists_from <= day) and (
            self.exists_until is None or day <= self.exists_until
        )

    def parent_on(self, day: date | None) -> str | None:
        """The code of the unit it belongs to on `day`; without a day, of the last that it belonged to."""
        if not self.parents or day is None:
            return self.parent
        return next((held.parent for held in self.parents if held.holds_on(day)), None)

    def every_parent(self) -> tuple[str, ...]:
        """The codes of all units that it belongs to on some day, each once."""
        if self.parents:
            return tuple(dict.fromkeys(held.parent for held in self.parents))
        return () if self.parent is None else (self.parent,)


def _belongings(value: object, taken: UnitFieldReader) -> tuple[Belonging, ...]:
    """Belongings in order of time; ones that overlap, and objects that are none, are reported."""
    if isinstance(value, tuple) and not value:
        return ()
    if not isinstance(value, tuple | list) or not all(isinstance(belonging, Belonging) for belonging in value):
        taken.no_list(value, "parents", Text("Belonging", "Belonging"))
        return ()
    belongings: list[Belonging] = []
    for belonging in value:
        since, until = taken.day(belonging.since, "parents"), taken.day(belonging.until, "parents")
        taken.period(since, until, "parents")
        belongings.append(Belonging(taken.code(belonging.parent, "parents"), since, until))
    if taken.found:
        return ()
    belongings.sort(key=lambda belonging: belonging.since or date.min)
    for before, after in pairwise(belongings):
        if before.until is None or after.since is None or after.since <= before.until:
            day = after.since or before.since or before.until or date.min
            taken.report("NTM715", field="parents", day=day, first=before.parent, second=after.parent)
    return tuple(_joined(belongings))


def _joined(belongings: list[Belonging]) -> Iterator[Belonging]:
    """Periods, adjacent ones with the same parent merged."""
    waiting: Belonging | None = None
    for belonging in belongings:
        if waiting is None:
            waiting = belonging
        elif (
            waiting.parent == belonging.parent
            and waiting.until is not None
            and belonging.since is not None
            and belonging.since - waiting.until <= timedelta(days=1)
        ):
            waiting = Belonging(belonging.parent, waiting.since, belonging.until)
        else:
            yield waiting
            waiting = belonging
    if waiting is not None:
        yield waiting


class Units:
    """A set of units with their hierarchy, at any depth, on any day.

    `limited` are the codes of the units that exist from a day on, or until one.

    Raises UnitsError with everything that is wrong: what is no Unit, units that share a code, parents that are not among the
    units, parents that form a cycle on some day.

    >>> units = Units([Unit("D", "Tam Đường", "district"), Unit("C", "Bản Bo", "commune", "D")])
    >>> [unit.name for unit in units.members("D", "commune")]
    ['Bản Bo']
    >>> units
    Units(2 units)
    """

    def __init__(self, units: Iterable[Unit]) -> None:
        found: list[Diagnostic] = []
        self._units: dict[str, Unit] = {}
        for unit in _each(units, found):
            if unit.code in self._units:
                first = self._units[unit.code].place
                related = (first,) if first else ()
                found.append(unit_problem("NTM551", unit.place, related, code=unit.code, unit=unit.code))
            else:
                self._units[unit.code] = unit
        found += _without_parent(self._units)
        for cycle in cycles(self._units):
            place = self._units[cycle[-1]].place
            found.append(unit_problem("NTM553", place, code=cycle[-1], circle=" → ".join(cycle), unit=cycle[-1]))
        if found:
            raise UnitsError(found)
        self.limited = frozenset(
            unit.code for unit in self._units.values() if not unit.exists_on(date.min) or not unit.exists_on(date.max)
        )
        self._children: dict[str, list[Unit]] = {}
        for unit in self._units.values():
            for above in unit.every_parent():
                self._children.setdefault(above, []).append(unit)

    def __getitem__(self, code: str) -> Unit:
        """The unit with this code. Raises UnknownUnitError (a UnitsError, and a KeyError) where there is none."""
        unit = self._units.get(code) if isinstance(code, str) else None
        if unit is None and isinstance(code, str):
            unit = self._units.get(composed(code))
        if unit is None:
            text = code if isinstance(code, str) else shortened(code)
            raise UnknownUnitError(unit_problem("NTM560", advice=_hint(_near(text, self._units)), text=text))
        return unit

    def __contains__(self, code: object) -> bool:
        return isinstance(code, str) and (code in self._units or composed(code) in self._units)

    def __iter__(self) -> Iterator[Unit]:
        return iter(self._units.values())

    def __len__(self) -> int:
        return len(self._units)

    def __repr__(self) -> str:
        return f"Units({len(self)} {'unit' if len(self) == 1 else 'units'})"

    def of_kind(self, kind: str | Collection[str], on: date | None = None) -> list[Unit]:
        """All units of that kind, or of those kinds, in the order given; those that exist on the day if one is given."""
        if not fits(kind, str | Collection[str]) or not fits(on, date | None):
            raise refused("kind", (kind, on), "loại đơn vị, và một ngày", "a kind of unit or several, and a date")
        kinds = (kind,) if isinstance(kind, str) else kind
        return [unit for unit in self if unit.kind in kinds and (on is None or unit.exists_on(on))]

    def parent_of(self, code: str, on: date | None = None) -> Unit | None:
        """The unit that a unit belongs to on a day (without one: the last it belonged to); None where there is none."""
        above = self[code].parent_on(on)
        return None if above is None else self._units[above]

    def ancestors(self, code: str, on: date | None = None) -> Iterator[Unit]:
        """The units above on a day, nearest first; without a day, those above last."""
        unit = self.parent_of(code, on)
        while unit is not None:
            yield unit
            above = unit.parent_on(on)
            unit = None if above is None else self._units[above]

    def ancestor(self, code: str, kind: str, on: date | None = None) -> Unit | None:
        """The nearest unit of `kind` above on a day, if there is one."""
        return next((unit for unit in self.ancestors(code, on) if unit.kind == kind), None)

    def ever_above(self, code: str) -> list[Unit]:
        """The units that are above on some day, each once: all that is needed to ask for any day."""
        return self._reached(code, lambda unit: map(self._units.__getitem__, unit.every_parent()))

    def ever_below(self, code: str) -> list[Unit]:
        """The units that are below on some day, each once.

        >>> units = Units([Unit("P", "Lai Châu", "province"), Unit("A", "Mù Cả", "commune", "P")])
        >>> [unit.code for unit in units.ever_below("P")]
        ['A']
        """
        return self._reached(code, lambda unit: self._children.get(unit.code, ()))

    def _reached(self, code: str, next_to: Callable[[Unit], Iterable[Unit]]) -> list[Unit]:
        """The units that are reached from one, each once."""
        found: dict[str, Unit] = {}
        waiting = list(next_to(self[code]))
        while waiting:
            unit = waiting.pop()
            if unit.code not in found:
                found[unit.code] = unit
                waiting += next_to(unit)
        return list(found.values())

    def members(self, code: str, kind: str, on: date | None = None) -> list[Unit]:
        """The units of `kind` below, at any depth, that exist on the day (if one is given), in the order given.

        With a day, they are those that belong there on that day.
        """
        found, waiting = [], self._below(self[code].code, on)
        while waiting:
            unit = waiting.pop()
            if unit.kind == kind and (on is None or unit.exists_on(on)):
                found.append(unit)
            waiting.extend(self._below(unit.code, on))
        return found

    def _below(self, code: str, on: date | None) -> list[Unit]:
        """The units directly below on a day, the last first."""
        below = self._children.get(code, ())
        return [unit for unit in reversed(below) if not unit.parents or unit.parent_on(on) == code]


def _each(units: object, found: list[Diagnostic]) -> Iterator[Unit]:
    """Every unit given; an object that is none is reported."""
    if isinstance(units, Unit | str | bytes | Mapping) or not isinstance(units, Iterable):
        found.append(unit_problem("NTM717", value=units))
        return
    for unit in units:
        if isinstance(unit, Unit):
            yield unit
        else:
            found.append(unit_problem("NTM717", value=unit))


def _without_parent(units: Mapping[str, Unit]) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each parent that is not among the units."""
    for unit in units.values():
        for above in unit.every_parent():
            if above not in units:
                advice = _hint(_near(above, units))
                yield unit_problem(
                    "NTM552", unit.place, advice=advice, text=above, code=unit.code, unit=unit.code, parent=above
                )


_SEARCHED = 2_000


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

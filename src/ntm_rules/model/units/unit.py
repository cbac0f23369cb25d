"""Administrative units, and their hierarchy on every day."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import date

from attrs import field, frozen

from ..arguments import fits, is_several, refused
from ..place import Place
from ..problem import Diagnostic, UnitsError, UnknownUnitError
from ..spelling import composed
from ..text import Text, shortened
from ..values.frozen_mapping import FrozenMapping
from ..values.graph import reached
from .belonging import Belonging, Membership, belongings_taken, memberships_taken
from .diagnostics import unit_problem
from .fields import UnitFieldReader
from .hierarchy import cycles_of_units, membership_misfits, not_passed_on
from .near import nearest_unit


@frozen(init=False)
class Unit:
    """An administrative unit, or one beside the administrative levels, such as a zone.

    `code` is its identity; `kind` is a word such as `village`, `commune`, `township`, `district`, `province`;
    `parent` is the code of the unit it belongs to. `attributes` hold what rules ask of it (`region`, `area_class`).
    It exists from `exists_from` up to and including `exists_until` (None: no limit known); `successors` are the codes of
    the units that took its place.

    A unit that came below another parent on some day has `parents`, each with its period; `parent` is then the last of
    them. A code that was given to another unit later is the code of the later one: the earlier has one of its own
    (`02917@2024-12-31`) and the code that it had as `official_code`.

    `memberships` are the second hierarchy: the units of other kinds (a zone, a river basin, a cluster of communes) that it is a
    member of beside its parent, one of each kind on a day. They are given as a mapping of kinds to codes, or as `Membership`,
    each with its period.

    Texts are taken in composed form (NFC) and everything is copied: what the caller changes later changes nothing here.
    Raises UnitsError with all that is wrong: a code, name or kind that is no text, blank, with spaces around it or with
    characters that cannot be seen; attributes that are no mapping of texts; days with a time; a period that ends before it
    begins.

    >>> Unit("C", "Bản Bo", "commune", "D", {"region": "mountains"}).attributes["region"]
    'mountains'
    >>> Unit("C", "Bản Bo", "commune", "D", memberships={"zone": "Z1"}).member_of("zone", None)
    'Z1'
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
    memberships: tuple[Membership, ...] = field(default=(), kw_only=True)

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
        memberships: Mapping[str, str] | Iterable[Membership] = (),
    ) -> None:
        diagnostics: list[Diagnostic] = []
        taken = UnitFieldReader(code, place, diagnostics)
        start, end = taken.day(exists_from, "exists_from"), taken.day(exists_until, "exists_until")
        taken.period(start, end, "exists_until")
        own, above = taken.code(code, "code"), taken.optional_code(parent, "parent")
        belongings = belongings_taken(parents, taken)
        if belongings:
            if above is not None and above != belongings[-1].parent:
                taken.report("NTM716", field="parent", parent=above, last=belongings[-1].parent)
            above = belongings[-1].parent
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
            parents=belongings,
            official_code=taken.optional_code(official_code, "official_code"),
            memberships=memberships_taken(memberships, taken),
        )
        if diagnostics:
            raise UnitsError(diagnostics)

    def exists_on(self, day: date) -> bool:
        """True where the unit exists on `day`."""
        return (self.exists_from is None or self.exists_from <= day) and (
            self.exists_until is None or day <= self.exists_until
        )

    def parent_on(self, day: date | None) -> str | None:
        """The code of the unit it belongs to on `day`; without a day, of the last that it belonged to."""
        if not self.parents or day is None:
            return self.parent
        return next((belonging.parent for belonging in self.parents if belonging.holds_on(day)), None)

    def every_parent(self) -> tuple[str, ...]:
        """The codes of all units that it belongs to on some day, each once."""
        if self.parents:
            return tuple(dict.fromkeys(belonging.parent for belonging in self.parents))
        return () if self.parent is None else (self.parent,)

    def member_of(self, kind: str, day: date | None) -> str | None:
        """The code of the unit of a kind that it is itself a member of on `day`; without a day, of the last one."""
        memberships = [
            membership
            for membership in self.memberships
            if membership.kind == kind and (day is None or membership.holds_on(day))
        ]
        return memberships[-1].of if memberships else None

    def every_superior(self) -> tuple[str, ...]:
        """The codes of all units that it belongs to on some day, as its parents or as those it is a member of, each once."""
        return tuple(dict.fromkeys((*self.every_parent(), *(membership.of for membership in self.memberships))))


class Units:
    """A set of units with their hierarchy, at any depth, on any day.

    `limited` are the codes of the units that exist from a day on, or until one.

    A unit belongs to its parent, to those above that, and to the units that it or one of these is a member of; of two of one
    kind, to the nearer. It is not passed on from there: the communes of a cluster are in a zone where they are members of it
    themselves, not because the cluster is.

    Raises UnitsError with everything that is wrong: what is no Unit, units that share a code, parents and memberships that are
    not among the units, a circle on some day, memberships that do not hold together.

    >>> units = Units([Unit("D", "Tam Đường", "district"), Unit("C", "Bản Bo", "commune", "D")])
    >>> [unit.name for unit in units.members("D", "commune")]
    ['Bản Bo']
    >>> units
    Units(2 units)
    """

    def __init__(self, units: Iterable[Unit]) -> None:
        diagnostics: list[Diagnostic] = []
        self._units: dict[str, Unit] = {}
        for unit in _each(units, diagnostics):
            if unit.code in self._units:
                first = self._units[unit.code].place
                related = (first,) if first else ()
                diagnostics.append(unit_problem("NTM551", unit.place, related, code=unit.code))
            else:
                self._units[unit.code] = unit
        diagnostics += _without_parent(self._units)
        diagnostics += membership_misfits(self._units)
        for cycle in cycles_of_units(self._units):
            place = self._units[cycle[-1]].place
            diagnostics.append(unit_problem("NTM553", place, code=cycle[-1], circle=" → ".join(cycle)))
        if diagnostics:
            raise UnitsError(diagnostics)
        self._index()
        diagnostics += not_passed_on(self)
        if diagnostics:
            raise UnitsError(diagnostics)
        self.limited = frozenset(
            unit.code for unit in self._units.values() if not unit.exists_on(date.min) or not unit.exists_on(date.max)
        )

    def _index(self) -> None:
        """Remember what is below each unit, and the members of each."""
        self._children: dict[str, list[Unit]] = {}
        self._joined: dict[str, list[Unit]] = {}
        for unit in self._units.values():
            for above in unit.every_parent():
                self._children.setdefault(above, []).append(unit)
            for of in dict.fromkeys(membership.of for membership in unit.memberships):
                self._joined.setdefault(of, []).append(unit)

    def __getitem__(self, code: str) -> Unit:
        """The unit with this code. Raises UnknownUnitError (a UnitsError, and a KeyError) where there is none."""
        unit = self._units.get(code) if isinstance(code, str) else None
        if unit is None and isinstance(code, str):
            unit = self._units.get(composed(code))
        if unit is None:
            text = code if isinstance(code, str) else shortened(code)
            raise UnknownUnitError(unit_problem("NTM560", advice=nearest_unit(text, self._units), text=text))
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
        """The parent of a unit on a day, and those above it, nearest first; without a day, those above last."""
        unit = self.parent_of(code, on)
        while unit is not None:
            yield unit
            above = unit.parent_on(on)
            unit = None if above is None else self._units[above]

    def ancestor(self, code: str, kind: str, on: date | None = None) -> Unit | None:
        """The unit of `kind` that a unit belongs to on a day, if there is one: as below it, or as a member.

        >>> units = Units([Unit("Z", "Vùng lúa", "zone"), Unit("C", "Bản Bo", "commune", memberships={"zone": "Z"})])
        >>> units.ancestor("C", "zone").name
        'Vùng lúa'
        """
        if not self._joined:
            return next((unit for unit in self.ancestors(code, on) if unit.kind == kind), None)
        unit: Unit | None = self[code]
        while unit is not None:
            if (of := unit.member_of(kind, on)) is not None:
                return self._units[of]
            unit = self.parent_of(unit.code, on)
            if unit is not None and unit.kind == kind:
                return unit
        return None

    def belongs_to(self, code: str, on: date | None = None) -> list[Unit]:
        """Every unit that a unit belongs to on a day, one of each kind: those above, and those that it is a member of."""
        above = list(self.ancestors(code, on))
        if not self._joined:
            return above
        kinds = dict.fromkeys(membership.kind for unit in (self[code], *above) for membership in unit.memberships)
        joined = (self.ancestor(code, kind, on) for kind in kinds)
        return list(dict.fromkeys((*above, *(unit for unit in joined if unit is not None))))

    def ever_above(self, code: str) -> list[Unit]:
        """The units that are above on some day, each once, and those of memberships: all that is needed to ask for any day."""
        return self._all_reached(code, lambda at: self._units[at].every_superior())

    def ever_below(self, code: str) -> list[Unit]:
        """The units that are below on some day, each once, and the members of each.

        >>> units = Units([Unit("P", "Lai Châu", "province"), Unit("A", "Mù Cả", "commune", "P")])
        >>> [unit.code for unit in units.ever_below("P")]
        ['A']
        """
        below = self._children, self._joined
        return self._all_reached(code, lambda at: (unit.code for relation in below for unit in relation.get(at, ())))

    def _all_reached(self, code: str, next_to: Callable[[str], Iterable[str]]) -> list[Unit]:
        """The units that are reached from one, each once."""
        return [self._units[at] for at in reached(next_to(self[code].code), next_to)]

    def members(self, code: str, kind: str, on: date | None = None) -> list[Unit]:
        """The units of `kind` below, at any depth, that exist on the day (if one is given), in the order given.

        With a day, they are those that belong there on that day; of a zone, its members and what is below them.
        """
        above = self[code]
        members, waiting = [], self._below(above.code, on)
        joined = self._joined.get(above.code, ())
        waiting[:0] = [unit for unit in reversed(joined) if unit.member_of(above.kind, on) == above.code]
        seen: set[str] = set()
        while waiting:
            unit = waiting.pop()
            if unit.memberships and unit.member_of(above.kind, on) not in (None, above.code):
                continue  # it is nearer to another, and so is all below it
            if joined and unit.code in seen:
                continue
            seen.add(unit.code)
            if unit.kind == kind and (on is None or unit.exists_on(on)):
                members.append(unit)
            if unit.kind != above.kind:  # what is below one of the same kind is nearer to that
                waiting.extend(self._below(unit.code, on))
        return members

    def _below(self, code: str, on: date | None) -> list[Unit]:
        """The units directly below on a day, the last first."""
        below = self._children.get(code, ())
        return [unit for unit in reversed(below) if not unit.parents or unit.parent_on(on) == code]


def _each(units: object, diagnostics: list[Diagnostic]) -> Iterator[Unit]:
    """Every unit given; an object that is none is reported."""
    if not is_several(units):
        diagnostics.append(unit_problem("NTM717", value=units))
        return
    for unit in units:
        if isinstance(unit, Unit):
            yield unit
        else:
            diagnostics.append(unit_problem("NTM717", value=unit))


def _without_parent(units: Mapping[str, Unit]) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each parent that is not among the units."""
    for unit in units.values():
        for above in unit.every_parent():
            if above not in units:
                advice = nearest_unit(above, units)
                yield unit_problem("NTM552", unit.place, advice=advice, text=above, code=unit.code, parent=above)

"""Strategies for the whole input of an assessment."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from functools import partial

from attrs import evolve, frozen
from hypothesis import strategies as st

from ...model.fact import Statement
from ...model.library import Library
from ...model.ruleset import Ruleset
from ...model.units.belonging import Membership
from ...model.units.unit import Unit, Units
from ...program.compiling import compile
from ...program.program import Program
from ..basis.choosing import chance, optional, pick, several
from ..basis.scope import AS_OF, SINCE, can_be_asked
from .catalogue import draw_library
from .ruleset import draw_ruleset
from .statement import Reportable, draw_statements

_DATES = (AS_OF, date(2024, 12, 31), date(2023, 12, 31), date(2024, 2, 29))
_VILLAGE = ("vn/village-ntm", "village")
_COMMUNE = ("vn/commune-ntm", "commune")
_ADVANCED = ("vn/commune-advanced-ntm", "commune")
_EXEMPLARY = ("vn/commune-exemplary-ntm", "commune")
_TOWNSHIP = ("vn/civilised-township", "township")
_DISTRICT = ("vn/district-ntm", "district")
_ZONE = ("vn/production-zone", "zone")
_NAMES = {
    "province": "Tỉnh",
    "district": "Huyện",
    "commune": "Xã",
    "township": "Thị trấn",
    "village": "Thôn",
    "zone": "Vùng",
}
# A ruleset refers only to those before it. Units are assessed under the last ruleset of their kind.
_FAMILIES = (
    (_COMMUNE,),
    (_COMMUNE, _ADVANCED),
    (_COMMUNE, _DISTRICT),
    (_VILLAGE, _COMMUNE, _DISTRICT),
    (_COMMUNE, _ADVANCED, _DISTRICT),
    (_VILLAGE, _COMMUNE, _ADVANCED),
    (_TOWNSHIP, _COMMUNE, _DISTRICT),
    (_COMMUNE, _ADVANCED, _EXEMPLARY),
    (_DISTRICT, _COMMUNE, _VILLAGE),
    (_COMMUNE, _ADVANCED, _DISTRICT),
    (_COMMUNE, _ADVANCED, _EXEMPLARY),
    (_COMMUNE, _ZONE),
    (_ZONE, _COMMUNE),
    (_COMMUNE, _ZONE, _DISTRICT),
    (_VILLAGE, _ZONE, _COMMUNE),
)


@frozen(eq=False)
class World:
    """The whole input of an assessment: which units, judged as of when, under which ruleset for each kind, on what reports.

    `rulesets` maps a kind of unit to the id of the ruleset its units are assessed under; the library may hold more, to
    which those refer. `statements` are pairwise unequal.
    """

    library: Library
    units: Units
    rulesets: Mapping[str, str]
    as_of: date
    statements: tuple[Statement, ...]

    def programs(self) -> tuple[Program, ...]:
        """The programs of `rulesets` on the date of assessment."""
        return tuple(compile(id, self.as_of, self.library) for id in self.rulesets.values())


def _unit(draw: st.DrawFn, library: Library, as_of: date, unit: Unit, homes: tuple[str, ...] = ()) -> Unit:
    """`unit` in one of the homes, with attributes, some missing; now and then begun or ended around the assessment."""
    attributes = {}
    for attribute in library.attributes.values():
        value = pick(draw, (*attribute.value_ids, None))
        if value is not None:
            attributes[attribute.id] = value
    parent = pick(draw, homes) if homes else unit.parent
    unit = evolve(unit, name=f"{_NAMES[unit.kind]} {unit.code}", parent=parent, attributes=attributes)
    match pick(draw, range(12)) if unit.kind in ("commune", "village") else 0:
        case 9:
            return evolve(unit, exists_from=as_of - timedelta(days=30))
        case 10:
            return evolve(unit, exists_until=as_of)
        case 11:
            first = f"{unit.code[0]}1"
            successors = (first,) if unit.code != first else ()
            return evolve(unit, exists_until=as_of - timedelta(days=60), successors=successors)
    return unit


def draw_units(draw: st.DrawFn, library: Library, as_of: date) -> Units:
    """A province (or none), a district or two, up to four communes, a township and three villages, mostly in zones."""
    units: list[Unit] = []

    def add(code: str, kind: str, *homes: str) -> None:
        units.append(_unit(draw, library, as_of, Unit(code, code, kind), homes))

    def add_some(letter: str, kind: str, homes: Sequence[str], least: int, most: int, tenths: int = 7) -> None:
        number = iter(range(1, most + 1))
        several(draw, lambda: add(f"{letter}{next(number)}", kind, *homes), least, most, tenths)

    if chance(draw, 8):
        add("P", "province")
    add_some("D", "district", ("P",) if units else (), 1, 2, 3)
    add_some("C", "commune", ("D1",), 1, 4)
    optional(draw, 4, lambda: add("T1", "township", "D1"))
    # The parent of a unit must exist on every day of a statement.
    homes = [unit.code for unit in units if unit.kind in ("commune", "township") and _is_lasting(unit)] or ["D1"]
    add_some("V", "village", homes, 0, 3)
    return Units(optional(draw, 7, lambda: _with_zones(draw, units, as_of)) or units)


def _with_zones(draw: st.DrawFn, units: list[Unit], as_of: date) -> list[Unit]:
    """The units with a zone or two, of which the first commune is a member, and others now and then, or for some time."""
    parents = tuple(unit.code for unit in units if unit.kind == "province")
    zones = [Unit(f"Z{number}", f"Vùng {number}", "zone", pick(draw, (*parents, None))) for number in (1, 2)]
    moved = as_of - timedelta(days=pick(draw, (30, 400)))
    ways: dict[str, tuple[Membership, ...]] = {
        "none": (),
        "first": (Membership("zone", "Z1"),),
        "second": (Membership("zone", "Z2"),),
        "moved": (Membership("zone", "Z1", until=moved - timedelta(days=1)), Membership("zone", "Z2", moved)),
        "left": (Membership("zone", "Z2", until=moved),),
    }
    seldom = {"province": (), "district": ("none",) * 5, "village": ("none",) * 5, "commune": (), "township": ()}
    with_zones = []
    for unit in units:
        way = "none" if unit.kind == "province" else pick(draw, (*ways, *seldom[unit.kind]))
        with_zones.append(evolve(unit, memberships=ways["first" if unit.code == "C1" and way == "none" else way]))
    return [*with_zones, *zones]


def _is_lasting(unit: Unit) -> bool:
    return unit.exists_from is None and unit.exists_until is None


def _versions(draw: st.DrawFn, library: Library, current: Ruleset, as_of: date) -> tuple[Ruleset, ...]:
    """Version in force, and another one before or after it."""
    later = current.until is None and chance(draw, 3)
    # The other version asks only rulesets in force on its days, which are not known for a later version.
    together = next((day for day in SINCE if day < current.version and not later), None)
    askable = {
        id: versions
        for id, versions in library.versions.items()
        if together is not None and can_be_asked(library, id, together)
    }
    known = evolve(library, versions=askable)
    other = draw_ruleset(draw, known, current.id, current.applies_to, together or as_of)
    if later:
        return current, evolve(other, version=as_of + timedelta(days=pick(draw, (1, 180))), until=None)
    until = current.version - timedelta(days=1)
    return evolve(other, version=date(2021, 1, 1), until=pick(draw, (until, None))), current


def draw_setting(draw: st.DrawFn, catalogue: Library | None = None) -> World:
    """A world in which nothing is reported yet; of a drawn catalogue if None is given."""
    library = draw_library(draw) if catalogue is None else catalogue
    as_of = pick(draw, _DATES)
    assessed: dict[str, str] = {}
    units = draw_units(draw, library, as_of)
    family = pick(draw, _FAMILIES)
    for id, kind in family:
        # One of the family is always there; each of the others can be left out.
        needed = id == family[-1][0] and not assessed
        versions = optional(draw, 10 if needed else 9, partial(_ruleset, draw, library, id, kind, as_of))
        if versions:
            library = evolve(library, versions={**library.versions, id: versions})
            assessed[kind] = id
    return World(library, units, assessed, as_of, ())


def _ruleset(draw: st.DrawFn, library: Library, id: str, kind: str, as_of: date) -> tuple[Ruleset, ...]:
    """Version in force, and sometimes another one."""
    kinds = ("commune", "township") if kind == "commune" and chance(draw, 3) else (kind,)
    current = draw_ruleset(draw, library, id, kinds, as_of)
    return optional(draw, 3, lambda: _versions(draw, library, current, as_of)) or (current,)


@st.composite
def worlds(draw: st.DrawFn) -> World:
    """The whole input of an assessment, small and dense.

    A library of one to three rulesets, each referring only to those before it (villages, communes, districts; two or three
    for communes, or one for townships), now and then with an earlier or a later version; a hierarchy of units with attributes,
    some missing, some units begun or ended; reports on and around the thresholds on dates before, on and after `as_of`.
    Every form of condition and threshold occurs.

    >>> from hypothesis import given, settings
    >>> @settings(max_examples=5, database=None)
    ... @given(worlds())
    ... def is_complete(world):
    ...     for kind, id in world.rulesets.items():
    ...         assert world.library.ruleset(id, world.as_of).applies_to[0] == kind
    >>> is_complete()
    """
    setting = draw_setting(draw)
    reportable = Reportable.of(setting.library, setting.units, setting.as_of)
    return evolve(setting, statements=draw_statements(draw, reportable))

"""Units that must be decided together, and those above whose figures they read: the parts that a population falls into."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from attrs import define, field, frozen

from ...model.units.unit import Unit, Units
from ...program.inputs import KINDS_READ, KindsRead, days_of
from ...program.program import Program


@frozen
class Family:
    """The codes of units that are decided in one go: those `decided` about; `members`, all whose figures no other family
    needs, in the order of the units; `shared`, units above whose figures other families read as well.
    """

    decided: tuple[str, ...]
    members: tuple[str, ...]
    shared: tuple[str, ...] = ()


def families(programs: Sequence[Program], units: Units) -> Iterator[Family]:
    """The families of all units that programs of one day apply to, in the order of the units.

    Members are those on any of the days that the programs look at, and units above those on whatever day.
    """
    read = _read_by(programs)
    own = units.of_kind(
        tuple({kind: None for program in programs for kind in program.ruleset.applies_to}), programs[0].as_of
    )
    if not read.below and not read.above:
        yield from (Family((unit.code,), (unit.code,)) for unit in own)
        return
    joined = _Joined()
    shared: dict[str, set[str]] = {}
    days = days_of(*programs)
    for unit in own:
        within, over = _needed(unit, units, read, days)
        for one in within:
            joined.join(unit.code, one)
        shared[unit.code] = over
    decided: dict[str, list[str]] = {}
    for unit in own:
        decided.setdefault(joined.root(unit.code), []).append(unit.code)
    members: dict[str, list[str]] = {}
    for code in joined.codes():
        members.setdefault(joined.root(code), []).append(code)
    for root, several in decided.items():
        together = members[root]
        above = set().union(*(shared[code] for code in several)).difference(together)
        yield Family(tuple(several), tuple(together), tuple(sorted(above)))


def kin(programs: Iterable[Program], unit: Unit, units: Units) -> frozenset[str]:
    """The codes of a unit and of all units whose figures its decisions by the programs read.

    >>> from ... import compile
    >>> communes = (Unit(code, f"Xã {code}", "commune", "D") for code in "AB")
    >>> units, day = Units([Unit("D", "Tam Đường", "district"), *communes]), date(2024, 12, 31)
    >>> sorted(kin([compile("vn/commune-ntm", day)], units["A"], units))
    ['A']
    >>> sorted(kin([compile("vn/district-ntm", day)], units["D"], units))
    ['A', 'B', 'D']
    """
    several = tuple(programs)
    within, over = _needed(unit, units, _read_by(several), days_of(*several))
    return frozenset(within | over)


def _read_by(programs: Sequence[Program]) -> KindsRead:
    asked = [KINDS_READ.of(program) for program in programs]
    return KindsRead(
        _all_of(kinds_read.below for kinds_read in asked), _all_of(kinds_read.above for kinds_read in asked)
    )


def _all_of(several: Iterable[Mapping[str, frozenset[str]]]) -> Mapping[str, frozenset[str]]:
    """The kinds that units of each kind read in any of several programs."""
    found: dict[str, frozenset[str]] = {}
    for each in several:
        for kind, read in each.items():
            found[kind] = found.get(kind, frozenset()) | read
    return found


def _needed(unit: Unit, units: Units, read: KindsRead, days: tuple[date, ...]) -> tuple[set[str], set[str]]:
    """The codes of the units that one needs beside it, and of those above that it only reads figures of."""
    within, over, waiting = {unit.code}, set[str](), [unit]
    while waiting:
        at = waiting.pop()
        above = read.above.get(at.kind)
        if above is not None:
            # One that counts members itself is decided with them, and so with whoever asks it.
            for one in units.ever_above(at.code):
                if one.kind in above and one.code not in over and one.code not in within:
                    counts = read.below.get(one.kind)
                    (within if counts else over).add(one.code)
                    waiting.append(one)
        for kind in read.below.get(at.kind, ()):
            for one in (member for day in days for member in units.members(at.code, kind, day)):
                if one.code not in within:
                    within.add(one.code)
                    waiting.append(one)
    return within, over - within


@define
class _Joined:
    """Sets of codes that were joined (a union-find)."""

    above: dict[str, str] = field(factory=dict)

    def root(self, code: str) -> str:
        """The code that stands for the set of this one."""
        at = self.above.setdefault(code, code)
        while at != self.above[at]:
            self.above[at] = self.above[self.above[at]]
            at = self.above[at]
        return at

    def join(self, one: str, other: str) -> None:
        """Make one set of the sets of two codes."""
        self.above[self.root(other)] = self.root(one)

    def codes(self) -> Iterator[str]:
        """Every code that was ever named."""
        return iter(self.above)

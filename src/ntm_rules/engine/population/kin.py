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
        for needed in within:
            joined.join(unit.code, needed)
        shared[unit.code] = over
    decided: dict[str, list[str]] = {}
    for unit in own:
        decided.setdefault(joined.root(unit.code), []).append(unit.code)
    members: dict[str, list[str]] = {}
    for code in joined.codes():
        members.setdefault(joined.root(code), []).append(code)
    for root, codes in decided.items():
        together = members[root]
        above = set().union(*(shared[code] for code in codes)).difference(together)
        yield Family(tuple(codes), tuple(together), tuple(sorted(above)))


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
    every_program = tuple(programs)
    within, over = _needed(unit, units, _read_by(every_program), days_of(*every_program))
    return frozenset(within | over)


def _read_by(programs: Sequence[Program]) -> KindsRead:
    kinds_of_programs = [KINDS_READ.of(program) for program in programs]
    return KindsRead(
        _all_of(kinds.below for kinds in kinds_of_programs),
        _all_of(kinds.above for kinds in kinds_of_programs),
    )


def _all_of(mappings: Iterable[Mapping[str, frozenset[str]]]) -> Mapping[str, frozenset[str]]:
    """The kinds that units of each kind read in any of several programs."""
    kinds_read: dict[str, frozenset[str]] = {}
    for mapping in mappings:
        for kind, read in mapping.items():
            kinds_read[kind] = kinds_read.get(kind, frozenset()) | read
    return kinds_read


def _needed(unit: Unit, units: Units, read: KindsRead, days: tuple[date, ...]) -> tuple[set[str], set[str]]:
    """The codes of the units that one needs beside it, and of those above that it only reads figures of."""
    within, over, waiting = {unit.code}, set[str](), [unit]
    while waiting:
        at = waiting.pop()
        above = read.above.get(at.kind)
        if above is not None:
            # One that counts members itself is decided with them, and so with whoever asks it.
            for other in units.ever_above(at.code):
                if other.kind in above and other.code not in over and other.code not in within:
                    counts = read.below.get(other.kind)
                    (within if counts else over).add(other.code)
                    waiting.append(other)
        for kind in read.below.get(at.kind, ()):
            for other in (member for day in days for member in units.members(at.code, kind, day)):
                if other.code not in within:
                    within.add(other.code)
                    waiting.append(other)
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

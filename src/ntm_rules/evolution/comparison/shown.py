"""Regions of a difference, apart: those with a unit that the engine decides so, and those that are not shown to occur."""

from collections.abc import Iterable, Sequence

from attrs import frozen

from ..regions.difference import Held, Region
from ..witness.sought import DatedSides
from ..witness.witness import Witnessed, witnessed

_MOST_TRIED = 400
_MOST_FAILED = 12


@frozen
class Shown:
    """Regions in which a unit was found (`witnessed`), and the others, which no unit is known to be in."""

    witnessed: tuple[Witnessed, ...] = ()
    others: tuple[Region, ...] = ()

    @property
    def regions(self) -> tuple[Region, ...]:
        """The regions that are shown to occur."""
        return tuple(each.region for each in self.witnessed)


NOTHING_SHOWN = Shown()


def shown(regions: Iterable[Region], reads: Sequence[Held], sides: DatedSides, codes: tuple[str, str]) -> Shown:
    """Seek a unit in every region, for rules of these codes; after many regions, or some in vain, the rest is not shown."""
    found: list[Witnessed] = []
    others: list[Region] = []
    for number, region in enumerate(regions):
        tried = number < _MOST_TRIED and len(others) < _MOST_FAILED
        one = witnessed(region, sides, reads, codes) if tried else None
        if one is None:
            others.append(region)
        else:
            found.append(one)
    return Shown(tuple(found), tuple(others))

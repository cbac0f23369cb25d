"""Regions of a difference, apart: those with a unit that the engine decides so, and those that are not shown to occur."""

from collections import Counter
from collections.abc import Sequence

from attrs import frozen

from ...model.outcome import Outcome
from ..regions.difference import HeldStates, Region
from ..witness.sought import DatedSides
from ..witness.witness import Witnessed, witnessed

_MANY = 200
_MOST_TRIED = 20
_MOST_FAILED = 6


@frozen
class ShownRegions:
    """Regions in which a unit was found (`witnessed`), the others, which no unit is known to be in, and those, of very many,
    in which none was sought (`untried`).
    """

    witnessed: tuple[Witnessed, ...] = ()
    others: tuple[Region, ...] = ()
    untried: tuple[Region, ...] = ()

    @property
    def regions(self) -> tuple[Region, ...]:
        """The regions that are shown to occur."""
        return tuple(each.region for each in self.witnessed)


NOTHING_SHOWN = ShownRegions()


def shown(
    regions: Sequence[Region], reads: Sequence[HeldStates], sides: DatedSides, codes: tuple[str, str]
) -> ShownRegions:
    """Seek a unit in every region, for rules of these codes; of very many, in some of each pair of outcomes."""
    found: list[Witnessed] = []
    others: list[Region] = []
    untried: list[Region] = []
    tried = Counter[tuple[Outcome, Outcome]]()
    for region in regions:
        pair = (region.before, region.after)
        tried[pair] += 1
        if len(others) >= _MOST_FAILED or (tried[pair] > _MOST_TRIED and len(regions) > _MANY):
            untried.append(region)
            continue
        one = witnessed(region, sides, reads, codes)
        if one is None:
            others.append(region)
        else:
            found.append(one)
    return ShownRegions(tuple(found), tuple(others), tuple(untried))

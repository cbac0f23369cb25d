"""Points of a rule with one thing changed."""

from collections.abc import Iterator
from decimal import Decimal

from attrs import evolve

from ...model.library import Library
from ...model.threshold import Award, BandedPoints, FixedPoints, PointsAlongLine, ReportedPoints, UnknownPoints
from ..coverage.step import moved

_ONE = Decimal(1)


def changed_awards(award: Award, library: Library) -> Iterator[Award]:
    """Every way of changing one number of the points: one point more or less, a band or a node one step up or down.

    >>> [one.points for one in changed_awards(FixedPoints(Decimal(5)), Library())]
    [Decimal('6'), Decimal('4')]
    """
    match award:
        case FixedPoints(points):
            yield from (evolve(award, points=points + step) for step in (_ONE, -_ONE))
        case BandedPoints(name, bands, otherwise):
            for place, band in enumerate(bands):
                others = [evolve(band, points=band.points + step) for step in (_ONE, -_ONE)]
                edges = [moved(band.edge, steps, library.measures.get(name)) for steps in (1, -1)]
                others += [evolve(band, edge=edge) for edge in edges if isinstance(edge, Decimal)]
                for other in others:
                    yield evolve(award, bands=(*bands[:place], other, *bands[place + 1 :]))
            yield evolve(award, otherwise=otherwise + _ONE)
        case PointsAlongLine(_, line):
            for place, (at, points) in enumerate(line):
                for step in (_ONE, -_ONE):
                    yield evolve(award, line=(*line[:place], (at, points + step), *line[place + 1 :]))
        case ReportedPoints() | UnknownPoints():
            return

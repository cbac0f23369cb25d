"""Points that a rule gives: fixed when it is attained, by bands of a figure, along a line, or as reported."""

from decimal import Decimal

from attrs import field, frozen

from .condition import Operator
from .named import NUMBER
from .place import Place


@frozen
class FixedPoints:
    """`points: 5`: given where the rule is attained, else none."""

    points: Decimal
    place: Place | None = field(default=None, eq=False, repr=False)


@frozen
class Band:
    """`{at_least: 90, points: 5}`: the points of figures that hold against `edge`."""

    operator: Operator
    edge: Decimal
    points: Decimal
    place: Place | None = field(default=None, eq=False, repr=False)


@frozen
class BandedPoints:
    """`{measure: m, bands: [...]}`: the points of the first band that the figure falls in, `otherwise` of none."""

    measure: str = field(metadata=NUMBER)
    bands: tuple[Band, ...]
    otherwise: Decimal = Decimal(0)
    place: Place | None = field(default=None, eq=False, repr=False)


@frozen
class PointsAlongLine:
    """`{measure: m, line: [{at: 50, points: 6}, {at: 80, points: 8}]}`: points in proportion between two figures.

    Below the first figure there are `below` points (None: those of the first figure), beyond the last those of the last.
    """

    measure: str = field(metadata=NUMBER)
    line: tuple[tuple[Decimal, Decimal], ...]
    below: Decimal | None = None
    place: Place | None = field(default=None, eq=False, repr=False)


@frozen
class ReportedPoints:
    """`{measure: m}`: the points are a figure that is reported."""

    measure: str = field(metadata=NUMBER)
    place: Place | None = field(default=None, eq=False, repr=False)


@frozen
class UnknownPoints:
    """`points: unknown`: the rule gives points, and how many is not known; none at least, and the `maximum` at most."""

    place: Place | None = field(default=None, eq=False, repr=False)


Award = FixedPoints | BandedPoints | PointsAlongLine | ReportedPoints | UnknownPoints


def most_points(award: Award) -> Decimal | None:
    """The most points that can be given; None where that is not said.

    >>> most_points(FixedPoints(Decimal(5)))
    Decimal('5')
    """
    match award:
        case FixedPoints(points):
            return points
        case BandedPoints(_, bands, otherwise):
            return max([otherwise, *(band.points for band in bands)])
        case PointsAlongLine(_, line, below):
            most: Decimal = max(points for _, points in line)
            return most if below is None else max(most, below)
        case ReportedPoints() | UnknownPoints():
            return None

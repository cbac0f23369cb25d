"""Points of rules: a number, bands of a figure, a line through nodes, a figure that is reported, or unknown."""

from decimal import Decimal
from itertools import pairwise

from ...model.text import Text
from ...model.threshold import Award, Band, BandedPoints, FixedPoints, PointsAlongLine, ReportedPoints, UnknownPoints
from ..diagnostics.mistakes import Mistake, StructuringError, report
from ..grammar.awards import AWARD, BAND, NODE
from ..grammar.conditions import OPERATORS, UNKNOWN
from ..yaml.tree import Node, PlacedMapping, Scalar
from .converter import ABSENT, after_mistake, each, first_place, keys_of, made_from, make, mapping
from .figures import figure
from .scalars import word

BANDS = Text("các khung điểm", "bands of points")
NODES = Text("các mốc điểm", "nodes of points")


def award(node: Node) -> Award:
    """The points that a rule gives."""
    if not isinstance(node, PlacedMapping):
        if isinstance(node, Scalar) and node == UNKNOWN:
            return UnknownPoints(node.place)
        return FixedPoints(figure(node), node.place)
    values = keys_of(node, AWARD)
    measure = values["measure"]
    at = {"measure": measure, "place": getattr(measure, "place", None) or first_place(node)}
    if "bands" in values and "line" in values:
        report(Mistake("NTM169", node.key("line").place))
    if "bands" in values:
        beside = {name: values[name] for name in ("otherwise",) if name in values}
        return make(BandedPoints, {**at, "bands": values["bands"], **beside})
    if "line" in values:
        beside = {name: values[name] for name in ("below",) if name in values}
        return make(PointsAlongLine, {**at, "line": values["line"], **beside})
    return make(ReportedPoints, at)


def points_alone(node: Node) -> None:
    """Report a fixed number of points of a rule that says nothing else: they need a condition."""
    if isinstance(node, Scalar) and node != UNKNOWN:
        report(Mistake("NTM166", node.place))


def _band(node: Node) -> Band:
    own = mapping(node, BAND)
    values = keys_of(own, BAND)
    bounds = [key for key in own if key in OPERATORS]
    if len(bounds) != 1:
        raise StructuringError(Mistake("NTM168", (bounds[1] if bounds else own).place))
    [bound] = bounds
    parts = {"operator": OPERATORS[bound], "edge": own[bound], "points": values["points"], "place": bound.place}
    return make(Band, parts)


def _node(node: Node) -> tuple[Decimal, Decimal]:
    values = keys_of(mapping(node, NODE), NODE)
    at, points = (
        Decimal(0) if values[name] is ABSENT else after_mistake(figure, values[name], Decimal(0))
        for name in ("at", "points")
    )
    return at, points


def _bands(node: Node) -> tuple[Band, ...]:
    return each(node, _band, BANDS)


def _line(node: Node) -> tuple[tuple[Decimal, Decimal], ...]:
    found = each(node, _node, NODES)
    if any(one[0] >= other[0] for one, other in pairwise(found)):
        raise StructuringError(Mistake("NTM167", node.place))
    return found


_FIGURE = (figure, Decimal(0))
made_from(Band, edge=_FIGURE, points=_FIGURE)
made_from(BandedPoints, measure=(word, "?"), bands=(_bands, ()), otherwise=_FIGURE)
made_from(PointsAlongLine, measure=(word, "?"), line=(_line, ((Decimal(0), Decimal(0)),)), below=(figure, None))
made_from(ReportedPoints, measure=(word, "?"))

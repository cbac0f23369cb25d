"""Scale of the figures compared with a threshold: bounds, step from one figure to the next, position beside the threshold."""

from decimal import Decimal
from enum import Enum
from fractions import Fraction

from attrs import frozen

from ...language.contents.traversal import thresholds
from ...model.condition import Aggregate, Basis, Condition, CriteriaCount, Score
from ...model.measure import Measure, MeasureType
from ...model.threshold import Fixed
from ...model.values.day import Day
from ...model.values.number import EXACT, Number, as_fraction
from ...program.program import Program
from ...program.terms import Counted
from ...program.terms import Figure as Term
from ..regions.leaf import core_of, leaf_of
from ..regions.quantity import (
    CountOf,
    CriteriaIncrease,
    MeasureChange,
    MeasureMean,
    MembersAgainst,
    MembersDeciding,
    MembersFigure,
    MembersWeighed,
    OwnMeasure,
)
from ..regions.side import Side

ONE = Decimal(1)
"""The step of counts, and of shares in percent."""


def step_of(measure: Measure) -> Decimal:
    """One unit of the last decimal of a measure's figures as they are compared, that is after any declared rounding.

    >>> from ...model.text import Text
    >>> step_of(Measure("water", Text("Nước sạch"), decimals=2))
    Decimal('0.01')
    """
    places = measure.decimals
    if measure.rounding is not None:
        places = measure.rounding.to if measure.derive else min(measure.decimals, measure.rounding.to)
    return ONE.scaleb(-places)


def moved(value: Decimal | str, steps: int, measure: Measure | None) -> Decimal | str | None:
    """Threshold moved by `steps` steps of the measure (None: a count or a share); None past the last level.

    >>> moved(Decimal(90), -1, None)
    Decimal('89')
    """
    if measure is not None and measure.type is MeasureType.LEVEL:
        rank = measure.rank(str(value))
        if rank is None or not 0 <= rank + steps < len(measure.levels):
            return None
        return measure.levels[rank + steps].id
    if isinstance(value, str):
        return None
    if isinstance(value, Day):
        return value.later(steps)
    return EXACT.add(value, steps * (ONE if measure is None else step_of(measure)))


ScaleValue = Number | str
"""A figure, or the id of a level."""
_ZERO, _HUNDRED = Decimal(0), Decimal(100)


class Point(Enum):
    """Position of a figure: at most one step below a threshold, exactly at it, or at most one step above it."""

    BELOW = "below"
    AT = "at"
    ABOVE = "above"


@frozen
class Scale:
    """Possible figures: from `least` to `most` (None: no bound), multiples of the `step` when `whole`.

    A share of so many `members` is a multiple of one of them. The levels of an ordered scale are counted by their ranks, with
    `levels` lowest first.
    """

    step: Decimal = ONE
    least: Decimal | None = None
    most: Decimal | None = None
    whole: bool = True
    levels: tuple[str, ...] = ()
    members: int | None = None

    def point(self, figure: ScaleValue, threshold: ScaleValue, step: Number | None = None) -> Point | None:
        """Position of a figure beside a threshold; None when it is more than one step (None: that of the scale) away.

        >>> Scale(Decimal("0.1")).point(Decimal("89.9"), Decimal(90))
        <Point.BELOW: 'below'>
        """
        away, near = self._number(figure) - self._number(threshold), as_fraction(step or self.step)
        if away == 0:
            return Point.AT
        if abs(away) > near:
            return None
        return Point.BELOW if away < 0 else Point.ABOVE

    def points(self, threshold: ScaleValue) -> frozenset[Point]:
        """Positions beside a threshold where figures of the scale can lie.

        >>> sorted(point.value for point in Scale(least=Decimal(0), most=Decimal(100)).points(Decimal(100)))
        ['at', 'below']
        """
        at, step = self._number(threshold), as_fraction(self.step)
        least = None if self.least is None else as_fraction(self.least)
        most = None if self.most is None else as_fraction(self.most)
        positions = set()
        if (least is None or least < at) and (most is None or at - step <= most):
            positions.add(Point.BELOW)
        if (most is None or at < most) and (least is None or least <= at + step):
            positions.add(Point.ABOVE)
        inside = (least is None or least <= at) and (most is None or at <= most)
        grain = step if self.members is None else Fraction(100, self.members)
        if inside and (not self.whole or at % grain == 0):
            positions.add(Point.AT)
        return frozenset(positions)

    def _number(self, figure: ScaleValue) -> Fraction:
        return Fraction(self.levels.index(figure)) if isinstance(figure, str) else as_fraction(figure)


def scale_of(figure: Term, condition: Condition, program: Program) -> Scale:
    """Scale of a figure that a condition compares with a threshold.

    A count of criteria goes up to their number, one of members has no upper bound. A count of members named one by one
    goes up to the number named, unless a bound asks for more: then the names are those of units above them. A share is
    a multiple of one criterion among all, or of one member in a hundred. Points go by ones.
    """
    if isinstance(condition, Score):
        return Scale(ONE, _ZERO, whole=False)
    match leaf_of(figure, Side(program)):
        case OwnMeasure(measure):
            return _of_measure(program.measures[measure])
        case MeasureMean(measure):
            return _mean_of(
                _of_measure(program.measures[measure]), rounded=program.measures[measure].rounding is not None
            )
        case MeasureChange(measure):
            own = program.measures[measure]
            width = None if own.minimum is None or own.maximum is None else EXACT.subtract(own.maximum, own.minimum)
            return Scale(step_of(own), None if width is None else -width, width, own.derive is None)
        case CriteriaIncrease(ruleset):
            count = Decimal(len(program.references[ruleset].criteria))
            return Scale(ONE, -count, count)
        case MembersFigure(aggregate=aggregate, of=CriteriaCount(ruleset, since)):
            count = Decimal(len(program.references[ruleset].criteria))
            own_least = _ZERO if since is None else -count
            return _over_members(Scale(ONE, own_least, count), aggregate)
        case MembersFigure(aggregate=aggregate, of=str() as measure):
            own = program.measures[measure]
            return _over_members(_of_measure(own), aggregate, rounded=own.rounding is not None)
        case CountOf(of, basis=basis):
            most = _most_members(of, condition, basis) if isinstance(of, MembersDeciding) else len(of)
            if basis is Basis.COUNT:
                return Scale(ONE, _ZERO, None if most is None else Decimal(most))
            return Scale(ONE, _ZERO, _HUNDRED, members=100 if most is None else most)
        case MembersAgainst():
            return Scale(ONE)
        case MembersWeighed():
            return Scale(ONE, _ZERO, _HUNDRED, whole=False)
        case None if isinstance(core := core_of(figure)[0], Counted):
            return Scale(ONE, _ZERO, _HUNDRED, members=100) if core.share else Scale(ONE, _ZERO)
    raise TypeError(f"{type(condition).__name__} compares no figure")


def _most_members(of: MembersDeciding, condition: Condition, basis: Basis) -> int | None:
    values = [threshold.value for threshold in thresholds(condition) if isinstance(threshold, Fixed)]
    named = len(of.only)
    every = all(isinstance(figure, Decimal) and figure <= named for figure in values)
    return named if named and basis is Basis.COUNT and every else None


def _of_measure(measure: Measure) -> Scale:
    if measure.type is MeasureType.LEVEL:
        levels = tuple(level.id for level in measure.levels)
        return Scale(ONE, _ZERO, Decimal(len(levels) - 1), levels=levels)
    whole = measure.derive is None or measure.rounding is not None
    return Scale(step_of(measure), measure.minimum, measure.maximum, whole)


def _over_members(of_one: Scale, aggregate: Aggregate, *, rounded: bool = False) -> Scale:
    """The scale of a figure over members, of which there can be any number."""
    if aggregate is Aggregate.SUM:
        least = _ZERO if of_one.least is not None and of_one.least >= 0 else None
        most = _ZERO if of_one.most is not None and of_one.most <= 0 else None
        return Scale(of_one.step, least, most, of_one.whole)
    return _mean_of(of_one, rounded=rounded or aggregate is not Aggregate.MEAN)


def _mean_of(of_one: Scale, *, rounded: bool) -> Scale:
    """The scale of a figure that is made of several, and lies between them."""
    return Scale(of_one.step, of_one.least, of_one.most, of_one.whole and rounded)

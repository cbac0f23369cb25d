"""Thresholds that a measure is compared with, and the points that its figures give."""

from datetime import date
from decimal import Decimal

from attrs import field, frozen

from .key import RuleKey
from .measure import MeasureType
from .named import ANY_MEASURE, NUMBER, ReferenceKind, naming
from .place import Place
from .values.condition_words import Operator
from .values.day import Day
from .values.duration import LONGEST, Duration, TimeApart


@frozen
class Fixed:
    """A figure, a `Day`, or the id of a level, printed in the instrument."""

    value: Decimal | str
    place: Place | None = field(default=None, eq=False, repr=False)


MOST_DAYS = 99_999
"""The most days that a date can be asked to be before or after another."""


@frozen
class DayFrom:
    """The day of the assessment, or so long before or after it (`{years: 2, before: assessment}`).

    With a `measure`, so long before or after the day that is its value for the unit itself.
    """

    years: int = 0
    months: int = 0
    days: int = 0
    is_before: bool = False
    measure: str | None = field(default=None, metadata=naming(ReferenceKind.MEASURE, MeasureType.DATE))
    place: Place | None = field(default=None, eq=False, repr=False)

    @property
    def length(self) -> Duration | int:
        """Length of time before or after it: days, or years and months; false where it is that day itself."""
        length = Duration(self.years, self.months)
        return length if length.in_months else self.days

    def seen_from(self, day: date, operator: Operator | None = None) -> date:
        """The day that it is on the day of an assessment, for a day that is held against it by an operator.

        Where a month has no such day, a length of time has passed with its last. So of the days *two years before*, the last
        is what a day must not be after, and the first what it must not be before.

        >>> DayFrom(years=1, is_before=True).seen_from(date(2025, 2, 28), Operator.AT_MOST)
        datetime.date(2024, 2, 29)
        """
        return self.apart(operator).of(day)

    def apart(self, operator: Operator | None = None) -> TimeApart:
        """The time between it and the day that it is counted from, for a day that is held against it by an operator."""
        is_first = self.is_before and operator in (Operator.AT_LEAST, Operator.LESS_THAN)
        return TimeApart(Duration(self.years, self.months), self.days, self.is_before, is_first)


@frozen
class ByAttribute:
    """A threshold for each value of a unit's attribute (`by: region`); `otherwise` for the values not listed."""

    attribute: str = field(metadata=naming(ReferenceKind.ATTRIBUTE))
    cases: tuple[tuple[str, "Threshold"], ...] = field(metadata=naming(ReferenceKind.ATTRIBUTE_VALUE))
    otherwise: "Threshold | None" = None
    place: Place | None = field(default=None, eq=False, repr=False)


@frozen
class ByYear:
    """A threshold for each year of the figure compared (`by: year`), or of the year assessed (`by: assessed_year`).

    `otherwise` is for the years not listed.
    """

    cases: tuple[tuple[int, "Threshold"], ...]
    otherwise: "Threshold | None" = None
    assessed: bool = False
    place: Place | None = field(default=None, eq=False, repr=False)


@frozen
class Relative:
    """The value of a measure of another unit: the nearest one of kind `of` above, or the unit itself when None."""

    measure: str = field(metadata=ANY_MEASURE)
    of: str | None = field(default=None, metadata=naming(ReferenceKind.KIND))
    place: Place | None = field(default=None, eq=False, repr=False)


@frozen
class Delegated:
    """Left by the instrument to a lower authority (`delegated: province`), unknown until a specialising ruleset sets it."""

    to: str = field(metadata=naming(ReferenceKind.KIND))
    place: Place | None = field(default=None, eq=False, repr=False)


@frozen
class UnknownThreshold:
    """A threshold that the instrument has and that this file does not know."""

    place: Place | None = field(default=None, eq=False, repr=False)


@frozen
class NoLimit:
    """Nothing is asked in this case of a threshold (`no_limit`): the unit satisfies it, also without a figure."""

    place: Place | None = field(default=None, eq=False, repr=False)


@frozen
class ThresholdOf:
    """The threshold that another rule sets for the measure compared (`threshold: vn/commune-advanced#10`): as it stands in
    the version in force on the day, in the case of the unit.
    """

    rule: RuleKey = field(metadata=naming(ReferenceKind.RULE))
    place: Place | None = field(default=None, eq=False, repr=False)


@frozen
class ByBand:
    """A threshold for each band of a figure of the unit itself (`by: {measure: population, bands: [...]}`).

    Each band is an operator and an edge; the first that the figure holds against counts, `otherwise` where none does.
    """

    measure: str = field(metadata=NUMBER)
    bands: tuple[tuple[tuple[Operator, Decimal], "Threshold"], ...]
    otherwise: "Threshold | None" = None
    place: Place | None = field(default=None, eq=False, repr=False)


@frozen
class Multiple:
    """A multiple of another threshold (`times: 1.10, of: ...`)."""

    factor: Decimal
    of: "Threshold"
    place: Place | None = field(default=None, eq=False, repr=False)


@frozen
class ForEach:
    """A base, and an amount `plus` for each unit of a figure of the unit itself beyond `beyond`."""

    measure: str = field(metadata=NUMBER)
    base: Decimal
    plus: Decimal
    beyond: Decimal = Decimal(0)
    place: Place | None = field(default=None, eq=False, repr=False)


Threshold = (
    Fixed
    | DayFrom
    | ByAttribute
    | ByYear
    | ByBand
    | Relative
    | ThresholdOf
    | Multiple
    | ForEach
    | Delegated
    | NoLimit
    | UnknownThreshold
)


def is_day(threshold: Threshold) -> bool:
    """True of a threshold that is a date, printed or counted from another; not of one with cases."""
    return isinstance(threshold, DayFrom) or (isinstance(threshold, Fixed) and isinstance(threshold.value, Day))


def is_counted_wrongly(threshold: Threshold) -> bool:
    """True of a date that is counted in days beside years or months."""
    if not isinstance(threshold, DayFrom):
        return False
    return bool((threshold.years or threshold.months) and threshold.days)


def is_too_far(threshold: Threshold) -> bool:
    """True of a date that is counted from another by more than any instrument means, or by less than nothing."""
    if not isinstance(threshold, DayFrom):
        return False
    lengths = (threshold.years, LONGEST), (threshold.months, LONGEST), (threshold.days, MOST_DAYS)
    return not all(0 <= length <= most for length, most in lengths)


def factor_of(threshold: Threshold) -> Decimal | None:
    """The number by which a threshold multiplies a figure or a threshold; None where it multiplies none.

    >>> factor_of(Multiple(Decimal("1.1"), Fixed(Decimal(48))))
    Decimal('1.1')
    """
    match threshold:
        case Multiple(factor):
            return factor
        case ForEach(plus=plus):
            return plus
    return None


# ---- points


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

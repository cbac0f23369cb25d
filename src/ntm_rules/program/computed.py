"""Figures as they are reported, and those computed from other figures and from truths: points by bands or by interpolation, for
what is attained, and sums."""

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from attrs import frozen

from ..model.condition import Operator
from ..model.decision import ReasonKind
from ..model.values.duration import Duration, TimeApart
from ..model.values.number import Scaling

if TYPE_CHECKING:
    from .terms import Counted, Figure, Over, Truth


@frozen(cache_hash=True)
class Reported:
    """The figure reported of a measure: of the unit itself or of the nearest unit above of the kind `above`; on the
    program's day, or `on` an earlier one. One that is not dated `after` a day, or is older than `valid_for`, or whose
    assurance is not among the levels `assured` (None: any), is none.

    Where it is the figure of a year, which `after` and `on` limit it to, that is the year so many years `back` from the one
    assessed: what it is for rules that are compared, or attested, on other days.
    """

    measure: str
    above: str | None = None
    on: date | None = None
    after: date | None = None
    valid_for: Duration | None = None
    back: int | None = None
    assured: tuple[str, ...] | None = None

    @property
    def year(self) -> int | None:
        """The year that it is the figure of; None where it is that of no certain year."""
        return None if self.back is None or self.after is None else self.after.year + 1

    @property
    def is_current(self) -> bool:
        """True for the unit's own figure on the program's day, of whatever age."""
        return self.above is None and self.on is None and not self.is_windowed

    @property
    def is_windowed(self) -> bool:
        """True where not every figure up to the day may be used."""
        return self.after is not None or self.valid_for is not None or self.assured is not None

    @property
    def of_any_age(self) -> "Reported":
        """The same figure, however old."""
        return Reported(self.measure, self.above, self.on)

    def first(self, today: date) -> date | None:
        """The first day of which a figure may be used; None for any.

        >>> Reported("poor", valid_for=Duration(years=1)).first(date(2024, 6, 30))
        datetime.date(2023, 6, 30)
        """
        if not self.is_windowed:
            return None
        later = None if self.after is None else self.after + timedelta(days=1)
        valid = None if self.valid_for is None else self.valid_for.before(self.on or today)
        return max((day for day in (later, valid) if day is not None), default=None)


@frozen(cache_hash=True)
class YearOf:
    """The year of a figure, by the reports that it may rest on: that of the latest that stands; without any, that assessed."""

    reports: tuple[Reported, ...]

    def among(self, days: Iterable[date], assessed: int) -> str:
        """The year of the latest of the days of the reports; without any, the year assessed."""
        return str(max((day.year for day in days), default=assessed))


@frozen(cache_hash=True)
class AttributeOf:
    """An attribute of the unit; one that is blank is not there."""

    attribute: str


@frozen(cache_hash=True)
class CaseChoice:
    """The place, among `keys`, of the value of an attribute or of a year: worked out once for all chosen alike.

    `every`: the keys are all the values that the attribute can have.
    """

    by: AttributeOf | YearOf
    keys: tuple[str, ...]
    every: bool = False


@frozen(cache_hash=True)
class Chosen:
    """The figure of the case that the unit is in; `otherwise` where it is in none, and open where there is no such figure."""

    case: CaseChoice
    figures: "tuple[Figure, ...]"
    otherwise: "Figure | None" = None

    @property
    def remaining(self) -> "tuple[Figure | None, ...]":
        """The figures that it can be where the value that it goes by is not known."""
        return self.figures if self.case.every else (*self.figures, self.otherwise)


@frozen(cache_hash=True)
class Constant:
    """A figure, or the id of a level, that the instrument prints; or a day that follows from that of the assessment."""

    value: Decimal | str
    seen: TimeApart | None = None


@frozen(cache_hash=True)
class OpenFigure:
    """A figure that nobody can tell: delegated, unknown, or not set for the year. `why` and `subject` go into its reason.

    `multiple`: so many times as much is required. No decision can be another for it, but the rule means another thing.
    """

    why: ReasonKind
    subject: str | None = None
    multiple: Decimal | None = None


@frozen(cache_hash=True)
class Banded:
    """The figure of the first band that another figure falls in: the first that it holds against, as `operator edge` says.

    `otherwise` where it is in none; open where there is no such figure. It applies where the figure that is banded does.
    """

    figure: "Figure"
    operators: tuple[Operator, ...]
    edges: tuple[Decimal, ...]
    figures: "tuple[Figure, ...]"
    otherwise: "Figure | None" = None


@frozen(cache_hash=True)
class Interpolated:
    """A figure read off a line through `nodes`, pairs of a figure and what it comes to, in rising order of the first.

    Beyond the first and the last node it is what that node comes to.
    """

    figure: "Figure"
    nodes: tuple[tuple[Decimal, Decimal], ...]


Rising = Scaling | TimeApart
"""A function of a figure that does not fall where the figure rises."""


@frozen(cache_hash=True)
class Scaled:
    """A multiple of a figure, or the day so long before or after one, which applies where that does. That of one that rises,
    does not fall.
    """

    figure: "Figure"
    scaling: Rising


@frozen(cache_hash=True)
class Awarded:
    """A figure where a truth holds, 0 where it does not; it does not apply where the truth does not."""

    truth: "Truth"
    points: "Figure"


@frozen(cache_hash=True)
class Within:
    """A figure that lies between two others, as far as it is not known (None: no bound)."""

    figure: "Figure"
    low: Decimal | None
    high: Decimal | None


@frozen(cache_hash=True)
class Total:
    """The sum of figures. Those that do not apply are left out; it does not apply where none of them does."""

    figures: "tuple[Figure, ...]"


@frozen(cache_hash=True)
class WeighedShare:
    """The percentage that one sum has of it and another together: of the members of which a truth holds, and of the others.

    Whether it applies, and what it is of no members, is that of the `count` of the same members. `weight` is the measure that
    is summed.
    """

    count: "Counted"
    holding: "Over"
    failing: "Over"
    weight: str


Computed = Banded | Interpolated | Awarded | Within | Total


def printed_numbers(
    figure: "Figure | None", value_of: Callable[[CaseChoice], str | None]
) -> tuple[Decimal, ...] | None:
    """The printed numbers that a required figure can be, by the values of its cases; None where it can be something else.

    Where the value of a case is None, all that it can be; none where nothing is asked, which is a truth beside the comparison.

    >>> area = Chosen(CaseChoice(AttributeOf("area"), ("hills",)), (Constant(Decimal(75)),), Constant(Decimal(80)))
    >>> threshold = Chosen(CaseChoice(AttributeOf("region"), ("delta",)), (Constant(Decimal(90)),), area)
    >>> printed_numbers(threshold, lambda case: None)
    (Decimal('90'), Decimal('75'), Decimal('80'))
    >>> printed_numbers(threshold, lambda case: {"area": "hills"}.get(case.by.attribute))
    (Decimal('90'), Decimal('75'))
    """
    match figure:
        case Constant(Decimal() as number):
            return (number,)
        case OpenFigure(ReasonKind.NO_LIMIT):
            return ()
        case Chosen(case, figures, otherwise):
            own = value_of(case)
            if not own:
                return numbers_together(printed_numbers(inner, value_of) for inner in figure.remaining)
            return printed_numbers(figures[case.keys.index(own)] if own in case.keys else otherwise, value_of)
    return None


def numbers_together(numbers_of_each: Iterable[tuple[Decimal, ...] | None]) -> tuple[Decimal, ...] | None:
    """The numbers of all, each once; None where one of them is not known."""
    together: dict[Decimal, None] = {}
    for numbers in numbers_of_each:
        if numbers is None:
            return None
        together.update(dict.fromkeys(numbers))
    return tuple(together)

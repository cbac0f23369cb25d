"""Thresholds that a measure is compared with."""

from decimal import Decimal

from attrs import field, frozen

from .key import RuleKey
from .named import ANY_MEASURE, NUMBER, ReferenceKind, naming
from .place import Place
from .values.operator import Operator


@frozen
class Fixed:
    """A figure, or the id of a level, printed in the instrument."""

    value: Decimal | str
    place: Place | None = field(default=None, eq=False, repr=False)


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
    Fixed | ByAttribute | ByYear | ByBand | Relative | ThresholdOf | Multiple | ForEach | Delegated | UnknownThreshold
)


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

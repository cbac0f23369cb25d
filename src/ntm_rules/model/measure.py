"""Measures: the quantities and findings that are observed about units."""

from decimal import Decimal
from enum import Enum

from attrs import field, frozen

from .place import Place
from .text import Text
from .values.day import DATE_UNIT, EARLIEST, LATEST, Day
from .values.duration import Duration
from .values.number import Number, Quotient, Rounding, WeightedSum


class MeasureType(Enum):
    """Type of a measure's values: figures, findings (met / not met), ordered levels, or dates."""

    NUMBER = "number"
    FINDING = "finding"
    LEVEL = "level"
    DATE = "date"


class Better(Enum):
    """Direction in which a measure is better, where a text says so."""

    HIGHER = "higher"
    LOWER = "lower"


@frozen
class Level:
    """One level of an ordered scale; the scale lists them lowest first."""

    id: str
    name: Text


@frozen
class FindingLabels:
    """Words of its own for a finding that is met and one that is not: *Có* and *Không* of a deprivation."""

    met: Text
    not_met: Text


@frozen
class ShareOf:
    """Derived: 100 x part / whole, in percent, exact. Undefined when the whole is 0."""

    part: str
    whole: str

    @property
    def parts(self) -> tuple[str, str]:
        """The measures that it is computed from."""
        return self.part, self.whole

    @property
    def how(self) -> Quotient:
        """Way in which the figures of the parts come to one."""
        return Quotient(Decimal(100))


@frozen
class RatioOf(ShareOf):
    """Derived: part / whole, exact, in a unit of its own: people in each household. Undefined when the whole is 0."""

    @property
    def how(self) -> Quotient:
        """Way in which the figures of the parts come to one."""
        return Quotient()


class InapplicablePart(Enum):
    """Value of a part of a sum that does not apply to the unit: 0, or nothing (all parts left out: no sum)."""

    ZERO = "zero"
    LEFT_OUT = "left_out"


@frozen
class SumOf:
    """Derived: the sum of other measures of the same unit.

    `not_applicable` is what a part counts as that is reported not to apply; without it the sum is then not known.
    """

    parts: tuple[str, ...]
    not_applicable: InapplicablePart | None = None

    @property
    def how(self) -> WeightedSum:
        """Way in which the figures of the parts come to one."""
        return WeightedSum((Decimal(1),) * len(self.parts))


@frozen
class WeightedSumOf(SumOf):
    """Derived: the sum of other measures, each multiplied by its weight; of a difference the weights are 1 and -1."""

    weights: tuple[Decimal, ...] = field(kw_only=True)

    @property
    def how(self) -> WeightedSum:
        """Way in which the figures of the parts come to one."""
        return WeightedSum(self.weights)


Derivation = ShareOf | SumOf


@frozen
class Measure:
    """A named quantity or finding about a unit.

    `unit` is the unit of measurement as printed (`%`, `triệu đồng/người/năm`), of dates `DATE_UNIT`. `decimals` is how many
    decimals a reported figure may have: one with more is an error. `minimum` and `maximum` bound it, both included. A measure
    can be reported as not applicable only where it `may_not_apply`, best with a text that cites who says so; of any other such
    a report decides nothing. `rounding` is applied before a comparison, and only where the measure declares it. `better`
    decides nothing: `check` warns of a rule that asks for the other direction; a finding is better met (higher) or not met
    (lower), and may have `labels`. `valid_for`: a figure that is older on the day of the assessment is not used.

    >>> from .text import Text
    >>> Measure("poor", Text("Tỷ lệ hộ nghèo", "Poor households"), unit="%", decimals=2).type.value
    'number'
    """

    id: str
    name: Text
    type: MeasureType = MeasureType.NUMBER
    unit: str | None = field()
    decimals: int = 0
    minimum: Decimal | None = field()
    maximum: Decimal | None = field()
    levels: tuple[Level, ...] = ()
    derive: Derivation | None = None
    rounding: Rounding | None = None
    may_not_apply: Text | bool = False
    better: Better | None = None
    labels: FindingLabels | None = None
    valid_for: Duration | None = None
    note: Text | None = None
    place: Place | None = field(default=None, eq=False, repr=False)

    @unit.default
    def _unit_of_dates(self) -> str | None:
        return DATE_UNIT if self.type is MeasureType.DATE else None

    @minimum.default
    def _earliest(self) -> Decimal | None:
        return EARLIEST if self.type is MeasureType.DATE else None

    @maximum.default
    def _latest(self) -> Decimal | None:
        return LATEST if self.type is MeasureType.DATE else None

    def labelled(self, word: str) -> Text | None:
        """The measure's own words for a finding (`met`, `not_met`), if it has any."""
        return None if self.labels is None else {"met": self.labels.met, "not_met": self.labels.not_met}.get(word)

    def value(self, number: Number) -> Number:
        """A number as a value of the measure: of dates, the day that it stands for. One that is no day stays a number."""
        if self.type is MeasureType.DATE and isinstance(number, Decimal) and Day.is_one(number):
            return Day(number)
        return number

    def rank(self, level: str) -> int | None:
        """The position of a level in the scale, lowest 0; None when the scale has no such level."""
        return next((rank for rank, known in enumerate(self.levels) if known.id == level), None)


def with_unit(figure: str, unit: str | None) -> str:
    """A figure with its unit of measurement; a percent sign follows it without a space, as instruments print it.

    >>> with_unit("97,2", "%"), with_unit("5", "ha"), with_unit("5", None)
    ('97,2%', '5 ha', '5')
    """
    return f"{figure}{'' if not unit or unit.startswith('%') else ' '}{unit or ''}"


@frozen
class Attribute:
    """A property of units that rules ask for, with the closed list of its values (empty: any text).

    >>> from .text import Text
    >>> Attribute("region", Text("Vùng", "Region"), (Level("delta", Text("Đồng bằng", "Delta")),)).value_ids
    ('delta',)
    """

    id: str
    name: Text
    values: tuple[Level, ...] = ()
    place: Place | None = field(default=None, eq=False, repr=False)

    @property
    def value_ids(self) -> tuple[str, ...]:
        """The values as written in files."""
        return tuple(value.id for value in self.values)

"""Quantities that the outcome of a rule depends on, and the states that each can be in.

A rule reads finitely many quantities: measures and attributes of the unit, the year, figures of units above, the outcomes of
other rules, counts over members. Where two rules are compared, the values of each quantity are divided at the thresholds of
both into finitely many *states*, within which no rule can tell one value from another.
"""

from collections.abc import Hashable
from datetime import date
from enum import Enum
from fractions import Fraction

from attrs import field, frozen

from ...model.condition import Aggregate, Basis, CriteriaCount
from ...model.fact import Finding
from ...model.key import RuleKey
from ...model.outcome import Outcome, Tally
from ...model.values.number import Number
from ...program.computed import Rising
from ...program.terms import Truth

OWN = "own"
"""Stands for the ruleset itself in the keys of rules, so that rulesets of different names can be compared."""

YEAR_BEFORE = date.min
"""Stands for the day since which something changes that changes since the year before, of whatever year is assessed."""

ANYTHING = frozenset(Outcome) - {Outcome.UNDETERMINED}
"""Every outcome that an undetermined rule can still come to."""


@frozen
class OwnMeasure:
    """A measure of the unit itself, as reported or derived; with `back`, that of so many years before the one assessed."""

    measure: str
    back: int | None = None


@frozen
class MeasureMean:
    """The mean of a measure of the unit itself over so many years, up to the one assessed."""

    measure: str
    years: int


@frozen
class OwnAttribute:
    """An attribute of the unit itself."""

    attribute: str


@frozen
class Year:
    """The year of the date of assessment, of which figures with thresholds by year are taken to be."""


@frozen
class MeasureAbove:
    """A measure of the nearest unit of a kind above."""

    kind: str
    measure: str


@frozen
class OutcomeCounts:
    """Outcomes of rules of the unit that are only counted together: the number of rules for each outcome.

    A single rule is one of these as well. Keys of the ruleset's own rules have `OWN` in place of its id. In a tally an
    undetermined one can still come to `ANYTHING`: those open between some outcomes only are gone through by `partly_open`.
    """

    rules: tuple[RuleKey, ...]


@frozen
class MemberTruth:
    """A condition that each member comes to an outcome of, by what it means on any side; `truth` is one that means so."""

    meaning: Hashable = field(repr=False)
    truth: Truth = field(eq=False)


@frozen
class MembersDeciding:
    """Outcomes of a rule, or a condition, for units of a kind below; `counts` and `shares` (in percent) are their bounds."""

    kind: str
    rule: RuleKey | MemberTruth
    only: tuple[str, ...] = ()
    counts: frozenset[Fraction] = field(default=frozenset(), eq=False, repr=False)
    shares: frozenset[Fraction] = field(default=frozenset(), eq=False, repr=False)


@frozen
class MembersWeighed:
    """The share of the units of a kind below of which a rule or a condition holds, by the sums of a measure of theirs."""

    kind: str
    rule: RuleKey | MemberTruth
    weight: str
    only: tuple[str, ...] = ()


@frozen
class MembersAgainst:
    """The number of units of a kind below of which one rule or condition holds, less `times` the number of those (of
    the same or of another kind) of which another holds. Where there are none of the others, that is not known, or `zero`.
    """

    kind: str
    rule: RuleKey | MemberTruth
    against: MembersDeciding
    only: tuple[str, ...] = ()
    times: Fraction = Fraction(1)
    zero: bool = False


@frozen
class MembersFigure:
    """A figure over the units of a kind below, or over those of which a condition holds (`among`)."""

    kind: str
    aggregate: Aggregate
    of: str | CriteriaCount
    only: tuple[str, ...] = ()
    among: MemberTruth | None = None


@frozen
class MeasureChange:
    """Increase of a measure of the unit since an earlier date, or since the year before (`YEAR_BEFORE`)."""

    measure: str
    since: date


@frozen
class RelativeChange:
    """Increase of a measure of the unit since an earlier date or the year before, in per cent of the earlier figure."""

    measure: str
    since: date


@frozen
class CriteriaIncrease:
    """Increase in the number of criteria of another ruleset that the unit attains, since an earlier date."""

    ruleset: str
    since: date


@frozen
class CountOf:
    """Number or share of rules or members attained (`failing`: not attained), compared with another figure."""

    of: "tuple[RuleKey, ...] | MembersDeciding"
    failing: bool
    basis: Basis


@frozen
class Against:
    """Order of a quantity and the figure of another that it is compared with, where both are known.

    `turned`: the quantity is negated first, as a decrease. `scaling`: it is compared with a multiple of the other.
    """

    quantity: "OwnMeasure | MeasureMean | MembersFigure | MeasureChange | CriteriaIncrease | CountOf"
    other: "OwnMeasure | MeasureAbove"
    turned: bool = False
    scaling: Rising | None = None


Quantity = (
    OwnAttribute
    | Year
    | MeasureAbove
    | OwnMeasure
    | MeasureChange
    | RelativeChange
    | MeasureMean
    | MembersFigure
    | MembersWeighed
    | MembersAgainst
    | CriteriaIncrease
    | Against
    | MembersDeciding
    | OutcomeCounts
)
"""Everything that a rule can read, in the order in which diagrams ask for it."""


@frozen
class Cell:
    """The figures strictly between `low` and `high` (None: no end), or the one figure where both are the same.

    `point` is one of the figures: it stands for all of them.
    """

    low: Fraction | None
    high: Fraction | None
    point: Fraction

    @property
    def is_point(self) -> bool:
        """True when the cell is a single figure."""
        return self.low is not None and self.low == self.high


@frozen
class CellSpan:
    """Interval of possible figures: from a figure of one cell to a figure of another (None: no bound)."""

    low: Cell | None
    high: Cell | None


@frozen
class MayApply:
    """A figure of members of which it is not known whether it applies to any."""

    figure: Cell | CellSpan


@frozen
class LevelIs:
    """A level, by its id."""

    level: str


@frozen
class ValueIs:
    """A value of an attribute."""

    value: str


@frozen
class YearIs:
    """A year of the date of assessment."""

    year: int


@frozen
class Order:
    """Order of the two bounds of a figure and another figure: below (-1), equal (0) or above (1).

    None: no bound. Of a change in per cent, that of today's figure to an earlier one that is 0.
    """

    low: int | None
    high: int | None

    @classmethod
    def of(cls, one: Number | int, other: Number | int = 0) -> "Order":
        """The order of one figure to another."""
        sign = (one > other) - (one < other)
        return cls(sign, sign)


class Special(Enum):
    """States that are not values."""

    NOT_KNOWN = "not_known"
    """No value: not reported, disputed, in conflict, or not to be worked out."""
    APPLIES = "applies"
    """No value, of members to one of which it surely applies."""
    NOT_APPLICABLE = "not_applicable"
    """Reported as not applicable; of members, none to which it applies."""
    NO_MEMBERS = "no_members"
    """No members are known."""
    NO_ATTRIBUTE = "no_attribute"
    """The unit does not have the attribute."""
    OTHER_VALUE = "other_value"
    """Any value of an attribute that no rule names."""
    OTHER_YEAR = "other_year"
    """Any year that no rule names."""


@frozen
class Verdicts:
    """Number of rules, or of members, for each verdict, the index (see `program.verdict`)."""

    numbers: tuple[int, ...]


State = Cell | CellSpan | MayApply | LevelIs | ValueIs | YearIs | Order | Special | Finding | Tally | Verdicts
"""State of a quantity, as far as the rules compared can tell states apart."""

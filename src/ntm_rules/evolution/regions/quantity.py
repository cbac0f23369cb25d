"""What the outcome of a rule depends on, and the states that each such quantity can be in.

A rule reads finitely many quantities: measures and attributes of the unit, the year, figures of units above, the outcomes of
other rules, counts over members. Where two rules are compared, the values of each quantity are divided at the thresholds of
both into finitely many *states*, within which no rule can tell one value from another.
"""

from datetime import date
from enum import Enum
from fractions import Fraction

from attrs import field, frozen

from ...model.condition import Aggregate, Basis, CriteriaCount
from ...model.decision import Tally
from ...model.fact import Finding
from ...model.key import RuleKey
from ...model.outcome import Outcome

OWN = "own"
"""Stands for the ruleset itself in the keys of rules, so that rulesets of different names can be compared."""


ANYTHING = frozenset(Outcome) - {Outcome.UNDETERMINED}
"""Every outcome that an undetermined rule can still come to."""


@frozen
class OwnMeasure:
    """A measure of the unit itself, as reported or derived."""

    measure: str


@frozen
class OwnAttribute:
    """An attribute of the unit itself."""

    attribute: str


@frozen
class Year:
    """The year of the date of assessment."""


@frozen
class MeasureAbove:
    """A measure of the nearest unit of a kind above."""

    kind: str
    measure: str


@frozen
class RuleOutcomes:
    """The outcomes of rules of the unit that are only ever counted together: how many of them came to what.

    A single rule is one of these as well. Keys of the ruleset's own rules have `OWN` in place of its id. An undetermined one is
    one that can still come to `ANYTHING`: rules that are open between two outcomes only are left out of comparisons.
    """

    rules: tuple[RuleKey, ...]


@frozen
class MembersDeciding:
    """How many of the units of a kind below came to what under a rule; `counts` and `shares` are what that is held against."""

    kind: str
    rule: RuleKey
    only: tuple[str, ...] = ()
    counts: frozenset[Fraction] = field(default=frozenset(), eq=False, repr=False)
    shares: frozenset[Fraction] = field(default=frozenset(), eq=False, repr=False)


@frozen
class MembersFigure:
    """A figure over the units of a kind below."""

    kind: str
    aggregate: Aggregate
    of: str | CriteriaCount
    only: tuple[str, ...] = ()


@frozen
class MeasureChange:
    """By how much a measure of the unit is more than on an earlier date."""

    measure: str
    since: date


@frozen
class CriteriaIncrease:
    """How many more criteria of another ruleset the unit attains than on an earlier date."""

    ruleset: str
    since: date


@frozen
class CountOf:
    """How many of several rules or of members are attained (or not), or which share: held against a figure above."""

    of: "tuple[RuleKey, ...] | MembersDeciding"
    failing: bool
    basis: Basis


@frozen
class Against:
    """How one quantity stands to the figure of another that it is compared with, where both are known.

    `turned`: how much less it is than before, where a decrease is asked for.
    """

    quantity: "OwnMeasure | MembersFigure | MeasureChange | CriteriaIncrease | CountOf"
    other: "OwnMeasure | MeasureAbove"
    turned: bool = False


Quantity = (
    OwnMeasure
    | OwnAttribute
    | Year
    | MeasureAbove
    | RuleOutcomes
    | MembersDeciding
    | MembersFigure
    | MeasureChange
    | CriteriaIncrease
    | Against
)
Compared = OwnMeasure | MembersFigure | MeasureChange | CriteriaIncrease | CountOf
"""What a threshold can be held against."""
Other = OwnMeasure | MeasureAbove
"""What a relative threshold can be."""


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
        """Whether it is a single figure."""
        return self.low is not None and self.low == self.high


@frozen
class Span:
    """A figure that is not settled: from somewhere in one cell to somewhere in another (None: no bound)."""

    low: Cell | None
    high: Cell | None


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
    """How a figure between two bounds stands to another figure: below (-1), equal (0) or above (1), at least and at most.

    None: no bound.
    """

    low: int | None
    high: int | None


class Special(Enum):
    """States that are not values."""

    NOT_KNOWN = "not_known"
    """No value: not reported, disputed, in conflict, or not to be worked out."""
    NOT_APPLICABLE = "not_applicable"
    """Reported as not applicable; of members, none to which it applies."""
    NO_ATTRIBUTE = "no_attribute"
    """The unit does not have the attribute."""
    OTHER_VALUE = "other_value"
    """Any value of an attribute that no rule names."""
    OTHER_YEAR = "other_year"
    """Any year that no rule names."""


State = Cell | Span | LevelIs | ValueIs | YearIs | Order | Special | Finding | Tally
"""What a quantity can be, as far as the rules compared can tell."""

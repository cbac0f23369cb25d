"""The closed language of conditions. Every form a rule file can hold is a class here, and there is no other."""

from datetime import date
from decimal import Decimal
from typing import ClassVar

from attrs import field, frozen

from .key import RuleKey
from .named import COMPARED, FIGURE, FINDING, NUMBER, ReferenceKind, naming
from .place import Place
from .threshold import Threshold
from .values.condition_words import Aggregate as Aggregate
from .values.condition_words import Basis as Basis
from .values.condition_words import CriteriaState as CriteriaState
from .values.condition_words import Direction as Direction
from .values.condition_words import NoMembers as NoMembers
from .values.condition_words import Operator as Operator
from .values.condition_words import Scored as Scored
from .values.condition_words import Yearly as Yearly

MOST_YEARS = 30
"""So many years at most may a condition be about."""


@frozen
class LastYears:
    """`in_each_of: {years: 3}`: the figures of this many years up to the one assessed, each by itself or as their mean."""

    how: Yearly
    years: int


@frozen
class Comparison:
    """`{measure: m, at_least: 90}`: a figure or level of the unit against a threshold, or a date: `not_before: 2020-01-01`.

    With `over`, the figure of each of the last years, or the mean of these figures.
    """

    measure: str = field(metadata=COMPARED)
    operator: Operator
    threshold: Threshold
    place: Place | None = field(default=None, eq=False, repr=False)
    over: LastYears | None = field(default=None, kw_only=True)


@frozen
class OneOf:
    """`{measure: m, one_of: [...]}`: the figure or level is one of those listed; with `over`, in each of the last years."""

    measure: str = field(metadata=FIGURE)
    values: tuple[Decimal | str, ...] = field(metadata=naming(ReferenceKind.MEASURE_VALUE))
    place: Place | None = field(default=None, eq=False, repr=False)
    named_by: str | None = field(default=None, metadata=naming(ReferenceKind.AUTHORITY), kw_only=True)
    over: LastYears | None = field(default=None, kw_only=True)


@frozen
class Required:
    """`{measure: m, required: yes}`: a finding is (or, with `no`, is not) met; with `over`, in each of the last years."""

    measure: str = field(metadata=FINDING)
    met: bool = True
    place: Place | None = field(default=None, eq=False, repr=False)
    over: LastYears | None = field(default=None, kw_only=True)


@frozen
class AttributeIs:
    """`{attribute: a, one_of: [...]}`: the unit's attribute has one of these values."""

    attribute: str = field(metadata=naming(ReferenceKind.ATTRIBUTE))
    values: tuple[str, ...] = field(metadata=naming(ReferenceKind.ATTRIBUTE_VALUE))
    place: Place | None = field(default=None, eq=False, repr=False)
    named_by: str | None = field(default=None, metadata=naming(ReferenceKind.AUTHORITY), kw_only=True)


@frozen
class AllOf:
    """Every part holds."""

    parts: "tuple[Condition, ...]"
    place: Place | None = field(default=None, eq=False, repr=False)


@frozen
class AnyOf:
    """At least one part holds."""

    parts: "tuple[Condition, ...]"
    place: Place | None = field(default=None, eq=False, repr=False)


@frozen
class NoneOf:
    """No part holds."""

    parts: "tuple[Condition, ...]"
    place: Place | None = field(default=None, eq=False, repr=False)


@frozen
class AtLeastN:
    """`{at_least_n: {n: 2, of: [...]}}`: n parts or more hold."""

    n: int
    parts: "tuple[Condition, ...]"
    place: Place | None = field(default=None, eq=False, repr=False)


@frozen
class AtMostN:
    """`{at_most_n: {n: 1, of: [...]}}`: n parts at most hold."""

    n: int
    parts: "tuple[Condition, ...]"
    place: Place | None = field(default=None, eq=False, repr=False)


@frozen
class Bound:
    """A bound on a tally: `count_at_least: 16`, `share_less_than: 50` (a percentage)."""

    basis: Basis
    operator: Operator
    threshold: Threshold
    place: Place | None = field(default=None, eq=False, repr=False)


@frozen
class OwnCriteria:
    """`{criteria: not_attained, share_at_least: 30, including_any_of: ["10"]}`: the criteria of the ruleset itself.

    With `ruleset`, those of another ruleset for the same unit.
    `of` narrows them to the codes listed (empty: all), which are those of a `group` where one is named. Every bound must hold,
    and at least one of `including_any_of` must be in the counted state.
    """

    state: CriteriaState
    bounds: tuple[Bound, ...] = ()
    of: tuple[str, ...] = field(default=(), metadata=naming(ReferenceKind.CRITERION))
    including_any_of: tuple[str, ...] = field(default=(), metadata=naming(ReferenceKind.INCLUDED))
    ruleset: str | None = field(default=None, metadata=naming(ReferenceKind.RULESET))
    place: Place | None = field(default=None, eq=False, repr=False)
    group: str | None = field(default=None, kw_only=True)


@frozen
class Score:
    """`{score: all, at_least: 80}`, `{score: each_criterion, share_at_least: 50}`, `{score: ["1", "2"], at_least: 20}`.

    The points of the criteria of the ruleset itself, or with `ruleset` of another one, for the same unit; as they are
    (`COUNT`), or (`SHARE`) as a percentage of the maximum.
    """

    state: Scored
    basis: Basis
    operator: Operator
    threshold: Threshold
    of: tuple[str, ...] = field(default=(), metadata=naming(ReferenceKind.CRITERION))
    ruleset: str | None = field(default=None, metadata=naming(ReferenceKind.RULESET))
    place: Place | None = field(default=None, eq=False, repr=False)
    reads_points: ClassVar[bool] = True


@frozen
class MembersAttained:
    """`{members: commune, attained: vn/commune-ntm, share_at_least: 100}`: the units of a kind below this one.

    `only` narrows them to the units with these codes, or below them (empty: all). `if_none` says what it comes to where no
    such unit is known; without it, it is then undetermined. A share may be `weighted_by` a figure of each, such as its
    population: it is then one of their sum. Members are counted `among` those of which a condition holds; where it holds of
    none, the rule does not apply.
    """

    kind: str = field(metadata=naming(ReferenceKind.KIND))
    rule: RuleKey = field(metadata=naming(ReferenceKind.RULE))
    bounds: tuple[Bound, ...]
    only: tuple[str, ...] = ()
    if_none: NoMembers | None = None
    place: Place | None = field(default=None, eq=False, repr=False)
    weighted_by: str | None = field(default=None, kw_only=True, metadata=NUMBER)
    among: "Condition | None" = field(default=None, kw_only=True)


@frozen
class MembersMeeting:
    """`{members: village, meeting: {measure: m, at_least: 70}, share_at_least: 70}`: the units of a kind below that meet a
    condition, which is about each of them. `only`, `if_none`, `weighted_by` and `among` are as in `MembersAttained`.
    """

    kind: str = field(metadata=naming(ReferenceKind.KIND))
    condition: "Condition"
    bounds: tuple[Bound, ...]
    only: tuple[str, ...] = ()
    if_none: NoMembers | None = None
    place: Place | None = field(default=None, eq=False, repr=False)
    weighted_by: str | None = field(default=None, kw_only=True, metadata=NUMBER)
    among: "Condition | None" = field(default=None, kw_only=True)


@frozen
class MembersCompared:
    """`{members: village, meeting: ..., count_at_least: {members: village, meeting: ...}}`: a number of members against that of
    others, or a multiple of it (`{times: 2, of: {members: ...}}`).

    Both name whom they count and have no bounds. Members of the second to which its condition does not apply are not counted;
    where none of its kind is known it is 0 if `none_is_zero`, else not known.
    """

    counted: MembersAttained | MembersMeeting
    operator: Operator
    against: MembersAttained | MembersMeeting
    factor: Decimal = Decimal(1)
    none_is_zero: bool = False
    place: Place | None = field(default=None, eq=False, repr=False)


@frozen
class CriteriaCount:
    """A figure of a member that is decided, not reported: the number of criteria of a ruleset that it attains.

    With `since`, by how many more than on that date.
    """

    ruleset: str = field(metadata=naming(ReferenceKind.RULESET))
    since: date | None = None
    place: Place | None = field(default=None, eq=False, repr=False)


@frozen
class MembersMeasure:
    """`{members: commune, mean: income, at_least: 39}`: a figure over the members against a threshold.

    The figure is a measure, or `{criteria_attained: ruleset}`: the number of criteria each member attains. `if_none` and
    `among` are as in `MembersAttained`.
    """

    kind: str = field(metadata=naming(ReferenceKind.KIND))
    aggregate: Aggregate
    of: str | CriteriaCount = field(metadata=NUMBER)
    operator: Operator
    threshold: Threshold
    only: tuple[str, ...] = ()
    if_none: NoMembers | None = None
    place: Place | None = field(default=None, eq=False, repr=False)
    among: "Condition | None" = field(default=None, kw_only=True)


@frozen
class Attained:
    """`{attained: vn/commune-ntm}`: the same unit attains another ruleset, or one rule of it.

    With `of`, it is the nearest unit of that kind above that does.
    """

    rule: RuleKey = field(metadata=naming(ReferenceKind.RULE))
    of: str | None = field(default=None, metadata=naming(ReferenceKind.KIND))
    place: Place | None = field(default=None, eq=False, repr=False)


@frozen
class Change:
    """`{measure: m, since: 2023-12-31, increased_by_at_least: 3}`: today's figure against that of an earlier date.

    By so much, or (`SHARE`, `decreased_by_share_at_least: 15`) by a percentage of the earlier figure. Without a day
    (`since: previous_year`) it is the figure of the year assessed against that of the year before.
    """

    measure: str = field(metadata=NUMBER)
    since: date | None
    direction: Direction
    operator: Operator
    threshold: Threshold
    place: Place | None = field(default=None, eq=False, repr=False)
    basis: Basis = field(default=Basis.COUNT, kw_only=True)


@frozen
class CriteriaChange:
    """`{criteria: attained, ruleset: r, since: 2023-12-31, increased_by_at_least: 3}`: the change of a number of criteria.

    The number of criteria that the unit attains under another ruleset, against that of an earlier date, on which the version
    then in force decides.
    """

    ruleset: str = field(metadata=naming(ReferenceKind.RULESET))
    since: date
    direction: Direction
    operator: Operator
    threshold: Threshold
    place: Place | None = field(default=None, eq=False, repr=False)


@frozen
class Unknown:
    """The rule exists; its content is not known. Undetermined, unless an authority attests it."""

    place: Place | None = field(default=None, eq=False, repr=False)


Condition = (
    Comparison
    | OneOf
    | Required
    | AttributeIs
    | AllOf
    | AnyOf
    | NoneOf
    | AtLeastN
    | AtMostN
    | OwnCriteria
    | Score
    | MembersAttained
    | MembersMeeting
    | MembersCompared
    | MembersMeasure
    | Attained
    | Change
    | CriteriaChange
    | Unknown
)


def last_years(condition: Condition) -> LastYears | None:
    """The years up to the one assessed that a condition is about; None of one about the figure of the day."""
    over: LastYears | None = getattr(condition, "over", None)
    return over


def is_mean(condition: Condition) -> bool:
    """True of a condition on the mean of the figures of several years."""
    over = last_years(condition)
    return over is not None and over.how is Yearly.MEAN


def kind_asked_above(condition: Condition) -> str | None:
    """The kind of the unit above that a condition asks for an outcome; None of any other condition."""
    return condition.of if isinstance(condition, Attained) else None


Combination = AllOf | AnyOf | NoneOf | AtLeastN | AtMostN

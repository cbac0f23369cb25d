"""The closed words of conditions: comparisons, and what is compared."""

from enum import Enum

from .identity import IdentityEnum


class Operator(IdentityEnum):
    """Comparison of a value with a threshold."""

    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    MORE_THAN = "more_than"
    LESS_THAN = "less_than"
    EQUALS = "equals"

    @property
    def symbol(self) -> str:
        """The operator as Python writes it: `>=`."""
        return _SYMBOLS[self]


_SYMBOLS = {
    Operator.AT_LEAST: ">=",
    Operator.AT_MOST: "<=",
    Operator.MORE_THAN: ">",
    Operator.LESS_THAN: "<",
    Operator.EQUALS: "==",
}


class Yearly(Enum):
    """The figures of several years that a condition is about: each of them, or their mean."""

    EACH = "in_each_of"
    MEAN = "mean_over"


class Basis(Enum):
    """Quantity of a tally that is bounded: the number, or its percentage of those to which the rule applies."""

    COUNT = "count"
    SHARE = "share"


class CriteriaState(Enum):
    """State of the ruleset's own criteria that are counted; `all` requires that every one is attained."""

    ALL = "all"
    ATTAINED = "attained"
    NOT_ATTAINED = "not_attained"


class Scored(Enum):
    """Rules whose points are held against a bound: of all criteria together, of each criterion, or of those listed."""

    ALL = "all"
    EACH = "each_criterion"
    LISTED = "listed"


class NoMembers(Enum):
    """Outcome of a condition on member units where none is known, if its text says so."""

    ATTAINED = "attained"
    NOT_APPLICABLE = "not_applicable"


class Aggregate(Enum):
    """Function that makes one figure of the members' figures."""

    MEAN = "mean"
    SUM = "sum"
    MINIMUM = "min"
    MAXIMUM = "max"


class Direction(Enum):
    """Direction in which a change over time is measured."""

    INCREASED = "increased"
    DECREASED = "decreased"

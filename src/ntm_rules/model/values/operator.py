"""Comparisons of a value with another."""

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

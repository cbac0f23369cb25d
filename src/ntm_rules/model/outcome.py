"""The four outcomes."""

from collections.abc import Mapping
from typing import Final

from .values.identity import IdentityEnum


class Outcome(IdentityEnum):
    """Result of a rule for a unit at a date.

    >>> Outcome("attained") is Outcome.ATTAINED
    True
    """

    ATTAINED = "attained"
    NOT_ATTAINED = "not_attained"
    NOT_APPLICABLE = "not_applicable"
    UNDETERMINED = "undetermined"


SHORT: Final = (Outcome.NOT_ATTAINED, Outcome.UNDETERMINED)
"""The outcomes that are short of attainment, in the order in which they are told."""
OPPOSITE: Final[Mapping[Outcome, Outcome]] = {
    Outcome.ATTAINED: Outcome.NOT_ATTAINED,
    Outcome.NOT_ATTAINED: Outcome.ATTAINED,
}
"""The outcome of the opposite of a rule, where it is another one."""

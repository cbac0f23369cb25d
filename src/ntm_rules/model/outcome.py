"""The four outcomes."""

from enum import Enum


class Outcome(Enum):
    """Result of a rule for a unit at a date."""

    ATTAINED = "attained"
    NOT_ATTAINED = "not_attained"
    NOT_APPLICABLE = "not_applicable"
    UNDETERMINED = "undetermined"

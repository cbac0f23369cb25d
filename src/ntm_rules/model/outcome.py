"""The four outcomes."""

from enum import Enum


class Outcome(Enum):
    """What a rule comes to for a unit at a date."""

    ATTAINED = "attained"
    NOT_ATTAINED = "not_attained"
    NOT_APPLICABLE = "not_applicable"
    UNDETERMINED = "undetermined"

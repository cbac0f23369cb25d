"""Effect of a change of outcome on a unit: a gain, a loss, or another change."""

from enum import Enum

from attrs import frozen

from ...model.decision import LevelFound
from ...model.key import CONCLUSIONS
from ...model.outcome import Outcome

REVOCATION = CONCLUSIONS[-1]
"""Conclusion that is a loss when attained: there are grounds for revocation."""


class RuleLevel(Enum):
    """Level of a rule in its ruleset, in the order in which effects are told: what is concluded first."""

    CONCLUSION = "conclusion"
    CRITERION = "criterion"
    INDICATOR = "indicator"
    CONTENT = "content"


class Effect(Enum):
    """Effect of the new text on a unit under one rule. A revocation that becomes attained is a loss."""

    GAINS = "gains"
    LOSES = "loses"
    BECOMES_UNDETERMINED = "becomes_undetermined"
    BECOMES_DETERMINED = "becomes_determined"  # undetermined before, not attained now
    BECOMES_APPLICABLE = "becomes_applicable"
    BECOMES_NOT_APPLICABLE = "becomes_not_applicable"
    ADDED = "added"  # the old text has no such rule
    REPEALED = "repealed"  # the new text has no such rule
    UNCHANGED = "unchanged"


@frozen
class LevelChange:
    """The level of a unit by the old and by the new text; None where that text has no levels."""

    unit: str
    before: LevelFound | None
    after: LevelFound | None


def effect_of(before: Outcome | None, after: Outcome | None, code: str = "") -> Effect:
    """Effect of a change of outcome on a unit; the outcome is None when that text has no such rule.

    >>> effect_of(Outcome.ATTAINED, Outcome.NOT_ATTAINED), effect_of(Outcome.ATTAINED, Outcome.NOT_ATTAINED, "revocation")
    (<Effect.LOSES: 'loses'>, <Effect.GAINS: 'gains'>)
    """
    if before is after:
        return Effect.UNCHANGED
    if before is None or after is None:
        return Effect.ADDED if before is None else Effect.REPEALED
    if after is Outcome.UNDETERMINED:
        return Effect.BECOMES_UNDETERMINED
    if Outcome.NOT_APPLICABLE in (before, after):
        return Effect.BECOMES_APPLICABLE if before is Outcome.NOT_APPLICABLE else Effect.BECOMES_NOT_APPLICABLE
    good, bad = Outcome.ATTAINED, Outcome.NOT_ATTAINED
    if code == REVOCATION:
        good, bad = bad, good
    if after is good:
        return Effect.GAINS
    return Effect.LOSES if before is good else Effect.BECOMES_DETERMINED

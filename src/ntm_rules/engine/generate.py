"""Outcomes as small integers, ordered so that `all_of` is a minimum."""

from collections.abc import Mapping

from ..model.outcome import Outcome

NOT_ATTAINED, UNDETERMINED, ATTAINED, NOT_APPLICABLE = range(4)

OUTCOMES: tuple[Outcome, ...] = (
    Outcome.NOT_ATTAINED,
    Outcome.UNDETERMINED,
    Outcome.ATTAINED,
    Outcome.NOT_APPLICABLE,
)
"""The outcome for each code."""

CODES: Mapping[Outcome, int] = {outcome: code for code, outcome in enumerate(OUTCOMES)}

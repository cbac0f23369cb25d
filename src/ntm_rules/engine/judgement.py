"""What a condition comes to, and how the judgements of parts become one."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from ..model.decision import Decision, Reason, Tally
from ..model.outcome import Outcome
from . import kleene
from .kleene import Verdict


class Judgement(NamedTuple):
    """The verdict on a condition, the reasons for it, and the decisions it rests on."""

    verdict: Verdict
    reasons: tuple[Reason, ...] = ()
    children: tuple[Decision, ...] = ()


def combine(together: Callable[[Sequence[Verdict]], Verdict], parts: Sequence[Judgement]) -> Judgement:
    """The judgement of a combination: the verdicts put together, all reasons and decisions kept."""
    return Judgement(
        together([part.verdict for part in parts]),
        tuple(reason for part in parts for reason in part.reasons),
        tuple(child for part in parts for child in part.children),
    )


_MASK = {possible: mask for mask, possible in enumerate(kleene.POSSIBLE)}


def verdicts(decisions: Sequence[Decision]) -> list[Verdict]:
    """The verdicts of decisions already made."""
    return [Verdict(decision.outcome, _MASK[decision.possible]) for decision in decisions]


def tally(decisions: Sequence[Decision]) -> Tally:
    """How many decisions came to which outcome."""
    outcomes = [decision.outcome for decision in decisions]
    return Tally(
        attained=outcomes.count(Outcome.ATTAINED),
        not_attained=outcomes.count(Outcome.NOT_ATTAINED),
        undetermined=outcomes.count(Outcome.UNDETERMINED),
        not_applicable=outcomes.count(Outcome.NOT_APPLICABLE),
    )

"""Recognitions that were revoked since, by what authorities published."""

from ...engine.decisions import Decisions
from ...model.fact import PublishedDecision
from ...model.key import RECOGNITION, REVOCATION
from ...model.outcome import Outcome


def revocations_since(run: Decisions, unit: str) -> tuple[PublishedDecision, ...]:
    """The last published revocations of a unit's recognition; none where a later decision on the recognition follows.

    >>> from datetime import date
    >>> import ntm_rules as ntm
    >>> program, key = ntm.compile("vn/commune-ntm", date(2024, 6, 30)), "vn/commune-ntm#revocation"
    >>> revoked = ntm.PublishedDecision("A", ntm.RuleKey.parse(key), ntm.Outcome.ATTAINED, date(2024, 1, 31))
    >>> run = ntm.evaluate(program, ntm.Unit("A", "An", "commune"), [revoked])
    >>> revocations_since(run, "A") == (revoked,)
    True
    """
    if not {RECOGNITION, REVOCATION} <= {each.code for each in run.program.ruleset.conclusions}:
        return ()
    revoked = [one for one in run.decision(unit, REVOCATION).published if one.value is Outcome.ATTAINED]
    last = max((one.as_of for one in revoked), default=None)
    if last is None or any(one.as_of > last for one in run.decision(unit, RECOGNITION).published):
        return ()
    return tuple(one for one in revoked if one.as_of == last)

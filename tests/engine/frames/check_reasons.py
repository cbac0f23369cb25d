"""Reasons in frames against those of `evaluate`."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

from ntm_rules.engine.decisions import Decisions
from ntm_rules.model.decision import Decision, Reason, ReasonKind
from ntm_rules.model.fact import Absence, Finding
from ntm_rules.model.outcome import Outcome

NOT_COMPARED = {
    ReasonKind.APPLIES,
    ReasonKind.MAY_NOT_APPLY,
    ReasonKind.DOES_NOT_APPLY,
    ReasonKind.ATTESTATION_DISAGREES,
    ReasonKind.PUBLISHED_DIFFERS,
}


NO_THRESHOLD = {
    ReasonKind.DELEGATED,
    ReasonKind.UNKNOWN_THRESHOLD,
    ReasonKind.NO_THRESHOLD,
    ReasonKind.NO_ATTRIBUTE,
    ReasonKind.NO_UNIT_ABOVE,
}


def expected(decision: Decision) -> Reason:
    """The first reason that came to what the rule came to."""
    own = [why for why in decision.reasons if why.kind not in NOT_COMPARED and why.standing is decision.outcome]
    return next((why for why in own if not is_second(why)), own[0])


def is_second(why: Reason) -> bool:
    """Whether it says that a threshold is lacking beside a figure that is lacking."""
    alone = not (why.measure or why.required or why.tally or why.members or why.rule)
    return why.kind in NO_THRESHOLD and alone


def figure(value: Any) -> float | None:
    return float(Fraction(value)) if isinstance(value, Decimal | Fraction) else None


def word(value: Any) -> str | None:
    if isinstance(value, Finding):
        return value.value
    return value if isinstance(value, str) else None


def near(left: float | None, right: float | None) -> bool:
    """Whether two doubles are read as the same at 15 digits, where the exact figure has no more."""
    if left is None or right is None:
        return left is right
    return left == right or f"{left:.13g}" == f"{right:.13g}"


def check_row(row: dict[str, Any], decision: Decision) -> None:
    why = expected(decision)
    where = f"{decision.unit} {decision.rule}: {row} {why}"
    assert row["outcome"] == decision.outcome.value, where
    if row["why"] == "attested" or (why.kind is ReasonKind.CONFLICT and why.measure is None):
        return
    assert row["why"] == why.kind.value, where
    assert row["measure"] == why.measure, where
    if why.required is None and why.kind not in (ReasonKind.COMPARED, ReasonKind.TALLY):
        # What is observed is said also where nothing is known to compare it with.
        return
    assert near(row["observed"], figure(why.observed)), where
    assert near(row["gap"], figure(why.gap)), where
    if isinstance(why.required, Decimal | Fraction | None):
        assert near(row["required"], figure(why.required)), where
    if why.measure is not None or why.subject is not None:
        assert row["observed_word"] == (None if isinstance(why.observed, Absence) else word(why.observed)), where


def check_reasons(rows: list[dict[str, Any]], decisions: Decisions, leaves: list[str]) -> int:
    """One row for each rule that is not attained or undetermined, as `evaluate` says."""
    found = {(row["unit"], row["rule"]): row for row in rows}
    assert len(found) == len(rows)
    wanted = {
        (unit.code, code)
        for unit in decisions.units
        for code in leaves
        if decisions.outcome(unit.code, code) in (Outcome.NOT_ATTAINED, Outcome.UNDETERMINED)
    }
    assert set(found) == wanted
    for unit, code in wanted:
        check_row(found[unit, code], decisions.decision(unit, code))
    return len(wanted)

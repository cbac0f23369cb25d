"""Reasons in frames against those of `evaluate`."""

from decimal import Decimal
from fractions import Fraction
from itertools import takewhile
from typing import Any

from ntm_rules.model.decision import Decision, Reason, ReasonKind
from ntm_rules.model.fact import Absence, Finding
from ntm_rules.model.outcome import Outcome
from ntm_rules.model.values.day import Day

from .specified import Specified

NOT_COMPARED = {
    ReasonKind.APPLIES,
    ReasonKind.MAY_NOT_APPLY,
    ReasonKind.DOES_NOT_APPLY,
    ReasonKind.ATTESTATION_DISAGREES,
    ReasonKind.PUBLISHED_DIFFERS,
}


def candidates(decision: Decision) -> list[Reason]:
    """The reasons that came to what the rule came to; of a part that is absent there may be others, which say more of it.

    Where several open ones settle a rule together, those.
    """
    compared = [why for why in decision.reasons if why.kind not in NOT_COMPARED]
    found = [why for why in compared if why.standing is decision.outcome]
    return found or [why for why in compared if why.standing is Outcome.UNDETERMINED]


def figure(value: Any) -> float | None:
    if isinstance(value, Day):
        return None
    return float(Fraction(value)) if isinstance(value, Decimal | Fraction) else None


def word(value: Any) -> str | None:
    if isinstance(value, Finding):
        return value.value
    return str(value) if isinstance(value, str | Day) else None


def near(left: float | None, right: float | None) -> bool:
    """Whether two doubles are read as the same at 15 digits, where the exact figure has no more."""
    if left is None or right is None:
        return left is right
    return left == right or f"{left:.13g}" == f"{right:.13g}"


def check_row(row: dict[str, Any], decision: Decision) -> None:
    found = candidates(decision)
    where = f"{decision.unit} {decision.rule}: {row} {found}"
    assert row["outcome"] == decision.outcome.value, where
    if row["why"] == "attested" or (found and found[0].kind is ReasonKind.CONFLICT and found[0].measure is None):
        return
    own = list(takewhile(lambda why: why.kind is not ReasonKind.APPLIES, decision.reasons))
    # What is said of members stands behind the comparison of their number.
    told = [why for why in own if why.unit is None]
    # Of what has no limit only whether it applies can be open: frames may tell it, where `evaluate` tells the others that are.
    unlimited = {why.measure for why in told if why.kind is ReasonKind.NO_LIMIT}
    if row["outcome"] == Outcome.UNDETERMINED.value and row["measure"] in unlimited:
        return
    if not any(why.standing is decision.outcome for why in told):
        # Open ones settle the rule together, as in a count that nothing still to come can change: the first of them is told.
        # Or those that hold are too many or too few of what is counted: the first that applies is told.
        open_ = [why for why in told if why.outcome is Outcome.UNDETERMINED]
        applying = [why for why in told if why.outcome is not Outcome.NOT_APPLICABLE]
        found = [*found, *(open_ or applying or told)]
    assert any(says(row, why) for why in found), where


def says(row: dict[str, Any], why: Reason) -> bool:
    """Whether a row says what a reason says."""
    if (row["why"], row["measure"]) != (why.kind.value, why.measure):
        return False
    if why.required is None and why.kind not in (ReasonKind.COMPARED, ReasonKind.TALLY):
        # What is observed is said also where nothing is known to compare it with.
        return True
    if not (near(row["observed"], figure(why.observed)) and near(row["gap"], figure(why.gap))):
        return False
    if isinstance(why.required, Decimal | Fraction | None) and not near(row["required"], figure(why.required)):
        return False
    if why.measure is None and why.subject is None:
        return True
    if isinstance(why.required, Day) and row["required_word"] != word(why.required):
        return False
    return bool(row["observed_word"] == (None if isinstance(why.observed, Absence) else word(why.observed)))


def check_reasons(rows: list[dict[str, Any]], decisions: Specified, leaves: list[str]) -> int:
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

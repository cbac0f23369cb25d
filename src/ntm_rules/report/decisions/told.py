"""Parts of a decision that an explanation tells: rules and units once each, reasons that are worth a line."""

from collections.abc import Iterable

from ...language.contents.counted_criteria import conclusions_known
from ...model.decision import BESIDE_DECISION, Decision, NoticeKind, Reason, ReasonKind, Tally, distinct
from ...model.key import is_conclusion
from ...model.outcome import SHORT
from ...model.ruleset import Ruleset
from ...model.text import Language
from ..phrasing.names import Names
from ..phrasing.numbers import in_runs
from ..phrasing.reasons import ReasonText, deciding
from ..quantities.tallies import tally_of_outcomes
from ..words import common as words
from ..words.rule_kinds import RuleKind, sign
from .no_members import is_without_members

MOST_UNITS = 20
"""Maximum number of units named of which the same is missing; the rest are counted."""
WORTH_READING = BESIDE_DECISION
"""Reasons that are shown whatever the outcome: a disagreement is never hidden."""


def tally_below(decision: Decision) -> Tally:
    """Numbers of the rules directly below a decision, of its own unit and ruleset, by their outcomes."""
    return tally_of_outcomes(
        child.outcome
        for child in distinct(decision.children)
        if child.unit == decision.unit
        and child.rule.ruleset == decision.rule.ruleset
        and not is_conclusion(child.rule.code)
    )


def codes_marked(decisions: Iterable[Decision], names: Names) -> str:
    """The rules that failed or are not determined, by their codes, each once: `✗ 3; ? 5–7`.

    >>> from ntm_rules.testing.basis.examples import example_decision
    >>> from ...model.library import Library
    >>> codes_marked([example_decision()], Names(Library(), None, "vi"))
    ''
    """
    own, items = distinct(tuple(decisions)), []
    for outcome in SHORT:
        codes = [names.short(one) for one in own if one.outcome is outcome]
        if codes:
            items.append(f"{sign(RuleKind.CRITERION, outcome)} {', '.join(in_runs(codes))}")
    return "; ".join(items)


def speaks_of_the_rule(decision: Decision, said: tuple[ReasonText, tuple[Reason, ...]]) -> bool:
    """True when one clause after the rule's name is enough: it is the only one, or it has no subject of its own."""
    one, reasons = said
    if one.about is None:
        return reasons[0].kind not in WORTH_READING
    alone = len([reason for reason in deciding(decision.reasons) if not is_plain_tally(reason)]) == 1
    return alone and reasons[0].unit in (None, decision.unit)


def is_plain_tally(reason: Reason) -> bool:
    """True when a reason only counts the rules that are listed below it."""
    return reason.kind is ReasonKind.TALLY and reason.required is None and reason.operator is None


def is_worth_reading(decision: Decision) -> bool:
    """True of a decision with a disagreement or a less assured figure below it, or without the units that it asks about."""
    if is_without_members(decision):
        return True
    every = list(decision.walk())
    if any(notice.kind is NoticeKind.LESS_ASSURED for one in every if one.assurance_levels for notice in one.notices):
        return True
    return any(reason.kind in WORTH_READING for one in every for reason in one.reasons)


def rests_on_attestation(decision: Decision) -> bool:
    """True of a decision that an attestation decides, or one below it."""
    return any(reason.kind is ReasonKind.ATTESTED for one in decision.walk() for reason in one.reasons)


def uncounted_heading(ruleset: Ruleset, lang: Language) -> str:
    """Heading for criteria that no conclusion counts, or for which that is not known.

    >>> from ntm_rules.testing.basis.examples import example_ruleset
    >>> uncounted_heading(example_ruleset(), "en")
    'Criteria that no conclusion counts'
    """
    known = conclusions_known(ruleset)
    return (words.UNCOUNTED if known else words.PERHAPS_COUNTED).in_language(lang)

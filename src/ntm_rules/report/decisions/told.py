"""Parts of a decision that are told: rules and units once each, reasons worth a line, missing members, later revocations."""

from collections.abc import Iterable, Iterator

from ...engine.decisions import Decisions
from ...language.contents.counted_criteria import conclusions_known
from ...model.decision import BESIDE_DECISION, Decision, NoticeKind, Reason, ReasonKind, distinct
from ...model.fact import PublishedDecision
from ...model.key import RECOGNITION, REVOCATION, RuleKey, is_conclusion
from ...model.outcome import SHORT, Outcome, Tally
from ...model.ruleset import Ruleset
from ...model.text import Language, printable
from ..phrasing.names import Names
from ..phrasing.numbers import in_runs
from ..phrasing.reasons import ReasonText, are_some, deciding
from ..words import common as words
from ..words import overview as overview_words
from ..words.rule_kinds import RuleKind, sign

MOST_UNITS = 20
"""Maximum number of units named of which the same is missing; the rest are counted."""
WORTH_READING = BESIDE_DECISION
"""Reasons that are shown whatever the outcome: a disagreement is never hidden."""


def tally_below(decision: Decision) -> Tally:
    """Numbers of the rules directly below a decision, of its own unit and ruleset, by their outcomes."""
    return Tally.of(
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
        codes = [names.short(decision) for decision in own if decision.outcome is outcome]
        if codes:
            items.append(f"{sign(RuleKind.CRITERION, outcome)} {', '.join(in_runs(codes))}")
    return "; ".join(items)


def speaks_of_the_rule(decision: Decision, clause: tuple[ReasonText, tuple[Reason, ...]]) -> bool:
    """True when one clause after the rule's name is enough: it is the only one, or it has no subject of its own."""
    reason_text, reasons = clause
    if reason_text.about is None:
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
    if any(
        notice.kind is NoticeKind.LESS_ASSURED
        for decision in every
        if decision.assurance_levels
        for notice in decision.notices
    ):
        return True
    return any(reason.kind in WORTH_READING for decision in every for reason in decision.reasons)


def rests_on_attestation(decision: Decision) -> bool:
    """True of a decision that an attestation decides, or one below it."""
    return any(reason.kind is ReasonKind.ATTESTED for walked in decision.walk() for reason in walked.reasons)


def uncounted_heading(ruleset: Ruleset, lang: Language) -> str:
    """Heading for criteria that no conclusion counts, or for which that is not known.

    >>> from ntm_rules.testing.basis.examples import example_ruleset
    >>> uncounted_heading(example_ruleset(), "en")
    'Criteria that no conclusion counts'
    """
    known = conclusions_known(ruleset)
    return (words.UNCOUNTED if known else words.PERHAPS_COUNTED).in_language(lang)


def is_without_members(decision: Decision) -> bool:
    """True when a decision, or one below it about the same unit, found no units below."""
    return any(True for _ in _without_members(decision))


def no_members_in_short(decisions: Iterable[Decision], names: Names, *, about: RuleKey | None = None) -> str:
    """`không có xã nào (1, 3)`: kinds of which there is no unit, with the rules that count them except `about`; else
    empty.
    """
    kinds: dict[str, dict[str, None]] = {}
    for decision in decisions:
        for counting, reason in _without_members(decision):
            rules = kinds.setdefault(reason.members or "", {})
            if counting.rule != about:
                rules[
                    names.text(counting.name) if is_conclusion(counting.rule.code) else printable(counting.rule.code)
                ] = None
    texts = []
    for kind, rules in kinds.items():
        text = names.say(overview_words.NO_MEMBERS, kind=names.one(kind))
        texts.append(f"{text} ({', '.join(rules)})" if rules else text)
    return "; ".join(texts)


def _without_members(decision: Decision) -> Iterator[tuple[Decision, Reason]]:
    """Reasons that say that there are no units below, each with its decision."""
    for reason in decision.reasons:
        if _is_no_members(reason):
            yield decision, reason
    for child in decision.children:
        if child.unit == decision.unit:
            yield from _without_members(child)


def _is_no_members(reason: Reason) -> bool:
    """True when a reason says that there are no units below; false where a rule merely applies to none of them."""
    return reason.kind is ReasonKind.NO_MEMBERS and reason.members is not None and not are_some(reason)


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
    if not {RECOGNITION, REVOCATION} <= {conclusion.code for conclusion in run.program.ruleset.conclusions}:
        return ()
    revoked = [
        published for published in run.decision(unit, REVOCATION).published if published.value is Outcome.ATTAINED
    ]
    last = max((published.as_of for published in revoked), default=None)
    if last is None or any(published.as_of > last for published in run.decision(unit, RECOGNITION).published):
        return ()
    return tuple(published for published in revoked if published.as_of == last)

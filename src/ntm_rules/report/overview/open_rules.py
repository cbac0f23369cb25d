"""Open rules of a unit: the lowest ones that are not attained or not determined, with their reasons in short."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction

from attrs import evolve, frozen

from ...engine.decisions import Decisions
from ...model.decision import Decision, Reason, ReasonKind, distinct
from ...model.key import RuleKey
from ...model.outcome import Outcome
from ...model.ruleset import Criterion, ProvenanceStatus, Rule
from ...model.text import Text
from ..layout.cells import clipped
from ..phrasing.letter_case import mid_sentence
from ..phrasing.names import Names
from ..phrasing.numbers import difference, quantity
from ..phrasing.reasons import about, deciding, reason_text, unit_of
from ..words import common as words
from ..words import overview as overview_words
from ..words.common import say

OPEN = (Outcome.NOT_ATTAINED, Outcome.UNDETERMINED)
MOST_NAMED = 3
"""Maximum number of open units below that are named; the rest are counted."""
_LONGEST_NAME = 40


@frozen
class OpenRule:
    """A rule that is open for a unit, with the criterion it belongs to (itself, for a criterion)."""

    decision: Decision
    rule: Rule
    criterion: Criterion

    @property
    def offices(self) -> tuple[Text, ...]:
        """The offices responsible: the rule's own, or those of its criterion."""
        return self.rule.responsible or self.criterion.responsible


def open_rules(run: Decisions, unit: str) -> Iterator[OpenRule]:
    """Open rules of a unit under a ruleset: indicators, and criteria that no indicator of theirs keeps open.

    An indicator is open only where its criterion is; of a criterion that an authority's finding decides, the criterion is.
    """
    for criterion in run.program.ruleset.criteria:
        decision = run.decision(unit, criterion.code)
        if decision.outcome not in OPEN:
            continue
        below = [] if is_attested(decision) else open_indicators(run, unit, criterion)
        yield from below or [OpenRule(decision, criterion, criterion)]


def open_indicators(run: Decisions, unit: str, criterion: Criterion) -> list[OpenRule]:
    """The indicators of a criterion that are not attained or not determined for a unit."""
    decided = [(indicator, run.decision(unit, indicator.code)) for indicator in criterion.indicators]
    return [OpenRule(decision, indicator, criterion) for indicator, decision in decided if decision.outcome in OPEN]


def gap_of(decision: Decision, names: Names) -> str:
    """Gap of a rule whose single reason is a figure that falls short, in words; empty for any other rule."""
    reasons = deciding(decision.reasons)
    if len(reasons) != 1 or decision.outcome is not Outcome.NOT_ATTAINED:
        return ""
    [reason] = reasons
    if reason.gap is None or reason.gap <= 0 or reason.negated or reason.operator is None:
        return ""
    gap = difference(reason.gap, unit_of(reason, names), names.language)
    return say(words.GAPS[reason.operator], names.language, gap=gap)


def what_is_open(decision: Decision, names: Names, *, below: bool = True) -> str:
    """Reason for which a rule is open, in few words: observed against required value, or the unknown.

    Where it counts units below or criteria, some of those that are open are named (unless `below` is False).
    """
    told = _told(decision, names)
    text = "; ".join(dict.fromkeys(_in_short(one) if len(told) > 1 else one.body for one in told))
    still_open = _open_below(decision, names) if below else ""
    if still_open and text:
        return say(overview_words.STILL_OPEN, names.language, text=text, below=still_open)
    if still_open:
        return say(overview_words.BELOW_OPEN, names.language, below=still_open)
    return text or words.OUTCOMES[decision.outcome].in_language(names.language).lower()


@frozen
class OpenCondition:
    """Open part of a rule: its outcome, its subject (None: the rule itself), and its description."""

    outcome: Outcome
    about: str | None
    body: str


def _in_short(one: OpenCondition) -> str:
    return f"{clipped(one.about, _LONGEST_NAME)}: {one.body}" if one.about else one.body


def open_conditions(decision: Decision, names: Names) -> list[OpenCondition]:
    """Reasons for which a conclusion is open, without mere counts of the ruleset's own criteria."""
    return _told(decision, names) if decision.outcome in OPEN else []


def is_attested(decision: Decision) -> bool:
    """True when an attestation decides a rule.

    >>> from datetime import date
    >>> from ...model.ruleset import Provenance
    >>> on = date(2024, 6, 30)
    >>> decision = Decision(
    ...     unit="C", rule=RuleKey("vn/a", "1"), version=on, as_of=on, name=Text("Đường"), outcome=Outcome.ATTAINED,
    ...     possible=frozenset({Outcome.ATTAINED}), reasons=(), children=(),
    ...     provenance=Provenance(ProvenanceStatus.RECALLED), rule_hash="",
    ... )
    >>> is_attested(decision)
    False
    """
    return any(reason.kind is ReasonKind.ATTESTED for reason in decision.reasons)


def _told(decision: Decision, names: Names) -> list[OpenCondition]:
    """Reasons for which a rule is open, as words; equal ones of several units or figures are merged."""
    groups: dict[tuple[object, ...], list[Reason]] = {}
    for place, reason in enumerate(_reasons(decision)):
        if reason.kind in (ReasonKind.MISSING, ReasonKind.ABSENT) and reason.measure is not None:
            elsewhere = reason.unit is not None and reason.unit != decision.unit
            alike = (reason.kind, reason.observed, reason.measure if elsewhere else None, reason.negated)
            groups.setdefault(alike, []).append(reason)
        else:
            groups[place,] = [reason]
    return [_condition(reasons, decision, names) for reasons in groups.values()]


def _condition(reasons: Sequence[Reason], decision: Decision, names: Names) -> OpenCondition:
    first = reasons[0]
    told = reason_text(first, decision, names)
    if len(reasons) == 1:
        return OpenCondition(first.standing, told.about, _body(first, names) or told.body)
    body = reason_text(evolve(first, required=None, lacking=()), decision, names).body
    if first.unit is not None and first.unit != decision.unit:
        units = _some([names.unit(reason.unit) for reason in reasons if reason.unit is not None], names)
        what = say(words.OF_UNIT, names.language, what=names.measure_name(first.measure or ""), unit=units)
        return OpenCondition(first.standing, what, body)
    figures = [about(reason, decision, names) for reason in reasons]
    called = dict.fromkeys(mid_sentence(figure) for figure in figures if figure)
    return OpenCondition(first.standing, None, f"{body} ({', '.join(called)})")


def _body(reason: Reason, names: Names) -> str:
    """Shorter wording of a reason for an overview; empty where the wording of the explanation is used."""
    language = names.language
    if reason.kind is ReasonKind.UNKNOWN_CONTENT:
        return overview_words.NO_ATTESTATION.in_language(language)
    if reason.kind is ReasonKind.OTHER_RULE and reason.rule is not None:
        outcome = words.OUTCOMES[reason.outcome].in_language(language).lower()
        return say(overview_words.OTHER_RULE, language, rule=reason.rule, outcome=outcome)
    tally = reason.tally
    if reason.kind is not ReasonKind.TALLY or tally is None or reason.members is None:
        return ""
    if reason.operator is None or not isinstance(reason.required, Decimal | Fraction):
        return ""
    needed = quantity(reason.required, unit_of(reason, names), language)
    count = f"{tally.attained}/{tally.applicable}"
    relation = words.RELATIONS[reason.operator][0]
    text = say(overview_words.MEMBERS_ATTAIN, language, count=count, needed=f"{relation} {needed}")
    if not tally.undetermined:
        return text
    return say(
        overview_words.NAMED,
        language,
        text=text,
        names=say(overview_words.NOT_SETTLED, language, count=tally.undetermined),
    )


def _reasons(decision: Decision) -> list[Reason]:
    """Reasons for which a rule is open, without mere counts of the rules listed below it."""
    reasons = deciding(decision.reasons)
    attested = [reason for reason in reasons if reason.kind is ReasonKind.ATTESTED]
    return attested or [reason for reason in reasons if reason.standing in OPEN and not _counts_own(reason)]


def _counts_own(reason: Reason) -> bool:
    """True when a reason counts the ruleset's own criteria, which are listed separately."""
    plain = reason.required is None and reason.operator is None
    return reason.kind is ReasonKind.TALLY and plain and reason.members is None


def _open_below(decision: Decision, names: Names) -> str:
    """The units below that are open, or the unit's own rules."""
    found = [child for child in distinct(decision.children) if child.outcome in OPEN]
    members = [names.unit(child.unit) for child in found if child.unit != decision.unit]
    named = {reason.rule for reason in decision.reasons if reason.kind is ReasonKind.OTHER_RULE}
    own = [names.short(child) for child in found if child.unit == decision.unit and child.rule not in named]
    return _some(members, names) if members else ", ".join(dict.fromkeys(own))


def _some(units: Sequence[str], names: Names) -> str:
    """The names of some units, and how many more there are."""
    called = list(dict.fromkeys(units))
    text = ", ".join(called[:MOST_NAMED])
    if len(called) <= MOST_NAMED + 1:
        return ", ".join(called)
    return f"{text} {say(overview_words.AND_OTHER_UNITS, names.language, count=len(called) - MOST_NAMED)}"


def recalled_rules(decisions: Sequence[Decision]) -> tuple[Decision, ...]:
    """The decisions, among those given and all below them, on rules that are only recalled: one for each rule.

    >>> from datetime import date
    >>> from ...model.ruleset import Provenance
    >>> on = date(2024, 6, 30)
    >>> decision = Decision(
    ...     unit="C", rule=RuleKey("vn/a", "1"), version=on, as_of=on, name=Text("Đường"), outcome=Outcome.ATTAINED,
    ...     possible=frozenset({Outcome.ATTAINED}), reasons=(), children=(),
    ...     provenance=Provenance(ProvenanceStatus.RECALLED), rule_hash="",
    ... )
    >>> [one.rule.code for one in recalled_rules([decision])]
    ['1']
    """
    found: dict[RuleKey, Decision] = {}
    seen: set[int] = set()
    waiting = list(reversed(decisions))
    while waiting:
        decision = waiting.pop()
        if id(decision) in seen:
            continue
        seen.add(id(decision))
        if decision.provenance.status is ProvenanceStatus.RECALLED:
            found.setdefault(decision.rule, decision)
        waiting.extend(reversed(decision.children))
    return tuple(found.values())

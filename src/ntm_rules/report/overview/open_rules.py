"""Open rules of a unit: the lowest ones that are not attained or not determined, with their reasons in short."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction

from attrs import evolve, frozen

from ...engine.decisions import Decisions
from ...model.decision import Decision, Reason, ReasonKind, distinct
from ...model.key import RuleKey
from ...model.outcome import SHORT, Outcome
from ...model.ruleset import Criterion, Rule
from ..decisions.told import is_plain_tally
from ..phrasing.comparisons import distance_text, requirement
from ..phrasing.names import Names
from ..phrasing.numbers import first_of, form
from ..phrasing.reasons import deciding, reason_text
from ..phrasing.subjects import about
from ..quantities.tallies import at_least
from ..words import common as words
from ..words import overview as overview_words
from ..words.common import mid_sentence
from ..words.rule_kinds import outcome_word, required_phrase

MOST_NAMED = 3
"""Maximum number of open units below that are named; the rest are counted."""


@frozen
class OpenRule:
    """A rule that is open for a unit, with the criterion it belongs to (itself, for a criterion)."""

    decision: Decision
    rule: Rule
    criterion: Criterion


def open_rules(run: Decisions, unit: str) -> Iterator[OpenRule]:
    """Open rules of a unit under a ruleset: indicators, and criteria that no indicator of theirs keeps open.

    An indicator is open only where its criterion is; of a criterion that an authority's finding decides, the criterion is.
    """
    for criterion in run.program.ruleset.criteria:
        decision = run.decision(unit, criterion.code)
        if decision.outcome not in SHORT or (
            run.program.ruleset.classifies and decision.outcome is Outcome.NOT_ATTAINED
        ):
            continue  # a group that a unit does not belong to is nothing to be attained
        below = [] if is_attested(decision) else open_indicators(run, unit, criterion)
        yield from below or [OpenRule(decision, criterion, criterion)]


def open_indicators(run: Decisions, unit: str, criterion: Criterion) -> list[OpenRule]:
    """The indicators of a criterion that are not attained or not determined for a unit; of one with contents, these."""
    rules: list[OpenRule] = []
    for indicator in criterion.indicators:
        decision = run.decision(unit, indicator.code)
        if decision.outcome in SHORT:
            below = () if is_attested(decision) else indicator.contents
            decided = [OpenRule(run.decision(unit, content.code), content, criterion) for content in below]
            rules += [open_rule for open_rule in decided if open_rule.decision.outcome in SHORT] or [
                OpenRule(decision, indicator, criterion)
            ]
    return rules


def gap_of(decision: Decision, names: Names) -> str:
    """Gap of a rule whose single reason is a figure that falls short, in words; empty for any other rule."""
    reasons = deciding(decision.reasons)
    if len(reasons) != 1 or decision.outcome is not Outcome.NOT_ATTAINED:
        return ""
    [reason] = reasons
    if reason.gap is None or reason.gap <= 0 or reason.negated:
        return ""
    return distance_text(reason, names.kind_of(decision), names)


def what_is_open(decision: Decision, names: Names, *, below: bool = True, asked: bool = True) -> str:
    """Reason for which a rule is open, in few words: observed against required value, or the unknown.

    Where it counts units below or criteria, some of those that are open are named (unless `below` is False). Of a figure that
    there is not, what is asked of it as well (unless `asked` is False).
    """
    conditions = _open_conditions(decision, names, asked=asked)
    text = (
        "; ".join(dict.fromkeys(condition.text for condition in conditions))
        if len(conditions) > 1
        else "".join(condition.body for condition in conditions)
    )
    still_open = _open_below(decision, names) if below else ""
    if still_open and text:
        return f"{text}; {still_open}"
    kind = names.kind_of(decision)
    return still_open or text or outcome_word(kind, decision.outcome, names.language).lower()


@frozen
class OpenCondition:
    """Open part of a rule: its outcome, its subject (None: the rule itself), and its description."""

    outcome: Outcome
    about: str | None
    body: str

    @property
    def text(self) -> str:
        """The subject, if there is one, and the description."""
        return f"{self.about}: {self.body}" if self.about else self.body


def open_conditions(decision: Decision, names: Names) -> list[OpenCondition]:
    """Reasons for which a conclusion is open, each once, without mere counts of the ruleset's own criteria."""
    return list(dict.fromkeys(_open_conditions(decision, names))) if decision.outcome in SHORT else []


def is_attested(decision: Decision) -> bool:
    """True when an attestation decides a rule.

    >>> from ntm_rules.testing.basis.examples import example_decision
    >>> decision = example_decision()
    >>> is_attested(decision)
    False
    """
    return any(reason.kind is ReasonKind.ATTESTED for reason in decision.reasons)


def _open_conditions(decision: Decision, names: Names, *, asked: bool = True) -> list[OpenCondition]:
    """Reasons for which a rule is open, as words; equal ones of several units or figures are merged.

    The members that a figure over them lacks are told with it.
    """
    groups: dict[tuple[object, ...], list[Reason]] = {}
    for place, reason in enumerate(_reasons(decision)):
        if reason.kind in (ReasonKind.MISSING, ReasonKind.ABSENT) and reason.measure is not None:
            elsewhere = _is_elsewhere(reason, decision)
            alike = (reason.kind, reason.observed, reason.measure if elsewhere else None, reason.negated)
            groups.setdefault(alike, []).append(reason)
        else:
            groups[place,] = [reason]
    conditions: list[OpenCondition] = []
    over_members: dict[str | None, int] = {}
    for first, *others in groups.values():
        over = over_members.get(first.measure) if _is_elsewhere(first, decision) else None
        if over is None:
            if first.aggregate is not None and first.observed is None:
                over_members[first.measure] = len(conditions)
            conditions.append(_condition([first, *others], decision, names, asked=asked))
            continue
        what = reason_text(evolve(first, required=None, lacking=()), decision, names).body
        of_members = names.say(overview_words.OF_MEMBERS, what=what, units=_units([first, *others], names))
        conditions[over] = evolve(conditions[over], body=f"{conditions[over].body}; {of_members}")
    return conditions


def _is_elsewhere(reason: Reason, decision: Decision) -> bool:
    """True of a reason about another unit than the decision."""
    return reason.unit is not None and reason.unit != decision.unit


def _units(reasons: Sequence[Reason], names: Names) -> str:
    return _some([names.unit(reason.unit) for reason in reasons if reason.unit is not None], names)


def _condition(reasons: Sequence[Reason], decision: Decision, names: Names, *, asked: bool) -> OpenCondition:
    first = reasons[0]
    if not asked and first.kind in (ReasonKind.MISSING, ReasonKind.ABSENT):
        first = evolve(first, required=None, lacking=())
    text = reason_text(first, decision, names)
    if len(reasons) == 1:
        return OpenCondition(first.standing, text.about, _body(first, decision, names) or text.body)
    body = reason_text(evolve(first, required=None, lacking=()), decision, names).body
    if _is_elsewhere(first, decision):
        measure, units = names.measure_name(first.measure or ""), _units(reasons, names)
        what = names.say(words.OF_UNIT, what=measure, unit=units)
        return OpenCondition(first.standing, what, body)
    figures = [about(reason, decision, names) for reason in reasons]
    called = dict.fromkeys(mid_sentence(figure) for figure in figures if figure)
    return OpenCondition(first.standing, None, f"{body} ({', '.join(called)})")


def _body(reason: Reason, decision: Decision, names: Names) -> str:
    """Shorter wording of a reason for an overview; empty where the wording of the explanation is used."""
    language = names.language
    if reason.kind is ReasonKind.UNKNOWN_CONTENT:
        return names.say(overview_words.NO_ATTESTATION)
    if reason.kind is ReasonKind.OTHER_RULE and reason.rule is not None:
        kind = names.rule_kind(reason.rule, decision.as_of)
        outcome = outcome_word(kind, reason.outcome, language).lower()
        called = names.rule_name(reason.rule, decision.rule.ruleset, decision.as_of)
        return f"{called}: {outcome}"
    tally = reason.tally
    if reason.kind is not ReasonKind.TALLY or tally is None or reason.members is None:
        return ""
    if reason.operator is None or not isinstance(reason.required, Decimal | Fraction):
        return ""
    attained = at_least(Decimal(tally.attained), language, is_open=tally.undetermined > 0)
    count = names.say(overview_words.OF, part=attained, whole=tally.applicable)
    text = names.say(
        overview_words.MEMBERS_ATTAIN,
        count=count,
        kinds=form(names.kind(reason.members), tally.applicable, names.language),
    )
    kind = names.kind_of(decision)
    text = required_phrase(kind, text, requirement(reason, names), language, negated=reason.negated)
    if not tally.undetermined:
        return text
    return f"{text} ({names.say(words.TALLY_OPEN, count=tally.undetermined)})"


_NOTICES = (ReasonKind.OTHER_TEXT, ReasonKind.PUBLISHED_DIFFERS)
"""Reasons that keep nothing open: what another text or a council says stands beside the decision."""


def _reasons(decision: Decision) -> list[Reason]:
    """Reasons for which a rule is open, without mere counts of the rules listed below it."""
    reasons = [reason for reason in deciding(decision.reasons) if reason.kind not in _NOTICES]
    attested = [reason for reason in reasons if reason.kind is ReasonKind.ATTESTED]
    return attested or [reason for reason in reasons if reason.standing in SHORT and not _counts_own(reason)]


def _counts_own(reason: Reason) -> bool:
    """True when a reason counts the ruleset's own criteria, which are listed separately."""
    return is_plain_tally(reason) and reason.members is None


def _open_below(decision: Decision, names: Names) -> str:
    """The units below that are open, or the unit's own rules, by their outcomes: `chưa đạt: Xã A; chưa xác định: Xã B`."""
    named = {reason.rule for reason in decision.reasons if reason.kind is ReasonKind.OTHER_RULE}
    below = distinct(decision.children)
    has_members = any(child.unit != decision.unit and child.outcome in SHORT for child in below)
    texts = []
    for outcome in SHORT:
        children = [
            child for child in below if child.outcome is outcome and (child.unit != decision.unit) is has_members
        ]
        called = [
            names.unit(child.unit) if has_members else names.short(child)
            for child in children
            if has_members or child.rule not in named
        ]
        if called:
            some = _some(called, names) if has_members else ", ".join(dict.fromkeys(called))
            word = names.say(words.OUTCOMES[outcome]).lower()
            texts.append(f"{word}: {some}")
    return "; ".join(texts)


def _some(units: Sequence[str], names: Names) -> str:
    """The names of some units, and how many more there are; one more is named too."""
    called = list(dict.fromkeys(units))
    most = MOST_NAMED + (len(called) == MOST_NAMED + 1)
    return first_of(called, ", ", most, names.language, overview_words.AND_OTHER_UNITS)


def unofficial_rules(decisions: Sequence[Decision]) -> tuple[Decision, ...]:
    """The decisions, among those given and all below them, on rules not known from an official text: one for each rule.

    >>> from ntm_rules.testing.basis.examples import example_decision
    >>> decision = example_decision()
    >>> [decision.rule.code for decision in unofficial_rules([decision])]
    ['1']
    """
    by_rule: dict[RuleKey, Decision] = {}
    for decision in each_once(decisions):
        if not decision.provenance.is_official:
            by_rule.setdefault(decision.rule, decision)
    return tuple(by_rule.values())


def each_once(decisions: Sequence[Decision]) -> Iterator[Decision]:
    """Decisions and all below them, each object once, parents first."""
    seen: set[int] = set()
    waiting = list(reversed(decisions))
    while waiting:
        decision = waiting.pop()
        if id(decision) not in seen:
            seen.add(id(decision))
            yield decision
            waiting.extend(reversed(decision.children))

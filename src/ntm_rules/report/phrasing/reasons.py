"""One reason of a decision in words: observed value, required value, distance, sources."""

from collections.abc import Sequence
from datetime import date

from attrs import evolve, frozen

from ...language.contents.traversal import within
from ...model.condition import Basis, Change
from ...model.decision import BESIDE_DECISION, Decision, Notice, NoticeKind, Reason, ReasonKind
from ...model.fact import Absence, Attestation, PublishedDecision, Statement
from ...model.outcome import Outcome
from ...model.text import Text, printable
from ...model.values.interval import Interval
from ..words import common as words
from ..words import reasons as reason_words
from ..words import rules as rule_words
from ..words.common import mid_sentence
from ..words.rule_kinds import MANNERS, RuleKind, demands, outcome_word, required_phrase
from .bounds import is_number
from .comparisons import comparison, is_finding, observed_text, requirement, rules_out_alone
from .names import Names
from .numbers import day, listed, value_of
from .sources import conflicting, dated
from .subjects import about, changed

_MISSING = (ReasonKind.MISSING, ReasonKind.OUTDATED, ReasonKind.NOT_ASSURED, ReasonKind.ABSENT)


@frozen
class ReasonText:
    """Text of a reason: its subject (None: the rule itself) and its body."""

    about: str | None
    body: str


def deciding(reasons: Sequence[Reason]) -> tuple[Reason, ...]:
    """Reasons without those that only say why the rule applies.

    >>> kinds = (ReasonKind.COMPARED, ReasonKind.APPLIES, ReasonKind.COMPARED)
    >>> reasons = [Reason(kind=kind, outcome=Outcome.ATTAINED) for kind in kinds]
    >>> len(deciding(reasons))
    1
    """
    decisive: list[Reason] = []
    scope = False
    for reason in reasons:
        scope = (scope or reason.kind is ReasonKind.APPLIES) and reason.kind not in BESIDE_DECISION
        if not scope:
            decisive.append(reason)
    return tuple(decisive)


def reason_text(reason: Reason, decision: Decision, names: Names) -> ReasonText:
    """Text of a reason of a decision.

    >>> from datetime import date
    >>> from ...model.key import RuleKey
    >>> from ...model.library import Library
    >>> from ...model.ruleset import Provenance, ProvenanceStatus
    >>> from ...model.text import Text
    >>> on, missing = date(2024, 6, 30), Reason(kind=ReasonKind.MISSING, outcome=Outcome.UNDETERMINED, measure="roads")
    >>> decision = Decision(
    ...     unit="C", rule=RuleKey("vn/a", "1"), version=on, as_of=on, name=Text("Đường"), outcome=Outcome.UNDETERMINED,
    ...     possible=frozenset({Outcome.ATTAINED}), reasons=(missing,), children=(),
    ...     provenance=Provenance(ProvenanceStatus.PLAN), rule_hash="",
    ... )
    >>> reason_text(missing, decision, Names(Library(), None, "vi"))
    ReasonText(about='roads', body='chưa có số liệu')
    """
    if names.reason_texts is None:
        return _worded(reason, decision, names)
    place = id(reason), id(decision)
    if place not in names.reason_texts:
        names.reason_texts[place] = reason, decision, _worded(reason, decision, names)
    text: ReasonText = names.reason_texts[place][2]
    return text


def _worded(reason: Reason, decision: Decision, names: Names) -> ReasonText:
    language, rule_kind = names.language, names.kind_of(decision)
    kind, demanded = reason.kind, demands(rule_kind, negated=reason.negated)
    if kind in (ReasonKind.COMPARED, ReasonKind.TALLY, ReasonKind.SCORE):
        body = comparison(reason, rule_kind, names)
    else:
        body = _phrase(reason, decision, rule_kind, names)
    if kind in _MISSING and reason.lacking:
        body += f" ({'; '.join(mid_sentence(names.measure_name(id)) for id in reason.lacking)})"
    if kind in (*_MISSING, ReasonKind.CONFLICT) and reason.outcome in (Outcome.ATTAINED, Outcome.NOT_ATTAINED):
        body += names.say(words.SETTLED_ANYHOW)
    open_still = kind in (*_MISSING, ReasonKind.CONFLICT, ReasonKind.PRINTED)
    if open_still and reason.required is not None and (demanded or not is_finding(reason, names)):
        required = _asked_of_change(reason, decision, names) or requirement(reason, names)
        body = required_phrase(rule_kind, body, required, language, negated=reason.negated)
    held_against_it = reason.negated and reason.outcome is Outcome.ATTAINED and kind is ReasonKind.COMPARED
    if held_against_it and not is_number(reason.required) and rules_out_alone(reason, decision, names):
        counts_against = words.MUST_NOT if MANNERS[rule_kind].demands else words.RULES_OUT
        body += f", {counts_against.in_language(language)}"
    body += "".join(f" [{notice_text(notice, names)}]" for notice in decision.notices_of(reason))
    return ReasonText(about(reason, decision, names), body)


def _phrase(reason: Reason, decision: Decision, rule_kind: RuleKind, names: Names) -> str:
    """The phrase of a reason that is no comparison, with its fields filled in."""
    language, kind = names.language, reason.kind
    phrase = words.REASONS[kind]
    fields: dict[str, object] = dict.fromkeys(("subject", "absence", "sources", "rule", "finding", "text", "level"), "")
    if kind is ReasonKind.ABSENT:
        absence = reason.observed if isinstance(reason.observed, Absence) else Absence.NOT_REPORTED
        reported = reason.outcome is Outcome.UNDETERMINED and absence is Absence.NOT_APPLICABLE
        fields["absence"] = (words.REPORTED_NOT_APPLICABLE if reported else words.ABSENCES[absence]).in_language(
            language
        ) + ("" if reported else _basis(reason, absence, names))
    elif kind is ReasonKind.CONFLICT:
        answers = is_finding(reason, names) and not demands(rule_kind, negated=reason.negated)
        fields["sources"] = conflicting(reason.facts, reason, decision, names, answers=answers) or "?"
    elif isinstance(reason.observed, Interval):
        fields["finding"] = value_of(reason.observed, names.measure(reason.measure), language)
    elif kind is ReasonKind.OUTDATED:
        phrase = reason_words.OUTDATED_WORD if reason.measure is None else phrase
        fields["sources"] = dated(reason.facts, names)
    elif kind is ReasonKind.NOT_ASSURED:
        phrase = reason_words.UNASSURED_WORD if reason.measure is None else phrase
        fields["sources"], fields["level"] = dated(reason.facts, names), _levels(reason.facts, names)
    elif reason.observed is not None:
        fields["finding"] = observed_text(reason.observed, reason, RuleKind.CRITERION, names)
    else:
        fields["finding"] = outcome_word(rule_kind, reason.outcome, language)
    if names.is_finding(reason.measure):
        phrase = words.FINDING_REASONS.get(kind, phrase)
    fields["outcome"] = names.say(words.OUTCOMES[reason.outcome]).lower()
    if reason.rule is not None:
        fields["rule"] = names.rule_name(reason.rule, decision.rule.ruleset, decision.as_of)
        other = names.rule_kind(reason.rule, decision.as_of)
        fields["outcome"] = outcome_word(other, reason.outcome, language).lower()
    fields["subject"] = _subject(reason, decision, names)
    if kind is ReasonKind.PUBLISHED_DIFFERS:
        published = (fact.value for fact in reason.facts if isinstance(fact, PublishedDecision))
        values = dict.fromkeys(names.published(decision.rule, value, decision.version) for value in published)
        fields["finding"] = ", ".join(values) or fields["finding"]
    if kind is ReasonKind.OTHER_TEXT:
        under = words.BEFORE_ANY_TEXT if reason.subject is None else words.UNDER_TEXT
        fields["text"] = names.say(under, number=printable(reason.subject or ""))
    return names.say(phrase, **fields)


def _asked_of_change(reason: Reason, decision: Decision, names: Names) -> str | None:
    """The requirement of a rule that compares figures of two days, of which one is open; None where it asks of one figure."""
    rule = names.rule(decision.rule, decision.version)
    if rule is None or rule.condition is None or reason.measure is None:
        return None
    of_measure = [
        condition for condition in within(rule.condition) if getattr(condition, "measure", None) == reason.measure
    ]
    changes = [condition for condition in of_measure if isinstance(condition, Change)]
    if len(changes) != 1 or len(of_measure) > 1:
        return None
    [change] = changes
    since = change.since or date((decision.assessed or decision.as_of.year) - 1, 12, 31)
    basis = None if change.basis is Basis.COUNT else change.basis
    change_reason = evolve(reason, subject=change.direction.value, since=since, basis=basis, years=None)
    what = changed(change.direction, mid_sentence(names.measure_name(change.measure)), since, names, change.basis)
    return names.say(rule_words.CHANGE_ASKED, what=what, bound=requirement(change_reason, names))


def notice_text(notice: Notice, names: Names) -> str:
    """Text of what must be seen of a reason: `số liệu ngày 31/12/2012`."""
    phrase = reason_words.NOTICES[notice.kind]
    if notice.kind is NoticeKind.LESS_ASSURED:
        return names.say(phrase, sources=dated(notice.facts, names), level=_levels(notice.facts, names))
    what = reason_words.FINDING if names.is_finding(notice.measure) else reason_words.FIGURE
    if all(isinstance(fact, Attestation) for fact in notice.facts):
        what = reason_words.WORD
    days = listed(
        [day(as_of, names.language) for as_of in sorted({fact.as_of for fact in notice.facts})], names.language
    )
    return names.say(phrase, what=names.text(what), days=days)


def _levels(facts: Sequence[Statement], names: Names) -> str:
    """The levels of assurance of statements, each once."""
    levels = dict.fromkeys(fact.assurance for fact in facts if not isinstance(fact, PublishedDecision))
    return ", ".join(names.assurance(level) for level in levels)


def _basis(reason: Reason, absence: Absence, names: Names) -> str:
    """The text that allows a measure not to apply, in brackets; empty where there is none."""
    measure = names.measure(reason.measure)
    allowed = measure is not None and absence is Absence.NOT_APPLICABLE and measure.may_not_apply
    return f" ({names.text(allowed)})" if isinstance(allowed, Text) else ""


def _subject(reason: Reason, decision: Decision, names: Names) -> str:
    """Subject of a reason in words, by its kind."""
    subject = reason.subject or ""
    match reason.kind:
        case ReasonKind.NO_ATTRIBUTE:
            return names.attribute(subject)
        case ReasonKind.NO_UNIT_ABOVE | ReasonKind.DELEGATED:
            return names.one(reason.subject)
        case ReasonKind.NO_THRESHOLD:
            attribute, equals, value = subject.partition(" = ")
            if equals:
                return f"{names.attribute(attribute)}: {names.attribute_value(attribute, value)}"
            return names.say(words.IN_YEAR, year=printable(subject))
        case ReasonKind.NOT_ASSURED:
            return names.assurance(reason.subject)
        case ReasonKind.NO_LIMIT:
            return _case(reason, decision, names)
        case ReasonKind.NO_MEMBERS:
            return _nobody(reason, decision, names)
    return ""


def _case(reason: Reason, decision: Decision, names: Names) -> str:
    """The case in which nothing is asked: of an attribute, of a band of a measure, or of the year assessed."""
    if reason.subject is None:
        return names.say(words.IN_YEAR, year=decision.assessed or decision.as_of.year)
    if isinstance(reason.observed, str):
        named, value = names.attribute(reason.subject), names.attribute_value(reason.subject, reason.observed)
    else:
        named, measure = names.measure_name(reason.subject), names.measure(reason.subject)
        value = "?" if reason.observed is None else value_of(reason.observed, measure, names.language)
    return f"{mid_sentence(named)}: {value}"


def are_some(reason: Reason) -> bool:
    """True of a reason about units below that are there, to none of which the rule applies or which it does not consider.

    >>> from ...model.outcome import Outcome
    >>> are_some(Reason(kind=ReasonKind.NO_MEMBERS, outcome=Outcome.UNDETERMINED, members="commune"))
    False
    """
    return reason.observed is Absence.NOT_APPLICABLE or (reason.tally is not None and reason.tally.not_applicable > 0)


def _nobody(reason: Reason, decision: Decision, names: Names) -> str:
    """Statement that there are no units below, or none to which the rule applies, or no criteria to count."""
    if reason.members is None:
        return names.say(words.NO_CRITERIA)
    unit = decision.unit if reason.unit is None else reason.unit
    some = are_some(reason)
    phrase = words.NO_MEMBER_APPLIES if some else words.NO_MEMBERS
    return names.say(phrase, kind=names.one(reason.members), unit=names.unit(unit))

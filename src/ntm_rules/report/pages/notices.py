"""Notices to be seen before a report is used, counted: recalled rules, published decisions, old figures, earlier texts."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial

from ...engine.decisions import Decisions
from ...model.decision import Decision, Notice, NoticeKind, Reason, ReasonKind
from ...model.outcome import Outcome
from ...model.ruleset import ProvenanceStatus
from ...model.text import Text, printable
from ..overview.caption import published_word
from ..overview.open_rules import each_once, unofficial_rules
from ..phrasing.names import Names
from ..phrasing.reasons import notice_text, reason_text
from . import page_words as words
from .blocks import CountedNotice
from .two_languages import TwoNames, filled, pair

MOST_LINES = 40
"""Maximum number of lines told under one notice; the rest are counted."""


def notices_of(runs: Sequence[Decisions], names: TwoNames) -> tuple[CountedNotice, ...]:
    """The notices of all decisions of several rulesets; none for a sort of which there is nothing."""
    tops = [decision for run in runs for decision in run]
    decisions, unofficial = _every(tops, runs[0].program.as_of), unofficial_rules(tops)
    remarks = [(decision, notices) for decision in decisions if (notices := decision.notices)]
    counted_notices = [
        _reasons(decisions, ReasonKind.PUBLISHED_DIFFERS, words.PUBLISHED_DIFFERS, names),
        _statuses(decisions, names),
        *(_remarks(remarks, names, kind) for kind in words.REMARKS),
        _reasons(decisions, ReasonKind.OTHER_TEXT, words.EARLIER_TEXTS, names),
        _reasons(decisions, ReasonKind.ATTESTATION_DISAGREES, words.DISAGREEMENTS, names),
        _rules(unofficial, ProvenanceStatus.RECALLED, words.RECALLED_RULES, names),
        _rules(unofficial, ProvenanceStatus.UNKNOWN, words.UNKNOWN_RULES, names),
    ]
    return tuple(notice for notice in counted_notices if notice.count)


def _every(tops: Sequence[Decision], on: date) -> list[Decision]:
    """Every decision of a day among some and all below them, each unit and rule once."""
    decisions = {(decision.unit, decision.rule): decision for decision in each_once(tops) if decision.as_of == on}
    return list(decisions.values())


def _about_decision(decision: Decision, names: TwoNames, text: Text) -> Text:
    return pair(names.unit(decision.unit), pair(names.named(decision), text))


def _counted(title: Text, lines: list[Text], count: int | None = None) -> CountedNotice:
    shown = lines[:MOST_LINES]
    if len(lines) > MOST_LINES:
        shown.append(filled(words.AND_MORE, count=len(lines) - MOST_LINES))
    return CountedNotice(len(lines) if count is None else count, title, tuple(shown))


def _reasons(decisions: Sequence[Decision], kind: ReasonKind, title: Text, names: TwoNames) -> CountedNotice:
    lines = []
    for decision in decisions:
        for reason in decision.reasons:
            if reason.kind is kind:
                text = names.text_of(reason, partial(_body, decision))
                lines.append(_about_decision(decision, names, text))
    return _counted(title, lines)


def _statuses(decisions: Sequence[Decision], names: TwoNames) -> CountedNotice:
    lines = [
        _about_decision(decision, names, names.text_of(decision, published_word))
        for decision in decisions
        if any(not isinstance(published.value, Outcome) for published in decision.published)
    ]
    return _counted(words.PUBLISHED_STATUS, lines)


def _remarks(remarks: Sequence[tuple[Decision, Sequence[Notice]]], names: TwoNames, kind: NoticeKind) -> CountedNotice:
    """Decisions with one kind of remark on their statements, by the unit and what is said of them."""
    groups: dict[tuple[str, Text], list[str]] = {}
    count = 0
    for decision, notices in remarks:
        own = [notice for notice in notices if notice.kind is kind]
        count += bool(own)
        for notice in own:
            text = names.text_of(notice, notice_text)
            groups.setdefault((decision.unit, text), []).append(printable(decision.rule.code))
    lines = [
        pair(names.unit(unit), pair(text, ", ".join(dict.fromkeys(codes)))) for (unit, text), codes in groups.items()
    ]
    return _counted(words.REMARKS[kind], lines, count)


def _rules(unofficial: Sequence[Decision], status: ProvenanceStatus, title: Text, names: TwoNames) -> CountedNotice:
    """Rules of one status that decisions rest on, ruleset by ruleset."""
    decisions = [decision for decision in unofficial if decision.provenance.status is status]
    by_ruleset: dict[str, list[Decision]] = {}
    for decision in decisions:
        by_ruleset.setdefault(decision.rule.ruleset, []).append(decision)
    lines = [
        pair(names.title(own[0]), names.text_of(own, lambda own, names: _codes(own, names.grouped)))
        for own in by_ruleset.values()
    ]
    return _counted(title, lines, len(decisions))


def _codes(own: Sequence[Decision], grouped: Callable[..., str]) -> str:
    return grouped([decision.rule for decision in own], own[0].rule.ruleset, own[0].as_of)


def _body(decision: Decision, reason: Reason, names: Names) -> str:
    return reason_text(reason, decision, names).body

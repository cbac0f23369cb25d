"""Decisions that differ between two snapshots: changed outcomes first, the others grouped."""

from collections.abc import Iterable, Iterator
from functools import partial

from attrs import evolve, frozen

from ...evolution.snapshots.difference import DecisionDifference, Differences
from ...evolution.snapshots.snapshot import RecordedReason, SnapshotDecision
from ...model.fact import Finding
from ...model.key import RuleKey
from ...model.outcome import Outcome
from ...model.text import Text, printable
from ..pages.two_languages import filled
from ..papers.paper import Paragraph, plain
from ..phrasing.names import Names
from ..phrasing.numbers import first_of
from ..words import common as words
from ..words import overview as overview_words
from ..words import snapshots as snapshot_words
from ..words.rule_kinds import MANNERS, demands
from .figures import about_text, gap_text, kind_text, observed_text, required_text

MOST_DECISIONS = 300
"""Maximum number of decisions told in full; the rest are counted."""
MOST_NAMED = 5
"""Maximum number of units named in a list; the rest are counted."""
MOST_AS_BEFORE = 3
"""Maximum number of units told under a rule whose outcomes are unchanged; the rest are counted."""


@frozen
class SortedOut:
    """Decisions that differ, grouped by how; those of renumbered rules are left out."""

    changed: tuple[DecisionDifference, ...]
    come_and_gone: tuple[DecisionDifference, ...]
    as_before: tuple[DecisionDifference, ...]

    def all(self) -> tuple[DecisionDifference, ...]:
        """Each decision that differs."""
        return (*self.changed, *self.come_and_gone, *self.as_before)


def sorted_out(found: Differences) -> SortedOut:
    """Groups of the decisions: another outcome, in one snapshot only, and the same outcome with other figures."""
    renumbered = {key for pair in found.renumbered for key in pair}
    told = [decision for decision in found.decisions if decision.rule not in renumbered]
    both = [
        (decision_difference, decision_difference.was.outcome is decision_difference.now.outcome)
        for decision_difference in told
        if decision_difference.was and decision_difference.now
    ]
    return SortedOut(
        tuple(decision_difference for decision_difference, stands in both if not stands),
        tuple(
            decision_difference
            for decision_difference in told
            if not (decision_difference.was and decision_difference.now)
        ),
        tuple(decision_difference for decision_difference, stands in both if stands),
    )


def changed(found: SortedOut, names: Names) -> Iterator[Paragraph]:
    """Decisions with another outcome, by unit, with the figures that differ."""
    told = found.changed
    unit = None
    for decision_difference in told[:MOST_DECISIONS]:
        if decision_difference.unit != unit:
            unit = decision_difference.unit
            yield plain(_unit(unit, names), item=True)
        yield from _decision(
            f"{printable(str(decision_difference.rule))}: {_outcomes(decision_difference, names)}",
            decision_difference,
            names,
        )
    yield from _and_more(snapshot_words.AND_MORE, len(told) - MOST_DECISIONS)


def come_and_gone(found: Differences, told: SortedOut, names: Names) -> Iterator[Paragraph]:
    """The rules that only one snapshot has decisions of, and the units."""
    known = {
        True: {decision.unit for decision in found.was.decisions},
        False: {decision.unit for decision in found.now.decisions},
    }
    gathered: dict[tuple[bool, str | RuleKey], list[SnapshotDecision]] = {}
    for decision_difference in told.come_and_gone:
        only = decision_difference.now or decision_difference.was
        assert only is not None
        is_new = decision_difference.was is None
        gathered.setdefault(
            (
                is_new,
                decision_difference.rule if decision_difference.unit in known[is_new] else decision_difference.unit,
            ),
            [],
        ).append(only)
    for (is_new, what), decisions in sorted(gathered.items(), key=lambda item: isinstance(item[0][1], str))[
        :MOST_DECISIONS
    ]:
        of_rule = isinstance(what, RuleKey)
        called = printable(str(what)) if isinstance(what, RuleKey) else _unit(what, names)
        phrase = snapshot_words.NEW if is_new else snapshot_words.GONE
        outcomes = "; ".join(_by_outcome(decisions, names, of_rule=of_rule))
        yield plain(f"{names.say(phrase, what=called)}: {outcomes}", item=True)
    yield from _and_more(snapshot_words.AND_MORE, len(gathered) - MOST_DECISIONS)


def as_before(found: SortedOut, names: Names) -> Iterator[Paragraph]:
    """Decisions with the same outcome by another figure, threshold or reason, a few under each rule."""
    by_rule: dict[RuleKey, list[DecisionDifference]] = {}
    for decision_difference in found.as_before:
        by_rule.setdefault(decision_difference.rule, []).append(decision_difference)
    for rule, told in list(by_rule.items())[:MOST_DECISIONS]:
        yield plain(str(rule), item=True)
        for decision_difference in told[:MOST_AS_BEFORE]:
            yield from _decision(
                f"{_unit(decision_difference.unit, names)}: {_outcomes(decision_difference, names)}",
                decision_difference,
                names,
            )
        yield from _and_more(overview_words.AND_OTHER_UNITS, len(told) - MOST_AS_BEFORE, level=1)
    yield from _and_more(snapshot_words.AND_MORE, len(by_rule) - MOST_DECISIONS)


def _and_more(phrase: Text, count: int, level: int = 0) -> Iterator[Paragraph]:
    if count > 0:
        yield evolve(plain(filled(phrase, count=count), item=True), level=level)


def _unit(code: str, names: Names) -> str:
    return f"{names.unit(code)} ({printable(code)})"


def _by_outcome(decisions: Iterable[SnapshotDecision], names: Names, *, of_rule: bool) -> Iterator[str]:
    """Each outcome with the units that came to it, or of a unit with the rules: what is not attained first."""
    found: dict[str, list[str]] = {}
    for decision in sorted(decisions, key=lambda snapshot_decision: _WORST_FIRST.index(snapshot_decision.outcome)):
        called = names.unit(decision.unit) if of_rule else printable(str(decision.rule))
        found.setdefault(_outcome(decision, names), []).append(called)
    for outcome, several in found.items():
        more = overview_words.AND_OTHER_UNITS if of_rule else words.AND_OTHERS
        named = first_of(several, ", ", MOST_NAMED, names.language, more)
        yield f"{outcome}: {named}"


_WORST_FIRST = (Outcome.NOT_ATTAINED, Outcome.UNDETERMINED, Outcome.ATTAINED, Outcome.NOT_APPLICABLE)


def _outcomes(found: DecisionDifference, names: Names) -> str:
    assert found.was is not None
    assert found.now is not None
    if found.was.outcome is found.now.outcome:
        return names.say(snapshot_words.STILL, now=_outcome(found.now, names))
    return f"{_outcome(found.was, names)} → {_outcome(found.now, names)}"


def _outcome(decision: SnapshotDecision, names: Names) -> str:
    return names.outcome(decision.rule, decision.outcome)


def _decision(line: str, found: DecisionDifference, names: Names) -> Iterator[Paragraph]:
    yield evolve(plain(line, item=True), level=1, below=tuple(map(Text, _figures(found, names))))


def _figures(found: DecisionDifference, names: Names) -> Iterator[str]:
    """The figures that are not the same in both, each with what is not the same about it."""
    was = list(found.was.figures) if found.was else []
    now = list(found.now.figures) if found.now else []
    for figure in [recorded_reason for recorded_reason in was if recorded_reason in now]:
        was.remove(figure)
        now.remove(figure)
    for figure in now:
        before = next((recorded_reason for recorded_reason in was if recorded_reason.about == figure.about), None)
        if before is not None:
            was.remove(before)
        yield _figure(before, figure, found, names)
    for figure in was:
        yield _figure(figure, None, found, names)


_FINDINGS = frozenset(finding.value for finding in Finding)


def _figure(was: RecordedReason | None, now: RecordedReason | None, found: DecisionDifference, names: Names) -> str:
    language = names.language
    known = now or was
    assert known is not None
    kind = names.rule_kind(found.rule)
    is_finding = (known.measure is None and known.observed in _FINDINGS) or names.is_finding(known.measure)
    demanded = demands(kind, negated=known.negated is not None)
    texts = (
        (snapshot_words.KIND, kind_text),
        (
            snapshot_words.FOUND if is_finding else snapshot_words.OBSERVED,
            partial(observed_text, kind=kind),
        ),
        (snapshot_words.REQUIRED if demanded else snapshot_words.HELD_AGAINST, required_text),
        (snapshot_words.GAP, partial(gap_text, kind=kind)),
    )
    parts = []
    for phrase, of in texts:
        before, after = ("" if figure is None else of(figure, names) for figure in (was, now))
        if not (before or after):
            continue
        value = after or before
        if before != after and was is not None and now is not None:
            before = before or _nothing(phrase, was, found.was).in_language(language)
            after = after or _nothing(phrase, now, found.now).in_language(language)
            value = f"{before} → {after}"
        parts.append(names.say(phrase, value=value, level=MANNERS[kind].level.in_language(language)))
    return f"{about_text(known, names)}: {'; '.join(parts)}"


def _nothing(phrase: Text, figure: RecordedReason, decision: SnapshotDecision | None) -> Text:
    """Text for a missing figure; the gap of an undetermined decision cannot be told yet."""
    is_open = figure.undetermined is not None or (decision is not None and decision.outcome is Outcome.UNDETERMINED)
    return snapshot_words.NOT_TOLD_YET if phrase is snapshot_words.GAP and is_open else snapshot_words.NO_FIGURE

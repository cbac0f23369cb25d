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


def sorted_out(differences: Differences) -> SortedOut:
    """Groups of the decisions: another outcome, in one snapshot only, and the same outcome with other figures."""
    renumbered = {key for pair in differences.renumbered for key in pair}
    differing = [decision for decision in differences.decisions if decision.rule not in renumbered]
    both = [
        (difference, difference.was.outcome is difference.now.outcome)
        for difference in differing
        if difference.was and difference.now
    ]
    return SortedOut(
        tuple(difference for difference, stands in both if not stands),
        tuple(difference for difference in differing if not (difference.was and difference.now)),
        tuple(difference for difference, stands in both if stands),
    )


def changed(groups: SortedOut, names: Names) -> Iterator[Paragraph]:
    """Decisions with another outcome, by unit, with the figures that differ."""
    differing = groups.changed
    unit = None
    for difference in differing[:MOST_DECISIONS]:
        if difference.unit != unit:
            unit = difference.unit
            yield plain(_unit(unit, names), item=True)
        yield from _decision(
            f"{printable(str(difference.rule))}: {_outcomes(difference, names)}",
            difference,
            names,
        )
    yield from _and_more(snapshot_words.AND_MORE, len(differing) - MOST_DECISIONS)


def come_and_gone(differences: Differences, groups: SortedOut, names: Names) -> Iterator[Paragraph]:
    """The rules that only one snapshot has decisions of, and the units."""
    known = {
        True: {decision.unit for decision in differences.was.decisions},
        False: {decision.unit for decision in differences.now.decisions},
    }
    gathered: dict[tuple[bool, str | RuleKey], list[SnapshotDecision]] = {}
    for difference in groups.come_and_gone:
        only = difference.now or difference.was
        assert only is not None
        is_new = difference.was is None
        gathered.setdefault(
            (
                is_new,
                difference.rule if difference.unit in known[is_new] else difference.unit,
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


def as_before(groups: SortedOut, names: Names) -> Iterator[Paragraph]:
    """Decisions with the same outcome by another figure, threshold or reason, a few under each rule."""
    by_rule: dict[RuleKey, list[DecisionDifference]] = {}
    for difference in groups.as_before:
        by_rule.setdefault(difference.rule, []).append(difference)
    for rule, alike in list(by_rule.items())[:MOST_DECISIONS]:
        yield plain(str(rule), item=True)
        for difference in alike[:MOST_AS_BEFORE]:
            yield from _decision(
                f"{_unit(difference.unit, names)}: {_outcomes(difference, names)}",
                difference,
                names,
            )
        yield from _and_more(overview_words.AND_OTHER_UNITS, len(alike) - MOST_AS_BEFORE, level=1)
    yield from _and_more(snapshot_words.AND_MORE, len(by_rule) - MOST_DECISIONS)


def _and_more(phrase: Text, count: int, level: int = 0) -> Iterator[Paragraph]:
    if count > 0:
        yield evolve(plain(filled(phrase, count=count), item=True), level=level)


def _unit(code: str, names: Names) -> str:
    return f"{names.unit(code)} ({printable(code)})"


def _by_outcome(decisions: Iterable[SnapshotDecision], names: Names, *, of_rule: bool) -> Iterator[str]:
    """Each outcome with the units that came to it, or of a unit with the rules: what is not attained first."""
    by_outcome: dict[str, list[str]] = {}
    for decision in sorted(decisions, key=lambda decision: _WORST_FIRST.index(decision.outcome)):
        called = names.unit(decision.unit) if of_rule else printable(str(decision.rule))
        by_outcome.setdefault(_outcome(decision, names), []).append(called)
    for outcome, labels in by_outcome.items():
        more = overview_words.AND_OTHER_UNITS if of_rule else words.AND_OTHERS
        named = first_of(labels, ", ", MOST_NAMED, names.language, more)
        yield f"{outcome}: {named}"


_WORST_FIRST = (Outcome.NOT_ATTAINED, Outcome.UNDETERMINED, Outcome.ATTAINED, Outcome.NOT_APPLICABLE)


def _outcomes(difference: DecisionDifference, names: Names) -> str:
    assert difference.was is not None
    assert difference.now is not None
    if difference.was.outcome is difference.now.outcome:
        return names.say(snapshot_words.STILL, now=_outcome(difference.now, names))
    return f"{_outcome(difference.was, names)} → {_outcome(difference.now, names)}"


def _outcome(decision: SnapshotDecision, names: Names) -> str:
    return names.outcome(decision.rule, decision.outcome)


def _decision(line: str, difference: DecisionDifference, names: Names) -> Iterator[Paragraph]:
    yield evolve(plain(line, item=True), level=1, below=tuple(map(Text, _figures(difference, names))))


def _figures(difference: DecisionDifference, names: Names) -> Iterator[str]:
    """The figures that are not the same in both, each with what is not the same about it."""
    was = list(difference.was.figures) if difference.was else []
    now = list(difference.now.figures) if difference.now else []
    for figure in [figure for figure in was if figure in now]:
        was.remove(figure)
        now.remove(figure)
    for figure in now:
        before = next((earlier for earlier in was if earlier.about == figure.about), None)
        if before is not None:
            was.remove(before)
        yield _figure(before, figure, difference, names)
    for figure in was:
        yield _figure(figure, None, difference, names)


_FINDINGS = frozenset(finding.value for finding in Finding)


def _figure(
    was: RecordedReason | None, now: RecordedReason | None, difference: DecisionDifference, names: Names
) -> str:
    language = names.language
    known = now or was
    assert known is not None
    kind = names.rule_kind(difference.rule)
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
            before = before or _nothing(phrase, was, difference.was).in_language(language)
            after = after or _nothing(phrase, now, difference.now).in_language(language)
            value = f"{before} → {after}"
        parts.append(names.say(phrase, value=value, level=MANNERS[kind].level.in_language(language)))
    return f"{about_text(known, names)}: {'; '.join(parts)}"


def _nothing(phrase: Text, figure: RecordedReason, decision: SnapshotDecision | None) -> Text:
    """Text for a missing figure; the gap of an undetermined decision cannot be told yet."""
    is_open = figure.undetermined is not None or (decision is not None and decision.outcome is Outcome.UNDETERMINED)
    return snapshot_words.NOT_TOLD_YET if phrase is snapshot_words.GAP and is_open else snapshot_words.NO_FIGURE

"""The course of time: outcomes over several days as charts, what changed since an earlier day, recognitions over time."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date

from ...engine.decisions import Decisions
from ...engine.history.history import HistoryEvent, UnitHistory, history
from ...engine.history.transitions import RecognitionState
from ...model.key import RECOGNITION, REVOCATION
from ...model.outcome import Tally
from ...model.problem import NtmError
from ...model.text import Text, printable
from ..overview.caption import criteria_tally, has_recognition
from ..overview.history import published_text, state_text
from ..overview.progress import changes_of, gained_and_lost, movements, standing
from ..overview.units import units_of
from ..phrasing.names import Names
from ..phrasing.numbers import apart, counted, day
from ..words import common as words
from ..words import overview as overview_words
from .blocks import ChangeList, ChartColumn, OutcomeChart, Timeline, TimelineEvent
from .two_languages import Badge, Look, TwoNames, counted_text, filled, noun_text, pair, same_or_both


def day_text(when: date) -> Text:
    """A date in both languages."""
    return Text(day(when, "vi"), day(when, "en"))


def headline_tally(run: Decisions) -> Tally:
    """The result of a ruleset as one tally: its units by recognition, or the criteria of its only unit, or of all units."""
    if len(run.units) > 1 and has_recognition(run.program.ruleset):
        return Tally.of(run.outcome(unit.code, RECOGNITION) for unit in run.units)
    return Tally.together(criteria_tally(run, unit.code) for unit in run.units)


def headline_noun(run: Decisions, names: TwoNames) -> Text:
    """The things that the headline tally counts: units that qualify, or criteria."""
    ruleset = run.program.ruleset
    if len(run.units) > 1 and has_recognition(ruleset):
        noun = noun_text(names.vi.kind(ruleset.applies_to))
        return filled(Text("{noun} đủ điều kiện", "{noun} that qualify"), noun=noun)
    return filled(Text("{noun} đạt", "{noun} attained"), noun=noun_text(words.CRITERION))


def charts_of(series: Mapping[str, Sequence[Decisions]], names: TwoNames) -> Iterable[OutcomeChart]:
    """A chart for each ruleset with decisions of more than one day."""
    for runs in series.values():
        run = runs[-1]
        if len(runs) > 1 and run.units and not run.program.ruleset.classifies:
            columns = tuple(
                ChartColumn(
                    day_text(decisions.program.as_of), decisions.program.as_of.toordinal(), headline_tally(decisions)
                )
                for decisions in runs
            )
            title = names.wording(run.program.ruleset.title)
            yield OutcomeChart(title, headline_noun(run, names), columns)


def changes_since(
    runs: Sequence[Decisions],
    earlier: Mapping[str, Decisions | NtmError],
    names: TwoNames,
    chosen: Collection[str] = (),
    *,
    everything: bool = False,
) -> Iterable[ChangeList]:
    """The changes under each ruleset since an earlier day; why there are none to be told, where it cannot be compared.

    Criteria and conclusions are compared, with `everything` indicators too. Rules that came or went with another version, and
    those that did not or do not apply, are changes of another kind. Units that do not exist on one of the days are named.
    `chosen` narrows it to these units (empty: all).
    """
    for run in runs:
        then = earlier.get(run.program.ruleset.id)
        title = names.wording(run.program.ruleset.title)
        if isinstance(then, NtmError):
            whys = [diagnostic.message for diagnostic in then.diagnostics]
            reason = same_or_both(
                *("; ".join(printable(why.in_language(language)) for why in whys) for language in ("vi", "en"))
            )
            yield ChangeList(title, filled(overview_words.NOT_COMPARED, why=reason))
        elif then is not None and (units_of(run, chosen) or units_of(then, chosen)):
            yield _changed(run, then, title, names, chosen, everything)


def learnt_since(run: Decisions, since: date) -> tuple[Text, ...]:
    """The remark that statements about days up to an earlier one became known after it; none where there are none.

    An earlier day is decided by all that is known by now: what changed against it is no change of knowledge.
    """
    count = run.world.evidence.learnt_after(since)
    if not count:
        return ()
    return (
        filled(overview_words.LEARNT_SINCE, count=counted_text(count, overview_words.STATEMENT), since=day_text(since)),
    )


def _changed(
    run: Decisions, then: Decisions, title: Text, names: TwoNames, chosen: Collection[str], everything: bool
) -> ChangeList:
    units, before = units_of(run, chosen), units_of(then, chosen)
    changes = {unit: changes_of(run, then, unit, everything) for unit in units if unit in before}
    alike: dict[tuple[Text, tuple[Text, ...]], list[str]] = {}
    for unit, own in changes.items():
        if own:
            where = names.text_of(unit, lambda unit, names: standing(run, then, unit, names))
            marked = [movements(own, run.program.ruleset, local_names) for local_names in (names.vi, names.en)]
            what = tuple(
                Text(f"{mark} {'; '.join(marked[0][mark])}", f"{mark} {'; '.join(marked[1][mark])}")
                for mark in marked[0]
            )
            alike.setdefault((where, what), []).append(names.vi.unit(unit))
    entries = [(pair(apart(own), where), what) for (where, what), own in alike.items()]
    summary = names.text(lambda names: gained_and_lost(run, list(changes.values()), names))
    unchanged = sum(not own for own in changes.values())
    if entries and unchanged:
        rest = names.text(
            lambda names: names.say(
                overview_words.UNCHANGED,
                count=counted(unchanged, names.kind(run.program.ruleset.applies_to), names.language),
            )
        )
        entries.append((rest, ()))
    days = {"since": day_text(then.program.as_of), "day": day_text(run.program.as_of)}
    for phrase, absent in (
        (overview_words.NOT_YET_THEN, [unit for unit in units if unit not in before]),
        (overview_words.NO_LONGER_NOW, [unit for unit in before if unit not in units]),
    ):
        if absent:
            entries.append((filled(phrase, units=apart([names.vi.unit(unit) for unit in absent]), **days), ()))
    versions = (then.program.ruleset.version, run.program.ruleset.version)
    if versions[0] != versions[1]:
        spans = filled(overview_words.VERSIONS_DIFFER, then=day_text(versions[0]), now=day_text(versions[1]))
        title = filled(overview_words.NAMED, text=title, names=spans)
    return ChangeList(title, summary, tuple(entries))


# ---- recognition over time

MOST_TIMELINES = 60
"""Units that are shown; `ntm-rules history` tells of any."""
_OPEN = (Look.UNDETERMINED, "?")
_STATE_LOOKS = {
    RecognitionState.RECOGNISED: (Look.ATTAINED, "✓"),
    RecognitionState.MAINTAINED: (Look.ATTAINED, "✓"),
    RecognitionState.NOT_MAINTAINED: (Look.NOT_ATTAINED, "✗"),
    RecognitionState.REVOCABLE: (Look.WARNING, "⚠"),
    RecognitionState.REVOKED: (Look.NOT_ATTAINED, "✗"),
    RecognitionState.LAPSED: (Look.NOT_ATTAINED, "✗"),
    RecognitionState.UNKNOWN: _OPEN,
}


def timelines_of(runs: Sequence[Decisions], names: TwoNames) -> Iterator[Timeline]:
    """The timelines of the units of which a decision on a recognition, or its end, is published; of the first units."""
    published = [(run, unit.code) for run in runs for unit in run.units if _is_decided(run, unit.code)]
    for run, code in published[:MOST_TIMELINES]:
        yield timeline_of(history(run, code), names, decided_on)


def timeline_of(
    history: UnitHistory,
    names: TwoNames,
    lines_of: Callable[[HistoryEvent, Names], Iterable[str]],
    *,
    everything: bool = False,
) -> Timeline:
    """The timeline of a history: the days on which something changed and the last, or every one, with what is told of each."""
    shown = [event for event in history.events if everything or event.is_change or event is history.events[-1]]
    lines = [tuple(list(lines_of(event, local_names)) for local_names in (names.vi, names.en)) for event in shown]
    events = tuple(
        TimelineEvent(event.day, _state(event, names), tuple(map(same_or_both, vi, en)))
        for event, (vi, en) in zip(shown, lines, strict=True)
    )
    return Timeline(names.unit(history.unit), names.text(lambda names: names.title(history.ruleset)), events)


def decided_on(event: HistoryEvent, names: Names) -> Iterator[str]:
    """The decisions of authorities on a day."""
    return (published_text(published, names) for published in event.published)


def _is_decided(run: Decisions, unit: str) -> bool:
    """True where an authority's decision on the ruleset's recognition, or its end, is stated of a unit."""
    of_unit = run.world.evidence.published.get(unit, {})
    return any(key.ruleset == run.program.ruleset.id and key.code in (RECOGNITION, REVOCATION) for key in of_unit)


def _state(event: HistoryEvent, names: TwoNames) -> Badge:
    look, sign = _STATE_LOOKS.get(event.states[0], (Look.NEUTRAL, "○")) if len(event.states) == 1 else _OPEN
    return Badge(look, sign, names.text_of(event, state_text))

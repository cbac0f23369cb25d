"""Recognition over time on the page: a line of events of each unit of which a council's decision is published."""

from collections.abc import Iterator, Sequence

from ...engine.decisions import Decisions
from ...engine.history.history import HistoryEvent, history
from ...engine.history.transitions import RecognitionState
from ...model.fact import PublishedDecision
from ...model.key import RECOGNITION
from ...model.text import Text
from ..history import history_words as words
from ..history.history import published_text, state_text
from .blocks import Look, Timeline, TimelineEvent
from .history import day_text
from .two_languages import TwoNames, filled

MOST_TIMELINES = 60
"""Units that are shown; `ntm-rules history` tells of any."""
_LOOKS = {
    RecognitionState.RECOGNISED: Look.ATTAINED,
    RecognitionState.MAINTAINED: Look.ATTAINED,
    RecognitionState.NOT_MAINTAINED: Look.NOT_ATTAINED,
    RecognitionState.REVOCABLE: Look.WARNING,
    RecognitionState.REVOKED: Look.NOT_ATTAINED,
    RecognitionState.LAPSED: Look.NOT_ATTAINED,
    RecognitionState.UNKNOWN: Look.UNDETERMINED,
}


def timelines_of(runs: Sequence[Decisions], names: TwoNames) -> Iterator[Timeline]:
    """The timelines of the units of which a decision on a recognition, or its end, is published; of the first units."""
    published = [(run, unit.code) for run in runs for unit in run.units if _is_decided(run, unit.code)]
    for run, code in published[:MOST_TIMELINES]:
        found = history(run, code)
        title = filled(words.TIMELINE, unit=names.unit(code), title=names.wording(run.program.ruleset.title))
        shown = [one for one in found.events if one.is_change or one is found.events[-1]]
        yield Timeline(title, tuple(_event(one, names) for one in shown))


def _is_decided(run: Decisions, unit: str) -> bool:
    """True where an authority's decision on the ruleset's recognition, or its end, is stated of a unit."""
    of_unit = run.world.evidence.published.get(unit, {})
    return any(key.ruleset == run.program.ruleset.id and key.code in (RECOGNITION, "revocation") for key in of_unit)


def _event(event: HistoryEvent, names: TwoNames) -> TimelineEvent:
    look = _LOOKS.get(event.states[0], Look.NEUTRAL) if len(event.states) == 1 else Look.UNDETERMINED

    def by(one: PublishedDecision) -> Text:
        return names.said(one, published_text)

    return TimelineEvent(day_text(event.day), names.said(event, state_text), look, tuple(map(by, event.published)))

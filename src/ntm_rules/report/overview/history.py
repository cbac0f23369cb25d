"""The history of a unit under a ruleset in words, and as plain data."""

from collections.abc import Iterator
from typing import Any

from ...engine.history.history import HistoryEvent, UnitHistory
from ...engine.history.transitions import HOLDING, RecognitionSignal, RecognitionState
from ...model.decision import Decision
from ...model.fact import PublishedDecision
from ...model.key import RECOGNITION
from ...model.outcome import Outcome
from ..decisions.told import codes_marked, tally_below
from ..phrasing.names import Names
from ..phrasing.numbers import listed
from ..phrasing.sources import origin
from ..quantities.tallies import tally_text
from ..words import history as words
from ..words.rule_kinds import outcome_word

_ENDED = (RecognitionState.REVOKED, RecognitionState.LAPSED)


def state_text(event: HistoryEvent, names: Names) -> str:
    """The state of a day; of several possible, that it cannot be said, and which they are."""
    known = [names.say(words.STATES[state]) for state in event.states]
    if len(known) == 1:
        return known[0]
    return names.say(words.OPEN, states=listed(known, names.language, alternative=True))


def reasons_of(event: HistoryEvent, names: Names) -> Iterator[str]:
    """The grounds of the state of a day: authorities' decisions, time, and what the rules came to with what is missing."""
    for published in event.published:
        yield published_text(published, names)
    if RecognitionSignal.EXPIRED in event.signals:
        yield names.say(words.EXPIRED)
    if RecognitionSignal.WITHDRAWN in event.signals and not {*event.before} & {*HOLDING, *_ENDED}:
        yield names.say(words.NEVER_RECOGNISED)
    if event.problem is not None:
        yield names.say(words.NO_VERSION)
    if RecognitionSignal.DOES_NOT_APPLY in event.signals and {*event.states} <= {*HOLDING}:
        yield names.say(words.CONTRADICTED)
    is_counted = False
    for decision in event.decisions:
        about_it = decision.rule.code == RECOGNITION
        if about_it and not event.published and {*event.states} <= {*HOLDING}:
            continue
        if not about_it and decision.outcome is Outcome.NOT_APPLICABLE:
            continue
        yield _rule(decision, names, counted=not is_counted)
        is_counted = True


def published_text(published: PublishedDecision, names: Names) -> str:
    """The decision of an authority, and where it stands."""
    what = names.published(published.rule, published.value, published.as_of)
    return names.say(words.PUBLISHED, what=what, source=origin(published, names))


def _rule(decision: Decision, names: Names, *, counted: bool) -> str:
    """The outcome of a rule, with the criteria attained of those that apply, and those that are not, or not known."""
    kind = names.kind_of(decision)
    outcome = outcome_word(kind, decision.outcome, names.language, in_full=True)
    text = names.say(words.RULE, name=names.text(decision.name), outcome=outcome)
    tally = tally_below(decision)
    if not tally.applicable or not counted:
        return text
    count = tally_text(tally).in_language(names.language)
    if tally.undetermined == tally.applicable:
        count = ""  # the outcome has said that no criterion is determined, and no number stands for it
    return " · ".join(filter(None, (text, count, codes_marked(_criteria(decision), names))))


def _criteria(decision: Decision) -> Iterator[Decision]:
    """The decisions of the same ruleset on the same unit that one rests on."""
    about = decision.unit, decision.rule.ruleset
    return (child for child in decision.children if (child.unit, child.rule.ruleset) == about)


def history_to_plain(history: UnitHistory) -> dict[str, Any]:
    """A history as dicts, lists and texts; decisions by their rule and outcome.

    >>> history_to_plain(UnitHistory("T", "vn/town", ()))
    {'unit': 'T', 'ruleset': 'vn/town', 'events': []}
    """
    return {"unit": history.unit, "ruleset": history.ruleset, "events": [_event(event) for event in history.events]}


def _event(event: HistoryEvent) -> dict[str, Any]:
    plain: dict[str, Any] = {
        "day": event.day.isoformat(),
        "states": [state.value for state in event.states],
        "is_settled": event.is_settled,
        "is_change": event.is_change,
        "signals": [signal.value for signal in event.signals],
    }
    if event.published:
        plain["published"] = [_decided(published) for published in event.published]
    if event.decisions:
        plain["decisions"] = [_outcome(decision) for decision in event.decisions]
    if event.problem is not None:
        plain["problem"] = [diagnostic.code for diagnostic in event.problem.diagnostics]
    return plain


def _decided(published: PublishedDecision) -> dict[str, Any]:
    value = published.value.value if isinstance(published.value, Outcome) else published.value
    fields = {
        "rule": str(published.rule),
        "value": value,
        "authority": published.reported_by,
        "number": published.evidence,
    }
    return {name: text for name, text in fields.items() if text is not None}


def _outcome(decision: Decision) -> dict[str, Any]:
    entry: dict[str, Any] = {
        "rule": str(decision.rule),
        "version": decision.version.isoformat(),
        "outcome": decision.outcome.value,
    }
    if len(decision.possible) > 1:
        entry["possible"] = [outcome.value for outcome in Outcome if outcome in decision.possible]
    for name, wanted in (("not_attained", Outcome.NOT_ATTAINED), ("undetermined", Outcome.UNDETERMINED)):
        codes = [criterion.rule.code for criterion in _criteria(decision) if criterion.outcome is wanted]
        if codes:
            entry[name] = codes
    return entry

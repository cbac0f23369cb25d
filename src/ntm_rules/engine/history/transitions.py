"""States of a recognition, and the table of its transitions, which a matcher fires as it fires the rules of a session.

A state and what happens are one event of whole numbers; for every pair there is exactly one pattern, so that nothing can happen
that the table does not say. What is open leads to every state that it may lead to.
"""

from collections.abc import Iterable, Iterator
from enum import Enum
from functools import cache

from attrs import frozen

from ...model.condition import Operator
from ...model.text import Text
from ..live.matching.matcher import Choice, Matcher, make_matcher
from ..live.matching.pattern import Pattern, Test


class RecognitionState(Enum):
    """The standing of a unit under a ruleset.

    >>> [state.value for state in RecognitionState][:4]
    ['unknown', 'not_recognised', 'proposed', 'recognised']
    """

    UNKNOWN = "unknown"  # nothing says whether it was recognised
    NOT_RECOGNISED = "not_recognised"
    PROPOSED = "proposed"
    RECOGNISED = "recognised"
    MAINTAINED = "maintained"
    NOT_MAINTAINED = "not_maintained"  # recognised, and not within the cases of revocation
    REVOCABLE = "revocable"  # recognised, and within the cases of revocation
    REVOKED = "revoked"
    LAPSED = "lapsed"


class RecognitionSignal(Enum):
    """An event in the life of a recognition: by a decision of an authority, by the rules, or by time."""

    PROPOSED = "proposed"
    GRANTED = "granted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    HOLDS = "holds"  # the rule of maintenance is attained
    FAILS = "fails"  # it is not attained, nor is that of revocation
    WITHIN_REVOCATION = "within_revocation"  # the rule of revocation is attained
    DOES_NOT_APPLY = "does_not_apply"  # the rule of maintenance does not apply


@frozen
class Transition:
    """A row of the table: a signal leads from each of some states to another. `basis` is where that is said."""

    signal: RecognitionSignal
    before: tuple[RecognitionState, ...]
    after: RecognitionState
    basis: Text


_STATES = tuple(RecognitionState)
HOLDING = (
    RecognitionState.RECOGNISED,
    RecognitionState.MAINTAINED,
    RecognitionState.NOT_MAINTAINED,
    RecognitionState.REVOCABLE,
)
"""The states of a unit whose recognition stands."""
_WITHOUT = tuple(
    state for state in _STATES if state not in (*HOLDING, RecognitionState.REVOKED, RecognitionState.LAPSED)
)
_BY_COUNCIL = Text("quyết định của cơ quan có thẩm quyền", "a decision of the competent authority")
_BY_RULES = Text("quy tắc duy trì, thu hồi của bộ tiêu chí", "the ruleset's rules of maintenance and revocation")
_BY_TIME = Text("thời hạn của công nhận theo bộ tiêu chí", "the time for which the ruleset lets a recognition stand")

TRANSITIONS = (
    Transition(
        RecognitionSignal.PROPOSED,
        (*_WITHOUT, RecognitionState.REVOKED, RecognitionState.LAPSED),
        RecognitionState.PROPOSED,
        _BY_COUNCIL,
    ),
    Transition(RecognitionSignal.GRANTED, _STATES, RecognitionState.RECOGNISED, _BY_COUNCIL),
    Transition(RecognitionSignal.REFUSED, _WITHOUT, RecognitionState.NOT_RECOGNISED, _BY_COUNCIL),
    Transition(RecognitionSignal.REFUSED, HOLDING, RecognitionState.REVOKED, _BY_COUNCIL),
    # A unit that was refused, or is only proposed, has nothing to be revoked; where nothing is known it shows that there was.
    Transition(
        RecognitionSignal.WITHDRAWN,
        (RecognitionState.UNKNOWN, *HOLDING, RecognitionState.REVOKED, RecognitionState.LAPSED),
        RecognitionState.REVOKED,
        _BY_COUNCIL,
    ),
    Transition(RecognitionSignal.EXPIRED, HOLDING, RecognitionState.LAPSED, _BY_TIME),
    Transition(RecognitionSignal.HOLDS, (*_WITHOUT, *HOLDING), RecognitionState.MAINTAINED, _BY_RULES),
    Transition(RecognitionSignal.FAILS, (*_WITHOUT, *HOLDING), RecognitionState.NOT_MAINTAINED, _BY_RULES),
    Transition(RecognitionSignal.WITHIN_REVOCATION, (*_WITHOUT, *HOLDING), RecognitionState.REVOCABLE, _BY_RULES),
    Transition(
        RecognitionSignal.DOES_NOT_APPLY, (RecognitionState.UNKNOWN,), RecognitionState.NOT_RECOGNISED, _BY_RULES
    ),
)
"""All that changes a state. Where no row fits, it stays: a revoked recognition is not maintained, whatever the figures say."""


def patterns() -> tuple[tuple[Pattern, ...], tuple[RecognitionState, ...]]:
    """A pattern for every signal and state, with the state that each leads to.

    >>> len(patterns()[0]) == len(RecognitionSignal) * len(RecognitionState)
    True
    """
    leads = {(row.signal, before): row.after for row in TRANSITIONS for before in row.before}
    pairs = [(signal, state) for signal in RecognitionSignal for state in _STATES]
    signal_patterns = tuple(
        Pattern(f"{signal.value} of {state.value}", (Test(signal.value, Operator.EQUALS, _STATES.index(state)),))
        for signal, state in pairs
    )
    return signal_patterns, tuple(leads.get(pair, pair[1]) for pair in pairs)


@frozen(eq=False)
class TransitionTable:
    """The table on a matcher. Its own is the plain one: a handful of events, no state kept, nothing to install."""

    matcher: Matcher
    leads_to: tuple[RecognitionState, ...]

    def after(
        self, states: Iterable[RecognitionState], signals: Iterable[RecognitionSignal]
    ) -> frozenset[RecognitionState]:
        """The states that may follow, where each of some states is possible, and each of some signals.

        >>> table = transition_table()
        >>> [state.value for state in table.after([RecognitionState.PROPOSED], [RecognitionSignal.GRANTED])]
        ['recognised']
        """
        all_signals = tuple(signals)
        events = [{signal.value: _STATES.index(state)} for state in states for signal in all_signals]
        return frozenset(self.leads_to[fired] for fired in self.matcher.fire(events))


def table_on(choice: Choice) -> TransitionTable:
    """The table on a matcher of one's choice."""
    signal_patterns, leads_to = patterns()
    return TransitionTable(make_matcher(signal_patterns, choice), leads_to)


@cache
def transition_table() -> TransitionTable:
    """The table on the plain matcher, made once."""
    return table_on("plain")


def in_order(states: Iterable[RecognitionState]) -> Iterator[RecognitionState]:
    """States in the order in which they are declared."""
    included = set(states)
    return (state for state in _STATES if state in included)

"""Values of a unit: from its state to the span of a figure, or to a verdict that needs no event of the matcher.

Each function is made once for a program and called for a unit. Nothing is kept here: what is counted, and what is read of
members, has a node of its own, whose number is given.
"""

from collections.abc import Callable
from operator import itemgetter
from typing import Any

from ....model.outcome import Outcome
from ....program.span_arithmetic import Ends
from ....program.terms import Attested, AttributeOf, CaseChoice, Figure, Members, Reported
from ....program.verdict import ATTAINED, NOT_APPLICABLE, OPPOSITE, OUTCOME, WIDE_OPEN, Verdict, where
from ...evidence.attested_text import attested_verdict, unusable
from ...specification.meaning import case_of, span_of
from .node import Bound, Spans, State, Verdicts

OPEN_FIGURE: Ends = (None, None, ATTAINED)
"""A figure that applies, and of which nothing is known."""
MISSING: Ends = (None, None, ATTAINED | NOT_APPLICABLE)
"""A figure that is not reported: it may yet turn out not to apply."""


def known(value: Bound) -> Ends:
    """The span of one known value."""
    return value, value, ATTAINED


def constant(span: Ends) -> Spans:
    """A figure that is the same for every unit."""
    return lambda state: span


def specified(term: Figure, *, compared: bool = False) -> Spans:
    """A figure as the specification has it: derived from its parts, of a unit above, of an earlier day."""

    def closely(state: State) -> Ends:
        span = span_of(term, state.around.about(state.unit), compared=compared)
        return span.low, span.high, span.applies

    return closely


def reported_of_itself(term: Reported) -> Spans:
    """The figure reported of a measure of the unit on the program's day, quickly where one report stands."""
    measure, closely = term.measure, specified(term)

    def quickly(state: State) -> Ends:
        reports = state.reports.get(measure)
        if reports is None:
            return MISSING
        fact = state.around.world.evidence.sole(reports)
        if fact is None:
            return closely(state)
        value: Bound = fact.value  # type: ignore[assignment]
        return value, value, ATTAINED

    return quickly


def attribute(name: str) -> Spans:
    """An attribute of the unit."""

    def of(state: State) -> Ends:
        own = state.unit.attributes.get(name)
        return (own, own, ATTAINED) if own else OPEN_FIGURE

    return of


def chosen(case: CaseChoice, figures: dict[str, Spans], otherwise: Spans | None) -> Spans:
    """The figure of the case that the unit is in."""
    without = constant(OPEN_FIGURE)
    other = otherwise or without

    by = case.by.attribute if isinstance(case.by, AttributeOf) else None

    def of(state: State) -> Ends:
        own = case_of(case, state.around.about(state.unit)) if by is None else state.unit.attributes.get(by)
        return (figures.get(own, other) if own else without)(state)

    return of


def computed(compute: Callable[..., Any], *parts: Callable[[State], Any]) -> Spans:
    """A figure computed from others, or from verdicts."""
    if len(parts) == 1:
        [only] = parts
        return lambda state: compute(only(state))
    return lambda state: compute(*[part(state) for part in parts])


def node_value(index: int) -> Callable[[State], Any]:
    """The figure or the verdict that a node of the unit holds."""
    return lambda state: state.values[index]


def below(members: Members, index: int) -> Callable[[State], list[Any]]:
    """The verdicts, or figures, that a node of each member holds."""

    def of(state: State) -> list[Any]:
        around = state.around
        units = around.world.members(state.unit.code, members.kind, members.only)
        return [around.states[unit.code].values[index] for unit in units]

    return of


def of_unit(indices: list[int]) -> Verdicts:
    """The verdicts that nodes of the same unit hold."""
    if len(indices) > 1:
        get = itemgetter(*indices)
        return lambda state: get(state.values)
    return lambda state: [state.values[index] for index in indices]


def above(kind: str, index: int) -> Callable[[State], Verdict]:
    """The verdict that a node of the nearest unit of a kind above holds; wide open where there is none."""

    def of(state: State) -> Verdict:
        around = state.around
        unit = around.world.units.ancestor(state.unit.code, kind, around.program.as_of)
        return WIDE_OPEN if unit is None else around.states[unit.code].values[index]

    return of


def opposite(index: int) -> Callable[[State], Verdict]:
    """The opposite of what a node of the unit holds."""
    return lambda state: OPPOSITE[state.values[index]]


def where_applies(truth: int, applies: int) -> Callable[[State], Verdict]:
    """The verdict that one node of the unit holds, where another says that it applies."""
    return lambda state: where(state.values[truth], state.values[applies])


def attested(truth: int, term: Attested) -> Callable[[State], Verdict]:
    """The function for an attested truth: the verdict of figures, or if they leave it open, of agreeing authorities."""

    def verdict(state: State) -> Verdict:
        judged: Verdict = state.values[truth]
        evidence = state.around.world.evidence
        if not evidence.attestations or OUTCOME[judged] is not Outcome.UNDETERMINED:
            return judged
        words = evidence.attested(state.unit.code, term.rule, state.around.program)
        by_words = None if unusable(term, words, evidence.as_of) else attested_verdict(words, term)
        return judged if by_words is None else by_words

    return verdict

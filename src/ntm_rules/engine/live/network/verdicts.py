"""Verdicts that need no event of the matcher: those that nodes hold, their opposite, and what is attested."""

from collections.abc import Callable
from operator import itemgetter

from ....model.outcome import Outcome
from ....program.terms import Attested, Members
from ....program.verdict import OPPOSITE, OUTCOME, WIDE_OPEN, Verdict, where
from ...evidence.attested_text import unusable
from ...specification.meaning import said_by
from .node import State, Verdicts


def of_unit(indices: list[int]) -> Verdicts:
    """The verdicts that nodes of the same unit hold."""
    if len(indices) > 1:
        get = itemgetter(*indices)
        return lambda state: get(state.held)
    return lambda state: [state.held[index] for index in indices]  # type: ignore[misc]


def below(members: Members, index: int) -> Verdicts:
    """The verdicts that a node of each member holds."""

    def of(state: State) -> list[Verdict]:
        around = state.around
        units = around.world.members(state.unit.code, members.kind, members.only)
        return [around.states[unit.code].held[index] for unit in units]  # type: ignore[misc]

    return of


def above(kind: str, index: int) -> Callable[[State], Verdict]:
    """The verdict that a node of the nearest unit of a kind above holds; wide open where there is none."""

    def of(state: State) -> Verdict:
        around = state.around
        unit = around.world.units.ancestor(state.unit.code, kind, around.program.as_of)
        return WIDE_OPEN if unit is None else around.states[unit.code].held[index]  # type: ignore[return-value]

    return of


def opposite(index: int) -> Callable[[State], Verdict]:
    """The opposite of what a node of the unit holds."""
    return lambda state: OPPOSITE[state.held[index]]  # type: ignore[index]


def where_applies(truth: int, applies: int) -> Callable[[State], Verdict]:
    """The verdict that one node of the unit holds, where another says that it applies."""
    return lambda state: where(state.held[truth], state.held[applies])  # type: ignore[arg-type]


def attested(truth: int, term: Attested) -> Callable[[State], Verdict]:
    """The function for an attested truth: the verdict of figures, or if they leave it open, of agreeing authorities."""

    def verdict(state: State) -> Verdict:
        judged: Verdict = state.held[truth]  # type: ignore[assignment]
        evidence = state.around.world.evidence
        if not evidence.attestations or OUTCOME[judged] is not Outcome.UNDETERMINED:
            return judged
        words = evidence.attested(state.unit.code, term.rule, state.around.program)
        said = None if unusable(term, words, evidence.as_of) else said_by(words, term.basically)
        return judged if said is None else said

    return verdict

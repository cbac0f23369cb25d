"""From a unit in a world to the states of what a rule reads, by the engine: what the region analysis is held against."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from fractions import Fraction
from functools import lru_cache
from typing import TypeVar

from attrs import evolve, fields, frozen

from ntm_rules.engine import specification
from ntm_rules.engine.evidence.world import EvidenceWorld
from ntm_rules.engine.specification import Span, span_of
from ntm_rules.engine.specification.assessed import Assessed
from ntm_rules.engine.specification.meaning import case_of, verdict
from ntm_rules.evolution.regions.demand import Demands
from ntm_rules.evolution.regions.diagram import TooManyCombinations
from ntm_rules.evolution.regions.leaf import change_of, is_in
from ntm_rules.evolution.regions.partition import contains, signature
from ntm_rules.evolution.regions.quantity import (
    ANYTHING,
    OWN,
    Against,
    Cell,
    CellSpan,
    LevelIs,
    MayApply,
    MembersAgainst,
    MembersDeciding,
    MembersFigure,
    MembersWeighed,
    MemberTruth,
    Order,
    OutcomeCounts,
    OwnAttribute,
    OwnMeasure,
    Quantity,
    RelativeChange,
    Special,
    State,
    ValueIs,
    Year,
    YearIs,
)
from ntm_rules.evolution.regions.reading import Reading
from ntm_rules.evolution.regions.side import Side
from ntm_rules.model.decision import Decision
from ntm_rules.model.fact import Finding
from ntm_rules.model.key import RuleKey
from ntm_rules.model.outcome import Outcome, Tally
from ntm_rules.model.units.unit import Unit
from ntm_rules.model.values.number import as_fraction
from ntm_rules.program.computed import YearOf
from ntm_rules.program.lowering_figure import NO_WINDOW, figure_of
from ntm_rules.program.program import Program, ProgramRule
from ntm_rules.program.terms import Always, CaseChoice, Difference, Figure, Holds, Over, Reported, Term, walk
from ntm_rules.program.verdict import ATTAINED, NOT_APPLICABLE, OUTCOME, POSSIBLE

Part = TypeVar("Part")
Cuts = Mapping[MembersDeciding, tuple[set[Fraction], set[Fraction]]]
Ends = tuple[Fraction | None, Fraction | None] | Special | str | Finding


@frozen
class Came:
    """What a condition comes to, and can still come to."""

    outcome: Outcome
    possible: frozenset[Outcome]


def thresholds_on_members(rules: Sequence[tuple[Side, ProgramRule]]) -> Cuts:
    """The bounds on members' counts and shares in rules."""
    demands = Demands([side for side, _ in rules])
    for side, rule in rules:
        demands.rule(side, rule)
    return demands.bounds


def locate(reading: Reading, side: Side, unit: Unit, world: EvidenceWorld, cuts: Cuts) -> tuple[int, ...]:
    """The number of the state that each quantity is in."""
    return tuple(
        _number(quantity, states, side, unit, world, cuts)
        for quantity, states in zip(reading.quantities, reading.states, strict=True)
    )


def _number(
    quantity: Quantity, states: Sequence[State], side: Side, unit: Unit, world: EvidenceWorld, cuts: Cuts
) -> int:
    match quantity:
        case OwnAttribute(attribute):
            own = unit.attributes.get(attribute)
            state: State = Special.NO_ATTRIBUTE if not own else ValueIs(own)
            return states.index(state if state in states else Special.OTHER_VALUE)
        case Year():
            at = _at(side, unit, world)
            by_year = {one for rule in side.program.rules for one in walk(rule.truth) if isinstance(one, CaseChoice)}
            if any(case_of(one, at) != str(at.program.assessed) for one in by_year if isinstance(one.by, YearOf)):
                raise PartlyOpen
            year = YearIs(world.evidence.as_of.year)
            return states.index(year if year in states else Special.OTHER_YEAR)
        case OutcomeCounts(rules):
            found = tally([decide(side, unit, rule, world) for rule in rules])
            if found in states:
                return states.index(found)
            present = [bool(count) for count in counts(found)]
            return next(n for n, one in enumerate(states) if [bool(c) for c in counts(one)] == present)  # type: ignore[arg-type]
        case MembersDeciding(kind, rule, only):
            members = world.members(unit.code, kind, only)
            found = tally([_decided(side, member, rule, world) for member in members])
            of_counts, of_shares = (sorted(each) for each in cuts[quantity])
            wanted = signature(found, of_counts, of_shares)
            return next(n for n, one in enumerate(states) if signature(one, of_counts, of_shares) == wanted)  # type: ignore[arg-type]
        case MembersAgainst() | MembersFigure() | MembersWeighed() if not world.members(
            unit.code, quantity.kind, quantity.only
        ):
            return states.index(Special.NO_MEMBERS)
        case Against():
            return _order(_demands(side).against[quantity], _at(side, unit, world), states)
    at = _at(side, unit, world)
    figure = _figure(quantity, side, at)
    span = span_of(figure, at)
    if span != span_of(figure, at, compared=True):
        raise PartlyOpen
    if (
        isinstance(figure, Over)
        and not isinstance(figure.figure, Always)
        and span.low is None
        and span.high is None
        and span.applies == ATTAINED
        and Special.APPLIES not in states
    ):
        raise PartlyOpen
    if isinstance(quantity, RelativeChange) and span.value is not None:
        assert isinstance(figure, Difference)
        now, then = (as_fraction(span_of(one, at).value) for one in (figure.of, figure.less))  # type: ignore[arg-type]
        return next(number for number, state in enumerate(states) if is_in(change_of(now, then), state))
    return _of_figure(span, states)


def _figure(quantity: Quantity, side: Side, at: Assessed) -> Figure:
    """The figure that a quantity stands for: of the unit itself that of the day, whatever a rule asks to be newer."""
    if isinstance(quantity, OwnMeasure):
        scope = at.program.rules[0].scope
        window = NO_WINDOW if quantity.back is None else scope.in_year(quantity.back).window
        return figure_of(scope.library.measures[quantity.measure], scope.library, None, window)
    return _of_day(_demands(side).figures[quantity], at)


def _of_day(term: Part, at: Assessed) -> Part:
    """The term with the figures of years back counted from the year assessed: a comparison has them of any year."""
    if isinstance(term, Reported) and term.back is not None:
        window = at.program.rules[0].scope.in_year(term.back).window
        return evolve(term, on=window.on, after=window.after)
    if type(term) is tuple:
        return tuple(_of_day(part, at) for part in term)  # type: ignore[return-value, attr-defined]
    if isinstance(term, Term):
        return evolve(
            term, **{each.name: _of_day(getattr(term, each.name), at) for each in fields(type(term)) if each.eq}
        )
    return term


def _at(side: Side, unit: Unit, world: EvidenceWorld) -> Assessed:
    return Assessed(unit, side.program, world, specification.decide)


@lru_cache(maxsize=64)
def _demands_of(
    program: Program, renamed: tuple[tuple[str, str], ...], stands_for: tuple[tuple[str, str], ...]
) -> Demands:
    side = Side(program, dict(renamed), dict(stands_for))
    demands = Demands([side])
    for rule in program.rules:
        with suppress(TooManyCombinations):
            demands.rule(side, rule)
    return demands


def _demands(side: Side) -> Demands:
    return _demands_of(side.program, tuple(side.renamed.items()), tuple(side.stands_for.items()))


def _of_figure(span: Span, states: Sequence[State]) -> int:
    if MayApply in map(type, states):
        return _of_share(span, states)
    if span.applies == NOT_APPLICABLE:
        return states.index(Special.NOT_APPLICABLE if Special.NOT_APPLICABLE in states else Special.NOT_KNOWN)
    if span.low is None and span.high is None:
        return states.index(Special.NOT_KNOWN)
    if isinstance(span.low, Finding):
        return states.index(span.low)
    if isinstance(span.low, str):
        return states.index(LevelIs(span.low))
    for number, state in enumerate(states):
        ends = state if isinstance(state, CellSpan) else CellSpan(state, state) if isinstance(state, Cell) else None
        if ends is not None and _within(ends.low, span.low) and _within(ends.high, span.high):
            return number
    raise AssertionError((span, states))


def _of_share(span: Span, states: Sequence[State]) -> int:
    """The state of a weighted share, which may be known and yet apply to none."""
    if span.applies == NOT_APPLICABLE:
        return states.index(Special.NOT_APPLICABLE)
    if span.low is None and span.high is None:
        return states.index(Special.APPLIES if span.applies == ATTAINED else Special.NOT_KNOWN)
    of = [one.figure for one in states if isinstance(one, MayApply)]
    number = _of_figure(evolve(span, applies=ATTAINED), of)
    return states.index(of[number] if span.applies == ATTAINED else MayApply(of[number]))


def _within(cell: Cell | None, end: object) -> bool:
    return cell is end if cell is None or end is None else contains(cell, as_fraction(end))  # type: ignore[arg-type]


def _order(truth: Holds, at: Assessed, states: Sequence[State]) -> int:
    figure, other = span_of(truth.figure, at), span_of(truth.required, at).value
    is_known = figure.applies != NOT_APPLICABLE and (figure.low, figure.high) != (None, None)
    if not is_known or other is None or isinstance(other, Finding):
        return 0
    signs: list[int | None] = []
    for end in (figure.low, figure.high):
        one, two = (truth.scale.index(each) if isinstance(each, str) else each for each in (end, other))
        signs.append(None if one is None else (one > two) - (one < two))  # type: ignore[operator]
    return states.index(Order(*signs))


def _decided(side: Side, member: Unit, rule: RuleKey | MemberTruth, world: EvidenceWorld) -> Decision | Came:
    if not isinstance(rule, MemberTruth):
        return decide(side, member, rule, world)
    read = (*_demands(side).bounds, *_demands(side).figures)
    truths = (one.rule for one in read if isinstance(one, MembersDeciding | MembersWeighed) and one.rule == rule)
    term = next((one.truth for one in truths if isinstance(one, MemberTruth)), None)
    if term is None:
        raise KeyError(rule)
    found = verdict(term, _at(side, member, world))
    return Came(OUTCOME[found], POSSIBLE[found])


def decide(side: Side, unit: Unit, rule: RuleKey, world: EvidenceWorld) -> Decision:
    """The decision of a rule by the key that both sides know it by. Raises KeyError where this side does not have it."""
    if rule.ruleset != OWN:
        return specification.decide(side.program.references[rule.ruleset], unit, rule.code, world)
    codes = {side.key(side.program.ruleset.id, code): code for code in side.program.by_code}
    return specification.decide(side.program, unit, codes[rule], world)


class PartlyOpen(Exception):
    """A rule that is counted is open between two outcomes only, or a figure of members is not known but surely applies: no
    state of a comparison says so, only those of `regions.partly_open`; likewise a sum of which parts are missing, which lies
    between their bounds. Or a figure with a threshold by year is of another
    year than the one assessed, for which comparisons say nothing.
    """


def tally(decisions: Sequence[Decision | Came]) -> Tally:
    if any(one.outcome is Outcome.UNDETERMINED and one.possible != ANYTHING for one in decisions):
        raise PartlyOpen
    found = [decision.outcome for decision in decisions]
    return Tally(*(found.count(each) for each in _ORDER))


_ORDER = (Outcome.ATTAINED, Outcome.NOT_ATTAINED, Outcome.UNDETERMINED, Outcome.NOT_APPLICABLE)


def counts(of: Tally) -> tuple[int, int, int, int]:
    return of.attained, of.not_attained, of.undetermined, of.not_applicable

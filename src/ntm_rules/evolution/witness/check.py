"""Check by the specification that a situation has the states sought."""

from collections.abc import Sequence
from fractions import Fraction

from attrs import evolve

from ...engine.specification import Span as Figure
from ...engine.specification import span_of
from ...engine.specification.meaning import verdict
from ...model.fact import Finding
from ...model.outcome import Outcome, Tally
from ...model.values.number import Number, as_fraction
from ...program.terms import Difference, Term
from ...program.verdict import ATTAINED, NOT_APPLICABLE, OUTCOME, POSSIBLE, Verdict
from ..cases.case import UNIT
from ..regions.leaf import change_of, is_in
from ..regions.partition import contains
from ..regions.quantity import (
    ANYTHING,
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
    Quantity,
    RelativeChange,
    Special,
    State,
    ValueIs,
    Year,
    YearIs,
)
from .fit import sign
from .goal import Sides, WitnessGoal
from .members import standing
from .scene import Scene


def holds(quantity: Quantity, state: State, scene: Scene, goal: WitnessGoal) -> bool:
    """True when a quantity is in a state on every side that reads it."""
    return all(_Look(sides, scene).is_in(quantity, state, goal) for sides in scene.sides.alone)


class _Look:
    """Scene evaluated for one side."""

    def __init__(self, sides: Sides, scene: Scene) -> None:
        self.sides, self.scene = sides, scene
        [side] = sides.sides
        self.at = scene.judged(UNIT, side.program)

    def is_in(self, quantity: Quantity, state: State, goal: WitnessGoal) -> bool:
        match quantity:
            case Year():
                return not isinstance(state, YearIs) or self.scene.as_of.year == state.year
            case OwnAttribute(attribute):
                own = self.at.unit.attributes.get(attribute)
                if isinstance(state, ValueIs):
                    return own == state.value
                return not own if state is Special.NO_ATTRIBUTE else bool(own)
            case OutcomeCounts():
                return self._rules_come_to(quantity, state, goal)
            case MembersDeciding():
                return self._members_come_to(quantity, state, is_exact=goal.is_exact)
            case Against():
                return self._stands(quantity, state)
        figure = self.sides.demands.figures.get(quantity)
        if isinstance(quantity, MembersAgainst | MembersFigure | MembersWeighed):
            inside = self.at.world.members(UNIT, quantity.kind, quantity.only)
            if state is Special.NO_MEMBERS or not inside:
                return (state is Special.NO_MEMBERS) is not bool(inside)
        if isinstance(quantity, RelativeChange) and not isinstance(state, Special):
            return figure is None or self._changed(figure, state)
        return figure is None or _fits(span_of(figure, self.at), state)

    def _changed(self, figure: Term, state: State) -> bool:
        """True when a figure has changed, in per cent of the earlier one, as a state says."""
        assert isinstance(figure, Difference)
        now, then = (_fraction(span_of(part, self.at).value) for part in (figure.of, figure.less))
        return now is not None and then is not None and is_in(change_of(now, then), state)

    def _rules_come_to(self, quantity: OutcomeCounts, state: State, goal: WitnessGoal) -> bool:
        assert isinstance(state, Tally)
        rules = [rule for key in quantity.rules for rule in self.sides.rules(key)[:1]]
        if len(rules) < len(quantity.rules):
            return True  # a rule that this side does not have
        verdicts = [self.scene.judged(UNIT, program).verdict_on(code) for program, code in rules]
        tally = _tally(verdicts, is_exact=goal.is_exact)
        if tally is None:
            return False
        return tally.present == state.present if quantity in goal.uncounted else tally == state

    def _members_come_to(self, quantity: MembersDeciding, state: State, *, is_exact: bool) -> bool:
        members = self.at.world.members(UNIT, quantity.kind, quantity.only)
        if isinstance(quantity.rule, MemberTruth):
            terms = self.sides.conditions.get(quantity.rule, ())
            verdicts = [
                verdict(truth, self.scene.judged(member.code, side.program))
                for side, truth in terms
                for member in members
            ]
            if not terms:
                return True
        else:
            rules = self.sides.rules(quantity.rule)
            if not rules:
                return True
            program, code = rules[0]
            verdicts = [self.scene.judged(member.code, program).verdict_on(code) for member in members]
        tally = _tally(verdicts, is_exact=is_exact)
        bounds = self.scene.sides.bounds[quantity]
        assert isinstance(state, Tally)
        return tally is not None and standing(tally, *bounds) == standing(state, *bounds)

    def _stands(self, against: Against, order: State) -> bool:
        """True when two figures have the given order, or one of them is not known."""
        truth = self.sides.demands.against.get(against)
        if truth is None:
            return True
        figure, required_value = span_of(truth.figure, self.at), span_of(truth.required, self.at).value
        is_known = figure.applies == ATTAINED and not figure.of_none and (figure.low, figure.high) != (None, None)
        if not is_known or required_value is None or isinstance(required_value, Finding):
            return True
        low, high, required = (
            truth.scale.index(value) if isinstance(value, str) else _fraction(value)
            for value in (figure.low, figure.high, required_value)
        )
        assert isinstance(order, Order)
        return (order.low, order.high) == (sign(low, required), sign(high, required))


def _fits(seen: Figure, state: State) -> bool:
    unknown = seen.low is None and seen.high is None
    match state:
        case LevelIs(level):
            return seen.low == level
        case Finding():
            return seen.low is state
        case Special.NOT_APPLICABLE:
            return seen.applies == NOT_APPLICABLE
        case Special.NOT_KNOWN:
            return unknown and seen.applies != NOT_APPLICABLE
        case Cell():
            return all(_lies(end, state) for end in (seen.low, seen.high))
        case MayApply(figure):
            return seen.applies == NOT_APPLICABLE | ATTAINED and _fits(evolve(seen, applies=ATTAINED), figure)
        case Special.APPLIES:
            return unknown and seen.applies == ATTAINED
        case CellSpan(low, high):
            return not unknown and _lies(seen.low, low) and _lies(seen.high, high)
    return False


def _lies(end: object, cell: Cell | None) -> bool:
    """True when a bound of a figure lies in a cell; without a cell, when there is no bound."""
    if cell is None or end is None:
        return cell is end
    return isinstance(end, Number) and contains(cell, as_fraction(end))


def _fraction(number: object) -> Fraction | None:
    return as_fraction(number) if isinstance(number, Number) else None


def _tally(verdicts: Sequence[Verdict], *, is_exact: bool) -> Tally | None:
    """Tally of verdicts; None when an undetermined one excludes some outcomes (see `OutcomeCounts`), unless that may be."""
    outcomes = [OUTCOME[verdict] for verdict in verdicts]
    if is_exact and any(
        outcome is Outcome.UNDETERMINED and POSSIBLE[verdict] != ANYTHING
        for verdict, outcome in zip(verdicts, outcomes, strict=True)
    ):
        return None
    return Tally.of(outcomes)

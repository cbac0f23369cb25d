"""Whether a situation brings about the states that are sought, as the engine sees it."""

from collections.abc import Iterable
from fractions import Fraction

from ...engine.count import Span as MemberSpan
from ...engine.count import aggregate, span_of_change, span_of_criteria, span_of_observation
from ...engine.specification import decide
from ...engine.world import World, as_compared
from ...model.condition import Aggregate, CriteriaCount
from ...model.decision import Tally
from ...model.fact import Absence, Finding
from ...model.measure import Measure
from ...model.outcome import Outcome
from ...model.units.unit import Unit
from ...model.values.number import Number, as_fraction, difference
from ...program.program import Program
from ..cases.case import UNIT
from ..regions.feasible import contains
from ..regions.quantity import (
    Against,
    Cell,
    CountOf,
    CriteriaIncrease,
    LevelIs,
    MeasureAbove,
    MeasureChange,
    MembersDeciding,
    MembersFigure,
    Order,
    OwnAttribute,
    OwnMeasure,
    Quantity,
    RuleOutcomes,
    Span,
    Special,
    State,
    ValueIs,
    Year,
    YearIs,
)
from ..regions.side import Side
from .fit import count_in, sign, turned
from .members import standing
from .scene import Scene
from .sought import Interval, Sides, Sought

_Seen = Interval | Special | Finding | str
_OPEN: Interval = (None, None)


def holds(quantity: Quantity, state: State, scene: Scene, sought: Sought) -> bool:
    """Whether a quantity is in a state on every side that reads it."""
    return all(_Look(side, scene).is_in(quantity, state, sought) for side in scene.sides.sides)


class _Look:
    """A scene as one side sees it."""

    def __init__(self, side: Side, scene: Scene) -> None:
        self.side, self.scene, self.sides = side, scene, Sides((side,))
        self.world: World = scene.world(side.program)
        self.unit = scene.units[UNIT]

    def is_in(self, quantity: Quantity, state: State, sought: Sought) -> bool:
        match quantity:
            case Year():
                return not isinstance(state, YearIs) or self.scene.as_of.year == state.year
            case OwnAttribute(attribute):
                own = self.unit.attributes.get(attribute)
                if isinstance(state, ValueIs):
                    return own == state.value
                return not own if state is Special.NO_ATTRIBUTE else bool(own)
            case OwnMeasure(measure) | MeasureAbove(measure=measure):
                return measure not in self.side.program.measures or _fits(self._figure(quantity), state)
            case MeasureChange(measure):
                return measure not in self.side.program.measures or _fits(self._figure(quantity), state)
            case MembersFigure(of=of):
                if isinstance(of, str) and of not in self.side.program.measures:
                    return True
                if isinstance(of, CriteriaCount) and not self._counts(of):
                    return True
                return _fits(self._figure(quantity), state)
            case CriteriaIncrease(ruleset, since):
                return not self.sides.past(ruleset, since) or _fits(self._figure(quantity), state)
            case RuleOutcomes():
                return self._rules_come_to(quantity, state, sought)
            case MembersDeciding():
                return self._members_come_to(quantity, state)
            case Against():
                return self._stands(quantity, state)

    def _counts(self, of: CriteriaCount) -> bool:
        """Whether this side counts criteria of a ruleset, and on the earlier date."""
        if of.since is not None and not self.sides.past(of.ruleset, of.since):
            return False
        return bool(self.sides.programs(of.ruleset))

    def _figure(self, quantity: object) -> _Seen:
        """A figure, between what it lies; or what else is seen in its place."""
        match quantity:
            case OwnMeasure(measure):
                return self._observed(self.unit, self.side.program.measures[measure])
            case MeasureAbove(kind, measure):
                above = self.world.units.ancestor(UNIT, kind)
                return _OPEN if above is None else self._observed(above, self.side.program.measures[measure])
            case MeasureChange(measure, since):
                return self._changed(self.side.program.measures[measure], since)
            case MembersFigure():
                return self._over_members(quantity)
            case CriteriaIncrease(ruleset, since):
                now, then = self.sides.programs(ruleset)[0], self.sides.past(ruleset, since)[0]
                return _interval(span_of_change(self._attained(now, self.unit), self._attained(then, self.unit, since)))
            case CountOf():
                return self._counted(quantity)
        raise TypeError(quantity)

    def _observed(self, unit: Unit, measure: Measure) -> _Seen:
        seen = self.world.observe(unit.code, measure.id)
        if seen.value is None:
            absent = seen.absence is Absence.NOT_APPLICABLE and not measure.always_applies
            return Special.NOT_APPLICABLE if absent else Special.NOT_KNOWN
        if isinstance(seen.value, str | Finding):
            return seen.value
        return _point(seen.value)

    def _changed(self, measure: Measure, since: object) -> _Seen:
        seen = [self.world.observe(UNIT, measure.id), self.world.observe(UNIT, measure.id, since)]  # type: ignore[arg-type]
        absent = [one.absence for one in seen if one.value is None]
        if absent:
            applies = measure.always_applies or Absence.NOT_APPLICABLE not in absent
            return Special.NOT_KNOWN if applies else Special.NOT_APPLICABLE
        now, then = (as_compared(measure, one.value) for one in seen)  # type: ignore[arg-type]
        return _point(difference(now, then))

    def _attained(self, program: Program, unit: Unit, since: object = None) -> MemberSpan:
        world = self.world if since is None else self.world.at(since)  # type: ignore[arg-type]
        return span_of_criteria([decide(program, unit, code, world) for code in program.criteria])

    def _over_members(self, quantity: MembersFigure) -> _Seen:
        members = self.world.members(UNIT, quantity.kind, quantity.only)
        if isinstance(quantity.of, CriteriaCount):
            now = self.sides.programs(quantity.of.ruleset)[0]
            spans = [self._attained(now, member) for member in members]
            if quantity.of.since is not None:
                then = self.sides.past(quantity.of.ruleset, quantity.of.since)[0]
                spans = [
                    span_of_change(span, self._attained(then, member, quantity.of.since))
                    for span, member in zip(spans, members, strict=True)
                ]
        else:
            measure = self.side.program.measures[quantity.of]
            spans = [span_of_observation(self.world.observe(each.code, measure.id), measure) for each in members]
        spans = [span for span in spans if span.verdict.outcome is not Outcome.NOT_APPLICABLE]
        if not spans and (members or quantity.aggregate is not Aggregate.SUM):
            return Special.NOT_APPLICABLE
        low = aggregate(quantity.aggregate, [span.low for span in spans], lowest=True)
        high = aggregate(quantity.aggregate, [span.high for span in spans], lowest=False)
        return _fraction(low), _fraction(high)

    def _rules_come_to(self, quantity: RuleOutcomes, state: State, sought: Sought) -> bool:
        assert isinstance(state, Tally)
        found = _tally(
            decide(program, self.unit, code, self.world).outcome
            for rule in quantity.rules
            for program, code in self.sides.rules(rule)[:1]
        )
        if found.applicable + found.not_applicable < len(quantity.rules):
            return True  # a rule that this side does not have
        return _present(found) == _present(state) if quantity in sought.uncounted else found == state

    def _members_come_to(self, quantity: MembersDeciding, state: State) -> bool:
        found = self._members_tally(quantity)
        if found is None:
            return True
        assert isinstance(state, Tally)
        bounds = self.scene.sides.bounds(quantity)
        return standing(found, *bounds) == standing(state, *bounds)

    def _members_tally(self, quantity: MembersDeciding) -> Tally | None:
        rules = self.sides.rules(quantity.rule)
        members = self.world.members(UNIT, quantity.kind, quantity.only)
        if not rules:
            return None
        return _tally(decide(rules[0][0], member, rules[0][1], self.world).outcome for member in members)

    def _counted(self, count: CountOf) -> Interval:
        if isinstance(count.of, MembersDeciding):
            tally = self._members_tally(count.of) or Tally(0, 0, 0, 0)
        else:
            tally = _tally(
                decide(program, self.unit, code, self.world).outcome
                for rule in count.of
                for program, code in self.sides.rules(rule)[:1]
            )
        return count_in(tally, count) or _OPEN

    def _stands(self, against: Against, order: State) -> bool:
        """Whether two figures stand to each other so; where one is not known, it does not matter."""
        quantity, other = against.quantity, against.other
        known = self.side.program.measures
        if other.measure not in known or getattr(quantity, "measure", other.measure) not in known:
            return True
        asked = self._figure(other)
        counted = quantity.of if isinstance(quantity, CountOf) and isinstance(quantity.of, tuple) else ()
        if any(not self.sides.rules(rule) for rule in counted):
            return True
        if (
            isinstance(quantity, MembersFigure)
            and isinstance(quantity.of, CriteriaCount)
            and not self._counts(quantity.of)
        ):
            return True
        if isinstance(quantity, CriteriaIncrease) and not self.sides.past(quantity.ruleset, quantity.since):
            return True
        figure = self._figure(quantity)
        assert isinstance(order, Order)
        if isinstance(asked, str) and isinstance(figure, str):
            declared = known[quantity.measure], known[other.measure]  # type: ignore[union-attr]
            ranks = declared[0].rank(figure), declared[1].rank(asked)
            return order.low == order.high == sign(ranks[0], ranks[1])
        if not isinstance(asked, tuple) or not isinstance(figure, tuple) or asked[0] is None or figure == _OPEN:
            return True
        of = getattr(quantity, "measure", None) or getattr(quantity, "of", None)
        low, high = figure
        if isinstance(of, str) and not isinstance(quantity, MeasureChange):
            low, high = _compared(known[of], low), _compared(known[of], high)
        if against.turned:
            low, high = turned((low, high))
        held = _compared(known[other.measure], asked[0])
        return (order.low, order.high) == (sign(low, held), sign(high, held))


def _fits(seen: _Seen, state: State) -> bool:
    match state:
        case LevelIs(level):
            return seen == level
        case Finding():
            return seen is state
        case Special():
            return seen is state or (seen == _OPEN and state is Special.NOT_KNOWN)
        case Cell():
            return isinstance(seen, tuple) and all(end is not None and contains(state, end) for end in seen)
        case Span(low, high):
            return isinstance(seen, tuple) and all(
                (end is None) if cell is None else (end is not None and contains(cell, end))
                for end, cell in zip(seen, (low, high), strict=True)
            )
    return False


def _interval(span: MemberSpan) -> Interval:
    return _fraction(span.low), _fraction(span.high)


def _fraction(number: Number | None) -> Fraction | None:
    return None if number is None else as_fraction(number)


def _point(number: Number) -> Interval:
    return (as_fraction(number),) * 2


def _compared(measure: Measure, figure: Fraction | None) -> Fraction | None:
    return None if figure is None else as_fraction(as_compared(measure, figure))


def _tally(outcomes: Iterable[Outcome]) -> Tally:
    found = list(outcomes)
    return Tally(
        found.count(Outcome.ATTAINED),
        found.count(Outcome.NOT_ATTAINED),
        found.count(Outcome.UNDETERMINED),
        found.count(Outcome.NOT_APPLICABLE),
    )


def _present(tally: Tally) -> tuple[bool, ...]:
    return tuple(bool(each) for each in (tally.attained, tally.not_attained, tally.undetermined, tally.not_applicable))

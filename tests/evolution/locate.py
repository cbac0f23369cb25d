"""From a unit in a world to the states of what a rule reads, by the engine: what the region analysis is held against."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from ntm_rules.engine import specification
from ntm_rules.engine.count import aggregate, span_of_change, span_of_criteria, span_of_observation
from ntm_rules.engine.world import World, as_compared
from ntm_rules.evolution.regions.demand import Demands
from ntm_rules.evolution.regions.feasible import contains
from ntm_rules.evolution.regions.partition import signature
from ntm_rules.evolution.regions.quantity import (
    OWN,
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
from ntm_rules.evolution.regions.reading import Reading, Side
from ntm_rules.model.condition import Aggregate, Basis, CriteriaCount
from ntm_rules.model.decision import Decision, Tally
from ntm_rules.model.fact import Absence, Finding
from ntm_rules.model.key import RuleKey
from ntm_rules.model.outcome import Outcome
from ntm_rules.model.units.unit import Unit
from ntm_rules.model.values.number import as_fraction
from ntm_rules.program.program import ProgramRule

Cuts = Mapping[MembersDeciding, tuple[set[Fraction], set[Fraction]]]
Ends = tuple[Fraction | None, Fraction | None] | Special | str | Finding


def thresholds_on_members(rules: Sequence[tuple[Side, ProgramRule]]) -> Cuts:
    """The bounds on members' counts and shares in rules."""
    demands = Demands([side for side, _ in rules])
    for side, rule in rules:
        demands.rule(side, rule)
    return demands.bounds


def locate(reading: Reading, side: Side, unit: Unit, world: World, cuts: Cuts) -> tuple[int, ...]:
    """The number of the state that each quantity is in."""
    return tuple(
        _number(quantity, states, side, unit, world, cuts)
        for quantity, states in zip(reading.quantities, reading.states, strict=True)
    )


def _number(quantity: Quantity, states: Sequence[State], side: Side, unit: Unit, world: World, cuts: Cuts) -> int:
    match quantity:
        case OwnAttribute(attribute):
            own = unit.attributes.get(attribute)
            state: State = Special.NO_ATTRIBUTE if not own else ValueIs(own)
            return states.index(state if state in states else Special.OTHER_VALUE)
        case Year():
            year = YearIs(world.evidence.as_of.year)
            return states.index(year if year in states else Special.OTHER_YEAR)
        case RuleOutcomes(rules):
            found = tally([decide(side, unit, rule, world) for rule in rules])
            if found in states:
                return states.index(found)
            present = [bool(count) for count in counts(found)]
            return next(n for n, one in enumerate(states) if [bool(c) for c in counts(one)] == present)  # type: ignore[arg-type]
        case MembersDeciding(kind, rule, only):
            members = world.members(unit.code, kind, only)
            found = tally([decide(side, member, rule, world) for member in members])
            of_counts, of_shares = (sorted(each) for each in cuts[quantity])
            wanted = signature(found, of_counts, of_shares)
            return next(n for n, one in enumerate(states) if signature(one, of_counts, of_shares) == wanted)  # type: ignore[arg-type]
        case Against(left, other, turned):
            own_ends, other_ends = (
                figure(left, side, unit, world, raw=False),
                figure(other, side, unit, world, raw=False),
            )
            return _order(own_ends, other_ends, states, turned, left, side)
    ends = figure(quantity, side, unit, world)
    if isinstance(ends, Special):
        return states.index(ends if ends in states else Special.NOT_KNOWN)
    if isinstance(ends, Finding):
        return states.index(ends)
    if isinstance(ends, str):
        return states.index(LevelIs(ends))
    for number, state in enumerate(states):
        if isinstance(state, Cell) and ends[0] is not None and ends[1] is not None:
            # Both ends within one open cell: no threshold lies between them.
            if contains(state, ends[0]) and contains(state, ends[1]):
                return number
        elif isinstance(state, Span) and _within(state.low, ends[0]) and _within(state.high, ends[1]):
            return number
    raise AssertionError((quantity, ends, states))


def _within(cell: Cell | None, end: Fraction | None) -> bool:
    return cell is None and end is None if cell is None or end is None else contains(cell, end)


def _order(left: Ends, right: Ends, states: Sequence[State], turned: bool, quantity: object, side: Side) -> int:
    def value(one: object) -> Fraction | None:
        if isinstance(one, str):
            assert isinstance(quantity, OwnMeasure)
            rank = side.program.measures[quantity.measure].rank(one)
            return None if rank is None else Fraction(rank)
        return one  # type: ignore[return-value]

    if isinstance(left, Special | Finding) or isinstance(right, Special | Finding):
        return 0
    ends = (left, left) if isinstance(left, str) else left
    other = value(right if isinstance(right, str) else right[0])
    assert other is not None
    signs: list[int | None] = []
    for one in (value(end) if end is not None else None for end in ends):
        if one is None:
            signs.append(None)
            continue
        one = -one if turned else one
        signs.append((one > other) - (one < other))
    if turned:
        signs.reverse()
    return states.index(Order(*signs))


def figure(quantity: object, side: Side, unit: Unit, world: World, *, raw: bool = True) -> Ends:
    """Between which figures a quantity lies, as reported (`raw`) or as compared."""
    measures = side.program.measures
    match quantity:
        case OwnMeasure(name):
            return _observed(world, unit.code, name, raw)
        case MeasureAbove(kind, name):
            above = world.units.ancestor(unit.code, kind)
            found = Special.NOT_KNOWN if above is None else _observed(world, above.code, name, raw)
            return Special.NOT_KNOWN if isinstance(found, Special) else found
        case MeasureChange(name, since):
            figures: list[Fraction] = []
            lacks: list[Special] = []
            for day in (None, since):
                observation = world.observe(unit.code, name, day)
                if observation.value is None:
                    away = observation.absence is Absence.NOT_APPLICABLE and not measures[name].always_applies
                    lacks.append(Special.NOT_APPLICABLE if away else Special.NOT_KNOWN)
                else:
                    figures.append(as_fraction(as_compared(measures[name], observation.value)))  # type: ignore[arg-type]
            if lacks:
                return Special.NOT_APPLICABLE if Special.NOT_APPLICABLE in lacks else Special.NOT_KNOWN
            now, before = figures
            return now - before, now - before
        case MembersFigure():
            return _members(quantity, side, unit, world, raw)
        case CriteriaIncrease(ruleset, since):
            today, then = _criteria(ruleset, side, unit, world), _criteria_then(ruleset, since, side, unit, world)
            span = span_of_change(span_of_criteria(today), span_of_criteria(then))
            return as_fraction(span.low), as_fraction(span.high)  # type: ignore[arg-type]
        case CountOf(of, failing, basis):
            if isinstance(of, MembersDeciding):
                counted = tally(
                    [decide(side, member, of.rule, world) for member in world.members(unit.code, of.kind, of.only)]
                )
            else:
                counted = tally([decide(side, unit, rule, world) for rule in of])
            low = Fraction(counted.not_attained if failing else counted.attained)
            high = low + counted.undetermined
            if basis is Basis.SHARE:
                if not counted.applicable:
                    return Special.NOT_KNOWN
                low, high = 100 * low / counted.applicable, 100 * high / counted.applicable
            return low, high
    raise AssertionError(quantity)


def _observed(world: World, unit: str, name: str, raw: bool) -> Ends:
    observation = world.observe(unit, name)
    measure = world.library.measures[name]
    if observation.value is None:
        away = observation.absence is Absence.NOT_APPLICABLE and not measure.always_applies
        return Special.NOT_APPLICABLE if away else Special.NOT_KNOWN
    if isinstance(observation.value, str | Finding):
        return observation.value
    value = as_fraction(observation.value if raw else as_compared(measure, observation.value))
    return value, value


def _members(quantity: MembersFigure, side: Side, unit: Unit, world: World, raw: bool) -> Ends:
    members = world.members(unit.code, quantity.kind, quantity.only)
    measure = None
    if isinstance(quantity.of, CriteriaCount):
        spans = [span_of_criteria(_criteria(quantity.of.ruleset, side, member, world)) for member in members]
        if quantity.of.since is not None:
            spans = [
                span_of_change(
                    now, span_of_criteria(_criteria_then(quantity.of.ruleset, quantity.of.since, side, m, world))
                )
                for now, m in zip(spans, members, strict=True)
            ]
    else:
        measure = side.program.measures[quantity.of]
        spans = [span_of_observation(world.observe(member.code, measure.id), measure) for member in members]
    applicable = [span for span in spans if span.verdict.outcome is not Outcome.NOT_APPLICABLE]
    if not applicable and (members or quantity.aggregate is not Aggregate.SUM):
        return Special.NOT_APPLICABLE
    if applicable and all(span.verdict.outcome is Outcome.UNDETERMINED for span in applicable):
        return Special.NOT_KNOWN
    low = aggregate(quantity.aggregate, [span.low for span in applicable], lowest=True)
    high = aggregate(quantity.aggregate, [span.high for span in applicable], lowest=False)
    if low is None and high is None:
        return Special.NOT_KNOWN
    if measure is not None and not raw:
        low = None if low is None else as_compared(measure, low)
        high = None if high is None else as_compared(measure, high)
    return (None if low is None else as_fraction(low)), (None if high is None else as_fraction(high))


def _criteria(ruleset: str, side: Side, unit: Unit, world: World) -> list[Decision]:
    program = side.program.references[ruleset]
    return [specification.decide(program, unit, code, world) for code in program.criteria]


def _criteria_then(ruleset: str, since: object, side: Side, unit: Unit, world: World) -> list[Decision]:
    program = side.program.past[ruleset, since]  # type: ignore[index]
    return [specification.decide(program, unit, code, world.at(since)) for code in program.criteria]  # type: ignore[arg-type]


def decide(side: Side, unit: Unit, rule: RuleKey, world: World) -> Decision:
    """The decision of a rule by the key that both sides know it by. Raises KeyError where this side does not have it."""
    if rule.ruleset != OWN:
        return specification.decide(side.program.references[rule.ruleset], unit, rule.code, world)
    codes = {side.own(code): code for code in side.program.by_code}
    return specification.decide(side.program, unit, codes[rule], world)


def tally(decisions: Sequence[Decision]) -> Tally:
    found = [decision.outcome for decision in decisions]
    return Tally(*(found.count(each) for each in _ORDER))


_ORDER = (Outcome.ATTAINED, Outcome.NOT_ATTAINED, Outcome.UNDETERMINED, Outcome.NOT_APPLICABLE)


def counts(of: Tally) -> tuple[int, int, int, int]:
    return of.attained, of.not_attained, of.undetermined, of.not_applicable

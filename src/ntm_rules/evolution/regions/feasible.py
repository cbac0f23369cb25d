"""Combinations of states that can occur together: a known state of one quantity may exclude states of another."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import partial
from itertools import combinations, product
from math import ceil, floor

from attrs import evolve

from ...model.measure import Measure
from ...model.outcome import Tally
from ...model.values.number import Number, WeightedSum, as_fraction
from ...program.verdict import ATTAINED, NOT_APPLICABLE, Verdict
from .diagram import Diagrams, Node
from .partition import Bounds, Domain, as_compared, contains, domain_of, ends_inside, sign
from .quantity import (
    Against,
    Cell,
    CellSpan,
    CountOf,
    LevelIs,
    MayApply,
    MeasureAbove,
    MeasureChange,
    MembersAgainst,
    MembersDeciding,
    MembersFigure,
    MembersWeighed,
    Order,
    OutcomeCounts,
    OwnMeasure,
    Quantity,
    RelativeChange,
    Special,
    State,
    Verdicts,
)
from .reading import Reading
from .side import Side, declared_on

OF_MEMBERS = MembersAgainst | MembersDeciding | MembersFigure | MembersWeighed
_MOST_YEARS = 100
_STEPS = (Fraction(1), Fraction(1, 2), Fraction(1, 10), Fraction(1, 100), Fraction(1, 1000), Fraction(1, 10**6))


def feasible(reading: Reading, diagrams: Diagrams, side: Side) -> Node:
    """Diagram that is False for combinations of states known to be impossible, and never False for a possible one."""
    possible = diagrams.leaf(True)
    for node in _relations(reading, diagrams, side.program.measures):
        possible = diagrams.combine(_both, possible, node)
    return possible


def _both(one: bool, other: bool) -> bool:
    return one and other


def _related(reading: Reading, diagrams: Diagrams, possible: Callable[..., bool], *quantities: Quantity) -> Node:
    """Diagram of what can be, by the states of some quantities."""
    node = diagrams.leaf(())
    for quantity in quantities:
        level = reading.level[quantity]
        leaves = tuple(diagrams.leaf(state) for state in reading.states[level])
        node = diagrams.combine(lambda states, state: (*states, state), node, diagrams.choice(level, leaves))
    return diagrams.transform(lambda states: possible(*states), node)


def _relations(reading: Reading, diagrams: Diagrams, measures: Mapping[str, Measure]) -> Iterator[Node]:
    related = partial(_related, reading, diagrams)
    of_members = [quantity for quantity in reading.quantities if isinstance(quantity, OF_MEMBERS)]
    for first, second in combinations(of_members, 2):
        if (first.kind, first.only) == (second.kind, second.only):
            rules = [None if isinstance(quantity, MembersFigure) else quantity.rule for quantity in (first, second)]
            alike = rules[0] is not None and rules[0] == rules[1]
            yield related(partial(_of_the_same, alike), first, second)

    for quantity in reading.quantities:
        match quantity:
            case MeasureChange(measure) if OwnMeasure(measure) in reading.level:
                # An older report than a change goes by may contradict the parts of a figure today, and none of the change.
                is_derived = measures[measure].derive is not None
                domain = _reported(reading, measure)
                yield related(partial(_changed, domain, is_derived), OwnMeasure(measure), quantity)
            case RelativeChange(measure, since):
                in_points = MeasureChange(measure, since)
                if in_points in reading.level:
                    yield related(_go_together, in_points, quantity)
                is_derived = measures[measure].derive is not None
                yield related(partial(_may_be, is_derived), OwnMeasure(measure), quantity)
            case Against(CountOf(of), _):
                counted = (
                    [of]
                    if isinstance(of, MembersDeciding)
                    else list(dict.fromkeys(reading.classes[rule] for rule in of))
                )
                yield related(lambda order, *tallies: _counted(order, tallies), quantity, *counted)
            case Against(OwnMeasure(name) as left, OwnMeasure(other) | MeasureAbove(_, other) as right, False, scaling):
                # Of a multiple nothing is told from the cells: whether it can be, a witness shows.
                if scaling is None:
                    own, required = measures[name], measures[other]
                    yield related(
                        lambda state, figure, order, own=own, required=required: _stands(
                            state, figure, order, own, required
                        ),
                        left,
                        right,
                        quantity,
                    )
            case OwnMeasure():
                yield from _derived(quantity, reading, measures, related)
            case OutcomeCounts():
                pass


def _may_be(is_derived: bool, now: State, change: State) -> bool:
    """True when a state of a change can occur together with that of the figure of today, by what is known of both."""
    if now is Special.NOT_APPLICABLE:
        return change is Special.NOT_APPLICABLE
    return is_derived or now is not Special.NOT_KNOWN or isinstance(change, Special)


def _changed(reported: Domain, is_derived: bool, now: State, change: State) -> bool:
    """True when a state of a change can occur together with the state of the figure of today: the earlier figure, which is
    that of today less the change, must lie within the bounds of what can be reported.
    """
    if not isinstance(now, Cell) or not isinstance(change, Cell):
        return _may_be(is_derived, now, change)
    low, high = ends_inside(now, reported.step)
    low, high = reported.least if low is None else low, reported.most if high is None else high
    fewest, most = ends_inside(change, reported.step)
    least = None if low is None or most is None else low - most
    greatest = None if high is None or fewest is None else high - fewest
    return _meet((least, greatest), (reported.least, reported.most))


def _go_together(change: State, in_percent: State) -> bool:
    """True when a change and the same in per cent can be in two states at once."""
    if isinstance(change, Special) or isinstance(in_percent, Special):
        return change is in_percent
    return not _signs(change).isdisjoint(_signs(in_percent))


def _of_the_same(alike: bool, one: State, other: State) -> bool:
    """True when figures of the same members can be in two states; `alike`: of those of whom one rule or condition holds."""
    if isinstance(one, Verdicts) or isinstance(other, Verdicts):
        return True
    nobody = [state in (Special.NO_MEMBERS, Tally(0, 0, 0, 0)) for state in (one, other)]
    if any(nobody) or not alike:
        return nobody[0] == nobody[1]
    return not _applying(one).isdisjoint(_applying(other))


def _applying(state: State) -> set[Verdict]:
    """The ways in which a rule or a condition is known to apply to members: it does to some, to none, or it may."""
    if isinstance(state, Tally):
        is_settled = state.attained or state.not_attained
        applies = {ATTAINED} if is_settled else {ATTAINED, ATTAINED | NOT_APPLICABLE}
        return applies if state.applicable else {NOT_APPLICABLE}
    if state is Special.NOT_APPLICABLE:
        return {NOT_APPLICABLE}
    return {ATTAINED | NOT_APPLICABLE if isinstance(state, MayApply) or state is Special.NOT_KNOWN else ATTAINED}


def _signs(state: State) -> set[int]:
    if isinstance(state, Order):
        return {state.low} if state.low is not None else set()
    assert isinstance(state, Cell)
    if state.is_point:
        return {sign(state.point)}
    below, above = state.low is None or state.low < 0, state.high is None or state.high > 0
    return {sign for sign, can_be in ((-1, below), (0, below and above), (1, above)) if can_be}


def _reported(reading: Reading, measure: str) -> Domain:
    """Figures that can be reported of a measure on any side; any figure where it is rounded before it is compared."""
    declared = declared_on(reading.demands.sides, measure)
    return domain_of(declared) if all(declaration.rounding is None for declaration in declared) else Domain()


def _counted(order: State, tallies: tuple[State, ...]) -> bool:
    """True when an order can occur together with the tallies counted: a count of settled outcomes is one figure."""
    open_ = any(not isinstance(tally, Tally) or tally.undetermined for tally in tallies)
    return open_ or not isinstance(order, Order) or order.low == order.high


def figures_of(state: State) -> list[Fraction]:
    """Some figures of a cell: near its ends and between them."""
    if isinstance(state, CellSpan):
        return [figure for cell in (state.low, state.high) if cell is not None for figure in figures_of(cell)]
    if not isinstance(state, Cell):
        return []
    figures = {state.point}
    if not state.is_point:
        for end, sign in ((state.low, 1), (state.high, -1)):
            start = state.point if end is None else end
            figures.update(start + sign * step for step in _STEPS)
            figures.add(start + (sign if end is not None else -sign) * 1000)
    return sorted(figure for figure in figures if contains(state, figure))


def pairs(state: Cell, other: Cell, own: Measure, required: Measure) -> Iterator[tuple[Fraction, Fraction]]:
    """Pairs of figures of two cells, each a figure that its measure can have, to be compared."""
    candidates = {*figures_of(state), *figures_of(other)}
    candidates |= {figure + sign * step for figure in candidates for step in _STEPS for sign in (1, -1)}
    for measure in (own, required):
        unit = Fraction(1, 10**measure.decimals)
        candidates |= {whole * unit for figure in candidates for whole in (floor(figure / unit), ceil(figure / unit))}
    left, right = (
        [figure for figure in sorted(candidates) if contains(cell, figure) and domain.holds(figure)]
        for cell, domain in ((state, domain_of([own])), (other, domain_of([required])))
    )
    yield from product(left, right)


def order_of(one: Fraction, other: Fraction, own: Measure, required: Measure) -> int:
    """Order of two figures, each rounded as its measure declares: -1 (less), 0 (equal) or 1 (greater)."""
    return sign(as_compared(own, one), as_compared(required, other))


def _stands(state: State, other: State, order: State, own: Measure, required: Measure) -> bool:
    """True when figures of two cells can have the given order."""
    if isinstance(state, LevelIs) and isinstance(other, LevelIs):
        left, right = own.rank(state.level), required.rank(other.level)
        if left is None or right is None:
            return True
        return order == Order.of(left, right)
    if not isinstance(state, Cell) or not isinstance(other, Cell) or not isinstance(order, Order):
        return True
    return any(order_of(*pair, own, required) == order.low for pair in pairs(state, other, own, required))


def simplest_examples(reading: Reading, diagrams: Diagrams, possible: Node) -> Node:
    """The combinations that are possible in which the figure of the day is that of the latest year that has one, as it is where
    the year assessed is that of the day.
    """
    for quantity in reading.quantities:
        if isinstance(quantity, OwnMeasure) and quantity.back is None:
            of_years = [evolve(quantity, back=back) for back in range(_MOST_YEARS)]
            known = [of_year for of_year in of_years if of_year in reading.level]
            if known:
                latest = _related(reading, diagrams, lambda today, *years: _is_latest(today, years), quantity, *known)
                possible = diagrams.combine(_both, possible, latest)
    return possible


def _is_latest(today: State, years: Sequence[State]) -> bool:
    known = next((state for state in years if state is not Special.NOT_KNOWN), None)
    if today is Special.NOT_KNOWN:
        return years[0] is Special.NOT_KNOWN
    # Of one quantity the rules may tell more figures apart than of the other.
    return (
        known is None or not isinstance(today, Cell) or not isinstance(known, Cell) or _meet(_ends(today), _ends(known))
    )


def _derived(
    quantity: OwnMeasure, reading: Reading, measures: Mapping[str, Measure], related: Callable[..., Node]
) -> Iterator[Node]:
    """Diagram that is False where a derived figure is outside the bounds of its parts; none unless all are read."""
    derive = measures[quantity.measure].derive
    if derive is None:
        return
    of_parts = [evolve(quantity, measure=part) for part in derive.parts]
    if not all(part in reading.level for part in of_parts):
        return
    how = derive.how

    def possible(figure: State, *of: State) -> bool:
        if not isinstance(figure, Cell) or not all(isinstance(state, Cell) for state in of):
            return True
        ends = [_ends(state) for state in of if isinstance(state, Cell)]
        if isinstance(how, WeightedSum):
            weighted = [how.bounds_of(number, *own) for number, own in enumerate(ends)]
            return _meet(_ends(figure), (_total(low for low, _ in weighted), _total(high for _, high in weighted)))
        (part_low, part_high), (whole_low, whole_high) = ends
        if whole_low is None or part_low is None or whole_low < 0 or part_low < 0:
            return True
        if whole_high == 0:
            return False
        factor = as_fraction(how.factor)
        least = Fraction(0) if whole_high is None else factor * part_low / whole_high
        most = None if part_high is None or whole_low == 0 else factor * part_high / whole_low
        return _meet(_ends(figure), (least, most))

    yield related(possible, quantity, *of_parts)


def _ends(cell: Cell) -> Bounds:
    return cell.low, cell.high


def _total(figures: Iterator[Number | None]) -> Fraction | None:
    total = Fraction(0)
    for figure in figures:
        if figure is None:
            return None
        total += as_fraction(figure)
    return total


def _meet(one: Bounds, other: Bounds) -> bool:
    low = max((end for end in (one[0], other[0]) if end is not None), default=None)
    high = min((end for end in (one[1], other[1]) if end is not None), default=None)
    return low is None or high is None or low <= high

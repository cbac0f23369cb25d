"""Figures of a unit: from its state to the span that a term comes to.

Each function is made once for a program and called for a unit. Nothing is kept here: what is counted, and what is read of
members, has a node of its own, whose number is given.
"""

from decimal import Decimal

from ....model.condition import Aggregate
from ....model.fact import Absence, Finding
from ....model.number import Number, Rounding, difference
from ....program.terms import Members, Reported
from ....program.verdict import ATTAINED, NOT_APPLICABLE, applies_to_some, count_range, share_range
from ...count import aggregate
from ...observation import Observation
from .node import Bound, Span, Spans, State, Verdicts

APPLIES, MAY_NOT_APPLY = ATTAINED, ATTAINED | NOT_APPLICABLE
OPEN_FIGURE: Span = (None, None, APPLIES)
"""A figure that applies, and of which nothing is known."""
MISSING: Span = (None, None, MAY_NOT_APPLY)
"""A figure that is not reported: it may yet turn out not to apply."""
DOES_NOT_APPLY: Span = (None, None, NOT_APPLICABLE)


def known(value: Bound) -> Span:
    """The span of one known value."""
    return value, value, APPLIES


def constant(span: Span) -> Spans:
    """A figure that is the same for every unit."""
    return lambda state: span


def reported(term: Reported) -> Spans:
    """The figure reported of a measure, or derived from its parts, of the unit or of one above."""
    measure, above, on = term.measure, term.above, term.on

    def closely(state: State) -> Span:
        world = state.around.world
        unit = state.unit if above is None else world.units.ancestor(state.unit.code, above, world.evidence.as_of)
        return OPEN_FIGURE if unit is None else _observed(world.observe(unit.code, measure, on))

    return closely


def reported_of_itself(measure: str) -> Spans:
    """The figure reported of a measure of the unit on the program's day, quickly where one report stands."""

    def quickly(state: State) -> Span:
        reports = state.reports.get(measure)
        if reports is None:
            return MISSING
        world = state.around.world
        fact = world.evidence.sole(reports)
        if fact is None or isinstance(fact.value, Absence):
            return _observed(world.observe(state.unit.code, measure))
        return fact.value, fact.value, APPLIES

    return quickly


def _observed(seen: Observation) -> Span:
    if seen.value is None or isinstance(seen.value, Absence):
        return DOES_NOT_APPLY if seen.absence is Absence.NOT_APPLICABLE else MISSING
    return seen.value, seen.value, APPLIES


def attribute(name: str) -> Spans:
    """An attribute of the unit."""

    def of(state: State) -> Span:
        own = state.unit.attributes.get(name)
        return (own, own, APPLIES) if own else OPEN_FIGURE

    return of


def chosen(by: str, figures: dict[str, Spans], otherwise: Spans | None) -> Spans:
    """The figure of the case that the unit is in."""
    without = constant(OPEN_FIGURE)
    other = otherwise or without

    def of(state: State) -> Span:
        own = state.unit.attributes.get(by)
        return (figures.get(own, other) if own else without)(state)

    return of


def rounded(figure: Spans, rounding: Rounding) -> Spans:
    """A figure as it is compared."""

    def of(state: State) -> Span:
        low, high, applies = figure(state)
        return _rounded(low, rounding), _rounded(high, rounding), applies

    return of


def _rounded(value: Bound | None, rounding: Rounding) -> Bound | None:
    return value if value is None or isinstance(value, str | Finding | int) else rounding.apply(value)


def always(figure: Spans) -> Spans:
    """A figure that applies whatever is said of it."""

    def of(state: State) -> Span:
        low, high, _ = figure(state)
        return low, high, APPLIES

    return of


def changed(figure: Spans, less: Spans) -> Spans:
    """One figure less another; it applies where both do."""

    def of(state: State) -> Span:
        low, high, applies = figure(state)
        least, most, also = less(state)
        return (
            _less(low, most),
            _less(high, least),
            (applies & also & APPLIES) | ((applies | also) & NOT_APPLICABLE),
        )

    return of


def _less(one: Bound | None, other: Bound | None) -> Number | None:
    left, right = _number(one), _number(other)
    return None if left is None or right is None else difference(left, right)


def _number(value: Bound | None) -> Number | None:
    """A bound that is a number. Raises TypeError for a finding or the id of a level."""
    if isinstance(value, str | Finding):
        raise TypeError(f"{value!r} is not a number")
    return Decimal(value) if isinstance(value, int) else value


def counted_in_any_case(group: Verdicts) -> Spans:
    """The number of a group's truths that hold, as a figure that applies even where none of them does."""

    def of(state: State) -> Span:
        parts = group(state)
        return parts.count(ATTAINED), sum(part & ATTAINED for part in parts), APPLIES

    return of


def counted(group: Verdicts, share: bool) -> Spans:
    """The number of a group's truths that hold, or their percentage of those that apply."""

    def of(state: State) -> Span:
        parts = group(state)
        if share and not parts:
            return None, None, 0
        low, high = (share_range if share else count_range)(parts)
        return low, high, applies_to_some(parts)

    return of


def held(index: int) -> Spans:
    """The figure that a node of the unit holds."""
    return lambda state: state.held[index]  # type: ignore[return-value]


def over(members: Members, index: int, how: Aggregate) -> Spans:
    """The figures that a node of each member holds, made one."""
    kind, only = members.kind, members.only

    def of(state: State) -> Span:
        around = state.around
        units = around.world.members(state.unit.code, kind, only)
        spans: list[Span] = [around.states[unit.code].held[index] for unit in units]  # type: ignore[misc]
        applicable = [span for span in spans if span[2] != NOT_APPLICABLE]
        if not applicable and (spans or how is not Aggregate.SUM):
            return DOES_NOT_APPLY
        low = aggregate(how, [_number(low) for low, _, _ in applicable], lowest=True)
        high = aggregate(how, [_number(high) for _, high, _ in applicable], lowest=False)
        may_not = bool(applicable) and all(applies & NOT_APPLICABLE for _, _, applies in applicable)
        return low, high, MAY_NOT_APPLY if may_not else APPLIES

    return of

"""Figures of a unit: from its state to the span that a term comes to.

Each function is made once for a program and called for a unit. Nothing is kept here: what is counted, and what is read of
members, has a node of its own, whose number is given.
"""

from collections.abc import Callable, Mapping
from decimal import Decimal

from ....model.condition import Aggregate, NoMembers
from ....model.fact import Finding
from ....model.values.number import Number, Rounding, difference
from ....program.computed import Rising
from ....program.span_arithmetic import among, awarded, together, totalled, weighed_share
from ....program.span_arithmetic import banded as banded_span
from ....program.terms import AttributeOf, Banded, CaseChoice, Derived, Figure, Members, Reported
from ....program.verdict import ATTAINED, NOT_APPLICABLE, applies_to_some, count_range, share_range
from ...specification.meaning import case_of, span_of
from .node import Bound, FigureBounds, Spans, State, Verdicts

APPLIES, MAY_NOT_APPLY = ATTAINED, ATTAINED | NOT_APPLICABLE
OPEN_FIGURE: FigureBounds = (None, None, APPLIES)
"""A figure that applies, and of which nothing is known."""
MISSING: FigureBounds = (None, None, MAY_NOT_APPLY)
"""A figure that is not reported: it may yet turn out not to apply."""
DOES_NOT_APPLY: FigureBounds = (None, None, NOT_APPLICABLE)
OF_NONE = APPLIES | 8
"""The applicability of a figure of no truths or members that satisfies every bound; as a part of a figure it counts as 0."""
_OF_NONE: Mapping[NoMembers | None, FigureBounds] = {
    None: OPEN_FIGURE,
    NoMembers.ATTAINED: (0, 0, OF_NONE),
    NoMembers.NOT_APPLICABLE: DOES_NOT_APPLY,
}


def known(value: Bound) -> FigureBounds:
    """The span of one known value."""
    return value, value, APPLIES


def constant(span: FigureBounds) -> Spans:
    """A figure that is the same for every unit."""
    return lambda state: span


def reported(term: Reported | Derived) -> Spans:
    """The figure of a measure as the specification has it: derived from its parts, of a unit above, of an earlier day."""

    def closely(state: State) -> FigureBounds:
        found = span_of(term, state.around.about(state.unit))
        return found.low, found.high, found.applies

    return closely


def compared(term: Figure) -> Spans:
    """A figure as it is compared, as the specification has it: a sum between the bounds of the parts that are missing."""

    def closely(state: State) -> FigureBounds:
        found = span_of(term, state.around.about(state.unit), compared=True)
        return found.low, found.high, found.applies

    return closely


def reported_of_itself(term: Reported) -> Spans:
    """The figure reported of a measure of the unit on the program's day, quickly where one report stands."""
    measure, closely = term.measure, reported(term)

    def quickly(state: State) -> FigureBounds:
        reports = state.reports.get(measure)
        if reports is None:
            return MISSING
        fact = state.around.world.evidence.sole(reports)
        if fact is None:
            return closely(state)
        value: Bound = fact.value  # type: ignore[assignment]
        return value, value, APPLIES

    return quickly


def attribute(name: str) -> Spans:
    """An attribute of the unit."""

    def of(state: State) -> FigureBounds:
        own = state.unit.attributes.get(name)
        return (own, own, APPLIES) if own else OPEN_FIGURE

    return of


def chosen(case: CaseChoice, figures: dict[str, Spans], otherwise: Spans | None) -> Spans:
    """The figure of the case that the unit is in."""
    without = constant(OPEN_FIGURE)
    other = otherwise or without

    by = case.by.attribute if isinstance(case.by, AttributeOf) else None

    def of(state: State) -> FigureBounds:
        own = case_of(case, state.around.about(state.unit)) if by is None else state.unit.attributes.get(by)
        return (figures.get(own, other) if own else without)(state)

    return of


def rounded(figure: Spans, rounding: Rounding) -> Spans:
    """The figure with its bounds rounded as its measure declares."""

    def of(state: State) -> FigureBounds:
        low, high, applies = figure(state)
        return _rounded(low, rounding), _rounded(high, rounding), applies

    return of


def _rounded(value: Bound | None, rounding: Rounding) -> Bound | None:
    return value if value is None or isinstance(value, str | Finding | int) else rounding.apply(value)


def scaled(figure: Spans, scaling: Rising) -> Spans:
    """The multiple of a figure."""

    def of(state: State) -> FigureBounds:
        low, high, applies = figure(state)
        least, most = (None if one is None else scaling.apply(one) for one in map(_number, (low, high)))
        return least, most, applies & MAY_NOT_APPLY

    return of


def always(figure: Spans) -> Spans:
    """The figure as one that always applies."""

    def of(state: State) -> FigureBounds:
        low, high, _ = figure(state)
        return low, high, APPLIES

    return of


def always_counted(count: Spans) -> Spans:
    """A count or a share as a figure: 0 where none of what is counted applies."""

    def of(state: State) -> FigureBounds:
        low, high, applies = count(state)
        if low is None:
            return 0, 0, APPLIES
        if not applies & NOT_APPLICABLE:
            return low, high, APPLIES
        return 0, 0 if applies == NOT_APPLICABLE else high, APPLIES

    return of


def changed(figure: Spans, less: Spans) -> Spans:
    """The difference of two figures; it applies where both do."""

    def of(state: State) -> FigureBounds:
        low, high, applies = figure(state)
        least, most, also = less(state)
        if applies == OF_NONE:
            return low, high, applies
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


def counted(group: Verdicts, share: bool, if_none: NoMembers | None) -> Spans:
    """The number of a group's truths that hold, or their percentage of those that apply."""
    bounds = share_range if share else count_range

    def of(state: State) -> FigureBounds:
        parts = group(state)
        if not parts:
            return _OF_NONE[if_none]
        low, high = bounds(parts)
        return low, high, applies_to_some(parts)

    return of


def computed(compute: Callable[[FigureBounds], FigureBounds], figure: Spans) -> Spans:
    """A figure computed from one other."""
    return lambda state: compute(figure(state))


def banded(term: Banded, figure: Spans, bands: list[Spans]) -> Spans:
    """The figure of the band that another falls in."""
    return lambda state: banded_span(term, figure(state), [band(state) for band in bands])


def awarded_for(truth: int, points: Spans) -> Spans:
    """Points where the truth that a node of the unit holds is attained."""
    return lambda state: awarded(state.held[truth], points(state))  # type: ignore[arg-type]


def totalled_of(several: list[Spans]) -> Spans:
    """The sum of figures."""
    return lambda state: totalled([figure(state) for figure in several])


def weighed(parts: list[Spans]) -> Spans:
    """The percentage by weights of the members of which a truth holds, from their count and the two sums."""

    def of(state: State) -> FigureBounds:
        count, holding, failing = (one(state) for one in parts)
        return count if count[2] == OF_NONE else weighed_share(count, holding, failing)

    return of


def held(index: int) -> Spans:
    """The figure that a node of the unit holds."""
    return lambda state: state.held[index]  # type: ignore[return-value]


def over(members: Members, index: int, how: Aggregate, if_none: NoMembers | None) -> Spans:
    """The figures that a node of each member holds, made one."""
    kind, only = members.kind, members.only

    def of(state: State) -> FigureBounds:
        around = state.around
        units = around.world.members(state.unit.code, kind, only)
        spans: list[FigureBounds] = [around.states[unit.code].held[index] for unit in units]  # type: ignore[misc]
        if not spans:
            return _OF_NONE[if_none]
        return together([(_number(low), _number(high), applies) for low, high, applies in spans], how)

    return of


def among_units(figure: Spans, index: int) -> Spans:
    """A figure that applies where the truth of a node of the unit holds."""
    return lambda state: among(figure(state), state.held[index])  # type: ignore[arg-type]

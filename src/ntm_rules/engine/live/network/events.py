"""Truths as events of integers, and the patterns that such events fire: the verdict is the pattern's.

A figure v that is known is sent as 2·floor(v·10^s) + (1 if that is not exact), and a constant t stands in the patterns as
2·t·10^s, so that every comparison of the two integers is that of the numbers. Otherwise the event holds margins: how far the
worst case is from failing, and how far the best case is. Of truths that must all hold, or of which one must, those that decide
weigh more than any number of those that are open. Equal comparisons have one pair of patterns, whoever makes them.
"""

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from math import floor

from attrs import field, frozen

from ....model.condition import Operator
from ....model.fact import Finding
from ....model.values.number import EXACT, Number, decimals
from ....program.span_arithmetic import NO_TRUTHS, Ends
from ....program.terms import Chosen, Constant, Figure, Holds, IsOneOf, printed_numbers
from ....program.verdict import ATTAINED, NOT_APPLICABLE, NOT_ATTAINED, OPEN, WIDE_OPEN, Verdict
from ...specification.meaning import case_of
from ..matching.matcher import Event
from ..matching.pattern import LIMIT, Pattern, Test
from .node import Bound, Spans, State, Verdicts

_WEIGHT = 1 << 24
"""The weight of a truth that decides; more than there are units."""
_MOST_EVENTS_KEPT = 128
"""The number of events kept for a node; equal events of a batch that are one object are fired once."""

_INAPPLICABLE: Event = {"x": 1}
_OPEN: Event = {"l": -1, "h": 0}
_WIDE_OPEN: Event = {"ml": -1, "mh": 0}


@frozen
class Patterns:
    """The patterns of a program, and the verdict that each stands for.

    Beside those that every program has there are two or three for each operator and constant compared with.
    """

    patterns: list[Pattern] = field(factory=list)
    verdicts: list[Verdict] = field(factory=list)
    compared: dict[tuple[Operator, int, int], str] = field(factory=dict)

    def __attrs_post_init__(self) -> None:
        for attribute, decisive, otherwise in (("all", NOT_ATTAINED, ATTAINED), ("any", ATTAINED, NOT_ATTAINED)):
            open_ = Test(attribute, Operator.AT_LEAST, 1), Test(attribute, Operator.LESS_THAN, _WEIGHT)
            self._add(decisive, Test(attribute, Operator.AT_LEAST, _WEIGHT))
            self._add(otherwise, Test(attribute, Operator.LESS_THAN, 1))
            self._add(OPEN, *open_)
        for low, high, also in (("l", "h", 0), ("ml", "mh", NOT_APPLICABLE)):
            fails = Test(low, Operator.LESS_THAN, 0)
            self._add(ATTAINED | also, Test(low, Operator.AT_LEAST, 0))
            self._add(NOT_ATTAINED | also, fails, Test(high, Operator.LESS_THAN, 0))
            self._add(OPEN | also, fails, Test(high, Operator.AT_LEAST, 0))
        self._add(NOT_APPLICABLE, Test("x", Operator.EQUALS, 1))

    def comparison(self, operator: Operator, constant: Bound) -> tuple[str, int] | None:
        """The attribute that is compared with a constant, and its scale; None where it has too many digits for that."""
        if isinstance(constant, str | Finding):
            return None
        scale = decimals(Decimal(constant)) if not isinstance(constant, Fraction) else None
        if scale is None or abs(2 * constant * 10**scale) >= LIMIT:
            return None
        value = scaled(constant, scale)
        key = operator, value, scale
        attribute = self.compared.get(key)
        if attribute is None:
            attribute = self.compared[key] = f"c{len(self.compared)}"
            self._add(ATTAINED, Test(attribute, operator, value))
            for opposite in _OPPOSITE[operator]:
                self._add(NOT_ATTAINED, Test(attribute, opposite, value))
        return attribute, scale

    def _add(self, verdict: Verdict, *tests: Test) -> None:
        self.patterns.append(Pattern(" and ".join(map(str, tests)), tests))
        self.verdicts.append(verdict)


_OPPOSITE: Mapping[Operator, tuple[Operator, ...]] = {
    Operator.AT_LEAST: (Operator.LESS_THAN,),
    Operator.LESS_THAN: (Operator.AT_LEAST,),
    Operator.AT_MOST: (Operator.MORE_THAN,),
    Operator.MORE_THAN: (Operator.AT_MOST,),
    Operator.EQUALS: (Operator.LESS_THAN, Operator.MORE_THAN),
}


Events = Callable[[State], Event]
"""A function from the state of a unit to the event of a truth."""


def compared(term: Holds, figure: Spans, required: Spans, patterns: Patterns) -> Events:
    """The events of a figure held against the one required."""
    operator, ranks = term.operator, {level: rank for rank, level in enumerate(term.scale)}

    def ranked(value: Bound) -> Number | int:
        return ranks[value] if isinstance(value, str | Finding) else value  # type: ignore[index]

    def between(span: Ends, least: Bound) -> Event:
        if span is NO_TRUTHS:
            return {"l": 0, "h": 0}
        low, high, applies = span
        worst, best = margins(
            None if low is None else ranked(low), None if high is None else ranked(high), operator, ranked(least)
        )
        return {"ml": worst, "mh": best} if applies & NOT_APPLICABLE else {"l": worst, "h": best}

    by_constant: dict[Bound, tuple[str, int, dict[Bound, Event]]] = {}
    for constant in _constants(term.required):
        comparison = patterns.comparison(operator, ranked(constant))
        if comparison is not None:
            by_constant[constant] = *comparison, {}
    only = term.required.value if isinstance(term.required, Constant) else None

    def event(state: State) -> Event:
        low, high, applies = span = figure(state)
        if applies == NOT_APPLICABLE:
            return _INAPPLICABLE
        bound: Bound | None = only
        if bound is None:
            least, most, sure = required(state)
            bound = least if least == most and sure == ATTAINED else None
            if bound is None and (low is not None or high is not None):
                numbers = _alternatives(term.required, state)
                if numbers:
                    return widest([between(span, number) for number in numbers])
        if bound is None or (low is None and high is None):
            return _WIDE_OPEN if applies & NOT_APPLICABLE else _OPEN
        fixed = by_constant.get(bound)
        if fixed is None or low is None or low != high or applies != ATTAINED or span is NO_TRUTHS:
            return between(span, bound)
        attribute, scale, events = fixed
        event = events.get(low)
        if event is None:
            event = {attribute: scaled(ranked(low), scale)}
            if len(events) < _MOST_EVENTS_KEPT:
                events[low] = event
        return event

    return event


def _alternatives(required: Figure | None, state: State) -> tuple[Decimal, ...]:
    """The numbers that may be required where an attribute is not given; none where they are not all known."""
    at = state.around.about(state.unit)
    return (printed_numbers(required, lambda case: case_of(case, at)) if isinstance(required, Chosen) else None) or ()


def widest(events: list[Event]) -> Event:
    """The event of a comparison that may be any of several: the worst of the one bound and the best of the other."""
    worst, best = ("ml", "mh") if "ml" in events[0] else ("l", "h")
    return {worst: min(event[worst] for event in events), best: max(event[best] for event in events)}


def _constants(required: Figure) -> Iterator[Decimal | str]:
    """The constants that may be required."""
    match required:
        case Constant(value):
            yield value
        case Chosen(_, figures, otherwise):
            for figure in (*figures, otherwise):
                if figure is not None:
                    yield from _constants(figure)


def listed(term: IsOneOf, figure: Spans, patterns: Patterns) -> Events:
    """The events of a value that has to be one of several: its place among them, -1 where it is none of them."""
    attribute = patterns.comparison(Operator.AT_LEAST, 0)
    values, undecided = term.values, term.undecided
    events: list[Event] = [{attribute[0]: 2 * place} for place in (*range(len(values)), -1)] if attribute else []

    def event(state: State) -> Event:
        value, most, applies = figure(state)
        if applies == NOT_APPLICABLE:
            return _INAPPLICABLE
        if value is None or value != most or value in undecided:
            return _WIDE_OPEN if applies & NOT_APPLICABLE else _OPEN
        return events[values.index(value) if value in values else -1]

    return event


def together(group: Verdicts, every: bool) -> Events:
    """The events of a group of truths that must all hold (`every`), or of which at least one must."""
    attribute = "all" if every else "any"
    decisive, otherwise = (NOT_ATTAINED, ATTAINED) if every else (ATTAINED, NOT_ATTAINED)
    # What decides, unless it does not apply.
    perhaps = decisive | NOT_APPLICABLE
    events: dict[int, Event] = {}

    def event(state: State) -> Event:
        count = group(state).count
        deciding, undecided, open_ = count(decisive), count(OPEN), count(perhaps) + count(WIDE_OPEN)
        if not deciding and not undecided and not count(otherwise):
            # None of them surely applies.
            may_fail = count(NOT_ATTAINED | NOT_APPLICABLE) + count(WIDE_OPEN)
            may_hold = count(ATTAINED | NOT_APPLICABLE) + count(WIDE_OPEN)
            return {"ml": -may_fail, "mh": 0 if may_hold else -1} if may_fail or may_hold else _INAPPLICABLE
        weight = deciding * _WEIGHT + undecided + open_
        event = events.get(weight)
        if event is None:
            event = {attribute: weight}
            if len(events) < _MOST_EVENTS_KEPT:
                events[weight] = event
        return event

    return event


def scaled(value: Number | int, scale: int) -> int:
    """A figure as an event carries it: 2·floor(value·10^scale), and one more where that is not exact; within the limit.

    >>> scaled(Decimal("89.995"), 0), scaled(Decimal(90), 0)
    (179, 180)
    """
    shifted = EXACT.scaleb(value, scale) if isinstance(value, Decimal) else value * 10**scale
    whole = floor(shifted)
    return max(-LIMIT, min(LIMIT, 2 * whole + (shifted != whole)))


def margins(
    low: Number | int | None, high: Number | int | None, operator: Operator, required: Number | int
) -> tuple[int, int]:
    """The distances, worst and best, of a figure between `low` and `high` (None: no bound) from failing a comparison.

    The first is 0 or more exactly when every figure between the bounds holds, the second is below 0 exactly when none does.

    >>> margins(3, 5, Operator.AT_LEAST, 4)
    (-1, 1)
    """
    if operator is Operator.EQUALS:
        certain = low is not None and low == high == required
        outside = (low is not None and low > required) or (high is not None and high < required)
        return (0 if certain else -1), (-1 if outside else 0)
    if operator in (Operator.AT_LEAST, Operator.MORE_THAN):
        worst, best = _apart(low, required), _apart(high, required)
    else:
        worst, best = _apart(required, high), _apart(required, low)
    strict = operator in (Operator.MORE_THAN, Operator.LESS_THAN)
    return (
        -LIMIT if worst is None else max(-LIMIT, min(LIMIT, worst.numerator - strict)),
        LIMIT if best is None else max(-LIMIT, min(LIMIT, best.numerator - strict)),
    )


def _apart(left: Number | int | None, right: Number | int | None) -> Fraction | None:
    return None if left is None or right is None else Fraction(left) - Fraction(right)

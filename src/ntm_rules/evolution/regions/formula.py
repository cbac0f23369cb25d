"""Meaning of a rule as a diagram over the quantities it reads; terms are evaluated once per state.

In a state a figure is a span; `program.verdict` decides it, as for any unit.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import partial, reduce
from typing import Any, assert_never

from attrs import define, evolve

from ...engine.specification import Span as Figures
from ...engine.specification.span import of_none
from ...program import terms
from ...program.computed import Rising
from ...program.program import ProgramRule
from ...program.span_arithmetic import Ends, awarded, banded, bounded_within, interpolated, totalled
from ...program.verdict import (
    BOTH,
    EITHER,
    NOT_APPLICABLE,
    NOT_ATTAINED,
    OPPOSITE,
    OUTCOME,
    WIDE_OPEN,
    Verdict,
    all_hold,
    any_holds,
    where,
)
from .diagram import Diagrams, Node
from .leaf import compared_quantity, in_state, is_earlier, is_turned, leaf_of, outcomes_in, percentage
from .quantity import (
    Against,
    CountOf,
    MembersDeciding,
    Order,
    OwnAttribute,
    Quantity,
    RelativeChange,
    Special,
    State,
    ValueIs,
    Year,
    YearIs,
)
from .reading import Reading
from .seen import (
    Parts,
    Seen,
    added,
    alone,
    always_applies,
    always_seen,
    applied,
    changed,
    compared,
    counted_span,
    ends_of,
    if_none_of,
    is_one_of,
    opposites,
    parts_of,
    seen_in,
    shortened,
    span_seen,
    verdicts,
)
from .side import Side

_NO_PART: Ends = (None, None, NOT_APPLICABLE)
"""The sum of no figures, to which others are added."""


@define
class Formulas:
    """Writes rules of one side as diagrams over a reading."""

    side: Side
    reading: Reading
    diagrams: Diagrams

    def rule(self, rule: ProgramRule) -> Node:
        """The outcome of a rule by its conditions, without attestations."""
        return self.diagrams.transform(OUTCOME.__getitem__, self.verdict(rule))

    def verdict(self, rule: ProgramRule) -> Node:
        """The verdict on a rule by its conditions: the outcomes that are still possible."""
        truths = self.side.truths(rule)
        if len(truths) == 1:
            return self._truth(truths[None])
        nodes = {year: self._truth(truth) for year, truth in truths.items()}
        return self._switch(
            Year(), lambda state: nodes.get(state.year if isinstance(state, YearIs) else None, nodes[None])
        )

    # ---- truths

    def _truth(self, truth: terms.Truth) -> Node:
        match truth:
            case terms.Holds():
                return self._holds(truth)
            case terms.IsOneOf(figure, values, undecided):
                return self.diagrams.transform(
                    lambda seen: is_one_of(seen.span, values, undecided), self._figure(figure)
                )
            case terms.AllHold(group):
                return self._folded(BOTH, group, all_hold)
            case terms.AnyHolds(group):
                return self._folded(EITHER, group, any_holds)
            case terms.Not(inner):
                return self.diagrams.transform(OPPOSITE.__getitem__, self._truth(inner))
            case terms.Never():
                return self.diagrams.leaf(NOT_ATTAINED)
            case terms.OutcomeOf():
                quantity = self.reading.classes[self.side.key(truth.program.ruleset, truth.code)]
                return self._of(quantity, lambda state: all_hold(verdicts(parts_of(state))))
            case terms.Above():
                raise AssertionError("rules that ask a unit above are not compared")
            case terms.OpenTruth():
                return self.diagrams.leaf(WIDE_OPEN)
            case terms.Where(inner, applies):
                return self.diagrams.combine(where, self._truth(inner), self._truth(applies))
            case terms.Attested(inner) | terms.Told(inner):
                return self._truth(inner)
            case _:
                assert_never(truth)

    def _folded(
        self, table: tuple[tuple[Verdict, ...], ...], group: terms.Group, fold: Callable[[Iterable[Verdict]], Verdict]
    ) -> Node:
        if outcomes_in(group, self.side) is not None:
            # Folding some parts first changes nothing: one verdict stands for them.
            parts = self._parts(group, lambda parts: alone(fold(verdicts(parts))) if any(parts) else parts)
            node = self.diagrams.transform(lambda parts: fold(verdicts(parts)), parts)
            never = isinstance(group, terms.Listed) and any(isinstance(truth, terms.Never) for truth in group.truths)
            return self.diagrams.transform(table[NOT_ATTAINED].__getitem__, node) if never else node
        assert isinstance(group, terms.Listed)
        nodes = [self._truth(truth) for truth in group.truths] or [self.diagrams.leaf(NOT_APPLICABLE)]
        return reduce(partial(self.diagrams.combine, lambda one, other: table[one][other]), nodes)

    def _holds(self, truth: terms.Holds) -> Node:
        quantity = compared_quantity(truth, self.side)
        required = self._figure(truth.required, as_required=True)
        if isinstance(quantity, RelativeChange):
            change = self._of(quantity, partial(in_state, figure=truth.figure))
            return self.diagrams.combine(
                lambda placed, seen: compared(truth, placed[0], seen, placed[1]), change, required
            )
        both = self.diagrams.combine(lambda seen, other: (seen, other, None), self._figure(truth.figure), required)
        for other, scaling in {(seen.of, seen.scaling) for seen in self.diagrams.leaves(required)} - {(None, None)}:
            if other == quantity and scaling is None:
                order = self.diagrams.leaf(Order.of(0))
            else:
                against = Against(quantity, other, is_turned(truth.figure), scaling)  # type: ignore[arg-type]
                order = self._of(against, lambda state: state)
            both = self.diagrams.combine(partial(_with_order, other, scaling), both, order)
        return self.diagrams.transform(lambda parts: compared(truth, *parts), both)

    # ---- groups

    def _parts(self, group: terms.Group, made_short: Callable[[Parts], Parts]) -> Node:
        """Diagram of the number of truths of a group for each verdict, `made_short` to others that come to the same."""
        outcomes = outcomes_in(group, self.side)
        if outcomes is None:
            assert isinstance(group, terms.Listed)
            nodes = [self.diagrams.transform(alone, self._truth(truth)) for truth in group.truths]
        elif isinstance(outcomes.of, MembersDeciding):
            nodes = [self._of(outcomes.of, parts_of)]
        else:
            classes = dict.fromkeys(self.reading.classes[rule] for rule in outcomes.of)
            nodes = [self._of(counts, parts_of) for counts in classes]
        if outcomes is not None and outcomes.failing:
            nodes = [self.diagrams.transform(opposites, node) for node in nodes]
        return self.diagrams.joined(lambda one, other: made_short(added(one, other)), (0,) * 8, nodes)

    # ---- figures

    def _figure(self, figure: terms.Figure, *, as_required: bool = False) -> Node:
        match figure:
            case terms.Constant(value):
                return self.diagrams.leaf(Seen(Figures(value, value)))
            case terms.OpenFigure():
                return self.diagrams.leaf(Seen(Figures()))
            case terms.Chosen(case, figures, otherwise):
                nodes = [self._figure(chosen, as_required=as_required) for chosen in figures]
                no_figure = self.diagrams.leaf(Seen(Figures()))
                other = no_figure if otherwise is None else self._figure(otherwise, as_required=as_required)
                blank = self.diagrams.transform(
                    lambda numbers: Seen(Figures(), None, () if numbers is Special.NOT_KNOWN else numbers),
                    self._all_printed(map(self._printed, figure.remaining)),
                )
                return self._by_attribute(case, nodes, other, blank)
            case terms.Rounded(inner, rounding):
                return self.diagrams.transform(
                    lambda seen: evolve(seen, span=applied(seen.span, rounding)),
                    self._figure(inner, as_required=as_required),
                )
            case terms.Scaled(terms.Total()):
                return self._leaf(figure)
            case terms.Scaled(inner, scaling) if is_earlier(inner):
                return self.diagrams.leaf(Seen(Figures(percentage(scaling), percentage(scaling))))
            case terms.Scaled(inner, scaling):
                return self.diagrams.transform(
                    lambda seen: evolve(seen, span=applied(seen.span, scaling), scaling=scaling if seen.of else None),
                    self._figure(inner, as_required=as_required),
                )
            case terms.Always(inner):
                return self.diagrams.transform(always_seen, self._figure(inner, as_required=as_required))
            case terms.Counted(group, share, if_none):
                return self.diagrams.transform(
                    lambda parts: Seen(counted_span(parts, share, if_none)),
                    self._parts(group, partial(shortened, share=share)),
                )
            case terms.Difference(terms.Counted()):
                return self._leaf(figure)
            case terms.Difference():
                apart = partial(changed, turned=is_turned(figure), always=always_applies(figure))
                return self.diagrams.transform(lambda seen: Seen(apart(seen.span)), self._leaf(figure))
            case (
                terms.Reported()
                | terms.Derived()
                | terms.AttributeOf()
                | terms.Among()
                | terms.Over()
                | terms.WeighedShare()
            ):
                return self._leaf(figure, as_required=as_required)
            case terms.Banded(inner, figures=in_bands, otherwise=otherwise):
                figures = in_bands if otherwise is None else (*in_bands, otherwise)
                listed = partial(self.diagrams.combine, lambda ends, seen: (*ends, ends_of(seen)))
                bands = reduce(listed, [self._figure(band) for band in figures], self.diagrams.leaf(()))
                return self.diagrams.combine(
                    lambda seen, bands: span_seen(banded(figure, ends_of(seen), bands)), self._figure(inner), bands
                )
            case terms.Interpolated(inner):
                return self.diagrams.transform(
                    lambda seen: span_seen(interpolated(figure, ends_of(seen))), self._figure(inner)
                )
            case terms.Within(inner):
                return self.diagrams.transform(
                    lambda seen: span_seen(bounded_within(figure, ends_of(seen))), self._figure(inner)
                )
            case terms.Awarded(truth, points):
                return self.diagrams.combine(
                    lambda truth, points: span_seen(awarded(truth, ends_of(points))),
                    self._truth(truth),
                    self._figure(points),
                )
            case terms.Total(figures):
                # One after another, so that what comes to the same sum is one node.
                added = partial(self.diagrams.combine, lambda one, other: totalled((one, other)))
                parts = [self.diagrams.transform(ends_of, self._figure(part)) for part in figures]
                return self.diagrams.transform(span_seen, reduce(added, parts, self.diagrams.leaf(_NO_PART)))
            case _:
                assert_never(figure)

    def _by_attribute(self, case: terms.CaseChoice, nodes: Sequence[Node], other: Node, blank: Node) -> Node:
        """Diagram that goes on with the node of the attribute's value; `other` without one, `blank` without a value."""
        assert isinstance(case.by, terms.AttributeOf)
        # Of a value that stands twice the first counts.
        chosen = dict(reversed(list(zip(map(ValueIs, case.keys), nodes, strict=True))))
        return self._switch(
            OwnAttribute(case.by.attribute),
            lambda state: blank if state is Special.NO_ATTRIBUTE else chosen.get(state, other),  # type: ignore[arg-type]
        )

    def _printed(self, figure: terms.Figure | None) -> Node:
        """Diagram of the numbers that a required figure can be (`printed_numbers`), `NOT_KNOWN` where it can be another."""
        if not isinstance(figure, terms.Chosen):
            numbers = terms.printed_numbers(figure, lambda case: None)
            return self.diagrams.leaf(Special.NOT_KNOWN if numbers is None else numbers)
        nodes = [self._printed(chosen) for chosen in figure.figures]
        other = self._printed(figure.otherwise)
        remaining = [*nodes, other][: len(figure.remaining)]
        return self._by_attribute(figure.case, nodes, other, self._all_printed(remaining))

    def _all_printed(self, nodes: Iterable[Node]) -> Node:
        """Diagram of the numbers of all together."""

        def joined(one: Any, other: Any) -> Any:
            return Special.NOT_KNOWN if Special.NOT_KNOWN in (one, other) else terms.numbers_together((one, other))

        return reduce(partial(self.diagrams.combine, joined), nodes)

    def _leaf(self, figure: terms.Figure, *, as_required: bool = False) -> Node:
        quantity = leaf_of(figure, self.side)
        assert quantity is not None
        assert not isinstance(quantity, CountOf)
        of = quantity if as_required else None
        # Of members whose figure always applies, one that is not known does apply: none of them is a state of its own.
        surely = isinstance(figure, terms.Over) and isinstance(figure.figure, terms.Always)

        def seen(state: State) -> Seen:
            if state is Special.NO_MEMBERS:
                return Seen(of_none(if_none_of(figure)))
            seen_figure = seen_in(state, of)
            return always_seen(seen_figure) if surely and state is Special.NOT_KNOWN else seen_figure

        return self._of(quantity, seen)

    def _of(self, quantity: Quantity, value: Callable[[State], object]) -> Node:
        """Diagram of a function of one quantity: `value(state)`."""
        level = self.reading.level[quantity]
        return self.diagrams.choice(
            level, tuple(self.diagrams.leaf(value(state)) for state in self.reading.states[level])
        )

    def _switch(self, quantity: Quantity, branch: Callable[[State], Node]) -> Node:
        """Diagram that continues with `branch(state)` for the state of a quantity.

        The branches may ask quantities before it, so it is put together by selection.
        """
        level = self.reading.level[quantity]
        branches = [branch(state) for state in self.reading.states[level]]
        picked = self.diagrams.choice(level, tuple(self.diagrams.leaf(number) for number in range(len(branches))))
        switched = branches[0]
        for which in dict.fromkeys(branches):
            numbers = frozenset(number for number, node in enumerate(branches) if node == which)
            chosen = self.diagrams.combine(partial(_if_among, numbers), picked, which)
            switched = self.diagrams.combine(lambda so_far, value: so_far if value is None else value, switched, chosen)
        return switched


def _if_among(numbers: frozenset[int], number: int, value: object) -> object:
    return value if number in numbers else None


def _with_order(
    of: Quantity, scaling: Rising | None, parts: tuple[Seen, Seen, Order | None], order: Order
) -> tuple[object, ...]:
    return (*parts[:2], order) if (parts[1].of, parts[1].scaling) == (of, scaling) else parts

"""The meaning of a rule as a diagram over what it reads: each term worked out once for each state of each quantity.

In a state a figure is a span, and what follows from it is told by `program.verdict`, as for any unit.
"""

from collections.abc import Callable, Iterable
from functools import lru_cache, partial, reduce
from typing import assert_never

from attrs import define, evolve, frozen

from ...model.decision import Tally
from ...model.fact import Finding
from ...model.number import Number, Rounding
from ...program.program import ProgramRule
from ...program.terms import (
    AllHold,
    Always,
    AnyHolds,
    Attested,
    AttributeOf,
    Chosen,
    Constant,
    Counted,
    Derived,
    Difference,
    Figure,
    Group,
    Holds,
    IsOneOf,
    Listed,
    Never,
    Not,
    OpenFigure,
    OpenTruth,
    OutcomeOf,
    Over,
    Reported,
    Rounded,
    Told,
    Truth,
    Where,
)
from ...program.verdict import (
    ATTAINED,
    BOTH,
    EITHER,
    NOT_APPLICABLE,
    NOT_ATTAINED,
    OPEN,
    OPPOSITE,
    OUTCOME,
    WIDE_OPEN,
    Verdict,
    all_hold,
    any_holds,
    applies_to_some,
    between,
    count_range,
    settled,
    share_range,
    where,
)
from .diagram import Diagrams, Node
from .leaf import is_turned, leaf_of, outcomes_in
from .quantity import (
    Against,
    Cell,
    CountOf,
    LevelIs,
    MembersDeciding,
    Order,
    OwnAttribute,
    Quantity,
    Span,
    Special,
    State,
    ValueIs,
    Year,
    YearIs,
)
from .reading import Reading
from .side import Side

Value = Number | int | str | Finding | Special
Parts = tuple[int, ...]
"""How many truths of a group came to each verdict, by its number."""
_UNKNOWN = ATTAINED | NOT_APPLICABLE


@frozen(cache_hash=True)
class Seen:
    """What a figure is in a state: from `low` to `high` (None: no bound), and the verdict on whether it applies.

    `of` is the quantity whose cell it stands for, where that is not held against constants only; of a share of nothing `empty`
    is set.
    """

    low: Value | None = None
    high: Value | None = None
    applies: Verdict = ATTAINED
    of: Quantity | None = None
    empty: bool = False


@define
class Formulas:
    """Writes rules of one side as diagrams over a reading."""

    side: Side
    reading: Reading
    diagrams: Diagrams

    def rule(self, rule: ProgramRule) -> Node:
        """The outcome of a rule by its conditions, without attestations."""
        truths = self.side.truths(rule)
        if len(truths) == 1:
            node = self._truth(truths[None])
        else:
            nodes = {year: self._truth(truth) for year, truth in truths.items()}
            node = self._switch(
                Year(), lambda state: nodes.get(state.year if isinstance(state, YearIs) else None, nodes[None])
            )
        return self.diagrams.transform(OUTCOME.__getitem__, node)

    # ---- truths

    def _truth(self, truth: Truth) -> Node:
        match truth:
            case Holds():
                return self._holds(truth)
            case IsOneOf(figure, values, undecided):
                return self.diagrams.transform(lambda seen: _is_one_of(seen, values, undecided), self._figure(figure))
            case AllHold(group):
                return self._folded(BOTH, group, all_hold)
            case AnyHolds(group):
                return self._folded(EITHER, group, any_holds)
            case Not(inner):
                return self.diagrams.transform(OPPOSITE.__getitem__, self._truth(inner))
            case Never():
                return self.diagrams.leaf(NOT_ATTAINED)
            case OutcomeOf():
                quantity = self.reading.classes[self.side.key(truth.program.ruleset, truth.code)]
                return self._of(quantity, lambda state: all_hold(_verdicts(_parts_of(state))))
            case OpenTruth():
                return self.diagrams.leaf(WIDE_OPEN)
            case Where(inner, applies):
                return self.diagrams.combine(where, self._truth(inner), self._truth(applies))
            case Attested(inner) | Told(inner):
                return self._truth(inner)
            case _:
                assert_never(truth)

    def _folded(
        self, table: tuple[tuple[Verdict, ...], ...], group: Group, fold: Callable[[Iterable[Verdict]], Verdict]
    ) -> Node:
        if outcomes_in(group, self.side) is not None:
            node = self.diagrams.transform(lambda parts: fold(_verdicts(parts)), self._parts(group))
            never = isinstance(group, Listed) and any(isinstance(truth, Never) for truth in group.truths)
            return self.diagrams.transform(table[NOT_ATTAINED].__getitem__, node) if never else node
        assert isinstance(group, Listed)
        nodes = [self._truth(truth) for truth in group.truths] or [self.diagrams.leaf(NOT_APPLICABLE)]
        return reduce(partial(self.diagrams.combine, lambda one, other: table[one][other]), nodes)

    def _holds(self, truth: Holds) -> Node:
        quantity = leaf_of(truth.figure, self.side)
        turned = isinstance(truth.figure, Difference) and is_turned(truth.figure)
        asked = self._figure(truth.required, as_required=True)
        both = self.diagrams.combine(lambda seen, other: (seen, other, None), self._figure(truth.figure), asked)
        for other in {seen.of for seen in self.diagrams.leaves(asked)} - {None}:
            if other == quantity:
                order = self.diagrams.leaf(Order(0, 0))
            else:
                order = self._of(Against(quantity, other, turned), lambda state: state)  # type: ignore[arg-type]
            both = self.diagrams.combine(partial(_with_order, other), both, order)
        return self.diagrams.transform(lambda held: _compared(truth, *held), both)

    # ---- groups

    def _parts(self, group: Group) -> Node:
        """How many truths of a group come to each verdict."""
        found = outcomes_in(group, self.side)
        if found is None:
            assert isinstance(group, Listed)
            return self._sum(self.diagrams.transform(_alone, self._truth(truth)) for truth in group.truths)
        if isinstance(found.of, MembersDeciding):
            return self._of(found.of, _parts_of)
        classes = dict.fromkeys(self.reading.classes[rule] for rule in found.of)
        node = self._sum(self._of(each, _parts_of) for each in classes)
        return self.diagrams.transform(_opposites, node) if found.failing else node

    def _sum(self, nodes: Iterable[Node]) -> Node:
        return reduce(partial(self.diagrams.combine, _added), nodes, self.diagrams.leaf((0,) * 8))

    # ---- figures

    def _figure(self, figure: Figure, *, as_required: bool = False) -> Node:
        match figure:
            case Constant(value):
                return self.diagrams.leaf(Seen(value, value))
            case OpenFigure():
                return self.diagrams.leaf(Seen())
            case Chosen(case, figures, otherwise):
                nodes = [self._figure(each, as_required=as_required) for each in figures]
                chosen = dict(reversed(list(zip(map(ValueIs, case.keys), nodes, strict=True))))
                lacking = self.diagrams.leaf(Seen())
                other = lacking if otherwise is None else self._figure(otherwise, as_required=as_required)
                return self._switch(
                    OwnAttribute(case.by.attribute),
                    lambda state: lacking if state is Special.NO_ATTRIBUTE else chosen.get(state, other),  # type: ignore[arg-type]
                )
            case Rounded(inner, rounding):
                return self.diagrams.transform(
                    lambda seen: _rounded(seen, rounding), self._figure(inner, as_required=as_required)
                )
            case Always(inner):
                return self.diagrams.transform(
                    lambda seen: evolve(seen, applies=ATTAINED), self._figure(inner, as_required=as_required)
                )
            case Counted(group, share):
                return self.diagrams.transform(lambda parts: _counted(parts, share), self._parts(group))
            case Difference():
                node = self._leaf(figure)
                return self.diagrams.transform(_negated, node) if is_turned(figure) else node
            case Reported() | Derived() | AttributeOf() | Over():
                return self._leaf(figure, as_required=as_required)
            case _:
                assert_never(figure)

    def _leaf(self, figure: Figure, *, as_required: bool = False) -> Node:
        quantity = leaf_of(figure, self.side)
        assert quantity is not None
        assert not isinstance(quantity, CountOf)
        return self._of(quantity, lambda state: _seen(state, quantity if as_required else None))

    # ---- quantities

    def _of(self, quantity: Quantity, value: Callable[[State], object]) -> Node:
        """The function of one quantity."""
        level = self.reading.level[quantity]
        return self.diagrams.choice(
            level, tuple(self.diagrams.leaf(value(state)) for state in self.reading.states[level])
        )

    def _switch(self, quantity: Quantity, branch: Callable[[State], Node]) -> Node:
        """The function that goes on as `branch` says for the state of a quantity.

        The branches may ask quantities before it, so it is put together by selection.
        """
        level = self.reading.level[quantity]
        branches = [branch(state) for state in self.reading.states[level]]
        picked = self.diagrams.choice(level, tuple(self.diagrams.leaf(number) for number in range(len(branches))))
        found = branches[0]
        for which in dict.fromkeys(branches):
            numbers = frozenset(number for number, one in enumerate(branches) if one == which)
            chosen = self.diagrams.combine(partial(_if_among, numbers), picked, which)
            found = self.diagrams.combine(lambda so_far, value: so_far if value is None else value, found, chosen)
        return found


def _if_among(numbers: frozenset[int], number: int, value: object) -> object:
    return value if number in numbers else None


def _with_order(of: Quantity, held: tuple[Seen, Seen, Order | None], order: Order) -> tuple[object, ...]:
    return (*held[:2], order) if held[1].of == of else held


def _seen(state: State, of: Quantity | None) -> Seen:
    """A figure, level, finding or attribute in a state."""
    match state:
        case Cell(point=point):
            return Seen(point, point, of=of)
        case Span(low, high):
            return Seen(None if low is None else low.point, None if high is None else high.point)
        case LevelIs(value) | ValueIs(value):
            return Seen(value, value, of=of)
        case Finding() | Special.OTHER_VALUE:
            return Seen(state, state)
        case Special.NOT_APPLICABLE:
            return Seen(applies=NOT_APPLICABLE)
        case Special.NO_ATTRIBUTE:
            return Seen()
        case Special.NOT_KNOWN:
            return Seen(applies=_UNKNOWN)
    raise TypeError(f"{state} is no state of a figure")


def _rounded(seen: Seen, rounding: Rounding) -> Seen:
    return evolve(
        seen,
        low=seen.low if seen.low is None else rounding.apply(seen.low),  # type: ignore[arg-type]
        high=seen.high if seen.high is None else rounding.apply(seen.high),  # type: ignore[arg-type]
    )


def _negated(seen: Seen) -> Seen:
    low, high = (None if one is None else -one for one in (seen.high, seen.low))  # type: ignore[operator]
    return evolve(seen, low=low, high=high)


def _compared(truth: Holds, seen: Seen, asked: Seen, order: Order | None) -> Verdict:
    """A figure against the one required, of which `order` tells how they stand where both are quantities."""
    if seen.empty:
        return OPEN if asked.low is None else ATTAINED
    low, high, required = seen.low, seen.high, asked.low
    verdict = OPEN
    if order is not None:
        known = low is not None or high is not None
        verdict = between(order.low, order.high, truth.operator, 0) if known else OPEN
    elif required is not None and not isinstance(required, Finding):
        if truth.scale:
            low, high, required = (None if one is None else truth.scale.index(one) for one in (low, high, required))
        verdict = between(low, high, truth.operator, required)  # type: ignore[arg-type]
    return (verdict if seen.applies & ATTAINED else 0) | seen.applies & NOT_APPLICABLE


def _is_one_of(seen: Seen, values: tuple[object, ...], undecided: tuple[Finding, ...]) -> Verdict:
    open_ = seen.low is None or seen.low in undecided
    verdict = OPEN if open_ else settled(any(seen.low == value for value in values))
    return (verdict if seen.applies & ATTAINED else 0) | seen.applies & NOT_APPLICABLE


def _parts_of(state: State) -> Parts:
    """The verdicts counted in a tally; of what is undetermined, everything is possible."""
    assert isinstance(state, Tally)
    parts = [0] * 8
    parts[ATTAINED], parts[NOT_ATTAINED] = state.attained, state.not_attained
    parts[WIDE_OPEN], parts[NOT_APPLICABLE] = state.undetermined, state.not_applicable
    return tuple(parts)


def _alone(verdict: Verdict) -> Parts:
    return tuple(int(number == verdict) for number in range(8))


def _added(one: Parts, other: Parts) -> Parts:
    return tuple(first + second for first, second in zip(one, other, strict=True))


def _opposites(parts: Parts) -> Parts:
    return tuple(parts[OPPOSITE[verdict]] for verdict in range(8))


def _verdicts(parts: Parts) -> list[Verdict]:
    """The verdicts among the parts, each once: enough for `all_hold` and `any_holds`."""
    return [verdict for verdict, number in enumerate(parts) if number]


@lru_cache(maxsize=8192)
def _counted(parts: Parts, share: bool) -> Seen:
    """The number of truths that hold, or their share."""
    every = [verdict for verdict, number in enumerate(parts) for _ in range(number)]
    low, high = share_range(every) if share and every else count_range(every)
    return Seen(low, high, applies_to_some(every), empty=share and not every)

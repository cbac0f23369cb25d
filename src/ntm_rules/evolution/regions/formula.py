"""The outcome of a rule as a diagram over what it reads: the meaning of every condition, state by state.

Outcomes are the engine's codes, in which `all_of` is a minimum. Every condition form has its case in `_Writer.condition`, and a
test holds each against the specification.
"""

from collections.abc import Callable, Hashable, Sequence
from decimal import Decimal
from functools import partial

from attrs import define

from ...engine.generate import UNDETERMINED
from ...model.condition import (
    AllOf,
    AnyOf,
    AtLeastN,
    Attained,
    AttributeIs,
    Basis,
    Bound,
    Change,
    Comparison,
    Condition,
    CriteriaChange,
    CriteriaCount,
    CriteriaState,
    Direction,
    MembersAttained,
    MembersMeasure,
    NoneOf,
    OneOf,
    Operator,
    OwnCriteria,
    Required,
    Unknown,
)
from ...model.decision import Tally
from ...model.fact import Finding
from ...model.key import RuleKey
from ...model.threshold import ByAttribute, ByYear, Fixed, Relative, Threshold
from ...program.program import ProgramRule
from . import meaning
from .diagram import Diagrams, Node
from .meaning import LACKING, Asked, Decide
from .quantity import (
    Against,
    Compared,
    CountOf,
    CriteriaIncrease,
    MeasureChange,
    MembersDeciding,
    MembersFigure,
    Order,
    OwnAttribute,
    OwnMeasure,
    Quantity,
    Special,
    State,
    ValueIs,
    Year,
    YearIs,
)
from .reading import Reading
from .side import Side, deciding, members_figure, source

_NOTHING = Tally(0, 0, 0, 0)


def _itself(state: State) -> State:
    return state


def _with_order(what: Asked, held: tuple[State, Asked, State | None], order: State) -> tuple[object, ...]:
    return (*held[:2], order) if held[1] == what else held


def _if_among(numbers: frozenset[int], number: int, value: Asked) -> Asked | None:
    return value if number in numbers else None


@define
class Formulas:
    """Writes rules of one side as diagrams over a reading."""

    side: Side
    reading: Reading
    diagrams: Diagrams

    def rule(self, rule: ProgramRule) -> Node:
        """The outcome of a rule by its conditions, without attestations."""
        if rule.children:
            counted = self._counted([self.side.own(code) for code in rule.children])
            node = self.diagrams.transform(meaning.every, counted)
        elif rule.condition is not None:
            node = self._condition(rule.condition)
        else:
            node = self.diagrams.leaf(UNDETERMINED)
        if rule.rule.applies_when is None:
            return node
        return self.diagrams.combine(meaning.where_it_applies, node, self._condition(rule.rule.applies_when))

    def _condition(self, condition: Condition) -> Node:
        match condition:
            case Comparison(measure, operator, threshold):
                declared = self.side.program.measures[measure]
                decide = meaning.comparing(declared, operator)
                return self._against(OwnMeasure(str(measure)), threshold, decide)
            case OneOf(measure, values):
                declared = self.side.program.measures[measure]
                return self._of(OwnMeasure(str(measure)), lambda state: meaning.one_of(state, values, declared))
            case Required(measure, met):
                declared = self.side.program.measures[measure]
                basically = self.side.program.ruleset.basically_met
                return self._of(
                    OwnMeasure(str(measure)), lambda state: meaning.finding(state, met, basically, declared)
                )
            case AttributeIs(attribute, values):
                return self._of(OwnAttribute(str(attribute)), lambda state: meaning.attribute_is(state, values))
            case AllOf(parts):
                return self._least(parts)
            case NoneOf(parts):
                return self._least(parts, opposite=True)
            case AnyOf(parts):
                return self.diagrams.transform(meaning.opposite, self._least(parts, opposite=True))
            case AtLeastN(n, parts):
                nodes = [self.diagrams.transform(meaning.alone, self._condition(part)) for part in parts]
                return self.diagrams.transform(
                    lambda tally: meaning.bounded(tally, Basis.COUNT, Operator.AT_LEAST, Decimal(n), failing=False),
                    self._sum(nodes),
                )
            case OwnCriteria():
                return self._criteria(condition)
            case Attained(rule):
                return self.diagrams.transform(meaning.every, self._counted([self.side.key(rule)]))
            case MembersAttained():
                quantity = deciding(self.side, condition)
                counted = self._of(quantity, _itself)
                return self._all([self._bound(counted, quantity, bound, failing=False) for bound in condition.bounds])
            case MembersMeasure(of=of, operator=operator, threshold=threshold):
                figure = None if isinstance(of, CriteriaCount) else self.side.program.measures[of]
                decide = meaning.comparing(figure, operator, applies=True)
                return self._against(members_figure(self.side, condition), threshold, decide)
            case Change(measure, since, direction, operator, threshold):
                declared = self.side.program.measures[measure]
                turned = direction is Direction.DECREASED
                decide = meaning.comparing(None, operator, applies=not declared.always_applies, turned=turned)
                return self._against(MeasureChange(str(measure), since), threshold, decide, turned=turned)
            case CriteriaChange(ruleset, since, direction, operator, threshold):
                turned = direction is Direction.DECREASED
                decide = meaning.comparing(None, operator, turned=turned)
                return self._against(
                    CriteriaIncrease(self.side.ruleset(ruleset), since), threshold, decide, turned=turned
                )
            case Unknown():
                return self.diagrams.leaf(UNDETERMINED)

    def _of(self, quantity: Quantity, value: Callable[[State], Hashable]) -> Node:
        """The function of one quantity."""
        level = self.reading.level[quantity]
        return self.diagrams.choice(
            level, tuple(self.diagrams.leaf(value(state)) for state in self.reading.states[level])
        )

    def _all(self, nodes: Sequence[Node]) -> Node:
        found = nodes[0]
        for node in nodes[1:]:
            found = self.diagrams.combine(min, found, node)
        return found

    def _least(self, parts: Sequence[Condition], *, opposite: bool = False) -> Node:
        nodes = [self._condition(part) for part in parts]
        return self._all([self.diagrams.transform(meaning.opposite, node) for node in nodes] if opposite else nodes)

    def _sum(self, nodes: Sequence[Node]) -> Node:
        found = self.diagrams.leaf(_NOTHING)
        for node in nodes:
            found = self.diagrams.combine(meaning.added, found, node)
        return found

    def _counted(self, rules: Sequence[RuleKey]) -> Node:
        """What rules come to, counted together."""
        classes = dict.fromkeys(self.reading.classes[rule] for rule in rules)
        return self._sum([self._of(each, _itself) for each in classes])

    def _criteria(self, condition: OwnCriteria) -> Node:
        rules = self.side.keys(condition)
        counted = self._counted(rules)
        if condition.state is CriteriaState.ALL:
            return self.diagrams.transform(meaning.every, counted)
        failing = condition.state is CriteriaState.NOT_ATTAINED
        found = [self._bound(counted, rules, bound, failing=failing) for bound in condition.bounds]
        if condition.including_any_of:
            listed = self._counted(self.side.listed(condition))
            found.append(self.diagrams.transform(lambda tally: meaning.any_of_them(tally, failing=failing), listed))
        return self._all(found)

    def _bound(self, counted: Node, of: tuple[RuleKey, ...] | MembersDeciding, bound: Bound, *, failing: bool) -> Node:
        quantity = CountOf(of, failing, bound.basis)

        def decide(tally: Tally, asked: Asked, order: State | None) -> int:
            if asked == LACKING:
                return UNDETERMINED
            special = meaning.unbounded(tally, bound.basis)
            if special is not None:
                return special
            if order is not None:
                return meaning.ordered(order, bound.operator)
            assert isinstance(asked.value, Decimal)
            return meaning.bounded(tally, bound.basis, bound.operator, asked.value, failing=failing)

        return self._resolved(counted, quantity, bound.threshold, decide)

    def _against(
        self,
        quantity: OwnMeasure | MembersFigure | MeasureChange | CriteriaIncrease,
        threshold: Threshold,
        decide: Decide,
        *,
        turned: bool = False,
    ) -> Node:
        return self._resolved(self._of(quantity, _itself), quantity, threshold, decide, turned=turned)

    def _resolved(
        self,
        node: Node,
        quantity: Compared,
        threshold: Threshold,
        decide: Callable[..., int],
        *,
        turned: bool = False,
    ) -> Node:
        """A function of a quantity's state and of what a threshold comes to.

        `decide` is given the state, what is asked, and how the quantity stands to another where that is what is asked.
        """
        asked = self._threshold(threshold)
        node = self.diagrams.combine(lambda state, what: (state, what, None), node, asked)
        for what in self.diagrams.leaves(asked):
            if what.other is None:
                continue
            if what.other == quantity:
                order = self.diagrams.leaf(Order(0, 0))
            else:
                order = self._of(Against(quantity, what.other, turned), _itself)
            node = self.diagrams.combine(partial(_with_order, what), node, order)
        return self.diagrams.transform(lambda held: decide(*held), node)

    def _threshold(self, threshold: Threshold) -> Node:
        """What a threshold comes to."""
        match threshold:
            case Fixed(value):
                return self.diagrams.leaf(Asked(value))
            case ByAttribute(attribute, cases, otherwise):
                level = self.reading.level[OwnAttribute(str(attribute))]
                chosen = {ValueIs(str(value)): self._threshold(each) for value, each in reversed(cases)}
                lacking = self.diagrams.leaf(LACKING)
                other = lacking if otherwise is None else self._threshold(otherwise)
                return self._switch(
                    level,
                    lambda state: lacking if state is Special.NO_ATTRIBUTE else chosen.get(state, other),  # type: ignore[arg-type]
                )
            case ByYear(years, otherwise):
                of_year = {YearIs(year): self._threshold(each) for year, each in reversed(years)}
                other = self.diagrams.leaf(LACKING) if otherwise is None else self._threshold(otherwise)
                return self._switch(self.reading.level[Year()], lambda state: of_year.get(state, other))  # type: ignore[arg-type]
            case Relative():
                relative = source(threshold)
                unknown = (Special.NOT_KNOWN, Special.NOT_APPLICABLE)
                return self._of(
                    relative,
                    lambda state: LACKING if state in unknown or isinstance(state, Finding) else Asked(other=relative),
                )
        return self.diagrams.leaf(LACKING)

    def _switch(self, level: int, branch: Callable[[State], Node]) -> Node:
        """The function that goes on as `branch` says for the state of the quantity at a level.

        The branches may ask quantities before it, so it is put together by selection.
        """
        states = self.reading.states[level]
        branches = [branch(state) for state in states]
        picked = self.diagrams.choice(level, tuple(self.diagrams.leaf(number) for number in range(len(states))))
        found = self.diagrams.leaf(LACKING)
        for which in dict.fromkeys(branches):
            numbers = frozenset(number for number, one in enumerate(branches) if one == which)
            chosen = self.diagrams.combine(partial(_if_among, numbers), picked, which)
            found = self.diagrams.combine(lambda so_far, value: so_far if value is None else value, found, chosen)
        return found

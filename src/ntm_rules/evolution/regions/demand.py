"""What rules ask of each quantity they read: the thresholds, values and years at which its states are divided."""

from collections.abc import Iterable
from fractions import Fraction

from attrs import define, field

from ...model.condition import (
    Attained,
    AttributeIs,
    Basis,
    Bound,
    Change,
    Combination,
    Comparison,
    Condition,
    CriteriaChange,
    CriteriaState,
    Direction,
    MembersAttained,
    MembersMeasure,
    OneOf,
    OwnCriteria,
    Required,
)
from ...model.key import RuleKey
from ...model.measure import Measure
from ...model.threshold import ByAttribute, ByYear, Fixed, Relative, Threshold
from ...model.values.number import Rounding, as_fraction
from ...program.program import ProgramRule
from .partition import reported_cuts
from .quantity import (
    Against,
    Compared,
    CountOf,
    CriteriaIncrease,
    MeasureChange,
    MembersDeciding,
    MembersFigure,
    OwnAttribute,
    OwnMeasure,
    Quantity,
)
from .side import Side, deciding, members_figure, source


@define
class Demands:
    """What the rules walked through ask of each quantity: where its values are divided, what is counted together."""

    sides: list[Side]
    cuts: dict[Quantity, set[Fraction]] = field(factory=dict)
    values: dict[OwnAttribute, set[str]] = field(factory=dict)
    years: set[int] = field(factory=set)
    against: dict[Against, None] = field(factory=dict)
    groups: dict[frozenset[RuleKey], bool] = field(factory=dict)
    bounds: dict[MembersDeciding, tuple[set[Fraction], set[Fraction]]] = field(factory=dict)

    def rule(self, side: Side, rule: ProgramRule) -> None:
        """Take in what a rule asks."""
        if rule.children:
            self._group([side.own(code) for code in rule.children], counted=False)
        for condition in (rule.condition, rule.rule.applies_when):
            if condition is not None:
                self._condition(side, condition)

    def _group(self, rules: Iterable[RuleKey], *, counted: bool) -> None:
        group = frozenset(rules)
        if group:
            self.groups[group] = self.groups.get(group, False) or counted

    def _condition(self, side: Side, condition: Condition) -> None:
        match condition:
            case _ if isinstance(condition, Combination):
                for part in condition.parts:
                    self._condition(side, part)
            case Comparison(measure, threshold=threshold):
                self._figure(side, OwnMeasure(str(measure)), side.program.measures[measure], threshold)
            case OneOf(measure, values):
                numbers = [Fixed(value) for value in values]
                for number in numbers:
                    self._figure(side, OwnMeasure(str(measure)), side.program.measures[measure], number)
            case Required(measure):
                self.cuts.setdefault(OwnMeasure(str(measure)), set())
            case AttributeIs(attribute, values):
                self.values.setdefault(OwnAttribute(str(attribute)), set()).update(map(str, values))
            case Change(measure, since, direction, threshold=threshold):
                self._figure(side, MeasureChange(str(measure), since), None, threshold, direction)
                self.cuts.setdefault(OwnMeasure(str(measure)), set())
            case OwnCriteria():
                self._criteria(side, condition)
            case CriteriaChange(ruleset, since, direction, threshold=threshold):
                self._figure(side, CriteriaIncrease(side.ruleset(ruleset), since), None, threshold, direction)
            case Attained(rule):
                self._group([side.key(rule)], counted=False)
            case MembersAttained():
                quantity = deciding(side, condition)
                self.bounds.setdefault(quantity, (set(), set()))
                for bound in condition.bounds:
                    self._bound(side, quantity, bound, failing=False)
            case MembersMeasure(of=of, threshold=threshold):
                declared = side.program.measures[of] if isinstance(of, str) else None
                self._figure(side, members_figure(side, condition), declared, threshold)

    def _criteria(self, side: Side, condition: OwnCriteria) -> None:
        rules = side.keys(condition)
        self._group(rules, counted=bool(condition.bounds))
        self._group(side.listed(condition), counted=False)
        for bound in condition.bounds:
            self._bound(side, rules, bound, failing=condition.state is CriteriaState.NOT_ATTAINED)

    def _bound(self, side: Side, of: "tuple[RuleKey, ...] | MembersDeciding", bound: Bound, *, failing: bool) -> None:
        quantity = CountOf(of, failing, bound.basis)
        fixed = self._threshold(bound.threshold, quantity, side)
        if isinstance(of, MembersDeciding):
            self.bounds[of][bound.basis is Basis.SHARE].update(_number(one) for one in fixed)

    def _figure(
        self,
        side: Side,
        quantity: OwnMeasure | MembersFigure | MeasureChange | CriteriaIncrease,
        measure: Measure | None,
        threshold: Threshold,
        direction: Direction = Direction.INCREASED,
    ) -> None:
        cuts = self.cuts.setdefault(quantity, set())
        turned = direction is Direction.DECREASED
        for fixed in self._threshold(threshold, quantity, side, turned=turned):
            if not isinstance(fixed.value, str):
                number = as_fraction(fixed.value)
                cuts.update(reported_cuts(_rounding(measure), -number if turned else number))

    def _threshold(self, threshold: Threshold, quantity: Compared, side: Side, *, turned: bool = False) -> list[Fixed]:
        """Take in what a threshold depends on; the figures and levels in it."""
        match threshold:
            case Fixed():
                return [threshold]
            case ByAttribute(attribute, cases, otherwise):
                self.values.setdefault(OwnAttribute(str(attribute)), set()).update(str(value) for value, _ in cases)
            case ByYear(cases, otherwise):
                self.years.update(year for year, _ in cases)
            case Relative():
                other = source(threshold)
                self.cuts.setdefault(other, set())
                if other != quantity:
                    self.against[Against(quantity, other, turned)] = None
                return []
            case _:
                return []
        every = [each for _, each in cases] + ([] if otherwise is None else [otherwise])
        return [fixed for each in every for fixed in self._threshold(each, quantity, side, turned=turned)]


def _rounding(measure: Measure | None) -> Rounding | None:
    return None if measure is None else measure.rounding


def _number(fixed: Fixed) -> Fraction:
    assert not isinstance(fixed.value, str)
    return as_fraction(fixed.value)

"""Constants and values at which the states of each quantity read by rules are divided."""

from fractions import Fraction
from typing import assert_never

from attrs import define, evolve, field

from ...model.condition import Basis
from ...model.fact import Finding
from ...model.key import RuleKey
from ...model.values.number import as_fraction
from ...program import terms
from ...program.computed import Computed
from ...program.program import ProgramRule
from .diagram import not_compared
from .leaf import (
    CountedOutcomes,
    Leaf,
    compared_quantity,
    core_of,
    is_earlier,
    is_turned,
    leaf_of,
    never_below_0,
    outcomes_in,
    percentage,
)
from .partition import reported_cuts
from .quantity import (
    Against,
    CountOf,
    MeasureAbove,
    MeasureChange,
    MembersAgainst,
    MembersDeciding,
    MembersWeighed,
    OwnAttribute,
    OwnMeasure,
    Quantity,
    RelativeChange,
)
from .side import Side

Cuts = tuple[set[Fraction], set[Fraction]]
"""Figures that a number is compared with, and figures that a share in percent is compared with."""


@define
class Demands:
    """Collects from rules, for each quantity they read, the cuts that divide its values and the rules counted together.

    `groups` are the rules whose outcomes are read together, with True when their number matters; `counts` are the
    bounds on that number (of those not attained if the flag is set), `present` the rules read by a condition on some or
    all of them, `bounds` the bounds on members. `figures` are the terms of quantities that are figures, before
    rounding, and `against` the truths that compare two of them.
    """

    sides: list[Side]
    cuts: dict[Quantity, set[Fraction]] = field(factory=dict)
    values: dict[OwnAttribute, set[str]] = field(factory=dict)
    years: set[int] = field(factory=set)
    against: dict[Against, terms.Holds] = field(factory=dict)
    figures: dict[Quantity, terms.Figure] = field(factory=dict)
    groups: dict[tuple[RuleKey, ...], bool] = field(factory=dict)
    counts: dict[tuple[tuple[RuleKey, ...], bool], Cuts] = field(factory=dict)
    present: dict[tuple[RuleKey, ...], None] = field(factory=dict)
    bounds: dict[MembersDeciding, Cuts] = field(factory=dict)

    def rule(self, side: Side, rule: ProgramRule) -> None:
        """Add the demands of a rule, in every year that its thresholds name and in any other."""
        truths = side.truths(rule)
        self.years.update(year for year in truths if year is not None)
        for truth in truths.values():
            self._truth(side, truth)

    def _truth(self, side: Side, truth: terms.Truth) -> None:
        match truth:
            case terms.Holds():
                self._holds(side, truth)
            case terms.IsOneOf(figure, values):
                self._one_of(side, figure, values)
            case terms.AllHold(group) | terms.AnyHolds(group):
                self._group(side, group)
            case terms.OutcomeOf():
                self._outcomes(CountedOutcomes((side.key(truth.program.ruleset, truth.code),)), counted=False)
            case terms.Not(inner) | terms.Attested(inner) | terms.Told(inner):
                self._truth(side, inner)
            case terms.Where(inner, applies):
                self._truth(side, inner)
                self._truth(side, applies)
            case terms.Above():
                raise not_compared(
                    "chưa so sánh được kết quả của đơn vị cấp trên", "what a unit above comes to is not gone through"
                )
            case terms.Never() | terms.OpenTruth():
                pass
            case _:
                assert_never(truth)

    def _group(self, side: Side, group: terms.Group) -> None:
        counted_outcomes = outcomes_in(group, side)
        if counted_outcomes is not None:
            self._outcomes(counted_outcomes, counted=False)
            if isinstance(counted_outcomes.of, tuple):
                self.present[tuple(sorted(counted_outcomes.of))] = None
        elif isinstance(group, terms.Listed):
            for truth in group.truths:
                self._truth(side, truth)

    def _outcomes(self, outcomes: CountedOutcomes, *, counted: bool) -> None:
        if isinstance(outcomes.of, MembersDeciding):
            self.bounds.setdefault(outcomes.of, (set(), set()))
        elif outcomes.of:
            rules = tuple(sorted({*outcomes.of}))
            self.groups[rules] = self.groups.get(rules, False) or counted

    def _one_of(self, side: Side, figure: terms.Figure, values: tuple[object, ...]) -> None:
        quantity, rounding = leaf_of(figure, side), core_of(figure)[1]
        if isinstance(quantity, OwnAttribute):
            self.values.setdefault(quantity, set()).update(map(str, values))
            return
        assert isinstance(quantity, OwnMeasure)
        cuts = self._cuts(quantity, figure)
        for value in values:
            if not isinstance(value, str | Finding):
                cuts.update(reported_cuts(rounding, as_fraction(value)))  # type: ignore[arg-type]

    def _holds(self, side: Side, truth: terms.Holds) -> None:
        core, rounding = core_of(truth.figure)
        quantity = compared_quantity(truth, side)
        if isinstance(core, terms.Counted):
            outcomes = outcomes_in(core.group, side)
            if outcomes is None:
                self._group(side, core.group)
                return
            self._outcomes(outcomes, counted=True)
            assert isinstance(quantity, CountOf)
            cuts = self._bounds_of(quantity)[quantity.basis is Basis.SHARE]
            cuts.update(self._required(side, truth.required, truth, quantity))
            return
        if isinstance(core, Computed | terms.WeighedShare) and not all(
            isinstance(figure, terms.Constant | terms.OpenFigure) for figure in _cases(truth.required)
        ):
            raise not_compared(
                "điểm, hoặc tỷ lệ tính theo một số liệu, được so với số liệu của một chỉ số khác",
                "points, or a weighted share, are held against the figure of another measure",
            )
        if isinstance(core, Computed):
            self._computed(side, core)
            self._required(side, truth.required, truth, None)
            return
        assert quantity is not None
        assert not isinstance(quantity, OwnAttribute | CountOf)
        turned = is_turned(core)
        if isinstance(quantity, RelativeChange):
            if not never_below_0(side.program.measures[quantity.measure], side.program):
                raise not_compared(
                    "chưa so sánh được mức thay đổi tính theo % của một số liệu có thể âm",
                    "a change in per cent of what may be below 0 is not gone through",
                )
        elif any(isinstance(term, terms.Reported) and term.on is not None for term in terms.walk(truth.required)):
            raise not_compared(
                "chưa so sánh được số liệu đối chiếu với số liệu của một ngày trước",
                "a figure held against one of an earlier day is not gone through",
            )
        cuts = self._cuts(quantity, core)
        for constant in self._required(side, truth.required, truth, quantity, turned=turned):
            cuts.update(reported_cuts(rounding, -constant if turned else constant))
        if isinstance(quantity, MeasureChange | RelativeChange):
            assert isinstance(core, terms.Difference)
            self._cuts(OwnMeasure(quantity.measure), core.less if turned else core.of)

    def _computed(self, side: Side, figure: terms.Figure) -> None:
        """Add the demands of a figure that comes to finitely many numbers. Raises TooManyCombinations for any other."""
        match figure:
            case terms.Banded(inner, edges=edges, figures=figures, otherwise=otherwise):
                quantity, (core, rounding) = leaf_of(inner, side), core_of(inner)
                if not isinstance(quantity, OwnMeasure | MeasureAbove):
                    raise not_compared(
                        "chưa so sánh được các khung của một con số không phải là chỉ số",
                        "bands of a figure that is not a measure's are not gone through",
                    )
                cuts = self._cuts(quantity, core)
                cuts.update(cut for edge in edges for cut in reported_cuts(rounding, as_fraction(edge)))
                for part in figures if otherwise is None else (*figures, otherwise):
                    self._computed(side, part)
            case terms.Awarded(truth, points):
                self._truth(side, truth)
                self._computed(side, points)
            case terms.Total(figures):
                for part in figures:
                    self._computed(side, part)
            case terms.Within(inner) if not isinstance(inner, terms.Reported):
                self._computed(side, inner)
            case terms.Constant() | terms.OpenFigure():
                pass
            case _:
                raise not_compared(
                    "điểm thay đổi liên tục theo số liệu thì không so sánh chính xác được",
                    "points that follow a figure step by step cannot be compared exactly",
                )

    def _cuts(self, quantity: Quantity, figure: terms.Figure) -> set[Fraction]:
        core = core_of(figure)[0]
        if isinstance(core, terms.Difference) and is_turned(core):
            core = terms.Difference(core.less, core.of)
        self.figures.setdefault(quantity, core)
        return self.cuts.setdefault(quantity, set())

    def _bounds_of(self, quantity: CountOf) -> Cuts:
        if isinstance(quantity.of, MembersDeciding):
            return self.bounds[quantity.of]
        return self.counts.setdefault((tuple(sorted(quantity.of)), quantity.failing), (set(), set()))

    def _required(
        self,
        side: Side,
        figure: terms.Figure,
        truth: terms.Holds,
        quantity: Leaf | RelativeChange | None,
        *,
        turned: bool = False,
    ) -> list[Fraction]:
        """Add the demands of a required figure; return the numbers among the constants that it can be."""
        match figure:
            case terms.Constant(value):
                return [] if isinstance(value, str) else [as_fraction(value)]
            case terms.Chosen(case, figures, otherwise):
                if not isinstance(case.by, terms.AttributeOf):
                    # Elsewhere each year is compared by itself (`Side.truths`).
                    raise not_compared(
                        "chưa so sánh được điểm tính theo năm của số liệu",
                        "points that go by the year of a figure are not gone through",
                    )
                self.values.setdefault(OwnAttribute(case.by.attribute), set()).update(case.keys)
                every = figures if otherwise is None else (*figures, otherwise)
                return [
                    number
                    for chosen in every
                    for number in self._required(side, chosen, truth, quantity, turned=turned)
                ]
            case terms.OpenFigure():
                return []
            case terms.Scaled(earlier, part) if is_earlier(earlier):
                return [as_fraction(percentage(part))]
            case terms.Reported() | terms.Derived() | terms.Rounded() | terms.Always() | terms.Scaled():
                scaling = figure.scaling if isinstance(figure, terms.Scaled) else None
                inside = figure.figure if isinstance(figure, terms.Scaled) else figure
                other = leaf_of(inside, side)
                assert isinstance(other, OwnMeasure | MeasureAbove)
                self._cuts(other, inside)
                if other != quantity or scaling is not None:
                    assert quantity is not None
                    assert not isinstance(quantity, OwnAttribute | MeasureAbove | RelativeChange)
                    assert not isinstance(quantity, MembersAgainst | MembersWeighed)
                    against = Against(quantity, other, turned, scaling)
                    self.against.setdefault(against, evolve(truth, required=figure))
                return []
            case terms.Banded() if all(
                isinstance(band, terms.Banded | terms.Constant | terms.OpenFigure) for band in _bands(figure)
            ):
                self._computed(side, figure)
                return [as_fraction(band.value) for band in _bands(figure) if isinstance(band, terms.Constant)]  # type: ignore[arg-type]
            case terms.Banded() | terms.Interpolated() | terms.Awarded() | terms.Within() | terms.Total():
                raise not_compared(
                    "số liệu được so với một con số tính ra", "a figure is held against one that is computed"
                )
            case (
                terms.AttributeOf()
                | terms.Difference()
                | terms.Counted()
                | terms.Among()
                | terms.Over()
                | terms.WeighedShare()
            ):
                raise TypeError(f"{type(figure).__name__} is not required of a figure by any form")
            case _:
                assert_never(figure)


def _cases(figure: terms.Figure) -> list[terms.Figure]:
    """The figures that a required one can be."""
    if not isinstance(figure, terms.Chosen):
        return [figure]
    every = figure.figures if figure.otherwise is None else (*figure.figures, figure.otherwise)
    return [case for chosen in every for case in _cases(chosen)]


def _bands(figure: terms.Figure | None) -> list[terms.Figure]:
    """The figures of bands, also of bands in them; of any other figure, itself."""
    if not isinstance(figure, terms.Banded):
        return [] if figure is None else [figure]
    return [band for inner in (*figure.figures, figure.otherwise) for band in _bands(inner)]

"""The figures written in a rule's thresholds, and at which points around them a case has a figure."""

from collections.abc import Iterator
from decimal import Decimal

from attrs import frozen

from ...engine.evaluate import judge
from ...engine.world import required
from ...model.condition import (
    Basis,
    Bound,
    Change,
    Comparison,
    Condition,
    CriteriaChange,
    MembersAttained,
    MembersMeasure,
    OwnCriteria,
)
from ...model.decision import Reason, ReasonKind
from ...model.ruleset import Rule
from ...model.threshold import ByAttribute, ByYear, Fixed, Threshold
from ...model.values.number import Number, share
from ...program.compiling import parts_of
from ...program.program import Program
from ..cases.trial import Trial
from ..in_force import Years
from .scale import Figure, Point, Scale, scale_of, scale_of_tally

Compared = Comparison | Change | MembersMeasure | CriteriaChange
_FOUND = (ReasonKind.COMPARED, ReasonKind.TALLY, ReasonKind.NO_MEMBERS)


@frozen
class Held:
    """A condition in which a figure is held against a threshold, or one of its bounds."""

    condition: Condition
    bound: Bound | None
    position: int
    threshold: Threshold

    def scale(self, program: Program) -> Scale:
        """The scale of that figure."""
        if isinstance(self.condition, Compared):
            return scale_of(self.condition, program)
        assert isinstance(self.condition, OwnCriteria | MembersAttained)
        assert self.bound is not None
        return scale_of_tally(self.condition, self.bound.basis, program)


def held_in(rule: Rule) -> Iterator[Held]:
    """Wherever a rule holds a figure against a threshold, in the order written."""
    for condition in (rule.applies_when, rule.condition):
        for part in () if condition is None else parts_of(condition):
            if isinstance(part, Compared):
                yield Held(part, None, 0, part.threshold)
            elif isinstance(part, OwnCriteria | MembersAttained):
                for position, bound in enumerate(part.bounds):
                    yield Held(part, bound, position, bound.threshold)


def fixed_in(threshold: Threshold, years: Years) -> Iterator[Fixed]:
    """The figures and levels written in a threshold, without those of years in which the version is not in force."""
    match threshold:
        case Fixed():
            yield threshold
        case ByAttribute(cases=cases, otherwise=otherwise):
            for _, case in cases:
                yield from fixed_in(case, years)
            if otherwise is not None:
                yield from fixed_in(otherwise, years)
        case ByYear(by_year, otherwise):
            for year, case in by_year:
                if year in years:
                    yield from fixed_in(case, years)
            if otherwise is not None and years.others_than(frozenset(year for year, _ in by_year)):
                yield from fixed_in(otherwise, years)


def point_tried(held: Held, trial: Trial) -> tuple[Fixed, Point] | None:
    """The threshold that the unit of a case is held against, and the point beside it where its figure lies.

    None where either is not known, or the figure is further away.
    """
    fixed = required(held.threshold, trial.unit, trial.world).fixed
    if fixed is None:
        return None
    reason = judge(held.condition, trial.program, trial.unit, trial.world).reasons[held.position]
    figure = _figure(reason)
    if figure is None:
        return None
    point = held.scale(trial.program).point(figure, fixed.value, _one_of(held, reason))
    return None if point is None else (fixed, point)


def _figure(reason: Reason) -> Figure | None:
    """The figure as it was compared, or the level."""
    figure = reason.observed if reason.compared is None else reason.compared
    return figure if reason.kind in _FOUND and isinstance(figure, Number | str) else None


def _one_of(held: Held, reason: Reason) -> Number | None:
    """What one criterion or member more makes in a share; None where it is no share."""
    if held.bound is None or held.bound.basis is not Basis.SHARE or reason.tally is None or not reason.tally.applicable:
        return None
    return share(Decimal(1), Decimal(reason.tally.applicable))

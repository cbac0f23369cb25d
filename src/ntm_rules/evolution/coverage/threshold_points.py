"""The figures written in a rule's thresholds, and at which points around them a case has a figure."""

from collections.abc import Iterator
from decimal import Decimal

from attrs import frozen

from ...engine.evaluate import judge
from ...engine.world import required
from ...model.condition import Basis, Bound, Condition
from ...model.decision import Reason, ReasonKind
from ...model.number import Number, share
from ...model.threshold import ByAttribute, ByYear, Fixed, Threshold
from ...program.program import Program, ProgramRule
from ...program.terms import (
    AllHold,
    AnyHolds,
    Attested,
    Counted,
    Holds,
    IsOneOf,
    Listed,
    Never,
    Not,
    OpenTruth,
    OutcomeOf,
    Told,
    Truth,
    Where,
)
from ..cases.trial import Trial
from ..in_force import Years
from .scale import Figure, Point, Scale, scale_of

_FOUND = (ReasonKind.COMPARED, ReasonKind.TALLY, ReasonKind.NO_MEMBERS)


@frozen
class Held:
    """An occurrence of a figure held against a threshold, and the condition in which it is written."""

    term: Holds
    condition: Condition

    @property
    def bound(self) -> Bound | None:
        """The bound of the condition that it is, where it is one."""
        return self.term.origin if isinstance(self.term.origin, Bound) else None

    @property
    def threshold(self) -> Threshold:
        """The threshold as written."""
        threshold: Threshold = self.term.origin.threshold  # type: ignore[union-attr]
        return threshold

    def scale(self, program: Program) -> Scale:
        """The scale of the figure."""
        return scale_of(self.term.figure, self.condition, program)


def held_in(rule: ProgramRule) -> Iterator[Held]:
    """Wherever a rule holds a figure against a threshold, in the order written."""
    return _held_in(rule.truth, None)


def _held_in(truth: Truth, written: Condition | None) -> Iterator[Held]:
    origin = getattr(truth, "origin", None)
    written = written if origin is None or isinstance(origin, Bound) else origin
    within: tuple[Truth, ...] = ()
    match truth:
        case Holds() if hasattr(origin, "threshold"):
            assert written is not None
            yield Held(truth, written)
        case Holds(Counted(Listed(within))) | AllHold(Listed(within)) | AnyHolds(Listed(within)):
            pass
        case Not(inner) | Told(inner) | Attested(inner):
            within = (inner,)
        case Where(inner, applies):
            within = (applies, inner)
        case Holds() | AllHold() | AnyHolds() | IsOneOf() | Never() | OutcomeOf() | OpenTruth():
            pass
    for each in within:
        yield from _held_in(each, written)


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
    reason = judge(held.condition, trial.program, trial.unit, trial.world).reasons[_position(held)]
    figure = _figure(reason)
    if figure is None:
        return None
    point = held.scale(trial.program).point(figure, fixed.value, _one_of(held, reason))
    return None if point is None else (fixed, point)


def _position(held: Held) -> int:
    """The place of the reason that is the bound's, among those of its condition."""
    bounds = getattr(held.condition, "bounds", ())
    return next((place for place, bound in enumerate(bounds) if bound is held.bound), 0)


def _figure(reason: Reason) -> Figure | None:
    """The figure as it was compared, or the level."""
    figure = reason.observed if reason.compared is None else reason.compared
    return figure if reason.kind in _FOUND and isinstance(figure, Number | str) else None


def _one_of(held: Held, reason: Reason) -> Number | None:
    """What one criterion or member more makes in a share; None where it is no share."""
    if held.bound is None or held.bound.basis is not Basis.SHARE or reason.tally is None or not reason.tally.applicable:
        return None
    return share(Decimal(1), Decimal(reason.tally.applicable))

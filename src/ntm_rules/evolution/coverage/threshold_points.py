"""Figures written in a rule's thresholds, and the points around them where a case has a figure."""

from collections.abc import Iterator
from decimal import Decimal

from attrs import frozen

from ...engine.specification import decide, span_of
from ...engine.specification.assessed import Assessed
from ...engine.specification.figure_reasons import years_of
from ...engine.specification.meaning import verdicts_of
from ...language.contents.traversal import children, choices
from ...model.condition import Basis, Bound, Condition
from ...model.fact import Finding
from ...model.threshold import ByBand, Fixed, Threshold
from ...model.values.number import Number, share
from ...program.lowering_figure import as_compared, figure_of
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
from ...program.verdict import NOT_APPLICABLE, holds
from ..cases.trial import Trial
from ..in_force import Years
from .scale import Point, Scale, scale_of


@frozen
class ThresholdOccurrence:
    """Occurrence of a figure compared with a threshold, and the condition in which it is written."""

    term: Holds
    condition: Condition

    @property
    def bound(self) -> Bound | None:
        """The bound that the comparison stands for; None for another form of condition."""
        return self.term.origin if isinstance(self.term.origin, Bound) else None

    @property
    def threshold(self) -> Threshold:
        """The threshold as written."""
        threshold: Threshold = self.term.origin.threshold  # type: ignore[union-attr]
        return threshold

    def scale(self, program: Program) -> Scale:
        """The scale of the figure."""
        return scale_of(self.term.figure, self.condition, program)


def occurrences_in(rule: ProgramRule) -> Iterator[ThresholdOccurrence]:
    """Occurrences of a figure compared with a threshold in a rule, in the order written."""
    return _occurrences_in(rule.truth, None)


def _occurrences_in(truth: Truth, written: Condition | None) -> Iterator[ThresholdOccurrence]:
    origin = getattr(truth, "origin", None)
    written = written if origin is None or isinstance(origin, Bound) else origin
    within: tuple[Truth, ...] = ()
    match truth:
        case Holds() if not isinstance(origin, Bound) and getattr(origin, "basis", None) is Basis.SHARE:
            pass  # what is required is a part of their maximum, or of the earlier figure, not the figure that is written
        case Holds() if hasattr(origin, "threshold"):
            assert written is not None
            yield ThresholdOccurrence(truth, written)
        case Holds(Counted(Listed(within))) | AllHold(Listed(within)) | AnyHolds(Listed(within)):
            pass
        case Not(inner) | Told(inner) | Attested(inner):
            within = (inner,)
        case Where(inner, applies):
            within = (applies, inner)
        case Holds() | AllHold() | AnyHolds() | IsOneOf() | Never() | OutcomeOf() | OpenTruth():
            pass
    for term in within:
        yield from _occurrences_in(term, written)


def fixed_in(threshold: Threshold, years: Years) -> Iterator[Fixed]:
    """The figures and levels written in a threshold, without those of years in which the version is not in force."""
    if isinstance(threshold, Fixed):
        yield threshold
    elif isinstance(threshold, ByBand):
        for child in children(threshold):
            if isinstance(child, Threshold):
                yield from fixed_in(child, years)
    cases = choices(threshold)
    listed = frozenset(case.value for case in cases if isinstance(case.value, int))
    for case in cases:
        by_year = case.attribute is None
        if not by_year or (case.value in years if isinstance(case.value, int) else years.others_than(listed)):
            yield from fixed_in(case.threshold, years)


def point_tried(occurrence: ThresholdOccurrence, trial: Trial) -> tuple[Fixed, Point] | None:
    """The threshold that the unit of a case is held against, and the point beside it where its figure lies.

    `occurrence` is of the program of the trial. None where either is not known, or the figure is further away.
    """
    at = Assessed(trial.unit, trial.program, trial.world, decide)
    years = years_of(occurrence.term.figure)
    year = at.day.year if years is None else years[0]
    fixed, figure = _fixed_threshold(occurrence.threshold, at, year), span_of(occurrence.term.figure, at).value
    if fixed is None or figure is None or isinstance(figure, Finding):
        return None
    point = occurrence.scale(trial.program).point(figure, fixed.value, _one_of(occurrence, at))
    return None if point is None else (fixed, point)


def _fixed_threshold(threshold: Threshold | None, at: Assessed, year: int) -> Fixed | None:
    """Figure written in a threshold that applies to a unit in a year; None when there is none."""
    if threshold is None or isinstance(threshold, Fixed):
        return threshold
    if isinstance(threshold, ByBand):
        measure = at.program.library.measures[threshold.measure]
        value = span_of(as_compared(measure, figure_of(measure, at.program.library)), at).value
        if not isinstance(value, Number):
            return None
        thresholds = (required for (operator, edge), required in threshold.bands if holds(value, operator, edge))
        return _fixed_threshold(next(thresholds, threshold.otherwise), at, year)
    for case in choices(threshold):
        own = year if case.attribute is None else at.unit.attributes.get(case.attribute) or None
        if own is not None and case.value in (own, None):
            return _fixed_threshold(case.threshold, at, year)
    return None


def _one_of(occurrence: ThresholdOccurrence, at: Assessed) -> Number | None:
    """Step of one criterion or member in a share, in percent; None when the figure is no share or nothing applies."""
    match occurrence.term.figure:
        case Counted(group, True):
            whole = sum(verdict != NOT_APPLICABLE for verdict in verdicts_of(group, at))
            return share(Decimal(1), Decimal(whole)) if whole else None
    return None

"""A threshold with one thing changed."""

from collections.abc import Iterator

from attrs import evolve, frozen

from ...model.measure import Measure
from ...model.place import Place, place_of
from ...model.threshold import ByAttribute, ByYear, Fixed, Relative, Threshold
from ..coverage.step import moved
from ..in_force import Years
from .kind import MutantKind


@frozen
class ChangedThreshold:
    """A threshold after the change: what kind of change it was, and where."""

    kind: MutantKind
    place: Place | None
    threshold: Threshold


def changed_thresholds(threshold: Threshold, measure: Measure | None, years: Years) -> Iterator[ChangedThreshold]:
    """Every way of changing one thing about a threshold that `measure` is held against (None: a count or a share).

    What is not known, delegated or relative is left as it is, and so are the thresholds of years in which the version is not in
    force.
    """
    match threshold:
        case Fixed(value):
            for kind, steps in ((MutantKind.THRESHOLD_UP, 1), (MutantKind.THRESHOLD_DOWN, -1)):
                other = moved(value, steps, measure)
                if other is not None:
                    yield ChangedThreshold(kind, threshold.place, evolve(threshold, value=other))
        case ByAttribute():
            yield from _in_attribute(threshold, measure, years)
        case ByYear(cases, otherwise):
            for position, (year, case) in enumerate(cases):
                if year in years:
                    for change in changed_thresholds(case, measure, years):
                        others = (*cases[:position], (year, change.threshold), *cases[position + 1 :])
                        yield evolve(change, threshold=evolve(threshold, cases=others))
            if otherwise is not None and years.others_than(frozenset(year for year, _ in cases)):
                for change in changed_thresholds(otherwise, measure, years):
                    yield evolve(change, threshold=evolve(threshold, otherwise=change.threshold))


def _in_attribute(threshold: ByAttribute, measure: Measure | None, years: Years) -> Iterator[ChangedThreshold]:
    cases, otherwise = threshold.cases, threshold.otherwise
    for position, (value, case) in enumerate(cases):
        for change in changed_thresholds(case, measure, years):
            others = (*cases[:position], (value, change.threshold), *cases[position + 1 :])
            yield evolve(change, threshold=evolve(threshold, cases=others))
    if otherwise is not None:
        for change in changed_thresholds(otherwise, measure, years):
            yield evolve(change, threshold=evolve(threshold, otherwise=change.threshold))
    exchanged = _exchanged(threshold)
    if exchanged is not None:
        yield ChangedThreshold(MutantKind.CASES, threshold.place, exchanged)
    for position, (value, case) in enumerate(cases):
        if otherwise is not None and case != otherwise:
            rest = (*cases[:position], *cases[position + 1 :])
            left = evolve(threshold, cases=rest) if rest else otherwise
            yield ChangedThreshold(MutantKind.CASE, place_of(value) or case.place, left)


def _exchanged(threshold: ByAttribute) -> ByAttribute | None:
    """The threshold with the first two different cases exchanged; None where all are the same."""
    cases = list(threshold.cases)
    for first in range(len(cases)):
        for second in range(first + 1, len(cases)):
            (value, case), (other, another) = cases[first], cases[second]
            if case != another:
                cases[first], cases[second] = (value, another), (other, case)
                return evolve(threshold, cases=tuple(cases))
    return None


def says_something(threshold: Threshold) -> bool:
    """Whether a threshold can come to a figure or a level for some unit: it is not all unknown or delegated."""
    match threshold:
        case Fixed() | Relative():
            return True
        case ByAttribute(cases=cases, otherwise=otherwise) | ByYear(cases=cases, otherwise=otherwise):
            return any(says_something(case) for _, case in cases) or (
                otherwise is not None and says_something(otherwise)
            )
    return False

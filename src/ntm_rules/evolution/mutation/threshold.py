"""Thresholds with one thing changed."""

from collections.abc import Iterator
from decimal import Decimal

from attrs import evolve, frozen

from ...language.contents.rewriting import Path, replaced, without
from ...language.contents.traversal import cases as threshold_cases
from ...model import threshold as limit
from ...model.library import Library
from ...model.measure import Measure
from ...model.place import Place, place_of
from ...model.values.number import decimals_written
from ..coverage.scale import moved
from ..in_force import Years
from .kind import MutantKind


@frozen
class ChangedThreshold:
    """A threshold after the change: what kind of change it was, and where."""

    kind: MutantKind
    place: Place | None
    threshold: limit.Threshold


def changed_thresholds(threshold: limit.Threshold, measure: Measure | None, years: Years) -> Iterator[ChangedThreshold]:
    """Every way of changing one thing about a threshold that `measure` is held against (None: a count or a share).

    What is not known, delegated or relative is left as it is, and so are the thresholds of years in which the version is not in
    force.

    >>> from decimal import Decimal
    >>> [change.threshold for change in changed_thresholds(limit.Fixed(Decimal(90)), None, Years(2022))]
    [Fixed(value=Decimal('91')), Fixed(value=Decimal('89'))]
    """
    match threshold:
        case limit.Fixed(value):
            for kind, steps in ((MutantKind.THRESHOLD_UP, 1), (MutantKind.THRESHOLD_DOWN, -1)):
                other = moved(value, steps, measure)
                if other is not None:
                    yield ChangedThreshold(kind, threshold.place, evolve(threshold, value=other))
        case limit.DayFrom():
            for kind, other_day in _apart(threshold):
                yield ChangedThreshold(kind, threshold.place, other_day)
        case limit.Multiple(factor, of_another):
            yield from _steps(threshold, "factor", factor)
            yield from _inside(threshold, ("of",), changed_thresholds(of_another, measure, years))
        case limit.ForEach(_, base, plus, beyond):
            for name, value in (("base", base), ("plus", plus), ("beyond", beyond)):
                yield from _steps(threshold, name, value)
        case limit.ByBand(_, bands, otherwise):
            for place, ((operator, edge), required) in enumerate(bands):
                yield from _inside(threshold, ("bands", place, 1), changed_thresholds(required, measure, years))
                for kind, other in near(edge):
                    changed = replaced(threshold, ("bands", place, 0), (operator, other))
                    yield ChangedThreshold(kind, required.place or threshold.place, changed)
            if otherwise is not None:
                yield from _inside(threshold, ("otherwise",), changed_thresholds(otherwise, measure, years))
        case limit.ByAttribute() | limit.ByYear():
            listed = frozenset(by for by, _ in threshold.cases if isinstance(by, int))
            for position, (by, case) in enumerate(threshold.cases):
                if not isinstance(by, int) or by in years:
                    yield from _inside(threshold, ("cases", position, 1), changed_thresholds(case, measure, years))
            if threshold.otherwise is not None and (not listed or years.others_than(listed)):
                yield from _inside(threshold, ("otherwise",), changed_thresholds(threshold.otherwise, measure, years))
            if isinstance(threshold, limit.ByAttribute):
                yield from _other_cases(threshold)


def _steps(threshold: limit.Multiple | limit.ForEach, field: str, value: Decimal) -> Iterator[ChangedThreshold]:
    """Changes of a figure in a multiple by one in its last decimal, as it is written."""
    for kind, other in near(value):
        if other > 0:
            yield ChangedThreshold(kind, threshold.place, replaced(threshold, (field,), other))


def _apart(threshold: limit.DayFrom) -> Iterator[tuple[MutantKind, limit.DayFrom]]:
    """A day that is counted from another, by one more or less of what it is counted in."""
    field = "months" if threshold.months else "years" if threshold.years else "days"
    count: int = getattr(threshold, field)
    if not count:
        yield MutantKind.THRESHOLD_UP, evolve(threshold, days=1)
        yield MutantKind.THRESHOLD_DOWN, evolve(threshold, days=1, is_before=True)
        return
    step = -1 if threshold.is_before else 1
    for kind, more in ((MutantKind.THRESHOLD_UP, step), (MutantKind.THRESHOLD_DOWN, -step)):
        changed = replaced(threshold, (field,), count + more)
        assert isinstance(changed, limit.DayFrom)
        if not limit.is_too_far(changed):
            yield kind, changed


def near(value: Decimal) -> tuple[tuple[MutantKind, Decimal], ...]:
    """A figure one more and one less in its last decimal, as it is written.

    >>> [str(moved) for _, moved in near(Decimal("1.5"))]
    ['1.6', '1.4']
    """
    step = Decimal(1).scaleb(-decimals_written(value))
    return (MutantKind.THRESHOLD_UP, value + step), (MutantKind.THRESHOLD_DOWN, value - step)


def _inside(threshold: limit.Threshold, path: Path, changes: Iterator[ChangedThreshold]) -> Iterator[ChangedThreshold]:
    """Changes of the case at `path` as changes of the threshold that it stands in."""
    return (evolve(change, threshold=replaced(threshold, path, change.threshold)) for change in changes)


def _other_cases(threshold: limit.ByAttribute) -> Iterator[ChangedThreshold]:
    """The threshold with two cases exchanged, and without one of them."""
    cases, otherwise = threshold.cases, threshold.otherwise
    exchanged = _exchanged(threshold)
    if exchanged is not None:
        yield ChangedThreshold(MutantKind.CASES, threshold.place, exchanged)
    for position, (value, case) in enumerate(cases):
        if otherwise is not None and case != otherwise:
            left = without(threshold, ("cases", position)) if len(cases) > 1 else otherwise
            yield ChangedThreshold(MutantKind.CASE, place_of(value) or case.place, left)


def _exchanged(threshold: limit.ByAttribute) -> limit.ByAttribute | None:
    """The threshold with the first two different cases exchanged; None where all are the same."""
    cases = list(threshold.cases)
    for first in range(len(cases)):
        for second in range(first + 1, len(cases)):
            (value, case), (other, another) = cases[first], cases[second]
            if case != another:
                cases[first], cases[second] = (value, another), (other, case)
                return evolve(threshold, cases=tuple(cases))
    return None


def says_something(threshold: limit.Threshold) -> bool:
    """True when a threshold can be a figure or a level for some unit: not all of it is unknown or delegated.

    >>> says_something(limit.ByYear(((2024, limit.UnknownThreshold()),))), says_something(limit.Relative("income"))
    (False, True)
    """
    return any(
        isinstance(case, limit.Fixed | limit.DayFrom | limit.Relative | limit.ThresholdOf | limit.ForEach)
        for case in threshold_cases(threshold)
    )


_ONE = Decimal(1)


def changed_awards(award: limit.Award, library: Library) -> Iterator[limit.Award]:
    """Every way of changing one number of the points: one point more or less, a band or a node one step up or down.

    >>> [award.points for award in changed_awards(limit.FixedPoints(Decimal(5)), Library())]
    [Decimal('6'), Decimal('4')]
    """
    match award:
        case limit.FixedPoints(points):
            yield from (evolve(award, points=points + step) for step in (_ONE, -_ONE))
        case limit.BandedPoints(name, bands, otherwise):
            for place, band in enumerate(bands):
                others = [evolve(band, points=band.points + step) for step in (_ONE, -_ONE)]
                edges = [moved(band.edge, steps, library.measures.get(name)) for steps in (1, -1)]
                others += [evolve(band, edge=edge) for edge in edges if isinstance(edge, Decimal)]
                for other in others:
                    yield evolve(award, bands=(*bands[:place], other, *bands[place + 1 :]))
            yield evolve(award, otherwise=otherwise + _ONE)
        case limit.PointsAlongLine(_, line):
            for place, (at, points) in enumerate(line):
                for step in (_ONE, -_ONE):
                    yield evolve(award, line=(*line[:place], (at, points + step), *line[place + 1 :]))
        case limit.ReportedPoints() | limit.UnknownPoints():
            return

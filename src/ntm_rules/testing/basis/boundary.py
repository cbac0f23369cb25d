"""Boundary values: at a threshold, one unit and the smallest step to either side, and at the measure's bounds."""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from hypothesis import strategies as st

from ...language.contents.traversal import cases, conditions
from ...model import condition as form
from ...model import threshold as limit
from ...model.fact import Finding, Value
from ...model.library import Library
from ...model.measure import Measure, MeasureType, ShareOf, SumOf
from ...model.values.day import Day

_WHOLE = (Decimal(3), Decimal(50), Decimal(0))
_BETWEEN = (Decimal("2.5"),)
_THIRD = Decimal("33.3")
_NEAR_ASSESSMENT = ((2023, 6, 30), (2022, 6, 30), (2024, 7, 30))
_ENDS_OF_MONTHS = ((2024, 2, 29), (2024, 1, 30), (2023, 1, 30))
_DATES = tuple(Day.of(date(*day)) for day in (*_NEAR_ASSESSMENT, *_ENDS_OF_MONTHS))
"""Dates a year and two before the usual day of assessment, 30 days after it; and such as are months apart from one another."""
_WHOLES = (Decimal(100), Decimal(10), Decimal(3), Decimal(0))


def usual_thresholds(measure: Measure) -> tuple[Decimal | str, ...]:
    """A few thresholds that fit the measure: within its bounds, with no more decimals than it has (none for a finding).

    For a derived measure also 33.3, which its figures fall just beside.

    >>> from ntm_rules.model.text import Text
    >>> usual_thresholds(Measure("m", Text("m"), decimals=1, maximum=Decimal(10)))
    (Decimal('3'), Decimal('0'), Decimal('2.5'), Decimal('10'))
    """
    if measure.type is MeasureType.LEVEL:
        return tuple(level.id for level in measure.levels)
    if measure.type is MeasureType.FINDING:
        return ()
    if measure.type is MeasureType.DATE:
        return _DATES
    bounds = tuple(bound for bound in (measure.minimum, measure.maximum) if bound is not None)
    wanted = (*_WHOLE, *_BETWEEN, *((_THIRD,) if measure.derive else ())) if measure.decimals else _WHOLE
    return tuple(dict.fromkeys((*(value for value in wanted if within(measure, value)), *bounds)))


def usual_means(measure: Measure) -> tuple[Decimal | str, ...]:
    """Usual thresholds for a mean of the measure, which can lie between its figures.

    >>> from ntm_rules.model.text import Text
    >>> usual_means(Measure("m", Text("m"), maximum=Decimal(10)))
    (Decimal('3'), Decimal('0'), Decimal('10'), Decimal('2.5'))
    """
    between = tuple(value for value in _BETWEEN if within(measure, value))
    return tuple(dict.fromkeys((*usual_thresholds(measure), *between)))


def within(measure: Measure, value: Decimal) -> bool:
    """True when a figure is within the measure's bounds.

    >>> from ntm_rules.model.text import Text
    >>> within(Measure("m", Text("m"), maximum=Decimal(10)), Decimal(11))
    False
    """
    return (measure.minimum is None or measure.minimum <= value) and (
        measure.maximum is None or value <= measure.maximum
    )


def _around(value: Decimal, measure: Measure) -> Iterator[Decimal]:
    tiny = Decimal(1).scaleb(-measure.decimals)
    below, above = value.quantize(tiny, ROUND_FLOOR), value.quantize(tiny, ROUND_CEILING)
    if below == above:
        yield value
        yield from (value - tiny, value + tiny)
    yield from (below, above)
    if measure.decimals:
        yield from (below - 1, above + 1)


def _values(thresholds: tuple[Decimal | str, ...], measure: Measure) -> tuple[Value, ...]:
    """Reportable values of a measure near these thresholds; never empty for a measure that can be reported."""
    if measure.type is MeasureType.FINDING:
        return tuple(Finding)
    if measure.type is MeasureType.LEVEL:
        return tuple(level.id for level in measure.levels)
    if measure.type is MeasureType.DATE:
        # Many thresholds are counted from the day of the assessment.
        days = [value for value in (*thresholds, *_DATES) if isinstance(value, Day)]
        return tuple(dict.fromkeys(value.later(away) for value in days for away in (0, 1, -1)))
    figures = [value for value in thresholds if isinstance(value, Decimal)]
    near = [near for value in figures for near in _around(value, measure)]
    bounds = [bound for bound in (measure.minimum, measure.maximum) if bound is not None]
    return tuple(dict.fromkeys(value for value in (*near, *bounds) if within(measure, value)))


def fixed_values(threshold: limit.Threshold) -> Iterator[Decimal | str]:
    """Figures and levels written in a threshold, in all its cases.

    >>> list(fixed_values(limit.ByYear(((2024, limit.Fixed(Decimal(90))),), limit.UnknownThreshold())))
    [Decimal('90')]
    """
    return (case.value for case in cases(threshold) if isinstance(case, limit.Fixed))


def boundary_values(threshold: limit.Threshold, measure: Measure) -> st.SearchStrategy[Value]:
    """Values of the measure on and next to the threshold, as a fact could report them.

    On it, the smallest step (one in the last decimal) and a whole one to either side, and the measure's bounds; never
    outside the bounds, never with more decimals than the measure has. A threshold with no figure of its own (relative,
    delegated, unknown) gives values near the usual ones; a finding any finding, a scale any level.

    >>> from hypothesis import given, settings
    >>> from ntm_rules.model.text import Text
    >>> water = Measure("water", Text("Nước sạch"), decimals=1, maximum=Decimal(100))
    >>> @settings(max_examples=20, database=None)
    ... @given(boundary_values(limit.Fixed(Decimal(100)), water))
    ... def is_near(value):
    ...     assert value in (99, Decimal("99.9"), 100)
    >>> is_near()
    """
    return st.sampled_from(_values(tuple(fixed_values(threshold)) or usual_thresholds(measure), measure))


def reportable_values(library: Library) -> Mapping[str, tuple[Value, ...]]:
    """For every measure, the values near the thresholds that the library's rulesets compare it with.

    Parts and wholes of a derived share get values whose share meets the thresholds of the share. Measures that nothing is
    compared with get values near the usual thresholds.

    >>> from ntm_rules.model.text import Text
    >>> reportable_values(Library({"m": Measure("m", Text("m"), minimum=Decimal(50), maximum=Decimal(50))}))
    {'m': (Decimal('50'),)}
    """
    compared: dict[str, list[Decimal | str]] = {id: [] for id in library.measures}
    for versions in library.versions.values():
        for ruleset in versions:
            for _, condition in conditions(ruleset):
                for id, values in _compared(condition):
                    compared[id].extend(values)
    for measure in reversed(list(library.measures.values())):
        thresholds = compared[measure.id] or usual_thresholds(measure)
        figures = [value for value in dict.fromkeys(thresholds) if isinstance(value, Decimal)]
        match measure.derive:
            case ShareOf(part=part, whole=whole):
                compared[whole].extend(_WHOLES)
                compared[part].extend(figures)
                compared[part].extend(value / 10 for value in figures)
            case SumOf(parts=parts):
                for id in parts:
                    compared[id].extend((*figures, Decimal(0)))
    return {
        id: _values(tuple(dict.fromkeys(compared[id] or usual_thresholds(measure))), measure)
        or _values(usual_thresholds(measure), measure)
        for id, measure in library.measures.items()
    }


def _compared(condition: form.Condition) -> Iterator[tuple[str, tuple[Decimal | str, ...]]]:
    match condition:
        case form.Comparison(measure=measure, threshold=threshold):
            yield measure, tuple(fixed_values(threshold))
        case form.OneOf(measure=measure, values=values):
            yield measure, values
        case form.MembersMeasure(of=str(measure), threshold=threshold):
            yield measure, tuple(fixed_values(threshold))

"""Strategies for thresholds."""

from collections.abc import Callable, Sequence
from decimal import Decimal

from attrs import evolve
from hypothesis import strategies as st

from ...model.measure import Measure, MeasureType
from ...model.threshold import (
    ByAttribute,
    ByBand,
    ByYear,
    DayFrom,
    Delegated,
    Fixed,
    ForEach,
    Multiple,
    NoLimit,
    Relative,
    Threshold,
    ThresholdOf,
    UnknownThreshold,
)
from ...model.values.condition_words import Operator
from ...model.values.day import Day
from ..basis.boundary import usual_thresholds
from ..basis.choosing import branch, chance, optional, pick, some
from ..basis.scope import RuleScope

COUNTS = (Decimal(1), Decimal(2), Decimal(0), Decimal(3))
SHARES = (Decimal(100), Decimal(50), Decimal(0), Decimal("66.6"), Decimal(30))
FACTORS = (Decimal("1.1"), Decimal("0.75"), Decimal(2), Decimal("0.3"))
DAYS_FROM = (
    DayFrom(years=1, is_before=True),
    DayFrom(years=2, is_before=True),
    DayFrom(),
    DayFrom(months=6, is_before=True),
    DayFrom(days=30),
)
"""Days that are counted from the assessment."""
_YEARS = (2024, 2023, 2022)

Values = Sequence[Decimal | str]
Other = Relative | ThresholdOf | DayFrom
Others = Sequence[Other]


def draw_threshold(draw: st.DrawFn, scope: RuleScope, values: Values, relatives: Others, depth: int = 2) -> Threshold:
    """A threshold whose figures or levels are among `values`, or one of the `relatives`; cases nest to `depth`."""
    forms: list[Callable[[], Threshold]] = [lambda: Fixed(pick(draw, values))] * 9
    if depth:
        if scope.library.attributes:
            forms += [lambda: _by_attribute(draw, scope, values, relatives, depth)] * 2
        forms += [lambda: _by_year(draw, scope, values, relatives, depth)]
    elsewhere = [relative for relative in relatives if isinstance(relative, ThresholdOf)]
    for others in (elsewhere, [relative for relative in relatives if relative not in elsewhere]):
        if others:
            forms += [lambda others=others: pick(draw, others)] * 2  # type: ignore[misc]
    if all(isinstance(value, Decimal) and not isinstance(value, Day) for value in values):
        if depth:
            forms += [lambda: Multiple(pick(draw, FACTORS), draw_threshold(draw, scope, values, relatives, depth - 1))]
        if scope.numbers and depth:
            forms += [lambda: _by_band(draw, scope, values)]
        if scope.numbers:
            forms += [
                lambda: ForEach(
                    pick(draw, scope.numbers).id, pick(draw, COUNTS), pick(draw, FACTORS), pick(draw, COUNTS)
                )
            ]
    forms += [lambda: Delegated("province"), UnknownThreshold]
    return branch(draw, forms, lambda form: form())


def _by_band(draw: st.DrawFn, scope: RuleScope, values: Values) -> ByBand:
    # Of printed figures alone: what is compared exactly is not held against bands of other figures.
    operator = pick(draw, tuple(Operator))
    edges = sorted(
        {pick(draw, COUNTS), pick(draw, COUNTS)}, reverse=operator in (Operator.AT_LEAST, Operator.MORE_THAN)
    )
    bands = tuple(((operator, edge), Fixed(pick(draw, values))) for edge in edges)
    otherwise = pick(draw, (Fixed(pick(draw, values)), UnknownThreshold(), None))
    return ByBand(pick(draw, scope.numbers).id, bands, otherwise)


def _by_attribute(draw: st.DrawFn, scope: RuleScope, values: Values, relatives: Others, depth: int) -> ByAttribute:
    attribute = pick(draw, tuple(scope.library.attributes.values()))
    # Without `otherwise` every value must be listed: a rule that leaves a region out is an error.
    otherwise = optional(draw, 6, lambda: draw_threshold(draw, scope, values, relatives, depth - 1))
    listed = attribute.value_ids if otherwise is None else some(draw, attribute.value_ids, 2)
    cases = tuple((value, draw_threshold(draw, scope, values, relatives, depth - 1)) for value in listed)
    return ByAttribute(attribute.id, cases, otherwise)


def _by_year(draw: st.DrawFn, scope: RuleScope, values: Values, relatives: Others, depth: int) -> ByYear:
    cases = tuple((year, draw_threshold(draw, scope, values, relatives, depth - 1)) for year in some(draw, _YEARS, 2))
    otherwise = optional(draw, 5, lambda: draw_threshold(draw, scope, values, relatives, depth - 1))
    return ByYear(cases, otherwise, chance(draw, 3))


def sometimes_without_limit(draw: st.DrawFn, threshold: Threshold) -> Threshold:
    """The threshold, now and then with nothing asked in the first of its cases; not of one by the year of a figure."""
    match threshold:
        case ByAttribute(_, ((value, _), *others)) if chance(draw, 3):
            return evolve(threshold, cases=((value, NoLimit()), *others))
        case ByBand(_, ((edge, _), *others)) if chance(draw, 3):
            return evolve(threshold, bands=((edge, NoLimit()), *others))
    return threshold


def set_elsewhere(scope: RuleScope, measure: Measure) -> list[Other]:
    """The thresholds that other rules set for `measure`.

    >>> from ntm_rules.model.text import Text
    >>> set_elsewhere(RuleScope(), Measure("roads", Text("Đường")))
    []
    """
    return [ThresholdOf(rule) for rule in scope.thresholds_elsewhere.get(measure.id, ())]


def relatives(scope: RuleScope, measure: Measure | None) -> list[Other]:
    """The thresholds relative to a unit above or to another figure of the unit itself that `measure` can be held against.

    Figures go with figures; a level only with the same measure of a unit above. None stands for a count or a share.

    >>> from ntm_rules.model.library import Library
    >>> from ntm_rules.model.text import Text
    >>> scope = RuleScope(Library({"roads": Measure("roads", Text("Đường"))}), "commune")
    >>> relatives(scope, None)[-1]
    Relative(measure='roads', of=None)
    """
    if measure is not None and measure.type is MeasureType.LEVEL:
        return [Relative(measure.id, kind) for kind in scope.above]
    if measure is not None and measure.type is MeasureType.DATE:
        others = [other.id for other in scope.dates if other is not measure]
        lengths = (DayFrom(days=30), DayFrom(months=1), DayFrom(years=1, months=1))
        counted = [
            evolve(length, is_before=(number + place) % 2 == 0, measure=id)
            for number, id in enumerate(others)
            for place, length in enumerate(lengths)
        ]
        return [*DAYS_FROM, *counted, *map(Relative, others), *(Relative(measure.id, kind) for kind in scope.above)]
    if measure is None:
        return _figures(scope, scope.numbers)
    return [other for other in figures_like(scope, measure) if other != Relative(measure.id)]


def figures_like(scope: RuleScope, measure: Measure) -> list[Other]:
    """The figures, of a unit above and of the unit itself, in the unit of measurement of `measure`, itself among them."""
    return _figures(scope, [other for other in scope.numbers if other.unit == measure.unit])


def _figures(scope: RuleScope, numbers: Sequence[Measure]) -> list[Other]:
    above: list[Other] = [Relative(other.id, kind) for other in numbers for kind in scope.above]
    return above + [Relative(other.id) for other in numbers]


@st.composite
def thresholds(draw: st.DrawFn, measure: Measure, scope: RuleScope | None = None) -> Threshold:
    """Every form of threshold that `measure` (a figure, a level or a date) can be compared with in `scope`.

    Figures are few, within the measure's bounds and its decimals; levels are its own. By attribute, every value of the
    attribute has a threshold or there is an `otherwise`; by year, some years have none. A scope with no measures or
    attributes gives thresholds without relatives and cases by attribute.

    >>> from hypothesis import given, settings
    >>> from ntm_rules.model.text import Text
    >>> @settings(max_examples=10, database=None)
    ... @given(thresholds(Measure("m", Text("m"), maximum=Decimal(10))))
    ... def keeps_the_bounds(threshold):
    ...     assert not isinstance(threshold, Fixed) or threshold.value <= 10
    >>> keeps_the_bounds()
    """
    scope = scope or RuleScope()
    return draw_threshold(
        draw, scope, usual_thresholds(measure), relatives(scope, measure) + set_elsewhere(scope, measure)
    )

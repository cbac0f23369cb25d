"""Thresholds that go by the year of the figure: comparisons with figures of any year, also an earlier one."""

from ...model.condition import last_years
from ...model.threshold import ByYear
from ...program.inputs import goes_by_day, goes_by_year
from ...program.program import ProgramRule
from ...program.terms import YearOf, walk
from ..in_force import Years
from ..regions.diagram import TooManyCombinations, not_compared
from ..regions.difference import StateDifference, difference, same_meaning
from ..regions.side import RuleOfSide, Side
from .partly_open import partly_open

ANY_YEAR = Years(1)


def in_any_year(before: RuleOfSide, after: RuleOfSide) -> StateDifference | None:
    """Where two rules decide differently, the figure compared being of any year; None where none goes by the figure's year.

    Raises TooManyCombinations also where more than one year matters: of several figures, or of a figure and of the assessment.
    """
    years = {term for _, rule in (before, after) for term in walk(rule.truth) if isinstance(term, YearOf)}
    # The year of a figure that is asked for by its year is known from the one assessed.
    if all(report.back is not None for year in years for report in year.reports):
        return None
    if len(years) > 1 or any(_assessed(*rule_of_side) for rule_of_side in (before, after)):
        raise not_compared("các ngưỡng tính theo nhiều năm cùng lúc", "thresholds go by several years at once")
    return difference(before, after, ANY_YEAR)


def _assessed(side: Side, rule: ProgramRule) -> bool:
    """True where a threshold goes by the year assessed, as all do that are not held against the unit's own figure itself."""
    return any(
        threshold.assessed
        or compared.measure is None
        or compared.bound is not None
        or compared.aggregate is not None
        or last_years(part) is not None
        for part, compared, threshold in side.thresholds(rule)
        if isinstance(threshold, ByYear)
    )


def may_differ_by_other_years(before: RuleOfSide, after: RuleOfSide) -> bool:
    """True when rules that are alike by figures of the year assessed are not proved to be so by those of another year, or
    on another day, where a date is counted from the assessment, or a figure is held against that of the year before.
    """
    if any(goes_by_day(rule) or goes_by_year(rule) for _, rule in (before, after)) and not same_meaning(before, after):
        return True
    try:
        difference = in_any_year(before, after)
        return difference is not None and (not difference.is_none or partly_open(before, after, ANY_YEAR))
    except TooManyCombinations:
        return True

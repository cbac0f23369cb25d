"""Days of a situation: in the year sought, with the rulesets in force where possible."""

from collections.abc import Iterator, Sequence
from datetime import date

from ...model.values.day import Day
from ..regions.difference import HeldStates
from ..regions.quantity import Special, State, Year, YearIs
from ..regions.side import Side, common_years
from .sought import Sought

_OTHER_YEARS = 60


def days(sought: Sought, reads: Sequence[HeldStates], sides: Sequence[Side]) -> Iterator[date]:
    """Days of a situation in the year sought; within a year, those on which all rulesets are in force first.

    A version may begin before the day since which something is to have changed: then it is judged on the day after that, if it
    is still in force.
    """
    newer, year = sides[-1].program, sought.year
    judging = max([newer.as_of, *(Day.of(since).later(1).date for since in sought.since)])
    if newer.ruleset.until is not None and judging > newer.ruleset.until:
        judging = newer.as_of
    if year is None:
        yield judging
        return
    for each in _years(year, reads, sides, judging.year):
        found = dict.fromkeys(_within(each, judging, sides))
        yield from sorted(found, key=lambda day: not _in_force(day, sides))


def _years(year: State, reads: Sequence[HeldStates], sides: Sequence[Side], judging: int) -> Iterator[int]:
    if isinstance(year, YearIs):
        yield year.year
    elif year is Special.OTHER_YEAR:
        named = {
            state.year for held in reads if held.quantity == Year() for state in held.every if isinstance(state, YearIs)
        }
        years = common_years(*(side.program.ruleset for side in sides))
        if judging in years and judging not in named:
            yield judging
        last = years.first + _OTHER_YEARS if years.last is None else years.last
        yield from (each for each in range(years.first, last + 1) if each not in named and each != judging)


def _within(year: int, judging: date, sides: Sequence[Side]) -> Iterator[date]:
    if judging.year == year:
        yield judging
    yield date(year, 12, 31)
    for side in sides:
        for day in (side.program.ruleset.until, side.program.ruleset.version):
            if day is not None and day.year == year:
                yield day
    yield date(year, 1, 1)


def _in_force(day: date, sides: Sequence[Side]) -> bool:
    rulesets = [side.program.ruleset for side in sides]
    return all(each.version <= day and (each.until is None or day <= each.until) for each in rulesets)

"""Rows and ranges say exactly what the regions and points that they are made of hold, however short they are."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import product
from math import prod

import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

from ntm_rules.evolution.comparison.diff import diff
from ntm_rules.evolution.regions.difference import HeldStates, StateDifference
from ntm_rules.evolution.regions.partition import Domain, cells
from ntm_rules.evolution.regions.quantity import OutcomeCounts, Quantity, State
from ntm_rules.evolution.rows.counted import Counting, CountRanges, FigureInterval, Joint, Present, intervals, joint
from ntm_rules.evolution.rows.cover import Range, cover
from ntm_rules.evolution.rows.row import Where, rows
from ntm_rules.language.library import load_library
from ntm_rules.model.condition import Basis, Bound, Condition, CriteriaState, NoneOf, Operator, OwnCriteria
from ntm_rules.model.key import RuleKey
from ntm_rules.model.outcome import Tally
from ntm_rules.model.threshold import Fixed
from ntm_rules.testing import AmendedWorld, amended_worlds, with_version

from ..profiles import tried

MOST_COMBINATIONS = 4_000


@given(st.lists(st.tuples(*[st.integers(0, 3)] * 3), min_size=1, max_size=40, unique=True), st.data())
@settings(max_examples=tried(2))
def test_ranges_hold_every_point_chosen_and_no_other(points: list[tuple[int, ...]], data: st.DataObject) -> None:
    chosen = data.draw(st.sets(st.sampled_from(range(len(points)))))
    found = cover(points, chosen)
    held = {
        place
        for place, point in enumerate(points)
        if any(all(one.holds(value) for one, value in zip(row, point, strict=True)) for row in found)
    }
    assert held == chosen
    assert len(found) <= max(1, len(chosen))


@given(st.sets(st.integers(-5, 15), max_size=5), st.data())
def test_intervals_hold_every_figure_of_the_cells_chosen_and_no_other(cuts: set[int], data: st.DataObject) -> None:
    every = cells(map(Fraction, cuts), Domain(Fraction(0), Fraction(10), Fraction(1)))
    chosen = data.draw(st.sets(st.sampled_from(every)))
    found = intervals(chosen, every)
    for figure in map(Fraction, range(11)):
        [home] = [
            cell
            for cell in every
            if figure == cell.point
            or (
                not cell.is_point
                and (cell.low is None or cell.low < figure)
                and (cell.high is None or figure < cell.high)
            )
        ]
        assert any(inside(each, figure) for each in found) is (home in chosen)
    assert len(found) <= len(chosen)


def holds(where: Where, states: Mapping[Quantity, State]) -> bool:
    """True if a combination of states lies in one condition of a row, by what the condition is documented to mean."""
    if isinstance(where, HeldStates):
        return states[where.quantity] in where.states
    rules = where.counting.rules if isinstance(where, CountRanges) else where.rules
    tally = total(rules, states)
    if isinstance(where, Present):
        counts = (tally.not_attained, tally.undetermined, tally.not_applicable, tally.attained)
        return all(one.holds(int(count > 0)) for one, count in zip(where.ranges, counts, strict=True))
    counting, whole = where.counting, tally.applicable
    least = tally.not_attained if counting.failing else tally.attained
    most = least + tally.undetermined
    *ends, special = where.ranges
    if not whole:
        return (
            all(one.holds(-1) for one in ends[:2])
            and within(ends[2:], (0, 0), counting, Basis.COUNT)
            and special.holds(2)
        )
    shares = Fraction(100 * least, whole), Fraction(100 * most, whole)
    return (
        within(ends[:2], shares, counting, Basis.SHARE)
        and within(ends[2:], (least, most), counting, Basis.COUNT)
        and special.holds(int(not tally.attained and not tally.not_attained))
    )


def within(ranges: Sequence[Range], figures: Sequence[Fraction | int], counting: Counting, basis: Basis) -> bool:
    """True if figures lie in the intervals that ranges of places stand for."""
    last = len(counting.thresholds.cells(basis)) - 1
    for one, figure in zip(ranges, figures, strict=True):
        low, high = (0 if one.low is None else max(0, int(one.low))), (last if one.high is None else int(one.high))
        if high < 0 or not inside(counting.thresholds.interval(basis, low, high), Fraction(figure)):
            return False
    return True


def inside(each: FigureInterval, figure: Fraction) -> bool:
    above = each.low is None or figure > each.low or (each.low_included and figure == each.low)
    return above and (each.high is None or figure < each.high or (each.high_included and figure == each.high))


def total(rules: tuple[RuleKey, ...], states: Mapping[Quantity, State]) -> Tally:
    found = [0, 0, 0, 0]
    for quantity, state in states.items():
        if isinstance(quantity, OutcomeCounts) and {*quantity.rules} <= {*rules}:
            assert isinstance(state, Tally)
            counts = (state.attained, state.not_attained, state.undetermined, state.not_applicable)
            found = [one + more for one, more in zip(found, counts, strict=True)]
    return Tally(*found)


def check(difference: StateDifference, counted: Joint | None) -> None:
    found = rows(difference.regions, counted)
    quantities = [held.quantity for held in difference.reads]
    for states in product(*(held.states for held in difference.reads)):
        combination = dict(zip(quantities, states, strict=True))
        listed = {
            (region.before, region.after)
            for region in difference.regions
            if all(combination[held.quantity] in held.states for held in region.where)
        }
        said = {(row.before, row.after) for row in found if all(holds(where, combination) for where in row.where)}
        assert said == listed, combination
    assert len(found) >= len({(region.before, region.after) for region in difference.regions})


@pytest.mark.slow
@given(amended_worlds())
@settings(max_examples=tried(0.5))
def test_rows_hold_exactly_the_combinations_of_the_regions(given_world: AmendedWorld) -> None:
    before, after = given_world.amended.before, given_world.amended.after
    library = given_world.world.library
    later = with_version(library, after)
    found = diff(before, after, library=library, after_library=later, on=given_world.world.as_of)
    for change in found.changes:
        difference = change.difference
        if difference is None or difference.unlisted or change.before is None or change.after is None:
            continue
        if not difference.regions or prod(len(held.every) for held in difference.reads) > MOST_COMBINATIONS:
            continue
        check(difference, joint(difference))
        check(difference, None)


def counting(
    figure: int, *listed: str, state: CriteriaState = CriteriaState.NOT_ATTAINED, basis: Basis = Basis.SHARE
) -> OwnCriteria:
    """At least so many criteria, or such a share, one of those listed among them."""
    return OwnCriteria(state, (Bound(basis, Operator.AT_LEAST, Fixed(Decimal(figure))),), (), listed)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("before", "after"),
    [
        (counting(30), counting(25)),
        (counting(30, "1", "2"), counting(25, "1", "2")),
        (counting(30, "1"), counting(30, "2")),
        (counting(50, state=CriteriaState.ATTAINED), counting(4, state=CriteriaState.ATTAINED, basis=Basis.COUNT)),
        (counting(2, "3", basis=Basis.COUNT), NoneOf((counting(50), counting(2, "3", basis=Basis.COUNT)))),
        (OwnCriteria(CriteriaState.ALL), counting(80, state=CriteriaState.ATTAINED)),
    ],
)
def test_criteria_counted_together_are_told_exactly_by_their_thresholds(before: Condition, after: Condition) -> None:
    library = load_library()
    national = library.versions["vn/commune-ntm"][0]
    recognition = next(one for one in national.conclusions if one.code == "recognition")
    old, new = (
        evolve(national, criteria=national.criteria[:6], conclusions=(evolve(recognition, condition=asked),))
        for asked in (before, after)
    )
    found = diff(old, new, library=library)
    [change] = found.changes
    assert change.difference is not None
    assert change.before is not None
    assert change.after is not None
    counted = joint(change.difference)
    assert counted is not None
    said = [where for row in rows(change.difference.regions, counted) for where in row.where]
    assert not any(isinstance(where, HeldStates) for where in said)
    assert any(isinstance(where, CountRanges) for where in said)
    check(change.difference, counted)

"""Values divided at thresholds: nothing that a rule can ask tells two figures of one cell apart."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ntm_rules.evolution.regions.partition import (
    Domain,
    cells,
    contains,
    domain_of,
    member_tallies,
    reported_cuts,
    tallies,
)
from ntm_rules.model.condition import Basis, Operator
from ntm_rules.model.measure import Measure, MeasureType
from ntm_rules.model.outcome import Outcome, Tally
from ntm_rules.model.values.number import Rounding, RoundingMode, as_fraction
from ntm_rules.program.verdict import (
    ATTAINED,
    NOT_APPLICABLE,
    NOT_ATTAINED,
    OUTCOME,
    WIDE_OPEN,
    Verdict,
    applies_to_some,
    between,
    count_range,
    share_range,
)
from ntm_rules.program.verdict import (
    holds as exactly,
)
from ntm_rules.testing import measures

figures = st.integers(-40, 40).map(lambda tenths: Fraction(tenths, 4))
cuts = st.lists(figures, max_size=4)
domains = st.builds(
    lambda least, size, step: Domain(least, None if least is None or size is None else least + size, step),
    st.none() | figures,
    st.none() | st.integers(0, 10).map(Fraction),
    st.sampled_from([None, Fraction(1), Fraction(1, 10), Fraction(1, 4)]),
)


@given(cuts, domains, figures)
def test_every_figure_of_the_domain_lies_in_one_cell(at: list[Fraction], domain: Domain, figure: Fraction) -> None:
    found = cells(at, domain)
    holding = [cell for cell in found if contains(cell, figure)]
    if domain.holds(figure):
        assert len(holding) == 1
    assert all(contains(cell, cell.point) and domain.holds(cell.point) for cell in found)


@given(cuts, domains)
def test_cells_are_in_order_and_their_points_differ(at: list[Fraction], domain: Domain) -> None:
    points = [cell.point for cell in cells(at, domain)]
    assert points == sorted(set(points))


@given(st.data(), cuts.filter(bool), st.sampled_from(Operator))
def test_a_comparison_does_not_tell_two_figures_of_a_cell_apart(
    data: st.DataObject, at: list[Fraction], operator: Operator
) -> None:
    rounding = data.draw(st.none() | st.builds(Rounding, st.integers(0, 1), st.sampled_from(RoundingMode)))
    found = cells((cut for threshold in at for cut in reported_cuts(rounding, threshold)), Domain())
    figure = data.draw(st.fractions(-12, 12, max_denominator=400))
    [cell] = [cell for cell in found if contains(cell, figure)]

    def holds(number: Fraction, threshold: Fraction) -> bool:
        compared = number if rounding is None else as_fraction(rounding.apply(number))
        return exactly(compared, operator, threshold)

    for threshold in at:
        assert holds(figure, threshold) == holds(cell.point, threshold)


@given(measures(type=MeasureType.NUMBER), st.data())
def test_a_cell_of_a_measure_stands_for_figures_that_can_be_reported(measure: Measure, data: st.DataObject) -> None:
    threshold = data.draw(st.decimals(-20, 120, places=2).map(Fraction))
    for cell in cells([threshold], domain_of([measure])):
        assert cell.point * 10**measure.decimals % 1 == 0
        assert measure.minimum is None or cell.point >= measure.minimum
        assert measure.maximum is None or cell.point <= measure.maximum


counts = st.integers(0, 12)
some_tally = st.builds(Tally, counts, counts, counts, counts)
large = st.builds(Tally, st.integers(0, 400), st.integers(0, 400), st.integers(0, 400), st.integers(0, 3))
thresholds = st.lists(st.integers(0, 24).map(lambda half: Fraction(half, 2)), max_size=3)
percentages = st.lists(st.sampled_from([0, 5, 30, 33, 50, 80, 90, 99, 100]).map(Fraction), max_size=3)


@pytest.mark.slow
@given(some_tally | large, thresholds, percentages, st.sampled_from(Operator))
def test_one_of_the_tallies_stands_for_every_number_of_members(
    of: Tally, count_cuts: list[Fraction], share_cuts: list[Fraction], operator: Operator
) -> None:
    """Some state has the outcome of the tally under every bound at once."""
    bounds = [
        *((Basis.COUNT, Decimal(cut.numerator) / cut.denominator) for cut in count_cuts),
        *((Basis.SHARE, Decimal(cut.numerator) / cut.denominator) for cut in share_cuts),
    ]

    def outcomes(tally: Tally) -> list[Outcome]:
        parts = [ATTAINED] * tally.attained + [NOT_ATTAINED] * tally.not_attained
        parts += [WIDE_OPEN] * tally.undetermined + [NOT_APPLICABLE] * tally.not_applicable
        return [bounded(parts, basis, threshold) for basis, threshold in bounds]

    def bounded(parts: list[Verdict], basis: Basis, threshold: Decimal) -> Outcome:
        if basis is Basis.SHARE and not parts:
            return Outcome.ATTAINED
        low, high = (share_range if basis is Basis.SHARE else count_range)(parts)
        applies = applies_to_some(parts)
        verdict = between(low, high, operator, threshold) if applies & ATTAINED else 0
        return OUTCOME[verdict | applies & NOT_APPLICABLE]

    assert outcomes(of) in [outcomes(state) for state in member_tallies(count_cuts, share_cuts)]


@given(st.integers(1, 20))
def test_tallies_of_rules_counted_one_by_one_are_all_there_are(size: int) -> None:
    found = tallies(size, counted=True)
    assert len(found) == len(set(found)) == (size + 1) * (size + 2) * (size + 3) // 6
    assert all(tally.applicable + tally.not_applicable == size for tally in found)


@given(st.integers(1, 6), st.integers(0, 6), st.integers(0, 6), st.integers(0, 6))
def test_where_nothing_is_counted_what_is_present_is_enough(a: int, f: int, u: int, n: int) -> None:
    of = Tally(a - 1, f, u, n)
    size = of.applicable + of.not_applicable
    if not size:
        return
    present = [bool(count) for count in (of.attained, of.not_attained, of.undetermined, of.not_applicable)]
    found = [
        tally
        for tally in tallies(size, counted=False)
        if [bool(count) for count in (tally.attained, tally.not_attained, tally.undetermined, tally.not_applicable)]
        == present
    ]
    assert len(found) == 1
    assert found[0].applicable + found[0].not_applicable == size

"""Verdicts are the pointwise lift of the plain rules on single outcomes, over every combination of up to four parts."""

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import product

import pytest

from ntm_rules.model.condition import Operator
from ntm_rules.model.outcome import Outcome
from ntm_rules.program import verdict
from ntm_rules.program.verdict import ATTAINED, NOT_APPLICABLE, NOT_ATTAINED, Verdict

SINGLE = (ATTAINED, NOT_ATTAINED, NOT_APPLICABLE)
MONOTONE = (Operator.AT_LEAST, Operator.AT_MOST, Operator.MORE_THAN, Operator.LESS_THAN)
COMBINATIONS = [parts for size in range(1, 5) for parts in product(range(1, 8), repeat=size)]


def lifted(plain: Callable[[Sequence[int]], int], parts: Iterable[Verdict]) -> Verdict:
    found = 0
    for singles in product(*([bit for bit in SINGLE if part & bit] for part in parts)):
        found |= plain(singles)
    return found


def plain_all(parts: Sequence[int]) -> int:
    return NOT_ATTAINED if NOT_ATTAINED in parts else ATTAINED if ATTAINED in parts else NOT_APPLICABLE


def plain_any(parts: Sequence[int]) -> int:
    return ATTAINED if ATTAINED in parts else NOT_ATTAINED if NOT_ATTAINED in parts else NOT_APPLICABLE


def test_all_and_any_are_the_lift() -> None:
    for parts in COMBINATIONS:
        assert verdict.all_hold(parts) == lifted(plain_all, parts)
        assert verdict.any_holds(parts) == lifted(plain_any, parts)


def test_where_is_the_lift() -> None:
    for parts in product(range(1, 8), repeat=2):
        assert verdict.where(*parts) == lifted(lambda two: two[0] if two[1] == ATTAINED else NOT_APPLICABLE, parts)


@pytest.mark.slow
@pytest.mark.parametrize("operator", MONOTONE)
@pytest.mark.parametrize("share", [False, True])
def test_a_bound_on_a_count_is_the_lift(operator: Operator, share: bool) -> None:
    limits = (
        [Fraction(limit) for limit in (0, 1, 25, 33, 50, 51, 100)] if share else [Fraction(n) for n in range(-1, 6)]
    )

    def plain(parts: Sequence[int], limit: Fraction) -> int:
        applying = [part for part in parts if part != NOT_APPLICABLE]
        if not applying:
            return NOT_APPLICABLE
        count = Fraction(applying.count(ATTAINED))
        figure = 100 * count / len(applying) if share else count
        return verdict.settled(verdict.holds(figure, operator, limit))

    for parts in COMBINATIONS if share else COMBINATIONS[:400]:
        applies = verdict.applies_to_some(parts)
        low, high = verdict.share_range(parts) if share else verdict.count_range(parts)
        for limit in limits:
            found = applies & NOT_APPLICABLE
            if applies & ATTAINED:
                found |= verdict.between(low, high, operator, limit)
            assert found == lifted(lambda singles, limit=limit: plain(singles, limit), parts), (parts, limit)  # type: ignore[misc]


def test_an_outcome_is_read_off_the_set() -> None:
    for one in range(1, 8):
        possible = verdict.POSSIBLE[one]
        assert verdict.OUTCOME[one] is (next(iter(possible)) if len(possible) == 1 else Outcome.UNDETERMINED)
        assert verdict.OPPOSITE[verdict.OPPOSITE[one]] == one


@pytest.mark.parametrize("operator", list(Operator))
def test_a_span_decides_where_every_figure_in_it_agrees(operator: Operator) -> None:
    figures = [Decimal(n) / 2 for n in range(9)]
    for low, high in product(figures, repeat=2):
        if low > high:
            continue
        inside = [figure for figure in figures if low <= figure <= high]
        for required in figures:
            found = {verdict.holds(figure, operator, required) for figure in inside}
            expected = sum(verdict.settled(one) for one in found)
            assert verdict.between(low, high, operator, required) == expected
            assert verdict.between(None, high, operator, required) & expected == expected

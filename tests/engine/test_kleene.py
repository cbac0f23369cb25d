"""Kleene logic with four outcomes, held against a brute force over everything that what is open can still become."""

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import combinations, product

import pytest

from ntm_rules.engine import kleene
from ntm_rules.engine.kleene import ATTAINED, NOT_APPLICABLE, NOT_ATTAINED, OPEN, POSSIBLE, WIDE_OPEN, Verdict
from ntm_rules.model.condition import Operator
from ntm_rules.model.outcome import Outcome

A, F, X, U = Outcome.ATTAINED, Outcome.NOT_ATTAINED, Outcome.NOT_APPLICABLE, Outcome.UNDETERMINED
VERDICTS = (ATTAINED, NOT_ATTAINED, NOT_APPLICABLE, WIDE_OPEN)
ONE_WAY_OPEN = tuple(
    Verdict(U, sum(bits)) for size in (1, 2, 3) for bits in combinations((1, 2, 4), size)
)  # open, with every set of outcomes that it can still come to

Combine = Callable[[Sequence[Verdict]], Verdict]


def settled_all_of(parts: Sequence[Outcome]) -> Outcome:
    applicable = [part for part in parts if part is not X]
    return X if not applicable else F if F in applicable else A


def settled_any_of(parts: Sequence[Outcome]) -> Outcome:
    applicable = [part for part in parts if part is not X]
    return X if not applicable else A if A in applicable else F


def settled_none_of(parts: Sequence[Outcome]) -> Outcome:
    applicable = [part for part in parts if part is not X]
    return X if not applicable else F if A in applicable else A


def settled_at_least(n: int) -> Callable[[Sequence[Outcome]], Outcome]:
    def of(parts: Sequence[Outcome]) -> Outcome:
        applicable = [part for part in parts if part is not X]
        return X if not applicable else A if applicable.count(A) >= n else F

    return of


FORMS: list[tuple[str, Combine, Callable[[Sequence[Outcome]], Outcome]]] = [
    ("all_of", kleene.all_of, settled_all_of),
    ("any_of", kleene.any_of, settled_any_of),
    ("none_of", kleene.none_of, settled_none_of),
    *((f"at_least_{n}", lambda parts, n=n: kleene.at_least_n(n, parts), settled_at_least(n)) for n in (1, 2, 3)),
]
each_form = pytest.mark.parametrize(
    ("combine", "settled"), [form[1:] for form in FORMS], ids=[form[0] for form in FORMS]
)


def completions(parts: Sequence[Verdict]) -> Iterator[tuple[Outcome, ...]]:
    """Everything that the parts can become once nothing is open."""
    return product(*(sorted(POSSIBLE[part.possible], key=lambda outcome: outcome.value) for part in parts))


@pytest.mark.parametrize("size", [1, 2, 3, 4])
@each_form
def test_determined_is_what_every_completion_agrees_on(
    combine: Combine, settled: Callable[[Sequence[Outcome]], Outcome], size: int
) -> None:
    for parts in product(VERDICTS, repeat=size):
        found = combine(parts)
        reached = {settled(completion) for completion in completions(parts)}
        assert found.outcome is (next(iter(reached)) if len(reached) == 1 else U), parts
        assert POSSIBLE[found.possible] == reached, parts


@pytest.mark.parametrize("size", [1, 2, 3])
@each_form
def test_whatever_an_open_part_can_become_is_possible(
    combine: Combine, settled: Callable[[Sequence[Outcome]], Outcome], size: int
) -> None:
    """Also where an open part can no longer go every way: nothing is ever determined, or ruled out, that could come."""
    for parts in product((*VERDICTS[:3], OPEN, *ONE_WAY_OPEN), repeat=size):
        found = combine(parts)
        reached = {settled(completion) for completion in completions(parts)}
        assert reached <= POSSIBLE[found.possible], parts
        if found.outcome is not U:
            assert reached == {found.outcome}, parts


@pytest.mark.parametrize(
    ("parts", "all_of", "any_of", "none_of", "two_of"),
    [
        ([A, A], A, A, F, A),
        ([A, F], F, A, F, F),
        ([F, F], F, F, A, F),
        ([A, U], U, A, F, U),
        ([F, U], F, U, U, F),
        ([U, U], U, U, U, U),
        ([A, X], A, A, F, F),
        ([F, X], F, F, A, F),
        ([U, X], U, U, U, U),
        ([X, X], X, X, X, X),
    ],
)
def test_the_table_as_an_official_would_write_it(
    parts: list[Outcome], all_of: Outcome, any_of: Outcome, none_of: Outcome, two_of: Outcome
) -> None:
    of = {A: ATTAINED, F: NOT_ATTAINED, X: NOT_APPLICABLE, U: WIDE_OPEN}
    for order in (parts, parts[::-1]):
        verdicts = [of[part] for part in order]
        assert kleene.all_of(verdicts).outcome is all_of
        assert kleene.any_of(verdicts).outcome is any_of
        assert kleene.none_of(verdicts).outcome is none_of
        assert kleene.at_least_n(2, verdicts).outcome is two_of


@pytest.mark.parametrize("operator", list(Operator))
@pytest.mark.parametrize("size", [1, 2, 3])
def test_a_bounded_count_or_share_is_determined_only_where_completions_agree(operator: Operator, size: int) -> None:
    for parts in product(VERDICTS, repeat=size):
        low, high = kleene.count_range(parts)
        applicable = sum(part is not NOT_APPLICABLE for part in parts)
        for threshold in (Decimal(0), Decimal(1), Decimal(2), Decimal(3)):
            counted = kleene.within((low, high), operator, threshold, parts)
            check(counted, parts, lambda attained, _, t=threshold: kleene.holds(attained, operator, t))  # type: ignore[misc]
        if not applicable:
            continue
        span = Fraction(100 * low, applicable), Fraction(100 * high, applicable)
        for threshold in (Decimal(0), Decimal(50), Decimal("33.3"), Decimal("66.7"), Decimal(100)):
            shared = kleene.within(span, operator, threshold, parts)
            check(
                shared,
                parts,
                lambda attained, whole, t=threshold: kleene.holds(Fraction(100 * attained, whole), operator, t),  # type: ignore[misc]
            )


def check(found: Verdict, parts: Sequence[Verdict], bound: Callable[[int, int], bool]) -> None:
    reached = set()
    for completion in completions(parts):
        whole = sum(part is not X for part in completion)
        reached.add((A if bound(completion.count(A), whole) else F) if whole else X)
    assert reached <= POSSIBLE[found.possible], (parts, found)
    if found.outcome is not U:
        assert reached == {found.outcome}, (parts, found)


FIGURES = (None, Decimal(1), Decimal(2), Decimal(3))


@pytest.mark.parametrize("operator", list(Operator))
def test_a_figure_between_two_bounds(operator: Operator) -> None:
    """None is no bound; between the bounds any figure may come, and whatever all of them agree on is determined."""
    candidates = [Decimal(number) / 4 for number in range(-8, 33)]
    for low, high in product(FIGURES, repeat=2):
        if low is not None and high is not None and low > high:
            continue
        inside = [one for one in candidates if (low is None or one >= low) and (high is None or one <= high)]
        for threshold in (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(3)):
            agreed = {kleene.holds(one, operator, threshold) for one in inside}
            expected = kleene.settled(agreed.pop()) if len(agreed) == 1 else OPEN
            assert kleene.between(low, high, operator, threshold) == expected, (low, high, threshold)


def test_open_over_parts_that_may_all_not_apply() -> None:
    assert kleene.open_over([]) is OPEN
    assert kleene.open_over([NOT_APPLICABLE, WIDE_OPEN]) is WIDE_OPEN
    assert kleene.open_over([WIDE_OPEN, OPEN]) is OPEN
    assert kleene.open_over([ATTAINED]) is OPEN

"""Choices of the strategies: small integers that shrink to the first option and to "no"."""

from collections.abc import Callable, Sequence
from functools import cache
from typing import TypeVar

from hypothesis import strategies as st

T = TypeVar("T")


@cache
def _below(limit: int) -> st.SearchStrategy[int]:
    return st.integers(0, limit - 1)


def pick(draw: st.DrawFn, options: Sequence[T]) -> T:
    """One of the options; shrinks towards the first. Repeat an option to make it likelier.

    Unlike `st.sampled_from` it never confuses options that are equal but written differently (95 and 95.0).
    """
    return options[0] if len(options) == 1 else options[draw(_below(len(options)))]


def chance(draw: st.DrawFn, tenths: int) -> bool:
    """True in about `tenths` of ten draws; shrinks to False."""
    return draw(_below(10)) >= 10 - tenths


def some(draw: st.DrawFn, options: Sequence[T], most: int = 3) -> tuple[T, ...]:
    """One to `most` different options in their order; shrinks to the first alone. At least one option must be given."""
    start = draw(_below(len(options))) if len(options) > 1 else 0
    room = min(most, len(options) - start)
    return tuple(options[start : start + (1 + draw(_below(room)) if room > 1 else 1)])


def several(draw: st.DrawFn, make: Callable[[], T], least: int, most: int, tenths: int = 6) -> list[T]:
    """`least` to `most` things that `make` draws, each further one in about `tenths` of ten; shrinks to `least`.

    Costs a third less than `st.lists`, for which a strategy would have to be made anew, and validated, at every place.
    """
    found = [make() for _ in range(least)]
    while len(found) < most and chance(draw, tenths):
        found.append(make())
    return found

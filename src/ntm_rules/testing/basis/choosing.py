"""Choices of the strategies: small integers that shrink to the first option and to "no", in parts that can go as a whole.

Hypothesis shrinks by replacing all choices of one draw with the least ones, and by trying every choice from 0 to 10 that may be
the choice of a branch. So a part of a world is drawn as one draw that begins with whether it is there at all, and what chooses
no branch begins at 1.
"""

from collections.abc import Callable, Sequence
from contextvars import ContextVar
from functools import cache
from typing import Any, TypeVar

from hypothesis import strategies as st

T = TypeVar("T")
Option = TypeVar("Option")
_TENTHS = st.integers(0, 9)


@cache
def _places(options: int) -> st.SearchStrategy[int]:
    return st.integers(1, options)


def pick(draw: st.DrawFn, options: Sequence[T]) -> T:
    """One of the options; shrinks towards the first. Repeat an option to make it likelier.

    Unlike `st.sampled_from` it never confuses options that are equal but written differently (95 and 95.0).
    """
    return options[0] if len(options) == 1 else options[draw(_places(len(options))) - 1]


def chance(draw: st.DrawFn, tenths: int) -> bool:
    """True in about `tenths` of ten draws; shrinks to False."""
    return draw(_TENTHS) >= 10 - tenths


def some(draw: st.DrawFn, options: Sequence[T], most: int = 3) -> tuple[T, ...]:
    """One to `most` different options in their order; shrinks to the first alone. At least one option must be given."""
    start = draw(_places(len(options))) - 1 if len(options) > 1 else 0
    room = min(most, len(options) - start)
    return tuple(options[start : start + (draw(_places(room)) if room > 1 else 1)])


def optional(draw: st.DrawFn, tenths: int, make: Callable[[], T]) -> T | None:
    """Something that `make` draws, in about `tenths` of ten; shrinks to None, together with all that `make` draws."""
    return _part(draw, _TENTHS, lambda number: make() if number >= 10 - tenths else None)


def branch(draw: st.DrawFn, options: Sequence[Option], make: Callable[[Option], T]) -> T:
    """Something that `make` draws of one of the options; shrinks towards the first, with the least that is drawn of it."""
    return _part(draw, _branches(len(options)), lambda number: make(options[number]))


@cache
def _branches(options: int) -> st.SearchStrategy[int]:
    return st.integers(0, options - 1)


def several(draw: st.DrawFn, make: Callable[[], T], least: int, most: int, tenths: int = 6) -> list[T]:
    """`least` to `most` things that `make` draws, each further one in about `tenths` of ten; shrinks to `least`, any of them.

    Costs a third less than `st.lists`, for which a strategy would have to be made anew, and validated, at every place.
    """
    drawn: list[T] = []
    for left in range(most, 0, -1):
        needed = least - len(drawn)

        def is_last(number: int, left: int = left, needed: int = needed) -> bool:
            if number == 0 and needed < left:
                return False
            if needed <= 0 and number < 10 - tenths:
                return True
            drawn.append(make())
            return False

        if _part(draw, _TENTHS, is_last):
            break
    return drawn


_MAKE: ContextVar[Callable[[int], Any]] = ContextVar("make")


@st.composite
def _handed_over(draw: st.DrawFn, first: st.SearchStrategy[int]) -> Any:
    make = _MAKE.get()
    return make(draw(first))


_PARTS = cache(_handed_over)


def _part(draw: st.DrawFn, first: st.SearchStrategy[int], make: Callable[[int], T]) -> T:
    """Something that `make` draws, after a first choice that it is told, as one draw."""
    # A strategy for every part would have to be made and validated at every place, which takes longer than the draw itself.
    _MAKE.set(make)
    drawn: T = draw(_PARTS(first))
    return drawn

"""Kleene's logic on columns of truths and on constants, so that what is known beforehand is never written into a query."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from .space import Expr, Space

if TYPE_CHECKING:
    from typing_extensions import TypeIs

Logic = Expr | bool | None
"""A column of truths, null where undetermined; or True, False, None for the same in every row."""


def is_constant(one: Logic) -> "TypeIs[bool | None]":
    """True if a truth is the same in every row."""
    return one is None or isinstance(one, bool)


def column_of(one: Logic, space: Space) -> Expr:
    """A truth as an expression."""
    return space.truth(one) if is_constant(one) else one


def negated(one: Logic) -> Logic:
    """The negation of a truth; undetermined stays undetermined."""
    if one is None or isinstance(one, bool):
        return None if one is None else not one
    return ~one


def every(parts: Iterable[Logic], space: Space) -> Logic:
    """The conjunction of truths (Kleene's and)."""
    found = list(parts)
    if any(part is False for part in found):
        return False
    columns = [part for part in found if not is_constant(part)]
    is_open = any(part is None for part in found)
    if not columns:
        return None if is_open else True
    return space.every([*columns, space.truth(None)] if is_open else columns)


def some(parts: Iterable[Logic], space: Space) -> Logic:
    """The disjunction of truths (Kleene's or)."""
    found = list(parts)
    if any(part is True for part in found):
        return True
    columns = [part for part in found if not is_constant(part)]
    is_open = any(part is None for part in found)
    if not columns:
        return None if is_open else False
    return space.some([*columns, space.truth(None)] if is_open else columns)


def certainly(one: Logic) -> Logic:
    """The rows in which a truth is true; never null."""
    if one is None or isinstance(one, bool):
        return one is True
    return one.fill_null(False)


def perhaps(one: Logic) -> Logic:
    """The rows in which a truth is true or undetermined; never null."""
    if one is None or isinstance(one, bool):
        return one is not False
    return one.fill_null(True)


def is_open(one: Logic) -> Logic:
    """The rows in which a truth is undetermined; never null."""
    if one is None or isinstance(one, bool):
        return one is None
    return one.is_null()


def chosen(cases: Sequence[tuple[Logic, Logic]], otherwise: Logic, space: Space) -> Logic:
    """The truth of the first case whose condition is true; conditions that are null are not."""
    kept: list[tuple[Expr, Logic]] = []
    for condition, truth in cases:
        if condition is True:
            otherwise = truth
            break
        if not is_constant(condition):
            kept.append((condition, truth))
    if all(is_constant(truth) and truth is otherwise for _, truth in kept):
        return otherwise
    written = [(one, column_of(truth, space)) for one, truth in kept]
    return space.choose(written, None if otherwise is None else column_of(otherwise, space))

"""Kleene's logic on columns of truths and on constants, so that what is known beforehand is never written into a query."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from .expression_library import Expr, ExpressionLibrary

if TYPE_CHECKING:
    from typing_extensions import TypeIs

Logic = Expr | bool | None
"""A column of truths, null where undetermined; or True, False, None for the same in every row."""


def is_constant(truth: Logic) -> "TypeIs[bool | None]":
    """True if a truth is the same in every row."""
    return truth is None or isinstance(truth, bool)


def column_of(truth: Logic, expressions: ExpressionLibrary) -> Expr:
    """A truth as an expression."""
    return expressions.truth(truth) if is_constant(truth) else truth


def negated(truth: Logic) -> Logic:
    """The negation of a truth; undetermined stays undetermined."""
    if truth is None or isinstance(truth, bool):
        return None if truth is None else not truth
    return ~truth


def every(parts: Iterable[Logic], expressions: ExpressionLibrary) -> Logic:
    """The conjunction of truths (Kleene's and)."""
    truths = list(parts)
    if any(part is False for part in truths):
        return False
    columns = [part for part in truths if not is_constant(part)]
    is_open = any(part is None for part in truths)
    if not columns:
        return None if is_open else True
    return expressions.every([*columns, expressions.truth(None)] if is_open else columns)


def some(parts: Iterable[Logic], expressions: ExpressionLibrary) -> Logic:
    """The disjunction of truths (Kleene's or)."""
    truths = list(parts)
    if any(part is True for part in truths):
        return True
    columns = [part for part in truths if not is_constant(part)]
    is_open = any(part is None for part in truths)
    if not columns:
        return None if is_open else False
    return expressions.some([*columns, expressions.truth(None)] if is_open else columns)


def certainly(truth: Logic) -> Logic:
    """The rows in which a truth is true; never null."""
    if truth is None or isinstance(truth, bool):
        return truth is True
    return truth.fill_null(False)


def perhaps(truth: Logic) -> Logic:
    """The rows in which a truth is true or undetermined; never null."""
    if truth is None or isinstance(truth, bool):
        return truth is not False
    return truth.fill_null(True)


def is_open(truth: Logic) -> Logic:
    """The rows in which a truth is undetermined; never null."""
    if truth is None or isinstance(truth, bool):
        return truth is None
    return truth.is_null()


def chosen(cases: Sequence[tuple[Logic, Logic]], otherwise: Logic, expressions: ExpressionLibrary) -> Logic:
    """The truth of the first case whose condition is true; conditions that are null are not."""
    column_cases: list[tuple[Expr, Logic]] = []
    for condition, truth in cases:
        if condition is True:
            otherwise = truth
            break
        if not is_constant(condition):
            column_cases.append((condition, truth))
    if all(is_constant(truth) and truth is otherwise for _, truth in column_cases):
        return otherwise
    written = [(condition, column_of(truth, expressions)) for condition, truth in column_cases]
    return expressions.choose(written, None if otherwise is None else column_of(otherwise, expressions))

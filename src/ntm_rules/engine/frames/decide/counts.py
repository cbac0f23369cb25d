"""Counts of truths with the range they lie in: in small whole numbers, and as limits known beforehand where they can be."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor

from attrs import evolve, frozen

from ....model.condition import NoMembers, Operator
from ....model.values.number import as_fraction
from ....program.terms import Counted, Figure
from ....program.verdict import (
    ATTAINED,
    NOT_APPLICABLE,
    NOT_ATTAINED,
    OPEN,
)
from ....program.verdict import (
    between as verdict_between,
)
from ..expressions.expression_library import Expr, ExpressionLibrary
from ..expressions.logic import Logic, chosen, every, is_constant, some
from .figure_columns import FigureColumns
from .outcomes import ATTAINED_OR_NOT_APPLICABLE, NOT_ATTAINED_OR_NOT_APPLICABLE, OutcomeColumn, level_of, reach
from .table import Table
from .thresholds import against, between, holds, ratio, threshold_of

Shares = tuple[tuple[Expr, Expr], tuple[Expr, Expr]]
"""A percentage at the least and at the most, each as a numerator and a denominator."""
_LOST = reach(NOT_APPLICABLE, ATTAINED_OR_NOT_APPLICABLE, NOT_ATTAINED_OR_NOT_APPLICABLE)
"""The verdicts with which a part narrows the range of a count though all parts may not apply."""


@frozen(eq=False)
class CountColumns:
    """The number of some truths: how many surely hold, surely do not, may hold, may not hold; `whole` is how many there are.

    Numbers that are the same in every row are whole numbers.
    `never` are the rows in which none of them applies. `is_full`: in no row a part is surely left out, nor half settled, so
    that all parts make up the whole. `can_not_apply`: in some row all parts can perhaps not apply.
    """

    surely: Expr | int
    surely_not: Expr | int
    may_hold: Expr | int
    may_fail: Expr | int
    whole: Expr | int
    never: Logic
    is_full: bool
    can_not_apply: bool
    may_not_apply: Callable[[], Logic]
    level: int = 0

    def opposites(self) -> "CountColumns":
        """The count of the opposites."""
        return evolve(
            self,
            surely=self.surely_not,
            surely_not=self.surely,
            may_hold=self.may_fail,
            may_fail=self.may_hold,
        )


def least_of(counted: CountColumns, table: Table) -> Expr | int:
    """The number that holds at least, given that one of the truths applies."""
    if counted.is_full or not counted.can_not_apply:
        return counted.surely
    expressions = table.expressions
    # Whichever part applies holds.
    alone = every([_is(counted.surely, 0), _is(counted.may_fail, 0), _is_some(counted.may_hold)], expressions)
    if is_constant(alone):
        return 1 if alone else counted.surely
    own = expressions.words.lit(counted.surely) if isinstance(counted.surely, int) else counted.surely
    return expressions.choose([(alone, expressions.words.lit(1))], own)


def total(parts: Sequence[Logic], expressions: ExpressionLibrary, how: Callable[[Expr], Expr]) -> Expr | int:
    """The number of truths that hold, none of them null."""
    fixed = sum(part is True for part in parts)
    columns = [how(part) for part in parts if not is_constant(part)]
    if not columns:
        return fixed
    number = expressions.sum(columns)
    return number + fixed if fixed else number


def count(parts: Sequence[OutcomeColumn], table: Table, key: object) -> CountColumns:
    """The number of some truths, each sum one column for all that ask it. `key` names the truths."""
    expressions, whole = table.expressions, len(parts)
    level = level_of(parts)
    # Nine thousand rules do not reach the end of sixteen bits.
    small = expressions.words.Int16

    def summed(what: str, truths: list[Logic]) -> Expr | int:
        number = total(truths, expressions, lambda column: column.cast(small))
        if isinstance(number, int):
            return number
        sum_column: Expr = table.once((what, key), lambda: table.add_to_layer(level, number)[0])
        return sum_column

    surely = summed("surely", [part.surely(True, expressions) for part in parts])
    surely_not = summed("surely not", [part.surely(False, expressions) for part in parts])
    is_full = not any(part.reach & _LOST for part in parts)
    if not is_full:
        may_hold = summed("may hold", [part.perhaps(True, expressions) for part in parts])
        may_fail = summed("may fail", [part.perhaps(False, expressions) for part in parts])
    else:
        may_hold, may_fail = whole - surely_not, whole - surely
    never = every([part.never for part in parts], expressions) if parts else False
    can_not_apply = bool(parts) and all(part.can_not_apply for part in parts)
    return CountColumns(
        surely,
        surely_not,
        may_hold,
        may_fail,
        whole,
        never,
        is_full,
        can_not_apply,
        lambda: every([part.may_not_apply for part in parts], expressions),
        level + 1,
    )


def _is(number: Expr | int, value: int) -> Logic:
    truth: Logic = number == value
    return truth


def _is_some(number: Expr | int) -> Logic:
    truth: Logic = number > 0
    return truth


def bound_holds(
    counted: CountColumns,
    term: Counted,
    operator: Operator,
    required: Figure,
    table: Table,
    weighed: Shares | None = None,
) -> OutcomeColumn:
    """The outcomes of a bound on a number of truths, on their percentage of those that apply, or on one that is `weighed`."""
    is_settled_early = False
    none: Logic = counted.whole == 0

    def compare(figure: Figure) -> Logic:
        nonlocal is_settled_early
        number = threshold_of(figure, table)
        if number is None:
            return None
        if weighed is not None:
            met = _between_shares(weighed, operator, number, table)
        elif term.share:
            met = _share_holds(counted, operator, number, table)
        else:
            met = _holds(counted, operator, number, table)
        met = if_none_holds(none, term.if_none, met, number, table)
        if weighed is None and counted.is_full and isinstance(number, Decimal) and isinstance(counted.whole, int):
            top = Decimal(100) if term.share else Decimal(counted.whole)
            is_settled_early |= verdict_between(Decimal(0), top, operator, number) != OPEN
        else:
            is_settled_early = True
        return met

    truth, level = against(required, operator, table, compare)
    level = max(level, counted.level)
    if term.if_none is NoMembers.NOT_APPLICABLE and none is not False:
        counted = without_none(counted, table)
    if not counted.can_not_apply:
        return OutcomeColumn(truth, reach(ATTAINED, NOT_ATTAINED, OPEN), level=level)
    possible = reach(ATTAINED, NOT_ATTAINED, OPEN, OPEN | NOT_APPLICABLE, NOT_APPLICABLE)
    if is_settled_early:
        possible |= reach(ATTAINED_OR_NOT_APPLICABLE, NOT_ATTAINED_OR_NOT_APPLICABLE)
    return OutcomeColumn(truth, possible, counted.never, level, may_not_apply=counted.may_not_apply)


def without_none(counted: CountColumns, table: Table) -> CountColumns:
    """The count as one that does not apply where there is nothing to count."""
    none, may_not_apply = counted.whole == 0, counted.may_not_apply
    some_apart = counted.can_not_apply

    def apart() -> Logic:
        return some([none, *([may_not_apply()] if some_apart else [])], table.expressions)

    never = some([counted.never, none], table.expressions)
    return evolve(counted, never=never, can_not_apply=True, may_not_apply=apart)


def if_none_holds(
    none: Logic, if_none: NoMembers | None, met: Logic, number: Decimal | FigureColumns, table: Table
) -> Logic:
    """The truth of a bound, with what it comes to where nothing is counted."""
    if none is False:
        return met
    truth: Logic = None
    if if_none is NoMembers.ATTAINED:
        known: Logic = True if isinstance(number, Decimal) else ~number.numerator.is_null()
        truth = chosen([(known, True)], None, table.expressions)
    return chosen([(none, truth)], met, table.expressions)


def _holds(counted: CountColumns, operator: Operator, number: Decimal | FigureColumns, table: Table) -> Logic:
    if isinstance(number, FigureColumns):
        numerator, denominator = ratio(number)
        low, high = (
            as_wide(end, table.expressions) * denominator for end in (least_of(counted, table), counted.may_hold)
        )
        return between(low, high, numerator, operator, table)
    return _within(least_of(counted, table), counted.may_hold, operator, as_fraction(number), table)


def _share_holds(counted: CountColumns, operator: Operator, number: Decimal | FigureColumns, table: Table) -> Logic:
    if isinstance(number, Decimal) and counted.is_full and isinstance(counted.whole, int):
        return _within(counted.surely, counted.may_hold, operator, as_fraction(number) * counted.whole / 100, table)
    return _between_shares(share_ends(counted, table), operator, number, table)


def _between_shares(shares: Shares, operator: Operator, number: Decimal | FigureColumns, table: Table) -> Logic:
    numerator, denominator = ratio(number)
    low, high = ((top * denominator, of) for top, of in shares)
    return _shares_between(low, high, numerator, operator, table)


def share_ends(counted: CountColumns, table: Table) -> Shares:
    """The percentage at the least and at the most, each as a numerator and a denominator."""
    expressions, wide = table.expressions, table.expressions.wide
    surely, surely_not, may_hold, may_fail = (
        expressions.whole(number) if isinstance(number, int) else number.cast(wide)
        for number in (counted.surely, counted.surely_not, counted.may_hold, counted.may_fail)
    )
    # At the least all that may fail do, at the most none does; where nothing is left, all hold, or none.
    low, high = (
        (
            expressions.choose([(of > 0, top * 100)], expressions.whole(empty)),
            expressions.choose([(of > 0, of)], expressions.whole(1)),
        )
        for of, top, empty in ((surely + may_fail, surely, 100), (may_hold + surely_not, may_hold, 0))
    )
    return low, high


def _shares_between(
    low: tuple[Expr, Expr], high: tuple[Expr, Expr], numerator: Expr | int, operator: Operator, table: Table
) -> Logic:
    def compared(share: tuple[Expr, Expr], how: Operator) -> Expr:
        return holds(share[0], how, share[1] * numerator)

    worst, best = (low, high) if operator in (Operator.AT_LEAST, Operator.MORE_THAN) else (high, low)
    if operator is Operator.EQUALS:
        met: Logic = compared(low, operator) & compared(high, operator)
        missed: Logic = compared(low, Operator.MORE_THAN) | compared(high, Operator.LESS_THAN)
    else:
        met, missed = compared(worst, operator), ~compared(best, operator)
    return chosen([(met, True), (missed, False)], None, table.expressions)


def as_wide(number: Expr | int, expressions: ExpressionLibrary) -> Expr:
    """A number of truths as a column of whole numbers wide enough to be multiplied."""
    return expressions.whole(number) if isinstance(number, int) else number.cast(expressions.wide)


def _within(low: Expr | int, high: Expr | int, operator: Operator, threshold: Fraction, table: Table) -> Logic:
    """The truth of a number between two bounds of whole numbers against the one asked for, by whole limits."""
    lowest, above = ceil(threshold), floor(threshold) + 1
    cases: list[tuple[Logic, Logic]]
    match operator:
        case Operator.AT_LEAST:
            cases = [(low >= lowest, True), (high < lowest, False)]
        case Operator.MORE_THAN:
            cases = [(low >= above, True), (high < above, False)]
        case Operator.AT_MOST:
            cases = [(high < above, True), (low >= above, False)]
        case Operator.LESS_THAN:
            cases = [(high < lowest, True), (low >= lowest, False)]
        case Operator.EQUALS:
            met = every([low >= lowest, high < above], table.expressions)
            cases = [(met, True), (some([low >= above, high < lowest], table.expressions), False)]
    return chosen(cases, None, table.expressions)

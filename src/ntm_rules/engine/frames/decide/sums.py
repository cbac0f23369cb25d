"""Sums of which parts are missing, as columns: the least and the greatest that they can come to."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from math import lcm

from attrs import frozen

from ....model.condition import Operator
from ....model.values.number import Number, Rounding, WeightedSum
from ....program.terms import Always, Derived, Figure, Rounded
from ..expressions.expression_library import Expr
from ..expressions.logic import Logic, chosen, every, negated, some
from .figure_columns import MISSING, NOT_REPORTED, FigureColumns, rounded, status_of, weighted, zero_where_inapplicable
from .measures import figure_of, is_reported
from .table import Table
from .thresholds import figure_holds


@frozen(eq=False)
class SumEnds:
    """The least and the greatest that a sum can come to (None, null: no bound). `blank`: the rows without its own report."""

    low: FigureColumns | None
    high: FigureColumns | None
    blank: Logic


def sum_ends(table: Table, term: Figure) -> SumEnds | None:
    """The bounds of a sum that is compared; None for any other figure, and where the parts have no bounds."""
    rounding: Rounding | None = None
    core = term
    while isinstance(core, Rounded | Always):
        rounding = core.rounding if isinstance(core, Rounded) else rounding
        core = core.figure
    if not isinstance(core, Derived) or not isinstance(how := core.how, WeightedSum) or not core.within:
        return None
    parts = [figure_of(table, part) for part in core.parts]
    if core.not_applicable is not None:
        parts = [
            part if part is None or isinstance(term, Always) else zero_where_inapplicable(part, table.expressions)
            for term, part in zip(core.parts, parts, strict=True)
        ]
    within = [how.bounds_of(number, *bounds) for number, bounds in enumerate(core.within)]
    parts = weighted(parts, how)
    ends = [_together(table, parts, [bounds[end] for bounds in within], rounding) for end in (0, 1)]
    if ends == [None, None]:
        return None
    own = figure_of(table, core.reported)
    blank: Logic = True
    if own is not None:
        status, reports = (
            status_of(own, table.expressions),
            table.expressions.some([is_reported(table, part) for part in core.parts]),
        )
        blank = (status == MISSING) | ((status == NOT_REPORTED) & reports)
    return SumEnds(ends[0], ends[1], blank)


def _together(
    table: Table, parts: Sequence[FigureColumns | None], bounds: Sequence[Number | None], rounding: Rounding | None
) -> FigureColumns | None:
    if any(part is None and bound is None for part, bound in zip(parts, bounds, strict=True)):
        return None
    expressions, exact = table.expressions, [None if bound is None else Fraction(bound) for bound in bounds]
    scale = lcm(*(number.denominator for number in exact if number is not None))
    for part in parts:
        if part is not None:
            assert isinstance(part.denominator, int)
            scale = lcm(scale, part.denominator)
    whole: Expr | None = None
    for part, bound in zip(parts, exact, strict=True):
        least = None if bound is None else expressions.whole(int(bound * scale))
        if part is not None:
            assert isinstance(part.denominator, int)
            own = part.numerator * (scale // part.denominator)
            # Null, and so the sum, where a part without a bound is missing.
            least = own if least is None else expressions.choose([(~part.numerator.is_null(), own)], least)
        assert least is not None
        whole = least if whole is None else whole + least
    assert whole is not None
    return rounded(FigureColumns(table.add_column(whole), scale), rounding, expressions)


def ends_hold(ends: SumEnds, operator: Operator, threshold: Decimal | FigureColumns, table: Table) -> Logic:
    """The truth of a sum between its bounds against a required figure; null where they do not agree."""
    expressions = table.expressions

    def holds(bound: FigureColumns | None, by: Operator) -> Logic:
        return None if bound is None else figure_holds(bound, by, threshold, table)

    if operator is Operator.EQUALS:
        outside = some([holds(ends.low, Operator.MORE_THAN), holds(ends.high, Operator.LESS_THAN)], expressions)
        same = every([holds(ends.low, operator), holds(ends.high, operator)], expressions)
        return chosen([(outside, False), (same, True)], None, expressions)
    rising = operator in (Operator.AT_LEAST, Operator.MORE_THAN)
    worst, best = (ends.low, ends.high) if rising else (ends.high, ends.low)
    return chosen([(holds(worst, operator), True), (negated(holds(best, operator)), False)], None, expressions)

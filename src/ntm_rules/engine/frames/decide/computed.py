"""Computed figures as columns: bands, interpolation, points for what is attained, and sums, each between two bounds."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from math import lcm

from attrs import evolve, frozen

from ....model.condition import NoMembers
from ....model.values.number import as_fraction
from ....program.terms import Banded, Interpolated, Within
from ..expressions.expression_library import Expr, ExpressionLibrary
from ..expressions.logic import Logic, certainly, column_of, every, is_constant, negated, some
from .figure_columns import FigureColumns
from .outcomes import OutcomeColumn
from .table import Table
from .thresholds import between


@frozen(eq=False)
class SpanColumns:
    """A figure between two bounds, as whole numbers over one denominator; null where there is no bound.

    `never` are the rows in which it surely does not apply, `may_not_apply` those in which it perhaps does not; None: nowhere.
    `none` are the rows in which it is a figure of nothing, which comes to `if_none`.
    """

    low: Expr
    high: Expr
    denominator: Expr | int
    never: Logic = False
    may_not_apply: Callable[[], Logic] | None = None
    level: int = 0
    applicable: Expr | None = None
    whole: Expr | None = None
    exact: FigureColumns | None = None
    none: Logic = False
    if_none: NoMembers | None = None

    @property
    def perhaps_inapplicable(self) -> Logic:
        """The rows in which it perhaps does not apply."""
        return False if self.may_not_apply is None else self.may_not_apply()


def constant(value: Decimal | None, expressions: ExpressionLibrary) -> SpanColumns:
    """A figure that is the same in every row; None: one that nobody can tell."""
    if value is None:
        return SpanColumns(expressions.null(expressions.wide), expressions.null(expressions.wide), 1)
    exact = as_fraction(value)
    return SpanColumns(expressions.whole(exact.numerator), expressions.whole(exact.numerator), exact.denominator)


def banded(term: Banded, own: SpanColumns, figures: Sequence[SpanColumns], table: Table) -> SpanColumns:
    """The figure of the first band that another falls in, from the least to the greatest of those that it can fall in.

    `figures` are those of the bands, and of none of them.
    """
    scale, bands = _over_one_denominator(figures)
    low, high = bands[-1]
    for operator, edge, (least, most) in reversed([*zip(term.operators, term.edges, bands, strict=False)]):
        exact = as_fraction(edge)
        by = own.denominator * exact.numerator
        in_band = between(own.low * exact.denominator, own.high * exact.denominator, by, operator, table)
        low = _reached(in_band, least, low, table.expressions, lowest=True)
        high = _reached(in_band, most, high, table.expressions, lowest=False)
    return _layered(low, high, scale, (own, *figures), own, table)


def _reached(in_band: Logic, here: Expr, rest: Expr, expressions: ExpressionLibrary, *, lowest: bool) -> Expr:
    """The bound of a band where it holds, that of the others where it does not, the outermost of both where it is open."""
    first = here < rest if lowest else here > rest
    unbounded = here.is_null() | rest.is_null()
    outermost = expressions.choose([(unbounded, expressions.null(expressions.wide)), (first, here)], rest)
    if is_constant(in_band):
        return outermost if in_band is None else here if in_band else rest
    fails = column_of(certainly(negated(in_band)), expressions)
    return expressions.choose([(column_of(certainly(in_band), expressions), here), (fails, rest)], outermost)


def interpolated(term: Interpolated, own: SpanColumns, table: Table) -> SpanColumns:
    """The figure read off a line, at both bounds and at the nodes between them."""
    expressions, by = table.expressions, own.denominator
    nodes = [(as_fraction(at), as_fraction(points)) for at, points in term.nodes]
    lines = [((end - start) / (right - left), start, left, right) for (left, start), (right, end) in pairwise(nodes)]
    flats = [number - slope * left for slope, number, left, _ in lines]
    scale = lcm(
        *(flat.denominator for flat in (*(points for _, points in nodes), *(line[0] for line in lines), *flats))
    )

    def whole(number: Fraction) -> Expr:
        top = by * int(number * scale)
        return expressions.whole(top) if isinstance(top, int) else top

    def on_line(figure: Expr) -> Expr:
        value = whole(nodes[-1][1])
        for (slope, _, _, right), flat in reversed([*zip(lines, flats, strict=True)]):
            on = figure * int(slope * scale) + whole(flat)
            value = expressions.choose([(figure * right.denominator <= by * right.numerator, on)], value)
        first, points = nodes[0]
        return expressions.choose([(figure * first.denominator <= by * first.numerator, whole(points))], value)

    def at(end: Expr, node: tuple[Fraction, Fraction]) -> Expr:
        return expressions.choose([(end.is_null(), whole(node[1]))], on_line(end))

    ends = at(own.low, nodes[0]), at(own.high, nodes[-1])
    low, high = (expressions.choose([(rows, ends[0])], ends[1]) for rows in (ends[0] < ends[1], ends[0] > ends[1]))
    for place, points in nodes:
        beyond = own.low.is_null() | (own.low * place.denominator < by * place.numerator)
        short = own.high.is_null() | (own.high * place.denominator > by * place.numerator)
        node = whole(points)
        low = expressions.choose([(beyond & short & (node < low), node)], low)
        high = expressions.choose([(beyond & short & (node > high), node)], high)
    return _layered(low, high, by * scale, (own,), own, table)


def within(term: Within, own: SpanColumns, table: Table) -> SpanColumns:
    """The figure with bounds where it has none of its own."""
    bounds = [None if number is None else as_fraction(number) for number in (term.low, term.high)]
    scale = lcm(*(number.denominator for number in bounds if number is not None))
    ends = []
    for end, bound in zip((own.low, own.high), bounds, strict=True):
        scaled = end * scale
        if bound is not None:
            other = own.denominator * int(bound * scale)
            other = table.expressions.whole(other) if isinstance(other, int) else other
            scaled = table.expressions.choose([(end.is_null(), other)], scaled)
        ends.append(scaled)
    return evolve(own, low=ends[0], high=ends[1], denominator=own.denominator * scale)


def awarded(truth: OutcomeColumn, points: SpanColumns, table: Table) -> SpanColumns:
    """Points where a truth holds, 0 where it does not."""
    expressions = table.expressions
    may_hold, may_fail = truth.perhaps(True, expressions), truth.perhaps(False, expressions)
    zero, both = expressions.whole(0), column_of(every([may_hold, may_fail], expressions), expressions)
    lesser, greater = (
        expressions.choose([(points_.is_null(), points_), (outer, points_)], zero)
        for points_, outer in ((points.low, points.low < 0), (points.high, points.high > 0))
    )
    holds = column_of(may_hold, expressions)
    low = expressions.choose([(both, lesser), (holds, points.low)], zero)
    high = expressions.choose([(both, greater), (holds, points.high)], zero)
    level = max(truth.level, points.level)
    low, high = table.add_to_layer(level, low)[0], table.add_to_layer(level, high)[0]
    never = some([truth.never, every([negated(may_fail), points.never], expressions)], expressions)

    def may_not_apply() -> Logic:
        return some([truth.may_not_apply, every([may_hold, points.perhaps_inapplicable], expressions)], expressions)

    apart = may_not_apply if truth.can_not_apply or points.may_not_apply is not None else None
    return SpanColumns(low, high, points.denominator, never, apart, level + 1)


def among(own: SpanColumns, truth: OutcomeColumn, table: Table) -> SpanColumns:
    """A figure that applies where a truth holds."""
    expressions = table.expressions
    may_hold = certainly(truth.perhaps(True, expressions))
    level, null, holds = (
        max(own.level, truth.level),
        expressions.null(expressions.wide),
        column_of(may_hold, expressions),
    )
    low, high = (table.add_to_layer(level, expressions.choose([(holds, end)], null))[0] for end in (own.low, own.high))
    never = table.add_to_layer(level, column_of(some([own.never, negated(may_hold)], expressions), expressions))[0]
    surely = certainly(truth.surely(True, expressions))
    return SpanColumns(
        low,
        high,
        own.denominator,
        never,
        lambda: some([own.perhaps_inapplicable, negated(surely)], expressions),
        level + 1,
    )


def totalled(parts: Sequence[SpanColumns], table: Table) -> SpanColumns:
    """The sum of figures, without those that do not apply."""
    expressions = table.expressions
    scale, ends = _over_one_denominator(parts)
    zero = expressions.whole(0)
    low: Expr = zero
    high: Expr = zero
    for part, (least, most) in zip(parts, ends, strict=True):
        if part.may_not_apply is not None:
            never = column_of(certainly(part.never), expressions)
            apart = column_of(certainly(part.perhaps_inapplicable), expressions)
            least = expressions.choose([(never, zero), (apart & (least > 0), zero)], least)
            most = expressions.choose([(never, zero), (apart & (most < 0), zero)], most)
        low, high = low + least, high + most
    level = max((part.level for part in parts), default=0)
    low, high = table.add_to_layer(level, low)[0], table.add_to_layer(level, high)[0]
    none = every([part.never for part in parts], expressions) if parts else False
    if not parts or any(part.may_not_apply is None for part in parts):
        return SpanColumns(low, high, scale, False, None, level + 1)
    return SpanColumns(
        low, high, scale, none, lambda: every([part.perhaps_inapplicable for part in parts], expressions), level + 1
    )


def _over_one_denominator(parts: Sequence[SpanColumns]) -> tuple[Expr | int, list[tuple[Expr, Expr]]]:
    """The bounds of figures over one denominator."""
    whole = lcm(*(part.denominator for part in parts if isinstance(part.denominator, int)))
    # By place: the equality of two expressions is another expression.
    others = {id(part.denominator): part.denominator for part in parts if not isinstance(part.denominator, int)}
    scale: Expr | int = whole
    for other in others.values():
        scale = scale * other
    ends = []
    for span in parts:
        by: Expr | int = whole // span.denominator if isinstance(span.denominator, int) else whole
        for other in others.values():
            if other is not span.denominator:
                by = by * other
        ends.append((span.low * by, span.high * by))
    return scale, ends


def _layered(
    low: Expr, high: Expr, scale: Expr | int, parts: Sequence[SpanColumns], own: SpanColumns, table: Table
) -> SpanColumns:
    level = max(part.level for part in parts)
    low, high = table.add_to_layer(level, low)[0], table.add_to_layer(level, high)[0]
    return SpanColumns(low, high, scale, own.never, own.may_not_apply, level + 1)

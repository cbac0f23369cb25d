"""Figures as columns: as reported, scaled to whole numbers where something is computed from them, derived exactly."""

from collections.abc import Sequence
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from math import ceil, floor, lcm

from attrs import evolve, frozen

from ....model.measure import InapplicablePart
from ....model.values.number import Combination, Quotient, Rounding, RoundingMode, Scaling, WeightedSum, as_fraction
from ..expressions.expression_library import Expr, ExpressionLibrary
from ..expressions.float_bounds import first_at_least, first_more_than

GIVEN, MISSING, NO_WHOLE, NOT_REPORTED, ABSENT, NOT_APPLICABLE, CONFLICT = range(7)
"""The status codes of a figure: given, or the cause of its absence (`Observation.problem` and `absence`)."""


class NumberForm(Enum):
    """The form in which a column holds figures."""

    FLOAT = "float"  # binary floats, read at 15 significant digits
    WHOLE = "whole"  # whole numbers
    SCALED = "scaled"  # whole numbers of one unit of the measure's last decimal
    DECIMAL = "decimal"


@frozen(eq=False)
class FigureColumns:
    """A figure as `numerator / denominator`: whole numbers, null where there is none.

    `denominator` is a number where it is the same in every row. `reported` is the column of floats that the figure was reported
    in, for comparisons that need no conversion. `status` says why there is no figure; None where nothing but nulls says so.
    """

    numerator: Expr
    denominator: Expr | int
    reported: Expr | None = None
    status: Expr | None = None

    @property
    def is_fixed_point(self) -> bool:
        """True if all rows have the same denominator."""
        return isinstance(self.denominator, int)

    @property
    def is_given(self) -> Expr:
        """The rows in which there is a figure; never null."""
        return ~(self.numerator if self.reported is None else self.reported).is_null()


def figure(column: Expr, form: NumberForm, decimals: int, expressions: ExpressionLibrary) -> FigureColumns:
    """The figures of a column as reported."""
    if form is NumberForm.WHOLE:
        return FigureColumns(column.cast(expressions.wide), 1)
    if form is NumberForm.SCALED:
        return FigureColumns(column.cast(expressions.wide), 10**decimals)
    scaled = column * 10**decimals
    if form is NumberForm.FLOAT:
        return FigureColumns(scaled.round().cast(expressions.wide), 10**decimals, reported=column)
    return FigureColumns(scaled.cast(expressions.wide), 10**decimals)


Edge = tuple[str, "int | float"]
"""A comparison with a number: `>=` or `<`."""


def edges(figure: FigureColumns, operator: str, threshold: Decimal | Fraction) -> list[Edge]:
    """The comparisons, all of which must hold, that a threshold is on the values as they are held."""
    lowest: int | float
    above: int | float
    if figure.reported is not None:
        lowest, above = first_at_least(threshold), first_more_than(threshold)
    else:
        assert isinstance(figure.denominator, int)
        exact = as_fraction(threshold) * figure.denominator
        lowest, above = ceil(exact), floor(exact) + 1
    return {
        "at_least": [(">=", lowest)],
        "more_than": [(">=", above)],
        "at_most": [("<", above)],
        "less_than": [("<", lowest)],
        "equals": [(">=", lowest), ("<", above)],
    }[operator]


def rounded(figure: FigureColumns, rounding: Rounding | None, expressions: ExpressionLibrary) -> FigureColumns:
    """The figure as it is compared: rounded if, and only if, its measure declares a rounding."""
    if rounding is None:
        return figure
    scale = 10**rounding.to
    divisor = figure.denominator
    top = figure.numerator * scale
    negative = top < 0
    magnitude = expressions.choose([(negative, 0 - top)], top)
    whole = _quotient(magnitude, divisor, expressions)
    rest = magnitude - whole * divisor
    one, none = expressions.whole(1), expressions.whole(0)
    match rounding.mode:
        case RoundingMode.HALF_UP:
            up = expressions.choose([(rest * 2 >= divisor, one)], none)
        case RoundingMode.HALF_EVEN:
            odd = whole - _quotient(whole, 2, expressions) * 2 == 1
            up = expressions.choose([((rest * 2 > divisor) | ((rest * 2 == divisor) & odd), one)], none)
        case RoundingMode.DOWN:
            up = none
        case RoundingMode.UP:
            up = expressions.choose([(rest > 0, one)], none)
    magnitude = whole + up
    return FigureColumns(expressions.choose([(negative, 0 - magnitude)], magnitude), scale, status=figure.status)


def scaled(figure: FigureColumns, scaling: Scaling, expressions: ExpressionLibrary) -> FigureColumns:
    """The multiple of a figure."""
    factor, beyond, base = (
        as_fraction(number or Decimal(0)) for number in (scaling.factor, scaling.beyond, scaling.base)
    )
    top, divisor = figure.numerator, figure.denominator
    if scaling.beyond is not None:
        top = top * beyond.denominator - divisor * beyond.numerator
        divisor = divisor * beyond.denominator
        top = expressions.choose([(top < 0, expressions.whole(0))], top)
    whole = factor.denominator * base.denominator
    top = top * (factor.numerator * base.denominator) + divisor * (base.numerator * factor.denominator)
    return FigureColumns(top, divisor * whole, status=figure.status)


def _quotient(number: Expr, divisor: Expr | int, expressions: ExpressionLibrary) -> Expr:
    """The quotient of whole numbers that are not negative, without the remainder."""
    return (number // divisor).cast(expressions.wide)


def difference(left: FigureColumns, right: FigureColumns) -> FigureColumns:
    """`left - right`, where both are given."""
    if left.is_fixed_point and right.is_fixed_point and left.denominator == right.denominator:
        return FigureColumns(left.numerator - right.numerator, left.denominator)
    return FigureColumns(
        left.numerator * right.denominator - right.numerator * left.denominator, left.denominator * right.denominator
    )


def derived(
    reported: FigureColumns | None, computed: FigureColumns, reports: Expr, expressions: ExpressionLibrary
) -> FigureColumns:
    """A measure that is derived from others, where it may be reported itself as well: as `Evidence.observe`.

    `computed` is what the parts come to, `reports` where anything is reported of one.
    """
    if reported is None:
        return computed
    own, others = status_of(reported, expressions), status_of(computed, expressions)
    takes_computed = (own == MISSING) | ((own == NOT_REPORTED) & reports)
    both = (own == GIVEN) & (others == GIVEN)
    differs = both & (reported.numerator * computed.denominator != computed.numerator * reported.denominator)
    numerator = expressions.choose(
        [(takes_computed, computed.numerator), (differs, expressions.null(expressions.wide))], reported.numerator
    )
    denominator: Expr | int
    if reported.is_fixed_point and computed.is_fixed_point and reported.denominator == computed.denominator:
        denominator = reported.denominator
    else:
        mine, theirs = (
            expressions.whole(bottom) if isinstance(bottom, int) else bottom
            for bottom in (reported.denominator, computed.denominator)
        )
        denominator = expressions.choose([(takes_computed, theirs)], mine)
    why = expressions.choose([(takes_computed, others), (differs, expressions.code(CONFLICT))], own)
    return FigureColumns(numerator, denominator, status=why)


def status_of(figure: FigureColumns, expressions: ExpressionLibrary) -> Expr:
    if figure.status is not None:
        return figure.status
    return expressions.choose([(figure.is_given, expressions.code(GIVEN))], expressions.code(MISSING))


def computed(
    how: Combination,
    parts: Sequence[tuple[bool, FigureColumns]],
    expressions: ExpressionLibrary,
    counts_as: InapplicablePart | None = None,
) -> FigureColumns:
    """The figure computed from the parts of a derived measure, as `held_against`: a quotient, or their weighted sum.

    `parts` are the figures, each with whether it always applies. `counts_as` is what a part counts as that does not apply.
    """
    cases: list[tuple[Expr, Expr]] = []
    if counts_as is not None:
        inapplicable = [None if always else part.status for always, part in parts]
        if counts_as is InapplicablePart.LEFT_OUT and all(status is not None for status in inapplicable):
            all_are = expressions.every([status == NOT_APPLICABLE for status in inapplicable if status is not None])
            cases.append((all_are, expressions.code(NOT_APPLICABLE)))
        parts = [(always, part if always else zero_where_inapplicable(part, expressions)) for always, part in parts]
    statuses = [_part_status(always, part, expressions) for always, part in parts]

    def any_is(code: int) -> Expr:
        return expressions.some([status == code for status in statuses])

    # Not applicable only when every part that is absent is absent for that cause.
    one_absence = expressions.choose(
        [(any_is(ABSENT) | any_is(NOT_REPORTED), expressions.code(ABSENT))], expressions.code(NOT_APPLICABLE)
    )
    cases += [
        (any_is(CONFLICT), expressions.code(CONFLICT)),
        (any_is(ABSENT) | any_is(NOT_REPORTED) | any_is(NOT_APPLICABLE), one_absence),
        (any_is(NO_WHOLE), expressions.code(NO_WHOLE)),
        (any_is(MISSING), expressions.code(MISSING)),
    ]
    figures = [part for _, part in parts]
    if isinstance(how, Quotient):
        part, whole = figures
        factor = as_fraction(how.factor)
        top = part.numerator * factor.numerator * whole.denominator
        bottom = whole.numerator * part.denominator * factor.denominator
        no_whole = whole.numerator == 0
        cases.append((no_whole, expressions.code(NO_WHOLE)))
        status = expressions.choose(cases, expressions.code(GIVEN))
        known = status == GIVEN
        negative = bottom < 0
        return FigureColumns(
            expressions.choose([(known & negative, 0 - top), (known, top)], expressions.null(expressions.wide)),
            expressions.choose([(known & negative, 0 - bottom), (known, bottom)], expressions.whole(1)),
            status=status,
        )
    status = expressions.choose(cases, expressions.code(GIVEN))
    weighted_parts = [part for part in weighted(figures, how) if part is not None]
    together = weighted_parts[0]
    for addend in weighted_parts[1:]:
        together = evolve(difference(together, evolve(addend, numerator=0 - addend.numerator)), reported=None)
    numerator = expressions.choose([(status == GIVEN, together.numerator)], expressions.null(expressions.wide))
    return FigureColumns(numerator, together.denominator, status=status)


def weighted(figures: Sequence[FigureColumns | None], how: WeightedSum) -> list[FigureColumns | None]:
    """The parts of a sum, each multiplied by its weight; all by one denominator, so that what is alike stays so."""
    weights = [as_fraction(weight) for weight in how.weights]
    scale = lcm(*(weight.denominator for weight in weights))
    return [
        part
        if part is None or scale == weight == 1
        else FigureColumns(
            part.numerator * int(weight * scale),
            part.denominator * scale,
            status=part.status,
        )
        for part, weight in zip(figures, weights, strict=True)
    ]


def zero_where_inapplicable(figure: FigureColumns, expressions: ExpressionLibrary) -> FigureColumns:
    """A part of a sum that counts as 0 in the rows where it does not apply."""
    if figure.status is None:
        return figure
    without = figure.status == NOT_APPLICABLE
    return FigureColumns(
        expressions.choose([(without, expressions.whole(0))], figure.numerator),
        figure.denominator
        if isinstance(figure.denominator, int)
        else expressions.choose([(without, expressions.whole(1))], figure.denominator),
        status=expressions.choose([(without, expressions.code(GIVEN))], figure.status),
    )


def _part_status(always: bool, figure: FigureColumns, expressions: ExpressionLibrary) -> Expr:
    """The status of a part; one that always applies makes nothing inapplicable."""
    status = status_of(figure, expressions)
    if always and figure.status is not None:
        return expressions.choose([(status == NOT_APPLICABLE, expressions.code(ABSENT))], status)
    return status

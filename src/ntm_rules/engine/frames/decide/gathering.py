"""The columns of the units below, gathered for the unit above: their numbers, and their figures put together."""

from collections.abc import Mapping
from typing import Final, Literal

from ....model.condition import Aggregate
from ....program.terms import Members, Over
from ..expressions.expression_library import Expr
from ..expressions.logic import Logic, certainly, column_of, every, is_constant, negated, some
from .computed import SpanColumns
from .hierarchy import is_among, link
from .table import Gathering, Table

End = Literal["low", "high"]
ENDS: Final[tuple[End, End]] = ("low", "high")
_WAYS = {Aggregate.MINIMUM: "min", Aggregate.MAXIMUM: "max", Aggregate.SUM: "sum", Aggregate.MEAN: "sum"}


def table_below(table: Table, kind: str) -> Table:
    """The table of the units of a kind below."""
    under: Table = table.once(("below", kind), lambda: Table.of(table.inputs, kind, table.versions, table.day))
    return under


def gathered(
    table: Table, members: Members, values: Mapping[str, Expr], how: Mapping[str, str], level: int
) -> dict[str, Expr]:
    """Columns of the units below, put together for the unit above; null where there are none."""
    expressions, under = table.expressions, table_below(table, members.kind)
    own = link(under, table.kind)
    if own is None:
        # No unit below says to which it belongs.
        return {name: expressions.null(expressions.wide) for name in values}
    gathering = table.gatherings.setdefault(members.kind, Gathering(under, own))
    names = {}
    for name, value in values.items():
        expression, at = value, level
        if members.only:
            expression, at = (
                expressions.choose([(_among(under, members), value)], expressions.null(expressions.wide)),
                max(level, 1),
            )
        names[name] = table.name()
        gathering.values[names[name]] = (under.add_to_layer(at, expression)[0], how[name])
    return {name: expressions.column(column) for name, column in names.items()}


def _among(under: Table, members: Members) -> Expr:
    """The units below that a rule counts only, as a column of the first layer."""
    column: Expr = under.once(("among", members.only), lambda: under.add_to_layer(0, is_among(under, members.only))[0])
    return column


def member_counts(table: Table, members: Members, truths: Mapping[str, Logic], level: int) -> dict[str, Expr]:
    """The numbers of units below of which truths hold, none of them null; 0 where there are no units below."""
    expressions = table.expressions
    # As many units as there are on earth are counted in 64 bits.
    values = {name: column_of(truth, expressions).cast(expressions.words.Int64) for name, truth in truths.items()}
    columns = gathered(table, members, values, dict.fromkeys(values, "sum"), level)
    zero = expressions.words.lit(0, dtype=expressions.words.Int64)
    # What is gathered is there before anything is kept.
    return {
        name: table.add_column(column.cast(expressions.words.Int64).fill_null(zero), of=())
        for name, column in columns.items()
    }


def combined_span(span: SpanColumns, term: Over, table: Table, *, may_leave: bool) -> SpanColumns:
    """The figures of the units below put together: the least and the most of every set that can be left of them.

    `may_leave`: one that perhaps does not apply may have bounds.
    """
    expressions, how = table.expressions, term.how
    applies: Logic = certainly(negated(span.never))
    is_sure = certainly(every([applies, negated(span.perhaps_inapplicable)], expressions)) if may_leave else applies
    counts: dict[str, Logic] = {"whole": True, "applicable": applies}
    counts |= {
        "no_low": every([applies, span.low.is_null()], expressions),
        "no_high": every([applies, span.high.is_null()], expressions),
    }
    if may_leave:
        counts["sure"] = is_sure
    numbers = member_counts(table, term.members, counts, span.level)
    whole, applicable = numbers["whole"], numbers["applicable"]
    by: Expr | int = span.denominator
    if may_leave and how is Aggregate.MEAN:
        (low, of_low), (high, of_high) = _means(span, is_sure, applies, term.members, table)
        low, high, by = low * of_high, high * of_low, of_low * of_high * by
    elif may_leave:
        low, high = (_outermost(span, end, is_sure, applies, term, table, numbers["sure"]) for end in ENDS)
    else:
        low, high = _gathered_ends(span, applies, term, table)
        if how is Aggregate.MEAN:
            by = _at_least_one(applicable, table) * by
    null = expressions.null(expressions.wide)
    if how is not Aggregate.MAXIMUM:
        low = expressions.choose([(numbers["no_low"] > 0, null)], low)
    if how is not Aggregate.MINIMUM:
        high = expressions.choose([(numbers["no_high"] > 0, null)], high)
    low, high = (table.add_column(end) for end in (low, high))
    never = (applicable == 0) & (whole > 0)
    members = span.may_not_apply

    def may_not_apply() -> Logic:
        assert members is not None
        apart = member_counts(table, term.members, {"apart": some([span.never, members()], expressions)}, span.level)[
            "apart"
        ]
        return some([never, every([whole > 0, apart == whole], expressions)], expressions)

    return SpanColumns(low, high, by, never, may_not_apply if members else lambda: never, 0, applicable, whole)


def _at_least_one(number: Expr, table: Table) -> Expr:
    expressions = table.expressions
    divisor: Expr = expressions.choose(
        [(number > 0, number)], expressions.words.lit(1, dtype=expressions.words.Int64)
    ).cast(expressions.wide)
    return divisor


def _gathered_ends(span: SpanColumns, applies: Logic, term: Over, table: Table) -> tuple[Expr, Expr]:
    """The bounds of figures that apply or do not, put together; of a mean, those of the sum."""
    expressions, way = table.expressions, _WAYS[term.how]

    def known(end: Expr) -> Expr:
        return end if is_constant(applies) else expressions.choose([(applies, end)], expressions.null(expressions.wide))

    values = {"low": known(span.low), "high": known(span.high)}
    ends = gathered(table, term.members, values, {"low": way, "high": way}, span.level)
    low, high = ends["low"], ends["high"]
    if way == "sum":
        low, high = (end.fill_null(expressions.whole(0)) for end in (low, high))
    return low, high


def _outermost(
    span: SpanColumns, end: End, is_sure: Logic, applies: Logic, term: Over, table: Table, sure: Expr
) -> Expr:
    """The least (low) or the most that figures come to, whoever is left of those that perhaps apply; not of a mean."""
    expressions, way, outer = table.expressions, _WAYS[term.how], "min" if end == "low" else "max"
    null, zero = expressions.null(expressions.wide), expressions.whole(0)
    value = span.low if end == "low" else span.high
    certain = column_of(is_sure, expressions)
    perhaps = column_of(applies, expressions) & ~certain
    values = {
        "sure": expressions.choose([(certain, value)], null),
        "perhaps": expressions.choose([(perhaps, value)], null),
    }
    values["open"] = expressions.choose([(perhaps & value.is_null(), expressions.whole(1))], null)
    moves = value < 0 if end == "low" else value > 0
    values["moving"] = expressions.choose([(perhaps & moves, value)], null)
    ways = {"sure": way, "perhaps": outer, "open": "sum", "moving": "sum"}
    columns = gathered(table, term.members, values, ways, span.level)
    nobody, open_, moving = sure == 0, columns["open"].fill_null(zero), columns["moving"].fill_null(zero)
    if way == "sum":
        # Of those that are perhaps left one is there at least.
        whole = columns["sure"].fill_null(zero) + moving
        return expressions.choose([(nobody & (moving == 0), columns["perhaps"])], whole)
    if way == outer:
        first = columns["perhaps"] < columns["sure"] if end == "low" else columns["perhaps"] > columns["sure"]
        return expressions.choose(
            [(columns["sure"].is_null() | first.fill_null(False), columns["perhaps"])], columns["sure"]
        )
    return expressions.choose([(nobody & (open_ == 0), columns["perhaps"]), (nobody, null)], columns["sure"])


def _means(
    span: SpanColumns, is_sure: Logic, applies: Logic, members: Members, table: Table
) -> list[tuple[Expr, Expr]]:
    """The sum and the number of those of whom the mean is the least, and of those of whom it is the most.

    In the order of their figures, each that perhaps applies is taken as long as it moves the mean of those before it.
    """
    expressions, under = table.expressions, table_below(table, members.kind)
    own, zero, one = link(under, table.kind), expressions.whole(0), expressions.whole(1)
    if own is None:
        return [(expressions.null(expressions.wide), one)] * 2
    certain, counted, level = column_of(is_sure, expressions), column_of(applies, expressions), span.level
    if members.only:
        counted, level = counted & _among(under, members), max(level, 1)

    def layer_column(level: int, expression: Expr) -> str:
        name = under.name()
        under.layers.setdefault(level, {})[name] = expression
        return name

    read = expressions.column
    place = layer_column(level, expressions.choose([(counted & certain, zero), (counted, one)], expressions.whole(2)))
    number = layer_column(level, expressions.choose([(counted, one)], zero))
    means: list[tuple[Expr, Expr]] = []
    for value, sign in ((span.low, 1), (span.high, -1)):
        figure = layer_column(level, expressions.choose([(counted, (value * sign).fill_null(zero))], zero))
        # Those before it: all that are sure, and who comes first of the others.
        names = [
            layer_column(level + 1, read(name).cum_sum().over(own, order_by=[place, figure]) - read(name))
            for name in (number, figure)
        ]
        before, whole = map(read, names)
        moves = (before == 0) | (read(figure) * before < whole)
        taken = (read(place) == 0) | ((read(place) == 1) & moves)
        values = {
            "top": expressions.choose([(taken, read(figure))], zero),
            "by": expressions.choose([(taken, one)], zero),
        }
        sums = gathered(table, members, values, {"top": "sum", "by": "sum"}, level + 2)
        means.append((sums["top"] * sign, _at_least_one(sums["by"].fill_null(zero), table)))
    return means

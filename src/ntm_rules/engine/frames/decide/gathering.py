"""The columns of the units below, gathered for the unit above: their numbers, and their figures put together."""

from collections.abc import Mapping
from typing import Final, Literal

from ....model.condition import Aggregate
from ....program.terms import Members, Over
from ..expressions.logic import Logic, certainly, column_of, every, is_constant, negated, some
from ..expressions.space import Expr
from .computed import SpanColumns
from .hierarchy import is_among, link
from .table import Gathering, Table

End = Literal["low", "high"]
ENDS: Final[tuple[End, End]] = ("low", "high")
_WAYS = {Aggregate.MINIMUM: "min", Aggregate.MAXIMUM: "max", Aggregate.SUM: "sum", Aggregate.MEAN: "sum"}


def below(table: Table, kind: str) -> Table:
    """The table of the units of a kind below."""
    under: Table = table.once(("below", kind), lambda: Table.of(table.given, kind, table.regimes, table.day))
    return under


def gathered(
    table: Table, members: Members, values: Mapping[str, Expr], how: Mapping[str, str], level: int
) -> dict[str, Expr]:
    """Columns of the units below, put together for the unit above; null where there are none."""
    space, under = table.space, below(table, members.kind)
    own = link(under, table.kind)
    if own is None:
        # No unit below says to which it belongs.
        return {name: space.nothing(space.wide) for name in values}
    gathering = table.gatherings.setdefault(members.kind, Gathering(under, own))
    names = {}
    for name, value in values.items():
        expression, at = value, level
        if members.only:
            expression, at = space.choose([(_among(under, members), value)], space.nothing(space.wide)), max(level, 1)
        names[name] = table.name()
        gathering.values[names[name]] = (under.at(at, expression)[0], how[name])
    return {name: space.column(column) for name, column in names.items()}


def _among(under: Table, members: Members) -> Expr:
    """The units below that a rule counts only, as a column of the first layer."""
    column: Expr = under.once(("among", members.only), lambda: under.at(0, is_among(under, members.only))[0])
    return column


def number_of(table: Table, members: Members, truths: Mapping[str, Logic], level: int) -> dict[str, Expr]:
    """The numbers of units below of which truths hold, none of them null; 0 where there are no units below."""
    space = table.space
    # As many units as there are on earth are counted in 64 bits.
    values = {name: column_of(truth, space).cast(space.words.Int64) for name, truth in truths.items()}
    columns = gathered(table, members, values, dict.fromkeys(values, "sum"), level)
    zero = space.words.lit(0, dtype=space.words.Int64)
    # What is gathered is there before anything is kept.
    return {name: table.kept(column.cast(space.words.Int64).fill_null(zero), of=()) for name, column in columns.items()}


def together(span: SpanColumns, term: Over, table: Table, *, may_leave: bool) -> SpanColumns:
    """The figures of the units below put together: the least and the most of every set that can be left of them.

    `may_leave`: one that perhaps does not apply may have bounds.
    """
    space, how = table.space, term.how
    applies: Logic = certainly(negated(span.never))
    is_sure = certainly(every([applies, negated(span.apart)], space)) if may_leave else applies
    counts: dict[str, Logic] = {"whole": True, "applicable": applies}
    counts |= {
        "no_low": every([applies, span.low.is_null()], space),
        "no_high": every([applies, span.high.is_null()], space),
    }
    if may_leave:
        counts["sure"] = is_sure
    numbers = number_of(table, term.members, counts, span.level)
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
    nothing = space.nothing(space.wide)
    if how is not Aggregate.MAXIMUM:
        low = space.choose([(numbers["no_low"] > 0, nothing)], low)
    if how is not Aggregate.MINIMUM:
        high = space.choose([(numbers["no_high"] > 0, nothing)], high)
    low, high = (table.kept(end) for end in (low, high))
    never = (applicable == 0) & (whole > 0)
    members = span.may_not_apply

    def may_not_apply() -> Logic:
        assert members is not None
        apart = number_of(table, term.members, {"apart": some([span.never, members()], space)}, span.level)["apart"]
        return some([never, every([whole > 0, apart == whole], space)], space)

    return SpanColumns(low, high, by, never, may_not_apply if members else lambda: never, 0, applicable, whole)


def _at_least_one(number: Expr, table: Table) -> Expr:
    space = table.space
    divisor: Expr = space.choose([(number > 0, number)], space.words.lit(1, dtype=space.words.Int64)).cast(space.wide)
    return divisor


def _gathered_ends(span: SpanColumns, applies: Logic, term: Over, table: Table) -> tuple[Expr, Expr]:
    """The bounds of figures that apply or do not, put together; of a mean, those of the sum."""
    space, way = table.space, _WAYS[term.how]

    def known(end: Expr) -> Expr:
        return end if is_constant(applies) else space.choose([(applies, end)], space.nothing(space.wide))

    values = {"low": known(span.low), "high": known(span.high)}
    ends = gathered(table, term.members, values, {"low": way, "high": way}, span.level)
    low, high = ends["low"], ends["high"]
    if way == "sum":
        low, high = (end.fill_null(space.whole(0)) for end in (low, high))
    return low, high


def _outermost(
    span: SpanColumns, end: End, is_sure: Logic, applies: Logic, term: Over, table: Table, sure: Expr
) -> Expr:
    """The least (low) or the most that figures come to, whoever is left of those that perhaps apply; not of a mean."""
    space, way, outer = table.space, _WAYS[term.how], "min" if end == "low" else "max"
    nothing, zero = space.nothing(space.wide), space.whole(0)
    value = span.low if end == "low" else span.high
    certain = column_of(is_sure, space)
    perhaps = column_of(applies, space) & ~certain
    values = {"sure": space.choose([(certain, value)], nothing), "perhaps": space.choose([(perhaps, value)], nothing)}
    values["open"] = space.choose([(perhaps & value.is_null(), space.whole(1))], nothing)
    moves = value < 0 if end == "low" else value > 0
    values["moving"] = space.choose([(perhaps & moves, value)], nothing)
    ways = {"sure": way, "perhaps": outer, "open": "sum", "moving": "sum"}
    columns = gathered(table, term.members, values, ways, span.level)
    nobody, open_, moving = sure == 0, columns["open"].fill_null(zero), columns["moving"].fill_null(zero)
    if way == "sum":
        # Of those that are perhaps left one is there at least.
        whole = columns["sure"].fill_null(zero) + moving
        return space.choose([(nobody & (moving == 0), columns["perhaps"])], whole)
    if way == outer:
        first = columns["perhaps"] < columns["sure"] if end == "low" else columns["perhaps"] > columns["sure"]
        return space.choose([(columns["sure"].is_null() | first.fill_null(False), columns["perhaps"])], columns["sure"])
    return space.choose([(nobody & (open_ == 0), columns["perhaps"]), (nobody, nothing)], columns["sure"])


def _means(
    span: SpanColumns, is_sure: Logic, applies: Logic, members: Members, table: Table
) -> list[tuple[Expr, Expr]]:
    """The sum and the number of those of whom the mean is the least, and of those of whom it is the most.

    In the order of their figures, each that perhaps applies is taken as long as it moves the mean of those before it.
    """
    space, under = table.space, below(table, members.kind)
    own, zero, one = link(under, table.kind), space.whole(0), space.whole(1)
    if own is None:
        return [(space.nothing(space.wide), one)] * 2
    certain, counted, level = column_of(is_sure, space), column_of(applies, space), span.level
    if members.only:
        counted, level = counted & _among(under, members), max(level, 1)

    def laid(level: int, expression: Expr) -> str:
        name = under.name()
        under.layers.setdefault(level, {})[name] = expression
        return name

    read = space.column
    place = laid(level, space.choose([(counted & certain, zero), (counted, one)], space.whole(2)))
    number = laid(level, space.choose([(counted, one)], zero))
    means: list[tuple[Expr, Expr]] = []
    for value, sign in ((span.low, 1), (span.high, -1)):
        figure = laid(level, space.choose([(counted, (value * sign).fill_null(zero))], zero))
        # Those before it: all that are sure, and who comes first of the others.
        names = [
            laid(level + 1, read(name).cum_sum().over(own, order_by=[place, figure]) - read(name))
            for name in (number, figure)
        ]
        before, whole = map(read, names)
        moves = (before == 0) | (read(figure) * before < whole)
        taken = (read(place) == 0) | ((read(place) == 1) & moves)
        values = {"top": space.choose([(taken, read(figure))], zero), "by": space.choose([(taken, one)], zero)}
        sums = gathered(table, members, values, {"top": "sum", "by": "sum"}, level + 2)
        means.append((sums["top"] * sign, _at_least_one(sums["by"].fill_null(zero), table)))
    return means

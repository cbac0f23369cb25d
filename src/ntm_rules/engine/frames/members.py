"""The units below: their decisions counted, their figures put together, and joined to the unit above."""

from collections.abc import Callable
from datetime import date

from attrs import frozen

from ...model.condition import Aggregate, CriteriaCount, MembersMeasure
from ...model.key import RuleKey
from ...program.program import Program
from ..generate import ATTAINED, NOT_APPLICABLE, NOT_ATTAINED, UNDETERMINED
from .columns import UNIT
from .derivation import closure
from .figures import Figure, rounded
from .hierarchy import exists, is_among, link
from .outcomes import Count, Outcomes, between, codes
from .problems import frame_error, unusable
from .regimes import Regimes
from .space import Expr
from .table import Gathering, Table
from .tallies import counted
from .thresholds import Asked, against, scaled

RuleOf = Callable[[Table, RuleKey], Outcomes]


def measure_of_past(table: Table, measure: str, day: date) -> str:
    """Join the figures of an earlier day; returns what their columns begin with."""
    prefix = f"{day}:"
    past = table.once(("past", day), lambda: Table.of(table.given, table.kind, table.regimes, day))
    table.with_figures_of(past, closure(measure, table.library), prefix, UNIT)
    return prefix


def count_of_members(table: Table, kind: str, key: RuleKey, only: tuple[str, ...], rule: RuleOf) -> Count:
    """How many of the units below came to which outcome under a rule."""
    found = table.once(("count", kind, key, only), lambda: _count_of_members(table, kind, key, only, rule))
    assert isinstance(found, Count)
    return found


def _below(table: Table, kind: str) -> Table:
    found = table.once(("below", kind), lambda: Table.of(table.given, kind, table.regimes, table.day))
    assert isinstance(found, Table)
    return found


def _count_of_members(table: Table, kind: str, key: RuleKey, only: tuple[str, ...], rule: RuleOf) -> Count:
    below = _below(table, kind)
    outcomes = rule(below, key)
    code = codes(outcomes, table.space)
    wide = table.space.wide
    sums = {
        name: (code == wanted).cast(wide)
        for name, wanted in (("a", ATTAINED), ("f", NOT_ATTAINED), ("u", UNDETERMINED), ("n", NOT_APPLICABLE))
    }
    found = _summed(table, below, kind, only, sums, outcomes.level)
    return Count(found["a"], found["f"], found["u"], found["a"] + found["f"] + found["u"] + found["n"])


def _summed(
    table: Table, below: Table, kind: str, only: tuple[str, ...], sums: dict[str, Expr], level: int
) -> dict[str, Expr]:
    """Columns of the units below summed for the unit above, as columns of its table; 0 where there are no units below."""
    space = table.space
    found = _aggregated(table, below, kind, only, sums, dict.fromkeys(sums, "sum"), level)
    return {name: column.fill_null(space.whole(0)) for name, column in found.items()}


def _aggregated(
    table: Table,
    below: Table,
    kind: str,
    only: tuple[str, ...],
    values: dict[str, Expr],
    how: dict[str, str],
    level: int,
) -> dict[str, Expr]:
    """Columns of the units below, aggregated for the unit above, among those that are joined to it in the end."""
    space = table.space
    own = link(below, table.kind)
    names = {name: table.name() for name in values}
    if own is None:
        # No unit below says to which it belongs.
        table.add({names[name]: space.nothing(space.wide) for name in names})
        return {name: space.column(names[name]) for name in names}
    gathering = table.gatherings.get(kind)
    if gathering is None:
        table.is_joined = True
        linked = ~space.column(own).is_null()
        alive = exists(below)
        gathering = table.gatherings[kind] = Gathering(below, own, linked if alive is None else linked & alive)
    among = below.once(("among", only), lambda: below.at(0, is_among(below, only))) if only else None
    for name, value in values.items():
        asked, at = value, level
        if among is not None:
            column, from_level = among
            asked, at = space.choose([(column, value)], space.nothing(space.wide)), max(level, from_level)
        gathering.values[names[name]] = (below.at(at, asked)[0], how[name])
    return {name: space.column(names[name]) for name in names}


@frozen(eq=False)
class Span:
    """A figure over the units below: between which figures it lies as it is compared, null where it has no bound.

    `figure` is what it is before it is rounded, null while it is open. `applicable` counts the units to which it applies,
    `known` those that have a figure, `absent` those to which it does not apply. `level` is the layer it can be compared in.
    """

    least: Figure
    most: Figure
    figure: Figure
    applicable: Expr
    known: Expr
    absent: Expr
    level: int


def figure_over_members(condition: MembersMeasure, table: Table, program: Program, rule: RuleOf) -> Outcomes:
    """`{members: commune, mean: income, at_least: 39}`, as `count.members_measure`."""
    space = table.space
    span = span_over_members(condition, table, program, rule)
    least, most = span.least, span.most

    def compare(asked: Asked) -> Expr:
        numerator, denominator = scaled(asked)
        divisor = least.denominator
        return between(
            least.numerator * denominator, most.numerator * denominator, divisor * numerator, condition.operator, space
        )

    truth = against(condition.threshold, table, compare)
    nobody = span.applicable == 0
    if condition.aggregate is Aggregate.SUM:
        nobody = nobody & (span.absent > 0)
    cases = [
        (nobody, space.code(NOT_APPLICABLE)),
        ((span.applicable > 0) & (span.known == 0), space.code(UNDETERMINED)),
    ]
    return Outcomes(code=space.choose(cases, codes(Outcomes(truth=truth), space)), level=span.level)


def span_over_members(condition: MembersMeasure, table: Table, program: Program, rule: RuleOf) -> Span:
    """The figures of the units below put together, and joined."""
    key: tuple[object, ...] = ("span", condition.kind, condition.of, condition.aggregate, condition.only)
    if isinstance(condition.of, CriteriaCount):
        key = (*key, id(program))
    found = table.once(key, lambda: _span_over_members(condition, table, program, rule))
    assert isinstance(found, Span)
    return found


def _span_over_members(condition: MembersMeasure, table: Table, program: Program, rule: RuleOf) -> Span:
    space = table.space
    below = _below(table, condition.kind)
    if isinstance(condition.of, CriteriaCount):
        low, high, level = _criteria_span(below, condition.of, program, rule)
        known, open_, absent, scale = space.whole(1), space.whole(0), space.whole(0), 1
    else:
        held = below.figure(condition.of)
        if not isinstance(held.denominator, int):
            raise frame_error(
                unusable(
                    f"{condition.of} là một tỷ lệ tính ra của từng đơn vị: khung dữ liệu không gộp được chính xác",
                    f"{condition.of} is a derived share of each unit: a frame cannot put such together exactly",
                    measure=condition.of,
                )
            )
        missing = space.choose([(held.given, space.whole(0))], space.whole(1))
        na = below.not_applicable(condition.of)
        absent = space.whole(0) if na is None else space.choose([(na, space.whole(1))], space.whole(0))
        known, open_, scale, level = 1 - missing, missing - absent, held.denominator, 0
        low = high = held.numerator
    kind = condition.aggregate
    how = {Aggregate.MINIMUM: "min", Aggregate.MAXIMUM: "max"}.get(kind, "sum")
    values = {"known": known, "open": open_, "absent": absent, "low": low, "high": high}
    ways = {"known": "sum", "open": "sum", "absent": "sum", "low": how, "high": how}
    found = _aggregated(table, below, condition.kind, condition.only, values, ways, level)
    counts = {name: found[name].fill_null(space.whole(0)) for name in ("known", "open", "absent")}
    applicable, above = table.at(0, counts["known"] + counts["open"])
    low, high = found["low"], found["high"]
    nothing = space.nothing(space.wide)
    is_open = counts["open"] > 0
    if kind is Aggregate.MINIMUM:
        low = space.choose([(is_open, nothing)], low)
    elif kind is Aggregate.MAXIMUM:
        high = space.choose([(is_open, nothing)], high)
    else:
        low, high = (space.choose([(is_open, nothing)], one.fill_null(space.whole(0))) for one in (low, high))
    low, high = (table.at(0, one)[0] for one in (low, high))
    by = space.choose([(applicable > 0, applicable)], space.whole(1)) * scale if kind is Aggregate.MEAN else scale
    least, most = Figure(low, by), Figure(high, by)
    figure = Figure(space.choose([(low == high, low)], nothing), by)
    if not isinstance(condition.of, CriteriaCount):
        rounding = table.library.measures[condition.of].rounding
        least, most = (rounded(one, rounding, space) for one in (least, most))
    known_ones, absent_ones = (table.at(0, counts[name])[0] for name in ("known", "absent"))
    return Span(least, most, figure, applicable, known_ones, absent_ones, above)


def _criteria_span(below: Table, of: CriteriaCount, program: Program, rule: RuleOf) -> tuple[Expr, Expr, int]:
    """Between which numbers the criteria lie that each unit attains, or by how much more than on an earlier day."""
    criteria = program.references[of.ruleset].criteria
    now = counted([rule(below, RuleKey(of.ruleset, code)) for code in criteria], below)
    if of.since is None:
        return now.attained, now.highest, now.level
    before = count_then(below, program.past[of.ruleset, of.since], rule)
    return now.attained - before.highest, now.highest - before.attained, now.level


def count_then(table: Table, past: Program, rule: RuleOf) -> Count:
    """How many criteria the units attained on an earlier day, joined to the table.

    Of a unit that is not given for that day nothing is known: all criteria are open.
    """
    found = table.once(("then", past.ruleset.id, past.as_of), lambda: _count_then(table, past, rule))
    assert isinstance(found, Count)
    return found


def _count_then(table: Table, past: Program, rule: RuleOf) -> Count:
    space = table.space
    then = Table.of(table.given, table.kind, Regimes.single(past), past.as_of)
    found = counted([rule(then, RuleKey(past.ruleset.id, code)) for code in past.criteria], then)
    key, lowest, most = (table.name() for _ in range(3))
    shown = {key: space.column(UNIT), lowest: found.attained, most: found.highest}
    table.join(then.finished().select(**shown), [UNIT], [key])
    whole = len(past.criteria)
    attained = space.column(lowest).fill_null(space.whole(0))
    highest = space.column(most).fill_null(space.whole(whole))
    return Count(attained, whole - highest, highest - attained, whole)

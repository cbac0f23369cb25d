"""Members sought, with figures, weights and outcomes so that their mean, sum, least, greatest and share are those sought."""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from math import floor

from attrs import define, field, frozen

from ...model.condition import Aggregate, CriteriaCount
from ...model.fact import Absence
from ...model.key import RuleKey
from ...model.outcome import Outcome
from ...model.values.number import as_fraction, simplest
from ...program.span_arithmetic import together
from ...program.verdict import ATTAINED
from ..regions.partition import Domain
from ..regions.quantity import Cell, CellSpan, MayApply, MembersAgainst, MembersWeighed, MemberTruth, Special, State
from .goal import Interval
from .grid import ANY, Grid

Value = Fraction | Absence
"""A member's figure, or why there is none: not reported or not applicable."""
_OPEN, _NONE = Absence.NOT_REPORTED, Absence.NOT_APPLICABLE


@frozen
class Limits:
    """Possible figures of one member, the plainest of them, and if there may be none."""

    domain: Domain
    step: Fraction
    may_not_apply: bool = False
    plain: Fraction = Fraction(0)

    @classmethod
    def of_measure(cls, grid: Grid) -> "Limits":
        """Limits of a measure."""
        may_not_apply = all(measure.may_not_apply for measure in grid.declared)
        return cls(grid.domain, grid.unit, may_not_apply, next(grid.figures(ANY), Fraction(0)))

    @classmethod
    def of_count(cls, most: int, least: int) -> "Limits":
        """Limits of a number of criteria, from `least` to `most`."""
        return cls(Domain(Fraction(least), Fraction(most), Fraction(1)), Fraction(1))


def shared_out(
    wanted: Mapping[Aggregate, Interval | Special], present: Sequence[Value | None], limits: Limits
) -> list[Value] | None:
    """Values of all members for which every aggregate has the value wanted; None when none are found.

    `present` has the value that each member has already, or None. An interval without a bound requires a member whose
    figure is not known.
    """
    free = present.count(None)
    for rest in _candidates(wanted, [value for value in present if value is not None], free, limits):
        if len(rest) != free:
            continue
        values = iter(rest)
        shared = [next(values) if value is None else value for value in present]
        if all(not isinstance(value, Fraction) or limits.domain.holds(value) for value in rest) and _comes_to(
            shared, wanted
        ):
            return shared
    return None


def _candidates(
    wanted: Mapping[Aggregate, Interval | Special], present: Sequence[Value], free: int, limits: Limits
) -> Iterator[list[Value]]:
    if not free:
        yield []
        return
    if Special.NOT_APPLICABLE in wanted.values():
        if limits.may_not_apply:
            yield [_NONE] * free
        return
    ends = {kind: _end(interval) for kind, interval in wanted.items()}
    known = {kind: end for kind, end in ends.items() if end is not None}
    open_ = any(not isinstance(interval, tuple) or None in interval for interval in wanted.values())
    lowest, highest = known.get(Aggregate.MINIMUM), known.get(Aggregate.MAXIMUM)
    fixed = [number for number in dict.fromkeys((lowest, highest)) if number is not None]
    without = range(free) if limits.may_not_apply else (0,)
    for absent in without:
        count = free - absent
        tail: list[Value] = [_NONE] * absent
        if open_:
            if len(fixed) < count:
                yield [*fixed, *([_OPEN] * (count - len(fixed))), *tail]
            continue
        whole = _total(known, [value for value in present if isinstance(value, Fraction)], count)
        if whole is None:
            fill = next(iter(fixed), limits.plain)
            yield [*fixed[:count], *([fill] * (count - len(fixed))), *tail]
            continue
        for some in (fixed, fixed[:1], fixed[1:], []):
            spread = _spread(whole - sum(some, Fraction(0)), count - len(some), limits, lowest, highest)
            if spread is not None:
                yield [*some, *spread, *tail]


def _end(interval: Interval | Special) -> Fraction | None:
    """Known bound of an interval; None when there is none."""
    if not isinstance(interval, tuple):
        return None
    return interval[1] if interval[0] is None else interval[0]


def _total(known: Mapping[Aggregate, Fraction], present: Sequence[Fraction], count: int) -> Fraction | None:
    """Sum that the figures of `count` more members must have; None when no sum or mean is wanted."""
    if Aggregate.SUM in known:
        return known[Aggregate.SUM] - sum(present, Fraction(0))
    if Aggregate.MEAN in known:
        return known[Aggregate.MEAN] * (len(present) + count) - sum(present, Fraction(0))
    return None


def _spread(
    whole: Fraction, count: int, limits: Limits, lowest: Fraction | None, highest: Fraction | None
) -> list[Fraction] | None:
    """`count` figures on the step with the sum `whole`, as equal as possible; None when there are none."""
    if count <= 0:
        return [] if count == 0 and not whole else None
    least = floor(whole / count / limits.step) * limits.step
    over = (whole - least * count) / limits.step
    if over.denominator != 1:
        return None
    more = int(over)
    figures = [least + limits.step] * more + [least] * (count - more)
    for figure in figures:
        if (lowest is not None and figure < lowest) or (highest is not None and figure > highest):
            return None
    return figures


def _comes_to(values: Sequence[Value], wanted: Mapping[Aggregate, Interval | Special]) -> bool:
    """True when the engine's aggregates of these figures are those wanted."""
    applicable = [value for value in values if value is not _NONE]
    ends = [simplest(value) if isinstance(value, Fraction) else None for value in applicable]
    for kind, interval in wanted.items():
        if not applicable:
            if interval is not Special.NOT_APPLICABLE:
                return False
            continue
        if interval is Special.NOT_APPLICABLE:
            return False
        low, high, _ = together([(end, end, ATTAINED) for end in ends], kind)
        goal = interval if isinstance(interval, tuple) else (None, None)
        if tuple(None if end is None else as_fraction(end) for end in (low, high)) != goal:
            return False
    return True


_TIMES = (1, 10, 100, 1000, Fraction(1, 10), Fraction(1, 100))
_NO_WEIGHT = Fraction(0)


@define
class Member:
    """Member unit sought: the lists (`only`) it is in, its outcomes, figures and counts of criteria."""

    only: frozenset[tuple[str, ...]]
    outcomes: dict[RuleKey | MemberTruth, Outcome] = field(factory=dict)
    figures: dict[str, Value] = field(factory=dict)
    counts: dict[CriteriaCount, Interval] = field(factory=dict)


def weigh(inside: Sequence[Member], share: MembersWeighed, state: State, grid: Grid) -> bool:
    """Assign weights to members, and outcomes to those that have none yet; False where that does not come to the state."""
    if not inside or state is Special.NO_MEMBERS:
        return not inside and state is Special.NO_MEMBERS
    wanted = _wanted(state)
    if wanted is None:
        return False
    groups: dict[Outcome, list[Member]] = {}
    free = [member for member in inside if share.rule not in member.outcomes]
    for member in inside:
        if share.rule in member.outcomes:
            groups.setdefault(member.outcomes[share.rule], []).append(member)
    missing = [outcome for outcome in wanted if outcome not in groups]
    if len(missing) > len(free):
        return False
    for member, outcome in zip(free, [*missing, *[next(iter(wanted))] * len(free)], strict=False):
        member.outcomes[share.rule] = outcome
        groups.setdefault(outcome, []).append(member)
    times = next(
        (by for by in _TIMES if all(grid.holds(by * weight) for weight in (*wanted.values(), _NO_WEIGHT))), None
    )
    if times is None or any(share.weight in member.figures for member in inside):
        return False
    for outcome, members in groups.items():
        for number, member in enumerate(members):
            member.figures[share.weight] = _NO_WEIGHT if number else times * wanted.get(outcome, _NO_WEIGHT)
    return True


def hold_against(
    inside: Sequence[Member], only: tuple[str, ...], kind: str, numbers: MembersAgainst, state: State
) -> bool:
    """Assign outcomes to members so that so many more of them hold than of the others; False where they have others."""
    own, others = _outcomes_for(state)
    wanted: list[tuple[RuleKey | MemberTruth, tuple[Outcome, ...]]] = []
    if (kind, only) == (numbers.kind, numbers.only):
        if bool(inside) is (state is Special.NO_MEMBERS):
            return False
        wanted.append((numbers.rule, own))
    if (kind, only) == (numbers.against.kind, numbers.against.only):
        wanted.append((numbers.against.rule, others[::-1]))
    for number, (rule, outcomes) in enumerate(wanted):
        if len(outcomes) > len(inside):
            return False
        # The last members are taken for the others, so that one need not hold both.
        order = inside[::-1] if number else inside
        rest = Outcome.NOT_APPLICABLE if state is Special.NOT_APPLICABLE else Outcome.NOT_ATTAINED
        for member, outcome in zip(order, (*outcomes, *[rest] * len(inside)), strict=False):
            if member.outcomes.setdefault(rule, outcome) is not outcome:
                return False
    return True


def _outcomes_for(state: State) -> tuple[tuple[Outcome, ...], tuple[Outcome, ...]]:
    """Outcomes of a few members, and of a few others, so that the difference of their numbers is as a state says."""
    attained, open_ = (Outcome.ATTAINED,), (Outcome.UNDETERMINED,)
    if isinstance(state, Cell):
        return (attained if state.point > 0 else ()), (attained if state.point < 0 else ())
    if isinstance(state, CellSpan) and state.low is not None and state.high is not None:
        may_exceed = state.high.point > 0
        return (open_ * (2 if state.low.point < 0 and may_exceed else 1)), (attained if state.low.point < 0 else ())
    return (open_ if isinstance(state, MayApply) else ()), ()


def _wanted(state: State) -> dict[Outcome, Fraction] | None:
    """The weight of the members that come to each outcome; None where no state of a share is meant."""
    match state:
        case Cell(point=point):
            ends = point, point
        case CellSpan(Cell(point=low), Cell(point=high)):
            ends = low, high
        case MayApply():
            return {Outcome.UNDETERMINED: Fraction(100)}
        case Special.APPLIES:
            return {Outcome.ATTAINED: _NO_WEIGHT}
        case Special.NOT_KNOWN:
            return {Outcome.UNDETERMINED: _NO_WEIGHT}
        case Special.NOT_APPLICABLE:
            return {Outcome.NOT_APPLICABLE: _NO_WEIGHT}
        case _:
            return None
    weights = {
        Outcome.ATTAINED: ends[0],
        Outcome.UNDETERMINED: ends[1] - ends[0],
        Outcome.NOT_ATTAINED: 100 - ends[1],
    }
    return {outcome: weight for outcome, weight in weights.items() if weight}

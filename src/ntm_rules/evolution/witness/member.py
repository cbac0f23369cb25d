"""A member unit sought, and weights of members: figures, and outcomes, of which the share sought follows."""

from collections.abc import Sequence
from fractions import Fraction

from attrs import define, field

from ...model.condition import CriteriaCount
from ...model.key import RuleKey
from ...model.outcome import Outcome
from ..regions.quantity import Cell, CellSpan, MayApply, MembersWeighed, MemberTruth, Special, State
from .aggregate import Value
from .grid import Grid
from .sought import Interval

_TIMES = (1, 10, 100, 1000, Fraction(1, 10), Fraction(1, 100))
_NONE = Fraction(0)


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
    lacking = [outcome for outcome in wanted if outcome not in groups]
    if len(lacking) > len(free):
        return False
    for member, outcome in zip(free, [*lacking, *[next(iter(wanted))] * len(free)], strict=False):
        member.outcomes[share.rule] = outcome
        groups.setdefault(outcome, []).append(member)
    times = next((by for by in _TIMES if all(grid.holds(by * weight) for weight in (*wanted.values(), _NONE))), None)
    if times is None or any(share.weight in member.figures for member in inside):
        return False
    for outcome, members in groups.items():
        for number, member in enumerate(members):
            member.figures[share.weight] = _NONE if number else times * wanted.get(outcome, _NONE)
    return True


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
            return {Outcome.ATTAINED: _NONE}
        case Special.NOT_KNOWN:
            return {Outcome.UNDETERMINED: _NONE}
        case Special.NOT_APPLICABLE:
            return {Outcome.NOT_APPLICABLE: _NONE}
        case _:
            return None
    weights = {
        Outcome.ATTAINED: ends[0],
        Outcome.UNDETERMINED: ends[1] - ends[0],
        Outcome.NOT_ATTAINED: 100 - ends[1],
    }
    return {outcome: weight for outcome, weight in weights.items() if weight}

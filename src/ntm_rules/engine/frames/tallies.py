"""Bounds on how many, or on what share."""

from collections.abc import Sequence

from ...model.condition import Basis, Bound
from ...model.threshold import Fixed
from ..generate import ATTAINED, UNDETERMINED
from .outcomes import Count, Outcomes, all_of, between, count, opposite, unless_open
from .space import Expr, Space
from .table import Table
from .thresholds import Asked, against, scaled


def counted(parts: Sequence[Outcomes], table: Table) -> Count:
    """How many of the parts came to which outcome, as columns: bounds name them often, and each is a sum over all parts."""
    found = count(parts, table.space)
    if not parts:
        return found
    attained, level = table.at(found.level, found.attained)
    not_attained, undetermined = (table.at(found.level, one)[0] for one in (found.not_attained, found.undetermined))
    return Count(attained, not_attained, undetermined, found.whole, level)


def bounds_hold(bounds: Sequence[Bound], counted: Count, table: Table) -> Outcomes:
    """Every bound on a count, as `count._bound`."""
    return all_of([bound_holds(bound, counted, table) for bound in bounds], table.space)


def bound_holds(bound: Bound, counted: Count, table: Table) -> Outcomes:
    """One bound on a count."""
    space = table.space
    is_share = bound.basis is Basis.SHARE

    def compare(asked: Asked) -> Expr:
        numerator, denominator = scaled(asked)
        if not is_share:
            low, high, threshold = counted.attained * denominator, counted.highest * denominator, numerator
        else:
            low, high = counted.attained * 100 * denominator, counted.highest * 100 * denominator
            threshold = counted.applicable * numerator
        return between(low, high, threshold, bound.operator, space)

    truth = against(bound.threshold, table, compare)
    code = unless_open(truth, counted, space)
    if is_share and not (isinstance(counted.whole, int) and counted.whole):
        # A share of no members: "all of them" holds of none.
        attained = space.code(ATTAINED)
        code = attained if isinstance(counted.whole, int) else space.choose([(counted.whole == 0, attained)], code)
    if isinstance(bound.threshold, Fixed):
        return Outcomes(code=code, level=counted.level)
    required = against(bound.threshold, table, lambda asked: is_known(asked, table))
    code = space.choose([(required.is_null(), space.code(UNDETERMINED))], code)
    return Outcomes(code=code, level=counted.level)


def turned(parts: Sequence[Outcomes], space: Space) -> list[Outcomes]:
    """The outcomes for counting what is *not* attained."""
    return [opposite(part, space) for part in parts]


def is_known(asked: Asked, table: Table) -> Expr:
    """Where a threshold is known."""
    numerator, _ = scaled(asked)
    if isinstance(numerator, int):
        return table.space.truth(True)
    return table.space.choose([(~numerator.is_null(), table.space.truth(True))], table.space.truth(None))

"""Outcomes as columns, and Kleene logic on them.

An outcome is a truth with nulls for *undetermined* as long as it is certain that the rule applies, for truths are cheap; else
a code, ordered so that `all_of` is the least: not attained, undetermined, attained, not applicable.
"""

from collections.abc import Sequence

from attrs import frozen

from ...model.condition import Operator
from ..generate import ATTAINED, NOT_APPLICABLE, NOT_ATTAINED, UNDETERMINED
from .space import Expr, Space


@frozen(eq=False)
class Outcomes:
    """A column of outcomes: `truth`, or where something may not apply `code`. `level` is the layer it can be made in."""

    truth: Expr | None = None
    code: Expr | None = None
    level: int = 0

    @property
    def may_not_apply(self) -> bool:
        """Whether a row can be *not applicable*."""
        return self.truth is None


def codes(outcomes: Outcomes, space: Space) -> Expr:
    """Outcomes as codes."""
    if outcomes.truth is None:
        return outcomes.code
    truth = outcomes.truth
    if not space.is_polars:
        # A condition that is null is not true.
        cases = [(truth, space.code(ATTAINED)), (~truth, space.code(NOT_ATTAINED))]
        return space.choose(cases, space.code(UNDETERMINED))
    return space.choose(
        [(truth.is_null(), space.code(UNDETERMINED)), (truth, space.code(ATTAINED))], space.code(NOT_ATTAINED)
    )


def open_outcomes(space: Space) -> Outcomes:
    """Undetermined, everywhere."""
    return Outcomes(truth=space.truth(None))


def all_of(parts: Sequence[Outcomes], space: Space) -> Outcomes:
    """Not attained as soon as one part is not; parts that do not apply are left out."""
    level = level_of(parts)
    if not parts:
        return Outcomes(code=space.code(NOT_APPLICABLE))
    if not any(part.may_not_apply for part in parts):
        return Outcomes(truth=space.every([part.truth for part in parts]), level=level)
    return Outcomes(code=space.least(codes(part, space) for part in parts), level=level)


def opposite(part: Outcomes, space: Space) -> Outcomes:
    """Attained and not attained exchanged."""
    if part.truth is not None:
        return Outcomes(truth=~part.truth, level=part.level)
    turned = space.choose([(part.code == NOT_APPLICABLE, space.code(NOT_APPLICABLE))], space.code(ATTAINED) - part.code)
    return Outcomes(code=turned, level=part.level)


def any_of(parts: Sequence[Outcomes], space: Space) -> Outcomes:
    """Attained as soon as one part is."""
    if parts and not any(part.may_not_apply for part in parts):
        return Outcomes(truth=space.some([part.truth for part in parts]), level=level_of(parts))
    return opposite(none_of(parts, space), space)


def none_of(parts: Sequence[Outcomes], space: Space) -> Outcomes:
    """Attained when no part is."""
    return all_of([opposite(part, space) for part in parts], space)


def level_of(parts: Sequence[Outcomes]) -> int:
    """The layer in which all parts are there."""
    return max((part.level for part in parts), default=0)


@frozen(eq=False)
class Count:
    """How many of some rules or units came to which outcome. `whole` is how many there are: a number, or a column of them."""

    attained: Expr
    not_attained: Expr
    undetermined: Expr
    whole: Expr | int
    level: int = 0

    @property
    def applicable(self) -> Expr:
        """Those to which the rule applies."""
        return self.attained + self.not_attained + self.undetermined

    @property
    def highest(self) -> Expr:
        """How many can be attained at most."""
        return self.attained + self.undetermined


def count(parts: Sequence[Outcomes], space: Space) -> Count:
    """How many of the parts came to which outcome, row by row."""
    if not parts:
        nothing = space.whole(0)
        return Count(nothing, nothing, nothing, 0)
    every = [codes(part, space) for part in parts]

    def how_many(code: int) -> Expr:
        # A rule that is not in the version in force has no outcome, and is none of these.
        return space.sum([(one == code).fill_null(False).cast(space.words.Int16) for one in every]).cast(space.wide)

    return Count(how_many(ATTAINED), how_many(NOT_ATTAINED), how_many(UNDETERMINED), len(parts), level_of(parts))


def between(low: Expr, high: Expr, threshold: Expr | int, operator: Operator, space: Space) -> Expr:
    """The truth of a figure between two bounds against a threshold; null where the bounds do not agree or there is none."""
    worst, best = (low, high) if operator in (Operator.AT_LEAST, Operator.MORE_THAN) else (high, low)
    if operator is Operator.EQUALS:
        met = (low == threshold) & (high == threshold)
        missed = (low > threshold) | (high < threshold)
    else:
        met, missed = holds(worst, operator, threshold), ~holds(best, operator, threshold)
    return space.choose([(met, space.truth(True)), (missed, space.truth(False))], space.truth(None))


def holds(value: Expr, operator: Operator, threshold: Expr | int) -> Expr:
    """Whether the comparison holds; null where either is."""
    match operator:
        case Operator.AT_LEAST:
            return value >= threshold
        case Operator.AT_MOST:
            return value <= threshold
        case Operator.MORE_THAN:
            return value > threshold
        case Operator.LESS_THAN:
            return value < threshold
        case Operator.EQUALS:
            return value == threshold


def unless_open(truth: Expr, counted: Count, space: Space) -> Expr:
    """The code for a bound: *not applicable* where nothing counted applies, *undetermined* where nothing is determined.

    As `kleene.within`.
    """
    rows = Outcomes(truth=truth)
    cases = []
    if not (isinstance(counted.whole, int) and counted.whole == 0):
        some = counted.applicable > 0
        none_applies = ~some if isinstance(counted.whole, int) else ~some & (counted.whole > 0)
        cases = [
            (none_applies, space.code(NOT_APPLICABLE)),
            (some & (counted.attained + counted.not_attained == 0), space.code(UNDETERMINED)),
        ]
    return space.choose(cases, codes(rows, space))

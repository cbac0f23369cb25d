"""Columns of outcomes: the set of outcomes still possible, row by row, as far as it can matter.

`OutcomeColumn` holds the set as a Kleene truth, which is what a rule comes to given that it applies, and where it does not.
`reach` says which sets can occur at all, worked out beforehand from what the frame holds: a column is made only where it can
tell sets apart that lead to different outcomes. Each function is that of `program.verdict`, on columns.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache, reduce

from attrs import define, field

from ....program.verdict import (
    ATTAINED,
    BOTH,
    NOT_APPLICABLE,
    NOT_ATTAINED,
    OPPOSITE,
    WIDE_OPEN,
    where,
)
from ..expressions.expression_library import Expr, ExpressionLibrary
from ..expressions.logic import Logic, certainly, chosen, column_of, every, is_constant, is_open, negated, some

CODES = NOT_ATTAINED_CODE, UNDETERMINED_CODE, ATTAINED_CODE, NOT_APPLICABLE_CODE = range(4)
"""The outcomes as whole numbers, ordered so that *all of* is the least."""
ATTAINED_OR_NOT_APPLICABLE = ATTAINED | NOT_APPLICABLE
NOT_ATTAINED_OR_NOT_APPLICABLE = NOT_ATTAINED | NOT_APPLICABLE
_VERDICTS = tuple(range(1, WIDE_OPEN + 1))


def reach(*verdicts: int) -> int:
    """The set of some verdicts that can occur, as an integer with one bit for each."""
    return sum(1 << verdict for verdict in set(verdicts))


def reached(possible: int) -> list[int]:
    """The verdicts in a reach."""
    return [verdict for verdict in _VERDICTS if possible >> verdict & 1]


@lru_cache(maxsize=4096)
def _both(left: int, right: int) -> int:
    return reach(*(BOTH[first][second] for first in reached(left) for second in reached(right)))


_HALF_SETTLED = reach(ATTAINED_OR_NOT_APPLICABLE, NOT_ATTAINED_OR_NOT_APPLICABLE)
_MAY_NOT_APPLY = reach(*(verdict for verdict in _VERDICTS if verdict & NOT_APPLICABLE))
_SURELY_NOT_APPLICABLE = reach(NOT_APPLICABLE)
_PERHAPS_NOT_APPLICABLE = _MAY_NOT_APPLY & ~_SURELY_NOT_APPLICABLE


@define(eq=False)
class OutcomeColumn:
    """A column of outcomes. `truth` is what it comes to given that it applies; null: both.

    `never` are the rows in which it surely does not apply, whatever `truth` is there. `level` is the layer it can be made in;
    `is_named` says that they are columns by themselves.
    """

    truth: Logic
    reach: int
    never: Logic = False
    level: int = 0
    is_named: bool = False
    _may_not_apply: Callable[[], Logic] | None = field(default=None, kw_only=True)
    _inapplicable_rows: Logic = field(default=None, init=False)

    @property
    def is_half_settled(self) -> bool:
        """True if rows may be settled except for whether they apply, so that `truth` alone does not say the outcome."""
        return bool(self.reach & _HALF_SETTLED)

    @property
    def can_not_apply(self) -> bool:
        """True if in some row the truth may not apply."""
        return bool(self.reach & _MAY_NOT_APPLY)

    @property
    def may_not_apply(self) -> Logic:
        """The rows in which it perhaps or surely does not apply; made only when asked for."""
        if not self.reach & _PERHAPS_NOT_APPLICABLE:
            return self.never
        if not self.reach & ~_MAY_NOT_APPLY:
            return True
        if self._inapplicable_rows is None:
            assert self._may_not_apply is not None
            self._inapplicable_rows = self._may_not_apply()
        return self._inapplicable_rows

    def undetermined(self, expressions: ExpressionLibrary) -> Logic:
        """The rows with more than one outcome; where it surely does not apply, anything."""
        open_ = is_open(self.truth)
        return some([open_, self.may_not_apply], expressions) if self.is_half_settled else open_

    def surely(self, attained: bool, expressions: ExpressionLibrary) -> Logic:
        """The rows that surely come to *attained*, or to *not attained*."""
        holds = certainly(self.truth if attained else negated(self.truth))
        apart = self.may_not_apply if self.is_half_settled else self.never
        return every([holds, negated(apart)], expressions)

    def perhaps(self, attained: bool, expressions: ExpressionLibrary) -> Logic:
        """The rows that can come to *attained*, or to *not attained*."""
        against = certainly(negated(self.truth) if attained else self.truth)
        return every([negated(against), negated(self.never)], expressions)


def settled(truth: bool | None) -> OutcomeColumn:
    """Outcomes that are the same in every row: attained, not attained, or (None) wide open."""
    return OutcomeColumn(truth, reach(WIDE_OPEN if truth is None else ATTAINED if truth else NOT_ATTAINED))


def level_of(parts: Iterable[OutcomeColumn]) -> int:
    """The layer in which all parts are there."""
    return max((part.level for part in parts), default=0)


def all_hold(parts: Sequence[OutcomeColumn], expressions: ExpressionLibrary) -> OutcomeColumn:
    """The outcomes of a conjunction: attained where every part that applies is."""
    possible = reduce(_both, (part.reach for part in parts), reach(NOT_APPLICABLE))
    level = level_of(parts)
    never = every((part.never for part in parts), expressions)
    truth = every((_left_out(part, expressions) for part in parts), expressions)
    if any(part.reach & reach(NOT_ATTAINED_OR_NOT_APPLICABLE) for part in parts) and all(
        part.reach & reach(NOT_ATTAINED_OR_NOT_APPLICABLE, NOT_APPLICABLE) for part in parts
    ):
        # Whichever part applies does not hold.
        none_holds = every((negated(part.perhaps(True, expressions)) for part in parts), expressions)
        truth = chosen([(none_holds, False)], truth, expressions)
    return OutcomeColumn(
        truth, possible, never, level, may_not_apply=lambda: every((part.may_not_apply for part in parts), expressions)
    )


def _left_out(part: OutcomeColumn, expressions: ExpressionLibrary) -> Logic:
    """The truth of a part of a conjunction: true where it does not apply, null where it may not and is not true."""
    if part.reach & reach(NOT_ATTAINED_OR_NOT_APPLICABLE):
        or_true = some([part.truth, None], expressions)
        return chosen([(part.never, True), (part.may_not_apply, or_true)], part.truth, expressions)
    return some([part.truth, part.never], expressions) if part.never is not False else part.truth


def opposite(part: OutcomeColumn) -> OutcomeColumn:
    """The outcomes with attained and not attained exchanged."""
    possible = reach(*(OPPOSITE[verdict] for verdict in reached(part.reach)))
    return OutcomeColumn(
        negated(part.truth), possible, part.never, part.level, may_not_apply=lambda: part.may_not_apply
    )


def any_holds(parts: Sequence[OutcomeColumn], expressions: ExpressionLibrary) -> OutcomeColumn:
    """The outcomes of a disjunction: attained where at least one part that applies is."""
    return opposite(all_hold([opposite(part) for part in parts], expressions))


def applicable_where(part: OutcomeColumn, applies: OutcomeColumn, expressions: ExpressionLibrary) -> OutcomeColumn:
    """The outcomes of a truth where another is attained; elsewhere it does not apply."""
    possible = reach(*(where(own, when) for own in reached(part.reach) for when in reached(applies.reach)))
    never = some([part.never, negated(applies.perhaps(True, expressions))], expressions)
    return OutcomeColumn(
        part.truth,
        possible,
        never,
        level_of([part, applies]),
        may_not_apply=lambda: some([part.may_not_apply, negated(applies.surely(True, expressions))], expressions),
    )


def attested(part: OutcomeColumn, met: Logic, not_applicable: Logic, expressions: ExpressionLibrary) -> OutcomeColumn:
    """The outcomes of a truth that an authority's word decides where more than one outcome is possible."""
    open_verdicts = [verdict for verdict in reached(part.reach) if verdict & (verdict - 1)]
    if not open_verdicts:
        return part
    word_reach = reach(ATTAINED, NOT_ATTAINED) | (0 if not_applicable is False else reach(NOT_APPLICABLE))
    decides = every([part.undetermined(expressions), negated(part.never)], expressions)
    says = some([negated(is_open(met)), not_applicable], expressions)
    truth: Logic
    if is_constant(part.truth) or part.is_half_settled:
        truth = chosen([(every([decides, says], expressions), met)], part.truth, expressions)
    else:
        truth = expressions.words.coalesce(part.truth, column_of(met, expressions))
    never = part.never
    if not_applicable is not False:
        never = some([never, every([decides, not_applicable], expressions)], expressions)
    return OutcomeColumn(
        truth,
        part.reach | word_reach,
        never,
        part.level,
        may_not_apply=lambda: some(
            [never, every([part.may_not_apply, negated(every([decides, says], expressions))], expressions)], expressions
        ),
    )


def by_version(cases: Sequence[tuple[Expr, OutcomeColumn]], expressions: ExpressionLibrary) -> OutcomeColumn:
    """The outcomes of the version in force on the day of each row; where none is, it does not apply."""
    possible = 0
    for _, column in cases:
        possible |= column.reach
    return OutcomeColumn(
        chosen([(rows, column.truth) for rows, column in cases], None, expressions),
        possible | reach(NOT_APPLICABLE),
        certainly(chosen([(rows, column.never) for rows, column in cases], True, expressions)),
        level_of([column for _, column in cases]),
        may_not_apply=lambda: certainly(
            chosen([(rows, column.may_not_apply) for rows, column in cases], True, expressions)
        ),
    )


def is_short_everywhere(outcomes: OutcomeColumn) -> bool | None:
    """True if every row is not attained or undetermined, False if no row is; None if rows may differ."""
    if outcomes.never is True:
        return False
    if outcomes.never is False and not outcomes.is_half_settled and is_constant(outcomes.truth):
        return outcomes.truth is not True
    return None


def codes(outcomes: OutcomeColumn, expressions: ExpressionLibrary) -> Expr:
    """The code of the outcome of each row."""
    return words(outcomes, [expressions.code(code) for code in CODES], expressions)


def words(outcomes: OutcomeColumn, labels: Sequence[Expr], expressions: ExpressionLibrary) -> Expr:
    """The expression for each outcome, chosen row by row among `labels`, which is in the order of `CODES`."""
    not_attained, undetermined, attained_, not_applicable = labels
    cases: list[tuple[Logic, Expr]] = [
        (outcomes.never, not_applicable),
        (outcomes.undetermined(expressions), undetermined),
        (outcomes.truth, attained_),
    ]
    column_cases: list[tuple[Expr, Expr]] = []
    for condition, word in cases:
        if condition is True:
            return expressions.choose(column_cases, word)
        if not is_constant(condition):
            column_cases.append((condition, word))
    return expressions.choose(column_cases, not_attained)

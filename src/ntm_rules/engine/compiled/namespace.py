"""The names available to generated lines: tables of verdicts, and the functions for figures."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from ...model.decision import ReasonKind
from ...model.fact import Finding
from ...program import computed, span_arithmetic, verdict
from ...program.verdict import ATTAINED, NOT_APPLICABLE, NOT_ATTAINED
from . import figures

MOST_AT_ONCE = 4
"""The largest number of verdicts combined by one table, and so its number of dimensions."""


def _nested(together: Sequence[Sequence[int]], parts: int) -> Any:
    """The table that combines `parts` verdicts, as nested tuples: `table[a][b][c]`."""

    def of(found: int, more: int) -> Any:
        return tuple(of(together[found][one], more - 1) for one in range(8)) if more else found

    return tuple(of(one, parts - 1) for one in range(8))


Numbers = tuple[Decimal, ...] | None
"""The printed numbers that a figure required can be; None where it can be something else."""


def not_given(numbers: Numbers) -> figures.Nothing | None:
    """The figure required where the attribute that it goes by is blank; None where nothing is known of it."""
    if not numbers:
        return None
    return figures.Nothing(ReasonKind.NO_ATTRIBUTE, applies=ATTAINED, is_reported=False, cases=numbers)


def printed(several: Sequence[Numbers], remaining: int, place: int) -> Numbers:
    """The numbers of the case that a unit is in, by its place; where it is blank, of the first ones, that remain possible."""
    return several[place] if place < len(several) else computed.numbers_together(several[:remaining])


_SINGLE = tuple(found in (ATTAINED, NOT_ATTAINED, NOT_APPLICABLE) for found in range(8))
_WHERE = tuple(tuple(verdict.where(truth, applies) for applies in range(8)) for truth in range(8))
NAMES: Mapping[str, object] = {
    **{f"B{parts}": _nested(verdict.BOTH, parts) for parts in range(2, MOST_AT_ONCE + 1)},
    **{f"E{parts}": _nested(verdict.EITHER, parts) for parts in range(2, MOST_AT_ONCE + 1)},
    "W": _WHERE,
    "T": verdict.OPPOSITE,
    "S": _SINGLE,
    "D": Decimal,
    "type": type,
    "int": int,
    "MET": Finding.MET,
    "NOT_MET": Finding.NOT_MET,
    "BASICALLY_MET": Finding.BASICALLY_MET,
    "all_hold": verdict.all_hold,
    "any_holds": verdict.any_holds,
    **{
        one.__name__: one
        for one in (
            figures.without,
            figures.compared,
            figures.bounded,
            figures.span_one_of,
            figures.always,
            figures.rounded,
            figures.scaled,
            figures.less,
            figures.derived,
            figures.over,
            figures.as_span,
            figures.single,
            figures.cause_of,
            not_given,
            printed,
            span_arithmetic.always_counted,
            span_arithmetic.always_span,
            span_arithmetic.among,
            span_arithmetic.awarded,
            span_arithmetic.banded,
            span_arithmetic.bounded_within,
            span_arithmetic.counted,
            span_arithmetic.counted_share,
            span_arithmetic.interpolated,
            span_arithmetic.less_span,
            span_arithmetic.rounded_span,
            span_arithmetic.scaled_span,
            span_arithmetic.totalled,
            span_arithmetic.weighed_share,
        )
    },
}

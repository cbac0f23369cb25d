"""The form of a generated function: its text, the values that it takes, where its results stand, the names that it may use."""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any, TypeGuard

from attrs import field, frozen

from ...model.decision import ReasonKind
from ...model.fact import Finding
from ...model.key import RuleKey
from ...program import computed, span_arithmetic, terms, verdict
from ...program.verdict import ATTAINED, NOT_APPLICABLE, NOT_ATTAINED, Verdict
from . import figures


@frozen(cache_hash=True)
class OfMembers:
    """An input with one verdict or figure for each member, in a tuple."""

    members: terms.Members
    term: terms.Truth | terms.Figure


Input = terms.Reported | terms.AttributeOf | terms.YearOf | terms.OutcomeOf | terms.Above | OfMembers
Decide = Callable[[Sequence[object], Mapping[int, Verdict]], Any]


@frozen(eq=False)
class GeneratedFunction:
    """The generated function of some terms: its text, what it takes, and where its results stand.

    Values come in this order: of the unit's own `measures` on the day, of its `attributes`, and of the `others`. `attested`
    are the places of the terms that an authority's word on a rule may decide; `said` has that word by the place. Results are
    a tuple, of a part of a program a dictionary by their positions in the whole.
    """

    source: str = field(repr=False)
    measures: tuple[str, ...]
    attributes: tuple[str, ...]
    others: tuple[Input, ...]
    attested: Mapping[RuleKey, tuple[tuple[int, terms.Attested], ...]]
    positions: Mapping[terms.Truth | terms.Figure | terms.CaseChoice | OfMembers, int] = field(repr=False)
    decide: Decide = field(repr=False)


def is_span(figure: terms.Figure) -> bool:
    """True if a figure is a span (low, high, applies) in generated code; False if it is a single value."""
    match figure:
        case terms.Counted() | terms.Over() | terms.Among() | terms.WeighedShare():
            return True
        case terms.Rounded(inner) | terms.Scaled(inner) | terms.Always(inner):
            return is_span(inner)
        case terms.Difference(of, less):
            return is_span(of) or is_span(less)
    return isinstance(figure, computed.Computed)


def is_own(term: Input) -> TypeGuard[terms.Reported]:
    """True if an input is a figure reported of the unit itself on the program's day."""
    return isinstance(term, terms.Reported) and term.is_current


def name_of(figure: terms.Figure) -> str:
    """The measure that a part of a derived figure is of."""
    match figure:
        case terms.Reported(measure) | terms.Derived(terms.Reported(measure)):
            return measure
        case terms.Rounded(inner) | terms.Always(inner):
            return name_of(inner)
    raise TypeError(figure)


def printed_source(
    figure: terms.Figure | None, value: Callable[[terms.CaseChoice], str], constant: Callable[[object], str]
) -> str:
    """The text of the numbers that a required figure can be (`printed_numbers`), by the places of its cases."""
    if not isinstance(figure, terms.Chosen):
        return constant(terms.printed_numbers(figure, lambda case: None))
    texts = [printed_source(part, value, constant) for part in (*figure.figures, figure.otherwise)]
    return f"printed(({', '.join(texts)},), {len(figure.remaining)}, {value(figure.case)})"


MOST_AT_ONCE = 4
"""The largest number of verdicts combined by one table, and so its number of dimensions."""


def _nested(together: Sequence[Sequence[int]], parts: int) -> Any:
    """The table that combines `parts` verdicts, as nested tuples: `table[a][b][c]`."""

    def of(combined: int, more: int) -> Any:
        return tuple(of(together[combined][verdict], more - 1) for verdict in range(8)) if more else combined

    return tuple(of(verdict, parts - 1) for verdict in range(8))


Numbers = tuple[Decimal, ...] | None
"""The printed numbers that a figure required can be; None where it can be something else."""


def not_given(numbers: Numbers) -> figures.Nothing | None:
    """The figure required where the attribute that it goes by is blank; None where nothing is known of it."""
    if not numbers:
        return None
    return figures.Nothing(ReasonKind.NO_ATTRIBUTE, applies=ATTAINED, is_reported=False, cases=numbers)


def printed(by_case: Sequence[Numbers], remaining: int, place: int) -> Numbers:
    """The numbers of the case that a unit is in, by its place; where it is blank, of the first ones, that remain possible."""
    return by_case[place] if place < len(by_case) else computed.numbers_together(by_case[:remaining])


_SINGLE = tuple(verdict in (ATTAINED, NOT_ATTAINED, NOT_APPLICABLE) for verdict in range(8))
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
        function.__name__: function
        for function in (
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

"""The form of a generated function: its text, the values that it takes, and the positions of its results."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeGuard

from attrs import field, frozen

from ...model.key import RuleKey
from ...program.terms import (
    Above,
    Always,
    Among,
    Attested,
    AttributeOf,
    Awarded,
    Banded,
    CaseChoice,
    Chosen,
    Counted,
    Derived,
    Difference,
    Figure,
    Interpolated,
    Members,
    OutcomeOf,
    Over,
    Reported,
    Rounded,
    Scaled,
    Total,
    Truth,
    WeighedShare,
    Within,
    YearOf,
    printed_numbers,
)
from ...program.verdict import Verdict


@frozen(cache_hash=True)
class OfMembers:
    """An input with one verdict or figure for each member, in a tuple."""

    members: Members
    term: Truth | Figure


Input = Reported | AttributeOf | YearOf | OutcomeOf | Above | OfMembers
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
    attested: Mapping[RuleKey, tuple[tuple[int, Attested], ...]]
    positions: Mapping[Truth | Figure | CaseChoice | OfMembers, int] = field(repr=False)
    decide: Decide = field(repr=False)


def is_span(figure: Figure) -> bool:
    """True if a figure is a span (low, high, applies) in generated code; False if it is a single value."""
    match figure:
        case Counted() | Over() | Among() | WeighedShare() | Banded() | Interpolated() | Awarded() | Within() | Total():
            return True
        case Rounded(inner) | Scaled(inner) | Always(inner):
            return is_span(inner)
        case Difference(of, less):
            return is_span(of) or is_span(less)
    return False


def is_own(term: Input) -> TypeGuard[Reported]:
    """True if an input is a figure reported of the unit itself on the program's day."""
    return isinstance(term, Reported) and term.is_current


def name_of(figure: Figure) -> str:
    """The measure that a part of a derived figure is of."""
    match figure:
        case Reported(measure) | Derived(Reported(measure)):
            return measure
        case Rounded(inner) | Always(inner):
            return name_of(inner)
    raise TypeError(figure)


def printed_source(figure: Figure | None, value: Callable[[CaseChoice], str], constant: Callable[[object], str]) -> str:
    """The text of the numbers that a required figure can be (`printed_numbers`), by the places of its cases."""
    if not isinstance(figure, Chosen):
        return constant(printed_numbers(figure, lambda case: None))
    several = [printed_source(one, value, constant) for one in (*figure.figures, figure.otherwise)]
    return f"printed(({', '.join(several)},), {len(figure.remaining)}, {value(figure.case)})"

"""Tallies of members as places of the number and the share attained among the thresholds."""

from collections.abc import Iterable, Sequence
from enum import Enum
from fractions import Fraction

from attrs import frozen

from ...model.condition import Basis
from ...model.decision import Tally
from ..regions.partition import Domain, cells
from ..regions.quantity import Cell, MembersDeciding, State
from .counted import place_of
from .interval import FigureInterval, interval


class Nobody(Enum):
    """State of members among whom no outcome is settled."""

    NONE = "none"
    """There are no members."""
    NOT_APPLICABLE = "not_applicable"
    """The rule applies to none of them."""
    UNDETERMINED = "undetermined"
    """The rule is undetermined for all members to which it may apply."""


@frozen
class Standing:
    """Places of the least and greatest possible number (`count`) and share (`share`) of members attained.

    A place is the index of a cell among those of the thresholds; both are the same when nothing is undetermined (not
    `open`).
    """

    open: bool
    count: tuple[int, int]
    share: tuple[int, int]


@frozen
class MemberThresholds:
    """Cells into which thresholds divide the number and the share (in percent) of members."""

    counts: tuple[Cell, ...]
    shares: tuple[Cell, ...]

    def cells(self, basis: Basis) -> tuple[Cell, ...]:
        """The cells of the number, or of the share in percent."""
        return self.shares if basis is Basis.SHARE else self.counts

    def interval(self, basis: Basis, first: int, last: int) -> FigureInterval:
        """The cells from one place to another as an interval."""
        return interval(self.cells(basis), first, last)

    def standing(self, tally: Tally) -> Standing | Nobody:
        """Standing of a tally; Nobody when no outcome in it is settled."""
        whole = tally.applicable
        if not whole:
            return Nobody.NOT_APPLICABLE if tally.not_applicable else Nobody.NONE
        if not tally.attained and not tally.not_attained:
            return Nobody.UNDETERMINED
        least, most = tally.attained, tally.attained + tally.undetermined
        return Standing(
            tally.undetermined > 0,
            (place_of(self.counts, Fraction(least)), place_of(self.counts, Fraction(most))),
            (place_of(self.shares, Fraction(100 * least, whole)), place_of(self.shares, Fraction(100 * most, whole))),
        )


def member_thresholds(quantity: MembersDeciding, every: Sequence[State]) -> MemberThresholds:
    """Thresholds that rules compare members with; every figure that occurs, when these do not tell all states apart."""
    thresholds = _divided(quantity.counts, quantity.shares)
    tallies = [state for state in every if isinstance(state, Tally)]
    standings = [standing for tally in tallies if isinstance(standing := thresholds.standing(tally), Standing)]
    if len({*standings}) == len(standings):
        return thresholds
    # Bounded by something else as well: every figure that occurs is told apart.
    settled = [tally for tally in tallies if tally.applicable]
    ends = [(tally, tally.attained + more) for tally in settled for more in (0, tally.undetermined)]
    return _divided(
        {Fraction(figure) for _, figure in ends}, {Fraction(100 * figure, tally.applicable) for tally, figure in ends}
    )


def _divided(counts: Iterable[Fraction], shares: Iterable[Fraction]) -> MemberThresholds:
    return MemberThresholds(
        cells(counts, Domain(Fraction(0), None, Fraction(1))), cells(shares, Domain(Fraction(0), Fraction(100)))
    )

"""The four outcomes, and the numbers of each."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Final

from attrs import frozen

from .values.identity import IdentityEnum


class Outcome(IdentityEnum):
    """Result of a rule for a unit at a date.

    >>> Outcome("attained") is Outcome.ATTAINED
    True
    """

    ATTAINED = "attained"
    NOT_ATTAINED = "not_attained"
    NOT_APPLICABLE = "not_applicable"
    UNDETERMINED = "undetermined"


SHORT: Final = (Outcome.NOT_ATTAINED, Outcome.UNDETERMINED)
"""The outcomes that are short of attainment, in the order in which they are told."""
OPPOSITE: Final[Mapping[Outcome, Outcome]] = {
    Outcome.ATTAINED: Outcome.NOT_ATTAINED,
    Outcome.NOT_ATTAINED: Outcome.ATTAINED,
}
"""The outcome of the opposite of a rule, where it is another one."""
_TALLIED = (Outcome.ATTAINED, Outcome.NOT_ATTAINED, Outcome.UNDETERMINED, Outcome.NOT_APPLICABLE)


@frozen
class Tally:
    """Number of criteria or members with each outcome.

    >>> Tally(attained=7, not_attained=1, undetermined=1, not_applicable=2).applicable
    9
    """

    attained: int
    not_attained: int
    undetermined: int
    not_applicable: int

    @classmethod
    def of(cls, outcomes: Iterable[Outcome]) -> "Tally":
        """The numbers of outcomes.

        >>> Tally.of([Outcome.ATTAINED, Outcome.UNDETERMINED])
        Tally(attained=1, not_attained=0, undetermined=1, not_applicable=0)
        """
        counts = Counter(outcomes)
        return cls(*(counts[outcome] for outcome in _TALLIED))

    @classmethod
    def together(cls, tallies: Iterable["Tally"]) -> "Tally":
        """The numbers of several tallies added up.

        >>> Tally.together([Tally(1, 0, 2, 0), Tally(3, 0, 0, 1)])
        Tally(attained=4, not_attained=0, undetermined=2, not_applicable=1)
        """
        every = [tally.counts.values() for tally in tallies]
        return cls(*map(sum, zip(*every, strict=True))) if every else cls(0, 0, 0, 0)

    @property
    def applicable(self) -> int:
        """Number of criteria or members to which the rule applies."""
        return self.attained + self.not_attained + self.undetermined

    @property
    def size(self) -> int:
        """Number of criteria or members."""
        return self.applicable + self.not_applicable

    @property
    def counts(self) -> Mapping[Outcome, int]:
        """The number with each outcome."""
        numbers = (self.attained, self.not_attained, self.undetermined, self.not_applicable)
        return dict(zip(_TALLIED, numbers, strict=True))

    @property
    def present(self) -> frozenset[Outcome]:
        """The outcomes that there are."""
        return frozenset(outcome for outcome, count in self.counts.items() if count)

    def ends(self, *, failing: bool = False) -> tuple[int, int]:
        """The least and the greatest number attained (`failing`: not attained), whatever those undetermined come to."""
        least = self.not_attained if failing else self.attained
        return least, least + self.undetermined

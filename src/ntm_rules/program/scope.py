"""The names that a rule may use, resolved."""

from collections.abc import Iterable, Mapping
from datetime import date

from attrs import field, frozen

from ..model.library import Library
from ..model.ruleset import Ruleset
from .terms import Listed, Not, OutcomeOf, ProgramKey, Truth


@frozen
class Scope:
    """The names that a rule may use, resolved: the ruleset and its day, the catalogues, the criteria of every program asked."""

    ruleset: Ruleset
    as_of: date
    library: Library
    criteria: Mapping[ProgramKey, tuple[str, ...]] = field(repr=False)

    def key(self, ruleset: str | None = None, on: date | None = None) -> ProgramKey:
        """The program of a ruleset (the rule's own if None) on a day (the rule's own if None)."""
        return ProgramKey(ruleset or self.ruleset.id, on or self.as_of)

    def outcomes(self, key: ProgramKey, codes: Iterable[str] = (), failing: bool = False) -> Listed:
        """The outcomes of the rules named, or of all criteria of the program; their opposites where failing."""
        found: list[Truth] = [OutcomeOf(key, code) for code in tuple(codes) or self.criteria[key]]
        return Listed(tuple(Not(one) if failing else one for one in found))

    def ruleset_of(self, id: str) -> Ruleset:
        """The rule's own ruleset, or the version of another that is in force on the day."""
        return self.ruleset if id == self.ruleset.id else self.library.ruleset(id, self.key().as_of)

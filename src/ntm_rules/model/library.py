"""A library: the measures, the attributes and every version of every ruleset, ready to be compiled."""

from collections.abc import Mapping
from datetime import date

from attrs import field, frozen

from .measure import Attribute, Measure
from .problem import CompileError
from .ruleset import Ruleset


@frozen
class Library:
    """Everything rule files say. `versions` lists each ruleset's versions, oldest first."""

    measures: Mapping[str, Measure] = field(factory=dict)
    attributes: Mapping[str, Attribute] = field(factory=dict)
    versions: Mapping[str, tuple[Ruleset, ...]] = field(factory=dict)

    def ruleset(self, id: str, on: date) -> Ruleset:
        """The version of a ruleset that is in force on a day.

        Raises CompileError when there is no such ruleset, or no version of it in force on that day.
        """
        if id not in self.versions:
            known = ", ".join(sorted(self.versions)) or "none"
            raise CompileError(f"there is no ruleset {id!r}; known: {known}")
        begun = [ruleset for ruleset in self.versions[id] if ruleset.version <= on]
        if not begun or (begun[-1].until is not None and on > begun[-1].until):
            spans = "; ".join(f"{ruleset.version} – {ruleset.until or '…'}" for ruleset in self.versions[id])
            raise CompileError(f"no version of {id} is in force on {on}; versions: {spans}")
        return begun[-1]

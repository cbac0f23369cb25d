"""The reasons of a report: a graph of one node for each unit and rule, with its texts in both languages."""

from attrs import frozen

from ...model.text import Text
from .two_languages import Badge


@frozen
class ReasonLine:
    """One reason in words: its sign, the sentence, the sources that are its own."""

    badge: Badge
    text: Text
    sources: tuple[Text, ...] = ()


@frozen(eq=False)
class ReasonNode:
    """The reason of one decision; `below` are the places of those it rests on, `steps` what has to be done."""

    unit_code: str
    rule: str
    version: str
    unit: Text
    ruleset: Text
    name: Text
    code: str
    badge: Badge
    counted: Text | None
    lines: tuple[ReasonLine, ...]
    sources: tuple[Text, ...]
    citation: Text | None
    known: Text
    offices: tuple[Text, ...]
    published: tuple[Text, ...]
    steps: tuple[Text, ...]
    below: tuple[int, ...]

    def of_unit(self, code: str, unit: Text, below: tuple[int, ...], steps: tuple[Text, ...]) -> "ReasonNode":
        """The same told of a unit, which rests on other decisions and has other steps before it."""
        if (self.unit_code, self.unit, self.below, self.steps) == (code, unit, below, steps):
            return self
        # As `evolve` would, which looks all fields up.
        return ReasonNode(
            code,
            self.rule,
            self.version,
            unit,
            self.ruleset,
            self.name,
            self.code,
            self.badge,
            self.counted,
            self.lines,
            self.sources,
            self.citation,
            self.known,
            self.offices,
            self.published,
            steps,
            below,
        )


@frozen(eq=False)
class ReasonGraph:
    """The reasons of all decisions, one node for each unit and rule, however often it is rested on."""

    nodes: tuple[ReasonNode, ...]

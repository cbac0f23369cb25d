"""What an assessment uses of the units handed to it: kinds that are judged or counted, attributes that are read."""

from collections.abc import Iterable, Mapping
from typing import Self

from attrs import field, frozen

from ..model.frozen_mapping import FrozenMapping
from ..model.key import RuleKey


@frozen
class Uses:
    """The kinds of units that rules apply to, count as members or ask about, and the attributes that they read.

    `counted` names for each kind the first rule that counts its units below another; `asked` are the kinds of which rules
    read something above; `rules` are the rules of each ruleset.
    """

    applied: frozenset[str] = frozenset()
    counted: Mapping[str, RuleKey] = field(factory=FrozenMapping)
    asked: frozenset[str] = frozenset()
    attributes: frozenset[str] = frozenset()
    rules: Mapping[str, frozenset[str]] = field(factory=FrozenMapping)

    @property
    def kinds(self) -> frozenset[str]:
        """Every kind that is used."""
        return self.applied | self.asked | frozenset(self.counted)

    @classmethod
    def of_all(cls, several: Iterable["Uses"]) -> Self:
        """What several assessments use together."""
        every = tuple(several)
        return cls(
            frozenset().union(*(uses.applied for uses in every)),
            FrozenMapping({kind: rule for uses in reversed(every) for kind, rule in uses.counted.items()}),
            frozenset().union(*(uses.asked for uses in every)),
            frozenset().union(*(uses.attributes for uses in every)),
            FrozenMapping(
                {
                    ruleset: frozenset().union(*(uses.rules.get(ruleset, frozenset()) for uses in every))
                    for ruleset in dict.fromkeys(ruleset for uses in every for ruleset in uses.rules)
                }
            ),
        )


NOTHING_USED = Uses()
"""Of an assessment that is not known: everything declared is taken."""

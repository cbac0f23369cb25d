"""The use that an assessment makes of units: kinds that are judged or counted, attributes that are read."""

from collections.abc import Iterable, Mapping
from typing import Self

from attrs import field, frozen

from ..model.key import RuleKey
from ..model.values.frozen_mapping import FrozenMapping


@frozen
class CountingUse:
    """A rule that counts units of a kind below those of the kinds `above`; `only` names those meant (empty: all)."""

    rule: RuleKey
    above: tuple[str, ...]
    only: tuple[str, ...] = ()


@frozen
class Uses:
    """The kinds of units that rules apply to, count as members or ask about, and the attributes that they read.

    `counted` says for each kind which rules count its units, and below what; `asked` are the kinds of which rules
    read something above; `rules` are the rules of each ruleset.
    """

    applied: frozenset[str] = frozenset()
    counted: Mapping[str, tuple[CountingUse, ...]] = field(factory=FrozenMapping)
    asked: frozenset[str] = frozenset()
    attributes: frozenset[str] = frozenset()
    rules: Mapping[str, frozenset[str]] = field(factory=FrozenMapping)

    @property
    def kinds(self) -> frozenset[str]:
        """Every kind that is used."""
        return self.applied | self.asked | frozenset(self.counted)

    @classmethod
    def of_all(cls, several: Iterable["Uses"]) -> Self:
        """The combined uses of several assessments."""
        every = tuple(several)
        return cls(
            frozenset().union(*(uses.applied for uses in every)),
            FrozenMapping(
                {
                    kind: tuple(dict.fromkeys(one for uses in every for one in uses.counted.get(kind, ())))
                    for kind in dict.fromkeys(kind for uses in every for kind in uses.counted)
                }
            ),
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
"""The uses of an assessment that is not known: every declared kind and attribute is taken."""

"""What programs read of a frame: the columns that are looked at, and so are checked."""

from collections.abc import Iterable, Mapping
from datetime import date

from attrs import field, frozen

from ...language.contents.traversal import thresholds
from ...model.condition import (
    AttributeIs,
    Change,
    Comparison,
    Condition,
    MembersAttained,
    MembersMeasure,
    OneOf,
    Required,
)
from ...model.key import RuleKey
from ...model.threshold import ByAttribute, Relative
from ...program.compiling import parts_of
from ...program.program import Program
from ..uses import uses_of
from .derivation import closure


@frozen
class Link:
    """Units of the kind `below` are counted for those of the kind `above`, on an earlier day if one is named.

    With `only`, those of these codes.
    """

    below: str
    above: str
    day: date | None = None
    only: tuple[str, ...] = ()


@frozen(eq=False)
class Reads:
    """Measures, attributes and rules by name. A rule may also be named by its code alone where it is of the ruleset `top`.

    `days` are the earlier days that rules ask about. `links` say which units rules count as members, with the first rule that
    does; `kinds` are the kinds of units that rules apply to, count, or ask about.
    """

    measures: frozenset[str]
    attributes: frozenset[str]
    rules: Mapping[str, RuleKey]
    top: str
    days: frozenset[date]
    links: Mapping[Link, RuleKey] = field(factory=dict)
    kinds: frozenset[str] = frozenset()

    @classmethod
    def of(cls, programs: Iterable[Program]) -> "Reads":
        """Everything that some programs, and those they ask, read."""
        measures: dict[str, None] = {}
        attributes: dict[str, None] = {}
        rules: dict[str, RuleKey] = {}
        days: set[date] = set()
        links: dict[Link, RuleKey] = {}
        every = tuple(programs)
        for top in every:
            for program in top.programs():
                days |= {day for _, day in program.past}
                for rule in program.rules:
                    rules[str(rule.key)] = rule.key
                    if program.ruleset.id == top.ruleset.id:
                        rules[rule.key.code] = rule.key
                    for condition in (rule.condition, rule.rule.applies_when):
                        for part in parts_of(condition) if condition is not None else ():
                            _part(part, program, measures, attributes)
                            if isinstance(part, MembersAttained | MembersMeasure):
                                day = None if program.as_of == top.as_of else program.as_of
                                links.setdefault(
                                    Link(part.kind, program.ruleset.applies_to, day, tuple(part.only)), rule.key
                                )
                            if isinstance(part, Change):
                                days.add(part.since)
        return cls(
            frozenset(measures),
            frozenset(attributes),
            rules,
            top.ruleset.id,
            frozenset(days),
            links,
            uses_of(every).kinds,
        )


def _part(part: Condition, program: Program, measures: dict[str, None], attributes: dict[str, None]) -> None:
    match part:
        case Comparison(measure) | OneOf(measure) | Required(measure) | Change(measure):
            measures |= dict.fromkeys(closure(measure, program.library))
        case MembersMeasure(of=str(measure)):
            measures |= dict.fromkeys(closure(measure, program.library))
        case AttributeIs(attribute):
            attributes[attribute] = None
    for threshold in thresholds(part):
        if isinstance(threshold, Relative):
            measures |= dict.fromkeys(closure(threshold.measure, program.library))
        elif isinstance(threshold, ByAttribute):
            attributes[threshold.attribute] = None

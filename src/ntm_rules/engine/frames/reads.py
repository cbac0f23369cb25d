"""What programs read of a frame: the columns that are looked at, and so are checked."""

from collections.abc import Iterable, Iterator

from attrs import frozen

from ...model.condition import AttributeIs, Change, Comparison, Condition, MembersMeasure, OneOf, Required
from ...model.threshold import ByAttribute, ByYear, Relative, Threshold
from ..program import Program, parts_of, thresholds_of
from .derivation import closure


@frozen
class Reads:
    """Measures, attributes and rules by name. A rule may also be named by its code alone where it is of the ruleset `top`."""

    measures: frozenset[str]
    attributes: frozenset[str]
    rules: frozenset[str]

    @classmethod
    def of(cls, programs: Iterable[Program]) -> "Reads":
        """Everything that some programs, and those they ask, read."""
        measures: dict[str, None] = {}
        attributes: dict[str, None] = {}
        rules: dict[str, None] = {}
        for top in programs:
            for program in top.programs():
                for rule in program.rules:
                    rules[str(rule.key)] = None
                    if program.ruleset.id == top.ruleset.id:
                        rules[rule.key.code] = None
                    for condition in (rule.condition, rule.rule.applies_when):
                        for part in parts_of(condition) if condition is not None else ():
                            _part(part, program, measures, attributes)
        return cls(frozenset(measures), frozenset(attributes), frozenset(rules))


def _part(part: Condition, program: Program, measures: dict[str, None], attributes: dict[str, None]) -> None:
    match part:
        case Comparison(measure) | OneOf(measure) | Required(measure) | Change(measure):
            measures |= dict.fromkeys(closure(measure, program.library))
        case MembersMeasure(of=str(measure)):
            measures |= dict.fromkeys(closure(measure, program.library))
        case AttributeIs(attribute):
            attributes[attribute] = None
    for threshold in thresholds_of(part):
        for each in _within(threshold):
            if isinstance(each, Relative):
                measures |= dict.fromkeys(closure(each.measure, program.library))
            elif isinstance(each, ByAttribute):
                attributes[each.attribute] = None


def _within(threshold: Threshold) -> Iterator[Threshold]:
    """A threshold and those inside it."""
    yield threshold
    if isinstance(threshold, ByAttribute | ByYear):
        for _, case in threshold.cases:
            yield from _within(case)
        if threshold.otherwise is not None:
            yield from _within(threshold.otherwise)

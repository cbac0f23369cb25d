"""Every condition and threshold of a ruleset, with the rule it stands in."""

from collections.abc import Iterator

from ...model.condition import AllOf, AnyOf, AtLeastN, Condition, MembersAttained, MembersMeasure, NoneOf
from ...model.ruleset import Rule, Ruleset
from ...model.threshold import ByAttribute, ByYear, Relative, Threshold


def conditions(ruleset: Ruleset) -> Iterator[tuple[Rule, Condition]]:
    """Each condition beside the rule it belongs to, those inside others after them."""
    for rule in ruleset.rules():
        for top in (rule.applies_when, rule.condition):
            if top is not None:
                for each in within(top):
                    yield rule, each


def within(condition: Condition) -> Iterator[Condition]:
    """The condition itself, and every one inside it."""
    yield condition
    if isinstance(condition, AllOf | AnyOf | NoneOf | AtLeastN):
        for part in condition.parts:
            yield from within(part)


def cases(threshold: Threshold) -> Iterator[Threshold]:
    """The threshold itself, and every one that it chooses from."""
    yield threshold
    if isinstance(threshold, ByAttribute | ByYear):
        for _, case in threshold.cases:
            yield from cases(case)
        if threshold.otherwise is not None:
            yield from cases(threshold.otherwise)


def thresholds(condition: Condition) -> Iterator[Threshold]:
    """Every threshold that stands directly in the condition, with its cases."""
    held = getattr(condition, "threshold", None)
    if held is not None:
        yield from cases(held)
    for bound in getattr(condition, "bounds", ()):
        yield from cases(bound.threshold)


def kinds_in(ruleset: Ruleset) -> Iterator[str]:
    """The kinds of units that a ruleset judges, counts, or asks figures of; one may come several times."""
    yield ruleset.applies_to
    for _, condition in conditions(ruleset):
        if isinstance(condition, MembersAttained | MembersMeasure):
            yield condition.kind
        for threshold in thresholds(condition):
            if isinstance(threshold, Relative) and threshold.of is not None:
                yield threshold.of

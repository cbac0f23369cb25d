"""The one traversal of conditions and thresholds, at any depth, and of their references to other rules.

It follows the fields of a form, so that a new form needs no traversal of its own.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from functools import cache
from typing import get_args

import attrs
from attrs import frozen

from ...model.condition import Aggregate, Basis, Bound, Condition, CriteriaCount, Operator, Unknown, is_mean
from ...model.key import RuleKey
from ...model.named import ReferenceKind, fields_naming, named
from ...model.place import Place, place_of
from ...model.ruleset import Rule, Ruleset
from ...model.threshold import Threshold, UnknownThreshold

Node = Condition | Bound | Threshold | CriteriaCount


# By type: whether a value is of one of forty classes is asked of every field of every node.
_NODES, _CONDITIONS = frozenset(get_args(Node)), frozenset(get_args(Condition))


@cache
def _fields(kind: type[Node]) -> tuple[str, ...]:
    return tuple(field.name for field in attrs.fields(kind))


def children(node: Node) -> Iterator[Node]:
    """The conditions, bounds, thresholds and counts that stand directly in the fields of a node."""
    for name in _fields(type(node)):  # type: ignore[arg-type]
        value = getattr(node, name)
        if type(value) in _NODES:
            yield value
        elif type(value) is tuple:
            yield from _nodes_in(value)


def _nodes_in(values: tuple[object, ...]) -> Iterator[Node]:
    for value in values:
        if type(value) in _NODES:
            yield value  # type: ignore[misc]
        elif type(value) is tuple:
            yield from _nodes_in(value)


def conditions(ruleset: Ruleset) -> Iterator[tuple[Rule, Condition]]:
    """Pairs of a rule and each of its conditions, outer ones before those inside them."""
    for rule, top in whole_conditions(ruleset):
        for condition in within(top):
            yield rule, condition


def whole_conditions(ruleset: Ruleset) -> Iterator[tuple[Rule, Condition]]:
    """Pairs of a rule and each condition that stands in it as a whole: where its ruleset applies, when it does, its content."""
    for place, rule in enumerate(ruleset.rules()):
        # Where the ruleset applies is asked of every rule, and told once.
        for top in (None if place else ruleset.applies_where, rule.applies_when, rule.condition):
            if top is not None:
                yield rule, top


def within(condition: Condition) -> Iterator[Condition]:
    """The condition itself, and every condition inside it."""
    yield condition
    for part in children(condition):
        if type(part) in _CONDITIONS:
            yield from within(part)  # type: ignore[arg-type]


def about(condition: Condition, kind: str | None = None) -> Iterator[tuple[Condition, str | None]]:
    """The condition itself and every condition inside it, each with the kind of the units that it is about.

    None for the unit of the rule, as long as no other `kind` is given.
    """
    yield condition, kind
    below = next(named(condition, ReferenceKind.KIND), None) or kind
    for part in children(condition):
        if type(part) in _CONDITIONS:
            yield from about(part, below)  # type: ignore[arg-type]


def depth_of(node: Condition | Threshold) -> int:
    """Depth of the conditions, or thresholds, nested below a node. Needs no recursion."""
    kind = Condition if isinstance(node, Condition) else Threshold
    depth, level = -1, [node]
    while level:
        depth += 1
        level = [part for condition in level for part in children(condition) if isinstance(part, kind)]
    return depth


def cases(threshold: Threshold) -> Iterator[Threshold]:
    """The threshold itself, and every threshold among its cases."""
    yield threshold
    for part in children(threshold):
        if isinstance(part, Threshold):
            yield from cases(part)


@frozen
class Choice:
    """One case of a threshold that is chosen by an attribute, or by the year (`attribute` None); `value` None: any other."""

    attribute: str | None
    value: str | int | None
    threshold: Threshold


def choices(threshold: Threshold) -> tuple[Choice, ...]:
    """The cases that stand in a threshold itself, those of the values listed first; none where it does not choose."""
    if not hasattr(threshold, "cases"):
        return ()
    attribute = next(named(threshold, ReferenceKind.ATTRIBUTE), None)
    listed = [Choice(attribute, value, case) for value, case in threshold.cases]
    otherwise = getattr(threshold, "otherwise", None)
    return (*listed, *(() if otherwise is None else (Choice(attribute, None, otherwise),)))


def thresholds(condition: Condition) -> Iterator[Threshold]:
    """Every threshold that stands in the condition itself, with its cases."""
    for compared in compared_thresholds(condition):
        yield from cases(compared.threshold)


@frozen
class ComparedThreshold:
    """A threshold of a condition, with a description of the figure that is compared with it.

    The figure is that of a `measure`, or counted where there is none: a number or a share (`basis`) of criteria or members. It
    may be made of several figures (an `aggregate`), of members or of years, or be a `change` since an earlier day, which is a
    share of the earlier figure if the `basis` says so.
    """

    threshold: Threshold
    operator: Operator
    measure: str | None = None
    basis: Basis = Basis.COUNT
    aggregate: Aggregate | None = None
    change: bool = False
    bound: Bound | None = None


def compared_thresholds(condition: Condition) -> Iterator[ComparedThreshold]:
    """Thresholds written directly in a condition, each with the figure that is compared with it."""
    threshold, operator = getattr(condition, "threshold", None), getattr(condition, "operator", None)
    if isinstance(threshold, Threshold) and isinstance(operator, Operator):
        counted = [part for part in children(condition) if isinstance(part, CriteriaCount)]
        change = hasattr(condition, "direction") or any(count.since is not None for count in counted)
        measure = next(named(condition, ReferenceKind.MEASURE), None)
        aggregate = Aggregate.MEAN if is_mean(condition) else getattr(condition, "aggregate", None)
        basis = getattr(condition, "basis", Basis.COUNT) if measure is not None else Basis.COUNT
        yield ComparedThreshold(threshold, operator, measure, basis, aggregate, change)
    for part in children(condition):
        if isinstance(part, Bound):
            yield ComparedThreshold(part.threshold, part.operator, basis=part.basis, bound=part)


def all_below(rule: Rule) -> tuple[Rule, ...]:
    """The rules below one, at any depth.

    >>> from ...model.ruleset import Criterion, Provenance, ProvenanceStatus
    >>> from ...model.text import Text
    >>> all_below(Criterion("1", Text("Đường"), Provenance(ProvenanceStatus.PLAN)))
    ()
    """
    return tuple(indicator for below in rule.below for indicator in (below, *below.below))


def thresholds_set(ruleset: Ruleset, code: str, measure: str | None) -> Sequence[Threshold]:
    """The thresholds that a rule and those below it set for a measure, where they compare the unit's own figure with them.

    One that is not known where none is set, and what such a rule asks is not known.
    """
    rules = [rule for rule in ruleset.rules() if rule.code == code]
    rules += [below for rule in rules for below in all_below(rule)]
    own = [about(rule.condition) for rule in rules if rule.condition is not None]
    every = [part for parts_of_rule in own for part, kind in parts_of_rule if kind is None]
    compared = [
        compared_threshold
        for part in every
        for compared_threshold in compared_thresholds(part)
        if compared_threshold.measure == measure and compared_threshold.bound is None
    ]
    thresholds = [
        compared_threshold.threshold
        for compared_threshold in compared
        if compared_threshold.aggregate is None and not compared_threshold.change
    ]
    return thresholds or [UnknownThreshold(part.place) for part in every if isinstance(part, Unknown)][:1]


def rules_named(node: object) -> Iterator[RuleKey]:
    """The rules that a node itself names."""
    return (rule for rule in fields_naming(node, ReferenceKind.RULE) if isinstance(rule, RuleKey))


def thresholds_asked(condition: Condition) -> Iterator[tuple[RuleKey, str | None]]:
    """The rules whose threshold a condition itself takes, each with the measure it is taken for."""
    for compared in compared_thresholds(condition):
        for case in cases(compared.threshold):
            for rule in rules_named(case):
                yield rule, compared.measure


def followed(threshold: Threshold, measure: str | None, ruleset_of: Callable[[str], Ruleset]) -> Iterator[Threshold]:
    """Every threshold among the cases of one that a measure is held against, also among those that other rules set."""
    for case in cases(threshold):
        yield case
        for rule in rules_named(case):
            for set_there in thresholds_set(ruleset_of(rule.ruleset), rule.code, measure):
                yield from followed(set_there, measure, ruleset_of)


@frozen
class RuleReference:
    """Rules of one ruleset that a condition refers to.

    They are those named by `codes`, or all criteria where it counts them and names none, and those `included`, one of which
    must be among the ones counted.

    `ruleset` is None for the condition's own. The rules are those of the units below of a `kind`, or of the unit itself;
    on the day of assessment and, with `since`, on that earlier day as well. With `points`, it is their points that are read.
    `place` is where the rule or ruleset is named.
    """

    ruleset: str | None
    codes: tuple[str, ...]
    kind: str | None
    place: Place | None
    criteria: bool = False
    included: tuple[str, ...] = ()
    since: date | None = None
    points: bool = False

    def rules(self, criteria: Iterable[str]) -> tuple[str, ...]:
        """Codes referred to, of a ruleset that has these criteria."""
        return (*(self.codes or criteria), *self.included)


def references(ruleset: Ruleset) -> Iterator[tuple[Rule, Condition, RuleReference]]:
    """References of every condition of a ruleset, each with its rule and condition."""
    for rule, top in whole_conditions(ruleset):
        for part, rule_reference in references_in(top):
            yield rule, part, rule_reference


def references_in(whole: Condition) -> Iterator[tuple[Condition, RuleReference]]:
    """References of a condition and of every one inside it, each with the condition that it stands in."""
    for part, kind in about(whole):
        for rule_reference in rule_references(part, kind):
            yield part, rule_reference


def rule_references(condition: Condition, whose: str | None = None) -> Iterator[RuleReference]:
    """References of a condition itself (not of its parts) to rules of its own ruleset or of others.

    `whose` is the kind of the units that the condition is about; None for the unit of the rule.
    """
    kind = next(named(condition, ReferenceKind.KIND), None) or whose
    for threshold in thresholds(condition):
        for rule in rules_named(threshold):
            yield RuleReference(rule.ruleset, (rule.code,), whose, threshold.place)
    counts = (part for part in children(condition) if isinstance(part, CriteriaCount))
    for node in (condition, *counts):
        for rule in rules_named(node):
            yield RuleReference(rule.ruleset, (rule.code,), kind, condition.place)
        for ruleset in fields_naming(node, ReferenceKind.RULESET):
            name = ruleset if isinstance(ruleset, str) else None
            codes, included = tuple(named(node, ReferenceKind.CRITERION)), tuple(named(node, ReferenceKind.INCLUDED))
            place = place_of(name) or condition.place
            yield RuleReference(
                name,
                codes,
                kind,
                place,
                True,
                included,
                getattr(node, "since", None),
                getattr(node, "reads_points", False),
            )


def kinds_in(ruleset: Ruleset) -> Iterator[str]:
    """The kinds of units that a ruleset judges, counts, or asks figures of; one may come several times."""
    yield from ruleset.applies_to
    for _, condition in conditions(ruleset):
        yield from named(condition, ReferenceKind.KIND)
        for threshold in thresholds(condition):
            if any(named(threshold, ReferenceKind.MEASURE)):
                yield from named(threshold, ReferenceKind.KIND)

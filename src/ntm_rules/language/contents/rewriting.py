"""Replacement of a part of a rule or ruleset at any depth: a rule, a condition, a bound, a threshold.

It goes by the fields of a form, as the traversal does, so that a new form needs no rewriter of its own.
"""

from collections.abc import Iterator, Mapping
from typing import Any, TypeVar, cast

import attrs
from attrs import evolve

from ...model.condition import Condition
from ...model.named import ReferenceKind, named
from ...model.ruleset import Conclusion, Criterion, Indicator, Rule, Ruleset
from ...model.threshold import ByAttribute, Threshold
from .traversal import Node

Path = tuple[str | int, ...]
"""Fields, and positions in tuples, that lead from a whole to a part of it: `("parts", 1, "threshold")`."""

W = TypeVar("W")


def rules_at(ruleset: Ruleset) -> Iterator[tuple[Path, Rule]]:
    """Every rule with its path from the ruleset, in the order of `Ruleset.rules`.

    >>> from datetime import date
    >>> from ...model.ruleset import Criterion, Instrument, Provenance, ProvenanceStatus
    >>> from ...model.text import Text
    >>> rule = Criterion("1", Text("Đường"), Provenance(ProvenanceStatus.PLAN))
    >>> ruleset = Ruleset("vn/a", date(2024, 1, 1), Text("Xã"), "commune", Instrument("1/QĐ"), (rule,))
    >>> [(path, rule.code) for path, rule in rules_at(ruleset)]
    [(('criteria', 0), '1')]
    """
    for position, criterion in enumerate(ruleset.criteria):
        path: Path = ("criteria", position)
        for below, indicator in enumerate(criterion.indicators):
            for part, content in enumerate(indicator.contents):
                yield (*path, "indicators", below, "contents", part), content
            yield (*path, "indicators", below), indicator
        yield path, criterion
    for position, conclusion in enumerate(ruleset.conclusions):
        yield ("conclusions", position), conclusion


def conditions_at(condition: Condition, path: Path = ()) -> Iterator[tuple[Path, Condition]]:
    """The condition at `path` and every one inside it with its path, outermost first.

    >>> from ...model.condition import AllOf, NoneOf, Unknown
    >>> [path for path, _ in conditions_at(AllOf((Unknown(), NoneOf((Unknown(),)))))]
    [(), ('parts', 0), ('parts', 1), ('parts', 1, 'parts', 0)]
    """
    yield path, condition
    for below, part in nodes_at(condition, path):
        if isinstance(part, Condition):
            yield from conditions_at(part, below)


def cases_at(threshold: Threshold, path: Path = ()) -> Iterator[tuple[Path, Threshold]]:
    """The threshold at `path` and every one that it chooses from with its path, outermost first.

    >>> from ...model.threshold import ByYear, UnknownThreshold
    >>> [path for path, _ in cases_at(ByYear(((2024, UnknownThreshold()),)), ("threshold",))]
    [('threshold',), ('threshold', 'cases', 0, 1)]
    """
    yield path, threshold
    for below, part in nodes_at(threshold, path):
        if isinstance(part, Threshold):
            yield from cases_at(part, below)


def nodes_at(node: Node, path: Path = ()) -> Iterator[tuple[Path, Node]]:
    """The conditions, bounds, thresholds and counts directly in the fields of the node at `path`, with their paths.

    >>> from ...model.condition import NoneOf, Unknown
    >>> list(nodes_at(NoneOf((Unknown(),))))
    [(('parts', 0), Unknown())]
    """
    for field in attrs.fields(type(node)):
        yield from _nodes_in(getattr(node, field.name), (*path, field.name))


def _nodes_in(value: object, path: Path) -> Iterator[tuple[Path, Node]]:
    if isinstance(value, Node):
        yield path, value
    elif isinstance(value, tuple):
        for position, part in enumerate(value):
            yield from _nodes_in(part, (*path, position))


def replaced(whole: W, path: Path, part: object) -> W:
    """A copy of `whole` with another part at `path`; `part` itself for an empty path.

    >>> from ...model.condition import AllOf, Required
    >>> replaced(AllOf((Required("a", True), Required("b", True))), ("parts", 1, "met"), False)
    AllOf(parts=(Required(measure='a', met=True, over=None), Required(measure='b', met=False, over=None)))
    """
    return cast("W", _rebuilt(whole, path, (part,)))


def without(whole: W, path: Path) -> W:
    """A copy of `whole` without the item of a tuple at `path`, which ends in a position.

    >>> from ...model.condition import AllOf, Required
    >>> without(AllOf((Required("a", True), Required("b", True))), ("parts", 0))
    AllOf(parts=(Required(measure='b', met=True, over=None),))
    """
    return cast("W", _rebuilt(whole, path, ()))


def _rebuilt(value: Any, path: Path, parts: tuple[object, ...]) -> object:
    """A copy of `value` with the part at `path` exchanged for `parts`, of which there may be none within a tuple."""
    if not path:
        [part] = parts
        return part
    first, rest = path[0], path[1:]
    if isinstance(first, str):
        return evolve(value, **{first: _rebuilt(getattr(value, first), rest, parts)})
    inside = (_rebuilt(value[first], rest, parts),) if rest else parts
    return (*value[:first], *inside, *value[first + 1 :])


def with_attributes(node: Node, values: Mapping[str, str]) -> Node:
    """The node with, in place of every threshold by an attribute of which the value is given, the threshold of its case.

    A case that is not listed, and conditions about other units, are left as they are.

    >>> from decimal import Decimal
    >>> from ...model.threshold import ByAttribute, Fixed
    >>> by_region = ByAttribute("region", (("delta", Fixed(Decimal(90))), ("mountains", Fixed(Decimal(70)))))
    >>> with_attributes(by_region, {"region": "mountains"})
    Fixed(value=Decimal('70'))
    """
    if isinstance(node, ByAttribute) and node.attribute in values:
        case = dict(node.cases).get(values[node.attribute], node.otherwise)
        return node if case is None else with_attributes(case, values)
    if isinstance(node, Condition) and any(named(node, ReferenceKind.KIND)):
        return node
    for path, part in nodes_at(node):
        own = with_attributes(part, values)
        if own is not part:
            node = replaced(node, path, own)
    return node


def with_below(rule: Rule, below: tuple[Any, ...]) -> Rule:
    """The rule with other rules directly below it; a conclusion, which has none, as it is.

    >>> from ...model.ruleset import Criterion, Provenance, ProvenanceStatus
    >>> from ...model.text import Text
    >>> with_below(Criterion("1", Text("Đường"), Provenance(ProvenanceStatus.PLAN)), ()).below
    ()
    """
    match rule:
        case Criterion():
            return evolve(rule, indicators=below)
        case Indicator():
            return evolve(rule, contents=below)
        case Conclusion():
            return rule

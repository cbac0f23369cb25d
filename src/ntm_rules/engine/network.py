"""A program as a network of nodes: what reads what, inside a unit and across units."""

from collections.abc import Callable, Sequence
from datetime import date
from operator import itemgetter

from attrs import define, field

from ..model.condition import (
    AllOf,
    AnyOf,
    AtLeastN,
    Attained,
    AttributeIs,
    Change,
    Comparison,
    Condition,
    CriteriaChange,
    CriteriaCount,
    CriteriaState,
    MembersAttained,
    MembersMeasure,
    NoneOf,
    OneOf,
    Operator,
    OwnCriteria,
    Required,
    Unknown,
)
from ..model.measure import ShareOf, SumOf
from ..model.threshold import Threshold
from ..model.units.unit import Unit
from ..program.compiling import relatives_of, thresholds_of
from ..program.program import Program
from . import event, event_count
from .generate import ATTAINED, NOT_ATTAINED
from .node import Making, Node, Outcomes, State, fixed_thresholds, scale_of, scaled
from .world import World

Watch = tuple[str, str]
"""A kind of unit and a measure: what a node reads of other units."""
RuleWatch = tuple[str, date, str]
"""A rule of a program: the ruleset's id, the program's date, the rule's code."""
Lookup = Callable[[RuleWatch, str], int]
"""The outcome code of a rule for a unit."""


@define(eq=False)
class Network:
    """The nodes of one program, and who reads what.

    `readers` are the nodes that read a measure of the unit itself, `above` those that read one of the nearest unit of a
    kind above, `below` those that read one of the units of a kind below. `rules_below` and `rules_beside` are the nodes
    that read a rule of units of a kind below, or of the same unit under another ruleset. `days` are the earlier dates read.
    """

    program: Program
    prefix: str
    world: World
    nodes: list[Node] = field(factory=list)
    rule_node: dict[str, int] = field(factory=dict)
    readers: dict[str, set[int]] = field(factory=dict)
    above: dict[Watch, set[int]] = field(factory=dict)
    below: dict[Watch, set[int]] = field(factory=dict)
    rules_below: dict[tuple[str, RuleWatch], set[int]] = field(factory=dict)
    rules_beside: dict[RuleWatch, set[int]] = field(factory=dict)
    days: set[date] = field(factory=set)

    def levels(self) -> list[list[Node]]:
        """The nodes by level, lowest first."""
        by_level: dict[int, list[Node]] = {}
        for node in self.nodes:
            by_level.setdefault(node.level, []).append(node)
        return [by_level[level] for level in sorted(by_level)]


def build(
    program: Program, prefix: str, world: World, outcomes: Outcomes, look_up: Lookup, first_level: int = 0
) -> Network:
    """The network of a program over a world, the patterns of its nodes added to `outcomes`.

    `prefix` begins every attribute, so that several programs can share one matcher; `look_up` gives the outcomes of other
    units and rulesets. The levels of the nodes begin at `first_level`.
    """
    builder = _Builder(program, prefix, world, outcomes, look_up)
    network = builder.network
    for rule in program.rules:
        if rule.children:
            index = builder.combination("all_of", tuple(network.rule_node[code] for code in rule.children))
        else:
            index = builder.condition(rule.condition or Unknown())
        if rule.rule.applies_when is not None:
            index = builder.gate(index, builder.condition(rule.rule.applies_when))
        node = network.nodes[index]
        node.rule = rule.key
        network.rule_node[rule.key.code] = index
        outcomes.add_attested(node.symbol)
    for node in network.nodes:
        node.level += first_level
        for part in node.parts:
            network.nodes[part].parents.append(node)
    # What reads a node comes after it.
    for node in reversed(network.nodes):
        own = () if node.rule is None else (node.rule.code,)
        above = (code for parent in node.parents for code in parent.rules)
        node.rules = tuple(dict.fromkeys((*own, *above)))
    return network


class _Builder:
    def __init__(self, program: Program, prefix: str, world: World, outcomes: Outcomes, look_up: Lookup) -> None:
        self.network = Network(program, prefix, world)
        self.program = program
        self.world = world
        self.outcomes = outcomes
        self.look_up = look_up

    def condition(self, condition: Condition) -> int:
        """Add the nodes of a condition; the index of the topmost."""
        symbol = self._symbol()
        match condition:
            case Comparison(measure) | Change(measure):
                return self._reads(self._figure(condition, symbol), condition, measure)
            case Required(measure, met):
                self.outcomes.add_unknown(symbol)
                self.outcomes.add_value(symbol, ATTAINED, symbol + "f", int(met))
                self.outcomes.add_value(symbol, NOT_ATTAINED, symbol + "f", int(not met))
                made = self._node(symbol, event.finding(symbol, condition, self.program, self.world))
                return self._reads(made, condition, measure)
            case OneOf(measure):
                self._place_in_list(symbol)
                making = event.listed(symbol, condition, self.program.measures[measure], self.world)
                return self._reads(self._node(symbol, making), condition, measure)
            case AttributeIs(attribute, values):
                self._place_in_list(symbol)
                return self._node(symbol, event.attribute(symbol, attribute, values, self.world))
            case AllOf(parts):
                return self.combination("all_of", self._each(parts))
            case AnyOf(parts):
                return self.combination("any_of", self._each(parts))
            case NoneOf(parts):
                return self.combination("none_of", self._each(parts))
            case AtLeastN(n, parts):
                return self.combination("at_least_n", self._each(parts), n)
            case OwnCriteria():
                return self._own_criteria(condition)
            case CriteriaChange():
                return self._criteria_change(condition)
            case Attained(rule):
                return self._beside((rule.ruleset, self.program.as_of, rule.code))
            case MembersAttained():
                return self._members_attained(condition)
            case MembersMeasure():
                return self._members_measure(condition)
            case Unknown():
                self.outcomes.add_unknown(symbol)
                return self._node(symbol, event.unknown(symbol))

    def combination(self, form: str, parts: tuple[int, ...], n: int = 0) -> int:
        """Add a node that combines others of the same unit."""
        if form in event.DECIDING:
            symbol = self._weighed(form, len(parts))
            return self._node(symbol, event.weighed(symbol, form, _codes_of(parts), len(parts)), parts)
        symbol = self._counted()
        return self._node(symbol, event.combination(symbol, form, _codes_of(parts), n), parts)

    def gate(self, condition: int, applies: int) -> int:
        """Add the node of a rule with `applies_when`."""
        symbol = self._counted()
        return self._node(symbol, event.gate(symbol, condition, applies), (condition, applies))

    def _each(self, parts: tuple[Condition, ...]) -> tuple[int, ...]:
        return tuple(self.condition(part) for part in parts)

    def _figure(self, condition: Comparison | Change, symbol: str) -> int:
        measure = self.program.measures[condition.measure]
        attributes: dict[int, tuple[str, int]] = {}
        self.outcomes.add_unknown(symbol)
        for case, fixed in enumerate(fixed_thresholds(condition.threshold)):
            limit = measure.rank(fixed.value) if isinstance(fixed.value, str) else fixed.value
            assert limit is not None
            scale = scale_of(limit)
            if scale is not None:
                attributes[id(fixed)] = f"{symbol}c{case}", scale
                self.outcomes.add_comparison(f"{symbol}c{case}", symbol, condition.operator, scaled(limit, scale))
        self.outcomes.add_margins(symbol)
        if isinstance(condition, Change):
            self.network.days.add(condition.since)
        return self._node(symbol, event.figure(symbol, condition, measure, attributes, self.world))

    def _own_criteria(self, condition: OwnCriteria) -> int:
        parts = self._criteria(condition.ruleset, condition.of)
        if condition.state is CriteriaState.ALL:
            return self.combination("all_of", parts)
        turned = condition.state is CriteriaState.NOT_ATTAINED
        found = []
        for bound in condition.bounds:
            symbol = self._counted()
            making = event_count.bound(symbol, bound, _codes_of(parts, turned), self.world)
            found.append(self._reads_threshold(self._node(symbol, making, parts), bound.threshold))
        if condition.including_any_of:
            including = self._criteria(condition.ruleset, condition.including_any_of)
            symbol = self._counted()
            making = event.combination(symbol, "including", _codes_of(including, turned))
            found.append(self._node(symbol, making, including))
        return found[0] if len(found) == 1 else self.combination("all_of", tuple(found))

    def _criteria(self, ruleset: str | None, codes: tuple[str, ...]) -> tuple[int, ...]:
        """The nodes of criteria: the ruleset's own, or for another ruleset nodes that follow its criteria."""
        if ruleset is None:
            return tuple(self.network.rule_node[code] for code in codes or self.program.criteria)
        other = self.program.references[ruleset]
        return tuple(self._beside((ruleset, other.as_of, code)) for code in codes or other.criteria)

    def _criteria_change(self, condition: CriteriaChange) -> int:
        now = self.program.references[condition.ruleset]
        before = self.program.past[condition.ruleset, condition.since]
        watched_now = [(condition.ruleset, now.as_of, code) for code in now.criteria]
        watched_before = [(condition.ruleset, before.as_of, code) for code in before.criteria]
        symbol = self._counted()
        making = event_count.criteria_change(
            symbol,
            condition,
            lambda state: [self.look_up(watched, state.unit) for watched in watched_now],
            lambda state: [self.look_up(watched, state.unit) for watched in watched_before],
            self.world,
        )
        index = self._node(symbol, making)
        for watched in (*watched_now, *watched_before):
            self.network.rules_beside.setdefault(watched, set()).add(index)
        return self._reads_threshold(index, condition.threshold)

    def _beside(self, watched: RuleWatch) -> int:
        symbol = self._weighed("all_of", 1)

        def code(state: State) -> tuple[int, ...]:
            return (self.look_up(watched, state.unit),)

        index = self._node(symbol, event.weighed(symbol, "all_of", code, 1))
        self.network.rules_beside.setdefault(watched, set()).add(index)
        return index

    def _members_attained(self, condition: MembersAttained) -> int:
        kind, only, world = condition.kind, condition.only, self.world
        watched = (condition.rule.ruleset, self.program.as_of, condition.rule.code)

        def codes(state: State) -> list[int]:
            return [self.look_up(watched, member.code) for member in world.members(state.unit, kind, only)]

        found = []
        for bound in condition.bounds:
            symbol = self._counted()
            index = self._node(symbol, event_count.bound(symbol, bound, codes, world))
            self.network.rules_below.setdefault((kind, watched), set()).add(index)
            found.append(self._reads_threshold(index, bound.threshold))
        return found[0] if len(found) == 1 else self.combination("all_of", tuple(found))

    def _members_measure(self, condition: MembersMeasure) -> int:
        symbol, kind, of = self._counted(), condition.kind, condition.of
        now: list[RuleWatch] = []
        before: list[RuleWatch] = []
        if isinstance(of, CriteriaCount):
            now = [(of.ruleset, self.program.as_of, code) for code in self.program.references[of.ruleset].criteria]
            if of.since is not None:
                past = self.program.past[of.ruleset, of.since]
                before = [(of.ruleset, of.since, code) for code in past.criteria]

        def criteria(member: Unit) -> tuple[list[int], list[int] | None]:
            codes = [self.look_up(watched, member.code) for watched in now]
            return codes, [self.look_up(watched, member.code) for watched in before] if before else None

        members = self._members(kind, condition.only)
        index = self._node(symbol, event_count.members_measure(symbol, condition, members, criteria, self.world))
        for watched in (*now, *before):
            self.network.rules_below.setdefault((kind, watched), set()).add(index)
        if isinstance(of, str):
            for name in self._with_parts(of):
                self.network.below.setdefault((kind, name), set()).add(index)
        return self._reads_threshold(index, condition.threshold)

    def _members(self, kind: str, only: tuple[str, ...]) -> Callable[[str], list[Unit]]:
        return lambda unit: self.world.members(unit, kind, only)

    # Nodes, their patterns, and what they read.

    def _symbol(self) -> str:
        return f"{self.network.prefix}n{len(self.network.nodes)}"

    def _counted(self) -> str:
        symbol = self._symbol()
        self.outcomes.add_unknown(symbol)
        self.outcomes.add_margins(symbol)
        return symbol

    def _weighed(self, form: str, parts: int) -> str:
        symbol = self._symbol()
        self.outcomes.add_unknown(symbol)
        _, outweighed, otherwise = event.DECIDING[form]
        self.outcomes.add_weighed(symbol, parts + 1, outweighed, otherwise)
        return symbol

    def _place_in_list(self, symbol: str) -> None:
        self.outcomes.add_unknown(symbol)
        self.outcomes.add_comparison(symbol + "i", symbol, Operator.AT_LEAST, 0)

    def _node(self, symbol: str, making: Making, parts: tuple[int, ...] = ()) -> int:
        nodes = self.network.nodes
        level = 1 + max((nodes[part].level for part in parts), default=-1)
        nodes.append(Node(len(nodes), symbol, level, parts, making))
        return len(nodes) - 1

    def _reads(self, index: int, condition: Condition, measure: str) -> int:
        for name in self._with_parts(measure):
            self.network.readers.setdefault(name, set()).add(index)
        for threshold in thresholds_of(condition):
            self._reads_threshold(index, threshold)
        return index

    def _reads_threshold(self, index: int, threshold: Threshold) -> int:
        for relative in relatives_of(threshold):
            for name in self._with_parts(relative.measure):
                if relative.of is None:
                    self.network.readers.setdefault(name, set()).add(index)
                else:
                    self.network.above.setdefault((relative.of, name), set()).add(index)
        return index

    def _with_parts(self, measure: str) -> list[str]:
        """A measure and those it is derived from."""
        names, waiting = [], [str(measure)]
        while waiting:
            name = waiting.pop()
            names.append(name)
            match self.program.measures[name].derive:
                case ShareOf(part, whole):
                    waiting += [part, whole]
                case SumOf(parts):
                    waiting += parts
        return names


_TURNED = {ATTAINED: NOT_ATTAINED, NOT_ATTAINED: ATTAINED}


def _codes_of(parts: tuple[int, ...], turned: bool = False) -> Callable[[State], Sequence[int]]:
    """The codes of nodes of the same unit; with `turned`, what is not attained counts as attained."""
    if turned:
        return lambda state: [_TURNED.get(state.codes[part], state.codes[part]) for part in parts]
    if len(parts) < 2:
        return lambda state: [state.codes[part] for part in parts]
    get = itemgetter(*parts)
    return lambda state: get(state.codes)

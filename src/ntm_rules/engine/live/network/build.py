"""The network of a program: its terms as nodes, equal terms once, and what each of them reads.

A network knows nothing of units and reports; it is made once for a program and shared by its sessions, as are the matchers on
its patterns. Terms about members are nodes for the kind of the members.
"""

from collections.abc import Callable
from functools import partial
from typing import assert_never

from attrs import define, field

from ....model.key import LEVEL
from ....model.values.kept import Kept
from ....program import span_arithmetic as spans
from ....program import terms
from ....program.program import Program
from ....program.verdict import NOT_ATTAINED, WIDE_OPEN, Verdict
from ...specification.figure_reasons import core_of
from ..matching.matcher import Choice, Event, Matcher, make_matcher
from . import events, values
from .node import Node, NodeValue, Spans, State, Verdicts


@define(eq=False)
class Network:
    """The nodes of a program by the kind of unit that they are about, those of its rules, and who reads what.

    `own` are the nodes that read a measure of the unit itself, `above` those that read one of the nearest unit of a kind
    above. `superiors` are the kinds of units above of which truths are read, `elsewhere` the nodes that read a rule of another
    program, for the same unit. Nodes of all kinds of a level stand together in `levels`, the lowest first. Units of the kinds
    that the ruleset judges have the same nodes, those of the first of its `kinds`.
    """

    key: terms.ProgramKey
    kinds: tuple[str, ...]
    nodes: dict[str, list[Node]] = field(factory=dict)
    rules: dict[str, Node] = field(factory=dict)
    own: dict[str, list[Node]] = field(factory=dict)
    above: dict[tuple[str, str], list[Node]] = field(factory=dict)
    elsewhere: list[tuple[terms.ProgramKey, str, Node]] = field(factory=list)
    superiors: dict[str, None] = field(factory=dict)
    patterns: events.Patterns = field(factory=events.Patterns)
    _matchers: dict[Choice, Matcher] = field(factory=dict)

    def standing(self, kind: str) -> str:
        """The kind under which the nodes about units of a kind stand: the first of those that the ruleset judges."""
        return self.kinds[0] if kind in self.kinds else kind

    def matcher(self, name: Choice) -> Matcher:
        """The matcher of that name on the patterns, which the sessions of the program share."""
        matcher = self._matchers.get(name)
        if matcher is None or not matcher.usable:
            # One that has failed, or was interrupted, is given up.
            matcher = self._matchers[name] = make_matcher(self.patterns.patterns, name)
        return matcher

    def levels(self) -> list[list[Node]]:
        """The nodes by level, the lowest first."""
        by_level: dict[int, list[Node]] = {}
        for nodes in self.nodes.values():
            for node in nodes:
                by_level.setdefault(node.level, []).append(node)
        return [by_level[level] for level in sorted(by_level)]


@define
class _Reads:
    """The reads of a node that is being made: nodes of the unit, of members and of a unit above, and measures.

    `shown` are nodes of the unit that it does not go by, but whose decisions or figures stand in the decisions made of it;
    `above` are measures of units above.
    """

    own: list[Node] = field(factory=list)
    shown: list[Node] = field(factory=list)
    members: list[Node] = field(factory=list)
    superior: list[Node] = field(factory=list)
    measures: set[str] = field(factory=set)
    above: set[tuple[str, str]] = field(factory=set)
    elsewhere: list[tuple[terms.ProgramKey, str]] = field(factory=list)


class _Builder:
    def __init__(self, program: Program) -> None:
        self.network = Network(program.key, program.ruleset.applies_to)
        self._rules = {code: rule.truth for code, rule in program.by_code.items()}
        self._nodes: dict[tuple[str, terms.Truth | terms.Figure], Node] = {}
        self._reads: list[_Reads] = [_Reads()]
        for code, truth in self._rules.items():
            self.network.rules[code] = self._truth(truth, self.network.kinds[0])
        for code, rule in program.by_code.items():
            if rule.points is not None:
                self._shown_with(self.network.rules[code], rule.points)
        levels = [node for code, node in self.network.rules.items() if code.startswith(LEVEL)]
        for level in levels:
            # The level of a unit, shown with the rule of each, follows from all of them.
            level.shown_by += levels

    def _truth(self, term: terms.Truth, kind: str, into: list[Node] | None = None) -> Node:
        """The node of a truth about units of a kind, read by the node that is being made: of the unit, or as `into` says."""
        while True:
            if isinstance(term, terms.Told):
                for group in term.decisions:
                    self._show(partial(self._group, group, kind))
                term = term.truth
            elif isinstance(term, terms.OutcomeOf) and term.program == self.network.key:
                term = self._rules[term.code]
            else:
                break
        # Not by `_read`: rules that rest on one another in a row go as deep as Python's stack.
        node = self._nodes.get((kind, term)) or self._node(term, kind)
        (self._reads[-1].own if into is None else into).append(node)
        return node

    def _read(self, term: terms.Figure, kind: str, into: list[Node]) -> Node:
        """The node of a figure that is kept, among those that the node that is being made reads."""
        node = self._nodes.get((kind, term)) or self._node(term, kind)
        into.append(node)
        return node

    def _node(self, term: terms.Truth | terms.Figure, kind: str) -> Node:
        reads = _Reads()
        self._reads.append(reads)
        event: Callable[[State], Event] | None = None
        hold: Callable[[State], NodeValue] = _judged_by_the_matcher
        if isinstance(term, terms.Holds | terms.IsOneOf | terms.AllHold | terms.AnyHolds):
            event = self._event(term, kind)
        elif isinstance(term, terms.Truth):
            hold = self._verdict(term, kind)
        else:
            hold = self._span(term, kind)
        self._reads.pop()
        nodes = self.network.nodes.setdefault(kind, [])
        level = 1 + max((part.level for part in (*reads.own, *reads.members, *reads.superior)), default=-1)
        node = Node(kind, len(nodes), level, event, hold, term.rule if isinstance(term, terms.Attested) else None)
        nodes.append(node)
        self._nodes[kind, term] = node
        self._watch(node, reads)
        return node

    def _show(self, make: Callable[[], object]) -> None:
        """Take the nodes of the unit that something reads for nodes shown with the one that is being made."""
        reads = self._reads[-1]
        known = len(reads.own)
        make()
        reads.shown += reads.own[known:]
        del reads.own[known:]

    def _shown_with(self, node: Node, figure: terms.Figure) -> None:
        """Let a node, already made, be shown with a figure."""
        self._reads.append(_Reads())
        self._show(partial(self._figure, figure, node.kind))
        self._watch(node, self._reads.pop())

    def _watch(self, node: Node, reads: _Reads) -> None:
        """Let a node follow all that it reads."""
        network = self.network
        for part in dict.fromkeys(reads.own):
            part.readers.append(node)
        for part in dict.fromkeys(reads.shown):
            part.shown_by.append(node)
        for part in dict.fromkeys(reads.members):
            part.readers_above.append(node)
        for part in dict.fromkeys(reads.superior):
            part.readers_below.append(node)
        for measure in reads.measures:
            network.own.setdefault(measure, []).append(node)
        for watched in reads.above:
            network.above.setdefault(watched, []).append(node)
        network.elsewhere += [(program, code, node) for program, code in reads.elsewhere]

    # Truths.

    def _event(
        self, term: terms.Holds | terms.IsOneOf | terms.AllHold | terms.AnyHolds, kind: str
    ) -> Callable[[State], Event]:
        patterns = self.network.patterns
        match term:
            case terms.Holds(figure, required=required):
                observed = self._figure(figure, kind)
                if isinstance(core_of(figure), terms.Derived):
                    observed = values.specified(figure, compared=True)
                return events.compared(term, observed, self._figure(required, kind), patterns)
            case terms.IsOneOf(figure):
                return events.listed(term, self._figure(figure, kind), patterns)
            case terms.AllHold(group):
                return events.together(self._group(group, kind), every=True)
            case terms.AnyHolds(group):
                return events.together(self._group(group, kind), every=False)
            case _:
                assert_never(term)

    def _verdict(
        self,
        term: terms.Not
        | terms.Never
        | terms.OutcomeOf
        | terms.Above
        | terms.OpenTruth
        | terms.Where
        | terms.Attested
        | terms.Told,
        kind: str,
    ) -> Callable[[State], Verdict]:
        match term:
            case terms.Not(truth):
                return values.opposite(self._truth(truth, kind).index)
            case terms.Never():
                return lambda state: NOT_ATTAINED
            case terms.OpenTruth():
                return lambda state: WIDE_OPEN
            case terms.OutcomeOf(program, code):
                self._reads[-1].elsewhere.append((program, code))
                return lambda state: state.around.verdict_elsewhere(program, state.unit.code, code)
            case terms.Above(whose, truth):
                self.network.superiors[whose] = None
                return values.above(
                    whose, self._truth(truth, self.network.standing(whose), self._reads[-1].superior).index
                )
            case terms.Where(truth, applies):
                return values.where_applies(self._truth(truth, kind).index, self._truth(applies, kind).index)
            case terms.Attested(truth):
                return values.attested(self._truth(truth, kind).index, term)
            case terms.Told():
                raise AssertionError("a truth is the same however it is told")
            case _:
                assert_never(term)

    def _group(self, group: terms.Group, kind: str) -> Verdicts:
        match group:
            case terms.Listed(truths):
                return values.of_unit([self._truth(truth, kind).index for truth in truths])
            case terms.Below(members, truth):
                node = self._truth(truth, self.network.standing(members.kind), self._reads[-1].members)
                return values.below(members, node.index)
            case _:
                assert_never(group)

    # Figures.

    def _span(self, term: terms.Figure, kind: str) -> Spans:
        """The figure of a node that keeps it."""
        if not isinstance(term, terms.Counted):
            return self._figure(term, kind)
        count = partial(spans.counted_share if term.share else spans.counted, if_none=term.if_none)
        return values.computed(count, self._group(term.group, kind))

    def _figure(self, term: terms.Figure, kind: str) -> Spans:
        match term:
            case terms.Reported(measure) if term.is_current:
                self._reads[-1].measures.add(measure)
                return values.reported_of_itself(term)
            case terms.Reported() | terms.Derived():
                self._reads_reports(term)
                return values.specified(term)
            case terms.Rounded(figure, rounding):
                return values.computed(partial(spans.rounded_span, rounding=rounding), self._figure(figure, kind))
            case terms.Scaled(figure, scaling):
                return values.computed(partial(spans.scaled_span, scaling=scaling), self._figure(figure, kind))
            case terms.Counted():
                return values.node_value(self._read(term, kind, self._reads[-1].own).index)
            case terms.Always(terms.Counted() as count):
                return values.computed(spans.always_counted, self._figure(count, kind))
            case terms.Always(figure):
                return values.computed(spans.always_span, self._figure(figure, kind))
            case terms.AttributeOf(attribute):
                return values.attribute(attribute)
            case terms.Constant(value):
                return values.constant(values.known(value))
            case terms.OpenFigure():
                return values.constant(values.OPEN_FIGURE)
            case terms.Chosen(case, chosen, otherwise):
                # Of several cases of one value the first counts.
                by_value = {
                    key: self._figure(part, kind) for key, part in reversed([*zip(case.keys, chosen, strict=True)])
                }
                other = None if otherwise is None else self._figure(otherwise, kind)
                if isinstance(case.by, terms.YearOf):
                    self._reads_reports(case.by)
                return values.chosen(case, by_value, other)
            case terms.Difference(of, less):
                return values.computed(spans.less_span, self._figure(of, kind), self._figure(less, kind))
            case terms.Among(figure, truth):
                return values.computed(
                    spans.among, self._figure(figure, kind), values.node_value(self._truth(truth, kind).index)
                )
            case terms.Over(members, figure, how, if_none):
                node = self._read(figure, self.network.standing(members.kind), self._reads[-1].members)
                return values.computed(
                    partial(spans.together, how=how, if_none=if_none), values.below(members, node.index)
                )
            case terms.WeighedShare(count, holding, failing, _):
                return values.computed(
                    spans.weighed_share, *(self._figure(part, kind) for part in (count, holding, failing))
                )
            case terms.Banded(figure, figures=figures, otherwise=other):
                bands = [self._figure(part, kind) for part in (figures if other is None else (*figures, other))]
                return values.computed(
                    lambda own, *others: spans.banded(term, own, others), self._figure(figure, kind), *bands
                )
            case terms.Interpolated(figure):
                return values.computed(partial(spans.interpolated, term), self._figure(figure, kind))
            case terms.Within(figure):
                return values.computed(partial(spans.bounded_within, term), self._figure(figure, kind))
            case terms.Awarded(truth, points):
                return values.computed(
                    spans.awarded, values.node_value(self._truth(truth, kind).index), self._figure(points, kind)
                )
            case terms.Total(figures):
                return values.computed(
                    lambda *parts: spans.totalled(parts), *(self._figure(part, kind) for part in figures)
                )
            case _:
                assert_never(term)

    def _reads_reports(self, term: terms.Reported | terms.Derived | terms.YearOf) -> None:
        reads = self._reads[-1]
        for part in terms.walk(term):
            if isinstance(part, terms.Reported) and part.above is None:
                reads.measures.add(part.measure)
            elif isinstance(part, terms.Reported) and part.above is not None:
                reads.above.add((part.above, part.measure))


def _judged_by_the_matcher(state: State) -> NodeValue:
    raise AssertionError("the matcher judges the event of this node")


NETWORK: Kept[Program, Network] = Kept(lambda program: _Builder(program).network)
"""The network of each program, which its sessions share."""

"""The propagation of a change through the networks of a session: what is worked out again, and in which order.

Each unit under each program has a state, in which every node of the network holds a verdict or a figure. A change of a report
touches nodes; these are worked out, and where what they hold changes so are the nodes that read it, lowest level first, up
through criterion and recognition to other programs and the units above. The decisions made of what is touched are forgotten.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice

from attrs import define, field

from ...model.decision import OutcomeChange
from ...model.fact import Attestation, Fact, Statement
from ...model.key import RuleKey
from ...model.units.unit import Unit
from ...model.values.draft import maker_of
from ...program.program import Program
from ...program.terms import ProgramKey
from ...program.verdict import OUTCOME, WIDE_OPEN, Verdict
from ..compiled.values import KNOWN, KnownResults
from ..evidence.world import EvidenceWorld
from ..specification import decide
from ..specification.assessed import Assessed
from .matching.matcher import Choice, Event, chosen
from .network.build import NETWORK, Network
from .network.node import Node, NodeValue, State

Touched = tuple[State, Node]

_changed = maker_of(OutcomeChange, "unit", "rule", "before", "after")
MOST_AT_ONCE = 10_000
"""The largest number of nodes worked out together at the beginning, to bound the events waiting."""


@define(eq=False)
class Under:
    """A program in a session: its network, its units' states, the world as seen on its day with the results known in it.

    `level` is that of the network's lowest nodes among all of the session. `elsewhere` are the nodes of other programs that
    read a rule, by its node.
    """

    program: Program
    network: Network
    world: EvidenceWorld
    results: KnownResults
    level: int
    programs: "Mapping[ProgramKey, Under]"
    states: dict[str, State] = field(factory=dict)
    beneath: dict[tuple[str, str], list[State]] = field(factory=dict)
    elsewhere: "dict[Node, list[tuple[Under, Node]]]" = field(factory=dict)
    _resting: dict[Node, tuple[tuple[str, ...], tuple[Node, ...]]] = field(factory=dict)

    def decides_about(self, unit: str) -> bool:
        """True if the program's rules are decided about a unit, which exists on its day."""
        state, key = self.states.get(unit), self.network.key
        return state is not None and state.unit.kind in self.network.kinds and state.unit.exists_on(key.as_of)

    def assessed(self) -> list[str]:
        """The units that the program's rules are decided about."""
        return [unit for unit in self.states if self.decides_about(unit)]

    def verdict(self, unit: str, code: str) -> Verdict:
        """The verdict of a rule for a unit. Raises KeyError when there is no such rule or unit."""
        verdict: Verdict = self.states[unit].values[self.network.rules[code].index]
        return verdict

    def about(self, unit: Unit) -> Assessed:
        """The unit under the program, as the specification takes it."""
        return Assessed(unit, self.program, self.world, decide)

    def verdict_elsewhere(self, program: ProgramKey, unit: str, code: str) -> Verdict:
        """The verdict of a rule of another program; wide open for a unit of a kind that this program is not about.

        Units of all kinds that a ruleset judges share their nodes, so one that is asked of townships stands for communes too,
        where nobody reads it.
        """
        read = self.programs[program]
        return read.verdict(unit, code) if unit in read.states else WIDE_OPEN

    def resting(self, node: Node) -> tuple[tuple[str, ...], tuple[Node, ...]]:
        """The dependents of a node within its unit: codes of rules, and nodes that other units or programs read."""
        resting = self._resting.get(node)
        if resting is None:
            every = {node: None}
            waiting = [node]
            while waiting:
                dependent = waiting.pop()
                for reader in (*dependent.readers, *dependent.shown_by):
                    if reader not in every:
                        every[reader] = None
                        waiting.append(reader)
            codes = tuple(dependent.rule.code for dependent in every if dependent.rule is not None)
            outlets = tuple(
                dependent for dependent in every if dependent.is_read_by_others or dependent in self.elsewhere
            )
            resting = self._resting[node] = codes, outlets
        return resting

    def reading_elsewhere(self, state: State, node: Node) -> Iterator[Touched]:
        """The nodes of units above and below, and of other programs, that read a node of a unit."""
        if node.readers_above:
            for above in self.world.units.belongs_to(state.unit.code, self.network.key.as_of):
                upper = self.states.get(above.code)
                if upper is not None:
                    yield from ((upper, reader) for reader in node.readers_above if reader.kind == upper.kind)
        if node.readers_below:
            for lower in self.beneath.get((state.unit.kind, state.unit.code), ()):
                yield from ((lower, reader) for reader in node.readers_below if reader.kind == lower.kind)
        for under, reader in self.elsewhere.get(node, ()):
            beside = under.states.get(state.unit.code)
            if beside is not None and reader.kind == beside.kind:
                yield beside, reader


class Propagation:
    """The states of all units under all programs of a session, and the matchers that judge them."""

    def __init__(self, programs: Mapping[ProgramKey, Program], world: EvidenceWorld, choice: Choice) -> None:
        self.world = world
        self.matcher: Choice = chosen(choice)
        self.programs: dict[ProgramKey, Under] = {}
        level = 0
        for key, program in programs.items():
            network = NETWORK.of(program)
            # A program of an earlier date sees the same statements from that date.
            seen = world.at(program.as_of)
            under = self.programs[key] = Under(program, network, seen, KNOWN.of(seen), level, self.programs)
            level += len(network.levels())
            self._take_in(under)
        for under in self.programs.values():
            for key, code, node in under.network.elsewhere:
                read = self.programs[key]
                read.elsewhere.setdefault(read.network.rules[code], []).append((under, node))
        # Those of the session's day are the first.
        self._results = list(dict.fromkeys((KNOWN.of(world), *(under.results for under in self.programs.values()))))
        self._own: dict[str, list[tuple[dict[str, State], list[Node]]]] = {}
        for under in self.programs.values():
            for measure, nodes in under.network.own.items():
                self._own.setdefault(measure, []).append((under.states, nodes))
        self._reading_above = [under for under in self.programs.values() if under.network.above]
        for under in self.programs.values():
            self._everything(under)

    def _take_in(self, under: Under) -> None:
        """Make the states of the units that a program is about, and of those that it reads as members or as units above.

        Those that do not exist on its day have one too: a unit below one that ended is decided by what that was.
        """
        units, facts, network = self.world.units, self.world.evidence.facts, under.network
        kinds = dict.fromkeys((*(kind for kind, _ in network.above), *network.superiors))
        for kind, nodes in network.nodes.items():
            of_kind = network.kinds if kind in network.kinds else kind
            for unit in units.of_kind(of_kind):
                state = State(unit, kind, [0] * len(nodes), facts.setdefault(unit.code, {}), under)
                under.states[unit.code] = state
                for above in kinds:
                    ancestor = units.ancestor(unit.code, above, network.key.as_of)
                    if ancestor is not None:
                        under.beneath.setdefault((above, ancestor.code), []).append(state)

    def _everything(self, under: Under) -> None:
        """Work out every node of a program, after which all its outcomes stand."""
        states: dict[str, list[State]] = {}
        for state in under.states.values():
            states.setdefault(state.kind, []).append(state)
        for nodes in under.network.levels():
            # Node by node: the matcher is quickest with events of one kind in a row.
            touched = ((state, node) for node in nodes for state in states.get(node.kind, ()))
            while batch := list(islice(touched, MOST_AT_ONCE)):
                for (state, node), value in zip(batch, self._work_out(under, batch), strict=True):
                    state.values[node.index] = value

    def after(self, statements: Iterable[Statement]) -> tuple[OutcomeChange, ...]:
        """Work out everything that reads the subjects of the statements; return the outcomes that changed."""
        touched: list[Touched] = []
        about: list[Touched] = []
        for statement in statements:
            if isinstance(statement, Fact):
                self.world.forget(statement.unit)
                touched += self._reading(statement.unit, statement.measure)
            else:
                deciding = self._deciding(statement.unit, statement.rule)
                about += deciding
                if isinstance(statement, Attestation):
                    touched += deciding
        self._forget_decisions([*touched, *about] if about else touched)
        for results in self._results:
            results.keep(self.world.evidence.changes.count)
        return self._settle(touched)

    # What reads what.

    def _deciding(self, unit: str, rule: RuleKey) -> list[Touched]:
        """The nodes that decide a rule for a unit, on any date."""
        touched: list[Touched] = []
        for key, under in self.programs.items():
            node = under.network.rules.get(rule.code) if key.ruleset == rule.ruleset else None
            state = under.states.get(unit)
            if node is not None and state is not None and node.kind == state.kind:
                touched.append((state, node))
        return touched

    def _reading(self, unit: str, measure: str) -> list[Touched]:
        """The nodes that read a measure of a unit, for whatever unit."""
        touched = [
            (state, node)
            for states, nodes in self._own.get(measure, ())
            if (state := states.get(unit)) is not None
            for node in nodes
            if node.kind == state.kind
        ]
        for under in self._reading_above:
            above = self.world.units[unit].kind, measure
            for node in under.network.above.get(above, ()):
                below = under.beneath.get((above[0], unit), ())
                touched += [(state, node) for state in below if state.kind == node.kind]
        return touched

    # Settling.

    def _settle(self, touched: list[Touched]) -> tuple[OutcomeChange, ...]:
        """Work out the nodes touched and all that read what changes, lowest level first."""
        before: dict[Touched, Verdict] = {}
        if len(touched) == 1:
            touched = self._settle_upward(*touched[0], before)
            if not touched:
                return self._changes(before) if before else ()
        waiting: dict[int, dict[Touched, None]] = {}
        for pair in touched:
            _add(waiting, pair)
        while waiting:
            batch = list(waiting.pop(min(waiting)))
            under: Under = batch[0][0].around  # type: ignore[assignment]
            for pair, value in zip(batch, self._work_out(under, batch), strict=True):
                state, node = pair
                if value != state.values[node.index]:
                    _replace(state, node, value, before)
                    for reader in node.readers:
                        _add(waiting, (state, reader))
                    if node.is_read_by_others or node in under.elsewhere:
                        for reading in under.reading_elsewhere(state, node):
                            _add(waiting, reading)
        return self._changes(before)

    def _settle_upward(self, state: State, node: Node, before: dict[Touched, Verdict]) -> list[Touched]:
        """Work out a node, and on, while a change is read by one node only; return those to be settled after that."""
        under: Under = state.around  # type: ignore[assignment]
        values, network = state.values, under.network
        fire, verdicts = network.matcher(self.matcher).fire_one, network.patterns.verdicts
        while True:
            event, was = node.event, values[node.index]
            now = node.hold(state) if event is None else verdicts[fire(event(state))]
            if now == was:
                return []
            values[node.index] = now
            if node.rule is not None:
                before[state, node] = was
            readers = node.readers
            if len(readers) != 1 or node.is_read_by_others or node in under.elsewhere:
                return [*((state, reader) for reader in readers), *under.reading_elsewhere(state, node)]
            node = readers[0]

    def _work_out(self, under: Under, batch: Sequence[Touched]) -> list[NodeValue]:
        """The value of each node, in order: one it passes on, or the verdict of the pattern that its event fires."""
        values: list[NodeValue] = []
        waiting: list[tuple[int, int]] = []
        # One event made for several units or nodes is fired once: what fires depends on the event alone.
        distinct: dict[int, Event] = {}
        for state, node in batch:
            if node.event is None:
                values.append(node.hold(state))
            else:
                event = node.event(state)
                identity = id(event)
                distinct[identity] = event
                waiting.append((len(values), identity))
                values.append(0)
        if waiting:
            verdicts = under.network.patterns.verdicts
            fired = under.network.matcher(self.matcher).fire(list(distinct.values()))
            verdict_of = {identity: verdicts[pattern] for identity, pattern in zip(distinct, fired, strict=True)}
            for position, identity in waiting:
                values[position] = verdict_of[identity]
        return values

    def _changes(self, before: dict[Touched, Verdict]) -> tuple[OutcomeChange, ...]:
        changes = []
        for (state, node), verdict in before.items():
            was, now = OUTCOME[verdict], OUTCOME[state.values[node.index]]
            under: Under = state.around  # type: ignore[assignment]
            is_told = was is not now and node.rule is not None and under.world is self.world
            if is_told and under.decides_about(state.unit.code):
                changes.append(_changed(state.unit.code, node.rule, was, now))
        return tuple(changes)

    # Decisions made.

    def _forget_decisions(self, touched: Iterable[Touched]) -> None:
        """Forget the decisions that rest on nodes, whether or not their outcomes change: their reasons may.

        The verdicts that decisions of others went by are forgotten with them.
        """
        if not self.world.decided and not self.world.past and not self._results[0].verdicts:
            return
        for state, node in touched:
            under: Under = state.around  # type: ignore[assignment]
            if under.results.verdicts:
                under.results.forget(state.unit.code)
            codes, outlets = under.resting(node)
            decided, ruleset, unit = under.world.decided, under.network.key.ruleset, state.unit.code
            for code in codes:
                decided.pop((ruleset, unit, code), None)
            for outlet in outlets:
                self._forget_decisions(under.reading_elsewhere(state, outlet))


def _add(waiting: dict[int, dict[Touched, None]], pair: Touched) -> None:
    state, node = pair
    level = state.around.level + node.level
    of_level = waiting.get(level)
    if of_level is None:
        waiting[level] = {pair: None}
    else:
        of_level[pair] = None


def _replace(state: State, node: Node, value: NodeValue, before: dict[Touched, Verdict]) -> None:
    if node.rule is not None:
        before.setdefault((state, node), state.values[node.index])
    state.values[node.index] = value

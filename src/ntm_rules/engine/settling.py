"""The outcomes of a session: which nodes are to be fired after a change, in which order, and what rests on them.

Each unit under each program has a state, the outcome code of every node. A change touches nodes; these are fired, and where
an outcome changes so are the nodes that read it, lowest level first, up through criterion and recognition to other programs
and the units above. The decisions made of what is touched are forgotten with it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from attrs import frozen

from ..model.fact import Attestation, Fact, Statement
from ..model.key import RuleKey
from ..model.outcome import Outcome
from ..program.program import Program
from . import evaluate as specification
from .generate import CODES, OUTCOMES, UNDETERMINED
from .matcher import Choice, Matcher, make_matcher
from .network import Network, RuleWatch, build
from .node import Event, Node, Outcomes, ProgramKey, State
from .world import World

Touched = tuple[State, Node]

UNITS_AT_ONCE = 200
"""So many units are settled together at the beginning, to bound the events waiting."""


@frozen
class OutcomeChange:
    """A rule whose outcome for a unit changed."""

    unit: str
    rule: RuleKey
    before: Outcome
    after: Outcome


class Settling:
    """The states of all units under all programs of a session, and the matcher that settles them."""

    def __init__(self, programs: Mapping[ProgramKey, Program], world: World, choice: Choice) -> None:
        self.world = world
        self.as_of: date = world.evidence.as_of
        outcomes = Outcomes()
        self.networks: dict[ProgramKey, Network] = {}
        level = 0
        for position, (key, program) in enumerate(programs.items()):
            # A program of an earlier date sees the same statements from that date.
            seen = world if program.as_of == self.as_of else world.at(program.as_of)
            network = build(program, f"p{position}", seen, outcomes, self.code, level)
            level = 1 + max((node.level for node in network.nodes), default=level - 1)
            self.networks[key] = network
        self._codes = tuple(outcomes.codes)
        networks = self.networks.values()
        # The rules that are read of another unit, or by another rule of the same one in a way that is no part of it.
        self._shared: set[RuleWatch] = {rule for network in networks for rule in network.rules_beside}
        self._shared |= {rule for network in networks for _, rule in network.rules_below}
        for (_, day), network in self.networks.items():
            for node in network.nodes:
                node.is_shared = node.rule is not None and (node.rule.ruleset, day, node.rule.code) in self._shared
        self.states: dict[ProgramKey, dict[str, State]] = {}
        self._beneath: dict[tuple[ProgramKey, str, str], list[State]] = {}
        self._readers: dict[str, list[tuple[dict[str, State], Node]]] = {}
        for key, network in self.networks.items():
            self.states[key] = {state.unit: state for state in self._new_states(key, network)}
            for measure, indices in network.readers.items():
                readers = [(self.states[key], network.nodes[index]) for index in sorted(indices)]
                self._readers.setdefault(measure, []).extend(readers)
        self._is_read_by_others = any(network.above or network.below for network in networks)
        self.matcher: Matcher = make_matcher(outcomes.patterns, choice)

    def _new_states(self, key: ProgramKey, network: Network) -> Iterator[State]:
        units, facts = self.world.units, self.world.evidence.facts
        # What a unit was on an earlier date is asked of units that exist on the session's.
        existing = self.as_of if network.program.as_of == self.as_of else None
        kinds = {kind for kind, _ in network.above}
        for unit in units.of_kind(network.program.ruleset.applies_to, existing):
            state = State(unit.code, key, [UNDETERMINED] * len(network.nodes), facts.setdefault(unit.code, {}))
            for kind in kinds:
                ancestor = units.ancestor(unit.code, kind, network.program.as_of)
                if ancestor is not None:
                    self._beneath.setdefault((key, kind, ancestor.code), []).append(state)
            yield state

    def code(self, watched: RuleWatch, unit: str) -> int:
        """The outcome code of a rule for a unit. Raises KeyError when there is no such rule or unit."""
        ruleset, day, code = watched
        key = ruleset, day
        return self.states[key][unit].codes[self.networks[key].rule_node[code]]

    def outcome(self, ruleset: str, unit: str, code: str) -> Outcome:
        """The outcome of a rule for a unit on the session's date. Raises KeyError when there is no such rule or unit."""
        key = ruleset, self.as_of
        return OUTCOMES[self.states[key][unit].codes[self.networks[key].rule_node[code]]]

    def everything(self) -> None:
        """Fire every node, after which all outcomes stand."""
        for key, network in self.networks.items():
            states = list(self.states[key].values())
            levels = network.levels()
            for start in range(0, len(states), UNITS_AT_ONCE):
                together = states[start : start + UNITS_AT_ONCE]
                for nodes in levels:
                    # Node by node: the matcher is quickest with events of one kind in a row.
                    batch = [(state, node) for node in nodes for state in together]
                    for (state, node), code in zip(batch, self._fire(batch), strict=True):
                        state.codes[node.index] = code
            # Levels do not order rules that ask one another within a program.
            asking = [
                index
                for watched, readers in (
                    *network.rules_beside.items(),
                    *((watched, readers) for (_, watched), readers in network.rules_below.items()),
                )
                if watched[:2] == key
                for index in readers
            ]
            self._settle([(state, network.nodes[index]) for index in asking for state in states])

    def after(self, statements: Iterable[Statement]) -> tuple[OutcomeChange, ...]:
        """Settle everything that reads what the statements are about; the outcomes that changed."""
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
        return self._settle(touched)

    # What reads what.

    def _deciding(self, unit: str, rule: RuleKey) -> list[Touched]:
        """The nodes that decide a rule for a unit, on any date."""
        found: list[Touched] = []
        for key, network in self.networks.items():
            index = network.rule_node.get(rule.code) if key[0] == rule.ruleset else None
            if index is not None and unit in self.states[key]:
                found.append((self.states[key][unit], network.nodes[index]))
        return found

    def _reading(self, unit: str, measure: str) -> list[Touched]:
        """The nodes that read a measure of a unit, for whatever unit."""
        found = [(states[unit], node) for states, node in self._readers.get(measure, ()) if unit in states]
        if not self._is_read_by_others:
            return found
        kind = self.world.units[unit].kind
        for key, network in self.networks.items():
            for index in network.above.get((kind, measure), ()):
                found += [(below, network.nodes[index]) for below in self._beneath.get((key, kind, unit), ())]
            found += self._above(key, unit, network.below.get((kind, measure), ()))
        return found

    def _reading_rule(self, state: State, rule: str) -> Iterator[Touched]:
        """The nodes of other units or programs that read a rule."""
        unit, watched = state.unit, (*state.program, rule)
        kind = self.world.units[unit].kind
        for key, network in self.networks.items():
            if unit in self.states[key]:
                for index in network.rules_beside.get(watched, ()):
                    yield self.states[key][unit], network.nodes[index]
            yield from self._above(key, unit, network.rules_below.get((kind, watched), ()))

    def _above(self, key: ProgramKey, unit: str, nodes: Iterable[int]) -> Iterator[Touched]:
        """Nodes of a program in the states of all units above a unit."""
        for index in nodes:
            for above in self.world.units.ancestors(unit, key[1]):
                if above.code in self.states[key]:
                    yield self.states[key][above.code], self.networks[key].nodes[index]

    # Settling.

    def _settle(self, touched: list[Touched]) -> tuple[OutcomeChange, ...]:
        """Fire the nodes touched and all that depend on a changed outcome, lowest level first."""
        if len(touched) == 1:
            return self._settle_upward(*touched[0])
        waiting: dict[int, dict[Touched, None]] = {}
        for one in touched:
            waiting.setdefault(one[1].level, {})[one] = None
        return self._settle_waiting(waiting, {})

    def _settle_upward(self, state: State, node: Node) -> tuple[OutcomeChange, ...]:
        """`_settle` for one node: as long as each outcome that changes is read by one node only, there is no order to keep."""
        fire, codes, attestations = self.matcher.fire, state.codes, self.world.evidence.attestations
        reported = state.program[1] == self.as_of
        changes: list[OutcomeChange] = []
        while True:
            code = self._codes[fire((node.event(state),))[0]]
            if code == UNDETERMINED and attestations:
                (code,) = self._attested([(state, node)], [code])
            before = codes[node.index]
            if code == before:
                return tuple(changes)
            if node.is_shared or len(node.parents) > 1:
                first = {(state, node): before} if node.rule is not None else {}
                codes[node.index] = code
                return (*changes, *self._settle_waiting(self._reading_outcome({}, state, node), first))
            codes[node.index] = code
            if node.rule is not None and reported:
                changes.append(OutcomeChange(state.unit, node.rule, OUTCOMES[before], OUTCOMES[code]))
            if not node.parents:
                return tuple(changes)
            node = node.parents[0]

    def _settle_waiting(
        self, waiting: dict[int, dict[Touched, None]], before: dict[Touched, int]
    ) -> tuple[OutcomeChange, ...]:
        """`_settle` for the nodes waiting, by level; `before` are the outcomes that have already changed."""
        while waiting:
            batch = list(waiting.pop(min(waiting)))
            for one, code in zip(batch, self._fire(batch), strict=True):
                state, node = one
                if code == state.codes[node.index]:
                    continue
                if node.rule is not None:
                    before.setdefault(one, state.codes[node.index])
                state.codes[node.index] = code
                self._reading_outcome(waiting, state, node)
        return self._changes(before)

    def _reading_outcome(
        self, waiting: dict[int, dict[Touched, None]], state: State, node: Node
    ) -> dict[int, dict[Touched, None]]:
        """Add what reads the outcome of a node to what is waiting."""
        for parent in node.parents:
            waiting.setdefault(parent.level, {})[state, parent] = None
        if node.is_shared and node.rule is not None:
            for reading in self._reading_rule(state, node.rule.code):
                waiting.setdefault(reading[1].level, {})[reading] = None
        return waiting

    def _changes(self, before: dict[Touched, int]) -> tuple[OutcomeChange, ...]:
        return tuple(
            [
                OutcomeChange(state.unit, node.rule, OUTCOMES[code], OUTCOMES[state.codes[node.index]])
                for (state, node), code in before.items()
                # A rule that asks another of its own program may have been fired twice, and be where it was.
                if node.rule is not None and code != state.codes[node.index] and state.program[1] == self.as_of
            ]
        )

    def _fire(self, batch: Sequence[Touched]) -> list[int]:
        """The outcome code of each node, by the pattern that fired; attestations settle what is left open."""
        events = [node.event(state) for state, node in batch]
        # One event made for several units is fired once: what fires depends on the event alone.
        distinct = {id(event): event for event in events}
        fired = self.matcher.fire(list(distinct.values()))
        code_of = {identity: self._codes[pattern] for identity, pattern in zip(distinct, fired, strict=True)}
        codes = [code_of[id(event)] for event in events]
        return self._attested(batch, codes) if self.world.evidence.attestations else codes

    def _attested(self, batch: Sequence[Touched], codes: list[int]) -> list[int]:
        """The codes, with what attestations make of those that are open."""
        attestations = self.world.evidence.attestations
        open_: list[int] = []
        attested: list[Event] = []
        for position, (state, node) in enumerate(batch):
            if codes[position] != UNDETERMINED or node.rule is None or state.unit not in attestations:
                continue
            network = self.networks[state.program]
            own = self.world.units[state.unit]
            said = CODES[specification.attested_outcome(network.program, own, node.rule.code, network.world)]
            if said != UNDETERMINED:
                open_.append(position)
                attested.append({node.symbol + "t": said})
        if attested:
            for position, pattern in zip(open_, self.matcher.fire(attested), strict=True):
                codes[position] = self._codes[pattern]
        return codes

    # Decisions made.

    def _forget_decisions(self, touched: Iterable[Touched]) -> None:
        """Forget the decisions that rest on nodes, whether or not their outcomes change: their reasons may."""
        world = self.world
        if not world.decided and not world.past:
            return
        for state, node in touched:
            (ruleset, day), unit = state.program, state.unit
            decided = (world if day == self.as_of else world.at(day)).decided
            for rule in node.rules:
                # A decision is made after those below it: where there is none, nothing further rests on it.
                if decided.pop((ruleset, unit, rule), None) is not None and (ruleset, day, rule) in self._shared:
                    self._forget_decisions(self._reading_rule(state, rule))

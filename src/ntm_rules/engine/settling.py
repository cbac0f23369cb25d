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
from . import evaluate as specification
from .generate import CODES, OUTCOMES, UNDETERMINED
from .matcher import Choice, Matcher, make_matcher
from .network import Network, RuleWatch, build
from .node import Event, Node, Outcomes, ProgramKey, State
from .program import Program
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
        for network in self.networks.values():
            for node in network.nodes:
                node.is_shared = self._may_be_read(network, node)
        self.states: dict[ProgramKey, dict[str, State]] = {}
        self._beneath: dict[tuple[ProgramKey, str, str], list[State]] = {}
        for key, network in self.networks.items():
            self.states[key] = {state.unit: state for state in self._new_states(key, network)}
        self.matcher: Matcher = make_matcher(outcomes.patterns, choice)

    def _new_states(self, key: ProgramKey, network: Network) -> Iterator[State]:
        units, facts = self.world.units, self.world.evidence.facts
        # What a unit was on an earlier date is asked of units that exist on the session's.
        existing = self.as_of if network.program.as_of == self.as_of else None
        kinds = {kind for kind, _ in network.above}
        for unit in units.of_kind(network.program.ruleset.applies_to, existing):
            state = State(unit.code, key, [UNDETERMINED] * len(network.nodes), facts.setdefault(unit.code, {}))
            for kind in kinds:
                ancestor = units.ancestor(unit.code, kind)
                if ancestor is not None:
                    self._beneath.setdefault((key, kind, ancestor.code), []).append(state)
            yield state

    def _may_be_read(self, network: Network, node: Node) -> bool:
        """Whether a network reads the rule that a node decides, of another unit or in another program."""
        if node.rule is None:
            return False
        watched = (network.program.ruleset.id, network.program.as_of, node.rule)
        return any(
            watched in other.rules_beside or any(rule == watched for _, rule in other.rules_below)
            for other in self.networks.values()
        )

    def code(self, watched: RuleWatch, unit: str) -> int:
        """The outcome code of a rule for a unit. Raises KeyError when there is no such rule or unit."""
        ruleset, day, code = watched
        key = ruleset, day
        return self.states[key][unit].codes[self.networks[key].rule_node[code]]

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
            self._settle((state, network.nodes[index]) for index in asking for state in states)

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
        self._forget_decisions(touched, about)
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
        found: list[Touched] = []
        for key, network in self.networks.items():
            readers = network.readers.get(measure)
            if readers:
                state = self.states[key].get(unit)
                if state is not None:
                    found += [(state, network.nodes[index]) for index in readers]
            if network.above or network.below:
                kind = self.world.units[unit].kind
                for index in network.above.get((kind, measure), ()):
                    for below in self._beneath.get((key, kind, unit), ()):
                        found.append((below, network.nodes[index]))
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
            for above in self.world.units.ancestors(unit):
                if above.code in self.states[key]:
                    yield self.states[key][above.code], self.networks[key].nodes[index]

    # Settling.

    def _settle(self, touched: Iterable[Touched]) -> tuple[OutcomeChange, ...]:
        """Fire the nodes touched and all that depend on a changed outcome, lowest level first."""
        waiting: dict[int, dict[Touched, None]] = {}
        for one in touched:
            waiting.setdefault(one[1].level, {})[one] = None
        changes: list[OutcomeChange] = []
        while waiting:
            batch = list(waiting.pop(min(waiting)))
            for (state, node), code in zip(batch, self._fire(batch), strict=True):
                before = state.codes[node.index]
                if code == before:
                    continue
                state.codes[node.index] = code
                for parent in node.parents:
                    waiting.setdefault(parent.level, {})[state, parent] = None
                if node.rule is None:
                    continue
                ruleset, day = state.program
                if day == self.as_of:
                    key = RuleKey(ruleset, node.rule)
                    changes.append(OutcomeChange(state.unit, key, OUTCOMES[before], OUTCOMES[code]))
                if node.is_shared:
                    for one in self._reading_rule(state, node.rule):
                        waiting.setdefault(one[1].level, {})[one] = None
        return tuple(changes)

    def _fire(self, batch: Sequence[Touched]) -> list[int]:
        """The outcome code of each node, by the pattern that fired; attestations settle what is left open."""
        fired, codes_of = self.matcher.fire([node.event(state) for state, node in batch]), self._codes
        codes = [codes_of[pattern] for pattern in fired]
        attestations = self.world.evidence.attestations
        if not attestations:
            return codes
        open_: list[int] = []
        attested: list[Event] = []
        for position, (state, node) in enumerate(batch):
            if codes[position] != UNDETERMINED or node.rule is None or state.unit not in attestations:
                continue
            network = self.networks[state.program]
            own = self.world.units[state.unit]
            said = CODES[specification.attested_outcome(network.program, own, node.rule, network.world)]
            if said != UNDETERMINED:
                open_.append(position)
                attested.append({node.symbol + "t": said})
        if attested:
            for position, pattern in zip(open_, self.matcher.fire(attested), strict=True):
                codes[position] = codes_of[pattern]
        return codes

    # Decisions made.

    def _forget_decisions(self, *touched: Iterable[Touched]) -> None:
        """Forget the decisions that rest on nodes, whether or not their outcomes change: their reasons may."""
        if not self.world.decided and not any(world.decided for world in self.world.past.values()):
            return
        waiting = [one for several in touched for one in several]
        while waiting:
            state, node = waiting.pop()
            network = self.networks[state.program]
            decided, ruleset = network.world.decided, network.program.ruleset.id
            for rule in node.rules:
                # A decision is made after those below it: where there is none, nothing further rests on it.
                if decided.pop((ruleset, state.unit, rule), None) is not None:
                    deciding = network.nodes[network.rule_node[rule]]
                    if deciding.is_shared:
                        waiting += self._reading_rule(state, rule)

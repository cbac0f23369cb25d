"""A live working memory: facts are asserted, corrected and retracted, and the decisions follow at once.

The versioned rules are fired by a matcher (durable_rules, or the plain one): each condition and rule is a node of a network,
what is known of it is one integer event, and the one pattern that fires is its outcome, which is an event for the nodes that
read it: indicator, criterion, recognition, the units above. Working memory, tallies and the graph are kept here; nothing is
kept in the matcher between calls.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from threading import RLock
from types import TracebackType
from typing import Self

from attrs import frozen

from ..model.decision import Decision
from ..model.fact import Attestation, Fact, PublishedDecision, Statement
from ..model.key import RuleKey
from ..model.outcome import Outcome
from ..model.problem import CompileError, EngineError, FactsError
from ..model.unit import Units
from . import evaluate as specification
from .evidence import Evidence, check_statements
from .generate import CODES, OUTCOMES, UNDETERMINED
from .matcher import Choice, make_matcher
from .network import Network, RuleWatch, build
from .node import Event, Node, Outcomes, ProgramKey, State
from .prepared import decide_all
from .program import Program
from .record import Record, record
from .world import World


@frozen
class OutcomeChange:
    """A rule whose outcome for a unit changed."""

    unit: str
    rule: RuleKey
    before: Outcome
    after: Outcome


def _key(program: Program) -> ProgramKey:
    return program.ruleset.id, program.as_of


class Session:
    """A working memory for one assessment date, over any number of programs and units.

    `programs` are those whose decisions are wanted; the ones they refer to come along. `matcher` chooses what fires the
    rules: "durable_rules", "plain", or "auto" for the first that can be had; the attribute `matcher` names the one in use.
    Statements dated or recorded later than the session looks are kept, and decide nothing.

    Sessions share nothing with one another. All methods may be called from several threads. `close` frees what the session
    took; used as a context manager it closes itself.

    Raises FactsError or UnitsError for what does not fit, CompileError when programs are of different dates, and EngineError
    when the matcher found itself in a state that must not be: then the session is of no more use.
    """

    def __init__(
        self,
        programs: Program | Iterable[Program],
        units: Units,
        statements: Iterable[Statement] = (),
        *,
        known_on: date | None = None,
        matcher: Choice = "auto",
    ) -> None:
        roots = (programs,) if isinstance(programs, Program) else tuple(programs)
        every = {_key(program): program for root in roots for program in root.programs()}
        if len({program.as_of for program in roots}) != 1:
            raise CompileError("a session needs one program or more, all compiled for the same date")
        self.as_of = roots[0].as_of
        self._lock = RLock()
        self._library = roots[0].library
        self._broken: str | None = None
        statements = tuple(statements)
        check_statements(statements, units, self._library)
        self._world = World(units, Evidence.of(statements, self.as_of, known_on), self._library)
        outcomes = Outcomes()
        # A program of an earlier date sees the same statements from that date.
        self._networks: dict[ProgramKey, Network] = {
            key: build(
                program,
                f"p{position}",
                self._world if program.as_of == self.as_of else self._world.at(program.as_of),
                outcomes,
                self._code_of,
            )
            for position, (key, program) in enumerate(every.items())
        }
        self._codes = tuple(outcomes.codes)
        self._first_level: dict[ProgramKey, int] = {}
        levels = 0
        for key, network in self._networks.items():
            self._first_level[key] = levels
            levels += network.depth
        self._states: dict[tuple[ProgramKey, str], State] = {}
        self._above: dict[tuple[ProgramKey, str, str], list[State]] = {}
        for key, network in self._networks.items():
            # What a unit was on an earlier date is asked of units that exist on the session's.
            existing = self.as_of if network.program.as_of == self.as_of else None
            for unit in units.of_kind(network.program.ruleset.applies_to, existing):
                self._states[key, unit.code] = state = State(unit.code, key, [UNDETERMINED] * len(network.nodes))
                for kind in {kind for kind, _ in network.above}:
                    ancestor = units.ancestor(unit.code, kind)
                    if ancestor is not None:
                        self._above.setdefault((key, kind, ancestor.code), []).append(state)
        self._matcher = make_matcher(outcomes.patterns, matcher)
        self.matcher: str = self._matcher.name
        self._settle([(state, node) for state in self._states.values() for node in self._networks[state.program].nodes])

    # Asking.

    def outcome(self, unit: str, rule: RuleKey | str) -> Outcome:
        """The outcome of a rule for a unit. Raises KeyError when the session has no such rule or unit."""
        key = RuleKey.parse(rule) if isinstance(rule, str) else rule
        with self._lock:
            self._check_usable()
            return OUTCOMES[self._code(key.ruleset, unit, key.code)]

    def outcomes(self) -> dict[tuple[str, RuleKey], Outcome]:
        """The outcome of every rule for every unit."""
        with self._lock:
            self._check_usable()
            return {
                (unit, RuleKey(id, code)): OUTCOMES[state.codes[index]]
                for ((id, day), unit), state in self._states.items()
                if day == self.as_of
                for code, index in self._networks[id, day].rule_node.items()
            }

    def decision(self, unit: str, rule: RuleKey | str) -> Decision:
        """The decision of a rule for a unit, with its reasons and the decisions below it, as of now.

        Reasons are made when they are read. Raises KeyError when the session has no such rule or unit, and EngineError should
        the specification, which gives the reasons, ever decide otherwise than the rules that fired.
        """
        key = RuleKey.parse(rule) if isinstance(rule, str) else rule
        with self._lock:
            self._check_usable()
            program = self._networks[key.ruleset, self.as_of].program
            self._code(key.ruleset, unit, key.code)
            own = self._world.units[unit]
            if any(key.code == conclusion.code for conclusion in program.ruleset.conclusions):
                decide_all(program, own, self._world)
            decision = specification.decide(program, own, key.code, self._world)
            for below in decision.walk():
                fired = OUTCOMES[self._code(below.rule.ruleset, below.unit, below.rule.code)]
                if fired is not below.outcome:
                    raise self._break(
                        f"{below.rule} for {below.unit}: the rules fired {fired.value}, "
                        f"the specification says {below.outcome.value}"
                    )
            return decision

    def record(self, unit: str, rule: RuleKey | str) -> Record:
        """A decision as of now with all it rests on, to be kept and decided again (`replay`)."""
        key = RuleKey.parse(rule) if isinstance(rule, str) else rule
        with self._lock:
            self._check_usable()
            self._code(key.ruleset, unit, key.code)
            return record(self._networks[key.ruleset, self.as_of].program, unit, key.code, self._world)

    def statements(self) -> tuple[Statement, ...]:
        """Everything asserted and not retracted."""
        evidence = self._world.evidence
        with self._lock:
            tables: tuple[Mapping[str, Mapping[object, list[Statement]]], ...] = (
                evidence.facts,  # type: ignore[assignment]
                evidence.attestations,
                evidence.published,
            )
            return tuple(one for table in tables for of in table.values() for many in of.values() for one in many)

    # Telling.

    def assert_fact(self, *statements: Statement) -> tuple[OutcomeChange, ...]:
        """Assert facts, attestations or published decisions; the outcomes that changed.

        Raises FactsError, and takes nothing in, when any of them does not fit.
        """
        with self._lock:
            self._check_usable()
            check_statements(statements, self._world.units, self._library)
            for statement in statements:
                self._world.evidence.add(statement)
            return self._after(statements)

    def retract(self, *statements: Statement) -> tuple[OutcomeChange, ...]:
        """Take statements back; the outcomes that changed. Raises FactsError when one is not in the working memory."""
        with self._lock:
            self._check_usable()
            taken: list[Statement] = []
            try:
                for statement in statements:
                    self._world.evidence.remove(statement)
                    taken.append(statement)
            except (KeyError, ValueError) as error:
                for back in taken:
                    self._world.evidence.add(back)
                raise FactsError(f"nothing to retract: {statement}", statement.place) from error
            return self._after(statements)

    def correct(self, old: Statement, new: Statement) -> tuple[OutcomeChange, ...]:
        """Replace a statement by another; the outcomes that changed. Raises FactsError as the other two do."""
        with self._lock:
            self._check_usable()
            check_statements((new,), self._world.units, self._library)
            try:
                self._world.evidence.remove(old)
            except (KeyError, ValueError) as error:
                raise FactsError(f"nothing to correct: {old}", old.place) from error
            self._world.evidence.add(new)
            return self._after((old, new))

    def close(self) -> None:
        """Free what the session took. May be called again; nothing else may."""
        with self._lock:
            self._broken = self._broken or "the session is closed"
            self._matcher.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # Settling.

    def _code(self, ruleset: str, unit: str, code: str) -> int:
        return self._code_of((ruleset, self.as_of, code), unit)

    def _code_of(self, watched: RuleWatch, unit: str) -> int:
        ruleset, day, code = watched
        key = ruleset, day
        return self._states[key, unit].codes[self._networks[key].rule_node[code]]

    def _after(self, statements: Iterable[Statement]) -> tuple[OutcomeChange, ...]:
        """Settle every node that reads what the statements are about."""
        touched: list[tuple[State, Node]] = []
        for statement in statements:
            self._world.forget(statement.unit)
            match statement:
                case Fact(unit, measure):
                    touched += self._reading(unit, measure)
                case Attestation(unit, rule):
                    touched += self._deciding(unit, rule)
                case PublishedDecision():
                    pass
        return self._settle(touched)

    def _deciding(self, unit: str, rule: RuleKey) -> Iterable[tuple[State, Node]]:
        """The nodes that decide a rule for a unit, on any date."""
        for key, network in self._networks.items():
            index = network.rule_node.get(rule.code) if key[0] == rule.ruleset else None
            if index is not None and (key, unit) in self._states:
                yield self._states[key, unit], network.nodes[index]

    def _reading(self, unit: str, measure: str) -> Iterable[tuple[State, Node]]:
        """The nodes that read a measure of a unit, for whatever unit."""
        kind = self._world.units[unit].kind
        for key, network in self._networks.items():
            state = self._states.get((key, unit))
            if state is not None:
                for index in network.readers.get(measure, ()):
                    yield state, network.nodes[index]
            for index in network.above.get((kind, measure), ()):
                for below in self._above.get((key, kind, unit), ()):
                    yield below, network.nodes[index]
            yield from self._above_reading(key, unit, network.below.get((kind, measure), ()))

    def _above_reading(self, key: ProgramKey, unit: str, nodes: Iterable[int]) -> Iterable[tuple[State, Node]]:
        """Nodes of a program in the states of all units above a unit."""
        for index in nodes:
            for above in self._world.units.ancestors(unit):
                if (key, above.code) in self._states:
                    yield self._states[key, above.code], self._networks[key].nodes[index]

    def _settle(self, touched: Iterable[tuple[State, Node]]) -> tuple[OutcomeChange, ...]:
        """Fire the nodes touched and all that depend on a changed outcome, lowest level first."""
        waiting: dict[int, dict[tuple[int, int], tuple[State, Node]]] = {}
        for state, node in touched:
            level = self._first_level[state.program] + node.level
            waiting.setdefault(level, {})[id(state), node.index] = state, node
        changes: list[OutcomeChange] = []
        try:
            while waiting:
                level = min(waiting)
                batch = list(waiting.pop(level).values())
                for (state, node), code in zip(batch, self._fire(batch), strict=True):
                    before = state.codes[node.index]
                    if code == before:
                        continue
                    state.codes[node.index] = code
                    network = self._networks[state.program]
                    first = self._first_level[state.program]
                    for parent in node.parents:
                        above = network.nodes[parent]
                        waiting.setdefault(first + above.level, {})[id(state), parent] = state, above
                    if node.rule is not None:
                        ruleset, day = state.program
                        if day == self.as_of:
                            key = RuleKey(ruleset, node.rule)
                            changes.append(OutcomeChange(state.unit, key, OUTCOMES[before], OUTCOMES[code]))
                        for other, reader in self._reading_rule(state.unit, (ruleset, day, node.rule)):
                            at = self._first_level[other.program] + reader.level
                            waiting.setdefault(at, {})[id(other), reader.index] = other, reader
        except EngineError as error:
            self._broken = str(error)
            raise
        return tuple(changes)

    def _fire(self, batch: list[tuple[State, Node]]) -> list[int]:
        """The outcome code of each node, by the pattern that fired; attestations settle what is left open."""
        events: list[Event] = [node.event(state) for state, node in batch]
        codes = [self._codes[fired] for fired in self._matcher.fire(events)]
        open_: list[int] = []
        attested: list[Event] = []
        attestations = self._world.evidence.attestations
        if attestations:
            for position, (state, node) in enumerate(batch):
                if codes[position] != UNDETERMINED or node.rule is None or state.unit not in attestations:
                    continue
                network = self._networks[state.program]
                own = self._world.units[state.unit]
                said = CODES[specification.attested_outcome(network.program, own, node.rule, network.world)]
                if said != UNDETERMINED:
                    open_.append(position)
                    attested.append({node.symbol + "t": said})
        if attested:
            for position, fired in zip(open_, self._matcher.fire(attested), strict=True):
                codes[position] = self._codes[fired]
        return codes

    def _reading_rule(self, unit: str, watched: RuleWatch) -> Iterable[tuple[State, Node]]:
        """The nodes of other units or rulesets that read a rule of a unit."""
        kind = self._world.units[unit].kind
        for key, network in self._networks.items():
            if (key, unit) in self._states:
                for index in network.rules_beside.get(watched, ()):
                    yield self._states[key, unit], network.nodes[index]
            yield from self._above_reading(key, unit, network.rules_below.get((kind, watched), ()))

    def _check_usable(self) -> None:
        if self._broken is not None:
            raise EngineError(f"the session is not to be used: {self._broken}")

    def _break(self, why: str) -> EngineError:
        self._broken = why
        return EngineError(why)

"""The history of a unit under a ruleset: the published decisions on it, and what its rules came to, day by day."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import product

from attrs import field, frozen

from ...model.arguments import checks_arguments, refused
from ...model.decision import Decision
from ...model.fact import Fact, Finding, PublishedDecision, Statement, is_known
from ...model.key import MAINTENANCE, PROPOSED, RECOGNITION, REVOCATION
from ...model.outcome import Outcome
from ...model.problem import CompileError
from ...model.values.duration import Duration
from ...program.compiling import compile
from ...program.program import Program
from ...program.terms import Always, Attested, IsOneOf, Reported, Where
from ..decisions import Decisions
from ..evidence.evidence import Evidence
from ..evidence.world import EvidenceWorld
from ..specification import decide
from .transitions import HOLDING, RecognitionSignal, RecognitionState, in_order, transition_table

_DAY = timedelta(days=1)


@frozen
class HistoryEvent:
    """A day of a history: the states then possible, more than one where the rules cannot say which.

    `signals` are what happened, or may have; `published` the authorities' decisions of the day; `decisions` what the rules of
    recognition, maintenance and revocation came to; `problem` why they came to nothing: no version is in force.

    >>> from datetime import date
    >>> import ntm_rules as ntm
    >>> program = ntm.compile("vn/civilised-township", date(2024, 6, 30))
    >>> town, water = ntm.Unit("T", "Tam Đường", "township"), ntm.Fact("T", "clean_water_households", 99.9, date(2024, 3, 31))
    >>> event = ntm.history(ntm.evaluate(program, town, [water]), "T").events[0]
    >>> event.day, [state.value for state in event.states]
    (datetime.date(2024, 3, 31), ['unknown'])
    """

    day: date
    states: tuple[RecognitionState, ...]
    before: tuple[RecognitionState, ...]
    signals: tuple[RecognitionSignal, ...] = ()
    published: tuple[PublishedDecision, ...] = ()
    decisions: tuple[Decision, ...] = ()
    problem: CompileError | None = field(default=None, eq=False)

    @property
    def is_settled(self) -> bool:
        """True where one state is possible, and it is known."""
        return len(self.states) == 1 and self.states[0] is not RecognitionState.UNKNOWN

    @property
    def is_change(self) -> bool:
        """True where the state is another than before, or an authority decided."""
        return bool(self.published) or self.states != self.before

    def decision(self, code: str) -> Decision | None:
        """The outcome of one of the rules, if the ruleset has it."""
        return next((decision for decision in self.decisions if decision.rule.code == code), None)


@frozen
class UnitHistory:
    """The history of a unit under a ruleset, the oldest day first.

    >>> from datetime import date
    >>> import ntm_rules as ntm
    >>> program = ntm.compile("vn/civilised-township", date(2024, 6, 30))
    >>> town, water = ntm.Unit("T", "Tam Đường", "township"), ntm.Fact("T", "clean_water_households", 99.9, date(2024, 3, 31))
    >>> len(ntm.history(ntm.evaluate(program, town, [water]), "T").events) > 0
    True
    """

    unit: str
    ruleset: str
    events: tuple[HistoryEvent, ...]

    def __repr__(self) -> str:
        last = ", ".join(state.value for state in self.events[-1].states) if self.events else "nothing known"
        return f"UnitHistory({self.unit}, {self.ruleset}, {len(self.events)} days, {last})"

    @property
    def has_decisions(self) -> bool:
        """True where an authority's decision is recorded."""
        return any(event.published for event in self.events)


@checks_arguments
def history(decisions: Decisions, unit: str) -> UnitHistory:
    """The history of a unit under a ruleset, up to the day of its decisions and by what was known on their `known_on`.

    Days are those of published decisions on the ruleset's recognition or revocation, those of figures about the unit, the units
    below it and those above, those on which a version comes into force, the end of a recognition that stands for a time
    alone, and the last day. A published recognition, or its end, is a report of the measure by which the rules of maintenance
    and revocation ask whether the unit is recognised; so is a proposal, where none stands. A day of such decisions has the
    state that they say; on other days the rules say it. Raises ArgumentError for a unit that the ruleset does not judge.

    >>> import ntm_rules as ntm
    >>> program, town = ntm.compile("vn/civilised-township", date(2024, 6, 30)), ntm.Unit("T", "Tam Đường", "township")
    >>> granted = ntm.PublishedDecision("T", "vn/civilised-township#recognition", "attained", date(2023, 5, 1), "UBND huyện")
    >>> [(str(event.day), event.states[0].value) for event in history(ntm.evaluate(program, town, [granted]), "T").events]
    [('2023-05-01', 'recognised'), ('2024-06-30', 'recognised')]
    """
    if unit not in {decided.code for decided in decisions.units}:
        known = ", ".join(decided.code for decided in decisions.units)
        raise refused("unit", unit, f"một trong {known or '–'}", f"one of {known or '–'}")
    return UnitHistory(unit, decisions.program.ruleset.id, tuple(_UnitTimeline(decisions, unit).events()))


@frozen(eq=False)
class _UnitTimeline:
    """Everything that is told of one unit, and the programs of each day."""

    run: Decisions
    unit: str
    programs: dict[date, Program | CompileError] = field(factory=dict)
    statements: list[Statement] = field(init=False)
    published: Mapping[date, list[PublishedDecision]] = field(init=False)
    evidence: Evidence = field(init=False)

    @statements.default
    def _about(self) -> list[Statement]:
        """The statements of the day and before about the unit, and those below and above it."""
        units, evidence = self.run.world.units, self.run.world.evidence
        around = (units[self.unit], *units.ever_above(self.unit), *units.ever_below(self.unit))
        return [
            statement
            for code in dict.fromkeys(unit.code for unit in around)
            for statement in evidence.about(code)
            if statement.as_of <= evidence.as_of and is_known(statement, evidence.known_on)
        ]

    @published.default
    def _of_council(self) -> dict[date, list[PublishedDecision]]:
        by_day: dict[date, list[PublishedDecision]] = {}
        own = (
            statement
            for statement in self.statements
            if isinstance(statement, PublishedDecision) and statement.unit == self.unit
        )
        for decision in own:
            if decision.rule.ruleset == self.ruleset and decision.rule.code in (RECOGNITION, REVOCATION):
                by_day.setdefault(decision.as_of, []).append(decision)
        return by_day

    @evidence.default
    def _with_reports(self) -> Evidence:
        """The statements, with the authorities' decisions as reports that the unit is recognised, or is no longer."""
        evidence, library = self.run.world.evidence, self.run.world.library
        reports: list[Statement] = []
        stands = False
        for day in sorted(self.published):
            for decision in self.published[day]:
                signal = self.signal_of(decision)
                if signal is None or (stands and signal is RecognitionSignal.PROPOSED):
                    continue
                # A proposal says that there is no recognition yet.
                stands = signal is RecognitionSignal.GRANTED
                source = (
                    decision.as_of,
                    decision.reported_by,
                    decision.evidence,
                    decision.recorded,
                    decision.place,
                )
                reports += [
                    Fact(self.unit, name, stands, *source)
                    for name in _measures_asking_for_recognition(self.program(day))
                ]
        return Evidence.of([*self.statements, *reports], evidence.as_of, evidence.known_on, library)

    @property
    def ruleset(self) -> str:
        return self.run.program.ruleset.id

    def program(self, day: date) -> Program | CompileError:
        """The program of a day, or why there is none."""
        if day == self.run.program.as_of:
            return self.run.program
        if day not in self.programs:
            try:
                self.programs[day] = compile(self.ruleset, day, self.run.world.library)
            except CompileError as error:
                self.programs[day] = error
        return self.programs[day]

    def signal_of(self, published: PublishedDecision) -> RecognitionSignal | None:
        """The signal that an authority's decision is for a recognition; None where it is none."""
        program = self.program(published.as_of)
        if published.value == PROPOSED:
            return RecognitionSignal.PROPOSED
        value = published.value if isinstance(published.value, Outcome) else None
        if value is None and isinstance(program, Program):
            value = program.ruleset.counted(published.value)
        if published.rule.code == REVOCATION:
            return RecognitionSignal.WITHDRAWN if value is Outcome.ATTAINED else None
        granted = {Outcome.ATTAINED: RecognitionSignal.GRANTED, Outcome.NOT_ATTAINED: RecognitionSignal.REFUSED}
        return None if value is None else granted.get(value)

    def asks(self, day: date, signal: RecognitionSignal) -> bool:
        """True where the rule that gives a signal is only for units that are recognised, or says that one is not."""
        code = REVOCATION if signal is RecognitionSignal.WITHIN_REVOCATION else MAINTENANCE
        return signal is RecognitionSignal.DOES_NOT_APPLY or bool(
            _measures_asking_for_recognition(self.program(day), code)
        )

    def days(self) -> set[date]:
        """The days that are looked at, but those on which a recognition ends by time."""
        last = self.run.program.as_of
        days = {statement.as_of for statement in self.statements}
        versions = self.run.world.library.versions.get(self.ruleset, ())
        days |= {version.version for version in versions if days and min(days) < version.version <= last}
        return {*days, last}

    def events(self) -> Iterator[HistoryEvent]:
        last, waiting = self.run.program.as_of, self.days()
        states = frozenset({RecognitionState.UNKNOWN})
        ends: date | None = None
        while waiting:
            day = min(waiting)
            waiting.discard(day)
            before = states
            published = sorted(
                self.published.get(day, ()), key=lambda decision: (decision.rule.code, str(decision.value))
            )
            signals = [signal for decision in published if (signal := self.signal_of(decision)) is not None]
            if day == ends:
                signals.append(RecognitionSignal.EXPIRED)
            states = _after(states, signals)
            if _ENDING & {*signals}:
                waiting -= {ends} - self.days()
                ends = _end_of(day, self.program(day)) if RecognitionSignal.GRANTED in signals else None
                waiting |= {ends} if ends is not None and ends <= last else set()
            decided, problem = self._decided(day)
            if not signals:
                by_rules = dict.fromkeys(signals_of(decided))
                real = [signal for signal in by_rules if signal is not None]
                # A rule that does not ask whether a unit is recognised says nothing of one that is not.
                asking = [signal for signal in real if self.asks(day, signal)]
                others, holding = [signal for signal in real if signal not in asking], states & {*HOLDING}
                stays = states if None in by_rules or not real else states - holding if others else frozenset()
                states = transition_table().after(states, asking) | transition_table().after(holding, others) | stays
                signals += real
            yield HistoryEvent(
                day,
                tuple(in_order(states)),
                tuple(in_order(before)),
                tuple(signals),
                tuple(published),
                decided,
                problem,
            )

    def _decided(self, day: date) -> tuple[tuple[Decision, ...], CompileError | None]:
        program = self.program(day)
        if isinstance(program, CompileError):
            return (), program
        unit, world = self.run.world.units[self.unit], self.run.world
        if not unit.exists_on(day):
            return (), None
        seen = EvidenceWorld(world.units, self.evidence, world.library).at(day)
        codes = [code for code in (RECOGNITION, MAINTENANCE, REVOCATION) if code in program.by_code]
        return tuple(decide(program, unit, code, seen) for code in codes), None


_ENDING = {RecognitionSignal.GRANTED, RecognitionSignal.REFUSED, RecognitionSignal.WITHDRAWN}
"""The signals that end the time for which a recognition stands: another one, or its end."""


def _after(states: frozenset[RecognitionState], signals: Sequence[RecognitionSignal]) -> frozenset[RecognitionState]:
    """The states after what happened on a day; where authorities say opposite things on it, after each of them."""
    table = transition_table()
    ending = _ENDING & {*signals}
    if RecognitionSignal.GRANTED in ending and len(ending) > 1:
        return table.after(states, [signal for signal in signals if signal in ending])
    for signal in signals:
        states = table.after(states, [signal])
    return states


def signals_of(decided: Sequence[Decision]) -> Iterator[RecognitionSignal | None]:
    """The signals that the rules may give, by every outcome of maintenance and revocation still possible; None: nothing."""
    outcomes_by_code: dict[str, list[Outcome | None]] = {
        decision.rule.code: [outcome for outcome in Outcome if outcome in decision.possible] for decision in decided
    }
    for maintained, revoked in product(
        outcomes_by_code.get(MAINTENANCE, [None]), outcomes_by_code.get(REVOCATION, [None])
    ):
        if revoked is Outcome.ATTAINED and maintained is not Outcome.NOT_APPLICABLE:
            yield RecognitionSignal.WITHIN_REVOCATION
        else:
            yield _KEPT.get(maintained)


_KEPT: Mapping[Outcome | None, RecognitionSignal] = {
    Outcome.ATTAINED: RecognitionSignal.HOLDS,
    Outcome.NOT_ATTAINED: RecognitionSignal.FAILS,
    Outcome.NOT_APPLICABLE: RecognitionSignal.DOES_NOT_APPLY,
}


def _measures_asking_for_recognition(program: Program | CompileError, *codes: str) -> list[str]:
    """The measures by which rules, those of maintenance and revocation, ask whether a unit is recognised."""
    measures: dict[str, None] = {}
    if isinstance(program, CompileError):
        return []
    for code in codes or (MAINTENANCE, REVOCATION):
        rule = program.by_code.get(code)
        truth = rule.truth if rule is not None else None
        while isinstance(truth, Attested | Where):
            condition = truth.applies if isinstance(truth, Where) else None
            if isinstance(condition, IsOneOf) and condition.values == (Finding.MET,):
                figure = condition.figure.figure if isinstance(condition.figure, Always) else condition.figure
                if isinstance(figure, Reported) and figure.above is None:
                    measures[figure.measure] = None
            truth = truth.truth
    return list(measures)


def _end_of(day: date, program: Program | CompileError) -> date | None:
    """The first day on which a recognition of a day stands no longer; None where the ruleset sets no time."""
    rule = None if isinstance(program, CompileError) else program.by_code.get(RECOGNITION)
    stands: Duration | None = None if rule is None else rule.rule.valid_for
    if stands is None:
        return None
    return stands.after(day) + _DAY

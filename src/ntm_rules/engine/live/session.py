"""A live working memory: facts are asserted, corrected and retracted, and the decisions follow at once.

The terms of the programs are nodes of a dependency network. What is known of a truth is one integer event, and the one pattern
that fires in the matcher (durable_rules, or the plain one) is its verdict, which the nodes that read it go by: indicator,
criterion, recognition, the units above. Network and matcher are shared by the sessions of a program; a session keeps the
working memory and what each node holds. Nothing is kept in the matcher between calls.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from itertools import islice
from threading import RLock
from types import TracebackType
from typing import Self, get_args

from ...model.arguments import NotCopied, fits, is_several, refused
from ...model.decision import Decision, OutcomeChange
from ...model.fact import Attestation, Fact, PublishedDecision, Statement
from ...model.key import RECOGNITION, RuleKey
from ...model.outcome import Outcome
from ...model.problem import CompileError, Diagnostic, EngineError, FactsError
from ...model.text import Text, shortened
from ...model.units.unit import Unit, Units
from ...model.values.kept import lock_of
from ...program.admission.units import check_applies, check_units, unused_kinds
from ...program.arguments import optional_day_of, statements_of, units_of
from ...program.inputs import days_of, uses_of
from ...program.messages import ADMISSION, COMPILING
from ...program.program import Program
from ...program.verdict import OUTCOME, POSSIBLE
from ...program.wording import worded
from ..compiled.deciding import decide
from ..evidence.evidence import Evidence
from ..evidence.world import EvidenceWorld
from ..naming import key_of, unknown_name
from .matching.matcher import Choice
from .propagation import Propagation, Under

MOST_DECISIONS_KEPT = 100_000
"""The number of decisions kept; beyond it all are forgotten, and made again when they are read again."""

_CLOSED = Text("phiên đã đóng", "the session is closed")
_CHANGING = Text(
    "một lần cập nhật đang diễn ra hoặc đã bị gián đoạn giữa chừng",
    "an update of it is under way, or was interrupted halfway",
)


def programs_of(programs: object) -> tuple[Program, ...]:
    """The programs given, one or several. Raises ArgumentError for anything else."""
    if isinstance(programs, Program):
        return (programs,)
    if is_several(programs):
        checked = tuple(programs)
        if checked and all(isinstance(program, Program) for program in checked):
            return checked
    raise refused("programs", programs, "một hoặc nhiều Program (compile)", "one Program or several (compile)")


def _not_there(statement: object) -> FactsError:
    """The error for a statement that is to be taken back and was never made."""
    if isinstance(statement, Fact | Attestation | PublishedDecision):
        return FactsError(
            worded(ADMISSION, "NTM619", statement.place, details={"value": str(statement), "unit": statement.unit})
        )
    return FactsError(worded(ADMISSION, "NTM625", None, details={"value": shortened(statement)}))


class Session(NotCopied):
    """A working memory for one assessment date, over any number of programs and units.

    `programs` are those whose decisions are wanted; the ones they refer to come along. `matcher` chooses what fires the
    rules: "durable_rules", "plain", or "auto" for the first that can be had; the attribute `matcher` names the one in use.
    Statements dated or recorded later than the session looks are kept, and decide nothing.

    `diagnostics` are warnings about what was handed in and decides nothing: units of kinds that no rule applies to or counts.

    Sessions share nothing with one another. All methods may be called from several threads. An update is made whole or not at
    all: one that an exception interrupts on its way (KeyboardInterrupt, MemoryError, what a signal handler raises) leaves a
    session that refuses every call with EngineError. A forked process has a copy of its own, which refuses likewise if another
    thread was updating it at that moment. It cannot be copied or pickled. `close` frees what the session took; used as a
    context manager it closes itself.

    Raises FactsError or UnitsError for what does not fit, CompileError when programs are of different dates, and EngineError
    when the matcher found itself in a state that must not be: then the session is of no more use.

    >>> from datetime import date
    >>> import ntm_rules as ntm
    >>> program = ntm.compile("vn/civilised-township", date(2024, 6, 30))
    >>> town, water = ntm.Unit("T", "Tam Đường", "township"), ntm.Fact("T", "clean_water_households", 99.9, date(2024, 3, 31))
    >>> with ntm.Session(program, town) as session:
    ...     [change.rule.code for change in session.assert_fact(water)][0]
    '3.3'
    """

    def __init__(
        self,
        programs: Program | Iterable[Program],
        units: Units | Iterable[Unit] | Unit,
        statements: Iterable[Statement] | Statement = (),
        *,
        known_on: date | None = None,
        matcher: Choice = "auto",
    ) -> None:
        roots = programs_of(programs)
        if not fits(matcher, Choice):
            raise refused("matcher", matcher, ", ".join(get_args(Choice)), ", ".join(get_args(Choice)))
        known_on = optional_day_of(known_on, "known_on")
        is_alone = isinstance(units, Unit)
        units = units_of(units)
        every = {program.key: program for root in roots for program in root.programs()}
        if len({program.as_of for program in roots}) != 1:
            raise CompileError(worded(COMPILING, "NTM650", None))
        self.as_of = roots[0].as_of
        self._lock: RLock = lock_of(self)
        self._library = roots[0].library
        self._broken: Text | None = None
        self._roots = tuple(dict.fromkeys(root.ruleset.id for root in roots))
        uses = uses_of(roots)
        check_units(units, self._library, uses, days_of(*roots))
        if is_alone:
            check_applies(next(iter(units)), uses, roots[0].ruleset.id)
        self.diagnostics = tuple(unused_kinds(units, uses, days_of(*roots)))
        evidence = Evidence.checked(statements_of(statements), units, self._library, self.as_of, known_on, uses)
        self._world = EvidenceWorld(units, evidence, self._library)
        self._propagation = Propagation(every, self._world, matcher)
        of_day = [under for key, under in self._propagation.programs.items() if key.as_of == self.as_of]
        self._today = {under.program.ruleset.id: under for under in of_day}
        self.matcher: str = self._propagation.matcher

    def __repr__(self) -> str:
        return f"Session({', '.join(self._roots)}, {self.as_of}, {self._world.units!r})"

    # Asking.

    def outcome(self, unit: str, rule: RuleKey | str = RECOGNITION) -> Outcome:
        """The outcome of a rule for a unit; a bare code is one of the ruleset that the session is for, where it is for one.

        Raises UnknownNameError, which is a KeyError as well, when the session has no such rule or unit.
        """
        with self._lock:
            self._check_usable()
            key, under = self._named(unit, rule)
            return OUTCOME[under.verdict(unit, key.code)]

    def outcomes(self) -> dict[tuple[str, RuleKey], Outcome]:
        """The outcome of every rule for every unit."""
        with self._lock:
            self._check_usable()
            outcomes: dict[tuple[str, RuleKey], Outcome] = {}
            for under in self._propagation.programs.values():
                if under.world is self._world:
                    rules = [(RuleKey(under.network.key.ruleset, code), code) for code in under.network.rules]
                    for unit in under.assessed():
                        outcomes.update({(unit, rule): OUTCOME[under.verdict(unit, code)] for rule, code in rules})
            return outcomes

    def decision(self, unit: str, rule: RuleKey | str = RECOGNITION) -> Decision:
        """The decision of a rule for a unit, with its reasons and the decisions below it, as of now.

        Reasons are made when they are read. Raises UnknownNameError when the session has no such rule or unit, and
        EngineError should the specification, which gives the reasons, ever decide otherwise than the rules that fired.
        """
        with self._lock:
            if self._broken is not None:
                self._check_usable()
            key, under = self._named(unit, rule)
            decision = self._world.decided.get((key.ruleset, unit, key.code))
            return self._decide(unit, key, under) if decision is None else decision

    def _decide(self, unit: str, rule: RuleKey, under: Under) -> Decision:
        """A decision not made yet, held against the outcomes that fired."""
        decided = self._world.decided
        if len(decided) > MOST_DECISIONS_KEPT:
            self._world.forget_decisions()
        known = len(decided)
        decision = decide(under.program, under.states[unit].unit, rule.code, self._world)
        self._compare(decision, under)
        # What else was made just now stands last.
        if len(decided) > known + 1:
            for other in islice(reversed(decided.values()), len(decided) - known):
                self._compare(other, self._today[other.rule.ruleset])
        return decision

    def _compare(self, decision: Decision, under: Under) -> None:
        """Hold a decision against the verdict that the network came to. Raises EngineError where they differ."""
        verdict = under.verdict(decision.unit, decision.rule.code)
        if decision.outcome is not OUTCOME[verdict] or decision.possible != POSSIBLE[verdict]:
            fired, specified = (
                f"{outcome.value} (possible: {', '.join(sorted(other.value for other in possible))})"
                for outcome, possible in ((OUTCOME[verdict], POSSIBLE[verdict]), (decision.outcome, decision.possible))
            )
            why = f"{decision.rule} for {decision.unit}: the rules fired {fired}, the specification says {specified}"
            self._broken = Text(why, why)
            raise EngineError(why)

    def statements(self) -> tuple[Statement, ...]:
        """Everything asserted and not retracted."""
        with self._lock:
            self._check_usable()
            return tuple(self._world.evidence.statements())

    # Telling.

    def assert_fact(self, *statements: Statement) -> tuple[OutcomeChange, ...]:
        """Assert facts, attestations or published decisions; return the outcomes that changed.

        Raises FactsError, and takes nothing in, when any of them does not fit.
        """
        return self.exchange((), statements)

    def retract(self, *statements: Statement) -> tuple[OutcomeChange, ...]:
        """Take statements back; return the outcomes that changed. Raises FactsError if one is not there."""
        return self.exchange(statements, ())

    def exchange(self, old: Iterable[Statement], new: Iterable[Statement]) -> tuple[OutcomeChange, ...]:
        """Take some statements back and assert others, as one update; return the outcomes that changed.

        Raises FactsError, and changes nothing, when one of the old is not there or one of the new does not fit.
        """
        gone, fresh = tuple(statements_of(old)), tuple(statements_of(new))
        with self._lock:
            self._check_usable()
            evidence = self._world.evidence
            evidence.check(fresh, self._world.units, self._library)
            self._check_there(gone)
            self._broken = _CHANGING
            for statement in gone:
                evidence.remove(statement)
            for statement in fresh:
                evidence.add(statement)
            return self._after((*gone, *fresh))

    def _check_there(self, statements: Iterable[Statement]) -> None:
        """Raise FactsError for a statement that was not made, or less often than it is to be taken back."""
        times: Counter[Statement] = Counter()
        for statement in statements:
            # What is there once can be hashed.
            has = self._world.evidence.has
            if not has(statement) or not has(statement, times[statement] + 1):
                raise _not_there(statement)
            times[statement] += 1

    def correct(self, old: Statement, new: Statement) -> tuple[OutcomeChange, ...]:
        """Replace a statement by another; return the outcomes that changed. Raises FactsError as the other two do."""
        with self._lock:
            self._check_usable()
            evidence = self._world.evidence
            evidence.check((new,), self._world.units, self._library)
            if not evidence.has(old):
                raise _not_there(old)
            self._broken = _CHANGING
            is_of_same = evidence.replace(old, new)
            return self._after((new,) if is_of_same else (old, new))

    def close(self) -> None:
        """Free what the session took. May be called again; nothing else may."""
        with self._lock:
            self._broken = self._broken or _CLOSED
            self._propagation.programs.clear()
            self._today.clear()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _after(self, statements: Iterable[Statement]) -> tuple[OutcomeChange, ...]:
        """Let the decisions follow; the session, marked as changing before its evidence was touched, is whole after this."""
        try:
            changes = self._propagation.after(statements)
        except EngineError as error:
            self._broken = Text(error.render("vi"), error.render("en"))
            raise
        self._broken = None
        return changes

    def _named(self, unit: str, rule: RuleKey | str) -> tuple[RuleKey, Under]:
        """The rule of that name and its program, after a look at whether it is decided about the unit."""
        key = rule if isinstance(rule, RuleKey) else key_of(rule)
        if key is None and len(self._roots) == 1 and isinstance(rule, str):
            key = RuleKey(self._roots[0], rule)
        under = None if key is None else self._today.get(key.ruleset)
        if key is None or under is None or key.code not in under.network.rules:
            roots = {root: self._today[root].network.rules for root in self._roots}
            known = (
                roots[self._roots[0]]
                if len(roots) == 1
                else [f"{root}#{code}" for root in roots for code in roots[root]]
            )
            raise unknown_name(rule, "quy tắc trong phiên", "rule in the session", known)
        if not isinstance(unit, str) or not under.decides_about(unit):
            raise unknown_name(
                unit, f"đơn vị được {key} quyết định", f"unit that {key} decides about", under.assessed()
            )
        return key, under

    def _check_usable(self) -> None:
        if self._broken is not None:
            vi, en = self._broken.vi, self._broken.en
            advice = Text("tạo phiên mới từ các số liệu", "make a new session from the statements")
            text = Text(f"không dùng được phiên này: {vi}", f"the session is not to be used: {en}")
            raise EngineError(Diagnostic("NTM706", None, text, None if self._broken is _CLOSED else advice))

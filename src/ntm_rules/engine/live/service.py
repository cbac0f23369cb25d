"""A session that a service keeps for long: statements are posted once, and units, rules and the day change under its readers.

Readers ask the session that is current; a change that needs another one (units, rules, the day) makes it beside, while the old
one answers, and puts it in place when it is whole. Writers wait for one another.
"""

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, timedelta
from threading import RLock

from attrs import evolve

from ...model.arguments import NotCopied, checks_arguments, refused
from ...model.decision import Decision, OutcomeChange
from ...model.fact import Statement
from ...model.key import RECOGNITION, RuleKey
from ...model.outcome import Outcome
from ...model.problem import Diagnostic, FactsError
from ...model.text import shortened
from ...model.units.unit import Unit, Units
from ...model.values.kept import lock_of
from ...model.values.spans import span
from ...program.arguments import day_of, units_of
from ...program.compiling import compile
from ...program.messages import ADMISSION
from ...program.program import Program
from ...program.wording import worded
from .matching.matcher import Choice
from .session import Session, programs_of

LOG = logging.getLogger("ntm_rules.service")
Listener = Callable[[tuple[OutcomeChange, ...]], object]


class Service(NotCopied):
    """The decisions of one or several programs about units, for many readers and writers at once.

    Every statement has a key of its caller's, such as the id of a form or of a row: posted again under its key it changes
    nothing. All methods may be called from several threads. A change is made whole or not at all: what raises has changed
    nothing. Arguments are those of `Session`, and so are the errors.

    >>> from ...language.library import load_library
    >>> program = compile("vn/civilised-township", date(2024, 6, 30), load_library())
    >>> service = Service(program, Unit("T", "Thị trấn Tam Đường", "township"))
    >>> from ...model.fact import Fact
    >>> water = Fact("T", "clean_water_households", 100, date(2024, 3, 31))
    >>> [str(change.rule) for change in service.post({"form 7": water})], service.post({"form 7": water})
    (['vn/civilised-township#3.3'], ())
    """

    def __init__(
        self,
        programs: Program | Iterable[Program],
        units: Units | Iterable[Unit] | Unit,
        statements: Mapping[str, Statement] | None = None,
        *,
        known_on: date | None = None,
        matcher: Choice = "auto",
    ) -> None:
        self._lock: RLock = lock_of(self)
        self._posted = dict(_statements({} if statements is None else statements))
        self._known_on, self._matcher = known_on, matcher
        self._programs, self._units = programs_of(programs), units_of(units)
        self._listeners: list[Listener] = []
        self._session = self._new_session(self._programs, units)

    def __repr__(self) -> str:
        rulesets = ", ".join(program.ruleset.id for program in self._programs)
        return f"Service({rulesets}, {self.as_of}, {self._units!r}, {len(self._posted)} statements)"

    # Reading.

    @property
    def session(self) -> Session:
        """The session that is current: all that is asked of it is of one state of units and rules."""
        return self._session

    @property
    def as_of(self) -> date:
        """The day of the decisions."""
        return self._session.as_of

    @property
    def units(self) -> Units:
        """The units that are decided about, and those around them."""
        return self._units

    @property
    def programs(self) -> tuple[Program, ...]:
        """The programs whose decisions are wanted."""
        return self._programs

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """Warnings about units that no rule applies to or counts."""
        return self._session.diagnostics

    def posted(self) -> dict[str, Statement]:
        """Every statement that stands, by its key."""
        with self._lock:
            return dict(self._posted)

    def outcome(self, unit: str, rule: RuleKey | str = RECOGNITION) -> Outcome:
        """The outcome of a rule for a unit, as of `Session.outcome`."""
        return self._session.outcome(unit, rule)

    def outcomes(self) -> dict[tuple[str, RuleKey], Outcome]:
        """The outcome of every rule for every unit, as of `Session.outcomes`."""
        return self._session.outcomes()

    def decision(self, unit: str, rule: RuleKey | str = RECOGNITION) -> Decision:
        """The decision of a rule for a unit, as of `Session.decision`."""
        return self._session.decision(unit, rule)

    # Statements.

    def post(self, statements: Mapping[str, Statement]) -> tuple[OutcomeChange, ...]:
        """Take in statements by their keys, one or a batch; return the outcomes that changed.

        One that stands under its key already changes nothing. Raises FactsError, and takes nothing in, where a key stands for
        another statement (see `put`), or a statement does not fit.
        """
        by_key = dict(_statements(statements))
        with self._telling("post") as changes:
            conflicts = [key for key, statement in by_key.items() if self._posted.get(key, statement) != statement]
            if conflicts:
                raise FactsError([_of_key("NTM722", key, self._posted[key]) for key in conflicts])
            fresh = {key: statement for key, statement in by_key.items() if key not in self._posted}
            changes += self._session.assert_fact(*fresh.values())
            self._posted |= fresh
            LOG.debug(
                "posted %d statements, %d of them new: %d outcomes changed", len(by_key), len(fresh), len(changes)
            )
        return tuple(changes)

    def put(self, statements: Mapping[str, Statement]) -> tuple[OutcomeChange, ...]:
        """Have these statements stand under their keys, in place of those that stood there; return the outcomes that changed.

        Raises FactsError, and changes nothing, where a statement does not fit.
        """
        by_key = dict(_statements(statements))
        with self._telling("put") as changes:
            fresh = {key: statement for key, statement in by_key.items() if self._posted.get(key) != statement}
            gone = [self._posted[key] for key in fresh if key in self._posted]
            changes += self._session.exchange(gone, tuple(fresh.values()))
            self._posted |= fresh
            LOG.debug("put %d statements, %d of them new: %d outcomes changed", len(by_key), len(fresh), len(changes))
        return tuple(changes)

    @checks_arguments
    def withdraw(self, *keys: str) -> tuple[OutcomeChange, ...]:
        """Take back what was posted under these keys; return the outcomes that changed. Raises FactsError for another key."""
        with self._telling("withdraw") as changes:
            unknown = [key for key in keys if key not in self._posted]
            if unknown:
                raise FactsError([_of_key("NTM723", key) for key in unknown])
            gone = {key: self._posted[key] for key in keys}
            changes += self._session.retract(*gone.values())
            self._posted = {key: statement for key, statement in self._posted.items() if key not in gone}
            LOG.debug("withdrew %d statements: %d outcomes changed", len(gone), len(changes))
        return tuple(changes)

    # Units, rules, the day.

    @checks_arguments
    def add_units(self, *units: Unit) -> tuple[OutcomeChange, ...]:
        """Add units, or change those of the same code; return the outcomes that changed, of units that were there."""
        with self._telling("add_units") as changes:
            by_code = {unit.code: unit for unit in (*self._units, *units_of(units))}
            self._change(self._programs, Units(by_code.values()), changes)
        return tuple(changes)

    @checks_arguments
    def end_units(self, *codes: str, on: date) -> tuple[OutcomeChange, ...]:
        """End units: `on` is the first day on which they are no more. Raises UnknownUnitError for an unknown code."""
        if day_of(on, "on") == date.min:
            raise refused("on", on, "một ngày sau ngày đó", "a later day")
        last = on - timedelta(days=1)
        with self._telling("end_units") as changes:
            ended = {self._units[code].code: _ended(self._units[code], last) for code in codes}
            self._change(self._programs, Units(ended.get(unit.code, unit) for unit in self._units), changes)
        return tuple(changes)

    def move_to(self, day: date) -> tuple[OutcomeChange, ...]:
        """Decide on another day, by the versions in force then; return the outcomes that changed. Raises as `compile` does."""
        day = day_of(day, "day")
        with self._telling("move_to") as changes:
            moved = tuple(compile(program.ruleset.id, day, program.library) for program in self._programs)
            self._change(moved, self._units, changes)
        return tuple(changes)

    def change_programs(self, programs: Program | Iterable[Program]) -> tuple[OutcomeChange, ...]:
        """Decide by other programs, such as those of rules that were read anew; return the outcomes that changed."""
        taken = programs_of(programs)
        with self._telling("change_programs") as changes:
            self._change(taken, self._units, changes)
        return tuple(changes)

    # Listening.

    @checks_arguments
    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Have `listener` called with the outcomes that changed, after each change of any; return a call that ends it.

        It is called by the thread that made the change, once that is whole. What it raises is logged, and stops nothing.
        """
        with self._lock:
            self._listeners.append(listener)

        def end() -> None:
            with self._lock:
                self._listeners = [other for other in self._listeners if other is not listener]

        return end

    @contextmanager
    def _telling(self, operation: str) -> Iterator[list[OutcomeChange]]:
        """Hold other writers off, and tell the listeners of the changes that were gathered once the lock is free."""
        changes: list[OutcomeChange] = []
        with span(f"service.{operation}", as_of=str(self.as_of)) as tell, self._lock:
            yield changes
            tell(changes=len(changes))
            listeners = tuple(self._listeners)
        for listener in listeners if changes else ():
            try:
                listener(tuple(changes))
            except Exception:
                LOG.exception("a listener failed")

    def _new_session(self, programs: tuple[Program, ...], units: Units | Iterable[Unit] | Unit) -> Session:
        statements = self._posted.values()
        return Session(programs, units, statements, known_on=self._known_on, matcher=self._matcher)

    def _change(self, programs: tuple[Program, ...], units: Units, changes: list[OutcomeChange]) -> None:
        """Put another session in place; the old one goes on answering those who hold it."""
        session = self._new_session(programs, units)
        before, after = self._session.outcomes(), session.outcomes()
        changes += [
            OutcomeChange(unit, rule, was, after[unit, rule])
            for (unit, rule), was in before.items()
            if after.get((unit, rule), was) is not was
        ]
        self._programs, self._units, self._session = programs, units, session
        LOG.info("%r: %d outcomes changed", self, len(changes))


def _ended(unit: Unit, last: date) -> Unit:
    """The unit with its last day, unless it had an earlier one."""
    return evolve(unit, exists_until=last if unit.exists_until is None else min(last, unit.exists_until))


def _statements(statements: object) -> Iterator[tuple[str, Statement]]:
    if not isinstance(statements, Mapping) or not all(isinstance(key, str) and key for key in statements):
        expected = "phát biểu theo khóa: {khóa: Fact, …}", "statements by their keys: {key: Fact, …}"
        raise refused("statements", statements, *expected)
    yield from statements.items()


def _of_key(code: str, key: object, statement: Statement | None = None) -> Diagnostic:
    about: dict[str, object] = {} if statement is None else {"unit": statement.unit}
    return worded(ADMISSION, code, None, details={"key": key if isinstance(key, str) else shortened(key), **about})

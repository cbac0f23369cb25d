"""A session that something interrupts, a signal, a thread or a fork, is whole or says that it is not to be used."""

import linecache
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from functools import partial
from types import FrameType
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from ntm_rules.engine.decisions import evaluate
from ntm_rules.engine.live.matching.matcher import Choice
from ntm_rules.engine.live.session import Session
from ntm_rules.model.condition import Basis, Bound, Comparison, CriteriaState, MembersAttained, Operator, OwnCriteria
from ntm_rules.model.fact import Attestation, Fact, Statement
from ntm_rules.model.key import RuleKey
from ntm_rules.model.library import Library
from ntm_rules.model.problem import EngineError, NtmError
from ntm_rules.model.threshold import Fixed
from ntm_rules.model.units.unit import Unit, Units
from ntm_rules.program.compiling import compile
from ntm_rules.program.program import Program
from ntm_rules.testing import World, detailed_worlds

from ..profiles import CHOSEN, FULL, tried

pytestmark = pytest.mark.slow

JUNE = date(2024, 6, 30)
UNITS = Units([Unit("H", "Tam Đường", "district"), *(Unit(f"C{n}", f"Xã {n}", "commune", "H") for n in range(3))])
HIGH, LOW, TWICE = (Fact("C1", "water", value, JUNE, by) for value, by in ((95, "A"), (50, "A"), (95, "B")))
ATTESTED = Attestation("C0", "vn/commune#1", False, JUNE)
GIVEN: tuple[Statement, ...] = (HIGH, TWICE, TWICE, Fact("C0", "poor", 3, JUNE), Fact("C2", "water", 91, JUNE))
Act = Callable[[Session], object]
UPDATES: dict[str, Act] = {
    "assert": lambda session: session.assert_fact(LOW, TWICE, ATTESTED),
    "retract": lambda session: session.retract(TWICE, HIGH, TWICE),
    "correct": lambda session: session.correct(HIGH, LOW),
    "correct to another unit": lambda session: session.correct(HIGH, ATTESTED),
}
EVERY, EVERY_READ = (1, 11) if CHOSEN == FULL else (4, 43)
"""Which lines an update, and a reading, is interrupted at; no multiples of the number of ERRORS."""
ERRORS: tuple[type[BaseException], ...] = (KeyboardInterrupt, MemoryError, KeyError)
"""The last for what a handler of signals may raise, and code may take for its own."""
READS: dict[str, Act] = {
    "outcome": lambda session: session.outcome("H", "vn/district"),
    "outcomes": lambda session: session.outcomes(),
    "decision": lambda session: list(session.decision("H", "vn/district").walk()),
}


def made(make_ruleset: Callable[..., Any], make_library: Callable[..., Library]) -> Program:
    """A district whose communes are counted, each with two criteria."""
    water, poor = (Comparison(name, Operator.AT_LEAST, Fixed(Decimal(90))) for name in ("water", "poor"))
    every = OwnCriteria(CriteriaState.ALL)
    commune = make_ruleset([water, poor], id="vn/commune", applies_to="commune", recognition=every)
    share = Bound(Basis.SHARE, Operator.AT_LEAST, Fixed(Decimal(60)))
    members = MembersAttained("commune", RuleKey("vn/commune", "1.1"), (share,))
    district = make_ruleset(members, id="vn/district", applies_to="district", recognition=every)
    return compile("vn/district", JUNE, make_library(commune, district))


@pytest.fixture
def program(make_ruleset: Callable[..., Any], make_library: Callable[..., Library]) -> Program:
    """Made anew for each test: what it keeps is part of what is tried."""
    return made(make_ruleset, make_library)


class Interruption:
    """Raises an exception at the nth line of this library that is run.

    Lines that begin with `with` are left out: a trace function is called there between the end of the block and the release
    of a lock, where no signal and no lack of memory ever comes. So are callbacks of weak references, whose exceptions Python
    writes to stderr and drops.
    """

    def __init__(self, at: int, error: type[BaseException]) -> None:
        self.left, self.error = at, error

    def __call__(self, frame: FrameType, event: str, argument: object) -> "Interruption | None":
        code, line = frame.f_code, frame.f_lineno
        if f"{os.sep}ntm_rules{os.sep}" not in code.co_filename or code.co_name == "forget":
            return None
        if event == "line" and not linecache.getline(code.co_filename, line).lstrip().startswith("with "):
            self.left -= 1
            if not self.left:
                sys.settrace(None)
                raise self.error
        return self


def interrupted(act: Callable[[], object], at: int, error: type[BaseException]) -> bool:
    """True where there was such a line; `act` may have taken what was raised there for its own."""
    before, interruption = sys.gettrace(), Interruption(at, error)
    sys.settrace(interruption)
    try:
        act()
    except (error, NtmError):
        assert not interruption.left
    finally:
        sys.settrace(before)
    return interruption.left <= 0


def agrees(session: Session, programs: Sequence[Program], units: Units, statements: Sequence[Statement]) -> None:
    """What the session answers is what its statements come to."""
    outcomes = session.outcomes()
    for program in programs:
        specified = evaluate(program, units, statements)
        for unit in specified.units:
            for code, outcome in specified.outcomes(unit.code).items():
                key = RuleKey(program.ruleset.id, code)
                assert outcomes[unit.code, key] is outcome
                assert session.decision(unit.code, key) == specified.decision(unit.code, code)


def is_whole(session: Session, programs: Sequence[Program], units: Units) -> bool:
    """True for a session that agrees with its own statements, False for one that refuses every call."""
    try:
        statements = session.statements()
    except EngineError:
        with pytest.raises(EngineError, match="interrupted halfway") as refused:
            session.statements()
        assert "giữa chừng" in refused.value.render("vi")
        for act in (*UPDATES.values(), *READS.values()):
            with pytest.raises(EngineError, match="not to be used"):
                act(session)
        return False
    agrees(session, programs, units, statements)
    return True


@pytest.mark.parametrize("update", UPDATES)
def test_an_update_interrupted_at_any_line_leaves_a_session_that_is_whole_or_refuses(
    program: Program, matcher: Choice, update: str
) -> None:
    act, found = UPDATES[update], set()
    with Session(program, UNITS, GIVEN, matcher=matcher) as beside:
        for at in range(1, 100_000, EVERY):
            session = Session(program, UNITS, GIVEN, matcher=matcher)
            session.decision("H", "vn/district")
            if not interrupted(partial(act, session), at, ERRORS[at % len(ERRORS)]):
                break
            found.add(is_whole(session, [program], UNITS))
            if at % 5 == 0:
                beside.correct(HIGH, LOW)
                beside.correct(LOW, HIGH)
                agrees(beside, [program], UNITS, GIVEN)
    assert found == {True, False}


@pytest.mark.parametrize("read", READS)
def test_reading_interrupted_at_any_line_leaves_the_session_whole(program: Program, matcher: Choice, read: str) -> None:
    with Session(program, UNITS, GIVEN, matcher=matcher) as session:
        for at in range(1, 100_000, EVERY_READ):
            session.correct(*((HIGH, LOW) if HIGH in session.statements() else (LOW, HIGH)))
            if not interrupted(partial(READS[read], session), at, KeyboardInterrupt):
                break
            assert is_whole(session, [program], UNITS)


def test_opening_interrupted_at_any_line_does_no_harm_to_other_sessions(
    make_ruleset: Callable[..., Any], make_library: Callable[..., Library], matcher: Choice
) -> None:
    """The network and the matcher of a program are made by the first session, and shared."""
    for at in range(1, 100_000, 97):
        program = made(make_ruleset, make_library)
        stopped = interrupted(partial(Session, program, UNITS, GIVEN, matcher=matcher), at, KeyboardInterrupt)
        with Session(program, UNITS, GIVEN, matcher=matcher) as session:
            session.correct(HIGH, LOW)
            assert is_whole(session, [program], UNITS)
        if not stopped:
            break


@pytest.mark.parametrize("first", ["outcomes", "decision"])
def test_a_first_reading_interrupted_at_any_line_does_no_harm_to_the_program(
    make_ruleset: Callable[..., Any], make_library: Callable[..., Library], first: str
) -> None:
    for at in range(1, 100_000, 97):
        program = made(make_ruleset, make_library)
        decisions = evaluate(program, UNITS, GIVEN)
        act = partial(decisions.outcomes, "H") if first == "outcomes" else partial(decisions.decision, "H")
        stopped = interrupted(act, at, MemoryError)
        again = evaluate(made(make_ruleset, make_library), UNITS, GIVEN)
        assert dict(decisions.outcomes("H")) == dict(again.outcomes("H"))
        assert decisions.decision("H") == again.decision("H")
        if not stopped:
            break


class TimeLimit(Exception):
    """Raised by the handler of a signal."""


@contextmanager
def time_limit() -> Iterator[tuple[Callable[[float], None], list[int]]]:
    """Yields a call that lets TimeLimit be raised after so many seconds, and a list that is no more empty then: whoever is
    called back may lose the error. The call is for the block itself: before it begins, nothing may be raised.
    """
    passed: list[int] = []

    def stop(number: int, frame: FrameType | None) -> None:
        if armed:
            passed.append(number)
            raise TimeLimit

    def begin(seconds: float) -> None:
        signal.setitimer(signal.ITIMER_REAL, seconds)

    armed = True
    before = signal.signal(signal.SIGALRM, stop)
    try:
        yield begin, passed
    except TimeLimit:
        pass
    finally:
        armed = False
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="there are no timers here")
def test_a_signal_during_updates_leaves_a_session_that_is_whole_or_refuses(program: Program, matcher: Choice) -> None:
    session = Session(program, UNITS, GIVEN, matcher=matcher)
    for trial in range(tried(2)):
        standing = HIGH in session.statements()
        with time_limit() as (begin, passed):
            begin(0.0001 * (1 + trial % 17))
            while not passed:
                session.correct(*((HIGH, LOW) if standing else (LOW, HIGH)))
                standing = not standing
        if not is_whole(session, [program], UNITS):
            session = Session(program, UNITS, GIVEN, matcher=matcher)


def test_a_handler_that_uses_the_session_in_the_middle_of_an_update_is_refused(
    program: Program, matcher: Choice, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As does code that garbage collection runs: it is the thread of the update itself, which no lock stops."""
    with Session(program, UNITS, GIVEN, matcher=matcher) as session:
        follow = session._propagation.after

        def after(statements: Sequence[Statement]) -> object:
            for act in (*READS.values(), *UPDATES.values()):
                with pytest.raises(EngineError, match="under way"):
                    act(session)
            with Session(program, UNITS, GIVEN, matcher=matcher) as other:
                UPDATES["correct"](other)
                agrees(other, [program], UNITS, other.statements())
            return follow(statements)

        monkeypatch.setattr(session._propagation, "after", after)
        UPDATES["correct"](session)
        assert is_whole(session, [program], UNITS)


# Fork.


def _in_child(act: Callable[[], bool]) -> int:
    """The exit status of a forked process that runs `act`: 0 where it gives True, and not 0 where it hangs."""
    child = os.fork()
    if child:
        return os.waitpid(child, 0)[1]
    status = 3
    try:
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.alarm(20)
        status = 0 if act() else 1
    finally:
        os._exit(status)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork here")
@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")
def test_a_process_forked_while_another_thread_updates_has_a_session_that_is_whole_or_refuses(
    program: Program, matcher: Choice
) -> None:
    done = threading.Event()
    session = Session(program, UNITS, GIVEN, matcher=matcher)

    def work() -> None:
        while not done.is_set():
            session.correct(HIGH, LOW)
            session.decision("H", "vn/district")
            session.correct(LOW, HIGH)

    def child() -> bool:
        if is_whole(session, [program], UNITS):
            UPDATES["correct" if HIGH in session.statements() else "assert"](session)
            agrees(session, [program], UNITS, session.statements())
        with Session(program, UNITS, GIVEN, matcher=matcher) as own:
            agrees(own, [program], UNITS, GIVEN)
        return True

    worker = threading.Thread(target=work)
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    worker.start()
    try:
        statuses = [_in_child(child) for _ in range(tried(0.2))]
    finally:
        done.set()
        worker.join()
        sys.setswitchinterval(interval)
    assert not any(statuses)
    assert is_whole(session, [program], UNITS)


# Everything at once.


class SessionMachine(RuleBasedStateMachine):
    """A session told the same statements again and again, from several threads, and interrupted at random lines."""

    matcher: Choice = "plain"

    @initialize(world=detailed_worlds().filter(lambda world: bool(world.statements)), data=st.data())
    def open(self, world: World, data: st.DataObject) -> None:
        self.world, self.programs = world, world.programs()
        self.standing: list[Statement] = [one for one in world.statements if data.draw(st.booleans())]
        self.session = Session(self.programs, world.units, self.standing, matcher=self.matcher)

    def teardown(self) -> None:
        if hasattr(self, "session"):
            self.session.close()

    def _drawn(self, data: st.DataObject, among: Sequence[Statement]) -> list[Statement]:
        return data.draw(st.lists(st.sampled_from(among), max_size=3))

    @rule(data=st.data())
    def assert_some(self, data: st.DataObject) -> None:
        some = self._drawn(data, self.world.statements)
        self.session.assert_fact(*some)
        self.standing += some

    @precondition(lambda self: self.standing)
    @rule(data=st.data())
    def retract_some(self, data: st.DataObject) -> None:
        some = data.draw(st.lists(st.sampled_from(range(len(self.standing))), max_size=3, unique=True))
        self.session.retract(*(self.standing[place] for place in some))
        self.standing = [one for place, one in enumerate(self.standing) if place not in some]

    @precondition(lambda self: self.standing)
    @rule(data=st.data())
    def correct_one(self, data: st.DataObject) -> None:
        old, new = data.draw(st.sampled_from(self.standing)), data.draw(st.sampled_from(self.world.statements))
        self.session.correct(old, new)
        self.standing.remove(old)
        self.standing.append(new)

    @rule(data=st.data())
    def assert_from_threads(self, data: st.DataObject) -> None:
        several = [self._drawn(data, self.world.statements) for _ in range(3)]
        failed: list[Exception] = []

        def work(some: list[Statement]) -> None:
            try:
                for one in some:
                    self.session.assert_fact(one)
                    self.session.outcomes()
            except Exception as error:  # noqa: BLE001 (told by the thread that waits)
                failed.append(error)

        workers = [threading.Thread(target=work, args=(some,)) for some in several]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
        assert not failed
        self.standing += [one for some in several for one in some]

    @rule(data=st.data(), at=st.integers(1, 150), error=st.sampled_from([KeyboardInterrupt, MemoryError, TimeLimit]))
    def interrupt(self, data: st.DataObject, at: int, error: type[BaseException]) -> None:
        new = [data.draw(st.sampled_from(self.world.statements)), *self._drawn(data, self.world.statements)]
        interrupted(lambda: self.session.assert_fact(*new), at, error)
        try:
            statements = list(self.session.statements())
        except EngineError:
            self.session = Session(self.programs, self.world.units, self.standing, matcher=self.matcher)
            return
        if len(statements) != len(self.standing):
            self.standing += new

    @invariant()
    def whole(self) -> None:
        if hasattr(self, "session"):
            assert sorted(map(repr, self.session.statements())) == sorted(map(repr, self.standing))
            agrees(self.session, self.programs, self.world.units, self.standing)


@pytest.mark.parametrize("matcher", ["plain", "durable_rules"])
def test_a_session_stays_whole_whatever_happens(matcher: Choice) -> None:
    if matcher == "durable_rules":
        pytest.importorskip("durable_rules_engine", reason="durable_rules is not installed")

    class Machine(SessionMachine):
        pass

    Machine.matcher = matcher
    Machine.TestCase.settings = settings(
        max_examples=tried(0.5),
        stateful_step_count=10,
        phases=[Phase.explicit, Phase.reuse, Phase.generate],
        suppress_health_check=list(HealthCheck),
        deadline=None,
    )
    Machine.TestCase("runTest").debug()

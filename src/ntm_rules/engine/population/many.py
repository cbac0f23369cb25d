"""The decisions of a program about a whole population, some hundred units at a time, here or in several processes."""

import pickle
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from multiprocessing import get_all_start_methods, get_context
from typing import Any, Literal, TypeVar, overload

from attrs import evolve, frozen

from ...model.arguments import refused
from ...model.fact import Statement
from ...model.problem import Diagnostic, FactsError
from ...model.units.unit import Unit, Units
from ...model.values.frozen_mapping import FrozenMapping
from ...model.values.spans import span
from ...program.admission.units import units_admitted
from ...program.arguments import optional_day_of
from ...program.inputs import uses_of
from ...program.program import Program
from ..compiled.values import CODE, known_in, verdicts
from ..decisions import Decisions
from ..evidence.evidence import Evidence
from ..evidence.world import EvidenceWorld
from .batches import Batch, Facts, Fetch, batches, fetched
from .kin import families
from .processes import processes_of

R = TypeVar("R")
StartMethod = Literal["fork", "forkserver", "spawn"]
Progress = Callable[[int, int], object]
_MOST_PROCESSES = 1000
MOST_TOLD = 1000
"""So many statements that do not fit are told of in one error."""


@overload
def evaluate_many(
    program: Program,
    units: Units | Iterable[Unit] | Unit,
    facts: Facts,
    *,
    each: None = None,
    known_on: date | None = None,
    at_once: int = 500,
    progress: Progress | None = None,
    processes: int = 0,
    start_method: StartMethod | None = None,
) -> Iterator[Decisions]: ...
@overload
def evaluate_many(
    program: Program,
    units: Units | Iterable[Unit] | Unit,
    facts: Facts,
    *,
    each: Callable[[Decisions], R],
    known_on: date | None = None,
    at_once: int = 500,
    progress: Progress | None = None,
    processes: int = 0,
    start_method: StartMethod | None = None,
) -> Iterator[R]: ...
def evaluate_many(
    program: Program,
    units: Units | Iterable[Unit] | Unit,
    facts: Facts,
    *,
    each: Callable[[Decisions], Any] | None = None,
    known_on: date | None = None,
    at_once: int = 500,
    progress: Progress | None = None,
    processes: int = 0,
    start_method: StartMethod | None = None,
) -> Iterator[Any]:
    """Decide a whole population as `evaluate` does, and give the `Decisions` of about `at_once` units at a time.

    Units are held whole, statements and decisions for one batch only (with processes, for two a process). `facts` is

    - a mapping of a unit's code to the statements about it, or a list in any order;
    - a stream, such as the rows of a query, in which the statements about a unit follow one another. Where rules count
      members, so do those about a unit and all it counts; those about units above whose figures are read come first;
    - a call that is given units and returns the statements about them, members and units above included.

    A unit is decided in one go with all whose figures it needs. With `each`, its result for every batch is given, in place
    of the decisions: with `processes` it runs there, as does a call for facts, and both must be functions of a module.
    `progress` is called after every batch with the numbers of units decided so far and in all. `start_method` says how
    processes start (see `multiprocessing`).

    Raises ArgumentError and UnitsError at once as `evaluate` does. Once a statement does not fit, no more is given: the others
    are looked at as well, and FactsError names all of them (the first thousand). Raises FactsError for a stream out of order
    (NTM732), EngineError where a process ended (NTM733), and what `each`, `facts` and `progress` raise.

    >>> from datetime import date
    >>> from ... import Fact, Unit, compile
    >>> program = compile("vn/civilised-township", date(2024, 6, 30))
    >>> towns = [Unit(code, f"Town {code}", "township") for code in "ABC"]
    >>> facts = (Fact(code, "clean_water_households", 100, date(2024, 3, 31)) for code in "AB")
    >>> for decisions in evaluate_many(program, towns, facts, at_once=2):
    ...     print({unit.code: decisions.outcome(unit.code, "3.3").value for unit in decisions.units})
    {'A': 'attained', 'B': 'attained'}
    {'C': 'undetermined'}
    """
    if not isinstance(program, Program):
        raise refused("program", program, "một Program (compile)", "a Program (compile)")
    for name, number, least, most in (
        ("at_once", at_once, 1, sys.maxsize),
        ("processes", processes, 0, _MOST_PROCESSES),
    ):
        if type(number) is not int or not least <= number <= most:
            raise refused(
                name, number, f"một số nguyên từ {least} đến {most}", f"a whole number from {least} to {most}"
            )
    for name, call in (("each", each), ("progress", progress)):
        if call is not None and not callable(call):
            raise refused(name, call, "một hàm", "a function")
    if start_method is not None and not (isinstance(start_method, str) and start_method in get_all_start_methods()):
        raise refused("start_method", start_method, *2 * (", ".join(get_all_start_methods()),))
    known_on = optional_day_of(known_on, "known_on")
    units = units_admitted(units, program)
    all_families = tuple(families([program], units))
    fetch = facts if callable(facts) and not isinstance(facts, type) else None
    for name, function in (("each", each), ("facts", fetch)) if processes else ():
        try:
            pickle.dumps(function)
        except (pickle.PicklingError, AttributeError, TypeError):
            raise refused(
                name, function, "một hàm của một mô-đun, vì dùng processes", "a function of a module, for processes"
            ) from None
    job = _Job(program, units, known_on, each, fetch)
    waiting = batches(facts, all_families, at_once)
    total = sum(len(family.decided) for family in all_families)
    return _distributed(job, waiting, progress, total, processes, start_method)


@frozen(eq=False)
class _Job:
    """All that is the same for every batch."""

    program: Program
    units: Units
    known_on: date | None
    each: Callable[[Decisions], object] | None
    fetch: Fetch | None

    def decisions(self, batch: Batch, evidence: Evidence) -> Decisions:
        """The decisions about the units of a batch."""
        own = tuple(self.units[code] for code in batch.decided)
        return Decisions(self.program, own, EvidenceWorld(self.units, evidence, self.program.library))

    def evidence(self, statements: Iterable[Statement], indices: Sequence[int]) -> Evidence:
        """The evidence of statements. Raises FactsError, with positions among all statements, where some do not fit."""
        program, uses = self.program, uses_of([self.program])
        try:
            return Evidence.checked(statements, self.units, program.library, program.as_of, self.known_on, uses)
        except FactsError as error:
            raise FactsError(_placed(diagnostic, indices) for diagnostic in error.diagnostics) from None


def _placed(diagnostic: Diagnostic, indices: Sequence[int]) -> Diagnostic:
    """A diagnostic with the position of its statement among all that were handed in."""
    index = diagnostic.fields.get("index")
    if not isinstance(index, int) or not indices:
        return diagnostic
    return evolve(diagnostic, fields=FrozenMapping({**diagnostic.fields, "index": indices[index]}))


@frozen(eq=False)
class _Answer:
    """An answer about a batch: what is `wrong` in its statements, or its `result`, without `each` its decisions.

    From another process the verdicts come in their place, with the statements where they were `fetched` there.
    """

    wrong: tuple[Diagnostic, ...] = ()
    result: Any = None
    fetched: tuple[Statement, ...] = ()


def _answer(job: _Job, batch: Batch, checks_only: bool, *, is_away: bool = False) -> _Answer:
    """The answer about a batch; decisions that would have to come from another process stay there."""
    statements, program = batch.statements, job.program
    with span("evaluate_many", ruleset=program.ruleset.id, as_of=str(program.as_of), units=len(batch.decided)):
        try:
            if statements is None:
                assert job.fetch is not None
                statements = fetched(job.fetch, batch, job.units)
            evidence = job.evidence(statements, batch.indices)
        except FactsError as error:
            return _Answer(error.diagnostics)
        if checks_only or not batch.decided:
            return _Answer()
        decisions = job.decisions(batch, evidence)
        if job.each is not None:
            return _Answer(result=job.each(decisions))
        if not is_away:
            return _Answer(result=decisions)
        unit_verdicts = [verdicts(program, unit, decisions.world) for unit in decisions.units]
        return _Answer(result=unit_verdicts, fetched=tuple(statements) if batch.statements is None else ())


_OWN: list[_Job] = []
"""The work of a process that was started for it."""


def _begin(job: _Job) -> None:
    _OWN[:] = [job]


def _away(batch: Batch, checks_only: bool) -> _Answer:
    return _answer(_OWN[0], batch, checks_only, is_away=True)


def _returned(job: _Job, batch: Batch, answer: _Answer) -> Any:
    """The result of a batch from another process: decisions are put together again, with the verdicts that came."""
    if job.each is not None:
        return answer.result
    evidence = Evidence.of(batch.statements or answer.fetched, job.program.as_of, job.known_on)
    decisions = job.decisions(batch, evolve(evidence, uses=uses_of([job.program])))
    known_in(decisions.world).verdicts[CODE.of(job.program)] = dict(zip(batch.decided, answer.result, strict=True))
    return decisions


Waiting = Callable[[], tuple[tuple[Diagnostic, ...], Any]]
"""A call that waits for what is wrong in a batch, and its result."""


@contextmanager
def _here(job: _Job) -> Iterator[Callable[[Batch, bool], Waiting]]:
    def ask(batch: Batch, checks_only: bool) -> Waiting:
        answer = _answer(job, batch, checks_only)
        return lambda: (answer.wrong, answer.result)

    yield ask


@contextmanager
def _in_processes(
    job: _Job, processes: int, start_method: StartMethod | None
) -> Iterator[Callable[[Batch, bool], Waiting]]:
    """Ask processes of their own. Raises EngineError when one ended."""
    with processes_of(processes, get_context(start_method), _begin, (job,)) as pool:

        def ask(batch: Batch, checks_only: bool) -> Waiting:
            future = pool.submit(_away, batch, checks_only)

            def wait() -> tuple[tuple[Diagnostic, ...], Any]:
                answer = future.result()
                is_result = batch.decided and not answer.wrong and not checks_only
                return answer.wrong, _returned(job, batch, answer) if is_result else None

            return wait

        yield ask


def _distributed(
    job: _Job,
    waiting: Iterator[Batch],
    progress: Progress | None,
    total: int,
    processes: int,
    start_method: StartMethod | None,
) -> Iterator[Any]:
    """The results, until statements do not fit; then all of those are told."""
    wrong: list[Diagnostic] = []
    done = 0
    underway: deque[tuple[Batch, Waiting]] = deque()
    with _in_processes(job, processes, start_method) if processes else _here(job) as ask:
        batches_left = True
        while batches_left or underway:
            while batches_left and len(underway) <= 2 * processes:
                batch = next(waiting, None)
                batches_left = batch is not None
                if batch is not None:
                    wrong += batch.wrong
                    underway.append((batch, ask(batch, bool(wrong))))
            if not underway:
                break
            batch, wait = underway.popleft()
            diagnostics, result = wait()
            wrong += diagnostics
            if len(wrong) >= MOST_TOLD:
                break
            if wrong or not batch.decided:
                continue
            done += len(batch.decided)
            if progress is not None:
                progress(done, total)
            yield result
    if wrong:
        raise FactsError(wrong[:MOST_TOLD])

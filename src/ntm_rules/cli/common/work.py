"""Work of a command: shared out among the processors of a machine, and disturbed little by the collector of garbage."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from typing import Any, TypeVar

S = TypeVar("S")
R = TypeVar("R")

MOST_PROCESSES = 8
FEWEST_STEPS = 8
"""Steps for each process, at least: one begins without the texts that others made."""
_AT_ONCE = 4
"""Steps that a process takes at a time."""


def shared_out(work: Callable[[S], R], steps: Sequence[S], *, are_long: bool = False) -> Iterator[R]:
    """The results of the work on each step, in their order, from as many processes as there are processors.

    The results are those of one process. What the work raises, also where it ends the command, is raised here; EngineError
    where a process ended. Processes are begun in the call, before anything is shown of the work; where the system cannot copy
    one (Windows, macOS) all is done in this one. Steps that `are_long` are taken one by one, however few there are.

    >>> list(shared_out(abs, [-1, 2, -3]))
    [1, 2, 3]
    """
    processes = min(MOST_PROCESSES, processors(), len(steps) // (1 if are_long else FEWEST_STEPS))
    if processes < 2 or not sys.platform.startswith("linux"):
        return map(work, steps)
    from multiprocessing import get_context

    from ...engine.population.processes import processes_of

    with ExitStack() as running:
        # A copy begins with the work at hand, which need not be handed over.
        _WORK[:] = [work]
        running.callback(_WORK.clear)
        pool = running.enter_context(processes_of(processes, get_context("fork")))
        results = pool.map(_done, steps, chunksize=1 if are_long else _AT_ONCE)
        return _results(running.pop_all(), results)


def _results(running: ExitStack, results: Iterator[R]) -> Iterator[R]:
    with running:
        yield from results


_WORK: list[Callable[..., Any]] = []
"""The work of the processes that are copied from this one."""


def _done(step: Any) -> Any:
    return _WORK[0](step)


def processors() -> int:
    """Number of processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


_THRESHOLDS = (500_000, 20, 100)
"""Numbers of new objects, and of collections of the younger ones, between collections. A dossier is millions of objects that
form no cycles and stay to the end: looking through all of them again and again takes longer than reading them."""


@contextmanager
def seldom_collected() -> Iterator[None]:
    """Have the collector go through everything seldom in the block."""
    former = gc.get_threshold()
    gc.set_threshold(*_THRESHOLDS)
    try:
        yield
    finally:
        gc.set_threshold(*former)


@contextmanager
def not_collected() -> Iterator[None]:
    """Have the collector rest in the block, also in processes copied from this one meanwhile: for work without cycles."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()

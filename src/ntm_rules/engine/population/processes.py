"""Processes of their own that share work."""

from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing.context import BaseContext
from typing import Any

from ...model.problem import EngineError
from ...program.messages import ADMISSION
from ...program.wording import worded


@contextmanager
def processes_of(
    number: int,
    context: BaseContext | None = None,
    begin: Callable[..., object] | None = None,
    given: tuple[Any, ...] = (),
) -> Iterator[ProcessPoolExecutor]:
    """So many processes, each begun by `begin` with what is `given`; at the end what still waits for one is given up.

    Raises EngineError (NTM733) where a process ended.

    >>> with processes_of(1) as processes:
    ...     processes.submit(abs, -1).result()
    1
    """
    pool = ProcessPoolExecutor(number, context, begin, given)
    try:
        yield pool
    except BrokenProcessPool as error:
        raise EngineError(worded(ADMISSION, "NTM733", None)) from error
    finally:
        pool.shutdown(cancel_futures=True)

"""Locks that are free in a forked process, whoever held them in the process that it was forked from."""

import os
from threading import RLock
from typing import Protocol
from weakref import WeakSet


class Locked(Protocol):
    """An object with a lock of its own."""

    _lock: RLock

    def __hash__(self) -> int: ...


_LOCKED: WeakSet[Locked] = WeakSet()


def lock_of(owner: Locked) -> RLock:
    """A lock for the attribute `_lock` of an object; a forked process gets another, for nobody is left there to free this one.

    What the lock guards may be half changed in the child; the owner has to know that by itself. The lock is reentrant, for
    a signal handler runs in the thread that it interrupts.

    >>> class Counter:
    ...     def __init__(self) -> None:
    ...         self._lock: RLock = lock_of(self)
    >>> with Counter()._lock:
    ...     pass
    """
    _LOCKED.add(owner)
    return RLock()


def _renew() -> None:
    for owner in _LOCKED:
        owner._lock = RLock()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_renew)

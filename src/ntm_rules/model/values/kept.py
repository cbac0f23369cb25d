"""Caches beside the values that they are of, kept while an object lives or the last by key; and locks, free in a fork."""

import os
from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import RLock
from typing import Generic, Protocol, TypeVar
from weakref import WeakSet, ref


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


_K = TypeVar("_K")
_V = TypeVar("_V")


class Kept(Generic[_K, _V]):
    """Values worked out of objects, once each, for as long as the object lives.

    What is kept must not hold the object. Two threads that ask at once may both work it out; both get the one that was
    published first.

    >>> class Thing: ...
    >>> lengths, thing = Kept(lambda thing: object()), Thing()
    >>> lengths.of(thing) is lengths.of(thing)
    True
    """

    def __init__(self, make: Callable[[_K], _V]) -> None:
        self._make = make
        self._entries: dict[int, tuple[ref[_K], _V]] = {}

    def of(self, owner: _K) -> _V:
        """The value kept of an object, made where it is not there yet."""
        standing = self._entries.get(id(owner))
        if standing is not None and standing[0]() is owner:
            return standing[1]
        value, place, kept = self._make(owner), id(owner), self._entries

        def forget(gone: "ref[_K]") -> None:
            known = kept.get(place)
            if known is not None and known[0] is gone:
                del kept[place]

        entry = (ref(owner, forget), value)
        known = kept.get(place)
        if known is not None and known[0]() is None:
            kept[place] = entry
            return value
        return kept.setdefault(place, entry)[1]


class BoundedCache(Generic[_V]):
    """The last values that were made, by key, for all threads; a value is there whole or not at all."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._values: OrderedDict[Hashable, _V] = OrderedDict()
        self._lock: RLock = lock_of(self)

    def get(self, key: Hashable, make: Callable[[], _V]) -> _V:
        """The value for a key, made where it is not there. What `make` raises is raised, and nothing kept."""
        with self._lock:
            if key in self._values:
                self._values.move_to_end(key)
                return self._values[key]
        value = make()
        with self._lock:
            standing = self._values.setdefault(key, value)
            while len(self._values) > self._most:
                self._values.popitem(last=False)
        return standing

"""A plan: what is done to the frames that are given to decide one, kept so that frames with the same columns are spared it."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import RLock
from typing import Generic, TypeVar

from attrs import frozen

from ....model.values.lock import lock_of
from ..expressions.space import Native
from ..input.given import Given

Step = Callable[[Native, Given], Native]
"""A function from a frame to the next one; other frames that it needs are taken from `Given`."""
_V = TypeVar("_V")


@frozen(eq=False)
class Plan:
    """A frame to start from, and the steps that lead to what is shown. It holds expressions only, no frame and no program."""

    start: Callable[[Given], Native]
    steps: tuple[Step, ...] = ()

    def on(self, given: Given) -> Native:
        """The query over the frames that are given."""
        frame = self.start(given)
        for step in self.steps:
            frame = step(frame, given)
        return frame


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
        made = make()
        with self._lock:
            found = self._values.setdefault(key, made)
            while len(self._values) > self._most:
                self._values.popitem(last=False)
        return found

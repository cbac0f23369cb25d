"""Measuring several ways of doing one thing, in turns."""

import gc
from collections.abc import Callable, Mapping
from time import process_time
from typing import Any

from attrs import frozen


@frozen
class Way:
    """One way of doing a thing: `run` is timed, on what `prepare` makes anew each time, untimed; `finish` tidies up."""

    run: Callable[[Any], object]
    prepare: Callable[[], Any] = lambda: None
    finish: Callable[[Any], object] = lambda _: None


def best_of(rounds: int, ways: Mapping[str, Way], clock: Callable[[], float] = process_time) -> dict[str, float]:
    """The shortest time of each way, in seconds: of the processor, unless another clock is given.

    The ways take turns, in another order each round, so that what else the machine does falls on all of them. The garbage
    collector is on, as it is in any program; what was there before the way is run is kept out of its sight, for that is the
    benchmark's own and no part of either side.
    """
    best = dict.fromkeys(ways, float("inf"))
    names = list(ways)
    for number in range(rounds):
        first = number % len(names)
        for name in (*names[first:], *names[:first]):
            way = ways[name]
            given = way.prepare()
            gc.collect()
            gc.freeze()
            begun = clock()
            made = way.run(given)
            best[name] = min(best[name], clock() - begun)
            gc.unfreeze()
            del made
            way.finish(given)
    return best

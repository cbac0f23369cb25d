"""Names that lead to names: what is reached from some, and the cycles among them."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

K = TypeVar("K")


def reached(starts: Iterable[K], next_to: Callable[[K], Iterable[K]]) -> dict[K, None]:
    """All that is reached from some on any way, each once, and these themselves.

    >>> list(reached(["a"], {"a": ["b"], "b": ["a", "c"], "c": []}.__getitem__))
    ['a', 'b', 'c']
    """
    met: dict[K, None] = {}
    waiting = list(starts)
    while waiting:
        at = waiting.pop()
        if at not in met:
            met[at] = None
            waiting += next_to(at)
    return met


def cycles_above(codes: Iterable[str], above: Callable[[str], Iterator[str]]) -> Iterator[tuple[str, ...]]:
    """The cycles that are met on the ways up from some codes; `above` gives the codes directly above each.

    >>> list(cycles_above("AC", lambda code: iter({"A": "B", "B": "A", "C": "A"}[code])))
    [('A', 'B', 'A')]
    """
    settled = set[str]()
    for start in codes:
        path = {start: above(start)}
        while path and start not in settled:
            at = next(reversed(path))
            upper = next(path[at], None)
            if upper is None:
                settled.add(at)
                path.popitem()
            elif upper in path:
                way = list(path)
                yield (*way[way.index(upper) :], upper)
            elif upper not in settled:
                path[upper] = above(upper)


def cycles(follows: Mapping[str, Sequence[str]]) -> list[tuple[str, ...]]:
    """Cycles in the graph `follows`, each once, beginning at its least name.

    >>> cycles({"a": ("b",), "b": ("a", "c")})
    [('a', 'b')]
    """
    in_order: dict[tuple[str, ...], None] = {}
    for cycle in cycles_above(sorted(follows), lambda name: iter(follows.get(name, ()))):
        least = cycle.index(min(cycle))
        in_order[(*cycle[least:-1], *cycle[:least])] = None
    return list(in_order)

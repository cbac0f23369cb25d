"""Cycles among names that refer to names."""

from collections.abc import Mapping, Sequence


def cycles(follows: Mapping[str, Sequence[str]]) -> list[tuple[str, ...]]:
    """Cycles in the graph `follows`, each once, beginning at its least name.

    >>> cycles({"a": ("b",), "b": ("a", "c")})
    [('a', 'b')]
    """
    found: dict[tuple[str, ...], None] = {}
    done: set[str] = set()
    for start in sorted(follows):
        path: list[str] = []
        on_path: dict[str, int] = {}
        waiting = [(start, False)]
        while waiting:
            name, leave = waiting.pop()
            if leave:
                path.pop()
                del on_path[name]
                done.add(name)
                continue
            if name in on_path:
                cycle = path[on_path[name] :]
                least = cycle.index(min(cycle))
                found[(*cycle[least:], *cycle[:least])] = None
                continue
            if name in done:
                continue
            on_path[name] = len(path)
            path.append(name)
            waiting.append((name, True))
            waiting.extend((next_name, False) for next_name in reversed(follows.get(name, ())))
    return list(found)

"""Cycles among names that refer to names."""

from collections.abc import Mapping, Sequence

from ...model.units.cycles import circles


def cycles(follows: Mapping[str, Sequence[str]]) -> list[tuple[str, ...]]:
    """Cycles in the graph `follows`, each once, beginning at its least name.

    >>> cycles({"a": ("b",), "b": ("a", "c")})
    [('a', 'b')]
    """
    found: dict[tuple[str, ...], None] = {}
    for circle in circles(sorted(follows), lambda name: iter(follows.get(name, ()))):
        least = circle.index(min(circle))
        found[(*circle[least:-1], *circle[:least])] = None
    return list(found)

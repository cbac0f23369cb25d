"""Cycles among names that refer to names, and mistakes of them."""

from collections.abc import Mapping, Sequence

from ...model.place import Place
from ...model.text import Text
from ...model.units.hierarchy import circles
from ..diagnostics.mistakes import Mistake


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


def of_circle(code: str, names: Sequence[str], places: Sequence[Place | None]) -> Mistake:
    """The mistake of names that refer to one another in a circle, at the first of the places where they do."""
    shown = " → ".join((*names, names[0]))
    return Mistake(code, next(iter(places), None), {"circle": Text(shown, shown)}, related=places[1:])

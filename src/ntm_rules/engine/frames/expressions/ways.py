"""Ways to a required figure: the choices by columns, simplified before anything of them is written into a query."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Union

from attrs import frozen

from ....program.terms import Constant, Figure

Leaf = frozenset[int] | None
"""The numbers of the figures that one can be; None where it is open, and none of them where nothing is asked."""
Way = Union["Branch", Leaf]
"""The figures that are required, or what they depend on."""
NOTHING_ASKED: Leaf = frozenset()
_MOST_BRANCHES = 200
"""The number of choices, one within another, up to which all that a blank leaves possible is told apart.

Shipped rules come to 50. Seven attributes in turn are 127 choices, of which Polars plans a query in a second and 0.2 GB; eight
are 255, in five seconds and 0.6 GB, and each further one takes four times as much.
"""


class TooManyWays(Exception):
    """A figure is chosen by too many attributes one within another; the first argument names one of them."""


@frozen(cache_hash=True)
class Branch:
    """A choice by a column: the way of each of its words, of any other word, and of a blank. `size`: all choices in it."""

    name: str
    words: tuple[str, ...]
    places: tuple[Way, ...]
    otherwise: Way
    blank: Way
    size: int

    @property
    def ways(self) -> tuple[Way, ...]:
        """All ways that the choice is among."""
        return *self.places, self.otherwise, self.blank

    def of(self, word: str | None) -> Way:
        """The way of a word; None: of any other."""
        return self.places[self.words.index(word)] if word in self.words else self.otherwise


def branch(name: str, ways: Mapping[str, Way], otherwise: Way, blank: Way) -> Way:
    """The choice by a column; none where all ways are one. Raises TooManyWays where choices within choices are too many."""
    differing_ways = {word: way for word, way in ways.items() if way != otherwise}
    if not differing_ways and blank == otherwise:
        return otherwise
    size = 1 + sum(way.size for way in (*differing_ways.values(), otherwise, blank) if isinstance(way, Branch))
    if size > _MOST_BRANCHES:
        raise TooManyWays(name)
    return Branch(name, tuple(differing_ways), tuple(differing_ways.values()), otherwise, blank, size)


def merged(ways: Sequence[Way], printed: Collection[int]) -> Way:
    """The way to every figure that one of several ways leads to: open where one is, or is not among those `printed`."""
    unique_ways = [*dict.fromkeys(ways)]
    first = next((way for way in unique_ways if isinstance(way, Branch)), None)
    if first is None:
        leaves = [leaf for leaf in unique_ways if not isinstance(leaf, Branch)]
        together = frozenset(number for leaf in leaves if leaf is not None for number in leaf)
        return None if None in leaves or not together <= {*printed} else together
    name = first.name

    def chosen(choose: Callable[[Branch], Way]) -> Way:
        return merged([_without(way, name, choose) for way in unique_ways], printed)

    words = dict.fromkeys(word for way in unique_ways for word in _words(way, name))
    ways_of = {word: chosen(lambda choice, word=word: choice.of(word)) for word in words}  # type: ignore[misc]
    return branch(name, ways_of, chosen(lambda choice: choice.of(None)), chosen(lambda choice: choice.blank))


def _words(way: Way, name: str) -> Iterator[str]:
    """The words of a column that a way depends on."""
    if isinstance(way, Branch):
        yield from way.words if way.name == name else ()
        for inner_way in way.ways:
            yield from _words(inner_way, name)


def _without(way: Way, name: str, choose: Callable[[Branch], Way]) -> Way:
    """A way in which the choices by a column are made."""
    if not isinstance(way, Branch):
        return way
    if way.name == name:
        return _without(choose(way), name, choose)
    ways = {word: _without(place, name, choose) for word, place in zip(way.words, way.places, strict=True)}
    return branch(way.name, ways, *(_without(inner_way, name, choose) for inner_way in (way.otherwise, way.blank)))


def leaves_of(way: Way) -> list[Leaf]:
    """The different ends of a way, in order."""
    if not isinstance(way, Branch):
        return [way]
    return [*dict.fromkeys(leaf for inner_way in way.ways for leaf in leaves_of(inner_way))]


def factored(way: Branch) -> tuple[tuple[Branch, list[Leaf]], dict[Way, list[Leaf]]] | None:
    """A choice among choices that are alike but for their ends, as two choices beside each other.

    The one that they have in common, with its ends, and for each way of the outer one the ends that stand in their place.
    None where it is no such choice.
    """
    within = dict.fromkeys(choice for choice in way.ways if isinstance(choice, Branch))
    shapes = {choice: _shape(choice, leaves_of(choice)) for choice in within}
    if len(within) < 2 or len({*shapes.values()}) > 1:
        return None
    [shape] = {*shapes.values()}
    assert isinstance(shape, Branch)
    slots = leaves_of(shape)
    ends = {
        inner_way: leaves_of(inner_way) if isinstance(inner_way, Branch) else [inner_way] * len(slots)
        for inner_way in way.ways
    }
    return (shape, slots), ends


def _shape(way: Way, leaves: Sequence[Leaf]) -> Way:
    """A way with the places of its ends instead of them."""
    if not isinstance(way, Branch):
        return frozenset([leaves.index(way)])
    places = tuple(_shape(place, leaves) for place in way.places)
    return Branch(way.name, way.words, places, _shape(way.otherwise, leaves), _shape(way.blank, leaves), way.size)


def is_printed(figure: Figure) -> bool:
    """True for a number that the instrument prints."""
    return isinstance(figure, Constant) and isinstance(figure.value, Decimal)


def printed_in(figures: Iterable[Figure]) -> list[Decimal]:
    """The printed numbers among figures."""
    return [figure.value for figure in figures if isinstance(figure, Constant) and isinstance(figure.value, Decimal)]

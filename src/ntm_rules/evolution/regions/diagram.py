"""Functions of finitely many quantities as decision diagrams: exact, and equal only when they are the same diagram.

A diagram asks the quantities in one order, each at most once, and holds every distinct part once (ordered, reduced, shared), so
that two functions agree on every combination of states if, and only if, they are the same node. Nothing is sampled: that two
nodes are one is a proof by enumeration, in which equal parts are enumerated once.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from functools import partial, reduce
from typing import Any

from attrs import frozen

from ...model.problem import Diagnostic, NtmError
from ...model.text import Text

MOST_NODES = 400_000
"""Maximum number of nodes; a comparison that needs more raises TooManyCombinations."""
MOST_BRANCHES = 6_000_000
"""Maximum number of branches of all nodes together; a comparison that needs more raises TooManyCombinations."""

Node = int


class TooManyCombinations(NtmError):
    """A comparison takes more distinct parts than the analysis holds."""

    default_code = "NTM940"


def not_compared(vi: str, en: str) -> TooManyCombinations:
    """The error that says why rules are not compared.

    >>> not_compared("quá nhiều", "too many").render("vi")
    '[NTM940] quá nhiều'
    """
    return TooManyCombinations(Diagnostic(TooManyCombinations.default_code, None, Text(vi, en)))


class Diagrams:
    """Diagrams over quantities in a fixed order; `sizes` are their numbers of states."""

    def __init__(self, sizes: Sequence[int]) -> None:
        self.sizes = tuple(sizes)
        self._levels: list[int] = []
        self._values: list[Any] = []
        self._known: dict[tuple[int, Hashable], Node] = {}
        self._branches = 0

    def leaf(self, value: Hashable) -> Node:
        """Node of the constant function `value`."""
        return self._node(len(self.sizes), value)

    def choice(self, level: int, branches: tuple[Node, ...]) -> Node:
        """Node that continues with the branch of the state of the quantity at `level`."""
        if len(branches) != self.sizes[level]:
            raise ValueError(f"quantity {level} has {self.sizes[level]} states, not {len(branches)}")
        first = branches[0]
        return first if all(branch == first for branch in branches) else self._node(level, branches)

    def _node(self, level: int, value: Hashable) -> Node:
        node = self._known.get((level, value))
        if node is None:
            if level < len(self.sizes):
                self._branches += self.sizes[level]
            if len(self._levels) >= MOST_NODES or self._branches > MOST_BRANCHES:
                raise not_compared(
                    "các quy tắc phụ thuộc quá nhiều tổ hợp số liệu để so sánh chính xác",
                    "the rules depend on too many combinations of quantities to be compared exactly",
                )
            node = self._known[level, value] = len(self._levels)
            self._levels.append(level)
            self._values.append(value)
        return node

    def level(self, node: Node) -> int:
        """The quantity that a node asks; the number of quantities for a leaf."""
        return self._levels[node]

    def is_leaf(self, node: Node) -> bool:
        """True when the node is a leaf: a constant function."""
        return self._levels[node] == len(self.sizes)

    def value(self, node: Node) -> Any:
        """The value of a leaf."""
        return self._values[node]

    def branches(self, node: Node) -> tuple[Node, ...]:
        """Branches of a node that is not a leaf, one for each state of its quantity."""
        branches: tuple[Node, ...] = self._values[node]
        return branches

    def transform(self, change: Callable[[Any], Hashable], node: Node) -> Node:
        """Node of the function `change(value of node)`."""
        done: dict[Node, Node] = {}

        def walk(inner: Node) -> Node:
            if inner not in done:
                if self.is_leaf(inner):
                    done[inner] = self.leaf(change(self.value(inner)))
                else:
                    done[inner] = self.choice(
                        self.level(inner), tuple([walk(branch) for branch in self.branches(inner)])
                    )
            return done[inner]

        return walk(node)

    def combine(self, join: Callable[[Any, Any], Hashable], left: Node, right: Node) -> Node:
        """Node of the function `join(value of left, value of right)`."""
        done: dict[tuple[Node, Node], Node] = {}
        bottom = len(self.sizes)

        def walk(one: Node, other: Node) -> Node:
            pair = one, other
            node = done.get(pair)
            if node is not None:
                return node
            level = min(self._levels[one], self._levels[other])
            if level == bottom:
                node = self.leaf(join(self._values[one], self._values[other]))
            else:
                of_one = self._values[one] if self._levels[one] == level else (one,) * self.sizes[level]
                of_other = self._values[other] if self._levels[other] == level else (other,) * self.sizes[level]
                node = self.choice(level, tuple([walk(*both) for both in zip(of_one, of_other, strict=True)]))
            done[pair] = node
            return node

        return walk(left, right)

    def joined(self, join: Callable[[Any, Any], Hashable], first: Hashable, nodes: Iterable[Node]) -> Node:
        """Node of the function that joins `first` and the value of every node; their order must make no difference to `join`.

        A diagram of the first few nodes, which no one asks for, is nearly as large as that of all: those whose quantities
        come one after another are gone through at once, and only the others combined one by one.
        """
        done: dict[tuple[Hashable, Node], Node] = {}
        levels, values, bottom = self._levels, self._values, len(self.sizes)
        rows = [reduce(partial(self.combine, join), row) for row in self._rows(nodes)]

        def walk(value: Hashable, node: Node, following: int) -> Node:
            """Node of `value` joined with a node and with those of the rows that follow it."""
            while levels[node] == bottom:
                value = join(value, values[node])
                if following == len(rows):
                    return self.leaf(value)
                node, following = rows[following], following + 1
            combined = done.get((value, node))
            if combined is None:
                branches = tuple([walk(value, branch, following) for branch in values[node]])
                combined = done[value, node] = self.choice(levels[node], branches)
            return combined

        return walk(first, rows[0], 1) if rows else self.leaf(first)

    def _rows(self, nodes: Iterable[Node]) -> list[list[Node]]:
        """The nodes in rows; all that a row asks comes after all that the row before it does."""
        rows: list[list[Node]] = []
        last = -1
        for node in sorted(nodes, key=self._levels.__getitem__):
            if rows and self._levels[node] <= last:
                rows[-1].append(node)
            else:
                rows.append([node])
            last = max(last, *self.levels_below(node), self._levels[node])
        return rows

    def at(self, node: Node, states: Sequence[int]) -> Any:
        """The value of a function where each quantity is in the state of that number."""
        while not self.is_leaf(node):
            node = self.branches(node)[states[self.level(node)]]
        return self.value(node)

    def leaves(self, node: Node) -> frozenset[Any]:
        """Every value that a function takes."""
        seen: set[Node] = set()
        values: set[Any] = set()
        waiting = [node]
        while waiting:
            inner = waiting.pop()
            if inner in seen:
                continue
            seen.add(inner)
            if self.is_leaf(inner):
                values.add(self.value(inner))
            else:
                waiting.extend(self.branches(inner))
        return frozenset(values)

    def levels_below(self, node: Node) -> frozenset[int]:
        """The quantities that a function depends on."""
        seen: set[Node] = set()
        waiting = [node]
        while waiting:
            inner = waiting.pop()
            if inner not in seen and not self.is_leaf(inner):
                seen.add(inner)
                waiting.extend(self.branches(inner))
        return frozenset(self.level(branching) for branching in seen)

    def boxes(self, node: Node, wanted: Callable[[Any], bool]) -> Iterator["Box"]:
        """Disjoint boxes in which a function takes a wanted value: for some quantities, the states they may be in."""
        able: dict[Node, bool] = {}

        def can(inner: Node) -> bool:
            if inner not in able:
                if self.is_leaf(inner):
                    able[inner] = wanted(self.value(inner))
                else:
                    able[inner] = any(can(branch) for branch in set(self.branches(inner)))
            return able[inner]

        def walk(inner: Node, above: tuple[tuple[int, frozenset[int]], ...]) -> Iterator[Box]:
            if not can(inner):
                return
            if self.is_leaf(inner):
                yield Box(above, self.value(inner))
                return
            grouped: dict[Node, list[int]] = {}
            for state, branch in enumerate(self.branches(inner)):
                grouped.setdefault(branch, []).append(state)
            for branch, states in grouped.items():
                yield from walk(branch, (*above, (self.level(inner), frozenset(states))))

        yield from walk(node, ())


@frozen
class Box:
    """States that some quantities (by level) may be in; `value` is the value of the function everywhere in the box."""

    where: tuple[tuple[int, frozenset[int]], ...]
    value: Any

"""Merkle trees as those of RFC 6962: one hash that stands for a list of leaves, and proofs that a leaf is among them.

The hash of a leaf and that of two nodes begin with different bytes, so that none can be passed off as the other.
"""

from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256


def leaf_hash(content: bytes) -> bytes:
    """The hash of a leaf.

    >>> leaf_hash(b"").hex()[:16]
    '6e340b9cffb37a98'
    """
    return sha256(b"\x00" + content).digest()


def _node_hash(left: bytes, right: bytes) -> bytes:
    return sha256(b"\x01" + left + right).digest()


def root_of(leaves: Iterable[bytes]) -> bytes:
    """The root of a tree with these hashes of leaves, of which no more than one a level is held; of none, the hash of nothing.

    >>> root_of([]).hex()[:16], root_of([leaf_hash(b"")]).hex()[:16]
    ('e3b0c44298fc1c14', '6e340b9cffb37a98')
    """
    waiting: list[bytes] = []
    for number, leaf in enumerate(leaves):
        # Two subtrees of one size are joined as soon as the second is whole: as often as the number before ends in ones.
        while number & 1:
            leaf, number = _node_hash(waiting.pop(), leaf), number >> 1
        waiting.append(leaf)
    root = waiting.pop() if waiting else sha256(b"").digest()
    while waiting:
        root = _node_hash(waiting.pop(), root)
    return root


def _levels(leaves: Sequence[bytes]) -> Iterator[Sequence[bytes]]:
    """The hashes of each level of a tree, leaves first. What has no neighbour is taken to the next level as it is."""
    level = leaves
    yield level
    while len(level) > 1:
        pairs = [_node_hash(level[place], level[place + 1]) for place in range(0, len(level) - 1, 2)]
        level = [*pairs, level[-1]] if len(level) % 2 else pairs
        yield level


def audit_path(leaves: Sequence[bytes], index: int) -> list[bytes]:
    """The hashes that lead from the leaf with that index, counted from 0, to the root."""
    path = []
    for level in _levels(leaves):
        neighbour = index ^ 1
        if neighbour < len(level):
            path.append(level[neighbour])
        index //= 2
    return path


def root_from(leaf: bytes, index: int, size: int, path: Sequence[bytes]) -> bytes | None:
    """The root that an audit path leads to from a leaf in a tree of that size; None where the path has another length.

    >>> leaves = [leaf_hash(bytes([number])) for number in range(5)]
    >>> root_from(leaves[3], 3, 5, audit_path(leaves, 3)) == root_of(leaves)
    True
    """
    if not 0 <= index < size:
        return None
    waiting, last = list(path), size - 1
    while last:
        if index % 2 or index < last:
            if not waiting:
                return None
            neighbour = waiting.pop(0)
            leaf = _node_hash(neighbour, leaf) if index % 2 else _node_hash(leaf, neighbour)
        index, last = index // 2, last // 2
    return None if waiting else leaf

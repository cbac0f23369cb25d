"""Hashes of plain data: JSON in one form alone (RFC 8785), and Merkle trees as those of RFC 6962.

What says the same has the same hash. The hash of a leaf and that of two nodes begin with different bytes, so that none can be
passed off as the other.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from typing import Any, NoReturn

from ..output.plain_values import MisfitError

_MOST_DIGITS = 15
_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def canonical_json(value: Any) -> bytes:
    """The canonical form of plain data: keys in the order of UTF-16, no white space, UTF-8.

    Figures of records are texts, so there are no other numbers than integers of at most 15 digits. Raises ValueError for others
    and for texts that are no Unicode.

    >>> canonical_json({"b": [1, "Xã"], "a": None}).decode()
    '{"a":null,"b":[1,"Xã"]}'
    """
    _check(value)
    return canonical_form(value)


def canonical_form(value: Any) -> bytes:
    """As `canonical_json`, of plain data without numbers other than such integers."""
    text = _ENCODER.encode(value)
    if len(text.encode("utf-16-le")) > 2 * len(text):
        # Some characters are two units of UTF-16, which are not in the order of the characters.
        text = json.dumps(_ordered(value), ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return text.encode()


def _check(value: Any) -> None:
    kind = type(value)
    if kind is dict:
        for name, part in value.items():
            if not isinstance(name, str):
                raise MisfitError("khóa phải là văn bản", "a key must be a text")
            _check(part)
    elif kind is list:
        for part in value:
            _check(part)
    elif kind is int:
        if abs(value) >= 10**_MOST_DIGITS:
            raise MisfitError("số nguyên có nhiều nhất 15 chữ số", "an integer has at most 15 digits")
    elif kind is not bool and value is not None and not isinstance(value, str):
        raise MisfitError(f"{kind.__name__} không có dạng chuẩn", f"{kind.__name__} has no canonical form")


def _ordered(value: Any) -> Any:
    """The value with the keys of each object in the order of UTF-16."""
    if isinstance(value, dict):
        return {name: _ordered(value[name]) for name in sorted(value, key=lambda key: key.encode("utf-16-be"))}
    return [_ordered(part) for part in value] if isinstance(value, list) else value


def plain_of(text: str) -> Any:
    """The plain data that a text of JSON holds, where it has one meaning only.

    Raises ValueError for what is no JSON, a key that stands twice, and numbers that are no integers of at most 15 digits.

    >>> plain_of('{"a": [1, null]}')
    {'a': [1, None]}
    """
    return _DECODER.decode(text)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    plain = dict(pairs)
    if len(plain) < len(pairs):
        raise MisfitError("một khóa có hai lần", "a key stands twice")
    return plain


def _integer(digits: str) -> int:
    if len(digits) > _MOST_DIGITS + 1 or (abs(value := int(digits)) >= 10**_MOST_DIGITS):
        raise MisfitError("số nguyên có quá 15 chữ số", "an integer has at most 15 digits")
    return value


def _no_number(text: str) -> NoReturn:
    raise MisfitError(f"{text[:40]} không phải số nguyên", f"{text[:40]} is not an integer")


_DECODER = json.JSONDecoder(
    object_pairs_hook=_once, parse_int=_integer, parse_float=_no_number, parse_constant=_no_number
)


_ABSENT: Any = object()


def differences(was: Any, now: Any, way: str = "") -> Iterator[tuple[str, Any, Any]]:
    """The parts in which two plain values differ, each with the way to it; a part that one of them lacks is None there.

    One that is null there, and that the other lacks, is told as the text of it.

    >>> list(differences({"a": [1, 2], "b": 3}, {"a": [1, 5], "b": 3}))
    [('a[1]', 2, 5)]
    """
    if isinstance(was, dict) and isinstance(now, dict):
        for name in dict.fromkeys((*was, *now)):
            before, after = (whole.get(name, None if name in whole else _ABSENT) for whole in (was, now))
            further = f"{way}.{name}" if way else name
            if _ABSENT in (before, after):
                before, after = (
                    None if part is _ABSENT else "null" if part is None else part for part in (before, after)
                )
                yield further, before, after
            else:
                yield from differences(before, after, further)
    elif isinstance(was, list) and isinstance(now, list) and len(was) == len(now):
        for number, (before, after) in enumerate(zip(was, now, strict=True)):
            yield from differences(before, after, f"{way}[{number}]")
    elif was != now or isinstance(was, bool) is not isinstance(now, bool):
        yield way, was, now


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

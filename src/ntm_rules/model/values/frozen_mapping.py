"""A mapping that cannot be changed, can be pickled, and hashes by its content."""

from collections.abc import Iterable, Iterator, Mapping
from typing import TypeVar, overload

K = TypeVar("K")
V = TypeVar("V")
T = TypeVar("T")


class FrozenMapping(Mapping[K, V]):
    """An unchangeable copy of a mapping, equal to any mapping with the same content.

    >>> region = FrozenMapping({"region": "mountains"})
    >>> region["region"], region == {"region": "mountains"}
    ('mountains', True)
    """

    __slots__ = ("_content", "_hash")

    def __init__(self, content: Mapping[K, V] | Iterable[tuple[K, V]] = ()) -> None:
        self._content: dict[K, V] = dict(content)
        self._hash: int | None = None

    def __getitem__(self, key: K) -> V:
        return self._content[key]

    @overload
    def get(self, key: K, /) -> V | None: ...

    @overload
    def get(self, key: K, /, default: V | T) -> V | T: ...

    def get(self, key: K, /, default: object = None) -> object:
        """The value of a key, or the default; `Mapping` finds it by way of an error."""
        return self._content.get(key, default)

    def __contains__(self, key: object) -> bool:
        return key in self._content

    def __iter__(self) -> Iterator[K]:
        return iter(self._content)

    def __len__(self) -> int:
        return len(self._content)

    def __hash__(self) -> int:
        if self._hash is None:
            self._hash = hash(frozenset(self._content.items()))
        return self._hash

    def __repr__(self) -> str:
        return repr(self._content)

    def __reduce__(self) -> tuple[object, ...]:
        return (type(self), (self._content,))

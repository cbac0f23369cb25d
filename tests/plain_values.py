"""Parts of plain values, such as JSON has."""

from collections.abc import Iterator
from typing import Any


def types_in(value: Any) -> Iterator[type]:
    """The types of a plain value and of all its parts, the keys of mappings among them."""
    yield type(value)
    if isinstance(value, dict):
        yield from (kind for pair in value.items() for part in pair for kind in types_in(part))
    elif isinstance(value, list):
        yield from (kind for part in value for kind in types_in(part))

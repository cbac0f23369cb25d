"""The check of plain data against a form: what is not of it, and what it has besides."""

import typing
from collections.abc import Iterator
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Any, Literal, get_args, get_origin, get_type_hints, is_typeddict

from ...model.text import Text, shortened
from ..output.plain_values import none_of


def misfits(plain: object, hint: Any, at: str) -> Iterator[Text]:
    """The complaints about plain data that are not of a form, each with its place; keys beyond it are `unknown_keys`.

    >>> list(misfits({"conforms": 3}, dict[str, Any], "report")), list(misfits(3, str, "title"))
    ([], [Text(vi='3 không thuộc kiểu str @ title', en='3 is not of the type str @ title')])
    """
    origin, inside = get_origin(hint), get_args(hint)
    if is_typeddict(hint):
        if not isinstance(plain, dict):
            yield Text(
                f"{shortened(plain)} không phải là {{khóa: giá trị}} @ {at}",
                f"{shortened(plain)} is not a mapping @ {at}",
            )
            return
        for name in sorted(hint.__required_keys__ - plain.keys()):
            yield Text(f"thiếu trường bắt buộc @ {at}.{name}", f"required field missing @ {at}.{name}")
        for name, own in _fields(hint).items():
            if name in plain:
                yield from misfits(plain[name], own, f"{at}.{name}")
    elif origin in (typing.Union, UnionType):
        tried = [list(misfits(plain, one, at)) for one in inside if one is not NoneType]
        if not (plain is None and NoneType in inside) and all(tried):
            yield from min(tried, key=len)
    elif origin is list:
        if not isinstance(plain, list):
            yield Text(
                f"{shortened(plain)} không phải là một danh sách @ {at}", f"{shortened(plain)} is not a list @ {at}"
            )
            return
        for number, one in enumerate(plain):
            yield from misfits(one, inside[0], f"{at}[{number}]")
    elif (isinstance(hint, type) and issubclass(hint, Enum)) or origin is Literal:
        words = inside if origin is Literal else tuple(member.value for member in hint)
        if plain not in words:
            complaint = none_of(shortened(plain), map(str, words)).complaint
            yield Text(f"{complaint.vi} @ {at}", f"{complaint.en} @ {at}")
    elif hint is not Any and type(plain) is not (origin or hint):
        of = getattr(origin or hint, "__name__", hint)
        yield Text(
            f"{shortened(plain)} không thuộc kiểu {of} @ {at}", f"{shortened(plain)} is not of the type {of} @ {at}"
        )


def unknown_keys(plain: object, hint: Any, at: str) -> Iterator[str]:
    """The keys of plain data that a form does not have, each with its place."""
    if is_typeddict(hint) and isinstance(plain, dict):
        fields = _fields(hint)
        for name, held in plain.items():
            if name in fields:
                yield from unknown_keys(held, fields[name], f"{at}.{name}")
            else:
                yield f"{at}.{name}"
    elif isinstance(plain, list) and get_origin(hint) is list:
        for number, one in enumerate(plain):
            yield from unknown_keys(one, get_args(hint)[0], f"{at}[{number}]")
    elif get_origin(hint) in (typing.Union, UnionType):
        for own in get_args(hint):
            if is_typeddict(own) or get_origin(own) is list:
                yield from unknown_keys(plain, own, at)


@cache
def _fields(form: Any) -> dict[str, Any]:
    return get_type_hints(form)

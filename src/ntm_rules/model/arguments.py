"""Arguments of public calls: one of a wrong type, or built of parts of wrong types, is refused with an error of ours."""

import inspect
import types
import typing
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import date, datetime
from functools import cache, wraps
from typing import Any, NoReturn, ParamSpec, SupportsIndex, TypeGuard, TypeVar

import attrs

from .problem import ArgumentError, Diagnostic
from .text import Text, shortened
from .values.frozen_mapping import FrozenMapping
from .values.kept import Kept

P = ParamSpec("P")
R = TypeVar("R")
_BYTES = (str, bytes, bytearray, memoryview)
"""Sequences of letters or of numbers, which nobody means as several things."""


def is_several(value: object) -> TypeGuard[Iterable[Any]]:
    """True for a value that can be gone through, part by part; not for letters, numbers of bytes, a mapping or a class.

    >>> is_several([1]), is_several("ab"), is_several({"a": 1}), is_several(1)
    (True, False, False, False)
    """
    if not isinstance(value, Iterable) or isinstance(value, (*_BYTES, Mapping, type)):
        return False
    try:
        iter(value)
    except TypeError:
        # Such as an array of numpy without dimensions.
        return False
    return True


def argument_misfit(argument: str, value: object, expected: Text, **fields: object) -> Diagnostic:
    """Diagnostic for an argument that cannot be used; `expected` names what is taken."""
    shown = shortened(value)
    unit = fields.get("unit")
    before, before_en = ("", "") if unit is None else (f"đơn vị '{unit}': ", f"unit '{unit}': ")
    return Diagnostic(
        ArgumentError.default_code,
        None,
        Text(f"{before}{argument}: {shown} không dùng được", f"{before_en}{argument}: {shown} cannot be used"),
        Text(f"đưa {expected.vi}", f"give {expected.in_language('en')}"),
        fields=FrozenMapping({"argument": argument, "value": shown, "expected": expected.in_language("en"), **fields}),
    )


def refused(argument: str, value: object, expected: str, expected_en: str) -> ArgumentError:
    """Error for an argument of a type that a call does not take."""
    return ArgumentError(argument_misfit(argument, value, Text(expected, expected_en)))


class NotCopied:
    """Base of what is tied to its process, by locks or by the data of others: to copy or to pickle it is an ArgumentError.

    >>> import copy
    >>> try:
    ...     copy.copy(NotCopied())
    ... except ArgumentError as error:
    ...     print(error.diagnostics[0].help.en)
    give what it is made of, and make another of that
    """

    __slots__ = ()

    def __reduce_ex__(self, protocol: SupportsIndex) -> NoReturn:
        made_of, made_of_en = "những gì tạo nên nó, rồi tạo lại", "what it is made of, and make another of that"
        raise refused("copy", type(self).__name__, made_of, made_of_en)


def checks_arguments(call: Callable[P, R]) -> Callable[P, R]:
    """Have a public call refuse arguments that are not of the types it is annotated with.

    The call raises ArgumentError naming the argument, what was given and what is taken. Elements are looked at in all that
    can be gone through again; what can be gone through only once is not.

    >>> @checks_arguments
    ... def half(number: int) -> float:
    ...     return number / 2
    >>> half(3)
    1.5
    >>> try:
    ...     half("3")
    ... except ArgumentError as error:
    ...     print(error.diagnostics[0].message.en)
    number: '3' cannot be used
    """
    signature = inspect.signature(call)
    hints: dict[str, Any] = {}

    @wraps(call)
    def checked(*args: P.args, **named: P.kwargs) -> R:
        if not hints:
            hints.update(typing.get_type_hints(call))
        try:
            bound = signature.bind(*args, **named)
        except TypeError:
            return call(*args, **named)  # too many or too few: Python names the call, and says which
        for name, value in bound.arguments.items():
            kind = signature.parameters[name].kind
            hint = hints.get(name, Any)
            values = value if kind is inspect.Parameter.VAR_POSITIONAL else (value,)
            if kind is inspect.Parameter.VAR_KEYWORD:
                continue
            for argument in values:
                if not fits(argument, hint):
                    raise refused(name, argument, _shown(hint), _shown(hint))
        return call(*args, **named)

    return checked


def refuse_parts_of_other_types(value: attrs.AttrsInstance) -> None:
    """Refuse a value built in Python of which a field, here or in a part below, is not of the type it is annotated with.

    Raises ArgumentError naming where in `value` that field is, what stands there and what is taken.

    >>> from decimal import Decimal
    >>> from .threshold import Fixed, Multiple
    >>> refuse_parts_of_other_types(Fixed(Decimal(750)))
    >>> try:
    ...     refuse_parts_of_other_types(Fixed(750))
    ... except ArgumentError as error:
    ...     print(error.diagnostics[0].message.en, "-", error.diagnostics[0].help.en)
    Fixed.value: 750 cannot be used - give Decimal | str
    """
    _PARTS_FIT.of(value)


def _refuse_parts(value: attrs.AttrsInstance) -> None:
    open_parts: list[tuple[str, Any]] = [(type(value).__name__, value)]
    while open_parts:
        where, part = open_parts.pop()
        for name, hint in _fields_of(part.__class__):
            inside, path = getattr(part, name), f"{where}.{name}"
            if not fits(inside, hint):
                raise refused(path, inside, _shown(hint), _shown(hint))
            open_parts += _parts(path, inside)


_PARTS_FIT: Kept[attrs.AttrsInstance, None] = Kept(_refuse_parts)
"""The values of which all parts are of their types: one program after another is made of the same rulesets."""


def _parts(path: str, value: object) -> Iterator[tuple[str, Any]]:
    """Yield the values with fields that `value` is or holds in tuples at any depth, each with where it stands."""
    if attrs.has(type(value)):
        yield path, value
    elif isinstance(value, tuple):
        for index, inner in enumerate(value):
            yield from _parts(f"{path}[{index}]", inner)


@cache
def _fields_of(kind: type[attrs.AttrsInstance]) -> tuple[tuple[str, Any], ...]:
    """Names of the fields of a class of values, each with the type it is annotated with."""
    hints = typing.get_type_hints(kind)
    return tuple((field.name, hints[field.name]) for field in attrs.fields(kind))


def fits(value: object, hint: Any) -> bool:
    """True where a value is of an annotated type, as far as can be told without iterating over it."""
    origin, inside = typing.get_origin(hint), typing.get_args(hint)
    if hint is Any or isinstance(hint, TypeVar):
        return True
    if origin in (typing.Union, types.UnionType):
        return any(fits(value, member) for member in inside)
    if origin is typing.Literal:
        return any(type(value) is type(member) and value == member for member in inside)
    if hint is date:
        return isinstance(value, date) and not isinstance(value, datetime)
    if origin is None:
        return isinstance(value, type(None) if hint is None else hint)
    if not isinstance(origin, type):
        return True
    if not isinstance(value, origin):
        return False
    if issubclass(origin, Iterable) and not issubclass(origin, Mapping) and not is_several(value):
        return False
    if isinstance(value, Collection) and not issubclass(origin, Mapping) and inside:
        element = inside[0]
        # Of very many members one of each type says it all.
        members = {type(member): member for member in value}.values() if _is_told_by_type(element) else value
        if len(inside) == 1 or inside[-1] is ...:
            return all(fits(member, element) for member in members)
        return len(value) == len(inside) and all(map(fits, value, inside)) if origin is tuple else True
    return True


def _is_told_by_type(hint: Any) -> bool:
    """True where the type of a value alone says whether it is of an annotated type."""
    if typing.get_origin(hint) in (typing.Union, types.UnionType):
        return all(map(_is_told_by_type, typing.get_args(hint)))
    return isinstance(hint, type) and typing.get_origin(hint) is None and not getattr(hint, "_is_protocol", False)


def _shown(hint: Any) -> str:
    """A type as people read it: `date`, `Library or None`."""
    origin, inside = typing.get_origin(hint), typing.get_args(hint)
    if origin in (typing.Union, types.UnionType):
        return " | ".join(dict.fromkeys(_shown(inner) for inner in inside))
    if origin is typing.Literal:
        return ", ".join(str(inner) for inner in inside)
    if hint is type(None):
        return "None"
    if origin is Callable:
        return "Callable"
    name = getattr(origin or hint, "__name__", str(hint))
    return f"{name}[{', '.join(_shown(inner) for inner in inside if inner is not ...)}]" if inside else name
